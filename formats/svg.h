/* svg: pictures of a report as SVG: charts, timelines, graphs.
 *
 * To change how something looks: its rule in the style (svg.c), whose colours are those of palette.def.  A page has the style once,
 * with the colours as variables; a picture in a file of its own has it with the colours in place, for viewers without variables.
 *
 * The one rule to know: a picture is drawn for a width, and is not made to be scaled: what is read at 360 and at 1440 pixels are
 * two drawings.  Everything that came from a file passes pm_out_xml.
 */
#ifndef PM_SVG_H
#define PM_SVG_H

#include "formats/layout.h"
#include "formats/out.h"
#include "formats/report.h"

enum pm_theme { PM_THEME_LIGHT, PM_THEME_DARK, PM_THEME_PRINT };

/* Is there anything to draw?  Trees are no drawings, and neither is a chart or a timeline without a number.  A page has its boards
 * and maps as text, which wraps with its width. */
bool pm_svg_draws(const struct pm_node *node);
/* An svg element for this width, in pixels of CSS; its height follows.  Graphs may become wider. */
void pm_svg_picture(const struct pm_node *node, double width, struct pm_out *out);
/* What it is made of, for a picture of several: what lies within; *width may grow, *height is set. */
void pm_svg_body(const struct pm_node *node, double *width, double *height, struct pm_out *out);
/* The head of a file of its own, with style and ground; close it with "</svg>\n". */
void pm_svg_begin(double width, double height, struct pm_str title, struct pm_out *out);
/* The variables of a theme: "--ink:#1a2230;..." */
void pm_svg_variables(enum pm_theme theme, struct pm_out *out);
/* The rules of pictures, with variables. */
void pm_svg_style(struct pm_out *out);

/* -- for the files svg_*.c */

struct pm_svg {
	struct pm_out *out; /* what lies within the element */
	double width, height;
	bool narrow; /* labels stand above what they name */
};

void pm_svg_number(struct pm_svg *svg, double x); /* at most one decimal */
/* ` name="x"` */
void pm_svg_attribute(struct pm_svg *svg, const char *name, double x);
void pm_svg_line(struct pm_svg *svg, double x1, double y1, double x2, double y2, const char *class);
void pm_svg_rect(struct pm_svg *svg, double x, double y, double width, double height, double radius, const char *class);
void pm_svg_circle(struct pm_svg *svg, double x, double y, double radius, const char *class);
/* A path: open, then move and line as often as wanted, then close. */
void pm_svg_path(struct pm_svg *svg, const char *class);
void pm_svg_move(struct pm_svg *svg, char command, double x, double y);
void pm_svg_path_end(struct pm_svg *svg, bool closed);
/* A text whose baseline begins, is centred or ends at x ("start", "middle", "end"); cut with an ellipsis where it is wider than
 * `most`, 0: never. */
void pm_svg_text(struct pm_svg *svg, double x, double y, const char *anchor, double size, const char *class, struct pm_str text,
		 double most);
/* What follows belongs to a cell: a link to where it leads, if it does, with its whole text as a title. */
bool pm_svg_link(struct pm_svg *svg, const struct pm_cell *cell);
void pm_svg_link_end(struct pm_svg *svg, bool link); /* what pm_svg_link returned */
/* Classes: the area and the line of a series, and an area in a tone. */
const char *pm_svg_area(size_t series);
const char *pm_svg_stroke(size_t series);
const char *pm_svg_toned(enum pm_tone tone);
/* What the id of a cell takes, in bold, with the gap behind it; 0 where there is none. */
double pm_svg_id_width(const struct pm_cell *cell, double size);
/* "PAY-12 Pay with a card", appended. */
void pm_svg_label(const struct pm_cell *cell, struct pm_buf *out);
/* What a number of an axis is called at a tick; days by ticks. */
void pm_svg_tick(const struct pm_axis *axis, const struct pm_ticks *ticks, double at, struct pm_buf *out);
/* "Cycle time (days)" */
void pm_svg_axis_title(const struct pm_axis *axis, struct pm_buf *out);

/* Each sets svg->height. */
void pm_svg_chart_xy(struct pm_svg *svg, const struct pm_node *node);	/* line, step, area, fan, scatter, histogram */
void pm_svg_chart_rows(struct pm_svg *svg, const struct pm_node *node); /* interval, grouped, stacked */
void pm_svg_timeline(struct pm_svg *svg, const struct pm_node *node);
void pm_svg_graph(struct pm_svg *svg, const struct pm_node *node);
void pm_svg_board(struct pm_svg *svg, const struct pm_node *node); /* and maps; as wide as its columns */

#endif
