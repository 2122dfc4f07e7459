/* test_pictures: every kind of picture through every writer.  With the name of a format it prints that format's gallery: what the
 * browser tests open, and a person looks at. */
#include "formats/format.h"

#include "tests/unit/test.h"

#include <math.h>
#include <stdlib.h>

#define TEXT(s) pm_str_c(s)

static struct pm_report report;

static struct pm_column column(const char *title, const char *key, enum pm_align align, bool wide)
{
	return (struct pm_column){.title = TEXT(title), .key = key, .align = align, .wide = wide};
}

static pm_day day(int month, int mday)
{
	return pm_day_from(month > 12 ? 2027 : 2026, month > 12 ? month - 12 : month, mday);
}

static struct pm_cell *item(const char *id, const char *title, enum pm_tone tone)
{
	struct pm_cell *cell = pm_report_cell(&report, TEXT(title));
	struct pm_buf href = {0};

	cell->id = TEXT(id);
	cell->tone = tone;
	pm_buf_addf(&href, "#%s", id);
	pm_cell_link(&report, cell, pm_buf_str(&href));
	pm_buf_clear(&href);
	return cell;
}

static void add_timeline(void)
{
	static const struct {
		const char *id, *title;
		int from[2], to[2];
		double done;
		enum pm_tone tone;
		const char *lane;
	} rows[] = {
		{"R-1", "Receipts without paper", {9, 7}, {11, 13}, 1, PM_TONE_GOOD, "G-1 Shoppers come back"},
		{"R-3", "One-step checkout for everybody who has paid here before", {10, 19}, {12, 18}, 0.4, PM_TONE_NONE, NULL},
		{"R-8", "Gift cards", {11, 2}, {13, 22}, 0, PM_TONE_NONE, NULL},
		{"R-2", "A terminal without a cable", {9, 28}, {11, 27}, 0.25, PM_TONE_WARN, "G-2 Nobody waits at the till"},
		{"v1.5", "Release 1.5", {0, 0}, {12, 21}, -1, PM_TONE_BAD, NULL},
		{"R-6", "Works when the line is down", {12, 1}, {14, 26}, 0, PM_TONE_NONE, NULL},
		{"R-9", "Till for market stalls", {0, 0}, {0, 0}, -1, PM_TONE_QUIET, "Later"},
	};
	const struct pm_column columns[] = {
		column("Item", "item", PM_ALIGN_LEFT, true), column("First day", "from", PM_ALIGN_LEFT, false),
		column("Last day", "to", PM_ALIGN_LEFT, false), column("Done", "done", PM_ALIGN_RIGHT, false)};
	struct pm_node *node;

	pm_report_heading(&report, 2, TEXT("Timeline"), NULL);
	node = pm_report_picture(
		&report, PM_NODE_TIMELINE, TEXT("Roadmap by goal"),
		TEXT("Six initiatives until February 2027; one-step checkout starts before what it needs is done."), columns, 4);
	node->picture->group_title = TEXT("Goal");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (rows[i].lane)
			pm_report_group(&report, TEXT(rows[i].lane));
		item(rows[i].id, rows[i].title, rows[i].tone);
		pm_report_day(&report, rows[i].from[0] ? day(rows[i].from[0], rows[i].from[1]) : PM_NO_DAY);
		pm_report_day(&report, rows[i].to[0] ? day(rows[i].to[0], rows[i].to[1]) : PM_NO_DAY);
		if (rows[i].done >= 0)
			pm_report_number(&report, rows[i].done, "%");
		else
			pm_report_cell(&report, TEXT(""));
	}
	pm_report_edge(&report, 0, 1, false);
	pm_report_edge(&report, 3, 5, true);
	pm_report_edge(&report, 3, 4, false);
	pm_report_mark(&report, PM_AXIS_X, day(11, 22), TEXT("today"), PM_TONE_NONE);
}

static void add_board(void)
{
	static const char *const states[] = {"Ready", "In progress", "In review", "Done"};
	const struct pm_column columns[] = {
		column("Item", "item", PM_ALIGN_LEFT, true), column("Estimate", "estimate", PM_ALIGN_RIGHT, false),
		column("Owner", "owner", PM_ALIGN_LEFT, false), column("Age", "age", PM_ALIGN_RIGHT, false)};
	char id[16];

	pm_report_heading(&report, 2, TEXT("Board"), NULL);
	pm_report_picture(&report, PM_NODE_BOARD, TEXT("Board"), TEXT("Three items are in progress where two may be."), columns, 4)
		->picture->group_title = TEXT("State");
	for (int i = 0; i < 4; i++) {
		struct pm_cell *group = pm_report_group(&report, TEXT(states[i]));

		if (i == 1 || i == 2) {
			group->number = 2;
			group->has_number = true;
		}
		for (int k = 0; k < 4 - i && i != 2; k++) {
			snprintf(id, sizeof(id), "PAY-%d", i * 10 + k);
			item(pm_report_copy(&report, TEXT(id)).p,
			     k % 2 ? "Pay with a saved card" : "Number receipts without a gap, also after a break",
			     i == 3   ? PM_TONE_GOOD
			     : k == 1 ? PM_TONE_WARN
				      : PM_TONE_NONE)
				->anchor = pm_report_copy(&report, TEXT(id)).p;
			pm_report_number(&report, k + 2, "points");
			pm_report_cell(&report, k == 2 ? TEXT("") : TEXT("Greta"));
			pm_report_number(&report, 3 * k + 1, "days")->tone = k == 2 ? PM_TONE_BAD : PM_TONE_NONE;
		}
	}
}

static void add_map(void)
{
	static const char *const goals[] = {"Find", "Pay", "Return", "Close the day"};
	static const char *const releases[] = {"v1.4.0", "v1.5.0", "Later"};
	const struct pm_column columns[] = {column("Story", "story", PM_ALIGN_LEFT, true),
					    column("Estimate", "estimate", PM_ALIGN_RIGHT, false)};
	struct pm_node *node;

	pm_report_heading(&report, 2, TEXT("Story map"), NULL);
	node = pm_report_picture(&report, PM_NODE_MAP, TEXT("Story map"),
				 TEXT("Four activities; the first release has nothing for returns."), columns, 2);
	node->picture->group_title = TEXT("Activity");
	node->picture->band_title = TEXT("Release");
	for (int b = 0; b < 3; b++)
		pm_report_band(&report, TEXT(releases[b]));
	for (int g = 0; g < 4; g++) {
		pm_report_group(&report, TEXT(goals[g]));
		for (int b = 0; b < 3; b++) {
			if (g == 2 && b == 0)
				continue;
			item("PAY-3", "Pay again with one tap", PM_TONE_NONE)->depth = (unsigned)b;
			pm_report_number(&report, g + b + 1, "points");
		}
	}
}

static void add_graph(void)
{
	static const char *const names[] = {"Sign every receipt",
					    "Number receipts",
					    "Run the test programme",
					    "Keep a card",
					    "Pay with a card",
					    "Save a card while paying",
					    "Take a card out",
					    "Pay again with one tap",
					    "Close the day with one button",
					    "Fonts"};
	static const size_t edges[][3] = {{1, 0, 1}, {0, 2, 1}, {3, 4, 0}, {3, 5, 0}, {5, 6, 0},
					  {4, 7, 0}, {2, 8, 1}, {7, 8, 0}, {1, 8, 0}, {6, 3, 0}};
	const struct pm_column columns[] = {column("Item", "item", PM_ALIGN_LEFT, true),
					    column("Effort", "effort", PM_ALIGN_RIGHT, false)};
	char id[16];

	pm_report_heading(&report, 2, TEXT("Dependencies"), NULL);
	pm_report_picture(&report, PM_NODE_GRAPH, TEXT("What needs what"),
			  TEXT("The critical chain is four items long; three items about cards need each other in a circle."),
			  columns, 2);
	for (int i = 0; i < 10; i++) {
		snprintf(id, sizeof(id), "T-%d", i + 1);
		item(pm_report_copy(&report, TEXT(id)).p, names[i], i == 1 ? PM_TONE_GOOD : PM_TONE_NONE);
		pm_report_number(&report, i % 4 + 1, "points");
	}
	for (size_t i = 0; i < sizeof(edges) / sizeof(*edges); i++)
		pm_report_edge(&report, edges[i][0], edges[i][1], edges[i][2] == 1);
}

static void add_tree(void)
{
	static const struct {
		unsigned depth;
		const char *id, *title;
	} rows[] = {{0, "G-1", "Shoppers come back"},	      {1, "R-1", "Receipts without paper"},
		    {2, "PAY-4", "Send the receipt by mail"}, {2, "PAY-5", "Receipts in the shopper's language"},
		    {1, "R-3", "One-step checkout"},	      {0, "G-4", "The first shops in Belgium"}};
	const struct pm_column columns[] = {column("Item", "item", PM_ALIGN_LEFT, true),
					    column("Criteria", "criteria", PM_ALIGN_RIGHT, false),
					    column("Gap", "gap", PM_ALIGN_LEFT, false)};

	pm_report_heading(&report, 2, TEXT("Trace"), NULL);
	pm_report_picture(&report, PM_NODE_TREE, TEXT("From goals to stories"), TEXT("Nothing serves G-4."), columns, 3);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		item(rows[i].id, rows[i].title, PM_TONE_NONE)->depth = rows[i].depth;
		pm_report_number(&report, (double)(i * 3 % 5), NULL);
		pm_report_cell(&report, i == 5 ? TEXT("nothing serves it") : TEXT(""))->tone = PM_TONE_WARN;
	}
}

/* -- charts */

static double wave(int i, int k)
{
	return floor(5 + 3 * sin(i * 0.9 + k) + 2 * cos(i * 0.37 * (k + 1)));
}

static void add_lines(enum pm_chart kind, const char *title, const char *says, const char *const *names, size_t count)
{
	struct pm_column columns[8];
	struct pm_node *node;

	columns[0] = column("Week", "week", PM_ALIGN_LEFT, false);
	for (size_t c = 0; c < count; c++)
		columns[c + 1] = column(names[c], names[c], PM_ALIGN_RIGHT, false);
	node = pm_report_chart(&report, kind, TEXT(title), TEXT(says), columns, count + 1);
	node->picture->x = (struct pm_axis){.title = TEXT("Week"), .days = true};
	node->picture->y = (struct pm_axis){.title = TEXT("Items"), .zero = true};
	for (int i = 0; i < 20; i++) {
		pm_report_day(&report, day(7, 6) + 7 * i);
		for (int c = 0; c < (int)count; c++)
			pm_report_number(&report, kind == PM_CHART_AREA ? (c == 0 ? i * 2.0 : wave(i, c)) : wave(i, c), NULL);
	}
	if (kind != PM_CHART_AREA)
		pm_report_mark(&report, PM_AXIS_Y, 6, TEXT("median 6"), PM_TONE_NONE);
}

static void add_fan(void)
{
	const struct pm_column columns[] = {
		column("Week", "week", PM_ALIGN_LEFT, false), column("5%", "p5", PM_ALIGN_RIGHT, false),
		column("15%", "p15", PM_ALIGN_RIGHT, false),  column("50%", "p50", PM_ALIGN_RIGHT, false),
		column("85%", "p85", PM_ALIGN_RIGHT, false),  column("95%", "p95", PM_ALIGN_RIGHT, false)};
	struct pm_node *node =
		pm_report_chart(&report, PM_CHART_FAN, TEXT("When 40 items are done"),
				TEXT("Half of the runs have 40 items done by 18 January, 85 of 100 by 8 February."), columns, 6);

	node->picture->x = (struct pm_axis){.title = TEXT("Week"), .days = true};
	node->picture->y = (struct pm_axis){.title = TEXT("Items done"), .zero = true};
	for (int i = -8; i <= 12; i++) {
		double middle = 16 + 2 * i;

		pm_report_day(&report, day(11, 23) + 7 * i);
		for (int c = -2; c <= 2; c++)
			if (i >= 0 || c == 0)
				pm_report_number(&report, middle + c * 0.55 * (i < 0 ? 0 : sqrt(i) * 1.6), NULL);
			else
				pm_report_cell(&report, TEXT(""));
	}
	pm_report_mark(&report, PM_AXIS_X, day(11, 22), TEXT("today"), PM_TONE_NONE);
	pm_report_mark(&report, PM_AXIS_Y, 40, TEXT("40 items"), PM_TONE_NONE);
}

static void add_scatter(void)
{
	const struct pm_column columns[] = {column("Item", "item", PM_ALIGN_LEFT, true),
					    column("Effort", "effort", PM_ALIGN_RIGHT, false),
					    column("Value", "value", PM_ALIGN_RIGHT, false)};
	struct pm_node *node =
		pm_report_chart(&report, PM_CHART_SCATTER, TEXT("Value against effort"),
				TEXT("Four items give much for little: PAY-3, PAY-8, PAY-13 and PAY-18."), columns, 3);
	char id[16];

	node->picture->x = (struct pm_axis){.title = TEXT("Effort"), .unit = "points", .zero = true};
	node->picture->y = (struct pm_axis){.title = TEXT("Value"), .zero = true};
	node->picture->corners[0] = TEXT("quick wins");
	node->picture->corners[1] = TEXT("big bets");
	node->picture->corners[2] = TEXT("fill-ins");
	node->picture->corners[3] = TEXT("money pits");
	for (int i = 0; i < 18; i++) {
		snprintf(id, sizeof(id), "PAY-%d", i + 1);
		item(pm_report_copy(&report, TEXT(id)).p, "Pay with a saved card", i % 5 == 2 ? PM_TONE_GOOD : PM_TONE_NONE);
		pm_report_number(&report, 1 + i * 7 % 13, "points");
		pm_report_number(&report, 2 + i * 5 % 11, NULL);
	}
	pm_report_mark(&report, PM_AXIS_X, 6, TEXT("median"), PM_TONE_QUIET);
	pm_report_mark(&report, PM_AXIS_Y, 6, TEXT("median"), PM_TONE_QUIET);
}

static void add_histogram(void)
{
	const struct pm_column columns[] = {column("From", "from", PM_ALIGN_RIGHT, false),
					    column("To", "to", PM_ALIGN_RIGHT, false),
					    column("Items", "items", PM_ALIGN_RIGHT, false)};
	struct pm_node *node = pm_report_chart(&report, PM_CHART_HISTOGRAM, TEXT("Cycle time"),
					       TEXT("85 of 100 items took at most 9 days."), columns, 3);

	node->picture->x = (struct pm_axis){.title = TEXT("Cycle time"), .unit = "days"};
	node->picture->y = (struct pm_axis){.title = TEXT("Items")};
	for (int i = 0; i < 14; i++) {
		pm_report_number(&report, i, "days");
		pm_report_number(&report, i + 1, "days");
		pm_report_number(&report, floor(20 * exp(-(i - 4) * (i - 4) / 14.0)), NULL);
	}
	pm_report_mark(&report, PM_AXIS_X, 4.5, TEXT("50%"), PM_TONE_NONE);
	pm_report_mark(&report, PM_AXIS_X, 9, TEXT("85%"), PM_TONE_NONE);
}

static void add_intervals(void)
{
	const struct pm_column columns[] = {
		column("Item", "item", PM_ALIGN_LEFT, true), column("Low", "low", PM_ALIGN_RIGHT, false),
		column("Likely", "likely", PM_ALIGN_RIGHT, false), column("High", "high", PM_ALIGN_RIGHT, false)};
	struct pm_node *node = pm_report_chart(&report, PM_CHART_INTERVAL, TEXT("How sure the scores are"),
					       TEXT("PAY-2 may stand anywhere; the others are settled."), columns, 4);

	node->picture->x = (struct pm_axis){.title = TEXT("Score"), .zero = true};
	for (int i = 0; i < 5; i++) {
		char id[16];

		snprintf(id, sizeof(id), "PAY-%d", i + 1);
		item(pm_report_copy(&report, TEXT(id)).p, "Pay with a saved card, also on a day when nothing else does work",
		     PM_TONE_NONE);
		pm_report_number(&report, 60 - i * 10 - (i == 1 ? 30 : 5), NULL);
		pm_report_number(&report, 60 - i * 10, NULL);
		pm_report_number(&report, 60 - i * 10 + (i == 1 ? 35 : 6), NULL);
	}
}

static void add_bars(enum pm_chart kind, const char *title, const char *says, const char *const *names, size_t count,
		     const char *unit)
{
	struct pm_column columns[8];

	columns[0] = column("Goal", "goal", PM_ALIGN_LEFT, true);
	for (size_t c = 0; c < count; c++)
		columns[c + 1] = column(names[c], names[c], PM_ALIGN_RIGHT, false);
	pm_report_chart(&report, kind, TEXT(title), TEXT(says), columns, count + 1)->picture->x =
		(struct pm_axis){.title = TEXT(unit ? "Part of all open effort" : "Items"), .unit = unit, .zero = true};
	for (int i = 0; i < 3; i++) {
		char id[16];

		snprintf(id, sizeof(id), "G-%d", i + 1);
		item(pm_report_copy(&report, TEXT(id)).p, i == 0 ? "Shoppers come back" : "Nobody waits at the till", PM_TONE_NONE);
		for (int c = 0; c < (int)count; c++)
			pm_report_number(&report, unit ? 0.5 - 0.1 * i + 0.07 * c : wave(i, c), unit);
	}
}

static void make_gallery(void)
{
	static const char *const one[] = {"Finished"}, *const three[] = {"Finished", "Started", "Came in"},
				 *const states[] = {"Done", "In review", "In progress", "Ready"},
				 *const shares[] = {"Open effort", "Its share"};

	pm_report_init(&report, "gallery");
	report.title = TEXT("Gallery");
	report.subtitle = TEXT("Every kind of picture, with figures that mean nothing.");
	add_timeline();
	add_board();
	add_map();
	add_graph();
	add_tree();
	pm_report_heading(&report, 2, TEXT("Flow"), NULL);
	add_lines(PM_CHART_LINE, "Throughput", "About six items are finished a week, with no trend.", one, 1);
	add_lines(PM_CHART_LINE, "Throughput beside arrivals", "As much comes in as is finished.", three, 3);
	add_lines(PM_CHART_STEP, "Work in progress", "Work in progress swings around six.", one, 1);
	add_lines(PM_CHART_AREA, "Cumulative flow", "Done grows by two a week; what is in progress stays level.", states, 4);
	add_histogram();
	pm_report_heading(&report, 2, TEXT("Forecast"), NULL);
	add_fan();
	pm_report_heading(&report, 2, TEXT("Order"), NULL);
	add_scatter();
	add_intervals();
	pm_report_heading(&report, 2, TEXT("Goals"), NULL);
	add_bars(PM_CHART_GROUPED, "Effort by goal against its share", "G-3 takes more than its share.", shares, 2, "%");
	add_bars(PM_CHART_STACKED, "Items by goal and state", "Most items of every goal are done.", states, 4, NULL);
	pm_report_settle(&report);
}

int main(int argc, char **argv)
{
	struct pm_format_options options = {.version = "0.1.0", .width = 100, .date = PM_STR("2026-11-22")};
	struct pm_out out;

	make_gallery();
	pm_out_fd(&out, 1);
	if (argc > 1 && pm_format_find(pm_str_c(argv[1]))) {
		pm_format_find(pm_str_c(argv[1]))->write(&report, &options, &out);
		pm_report_clear(&report);
		return pm_out_close(&out) == 0 ? 0 : 1;
	}
	for (size_t i = 0; pm_formats[i]; i++) {
		pm_out_memory(&out);
		pm_formats[i]->write(&report, &options, &out);
		CHECK(out.buf.n > 0);
		pm_out_clear(&out);
	}
	pm_report_clear(&report);
	return test_done();
}
