/* test_changelog: a file as Keep a Changelog has it, and what people make of it. */
#include "parser/changelog.h"
#include "tests/unit/test.h"

static struct pm_changelog read_log;

static void read(const char *text)
{
	pm_changelog_clear(&read_log);
	pm_changelog_read(pm_str_c(text), &read_log);
}

static const char whole[] =
	"# Changelog\n\nAll notable changes.\n\n## [Unreleased]\n\n## [1.1.0] - 2026-03-01\n\n### Added\n\n- One\n- Two\n"
	"  - and more\n\n### Fixed\n\n- Three\n\n## [1.0.0] - 2026-02-30 [YANKED]\n\n### Improved\n\n* Four\n\n"
	"[Unreleased]: https://example.org/compare/v1.1.0...HEAD\n[1.1.0]: https://example.org/compare/v1.0.0...v1.1.0\n";

static void test_whole(void)
{
	const struct pm_changelog_version *v;

	read(whole);
	CHECK_INT(read_log.version_count, 3);
	CHECK(read_log.versions[0].unreleased && read_log.versions[0].bracketed);
	v = &read_log.versions[1];
	CHECK_PMSTR(v->name, "1.1.0");
	CHECK_PMSTR(v->date, "2026-03-01");
	CHECK(v->day != PM_NO_DAY && !v->yanked);
	CHECK_INT(v->line, 7);
	CHECK_INT(v->group_count, 2);
	CHECK_INT(read_log.groups[v->first_group].kind, PM_KIND_OF_ADDED);
	CHECK_INT(read_log.groups[v->first_group].entries, 2);
	CHECK_INT(read_log.groups[v->first_group + 1].kind, PM_KIND_OF_FIXED);
	CHECK_INT(v->section.end, read_log.versions[2].section.start);
	v = &read_log.versions[2];
	CHECK(v->yanked && v->day == PM_NO_DAY);
	CHECK_INT(read_log.groups[v->first_group].kind, PM_KIND_OF_OTHER);
	CHECK_PMSTR(read_log.groups[v->first_group].name, "Improved");
	CHECK_INT(v->section.end, read_log.links[0].span.start);
	CHECK_INT(read_log.link_count, 2);
	CHECK_PMSTR(pm_changelog_link(&read_log, PM_STR("unreleased"))->target, "https://example.org/compare/v1.1.0...HEAD");
	CHECK(pm_changelog_find(&read_log, PM_STR("v1.1.0")) == &read_log.versions[1]);
	CHECK(pm_changelog_find(&read_log, PM_STR("1.2.0")) == NULL);
}

static void test_headings(void)
{
	read("## v2.0.0 (2026-05-01)\r\n\r\n### added\r\n\r\n- One\r\n");
	CHECK_PMSTR(read_log.versions[0].name, "v2.0.0");
	CHECK_PMSTR(read_log.versions[0].date, "2026-05-01");
	CHECK(!read_log.versions[0].bracketed);
	CHECK_INT(read_log.groups[0].entries, 1);
	CHECK(pm_changelog_find(&read_log, PM_STR("2.0.0")) != NULL);
	read("## [1.0](https://example.org) \xe2\x80\x93 2026-05-01 ##\n");
	CHECK_PMSTR(read_log.versions[0].name, "1.0");
	CHECK_PMSTR(read_log.versions[0].date, "2026-05-01");
	read("## [1.0] - 2026-05-01 \xe2\x80\x94 Saved cards\n");
	CHECK_PMSTR(read_log.versions[0].date, "2026-05-01");
	read("## [1.0] - 2026-05-01st\n");
	CHECK(read_log.versions[0].day == PM_NO_DAY);
	read("```\n## 1.0\n```\n<!--\n## 2.0\n-->\n    ## 3.0\n##4.0\n");
	CHECK_INT(read_log.version_count, 0);
	read("Changelog\n===\n\n[1.1.0] - 2026-05-01\n---\n\n- One\n\n1.0.0\r\n-----\r\n\r\n- Two\r\n");
	CHECK_INT(read_log.version_count, 2);
	CHECK_INT(read_log.title.end, 13);
	CHECK_PMSTR(read_log.versions[0].name, "1.1.0");
	CHECK_PMSTR(read_log.versions[0].date, "2026-05-01");
	CHECK_INT(read_log.versions[0].heading.end - read_log.versions[0].heading.start, 24);
	CHECK_PMSTR(read_log.versions[1].name, "1.0.0");
	CHECK_INT(read_log.versions[1].line, 9);
	read("Text\nand more\n---\n\n- One\n---\n\nA | B\n--- | ---\n\n    1.0\n---\n\n---\n---\n");
	CHECK_INT(read_log.version_count, 0);
	read("");
	CHECK_INT(read_log.version_count, 0);
	read("### Added\n- lost\n");
	CHECK_INT(read_log.group_count, 0);
}

/* -- a version put in */

static struct pm_str tag; /* empty: none yet */

static void add(const char *text, const char *expected, int line)
{
	const struct pm_changelog_new new = {
		.version = {"1.2.0", 5}, .date = {"2026-04-01", 10}, .body = {"### Added\n\n- New\n", 17}, .tag = tag};
	struct pm_buf out = {0}, err = {0};
	struct pm_edits edits;

	pm_edits_init(&edits);
	read(text);
	CHECK_INT(pm_changelog_add(pm_str_c(text), &read_log, &new, &edits, &err), 0);
	CHECK(!pm_changelog_has(pm_str_c(text), &read_log, &new));
	CHECK_INT(pm_edits_apply(&edits, 0, pm_str_c(text), &out, &err), 0);
	test_str(out.p, expected, __FILE__, line, "added");
	pm_edits_clear(&edits);
	/* once, and no second time */
	read(out.p);
	CHECK(pm_changelog_has(pm_buf_str(&out), &read_log, &new));
	pm_edits_init(&edits);
	CHECK_INT(pm_changelog_add(pm_buf_str(&out), &read_log, &new, &edits, &err), -1);
	CHECK(strstr(err.p, "version 1.2.0 is there already, at line") != NULL);
	pm_edits_clear(&edits);
	pm_changelog_clear(&read_log);
	pm_buf_clear(&out);
	pm_buf_clear(&err);
}

#define PLAIN "## 1.2.0 - 2026-04-01\n\n### Added\n\n- New\n"
#define NEW "## [1.2.0] - 2026-04-01\n\n### Added\n\n- New\n"

static void test_add(void)
{
	add("# Changelog\n\n## [Unreleased]\n\n- by hand\n\n## [1.1.0] - 2026-03-01\n\n- One\n\n"
	    "[Unreleased]: https://example.org/compare/v1.1.0...HEAD\n[1.1.0]: https://example.org/compare/v1.0.0...v1.1.0\n",
	    "# Changelog\n\n## [Unreleased]\n\n- by hand\n\n" NEW "\n## [1.1.0] - 2026-03-01\n\n- One\n\n"
	    "[Unreleased]: https://example.org/compare/v1.2.0...HEAD\n[1.2.0]: https://example.org/compare/v1.1.0...v1.2.0\n"
	    "[1.1.0]: https://example.org/compare/v1.0.0...v1.1.0\n",
	    __LINE__);
	tag = PM_STR("rel-1.2.0"); /* as it is, else as the one before is called */
	add("## [1.1.0]\n\n[unreleased]: /compare/v1.1.0...HEAD\n",
	    NEW "\n## [1.1.0]\n\n[unreleased]: /compare/rel-1.2.0...HEAD\n[1.2.0]: /compare/v1.1.0...rel-1.2.0\n", __LINE__);
	tag = PM_STR("");
	/* only what is unreleased; nothing at all; no line end at the end */
	add("# Changelog\n\n## [Unreleased]", "# Changelog\n\n## [Unreleased]\n\n" NEW, __LINE__);
	add("# Changelog\n", "# Changelog\n\n" PLAIN, __LINE__);
	add("# Changelog\n\n[a]: https://example.org\n", "# Changelog\n\n" PLAIN "\n[a]: https://example.org\n", __LINE__);
	/* the file's own way of writing versions, and its line ends */
	add("## v1.1.0 - 2026-03-01\r\n\r\n- One\r\n",
	    "## v1.2.0 - 2026-04-01\r\n\r\n### Added\r\n\r\n- New\r\n\r\n## v1.1.0 - 2026-03-01\r\n\r\n- One\r\n", __LINE__);
}

int main(void)
{
	test_add();
	test_whole();
	test_headings();
	pm_changelog_clear(&read_log);
	return test_done();
}
