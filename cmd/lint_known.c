/* lint_known: what was there before, and is not shown: findings of the base of --since, and of a baseline. */
#include "cmd/lint.h"

#include "cmd/guard.h"
#include "parser/fix.h"
#include "parser/mem.h"

#include <stdlib.h>
#include <string.h>

struct pm_check_options pm_lint_options(const struct pm_lint *lint, struct pm_tree *tree, const struct pm_product *base)
{
	return (struct pm_check_options){
		.only = lint->only.list,
		.only_count = lint->only.count,
		.skip = lint->skip.list,
		.skip_count = lint->skip.count,
		.base = base,
		.merge = lint->side.product ? &lint->side : NULL,
		.tree = tree,
		.history = base == lint->base.product ? lint->history : NULL,
		.today = lint->run.today,
		.fixes = lint->makes_fixes && base == lint->base.product,
		.no_asked_fixes = !lint->whole && lint->only.count == 0,
	};
}

void pm_lint_keep(struct pm_lint *lint, const bool *keep)
{
	size_t kept = 0;

	for (size_t i = 0; i < lint->diags.count; i++) {
		if (!keep[i])
			continue;
		lint->diags.list[kept] = lint->diags.list[i];
		if (lint->prints)
			lint->prints[kept] = lint->prints[i];
		kept++;
	}
	lint->diags.count = kept;
}

/* -- the baseline's file */

/* lint.baseline names a file of the tree that is read. */
static int read_configured(struct pm_lint *lint, const char *name, struct pm_buf *text)
{
	struct pm_buf err = {0};
	struct pm_source source;
	int there;

	lint->baseline_path = pm_run_config_path(&lint->run, name);
	there = pm_tree_read(lint->run.tree, lint->baseline_path, &source, &err);
	if (there > 0) {
		pm_buf_add(text, source.bytes, source.size);
		pm_source_clear(&source);
	} else if (there < 0) {
		pm_run_error(&lint->run, "cannot read the baseline: %s", err.p);
	}
	pm_buf_clear(&err);
	return there;
}

/* Under --since the base's findings are known without a file, and what the change writes into one does not count. */
static int find_baseline(struct pm_lint *lint, struct pm_buf *text)
{
	const char *configured = pm_config_get(&lint->run.config, "lint.baseline");

	if (lint->baseline_file)
		return pm_run_read_file(&lint->run, "the baseline", lint->baseline_file, text, &lint->baseline_path);
	if (configured && *configured && !lint->run.since)
		return read_configured(lint, configured, text);
	return 0;
}

/* A file that is there and is no baseline is not written over. */
static void refuse_others(struct pm_lint *lint, const char *path, struct pm_str text)
{
	struct pm_baseline known;
	struct pm_buf err = {0};

	pm_baseline_init(&known);
	if (text.n > 0 && pm_baseline_read(&known, text, &err) < 0)
		pm_run_error(&lint->run,
			     "--write-baseline: %s is there, and is no baseline (%s): name another file, or remove it first", path,
			     err.p);
	pm_baseline_clear(&known);
	pm_buf_clear(&err);
}

/* Was everything looked at, so that what is not found is gone? */
static bool saw_all(const struct pm_lint *lint)
{
	return !lint->only.count && !lint->skip.count && !lint->run.narrowed && lint->run.whole && !lint->run.errors.n;
}

/* What was not looked for is no reason to take it out of a baseline. */
static void refuse_parts(struct pm_lint *lint, const char *option)
{
	const char *part = lint->only.count ? "--only" : lint->skip.count ? "--skip" : lint->run.since ? "--since" : "a path";

	if (lint->run.since || !saw_all(lint))
		pm_run_error(&lint->run,
			     "%s: with %s not everything is looked at, and the baseline would lose the rest: leave it out", option,
			     part);
}

static void read_baseline(struct pm_lint *lint)
{
	struct pm_buf text = {0}, err = {0}, path = {0};
	int there = find_baseline(lint, &text);

	if (lint->baseline_path) {
		pm_run_path(&lint->run, lint->baseline_path, &path);
		lint->run.baseline = pm_run_disk_path(&lint->run, lint->baseline_path);
	}
	if (lint->write_baseline && !lint->baseline_path)
		pm_run_error(&lint->run, "--write-baseline: where to? Add --baseline FILE, or set lint.baseline in .pmconfig");
	else if (lint->prune_baseline && !lint->baseline_path)
		pm_run_error(&lint->run, "--prune-baseline: which one? Add --baseline FILE, or set lint.baseline in .pmconfig");
	else if (there == 0 && lint->baseline_path && !lint->write_baseline)
		pm_run_error(&lint->run, "no baseline '%s': write one with --write-baseline", path.p);
	else if (there > 0 && lint->write_baseline)
		refuse_others(lint, path.p, pm_buf_str(&text));
	else if (there > 0 && pm_baseline_read(&lint->baseline, pm_buf_str(&text), &err) < 0)
		pm_run_error(&lint->run, "the baseline %s, %s", path.p, err.p);
	if (there > 0 && lint->prune_baseline)
		refuse_parts(lint, "--prune-baseline");
	else if (there > 0 && lint->write_baseline && !lint->run.errors.n)
		refuse_parts(lint, "--write-baseline");
	pm_buf_clear(&text);
	pm_buf_clear(&path);
	pm_buf_clear(&err);
}

static void save(struct pm_lint *lint, struct pm_str text)
{
	char *path = pm_run_disk_path(&lint->run, lint->baseline_path);
	const char *why = pm_guard_refuses(&lint->run, path);
	struct pm_buf err = {0};

	if (why)
		pm_run_error(&lint->run, "--write-baseline: '%s' %s", path, why);
	else if (pm_file_write(path, text, &err) < 0)
		pm_run_error(&lint->run, "%s", err.p);
	pm_buf_clear(&err);
	free(path);
}

static void say_saved(const struct pm_lint *lint, const char *verb, size_t count)
{
	const char *configured = pm_config_get(&lint->run.config, "lint.baseline");
	struct pm_buf path = {0};

	pm_run_path(&lint->run, lint->baseline_path, &path);
	if (!lint->run.quiet && configured && *configured)
		pm_run_note(&lint->run, "%zu finding%s %s in %s", count, count == 1 ? "" : "s", verb, path.p);
	else if (!lint->run.quiet)
		pm_run_note(&lint->run, "%zu finding%s %s in %s; to use it always, run: git config -f .pmconfig lint.baseline %s",
			    count, count == 1 ? "" : "s", verb, path.p, path.p);
	pm_buf_clear(&path);
}

void pm_lint_save_baseline(struct pm_lint *lint)
{
	struct pm_buf text = {0};
	size_t used = 0;

	if (lint->run.errors.n) /* not all was seen */
		return;
	for (size_t i = 0; i < lint->baseline.count; i++)
		used += lint->baseline.list[i].used && lint->baseline.list[i].line.n;
	if (lint->write_baseline) {
		pm_baseline_write(lint->run.product, &lint->diags, lint->prints, &text);
		used = lint->diags.count;
	} else {
		pm_baseline_prune(&lint->baseline, &text);
	}
	save(lint, pm_buf_str(&text));
	if (!lint->run.errors.n)
		say_saved(lint, lint->write_baseline ? "written" : "kept", used);
	pm_buf_clear(&text);
}

/* -- what is known */

/* Checks the base of --since as the product is checked. */
static void check_base(struct pm_lint *lint)
{
	struct pm_check_options options = pm_lint_options(lint, lint->base.tree, NULL);
	struct pm_diags diags;

	options.each = true; /* the last one that is without was without before, too */

	pm_diags_init(&diags, &lint->arena);
	pm_check(lint->base.product, &options, &diags);
	pm_baseline_add(&lint->since, lint->base.product, &diags);
	pm_diags_clear(&diags);
}

/* What rules compare with: the base of --since; what is staged is compared with the last commit, where there is one. */
static void read_base(struct pm_lint *lint)
{
	struct pm_run *run = &lint->run;

	if (run->errors.n)
		return;
	if (run->since && pm_run_read_other(run, run->base, false, &lint->base) == 0)
		check_base(lint);
	else if (run->staged && !run->since && pm_git_has_head(run->git))
		pm_run_read_other(run, "HEAD", false, &lint->base);
}

/* The other side of --merge-with. */
static void read_side(struct pm_lint *lint)
{
	struct pm_run *run = &lint->run;
	struct pm_buf err = {0};
	char common[41];

	if (!lint->merge_with || run->errors.n || !pm_run_git(run))
		return;
	if (pm_git_merge_base(run->git, lint->merge_with, run->rev ? run->rev : "HEAD", common, &err) < 0)
		pm_run_error(run, "--merge-with %s: %s", lint->merge_with, err.p);
	else if (pm_run_read_other(run, lint->merge_with, false, &lint->theirs) == 0 &&
		 pm_run_read_other(run, common, false, &lint->common) == 0)
		lint->side = (struct pm_side){lint->theirs.product, lint->common.product, lint->merge_with};
	pm_buf_clear(&err);
}

void pm_lint_read_known(struct pm_lint *lint)
{
	pm_baseline_init(&lint->since);
	pm_baseline_init(&lint->baseline);
	read_base(lint);
	read_side(lint);
	read_baseline(lint);
}

/* Says once that entries of the baseline are out of date. */
static void report_stale(struct pm_lint *lint)
{
	const struct pm_rule *rule = pm_rule_find(PM_STR("tool-baseline-stale"));
	enum pm_severity severity = pm_rule_severity(rule, &lint->run.config);
	const struct pm_known *first = NULL;
	struct pm_diag *diag;
	size_t stale = 0;

	for (size_t i = 0; i < lint->baseline.count; i++) {
		if (lint->baseline.list[i].used)
			continue;
		first = first ? first : &lint->baseline.list[i];
		stale++;
	}
	if (!stale || severity == PM_SEVERITY_OFF)
		return;
	diag = pm_diag_add(&lint->diags, rule->name, severity, PM_NO_FILE, (struct pm_span){0, 0},
			   "%zu finding%s of this baseline %s no longer there: take %s out with --prune-baseline", stale,
			   stale == 1 ? "" : "s", stale == 1 ? "is" : "are", stale == 1 ? "it" : "them");
	diag->path = lint->baseline_path;
	diag->path_line = first->number;
	lint->prints = pm_realloc(lint->prints, lint->diags.count, sizeof *lint->prints);
	pm_fingerprint(lint->run.product, diag, 0, &lint->prints[lint->diags.count - 1]);
}

/* Leaves what is not known; how many were. */
static uint32_t drop(struct pm_lint *lint, struct pm_baseline *baseline)
{
	bool *known = pm_calloc(lint->diags.count + 1, sizeof *known), *keep = pm_calloc(lint->diags.count + 1, sizeof *keep);
	size_t before = lint->diags.count;

	pm_baseline_match(baseline, lint->run.product, &lint->diags, lint->prints, known);
	for (size_t i = 0; i < lint->diags.count; i++)
		keep[i] = !known[i];
	pm_lint_keep(lint, keep);
	free(known);
	free(keep);
	return (uint32_t)(before - lint->diags.count);
}

void pm_lint_drop_known(struct pm_lint *lint)
{
	if (!lint->prints)
		return;
	if (lint->run.since)
		lint->before = drop(lint, &lint->since);
	lint->baselined = drop(lint, &lint->baseline);
	if (lint->baseline_path && !lint->write_baseline && !lint->prune_baseline && saw_all(lint))
		report_stale(lint);
}

void pm_lint_known_clear(struct pm_lint *lint)
{
	pm_run_other_clear(&lint->base);
	pm_run_other_clear(&lint->theirs);
	pm_run_other_clear(&lint->common);
	pm_baseline_clear(&lint->since);
	pm_baseline_clear(&lint->baseline);
	free(lint->baseline_path);
}
