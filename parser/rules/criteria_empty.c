/* criteria-empty: a box with nothing behind it. */
#include "parser/prose.h"
#include "parser/rule.h"

#include <string.h>

/* Behind marker and box there is nothing but, perhaps, the number of the criterion. */
static bool is_empty_box(struct pm_str line)
{
	size_t at = 0;

	while (at < line.n && line.p[at] >= '0' && line.p[at] <= '9')
		at++;
	if (at >= line.n || memchr(at > 0 ? ".)" : "-*+", line.p[at], at > 0 ? 2 : 3) == NULL)
		return false;
	line = pm_str_trim(pm_str_sub(line, at + 1, line.n));
	if (line.n < 3 || line.p[0] != '[' || memchr(" xX", line.p[1], 3) == NULL || line.p[2] != ']')
		return false;
	for (at = 3; at < line.n && memchr(" \t#0123456789", line.p[at], 13) != NULL;)
		at++;
	return at == line.n;
}

static size_t indent_of(struct pm_str line)
{
	size_t n = 0;

	while (n < line.n && memchr(" \t>", line.p[n], 3) != NULL)
		n++;
	return n;
}

/* A cheap look before the careful one: is there a box at the end of a line? */
static bool may_be_empty(struct pm_str text)
{
	const char *end = pm_str_end(text);

	for (const char *p = text.p; (p = memchr(p, '[', (size_t)(end - p))) != NULL; p++) {
		if (end - p < 3 || p[2] != ']')
			continue;
		if (end - p == 3 || memchr(" #\t\r\n", p[3], 5) != NULL)
			if (end - p < 5 || p[3] != ' ' || memchr(" #\t\r\n", p[4], 5) != NULL)
				return true;
	}
	return false;
}

struct found {
	unsigned count;
	size_t at; /* the first */
};

/* Goes through the lines outside fences.  A box whose text stands in the line below is not empty. */
static void find_boxes(struct pm_str text, struct found *found)
{
	bool fenced = false, pending = false;
	size_t at = 0, indent = 0, box = 0;

	while (at < text.n) {
		const char *end = memchr(text.p + at, '\n', text.n - at);
		struct pm_str line = pm_str_sub(text, at, end != NULL ? (size_t)(end - text.p) : text.n), inner;
		size_t blank = indent_of(line);

		inner = pm_str_trim(pm_str_sub(line, blank, line.n));
		if (pending && !(inner.n > 0 && blank > indent) && found->count++ == 0)
			found->at = box;
		if (pm_str_starts(inner, "```") || pm_str_starts(inner, "~~~"))
			fenced = !fenced;
		pending = !fenced && is_empty_box(inner);
		indent = blank;
		box = at + blank;
		at += line.n + 1;
	}
	if (pending && found->count++ == 0)
		found->at = box;
}

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_product *product = context->product;
	const struct pm_item *item = &product->items[index];
	struct pm_span own = pm_prose_own(product, item);
	struct pm_str text = pm_source_text(&product->files[item->file].source, own);
	struct found found = {0, 0};
	struct pm_str box;

	if ((item->criterion_count == 0 && !item->declared_criteria) || !may_be_empty(text))
		return;
	find_boxes(text, &found);
	box = pm_str_sub(text, found.at, found.at + strlen("- [ ]"));
	if (found.count > 0)
		pm_rule_add(
			context, index, (struct pm_span){own.start + (uint32_t)found.at, own.start + (uint32_t)(found.at + box.n)},
			"%s has %s with nothing behind %s: write what must hold, or take %s out", pm_rule_name(context, index),
			found.count == 1 ? "a box" : "boxes", found.count == 1 ? "it" : "them", found.count == 1 ? "it" : "them");
}

const struct pm_rule pm_rule_criteria_empty = {
	.name = "criteria-empty",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a box among an item's criteria or tasks that has no text",
	.why = "Something was to stand there. It is in no count of criteria, so the item is done without it.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"Acceptance criteria:\n"
		"\n"
		"- [ ] An expired card asks for a new one\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "Acceptance criteria:\n"
	       "\n"
	       "- [ ] An expired card asks for a new one\n"
	       "- [ ]\n",
	.check_item = check_item,
};
