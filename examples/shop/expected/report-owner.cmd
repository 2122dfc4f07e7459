pm-render report -f text --width 100 --for owner --today 2026-11-22
