/* lint_fix: fixes, applied in rounds until none is left: each round is read and checked anew, and only the end of it is written. */
#include "cmd/lint.h"

#include "parser/mem.h"
#include "parser/repair.h"

#include <stdlib.h>
#include <string.h>

/* Fixes that wake each other for ever would be a bug of theirs. */
enum { ROUNDS_MAX = 100 };

/* A file that is changed. */
struct changed {
	char *path;
	struct pm_buf before, after;
};

/* The tree that is read, with the changed files in place of their own. */
struct fixed_tree {
	struct pm_tree tree;
	struct pm_tree_methods methods; /* its own, because `serial` is that of the tree below */
	struct pm_tree *under;		/* borrowed */
	struct changed *files;		/* heap, sorted by path */
	size_t count, cap;
	size_t sorted; /* so many of them can be found */
};

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct changed *)a)->path, ((const struct changed *)b)->path);
}

static struct changed *find(const struct fixed_tree *fixed, const char *path)
{
	size_t n = strlen(path) + 1;
	char *copy = pm_malloc(n);
	struct changed key = {.path = memcpy(copy, path, n)}, *found = NULL;

	if (fixed->sorted)
		found = bsearch(&key, fixed->files, fixed->sorted, sizeof *fixed->files, by_path);
	free(copy);
	return found;
}

static int fixed_list(struct pm_tree *tree, const char *folder, pm_tree_visit visit, void *ctx, struct pm_buf *err)
{
	return pm_tree_list(((const struct fixed_tree *)tree)->under, folder, visit, ctx, err);
}

static int fixed_read(struct pm_tree *tree, const char *path, struct pm_source *source, struct pm_buf *err)
{
	const struct fixed_tree *fixed = (const struct fixed_tree *)tree;
	const struct changed *file = find(fixed, path);

	if (!file)
		return pm_tree_read(fixed->under, path, source, err);
	pm_source_init(source, path, pm_str_dup(pm_buf_str(&file->after)), file->after.n, PM_SOURCE_HEAP);
	return 1;
}

static int fixed_stat(struct pm_tree *tree, const char *path, enum pm_tree_type *type, struct pm_buf *err)
{
	return pm_tree_stat(((const struct fixed_tree *)tree)->under, path, type, err);
}

static int fixed_real(struct pm_tree *tree, const char *path, struct pm_buf *real, struct pm_buf *err)
{
	return pm_tree_real(((const struct fixed_tree *)tree)->under, path, real, err);
}

static void fixed_free(struct pm_tree *tree)
{
	struct fixed_tree *fixed = (struct fixed_tree *)tree;

	for (size_t i = 0; i < fixed->count; i++) {
		free(fixed->files[i].path);
		pm_buf_clear(&fixed->files[i].before);
		pm_buf_clear(&fixed->files[i].after);
	}
	free(fixed->files);
	free(fixed);
}

static struct fixed_tree *fixed_new(struct pm_tree *under)
{
	struct fixed_tree *fixed = pm_calloc(1, sizeof *fixed);

	fixed->methods =
		(struct pm_tree_methods){fixed_list, fixed_read, fixed_stat, fixed_real, fixed_free, under->methods->serial};
	fixed->tree.methods = &fixed->methods;
	fixed->tree.label = pm_strdup(under->label);
	fixed->under = under;
	return fixed;
}

/* -- a round */

/* What a file becomes. */
static int change_file(struct pm_lint *lint, struct fixed_tree *fixed, const struct pm_edits *edits, uint32_t file)
{
	const struct pm_source *source = &lint->run.product->files[file].source;
	struct pm_str bytes = pm_str_n(source->bytes, source->size);
	struct changed *changed = find(fixed, source->path);
	struct pm_buf after = {0}, err = {0};
	int status = pm_edits_apply(edits, file, bytes, &after, &err);

	if (status < 0) {
		pm_run_error(&lint->run, "cannot fix %s: %s", source->path, err.p);
		pm_buf_clear(&after);
	} else if (changed) {
		pm_buf_clear(&changed->after);
		changed->after = after;
	} else {
		PM_GROW(fixed->files, fixed->count, fixed->cap);
		fixed->files[fixed->count] = (struct changed){.path = pm_strdup(source->path), .after = after};
		pm_buf_adds(&fixed->files[fixed->count++].before, bytes);
	}
	pm_buf_clear(&err);
	return status;
}

static int change_files(struct pm_lint *lint, struct fixed_tree *fixed, const struct pm_edits *edits)
{
	bool *has = pm_calloc(lint->run.product->file_count, sizeof *has);
	int status = 0;

	for (size_t i = 0; i < edits->count; i++)
		has[edits->list[i].file] = true;
	for (uint32_t i = 0; i < lint->run.product->file_count && status == 0; i++) {
		if (!has[i])
			continue;
		status = change_file(lint, fixed, edits, i);
	}
	if (fixed->count)
		qsort(fixed->files, fixed->count, sizeof *fixed->files, by_path);
	fixed->sorted = fixed->count;
	free(has);
	return status;
}

/* Puts back what the files were when the product was read. */
static void undo(struct pm_lint *lint, struct fixed_tree *fixed, const struct pm_edits *edits)
{
	for (size_t i = 0; i < edits->count; i++) {
		const struct pm_source *source = &lint->run.product->files[edits->list[i].file].source;
		struct changed *changed = find(fixed, source->path);

		pm_buf_reset(&changed->after);
		pm_buf_add(&changed->after, source->bytes, source->size);
	}
}

/* What a round takes: the first fixes up to a limit, without those that were refused. */
struct choice {
	const struct pm_lint *lint;
	size_t limit, taken, last; /* the index of the last one taken */
	struct pm_fingerprint *refused;
	size_t refused_count, refused_cap;
};

bool pm_lint_fix_is_asked(const struct pm_lint *lint, const struct pm_diag *diag)
{
	const struct pm_rule *rule = pm_rule_find(pm_str_c(diag->rule));

	if (!rule || !rule->fix_asked)
		return true;
	for (size_t i = 0; i < lint->only.count; i++)
		if (strcmp(lint->only.list[i], rule->name) == 0)
			return true;
	return false;
}

static bool is_wanted(void *ctx, size_t diag)
{
	struct choice *choice = ctx;

	if (choice->taken == choice->limit || !pm_lint_fix_is_asked(choice->lint, &choice->lint->diags.list[diag]))
		return false;
	for (size_t i = 0; i < choice->refused_count; i++)
		if (strcmp(choice->refused[i].text, choice->lint->prints[diag].text) == 0)
			return false;
	choice->taken++;
	choice->last = diag;
	return true;
}

/* The last guard of the first rule: no item can vanish. */
static bool loses(const struct pm_product *before, const struct pm_product *after)
{
	return after->item_count < before->item_count || after->unreadable > before->unreadable;
}

/* A round that would lose an item is tried again with half of its fixes; a single fix that does is refused. */
static void narrow(struct pm_lint *lint, struct choice *choice)
{
	if (choice->taken > 1) {
		choice->limit = choice->taken / 2;
		return;
	}
	PM_GROW(choice->refused, choice->refused_count, choice->refused_cap);
	choice->refused[choice->refused_count++] = lint->prints[choice->last];
	choice->limit = SIZE_MAX;
}

/* Applies what can be applied at once, and reads and checks the outcome.  How many fixes; 0: there is none; -1: try again. */
static ptrdiff_t run_round(struct pm_lint *lint, struct fixed_tree *fixed, struct choice *choice)
{
	struct pm_product *after = NULL;
	struct pm_edits edits;
	ptrdiff_t fixes;

	pm_edits_init(&edits);
	choice->taken = 0;
	fixes = (ptrdiff_t)pm_repair_take(&lint->diags, lint->unsafe_fixes, is_wanted, choice, &edits);
	if (fixes > 0 && change_files(lint, fixed, &edits) == 0)
		after = pm_run_read_again(&lint->run, &fixed->tree);
	if (!after) {
		fixes = 0;
	} else if (loses(lint->run.product, after)) {
		undo(lint, fixed, &edits);
		narrow(lint, choice);
		pm_product_free(after);
		fixes = -1;
	} else {
		struct pm_product *before = lint->run.product;

		lint->run.product = after;
		choice->limit = SIZE_MAX;
		pm_lint_check(lint, &fixed->tree);
		pm_product_free(before);
	}
	pm_edits_clear(&edits);
	return fixes;
}

/* -- the outcome */

/* false: the file is as it was, and says so here too. */
static bool write_file(struct pm_lint *lint, struct changed *file)
{
	struct pm_buf err = {0};
	bool written = pm_file_replace(lint->run.top, file->path, pm_buf_str(&file->before), pm_buf_str(&file->after), &err) == 0;

	if (!written) {
		pm_run_error(&lint->run, "%s", err.p);
		pm_buf_reset(&file->after);
		pm_buf_adds(&file->after, pm_buf_str(&file->before));
	}
	pm_buf_clear(&err);
	return written;
}

/* What stands in the files after some could not be written is what is reported. */
static void check_again(struct pm_lint *lint, struct fixed_tree *fixed)
{
	struct pm_product *before = lint->run.product, *after = pm_run_read_again(&lint->run, &fixed->tree);

	if (!after)
		return;
	lint->run.product = after;
	pm_lint_check(lint, &fixed->tree);
	pm_product_free(before);
}

static void write_files(struct pm_lint *lint, struct fixed_tree *fixed, size_t fixes)
{
	size_t asked = 0, written = 0;

	for (size_t i = 0; i < fixed->count; i++) {
		if (pm_str_eq(pm_buf_str(&fixed->files[i].before), pm_buf_str(&fixed->files[i].after)))
			continue;
		asked++;
		written += write_file(lint, &fixed->files[i]);
	}
	if (written < asked)
		check_again(lint, fixed);
	if (lint->run.quiet || !fixes)
		return;
	if (written < asked)
		pm_run_note(&lint->run, "wrote %zu of the %zu files with fixes", written, asked);
	else
		pm_run_note(&lint->run, "fixed %zu finding%s in %zu file%s", fixes, fixes == 1 ? "" : "s", written,
			    written == 1 ? "" : "s");
}

static int print_diff(struct pm_lint *lint, const struct fixed_tree *fixed)
{
	struct pm_buf diff = {0};
	int status;

	for (size_t i = 0; i < fixed->count; i++)
		pm_diff(fixed->files[i].path, pm_buf_str(&fixed->files[i].before), pm_buf_str(&fixed->files[i].after), &diff);
	pm_run_print(&lint->run, pm_buf_str(&diff));
	status = diff.n ? PM_EXIT_FINDINGS : PM_EXIT_DONE;
	pm_buf_clear(&diff);
	return status;
}

int pm_lint_fix_refuse(const struct pm_lint *lint)
{
	const struct pm_run *run = &lint->run;

	if (lint->unsafe_fixes && !lint->fix && !lint->diff)
		return pm_run_usage(run, "--unsafe-fixes widens --fix or --diff: add one of them");
	if (lint->diff)
		return -1;
	if (lint->fix && (run->rev || run->staged))
		return pm_run_usage(run, "--fix changes files of the work tree, not a commit or the index: use --diff");
	for (size_t i = 0; lint->fix && i < run->operands.count; i++)
		if (strcmp(run->operands.list[i], "-") == 0)
			return pm_run_usage(run, "--fix cannot change standard input: use --diff");
	return -1;
}

int pm_lint_fix(struct pm_lint *lint)
{
	struct fixed_tree *fixed = fixed_new(lint->run.tree);
	struct choice choice = {.lint = lint, .limit = SIZE_MAX};
	ptrdiff_t fixes = 1;
	size_t sum = 0;
	int status = -1;

	for (int round = 0; round < ROUNDS_MAX && fixes != 0 && !lint->run.errors.n; round++) {
		fixes = run_round(lint, fixed, &choice);
		sum += fixes > 0 ? (size_t)fixes : 0;
	}
	if (choice.refused_count && !lint->run.quiet)
		pm_run_note(&lint->run, "%zu fix%s left undone, by which an item would be lost", choice.refused_count,
			    choice.refused_count == 1 ? "" : "es");
	free(choice.refused);
	if (lint->diff && !lint->run.errors.n)
		status = print_diff(lint, fixed);
	else if (!lint->run.errors.n)
		write_files(lint, fixed, sum);
	pm_tree_free(&fixed->tree);
	return status;
}
