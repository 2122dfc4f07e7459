/* tool-baseline-stale: a baseline that knows findings which are gone. pm-lint finds it. */
#include "parser/rule.h"

const struct pm_rule pm_rule_tool_baseline_stale = {
	.name = "tool-baseline-stale",
	.severity = PM_SEVERITY_NOTE,
	.summary = "entries of the baseline whose findings are no longer there",
	.why = "An entry that nothing needs would hide the same finding when it comes back.",
	.good = "==> .pm-lint-baseline <==\n"
		"9a0f6f7a3d52e2cc\tstory-incomplete\tBACKLOG.md\tPAY-1\t-\n"
		"==> BACKLOG.md <==\n"
		"# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"As a customer, I want to pay with a saved card.\n",
	.bad = "==> .pm-lint-baseline <==\n"
	       "9a0f6f7a3d52e2cc\tstory-incomplete\tBACKLOG.md\tPAY-1\t-\n"
	       "==> BACKLOG.md <==\n"
	       "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "As a customer, I want to pay with a saved card, so that I check out in one step.\n",
	.fix = "--prune-baseline takes the entries out",
	.outside = true,
};
