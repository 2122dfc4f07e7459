/* plan-dates: a day that has passed, and what was to be done by it has not. */
#include "parser/periods.h"
#include "parser/progress.h"
#include "parser/rule.h"

#include <stdlib.h>

/* A file with more of them than so many is an old one: then it is said once. */
enum { EACH_MOST = 5 };

struct late {
	uint32_t item;
	const struct pm_field *field; /* NULL: the date stands in the title */
	pm_day day;
	uint32_t open; /* items of a sprint or release that are */
};

struct lates {
	struct late *list; /* heap */
	size_t count, cap;
};

static void add_late(struct lates *lates, struct late late)
{
	PM_GROW(lates->list, lates->count, lates->cap);
	lates->list[lates->count++] = late;
}

static bool is_open(const struct pm_item *item)
{
	return item->place == PM_PLACE_ACTIVE && item->readable && item->state != PM_STATE_DONE && item->state != PM_STATE_DROPPED;
}

/* "When" heads the day on which something was said as often as the one by which it is due. */
static bool is_doubtful(const struct pm_product *product, const struct pm_item *item, const struct pm_field *field)
{
	struct pm_str label = pm_str_trim(pm_source_text(&product->files[item->file].source, field->label));

	return field->spelling == PM_SPELL_CELL && pm_str_ieqc(label, "when");
}

/* The day of an item or a goal. */
static void check_item(const struct pm_rule_context *context, uint32_t index, struct lates *lates)
{
	const struct pm_item *item = &context->product->items[index];
	enum pm_field_id id = item->kind == PM_KIND_GOAL ? PM_FIELD_BY : PM_FIELD_TARGET_DATE;
	const struct pm_field *field;
	pm_day day;

	if (!is_open(item) || (item->kind != PM_KIND_GOAL && PM_KIND_IS_RECORD(item->kind)) ||
	    !pm_item_date(context->product, item, id, &day) || day == PM_NO_DAY || day >= context->today)
		return;
	field = pm_item_field(context->product, item, id);
	if (field == NULL || !is_doubtful(context->product, item, field))
		add_late(lates, (struct late){index, field, day, 0});
}

/* By sprint or release, how many of its items stand in a list (or rows, or headings) of which none there has a state: nobody knows
 * whether they are open. */
static uint32_t *count_unknown(const struct pm_plan *plan, const struct pm_periods *periods)
{
	const struct pm_product *product = plan->product;
	uint32_t *unknown = pm_calloc(periods->count + 1, sizeof *unknown);
	uint16_t *stated = pm_calloc(periods->count + 1, sizeof *stated); /* a bit a form */

	for (uint32_t i = 0; pm_product_more(product, i); i++)
		if (periods->of[i] != PM_NO_ITEM && product->items[i].state != PM_STATE_NONE)
			stated[periods->of[i]] |= (uint16_t)(1U << product->items[i].form);
	for (uint32_t i = 0; pm_product_more(product, i); i++)
		if (periods->of[i] != PM_NO_ITEM && plan->work[i] && (stated[periods->of[i]] >> product->items[i].form & 1) == 0)
			unknown[periods->of[i]]++;
	free(stated);
	return unknown;
}

static void check_periods(const struct pm_rule_context *context, enum pm_kind kind, struct lates *lates)
{
	struct pm_periods periods;
	struct pm_progress *groups;
	uint32_t *unknown;

	pm_periods_init(&periods, context->plan, kind);
	unknown = count_unknown(context->plan, &periods);
	groups = pm_progress_groups(context->plan, NULL, periods.of, periods.count);
	for (size_t i = 0; i < periods.count; i++) {
		const struct pm_period *period = &periods.list[i];
		uint32_t open = groups[i].all - groups[i].done;

		open -= open < unknown[i] ? open : unknown[i];
		if (period->item != PM_NO_ITEM && period->to != PM_NO_DAY && period->to < context->today && open > 0 &&
		    is_open(&context->product->items[period->item]))
			add_late(lates, (struct late){period->item, NULL, period->to, open});
	}
	free(unknown);
	free(groups);
	pm_periods_clear(&periods);
}

static int by_item(const void *a, const void *b)
{
	const struct late *x = a, *y = b;

	return (x->item > y->item) - (x->item < y->item);
}

static void report(const struct pm_rule_context *context, const struct late *late, size_t more)
{
	const struct pm_item *item = &context->product->items[late->item];
	bool plain = late->field != NULL && pm_rule_field_plain(late->field) && !(late->field->flags & PM_FIELD_FROM_REFERENCE);
	struct pm_span span = plain ? late->field->value : item->head;
	const char *name = pm_rule_name(context, late->item);
	char day[16];

	pm_day_format(late->day, day);
	if (more > 0)
		pm_rule_add_file(context, item->file, span,
				 "%s was due on %s, and so were %zu more of this file: set new days, or close what is done", name,
				 day, more);
	else if (late->open > 0)
		pm_rule_add(context, late->item, span, "%s ended on %s, and %u of its items %s open: close it, or plan them again",
			    name, day, (unsigned)late->open, late->open == 1 ? "is" : "are");
	else
		pm_rule_add(context, late->item, span, "%s was due on %s: set a new day, or close it", name, day);
}

static void check(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;
	struct lates lates = {0};

	if (context->today == PM_NO_DAY)
		return;
	for (uint32_t i = 0; pm_product_more(product, i); i++)
		check_item(context, i, &lates);
	check_periods(context, PM_KIND_SPRINT, &lates);
	check_periods(context, PM_KIND_RELEASE, &lates);
	if (lates.count > 0)
		qsort(lates.list, lates.count, sizeof *lates.list, by_item);
	for (size_t from = 0, to; from < lates.count; from = to) {
		uint32_t file = product->items[lates.list[from].item].file;

		for (to = from; to < lates.count && product->items[lates.list[to].item].file == file;)
			to++;
		if (to - from > EACH_MOST)
			report(context, &lates.list[from], to - from - 1);
		for (size_t i = from; i < to && to - from <= EACH_MOST; i++)
			report(context, &lates.list[i], 0);
	}
	free(lates.list);
}

const struct pm_rule pm_rule_plan_dates = {
	.name = "plan-dates",
	.severity = PM_SEVERITY_NOTE,
	.summary = "an open item, goal, sprint or release whose day has passed",
	.why = "A plan with days that have passed is one that nobody keeps, and the other days in it are believed no more.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a card\n"
		"\n"
		"- Status: done\n"
		"- Due: 2020-11-30\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a card\n"
	       "\n"
	       "- Status: ready\n"
	       "- Due: 2020-11-30\n",
	.plan = true,
	.check = check,
};
