/* graph: what waits for what, as a graph: its components and its cycles.
 *
 * The one rule to know: an arc leads from the one that waits to what it waits for, and nothing here recurses: a chain of a million
 * is an ordinary input.
 */
#ifndef PM_GRAPH_H
#define PM_GRAPH_H

#include "parser/product.h"

struct pm_arc {
	uint32_t from, to;
};

/* The targets of node n are to[first[n]] .. to[first[n + 1] - 1], ascending, each once. */
struct pm_graph {
	uint32_t node_count;
	uint32_t *first; /* heap; node_count + 1 of them */
	uint32_t *to;	 /* heap */
};

struct pm_cycle {
	uint32_t *items; /* in the order of the dependency, the smallest first */
	size_t count;
};

void pm_graph_init(struct pm_graph *graph, uint32_t node_count, const struct pm_arc *arcs, size_t arc_count);
void pm_graph_clear(struct pm_graph *graph);
/* The same arcs, turned round. */
void pm_graph_reverse(const struct pm_graph *graph, struct pm_graph *reverse);
/* The graph without the arcs inside a component: what is left has no cycle. */
void pm_graph_without_cycles(const struct pm_graph *graph, const uint32_t *component, struct pm_graph *result);
/* Marks every node to which arcs lead from a marked one. */
void pm_graph_reach(const struct pm_graph *graph, bool *marked);

/* Tarjan's strongly connected components: their number, and the component of every node.  A component's number is greater than
 * those of the components that it leads to. */
uint32_t pm_graph_components(const struct pm_graph *graph, uint32_t *component);
/* One cycle for every component that has any: a shortest one through its smallest node.  In the order of those nodes. */
void pm_graph_cycles(const struct pm_graph *graph, const uint32_t *component, struct pm_arena *arena, struct pm_cycle **cycles,
		     size_t *count);

/* The dependencies between the items that use() chooses: `depends on`, and `blocks` turned round.  Nodes are items. */
void pm_graph_depends(const struct pm_product *product, bool (*use)(const struct pm_item *item), struct pm_graph *graph);

#endif
