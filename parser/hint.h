/* hint: one line of a team that says how a file is to be read, where the reader would guess otherwise.
 *
 * The one rule to know: a value goes on to the next setting, so that names of sections and columns need no quotes:
 * `items=bullet only=Open items, Next up as=roadmap`.
 */
#ifndef PM_HINT_H
#define PM_HINT_H

#include "parser/item.h"

/* What a file is read as. */
enum pm_file_role {
	PM_ROLE_BACKLOG,
	PM_ROLE_ROADMAP,
	PM_ROLE_STORIES,
	PM_ROLE_TASK_FILE,
	PM_ROLE_README,	  /* tells of a product: holds items with an id or a story at the most */
	PM_ROLE_DOCUMENT, /* a changelog, minutes, a decision, a checklist: holds none */
	PM_ROLE_OTHER
};

/* All false, and all empty: there is no hint. */
struct pm_hint {
	bool given;
	bool forms; /* one of these is said */
	bool none, heading, table, list, bullet, number, bold;
	uint8_t levels; /* heading2: bit 2; 0: any level, where headings have none below them */
	bool has_role;
	uint8_t role;		    /* enum pm_file_role */
	uint8_t kind;		    /* enum pm_kind, of items that say none; PM_KIND_NONE */
	struct pm_str only, except; /* names of sections, split at ',': the only ones with items, and those without; "not" */
	struct pm_str id, title;    /* heads of columns */
};

/* Reads the settings of a hint; the first may stand without `items=`.  False: `bad` is the word that is none of them.  What it
 * hands out lies in the text. */
bool pm_hint_read(struct pm_str text, struct pm_hint *hint, struct pm_str *bad);
/* The words, split at '|', of the setting in which a word that pm_hint_read called bad stands.  Static. */
const char *pm_hint_words(struct pm_str text, struct pm_str bad);
/* Are entries of lists, or paragraphs, said to be items? */
bool pm_hint_says_entries(const struct pm_hint *hint);
/* Is one of the names, split at ',', in the title?  Without regard to case and markup. */
bool pm_hint_names(struct pm_str names, struct pm_str title);
/* Is the title the name, but for case and markup?  An empty name is none. */
bool pm_hint_is(struct pm_str name, struct pm_str title);

#endif
