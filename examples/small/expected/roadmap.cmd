pm-render roadmap -f text --width 80 --today 2026-11-22
