/* priority: the priority that is written, then the order of the file. */
#include "parser/method.h"

static double weigh(const struct pm_scoring *scoring, const double *x, double *cost)
{
	(void)scoring;
	*cost = 1;
	return 5 - x[0];
}

const struct pm_method pm_method_priority = {
	.name = "priority",
	.summary = "the priority as written, then the order of the file",
	.formula = "5 - priority, where P0, critical and must are 0, high and should 1, medium and could 2, low 3, won't 4",
	.source = "the scale of this format",
	.example = "# Backlog\n"
		   "\n"
		   "- [ ] **PAY-1** Remember the card\n"
		   "  - Priority: low\n"
		   "- [ ] **PAY-2** Take the money once only\n"
		   "  - Priority: P0\n"
		   "- [ ] **PAY-3** Show the total first\n"
		   "  - Priority: Must\n"
		   "- [ ] **PAY-4** Pay by invoice\n"
		   "  - Priority: High\n",
	.order = "PAY-2 PAY-3 PAY-4 PAY-1",
	.factors = {{.field = PM_FIELD_PRIORITY, .others = {PM_FIELD_MOSCOW, PM_FIELD_COUNT}, .read = pm_factor_priority}},
	.weigh = weigh,
	.classes = true,
};
