pm-render map -f json --today 2026-11-22
