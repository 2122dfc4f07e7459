/* changes_forecast: how the day moved by which all that is open will be done. */
#include "parser/changes.h"
#include "parser/flow.h"
#include "parser/forecast.h"

#include <stdlib.h>
#include <string.h>

struct foreseen {
	uint32_t items; /* open, and decided upon */
	pm_day day;	/* with a chance of 85 % */
};

static uint32_t count_open(const struct pm_product *product)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < product->item_count; i++) {
		const struct pm_item *item = &product->items[i];

		count += pm_flow_is_work((enum pm_kind)item->kind) && item->place == PM_PLACE_ACTIVE &&
			 item->state != PM_STATE_DONE && item->state != PM_STATE_DROPPED && item->state != PM_STATE_IDEA;
	}
	return count;
}

/* As it looked on the day of the newest commit; false: the past cannot carry a forecast. */
static bool foresee(const struct pm_changes_side *side, struct foreseen *foreseen)
{
	const struct pm_flow *flow = side->flow;
	struct pm_forecast forecast;
	uint32_t days[PM_FORECAST_LEVELS];
	struct pm_buf why = {0};
	bool possible;

	if (!flow || flow->first == PM_NO_DAY)
		return false;
	forecast = (struct pm_forecast){.done = flow->done, .days = flow->days - 1, .seed = side->seed};
	possible = pm_forecast_possible(&forecast, &why);
	pm_buf_clear(&why);
	foreseen->items = count_open(side->product);
	if (!possible || !foreseen->items)
		return false;
	pm_forecast_when(&forecast, foreseen->items, days);
	foreseen->day = flow->today - 1 + (pm_day)days[1];
	return days[1] <= PM_FORECAST_FAR;
}

static struct pm_str day_text(struct pm_changes *changes, pm_day day)
{
	char text[16];

	pm_day_format(day, text);
	return pm_str_n(pm_arena_dup(&changes->arena, text, strlen(text)), strlen(text));
}

void pm_changes_forecast(struct pm_changes *changes)
{
	struct foreseen was, is;
	struct pm_change *change;

	if (!foresee(&changes->before, &was) || !foresee(&changes->after, &is) || (was.items == is.items && was.day == is.day))
		return;
	change = pm_changes_add(changes, PM_CHANGE_FORECAST, PM_NO_ITEM, PM_NO_ITEM);
	change->from = day_text(changes, was.day);
	change->to = day_text(changes, is.day);
	change->number_from = was.items;
	change->number_to = is.items;
}
