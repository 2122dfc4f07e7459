/* write_markdown: a report as Markdown that a forge renders, and that mentions, refers to and closes nothing. */
#include "formats/format.h"
#include "formats/sketch.h"

#include <stdlib.h>
#include <string.h>

enum {
	BAR = 20,
	DEEPEST = 16,	/* steps that a row of a tree is indented */
	DIAGRAM = 100,	/* rows of a diagram at most */
	SKETCHED = 4000 /* cells of a table that is drawn beside */
};

static void write_linked(struct pm_out *out, struct pm_str text, const char *href, bool starts)
{
	if (href == NULL || !pm_href_is_safe(href)) {
		starts ? pm_out_markdown(out, text) : pm_out_markdown_inside(out, text);
		return;
	}
	pm_outc(out, '[');
	pm_out_markdown_inside(out, text);
	pm_outz(out, "](<");
	for (const char *p = href; *p; p++) {
		if (*p == '<' || *p == '>' || *p == '\\' || (unsigned char)*p <= ' ' || (unsigned char)*p >= 0x7f)
			pm_outf(out, "%%%02X", (unsigned)(unsigned char)*p);
		else
			pm_outc(out, *p);
	}
	pm_outz(out, ">)");
}

/* starts: the text begins a line. */
static void write_text(struct pm_out *out, const struct pm_cell *cell, bool starts)
{
	if (cell->id.n > 0) {
		write_linked(out, cell->id, cell->href, starts);
		pm_outz(out, cell->text.n > 0 ? " " : "");
	}
	if (cell->text.n > 0)
		write_linked(out, cell->text, cell->id.n > 0 ? NULL : cell->href, starts && cell->id.n == 0);
	if (cell->note.n > 0) {
		pm_outz(out, cell->text.n > 0 || cell->id.n > 0 ? " *(" : "*(");
		pm_out_markdown(out, cell->note);
		pm_outz(out, ")*");
	}
}

/* Anchors that were made by a view hold nothing to escape; anything else is made a dash all the same. */
static void write_anchor(struct pm_out *out, const struct pm_cell *cell)
{
	struct pm_out shown;

	if (cell->anchor == NULL)
		return;
	pm_out_memory(&shown);
	pm_out_terminal(&shown, pm_str_c(cell->anchor));
	pm_outz(out, "<a id=\"");
	for (size_t i = 0; i < shown.buf.n; i++)
		pm_outc(out, strchr("<>&\"'`@#!$%|\\[]() ", shown.buf.p[i]) ? '-' : shown.buf.p[i]);
	pm_outz(out, "\"></a>");
	pm_out_clear(&shown);
}

static void write_heading(struct pm_out *out, const struct pm_node *node)
{
	for (int i = 0; i < node->level && i < 6; i++)
		pm_outc(out, '#');
	pm_outc(out, ' ');
	write_anchor(out, &node->text);
	pm_out_markdown(out, node->text.text);
	pm_outc(out, '\n');
}

static void write_list(struct pm_out *out, const struct pm_node *node)
{
	for (size_t i = 0; i < node->cell_count; i++) {
		pm_outz(out, "- ");
		write_anchor(out, &node->cells[i]);
		write_text(out, &node->cells[i], node->cells[i].anchor == NULL);
		pm_outc(out, '\n');
	}
}

static void write_facts(struct pm_out *out, const struct pm_node *node)
{
	for (size_t i = 0; i < node->column_count && i < node->cell_count; i++) {
		pm_outz(out, "- **");
		pm_out_markdown(out, node->columns[i].title);
		pm_outz(out, ":** ");
		write_text(out, &node->cells[i], false);
		pm_outc(out, '\n');
	}
}

static void write_table(struct pm_out *out, const struct pm_node *node)
{
	static const char *const rules[] = {" --- |", " ---: |", " :---: |", " --- |"};

	pm_outc(out, '|');
	for (size_t c = 0; c < node->column_count; c++) {
		pm_outc(out, ' ');
		pm_out_markdown_inside(out, node->columns[c].title);
		pm_outz(out, " |");
	}
	pm_outz(out, "\n|");
	for (size_t c = 0; c < node->column_count; c++)
		pm_outz(out, rules[node->columns[c].align]);
	pm_outc(out, '\n');
	for (size_t i = 0; i + node->column_count <= node->cell_count; i += node->column_count) {
		pm_outc(out, '|');
		for (size_t c = 0; c < node->column_count; c++) {
			pm_outc(out, ' ');
			write_anchor(out, &node->cells[i + c]);
			for (unsigned k = 0; k < node->cells[i + c].depth && k < DEEPEST; k++)
				pm_outz(out, "&emsp;");
			write_text(out, &node->cells[i + c], false);
			pm_outz(out, " |");
		}
		pm_outc(out, '\n');
	}
}

/* -- pictures */

/* Text inside a diagram: letters, digits and little else as they are, the rest as Mermaid's entities, so that no text ends its
 * place. */
static void write_mermaid(struct pm_out *out, struct pm_str text)
{
	const char *p = text.p, *end = pm_str_end(text);

	while (p < end) {
		uint32_t ch;
		size_t n = pm_utf8_decode(p, end, &ch);
		bool plain = (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || ch == ' ' ||
			     ch == '-' || ch == '.' || ch == ',';

		if (plain)
			pm_outc(out, (char)ch);
		else if (ch < 0x20 || (ch >= 0x7f && ch < 0xa0) || ch == 0xfffd)
			pm_outc(out, ' ');
		else
			pm_outf(out, "#%lu;", (unsigned long)ch);
		p += n;
	}
}

static void write_label(struct pm_out *out, const struct pm_cell *cell)
{
	write_mermaid(out, cell->id);
	pm_outz(out, cell->id.n > 0 && cell->text.n > 0 ? " " : "");
	write_mermaid(out, cell->text);
}

/* A flow chart; what is needed leads to what needs it, the critical chain in thick lines. */
static void write_flowchart(struct pm_out *out, const struct pm_node *node)
{
	size_t rows = pm_node_rows(node);
	bool *has = pm_calloc(rows + 1, sizeof(*has));

	pm_outz(out, "```mermaid\nflowchart LR\n");
	for (size_t i = 0; i < node->picture->edge_count; i++) {
		const struct pm_edge *edge = &node->picture->edges[i];

		if (edge->from < rows && edge->to < rows)
			has[edge->from] = has[edge->to] = true;
	}
	for (size_t row = 0; row < rows; row++) {
		if (!has[row])
			continue;
		pm_outf(out, "    n%zu[\"", row);
		write_label(out, &node->cells[row * node->column_count]);
		pm_outz(out, "\"]\n");
	}
	for (size_t i = 0; i < node->picture->edge_count; i++) {
		const struct pm_edge *edge = &node->picture->edges[i];

		if (edge->from < rows && edge->to < rows)
			pm_outf(out, "    n%zu %s n%zu\n", edge->from, edge->strong ? "==>" : "-->", edge->to);
	}
	pm_outz(out, "```\n\n");
	free(has);
}

/* A line of a Gantt chart ends its name at a colon, and knows words at its start: a mark that means nothing stands before it. */
static void write_day(struct pm_out *out, double number)
{
	char day[16];

	pm_day_format((pm_day)number, day);
	pm_outz(out, day);
}

static void write_task(struct pm_out *out, const struct pm_node *node, size_t row)
{
	const struct pm_cell *cells = &node->cells[row * node->column_count];
	bool milestone = !cells[1].is_day || cells[1].number == cells[2].number;
	bool done = node->column_count > 3 && cells[3].has_number && cells[3].number >= 1;

	pm_outz(out, "    \xe2\x80\x8b"); /* a space of no width */
	write_label(out, &cells[0]);
	pm_outf(out, " :%s%sr%zu, ", done ? "done, " : "", milestone ? "milestone, " : "", row);
	write_day(out, cells[1].is_day ? cells[1].number : cells[2].number);
	pm_outz(out, ", ");
	if (milestone)
		pm_outz(out, "0d");
	else
		write_day(out, cells[2].number);
	pm_outc(out, '\n');
}

static void write_gantt(struct pm_out *out, const struct pm_node *node)
{
	const struct pm_group *last = NULL;

	pm_outz(out, "```mermaid\ngantt\n    dateFormat YYYY-MM-DD\n    inclusiveEndDates\n");
	for (size_t row = 0; row < pm_node_rows(node); row++) {
		const struct pm_group *group = pm_node_group(node, row);

		if (!node->cells[row * node->column_count + 2].is_day)
			continue;
		if (group && group != last) {
			pm_outz(out, "    section \xe2\x80\x8b");
			write_mermaid(out, group->cell.text);
			pm_outc(out, '\n');
		}
		last = group;
		write_task(out, node, row);
	}
	pm_outz(out, "```\n\n");
}

/* Forges draw no larger ones. */
static bool has_diagram(const struct pm_node *node)
{
	if (pm_node_rows(node) > DIAGRAM || node->picture->edge_count > 2 * DIAGRAM)
		return false;
	if (node->type == PM_NODE_GRAPH)
		return node->picture->edge_count > 0;
	for (size_t row = 0; node->type == PM_NODE_TIMELINE && node->column_count > 2 && row < pm_node_rows(node); row++)
		if (node->cells[row * node->column_count + 2].is_day)
			return true;
	return false;
}

static void write_marks(struct pm_out *out, const struct pm_node *node)
{
	struct pm_buf marks = {0};

	pm_sketch_marks(node, &marks);
	if (marks.n > 0) {
		pm_outc(out, '\n');
		pm_out_markdown(out, pm_buf_str(&marks));
		pm_outc(out, '\n');
	}
	pm_buf_clear(&marks);
}

static void write_picture(struct pm_out *out, const struct pm_node *node)
{
	static const char *const strokes[] = {"\xe2\x96\x91", "\xe2\x96\x88", "\xe2\x96\x93", "\xe2\x96\x92",
					      "\xe2\x96\x93", "\xe2\x97\x8f", "\xe2\x94\x83"};
	bool diagram = has_diagram(node);
	struct pm_arena arena;
	struct pm_node table;

	pm_arena_init(&arena);
	if (node->text.text.n > 0) {
		pm_outz(out, "**");
		pm_out_markdown(out, node->text.text);
		pm_outz(out, "**\n\n");
	}
	pm_out_markdown(out, node->picture->says);
	pm_outz(out, "\n\n");
	if (diagram)
		node->type == PM_NODE_GRAPH ? write_flowchart(out, node) : write_gantt(out, node);
	if (node->type == PM_NODE_BOARD || node->type == PM_NODE_MAP)
		table = pm_sketch_board(node, &arena);
	else if (diagram || node->cell_count > SKETCHED)
		table = pm_node_table(node, &arena);
	else
		table = pm_sketch_table(node, BAR, strokes, &arena);
	if (diagram)
		pm_outz(out, "<details><summary>The numbers</summary>\n\n");
	write_table(out, &table);
	write_marks(out, node);
	if (diagram)
		pm_outz(out, "\n</details>\n");
	pm_node_table_clear(&table);
	pm_arena_clear(&arena);
}

/* -- bars */

static void write_bars(struct pm_out *out, const struct pm_node *node)
{
	for (size_t i = 0; i + 3 <= node->cell_count; i += 3) {
		const struct pm_cell *is = &node->cells[i + 1], *should = &node->cells[i + 2];
		double full = is->has_number && node->scale > 0 ? is->number / node->scale * BAR : 0;

		pm_outz(out, "- ");
		write_text(out, &node->cells[i], true);
		pm_outz(out, ": `");
		for (int k = 0; k < BAR; k++)
			pm_outz(out, k + 0.5 <= full ? "\xe2\x96\x88" : "\xe2\x96\x91");
		pm_outz(out, "` ");
		write_text(out, is, false);
		if (should->text.n > 0) {
			pm_outz(out, " \xc2\xb7 ");
			write_text(out, should, false);
		}
		pm_outc(out, '\n');
	}
}

static void write_node(struct pm_out *out, const struct pm_node *node)
{
	if (pm_node_width(node) > 0 && node->cell_count == 0) {
		pm_outf(out, "*%s*\n", node->empty);
		return;
	}
	switch (node->type) {
	case PM_NODE_HEADING: write_heading(out, node); break;
	case PM_NODE_TEXT:
		write_text(out, &node->text, true);
		pm_outc(out, '\n');
		break;
	case PM_NODE_MARKDOWN: pm_out_markdown_body(out, node->text.text); break;
	case PM_NODE_LIST: write_list(out, node); break;
	case PM_NODE_FACTS: write_facts(out, node); break;
	case PM_NODE_TABLE: write_table(out, node); break;
	case PM_NODE_BARS: write_bars(out, node); break;
	default: write_picture(out, node); break;
	}
}

static void write(const struct pm_report *report, const struct pm_format_options *options, struct pm_out *out)
{
	bool started = false;

	(void)options;
	if (report->title.n > 0) {
		pm_outz(out, "# ");
		pm_out_markdown(out, report->title);
		pm_outc(out, '\n');
		started = true;
	}
	if (report->subtitle.n > 0) {
		pm_outz(out, started ? "\n" : "");
		pm_out_markdown(out, report->subtitle);
		pm_outc(out, '\n');
		started = true;
	}
	for (size_t i = 0; i < report->count; i++) {
		const struct pm_node *node = &report->nodes[i];

		if (pm_node_width(node) > 0 && node->cell_count == 0 && node->empty == NULL)
			continue;
		if (started)
			pm_outc(out, '\n');
		write_node(out, node);
		started = true;
	}
}

const struct pm_format pm_format_markdown = {
	.name = "markdown",
	.summary = "for a forge: mentions and refers to nobody",
	.write = write,
};
