/* rice: reach, impact, confidence, effort. */
#include "parser/method.h"

/* A reach in percent is compared as the number that is written: 40% is 40. */
static bool read_reach(struct pm_str text, struct pm_number *number)
{
	if (!pm_count_read(text, number))
		return false;
	if (number->percent) {
		number->low *= 100;
		number->high *= 100;
	}
	return true;
}

static double weigh(const struct pm_scoring *scoring, const double *x, double *cost)
{
	(void)scoring;
	*cost = x[3];
	return x[0] * x[1] * x[2];
}

const struct pm_method pm_method_rice = {
	.name = "rice",
	.summary = "what it brings to how many, for each person-month",
	.formula = "reach * impact * confidence / effort",
	.source = "Sean McBride, RICE: Simple prioritization for product managers, Intercom",
	.example = "# Backlog\n"
		   "\n"
		   "| ID | Story | Reach | Impact | Confidence | Effort (pm) |\n"
		   "|----|-------|-------|--------|------------|-------------|\n"
		   "| FL-1 | Dashboard of the fleet | 5 users/month | 0,5 | 50% | 2,5 |\n"
		   "| FL-2 | Warn of speeding | 140 vehicles/month | 3 | 80% | 2,0 |\n"
		   "| FL-3 | Sense an open hatch | 140 vehicles/month | 1 | 50% | 3,0 |\n"
		   "| FL-4 | Score of the driver | 140 drivers/month | 2 | 50% | 4,0 |\n"
		   "| FL-5 | Sense the cold in the hold | 28 lorries/month | 3 | 100% | 3,0 |\n",
	.order = "FL-2 FL-4 FL-5 FL-3 FL-1", /* 168, 35, 28, 23.3, 0.5 */
	.factors =
		{
			{.field = PM_FIELD_REACH, .others = {PM_FIELD_COUNT}, .read = read_reach},
			/* what Intercom's article calls its figures */
			{.field = PM_FIELD_IMPACT,
			 .others = {PM_FIELD_COUNT},
			 .read = pm_points_read,
			 .words = "massive=3 high=2 medium=1 low=0.5 minimal=0.25"},
			{.field = PM_FIELD_CONFIDENCE,
			 .others = {PM_FIELD_COUNT},
			 .read = pm_confidence_read,
			 .most = 1,
			 .percent = true},
			{.field = PM_FIELD_EFFORT,
			 .others = {PM_FIELD_ESTIMATE, PM_FIELD_COUNT},
			 .read = pm_factor_months,
			 .time = "months",
			 .bare_is_time = true,
			 .divisor = true},
		},
	.weigh = weigh,
	.ratio = true,
};
