/* notes-line: what was done, without a line for the release notes. */
#include "parser/absence.h"

static bool is_internal(const struct pm_product *product, const struct pm_item *item)
{
	bool internal = false;

	return pm_bool_read(pm_item_text(product, item, PM_FIELD_INTERNAL), &internal) && internal;
}

/* What users see of a release: stories and bugs, not the team's own work. */
static enum pm_absence ask(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_product *product = context->product;
	const struct pm_item *item = &product->items[index];

	if (item->state != PM_STATE_DONE || (item->kind != PM_KIND_STORY && item->kind != PM_KIND_BUG) ||
	    is_internal(product, item))
		return PM_NOT_ASKED;
	return pm_item_text(product, item, PM_FIELD_RELEASE_NOTE).n > 0 ? PM_HAS : PM_LACKS;
}

static void one(const struct pm_rule_context *context, const struct pm_absences *absences, uint32_t index)
{
	if (absences->other == PM_NO_ITEM)
		return; /* nobody writes one there */
	pm_rule_add(context, index, context->product->items[index].head,
		    "%s is done and has no line for the release notes: add a field 'Release note', or 'Internal: yes'",
		    pm_rule_name(context, index));
}

/* Where most have none, the team writes its notes elsewhere. */
static void all(const struct pm_rule_context *context, const struct pm_absences *absences)
{
	(void)context;
	(void)absences;
}

static void check(const struct pm_rule_context *context)
{
	pm_absence_run(context, &(struct pm_absence_check){50, ask, one, all, NULL});
}

const struct pm_rule pm_rule_notes_line = {
	.name = "notes-line",
	.severity = PM_SEVERITY_NOTE,
	.summary = "a story or bug that is done without a line for the release notes, where most have one",
	.why = "The release notes then say its title, which was written for the team, or somebody asks around on the last day.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"- Status: done\n"
		"- Release note: You can pay with a card that you saved.\n"
		"\n"
		"## PAY-2 Tokens are kept by the bank\n"
		"\n"
		"- Status: done\n"
		"- Internal: yes\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "- Status: done\n"
	       "- Release note: You can pay with a card that you saved.\n"
	       "\n"
	       "## PAY-2 Pay by invoice\n"
	       "\n"
	       "- Status: done\n",
	.absence = true,
	.check = check,
};
