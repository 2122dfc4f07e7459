pm-render feedback -f markdown --today 2026-11-22
