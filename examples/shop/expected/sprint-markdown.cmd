pm-render sprint -f markdown --today 2026-11-22
