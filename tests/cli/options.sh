#!/bin/sh
# options.sh: arguments, --help, --version, completions.
. "$(dirname "$0")/../lib.sh"

printf '# Backlog\n\n## PAY-1 Pay by card\n\n- Status: ready\n' >BACKLOG.md

for program in pm-lint pm-rank pm-render; do
	run $program --help
	is "$program --help: status" $status 0
	is "$program --help: nothing on standard error" "$(cat "$err")" ''
	has "$program --help: usage" "$out" "Usage: $program [options] "
	ok "$program --help: at most 48 lines" [ "$(wc -l <"$out")" -le 48 ]
	ok "$program --help: at most 80 columns" [ "$(LC_ALL=C.UTF-8 wc -L <"$out")" -le 80 ]

	run $program --version
	is "$program --version: status" $status 0
	ok "$program --version: first line" sh -c "head -n 1 $out | grep -Eqx '$program \(pm-tools\) [0-9]+\.[0-9]+\.[0-9]+'"
	ok "$program --version: libraries" sh -c "sed -n 2p $out | grep -Eqx 'libcmark [0-9.]+, libgit2 [0-9.]+, PCRE2 [0-9.]+'"
	has "$program --version: copyright" "$out" 'Copyright (C) 2026'
	has "$program --version: licence" "$out" 'MIT'

	run $program --quite
	is "$program: unknown option: status" $status 2
	is "$program: unknown option: the nearest" "$(cat "$err")" "$program: unknown option '--quite': did you mean '--quiet'?
Try '$program --help' for more information."
	is "$program: unknown option: nothing on standard output" "$(cat "$out")" ''

	run $program -f jsn
	is "$program: unknown format: status" $status 2
	has "$program: unknown format: the nearest" "$err" "no format 'jsn': did you mean 'json'? There are "
	run $program -f json -f text
	is "$program: two outputs on standard output: status" $status 2
	run $program -f json:
	is "$program: no file behind the colon: status" $status 2

	for day in 2026-13-01 2026-02-30 22.11.2026 2026-1-2 today '' 2026-11-22x '2026-11-22 '; do
		run $program --today "$day"
		is "$program: --today '$day'" $status 2
	done
	run $program --color purple
	is "$program: --color purple" $status 2
	run $program --select 'kid=story'
	is "$program: --select with an unknown name" $status 2
	ok "$program: --select names the nearest" grep -q "kind\|id" "$err"
	run $program -c 'rank'
	is "$program: -c without a key" $status 2
	[ $program = pm-render ] && view=items || view=
	run $program $view -c rnak.method=wsjf
	is "$program: -c with an unknown key: status" $status 2
	has "$program: -c with an unknown key: the nearest" "$err" 'rank'
	run $program $view -c rule.criteria-missing.severity=eror
	is "$program: -c with a wrong value" $status 2
	run $program --rev HEAD --staged
	is "$program: --rev and --staged" $status 2
	run $program -C nowhere
	is "$program: -C nowhere: status" $status 2
	has "$program: -C nowhere: says so" "$err" "cannot enter 'nowhere'"
	run $program --completion tcsh
	is "$program: no such shell" $status 2
	run $program --completion bash
	ok "$program: bash takes the completion" bash -n "$out"
	run $program --completion zsh
	has "$program: zsh completion" "$out" "#compdef $program"
	run $program --completion fish
	has "$program: fish completion" "$out" "complete -c $program -l version -d "
done

run pm-lint --fail-on eror
has 'a closed list names the nearest value' "$err" "option '--fail-on' cannot be 'eror': did you mean 'error'? There are error, warning, note"
is 'a closed list: status' $status 2
run pm-lint --max-warnings -1
is 'a number is not negative' $status 2
run pm-lint --only criteria-mising
is 'no such rule: status' $status 2
has 'no such rule: the nearest' "$err" "no rule 'criteria-mising': did you mean 'criteria-missing'?"
run pm-lint --only 'critera-*'
has 'no such group: the nearest' "$err" "no rule 'critera-*': did you mean 'criteria-*'?"
run pm-lint --skip stroy
has 'no such group, without a star' "$err" "no rule 'stroy': did you mean 'story-*'?"
run pm-lint --width 40
is 'findings are lines, whatever the width' $status 2
run pm-lint --skip story-*,nothing-at-all
is 'no such rule in a list' $status 2
run pm-lint --explain nothing-at-all
is 'nothing to explain' $status 2
run pm-rank --by rcie
has 'no such method: the nearest' "$err" "did you mean 'rice'?"
run pm-rank --top x
is 'no number' $status 2
run pm-render item
is 'no such view: status' $status 2
has 'no such view: the nearest' "$err" "no view 'item': did you mean 'items'?"
run pm-render --for boss report
is 'no such reader' $status 2
run pm-render
is 'no view: status' $status 0
ok 'no view: the views are listed' grep -q '^items  ' "$out"

# What completion offers, asked of bash itself.
offers() {
	pm-lint --completion bash >lint.bash
	bash -c '. ./lint.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _pm_lint; echo "${COMPREPLY[*]}"' bash "$@"
}
is 'bash: an option' "$(offers pm-lint --fail)" '--fail-on'
is 'bash: a value' "$(offers pm-lint --fail-on wa)" 'warning'
is 'bash: a value behind =' "$(offers pm-lint --color = ne)" 'never'
is 'bash: any value behind =' "$(offers pm-lint --color =)" 'auto always never'
is 'bash: a rule' "$(offers pm-lint --explain criteria-mi)" 'criteria-missing'

# A selection that leaves nothing says so.
git init -q chosen && printf '# Backlog\n\n## A-1 One\n\n- Status: in progress\n' >chosen/BACKLOG.md
for program in pm-lint pm-rank 'pm-render items'; do
	run $program -C chosen --select 'status=done'
	has "$program: nothing is selected" "$err" "no item matches the selection 'status=done'"
	run $program -C chosen --select "status='in progress'"
	hasnt "$program: something is selected" "$err" 'no item matches'
	run $program -C chosen --select 'kind=stroy'
	is "$program: a kind that is none" $status 2
	has "$program: the nearest kind" "$err" 'do you mean `story`?'
done
for bad in "value>='3 apples'" 'effort>many' 'due<soon' 'priority>=very'; do
	run pm-render -C chosen items --select "$bad"
	is "$bad: status" $status 2
	has "$bad: said" "$err" 'cannot be compared: write a'
done
run pm-lint -C chosen --select 'status=in progress'
has 'a value of two words wants quotes' "$err" "a value of several words is put in quotes, as in status='in progress'"

done_testing
