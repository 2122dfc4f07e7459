/* plan-forecast: a release that will not be done by its day. */
#include "parser/forecast.h"
#include "parser/outlook.h"
#include "parser/periods.h"
#include "parser/rule.h"

/* Open items of a release and of those before it. */
static uint32_t count_open(const struct pm_rule_context *context, const struct pm_periods *releases, size_t release)
{
	uint32_t count = 0;

	for (uint32_t i = 0; pm_product_more(context->product, i); i++)
		count +=
			releases->of[i] != PM_NO_ITEM && releases->of[i] <= release && pm_outlook_open(&context->product->items[i]);
	return count;
}

static void check_release(const struct pm_rule_context *context, const struct pm_forecast *forecast,
			  const struct pm_periods *releases, size_t which)
{
	const struct pm_period *release = &releases->list[which];
	uint32_t open, many[PM_FORECAST_LEVELS];
	size_t left;
	char day[16];

	if (release->item == PM_NO_ITEM || release->to == PM_NO_DAY || release->to < context->flow->today ||
	    release->to - context->flow->today > PM_FORECAST_FAR)
		return;
	open = count_open(context, releases, which);
	left = (size_t)(release->to - context->flow->today) + 1;
	pm_forecast_many(forecast, left, many);
	if (open <= many[1])
		return;
	pm_day_format(release->to, day);
	pm_rule_add(context, release->item, context->product->items[release->item].head,
		    "%s has %u open items with those of the releases before it, and by %s only %u are done with a chance of 85 %%: "
		    "take some "
		    "out, or move the day",
		    pm_rule_name(context, release->item), open, day, many[1]);
}

static void check(const struct pm_rule_context *context)
{
	struct pm_forecast forecast = {.done = context->flow->done, .days = context->flow->days - 1};
	struct pm_periods releases;
	struct pm_buf why = {0};

	if (context->flow->first == PM_NO_DAY || !pm_forecast_possible(&forecast, &why)) {
		pm_buf_clear(&why);
		return;
	}
	pm_forecast_learn(&forecast);
	pm_periods_init(&releases, context->plan, PM_KIND_RELEASE);
	for (size_t i = 0; i < releases.count; i++)
		check_release(context, &forecast, &releases, i);
	pm_periods_clear(&releases);
}

const struct pm_rule pm_rule_plan_forecast = {
	.name = "plan-forecast",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a release with more than will be done by its day, with a chance of 85 % (--history)",
	.why = "A date that the team's own past does not carry is known to be missed long before it is.",
	.good = "# Backlog\n"
		"\n"
		"## v1.4.0 (2027-12-01)\n"
		"\n"
		"- [ ] **PAY-1** Pay with a card\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## v1.4.0 (2026-11-23)\n"
	       "\n"
	       "- [ ] **PAY-1** Pay with a card\n"
	       "- [ ] **PAY-2** Pay by invoice\n",
	.plan = true,
	.past = true,
	.check = check,
};
