/* periods: the sprints, or the releases, of a product. */
#include "parser/periods.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* What an item calls its sprint or release where nothing describes one. */
struct named {
	struct pm_str key; /* of the names' arena */
	struct pm_str text;
	uint32_t item;
};

struct names {
	struct pm_arena arena;
	struct named *list; /* heap */
	size_t count, cap;
};

static int by_key(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = pm_str_cmp(x->key, y->key);

	return order != 0 ? order : (x->item > y->item) - (x->item < y->item);
}

static struct pm_str head_of(const struct pm_plan *plan, uint32_t item)
{
	const struct pm_item *it = &plan->product->items[item];

	return pm_source_text(&plan->product->files[it->file].source, it->head);
}

/* -- days */

/* The first date of a text that stands apart: behind a blank or a bracket. */
static bool find_date(struct pm_str text, pm_day *day)
{
	for (size_t i = 0; i + 6 < text.n && i < 256; i++)
		if (text.p[i] >= '0' && text.p[i] <= '9' && (i == 0 || text.p[i - 1] == '(' || text.p[i - 1] == ' ') &&
		    pm_date_read(pm_str_sub(text, i, text.n), true, day) >= 7)
			return true;
	return false;
}

static void find_days(const struct pm_plan *plan, enum pm_kind kind, struct pm_period *period)
{
	struct pm_str text = period->item != PM_NO_ITEM ? head_of(plan, period->item) : period->name;
	bool due = period->item != PM_NO_ITEM &&
		   pm_item_date(plan->product, &plan->product->items[period->item], PM_FIELD_TARGET_DATE, &period->to);

	if (kind == PM_KIND_RELEASE) {
		if (!due)
			find_date(text, &period->to);
		return;
	}
	if (!pm_date_range(text, &period->from, &period->to) && !due)
		period->from = period->to = PM_NO_DAY;
	if (period->from != PM_NO_DAY && period->from > period->to) {
		pm_day day = period->from;

		period->from = period->to;
		period->to = day;
	}
}

/* -- the list */

static struct pm_period *add_period(struct pm_periods *periods, size_t *cap, struct pm_str name, uint32_t item)
{
	struct pm_period *period;

	PM_GROW(periods->list, periods->count, *cap);
	period = &periods->list[periods->count++];
	*period = (struct pm_period){.name = name, .label = pm_plan_label(name), .item = item, .from = PM_NO_DAY, .to = PM_NO_DAY};
	return period;
}

/* Those that are described, in the order of the files; of[] is set for the records themselves. */
static void add_records(struct pm_periods *periods, size_t *cap, const struct pm_plan *plan, enum pm_kind kind)
{
	for (uint32_t i = 0; pm_product_more(plan->product, i); i++) {
		const struct pm_item *it = &plan->product->items[i];

		if (it->kind != kind || !plan->shown[i] || it->place == PM_PLACE_ARCHIVED || it->place == PM_PLACE_DRAFT ||
		    it->state == PM_STATE_DROPPED)
			continue;
		periods->of[i] = (uint32_t)periods->count;
		add_period(periods, cap, it->title.n > 0 ? it->title : it->id, i);
	}
}

/* What each item says itself; what only names a period goes to the names. */
static void find_own(struct pm_periods *periods, const struct pm_plan *plan, enum pm_kind kind, struct names *names)
{
	enum pm_field_id field = kind == PM_KIND_SPRINT ? PM_FIELD_SPRINT : PM_FIELD_RELEASE;
	struct pm_buf key = {0};

	for (uint32_t i = 0; pm_product_more(plan->product, i); i++) {
		const struct pm_item *it = &plan->product->items[i];
		struct pm_str text;
		uint32_t record;

		if (PM_KIND_IS_RECORD(it->kind))
			continue;
		record = pm_plan_own(plan, i, kind);
		if (record != PM_NO_ITEM) {
			periods->of[i] = periods->of[record];
			continue;
		}
		text = pm_str_trim(pm_item_text(plan->product, it, field));
		if (text.n == 0)
			continue;
		pm_buf_reset(&key);
		pm_plan_key(text, kind, &key);
		if (key.n == 0)
			continue;
		PM_GROW(names->list, names->count, names->cap);
		names->list[names->count++] = (struct named){pm_str_n(pm_arena_dup(&names->arena, key.p, key.n), key.n), text, i};
	}
	pm_buf_clear(&key);
}

static void add_named(struct pm_periods *periods, size_t *cap, struct names *names)
{
	if (names->count > 0)
		qsort(names->list, names->count, sizeof *names->list, by_key);
	for (size_t k = 0; k < names->count; k++) {
		const struct named *named = &names->list[k];

		if (k == 0 || !pm_str_eq(named->key, names->list[k - 1].key))
			add_period(periods, cap, named->text, PM_NO_ITEM);
		periods->of[named->item] = (uint32_t)periods->count - 1;
	}
}

/* -- the order */

struct place {
	struct pm_period period;
	struct pm_str key; /* in the arena of sort_periods: what the name is compared as */
	uint32_t was;
	bool dated; /* all of them are */
};

static int by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int order;

	if (x->dated && x->period.to != y->period.to)
		return x->period.to < y->period.to ? -1 : 1;
	order = pm_str_natcmp(x->key, y->key);
	return order != 0 ? order : (x->was > y->was) - (x->was < y->was);
}

static void sort_periods(struct pm_periods *periods, uint32_t item_count, enum pm_kind kind)
{
	struct place *places = pm_calloc(periods->count + 1, sizeof *places);
	uint32_t *now = pm_calloc(periods->count + 1, sizeof *now);
	struct pm_arena arena;
	struct pm_buf key = {0};
	bool dated = true;

	pm_arena_init(&arena);
	for (size_t k = 0; k < periods->count; k++)
		dated = dated && periods->list[k].to != PM_NO_DAY;
	for (size_t k = 0; k < periods->count; k++) {
		pm_buf_reset(&key);
		pm_plan_key(periods->list[k].label, kind, &key);
		places[k] =
			(struct place){periods->list[k], pm_str_n(pm_arena_dup(&arena, key.p, key.n), key.n), (uint32_t)k, dated};
	}
	if (periods->count > 0)
		qsort(places, periods->count, sizeof *places, by_place);
	for (size_t k = 0; k < periods->count; k++) {
		periods->list[k] = places[k].period;
		now[places[k].was] = (uint32_t)k;
	}
	for (uint32_t i = 0; i < item_count; i++)
		if (periods->of[i] != PM_NO_ITEM)
			periods->of[i] = now[periods->of[i]];
	pm_buf_clear(&key);
	pm_arena_clear(&arena);
	free(places);
	free(now);
}

/* Takes out what only items name that are not shown or no work. */
static void drop_empty(struct pm_periods *periods, const struct pm_plan *plan)
{
	uint32_t *now = pm_calloc(periods->count + 1, sizeof *now), kept = 0;

	for (uint32_t i = 0; pm_product_more(plan->product, i); i++)
		if (periods->of[i] != PM_NO_ITEM && plan->work[i]) {
			periods->list[periods->of[i]].work++;
			periods->list[periods->of[i]].open += pm_plan_open(plan, i);
		}
	for (size_t k = 0; k < periods->count; k++) {
		now[k] = PM_NO_ITEM;
		if (periods->list[k].item == PM_NO_ITEM && periods->list[k].work == 0)
			continue;
		now[k] = kept;
		periods->list[kept++] = periods->list[k];
	}
	periods->count = kept;
	for (uint32_t i = 0; pm_product_more(plan->product, i); i++)
		if (periods->of[i] != PM_NO_ITEM)
			periods->of[i] = now[periods->of[i]];
	free(now);
}

void pm_periods_init(struct pm_periods *periods, const struct pm_plan *plan, enum pm_kind kind)
{
	uint32_t count = plan->product->item_count;
	struct names names = {0};
	size_t cap = 0;

	assert(kind == PM_KIND_SPRINT || kind == PM_KIND_RELEASE);
	pm_arena_init(&names.arena);
	*periods = (struct pm_periods){.of = pm_malloc(((size_t)count + 1) * sizeof *periods->of)};
	memset(periods->of, 0xff, ((size_t)count + 1) * sizeof *periods->of);
	add_records(periods, &cap, plan, kind);
	find_own(periods, plan, kind, &names);
	add_named(periods, &cap, &names);
	for (size_t k = 0; k < periods->count; k++)
		find_days(plan, kind, &periods->list[k]);
	pm_plan_inherit(plan, periods->of);
	drop_empty(periods, plan);
	sort_periods(periods, count, kind);
	free(names.list);
	pm_arena_clear(&names.arena);
}

void pm_periods_clear(struct pm_periods *periods)
{
	free(periods->list);
	free(periods->of);
}

/* -- finding one */

static bool has_key(struct pm_str text, enum pm_kind kind, struct pm_str key, struct pm_buf *room)
{
	pm_buf_reset(room);
	pm_plan_key(text, kind, room);
	return pm_str_eq(pm_buf_str(room), key);
}

uint32_t pm_periods_find(const struct pm_periods *periods, const struct pm_plan *plan, enum pm_kind kind, struct pm_str name)
{
	uint32_t record = pm_plan_find(plan, kind, name), found = PM_NO_ITEM;
	struct pm_buf key = {0}, room = {0};

	if (record != PM_NO_ITEM && periods->of[record] != PM_NO_ITEM)
		return periods->of[record];
	pm_plan_key(name, kind, &key);
	for (size_t k = 0; k < periods->count && found == PM_NO_ITEM; k++)
		if (has_key(periods->list[k].name, kind, pm_buf_str(&key), &room))
			found = (uint32_t)k;
	pm_buf_clear(&key);
	pm_buf_clear(&room);
	return found;
}

static const char *label_at(const void *ctx, size_t i)
{
	return ((char *const *)ctx)[i];
}

char *pm_periods_nearest(const struct pm_periods *periods, struct pm_str name)
{
	char **labels = pm_calloc(periods->count + 1, sizeof *labels);
	const char *nearest;
	char *copy;

	for (size_t k = 0; k < periods->count; k++)
		labels[k] = pm_str_dup(periods->list[k].label);
	nearest = pm_nearest(name, label_at, labels, periods->count);
	copy = nearest ? pm_strdup(nearest) : NULL;
	for (size_t k = 0; k < periods->count; k++)
		free(labels[k]);
	free(labels);
	return copy;
}

/* -- which one is the current */

bool pm_period_over(const struct pm_period *period, const struct pm_plan *plan, pm_day today)
{
	if (period->item != PM_NO_ITEM && pm_plan_done(plan, period->item))
		return true;
	return today != PM_NO_DAY && period->to != PM_NO_DAY && period->to < today;
}

enum fitness { LAST, UNDATED, NEXT, STARTED, TODAY };

static enum fitness fitness_of(const struct pm_period *period, const struct pm_plan *plan, pm_day today)
{
	bool dated = period->to != PM_NO_DAY && today != PM_NO_DAY;

	if (dated && period->from != PM_NO_DAY && period->from <= today && today <= period->to)
		return TODAY;
	if (pm_period_over(period, plan, today))
		return LAST;
	if (period->item != PM_NO_ITEM && plan->product->items[period->item].state == PM_STATE_STARTED)
		return STARTED;
	if (!dated && period->work > 0 && period->open == 0)
		return LAST;
	return dated ? NEXT : UNDATED;
}

uint32_t pm_periods_current(const struct pm_periods *periods, const struct pm_plan *plan, pm_day today)
{
	uint32_t best = PM_NO_ITEM;
	enum fitness best_fitness = LAST;

	for (size_t k = 0; k < periods->count; k++) {
		enum fitness fitness = fitness_of(&periods->list[k], plan, today);

		if (best != PM_NO_ITEM &&
		    (fitness < best_fitness || (fitness == best_fitness && fitness != LAST &&
						!(fitness == NEXT && periods->list[k].to < periods->list[best].to))))
			continue;
		best = (uint32_t)k;
		best_fitness = fitness;
	}
	return best;
}
