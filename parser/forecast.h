/* forecast: when will this many items be done, how many will be done by then: by drawing from the past.
 *
 * The one rule to know: whole stretches of the past are drawn, not single days, because work comes in bursts and days are not
 * independent of each other (moving-block bootstrap, Kuensch 1989).  A stretch begins on the weekday on which it is needed, so that
 * weekends fall on weekends.  The same seed gives the same numbers on every machine and any number of threads.
 *
 * A forecast at 85 % means: in 85 of 100 such forecasts it is at least as good.  So "at least k items" is the 15th percentile of
 * what was drawn, and "by this day" the 85th.
 *
 * Where throughput falls or rises for months the past is no fair sample of what comes, and no way of drawing from it mends that.
 * So a forecast learns from those before it: had what came been among the lowest 15 % of the draws too often, 85 % takes more of
 * them than 85 % (recalibration of quantiles: Kuleshov, Fenner, Ermon 2018), as if PM_FORECAST_PRIOR more forecasts had held just
 * as they said, so that a few of them prove little.
 */
#ifndef PM_FORECAST_H
#define PM_FORECAST_H

#include "parser/date.h"
#include "parser/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	PM_FORECAST_BLOCK = 21,	  /* days of a stretch; a multiple of 7 */
	PM_FORECAST_WINDOW = 182, /* days of the past that are drawn from, at most */
	PM_FORECAST_DAYS = 56,	  /* and at least */
	PM_FORECAST_ITEMS = 10,	  /* items that must have been done in them */
	PM_FORECAST_TRIALS = 4000,
	PM_FORECAST_LEARN = 28,	  /* days of the forecasts that are learned from, one a week */
	PM_FORECAST_LEARNT = 100, /* how many of them, at most: the last ones */
	PM_FORECAST_PRIOR = 13,
	PM_FORECAST_FAR = 3653 /* days; what takes longer is not said */
};

/* The chances at which is forecast: 50, 85 and 95 %. */
enum { PM_FORECAST_LEVELS = 3 };
extern const double pm_forecast_levels[PM_FORECAST_LEVELS];

/* The past: items done a day.  Borrowed. */
struct pm_forecast {
	const uint32_t *done;
	size_t days;
	uint64_t seed;
	unsigned trials;		  /* 0: PM_FORECAST_TRIALS */
	double drawn[PM_FORECAST_LEVELS]; /* which part of the draws each level takes; 0: the level itself, nothing is learned */
};

/* Can the past carry a forecast?  False, and in why what is missing. */
bool pm_forecast_possible(const struct pm_forecast *forecast, struct pm_buf *why);
/* Learns from how forecasts of this past have fared: sets drawn. */
void pm_forecast_learn(struct pm_forecast *forecast);
/* How many days of it are drawn from, and how many items were done in them. */
size_t pm_forecast_window(const struct pm_forecast *forecast, uint64_t *items);

/* At least how many items in the `horizon` days behind the past, for each level. */
void pm_forecast_many(const struct pm_forecast *forecast, size_t horizon, uint32_t many[PM_FORECAST_LEVELS]);
/* In how many days `count` items are done, for each level; PM_FORECAST_FAR + 1: later than is said. */
void pm_forecast_when(const struct pm_forecast *forecast, uint32_t count, uint32_t days[PM_FORECAST_LEVELS]);

/* How forecasts of this kind would have fared in the past: at many days of it, what was then the past is drawn from and learned
 * from, and compared with what came. */
struct pm_backtest {
	size_t windows;			     /* forecasts that were tried */
	size_t step;			     /* days between two of them; less than the horizon: they overlap */
	size_t held[PM_FORECAST_LEVELS];     /* how many of them came true */
	double exact[PM_FORECAST_LEVELS];    /* the same, with a tie counted by the part of it that the level takes in: whole
						 items cannot hit 85 % exactly, and held is higher than that by design */
	double expected[PM_FORECAST_LEVELS]; /* how many would have come true by what the forecasts themselves say */
};
/* step 0: 7 days, or more where that would be more than 200 windows. */
void pm_forecast_backtest(const struct pm_forecast *forecast, size_t horizon, size_t step, struct pm_backtest *backtest);

#endif
