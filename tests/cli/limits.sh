#!/bin/sh
# limits.sh: nothing beyond a limit is dropped in silence.
. "$(dirname "$0")/../lib.sh"

# lines FORMAT COUNT: numbered lines
lines() {
	awk -v format="$1\n" -v count="$2" 'BEGIN { for (i = 1; i <= count; i++) printf format, i }'
}
# cells FIRST TEXT: a row of 70 cells, whose first ones are given
cells() {
	awk -v first="$1" -v text="$2" 'BEGIN { printf "%s", first; while (n++ < 70) printf " %s |", text; print "" }'
}
# says NAME LINE WHAT: the one finding
says() {
	run pm-lint --only read-limit
	is "$1: findings" "$(grep -c 'read-limit' "$out")" 1
	has "$1: where and what" "$out" "BACKLOG.md:$2: warning: more than $3"
}

{ printf '# Backlog\n\n## PAY-1 Pay\n\n'; lines '- Owner: person %d' 65536; } >BACKLOG.md
says 'fields of an item' 65540:10 '65535 fields of one item'
{ printf '# Backlog\n\n## PAY-1 Pay\n\nAcceptance criteria:\n\n'; lines '- It takes %d steps' 65536; } >BACKLOG.md
says 'criteria of an item' 65542:3 '65535 criteria of one item'
{ printf '# Backlog\n\n## PAY-1 Pay\n\nAcceptance criteria:\n\n'; lines '- It takes %d steps' 65535; } >BACKLOG.md
run pm-lint --only read-limit
is 'as many criteria as an item may have' $status 0
hasnt 'as many criteria as an item may have: no finding' "$out" read-limit

{
	printf '# Backlog\n\n'
	cells '| ID | Title | Status |' more
	cells '|---|---|---|' ---
	cells '| PAY-1 | Pay | todo |' x
} >BACKLOG.md
run pm-lint --only read-limit
has 'columns of a table of items' "$out" 'BACKLOG.md:3:1: warning: a table of more than 64 columns'
{
	printf '# Backlog\n\n## PAY-1 Pay\n\n'
	cells '| Field | Value |' more
	cells '|---|---|' ---
	cells '| Status | todo |' x
} >BACKLOG.md
run pm-lint --only read-limit
has 'columns of a table of an item' "$out" 'BACKLOG.md:5:1: warning: a table of more than 64 columns'

# more headings than one thread takes at a time, one of them looked into before: what it found is nobody else's
{
	printf '## E01 - Till\n\n| ID | Item | Status |\n|---|---|---|\n| PB-1 | Pay | todo |\n| PB-2 | Refund | todo |\n\n'
	lines '## PAY-%d Pay' 3000
	printf '\n| ID | Item | Status |\n|---|---|---|\n| PB-3 | Print | todo |\n| PB-4 | Mail | todo |\n'
} >BACKLOG.md
run pm-render -q items -f dump
is 'many headings and a table: items' "$(grep -c '^ *[a-z]* [A-Z]' "$out")" 3005

done_testing
