# lib.sh: what every test script starts with.  It prints TAP.
#
#   . "$(dirname "$0")/../lib.sh"
#   run pm-lint -C shop                  runs it: $status, and the files $out and $err
#   is "what is tested" GOT EXPECTED     two strings are equal
#   ok "what is tested" COMMAND ...      a command succeeds
#   nok "what is tested" COMMAND ...     a command ends with status 1 or more, and not by a signal
#   same "what is tested" FILE EXPECTED  two files are equal (EXPECTED may be - for standard input)
#   has "what is tested" FILE TEXT       a file has a line with TEXT in it; hasnt: it has none
#   done_testing                         the last line: without it the script counts as dead
#
# A script starts in an empty folder of its own, $work, which is removed at its end, with a HOME in it; $top is the project.  The
# programs stand in PATH.  Nothing of the user's settings comes through.

set -u
top=$(cd "$(dirname "$0")" && while [ ! -e tests/lib.sh ] && [ "$PWD" != / ]; do cd ..; done && pwd -P)
PM_BUILD=${PM_BUILD:-$top/build}
PATH=$PM_BUILD:$PATH
work=$(mktemp -d "${TMPDIR:-/tmp}/pm-test.XXXXXX") && work=$(cd "$work" && pwd -P) || exit 1
trap 'cd / && chmod -R u+rwx "$work" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir "$work/.home"
HOME=$work/.home
XDG_CONFIG_HOME=$HOME/.config
LC_ALL=C.UTF-8
TZ=UTC
TERM=dumb
for name in $(env | sed -n 's/^\(GIT_[A-Z_]*\)=.*/\1/p') SOURCE_DATE_EPOCH NO_COLOR CLICOLOR CLICOLOR_FORCE COLUMNS LANGUAGE; do
	unset "$name"
done
GIT_CONFIG_NOSYSTEM=1
GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.org GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.org
GIT_AUTHOR_DATE='2026-01-02T03:04:05Z' GIT_COMMITTER_DATE='2026-01-02T03:04:05Z'
export top PM_BUILD PATH work HOME XDG_CONFIG_HOME LC_ALL TZ TERM GIT_CONFIG_NOSYSTEM \
	GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL GIT_AUTHOR_DATE GIT_COMMITTER_DATE
printf '[init]\n\tdefaultBranch = main\n[advice]\n\tdetachedHead = false\n' >"$HOME/.gitconfig"
out=$work/.out
err=$work/.err
status=0
test_count=0
test_failed=0
cd "$work" || exit 1

run() {
	status=0
	"$@" >"$out" 2>"$err" </dev/null || status=$?
}

# result STATUS NAME: one line of TAP.
result() {
	test_count=$((test_count + 1))
	if [ "$1" -eq 0 ]; then
		printf 'ok %d - %s\n' "$test_count" "$2"
		return
	fi
	test_failed=$((test_failed + 1))
	printf 'not ok %d - %s\n' "$test_count" "$2"
}

# Lines of standard input as TAP comments, with a label.
comment() {
	LC_ALL=C sed "s/^/# ${1-  }/"
}

is() {
	[ "$2" = "$3" ]
	result $? "$1"
	[ "$2" = "$3" ] || { printf '%s\n' "$2" | comment '     got '; printf '%s\n' "$3" | comment 'expected '; }
}

ok() {
	test_name=$1
	shift
	"$@" >"$work/.ok" 2>&1 </dev/null
	test_status=$?
	result "$test_status" "$test_name"
	[ "$test_status" -eq 0 ] || { echo "# status $test_status: $*"; head -n 40 "$work/.ok" | comment; }
}

nok() {
	test_name=$1
	shift
	test_status=0
	"$@" >"$work/.ok" 2>&1 </dev/null || test_status=$?
	[ "$test_status" -gt 0 ] && [ "$test_status" -lt 126 ]
	result $? "$test_name"
	[ "$test_status" -gt 0 ] && [ "$test_status" -lt 126 ] || { echo "# status $test_status: $*"; head -n 40 "$work/.ok" | comment; }
}

same() {
	test_status=0
	diff -u --label expected --label got "$3" "$2" >"$work/.ok" 2>&1 || test_status=1
	result "$test_status" "$1"
	[ "$test_status" -eq 0 ] || head -n 60 "$work/.ok" | comment
}

has() {
	grep -qF -e "$3" -- "$2"
	test_status=$?
	result "$test_status" "$1"
	[ "$test_status" -eq 0 ] || { echo "# no line has: $3"; head -n 40 "$2" | comment; }
}

hasnt() {
	test_status=0
	grep -qF -e "$3" -- "$2" && test_status=1
	result "$test_status" "$1"
	[ "$test_status" -eq 0 ] || { echo "# a line has: $3"; grep -F -e "$3" -- "$2" | head -n 10 | comment; }
}

# What a test needs and is not there fails it, by name: nothing is left out silently.
need() {
	for test_name; do
		command -v "$test_name" >/dev/null 2>&1 || { result 1 "$test_name is not installed: make deps-all"; done_testing; }
	done
}

done_testing() {
	echo "1..$test_count"
	[ "$test_failed" -eq 0 ]
	exit
}
