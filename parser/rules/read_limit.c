/* read-limit: what goes beyond a limit. The reader finds it. */
#include "parser/rule.h"

#define QUOTES "> > > > > > > > > > "

const struct pm_rule pm_rule_read_limit = {
	.name = "read-limit",
	.severity = PM_SEVERITY_WARNING,
	.summary = "something larger or deeper than is read",
	.why = "What goes beyond the limit is text to these tools, whatever it looks like.",
	.good = "# Backlog\n"
		"\n"
		"- [ ] PAY-1 Pay with a saved card\n"
		"  > agreed with the bank\n",
	.bad = "# Backlog\n"
	       "\n"
	       "- [ ] PAY-1 Pay with a saved card\n"
	       "\n" QUOTES QUOTES QUOTES QUOTES QUOTES QUOTES QUOTES "deep\n",
};
