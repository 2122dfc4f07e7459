/* near: which texts are versions of each other.
 *
 * The one rule to know: texts are compared as bags of words and of pairs of neighbouring words (in scripts without blanks, of
 * characters), and candidates come from an index of these, so that the cost grows with the length of the texts and not with the
 * number of pairs.
 */
#ifndef PM_NEAR_H
#define PM_NEAR_H

#include "parser/mem.h"
#include "parser/str.h"

/* The words and pairs of a text as sorted hashes, each as often as it stands there. */
struct pm_bag {
	const uint64_t *tokens; /* owned by the arena */
	size_t count;
};

struct pm_bag pm_bag_of(struct pm_str text, struct pm_arena *arena);
/* How alike two texts are, 0 to 1: twice what they share by what both hold (Dice's coefficient).  Two empty ones are not alike. */
double pm_bag_likeness(const struct pm_bag *a, const struct pm_bag *b);
/* How much of a stands in b, 0 to 1. */
double pm_bag_share(const struct pm_bag *a, const struct pm_bag *b);

#define PM_NEAR_NONE UINT32_MAX

/* Pairs each text of one list with at most one of the other, the most alike first; of equal ones those that stand first.
 * before_of (after_count entries) gets the index of the pair, or PM_NEAR_NONE where no text is `least` alike. */
void pm_near_match(const struct pm_bag *before, uint32_t before_count, const struct pm_bag *after, uint32_t after_count,
		   double least, uint32_t *before_of);
/* Finds for each text of `parts` the text of `wholes` that holds most of it, which may be the same one for many. */
void pm_near_within(const struct pm_bag *wholes, uint32_t whole_count, const struct pm_bag *parts, uint32_t part_count,
		    double least, uint32_t *whole_of);

#endif
