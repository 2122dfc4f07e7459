/* history: the life of every item, from the commits of a repository: created, each state, each field, moved, renamed, gone.
 *
 * The one rule to know: the commits are the first parents of the newest one, oldest first, and a date is the committer's day in
 * UTC.  What a merge brought happened in the merge.  Names of states mean what the configuration of today says they mean, for all
 * of the past, and what is read is what the product of today would read.
 *
 * How an item is known again in the next commit: by its id, else (same file first) by its title, else by its text; so ids that were
 * given a new prefix and files that were renamed, split or merged do not end a life.
 */
#ifndef PM_HISTORY_H
#define PM_HISTORY_H

#include "parser/git.h"
#include "parser/product.h"

enum pm_event_type {
	PM_EVENT_CREATED, /* state: as what it came */
	PM_EVENT_STATE,	  /* state; before and after are the status as written */
	PM_EVENT_FIELD,	  /* field; before and after as written, empty where there is none */
	PM_EVENT_TITLE,	  /* before, after */
	PM_EVENT_ID,	  /* before, after: the id as written */
	PM_EVENT_TEXT,	  /* the story, the criteria or the description was reworded */
	PM_EVENT_MOVED,	  /* before, after: paths */
	PM_EVENT_GONE,	  /* it stands in no file any more */
	PM_EVENT_BACK	  /* it stands in one again; state: as what */
};
const char *pm_event_name(enum pm_event_type type); /* "created" */

struct pm_event {
	uint32_t life, commit;
	uint8_t type;	  /* enum pm_event_type */
	uint8_t from, to; /* enum pm_state_class, before and after; equal where the event is another */
	uint8_t place;	  /* enum pm_place, after it */
	uint16_t field;	  /* enum pm_field_id, of PM_EVENT_FIELD */
	struct pm_str before, after;
};

/* A commit of the walk. */
struct pm_history_commit {
	unsigned char id[PM_GIT_ID];
	pm_day day;
	int64_t time;
	struct pm_str author, mail;
	bool merge;
	bool news; /* `since` has it not, nor what it merged; of a base false */
	bool base; /* what stood there is known, not when it came: its events are CREATED, and their dates mean nothing */
};

/* What became of one item.  Its events are a slice of the history's, in the order of the commits. */
struct pm_life {
	struct pm_str key;   /* of its last id; empty: it has none */
	struct pm_str id;    /* as last written; may be empty */
	struct pm_str title; /* the last one */
	const char *path;    /* where it stood last */
	uint32_t first_event, event_count;
	uint8_t state; /* enum pm_state_class, the last one */
	uint8_t place; /* enum pm_place */
	uint8_t kind;  /* enum pm_kind */
	bool there;    /* it stands in the newest commit */
};

struct pm_history {
	struct pm_arena arena;
	struct pm_history_commit *commits; /* oldest first; a base comes first of all */
	uint32_t commit_count;
	struct pm_life *lives; /* in the order in which they came */
	uint32_t life_count;
	struct pm_event *events; /* life after life */
	uint32_t event_count;
	bool shallow; /* it begins where a shallow clone ends: what is older is not known */
	/* The first commit in which the product had an item; commit_count: none had.  What came with it may be older. */
	uint32_t first;
	uint32_t vision; /* the last commit that changed the text of the vision; commit_count: none has one */
	struct pm_history_index *index;
};

struct pm_history_options {
	const char *to;	   /* anything pm_git_tree takes; NULL: HEAD */
	const char *from;  /* begin behind this one; NULL: from the first commit */
	const char *since; /* whose commits, over all parents, are no news; NULL: all are */
	struct pm_read_options read;
	/* Told how many commits were looked at; total is 0 while that is not known.  NULL: nobody. */
	void (*progress)(void *ctx, size_t done, size_t total);
	void *progress_ctx;
};

/* 0, or -1 and err (no such commit, an object that is not here). */
int pm_history_read(struct pm_git *git, const struct pm_history_options *options, struct pm_history **history, struct pm_buf *err);
void pm_history_free(struct pm_history *history); /* NULL is allowed */

/* The life of the item that has this key now, or had it last; PM_NO_ITEM. */
uint32_t pm_history_find(const struct pm_history *history, struct pm_str key);
/* The life of an item of a product that was read from the same place; PM_NO_ITEM: it is in no commit yet. */
uint32_t pm_history_life(const struct pm_history *history, const struct pm_product *product, uint32_t item);

/* The event that gave a life's field the value it has: the last of its kind, or what it was created with.  NULL: never. */
const struct pm_event *pm_life_field(const struct pm_history *history, const struct pm_life *life, enum pm_field_id field);
/* The last event that made its state one of this class; NULL: never. */
const struct pm_event *pm_life_state(const struct pm_history *history, const struct pm_life *life, enum pm_state_class state);
/* The last commit that changed what the item says: its title, story, criteria or description; where it was created at least. */
uint32_t pm_life_worded(const struct pm_history *history, const struct pm_life *life);

#endif
