/* tool-suppression-reason: a comment that does not say why. The comments are read in suppress.c. */
#include "parser/rule.h"

const struct pm_rule pm_rule_tool_suppression_reason = {
	.name = "tool-suppression-reason",
	.severity = PM_SEVERITY_NOTE,
	.summary = "a comment that silences a finding and does not say why",
	.why = "Whoever reads it later cannot tell whether it still holds.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"<!-- pm-lint-disable-next-line story-incomplete -- the benefit is the law -->\n"
		"As a customer, I want a receipt.\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "<!-- pm-lint-disable-next-line story-incomplete -->\n"
	       "As a customer, I want a receipt.\n",
};
