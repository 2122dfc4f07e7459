#!/bin/sh
# refused: repositories that cannot be read, each with what mends it; and repositories made to harm.
. "$(dirname "$0")/../lib.sh"
probe=$PM_BUILD/tests/unit/test_git
need git perl "$probe"

run "$probe" list HEAD
is 'no repository: an error' "$status" 2
has 'that names the folder' "$err" "no git repository holds $work; go into one, or make one with: git init"

git init -q --object-format=sha256 sha256
cd sha256 || exit 1
echo x >a.md && git add -A && git commit -qm first
run "$probe" list HEAD
is 'a SHA-256 repository: an error' "$status" 2
has 'that says so' "$err" "$work/sha256 is a SHA-256 repository, which libgit2"
cd ..

git init -q repo
cd repo || exit 1
mkdir docs && echo one >docs/a.md && echo two >b.md && git add -A && git commit -qm first
git config core.repositoryFormatVersion 1
git config extensions.refStorage reftable
run "$probe" list HEAD
has 'references kept as reftable' "$err" 'run: git refs migrate --ref-format=files'
git config --unset extensions.refStorage 2>"$err" || sed -i '/refStorage/d' .git/config
printf '[extensions]\n\tnewThing = true\n' >>.git/config
run "$probe" list HEAD
has 'an extension that nobody knows' "$err" 'unsupported extension name extensions.newthing'
git init -q ../clean && cp ../clean/.git/config .git/config

# Another user's repository, which only root can make here.
if [ "$(id -u)" -eq 0 ]; then
	cp -R . '../of another'
	chown -R 12345 '../of another'
	cd '../of another' || exit 1
	run "$probe" list HEAD
	is "another user's repository: an error" "$status" 2
	mend="git config --global --add safe.directory '$work/of another'"
	has 'with its mend' "$err" "run: $mend"
	git config --global --add safe.directory "$work/elsewhere"
	run "$probe" list HEAD
	has 'also where another folder is trusted' "$err" "run: $mend"
	ok 'the mend runs' sh -c "$mend"
	run "$probe" read HEAD b.md
	is 'and mends' "$(cat "$out" "$err")" two
	cd ../repo || exit 1
else
	echo "# not root: another user's repository cannot be made, and is not tested"
fi

# Objects that are gone or broken: one file's do not keep the others from being read.
blob=$(git rev-parse HEAD:docs/a.md)
tree=$(git rev-parse HEAD:docs)
path() { echo "$1" | sed 's,^..,.git/objects/&/,'; }
chmod -R u+w .git/objects
mv "$(path "$blob")" "$work/blob"
run "$probe" read HEAD docs/a.md
is 'a blob that is gone: an error' "$status" 2
has 'that names it and the mend' "$err" "docs/a.md: cannot read object $blob"
has 'with the mend' "$err" "see: git -C $work/repo fsck"
run "$probe" read HEAD b.md
is 'the other file is read' "$(cat "$out")" two
echo garbage >"$(path "$blob")"
run "$probe" read HEAD docs/a.md
is 'a blob that is broken: an error' "$status" 2
cp "$work/blob" "$(path "$blob")"
mv "$(path "$tree")" "$work/tree"
run "$probe" list HEAD
is 'a folder that is gone: an error' "$status" 2
has 'that names it' "$err" "docs: cannot read object $tree"
has 'the rest is listed' "$out" 'file b.md'
mv "$work/tree" "$(path "$tree")"

# A file above the limit is refused by its stated size, not unpacked.
truncate -s 269000000 big.md
git add big.md && git commit -qm big
for rev in HEAD index; do
	run "$probe" read $rev big.md
	is "$rev: a file above the limit" "$status" 2
	has "$rev: is refused" "$err" 'big.md: is larger than 256 MiB, the most that is read; split the file'
done
git rm -q --cached big.md && rm big.md

# Trees made by hand: names that git never checks out, which lead elsewhere or are its own.
blob=$(echo evil | git hash-object -w --stdin)
entry() { # MODE NAME OBJECT
	printf '%s %s\0' "$1" "$2"
	perl -e 'print pack("H*", shift)' "$3"
}
{
	entry 100644 .. "$blob"
	entry 100644 ../up.md "$blob"
	entry 100644 .git "$blob"
	entry 120000 link "$(printf '.git/config' | git hash-object -w --stdin)"
	entry 100644 ok.md "$blob"
} >"$work/raw"
tree=$(git hash-object -t tree -w --literally "$work/raw")
run "$probe" list "$tree"
same 'names that lead elsewhere are left out' "$out" - <<-END
	link link
	file ok.md
END
run "$probe" read "$tree" link
is "a link into git's own folder leads to what the tree has there" "$status" 1

# A few hundred bytes that name ten to the fortieth files; a chain of folders deeper than any.
tree=$(printf '100644 blob %s\ta.md\n' "$blob" | git mktree)
deep=$tree
i=0
while [ $i -lt 40 ]; do
	i=$((i + 1))
	tree=$(for name in 0 1 2 3 4 5 6 7 8 9; do printf '040000 tree %s\t%s\n' "$tree" $name; done | git mktree)
done
run "$probe" all "$tree" 1
is 'a tree that multiplies is an error' "$status" 2
has 'that says how many are read' "$err" 'has more than'
i=0
while [ $i -lt 300 ]; do
	i=$((i + 1))
	deep=$(printf '040000 tree %s\td\n' "$deep" | git mktree)
done
run "$probe" list "$deep"
is 'a tree that goes too deep is an error' "$status" 2
has 'that says so' "$err" 'folders deep and is not read; move it up'
is 'what lies above is listed' "$(grep -c '^folder' "$out")" 257
git read-tree "$deep"
cp "$out" "$work/expected"
run "$probe" list index
same 'the index gives the same' "$out" "$work/expected"
has 'and says the same' "$err" 'folders deep and is not read; move it up'

done_testing
