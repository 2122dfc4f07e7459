#!/bin/sh
# formats: every machine format of findings against what its readers ask for: of the examples, of a product with nothing wrong, of
# hostile text, of what could not be done.  All formats of a product are written in one run.
. "$(dirname "$0")/../lib.sh"
need git python3 xmllint prove pm-lint
schemas=$top/tests/partners/schemas

cat >valid.py <<'EOF'
import json, sys
import jsonschema
schema, path, lines = sys.argv[1], sys.argv[2], len(sys.argv) > 3
schema = json.load(open(schema))
if lines:
    schema = {"$schema": schema["$schema"], "definitions": schema["definitions"], "$ref": "#/definitions/" + sys.argv[3]}
jsonschema.Draft7Validator.check_schema(schema)
with open(path, encoding="utf-8", newline="") as file:
    texts = file.read().split("\n")[:-1] if lines else [file.read()]
bad = 0
for text in texts:
    for error in jsonschema.Draft7Validator(schema).iter_errors(json.loads(text)):
        print("%s: %s" % ("/".join(map(str, error.absolute_path)), error.message[:300]))
        bad = 1
sys.exit(bad)
EOF

# check NAME ARGUMENTS: runs once with every format, then asks each format's reader.
check() {
	name=$1
	shift
	rm -rf "$work/all" && mkdir "$work/all"
	set -- "$@"
	for format in text full markdown json jsonl sarif github gitlab junit checkstyle rdjson rdjsonl tap; do
		set -- "$@" -f "$format:$work/all/$format"
	done
	run pm-lint "$@"
	ok "$name: a status that is one" test "$status" -le 2
	ok "$name: json" /usr/bin/python3 "$work/valid.py" "$schemas/pm-lint.json" "$work/all/json"
	ok "$name: jsonl" /usr/bin/python3 "$work/valid.py" "$schemas/pm-lint.json" "$work/all/jsonl" finding
	ok "$name: sarif" /usr/bin/python3 "$work/valid.py" "$schemas/sarif.json" "$work/all/sarif"
	ok "$name: gitlab" /usr/bin/python3 "$work/valid.py" "$schemas/gitlab.json" "$work/all/gitlab"
	ok "$name: rdjson" /usr/bin/python3 "$work/valid.py" "$schemas/rdjson.json" "$work/all/rdjson"
	ok "$name: rdjsonl" /usr/bin/python3 "$work/valid.py" "$schemas/rdjson.json" "$work/all/rdjsonl" diagnostic
	ok "$name: junit" xmllint --noout --nonet --schema "$schemas/junit.xsd" "$work/all/junit"
	ok "$name: checkstyle" xmllint --noout --nonet --schema "$schemas/checkstyle.xsd" "$work/all/checkstyle"
	prove -q --exec cat "$work/all/tap" >"$work/prove" 2>&1 || :
	nok "$name: tap can be parsed" grep -qiE 'parse error|bad plan|no plan' "$work/prove"
	nok "$name: no format for machines has an escape" grep -q "$(printf '\033')" -r "$work/all"
	if grep -E '^::' "$work/all/github" >"$work/commands"; then
		nok "$name: no command that is not ours" grep -vqE '^::(error|warning|notice) title=pm-lint|^::group::pm-lint: |^::endgroup::$' "$work/commands"
		ok "$name: at most ten of each" test "$(grep -c '^::error' "$work/commands")" -le 10
	fi
}

for example in "$top"/examples/*/; do
	[ -d "$example/expected" ] || continue
	check "$(basename "$example")" -C "$example"
done

git init -q clean && printf '# Backlog\n\n## PAY-1 Pay\n\n- Estimate: 3\n- Priority: high\n' >clean/BACKLOG.md
check clean -C clean --only 'read-*'
check 'nothing there' -C clean --since nowhere

# Text and names that would break out of each format, with a fix that holds them.
mkdir -p 'hostile/backlog' && git init -q hostile
{
	printf '# Backlog\n\n## PAY-1 "><script>alert(1)</script> ::error::x %%0A | `x` ]]> \\ \001\033[31m \360\237\230\200 \342\200\256x\n\n'
	printf -- '- Prioritty: ]]> & "x" <y> ::set-output name=x::y\n- Depends on: PAY-9::error::\n\n'
	printf '::error file=x::a line of the log\n\n## PAY-1 again\n\n- Estimate: \377\376 many\n'
} >'hostile/backlog/a,b:c %25 "q" <t> ä.md'
printf -- '---\nid: TASK-1\ntitle: a: "b" <c> ]]>\n---\n' >hostile/backlog/task.md
check hostile -C hostile
has 'hostile: the path is encoded for GitHub' all/github 'file=backlog/a%2Cb%3Ac %2525 "q" <t> ä.md,line=6,'

# Many findings: what GitHub takes is capped, the gravest first, and the rest is told.
git init -q many
awk 'BEGIN { print "# Backlog\n"; for (i = 1; i <= 40; i++) printf "## PAY-%d Item\n\n- Prioritty: high\n- Depends on: PAY-%d\n\n", i, 1000 + i }' >many/BACKLOG.md
check many -C many
ok 'many: errors stand first' test "$(head -n 1 all/github | cut -c 1-8)" = '::error '
has 'many: the rest is counted' all/github '::notice title=pm-lint::'
ok 'many: a table of at most what a comment holds' test "$(wc -c <all/markdown)" -le 65536

done_testing
