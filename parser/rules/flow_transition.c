/* flow-transition: a change of state that the workflow does not know. */
#include "parser/rule.h"

/* "Ready, or Dropped": where the state of a status may lead. */
static void name_targets(const struct pm_config *config, struct pm_str from, struct pm_buf *out)
{
	for (size_t i = 0; i < config->transition_count; i++) {
		const struct pm_config_transition *transition = &config->transitions[i];

		if (!pm_config_state_is(config, from, transition->from))
			continue;
		pm_buf_addz(out, out->n > 0 ? ", or " : "");
		pm_buf_adds(out, pm_str_eqc(transition->to, "*") ? PM_STR("anything") : transition->to);
	}
}

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];
	const struct pm_field *field;
	struct pm_str before, now = pm_item_status(context->product, item);
	struct pm_buf targets = {0};
	uint32_t others, old;

	if (context->base == NULL || context->config == NULL || context->config->transition_count == 0 || item->id.n == 0)
		return;
	old = pm_product_find(context->base, item->id, &others);
	if (old == PM_NO_ITEM || others > 0)
		return;
	before = pm_item_status(context->base, &context->base->items[old]);
	if (before.n == 0 || now.n == 0 || pm_config_allows(context->config, before, now))
		return;
	name_targets(context->config, before, &targets);
	field = pm_item_field(context->product, item, PM_FIELD_STATUS);
	pm_rule_add(context, index, field != NULL && pm_rule_field_plain(field) ? field->value : item->head,
		    "%s goes from '%s' to '%s', and the workflow has no such change: from there it leads to %s",
		    pm_rule_name(context, index), pm_rule_quote(context, before), pm_rule_quote(context, now),
		    targets.n > 0 ? targets.p : "no other state")
		->subject = now;
	pm_buf_clear(&targets);
}

#define WORKFLOW                                                                                                                   \
	"==> .pmconfig <==\n"                                                                                                      \
	"[workflow]\n"                                                                                                             \
	"\ttransition = Ready -> In progress\n"                                                                                    \
	"\ttransition = In progress -> Done\n"                                                                                     \
	"==> BACKLOG.md <==\n"

const struct pm_rule pm_rule_flow_transition = {
	.name = "flow-transition",
	.severity = PM_SEVERITY_ERROR,
	.summary = "a change of state that workflow.transition does not allow (with --since)",
	.why = "A step that is left out, such as a review, is one that nobody did.",
	.good = WORKFLOW "# Backlog\n"
			 "\n"
			 "## PAY-1 Pay with a card\n"
			 "\n"
			 "- Status: In progress\n",
	.bad = WORKFLOW "# Backlog\n"
			"\n"
			"## PAY-1 Pay with a card\n"
			"\n"
			"- Status: Done\n",
	.base = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a card\n"
		"\n"
		"- Status: Ready\n",
	.check_item = check_item,
};
