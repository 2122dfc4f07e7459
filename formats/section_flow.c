/* section_flow: how work moves, and when the open items will be done, from the history. */
#include "formats/section.h"
#include "parser/forecast.h"

enum { MONTH = 28 };

static void add_fact(struct pm_page *page, struct pm_str text, struct pm_str note, enum pm_tone tone)
{
	struct pm_cell *cell = pm_report_cell(page->report, text);

	cell->note = note;
	cell->tone = tone;
}

static void add_done(struct pm_page *page)
{
	const struct pm_flow *flow = page->flow;
	size_t done = 0;

	for (size_t i = flow->days > MONTH ? flow->days - MONTH : 0; i < flow->days; i++)
		done += flow->done[i];
	add_fact(page, pm_page_count(page, done, "item"), PM_STR(""), PM_TONE_NONE);
}

static void add_cycle(struct pm_page *page)
{
	const struct pm_flow *flow = page->flow;
	uint32_t days;

	if (pm_flow_expectation(flow, &days))
		add_fact(page, pm_report_text(page->report, "85 %% in %u day%s", days, pm_plural(days)),
			 pm_report_text(page->report, "known for %zu of %zu", flow->cycle_count, flow->window_done), PM_TONE_NONE);
	else
		add_fact(page, PM_STR("not known"),
			 pm_report_text(page->report, "the start of %zu is known, and 10 are needed", flow->cycle_count),
			 PM_TONE_QUIET);
}

/* What is in progress, and how much of it for longer than 85 % of what was done before. */
static void add_progress(struct pm_page *page)
{
	const struct pm_flow *flow = page->flow;
	uint32_t most = 0, age;
	bool expected = pm_flow_expectation(flow, &most);
	size_t old = 0;

	for (size_t i = 0; i < flow->count; i++)
		old += expected && pm_flow_age(flow, &flow->items[i], &age) && age > most;
	add_fact(page, pm_page_count(page, flow->in_progress, "item"),
		 old ? pm_report_text(page->report, "%zu for longer than that", old) : PM_STR(""),
		 old ? PM_TONE_WARN : PM_TONE_NONE);
}

static uint32_t count_open(const struct pm_page *page)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < page->product->item_count; i++) {
		const struct pm_item *item = &page->product->items[i];

		count += pm_flow_is_work((enum pm_kind)item->kind) && item->place == PM_PLACE_ACTIVE && page->plan.shown[i] &&
			 item->state != PM_STATE_DONE && item->state != PM_STATE_DROPPED && item->state != PM_STATE_IDEA;
	}
	return count;
}

static void add_forecast(struct pm_page *page)
{
	const struct pm_flow *flow = page->flow;
	const struct pm_forecast forecast = {.done = flow->done, .days = flow->days - 1, .seed = page->input->seed};
	uint32_t days[PM_FORECAST_LEVELS], open = count_open(page);
	struct pm_backtest backtest;
	struct pm_buf why = {0};

	if (page->input->select || page->input->customers) {
		add_fact(page, PM_STR("not made"), PM_STR("of a part of the items"), PM_TONE_QUIET);
	} else if (!pm_forecast_possible(&forecast, &why)) {
		add_fact(page, PM_STR("not made"), pm_report_copy(page->report, pm_buf_str(&why)), PM_TONE_QUIET);
	} else {
		pm_forecast_when(&forecast, open, days);
		pm_forecast_backtest(&forecast, MONTH, 0, &backtest);
		add_fact(page,
			 days[1] > PM_FORECAST_FAR ? PM_STR("in more than ten years")
						   : pm_page_day(page, flow->today - 1 + (pm_day)days[1]),
			 pm_report_text(page->report,
					"%u open item%s, with a chance of 85 %%; in the past such forecasts held %zu of %zu times",
					open, pm_plural(open), backtest.held[1], backtest.windows),
			 PM_TONE_NONE);
	}
	pm_buf_clear(&why);
}

bool pm_section_flow(struct pm_page *page)
{
	static const struct pm_column columns[] = {
		{.title = {"Done in 4 weeks", 15}, .key = "done"},
		{.title = {"From start to done", 18}, .key = "cycle_time"},
		{.title = {"In progress", 11}, .key = "in_progress"},
		{.title = {"All open items done by", 22}, .key = "forecast"},
	};

	if (!page->flow || page->flow->dated == 0)
		return false;
	pm_report_heading(page->report, 2, PM_STR("Flow"), "flow");
	pm_report_node(page->report, PM_NODE_FACTS, columns, sizeof columns / sizeof *columns);
	add_done(page);
	add_cycle(page);
	add_progress(page);
	add_forecast(page);
	if (page->input->history->shallow)
		pm_report_paragraph(page->report, PM_STR("This is a shallow clone: what is older is not known, and not counted."),
				    PM_TONE_WARN);
	return true;
}
