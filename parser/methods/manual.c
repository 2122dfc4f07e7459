/* manual: the order that is written: ranks, then the order of the file. */
#include "parser/method.h"

#include <math.h>

static double weigh(const struct pm_scoring *scoring, const double *x, double *cost)
{
	(void)scoring;
	*cost = 1;
	return -x[0];
}

const struct pm_method pm_method_manual = {
	.name = "manual",
	.summary = "the order that is written: the field rank, then the order of the file",
	.formula = "rank, then the order of the file",
	.source = "the order of this format",
	.example = "# Backlog\n"
		   "\n"
		   "| Rank | ID | Story |\n"
		   "|------|----|-------|\n"
		   "| 2 | O-1 | Refund |\n"
		   "| | O-2 | Share a bill |\n"
		   "| 1 | O-3 | Pay by card |\n"
		   "| | O-4 | Pay by invoice |\n",
	.order = "O-3 O-1 O-2 O-4",
	.factors = {{.field = PM_FIELD_RANK, .others = {PM_FIELD_COUNT}, .read = pm_points_read, .absent = HUGE_VAL}},
	.weigh = weigh,
	.classes = true,
	.unscored = true,
};
