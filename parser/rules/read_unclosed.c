/* read-unclosed: what is opened and never closed. The reader finds it. */
#include "parser/rule.h"

const struct pm_rule pm_rule_read_unclosed = {
	.name = "read-unclosed",
	.severity = PM_SEVERITY_ERROR,
	.summary = "a fence, comment, section marker or front matter that is opened and never closed",
	.why = "All that follows is swallowed: items behind it are no items any more.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"```sh\n"
		"make pay\n"
		"```\n"
		"\n"
		"## PAY-2 Pay by invoice\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "```sh\n"
	       "make pay\n"
	       "\n"
	       "## PAY-2 Pay by invoice\n",
};
