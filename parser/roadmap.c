/* roadmap: what stands on it, in which lane, from when to when, and what of it needs what. */
#include "parser/roadmap.h"

#include <stdlib.h>
#include <string.h>

struct builder {
	struct pm_roadmap *roadmap;
	const struct pm_readiness *readiness;
	const struct pm_plan *plan;
	const struct pm_periods *sprints, *releases;
	struct pm_arena arena;
	size_t lane_cap, entry_cap;
};

/* -- what an item says of time */

static void widen(struct pm_entry *entry, pm_day from, pm_day to)
{
	if (from != PM_NO_DAY && (entry->from == PM_NO_DAY || from < entry->from))
		entry->from = from;
	if (to != PM_NO_DAY && (entry->to == PM_NO_DAY || to > entry->to))
		entry->to = to;
}

/* A horizon that is a date, a quarter, a range: its first and last day. */
static bool read_days(struct pm_str text, pm_day *from, pm_day *to)
{
	if (pm_date_range(text, from, to))
		return true;
	return pm_date_read(pm_str_trim(text), false, from) > 0 && pm_date_read(pm_str_trim(text), true, to) > 0;
}

/* The days of the sprint and the release that an item is planned for, and of its due date. */
static void widen_by_plan(const struct builder *b, struct pm_entry *entry, uint32_t item)
{
	uint32_t sprint = b->sprints->of[item], release = b->releases->of[item];
	pm_day due;

	if (sprint != PM_NO_ITEM)
		widen(entry, b->sprints->list[sprint].from, b->sprints->list[sprint].to);
	if (release != PM_NO_ITEM)
		widen(entry, PM_NO_DAY, b->releases->list[release].to);
	if (pm_item_date(b->plan->product, &b->plan->product->items[item], PM_FIELD_TARGET_DATE, &due))
		widen(entry, PM_NO_DAY, due);
}

static void find_own_days(const struct builder *b, struct pm_entry *entry)
{
	const struct pm_product *product = b->plan->product;
	const struct pm_item *it = &product->items[entry->item];

	for (uint16_t f = 0; f < it->field_count; f++) {
		pm_day from, to;

		if (it->fields[f].def == PM_FIELD_HORIZON && read_days(pm_field_text(product, it, &it->fields[f]), &from, &to)) {
			widen(entry, from, to);
			break;
		}
	}
	widen_by_plan(b, entry, entry->item);
}

/* The first day of the sprint that an item is planned for, where an entry only has a last one. */
static void begin_by_plan(const struct builder *b, struct pm_entry *entry, uint32_t item)
{
	uint32_t sprint = b->sprints->of[item];

	if (sprint != PM_NO_ITEM && b->sprints->list[sprint].from < entry->to)
		widen(entry, b->sprints->list[sprint].from, PM_NO_DAY);
}

/* Has this work a last day? */
static bool is_planned(const struct builder *b, uint32_t item)
{
	uint32_t sprint = b->sprints->of[item], release = b->releases->of[item];
	pm_day due;

	return (sprint != PM_NO_ITEM && b->sprints->list[sprint].to != PM_NO_DAY) ||
	       (release != PM_NO_ITEM && b->releases->list[release].to != PM_NO_DAY) ||
	       pm_item_date(b->plan->product, &b->plan->product->items[item], PM_FIELD_TARGET_DATE, &due);
}

static void count_unplanned(const struct builder *b)
{
	struct pm_roadmap *roadmap = b->roadmap;

	for (uint32_t i = 0; pm_product_more(b->plan->product, i); i++) {
		uint32_t e = roadmap->of[i];

		if (e != PM_NO_ITEM && roadmap->entries[e].derived && b->plan->work[i] && pm_plan_open(b->plan, i) &&
		    !is_planned(b, i))
			roadmap->entries[e].unplanned++;
	}
}

static void find_derived_days(const struct builder *b)
{
	struct pm_roadmap *roadmap = b->roadmap;
	bool *begun = pm_calloc(roadmap->count + 1, sizeof *begun);

	for (size_t e = 0; e < roadmap->count; e++) {
		roadmap->entries[e].derived = roadmap->entries[e].to == PM_NO_DAY;
		begun[e] = roadmap->entries[e].from != PM_NO_DAY;
	}
	for (uint32_t i = 0; pm_product_more(b->plan->product, i); i++) {
		uint32_t e = roadmap->of[i];

		if (e == PM_NO_ITEM || !b->plan->work[i] || b->plan->product->items[i].state == PM_STATE_DROPPED)
			continue;
		if (roadmap->entries[e].derived)
			widen_by_plan(b, &roadmap->entries[e], i);
		else if (!begun[e])
			begin_by_plan(b, &roadmap->entries[e], i);
	}
	free(begun);
	count_unplanned(b);
}

/* -- lanes */

/* The horizon that is one of now, next and later, else the first one. */
static struct pm_str lane_text(const struct pm_plan *plan, uint32_t item, enum pm_horizon *horizon)
{
	const struct pm_item *it = &plan->product->items[item];
	struct pm_str text;

	for (uint16_t f = 0; f < it->field_count; f++) {
		if (it->fields[f].def != PM_FIELD_HORIZON)
			continue;
		text = pm_field_text(plan->product, it, &it->fields[f]);
		*horizon = pm_horizon_read(text);
		if (*horizon != PM_HORIZON_NONE)
			return text;
	}
	text = pm_str_trim(pm_plan_horizon(plan, item));
	*horizon = pm_horizon_read(text);
	return text;
}

/* One entry's lane, before equal ones are one. */
struct said {
	struct pm_str text, key; /* key: lower case */
	enum pm_horizon horizon;
	pm_day to;
	uint32_t entry;
};

/* Now, next, later; then by date; then by the first entry (which the caller sees to); equal lanes together. */
static int by_lane(const void *a, const void *b)
{
	const struct said *x = a, *y = b;
	int order;

	if (x->horizon != y->horizon) {
		if (x->horizon == PM_HORIZON_NONE || y->horizon == PM_HORIZON_NONE)
			return x->horizon == PM_HORIZON_NONE ? 1 : -1;
		return x->horizon < y->horizon ? -1 : 1;
	}
	order = x->horizon != PM_HORIZON_NONE ? 0 : pm_str_cmp(x->key, y->key);
	return order != 0 ? order : (x->entry > y->entry) - (x->entry < y->entry);
}

struct place {
	struct pm_lane lane;
	uint32_t first, was;
};

static int by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	bool x_dated = x->lane.to != PM_NO_DAY, y_dated = y->lane.to != PM_NO_DAY;

	if (x->lane.horizon != y->lane.horizon) {
		if (x->lane.horizon == PM_HORIZON_NONE || y->lane.horizon == PM_HORIZON_NONE)
			return x->lane.horizon == PM_HORIZON_NONE ? 1 : -1;
		return x->lane.horizon < y->lane.horizon ? -1 : 1;
	}
	if (x_dated != y_dated)
		return x_dated ? -1 : 1;
	if (x->lane.to != y->lane.to)
		return x->lane.to < y->lane.to ? -1 : 1;
	return (x->first > y->first) - (x->first < y->first);
}

static struct said *collect(struct builder *b)
{
	struct said *list = pm_calloc(b->roadmap->count + 1, sizeof *list);
	struct pm_buf key = {0};

	for (size_t e = 0; e < b->roadmap->count; e++) {
		struct said *said = &list[e];
		pm_day from;

		said->entry = (uint32_t)e;
		said->text = lane_text(b->plan, b->roadmap->entries[e].item, &said->horizon);
		if (said->horizon != PM_HORIZON_NONE || !read_days(said->text, &from, &said->to))
			said->to = PM_NO_DAY;
		pm_buf_reset(&key);
		pm_buf_add_fold(&key, said->text);
		said->key = pm_str_n(pm_arena_dup(&b->arena, key.p ? key.p : "", key.n), key.n);
	}
	pm_buf_clear(&key);
	if (b->roadmap->count > 0)
		qsort(list, b->roadmap->count, sizeof *list, by_lane);
	return list;
}

static bool is_same_lane(const struct said *a, const struct said *b)
{
	return a->horizon == b->horizon && (a->horizon != PM_HORIZON_NONE || pm_str_eq(a->key, b->key));
}

static struct pm_str lane_name(const struct said *said)
{
	static const char *const names[] = {NULL, "Now", "Next", "Later", "Done"};

	return said->horizon != PM_HORIZON_NONE ? pm_str_c(names[said->horizon]) : said->text;
}

/* Where any of now, next and later is in use the other two are there as well: an empty "next" says something. */
static size_t add_horizons(const struct said *list, size_t count, struct place *places)
{
	bool any = count > 0 && list[0].horizon != PM_HORIZON_NONE;

	for (int h = PM_HORIZON_NOW; any && h <= PM_HORIZON_LATER; h++) {
		struct said said = {.horizon = (enum pm_horizon)h};

		places[h - PM_HORIZON_NOW] = (struct place){{lane_name(&said), said.horizon, PM_NO_DAY, 0}, 0, 0};
	}
	return any ? 3 : 0;
}

static void make_lanes(struct builder *b)
{
	struct pm_roadmap *roadmap = b->roadmap;
	struct said *list = collect(b);
	struct place *places = pm_calloc(roadmap->count + 4, sizeof *places);
	uint32_t *now = pm_calloc(roadmap->count + 4, sizeof *now);
	size_t n = add_horizons(list, roadmap->count, places), at = 0;

	for (size_t k = 0; k < roadmap->count; k++) {
		const struct said *said = &list[k];

		if (said->horizon != PM_HORIZON_NONE)
			at = (size_t)said->horizon - PM_HORIZON_NOW;
		else if (k == 0 || !is_same_lane(said, &list[k - 1]))
			places[at = n++] = (struct place){{lane_name(said), said->horizon, said->to, 0}, said->entry, 0};
		roadmap->entries[said->entry].lane = (uint32_t)at;
		places[at].lane.count++;
	}
	roadmap->lanes = pm_calloc(n + 1, sizeof *roadmap->lanes);
	roadmap->lane_count = n;
	for (size_t k = 0; k < n; k++)
		places[k].was = (uint32_t)k;
	if (n > 0)
		qsort(places, n, sizeof *places, by_place);
	for (size_t k = 0; k < n; k++) {
		roadmap->lanes[k] = places[k].lane;
		now[places[k].was] = (uint32_t)k;
	}
	for (size_t e = 0; e < roadmap->count; e++)
		roadmap->entries[e].lane = now[roadmap->entries[e].lane];
	free(now);
	free(places);
	free(list);
}

/* -- entries */

static bool is_entry(const struct pm_plan *plan, uint32_t item)
{
	enum pm_horizon horizon;

	if (plan->entry[item] != item || !plan->shown[item] || plan->product->items[item].state == PM_STATE_DROPPED)
		return false;
	lane_text(plan, item, &horizon);
	return horizon != PM_HORIZON_DONE;
}

static void add_entries(struct builder *b)
{
	struct pm_roadmap *roadmap = b->roadmap;
	uint32_t count = b->plan->product->item_count;

	roadmap->of = pm_malloc(((size_t)count + 1) * sizeof *roadmap->of);
	memset(roadmap->of, 0xff, ((size_t)count + 1) * sizeof *roadmap->of);
	for (uint32_t i = 0; i < count; i++) {
		if (!is_entry(b->plan, i))
			continue;
		PM_GROW(roadmap->entries, roadmap->count, b->entry_cap);
		roadmap->entries[roadmap->count] = (struct pm_entry){.item = i, .from = PM_NO_DAY, .to = PM_NO_DAY};
		find_own_days(b, &roadmap->entries[roadmap->count]);
		roadmap->of[i] = (uint32_t)roadmap->count++;
	}
	for (uint32_t i = 0; i < count; i++)
		if (b->plan->entry[i] != PM_NO_ITEM)
			roadmap->of[i] = roadmap->of[b->plan->entry[i]];
}

static void find_needs(struct builder *b)
{
	const struct pm_graph *needs = &b->readiness->needs;
	struct pm_arc *arcs = pm_calloc((size_t)needs->first[needs->node_count] + 1, sizeof *arcs);
	const uint32_t *of = b->roadmap->of;
	size_t n = 0;

	for (uint32_t i = 0; i < needs->node_count; i++)
		for (uint32_t a = needs->first[i]; a < needs->first[i + 1]; a++) {
			uint32_t to = needs->to[a];

			if (of[i] != PM_NO_ITEM && of[to] != PM_NO_ITEM && of[i] != of[to] && !b->readiness->settled[i] &&
			    !b->readiness->settled[to])
				arcs[n++] = (struct pm_arc){of[i], of[to]};
		}
	pm_graph_init(&b->roadmap->needs, (uint32_t)b->roadmap->count, arcs, n);
	free(arcs);
}

void pm_roadmap_init(struct pm_roadmap *roadmap, const struct pm_readiness *readiness, const struct pm_periods *sprints,
		     const struct pm_periods *releases)
{
	struct builder b = {
		.roadmap = roadmap, .readiness = readiness, .plan = readiness->plan, .sprints = sprints, .releases = releases};

	*roadmap = (struct pm_roadmap){0};
	pm_arena_init(&b.arena);
	add_entries(&b);
	find_derived_days(&b);
	make_lanes(&b);
	find_needs(&b);
	pm_arena_clear(&b.arena);
}

void pm_roadmap_clear(struct pm_roadmap *roadmap)
{
	free(roadmap->lanes);
	free(roadmap->entries);
	free(roadmap->of);
	pm_graph_clear(&roadmap->needs);
}
