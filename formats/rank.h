/* rank: what pm-rank was asked beside the order, and the views that answer it.
 *
 * The one rule to know: everything here is borrowed, and NULL or 0 where it was not asked.
 */
#ifndef PM_FORMATS_RANK_H
#define PM_FORMATS_RANK_H

#include "formats/view.h"
#include "parser/fit.h"
#include "parser/sample.h"

struct pm_rank_asked {
	/* what to show of the order */
	size_t top;			  /* --top: the first so many; 0: all */
	const struct pm_ranking *before;  /* --what-if: the order without what is supposed */
	const char *by;			  /* --by as it was given, for commands that are named; NULL */
	const struct pm_samples *samples; /* --samples: of input->ranking; NULL */
	const char *unit;		  /* what its capacity counts: "months"; NULL: a bare number */
	const struct pm_fit *fit;	  /* --capacity: the same */
	/* --explain */
	uint32_t item;
	/* --compare: the orders, of which the first is input->ranking */
	const struct pm_ranking *const *orders;
	size_t order_count;
};

/* How many orders are compared at most. */
enum { PM_COMPARE_MAX = 8 };

extern const struct pm_view pm_view_explain, pm_view_compare;

#endif
