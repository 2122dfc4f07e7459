/* story-vague: a story that wants what nobody can measure. */
#include "parser/prose.h"
#include "parser/rule.h"

/* Criteria say what is meant, where there are some. */
static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_product *product = context->product;
	const struct pm_item *item = &product->items[index];
	unsigned language = PROSE_NONE;
	struct pm_diag *diag;
	struct pm_span found;
	struct pm_str word;

	if (item->story.want.end <= item->story.want.start || item->criterion_count > 0 || item->state == PM_STATE_DONE ||
	    item->state == PM_STATE_DROPPED || !pm_prose_find(product, item, WORD_STORY_VAGUE, item->story.want, &language, &found))
		return;
	word = pm_source_text(&product->files[item->file].source, found);
	diag = pm_rule_add(context, index, found,
			   "'%s' in the story of %s is a matter of opinion: say how one would notice, or add criteria",
			   pm_rule_quote(context, word), pm_rule_name(context, index));
	pm_diag_subject(context->diags, diag, word);
}

const struct pm_rule pm_rule_story_vague = {
	.name = "story-vague",
	.severity = PM_SEVERITY_NOTE,
	.summary = "a vague word in what a story without criteria wants (English and German)",
	.why = "Everybody agrees to it, and everybody to something else.",
	.good = "# Backlog\n"
		"\n"
		"- As a cashier, I want to find a product by two letters of its name so that nobody waits.\n",
	.bad = "# Backlog\n"
	       "\n"
	       "- As a cashier, I want to easily find a product so that nobody waits.\n",
	.check_item = check_item,
};
