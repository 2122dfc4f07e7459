/* baseline: findings that are known and not shown: those of a file that was written for it, or of another commit.
 *
 * The file has a line for each finding, sorted, its columns split by tabs, so that it reads and merges as any list in git does:
 *
 *	fingerprint	rule	path	item	subject
 *
 * The one rule to know: only the fingerprint decides; the path counts where a file was renamed, the rest is for people.
 */
#ifndef PM_BASELINE_H
#define PM_BASELINE_H

#include "parser/fingerprint.h"

struct pm_known {
	struct pm_fingerprint print;
	struct pm_str path;
	struct pm_str line; /* of the file, without its end; empty: it comes from no file */
	uint32_t number;    /* of that line */
	bool used;	    /* a finding was known by it */
};

struct pm_baseline {
	struct pm_arena arena;
	struct pm_known *list; /* heap; in the order of the file */
	size_t count, cap;
};

void pm_baseline_init(struct pm_baseline *baseline);
void pm_baseline_clear(struct pm_baseline *baseline);
/* Adds what a file says.  0; -1 and err that names the line. */
int pm_baseline_read(struct pm_baseline *baseline, struct pm_str text, struct pm_buf *err);
/* Adds findings; their product need not outlive this. */
void pm_baseline_add(struct pm_baseline *baseline, const struct pm_product *product, const struct pm_diags *diags);
/* Says which findings are known: known[i] of diags->list[i], with prints as pm_fingerprints made them.  An entry knows one finding.
 * A finding about a file that the baseline does not name is also known by an entry of a file that is gone: it was renamed. */
void pm_baseline_match(struct pm_baseline *baseline, const struct pm_product *product, const struct pm_diags *diags,
		       const struct pm_fingerprint *prints, bool *known);
/* The text of a file: of these findings; of the entries that were used. */
void pm_baseline_write(const struct pm_product *product, const struct pm_diags *diags, const struct pm_fingerprint *prints,
		       struct pm_buf *out);
void pm_baseline_prune(const struct pm_baseline *baseline, struct pm_buf *out);

#endif
