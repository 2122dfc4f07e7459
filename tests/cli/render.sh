#!/bin/sh
# render.sh: --check, --audience, links to lines.
. "$(dirname "$0")/../lib.sh"
need git

cat >BACKLOG.md <<'END'
# Backlog

## PAY-1 Pay by card

- Status: ready
- Owner: Greta
- Depends on: PAY-3

### PAY-2 Keep the card

- Internal: no

## PAY-3 Move the vault

- Internal: yes

### PAY-4 Rent a second vault

## FB-1 "Why no card?"

- From: Corner Books Ltd
END

# -- several outputs, and whether they are what would be written
run pm-render report --today 2026-11-22 -f markdown:R.md -f html:R.html -f json:R.json
is 'three outputs: status' $status 0
run pm-render report --today 2026-11-22 --check R.md --check R.html --check R.json
is 'three files that are right: status' $status 0
is 'three files that are right: silence' "$(cat "$out")" ''
run pm-render report --today 2026-11-22 -f markdown --check R.md -f text:other.txt
is 'a format without a file is that of --check' $status 0
ok 'and the other output is written' test -s other.txt
cp R.md good.md
sed '3s/.*/something else/' good.md >R.md
run pm-render report --today 2026-11-22 --check R.md
is 'a stale file: status' $status 1
has 'a stale file: where' "$out" 'R.md:3: stale: 1 line here would be 1'
has 'a stale file: what is there' "$out" '  - something else'
has 'a stale file: how to mend it' "$out" '-f markdown:R.md'
is 'a stale file stays' "$(sed -n 3p R.md)" 'something else'
head -n 5 good.md >R.md
run pm-render report --today 2026-11-22 --check R.md
is 'a file that is cut: status' $status 1
has 'a file that is cut: where' "$out" 'R.md:6: stale: 0 lines here would be'
run pm-render report --today 2026-11-22 --check none.md
is 'a file that is not there is stale' $status 1
printf '\033[31m\n' >R.md
run pm-render report --today 2026-11-22 --check R.md
hasnt 'what is shown of a file is safe' "$out" "$(printf '\033')"
run pm-render report --check R.what
is 'a name that says no format: status' $status 2
has 'a name that says no format: how to mend it' "$err" 'add -f FORMAT'
mkdir folder.md
run pm-render report --check folder.md
is 'a folder cannot be compared' $status 2

# -- who reads it
for format in text markdown html csv json jsonl; do
	run pm-render items --audience customers -f $format
	has "items for customers, $format: the rest" "$out" 'PAY-2'
	hasnt "items for customers, $format: no internal item" "$out" 'Move the vault'
	hasnt "items for customers, $format: nor what is below it" "$out" 'second vault'
	hasnt "items for customers, $format: no people" "$out" 'Greta'
	hasnt "items for customers, $format: no customers" "$out" 'Corner Books'
done
for format in text markdown html csv json; do
	run pm-render report --audience customers -f $format
	hasnt "a report for customers, $format: no internal item" "$out" 'Move the vault'
	hasnt "a report for customers, $format: no people" "$out" 'Greta'
	hasnt "a report for customers, $format: no customers" "$out" 'Corner Books'
done
run pm-render items --audience everybody
is 'another audience: status' $status 2

# -- links to lines
git init -q . && git add BACKLOG.md && git commit -qm first
run pm-render items -f html
hasnt 'no remote: no link' "$out" 'href="https://'
git remote add origin git@github.com:owner/name.git
run pm-render items -f html
has 'a line at the forge' "$out" 'href="https://github.com/owner/name/blob/HEAD/BACKLOG.md?plain=1#L3"'
run pm-render items -f markdown --rev HEAD
has 'a line of a commit' "$out" "(<https://github.com/owner/name/blob/$(git rev-parse HEAD)/BACKLOG.md?plain=1#L3>)"
run pm-render items -f html -c 'report.source=https://git.example/{path}?at={rev}&line={line}'
has 'an address of the team' "$out" 'href="https://git.example/BACKLOG.md?at=HEAD&amp;line=3"'
run pm-render items -f html -c report.source=none
hasnt 'links that are not wanted' "$out" 'href="https://'
run pm-render items -f html -c 'report.source=javascript:alert({line})'
is 'an address that would run: status' $status 2
has 'an address that would run: said' "$err" 'is no address on the web'
hasnt 'an address that would run: no link' "$out" 'javascript:'
run pm-render items -f html --audience customers
hasnt 'customers: no link to the repository' "$out" 'github.com'
done_testing
