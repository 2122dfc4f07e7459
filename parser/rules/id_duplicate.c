/* id-duplicate: an id that two items have. */
#include "parser/rule.h"

#include <stdlib.h>
#include <string.h>

/* So many further items with the same id are shown. */
enum { SHOWN_MAX = 20 };

/* The files in which a merge was not finished: their items are there twice because of that. */
static bool *find_conflicts(const struct pm_product *product)
{
	bool *conflict = pm_calloc((size_t)product->file_count + 1, sizeof *conflict);

	for (size_t i = 0; i < product->diags.count; i++)
		if (product->diags.list[i].file != PM_NO_FILE && strcmp(product->diags.list[i].rule, "read-conflict") == 0)
			conflict[product->diags.list[i].file] = true;
	return conflict;
}

static const char *place_word(const struct pm_item *item)
{
	switch ((enum pm_place)item->place) {
	case PM_PLACE_ARCHIVED:
		return "archived ";
	case PM_PLACE_COMPLETED:
		return "completed ";
	case PM_PLACE_DRAFT:
		return "draft ";
	default:
		return "";
	}
}

/* A heading that stands deeper than the other in one file is more often a section about the item than another one. */
static bool is_about(const struct pm_item *first, const struct pm_item *second)
{
	return first->file == second->file && first->level > 0 && second->level > first->level;
}

/* Says it at the later of the two, but never at one that is put away while the other is not.  Returns the finding. */
static struct pm_diag *report(const struct pm_rule_context *context, uint32_t first, uint32_t second)
{
	const struct pm_item *items = context->product->items;
	uint32_t at = second, other = first;
	struct pm_diag *diag;

	if (items[second].place != PM_PLACE_ACTIVE && items[first].place == PM_PLACE_ACTIVE) {
		at = first;
		other = second;
	}
	diag = pm_rule_add(context, at, items[at].id_span, "%s is also the id of %sitem '%s' (%s): give one of them another id",
			   pm_rule_name(context, at), place_word(&items[other]), pm_rule_quote(context, items[other].title),
			   pm_rule_place(context, other));
	pm_diag_related(context->diags, diag, items[other].file, items[other].id_span, "the other %s", pm_rule_name(context, other));
	if (is_about(&items[first], &items[second]) && diag->severity > PM_SEVERITY_NOTE)
		diag->severity = PM_SEVERITY_NOTE;
	return diag;
}

/* One finding for an id, at the second item that has it; the further ones are shown with it. */
static void check_id(const struct pm_rule_context *context, uint32_t first, const bool *conflict, bool *seen)
{
	const struct pm_product *product = context->product;
	struct pm_diag *diag = NULL;
	unsigned shown = 0;

	for (uint32_t i = pm_product_same(product, first); i != PM_NO_ITEM; i = pm_product_same(product, i)) {
		const struct pm_item *item = &product->items[i];

		seen[i] = true;
		if (conflict[item->file] && product->items[first].file == item->file)
			continue;
		if (diag == NULL)
			diag = report(context, first, i);
		else if (shown++ < SHOWN_MAX)
			pm_diag_related(context->diags, diag, item->file, item->id_span, "and one more %s", pm_rule_name(context, i));
	}
}

static void check(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;
	bool *conflict = find_conflicts(product);
	bool *seen = pm_calloc((size_t)product->item_count + 1, sizeof *seen);

	for (uint32_t i = 0; i < product->item_count; i++)
		if (!seen[i] && product->items[i].key.n > 0 && !product->items[i].numbered)
			check_id(context, i, conflict, seen);
	free(seen);
	free(conflict);
}

const struct pm_rule pm_rule_id_duplicate = {
	.name = "id-duplicate",
	.severity = PM_SEVERITY_ERROR,
	.summary = "an id that two items have, archived and completed ones among them",
	.why = "Whatever refers to the id means one of them, and nobody can tell which.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"- Estimate: 3\n"
		"\n"
		"## PAY-2 Pay by invoice\n"
		"\n"
		"- Estimate: 5\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "- Estimate: 3\n"
	       "\n"
	       "## PAY-1 Pay by invoice\n"
	       "\n"
	       "- Estimate: 5\n",
	.check = check,
};
