#!/bin/sh
# trees: the files of a commit and of the index, beside what git itself lists and shows.
. "$(dirname "$0")/../lib.sh"
probe=$PM_BUILD/tests/unit/test_git
need git "$probe"

git init -q repo
cd repo || exit 1
mkdir -p a/deep/er docs empty
printf 'one\n' >a/one.md
printf 'two\r\nlines\r\n' >a/deep/er/crlf.md
printf 'x\0y' >docs/nul.md
: >docs/empty.md
for name in a-b a.md a0 'with blank' README.md .hidden .gitignore; do printf '%s\n' "$name" >"$name"; done
odd=$(printf 'caf\351.md')
printf 'latin 1\n' >"$odd"
ln -s ../README.md docs/up.md
ln -s deep/er a/short
ln -s ../../outside.md a/out.md
ln -s /etc/hostname absolute.md
ln -s nowhere.md dangling.md
ln -s circle2 circle1
ln -s circle1 circle2
chmod +x a0
git add -A && git commit -qm first

# git's own listing in the probe's words: every folder before what it holds, which is the order of ls-tree -r -t.
listed() {
	git ls-tree -r -t -z "${1:-HEAD}" | tr '\0\n' '\n?' |
		sed 's/^100[0-9]* blob [0-9a-f]*	/file /; s/^040000 tree [0-9a-f]*	/folder /
			s/^120000 blob [0-9a-f]*	/link /; s/^160000 commit [0-9a-f]*	/other /'
}

listed >"$work/expected"
run "$probe" list HEAD
same 'a commit is listed as git lists it' "$out" "$work/expected"
run "$probe" list index
same 'the index is listed as the commit that it makes' "$out" "$work/expected"
is 'the list holds every kind' "$(cut -d' ' -f1 "$work/expected" | sort -u | tr '\n' ' ')" 'file folder link '
has 'a path that is no UTF-8 is listed as it is' "$out" "file $odd"

for tree in HEAD index; do
	run "$probe" list $tree a/deep
	same "$tree: a folder is listed with paths from the root" "$out" - <<-END
		folder a/deep/er
		file a/deep/er/crlf.md
	END
	run "$probe" list $tree a/deep/
	is "$tree: a slash behind the folder changes nothing" "$(wc -l <"$out" | tr -d ' ')" 2
	for none in empty a/one.md a/short missing; do
		run "$probe" list $tree $none
		is "$tree: $none is no folder and holds nothing" "$status $(cat "$out")" '0 '
	done
	printf 'two\r\nlines\r\n' >"$work/expected"
	run "$probe" read $tree a/deep/er/crlf.md
	same "$tree: bytes come as they are" "$out" "$work/expected"
	run "$probe" read $tree docs/nul.md
	is "$tree: a NUL is a byte" "$(wc -c <"$out" | tr -d ' ')" 3
	run "$probe" read $tree docs/empty.md
	is "$tree: an empty file is there" "$status $(wc -c <"$out" | tr -d ' ')" '0 0'
	run "$probe" read $tree "$odd"
	is "$tree: a file whose name is no UTF-8" "$(cat "$out")" 'latin 1'
	run "$probe" read $tree docs/up.md
	is "$tree: a link is followed inside the tree" "$(cat "$out")" README.md
	run "$probe" read $tree a/short/crlf.md
	same "$tree: a link to a folder is followed on the way" "$out" "$work/expected"
	for path in a/out.md absolute.md; do
		run "$probe" read $tree $path
		is "$tree: $path is refused" "$status" 2
		has "$tree: $path leads out" "$err" 'leads out of the tree and is not followed'
	done
	for path in dangling.md missing a/one.md/x a/missing/x; do
		run "$probe" read $tree $path
		is "$tree: $path is not there" "$status $(cat "$err")" '1 absent'
	done
	run "$probe" read $tree circle1
	has "$tree: links in a circle" "$err" 'lead to each other'
	run "$probe" read $tree a
	has "$tree: a folder is no file" "$err" 'is a folder, not a file'
	run "$probe" read $tree ../README.md
	has "$tree: a path out of the tree is refused" "$err" 'leads out of the tree'
	for pair in a:folder a/one.md:file docs/up.md:link missing:absent a/short/crlf.md:file a-b:file; do
		run "$probe" stat $tree "${pair%:*}"
		is "$tree: what ${pair%:*} is" "$(cat "$out")" "${pair#*:}"
	done
done

# What the visitor says: 1 leaves a folder out, -1 ends the list.
git checkout -q -b prune
mkdir -p b/skip/more c/skip z && touch b/before b/skip/x b/skip/more/y b/tail c/skip/z c/stop c/unseen z/unseen
git add -A && git commit -qm prune
for tree in HEAD index; do
	run "$probe" prune $tree
	grep -n '^[a-z]* [bcz]\(/\|$\)' "$out" | cut -d: -f2 >"$work/got"
	same "$tree: a folder is left out, and the list ends" "$work/got" - <<-END
		folder b
		file b/before
		folder b/skip
		file b/tail
		folder c
		folder c/skip
		file c/stop
	END
done
git checkout -q main

# Labels, and all that can be named as a tree.
run "$probe" label HEAD
is 'the label of a commit' "$(cat "$out")" "commit $(git rev-parse HEAD | cut -c 1-7)"
run "$probe" label index
is 'the label of the index' "$(cat "$out")" 'the index'
run "$probe" label 'HEAD^{tree}'
is 'the label of a tree' "$(cat "$out")" "tree $(git rev-parse 'HEAD^{tree}' | cut -c 1-7)"
run "$probe" list HEAD:a/deep
same 'a folder of a commit is a tree too' "$out" - <<-END
	folder er
	file er/crlf.md
END
run "$probe" list HEAD:README.md
has 'a file is no tree' "$err" "'HEAD:README.md' names a blob; name a commit, a branch or a tag"

# What the work tree's line ends are does not matter: bytes are git's.
git config core.autocrlf true
printf 'a\r\nb\r\n' >eol.md
printf '* text=auto\n*.md filter=evil\n' >.gitattributes
git config filter.evil.smudge "touch $work/executed"
git config filter.evil.clean cat
git config core.fsmonitor "touch $work/executed"
git -c core.fsmonitor=false add -A 2>"$work/warnings" && git -c core.fsmonitor=false commit -qm crlf
rm -f "$work/executed"
printf 'a\nb\n' >"$work/expected"
for tree in HEAD index; do
	run "$probe" read $tree eol.md
	same "$tree: with autocrlf, the bytes that are committed" "$out" "$work/expected"
done
ok 'no filter and no monitor was executed' test ! -e "$work/executed"
git config --unset core.fsmonitor
git config --unset core.autocrlf

# Packed objects and several threads.
git checkout -q -b many
mkdir many
i=0
while [ $i -lt 300 ]; do
	i=$((i + 1))
	printf '# ITEM-%d\n\n- Status: ready\n' $i >"many/$i.md"
done
git add -A && git commit -qm many
want=$(git ls-tree -r -l HEAD | awk '$1 ~ /^100/ { n++; bytes += $4 } END { print n " files, " bytes " bytes" }')
for threads in 1 8; do
	run "$probe" all HEAD $threads
	is "loose objects, $threads threads" "$(cat "$out")" "$want"
	run "$probe" all index $threads
	is "loose objects of the index, $threads threads" "$(cat "$out")" "$want"
done
git gc -q --prune=now
for threads in 1 8; do
	run "$probe" all HEAD $threads
	is "packed objects, $threads threads" "$(cat "$out")" "$want"
done

# A link to a file that is read is not read again, wherever the files come from, and no id is given anew for it.
git init -q "$work/twice" && cd "$work/twice" || exit 1
mkdir backlog && printf '## A-1 One\n\n- Status: ready\n' >backlog/one.md
ln -s one.md backlog/again.md && ln -s backlog/one.md BACKLOG.md
git add -A && git commit -q -m one
for from in '' --staged '--rev HEAD'; do
	# shellcheck disable=SC2086
	run pm-render items $from -f jsonl
	is "a file and two links to it: one item $from" "$(grep -c '"id":"A-1"' "$out")" 1
done
run pm-lint --show-files
has 'what is left out is said' "$out" 'backlog/again.md: a link to a file that is read'
run pm-lint --fix
is 'and nothing is to be mended' "$(git status --short)" ''
run pm-render items backlog/again.md -f jsonl
is 'asked for by name it is there' "$(grep -c '"id":"A-1"' "$out")" 1
done_testing
