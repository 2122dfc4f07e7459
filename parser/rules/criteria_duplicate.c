/* criteria-duplicate: a criterion that an item has twice. */
#include "parser/placeholder.h"
#include "parser/rule.h"

#include <limits.h>
#include <stdlib.h>

struct said {
	uint64_t hash;
	uint16_t index;
};

/* Most items have fewer criteria than this. */
enum { FEW = 32 };
/* By so many letters most criteria of an item can be told apart. */
enum { FIRST = 24 };

/* Of what a criterion says, or the first letters of it: without blanks, markup and the dots at its end, in lower case. */
static uint64_t hash_of(struct pm_str text, unsigned letters)
{
	uint64_t hash = 0xcbf29ce484222325u, kept = hash;
	const char *p = text.p, *end = pm_str_end(text);

	while (p < end && letters > 0) {
		uint32_t ch = (unsigned char)*p;

		if (ch >= 'a' && ch <= 'z') { /* most of it */
			kept = hash = (hash ^ ch) * 0x100000001b3u;
			letters--;
			p++;
			continue;
		}
		p += pm_utf8_decode(p, end, &ch);
		if (ch == ' ' || ch == '\t' || ch == '\r' || ch == '\n' || ch == '*' || ch == '_' || ch == '`' || ch == 0xa0)
			continue;
		hash = (hash ^ pm_char_lower(ch)) * 0x100000001b3u;
		letters--;
		if (ch != '.' && ch != ';' && ch != ',')
			kept = hash;
	}
	return kept;
}

static int compare(const void *a, const void *b)
{
	const struct said *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

/* Letters between two criteria are a heading or label: what follows is another group, which may say the same of something else.
 * Numbers the group of each criterion. */
static uint32_t *number_groups(const struct pm_source *source, const struct pm_item *item)
{
	uint32_t *groups = pm_calloc(item->criterion_count, sizeof *groups);

	for (uint16_t i = 1; i < item->criterion_count; i++) {
		struct pm_str gap =
			pm_source_text(source, (struct pm_span){item->criteria[i - 1].span.end, item->criteria[i].span.start});
		unsigned letters = 0;

		for (size_t at = 0; at < gap.n && letters <= 2; at++)
			letters += (gap.p[at] >= 'a' && gap.p[at] <= 'z') || (unsigned char)gap.p[at] >= 0xc3;
		groups[i] = groups[i - 1] + (letters > 2);
	}
	return groups;
}

static void report(const struct pm_rule_context *context, uint32_t index, uint16_t first, uint16_t again)
{
	const struct pm_item *item = &context->product->items[index];
	struct pm_str text = pm_criterion_text(context->product, item, &item->criteria[again]);
	struct pm_diag *diag;

	if (text.n == 0 || pm_is_placeholder(text))
		return;
	diag = pm_rule_add(context, index, item->criteria[again].span,
			   "%s has the criterion '%s' twice: take one out, or say what the other was to be",
			   pm_rule_name(context, index), pm_rule_quote(context, text));
	pm_diag_subject(context->diags, diag, text);
	pm_diag_related(context->diags, diag, item->file, item->criteria[first].span, "the first");
}

static void report_all(const struct pm_rule_context *context, uint32_t index, const struct said *said, uint16_t count)
{
	const struct pm_item *item = &context->product->items[index];
	uint32_t *groups = number_groups(&context->product->files[item->file].source, item);

	for (uint16_t i = 1; i < count; i++)
		if (said[i].hash == said[i - 1].hash && (i == 1 || said[i].hash != said[i - 2].hash) &&
		    groups[said[i].index] == groups[said[i - 1].index])
			report(context, index, said[i - 1].index, said[i].index);
	free(groups);
}

/* Those that begin alike get the hash of all they say. */
static void look_closer(const struct pm_product *product, const struct pm_item *item, struct said *said, uint16_t count)
{
	for (uint16_t from = 0, to; from < count; from = to) {
		uint64_t first = said[from].hash;

		for (to = (uint16_t)(from + 1); to < count && said[to].hash == first;)
			to++;
		for (uint16_t i = from; to - from > 1 && i < to; i++)
			said[i].hash = hash_of(pm_criterion_text(product, item, &item->criteria[said[i].index]), UINT_MAX);
	}
}

static uint16_t collect(const struct pm_product *product, const struct pm_item *item, struct said *said)
{
	uint16_t count = 0;
	bool alike = false;

	for (uint16_t i = 0; i < item->criterion_count; i++)
		said[count++] = (struct said){hash_of(pm_criterion_text(product, item, &item->criteria[i]), FIRST), i};
	qsort(said, count, sizeof *said, compare);
	for (uint16_t i = 1; i < count; i++)
		alike = alike || said[i].hash == said[i - 1].hash;
	if (!alike)
		return 0;
	look_closer(product, item, said, count);
	qsort(said, count, sizeof *said, compare);
	return count;
}

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];
	struct said few[FEW], *said = few;
	uint16_t count;

	if (item->criterion_count < 2 || item->state == PM_STATE_DONE || item->state == PM_STATE_DROPPED)
		return;
	if (item->criterion_count > FEW)
		said = pm_calloc(item->criterion_count, sizeof *said);
	count = collect(context->product, item, said);
	if (count > 0)
		report_all(context, index, said, count);
	if (said != few)
		free(said);
}

const struct pm_rule pm_rule_criteria_duplicate = {
	.name = "criteria-duplicate",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a criterion that an item has twice",
	.why = "Mostly the second was to say something else, and that is now missing; and one of the two is never ticked.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"Acceptance criteria:\n"
		"\n"
		"- [ ] An expired card asks for a new one\n"
		"- [ ] A blocked card asks for a new one\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "Acceptance criteria:\n"
	       "\n"
	       "- [ ] An expired card asks for a new one\n"
	       "- [ ] An **expired** card asks for a new one.\n",
	.check_item = check_item,
};
