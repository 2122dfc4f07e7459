/* report: what a view found, as data. */
#include "formats/report.h"

#include "formats/json.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void pm_report_init(struct pm_report *report, const char *view)
{
	*report = (struct pm_report){.view = view};
	pm_arena_init(&report->arena);
}

void pm_report_clear(struct pm_report *report)
{
	for (size_t i = 0; i < report->count; i++)
		free(report->nodes[i].cells);
	free(report->nodes);
	pm_arena_clear(&report->arena);
	*report = (struct pm_report){.view = report->view};
}

struct pm_str pm_report_text(struct pm_report *report, const char *format, ...)
{
	va_list args, again;
	char *text;
	int n;

	va_start(args, format);
	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, args);
	assert(n >= 0);
	text = pm_arena_alloc(&report->arena, (size_t)n + 1);
	vsnprintf(text, (size_t)n + 1, format, again);
	va_end(again);
	va_end(args);
	return pm_str_n(text, (size_t)n);
}

struct pm_str pm_report_copy(struct pm_report *report, struct pm_str text)
{
	if (text.n == 0)
		return (struct pm_str){"", 0};
	return pm_str_n(pm_arena_dup(&report->arena, text.p, text.n), text.n);
}

static const char *copy_z(struct pm_report *report, const char *s)
{
	return s ? pm_arena_dup(&report->arena, s, strlen(s)) : NULL;
}

static struct pm_node *add(struct pm_report *report, enum pm_node_type type)
{
	struct pm_node *node;

	PM_GROW(report->nodes, report->count, report->cap);
	node = &report->nodes[report->count++];
	*node = (struct pm_node){.type = type};
	return node;
}

struct pm_node *pm_report_heading(struct pm_report *report, int level, struct pm_str text, const char *anchor)
{
	struct pm_node *node = add(report, PM_NODE_HEADING);

	node->level = level;
	node->text.text = pm_report_copy(report, text);
	node->text.anchor = copy_z(report, anchor);
	return node;
}

struct pm_node *pm_report_paragraph(struct pm_report *report, struct pm_str text, enum pm_tone tone)
{
	struct pm_node *node = add(report, PM_NODE_TEXT);

	node->text.text = pm_report_copy(report, text);
	node->text.tone = tone;
	return node;
}

struct pm_node *pm_report_markdown(struct pm_report *report, struct pm_str body)
{
	struct pm_node *node = add(report, PM_NODE_MARKDOWN);

	node->text.text = pm_report_copy(report, body);
	return node;
}

struct pm_node *pm_report_node(struct pm_report *report, enum pm_node_type type, const struct pm_column *columns, size_t count)
{
	struct pm_node *node = add(report, type);

	if (count > 0)
		node->columns = pm_arena_alloc(&report->arena, count * sizeof(*columns));
	for (size_t i = 0; i < count; i++) {
		node->columns[i] = columns[i];
		node->columns[i].title = pm_report_copy(report, columns[i].title);
		node->columns[i].key = copy_z(report, columns[i].key);
	}
	node->column_count = count;
	return node;
}

struct pm_cell *pm_report_cell(struct pm_report *report, struct pm_str text)
{
	struct pm_node *node;
	struct pm_cell *cell;

	assert(report->count > 0);
	node = &report->nodes[report->count - 1];
	PM_GROW(node->cells, node->cell_count, node->cell_cap);
	cell = &node->cells[node->cell_count++];
	*cell = (struct pm_cell){.text = pm_report_copy(report, text)};
	return cell;
}

struct pm_str pm_report_figure(struct pm_report *report, double number, const char *unit)
{
	bool percent = unit && strcmp(unit, "%") == 0;
	char text[32];

	pm_number_round(percent ? number * 100 : number, text);
	if (percent)
		return pm_report_text(report, "%s%%", text);
	return pm_report_text(report, "%s%s%s", text, unit && *unit ? " " : "", unit ? unit : "");
}

struct pm_cell *pm_report_number(struct pm_report *report, double number, const char *unit)
{
	struct pm_cell *cell = pm_report_cell(report, pm_report_figure(report, number, unit));

	cell->number = number;
	cell->has_number = true;
	return cell;
}

void pm_cell_link(struct pm_report *report, struct pm_cell *cell, struct pm_str href)
{
	cell->href = pm_arena_dup(&report->arena, href.p, href.n);
}

size_t pm_node_width(const struct pm_node *node)
{
	switch (node->type) {
	case PM_NODE_TABLE: return node->column_count;
	case PM_NODE_BARS: return 3;
	case PM_NODE_LIST:
	case PM_NODE_FACTS: return 1;
	default: return 0;
	}
}
