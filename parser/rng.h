/* rng: seeded random numbers, the same on every machine and for any number of threads (a stream for each unit of work). */
#ifndef PM_RNG_H
#define PM_RNG_H

#include <stdint.h>

struct pm_rng {
	uint64_t s[4];
};

/* xoshiro256** (Blackman, Vigna 2018), seeded by splitmix64 from the seed and the number of the stream. */
void pm_rng_init(struct pm_rng *rng, uint64_t seed, uint64_t stream);
uint32_t pm_rng_below(struct pm_rng *rng, uint32_t limit); /* 0 .. limit - 1, unbiased; limit > 0 */

static inline uint64_t pm_rng_rotate(uint64_t x, int k)
{
	return (x << k) | (x >> (64 - k));
}

static inline uint64_t pm_rng_next(struct pm_rng *rng)
{
	uint64_t *s = rng->s, result = pm_rng_rotate(s[1] * 5, 7) * 9, shifted = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= shifted;
	s[3] = pm_rng_rotate(s[3], 45);
	return result;
}

/* [0, 1) */
static inline double pm_rng_unit(struct pm_rng *rng)
{
	return (double)(pm_rng_next(rng) >> 11) * 0x1p-53;
}

#endif
