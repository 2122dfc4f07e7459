/* flow: how work moves through a product: when each item was created, started and done, and what follows from that.
 *
 * The one rule to know: a day is known from a commit, or from what the item itself says, or not at all, and every figure says for
 * how many items it is known.  The order in which dates are looked for:
 *
 *	done      the commit in which the item became done; of an item that was done when the backlog came into the repository,
 *	          the item's own date of change; else not known
 *	started   the commit in which it came into a state of work; else not known
 *	created   the item's own date of creation where that is older; else the commit in which it came; of what came when the
 *	          history begins, not known
 *
 * Sources: throughput, cycle time (done - started), age (today - started) and work in progress are those of the Kanban Guide
 * (prokanban.org); a percentile is the nearest rank.
 */
#ifndef PM_FLOW_H
#define PM_FLOW_H

#include "parser/history.h"

enum pm_dated_by { PM_KNOWN_NOT, PM_KNOWN_COMMIT, PM_KNOWN_FIELD };

struct pm_flow_item {
	uint32_t life;
	uint32_t item;				 /* of the product; PM_NO_ITEM: it is there no more */
	pm_day created, started, done, dropped;	 /* PM_NO_DAY: not known, or not yet */
	uint8_t created_by, started_by, done_by; /* enum pm_dated_by */
	uint8_t state;				 /* enum pm_state_class, at the end; dropped where it is gone or archived undone */
	uint16_t reopened;			 /* how many times it was done and then was not */
};

struct pm_flow {
	const struct pm_history *history;
	struct pm_flow_item *items; /* what is work: stories, bugs, tasks, ...; in the order in which they came */
	size_t count;
	uint32_t *of; /* of every item of the product: its place in items, plus 1; 0: it is no work, or in no commit yet */
	uint32_t item_count;
	pm_day first;	/* the first commit that has an item; PM_NO_DAY: none has */
	pm_day today;	/* or the day of the newest commit, if that is later */
	uint32_t *done; /* items done a day, from first to today */
	size_t days;
	uint32_t *cycles; /* cycle times in days, in rising order, of the items done in the window */
	size_t cycle_count;
	uint32_t *leads; /* the same from creation to done */
	size_t lead_count;
	pm_day window;		/* cycle and lead times are of the items done since then */
	size_t window_done;	/* how many those are */
	size_t finished, dated; /* items that are done, and those of them whose day is known */
	size_t in_progress;	/* items in a state of work */
};

/* The last half year counts, or all of the past where that has fewer items. */
enum { PM_FLOW_WINDOW = 182, PM_FLOW_WINDOW_LEAST = 20 };

/* The product is that of the history's newest commit, or the work tree on it.  shows says which items are looked at; NULL: all, and
 * then those that are in the product no more are counted too. */
void pm_flow_init(struct pm_flow *flow, const struct pm_history *history, const struct pm_product *product, pm_day today,
		  bool (*shows)(const void *ctx, uint32_t item), const void *ctx);
void pm_flow_clear(struct pm_flow *flow);
/* Is this an item that is counted: no epic, initiative, goal, sprint ...? */
bool pm_flow_is_work(enum pm_kind kind);
/* The smallest of `count` rising values that at least `part` (0..1) of them do not exceed; count > 0. */
uint32_t pm_flow_percentile(const uint32_t *values, size_t count, double part);
/* In how many days 85 % of the items were done once they were started; false: fewer than 10 are known. */
bool pm_flow_expectation(const struct pm_flow *flow, uint32_t *days);
/* Days since the item was started; false: it is not in progress, or the day is not known. */
bool pm_flow_age(const struct pm_flow *flow, const struct pm_flow_item *item, uint32_t *days);
/* The flow of an item of the product; NULL. */
const struct pm_flow_item *pm_flow_find(const struct pm_flow *flow, uint32_t item);

#endif
