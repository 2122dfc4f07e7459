#!/bin/sh
# output.sh: where output goes, colours, and writes that fail.
. "$(dirname "$0")/../lib.sh"

printf '# Backlog\n\n## PAY-1 Pay by card\n\n- Status: ready\n\n## PAY-1 Refund\n' >BACKLOG.md

run pm-lint -f text -f json:lint.json -f jsonl:lint.jsonl
has 'text on standard output' "$out" 'BACKLOG.md:'
has 'json in a file' lint.json '"pm-lint/1"'
ok 'jsonl in a file' test -s lint.jsonl
run pm-lint -f json:lint.json
is 'all outputs in files: nothing on standard output' "$(cat "$out")" ''
mkdir sub
run pm-lint -C sub -f json:here.json
ok 'files are named from the folder of -C' test -s sub/here.json

for program in 'pm-lint' 'pm-lint -f json' 'pm-lint --help' 'pm-lint --rules' 'pm-lint --show-files' 'pm-rank' 'pm-render items' \
	'pm-render items -f json'; do
	status=0
	$program >/dev/full 2>"$err" || status=$?
	is "$program >/dev/full: status" $status 2
	has "$program >/dev/full: says so" "$err" 'cannot write standard output: No space left on device'
done
run pm-lint -f json:/dev/full
is 'a full device as a file: status' $status 2
has 'a full device as a file: says so' "$err" "cannot write '/dev/full'"
ok 'a full device as a file: it is still one' test -c /dev/full
run pm-lint -f json:missing/x.json
is 'no folder for the file: status' $status 2
has 'no folder for the file: says so' "$err" 'missing'

# a reader that goes away: the status of SIGPIPE, and silence
pipe_status() {
	{ ( "$@" 2>"$err"; echo $? >pipe.status ) | :; } 2>/dev/null
	cat pipe.status
}
i=0
while [ $i -lt 3000 ]; do
	i=$((i + 1))
	printf '\n## BIG-%d Pay by card\n' $i
done >>BACKLOG.md
is 'a closed pipe ends the program as ever' "$(pipe_status sh -c 'sleep 0.2; exec pm-render items -f json')" 141
is 'a closed pipe: silence' "$(cat "$err")" ''
is 'a closed pipe where SIGPIPE is ignored' "$(pipe_status sh -c 'trap "" PIPE; sleep 0.2; exec pm-render items -f json')" 141

esc=$(printf '\033')
printf '# Backlog\n\n## PAY-1 Pay by card\n\n## PAY-1 Refund\n' >BACKLOG.md
run pm-lint
hasnt 'no colours into a file' "$out" "$esc"
run pm-lint --color always
has '--color always' "$out" "$esc"
run env CLICOLOR_FORCE=1 pm-lint
has 'CLICOLOR_FORCE' "$out" "$esc"
run env CLICOLOR_FORCE=0 pm-lint
hasnt 'CLICOLOR_FORCE=0' "$out" "$esc"
run env NO_COLOR=1 CLICOLOR_FORCE=1 pm-lint
hasnt 'NO_COLOR wins' "$out" "$esc"
run env NO_COLOR= CLICOLOR_FORCE=1 pm-lint
has 'an empty NO_COLOR is none' "$out" "$esc"
run env NO_COLOR=1 pm-lint --color=always
has '--color wins' "$out" "$esc"
run env CLICOLOR_FORCE=1 pm-lint -f json
hasnt 'machine formats hold no escapes' "$out" "$esc"

# names from a folder of strangers
name=$(printf 'BACK\033[31mLOG.md')
run pm-lint "$name"
is 'control characters in a name: status' $status 2
hasnt 'control characters in a name are shown, not sent' "$err" "$esc"

run pm-lint -v
has '-v says what is read' "$err" 'items'
run pm-lint -q
hasnt '-q: no summary' "$out" 'items read'

# the clock is no input
SOURCE_DATE_EPOCH=1767323045 pm-render report -f html:a.html
pm-render report -f html:b.html --today 2026-01-02
same 'SOURCE_DATE_EPOCH is --today' a.html b.html
run env SOURCE_DATE_EPOCH=soon pm-lint
is 'SOURCE_DATE_EPOCH that is no number' $status 2

done_testing
