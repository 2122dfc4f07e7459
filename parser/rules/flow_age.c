/* flow-age: work that has been in progress for longer than the team's work usually is. */
#include "parser/rule.h"

static void check(const struct pm_rule_context *context)
{
	const struct pm_flow *flow = context->flow;
	uint32_t most, age;

	if (!pm_flow_expectation(flow, &most))
		return;
	for (size_t i = 0; i < flow->count; i++) {
		const struct pm_flow_item *item = &flow->items[i];

		if (item->item == PM_NO_ITEM || context->product->items[item->item].state != PM_STATE_STARTED ||
		    !pm_flow_age(flow, item, &age) || age <= most)
			continue;
		pm_rule_add(context, item->item, context->product->items[item->item].head,
			    "%s has been in progress for %u days, and 85 %% of the items were done within %u: finish it, split it, "
			    "or say what "
			    "it waits for",
			    pm_rule_name(context, item->item), age, most);
	}
}

const struct pm_rule pm_rule_flow_age = {
	.name = "flow-age",
	.severity = PM_SEVERITY_WARNING,
	.summary = "in progress for longer than 85 % of the items were (--history)",
	.why = "What grows old in progress is stuck, or larger than it seemed; the older it is the less its end can be foreseen.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a card\n"
		"\n"
		"- Status: in progress\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a card, begun half a year ago\n"
	       "\n"
	       "- Status: in progress\n",
	.past = true,
	.check = check,
};
