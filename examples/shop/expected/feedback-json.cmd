pm-render feedback -f json --today 2026-11-22
