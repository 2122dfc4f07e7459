pm-render report -f text --width 100 --for manager --today 2026-11-22
