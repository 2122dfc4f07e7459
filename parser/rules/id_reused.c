/* id-reused: an id that meant something else before. */
#include "parser/placeholder.h"
#include "parser/prose.h"
#include "parser/rule.h"

#include <string.h>

/* So many words of a title are looked at; shorter words say nothing. */
enum { WORDS_MAX = 24, TELLING = 4 };

static size_t telling_words(struct pm_str title, uint64_t words[WORDS_MAX])
{
	struct pm_scan scan = pm_scan_of(title);
	size_t count = 0;

	for (pm_scan_signs(&scan); scan.p < scan.end && count < WORDS_MAX; pm_scan_signs(&scan)) {
		const char *start = scan.p;

		pm_scan_word(&scan);
		if (scan.p - start >= TELLING)
			words[count++] = pm_prose_hash(pm_str_n(start, (size_t)(scan.p - start)));
	}
	return count;
}

/* True also where one of them says too little to tell. */
static bool titles_share_a_word(struct pm_str a, struct pm_str b)
{
	uint64_t x[WORDS_MAX], y[WORDS_MAX];
	size_t n = telling_words(a, x), m = telling_words(b, y);

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < m; j++)
			if (x[i] == y[j])
				return true;
	return n == 0 || m == 0;
}

static uint64_t want_of(const struct pm_product *product, const struct pm_item *item)
{
	return pm_prose_hash(pm_source_text(&product->files[item->file].source, item->story.want));
}

/* An item that was written anew keeps a word of its title, its story, or its first criterion. */
static bool is_another(const struct pm_product *product, const struct pm_item *now, const struct pm_product *base,
		       const struct pm_item *before)
{
	uint64_t want = want_of(product, now);

	if (pm_is_placeholder(before->title) || titles_share_a_word(now->title, before->title))
		return false;
	if (want != 0 && want == want_of(base, before))
		return false;
	return now->criterion_count == 0 || before->criterion_count == 0 ||
	       pm_prose_hash(pm_criterion_text(product, now, &now->criteria[0])) !=
		       pm_prose_hash(pm_criterion_text(base, before, &before->criteria[0]));
}

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_product *product = context->product;
	const struct pm_item *item = &product->items[index];
	const struct pm_item *before;
	struct pm_diag *diag;
	uint32_t found, others;

	if (context->base == NULL || item->key.n == 0 || item->numbered)
		return;
	found = pm_product_find(context->base, item->id, &others);
	if (found == PM_NO_ITEM || others > 0)
		return;
	before = &context->base->items[found];
	if (!is_another(product, item, context->base, before))
		return;
	diag = pm_rule_add(context, index, item->id_span,
			   "%s was the id of '%s', and whatever names it means that: give this item a new id",
			   pm_rule_name(context, index), pm_rule_quote(context, before->title));
	pm_diag_subject(context->diags, diag, item->title);
}

const struct pm_rule pm_rule_id_reused = {
	.name = "id-reused",
	.severity = PM_SEVERITY_WARNING,
	.summary = "an id that was another item's before (with --since)",
	.why = "Commits, links and release notes of that time name the other one, and nobody who follows them can know it.",
	.good = "# Backlog\n"
		"\n"
		"- [ ] PAY-1 Pay with any card that was saved\n"
		"- [ ] PAY-3 Vouchers\n",
	.bad = "# Backlog\n"
	       "\n"
	       "- [ ] PAY-1 Pay with a saved card\n"
	       "- [ ] PAY-2 Vouchers\n",
	.base = "# Backlog\n"
		"\n"
		"- [ ] PAY-1 Pay with a saved card\n"
		"- [ ] PAY-2 Invoices for companies\n",
	.check_item = check_item,
};
