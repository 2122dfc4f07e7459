/* view_map: the story map: epics or goals across, releases (else sprints) down, and the stories where both meet. */
#include "formats/section.h"
#include "formats/words.h"

#include <stdlib.h>
#include <string.h>

enum { ACROSS_MAX = 60, CELL_MAX = 30 };

struct map {
	struct pm_page *page;
	bool goals;			  /* across are goals, else epics */
	uint32_t *across;		  /* heap: what stands there, in the order of the files */
	size_t across_count;		  /* the column behind the last one is for what belongs to none */
	uint32_t *column;		  /* of every item; UINT32_MAX: not on the map */
	const struct pm_periods *periods; /* down; the band behind the last one is for what is in none */
};

static bool is_on_map(const struct pm_page *page, uint32_t item)
{
	return page->plan.work[item] && page->product->items[item].state != PM_STATE_DROPPED;
}

static bool is_across(const struct map *map, uint32_t item)
{
	const struct pm_page *page = map->page;

	if (map->goals)
		return page->goal[item];
	return page->product->items[item].kind == PM_KIND_EPIC && page->plan.shown[item] && page->below[item].all > 0 &&
	       page->product->items[item].state != PM_STATE_DROPPED;
}

/* The goal or the nearest epic that every item belongs to; PM_NO_ITEM: none. */
static uint32_t *find_above(const struct map *map)
{
	const struct pm_page *page = map->page;
	uint32_t count = page->product->item_count;
	uint32_t *above = pm_malloc(((size_t)count + 1) * sizeof(*above));

	for (uint32_t i = 0; i < count; i++) {
		uint32_t goals[PM_ITEM_GOALS_MAX];

		above[i] = is_across(map, i) ? i : PM_NO_ITEM;
		if (map->goals && pm_progress_serves(&page->plan, i, page->goal, goals) > 0)
			above[i] = goals[0];
	}
	if (!map->goals)
		pm_plan_inherit(&page->plan, above);
	return above;
}

static void find_columns(struct map *map)
{
	const struct pm_page *page = map->page;
	uint32_t count = page->product->item_count;
	uint32_t *above = find_above(map), *place = pm_malloc(((size_t)count + 1) * sizeof(*place));

	map->across = pm_calloc((size_t)count + 1, sizeof(*map->across));
	map->column = pm_malloc(((size_t)count + 1) * sizeof(*map->column));
	for (uint32_t i = 0; i < count; i++) {
		place[i] = (uint32_t)map->across_count;
		if (is_across(map, i))
			map->across[map->across_count++] = i;
	}
	for (uint32_t i = 0; i < count; i++) {
		map->column[i] = UINT32_MAX;
		if (is_on_map(page, i))
			map->column[i] = above[i] != PM_NO_ITEM ? place[above[i]] : (uint32_t)map->across_count;
	}
	free(place);
	free(above);
}

/* -- the cards */

struct card {
	uint32_t column, band, item;
};

static int by_place(const void *a, const void *b)
{
	const struct card *x = a, *y = b;

	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	if (x->band != y->band)
		return x->band < y->band ? -1 : 1;
	return (x->item > y->item) - (x->item < y->item);
}

static struct card *find_cards(const struct map *map, size_t *count)
{
	uint32_t items = map->page->product->item_count;
	struct card *cards = pm_calloc((size_t)items + 1, sizeof(*cards));

	*count = 0;
	for (uint32_t i = 0; i < items; i++) {
		uint32_t band = map->periods->of[i];

		if (map->column[i] != UINT32_MAX)
			cards[(*count)++] =
				(struct card){map->column[i], band != PM_NO_ITEM ? band : (uint32_t)map->periods->count, i};
	}
	if (*count > 0)
		qsort(cards, *count, sizeof(*cards), by_place);
	return cards;
}

static void add_card(struct map *map, const struct card *card)
{
	struct pm_page *page = map->page;
	struct pm_cell *cell = pm_page_item(page, card->item, true);

	cell->depth = card->band;
	pm_page_status(page, card->item);
	if (page->plan.unit == NULL)
		return;
	cell = pm_report_cell(page->report, pm_page_estimate(page, card->item));
	cell->has_number = page->plan.effort[card->item] >= 0;
	cell->number = cell->has_number ? page->plan.effort[card->item] : 0;
}

static void add_head(struct map *map, size_t column)
{
	struct pm_page *page = map->page;
	struct pm_cell *cell;
	uint32_t item;

	if (column == map->across_count) {
		pm_report_group(page->report, map->goals ? PM_STR(SAY_NO_GOAL) : PM_STR(SAY_NO_EPIC));
		return;
	}
	item = map->across[column];
	cell = pm_report_group(page->report, page->product->items[item].title);
	cell->id = pm_report_copy(page->report, page->product->items[item].id);
	cell->note = pm_page_progress(page, map->goals ? &page->serving[item] : &page->below[item]);
	page->mentioned[item] = true;
}

static void add_bands(struct map *map)
{
	struct pm_page *page = map->page;

	for (size_t k = 0; k < map->periods->count; k++) {
		struct pm_cell *cell = pm_report_band(page->report, map->periods->list[k].label);

		if (map->periods->list[k].to != PM_NO_DAY)
			cell->note = pm_page_day(page, map->periods->list[k].to);
	}
	if (map->periods == &page->releases)
		pm_report_band(page->report, PM_STR(SAY_NO_RELEASE_YET));
	else
		pm_report_band(page->report, PM_STR(SAY_NO_SPRINT_YET));
}

static void begin_map(struct map *map, size_t cards)
{
	static const struct pm_column columns[] = {
		{PM_SAY(SAY_ITEM_TITLE), "item", PM_ALIGN_LEFT, true},
		{PM_SAY(SAY_STATUS), "status", PM_ALIGN_LEFT, false},
		{PM_SAY(SAY_ESTIMATE), "estimate", PM_ALIGN_RIGHT, false},
	};
	struct pm_page *page = map->page;
	struct pm_picture *picture;

	struct pm_buf says = {0};

	pm_buf_addf(&says, SAY_X_UNDER_X, PM_FMT(pm_page_count(page, cards, SAY_ITEM)),
		    PM_FMT(pm_page_count(page, map->across_count, map->goals ? SAY_GOAL : SAY_EPIC)));
	if (map->periods->count > 0)
		pm_buf_addf(&says, SAY_IN_X,
			    PM_FMT(pm_page_count(page, map->periods->count,
						 map->periods == &page->releases ? SAY_RELEASE_WORD : SAY_SPRINT)));
	picture = pm_report_picture(page->report, PM_NODE_MAP, PM_STR(""), pm_page_take(page, &says), columns,
				    page->plan.unit ? 3 : 2)
			  ->picture;
	picture->group_title = map->goals ? PM_STR(SAY_GOAL_TITLE) : PM_STR(SAY_EPIC_TITLE);
	picture->band_title = map->periods == &page->releases ? PM_STR(SAY_RELEASE) : PM_STR(SAY_SPRINT_TITLE);
}

static void add_map(struct map *map)
{
	struct pm_page *page = map->page;
	size_t count, left_out = 0, in_cell = 0;
	struct card *cards = find_cards(map, &count);

	begin_map(map, count);
	for (size_t k = 0; k < count; k++) {
		bool new_column = k == 0 || cards[k].column != cards[k - 1].column;

		in_cell = new_column || cards[k].band != cards[k - 1].band ? 0 : in_cell + 1;
		if (cards[k].column >= ACROSS_MAX || in_cell >= CELL_MAX) {
			left_out++;
			continue;
		}
		if (new_column)
			add_head(map, cards[k].column);
		add_card(map, &cards[k]);
	}
	add_bands(map);
	pm_page_more(page, left_out, 0, SAY_ITEM);
	free(cards);
}

/* Epics are what a story map has across; where a product has none, its goals. */
static bool choose_goals(const struct pm_page *page)
{
	if (page->input->by)
		return strcmp(page->input->by, "goal") == 0;
	for (uint32_t i = 0; pm_product_more(page->product, i); i++)
		if (page->product->items[i].kind == PM_KIND_EPIC && page->plan.shown[i] && page->below[i].all > 0)
			return false;
	return page->goal_count > 0;
}

static int make(const struct pm_view_input *input, struct pm_report *report, struct pm_buf *err)
{
	struct pm_page page;
	struct map map = {.page = &page};

	(void)err;
	pm_page_init(&page, input, report);
	map.goals = choose_goals(&page);
	map.periods = page.releases.count > 0 || page.sprints.count == 0 ? &page.releases : &page.sprints;
	pm_page_title(&page, map.goals ? SAY_STORY_MAP_GOALS_ACROSS_WHAT_COMES : SAY_STORY_MAP_EPICS_ACROSS_WHAT_COMES);
	find_columns(&map);
	if (map.across_count > 0) {
		add_map(&map);
	} else {
		pm_page_hint(&page, map.goals ? SAY_THERE_IS_NO_GOAL_TO_LAY : SAY_THERE_IS_NO_EPIC_TO_LAY);
	}
	if (map.across_count > 0 && map.periods->count == 0)
		pm_page_hint(&page, SAY_NOTHING_SAYS_WHAT_COMES_WHEN_A);
	pm_page_index(&page);
	free(map.across);
	free(map.column);
	pm_page_clear(&page);
	return 0;
}

const struct pm_view pm_view_map = {
	.name = "map",
	.summary = "the story map: epics or goals across, releases down",
	.make = make,
	.by = "epic|goal",
};
