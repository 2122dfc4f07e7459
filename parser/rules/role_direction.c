/* role-direction: a goal that was changed by somebody who the team says does not decide on goals. */
#include "parser/role.h"

static bool is_asked(const struct pm_item *item)
{
	return item->kind == PM_KIND_GOAL || item->kind == PM_KIND_INITIATIVE;
}

static bool is_change(const struct pm_event *event)
{
	return event->type != PM_EVENT_MOVED;
}

static void check(const struct pm_rule_context *context)
{
	pm_role_check(context, is_asked, is_change, "was last changed", "goals are");
}

const struct pm_rule pm_rule_role_direction = {
	.name = "role-direction",
	.severity = PM_SEVERITY_NOTE,
	.summary = "a goal or initiative last changed by somebody else than who decides on them (--history)",
	.why = "Direction that changes by the way is no direction.  Names of authors can be forged: this is advice, not a lock.",
	.good = "# Roadmap\n"
		"\n"
		"## Goals\n"
		"\n"
		"### G-1 Shoppers come back\n",
	.bad = "# Roadmap\n"
	       "\n"
	       "## Goals\n"
	       "\n"
	       "### G-1 Shoppers come back twice, says the intern\n",
	PM_ROLE_OPTIONS("goals"),
	.check = check,
};
