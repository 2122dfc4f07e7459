pm-lint -f json
