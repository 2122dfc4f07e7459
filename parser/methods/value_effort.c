/* value_effort: value for effort, and the quadrant of the two. */
#include "parser/method.h"

/* The middle of a scale of 1 to 5. */
#define MIDDLE 3

static double weigh(const struct pm_scoring *scoring, const double *x, double *cost)
{
	(void)scoring;
	*cost = x[1];
	return x[0];
}

static const char *group(const struct pm_scoring *scoring, const double *x)
{
	bool much = x[0] >= scoring->weights[0], little = x[1] < scoring->weights[1];

	if (much)
		return little ? "quick win" : "big bet";
	return little ? "fill-in" : "time sink";
}

/* "value=5 effort=8": from where on a value is great, and an effort too. */
static int prepare(struct pm_scoring *scoring, struct pm_buf *err)
{
	const char *text = pm_config_get(scoring->product->config, "rank.middle");
	double middles[PM_FIELD_COUNT] = {0};

	scoring->weights[0] = scoring->weights[1] = MIDDLE;
	if (!text)
		return 0;
	if (!pm_weights_read(pm_str_c(text), "rank.middle", middles, err))
		return -1;
	if (middles[PM_FIELD_VALUE] != 0)
		scoring->weights[0] = middles[PM_FIELD_VALUE];
	if (middles[PM_FIELD_EFFORT] != 0)
		scoring->weights[1] = middles[PM_FIELD_EFFORT];
	return 0;
}

const struct pm_method pm_method_value_effort = {
	.name = "value-effort",
	.summary = "value for effort, with the quadrant: quick win, big bet, fill-in, time sink",
	.formula = "value / effort",
	.source = "ProductPlan, Benefit versus Cost: both on a scale of 1 to 5",
	.example = "# Backlog\n"
		   "\n"
		   "| ID | Idea | Value | Effort |\n"
		   "|----|------|-------|--------|\n"
		   "| I-1 | Rebuild the report | 2 | 5 |\n"
		   "| I-2 | Remember the last table | 5 | 1 |\n"
		   "| I-3 | A new theme | 1 | 1 |\n"
		   "| I-4 | Sell without a line | 5 | 4 |\n",
	.order = "I-2 I-4 I-3 I-1", /* 5, 1.25, 1, 0.4 */
	.factors =
		{
			{.field = PM_FIELD_VALUE, .others = {PM_FIELD_COUNT}, .read = pm_points_read},
			{.field = PM_FIELD_EFFORT,
			 .others = {PM_FIELD_ESTIMATE, PM_FIELD_COUNT},
			 .read = pm_factor_days,
			 .time = "days",
			 .divisor = true},
		},
	.weigh = weigh,
	.prepare = prepare,
	.group = group,
	.ratio = true,
};
