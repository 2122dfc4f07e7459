#!/bin/sh
# lint.sh: pm-lint's own options.
. "$(dirname "$0")/../lib.sh"

cat >BACKLOG.md <<'END'
# Backlog

## PAY-1 Pay by card

- Status: ready

As a shopper, I want to pay by card so that I need no cash.

## PAY-1 Refund

- Status: ready
END

printf '[rule "criteria-missing"]\n\teverywhere = yes\n' >.pmconfig

run pm-lint
is 'an error: status' $status 1
ok 'findings have the form of a compiler' grep -Eq '^BACKLOG.md:9:[0-9]+: error: .* \[id-duplicate\]$' "$out"
ok 'the summary stands last' sh -c "tail -n 2 $out | head -n 1 | grep -Eq '^[0-9]+ errors?, .*in 1 file \(2 items read\)$'"
has 'and what can be mended' "$out" '1 can be mended with --fix --unsafe-fixes'
run pm-lint --exit-zero
is '--exit-zero' $status 0
run pm-lint --skip id-duplicate
is '--skip: no error is left' $status 0
hasnt '--skip: the rule is not run' "$out" '[id-duplicate]'
run pm-lint --skip id-duplicate --fail-on warning
is '--fail-on warning' $status 1
run pm-lint --skip id-duplicate --max-warnings 0
is '--max-warnings 0' $status 1
run pm-lint --skip id-duplicate --max-warnings 99
is '--max-warnings 99' $status 0
run pm-lint --only 'id-*'
is '--only: the rule is run' $status 1
hasnt '--only: no other is' "$out" '[criteria-missing]'
run pm-lint --only criteria-missing,id-duplicate
has '--only with a list: one' "$out" '[criteria-missing]'
has '--only with a list: two' "$out" '[id-duplicate]'
run pm-lint --only criteria-missing --only id
has '--only twice, a group' "$out" '[id-duplicate]'
run pm-lint --only read
is 'nothing found: status' $status 0
is 'nothing found: the summary says so' "$(cat "$out")" 'no findings in 1 file (2 items read)'
run pm-lint --select 'title~Refund' --only id-duplicate
is '--select keeps what matches' $status 1
run pm-lint --select 'title~card' --only id-duplicate
is '--select leaves out what does not' $status 0
run pm-lint --select 'title~card' --only criteria-missing
has '--select keeps what is said of the file' "$out" 'criteria-missing'
run pm-lint --select 'title~nothing' --only criteria-missing
hasnt '--select leaves out files without a match' "$out" 'criteria-missing'

mkdir many
cp .pmconfig many
printf '# Backlog\n\n## US-3 Gift card\n\n- Depends on: US-4\n- Status: ready\n' >many/BACKLOG.md
mkdir many/backlog
printf '# More\n\n## US-4 Refund\n\n- Status: ready\n' >many/backlog/more.md
run pm-lint -C many BACKLOG.md --fail-on note
hasnt 'a named path: links to the rest of the product lead somewhere' "$out" 'US-4'
has 'a named path: its findings' "$out" 'BACKLOG.md:3:'
hasnt 'a named path: no others' "$out" 'more.md'
run pm-lint -C many backlog
has 'a named folder: its findings' "$out" 'backlog/more.md:3:'
hasnt 'a named folder: no others' "$out" 'BACKLOG.md:3:'
run pm-lint --statistics
ok '--statistics counts' grep -Eq '^ +[0-9]+ (error|warning|note) +id-duplicate$' "$out"
run pm-lint --statistics -f json
ok '--statistics does not spoil json' sh -c "tail -n 1 $out | grep -qx '}'"

run pm-lint --rules
is '--rules: status' $status 0
ok '--rules: a line for a rule' grep -Eq '^criteria-missing +(error|warning|note) ' "$out"
ok '--rules: no line is empty' sh -c "! grep -qx '' $out"
run pm-lint --rules -f json
has '--rules -f json' "$out" '"format": "pm-rules/1"'
run pm-lint --rules -f full
is '--rules in a format for findings' $status 2
run pm-lint --explain criteria-missing
is '--explain: status' $status 0
has '--explain: the rule' "$out" 'criteria-missing ('
has '--explain: an example it rejects' "$out" 'Found in:'
has '--explain: an example it accepts' "$out" 'Not in:'
run pm-lint --explain criteria-missing -f json
is '--explain -f json: one rule' "$(grep -c '"name":' "$out")" 1

run pm-lint missing.md -f json --exit-zero
is 'what could not be done wins over --exit-zero' $status 2

done_testing
