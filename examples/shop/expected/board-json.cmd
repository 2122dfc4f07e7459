pm-render board -f json --today 2026-11-22
