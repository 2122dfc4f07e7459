/* view_flow: how work moves: throughput, cycle time, age, cumulative flow; and for how many items each is known. */
#include "formats/page.h"
#include "formats/view.h"
#include "formats/words.h"
#include "parser/flow.h"

#include <stdlib.h>

enum { WEEK = 7, WEEKS_SHOWN = 26, WEEKS_USUAL = 12, POINTS_MAX = 60, AGES_MAX = 40 };

struct page {
	const struct pm_view_input *input;
	struct pm_report *report;
	const struct pm_flow *flow;
};

static struct pm_str day_text(struct page *page, pm_day day)
{
	char text[16];

	pm_day_format(day, text);
	return pm_report_copy(page->report, pm_str_c(text));
}

/* The Monday of a week. */
static pm_day week_of(pm_day day)
{
	return day - pm_day_weekday(day);
}

/* Items done from `from` up to, and without, `to`. */
static size_t done_between(const struct pm_flow *flow, pm_day from, pm_day to)
{
	size_t count = 0;

	for (pm_day day = from < flow->first ? flow->first : from; day < to && day <= flow->today; day++)
		count += flow->done[day - flow->first];
	return count;
}

/* -- in one sentence each */

static void add_fact(struct page *page, struct pm_str text, struct pm_str note, enum pm_tone tone)
{
	struct pm_cell *cell = pm_report_cell(page->report, text);

	cell->note = note;
	cell->tone = tone;
}

/* What is a number for programs, and more than that for people. */
static void add_figure(struct page *page, double number, struct pm_str text, struct pm_str note, enum pm_tone tone)
{
	struct pm_cell *cell = pm_report_number(page->report, number, NULL);

	cell->text = text;
	cell->note = note;
	cell->tone = tone;
}

static void add_items(struct page *page, size_t items, struct pm_str note)
{
	add_figure(page, (double)items, pm_report_text(page->report, SAY_N_ITEM, items, pm_plural(items)), note, PM_TONE_NONE);
}

/* The median of the last whole weeks. */
static bool usual_week(const struct pm_flow *flow, uint32_t *median, size_t *weeks)
{
	uint32_t counts[WEEKS_USUAL];
	pm_day end = week_of(flow->today);

	for (*weeks = 0; *weeks < WEEKS_USUAL && end - WEEK >= week_of(flow->first); end -= WEEK)
		counts[(*weeks)++] = (uint32_t)done_between(flow, end - WEEK, end);
	if (*weeks == 0)
		return false;
	for (size_t i = 1; i < *weeks; i++)
		for (size_t k = i; k > 0 && counts[k - 1] > counts[k]; k--) {
			uint32_t swap = counts[k];

			counts[k] = counts[k - 1];
			counts[k - 1] = swap;
		}
	*median = pm_flow_percentile(counts, *weeks, 0.5);
	return true;
}

static void add_percentiles(struct page *page, const uint32_t *values, size_t count)
{
	size_t of = page->flow->window_done;
	uint32_t most;

	if (count == 0) {
		add_fact(page, PM_STR(SAY_NOT_KNOWN), pm_report_text(page->report, SAY_FOR_ANY_OF_N, of), PM_TONE_QUIET);
		return;
	}
	most = pm_flow_percentile(values, count, 0.85);
	add_figure(page, most, pm_report_text(page->report, SAY_N_DAY, most, pm_plural(most)),
		   pm_report_text(page->report, SAY_OR_FEWER_FOR_85_PERCENT_N, pm_flow_percentile(values, count, 0.5),
				  pm_flow_percentile(values, count, 0.95), count, of),
		   count * 2 >= of ? PM_TONE_NONE : PM_TONE_WARN);
}

static void add_expectation(struct page *page)
{
	const struct pm_flow *flow = page->flow;
	uint32_t days;

	if (pm_flow_expectation(flow, &days))
		add_figure(page, days, pm_report_text(page->report, SAY_85_PERCENT_IN_N_DAY, days, pm_plural(days)),
			   pm_report_text(page->report, SAY_FROM_START_TO_DONE_WORD,
					  flow->cycle_count * 2 < flow->window_done ? SAY_OF_THE_FEW_WHOSE_START_IS : ""),
			   flow->cycle_count * 2 >= flow->window_done ? PM_TONE_GOOD : PM_TONE_WARN);
	else
		add_fact(page, PM_STR(SAY_NOT_KNOWN),
			 pm_report_text(page->report, SAY_THE_START_OF_N_FINISHED_ITEM, flow->cycle_count,
					pm_plural(flow->cycle_count)),
			 PM_TONE_QUIET);
}

static void add_facts(struct page *page)
{
	static const struct pm_column columns[] = {
		{.title = PM_SAY(SAY_FINISHED), .key = "finished"},
		{.title = PM_SAY(SAY_A_USUAL_WEEK), .key = "usual_week"},
		{.title = PM_SAY(SAY_CYCLE_TIME), .key = "cycle_time"},
		{.title = PM_SAY(SAY_FROM_CREATION_TO_DONE), .key = "lead_time"},
		{.title = PM_SAY(SAY_WHAT_TO_EXPECT), .key = "expectation"},
		{.title = PM_SAY(SAY_IN_PROGRESS), .key = "in_progress"},
	};
	const struct pm_flow *flow = page->flow;
	struct pm_report *report = page->report;
	uint32_t usual;
	size_t weeks;

	pm_report_node(report, PM_NODE_FACTS, columns, sizeof columns / sizeof *columns);
	add_items(page, flow->finished,
		  pm_report_text(report, SAY_N_OF_THEM_SINCE_X, flow->window_done, PM_FMT(day_text(page, flow->window))));
	if (usual_week(flow, &usual, &weeks))
		add_items(page, usual, pm_report_text(report, SAY_THE_MEDIAN_OF_THE_LAST_N, weeks, pm_plural(weeks)));
	else
		add_fact(page, PM_STR(SAY_NOT_KNOWN), PM_STR(SAY_NOT_A_WHOLE_WEEK_HAS_PASSED), PM_TONE_QUIET);
	add_percentiles(page, flow->cycles, flow->cycle_count);
	add_percentiles(page, flow->leads, flow->lead_count);
	add_expectation(page);
	add_items(page, flow->in_progress, PM_STR(""));
}

/* -- items done a week */

static void add_throughput(struct page *page)
{
	static const struct pm_column columns[] = {
		{.title = PM_SAY(SAY_FROM), .key = "from"},
		{.title = PM_SAY(SAY_TO), .key = "to"},
		{.title = PM_SAY(SAY_DONE), .key = "done", .align = PM_ALIGN_RIGHT},
	};
	const struct pm_flow *flow = page->flow;
	pm_day last = week_of(flow->today), from = last - (WEEKS_SHOWN - 1) * WEEK;
	struct pm_node *node;
	size_t done;

	if (from < week_of(flow->first))
		from = week_of(flow->first);
	done = done_between(flow, from, last + WEEK);
	if (done == 0)
		return;
	pm_report_heading(page->report, 2, PM_STR(SAY_THROUGHPUT), "throughput");
	node = pm_report_chart(
		page->report, PM_CHART_HISTOGRAM, PM_STR(SAY_ITEMS_DONE_A_WEEK),
		pm_report_text(page->report, SAY_N_ITEM_BECAME_DONE_IN_THE, done, pm_plural(done), PM_FMT(day_text(page, from))),
		columns, sizeof columns / sizeof *columns);
	node->picture->x = (struct pm_axis){.title = PM_STR(SAY_WEEK), .days = true};
	node->picture->y = (struct pm_axis){.title = PM_STR(SAY_ITEMS_DONE), .zero = true};
	for (pm_day week = from; week <= last; week += WEEK) {
		pm_report_day(page->report, week);
		pm_report_day(page->report, week + WEEK - 1);
		pm_report_number(page->report, (double)done_between(flow, week, week + WEEK), NULL);
	}
}

/* -- cycle times */

/* How an item is called that may be in the product no more. */
static void add_item(struct page *page, const struct pm_flow_item *item)
{
	const struct pm_life *life = &page->flow->history->lives[item->life];
	struct pm_cell *cell;

	if (item->item != PM_NO_ITEM) {
		pm_view_item(page->input, page->report, item->item);
		return;
	}
	cell = pm_report_cell(page->report, life->title);
	cell->id = pm_report_copy(page->report, life->id);
}

static void add_cycles(struct page *page)
{
	static const struct pm_column columns[] = {
		{.title = PM_SAY(SAY_ITEM_TITLE), .key = "item", .wide = true},
		{.title = PM_SAY(SAY_DONE), .key = "done"},
		{.title = PM_SAY(SAY_CYCLE_TIME), .key = "cycle_time", .align = PM_ALIGN_RIGHT},
		{.title = PM_SAY(SAY_STARTED), .key = "started"},
	};
	const struct pm_flow *flow = page->flow;
	uint32_t half, most;
	struct pm_node *node;

	if (flow->cycle_count < 2)
		return;
	half = pm_flow_percentile(flow->cycles, flow->cycle_count, 0.5);
	most = pm_flow_percentile(flow->cycles, flow->cycle_count, 0.85);
	pm_report_heading(page->report, 2, PM_STR(SAY_CYCLE_TIME), "cycle-time");
	node = pm_report_chart(
		page->report, PM_CHART_SCATTER, PM_STR(SAY_DAYS_FROM_START_TO_DONE),
		pm_report_text(page->report, SAY_OF_N_ITEMS_WHOSE_START_IS_KNOWN, flow->cycle_count, half, pm_plural(half), most),
		columns, sizeof columns / sizeof *columns);
	node->picture->x = (struct pm_axis){.title = PM_STR(SAY_DONE), .days = true};
	node->picture->y = (struct pm_axis){.title = PM_STR(SAY_CYCLE_TIME), .unit = "days", .zero = true};
	for (size_t i = 0; i < flow->count; i++) {
		const struct pm_flow_item *item = &flow->items[i];

		if (item->state != PM_STATE_DONE || item->done == PM_NO_DAY || item->done < flow->window ||
		    item->started == PM_NO_DAY)
			continue;
		add_item(page, item);
		pm_report_day(page->report, item->done);
		pm_report_number(page->report, item->done > item->started ? item->done - item->started : 0, NULL);
		pm_report_day(page->report, item->started);
	}
	pm_report_mark(page->report, PM_AXIS_Y, half, PM_STR("50 %"), PM_TONE_NONE);
	pm_report_mark(page->report, PM_AXIS_Y, most, PM_STR("85 %"), PM_TONE_WARN);
}

/* -- age of what is in progress */

struct aged {
	const struct pm_flow_item *item;
	uint32_t age;
	bool known;
};

static int by_age(const void *a, const void *b)
{
	const struct aged *x = a, *y = b;

	if (x->known != y->known)
		return x->known ? -1 : 1;
	if (x->age != y->age)
		return x->age > y->age ? -1 : 1;
	return x->item->life < y->item->life ? -1 : x->item->life > y->item->life;
}

static void add_age(struct page *page, const struct aged *aged, bool expected, uint32_t most)
{
	const struct pm_item *item = aged->item->item == PM_NO_ITEM ? NULL : &page->input->product->items[aged->item->item];
	struct pm_cell *cell;

	add_item(page, aged->item);
	pm_report_cell(page->report, item ? pm_item_status(page->input->product, item) : PM_STR(""));
	pm_report_cell(page->report, item && pm_view_shows_field(page->input, PM_FIELD_OWNER)
					     ? pm_item_text(page->input->product, item, PM_FIELD_OWNER)
					     : PM_STR(""));
	pm_report_day(page->report, aged->item->started);
	if (!aged->known) {
		pm_report_cell(page->report, PM_STR(SAY_NOT_KNOWN))->tone = PM_TONE_QUIET;
		return;
	}
	cell = pm_report_number(page->report, aged->age, aged->age == 1 ? SAY_DAY_WORD : SAY_DAYS);
	if (!expected)
		return;
	cell->tone = aged->age > most ? PM_TONE_BAD : aged->age * 10 > most * 8 ? PM_TONE_WARN : PM_TONE_GOOD;
	if (aged->age > most)
		cell->note = PM_STR(SAY_OLDER_THAN_85_WERE);
}

static void add_ages(struct page *page)
{
	static const struct pm_column columns[] = {
		{.title = PM_SAY(SAY_ITEM_TITLE), .key = "item", .wide = true},
		{.title = PM_SAY(SAY_STATUS), .key = "status"},
		{.title = PM_SAY(SAY_OWNER), .key = "owner"},
		{.title = PM_SAY(SAY_STARTED), .key = "started"},
		{.title = PM_SAY(SAY_AGE), .key = "age", .align = PM_ALIGN_RIGHT},
	};
	const struct pm_flow *flow = page->flow;
	struct aged *aged;
	size_t count = 0, old = 0;
	uint32_t most = 0;
	bool expected = pm_flow_expectation(flow, &most);

	if (flow->in_progress == 0)
		return;
	aged = pm_calloc(flow->in_progress, sizeof *aged);
	for (size_t i = 0; i < flow->count; i++) {
		if (flow->items[i].state != PM_STATE_STARTED)
			continue;
		aged[count].item = &flow->items[i];
		aged[count].known = pm_flow_age(flow, &flow->items[i], &aged[count].age);
		old += expected && aged[count].known && aged[count].age > most;
		count++;
	}
	qsort(aged, count, sizeof *aged, by_age);
	pm_report_heading(page->report, 2, PM_STR(SAY_IN_PROGRESS), "in-progress");
	if (expected)
		pm_report_paragraph(
			page->report,
			pm_report_text(page->report, SAY_N_OF_N_X_OLDER_THAN, old, count, old == 1 ? SAY_IS : SAY_ARE, most),
			old ? PM_TONE_WARN : PM_TONE_GOOD);
	pm_report_node(page->report, PM_NODE_TABLE, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < count && i < AGES_MAX; i++)
		add_age(page, &aged[i], expected, most);
	if (count > AGES_MAX)
		pm_report_paragraph(page->report, pm_report_text(page->report, SAY_AND_N_MORE_YOUNGER_ONES, count - AGES_MAX),
				    PM_TONE_QUIET);
	free(aged);
}

/* -- cumulative flow */

/* How many items stood where at the end of a day; what was dropped is in none. */
static void count_bands(const struct pm_flow *flow, pm_day day, size_t bands[3])
{
	bands[0] = bands[1] = bands[2] = 0;
	for (size_t i = 0; i < flow->count; i++) {
		const struct pm_flow_item *item = &flow->items[i];
		pm_day done = item->state != PM_STATE_DONE ? INT32_MAX : item->done == PM_NO_DAY ? flow->first : item->done;
		pm_day started = item->started != PM_NO_DAY	   ? item->started
				 : item->state == PM_STATE_STARTED ? flow->first
								   : INT32_MAX;
		pm_day created = item->created == PM_NO_DAY || item->created < flow->first ? flow->first : item->created;

		if (item->state == PM_STATE_DROPPED)
			continue;
		if (done <= day)
			bands[0]++;
		else if (started <= day)
			bands[1]++;
		else if (created <= day)
			bands[2]++;
	}
}

static void add_cumulative(struct page *page)
{
	static const struct pm_column columns[] = {
		{.title = PM_SAY(SAY_DAY), .key = "day"},
		{.title = PM_SAY(SAY_DONE), .key = "done", .align = PM_ALIGN_RIGHT},
		{.title = PM_SAY(SAY_IN_PROGRESS), .key = "in_progress", .align = PM_ALIGN_RIGHT},
		{.title = PM_SAY(SAY_WAITING), .key = "waiting", .align = PM_ALIGN_RIGHT},
	};
	const struct pm_flow *flow = page->flow;
	pm_day span = flow->today - flow->first, step = span / POINTS_MAX + 1;
	struct pm_node *node;
	size_t bands[3];

	if (flow->count == 0 || span < WEEK)
		return;
	count_bands(flow, flow->today, bands);
	pm_report_heading(page->report, 2, PM_STR(SAY_CUMULATIVE_FLOW), "cumulative-flow");
	node = pm_report_chart(page->report, PM_CHART_AREA, PM_STR(SAY_ITEMS_BY_STATE),
			       pm_report_text(page->report, SAY_ON_X_DONE_N_IN_PROGRESS, PM_FMT(day_text(page, flow->today)),
					      bands[0], bands[1], bands[2]),
			       columns, sizeof columns / sizeof *columns);
	node->picture->x = (struct pm_axis){.title = PM_STR(SAY_DAY), .days = true};
	node->picture->y = (struct pm_axis){.title = PM_STR(SAY_ITEMS), .zero = true};
	for (pm_day day = flow->today - span / step * step; day <= flow->today; day += step) {
		count_bands(flow, day, bands);
		pm_report_day(page->report, day);
		for (size_t i = 0; i < 3; i++)
			pm_report_number(page->report, (double)bands[i], NULL);
	}
}

/* -- what is known */

struct coverage {
	size_t all, commit, field;
};

static void cover(struct coverage *coverage, uint8_t known)
{
	coverage->all++;
	coverage->commit += known == PM_KNOWN_COMMIT;
	coverage->field += known == PM_KNOWN_FIELD;
}

static void add_coverage(struct page *page, const char *what, const struct coverage *coverage)
{
	pm_report_cell(page->report, pm_str_c(what));
	pm_report_number(page->report, (double)coverage->all, NULL);
	pm_report_number(page->report, (double)coverage->commit, NULL);
	pm_report_number(page->report, (double)coverage->field, NULL);
	pm_report_number(page->report, (double)(coverage->all - coverage->commit - coverage->field), NULL);
}

static void add_known(struct page *page)
{
	static const struct pm_column columns[] = {
		{.title = PM_SAY(SAY_DAY), .key = "day"},
		{.title = PM_SAY(SAY_ITEMS), .key = "items", .align = PM_ALIGN_RIGHT},
		{.title = PM_SAY(SAY_FROM_A_COMMIT), .key = "commit", .align = PM_ALIGN_RIGHT},
		{.title = PM_SAY(SAY_FROM_THE_ITEM), .key = "item", .align = PM_ALIGN_RIGHT},
		{.title = PM_SAY(SAY_NOT_KNOWN_TITLE), .key = "not_known", .align = PM_ALIGN_RIGHT},
	};
	struct coverage created = {0}, started = {0}, done = {0};
	size_t reopened = 0, dropped = 0;
	const struct pm_flow *flow = page->flow;

	for (size_t i = 0; i < flow->count; i++) {
		const struct pm_flow_item *item = &flow->items[i];

		cover(&created, item->created_by);
		if (item->state == PM_STATE_STARTED || item->state == PM_STATE_DONE)
			cover(&started, item->started_by);
		if (item->state == PM_STATE_DONE)
			cover(&done, item->done_by);
		reopened += item->reopened > 0;
		dropped += item->state == PM_STATE_DROPPED;
	}
	pm_report_heading(page->report, 2, PM_STR(SAY_WHAT_IS_KNOWN), "known");
	pm_report_node(page->report, PM_NODE_TABLE, columns, sizeof columns / sizeof *columns);
	add_coverage(page, "done", &done);
	add_coverage(page, "started", &started);
	add_coverage(page, "created", &created);
	pm_report_paragraph(page->report, PM_STR(SAY_A_DAY_IS_THAT_OF_THE), PM_TONE_QUIET);
	pm_report_paragraph(page->report,
			    pm_report_text(page->report, SAY_N_ITEM_X_REOPENED_AFTER_BEING_DONE, reopened, pm_plural(reopened),
					   reopened == 1 ? SAY_WAS_WORD : SAY_WERE, dropped,
					   dropped == 1 ? SAY_WAS_WORD : SAY_WERE),
			    PM_TONE_QUIET);
}

static bool shows(const void *ctx, uint32_t item)
{
	return pm_view_shows(ctx, item);
}

static void say_how_much(struct page *page)
{
	const struct pm_history *history = page->flow->history;

	if (history->commit_count == 0 || page->flow->first == PM_NO_DAY)
		page->report->subtitle = PM_STR(SAY_NO_COMMIT_HAS_AN_ITEM_YET);
	else
		page->report->subtitle = pm_report_text(
			page->report, SAY_N_ITEM_IN_N_COMMIT_X, page->flow->count, page->flow->count == 1 ? "" : "s",
			history->commit_count, history->commit_count == 1 ? "" : "s", PM_FMT(day_text(page, page->flow->first)),
			PM_FMT(day_text(page, page->flow->today)), history->shallow ? SAY_A_SHALLOW_CLONE_WHAT_IS_OLDER : "");
}

static int make(const struct pm_view_input *input, struct pm_report *report, struct pm_buf *err)
{
	struct page page = {input, report, NULL};
	struct pm_flow flow;

	(void)err;
	report->title = input->name.n > 0 ? pm_report_text(report, SAY_FLOW_OF_X, PM_FMT(input->name)) : PM_STR(SAY_FLOW);
	if (!input->history) {
		pm_report_paragraph(report, PM_STR(SAY_THE_HISTORY_IS_NOT_KNOWN_THIS), PM_TONE_BAD);
		return 0;
	}
	pm_flow_init(&flow, input->history, input->product, input->today, input->select || input->customers ? shows : NULL, input);
	page.flow = &flow;
	say_how_much(&page);
	if (flow.count > 0) {
		add_facts(&page);
		add_ages(&page);
		add_throughput(&page);
		add_cycles(&page);
		add_cumulative(&page);
		add_known(&page);
	}
	pm_flow_clear(&flow);
	return 0;
}

const struct pm_view pm_view_flow = {
	.name = "flow",
	.summary = "throughput, cycle time, age and work in progress, from git",
	.make = make,
	.past = PM_PAST_NEEDED,
};
