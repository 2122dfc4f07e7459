#!/bin/sh
# place.sh: where the product is, and how paths are named.
. "$(dirname "$0")/../lib.sh"

# story FILE ID: a file with one story.
story() {
	mkdir -p "$(dirname "$1")"
	printf '# Backlog\n\n## %s Pay by card\n\nAs a shopper, I want to pay by card so that I need no cash.\n' "$2" >"$1"
}
# ids: the ids that were read.
ids() {
	run pm-render "$@" items -f json
	sed -n 's/^ *{\("position":[0-9]*,\)*"id":"\([^"]*\)".*/\2/p' "$out" | sort | tr '\n' ' '
}
# paths: the paths that were read, as machine formats name them.
paths() {
	run pm-render "$@" items -f json
	sed -n 's/^ *{"id":.*"path":"\([^"]*\)".*/\1/p' "$out" | sort -u | tr '\n' ' '
}

story shop/BACKLOG.md PAY-1
mkdir -p shop/src/deep empty
is 'the current folder' "$(ids -C shop)" 'PAY-1 '
is 'a folder above' "$(ids -C shop/src/deep)" 'PAY-1 '
is 'from the root, without git' "$(paths -C shop/src/deep)" 'BACKLOG.md '

for name in ROADMAP.md backlog/a.md roadmap/a.md docs/user-stories.md docs/ROADMAP.md; do
	rm -rf other
	story "other/$name" PAY-2
	mkdir -p other/src
	is "root by $name" "$(ids -C other/src)" 'PAY-2 '
done
rm -rf other
story other/notes/plan.md PAY-3
printf '[product]\n\tpath = notes\n' >other/.pmconfig
mkdir other/src
is 'root by .pmconfig' "$(ids -C other/src)" 'PAY-3 '

# what planning tools write is read where nothing else is
rm -rf other
story other/.planning/REQUIREMENTS.md PAY-4
story other/.planning/phases/REQUIREMENTS.md PAY-5
story other/openspec/changes/cards/tasks.md PAY-6
story other/openspec/changes/cards/design.md PAY-7
is 'plans of tools' "$(ids -C other)" 'PAY-4 PAY-6 '
story other/BACKLOG.md PAY-8
is 'plans of tools beside a backlog' "$(ids -C other)" 'PAY-8 '

run pm-lint -C empty
is 'nothing there: status' $status 0
is 'nothing there: standard output' "$(cat "$out")" ''
is 'nothing there: one line says so' "$(wc -l <"$err")" 1
has 'nothing there: what was looked for' "$err" '(BACKLOG.md, ROADMAP.md, backlog/, roadmap/, user stories in docs/, files named so, or specs of a tool)'
has 'nothing there: how to begin' "$err" 'begin one with a file BACKLOG.md'
has 'nothing there: how to have other files read' "$err" "name your files by 'path' in .pmconfig (see man pmconfig)"
run pm-lint -C empty -f json
is 'nothing there, for a machine: status' $status 0
has 'nothing there, for a machine: a document' "$out" '"pm-lint/1"'

printf 'Just prose.\n' >empty/BACKLOG.md
run pm-lint -C empty
is 'no item: status' $status 0
has 'no item: says so' "$err" 'no items in BACKLOG.md'
run pm-lint -C empty -q
is 'no item, -q: silence' "$(cat "$err" "$out")" ''
rm empty/BACKLOG.md

# git's top level ends the search, and paths for machines start there
git init -q repo
story BACKLOG.md TOP-1
story repo/web/BACKLOG.md SHOP-1
story repo/app/BACKLOG.md APP-1
mkdir -p repo/tool
is 'not above the top of git' "$(ids -C repo/tool)" ''
is 'a product of several' "$(ids -C repo/web)" 'SHOP-1 '
is 'paths from the top of git' "$(paths -C repo/web)" 'web/BACKLOG.md '
run pm-render -C repo/web items -f json
is 'the same from below' "$(paths -C repo/web)" 'web/BACKLOG.md '

# named paths
run pm-render -C repo/web items BACKLOG.md -f json
has 'a named path' "$out" '"SHOP-1"'
run pm-render -C repo/web items ../app/BACKLOG.md -f json
has 'a path outside is a product of its own' "$out" '"APP-1"'
hasnt 'and nothing else is read' "$out" '"SHOP-1"'
printf '[rule "criteria-missing"]\n\tseverity = error\n\teverywhere = yes\n' >repo/app/.pmconfig
run pm-lint -C repo/web ../app/BACKLOG.md
is 'with the configuration above it' $status 1
has 'text names paths from the current folder' "$out" '../app/BACKLOG.md:3:'
run pm-lint -C repo/web ../app/BACKLOG.md -f json
has 'machines name them from the top' "$out" '"app/BACKLOG.md"'
run pm-lint -C repo/web "$PWD/repo/app/BACKLOG.md"
is 'an absolute path' $status 1
run pm-lint repo/web/BACKLOG.md repo/app/BACKLOG.md --fail-on note
is 'paths of two products' $status 1
has 'paths of two products: one' "$out" 'repo/web/BACKLOG.md:'
has 'paths of two products: the other' "$out" 'repo/app/BACKLOG.md:'

run pm-lint -C shop BACKLGO.md
is 'a path that is not there: status' $status 2
has 'a path that is not there: the nearest' "$err" "pm-lint: no file 'BACKLGO.md': did you mean 'BACKLOG.md'?"
run pm-lint -C shop BACKLGO.md -f json
is 'a path that is not there, for a machine: status' $status 2
has 'a path that is not there, for a machine: a document' "$out" '"errors": ['
run pm-lint -C shop BACKLGO.md BACKLOG.md -c rule.criteria-missing.everywhere=yes
is 'one of two is not there: status' $status 2
has 'one of two is not there: the other is read' "$out" 'BACKLOG.md:3:'
run pm-lint -C repo wbe/BACKLOG.md
has 'the nearest folder' "$err" "did you mean 'web'?"
run pm-lint -C shop ''
is 'an empty path' $status 2

# links that lead out are not followed
story secret/plan.md SEC-1
ln -s ../../secret/plan.md repo/web/ROADMAP.md
run pm-render -C repo/web items -f json
hasnt 'a link out of the tree is not followed' "$out" SEC-1
run pm-lint -C repo/web
has 'and does not pass for an empty roadmap' "$out" 'ROADMAP.md:1:1: error: this file is a link that leads out of the tree, or nowhere'
is 'but is an error' "$status" 1
mkdir linked && ln -s nowhere linked/BACKLOG.md
for path in '' BACKLOG.md; do
	run pm-lint -C linked $path
	is "a backlog that is a link to nowhere $path" "$status $(grep -c read-link "$out")" '1 1'
done

# configuration
run pm-lint -C shop --config missing
is 'a configuration that is not there: status' $status 2
has 'a configuration that is not there: says so' "$err" "cannot read the configuration 'missing'"
printf '[rule "criteria-missing"]\n\tseverity = error\n\teverywhere = yes\n' >strict
run pm-lint -C shop --config ../strict
is '--config' $status 1
run pm-lint -C shop -c rule.criteria-missing.severity=error -c rule.criteria-missing.everywhere=yes
is '-c' $status 1
run pm-lint -C repo/app -c rule.criteria-missing.severity=off
is '-c wins over the file' $status 0
run pm-lint -C repo/app --print-config
has '--print-config: a value' "$out" 'criteria-missing'
has '--print-config: its origin' "$out" 'app/.pmconfig:2'
printf '[rnak]\n\tmethod = wsjf\n' >shop/.pmconfig
run pm-lint -C shop
ok 'an unknown section is a finding at its line' grep -q "^.pmconfig:2:.*rnak.*rank" "$out"
rm shop/.pmconfig

# --show-files
printf 'x\n' >shop/notes.txt
run pm-lint -C shop --show-files
is '--show-files: status' $status 0
ok '--show-files: a file with its counts' grep -Eq '^backlog +1 +0 +[0-9]+ +[0-9]+ +[0-9]+  BACKLOG.md$' "$out"
ok '--show-files: every line is counted' sh -c "awk '\$7 == \"BACKLOG.md\" { exit !(\$4 + \$5 + \$6 == 5) }' $out"
printf '# Personas\n\n## Persona: Helena\n\nShe pays.\n' >shop/ROADMAP.md
run pm-lint -C shop --show-files
ok '--show-files: records are no items' grep -Eq '^roadmap +0 +1 .*  ROADMAP.md$' "$out"
rm shop/ROADMAP.md

# several products in one repository
mkdir several
git init -q several
story several/web/BACKLOG.md WEB-1
story several/app/plan.md APP-1
printf '[product "web"]\n\tpath = web\n\tname = Shop\n[product "app"]\n\tpath = app/\n\tname = Till\n' >several/.pmconfig
is 'several products: from above, all of them' "$(ids -C several)" 'APP-1 WEB-1 '
is 'several products: the one around the current folder' "$(ids -C several/web)" 'WEB-1 '
is 'several products: one of other names' "$(ids -C several/app)" 'APP-1 '
has 'several products: its own name' "$out" '"name":"Till"'
run pm-render -C several/web report
has 'several products: its own title' "$out" 'Shop'
run pm-lint -C several/web -c rule.criteria-missing.everywhere=yes ../app
is 'several products: a path of another one' $status 0
has 'several products: a path of another one is read' "$out" '../app/plan.md:3:'

# a path of the configuration that is not there
printf '[product]\n\tpath = plan/*.md\n' >shop/.pmconfig
run pm-lint -C shop
is 'a configured path that is not there: status' $status 2
has 'a configured path that is not there: says so' "$err" "plan/*.md"
run pm-render -C shop items -f json
is 'a configured path that is not there, for a machine: status' $status 2
has 'a configured path that is not there, for a machine: a document' "$out" '"errors": ['

# the team's labels
mkdir -p labels
printf '[field "estimate"]\n\talias = Größe\n\talias = Brocken\n' >labels/.pmconfig
printf '# Backlog\n\n## PAY-1 Pay by card\n\n- Größe: 3\n\n## PAY-2 Pay by phone\n\n- **Brocken**: 5\n' >labels/BACKLOG.md
run pm-render -C labels items -f json
has "a label of the team's comes before a built-in one" "$out" '"estimate":{"value":3,'
has "a label of the team's that is no other field" "$out" '"estimate":{"value":5,'

done_testing
