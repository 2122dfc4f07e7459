#!/bin/sh
# changes: pm-render changes on real repositories: the ranges, what is said of wrong ones, and every format.
. "$(dirname "$0")/../lib.sh"
need git pm-render

commit() { # DAY MESSAGE
	git add -A
	GIT_AUTHOR_DATE=${1}T10:00:00Z GIT_COMMITTER_DATE=${1}T10:00:00Z git commit -q -m "$2"
}
changes() { run pm-render changes --today 2026-06-01 "$@"; }

story() { # ID TITLE STATUS ESTIMATE
	printf '## %s %s\n\n- Status: %s\n- Estimate: %s\n\n**As a** guest, **I want** to %s **so that** I can go.\n\n' "$1" "$2" "$3" "$4" "$2"
}

git init -q repo && cd repo || exit 1
story PAY-1 'pay by card' ready 5 >BACKLOG.md
git add -A
changes --staged
is 'before the first commit: all is added' "$(cat "$out")" 'Add PAY-1 pay by card'
changes
is 'the work tree against nothing' "$status" 0
has 'all is added' "$out" '1 added'
commit 2026-03-01 one
git tag v1.0

changes
has 'a clean work tree: nothing' "$out" 'nothing changed'
story PAY-1 'pay by card' done 5 >BACKLOG.md
story PAY-2 'pay by voucher' ready 3 >>BACKLOG.md
changes
has 'against HEAD' "$out" 'Changes from HEAD to the work tree'
has 'what was done' "$out" '1 done, 1 added'
changes --staged
is 'what is not staged is not in the message' "$(cat "$out")" 'No change of the product'
git add -A
changes --staged
same 'the draft of a message' "$out" - <<'END'
Add 1 item, finish 1

- Finish PAY-1 pay by card
- Add PAY-2 pay by voucher
END
commit 2026-03-02 two

# A branch and main go on, each on its own.
git checkout -q -b side
story PAY-3 'pay by phone @team fixes #12' idea 8 >>BACKLOG.md
commit 2026-03-03 three
git checkout -q main
sed 's/Estimate: 3/Estimate: 8/' BACKLOG.md >new && mv new BACKLOG.md
commit 2026-03-04 four

changes v1.0..HEAD
has 'A..B' "$out" 'Changes from v1.0 to HEAD'
has 'both that were done and came' "$out" '1 done, 1 added'
changes v1.0..
has 'A..: to HEAD' "$out" 'Changes from v1.0 to HEAD'
changes main..side
has 'A..B compares the ends: main has another estimate' "$out" '1 added, 1 changed'
changes main...side
has 'A...B: what B has done since it left A' "$out" ' to side'
hasnt 'and nothing of what A did' "$out" '1 changed'
changes v1.0
has 'one name: to the work tree' "$out" 'Changes from v1.0 to the work tree'
changes --rev main v1.0
has 'and to --rev' "$out" 'Changes from v1.0 to main'
changes 2026-03-01..2026-03-02
has 'dates' "$out" '1 done, 1 added'
changes v1.0..main BACKLOG.md
has 'of a file' "$out" '1 done, 1 added'
changes BACKLOG.md
has 'what is a file is no revision' "$out" 'nothing changed'
changes v1.0..main --select 'id=PAY-2'
has 'of a selection' "$out" '1 added'
hasnt 'and no other' "$out" '1 done'

# What is wrong, and how it is mended.
changes v9..main
is 'a revision that is not there' "$status" 2
has 'says so' "$err" "unknown revision 'v9'"
changes v1.0..maim
is 'the second one' "$status" 2
has 'and the nearest' "$err" "did you mean 'main'?"
changes v1.0..main..side
is 'two ranges in one' "$status" 2
has 'shows what one looks like' "$err" 'write A..B, or A...B'
changes v1.0..main --rev side
is 'a range and --rev' "$status" 2
has 'says which to leave out' "$err" 'leave --rev out'
changes v9..main -f json
has 'json is a document all the same' "$out" '"format": "pm-changes/1"'
has 'with what went wrong' "$out" 'unknown revision'
(mkdir "$work/bare" && cd "$work/bare" && printf '## A-1 One\n' >BACKLOG.md && cd "$work/bare" && run pm-render changes && cat "$err") >"$work/no-git"
has 'without git' "$work/no-git" 'git init'

# A shallow clone has the ends, and not where they parted.
git clone -q --depth 1 --no-single-branch "file://$PWD" "$work/shallow"
cd "$work/shallow" || exit 1
changes main...origin/side
is 'no merge base in a shallow clone' "$status" 2
has 'says what CI must do' "$err" 'fetch-depth: 0'
changes main..origin/side
is 'the ends alone are enough' "$status" 0
cd "$work/repo" || exit 1

# Every format; nothing of a story mentions, refers or closes.
changes main..side -f markdown
has 'markdown names the item' "$out" 'PAY-3'
hasnt 'no mention' "$out" '@team'
hasnt 'no reference' "$out" '#12'
git checkout -q side && git reset -q --soft main
changes --staged
hasnt 'no mention in a message' "$out" '@team'
hasnt 'no reference' "$out" '#12'
git reset -q --hard && git checkout -q -B main main
changes v1.0..main -f json
has 'json has the commits' "$out" "\"commit\": \"$(git rev-parse v1.0)\""
has 'and the changes' "$out" '{"type":"state","from":"ready","to":"done"'
changes v1.0..main -f html
has 'html' "$out" '<!DOCTYPE html>'
changes v1.0..main -f csv
is 'csv' "$status" 0
has 'csv has the lists, each with its heading' "$out" 'Done,PAY-1,pay by card'
cp "$out" "$work/first"
LC_ALL=C changes v1.0..main -f csv
same 'twice the same' "$out" "$work/first"

# Merges, and a file that is renamed with all it holds.
git merge -q -s ours --no-edit 'side@{1}'
mkdir -p backlog && git mv BACKLOG.md backlog/payments.md
commit 2026-03-06 moved
changes HEAD~1..HEAD
has 'a file that was renamed is one change' "$out" 'BACKLOG.md'
hasnt 'and its items stay where they are' "$out" 'moved to another file'

# The forecast: a day that moves, with the items that it is for.
git init -q "$work/past" && cd "$work/past" || exit 1
i=0
while [ $i -lt 60 ]; do
	i=$((i + 1))
	printf '%s\n' "- [ ] P-$i Thing $i"
done >BACKLOG.md
commit 2026-01-01 begin
i=0
while [ $i -lt 24 ]; do
	i=$((i + 1))
	sed -i "s/- \[ \] P-$i /- [x] P-$i /" BACKLOG.md
	day=$(date -u -d "2026-01-01 +$((i * 4)) days" +%F)
	commit "$day" "P-$i: done"
done
git tag before
i=60
while [ $i -lt 80 ]; do
	i=$((i + 1))
	printf '%s\n' "- [ ] P-$i Thing $i" >>BACKLOG.md
done
commit 2026-04-08 'twenty more'
changes before..HEAD -f json
has 'the forecast moved' "$out" '{"type":"forecast",'
has 'for as many items as are open' "$out" '"items_from":36,"items_to":56}'
changes before..HEAD
has 'in words' "$out" 'open items, 85 % sure'
cp "$out" "$work/first"
changes before..HEAD
same 'twice the same' "$out" "$work/first"
hasnt 'of no release' "$out" 'forecast, 85 % sure'

# And of each release and goal: what they wait for, and the day.
git tag twenty
{
	printf -- '- [ ] P-%s Thing %s (release: 2.0)\n' 81 81 82 82
	printf '\n## G-1 More orders\n\n- Kind: goal\n\n## P-83 Thing 83\n\n- Goal: G-1\n- Status: ready\n'
} >>BACKLOG.md
commit 2026-04-09 'a release and a goal'
git tag planned
printf -- '\n## P-84 Thing 84\n\n- Goal: G-1\n- Release: 2.0\n- Status: ready\n' >>BACKLOG.md
commit 2026-04-10 'one more'
changes planned..HEAD -f json
has 'the forecast of a goal' "$out" '{"type":"forecast","of":"More orders",'
has 'with its items' "$out" '"items_from":1,"items_to":2,"before":{"id":"G-1"'
has 'of a release that is only named' "$out" '{"type":"forecast","of":"2.0",'
changes planned..HEAD -f markdown
has 'a goal in words' "$out" '| G-1 More orders | forecast, 85 % sure |'
has 'a release in words' "$out" '| 2.0 | forecast, 85 % sure |'
has 'all of it in words' "$out" '| Forecast | open items, 85 % sure |'

# A title as long as a paragraph is cut in the comment.
printf -- '- [ ] P-89 %s the end\n' "$(printf 'words and %.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15)" >BACKLOG.md.new
cat BACKLOG.md >>BACKLOG.md.new && mv BACKLOG.md.new BACKLOG.md
commit 2026-04-11 'a long title'
changes HEAD~1..HEAD -f markdown
has 'a long title begins' "$out" 'P-89 words and words'
hasnt 'and is cut' "$out" 'the end'

# What is counted is shown: the ticked criteria of what is done go without saying, and are not counted either.
printf -- '\n## P-90 Thing 90\n\n- Status: ready\n\n### Acceptance criteria\n\n- [ ] One\n- [ ] Two\n' >>BACKLOG.md
commit 2026-04-11 'a story'
sed -i '/^## P-90/,$ { s/ready/done/; s/\[ \]/[x]/ }' BACKLOG.md
commit 2026-04-12 'is done'
changes HEAD~1..HEAD
has 'it is done' "$out" '1 done'
hasnt 'and nothing that is not shown changed' "$out" '1 changed'
cd "$work/repo" || exit 1

# What is said once of a file that does without is known of each of its items: neither new nor mended where it is said of these.
git init -q "$work/sums" && cd "$work/sums" || exit 1
bare() { # NUMBER
	printf '## S-%d Thing %d\n\n**As a** guest, **I want** thing %d **so that** I can go.\n\n' "$1" "$1" "$1"
}
asked() { # NUMBER
	bare "$1" && printf '### Acceptance criteria\n\n- [ ] It is there\n\n'
}
findings() { # RANGE
	changes "$1" -f json
	sed -n 's/.*"finding","how":"\([a-z]*\)".*"message":"\(S-[0-9]*\|[a-z]*\).*/\1 \2/p' "$out"
}
{ bare 1 && bare 2 && bare 3 && bare 4; } >BACKLOG.md
commit 2026-05-01 'all of them do without'
{ bare 1 && asked 2 && asked 3 && bare 4; } >BACKLOG.md
commit 2026-05-02 'two get theirs'
{ bare 1 && asked 2 && bare 3 && bare 4; } >BACKLOG.md
commit 2026-05-03 'one loses them'
{ bare 1 && asked 2 && bare 3 && bare 4 && bare 5; } >BACKLOG.md
commit 2026-05-04 'one more without'
{ bare 1 && asked 2 && asked 3 && bare 4 && bare 5 && bare 6; } >BACKLOG.md
commit 2026-05-05 'one gets its own, one comes'
is 'those that still do without are nothing new' "$(findings HEAD~4..HEAD~3)" 'mended none'
is 'what is said once of the file again is new, what was said of its items is not mended' "$(findings HEAD~3..HEAD~2)" 'new only'
is 'one more changes nothing' "$(findings HEAD~2..HEAD~1)" ''
is 'of the last ones only that which came is new' "$(findings HEAD~1..HEAD)" 'new S-6
mended only'
cd "$work/repo" || exit 1

# A comment fits, and says what it leaves out.
i=0
while [ $i -lt 900 ]; do
	i=$((i + 1))
	printf '## BIG-%d A story with a title that is as long as titles sometimes are, number %d of many\n\n- Status: ready\n\n' $i $i
done >backlog/payments.md
changes HEAD -f markdown
ok 'at most 60,000 bytes' test "$(wc -c <"$out")" -le 60000
has 'the rest is counted' "$out" 'more change'

# The plan of a tool, where nothing else is: what the past says of it
cd .. && git init -q plan && cd plan || exit 1
mkdir -p specs/001-pay
printf -- '- [ ] T001 Pay by card\n' >specs/001-pay/tasks.md
printf -- '- [ ] T009 Not read\n' >specs/001-pay/plan.md
commit 2026-03-01 one
printf -- '- [x] T001 Pay by card\n' >specs/001-pay/tasks.md
printf -- '- [x] T009 Not read\n' >specs/001-pay/plan.md
commit 2026-03-02 two
changes HEAD~1..HEAD
has 'a plan of a tool: what was done' "$out" '1 done'
hasnt 'a plan of a tool: and nothing of its documents' "$out" 'T009'
run pm-render --today 2026-06-01 flow
has 'a plan of a tool: its history' "$out" '1 item in 2 commits'

done_testing
