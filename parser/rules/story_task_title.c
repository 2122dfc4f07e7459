/* story-task-title: a story whose title is work to do, not something that somebody gets. */
#include "parser/prose.h"
#include "parser/rule.h"

/* Does the item call itself a story: by its kind, or by its id? */
static bool is_declared(const struct pm_product *product, const struct pm_item *item)
{
	static const char *const prefixes[] = {"us-", "story-", "hu-"};
	struct pm_str kind = pm_item_text(product, item, PM_FIELD_KIND);

	if (item->kind != PM_KIND_STORY)
		return false;
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
		if (pm_str_starts(item->key, prefixes[i]))
			return true;
	return kind.n > 0;
}

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_product *product = context->product;
	const struct pm_item *item = &product->items[index];

	if (!is_declared(product, item) || item->story.span.end > item->story.span.start || item->state == PM_STATE_DONE ||
	    item->state == PM_STATE_DROPPED || !pm_prose_begins(product, item, WORD_TASK, item->title))
		return;
	pm_rule_add(context, index, item->title_span,
		    "the title of story %s is work, not something that somebody gets: say who gains what, or call it a task",
		    pm_rule_name(context, index));
}

const struct pm_rule pm_rule_story_task_title = {
	.name = "story-task-title",
	.severity = PM_SEVERITY_NOTE,
	.summary = "a story without a sentence whose title is only work to do (English and German)",
	.why = "Nobody who is not a developer can rank it, and nobody sees when it has brought what it was for.",
	.good = "# Backlog\n"
		"\n"
		"## US-1 Pay with a saved card\n"
		"\n"
		"- Estimate: 3\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## US-1 Refactor the payment service\n"
	       "\n"
	       "- Estimate: 3\n",
	.check_item = check_item,
};
