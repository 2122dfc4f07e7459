/* sketch: the rows of a picture drawn with characters. */
#include "formats/sketch.h"

#include "formats/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double number_at(const struct pm_node *node, size_t row, size_t column)
{
	const struct pm_cell *cell = column < node->column_count ? &node->cells[row * node->column_count + column] : NULL;

	return cell && cell->has_number && isfinite(cell->number) ? cell->number : NAN;
}

/* A number as a day, whatever it is. */
static pm_day day_of(double x)
{
	return (pm_day)fmax(pm_day_from(1, 1, 1), fmin(pm_day_from(9999, 12, 31), x));
}

/* -- what is sketched, and between which numbers */

static bool is_sketched(const struct pm_node *node)
{
	if (node->type == PM_NODE_TIMELINE)
		return true;
	if (node->type != PM_NODE_CHART)
		return false;
	switch (node->picture->chart) {
	case PM_CHART_LINE:
	case PM_CHART_STEP: return node->column_count == 2;
	case PM_CHART_SCATTER: return false;
	default: return true;
	}
}

/* The columns whose numbers are drawn. */
static void drawn_columns(const struct pm_node *node, size_t *first, size_t *end)
{
	*first = 1;
	*end = node->column_count;
	if (node->type == PM_NODE_TIMELINE)
		*end = 3;
	else if (node->picture->chart == PM_CHART_HISTOGRAM)
		*first = 2;
	else if (node->picture->chart == PM_CHART_INTERVAL)
		*end = 4; /* what stands behind is only in the table */
	if (*end > node->column_count)
		*end = node->column_count;
}

static bool adds_up(const struct pm_node *node)
{
	return node->type == PM_NODE_CHART && (node->picture->chart == PM_CHART_STACKED || node->picture->chart == PM_CHART_AREA);
}

static enum pm_axis_name mark_axis(const struct pm_node *node)
{
	if (node->type == PM_NODE_TIMELINE || node->picture->chart >= PM_CHART_INTERVAL)
		return PM_AXIS_X;
	return PM_AXIS_Y;
}

static void widen(struct pm_sketch *sketch, double x)
{
	sketch->low = fmin(sketch->low, x);
	sketch->high = fmax(sketch->high, x);
}

bool pm_sketch_init(struct pm_sketch *sketch, const struct pm_node *node, size_t width)
{
	bool interval = node->type == PM_NODE_CHART && node->picture->chart == PM_CHART_INTERVAL;
	bool from_zero = node->type != PM_NODE_TIMELINE && (!interval || node->picture->x.zero);
	size_t first, end;

	*sketch = (struct pm_sketch){.node = node, .low = from_zero ? 0 : INFINITY, .high = from_zero ? 0 : -INFINITY};
	sketch->width = width < PM_SKETCH_MAX ? width : PM_SKETCH_MAX;
	if (!is_sketched(node))
		return false;
	drawn_columns(node, &first, &end);
	for (size_t row = 0; row < pm_node_rows(node); row++) {
		double sum = 0;

		for (size_t c = first; c < end; c++) {
			double x = number_at(node, row, c);

			if (isnan(x))
				continue;
			sum += fmax(0, x);
			widen(sketch, adds_up(node) ? sum : x);
		}
	}
	for (size_t i = 0; i < node->picture->mark_count; i++)
		if (node->picture->marks[i].axis == mark_axis(node) && isfinite(node->picture->marks[i].at))
			widen(sketch, node->picture->marks[i].at);
	return isfinite(sketch->low) && sketch->high > sketch->low && sketch->width > 1;
}

/* -- strokes */

/* The edge before which a number lies: 0 to width. */
static size_t edge_at(const struct pm_sketch *sketch, double x)
{
	double part = (x - sketch->low) / (sketch->high - sketch->low) * (double)sketch->width + 0.5;

	return part <= 0 ? 0 : part >= (double)sketch->width ? sketch->width : (size_t)part;
}

/* The character that a number lies in. */
static size_t place_at(const struct pm_sketch *sketch, double x)
{
	double part = (x - sketch->low) / (sketch->high - sketch->low) * (double)sketch->width;

	return part <= 0 ? 0 : part >= (double)sketch->width ? sketch->width - 1 : (size_t)part;
}

static void fill(unsigned char *strokes, size_t from, size_t to, enum pm_stroke stroke)
{
	for (size_t i = from; i < to; i++)
		strokes[i] = (unsigned char)stroke;
}

static void sketch_days(const struct pm_sketch *sketch, size_t row, unsigned char *strokes)
{
	double first = number_at(sketch->node, row, 1), last = number_at(sketch->node, row, 2);
	double done = number_at(sketch->node, row, 3);
	size_t from, to;

	if (isnan(first) && isnan(last))
		return;
	if (isnan(first) || first == last) {
		strokes[place_at(sketch, isnan(first) ? last : first)] = PM_STROKE_POINT;
		return;
	}
	last = isnan(last) ? first : last;
	from = place_at(sketch, fmin(first, last));
	to = place_at(sketch, fmax(first, last)) + 1;
	fill(strokes, from, to, PM_STROKE_HALF);
	if (done > 0)
		fill(strokes, from, from + (size_t)lround((double)(to - from) * fmin(1, done)), PM_STROKE_FULL);
}

/* From the least to the most; of percentiles the middle one is what is likely. */
static void sketch_range(const struct pm_sketch *sketch, size_t row, unsigned char *strokes)
{
	bool interval = sketch->node->picture->chart == PM_CHART_INTERVAL && sketch->node->column_count > 4;
	size_t columns = interval ? 4 : sketch->node->column_count, middle = columns / 2, last = columns - 1;
	double low = number_at(sketch->node, row, 1), likely = number_at(sketch->node, row, middle);
	double high = number_at(sketch->node, row, last);

	if (!isnan(low) && !isnan(high))
		fill(strokes, place_at(sketch, fmin(low, high)), place_at(sketch, fmax(low, high)) + 1, PM_STROKE_RANGE);
	if (!isnan(likely))
		strokes[place_at(sketch, likely)] = PM_STROKE_POINT;
}

static void sketch_parts(const struct pm_sketch *sketch, size_t row, unsigned char *strokes)
{
	double sum = 0;

	for (size_t c = 1; c < sketch->node->column_count; c++) {
		double x = number_at(sketch->node, row, c);
		size_t from = edge_at(sketch, sum);

		if (isnan(x) || x <= 0)
			continue;
		sum += x;
		fill(strokes, from, edge_at(sketch, sum),
		     c < 3 ? (enum pm_stroke)((int)PM_STROKE_FULL + (int)c - 1) : PM_STROKE_THIRD);
	}
}

/* The first number is a bar, a second one a mark: what is, and what should be. */
static void sketch_bar(const struct pm_sketch *sketch, size_t row, unsigned char *strokes)
{
	size_t first, end;
	double x, should;

	drawn_columns(sketch->node, &first, &end);
	x = number_at(sketch->node, row, first);
	should = first + 1 < end ? number_at(sketch->node, row, first + 1) : NAN;
	if (x > 0)
		fill(strokes, edge_at(sketch, 0), edge_at(sketch, x), PM_STROKE_FULL);
	else if (x < 0)
		fill(strokes, edge_at(sketch, x), edge_at(sketch, 0), PM_STROKE_FULL);
	if (!isnan(should))
		strokes[place_at(sketch, should)] = PM_STROKE_MARK;
}

void pm_sketch_row(const struct pm_sketch *sketch, size_t row, unsigned char strokes[PM_SKETCH_MAX])
{
	const struct pm_node *node = sketch->node;

	memset(strokes, PM_STROKE_NONE, PM_SKETCH_MAX);
	for (size_t i = 0; i < node->picture->mark_count; i++)
		if (node->picture->marks[i].axis == mark_axis(node) && isfinite(node->picture->marks[i].at))
			strokes[place_at(sketch, node->picture->marks[i].at)] = PM_STROKE_MARK;
	if (node->type == PM_NODE_TIMELINE)
		sketch_days(sketch, row, strokes);
	else if (node->picture->chart == PM_CHART_INTERVAL || node->picture->chart == PM_CHART_FAN)
		sketch_range(sketch, row, strokes);
	else if (adds_up(node))
		sketch_parts(sketch, row, strokes);
	else
		sketch_bar(sketch, row, strokes);
}

/* -- tables */

static void push(struct pm_node *table, struct pm_cell cell)
{
	PM_GROW(table->cells, table->cell_count, table->cell_cap);
	table->cells[table->cell_count++] = cell;
}

static struct pm_str keep(struct pm_arena *arena, struct pm_buf *text)
{
	struct pm_str kept = {text->n > 0 ? pm_arena_dup(arena, text->p, text->n) : "", text->n};

	pm_buf_clear(text);
	return kept;
}

static struct pm_str row_text(const struct pm_sketch *sketch, size_t row, const char *const names[PM_STROKE_COUNT],
			      struct pm_arena *arena)
{
	unsigned char strokes[PM_SKETCH_MAX];
	struct pm_buf text = {0};

	pm_sketch_row(sketch, row, strokes);
	for (size_t i = 0; i < sketch->width; i++)
		pm_buf_addz(&text, names[strokes[i]]);
	return keep(arena, &text);
}

/* Of a timeline the days at its ends stand above it. */
static struct pm_str head_text(const struct pm_sketch *sketch, struct pm_arena *arena)
{
	struct pm_buf text = {0};
	char low[16], high[16];

	if (sketch->node->type != PM_NODE_TIMELINE || sketch->width < 22)
		return PM_STR("");
	pm_day_format(day_of(sketch->low), low);
	pm_day_format(day_of(sketch->high), high);
	pm_buf_addf(&text, "%s%*s", low, (int)(sketch->width - strlen(low)), high);
	return keep(arena, &text);
}

/* A card in one cell: its facts are its note. */
static struct pm_cell card(const struct pm_node *node, size_t row, struct pm_arena *arena)
{
	const struct pm_cell *cells = &node->cells[row * node->column_count];
	struct pm_cell cell = cells[0];
	struct pm_buf note = {0};

	cell.depth = 0;
	for (size_t c = 1; c < node->column_count; c++) {
		if (cells[c].text.n == 0)
			continue;
		pm_buf_addz(&note, note.n > 0 ? ", " : "");
		if (pm_cell_is_bare(&cells[c]))
			pm_buf_addf(&note, "%.*s ", PM_FMT(node->columns[c].title));
		pm_buf_adds(&note, cells[c].text);
		if (cells[c].note.n > 0)
			pm_buf_addf(&note, ", %.*s", PM_FMT(cells[c].note));
	}
	if (note.n > 0)
		cell.note = keep(arena, &note);
	return cell;
}

struct pm_node pm_sketch_table(const struct pm_node *node, size_t width, const char *const names[PM_STROKE_COUNT],
			       struct pm_arena *arena)
{
	struct pm_node plain = pm_node_table(node, arena),
		       table = {.type = PM_NODE_TABLE, .text = plain.text, .empty = plain.empty};
	struct pm_sketch sketch;

	if (!pm_sketch_init(&sketch, node, width))
		return plain;
	table.column_count = plain.column_count + 1;
	table.columns = pm_arena_zero(arena, table.column_count * sizeof(*table.columns));
	table.columns[0] = plain.columns[0];
	table.columns[1] = (struct pm_column){.title = head_text(&sketch, arena), .key = "sketch", .align = PM_ALIGN_DRAWN};
	memcpy(table.columns + 2, plain.columns + 1, (plain.column_count - 1) * sizeof(*table.columns));
	for (size_t i = 0; i < plain.cell_count; i++) {
		push(&table, plain.cells[i]);
		if (i % plain.column_count == 0)
			push(&table, (struct pm_cell){.text = row_text(&sketch, i / plain.column_count, names, arena)});
	}
	pm_node_table_clear(&plain);
	return table;
}

struct pm_node pm_sketch_narrow(const struct pm_node *node, size_t width, const char *const names[PM_STROKE_COUNT],
				struct pm_arena *arena)
{
	struct pm_node plain = pm_node_table(node, arena),
		       table = {.type = PM_NODE_TABLE, .text = plain.text, .empty = plain.empty};
	struct pm_sketch sketch;
	bool drawn = pm_sketch_init(&sketch, node, width);

	table.column_count = drawn ? 2 : 1;
	table.columns = pm_arena_zero(arena, 2 * sizeof(*table.columns));
	table.columns[0] = (struct pm_column){.title = plain.columns[0].title, .wide = true};
	table.columns[1] = (struct pm_column){.title = drawn ? head_text(&sketch, arena) : PM_STR(""), .align = PM_ALIGN_DRAWN};
	for (size_t row = 0; row < pm_node_rows(node); row++) {
		push(&table, card(&plain, row, arena));
		if (drawn)
			push(&table, (struct pm_cell){.text = row_text(&sketch, row, names, arena)});
	}
	pm_node_table_clear(&plain);
	return table;
}

/* "In progress 3/2": how many there are, and the limit. */
static struct pm_str group_title(const struct pm_node *node, size_t group, struct pm_arena *arena)
{
	const struct pm_cell *cell = &node->picture->groups[group].cell;
	struct pm_buf text = {0};
	char limit[32];

	pm_buf_adds(&text, cell->id);
	pm_buf_addz(&text, cell->id.n > 0 ? " " : "");
	pm_buf_adds(&text, cell->text);
	if (node->type == PM_NODE_BOARD)
		pm_buf_addf(&text, " %zu", pm_node_group_count(node, group));
	if (node->type == PM_NODE_BOARD && cell->has_number) {
		pm_number_round(cell->number, limit);
		pm_buf_addf(&text, "/%s", limit);
	}
	return keep(arena, &text);
}

/* The rows of a band, dealt to their columns: those of group g are rows[at[g]] to before rows[end[g]]. */
struct deal {
	size_t *rows, *first, *at, *end;
};

static void deal_band(const struct deal *deal, const struct pm_node *node, size_t band)
{
	size_t k = deal->first[band];

	for (size_t g = 0; g < node->picture->group_count; g++) {
		deal->at[g] = k;
		while (k < deal->first[band + 1] && deal->rows[k] < pm_node_group_end(node, g))
			k++;
		deal->end[g] = k;
	}
}

static bool is_dealt(const struct deal *deal, size_t groups)
{
	for (size_t g = 0; g < groups; g++)
		if (deal->at[g] < deal->end[g])
			return false;
	return true;
}

/* The cards of one band, side by side; at least one row. */
static void push_band(struct pm_node *table, const struct pm_node *node, const struct deal *deal, size_t band,
		      struct pm_arena *arena)
{
	const struct pm_picture *picture = node->picture;
	bool first = true;

	for (deal_band(deal, node, band); first || !is_dealt(deal, picture->group_count); first = false) {
		if (picture->band_count > 0)
			push(table, first ? picture->bands[band] : (struct pm_cell){.text = PM_STR("")});
		for (size_t g = 0; g < picture->group_count; g++)
			push(table, deal->at[g] < deal->end[g] ? card(node, deal->rows[deal->at[g]++], arena)
							       : (struct pm_cell){.text = PM_STR("")});
	}
}

struct pm_node pm_sketch_board(const struct pm_node *node, struct pm_arena *arena)
{
	const struct pm_picture *picture = node->picture;
	size_t lead = picture->band_count > 0 ? 1 : 0;
	struct pm_node table = {.type = PM_NODE_TABLE, .text = node->text, .empty = node->empty};
	struct deal deal = {.at = pm_calloc(picture->group_count + 1, sizeof(size_t)),
			    .end = pm_calloc(picture->group_count + 1, sizeof(size_t))};

	deal.rows = pm_node_by_band(node, &deal.first);
	table.column_count = picture->group_count + lead;
	table.columns = pm_arena_zero(arena, (table.column_count + 1) * sizeof(*table.columns));
	if (lead > 0)
		table.columns[0].title = picture->band_title;
	for (size_t g = 0; g < picture->group_count; g++) {
		table.columns[lead + g].title = group_title(node, g, arena);
		table.columns[lead + g].wide = true;
	}
	for (size_t band = 0; band < (lead > 0 ? picture->band_count : 1); band++)
		push_band(&table, node, &deal, band, arena);
	free(deal.rows);
	free(deal.at);
	free(deal.end);
	return table;
}

/* "median 6" says 6. */
static bool says_already(struct pm_str says, const char *figure)
{
	size_t n = strlen(figure);

	for (size_t i = 0; i + n <= says.n; i++)
		if (memcmp(says.p + i, figure, n) == 0)
			return true;
	return false;
}

void pm_sketch_marks(const struct pm_node *node, struct pm_buf *out)
{
	for (size_t i = 0; i < node->picture->mark_count; i++) {
		const struct pm_mark *mark = &node->picture->marks[i];
		const struct pm_axis *axis = mark->axis == PM_AXIS_X ? &node->picture->x : &node->picture->y;
		bool percent = axis->unit && strcmp(axis->unit, "%") == 0;
		bool days = axis->days || (node->type == PM_NODE_TIMELINE && mark->axis == PM_AXIS_X);
		char text[32];

		if (!isfinite(mark->at) || mark->text.n == 0)
			continue;
		if (days)
			pm_day_format(day_of(mark->at), text);
		else
			pm_number_round(percent ? mark->at * 100 : mark->at, text);
		pm_buf_addz(out, out->n > 0 ? " \xc2\xb7 " : "");
		if (axis->title.n > 0 && !days)
			pm_buf_addf(out, "%.*s: ", PM_FMT(axis->title));
		pm_buf_adds(out, mark->text);
		if (!says_already(mark->text, text))
			pm_buf_addf(out, " %s%s", text, percent ? "%" : "");
	}
}
