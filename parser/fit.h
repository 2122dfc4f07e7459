/* fit: what fits into a capacity: the items of greatest total value, each with all that it needs.
 *
 * The one rule to know: what is said to be exact is the best there is; where the steps ran out first, the gap that may remain is
 * said.  Steps are counted, never time, so the answer is the same on every machine.
 */
#ifndef PM_FIT_H
#define PM_FIT_H

#include "parser/rank.h"

/* How many ways to fill are kept, at most: about a second, and a hundred megabytes. */
#define PM_FIT_POINTS ((size_t)4000000)
#define PM_FIT_WORK ((uint64_t)1 << 28)

/* A part of the capacity that some items may use together. */
struct pm_fit_share {
	uint32_t goal;	 /* an item; PM_NO_ITEM: those of no goal with a share */
	double capacity; /* at most */
	double used;	 /* by what was taken */
};

enum pm_fit_why {
	PM_FIT_TAKEN,
	PM_FIT_NO_ROOM,	  /* it does not fit, or something better is taken in its place */
	PM_FIT_NO_SIZE,	  /* its size is not known */
	PM_FIT_HELD_UP,	  /* it needs something that has no known size, or is not selected */
	PM_FIT_OVER_SHARE /* its goal has used up its share */
};

struct pm_fit {
	double capacity, used;
	double value, most; /* of what was taken, and what no filling can exceed */
	bool exact;
	bool in_order; /* the order was followed, what does not fit passed over: nothing is said to be best */
	uint8_t *why;  /* heap; enum pm_fit_why; as in ranking->items */
	double *cost;  /* heap; of each, below 0: not known */
	size_t taken;
	size_t just_missed; /* in ranking->items: the first that is left out for room, while one below it is in; or just the first
			       left out.  count: none is */
	struct pm_fit_share *shares; /* heap; with --shares */
	size_t share_count;
};

/* Chooses what fits.  Ratio methods, and others whose scores can be added, are filled for the greatest total of what stands above
 * the line (a score times its cost; other scores as they are); classes, and where shares are asked for, in their order.  share_of
 * gives the share that an item counts for, an index of shares, or SIZE_MAX for none; NULL: no shares. */
void pm_fit(const struct pm_ranking *ranking, double capacity, struct pm_fit_share *shares, size_t share_count,
	    const size_t *share_of, struct pm_fit *fit);
void pm_fit_clear(struct pm_fit *fit);
/* Reads a capacity as the method's sizes are read: "40", "6 weeks".  *unit: what it counts: "months", "points", NULL for a bare
 * number.  False, and err: it is no size above 0, or the size of an item is of a kind that cannot be compared with it. */
bool pm_fit_read(const struct pm_ranking *ranking, struct pm_str text, double *capacity, const char **unit, struct pm_buf *err);

#endif
