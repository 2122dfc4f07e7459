/* kano: how its presence pleases and its absence annoys. */
#include "parser/kano.h"
#include "parser/method.h"

static bool read_kano(struct pm_str text, struct pm_number *number)
{
	struct pm_kano kano;

	if (!pm_kano_read(text, &kano) || kano.category == PM_KANO_QUESTIONABLE)
		return false;
	number->low = number->high = PM_KANO_REVERSE + 1 - (int)kano.category;
	return true;
}

static double weigh(const struct pm_scoring *scoring, const double *x, double *cost)
{
	(void)scoring;
	*cost = 1;
	return x[0];
}

static const char *group(const struct pm_scoring *scoring, const double *x)
{
	(void)scoring;
	return pm_kano_name((enum pm_kano_category)(PM_KANO_REVERSE + 1 - (int)x[0]));
}

const struct pm_method pm_method_kano = {
	.name = "kano",
	.summary = "basic needs, then performance, delight, indifferent, reverse",
	.formula =
		"basic 5, performance 4, delight 3, indifferent 2, reverse 1; from the category, the two answers or their counts",
	.source = "Noriaki Kano and others, 1984; Charles Berger and others, Kano's methods, 1993",
	.example = "# Backlog\n"
		   "\n"
		   "| ID | Feature | Kano |\n"
		   "|----|---------|------|\n"
		   "| K-1 | Stamps on the receipt | like / live with |\n"
		   "| K-2 | The drawer opens at once | like / dislike |\n"
		   "| K-3 | A signed receipt | must-be / dislike |\n"
		   "| K-4 | Music while paying | dislike / like |\n"
		   "| K-5 | The colour of the paper | indifferent |\n",
	.order = "K-3 K-2 K-1 K-5 K-4",
	.factors = {{.field = PM_FIELD_KANO, .others = {PM_FIELD_COUNT}, .read = read_kano}},
	.weigh = weigh,
	.group = group,
	.classes = true,
};
