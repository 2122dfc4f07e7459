/* report: what a view found, as data. */
#include "formats/report.h"

#include "formats/json.h"
#include "formats/words.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void pm_report_init(struct pm_report *report, const char *view)
{
	*report = (struct pm_report){.view = view};
	pm_arena_init(&report->arena);
}

static void clear_picture(struct pm_picture *picture)
{
	if (picture == NULL)
		return;
	free(picture->groups);
	free(picture->bands);
	free(picture->edges);
	free(picture->marks);
}

void pm_report_clear(struct pm_report *report)
{
	for (size_t i = 0; i < report->count; i++) {
		free(report->nodes[i].cells);
		clear_picture(report->nodes[i].picture);
	}
	free(report->nodes);
	free(report->twins);
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

struct pm_cell *pm_report_day(struct pm_report *report, pm_day day)
{
	char text[16];
	struct pm_cell *cell;

	pm_day_format(day, text);
	cell = pm_report_cell(report, pm_str_c(text));
	cell->is_day = cell->has_number = day != PM_NO_DAY;
	cell->number = cell->has_number ? day : 0;
	return cell;
}

/* -- links */

bool pm_href_is_safe(const char *href)
{
	struct pm_str s = pm_str_c(href);

	if (pm_str_istarts(s, "https://") || pm_str_istarts(s, "http://") || pm_str_istarts(s, "mailto:"))
		return true;
	for (const char *p = href; *p && *p != '/' && *p != '#' && *p != '?'; p++)
		if (*p == ':' || (unsigned char)*p <= ' ')
			return false;
	return true;
}

/* A set of texts that are borrowed: open addressing, never more than half full. */
struct set {
	const char **slots;
	size_t size, count;
};

/* FNV-1a. */
static size_t hash(const char *s)
{
	uint64_t h = 14695981039346656037U;

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211U;
	return (size_t)(h ^ h >> 32);
}

static const char **set_slot(const struct set *set, const char *s)
{
	size_t i = hash(s) & (set->size - 1);

	while (set->slots[i] && strcmp(set->slots[i], s) != 0)
		i = (i + 1) & (set->size - 1);
	return &set->slots[i];
}

static void set_add(struct set *set, const char *s)
{
	if (set->count * 2 >= set->size) {
		struct set old = *set;

		set->size = old.size ? old.size * 2 : 64;
		set->slots = pm_calloc(set->size, sizeof(*set->slots));
		for (size_t i = 0; i < old.size; i++)
			if (old.slots[i])
				*set_slot(set, old.slots[i]) = old.slots[i];
		free(old.slots);
	}
	if (*set_slot(set, s) == NULL)
		set->count++;
	*set_slot(set, s) = s;
}

static void settle(struct pm_cell *cell, const struct set *anchors)
{
	if (cell->href && cell->href[0] == '#' && (anchors->size == 0 || *set_slot(anchors, cell->href + 1) == NULL))
		cell->href = NULL;
	if (cell->href == NULL && (cell->anchor || cell->id.n > 0))
		cell->href = cell->source;
}

/* 1 - 0.75 * 1 may come to 0.2500000000000002: what nobody wrote and nobody should read. */
static void round_number(struct pm_cell *cell)
{
	char text[32];

	if (!cell->has_number || cell->number == floor(cell->number) || !isfinite(cell->number))
		return;
	snprintf(text, sizeof(text), "%.13g", cell->number);
	cell->number = strtod(text, NULL);
}

void pm_report_settle(struct pm_report *report)
{
	struct set anchors = {0};

	for (size_t i = 0; i < report->count; i++) {
		const struct pm_node *node = &report->nodes[i];

		if (node->text.anchor)
			set_add(&anchors, node->text.anchor);
		for (size_t k = 0; k < node->cell_count; k++)
			if (node->cells[k].anchor)
				set_add(&anchors, node->cells[k].anchor);
	}
	for (size_t i = 0; i < report->count; i++) {
		struct pm_node *node = &report->nodes[i];

		for (size_t k = 0; k < node->cell_count; k++) {
			settle(&node->cells[k], &anchors);
			round_number(&node->cells[k]);
		}
		for (size_t k = 0; node->picture && k < node->picture->group_count; k++)
			settle(&node->picture->groups[k].cell, &anchors);
		for (size_t k = 0; node->picture && k < node->picture->band_count; k++)
			settle(&node->picture->bands[k], &anchors);
	}
	free(anchors.slots);
}

/* -- pictures */

struct pm_node *pm_report_picture(struct pm_report *report, enum pm_node_type type, struct pm_str title, struct pm_str says,
				  const struct pm_column *columns, size_t count)
{
	struct pm_node *node = pm_report_node(report, type, columns, count);

	assert(type >= PM_NODE_TIMELINE && says.n > 0 && count > 0);
	node->text.text = pm_report_copy(report, title);
	node->picture = pm_arena_zero(&report->arena, sizeof(*node->picture));
	node->picture->says = pm_report_copy(report, says);
	return node;
}

struct pm_node *pm_report_chart(struct pm_report *report, enum pm_chart chart, struct pm_str title, struct pm_str says,
				const struct pm_column *columns, size_t count)
{
	struct pm_node *node = pm_report_picture(report, PM_NODE_CHART, title, says, columns, count);

	node->picture->chart = chart;
	return node;
}

static struct pm_node *newest(struct pm_report *report)
{
	struct pm_node *node;

	assert(report->count > 0);
	node = &report->nodes[report->count - 1];
	assert(node->picture);
	return node;
}

struct pm_cell *pm_report_group(struct pm_report *report, struct pm_str name)
{
	struct pm_node *node = newest(report);
	struct pm_picture *picture = node->picture;
	struct pm_group *group;

	PM_GROW(picture->groups, picture->group_count, picture->group_cap);
	group = &picture->groups[picture->group_count++];
	*group = (struct pm_group){.cell = {.text = pm_report_copy(report, name)}, .row = pm_node_rows(node)};
	return &group->cell;
}

void pm_report_left_out(struct pm_report *report, size_t count)
{
	struct pm_picture *picture = newest(report)->picture;

	assert(picture->group_count > 0);
	picture->groups[picture->group_count - 1].left_out = count;
}

struct pm_cell *pm_report_band(struct pm_report *report, struct pm_str name)
{
	struct pm_picture *picture = newest(report)->picture;

	PM_GROW(picture->bands, picture->band_count, picture->band_cap);
	picture->bands[picture->band_count] = (struct pm_cell){.text = pm_report_copy(report, name)};
	return &picture->bands[picture->band_count++];
}

void pm_report_edge(struct pm_report *report, size_t from, size_t to, bool strong)
{
	struct pm_picture *picture = newest(report)->picture;

	PM_GROW(picture->edges, picture->edge_count, picture->edge_cap);
	picture->edges[picture->edge_count++] = (struct pm_edge){from, to, strong};
}

void pm_report_mark(struct pm_report *report, enum pm_axis_name axis, double at, struct pm_str text, enum pm_tone tone)
{
	struct pm_picture *picture = newest(report)->picture;

	PM_GROW(picture->marks, picture->mark_count, picture->mark_cap);
	picture->marks[picture->mark_count++] = (struct pm_mark){axis, at, pm_report_copy(report, text), tone};
}

/* -- asking a node */

size_t pm_node_width(const struct pm_node *node)
{
	switch (node->type) {
	case PM_NODE_HEADING:
	case PM_NODE_TEXT:
	case PM_NODE_MARKDOWN: return 0;
	case PM_NODE_LIST:
	case PM_NODE_FACTS: return 1;
	case PM_NODE_BARS: return 3;
	default: return node->column_count;
	}
}

size_t pm_node_rows(const struct pm_node *node)
{
	size_t width = pm_node_width(node);

	return width > 0 ? node->cell_count / width : 0;
}

bool pm_cell_is_bare(const struct pm_cell *cell)
{
	bool word = false, digit = false;

	for (size_t i = 0; i <= cell->text.n; i++) {
		char c = i < cell->text.n ? cell->text.p[i] : ' ';

		if (c == ' ' && word && !digit)
			return false;
		word = c != ' ';
		digit = word && (digit || (c >= '0' && c <= '9'));
	}
	return cell->text.n > 0;
}

/* Does a text begin with a figure, and have no other? */
static bool is_figure(struct pm_str text, const char *figure)
{
	if (!pm_str_starts(text, figure))
		return false;
	for (size_t i = strlen(figure); i < text.n; i++)
		if (text.p[i] >= '0' && text.p[i] <= '9')
			return false;
	return true;
}

bool pm_cell_says_number(const struct pm_cell *cell)
{
	char number[32], percent[32];

	pm_number_round(cell->number, number);
	pm_number_round(cell->number * 100, percent);
	return cell->text.n == 0 || is_figure(cell->text, number) || is_figure(cell->text, percent);
}

size_t pm_node_group_end(const struct pm_node *node, size_t group)
{
	const struct pm_picture *picture = node->picture;

	return group + 1 < picture->group_count ? picture->groups[group + 1].row : pm_node_rows(node);
}

size_t pm_node_group_count(const struct pm_node *node, size_t group)
{
	const struct pm_group *it = &node->picture->groups[group];

	return pm_node_group_end(node, group) - it->row + it->left_out;
}

const struct pm_group *pm_node_group(const struct pm_node *node, size_t row)
{
	const struct pm_picture *picture = node->picture;
	size_t low = 0, high = picture ? picture->group_count : 0;

	while (low < high) { /* the groups before `low` begin at or before the row */
		size_t middle = low + (high - low) / 2;

		if (picture->groups[middle].row <= row)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 ? &picture->groups[low - 1] : NULL;
}

/* Counted first, then dealt: linear, and stable. */
size_t *pm_node_by_band(const struct pm_node *node, size_t **first)
{
	size_t count = pm_node_rows(node), bands = node->picture->band_count > 0 ? node->picture->band_count : 1;
	size_t *rows = pm_calloc(count + bands + 3, sizeof(*rows)), *start = rows + count;

	for (int deal = 0; deal < 2; deal++) {
		for (size_t row = 0; row < count; row++) {
			size_t depth = node->picture->band_count > 0 ? node->cells[row * node->column_count].depth : 0;
			size_t band = depth < bands ? depth : bands;

			if (deal == 0)
				start[band + 2]++;
			else
				rows[start[band + 1]++] = row;
		}
		for (size_t b = 2; deal == 0 && b < bands + 3; b++)
			start[b] += start[b - 1];
	}
	*first = start;
	return rows;
}

/* -- the table behind a picture */

/* What stands in the column of edges: the names of the rows that lead to each row.  Rows are walked once, edges twice. */
static struct pm_str *edge_texts(const struct pm_node *node, struct pm_arena *arena)
{
	size_t rows = pm_node_rows(node), width = pm_node_width(node);
	struct pm_str *texts = pm_calloc(rows, sizeof(*texts));
	struct pm_buf *names = pm_calloc(rows, sizeof(*names));

	for (size_t i = 0; i < node->picture->edge_count; i++) {
		const struct pm_edge *edge = &node->picture->edges[i];
		const struct pm_cell *from;

		if (edge->from >= rows || edge->to >= rows)
			continue;
		from = &node->cells[edge->from * width];
		if (names[edge->to].n > 0)
			pm_buf_addz(&names[edge->to], ", ");
		pm_buf_adds(&names[edge->to], from->id.n > 0 ? from->id : from->text);
	}
	for (size_t i = 0; i < rows; i++) {
		if (names[i].n > 0)
			texts[i] = pm_str_n(pm_arena_dup(arena, names[i].p, names[i].n), names[i].n);
		pm_buf_clear(&names[i]);
	}
	free(names);
	return texts;
}

static struct pm_str title_or(struct pm_str title, const char *other)
{
	return title.n > 0 ? title : pm_str_c(other);
}

static void push(struct pm_node *table, struct pm_cell cell)
{
	PM_GROW(table->cells, table->cell_count, table->cell_cap);
	table->cells[table->cell_count++] = cell;
}

struct pm_node pm_node_table(const struct pm_node *node, struct pm_arena *arena)
{
	const struct pm_picture *picture = node->picture;
	struct pm_node table = {.type = PM_NODE_TABLE, .text = node->text, .empty = node->empty};
	bool groups = picture->group_count > 0, bands = picture->band_count > 0, edges = picture->edge_count > 0;
	size_t width = node->column_count, n = 0;
	struct pm_str *texts = edges ? edge_texts(node, arena) : NULL;

	assert(width > 0);
	table.columns = pm_arena_zero(arena, (width + 3) * sizeof(*table.columns));
	table.columns[n++] = node->columns[0];
	if (groups)
		table.columns[n++] = (struct pm_column){.title = title_or(picture->group_title, SAY_GROUP), .key = "group"};
	if (bands)
		table.columns[n++] = (struct pm_column){.title = title_or(picture->band_title, SAY_BAND), .key = "band"};
	memcpy(table.columns + n, node->columns + 1, (width - 1) * sizeof(*table.columns));
	n += width - 1;
	if (edges)
		table.columns[n++] = (struct pm_column){.title = title_or(picture->edge_title, SAY_NEEDS), .key = "needs"};
	table.column_count = n;
	for (size_t row = 0; row < pm_node_rows(node); row++) {
		const struct pm_group *group = pm_node_group(node, row);
		struct pm_cell first = node->cells[row * width];
		unsigned band = first.depth;

		first.depth = node->type == PM_NODE_TREE ? first.depth : 0;
		push(&table, first);
		if (groups)
			push(&table, (struct pm_cell){.text = group ? group->cell.text : PM_STR("")});
		if (bands)
			push(&table, (struct pm_cell){.text = band < picture->band_count ? picture->bands[band].text : PM_STR("")});
		for (size_t c = 1; c < width; c++)
			push(&table, node->cells[row * width + c]);
		if (edges)
			push(&table, (struct pm_cell){.text = texts[row]});
	}
	free(texts);
	return table;
}

void pm_node_table_clear(struct pm_node *table)
{
	free(table->cells);
	*table = (struct pm_node){0};
}
