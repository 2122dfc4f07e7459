/* write_dot: the graphs of a report, for Graphviz. */
#include "formats/format.h"

/* In a quoted string of DOT only the quote needs a backslash; a backslash is kept from making an escape of what follows. */
static void write_quoted(struct pm_out *out, struct pm_str text)
{
	struct pm_out shown;

	pm_out_memory(&shown);
	pm_out_terminal(&shown, text);
	for (size_t i = 0; i < shown.buf.n; i++) {
		if (shown.buf.p[i] == '"' || shown.buf.p[i] == '\\')
			pm_outc(out, '\\');
		pm_outc(out, shown.buf.p[i]);
	}
	pm_out_clear(&shown);
}

static void write_item(struct pm_out *out, const struct pm_node *node, size_t row)
{
	const struct pm_cell *cell = &node->cells[row * node->column_count];

	pm_outf(out, "\t\tn%zu [label=\"", row);
	write_quoted(out, cell->id);
	pm_outz(out, cell->id.n > 0 && cell->text.n > 0 ? "\\n" : "");
	write_quoted(out, cell->text);
	pm_outc(out, '"');
	if (cell->href && pm_href_is_safe(cell->href)) {
		pm_outz(out, ", URL=\"");
		write_quoted(out, pm_str_c(cell->href));
		pm_outc(out, '"');
	}
	pm_outz(out, "];\n");
}

static void write_graph(struct pm_out *out, const struct pm_node *node, size_t number)
{
	size_t rows = pm_node_rows(node);

	pm_outf(out, "\tsubgraph cluster_%zu {\n\t\tlabel=\"", number);
	write_quoted(out, node->text.text);
	pm_outz(out, "\";\n");
	for (size_t row = 0; row < rows; row++)
		write_item(out, node, row);
	for (size_t i = 0; i < node->picture->edge_count; i++) {
		const struct pm_edge *edge = &node->picture->edges[i];

		if (edge->from < rows && edge->to < rows)
			pm_outf(out, "\t\tn%zu -> n%zu%s;\n", edge->from, edge->to, edge->strong ? " [penwidth=3]" : "");
	}
	pm_outz(out, "\t}\n");
}

static bool holds(const struct pm_node *node)
{
	return node->type == PM_NODE_GRAPH;
}

static void write(const struct pm_report *report, const struct pm_format_options *options, struct pm_out *out)
{
	(void)options;
	pm_outz(out, "digraph {\n\trankdir=LR;\n\tnode [shape=box, style=rounded];\n");
	for (size_t i = 0; i < report->count; i++)
		if (holds(&report->nodes[i]))
			write_graph(out, &report->nodes[i], i);
	pm_outz(out, "}\n");
}

const struct pm_format pm_format_dot = {
	.name = "dot",
	.summary = "graphs, for Graphviz",
	.write = write,
	.holds = holds,
};
