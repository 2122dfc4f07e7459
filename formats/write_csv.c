/* write_csv: the tables of a report, one after another with an empty line between them. */
#include "formats/format.h"
#include "formats/json.h"

#include <assert.h>

static void write_cell(struct pm_out *out, const struct pm_cell *cell)
{
	char number[32];

	if (!cell->has_number || cell->is_day) {
		pm_out_csv(out, cell->text.n > 0 ? cell->text : cell->id);
		return;
	}
	pm_number_format(cell->number, number);
	pm_out_csv(out, pm_str_c(number));
}

static void write_table(struct pm_out *out, const struct pm_node *node)
{
	for (size_t c = 0; c < node->column_count; c++) {
		if (c > 0)
			pm_outc(out, ',');
		pm_out_csv(out, node->columns[c].key ? pm_str_c(node->columns[c].key) : node->columns[c].title);
	}
	pm_outz(out, "\r\n");
	for (size_t i = 0; i < node->cell_count; i++) {
		assert(node->column_count > 0);
		write_cell(out, &node->cells[i]);
		pm_outz(out, (i + 1) % node->column_count == 0 ? "\r\n" : ",");
	}
}

static void write_facts(struct pm_out *out, const struct pm_node *node)
{
	pm_outz(out, "name,value\r\n");
	for (size_t i = 0; i < node->column_count && i < node->cell_count; i++) {
		pm_out_csv(out, node->columns[i].key ? pm_str_c(node->columns[i].key) : node->columns[i].title);
		pm_outc(out, ',');
		write_cell(out, &node->cells[i]);
		pm_outz(out, "\r\n");
	}
}

static void write_bars(struct pm_out *out, const struct pm_node *node)
{
	pm_outz(out, "name,is,should_be\r\n");
	for (size_t i = 0; i < node->cell_count / 3 * 3; i++) {
		write_cell(out, &node->cells[i]);
		pm_outz(out, (i + 1) % 3 == 0 ? "\r\n" : ",");
	}
}

static void write_picture(struct pm_out *out, const struct pm_node *node)
{
	struct pm_arena arena;
	struct pm_node table;

	pm_arena_init(&arena);
	table = pm_node_table(node, &arena);
	write_table(out, &table);
	pm_node_table_clear(&table);
	pm_arena_clear(&arena);
}

/* Is there anything in it that has columns? */
static bool is_tabular(const struct pm_node *node)
{
	return node->type != PM_NODE_LIST && pm_node_width(node) > 0;
}

static void write(const struct pm_report *report, const struct pm_format_options *options, struct pm_out *out)
{
	bool started = false;

	(void)options;
	for (size_t i = 0; i < report->count; i++) {
		const struct pm_node *node = &report->nodes[i];

		if (!is_tabular(node))
			continue;
		if (started)
			pm_outz(out, "\r\n");
		started = true;
		switch (node->type) {
		case PM_NODE_TABLE: write_table(out, node); break;
		case PM_NODE_FACTS: write_facts(out, node); break;
		case PM_NODE_BARS: write_bars(out, node); break;
		default: write_picture(out, node); break;
		}
	}
}

const struct pm_format pm_format_csv = {
	.name = "csv",
	.summary = "the tables alone, for a spreadsheet",
	.write = write,
};
