/* write_svg: the drawings of a report as one picture, one below the other, with their titles. */
#include "formats/format.h"
#include "formats/svg.h"

#include <math.h>

enum { WIDTH = 960, MARGIN = 24, TITLE = 52 };

/* A drawing in its place, with a title and what it says above it; returns where it ends. */
static double write_drawing(const struct pm_node *node, struct pm_str title, double top, double *widest, struct pm_out *out)
{
	struct pm_svg svg = {.out = out};
	double width = WIDTH - 2 * MARGIN, height;

	pm_svg_text(&svg, MARGIN, top + 16, "start", 16, "id", title, width);
	pm_svg_text(&svg, MARGIN, top + 36, "start", 12, "at", node->picture->says, width);
	pm_outz(out, "<svg");
	pm_svg_attribute(&svg, "x", MARGIN);
	pm_svg_attribute(&svg, "y", top + TITLE);
	pm_outz(out, " overflow=\"visible\">\n");
	pm_svg_body(node, &width, &height, out);
	pm_outz(out, "</svg>\n");
	*widest = fmax(*widest, width + 2 * MARGIN);
	return top + TITLE + height + MARGIN;
}

static void write(const struct pm_report *report, const struct pm_format_options *options, struct pm_out *out)
{
	double top = MARGIN, widest = WIDTH;
	struct pm_out body;

	(void)options;
	pm_out_memory(&body);
	for (size_t i = 0; i < report->count; i++)
		if (pm_svg_draws(&report->nodes[i]))
			top = write_drawing(&report->nodes[i],
					    report->nodes[i].text.text.n > 0 ? report->nodes[i].text.text : report->title, top,
					    &widest, &body);
	pm_svg_begin(widest, top, report->title, out);
	pm_outs(out, pm_buf_str(&body.buf));
	pm_outz(out, "</svg>\n");
	pm_out_clear(&body);
}

const struct pm_format pm_format_svg = {
	.name = "svg",
	.summary = "charts, timelines, graphs, boards and maps as a picture",
	.write = write,
	.holds = pm_svg_draws,
};
