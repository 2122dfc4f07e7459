/* amount: what the number of a field counts as, and whether it can be at all.
 *
 * The one rule to know: a number counts only where all that stands behind it is understood, be it a unit or a remark in brackets or
 * behind a dash.  pm-lint reports by these functions what pm-rank leaves out by them.
 */
#ifndef PM_AMOUNT_H
#define PM_AMOUNT_H

#include "parser/fields.h"

/* Why a number that is written does not count. */
enum pm_flaw {
	PM_FLAW_NONE,
	PM_FLAW_STRANGE, /* it is not understood */
	PM_FLAW_BELOW,	 /* it cannot be below 0 */
	PM_FLAW_ZERO,	 /* scores divide by it */
	PM_FLAW_ABOVE,	 /* it cannot be above 100 % */
	PM_FLAW_HUGE	 /* it is above 10^15 */
};
/* "cannot be above 100%"; "" for PM_FLAW_NONE. */
const char *pm_flaw_text(enum pm_flaw flaw);

/* People or events: "4000", "140 users/month". */
bool pm_count_read(struct pm_str text, struct pm_number *number);
/* A figure on the team's own scale: "8", "5 points", "8/10", "3x"; other words behind it are not understood. */
bool pm_points_read(struct pm_str text, struct pm_number *number);
/* Money, per time or not: "30", "$10k/week", "2000 EUR per day". */
bool pm_money_read(struct pm_str text, struct pm_number *number);
/* The same by the field: sizes as pm_size_read has them, in the unit that is written, and a goal's measures with any words. */
bool pm_amount_read(enum pm_field_id field, struct pm_str text, struct pm_number *number);
/* Can the field be so much? */
enum pm_flaw pm_amount_flaw(enum pm_field_id field, double low, double high);

#endif
