/* test_forecast: drawing from the past, and whether what is said of it holds. */
#include "parser/forecast.h"

#include "parser/mem.h"
#include "parser/rng.h"
#include "test.h"

#include <math.h>
#include <stdlib.h>

enum temper { STEADY, BURSTY, HOLIDAYS, TEMPERS };

static const char *const tempers[] = {"steady", "bursty", "with holidays"};

enum { HORIZON = 28, WINDOWS = 200, DAYS = PM_FORECAST_WINDOW + HORIZON * WINDOWS };

static uint32_t poisson(struct pm_rng *rng, double mean)
{
	double limit = exp(-mean), product = pm_rng_unit(rng);
	uint32_t n = 0;

	for (; product > limit; n++)
		product *= pm_rng_unit(rng);
	return n;
}

/* Items done a day.  Steady: about as many every working day.  Bursty: a sprint's work is done in its last days, and good and bad
 * weeks come in runs.  With holidays: two weeks at the end of the year and three in summer without any. */
static void make_days(uint32_t *done, size_t days, enum temper temper, uint64_t seed)
{
	struct pm_rng rng;
	double level = 1;

	pm_rng_init(&rng, seed, temper);
	for (size_t i = 0; i < days; i++) {
		bool weekend = i % 7 >= 5;
		size_t year = i % 365;

		if (i % 7 == 0)
			level = 0.6 * level + 0.4 * (pm_rng_below(&rng, 4) == 0 ? 2.5 : 0.5);
		if (temper == BURSTY)
			done[i] = weekend ? 0 : poisson(&rng, (i % 14 >= 9 ? 2.4 : 0.3) * level);
		else if (temper == HOLIDAYS && (year >= 351 || (year >= 200 && year < 221)))
			done[i] = 0;
		else
			done[i] = weekend ? 0 : poisson(&rng, 0.8);
	}
}

/* The 85 % hold between 78 and 92 % of the time, on windows that do not overlap. */
static void test_calibration(void)
{
	uint32_t *done = pm_malloc(DAYS * sizeof *done);

	for (int temper = 0; temper < TEMPERS; temper++) {
		const struct pm_forecast forecast = {.done = done, .days = DAYS, .seed = 1};
		struct pm_backtest backtest;

		make_days(done, DAYS, (enum temper)temper, 7);
		pm_forecast_backtest(&forecast, HORIZON, HORIZON, &backtest);
		printf("# %s: %zu windows, held %zu %zu %zu, exact %.1f %.1f %.1f, expected %.1f %.1f %.1f\n", tempers[temper],
		       backtest.windows, backtest.held[0], backtest.held[1], backtest.held[2], backtest.exact[0], backtest.exact[1],
		       backtest.exact[2], backtest.expected[0], backtest.expected[1], backtest.expected[2]);
		CHECK(backtest.windows >= WINDOWS);
		CHECK(backtest.exact[1] >= 0.78 * (double)backtest.windows);
		CHECK(backtest.exact[1] <= 0.92 * (double)backtest.windows);
	}
	free(done);
}

/* Where less and less is done, forecasts that do not learn hold too rarely; those that do are nearer to what they say. */
static void test_learning(void)
{
	enum { FALL = 560 };
	uint32_t done[FALL], plain[PM_FORECAST_LEVELS], learned[PM_FORECAST_LEVELS];
	struct pm_forecast forecast = {.done = done, .days = FALL, .seed = 3};
	struct pm_backtest backtest;
	struct pm_rng rng;
	size_t held = 0, windows = 0;

	pm_rng_init(&rng, 11, 0);
	for (size_t i = 0; i < FALL; i++)
		done[i] = poisson(&rng, 3 * exp(-(double)i / 150));
	for (size_t at = 56; at + 28 <= FALL; at += 7, windows++) {
		const struct pm_forecast then = {.done = done, .days = at, .seed = 3, .trials = 1000};
		uint32_t many[PM_FORECAST_LEVELS], came = 0;

		pm_forecast_many(&then, 28, many);
		for (size_t i = at; i < at + 28; i++)
			came += done[i];
		held += came >= many[1];
	}
	pm_forecast_backtest(&forecast, 28, 7, &backtest);
	printf("# falling: of %zu windows %zu held, and %zu when they learn\n", windows, held, backtest.held[1]);
	CHECK((double)held < 0.5 * (double)windows);
	CHECK((double)backtest.held[1] > 0.65 * (double)backtest.windows);
	pm_forecast_when(&forecast, 20, plain);
	pm_forecast_learn(&forecast);
	CHECK(forecast.drawn[1] > 0.9);
	CHECK(forecast.drawn[0] <= forecast.drawn[1] && forecast.drawn[1] <= forecast.drawn[2] && forecast.drawn[2] <= 1);
	pm_forecast_when(&forecast, 20, learned);
	CHECK(learned[1] > plain[1]);
}

/* Of a past that is too short to have been forecast nothing is learned. */
static void test_nothing_learned(void)
{
	uint32_t done[60] = {0};
	struct pm_forecast forecast = {.done = done, .days = 60};

	for (size_t i = 0; i < 60; i++)
		done[i] = i % 2;
	pm_forecast_learn(&forecast);
	for (size_t i = 0; i < PM_FORECAST_LEVELS; i++)
		CHECK(fabs(forecast.drawn[i] - pm_forecast_levels[i]) < 1e-9);
}

/* A past in which every day is the same leaves nothing to chance. */
static void test_certain(void)
{
	uint32_t done[100], many[PM_FORECAST_LEVELS], days[PM_FORECAST_LEVELS];
	const struct pm_forecast forecast = {.done = done, .days = 100, .seed = 5};
	uint64_t items;

	for (size_t i = 0; i < 100; i++)
		done[i] = 2;
	CHECK_INT(pm_forecast_window(&forecast, &items), 100);
	CHECK_INT(items, 200);
	pm_forecast_many(&forecast, 30, many);
	pm_forecast_when(&forecast, 31, days);
	for (size_t i = 0; i < PM_FORECAST_LEVELS; i++) {
		CHECK_INT(many[i], 60);
		CHECK_INT(days[i], 16);
	}
	pm_forecast_when(&forecast, 0, days);
	CHECK_INT(days[2], 0);
	pm_forecast_when(&forecast, 100000, days);
	CHECK_INT(days[0], PM_FORECAST_FAR + 1);
}

/* The weekends of the past fall on weekends: five working days from a Monday are five items. */
static void test_weekdays(void)
{
	uint32_t done[105], many[PM_FORECAST_LEVELS], days[PM_FORECAST_LEVELS];
	struct pm_forecast forecast = {.done = done, .days = 105, .seed = 5};

	for (size_t i = 0; i < 105; i++)
		done[i] = i % 7 < 5;
	pm_forecast_many(&forecast, 5, many);
	CHECK_INT(many[0], 5);
	CHECK_INT(many[2], 5);
	pm_forecast_when(&forecast, 6, days);
	CHECK_INT(days[0], 8);
	CHECK_INT(days[2], 8);
	forecast.days = 103; /* it begins on a Saturday */
	pm_forecast_when(&forecast, 1, days);
	CHECK_INT(days[0], 3);
	CHECK_INT(days[2], 3);
}

static void test_seed(void)
{
	uint32_t *done = pm_malloc(DAYS * sizeof *done), a[PM_FORECAST_LEVELS], b[PM_FORECAST_LEVELS], near[PM_FORECAST_LEVELS];
	struct pm_forecast forecast = {.done = done, .days = 400, .seed = 1};

	make_days(done, DAYS, BURSTY, 3);
	pm_forecast_when(&forecast, 25, a);
	pm_forecast_when(&forecast, 25, b);
	CHECK(memcmp(a, b, sizeof a) == 0);
	CHECK(a[0] <= a[1] && a[1] <= a[2]);
	pm_forecast_many(&forecast, a[1], near);
	CHECK(near[0] >= near[1] && near[1] >= near[2]);
	/* "25 items within these days at 85 %" and "in these days at least so many at 85 %" say the same */
	CHECK(near[1] >= 24 && near[1] <= 27);
	forecast.seed = 2;
	pm_forecast_when(&forecast, 25, b);
	CHECK(abs((int)a[1] - (int)b[1]) <= 7);
	free(done);
}

static void check_refused(const uint32_t *done, size_t days, const char *text)
{
	const struct pm_forecast forecast = {.done = done, .days = days};
	struct pm_buf why = {0};

	CHECK(!pm_forecast_possible(&forecast, &why));
	CHECK_STR(why.p, text);
	pm_buf_clear(&why);
}

static void test_refused(void)
{
	uint32_t done[60] = {1, 2};
	struct pm_backtest backtest;
	const struct pm_forecast shorter = {.done = done, .days = 20};

	check_refused(done, 0, "the history is 0 days long, and a forecast needs 56");
	check_refused(done, 20, "the history is 20 days long, and a forecast needs 56");
	check_refused(done, 60, "in the last 60 days 3 items became done on a known day, and a forecast needs 10");
	pm_forecast_backtest(&shorter, 28, 0, &backtest);
	CHECK_INT(backtest.windows, 0);
}

int main(void)
{
	test_learning();
	test_nothing_learned();
	test_certain();
	test_weekdays();
	test_seed();
	test_refused();
	test_calibration();
	return test_done();
}
