/* link-dropped: a dependency on what will never be done. */
#include "parser/rule.h"

static bool is_open(const struct pm_item *item)
{
	return item->place == PM_PLACE_ACTIVE && item->state != PM_STATE_DONE && item->state != PM_STATE_DROPPED;
}

/* What became of it; NULL: it may still be done, or was. */
static const char *end_of(const struct pm_item *item)
{
	if (item->state == PM_STATE_DROPPED)
		return "dropped";
	return item->place == PM_PLACE_ARCHIVED && item->state != PM_STATE_DONE ? "archived before it was done" : NULL;
}

static void check(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;

	for (uint32_t i = 0; pm_product_more_links(product, i); i++) {
		const struct pm_link *link = &product->links[i];
		const char *end;

		if (link->field != PM_FIELD_DEPENDS_ON || link->to == PM_NO_ITEM || link->span.end == link->span.start ||
		    !is_open(&product->items[link->from]))
			continue;
		end = end_of(&product->items[link->to]);
		if (end != NULL)
			pm_rule_add(context, link->from, link->span,
				    "%s depends on %s, which was %s: take the dependency out, or name what takes its place",
				    pm_rule_name(context, link->from), pm_rule_name(context, link->to), end)
				->subject = link->text;
	}
}

const struct pm_rule pm_rule_link_dropped = {
	.name = "link-dropped",
	.severity = PM_SEVERITY_WARNING,
	.summary = "an open item that depends on one that was dropped or archived undone",
	.why = "It waits for something that will never come, or it needs that thing, and somebody has to say which.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Keep cards safe\n"
		"\n"
		"- Status: done\n"
		"\n"
		"## PAY-2 Pay with a saved card\n"
		"\n"
		"- Status: ready\n"
		"- Depends on: PAY-1\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Keep cards safe\n"
	       "\n"
	       "- Status: dropped\n"
	       "\n"
	       "## PAY-2 Pay with a saved card\n"
	       "\n"
	       "- Status: ready\n"
	       "- Depends on: PAY-1\n",
	.check = check,
};
