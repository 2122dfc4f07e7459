#!/bin/sh
# stdin.sh: standard input as a file.
. "$(dirname "$0")/../lib.sh"

mkdir -p shop/backlog
printf '# Backlog\n\n## PAY-1 Pay by card\n\n- Depends on: PAY-2\n' >shop/backlog/one.md
printf '# Backlog\n\n## PAY-2 Refund\n\n- Status: ready\n' >shop/backlog/two.md

feed() {
	status=0
	printf '# Backlog\n\n## US-7 Pay by phone\n\n- Depends on: PAY-2\n' | "$@" >"$out" 2>"$err" || status=$?
}
feed pm-render -C shop items - -f json
is 'alone: status' $status 0
has 'alone: it is read' "$out" '"US-7"'
has 'alone: its name' "$out" '"path":"-"'
hasnt 'alone: nothing else is' "$out" '"id":"PAY-2"'
feed pm-lint -C shop - --fail-on note
ok 'alone: findings name it' grep -q '^-:[0-9]*:[0-9]*: ' "$out"

feed pm-render -C shop items --stdin-path backlog/one.md - -f json
is 'over the tree: status' $status 0
has 'over the tree: it is read' "$out" '"US-7"'
hasnt 'over the tree: what it covers is not' "$out" '"PAY-1"'
feed pm-lint -C shop --stdin-path backlog/one.md - --only link-dangling
is 'over the tree: links to the rest lead somewhere' "$(cat "$out" | grep -c link-dangling)" 0
feed pm-lint -C shop/backlog --stdin-path new.md - --fail-on note -c rule.criteria-missing.everywhere=yes
is 'a file that is not there yet: status' $status 1
ok 'a file that is not there yet: findings name it' grep -q '^new.md:3:' "$out"
feed pm-lint -C shop --stdin-path ../../elsewhere.md -
ok 'a path outside' [ $status -ne 0 -o -s "$out" ]

run pm-lint -C shop --stdin-path x.md
is '--stdin-path without -' $status 2
run pm-lint -C shop - -
is '- twice' $status 2
run pm-lint -C shop - backlog/one.md
is '- beside other paths' $status 2
run pm-lint -C shop -
is 'empty input: status' $status 0
has 'empty input: says so' "$err" 'no items in -'

done_testing
