/* progress: how much there is, and how much of it is done. */
#include "parser/progress.h"

#include <stdlib.h>

double pm_plan_weight(const struct pm_plan *plan, uint32_t item)
{
	if (plan->unit == NULL)
		return 1;
	return plan->effort[item] > 0 ? plan->effort[item] : 0;
}

void pm_progress_add(struct pm_progress *progress, const struct pm_plan *plan, const bool *ready, uint32_t item, double part)
{
	const struct pm_item *it = &plan->product->items[item];
	bool done = pm_plan_done(plan, item);
	double effort = pm_plan_weight(plan, item) * part;

	if (!plan->work[item] || it->state == PM_STATE_DROPPED)
		return;
	progress->all++;
	progress->done += done;
	progress->started += !done && it->state == PM_STATE_STARTED;
	progress->ready += ready && ready[item] && it->state != PM_STATE_STARTED;
	progress->unsized += plan->unit && plan->effort[item] < 0;
	progress->effort += effort;
	progress->effort_done += done ? effort : 0;
}

double pm_progress_left(const struct pm_progress *progress)
{
	return progress->effort - progress->effort_done;
}

static struct pm_progress *new_progress(size_t count)
{
	return pm_calloc(count + 1, sizeof(struct pm_progress));
}

/* -- below */

static void add_all(struct pm_progress *to, const struct pm_progress *from)
{
	to->all += from->all;
	to->done += from->done;
	to->started += from->started;
	to->ready += from->ready;
	to->unsized += from->unsized;
	to->effort += from->effort;
	to->effort_done += from->effort_done;
}

/* Children before what they are a part of; those on a circle, and what leads into it, stand nowhere.  Returns how many. */
static uint32_t parts_first(const struct pm_plan *plan, uint32_t *order)
{
	uint32_t count = plan->product->item_count, n = 0;
	uint32_t *parts = pm_calloc((size_t)count + 1, sizeof *parts);

	for (uint32_t i = 0; i < count; i++)
		if (plan->up[i] != PM_NO_ITEM)
			parts[plan->up[i]]++;
	for (uint32_t i = 0; i < count; i++)
		if (parts[i] == 0)
			order[n++] = i;
	for (uint32_t k = 0; k < n; k++) {
		uint32_t up = plan->up[order[k]];

		if (up != PM_NO_ITEM && --parts[up] == 0)
			order[n++] = up;
	}
	free(parts);
	return n;
}

struct pm_progress *pm_progress_below(const struct pm_plan *plan, const bool *ready)
{
	uint32_t count = plan->product->item_count, n;
	struct pm_progress *below = new_progress(count);
	uint32_t *order = pm_calloc((size_t)count + 1, sizeof *order);

	n = parts_first(plan, order);
	for (uint32_t k = 0; k < n; k++) {
		uint32_t item = order[k], up = plan->up[item];

		if (up == PM_NO_ITEM)
			continue;
		add_all(&below[up], &below[item]);
		pm_progress_add(&below[up], plan, ready, item, 1);
	}
	free(order);
	return below;
}

/* -- goals and groups */

size_t pm_progress_serves(const struct pm_plan *plan, uint32_t item, const bool *counted, uint32_t goals[PM_ITEM_GOALS_MAX])
{
	size_t n = plan->work[item] ? pm_plan_goals(plan, item, goals) : 0, kept = 0;

	for (size_t k = 0; k < n; k++)
		if (counted == NULL || counted[goals[k]])
			goals[kept++] = goals[k];
	return kept;
}

struct pm_progress *pm_progress_goals(const struct pm_plan *plan, const bool *ready, const bool *counted)
{
	struct pm_progress *of = new_progress(plan->product->item_count);

	for (uint32_t i = 0; pm_product_more(plan->product, i); i++) {
		uint32_t goals[PM_ITEM_GOALS_MAX];
		size_t n = pm_progress_serves(plan, i, counted, goals);

		for (size_t k = 0; k < n; k++)
			pm_progress_add(&of[goals[k]], plan, ready, i, 1.0 / (double)n);
	}
	return of;
}

struct pm_progress *pm_progress_groups(const struct pm_plan *plan, const bool *ready, const uint32_t *group, size_t count)
{
	struct pm_progress *of = new_progress(count);

	for (uint32_t i = 0; pm_product_more(plan->product, i); i++)
		if (group[i] < count)
			pm_progress_add(&of[group[i]], plan, ready, i, 1);
	return of;
}
