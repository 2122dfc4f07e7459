/* cd3: cost of delay divided by duration. */
#include "parser/method.h"

#include <string.h>

/* How many weeks the unit of time is that money is lost in: "1000 EUR/day", "10k per month"; 1 where none is named. */
static double weeks_of(struct pm_str unit)
{
	static const struct {
		const char *name;
		double weeks;
	} times[] = {{"day", 0.2}, {"week", 1}, {"month", 4}, {"quarter", 12}, {"year", 48}};

	for (size_t i = 0; i < sizeof times / sizeof *times; i++)
		if (pm_str_ifind(unit, times[i].name) >= 0)
			return times[i].weeks;
	return 1;
}

static bool read_cost(struct pm_str text, struct pm_number *number)
{
	double weeks;

	if (!pm_money_read(text, number))
		return false;
	weeks = weeks_of(number->unit);
	number->low /= weeks;
	number->high /= weeks;
	return true;
}

static double weigh(const struct pm_scoring *scoring, const double *x, double *cost)
{
	(void)scoring;
	*cost = x[1];
	return x[0];
}

const struct pm_method pm_method_cd3 = {
	.name = "cd3",
	.summary = "cost of delay divided by duration: money lost a week, for each week of work",
	.formula = "cost of delay / duration",
	.source = "Don Reinertsen, The Principles of Product Development Flow; Joshua Arnold, Black Swan Farming",
	.example = "# Backlog\n"
		   "\n"
		   "| ID | Feature | CoD | Duration |\n"
		   "|----|---------|-----|----------|\n"
		   "| CD-1 | Refund in one step | 10 | 2 |\n"
		   "| CD-2 | Sell abroad | 30 | 4 |\n",
	.order = "CD-2 CD-1", /* 7.5, 5: in this order 20 less is lost than in the other */
	.factors =
		{
			{.field = PM_FIELD_COST_OF_DELAY, .others = {PM_FIELD_COUNT}, .read = read_cost},
			{.field = PM_FIELD_DURATION,
			 .others = {PM_FIELD_ESTIMATE, PM_FIELD_COUNT},
			 .read = pm_factor_weeks,
			 .time = "weeks",
			 .bare_is_time = true,
			 .divisor = true},
		},
	.weigh = weigh,
	.ratio = true,
};
