/* rank_write: the order and the scores, written into the product's files. */
#include "cmd/rank.h"

#include "formats/json.h"
#include "parser/fix.h"
#include "parser/mem.h"
#include "parser/reorder.h"

#include <stdlib.h>
#include <string.h>

/* The files as they are and as they shall be. */
struct writing {
	struct pm_run *run;
	const struct pm_product *before;
	struct pm_buf *texts; /* of every file; empty: it stays */
	bool *refused;	      /* of every file */
	struct pm_product *after;
	struct pm_tree *tree;
};

static void writing_init(struct writing *writing, struct pm_run *run)
{
	memset(writing, 0, sizeof *writing);
	writing->run = run;
	writing->before = run->product;
	writing->texts = pm_calloc((size_t)run->product->file_count + 1, sizeof *writing->texts);
	writing->refused = pm_calloc((size_t)run->product->file_count + 1, sizeof *writing->refused);
}

static void writing_clear(struct writing *writing)
{
	for (uint32_t i = 0; i < writing->before->file_count; i++)
		pm_buf_clear(&writing->texts[i]);
	pm_product_free(writing->after);
	pm_tree_free(writing->tree);
	pm_config_use_aliases(&writing->run->config); /* again */
	free(writing->texts);
	free(writing->refused);
}

static struct pm_str bytes_of(const struct writing *writing, uint32_t file)
{
	const struct pm_source *source = &writing->before->files[file].source;

	return pm_str_n(source->bytes, source->size);
}

static void refuse(struct writing *writing, uint32_t file, const char *why)
{
	struct pm_buf path = {0};

	pm_run_path(writing->run, writing->before->files[file].source.path, &path);
	pm_run_error(writing->run, "%s is left as it is: %s", path.p, why);
	writing->refused[file] = true;
	pm_buf_clear(&path);
}

/* Makes the new text of every file that has edits. */
static void apply(struct writing *writing, const struct pm_edits *edits)
{
	bool *edited = pm_calloc((size_t)writing->before->file_count + 1, sizeof *edited);
	struct pm_buf err = {0};

	for (size_t i = 0; i < edits->count; i++)
		edited[edits->list[i].file] = true;
	for (uint32_t i = 0; i < writing->before->file_count; i++) {
		pm_buf_reset(&err);
		if (edited[i] && pm_edits_apply(edits, i, bytes_of(writing, i), &writing->texts[i], &err) < 0)
			refuse(writing, i, err.p);
	}
	pm_buf_clear(&err);
	free(edited);
}

static bool has_same_files(const struct pm_product *before, const struct pm_product *after)
{
	if (before->file_count != after->file_count)
		return false;
	for (uint32_t i = 0; i < before->file_count; i++)
		if (strcmp(before->files[i].source.path, after->files[i].source.path) != 0)
			return false;
	return true;
}

/* Reads the product again, with the new texts laid over its files.  False after a message. */
static bool read_again(struct writing *writing)
{
	struct pm_run *run = writing->run;
	const struct pm_read_options options = {
		.config = &run->config,
		.folder = run->root,
		.paths = run->paths.count ? run->paths.list : NULL,
		.path_count = run->paths.count,
	};
	struct pm_buf err = {0};
	bool read;

	writing->tree = pm_tree_dir_new(run->top, &err);
	for (uint32_t i = 0; writing->tree && i < writing->before->file_count; i++)
		if (writing->texts[i].n > 0)
			writing->tree = pm_tree_over_new(writing->tree, writing->before->files[i].source.path, writing->texts[i].p,
							 writing->texts[i].n);
	read = writing->tree && pm_product_read(writing->tree, &options, &writing->after, &err) == 0;
	if (!read)
		pm_run_error(run, "nothing is written: the result cannot be read again: %s", err.p);
	else if (!has_same_files(writing->before, writing->after))
		pm_run_error(run, "nothing is written: the files have changed meanwhile; try again");
	pm_buf_clear(&err);
	return read && run->errors.n == 0;
}

/* Writes one file, or shows what would change. */
static bool put(struct writing *writing, uint32_t file, bool diff, struct pm_buf *patch)
{
	const char *path = writing->before->files[file].source.path;
	struct pm_buf err = {0};
	bool done = true;

	if (diff) {
		pm_diff(path, bytes_of(writing, file), pm_buf_str(&writing->texts[file]), patch);
	} else if (pm_file_replace(writing->run->top, path, bytes_of(writing, file), pm_buf_str(&writing->texts[file]), &err) < 0) {
		pm_run_error(writing->run, "%s", err.p);
		done = false;
	}
	pm_buf_clear(&err);
	return done;
}

/* Puts every file that has a new text and was not refused; says how many. */
static int put_all(struct writing *writing, bool diff, const char *what)
{
	struct pm_buf patch = {0};
	unsigned files = 0;

	for (uint32_t i = 0; i < writing->before->file_count; i++) {
		struct pm_buf *text = &writing->texts[i];

		if (text->n == 0 || writing->refused[i] || pm_str_eq(bytes_of(writing, i), pm_buf_str(text)))
			continue;
		files += put(writing, i, diff, &patch);
	}
	if (diff)
		pm_run_print(writing->run, pm_buf_str(&patch));
	else if (!writing->run->quiet && (files > 0 || writing->run->errors.n == 0)) /* else an error has said why */
		pm_run_note(writing->run, files == 0 ? "%s: nothing to change" : "%s: %u file%s changed", what, files,
			    files == 1 ? "" : "s");
	pm_buf_clear(&patch);
	return diff && files > 0 ? PM_EXIT_FINDINGS : PM_EXIT_DONE;
}

/* -- the order */

/* What cannot be put in order by moving lines. */
static void say_unmovable(struct pm_run *run, const struct pm_reorder *reorder, size_t count)
{
	if (reorder->files == 0)
		return;
	if (reorder->movable == 0 && reorder->files == count)
		pm_run_error(run,
			     "--write: every item is a file of its own, and files have no order: --write-field rank numbers them");
	else if (!run->quiet)
		pm_run_note(run, "%u item%s a file each, and files have no order: --write-field rank numbers them", reorder->files,
			    reorder->files == 1 ? " is" : "s are");
}

/* Ranks that are written beside the items now say another order than their places. */
static void say_ranks(struct pm_run *run, const struct pm_ranking *ranking)
{
	for (size_t i = 0; i < ranking->count && !run->quiet; i++)
		if (pm_item_field(run->product, &run->product->items[ranking->items[i].item], PM_FIELD_RANK)) {
			pm_run_note(run, "some items have a rank, which is as it was: --write-field rank numbers them anew");
			return;
		}
}

int pm_rank_put_in_order(struct pm_run *run, const struct pm_ranking *ranking, bool diff)
{
	uint32_t *items = pm_calloc(ranking->count + 1, sizeof *items);
	struct pm_reorder reorder;
	struct writing writing;
	struct pm_buf err = {0};
	int status = PM_EXIT_FAILED;

	for (size_t i = 0; i < ranking->count; i++)
		items[i] = ranking->items[i].item;
	writing_init(&writing, run);
	pm_reorder_init(&reorder, run->product, items, ranking->count);
	say_unmovable(run, &reorder, ranking->count);
	apply(&writing, &reorder.edits);
	if (run->errors.n == 0 && read_again(&writing)) {
		for (uint32_t i = 0; i < run->product->file_count; i++) {
			pm_buf_reset(&err);
			if (reorder.changed[i] && !writing.refused[i] && !pm_reorder_agrees(&reorder, writing.after, i, &err))
				refuse(&writing, i, err.p);
		}
		status = put_all(&writing, diff, "order");
		if (!diff)
			say_ranks(run, ranking);
	}
	pm_buf_clear(&err);
	pm_reorder_clear(&reorder);
	writing_clear(&writing);
	free(items);
	return status;
}

/* -- a field */

/* Backlog.md's ordinals go up by a thousand, so that there is room between them. */
static bool has_ordinal(const struct pm_product *product, uint32_t item)
{
	const struct pm_field *field = pm_item_field(product, &product->items[item], PM_FIELD_RANK);

	return field && pm_str_ieqc(pm_source_text(&product->files[product->items[item].file].source, field->label), "ordinal");
}

/* What the field of an item shall hold. */
static void value_of(const struct pm_product *product, const struct pm_ranked *ranked, enum pm_field_id field, char text[32])
{
	if (field == PM_FIELD_RANK)
		pm_number_format(ranked->position * (has_ordinal(product, ranked->item) ? 1000.0 : 1.0), text);
	else
		pm_number_round(ranked->score.value, text);
}

static bool holds(const struct pm_product *product, uint32_t item, enum pm_field_id field, const char *text)
{
	struct pm_number is, must;

	return pm_item_number(product, &product->items[item], field, &is) && pm_number_read(pm_str_c(text), &must) &&
	       is.low == must.low && is.high == must.high;
}

static void say_refused(struct pm_run *run, size_t refused, const struct pm_buf *first)
{
	if (refused == 1)
		pm_run_error(run, "%s", first->p);
	else if (refused > 1)
		pm_run_error(run, "%s; and so %zu more", first->p, refused - 1);
}

/* Does every file hold what it shall?  What does not is refused. */
static void check_fields(struct writing *writing, const struct pm_ranking *ranking, const bool *edited, enum pm_field_id field)
{
	const struct pm_product *before = writing->before, *after = writing->after;

	for (uint32_t i = 0; i < before->file_count; i++)
		if (writing->texts[i].n > 0 && before->files[i].item_count != after->files[i].item_count)
			refuse(writing, i, "other items would be read from it");
	for (size_t i = 0; i < ranking->count; i++) {
		uint32_t item = ranking->items[i].item, file = before->items[item].file;
		uint32_t again = item - before->files[file].first_item + after->files[file].first_item;
		char text[32];

		value_of(writing->before, &ranking->items[i], field, text);
		if (!edited[i] || writing->texts[file].n == 0 || writing->refused[file])
			continue;
		if (!pm_str_eq(before->items[item].title, after->items[again].title) || !holds(after, again, field, text))
			refuse(writing, file, "the field would not be read as it is written");
	}
}

int pm_rank_write_field(struct pm_run *run, const struct pm_ranking *ranking, enum pm_field_id field, bool diff)
{
	bool *edited = pm_calloc(ranking->count + 1, sizeof *edited);
	struct pm_edits edits;
	struct writing writing;
	struct pm_buf err = {0}, first = {0};
	size_t refused = 0;
	int status = PM_EXIT_FAILED;

	pm_edits_init(&edits);
	writing_init(&writing, run);
	for (size_t i = 0; i < ranking->count; i++) {
		uint32_t item = ranking->items[i].item;
		char text[32];

		value_of(run->product, &ranking->items[i], field, text);
		pm_buf_reset(&err);
		if (holds(run->product, item, field, text))
			continue;
		edited[i] = pm_edit_field(run->product, &run->product->items[item], field, pm_str_c(text), &edits, &err) == 0;
		if (!edited[i] && refused++ == 0)
			pm_buf_adds(&first, pm_buf_str(&err));
	}
	apply(&writing, &edits);
	if (run->errors.n == 0 && read_again(&writing)) {
		check_fields(&writing, ranking, edited, field);
		say_refused(run, refused, &first);
		refused = 0;
		status = put_all(&writing, diff, pm_fields[field].name);
	}
	say_refused(run, refused, &first);
	pm_buf_clear(&first);
	pm_buf_clear(&err);
	writing_clear(&writing);
	pm_edits_clear(&edits);
	free(edited);
	return status;
}
