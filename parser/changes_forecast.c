/* changes_forecast: how the days moved by which all that is open, each release and each goal will be done. */
#include "parser/changes.h"
#include "parser/flow.h"
#include "parser/forecast.h"
#include "parser/outlook.h"

#include <string.h>

enum { WAITS_MOST = 40 }; /* releases and goals that are compared, as many as the forecast shows */

/* One of the two states, and what is waited for in it. */
struct foresight {
	const struct pm_changes_side *side;
	struct pm_forecast forecast;
	struct pm_plan plan;
	struct pm_periods releases;
	struct pm_outlook outlook;
};

/* As it looked on the day of the newest commit; false: the past cannot carry a forecast. */
static bool can_foresee(const struct pm_changes_side *side, struct pm_forecast *forecast)
{
	const struct pm_flow *flow = side->flow;
	struct pm_buf why = {0};
	bool possible;

	if (!flow || flow->first == PM_NO_DAY)
		return false;
	*forecast = (struct pm_forecast){.done = flow->done, .days = flow->days - 1, .seed = side->seed};
	possible = pm_forecast_possible(forecast, &why);
	pm_buf_clear(&why);
	if (possible)
		pm_forecast_learn(forecast);
	return possible;
}

static void foresight_init(struct foresight *foresight)
{
	pm_plan_init(&foresight->plan, foresight->side->product, NULL, NULL);
	pm_periods_init(&foresight->releases, &foresight->plan, PM_KIND_RELEASE);
	pm_outlook_init(&foresight->outlook, &foresight->plan, &foresight->releases);
}

static void foresight_clear(struct foresight *foresight)
{
	pm_outlook_clear(&foresight->outlook);
	pm_periods_clear(&foresight->releases);
	pm_plan_clear(&foresight->plan);
}

/* The day by which that many items are done, with a chance of 85 %; PM_NO_DAY: there are none, or it is too far. */
static pm_day foresee(const struct foresight *foresight, uint32_t items)
{
	uint32_t days[PM_FORECAST_LEVELS];

	if (!items)
		return PM_NO_DAY;
	pm_forecast_when(&foresight->forecast, items, days);
	return days[1] <= PM_FORECAST_FAR ? foresight->side->flow->today - 1 + (pm_day)days[1] : PM_NO_DAY;
}

static struct pm_str day_text(struct pm_changes *changes, pm_day day)
{
	char text[16];

	pm_day_format(day, text);
	return pm_str_n(pm_arena_dup(&changes->arena, text, strlen(text)), strlen(text));
}

/* Tells of it where the two differ, and both are known; returns the change, or NULL. */
static struct pm_change *compare_days(struct pm_changes *changes, const struct foresight *was, uint32_t items_was,
				      const struct foresight *is, uint32_t items_is)
{
	pm_day from = foresee(was, items_was), to = foresee(is, items_is);
	struct pm_change *change;

	if (from == PM_NO_DAY || to == PM_NO_DAY || (items_was == items_is && from == to))
		return NULL;
	change = pm_changes_add(changes, PM_CHANGE_FORECAST, PM_NO_ITEM, PM_NO_ITEM);
	change->from = day_text(changes, from);
	change->to = day_text(changes, to);
	change->number_from = items_was;
	change->number_to = items_is;
	return change;
}

/* The same release or goal before; NULL: it was not waited for. */
static const struct pm_wait *find_wait(const struct pm_changes *changes, const struct foresight *was, const struct foresight *is,
				       const struct pm_wait *wait)
{
	uint32_t item = wait->item != PM_NO_ITEM ? changes->match.before_of[wait->item] : PM_NO_ITEM, release = PM_NO_ITEM;

	if (wait->item == PM_NO_ITEM)
		release = pm_periods_find(&was->releases, &was->plan, PM_KIND_RELEASE, wait->name);
	else if (item == PM_NO_ITEM && is->plan.product->items[wait->item].kind != PM_KIND_RELEASE)
		return NULL;
	else if (item == PM_NO_ITEM)
		release = pm_periods_find(&was->releases, &was->plan, PM_KIND_RELEASE, wait->name);
	for (size_t i = 0; i < was->outlook.list_count; i++) {
		const struct pm_wait *other = &was->outlook.list[i];

		if (item != PM_NO_ITEM ? other->item == item
				       : release != PM_NO_ITEM && other->item == was->releases.list[release].item &&
						 pm_str_eq(other->name, was->releases.list[release].name))
			return other;
	}
	return NULL;
}

/* Releases and goals whose items, or whose day, are others now. */
static void compare_waits(struct pm_changes *changes, const struct foresight *was, const struct foresight *is)
{
	for (size_t i = 0; i < is->outlook.list_count && i < WAITS_MOST; i++) {
		const struct pm_wait *wait = &is->outlook.list[i], *before = find_wait(changes, was, is, wait);
		struct pm_change *change = before ? compare_days(changes, was, before->count, is, wait->count) : NULL;

		if (!change)
			continue;
		change->before = before->item;
		change->after = wait->item;
		change->name = pm_changes_plain(changes, wait->name);
	}
}

void pm_changes_forecast(struct pm_changes *changes)
{
	struct foresight was = {.side = &changes->before}, is = {.side = &changes->after};

	if (!can_foresee(was.side, &was.forecast) || !can_foresee(is.side, &is.forecast))
		return;
	foresight_init(&was);
	foresight_init(&is);
	compare_days(changes, &was, was.outlook.count, &is, is.outlook.count);
	compare_waits(changes, &was, &is);
	foresight_clear(&was);
	foresight_clear(&is);
}
