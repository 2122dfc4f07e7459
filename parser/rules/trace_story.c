/* trace-story: something is promised for now, and no work belongs to it. */
#include "parser/progress.h"
#include "parser/rule.h"

#include <stdlib.h>

static bool is_promised(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_plan *plan = context->plan;
	const struct pm_item *item = &context->product->items[index];

	return plan->entry[index] == index && !plan->work[index] && pm_plan_open(plan, index) && item->readable &&
	       pm_horizon_read(pm_plan_horizon(plan, index)) == PM_HORIZON_NOW;
}

static void check(const struct pm_rule_context *context)
{
	uint32_t count = context->product->item_count;
	struct pm_progress *below = pm_progress_below(context->plan, NULL);
	bool used = false;

	for (uint32_t i = 0; i < count && !used; i++)
		used = context->plan->entry[i] == i && !context->plan->work[i] && below[i].all > 0;
	for (uint32_t i = 0; i < count && used; i++)
		if (is_promised(context, i) && below[i].all == 0)
			pm_rule_add(
				context, i, context->product->items[i].head,
				"%s is for now, and no story belongs to it: write the first ones, or move it to a later horizon",
				pm_rule_name(context, i));
	free(below);
}

const struct pm_rule pm_rule_trace_story = {
	.name = "trace-story",
	.severity = PM_SEVERITY_WARNING,
	.summary = "an entry of the roadmap that is for now and has no story (only where others have)",
	.why = "What is promised for now and is not in the backlog is promised by nobody who does it.",
	.good = "# Roadmap\n"
		"\n"
		"## Now\n"
		"\n"
		"### Initiative R-1: One-step checkout\n"
		"\n"
		"- Budget: 40 points\n"
		"\n"
		"## Stories\n"
		"\n"
		"### PAY-1 Pay with a saved card\n"
		"\n"
		"- Initiative: R-1\n",
	.bad = "# Roadmap\n"
	       "\n"
	       "## Now\n"
	       "\n"
	       "### Initiative R-1: One-step checkout\n"
	       "\n"
	       "- Budget: 40 points\n"
	       "\n"
	       "### Initiative R-2: Receipts by mail\n"
	       "\n"
	       "- Budget: 20 points\n"
	       "\n"
	       "## Stories\n"
	       "\n"
	       "### PAY-1 Pay with a saved card\n"
	       "\n"
	       "- Initiative: R-1\n",
	.absence = true,
	.plan = true,
	.check = check,
};
