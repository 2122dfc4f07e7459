/* margin: by how much an estimate would have to change for two items to swap.
 *
 * The one rule to know: an estimate is moved alone, all others stay; what is found is where the order changes, whatever the reason,
 * dependencies included.
 */
#ifndef PM_MARGIN_H
#define PM_MARGIN_H

#include "parser/rank.h"

struct pm_margin {
	bool found;
	bool unknown; /* too much hangs together: the search was given up */
	bool rises;   /* the estimate would have to grow to reach `at`; else to fall */
	double at;    /* to four digits */
};

/* Asks with which value of its i-th factor an item changes sides with another one.  Neither found nor unknown: no value does it.
 * `work` counts down the items and dependencies that are looked at to find out; PM_MARGIN_WORK is for one item's explanation, and
 * takes some seconds at most. */
#define PM_MARGIN_WORK ((uint64_t)1 << 27)
struct pm_margin pm_margin_find(const struct pm_ranking *ranking, const struct pm_ranked *ranked, const struct pm_ranked *other,
				size_t factor, uint64_t *work);
/* Does one of the two need the other, over however many between them? */
bool pm_margin_bound(const struct pm_ranking *ranking, uint32_t node, uint32_t other);

#endif
