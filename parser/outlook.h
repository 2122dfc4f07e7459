/* outlook: what is still to be done, all of it, release after release and goal by goal: what a forecast is made for.
 *
 * The one rule to know: a release waits for those before it, so its count holds theirs; each goal is counted as if it came first.
 * Ideas are open, and nobody has decided upon them: they are not waited for.
 */
#ifndef PM_OUTLOOK_H
#define PM_OUTLOOK_H

#include "parser/periods.h"

/* A release or a goal that has something to be done in it. */
struct pm_wait {
	uint32_t item;	    /* its record; PM_NO_ITEM: a release that is only named */
	struct pm_str name; /* borrowed of the product */
	uint32_t own;	    /* items of its own */
	uint32_t count;	    /* the items that it waits for */
};

struct pm_outlook {
	bool *waits;	       /* heap; of every item: it is to be done */
	uint32_t count, ideas; /* items that are to be done; and ideas */
	struct pm_wait *list;  /* heap: releases in their order, then goals as they stand */
	size_t list_count;
};

/* Is it work that is still to be done, an idea too? */
bool pm_outlook_open(const struct pm_item *item);
/* Of the items that the plan shows; releases are the plan's. */
void pm_outlook_init(struct pm_outlook *outlook, const struct pm_plan *plan, const struct pm_periods *releases);
void pm_outlook_clear(struct pm_outlook *outlook);

#endif
