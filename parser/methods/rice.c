/* rice: reach, impact, confidence, effort. */
#include "parser/method.h"

/* What Intercom's article calls its figures. */
static const struct {
	const char *name;
	double value;
} impacts[] = {{"massive", 3}, {"high", 2}, {"medium", 1}, {"low", 0.5}, {"minimal", 0.25}};

/* A reach in percent is compared as the number that is written: 40% is 40. */
static bool read_reach(struct pm_str text, struct pm_number *number)
{
	if (!pm_number_read(text, number))
		return false;
	if (number->percent) {
		number->low *= 100;
		number->high *= 100;
	}
	return true;
}

static bool read_impact(struct pm_str text, struct pm_number *number)
{
	if (pm_number_read(text, number))
		return true;
	for (size_t i = 0; i < sizeof impacts / sizeof *impacts; i++) {
		if (!pm_str_ieqc(text, impacts[i].name))
			continue;
		*number = (struct pm_number){.low = impacts[i].value, .high = impacts[i].value};
		return true;
	}
	return false;
}

static bool read_effort(struct pm_str text, struct pm_number *number)
{
	return pm_factor_size(text, 160, number);
}

static void score_item(const struct pm_product *product, const struct pm_item *item, struct pm_score *score)
{
	double value = pm_factor_add(score, product, item, PM_FIELD_REACH, PM_FIELD_COUNT, read_reach);

	value *= pm_factor_add(score, product, item, PM_FIELD_IMPACT, PM_FIELD_COUNT, read_impact);
	value *= pm_factor_add(score, product, item, PM_FIELD_CONFIDENCE, PM_FIELD_COUNT, pm_confidence_read);
	score->cost = pm_factor_divisor(score, product, item, PM_FIELD_EFFORT, PM_FIELD_ESTIMATE, read_effort);
	score->value = value / score->cost;
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
	.score = score_item,
	.ratio = true,
};
