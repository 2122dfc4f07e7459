/* ready: can an item be begun, and what does it wait for? */
#include "parser/ready.h"

#include "parser/progress.h"

#include <stdlib.h>

static bool is_no_record(const struct pm_item *item)
{
	return !PM_KIND_IS_RECORD(item->kind);
}

bool pm_readiness_asks_criteria(const struct pm_plan *plan, uint32_t item)
{
	const struct pm_item *it = &plan->product->items[item];

	return it->kind == PM_KIND_STORY || it->kind == PM_KIND_NONE || it->form == PM_FORM_FILE;
}

static uint8_t find_lacks(const struct pm_readiness *readiness, uint32_t item)
{
	const struct pm_plan *plan = readiness->plan;
	const struct pm_item *it = &plan->product->items[item];
	struct pm_size size;
	unsigned lacks = 0;

	if (!plan->work[item] || !pm_plan_open(plan, item))
		return 0;
	if (it->state == PM_STATE_IDEA)
		lacks |= PM_UNREADY_IDEA;
	if (it->criterion_count == 0 && pm_readiness_asks_criteria(plan, item))
		lacks |= PM_UNREADY_CRITERIA;
	if (plan->unit && !pm_item_size(plan->product, it, PM_FIELD_ESTIMATE, &size))
		lacks |= PM_UNREADY_ESTIMATE;
	if (pm_readiness_waits(readiness, item, NULL) != PM_NO_ITEM)
		lacks |= PM_UNREADY_WAITS;
	return (uint8_t)lacks;
}

/* What was archived waits for nobody and keeps nobody waiting, and so does an epic whose work is all done. */
static void find_settled(struct pm_readiness *readiness)
{
	const struct pm_plan *plan = readiness->plan;
	struct pm_progress *below = pm_progress_below(plan, NULL);

	for (uint32_t i = 0; pm_product_more(plan->product, i); i++)
		readiness->settled[i] = !pm_plan_open(plan, i) || (below[i].all > 0 && below[i].done == below[i].all);
	free(below);
}

void pm_readiness_init(struct pm_readiness *readiness, const struct pm_plan *plan)
{
	uint32_t count = plan->product->item_count;

	*readiness = (struct pm_readiness){.plan = plan};
	readiness->settled = pm_calloc((size_t)count + 1, sizeof *readiness->settled);
	readiness->ready = pm_calloc((size_t)count + 1, sizeof *readiness->ready);
	readiness->lacks = pm_calloc((size_t)count + 1, sizeof *readiness->lacks);
	pm_graph_depends(plan->product, is_no_record, &readiness->needs);
	find_settled(readiness);
	for (uint32_t i = 0; pm_product_more(plan->product, i); i++) {
		readiness->lacks[i] = find_lacks(readiness, i);
		readiness->ready[i] = readiness->lacks[i] == 0 && plan->work[i] && pm_plan_open(plan, i);
	}
}

void pm_readiness_clear(struct pm_readiness *readiness)
{
	pm_graph_clear(&readiness->needs);
	free(readiness->settled);
	free(readiness->lacks);
	free(readiness->ready);
}

uint32_t pm_readiness_waits(const struct pm_readiness *readiness, uint32_t item, const uint32_t *group)
{
	const struct pm_graph *needs = &readiness->needs;

	for (uint32_t a = needs->first[item]; a < needs->first[item + 1]; a++) {
		uint32_t to = needs->to[a];

		if (to != item && !readiness->settled[to] &&
		    (group == NULL || group[item] == PM_NO_ITEM || group[to] != group[item]))
			return to;
	}
	return PM_NO_ITEM;
}
