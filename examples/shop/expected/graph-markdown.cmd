pm-render graph -f markdown --today 2026-11-22
