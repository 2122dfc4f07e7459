/* report: what a view found, as data: headings, paragraphs, tables, lists, facts, pictures.  Views make it, writers turn it into
 * bytes.
 *
 * A picture is a table that can also be drawn: rows of cells, as a table has them, whose columns have the meanings that stand at
 * enum pm_node_type and enum pm_chart; behind them may stand more columns, which are shown as facts or only in the table.  It has a
 * title, and says in one sentence what a person should see in it.  To make one:
 *
 *	node = pm_report_chart(report, PM_CHART_LINE, title, says, columns, 2);
 *	node->picture->x = (struct pm_axis){.title = PM_STR("Week"), .days = true};
 *	node->picture->y = (struct pm_axis){.title = PM_STR("Items finished"), .zero = true};
 *	pm_report_day(report, day);  pm_report_number(report, 3, NULL);		row after row
 *	pm_report_mark(report, PM_AXIS_X, today, PM_STR("today"), PM_TONE_NONE);
 *
 * The one rule to know: a report holds text and numbers that are ready to be shown, and nothing of the model; a writer asks
 * nothing else.  A cell keeps its number beside its text, so that every writer shows the same figure.
 */
#ifndef PM_REPORT_H
#define PM_REPORT_H

#include "parser/date.h"
#include "parser/mem.h"
#include "parser/str.h"

#include <stdbool.h>

enum pm_tone { PM_TONE_NONE, PM_TONE_GOOD, PM_TONE_WARN, PM_TONE_BAD, PM_TONE_QUIET };

/* One piece of text; href is the target of the id, or of the text where there is no id ("#PAY-12", "https://..."), NULL for none.
 * A target within the report ("#PAY-12") that no cell has as its anchor is no link: source is then linked, if it is known. */
struct pm_cell {
	struct pm_str text;
	struct pm_str id;   /* what stands before the text: "PAY-12"; empty: nothing */
	struct pm_str note; /* what stands behind the text, quieter; empty: nothing */
	const char *href;
	const char *source; /* where it is written, as a forge shows it: "https://.../BACKLOG.md#L12"; NULL: not known */
	const char *anchor; /* an id for this place, NULL */
	double number;	    /* when has_number */
	bool has_number;
	bool is_day;	/* the number is a pm_day; the text is its date */
	unsigned depth; /* of the first cell of a row: in a tree how deep it lies, 0 the top; in a map the number of its band */
	enum pm_tone tone;
};

enum pm_align {
	PM_ALIGN_LEFT,
	PM_ALIGN_RIGHT,
	PM_ALIGN_CENTER,
	PM_ALIGN_DRAWN /* left, and never narrower: its texts are drawings */
};

struct pm_column {
	struct pm_str title;
	const char *key; /* in JSON and CSV: "story_points" */
	enum pm_align align;
	bool wide; /* takes the room that is left; may wrap */
};

enum pm_node_type {
	PM_NODE_HEADING,  /* level 1..4, text, anchor */
	PM_NODE_TEXT,	  /* a paragraph */
	PM_NODE_MARKDOWN, /* a body written by a person: rendered in safe mode */
	PM_NODE_LIST,	  /* bullets: cells */
	PM_NODE_FACTS,	  /* label and figure in pairs: columns[i].title with cells[i] */
	PM_NODE_TABLE,	  /* columns, rows of cells */
	PM_NODE_BARS,	  /* three cells a row: label; what is; what should be, whose number may lack.  No columns */

	/* Pictures.  A row begins with a cell that names it; "columns" are those of its table. */
	PM_NODE_TIMELINE, /* item, first day, last day, part done (0..1), facts.  Groups are lanes.  No first day, or the same: a
			     milestone; neither day: only in the table.  Edges lead from what is needed to what needs it */
	PM_NODE_BOARD,	  /* item, facts.  Groups are the board's columns; a group's number is its limit */
	PM_NODE_MAP,	  /* item, facts.  Groups lie across (goals, epics), bands down (releases); depth is the row's band */
	PM_NODE_GRAPH,	  /* item, facts.  Edges lead from what is needed to what needs it; strong ones are the critical chain */
	PM_NODE_TREE,	  /* any columns; the first cell has a depth, which is at most one more than that of the row before */
	PM_NODE_CHART	  /* see enum pm_chart */
};

/* Columns of charts.  A cell without a number is a gap.  x and y are the picture's axes. */
enum pm_chart {
	PM_CHART_LINE,	  /* x; a line for each other column */
	PM_CHART_STEP,	  /* the same, level until the next x: what is true from that day on */
	PM_CHART_AREA,	  /* the same, one on another, the first at the bottom: cumulative flow */
	PM_CHART_FAN,	  /* x; percentiles in rising order, an odd number of columns.  Where only the middle one has a number it is
			       what was seen */
	PM_CHART_SCATTER, /* label, x, y.  Marks cut it into quadrants, or are percentiles */
	PM_CHART_HISTOGRAM, /* from, to, how many */
	PM_CHART_INTERVAL,  /* label, low, likely, high: a row each, along x */
	PM_CHART_GROUPED,   /* label, and a bar for each other column, beside each other, along x */
	PM_CHART_STACKED    /* the same, one after another: parts of a whole */
};

enum pm_axis_name { PM_AXIS_X, PM_AXIS_Y };

struct pm_axis {
	struct pm_str title; /* "Cycle time" */
	const char *unit;    /* "days"; "%": the numbers are fractions; NULL: none */
	bool days;	     /* the numbers are pm_day */
	bool zero;	     /* begins at 0 */
};

/* A line across a chart or a timeline: today, a limit, a percentile. */
struct pm_mark {
	enum pm_axis_name axis; /* the one on which `at` lies */
	double at;
	struct pm_str text;
	enum pm_tone tone;
};

/* What is drawn between two rows, counted from 0. */
struct pm_edge {
	size_t from, to;
	bool strong;
};

/* A part of the rows under one name. */
struct pm_group {
	struct pm_cell cell;
	size_t row;	 /* the first of its rows; they end where the next group begins */
	size_t left_out; /* how many more there are that have no row */
};

struct pm_picture {
	enum pm_chart chart;
	struct pm_str says; /* what a person should see, one sentence: the text alternative */
	struct pm_axis x, y;
	struct pm_str corners[4]; /* of a scatter with a mark on each axis: names of the quadrants; top left, top right,
						 bottom left, bottom right */
	struct pm_str group_title, edge_title; /* columns of the table for groups and edges: "Lane", "Needs" */
	struct pm_str band_title;
	struct pm_group *groups; /* heap, as all lists here */
	struct pm_cell *bands;
	struct pm_edge *edges;
	struct pm_mark *marks;
	size_t group_count, group_cap, band_count, band_cap, edge_count, edge_cap, mark_count, mark_cap;
};

struct pm_node {
	enum pm_node_type type;
	int level;
	struct pm_cell text; /* of a picture: its title */
	struct pm_column *columns;
	size_t column_count;
	struct pm_cell *cells; /* heap; row after row */
	size_t cell_count, cell_cap;
	double scale;		    /* bars: the number that a full bar stands for */
	const char *empty;	    /* what to say where there is no row; NULL: nothing is shown */
	struct pm_picture *picture; /* of a picture, else NULL */
};

struct pm_report {
	struct pm_arena arena;
	struct pm_str title, subtitle;
	const char *view;      /* "report", "items" */
	struct pm_str errors;  /* what could not be done, a line each: machine formats list it */
	struct pm_node *nodes; /* heap */
	size_t count, cap;
	uint32_t *twins; /* heap; of every item, how many before it would have its anchor (view.c); NULL: nobody asked */
};

void pm_report_init(struct pm_report *report, const char *view);
void pm_report_clear(struct pm_report *report);

/* All texts are copied into the report's arena; so are column keys and anchors. */
__attribute__((format(printf, 2, 3))) struct pm_str pm_report_text(struct pm_report *report, const char *format, ...);
struct pm_str pm_report_copy(struct pm_report *report, struct pm_str text);
struct pm_node *pm_report_heading(struct pm_report *report, int level, struct pm_str text, const char *anchor);
struct pm_node *pm_report_paragraph(struct pm_report *report, struct pm_str text, enum pm_tone tone);
struct pm_node *pm_report_markdown(struct pm_report *report, struct pm_str body);
/* A list, facts, table or bars; columns are copied.  Borrowed until the next node is added. */
struct pm_node *pm_report_node(struct pm_report *report, enum pm_node_type type, const struct pm_column *columns, size_t count);
/* Adds one cell to the newest node; borrowed until the next cell is added. */
struct pm_cell *pm_report_cell(struct pm_report *report, struct pm_str text);
/* The same; the text is made from the number, with at most two decimals.  unit "%": the number is a fraction. */
struct pm_cell *pm_report_number(struct pm_report *report, double number, const char *unit);
/* The text of that, on its own. */
struct pm_str pm_report_figure(struct pm_report *report, double number, const char *unit);
void pm_cell_link(struct pm_report *report, struct pm_cell *cell, struct pm_str href);
/* Rounds every number to 13 digits, and decides every link, once all nodes are there: a target within the report that is not there
 * gives way to the source, and so does none at a place that has an anchor.  Behind it a writer needs href alone. */
void pm_report_settle(struct pm_report *report);
/* A date, whose number is the day; an empty cell for PM_NO_DAY. */
struct pm_cell *pm_report_day(struct pm_report *report, pm_day day);

/* A picture; what it says must not be empty.  Borrowed until the next node is added; node->picture is there until the end. */
struct pm_node *pm_report_picture(struct pm_report *report, enum pm_node_type type, struct pm_str title, struct pm_str says,
				  const struct pm_column *columns, size_t count);
struct pm_node *pm_report_chart(struct pm_report *report, enum pm_chart chart, struct pm_str title, struct pm_str says,
				const struct pm_column *columns, size_t count);
/* To the newest node, a picture.  The rows that follow belong to the group.  Both are borrowed until the next one. */
struct pm_cell *pm_report_group(struct pm_report *report, struct pm_str name);
/* The newest group has more than it has rows. */
void pm_report_left_out(struct pm_report *report, size_t count);
struct pm_cell *pm_report_band(struct pm_report *report, struct pm_str name);
/* Rows may follow that are named here already. */
void pm_report_edge(struct pm_report *report, size_t from, size_t to, bool strong);
void pm_report_mark(struct pm_report *report, enum pm_axis_name axis, double at, struct pm_str text, enum pm_tone tone);

/* Is it only what a person would follow on purpose: the page itself, http, https, mailto, relative targets? */
bool pm_href_is_safe(const char *href);
size_t pm_node_width(const struct pm_node *node); /* cells a row */
size_t pm_node_rows(const struct pm_node *node);
/* Is it so bare, "3", "40%", "R-2, R-4", that it needs the name of its column beside it? */
bool pm_cell_is_bare(const struct pm_cell *cell);
/* Does the text of a number say it and no other, "1200", "3 points", "40%"?  "5-8" and "6 of 11" say more. */
bool pm_cell_says_number(const struct pm_cell *cell);
/* The row behind the last one of a group. */
size_t pm_node_group_end(const struct pm_node *node, size_t group);
/* How many there are in a group, also those that have no row. */
size_t pm_node_group_count(const struct pm_node *node, size_t group);
/* The group of a row; NULL where it stands before the first, or there are none. */
const struct pm_group *pm_node_group(const struct pm_node *node, size_t row);
/* The rows of a map or a board band by band, in each as they stand: rows[first[b]] to before rows[first[b + 1]] are those of band
 * b.  Without bands all are in the first; rows of a band that is not there come last.  Heap, to be freed as one: free(rows). */
size_t *pm_node_by_band(const struct pm_node *node, size_t **first);
/* The table behind a picture: a plain table with its groups, bands and edges as columns of their own.  Texts are borrowed from the
 * node, but for those it makes, which are the arena's; the cells are heap: pm_node_table_clear. */
struct pm_node pm_node_table(const struct pm_node *node, struct pm_arena *arena);
void pm_node_table_clear(struct pm_node *table);

#endif
