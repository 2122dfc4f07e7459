/* plan-share: work that goes elsewhere than the goals' shares say. */
#include "parser/progress.h"
#include "parser/rule.h"

#include <math.h>
#include <stdlib.h>

/* A few items say nothing about a direction. */
enum { ITEMS_LEAST = 5 };

struct open_work {
	double effort;
	uint32_t items;
};

static struct open_work count_open(const struct pm_plan *plan)
{
	struct open_work open = {0, 0};

	for (uint32_t i = 0; pm_product_more(plan->product, i); i++) {
		if (!plan->work[i] || !pm_plan_open(plan, i))
			continue;
		open.effort += pm_plan_weight(plan, i);
		open.items++;
	}
	return open;
}

static bool is_counted(const struct pm_item *item)
{
	return item->kind == PM_KIND_GOAL && item->place == PM_PLACE_ACTIVE && item->state != PM_STATE_DONE &&
	       item->state != PM_STATE_DROPPED;
}

static void check_goal(const struct pm_rule_context *context, uint32_t index, double part)
{
	const struct pm_item *item = &context->product->items[index];
	const struct pm_field *field = pm_item_field(context->product, item, PM_FIELD_SHARE);
	double far = pm_rule_option_number(context, "far"), share;
	struct pm_number number;

	if (field == NULL || !pm_item_number(context->product, item, PM_FIELD_SHARE, &number))
		return;
	share = (number.low + number.high) / 2;
	if (fabs(part - share) <= far + 1e-9)
		return;
	pm_rule_add(context, index, pm_rule_field_plain(field) ? field->value : item->head,
		    "%.0f%% of the open effort serves %s, whose share is %.0f%%: plan %s of it, or agree on another share",
		    part * 100, pm_rule_name(context, index), share * 100, part > share ? "less" : "more");
}

static void check(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;
	bool *counted = pm_calloc((size_t)product->item_count + 1, sizeof *counted);
	struct open_work open = count_open(context->plan);
	struct pm_progress *goals;

	for (uint32_t i = 0; pm_product_more(product, i); i++)
		counted[i] = is_counted(&product->items[i]);
	goals = pm_progress_goals(context->plan, NULL, counted);
	for (uint32_t i = 0; i < product->item_count && open.items >= ITEMS_LEAST && open.effort > 0; i++)
		if (counted[i])
			check_goal(context, i, pm_progress_left(&goals[i]) / open.effort);
	free(goals);
	free(counted);
}

static const struct pm_rule_option options[] = {
	{"far", "15%", "how far the share of the open effort may be from the goal's own"},
	{NULL, NULL, NULL},
};

#define ROADMAP                                                                                                                    \
	"# Roadmap\n"                                                                                                              \
	"\n"                                                                                                                       \
	"## Goals\n"                                                                                                               \
	"\n"                                                                                                                       \
	"### G-1 Shoppers come back\n"                                                                                             \
	"\n"                                                                                                                       \
	"- Share: 60%\n"                                                                                                           \
	"\n"                                                                                                                       \
	"### G-2 Shops open in a day\n"                                                                                            \
	"\n"                                                                                                                       \
	"- Share: 40%\n"                                                                                                           \
	"\n"                                                                                                                       \
	"## Stories\n"                                                                                                             \
	"\n"                                                                                                                       \
	"| ID | Title | Goal | Estimate |\n"                                                                                       \
	"|----|-------|------|----------|\n"                                                                                       \
	"| PAY-1 | Pay with a saved card | G-1 | 5 |\n"                                                                            \
	"| PAY-2 | Pay by invoice | G-1 | 3 |\n"                                                                                   \
	"| PAY-3 | Receipts by mail | G-1 | 5 |\n"

const struct pm_rule pm_rule_plan_share = {
	.name = "plan-share",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a goal that takes much more or less of the open effort than its share",
	.why = "The shares are what was agreed; where the work goes is what will happen.",
	.good = ROADMAP "| OPN-1 | Import the catalogue | G-2 | 5 |\n"
			"| OPN-2 | Print the first label | G-2 | 3 |\n",
	.bad = ROADMAP "| OPN-1 | Import the catalogue | G-2 | 1 |\n"
		       "| OPN-2 | Print the first label | G-1 | 3 |\n",
	.options = options,
	.plan = true,
	.check = check,
};
