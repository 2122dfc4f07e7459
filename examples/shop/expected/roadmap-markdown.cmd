pm-render roadmap -f markdown --today 2026-11-22
