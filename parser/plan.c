/* plan: where every item belongs, and what it costs. */
#include "parser/plan.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* -- records by name: "Sprint 12", "12", "v1.4.0", "Shoppers come back" */

struct name {
	struct pm_str text; /* lower case */
	uint32_t kind, item;
};

struct pm_names {
	struct name *list; /* heap */
	size_t count, cap;
};

static int by_name(const void *a, const void *b)
{
	const struct name *x = a, *y = b;
	int order = x->kind != y->kind ? (x->kind < y->kind ? -1 : 1) : pm_str_cmp(x->text, y->text);

	return order != 0 ? order : (x->item > y->item) - (x->item < y->item);
}

static struct pm_str fold(struct pm_arena *arena, struct pm_str text)
{
	struct pm_buf folded = {0};
	struct pm_str copy = {"", 0};

	pm_buf_add_fold(&folded, text);
	if (folded.n > 0)
		copy = pm_str_n(pm_arena_dup(arena, folded.p, folded.n), folded.n);
	pm_buf_clear(&folded);
	return copy;
}

/* The last number of a sprint's name, by which people call it. */
static struct pm_str last_number(struct pm_str text)
{
	size_t end = text.n, start;

	while (end > 0 && (text.p[end - 1] < '0' || text.p[end - 1] > '9'))
		end--;
	for (start = end; start > 0 && text.p[start - 1] >= '0' && text.p[start - 1] <= '9';)
		start--;
	return pm_str_sub(text, start, end);
}

/* The name without what stands behind it: "Sprint 12 (2026-11-16 to 2026-11-29)", "v1.4.0: receipts". */
struct pm_str pm_plan_label(struct pm_str text)
{
	for (size_t i = 1; i < text.n; i++)
		if (text.p[i] == '(' || text.p[i] == ':' || text.p[i] == ',')
			return pm_str_trim(pm_str_sub(text, 0, i));
	return text;
}

/* The name as it is compared: trimmed, lower case, "1.4.0" for "v1.4.0". */
static struct pm_str compared(struct pm_str text)
{
	text = pm_str_trim(text);
	if (text.n >= 2 && (text.p[0] == 'v' || text.p[0] == 'V') && text.p[1] >= '0' && text.p[1] <= '9')
		text = pm_str_sub(text, 1, text.n);
	return text;
}

/* "12" of "sprint 12", "iteration 12", "12"; else nothing. */
static struct pm_str sprint_number(struct pm_str folded)
{
	static const char *const words[] = {"", "sprint", "iteration"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct pm_str rest = pm_str_trim(pm_str_sub(folded, strlen(words[i]), folded.n));

		if (pm_str_starts(folded, words[i]) && rest.n > 0 && last_number(rest).n == rest.n)
			return rest;
	}
	return (struct pm_str){"", 0};
}

void pm_plan_key(struct pm_str text, enum pm_kind kind, struct pm_buf *key)
{
	struct pm_buf folded = {0};
	struct pm_str number;

	pm_buf_add_fold(&folded, compared(pm_plan_label(text)));
	number = kind == PM_KIND_SPRINT ? sprint_number(pm_buf_str(&folded)) : (struct pm_str){"", 0};
	pm_buf_adds(key, number.n > 0 ? number : pm_buf_str(&folded));
	pm_buf_clear(&folded);
}

static void add_name(struct pm_plan *plan, struct pm_str text, uint32_t item)
{
	struct pm_names *names = plan->names;
	struct pm_str folded = fold(&plan->arena, compared(text));

	if (folded.n == 0)
		return;
	PM_GROW(names->list, names->count, names->cap);
	names->list[names->count++] = (struct name){folded, plan->product->items[item].kind, item};
}

static void make_names(struct pm_plan *plan)
{
	plan->names = pm_calloc(1, sizeof(*plan->names));
	for (uint32_t i = 0; pm_product_more(plan->product, i); i++) {
		const struct pm_item *item = &plan->product->items[i];

		if (item->kind != PM_KIND_GOAL && item->kind != PM_KIND_SPRINT && item->kind != PM_KIND_RELEASE)
			continue;
		add_name(plan, item->id, i);
		add_name(plan, item->title, i);
		if (item->kind == PM_KIND_GOAL)
			continue;
		add_name(plan, pm_plan_label(item->title), i);
		if (item->kind == PM_KIND_SPRINT)
			add_name(plan, last_number(item->id.n > 0 ? item->id : pm_plan_label(item->title)), i);
	}
	if (plan->names->count > 0)
		qsort(plan->names->list, plan->names->count, sizeof(*plan->names->list), by_name);
}

/* The first record of that kind and name; PM_NO_ITEM. */
static uint32_t find_name(const struct pm_plan *plan, enum pm_kind kind, struct pm_str text)
{
	const struct pm_names *names = plan->names;
	struct name wanted = {.kind = kind};
	struct pm_buf folded = {0};
	size_t low = 0, high = names->count;
	uint32_t found = PM_NO_ITEM;

	pm_buf_add_fold(&folded, compared(text));
	wanted.text = pm_buf_str(&folded);
	while (wanted.text.n > 0 && low < high) {
		size_t middle = low + (high - low) / 2;

		if (by_name(&names->list[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < names->count && names->list[low].kind == (uint32_t)kind && pm_str_eq(names->list[low].text, wanted.text))
		found = names->list[low].item;
	pm_buf_clear(&folded);
	return found;
}

uint32_t pm_plan_find(const struct pm_plan *plan, enum pm_kind kind, struct pm_str name)
{
	uint32_t found = find_name(plan, kind, name);

	return found != PM_NO_ITEM ? found : find_name(plan, kind, pm_plan_label(name));
}

/* -- what an item says itself */

/* The record of a kind that an item names in a field. */
static uint32_t named_record(const struct pm_plan *plan, uint32_t item, enum pm_field_id field, enum pm_kind kind)
{
	struct pm_str text = pm_item_text(plan->product, &plan->product->items[item], field);
	uint32_t to = pm_item_link(plan->product, item, field, kind);

	if (to != PM_NO_ITEM || text.n == 0)
		return to;
	to = find_name(plan, kind, text);
	if (to == PM_NO_ITEM && kind != PM_KIND_GOAL)
		to = find_name(plan, kind, pm_plan_label(text));
	if (to == PM_NO_ITEM && kind == PM_KIND_SPRINT && field == PM_FIELD_SPRINT)
		to = find_name(plan, kind, last_number(pm_plan_label(text)));
	return to;
}

/* The record of a kind that an item stands under. */
static uint32_t record_above(const struct pm_plan *plan, uint32_t item, enum pm_kind kind)
{
	uint32_t parent = plan->product->items[item].parent;

	return parent != PM_NO_ITEM && plan->product->items[parent].kind == kind ? parent : PM_NO_ITEM;
}

static uint32_t own_goal(const struct pm_plan *plan, uint32_t item)
{
	uint32_t above = record_above(plan, item, PM_KIND_GOAL);

	if (PM_KIND_IS_RECORD(plan->product->items[item].kind))
		return PM_NO_ITEM;
	if (pm_item_link(plan->product, item, PM_FIELD_GOAL, PM_KIND_GOAL) != PM_NO_ITEM)
		return item;
	return above != PM_NO_ITEM ? above : named_record(plan, item, PM_FIELD_GOAL, PM_KIND_GOAL);
}

/* People write a release or a sprint under any of the plan's labels: what counts is which of them is there. */
static uint32_t own_plan(const struct pm_plan *plan, uint32_t item, enum pm_field_id field, enum pm_kind kind)
{
	const enum pm_field_id fields[] = {field, PM_FIELD_RELEASE, PM_FIELD_SPRINT, PM_FIELD_HORIZON};
	uint32_t to = PM_NO_ITEM;

	for (size_t i = 0; i < sizeof fields / sizeof *fields && to == PM_NO_ITEM; i++)
		to = named_record(plan, item, fields[i], kind);
	return to != PM_NO_ITEM ? to : record_above(plan, item, kind);
}

static uint32_t own_sprint(const struct pm_plan *plan, uint32_t item)
{
	return own_plan(plan, item, PM_FIELD_SPRINT, PM_KIND_SPRINT);
}

static uint32_t own_release(const struct pm_plan *plan, uint32_t item)
{
	return own_plan(plan, item, PM_FIELD_RELEASE, PM_KIND_RELEASE);
}

uint32_t pm_plan_own(const struct pm_plan *plan, uint32_t item, enum pm_kind kind)
{
	assert(kind == PM_KIND_SPRINT || kind == PM_KIND_RELEASE);
	return kind == PM_KIND_SPRINT ? plan->own_sprint[item] : plan->own_release[item];
}

/* -- what it takes from above */

#define UNKNOWN (PM_NO_ITEM - 1)
#define PENDING (PM_NO_ITEM - 2)

/* Each item is walked over once. */
void pm_plan_inherit(const struct pm_plan *plan, uint32_t *own)
{
	uint32_t count = plan->product->item_count;
	uint32_t *path = pm_malloc(((size_t)count + 1) * sizeof(*path));
	bool *settled = pm_calloc((size_t)count + 1, sizeof(*settled));

	for (uint32_t i = 0; i < count; i++) {
		uint32_t length = 0, at = i, found;

		while (at != PM_NO_ITEM && own[at] == PM_NO_ITEM && !settled[at]) {
			path[length++] = at;
			settled[at] = true;
			at = plan->up[at];
		}
		found = at != PM_NO_ITEM ? own[at] : PM_NO_ITEM;
		while (length > 0)
			own[path[--length]] = found;
	}
	free(settled);
	free(path);
}

static uint32_t *of_each(const struct pm_plan *plan, uint32_t (*own)(const struct pm_plan *plan, uint32_t item))
{
	uint32_t count = plan->product->item_count;
	uint32_t *result = pm_malloc(((size_t)count + 1) * sizeof(*result));

	for (uint32_t i = 0; pm_product_more(plan->product, i); i++)
		result[i] = own(plan, i);
	return result;
}

static uint32_t *inherited(const struct pm_plan *plan, const uint32_t *own)
{
	size_t size = ((size_t)plan->product->item_count + 1) * sizeof(*own);
	uint32_t *result = pm_malloc(size);

	memcpy(result, own, size - sizeof(*own));
	pm_plan_inherit(plan, result);
	return result;
}

static bool is_on_roadmap(const struct pm_plan *plan, uint32_t item)
{
	const struct pm_item *it = &plan->product->items[item];

	return !PM_KIND_IS_RECORD(it->kind) && it->place == PM_PLACE_ACTIVE &&
	       pm_item_text(plan->product, it, PM_FIELD_HORIZON).n > 0;
}

/* The uppermost on the way that has a horizon: what stands below an entry is a part of it. */
static void find_entries(struct pm_plan *plan)
{
	uint32_t count = plan->product->item_count;
	uint32_t *path = pm_malloc(((size_t)count + 1) * sizeof(*path));

	plan->entry = pm_malloc(((size_t)count + 1) * sizeof(*plan->entry));
	for (uint32_t i = 0; i < count; i++)
		plan->entry[i] = UNKNOWN;
	for (uint32_t i = 0; pm_product_more(plan->product, i); i++) {
		uint32_t length = 0, at = i, entry = PM_NO_ITEM;

		for (; at != PM_NO_ITEM && plan->entry[at] == UNKNOWN; at = plan->up[at]) {
			path[length++] = at;
			plan->entry[at] = PENDING;
		}
		if (at != PM_NO_ITEM && plan->entry[at] != PENDING)
			entry = plan->entry[at];
		while (length > 0) {
			at = path[--length];
			if (entry == PM_NO_ITEM && is_on_roadmap(plan, at))
				entry = at;
			plan->entry[at] = entry;
		}
	}
	free(path);
}

/* -- work and its size */

static bool is_work_kind(const struct pm_item *item)
{
	return !PM_KIND_IS_RECORD(item->kind) && item->kind != PM_KIND_EPIC && item->kind != PM_KIND_INITIATIVE;
}

static void find_work(struct pm_plan *plan, bool (*shows)(const void *ctx, uint32_t item), const void *ctx)
{
	const struct pm_product *product = plan->product;

	plan->work = pm_calloc((size_t)product->item_count + 1, sizeof(*plan->work));
	plan->shown = pm_calloc((size_t)product->item_count + 1, sizeof(*plan->shown));
	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		const struct pm_item *item = &product->items[i];
		bool there = item->place == PM_PLACE_ACTIVE || item->place == PM_PLACE_COMPLETED;
		bool part = item->parent != PM_NO_ITEM && is_work_kind(&product->items[item->parent]);

		plan->shown[i] = !shows || shows(ctx, i);
		plan->work[i] = there && is_work_kind(item) && !part && plan->shown[i];
	}
}

/* Time is counted in days of eight hours, weeks of five days, months of twenty. */
static double in_days(const char *unit)
{
	if (strcmp(unit, "h") == 0)
		return 1.0 / 8;
	if (strcmp(unit, "d") == 0)
		return 1;
	if (strcmp(unit, "w") == 0)
		return 5;
	return strcmp(unit, "m") == 0 ? 20 : 0;
}

static const char *common_unit(const char *unit)
{
	return in_days(unit) > 0 ? "d" : unit;
}

double pm_plan_size(const struct pm_plan *plan, const struct pm_size *size)
{
	double factor = in_days(size->unit);

	if (plan->unit == NULL || strcmp(common_unit(size->unit), plan->unit) != 0)
		return -1;
	return (size->low + size->high) / 2 * (factor > 0 ? factor : 1);
}

/* The unit most used, of sizes whose units are none where an item is no work or has none. */
static void find_unit(struct pm_plan *plan, const struct pm_size *sizes)
{
	static const char *const units[] = {"points", "d", "size"};
	uint32_t counts[3] = {0}, best = 0;

	for (uint32_t i = 0; pm_product_more(plan->product, i); i++)
		for (uint32_t u = 0; u < 3 && sizes[i].unit != NULL; u++)
			if (strcmp(common_unit(sizes[i].unit), units[u]) == 0)
				counts[u]++;
	for (uint32_t u = 1; u < 3; u++)
		if (counts[u] > counts[best])
			best = u;
	plan->unit = counts[best] > 0 ? units[best] : NULL;
}

static void find_effort(struct pm_plan *plan)
{
	uint32_t count = plan->product->item_count;
	struct pm_size *sizes = pm_calloc((size_t)count + 1, sizeof(*sizes));

	for (uint32_t i = 0; pm_product_more(plan->product, i); i++)
		if (!plan->work[i] || !pm_item_size(plan->product, &plan->product->items[i], PM_FIELD_ESTIMATE, &sizes[i]))
			sizes[i].unit = NULL;
	find_unit(plan, sizes);
	plan->effort = pm_malloc(((size_t)count + 1) * sizeof(*plan->effort));
	for (uint32_t i = 0; pm_product_more(plan->product, i); i++)
		plan->effort[i] = sizes[i].unit != NULL ? pm_plan_size(plan, &sizes[i]) : -1;
	free(sizes);
}

/* -- the whole */

void pm_plan_init(struct pm_plan *plan, const struct pm_product *product, bool (*shows)(const void *ctx, uint32_t item),
		  const void *ctx)
{
	*plan = (struct pm_plan){.product = product};
	pm_arena_init(&plan->arena);
	plan->up = pm_malloc(((size_t)product->item_count + 1) * sizeof(*plan->up));
	for (uint32_t i = 0; pm_product_more(product, i); i++)
		plan->up[i] = pm_item_above(product, i);
	make_names(plan);
	plan->holder = of_each(plan, own_goal);
	pm_plan_inherit(plan, plan->holder);
	plan->own_sprint = of_each(plan, own_sprint);
	plan->sprint = inherited(plan, plan->own_sprint);
	plan->own_release = of_each(plan, own_release);
	plan->release = inherited(plan, plan->own_release);
	find_entries(plan);
	find_work(plan, shows, ctx);
	find_effort(plan);
}

void pm_plan_clear(struct pm_plan *plan)
{
	free(plan->up);
	free(plan->holder);
	free(plan->own_sprint);
	free(plan->sprint);
	free(plan->own_release);
	free(plan->release);
	free(plan->entry);
	free(plan->shown);
	free(plan->work);
	free(plan->effort);
	free(plan->names->list);
	free(plan->names);
	pm_arena_clear(&plan->arena);
}

size_t pm_plan_goals(const struct pm_plan *plan, uint32_t item, uint32_t goals[PM_ITEM_GOALS_MAX])
{
	uint32_t holder = plan->holder[item];
	const struct pm_item *it;
	size_t count = 0;

	if (holder == PM_NO_ITEM)
		return 0;
	it = &plan->product->items[holder];
	if (it->kind == PM_KIND_GOAL)
		goals[count++] = holder;
	for (uint32_t i = 0; it->kind != PM_KIND_GOAL && i < it->link_count && count < PM_ITEM_GOALS_MAX; i++) {
		const struct pm_link *link = &plan->product->links[it->first_link + i];
		bool again = false;

		if (link->field != PM_FIELD_GOAL || link->to == PM_NO_ITEM || plan->product->items[link->to].kind != PM_KIND_GOAL)
			continue;
		for (size_t k = 0; k < count; k++)
			again = again || goals[k] == link->to;
		if (!again)
			goals[count++] = link->to;
	}
	return count;
}

bool pm_plan_done(const struct pm_plan *plan, uint32_t item)
{
	const struct pm_item *it = &plan->product->items[item];

	return it->state == PM_STATE_DONE || it->place == PM_PLACE_COMPLETED;
}

struct pm_str pm_plan_horizon(const struct pm_plan *plan, uint32_t item)
{
	struct pm_str text = pm_item_text(plan->product, &plan->product->items[item], PM_FIELD_HORIZON);
	uint32_t record = named_record(plan, item, PM_FIELD_HORIZON, PM_KIND_RELEASE);

	if (record == PM_NO_ITEM)
		record = named_record(plan, item, PM_FIELD_HORIZON, PM_KIND_SPRINT);
	return record != PM_NO_ITEM && plan->product->items[record].title.n > 0 ? plan->product->items[record].title : text;
}

bool pm_plan_open(const struct pm_plan *plan, uint32_t item)
{
	const struct pm_item *it = &plan->product->items[item];

	return it->place == PM_PLACE_ACTIVE && it->state != PM_STATE_DONE && it->state != PM_STATE_DROPPED;
}
