/* rank: the order of the items, with the reason of every position.
 *
 * The one rule to know: no item stands above what it depends on, and what an item inherits from those it unlocks moves positions
 * only, never scores.
 */
#ifndef PM_RANK_H
#define PM_RANK_H

#include "parser/graph.h"
#include "parser/method.h"

struct pm_ranked {
	uint32_t item;
	uint32_t position; /* from 1 */
	struct pm_score score;
	double inherited; /* the figure that gave the position, where it is more than the score; else the score */
	uint32_t heir;	  /* the item it inherits from; PM_NO_ITEM */
};

struct pm_incomplete {
	uint32_t item;
	enum pm_field_id missing[PM_FACTORS_MAX];
	size_t missing_count;
};

struct pm_ranking {
	const struct pm_method *method;
	struct pm_arena arena;
	struct pm_ranked *items;
	size_t count;
	struct pm_incomplete *incomplete; /* in the order of the file */
	size_t incomplete_count;
	struct pm_cycle *cycles; /* of what is not done; one for each knot */
	size_t cycle_count;
	size_t unproven; /* items of components that were too large to decompose (closure.h): in a valid order without a bound */
};

/* Orders the items for which wanted(ctx, item) is true (NULL: all), of those that are active, neither done nor dropped, and no
 * records.  Epics and initiatives that have parts stand aside where what lies below them is ranked, and initiatives that lack a
 * factor are not said to be incomplete there. */
void pm_rank(const struct pm_product *product, const struct pm_method *method, bool (*wanted)(void *ctx, uint32_t item), void *ctx,
	     struct pm_ranking *ranking);
void pm_ranking_clear(struct pm_ranking *ranking);

#endif
