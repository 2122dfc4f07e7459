/* compare: a range of commits on the command line, and the two states of the product at its ends.
 *
 * The one rule to know: the second state is the run's own product, so that every option means for it what it means everywhere; the
 * first is read with the same configuration.
 */
#ifndef PM_CMD_COMPARE_H
#define PM_CMD_COMPARE_H

#include "cmd/run.h"
#include "parser/flow.h"

/* What is judged of one of the two. */
struct pm_compare_judged {
	struct pm_diags diags;
	struct pm_fingerprint *fingerprints; /* heap */
	struct pm_scoring *scoring;
	struct pm_ranking ranking;
	struct pm_history *history; /* of the first state; that of the second is the run's */
	struct pm_flow flow;
	bool flows;
};

struct pm_compare {
	struct pm_run *run;
	/* what was asked for */
	char *text;	 /* the operand; NULL: there was none */
	char *from, *to; /* its two ends; NULL: not given */
	bool fork;	 /* A...B: from where B left A */
	/* what came of it */
	struct pm_run_other before;
	struct pm_product *nothing; /* stands for what is before the first commit */
	struct pm_tree *no_tree;
	char to_commit[41]; /* "" where the second state is no commit */
	struct pm_str from_name, to_name;
	struct pm_arena arena;
	struct pm_compare_judged was, is;
	struct pm_changes changes;
	struct pm_view_compared view;
	bool compared;
};

void pm_compare_init(struct pm_compare *compare, struct pm_run *run);
/* Takes a range off the front of the operands, where one stands: A..B, A...B, or one name that is no file, which is that of the
 * first state, or of the second where `end` is set.  -1: go on; else the status to exit with.  Before pm_run_read. */
int pm_compare_parse(struct pm_compare *compare, bool end);
/* Reads the first state: A, where none is given HEAD, and before the first commit nothing.  0; -1 after a message. */
int pm_compare_read(struct pm_compare *compare);
/* The same of the commit `from`, NULL: nothing. */
int pm_compare_read_from(struct pm_compare *compare, const char *from);
/* Finds what lies between, for the views: checks and orders both where `judge` is set. */
void pm_compare_make(struct pm_compare *compare, bool judge);
void pm_compare_clear(struct pm_compare *compare);

#endif
