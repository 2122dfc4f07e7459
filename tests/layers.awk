# layers: the rules of the house that a script can see.  Reads tests/order.txt first, then every source; prints TAP.

function problem(rule, what) {
	problems[rule] = problems[rule] "# " what "\n"
}

# The place of a file in the written order: 0 where it has none.  The file's own entry decides, then its module's, then the longest
# pattern that fits.
function rank(file,    module, i, best) {
	if (file in ranks)
		return ranks[file]
	module = base(file)
	if (file in entry_of || module in entry_of)
		return ranks[file] = file in entry_of ? entry_of[file] : entry_of[module]
	for (i = 1; i <= entries; i++)
		if (peers[i] && index(module, stem[i]) == 1 && (!best || length(stem[i]) > length(stem[best])))
			best = i
	return ranks[file] = best + 0
}

# The line without comments, with strings and characters emptied.
function code(line,    at, kept, token) {
	kept = ""
	while (line != "") {
		if (comment) {
			at = index(line, "*/")
			if (!at)
				return kept
			line = substr(line, at + 2)
			comment = 0
			continue
		}
		if (!match(line, /"([^"\\]|\\.)*"|'([^'\\]|\\.)*'|\/\*|\/\//))
			return kept line
		token = substr(line, RSTART, 2)
		kept = kept substr(line, 1, RSTART - 1)
		if (token == "//")
			return kept
		if (token == "/*")
			comment = 1
		else
			kept = kept substr(token, 1, 1) substr(token, 1, 1)
		line = substr(line, RSTART + RLENGTH)
	}
	return kept
}

# Does the code call, or name, one of the words of a pattern?
function names(text, words) {
	return text ~ ("(^|[^A-Za-z0-9_>.])(" words ")([^A-Za-z0-9_]|$)")
}
function calls(text, words) {
	return text ~ ("(^|[^A-Za-z0-9_>.])(" words ")[ \t]*\\(")
}

function included(header,    place, library) {
	if (header ~ /^</) {
		library = header
		if (library ~ /^<(cmark|git2|pcre2|yaml)\.h>$|^<git2\//) {
			sub(/\/.*/, ".h>", library)
			if (users[library] != FILENAME) {
				users[library] = users[library] (users[library] ? " " : "") FILENAME
				user_count[library]++
			}
		}
		return
	}
	gsub(/"/, "", header)
	if (header ~ /\.def$/)
		return
	place = rank(header)
	if (!place)
		problem(2, here ": includes \"" header "\", which tests/order.txt does not name")
	else if (mine && (place > mine || (place == mine && peers[place] && base(header) != base(FILENAME))))
		problem(2, here ": includes \"" header "\", which stands below " entry[mine] " in tests/order.txt")
	if (FILENAME ~ /^formats\/write_/ && header ~ /^parser\// && header !~ /^parser\/(mem|str|date|rng)\.h$/ &&
	    header != "parser/markdown.h")
		problem(4, here ": a writer knows only the report; it includes \"" header "\"")
}

# The columns of a line: tabs go to the next eighth, and only the first byte of a character counts.
function columns(line,    at, width) {
	while (at = index(line, "\t")) {
		width += at - 1
		width += 8 - width % 8
		line = substr(line, at + 1)
	}
	gsub(/[\200-\277]/, "", line)
	return width + length(line)
}

function base(file) {
	sub(/\.[a-z]+$/, "", file)
	return file
}

# The words of a view: its literals that a reader of the report would read, and that formats/words.h should have.  What is said to
# whoever runs the program (err), to machines (json) and in --help stands where it belongs.
function words_in(line,    token, inside, whole) {
	statement = statement " " line
	whole = line
	if (line ~ /^\t\{"[a-z]+", "/ || statement ~ /\([ \t]*err,|json|\.summary|pm_out[zf]?\(|fit_names|strcmp|_i?eqc\(/)
		line = ""
	inside = line
	while (match(inside, /"([^"\\]|\\.)*"/)) {
		token = substr(inside, RSTART + 1, RLENGTH - 2)
		inside = substr(inside, RSTART + RLENGTH)
		gsub(/%[-+0#]*(\*|[0-9]+)?(\.(\*|[0-9]+))?(l|ll|z)?[a-z]/, " ", token)
		if (token ~ /[A-Za-z][,;:]? [A-Za-z]/ || token ~ /^ ?[A-Z][a-z]/)
			problem(10, here ": says \"" token "\"")
	}
	if (whole ~ /[;{}][ \t]*$/ || whole == "")
		statement = ""
}

# One X-macro list: which names it has.
function listed(file, macro,    line, name) {
	while ((getline line < file) > 0)
		if (line ~ ("^" macro "\\(")) {
			name = line
			sub(/^[^(]*\(/, "", name)
			sub(/[,)].*/, "", name)
			if ((file, name) in has)
				problem(6, file ": " name " stands there twice")
			has[file, name] = 1
			count[file]++
			lists[file, count[file]] = name
		}
	close(file)
}

# Every name of the list has its file, and the other way round.
function paired(file, macro, prefix,    i, name, source) {
	listed(file, macro)
	for (i = 1; i <= count[file]; i++)
		if (!((prefix lists[file, i] ".c") in seen))
			problem(6, file ": " lists[file, i] " has no file " prefix lists[file, i] ".c")
	for (source in seen)
		if (index(source, prefix) == 1 && source ~ /\.c$/) {
			name = substr(source, length(prefix) + 1)
			sub(/\.c$/, "", name)
			if (!((file, name) in has))
				problem(6, source ": " file " has no line for it: " macro "(" name ")")
		}
}

FILENAME == "tests/order.txt" {
	if ($0 == "" || /^#/)
		next
	entry[++entries] = $0
	if ($0 in entry_of)
		problem(1, FILENAME ":" FNR ": " $0 " stands there twice")
	entry_of[$0] = entries
	if (sub(/\*$/, "")) {
		peers[entries] = 1
		stem[entries] = $0
	}
	next
}

FNR == 1 {
	seen[FILENAME] = 1
	comment = 0
	mine = rank(FILENAME)
	if (!mine)
		problem(1, FILENAME ": tests/order.txt has no entry for it")
	module = FILENAME
	sub(/.*\//, "", module)
	sub(/\.[a-z]+$/, "", module)
	if (FILENAME ~ /^parser\/rules\//)
		gsub(/_/, "-", module)
	if (FILENAME !~ /\.def$/ && index($0, "/* " module ": ") != 1)
		problem(7, FILENAME ":1: opens with \"/* " module ": what it is. */\"")
}

{
	here = FILENAME ":" FNR
	if (FILENAME !~ /\.def$/ && length($0) > 100 && !/"/ && columns($0) > 132)
		problem(7, here ": is longer than 132 columns")
	if (/[ \t]$/ || /^ +[^ *]/ && FILENAME ~ /\.[ch]$/ && !comment)
		problem(7, here ": ends in blanks, or is indented with them")
	if (!comment && /^[ \t]*#[ \t]*include/)
		included($0 ~ /</ ? substr($0, index($0, "<")) : substr($0, index($0, "\"")))
	spoken = $0
	if (!comment && FILENAME ~ /^formats\/(view_|section_|page\.c|rank_)/ && spoken !~ /^[ \t]*(\/\*|#)/)
		words_in(spoken)
	text = code($0)
	if (text !~ /^[ \t]*#/ && calls(text, "strcpy|strcat|sprintf|vsprintf|strncpy|strncat|strtok|strtok_r|gets|atoi|atol|atoll|atof|alloca|localtime|localtime_r|gmtime|ctime|ctime_r|asctime|mktime|system|popen|tmpnam|mktemp|rand|srand"))
		problem(5, here ": calls what nobody may call: " $0)
	if (FILENAME ~ /^cmd\//)
		next
	if (FILENAME != "parser/mem.c" && (calls(text, "exit|_exit|_Exit|abort|printf|vprintf|puts|putchar|perror") || names(text, "stdout|stderr")))
		problem(3, here ": prints or exits: " $0)
	if (calls(text, "time|clock|clock_gettime|gettimeofday|setlocale|newlocale|uselocale") ||
	    (FILENAME != "parser/git.c" && calls(text, "getenv|secure_getenv")))
		problem(8, here ": asks the clock, the locale or the environment: " $0)
}

END {
	for (library in users)
		if (user_count[library] != 1)
			problem(9, library " is included by " users[library])
	paired("parser/rules.def", "PM_RULE", "parser/rules/")
	paired("parser/methods.def", "PM_METHOD", "parser/methods/")
	paired("formats/formats.def", "PM_FORMAT", "formats/write_")
	paired("formats/findings.def", "PM_FINDINGS_FORMAT", "formats/lint_")
	paired("formats/views.def", "PM_VIEW", "formats/view_")
	for (i = 1; i <= entries; i++) {
		found = 0
		for (source in seen)
			if (rank(source) == i)
				found = 1
		if (!found)
			problem(1, "tests/order.txt: " entry[i] " fits no source")
	}

	rules[1] = "every source is in tests/order.txt, and every entry fits one"
	rules[2] = "a file includes only headers of its own module or of one above it"
	rules[3] = "nothing below cmd/ prints or exits"
	rules[4] = "formats/write_*.c know the report and nothing of the model"
	rules[5] = "no function that is banned"
	rules[6] = "every rule, method, format and view has its line in its list, and the other way round"
	rules[7] = "files open with what they are; tabs; at most 132 columns"
	rules[8] = "nothing below cmd/ asks the clock, the locale or the environment"
	rules[9] = "each library is included by one file"
	rules[10] = "views have their words from formats/words.h"
	for (i = 1; i in rules; i++) {
		printf "%s %d - %s\n", i in problems ? "not ok" : "ok", i, rules[i]
		if (i in problems)
			printf "%s", problems[i]
		failed += i in problems
	}
	print "1.." i - 1
	exit failed > 0
}
