/* read-encoding: bytes that are no text. The reader finds them. */
#include "parser/rule.h"

const struct pm_rule pm_rule_read_encoding = {
	.name = "read-encoding",
	.severity = PM_SEVERITY_WARNING,
	.summary = "bytes that are no UTF-8, or NUL",
	.why = "Other tools show such text as something else, or stop at it.",
	.good = "# Backlog\n"
		"\n"
		"- [ ] PAY-1 Show the café on the map\n",
	.bad = "# Backlog\n"
	       "\n"
	       "- [ ] PAY-1 Show the caf\xe9 on the map\n",
};
