pm-render roadmap --by quarter -f text --width 80 --today 2026-11-22
