/* order: puts scored nodes in order, nothing above what it needs. */
#include "parser/order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Nodes that keep together. */
struct pm_order_block {
	double density, tie;
	uint32_t key;	     /* its first node */
	uint32_t begin, end; /* in work_nodes */
};

bool pm_order_is_joined(const struct pm_order *order, uint32_t node)
{
	const struct pm_graph *needs = order->needs, *needed = &order->closure.needed;

	return needs->first[node + 1] > needs->first[node] || needed->first[node + 1] > needed->first[node];
}

/* Puts all that hangs together with a node behind order->joined. */
static void gather_component(struct pm_order *order, uint32_t start, bool *seen)
{
	const struct pm_graph *sides[2] = {order->needs, &order->closure.needed};

	order->begins[order->component_count++] = order->joined_count;
	seen[start] = true;
	order->joined[order->joined_count++] = start;
	for (uint32_t at = order->joined_count - 1; at < order->joined_count; at++) {
		uint32_t node = order->joined[at];

		for (int s = 0; s < 2; s++)
			for (uint32_t a = sides[s]->first[node]; a < sides[s]->first[node + 1]; a++) {
				uint32_t target = sides[s]->to[a];

				if (seen[target])
					continue;
				seen[target] = true;
				order->joined[order->joined_count++] = target;
			}
	}
}

static void gather(struct pm_order *order)
{
	uint32_t n = order->needs->node_count;
	bool *seen = pm_calloc((size_t)n + 1, sizeof *seen);

	for (uint32_t i = 0; i < n; i++) {
		if (!pm_order_is_joined(order, i)) {
			if (order->scored[i])
				order->singles[order->single_count++] = i;
		} else if (!seen[i]) {
			gather_component(order, i, seen);
		}
	}
	order->begins[order->component_count] = order->joined_count;
	free(seen);
}

void pm_order_init(struct pm_order *order, const struct pm_graph *needs, const bool *scored, bool ratio)
{
	size_t n = (size_t)needs->node_count + 1;

	memset(order, 0, sizeof *order);
	order->needs = needs;
	order->scored = scored;
	order->ratio = ratio;
	order->work = PM_CLOSURE_WORK;
	order->value = pm_calloc(n, sizeof *order->value);
	order->cost = pm_calloc(n, sizeof *order->cost);
	order->score = pm_calloc(n, sizeof *order->score);
	order->tie = pm_calloc(n, sizeof *order->tie);
	order->nodes = pm_calloc(n, sizeof *order->nodes);
	order->figure = pm_calloc(n, sizeof *order->figure);
	order->joined = pm_calloc(n, sizeof *order->joined);
	order->begins = pm_calloc(n, sizeof *order->begins);
	order->singles = pm_calloc(n, sizeof *order->singles);
	order->work_nodes = pm_calloc(n, sizeof *order->work_nodes);
	order->density = pm_calloc(n, sizeof *order->density);
	order->blocks = pm_calloc(n, sizeof *order->blocks);
	order->merged = pm_calloc(n, sizeof *order->merged);
	for (uint32_t i = 0; i < needs->node_count; i++)
		order->score[i] = -HUGE_VAL;
	pm_closure_init(&order->closure, needs, order->value, order->cost, order->score);
	gather(order);
}

void pm_order_clear(struct pm_order *order)
{
	pm_closure_clear(&order->closure);
	free(order->value);
	free(order->cost);
	free(order->score);
	free(order->tie);
	free(order->nodes);
	free(order->figure);
	free(order->joined);
	free(order->begins);
	free(order->singles);
	free(order->work_nodes);
	free(order->density);
	free(order->blocks);
	free(order->merged);
}

uint32_t pm_order_heir(const struct pm_order *order, uint32_t node)
{
	return pm_order_is_joined(order, node) ? order->closure.heir[node] : node;
}

/* -- ratios */

/* Makes blocks of the nodes from `begin` on, where the density changes; those without a scored node are left out. */
static uint32_t add_blocks(struct pm_order *order, uint32_t begin, uint32_t end, uint32_t count)
{
	while (begin < end) {
		struct pm_order_block block = {order->density[begin], -HUGE_VAL, PM_NO_ITEM, begin, begin};

		for (; block.end < end && order->density[block.end] == block.density; block.end++) {
			uint32_t node = order->work_nodes[block.end];

			if (!order->scored[node])
				continue;
			block.tie = fmax(block.tie, order->tie[node]);
			if (node < block.key)
				block.key = node;
		}
		begin = block.end;
		if (block.key != PM_NO_ITEM)
			order->blocks[count++] = block;
	}
	return count;
}

/* Blocks of one component differ in density, so this is total. */
static inline bool goes_before(const struct pm_order_block *x, const struct pm_order_block *y)
{
	if (x->density != y->density)
		return x->density > y->density;
	return x->tie != y->tie ? x->tie > y->tie : x->key < y->key;
}

enum { RUN = 8 };

static void sort_run(struct pm_order_block *blocks, uint32_t count)
{
	for (uint32_t i = 1; i < count; i++) {
		struct pm_order_block block = blocks[i];
		uint32_t at = i;

		for (; at > 0 && goes_before(&block, &blocks[at - 1]); at--)
			blocks[at] = blocks[at - 1];
		blocks[at] = block;
	}
}

static void merge(const struct pm_order_block *from, uint32_t middle, uint32_t end, struct pm_order_block *to)
{
	uint32_t a = 0, b = middle;

	for (uint32_t i = 0; i < end; i++)
		to[i] = b == end || (a < middle && goes_before(&from[a], &from[b])) ? from[a++] : from[b++];
}

/* Sorting is half of what a sample costs, and qsort's calls are most of that: short runs are sorted, then merged to and fro. */
static struct pm_order_block *sort_blocks(struct pm_order *order, uint32_t count)
{
	struct pm_order_block *from = order->blocks, *to = order->merged;

	for (uint32_t at = 0; at < count; at += RUN)
		sort_run(from + at, count - at < RUN ? count - at : RUN);
	for (uint32_t width = RUN; width < count; width *= 2) {
		struct pm_order_block *swap = from;

		for (uint32_t at = 0; at < count; at += 2 * width) {
			uint32_t left = count - at;

			merge(from + at, left < width ? left : width, left < 2 * width ? left : 2 * width, to + at);
		}
		from = to;
		to = swap;
	}
	return from;
}

static uint32_t make_blocks(struct pm_order *order)
{
	uint32_t count = 0, at = order->joined_count;

	memcpy(order->work_nodes, order->joined, order->joined_count * sizeof *order->joined);
	for (uint32_t c = 0; c < order->component_count; c++) {
		uint32_t begin = order->begins[c], end = order->begins[c + 1];
		bool proven = pm_closure_order(&order->closure, order->work_nodes + begin, end - begin, order->density + begin);

		for (uint32_t i = begin; !proven && i < end; i++)
			order->unproven += order->scored[order->work_nodes[i]];
		count = add_blocks(order, begin, end, count);
	}
	for (uint32_t i = 0; i < order->single_count; i++, at++) {
		uint32_t node = order->singles[i];

		order->work_nodes[at] = node;
		order->blocks[count++] = (struct pm_order_block){order->score[node], order->tie[node], node, at, at + 1};
	}
	return count;
}

static void run_ratio(struct pm_order *order)
{
	uint32_t block_count = make_blocks(order);
	const struct pm_order_block *blocks = sort_blocks(order, block_count);

	for (uint32_t b = 0; b < block_count; b++)
		for (uint32_t i = blocks[b].begin; i < blocks[b].end; i++) {
			uint32_t node = order->work_nodes[i];

			order->figure[node] = blocks[b].density;
			if (order->scored[node])
				order->nodes[order->count++] = node;
		}
}

/* -- classes */

static void run_class(struct pm_order *order)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < order->needs->node_count; i++)
		if (order->scored[i] || pm_order_is_joined(order, i))
			order->work_nodes[count++] = i;
	pm_closure_list(&order->closure, order->work_nodes, count);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t node = order->work_nodes[i];

		order->figure[node] = order->closure.best[node];
		if (order->scored[node])
			order->nodes[order->count++] = node;
	}
}

void pm_order_run(struct pm_order *order)
{
	order->count = 0;
	order->unproven = 0;
	order->closure.work = order->work;
	if (order->ratio)
		run_ratio(order);
	else
		run_class(order);
}
