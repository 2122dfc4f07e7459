pm-render sprint --sprint 'Sprnt 13' --today 2026-11-22
