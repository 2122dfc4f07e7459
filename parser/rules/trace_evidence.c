/* trace-evidence: feedback that supports nothing. */
#include "parser/rule.h"

static bool is_feedback(const struct pm_item *item)
{
	return item->kind == PM_KIND_FEEDBACK && item->place == PM_PLACE_ACTIVE && item->readable && item->state != PM_STATE_DONE &&
	       item->state != PM_STATE_DROPPED;
}

/* Feedback names items in the field About, or is named by them as their evidence. */
static bool is_used(const struct pm_product *product, const struct pm_item *item)
{
	return pm_item_text(product, item, PM_FIELD_ABOUT).n > 0 || pm_item_text(product, item, PM_FIELD_RELATES_TO).n > 0;
}

static void check(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;
	bool used = false;

	for (uint32_t i = 0; i < product->item_count && !used; i++)
		used = product->items[i].kind == PM_KIND_FEEDBACK && is_used(product, &product->items[i]);
	for (uint32_t i = 0; i < product->item_count && used; i++)
		if (is_feedback(&product->items[i]) && !is_used(product, &product->items[i]))
			pm_rule_add(
				context, i, product->items[i].head,
				"%s supports no item: name what it is about in a field 'About', or decide that nothing comes of it",
				pm_rule_name(context, i));
}

const struct pm_rule pm_rule_trace_evidence = {
	.name = "trace-evidence",
	.severity = PM_SEVERITY_NOTE,
	.summary = "feedback that is about no item (only where other feedback is)",
	.why = "What a customer said and nobody connected with anything is heard by nobody, however much it weighs.",
	.good = "# Feedback\n"
		"\n"
		"### FB-1 \"I type my card every time\"\n"
		"\n"
		"- From: a baker\n"
		"- About: PAY-1\n",
	.bad = "# Feedback\n"
	       "\n"
	       "### FB-1 \"I type my card every time\"\n"
	       "\n"
	       "- From: a baker\n"
	       "- About: PAY-1\n"
	       "\n"
	       "### FB-2 \"The receipt is too long\"\n"
	       "\n"
	       "- From: a florist\n",
	.absence = true,
	.check = check,
};
