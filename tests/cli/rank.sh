#!/bin/sh
# rank.sh: pm-rank's own options, and pm-render's.
. "$(dirname "$0")/../lib.sh"

cat >BACKLOG.md <<'END'
# Backlog

## PAY-1 Pay by card

- Priority: P2
- Value: 3
- Urgency: 2
- Risk reduction: 1
- Job size: 2

## PAY-2 Refund

- Priority: P0
- Value: 1
- Urgency: 1
- Risk reduction: 1
- Job size: 8

## PAY-3 Gift card

- Priority: P1
- Value: 13
- Urgency: 8
- Risk reduction: 5
- Job size: 1
- Sprint: 4
END

# order ARGUMENT...: the ids in their order
order() {
	run pm-rank -f json "$@"
	sed -n 's/^ *{\("position":[0-9]*,\)*"id":"\([^"]*\)".*/\2/p' "$out" | tr '\n' ' '
}
is '--by priority' "$(order --by priority)" 'PAY-2 PAY-3 PAY-1 '
is '--by wsjf' "$(order --by wsjf)" 'PAY-3 PAY-1 PAY-2 '
is 'by what the items have' "$(order)" 'PAY-3 PAY-1 PAY-2 '
is 'by the configuration' "$(order -c rank.method=priority)" 'PAY-2 PAY-3 PAY-1 '
is '--by wins over the configuration' "$(order -c rank.method=priority --by wsjf)" 'PAY-3 PAY-1 PAY-2 '
is '--top' "$(order --top 2)" 'PAY-3 PAY-1 '
is '--top 0 is all' "$(order --top 0)" 'PAY-3 PAY-1 PAY-2 '
is '--select' "$(order --select 'sprint=4')" 'PAY-3 '
is '--by a formula' "$(order --by 'value - job size')" 'PAY-3 PAY-1 PAY-2 '
is '--by several' "$(order --by 'urgency - urgency,priority')" 'PAY-2 PAY-3 PAY-1 '
run pm-rank --by 'valeu / job size'
is 'a wrong formula: status' $status 2
same 'a wrong formula: it is pointed into' "$err" - <<'END'
pm-rank: --by: formula, column 1: no field 'valeu': did you mean 'value'?
pm-rank:   valeu / job size
pm-rank:   ^~~~~
END
run pm-rank --by weighted
is 'weighted without weights: status' $status 2
has 'weighted without weights: how to give them' "$err" 'rank.weights=value=3'
is 'weighted' "$(order --by weighted -c 'rank.weights=job size=1')" 'PAY-2 PAY-1 PAY-3 '
run pm-rank
is 'text: status' $status 0
ok 'text: the method is said' grep -iq wsjf "$out"
run pm-rank -c rank.method=wsfj
is 'no such method in the configuration: status' $status 2
has 'no such method in the configuration: the nearest' "$err" 'wsjf'
for format in text markdown csv json html; do
	run pm-rank -f $format
	is "-f $format: status" $status 0
	ok "-f $format: it has the items" grep -q PAY-3 "$out"
	run pm-render report -f $format
	is "pm-render report -f $format: status" $status 0
done
run pm-render report --title 'Corner shop' -f html
has '--title' "$out" 'Corner shop'
for reader in owner manager; do
	run pm-render report --for $reader
	is "--for $reader: status" $status 0
done
run pm-render items -f dump
is 'items -f dump: status' $status 0
run pm-render report -f dump
is 'a format that the view has not: status' $status 2
run pm-render items --select 'sprint=4' -f json
has '--select: an item' "$out" '"PAY-3"'
hasnt '--select: no other' "$out" '"PAY-1"'

done_testing
