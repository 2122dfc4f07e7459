/* report: what a view found, as data: headings, paragraphs, tables, lists, facts.  Views make it, writers turn it into bytes.
 *
 * The one rule to know: a report holds text and numbers that are ready to be shown, and nothing of the model; a writer asks
 * nothing else.  A cell keeps its number beside its text, so that every writer shows the same figure.
 */
#ifndef PM_REPORT_H
#define PM_REPORT_H

#include "parser/mem.h"
#include "parser/str.h"

#include <stdbool.h>

enum pm_tone { PM_TONE_NONE, PM_TONE_GOOD, PM_TONE_WARN, PM_TONE_BAD, PM_TONE_QUIET };

/* One piece of text; href is the target of the id, or of the text where there is no id ("#PAY-12", "https://..."), NULL for none. */
struct pm_cell {
	struct pm_str text;
	struct pm_str id;   /* what stands before the text: "PAY-12"; empty: nothing */
	struct pm_str note; /* what stands behind the text, quieter; empty: nothing */
	const char *href;
	const char *anchor; /* an id for this place, NULL */
	double number;	    /* when has_number */
	bool has_number;
	enum pm_tone tone;
};

enum pm_align { PM_ALIGN_LEFT, PM_ALIGN_RIGHT, PM_ALIGN_CENTER };

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
	PM_NODE_BARS	  /* three cells a row: label; what is; what should be, whose number may lack.  No columns */
};

struct pm_node {
	enum pm_node_type type;
	int level;
	struct pm_cell text;
	struct pm_column *columns;
	size_t column_count;
	struct pm_cell *cells; /* heap; row after row */
	size_t cell_count, cell_cap;
	double scale;	   /* bars: the number that a full bar stands for */
	const char *empty; /* what to say where there is no row; NULL: nothing is shown */
};

struct pm_report {
	struct pm_arena arena;
	struct pm_str title, subtitle;
	const char *view;      /* "report", "items" */
	struct pm_str errors;  /* what could not be done, a line each: machine formats list it */
	struct pm_node *nodes; /* heap */
	size_t count, cap;
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
size_t pm_node_width(const struct pm_node *node); /* cells a row */

#endif
