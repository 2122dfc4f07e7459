/* fit: what fits into a capacity: the items of greatest total value, each with all that it needs.
 *
 * The relaxed problem, in which the last item may be taken in part, is Sidney's decomposition cut off where the capacity ends
 * (closure.h): it gives an upper bound, and a price L of a unit of capacity.  What is left is a choice between ways to fill each
 * connected component; of all ways only those count that no other beats with less cost and more value (Nemhauser and Ullmann,
 * Management Science 15, 1969).  A way whose value - L * cost falls so far below the component's best that even the bound could not
 * make up for it is dropped: with a good first filling few are left.  The ways of a component are found by branching on a node:
 * without it all that needs it falls away, with it all that it needs is taken, and either leaves smaller components.
 *
 * Cost: that of the decomposition, and as many points as there are ways left; exponential at the worst, so PM_FIT_POINTS and
 * PM_FIT_WORK bound it.
 */
#include "parser/fit.h"

#include "parser/order.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX
/* Costs of what cannot be taken. */
#define UNKNOWN (-1.0)
#define TOO_LARGE (-2.0)
#define ROUNDING 1e-9

/* How deep branches nest, and how large a component is that is branched on at all. */
enum { DEPTH_MAX = 200, COMPONENT_MAX = 4096 };

/* A way to fill a part: nothing (a and b NONE), one node (a, b NONE), or two ways together. */
struct point {
	double cost, value;
	uint32_t a, b;
};

struct points {
	uint32_t *list; /* of fitting->pool, by rising cost and value */
	size_t count, cap;
};

struct fitting {
	const struct pm_ranking *ranking;
	const struct pm_graph *needs;
	struct pm_graph needed;
	double capacity;
	double *value, *cost; /* of every node; cost below 0: it cannot be taken */
	bool *taken;	      /* of every node */
	double price, gap;    /* L, and how far the bound is above the first filling */
	struct point *pool;
	size_t pool_count, pool_cap;
	uint32_t *mark; /* of every node: the set it is in */
	uint32_t marks;
	uint32_t *stack;
	uint64_t work; /* left */
	bool exhausted;
};

static void spend(struct fitting *f, uint64_t work)
{
	f->work -= work < f->work ? work : f->work;
	if (f->work == 0)
		f->exhausted = true;
}

/* -- ways, and lists of them */

static uint32_t add_point(struct fitting *f, struct point point)
{
	if (f->pool_count >= PM_FIT_POINTS) {
		f->exhausted = true;
		return 0;
	}
	PM_GROW(f->pool, f->pool_count, f->pool_cap);
	f->pool[f->pool_count] = point;
	return (uint32_t)f->pool_count++;
}

static double worth(const struct fitting *f, const struct point *point)
{
	return point->value - f->price * point->cost;
}

static void append(struct points *points, uint32_t point)
{
	PM_GROW(points->list, points->count, points->cap);
	points->list[points->count++] = point;
}

/* Drops the ways that fall too far below the best. */
static void prune(const struct fitting *f, struct points *points)
{
	double best = -HUGE_VAL;
	size_t kept = 0;

	for (size_t i = 0; i < points->count; i++)
		best = fmax(best, worth(f, &f->pool[points->list[i]]));
	for (size_t i = 0; i < points->count; i++)
		if (best - worth(f, &f->pool[points->list[i]]) <= f->gap)
			points->list[kept++] = points->list[i];
	points->count = kept;
}

/* Puts two lists together and drops what another beats; the first wins a tie. */
static struct points join(struct fitting *f, struct points *one, struct points *other)
{
	struct points all = {0};
	size_t i = 0, k = 0;
	double best = -HUGE_VAL;

	assert(f->pool); /* the way to take nothing is always there */
	spend(f, one->count + other->count);
	while (i < one->count || k < other->count) {
		const struct point *p = i < one->count ? &f->pool[one->list[i]] : NULL;
		const struct point *q = k < other->count ? &f->pool[other->list[k]] : NULL;
		bool first = !q || (p && (p->cost < q->cost || (p->cost == q->cost && p->value >= q->value)));
		uint32_t next = first ? one->list[i++] : other->list[k++];

		if (f->pool[next].value <= best)
			continue;
		best = f->pool[next].value;
		append(&all, next);
	}
	free(one->list);
	free(other->list);
	return all;
}

/* Every way of a list together with one more. */
static struct points shift(struct fitting *f, const struct points *points, uint32_t by)
{
	struct points shifted = {0};

	for (size_t i = 0; i < points->count && !f->exhausted; i++) {
		const struct point *p = &f->pool[points->list[i]], *q = &f->pool[by];
		struct point sum = {p->cost + q->cost, p->value + q->value, points->list[i], by};

		if (sum.cost > f->capacity)
			break;
		append(&shifted, add_point(f, sum));
	}
	return shifted;
}

/* Every way of one list with every way of another. */
static struct points combine(struct fitting *f, struct points *one, struct points *other)
{
	struct points all = {0};

	for (size_t i = 0; i < other->count && !f->exhausted; i++) {
		struct points more = shift(f, one, other->list[i]);

		all = join(f, &all, &more);
		prune(f, &all);
	}
	free(one->list);
	free(other->list);
	return all;
}

/* -- the ways of a component */

/* Marks all that arcs of a graph lead to from a node, itself too, of those that bear `from`; counts them. */
static uint32_t mark_reach(struct fitting *f, const struct pm_graph *graph, uint32_t node, uint32_t from, uint32_t to)
{
	uint32_t top = 0, count = 0;

	f->stack[top++] = node;
	f->mark[node] = to;
	while (top > 0) {
		uint32_t n = f->stack[--top];

		count++;
		for (uint32_t a = graph->first[n]; a < graph->first[n + 1]; a++) {
			if (f->mark[graph->to[a]] != from)
				continue;
			f->mark[graph->to[a]] = to;
			f->stack[top++] = graph->to[a];
		}
	}
	return count;
}

static void mark_all(struct fitting *f, const uint32_t *nodes, uint32_t count, uint32_t mark)
{
	for (uint32_t i = 0; i < count; i++)
		f->mark[nodes[i]] = mark;
}

/* The node on which to branch: that which takes most with it on both sides. */
static uint32_t choose(struct fitting *f, const uint32_t *nodes, uint32_t count)
{
	uint32_t best = nodes[0];
	double most = -1;

	for (uint32_t i = 0; i < count && !f->exhausted; i++) {
		uint32_t set = ++f->marks, other = ++f->marks;
		double below, above;

		mark_all(f, nodes, count, set);
		below = mark_reach(f, f->needs, nodes[i], set, other);
		mark_all(f, nodes, count, set);
		above = mark_reach(f, &f->needed, nodes[i], set, other);
		spend(f, 2 * (uint64_t)count + 1);
		if (below * above > most) {
			most = below * above;
			best = nodes[i];
		}
	}
	return best;
}

static struct points find_ways(struct fitting *f, const uint32_t *nodes, uint32_t count, unsigned depth);

static struct points nothing(struct fitting *f)
{
	struct points points = {0};

	append(&points, add_point(f, (struct point){0, 0, NONE, NONE}));
	return points;
}

/* The ways of what is left of a set, component by component: those of `nodes` that still bear the mark. */
static struct points find_rest(struct fitting *f, const uint32_t *nodes, uint32_t count, uint32_t mark, unsigned depth)
{
	struct points all = nothing(f);
	uint32_t *parts = pm_calloc((size_t)count + 1, sizeof *parts), *ends = pm_calloc((size_t)count + 1, sizeof *ends);
	uint32_t part_count = 0, n = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t gone = mark + 1;

		if (f->mark[nodes[i]] != mark)
			continue;
		f->mark[nodes[i]] = gone;
		parts[n++] = nodes[i];
		for (uint32_t at = n - 1; at < n; at++) {
			const struct pm_graph *sides[2] = {f->needs, &f->needed};

			for (int s = 0; s < 2; s++)
				for (uint32_t a = sides[s]->first[parts[at]]; a < sides[s]->first[parts[at] + 1]; a++) {
					uint32_t to = sides[s]->to[a];

					if (f->mark[to] != mark)
						continue;
					f->mark[to] = gone;
					parts[n++] = to;
				}
		}
		ends[part_count++] = n;
	}
	for (uint32_t p = 0; p < part_count && !f->exhausted; p++) {
		uint32_t begin = p > 0 ? ends[p - 1] : 0;
		struct points ways = find_ways(f, parts + begin, ends[p] - begin, depth + 1);

		all = combine(f, &all, &ways);
	}
	free(ends);
	free(parts);
	return all;
}

/* All that a node needs of a set, and itself, as one way. */
static uint32_t take_with(struct fitting *f, const uint32_t *nodes, uint32_t count, uint32_t mark)
{
	uint32_t sum = add_point(f, (struct point){0, 0, NONE, NONE});

	for (uint32_t i = 0; i < count && !f->exhausted; i++) {
		uint32_t leaf, n = nodes[i];

		if (f->mark[n] != mark)
			continue;
		leaf = add_point(f, (struct point){f->cost[n], f->value[n], n, NONE});
		sum = add_point(f, (struct point){f->pool[sum].cost + f->cost[n], f->pool[sum].value + f->value[n], sum, leaf});
	}
	return sum;
}

static struct points find_ways(struct fitting *f, const uint32_t *nodes, uint32_t count, unsigned depth)
{
	struct points without, with, shifted;
	uint32_t node, set, other, taken;

	if (depth > DEPTH_MAX || count > COMPONENT_MAX)
		f->exhausted = true;
	if (f->exhausted)
		return nothing(f);
	node = count == 1 ? nodes[0] : choose(f, nodes, count);
	set = f->marks + 1; /* and one more for what find_rest is through with */
	other = f->marks + 3;
	f->marks += 3;
	mark_all(f, nodes, count, set);
	mark_reach(f, &f->needed, node, set, other);
	without = find_rest(f, nodes, count, set, depth);
	set = f->marks + 1;
	other = f->marks + 3;
	f->marks += 3;
	mark_all(f, nodes, count, set);
	mark_reach(f, f->needs, node, set, other);
	taken = take_with(f, nodes, count, other);
	with = find_rest(f, nodes, count, set, depth);
	shifted = shift(f, &with, taken);
	free(with.list);
	without = join(f, &without, &shifted);
	prune(f, &without);
	return without;
}

/* -- a first filling: the order followed, and what does not fit passed over */

/* What a node needs that is not taken yet, and itself: their cost, or -1 where one of them cannot be taken; they bear the mark. */
static double missing_cost(struct fitting *f, uint32_t node, uint32_t mark)
{
	uint32_t top = 0;
	double cost = 0;

	f->mark[node] = mark;
	f->stack[top++] = node;
	while (top > 0) {
		uint32_t n = f->stack[--top];

		if (f->cost[n] < 0)
			return -1;
		cost += f->cost[n];
		for (uint32_t a = f->needs->first[n]; a < f->needs->first[n + 1]; a++) {
			uint32_t to = f->needs->to[a];

			if (f->mark[to] == mark || f->taken[to])
				continue;
			f->mark[to] = mark;
			f->stack[top++] = to;
		}
	}
	return cost;
}

static void take_marked(struct fitting *f, uint32_t node, uint32_t mark)
{
	uint32_t top = 0;

	f->taken[node] = true;
	f->stack[top++] = node;
	while (top > 0) {
		uint32_t n = f->stack[--top];

		for (uint32_t a = f->needs->first[n]; a < f->needs->first[n + 1]; a++) {
			uint32_t to = f->needs->to[a];

			if (f->mark[to] != mark || f->taken[to])
				continue;
			f->taken[to] = true;
			f->stack[top++] = to;
		}
	}
}

static double used(const struct fitting *f)
{
	double sum = 0;

	for (uint32_t n = 0; n < f->needs->node_count; n++)
		sum += f->taken[n] ? f->cost[n] : 0;
	return sum;
}

static double gained(const struct fitting *f)
{
	double sum = 0;

	for (uint32_t n = 0; n < f->needs->node_count; n++)
		sum += f->taken[n] ? f->value[n] : 0;
	return sum;
}

/* Goes down the order and takes what fits, with what it needs. */
static void fill_in_order(struct fitting *f)
{
	double room = f->capacity - used(f);

	for (size_t i = 0; i < f->ranking->count; i++) {
		uint32_t node = f->ranking->items[i].node, mark = ++f->marks;
		double cost;

		if (f->taken[node] || f->value[node] < 0)
			continue;
		cost = missing_cost(f, node, mark);
		if (cost < 0 || cost > room)
			continue;
		take_marked(f, node, mark);
		room -= cost;
	}
}

/* The same, and none may use more than its share. */
static void fill_shares(struct fitting *f, struct pm_fit_share *shares, const size_t *share_of)
{
	for (size_t i = 0; i < f->ranking->count; i++) {
		const struct pm_ranked *ranked = &f->ranking->items[i];
		struct pm_fit_share *share = share_of[ranked->item] == SIZE_MAX ? NULL : &shares[share_of[ranked->item]];
		uint32_t mark = ++f->marks;
		double cost;

		if (f->taken[ranked->node])
			continue;
		cost = missing_cost(f, ranked->node, mark);
		if (cost < 0 || cost > f->capacity - used(f) || (share && share->used + cost > share->capacity * (1 + ROUNDING)))
			continue;
		take_marked(f, ranked->node, mark);
		if (share)
			share->used += cost; /* what an item needs counts for the goal that needs it */
	}
}

/* -- the best filling */

/* The upper bound, and the price of a unit of capacity: the order by density, its last block cut off where the capacity ends. */
static double bound(struct fitting *f)
{
	const struct pm_graph *needs = f->needs;
	bool *all = pm_calloc((size_t)needs->node_count + 1, sizeof *all);
	struct pm_order order;
	double room = f->capacity, sum = 0;

	for (uint32_t n = 0; n < needs->node_count; n++)
		all[n] = f->cost[n] >= 0;
	pm_order_init(&order, needs, all, true);
	for (uint32_t n = 0; n < needs->node_count; n++) {
		if (!all[n])
			continue;
		order.value[n] = f->value[n];
		order.cost[n] = f->cost[n];
		order.score[n] = f->value[n] / f->cost[n];
	}
	pm_order_run(&order);
	f->price = 0;
	for (uint32_t i = 0; i < order.count; i++) {
		uint32_t n = order.nodes[i];
		double density = order.figure[n];

		if (density <= 0)
			break;
		if (f->cost[n] > room) {
			f->price = density;
			break;
		}
		room -= f->cost[n];
	}
	/* by the price: that is the bound of the relaxed problem where the decomposition is whole, and a bound anyhow */
	sum = f->price * f->capacity;
	for (uint32_t i = 0; i < order.count; i++) {
		uint32_t n = order.nodes[i];

		if (order.unproven > 0)
			sum += fmax(0, f->value[n] - f->price * f->cost[n]);
		else if (order.figure[n] > f->price)
			sum += f->value[n] - f->price * f->cost[n];
	}
	pm_order_clear(&order);
	free(all);
	return sum;
}

static void take_point(struct fitting *f, uint32_t point)
{
	uint32_t *stack = NULL;
	size_t count = 0, cap = 0;

	PM_GROW(stack, count, cap);
	stack[count++] = point;
	while (count > 0) {
		const struct point *p = &f->pool[stack[--count]];

		if (p->a == NONE)
			continue;
		if (p->b == NONE) {
			f->taken[p->a] = true;
			continue;
		}
		PM_GROW(stack, count, cap);
		stack[count++] = p->a;
		PM_GROW(stack, count, cap);
		stack[count++] = p->b;
	}
	free(stack);
}

/* Searches for a filling that is better than the one that is there. */
static void search(struct fitting *f, double first)
{
	uint32_t n = f->needs->node_count, *nodes = pm_calloc((size_t)n + 1, sizeof *nodes), count = 0, set;
	struct points ways;
	size_t best = 0;

	for (uint32_t i = 0; i < n; i++)
		if (f->cost[i] >= 0)
			nodes[count++] = i;
	set = f->marks + 1;
	f->marks += 2;
	mark_all(f, nodes, count, set);
	ways = find_rest(f, nodes, count, set, 0);
	for (size_t i = 1; i < ways.count; i++)
		if (f->pool[ways.list[i]].value > f->pool[ways.list[best]].value)
			best = i;
	if (ways.count > 0 && f->pool[ways.list[best]].value > first * (1 + 1e-12)) {
		memset(f->taken, 0, n * sizeof *f->taken);
		take_point(f, ways.list[best]);
	}
	free(ways.list);
	free(nodes);
}

/* -- sizes */

/* Which factor is divided by; factor_count: none is. */
static size_t divisor_of(const struct pm_scoring *scoring)
{
	size_t i = 0;

	while (i < scoring->factor_count && !(scoring->ratio && scoring->factors[i].divisor))
		i++;
	return i;
}

/* The size of an item where the method has none: its effort, estimate, job size or duration, time in days.  False: not known. */
static bool read_size(const struct pm_product *product, const struct pm_item *item, struct pm_number *number)
{
	static const enum pm_field_id fields[] = {PM_FIELD_EFFORT, PM_FIELD_ESTIMATE, PM_FIELD_JOB_SIZE, PM_FIELD_DURATION};

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (pm_factor_days(pm_item_text(product, item, fields[i]), number) && number->low + number->high > 0)
			return true;
	return false;
}

/* Below 0: not known. */
static double size_of(const struct pm_product *product, const struct pm_item *item)
{
	struct pm_number number;

	return read_size(product, item, &number) ? (number.low + number.high) / 2 : -1;
}

static double cost_of(const struct pm_ranking *ranking, const struct pm_ranked *ranked)
{
	if (ranking->scoring->ratio)
		return ranked->score.cost;
	return size_of(ranking->scoring->product, &ranking->scoring->product->items[ranked->item]);
}

/* What an item costs that stands only between others: it was asked for, but has no score. */
static double cost_between(const struct pm_ranking *ranking, uint32_t item)
{
	const struct pm_scoring *scoring = ranking->scoring;
	struct pm_factor factors[PM_FACTORS_MAX];
	size_t divisor = divisor_of(scoring);
	struct pm_score score;

	if (divisor == scoring->factor_count)
		return size_of(scoring->product, &scoring->product->items[item]);
	pm_scoring_score(scoring, &scoring->product->items[item], factors, &score);
	return factors[divisor].missing ? -1 : (factors[divisor].low + factors[divisor].high) / 2;
}

/* The kinds of sizes that cannot be added: time, money, and all that is points or may be. */
static char kind_of(const char *unit)
{
	if (unit == NULL)
		return 0;
	return strcmp(unit, "money") == 0 ? '$' : strcmp(unit, "points") == 0 || strcmp(unit, "size") == 0 ? 'p' : 't';
}

/* What the size of a ranked item counts; NULL: a bare number, or none. */
static const char *unit_of(const struct pm_ranking *ranking, const struct pm_ranked *ranked, size_t divisor)
{
	struct pm_number number;

	if (divisor < ranked->score.factor_count)
		return ranked->score.factors[divisor].unit;
	if (!read_size(ranking->scoring->product, &ranking->scoring->product->items[ranked->item], &number) || number.unit.n == 0)
		return NULL;
	return number.unit.n == 1 ? "days" : number.unit.p;
}

/* Says which item has a size of another kind.  False: none has. */
static bool find_other_kind(const struct pm_ranking *ranking, const char *unit, struct pm_buf *err)
{
	const struct pm_scoring *scoring = ranking->scoring;
	size_t divisor = divisor_of(scoring);

	for (size_t i = 0; i < ranking->count; i++) {
		const char *other = unit_of(ranking, &ranking->items[i], divisor);
		const struct pm_item *item = &scoring->product->items[ranking->items[i].item];
		struct pm_str name = item->id.n > 0 ? item->id : item->title;

		if (kind_of(other) == 0 || kind_of(other) == kind_of(unit))
			continue;
		pm_buf_addf(err, "is in %s, and the size of %.*s in %s: give it in %s, or as a bare number", unit, PM_FMT(name),
			    other, other);
		return true;
	}
	return false;
}

bool pm_fit_read(const struct pm_ranking *ranking, struct pm_str text, double *capacity, const char **unit, struct pm_buf *err)
{
	const struct pm_scoring *scoring = ranking->scoring;
	size_t divisor = divisor_of(scoring);
	struct pm_number number;
	bool read;

	if (divisor < scoring->factor_count)
		read = pm_scoring_read(scoring, divisor, text, &number) == PM_FLAW_NONE;
	else
		read = pm_factor_days(text, &number) && pm_amount_flaw(PM_FIELD_EFFORT, number.low, number.high) == PM_FLAW_NONE;
	*capacity = read ? (number.low + number.high) / 2 : 0;
	*unit = !read || number.unit.n == 0 ? NULL : number.unit.n == 1 ? "days" : number.unit.p;
	if (!(*capacity > 0))
		pm_buf_addz(err, "is no size above 0: write 40, or 6 weeks");
	return *capacity > 0 && !(*unit && find_other_kind(ranking, *unit, err));
}

/* -- the whole */

/* What cannot be taken for a reason spreads to what needs it. */
static void hold_up(struct fitting *f, bool *held, double reason)
{
	uint32_t n = f->needs->node_count;

	for (uint32_t i = 0; i < n; i++)
		held[i] = reason == UNKNOWN ? f->cost[i] < 0 : f->cost[i] > f->capacity;
	pm_graph_reach(&f->needed, held);
	for (uint32_t i = 0; i < n; i++)
		if (held[i] && f->cost[i] != UNKNOWN)
			f->cost[i] = reason;
}

/* What cannot be taken: what has no known size or is too large for itself, and what needs such. */
static void find_costs(struct fitting *f)
{
	const struct pm_ranking *ranking = f->ranking;
	uint32_t n = f->needs->node_count;
	bool *held = pm_calloc((size_t)n + 1, sizeof *held);

	for (uint32_t i = 0; i < n; i++)
		f->cost[i] = UNKNOWN;
	for (size_t i = 0; i < ranking->count; i++) {
		const struct pm_ranked *ranked = &ranking->items[i];

		f->cost[ranked->node] = cost_of(ranking, ranked);
		f->value[ranked->node] = ranked->score.value * (ranking->scoring->ratio ? ranked->score.cost : 1);
	}
	for (size_t k = 0, node = 0; k < ranking->incomplete_count; k++) {
		while (node < n && ranking->node_items[node] < ranking->incomplete[k].item)
			node++;
		if (node < n && ranking->node_items[node] == ranking->incomplete[k].item)
			f->cost[node] = cost_between(ranking, ranking->incomplete[k].item);
	}
	hold_up(f, held, UNKNOWN);
	hold_up(f, held, TOO_LARGE);
	free(held);
}

static void fitting_init(struct fitting *f, const struct pm_ranking *ranking, double capacity)
{
	size_t n = (size_t)ranking->needs.node_count + 1;

	memset(f, 0, sizeof *f);
	f->ranking = ranking;
	f->needs = &ranking->needs;
	f->capacity = capacity * (1 + ROUNDING);
	f->work = PM_FIT_WORK;
	f->value = pm_calloc(n, sizeof *f->value);
	f->cost = pm_calloc(n, sizeof *f->cost);
	f->taken = pm_calloc(n, sizeof *f->taken);
	f->mark = pm_calloc(n, sizeof *f->mark);
	f->stack = pm_calloc(n, sizeof *f->stack);
	pm_graph_reverse(f->needs, &f->needed);
	find_costs(f);
}

static void fitting_clear(struct fitting *f)
{
	pm_graph_clear(&f->needed);
	free(f->value);
	free(f->cost);
	free(f->taken);
	free(f->mark);
	free(f->stack);
	free(f->pool);
}

static void fill(struct fitting *f, struct pm_fit *fit)
{
	double first;

	fill_in_order(f);
	first = gained(f);
	fit->most = bound(f);
	f->gap = fit->most - first + ROUNDING * (1 + fabs(fit->most));
	if (fit->most > first * (1 + 1e-12))
		search(f, first);
	fit->exact = !f->exhausted;
	fill_in_order(f); /* what is worth nothing may still fit */
	if (fit->exact)
		fit->most = gained(f);
}

/* Why each ranked item is in or out. */
static void find_reasons(const struct fitting *f, const size_t *share_of, struct pm_fit *fit)
{
	const struct pm_ranking *ranking = f->ranking;

	fit->just_missed = ranking->count;
	for (size_t i = 0; i < ranking->count; i++) {
		const struct pm_ranked *ranked = &ranking->items[i];
		double cost = cost_of(ranking, ranked);
		const struct pm_fit_share *share =
			share_of && share_of[ranked->item] != SIZE_MAX ? &fit->shares[share_of[ranked->item]] : NULL;

		fit->cost[i] = cost;
		if (f->taken[ranked->node])
			fit->why[i] = PM_FIT_TAKEN;
		else if (cost < 0)
			fit->why[i] = PM_FIT_NO_SIZE;
		else if (f->cost[ranked->node] == UNKNOWN)
			fit->why[i] = PM_FIT_HELD_UP;
		else if (share && share->used + cost > share->capacity * (1 + ROUNDING))
			fit->why[i] = PM_FIT_OVER_SHARE;
		else
			fit->why[i] = PM_FIT_NO_ROOM;
		fit->taken += fit->why[i] == PM_FIT_TAKEN;
		if (fit->why[i] == PM_FIT_NO_ROOM && fit->just_missed == ranking->count)
			fit->just_missed = i;
	}
}

void pm_fit(const struct pm_ranking *ranking, double capacity, struct pm_fit_share *shares, size_t share_count,
	    const size_t *share_of, struct pm_fit *fit)
{
	struct fitting f;

	memset(fit, 0, sizeof *fit);
	fitting_init(&f, ranking, capacity);
	fit->capacity = capacity;
	fit->why = pm_calloc(ranking->count + 1, sizeof *fit->why);
	fit->cost = pm_calloc(ranking->count + 1, sizeof *fit->cost);
	fit->in_order = ranking->method->classes || share_of;
	if (share_of) {
		fit->shares = pm_calloc(share_count + 1, sizeof *fit->shares);
		memcpy(fit->shares, shares, share_count * sizeof *shares);
		fit->share_count = share_count;
		fill_shares(&f, fit->shares, share_of);
	} else if (fit->in_order) {
		fill_in_order(&f);
	} else {
		fill(&f, fit);
	}
	find_reasons(&f, share_of, fit);
	fit->used = used(&f);
	fit->value = gained(&f);
	fitting_clear(&f);
}

void pm_fit_clear(struct pm_fit *fit)
{
	free(fit->why);
	free(fit->cost);
	free(fit->shares);
	memset(fit, 0, sizeof *fit);
}
