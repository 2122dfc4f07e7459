/* read-link: a file that is a link to what may not be read. Finding the product finds it. */
#include "parser/rule.h"

const struct pm_rule pm_rule_read_link = {
	.name = "read-link",
	.severity = PM_SEVERITY_ERROR,
	.summary = "a file that is a link out of the tree, or to nowhere",
	.why = "Nothing outside of the tree is read, so such a backlog is empty here, and every check of it passes.",
	.good = "==> BACKLOG.md -> plan/backlog.md <==\n"
		"==> plan/backlog.md <==\n"
		"# Backlog\n"
		"\n"
		"- [ ] PAY-1 Pay with a saved card\n",
	.bad = "==> BACKLOG.md -> ../private/backlog.md <==\n",
};
