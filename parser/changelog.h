/* changelog: a CHANGELOG.md as Keep a Changelog has it: versions, the kinds of change in each, links.
 *
 * The one rule to know: headings count outside fences and comments only, everything is a span of the text, and whatever stands
 * there is read; what is wrong with it is for the rules to say.
 *
 * https://keepachangelog.com/en/1.1.0/ and /2.0.0/
 */
#ifndef PM_CHANGELOG_H
#define PM_CHANGELOG_H

#include "parser/date.h"
#include "parser/fix.h"
#include "parser/source.h"

/* The kinds of change, in the order of Keep a Changelog. */
enum pm_change_kind {
	PM_KIND_OF_ADDED,
	PM_KIND_OF_CHANGED,
	PM_KIND_OF_DEPRECATED,
	PM_KIND_OF_REMOVED,
	PM_KIND_OF_FIXED,
	PM_KIND_OF_SECURITY,
	PM_CHANGE_KINDS,
	PM_KIND_OF_OTHER = PM_CHANGE_KINDS
};
const char *pm_change_kind_name(enum pm_change_kind kind);   /* "Added" */
enum pm_change_kind pm_change_kind_from(struct pm_str name); /* without regard to case; PM_KIND_OF_OTHER */

/* "### Added" of a version. */
struct pm_changelog_group {
	enum pm_change_kind kind;
	struct pm_str name; /* as written */
	uint32_t line;
	struct pm_span heading; /* its line, without the line end */
	uint32_t entries;	/* list entries at the margin */
};

/* "## [1.4.0] - 2026-12-01" */
struct pm_changelog_version {
	struct pm_str name; /* "1.4.0", without brackets; "Unreleased" */
	bool unreleased, bracketed, yanked;
	struct pm_str date; /* as written; empty: none */
	pm_day day;	    /* PM_NO_DAY: it is no ISO date */
	uint32_t line;
	struct pm_span heading; /* its line, without the line end */
	struct pm_span section; /* from the heading to the next one of its level, or to the links at the end of the file */
	uint32_t first_group, group_count;
};

/* "[1.4.0]: https://..." */
struct pm_changelog_link {
	struct pm_str name, target;
	uint32_t line;
	struct pm_span span; /* the line, with its line end */
};

struct pm_changelog {
	struct pm_changelog_version *versions; /* heap, as the rest; in the order of the file */
	size_t version_count, version_cap;
	struct pm_changelog_group *groups;
	size_t group_count, group_cap;
	struct pm_changelog_link *links;
	size_t link_count, link_cap;
	struct pm_span title; /* the line of the first heading of level 1; empty: there is none */
};

/* The text must outlive the result.  At most UINT32_MAX bytes are read. */
void pm_changelog_read(struct pm_str text, struct pm_changelog *changelog);
void pm_changelog_clear(struct pm_changelog *changelog);
/* The version of that name, with or without a v in front; NULL. */
const struct pm_changelog_version *pm_changelog_find(const struct pm_changelog *changelog, struct pm_str name);
const struct pm_changelog_link *pm_changelog_link(const struct pm_changelog *changelog, struct pm_str name);

/* A version to be put into a file. */
struct pm_changelog_new {
	struct pm_str version; /* "1.4.0" */
	struct pm_str date;    /* "2026-12-01"; empty: none */
	struct pm_str body;    /* what stands under the heading, with LF; ends with one */
	struct pm_str tag;     /* "v1.4.0", for the links at the end; empty: it is called as the one before it */
};
/* The heading that a file would have for it: with brackets (which want a link) and a v where its others have them.  Appended. */
void pm_changelog_heading(const struct pm_changelog *changelog, const struct pm_changelog_new *version, struct pm_buf *out);
/* Makes the edits of file 0 that put the version above the newest one, under what is unreleased; the link of what is unreleased
 * begins there then.  An empty text becomes a whole file.  0, or -1 and err when the version is there already. */
int pm_changelog_add(struct pm_str text, const struct pm_changelog *changelog, const struct pm_changelog_new *version,
		     struct pm_edits *edits, struct pm_buf *err);
/* Is the version there with this body, blank lines at the ends aside? */
bool pm_changelog_has(struct pm_str text, const struct pm_changelog *changelog, const struct pm_changelog_new *version);

#endif
