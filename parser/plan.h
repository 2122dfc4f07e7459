/* plan: where every item belongs: its goal, its sprint, its release, its place on the roadmap; and what it costs.
 *
 * The one rule to know: what an item does not say itself it takes from what it is a part of: its parent, else its epic, else its
 * initiative.  Ways that lead round in a circle end where they began.
 */
#ifndef PM_PLAN_H
#define PM_PLAN_H

#include "parser/product.h"

enum { PM_ITEM_GOALS_MAX = 8 }; /* goals of one item that are looked at */

struct pm_plan {
	const struct pm_product *product;
	struct pm_arena arena;
	uint32_t *up;			    /* of every item: what it is a part of; PM_NO_ITEM */
	uint32_t *holder;		    /* the item whose goals are this one's, or the goal itself; PM_NO_ITEM */
	uint32_t *sprint;		    /* PM_NO_ITEM: none that is an item */
	uint32_t *release;		    /* the same */
	uint32_t *own_sprint, *own_release; /* the same, of what items say themselves */
	uint32_t *entry;		    /* the roadmap's entry that it is a part of, or is; PM_NO_ITEM */
	bool *shown;			    /* it is looked at */
	bool *work;			    /* it counts: shown, active or completed, no record, no epic, no part of such a one */
	double *effort;			    /* in `unit`; below 0: not known */
	const char *unit;		    /* the one most used: "points", "d", "size"; NULL: nothing has an estimate */
	struct pm_names *names;
};

/* shows says which items are looked at; NULL: all. */
void pm_plan_init(struct pm_plan *plan, const struct pm_product *product, bool (*shows)(const void *ctx, uint32_t item),
		  const void *ctx);
void pm_plan_clear(struct pm_plan *plan);
/* A sprint's or release's name without what stands behind it: "Sprint 14" of "Sprint 14 (2026-12-14 to 2026-12-27)". */
struct pm_str pm_plan_label(struct pm_str text);
/* What such a name is compared as, appended: "14" of "Sprint 14" and "14", "1.4.0" of "v1.4.0". */
void pm_plan_key(struct pm_str text, enum pm_kind kind, struct pm_buf *key);
/* The goal, sprint or release that is described under this name or id; PM_NO_ITEM. */
uint32_t pm_plan_find(const struct pm_plan *plan, enum pm_kind kind, struct pm_str name);
/* Gives every item that has no value of its own, PM_NO_ITEM, that of the nearest one above it. */
void pm_plan_inherit(const struct pm_plan *plan, uint32_t *own);
/* The sprint or release, which kind says, that an item itself names or stands under; PM_NO_ITEM: none that is described. */
uint32_t pm_plan_own(const struct pm_plan *plan, uint32_t item, enum pm_kind kind);
/* The goals that an item serves; returns how many. */
size_t pm_plan_goals(const struct pm_plan *plan, uint32_t item, uint32_t goals[PM_ITEM_GOALS_MAX]);
/* A size in the plan's unit; below 0: it is in another one. */
double pm_plan_size(const struct pm_plan *plan, const struct pm_size *size);
bool pm_plan_done(const struct pm_plan *plan, uint32_t item);
/* What its horizon is called: by the title of the release or sprint that it names, else as it is written; empty: it has none. */
struct pm_str pm_plan_horizon(const struct pm_plan *plan, uint32_t item);
/* Is it still to be done: neither done nor dropped, and active? */
bool pm_plan_open(const struct pm_plan *plan, uint32_t item);

#endif
