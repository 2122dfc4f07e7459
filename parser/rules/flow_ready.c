/* flow-ready: called ready, without what the team asks of what is ready. */
#include "parser/rule.h"

#include <stdlib.h>

enum { NEEDS_MAX = 8 };

/* One thing that is asked: a field, or the story sentence, or criteria. */
struct need {
	struct pm_str name;
	enum pm_field_id field; /* PM_FIELD_CUSTOM: no field */
};

/* Takes the next of several that are split at commas. */
static bool next_word(struct pm_str *list, struct pm_str *word)
{
	size_t n = 0;

	while (n < list->n && list->p[n] != ',')
		n++;
	*word = pm_str_trim(pm_str_sub(*list, 0, n));
	*list = pm_str_sub(*list, n < list->n ? n + 1 : n, list->n);
	return word->n > 0 || list->n > 0;
}

static bool has(const struct pm_product *product, const struct pm_item *item, const struct need *need)
{
	if (pm_str_ieqc(need->name, "criteria"))
		return item->criterion_count > 0 || item->kind != PM_KIND_STORY;
	if (pm_str_ieqc(need->name, "story"))
		return item->story.want.end > item->story.want.start;
	if (pm_str_ieqc(need->name, "description"))
		return item->description.end > item->description.start;
	return need->field == PM_FIELD_CUSTOM || pm_item_text(product, item, need->field).n > 0;
}

static bool is_ready(const struct pm_rule_context *context, const struct pm_item *item)
{
	struct pm_str list = pm_str_c(pm_rule_option(context, "states")), word, status = pm_item_status(context->product, item);

	if (item->state == PM_STATE_DONE || item->state == PM_STATE_DROPPED || status.n == 0)
		return false;
	while (next_word(&list, &word))
		if (pm_config_state_is(context->config, status, word))
			return true;
	return false;
}

/* Was it ready at some time, or is it? */
static bool was_ready(const struct pm_rule_context *context, const struct pm_item *item)
{
	return item->state == PM_STATE_STARTED || item->state == PM_STATE_DONE || is_ready(context, item);
}

/* Have as many of the stories that were ready as have not? */
static bool is_used(const struct pm_rule_context *context, const struct need *need)
{
	const struct pm_product *product = context->product;
	uint32_t having = 0, lacking = 0;

	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		const struct pm_item *item = &product->items[i];

		if (!context->plan->work[i] || item->kind != PM_KIND_STORY || !was_ready(context, item))
			continue;
		if (has(product, item, need))
			having++;
		else
			lacking++;
	}
	return having > 0 && having >= lacking;
}

/* Nobody is asked for what most stories of the product do without. */
static size_t read_needs(const struct pm_rule_context *context, struct need needs[NEEDS_MAX])
{
	struct pm_str list = pm_str_c(pm_rule_option(context, "needs")), word;
	size_t count = 0;

	while (count < NEEDS_MAX && next_word(&list, &word)) {
		struct need need = {word, pm_field_find(word)};

		if (is_used(context, &need))
			needs[count++] = need;
	}
	return count;
}

static void check(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;
	struct need needs[NEEDS_MAX];
	size_t count = read_needs(context, needs);

	for (uint32_t i = 0; count > 0 && pm_product_more(product, i); i++) {
		const struct pm_item *item = &product->items[i];
		struct pm_buf missing = {0};

		if (!context->plan->work[i] || !item->readable || item->place != PM_PLACE_ACTIVE || !is_ready(context, item))
			continue;
		for (size_t n = 0; n < count; n++)
			if (!has(product, item, &needs[n]))
				pm_buf_addf(&missing, "%s%.*s", missing.n > 0 ? ", " : "", PM_FMT(needs[n].name));
		if (missing.n > 0)
			pm_rule_add(context, i, item->head,
				    "%s is ready, and lacks what is asked of that: %s; write it, or take the status back",
				    pm_rule_name(context, i), missing.p);
		pm_buf_clear(&missing);
	}
}

static const struct pm_rule_option options[] = {
	{"needs", "estimate",
	 "the Definition of Ready: names of fields, criteria (of stories), story, description, split at commas"},
	{"states", "ready", "the states that ask for it, split at commas"},
	{NULL, NULL, NULL},
};

const struct pm_rule pm_rule_flow_ready = {
	.name = "flow-ready",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a ready item without what the Definition of Ready asks for (of what most of the stories have)",
	.why = "What is called ready is planned; the questions that it leaves are asked in the middle of the sprint.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a card\n"
		"\n"
		"- Status: ready\n"
		"- Estimate: 3\n"
		"\n"
		"Acceptance criteria:\n"
		"\n"
		"- [ ] The order is placed\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a card\n"
	       "\n"
	       "- Status: ready\n"
	       "- Estimate: 3\n"
	       "\n"
	       "Acceptance criteria:\n"
	       "\n"
	       "- [ ] The order is placed\n"
	       "\n"
	       "## PAY-2 Pay by invoice\n"
	       "\n"
	       "- Status: ready\n"
	       "\n"
	       "Acceptance criteria:\n"
	       "\n"
	       "- [ ] The invoice is sent\n",
	.options = options,
	.absence = true,
	.plan = true,
	.check = check,
};
