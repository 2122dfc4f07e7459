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
rm .git/index
run pm-lint -f json:.git/index
is 'nor where git has none yet' "$status $(test -e .git/index && echo there)" '2 '
git reset -q

# A link of the tree that leads out of it is not followed: who may add a link may not choose what is written over.
git init -q links && cp BACKLOG.md links && cd links || exit 1
git add BACKLOG.md && git commit -q -m one && git tag v1.0.0 && sed -i 's/done/ready/' BACKLOG.md && git commit -q -a -m two
printf 'secret\n' >../key
ln -s ../key out.html && mkdir ../outside && ln -s ../outside reports && ln -s ../nowhere.html gone.html
for file in out.html ./out.html "$PWD/out.html" reports/a.html reports/../out.html; do
	run pm-render report -f "html:$file"
	is "through a link, $file: status" $status 2
	has "through a link, $file: said" "$err" 'leads out of the repository, and is not followed'
done
run pm-render report -f html:gone.html
is 'through a link to nowhere: status' $status 2
run pm-lint -f json:out.html
is 'pm-lint through a link: status' $status 2
run pm-rank -f csv:out.html
is 'pm-rank through a link: status' $status 2
run pm-lint --baseline out.html --write-baseline
is 'a baseline through a link: status' $status 2
run pm-render notes --prepend reports/NEW.md --release 1.1.0
is 'a changelog through a link: status' $status 2
is 'what they lead to is as it was' "$(cat ../key) $(ls ../outside) $(test -e ../nowhere.html && echo there)" 'secret  '
mkdir real && ln -s real inside
run pm-render report -f html:inside/report.html
is 'a link inside the tree is followed' "$status $(ls real)" '0 report.html'
run pm-render report -f html:../outside/report.html
is 'a path out of the tree is no link' "$status $(ls ../outside)" '0 report.html'

cd .. || exit 1

# The configuration that was read, and a backlog for a changelog.
printf '[rank]\n\tmethod = priority\n' >.pmconfig && cp .pmconfig config.before
run pm-lint -f json:.pmconfig
is 'findings over the configuration: status' $status 2
same 'and it is there' .pmconfig config.before
cp BACKLOG.md before
run pm-render notes --prepend BACKLOG.md --release 1.1.0
is 'a version into the backlog: status' $status 2
same 'and the backlog is as it was' BACKLOG.md before
printf '[lint]\n\tbaseline = .git/hooks/pre-push\n' >.pmconfig
run pm-lint --write-baseline
is 'a baseline among the hooks: status' $status 2
nok 'and none is written' test -e .git/hooks/pre-push
rm .pmconfig

# A file that is read-only is meant to stay.
printf '# Backlog\n\n## PAY-1 Pay by card\n\n- Status: ready\n- Estmate: 3\n' >BACKLOG.md
cp BACKLOG.md before && chmod 444 BACKLOG.md
run pm-lint --only read-field --unsafe-fixes --fix
is 'a fix in a read-only file: status' $status 2
has 'a fix in a read-only file: said' "$err" 'it is read-only; make it writable if it may change'
same 'and it is as it was' BACKLOG.md before
printf 'kept\n' >kept.html && chmod 444 kept.html
run pm-render report -f html:kept.html
is 'a report over a read-only file' "$status $(cat kept.html)" '2 kept'

# What cannot be read at all takes no page away.
for what in 'pm-render notes v9..v10 -f markdown' 'pm-render changes v9..v10 -f html' 'pm-render report --rev nope -f html' \
	'pm-rank --rev nope -f csv' 'pm-lint --rev nope -f text'; do
	echo kept >page
	run $what:page
	is "$what: status" $status 2
	has "$what: said" "$err" 'unknown revision'
	is "$what: and the page is as it was" "$(cat page)" kept
done
run pm-lint --rev nope -f json:page
has 'a machine format says itself what could not be done' page 'nope'

run pm-render report --until 2027-01-01
is '--until of another view: status' $status 2
has '--until of another view: said' "$err" '--until is for the view forecast'
run pm-render forecast --until ''
is '--until without a date: status' $status 2
run pm-render notes --release 1.2.0 --check CHANGELOG.md
has 'what a changelog lacks is put before the rest' "$out" 'into a changelog: --prepend CHANGELOG.md'
done_testing
