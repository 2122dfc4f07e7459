/* notes: release notes: the items that became done between two commits, and the commits that are evidence for them.
 *
 * The one rule to know: entries are items, not commits.  A commit only says who worked on an item; an item that was done and
 * reopened again in the range is not there.
 *
 * https://keepachangelog.com/en/2.0.0/: the kinds of change and their order; breaking changes first in their kind.
 */
#ifndef PM_NOTES_H
#define PM_NOTES_H

#include "parser/changelog.h"
#include "parser/changes.h"
#include "parser/git.h"

struct pm_notes_commit {
	char id[41];
	pm_day day;
	struct pm_str subject; /* the first line of the message */
	struct pm_str author;
	bool merge;
	bool claimed; /* it names an item of the product */
};

/* An item that became done. */
struct pm_note {
	uint32_t item; /* of the second product */
	enum pm_change_kind kind;
	bool breaking, internal;
	bool written;		 /* text is the release note; else it is the title, or what the story wants */
	struct pm_str text;	 /* Markdown where it is written, else plain; on one line */
	struct pm_str cve;	 /* "CVE-2026-1234", where the item names one and the text does not begin with it; empty */
	struct pm_str benefit;	 /* of the story, plain; empty */
	uint32_t open;		 /* criteria that are not ticked */
	const uint32_t *commits; /* the newest first, as the list below */
	size_t commit_count;
};

struct pm_notes {
	struct pm_arena arena;
	const struct pm_product *product; /* the second one */
	/* By kind, in each those that break something first, then as the files have them; what is a file of its own by its id.
	 * Heap. */
	struct pm_note *list;
	size_t count, cap;
	uint32_t *reopened, *dropped; /* heap; items of the second product */
	size_t reopened_count, reopened_cap, dropped_count, dropped_cap;
	struct pm_notes_commit *commits; /* heap */
	size_t commit_count, commit_cap;
	struct pm_str *people; /* heap; who wrote the commits, each once, by name; no robots */
	size_t people_count, people_cap;
	/* while commits are added */
	struct pm_notes_claim *claims;
	size_t claim_count, claim_cap;
};

/* Finds the notes between the two products that were compared. */
void pm_notes_init(struct pm_notes *notes, const struct pm_changes *changes);
/* Adds a commit of the range: a visitor of pm_git_log, whose ctx is the notes. */
int pm_notes_add(void *ctx, const struct pm_git_logged *commit);
/* After the last commit: who did what. */
void pm_notes_finish(struct pm_notes *notes);
void pm_notes_clear(struct pm_notes *notes);

/* The items that a commit's message names, in the ways people write ids: `PAY-12 - t`, `PAY-12: t`, `feat(PAY-12): t`,
 * `t (PAY-12)`, `[PAY-12] t`, `Story 9.9: t` in the subject, and trailers such as `Refs: PAY-12, PAY-13`.  Calls found for each,
 * maybe twice for one. */
void pm_notes_ids(const struct pm_product *product, struct pm_str message, void (*found)(void *ctx, uint32_t item), void *ctx);

#endif
