/* margin: by how much an estimate would have to change for two items to swap.
 *
 * The value is doubled, and halved, until the two have changed sides; then the place is found by halving the interval.  Where
 * dependencies join neither of the two, the scores say which stands above; else what hangs together with either is put in order
 * for every value: nothing else decides which of the two comes first.
 */
#include "parser/margin.h"

#include "parser/order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DOUBLINGS = 24, HALVINGS = 40 };

struct question {
	const struct pm_ranking *ranking;
	const struct pm_ranked *ranked, *other;
	size_t factor;
	uint64_t *work;
	/* what hangs together with either, as a graph of its own */
	bool joined;
	struct pm_graph needs;
	bool *scored;
	struct pm_order order;
	uint32_t mine, theirs; /* their nodes in it */
};

/* -- what hangs together */

/* Marks all that arcs lead to or from, from the marked nodes on; the number of marked nodes. */
static uint32_t mark_component(const struct pm_graph *needs, const struct pm_graph *needed, uint32_t start, bool *marked,
			       uint32_t *list, uint32_t count)
{
	const struct pm_graph *sides[2] = {needs, needed};
	uint32_t at = count;

	if (marked[start])
		return count;
	marked[start] = true;
	list[count++] = start;
	for (; at < count; at++)
		for (int s = 0; s < 2; s++)
			for (uint32_t a = sides[s]->first[list[at]]; a < sides[s]->first[list[at] + 1]; a++) {
				uint32_t to = sides[s]->to[a];

				if (marked[to])
					continue;
				marked[to] = true;
				list[count++] = to;
			}
	return count;
}

static int by_node(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* The graph of the listed nodes, numbered in their order; number: of every node there, its number here. */
static void make_graph(struct question *question, const uint32_t *list, uint32_t count, const uint32_t *number)
{
	const struct pm_graph *needs = &question->ranking->needs;
	struct pm_arc *arcs = NULL;
	size_t arc_count = 0, cap = 0;

	for (uint32_t i = 0; i < count; i++)
		for (uint32_t a = needs->first[list[i]]; a < needs->first[list[i] + 1]; a++) {
			PM_GROW(arcs, arc_count, cap);
			arcs[arc_count++] = (struct pm_arc){i, number[needs->to[a]]};
		}
	pm_graph_init(&question->needs, count, arcs, arc_count);
	free(arcs);
}

/* Fills the scores as they are. */
static void fill_scores(struct question *question, const bool *marked, const uint32_t *number)
{
	for (size_t i = 0; i < question->ranking->count; i++) {
		const struct pm_ranked *ranked = &question->ranking->items[i];
		uint32_t node;

		if (!marked[ranked->node])
			continue;
		node = number[ranked->node];
		question->order.score[node] = ranked->score.value;
		question->order.cost[node] = ranked->score.cost;
		question->order.value[node] = ranked->score.value * ranked->score.cost;
	}
}

static void question_init(struct question *question)
{
	const struct pm_ranking *ranking = question->ranking;
	uint32_t n = ranking->needs.node_count, count = 0;
	bool *marked = pm_calloc((size_t)n + 1, sizeof *marked);
	uint32_t *list = pm_calloc((size_t)n + 1, sizeof *list), *number = pm_calloc((size_t)n + 1, sizeof *number);
	struct pm_graph needed;

	pm_graph_reverse(&ranking->needs, &needed);
	count = mark_component(&ranking->needs, &needed, question->ranked->node, marked, list, count);
	count = mark_component(&ranking->needs, &needed, question->other->node, marked, list, count);
	question->joined = count > 2 ||
			   ranking->needs.first[question->ranked->node + 1] > ranking->needs.first[question->ranked->node] ||
			   ranking->needs.first[question->other->node + 1] > ranking->needs.first[question->other->node];
	qsort(list, count, sizeof *list, by_node);
	question->scored = pm_calloc((size_t)count + 1, sizeof *question->scored);
	for (uint32_t i = 0; i < count; i++) {
		number[list[i]] = i;
		question->scored[i] = ranking->scored[list[i]];
	}
	make_graph(question, list, count, number);
	pm_order_init(&question->order, &question->needs, question->scored, ranking->scoring->ratio);
	fill_scores(question, marked, number);
	question->mine = number[question->ranked->node];
	question->theirs = number[question->other->node];
	pm_graph_clear(&needed);
	free(number);
	free(list);
	free(marked);
}

static void question_clear(struct question *question)
{
	pm_order_clear(&question->order);
	pm_graph_clear(&question->needs);
	free(question->scored);
}

/* -- which stands above */

static bool is_above_by_score(const struct question *question, double score)
{
	if (score != question->other->inherited)
		return score > question->other->inherited;
	return question->ranked->item < question->other->item;
}

static bool is_above_by_order(struct question *question, double score, double value, double cost)
{
	struct pm_order *order = &question->order;
	uint64_t work;

	order->score[question->mine] = score;
	order->value[question->mine] = value;
	order->cost[question->mine] = cost;
	pm_order_run(order);
	work = order->work - order->closure.work + question->needs.node_count;
	*question->work -= work < *question->work ? work : *question->work;
	for (uint32_t i = 0; i < order->count; i++)
		if (order->nodes[i] == question->mine || order->nodes[i] == question->theirs)
			return order->nodes[i] == question->mine;
	return false;
}

static bool is_above(struct question *question, double value)
{
	const struct pm_scoring *scoring = question->ranking->scoring;
	const struct pm_score *now = &question->ranked->score;
	double x[PM_FACTORS_MAX], above, below, score;

	for (size_t i = 0; i < now->factor_count; i++)
		x[i] = (now->factors[i].low + now->factors[i].high) / 2;
	x[question->factor] = value;
	score = pm_scoring_value(scoring, x, &above, &below);
	if (isnan(score))
		return question->ranked->position < question->other->position;
	return question->joined ? is_above_by_order(question, score, above, below) : is_above_by_score(question, score);
}

/* To four digits. */
static double rounded(double value)
{
	double unit = value == 0 ? 1 : pow(10, floor(log10(fabs(value))) - 3);

	return round(value / unit) * unit;
}

static double narrow(struct question *question, double near, double far, bool above)
{
	for (int i = 0; i<HALVINGS && * question->work> 0; i++) {
		double middle = (near + far) / 2;

		if (is_above(question, middle) == above)
			near = middle;
		else
			far = middle;
	}
	return rounded(far);
}

/* Goes away from where the estimate is, by a factor each time, and at the end to the limit. */
static bool seek(struct question *question, double start, double by, double limit, bool above, struct pm_margin *margin)
{
	double near = start;

	for (int i = 0; i<DOUBLINGS && * question->work> 0; i++) {
		double far = near == 0 ? 1 : near * by;

		if (i == DOUBLINGS - 1 || (by > 1 ? far > limit : far < limit))
			far = limit;
		if (is_above(question, far) != above) {
			*margin = (struct pm_margin){true, false, far > start, narrow(question, near, far, above)};
			return true;
		}
		if (far == limit)
			return false;
		near = far;
	}
	return false;
}

struct pm_margin pm_margin_find(const struct pm_ranking *ranking, const struct pm_ranked *ranked, const struct pm_ranked *other,
				size_t factor, uint64_t *work)
{
	const struct pm_factor_def *def = &ranking->scoring->factors[factor];
	const struct pm_factor *now = &ranked->score.factors[factor];
	struct question question = {.ranking = ranking, .ranked = ranked, .other = other, .factor = factor};
	double start = (now->low + now->high) / 2, most = def->percent && start <= 1 ? 1 : 1e9, least = def->divisor ? 1e-6 : 0;
	bool above = ranked->position < other->position;
	struct pm_margin margin = {0};

	if (!isfinite(start) || start < least)
		return margin;
	question.work = work;
	question_init(&question);
	if (!seek(&question, start, 0.5, least, above, &margin) && start < most)
		seek(&question, start, 2, most, above, &margin);
	if (*work == 0)
		margin = (struct pm_margin){.unknown = true};
	question_clear(&question);
	return margin;
}

bool pm_margin_bound(const struct pm_ranking *ranking, uint32_t node, uint32_t other)
{
	bool *marked = pm_calloc((size_t)ranking->needs.node_count + 1, sizeof *marked), bound;

	marked[node] = true;
	pm_graph_reach(&ranking->needs, marked);
	bound = marked[other];
	memset(marked, 0, ranking->needs.node_count * sizeof *marked);
	marked[other] = true;
	pm_graph_reach(&ranking->needs, marked);
	bound = bound || marked[node];
	free(marked);
	return bound;
}
