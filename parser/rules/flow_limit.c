/* flow-limit: more work in a state than the team allows itself. */
#include "parser/rule.h"

/* At most so many of the items are named. */
enum { NAMED = 6 };

static bool is_in(const struct pm_rule_context *context, uint32_t item, struct pm_str state)
{
	return context->plan->work[item] && context->product->items[item].place == PM_PLACE_ACTIVE &&
	       pm_config_state_is(context->config, pm_item_status(context->product, &context->product->items[item]), state);
}

/* "PAY-1, PAY-2, PAY-3 and 4 more". */
static void name_items(const struct pm_rule_context *context, struct pm_str state, uint32_t count, struct pm_buf *out)
{
	uint32_t named = 0;

	for (uint32_t i = 0; i < context->product->item_count && named < NAMED; i++)
		if (is_in(context, i, state))
			pm_buf_addf(out, "%s%s", named++ > 0 ? ", " : "", pm_rule_name(context, i));
	if (count > named)
		pm_buf_addf(out, " and %u more", (unsigned)(count - named));
}

static void check_limit(const struct pm_rule_context *context, const struct pm_config_limit *limit)
{
	const struct pm_product *product = context->product;
	uint32_t count = 0, last = PM_NO_ITEM;
	const struct pm_field *field;
	struct pm_buf names = {0};

	for (uint32_t i = 0; pm_product_more(product, i); i++)
		if (is_in(context, i, limit->state) && ++count > 0)
			last = i;
	if (count <= limit->count)
		return;
	field = pm_item_field(product, &product->items[last], PM_FIELD_STATUS);
	name_items(context, limit->state, count, &names);
	pm_rule_add_file(context, product->items[last].file,
			 field != NULL && pm_rule_field_plain(field) ? field->value : product->items[last].head,
			 "%u items are in '%.*s', and its limit is %u (%s): finish one before another is begun", (unsigned)count,
			 PM_FMT(limit->state), (unsigned)limit->count, names.p)
		->subject = limit->state;
	pm_buf_clear(&names);
}

static void check(const struct pm_rule_context *context)
{
	for (size_t i = 0; context->config != NULL && i < context->config->limit_count; i++)
		check_limit(context, &context->config->limits[i]);
}

#define LIMIT                                                                                                                      \
	"==> .pmconfig <==\n"                                                                                                      \
	"[workflow]\n"                                                                                                             \
	"\tlimit = In review = 1\n"                                                                                                \
	"==> BACKLOG.md <==\n"

const struct pm_rule pm_rule_flow_limit = {
	.name = "flow-limit",
	.severity = PM_SEVERITY_WARNING,
	.summary = "more items in a state than workflow.limit allows",
	.why = "What waits in a full state takes longer for everybody: cycle time grows with the work in progress (Little's law).",
	.good = LIMIT "# Backlog\n"
		      "\n"
		      "## PAY-1 Pay with a card\n"
		      "\n"
		      "- Status: in review\n"
		      "\n"
		      "## PAY-2 Pay by invoice\n"
		      "\n"
		      "- Status: in progress\n",
	.bad = LIMIT "# Backlog\n"
		     "\n"
		     "## PAY-1 Pay with a card\n"
		     "\n"
		     "- Status: in review\n"
		     "\n"
		     "## PAY-2 Pay by invoice\n"
		     "\n"
		     "- Status: in review\n",
	.plan = true,
	.check = check,
};
