pm-render map -f markdown --today 2026-11-22
