/* tool-suppression-unknown: a comment that silences no rule there is. The comments are read in suppress.c. */
#include "parser/rule.h"

const struct pm_rule pm_rule_tool_suppression_unknown = {
	.name = "tool-suppression-unknown",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a comment that silences a rule which does not exist, or in a way that does not",
	.why = "A misspelt name silences nothing, and the finding it was written for comes back.",
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
	       "<!-- pm-lint-disable-next-line story-incomplet -- the benefit is the law -->\n"
	       "As a customer, I want a receipt.\n",
};
