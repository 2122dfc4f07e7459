pm-render sprint --sprint 13 -f text --width 80 --today 2026-11-22
