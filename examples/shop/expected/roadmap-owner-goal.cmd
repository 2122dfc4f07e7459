pm-render roadmap --for owner --select 'goal=G-3' -f text --width 80 --today 2026-11-22
