/* flow-owner: work in progress that is nobody's. */
#include "parser/rule.h"

static bool is_owned(const struct pm_product *product, const struct pm_item *item)
{
	return pm_item_text(product, item, PM_FIELD_OWNER).n > 0;
}

static bool is_begun(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];

	return item->state == PM_STATE_STARTED && context->plan->work[index] && item->readable && item->place == PM_PLACE_ACTIVE;
}

/* Do most have an owner, of all the work or of what is begun?  Else it is not written here. */
static bool has_owners(const struct pm_rule_context *context)
{
	uint32_t all = 0, owned = 0, begun = 0, begun_owned = 0;

	for (uint32_t i = 0; pm_product_more(context->product, i); i++) {
		bool is = context->plan->work[i] && is_owned(context->product, &context->product->items[i]);

		all += context->plan->work[i];
		owned += is;
		begun += is_begun(context, i);
		begun_owned += is && is_begun(context, i);
	}
	return owned * 2 > all || (begun_owned > 0 && begun_owned * 2 > begun);
}

static void check(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;
	bool used = has_owners(context);

	for (uint32_t i = 0; used && pm_product_more(product, i); i++) {
		struct pm_str status;

		if (!is_begun(context, i) || is_owned(product, &product->items[i]))
			continue;
		status = pm_item_status(product, &product->items[i]);
		pm_rule_add(context, i, product->items[i].head,
			    "%s is begun (%s) and nobody owns it: name who does it in a field 'Owner'", pm_rule_name(context, i),
			    status.n > 0 ? pm_rule_quote(context, status) : "no status");
	}
}

const struct pm_rule pm_rule_flow_owner = {
	.name = "flow-owner",
	.severity = PM_SEVERITY_WARNING,
	.summary = "an item in progress without an owner (only where most have one)",
	.why = "What is begun and is nobody's stands still, and looks as if it did not.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a card\n"
		"\n"
		"- Status: in progress\n"
		"- Owner: @ann\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a card\n"
	       "\n"
	       "- Status: in progress\n"
	       "- Owner: @ann\n"
	       "\n"
	       "## PAY-2 Pay by invoice\n"
	       "\n"
	       "- Status: in progress\n"
	       "\n"
	       "## PAY-3 Receipts by mail\n"
	       "\n"
	       "- Status: ready\n"
	       "- Owner: @bob\n",
	.absence = true,
	.plan = true,
	.check = check,
};
