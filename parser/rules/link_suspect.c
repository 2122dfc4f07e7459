/* link-suspect: an item that was written against what has been reworded since. */
#include "parser/rule.h"

static const struct pm_life *life_of(const struct pm_rule_context *context, uint32_t item)
{
	uint32_t life = pm_history_life(context->history, context->product, item);

	return life == PM_NO_ITEM ? NULL : &context->history->lives[life];
}

/* Is `to` what `item` was written against, and was it reworded after the item was? */
static void check_link(const struct pm_rule_context *context, uint32_t item, uint32_t to, const struct pm_life *life)
{
	const struct pm_life *other = life_of(context, to);
	const struct pm_history_commit *commit;
	uint32_t worded;
	char day[16];

	if (!other || other == life)
		return;
	worded = pm_life_worded(context->history, other);
	commit = &context->history->commits[worded];
	if (commit->base || worded <= pm_life_worded(context->history, life))
		return;
	pm_day_format(commit->day, day);
	pm_rule_add(context, item, context->product->items[item].head,
		    "%s rests on %s, which %.*s reworded on %s, after it was written: read it again, and change or confirm it",
		    pm_rule_name(context, item), pm_rule_name(context, to), PM_FMT(commit->author), day);
}

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];
	const struct pm_life *life = life_of(context, index);
	bool linked = false;

	if (!life || item->state == PM_STATE_DONE || item->state == PM_STATE_DROPPED)
		return;
	for (uint32_t i = 0; i < item->link_count; i++) {
		const struct pm_link *link = &context->product->links[item->first_link + i];

		if (link->to == PM_NO_ITEM || (link->field != PM_FIELD_DEPENDS_ON && link->field != PM_FIELD_PARENT &&
					       link->field != PM_FIELD_EPIC && link->field != PM_FIELD_GOAL))
			continue;
		linked = linked || link->to == item->parent;
		check_link(context, index, link->to, life);
	}
	if (!linked && item->parent != PM_NO_ITEM)
		check_link(context, index, item->parent, life);
}

const struct pm_rule pm_rule_link_suspect = {
	.name = "link-suspect",
	.severity = PM_SEVERITY_NOTE,
	.summary = "what an open item rests on was reworded after it was written (--history)",
	.why = "A story that was right for its goal, its epic or what it needs may be wrong when those change; nobody sees that in "
	       "the story.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a card\n"
		"\n"
		"## PAY-2 Pay with a saved card\n"
		"\n"
		"- Depends on: PAY-1\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a card or a phone, as it says since yesterday\n"
	       "\n"
	       "## PAY-2 Pay with a saved card\n"
	       "\n"
	       "- Depends on: PAY-1\n",
	.past = true,
	.check_item = check_item,
};
