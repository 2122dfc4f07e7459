#!/bin/sh
# action: what GitHub and GitLab would run, and that their files can be read.
. "$(dirname "$0")/../lib.sh"
need git python3 pm-lint

for file in action.yml .pre-commit-hooks.yaml examples/ci/github.yml examples/ci/github-comment-check.yml \
	examples/ci/github-comment-post.yml examples/ci/gitlab.yml examples/ci/lefthook.yml examples/ci/pre-commit-config.yaml; do
	ok "$file is YAML" /usr/bin/python3 -c 'import sys, yaml; yaml.safe_load(open(sys.argv[1]))' "$top/$file"
done
# Nothing of a pull request may stand in a script: expressions only outside of `run`.
cat >expressions.py <<'EOF'
import sys, yaml
def runs(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "run" and "${{" in value:
                sys.exit("an expression in a script: " + value)
            runs(value)
    elif isinstance(node, list):
        for value in node:
            runs(value)
for path in sys.argv[1:]:
    runs(yaml.safe_load(open(path)))
EOF
ok 'no expression stands in a script' /usr/bin/python3 expressions.py "$top/action.yml" "$top"/examples/ci/github*.yml

git init -q repo && cd repo || exit 1
printf '# Backlog\n\n## PAY-1 Pay\n\n- Depends on: PAY-9\n' >BACKLOG.md
git add -A && git commit -qm first
base=$(git rev-parse HEAD)
GITHUB_ACTION_PATH=$top GITHUB_OUTPUT=$work/output GITHUB_PATH=$work/path GITHUB_STEP_SUMMARY=$work/summary
export GITHUB_ACTION_PATH GITHUB_OUTPUT GITHUB_PATH GITHUB_STEP_SUMMARY

run env PM_SINCE=auto PM_BASE= "$top/.ci/action"
is 'a push: everything is checked' "$status" 1
has 'as annotations' "$out" '::error title=pm-lint (link-dangling),file=BACKLOG.md,line=5,'
has 'with its status as output' "$work/output" 'status=1'
has 'and a summary of the job' "$work/summary" '| error | BACKLOG.md:5 |'
run env PM_SINCE=auto PM_BASE="$base" PM_SARIF=out.sarif PM_ARGS='--only link-*' "$top/.ci/action"
is 'a pull request: what was there is not said' "$status" 0
ok 'SARIF beside it' test -s out.sarif
printf '\n## PAY-2 More\n\n- Depends on: PAY-8\n' >>BACKLOG.md
run env PM_SINCE=auto PM_BASE="$base" PM_ARGS='--only link-*' "$top/.ci/action"
is 'what is new is' "$status" 1
run env PM_SINCE=auto PM_BASE="$base" PM_ARGS='; touch owned $(touch owned)' "$top/.ci/action"
ok 'arguments are no commands' test ! -e owned
run env PM_INSTALL_ONLY=true "$top/.ci/action"
is 'install-only checks nothing' "$status$(cat "$out")" 0

# What GitLab's job runs, as it stands in its file.
/usr/bin/python3 -c 'import sys, yaml; print("\n".join(yaml.safe_load(open(sys.argv[1]))["pm-lint"]["script"]))' \
	"$top/examples/ci/gitlab.yml" >script
run env CI_PROJECT_DIR="$PWD" CI_MERGE_REQUEST_DIFF_BASE_SHA="$base" sh -e ./script
is "GitLab's script: what is new" "$status" 1
has 'in the report of the widget' gl-code-quality-report.json '"check_name":"link-dangling"'
ok 'and in the test report' grep -q '<testsuites' pm-lint.xml
run env CI_PROJECT_DIR="$PWD" CI_MERGE_REQUEST_DIFF_BASE_SHA= sh -e ./script
is "GitLab's script on a branch: everything" "$(grep -c check_name gl-code-quality-report.json)" "$(pm-lint -f gitlab | grep -c check_name)"

done_testing
