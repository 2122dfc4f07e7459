/* plan-order: something comes before what it needs. */
#include "parser/periods.h"
#include "parser/rule.h"

#include <stdlib.h>

/* When items come: in which sprint, in which release, on which horizon. */
struct times {
	struct pm_periods sprints, releases;
	uint8_t *horizons; /* of every item: enum pm_horizon, and one more; 0: not asked yet */
};

/* Read once for an item: it may have as many dependencies as there are items. */
static uint32_t horizon_of(const struct pm_plan *plan, const struct times *times, uint32_t item)
{
	enum pm_horizon horizon;

	if (times->horizons[item] == 0)
		times->horizons[item] = (uint8_t)(pm_horizon_read(pm_plan_horizon(plan, item)) + 1);
	horizon = (enum pm_horizon)(times->horizons[item] - 1);
	return horizon == PM_HORIZON_NOW || horizon == PM_HORIZON_NEXT || horizon == PM_HORIZON_LATER ? (uint32_t)horizon
												      : PM_NO_ITEM;
}

/* Is `need` planned for a later one than `item`?  The finest measure that both have counts: a sprint, a release, a horizon. */
static bool comes_later(const struct pm_rule_context *context, const struct times *times, uint32_t need, uint32_t item,
			struct pm_str *late, struct pm_str *early)
{
	const struct pm_periods *periods[] = {&times->sprints, &times->releases};
	uint32_t a, b;

	for (size_t i = 0; i < 2; i++) {
		a = periods[i]->of[need];
		b = periods[i]->of[item];
		if (a == PM_NO_ITEM || b == PM_NO_ITEM)
			continue;
		*late = periods[i]->list[a].label;
		*early = periods[i]->list[b].label;
		return a > b;
	}
	a = horizon_of(context->plan, times, need);
	b = horizon_of(context->plan, times, item);
	if (a == PM_NO_ITEM || b == PM_NO_ITEM || a <= b)
		return false;
	*late = pm_plan_horizon(context->plan, need);
	*early = pm_plan_horizon(context->plan, item);
	return true;
}

static bool is_open(const struct pm_rule_context *context, uint32_t item)
{
	return pm_plan_open(context->plan, item) && !PM_KIND_IS_RECORD(context->product->items[item].kind);
}

static void check_link(const struct pm_rule_context *context, const struct times *times, const struct pm_link *link)
{
	bool blocks = link->field == PM_FIELD_BLOCKS;
	uint32_t item = blocks ? link->to : link->from, need = blocks ? link->from : link->to;
	struct pm_str late, early;

	if (link->span.end == link->span.start || !is_open(context, item) || !is_open(context, need) || item == need ||
	    !comes_later(context, times, need, item, &late, &early))
		return;
	pm_rule_add(context, link->from, link->span, "%s is planned for '%s', and needs %s, which comes in '%s': move one of them",
		    pm_rule_name(context, item), pm_rule_quote(context, early), pm_rule_name(context, need),
		    pm_rule_quote(context, late))
		->subject = link->text;
}

static void check(const struct pm_rule_context *context)
{
	struct times times;

	times.horizons = pm_calloc((size_t)context->product->item_count + 1, sizeof *times.horizons);
	pm_periods_init(&times.sprints, context->plan, PM_KIND_SPRINT);
	pm_periods_init(&times.releases, context->plan, PM_KIND_RELEASE);
	for (uint32_t i = 0; pm_product_more_links(context->product, i); i++) {
		const struct pm_link *link = &context->product->links[i];

		if (link->to != PM_NO_ITEM && (link->field == PM_FIELD_DEPENDS_ON || link->field == PM_FIELD_BLOCKS))
			check_link(context, &times, link);
	}
	pm_periods_clear(&times.sprints);
	pm_periods_clear(&times.releases);
	free(times.horizons);
}

const struct pm_rule pm_rule_plan_order = {
	.name = "plan-order",
	.severity = PM_SEVERITY_WARNING,
	.summary = "an item planned for an earlier sprint, release or horizon than what it depends on",
	.why = "It cannot be done when the plan says so, and everybody who reads the plan believes that it will.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Keep cards safe\n"
		"\n"
		"- Sprint: 12\n"
		"\n"
		"## PAY-2 Pay with a saved card\n"
		"\n"
		"- Sprint: 13\n"
		"- Depends on: PAY-1\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Keep cards safe\n"
	       "\n"
	       "- Sprint: 13\n"
	       "\n"
	       "## PAY-2 Pay with a saved card\n"
	       "\n"
	       "- Sprint: 12\n"
	       "- Depends on: PAY-1\n",
	.plan = true,
	.check = check,
};
