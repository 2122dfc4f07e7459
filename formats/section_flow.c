/* section_flow: how work moves, and when the open items will be done, from the history. */
#include "formats/section.h"
#include "formats/words.h"
#include "parser/forecast.h"
#include "parser/outlook.h"

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
	add_fact(page, pm_page_count(page, done, SAY_ITEM), PM_STR(""), PM_TONE_NONE);
}

static void add_cycle(struct pm_page *page)
{
	const struct pm_flow *flow = page->flow;
	uint32_t days;

	if (pm_flow_expectation(flow, &days))
		add_fact(page, pm_report_text(page->report, SAY_85_PERCENT_IN_N_DAY, days, pm_plural(days)),
			 pm_report_text(page->report, SAY_KNOWN_FOR_N_OF_N, flow->cycle_count, flow->window_done), PM_TONE_NONE);
	else
		add_fact(page, PM_STR(SAY_NOT_KNOWN), pm_report_text(page->report, SAY_THE_START_OF_N_IS_KNOWN, flow->cycle_count),
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
	add_fact(page, pm_page_count(page, flow->in_progress, SAY_ITEM),
		 old ? pm_report_text(page->report, SAY_N_FOR_LONGER_THAN_THAT, old) : PM_STR(""),
		 old ? PM_TONE_WARN : PM_TONE_NONE);
}

static uint32_t count_open(const struct pm_page *page)
{
	uint32_t count = 0;

	for (uint32_t i = 0; pm_product_more(page->product, i); i++) {
		const struct pm_item *item = &page->product->items[i];

		count += page->plan.shown[i] && pm_outlook_open(item) && item->state != PM_STATE_IDEA;
	}
	return count;
}

static void add_forecast(struct pm_page *page)
{
	const struct pm_flow *flow = page->flow;
	struct pm_forecast forecast = {.done = flow->done, .days = flow->days - 1, .seed = page->input->seed};
	uint32_t days[PM_FORECAST_LEVELS], open = count_open(page);
	struct pm_backtest backtest;
	struct pm_buf why = {0};

	if (page->input->select || page->input->customers) {
		add_fact(page, PM_STR(SAY_NOT_MADE), PM_STR(SAY_OF_A_PART_OF_THE_ITEMS), PM_TONE_QUIET);
	} else if (!pm_forecast_possible(&forecast, &why)) {
		add_fact(page, PM_STR(SAY_NOT_MADE), pm_report_copy(page->report, pm_buf_str(&why)), PM_TONE_QUIET);
	} else {
		pm_forecast_learn(&forecast);
		pm_forecast_when(&forecast, open, days);
		pm_forecast_backtest(&forecast, MONTH, 0, &backtest);
		add_fact(page,
			 days[1] > PM_FORECAST_FAR ? PM_STR(SAY_IN_MORE_THAN_TEN_YEARS)
						   : pm_page_day(page, flow->today - 1 + (pm_day)days[1]),
			 pm_report_text(page->report, SAY_N_OPEN_ITEM_WITH_A_CHANCE, open, pm_plural(open), backtest.held[1],
					backtest.windows),
			 PM_TONE_NONE);
	}
	pm_buf_clear(&why);
}

bool pm_section_flow(struct pm_page *page)
{
	static const struct pm_column columns[] = {
		{.title = PM_SAY(SAY_DONE_IN_4_WEEKS), .key = "done"},
		{.title = PM_SAY(SAY_FROM_START_TO_DONE), .key = "cycle_time"},
		{.title = PM_SAY(SAY_IN_PROGRESS), .key = "in_progress"},
		{.title = PM_SAY(SAY_ALL_OPEN_ITEMS_DONE_BY), .key = "forecast"},
	};

	if (!page->flow || page->flow->dated == 0)
		return false;
	pm_report_heading(page->report, 2, PM_STR(SAY_FLOW), "flow");
	pm_report_node(page->report, PM_NODE_FACTS, columns, sizeof columns / sizeof *columns);
	add_done(page);
	add_cycle(page);
	add_progress(page);
	add_forecast(page);
	if (page->input->history->shallow)
		pm_report_paragraph(page->report, PM_STR(SAY_THIS_IS_A_SHALLOW_CLONE_WHAT), PM_TONE_WARN);
	return true;
}
