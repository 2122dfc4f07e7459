#!/bin/sh
# man.sh: the man pages say what the programs do.
. "$(dirname "$0")/../lib.sh"
need mandoc

# The names of options, one a line: from --help, and from the page.
help_options() {
	"$1" --help | sed -n 's/^  *\(-[-a-zA-Z, ]*\).*/\1/p' | grep -oE -e '--?[a-z][-a-z]*|-[A-Z]' | sort -u
}
page_options() {
	sed -n 's/^\.It \(Fl.*\)/\1/p' "$1" | awk '{
		for (i = 1; i <= NF; i++)
			if ($i == "Fl") {
				if ($(i + 1) == "Fl") { print "--" $(i + 2); i += 2 } else { print "-" $(i + 1); i++ }
			}
	}' | sort -u
}
for program in pm-lint pm-rank pm-render; do
	help_options $program >help.options
	page_options "$top/cmd/$program.1" >page.options
	ok "$program --help has options" [ "$(wc -l <help.options)" -gt 10 ]
	same "$program: the page has the options of --help" page.options help.options
done
pm-render | while read -r view rest; do
	grep -q "^\.It Cm $view\$" "$top/cmd/pm-render.1" || echo "$view"
done >missing.views
is 'the page of pm-render has every view' "$(cat missing.views)" ''
for page in "$top"/cmd/*.[1-8]; do
	ok "${page##*/} is clean" mandoc -T lint -W warning "$page"
done

done_testing
