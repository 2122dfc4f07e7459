pm-render graph -f json --today 2026-11-22
