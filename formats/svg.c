/* svg: pictures of a report as SVG: the frame, the style, and what all drawings are made of. */
#include "formats/svg.h"

#include "formats/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* -- style */

static const struct {
	const char *name, *themes[3];
} palette[] = {
#define PM_COLOR(name, light, dark, print) {#name, {light, dark, print}},
#include "formats/palette.def"
#undef PM_COLOR
};
enum { COLORS = sizeof(palette) / sizeof(palette[0]) };

/* clang-format off */
static const char style[] =
"svg.pic{font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",\"Noto Sans\",Arial,sans-serif;font-size:12px}\n"
".pic text{fill:var(--ink);font-variant-numeric:tabular-nums}.pic .lb,.pic .id,.pic .mt,.pic .up{stroke:var(--card);stroke-width:3px;stroke-linejoin:round;paint-order:stroke}.pic .no{stroke:none}\n"
".pic .tk,.pic .at{fill:var(--soft)}.pic .id{font-weight:600}.pic a .id{fill:var(--accent)}\n"
".pic .up{fill:var(--soft);font-weight:600}.pic .bt{fill:var(--bad)}\n"
".gr{stroke:var(--line);stroke-width:1}.ax{stroke:var(--soft);stroke-width:1}\n"
".mk{stroke:var(--ink);stroke-width:1;stroke-dasharray:4 3}.mk.good{stroke:var(--good)}.mk.warn{stroke:var(--warn)}.mk.bad{stroke:var(--bad)}"
".mk.quiet{stroke:var(--soft)}\n"
".bg{fill:var(--card)}.tr{fill:var(--track)}.la{fill:var(--tint)}.bo{fill:none;stroke:var(--soft);stroke-width:.75}\n"
".ln{fill:none;stroke-width:2.25;stroke-linejoin:round;stroke-linecap:round}\n"
".ar{stroke:var(--card);stroke-width:1}\n"
".ln.k0{stroke:var(--c0)}.ln.k1{stroke:var(--c1)}.ln.k2{stroke:var(--c2)}.ln.k3{stroke:var(--c3)}.ln.k4{stroke:var(--c4)}.ln.k5{stroke:var(--c5)}\n"
".ar.k0{fill:var(--c0)}.ar.k1{fill:var(--c1)}.ar.k2{fill:var(--c2)}.ar.k3{fill:var(--c3)}.ar.k4{fill:var(--c4)}.ar.k5{fill:var(--c5)}\n"
".ar.good{fill:var(--good)}.ar.warn{fill:var(--warn)}.ar.bad{fill:var(--bad)}.ar.quiet{fill:var(--soft)}.ar.none{fill:var(--accent)}\n"
".ln.none{stroke:var(--accent)}.ln.ink{stroke:var(--ink)}\n"
".fn{fill:var(--accent);fill-opacity:.18}.iv{fill:var(--c4)}\n"
".dn{stroke:var(--accent);stroke-width:2;stroke-dasharray:1 5;stroke-linecap:round;fill:none}\n"
".eg{fill:none;stroke:var(--soft);stroke-width:1.25}.eg.strong{stroke:var(--c1);stroke-width:2.5}.eg.bad{stroke:var(--bad);stroke-dasharray:4 3}\n"
".hd{fill:var(--soft)}.hd.strong{fill:var(--c1)}.hd.bad{fill:var(--bad)}\n"
".bx{fill:var(--card);stroke:var(--soft);stroke-width:1}.bx.strong{stroke:var(--c1);stroke-width:2}\n"
".bx.good{stroke:var(--good)}.bx.warn{stroke:var(--warn)}.bx.bad{stroke:var(--bad)}\n"
".pic a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}.pic a:hover text{text-decoration:underline}\n"
"@media print{.pic *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n";
/* clang-format on */

void pm_svg_variables(enum pm_theme theme, struct pm_out *out)
{
	for (size_t i = 0; i < COLORS; i++)
		pm_outf(out, "%s--%s:%s", i > 0 ? ";" : "", palette[i].name, palette[i].themes[theme]);
}

void pm_svg_style(struct pm_out *out)
{
	pm_outz(out, style);
}

static const char *color_of(struct pm_str name, enum pm_theme theme)
{
	for (size_t i = 0; i < COLORS; i++)
		if (pm_str_eqc(name, palette[i].name))
			return palette[i].themes[theme];
	return "none";
}

/* The style with each var(--name) replaced. */
static void write_colored(enum pm_theme theme, struct pm_out *out)
{
	static const char start[] = "var(--";
	struct pm_str rest = pm_str_c(style);

	while (rest.n > 0) {
		size_t end = 0;

		if (!pm_str_starts(rest, start)) {
			pm_outc(out, rest.p[0]);
			rest = pm_str_sub(rest, 1, rest.n);
			continue;
		}
		rest = pm_str_sub(rest, strlen(start), rest.n);
		while (rest.p[end] != ')')
			end++;
		pm_outz(out, color_of(pm_str_sub(rest, 0, end), theme));
		rest = pm_str_sub(rest, end + 1, rest.n);
	}
}

/* -- what drawings are made of */

void pm_svg_number(struct pm_svg *svg, double x)
{
	long long tenths = isfinite(x) && fabs(x) < 1e9 ? llround(x * 10) : 0;

	pm_outf(svg->out, "%s%lld", tenths < 0 ? "-" : "", llabs(tenths) / 10);
	if (tenths % 10 != 0)
		pm_outf(svg->out, ".%lld", llabs(tenths) % 10);
}

void pm_svg_attribute(struct pm_svg *svg, const char *name, double x)
{
	pm_outf(svg->out, " %s=\"", name);
	pm_svg_number(svg, x);
	pm_outc(svg->out, '"');
}

void pm_svg_line(struct pm_svg *svg, double x1, double y1, double x2, double y2, const char *class)
{
	pm_outf(svg->out, "<line class=\"%s\"", class);
	pm_svg_attribute(svg, "x1", x1);
	pm_svg_attribute(svg, "y1", y1);
	pm_svg_attribute(svg, "x2", x2);
	pm_svg_attribute(svg, "y2", y2);
	pm_outz(svg->out, "/>");
}

void pm_svg_rect(struct pm_svg *svg, double x, double y, double width, double height, double radius, const char *class)
{
	pm_outf(svg->out, "<rect class=\"%s\"", class);
	pm_svg_attribute(svg, "x", x);
	pm_svg_attribute(svg, "y", y);
	pm_svg_attribute(svg, "width", fmax(0, width));
	pm_svg_attribute(svg, "height", fmax(0, height));
	if (radius > 0)
		pm_svg_attribute(svg, "rx", fmin(radius, fmax(0, width) / 2));
	pm_outz(svg->out, "/>");
}

void pm_svg_circle(struct pm_svg *svg, double x, double y, double radius, const char *class)
{
	pm_outf(svg->out, "<circle class=\"%s\"", class);
	pm_svg_attribute(svg, "cx", x);
	pm_svg_attribute(svg, "cy", y);
	pm_svg_attribute(svg, "r", radius);
	pm_outz(svg->out, "/>");
}

void pm_svg_path(struct pm_svg *svg, const char *class)
{
	pm_outf(svg->out, "<path class=\"%s\" d=\"", class);
}

void pm_svg_move(struct pm_svg *svg, char command, double x, double y)
{
	if (command != ' ')
		pm_outc(svg->out, command);
	else
		pm_outc(svg->out, ' ');
	pm_svg_number(svg, x);
	pm_outc(svg->out, ' ');
	pm_svg_number(svg, y);
}

void pm_svg_path_end(struct pm_svg *svg, bool closed)
{
	pm_outz(svg->out, closed ? "Z\"/>" : "\"/>");
}

void pm_svg_text(struct pm_svg *svg, double x, double y, const char *anchor, double size, const char *class, struct pm_str text,
		 double most)
{
	size_t n = most > 0 ? pm_text_fit(text, size, most) : text.n;

	if (text.n == 0 || (n == 0 && most < size))
		return;
	pm_outf(svg->out, "<text class=\"%s\"", class);
	pm_svg_attribute(svg, "x", x);
	pm_svg_attribute(svg, "y", y);
	if (strcmp(anchor, "start") != 0)
		pm_outf(svg->out, " text-anchor=\"%s\"", anchor);
	if (size != 12)
		pm_svg_attribute(svg, "font-size", size);
	pm_outc(svg->out, '>');
	pm_out_xml(svg->out, pm_str_sub(text, 0, n));
	pm_outz(svg->out, n < text.n ? "\xe2\x80\xa6</text>" : "</text>");
}

bool pm_svg_link(struct pm_svg *svg, const struct pm_cell *cell)
{
	struct pm_buf label = {0};
	bool link = cell->href && pm_href_is_safe(cell->href);

	if (link) {
		pm_outz(svg->out, "<a href=\"");
		pm_out_xml(svg->out, pm_str_c(cell->href));
		pm_outz(svg->out, "\">");
	} else {
		pm_outz(svg->out, "<g>");
	}
	pm_outz(svg->out, "<title>");
	pm_svg_label(cell, &label);
	pm_out_xml(svg->out, pm_buf_str(&label));
	pm_outz(svg->out, "</title>");
	pm_buf_clear(&label);
	return link;
}

void pm_svg_link_end(struct pm_svg *svg, bool link)
{
	pm_outz(svg->out, link ? "</a>" : "</g>");
}

const char *pm_svg_area(size_t series)
{
	static const char *const classes[] = {"ar k0", "ar k1", "ar k2", "ar k3", "ar k4", "ar k5"};

	return classes[series % 6];
}

const char *pm_svg_stroke(size_t series)
{
	static const char *const classes[] = {"ln k0", "ln k1", "ln k2", "ln k3", "ln k4", "ln k5"};

	return classes[series % 6];
}

const char *pm_svg_toned(enum pm_tone tone)
{
	static const char *const classes[] = {"ar none", "ar good", "ar warn", "ar bad", "ar quiet"};

	return classes[tone];
}

double pm_svg_id_width(const struct pm_cell *cell, double size)
{
	return cell->id.n > 0 ? pm_text_width(cell->id, size) * 1.1 + 5 : 0;
}

void pm_svg_label(const struct pm_cell *cell, struct pm_buf *out)
{
	pm_buf_adds(out, cell->id);
	pm_buf_addz(out, cell->id.n > 0 && cell->text.n > 0 ? " " : "");
	pm_buf_adds(out, cell->text);
}

void pm_svg_tick(const struct pm_axis *axis, const struct pm_ticks *ticks, double at, struct pm_buf *out)
{
	bool percent = axis->unit && strcmp(axis->unit, "%") == 0;
	char text[32];

	if (axis->days)
		pm_tick_day(ticks, at, text);
	else
		pm_number_round(percent ? at * 100 : at, text);
	pm_buf_addz(out, text);
	pm_buf_addz(out, percent ? "%" : "");
}

void pm_svg_axis_title(const struct pm_axis *axis, struct pm_buf *out)
{
	pm_buf_adds(out, axis->title);
	if (axis->unit && strcmp(axis->unit, "%") != 0 && *axis->unit && axis->title.n > 0)
		pm_buf_addf(out, " (%s)", axis->unit);
	else if (axis->title.n == 0 && axis->unit)
		pm_buf_addz(out, axis->unit);
}

/* -- the frame */

static bool has_number(const struct pm_node *node)
{
	size_t width = pm_node_width(node);

	for (size_t i = 0; i < node->cell_count; i++)
		if (i % width > 0 && node->cells[i].has_number && isfinite(node->cells[i].number))
			return true;
	return false;
}

bool pm_svg_draws(const struct pm_node *node)
{
	switch (node->type) {
	case PM_NODE_CHART:
	case PM_NODE_TIMELINE: return has_number(node);
	case PM_NODE_GRAPH: return node->picture->edge_count > 0 && node->cell_count > 0;
	case PM_NODE_BOARD:
	case PM_NODE_MAP: return node->picture->group_count > 0 && node->cell_count > 0;
	default: return false;
	}
}

static void draw(struct pm_svg *svg, const struct pm_node *node)
{
	if (node->type == PM_NODE_TIMELINE)
		pm_svg_timeline(svg, node);
	else if (node->type == PM_NODE_GRAPH)
		pm_svg_graph(svg, node);
	else if (node->type == PM_NODE_BOARD || node->type == PM_NODE_MAP)
		pm_svg_board(svg, node);
	else if (node->picture->chart >= PM_CHART_INTERVAL)
		pm_svg_chart_rows(svg, node);
	else
		pm_svg_chart_xy(svg, node);
}

static bool has_link(const struct pm_node *node)
{
	for (size_t i = 0; i < node->cell_count; i++)
		if (node->cells[i].href)
			return true;
	return false;
}

void pm_svg_body(const struct pm_node *node, double *width, double *height, struct pm_out *out)
{
	struct pm_svg svg = {.out = out, .width = *width, .narrow = *width < 480};

	draw(&svg, node);
	*width = ceil(svg.width);
	*height = ceil(svg.height);
}

static void write_size(double width, double height, struct pm_out *out)
{
	struct pm_svg svg = {.out = out};

	pm_svg_attribute(&svg, "width", width);
	pm_svg_attribute(&svg, "height", height);
	pm_outz(out, " viewBox=\"0 0 ");
	pm_svg_number(&svg, width);
	pm_outc(out, ' ');
	pm_svg_number(&svg, height);
	pm_outc(out, '"');
}

void pm_svg_begin(double width, double height, struct pm_str title, struct pm_out *out)
{
	pm_outz(out, "<svg class=\"pic\" xmlns=\"http://www.w3.org/2000/svg\"");
	write_size(width, height, out);
	pm_outz(out, ">\n<title>");
	pm_out_xml(out, title);
	pm_outz(out, "</title>\n<style>");
	write_colored(PM_THEME_LIGHT, out);
	pm_outz(out, "@media(prefers-color-scheme:dark){\n");
	write_colored(PM_THEME_DARK, out);
	pm_outz(out, "}</style>\n<rect class=\"bg\" width=\"100%\" height=\"100%\"/>\n");
}

void pm_svg_picture(const struct pm_node *node, double width, struct pm_out *out)
{
	struct pm_out body;
	double height;

	pm_out_memory(&body);
	pm_svg_body(node, &width, &height, &body);
	pm_outz(out, "<svg class=\"pic\"");
	write_size(width, height, out);
	pm_outf(out, " role=\"%s\" aria-label=\"", has_link(node) ? "group" : "img");
	pm_out_xml(out, node->text.text);
	pm_outz(out, node->text.text.n > 0 ? ". " : "");
	pm_out_xml(out, node->picture->says);
	pm_outz(out, "\">\n");
	pm_outs(out, pm_buf_str(&body.buf));
	pm_outz(out, "\n</svg>\n");
	pm_out_clear(&body);
}
