/* story-several: an item that is several stories. */
#include "parser/prose.h"
#include "parser/rule.h"
#include "parser/story.h"

#include <string.h>

/* So many further sentences are shown. */
enum { SHOWN_MAX = 20 };

static bool in_criteria(const struct pm_item *item, uint32_t at)
{
	return item->criterion_count > 0 && at + 8 >= item->criteria[0].span.start &&
	       at < item->criteria[item->criterion_count - 1].span.end;
}

/* Does a line tell another story: another one wants it, or something else is wanted? */
static bool is_another(const struct pm_product *product, const struct pm_item *item, struct pm_str line, uint32_t at,
		       struct pm_story *story)
{
	const struct pm_source *source = &product->files[item->file].source;

	if (!pm_story_opens(line) || !pm_story_read(line, at, story) || story->want.end <= story->want.start)
		return false;
	return story->language == item->story.language &&
	       pm_prose_hash(pm_source_text(source, story->want)) != pm_prose_hash(pm_source_text(source, item->story.want));
}

/* The stories told behind the first. */
static void check_lines(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_product *product = context->product;
	const struct pm_item *item = &product->items[index];
	struct pm_span own = pm_prose_own(product, item);
	struct pm_str text = pm_source_text(&product->files[item->file].source, (struct pm_span){item->story.span.end, own.end});
	struct pm_diag *diag = NULL;
	unsigned shown = 0;

	for (size_t at = 0, next; at < text.n && shown < SHOWN_MAX; at = next) {
		const char *end = memchr(text.p + at, '\n', text.n - at);
		struct pm_story story;
		uint32_t place = item->story.span.end + (uint32_t)at;

		next = end != NULL ? (size_t)(end - text.p) + 1 : text.n;
		if (in_criteria(item, place) || !is_another(product, item, pm_str_sub(text, at, next), place, &story))
			continue;
		if (diag == NULL)
			diag = pm_rule_add(
				context, index, story.span,
				"%s tells a second story: make it an item of its own, so that it can be ranked and built alone",
				pm_rule_name(context, index));
		else
			pm_diag_related(context->diags, diag, item->file, story.span, "and another one");
		shown++;
	}
}

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];
	unsigned language = PROSE_NONE;
	struct pm_span found;

	if (item->story.want.end <= item->story.want.start || item->kind == PM_KIND_EPIC || item->kind == PM_KIND_INITIATIVE ||
	    item->state == PM_STATE_DONE || item->state == PM_STATE_DROPPED)
		return;
	if (pm_prose_find(context->product, item, WORD_STORY_AGAIN, item->story.want, &language, &found))
		pm_rule_add(context, index, found,
			    "the story of %s wants a second thing: make it an item of its own, so that it can be ranked and built "
			    "alone",
			    pm_rule_name(context, index));
	if (item->story.span.end < item->span.end && item->form <= PM_FORM_BOLD)
		check_lines(context, index);
}

const struct pm_rule pm_rule_story_several = {
	.name = "story-several",
	.severity = PM_SEVERITY_NOTE,
	.summary = "an item that tells more than one story",
	.why = "Both wait until the last of them is done, and nobody can rank the one above the other.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"As a customer, I want to pay with a saved card so that I check out in one step.\n"
		"\n"
		"## PAY-2 Take a saved card out\n"
		"\n"
		"As a customer, I want to take a saved card out so that nobody pays with it.\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Saved cards\n"
	       "\n"
	       "As a customer, I want to pay with a saved card so that I check out in one step.\n"
	       "\n"
	       "As a customer, I want to take a saved card out so that nobody pays with it.\n",
	.check_item = check_item,
};
