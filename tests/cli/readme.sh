#!/bin/sh
# readme: what README.md shows is what the programs do: every line behind `$` is run, in one shell, and prints what stands below it.
. "$(dirname "$0")/../lib.sh"

# Lines of indented blocks: N.cmd and N.out for every command.  A here-document belongs to its command.
mkdir steps
awk '
	function flush(  i) { for (i = 0; i < blank; i++) print "" >file; blank = 0 }
	!/^(    |$)/ { shown = 0; next }
	/^    \$ / {
		shown = 1; blank = 0; n++; ending = ""
		line = substr($0, 7)
		file = sprintf("steps/%03d.out", n); printf "" >file
		print line >sprintf("steps/%03d.cmd", n)
		if (match(line, /<<.[A-Z]+./)) ending = substr(line, RSTART + 3, RLENGTH - 4)
		next
	}
	!shown { next }
	{ sub(/^    /, "") }
	ending != "" { print >sprintf("steps/%03d.cmd", n); if ($0 == ending) ending = ""; next }
	$0 == "" { blank++; next }
	{ flush(); print >file }
' "$top/README.md"
ok 'there is a transcript' test "$(ls steps/*.cmd | wc -l)" -ge 10

steps=$work/steps
for step in "$steps"/*.cmd; do
	step=${step%.cmd}
	# shellcheck source=/dev/null
	. "$step.cmd" >"$step.got" 2>&1 </dev/null
	same "$(head -n 1 "$step.cmd")" "$step.got" "$step.out"
done

done_testing
