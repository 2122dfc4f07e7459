/* view_graph: what waits for what, the critical chain, and what unlocks most. */
#include "formats/section.h"
#include "formats/words.h"
#include "parser/chain.h"

#include <stdlib.h>

enum { NODES_MAX = 200, UNLOCKS_MAX = 15, CHAIN_MAX = 50, CYCLES_MAX = 10, CYCLE_MAX = 12 };

struct graph {
	struct pm_page *page;
	struct pm_chain chain;
	uint32_t *chained; /* of every item: its place in the chain from 1; 0: none */
	bool *node;	   /* of every item: open or needed by something open, and in a dependency */
	uint32_t *row;	   /* of every item that is drawn; UINT32_MAX */
	size_t node_count;
};

static bool is_open(const struct graph *graph, uint32_t item)
{
	const struct pm_page *page = graph->page;

	return page->plan.shown[item] && !page->ready.settled[item] && !PM_KIND_IS_RECORD(page->product->items[item].kind);
}

/* Both ends of every dependency of something open: what is settled stands there as the beginning of what came of it. */
static void find_nodes(struct graph *graph)
{
	const struct pm_page *page = graph->page;
	const struct pm_graph *needs = &page->ready.needs;

	for (uint32_t i = 0; i < needs->node_count; i++)
		for (uint32_t a = needs->first[i]; a < needs->first[i + 1] && is_open(graph, i); a++) {
			if (!page->plan.shown[needs->to[a]] || page->product->items[needs->to[a]].state == PM_STATE_DROPPED)
				continue;
			graph->node[i] = graph->node[needs->to[a]] = true;
		}
	for (uint32_t i = 0; i < needs->node_count; i++)
		graph->node_count += graph->node[i];
}

/* -- the picture */

static double left_of(const struct graph *graph, uint32_t item)
{
	const struct pm_page *page = graph->page;

	return page->plan.work[item] ? pm_plan_weight(&page->plan, item) : pm_progress_left(&page->below[item]);
}

static void add_node(struct graph *graph, uint32_t item)
{
	struct pm_page *page = graph->page;
	bool settled = page->ready.settled[item];
	struct pm_cell *cell = pm_page_item(page, item, true);

	if (graph->chained[item])
		cell->tone = PM_TONE_BAD;
	else if (settled)
		cell->tone = PM_TONE_QUIET;
	pm_page_status(page, item);
	if (settled) {
		pm_report_cell(page->report, PM_STR(""));
	} else {
		cell = pm_report_number(page->report, left_of(graph, item), NULL);
		if (page->plan.work[item] && page->plan.unit && page->plan.effort[item] < 0)
			*cell = (struct pm_cell){.text = PM_STR("?")};
	}
}

/* The chain first, so that it is drawn whatever is left out. */
static size_t choose_rows(struct graph *graph, uint32_t *rows)
{
	size_t n = 0;

	for (size_t k = 0; k < graph->chain.count && n < NODES_MAX; k++)
		rows[n++] = graph->chain.items[k];
	for (uint32_t i = 0; i < graph->page->product->item_count && n < NODES_MAX; i++)
		if (graph->node[i] && graph->chained[i] == 0)
			rows[n++] = i;
	for (size_t k = 0; k < n; k++)
		graph->row[rows[k]] = (uint32_t)k;
	return n;
}

static void add_edges(struct graph *graph, const uint32_t *rows, size_t count)
{
	const struct pm_graph *needs = &graph->page->ready.needs;

	for (size_t k = 0; k < count; k++) {
		uint32_t item = rows[k];

		if (graph->page->ready.settled[item])
			continue;
		for (uint32_t a = needs->first[item]; a < needs->first[item + 1]; a++) {
			uint32_t to = needs->to[a];
			bool strong = graph->chained[to] > 0 && graph->chained[item] == graph->chained[to] + 1;

			if (graph->row[to] != UINT32_MAX)
				pm_report_edge(graph->page->report, graph->row[to], k, strong);
		}
	}
}

static void add_picture(struct graph *graph)
{
	struct pm_page *page = graph->page;
	const struct pm_column columns[] = {
		{PM_STR(SAY_ITEM_TITLE), "item", PM_ALIGN_LEFT, true},
		{PM_STR(SAY_STATUS), "status", PM_ALIGN_LEFT, false},
		{pm_report_text(page->report, SAY_OPEN_X, pm_page_unit(page)), "open_effort", PM_ALIGN_RIGHT, false},
	};
	uint32_t *rows = pm_calloc(NODES_MAX, sizeof(*rows));
	size_t count = choose_rows(graph, rows);

	pm_report_heading(page->report, 2, PM_STR(SAY_WHAT_WAITS_FOR_WHAT), "dependencies");
	pm_report_picture(page->report, PM_NODE_GRAPH, PM_STR(""),
			  pm_report_text(page->report, SAY_N_ITEMS_HANG_TOGETHER_N_OF, (unsigned long)graph->node_count,
					 (unsigned long)graph->chain.count),
			  columns, 3)
		->picture->edge_title = PM_STR(SAY_NEEDS);
	for (size_t k = 0; k < count; k++)
		add_node(graph, rows[k]);
	add_edges(graph, rows, count);
	pm_page_more(page, graph->node_count, count, SAY_ITEM);
	free(rows);
}

/* -- the critical chain */

static void add_chain(struct graph *graph)
{
	struct pm_page *page = graph->page;
	const struct pm_chain *chain = &graph->chain;

	if (chain->count == 0)
		return;
	pm_report_heading(page->report, 2, PM_STR(SAY_THE_CRITICAL_CHAIN), "chain");
	pm_report_paragraph(page->report,
			    pm_report_text(page->report, SAY_N_ITEMS_THAT_MUST_FOLLOW_ONE, (unsigned long)chain->count,
					   PM_FMT(pm_page_effort(page, chain->effort))),
			    PM_TONE_NONE);
	if (chain->unsized > 0)
		pm_report_paragraph(page->report,
				    pm_report_text(page->report, SAY_N_OF_THEM_X_NO_ESTIMATE, (unsigned long)chain->unsized,
						   chain->unsized == 1 ? SAY_HAS_WORD : SAY_HAVE, chain->unsized == 1 ? "s" : ""),
				    PM_TONE_WARN);
	pm_report_node(page->report, PM_NODE_LIST, NULL, 0);
	for (size_t k = 0; k < chain->count && k < CHAIN_MAX; k++) {
		struct pm_cell *cell = pm_page_item(page, chain->items[k], false);

		cell->note = pm_page_effort(page, left_of(graph, chain->items[k]));
	}
	pm_page_more(page, chain->count, CHAIN_MAX, SAY_ITEM);
}

/* -- what unlocks most */

struct unlock {
	uint32_t item, open; /* how many open items wait for it directly */
	bool ready;
};

static int by_open(const void *a, const void *b)
{
	const struct unlock *x = a, *y = b;

	if (x->open != y->open)
		return x->open > y->open ? -1 : 1;
	return (x->item > y->item) - (x->item < y->item);
}

static void add_unlocks(struct graph *graph)
{
	static const struct pm_column columns[] = {
		{PM_SAY(SAY_WAITING), "waiting", PM_ALIGN_RIGHT, false},
		{PM_SAY(SAY_ITEM_TITLE), "item", PM_ALIGN_LEFT, true},
		{PM_SAY(SAY_STATUS), "status", PM_ALIGN_LEFT, false},
		{PM_SAY(SAY_LACKS), "lacks", PM_ALIGN_LEFT, false},
	};
	struct pm_page *page = graph->page;
	const struct pm_graph *needs = &page->ready.needs;
	struct unlock *list = pm_calloc((size_t)needs->node_count + 1, sizeof(*list));
	size_t count = 0;

	for (uint32_t i = 0; i < needs->node_count; i++)
		for (uint32_t a = needs->first[i]; a < needs->first[i + 1] && is_open(graph, i); a++)
			list[needs->to[a]].open += is_open(graph, needs->to[a]) && needs->to[a] != i;
	for (uint32_t i = 0; i < needs->node_count; i++)
		if (list[i].open > 0)
			list[count++] = (struct unlock){i, list[i].open, page->ready.ready[i]};
	if (count > 0) {
		qsort(list, count, sizeof(*list), by_open);
		pm_report_heading(page->report, 2, PM_STR(SAY_WHAT_OTHERS_WAIT_FOR), "unlocks");
		pm_report_node(page->report, PM_NODE_TABLE, columns, 4);
	}
	for (size_t k = 0; k < count && k < UNLOCKS_MAX; k++) {
		pm_report_number(page->report, list[k].open, NULL);
		pm_page_item(page, list[k].item, false);
		pm_page_status(page, list[k].item);
		pm_report_cell(page->report, pm_page_lacks(page, list[k].item, NULL))->tone = PM_TONE_WARN;
	}
	if (count > 0)
		pm_page_more(page, count, UNLOCKS_MAX, SAY_ITEM);
	free(list);
}

/* -- cycles */

static void add_cycles(struct graph *graph)
{
	struct pm_page *page = graph->page;
	uint32_t *component = pm_calloc((size_t)page->product->item_count + 1, sizeof(*component));
	struct pm_arena arena;
	struct pm_cycle *cycles;
	size_t count;

	pm_arena_init(&arena);
	pm_graph_components(&page->ready.needs, component);
	pm_graph_cycles(&page->ready.needs, component, &arena, &cycles, &count);
	if (count > 0) {
		pm_report_heading(page->report, 2, PM_STR(SAY_CIRCLES), "circles");
		pm_report_node(page->report, PM_NODE_LIST, NULL, 0);
	}
	for (size_t k = 0; k < count && k < CYCLES_MAX; k++) {
		struct pm_buf text = {0};

		for (size_t i = 0; i < cycles[k].count && i < CYCLE_MAX; i++) {
			pm_view_name(page->input, cycles[k].items[i], &text);
			pm_buf_addz(&text, SAY_WAITS_FOR_PART);
		}
		if (cycles[k].count > CYCLE_MAX)
			pm_buf_addf(&text, SAY_N_MORE, (unsigned long)(cycles[k].count - CYCLE_MAX));
		pm_view_name(page->input, cycles[k].items[0], &text);
		pm_report_cell(page->report, pm_page_take(page, &text))->tone = PM_TONE_BAD;
	}
	if (count > 0)
		pm_page_more(page, count, CYCLES_MAX, SAY_CIRCLE);
	pm_arena_clear(&arena);
	free(component);
}

static void graph_init(struct graph *graph, struct pm_page *page)
{
	size_t count = (size_t)page->product->item_count + 1;

	*graph = (struct graph){.page = page};
	graph->chained = pm_calloc(count, sizeof(*graph->chained));
	graph->node = pm_calloc(count, sizeof(*graph->node));
	graph->row = pm_malloc(count * sizeof(*graph->row));
	for (size_t i = 0; i < count; i++)
		graph->row[i] = UINT32_MAX;
	pm_chain_init(&graph->chain, &page->ready, page->below);
	for (size_t k = 0; k < graph->chain.count; k++)
		graph->chained[graph->chain.items[k]] = (uint32_t)k + 1;
	find_nodes(graph);
}

static void graph_clear(struct graph *graph)
{
	pm_chain_clear(&graph->chain);
	free(graph->chained);
	free(graph->node);
	free(graph->row);
}

static int make(const struct pm_view_input *input, struct pm_report *report, struct pm_buf *err)
{
	struct pm_page page;
	struct graph graph;

	(void)err;
	pm_page_init(&page, input, report);
	pm_page_title(&page, SAY_DEPENDENCIES);
	graph_init(&graph, &page);
	if (graph.node_count > 0) {
		add_chain(&graph);
		add_picture(&graph);
		add_unlocks(&graph);
		add_cycles(&graph);
	} else {
		pm_page_hint(&page, SAY_NOTHING_THAT_IS_OPEN_WAITS_FOR);
	}
	pm_page_index(&page);
	graph_clear(&graph);
	pm_page_clear(&page);
	return 0;
}

const struct pm_view pm_view_graph = {
	.name = "graph",
	.summary = "what waits for what, the critical chain, and what unlocks most",
	.make = make,
};
