/* periods: the sprints, or the releases, of a product: those that are described, and those that items only name.
 *
 * The one rule to know: `Sprint: 14` makes a sprint 14 even where nothing describes one.  "Sprint 14", "sprint 14" and "14" are the
 * same, and so are "v1.4.0" and "1.4.0".
 */
#ifndef PM_PERIODS_H
#define PM_PERIODS_H

#include "parser/plan.h"

struct pm_period {
	struct pm_str name;  /* the title of its record, else as the first item writes it */
	struct pm_str label; /* the same without what stands behind it: "Sprint 14" of "Sprint 14 (2026-12-14 to 2026-12-27)" */
	uint32_t item;	     /* its record; PM_NO_ITEM: only named */
	pm_day from, to;     /* PM_NO_DAY: not known; a release has only a `to` */
	uint32_t work;	     /* items of work in it, dropped ones too */
	uint32_t open;	     /* those that are neither done nor dropped */
};

struct pm_periods {
	struct pm_period *list; /* heap; by date where all have one, else by what the name is compared as, as people count */
	size_t count;
	uint32_t *of; /* heap; of every item: which one it is planned for; PM_NO_ITEM: none */
};

/* kind: PM_KIND_SPRINT or PM_KIND_RELEASE.  Records that are shown (plan.h) are there with or without work in them. */
void pm_periods_init(struct pm_periods *periods, const struct pm_plan *plan, enum pm_kind kind);
void pm_periods_clear(struct pm_periods *periods);
/* By id, name or number, in any spelling; PM_NO_ITEM. */
uint32_t pm_periods_find(const struct pm_periods *periods, const struct pm_plan *plan, enum pm_kind kind, struct pm_str name);
/* The label whose spelling is nearest, heap; NULL: none is near. */
char *pm_periods_nearest(const struct pm_periods *periods, struct pm_str name);
/* The one to show: today is in it; else it is said to be started; else the next one; else the first that is not over; else the
 * last.  One without dates is over, too, when nothing that was in it is open.  PM_NO_ITEM: there is none. */
uint32_t pm_periods_current(const struct pm_periods *periods, const struct pm_plan *plan, pm_day today);
/* Is it over: said to be done or dropped, or, where `today` is known, past its last day? */
bool pm_period_over(const struct pm_period *period, const struct pm_plan *plan, pm_day today);

#endif
