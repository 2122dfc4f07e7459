pm-lint
