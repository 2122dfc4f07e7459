#!/bin/sh
# since: pm-lint --since and --staged: what is new is said, what was there is not, and a missing base is no green.
. "$(dirname "$0")/../lib.sh"
need git pm-lint

lines() { grep -c . "$1" || :; }

git init -q repo
cd repo || exit 1
mkdir backlog
cat >backlog/pay.md <<'EOF'
# Pay

## PAY-1 Pay with a saved card

- Estimate: 3
- Prioritty: high

As a customer, I want to pay with a saved card.

## PAY-2 Pay by invoice

- Depends on: REF-1

EOF
cat >backlog/refund.md <<'EOF'
# Refunds

## REF-1 Refund an order

- Estimate: 2
EOF
git add -A && git commit -qm first
git checkout -q -b change

run pm-lint --only 'read-*,link-*' --since main
is 'nothing changed: no finding' "$status" 0
has 'and that is said, and what is not shown' "$out" 'no new findings in 2 files (3 items read; findings not shown: 1 that was there before)'

# Moved, renamed and wrapped anew: the old finding stays known.
mkdir backlog/old
git mv backlog/pay.md backlog/old/payments.md
sed -i 's/^- Prioritty: high/* Prioritty: high/; s/^As a customer, /As a customer,\n/; s/PAY-1 Pay/PAY-001 Pay/' backlog/old/payments.md
{ printf '# Some words\n\nMore of them.\n\n'; cat backlog/old/payments.md; } >x && mv x backlog/old/payments.md
run pm-lint --only 'read-*,story-incomplete' --since main -f jsonl
is 'an item that moved to another file' "$(lines "$out")" 0
run pm-lint --only 'read-*,story-incomplete' -f jsonl
is 'without --since both are found' "$(lines "$out")" 2
git checkout -q -f . && git reset -q --hard

# A file that others refer to is deleted, and no other file is touched.
git rm -q backlog/refund.md
run pm-lint --staged
is 'a deleted file: --staged fails' "$status" 1
has 'with the link that leads nowhere' "$out" "backlog/pay.md:12:15: error: PAY-2 names 'REF-1' (depends on), which this change takes away"
run pm-lint --staged --since HEAD
is 'so it does with --since HEAD' "$status" 1
git commit -qm 'Drop refunds'
run pm-lint --since main --only 'link-*' -f jsonl
is '--since too' "$status" 1
is 'with this finding alone' "$(lines "$out")" 1
run pm-lint --since main --rev HEAD --only 'link-*'
is 'of a commit too' "$status" 1

# What the change says of its own checks does not count.
printf '[rule "link-*"]\n\tseverity = off\n[lint]\n\tbaseline = known\n' >.pmconfig
git add -A && git commit -qm 'Switch it off'
run pm-lint --since main --only 'link-*'
is 'a change cannot switch off what checks it' "$status" 1
run pm-lint --only 'link-*' -f json
has 'once it is there it counts' "$out" '"errors":0'
git rm -q .pmconfig && git commit -qm 'As it was'

# The base gains commits of its own: only where HEAD left it counts.
git checkout -q main
printf '\n## PAY-9 Later\n\n- Depends on: NONE-7\n' >>backlog/pay.md
git commit -qam 'Elsewhere'
git checkout -q change
run pm-lint --since main --only 'link-*' -f jsonl
is 'what the base gained since is not counted' "$(lines "$out")" 1

run pm-lint --since mian
is 'a base that nobody knows: 2' "$status" 2
has 'with the nearest' "$err" "unknown revision 'mian'; did you mean 'main'?"
run pm-lint --since mian -f json
has 'in JSON too' "$out" "\"errors\": [\"--since mian: unknown revision 'mian'; did you mean 'main'?\"]"
git checkout -q --orphan alone && git commit -qm alone
run pm-lint --since main
is 'nothing in common: 2' "$status" 2
has 'and why' "$err" "HEAD and 'main' have no commit in common"
git checkout -q -f change

# A shallow clone, as CI makes it: the base is not there, which is never a green.
git clone -q --depth 1 --branch change "file://$work/repo" ../shallow
cd ../shallow || exit 1
run pm-lint --since origin/main
is 'a shallow clone without its base: 2' "$status" 2
has 'with what mends it on GitHub' "$err" 'fetch-depth: 0 (GitHub)'
has 'on GitLab' "$err" 'GIT_DEPTH: 0 (GitLab)'
has 'and elsewhere' "$err" 'git fetch --unshallow'
git fetch -q --depth 1 origin main:refs/remotes/origin/main
ASAN_OPTIONS=detect_leaks=0 run pm-lint --since origin/main
is 'with the branch, and without what both come from: 2' "$status" 2
has 'mended in the same way' "$err" 'git fetch --unshallow'
git fetch -q --unshallow && git fetch -q origin main:refs/remotes/origin/main
run pm-lint --since origin/main
is 'mended: the finding' "$status" 1

# Both sides give one id to something new, in different files: git merges that without a word.
cd ..
git init -q sides && cd sides || exit 1
mkdir backlog
printf '# A\n\n## PAY-1 One\n\n- Estimate: 1\n' >backlog/a.md
git add -A && git commit -qm first
git checkout -q -b ours
printf '# B\n\n## PAY-2 Ours\n\n- Estimate: 1\n\n## PAY-3 Both\n\n- Depends on: PAY-2\n' >backlog/b.md
git add -A && git commit -qm ours
git checkout -q main
printf '# C\n\n## PAY-2 Theirs\n\n- Estimate: 1\n\n## PAY-3 Both\n\n- Estimate: 1\n' >backlog/c.md
sed -i 's/One/One, said anew/' backlog/a.md
git add -A && git commit -qm theirs
git checkout -q ours
run pm-lint --only id-duplicate
is 'one side alone: nothing' "$status" 0
run pm-lint --only id-duplicate --merge-with main
is '--merge-with: 1' "$status" 1
is 'with what stands on the other side, and nothing else' "$(head -n 1 "$out" | cut -d' ' -f2-; grep -c id-dup "$out")" \
	"error: PAY-2 is on 'main' the id of 'Theirs' (backlog/c.md:3), which is still to be merged: give this one another id [id-duplicate]
1"
run pm-lint --only id-duplicate --merge-with main --fix --unsafe-fixes
is 'mended with an id that is free on both sides' "$(grep -E '^##|^- D' backlog/b.md)" '## PAY-4 Ours
## PAY-3 Both
- Depends on: PAY-4'
run pm-lint --merge-with nowhere
is 'a side that is not there: 2' "$status" 2

# What was said once of a file and is said of its last item now is nothing new.
git init -q ../last && cd ../last || exit 1
printf '[rule "criteria-missing"]\n\teverywhere = yes\n' >.pmconfig
printf '# B\n\n## A-1 One\n\n- Status: ready\n\n## A-2 Two\n\n- Status: ready\n' >BACKLOG.md
git add -A && git commit -qm one
run pm-lint --only criteria-missing
has 'of two it is said once' "$out" 'none of the 2 stories'
sed -i '0,/ready/s//done/' BACKLOG.md
run pm-lint --only criteria-missing
has 'of the last it is said by name' "$out" 'A-2 has no acceptance criteria'
run pm-lint --only criteria-missing --since HEAD
is 'and is not new' "$status" 0
printf '\n## A-3 Three\n\n- Status: ready\n\n**Acceptance criteria**\n\n- [ ] The sum is shown in euros\n' >>BACKLOG.md
printf '\n## A-4 Four\n\n- Status: ready\n\n**Acceptance criteria**\n\n- [ ] The sum is shown in dollars\n' >>BACKLOG.md
printf '\n## A-5 Five\n\n- Status: ready\n\n**Acceptance criteria**\n\n- [ ] The sum is shown in francs\n' >>BACKLOG.md
printf '\n## A-6 Six\n\n- Status: ready\n' >>BACKLOG.md
run pm-lint --only criteria-missing --since HEAD
has 'one that was not there is' "$out" 'A-6 has no acceptance criteria'
hasnt 'the other is not' "$out" 'A-2 has'

cd ..
mkdir bare && cd bare || exit 1
printf '# Backlog\n\n## A-1 One\n' >BACKLOG.md
run pm-lint --since main
is 'no repository: 2' "$status" 2
has 'and how to make one' "$err" 'git init'

done_testing
