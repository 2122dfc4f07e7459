/* html_picture: pictures on a page: figures with a drawing for each width and their table; boards, maps and trees. */
#include "formats/html.h"
#include "formats/svg.h"
#include "formats/words.h"

#include <stdlib.h>
#include <string.h>

/* -- figures */

/* A drawing for each width of the page; the style shows one of them. */
static void write_drawings(struct pm_html *w, const struct pm_node *node)
{
	static const struct drawing {
		const char *class;
		double width;
	} chart[] = {{"ds", 312}, {"dm dl", 680}, {NULL, 0}}, timeline[] = {{"ds", 312}, {"dm", 680}, {"dl", 1010}, {NULL, 0}};
	const struct drawing *drawing = node->type == PM_NODE_TIMELINE ? timeline : chart;

	if (node->type == PM_NODE_GRAPH) {
		pm_html_scroll(w, "bare", node->text.text);
		pm_svg_picture(node, 0, w->out);
		pm_html_raw(w, "</div>\n");
		return;
	}
	for (; drawing->class; drawing++) {
		pm_outf(w->out, "<div class=\"%s\">", drawing->class);
		pm_svg_picture(node, drawing->width, w->out);
		pm_html_raw(w, "</div>\n");
	}
}

static void write_caption(struct pm_html *w, const struct pm_node *node)
{
	pm_html_raw(w, "<figcaption>");
	if (node->text.text.n > 0) {
		pm_html_raw(w, "<strong>");
		pm_html_text(w, node->text.text);
		pm_html_raw(w, "</strong> ");
	}
	pm_html_raw(w, "<span class=\"says\">");
	pm_html_text(w, node->picture->says);
	pm_html_raw(w, "</span></figcaption>\n");
}

static void write_figure(struct pm_html *w, const struct pm_node *node)
{
	struct pm_arena arena;
	struct pm_node table;

	pm_arena_init(&arena);
	table = pm_node_table(node, &arena);
	pm_html_raw(w, node->type == PM_NODE_CHART ? "<figure class=\"chart\">\n" : "<figure>\n");
	write_caption(w, node);
	if (pm_svg_draws(node)) {
		pm_html_raw(w, "<div class=\"drawing\">\n");
		write_drawings(w, node);
		pm_html_raw(w, "</div>\n<details><summary>" SAY_PAGE_NUMBERS "</summary>\n");
	}
	pm_html_table(w, &table, node->text.text);
	pm_html_raw(w, pm_svg_draws(node) ? "</details>\n</figure>\n" : "</figure>\n");
	pm_node_table_clear(&table);
	pm_arena_clear(&arena);
}

/* -- boards and maps */

/* Figures stand behind the names of their columns, a mere "3" says nothing; words stand alone, and their columns are named to those
 * who do not see the card. */
static void write_ticket(struct pm_html *w, const struct pm_node *node, const struct pm_cell *cells)
{
	bool any = false;

	pm_html_raw(w, "<li class=\"ticket");
	if (cells[0].tone != PM_TONE_NONE)
		pm_outf(w->out, " t-%s", pm_html_tone(cells[0].tone));
	pm_html_raw(w, "\"");
	pm_html_attribute(w, "id", cells[0].anchor);
	pm_html_raw(w, ">");
	pm_html_cell(w, &cells[0]);
	for (size_t c = 1; c < node->column_count; c++) {
		if (cells[c].text.n == 0 && cells[c].id.n == 0)
			continue;
		pm_html_raw(w, any ? " <span class=\"fact\">" : "<span class=\"facts-of\"><span class=\"fact\">");
		pm_html_raw(w, pm_cell_is_bare(&cells[c]) ? "<span>" : "<span class=\"vh\">");
		pm_html_text(w, node->columns[c].title);
		pm_html_raw(w, pm_cell_is_bare(&cells[c]) ? "</span> " : ": </span>");
		pm_html_cell(w, &cells[c]);
		pm_html_raw(w, "</span>");
		any = true;
	}
	pm_html_raw(w, any ? "</span></li>\n" : "</li>\n");
}

/* "3 of 2", where a column has a limit. */
static void write_group_head(struct pm_html *w, const struct pm_node *node, size_t group)
{
	const struct pm_cell *cell = &node->picture->groups[group].cell;
	size_t count = pm_node_group_count(node, group);
	bool over = cell->has_number && (double)count > cell->number;

	pm_html_raw(w, "<p class=\"col-head\"><strong>");
	if (cell->id.n > 0) {
		pm_html_text(w, cell->id);
		pm_html_raw(w, " ");
	}
	pm_html_text(w, cell->text);
	pm_outf(w->out, "</strong> <span class=\"count%s\">%zu", over ? " bad" : "", count);
	if (cell->has_number)
		pm_outf(w->out, SAY_PAGE_OF_LIMIT, cell->number);
	pm_html_raw(w, "</span>");
	if (cell->note.n > 0) {
		pm_html_raw(w, " <span class=\"note\">");
		pm_html_text(w, cell->note);
		pm_html_raw(w, "</span>");
	}
	pm_html_raw(w, "</p>\n");
}

static void write_board(struct pm_html *w, const struct pm_node *node)
{
	pm_html_raw(w, "<figure class=\"wide\">\n");
	write_caption(w, node);
	pm_html_scroll(w, "board", node->text.text);
	pm_html_raw(w, "\n");
	for (size_t i = 0; i < node->picture->group_count; i++) {
		size_t row = node->picture->groups[i].row, end = pm_node_group_end(node, i);

		pm_html_raw(w, "<div class=\"col\">\n");
		write_group_head(w, node, i);
		pm_html_raw(w, row < end ? "<ul>\n" : "<p class=\"quiet\">" SAY_PAGE_NOTHING "</p>\n");
		for (; row < end; row++)
			write_ticket(w, node, &node->cells[row * node->column_count]);
		pm_html_raw(w, node->picture->groups[i].row < end ? "</ul>\n</div>\n" : "</div>\n");
	}
	pm_html_raw(w, "</div>\n</figure>\n");
}

/* The cards of one column in a band: they begin at rows[at]; returns where those of the next column do. */
static size_t write_map_cell(struct pm_html *w, const struct pm_node *node, size_t group, const size_t *rows, size_t at, size_t end)
{
	size_t from = at;

	pm_html_raw(w, "<td>");
	for (; at < end && rows[at] < pm_node_group_end(node, group); at++) {
		pm_html_raw(w, at == from ? "<ul>\n" : "");
		write_ticket(w, node, &node->cells[rows[at] * node->column_count]);
	}
	pm_html_raw(w, at > from ? "</ul></td>\n" : "</td>\n");
	return at;
}

static void write_map(struct pm_html *w, const struct pm_node *node)
{
	const struct pm_picture *picture = node->picture;
	size_t bands = picture->band_count > 0 ? picture->band_count : 1, *first, *rows = pm_node_by_band(node, &first);

	pm_html_raw(w, "<figure class=\"wide\">\n");
	write_caption(w, node);
	pm_html_scroll(w, "map", node->text.text);
	pm_html_raw(w, "<table>\n<thead><tr><td></td>");
	for (size_t i = 0; i < picture->group_count; i++) {
		pm_html_raw(w, "<th scope=\"col\">");
		pm_html_cell(w, &picture->groups[i].cell);
		pm_html_raw(w, "</th>");
	}
	pm_html_raw(w, "</tr></thead>\n<tbody>\n");
	for (size_t band = 0; band < bands; band++) {
		size_t at = first[band];

		pm_html_raw(w, "<tr><th scope=\"row\">");
		if (band < picture->band_count)
			pm_html_cell(w, &picture->bands[band]);
		pm_html_raw(w, "</th>\n");
		for (size_t i = 0; i < picture->group_count; i++)
			at = write_map_cell(w, node, i, rows, at, first[band + 1]);
		pm_html_raw(w, "</tr>\n");
	}
	pm_html_raw(w, "</tbody></table></div>\n</figure>\n");
	free(rows);
}

static void write_tree(struct pm_html *w, const struct pm_node *node)
{
	struct pm_arena arena;
	struct pm_node table;

	pm_arena_init(&arena);
	table = pm_node_table(node, &arena);
	pm_html_raw(w, "<figure class=\"wide tree\">\n");
	write_caption(w, node);
	pm_html_table(w, &table, node->text.text);
	pm_html_raw(w, "</figure>\n");
	pm_node_table_clear(&table);
	pm_arena_clear(&arena);
}

void pm_html_picture(struct pm_html *w, const struct pm_node *node)
{
	switch (node->type) {
	case PM_NODE_BOARD: write_board(w, node); break;
	case PM_NODE_MAP: write_map(w, node); break;
	case PM_NODE_TREE: write_tree(w, node); break;
	default: write_figure(w, node); break;
	}
}
