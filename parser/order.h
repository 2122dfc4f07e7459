/* order: puts scored nodes in order, nothing above what it needs.
 *
 * Nodes that nothing joins are sorted by score, equal ones by their number.  Of a ratio, what dependencies join is cut into blocks
 * of falling density (closure.h), and blocks and single nodes are sorted together.  Of a class, a node takes the best score among
 * itself and those that wait for it.  Both cost a sort, and the cuts what closure.h says.
 *
 * The one rule to know: what dependencies join is found once, by pm_order_init; then it can be put in order again and again, each
 * time for other scores.
 */
#ifndef PM_ORDER_H
#define PM_ORDER_H

#include "parser/closure.h"

struct pm_order {
	/* the caller's */
	const struct pm_graph *needs; /* without cycles */
	const bool *scored;	      /* of every node: does it stand in the order, or only between others? */
	bool ratio;
	/* filled by the caller before pm_order_run; of nodes that are not scored 0, 0 and -HUGE_VAL stay */
	double *value, *cost, *score;
	uint64_t work; /* how much one run may look at (closure.h); pm_order_init sets PM_CLOSURE_WORK */
	double *tie;   /* what settles equal scores, the greater first; all 0: nothing does */
	/* the result */
	uint32_t *nodes; /* the scored ones, in order */
	uint32_t count;
	double *figure; /* of every node: what gave it its place */
	uint32_t unproven;
	/* room */
	struct pm_closure closure;
	uint32_t *joined, *begins; /* what hangs together, component by component */
	uint32_t joined_count, component_count;
	uint32_t *work_nodes, *singles;
	uint32_t single_count;
	double *density;
	struct pm_order_block *blocks, *merged;
};

void pm_order_init(struct pm_order *order, const struct pm_graph *needs, const bool *scored, bool ratio);
void pm_order_clear(struct pm_order *order);
void pm_order_run(struct pm_order *order);
/* Whose score a node inherits; the node itself where it inherits none. */
uint32_t pm_order_heir(const struct pm_order *order, uint32_t node);
/* Does anything join the node to others? */
bool pm_order_is_joined(const struct pm_order *order, uint32_t node);

#endif
