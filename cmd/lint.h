/* lint: the parts of pm-lint.
 *
 * The one rule to know: everything is checked first, and thinned after: what is known (--since, a baseline), then what is not asked
 * for (paths, --select).  So what is left out never changes what is said of the rest.
 */
#ifndef PM_LINT_H
#define PM_LINT_H

#include "cmd/run.h"
#include "parser/baseline.h"
#include "parser/rule.h"

struct pm_lint {
	struct pm_run run;
	/* options */
	struct pm_opt_list only_texts, skip_texts;
	const char *fail_on, *explain, *baseline_file, *merge_with;
	long long max_warnings; /* -1: any number */
	bool exit_zero, statistics, rules, write_baseline, prune_baseline, fix, unsafe_fixes, diff;
	bool makes_fixes; /* all edits of fixes are wanted: to apply or to count them */
	bool whole;	  /* the findings are more than lines of text: with fingerprints and every fix */
	/* what came of them */
	struct pm_arena arena;
	struct pm_opt_list only, skip;	    /* patterns */
	bool past;			    /* --history */
	const struct pm_history *history;   /* NULL: not asked for, or there is none; the run's */
	struct pm_run_other base;	    /* with --since; of --staged HEAD */
	struct pm_run_other theirs, common; /* with --merge-with: the other side, and where both left each other */
	struct pm_side side;
	struct pm_baseline since, baseline; /* the findings of base; of a file */
	char *baseline_path;		    /* as findings name it; NULL: there is none */
	/* the findings */
	struct pm_diags diags;
	struct pm_fingerprint *prints; /* of diags; NULL: nobody asks for them */
	uint32_t baselined;	       /* how many a baseline knows */
	uint32_t before;	       /* how many the base of --since has */
};

/* -- lint_rules.c: choosing and explaining rules */

/* Reads --only and --skip, and checks --explain.  -1, or the status after a message. */
int pm_lint_choose(struct pm_lint *lint);
bool pm_lint_wants(const struct pm_lint *lint, const struct pm_rule *rule);
/* --rules and --explain: no product is read.  The status. */
int pm_lint_explain(struct pm_lint *lint);

/* -- lint_known.c: what was there before */

/* Reads the base of --since and the baseline.  Failures are noted in run.errors. */
void pm_lint_read_known(struct pm_lint *lint);
/* Leaves the findings that are new.  Adds those of a baseline that is out of date. */
void pm_lint_drop_known(struct pm_lint *lint);
/* Writes the baseline, or makes it shorter, as --write-baseline and --prune-baseline ask. */
void pm_lint_save_baseline(struct pm_lint *lint);
void pm_lint_known_clear(struct pm_lint *lint);

/* -- lint_fix.c */

/* Options that do not go together: -1, or the status after a message. */
int pm_lint_fix_refuse(const struct pm_lint *lint);
/* Some fixes are applied only when they are asked for by their rule's name. */
bool pm_lint_fix_is_asked(const struct pm_lint *lint, const struct pm_diag *diag);
/* --fix and --diff: applies the fixes of what is shown; diags are then what is left.  -1: go on; else the status. */
int pm_lint_fix(struct pm_lint *lint);

/* -- pm-lint.c */

/* Checks run.product anew, which was read from a tree. */
void pm_lint_check(struct pm_lint *lint, struct pm_tree *tree);

/* What pm_check is told; base: what rules compare with. */
struct pm_check_options pm_lint_options(const struct pm_lint *lint, struct pm_tree *tree, const struct pm_product *base);
/* Leaves the findings whose keep[i] is set. */
void pm_lint_keep(struct pm_lint *lint, const bool *keep);

#endif
