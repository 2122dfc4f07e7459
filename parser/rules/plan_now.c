/* plan-now: what is for now, and cannot be begun. */
#include "parser/progress.h"
#include "parser/ready.h"
#include "parser/rule.h"

#include <stdlib.h>

static bool is_asked(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_plan *plan = context->plan;

	return plan->entry[index] == index && !plan->work[index] && pm_plan_open(plan, index) &&
	       pm_horizon_read(pm_plan_horizon(plan, index)) == PM_HORIZON_NOW;
}

/* What most of an entry's items lack, in words; it is the one thing to begin with. */
static const char *find_lack(const uint32_t counts[4])
{
	static const char *const words[4] = {"most are only ideas", "most have no acceptance criteria", "most have no estimate",
					     "most wait for something else"};
	size_t most = 0;

	for (size_t i = 1; i < 4; i++)
		if (counts[i] > counts[most])
			most = i;
	return words[most];
}

static void count_lacks(const struct pm_rule_context *context, const struct pm_readiness *readiness, uint32_t (*counts)[4])
{
	for (uint32_t i = 0; pm_product_more(context->product, i); i++) {
		uint32_t entry = context->plan->entry[i];

		for (unsigned bit = 0; bit < 4 && entry != PM_NO_ITEM; bit++)
			counts[entry][bit] += (readiness->lacks[i] >> bit) & 1U;
	}
}

static void check(const struct pm_rule_context *context)
{
	uint32_t count = context->product->item_count;
	struct pm_readiness readiness;
	struct pm_progress *below;
	uint32_t(*counts)[4] = pm_calloc((size_t)count + 1, sizeof *counts);

	pm_readiness_init(&readiness, context->plan);
	below = pm_progress_below(context->plan, readiness.ready);
	count_lacks(context, &readiness, counts);
	for (uint32_t i = 0; i < count; i++) {
		const struct pm_progress *progress = &below[i];
		uint32_t open = progress->all - progress->done;

		if (!is_asked(context, i) || open == 0 || progress->ready > 0 || progress->started > 0)
			continue;
		pm_rule_add(context, i, context->product->items[i].head,
			    "%s is for now, and none of its %u open items can be begun (%s): make one ready, or move it to a later "
			    "horizon",
			    pm_rule_name(context, i), (unsigned)open, find_lack(counts[i]));
	}
	free(counts);
	free(below);
	pm_readiness_clear(&readiness);
}

const struct pm_rule pm_rule_plan_now = {
	.name = "plan-now",
	.severity = PM_SEVERITY_WARNING,
	.summary = "an entry of the roadmap that is for now, and none of whose open items is ready",
	.why = "The roadmap says now, and the team cannot start: one of the two is not true.",
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
		"- Initiative: R-1\n"
		"\n"
		"Acceptance criteria:\n"
		"\n"
		"- [ ] The order is placed\n",
	.bad = "# Roadmap\n"
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
	       "- Initiative: R-1\n"
	       "- Status: idea\n",
	.plan = true,
	.check = check,
};
