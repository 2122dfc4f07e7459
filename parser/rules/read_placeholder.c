/* read-placeholder: what a template left to be filled in. */
#include "parser/placeholder.h"
#include "parser/rule.h"

#include <string.h>

struct found {
	struct pm_span span;
	const char *quote;
	uint32_t count;
};

static void look_at(const struct pm_rule_context *context, struct pm_str text, struct pm_span span, struct found *found)
{
	if (text.n == 0 || !pm_is_placeholder(text))
		return;
	if (found->count++ > 0)
		return;
	found->span = span;
	found->quote = pm_rule_quote(context, text);
}

/* A bracketed part of a story without its article: "a [role]". */
static struct pm_str without_article(struct pm_str text)
{
	static const char *const articles[] = {"a ", "an ", "the ", "un ", "une ", "ein ", "eine ", "een ", "um ", "uma ", "una "};

	if (text.n == 0 || memchr("]>}", text.p[text.n - 1], 3) == NULL)
		return text;
	for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
		if (pm_str_istarts(text, articles[i]))
			return pm_str_sub(text, strlen(articles[i]), text.n);
	return text;
}

static void look_at_story(const struct pm_rule_context *context, const struct pm_item *item, struct found *found)
{
	const struct pm_span parts[] = {item->story.role, item->story.want, item->story.benefit};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		struct pm_str text = pm_str_trim(pm_item_story_text(context->product, item, parts[i]));

		look_at(context, without_article(text), parts[i], found);
	}
}

/* Who does it, and when: "TBD" says there that nobody was found yet, as an empty one does. */
static bool is_open(const struct pm_field *field, struct pm_str text)
{
	if (field->def == PM_FIELD_CUSTOM)
		return false;
	switch (pm_fields[field->def].type) {
	case PM_TYPE_NAMES:
	case PM_TYPE_PLAN:
	case PM_TYPE_DATE: return pm_is_undecided(text);
	default: return false;
	}
}

static void look_at_fields(const struct pm_rule_context *context, const struct pm_item *item, struct found *found)
{
	for (uint16_t i = 0; i < item->field_count; i++) {
		const struct pm_field *field = &item->fields[i];
		struct pm_str text;

		if (field->def == PM_FIELD_STATUS || field->def == PM_FIELD_LABELS || !pm_rule_field_plain(field))
			continue; /* "todo" is a status like any other, and "[shop, till]" a list of labels */
		text = pm_field_text(context->product, item, field);
		if (pm_rule_field_file(context->product, item, field) == item->file && !is_open(field, text))
			look_at(context, text, field->value, found);
	}
}

/* "[**Saved cards**]": a title in brackets as those that lead somewhere are. */
static bool is_set_off(const struct pm_product *product, const struct pm_item *item)
{
	struct pm_str text = pm_source_text(&product->files[item->file].source, item->title_span);

	return pm_str_starts(text, "[**") || pm_str_starts(text, "[`") || pm_str_starts(text, "**[**");
}

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_product *product = context->product;
	const struct pm_item *item = &product->items[index];
	struct found found = {.count = 0};

	look_at(context, item->id, item->id_span, &found);
	if (!is_set_off(product, item))
		look_at(context, item->title, item->title_span, &found);
	look_at_fields(context, item, &found);
	look_at_story(context, item, &found);
	for (uint16_t i = 0; i < item->criterion_count; i++)
		look_at(context, pm_criterion_text(product, item, &item->criteria[i]), item->criteria[i].span, &found);
	if (found.count == 1)
		pm_rule_add(context, index, found.span,
			    "%s still has '%s' where something is to be filled in: write what it is, or take it out",
			    pm_rule_name(context, index), found.quote);
	else if (found.count > 1)
		pm_rule_add(context, index, found.span,
			    "%s still has '%s' and %u more places that are to be filled in: write what they are, or take them out",
			    pm_rule_name(context, index), found.quote, (unsigned)(found.count - 1));
}

const struct pm_rule pm_rule_read_placeholder = {
	.name = "read-placeholder",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a placeholder of a template that was never filled in",
	.why = "The item looks finished in every list and total, and says nothing.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"- Estimate: 5\n"
		"\n"
		"Acceptance criteria:\n"
		"\n"
		"- [ ] An expired card asks for a new one\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "- Estimate: TBD\n"
	       "\n"
	       "Acceptance criteria:\n"
	       "\n"
	       "- [ ] [Criteria 1]\n",
	.check_item = check_item,
};
