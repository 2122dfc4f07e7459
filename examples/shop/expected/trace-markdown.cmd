pm-render trace -f markdown --today 2026-11-22
