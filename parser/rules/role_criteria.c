/* role-criteria: a story or its criteria, reworded by somebody who does not decide on them. */
#include "parser/role.h"

static bool is_asked(const struct pm_item *item)
{
	return !PM_KIND_IS_RECORD(item->kind) && item->place == PM_PLACE_ACTIVE && item->criterion_count > 0;
}

static bool is_change(const struct pm_event *event)
{
	return event->type == PM_EVENT_TEXT;
}

static void check(const struct pm_rule_context *context)
{
	pm_role_check(context, is_asked, is_change, "was reworded, criteria and all,", "criteria are");
}

const struct pm_rule pm_rule_role_criteria = {
	.name = "role-criteria",
	.severity = PM_SEVERITY_NOTE,
	.summary = "a story or its criteria last reworded by somebody else than who decides on them (--history)",
	.why = "Who builds a thing and rewrites when it is done agrees with nobody but themselves.  Names of authors can be "
	       "forged: "
	       "this is advice, not a lock.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"Acceptance criteria:\n"
		"\n"
		"- [ ] An expired card asks for a new one\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "Acceptance criteria:\n"
	       "\n"
	       "- [ ] An expired card may ask for a new one\n",
	PM_ROLE_OPTIONS("criteria"),
	.check = check,
};
