# The same for the team.
git init -q
sed -i 's/^- Status: done/- Status: in review/' BACKLOG.md
git add . && git commit -q -m 'the backlog' && git tag v1.3.0
sed -i 's/^- Status: in review/- Status: done/' BACKLOG.md
git add . && git commit -q -m 'RCP-1, BUG-38: done'
pm-render notes --width 100
