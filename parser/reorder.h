/* reorder: puts the items of a file in an order: whole sections, list entries and rows change places.
 *
 * Items change places with their siblings only: what stands under the same heading or item, in the same form; a table and a list
 * are each one place of their own.  What has no place in the order (done, not ranked, text between items) stays where it is.  Of an
 * item moves all that it owns but the blank lines behind it; the number of an entry of a numbered list stays.
 *
 * The one rule to know: lines change places and nothing else, and whoever applies the edits reads the result again and asks
 * pm_reorder_agrees before a file is replaced.
 */
#ifndef PM_REORDER_H
#define PM_REORDER_H

#include "parser/fix.h"
#include "parser/product.h"

struct pm_reorder {
	const struct pm_product *product;
	struct pm_edits edits;
	uint32_t *place;    /* heap; of every item in the order, from 1; 0: none */
	uint32_t *expected; /* heap; the items of every file in the order in which they must stand, file by file */
	bool *changed;	    /* heap; of every file */
	uint32_t moved;	    /* items that stand elsewhere now */
	uint32_t movable;   /* items of the order that stand among siblings of the order */
	uint32_t files;	    /* items of the order that are a file each: no place in a file says their order */
};

/* Makes the edits that put `count` items in order; each is named once. */
void pm_reorder_init(struct pm_reorder *reorder, const struct pm_product *product, const uint32_t *items, size_t count);
void pm_reorder_clear(struct pm_reorder *reorder);
/* Has the product that was read from the edited file the same items, field by field, in the expected order?  `after` numbers its
 * files as the product does.  False, and err with the first item that differs. */
bool pm_reorder_agrees(const struct pm_reorder *reorder, const struct pm_product *after, uint32_t file, struct pm_buf *err);

#endif
