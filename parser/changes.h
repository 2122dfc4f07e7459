/* changes: what became of a product between two states of it, as a product person says it.
 *
 * The one rule to know: a change is told once, by its strongest name: what was split is neither added nor removed, a title that is
 * part of a file's name does not move the file, and an item is re-ranked or reordered only where others did not just make room.
 */
#ifndef PM_CHANGES_H
#define PM_CHANGES_H

#include "parser/fingerprint.h"
#include "parser/match.h"
#include "parser/rank.h"

enum pm_change_type {
	PM_CHANGE_ADDED,
	PM_CHANGE_REMOVED,
	PM_CHANGE_SPLIT,  /* others: the items of after that took parts of it */
	PM_CHANGE_MERGED, /* others: the items of before that it took in */
	PM_CHANGE_STATE,  /* from, to: the states as written; class_from, class_to */
	PM_CHANGE_TITLE,
	PM_CHANGE_ID,
	PM_CHANGE_KIND,
	PM_CHANGE_ESTIMATE,
	PM_CHANGE_FILE,	  /* moved to another file or folder */
	PM_CHANGE_PARENT, /* moved below another item */
	PM_CHANGE_ORDER,  /* moved among its neighbours: number_from, number_to are places among them, from 1 */
	PM_CHANGE_RANK,	  /* by the ranking method: number_* positions, score_*, causes */
	PM_CHANGE_STORY,  /* name: "role", "want", "benefit" */
	PM_CHANGE_DESCRIPTION,
	PM_CHANGE_FIELD,     /* name: the field */
	PM_CHANGE_CRITERION, /* how says what became of it */
	PM_CHANGE_VISION,
	PM_CHANGE_FORECAST, /* from, to: the days by which all that is open is done, or a release or goal, with a chance of 85 %, of
			       which name is then the title; number_*: how many items */
	PM_CHANGE_FILE_RENAMED, /* and all its items with it */
	PM_CHANGE_FINDING	/* diag, of after where it is new, of before where it was mended */
};
const char *pm_change_name(enum pm_change_type type); /* "added", as JSON has it */

enum pm_change_how { PM_HOW_NONE, PM_HOW_ADDED, PM_HOW_REMOVED, PM_HOW_REWORDED, PM_HOW_TICKED, PM_HOW_UNTICKED };
const char *pm_change_how_name(enum pm_change_how how); /* "reworded"; NULL for none */

/* Why an item stands elsewhere in the ranking. */
struct pm_cause {
	struct pm_str name;	/* the factor, "inherited", "dependencies", "written order" */
	struct pm_str from, to; /* empty where there is nothing to say */
};

struct pm_change {
	enum pm_change_type type;
	enum pm_change_how how;
	uint32_t before, after; /* the item in each product; PM_NO_ITEM where it is not there */
	enum pm_field_id field; /* of FIELD; PM_FIELD_CUSTOM for a label that the format does not know */
	struct pm_str name;
	struct pm_str from, to; /* plain text on one line; empty: none */
	enum pm_state_class class_from, class_to;
	uint32_t number_from, number_to; /* 0: none; of a criterion its number */
	double score_from, score_to;	 /* of RANK, when both have one */
	bool has_scores;
	const struct pm_cause *causes;
	size_t cause_count;
	const uint32_t *others;
	size_t other_count;
	const struct pm_diag *diag;
	const char *fingerprint;
};

struct pm_flow;

/* One of the two states.  All of it is borrowed; ranking and diags may be NULL on both sides. */
struct pm_changes_side {
	const struct pm_product *product;
	const struct pm_ranking *ranking; /* both by the same method */
	const struct pm_diags *diags;
	const struct pm_flow *flow;		   /* NULL: the past is not known */
	uint64_t seed;				   /* of the forecast */
	const struct pm_fingerprint *fingerprints; /* one for each of diags */
};

struct pm_changes {
	struct pm_arena arena;
	struct pm_changes_side before, after;
	struct pm_matching match;
	struct pm_moved *moved; /* heap; sorted by hash */
	size_t moved_count;
	struct pm_change *list; /* those of an item together: in the order of after, then what was removed, then the rest */
	size_t count, cap;
};

/* A criterion that stands in another item now; hash is that of its text (pm_changes_hash), and told apart by it: what several items
 * say word for word proves nothing. */
struct pm_moved {
	uint32_t before, after; /* from which item, to which */
	uint64_t hash;
};

/* Linear in what the two hold, but for sorting.  Both products must outlive the result. */
void pm_changes_make(const struct pm_changes_side *before, const struct pm_changes_side *after, struct pm_changes *changes);
void pm_changes_clear(struct pm_changes *changes);

/* The class that counts: what lies in a folder of completed items is done, what was archived before it was done is dropped. */
enum pm_state_class pm_changes_class(const struct pm_item *item);

/* -- for its parts, changes_*.c */

/* Adds one; borrowed until the next. */
struct pm_change *pm_changes_add(struct pm_changes *changes, enum pm_change_type type, uint32_t before, uint32_t after);
/* A text without markup on one line, in the arena. */
struct pm_str pm_changes_plain(struct pm_changes *changes, struct pm_str text);
/* Of the words of a text: punctuation, markup and case count for nothing. */
uint64_t pm_changes_hash(struct pm_str text);

/* What changed in an item that is in both; true: it was put elsewhere (another parent, file, state or heading above), so that its
 * order says nothing. */
bool pm_changes_item(struct pm_changes *changes, uint32_t before, uint32_t after);
/* Finds what was split and merged, before anything is told: fills `moved`, mends the match where an item that was cut goes on
 * under another id, and adds the changes.  told_* (one for each item) are set for those that need not be told as added or
 * removed. */
void pm_changes_split(struct pm_changes *changes, bool *told_before, bool *told_after);
/* The order of items with the same neighbours; put_elsewhere is of after's items. */
void pm_changes_order(struct pm_changes *changes, const bool *put_elsewhere);
void pm_changes_rank(struct pm_changes *changes);
void pm_changes_findings(struct pm_changes *changes);
void pm_changes_forecast(struct pm_changes *changes);
/* Which of n things, given by the rank they had (each once), kept their order: those of the heaviest rising subsequence. */
void pm_changes_keep(const uint32_t *ranks, const uint32_t *weights, uint32_t n, bool *kept);

#endif
