/* measure: what a goal is measured by: from where, to where, and where it stands.
 *
 * The one rule to know: what fields say holds; a sentence, "repeat buyers from 20% to 35%", is read where no field has a target.
 */
#ifndef PM_MEASURE_H
#define PM_MEASURE_H

#include "parser/product.h"

struct pm_measure {
	struct pm_str metric; /* in the words of the file, without the way; empty: none is named */
	struct pm_number baseline, target, actual;
	bool has_baseline, has_target, has_actual;
};

/* Borrows from the product. */
void pm_measure_read(const struct pm_product *product, const struct pm_item *item, struct pm_measure *measure);
/* Takes the way off the end of a sentence: "from 20% to 35%", "von 5 auf 1"; false: it has none, and nothing is changed. */
bool pm_measure_take(struct pm_str *sentence, struct pm_number *baseline, struct pm_number *target);

#endif
