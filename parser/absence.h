/* absence: what items do without: said of each, or once of a file that does without altogether.
 *
 * The one rule to know: where too few of a file's items of like form have a thing, and two or more lack it, one finding says so of
 * the file; else every item that lacks it is a finding of its own, so that a new one is seen.
 */
#ifndef PM_ABSENCE_H
#define PM_ABSENCE_H

#include "parser/rule.h"

enum pm_absence {
	PM_NOT_ASKED,
	PM_HAS,
	PM_LACKS,
	PM_COULD /* lacks it and may: said only where most have it, never of a file */
};

/* The items of one file and of like form. */
struct pm_absences {
	uint32_t asked, lacking; /* without those that could */
	uint32_t could;
	uint32_t first;	  /* that lacks it */
	uint32_t other;	  /* the first that has it; PM_NO_ITEM */
	const void *data; /* that of the check */
};

struct pm_absence_check {
	unsigned enough; /* of a hundred items: where so many have it, the others are told one by one */
	enum pm_absence (*ask)(const struct pm_rule_context *context, uint32_t item);
	void (*one)(const struct pm_rule_context *context, const struct pm_absences *absences, uint32_t item);
	void (*all)(const struct pm_rule_context *context, const struct pm_absences *absences);
	const void *data; /* what `one` and `all` want to know besides; NULL */
};

/* Asks every active item that could be read. */
void pm_absence_run(const struct pm_rule_context *context, const struct pm_absence_check *check);
/* How many have it, for the one finding: "none of the 30 items has", "only 2 of the 30 items have". */
const char *pm_absence_count(const struct pm_rule_context *context, const struct pm_absences *absences, const char *items);

#endif
