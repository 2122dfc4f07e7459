/* ice_mean: impact, confidence, ease: their mean. */
#include "parser/method.h"

/* One to ten; 80% of ten is 8. */
static bool read_tenths(struct pm_str text, struct pm_number *number)
{
	if (!pm_points_read(text, number))
		return false;
	if (number->percent) {
		number->low *= 10;
		number->high *= 10;
	}
	return true;
}

/* The same, but that above ten it can only be a percentage. */
static bool read_sure(struct pm_str text, struct pm_number *number)
{
	if (!read_tenths(text, number))
		return false;
	if (!number->percent && number->high > 10) {
		number->low /= 10;
		number->high /= 10;
	}
	return true;
}

static double weigh(const struct pm_scoring *scoring, const double *x, double *cost)
{
	(void)scoring;
	*cost = 1;
	return (x[0] + x[1] + x[2]) / 3;
}

const struct pm_method pm_method_ice_mean = {
	.name = "ice-mean",
	.alias = "ice",
	.summary = "the mean of impact, confidence and ease, each 1 to 10",
	.formula = "(impact + confidence + ease) / 3",
	.source = "Sean Ellis and Morgan Brown, Hacking Growth",
	.example = "# Backlog\n"
		   "\n"
		   "| ID | Idea | Impact | Confidence | Ease |\n"
		   "|----|------|--------|------------|------|\n"
		   "| G-1 | Ask for the mail address at the till | 10 | 1 | 7 |\n"
		   "| G-2 | A stamp for every coffee | 6 | 8 | 7 |\n"
		   "| G-3 | Say the shop's name on the receipt | 4 | 60% | 10 |\n",
	.order = "G-2 G-3 G-1", /* 7, 6.67, 6 */
	.factors =
		{
			{.field = PM_FIELD_IMPACT, .others = {PM_FIELD_COUNT}, .read = read_tenths},
			{.field = PM_FIELD_CONFIDENCE, .others = {PM_FIELD_COUNT}, .read = read_sure, .most = 10},
			{.field = PM_FIELD_EASE, .others = {PM_FIELD_COUNT}, .read = read_tenths},
		},
	.weigh = weigh,
};
