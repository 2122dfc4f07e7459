#!/bin/sh
# lint_history: the rules that ask what has become of the items in the past.
. "$(dirname "$0")/../lib.sh"
need git
git init -q

# commit DATE AUTHOR: what stands in the folder.
commit() {
	GIT_AUTHOR_DATE="$1T12:00:00Z" GIT_COMMITTER_DATE="$1T12:00:00Z" GIT_AUTHOR_NAME=$2
	export GIT_AUTHOR_DATE GIT_COMMITTER_DATE GIT_AUTHOR_NAME
	git add -A && git commit -q -m step
}

# Twelve stories, each done five days after its start, one a week; and one that was begun with them and never ends.
backlog() {
	printf '# Backlog\n\n## Goals\n\n### G-1 Shoppers come back %s\n\n## Stories\n\n' "$goal"
	printf '### PAY-99 Endless\n\n- Status: in progress\n- Goal: G-1\n\n'
	i=1
	while [ $i -le 12 ]; do
		status=ready
		[ $i -le "$1" ] && status='in progress'
		[ $i -le "$2" ] && status=done
		printf '### PAY-%d Story %d\n\n- Status: %s\n- Release: v1.0\n\n' $i $i "$status"
		i=$((i + 1))
	done
	printf '## Releases\n\n### v1.0 (%s)\n\n- [ ] **PAY-20** More\n- [ ] **PAY-21** Yet more\n- [ ] **PAY-22** And more\n- [ ] **PAY-23** Most\n- [ ] **PAY-24** All\n' "$until"
}
goal="" until=2026-04-10
printf '# Backlog\n\n## Stories\n\n### PAY-0 The first\n' >BACKLOG.md && commit 2026-01-01 Ada
backlog 0 0 >BACKLOG.md && commit 2026-01-02 Ada
n=1
for week in 01-05 01-12 01-19 01-26 02-02 02-09 02-16 02-23 03-02 03-09 03-16 03-23; do
	backlog $n $((n - 1)) >BACKLOG.md && commit 2026-$week Ada
	end=$((1${week#*-} + 4 - 100))
	backlog $n $n >BACKLOG.md && commit "2026-${week%-*}-$(printf '%02d' $end)" Ada
	n=$((n + 1))
done
run pm-lint --only flow-age --today 2026-04-01
hasnt 'without --history nothing is said' "$out" PAY-99
run pm-lint --history --only flow-age --today 2026-04-01 --exit-zero
has 'what grows old is found' "$out" 'PAY-99 has been in progress for 89 days, and 85 % of the items were done within 4'
run pm-lint --history --only plan-forecast --today 2026-04-01 --exit-zero
has 'a release with too much in it is found' "$out" 'v1.0 (2026-04-10)'
until=2026-12-31
backlog 12 12 >BACKLOG.md && commit 2026-04-01 Ada
run pm-lint --history --only plan-forecast --today 2026-04-01 --exit-zero
hasnt 'one with time enough is not' "$out" 'v1.0'
goal=twice
backlog 12 12 >BACKLOG.md && commit 2026-04-02 Mallory
run pm-lint --history --only link-suspect --today 2026-04-03 --exit-zero
has 'a goal that was reworded makes its items suspect' "$out" 'PAY-99 rests on G-1, which Mallory reworded on 2026-04-02'
run pm-lint --history --only role-direction --today 2026-04-03 --exit-zero
hasnt 'nobody decides unless it is said who' "$out" G-1
run pm-lint --history --only role-direction --today 2026-04-03 -c 'rule.role-direction.by=Ada, Grace' --exit-zero
has 'who changed a goal and may not' "$out" 'G-1 was last changed by Mallory on 2026-04-02; goals are decided on by Ada, Grace'
run pm-lint --history -C /tmp --only flow-age
is 'without git the rules cannot be asked' "$status" 2
# Who decides on what: each change by somebody else is told by the rule of its sort, and with --since only of the range.
rm -rf .git BACKLOG.md && git init -q
product() {
	printf '# Product\n\n## Vision\n\nEvery corner shop sells %s.\n\n' "$1" >ROADMAP.md
	printf '# Backlog\n\n## PAY-1 One\n\n- Priority: %s\n- Release: %s\n\nAcceptance criteria:\n\n- [ ] It is %s\n' "$2" "$3" "$4" >BACKLOG.md
}
by() {
	run pm-lint --only 'role-*' --today 2026-05-09 --exit-zero -q "$@" -c 'rule.role-*.by=Ada'
}
product easily low v1 there && commit 2026-05-01 Eve
by --history
hasnt 'what a history begins with is told too late for anybody' "$out" easily
product easily high v1 there && commit 2026-05-02 Mallory
product easily high v2 there && commit 2026-05-03 Bob
git tag before
product easily high v2 gone && commit 2026-05-04 Carol
product happily high v2 gone && commit 2026-05-05 Dan
by --history
has 'who changed the order' "$out" 'PAY-1 was given another priority by Mallory on 2026-05-02; the order is decided on by Ada: ask them [role-order]'
has 'who changed the roadmap' "$out" 'PAY-1 was put elsewhere on the roadmap by Bob on 2026-05-03; the roadmap is decided on by Ada: ask them [role-roadmap]'
has 'who changed criteria' "$out" 'PAY-1 was reworded, criteria and all, by Carol on 2026-05-04; criteria are decided on by Ada: ask them [role-criteria]'
has 'who changed the vision' "$out" 'ROADMAP.md:5:1: note: the vision was last changed by Dan on 2026-05-05; it is decided on by Ada: ask them [role-vision]'
git config -f .pmconfig 'rule.role-*.by' Ada && git add .pmconfig && git commit -q --amend --no-edit
by --history --since before
hasnt 'the range has no change of the order' "$out" role-order
hasnt 'nor of the roadmap' "$out" role-roadmap
has 'but of criteria' "$out" 'by Carol'
has 'and of the vision' "$out" 'by Dan'
product happily low v3 there && commit 2026-05-06 Ada
by --history
hasnt 'who decides changes what they like' "$out" role-order
has 'the vision is still the last one that Dan wrote' "$out" 'by Dan'
by
is 'without --history nothing is said' "$(cat "$out")" ''

# A branch that took in main: its base is no first parent.  What main brought is not the branch's, nor is what came before.
git init -q "$work/branch" && cd "$work/branch" || exit 1
product easily low v1 there && commit 2026-05-01 Eve
product easily high v1 there && commit 2026-05-02 Mallory
git config -f .pmconfig 'rule.role-*.by' Ada && git add .pmconfig && git commit -q --amend --no-edit
git branch -M trunk
git checkout -q -b topic
touch code && commit 2026-05-03 Bob
git checkout -q trunk
product easily high v2 there && commit 2026-05-04 Carol
git checkout -q topic
git merge -q --no-ff --no-edit trunk
product easily high v2 gone && commit 2026-05-05 Dan
by --history --since trunk
hasnt 'what came before the branch is not told' "$out" role-order
hasnt 'nor what a merge of its base brought' "$out" role-roadmap
has 'what it did itself is' "$out" 'by Dan'
done_testing
