/* match: which item of one product is which of another: two commits of a backlog, or the two sides of a merge.
 *
 * The one rule to know: an id is believed first, then an alias, then a title, then the text; every item has at most one match, and
 * items that share an id are told apart by file and title.
 */
#ifndef PM_MATCH_H
#define PM_MATCH_H

#include "parser/near.h"
#include "parser/product.h"

struct pm_matching {
	uint32_t *after_of;  /* heap; for each item of the first product the one of the second, or PM_NO_ITEM */
	uint32_t *before_of; /* and the other way round */
};

void pm_match_items(const struct pm_product *before, const struct pm_product *after, struct pm_matching *match);
void pm_match_clear(struct pm_matching *match);
/* All that an item says: title, story, criteria, description. */
struct pm_bag pm_match_bag(const struct pm_product *product, const struct pm_item *item, struct pm_arena *arena);

#endif
