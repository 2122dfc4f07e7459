/* weighted: a sum of fields, each with the team's weight. */
#include "parser/method.h"

#include <math.h>

static double weigh(const struct pm_scoring *scoring, const double *x, double *cost)
{
	double sum = 0;

	*cost = 1;
	for (size_t i = 0; i < scoring->factor_count; i++)
		sum += scoring->weights[i] * x[i];
	return sum;
}

/* "3 * value + 2 * urgency - 1 * effort" */
static void write_formula(struct pm_scoring *scoring)
{
	struct pm_buf text = {0};

	for (size_t i = 0; i < scoring->factor_count; i++) {
		double weight = scoring->weights[i];
		const char *sign = i == 0 ? weight < 0 ? "-" : "" : weight < 0 ? " - " : " + ";

		pm_buf_addf(&text, "%s%g * %s", sign, fabs(weight), pm_fields[scoring->factors[i].field].name);
	}
	scoring->text = pm_str_n(pm_arena_dup(&scoring->arena, text.p, text.n), text.n);
	pm_buf_clear(&text);
}

static int prepare(struct pm_scoring *scoring, struct pm_buf *err)
{
	const char *text = pm_config_get(scoring->product->config, "rank.weights");
	double weights[PM_FIELD_COUNT] = {0};

	if (!text) {
		pm_buf_addz(err, "the method weighted needs weights: -c 'rank.weights=value=3 urgency=2 effort=-1', or the same in "
				 ".pmconfig");
		return -1;
	}
	if (!pm_weights_read(pm_str_c(text), "rank.weights", weights, err))
		return -1;
	for (enum pm_field_id field = 0; field < PM_FIELD_COUNT; field++) {
		if (weights[field] == 0)
			continue;
		if (!pm_scoring_add(scoring, pm_factor_of(field))) {
			pm_buf_addf(err, "rank.weights: at most %d fields can be weighed", PM_FACTORS_MAX);
			return -1;
		}
		scoring->weights[scoring->factor_count - 1] = weights[field];
	}
	write_formula(scoring);
	return 0;
}

const struct pm_method pm_method_weighted = {
	.name = "weighted",
	.summary = "a sum of fields, with the weights of the key rank.weights",
	.formula = "weight * field + weight * field ...",
	.source = "weighted scoring, as Jira Product Discovery has it, but for the scale: there the best is always 100",
	.example = "# Backlog\n"
		   "\n"
		   "| ID | Idea | Value | Urgency | Effort |\n"
		   "|----|------|-------|---------|--------|\n"
		   "| W-1 | Sell abroad | 2 | 1 | 1 |\n"
		   "| W-2 | Sell without a line | 3 | 3 | 3 |\n"
		   "| W-3 | A new theme | 1 | 1 | 2 |\n",
	.settings = "rank.weights=value=3 urgency=2 effort=-1",
	.order = "W-2 W-1 W-3", /* 12, 7, 3 */
	.weigh = weigh,
	.prepare = prepare,
	.relative = true,
};
