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
done_testing
