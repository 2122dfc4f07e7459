/* sample: the order under uncertainty: every range is drawn from, again and again, and each time all is ranked.
 *
 * A range is drawn from evenly, each on its own.
 *
 * The one rule to know: the same seed gives the same figures, on any number of threads: a stream of random numbers belongs to a
 * batch of samples, and what is counted are whole numbers.
 */
#ifndef PM_SAMPLE_H
#define PM_SAMPLE_H

#include "parser/rank.h"

struct pm_sample_options {
	uint32_t samples;
	uint64_t seed;
	uint32_t first;	  /* the chance of being among the first so many is asked for; 0: ten */
	unsigned threads; /* 0: as many as there are cores */
};

struct pm_sampled {
	double chance;		      /* of being among the first */
	uint32_t low, high;	      /* positions: in nine of ten samples it stands here; 5 in 100 stand before, 5 behind */
	double score_low, score_high; /* the same of its score */
};

/* An estimate that settles something. */
struct pm_settling {
	uint32_t item;
	size_t factor;
	double settles; /* 0 to 1: how much of the doubt about who is among the first would be gone, were it known */
};

struct pm_samples {
	uint32_t count, first;
	struct pm_sampled *items;     /* heap; as in ranking->items */
	struct pm_settling *settling; /* heap; the most settling first; only what settles anything */
	size_t settling_count;
	bool certain; /* no range in any input: there was nothing to draw */
};

/* Samples a ranking.  Missing values stay missing, suppositions hold. */
void pm_sample(const struct pm_ranking *ranking, const struct pm_sample_options *options, struct pm_samples *samples);
void pm_samples_clear(struct pm_samples *samples);

#endif
