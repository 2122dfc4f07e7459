#!/bin/sh
# history: the life of every item, against what a generator did and against repositories made by hand; and the views built on it.
. "$(dirname "$0")/../lib.sh"
probe=$PM_BUILD/tests/unit/test_history
gen=$PM_BUILD/tests/bench/gen_history
need git "$probe" "$gen"
git config --global protocol.file.allow always

# equals NAME LAYOUT ITEMS COMMITS SEED: what is reconstructed is what was done.  PM_HISTORY makes it larger (soak).
equals() {
	rm -rf generated
	git init -q generated
	"$gen" "$2" "$3" $(($4 * ${PM_HISTORY:-1})) "$5" expected | git -C generated fast-import --quiet --done
	(cd generated && run "$probe" events && sort "$out" >../got)
	sort expected >wanted
	same "$1" got wanted
	rm -f got expected wanted
}
equals 'files that are split, joined and renamed, new prefixes, merges, squashes' mixed 60 400 1
equals 'the same with other luck' mixed 40 400 2
equals 'one large file' file 500 250 3
equals 'a file an item' folder 300 500 4

# day N: dates of the next commit.
day() {
	GIT_AUTHOR_DATE="2026-03-$1T12:00:00Z"
	GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE
	export GIT_AUTHOR_DATE GIT_COMMITTER_DATE
}

# backlog STATUS STATUS: two stories.
backlog() {
	printf '# Backlog\n\n## A-1 First\n\n- Status: %s\n\n## A-2 Second\n\n- Status: %s\n' "$1" "$2" >BACKLOG.md
}

commit() {
	day "$1"
	git add -A && git commit -q -m "$2"
}

git init -q team
cd team || exit 1
backlog ready ready && commit 01 'both'
backlog 'in progress' ready && commit 02 'start A-1'
git checkout -q -b topic
backlog 'in progress' 'in progress' && commit 03 'start A-2'
backlog 'in progress' done && commit 04 'finish A-2'
git checkout -q main
echo notes >notes.txt && commit 05 'something else'
day 06 && git merge -q --no-ff -m merge topic
backlog done done && commit 07 'finish A-1'
cat >../merged <<END
2026-03-01 Ada A-1 created none -> open '' -> 'ready'
2026-03-01 Ada A-2 created none -> open '' -> 'ready'
2026-03-02 Ada A-1 state open -> started 'ready' -> 'in progress'
2026-03-06 Ada A-2 state open -> done 'ready' -> 'done'
2026-03-07 Ada A-1 state started -> done 'in progress' -> 'done'
END
run "$probe" events
sort "$out" >../sorted
same 'what a merge brings happens in the merge' ../sorted ../merged
run "$probe" events HEAD~1
is 'an old commit knows no more' "$(wc -l <"$out" | tr -d ' ')" 4
run "$probe" events 2026-03-02
is 'a date is the last commit by then' "$(sort "$out" | tail -n 1)" "2026-03-02 Ada A-1 state open -> started 'ready' -> 'in progress'"
run "$probe" events HEAD HEAD~2
is 'a range begins with what stands there' "$(grep -c '\* Ada .* created' "$out") $(grep -cv '\*' "$out")" '2 2'

# Squashed: one commit does all of it.
git checkout -q -b squashed HEAD~2
git merge -q --squash topic >/dev/null && commit 08 'squash'
run "$probe" events
is 'a squash goes straight to done' "$(grep 'A-2 state' "$out")" "2026-03-08 Ada A-2 state open -> done 'ready' -> 'done'"

# Rebased: the dates are those of the new commits.
git checkout -q topic
day 09 && git rebase -q main~2 >/dev/null 2>&1
run "$probe" events
is 'after a rebase the committer counts' "$(grep 'A-2 state' "$out" | cut -c1-10 | sort -u)" 2026-03-09
git checkout -q main

# A revert: it was done, and is not.
backlog done 'in progress' && commit 10 'reopen A-2'
run "$probe" events
is 'reopened' "$(tail -n 1 "$out")" "2026-03-10 Ada A-2 state done -> started 'done' -> 'in progress'"
printf 'Grace Hopper <grace@example.org> <ada@example.org>\n' >.mailmap && commit 11 'mailmap'
run "$probe" events
is 'authors by the mailmap' "$(cut -d' ' -f2-3 "$out" | sort -u)" 'Grace Hopper'
cd ..

# An id that is given anew when what had it was put away: its life is that of what is worked on.
git init -q again
cd again || exit 1
mkdir -p backlog/archive/tasks backlog/tasks && printf 'project_name: again\n' >backlog/config.yml
printf -- '---\nid: task-4\ntitle: A trial\nstatus: To Do\n---\n' >'backlog/archive/tasks/task-4 - a-trial.md'
printf -- '---\nid: task-4\ntitle: Print a label\nstatus: To Do\n---\n' >'backlog/tasks/task-4 - print-a-label.md' && commit 01 'two of an id'
sed -i s/To.Do/Done/ backlog/tasks/* && commit 02 'one is done'
run "$probe" events
has 'the item that is worked on, not the one that is archived' "$out" "2026-03-02 Ada task-4 state open -> done 'To Do' -> 'Done'"
cd ..

# A roadmap's line with the id and the title of a row speaks of that row, which stays a story.
git init -q planned
cd planned || exit 1
printf '# Backlog\n\n| Id | Title | Status |\n|---|---|---|\n| T-4 | Export | To Do |\n' >BACKLOG.md
printf '# Roadmap\n\n## Now\n\n- T-4 Export\n- Open a second shop\n' >ROADMAP.md && commit 01 'a row and a plan'
sed -i 's/To Do/Done/' BACKLOG.md && commit 02 'the row is done'
run "$probe" events
has 'the row is done' "$out" "2026-03-02 Ada T-4 state open -> done 'To Do' -> 'Done'"
run pm-render flow --today 2026-03-20
has 'and counts as work' "$out" '1 item in 2 commits'
cd ..

# A product whose file has no default name has a past as others have, and old commits are read as they were.
git init -q other
cd other || exit 1
printf '# Product backlog\n\n## A-1 First\n\n- Status: ready\n' >product-backlog.md && commit 01 'one'
sed -i s/ready/done/ product-backlog.md && commit 02 'done'
run "$probe" events
has 'what is named as a backlog' "$out" "2026-03-02 Ada A-1 state open -> done 'ready' -> 'done'"
run pm-render items --rev HEAD~1 -f csv
has 'at an old commit' "$out" 'A-1,'
git mv product-backlog.md BACKLOG.md && commit 03 'the default name'
run pm-render changes HEAD~1.. --today 2026-03-20
has 'and where it gets the default name it is the same' "$out" 'product-backlog.md'
hasnt 'with nothing added' "$out" '1 added'
cd ..

# Shallow: what is older is not known, and that is said.
git clone -q --depth 3 "file://$work/team" shallow
cd shallow || exit 1
run "$probe" events
is 'a shallow clone is known to be one' "$(tail -n 1 "$out")" shallow
is 'and begins with what stands there' "$(grep -c '\*' "$out")" 2
run pm-render flow --today 2026-03-20
is 'flow answers in part, and says so' "$status" 2
has 'with the way to mend it' "$err" 'git fetch --unshallow'
has 'in the report too' "$out" '; a shallow clone: what is older'
run pm-render report --today 2026-03-20
is 'a report is no worse for it' "$status" 0
git fetch -q --unshallow
run pm-render flow --today 2026-03-20
is 'mended' "$status" 0
cd ..

# Partial: what is not here is named.
git -C team config uploadpack.allowFilter true
git clone -q --filter=blob:none "file://$work/team" partial
cd partial || exit 1
run pm-render flow --today 2026-03-20
is 'a partial clone lacks the past' "$status" 2
has 'and says what fetches it' "$err" 'fetch --refetch --no-filter'
cd ..

# Worktrees and submodules have histories of their own.
git -C team worktree add -q ../linked main~1 2>/dev/null
(cd linked && run "$probe" events && sort "$out" >"$work/linked.events")
(cd team && run "$probe" events HEAD~1 && sort "$out" >"$work/team.events")
same 'a worktree' linked.events team.events
git init -q outer
git -C outer submodule --quiet add "$work/team" inner
(cd outer/inner && run "$probe" events && sort "$out" >"$work/inner.events")
(cd team && run "$probe" events && sort "$out" >"$work/team.events")
same 'a submodule' inner.events team.events

# No history at all.
mkdir none && printf '## A-1 First\n\n- Status: ready\n' >none/BACKLOG.md
run pm-render flow -C none
is 'without git there is no flow' "$status" 2
has 'and that is said' "$err" 'there is no history'
git init -q empty && cp none/BACKLOG.md empty
run pm-render flow -C empty -f json
is 'without a commit neither' "$status" 2
ok 'but the document is whole' grep -q '"errors"' "$out"

# Every view at an old commit is the view of its checkout.
git init -q views
"$gen" mixed 60 400 5 expected | git -C views fast-import --quiet --done
git -C views reset -q --hard
git -C views worktree add -q ../checkout main~150
views=$(pm-render | sed 's/ .*//')
for view in $views; do
	case $view in
	changes | notes) continue ;; # they compare two commits: below
	esac
	for format in text markdown html csv json svg dot; do
		run pm-render -C views "$view" --rev main~150 --today 2026-06-01 -f "$format"
		cp "$out" rev.out
		rev=$status
		run pm-render -C checkout "$view" --today 2026-06-01 -f "$format"
		is "$view as $format ends as its checkout does" "$rev" "$status"
		same "$view as $format is that of its checkout" rev.out "$out"
	done
done
for view in changes notes; do
	for format in text markdown html json; do
		run pm-render -C views "$view" main~200..main~150 --today 2026-06-01 -f "$format"
		cp "$out" rev.out
		is "$view as $format is made" "$status" 0
		run pm-render -C checkout "$view" main~200..main~150 --today 2026-06-01 -f "$format"
		same "$view as $format is that of the checkout of its end" rev.out "$out"
	done
done

# The same twice, whatever the seed's figures are; and refused where the past cannot carry it.
run pm-render -C views forecast --today 2020-03-30 --seed 5
cp "$out" first
run pm-render -C views forecast --today 2020-03-30 --seed 5
same 'a forecast with a seed is the same again' "$out" first
is 'and is made' "$status" 0
has 'with its back-test' "$out" 'our 85 % held in'
# The keys that programs build on: ORDER of the manual, a line a table.
keys() {
	tr -d ' \n' <"$out" | grep -o "\"anchor\":\"$1\".*" | grep -o '\(\"table\"\|\"rows\"\):\[{[^}]*' | head -n 1 |
		grep -o '"[a-z_0-9]*":' | tr -d '":' | grep -v '^\(table\|rows\|id\|text\|number\|href\|note\)$' | tr '\n' ' '
}
run pm-render -C views forecast --today 2020-03-30 --seed 5 -f json
is 'json: how many' "$(keys how-many)" 'by p95 p85 p50 '
is 'json: how it fared' "$(keys backtest)" 'said held held_count '
run pm-render -C views flow --today 2020-03-30 -f json
is 'json: items a week' "$(keys throughput)" 'from to done '
is 'json: items by state' "$(keys cumulative-flow)" 'day done in_progress waiting '
is 'json: what is known' "$(keys known)" 'day items commit item not_known '
ok 'json: days are a number' sh -c "tr -d ' \n' <'$out' | grep -q '\"cycle_time\":{\"number\":[0-9]'"
run pm-render -C views forecast --today 2020-03-30 --select status=ready
has 'of what is selected no more than there is' "$out" 'that are selected'
run pm-render -C team forecast --today 2026-03-20
is 'a short history carries no forecast' "$status" 2
has 'and it is said why' "$err" 'a forecast needs 56'
run sh -c 'pm-render -C team forecast --today 2026-03-20 2>&1'
is 'where page and messages are one stream it is said once' "$(grep -c 'a forecast needs 56' "$out")" 1
run pm-render -C team forecast --today 2026-03-20 -f svg
hasnt 'a picture of nothing: one reason is enough' "$err" 'can show'
run pm-render -C views forecast --today 2020-03-30 --until 2020-03-01
is '--until lies behind today' "$status" 2
# A long walk says on a terminal how far it is, and leaves nothing of it behind; nobody else is told.
git init -q -b main long
"$gen" file 20 2100 5 expected | git -C long fast-import --quiet --done
cd long || exit 1
walk() { # COMMAND: what its standard error shows on a terminal, a line for each time it is written over
	script -qec "$1 >/dev/null" /dev/null </dev/null | tr '\r' '\n' >"$out"
}
commits=$(git rev-list --count main)
walk 'pm-render flow --rev main'
has 'how far it is' "$out" "pm-render: commit $commits of $commits "
is 'and at the end it is wiped away' "$(tr -d '\n' <"$out" | tail -c 44 | tr -d ' ')" ''
walk 'pm-render changes main~1..main'
has 'changes, too, follow the history' "$out" 'pm-render: commit '
walk 'pm-render flow -q --rev main'
is 'quiet is quiet' "$(tr -d '\n' <"$out")" ''
run pm-render flow --rev main
is 'no terminal, no progress' "$(cat "$err")" ''
walk 'pm-render flow --rev main~2060'
is 'a short walk needs no word' "$(tr -d '\n' <"$out")" ''
cd ..

done_testing
