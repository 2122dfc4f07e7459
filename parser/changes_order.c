/* changes_order: who stands elsewhere among the others: as it is written, and by the ranking method. */
#include "parser/changes.h"

#include <stdlib.h>

/* -- what kept its order */

/* A tree of greatest weights (Fenwick's): of all that ends at a rank up to r, the heaviest. */
struct heaviest {
	uint64_t *weight; /* heap; from 1 */
	uint32_t *last;	  /* which thing that chain ends with */
	uint32_t n;
};

static void raise(struct heaviest *tree, uint32_t rank, uint64_t weight, uint32_t thing)
{
	for (uint32_t i = rank + 1; i <= tree->n; i += i & -i)
		if (weight > tree->weight[i]) {
			tree->weight[i] = weight;
			tree->last[i] = thing;
		}
}

/* The heaviest chain below a rank: its weight, and its end; UINT32_MAX: there is none. */
static uint64_t heaviest_below(const struct heaviest *tree, uint32_t rank, uint32_t *last)
{
	uint64_t best = 0;

	*last = UINT32_MAX;
	for (uint32_t i = rank; i > 0; i -= i & -i)
		if (tree->weight[i] > best) {
			best = tree->weight[i];
			*last = tree->last[i];
		}
	return best;
}

void pm_changes_keep(const uint32_t *ranks, const uint32_t *weights, uint32_t n, bool *kept)
{
	struct heaviest tree = {pm_calloc((size_t)n + 1, sizeof *tree.weight), pm_calloc((size_t)n + 1, sizeof *tree.last), n};
	uint32_t *before = pm_calloc((size_t)n + 1, sizeof *before), at;

	for (uint32_t i = 0; i < n; i++) {
		uint64_t weight = heaviest_below(&tree, ranks[i], &before[i]) + weights[i];

		raise(&tree, ranks[i], weight, i);
		kept[i] = false;
	}
	for (heaviest_below(&tree, n, &at); at != UINT32_MAX; at = before[at])
		kept[at] = true;
	free(before);
	free(tree.weight);
	free(tree.last);
}

/* -- things in two orders */

struct thing {
	uint32_t group;		/* those with one parent in one file */
	uint32_t after, before; /* items */
	uint32_t place;		/* in the first order */
	uint32_t weight;
	uint32_t index; /* in the list that it was made from */
};

static int by_place(const void *a, const void *b)
{
	const struct thing *const *x = a, *const *y = b;

	return ((*x)->place > (*y)->place) - ((*x)->place < (*y)->place);
}

/* The things stand in the second order.  Makes the place of each in the first one a number below n; whether it kept it: heap. */
static bool *keep(struct thing *things, uint32_t n)
{
	struct thing **sorted = pm_calloc((size_t)n + 1, sizeof(struct thing *));
	uint32_t *ranks = pm_calloc((size_t)n + 1, sizeof *ranks), *weights = pm_calloc((size_t)n + 1, sizeof *weights);
	bool *kept = pm_calloc((size_t)n + 1, sizeof *kept);

	for (uint32_t i = 0; i < n; i++)
		sorted[i] = &things[i];
	qsort(sorted, n, sizeof(struct thing *), by_place);
	for (uint32_t i = 0; i < n; i++)
		sorted[i]->place = i;
	for (uint32_t i = 0; i < n; i++) {
		ranks[i] = things[i].place;
		weights[i] = things[i].weight;
	}
	pm_changes_keep(ranks, weights, n, kept);
	free(sorted);
	free(ranks);
	free(weights);
	return kept;
}

/* -- as it is written */

/* What was put elsewhere for another reason does not push the others aside. */
enum { LIGHT = 1, HEAVY = 1000 };

static int by_group(const void *a, const void *b)
{
	const struct thing *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return (x->after > y->after) - (x->after < y->after);
}

/* Do both stand in files that hold several items, below the same parent? */
static bool is_comparable(const struct pm_changes *changes, uint32_t before, uint32_t after)
{
	const struct pm_item *x = &changes->before.product->items[before], *y = &changes->after.product->items[after];
	uint32_t parent = x->parent == PM_NO_ITEM ? PM_NO_ITEM : changes->match.after_of[x->parent];

	return x->form != PM_FORM_FILE && y->form != PM_FORM_FILE && parent == y->parent &&
	       (x->parent == PM_NO_ITEM) == (y->parent == PM_NO_ITEM);
}

/* The items that can be compared, those of one parent together, in the order of after: heap. */
static struct thing *list_things(const struct pm_changes *changes, const bool *put_elsewhere, uint32_t *count)
{
	const struct pm_product *product = changes->after.product;
	struct thing *things = pm_malloc(((size_t)product->item_count + 1) * sizeof *things);
	uint32_t n = 0;

	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		uint32_t before = changes->match.before_of[i];

		if (before == PM_NO_ITEM || !is_comparable(changes, before, i))
			continue;
		/* items at the top are grouped by their files, the others by their parents */
		things[n++] = (struct thing){
			.group = product->items[i].parent == PM_NO_ITEM ? product->items[i].file
									: product->file_count + product->items[i].parent,
			.after = i,
			.before = before,
			.place = before,
			.weight = put_elsewhere[i] ? LIGHT : HEAVY,
		};
	}
	if (n)
		qsort(things, n, sizeof *things, by_group);
	*count = n;
	return things;
}

static void order_group(struct pm_changes *changes, struct thing *things, uint32_t n, const bool *put_elsewhere)
{
	bool *kept = keep(things, n);

	for (uint32_t i = 0; i < n; i++) {
		struct pm_change *change;

		if (kept[i] || put_elsewhere[things[i].after])
			continue;
		change = pm_changes_add(changes, PM_CHANGE_ORDER, things[i].before, things[i].after);
		change->number_from = things[i].place + 1;
		change->number_to = i + 1;
	}
	free(kept);
}

void pm_changes_order(struct pm_changes *changes, const bool *put_elsewhere)
{
	uint32_t count;
	struct thing *things = list_things(changes, put_elsewhere, &count);

	for (uint32_t i = 0, end; i < count; i = end) {
		for (end = i + 1; end < count && things[end].group == things[i].group;)
			end++;
		order_group(changes, things + i, end - i, put_elsewhere);
	}
	free(things);
}

/* -- by the ranking method */

struct ranks {
	struct pm_changes *changes;
	const struct pm_ranking *was, *is;
};

static struct pm_str factor_text(const struct ranks *ranks, bool after, uint32_t item, const struct pm_factor *factor)
{
	const struct pm_product *product = after ? ranks->changes->after.product : ranks->changes->before.product;

	if (!factor->source)
		return PM_STR("");
	return pm_changes_plain(ranks->changes, pm_field_text(product, &product->items[item], factor->source));
}

static const struct pm_factor *find_factor(const struct pm_score *score, enum pm_field_id field)
{
	for (size_t i = 0; i < score->factor_count; i++)
		if (score->factors[i].field == field)
			return &score->factors[i];
	return NULL;
}

/* What of the score's own inputs is another. */
static size_t find_inputs(const struct ranks *ranks, const struct pm_ranked *was, const struct pm_ranked *is,
			  struct pm_cause *causes)
{
	size_t n = 0;

	for (size_t i = 0; i < is->score.factor_count; i++) {
		const struct pm_factor *y = &is->score.factors[i], *x = find_factor(&was->score, y->field);

		if (x && x->low == y->low && x->high == y->high)
			continue;
		causes[n++] = (struct pm_cause){pm_str_c(pm_fields[y->field].name),
						x ? factor_text(ranks, false, was->item, x) : PM_STR(""),
						factor_text(ranks, true, is->item, y)};
	}
	return n;
}

static struct pm_str heir_name(const struct ranks *ranks, bool after, const struct pm_ranked *ranked)
{
	const struct pm_product *product = after ? ranks->changes->after.product : ranks->changes->before.product;

	if (ranked->heir == PM_NO_ITEM)
		return PM_STR("");
	return pm_changes_plain(ranks->changes, pm_item_name(product, &product->items[ranked->heir]));
}

static struct pm_str depends_on(const struct ranks *ranks, bool after, uint32_t item)
{
	const struct pm_product *product = after ? ranks->changes->after.product : ranks->changes->before.product;

	return pm_changes_plain(ranks->changes, pm_item_text(product, &product->items[item], PM_FIELD_DEPENDS_ON));
}

/* Why it stands elsewhere: its inputs, what it unlocks, what it needs; else the written order, which settles ties. */
static size_t find_causes(const struct ranks *ranks, const struct pm_ranked *was, const struct pm_ranked *is,
			  struct pm_cause *causes)
{
	size_t n = find_inputs(ranks, was, is, causes);

	if (!n && was->inherited != is->inherited)
		causes[n++] =
			(struct pm_cause){PM_STR("what it unlocks"), heir_name(ranks, false, was), heir_name(ranks, true, is)};
	if (!n) {
		struct pm_str from = depends_on(ranks, false, was->item), to = depends_on(ranks, true, is->item);

		if (!pm_str_eq(from, to))
			causes[n++] = (struct pm_cause){PM_STR("depends on"), from, to};
	}
	if (!n)
		causes[n++] = (struct pm_cause){PM_STR("the order that is written, or what others need"), PM_STR(""), PM_STR("")};
	return n;
}

/* A class is no figure to show. */
static bool is_figure(const struct pm_score *score)
{
	for (size_t i = 0; i < score->factor_count; i++) {
		enum pm_field_type type = pm_fields[score->factors[i].field].type;

		if (type == PM_TYPE_NUMBER || type == PM_TYPE_SIZE || type == PM_TYPE_MONEY || type == PM_TYPE_PERCENT)
			return score->factors[i].field != PM_FIELD_RANK;
	}
	return false;
}

static void add_rank(const struct ranks *ranks, const struct pm_ranked *was, const struct pm_ranked *is)
{
	struct pm_change *change = pm_changes_add(ranks->changes, PM_CHANGE_RANK, was->item, is->item);
	struct pm_cause causes[PM_FACTORS_MAX + 1];

	change->number_from = was->position;
	change->number_to = is->position;
	change->has_scores = is_figure(&was->score) && is_figure(&is->score);
	change->score_from = was->score.value;
	change->score_to = is->score.value;
	change->cause_count = find_causes(ranks, was, is, causes);
	change->causes =
		(const struct pm_cause *)pm_arena_dup(&ranks->changes->arena, causes, change->cause_count * sizeof *causes);
}

/* Where each item stands in a ranking, from 1; 0: nowhere.  Heap. */
static uint32_t *places(const struct pm_ranking *ranking, uint32_t item_count)
{
	uint32_t *list = pm_calloc((size_t)item_count + 1, sizeof *list);

	for (size_t i = 0; i < ranking->count; i++)
		list[ranking->items[i].item] = (uint32_t)i + 1;
	return list;
}

/* The items that both rankings have, in the order of the second: heap. */
static struct thing *list_ranked(const struct ranks *ranks, uint32_t *count)
{
	const struct pm_changes *changes = ranks->changes;
	struct thing *things = pm_malloc((ranks->is->count + 1) * sizeof *things);
	uint32_t *was = places(ranks->was, changes->before.product->item_count), n = 0;

	for (uint32_t i = 0; i < ranks->is->count; i++) {
		uint32_t after = ranks->is->items[i].item, before = changes->match.before_of[after];
		const struct pm_ranked *ranked;

		if (before == PM_NO_ITEM || !was[before])
			continue;
		ranked = &ranks->was->items[was[before] - 1];
		things[n++] = (struct thing){
			.after = after,
			.before = before,
			.place = was[before] - 1,
			.weight = ranked->score.value == ranks->is->items[i].score.value &&
						  ranked->inherited == ranks->is->items[i].inherited
					  ? HEAVY
					  : LIGHT,
			.index = i,
		};
	}
	free(was);
	*count = n;
	return things;
}

void pm_changes_rank(struct pm_changes *changes)
{
	const struct ranks ranks = {changes, changes->before.ranking, changes->after.ranking};
	struct thing *things;
	uint32_t count;
	bool *kept;

	if (!ranks.was || !ranks.is)
		return;
	things = list_ranked(&ranks, &count);
	for (uint32_t i = 0; i < count; i++)
		things[i].group = things[i].place; /* keep() numbers the places anew */
	kept = keep(things, count);
	for (uint32_t i = 0; i < count; i++) {
		const struct pm_ranked *was = &ranks.was->items[things[i].group], *is = &ranks.is->items[things[i].index];

		if (!kept[i] || was->score.value != is->score.value)
			add_rank(&ranks, was, is);
	}
	free(kept);
	free(things);
}
