/* svg_chart: charts with an x and a y axis: lines, steps, areas, fans, points, histograms. */
#include "formats/svg.h"

#include "parser/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	SIZE = 12,	  /* of texts */
	LINE = 16,	  /* from one text to the next */
	LABEL_MOST = 150, /* how wide labels at the right may be */
	NAMED_MOST = 40,  /* points of a scatter that get a name */
	CORNER_LINES = 4, /* where the name of a quadrant may stand */
	TICK_WIDE = 52	  /* what a tick of days needs */
};

struct chart {
	struct pm_svg *svg;
	const struct pm_node *node;
	const struct pm_picture *picture;
	size_t rows, columns; /* of the node */
	struct pm_ticks x_ticks, y_ticks;
	struct pm_scale x, y;
	double left, right, top, bottom; /* of what is drawn in */
};

static const struct pm_cell *cell_at(const struct chart *chart, size_t row, size_t column)
{
	return &chart->node->cells[row * chart->columns + column];
}

static bool number_at(const struct chart *chart, size_t row, size_t column, double *number)
{
	const struct pm_cell *cell = cell_at(chart, row, column);

	*number = cell->number;
	return cell->has_number && isfinite(cell->number);
}

/* -- ranges */

struct range {
	double low, high;
	bool any, broken; /* broken: not all of them are whole numbers */
};

static void widen(struct range *range, double x)
{
	range->broken = range->broken || x < floor(x) || x > floor(x);
	if (!range->any || x < range->low)
		range->low = x;
	if (!range->any || x > range->high)
		range->high = x;
	range->any = true;
}

static void widen_column(const struct chart *chart, struct range *range, size_t column)
{
	double x;

	for (size_t row = 0; row < chart->rows; row++)
		if (number_at(chart, row, column, &x))
			widen(range, x);
}

/* What an area reaches: the sum of a row. */
static void widen_sums(const struct chart *chart, struct range *range)
{
	for (size_t row = 0; row < chart->rows; row++) {
		double sum = 0, x;

		for (size_t c = 1; c < chart->columns; c++)
			sum += number_at(chart, row, c, &x) ? x : 0;
		widen(range, sum);
	}
}

static void find_ranges(const struct chart *chart, struct range *x, struct range *y)
{
	switch (chart->picture->chart) {
	case PM_CHART_SCATTER:
		widen_column(chart, x, 1);
		widen_column(chart, y, 2);
		break;
	case PM_CHART_HISTOGRAM:
		widen_column(chart, x, 0);
		widen_column(chart, x, 1);
		widen_column(chart, y, 2);
		widen(y, 0);
		break;
	case PM_CHART_AREA:
		widen_column(chart, x, 0);
		widen_sums(chart, y);
		widen(y, 0);
		break;
	default:
		widen_column(chart, x, 0);
		for (size_t c = 1; c < chart->columns; c++)
			widen_column(chart, y, c);
	}
	for (size_t i = 0; i < chart->picture->mark_count; i++)
		if (isfinite(chart->picture->marks[i].at))
			widen(chart->picture->marks[i].axis == PM_AXIS_X ? x : y, chart->picture->marks[i].at);
	if (chart->picture->x.zero)
		widen(x, 0);
	if (chart->picture->y.zero)
		widen(y, 0);
}

/* -- axes */

/* What is counted has no halves. */
static void make_ticks(const struct pm_axis *axis, const struct range *range, unsigned wanted, struct pm_ticks *ticks)
{
	if (axis->days)
		pm_ticks_days(range->low, range->high, wanted, ticks);
	else
		pm_ticks_numbers(range->low, range->high, wanted, !range->broken && !(axis->unit && strcmp(axis->unit, "%") == 0),
				 ticks);
}

/* Along x a chart ends where its numbers end; the ticks outside fall away. */
static void trim_ticks(struct pm_ticks *ticks, const struct range *range)
{
	size_t n = 0;

	if (!range->any || range->high <= range->low)
		return;
	for (size_t i = 0; i < ticks->count; i++)
		if (ticks->at[i] >= range->low && ticks->at[i] <= range->high)
			ticks->at[n++] = ticks->at[i];
	ticks->count = n;
	ticks->low = range->low;
	ticks->high = range->high;
}

static double tick_width(const struct pm_axis *axis, const struct pm_ticks *ticks)
{
	double widest = 0;

	for (size_t i = 0; i < ticks->count; i++) {
		struct pm_buf text = {0};

		pm_svg_tick(axis, ticks, ticks->at[i], &text);
		widest = fmax(widest, pm_text_width(pm_buf_str(&text), SIZE));
		pm_buf_clear(&text);
	}
	return widest;
}

/* Draws a text that is made anew, and frees it. */
static void draw_text(struct pm_svg *svg, double x, double y, const char *anchor, const char *class, struct pm_buf *text,
		      double most)
{
	pm_svg_text(svg, x, y, anchor, SIZE, class, pm_buf_str(text), most);
	pm_buf_clear(text);
}

/* A tick whose text would cover that of the one before has none. */
static void draw_x_ticks(const struct chart *chart)
{
	struct pm_svg *svg = chart->svg;
	double end = -SIZE;

	for (size_t i = 0; i < chart->x_ticks.count; i++) {
		double x = pm_scale_at(&chart->x, chart->x_ticks.at[i]), half, middle;
		struct pm_buf text = {0};

		pm_svg_line(svg, x, chart->bottom, x, chart->bottom + 4, "ax");
		pm_svg_tick(&chart->picture->x, &chart->x_ticks, chart->x_ticks.at[i], &text);
		half = pm_text_width(pm_buf_str(&text), SIZE) / 2;
		middle = fmax(half, fmin(svg->width - half, x));
		if (middle - half < end + SIZE / 3.0) {
			pm_buf_clear(&text);
			continue;
		}
		draw_text(svg, middle, chart->bottom + LINE + 2, "middle", "tk", &text, 0);
		end = middle + half;
	}
}

static void draw_axes(const struct chart *chart)
{
	struct pm_svg *svg = chart->svg;
	struct pm_buf text = {0};

	for (size_t i = 0; i < chart->y_ticks.count; i++) {
		double y = pm_scale_at(&chart->y, chart->y_ticks.at[i]);

		pm_svg_line(svg, chart->left, y, chart->right, y, "gr");
		pm_svg_tick(&chart->picture->y, &chart->y_ticks, chart->y_ticks.at[i], &text);
		draw_text(svg, chart->left - 8, y + 4, "end", "tk", &text, 0);
	}
	draw_x_ticks(chart);
	pm_svg_line(svg, chart->left, chart->bottom, chart->right, chart->bottom, "ax");
	pm_svg_axis_title(&chart->picture->y, &text);
	draw_text(svg, 0, SIZE, "start", "at", &text, svg->width);
	pm_svg_axis_title(&chart->picture->x, &text);
	draw_text(svg, chart->right, chart->bottom + 2 * LINE + 4, "end", "at", &text, svg->width);
}

/* -- names of series */

static bool has_names(const struct chart *chart)
{
	switch (chart->picture->chart) {
	case PM_CHART_FAN: return chart->columns > 2;
	case PM_CHART_LINE:
	case PM_CHART_STEP:
	case PM_CHART_AREA: return chart->columns > 2;
	default: return false;
	}
}

/* Names of percentiles are short enough to stand at the right everywhere. */
static bool names_stand_right(const struct chart *chart)
{
	return has_names(chart) && (!chart->svg->narrow || chart->picture->chart == PM_CHART_FAN);
}

static double names_width(const struct chart *chart)
{
	double widest = 0;

	for (size_t c = 1; c < chart->columns; c++)
		widest = fmax(widest, pm_text_width(chart->node->columns[c].title, SIZE));
	return fmin(LABEL_MOST, widest) + 20;
}

/* Above the drawing, as many on a line as there is room for; without drawing only the height is found. */
static double draw_key(const struct chart *chart, double top, bool draws)
{
	double x = 0, y = top;

	for (size_t c = 1; c < chart->columns; c++) {
		double width = fmin(pm_text_width(chart->node->columns[c].title, SIZE), chart->svg->width - 16);

		if (x > 0 && x + 16 + width > chart->svg->width) {
			x = 0;
			y += LINE + 2;
		}
		if (draws) {
			pm_svg_rect(chart->svg, x, y, 10, 10, 2, pm_svg_area(c - 1));
			pm_svg_text(chart->svg, x + 15, y + 10, "start", SIZE, "lb", chart->node->columns[c].title, width + 8);
		}
		x += 16 + width + 14;
	}
	return y + LINE + 2 - top;
}

/* Where a series ends: its last number; of an area the middle of its last band. */
static bool end_of(const struct chart *chart, size_t column, double *y)
{
	double x, below = 0;

	for (size_t row = chart->rows; row-- > 0;) {
		if (!number_at(chart, row, column, &x))
			continue;
		for (size_t c = 1; c < column && chart->picture->chart == PM_CHART_AREA; c++) {
			double part;

			below += number_at(chart, row, c, &part) ? part : 0;
		}
		*y = pm_scale_at(&chart->y, chart->picture->chart == PM_CHART_AREA ? below + x / 2 : x);
		return true;
	}
	return false;
}

static void draw_names(const struct chart *chart)
{
	double at[PM_SPREAD_MAX];
	size_t column[PM_SPREAD_MAX], n = 0;

	for (size_t c = 1; c < chart->columns && n < PM_SPREAD_MAX; c++)
		if (end_of(chart, c, &at[n]))
			column[n++] = c;
	pm_spread(at, n, LINE - 1, chart->top + 4, chart->bottom - 2);
	for (size_t i = 0; i < n; i++) {
		if (chart->picture->chart == PM_CHART_FAN) {
			pm_svg_text(chart->svg, chart->right + 6, at[i] + 4, "start", SIZE, "lb",
				    chart->node->columns[column[i]].title, LABEL_MOST);
			continue;
		}
		pm_svg_circle(chart->svg, chart->right + 9, at[i], 4, pm_svg_area(column[i] - 1));
		pm_svg_text(chart->svg, chart->right + 18, at[i] + 4, "start", SIZE, "lb", chart->node->columns[column[i]].title,
			    LABEL_MOST);
	}
}

/* -- lines and areas */

/* One line for each run of numbers in some of the rows; a run of one is a dot. */
static void draw_line(const struct chart *chart, size_t first, size_t end, size_t column, const char *line, const char *dot)
{
	bool step = chart->picture->chart == PM_CHART_STEP, open = false;
	double x = 0, y = 0, last_y = 0;

	for (size_t row = first; row < end; row++) {
		double a, b, next;
		bool here = number_at(chart, row, 0, &a) && number_at(chart, row, column, &b);
		bool more = row + 1 < end && number_at(chart, row + 1, column, &next);

		if (!here) {
			if (open)
				pm_svg_path_end(chart->svg, false);
			open = false;
			continue;
		}
		x = pm_scale_at(&chart->x, a);
		y = pm_scale_at(&chart->y, b);
		if (!open && !more) {
			pm_svg_circle(chart->svg, x, y, 3, dot);
			continue;
		}
		if (!open)
			pm_svg_path(chart->svg, line);
		if (open && step)
			pm_svg_move(chart->svg, 'L', x, last_y);
		pm_svg_move(chart->svg, open ? 'L' : 'M', x, y);
		last_y = y;
		open = true;
	}
	if (open)
		pm_svg_path_end(chart->svg, false);
}

static void draw_lines(const struct chart *chart)
{
	for (size_t c = chart->columns; c-- > 1;) /* the first on top */
		draw_line(chart, 0, chart->rows, c, pm_svg_stroke(c - 1), pm_svg_area(c - 1));
}

/* Between two lines: there along the upper, back along the lower. */
static void draw_band(const struct chart *chart, const double *low, const double *high, const bool *has, const char *class)
{
	size_t row = 0;

	while (row < chart->rows) {
		size_t first, last;
		double x = 0;

		while (row < chart->rows && !has[row])
			row++;
		first = row;
		while (row < chart->rows && has[row])
			row++;
		last = row;
		if (first == last)
			break;
		pm_svg_path(chart->svg, class);
		for (size_t i = first; i < last; i++) {
			number_at(chart, i, 0, &x);
			pm_svg_move(chart->svg, i == first ? 'M' : 'L', pm_scale_at(&chart->x, x), pm_scale_at(&chart->y, high[i]));
		}
		for (size_t i = last; i-- > first;) {
			number_at(chart, i, 0, &x);
			pm_svg_move(chart->svg, 'L', pm_scale_at(&chart->x, x), pm_scale_at(&chart->y, low[i]));
		}
		pm_svg_path_end(chart->svg, true);
	}
}

static void draw_areas(const struct chart *chart)
{
	double *low = pm_calloc(chart->rows + 1, sizeof(*low)), *high = pm_calloc(chart->rows + 1, sizeof(*high)), x;
	bool *has = pm_calloc(chart->rows + 1, sizeof(*has));

	for (size_t c = 1; c < chart->columns; c++) {
		for (size_t row = 0; row < chart->rows; row++) {
			has[row] = number_at(chart, row, 0, &x);
			low[row] = high[row];
			high[row] += number_at(chart, row, c, &x) ? fmax(0, x) : 0;
		}
		draw_band(chart, low, high, has, pm_svg_area(c - 1));
	}
	free(low);
	free(high);
	free(has);
}

/* Pairs of percentiles from the outside in, one over another; the middle is a line, and what was seen one in ink. */
static void draw_fan(const struct chart *chart)
{
	size_t middle = chart->columns / 2, seen = 0;
	double *low = pm_calloc(chart->rows + 1, sizeof(*low)), *high = pm_calloc(chart->rows + 1, sizeof(*high));
	bool *has = pm_calloc(chart->rows + 1, sizeof(*has));
	double x;

	while (seen < chart->rows && middle > 1 && !number_at(chart, seen, 1, &x))
		seen++;
	for (size_t c = 1; c < middle; c++) {
		for (size_t row = 0; row < chart->rows; row++)
			has[row] = number_at(chart, row, 0, &x) && number_at(chart, row, c, &low[row]) &&
				   number_at(chart, row, chart->columns - c, &high[row]);
		draw_band(chart, low, high, has, "fn");
	}
	draw_line(chart, seen > 0 ? seen - 1 : 0, chart->rows, middle, "ln none", "ar none");
	draw_line(chart, 0, seen, middle, "ln ink", "ar ink");
	free(low);
	free(high);
	free(has);
}

/* -- points */

struct box {
	double x1, y1, x2, y2;
};

static bool is_free(const struct box *boxes, size_t count, const struct box *box)
{
	for (size_t i = 0; i < count; i++)
		if (box->x1 < boxes[i].x2 && boxes[i].x1 < box->x2 && box->y1 < boxes[i].y2 && boxes[i].y1 < box->y2)
			return false;
	return true;
}

/* The first of four places around a point where its name covers nothing; none: it has no name. */
static void name_point(const struct chart *chart, const struct pm_cell *cell, double x, double y, struct box *boxes, size_t *count)
{
	struct pm_str name = cell->id.n > 0 ? cell->id : cell->text;
	double width = fmin(pm_text_width(name, 11), 110);
	const struct box around[] = {{x + 8, y - 7, x + 8 + width, y + 7},
				     {x - 8 - width, y - 7, x - 8, y + 7},
				     {x - width / 2, y - 22, x + width / 2, y - 8},
				     {x - width / 2, y + 8, x + width / 2, y + 22}};

	for (size_t i = 0; i < 4; i++) {
		if (around[i].x1 < chart->left || around[i].x2 > chart->svg->width || around[i].y1 < chart->top ||
		    around[i].y2 > chart->bottom || !is_free(boxes, *count, &around[i]))
			continue;
		boxes[(*count)++] = around[i];
		pm_svg_text(chart->svg, around[i].x1, around[i].y1 + 11, "start", 11, cell->id.n > 0 ? "id" : "lb", name, 110);
		return;
	}
}

static void draw_point(const struct chart *chart, size_t row, double x, double y, struct box *boxes, size_t *count)
{
	const struct pm_cell *cell = cell_at(chart, row, 0);
	bool link = pm_svg_link(chart->svg, cell);

	pm_svg_circle(chart->svg, x, y, 5, pm_svg_toned(cell->tone));
	if (boxes)
		name_point(chart, cell, x, y, boxes, count);
	pm_svg_link_end(chart->svg, link);
}

/* The name of a quadrant in its corner, where that covers nothing; else on a line further in, as far as there is one. */
static void draw_corner(const struct chart *chart, int corner, struct box *boxes, size_t *count)
{
	struct pm_str name = chart->picture->corners[corner];
	double most = (chart->right - chart->left) / 2 - 8, width = fmin(pm_text_width(name, SIZE) * 1.2, most);
	double x = corner % 2 == 0 ? chart->left + 6 : chart->right - 6 - width;

	for (int line = 0; line < CORNER_LINES && name.n > 0; line++) {
		double y = corner < 2 ? chart->top + 14 + line * LINE : chart->bottom - 7 - line * LINE;
		const struct box box = {x, y - 11, x + width, y + 3};

		if (boxes && !is_free(boxes, *count, &box))
			continue;
		if (boxes)
			boxes[(*count)++] = box;
		pm_svg_text(chart->svg, corner % 2 == 0 ? x : x + width, y, corner % 2 == 0 ? "start" : "end", SIZE, "up", name,
			    most);
		return;
	}
}

/* Names of level lines stand at their right end (draw_marks). */
static void keep_marks_free(const struct chart *chart, struct box *boxes, size_t *count)
{
	for (size_t i = 0; i < chart->picture->mark_count; i++) {
		const struct pm_mark *mark = &chart->picture->marks[i];
		double y = pm_scale_at(&chart->y, mark->at);

		if (mark->axis == PM_AXIS_Y && isfinite(mark->at) && mark->text.n > 0)
			boxes[(*count)++] =
				(struct box){chart->right - 4 - pm_text_width(mark->text, SIZE), y - 16, chart->right, y - 2};
	}
}

static void draw_points(const struct chart *chart)
{
	bool named = chart->rows <= NAMED_MOST;
	struct box *boxes = named ? pm_calloc(2 * chart->rows + 4 + chart->picture->mark_count, sizeof(*boxes)) : NULL;
	size_t count = 0;
	double x, y;

	for (size_t row = 0; row < chart->rows && named; row++) /* names cover no point */
		if (number_at(chart, row, 1, &x) && number_at(chart, row, 2, &y)) {
			x = pm_scale_at(&chart->x, x);
			y = pm_scale_at(&chart->y, y);
			boxes[count++] = (struct box){x - 5, y - 5, x + 5, y + 5};
		}
	if (named)
		keep_marks_free(chart, boxes, &count);
	for (int corner = 0; corner < 4; corner++)
		draw_corner(chart, corner, boxes, &count);
	for (size_t row = 0; row < chart->rows; row++)
		if (number_at(chart, row, 1, &x) && number_at(chart, row, 2, &y))
			draw_point(chart, row, pm_scale_at(&chart->x, x), pm_scale_at(&chart->y, y), boxes, &count);
	free(boxes);
}

static void draw_histogram(const struct chart *chart)
{
	double from, to, y;

	for (size_t row = 0; row < chart->rows; row++) {
		double x1, x2, top;

		if (!number_at(chart, row, 0, &from) || !number_at(chart, row, 1, &to) || !number_at(chart, row, 2, &y))
			continue;
		x1 = pm_scale_at(&chart->x, from);
		x2 = pm_scale_at(&chart->x, to);
		top = pm_scale_at(&chart->y, y);
		pm_svg_rect(chart->svg, x1 + 1, top, fmax(1, x2 - x1 - 2), chart->bottom - top, 0, "ar none");
	}
}

/* -- marks */

static const char *mark_class(enum pm_tone tone)
{
	static const char *const classes[] = {"mk", "mk good", "mk warn", "mk bad", "mk quiet"};

	return classes[tone];
}

/* Names of upright lines stand above the drawing, each on its own side of the line or a line lower where it would cover another. */
static void draw_marks(const struct chart *chart)
{
	double taken[2] = {-1e9, -1e9};
	bool right = chart->picture->chart == PM_CHART_SCATTER;

	for (size_t i = 0; i < chart->picture->mark_count; i++) {
		const struct pm_mark *mark = &chart->picture->marks[i];
		double width = pm_text_width(mark->text, SIZE), at;
		size_t row;

		if (!isfinite(mark->at))
			continue;
		if (mark->axis == PM_AXIS_Y) {
			at = pm_scale_at(&chart->y, mark->at);
			pm_svg_line(chart->svg, chart->left, at, chart->right, at, mark_class(mark->tone));
			pm_svg_text(chart->svg, right ? chart->right - 4 : chart->left + 6, at - 5, right ? "end" : "start", SIZE,
				    "mt", mark->text, chart->right - chart->left);
			continue;
		}
		at = pm_scale_at(&chart->x, mark->at);
		pm_svg_line(chart->svg, at, chart->top, at, chart->bottom, mark_class(mark->tone));
		row = at + 5 < taken[0] ? 1 : 0;
		if (at + 5 + width < chart->svg->width) {
			pm_svg_text(chart->svg, at + 5, chart->top + 12 + (double)row * 14, "start", SIZE, "mt", mark->text, 0);
			taken[row] = at + 5 + width;
		} else {
			pm_svg_text(chart->svg, at - 5, chart->top + 12 + (double)row * 14, "end", SIZE, "mt", mark->text, at - 5);
		}
	}
}

/* -- the whole */

static void set_frame(struct chart *chart)
{
	const struct pm_axis *x = &chart->picture->x, *y = &chart->picture->y;
	struct range xs = {0}, ys = {0};
	bool title = y->title.n > 0 || y->unit;

	find_ranges(chart, &xs, &ys);
	make_ticks(y, &ys, 5, &chart->y_ticks);
	chart->left = tick_width(y, &chart->y_ticks) + 10;
	chart->right = chart->svg->width - (names_stand_right(chart) ? names_width(chart) : 6);
	make_ticks(x, &xs, (unsigned)fmax(2, (chart->right - chart->left) / TICK_WIDE), &chart->x_ticks);
	if (chart->picture->chart != PM_CHART_SCATTER)
		trim_ticks(&chart->x_ticks, &xs);
	chart->top = title ? LINE + 10 : 8;
	if (has_names(chart) && !names_stand_right(chart))
		chart->top += draw_key(chart, chart->top - 6, true) + 4;
	chart->bottom = chart->top + (chart->svg->narrow ? 190 : 240);
	chart->x = (struct pm_scale){chart->x_ticks.low, chart->x_ticks.high, chart->left, chart->right};
	chart->y = (struct pm_scale){chart->y_ticks.low, chart->y_ticks.high, chart->bottom, chart->top};
	chart->svg->height = chart->bottom + LINE + 6 + (x->title.n > 0 || x->unit ? LINE : 0);
}

void pm_svg_chart_xy(struct pm_svg *svg, const struct pm_node *node)
{
	struct chart chart = {
		.svg = svg, .node = node, .picture = node->picture, .rows = pm_node_rows(node), .columns = node->column_count};

	set_frame(&chart);
	draw_axes(&chart);
	switch (node->picture->chart) {
	case PM_CHART_AREA: draw_areas(&chart); break;
	case PM_CHART_FAN: draw_fan(&chart); break;
	case PM_CHART_SCATTER: break; /* below, over the marks */
	case PM_CHART_HISTOGRAM: draw_histogram(&chart); break;
	default: draw_lines(&chart);
	}
	draw_marks(&chart);
	if (node->picture->chart == PM_CHART_SCATTER)
		draw_points(&chart);
	if (names_stand_right(&chart))
		draw_names(&chart);
}
