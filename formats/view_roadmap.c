/* view_roadmap: where the product goes: now, next and later; or a timeline by quarter; or what comes in which release. */
#include "formats/section.h"
#include "formats/words.h"
#include "parser/measure.h"

#include <stdlib.h>
#include <string.h>

enum { LANE_MAX = 500, ROWS_MAX = 1000, MARKS_MAX = 12 };

/* -- goals */

static struct pm_str written(const struct pm_page *page, uint32_t item, enum pm_field_id field)
{
	return pm_item_text(page->product, &page->product->items[item], field);
}

/* Where it stands, else whence it starts; and where it is to be: as they are written, else as the metric's sentence has them. */
static void add_measure(struct pm_page *page, uint32_t goal)
{
	struct pm_str actual = written(page, goal, PM_FIELD_ACTUAL), target = written(page, goal, PM_FIELD_TARGET);
	struct pm_measure measure;

	pm_measure_read(page->product, &page->product->items[goal], &measure);
	if (actual.n == 0 && measure.has_baseline)
		actual = pm_report_text(page->report, SAY_FROM_X, PM_FMT(pm_section_measure(page, &measure.baseline)));
	if (target.n == 0 && measure.has_target)
		target = pm_section_measure(page, &measure.target);
	pm_report_cell(page->report, actual);
	pm_report_cell(page->report, target);
}

static void add_goals(struct pm_page *page)
{
	static const struct pm_column columns[] = {
		{PM_SAY(SAY_GOAL_TITLE), "goal", PM_ALIGN_LEFT, true},	  {PM_SAY(SAY_ACTUAL), "actual", PM_ALIGN_RIGHT, false},
		{PM_SAY(SAY_TARGET), "target", PM_ALIGN_RIGHT, false},	  {PM_SAY(SAY_BY), "by", PM_ALIGN_LEFT, false},
		{PM_SAY(SAY_PROGRESS), "progress", PM_ALIGN_LEFT, false},
	};

	if (page->goal_count == 0 || !pm_page_is_for(page, PM_READER_MANAGER))
		return;
	pm_report_heading(page->report, 2, PM_STR(SAY_GOALS), "goals");
	pm_report_node(page->report, PM_NODE_TABLE, columns, 5);
	for (size_t k = 0; k < page->goal_count && k < LANE_MAX; k++) {
		const struct pm_progress *serving = &page->serving[page->goals[k]];
		struct pm_cell *cell;

		pm_page_item(page, page->goals[k], true);
		add_measure(page, page->goals[k]);
		pm_report_cell(page->report, pm_page_by_text(page, page->goals[k]));
		cell = pm_report_cell(page->report,
				      serving->all > 0 ? pm_page_progress(page, serving) : PM_STR(SAY_NOTHING_SERVES_IT));
		cell->tone = serving->all > 0 ? PM_TONE_NONE : PM_TONE_WARN;
	}
}

/* -- the timeline */

struct bar {
	uint32_t entry;
	uint32_t goal; /* its place among the goals; goal_count: none */
	pm_day from;   /* by which it is sorted */
};

static int by_goal(const void *a, const void *b)
{
	const struct bar *x = a, *y = b;

	if (x->goal != y->goal)
		return x->goal < y->goal ? -1 : 1;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->entry > y->entry) - (x->entry < y->entry);
}

/* The goals' places in the list of goals: they stand there in the order of the files. */
static uint32_t goal_of(const struct pm_page *page, uint32_t item)
{
	uint32_t goals[PM_ITEM_GOALS_MAX], low = 0, high = (uint32_t)page->goal_count;

	if (pm_plan_goals(&page->plan, item, goals) == 0)
		return (uint32_t)page->goal_count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (page->goals[middle] < goals[0])
			low = middle + 1;
		else
			high = middle;
	}
	return low < page->goal_count && page->goals[low] == goals[0] ? low : (uint32_t)page->goal_count;
}

static size_t find_bars(const struct pm_page *page, struct bar *bars)
{
	const struct pm_roadmap *roadmap = &page->roadmap;
	size_t n = 0;

	for (size_t e = 0; e < roadmap->count; e++) {
		const struct pm_entry *entry = &roadmap->entries[e];

		if (entry->to != PM_NO_DAY)
			bars[n++] = (struct bar){(uint32_t)e, goal_of(page, entry->item),
						 entry->from != PM_NO_DAY ? entry->from : entry->to};
	}
	if (n > 0)
		qsort(bars, n, sizeof(*bars), by_goal);
	return n < ROWS_MAX ? n : ROWS_MAX;
}

static void add_bar(struct pm_page *page, const struct bar *bar)
{
	const struct pm_entry *entry = &page->roadmap.entries[bar->entry];
	const struct pm_progress *below = &page->below[entry->item];
	struct pm_cell *cell;

	pm_page_item(page, entry->item, true);
	pm_report_day(page->report, entry->from != PM_NO_DAY ? entry->from : entry->to);
	cell = pm_report_day(page->report, entry->to);
	if (page->input->today != PM_NO_DAY && entry->to < page->input->today && !page->ready.settled[entry->item]) {
		cell->tone = PM_TONE_BAD;
		cell->note = PM_STR(SAY_IS_PAST);
	} else if (entry->unplanned > 0) {
		cell->note = pm_report_text(page->report, SAY_N_NOT_PLANNED, (unsigned long)entry->unplanned);
	}
	cell = pm_report_number(page->report, pm_page_part(page, below), "%");
	cell->text = pm_page_percent(page, pm_page_part(page, below), 1);
	pm_report_cell(page->report, below->all > 0 ? pm_page_progress(page, below) : PM_STR(SAY_NO_STORIES_YET));
}

/* Arrows from what is needed to what needs it, where both are in the picture. */
static void add_edges(struct pm_page *page, const struct bar *bars, size_t count)
{
	const struct pm_graph *needs = &page->roadmap.needs;
	size_t *row = pm_calloc(page->roadmap.count + 1, sizeof(*row));

	for (size_t k = 0; k < count; k++)
		row[bars[k].entry] = k + 1;
	for (size_t k = 0; k < count; k++)
		for (uint32_t a = needs->first[bars[k].entry]; a < needs->first[bars[k].entry + 1]; a++)
			if (row[needs->to[a]] > 0)
				pm_report_edge(page->report, row[needs->to[a]] - 1, k, false);
	free(row);
}

/* Today, and the releases to come, as far apart as names need. */
static void add_marks(struct pm_page *page, const struct bar *bars, size_t count)
{
	pm_day today = page->input->today, first = bars[0].from, last = first, before = today;
	size_t n = 0;

	for (size_t k = 0; k < count; k++) {
		const struct pm_entry *entry = &page->roadmap.entries[bars[k].entry];

		first = bars[k].from < first ? bars[k].from : first;
		last = entry->to > last ? entry->to : last;
	}
	if (today != PM_NO_DAY)
		pm_report_mark(page->report, PM_AXIS_X, today, PM_STR(SAY_TODAY), PM_TONE_NONE);
	for (size_t k = 0; k < page->releases.count && n < MARKS_MAX; k++) {
		pm_day to = page->releases.list[k].to;

		if (to == PM_NO_DAY || to < first || to > last ||
		    (before != PM_NO_DAY && (int64_t)to - before < ((int64_t)last - first) / 16))
			continue;
		pm_report_mark(page->report, PM_AXIS_X, to, page->releases.list[k].label, PM_TONE_QUIET);
		before = to;
		n++;
	}
}

/* What has no day, in one sentence with the way to give it one. */
static void add_undated(struct pm_page *page)
{
	struct pm_buf text = {0};
	size_t undated = 0;

	for (size_t e = 0; e < page->roadmap.count; e++) {
		uint32_t item = page->roadmap.entries[e].item;

		if (page->roadmap.entries[e].to != PM_NO_DAY || undated++ >= 8)
			continue;
		pm_buf_addz(&text, undated > 1 ? ", " : "");
		pm_view_name(page->input, item, &text);
		page->mentioned[item] = true;
	}
	if (undated > 8)
		pm_buf_addf(&text, SAY_AND_N_MORE, (unsigned long)(undated - 8));
	if (undated > 0)
		pm_buf_addf(&text, SAY_X_NO_DATE_A_LINE_QUARTER, undated == 1 ? SAY_HAS_WORD : SAY_HAVE);
	if (undated > 0)
		pm_report_paragraph(page->report, pm_page_take(page, &text), PM_TONE_QUIET);
}

static void add_timeline(struct pm_page *page)
{
	static const struct pm_column columns[] = {
		{PM_SAY(SAY_ITEM_TITLE), "item", PM_ALIGN_LEFT, true},
		{PM_SAY(SAY_FROM), "from", PM_ALIGN_LEFT, false},
		{PM_SAY(SAY_TO), "to", PM_ALIGN_LEFT, false},
		{PM_SAY(SAY_DONE), "done", PM_ALIGN_RIGHT, false},
		{PM_SAY(SAY_PROGRESS), "progress", PM_ALIGN_LEFT, false},
	};
	struct bar *bars = pm_calloc(page->roadmap.count + 1, sizeof(*bars));
	size_t count = find_bars(page, bars);
	struct pm_picture *picture;

	pm_report_heading(page->report, 2, PM_STR(SAY_TIMELINE), "timeline");
	if (count == 0) {
		pm_page_hint(page, SAY_NOTHING_ON_THE_ROADMAP_HAS_A);
	} else {
		picture = pm_report_picture(page->report, PM_NODE_TIMELINE, PM_STR(""),
					    pm_report_text(page->report, SAY_N_OF_N_ITEMS_OF_THE, (unsigned long)count,
							   (unsigned long)page->roadmap.count),
					    columns, 5)
				  ->picture;
		picture->group_title = PM_STR(SAY_GOAL_TITLE);
		picture->edge_title = PM_STR(SAY_NEEDS);
		for (size_t k = 0; k < count; k++) {
			if (k == 0 || bars[k].goal != bars[k - 1].goal)
				pm_report_group(page->report, bars[k].goal < page->goal_count
								      ? pm_page_name(page, page->goals[bars[k].goal])
								      : PM_STR(SAY_NO_GOAL));
			add_bar(page, &bars[k]);
		}
		add_edges(page, bars, count);
		add_marks(page, bars, count);
	}
	add_undated(page);
	free(bars);
}

/* -- by quarter */

enum { PARTLY = INT32_MAX - 1, UNDATED = INT32_MAX }; /* instead of a quarter */

/* Quarters since the year 0, of an entry's last day. */
static uint32_t quarter_of(const struct pm_entry *entry)
{
	int year, month, day;

	if (entry->to == PM_NO_DAY)
		return UNDATED;
	if (entry->unplanned > 0)
		return PARTLY;
	pm_day_split(entry->to, &year, &month, &day);
	return (uint32_t)(year * 4 + (month - 1) / 3);
}

static int by_quarter(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static size_t find_lane(const uint32_t *quarters, size_t count, uint32_t quarter)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (quarters[middle] < quarter)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void add_quarters(struct pm_page *page)
{
	const struct pm_roadmap *roadmap = &page->roadmap;
	uint32_t *quarters = pm_calloc(roadmap->count + 1, sizeof(*quarters));
	uint32_t *lane_of = pm_calloc(roadmap->count + 1, sizeof(*lane_of));
	struct pm_str *names = pm_calloc(roadmap->count + 1, sizeof(*names));
	size_t lanes = 0;

	for (size_t e = 0; e < roadmap->count; e++)
		quarters[e] = quarter_of(&roadmap->entries[e]);
	qsort(quarters, roadmap->count, sizeof(*quarters), by_quarter);
	for (size_t e = 0; e < roadmap->count; e++)
		if (e == 0 || quarters[e] != quarters[lanes - 1])
			quarters[lanes++] = quarters[e];
	for (size_t l = 0; l < lanes; l++)
		names[l] = quarters[l] == UNDATED  ? PM_STR(SAY_NO_DATE)
			   : quarters[l] == PARTLY ? PM_STR(SAY_NOT_ALL_OF_IT_PLANNED)
						   : pm_report_text(page->report, "Q%u %u", quarters[l] % 4 + 1, quarters[l] / 4);
	for (size_t e = 0; e < roadmap->count; e++)
		lane_of[e] = (uint32_t)find_lane(quarters, lanes, quarter_of(&roadmap->entries[e]));
	pm_report_heading(page->report, 2, PM_STR(SAY_WHAT_IS_DONE_IN_WHICH_QUARTER), "quarters");
	pm_section_board(page, lane_of, names, lanes, LANE_MAX);
	free(names);
	free(lane_of);
	free(quarters);
}

/* -- by release */

/* An item's part in a release: of which entry of the roadmap, else of which epic it is. */
struct part {
	uint32_t release, unit, item;
};

static int by_release(const void *a, const void *b)
{
	const struct part *x = a, *y = b;

	if (x->release != y->release)
		return x->release < y->release ? -1 : 1;
	if (x->unit != y->unit)
		return x->unit < y->unit ? -1 : 1;
	return (x->item > y->item) - (x->item < y->item);
}

static uint32_t unit_of(const struct pm_page *page, uint32_t item)
{
	uint32_t entry = page->roadmap.of[item], up = page->plan.up[item];

	if (entry != PM_NO_ITEM)
		return page->roadmap.entries[entry].item;
	return up != PM_NO_ITEM ? up : item;
}

static struct part *find_parts(const struct pm_page *page, size_t *count)
{
	struct part *parts = pm_calloc((size_t)page->product->item_count + 1, sizeof(*parts));

	*count = 0;
	for (uint32_t i = 0; pm_product_more(page->product, i); i++)
		if (page->plan.work[i] && page->releases.of[i] != PM_NO_ITEM && page->product->items[i].state != PM_STATE_DROPPED)
			parts[(*count)++] = (struct part){page->releases.of[i], unit_of(page, i), i};
	if (*count > 0)
		qsort(parts, *count, sizeof(*parts), by_release);
	return parts;
}

static void add_part(struct pm_page *page, uint32_t unit, bool alone, const struct pm_progress *progress)
{
	struct pm_cell *cell;

	pm_page_item(page, unit, true);
	if (alone) {
		pm_page_status(page, unit);
	} else {
		cell = pm_report_cell(page->report, pm_page_progress(page, progress));
		cell->tone = progress->done == progress->all ? PM_TONE_GOOD : PM_TONE_NONE;
	}
	pm_report_cell(page->report, pm_page_goals(page, unit));
}

static void add_release_name(struct pm_page *page, const struct pm_period *release)
{
	struct pm_cell *cell = pm_report_group(page->report, release->label);

	if (release->to != PM_NO_DAY)
		cell->note = pm_page_day(page, release->to);
}

static void add_releases(struct pm_page *page)
{
	static const struct pm_column columns[] = {
		{PM_SAY(SAY_ITEM_TITLE), "item", PM_ALIGN_LEFT, true},
		{PM_SAY(SAY_PROGRESS_IN_IT), "progress", PM_ALIGN_LEFT, false},
		{PM_SAY(SAY_SERVES_TITLE), "goals", PM_ALIGN_LEFT, false},
	};
	size_t count, k = 0, shown = 0;
	struct part *parts = find_parts(page, &count);

	pm_report_heading(page->report, 2, PM_STR(SAY_WHAT_COMES_IN_WHICH_RELEASE), "by-release");
	pm_report_picture(page->report, PM_NODE_BOARD, PM_STR(""),
			  pm_report_text(page->report, SAY_N_ITEM_PLANNED_FOR_X, (unsigned long)count,
					 count == 1 ? SAY_IS_PART : SAY_S_ARE,
					 pm_page_count(page, page->releases.count, SAY_RELEASE_WORD).p),
			  columns, 3)
		->picture->group_title = PM_STR(SAY_RELEASE);
	for (size_t r = 0; r < page->releases.count; r++) {
		add_release_name(page, &page->releases.list[r]);
		while (k < count && parts[k].release == r) {
			struct pm_progress progress = {0};
			uint32_t unit = parts[k].unit;
			bool alone = parts[k].item == unit;

			for (; k < count && parts[k].release == r && parts[k].unit == unit; k++)
				pm_progress_add(&progress, &page->plan, page->ready.ready, parts[k].item, 1);
			if (shown++ < ROWS_MAX)
				add_part(page, unit, alone && progress.all == 1, &progress);
		}
	}
	pm_page_more(page, shown, ROWS_MAX, SAY_ROW);
	free(parts);
}

/* -- the view */

/* As the product has it: lanes that are horizons; else dates; else releases. */
static const char *layout_of(const struct pm_page *page)
{
	const struct pm_roadmap *roadmap = &page->roadmap;

	if (page->input->by)
		return page->input->by;
	if (roadmap->lane_count > 0 && roadmap->lanes[0].horizon != PM_HORIZON_NONE)
		return "horizon";
	for (size_t e = 0; e < roadmap->count; e++)
		if (roadmap->entries[e].to != PM_NO_DAY && !roadmap->entries[e].derived)
			return "quarter";
	return roadmap->count == 0 && page->releases.count > 0 ? "release" : "horizon";
}

static void add_layout(struct pm_page *page, const char *layout)
{
	if (strcmp(layout, "release") == 0 && page->releases.count > 0) {
		add_releases(page);
		pm_section_releases(page, LANE_MAX);
	} else if (strcmp(layout, "release") == 0) {
		pm_page_hint(page, SAY_THERE_IS_NO_RELEASE_YET_A);
	} else if (page->roadmap.count == 0) {
		pm_page_hint(page, SAY_THE_ROADMAP_IS_EMPTY_WHAT_STANDS);
	} else if (strcmp(layout, "quarter") == 0) {
		add_timeline(page);
		add_quarters(page);
	} else {
		pm_section_lanes(page, LANE_MAX);
	}
}

static int make(const struct pm_view_input *input, struct pm_report *report, struct pm_buf *err)
{
	static const char *const titles[] = {SAY_ROADMAP, SAY_ROADMAP_FOR_THE_PRODUCTS_OWNER, SAY_ROADMAP_FOR_THE_PRODUCTS_MANAGER};
	struct pm_page page;

	(void)err;
	pm_page_init(&page, input, report);
	pm_page_title(&page, titles[input->reader]);
	add_goals(&page);
	add_layout(&page, layout_of(&page));
	pm_page_index(&page);
	pm_page_clear(&page);
	return 0;
}

const struct pm_view pm_view_roadmap = {
	.name = "roadmap",
	.summary = "now, next and later; or a timeline by quarter, or what comes in which release",
	.make = make,
	.by = "horizon|quarter|release",
};
