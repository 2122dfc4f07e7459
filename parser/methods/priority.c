/* priority: the priority that is written, then the order of the file. */
#include "parser/method.h"

#include <math.h>

/* The scale of pm_priority_read, 0 first; a plain number above it stays what it is. */
static bool read_priority(struct pm_str text, struct pm_number *number)
{
	double plain = NAN;
	int scale = pm_priority_read(text, &plain);

	*number = (struct pm_number){.low = scale, .high = scale};
	if (scale < 0)
		number->low = number->high = plain;
	return !isnan(number->low);
}

static void score_item(const struct pm_product *product, const struct pm_item *item, struct pm_score *score)
{
	score->value = 5 - pm_factor_add(score, product, item, PM_FIELD_PRIORITY, PM_FIELD_MOSCOW, read_priority);
}

const struct pm_method pm_method_priority = {
	.name = "priority",
	.summary = "the priority as written, then the order of the file",
	.formula = "5 - priority, where P0, critical and must are 0, high and should 1, medium and could 2, low 3, won't 4",
	.source = "the scale of this format",
	.example = "# Backlog\n"
		   "\n"
		   "- [ ] **PAY-1** Remember the card\n"
		   "  - Priority: low\n"
		   "- [ ] **PAY-2** Take the money once only\n"
		   "  - Priority: P0\n"
		   "- [ ] **PAY-3** Show the total first\n"
		   "  - Priority: Must\n"
		   "- [ ] **PAY-4** Pay by invoice\n"
		   "  - Priority: High\n",
	.order = "PAY-2 PAY-3 PAY-4 PAY-1",
	.score = score_item,
	.ratio = false,
};
