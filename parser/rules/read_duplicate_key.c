/* read-duplicate-key: a key that front matter has twice. The reader finds it. */
#include "parser/rule.h"

const struct pm_rule pm_rule_read_duplicate_key = {
	.name = "read-duplicate-key",
	.severity = PM_SEVERITY_ERROR,
	.summary = "a key of front matter or YAML that is there twice",
	.why = "Tools differ in which of the two they take, so the item means different things to different people.",
	.good = "==> backlog/tasks/task-1 - Pay.md <==\n"
		"---\n"
		"id: TASK-1\n"
		"title: Pay with a saved card\n"
		"status: To Do\n"
		"---\n",
	.bad = "==> backlog/tasks/task-1 - Pay.md <==\n"
	       "---\n"
	       "id: TASK-1\n"
	       "title: Pay with a saved card\n"
	       "status: To Do\n"
	       "status: Done\n"
	       "---\n",
};
