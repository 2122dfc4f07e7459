#!/bin/sh
# suppress: comments that silence findings, every form of them, and what is said of the comments themselves.
. "$(dirname "$0")/../lib.sh"

only='read-field,read-value,tool-suppression-*'
mkdir shop && cd shop || exit 1

# lint NAME EXPECTED: BACKLOG.md from standard input; EXPECTED are the lines and rules that are left.
lint() {
	cat >BACKLOG.md
	run pm-lint --only "$only" -q
	is "$1" "$(sed -n 's/^BACKLOG.md:\([0-9]*\):[0-9]*: [a-z]*: .*\[\(.*\)\]$/\1 \2/p' "$out")" "$2"
}

lint 'without a comment' '5 read-field
9 read-field' <<'EOF'
# Backlog

## A-1 One

- Prioritty: high

## A-2 Two

- Prioritty: high
EOF

lint 'this line' '' <<'EOF'
# Backlog

## A-1 One

- Prioritty: high <!-- pm-lint-disable-line read-field -- it is plain -->
EOF

lint 'the next line, blank ones between' '' <<'EOF'
# Backlog

## A-1 One

<!-- pm-lint-disable-next-line read-field — it is plain -->


- Prioritty: high
EOF

lint 'an item, and no other; a pattern, and no other rule' '9 read-value
13 read-field' <<'EOF'
# Backlog

## A-1 One

- Prioritty: high

<!-- pm-lint-disable-item read-f* -- it is plain -->

- Priority: hihg

## A-2 Two

- Prioritty: high
EOF

lint 'a file' '' <<'EOF'
<!-- pm-lint-disable-file read -- an old list -->
# Backlog

## A-1 One

- Priority: hihg

- Prioritty: high
EOF

lint 'from here to there' '5 read-field
19 read-field' <<'EOF'
# Backlog

## A-1 One

- Prioritty: high

<!-- pm-lint-disable -- imported -->

## A-2 Two

- Priority: hihg

- Prioritty: high

<!-- pm-lint-enable -->

## A-3 Three

- Prioritty: high
EOF

lint 'in code no comment is one' '5 read-field
19 read-field' <<'EOF'
# Backlog

## A-1 One

- Prioritty: high

Write `<!-- pm-lint-disable-file read-field -- x -->` or \<!-- pm-lint-disable-file read-field -- x -->

```
<!-- pm-lint-disable read-field -- x -->
```

    <!-- pm-lint-disable read-field -- x -->

<!-- a comment <!-- pm-lint-disable read-field -- x -->

## A-2 Two

- Prioritty: high
EOF

lint 'unused, unknown, unexplained' '3 tool-suppression-unused
3 tool-suppression-unknown
5 tool-suppression-unused
7 tool-suppression-reason
7 tool-suppression-unused
9 read-field
9 tool-suppression-unknown' <<'EOF'
# Backlog

<!-- pm-lint-disable read-feild read-value -- plain -->

<!-- pm-lint-disable-next-line read-row -- there is no row -->

## A-1 One <!-- pm-lint-disable-line read-field -->

- Prioritty: high <!-- pm-lint-disable-lines read-field -- x -->
EOF

# What was run for the comments alone is not shown, nor counted; what could not be judged is not called unused.
cat >BACKLOG.md <<'EOF'
# Backlog

<!-- pm-lint-disable-file flow-transition -- we do as we like -->

## A-1 One

- Priority: hihg

- Prioritty: high <!-- pm-lint-disable-line read-field -- it is plain -->
EOF
run pm-lint --only tool-suppression-unused
is 'a rule that is not asked for silences all the same' "$(cat "$out")" 'no findings in 1 file (1 item read)'
run pm-lint --only tool-suppression-unused -f json
has 'and is not counted' "$out" '"suppressed":0'
run pm-lint --only "$only" -f json
has 'what is asked for and silenced is counted' "$out" '"suppressed":1'
run pm-lint --only "$only"
has 'for people too' "$out" 'read; findings not shown: 1 silenced by comments)'

# Many comments and many findings of one line and one item: linear.
awk 'BEGIN {
	print "# Backlog\n\n## A-1 One\n"
	for (i = 0; i < 5000; i++) printf "<!-- pm-lint-disable-item read-field -- x -->"
	print "\n"
	for (i = 0; i < 5000; i++) printf "- Prioritty%d: high\n", i
	for (i = 0; i < 5000; i++) printf "<!-- pm-lint-disable-line read-field -- x -->"
}' >BACKLOG.md
run timeout $((20 * ${PM_SLOW:-1})) pm-lint --only "$only" -f json
is 'many comments' "$status" 0

done_testing
