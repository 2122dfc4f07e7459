/* rank: the order of the items, with the reason of every position: which items, their scores, what joins them; then order.h. */
#include "parser/rank.h"

#include "parser/order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct ranking_work {
	const struct pm_scoring *scoring;
	const struct pm_product *product;
	struct pm_ranking *ranking;
	bool *chosen;		  /* of every item: is it to be ranked? */
	struct pm_ranked *scored; /* in the order of the file */
	uint32_t scored_count;
	uint32_t *slot; /* of an item in scored; PM_NO_ITEM */
	uint32_t *node; /* of an item; PM_NO_ITEM */
	struct pm_order order;
};

const char *pm_rank_why_not(const struct pm_item *item)
{
	if (PM_KIND_IS_RECORD(item->kind))
		return "a record";
	switch (item->place) {
	case PM_PLACE_ARCHIVED: return "archived";
	case PM_PLACE_COMPLETED: return "completed";
	case PM_PLACE_DRAFT: return "a draft";
	default: break;
	}
	return item->state == PM_STATE_DONE ? "done" : item->state == PM_STATE_DROPPED ? "dropped" : NULL;
}

static bool is_open(const struct pm_item *item)
{
	return item->place == PM_PLACE_ACTIVE && pm_rank_why_not(item) == NULL;
}

/* Does it still hold up what depends on it? */
bool pm_rank_unmet(const struct pm_item *item)
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
	for (uint32_t i = 0; pm_product_more(product, i); i++)
		wholes[i] = product->items[i].first_child != PM_NO_ITEM;
	for (uint32_t i = 0; pm_product_more_links(product, i); i++) {
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

	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		ranked[i] = is_open(&product->items[i]) && (wanted == NULL || wanted(ctx, i));
		if (ranked[i] && level_of(&product->items[i]) < lowest)
			lowest = level_of(&product->items[i]);
	}
	find_wholes(product, wholes);
	for (uint32_t i = 0; pm_product_more(product, i); i++)
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
	for (size_t i = 0; i < ranked->score.factor_count; i++) {
		const struct pm_factor *factor = &ranked->score.factors[i];

		if (!factor->missing)
			continue;
		if (factor->source)
			incomplete->unread |= (uint16_t)(1u << incomplete->missing_count);
		incomplete->missing[incomplete->missing_count++] = factor->field;
	}
	incomplete->undefined = incomplete->missing_count == 0;
}

static void score_items(struct ranking_work *work, bool (*wanted)(void *ctx, uint32_t item), void *ctx)
{
	const struct pm_product *product = work->product;
	unsigned lowest = find_wanted(product, wanted, ctx, work->chosen);
	struct pm_factor *factors = NULL;

	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		struct pm_ranked *ranked = &work->scored[work->scored_count];

		work->slot[i] = PM_NO_ITEM;
		if (!work->chosen[i])
			continue;
		*ranked = (struct pm_ranked){.item = i, .heir = PM_NO_ITEM};
		if (factors == NULL)
			factors = pm_arena_alloc(&work->ranking->arena, work->scoring->factor_count * sizeof *factors);
		pm_scoring_score(work->scoring, &product->items[i], factors, &ranked->score);
		if (!ranked->score.complete) {
			if (product->items[i].kind != PM_KIND_INITIATIVE || lowest == level_of(&product->items[i]))
				keep_incomplete(work, ranked);
			continue;
		}
		factors = NULL; /* they stay with the item */
		work->slot[i] = work->scored_count++;
	}
}

/* The items that were asked for and declare another score than their factors make. */
static void find_differences(struct ranking_work *work)
{
	struct pm_ranking *ranking = work->ranking;
	struct pm_scoring **ready = NULL;
	struct pm_difference *list = NULL;
	size_t cap = 0;

	for (uint32_t i = 0; pm_product_more(work->product, i); i++) {
		const struct pm_item *item = &work->product->items[i];
		struct pm_difference difference = {.item = i};

		if (!work->chosen[i] || !pm_item_field(work->product, item, PM_FIELD_SCORE))
			continue;
		if (ready == NULL)
			ready = pm_scoring_all(work->product);
		if (!pm_score_declared(ready, work->scoring, item, &difference.declared) || difference.declared.agrees)
			continue;
		PM_GROW(list, ranking->difference_count, cap);
		list[ranking->difference_count++] = difference;
	}
	ranking->differences = pm_arena_alloc(&ranking->arena, ranking->difference_count * sizeof *list);
	if (list)
		memcpy(ranking->differences, list, ranking->difference_count * sizeof *list);
	free(list);
	if (ready)
		pm_scoring_all_free(ready);
}

/* -- dependencies */

/* Gives a node to every item that is scored or joined to others. */
static void number_nodes(struct ranking_work *work, const struct pm_graph *all)
{
	struct pm_ranking *ranking = work->ranking;
	uint32_t item_count = work->product->item_count, count = 0;
	bool *joined = pm_calloc((size_t)item_count + 1, sizeof *joined);

	for (uint32_t i = 0; i < item_count; i++)
		for (uint32_t a = all->first[i]; a < all->first[i + 1]; a++)
			joined[i] = joined[all->to[a]] = true;
	ranking->node_items = pm_calloc((size_t)item_count + 1, sizeof *ranking->node_items);
	ranking->scored = pm_calloc((size_t)item_count + 1, sizeof *ranking->scored);
	for (uint32_t i = 0; i < item_count; i++) {
		work->node[i] = PM_NO_ITEM;
		if (work->slot[i] == PM_NO_ITEM && !joined[i])
			continue;
		ranking->scored[count] = work->slot[i] != PM_NO_ITEM;
		ranking->node_items[count] = i;
		work->node[i] = count++;
	}
	ranking->needs.node_count = count;
	free(joined);
}

/* Finds the cycles, and leaves the arcs that close them out. */
static void find_needs(struct ranking_work *work)
{
	struct pm_ranking *ranking = work->ranking;
	uint32_t *component = pm_calloc((size_t)work->product->item_count + 1, sizeof *component);
	struct pm_graph all, needs;
	struct pm_arc *arcs = NULL;
	size_t count = 0, cap = 0;

	pm_graph_depends(work->product, pm_rank_unmet, &all);
	pm_graph_components(&all, component);
	pm_graph_cycles(&all, component, &ranking->arena, &ranking->cycles, &ranking->cycle_count);
	pm_graph_without_cycles(&all, component, &needs);
	number_nodes(work, &needs);
	for (uint32_t i = 0; i < needs.node_count; i++)
		for (uint32_t a = needs.first[i]; a < needs.first[i + 1]; a++) {
			PM_GROW(arcs, count, cap);
			arcs[count++] = (struct pm_arc){work->node[i], work->node[needs.to[a]]};
		}
	pm_graph_init(&ranking->needs, ranking->needs.node_count, arcs, count);
	free(arcs);
	pm_graph_clear(&needs);
	pm_graph_clear(&all);
	free(component);
}

/* -- several keys */

/* What an item is worth by each key, the first key left out. */
struct keys {
	uint32_t slot;
	double score;
	double *then;
	size_t count;
};

static int by_keys(const void *a, const void *b)
{
	const struct keys *x = a, *y = b;

	if (x->score != y->score)
		return x->score < y->score ? -1 : 1;
	for (size_t i = 0; i < x->count; i++)
		if (x->then[i] != y->then[i])
			return x->then[i] < y->then[i] ? -1 : 1;
	return 0;
}

static double score_by(const struct pm_scoring *scoring, const struct pm_item *item)
{
	struct pm_factor factors[PM_FACTORS_MAX];
	struct pm_score score;

	pm_scoring_score(scoring, item, factors, &score);
	return score.complete ? score.value : -HUGE_VAL;
}

/* Numbers the scored items by all keys, equal ones alike: that number settles what the first key leaves equal. */
static void settle_ties(struct ranking_work *work, double *numbers)
{
	struct keys *keys = pm_calloc((size_t)work->scored_count + 1, sizeof *keys);
	size_t count = 0;
	double *then, number = 0;

	for (const struct pm_scoring *key = work->scoring->then; key; key = key->then)
		count++;
	then = pm_calloc((size_t)work->scored_count * count + 1, sizeof *then);
	for (uint32_t i = 0; i < work->scored_count; i++) {
		size_t k = 0;

		keys[i] = (struct keys){i, work->scored[i].score.value, then + i * count, count};
		for (const struct pm_scoring *key = work->scoring->then; key; key = key->then)
			keys[i].then[k++] = score_by(key, &work->product->items[work->scored[i].item]);
	}
	qsort(keys, work->scored_count, sizeof *keys, by_keys);
	for (uint32_t i = 0; i < work->scored_count; i++) {
		number += i > 0 && by_keys(&keys[i - 1], &keys[i]) != 0;
		numbers[keys[i].slot] = number;
	}
	free(then);
	free(keys);
}

/* -- the order */

static void put_in_order(struct ranking_work *work)
{
	struct pm_order *order = &work->order;
	bool ratio = work->scoring->ratio;
	double *numbers = pm_calloc((size_t)work->scored_count + 1, sizeof *numbers);

	if (work->scoring->then)
		settle_ties(work, numbers);
	for (uint32_t i = 0; i < work->scored_count; i++) {
		const struct pm_score *score = &work->scored[i].score;
		uint32_t node = work->node[work->scored[i].item];

		order->score[node] = score->value;
		order->cost[node] = score->cost;
		order->value[node] = score->value * score->cost;
		order->tie[node] = numbers[i];
		if (work->scoring->then && !ratio)
			order->score[node] = numbers[i]; /* the best dependent by all keys */
	}
	free(numbers);
	pm_order_run(order);
}

/* What gave the item its position, and from whom it has that. */
static void find_inherited(const struct ranking_work *work, struct pm_ranked *ranked)
{
	const struct pm_order *order = &work->order;
	uint32_t heir = work->ranking->node_items[pm_order_heir(order, ranked->node)];
	bool classes = work->scoring->then && !work->scoring->ratio;
	double figure = order->figure[ranked->node];

	if (classes && work->slot[heir] != PM_NO_ITEM)
		figure = work->scored[work->slot[heir]].score.value;
	ranked->inherited = ranked->score.value;
	if (!(figure > ranked->score.value) || !pm_order_is_joined(order, ranked->node))
		return;
	ranked->inherited = figure;
	ranked->heir = heir;
}

static void write_ranking(struct ranking_work *work)
{
	struct pm_ranking *ranking = work->ranking;
	const struct pm_order *order = &work->order;

	ranking->items = pm_arena_alloc(&ranking->arena, order->count * sizeof *ranking->items);
	ranking->count = order->count;
	ranking->unproven = order->unproven;
	for (uint32_t i = 0; i < order->count; i++) {
		struct pm_ranked *ranked = &ranking->items[i];

		*ranked = work->scored[work->slot[ranking->node_items[order->nodes[i]]]];
		ranked->node = order->nodes[i];
		ranked->position = i + 1;
		find_inherited(work, ranked);
	}
}

void pm_rank(const struct pm_scoring *scoring, bool (*wanted)(void *ctx, uint32_t item), void *ctx, struct pm_ranking *ranking)
{
	size_t n = (size_t)scoring->product->item_count + 1;
	struct ranking_work work = {.scoring = scoring, .product = scoring->product, .ranking = ranking};

	memset(ranking, 0, sizeof *ranking);
	pm_arena_init(&ranking->arena);
	ranking->scoring = scoring;
	ranking->method = scoring->method;
	ranking->incomplete = pm_arena_alloc(&ranking->arena, n * sizeof *ranking->incomplete);
	work.chosen = pm_calloc(n, sizeof *work.chosen);
	work.scored = pm_calloc(n, sizeof *work.scored);
	work.slot = pm_calloc(n, sizeof *work.slot);
	work.node = pm_calloc(n, sizeof *work.node);
	score_items(&work, wanted, ctx);
	find_differences(&work);
	find_needs(&work);
	pm_order_init(&work.order, &ranking->needs, ranking->scored, scoring->ratio);
	put_in_order(&work);
	write_ranking(&work);
	pm_order_clear(&work.order);
	free(work.chosen);
	free(work.scored);
	free(work.slot);
	free(work.node);
}

void pm_ranking_clear(struct pm_ranking *ranking)
{
	free(ranking->node_items);
	free(ranking->scored);
	pm_graph_clear(&ranking->needs);
	pm_arena_clear(&ranking->arena);
	memset(ranking, 0, sizeof *ranking);
}

const struct pm_ranked *pm_ranking_find(const struct pm_ranking *ranking, uint32_t item)
{
	for (size_t i = 0; i < ranking->count; i++)
		if (ranking->items[i].item == item)
			return &ranking->items[i];
	return NULL;
}

double pm_ranking_relative(const struct pm_ranking *ranking, double score)
{
	double least = 0, best = -HUGE_VAL;

	for (size_t i = 0; i < ranking->count; i++) {
		least = fmin(least, ranking->items[i].score.value);
		best = fmax(best, ranking->items[i].score.value);
	}
	return best > least ? 100 * (score - least) / (best - least) : 0;
}
