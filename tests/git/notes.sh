#!/bin/sh
# notes: release notes from real repositories: ranges and tags, evidence, audiences, the changelog, templates.
. "$(dirname "$0")/../lib.sh"
need git pm-render

commit() { # DAY MESSAGE
	git add -A
	GIT_AUTHOR_DATE=${1}T10:00:00Z GIT_COMMITTER_DATE=${1}T10:00:00Z git commit -q --allow-empty -m "$2"
}
tag() { git tag "$1"; }
notes() { run pm-render notes "$@"; }
set_status() { # ID STATUS
	awk -v id="$1" -v to="$2" '/^## /{hit=($2==id)} hit&&/^- Status:/{$0="- Status: " to} {print}' BACKLOG.md >new && mv new BACKLOG.md
}

git init -q repo && cd repo || exit 1
cat >BACKLOG.md <<'END'
## PAY-1 Pay by card

- Status: ready
- Release note: You can pay by *card*, thanks to @bank (fixes #12).

**Acceptance criteria**

- [x] By card
- [ ] By watch

## PAY-2 Sums are off

- Type: bug
- Status: ready

## PAY-3 Tokens are kept

- Status: ready
- Internal: yes

## PAY-4 The old way to pay

- Status: ready
- Change: removed
- Breaking: yes
- Release note: Cheques are no longer taken.

## PAY-5 Loyalty

- Status: done

## PAY-6 Coupons

- Status: ready
END
commit 2026-03-01 'first'
tag v1.0.0
notes
is 'a tag is a release: its notes go back to the beginning' "$status" 0
has 'the version is that of the tag' "$out" '1.0.0'
has 'from the beginning' "$out" 'from the beginning to HEAD'

printf 'Ada Lovelace <ada@example.org> Ada <ada@example.org>\n' >.mailmap
set_status PAY-1 done && commit 2026-03-02 'feat(PAY-1): take cards

Refs: PAY-3
Co-authored-by: Bob <bob@example.org>'
set_status PAY-2 done && commit 2026-03-03 'PAY-2 - sums add up'
set_status PAY-3 done && set_status PAY-4 done && commit 2026-03-04 'Drop cheques (PAY-4)'
set_status PAY-5 ready && set_status PAY-6 dropped && commit 2026-03-05 'tidy up'

notes
has 'from the last tag' "$out" '4 items became done from v1.0.0 to HEAD'
has 'its kind' "$out" 'Fixed'
has 'what was reopened' "$out" 'PAY-5 Loyalty'
has 'what was dropped' "$out" 'PAY-6 Coupons'
has 'what was shipped with open criteria' "$out" 'PAY-1 Pay by card (1 of 2 open)'
has 'who did it, by the mailmap' "$out" 'Ada Lovelace, Bob'
hasnt 'no mail address' "$out" 'example.org'
has 'commits that name nothing' "$out" '4 commits, 1 of them names no item'
cp "$out" "$work/first"
LC_ALL=C TZ=Asia/Tokyo notes
same 'the same on every day and everywhere' "$out" "$work/first"

notes -f markdown --audience customers
same 'for customers, as Keep a Changelog has it' "$out" - <<'END'
## [Unreleased]

### Added

- You can pay by *card*, thanks to @&#8203;bank (fixes #&#8203;12).

### Removed

- **Breaking:** Cheques are no longer taken.

### Fixed

- Sums are off
END
notes -f csv
has 'csv has what the lists have' "$out" 'Fixed,,Sums are off,'
notes -f json
has 'json' "$out" '"format": "pm-notes/1"'
has 'with commits' "$out" '"subject": "PAY-2 - sums add up"'
has 'a trailer is evidence too' "$out" '"title": "Tokens are kept"'
hasnt 'no mail address' "$out" 'example.org'
notes -f json --audience customers
hasnt 'nothing internal for customers' "$out" 'Tokens'
hasnt 'and no people' "$out" 'Ada'
notes -f html
has 'html' "$out" 'You can pay by card'

# The changelog: once, and nothing else of it changes.
printf '# Changelog\n\n## [Unreleased]\n\n- kept by hand\n\n## [1.0.0] - 2026-03-01\n\n### Added\n\n- Loyalty\n\n[Unreleased]: https://example.org/compare/v1.0.0...HEAD\n' >CHANGELOG.md
cp CHANGELOG.md "$work/before"
notes --prepend CHANGELOG.md
is 'without a version: refused' "$status" 2
has 'says how to name it' "$err" '--release 1.4.0'
same 'and nothing was written' CHANGELOG.md "$work/before"
notes --prepend CHANGELOG.md --check CHANGELOG.md --release v1.1.0
is 'not there yet' "$status" 1
has 'says so' "$out" 'version 1.1.0 is not there'
notes --prepend CHANGELOG.md --release v1.1.0
is 'written' "$status" 0
is 'nothing on standard output' "$(cat "$out")" ''
diff "$work/before" CHANGELOG.md >"$work/diff"
same 'only lines were added, and the link begins at the new tag' "$work/diff" - <<'END'
6a7,20
> ## [1.1.0] - 2026-03-05
> 
> ### Added
> 
> - You can pay by *card*, thanks to @&#8203;bank (fixes #&#8203;12).
> 
> ### Removed
> 
> - **Breaking:** Cheques are no longer taken.
> 
> ### Fixed
> 
> - Sums are off
> 
13c27,28
< [Unreleased]: https://example.org/compare/v1.0.0...HEAD
---
> [Unreleased]: https://example.org/compare/v1.1.0...HEAD
> [1.1.0]: https://example.org/compare/v1.0.0...v1.1.0
END
cp CHANGELOG.md "$work/before"
notes --prepend CHANGELOG.md --release 1.1.0
is 'a second time: refused' "$status" 2
has 'says where it stands' "$err" 'version 1.1.0 is there already, at line 7'
same 'and nothing was written' CHANGELOG.md "$work/before"
notes --prepend CHANGELOG.md --check CHANGELOG.md --release 1.1.0
is 'it is there' "$status" 0
sed -i 's/Sums are off/Sums were off/' CHANGELOG.md
notes --prepend CHANGELOG.md --check CHANGELOG.md --release 1.1.0
is 'it was changed' "$status" 1
has 'says where' "$out" 'CHANGELOG.md:7: version 1.1.0 is not what would be written'
git checkout -q -- . 2>"$err"; rm -f CHANGELOG.md
notes --prepend CHANGELOG.md --release 1.1.0
is 'a changelog is begun' "$(grep '^#' CHANGELOG.md)" '# Changelog
## Unreleased
## 1.1.0 - 2026-03-05
### Added
### Removed
### Fixed'
notes --prepend CHANGELOG.md --release 1.2.0
is 'no tag came between: written' "$status" 0
has 'and said that it is the same again' "$err" '3 of 3 entries of it stand under version 1.1.0 too'
rm -f CHANGELOG.md
printf 'Changelog\n=========\n\n[1.0.0]\n-------\n\n- Loyalty\n' >UNDERLINED.md
notes --prepend UNDERLINED.md --release 1.1.0
is 'above a version that is underlined' "$(grep -c . UNDERLINED.md) $(tail -n 4 UNDERLINED.md | head -n 1)" '12 [1.0.0]'
printf '# Changelog\r\r## 1.0.0\r\r- Loyalty\r' >RETURNS.md
notes --prepend RETURNS.md --release 1.1.0
is 'lines that end in returns alone: refused' "$status" 2
has 'says why' "$err" 'carriage return alone'
rm -f UNDERLINED.md RETURNS.md
run pm-lint --only notes-changelog
is 'as the rule for changelogs wants it' "$(cat "$out" "$err")" 'no findings in 1 file (6 items read)'
rm -f CHANGELOG.md

# Tags: by ancestry, by pattern, by version.
commit 2026-03-06 'six' && tag v1.1.0 && tag web-v9.0.0
set_status PAY-5 done && commit 2026-03-07 'PAY-5: loyalty'
notes -c product.tag-pattern='web-v*'
has 'only tags of the pattern' "$out" 'from web-v9.0.0 to HEAD'
notes v1.1.0
has 'a name alone is the end' "$out" 'from v1.0.0 to v1.1.0'
has 'and its version' "$out" '1.1.0'
notes v1.0.0..v1.1.0
has 'a range' "$out" '4 items became done'
notes v1.1.0..
has 'to HEAD' "$out" '1 item became done from v1.1.0 to HEAD'
git checkout -q -b side v1.0.0
commit 2026-03-08 'side' && tag v1.0.1
git checkout -q main
notes
has 'a tag that HEAD does not have does not count' "$out" 'from web-v9.0.0 to HEAD'
git merge -q --no-edit side
notes
has 'once it is merged it is the last one' "$out" 'from v1.0.1 to HEAD'

# A squash names what it was for; ids and files that got other names are not done anew.
git checkout -q -b work && set_status PAY-6 'in progress' && commit 2026-03-09 'start' && set_status PAY-6 done && commit 2026-03-10 'end'
git checkout -q main && git merge -q --squash work && commit 2026-03-11 'Coupons (#7) (PAY-6)' && tag v1.2.0
notes v1.2.0
has 'a squash is evidence' "$out" "Coupons (PAY-6; Ada Lovelace; $(git rev-parse --short=7 v1.2.0))"
mkdir -p backlog && sed 's/PAY-/TILL-/' BACKLOG.md >backlog/till.md && git rm -q BACKLOG.md && commit 2026-03-12 'other names'
notes
has 'other ids in another file: nothing became done' "$out" 'Nothing became done.'

# Templates.
cat >notes.mustache <<'END'
{{! what goes into the mail }}
Version {{version}}
{{#groups}}
{{name}}:
{{#entries}}
  * {{#breaking}}(!) {{/breaking}}{{text}}
{{/entries}}
{{/groups}}
{{^reopened}}
Nothing was reopened.
{{/reopened}}
END
notes v1.1.0 --template notes.mustache --audience customers
same 'a template is filled' "$out" - <<'END'
Version 1.1.0
Added:
  * You can pay by *card*, thanks to @&#8203;bank (fixes #&#8203;12).
Removed:
  * (!) Cheques are no longer taken.
Fixed:
  * Sums are off
Nothing was reopened.
END
printf 'one\n{{#groups}}\n{{nme}}\n{{/groups}}\n' >bad.mustache
notes v1.1.0 --template bad.mustache
is 'a name that there is not' "$status" 2
has 'says where, and the nearest' "$err" "bad.mustache: line 3: nothing is called 'nme' here; did you mean 'name'?"
mkfifo pipe.mustache
for odd in /dev/zero pipe.mustache; do
	notes --template "$odd"
	is "$odd is no template" "$status" 2
	has 'says so' "$err" 'no regular file'
done
rm -f pipe.mustache
ln -s /etc/passwd link.mustache
notes --template link.mustache
is 'a link out of the repository is no template' "$status" 2
has 'and that is said' "$err" "the template 'link.mustache' is a link that leads out of the repository"
hasnt 'nothing of it is shown' "$out" root
notes --template "$PWD/link.mustache"
is 'by its whole path neither' "$status" 2
rm link.mustache
cp notes.mustache "$work/outside.mustache"
notes v1.1.0 --template "$work/outside.mustache"
is 'who names a file elsewhere means it' "$status" 0
notes --template none.mustache
is 'no such template' "$status" 2
notes -f template
is 'a format without its template' "$status" 2
has 'says what is missing' "$err" '--template FILE'
run pm-render items --prepend CHANGELOG.md
is 'an option of notes elsewhere' "$status" 2

# What cannot be done.
notes --staged
is 'the index has no commits' "$status" 2
notes v9..main
is 'no such tag' "$status" 2
notes v9..main -f json
has 'json is a document all the same' "$out" '"format": "pm-notes/1"'
git clone -q --depth 1 "file://$PWD" "$work/shallow"
(cd "$work/shallow" && pm-render notes >"$out" 2>"$err")
is 'a shallow clone' "$?" 2
has 'says what CI must do' "$err" 'fetch-depth: 0'
# "Fix ..." is a fix where no kind and no label says otherwise.
git init -q "$work/fixes" && cd "$work/fixes" || exit 1
printf -- '- [x] F-1 Fix the total\n- [x] F-2 Fixtures for shops\n' >BACKLOG.md
commit 2026-04-01 'done'
notes -f markdown
is 'a title says that it is a fix' "$(grep -E '^#|^- (Fix|F-)' "$out" | head -4 | tr '\n' '|' | sed 's/ (.*)//g')" '## [Unreleased]|### Added|- Fixtures for shops|### Fixed|'

# Without git: said once, whatever asks for it.
mkdir "$work/plain" && cd "$work/plain" || exit 1
printf '# Backlog\n\n## PAY-1 Pay\n' >BACKLOG.md
for view in notes changes flow forecast; do
	GIT_CEILING_DIRECTORIES=$work run pm-render $view
	is "$view without git: status" "$status" 2
	is "$view without git: said once" "$(grep -c 'git init' "$err")" 1
done
done_testing
