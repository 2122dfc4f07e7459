/* suppress: comments in files that silence findings.
 *
 *	<!-- pm-lint-disable-line RULE ... -- reason -->	findings that begin on this line
 *	<!-- pm-lint-disable-next-line ... -->		on the next line that is not blank
 *	<!-- pm-lint-disable-item ... -->		of the item it stands in; before the first item, of that
 *	<!-- pm-lint-disable-file ... -->		of the file
 *	<!-- pm-lint-disable ... -->			from here to the end of the file, or to
 *	<!-- pm-lint-enable ... -->
 *
 * Rules are names, groups or patterns, split at blanks or commas; none means all.  Comments in code are no comments.
 *
 * The one rule to know: what is silenced is counted, and a comment that silences nothing, names no rule or gives no reason is
 * itself a finding.
 */
#ifndef PM_SUPPRESS_H
#define PM_SUPPRESS_H

#include "parser/rule.h"

struct pm_suppressions;

/* All comments of a product; NULL: it has none. */
struct pm_suppressions *pm_suppressions_read(const struct pm_product *product);
void pm_suppressions_free(struct pm_suppressions *suppressions); /* NULL is allowed */
/* Takes out what is silenced, and counts it in diags->suppressed; then what is of a rule whose shown[i] is not set (it was run for
 * the comments alone).  Findings are sorted as pm_check sorts them, and stay so. */
void pm_suppress(struct pm_suppressions *suppressions, const bool *shown, struct pm_diags *diags);
/* Adds what is wrong with the comments, after pm_suppress.  judged[i]: pm_rules[i] was run, so that it is known what it finds;
 * severities[i]: of pm_rules[i], PM_SEVERITY_OFF: nothing is said under that rule. */
void pm_suppressions_check(const struct pm_suppressions *suppressions, const bool *judged, const enum pm_severity *severities,
			   struct pm_diags *diags);

#endif
