/* criteria-open: done, and not done. */
#include "parser/repair.h"
#include "parser/rule.h"

/* So many open criteria are shown one by one. */
enum { SHOWN_MAX = 20 };

/* Ticks them all: whether they are met only people know, so nothing does this unasked. */
static void tick(const struct pm_rule_context *context, const struct pm_item *item, struct pm_diag *diag)
{
	struct pm_buf err = {0};
	struct pm_edits edits;
	int status = 0;

	pm_edits_init(&edits);
	for (uint16_t i = 0; i < item->criterion_count && status == 0; i++)
		if (item->criteria[i].state == PM_BOX_OPEN)
			status = pm_edit_criterion(context->product, item, i, true, &edits, &err);
	if (status == 0 && edits.count > 0) {
		pm_repair_add(context->diags, diag, &edits);
		pm_diag_fix(diag, false, "tick the open criteria");
	}
	pm_edits_clear(&edits);
	pm_buf_clear(&err);
}

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];
	const struct pm_criterion *first = NULL;
	struct pm_diag *diag;
	unsigned open = 0, shown = 0;

	if (item->state != PM_STATE_DONE)
		return;
	for (uint16_t i = 0; i < item->criterion_count; i++) {
		if (item->criteria[i].state != PM_BOX_OPEN)
			continue;
		if (open++ == 0)
			first = &item->criteria[i];
	}
	if (first == NULL)
		return;
	diag = pm_rule_add(context, index, first->span,
			   "%s is done, but %u of its %u criteria %s open: tick what is met, or take the item back",
			   pm_rule_name(context, index), open, (unsigned)item->criterion_count, open == 1 ? "is" : "are");
	for (const struct pm_criterion *c = first + 1; c < item->criteria + item->criterion_count && shown < SHOWN_MAX; c++) {
		if (c->state != PM_BOX_OPEN)
			continue;
		pm_diag_related(context->diags, diag, item->file, c->span, "this one too");
		shown++;
	}
	if (context->asked_fixes)
		tick(context, item, diag);
}

const struct pm_rule pm_rule_criteria_open = {
	.name = "criteria-open",
	.severity = PM_SEVERITY_ERROR,
	.summary = "a done item with open acceptance criteria",
	.why = "Either the work is not done or the list is out of date; whoever relies on one of them is misled.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"- Status: done\n"
		"\n"
		"Acceptance criteria:\n"
		"\n"
		"- [x] An expired card asks for a new one\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "- Status: done\n"
	       "\n"
	       "Acceptance criteria:\n"
	       "\n"
	       "- [x] The order is placed without typing\n"
	       "- [ ] An expired card asks for a new one\n",
	.fix = "ticks them, when --only names this rule",
	.fix_asked = true,
	.check_item = check_item,
};
