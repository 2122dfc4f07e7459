pm-render report -f markdown --today 2026-11-22
