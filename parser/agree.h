/* agree: how much two orders agree.
 *
 * The one rule to know: only what stands in both orders is compared.
 */
#ifndef PM_AGREE_H
#define PM_AGREE_H

#include "parser/rank.h"

struct pm_move {
	uint32_t item;
	uint32_t from, to; /* positions among what both orders have, from 1 */
};

struct pm_agreement {
	size_t common, only_first, only_second; /* items */
	double tau;	       /* 1: the same order, -1: turned round, 0: neither.  NaN: fewer than two in common */
	struct pm_move *moves; /* heap; of the common items, the farthest first, then by their place in the first order */
};

/* Kendall's tau (M. G. Kendall, Biometrika 30, 1938) of two rankings of one product: the pairs that stand alike, less those that
 * stand otherwise, over all pairs.  Both are total orders, so there are no ties.  Cost: a sort (W. R. Knight, 1966). */
void pm_agree(const struct pm_ranking *first, const struct pm_ranking *second, struct pm_agreement *agreement);
void pm_agreement_clear(struct pm_agreement *agreement);
/* How many pairs of a list stand in falling order; sorts it. */
uint64_t pm_inversions(uint32_t *list, size_t count);

#endif
