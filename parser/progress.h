/* progress: how much there is, and how much of it is done: below an epic or an initiative, for a goal, in a sprint or a release.
 *
 * The one rule to know: only work counts (plan.h), and what was dropped does not.  Effort is a sum over what has an estimate in the
 * plan's unit; how many have none is told beside it.  Where nothing has an estimate every item counts for one.
 */
#ifndef PM_PROGRESS_H
#define PM_PROGRESS_H

#include "parser/plan.h"

struct pm_progress {
	uint32_t all, done, started; /* items; what is neither done nor started is still to be begun */
	uint32_t ready;		     /* to be begun, and could be */
	uint32_t unsized;	     /* items, done ones too, whose effort is not known */
	double effort, effort_done;  /* in the plan's unit */
};

/* What one item counts in sums: its effort, 0 where it is not known, 1 where nothing has an estimate. */
double pm_plan_weight(const struct pm_plan *plan, uint32_t item);
/* Adds an item, if it is work and was not dropped; its effort counts with this part, from 0 to 1.  ready: of every item (ready.h);
 * NULL: it is not counted. */
void pm_progress_add(struct pm_progress *progress, const struct pm_plan *plan, const bool *ready, uint32_t item, double part);
/* What is open of the effort. */
double pm_progress_left(const struct pm_progress *progress);

/* All of these fill one for every item of the product, heap, the caller's to free, in linear time. */

/* Of what is below each item: its children, the children of those, and what names it as its epic or initiative. */
struct pm_progress *pm_progress_below(const struct pm_plan *plan, const bool *ready);
/* Of each goal.  What serves several counts for each, with its effort divided among them; goals for which counted[] is false
 * (NULL: none) are not there to share. */
struct pm_progress *pm_progress_goals(const struct pm_plan *plan, const bool *ready, const bool *counted);
/* The goals of an item, without those for which counted[] is false. */
size_t pm_progress_serves(const struct pm_plan *plan, uint32_t item, const bool *counted, uint32_t goals[PM_ITEM_GOALS_MAX]);
/* Of each of `count` groups, where group[item] is one of them or anything beyond. */
struct pm_progress *pm_progress_groups(const struct pm_plan *plan, const bool *ready, const uint32_t *group, size_t count);

#endif
