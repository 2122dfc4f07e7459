/* placeholder: texts that stand for something still to be written.
 *
 * The one rule to know: the whole of a short text is one, or it is none; a "TBD" in the middle of a sentence is prose.
 */
#ifndef PM_PLACEHOLDER_H
#define PM_PLACEHOLDER_H

#include "parser/str.h"

/* TBD, [Criteria 1], <role>, {title}, TODO: describe, US-XXX, YYYY-MM-DD, Criterion 1. */
bool pm_is_placeholder(struct pm_str text);

/* TBD, to be decided: nobody knows it yet, and says so. */
bool pm_is_undecided(struct pm_str text);

#endif
