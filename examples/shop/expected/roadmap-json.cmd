pm-render roadmap -f json --today 2026-11-22
