/* outlook: what is still to be done, release after release and goal by goal. */
#include "parser/outlook.h"

#include "parser/flow.h"
#include "parser/mem.h"

#include <stdlib.h>
#include <string.h>

bool pm_outlook_open(const struct pm_item *item)
{
	return pm_flow_is_work((enum pm_kind)item->kind) && item->place == PM_PLACE_ACTIVE && item->state != PM_STATE_DONE &&
	       item->state != PM_STATE_DROPPED;
}

static void count_items(struct pm_outlook *outlook, const struct pm_plan *plan)
{
	for (uint32_t i = 0; pm_product_more(plan->product, i); i++) {
		const struct pm_item *item = &plan->product->items[i];

		if (!plan->shown[i] || !pm_outlook_open(item))
			continue;
		outlook->ideas += item->state == PM_STATE_IDEA;
		outlook->waits[i] = item->state != PM_STATE_IDEA;
		outlook->count += outlook->waits[i];
	}
}

static void add_releases(struct pm_outlook *outlook, const struct pm_plan *plan, const struct pm_periods *releases)
{
	uint32_t *own = pm_calloc(releases->count + 1, sizeof *own), before = 0;

	for (uint32_t i = 0; pm_product_more(plan->product, i); i++)
		if (outlook->waits[i] && releases->of[i] != PM_NO_ITEM)
			own[releases->of[i]]++;
	for (size_t i = 0; i < releases->count; i++) {
		const struct pm_period *release = &releases->list[i];

		before += own[i];
		if (own[i])
			outlook->list[outlook->list_count++] = (struct pm_wait){release->item, release->name, own[i], before};
	}
	free(own);
}

static void add_goals(struct pm_outlook *outlook, const struct pm_plan *plan)
{
	const struct pm_product *product = plan->product;
	uint32_t *own = pm_calloc((size_t)product->item_count + 1, sizeof *own), goals[PM_ITEM_GOALS_MAX];

	for (uint32_t i = 0; pm_product_more(product, i); i++)
		for (size_t k = outlook->waits[i] ? pm_plan_goals(plan, i, goals) : 0; k > 0; k--)
			own[goals[k - 1]]++;
	for (uint32_t i = 0; pm_product_more(product, i); i++)
		if (own[i] && product->items[i].kind == PM_KIND_GOAL && plan->shown[i])
			outlook->list[outlook->list_count++] = (struct pm_wait){i, product->items[i].title, own[i], own[i]};
	free(own);
}

void pm_outlook_init(struct pm_outlook *outlook, const struct pm_plan *plan, const struct pm_periods *releases)
{
	size_t most = (size_t)plan->product->item_count + releases->count;

	*outlook = (struct pm_outlook){.waits = pm_calloc((size_t)plan->product->item_count + 1, sizeof *outlook->waits),
				       .list = pm_calloc(most + 1, sizeof *outlook->list)};
	count_items(outlook, plan);
	add_releases(outlook, plan, releases);
	add_goals(outlook, plan);
}

void pm_outlook_clear(struct pm_outlook *outlook)
{
	free(outlook->waits);
	free(outlook->list);
	memset(outlook, 0, sizeof *outlook);
}
