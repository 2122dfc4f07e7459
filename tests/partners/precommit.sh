#!/bin/sh
# precommit: the hooks in real repositories, by the pre-commit framework and plain: commit, commit -a, commit of one path, merge, a
# commit that only deletes.  What counts is what is committed, not what lies in the folder.
. "$(dirname "$0")/../lib.sh"
need git pre-commit pm-lint

# The framework clones the repository that has the hooks.
git init -q tools
cp "$top/.pre-commit-hooks.yaml" tools/
(cd tools && git add -A && git commit -qm tools)

good='# Backlog\n\n## PAY-1 Pay\n\n- Estimate: 3\n\n## PAY-2 Pay later\n\n- Estimate: 3\n'
bad='# Backlog\n\n## PAY-1 Pay\n\n- Estimate: 3\n\n## PAY-2 Pay later\n\n- Depends on: PAY-9\n'

# How often HEAD has moved.
commits() { git rev-list --count HEAD; }

# scenarios NAME: in a repository whose hooks are in place, with good files committed.
scenarios() {
	printf "$bad" >BACKLOG.md
	git add BACKLOG.md
	printf "$good" >BACKLOG.md
	nok "$1: commit, where what is staged is bad and what lies there good" git commit -qm x
	git add BACKLOG.md
	printf "$bad" >BACKLOG.md
	echo more >>notes.txt
	git add notes.txt
	ok "$1: commit, where what is staged is good and what lies there bad" git commit -qm good
	nok "$1: commit -a" git commit -aqm x
	echo more >>notes.txt
	ok "$1: commit of one path, and not of the bad one" git commit -qm path notes.txt
	nok "$1: commit of the bad path" git commit -qm x BACKLOG.md
	git checkout -q BACKLOG.md
	printf '# Refunds\n\n## PAY-9 Refund\n\n- Estimate: 2\n' >docs/user-stories.md
	printf "$bad" >BACKLOG.md
	git add -A
	ok "$1: with what it depends on it is good" git commit -qm both
	git rm -q docs/user-stories.md
	nok "$1: a commit that only deletes what others refer to" git commit -qm x
	git reset -q --hard
	is "$1: nothing else was committed" "$(commits)" 4

	git checkout -q -b side HEAD~1
	printf "$good" | sed 's/Pay later/Pay later on/' >BACKLOG.md
	git commit -qam side
	git checkout -q main
	git checkout -q -b other
	git rm -q docs/user-stories.md
	printf "$good" >BACKLOG.md
	git add -A && git commit -qm other
	ok "$1: the other side is good" test "$(commits)" -eq 5
	git checkout -q main
}

repository() {
	git init -q "$1" && cd "$1" || exit 1
	mkdir docs
	printf "$good" >BACKLOG.md
	echo notes >notes.txt
}

repository plain
git add -A && git commit -qm first
cp "$top/examples/ci/pre-commit" .git/hooks/pre-commit
cp "$top/examples/ci/pre-commit" .git/hooks/pre-merge-commit
scenarios plain
# A merge without a conflict that leaves a link to nothing: main links to PAY-9, the other side deletes it elsewhere.
git checkout -q -b drop HEAD~1
printf '# Refunds\n' >docs/user-stories.md
git add -A && git commit -qm drop
git checkout -q main
git checkout -q -b link HEAD
printf '# Roadmap\n\n## R-1 Refunds\n\n- Depends on: PAY-9\n' >ROADMAP.md
git add -A && git commit -qm link
nok 'plain: a merge that breaks a link' git merge -q --no-edit other
git merge --abort 2>"$err" || git reset -q --hard
cd ..

repository framework
cat >.pre-commit-config.yaml <<EOF
repos:
  - repo: $work/tools
    rev: $(git -C "$work/tools" rev-parse HEAD)
    hooks:
      - id: pm-lint
EOF
git add -A && git commit -qm first
run pre-commit install -t pre-commit -t pre-merge-commit
is 'pre-commit installs its hooks' "$status" 0
scenarios pre-commit
git checkout -q -b link HEAD
printf '# Roadmap\n\n## R-1 Refunds\n\n- Depends on: PAY-9\n' >ROADMAP.md
git add -A && git commit -qm link
nok 'pre-commit: a merge that breaks a link' git merge -q --no-edit other
git merge --abort 2>"$err" || git reset -q --hard
run pre-commit validate-config "$top/examples/ci/pre-commit-config.yaml"
is 'the configuration that we show is one' "$status" 0
run pre-commit validate-manifest "$top/.pre-commit-hooks.yaml"
is 'the manifest is one' "$status" 0
run pre-commit run -a pm-lint
is 'run by hand' "$status" 0
sed -i 's/id: pm-lint/id: pm-lint-new/' .pre-commit-config.yaml
printf '\n## PAY-3 Old trouble\n\n- Depends on: PAY-99\n' >>BACKLOG.md
git add -A && git commit -qm trouble --no-verify
echo more >>notes.txt && git add -A
ok 'pm-lint-new: what the last commit has is not said' git commit -qm notes
printf '\n## PAY-4 New trouble\n\n- Depends on: PAY-98\n' >>BACKLOG.md
nok 'pm-lint-new: what is new is' git commit -qam x
cd ..

done_testing
