/* ready: can an item be begun, and what does it wait for?
 *
 * Ready means: it is more than an idea, it has the acceptance criteria and the estimate that are asked of it, and all that it
 * depends on is settled.  Criteria are asked of stories and of items that are a file; an estimate where the team estimates.
 *
 * The one rule to know: `A blocks B` counts as `B depends on A`, and what is settled (done, dropped, or nothing but done work) is
 * waited for by nobody.
 */
#ifndef PM_READY_H
#define PM_READY_H

#include "parser/graph.h"
#include "parser/plan.h"

enum {
	PM_UNREADY_IDEA = 1,	 /* its state says that it is not decided */
	PM_UNREADY_CRITERIA = 2, /* criteria are asked of it, and there are none */
	PM_UNREADY_ESTIMATE = 4, /* the team estimates, and it has no size that can be read */
	PM_UNREADY_WAITS = 8	 /* something that it depends on is open */
};

struct pm_readiness {
	const struct pm_plan *plan;
	struct pm_graph needs; /* every dependency between what is no record, settled or not */
	bool *settled;	       /* of every item */
	uint8_t *lacks;	       /* of every item of open work: what it lacks, of the above; 0 for all others */
	bool *ready;	       /* of every item: open work that lacks nothing */
};

void pm_readiness_init(struct pm_readiness *readiness, const struct pm_plan *plan);
void pm_readiness_clear(struct pm_readiness *readiness);
/* Are criteria asked of this item? */
bool pm_readiness_asks_criteria(const struct pm_plan *plan, uint32_t item);
/* The first thing an item waits for, in the order of the files, that is not in the item's own group (group[item], not PM_NO_ITEM:
 * what is planned for the same sprint can be done in it); group NULL: whatever it is in.  PM_NO_ITEM: nothing. */
uint32_t pm_readiness_waits(const struct pm_readiness *readiness, uint32_t item, const uint32_t *group);

#endif
