/* plan-sums: a score that is not what it is made of. */
#include "parser/method.h"
#include "parser/rule.h"

#include <stdio.h>

/* With as many decimals as such scores are written with. */
static const char *figure(double number, char out[32])
{
	snprintf(out, 32, "%.10g",
		 number >= 1000 ? (double)(long long)(number + 0.5) : (double)(long long)(number * 100 + 0.5) / 100);
	return out;
}

static void report(const struct pm_rule_context *context, uint32_t index, const struct pm_declared *declared)
{
	const struct pm_item *item = &context->product->items[index];
	bool own =
		pm_rule_field_plain(declared->field) && pm_rule_field_file(context->product, item, declared->field) == item->file;
	struct pm_str text = pm_field_text(context->product, item, declared->field);
	char computed[32];

	pm_rule_add(context, index, own ? declared->field->value : item->head,
		    "%s has the score '%s', and its own %s factors make %s: write that, or mend a factor",
		    pm_rule_name(context, index), pm_rule_quote(context, text), declared->method->name,
		    figure(declared->computed, computed))
		->subject = text;
}

static void check(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;
	struct pm_scoring **ready = NULL;

	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		const struct pm_item *item = &product->items[i];
		struct pm_declared declared;

		if (item->place != PM_PLACE_ACTIVE || pm_item_field(product, item, PM_FIELD_SCORE) == NULL)
			continue;
		if (ready == NULL)
			ready = pm_scoring_all(product);
		if (pm_score_declared(ready, NULL, item, &declared) && !declared.agrees)
			report(context, i, &declared);
	}
	if (ready != NULL)
		pm_scoring_all_free(ready);
}

const struct pm_rule pm_rule_plan_sums = {
	.name = "plan-sums",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a declared RICE, ICE or WSJF score that its own factors do not make",
	.why = "Somebody changed a factor and not the score, or the other way round; the order that people see is not the one they "
	       "agreed on.",
	.good = "# Backlog\n"
		"\n"
		"| ID | Title | Reach | Impact | Confidence | Effort | RICE |\n"
		"|----|-------|-------|--------|------------|--------|------|\n"
		"| PAY-1 | Pay with a saved card | 500 | 2 | 80% | 4 | 200 |\n",
	.bad = "# Backlog\n"
	       "\n"
	       "| ID | Title | Reach | Impact | Confidence | Effort | RICE |\n"
	       "|----|-------|-------|--------|------------|--------|------|\n"
	       "| PAY-1 | Pay with a saved card | 500 | 2 | 80% | 5 | 200 |\n",
	.check = check,
};
