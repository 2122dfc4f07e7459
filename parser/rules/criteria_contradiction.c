/* criteria-contradiction: boxes that say another thing than the status beside them. */
#include "parser/rule.h"

/* What is over, by the class of its state. */
static bool is_over(enum pm_state_class state)
{
	return state == PM_STATE_DONE || state == PM_STATE_DROPPED;
}

/* The status as somebody wrote it beside the item, and its class; NULL: there is none. */
static const struct pm_field *find_status(const struct pm_rule_context *context, const struct pm_item *item,
					  enum pm_state_class *state)
{
	for (uint16_t i = 0; i < item->field_count; i++) {
		const struct pm_field *field = &item->fields[i];
		struct pm_str word;

		if (field->def != PM_FIELD_STATUS || !pm_rule_field_plain(field) || (field->flags & PM_FIELD_FROM_REFERENCE))
			continue;
		if (pm_str_find(pm_field_text(context->product, item, field), " / ") >= 0)
			return NULL; /* the states that something can have: "open / paid / overdue" */
		*state = pm_config_state(context->config, pm_field_text(context->product, item, field), &word);
		return *state != PM_STATE_NONE ? field : NULL;
	}
	return NULL;
}

static bool all_ticked(const struct pm_item *item)
{
	for (uint16_t i = 0; i < item->criterion_count; i++)
		if (item->criteria[i].state != PM_BOX_DONE)
			return false;
	return item->criterion_count > 0;
}

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];
	enum pm_state_class state = PM_STATE_NONE;
	const struct pm_field *field;
	const char *name, *status;

	if (item->box != PM_BOX_DONE && item->box != PM_BOX_OPEN && !all_ticked(item))
		return;
	field = find_status(context, item, &state);
	if (field == NULL)
		return;
	name = pm_rule_name(context, index);
	status = pm_rule_quote(context, pm_field_text(context->product, item, field));
	if (item->box == PM_BOX_DONE && !is_over(state))
		pm_rule_add(context, index, field->value,
			    "the box of %s is ticked, and its status is '%s': one of them is out of date", name, status);
	else if (item->box == PM_BOX_OPEN && state == PM_STATE_DONE)
		pm_rule_add(context, index, field->value,
			    "the box of %s is open, and its status is '%s': one of them is out of date", name, status);
	else if ((state == PM_STATE_OPEN || state == PM_STATE_IDEA) && all_ticked(item))
		pm_rule_add(context, index, field->value,
			    "%s of %s is ticked, and its status is '%s': say how far it is, or take back what is not met",
			    item->criterion_count == 1 ? "the criterion" : "every criterion", name, status);
}

const struct pm_rule pm_rule_criteria_contradiction = {
	.name = "criteria-contradiction",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a box, or all boxes of the criteria, against the status beside them",
	.why = "Boards and forecasts follow the status, people the boxes: one of them is misled.",
	.good = "# Backlog\n"
		"\n"
		"- [x] PAY-1 Pay with a saved card\n"
		"  - Status: done\n"
		"- [ ] PAY-2 Pay by invoice\n"
		"  - Status: in progress\n",
	.bad = "# Backlog\n"
	       "\n"
	       "- [x] PAY-1 Pay with a saved card\n"
	       "  - Status: in progress\n"
	       "- [ ] PAY-2 Pay by invoice\n"
	       "  - Status: done\n",
	.check_item = check_item,
};
