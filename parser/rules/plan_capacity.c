/* plan-capacity: a sprint that holds more than the team can do. */
#include "parser/periods.h"
#include "parser/progress.h"
#include "parser/rule.h"

#include <stdlib.h>
#include <string.h>

static const char *unit_of(const struct pm_plan *plan)
{
	if (plan->unit == NULL || strcmp(plan->unit, "size") == 0)
		return "";
	return strcmp(plan->unit, "d") == 0 ? " days" : " points";
}

static void check_sprint(const struct pm_rule_context *context, const struct pm_period *sprint, const struct pm_progress *load)
{
	const struct pm_product *product = context->product;
	const struct pm_item *item = &product->items[sprint->item];
	const struct pm_field *field;
	struct pm_size size;
	double capacity;

	if (!pm_item_size(product, item, PM_FIELD_CAPACITY, &size))
		return;
	capacity = pm_plan_size(context->plan, &size);
	if (capacity < 0 || load->effort <= capacity + 1e-9)
		return;
	field = pm_item_field(product, item, PM_FIELD_CAPACITY);
	pm_rule_add(context, sprint->item, pm_rule_field_plain(field) ? field->value : item->head,
		    "%s holds %g%s in %u item%s, and its capacity is %g: take out %g, or more than that will be left at its end",
		    pm_rule_name(context, sprint->item), load->effort, unit_of(context->plan), (unsigned)load->all,
		    load->all == 1 ? "" : "s", capacity, load->effort - capacity);
}

static void check(const struct pm_rule_context *context)
{
	struct pm_periods sprints;
	struct pm_progress *loads;

	pm_periods_init(&sprints, context->plan, PM_KIND_SPRINT);
	loads = pm_progress_groups(context->plan, NULL, sprints.of, sprints.count);
	for (size_t i = 0; i < sprints.count; i++)
		if (sprints.list[i].item != PM_NO_ITEM && !pm_period_over(&sprints.list[i], context->plan, context->today))
			check_sprint(context, &sprints.list[i], &loads[i]);
	free(loads);
	pm_periods_clear(&sprints);
}

const struct pm_rule pm_rule_plan_capacity = {
	.name = "plan-capacity",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a sprint whose items are more than its capacity",
	.why = "What does not fit is decided at the end of the sprint by what happened to be begun last, and not by its worth.",
	.good = "# Sprints\n"
		"\n"
		"## Sprint 12\n"
		"\n"
		"- Capacity: 8 points\n"
		"\n"
		"### PAY-1 Pay with a card\n"
		"\n"
		"- Estimate: 5\n"
		"\n"
		"### PAY-2 Pay by invoice\n"
		"\n"
		"- Estimate: 3\n",
	.bad = "# Sprints\n"
	       "\n"
	       "## Sprint 12\n"
	       "\n"
	       "- Capacity: 6 points\n"
	       "\n"
	       "### PAY-1 Pay with a card\n"
	       "\n"
	       "- Estimate: 5\n"
	       "\n"
	       "### PAY-2 Pay by invoice\n"
	       "\n"
	       "- Estimate: 3\n",
	.plan = true,
	.check = check,
};
