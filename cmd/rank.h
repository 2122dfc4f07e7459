/* rank: the parts of pm-rank that write into the product's files.
 *
 * The one rule to know: what would be written is read again and compared first; a file that would not be read as it must is left as
 * it is, and that is said.
 */
#ifndef PM_CMD_RANK_H
#define PM_CMD_RANK_H

#include "cmd/run.h"

/* --write: puts the items of every file in the order of the ranking.  diff: shows the patch and writes nothing.  The status. */
int pm_rank_put_in_order(struct pm_run *run, const struct pm_ranking *ranking, bool diff);
/* --write-field: gives every ranked item its position (rank) or its score (score).  The status. */
int pm_rank_write_field(struct pm_run *run, const struct pm_ranking *ranking, enum pm_field_id field, bool diff);

#endif
