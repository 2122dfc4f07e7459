/* title: ids, and the titles they stand in.
 *
 * The one rule to know: an id's key is its words and numbers in lower case, joined by '-', without leading zeros, so that US-007,
 * "us 7" and "Story 7" are one id, and "Epic 3" is not "Story 3".
 */
#ifndef PM_TITLE_H
#define PM_TITLE_H

#include "parser/item.h"

enum { PM_KEY_MAX = 80 };

/* Where an id is looked for. */
enum pm_id_where {
	PM_ID_TITLE,  /* at the start of a heading or list entry */
	PM_ID_COLUMN, /* a cell of an id column, or a front matter value: also a bare number, lower case, one letter */
	PM_ID_PROSE   /* anywhere in a value that names other items */
};

struct pm_id {
	size_t from, to;   /* bytes of the id */
	enum pm_kind kind; /* by its word or prefix; PM_KIND_NONE */
	bool weak;	   /* a letter and a digit, `#12`: an id only in company */
	bool numbered;	   /* a bare number */
	bool parted;	   /* a colon, dash or bracket sets it off from what follows */
};

/* Reads an id at the very start of the text (no markup in front).  False: there is none. */
bool pm_id_read(struct pm_str text, enum pm_id_where where, struct pm_id *id);
/* Finds the next id at or behind `from` in a value; false: no more.  Bare numbers count only when the value is nothing but numbers
 * and separators. */
bool pm_id_next(struct pm_str text, size_t from, struct pm_id *id);
/* The key; returns its length, 0 when the id is longer than room. */
size_t pm_id_key(struct pm_str id, char *out, size_t room);
/* The words that a key begins with, up to its first number: "pay" of "pay-12". */
struct pm_str pm_id_prefix(struct pm_str key);
/* P0..P5, Q1..Q4, H1, H2, and version names look like ids and are none. */
bool pm_id_is_false(struct pm_str word);

/* A title taken apart.  All offsets are into the text. */
enum { PM_TITLE_SUFFIXES = 8 };
struct pm_title {
	struct pm_id id;
	bool has_id;
	enum pm_kind kind; /* by a kind word with a colon, or in brackets */
	char box;	   /* the character in a box in front; 0: none */
	size_t box_at;
	size_t front;	 /* behind a date in brackets in front of it; 0: there is none */
	bool struck;	 /* ~~ around all of it */
	bool several;	 /* more ids stand behind the first: "US-01 and US-11", "PAY-4 … PAY-13" */
	size_t from, to; /* the title itself */
	struct {
		enum pm_field_id field;
		size_t from, to; /* the value */
		enum pm_spelling spelling;
	} suffixes[PM_TITLE_SUFFIXES];
	size_t suffix_count;
};
void pm_title_read(struct pm_str text, bool heading, struct pm_title *title);

#endif
