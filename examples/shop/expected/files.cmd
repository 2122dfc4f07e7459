pm-lint --show-files
