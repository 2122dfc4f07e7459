/* html: what the parts of a page are made of: text, links, cells, tables. */
#include "formats/html.h"

#include <string.h>

void pm_html_text(struct pm_html *w, struct pm_str s)
{
	pm_out_html(w->out, s);
}

void pm_html_raw(struct pm_html *w, const char *s)
{
	pm_outz(w->out, s);
}

void pm_html_attribute(struct pm_html *w, const char *name, const char *value)
{
	if (value == NULL)
		return;
	pm_outf(w->out, " %s=\"", name);
	pm_out_html(w->out, pm_str_c(value));
	pm_outc(w->out, '"');
}

const char *pm_html_tone(enum pm_tone tone)
{
	static const char *const names[] = {NULL, "good", "warn", "bad", "quiet"};

	return names[tone];
}

static void write_linked(struct pm_html *w, struct pm_str s, const char *href, const char *class)
{
	bool link = href && pm_href_is_safe(href);

	if (!link && !class) {
		pm_html_text(w, s);
		return;
	}
	pm_html_raw(w, link ? "<a" : "<span");
	pm_html_attribute(w, "class", class);
	if (link)
		pm_html_attribute(w, "href", href);
	pm_html_raw(w, ">");
	pm_html_text(w, s);
	pm_html_raw(w, link ? "</a>" : "</span>");
}

void pm_html_cell(struct pm_html *w, const struct pm_cell *cell)
{
	const char *class = pm_html_tone(cell->tone);

	if (cell->id.n > 0) {
		write_linked(w, cell->id, cell->href, "id");
		pm_html_raw(w, cell->text.n > 0 ? " " : "");
	}
	if (cell->text.n > 0)
		write_linked(w, cell->text, cell->id.n > 0 ? NULL : cell->href, class);
	if (cell->note.n > 0) {
		pm_html_raw(w, cell->text.n > 0 || cell->id.n > 0 ? " <span class=\"note\">" : "<span class=\"note\">");
		pm_html_text(w, cell->note);
		pm_html_raw(w, "</span>");
	}
}

/* -- tables */

void pm_html_scroll(struct pm_html *w, const char *class, struct pm_str name)
{
	pm_outf(w->out, "<div class=\"scroll%s%s\" role=\"region\" tabindex=\"0\" aria-label=\"", class ? " " : "",
		class ? class : "");
	if (name.n > 0) {
		pm_html_text(w, name);
		pm_html_raw(w, ", ");
	}
	pm_outf(w->out, "part %u\">", ++w->scroller);
}

/* A column's class, and how deep a cell of a tree lies. */
static void write_class(struct pm_html *w, const struct pm_column *column, unsigned depth)
{
	static const char *const aligned[] = {"", "num", "mid", ""};
	enum { DEEPEST = 12 };
	const char *class = column->align == PM_ALIGN_LEFT && column->wide ? "wide" : aligned[column->align];

	if (*class == '\0' && depth == 0)
		return;
	pm_outf(w->out, " class=\"%s", class);
	if (depth > 0)
		pm_outf(w->out, "%sd%u", *class ? " " : "", depth < DEEPEST ? depth : DEEPEST);
	pm_outc(w->out, '"');
}

static void write_table_head(struct pm_html *w, const struct pm_node *node)
{
	pm_html_raw(w, "<thead><tr>");
	for (size_t c = 0; c < node->column_count; c++) {
		pm_html_raw(w, "<th scope=\"col\"");
		write_class(w, &node->columns[c], 0);
		pm_html_raw(w, ">");
		pm_html_text(w, node->columns[c].title);
		pm_html_raw(w, "</th>");
	}
	pm_html_raw(w, "</tr></thead>\n<tbody>\n");
}

/* The first cell heads its row. */
static void write_table_row(struct pm_html *w, const struct pm_node *node, const struct pm_cell *cells)
{
	pm_html_raw(w, "<tr>");
	for (size_t c = 0; c < node->column_count; c++) {
		pm_html_raw(w, c == 0 ? "<th scope=\"row\"" : "<td");
		write_class(w, &node->columns[c], c == 0 ? cells[c].depth : 0);
		pm_html_attribute(w, "id", cells[c].anchor);
		pm_html_raw(w, ">");
		pm_html_cell(w, &cells[c]);
		pm_html_raw(w, c == 0 ? "</th>" : "</td>");
	}
	pm_html_raw(w, "</tr>\n");
}

/* Ten thousand rows open without a pause where a browser need not measure every cell, and lays out the parts that are seen. */
enum { PART = 100 };

void pm_html_table(struct pm_html *w, const struct pm_node *node, struct pm_str name)
{
	size_t rows = pm_node_rows(node);
	bool big = rows > PM_HTML_BIG;

	pm_html_scroll(w, NULL, name);
	pm_html_raw(w, big ? "<table class=\"big\">\n" : "<table>\n");
	write_table_head(w, node);
	for (size_t row = 0; row < rows; row++) {
		if (big && row > 0 && row % PART == 0)
			pm_html_raw(w, "</tbody>\n<tbody>\n");
		write_table_row(w, node, &node->cells[row * node->column_count]);
	}
	pm_html_raw(w, "</tbody></table></div>\n");
}
