#!/bin/sh
# views.sh: the options of pm-render's views, and what they say when they are wrong.
. "$(dirname "$0")/../lib.sh"

cat >BACKLOG.md <<'END'
# Backlog

## Sprint 1 (2026-11-02 to 2026-11-15)

- Status: done

## Sprint 2 (2026-11-16 to 2026-11-29)

- Goal: Pay by card
- Capacity: 5 points

## EPIC-1 Pay

### PAY-1 Pay by card

- Status: ready
- Estimate: 5
- Sprint: 2

### PAY-2 Refund

- Status: ready
- Estimate: 3
- Sprint: 3
- Depends on: PAY-1
END

# view ARGUMENT...: what pm-render says on the 22nd
view() {
	run pm-render "$@" --today 2026-11-22
}

view sprint
is 'sprint: that of today' "$(sed -n 5p "$out")" 'Sprint 2'
view sprint --sprint 1
is 'sprint --sprint NUMBER' "$(sed -n 5p "$out")" 'Sprint 1'
view sprint --sprint 3
is 'sprint: one that is only named' "$(sed -n 5p "$out")" 'Sprint 3'
run pm-render sprint --today 2026-11-03
is 'sprint: done ones are not current unless today is in them' "$(sed -n 5p "$out")" 'Sprint 1'
view sprint --sprint 'Spritn 2'
is 'an unknown sprint: status' "$status" 2
is 'an unknown sprint names the nearest' "$(cat "$err")" "pm-render: there is no sprint 'Spritn 2'; did you mean 'Sprint 2'?"
view sprint --sprint 2099
is 'an unknown sprint that is near none' "$(cat "$err")" "pm-render: there is no sprint '2099'; there are 'Sprint 1', 'Sprint 2', '3'"

cat >sprints.md <<'END'
# Backlog

## Sprint 1

- [x] PAY-1 Pay by card
- [x] PAY-2 Refund

## Sprint 2

- [x] PAY-3 Pay by invoice
- [ ] PAY-4 Pay later

## Sprint 3

- [ ] PAY-5 Share a bill
END
view items sprints.md
has 'items: a line an item where there is no terminal' "$out" 'PAY-1  story          Pay by card                         sprints.md:5'
view sprint sprints.md
is 'sprint: without dates, the first in which something is open' "$(sed -n 5p "$out")" 'Sprint 2'
cat >sprints.md <<'END'
# Backlog

## Sprint 1 (2027-03-01 to 2027-03-14)

- PAY-1 Pay by card

## Sprint 2 (2026-12-01 to 2026-12-14)

- PAY-2 Refund

## Sprint 3

- PAY-3 Pay later
END
view sprint sprints.md
has 'sprint: the next is the one that comes first' "$out" 'Sprint 2'
rm sprints.md

printf '# Roadmap\n\n## Now\n\n- PAY-1\n' >ROADMAP.md
view report
has 'report: a story planned for now says what it lacks' "$out" 'PAY-1 Pay by card (is planned for now, and is not ready: no criteria)'
rm ROADMAP.md

view board --sprint 2
is '--sprint with another view' "$status" 2
is '--sprint with another view says what to do' "$(head -n 1 "$err")" \
	"pm-render: --sprint is for the view sprint; others take --select 'sprint=2'"
view board --by epic
is '--by with a view of one layout' "$(head -n 1 "$err")" \
	'pm-render: the view board has one layout: --by is for roadmap and map'
view map --by gaol
is '--by with a wrong layout names the nearest' "$(head -n 1 "$err")" \
	"pm-render: the view map has no layout 'gaol': did you mean 'goal'? There are epic, goal"
view roadmap --by quarter
is '--by quarter: status' "$status" 0
view map --by epic
is '--by epic: status' "$status" 0

view board -f csv
has 'board -f csv has the ids' "$out" 'PAY-2,Refund,ready,3,"no criteria, waits for PAY-1"'
view graph -f csv
has 'graph -f csv has the critical chain' "$out" 'The critical chain,PAY-1,Pay by card,5 points'

# every view in every format, of this product, of none, and of what is not selected
for name in report roadmap board map trace graph sprint feedback; do
	for format in text markdown html json csv; do
		view "$name" -f "$format"
		is "$name -f $format: status" "$status" 0
		view "$name" -f "$format" --select 'kind=epic kind=bug'
		is "$name -f $format of nothing: status" "$status" 0
	done
done

# what one says in two ways, and what only looks ready
mkdir other && cd other || exit 1
cat >BACKLOG.md <<'END'
# Backlog

## G-1 Shops stay

- Kind: goal
- Due: 2027-03-31

## Sprint 1 (2026-11-16 to 2026-11-29)

- Goal: Pay
- Capacity: 10 points

### A-1 One

- Kind: task
- Status: To Do
- Estimate: 1
- Sprint: 1

### A-2 Two

- Kind: task
- Status: todo
- Estimate: 1
- Sprint: 1
- Depends on: A-1

### A-3 Three

- Kind: task
- Status: in progress (waits for the parts)
- Estimate: 1
- Sprint: 1
END
view board
has 'board: "To Do" and "todo" are one column' "$out" 'To Do 2'
has 'board: a note behind a state is no state' "$out" 'in progress 1'
view sprint --width 0
has 'sprint: what is begun is not ready, nor what waits for a neighbour' "$out" 'Ready      1 of 2 (of what is not begun)'
has 'sprint: what it waits for' "$out" 'waits for A-1 (in this sprint)'
has 'sprint: its days are said once' "$out" 'Ends       2026-11-29 (from 2026-11-16 · 7 days left)'
view roadmap
has 'roadmap: a goal that is due' "$(sed -n '/^G-1/p' "$out" >"$work/goal" && echo "$work/goal")" '2027-03-31'
printf '# Backlog\n\n## A-1 One\n' >BACKLOG.md
view sprint --sprint 9
has 'a sprint of a product without any' "$err" "there is no sprint '9': the product has none; a heading"
# states of one meaning are one column; where there is no terminal, text is 80 columns wide
cat >BACKLOG.md <<'END'
# Backlog

## Goals

### G-1 Shoppers come back

- Measure: repeat buyers from 20% to 35%

## Items

### A-1 One

- Status: bereit
- Estimate: 2-5
- Goal: G-1

### A-2 Two

- Status: ready
- Estimate: 1
- Goal: G-1

### A-3 Three has a title that is longer than a terminal is wide, so that it must be wrapped somewhere, or be cut

- Status: offen
- Estimate: ?

### A-4 Four

- Status: to do
- Estimate: 3
END
view board
has 'board: bereit and ready are one column' "$out" 'bereit 2'
has 'board: offen and to do are one column' "$out" 'offen 2'
is 'board: no line is wider than 80 columns' "$(awk 'length > 80' "$out")" ''
is 'without a name, a view is called what it is' "$(head -1 "$out")" 'Board'
view board --width 0
has 'board: --width 0 is no limit' "$out" 'or be cut'
view roadmap
has 'roadmap: a measure in one sentence has its start and its target' "$out" 'from 20%     35%'
view report
has 'report: a way that is not measured' "$out" 'from 20%, target 35%'
has 'report: what is not in the figures, by name' "$out" '1 open item is not in these figures, as no estimate in points is known: A-3'
has 'report: that a range counts as its middle' "$out" 'An estimate that is a range counts as its middle: A-1 One.'
view board -f svg
has 'board: a picture' "$out" '<title>Board</title>'
has 'board: a card' "$out" '>A-2</text>'
view map --by goal -f svg
has 'map: a picture' "$out" '>G-1'

# Anchors hold when something is added above, also those of items without an id, or with one that others have.
anchors() {
	pm-render items -f html --today 2026-11-22 | grep -o ' id="[^"]*"' | grep -v find | sort
}
printf '# Backlog\n\n- [ ] Dark mode\n- [ ] Dark mode\n- [ ] Print\n- [ ] A-1 One\n- [ ] A-1 Another\n' >BACKLOG.md
anchors >before
is 'anchors: one for every item' "$(uniq <before | grep -cv _main)" 5
printf '# Backlog\n\n- [ ] Aloud\n- [ ] Dark mode\n- [ ] Dark mode\n- [ ] Print\n- [ ] A-1 One\n- [ ] A-2 Two\n- [ ] A-1 Another\n' >BACKLOG.md
anchors >after
is 'anchors: they stay when items are added' "$(comm -23 before after)" ''

# Columns stand as work flows, whatever comes first in the file.
for state in 'in QA' 'in review' ready 'in progress' new 'to do' idea; do
	printf '\n## B-%s %s\n\n- Status: %s\n' "$(printf %s "$state" | wc -c)" "$state" "$state"
done >BACKLOG.md
view board -f json
is 'board: columns as work flows' "$(grep -o '"group": "[^"]*"' "$out" | uniq | cut -d'"' -f4 | paste -sd,)" \
	'idea,to do,new,ready,in progress,in review,in QA'

# Nothing is written beyond a picture: a long name of a goal is cut in its lane.
long=$(printf 'word %.0s' $(seq 60))
printf '# Backlog\n\n## Goals\n\n### G-1 %s\n\n## Now\n\n### A-1 One\n\n- Goal: G-1\n- Due: 2026-12-20\n' "$long" >BACKLOG.md
view roadmap --by quarter -f svg
is 'timeline: the name of a lane is cut' "$(grep -o '>G-1 word[^<]*' "$out" | awk 'length > 150')" ''

# Customers see nothing internal, nobody's name, and no label that nobody knows, in no view and no format.
cat >BACKLOG.md <<'END'
# Backlog

## Goals

### G-1 More orders

- Owner: HIDDEN Ada

### HIDDEN-9 HIDDEN goal

- Internal: yes

## A-1 One

- Status: in progress
- Assignee: HIDDEN Bo
- Asked by the boss: HIDDEN Cy
- Estimate: 3
- Value: 5
- Sprint: 1
- Release: 1.0
- Goal: G-1, HIDDEN-9
- Depends on: HIDDEN-2
- From: HIDDEN Corp
- Horizon: Now

## HIDDEN-2 HIDDEN title

- Internal: yes
- Status: ready
- Estimate: 5
- Value: 8
- Sprint: 1
- Release: 1.0
- Due: 2026-12-24
- Depends on: A-3
- Horizon: Now

### A-5 Part

- Internal: no

## A-3 Three

- Status: ready
- Estimate: 2
- Value: 1
- Blocks: HIDDEN-2

## Feedback

### FB-1 It is slow

- From: HIDDEN Corp
- About: HIDDEN-2
- Weight: 4
END
for wanted in items rank report roadmap board map trace graph sprint feedback; do
	for format in text markdown html csv json jsonl dump svg dot; do
		run pm-render "$wanted" -f "$format" --audience customers --today 2026-11-22
		is "customers: $wanted as $format" "$(grep HIDDEN "$out")" ''
	done
done
view items -f json --audience customers
has 'customers: what may be named is' "$out" '"goal":["G-1"]'
view sprint
has 'the team sees all of it' "$out" 'waits for HIDDEN-2'

# The head of a column counts what has no card, too, and a list that is long says how much it leaves out.
{
	printf '# Backlog\n\n## Goals\n\n### G-1 A goal of which a good deal more is said in its title than anybody would ever read\n\n- Share: 60%%\n'
	for i in $(seq 40); do printf '\n## B-%s Thing\n\n- Status: done\n\n## C-%s Another\n\n- Estimate: 3\n- Goal: G-1\n- Horizon: Now\n' "$i" "$i"; done
} >BACKLOG.md
view board
has 'board: the head counts all' "$out" 'done 40'
view board -f json
has 'board: json says how many have no card' "$out" '"left_out": 25'
view board -f html
has 'board: the page counts all' "$out" '<strong>done</strong> <span class="count">40</span>'
view report --width 60
has 'report: lanes count all' "$out" 'Now 40'
has 'report: not every entry of the roadmap is told' "$out" 'and 16 more disagreements'
is 'report: no line is wider than 60 columns' "$(awk 'length > 60' "$out")" ''

# The order says why something stands above what has a greater score, and what is missing where something has no place.
printf '# Backlog\n\n## A-1 One\n\n- Value: 1\n- Effort: 8\n\n## A-2 Two\n\n- Value: 9\n- Effort: 1\n- Depends on: A-1\n\n## A-3 Three\n\n- Value: 3\n' >BACKLOG.md
view report -c rank.method=value-effort
has 'report: who inherits says from whom' "$out" 'A-1 One (A-2 needs it)'
has 'report: what is missing' "$out" '1 item is not ranked, as effort is missing.'

# Names of lines stand above those of the days, also where there are many of them and little room.
cp "$top"/examples/shop/*.md "$top"/examples/shop/.pmconfig .
view roadmap --by quarter -f html
is 'timeline: marks and days do not cover each other' "$(awk 'BEGIN { RS = "<" }
	/^svg/ { marks = 0 }
	/^text class="mt"/ { split($0, part, " y=\""); if (part[2] + 0 > marks) marks = part[2] + 0; named++ }
	/^text class="tk"/ { split($0, part, " y=\""); days[part[2] + 0] = 1 }
	/^\/svg/ { for (y in days) if (y + 0 < marks + 8) print "day at", y, "mark at", marks; delete days }
	END { if (named < 4) print "no marks" }' "$out")" ''
done_testing
