/* write_json: a report as a document: {"format":"pm-report/1","view","title","sections":[...]}.
 *
 * A section begins at a heading of level 1 to 4 and holds what stands under it: texts, lists, facts, tables and bars, each under
 * the name of its kind.  What has a number is a number; what else is shown of it stands in "text".
 */
#include "formats/format.h"
#include "formats/json.h"

#include <math.h>
#include <string.h>

static void write_named(struct pm_json *json, const char *name, struct pm_str text)
{
	if (text.n == 0)
		return;
	pm_json_name(json, name);
	pm_json_str(json, text);
}

/* A number is a number, a text a string; a cell that is more is an object. */
static void write_cell(struct pm_json *json, const struct pm_cell *cell)
{
	bool number = cell->has_number && !cell->is_day;

	if (number && pm_cell_says_number(cell) && !cell->href && cell->note.n == 0 && cell->id.n == 0) {
		pm_json_number(json, cell->number);
		return;
	}
	if (!number && !cell->href && cell->note.n == 0 && cell->id.n == 0) {
		pm_json_str(json, cell->text);
		return;
	}
	pm_json_object(json);
	if (number) {
		pm_json_name(json, "number");
		pm_json_number(json, cell->number);
	}
	write_named(json, "id", cell->id);
	write_named(json, "text", cell->text);
	write_named(json, "note", cell->note);
	if (cell->href)
		write_named(json, "href", pm_str_c(cell->href));
	pm_json_object_end(json);
}

static void write_key(struct pm_json *json, const struct pm_column *column)
{
	struct pm_buf key = {0};

	if (column->key) {
		pm_json_name(json, column->key);
		return;
	}
	pm_buf_adds(&key, column->title);
	pm_json_name(json, key.p ? key.p : "");
	pm_buf_clear(&key);
}

static void write_rows(struct pm_json *json, const struct pm_node *node, bool depths)
{
	pm_json_array(json);
	for (size_t i = 0; i + node->column_count <= node->cell_count; i += node->column_count) {
		pm_json_object(json);
		if (depths) {
			pm_json_name(json, "depth");
			pm_json_int(json, node->cells[i].depth);
		}
		for (size_t c = 0; c < node->column_count; c++) {
			write_key(json, &node->columns[c]);
			write_cell(json, &node->cells[i + c]);
		}
		pm_json_object_end(json);
	}
	pm_json_array_end(json);
}

static void write_facts(struct pm_json *json, const struct pm_node *node)
{
	pm_json_object(json);
	for (size_t i = 0; i < node->column_count && i < node->cell_count; i++) {
		write_key(json, &node->columns[i]);
		write_cell(json, &node->cells[i]);
	}
	pm_json_object_end(json);
}

static void write_list(struct pm_json *json, const struct pm_node *node)
{
	pm_json_array(json);
	for (size_t i = 0; i < node->cell_count; i++)
		write_cell(json, &node->cells[i]);
	pm_json_array_end(json);
}

static void write_bars(struct pm_json *json, const struct pm_node *node)
{
	static const char *const names[] = {"name", "is", "should_be"};

	pm_json_array(json);
	for (size_t i = 0; i + 3 <= node->cell_count; i += 3) {
		pm_json_object(json);
		for (size_t c = 0; c < 3; c++) {
			const struct pm_cell *cell = &node->cells[i + c];

			if (!cell->has_number && cell->text.n == 0)
				continue;
			pm_json_name(json, names[c]);
			write_cell(json, cell);
			if (c == 1)
				write_named(json, "text", cell->text);
		}
		pm_json_object_end(json);
	}
	pm_json_array_end(json);
}

static void write_axis(struct pm_json *json, const char *name, const struct pm_axis *axis)
{
	if (axis->title.n == 0 && axis->unit == NULL)
		return;
	pm_json_name(json, name);
	pm_json_object(json);
	write_named(json, "title", axis->title);
	if (axis->unit)
		write_named(json, "unit", pm_str_c(axis->unit));
	pm_json_object_end(json);
}

static bool is_of_days(const struct pm_node *node, const struct pm_mark *mark)
{
	return mark->axis == PM_AXIS_X ? node->picture->x.days || node->type == PM_NODE_TIMELINE : node->picture->y.days;
}

static void write_marks(struct pm_json *json, const struct pm_node *node)
{
	if (node->picture->mark_count == 0)
		return;
	pm_json_name(json, "marks");
	pm_json_array(json);
	for (size_t i = 0; i < node->picture->mark_count; i++) {
		const struct pm_mark *mark = &node->picture->marks[i];
		char day[16];

		pm_json_object(json);
		write_named(json, "text", mark->text);
		pm_json_name(json, mark->axis == PM_AXIS_X ? "x" : "y");
		if (is_of_days(node, mark)) {
			pm_day_format((pm_day)fmax(-1e6, fmin(1e7, mark->at)), day);
			pm_json_strz(json, day);
		} else {
			pm_json_number(json, mark->at);
		}
		pm_json_object_end(json);
	}
	pm_json_array_end(json);
}

/* The groups by themselves: they may be empty, and have limits. */
static void write_groups(struct pm_json *json, const struct pm_node *node)
{
	if (node->picture->group_count == 0)
		return;
	pm_json_name(json, "groups");
	pm_json_array(json);
	for (size_t i = 0; i < node->picture->group_count; i++) {
		const struct pm_cell *cell = &node->picture->groups[i].cell;

		pm_json_object(json);
		write_named(json, "id", cell->id);
		write_named(json, "title", cell->text);
		write_named(json, "note", cell->note);
		if (cell->has_number) {
			pm_json_name(json, "limit");
			pm_json_number(json, cell->number);
		}
		if (node->picture->groups[i].left_out > 0) {
			pm_json_name(json, "left_out");
			pm_json_int(json, (int64_t)node->picture->groups[i].left_out);
		}
		pm_json_object_end(json);
	}
	pm_json_array_end(json);
}

/* A picture: {"title","says","kind","x","y","marks","groups","rows"}; of a row "group", "band" and "needs" say where it stands. */
static void write_picture(struct pm_json *json, const struct pm_node *node)
{
	static const char *const kinds[] = {"line",	 "step",     "area",	"fan",	  "scatter",
					    "histogram", "interval", "grouped", "stacked"};
	struct pm_arena arena;
	struct pm_node table;

	pm_arena_init(&arena);
	table = pm_node_table(node, &arena);
	pm_json_object(json);
	write_named(json, "title", node->text.text);
	write_named(json, "says", node->picture->says);
	if (node->type == PM_NODE_CHART)
		write_named(json, "kind", pm_str_c(kinds[node->picture->chart]));
	write_axis(json, "x", &node->picture->x);
	write_axis(json, "y", &node->picture->y);
	write_marks(json, node);
	write_groups(json, node);
	pm_json_name(json, "rows");
	write_rows(json, &table, node->type == PM_NODE_TREE);
	pm_json_object_end(json);
	pm_node_table_clear(&table);
	pm_arena_clear(&arena);
}

/* One thing of a section's "content". */
static void write_node(struct pm_json *json, const struct pm_node *node)
{
	static const char *const names[] = {"heading",	"text",	 "markdown", "list",  "facts", "table", "bars",
					    "timeline", "board", "map",	     "graph", "tree",  "chart"};

	pm_json_object(json);
	pm_json_name(json, names[node->type]);
	switch (node->type) {
	case PM_NODE_HEADING:
	case PM_NODE_TEXT:
	case PM_NODE_MARKDOWN: pm_json_str(json, node->text.text); break;
	case PM_NODE_LIST: write_list(json, node); break;
	case PM_NODE_FACTS: write_facts(json, node); break;
	case PM_NODE_TABLE: write_rows(json, node, false); break;
	case PM_NODE_BARS: write_bars(json, node); break;
	default: write_picture(json, node); break;
	}
	pm_json_object_end(json);
}

static void open_section(struct pm_json *json, const struct pm_node *heading)
{
	pm_json_object(json);
	if (heading) {
		write_named(json, "title", heading->text.text);
		pm_json_name(json, "level");
		pm_json_int(json, heading->level);
		if (heading->text.anchor)
			write_named(json, "anchor", pm_str_c(heading->text.anchor));
	}
	pm_json_name(json, "content");
	pm_json_array(json);
}

static void close_section(struct pm_json *json)
{
	pm_json_array_end(json);
	pm_json_object_end(json);
}

static void write_sections(struct pm_json *json, const struct pm_report *report)
{
	bool open = false;

	pm_json_array(json);
	for (size_t i = 0; i < report->count; i++) {
		const struct pm_node *node = &report->nodes[i];
		bool heading = node->type == PM_NODE_HEADING;

		if (open && heading)
			close_section(json);
		if (!open || heading)
			open_section(json, heading ? node : NULL);
		open = true;
		if (!heading)
			write_node(json, node);
	}
	if (open)
		close_section(json);
	pm_json_array_end(json);
}

static void write(const struct pm_report *report, const struct pm_format_options *options, struct pm_out *out)
{
	struct pm_json json;

	pm_json_init(&json, out, true);
	pm_json_object(&json);
	pm_json_name(&json, "format");
	pm_json_strz(&json, "pm-report/1");
	pm_json_name(&json, "view");
	pm_json_strz(&json, report->view);
	write_named(&json, "title", report->title);
	write_named(&json, "subtitle", report->subtitle);
	write_named(&json, "date", options->date);
	pm_json_name(&json, "sections");
	write_sections(&json, report);
	pm_json_errors(&json, report->errors);
	pm_json_object_end(&json);
	pm_json_end(&json);
}

const struct pm_format pm_format_json = {
	.name = "json",
	.summary = "for programs: pm-report/1",
	.write = write,
};
