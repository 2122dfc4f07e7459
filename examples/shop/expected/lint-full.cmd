pm-lint -f full --width 100
