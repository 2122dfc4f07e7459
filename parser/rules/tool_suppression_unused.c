/* tool-suppression-unused: a comment that silences nothing. The comments are read in suppress.c. */
#include "parser/rule.h"

const struct pm_rule pm_rule_tool_suppression_unused = {
	.name = "tool-suppression-unused",
	.severity = PM_SEVERITY_NOTE,
	.summary = "a comment that silences a finding which is not there",
	.why = "What no longer silences anything hides the next finding that comes.",
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
	       "<!-- pm-lint-disable-next-line story-incomplete -- the benefit is the law -->\n"
	       "As a customer, I want a receipt, so that I can prove what I paid.\n",
	.fix = "takes the comment out",
};
