/* plan-estimate: an item without an estimate, where the others have one. */
#include "parser/rule.h"
#include "parser/title.h"

#include <string.h>

/* Items of one sort: of one form, and of ids that begin with the same words. */
static bool is_alike(const struct pm_item *a, const struct pm_item *b)
{
	return a->form == b->form && a->numbered == b->numbered && (a->id.n > 0) == (b->id.n > 0) &&
	       (a->numbered || pm_str_eq(pm_id_prefix(a->key), pm_id_prefix(b->key)));
}

/* Is it work whose size matters to a plan: open, and no part of something bigger that has one? */
static bool is_asked(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];

	return context->plan->work[index] && item->readable && item->first_child == PM_NO_ITEM &&
	       pm_plan_open(context->plan, index) && item->state != PM_STATE_IDEA;
}

/* "?" is none. */
static bool has_estimate(const struct pm_product *product, const struct pm_item *item)
{
	static const enum pm_field_id fields[] = {PM_FIELD_ESTIMATE, PM_FIELD_EFFORT, PM_FIELD_JOB_SIZE, PM_FIELD_DURATION};

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		struct pm_str text = pm_item_text(product, item, fields[i]);

		if (text.n > 0 && text.p[0] != '?')
			return true;
	}
	return false;
}

/* The items of one form in a file: what is in a table is not asked because the headings have estimates. */
enum { SORTS_MAX = 16 };

struct form {
	uint32_t all, having;
	uint32_t sorts[SORTS_MAX], sort_count; /* items that have one, each of another sort */
};

static bool is_known_sort(const struct pm_product *product, const struct form *form, const struct pm_item *item)
{
	for (uint32_t i = 0; i < form->sort_count; i++)
		if (is_alike(&product->items[form->sorts[i]], item))
			return true;
	return false;
}

static void count_item(const struct pm_product *product, uint32_t index, struct form *form)
{
	const struct pm_item *item = &product->items[index];

	form->all++;
	if (!has_estimate(product, item))
		return;
	form->having++;
	if (form->sort_count < SORTS_MAX && !is_known_sort(product, form, item))
		form->sorts[form->sort_count++] = index;
}

/* Said where at least `share` of them have one: elsewhere the team does without. */
static void check_file(const struct pm_rule_context *context, const struct pm_file *file, double share)
{
	const struct pm_product *product = context->product;
	uint32_t end = file->first_item + file->item_count;
	struct form forms[PM_FORM_BULLET + 1];

	memset(forms, 0, sizeof forms);
	for (uint32_t i = file->first_item; i < end && pm_product_more(product, i); i++)
		if (context->plan->work[i])
			count_item(product, i, &forms[product->items[i].form]);
	for (uint32_t i = file->first_item; i < end && pm_product_more(product, i); i++) {
		const struct form *form = &forms[product->items[i].form];

		if (is_asked(context, i) && form->having > 0 && form->having >= share * form->all &&
		    !has_estimate(product, &product->items[i]) && is_known_sort(product, form, &product->items[i]))
			pm_rule_add(context, i, product->items[i].head,
				    "%s has no estimate, so no plan counts it: write one in a field 'Estimate', as %u of the %u "
				    "items here have",
				    pm_rule_name(context, i), (unsigned)form->having, (unsigned)form->all);
	}
}

static void check(const struct pm_rule_context *context)
{
	for (uint32_t f = 0; f < context->product->file_count; f++)
		check_file(context, &context->product->files[f], pm_rule_option_number(context, "share"));
}

static const struct pm_rule_option options[] = {
	{"share", "75%", "said where at least so many of a file's items have an estimate"},
	{NULL, NULL, NULL},
};

const struct pm_rule pm_rule_plan_estimate = {
	.name = "plan-estimate",
	.severity = PM_SEVERITY_NOTE,
	.summary = "an open item without an estimate (only where most of its file have one)",
	.why = "A sum over estimates leaves it out, so every sprint and release that holds it is bigger than it looks.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a card\n"
		"\n"
		"- Estimate: 5\n"
		"\n"
		"## PAY-2 Pay by invoice\n"
		"\n"
		"- Estimate: 3\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a card\n"
	       "\n"
	       "- Estimate: 5\n"
	       "\n"
	       "## PAY-2 Pay by invoice\n"
	       "\n"
	       "- Estimate: 3\n"
	       "\n"
	       "## PAY-3 Pay at the door\n"
	       "\n"
	       "- Estimate: 2\n"
	       "\n"
	       "## PAY-4 Receipts by mail\n"
	       "\n"
	       "- Priority: low\n",
	.options = options,
	.absence = true,
	.plan = true,
	.check = check,
};
