/* write_csv: the tables of a report, one after another with an empty line between them.
 *
 * A number is written as a number.  What else a cell says goes into columns of its own, where any cell of the column has it: its id
 * before it ("id" of the column "item", "goal_id" of "goal"), its text behind it where that says more than the number
 * ("estimate_text"), then its note ("due_note").  Facts, bars and lists are tables too; their rows begin with the heading that they
 * stand under.  Texts alone are left out.
 */
#include "formats/format.h"
#include "formats/json.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* What the cells of a column have beside their values. */
struct extra {
	bool id, text, note;
};

static void write_text(struct pm_out *out, bool *first, struct pm_str text)
{
	if (!*first)
		pm_outc(out, ',');
	*first = false;
	pm_out_csv(out, text);
}

static bool is_number(const struct pm_cell *cell)
{
	return cell->has_number && !cell->is_day;
}

static struct extra *find_extras(const struct pm_node *table)
{
	struct extra *extras = pm_calloc(table->column_count, sizeof(*extras));

	for (size_t i = 0; i < table->cell_count; i++) {
		const struct pm_cell *cell = &table->cells[i];
		struct extra *extra = &extras[i % table->column_count];

		extra->id = extra->id || cell->id.n > 0;
		extra->text = extra->text || (is_number(cell) && !pm_cell_says_number(cell));
		extra->note = extra->note || cell->note.n > 0;
	}
	return extras;
}

static struct pm_str key_of(const struct pm_column *column)
{
	return column->key ? pm_str_c(column->key) : column->title;
}

static void write_key(struct pm_out *out, bool *first, struct pm_str key, const char *end)
{
	struct pm_buf text = {0};

	pm_buf_adds(&text, key);
	pm_buf_addz(&text, end);
	write_text(out, first, pm_buf_str(&text));
	pm_buf_clear(&text);
}

static void write_head(struct pm_out *out, const struct pm_node *table, const struct extra *extras)
{
	bool first = true;

	for (size_t c = 0; c < table->column_count; c++) {
		struct pm_str key = key_of(&table->columns[c]);
		bool is_item = pm_str_eqc(key, "item") || pm_str_eqc(key, "name");

		if (extras[c].id && is_item)
			write_text(out, &first, PM_STR("id"));
		else if (extras[c].id)
			write_key(out, &first, key, "_id");
		write_text(out, &first, key);
		if (extras[c].text)
			write_key(out, &first, key, "_text");
		if (extras[c].note)
			write_key(out, &first, key, "_note");
	}
	pm_outz(out, "\r\n");
}

static void write_cell(struct pm_out *out, bool *first, const struct pm_cell *cell, const struct extra *extra)
{
	char number[32];

	if (extra->id)
		write_text(out, first, cell->id);
	if (is_number(cell)) {
		pm_number_format(cell->number, number);
		write_text(out, first, pm_str_c(number));
	} else {
		write_text(out, first, cell->text);
	}
	if (extra->text)
		write_text(out, first, is_number(cell) && !pm_cell_says_number(cell) ? cell->text : PM_STR(""));
	if (extra->note)
		write_text(out, first, cell->note);
}

static void write_table(struct pm_out *out, const struct pm_node *table)
{
	struct extra *extras = find_extras(table);

	write_head(out, table, extras);
	for (size_t i = 0; i + table->column_count <= table->cell_count; i += table->column_count) {
		bool first = true;

		for (size_t c = 0; c < table->column_count; c++)
			write_cell(out, &first, &table->cells[i + c], &extras[c]);
		pm_outz(out, "\r\n");
	}
	free(extras);
}

static void push(struct pm_node *table, struct pm_cell cell)
{
	PM_GROW(table->cells, table->cell_count, table->cell_cap);
	table->cells[table->cell_count++] = cell;
}

static void write_facts(struct pm_out *out, const struct pm_node *node, struct pm_str heading)
{
	static struct pm_column columns[] = {{.key = "under"}, {.key = "name"}, {.key = "value"}};
	struct pm_node table = {.columns = columns, .column_count = 3};

	for (size_t i = 0; i < node->column_count && i < node->cell_count; i++) {
		push(&table, (struct pm_cell){.text = heading});
		push(&table, (struct pm_cell){.text = key_of(&node->columns[i])});
		push(&table, node->cells[i]);
	}
	write_table(out, &table);
	free(table.cells);
}

static void write_bars(struct pm_out *out, const struct pm_node *node, struct pm_str heading)
{
	static struct pm_column columns[] = {{.key = "under"}, {.key = "name"}, {.key = "is"}, {.key = "should_be"}};
	struct pm_node table = {.columns = columns, .column_count = 4};

	for (size_t i = 0; i < node->cell_count / 3 * 3; i++) {
		if (i % 3 == 0)
			push(&table, (struct pm_cell){.text = heading});
		push(&table, node->cells[i]);
	}
	write_table(out, &table);
	free(table.cells);
}

/* Rows of a tree begin with how deep they lie, 0 the top. */
static void write_tree(struct pm_out *out, const struct pm_node *node)
{
	struct pm_node table = {.column_count = node->column_count + 1};

	table.columns = pm_calloc(table.column_count, sizeof(*table.columns));
	table.columns[0].key = "depth";
	memcpy(table.columns + 1, node->columns, node->column_count * sizeof(*node->columns));
	for (size_t i = 0; i < node->cell_count; i++) {
		if (i % node->column_count == 0)
			push(&table, (struct pm_cell){.number = node->cells[i].depth, .has_number = true});
		push(&table, node->cells[i]);
	}
	write_table(out, &table);
	free(table.cells);
	free(table.columns);
}

static void write_picture(struct pm_out *out, const struct pm_node *node)
{
	struct pm_arena arena;
	struct pm_node table;

	pm_arena_init(&arena);
	table = pm_node_table(node, &arena);
	if (node->type == PM_NODE_TREE)
		write_tree(out, &table);
	else
		write_table(out, &table);
	pm_node_table_clear(&table);
	pm_arena_clear(&arena);
}

/* Lists that follow one another with nothing but headings and texts between them are one table; returns the last of them. */
static size_t write_lists(struct pm_out *out, const struct pm_report *report, size_t at, struct pm_str *heading)
{
	static struct pm_column columns[] = {{.key = "under"}, {.key = "item"}};
	struct pm_node table = {.columns = columns, .column_count = 2};
	size_t last = at;

	for (size_t i = at; i < report->count; i++) {
		const struct pm_node *node = &report->nodes[i];

		if (pm_node_width(node) > 0 && node->type != PM_NODE_LIST)
			break;
		if (node->type == PM_NODE_HEADING)
			*heading = node->text.text;
		for (size_t k = 0; node->type == PM_NODE_LIST && k < node->cell_count; k++) {
			push(&table, (struct pm_cell){.text = *heading});
			push(&table, node->cells[k]);
		}
		last = i;
	}
	write_table(out, &table);
	free(table.cells);
	return last;
}

/* An empty list is nothing; an empty table has its heads. */
static bool is_written(const struct pm_node *node)
{
	return pm_node_width(node) > 0 && (node->type != PM_NODE_LIST || node->cell_count > 0);
}

static void write(const struct pm_report *report, const struct pm_format_options *options, struct pm_out *out)
{
	struct pm_str heading = {"", 0};
	bool started = false;

	(void)options;
	for (size_t i = 0; i < report->count; i++) {
		const struct pm_node *node = &report->nodes[i];

		if (node->type == PM_NODE_HEADING)
			heading = node->text.text;
		if (!is_written(node))
			continue;
		if (started)
			pm_outz(out, "\r\n");
		started = true;
		switch (node->type) {
		case PM_NODE_LIST: i = write_lists(out, report, i, &heading); break;
		case PM_NODE_TABLE: write_table(out, node); break;
		case PM_NODE_FACTS: write_facts(out, node, heading); break;
		case PM_NODE_BARS: write_bars(out, node, heading); break;
		default: write_picture(out, node); break;
		}
	}
}

const struct pm_format pm_format_csv = {
	.name = "csv",
	.summary = "the tables and lists, for a spreadsheet",
	.write = write,
};
