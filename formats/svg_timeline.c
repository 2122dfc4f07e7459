/* svg_timeline: bars from day to day in lanes, milestones, what needs what, and today. */
#include "formats/svg.h"

#include "formats/words.h"
#include "parser/mem.h"

#include <math.h>
#include <stdlib.h>

enum {
	SIZE = 12,
	LINE = 16,
	BAR = 14,
	ROW = 30,
	NARROW_ROW = 44,
	LANE = 30,
	HEAD = 40,
	BARS_MOST = 300,
	MARK_LINES = 4,
	MARK_LINE = 14
};

struct bar {
	double from, to; /* pixels */
	double y;	 /* of its middle */
	bool drawn, milestone;
};

struct timeline {
	struct pm_svg *svg;
	const struct pm_node *node;
	const struct pm_picture *picture;
	size_t rows, columns, undated;
	struct bar *bars;
	struct pm_ticks ticks;
	struct pm_scale x;
	double left, right, bottom;
	double head; /* where the days end and the rows begin */
};

static const struct pm_cell *cell_at(const struct timeline *timeline, size_t row, size_t column)
{
	return &timeline->node->cells[row * timeline->columns + column];
}

static double day_at(const struct timeline *timeline, size_t row, size_t column)
{
	const struct pm_cell *cell = column < timeline->columns ? cell_at(timeline, row, column) : NULL;

	return cell && cell->has_number && isfinite(cell->number) ? cell->number : NAN;
}

/* The days of a bar, its end exclusive; false where it has none.  Only a first day: it is one day long. */
static bool days_of(const struct timeline *timeline, size_t row, double *from, double *to, bool *milestone)
{
	double first = day_at(timeline, row, 1), last = day_at(timeline, row, 2);

	if (isnan(first) && isnan(last))
		return false;
	*milestone = isnan(first) || first == last;
	*from = isnan(first) ? last : first;
	*to = isnan(last) ? *from : last;
	if (*to < *from) {
		double earlier = *to;

		*to = *from;
		*from = earlier;
	}
	*to += *milestone ? 0 : 1;
	return true;
}

static bool find_days(struct timeline *timeline, double *low, double *high)
{
	bool any = false;

	for (size_t row = 0; row < timeline->rows; row++) {
		double from, to;
		bool milestone;

		if (!days_of(timeline, row, &from, &to, &milestone)) {
			timeline->undated++;
			continue;
		}
		timeline->bars[row].drawn = true;
		timeline->bars[row].milestone = milestone;
		*low = any ? fmin(*low, from) : from;
		*high = any ? fmax(*high, to) : to;
		any = true;
	}
	for (size_t i = 0; i < timeline->picture->mark_count && any; i++)
		if (timeline->picture->marks[i].axis == PM_AXIS_X && isfinite(timeline->picture->marks[i].at)) {
			*low = fmin(*low, timeline->picture->marks[i].at);
			*high = fmax(*high, timeline->picture->marks[i].at);
		}
	return any;
}

/* -- places */

static bool lane_is_drawn(const struct timeline *timeline, size_t group)
{
	const struct pm_picture *picture = timeline->picture;
	size_t end = group + 1 < picture->group_count ? picture->groups[group + 1].row : timeline->rows;

	for (size_t row = picture->groups[group].row; row < end && row < timeline->rows; row++)
		if (timeline->bars[row].drawn)
			return true;
	return false;
}

/* Gives every bar its place; lanes are drawn on the way, so that they lie below all else. */
static void place_bars(struct timeline *timeline)
{
	struct pm_svg *svg = timeline->svg;
	double y = timeline->head;
	size_t group = 0;

	for (size_t row = 0; row < timeline->rows; row++) {
		struct bar *bar = &timeline->bars[row];
		double from = 0, to = 0;

		while (group < timeline->picture->group_count && timeline->picture->groups[group].row <= row) {
			if (lane_is_drawn(timeline, group)) {
				pm_svg_rect(svg, 0, y + 4, svg->width, LANE - 8, 4, "la");
				pm_svg_text(svg, 8, y + LANE / 2.0 + 4, "start", SIZE, "up no", /* bold is a fifth wider */
					    timeline->picture->groups[group].cell.text, (svg->width - 16) / 1.2);
				y += LANE;
			}
			group++;
		}
		if (!bar->drawn)
			continue;
		days_of(timeline, row, &from, &to, &bar->milestone);
		bar->from = pm_scale_at(&timeline->x, from);
		bar->to = pm_scale_at(&timeline->x, to);
		bar->y = svg->narrow ? y + NARROW_ROW - BAR : y + ROW / 2.0;
		y += svg->narrow ? NARROW_ROW : ROW;
	}
	timeline->bottom = y + 6;
}

static double label_width(const struct timeline *timeline)
{
	double widest = 60;

	for (size_t row = 0; row < timeline->rows; row++) {
		const struct pm_cell *cell = cell_at(timeline, row, 0);

		widest = fmax(widest, pm_svg_id_width(cell, SIZE) + pm_text_width(cell->text, SIZE));
	}
	return fmin(widest, timeline->svg->width * 0.34) + 14;
}

/* -- what is drawn */

static void draw_days(const struct timeline *timeline)
{
	for (size_t i = 0; i < timeline->ticks.count; i++) {
		double x = pm_scale_at(&timeline->x, timeline->ticks.at[i]);
		double next =
			i + 1 < timeline->ticks.count ? pm_scale_at(&timeline->x, timeline->ticks.at[i + 1]) : timeline->right;
		char text[16];

		pm_tick_day(&timeline->ticks, timeline->ticks.at[i], text);
		pm_svg_line(timeline->svg, x, timeline->head - 8, x, timeline->bottom, "gr");
		if (next - x > pm_text_width(pm_str_c(text), SIZE) || i + 1 == timeline->ticks.count)
			pm_svg_text(timeline->svg, fmin(x + 3, timeline->svg->width - pm_text_width(pm_str_c(text), SIZE)),
				    timeline->head - 10, "start", SIZE, "tk", pm_str_c(text), 0);
	}
}

static void draw_milestone(const struct timeline *timeline, const struct bar *bar, enum pm_tone tone)
{
	pm_svg_path(timeline->svg, pm_svg_toned(tone));
	pm_svg_move(timeline->svg, 'M', bar->from, bar->y - 8);
	pm_svg_move(timeline->svg, 'L', bar->from + 8, bar->y);
	pm_svg_move(timeline->svg, 'L', bar->from, bar->y + 8);
	pm_svg_move(timeline->svg, 'L', bar->from - 8, bar->y);
	pm_svg_path_end(timeline->svg, true);
}

/* The whole bar is light; what is done of it is full. */
static void draw_bar(const struct timeline *timeline, size_t row)
{
	const struct pm_cell *cell = cell_at(timeline, row, 0);
	const struct bar *bar = &timeline->bars[row];
	double done = day_at(timeline, row, 3), width = fmax(3, bar->to - bar->from);

	if (bar->milestone) {
		draw_milestone(timeline, bar, cell->tone);
		return;
	}
	pm_svg_rect(timeline->svg, bar->from, bar->y - BAR / 2.0, width, BAR, 4, "tr");
	pm_svg_rect(timeline->svg, bar->from, bar->y - BAR / 2.0, width, BAR, 4, "bo");
	if (!isnan(done) && done > 0)
		pm_svg_rect(timeline->svg, bar->from, bar->y - BAR / 2.0, fmax(3, width * fmin(1, done)), BAR, 4,
			    pm_svg_toned(cell->tone));
}

static void draw_row(const struct timeline *timeline, size_t row)
{
	const struct pm_cell *cell = cell_at(timeline, row, 0);
	const struct bar *bar = &timeline->bars[row];
	double id = pm_svg_id_width(cell, SIZE);
	double most = timeline->svg->narrow ? timeline->svg->width - 4 : timeline->left - 14;
	double y = timeline->svg->narrow ? bar->y - BAR / 2.0 - 7 : bar->y + 4;
	bool link = pm_svg_link(timeline->svg, cell);

	pm_svg_text(timeline->svg, 0, y, "start", SIZE, "id", cell->id, most);
	if (most - id > 30)
		pm_svg_text(timeline->svg, id, y, "start", SIZE, "lb", cell->text, most - id);
	draw_bar(timeline, row);
	pm_svg_link_end(timeline->svg, link);
}

/* From the end of what is needed to the start of what needs it; red where that starts before. */
static void draw_edge(const struct timeline *timeline, const struct pm_edge *edge)
{
	const struct bar *from = &timeline->bars[edge->from], *to = &timeline->bars[edge->to];
	bool late = to->from < from->to - 1;
	double x1 = from->milestone ? from->from + 8 : from->to, x2 = to->milestone ? to->from - 8 : to->from;
	double down = to->y > from->y ? 1 : -1, turn = fmax(x1 + 6, fmin(x2 - 8, x1 + 6));
	const char *class = late ? "eg bad" : edge->strong ? "eg strong" : "eg";

	pm_svg_path(timeline->svg, class);
	pm_svg_move(timeline->svg, 'M', x1, from->y);
	pm_svg_move(timeline->svg, 'L', turn, from->y);
	if (x2 - 8 < turn) { /* back: between the rows, then forward again */
		pm_svg_move(timeline->svg, 'L', turn, to->y - down * ROW / 2.0);
		pm_svg_move(timeline->svg, 'L', x2 - 10, to->y - down * ROW / 2.0);
		turn = x2 - 10;
	}
	pm_svg_move(timeline->svg, 'L', turn, to->y);
	pm_svg_move(timeline->svg, 'L', x2 - 2, to->y);
	pm_svg_path_end(timeline->svg, false);
	pm_svg_path(timeline->svg, late ? "hd bad" : edge->strong ? "hd strong" : "hd");
	pm_svg_move(timeline->svg, 'M', x2, to->y);
	pm_svg_move(timeline->svg, 'L', x2 - 6, to->y - 4);
	pm_svg_move(timeline->svg, 'L', x2 - 6, to->y + 4);
	pm_svg_path_end(timeline->svg, true);
}

static void draw_edges(const struct timeline *timeline)
{
	for (size_t i = 0; i < timeline->picture->edge_count; i++) {
		const struct pm_edge *edge = &timeline->picture->edges[i];

		if (edge->from < timeline->rows && edge->to < timeline->rows && timeline->bars[edge->from].drawn &&
		    timeline->bars[edge->to].drawn && edge->from != edge->to)
			draw_edge(timeline, edge);
	}
}

static bool is_drawn(const struct pm_mark *mark)
{
	return mark->axis == PM_AXIS_X && isfinite(mark->at);
}

/* The line of text for the name of each mark: the first on which it covers no other. */
static size_t line_of(const struct timeline *timeline, const struct pm_mark *mark, double taken[MARK_LINES], double *x)
{
	double width = pm_text_width(mark->text, SIZE) + 6;
	size_t line = 0;

	*x = fmin(pm_scale_at(&timeline->x, mark->at) + 4, timeline->svg->width - width);
	while (line + 1 < MARK_LINES && *x < taken[line])
		line++;
	taken[line] = fmax(taken[line], *x + width);
	return line;
}

static size_t count_lines(const struct timeline *timeline)
{
	double taken[MARK_LINES] = {0}, x;
	size_t most = 0;

	for (size_t i = 0; i < timeline->picture->mark_count; i++) {
		size_t line =
			is_drawn(&timeline->picture->marks[i]) ? line_of(timeline, &timeline->picture->marks[i], taken, &x) : 0;

		most = line > most ? line : most;
	}
	return most;
}

static void draw_marks(const struct timeline *timeline)
{
	static const char *const classes[] = {"mk", "mk good", "mk warn", "mk bad", "mk quiet"};
	double taken[MARK_LINES] = {0}, x;

	for (size_t i = 0; i < timeline->picture->mark_count; i++) {
		const struct pm_mark *mark = &timeline->picture->marks[i];
		size_t line;
		double at;

		if (!is_drawn(mark))
			continue;
		at = pm_scale_at(&timeline->x, mark->at);
		line = line_of(timeline, mark, taken, &x);
		pm_svg_line(timeline->svg, at, (double)line * MARK_LINE + 3, at, timeline->bottom, classes[mark->tone]);
		pm_svg_text(timeline->svg, x, (double)line * MARK_LINE + 11, "start", SIZE, "mt", mark->text, 0);
	}
}

static void draw_rest(const struct timeline *timeline, size_t all)
{
	struct pm_buf text = {0};

	timeline->svg->height = timeline->bottom + 4;
	if (timeline->undated > 0)
		pm_buf_addf(&text, SAY_N_WITHOUT_A_DATE_IN_THE, timeline->undated);
	if (timeline->rows < all)
		pm_buf_addf(&text, SAY_THE_FIRST_N_OF_N_THE_TABLE, timeline->rows, all);
	if (text.n > 0) {
		pm_svg_text(timeline->svg, 0, timeline->bottom + LINE, "start", SIZE, "at", pm_buf_str(&text),
			    timeline->svg->width);
		timeline->svg->height += LINE + 4;
	}
	pm_buf_clear(&text);
}

void pm_svg_timeline(struct pm_svg *svg, const struct pm_node *node)
{
	struct timeline timeline = {
		.svg = svg, .node = node, .picture = node->picture, .rows = pm_node_rows(node), .columns = node->column_count};
	size_t all = timeline.rows;
	double low = 0, high = 1, margin;

	if (timeline.rows > BARS_MOST)
		timeline.rows = BARS_MOST;
	timeline.bars = pm_calloc(timeline.rows + 1, sizeof(*timeline.bars));
	find_days(&timeline, &low, &high);
	margin = fmax(1, (high - low) * 0.02);
	timeline.left = svg->narrow ? 10 : label_width(&timeline);
	timeline.right = svg->width - 10;
	pm_ticks_days(low - margin, high + margin, (unsigned)fmax(2, (timeline.right - timeline.left) / 60), &timeline.ticks);
	timeline.x = (struct pm_scale){timeline.ticks.low, timeline.ticks.high, timeline.left, timeline.right};
	timeline.head = HEAD + (double)count_lines(&timeline) * MARK_LINE;
	place_bars(&timeline);
	draw_days(&timeline);
	draw_marks(&timeline);
	draw_edges(&timeline);
	for (size_t row = 0; row < timeline.rows; row++)
		if (timeline.bars[row].drawn)
			draw_row(&timeline, row);
	draw_rest(&timeline, all);
	free(timeline.bars);
}
