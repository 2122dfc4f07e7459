/* id-missing: an item that nothing can refer to. */
#include "parser/absence.h"
#include "parser/ids.h"
#include "parser/repair.h"

#include <stdlib.h>
#include <string.h>

enum { NEAR = 32 }; /* rows of a table that are looked at, up and down */

/* A title of signs alone ("-", "...") names nothing that could have an id. */
static bool has_word(struct pm_str text)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
			return true;
	}
	return false;
}

/* "1.2 Fetch the soap": a number of its own in front of the title. */
static bool is_counted(struct pm_str title)
{
	size_t n = 0, dots = 0;

	while (n < title.n && ((title.p[n] >= '0' && title.p[n] <= '9') || (n > 0 && title.p[n] == '.')))
		dots += title.p[n++] == '.';
	return dots > 0 && n < title.n && title.p[n] == ' ' && title.p[n - 1] != '.';
}

static enum pm_absence ask(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];

	if (PM_KIND_IS_RECORD(item->kind))
		return PM_NOT_ASKED;
	if (item->id.n > 0)
		return PM_HAS;
	if (item->state == PM_STATE_DONE || item->state == PM_STATE_DROPPED || !has_word(item->title) || is_counted(item->title))
		return PM_NOT_ASKED;
	return pm_rule_names_other(context->product, index) ? PM_NOT_ASKED : PM_LACKS;
}

/* Where the id goes, in the item's own form. */
static const char *how_to_mend(const struct pm_item *item)
{
	switch ((enum pm_form)item->form) {
	case PM_FORM_FILE: return "add an 'id:' to its front matter";
	case PM_FORM_YAML: return "add an 'id:' to its entry";
	case PM_FORM_ROW: return "write one into its row, in a column 'ID'";
	default: return "write one in front of its title";
	}
}

/* The first of the file's items, in another form, whose id is an example for this one; PM_NO_ITEM: none. */
static uint32_t find_other(const struct pm_product *product, const struct pm_item *item)
{
	const struct pm_file *file = &product->files[item->file];

	for (uint32_t i = file->first_item; i < file->first_item + file->item_count; i++) {
		const struct pm_item *other = &product->items[i];
		bool alike = !PM_KIND_IS_RECORD(other->kind) && (other->kind == PM_KIND_EPIC) == (item->kind == PM_KIND_EPIC);

		if (alike && other->id.n > 0 && !other->numbered)
			return i;
	}
	return PM_NO_ITEM;
}

static const char *first_id(const struct pm_item *item)
{
	switch ((enum pm_kind)item->kind) {
	case PM_KIND_EPIC: return "EPIC-1";
	case PM_KIND_BUG: return "BUG-1";
	case PM_KIND_STORY: return item->story.span.end > item->story.span.start ? "US-1" : "TASK-1";
	default: return "TASK-1";
	}
}

/* ", such as 'US-1'", in the form that the file has already. */
static const char *example(const struct pm_rule_context *context, const struct pm_absences *absences)
{
	const struct pm_item *item = &context->product->items[absences->first];
	uint32_t other = absences->other != PM_NO_ITEM ? absences->other : find_other(context->product, item);
	struct pm_buf buf = {0};
	const char *text;

	if (other != PM_NO_ITEM)
		pm_buf_addf(&buf, " (others here are written '%s')", pm_rule_quote(context, context->product->items[other].id));
	else
		pm_buf_addf(&buf, ", such as '%s'", first_id(item));
	text = pm_arena_dup(context->diags->arena, buf.p, buf.n);
	pm_buf_clear(&buf);
	return text;
}

/* Among items that are only numbered, one without a number is a remark more often than work; so is the one entry, or the one
 * heading, of a file whose other items have no ids. */
static bool is_doubtful(const struct pm_product *product, const struct pm_absences *absences, const struct pm_item *item)
{
	if (absences->other != PM_NO_ITEM)
		return product->items[absences->other].numbered;
	return absences->asked == 1 && product->files[item->file].item_count > 1 &&
	       (find_other(product, item) == PM_NO_ITEM || item->form == PM_FORM_HEADING);
}

/* Do rows `at` and `at + 1` stand below each other?  A line end may be two bytes. */
static bool is_one_table(const struct pm_product *product, uint32_t at)
{
	const struct pm_item *item = &product->items[at], *next = item + 1;

	return item->file == next->file && item->form == PM_FORM_ROW && next->form == PM_FORM_ROW &&
	       next->span.start <= item->span.end + 2;
}

/* Has no row near this one an id?  Then its table, of milestones or features, has none on purpose. */
static bool is_of_table_without(const struct pm_product *product, uint32_t index)
{
	uint32_t first = index, last = index;

	while (first > 0 && index - first < NEAR && is_one_table(product, first - 1))
		if (product->items[--first].id.n > 0)
			return false;
	while (last + 1 < product->item_count && last - index < NEAR && is_one_table(product, last))
		if (product->items[++last].id.n > 0)
			return false;
	return first < last;
}

/* Is the file named as no list of items, or do items of other files have ids, and no item of this one?  Then it is a document
 * beside them: a plan, a list of questions. */
static bool is_companion(const struct pm_product *product, const struct pm_absences *absences, const struct pm_item *item)
{
	const uint32_t *ids = absences->data; /* how many items of each file have one, and of all files behind them */

	return product->files[item->file].role >= PM_ROLE_README ||
	       (item->form != PM_FORM_FILE && ids[item->file] == 0 && ids[product->file_count] > 0);
}

static uint32_t *count_ids(const struct pm_product *product)
{
	uint32_t *ids = pm_calloc((size_t)product->file_count + 1, sizeof *ids);

	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		bool one = product->items[i].id.n > 0 && !product->items[i].numbered;

		ids[product->items[i].file] += one;
		ids[product->file_count] += one;
	}
	return ids;
}

static void one(const struct pm_rule_context *context, const struct pm_absences *absences, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];

	if (!is_companion(context->product, absences, item) && !is_doubtful(context->product, absences, item) &&
	    !is_of_table_without(context->product, index))
		pm_rule_add(context, index, item->head, "%s has no id, so nothing can refer to it: %s%s",
			    pm_rule_name(context, index), how_to_mend(item), example(context, absences));
}

/* The number that a list gives an item, "12. Pay by invoice"; 0: none. */
static uint32_t list_number(const struct pm_product *product, const struct pm_item *item)
{
	struct pm_str line = pm_source_text(&product->files[item->file].source, item->span);
	uint32_t number = 0;
	size_t n = 0;

	while (n < line.n && n < 6 && line.p[n] >= '0' && line.p[n] <= '9')
		number = number * 10 + (uint32_t)(line.p[n++] - '0');
	return n > 0 && n < line.n && (line.p[n] == '.' || line.p[n] == ')') ? number : 0;
}

/* Do the numbers of lists go on from one heading to the next?  Then people call the items by them. */
static bool is_counted_on(const struct pm_product *product, const struct pm_item *first)
{
	const struct pm_file *file = &product->files[first->file];

	for (uint32_t i = file->first_item + 1; i < file->first_item + file->item_count; i++) {
		const struct pm_item *item = &product->items[i], *before = item - 1;
		struct pm_span between = {before->span.end, item->span.start};

		if (between.start < between.end && list_number(product, item) > 1 &&
		    list_number(product, item) == list_number(product, before) + 1 &&
		    pm_str_find(pm_source_text(&file->source, between), "\n#") >= 0)
			return true;
	}
	return false;
}

/* Has the file more items with ids than these, or are its few ids numbers, of its headings or another tracker?  Then these are what
 * is told of those, or what nobody has put there yet. */
static bool is_beside(const struct pm_product *product, const struct pm_absences *absences, const struct pm_item *item)
{
	const uint32_t *ids = absences->data;
	const struct pm_item *other = absences->other != PM_NO_ITEM ? &product->items[absences->other] : NULL;

	return ids[item->file] > absences->lacking || (other != NULL && (other->numbered || pm_str_starts(other->id, "#"))) ||
	       is_counted_on(product, item);
}

static void all(const struct pm_rule_context *context, const struct pm_absences *absences)
{
	const struct pm_item *item = &context->product->items[absences->first];
	struct pm_diag *diag;

	if (is_companion(context->product, absences, item) || is_beside(context->product, absences, item))
		return;
	diag = pm_rule_add_file(context, item->file, item->head,
				"%s an id, so nothing can refer to those without: give them one where you need it%s",
				pm_absence_count(context, absences, "items"), example(context, absences));
	diag->subject = pm_str_c(pm_form_name((enum pm_form)item->form));
}

/* -- ids for them */

/* Is it one of those that a finding is about: of its item, or of the file's items of that form? */
static bool is_meant(const struct pm_product *product, const struct pm_diag *diag, uint32_t index)
{
	const struct pm_item *item = &product->items[index];
	bool list = item->form >= PM_FORM_BOX || item->form == PM_FORM_SENTENCE;
	const char *form = pm_form_name((enum pm_form)item->form);

	if (item->id.n > 0 || PM_KIND_IS_RECORD(item->kind) || item->place != PM_PLACE_ACTIVE || !item->readable)
		return false;
	if (diag->item != PM_NO_ITEM)
		return diag->item == index;
	return pm_str_eqc(diag->subject, form) ||
	       (list && (pm_str_eqc(diag->subject, "box") || pm_str_eqc(diag->subject, "bullet") ||
			 pm_str_eqc(diag->subject, pm_form_name(PM_FORM_SENTENCE))));
}

/* All of a family get one, so that none of them becomes weaker than its neighbours. */
static void give_ids(const struct pm_rule_context *context, struct pm_ids *ids, struct pm_diag *diag)
{
	const struct pm_product *product = context->product;
	const struct pm_file *file = &product->files[diag->file];
	struct pm_buf id = {0}, err = {0};
	struct pm_edits edits;

	pm_edits_init(&edits);
	for (uint32_t i = file->first_item; i < file->first_item + file->item_count; i++) {
		struct pm_id_series *series = is_meant(product, diag, i) ? pm_ids_for(ids, product, i) : NULL;

		if (!series)
			continue;
		pm_buf_reset(&id);
		pm_ids_next(series, &id);
		pm_edit_id(product, &product->items[i], pm_buf_str(&id), &edits, &err);
	}
	pm_repair_add(context->diags, diag, &edits);
	if (edits.count)
		pm_diag_fix(diag, false, "give it the next id");
	pm_edits_clear(&edits);
	pm_buf_clear(&id);
	pm_buf_clear(&err);
}

/* The next ids are those that id-duplicate gives. */
static void leave_to_duplicates(const struct pm_product *product, struct pm_ids *ids)
{
	uint32_t others;

	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		struct pm_id_series *series = pm_ids_of(ids, &product->items[i]);

		if (series && pm_product_find(product, product->items[i].id, &others) != i)
			series->next++;
	}
}

static void check(const struct pm_rule_context *context)
{
	size_t first = context->diags->count;
	uint32_t *counts = count_ids(context->product);
	struct pm_ids ids;

	pm_absence_run(context, &(struct pm_absence_check){80, ask, one, all, counts});
	free(counts);
	if (!context->fixes || context->diags->count == first)
		return;
	pm_ids_init(&ids, context->product, context->base);
	leave_to_duplicates(context->product, &ids);
	for (size_t i = first; i < context->diags->count; i++)
		give_ids(context, &ids, &context->diags->list[i]);
	pm_ids_clear(&ids);
}

const struct pm_rule pm_rule_id_missing = {
	.name = "id-missing",
	.severity = PM_SEVERITY_NOTE,
	.summary = "an item without an id",
	.why = "Links, commits and people can name an item only by its id; a title changes.",
	.good = "# Backlog\n"
		"\n"
		"- [ ] PAY-1 Pay with a saved card\n"
		"- [ ] PAY-2 Pay by invoice\n",
	.bad = "# Backlog\n"
	       "\n"
	       "- [ ] Pay with a saved card\n"
	       "- [ ] Pay by invoice\n",
	.fix = "gives it the next id of those around it, or of most items; nothing where no item has one",
	.absence = true,
	.check = check,
};
