/* wsjf: weighted shortest job first, as SAFe has it. */
#include "parser/method.h"

static bool read_job_size(struct pm_str text, struct pm_number *number)
{
	return pm_factor_size(text, 8, number);
}

static void score_item(const struct pm_product *product, const struct pm_item *item, struct pm_score *score)
{
	double value = pm_factor_add(score, product, item, PM_FIELD_VALUE, PM_FIELD_COUNT, pm_number_read);

	value += pm_factor_add(score, product, item, PM_FIELD_URGENCY, PM_FIELD_COUNT, pm_number_read);
	value += pm_factor_add(score, product, item, PM_FIELD_RISK_REDUCTION, PM_FIELD_COUNT, pm_number_read);
	score->cost = pm_factor_divisor(score, product, item, PM_FIELD_JOB_SIZE, PM_FIELD_ESTIMATE, read_job_size);
	score->value = value / score->cost;
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
	.score = score_item,
	.ratio = true,
};
