/* link-dangling: a reference to an item that is not there. */
#include "parser/rule.h"
#include "parser/title.h"

#include <stdlib.h>
#include <string.h>

/* The search for the nearest id looks at all of them, so only the first links have it: as many as look at so many ids in all. */
enum { NEAREST_WORK = 400000 };

static int by_text(const void *a, const void *b)
{
	const struct pm_str *x = a, *y = b;

	return pm_str_cmp(*x, *y);
}

/* The prefixes of the product's own ids, sorted, each once: heap. */
static struct pm_str *find_prefixes(const struct pm_product *product, size_t *count)
{
	struct pm_str *list = pm_calloc((size_t)product->item_count + 1, sizeof *list), last = {0};
	size_t n = 0, kept = 0;

	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		struct pm_str prefix = pm_id_prefix(product->items[i].key);

		if (product->items[i].key.n == 0 || (n > 0 && pm_str_eq(prefix, last)))
			continue;
		list[n++] = last = prefix;
	}
	qsort(list, n, sizeof *list, by_text);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || !pm_str_eq(list[kept - 1], list[i]))
			list[kept++] = list[i];
	*count = kept;
	return list;
}

/* Had the product an item of that id before? */
static bool is_gone(const struct pm_rule_context *context, struct pm_str id)
{
	uint32_t others;

	return context->base && pm_product_find(context->base, id, &others) != PM_NO_ITEM;
}

/* Is the id of a kind that the product has?  Others may well be of another tracker. */
static bool is_own(const struct pm_product *product, const struct pm_link *link, const struct pm_str *prefixes, size_t count)
{
	struct pm_str id = link->text;
	char key[PM_KEY_MAX];
	struct pm_str prefix = pm_id_prefix(pm_str_n(key, pm_id_key(id, key, sizeof key)));

	if (link->field == PM_FIELD_DEPENDS_ON && pm_str_istarts(id, "epic "))
		return false; /* an epic that has a document of its own, which is none of the product's files */
	if (product->files[product->items[link->from].file].role >= PM_ROLE_README)
		return false;
	return bsearch(&prefix, prefixes, count, sizeof *prefixes, by_text) != NULL;
}

/* The item whose id is one slip away.  It is asked for ids of other kinds only: of one kind, any number is as near as any other. */
static uint32_t find_nearest(const struct pm_product *product, struct pm_str id)
{
	uint32_t nearest = id.n >= 5 ? pm_product_nearest(product, id) : PM_NO_ITEM;
	char key[PM_KEY_MAX];

	if (nearest == PM_NO_ITEM || pm_str_distance(id, product->items[nearest].id, 1) > 1 ||
	    pm_str_eq(pm_id_prefix(pm_str_n(key, pm_id_key(id, key, sizeof key))), pm_id_prefix(product->items[nearest].key)))
		return PM_NO_ITEM;
	return nearest;
}

/* The references of one file to ids of kinds that the product does not have: another tracker's, mostly. */
struct foreign {
	const struct pm_link *first;
	uint32_t file, count;
};

static void report_foreign(const struct pm_rule_context *context, struct foreign *foreign)
{
	const struct pm_link *link = foreign->first;
	const char *name, *id;
	struct pm_diag *diag;

	if (foreign->count == 0)
		return;
	name = pm_rule_name(context, link->from);
	id = pm_rule_quote(context, link->text);
	if (foreign->count == 1)
		diag = pm_rule_add(context, link->from, link->span,
				   "%s names '%s' (%s), and no item has that id: if it lives elsewhere, a link to its page says so",
				   name, id, pm_fields[link->field].name);
	else
		diag = pm_rule_add(
			context, link->from, link->span,
			"%s names '%s' (%s), and no item has that id, nor %u more of this file that are of no kind here: if they "
			"live elsewhere, links to their pages say so",
			name, id, pm_fields[link->field].name, (unsigned)(foreign->count - 1));
	if (diag->severity > PM_SEVERITY_NOTE)
		diag->severity = PM_SEVERITY_NOTE;
	diag->subject = link->text;
	foreign->count = 0;
}

static void keep_foreign(const struct pm_rule_context *context, struct foreign *foreign, const struct pm_link *link)
{
	uint32_t file = context->product->items[link->from].file;

	if (foreign->count > 0 && foreign->file != file)
		report_foreign(context, foreign);
	if (foreign->count++ == 0) {
		foreign->first = link;
		foreign->file = file;
	}
}

static void report(const struct pm_rule_context *context, const struct pm_link *link, uint32_t nearest)
{
	const char *name = pm_rule_name(context, link->from), *id = pm_rule_quote(context, link->text);
	const char *field = pm_fields[link->field].name;
	struct pm_diag *diag;

	if (link->ambiguous)
		diag = pm_rule_add(context, link->from, link->span,
				   "%s names '%s' (%s), and several items are called that: write which, with the whole id", name,
				   id, field);
	else if (is_gone(context, link->text))
		diag = pm_rule_add(context, link->from, link->span,
				   "%s names '%s' (%s), which this change takes away: keep that item, or take its id out here",
				   name, id, field);
	else if (nearest != PM_NO_ITEM)
		diag = pm_rule_add(context, link->from, link->span, "%s names '%s' (%s), and no item has that id; did you mean %s?",
				   name, id, field, pm_rule_name(context, nearest));
	else
		diag = pm_rule_add(context, link->from, link->span,
				   "%s names '%s' (%s), and no item has that id: name one that is there, or take it out", name, id,
				   field);
	diag->subject = link->text;
}

/* "E00-S04 (S01-T01 waits for it)": what stands in parentheses behind an id is said of that. */
static bool is_remark(const struct pm_product *product, uint32_t index)
{
	const struct pm_link *link = &product->links[index], *before = link - 1;
	const struct pm_source *source = &product->files[product->items[link->from].file].source;
	uint32_t at = link->span.start;

	if (index == 0 || before->from != link->from || before->field != link->field || before->span.end <= before->span.start ||
	    before->span.end >= at)
		return false;
	while (at > before->span.end && strchr("()\n", source->bytes[at - 1]) == NULL)
		at--;
	return at > before->span.end && source->bytes[at - 1] == '(';
}

static bool is_dangling(const struct pm_product *product, const struct pm_link *link)
{
	uint8_t place = product->items[link->from].place;

	if (place == PM_PLACE_ARCHIVED || place == PM_PLACE_COMPLETED)
		return false;
	return link->to == PM_NO_ITEM && link->span.end > link->span.start;
}

static void check(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;
	uint32_t searches = NEAREST_WORK / (product->item_count + 1) + 1;
	struct foreign foreign = {NULL, 0, 0};
	size_t prefix_count;
	struct pm_str *prefixes = find_prefixes(product, &prefix_count);

	for (uint32_t i = 0; pm_product_more_links(product, i); i++) {
		const struct pm_link *link = &product->links[i];
		uint32_t nearest = PM_NO_ITEM;

		if (!is_dangling(product, link) || is_remark(product, i))
			continue;
		if (!link->ambiguous && !is_own(context->product, link, prefixes, prefix_count) && !is_gone(context, link->text)) {
			if (searches > 0) {
				nearest = find_nearest(product, link->text);
				searches--;
			}
			if (nearest == PM_NO_ITEM) {
				keep_foreign(context, &foreign, link);
				continue;
			}
		}
		report(context, link, nearest);
	}
	report_foreign(context, &foreign);
	free(prefixes);
}

const struct pm_rule pm_rule_link_dangling = {
	.name = "link-dangling",
	.severity = PM_SEVERITY_ERROR,
	.summary = "a reference to an id that no item has (a note where the id looks like another tracker's)",
	.why = "A dependency on nothing holds up nothing: the item is ranked and planned as if it could start.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Keep cards safe\n"
		"\n"
		"- Estimate: 8\n"
		"\n"
		"## PAY-2 Pay with a saved card\n"
		"\n"
		"- Depends on: PAY-1\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Keep cards safe\n"
	       "\n"
	       "- Estimate: 8\n"
	       "\n"
	       "## PAY-2 Pay with a saved card\n"
	       "\n"
	       "- Depends on: PAY-11\n",
	.check = check,
};
