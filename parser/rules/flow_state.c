/* flow-state: a status that is no state of the team's workflow. */
#include "parser/rule.h"

#include "parser/words.h"

static const char *state_name(const void *ctx, size_t i)
{
	const struct pm_config *config = ctx;

	return config->states[i].name.p; /* kept in the configuration's arena, with a NUL behind it */
}

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];
	const struct pm_config *config = context->config;
	const struct pm_field *field;
	struct pm_str text;
	const char *nearest;

	if (config == NULL || config->state_count == 0 || PM_KIND_IS_RECORD(item->kind))
		return;
	field = pm_item_field(context->product, item, PM_FIELD_STATUS);
	if (field == NULL || !pm_rule_field_plain(field))
		return;
	text = pm_field_text(context->product, item, field);
	if (pm_value_empty(text) || pm_config_state_find(config, text) != NULL)
		return;
	nearest = pm_nearest(text, state_name, config, config->state_count);
	if (nearest != NULL)
		pm_rule_add(context, index, field->value, "'%s' is no state of the workflow: did you mean '%s'?",
			    pm_rule_quote(context, text), nearest)
			->subject = text;
	else
		pm_rule_add(context, index, field->value,
			    "'%s' is no state of the workflow: take one of its states, or add it to .pmconfig as workflow.state",
			    pm_rule_quote(context, text))
			->subject = text;
}

#define WORKFLOW                                                                                                                   \
	"==> .pmconfig <==\n"                                                                                                      \
	"[workflow]\n"                                                                                                             \
	"\tstate = Ready = open\n"                                                                                                 \
	"\tstate = In progress = started\n"                                                                                        \
	"\tstate = Done = done\n"                                                                                                  \
	"==> BACKLOG.md <==\n"

const struct pm_rule pm_rule_flow_state = {
	.name = "flow-state",
	.severity = PM_SEVERITY_ERROR,
	.summary = "a status that is no state of the workflow (only where .pmconfig has workflow.state)",
	.why = "An item in a state of its own is in no column of the board, and nobody comes to take it on.",
	.good = WORKFLOW "# Backlog\n"
			 "\n"
			 "## PAY-1 Pay with a card\n"
			 "\n"
			 "- Status: In progress\n",
	.bad = WORKFLOW "# Backlog\n"
			"\n"
			"## PAY-1 Pay with a card\n"
			"\n"
			"- Status: In progres\n",
	.check_item = check_item,
};
