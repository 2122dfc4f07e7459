/* chain: the critical chain: of all chains of dependencies the one with the most effort left. */
#include "parser/chain.h"

#include <stdlib.h>
#include <string.h>

/* The longest chain that ends with an item. */
struct reach {
	double effort;
	uint32_t count;	 /* members */
	uint32_t before; /* the member before this one; PM_NO_ITEM */
};

struct search {
	const struct pm_readiness *readiness;
	const struct pm_progress *below;
	struct pm_graph graph; /* without cycles and settled ends */
	struct reach *reach;
};

/* Only work counts, and what holds it. */
static bool is_member(const struct search *search, uint32_t item)
{
	const struct pm_plan *plan = search->readiness->plan;

	return plan->shown[item] && !search->readiness->settled[item] && (plan->work[item] || search->below[item].all > 0);
}

static double left_of(const struct search *search, uint32_t item)
{
	const struct pm_plan *plan = search->readiness->plan;

	return plan->work[item] ? pm_plan_weight(plan, item) : pm_progress_left(&search->below[item]);
}

static void make_graph(struct search *search)
{
	const struct pm_graph *needs = &search->readiness->needs;
	uint32_t count = needs->node_count;
	struct pm_arc *arcs = pm_calloc((size_t)needs->first[count] + 1, sizeof *arcs);
	uint32_t *component = pm_calloc((size_t)count + 1, sizeof *component);
	struct pm_graph open;
	size_t n = 0;

	for (uint32_t i = 0; i < count; i++)
		for (uint32_t a = needs->first[i]; a < needs->first[i + 1]; a++)
			if (is_member(search, i) && is_member(search, needs->to[a]))
				arcs[n++] = (struct pm_arc){i, needs->to[a]};
	pm_graph_init(&open, count, arcs, n);
	pm_graph_components(&open, component);
	pm_graph_without_cycles(&open, component, &search->graph);
	pm_graph_clear(&open);
	free(component);
	free(arcs);
}

/* What others need before those that need it. */
static void needed_first(const struct pm_graph *graph, const struct pm_graph *needed, uint32_t *order)
{
	uint32_t *open = pm_calloc((size_t)graph->node_count + 1, sizeof *open), n = 0;

	for (uint32_t i = 0; i < graph->node_count; i++) {
		open[i] = graph->first[i + 1] - graph->first[i];
		if (open[i] == 0)
			order[n++] = i;
	}
	for (uint32_t k = 0; k < n; k++)
		for (uint32_t a = needed->first[order[k]]; a < needed->first[order[k] + 1]; a++)
			if (--open[needed->to[a]] == 0)
				order[n++] = needed->to[a];
	free(open);
}

static bool is_longer(const struct reach *a, const struct reach *b)
{
	return a->effort > b->effort || (a->effort >= b->effort && a->count > b->count);
}

static void find_reach(struct search *search)
{
	const struct pm_graph *graph = &search->graph;
	uint32_t *order = pm_calloc((size_t)graph->node_count + 1, sizeof *order);
	struct pm_graph needed;

	pm_graph_reverse(graph, &needed);
	needed_first(graph, &needed, order);
	for (uint32_t k = 0; k < graph->node_count; k++) {
		uint32_t item = order[k];
		struct reach *reach = &search->reach[item];

		*reach = (struct reach){0, 0, PM_NO_ITEM};
		for (uint32_t a = graph->first[item]; a < graph->first[item + 1]; a++) {
			const struct reach *other = &search->reach[graph->to[a]];

			if (reach->before == PM_NO_ITEM || is_longer(other, reach))
				*reach = (struct reach){other->effort, other->count, graph->to[a]};
		}
		reach->effort += is_member(search, item) ? left_of(search, item) : 0;
		reach->count++;
	}
	pm_graph_clear(&needed);
	free(order);
}

void pm_chain_init(struct pm_chain *chain, const struct pm_readiness *readiness, const struct pm_progress *below)
{
	const struct pm_plan *plan = readiness->plan;
	uint32_t count = readiness->needs.node_count, best = PM_NO_ITEM;
	struct search search = {.readiness = readiness, .below = below};

	*chain = (struct pm_chain){0};
	search.reach = pm_calloc((size_t)count + 1, sizeof *search.reach);
	make_graph(&search);
	find_reach(&search);
	for (uint32_t i = 0; i < count; i++)
		if (search.reach[i].count > 1 && (best == PM_NO_ITEM || is_longer(&search.reach[i], &search.reach[best])))
			best = i;
	if (best != PM_NO_ITEM) {
		chain->count = search.reach[best].count;
		chain->effort = search.reach[best].effort;
		chain->items = pm_calloc(chain->count, sizeof *chain->items);
	}
	for (size_t k = chain->count; k > 0; best = search.reach[best].before) {
		chain->items[--k] = best;
		chain->unsized += plan->unit && plan->work[best] && plan->effort[best] < 0;
	}
	pm_graph_clear(&search.graph);
	free(search.reach);
}

void pm_chain_clear(struct pm_chain *chain)
{
	free(chain->items);
}
