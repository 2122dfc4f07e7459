#!/bin/sh
# revisions: what git names, days, merge bases; and what is said of names that are none.
. "$(dirname "$0")/../lib.sh"
probe=$PM_BUILD/tests/unit/test_git
need git "$probe"

# commit DATE TEXT: a.md holds TEXT; prints the object name.
commit() {
	printf '%s\n' "$2" >a.md
	git add a.md
	GIT_AUTHOR_DATE=$1 GIT_COMMITTER_DATE=$1 git commit -q -m "$2"
}

git init -q repo
cd repo || exit 1
run "$probe" list HEAD
is 'without a commit: an error' "$status" 2
has 'that names the branch' "$err" "branch 'main' has no commit yet; make the first one with: git commit"
run "$probe" list 'HEAD~1'
has 'also for what lies behind HEAD' "$err" "branch 'main' has no commit yet"
run "$probe" list 2026-03-01
has 'also for a day' "$err" "branch 'main' has no commit yet"
run "$probe" base main
is 'also for a merge base' "$status" 2

commit '2026-03-01T10:00:00Z' one
git tag -a v1.0 -m 'version 1.0'
commit '2026-03-03T23:30:00-02:00' two
git branch side
git checkout -q side
printf 'side\n' >side.md && git add side.md
GIT_COMMITTER_DATE='2026-03-05T10:00:00Z' git commit -q -m side
git checkout -q main
commit '2026-03-06T10:00:00Z' three
GIT_COMMITTER_DATE='2026-03-08T10:00:00Z' git merge -q --no-ff -m merge side
commit '2026-03-09T10:00:00Z' four
git tag light
git update-ref refs/remotes/origin/release HEAD~1

names() { # REV NAME-OF-TEST WHAT-GIT-CALLS-IT
	run "$probe" label "$1"
	is "$2" "$(cat "$out" "$err")" "commit $(git rev-list -1 "$3" -- | cut -c 1-7)"
}
names HEAD 'HEAD' HEAD
names @ '@' HEAD
names main 'a branch' main
names refs/heads/side 'a full name' side
names origin/release 'a remote branch' HEAD~1
names v1.0 'an annotated tag is its commit' v1.0
names light 'a light tag' HEAD
names HEAD~2 'an ancestor' HEAD~2
names HEAD~1^2 'a second parent' side
names main~1 'an ancestor of a branch' HEAD~1
names 'HEAD@{1}' 'the log of HEAD' 'HEAD@{1}'
names ':/three' 'a word of a message' ':/three'
full=$(git rev-parse side)
names "$full" 'a full object name' side
names "$(echo "$full" | cut -c 1-8)" 'a short object name' side

# A day is the last first-parent commit of HEAD by its end, in UTC; the side branch does not count.
names 2026-03-01 'a day with a commit' ':/one'
names 2026-03-02 'a day without one' ':/one'
names 2026-03-03 'a zone behind UTC: the commit is of the next day' ':/one'
names 2026-03-04 'the next day' ':/two'
names 2026-03-05 'the side branch has a commit that day' ':/two'
names 2026-03-07 'the day before the merge' ':/three'
names 2026-03-08 'the day of the merge' HEAD~1
names 2030-01-01 'a day to come' HEAD
run "$probe" label 2026-02-28
is 'before the first commit: an error' "$status" 2
has 'that says which is the first' "$err" 'no commit of HEAD is as old as 2026-02-28; the first that is here is of 2026-03-01'
run "$probe" label 2026-02-30
has 'no day: a revision that is not there' "$err" "unknown revision '2026-02-30'"
git tag 2026-03-04 side
names 2026-03-04 'what git names so goes first' side
git tag -d 2026-03-04 >"$out"
git checkout -q side
names 2026-03-04 'a day of another HEAD' ':/two'
git checkout -q --detach main
names 2026-03-04 'a day of a detached HEAD' ':/two'
names HEAD 'a detached HEAD' main
git checkout -q main

# Names that are none.
unknown() {
	run "$probe" label "$1"
	is "'$1': an error" "$status" 2
	has "'$1': $2" "$err" "$2"
}
unknown mian "unknown revision 'mian'; did you mean 'main'?"
unknown v1.1 "unknown revision 'v1.1'; did you mean 'v1.0'?"
unknown origin/relase "did you mean 'origin/release'?"
unknown release "did you mean 'origin/release'?"
unknown mian~3 "did you mean 'main'?"
unknown nothing-like-it 'see: git branch --all, git tag; for what a remote has, run first: git fetch'
unknown HEAD~99 "'HEAD' is there, but not what is asked of it; see: git log --oneline"
unknown main:missing.md "'main' is there, but not what is asked of it"
unknown 'main..side' "unknown revision 'main..side'"
unknown '' "unknown revision ''"
unknown 'HEAD:a.md' 'names a blob'
unknown 0123456789012345678901234567890123456789 'unknown revision'

# Merge bases.
run "$probe" base side
is 'a merge base' "$(cat "$out")" "$(git merge-base side HEAD)"
run "$probe" base HEAD~2
is 'the base with an ancestor is the ancestor' "$(cat "$out")" "$(git rev-parse HEAD~2)"
run "$probe" base v1.0
is 'the base with an annotated tag' "$(cat "$out")" "$(git rev-parse 'v1.0^{commit}')"
run "$probe" base 2026-03-04
is 'the base with a day' "$(cat "$out")" "$(git rev-parse ':/two')"
git checkout -q --orphan other
git commit -q -m other
run "$probe" base main
is 'no common commit: an error' "$status" 2
has 'that says so' "$err" "HEAD and 'main' have no commit in common"
run "$probe" base 'main^{tree}'
has 'the base with a tree' "$err" "'main^{tree}' names a tree"
git checkout -q main

# A short name that fits several objects: as many blobs as it takes.
i=0
while [ $i -lt 400 ]; do
	i=$((i + 1))
	echo $i >"$work/blob"
	git hash-object -w "$work/blob"
done | cut -c 1-4 | sort | uniq -d | head -n 1 >"$work/short"
ok 'there is an ambiguous name' test -s "$work/short"
unknown "$(cat "$work/short")" 'fits several objects; write more of its digits'

done_testing
