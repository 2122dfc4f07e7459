/* moscow: must, should, could, won't this time. */
#include "parser/method.h"

static double weigh(const struct pm_scoring *scoring, const double *x, double *cost)
{
	(void)scoring;
	*cost = 1;
	return x[0];
}

static const char *group(const struct pm_scoring *scoring, const double *x)
{
	(void)scoring;
	return x[0] >= 4 ? "must" : x[0] >= 3 ? "should" : x[0] >= 2 ? "could" : "won't";
}

const struct pm_method pm_method_moscow = {
	.name = "moscow",
	.summary = "must, should, could, won't; the must of a plan are to be at most 60 % of its effort",
	.formula = "must 4, should 3, could 2, won't 1",
	.source = "DSDM Agile Project Framework, MoSCoW Prioritisation",
	.example = "# Backlog\n"
		   "\n"
		   "| ID | Story | MoSCoW |\n"
		   "|----|-------|--------|\n"
		   "| M-1 | Send a card for the birthday | Won't |\n"
		   "| M-2 | Sign every receipt | Must |\n"
		   "| M-3 | Count the drawer once | Could |\n"
		   "| M-4 | Close the day with one button | Should |\n",
	.order = "M-2 M-4 M-3 M-1",
	.factors = {{.field = PM_FIELD_MOSCOW, .others = {PM_FIELD_PRIORITY, PM_FIELD_COUNT}, .read = pm_factor_moscow}},
	.weigh = weigh,
	.group = group,
	.classes = true,
};
