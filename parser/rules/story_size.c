/* story-size: a story that is too big for one go. */
#include "parser/rule.h"

#include <string.h>

enum { HABIT = 3 }; /* so many big ones may be a coincidence */

/* What is to be built in one go, and not only an idea. */
static bool is_asked(const struct pm_item *item)
{
	bool whole = item->kind == PM_KIND_EPIC || item->kind == PM_KIND_INITIATIVE || item->first_child != PM_NO_ITEM;

	return !whole && !PM_KIND_IS_RECORD(item->kind) &&
	       (item->state == PM_STATE_NONE || item->state == PM_STATE_OPEN || item->state == PM_STATE_STARTED);
}

/* Working days of eight hours, weeks of five of them; 0: no time. */
static double days_of(const struct pm_size *size)
{
	double middle = (size->low + size->high) / 2;

	if (strcmp(size->unit, "h") == 0)
		return middle / 8;
	if (strcmp(size->unit, "d") == 0)
		return middle;
	if (strcmp(size->unit, "w") == 0)
		return middle * 5;
	return strcmp(size->unit, "m") == 0 ? middle * 20 : 0;
}

/* An estimate that a story has, and its size; NULL: it has none that is asked for. */
static const struct pm_field *estimate_of(const struct pm_product *product, const struct pm_item *item, struct pm_size *size)
{
	const struct pm_field *field = pm_item_field(product, item, PM_FIELD_ESTIMATE);

	if (item->place != PM_PLACE_ACTIVE || !is_asked(item) || field == NULL ||
	    !pm_item_size(product, item, PM_FIELD_ESTIMATE, size))
		return NULL;
	/* a time behind a title may be anything */
	return pm_rule_field_plain(field) || strcmp(size->unit, "points") == 0 ? field : NULL;
}

static bool is_big(const struct pm_rule_context *context, const struct pm_size *size)
{
	if (strcmp(size->unit, "points") == 0)
		return (size->low + size->high) / 2 > pm_rule_option_number(context, "points");
	return days_of(size) > pm_rule_option_number(context, "days");
}

static void say(const struct pm_rule_context *context, uint32_t index, const struct pm_field *field, const struct pm_size *size)
{
	const struct pm_product *product = context->product;
	const struct pm_item *item = &product->items[index];
	bool points = strcmp(size->unit, "points") == 0;
	struct pm_diag *diag;

	diag = pm_rule_add(context, index, field->value.end > field->value.start ? field->value : item->head,
			   "%s is estimated at %s, and more than %g %s in one go is a guess: split it before somebody begins it",
			   pm_rule_name(context, index), pm_rule_quote(context, pm_field_text(product, item, field)),
			   pm_rule_option_number(context, points ? "points" : "days"), points ? "points" : "days");
	diag->file = pm_rule_field_file(product, item, field);
}

/* Where a table, or what stands between two, ends that begins with an item. */
static uint32_t end_of_table(const struct pm_product *product, uint32_t first, uint32_t end)
{
	bool row = product->items[first].form == PM_FORM_ROW;
	uint32_t i = first + 1;

	while (i < end && (product->items[i].form == PM_FORM_ROW) == row &&
	       (!row || product->items[i].span.start <= product->items[i - 1].span.end + 2)) /* a line end may be two bytes */
		i++;
	return i;
}

/* Where a third of a table's estimates are so big, and they are more than two or three, its numbers are on another scale (hours, a
 * team's long Fibonacci row, the sum of a sprint), and nothing is known of them. */
static void check_table(const struct pm_rule_context *context, uint32_t first, uint32_t end)
{
	const struct pm_product *product = context->product;
	uint32_t all = 0, big = 0;
	const struct pm_field *field;
	struct pm_size size;

	for (uint32_t i = first; i < end && pm_product_more(product, i); i++)
		if (estimate_of(product, &product->items[i], &size) != NULL) {
			all++;
			big += is_big(context, &size);
		}
	if (big == 0 || (big > HABIT && big >= all / 3))
		return;
	for (uint32_t i = first; i < end && pm_product_more(product, i); i++) {
		field = estimate_of(product, &product->items[i], &size);
		if (field != NULL && is_big(context, &size))
			say(context, i, field, &size);
	}
}

static void check(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;

	for (uint32_t f = 0; f < product->file_count; f++) {
		uint32_t i = product->files[f].first_item, end = i + product->files[f].item_count;

		while (i < end) {
			uint32_t next = end_of_table(product, i, end);

			check_table(context, i, next);
			i = next;
		}
	}
}

static const struct pm_rule_option options[] = {
	{"points", "13", "the most points that a story may have"},
	{"days", "10", "the most working days that a story may take, where estimates are time"},
	{NULL, NULL, NULL},
};

const struct pm_rule pm_rule_story_size = {
	.name = "story-size",
	.severity = PM_SEVERITY_NOTE,
	.summary = "a story that is estimated at more than 13 points or 10 working days (unless a third of its table or file is)",
	.why = "The bigger it is, the more its estimate is wrong, and the later anybody sees something of it.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"- Estimate: 8\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "- Estimate: 40 points\n",
	.options = options,
	.check = check,
};
