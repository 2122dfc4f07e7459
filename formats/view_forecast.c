/* view_forecast: when will it be done, how many by then; with how such forecasts have fared, and the items that are counted. */
#include "formats/page.h"
#include "formats/view.h"
#include "formats/words.h"
#include "parser/flow.h"
#include "parser/forecast.h"
#include "parser/outlook.h"

#include <math.h>
#include <stdlib.h>

/* What the forecast learned is said from here on. */
#define TELLING 0.02

enum { WEEK = 7, WEEKS = 13, HORIZON = 28, SETS_MAX = 40, ITEMS_MAX = 200 };

struct page {
	const struct pm_view_input *input;
	struct pm_report *report;
	struct pm_flow flow;
	struct pm_forecast forecast;
	struct pm_plan plan;
	struct pm_periods releases;
	struct pm_outlook outlook;
};

static struct pm_str day_text(struct page *page, pm_day day)
{
	char text[16];

	pm_day_format(day, text);
	return pm_report_copy(page->report, pm_str_c(text));
}

/* "83 %" */
static struct pm_str part_text(struct page *page, double part, size_t of)
{
	return pm_report_text(page->report, "%.0f %%", of ? 100 * part / (double)of : 0);
}

/* -- when */

static void add_date(struct page *page, uint32_t days)
{
	if (days > PM_FORECAST_FAR)
		pm_report_cell(page->report, PM_STR(SAY_IN_MORE_THAN_TEN_YEARS));
	else
		pm_report_day(page->report, page->flow.today - 1 + (pm_day)days);
}

static void add_when(struct page *page, uint32_t count, const char *note)
{
	uint32_t days[PM_FORECAST_LEVELS];

	pm_forecast_when(&page->forecast, count, days);
	for (size_t i = 0; i < PM_FORECAST_LEVELS; i++)
		add_date(page, days[i]);
	pm_report_cell(page->report, pm_report_text(page->report, "%u", count)); /* no number: the axis is one of days */
	pm_report_cell(page->report, pm_str_c(note))->tone = PM_TONE_QUIET;
}

/* Releases with those before them, then goals. */
static void add_sets(struct page *page)
{
	for (size_t i = 0; i < page->outlook.list_count && i < SETS_MAX; i++) {
		const struct pm_wait *wait = &page->outlook.list[i];
		bool goal = wait->item != PM_NO_ITEM && page->input->product->items[wait->item].kind == PM_KIND_GOAL;

		if (wait->item != PM_NO_ITEM)
			pm_view_item(page->input, page->report, wait->item);
		else
			pm_report_cell(page->report, wait->name);
		add_when(page, wait->count,
			 goal			   ? SAY_IF_IT_COMES_FIRST
			 : wait->count > wait->own ? SAY_WITH_THE_RELEASES_BEFORE_IT
						   : "");
	}
}

static void add_whens(struct page *page)
{
	static const struct pm_column columns[] = {
		{.title = PM_SAY(SAY_WHAT), .key = "what", .wide = true},
		{.title = {"50 %", 4}, .key = "p50"},
		{.title = {"85 %", 4}, .key = "p85"},
		{.title = {"95 %", 4}, .key = "p95"},
		{.title = PM_SAY(SAY_ITEMS), .key = "items", .align = PM_ALIGN_RIGHT},
		{.title = PM_SAY(SAY_AS_IF), .key = "note"},
	};
	uint32_t days[PM_FORECAST_LEVELS];
	struct pm_node *node;
	struct pm_str says;

	pm_report_heading(page->report, 2, PM_STR(SAY_WHEN), "when");
	if (!page->outlook.count) {
		pm_report_paragraph(page->report,
				    page->input->select ? PM_STR(SAY_NOTHING_OF_WHAT_IS_SELECTED_IS)
							: PM_STR(SAY_NOTHING_IS_STILL_TO_BE_DONE),
				    PM_TONE_GOOD);
		return;
	}
	pm_forecast_when(&page->forecast, page->outlook.count, days);
	if (days[1] <= PM_FORECAST_FAR)
		says = pm_report_text(page->report, SAY_THE_N_ITEM_COUNTED_X_DONE, page->outlook.count,
				      page->outlook.count == 1 ? SAY_THAT_IS : SAY_S_THAT_ARE,
				      page->outlook.count == 1 ? SAY_IS : SAY_ARE,
				      PM_FMT(day_text(page, page->flow.today - 1 + (pm_day)days[1])));
	else
		says = pm_report_text(page->report, SAY_THE_N_ITEM_COUNTED_X_MORE, page->outlook.count,
				      page->outlook.count == 1 ? SAY_THAT_IS : SAY_S_THAT_ARE,
				      page->outlook.count == 1 ? SAY_TAKES : SAY_TAKE);
	node = pm_report_chart(page->report, PM_CHART_INTERVAL, PM_STR(SAY_DONE_BY), says, columns,
			       sizeof columns / sizeof *columns);
	node->picture->x = (struct pm_axis){.title = PM_STR(SAY_DAY), .days = true};
	pm_report_cell(page->report, page->input->select ? PM_STR(SAY_THE_ITEMS_THAT_ARE_SELECTED) : PM_STR(SAY_ALL_OPEN_ITEMS));
	add_when(page, page->outlook.count, "");
	add_sets(page);
}

/* -- how many */

/* Of what is selected no more can be done than there is. */
static void find_many(const struct page *page, pm_day day, uint32_t many[PM_FORECAST_LEVELS])
{
	pm_forecast_many(&page->forecast, (size_t)(day - page->flow.today) + 1, many);
	for (size_t i = 0; i < PM_FORECAST_LEVELS && page->input->select; i++)
		if (many[i] > page->outlook.count)
			many[i] = page->outlook.count;
}

static void add_many(struct page *page, pm_day day)
{
	uint32_t many[PM_FORECAST_LEVELS];

	find_many(page, day, many);
	pm_report_day(page->report, day);
	for (size_t i = PM_FORECAST_LEVELS; i-- > 0;)
		pm_report_number(page->report, many[i], NULL);
}

static void add_manies(struct page *page)
{
	static const struct pm_column columns[] = {
		{.title = PM_SAY(SAY_BY), .key = "by"},
		{.title = PM_SAY(SAY_95_AT_LEAST), .key = "p95", .align = PM_ALIGN_RIGHT},
		{.title = PM_SAY(SAY_85_AT_LEAST), .key = "p85", .align = PM_ALIGN_RIGHT},
		{.title = PM_SAY(SAY_50_AT_LEAST), .key = "p50", .align = PM_ALIGN_RIGHT},
	};
	pm_day today = page->flow.today, until = page->input->until, step = WEEK;
	uint32_t many[PM_FORECAST_LEVELS];
	struct pm_node *node;
	struct pm_str says;

	if (page->input->select && !page->outlook.count)
		return;
	if (until == PM_NO_DAY || until <= today)
		until = today + WEEKS * WEEK;
	while ((until - today) / step > 2 * WEEKS)
		step += WEEK;
	find_many(page, until, many);
	if (page->input->select)
		says = pm_report_text(page->report, SAY_BY_X_AT_LEAST_N_OF, PM_FMT(day_text(page, until)), many[1],
				      page->outlook.count, many[1] == 1 ? SAY_IS : SAY_ARE);
	else
		says = pm_report_text(page->report, SAY_BY_X_AT_LEAST_N_ITEM_DONE, PM_FMT(day_text(page, until)), many[1],
				      many[1] == 1 ? SAY_IS_PART : SAY_S_ARE);
	pm_report_heading(page->report, 2, PM_STR(SAY_HOW_MANY), "how-many");
	node = pm_report_chart(page->report, PM_CHART_FAN, PM_STR(SAY_ITEMS_DONE_BY_A_DAY), says, columns,
			       sizeof columns / sizeof *columns);
	node->picture->x = (struct pm_axis){.title = PM_STR(SAY_DAY), .days = true};
	node->picture->y = (struct pm_axis){.title = PM_STR(SAY_ITEMS_DONE), .zero = true};
	for (pm_day day = today + step; day < until; day += step)
		add_many(page, day);
	add_many(page, until);
}

/* -- how such forecasts have fared */

static void add_backtest(struct page *page)
{
	static const struct pm_column columns[] = {
		{.title = PM_SAY(SAY_SAID), .key = "said", .align = PM_ALIGN_RIGHT},
		{.title = PM_SAY(SAY_HELD), .key = "held", .align = PM_ALIGN_RIGHT},
		{.title = PM_SAY(SAY_HELD_OF_FORECASTS), .key = "held_count"},
		{.title = PM_SAY(SAY_EXPECTED_OF_WHOLE_ITEMS), .key = "expected", .align = PM_ALIGN_RIGHT},
	};
	struct pm_backtest backtest;

	pm_forecast_backtest(&page->forecast, HORIZON, 0, &backtest);
	pm_report_heading(page->report, 2, PM_STR(SAY_HOW_GOOD_SUCH_FORECASTS_WERE), "backtest");
	if (!backtest.windows) {
		pm_report_paragraph(page->report, pm_report_text(page->report, SAY_NOT_KNOWN_THE_HISTORY_IS_TOO, HORIZON),
				    PM_TONE_WARN);
		return;
	}
	pm_report_paragraph(page->report,
			    pm_report_text(page->report, SAY_IN_THIS_REPOSITORY_OUR_85_PERCENT,
					   PM_FMT(part_text(page, (double)backtest.held[1], backtest.windows)), backtest.windows,
					   HORIZON, backtest.step, backtest.step < HORIZON ? SAY_THEY_OVERLAP : ""),
			    (double)backtest.held[1] < 0.75 * (double)backtest.windows ? PM_TONE_BAD : PM_TONE_NONE);
	pm_report_node(page->report, PM_NODE_TABLE, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < PM_FORECAST_LEVELS; i++) {
		pm_report_number(page->report, pm_forecast_levels[i], "%");
		pm_report_number(page->report, (double)backtest.held[i] / (double)backtest.windows, "%");
		pm_report_number(page->report, (double)backtest.held[i], NULL)->text =
			pm_report_text(page->report, SAY_N_OF_N_WORD, backtest.held[i], backtest.windows);
		pm_report_number(page->report, round(backtest.expected[i] / (double)backtest.windows * 100) / 100, "%");
	}
}

/* -- the items */

static void add_items(struct page *page)
{
	static const struct pm_column columns[] = {
		{.title = PM_SAY(SAY_ITEM_TITLE), .key = "item", .wide = true},
		{.title = PM_SAY(SAY_STATUS), .key = "status"},
		{.title = PM_SAY(SAY_RELEASE), .key = "release"},
	};
	const struct pm_product *product = page->input->product;
	uint32_t shown = 0;

	if (!page->outlook.count)
		return;
	pm_report_heading(page->report, 2, PM_STR(SAY_THE_ITEMS_THAT_ARE_COUNTED), "items");
	pm_report_node(page->report, PM_NODE_TABLE, columns, sizeof columns / sizeof *columns);
	for (uint32_t i = 0; i < product->item_count && shown < ITEMS_MAX; i++) {
		const char *anchor;
		struct pm_cell *cell;
		uint32_t release = page->releases.of[i];

		if (!page->outlook.waits[i])
			continue;
		anchor = pm_view_anchor(page->input, page->report, i);
		cell = pm_view_item(page->input, page->report, i);
		cell->anchor = anchor + 1;
		pm_report_cell(page->report, pm_item_status(product, &product->items[i]));
		pm_report_cell(page->report, release == PM_NO_ITEM ? PM_STR("") : page->releases.list[release].label);
		shown++;
	}
	if (page->outlook.count > shown)
		pm_report_paragraph(page->report, pm_report_text(page->report, SAY_AND_N_MORE_WORD, page->outlook.count - shown),
				    PM_TONE_QUIET);
	if (page->outlook.ideas)
		pm_report_paragraph(page->report,
				    pm_report_text(page->report, SAY_N_IDEA_X_NOT_COUNTED_NOBODY, page->outlook.ideas,
						   pm_plural(page->outlook.ideas), page->outlook.ideas == 1 ? SAY_IS : SAY_ARE,
						   page->outlook.ideas == 1 ? SAY_IT : SAY_THEM),
				    PM_TONE_QUIET);
}

static void say_how(struct page *page)
{
	uint64_t items;
	size_t days = pm_forecast_window(&page->forecast, &items);

	page->report->subtitle =
		pm_report_text(page->report, SAY_DRAWN_FROM_THE_N_DAYS_BEFORE, days, PM_FMT(day_text(page, page->flow.today)),
			       (unsigned long long)items, PM_FORECAST_TRIALS, (unsigned long long)page->forecast.seed);
	pm_report_paragraph(page->report, pm_report_text(page->report, SAY_STRETCHES_OF_N_DAYS_ARE_DRAWN, PM_FORECAST_BLOCK),
			    PM_TONE_QUIET);
	if (fabs(page->forecast.drawn[1] - pm_forecast_levels[1]) >= TELLING)
		pm_report_paragraph(page->report,
				    pm_report_text(page->report, SAY_EARLIER_FORECASTS_HELD_X,
						   page->forecast.drawn[1] > pm_forecast_levels[1] ? SAY_RARELY : SAY_OFTEN,
						   100 * page->forecast.drawn[1]),
				    PM_TONE_QUIET);
}

static bool shows(const void *ctx, uint32_t item)
{
	return pm_view_shows(ctx, item);
}

/* The past is the whole team's, whatever is selected: all of it is what the selected items wait for. */
static int fill(struct page *page, struct pm_buf *err)
{
	struct pm_buf why = {0};
	int status = 0;

	page->forecast = (struct pm_forecast){.done = page->flow.done, .days = page->flow.days - 1, .seed = page->input->seed};
	if (page->flow.first == PM_NO_DAY)
		page->forecast.days = 0;
	if (pm_forecast_possible(&page->forecast, &why)) {
		pm_forecast_learn(&page->forecast);
		say_how(page);
		add_whens(page);
		add_manies(page);
		add_backtest(page);
		add_items(page);
	} else {
		pm_buf_addf(err, "no forecast is made: %s; see how much is known with: pm-render flow", why.p);
		pm_report_paragraph(page->report, pm_report_text(page->report, SAY_NO_FORECAST_IS_MADE_X, why.p), PM_TONE_BAD);
		status = 1;
	}
	pm_buf_clear(&why);
	return status;
}

static int make(const struct pm_view_input *input, struct pm_report *report, struct pm_buf *err)
{
	struct page page = {.input = input, .report = report};
	int status;

	report->title = input->name.n > 0 ? pm_report_text(report, SAY_FORECAST_OF_X, PM_FMT(input->name)) : PM_STR(SAY_FORECAST);
	if (!input->history) {
		pm_report_paragraph(report, PM_STR(SAY_NO_FORECAST_IS_MADE_THE_HISTORY), PM_TONE_BAD);
		return 0;
	}
	pm_flow_init(&page.flow, input->history, input->product, input->today, NULL, NULL);
	pm_plan_init(&page.plan, input->product, shows, input);
	pm_periods_init(&page.releases, &page.plan, PM_KIND_RELEASE);
	pm_outlook_init(&page.outlook, &page.plan, &page.releases);
	status = fill(&page, err);
	pm_outlook_clear(&page.outlook);
	pm_periods_clear(&page.releases);
	pm_plan_clear(&page.plan);
	pm_flow_clear(&page.flow);
	return status;
}

const struct pm_view pm_view_forecast = {
	.name = "forecast",
	.summary = "when it will be done, and how many by then, from git",
	.make = make,
	.past = PM_PAST_NEEDED,
	.asks = PM_ASKS_UNTIL,
};
