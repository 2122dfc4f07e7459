/* trace-measure: a goal of which nobody can say whether it was reached. */
#include "parser/rule.h"

static bool is_asked(const struct pm_item *item)
{
	return item->kind == PM_KIND_GOAL && item->place == PM_PLACE_ACTIVE && item->readable && item->state != PM_STATE_DONE &&
	       item->state != PM_STATE_DROPPED;
}

static bool has_measure(const struct pm_product *product, const struct pm_item *item)
{
	return pm_item_text(product, item, PM_FIELD_METRIC).n > 0 || pm_item_text(product, item, PM_FIELD_TARGET).n > 0;
}

static void check(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;
	bool used = false;

	for (uint32_t i = 0; i < product->item_count && !used; i++)
		used = product->items[i].kind == PM_KIND_GOAL && has_measure(product, &product->items[i]);
	for (uint32_t i = 0; i < product->item_count && used; i++)
		if (is_asked(&product->items[i]) && !has_measure(product, &product->items[i]))
			pm_rule_add(context, i, product->items[i].head,
				    "the goal %s has no measure: write what is measured in a field 'Metric', and where it should "
				    "be in 'Target'",
				    pm_rule_name(context, i));
}

const struct pm_rule pm_rule_trace_measure = {
	.name = "trace-measure",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a goal without a measure (only where other goals have one)",
	.why = "A goal that cannot be measured cannot be reached, only declared reached.",
	.good = "# Roadmap\n"
		"\n"
		"## Goals\n"
		"\n"
		"### G-1 Shoppers come back\n"
		"\n"
		"- Metric: repeat purchases\n"
		"- Target: 30%\n",
	.bad = "# Roadmap\n"
	       "\n"
	       "## Goals\n"
	       "\n"
	       "### G-1 Shoppers come back\n"
	       "\n"
	       "- Metric: repeat purchases\n"
	       "- Target: 30%\n"
	       "\n"
	       "### G-2 Shops open in a day\n"
	       "\n"
	       "- By: 2027-03-31\n",
	.absence = true,
	.check = check,
};
