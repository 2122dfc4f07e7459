/* read-row: rows cut off their table. The reader finds them. */
#include "parser/rule.h"

const struct pm_rule pm_rule_read_row = {
	.name = "read-row",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a table row that a blank line cuts off its table",
	.why = "It is read as a row of the table, but every Markdown page shows it as text with bars in it.",
	.good = "# Backlog\n"
		"\n"
		"| ID | Title | Estimate |\n"
		"|----|-------|----------|\n"
		"| PAY-1 | Pay with a saved card | 5 |\n"
		"| PAY-2 | Pay by invoice | 3 |\n",
	.bad = "# Backlog\n"
	       "\n"
	       "| ID | Title | Estimate |\n"
	       "|----|-------|----------|\n"
	       "| PAY-1 | Pay with a saved card | 5 |\n"
	       "\n"
	       "| PAY-2 | Pay by invoice | 3 |\n",
};
