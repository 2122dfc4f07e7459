/* repair: the fixes of findings, applied together.
 *
 * The one rule to know: a fix is taken whole or not at all.  One that touches the place of another waits for the next round, when
 * the product was read anew.
 */
#ifndef PM_REPAIR_H
#define PM_REPAIR_H

#include "parser/fix.h"

/* Does the finding have a fix that may be applied? */
bool pm_repair_has(const struct pm_diag *diag, bool unsafe);
/* Takes the fixes of findings, in their order; unsafe: also those that are not safe.  wanted(ctx, i): is the i-th one taken, which
 * could be; NULL: all are.  Edits are added; returns how many fixes were taken. */
size_t pm_repair_take(const struct pm_diags *diags, bool unsafe, bool (*wanted)(void *ctx, size_t diag), void *ctx,
		      struct pm_edits *edits);
/* Adds edits to the finding's fix. */
void pm_repair_add(struct pm_diags *diags, struct pm_diag *diag, const struct pm_edits *edits);

#endif
