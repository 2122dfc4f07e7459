#!/bin/sh
# fix: pm-lint --fix, --unsafe-fixes and --diff; and the cases in which other tools lose something.
. "$(dirname "$0")/../lib.sh"
need git

# An unquoted colon: an error with a fix, and the item stays in the list.
mkdir -p colon/backlog/tasks && cd colon || exit 1
printf -- '---\r\nid: TASK-1\r\ntitle: Pay: with a saved card # for now\r\nstatus: To Do\r\nx-team:   blue # keep\r\nlabels:\r\n    - a\r\n---\r\n\r\nText\r\n' \
	>'backlog/tasks/task-1 - Pay.md'
cp -R . ../colon.before
run pm-lint --only read-yaml
is 'an unquoted colon: an error' "$status" 1
has 'with its place' "$out" 'task-1 - Pay.md:3:8: error: `title` has an unquoted colon'
has 'and how it can be mended' "$out" '1 can be mended with --fix'
run pm-render items
has 'the item is listed' "$out" 'TASK-1'
run pm-lint --diff
is '--diff: 1' "$status" 1
cp "$out" ../colon.diff
run pm-lint --fix --only read-yaml
is '--fix: 0' "$status" 0
has 'and says what it did' "$err" 'fixed 1 finding in 1 file'
printf -- '---\r\nid: TASK-1\r\ntitle: "Pay: with a saved card" # for now\r\nstatus: To Do\r\nx-team:   blue # keep\r\nlabels:\r\n    - a\r\n---\r\n\r\nText\r\n' >../want
same 'unknown key, comments, list style and line ends stay' 'backlog/tasks/task-1 - Pay.md' ../want
run pm-lint --fix --only read-yaml
is 'again: nothing to do' "$(cat "$err")" ''
same 'and nothing is done' 'backlog/tasks/task-1 - Pay.md' ../want
run pm-lint --diff
is '--diff of nothing: 0' "$status" 0
is 'and nothing is printed' "$(cat "$out")" ''
cd ../colon.before || exit 1
git init -q .
ok 'the diff is a patch that git applies' git apply ../colon.diff
same 'to the same end' 'backlog/tasks/task-1 - Pay.md' ../want
cd .. || exit 1

# Done with open criteria: an error.  Ticked only when its rule is asked for, and only the box.
mkdir ticks && cd ticks || exit 1
printf '# Backlog\n\n## PAY-1 Pay\n\n* Status: done\n* X-Team: blue\n\nAcceptance criteria:\n\n* [x] one\n* [ ] two, as in\n\n  ```gherkin-like\n  - [ ] not a criterion\n  ```\n\n* [ ] three <!-- kept -->\n1) [ ] four\n' >BACKLOG.md
cp BACKLOG.md before
run pm-lint
is 'done with open criteria: 1' "$status" 1
has 'an error' "$out" 'error: PAY-1 is done, but 3 of its 4 criteria are open'
run pm-lint --fix --unsafe-fixes -q
same 'boxes are not ticked unasked' BACKLOG.md before
run pm-lint --fix --unsafe-fixes --only criteria-open
is 'asked for they are' "$status" 0
sed 's/\[ \] \(two\|three\|four\)/[x] \1/' before >want
same 'and nothing else is touched' BACKLOG.md want
cd .. || exit 1

# Missing ids: the next ones, never one that was there, be it archived or only named by a link.
mkdir -p ids/backlog/archive && cd ids || exit 1
cat >backlog/shop.md <<'EOF'
# Shop

## EPIC-1 Pay

### PAY-007 Pay with a saved card

- Estimate: 3

### Story: Pay later

- Estimate: 3
- Depends on: PAY-019

### Pay by invoice

- Estimate: 3

## Later

- [ ] Pay with gold
- [x] Pay with silver
EOF
printf '# Old\n\n## PAY-020 Pay by cheque\n\n- Status: done\n' >backlog/archive/old.md
run pm-lint --fix --only id-missing -q
is 'ids are not given unasked' "$(grep -c '^### Pay by invoice' backlog/shop.md)" 1
run pm-lint --fix --unsafe-fixes --only id-missing -q
is 'asked for they are' "$(grep -E '^##|^- \[' backlog/shop.md)" '## EPIC-1 Pay
### PAY-007 Pay with a saved card
### Story: PAY-021 Pay later
### PAY-022 Pay by invoice
## Later
- [ ] PAY-023 Pay with gold
- [x] Pay with silver'
cp backlog/shop.md before
run pm-lint --fix --unsafe-fixes --only id-missing
same 'once' backlog/shop.md before
cd .. || exit 1

# Two items of one id: the later one gets the next, and its own references with it.
mkdir -p twice/backlog && cd twice || exit 1
printf '# A\n\n## PAY-1 Pay\n\n- Estimate: 3\n\n## PAY-2 Pay later\n\n- Depends on: PAY-1\n' >backlog/a.md
printf '# B\n\n## PAY-1 Refund\n\n* Estimate: 3\n\n## PAY-3 Refund later\n\n* Depends on: PAY-01, PAY-2\n' >backlog/b.md
run pm-lint
is 'one id twice: 1' "$status" 1
run pm-lint --fix --unsafe-fixes --only id-duplicate
is 'mended' "$status" 0
is 'the first file stays' "$(cat backlog/a.md)" "$(printf '# A\n\n## PAY-1 Pay\n\n- Estimate: 3\n\n## PAY-2 Pay later\n\n- Depends on: PAY-1')"
is 'the second has the new id, the old one as an alias, and a reference that follows' "$(cat backlog/b.md)" \
	"$(printf '# B\n\n## PAY-4 Refund\n\n* Estimate: 3\n* Formerly: PAY-1\n\n## PAY-3 Refund later\n\n* Depends on: PAY-4, PAY-2')"
cd .. || exit 1

# Numbers go by the order of the file; ids of several numbers are not guessed.
mkdir order && cd order || exit 1
for who in Patient Doctor; do
	printf '# %s\n\n## Story 1: %s in\n\n- Estimate: 3\n\n## Story 2: %s out\n\n- Estimate: 3\n\n' $who $who $who
done >BACKLOG.md
run pm-lint --fix --unsafe-fixes --only id-duplicate -q
is 'new numbers in the order of the file' "$(grep '^##' BACKLOG.md)" '## Story 1: Patient in
## Story 2: Patient out
## Story 3: Doctor in
## Story 4: Doctor out'
printf '# Backlog\n\n## B7-M1 One\n\n- Estimate: 3\n\n## Two\n\n- Estimate: 3\n' >BACKLOG.md
cp BACKLOG.md before
run pm-lint --fix --unsafe-fixes --only id-missing -q
same 'a place in a plan is not guessed' BACKLOG.md before
cd .. || exit 1

# A shell command in a task: reported, never run, never changed.  An unclosed marker: an error, and its criteria count.
mkdir -p tool/backlog/tasks && cd tool || exit 1
printf 'statuses: ["To Do", "Done"]\n' >backlog/config.yml
printf -- '---\nid: TASK-1\ntitle: Pay\nstatus: To Do\nonStatusChange: "touch ran"\n---\n\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [ ] #1 one\n- [x] #2 two\n' \
	>'backlog/tasks/task-1 - Pay.md'
run pm-lint --fix --unsafe-fixes
has 'a command is reported' "$out" '[read-executable]'
ok 'and not run' test ! -e ran
has 'an unclosed marker is an error' "$out" 'error: '
has 'of its rule' "$out" '[read-unclosed]'
run pm-render items -f json
is 'and its criteria are counted' "$(grep -o '"done":[a-z]*' "$out" | tr '\n' ' ')" '"done":false "done":true '
cd .. || exit 1

# What cannot be fixed in place says how to go on.
cd twice || exit 1
for bad in '--unsafe-fixes' '--fix --staged' '--fix --rev HEAD' '--fix -'; do
	run pm-lint $bad
	is "$bad: 2" "$status" 2
done
printf '# B\n\n## PAY-1 One\n\n- Prioritty: low\n' >in.md
status=0
pm-lint --unsafe-fixes --diff --stdin-path backlog/c.md - <in.md >"$out" 2>"$err" || status=$?
is 'a diff of standard input' "$status" 1
has 'names its path' "$out" '+++ b/backlog/c.md'
mkdir -p ro/backlog && printf -- '---\nid: TASK-1\ntitle: a: b\n---\n' >ro/backlog/x.md
chmod a-w ro/backlog
if [ "$(id -u)" -ne 0 ]; then
	run pm-lint -C ro --fix
	is 'a folder that cannot be written: 2' "$status" 2
fi
chmod u+w ro/backlog
cd .. || exit 1

# The examples: fixed twice is fixed once, and the patch says exactly what --fix does.
for example in "$top"/examples/*/; do
	name=$(basename "$example")
	[ -d "$example/expected" ] || continue
	for how in '' --unsafe-fixes; do
		rm -rf one two && cp -R "$example" one && rm -rf one/expected && cp -R one two
		run pm-lint -C two $how --diff
		[ ! -s "$out" ] || (cd two && GIT_CEILING_DIRECTORIES=$PWD/.. git apply --whitespace=nowarn) <"$out" >/dev/null 2>&1 || :
		run pm-lint -C one $how --fix -q
		ok "$name: the patch is what --fix does $how" diff -r -q one two
		rm -rf two && cp -R one two
		run pm-lint -C two $how --fix -q
		ok "$name: fixed twice is fixed once $how" diff -r -q one two
	done
done

# --fix beside --diff shows what --fix would do, and changes nothing.
git init -q both && printf '# Backlog\n\n## A-1 One\n\n## A-1 Two\n' >both/BACKLOG.md && cp both/BACKLOG.md both.before
run pm-lint -C both --only id-duplicate
has 'fixes of many edits are counted' "$out" '1 can be mended with --fix --unsafe-fixes'
run pm-lint -C both --only id-duplicate --unsafe-fixes --diff
is '--diff: status' $status 1
cp "$out" both.diff
run pm-lint -C both --only id-duplicate --unsafe-fixes --fix --diff
same '--fix --diff is --diff' "$out" both.diff
same '--fix --diff changes nothing' both/BACKLOG.md both.before

# One of several files cannot be written: the others are, and what is shown as left is what is left.
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	mkdir -p owners/backlog
	for name in a b c; do
		printf '# Backlog\n\n## %s-1 Pay\n\n- Status: ready\n- Estmate: 3\n' $name >owners/backlog/$name.md
	done
	chmod 755 "$work" && chmod 777 owners owners/backlog && chown 65534 owners/backlog/[ac].md && chmod 666 owners/backlog/b.md
	run setpriv --reuid=65534 --clear-groups pm-lint -C owners --only read-field --unsafe-fixes --fix
	is 'a file of somebody else: 2' "$status" 2
	has 'is named, with what mends it' "$err" 'backlog/b.md: Operation not permitted; it was not changed: run as the one to whom the file belongs'
	has 'what was written is said' "$err" 'wrote 2 of the 3 files with fixes'
	is 'and what is left' "$(grep -c read-field "$out") $(cat owners/backlog/*.md | grep -c Estimate)" '1 2'
	has 'is shown' "$out" 'backlog/b.md:6:3'
fi

# The ids that an item had before stay when it is given another one.
mkdir -p formerly/backlog && cd formerly || exit 1
printf '# Backlog\n\n## PA-1 x\n\n- Status: ready\n\n## PA-1 y\n\n- Status: ready\n- Formerly: OLD-7, OLD-8\n' >backlog/a.md
printf -- '---\nid: PA-1\ntitle: z\nformerly:\n  - OLD-3\n---\n' >backlog/b.md
run pm-lint --only id-duplicate --fix --unsafe-fixes
has 'ids of before: a line' backlog/a.md '- Formerly: OLD-7, OLD-8, PA-1'
is 'ids of before: a list' "$(sed -n '/formerly/,/^---/p' backlog/b.md | tr -d '\n')" 'formerly:  - OLD-3  - PA-1---'
cd .. || exit 1

# Who holds the lock of the folder and waits for us is not waited for.
if command -v flock >/dev/null; then
	mkdir held && printf '# Backlog\n\n## PA-1 x\n\n- Status: ready\n- Estmate: 3\n' >held/BACKLOG.md
	run timeout 60 flock held pm-lint -C held --only read-field --unsafe-fixes --fix
	is 'under a lock of the caller' "$status $(grep -c Estimate held/BACKLOG.md)" '0 1'
fi

# Two programs that write the same file at once: the second sees what the first did, or says that it could not.
mkdir at-once && cd at-once || exit 1
seq 100 | sed 's/.*/## A-& Story\n\n- Status: ready\n- Estmate: 3\n- Value: &\n/' >../at-once.before
lost=0
for round in 1 2 3 4 5 6 7 8 9 10 11 12; do
	cp ../at-once.before BACKLOG.md
	pm-lint --only read-field --unsafe-fixes --fix -q >/dev/null 2>&1 & fixing=$!
	pm-rank --by value --write >/dev/null 2>&1 & ranking=$!
	wait $fixing && { grep -q Estimate BACKLOG.md || lost=$((lost + 1)); }
	wait $ranking && { head -n 1 BACKLOG.md | grep -q A-100 || lost=$((lost + 1)); }
	! grep -q Estmate BACKLOG.md || ! head -n 1 BACKLOG.md | grep -q 'A-1 ' || lost=$((lost + 1))
done
is 'two writers at once: none that reports success is undone' "$lost" 0
cd .. || exit 1

done_testing
