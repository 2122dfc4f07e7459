/* role: who changed an item, asked of its life.
 *
 * The one rule to know: names of authors can be forged, so what is found here is advice; and with --since only what the range
 * changed is looked at.
 */
#ifndef PM_ROLE_H
#define PM_ROLE_H

#include "parser/rule.h"

/* The option `by` of the rules of this group. */
#define PM_ROLE_OPTIONS(what)                                                                                                      \
	.options = (const struct pm_rule_option[]){{"by", "",                                                                      \
						    "names of those who decide on " what ", split at commas; nobody: all may"},    \
						   {NULL, NULL, NULL}},                                                            \
	.past = true

/* Says of every item that is asked for whose last change of the sort was made by somebody whom the option `by` does not name:
 * "G-1 was last changed by Eve on 2026-04-02; goals are decided on by Ada: ask them".  Nobody is named: nothing is said. */
void pm_role_check(const struct pm_rule_context *context, bool (*asked)(const struct pm_item *item),
		   bool (*is)(const struct pm_event *event), const char *changed, const char *what);
/* The commit, when it is of the range that is looked at, and not what the history begins with; else NULL. */
const struct pm_history_commit *pm_role_commit(const struct pm_rule_context *context, uint32_t commit);
/* Is the author one of the names, which are split at commas? */
bool pm_role_is_named(struct pm_str names, struct pm_str author);

#endif
