/* margin: by how much an estimate would have to change for two items to swap.
 *
 * The value is doubled, and halved, until the two have changed sides; then the place is found by halving the interval.  Where
 * dependencies join neither of the two, the scores say which stands above; else the whole is ranked again for every value.
 */
#include "parser/margin.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DOUBLINGS = 24, HALVINGS = 40 };

struct question {
	const struct pm_ranking *ranking;
	const struct pm_ranked *ranked, *other;
	size_t factor;
	bool (*wanted)(void *ctx, uint32_t item);
	void *ctx;
	bool joined;
	uint64_t *work;
};

static bool is_joined(const struct pm_ranking *ranking, uint32_t node)
{
	const struct pm_graph *needs = &ranking->needs;

	if (needs->first[node + 1] > needs->first[node])
		return true;
	for (uint32_t a = 0; a < needs->first[needs->node_count]; a++)
		if (needs->to[a] == node)
			return true;
	return false;
}

/* By the scores alone. */
static bool is_above_by_score(const struct question *question, double value)
{
	const struct pm_scoring *scoring = question->ranking->scoring;
	const struct pm_score *score = &question->ranked->score;
	double x[PM_FACTORS_MAX], above, below, mine;

	for (size_t i = 0; i < score->factor_count; i++)
		x[i] = (score->factors[i].low + score->factors[i].high) / 2;
	x[question->factor] = value;
	mine = pm_scoring_value(scoring, x, &above, &below);
	if (mine != question->other->inherited)
		return mine > question->other->inherited;
	return question->ranked->item < question->other->item;
}

static bool is_above_by_rank(const struct question *question, double value)
{
	const struct pm_ranking *ranking = question->ranking;
	struct pm_scoring scoring = *ranking->scoring;
	struct pm_supposition *suppositions = pm_calloc(scoring.supposition_count + 1, sizeof *suppositions);
	struct pm_ranking again;
	const struct pm_ranked *mine, *other;
	bool above;

	if (scoring.supposition_count > 0)
		memcpy(suppositions, scoring.suppositions, scoring.supposition_count * sizeof *suppositions);
	suppositions[scoring.supposition_count++] =
		(struct pm_supposition){question->ranked->item, scoring.factors[question->factor].field, {0}, value};
	scoring.suppositions = suppositions;
	pm_rank(&scoring, question->wanted, question->ctx, &again);
	mine = pm_ranking_find(&again, question->ranked->item);
	other = pm_ranking_find(&again, question->other->item);
	above = mine && other && mine->position < other->position;
	pm_ranking_clear(&again);
	free(suppositions);
	return above;
}

static bool is_above(const struct question *question, double value)
{
	uint64_t cost = question->joined ? question->ranking->scoring->product->item_count : 1;

	*question->work -= cost < *question->work ? cost : *question->work;
	return question->joined ? is_above_by_rank(question, value) : is_above_by_score(question, value);
}

/* To four digits. */
static double rounded(double value)
{
	double unit = value == 0 ? 1 : pow(10, floor(log10(fabs(value))) - 3);

	return round(value / unit) * unit;
}

static double narrow(const struct question *question, double near, double far, bool above)
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
static bool seek(const struct question *question, double start, double by, double limit, bool above, struct pm_margin *margin)
{
	double near = start;

	for (int i = 0; i<DOUBLINGS && * question->work> 0; i++) {
		double far = near == 0 ? 1 : near * by;

		if (i == DOUBLINGS - 1 || (by > 1 ? far > limit : far < limit))
			far = limit;
		if (is_above(question, far) != above) {
			*margin = (struct pm_margin){true, far > start, narrow(question, near, far, above)};
			return true;
		}
		if (far == limit)
			return false;
		near = far;
	}
	return false;
}

struct pm_margin pm_margin_find(const struct pm_ranking *ranking, const struct pm_ranked *ranked, const struct pm_ranked *other,
				size_t factor, bool (*wanted)(void *ctx, uint32_t item), void *ctx, uint64_t *work)
{
	const struct pm_factor_def *def = &ranking->scoring->factors[factor];
	const struct pm_factor *now = &ranked->score.factors[factor];
	bool joined = is_joined(ranking, ranked->node) || is_joined(ranking, other->node);
	struct question question = {ranking, ranked, other, factor, wanted, ctx, joined, work};
	double start = (now->low + now->high) / 2, most = def->percent && start <= 1 ? 1 : 1e9, least = def->divisor ? 1e-6 : 0;
	bool above = ranked->position < other->position;
	struct pm_margin margin = {false, false, 0};

	if (!isfinite(start) || start < least)
		return margin;
	if (!seek(&question, start, 0.5, least, above, &margin) && start < most)
		seek(&question, start, 2, most, above, &margin);
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
