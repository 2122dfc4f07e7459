# The draft of a commit's message.
git init -q && git add . && git commit -q -m 'the backlog'
sed -i '/^### RCP-5 /,/^### /{s/^- Status: ready/- Status: done/;s/^- \[ \]/- [x]/}' BACKLOG.md
sed -i 's/^- Target: 30%/- Target: 35%/' ROADMAP.md
git add .
pm-render changes --staged --today 2026-11-22
