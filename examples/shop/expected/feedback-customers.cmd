pm-render feedback --audience customers -f text --width 80 --today 2026-11-22
