/* story-size: a story that is too big for one go. */
#include "parser/rule.h"

#include <string.h>

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

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_product *product = context->product;
	const struct pm_item *item = &product->items[index];
	double points = pm_rule_option_number(context, "points"), days = pm_rule_option_number(context, "days");
	const struct pm_field *field;
	struct pm_diag *diag;
	struct pm_size size;
	bool big;

	if (!is_asked(item) || !pm_item_size(product, item, PM_FIELD_ESTIMATE, &size))
		return;
	big = strcmp(size.unit, "points") == 0 ? (size.low + size.high) / 2 > points : days_of(&size) > days;
	field = pm_item_field(product, item, PM_FIELD_ESTIMATE);
	if (!big || field == NULL || !(pm_rule_field_plain(field) || strcmp(size.unit, "points") == 0))
		return; /* a time behind a title may be anything */
	diag = pm_rule_add(context, index, field->value.end > field->value.start ? field->value : item->head,
			   "%s is estimated at %s, and more than %g %s in one go is a guess: split it before somebody begins it",
			   pm_rule_name(context, index), pm_rule_quote(context, pm_field_text(product, item, field)),
			   strcmp(size.unit, "points") == 0 ? points : days, strcmp(size.unit, "points") == 0 ? "points" : "days");
	diag->file = pm_rule_field_file(product, item, field);
}

static const struct pm_rule_option options[] = {
	{"points", "13", "the most points that a story may have"},
	{"days", "10", "the most working days that a story may take, where estimates are time"},
	{NULL, NULL, NULL},
};

const struct pm_rule pm_rule_story_size = {
	.name = "story-size",
	.severity = PM_SEVERITY_NOTE,
	.summary = "a story that is estimated at more than 13 points or 10 working days",
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
	.check_item = check_item,
};
