/* story-missing: a story without its sentence, where the others have one. */
#include "parser/absence.h"

/* Which stories are asked: those that are still to be built, and no whole that others are parts of. */
static enum pm_absence ask(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];
	bool over = item->state == PM_STATE_DONE || item->state == PM_STATE_DROPPED;

	if (item->story.span.end > item->story.span.start)
		return PM_HAS;
	if (item->kind != PM_KIND_STORY || over || item->state == PM_STATE_IDEA || item->first_child != PM_NO_ITEM)
		return PM_NOT_ASKED;
	return PM_LACKS;
}

/* Ids of one prefix name one sort of thing: "US-7" and "US-12". */
static bool is_alike(const struct pm_item *a, const struct pm_item *b)
{
	size_t n = 0;

	while (n < a->key.n && n < b->key.n && a->key.p[n] == b->key.p[n] && (a->key.p[n] < '0' || a->key.p[n] > '9'))
		n++;
	return (n == a->key.n && n == b->key.n) || (n < a->key.n && n < b->key.n && a->key.p[n] >= '0' && a->key.p[n] <= '9' &&
						    b->key.p[n] >= '0' && b->key.p[n] <= '9');
}

static void one(const struct pm_rule_context *context, const struct pm_absences *absences, uint32_t index)
{
	const struct pm_item *items = context->product->items;

	if (absences->asked - absences->lacking < 3 || !is_alike(&items[index], &items[absences->other]))
		return; /* two sentences are no custom yet */
	pm_rule_add(context, index, items[index].head,
		    "%s does not say who wants what: add a sentence 'As a ..., I want ... so that ...', as %s has one",
		    pm_rule_name(context, index), pm_rule_name(context, absences->other));
}

/* A team that writes no sentences has another way to say it. */
static void all(const struct pm_rule_context *context, const struct pm_absences *absences)
{
	(void)context;
	(void)absences;
}

static void check(const struct pm_rule_context *context)
{
	pm_absence_run(context, &(struct pm_absence_check){60, ask, one, all, NULL});
}

const struct pm_rule pm_rule_story_missing = {
	.name = "story-missing",
	.severity = PM_SEVERITY_NOTE,
	.summary = "a story without the sentence that most of the others there have",
	.why = "It names a thing to build, but not who wants it and why: there may be a cheaper one.",
	.good = "# Backlog\n"
		"\n"
		"## US-1 Saved cards\n"
		"\n"
		"As a customer, I want to pay with a saved card so that I check out in one step.\n"
		"\n"
		"## US-2 Invoices\n"
		"\n"
		"As a company, I want to pay by invoice so that my books are right.\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## US-1 Saved cards\n"
	       "\n"
	       "As a customer, I want to pay with a saved card so that I check out in one step.\n"
	       "\n"
	       "## US-2 Invoices\n"
	       "\n"
	       "As a company, I want to pay by invoice so that my books are right.\n"
	       "\n"
	       "## US-3 Tips\n"
	       "\n"
	       "As a guest, I want to give a tip so that the cook has something of it.\n"
	       "\n"
	       "## US-4 Vouchers\n"
	       "\n"
	       "With a code on them.\n",
	.absence = true,
	.check = check,
};
