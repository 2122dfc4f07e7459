pm-lint -f full
