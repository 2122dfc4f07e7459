#!/bin/sh
# keys: the man page of the configuration has every key of the table, under its section, and no other.
. "$(dirname "$0")/../lib.sh"
need mandoc awk

awk -F'"' '/^PM_KEY/ { print $2, ($0 ~ /NULL, TEXT_LIST, NULL/ ? "option" : $4) }' "$top/parser/config.def" >table
awk '/^\.Ss \[/ { section = $2; gsub(/[][]/, "", section) }
	/^\.Sh/ { section = "" }
	section && /^\.It (Cm|Ar) / { print section, $3 }' "$top/cmd/pmconfig.5" >page
same "pmconfig(5) has the keys of config.def" page table
is "the table is not empty" "$([ "$(wc -l <table)" -gt 10 ] && echo full)" full
awk -F'"' '/^PM_KEY.*"[^"]*\|/ { n = split($(NF - 1), words, "|"); for (i = 1; i <= n; i++) print words[i] }' "$top/parser/config.def" >words
for word in $(cat words) idea open started done dropped heading table list bullet none; do
	ok "the page names $word" grep -qw -e "$word" "$top/cmd/pmconfig.5"
done
awk '/^\.Ed/ { on = 0 } on; /^\.Bd -literal/ { on = 1 }' "$top/cmd/pmconfig.5" | sed 's/\\&//' >example
is "the example is there" "$(grep -c = example | awk '{ print ($1 > 10) }')" 1
ok "the example has nothing to complain of" "$PM_BUILD/tests/unit/test_config" check example
ok "the page is clean" mandoc -T lint -W warning "$top/cmd/pmconfig.5"
done_testing
