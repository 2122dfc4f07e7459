#!/bin/sh
# baseline: pm-lint's files of known findings: written, used, made shorter.
. "$(dirname "$0")/../lib.sh"

mkdir shop && cd shop || exit 1
cat >BACKLOG.md <<'EOF'
# Backlog

## PAY-1 Pay with a saved card

- Prioritty: high

As a customer, I want to pay.

## Something without an id

- Estimate: 3
- Prioriti: high

## PAY-2 Pay later

- Depends on: PAY-77
EOF
only='read-field,link-dangling,story-incomplete,tool-*'

run pm-lint --only "$only"
is 'three findings and a note' "$(grep -c ': ' "$out")" 4
run pm-lint --only "$only" --write-baseline
is 'a baseline without a place: 2' "$status" 2
has 'and how to name one' "$err" 'Add --baseline FILE, or set lint.baseline in .pmconfig'
run pm-lint --only "$only" --baseline .pm-known --write-baseline
is 'written: 0' "$status" 0
has 'which is said' "$err" '4 findings written in .pm-known; to use it always, run: git config -f .pmconfig lint.baseline .pm-known'
sed 's/^[0-9a-f]\{16\}/PRINT/' .pm-known >print
same 'its lines are sorted, without numbers of lines' print - <<EOF
# Findings that pm-lint knows and does not show.  Written by pm-lint --write-baseline, made shorter by
# --prune-baseline.  Fingerprint, rule, path, item, subject.
PRINT	story-incomplete	BACKLOG.md	PAY-1	-
PRINT	read-field	BACKLOG.md	PAY-1	Prioritty
PRINT	link-dangling	BACKLOG.md	PAY-2	PAY-77
PRINT	read-field	BACKLOG.md	Something without an id	Prioriti
EOF
cp .pm-known before
run pm-lint --only "$only" --baseline .pm-known --write-baseline
same 'written again it is the same' .pm-known before
run pm-lint --only "$only" --baseline .pm-known
is 'with it nothing is found' "$status" 0
printf '[lint]\n\tbaseline = .pm-known\n' >.pmconfig
run pm-lint --only "$only" -f json
has 'the configuration names it too' "$out" '"baselined":4'
mkdir sub
run pm-lint -C sub --only "$only" -q
is 'from any folder' "$(cat "$out" "$err")" ''

# An item moves to another file, its file gets another name, text is wrapped: all stay known.
mkdir docs
mv BACKLOG.md docs/backlog.md
sed -i 's/^As a customer, I want to pay\./As a customer,\nI want to\npay./' docs/backlog.md
run pm-lint --only "$only" -q
is 'moved, renamed, wrapped' "$(cat "$out" "$err")" ''
mv docs/backlog.md BACKLOG.md

# One more of the same is new.
printf '\n- Depends on: PAY-78\n' >>BACKLOG.md
run pm-lint --only "$only" -q
is 'a new finding is said' "$(cat "$out" "$err")" "BACKLOG.md:20:15: error: PAY-2 names 'PAY-78' (depends on), and no item has that id: name one that is there, or take it out [link-dangling]"
run pm-lint --only "$only"
is 'and fails' "$status" 1
sed -i '$d' BACKLOG.md

# What is mended is stale.
sed -i 's/Prioritty/Priority/' BACKLOG.md
run pm-lint --only "$only" -q
is 'with --only nothing is called stale' "$(cat "$out")" ''
run pm-lint --baseline before -q
has 'what is mended is stale' "$out" '1 finding of this baseline is no longer there: take it out with --prune-baseline [tool-baseline-stale]'
run pm-lint --prune-baseline
is 'taken out' "$status" 0
is 'with its line and no other' "$(diff before .pm-known | grep '^[<>]' | cut -f 2-)" "$(printf 'read-field\tBACKLOG.md\tPAY-1\tPrioritty')"

# A baseline that cannot be read is never a green.
run pm-lint --baseline nowhere
is 'a baseline that is not there: 2' "$status" 2
has 'with its mend' "$err" "no baseline 'nowhere': write one with --write-baseline"
printf '<<<<<<< ours\n' >>.pm-known
run pm-lint
is 'a merge that was not finished: 2' "$status" 2
has 'with its mend' "$err" 'the baseline .pm-known, line 6: no fingerprint of 16 digits; a merge was not finished'
run pm-lint --prune-baseline
has 'and nothing is written' .pm-known '<<<<<<< ours'

# A finding about a file as a whole goes with the file when that is renamed, and comes anew with a copy.
cd .. && mkdir -p whole/backlog && cd whole || exit 1
printf '# A\n\n- [ ] one thing\n- [ ] another\n- [ ] a third\n' >backlog/a.md
run pm-lint --only id-missing --baseline known --write-baseline -q
run pm-lint --only id-missing --baseline known -f json
has 'known' "$out" '"notes":0'
mv backlog/a.md backlog/renamed.md
run pm-lint --only id-missing --baseline known -f json
has 'known under another name' "$out" '"notes":0'
cp backlog/renamed.md backlog/a.md
run pm-lint --only id-missing --baseline known -f json
has 'a copy is new' "$out" '"notes":1'


# What was not looked for stays in the baseline.
git init -q parts && cd parts || exit 1
printf '# Backlog\n\n## PAY-1 Pay\n\n- Status: done\n- Estmate: 3\n\nAcceptance criteria\n\n- [ ] open\n' >BACKLOG.md
run pm-lint --baseline known --write-baseline
is 'a baseline of several rules' "$status $(grep -vc '^#' known)" '0 2'
cp known known.before
git add -A && git commit -q -m one
for part in '--only read-field' '--skip read-field' '--since HEAD'; do
	for option in --prune-baseline --write-baseline; do
		run pm-lint --baseline known $option $part
		is "$option $part: status" "$status" 2
		has "$option $part: said" "$err" "with ${part%% *} not everything is looked at"
		same "$option $part: nothing is lost" known known.before
	done
done
rm known
run pm-lint --baseline known --write-baseline --only read-field
is 'a new one may be of one rule' "$status $(grep -vc '^#' known)" '0 1'
cd .. || exit 1

done_testing
