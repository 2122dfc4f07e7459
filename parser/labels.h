/* labels: what headings and labels are called, in thirteen languages.
 *
 * The one rule to know: labels.def is the only place for them.  A label matches without regard to case, emphasis, emoji, numbering
 * and a trailing colon; what stands in parentheses behind it is not compared.
 */
#ifndef PM_LABELS_H
#define PM_LABELS_H

#include "parser/fields.h"
#include "parser/item.h"

/* What a label says about what stands under it. */
enum pm_part {
	PM_PART_NONE,
	PM_PART_CRITERIA,
	PM_PART_READY_DONE, /* Definition of Ready, Definition of Done: kept apart from criteria */
	PM_PART_TASKS,
	PM_PART_EDGE_CASES,
	PM_PART_STORY,
	PM_PART_DESCRIPTION,
	PM_PART_SCENARIO, /* Scenario: one criterion */
	PM_PART_VISION,
	PM_PART_GOALS, /* what is under it are goals */
	PM_PART_FEEDBACK,
	PM_PART_PERSONAS,
	PM_PART_STORIES, /* what is under it are items: Backlog, User stories, Features */
	PM_PART_EPICS,
	PM_PART_MAYBE_PROSE, /* ends like a name of prose ("Sprint metrics"): so where no field, story or criteria stands under it */
	PM_PART_PROSE	     /* Overview, Notes, References: never an item, nor what is listed under it */
};

/* Words that begin an id or a title: "Story 1.2", "Bug: ...". */
struct pm_kind_word {
	enum pm_kind kind;
	const char *prefix; /* what it is in an id's key: "story" for Story, User Story and US */
	size_t length;	    /* bytes of the text that it took */
	bool strict;	    /* an item only with a number or a colon behind it */
};

/* Buckets: a heading that passes a value to what stands under it. */
struct pm_bucket {
	enum pm_field_id field;	   /* PM_FIELD_COUNT: no bucket */
	size_t from, to;	   /* where the value stands in the text */
	enum pm_state_class state; /* of a status bucket */
};

enum pm_part pm_part_find(struct pm_str label);
/* The same with the bytes of the label that matched: "Scenario 2: ..." */
enum pm_part pm_part_starts(struct pm_str text, size_t *length);
bool pm_kind_word_read(struct pm_str text, struct pm_kind_word *word);
bool pm_bucket_read(struct pm_str heading, struct pm_bucket *bucket);
/* Folds a label for comparison: lower case, no markup, emoji, numbering, parentheses, colon; one blank between words.  Returns the
 * length, 0 when it is empty or longer than room. */
size_t pm_label_fold(struct pm_str label, char *out, size_t room);

#endif
