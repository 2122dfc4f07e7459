/* notes-changelog: a CHANGELOG.md that breaks Keep a Changelog. */
#include "parser/changelog.h"
#include "parser/rule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- what can be wrong; each is said once, with how often it is there */

enum fault {
	FAULT_TITLE,
	FAULT_NO_DATE,
	FAULT_DATE,
	FAULT_UNRELEASED,
	FAULT_ORDER,
	FAULT_TWICE,
	FAULT_KIND,
	FAULT_KIND_TWICE,
	FAULT_EMPTY,
	FAULT_LINK,
	FAULTS
};

static const struct {
	const char *is, *mend;
	enum pm_severity most; /* it is no graver than this */
} faults[FAULTS] = {
	[FAULT_TITLE] = {"has no title", "begin it with '# Changelog'", PM_SEVERITY_NOTE},
	[FAULT_NO_DATE] = {"has no date", "write it behind the version, as in '## [1.4.0] - 2026-11-22'", PM_SEVERITY_ERROR},
	[FAULT_DATE] = {"has a date that is not written as 2026-11-22", "write it like that, which is read alike everywhere",
			PM_SEVERITY_ERROR},
	[FAULT_UNRELEASED] = {"stands below a released version", "move it to the top: the latest comes first", PM_SEVERITY_ERROR},
	[FAULT_ORDER] = {"is later than the version above it", "move it up: the latest comes first", PM_SEVERITY_ERROR},
	[FAULT_TWICE] = {"is there twice", "put what both say under one heading", PM_SEVERITY_ERROR},
	[FAULT_KIND] = {"is no kind of change", "use Added, Changed, Deprecated, Removed, Fixed or Security", PM_SEVERITY_ERROR},
	[FAULT_KIND_TWICE] = {"is there twice in one version", "put what both list under one heading", PM_SEVERITY_ERROR},
	[FAULT_EMPTY] = {"lists nothing", "take the heading out", PM_SEVERITY_NOTE},
	[FAULT_LINK] = {"is in brackets and links to nothing",
			"add '[1.4.0]: https://...' at the end of the file, or take the brackets out", PM_SEVERITY_NOTE},
};

struct found {
	uint32_t count, line;
	struct pm_str what; /* the first */
};

static void add(struct found found[FAULTS], enum fault fault, uint32_t line, struct pm_str what)
{
	if (found[fault].count++ > 0)
		return;
	found[fault].line = line;
	found[fault].what = what;
}

/* -- versions */

/* "Unreleased (copy this)" is none either. */
static bool is_unreleased(const struct pm_changelog_version *version)
{
	return version->unreleased || pm_str_istarts(version->name, "unreleased");
}

/* "Version History" is a heading like any other. */
static bool is_version(const struct pm_changelog_version *version)
{
	if (version->bracketed || is_unreleased(version))
		return true;
	for (size_t i = 0; i < version->name.n; i++)
		if (version->name.p[i] >= '0' && version->name.p[i] <= '9')
			return true;
	return false;
}

static int compare_names(const void *a, const void *b)
{
	const struct pm_changelog_version *const *x = a, *const *y = b;
	int order = pm_str_natcmp((*x)->name, (*y)->name);

	return order ? order : (*x > *y) - (*x < *y);
}

static void find_twice(const struct pm_changelog *log, struct found found[FAULTS])
{
	const struct pm_changelog_version **sorted = pm_calloc(log->version_count + 1, sizeof *sorted);

	for (size_t i = 0; i < log->version_count; i++)
		sorted[i] = &log->versions[i];
	qsort(sorted, log->version_count, sizeof *sorted, compare_names);
	for (size_t i = 1; i < log->version_count; i++)
		if (pm_str_natcmp(sorted[i]->name, sorted[i - 1]->name) == 0)
			add(found, FAULT_TWICE, sorted[i]->line, sorted[i]->name);
	free(sorted);
}

static int compare_text(const void *a, const void *b)
{
	return pm_str_natcmp(*(const struct pm_str *)a, *(const struct pm_str *)b);
}

static void find_unlinked(const struct pm_changelog *log, struct pm_str text, struct found found[FAULTS])
{
	struct pm_str *names = pm_calloc(log->link_count + 1, sizeof *names);

	for (size_t i = 0; i < log->link_count; i++)
		names[i] = log->links[i].name;
	qsort(names, log->link_count, sizeof *names, compare_text);
	for (size_t i = 0; i < log->version_count; i++) {
		const struct pm_changelog_version *version = &log->versions[i];
		struct pm_str heading = pm_str_sub(text, version->heading.start, version->heading.end);

		if (version->bracketed && !is_unreleased(version) && pm_str_find(heading, "](") < 0 &&
		    bsearch(&version->name, names, log->link_count, sizeof *names, compare_text) == NULL)
			add(found, FAULT_LINK, version->line, version->name);
	}
	free(names);
}

/* A version of an older line may come out later: it is out of order only where its number is higher, too. */
static bool is_out_of_order(const struct pm_changelog_version *above, const struct pm_changelog_version *version)
{
	return above->day != PM_NO_DAY && version->day != PM_NO_DAY && version->day > above->day &&
	       pm_str_natcmp(version->name, above->name) > 0;
}

static void check_groups(const struct pm_changelog *log, const struct pm_changelog_version *version, struct found found[FAULTS])
{
	bool seen[PM_CHANGE_KINDS] = {false};

	for (uint32_t g = version->first_group; g < version->first_group + version->group_count; g++) {
		const struct pm_changelog_group *group = &log->groups[g];

		if (group->kind == PM_KIND_OF_OTHER)
			add(found, FAULT_KIND, group->line, group->name);
		else if (seen[group->kind])
			add(found, FAULT_KIND_TWICE, group->line, group->name);
		else if (group->entries == 0 && !is_unreleased(version))
			add(found, FAULT_EMPTY, group->line, group->name);
		if (group->kind != PM_KIND_OF_OTHER)
			seen[group->kind] = true;
	}
}

static void check_versions(const struct pm_changelog *log, struct found found[FAULTS])
{
	const struct pm_changelog_version *above = NULL; /* the last that was released */

	for (size_t i = 0; i < log->version_count; i++) {
		const struct pm_changelog_version *version = &log->versions[i];

		if (!is_version(version))
			continue;
		check_groups(log, version, found);
		if (is_unreleased(version)) {
			if (above != NULL)
				add(found, FAULT_UNRELEASED, version->line, version->name);
			continue;
		}
		if (version->date.n == 0)
			add(found, FAULT_NO_DATE, version->line, version->name);
		else if (version->day == PM_NO_DAY)
			add(found, FAULT_DATE, version->line, version->name);
		else if (above != NULL && is_out_of_order(above, version))
			add(found, FAULT_ORDER, version->line, version->name);
		above = version;
	}
}

/* -- the file */

/* Does it follow Keep a Changelog, or mean to? */
static bool is_kept(const struct pm_changelog *log, struct pm_str text)
{
	size_t known = 0;

	for (size_t i = 0; i < log->group_count; i++)
		known += log->groups[i].kind != PM_KIND_OF_OTHER;
	return log->version_count > 0 &&
	       (pm_str_find(text, "keepachangelog.com") >= 0 || (known > 0 && known * 2 >= log->group_count));
}

static void report(const struct pm_rule_context *context, const char *path, const struct found found[FAULTS])
{
	for (int f = 0; f < FAULTS; f++) {
		struct pm_diag *diag;
		char more[64] = "";

		if (found[f].count == 0)
			continue;
		if (found[f].count > 1)
			snprintf(more, sizeof more, ", and so it is with %u more", (unsigned)(found[f].count - 1));
		diag = pm_rule_add_file(context, PM_NO_FILE, (struct pm_span){0, 0}, "%s %s%s: %s",
					pm_rule_quote(context, found[f].what), faults[f].is, more, faults[f].mend);
		diag->path = path;
		diag->path_line = found[f].line;
		if (diag->severity > faults[f].most)
			diag->severity = faults[f].most;
		pm_diag_subject(context->diags, diag, found[f].what);
	}
}

static void check(const struct pm_rule_context *context)
{
	struct found found[FAULTS];
	struct pm_changelog log;
	struct pm_source source;
	struct pm_buf path = {0}, err = {0};
	struct pm_str text;

	memset(found, 0, sizeof found);
	if (context->tree != NULL && context->product->file_count > 0 &&
	    pm_path_join(context->product->folder, "CHANGELOG.md", &path) &&
	    pm_tree_read(context->tree, path.p, &source, &err) > 0) {
		text = pm_str_n(source.bytes, source.size);
		pm_changelog_read(text, &log);
		if (is_kept(&log, text)) {
			if (log.title.end <= log.title.start)
				add(found, FAULT_TITLE, 1, pm_str_c(path.p));
			check_versions(&log, found);
			find_twice(&log, found);
			find_unlinked(&log, text, found);
			report(context, pm_arena_dup(context->diags->arena, path.p, path.n), found);
		}
		pm_changelog_clear(&log);
		pm_source_clear(&source);
	}
	pm_buf_clear(&path);
	pm_buf_clear(&err);
}

const struct pm_rule pm_rule_notes_changelog = {
	.name = "notes-changelog",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a CHANGELOG.md beside the product that breaks Keep a Changelog, 1.1.0 or 2.0.0, where it means to follow it",
	.why = "Readers look for the latest change at the top, and programs that take the notes of a release find nothing.",
	.good = "==> BACKLOG.md <==\n"
		"# Backlog\n"
		"==> CHANGELOG.md <==\n"
		"# Changelog\n"
		"\n"
		"## [Unreleased]\n"
		"\n"
		"## [1.1.0] - 2026-11-17\n"
		"\n"
		"### Added\n"
		"\n"
		"- Receipts by mail\n"
		"\n"
		"## 1.0.0 - 2026-10-01\n"
		"\n"
		"### Fixed\n"
		"\n"
		"- The sum of two discounts\n"
		"\n"
		"[Unreleased]: https://example.org/compare/v1.1.0...HEAD\n"
		"[1.1.0]: https://example.org/compare/v1.0.0...v1.1.0\n",
	.bad = "==> BACKLOG.md <==\n"
	       "# Backlog\n"
	       "==> CHANGELOG.md <==\n"
	       "# Changelog\n"
	       "\n"
	       "## [1.0.0] - 01.10.2026\n"
	       "\n"
	       "### Fixed\n"
	       "\n"
	       "- The sum of two discounts\n"
	       "\n"
	       "### Improvements\n"
	       "\n"
	       "- Receipts by mail\n"
	       "\n"
	       "## Unreleased\n",
	.check = check,
};
