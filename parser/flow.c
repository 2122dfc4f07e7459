/* flow: how work moves through a product. */
#include "parser/flow.h"

#include "parser/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EXPECTATION_LEAST = 10 };

bool pm_flow_is_work(enum pm_kind kind)
{
	return kind != PM_KIND_EPIC && kind != PM_KIND_INITIATIVE && !PM_KIND_IS_RECORD(kind);
}

/* A commit's day, within the time that is looked at: clocks may have been wrong. */
static pm_day day_of(const struct pm_flow *flow, uint32_t commit)
{
	pm_day day = flow->history->commits[commit].day;

	return day < flow->first ? flow->first : day > flow->today ? flow->today : day;
}

/* Nothing that came with the first commit says when it happened. */
static bool is_dated(const struct pm_history *history, uint32_t commit)
{
	return !history->commits[commit].base && commit != history->first;
}

static bool is_dropped(const struct pm_event *event)
{
	return event->to == PM_STATE_DROPPED ||
	       (event->to != PM_STATE_DONE && (event->type == PM_EVENT_GONE || event->place == PM_PLACE_ARCHIVED));
}

/* One event of an item's life, in their order. */
static void take_event(const struct pm_flow *flow, const struct pm_event *event, struct pm_flow_item *item)
{
	bool dated = is_dated(flow->history, event->commit), dropped = is_dropped(event), done = event->to == PM_STATE_DONE;
	enum pm_dated_by known = dated ? PM_KNOWN_COMMIT : PM_KNOWN_NOT;
	pm_day day = dated ? day_of(flow, event->commit) : PM_NO_DAY;

	if (event->type == PM_EVENT_CREATED) {
		item->created = day;
		item->created_by = (uint8_t)known;
	}
	if (item->state == PM_STATE_DONE && !done)
		item->reopened++;
	if (event->to == PM_STATE_STARTED && !dropped && item->started_by == PM_KNOWN_NOT) {
		item->started = day;
		item->started_by = (uint8_t)known;
	} else if (!done && event->to != PM_STATE_STARTED && event->to != item->state) {
		item->started = PM_NO_DAY; /* it went back, and starts anew */
		item->started_by = PM_KNOWN_NOT;
	}
	if (done && item->state != PM_STATE_DONE) {
		item->done = day;
		item->done_by = (uint8_t)known;
	} else if (!done) {
		item->done = PM_NO_DAY;
		item->done_by = PM_KNOWN_NOT;
	}
	item->dropped = dropped && item->state != PM_STATE_DROPPED ? day : dropped ? item->dropped : PM_NO_DAY;
	item->state = dropped ? PM_STATE_DROPPED : event->to;
}

/* What the item itself says where no commit does. */
static void take_fields(const struct pm_flow *flow, const struct pm_product *product, struct pm_flow_item *item)
{
	const struct pm_item *it;
	pm_day day;

	if (item->item == PM_NO_ITEM)
		return;
	it = &product->items[item->item];
	if (pm_item_date(product, it, PM_FIELD_CREATED, &day) && day <= flow->today &&
	    (item->created == PM_NO_DAY || day < item->created)) {
		item->created = day;
		item->created_by = PM_KNOWN_FIELD;
	}
	if (item->state == PM_STATE_DONE && item->done == PM_NO_DAY && pm_item_date(product, it, PM_FIELD_UPDATED, &day) &&
	    day <= flow->today) {
		item->done = day;
		item->done_by = PM_KNOWN_FIELD;
	}
}

/* The item of the product that each life is now: heap. */
static uint32_t *match_items(const struct pm_history *history, const struct pm_product *product)
{
	uint32_t *items = pm_malloc((history->life_count + 1) * sizeof *items);

	for (uint32_t i = 0; i < history->life_count; i++)
		items[i] = PM_NO_ITEM;
	for (uint32_t i = product->item_count; i-- > 0;) {
		uint32_t life = pm_history_life(history, product, i);

		if (life != PM_NO_ITEM)
			items[life] = i;
	}
	return items;
}

static void take_lives(struct pm_flow *flow, const struct pm_product *product, bool (*shows)(const void *ctx, uint32_t item),
		       const void *ctx)
{
	const struct pm_history *history = flow->history;
	uint32_t *items = match_items(history, product);

	flow->items = pm_malloc((history->life_count + 1) * sizeof *flow->items);
	flow->item_count = product->item_count;
	flow->of = pm_calloc((size_t)product->item_count + 1, sizeof *flow->of);
	for (uint32_t i = 0; i < history->life_count; i++) {
		const struct pm_life *life = &history->lives[i];
		struct pm_flow_item *item = &flow->items[flow->count];

		if (!pm_flow_is_work((enum pm_kind)life->kind) || (shows && (items[i] == PM_NO_ITEM || !shows(ctx, items[i]))))
			continue;
		*item = (struct pm_flow_item){.life = i,
					      .item = life->there ? items[i] : PM_NO_ITEM,
					      .created = PM_NO_DAY,
					      .started = PM_NO_DAY,
					      .done = PM_NO_DAY,
					      .dropped = PM_NO_DAY};
		for (uint32_t k = 0; k < life->event_count; k++)
			take_event(flow, &history->events[life->first_event + k], item);
		take_fields(flow, product, item);
		flow->count++;
		if (item->item != PM_NO_ITEM)
			flow->of[item->item] = (uint32_t)flow->count;
	}
	free(items);
}

static int by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static uint32_t days_between(pm_day from, pm_day to)
{
	return from < to ? (uint32_t)(to - from) : 0;
}

static void count_days(struct pm_flow *flow)
{
	flow->days = (size_t)(flow->today - flow->first) + 1;
	flow->done = pm_calloc(flow->days, sizeof *flow->done);
	for (size_t i = 0; i < flow->count; i++) {
		const struct pm_flow_item *item = &flow->items[i];

		flow->in_progress += item->state == PM_STATE_STARTED;
		flow->finished += item->state == PM_STATE_DONE;
		if (item->state != PM_STATE_DONE || item->done == PM_NO_DAY)
			continue;
		flow->dated++;
		if (item->done >= flow->first)
			flow->done[item->done - flow->first]++;
	}
}

static size_t done_since(const struct pm_flow *flow, pm_day since)
{
	size_t count = 0;

	for (size_t i = 0; i < flow->count; i++)
		count += flow->items[i].state == PM_STATE_DONE && flow->items[i].done != PM_NO_DAY && flow->items[i].done >= since;
	return count;
}

static void measure(struct pm_flow *flow)
{
	pm_day since = flow->today - PM_FLOW_WINDOW;

	flow->window = since > flow->first && done_since(flow, since) >= PM_FLOW_WINDOW_LEAST ? since : flow->first;
	flow->window_done = done_since(flow, flow->window);
	flow->cycles = pm_malloc((flow->count + 1) * sizeof *flow->cycles);
	flow->leads = pm_malloc((flow->count + 1) * sizeof *flow->leads);
	for (size_t i = 0; i < flow->count; i++) {
		const struct pm_flow_item *item = &flow->items[i];

		if (item->state != PM_STATE_DONE || item->done == PM_NO_DAY || item->done < flow->window)
			continue;
		if (item->started != PM_NO_DAY)
			flow->cycles[flow->cycle_count++] = days_between(item->started, item->done);
		if (item->created != PM_NO_DAY)
			flow->leads[flow->lead_count++] = days_between(item->created, item->done);
	}
	qsort(flow->cycles, flow->cycle_count, sizeof *flow->cycles, by_value);
	qsort(flow->leads, flow->lead_count, sizeof *flow->leads, by_value);
}

void pm_flow_init(struct pm_flow *flow, const struct pm_history *history, const struct pm_product *product, pm_day today,
		  bool (*shows)(const void *ctx, uint32_t item), const void *ctx)
{
	pm_day newest;

	memset(flow, 0, sizeof *flow);
	flow->history = history;
	flow->first = flow->today = today;
	if (history->first < history->commit_count) {
		newest = history->commits[history->commit_count - 1].day;
		flow->today = today == PM_NO_DAY || newest > today ? newest : today;
		flow->first = history->commits[history->first].day;
		if (flow->first > flow->today)
			flow->first = flow->today;
	}
	take_lives(flow, product, shows, ctx);
	if (flow->today == PM_NO_DAY)
		flow->first = flow->today = 0;
	count_days(flow);
	measure(flow);
	if (history->first >= history->commit_count)
		flow->first = PM_NO_DAY;
}

void pm_flow_clear(struct pm_flow *flow)
{
	free(flow->items);
	free(flow->of);
	free(flow->done);
	free(flow->cycles);
	free(flow->leads);
	memset(flow, 0, sizeof *flow);
}

uint32_t pm_flow_percentile(const uint32_t *values, size_t count, double part)
{
	double rank = ceil(part * (double)count);

	return values[rank < 1 ? 0 : rank > (double)count ? count - 1 : (size_t)rank - 1];
}

bool pm_flow_expectation(const struct pm_flow *flow, uint32_t *days)
{
	if (flow->cycle_count < EXPECTATION_LEAST)
		return false;
	*days = pm_flow_percentile(flow->cycles, flow->cycle_count, 0.85);
	return true;
}

bool pm_flow_age(const struct pm_flow *flow, const struct pm_flow_item *item, uint32_t *days)
{
	if (item->state != PM_STATE_STARTED || item->started == PM_NO_DAY)
		return false;
	*days = days_between(item->started, flow->today);
	return true;
}

const struct pm_flow_item *pm_flow_find(const struct pm_flow *flow, uint32_t item)
{
	return item < flow->item_count && flow->of[item] ? &flow->items[flow->of[item] - 1] : NULL;
}
