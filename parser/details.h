/* details: what an item says: title, fields, story, criteria.
 *
 * The one rule to know: a draft says which blocks are the item's; nothing outside them is looked at, so that items can be
 * read on any thread in any order with the same result.
 */
#ifndef PM_DETAILS_H
#define PM_DETAILS_H

#include "parser/outline.h"

/* Where the texts of fields go that differ from their bytes; a field's `text` is an index into it. */
struct pm_texts {
	struct pm_text *list; /* heap */
	size_t count, cap;
};

/* Reads one draft into an item.  Everything lives in the arena or in the source. */
void pm_details_read(const struct pm_outline *outline, const struct pm_draft *draft, struct pm_arena *arena, struct pm_texts *texts,
		     struct pm_diags *diags, struct pm_item *item);
/* The same for a file that is an item by its front matter. */
void pm_details_read_file(const struct pm_outline *outline, const struct pm_yaml *matter, struct pm_arena *arena,
			  struct pm_texts *texts, struct pm_diags *diags, struct pm_item *item);
/* Does the mapping make its file an item: id and title, or title and a field? */
bool pm_matter_is_item(const struct pm_yaml *matter);
/* Gives back what the thread keeps between items. */
void pm_details_thread_end(void);

#endif
