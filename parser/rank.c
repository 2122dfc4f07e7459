/* rank: the order of the items, with the reason of every position.
 *
 * Items that nothing joins are sorted by score, equal ones in the order of the file.  Of a ratio method, what dependencies join is
 * cut into blocks of falling density (closure.h), and blocks and single items are sorted together.  Of a class method, an item
 * takes the best score among itself and those that wait for it.  Both cost a sort, and the cuts what closure.h says.
 */
#include "parser/rank.h"

#include "parser/closure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Items that keep together. */
struct block {
	double density;
	uint32_t key;	     /* its first item in the order of the file */
	uint32_t begin, end; /* in nodes */
};

struct ranking_work {
	const struct pm_product *product;
	struct pm_ranking *ranking;
	struct pm_ranked *scored; /* in the order of the file */
	uint32_t scored_count;
	uint32_t *slot;		      /* of an item in scored; PM_NO_ITEM */
	double *value, *cost, *score; /* of every item */
	struct pm_graph needs;
	struct pm_closure closure;
	uint32_t *nodes; /* items, in the order in which they will stand */
	double *density; /* of each of nodes */
	uint32_t node_count;
	struct block *blocks;
	size_t block_count, block_cap;
};

static bool is_open(const struct pm_item *item)
{
	return item->place == PM_PLACE_ACTIVE && item->state != PM_STATE_DONE && item->state != PM_STATE_DROPPED &&
	       !PM_KIND_IS_RECORD(item->kind);
}

/* Does it still hold up what depends on it? */
static bool unmet(const struct pm_item *item)
{
	return item->state != PM_STATE_DONE && item->state != PM_STATE_DROPPED && item->place != PM_PLACE_COMPLETED &&
	       item->place != PM_PLACE_ARCHIVED;
}

/* -- which items */

/* How far above the work itself a kind stands. */
static unsigned level_of(const struct pm_item *item)
{
	return item->kind == PM_KIND_INITIATIVE ? 2 : item->kind == PM_KIND_EPIC ? 1 : 0;
}

/* Marks what has parts: children, or items that name it as their epic or initiative. */
static void find_wholes(const struct pm_product *product, bool *wholes)
{
	for (uint32_t i = 0; i < product->item_count; i++)
		wholes[i] = product->items[i].first_child != PM_NO_ITEM;
	for (uint32_t i = 0; i < product->link_count; i++) {
		const struct pm_link *link = &product->links[i];
		bool part = link->field == PM_FIELD_EPIC || link->field == PM_FIELD_INITIATIVE;

		if (part && link->to != PM_NO_ITEM && link->to != link->from)
			wholes[link->to] = true;
	}
}

/* Marks the items to rank; returns the lowest level among them. */
static unsigned find_wanted(const struct pm_product *product, bool (*wanted)(void *ctx, uint32_t item), void *ctx, bool *ranked)
{
	bool *wholes = pm_calloc((size_t)product->item_count + 1, sizeof *wholes);
	unsigned lowest = 2;

	for (uint32_t i = 0; i < product->item_count; i++) {
		ranked[i] = is_open(&product->items[i]) && (wanted == NULL || wanted(ctx, i));
		if (ranked[i] && level_of(&product->items[i]) < lowest)
			lowest = level_of(&product->items[i]);
	}
	find_wholes(product, wholes);
	for (uint32_t i = 0; i < product->item_count; i++)
		if (wholes[i] && level_of(&product->items[i]) > lowest)
			ranked[i] = false;
	free(wholes);
	return lowest;
}

/* -- scores */

static void keep_incomplete(struct ranking_work *work, const struct pm_ranked *ranked)
{
	struct pm_incomplete *incomplete = &work->ranking->incomplete[work->ranking->incomplete_count++];

	memset(incomplete, 0, sizeof *incomplete);
	incomplete->item = ranked->item;
	for (size_t i = 0; i < ranked->score.factor_count; i++)
		if (ranked->score.factors[i].source == NULL)
			incomplete->missing[incomplete->missing_count++] = ranked->score.factors[i].field;
}

static void score_items(struct ranking_work *work, bool (*wanted)(void *ctx, uint32_t item), void *ctx)
{
	const struct pm_product *product = work->product;
	bool *chosen = pm_calloc((size_t)product->item_count + 1, sizeof *chosen);
	unsigned lowest = find_wanted(product, wanted, ctx, chosen);

	for (uint32_t i = 0; i < product->item_count; i++) {
		struct pm_ranked *ranked = &work->scored[work->scored_count];

		work->slot[i] = PM_NO_ITEM;
		work->score[i] = -HUGE_VAL;
		if (!chosen[i])
			continue;
		*ranked = (struct pm_ranked){.item = i, .heir = PM_NO_ITEM};
		pm_method_score(work->ranking->method, product, &product->items[i], &ranked->score);
		if (!ranked->score.complete) {
			if (product->items[i].kind != PM_KIND_INITIATIVE || lowest == level_of(&product->items[i]))
				keep_incomplete(work, ranked);
			continue;
		}
		work->slot[i] = work->scored_count++;
		work->score[i] = ranked->score.value;
		work->cost[i] = ranked->score.cost;
		work->value[i] = ranked->score.value * ranked->score.cost;
	}
	free(chosen);
}

/* -- dependencies */

/* Finds the cycles, and leaves the arcs that close them out. */
static void find_needs(struct ranking_work *work)
{
	struct pm_ranking *ranking = work->ranking;
	uint32_t *component = pm_calloc((size_t)work->product->item_count + 1, sizeof *component);
	struct pm_graph all;

	pm_graph_depends(work->product, unmet, &all);
	pm_graph_components(&all, component);
	pm_graph_cycles(&all, component, &ranking->arena, &ranking->cycles, &ranking->cycle_count);
	pm_graph_without_cycles(&all, component, &work->needs);
	pm_graph_clear(&all);
	free(component);
}

static bool is_joined(const struct ranking_work *work, uint32_t item)
{
	const struct pm_graph *needs = &work->needs, *needed = &work->closure.needed;

	return needs->first[item + 1] > needs->first[item] || needed->first[item + 1] > needed->first[item];
}

/* Puts all that hangs together with an item behind work->nodes. */
static void gather_component(struct ranking_work *work, uint32_t item, bool *seen)
{
	const struct pm_graph *sides[2] = {&work->needs, &work->closure.needed};

	seen[item] = true;
	work->nodes[work->node_count++] = item;
	for (uint32_t at = work->node_count - 1; at < work->node_count; at++) {
		uint32_t node = work->nodes[at];

		for (int s = 0; s < 2; s++)
			for (uint32_t a = sides[s]->first[node]; a < sides[s]->first[node + 1]; a++) {
				uint32_t target = sides[s]->to[a];

				if (seen[target])
					continue;
				seen[target] = true;
				work->nodes[work->node_count++] = target;
			}
	}
}

/* -- ratio methods */

/* Makes blocks of the nodes from `begin` on, where the density changes; those without a scored item are left out. */
static void add_blocks(struct ranking_work *work, uint32_t begin)
{
	while (begin < work->node_count) {
		struct block block = {work->density[begin], PM_NO_ITEM, begin, begin};

		for (; block.end < work->node_count && work->density[block.end] == block.density; block.end++)
			if (work->slot[work->nodes[block.end]] != PM_NO_ITEM && work->nodes[block.end] < block.key)
				block.key = work->nodes[block.end];
		begin = block.end;
		if (block.key == PM_NO_ITEM)
			continue;
		PM_GROW(work->blocks, work->block_count, work->block_cap);
		work->blocks[work->block_count++] = block;
	}
}

static void add_component(struct ranking_work *work, uint32_t item, bool *seen)
{
	uint32_t begin = work->node_count, count;
	bool proven;

	gather_component(work, item, seen);
	count = work->node_count - begin;
	proven = pm_closure_order(&work->closure, work->nodes + begin, count, work->density + begin);
	for (uint32_t i = begin; !proven && i < work->node_count; i++)
		work->ranking->unproven += work->slot[work->nodes[i]] != PM_NO_ITEM;
	add_blocks(work, begin);
}

static int by_density(const void *a, const void *b)
{
	const struct block *x = a, *y = b;

	if (x->density != y->density)
		return x->density > y->density ? -1 : 1;
	return (x->key > y->key) - (x->key < y->key); /* blocks of one component differ in density, so this is total */
}

static void order_by_ratio(struct ranking_work *work)
{
	uint32_t item_count = work->product->item_count, *ordered = pm_calloc((size_t)item_count + 1, sizeof *ordered), n = 0;
	bool *seen = pm_calloc((size_t)item_count + 1, sizeof *seen);

	for (uint32_t i = 0; i < item_count; i++) {
		if (is_joined(work, i)) {
			if (!seen[i])
				add_component(work, i, seen);
		} else if (work->slot[i] != PM_NO_ITEM) {
			work->nodes[work->node_count] = i;
			work->density[work->node_count++] = work->score[i];
			add_blocks(work, work->node_count - 1);
		}
	}
	if (work->block_count > 0)
		qsort(work->blocks, work->block_count, sizeof *work->blocks, by_density);
	for (size_t b = 0; b < work->block_count; b++)
		for (uint32_t i = work->blocks[b].begin; i < work->blocks[b].end; i++) {
			struct pm_ranked *ranked;

			if (work->slot[work->nodes[i]] == PM_NO_ITEM)
				continue;
			ranked = &work->scored[work->slot[work->nodes[i]]];
			ranked->inherited = work->blocks[b].density;
			ordered[n++] = work->nodes[i];
		}
	memcpy(work->nodes, ordered, n * sizeof *ordered);
	work->node_count = n;
	free(seen);
	free(ordered);
}

/* -- class methods */

static void order_by_class(struct ranking_work *work)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < work->product->item_count; i++)
		if (work->slot[i] != PM_NO_ITEM || is_joined(work, i))
			work->nodes[work->node_count++] = i;
	pm_closure_list(&work->closure, work->nodes, work->node_count);
	for (uint32_t i = 0; i < work->node_count; i++) {
		uint32_t node = work->nodes[i];

		if (work->slot[node] == PM_NO_ITEM)
			continue;
		work->scored[work->slot[node]].inherited = work->closure.best[node];
		work->nodes[kept++] = node;
	}
	work->node_count = kept;
}

/* -- the result */

static void write_ranking(struct ranking_work *work)
{
	struct pm_ranking *ranking = work->ranking;

	ranking->items = pm_arena_alloc(&ranking->arena, work->node_count * sizeof *ranking->items);
	ranking->count = work->node_count;
	for (uint32_t i = 0; i < work->node_count; i++) {
		struct pm_ranked *ranked = &ranking->items[i];

		*ranked = work->scored[work->slot[work->nodes[i]]];
		ranked->position = i + 1;
		if (ranked->inherited > ranked->score.value && is_joined(work, ranked->item))
			ranked->heir = work->closure.heir[ranked->item];
		else
			ranked->inherited = ranked->score.value;
	}
}

static void work_init(struct ranking_work *work, const struct pm_product *product, struct pm_ranking *ranking)
{
	size_t n = (size_t)product->item_count + 1;

	memset(work, 0, sizeof *work);
	work->product = product;
	work->ranking = ranking;
	work->scored = pm_calloc(n, sizeof *work->scored);
	work->slot = pm_calloc(n, sizeof *work->slot);
	work->value = pm_calloc(n, sizeof *work->value);
	work->cost = pm_calloc(n, sizeof *work->cost);
	work->score = pm_calloc(n, sizeof *work->score);
	work->nodes = pm_calloc(n, sizeof *work->nodes);
	work->density = pm_calloc(n, sizeof *work->density);
	ranking->incomplete = pm_arena_alloc(&ranking->arena, n * sizeof *ranking->incomplete);
}

static void work_clear(struct ranking_work *work)
{
	pm_closure_clear(&work->closure);
	pm_graph_clear(&work->needs);
	free(work->scored);
	free(work->slot);
	free(work->value);
	free(work->cost);
	free(work->score);
	free(work->nodes);
	free(work->density);
	free(work->blocks);
}

void pm_rank(const struct pm_product *product, const struct pm_method *method, bool (*wanted)(void *ctx, uint32_t item), void *ctx,
	     struct pm_ranking *ranking)
{
	struct ranking_work work;

	memset(ranking, 0, sizeof *ranking);
	pm_arena_init(&ranking->arena);
	ranking->method = method;
	work_init(&work, product, ranking);
	score_items(&work, wanted, ctx);
	find_needs(&work);
	pm_closure_init(&work.closure, &work.needs, work.value, work.cost, work.score);
	if (method->ratio)
		order_by_ratio(&work);
	else
		order_by_class(&work);
	write_ranking(&work);
	work_clear(&work);
}

void pm_ranking_clear(struct pm_ranking *ranking)
{
	pm_arena_clear(&ranking->arena);
	memset(ranking, 0, sizeof *ranking);
}
