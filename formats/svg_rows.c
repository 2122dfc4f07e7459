/* svg_rows: charts with a row for each label: intervals, bars beside each other, bars of parts. */
#include "formats/svg.h"
#include "formats/words.h"

#include <math.h>

enum { SIZE = 12, LINE = 16, BAR = 12, GAP = 14, ROWS_MOST = 200 };

struct rows {
	struct pm_svg *svg;
	const struct pm_node *node;
	const struct pm_picture *picture;
	size_t rows, columns;
	struct pm_ticks ticks;
	struct pm_scale x;
	double left, right, top, bottom;
};

static const struct pm_cell *cell_at(const struct rows *rows, size_t row, size_t column)
{
	return &rows->node->cells[row * rows->columns + column];
}

static double number_at(const struct rows *rows, size_t row, size_t column)
{
	const struct pm_cell *cell = cell_at(rows, row, column);

	return cell->has_number && isfinite(cell->number) ? cell->number : NAN;
}

static double row_height(const struct rows *rows)
{
	double bars = BAR;

	if (rows->picture->chart == PM_CHART_GROUPED)
		bars = (double)(rows->columns - 1) * (BAR + 2);
	return bars + GAP + (rows->svg->narrow ? LINE : 0);
}

static void find_range(const struct rows *rows, double *low, double *high)
{
	bool interval = rows->picture->chart == PM_CHART_INTERVAL, from_zero = rows->picture->x.zero || !interval;
	size_t end = interval && rows->columns > 4 ? 4 : rows->columns; /* what stands behind is only in the table */

	*low = from_zero ? 0 : INFINITY;
	*high = from_zero ? 0 : -INFINITY;
	for (size_t row = 0; row < rows->rows; row++) {
		double sum = 0;

		for (size_t c = 1; c < end; c++) {
			double x = number_at(rows, row, c);

			if (isnan(x))
				continue;
			sum = rows->picture->chart == PM_CHART_STACKED ? sum + fmax(0, x) : x;
			*low = fmin(*low, sum);
			*high = fmax(*high, sum);
		}
	}
	for (size_t i = 0; i < rows->picture->mark_count; i++)
		if (isfinite(rows->picture->marks[i].at)) {
			*low = fmin(*low, rows->picture->marks[i].at);
			*high = fmax(*high, rows->picture->marks[i].at);
		}
}

/* -- key and axis */

/* Bars have names of their series above them, as many on a line as there is room for; returns what that takes. */
static double draw_key(const struct rows *rows)
{
	double x = 0, y = 0;

	if (rows->picture->chart == PM_CHART_INTERVAL || rows->columns < 3)
		return 0;
	for (size_t c = 1; c < rows->columns; c++) {
		struct pm_str title = rows->node->columns[c].title;
		double width = fmin(pm_text_width(title, SIZE), rows->svg->width - 16);

		if (x > 0 && x + 16 + width > rows->svg->width) {
			x = 0;
			y += LINE + 2;
		}
		pm_svg_rect(rows->svg, x, y, 10, 10, 2, pm_svg_area(c - 1));
		pm_svg_text(rows->svg, x + 15, y + 10, "start", SIZE, "lb", title, width + 8);
		x += 16 + width + 14;
	}
	return y + LINE + 10;
}

static void draw_axis(const struct rows *rows)
{
	struct pm_buf text = {0};

	for (size_t i = 0; i < rows->ticks.count; i++) {
		double x = pm_scale_at(&rows->x, rows->ticks.at[i]), half;

		pm_svg_line(rows->svg, x, rows->top, x, rows->bottom, "gr");
		pm_svg_tick(&rows->picture->x, &rows->ticks, rows->ticks.at[i], &text);
		half = pm_text_width(pm_buf_str(&text), SIZE) / 2;
		pm_svg_text(rows->svg, fmax(half, fmin(rows->svg->width - half, x)), rows->bottom + LINE, "middle", SIZE, "tk",
			    pm_buf_str(&text), 0);
		pm_buf_reset(&text);
	}
	pm_svg_axis_title(&rows->picture->x, &text);
	pm_svg_text(rows->svg, rows->right, rows->bottom + 2 * LINE + 2, "end", SIZE, "at", pm_buf_str(&text), rows->svg->width);
	pm_buf_clear(&text);
}

static void draw_marks(const struct rows *rows)
{
	for (size_t i = 0; i < rows->picture->mark_count; i++) {
		const struct pm_mark *mark = &rows->picture->marks[i];
		double x = pm_scale_at(&rows->x, mark->at);
		bool right = x + 4 + pm_text_width(mark->text, SIZE) < rows->svg->width;

		if (mark->axis != PM_AXIS_X || !isfinite(mark->at))
			continue;
		pm_svg_line(rows->svg, x, rows->top - 2, x, rows->bottom, "mk");
		pm_svg_text(rows->svg, right ? x + 4 : x - 4, rows->top - 4, right ? "start" : "end", SIZE, "mt", mark->text, 0);
	}
}

/* -- rows */

static void draw_label(const struct rows *rows, const struct pm_cell *cell, double y)
{
	double id = pm_svg_id_width(cell, SIZE), most = rows->left - 12;
	bool link = pm_svg_link(rows->svg, cell);

	if (rows->svg->narrow)
		most = rows->svg->width;
	pm_svg_text(rows->svg, 0, y, "start", SIZE, "id", cell->id, most);
	if (most - id >= fmin(40, pm_text_width(cell->text, SIZE)))
		pm_svg_text(rows->svg, id, y, "start", SIZE, "lb", cell->text, most - id);
	pm_svg_link_end(rows->svg, link);
}

/* A bar from what may be at the least to what may be at most, with a dot at what is likely. */
static void draw_interval(const struct rows *rows, size_t row, double y)
{
	double low = number_at(rows, row, 1), likely = number_at(rows, row, 2), high = number_at(rows, row, 3);

	if (!isnan(low) && !isnan(high)) {
		double from = pm_scale_at(&rows->x, low), to = pm_scale_at(&rows->x, high);

		pm_svg_rect(rows->svg, from, y + 3, fmax(2, to - from), BAR - 6, 3, "iv");
	}
	if (!isnan(likely))
		pm_svg_circle(rows->svg, pm_scale_at(&rows->x, likely), y + BAR / 2.0, 5,
			      pm_svg_toned(cell_at(rows, row, 0)->tone));
}

static void draw_figure(const struct rows *rows, const struct pm_cell *cell, double x, double y)
{
	double width = pm_text_width(cell->text, 11);

	if (x + 6 + width < rows->svg->width)
		pm_svg_text(rows->svg, x + 6, y + BAR - 2, "start", 11, "tk", cell->text, 0);
}

static void draw_grouped(const struct rows *rows, size_t row, double y)
{
	for (size_t c = 1; c < rows->columns; c++) {
		double top = y + (double)(c - 1) * (BAR + 2);
		double x = number_at(rows, row, c), zero = pm_scale_at(&rows->x, 0), at;

		if (isnan(x))
			continue;
		at = pm_scale_at(&rows->x, x);
		pm_svg_rect(rows->svg, fmin(zero, at), top, fmax(1, fabs(at - zero)), BAR, 2, pm_svg_area(c - 1));
		draw_figure(rows, cell_at(rows, row, c), fmax(zero, at), top);
	}
}

static void draw_stacked(const struct rows *rows, size_t row, double y)
{
	double sum = 0;

	for (size_t c = 1; c < rows->columns; c++) {
		double x = number_at(rows, row, c), from = pm_scale_at(&rows->x, sum);

		if (isnan(x) || x <= 0)
			continue;
		sum += x;
		pm_svg_rect(rows->svg, from, y, pm_scale_at(&rows->x, sum) - from, BAR, 0, pm_svg_area(c - 1));
	}
}

static void draw_row(const struct rows *rows, size_t row, double y)
{
	const struct pm_cell *label = cell_at(rows, row, 0);
	double bars = y + (rows->svg->narrow ? LINE : 0) + GAP / 2.0;
	double middle = y + (row_height(rows) + SIZE) / 2 - 2;

	draw_label(rows, label, rows->svg->narrow ? y + LINE : middle);
	switch (rows->picture->chart) {
	case PM_CHART_INTERVAL:
		if (rows->columns >= 4)
			draw_interval(rows, row, bars);
		break;
	case PM_CHART_GROUPED: draw_grouped(rows, row, bars); break;
	default: draw_stacked(rows, row, bars); break;
	}
}

static double label_width(const struct rows *rows)
{
	double widest = 40;

	for (size_t row = 0; row < rows->rows; row++) {
		const struct pm_cell *cell = cell_at(rows, row, 0);

		widest = fmax(widest, pm_svg_id_width(cell, SIZE) + pm_text_width(cell->text, SIZE));
	}
	return fmin(widest, rows->svg->width * 0.36) + 12;
}

void pm_svg_chart_rows(struct pm_svg *svg, const struct pm_node *node)
{
	struct rows rows = {
		.svg = svg, .node = node, .picture = node->picture, .rows = pm_node_rows(node), .columns = node->column_count};
	double low, high;

	if (rows.rows > ROWS_MOST)
		rows.rows = ROWS_MOST;
	find_range(&rows, &low, &high);
	rows.left = svg->narrow ? 6 : label_width(&rows);
	rows.right = svg->width - (rows.picture->chart == PM_CHART_GROUPED ? 44 : 12);
	rows.top = draw_key(&rows) + (rows.picture->mark_count > 0 ? LINE : 2);
	rows.bottom = rows.top + row_height(&rows) * (double)rows.rows;
	if (rows.picture->x.days)
		pm_ticks_days(low, high, svg->narrow ? 4 : 7, &rows.ticks);
	else
		pm_ticks_numbers(low, high, svg->narrow ? 4 : 6, false, &rows.ticks);
	rows.x = (struct pm_scale){rows.ticks.low, rows.ticks.high, rows.left, rows.right};
	draw_axis(&rows);
	for (size_t row = 0; row < rows.rows; row++)
		draw_row(&rows, row, rows.top + row_height(&rows) * (double)row);
	draw_marks(&rows);
	svg->height = rows.bottom + LINE + 8 + (rows.picture->x.title.n > 0 ? LINE : 0);
	if (rows.rows < pm_node_rows(node)) {
		struct pm_buf more = {0};

		pm_buf_addf(&more, SAY_THE_FIRST_N_OF_N_THE, ROWS_MOST, pm_node_rows(node));
		pm_svg_text(svg, 0, svg->height + 4, "start", SIZE, "at", pm_buf_str(&more), 0);
		pm_buf_clear(&more);
		svg->height += LINE;
	}
}
