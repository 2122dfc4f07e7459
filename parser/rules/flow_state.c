/* flow-state: a status that is no state of the team's workflow. */
#include "parser/placeholder.h"
#include "parser/rule.h"
#include "parser/words.h"

#include <stdio.h>
#include <stdlib.h>

static const char *state_name(const void *ctx, size_t i)
{
	const struct pm_config *config = ctx;

	return config->states[i].name.p; /* kept in the configuration's arena, with a NUL behind it */
}

/* The status that an item has written down; NULL: none. */
static const struct pm_field *written_status(const struct pm_product *product, const struct pm_item *item)
{
	const struct pm_field *field = pm_item_field(product, item, PM_FIELD_STATUS);

	if (field == NULL || PM_KIND_IS_RECORD(item->kind) || !pm_rule_field_plain(field))
		return NULL;
	return pm_value_empty(pm_field_text(product, item, field)) ? NULL : field;
}

/* -- where the team has a workflow */

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];
	const struct pm_config *config = context->config;
	const struct pm_field *field;
	struct pm_str text;
	const char *nearest;

	if (config == NULL || config->state_count == 0)
		return;
	field = written_status(context->product, item);
	if (field == NULL)
		return;
	text = pm_field_text(context->product, item, field);
	if (pm_config_state_find(config, text) != NULL)
		return;
	nearest = pm_nearest(text, state_name, config, config->state_count);
	if (nearest != NULL)
		pm_rule_add(context, index, field->value, "'%s' is no state of the workflow: did you mean '%s'?",
			    pm_rule_quote(context, text), nearest)
			->subject = text;
	else
		pm_rule_add(context, index, field->value,
			    "'%s' is no state of the workflow: take one of its states, or add it to .pmconfig as workflow.state",
			    pm_rule_quote(context, text))
			->subject = text;
}

/* -- where it has none: a status that says nothing, once for all the items that have it */

/* What people nearly always mean; a test asks whether each is known. */
static const char *const usual[] = {"todo",	"open",	     "ready",	   "planned",	"proposed", "draft",   "in progress",
				    "started",	"in review", "in testing", "blocked",	"done",	    "closed",  "completed",
				    "resolved", "released",  "dropped",	   "cancelled", "rejected", "deferred"};

static const char *usual_at(const void *ctx, size_t i)
{
	(void)ctx;
	return usual[i];
}

struct unknown {
	struct pm_str text;
	uint32_t item;
	struct pm_span span;
};

static int by_text(const void *a, const void *b)
{
	const struct unknown *x = a, *y = b;
	int order = pm_str_ieq(x->text, y->text) ? 0 : pm_str_natcmp(x->text, y->text);

	return order != 0 ? order : (x->item > y->item) - (x->item < y->item);
}

static bool is_unknown(const struct pm_rule_context *context, const struct pm_item *item, struct pm_str text)
{
	return item->place == PM_PLACE_ACTIVE && item->state == PM_STATE_NONE && text.n <= 40 &&
	       pm_config_state(context->config, text, NULL) == PM_STATE_NONE && !pm_is_placeholder(text);
}

static void report(const struct pm_rule_context *context, const struct unknown *unknown, size_t count)
{
	const char *nearest = unknown->text.n > 3 ? pm_nearest(unknown->text, usual_at, NULL, sizeof usual / sizeof *usual) : NULL;
	const char *quoted = pm_rule_quote(context, unknown->text);
	char of[64] = "";
	struct pm_diag *diag;

	if (count > 1)
		snprintf(of, sizeof of, " (of %zu items)", count);
	if (nearest != NULL)
		diag = pm_rule_add_file(context, context->product->items[unknown->item].file, unknown->span,
					"nothing is known of the status '%s'%s, so it counts as not begun: did you mean '%s'?",
					quoted, of, nearest);
	else
		diag = pm_rule_add_file(context, context->product->items[unknown->item].file, unknown->span,
					"nothing is known of the status '%s'%s, so it counts as not begun: take one that is known, "
					"or say in .pmconfig what it means (workflow.state = %s = started)",
					quoted, of, quoted);
	diag->severity = diag->severity > PM_SEVERITY_NOTE ? PM_SEVERITY_NOTE : diag->severity;
	pm_diag_subject(context->diags, diag, unknown->text);
}

/* A cell that a bar pushed out of its column; words of the product itself are in quotes. */
/* "200 OK" is told of something else. */
static bool is_number(struct pm_str text)
{
	size_t i = 0;

	while (i < text.n && text.p[i] >= '0' && text.p[i] <= '9')
		i++;
	return i > 0 && (i == text.n || text.p[i] == ' ');
}

static void check(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;
	struct unknown *list = NULL;
	size_t count = 0, cap = 0;

	if (context->config != NULL && context->config->state_count > 0)
		return;
	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		const struct pm_field *field = written_status(product, &product->items[i]);
		struct pm_str text = field != NULL ? pm_field_text(product, &product->items[i], field) : PM_STR("");

		if (field == NULL || (text.n > 0 && (text.p[0] == '"' || is_number(text))) || pm_rule_is_doubtful(product, i) ||
		    !is_unknown(context, &product->items[i], text) ||
		    pm_rule_field_file(product, &product->items[i], field) != product->items[i].file)
			continue;
		PM_GROW(list, count, cap);
		list[count++] = (struct unknown){text, i, field->value};
	}
	if (count > 0)
		qsort(list, count, sizeof *list, by_text);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && pm_str_ieq(list[from].text, list[to].text); to++)
			;
		report(context, &list[from], to - from);
	}
	free(list);
}

#define WORKFLOW                                                                                                                   \
	"==> .pmconfig <==\n"                                                                                                      \
	"[workflow]\n"                                                                                                             \
	"\tstate = Ready = open\n"                                                                                                 \
	"\tstate = In progress = started\n"                                                                                        \
	"\tstate = Done = done\n"                                                                                                  \
	"==> BACKLOG.md <==\n"

const struct pm_rule pm_rule_flow_state = {
	.name = "flow-state",
	.severity = PM_SEVERITY_ERROR,
	.summary = "a status that is no state of the workflow; where .pmconfig has none, one of which nothing is known (a note)",
	.why = "An item in a state of its own is in no column of the board, and nobody comes to take it on.",
	.good = WORKFLOW "# Backlog\n"
			 "\n"
			 "## PAY-1 Pay with a card\n"
			 "\n"
			 "- Status: In progress\n",
	.bad = WORKFLOW "# Backlog\n"
			"\n"
			"## PAY-1 Pay with a card\n"
			"\n"
			"- Status: In progres\n",
	.check = check,
	.check_item = check_item,
};
