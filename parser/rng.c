/* rng: seeded random numbers: xoshiro256**, seeded by splitmix64. */
#include "parser/rng.h"

static uint64_t splitmix(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

void pm_rng_init(struct pm_rng *rng, uint64_t seed, uint64_t stream)
{
	/* Both are scrambled before they are joined, so that seed 1 stream 2 is not seed 2 stream 1. */
	uint64_t state = splitmix(&seed) + 0x632be59bd9b4e019u * splitmix(&stream);

	for (int i = 0; i < 4; i++)
		rng->s[i] = splitmix(&state);
}

/* Lemire 2019: the upper half of a product is the number; the few products that would favour some numbers are drawn again. */
uint32_t pm_rng_below(struct pm_rng *rng, uint32_t limit)
{
	uint32_t unfair = -limit % limit;
	uint64_t product;

	do {
		product = (pm_rng_next(rng) >> 32) * limit;
	} while ((uint32_t)product < unfair);
	return (uint32_t)(product >> 32);
}
