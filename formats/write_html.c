/* write_html: a report as one page that needs nothing else: no network, no script, light and dark, for screen and paper.
 *
 * What stands under a heading of level 2 is a section; in it, what stands under headings of level 3 is a card, and cards stand
 * side by side where there is room.
 */
#include "formats/html.h"
#include "formats/words.h"
#include "parser/markdown.h"

#include <string.h>

/* -- sections and cards */

static void close_card(struct pm_html *w)
{
	if (w->card)
		pm_html_raw(w, "</section>\n");
	w->card = false;
}

static void close_cards(struct pm_html *w)
{
	close_card(w);
	if (w->cards)
		pm_html_raw(w, "</div>\n");
	w->cards = false;
}

static void close_section(struct pm_html *w)
{
	close_cards(w);
	if (w->section)
		pm_html_raw(w, "</section>\n");
	w->section = false;
}

/* From its text, so that a link to it holds when something is added elsewhere; headings are few. */
static void write_heading_id(struct pm_html *w, const struct pm_node *node)
{
	unsigned long twins = 0;

	if (node->text.anchor) {
		pm_out_html(w->out, pm_str_c(node->text.anchor));
		return;
	}
	pm_outf(w->out, "_section-%08lx", (unsigned long)(pm_str_hash(node->text.text) & 0xffffffff));
	for (const struct pm_node *before = w->report->nodes; before < node; before++)
		twins += before->type == PM_NODE_HEADING && !before->text.anchor && pm_str_eq(before->text.text, node->text.text);
	if (twins > 0)
		pm_outf(w->out, "-%lu", twins + 1);
}

static void open_section(struct pm_html *w, const struct pm_node *node, const char *class)
{
	pm_html_raw(w, "<section");
	pm_html_attribute(w, "class", class);
	pm_html_raw(w, " aria-labelledby=\"");
	write_heading_id(w, node);
	pm_html_raw(w, "\">\n");
}

/* Levels follow one another: a deeper heading is at most one deeper than the last. */
static int heading_level(const struct pm_html *w, int level)
{
	if (level < 2)
		level = 2;
	return level > w->level + 1 ? w->level + 1 : level;
}

static void write_heading(struct pm_html *w, const struct pm_node *node)
{
	int level = heading_level(w, node->level);

	if (level == 2) {
		close_section(w);
		open_section(w, node, NULL);
		w->section = true;
	} else if (level == 3) {
		close_card(w);
		if (!w->cards)
			pm_html_raw(w, "<div class=\"cards\">\n");
		w->cards = true;
		open_section(w, node, "card");
		w->card = true;
	}
	w->level = level;
	w->heading = node->text.text;
	pm_outf(w->out, "<h%d id=\"", level);
	write_heading_id(w, node);
	pm_html_raw(w, "\">");
	pm_html_text(w, node->text.text);
	pm_outf(w->out, "</h%d>\n", level);
}

/* -- texts */

static void write_paragraph(struct pm_html *w, const struct pm_node *node)
{
	pm_html_raw(w, "<p");
	pm_html_attribute(w, "class", pm_html_tone(node->text.tone));
	pm_html_raw(w, ">");
	pm_html_text(w, node->text.text);
	pm_html_raw(w, "</p>\n");
}

/* Markdown keeps control characters as they are: they are shown before it sees them.  Its own, tabs and line ends, stay. */
static void show_controls(struct pm_out *out, struct pm_str body)
{
	for (size_t from = 0, i = 0; i <= body.n; i++) {
		if (i < body.n && body.p[i] != '\n' && body.p[i] != '\r' && body.p[i] != '\t')
			continue;
		pm_out_terminal(out, pm_str_sub(body, from, i));
		if (i < body.n)
			pm_outc(out, body.p[i]);
		from = i + 1;
	}
}

/* A body's own headings would break the order of the page's: they become bold lines.  In safe HTML a literal `<h1>` is a heading
 * and nothing else, since text has its `<` escaped. */
static void write_body(struct pm_html *w, struct pm_str body)
{
	struct pm_buf html = {0};
	struct pm_out shown;
	const char *p, *end, *from;

	pm_out_memory(&shown);
	show_controls(&shown, body);
	pm_markdown_html(pm_buf_str(&shown.buf), &html);
	pm_out_clear(&shown);
	pm_html_raw(w, "<div class=\"body\">\n");
	end = html.p + html.n;
	for (p = from = html.p; end - p >= 4; p++) {
		bool closing = p[0] == '<' && p[1] == '/';
		const char *h = p + (closing ? 2 : 1);

		if (p[0] != '<' || end - h < 3 || h[0] != 'h' || h[1] < '1' || h[1] > '6' || h[2] != '>')
			continue;
		pm_out(w->out, from, (size_t)(p - from));
		pm_html_raw(w, closing ? "</strong></p>" : "<p><strong>");
		p = h + 2;
		from = p + 1;
	}
	pm_out(w->out, from, (size_t)(end - from));
	pm_html_raw(w, "</div>\n");
	pm_buf_clear(&html);
}

static void write_list(struct pm_html *w, const struct pm_node *node)
{
	pm_html_raw(w, "<ul class=\"entries\">\n");
	for (size_t i = 0; i < node->cell_count; i++) {
		pm_html_raw(w, "<li");
		pm_html_attribute(w, "id", node->cells[i].anchor);
		pm_html_raw(w, ">");
		pm_html_cell(w, &node->cells[i]);
		pm_html_raw(w, "</li>\n");
	}
	pm_html_raw(w, "</ul>\n");
}

static void write_facts(struct pm_html *w, const struct pm_node *node)
{
	pm_html_raw(w, "<dl class=\"facts\">\n");
	for (size_t i = 0; i < node->column_count && i < node->cell_count; i++) {
		pm_html_raw(w, "<div><dt>");
		pm_html_text(w, node->columns[i].title);
		pm_html_raw(w, "</dt><dd>");
		pm_html_cell(w, &node->cells[i]);
		pm_html_raw(w, "</dd></div>\n");
	}
	pm_html_raw(w, "</dl>\n");
}

/* -- bars */

static double percent_of(double number, double scale)
{
	double part = scale > 0 ? number / scale * 100 : 0;

	return part < 0 ? 0 : part > 100 ? 100 : part;
}

/* The figures stand beside the bar as text, so the drawing itself is hidden from readers of the screen. */
static void write_bar(struct pm_html *w, const struct pm_cell *is, const struct pm_cell *should, double scale)
{
	const char *class = pm_html_tone(is->tone);

	pm_html_raw(w, "<svg viewBox=\"0 0 100 14\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">"
		       "<rect class=\"track\" y=\"3\" width=\"100\" height=\"8\"/>");
	if (is->has_number)
		pm_outf(w->out, "<rect class=\"fill%s%s\" y=\"3\" width=\"%.2f\" height=\"8\"/>", class ? " " : "",
			class ? class : "", percent_of(is->number, scale));
	if (should->has_number)
		pm_outf(w->out, "<rect class=\"tick\" x=\"%.2f\" width=\"0.6\" height=\"14\"/>",
			percent_of(should->number, scale) * 0.994);
	pm_html_raw(w, "</svg>");
}

static void write_bars(struct pm_html *w, const struct pm_node *node)
{
	pm_html_raw(w, "<ul class=\"bars\">\n");
	for (size_t i = 0; i + 3 <= node->cell_count; i += 3) {
		pm_html_raw(w, "<li");
		pm_html_attribute(w, "id", node->cells[i].anchor);
		pm_html_raw(w, "><span class=\"label\">");
		pm_html_cell(w, &node->cells[i]);
		pm_html_raw(w, "</span> <span class=\"figure\">");
		pm_html_cell(w, &node->cells[i + 1]);
		pm_html_raw(w, "</span>");
		write_bar(w, &node->cells[i + 1], &node->cells[i + 2], node->scale);
		if (node->cells[i + 2].text.n > 0) {
			pm_html_raw(w, "<span class=\"note\">");
			pm_html_cell(w, &node->cells[i + 2]);
			pm_html_raw(w, "</span>");
		}
		pm_html_raw(w, "</li>\n");
	}
	pm_html_raw(w, "</ul>\n");
}

static void write_node(struct pm_html *w, const struct pm_node *node)
{
	if (pm_node_width(node) > 0 && node->cell_count == 0) {
		if (node->empty)
			pm_outf(w->out, "<p class=\"quiet\">%s</p>\n", node->empty);
		return;
	}
	switch (node->type) {
	case PM_NODE_HEADING: write_heading(w, node); break;
	case PM_NODE_TEXT: write_paragraph(w, node); break;
	case PM_NODE_MARKDOWN: write_body(w, node->text.text); break;
	case PM_NODE_LIST: write_list(w, node); break;
	case PM_NODE_FACTS: write_facts(w, node); break;
	case PM_NODE_TABLE: pm_html_table(w, node, w->heading); break;
	case PM_NODE_BARS: write_bars(w, node); break;
	default: pm_html_picture(w, node); break;
	}
}

/* -- the page */

static void write_contents(struct pm_html *w)
{
	size_t sections = 0;

	for (size_t i = 0; i < w->report->count; i++)
		sections += w->report->nodes[i].type == PM_NODE_HEADING && w->report->nodes[i].level <= 2;
	if (sections < 2)
		return;
	pm_html_raw(w, "<nav aria-label=\"" SAY_PAGE_SECTIONS "\"><ul>\n");
	for (size_t i = 0; i < w->report->count; i++) {
		const struct pm_node *node = &w->report->nodes[i];

		if (node->type != PM_NODE_HEADING || node->level > 2)
			continue;
		pm_html_raw(w, "<li><a href=\"#");
		write_heading_id(w, node);
		pm_html_raw(w, "\">");
		pm_html_text(w, node->text.text);
		pm_html_raw(w, "</a></li>\n");
	}
	pm_html_raw(w, "</ul></nav>\n");
}

/* What the script makes work where there is enough to search. */
static void write_search(struct pm_html *w)
{
	enum { ENOUGH = 12 };
	size_t rows = 0;

	for (size_t i = 0; i < w->report->count; i++)
		rows += w->report->nodes[i].type == PM_NODE_FACTS ? 0 : pm_node_rows(&w->report->nodes[i]);
	if (rows >= ENOUGH)
		pm_html_raw(w, "<form class=\"find\" role=\"search\" hidden><label for=\"_find\">" SAY_PAGE_FIND "</label>"
			       "<input id=\"_find\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\">"
			       "<output for=\"_find\" aria-live=\"polite\"></output></form>\n");
}

/* Has it a board or a map with more columns than an ordinary page has room for, or a big table, whose columns have fixed widths? */
static bool is_broad(const struct pm_report *report)
{
	for (size_t i = 0; i < report->count; i++) {
		const struct pm_node *node = &report->nodes[i];

		if ((node->type == PM_NODE_BOARD && node->picture->group_count > 5) ||
		    (node->type == PM_NODE_MAP && node->picture->group_count > 4) ||
		    ((node->type == PM_NODE_TABLE || node->type == PM_NODE_TREE) && pm_node_rows(node) > PM_HTML_BIG))
			return true;
	}
	return false;
}

static void write_head(struct pm_html *w)
{
	pm_html_raw(
		w,
		"<!DOCTYPE html>\n<html lang=\"" SAY_PAGE_LANGUAGE "\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-" PM_HTML_STYLE_HASH
		"'; script-src 'sha256-" PM_HTML_SCRIPT_HASH "'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta name=\"color-scheme\" content=\"light dark\">\n"
		"<link rel=\"icon\" href=\"data:,\">\n<title>");
	pm_html_text(w, w->report->title);
	pm_html_raw(w, "</title>\n<style>");
	pm_html_style(w->out);
	pm_html_raw(w, "</style>\n</head>\n");
	pm_html_raw(w, is_broad(w->report) ? "<body class=\"broad\">\n" : "<body>\n");
	pm_html_raw(w, "<a class=\"skip\" href=\"#_main\">" SAY_PAGE_SKIP "</a>\n");
}

static void write_top(struct pm_html *w, const struct pm_format_options *options)
{
	pm_html_raw(w, "<header>\n");
	if (options->date.n > 0) {
		pm_html_raw(w, "<p class=\"date\"><time>");
		pm_html_text(w, options->date);
		pm_html_raw(w, "</time></p>\n");
	}
	pm_html_raw(w, "<h1>");
	pm_html_text(w, w->report->title);
	pm_html_raw(w, "</h1>\n");
	if (w->report->subtitle.n > 0) {
		pm_html_raw(w, "<p class=\"subtitle\">");
		pm_html_text(w, w->report->subtitle);
		pm_html_raw(w, "</p>\n");
	}
	write_contents(w);
	write_search(w);
	pm_html_raw(w, "</header>\n");
}

static void write_foot(struct pm_html *w, const struct pm_format_options *options)
{
	pm_html_raw(w, "<footer><p>" SAY_PAGE_MADE_WITH "pm-tools");
	if (options->version) {
		pm_html_raw(w, " ");
		pm_html_text(w, pm_str_c(options->version));
	}
	pm_html_raw(w, SAY_PAGE_FROM_FILES "</p></footer>\n<script>");
	pm_html_script(w->out);
	pm_html_raw(w, "</script>\n</body>\n</html>\n");
}

static void write(const struct pm_report *report, const struct pm_format_options *options, struct pm_out *out)
{
	struct pm_html w = {.out = out, .report = report, .level = 1};

	write_head(&w);
	write_top(&w, options);
	pm_html_raw(&w, "<main id=\"_main\">\n");
	for (size_t i = 0; i < report->count; i++)
		write_node(&w, &report->nodes[i]);
	close_section(&w);
	pm_html_raw(&w, "</main>\n");
	write_foot(&w, options);
}

const struct pm_format pm_format_html = {
	.name = "html",
	.summary = "one page that needs no network and no script",
	.write = write,
};
