/* fingerprint: by what a finding is known again, in another commit or in a baseline.
 *
 * The one rule to know: no line, column or wording is in a fingerprint.  Its first 12 digits say what is found: the rule, the key
 * of the item's id (else its title), and the subject; the last 4 say which of several: their number, and of findings of no item
 * the path.  So it stays the same when the item moves, in its file or to another one, and when text is wrapped anew.
 */
#ifndef PM_FINGERPRINT_H
#define PM_FINGERPRINT_H

#include "parser/product.h"

enum { PM_FINGERPRINT_WHAT = 12 }; /* so many digits */

struct pm_fingerprint {
	char text[24]; /* 16 hex digits, NUL */
};

/* Of one finding; `nth` tells equal ones apart. */
void pm_fingerprint(const struct pm_product *product, const struct pm_diag *diag, unsigned nth, struct pm_fingerprint *out);
/* Of all findings, equal ones counted from the first: heap. */
struct pm_fingerprint *pm_fingerprints(const struct pm_product *product, const struct pm_diags *diags);
/* The path that a finding names; "": none. */
const char *pm_diag_path(const struct pm_product *product, const struct pm_diag *diag);

#endif
