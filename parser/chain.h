/* chain: the critical chain: of all chains of dependencies the one with the most effort left.
 *
 * An epic or initiative in it counts with what is left of the work below it.  What is settled is in no chain.
 *
 * The one rule to know: cycles are cut before the search (graph.h), so that there is a longest chain; of equal ones that with more
 * items is taken, then the one that comes first in the files.
 */
#ifndef PM_CHAIN_H
#define PM_CHAIN_H

#include "parser/progress.h"
#include "parser/ready.h"

struct pm_chain {
	uint32_t *items; /* heap; what must be done first stands first */
	size_t count;	 /* 0: nothing depends on anything that is open */
	double effort;	 /* left, in the plan's unit */
	size_t unsized;	 /* members whose effort is not known: they count for nothing */
};

/* below: from pm_progress_below. */
void pm_chain_init(struct pm_chain *chain, const struct pm_readiness *readiness, const struct pm_progress *below);
void pm_chain_clear(struct pm_chain *chain);

#endif
