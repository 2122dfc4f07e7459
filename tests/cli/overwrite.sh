#!/bin/sh
# overwrite.sh: what was read is never written over, and nothing is written where it would not be found again.
. "$(dirname "$0")/../lib.sh"

printf '# Backlog\n\n## PAY-1 Pay by card\n\n- Status: ready\n' >BACKLOG.md
cp BACKLOG.md before

run pm-render report -f html:BACKLOG.md
is 'a report over the backlog: status' $status 2
has 'a report over the backlog: said' "$err" "'BACKLOG.md' is a file of the product, and was read: name another file"
same 'the backlog is there' BACKLOG.md before
run pm-lint -f json:./BACKLOG.md
is 'findings over the backlog: status' $status 2
same 'the backlog is still there' BACKLOG.md before
mkdir sub
run pm-lint -C sub -f json:../BACKLOG.md
is 'the same by another way: status' $status 2
same 'and it is there' BACKLOG.md before
run pm-lint -f json:one -f text:one
is 'two outputs in one file: status' $status 2
has 'two outputs in one file: said' "$err" "two outputs go to 'one'"
nok 'and none is written' test -e one

run pm-lint --baseline BACKLOG.md --write-baseline
is 'a baseline over the backlog: status' $status 2
has 'a baseline over the backlog: said' "$err" 'is no baseline'
same 'the backlog is no baseline' BACKLOG.md before
run pm-lint --baseline known --write-baseline
is 'a baseline: status' $status 0
run pm-lint --baseline known --write-baseline
is 'a baseline over a baseline: status' $status 0
cp known known.before
run pm-lint --baseline known -f json:./known
is 'findings over the baseline: status' $status 2
has 'findings over the baseline: said' "$err" "'./known' is the baseline: name another file"
same 'and it is there' known known.before
run pm-lint -f json:one -f text:./one
is 'two outputs in one file, by two ways: status' $status 2

git init -q .
git add BACKLOG.md && git commit -q -m one && git tag v1.0.0
sed -i 's/ready/done/' BACKLOG.md && git commit -q -a -m two
printf '# Changelog\n\n<!-- never closed\n' >CHANGELOG.md
cp CHANGELOG.md before
run pm-render notes --prepend CHANGELOG.md --release 1.1.0
is 'a version inside a comment: status' $status 2
has 'a version inside a comment: said' "$err" 'Nothing was written'
same 'the changelog is as it was' CHANGELOG.md before
run pm-render notes --prepend NEW.md --release '1.1](javascript:x) [y'
is 'a version that is none: status' $status 2
nok 'and nothing is written' test -e NEW.md
run pm-render changes A..B
has 'a short name is no object' "$err" "unknown revision 'B'"

for select in kind=stroy class=opn place=archive; do
	run pm-lint --select "$select"
	is "$select: status" $status 2
	has "$select: said" "$err" 'do you mean'
done

# What git keeps for itself is no place for a report; a message for a hook is.
cp .git/config config.before
run pm-lint -f json:.git/config
is "findings over git's configuration: status" $status 2
has "findings over git's configuration: said" "$err" "'.git/config' is git's own: name another file"
same "git's configuration is there" .git/config config.before
run pm-render items -f text:.git/COMMIT_EDITMSG
is "a file for a hook in git's folder: status" $status 0
done_testing
