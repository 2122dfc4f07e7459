/* story-incomplete: a story that does not say what is wanted, or what for. */
#include "parser/absence.h"
#include "parser/prose.h"

static bool is_empty(struct pm_span span)
{
	return span.start >= span.end;
}

/* What it is good for may be said elsewhere: in a sentence that only has a "so", or in a line below. */
static bool says_why(const struct pm_product *product, const struct pm_item *item)
{
	const struct pm_source *source = &product->files[item->file].source;
	struct pm_str below = pm_source_text(source, (struct pm_span){item->story.span.start, pm_prose_own(product, item).end});

	return pm_str_ifind(pm_source_text(source, item->story.span), " so ") >= 0 ||
	       pm_str_ifind(pm_str_sub(below, 0, 4096), "so that ") >= 0;
}

static enum pm_absence ask(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];

	if (is_empty(item->story.span) || item->state == PM_STATE_DONE || item->state == PM_STATE_DROPPED)
		return PM_NOT_ASKED;
	return is_empty(item->story.benefit) && !says_why(context->product, item) ? PM_LACKS : PM_HAS;
}

static void one(const struct pm_rule_context *context, const struct pm_absences *absences, uint32_t index)
{
	(void)absences;
	pm_rule_add(context, index, context->product->items[index].story.span,
		    "the story of %s does not say what it is good for: add a clause 'so that ...'", pm_rule_name(context, index));
}

static void all(const struct pm_rule_context *context, const struct pm_absences *absences)
{
	const struct pm_item *item = &context->product->items[absences->first];
	struct pm_diag *diag;

	diag = pm_rule_add_file(context, item->file, item->story.span,
				"%s a benefit, so nobody can weigh them: add a clause 'so that ...' to those that you work on",
				pm_absence_count(context, absences, "stories"));
	diag->subject = pm_str_c(pm_form_name((enum pm_form)item->form));
}

static void check(const struct pm_rule_context *context)
{
	pm_absence_run(context, &(struct pm_absence_check){33, ask, one, all, NULL});
}

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];

	if (!is_empty(item->story.span) && is_empty(item->story.want) &&
	    (pm_prose_item_language(context->product, item) & (PROSE_ENGLISH | PROSE_GERMAN)))
		pm_rule_add(context, index, item->story.span,
			    "the story of %s does not say what is wanted: add a clause 'I want ...'", pm_rule_name(context, index));
}

const struct pm_rule pm_rule_story_incomplete = {
	.name = "story-incomplete",
	.severity = PM_SEVERITY_NOTE,
	.summary = "a story that does not say what is wanted, or what it is good for",
	.why = "Without the benefit nobody can weigh the story, or find a cheaper way to the same end.",
	.good = "# Stories\n"
		"\n"
		"- As a customer, I want to pay with a saved card so that I check out in one step.\n",
	.bad = "# Stories\n"
	       "\n"
	       "- As a customer, I want to pay with a saved card.\n",
	.absence = true,
	.check = check,
	.check_item = check_item,
};
