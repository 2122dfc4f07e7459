/* id-malformed: an id that is not written as ids are written there. */
#include "parser/pattern.h"
#include "parser/rule.h"

#include <stdlib.h>
#include <string.h>

/* -- by the team's own pattern */

static void check_pattern(const struct pm_rule_context *context, const char *text)
{
	const struct pm_product *product = context->product;
	struct pm_buf whole = {0}, err = {0};
	struct pm_pattern *pattern;

	pm_buf_addf(&whole, "^(?:%s)\\z", text);
	pattern = pm_pattern_new(pm_buf_str(&whole), &err);
	for (uint32_t i = 0; pattern != NULL && pm_product_more(product, i); i++) {
		const struct pm_item *item = &product->items[i];

		if (item->place == PM_PLACE_ACTIVE && item->id.n > 0 &&
		    pm_pattern_match(pattern, item->id, NULL) == PM_PATTERN_NONE)
			pm_rule_add(context, i, item->id_span,
				    "the id '%s' does not match product.id-pattern, '%s': write it as that says",
				    pm_rule_quote(context, item->id), pm_rule_quote(context, pm_str_c(text)));
	}
	pm_pattern_free(pattern); /* one that is wrong was reported with the configuration */
	pm_buf_clear(&whole);
	pm_buf_clear(&err);
}

/* -- by the others: what stands before the first number */

struct form {
	uint64_t prefix; /* of the key, as its hash */
	uint64_t head;	 /* the same as it is written, see head_of */
	uint32_t item;
};

static struct pm_str before_digit(struct pm_str text)
{
	size_t n = 0;

	while (n < text.n && (text.p[n] < '0' || text.p[n] > '9'))
		n++;
	return pm_str_sub(text, 0, n);
}

/* "PAY-12", not "Story 12": words are written as the sentence has them. */
static bool is_code(const struct pm_item *item)
{
	return pm_str_chr(item->id, ' ') < 0;
}

/* In files that are items a tool writes the ids, one version of it in capitals and the next without. */
static uint64_t head_of(const struct pm_item *item)
{
	struct pm_str head = before_digit(item->id);
	struct pm_buf folded = {0};
	uint64_t hash;

	if (item->form != PM_FORM_FILE)
		return pm_str_hash(head);
	pm_buf_add_fold(&folded, head);
	hash = pm_str_hash(pm_buf_str(&folded));
	pm_buf_clear(&folded);
	return hash;
}

static int compare_forms(const void *a, const void *b)
{
	const struct form *x = a, *y = b;
	int order = (x->prefix > y->prefix) - (x->prefix < y->prefix);

	order = order ? order : (x->head > y->head) - (x->head < y->head);
	return order ? order : (x->item > y->item) - (x->item < y->item);
}

/* Ids of one prefix: how most are written, if that is nine of ten and five at least; NULL: in no one way. */
static const struct form *usual(const struct form *forms, size_t count)
{
	const struct form *most = NULL;
	size_t best = 0;

	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && forms[to].head == forms[from].head;)
			to++;
		if (to - from > best) {
			best = to - from;
			most = &forms[from];
		}
	}
	return best >= 5 && best * 10 >= count * 9 ? most : NULL;
}

static void check_prefix(const struct pm_rule_context *context, const struct form *forms, size_t count)
{
	const struct form *most = usual(forms, count);

	for (size_t i = 0; most != NULL && i < count; i++)
		if (forms[i].head != most->head)
			pm_rule_add(context, forms[i].item, context->product->items[forms[i].item].id_span,
				    "the id '%s' is written otherwise than the others: '%s' and %zu more; write it as they are",
				    pm_rule_quote(context, context->product->items[forms[i].item].id),
				    pm_rule_quote(context, context->product->items[most->item].id), count - 2);
}

static void check_forms(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;
	struct form *forms = pm_calloc((size_t)product->item_count + 1, sizeof *forms);
	size_t count = 0;

	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		const struct pm_item *item = &product->items[i];

		struct pm_str prefix = before_digit(item->key);

		if (item->place == PM_PLACE_ACTIVE && prefix.n > 0 && !item->numbered && is_code(item))
			forms[count++] = (struct form){pm_str_hash(prefix), head_of(item), i};
	}
	qsort(forms, count, sizeof *forms, compare_forms);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && forms[to].prefix == forms[from].prefix;)
			to++;
		check_prefix(context, &forms[from], to - from);
	}
	free(forms);
}

static void check(const struct pm_rule_context *context)
{
	const char *pattern = context->config != NULL ? pm_config_get(context->config, "product.id-pattern") : NULL;

	if (pattern != NULL && *pattern != '\0')
		check_pattern(context, pattern);
	else
		check_forms(context);
}

const struct pm_rule pm_rule_id_malformed = {
	.name = "id-malformed",
	.severity = PM_SEVERITY_NOTE,
	.summary = "an id that is written otherwise than product.id-pattern says, or than nearly all others",
	.why = "It is the same id for these tools, but not for who searches for it, nor for a commit that names it.",
	.good = "# Backlog\n"
		"\n"
		"- [ ] PAY-1 Saved cards\n"
		"- [ ] PAY-2 Invoices\n"
		"- [ ] PAY-3 Vouchers\n"
		"- [ ] PAY-4 Refunds\n"
		"- [ ] PAY-5 Tips\n"
		"- [ ] BUG-1 Sums are wrong by a cent\n",
	.bad = "==> .pmconfig <==\n"
	       "[product]\n"
	       "	id-pattern = [A-Z]+-\\\\d+\n"
	       "==> BACKLOG.md <==\n"
	       "# Backlog\n"
	       "\n"
	       "- [ ] PAY-1 Saved cards\n"
	       "- [ ] PAY2 Invoices\n",
	.check = check,
};
