pm-render trace -f json --today 2026-11-22
