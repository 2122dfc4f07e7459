/* read-conflict: conflict markers. The reader finds them. */
#include "parser/rule.h"

const struct pm_rule pm_rule_read_conflict = {
	.name = "read-conflict",
	.severity = PM_SEVERITY_ERROR,
	.summary = "conflict markers of a merge",
	.why = "Both sides stand in the file, so items and fields are there twice until the conflict is resolved.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"- Estimate: 5\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "<<<<<<< HEAD\n"
	       "- Estimate: 5\n"
	       "=======\n"
	       "- Estimate: 8\n"
	       ">>>>>>> estimates\n",
};
