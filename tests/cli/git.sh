#!/bin/sh
# git.sh: commits and the index, without a checkout.
. "$(dirname "$0")/../lib.sh"
need git

git init -q repo
mkdir -p repo/web
printf '# Backlog\n\n## OLD-1 Pay by card\n\n- Status: ready\n' >repo/web/BACKLOG.md
git -C repo add -A
git -C repo commit -qm 'One story'
git -C repo tag v1
printf '# Backlog\n\n## STAGED-1 Pay by card\n\n- Status: ready\n' >repo/web/BACKLOG.md
git -C repo add -A
printf '# Backlog\n\n## WORK-1 Pay by card\n\n- Status: ready\n' >repo/web/BACKLOG.md

read_id() {
	run pm-render "$@" items -f json
	sed -n 's/^ *{\("position":[0-9]*,\)*"id":"\([^"]*\)".*/\2/p' "$out"
}
is 'the work tree' "$(read_id -C repo/web)" WORK-1
is 'the index' "$(read_id -C repo/web --staged)" STAGED-1
is 'a commit' "$(read_id -C repo/web --rev HEAD)" OLD-1
is 'a tag' "$(read_id -C repo/web --rev v1)" OLD-1
is 'a date' "$(read_id -C repo/web --rev 2026-01-02)" OLD-1
git -C repo read-tree --index-output="$PWD/repo/.git/other" v1
is 'another index' "$(GIT_INDEX_FILE=$PWD/repo/.git/other read_id -C repo/web --staged)" OLD-1

run pm-render -C repo/web --rev HEAD items -f json
has 'paths start at the top' "$out" '"web/BACKLOG.md"'
run pm-render -C repo --rev HEAD items web/BACKLOG.md -f json
has 'a named path of a commit' "$out" '"OLD-1"'
rm -r repo/web
run pm-render -C repo --rev HEAD items web/BACKLOG.md -f json
has 'a path that is only in the commit' "$out" '"OLD-1"'
run pm-lint -C repo --rev HEAD web/BACKLGO.md
is 'a path that is not in the commit: status' $status 2
has 'a path that is not in the commit: the nearest' "$err" "did you mean 'web/BACKLOG.md'?"
run pm-lint -C repo --rev nowhere
is 'no such commit: status' $status 2
has 'no such commit: says so' "$err" 'nowhere'
run pm-lint -C repo --rev nowhere -f json
has 'no such commit: still a document' "$out" '"errors": ['
mkdir plain
run pm-lint -C plain --staged
is 'no repository: status' $status 2

git clone -q --bare repo bare.git
run pm-render -C bare.git --rev HEAD items web -f json
has 'a bare repository' "$out" '"OLD-1"'

done_testing
