/* criteria-missing: an item that nobody can say is done. */
#include "parser/absence.h"

/* Work that is still to be described: not an epic, a spike, a bug or a task in a list, nor a whole that others are parts of, nor a
 * mere idea. */
static bool is_asked(const struct pm_item *item)
{
	bool work = item->kind == PM_KIND_NONE || item->kind == PM_KIND_STORY ||
		    (item->kind == PM_KIND_TASK && item->form == PM_FORM_FILE);
	bool over = item->state == PM_STATE_DONE || item->state == PM_STATE_DROPPED;

	return work && !over && item->state != PM_STATE_IDEA && item->first_child == PM_NO_ITEM;
}

/* Story is what an item is where nothing says otherwise: this one has a story's sentence, id or field, or stands
 * with an id in a backlog. */
static bool is_story(const struct pm_product *product, const struct pm_item *item)
{
	static const char *const prefixes[] = {"us-", "story-", "hu-"};

	if (item->kind != PM_KIND_STORY)
		return false;
	if (item->story.span.end > item->story.span.start || pm_item_text(product, item, PM_FIELD_KIND).n > 0)
		return true;
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
		if (pm_str_starts(item->key, prefixes[i]))
			return true;
	return item->form == PM_FORM_HEADING && item->key.n > 0 && !item->numbered &&
	       product->files[item->file].role == PM_ROLE_BACKLOG;
}

/* Criteria are expected of stories and of items that are files; of what else a heading describes only where most others there have
 * them; never of a line in a list of things to do. */
static enum pm_absence ask(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_product *product = context->product;
	const struct pm_item *item = &product->items[index];

	if (!is_asked(item))
		return PM_NOT_ASKED;
	if (item->criterion_count > 0)
		return PM_HAS;
	if (item->declared_criteria) /* a label with nothing under it is said by check_item */
		return PM_NOT_ASKED;
	if (is_story(product, item) || (item->form == PM_FORM_FILE && product->files[item->file].role != PM_ROLE_ROADMAP))
		return PM_LACKS;
	return item->form <= PM_FORM_BOLD && product->files[item->file].role != PM_ROLE_ROADMAP ? PM_COULD : PM_NOT_ASKED;
}

static const char *how_to_mend(const struct pm_item *item)
{
	switch ((enum pm_form)item->form) {
	case PM_FORM_FILE: return "add a section '## Acceptance Criteria' and list them under it";
	case PM_FORM_YAML: return "add a list 'acceptance_criteria:' to its entry";
	case PM_FORM_ROW: return "give the table a column 'Acceptance criteria' and write them there";
	case PM_FORM_ENTRY_ID:
	case PM_FORM_SENTENCE:
	case PM_FORM_BOX:
	case PM_FORM_BULLET: return "list them under it, behind a line 'Acceptance criteria'";
	default: return "add a line 'Acceptance criteria' and list them under it";
	}
}

static void one(const struct pm_rule_context *context, const struct pm_absences *absences, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];

	if (item->form == PM_FORM_ROW && absences->asked == 1)
		return; /* the one row that is still to do, of a table that has nothing of the sort */
	pm_rule_add(context, index, item->head, "%s has no acceptance criteria: %s", pm_rule_name(context, index),
		    how_to_mend(item));
}

static void all(const struct pm_rule_context *context, const struct pm_absences *absences)
{
	const struct pm_item *item = &context->product->items[absences->first];
	struct pm_diag *diag;

	diag = pm_rule_add_file(context, item->file, item->head, "%s acceptance criteria; to give %s some, %s",
				pm_absence_count(context, absences, "stories to be built"), pm_rule_name(context, absences->first),
				how_to_mend(item));
	diag->subject = pm_str_c(pm_form_name((enum pm_form)item->form));
}

static void check(const struct pm_rule_context *context)
{
	pm_absence_run(context, &(struct pm_absence_check){33, ask, one, all});
}

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];

	if (item->declared_criteria && item->criterion_count == 0 && item->state != PM_STATE_DROPPED)
		pm_rule_add(context, index, item->head,
			    "%s announces acceptance criteria and has none: list them under that label, or take it out",
			    pm_rule_name(context, index));
}

const struct pm_rule pm_rule_criteria_missing = {
	.name = "criteria-missing",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a story without acceptance criteria",
	.why = "Without them, who builds it and who wanted it find out at the end that they meant different things.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"As a customer, I want to pay with a saved card so that I check out in one step.\n"
		"\n"
		"Acceptance criteria:\n"
		"\n"
		"- [ ] An expired card asks for a new one\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "As a customer, I want to pay with a saved card so that I check out in one step.\n",
	.absence = true,
	.check = check,
	.check_item = check_item,
};
