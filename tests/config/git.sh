#!/bin/sh
# git: our reading of a configuration is git's: the same keys and values, and what git refuses is a finding.
. "$(dirname "$0")/../lib.sh"
need git awk
list=$PM_BUILD/tests/unit/test_config

# agree NAME: reads ./file both ways.
agree() {
	git config -f file --null --list >theirs 2>/dev/null
	test_theirs=$?
	"$list" list file >ours
	test_ours=$?
	if [ "$test_theirs" -eq 0 ]; then
		[ "$test_ours" -eq 0 ] && cmp -s theirs ours
	else
		[ "$test_ours" -eq 1 ]
	fi
	test_status=$?
	result "$test_status" "$1"
	[ "$test_status" -eq 0 ] && return
	echo "# git $test_theirs, we $test_ours"
	od -c file | head -n 20 | comment
	tr '\0' '\1' <theirs | cat -v | comment git
	tr '\0' '\1' <ours | cat -v | comment we
}

# hand TEXT: printf's escapes are read.
hand() {
	printf "$1" >file
	agree "by hand: $1"
}

hand ''
hand '\n\n# nothing\n; at all\n'
hand '[a]\nx = 1\n'
hand '[a]\r\nx = 1\r\n\r\ny\r\n'
hand '\357\273\277[a]\nx = 1\n'
hand '[A "B c"]\nX = 1\n[A.B]\nX = 2\n'
hand '[a "b\\"c\\\\d\\e.f"]\nx = 1\n'
hand '[a "b\n"]\nx = 1\n'
hand '[a "b]\nx = 1\n'
hand '[a ""]\nx = 1\n[a.]\ny\n[.b]\nz\n[a..b]\nx\n'
hand '[a.b "c.d"]\nx = 1\n'
hand '[a \t  "b"]\nx = 1\n'
hand '[a "b" ]\nx = 1\n'
hand '[ a]\nx = 1\n'
hand '[a b]\nx = 1\n'
hand '[a_b]\nx = 1\n'
hand '[]\nx = 1\n'
hand '[a\nx = 1\n'
hand '[a]x=1\n[b][c]y\n[d] # note\nz ; \n'
hand '[a] x = 1 ; y\n'
hand '[a]\nx y\n'
hand '[a]\nx # note\n'
hand '[a]\nx : 1\n'
hand '[a]\nx_y = 1\n'
hand '[a]\n1 = 1\n'
hand '[1]\nx1-y = 1\n'
hand '[a]\nx = "a # b" # c\ny = a;b\nz = "a\\tb\\n\\"\\\\" c\n'
hand '[a]\nx = a\\\n  b\\\n c\ny = \\\n\nz = a \\\n# b\n'
hand '[a]\nx = "a\\\n b"\n'
hand '[a]\nx = "a\n'
hand '[a]\nx = a\\'
hand '[a]\nx = a\\q\n'
hand '[a]\nx =\ny = ""\nz = "" a\n'
hand '[a]\nx = a   b   \n'
hand '[a]\nx = " a "  b " "\n'
hand '[a]\nx = 1\nX = 2\n[A]\nx = 3\n'
hand '[a]\nx = \303\244\377\n'
hand '[a]\nx = a\fb\n\f\n'
hand '[a]\nx = 1 \r 2\r\ry\n'
hand 'x = 1\n'
hand '[a]\n= 1\n'
hand '[a]\nx == 1\n'
hand '[include]\n\tpath = nowhere\n[a]\nx = 1\n'

# Files of the pieces that the syntax is made of; a run of blanks in a value is one git version's blank and another's tab, so that
# no tab stands there outside quotes.
awk 'BEGIN {
	srand(1)
	n = split("[a] [b.c] [A\\_\"B\"] [a\\_\"x\\\\\"y\"] [ ] \" \\ # ; = == \\n \\n \\n \\n \\_ \\_ x x= x\\_=\\_ key\\_=\\_ Key-2= a b1 ä . - _ " \
		"\\\\n \\\\t \\\\\\\\ \\\\\" \\\\q \\\\\\n \\r \\r\\n \"a\\_#b\" \"a\\_;\\_b\" [d]\\n [e\\_\"f\"]\\n x=1\\n y\\n z=\"q\"\\n", piece, " ")
	for (file = 1; file <= 400; file++) {
		text = int(rand() * 3) ? "[s]\n" : ""
		for (k = int(rand() * 14); k >= 0; k--) {
			p = piece[1 + int(rand() * n)]
			out = ""
			for (i = 1; i <= length(p); i++) {
				c = substr(p, i, 2)
				if (c == "\\n") { out = out "\n"; i++ }
				else if (c == "\\r") { out = out "\r"; i++ }
				else if (c == "\\_") { out = out " "; i++ }
				else if (c == "\\\\") { out = out "\\"; i++ }
				else out = out substr(p, i, 1)
			}
			text = text out
		}
		name = sprintf("made.%03d", file)
		printf "%s", text >name
		close(name)
	}
}'
for made in made.*; do
	cp "$made" file
	agree "$made"
done
is "there are files that git takes and files that it refuses" \
	"$(for made in made.*; do git config -f "$made" --list >/dev/null 2>&1 && echo taken || echo refused; done | sort | uniq -c |
		awk '{ print ($1 > 50 ? "many" : "few"), $2 }' | tr '\n' ' ')" "many refused many taken "
done_testing
