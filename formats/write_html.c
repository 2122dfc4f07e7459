/* write_html: a report as one page that needs nothing else: no network, no script, light and dark, for screen and paper.
 *
 * What stands under a heading of level 2 is a section; in it, what stands under headings of level 3 is a card, and cards stand
 * side by side where there is room.  All that comes from a file passes pm_out_html; the style has its hash in the page's policy,
 * so that no other style and no script can run.
 */
#include "formats/format.h"
#include "parser/markdown.h"

#include <string.h>

/* The SHA-256 of all of the style, in base64; tests/unit/test_report.c computes it again and prints the right one. */
#define STYLE_HASH "NOfGFRbpyr8gHiMXDJN6+8HaXERboPsYXOtkWQ4sOa4="

/* clang-format off */
static const char *const style[] = {
":root{color-scheme:light dark;"
"--page:#f5f6f8;--card:#fff;--ink:#1a2230;--soft:#566172;--line:#dde2e9;--accent:#1f4fb5;--tint:#eaf0fc;"
"--good:#17663a;--warn:#855000;--bad:#b0241b;--track:#e4e8ee}\n",
"@media(prefers-color-scheme:dark){:root{"
"--page:#11151b;--card:#191f28;--ink:#e7ebf1;--soft:#a7b1bf;--line:#2c3542;--accent:#91b6ff;--tint:#1f2a3f;"
"--good:#73d09a;--warn:#efba62;--bad:#ff9d92;--track:#2c3542}}\n",
"*{box-sizing:border-box}\n",
"html{scroll-behavior:smooth;scroll-padding-top:1rem;-webkit-text-size-adjust:100%}\n",
"body{margin:0;background:var(--page);color:var(--ink);"
"font:1rem/1.55 system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",\"Noto Sans\",Arial,sans-serif;"
"overflow-wrap:break-word}\n",
"header,main,footer{max-width:70rem;margin:0 auto;padding:0 clamp(1rem,4vw,2.5rem)}\n",
"header{padding-top:clamp(1.5rem,5vw,3.5rem)}\n",
".date{margin:0;color:var(--soft);font-size:.875rem;font-variant-numeric:tabular-nums;letter-spacing:.02em}\n",
"h1{margin:.1rem 0 0;font-size:clamp(1.75rem,4.5vw,2.6rem);line-height:1.15;letter-spacing:-.02em;font-weight:700;text-wrap:balance}\n",
".subtitle{margin:.5rem 0 0;color:var(--soft);font-size:1.0625rem;max-width:44rem}\n",
"nav ul{display:flex;flex-wrap:wrap;gap:.4rem;margin:1.5rem 0 0;padding:0;list-style:none}\n",
"nav a{display:inline-block;padding:.25rem .75rem;border:1px solid var(--line);border-radius:99px;background:var(--card);"
"color:var(--ink);font-size:.875rem;text-decoration:none}\n",
"nav a:hover{border-color:var(--accent);color:var(--accent)}\n",
"main>section{margin-top:clamp(2rem,5vw,3.25rem)}\n",
"h2{margin:0 0 .9rem;font-size:1.375rem;line-height:1.25;letter-spacing:-.012em;font-weight:650}\n",
"h3{margin:0 0 .6rem;font-size:1rem;line-height:1.35;font-weight:650}\n",
"h4{margin:1rem 0 .4rem;font-size:.9375rem;font-weight:650}\n",
"p{margin:.6rem 0;max-width:46rem}\n",
"a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.18em}\n",
"a:focus-visible,.scroll:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}\n",
":target{background:var(--tint);scroll-margin-top:2rem}\n",
".skip{position:absolute;left:-99rem;top:0;padding:.6rem 1rem;background:var(--card);z-index:1}\n",
".skip:focus{left:.5rem;top:.5rem}\n",
".body{max-width:46rem;font-size:1.125rem;line-height:1.6}\n",
".body p:first-child{margin-top:0}\n",
".good{color:var(--good)}.warn{color:var(--warn)}.bad{color:var(--bad)}.quiet,.note{color:var(--soft)}\n",
".note{font-size:.875rem;font-weight:400}\n",
"li>.good:first-child::before,li>.warn:first-child::before,li>.bad:first-child::before,"
"td>.good::before,td>.warn::before,td>.bad::before,p.warn::before,p.bad::before"
"{content:\"\";display:inline-block;width:.5em;height:.5em;margin-right:.45em;border-radius:50%;background:currentColor;vertical-align:.08em}\n",
".id{font-size:.875em;font-weight:600;font-variant-numeric:tabular-nums;white-space:nowrap}\n",
".facts{display:flex;flex-wrap:wrap;gap:1px;margin:0;overflow:hidden;"
"border:1px solid var(--line);border-radius:12px;background:var(--line)}\n",
".facts div{flex:1 1 9.5rem;padding:.85rem 1.1rem;background:var(--card)}\n",
".facts dt{color:var(--soft);font-size:.8125rem}\n",
".facts dd{margin:.1rem 0 0;font-size:1.375rem;line-height:1.25;font-weight:650;letter-spacing:-.01em;font-variant-numeric:tabular-nums}\n",
".facts dd .note{display:block;font-size:.8125rem;font-weight:400;letter-spacing:0;line-height:1.4}\n",
"section>.facts+*,section>.bars+*,section>.scroll+*,p+.cards,p+.facts,p+.bars,p+.scroll{margin-top:1rem}\n",
"main>.facts:first-child,main>.scroll:first-child{margin-top:1.75rem}\n",
".cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,19rem),1fr));gap:1rem}\n",
".card{padding:1.1rem 1.25rem;border:1px solid var(--line);border-radius:12px;background:var(--card);min-width:0}\n",
".card .facts{border:0;border-radius:0;background:none;gap:.6rem 1rem}\n",
".card .facts div{flex:1 1 auto;padding:0}\n",
".card .facts dd{font-size:1.0625rem}\n",
".card>p.warn,.card>p.bad{margin-top:.9rem}.card>:last-child{margin-bottom:0}\n",
".entries{margin:0;padding:0;list-style:none}\n",
".entries li{padding:.45rem 0;border-top:1px solid var(--line)}\n",
".entries li:first-child{border-top:0;padding-top:0}\n",
".entries .note{display:block}\n",
"section:not(.card)>.entries,section:not(.card)>.bars{padding:.9rem 1.25rem;border:1px solid var(--line);border-radius:12px;background:var(--card)}\n",
".bars{margin:0;padding:0;list-style:none;display:grid;gap:1rem;grid-template-columns:minmax(0,1fr)}\n",
".bars li{display:grid;grid-template-columns:1fr auto;gap:.15rem 1rem;align-items:baseline}\n",
".bars .label{min-width:0}\n",
".bars .figure{font-variant-numeric:tabular-nums;font-weight:600;text-align:right}\n",
".bars li>.note{grid-column:1/-1}\n",
".bars svg{grid-column:1/-1;width:100%;height:14px;display:block}\n",
".track{fill:var(--track)}.fill{fill:var(--accent)}.tick{fill:var(--ink)}\n",
".fill.good{fill:var(--good)}.fill.warn{fill:var(--warn)}.fill.bad{fill:var(--bad)}.fill.quiet{fill:var(--soft)}\n",
".scroll{overflow-x:auto;border:1px solid var(--line);border-radius:12px;background:var(--card)}\n",
"table{width:100%;border-collapse:collapse;font-size:.9375rem}\n",
"th,td{padding:.55rem .9rem;text-align:left;vertical-align:top;border-top:1px solid var(--line)}\n",
"thead th{border-top:0;color:var(--soft);font-size:.8125rem;font-weight:600;white-space:nowrap}\n",
"tbody th{font-weight:600;font-variant-numeric:tabular-nums;white-space:nowrap}tbody th.wide{font-weight:400}\n",
"tbody tr:hover{background:var(--tint)}\n",
"td:not(.wide){white-space:nowrap}\n",
"td.wide,th.wide{min-width:15rem;white-space:normal;width:99%}\n",
".num{text-align:right;font-variant-numeric:tabular-nums}.mid{text-align:center}\n",
"footer{padding-top:2.5rem;padding-bottom:2.5rem;color:var(--soft);font-size:.8125rem}\n",
"@media(max-width:40rem){nav ul{flex-wrap:nowrap;overflow-x:auto;padding-bottom:.4rem}nav a{white-space:nowrap}}\n",
"@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}\n",
"@media print{:root{--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--accent:#000;--tint:#fff;"
"--good:#000;--warn:#000;--bad:#000;--track:#ddd}\n",
"@page{margin:16mm 14mm}body{font-size:10pt}header,main,footer{max-width:none;padding-left:0;padding-right:0}\n",
"nav,.skip{display:none}header{padding-top:0}main>section{margin-top:1.6rem}a{text-decoration:none}\n",
"h2,h3{break-after:avoid}.card,tr,.bars li,.facts{break-inside:avoid}.scroll{overflow:visible}thead{display:table-header-group}\n",
".track,.fill,.tick{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n",
NULL};
/* clang-format on */

struct writer {
	struct pm_out *out;
	const struct pm_report *report;
	int level; /* of the last heading, 1 for the title */
	bool section, cards, card;
	unsigned scroller;     /* boxes that scroll are numbered, for their names */
	struct pm_str heading; /* the last one */
};

static void text(struct writer *w, struct pm_str s)
{
	pm_out_html(w->out, s);
}

static void raw(struct writer *w, const char *s)
{
	pm_outz(w->out, s);
}

static void attribute(struct writer *w, const char *name, const char *value)
{
	if (value == NULL)
		return;
	pm_outf(w->out, " %s=\"", name);
	pm_out_html(w->out, pm_str_c(value));
	pm_outc(w->out, '"');
}

/* Only what a person would follow on purpose: the page itself, http, https, mailto, and relative targets. */
static bool is_safe_href(const char *href)
{
	struct pm_str s = pm_str_c(href);

	if (pm_str_istarts(s, "https://") || pm_str_istarts(s, "http://") || pm_str_istarts(s, "mailto:"))
		return true;
	for (const char *p = href; *p && *p != '/' && *p != '#' && *p != '?'; p++)
		if (*p == ':' || (unsigned char)*p <= ' ')
			return false;
	return true;
}

static const char *tone_class(enum pm_tone tone)
{
	static const char *const names[] = {NULL, "good", "warn", "bad", "quiet"};

	return names[tone];
}

static void write_linked(struct writer *w, struct pm_str s, const char *href, const char *class)
{
	bool link = href && is_safe_href(href);

	if (!link && !class) {
		text(w, s);
		return;
	}
	raw(w, link ? "<a" : "<span");
	attribute(w, "class", class);
	if (link)
		attribute(w, "href", href);
	raw(w, ">");
	text(w, s);
	raw(w, link ? "</a>" : "</span>");
}

static void write_cell(struct writer *w, const struct pm_cell *cell)
{
	const char *class = tone_class(cell->tone);

	if (cell->id.n > 0) {
		write_linked(w, cell->id, cell->href, "id");
		raw(w, cell->text.n > 0 ? " " : "");
	}
	if (cell->text.n > 0)
		write_linked(w, cell->text, cell->id.n > 0 ? NULL : cell->href, class);
	if (cell->note.n > 0) {
		raw(w, cell->text.n > 0 || cell->id.n > 0 ? " <span class=\"note\">" : "<span class=\"note\">");
		text(w, cell->note);
		raw(w, "</span>");
	}
}

/* -- sections and cards */

static void close_card(struct writer *w)
{
	if (w->card)
		raw(w, "</section>\n");
	w->card = false;
}

static void close_cards(struct writer *w)
{
	close_card(w);
	if (w->cards)
		raw(w, "</div>\n");
	w->cards = false;
}

static void close_section(struct writer *w)
{
	close_cards(w);
	if (w->section)
		raw(w, "</section>\n");
	w->section = false;
}

static void write_heading_id(struct writer *w, const struct pm_node *node)
{
	if (node->text.anchor)
		pm_out_html(w->out, pm_str_c(node->text.anchor));
	else
		pm_outf(w->out, "_section-%lu", (unsigned long)(node - w->report->nodes));
}

static void open_section(struct writer *w, const struct pm_node *node, const char *class)
{
	raw(w, "<section");
	attribute(w, "class", class);
	raw(w, " aria-labelledby=\"");
	write_heading_id(w, node);
	raw(w, "\">\n");
}

/* Levels follow one another: a deeper heading is at most one deeper than the last. */
static int heading_level(const struct writer *w, int level)
{
	if (level < 2)
		level = 2;
	return level > w->level + 1 ? w->level + 1 : level;
}

static void write_heading(struct writer *w, const struct pm_node *node)
{
	int level = heading_level(w, node->level);

	if (level == 2) {
		close_section(w);
		open_section(w, node, NULL);
		w->section = true;
	} else if (level == 3) {
		close_card(w);
		if (!w->cards)
			raw(w, "<div class=\"cards\">\n");
		w->cards = true;
		open_section(w, node, "card");
		w->card = true;
	}
	w->level = level;
	w->heading = node->text.text;
	pm_outf(w->out, "<h%d id=\"", level);
	write_heading_id(w, node);
	raw(w, "\">");
	text(w, node->text.text);
	pm_outf(w->out, "</h%d>\n", level);
}

/* -- texts */

static void write_paragraph(struct writer *w, const struct pm_node *node)
{
	raw(w, "<p");
	attribute(w, "class", tone_class(node->text.tone));
	raw(w, ">");
	text(w, node->text.text);
	raw(w, "</p>\n");
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
static void write_body(struct writer *w, struct pm_str body)
{
	struct pm_buf html = {0};
	struct pm_out shown;
	const char *p, *end, *from;

	pm_out_memory(&shown);
	show_controls(&shown, body);
	pm_markdown_html(pm_buf_str(&shown.buf), &html);
	pm_out_clear(&shown);
	raw(w, "<div class=\"body\">\n");
	end = html.p + html.n;
	for (p = from = html.p; end - p >= 4; p++) {
		bool closing = p[0] == '<' && p[1] == '/';
		const char *h = p + (closing ? 2 : 1);

		if (p[0] != '<' || end - h < 3 || h[0] != 'h' || h[1] < '1' || h[1] > '6' || h[2] != '>')
			continue;
		pm_out(w->out, from, (size_t)(p - from));
		raw(w, closing ? "</strong></p>" : "<p><strong>");
		p = h + 2;
		from = p + 1;
	}
	pm_out(w->out, from, (size_t)(end - from));
	raw(w, "</div>\n");
	pm_buf_clear(&html);
}

static void write_list(struct writer *w, const struct pm_node *node)
{
	raw(w, "<ul class=\"entries\">\n");
	for (size_t i = 0; i < node->cell_count; i++) {
		raw(w, "<li");
		attribute(w, "id", node->cells[i].anchor);
		raw(w, ">");
		write_cell(w, &node->cells[i]);
		raw(w, "</li>\n");
	}
	raw(w, "</ul>\n");
}

static void write_facts(struct writer *w, const struct pm_node *node)
{
	raw(w, "<dl class=\"facts\">\n");
	for (size_t i = 0; i < node->column_count && i < node->cell_count; i++) {
		raw(w, "<div><dt>");
		text(w, node->columns[i].title);
		raw(w, "</dt><dd>");
		write_cell(w, &node->cells[i]);
		raw(w, "</dd></div>\n");
	}
	raw(w, "</dl>\n");
}

/* -- tables */

static const char *column_class(const struct pm_column *column)
{
	if (column->align == PM_ALIGN_RIGHT)
		return "num";
	if (column->align == PM_ALIGN_CENTER)
		return "mid";
	return column->wide ? "wide" : NULL;
}

static void write_table_head(struct writer *w, const struct pm_node *node)
{
	raw(w, "<thead><tr>");
	for (size_t c = 0; c < node->column_count; c++) {
		raw(w, "<th scope=\"col\"");
		attribute(w, "class", column_class(&node->columns[c]));
		raw(w, ">");
		text(w, node->columns[c].title);
		raw(w, "</th>");
	}
	raw(w, "</tr></thead>\n<tbody>\n");
}

/* The first cell heads its row. */
static void write_table_row(struct writer *w, const struct pm_node *node, const struct pm_cell *cells)
{
	raw(w, "<tr>");
	for (size_t c = 0; c < node->column_count; c++) {
		raw(w, c == 0 ? "<th scope=\"row\"" : "<td");
		attribute(w, "class", column_class(&node->columns[c]));
		attribute(w, "id", cells[c].anchor);
		raw(w, ">");
		write_cell(w, &cells[c]);
		raw(w, c == 0 ? "</th>" : "</td>");
	}
	raw(w, "</tr>\n");
}

/* The table scrolls in a box of its own, which the keyboard reaches. */
static void write_table(struct writer *w, const struct pm_node *node)
{
	raw(w, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
	if (w->heading.n > 0) {
		text(w, w->heading);
		raw(w, ", ");
	}
	pm_outf(w->out, "table %u\"><table>\n", ++w->scroller);
	write_table_head(w, node);
	for (size_t i = 0; i + node->column_count <= node->cell_count; i += node->column_count)
		write_table_row(w, node, &node->cells[i]);
	raw(w, "</tbody></table></div>\n");
}

/* -- pictures */

static void write_picture(struct writer *w, const struct pm_node *node)
{
	struct pm_arena arena;
	struct pm_node table;

	pm_arena_init(&arena);
	table = pm_node_table(node, &arena);
	raw(w, "<p>");
	text(w, node->picture->says);
	raw(w, "</p>\n");
	write_table(w, &table);
	pm_node_table_clear(&table);
	pm_arena_clear(&arena);
}

/* -- bars */

static double percent_of(double number, double scale)
{
	double part = scale > 0 ? number / scale * 100 : 0;

	return part < 0 ? 0 : part > 100 ? 100 : part;
}

/* The figures stand beside the bar as text, so the drawing itself is hidden from readers of the screen. */
static void write_bar(struct writer *w, const struct pm_cell *is, const struct pm_cell *should, double scale)
{
	const char *class = tone_class(is->tone);

	raw(w, "<svg viewBox=\"0 0 100 14\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">"
	       "<rect class=\"track\" y=\"3\" width=\"100\" height=\"8\"/>");
	if (is->has_number)
		pm_outf(w->out, "<rect class=\"fill%s%s\" y=\"3\" width=\"%.2f\" height=\"8\"/>", class ? " " : "",
			class ? class : "", percent_of(is->number, scale));
	if (should->has_number)
		pm_outf(w->out, "<rect class=\"tick\" x=\"%.2f\" width=\"0.6\" height=\"14\"/>",
			percent_of(should->number, scale) * 0.994);
	raw(w, "</svg>");
}

static void write_bars(struct writer *w, const struct pm_node *node)
{
	raw(w, "<ul class=\"bars\">\n");
	for (size_t i = 0; i + 3 <= node->cell_count; i += 3) {
		raw(w, "<li");
		attribute(w, "id", node->cells[i].anchor);
		raw(w, "><span class=\"label\">");
		write_cell(w, &node->cells[i]);
		raw(w, "</span> <span class=\"figure\">");
		write_cell(w, &node->cells[i + 1]);
		raw(w, "</span>");
		write_bar(w, &node->cells[i + 1], &node->cells[i + 2], node->scale);
		if (node->cells[i + 2].text.n > 0) {
			raw(w, "<span class=\"note\">");
			write_cell(w, &node->cells[i + 2]);
			raw(w, "</span>");
		}
		raw(w, "</li>\n");
	}
	raw(w, "</ul>\n");
}

static void write_node(struct writer *w, const struct pm_node *node)
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
	case PM_NODE_TABLE: write_table(w, node); break;
	case PM_NODE_BARS: write_bars(w, node); break;
	default: write_picture(w, node); break;
	}
}

/* -- the page */

static void write_contents(struct writer *w)
{
	size_t sections = 0;

	for (size_t i = 0; i < w->report->count; i++)
		sections += w->report->nodes[i].type == PM_NODE_HEADING && w->report->nodes[i].level <= 2;
	if (sections < 2)
		return;
	raw(w, "<nav aria-label=\"Sections\"><ul>\n");
	for (size_t i = 0; i < w->report->count; i++) {
		const struct pm_node *node = &w->report->nodes[i];

		if (node->type != PM_NODE_HEADING || node->level > 2)
			continue;
		raw(w, "<li><a href=\"#");
		write_heading_id(w, node);
		raw(w, "\">");
		text(w, node->text.text);
		raw(w, "</a></li>\n");
	}
	raw(w, "</ul></nav>\n");
}

static void write_head(struct writer *w)
{
	raw(w, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-" STYLE_HASH
	       "'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
	       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	       "<meta name=\"color-scheme\" content=\"light dark\">\n"
	       "<link rel=\"icon\" href=\"data:,\">\n<title>");
	text(w, w->report->title);
	raw(w, "</title>\n<style>");
	for (size_t i = 0; style[i]; i++)
		raw(w, style[i]);
	raw(w, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#_main\">Skip to the content</a>\n");
}

static void write_top(struct writer *w, const struct pm_format_options *options)
{
	raw(w, "<header>\n");
	if (options->date.n > 0) {
		raw(w, "<p class=\"date\"><time>");
		text(w, options->date);
		raw(w, "</time></p>\n");
	}
	raw(w, "<h1>");
	text(w, w->report->title);
	raw(w, "</h1>\n");
	if (w->report->subtitle.n > 0) {
		raw(w, "<p class=\"subtitle\">");
		text(w, w->report->subtitle);
		raw(w, "</p>\n");
	}
	write_contents(w);
	raw(w, "</header>\n");
}

static void write_foot(struct writer *w, const struct pm_format_options *options)
{
	raw(w, "<footer><p>Made with pm-tools");
	if (options->version) {
		raw(w, " ");
		text(w, pm_str_c(options->version));
	}
	raw(w, " from the files of the product; nothing here was fetched.</p></footer>\n</body>\n</html>\n");
}

static void write(const struct pm_report *report, const struct pm_format_options *options, struct pm_out *out)
{
	struct writer w = {.out = out, .report = report, .level = 1};

	write_head(&w);
	write_top(&w, options);
	raw(&w, "<main id=\"_main\">\n");
	for (size_t i = 0; i < report->count; i++)
		write_node(&w, &report->nodes[i]);
	close_section(&w);
	raw(&w, "</main>\n");
	write_foot(&w, options);
}

const struct pm_format pm_format_html = {
	.name = "html",
	.summary = "one page that needs no network and no script",
	.write = write,
};
