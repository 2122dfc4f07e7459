pm-lint --width 100
