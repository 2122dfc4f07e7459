#!/bin/sh
# recipe.sh: a new view and a new format are one file and one line each, as the heads of view.h and format.h have them.
. "$(dirname "$0")/../lib.sh"
need make

# code HEADER: the C of its recipe, which stands in the first comment behind a star and a tab.
code() {
	sed -n '/^ \*	/s/^ \*	//p;/^ \*\/$/q' "$top/$1"
}

mkdir tree && cd "$top" && tar cf - --exclude=./build* --exclude=./.git --exclude=./examples . | (cd "$work/tree" && tar xf -)
cd "$work/tree" || exit 1
{
	printf '/* view_ready: what can be started. */\n#include "formats/view.h"\n#include "formats/words.h"\n\n'
	code formats/view.h
} >formats/view_ready.c
{
	printf '/* write_outline: the headings of a report. */\n#include "formats/format.h"\n\n'
	code formats/format.h
} >formats/write_outline.c
echo 'PM_VIEW(ready)' >>formats/views.def
echo 'PM_FORMAT(outline)' >>formats/formats.def
make CFLAGS=-O0 build/pm-render >"$work/make" 2>&1
is 'it builds' $? 0
[ -x build/pm-render ] || comment <"$work/make"
sh tests/layers >"$work/layers" 2>&1
is 'the rules of the house hold' $? 0
hasnt 'none is broken' "$work/layers" 'not ok'

printf '# Backlog\n\n## A-1 One\n\n- Status: ready\n\n## A-2 Two\n\n- Status: done\n' >"$work/BACKLOG.md"
cd "$work" || exit 1
run "$work/tree/build/pm-render" ready BACKLOG.md
same 'the view' "$out" - <<'END'
Ready
=====

- A-1 One
END
for format in markdown html csv json; do
	run "$work/tree/build/pm-render" ready -f $format BACKLOG.md
	is "the view as $format" "$status" 0
	has "the view as $format has what it lists" "$out" 'One'
done
run "$work/tree/build/pm-render" report -f outline BACKLOG.md
has 'the format' "$out" 'How ready the backlog is'
run "$work/tree/build/pm-render"
has 'the list of the views has it' "$out" 'what can be started'
run "$work/tree/build/pm-render" --help
has '--help has the format' "$out" 'outline'
done_testing
