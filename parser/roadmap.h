/* roadmap: what stands on it, in which lane, from when to when, and what of it needs what.
 *
 * An entry is the uppermost item with a horizon (plan.h).  Its lane is now, next or later where it says so, else its quarter, phase
 * or milestone as it is written.  Its days are those it says itself, as a due date, a quarter, a sprint or a release; where it says
 * none, they are those of the work below it; where it only says the last one, it begins with the first sprint of that work.
 *
 * The one rule to know: an entry needs another when open work of the one waits for something of the other that is not settled.
 */
#ifndef PM_ROADMAP_H
#define PM_ROADMAP_H

#include "parser/periods.h"
#include "parser/ready.h"

struct pm_lane {
	struct pm_str name;
	enum pm_horizon horizon; /* PM_HORIZON_NONE: a quarter, a phase, as it is written */
	pm_day to;		 /* its last day, where the name is a date; PM_NO_DAY */
	uint32_t count;		 /* entries */
};

struct pm_entry {
	uint32_t item, lane;
	pm_day from, to;    /* PM_NO_DAY: not known */
	bool derived;	    /* the days are those of the work below */
	uint32_t unplanned; /* then: open items below without a last day, so that nobody knows when the whole is done */
};

struct pm_roadmap {
	struct pm_lane *lanes; /* heap; now, next, later if there is any of them, then by date, then as they come in the files */
	size_t lane_count;
	struct pm_entry *entries; /* heap; in the order of the files */
	size_t count;
	uint32_t *of;	       /* heap; of every item: the entry that it is, or is a part of; PM_NO_ITEM */
	struct pm_graph needs; /* nodes are entries */
};

void pm_roadmap_init(struct pm_roadmap *roadmap, const struct pm_readiness *readiness, const struct pm_periods *sprints,
		     const struct pm_periods *releases);
void pm_roadmap_clear(struct pm_roadmap *roadmap);

#endif
