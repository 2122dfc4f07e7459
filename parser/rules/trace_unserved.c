/* trace-unserved: a goal that nothing works towards. */
#include "parser/rule.h"

#include <stdlib.h>

static bool is_asked(const struct pm_item *item)
{
	return item->kind == PM_KIND_GOAL && item->place == PM_PLACE_ACTIVE && item->state != PM_STATE_DONE &&
	       item->state != PM_STATE_DROPPED && item->state != PM_STATE_IDEA;
}

/* A goal is served by what names it, itself or by what it is a part of, and by what the goal names. */
static bool *find_served(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;
	bool *served = pm_calloc((size_t)product->item_count + 1, sizeof *served);
	uint32_t goals[PM_ITEM_GOALS_MAX];

	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		size_t n = PM_KIND_IS_RECORD(product->items[i].kind) ? 0 : pm_plan_goals(context->plan, i, goals);

		while (n > 0)
			served[goals[--n]] = true;
	}
	for (uint32_t i = 0; i < product->link_count; i++)
		if (product->links[i].to != PM_NO_ITEM && product->items[product->links[i].from].kind == PM_KIND_GOAL &&
		    !PM_KIND_IS_RECORD(product->items[product->links[i].to].kind))
			served[product->links[i].from] = true;
	return served;
}

static void check(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;
	bool *served = find_served(context), in_use = false;

	for (uint32_t i = 0; i < product->item_count && !in_use; i++)
		in_use = served[i];
	for (uint32_t i = 0; i < product->item_count && in_use; i++)
		if (!served[i] && is_asked(&product->items[i]))
			pm_rule_add(context, i, product->items[i].head,
				    "nothing serves the goal %s: name it in the field 'Goal' of what does, or take the goal back",
				    pm_rule_name(context, i));
	free(served);
}

const struct pm_rule pm_rule_trace_unserved = {
	.name = "trace-unserved",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a goal that no item serves (only where items name goals)",
	.why = "A goal without work is a wish: it is missed without anybody having decided so.",
	.good = "# Roadmap\n"
		"\n"
		"## Goals\n"
		"\n"
		"### G-1 Shoppers come back\n"
		"\n"
		"- Metric: repeat purchases\n"
		"\n"
		"## Now\n"
		"\n"
		"### PAY-1 Pay with a saved card\n"
		"\n"
		"- Goal: G-1\n",
	.bad = "# Roadmap\n"
	       "\n"
	       "## Goals\n"
	       "\n"
	       "### G-1 Shoppers come back\n"
	       "\n"
	       "- Metric: repeat purchases\n"
	       "\n"
	       "### G-2 Shops open in a day\n"
	       "\n"
	       "- Metric: hours to the first sale\n"
	       "\n"
	       "## Now\n"
	       "\n"
	       "### PAY-1 Pay with a saved card\n"
	       "\n"
	       "- Goal: G-1\n",
	.absence = true,
	.plan = true,
	.check = check,
};
