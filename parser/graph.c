/* graph: what waits for what, as a graph: its components and its cycles. */
#include "parser/graph.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX

/* -- making one */

/* One pass of a radix sort: the arcs in the order of one end, equal ones as they were. */
static void sort_arcs(const struct pm_arc *arcs, struct pm_arc *sorted, size_t count, uint32_t node_count, bool by_target)
{
	size_t *at = pm_calloc((size_t)node_count + 1, sizeof *at);

	for (size_t i = 0; i < count; i++)
		at[(by_target ? arcs[i].to : arcs[i].from) + 1]++;
	for (uint32_t n = 0; n < node_count; n++)
		at[n + 1] += at[n];
	for (size_t i = 0; i < count; i++)
		sorted[at[by_target ? arcs[i].to : arcs[i].from]++] = arcs[i];
	free(at);
}

void pm_graph_init(struct pm_graph *graph, uint32_t node_count, const struct pm_arc *arcs, size_t arc_count)
{
	struct pm_arc *by_target = pm_calloc(arc_count + 1, sizeof *by_target);
	struct pm_arc *sorted = pm_calloc(arc_count + 1, sizeof *sorted);
	uint32_t kept = 0;

	assert(arc_count < UINT32_MAX);
	sort_arcs(arcs, by_target, arc_count, node_count, true);
	sort_arcs(by_target, sorted, arc_count, node_count, false);
	free(by_target);

	graph->node_count = node_count;
	graph->first = pm_calloc((size_t)node_count + 1, sizeof *graph->first);
	graph->to = pm_calloc(arc_count + 1, sizeof *graph->to);
	for (size_t i = 0; i < arc_count; i++) {
		if (i > 0 && sorted[i].from == sorted[i - 1].from && sorted[i].to == sorted[i - 1].to)
			continue;
		graph->to[kept++] = sorted[i].to;
		graph->first[sorted[i].from + 1] = kept;
	}
	for (uint32_t n = 0; n < node_count; n++)
		if (graph->first[n + 1] < graph->first[n])
			graph->first[n + 1] = graph->first[n];
	free(sorted);
}

void pm_graph_clear(struct pm_graph *graph)
{
	free(graph->first);
	free(graph->to);
	memset(graph, 0, sizeof *graph);
}

void pm_graph_reverse(const struct pm_graph *graph, struct pm_graph *reverse)
{
	uint32_t count = graph->first[graph->node_count];
	struct pm_arc *arcs = pm_calloc((size_t)count + 1, sizeof *arcs);

	for (uint32_t n = 0; n < graph->node_count; n++)
		for (uint32_t a = graph->first[n]; a < graph->first[n + 1]; a++)
			arcs[a] = (struct pm_arc){graph->to[a], n};
	pm_graph_init(reverse, graph->node_count, arcs, count);
	free(arcs);
}

void pm_graph_without_cycles(const struct pm_graph *graph, const uint32_t *component, struct pm_graph *result)
{
	struct pm_arc *arcs = pm_calloc((size_t)graph->first[graph->node_count] + 1, sizeof *arcs);
	size_t count = 0;

	for (uint32_t n = 0; n < graph->node_count; n++)
		for (uint32_t a = graph->first[n]; a < graph->first[n + 1]; a++)
			if (component[n] != component[graph->to[a]])
				arcs[count++] = (struct pm_arc){n, graph->to[a]};
	pm_graph_init(result, graph->node_count, arcs, count);
	free(arcs);
}

void pm_graph_reach(const struct pm_graph *graph, bool *marked)
{
	uint32_t *queue = pm_calloc((size_t)graph->node_count + 1, sizeof *queue);
	size_t tail = 0;

	for (uint32_t n = 0; n < graph->node_count; n++)
		if (marked[n])
			queue[tail++] = n;
	for (size_t head = 0; head < tail; head++) {
		uint32_t n = queue[head];

		for (uint32_t a = graph->first[n]; a < graph->first[n + 1]; a++) {
			if (marked[graph->to[a]])
				continue;
			marked[graph->to[a]] = true;
			queue[tail++] = graph->to[a];
		}
	}
	free(queue);
}

/* -- components */

struct tarjan {
	const struct pm_graph *graph;
	uint32_t *component; /* NONE: not known yet */
	uint32_t *index;     /* the order in which nodes were met; NONE: not met yet */
	uint32_t *low;	     /* the smallest index that is reached from the node */
	uint32_t *arc;	     /* the next arc to follow */
	uint32_t *path;	     /* from the root of the search to the node it stands at */
	uint32_t *open;	     /* met, and of no component yet */
	uint32_t path_count, open_count, met, components;
};

static void tarjan_enter(struct tarjan *t, uint32_t node)
{
	t->index[node] = t->low[node] = t->met++;
	t->arc[node] = t->graph->first[node];
	t->path[t->path_count++] = node;
	t->open[t->open_count++] = node;
}

static void tarjan_leave(struct tarjan *t, uint32_t node)
{
	t->path_count--;
	if (t->path_count > 0) {
		uint32_t above = t->path[t->path_count - 1];

		if (t->low[node] < t->low[above])
			t->low[above] = t->low[node];
	}
	if (t->low[node] != t->index[node])
		return;
	for (;;) {
		uint32_t member = t->open[--t->open_count];

		t->component[member] = t->components;
		if (member == node)
			break;
	}
	t->components++;
}

static void tarjan_search(struct tarjan *t, uint32_t root)
{
	tarjan_enter(t, root);
	while (t->path_count > 0) {
		uint32_t node = t->path[t->path_count - 1], target;

		if (t->arc[node] == t->graph->first[node + 1]) {
			tarjan_leave(t, node);
			continue;
		}
		target = t->graph->to[t->arc[node]++];
		if (t->index[target] == NONE)
			tarjan_enter(t, target);
		else if (t->component[target] == NONE && t->index[target] < t->low[node])
			t->low[node] = t->index[target];
	}
}

uint32_t pm_graph_components(const struct pm_graph *graph, uint32_t *component)
{
	uint32_t n = graph->node_count;
	uint32_t *room = pm_calloc((size_t)n * 5 + 1, sizeof *room);
	struct tarjan t = {.graph = graph, .component = component};

	t.index = room;
	t.low = room + n;
	t.arc = room + (size_t)n * 2;
	t.path = room + (size_t)n * 3;
	t.open = room + (size_t)n * 4;
	for (uint32_t i = 0; i < n; i++)
		t.index[i] = component[i] = NONE;
	for (uint32_t i = 0; i < n; i++)
		if (t.index[i] == NONE)
			tarjan_search(&t, i);
	free(room);
	return t.components;
}

/* -- cycles */

struct cycle_search {
	const struct pm_graph *graph;
	const uint32_t *component;
	uint32_t *before; /* the node that led to this one; NONE: not met.  A component is searched once, so it is filled once */
	uint32_t *queue;
};

/* Goes out from `start` within its component, breadth first, until an arc leads back.  The node of that arc, or NONE. */
static uint32_t cycle_close(struct cycle_search *search, uint32_t start)
{
	const struct pm_graph *graph = search->graph;
	size_t tail = 0;

	search->queue[tail++] = start;
	search->before[start] = start;
	for (size_t head = 0; head < tail; head++) {
		uint32_t node = search->queue[head];

		for (uint32_t a = graph->first[node]; a < graph->first[node + 1]; a++) {
			uint32_t target = graph->to[a];

			if (target == start)
				return node;
			if (search->component[target] != search->component[start] || search->before[target] != NONE)
				continue;
			search->before[target] = node;
			search->queue[tail++] = target;
		}
	}
	return NONE;
}

static void cycle_write(const struct cycle_search *search, uint32_t start, uint32_t last, struct pm_arena *arena,
			struct pm_cycle *cycle)
{
	size_t at;

	cycle->count = 1;
	for (uint32_t node = last; node != start; node = search->before[node])
		cycle->count++;
	cycle->items = pm_arena_alloc(arena, cycle->count * sizeof *cycle->items);
	at = cycle->count;
	for (uint32_t node = last; node != start; node = search->before[node])
		cycle->items[--at] = node;
	cycle->items[0] = start;
}

void pm_graph_cycles(const struct pm_graph *graph, const uint32_t *component, struct pm_arena *arena, struct pm_cycle **cycles,
		     size_t *count)
{
	uint32_t n = graph->node_count;
	uint32_t *room = pm_calloc((size_t)n * 2 + 1, sizeof *room);
	bool *seen = pm_calloc((size_t)n + 1, sizeof *seen); /* components */
	struct cycle_search search = {graph, component, room, room + n};
	struct pm_cycle *list = NULL;
	size_t cap = 0;

	*count = 0;
	memset(room, 0xff, (size_t)n * sizeof *room);
	for (uint32_t node = 0; node < n; node++) {
		uint32_t last;

		if (seen[component[node]])
			continue;
		seen[component[node]] = true;
		last = cycle_close(&search, node);
		if (last == NONE)
			continue;
		PM_GROW(list, *count, cap);
		cycle_write(&search, node, last, arena, &list[(*count)++]);
	}
	*cycles = pm_arena_alloc(arena, *count * sizeof **cycles + 1);
	if (*count > 0)
		memcpy(*cycles, list, *count * sizeof **cycles);
	free(list);
	free(seen);
	free(room);
}

/* -- a product's dependencies */

void pm_graph_depends(const struct pm_product *product, bool (*use)(const struct pm_item *item), struct pm_graph *graph)
{
	struct pm_arc *arcs = pm_calloc((size_t)product->link_count + 1, sizeof *arcs);
	size_t count = 0;

	for (uint32_t i = 0; i < product->link_count; i++) {
		const struct pm_link *link = &product->links[i];

		if (link->to == PM_NO_ITEM || !use(&product->items[link->from]) || !use(&product->items[link->to]))
			continue;
		if (link->field == PM_FIELD_DEPENDS_ON)
			arcs[count++] = (struct pm_arc){link->from, link->to};
		else if (link->field == PM_FIELD_BLOCKS)
			arcs[count++] = (struct pm_arc){link->to, link->from};
	}
	pm_graph_init(graph, product->item_count, arcs, count);
	free(arcs);
}
