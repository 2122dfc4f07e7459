/* plan-must: a release in which nearly everything must be. */
#include "parser/rule.h"

#include <stdlib.h>

struct effort {
	double must, all;
	uint32_t known, unknown; /* items */
};

static enum pm_moscow moscow_of(const struct pm_product *product, const struct pm_item *item)
{
	enum pm_moscow moscow = pm_moscow_read(pm_item_text(product, item, PM_FIELD_MOSCOW));

	return moscow != PM_MOSCOW_NONE ? moscow : pm_moscow_read(pm_item_text(product, item, PM_FIELD_PRIORITY));
}

/* Adds an item to its release.  What will not be done is no part of the effort, as DSDM counts it. */
static void add_item(const struct pm_rule_context *context, uint32_t index, struct effort *efforts)
{
	const struct pm_item *item = &context->product->items[index];
	uint32_t release = context->plan->release[index];
	enum pm_moscow moscow;

	if (!context->plan->work[index] || release == PM_NO_ITEM || item->state == PM_STATE_DROPPED)
		return;
	moscow = moscow_of(context->product, item);
	if (moscow == PM_MOSCOW_NONE || moscow == PM_MOSCOW_WONT)
		return;
	if (context->plan->effort[index] < 0) {
		efforts[release].unknown++;
		return;
	}
	efforts[release].known++;
	efforts[release].all += context->plan->effort[index];
	if (moscow == PM_MOSCOW_MUST)
		efforts[release].must += context->plan->effort[index];
}

/* A few items say nothing about a plan, nor does an effort that is mostly unknown. */
static bool is_telling(const struct effort *effort)
{
	return effort->known >= 3 && effort->known > effort->unknown && effort->all > 0;
}

static void check(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;
	struct effort *efforts = pm_calloc((size_t)product->item_count + 1, sizeof *efforts);
	double most = pm_rule_option_number(context, "share");

	for (uint32_t i = 0; pm_product_more(product, i); i++)
		add_item(context, i, efforts);
	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		double share = efforts[i].all > 0 ? efforts[i].must / efforts[i].all : 0;

		if (product->items[i].state == PM_STATE_DONE || !is_telling(&efforts[i]) || share <= most + 1e-9)
			continue;
		pm_rule_add(context, i, product->items[i].head,
			    "%.0f%% of the effort of %s must be done (%g of %g), more than %.0f%%: nothing is left to give way; "
			    "make some of it "
			    "should or could",
			    share * 100, pm_rule_name(context, i), efforts[i].must, efforts[i].all, most * 100);
	}
	free(efforts);
}

static const struct pm_rule_option options[] = {
	{"share", "60%", "how much of a release's effort may be must"},
	{NULL, NULL, NULL},
};

const struct pm_rule pm_rule_plan_must = {
	.name = "plan-must",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a release of which more than 60% of the effort must be done",
	.why = "Estimates are wrong, and what gives way then is what is should and could: without it the date gives way (DSDM, "
	       "chapter 10).",
	.good = "# Backlog\n"
		"\n"
		"## v1.2 (2026-12-01)\n"
		"\n"
		"### PAY-1 Pay with a card\n"
		"\n"
		"- Priority: must\n"
		"- Estimate: 5\n"
		"\n"
		"### PAY-2 Pay by invoice\n"
		"\n"
		"- Priority: should\n"
		"- Estimate: 3\n"
		"\n"
		"### PAY-3 Receipts by mail\n"
		"\n"
		"- Priority: could\n"
		"- Estimate: 2\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## v1.2 (2026-12-01)\n"
	       "\n"
	       "### PAY-1 Pay with a card\n"
	       "\n"
	       "- Priority: must\n"
	       "- Estimate: 5\n"
	       "\n"
	       "### PAY-2 Pay by invoice\n"
	       "\n"
	       "- Priority: must\n"
	       "- Estimate: 3\n"
	       "\n"
	       "### PAY-3 Receipts by mail\n"
	       "\n"
	       "- Priority: could\n"
	       "- Estimate: 2\n",
	.options = options,
	.plan = true,
	.check = check,
};
