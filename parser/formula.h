/* formula: an expression over fields, "(value + urgency) / effort", made ready to be computed.
 *
 *	sum     = product { ("+" | "-") product }
 *	product = power { ("*" | "/") power }
 *	power   = ["-"] atom ["^" power]
 *	atom    = number | field | function "(" sum { "," sum } ")" | "(" sum ")"
 *
 * A field is named as anywhere else, in one word or in several: `cost of delay`, cost_of_delay, CoD.
 *
 * The one rule to know: an error points into the text, and what was read can only compute: no loops, no names but fields and
 * functions, a bounded depth.
 */
#ifndef PM_FORMULA_H
#define PM_FORMULA_H

#include "parser/fields.h"

struct pm_formula;

/* How many fields a formula may name, how deep it may nest, how long it may be. */
enum { PM_FORMULA_FIELDS = 16, PM_FORMULA_DEPTH = 64, PM_FORMULA_LENGTH = 4096 };

/* NULL, and in err three lines: what is wrong, the formula, and a caret under the place. */
struct pm_formula *pm_formula_new(struct pm_str text, struct pm_buf *err);
void pm_formula_free(struct pm_formula *formula); /* NULL is allowed */

/* The text, blanks at its ends taken off. */
struct pm_str pm_formula_text(const struct pm_formula *formula);
/* The fields that it names, in the order in which they first stand there. */
size_t pm_formula_field_count(const struct pm_formula *formula);
enum pm_field_id pm_formula_field(const struct pm_formula *formula, size_t i);
/* Is it one thing over another?  Then pm_formula_value gives the two apart. */
bool pm_formula_is_ratio(const struct pm_formula *formula);
/* Computes it; x[i] stands for the i-th field.  Of a ratio the value is what stands above the line and *cost what stands below;
 * else *cost is 1.  What cannot be computed is no finite number. */
double pm_formula_value(const struct pm_formula *formula, const double *x, double *cost);

#endif
