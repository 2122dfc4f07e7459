/* role-roadmap: an item that was put elsewhere on the roadmap by somebody who does not decide on it. */
#include "parser/role.h"

static bool is_asked(const struct pm_item *item)
{
	return item->place == PM_PLACE_ACTIVE;
}

static bool is_change(const struct pm_event *event)
{
	return event->type == PM_EVENT_FIELD &&
	       (event->field == PM_FIELD_HORIZON || event->field == PM_FIELD_RELEASE || event->field == PM_FIELD_TARGET_DATE);
}

static void check(const struct pm_rule_context *context)
{
	pm_role_check(context, is_asked, is_change, "was put elsewhere on the roadmap", "the roadmap is");
}

const struct pm_rule pm_rule_role_roadmap = {
	.name = "role-roadmap",
	.severity = PM_SEVERITY_NOTE,
	.summary = "a horizon, release or date last changed by somebody else than who decides on the roadmap (--history)",
	.why = "A date that moved is a promise that moved, and whoever gave it should know first.  Names of authors can be forged: "
	       "this is advice, not a lock.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"- Release: v1.4.0\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "- Release: v2.0.0, says the intern\n",
	PM_ROLE_OPTIONS("the roadmap"),
	.check = check,
};
