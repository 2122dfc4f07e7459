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
	uint32_t node;	   /* of the ranking's graph */
	struct pm_score score;
	double inherited; /* the figure that gave the position, where it is more than the score; else the score */
	uint32_t heir;	  /* the item it inherits from; PM_NO_ITEM */
};

struct pm_incomplete {
	uint32_t item;
	uint32_t missing_count;
	uint16_t unread; /* bit i: missing[i] is written, and does not count: pm_factor.flaw of the score says why */
	bool undefined;	 /* nothing is missing, and yet the formula has no value: it divides by 0, or the like */
	enum pm_field_id missing[PM_FACTORS_MAX];
};

/* A declared score that is not what its factors make (method.h). */
struct pm_difference {
	uint32_t item;
	struct pm_declared declared;
};

struct pm_ranking {
	const struct pm_scoring *scoring; /* borrowed */
	const struct pm_method *method;
	struct pm_arena arena;
	struct pm_ranked *items; /* in order */
	size_t count;
	struct pm_incomplete *incomplete; /* in the order of the file */
	size_t incomplete_count;
	struct pm_cycle *cycles; /* of what is not done; one for each knot */
	size_t cycle_count;
	struct pm_difference *differences; /* of all items that were asked for, in the order of the file */
	size_t difference_count;
	size_t unproven; /* items of components that were too large to decompose (closure.h): in a valid order without a bound */
	/* What was put in order: a node for every item that was scored or stands between such, in the order of the items. */
	uint32_t *node_items;  /* heap */
	bool *scored;	       /* heap; of every node */
	struct pm_graph needs; /* without cycles */
};

/* Orders the items for which wanted(ctx, item) is true (NULL: all), of those that are active, neither done nor dropped, and no
 * records.  Epics and initiatives that have parts stand aside where what lies below them is ranked, and initiatives that lack a
 * factor are not said to be incomplete there.  The scoring stays the caller's, and longer than the ranking. */
void pm_rank(const struct pm_scoring *scoring, bool (*wanted)(void *ctx, uint32_t item), void *ctx, struct pm_ranking *ranking);
void pm_ranking_clear(struct pm_ranking *ranking);
/* Where an item stands in it; NULL: it is not ranked.  A search. */
const struct pm_ranked *pm_ranking_find(const struct pm_ranking *ranking, uint32_t item);
/* A score where the best is 100, and 0 is the least of all scores or 0, whichever is less; for showing only. */
double pm_ranking_relative(const struct pm_ranking *ranking, double score);
/* What keeps an item out of every order: "done", "archived", "a record", ...; NULL: nothing of its own. */
const char *pm_rank_why_not(const struct pm_item *item);
/* Does it still hold up what depends on it? */
bool pm_rank_unmet(const struct pm_item *item);

#endif
