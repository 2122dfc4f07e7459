/* criteria-untestable: a criterion of which two people can disagree whether it is met. */
#include "parser/prose.h"
#include "parser/rule.h"

/* A longer criterion says more than its vague word; so many further ones are shown. */
enum { WORDS_MAX = 14, SHOWN_MAX = 20 };

/* A number, a name in code or quotes, an explanation in brackets, or a test that says it. */
static bool is_measured(struct pm_str text)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if ((c >= '0' && c <= '9') || c == '`' || c == '(' || (c == '\'' && i > 0 && text.p[i - 1] == ' '))
			return true;
		if ((c == 't' || c == 'T') && pm_str_istarts(pm_str_sub(text, i, text.n), "test"))
			return true;
	}
	return false;
}

/* What makes the criterion vague, where nothing in it makes it measurable. */
static bool is_vague(const struct pm_product *product, const struct pm_item *item, const struct pm_criterion *criterion,
		     unsigned *language, struct pm_span *found)
{
	struct pm_str text = pm_source_text(&product->files[item->file].source, criterion->span);

	if (criterion->form != PM_CRITERION_LINE && !(criterion->form == PM_CRITERION_CELL && item->form == PM_FORM_ROW))
		return false; /* the other cells of a table of criteria may say how they are checked */
	return !is_measured(text) && pm_prose_find(product, item, WORD_UNTESTABLE, criterion->span, language, found) &&
	       pm_prose_words(text) <= WORDS_MAX;
}

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_product *product = context->product;
	const struct pm_item *item = &product->items[index];
	struct pm_diag *diag = NULL;
	unsigned shown = 0, language = PROSE_NONE;

	if (item->state == PM_STATE_DONE || item->state == PM_STATE_DROPPED)
		return;
	for (uint16_t i = 0; i < item->criterion_count && shown < SHOWN_MAX; i++) {
		const struct pm_criterion *criterion = &item->criteria[i];
		struct pm_span found;

		if (!is_vague(product, item, criterion, &language, &found))
			continue;
		if (diag != NULL) {
			pm_diag_related(context->diags, diag, item->file, found, "this one too");
			shown++;
			continue;
		}
		diag = pm_rule_add(context, index, found,
				   "'%s' in a criterion of %s cannot be checked: say what is to be seen, and when",
				   pm_rule_quote(context, pm_source_text(&product->files[item->file].source, found)),
				   pm_rule_name(context, index));
		pm_diag_subject(context->diags, diag, pm_criterion_text(product, item, criterion));
	}
}

const struct pm_rule pm_rule_criteria_untestable = {
	.name = "criteria-untestable",
	.severity = PM_SEVERITY_NOTE,
	.summary = "a criterion that nobody can check, such as 'works properly' (English and German)",
	.why = "Who builds it says that it is met, who wanted it says that it is not, and both are right.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"Acceptance criteria:\n"
		"\n"
		"- [ ] The order is placed within 2 seconds\n"
		"- [ ] An expired card asks for a new one\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "Acceptance criteria:\n"
	       "\n"
	       "- [ ] The payment page loads quickly\n"
	       "- [ ] The discount works properly\n",
	.check_item = check_item,
};
