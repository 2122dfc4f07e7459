/* criteria-count: too few criteria, or too many. */
#include "parser/rule.h"

/* Wholes have criteria of another kind than what is built in one go. */
static bool is_asked(const struct pm_item *item)
{
	bool whole = item->kind == PM_KIND_EPIC || item->kind == PM_KIND_INITIATIVE || item->first_child != PM_NO_ITEM;
	bool over = item->state == PM_STATE_DONE || item->state == PM_STATE_DROPPED;

	return item->criterion_count > 0 && !whole && !over && !PM_KIND_IS_RECORD(item->kind);
}

/* Points that stand below an entry of their own, "1. **The till**" and three points, are one: how many criteria are there then?
 * All of them, where they are one list. */
static unsigned count_groups(const struct pm_product *product, const struct pm_item *item)
{
	const struct pm_source *source = &product->files[item->file].source;
	unsigned groups = 0;
	uint32_t before = 0;

	for (uint16_t i = 0; i < item->criterion_count; i++) {
		uint32_t start = item->criteria[i].span.start, line = start;

		if (start < before)
			return item->criterion_count;
		while (line > before && source->bytes[line - 1] != '\n')
			line--;
		groups += i == 0 || (source->bytes[line] != ' ' && source->bytes[line] != '\t') ||
			  pm_str_trim(pm_source_text(source, (struct pm_span){before, line})).n > 0;
		before = item->criteria[i].span.end;
	}
	return groups > 1 ? groups : item->criterion_count;
}

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];
	double min = pm_rule_option_number(context, "min"), max = pm_rule_option_number(context, "max");
	unsigned count = item->criterion_count;

	if (!is_asked(item))
		return;
	if (count > max) {
		if (count_groups(context->product, item) <= max)
			return;
		pm_rule_add(context, index, item->head,
			    "%s has %u acceptance criteria, more than %g: split it where a part of them is worth having alone",
			    pm_rule_name(context, index), count, max);
	} else if (count < min) {
		pm_rule_add(context, index, item->head,
			    "%s has %u acceptance %s, fewer than %g: ask what else must hold, and what must not",
			    pm_rule_name(context, index), count, count == 1 ? "criterion" : "criteria", min);
	}
}

static const struct pm_rule_option options[] = {
	{"max", "20", "the most criteria that an item may have"},
	{"min", "1", "the fewest criteria that an item with any may have"},
	{NULL, NULL, NULL},
};

const struct pm_rule pm_rule_criteria_count = {
	.name = "criteria-count",
	.severity = PM_SEVERITY_NOTE,
	.summary = "an item with more than 20 acceptance criteria, or with fewer than the team wants",
	.why = "What must hold in so many ways is several stories: one of them could be with its users already.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"Acceptance criteria:\n"
		"\n"
		"- [ ] The order is placed without typing\n"
		"- [ ] An expired card asks for a new one\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay\n"
	       "\n"
	       "Acceptance criteria:\n"
	       "\n"
	       "- [ ] A saved card is offered\n"
	       "- [ ] A new card can be saved\n"
	       "- [ ] A saved card can be taken out\n"
	       "- [ ] An expired card asks for a new one\n"
	       "- [ ] An invoice is offered to companies\n"
	       "- [ ] A voucher is taken\n"
	       "- [ ] Two vouchers are taken\n"
	       "- [ ] What is left of a voucher stays on it\n"
	       "- [ ] The receipt names the card\n"
	       "- [ ] The receipt goes out by mail\n"
	       "- [ ] A refund goes back to the card\n"
	       "- [ ] A refund of a voucher is a voucher\n"
	       "- [ ] The day's sums name cards and vouchers apart\n"
	       "- [ ] A tip can be added\n"
	       "- [ ] A tip goes to who served\n"
	       "- [ ] A tip is not taxed\n"
	       "- [ ] Coins are counted\n"
	       "- [ ] Notes are counted\n"
	       "- [ ] Change is rounded to five cents\n"
	       "- [ ] The drawer opens by itself\n"
	       "- [ ] A drawer left open is said\n",
	.options = options,
	.check_item = check_item,
};
