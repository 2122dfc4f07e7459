/* forecast: drawing from the past. */
#include "parser/forecast.h"

#include "parser/mem.h"
#include "parser/rng.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WEEK = 7, WINDOWS_MOST = 200, PAST_TRIALS = 1000 };

const double pm_forecast_levels[PM_FORECAST_LEVELS] = {0.50, 0.85, 0.95};

/* The part of the past that is drawn from; its last day is the day before the forecast begins. */
struct urn {
	const uint32_t *done;
	size_t days, block;
	uint64_t *sums; /* of the days before each day, so that a stretch is a difference */
};

static struct urn urn_new(const uint32_t *done, size_t days)
{
	struct urn urn = {done, days, PM_FORECAST_BLOCK, NULL};

	if (days > PM_FORECAST_WINDOW) {
		urn.done += days - PM_FORECAST_WINDOW;
		urn.days = PM_FORECAST_WINDOW;
	}
	urn.sums = pm_malloc((urn.days + 1) * sizeof *urn.sums);
	urn.sums[0] = 0;
	for (size_t i = 0; i < urn.days; i++)
		urn.sums[i + 1] = urn.sums[i] + urn.done[i];
	return urn;
}

/* Where a stretch begins that stands for the days from `day` (0 is the first of the forecast) on: on the same weekday. */
static size_t draw(const struct urn *urn, struct pm_rng *rng, size_t day)
{
	size_t first = (urn->days + day) % WEEK, last = urn->days - urn->block;

	return first + WEEK * pm_rng_below(rng, (uint32_t)((last - first) / WEEK + 1));
}

/* Items in the next `horizon` days, drawn once. */
static uint64_t draw_sum(const struct urn *urn, struct pm_rng *rng, size_t horizon)
{
	uint64_t sum = 0;

	for (size_t day = 0; day < horizon; day += urn->block) {
		size_t from = draw(urn, rng, day), n = horizon - day < urn->block ? horizon - day : urn->block;

		sum += urn->sums[from + n] - urn->sums[from];
	}
	return sum;
}

/* Days until `count` items are done, drawn once. */
static uint32_t draw_days(const struct urn *urn, struct pm_rng *rng, uint32_t count)
{
	uint64_t sum = 0;

	for (size_t day = 0; day <= PM_FORECAST_FAR; day += urn->block) {
		size_t from = draw(urn, rng, day);

		if (sum + urn->sums[from + urn->block] - urn->sums[from] < count) {
			sum += urn->sums[from + urn->block] - urn->sums[from];
			continue;
		}
		for (size_t i = 0; i < urn->block; i++)
			if ((sum += urn->done[from + i]) >= count)
				return day + i + 1 <= PM_FORECAST_FAR ? (uint32_t)(day + i + 1) : PM_FORECAST_FAR + 1;
	}
	return PM_FORECAST_FAR + 1;
}

static int by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static unsigned trials_of(const struct pm_forecast *forecast)
{
	return forecast->trials ? forecast->trials : PM_FORECAST_TRIALS;
}

/* Sums of a horizon, in rising order: heap. */
static uint32_t *draw_sums(const struct urn *urn, uint64_t seed, uint64_t stream, size_t horizon, unsigned trials)
{
	uint32_t *sums = pm_malloc(trials * sizeof *sums);
	struct pm_rng rng;

	pm_rng_init(&rng, seed, stream);
	for (unsigned i = 0; i < trials; i++) {
		uint64_t sum = draw_sum(urn, &rng, horizon);

		sums[i] = sum < UINT32_MAX ? (uint32_t)sum : UINT32_MAX;
	}
	qsort(sums, trials, sizeof *sums, by_value);
	return sums;
}

/* The greatest k that at least `level` of the rising sums reach. */
static uint32_t at_least(const uint32_t *sums, unsigned trials, double level)
{
	double rank = floor((1 - level) * trials + 1e-9);

	return sums[rank < trials ? (size_t)rank : trials - 1];
}

size_t pm_forecast_window(const struct pm_forecast *forecast, uint64_t *items)
{
	struct urn urn = urn_new(forecast->done, forecast->days);

	if (items)
		*items = urn.sums[urn.days];
	free(urn.sums);
	return urn.days;
}

bool pm_forecast_possible(const struct pm_forecast *forecast, struct pm_buf *why)
{
	uint64_t items;
	size_t days = pm_forecast_window(forecast, &items);

	if (days < PM_FORECAST_DAYS)
		pm_buf_addf(why, "the history is %zu day%s long, and a forecast needs %d", days, days == 1 ? "" : "s",
			    PM_FORECAST_DAYS);
	else if (items < PM_FORECAST_ITEMS)
		pm_buf_addf(why, "in the last %zu days %llu item%s became done on a known day, and a forecast needs %d", days,
			    (unsigned long long)items, items == 1 ? "" : "s", PM_FORECAST_ITEMS);
	else
		return true;
	return false;
}

/* -- learning */

/* Where what came stood among the draws of the forecasts of the past: 0 below all of them, 1 above. */
struct fared {
	double *places; /* heap */
	size_t count;
};

static double place_of(const uint32_t *sums, unsigned trials, uint64_t came)
{
	unsigned below = 0, same = 0;

	for (unsigned i = 0; i < trials; i++) {
		below += sums[i] < came;
		same += sums[i] == came;
	}
	return (below + same / 2.0) / trials;
}

static int by_place(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* The part of the draws that must be left above for the level to hold: what came stood below the rest in 1 - level of the
 * forecasts, those of the prior, which stand evenly, counted with them.  The places rise. */
static double part_drawn(const double *places, size_t count, double level)
{
	double want = (1 - level) * (double)(PM_FORECAST_PRIOR + count), below = want / PM_FORECAST_PRIOR;

	for (size_t i = 0; i < count && places[i] < below; i++) {
		below = (want - (double)(i + 1)) / PM_FORECAST_PRIOR;
		if (below <= places[i]) {
			below = places[i];
			break;
		}
	}
	return 1 - below;
}

/* From the first `known` forecasts, or the last of them. */
static void learn(const struct fared *fared, size_t known, double drawn[PM_FORECAST_LEVELS])
{
	size_t count = known < PM_FORECAST_LEARNT ? known : PM_FORECAST_LEARNT;
	double places[PM_FORECAST_LEARNT] = {0};

	if (count)
		memcpy(places, fared->places + known - count, count * sizeof *places);
	qsort(places, count, sizeof *places, by_place);
	for (size_t i = 0; i < PM_FORECAST_LEVELS; i++)
		drawn[i] = part_drawn(places, count, pm_forecast_levels[i]);
}

static double level_drawn(const struct pm_forecast *forecast, size_t level)
{
	return forecast->drawn[level] > 0 ? forecast->drawn[level] : pm_forecast_levels[level];
}

static uint64_t came_in(const struct pm_forecast *forecast, size_t at, size_t horizon)
{
	uint64_t came = 0;

	for (size_t i = 0; i < horizon; i++)
		came += forecast->done[at + i];
	return came;
}

/* What would have been drawn on a day of the past, in rising order, heap; NULL: too little was done by then. */
static uint32_t *draw_past(const struct pm_forecast *forecast, size_t at, size_t horizon)
{
	struct urn urn = urn_new(forecast->done, at);
	uint32_t *sums = urn.sums[urn.days] >= PM_FORECAST_ITEMS
				 ? draw_sums(&urn, forecast->seed, (uint64_t)2 << 32 | at, horizon, PAST_TRIALS)
				 : NULL;

	free(urn.sums);
	return sums;
}

void pm_forecast_learn(struct pm_forecast *forecast)
{
	size_t horizon = PM_FORECAST_LEARN, most = (size_t)PM_FORECAST_LEARNT * WEEK, at = PM_FORECAST_DAYS;
	struct fared fared = {pm_malloc(PM_FORECAST_LEARNT * sizeof *fared.places), 0};

	if (forecast->days > at + horizon + most)
		at = forecast->days - horizon - most;
	for (; at + horizon <= forecast->days && fared.count < PM_FORECAST_LEARNT; at += WEEK) {
		uint32_t *sums = draw_past(forecast, at, horizon);

		if (sums)
			fared.places[fared.count++] = place_of(sums, PAST_TRIALS, came_in(forecast, at, horizon));
		free(sums);
	}
	learn(&fared, fared.count, forecast->drawn);
	free(fared.places);
}

/* -- forecasts */

void pm_forecast_many(const struct pm_forecast *forecast, size_t horizon, uint32_t many[PM_FORECAST_LEVELS])
{
	unsigned trials = trials_of(forecast);
	struct urn urn = urn_new(forecast->done, forecast->days);
	uint32_t *sums = draw_sums(&urn, forecast->seed, horizon, horizon, trials);

	for (size_t i = 0; i < PM_FORECAST_LEVELS; i++)
		many[i] = at_least(sums, trials, level_drawn(forecast, i));
	free(sums);
	free(urn.sums);
}

void pm_forecast_when(const struct pm_forecast *forecast, uint32_t count, uint32_t days[PM_FORECAST_LEVELS])
{
	unsigned trials = trials_of(forecast);
	struct urn urn = urn_new(forecast->done, forecast->days);
	uint32_t *drawn = pm_malloc(trials * sizeof *drawn);
	struct pm_rng rng;

	pm_rng_init(&rng, forecast->seed, (uint64_t)1 << 32 | count);
	for (unsigned i = 0; i < trials; i++)
		drawn[i] = count ? draw_days(&urn, &rng, count) : 0;
	qsort(drawn, trials, sizeof *drawn, by_value);
	for (size_t i = 0; i < PM_FORECAST_LEVELS; i++) {
		double rank = ceil(level_drawn(forecast, i) * trials - 1e-9);

		days[i] = drawn[rank < 1 ? 0 : (size_t)rank - 1];
	}
	free(drawn);
	free(urn.sums);
}

/* -- how it would have fared */

/* One forecast of the past: what was drawn at that time, and the part of it that each level took, against what came. */
static void try_window(const uint32_t *sums, const double drawn[PM_FORECAST_LEVELS], uint64_t came, struct pm_backtest *backtest)
{
	for (size_t i = 0; i < PM_FORECAST_LEVELS; i++) {
		uint32_t k = at_least(sums, PAST_TRIALS, drawn[i]);
		unsigned below = 0, upto = 0;
		double above, tie, more;

		while (below < PAST_TRIALS && sums[below] < k)
			below++;
		for (upto = below; upto < PAST_TRIALS && sums[upto] == k; upto++)
			;
		above = (double)(PAST_TRIALS - upto) / PAST_TRIALS;
		tie = (double)(upto - below) / PAST_TRIALS;
		more = pm_forecast_levels[i] + above + tie - drawn[i];
		backtest->held[i] += came >= k;
		backtest->expected[i] += more < 1 ? more : 1;
		if (came > k)
			backtest->exact[i] += 1;
		else if (came == k)
			backtest->exact[i] +=
				tie > 0 && drawn[i] > above ? (drawn[i] - above < tie ? (drawn[i] - above) / tie : 1) : 0;
	}
	backtest->windows++;
}

void pm_forecast_backtest(const struct pm_forecast *forecast, size_t horizon, size_t step, struct pm_backtest *backtest)
{
	size_t room = forecast->days > PM_FORECAST_DAYS + horizon ? forecast->days - PM_FORECAST_DAYS - horizon : 0, known = 0;
	struct fared fared = {0};
	size_t *days; /* of the forecasts that fared so */

	memset(backtest, 0, sizeof *backtest);
	backtest->step = step ? step : WEEK;
	if (!step)
		while (room / backtest->step >= WINDOWS_MOST)
			backtest->step += WEEK;
	fared.places = pm_malloc((room / backtest->step + 2) * sizeof *fared.places);
	days = pm_malloc((room / backtest->step + 2) * sizeof *days);
	for (size_t at = PM_FORECAST_DAYS; at + horizon <= forecast->days; at += backtest->step) {
		uint32_t *sums = draw_past(forecast, at, horizon);
		double drawn[PM_FORECAST_LEVELS];

		while (known < fared.count && days[known] + horizon <= at)
			known++;
		if (sums) {
			learn(&fared, known, drawn);
			try_window(sums, drawn, came_in(forecast, at, horizon), backtest);
			days[fared.count] = at;
			fared.places[fared.count++] = place_of(sums, PAST_TRIALS, came_in(forecast, at, horizon));
		}
		free(sums);
	}
	free(fared.places);
	free(days);
}
