/* tool-config: the configuration. Reading it finds what is wrong. */
#include "parser/rule.h"

const struct pm_rule pm_rule_tool_config = {
	.name = "tool-config",
	.severity = PM_SEVERITY_WARNING,
	.summary = "an unknown name or value in the configuration, or a line that cannot be read",
	.why = "A setting that is misspelt changes nothing, and nobody notices.",
	.good = "==> .pmconfig <==\n"
		"[rank]\n"
		"	method = rice\n",
	.bad = "==> .pmconfig <==\n"
	       "[rank]\n"
	       "	metod = rice\n",
};
