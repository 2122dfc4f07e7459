/* rng: seeded random numbers, the same on every machine and for any number of threads (a stream for each unit of work). */
#ifndef PM_RNG_H
#define PM_RNG_H

#include <stdint.h>

struct pm_rng {
	uint64_t s[4];
};

/* xoshiro256** (Blackman, Vigna 2018), seeded by splitmix64 from the seed and the number of the stream. */
void pm_rng_init(struct pm_rng *rng, uint64_t seed, uint64_t stream);
uint64_t pm_rng_next(struct pm_rng *rng);
uint32_t pm_rng_below(struct pm_rng *rng, uint32_t limit); /* 0 .. limit - 1, unbiased; limit > 0 */
double pm_rng_unit(struct pm_rng *rng);			   /* [0, 1) */

#endif
