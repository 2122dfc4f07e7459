/* select: expressions that choose items: kind=story status=ready sprint=12 goal=G-1 label=ui (and, or, not, parentheses).
 *
 * The one rule to know: a term names a field of fields.def, or id, title, path, place, class (of the state); terms side by side are
 * joined by `and`.  `=` and `!=` compare a word of the value without regard to case, `~` finds a part of it, `< <= > >=` compare
 * numbers, sizes, dates and priorities (`priority>=high` by importance, `priority<=P1` by the number).  The value none stands for
 * no value.  An item inherits goal, initiative, sprint, release and horizon from what it is a part of:
 * its parent, else its epic, else its initiative.
 */
#ifndef PM_SELECT_H
#define PM_SELECT_H

#include "parser/product.h"

struct pm_select;

/* NULL, and err with the offset and the nearest right name, when the text is malformed. */
struct pm_select *pm_select_new(struct pm_str text, struct pm_buf *err);
void pm_select_free(struct pm_select *select);
/* NULL selects everything. */
bool pm_select_match(const struct pm_select *select, const struct pm_product *product, uint32_t item);

#endif
