#!/bin/sh
# changelog.sh: what pm-lint says of a CHANGELOG.md beside the product.
. "$(dirname "$0")/../lib.sh"

printf '# Backlog\n' >BACKLOG.md
cat >CHANGELOG.md <<'END'
All notable changes are in this file, which follows [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).

## [1.0.0] - 2026-10-01

### Added

- Receipts by mail

### Improvements

- Faster

### Added

- Receipts on paper

## [1.2.0] - 2026-11-17

### Fixed

## 1.1.0 - 17/11/2026

## 0.9.0

## v0.9.0 - 2026-01-02

## 1.0.0 - 2026-01-01

## [Unreleased]

[1.2.0]: https://example.org/1.2.0
END
run pm-lint --only notes-changelog
is 'a changelog that breaks the rules is no error' $status 0
has 'no title' "$out" "CHANGELOG.md:1:1: note: CHANGELOG.md has no title: begin it with '# Changelog' [notes-changelog]"
has 'no date' "$out" 'CHANGELOG.md:23:1: warning: 0.9.0 has no date: write it'
has 'a date in another form' "$out" 'CHANGELOG.md:21:1: warning: 1.1.0 has a date that is not written as 2026-11-22: write it'
has 'unreleased at the end' "$out" 'CHANGELOG.md:29:1: warning: Unreleased stands below a released version: move it'
has 'a later version below an earlier one' "$out" 'CHANGELOG.md:17:1: warning: 1.2.0 is later than the version above it: move it'
has 'a version twice' "$out" 'CHANGELOG.md:27:1: warning: 1.0.0 is there twice: put'
has 'an unknown kind of change' "$out" 'CHANGELOG.md:9:1: warning: Improvements is no kind of change: use Added,'
has 'a kind of change twice' "$out" 'CHANGELOG.md:13:1: warning: Added is there twice in one version: put'
has 'a kind of change without changes' "$out" 'CHANGELOG.md:19:1: note: Fixed lists nothing: take'
has 'a version in brackets without a link' "$out" 'CHANGELOG.md:3:1: note: 1.0.0 is in brackets and links to nothing: add'
run pm-lint --only notes-changelog -f json
ok 'in json, too' grep -Eq '"path": ?"CHANGELOG.md", ?"line": ?23' "$out"

cat >CHANGELOG.md <<'END'
# Changes

## Version 2

Faster.

## Version 1

First.
END
run pm-lint --only notes-changelog --fail-on note
is 'a changelog of another kind is let alone' $status 0

printf '# Changelog\n\n## [Unreleased]\n\n## 2.0.1 - 2026-03-01\n\n### Fixed\n\n- A crash\n\n## 1.9.5 - 2026-04-01\n\n### Security\n\n- CVE-2026-1: a hole\n\n[Unreleased]: https://example.org\n' >CHANGELOG.md
run pm-lint --only notes-changelog --fail-on note
is 'a later fix of an older line is in order' $status 0

printf '# Changelog\n\n## 1.0.0 - 2026-03-01\n\n### Fixed\n\n- A crash\n\n## Version history\n\nOlder ones are in the archive.\n' >CHANGELOG.md
run pm-lint --only notes-changelog --fail-on note
is 'a heading without a number is no version' $status 0

mkdir -p team/docs
printf '[product]\n\tpath = docs/plan.md\n' >team/.pmconfig
printf '# Plan\n\n- [ ] PAY-1 Pay\n' >team/docs/plan.md
printf '# Changelog\n\n## 1.0.0\n\n### Added\n\n- All\n' >team/CHANGELOG.md
run pm-lint -C team --only notes-changelog
has 'the changelog of the product in a folder' "$out" 'CHANGELOG.md:3:1: warning: 1.0.0 has no date'

done_testing
