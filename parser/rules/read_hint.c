/* read-hint: a hint in a file that says nothing the reader knows. The reader finds it. */
#include "parser/rule.h"

const struct pm_rule pm_rule_read_hint = {
	.name = "read-hint",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a hint that is none",
	.why = "A hint says which parts of a file are items. One with a slip of the pen is left aside, and the file is read as "
	       "without it.",
	.good = "<!-- pm: items=list -->\n"
		"\n"
		"# Backlog\n"
		"\n"
		"- [ ] PAY-1 Pay with a saved card\n",
	.bad = "<!-- pm: items=lists -->\n"
	       "\n"
	       "# Backlog\n"
	       "\n"
	       "- [ ] PAY-1 Pay with a saved card\n",
};
