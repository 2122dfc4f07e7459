pm-render sprint -f json --today 2026-11-22
