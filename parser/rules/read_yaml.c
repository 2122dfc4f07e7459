/* read-yaml: front matter that is no YAML. The reader finds it. */
#include "parser/rule.h"

const struct pm_rule pm_rule_read_yaml = {
	.name = "read-yaml",
	.severity = PM_SEVERITY_ERROR,
	.summary = "front matter or a YAML block that cannot be read",
	.why = "Most tools drop such an item without a word. It is kept here, but what stands in the broken entry is not known"
	       " for certain.",
	.good = "==> backlog/tasks/task-1 - Pay.md <==\n"
		"---\n"
		"id: TASK-1\n"
		"title: \"Pay: with a saved card\"\n"
		"status: To Do\n"
		"---\n",
	.bad = "==> backlog/tasks/task-1 - Pay.md <==\n"
	       "---\n"
	       "id: TASK-1\n"
	       "title: Pay: with a saved card\n"
	       "status: To Do\n"
	       "---\n",
	.fix = "puts the value in quotes",
};
