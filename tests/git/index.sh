#!/bin/sh
# index: what is staged, in every kind of commit and every state of the index.
. "$(dirname "$0")/../lib.sh"
probe=$PM_BUILD/tests/unit/test_git
need git "$probe"

git init -q repo
cd repo || exit 1
mkdir docs
printf 'old\n' >a.md
printf 'old\n' >docs/b.md
git add -A && git commit -qm first

# A hook that writes down what the index holds, seen from where git starts it and from a folder below.
mkdir "$work/said"
cat >.git/hooks/pre-commit <<END
#!/bin/sh
echo "\${GIT_INDEX_FILE:-none}" >"$work/said/file"
"$probe" read index a.md >"$work/said/a" 2>&1
"$probe" read index docs/b.md >"$work/said/b" 2>&1
"$probe" list index >"$work/said/list" 2>&1
"$probe" root >"$work/said/root" 2>&1
mkdir -p docs && cd docs && "$probe" read index a.md >"$work/said/below" 2>&1
exit 0
END
chmod +x .git/hooks/pre-commit

said() {
	is "$1: a.md" "$(cat "$work/said/a")" "$2"
	is "$1: docs/b.md" "$(cat "$work/said/b")" "$3"
	is "$1: from a folder below" "$(cat "$work/said/below")" "$2"
	is "$1: the root" "$(cat "$work/said/root")" "$4"
}

printf 'staged\n' >a.md
git add a.md
printf 'not staged\n' >a.md
printf 'not staged\n' >docs/b.md
git commit -qm plain
said 'git commit' staged old "$work/repo"

git commit -qam all
said 'git commit -a' 'not staged' 'not staged' "$work/repo"
has 'git commit -a has an index of its own' "$work/said/file" index.lock

printf 'third\n' >a.md
printf 'third\n' >docs/b.md
git add a.md
git commit -qm path docs/b.md
said 'git commit PATH' 'not staged' third "$work/repo"
has 'git commit PATH has an index of its own' "$work/said/file" next-index-
git reset -q --hard

(cd docs && printf 'fourth\n' >b.md && git commit -qam below)
said 'git commit -a in a folder below' 'not staged' fourth "$work/repo"

git worktree add -q ../linked -b linked
(cd ../linked && printf 'fifth\n' >a.md && git commit -qam linked)
said 'git commit -a in a worktree' fifth fourth "$work/linked"
(cd ../linked/docs && printf 'sixth\n' >b.md && git commit -qm path b.md)
said 'git commit PATH in a worktree' fifth sixth "$work/linked"

# git hands GIT_DIR on as it was given: a relative one leads nowhere from a folder below, for git too.
git --git-dir="$PWD/.git" --work-tree=. commit -q --allow-empty -m env
said 'git --git-dir --work-tree commit' 'not staged' fourth "$work/repo"
rm .git/hooks/pre-commit

# GIT_INDEX_FILE: an absolute path, and one from the top of the work tree.
cp .git/index "$work/other"
printf 'other\n' >new.md
GIT_INDEX_FILE=$work/other git add new.md
GIT_INDEX_FILE=$work/other run "$probe" read index new.md
is 'an absolute GIT_INDEX_FILE' "$(cat "$out")" other
cp "$work/other" .git/other
cd docs || exit 1
GIT_INDEX_FILE=.git/other run "$probe" read index new.md
is 'a relative GIT_INDEX_FILE is meant from the top' "$(cat "$out")" other
cd ..
run "$probe" read index new.md
is 'without it, the repository'\''s own' "$status" 1
GIT_INDEX_FILE=$work/not-there run "$probe" list index
is 'an index that is not there holds nothing, as for git' "$status $(cat "$out")" '0 '
rm new.md

# States of entries.
printf 'later\n' >later.md
mkdir only && printf 'later\n' >only/later.md
git add -N later.md only/later.md
run "$probe" list index
hasnt 'what is only intended to be added is not listed' "$out" later.md
hasnt 'nor is its folder' "$out" only
run "$probe" read index later.md
is 'nor is it read' "$status $(cat "$err")" '1 absent'
git reset -q
rm -r later.md only

git update-index --skip-worktree docs/b.md
rm docs/b.md
run "$probe" read index docs/b.md
is 'an entry that the work tree leaves out' "$(cat "$out")" fourth
git update-index --no-skip-worktree docs/b.md
git checkout -q docs/b.md

# A conflict: both changed, we deleted, they deleted, both added, a file against a folder.
git checkout -q -b base
printf 'base\n' | tee both.md ours-deleted.md theirs-deleted.md >split
git add -A && git commit -qm base
git checkout -q -b theirs
printf 'theirs\n' | tee both.md ours-deleted.md >added.md
git rm -q theirs-deleted.md split
mkdir split && printf 'theirs\n' >split/inside.md
git add -A && git commit -qm theirs
git checkout -q -b ours base
printf 'ours\n' | tee both.md theirs-deleted.md added.md >split
git rm -q ours-deleted.md
git add -A && git commit -qm ours
git merge -q theirs >"$work/merge" 2>&1
ok 'the merge has conflicts' grep -q '^CONFLICT' "$work/merge"
run "$probe" list index
is 'a path in conflict is listed once' "$(grep -c ' both.md$' "$out")" 1
for pair in both.md:ours theirs-deleted.md:ours added.md:ours ours-deleted.md:theirs split/inside.md:theirs; do
	run "$probe" read index ${pair%:*}
	is "in a conflict ${pair%:*} is ${pair#*:}" "$(cat "$out")" "${pair#*:}"
	run "$probe" list index
	has "${pair%:*} is listed" "$out" "file ${pair%:*}"
done
run "$probe" read HEAD both.md
is 'HEAD is ours' "$(cat "$out")" ours
git merge --abort

# The case of letters: the order stays bytewise where git is told not to tell them apart.
touch B.md a0.md C.md
git add -A
run "$probe" list index
cp "$out" "$work/expected"
git config core.ignorecase true
run "$probe" list index
same 'core.ignorecase changes no order' "$out" "$work/expected"
run "$probe" stat index b.MD
is 'nor what a name means' "$(cat "$out")" absent
git config core.ignorecase false
git commit -qm case

# Index formats.
git update-index --index-version 4
run "$probe" list index
same 'version 4 of the index' "$out" "$work/expected"
mended() { # NAME: libgit2 reads this index, or what is said mends it
	run "$probe" list index
	if [ "$status" -ne 0 ]; then
		ok "$1: the mend runs" sh -c "$(sed -n 's/.* run: \(git .*\)/\1/p' "$err")"
		run "$probe" list index
	fi
	same "$1 is read, or is once mended" "$out" "$work/expected"
}
git update-index --split-index
mended 'a split index'
git update-index --no-split-index
git sparse-checkout set --cone --sparse-index docs
mended 'a sparse index'
git sparse-checkout reapply --no-sparse-index
run "$probe" list HEAD
same 'with extensions.worktreeConfig a commit is read' "$out" "$work/expected"
git sparse-checkout disable

# git 2.40 and later can leave the checksum out.
size=$(wc -c <.git/index)
cp .git/index "$work/whole"
{ head -c $((size - 20)) "$work/whole"; head -c 20 /dev/zero; } >.git/index
mended 'an index without checksum'

# A damaged index is said, never half read.
head -c 200 "$work/whole" >.git/index
run "$probe" list index
is 'a truncated index is an error' "$status" 2
has 'that says what it is of' "$err" "cannot read the index of $work/repo"
printf 'no index at all' >.git/index
run "$probe" list index
is 'what is no index is an error' "$status" 2
mended 'what is no index'
rm .git/index
run "$probe" list index
is 'no index holds nothing, as for git' "$status $(cat "$out")" '0 '

done_testing
