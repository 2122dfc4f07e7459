/* sample: the order under uncertainty: every range is drawn from, again and again, and each time all is ranked. */
#include "parser/sample.h"

#include "parser/order.h"
#include "parser/rng.h"
#include "parser/work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How many samples one stream of random numbers serves; how many parts a range is cut into, to see what settles; how many figures
 * the positions are counted in, over all items; how often a score is drawn for its own interval. */
enum { BATCH = 64, PARTS = 8, COUNTERS_MAX = 1 << 24, SCORES = 401 };
/* The same for what settles: how many batches are looked at again, how many items at most, how many pairs of range and item. */
enum { SETTLING_BATCHES = 32, DOUBTFUL_MAX = 64, PAIRS_MAX = 1 << 18 };

/* How much of the graph one sample may look at: enough for some thousand items that hang together.  Beyond that it is put in an
 * order that keeps the dependencies and has no bound (closure.h). */
#define SAMPLE_WORK ((uint64_t)1 << 21)

/* A range among the inputs. */
struct range {
	uint32_t place; /* in ranking->items */
	uint32_t factor;
	double low, width;
};

/* What a thread works with and what it has counted. */
struct counting {
	struct pm_order order;
	uint32_t *positions;	  /* of every place, by bucket */
	uint32_t *first;	  /* of every place: how often among the first */
	uint32_t (*drawn)[PARTS]; /* of every range: how often in this part */
	uint32_t (*among)[PARTS]; /* of every range and doubtful item: how often the item was then among the first */
	uint8_t *part;		  /* of every range, in this sample */
	uint32_t *place_of;	  /* of a node */
	double x[PM_FACTORS_MAX];
	bool ready;
};

struct sampling {
	const struct pm_ranking *ranking;
	const struct pm_sample_options *options;
	uint32_t first;
	struct range *ranges; /* by place, then factor */
	size_t range_count, range_cap;
	uint32_t buckets, width;	 /* of positions */
	uint32_t doubtful[DOUBTFUL_MAX]; /* places that are neither surely among the first nor surely not */
	uint32_t doubtful_count;
	struct counting *countings; /* one a thread */
};

static void find_ranges(struct sampling *sampling)
{
	for (uint32_t i = 0; i < sampling->ranking->count; i++) {
		const struct pm_score *score = &sampling->ranking->items[i].score;

		for (uint32_t k = 0; k < score->factor_count; k++) {
			double low = score->factors[k].low, high = score->factors[k].high;

			if (!(high > low))
				continue;
			PM_GROW(sampling->ranges, sampling->range_count, sampling->range_cap);
			sampling->ranges[sampling->range_count++] = (struct range){i, k, low, high - low};
		}
	}
}

/* -- one thread */

static void put_score(struct counting *counting, const struct pm_ranked *ranked, double score, double value, double cost)
{
	struct pm_order *order = &counting->order;

	order->score[ranked->node] = score;
	order->value[ranked->node] = value;
	order->cost[ranked->node] = cost;
}

static void counting_init(struct counting *counting, const struct sampling *sampling)
{
	const struct pm_ranking *ranking = sampling->ranking;
	size_t n = ranking->count + 1, ranges = sampling->range_count + 1;

	pm_order_init(&counting->order, &ranking->needs, ranking->scored, ranking->scoring->ratio);
	counting->order.work = SAMPLE_WORK;
	counting->positions = pm_calloc(n * sampling->buckets, sizeof *counting->positions);
	counting->first = pm_calloc(n, sizeof *counting->first);
	counting->part = pm_calloc(ranges, sizeof *counting->part);
	counting->place_of = pm_calloc((size_t)ranking->needs.node_count + 1, sizeof *counting->place_of);
	for (uint32_t i = 0; i < ranking->count; i++) {
		const struct pm_score *score = &ranking->items[i].score;

		counting->place_of[ranking->items[i].node] = i;
		put_score(counting, &ranking->items[i], score->value, score->value * score->cost, score->cost);
	}
	counting->ready = true;
}

static void counting_clear(struct counting *counting)
{
	if (!counting->ready)
		return;
	pm_order_clear(&counting->order);
	free(counting->positions);
	free(counting->first);
	free(counting->drawn);
	free(counting->among);
	free(counting->part);
	free(counting->place_of);
}

/* Draws every range, and gives every item that has one its new score. */
static void draw(const struct sampling *sampling, struct counting *counting, struct pm_rng *rng)
{
	const struct pm_ranking *ranking = sampling->ranking;

	for (size_t r = 0; r < sampling->range_count;) {
		uint32_t place = sampling->ranges[r].place;
		const struct pm_ranked *ranked = &ranking->items[place];
		double value, cost, score;

		for (uint32_t k = 0; k < ranked->score.factor_count; k++)
			counting->x[k] = ranked->score.factors[k].low;
		for (; r < sampling->range_count && sampling->ranges[r].place == place; r++) {
			const struct range *range = &sampling->ranges[r];
			double u = pm_rng_unit(rng);

			counting->part[r] = (uint8_t)(u * PARTS);
			counting->x[range->factor] = range->low + u * range->width;
		}
		score = pm_scoring_value(ranking->scoring, counting->x, &value, &cost);
		if (isnan(score)) /* the formula has none here: the middle stays */
			put_score(counting, ranked, ranked->score.value, ranked->score.value * ranked->score.cost,
				  ranked->score.cost);
		else
			put_score(counting, ranked, score, value, cost);
	}
}

static void count(const struct sampling *sampling, struct counting *counting)
{
	const struct pm_order *order = &counting->order;

	for (uint32_t position = 0; position < order->count; position++) {
		uint32_t place = counting->place_of[order->nodes[position]];

		counting->positions[(size_t)place * sampling->buckets + position / sampling->width]++;
		counting->first[place] += position < sampling->first;
	}
}

static void sample_batch(void *ctx, size_t batch, unsigned thread)
{
	struct sampling *sampling = ctx;
	struct counting *counting = &sampling->countings[thread];
	uint32_t from = (uint32_t)batch * BATCH, samples = sampling->options->samples;
	struct pm_rng rng;

	if (!counting->ready)
		counting_init(counting, sampling);
	pm_rng_init(&rng, sampling->options->seed, batch);
	for (uint32_t i = from; i < samples && i < from + BATCH; i++) {
		draw(sampling, counting, &rng);
		pm_order_run(&counting->order);
		count(sampling, counting);
	}
}

/* -- what settles: some of the samples once more */

/* The items whose place among the first is most in doubt. */
static void find_doubtful(struct sampling *sampling, const struct pm_samples *samples)
{
	uint32_t most = sampling->range_count > 0 ? (uint32_t)(PAIRS_MAX / sampling->range_count) : 0;

	most = most > DOUBTFUL_MAX ? DOUBTFUL_MAX : most;
	for (int halvings = 0; halvings < 8; halvings++) {
		double least = 0.2 / (1 << halvings);

		sampling->doubtful_count = 0;
		for (uint32_t i = 0; i < sampling->ranking->count && sampling->doubtful_count < most; i++)
			if (samples->items[i].chance * (1 - samples->items[i].chance) > least)
				sampling->doubtful[sampling->doubtful_count++] = i;
		if (sampling->doubtful_count >= most / 2 || sampling->doubtful_count == most)
			break;
	}
}

/* Which parts of the ranges go with which item's being among the first. */
static void count_parts(const struct sampling *sampling, struct counting *counting, bool *among)
{
	const struct pm_order *order = &counting->order;
	uint32_t in[DOUBTFUL_MAX], in_count = 0;

	for (uint32_t position = 0; position < order->count; position++)
		among[counting->place_of[order->nodes[position]]] = position < sampling->first;
	for (uint32_t d = 0; d < sampling->doubtful_count; d++)
		if (among[sampling->doubtful[d]])
			in[in_count++] = d;
	for (size_t r = 0; r < sampling->range_count; r++) {
		uint32_t(*row)[PARTS] = counting->among + r * sampling->doubtful_count;
		uint8_t part = counting->part[r];

		counting->drawn[r][part]++;
		for (uint32_t i = 0; i < in_count; i++)
			row[in[i]][part]++;
	}
}

static void settle_batch(void *ctx, size_t batch, unsigned thread)
{
	struct sampling *sampling = ctx;
	struct counting *counting = &sampling->countings[thread];
	uint32_t from = (uint32_t)batch * BATCH, samples = sampling->options->samples;
	bool *among = pm_calloc(sampling->ranking->count + 1, sizeof *among);
	struct pm_rng rng;

	if (!counting->ready)
		counting_init(counting, sampling);
	if (!counting->drawn) {
		counting->drawn = pm_calloc(sampling->range_count + 1, sizeof *counting->drawn);
		counting->among = pm_calloc(sampling->range_count * sampling->doubtful_count + 1, sizeof *counting->among);
	}
	pm_rng_init(&rng, sampling->options->seed, batch);
	for (uint32_t i = from; i < samples && i < from + BATCH; i++) {
		draw(sampling, counting, &rng);
		pm_order_run(&counting->order);
		count_parts(sampling, counting, among);
	}
	free(among);
}

/* -- what was counted */

/* Adds what a thread has counted to the first thread's. */
static void add_counts(struct counting *to, const struct counting *from, const struct sampling *sampling)
{
	size_t places = sampling->ranking->count;

	for (size_t i = 0; i < places * sampling->buckets; i++)
		to->positions[i] += from->positions[i];
	for (size_t i = 0; i < places; i++)
		to->first[i] += from->first[i];
}

static void add_parts(struct counting *to, const struct counting *from, const struct sampling *sampling)
{
	for (size_t r = 0; r < sampling->range_count; r++)
		for (int p = 0; p < PARTS; p++)
			to->drawn[r][p] += from->drawn[r][p];
	for (size_t i = 0; i < sampling->range_count * sampling->doubtful_count; i++)
		for (int p = 0; p < PARTS; p++)
			to->among[i][p] += from->among[i][p];
}

/* The bucket before which no more than `before` samples stand. */
static uint32_t bucket_behind(const uint32_t *counts, uint32_t buckets, uint32_t before)
{
	uint32_t sum = 0;

	for (uint32_t b = 0; b < buckets; b++) {
		sum += counts[b];
		if (sum > before)
			return b;
	}
	return buckets - 1;
}

static void find_positions(const struct sampling *sampling, const struct counting *counting, struct pm_samples *samples)
{
	uint32_t all = samples->count, most = (uint32_t)sampling->ranking->count;

	for (uint32_t i = 0; i < sampling->ranking->count; i++) {
		const uint32_t *counts = counting->positions + (size_t)i * sampling->buckets;
		uint32_t high = (bucket_behind(counts, sampling->buckets, all - all / 20 - 1) + 1) * sampling->width;

		samples->items[i].chance = (double)counting->first[i] / all;
		samples->items[i].low = bucket_behind(counts, sampling->buckets, all / 20) * sampling->width + 1;
		samples->items[i].high = high < most ? high : most;
	}
}

static int by_number(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The interval of an item's own score, from draws of its own. */
static void find_scores(const struct sampling *sampling, size_t *range, uint32_t place, struct pm_sampled *sampled)
{
	const struct pm_ranked *ranked = &sampling->ranking->items[place];
	size_t from = *range, end = from;
	double x[PM_FACTORS_MAX], scores[SCORES], value, cost;
	struct pm_rng rng;

	sampled->score_low = sampled->score_high = ranked->score.value;
	while (end < sampling->range_count && sampling->ranges[end].place == place)
		end++;
	*range = end;
	if (end == from)
		return;
	pm_rng_init(&rng, sampling->options->seed, ((uint64_t)1 << 32) + place);
	for (int i = 0; i < SCORES; i++) {
		for (uint32_t k = 0; k < ranked->score.factor_count; k++)
			x[k] = ranked->score.factors[k].low;
		for (size_t r = from; r < end; r++)
			x[sampling->ranges[r].factor] = sampling->ranges[r].low + pm_rng_unit(&rng) * sampling->ranges[r].width;
		scores[i] = pm_scoring_value(sampling->ranking->scoring, x, &value, &cost);
		if (isnan(scores[i]))
			scores[i] = ranked->score.value;
	}
	qsort(scores, SCORES, sizeof *scores, by_number);
	sampled->score_low = scores[SCORES / 20];
	sampled->score_high = scores[SCORES - 1 - SCORES / 20];
}

/* How much of the doubt about an item's being among the first goes with a range: the variance of the chance over its parts, less
 * what chance itself makes of it. */
static double explained(const uint32_t drawn[PARTS], const uint32_t among[PARTS])
{
	double sum = 0, all = 0, in = 0, chance;

	for (int p = 0; p < PARTS; p++) {
		all += drawn[p];
		in += among[p];
	}
	chance = all > 0 ? in / all : 0;
	for (int p = 0; p < PARTS; p++)
		if (drawn[p] > 0)
			sum += drawn[p] / all * (among[p] / (double)drawn[p] - chance) * (among[p] / (double)drawn[p] - chance);
	return sum - (all > 0 ? chance * (1 - chance) * (PARTS - 1) / all : 0);
}

static int by_settling(const void *a, const void *b)
{
	const struct pm_settling *x = a, *y = b;

	if (x->settles != y->settles)
		return x->settles > y->settles ? -1 : 1;
	if (x->item != y->item)
		return x->item < y->item ? -1 : 1;
	return (x->factor > y->factor) - (x->factor < y->factor);
}

/* The part of all doubt that goes with each range, over the doubtful items. */
static void find_settling(struct sampling *sampling, struct pm_samples *samples)
{
	const struct counting *counting = &sampling->countings[0];
	double doubt = 0;

	samples->settling = pm_calloc(sampling->range_count + 1, sizeof *samples->settling);
	for (uint32_t d = 0; d < sampling->doubtful_count; d++) {
		double chance = samples->items[sampling->doubtful[d]].chance;

		doubt += chance * (1 - chance);
	}
	for (size_t r = 0; r < sampling->range_count && doubt > 0; r++) {
		const struct range *range = &sampling->ranges[r];
		double share = 0;

		for (uint32_t d = 0; d < sampling->doubtful_count; d++)
			share += explained(counting->drawn[r], counting->among[r * sampling->doubtful_count + d]) / doubt;
		if (share >= 0.01)
			samples->settling[samples->settling_count++] = (struct pm_settling){
				sampling->ranking->items[range->place].item, range->factor, share < 1 ? share : 1};
	}
	qsort(samples->settling, samples->settling_count, sizeof *samples->settling, by_settling);
}

/* Looks at some of the samples again, now that it is known which items are in doubt. */
static void settle(struct sampling *sampling, unsigned threads, struct pm_samples *samples)
{
	size_t batches = (sampling->options->samples + BATCH - 1) / BATCH;

	find_doubtful(sampling, samples);
	if (sampling->doubtful_count == 0)
		return;
	pm_work(batches < SETTLING_BATCHES ? batches : SETTLING_BATCHES, threads, settle_batch, NULL, sampling);
	for (int t = 0; t < PM_WORK_THREADS; t++) {
		struct counting *first = &sampling->countings[0], *other = &sampling->countings[t];

		if (t == 0 || !other->drawn)
			continue;
		if (!first->drawn) { /* it was given no batch */
			first->drawn = pm_calloc(sampling->range_count + 1, sizeof *first->drawn);
			first->among = pm_calloc(sampling->range_count * sampling->doubtful_count + 1, sizeof *first->among);
		}
		add_parts(first, other, sampling);
	}
	find_settling(sampling, samples);
}

void pm_sample(const struct pm_ranking *ranking, const struct pm_sample_options *options, struct pm_samples *samples)
{
	unsigned threads = options->threads ? options->threads : pm_work_cores();
	uint32_t n = (uint32_t)ranking->count, most = n > 0 ? COUNTERS_MAX / n : 1;
	struct sampling sampling = {.ranking = ranking, .options = options};
	size_t range = 0;

	memset(samples, 0, sizeof *samples);
	samples->items = pm_calloc((size_t)n + 1, sizeof *samples->items);
	samples->count = options->samples;
	samples->first = sampling.first = options->first == 0  ? (n > 20 ? 10 : (n + 1) / 2)
					  : options->first < n ? options->first
							       : n;
	sampling.width = most >= n ? 1 : most == 0 ? n : (n + most - 1) / most;
	sampling.buckets = n / sampling.width + 1;
	sampling.countings = pm_calloc(PM_WORK_THREADS, sizeof *sampling.countings);
	find_ranges(&sampling);
	samples->certain = sampling.range_count == 0;
	pm_work((options->samples + BATCH - 1) / BATCH, threads, sample_batch, NULL, &sampling);
	if (!sampling.countings[0].ready)
		counting_init(&sampling.countings[0], &sampling);
	for (int t = 1; t < PM_WORK_THREADS; t++)
		if (sampling.countings[t].ready)
			add_counts(&sampling.countings[0], &sampling.countings[t], &sampling);
	find_positions(&sampling, &sampling.countings[0], samples);
	for (uint32_t i = 0; i < n; i++)
		find_scores(&sampling, &range, i, &samples->items[i]);
	settle(&sampling, threads, samples);
	for (int t = 0; t < PM_WORK_THREADS; t++)
		counting_clear(&sampling.countings[t]);
	free(sampling.countings);
	free(sampling.ranges);
}

void pm_samples_clear(struct pm_samples *samples)
{
	free(samples->items);
	free(samples->settling);
	memset(samples, 0, sizeof *samples);
}
