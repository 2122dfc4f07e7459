/* kano: what people answered about a feature, and what that makes it.
 *
 * The one rule to know: two questions are asked, how one feels where the feature is there (functional) and where it is not
 * (dysfunctional); the table of the two answers gives the category.  Sources: N. Kano and others, 1984; C. Berger and others, 1993.
 */
#ifndef PM_KANO_H
#define PM_KANO_H

#include "parser/str.h"

/* In the order in which they stand: basic needs first. */
enum pm_kano_category {
	PM_KANO_BASIC,
	PM_KANO_PERFORMANCE,
	PM_KANO_DELIGHT,
	PM_KANO_INDIFFERENT,
	PM_KANO_REVERSE,
	PM_KANO_QUESTIONABLE,
	PM_KANO_COUNT
};
const char *pm_kano_name(enum pm_kano_category category); /* "basic" */

enum pm_kano_answer { PM_KANO_LIKE, PM_KANO_MUST_BE, PM_KANO_NEUTRAL, PM_KANO_LIVE_WITH, PM_KANO_DISLIKE, PM_KANO_ANSWERS };
enum pm_kano_category pm_kano_of(enum pm_kano_answer functional, enum pm_kano_answer dysfunctional);

struct pm_kano {
	enum pm_kano_category category; /* of counts, the most frequent; of several, the first */
	uint32_t counts[PM_KANO_COUNT]; /* of a category or a pair of answers, one */
};
/* Reads a category ("delight", "must-be", "one-dimensional", "A"), the two answers ("like / dislike"), or counts ("A 12, O 8, M 5,
 * I 3").  False: it is none of these. */
bool pm_kano_read(struct pm_str text, struct pm_kano *kano);
/* By how much its presence raises satisfaction, 0 to 1: (A + O) / (A + O + M + I), and by how much its absence lowers it, -1 to 0:
 * -(O + M) / (A + O + M + I).  False: nothing of A, O, M, I was counted. */
bool pm_kano_coefficients(const uint32_t counts[PM_KANO_COUNT], double *better, double *worse);

#endif
