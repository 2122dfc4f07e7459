/* wsjf: weighted shortest job first, as SAFe has it. */
#include "parser/method.h"

static double weigh(const struct pm_scoring *scoring, const double *x, double *cost)
{
	(void)scoring;
	*cost = x[3];
	return x[0] + x[1] + x[2];
}

const struct pm_method pm_method_wsjf = {
	.name = "wsjf",
	.summary = "weighted shortest job first: the cost of delay for each unit of size",
	.formula = "(value + urgency + risk reduction) / job size",
	.source = "Scaled Agile Framework, Weighted Shortest Job First",
	.example = "# Backlog\n"
		   "\n"
		   "| ID | Feature | Value | Time Criticality | RR/OE | Job Size |\n"
		   "|----|---------|-------|------------------|-------|----------|\n"
		   "| F-1 | Pay by invoice | 13 | 5 | 8 | 8 |\n"
		   "| F-2 | Pay with a saved card | 8 | 5 | 13 | 5 |\n",
	.order = "F-2 F-1", /* 5.2, 3.25 */
	.factors =
		{
			{.field = PM_FIELD_VALUE, .others = {PM_FIELD_COUNT}, .read = pm_points_read},
			{.field = PM_FIELD_URGENCY, .others = {PM_FIELD_COUNT}, .read = pm_points_read},
			{.field = PM_FIELD_RISK_REDUCTION, .others = {PM_FIELD_COUNT}, .read = pm_points_read},
			{.field = PM_FIELD_JOB_SIZE,
			 .others = {PM_FIELD_ESTIMATE, PM_FIELD_EFFORT},
			 .read = pm_factor_days,
			 .time = "days",
			 .divisor = true},
		},
	.weigh = weigh,
	.ratio = true,
};
