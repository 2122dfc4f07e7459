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
mkdir value
printf '# Backlog\n\n## A-1 One\n\n- Value: 3\n- Effort: 5\n\n## A-2 Two\n\n- Value: 8\n- Effort: 1\n' >value/BACKLOG.md
is 'by value for effort where that is all they have' "$(order -C value)" 'A-2 A-1 '
has 'by value for effort: the method' "$out" '"method": "value-effort"'
rm -r value
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
run pm-rank --width 0 --explain PAY-1
is '--explain: status' $status 0
has '--explain: the place' "$out" 'Position 2 of 3 by wsjf'
has '--explain: an input and where it stands' "$out" 'BACKLOG.md:9'
has '--explain: the arithmetic' "$out" '(value + urgency + risk reduction) / job size = (3 + 2 + 1) / 2 = 3'
has '--explain: the margin to the one above' "$out" 'they swap if its value rises to 49, or its urgency rises to 48, or its risk reduction rises to 47, or its job size falls to 0.23'
has '--explain: the margin to the one below' "$out" 'its job size rises to 16'
run pm-rank --explain pay-1 -f json
has '--explain as JSON: the margins' "$out" '{"field":"job_size","at":16}'
run pm-rank --explain PAY-4
is '--explain: no such item: status' $status 2
has '--explain: no such item: the nearest' "$err" "did you mean 'PAY-"
run pm-rank --by rice --explain PAY-1
has '--explain: what is missing and where to write it' "$out" '- Reach: 1'
run pm-rank --by rice
has 'what is missing: the command that shows where to write it' "$out" 'pm-rank --by rice --explain PAY-1'
run pm-rank --compare priority
is '--compare: status' $status 0
has '--compare: the figure' "$out" '-0.33'
run pm-rank --compare priority,manual -f json
has '--compare as JSON' "$out" '"tau": -0.3333333333333333'
run pm-rank --compare 'valeu'
is '--compare: no such method: status' $status 2
is '--what-if' "$(order --what-if 'PAY-2.job size=0.1')" 'PAY-2 PAY-3 PAY-1 '
run pm-rank --what-if 'PAY-2.JS=0.1' -f json
has '--what-if: where it was' "$out" '"title":"Refund","was":3'
for wrong in PAY-2 PAY-2.effort PAY-2.reach=3 PAY-9.value=3 PAY-2.value=lots PAY-2.value=; do
	run pm-rank --what-if "$wrong"
	is "--what-if $wrong: status" $status 2
done
run pm-rank --capacity 3
is '--capacity: status' $status 0
has '--capacity: how full, how good' "$out" '2 of 3 items fit: 3 of 3 used; no other choice is worth more than these, 32; PAY-2 just'
run pm-rank --capacity 3 -f json
has '--capacity as JSON: an item' "$out" '"fits":"in"'
has '--capacity as JSON: the sum' "$out" '"exact": true'
for wrong in 0 lots -3; do
	run pm-rank --capacity "$wrong"
	is "--capacity $wrong: status" $status 2
done
run pm-rank --shares
is '--shares alone: status' $status 2
run pm-rank --capacity 3 --shares
is '--shares without a share: status' $status 2
has '--shares without a share: what to write' "$err" 'Share: 50%'
run pm-rank --samples 100
has '--samples without a range' "$out" 'the order is certain'
run pm-rank --samples 1000000000
is '--samples: too many: status' $status 2
sed 's/^- Value: 3$/- Value: 3-90/' BACKLOG.md >RANGES.md
run pm-rank --samples 2000 --top 1 RANGES.md
has '--samples: what would settle it' "$out" 'the value of PAY-1: were it known,'
cp "$out" first
run pm-rank --samples 2000 --top 1 RANGES.md
same '--samples: twice the same' "$out" first
run pm-rank --samples 2000 --top 1 --seed 1 RANGES.md
nok '--samples: another seed' cmp -s "$out" first
run pm-rank --samples 2000 --top 1 RANGES.md -f json
has '--samples as JSON' "$out" '"settling": [{"id":"PAY-1","field":"value"'
run pm-rank --samples 2000 --top 1 --capacity 2 --what-if PAY-2.value=2 RANGES.md -f csv
has 'as CSV: the columns' "$out" ',was,chance,position_low,position_high,score_low,score_high,fits,missing,path,line'
rm RANGES.md
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

# -- writing

mkdir shop && cp -R "$top/examples/shop/." shop && rm -rf shop/expected
for product in small backlog-md; do
	mkdir other && cp -R "$top/examples/$product/." other && rm -rf other/expected
	for method in priority manual moscow value-effort; do
		find other -name '*.md' -exec cat {} + | LC_ALL=C sort >before
		run pm-rank -C other --by "$method" --write
		find other -name '*.md' -exec cat {} + | LC_ALL=C sort | cmp -s before -
		is "--write, $product, $method: the same lines" $? 0
		run pm-rank -C other --by "$method" --write
		hasnt "--write, $product, $method: twice changes nothing" "$err" 'changed$'
	done
	rm -rf other
done
for method in rice priority wsjf value-effort 'effort'; do
	cat shop/*.md | LC_ALL=C sort >before
	run pm-rank -C shop --by "$method" --write --diff
	is "--write --diff, $method: status" $status 1
	cat shop/*.md | LC_ALL=C sort | cmp -s before -
	is "--write --diff, $method: nothing is written" $? 0
	cp -R shop patched && git -C patched init -q && git -C patched apply "$out"
	run pm-rank -C shop --by "$method" --write
	is "--write, $method: status" $status 0
	has "--write, $method: what was done" "$err" 'order: 1 file changed'
	same "--write, $method: what --diff has shown" shop/BACKLOG.md patched/BACKLOG.md
	cat shop/*.md | LC_ALL=C sort | cmp -s before -
	is "--write, $method: the same lines" $? 0
	run pm-rank -C shop --by "$method" --write
	has "--write, $method: twice changes nothing" "$err" 'nothing to change'
	rm -rf patched
done
run pm-lint -C shop --exit-zero --skip 'trace-*,plan-*' -q
is 'what was put in order is still read' $status 0

printf '# Backlog\r\n\r\n| ID | Title | Priority |\r\n|---|---|---|\r\n| A-1 | One | low |\r\n| A-2 | Two | high |' >LIST.md
run pm-rank --by priority --write LIST.md
printf '# Backlog\r\n\r\n| ID | Title | Priority |\r\n|---|---|---|\r\n| A-2 | Two | high |\r\n| A-1 | One | low |' >expected
same 'rows: line ends stay' LIST.md expected
printf '# Backlog\n\n## Now\n\n1. **A-1** One\n   - Priority: low\n2. **A-2** Two\n   - Priority: high\n\n## Later\n\n- **A-3** Three\n  - Priority: high\n' >LIST.md
run pm-rank --by priority --write LIST.md
same 'entries: their numbers stay, and so does what stands elsewhere' LIST.md - <<'END'
# Backlog

## Now

1. **A-2** Two
   - Priority: high
2. **A-1** One
   - Priority: low

## Later

- **A-3** Three
  - Priority: high
END
run pm-rank --by priority --write-field rank LIST.md
is '--write-field rank: status' $status 0
has '--write-field rank: a rank' LIST.md '- Rank: 3'
run pm-rank --by manual -f csv LIST.md
has '--write-field rank: the written order is the order' "$out" '1,A-2'
run pm-rank --by priority --write-field rank LIST.md
has '--write-field rank: twice changes nothing' "$err" 'nothing to change'
run pm-rank --by priority --write-field score LIST.md
has '--write-field score: a score' LIST.md '- Score: 4'
run pm-rank --by priority --write-field title LIST.md
is '--write-field: no such field: status' $status 2
run pm-rank --write --rev HEAD
is '--write with --rev: status' $status 2
run pm-rank --write --explain A-1
is '--write with --explain: status' $status 2
run pm-rank --diff
is '--diff alone: status' $status 2
rm LIST.md

# what does not count, and why
mkdir odd && cd odd && cat >BACKLOG.md <<'END'
# Backlog

- [ ] **A-1** Weeks
  - Reach: 1e3
  - Impact: 2
  - Confidence: 80%
  - Effort: 2 weeks
- [ ] **A-2** Apples
  - Reach: 500 users/month
  - Impact: 5 apples
  - Confidence: 150%
  - Effort: -2
- [ ] Without an id
  - Reach: 9/10 (most)
  - Impact: massive
  - Confidence: high
  - Estimate: 3 points
- [x] **A-4** Done

## EPIC-1 Checkout

### A-5 Part

## G-1 A goal

- Kind: goal
END
run pm-rank
has 'a flaw is named with what is written' "$out" \
	'impact (5 apples: not understood), confidence (150%: cannot be above 100%), effort (-2: cannot be below 0)'
has 'sizes of two kinds: said' "$out" '1 size is in time, which counts in months, and 1 in points or without a unit'
run pm-rank -f json
has 'a flaw in JSON' "$out" '{"field":"confidence","text":"150%","why":"cannot be above 100%"}'
run pm-rank --explain A-1
has '--explain: an input with its unit' "$out" 'effort      0.5 months  2 weeks'
has '--explain: a margin with its unit' "$out" 'effort rises to 177.8 months'
run pm-rank --explain BACKLOG.md:13
has '--explain: an item by its place' "$out" 'Without an id'
run pm-rank --what-if BACKLOG.md:13.effort=1 -f csv
has '--what-if: an item by its place' "$out" '2,,Without an id,27,27,9,3,1,1,2'
run pm-rank --explain BACKLOG.md:14
is '--explain: no item on that line: status' $status 2
run pm-rank --explain G-1
has '--explain: a goal' "$out" 'it is a goal, and only work is ranked'
hasnt '--explain: a goal is not told what to write' "$out" 'What is missing'
run pm-rank --explain EPIC-1
has '--explain: an epic' "$out" 'it is an epic: what lies below it is ranked in its place'
hasnt '--explain: an epic is not told what to write' "$out" 'What is missing'
run pm-rank --what-if A-4.effort=3
is '--what-if of what is done: status' $status 0
has '--what-if of what is done: said' "$err" '--what-if A-4.effort=3: it changes nothing: the item is done, and so in no order'
for wrong in 'A-1..effort=3' 'A-1.effort==3' 'A-1.effort=40%' 'A-1.effort=3; 4' 'A-1.confidence=150%' 'A-1.effort=3
- Status: done'; do
	run pm-rank --what-if "$wrong"
	is "--what-if $wrong: status" $status 2
done
for wrong in 5x '10 apples' '1e308 years' '40%' '3; 4' '6 weeks
7'; do
	run pm-rank --capacity "$wrong"
	is "--capacity $wrong: status" $status 2
done
run pm-rank --capacity '10 points'
is '--capacity in points of what is in months: status' $status 2
has '--capacity in points of what is in months: said' "$err" "'10 points' is in points, and the size of A-1 in months"
run pm-rank --by cd3 --compare wsjf
has '--compare: nothing in both' "$out" 'no item is in both'
run pm-rank --samples 10 --top 99999999999
has '--samples: among the first of all' "$out" 'First 2'
printf '# Backlog\n\n| ID | Title | Value | Effort |\n|---|---|---|---|\n| B-1 | One | 8 | 2000 |\n| B-2 | Two | 7 | 2000 |\n' >SMALL.md
run pm-rank --by value-effort SMALL.md
has 'small scores differ' "$out" '1  B-1  One     0.004'
has 'small scores differ: the other' "$out" '2  B-2  Two    0.0035'
has 'value-effort: the middles' "$out" 'A value is great from 3 on, an effort from 3 on (rank.middle).'
run pm-rank --by wsjf --explain B-1 SMALL.md
has '--explain: a row has no such column' "$out" 'SMALL.md:5   a column urgency of its table'
sed 's/| 8 |/| 8-9 |/' SMALL.md >RANGE.md
run pm-rank --by value-effort --samples 20 -f svg RANGE.md
has 'a short name stands in the picture too' "$out" '>B-1</text>'
rm RANGE.md
run pm-rank --by '10^(effort*100)' SMALL.md
has 'an infinite score is none' "$out" 'the formula has no value for what is there'
cd ..

mkdir anchor anchor/stories && printf '[product]\n\tpath = stories\n' >anchor/.pmconfig
printf -- '---\nid: A-6\ntitle: x\nvalue: 8\neffort: 1\nrank: &a 3\nscore: *a\n---\n' >anchor/stories/a.md
cp anchor/stories/a.md expected
run pm-rank -C anchor --by value-effort --write-field rank
is 'a YAML anchor: status' $status 2
has 'a YAML anchor: said' "$err" 'a YAML anchor or alias stands there'
hasnt 'what could not be written is not called nothing to change' "$err" 'nothing to change'
same 'a YAML anchor stays' anchor/stories/a.md expected

mkdir tasks && cp -R "$top/examples/backlog-md/backlog" tasks/backlog
run pm-rank -C tasks --write
is 'files have no order: status' $status 2
has 'files have no order: what can be done' "$err" '--write-field rank numbers them'
run pm-rank -C tasks --write-field rank
has 'files: ordinals go up by a thousand' "tasks/backlog/tasks/task-12 - Pay-with-a-saved-card.md" 'ordinal: 2000'
chmod a-w shop
if [ "$(id -u)" != 0 ]; then
	run pm-rank -C shop --by rice --write
	is 'a folder that cannot be written: status' $status 2
fi
chmod u+w shop

done_testing
