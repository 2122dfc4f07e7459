/* id-missing: an item that nothing can refer to. */
#include "parser/absence.h"

static enum pm_absence ask(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];

	if (PM_KIND_IS_RECORD(item->kind))
		return PM_NOT_ASKED;
	if (item->id.n > 0)
		return PM_HAS;
	return item->state == PM_STATE_DONE || item->state == PM_STATE_DROPPED ? PM_NOT_ASKED : PM_LACKS;
}

/* Where the id goes, in the item's own form. */
static const char *how_to_mend(const struct pm_item *item)
{
	switch ((enum pm_form)item->form) {
	case PM_FORM_FILE:
		return "add an 'id:' to its front matter";
	case PM_FORM_YAML:
		return "add an 'id:' to its entry";
	case PM_FORM_ROW:
		return "write one into its row, in a column 'ID'";
	default:
		return "write one in front of its title";
	}
}

static void one(const struct pm_rule_context *context, const struct pm_absences *absences, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];

	if (absences->other != PM_NO_ITEM)
		pm_rule_add(context, index, item->head, "%s has no id, so nothing can refer to it: %s (others here are written '%s')",
			    pm_rule_name(context, index), how_to_mend(item), pm_rule_name(context, absences->other));
	else
		pm_rule_add(context, index, item->head, "%s has no id, so nothing can refer to it: %s, such as 'PAY-1'",
			    pm_rule_name(context, index), how_to_mend(item));
}

static void all(const struct pm_rule_context *context, const struct pm_absences *absences)
{
	const struct pm_item *item = &context->product->items[absences->first];
	struct pm_diag *diag;

	diag = pm_rule_add_file(context, item->file, item->head,
				"%s an id, so nothing can refer to those without: give them one where you need it, such as '%s'",
				pm_absence_count(context, absences, "items"),
				absences->other != PM_NO_ITEM ? pm_rule_name(context, absences->other) : "PAY-1");
	diag->subject = pm_str_c(pm_form_name((enum pm_form)item->form));
}

static void check(const struct pm_rule_context *context)
{
	pm_absence_run(context, &(struct pm_absence_check){80, ask, one, all});
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
	.absence = true,
	.check = check,
};
