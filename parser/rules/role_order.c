/* role-order: a priority or rank that was changed by somebody who does not decide on the order. */
#include "parser/role.h"

static bool is_asked(const struct pm_item *item)
{
	return item->place == PM_PLACE_ACTIVE && item->state != PM_STATE_DONE && item->state != PM_STATE_DROPPED;
}

static bool is_change(const struct pm_event *event)
{
	return event->type == PM_EVENT_FIELD &&
	       (event->field == PM_FIELD_PRIORITY || event->field == PM_FIELD_RANK || event->field == PM_FIELD_MOSCOW);
}

static void check(const struct pm_rule_context *context)
{
	pm_role_check(context, is_asked, is_change, "was given another priority", "the order is");
}

const struct pm_rule pm_rule_role_order = {
	.name = "role-order",
	.severity = PM_SEVERITY_NOTE,
	.summary = "an open item's priority or rank last changed by somebody else than who decides on the order (--history)",
	.why = "One person answers for what comes first.  Names of authors can be forged: this is advice, not a lock.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"- Priority: medium\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "- Priority: critical\n",
	PM_ROLE_OPTIONS("the order"),
	.check = check,
};
