pm-render board -f markdown --today 2026-11-22
