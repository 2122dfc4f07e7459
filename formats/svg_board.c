/* svg_board: boards and story maps: cards below each other in columns, those of a map in bands. */
#include "formats/svg.h"

#include <math.h>
#include <stdlib.h>

enum { SIZE = 12, LINE = 16, COLUMN = 196, GAP = 10, PAD = 9, BAND = 120, HEAD = 28, LINES_MAX = 3, BAND_LINES = 6 };
#define BOLD 1.1 /* how much wider bold letters are */

struct board {
	struct pm_svg *svg;
	const struct pm_node *node;
	size_t *rows, *first; /* by band (pm_node_by_band) */
	double left;	      /* where the columns begin */
};

/* Cuts a text at blanks into lines, of which the first has less room; returns how many.  The last one holds all that is left. */
static size_t cut_lines(struct pm_str text, double less, double room, struct pm_str *lines, size_t most)
{
	size_t count = 0;

	while (text.n > 0 && count + 1 < most) {
		size_t fits = pm_text_fit(text, SIZE, room - (count == 0 ? less : 0)), end = fits;

		if (fits == text.n)
			break;
		while (end > 0 && text.p[end] != ' ')
			end--;
		if (end == 0 && (count > 0 || less <= 0))
			end = fits; /* a long word breaks, but not for an id that stands before it */
		lines[count++] = pm_str_trim(pm_str_sub(text, 0, end));
		text = pm_str_trim(pm_str_sub(text, end, text.n));
	}
	if (text.n > 0 || count == 0)
		lines[count++] = text;
	return count;
}

/* "Estimate 5 · Tomás · waits for PAY-7" */
static void add_facts(const struct pm_node *node, const struct pm_cell *cells, struct pm_buf *text)
{
	for (size_t c = 1; c < node->column_count; c++) {
		if (cells[c].text.n == 0 && cells[c].id.n == 0)
			continue;
		pm_buf_addz(text, text->n > 0 ? " \xc2\xb7 " : "");
		if (pm_cell_is_bare(&cells[c])) {
			pm_buf_adds(text, node->columns[c].title);
			pm_buf_addc(text, ' ');
		}
		pm_svg_label(&cells[c], text);
	}
}

static size_t card_lines(const struct pm_cell *cell, struct pm_str lines[LINES_MAX])
{
	return cut_lines(cell->text, pm_svg_id_width(cell, SIZE), COLUMN - 4 * PAD, lines, LINES_MAX);
}

static double card_height(const struct pm_node *node, const struct pm_cell *cells)
{
	struct pm_str lines[LINES_MAX];
	size_t count = card_lines(&cells[0], lines);
	struct pm_buf facts = {0};

	add_facts(node, cells, &facts);
	count += facts.n > 0 ? cut_lines(pm_buf_str(&facts), 0, COLUMN - 4 * PAD, lines, LINES_MAX) : 0;
	pm_buf_clear(&facts);
	return (double)count * LINE + 2 * PAD - 2;
}

static void draw_card(const struct board *board, const struct pm_cell *cells, double x, double y)
{
	static const char *const boxes[] = {"bx", "bx good", "bx warn", "bx bad", "bx"};
	struct pm_svg *svg = board->svg;
	struct pm_str lines[LINES_MAX];
	size_t count = card_lines(&cells[0], lines);
	double id = pm_svg_id_width(&cells[0], SIZE), room = COLUMN - 4 * PAD, at = y + PAD + SIZE - 1;
	struct pm_buf facts = {0};
	bool link = pm_svg_link(svg, &cells[0]);

	add_facts(board->node, cells, &facts);
	pm_svg_rect(svg, x + PAD, y, COLUMN - 2 * PAD, card_height(board->node, cells), 5, boxes[cells[0].tone]);
	pm_svg_text(svg, x + 2 * PAD, at, "start", SIZE, "id no", cells[0].id, room);
	for (size_t i = 0; i < count; i++)
		pm_svg_text(svg, x + 2 * PAD + (i == 0 ? id : 0), at + (double)i * LINE, "start", SIZE, "no", lines[i],
			    room - (i == 0 ? id : 0));
	at += (double)count * LINE;
	count = facts.n > 0 ? cut_lines(pm_buf_str(&facts), 0, room, lines, LINES_MAX) : 0;
	for (size_t i = 0; i < count; i++)
		pm_svg_text(svg, x + 2 * PAD, at + (double)i * LINE, "start", SIZE - 1, "at", lines[i], room);
	pm_svg_link_end(svg, link);
	pm_buf_clear(&facts);
}

/* The cards of a column in a band, from rows[*at] on; *at goes behind them.  Only measured where they are not to be drawn. */
static double stack(const struct board *board, size_t group, size_t band, size_t *at, double x, double y, bool drawn)
{
	const struct pm_node *node = board->node;
	double height = PAD;

	for (; *at < board->first[band + 1] && board->rows[*at] < pm_node_group_end(node, group); ++*at) {
		const struct pm_cell *cells = &node->cells[board->rows[*at] * node->column_count];

		if (drawn)
			draw_card(board, cells, x, y + height);
		height += card_height(node, cells) + PAD - 2;
	}
	return height;
}

static double column_x(const struct board *board, size_t group)
{
	return board->left + (double)group * (COLUMN + GAP);
}

static void draw_heads(const struct board *board)
{
	const struct pm_picture *picture = board->node->picture;

	for (size_t i = 0; i < picture->group_count; i++) {
		const struct pm_cell *cell = &picture->groups[i].cell;
		struct pm_buf count = {0}, name = {0};
		double x = column_x(board, i) + PAD, room;

		pm_buf_addf(&count, "%zu", pm_node_group_count(board->node, i));
		if (cell->has_number)
			pm_buf_addf(&count, " / %.0f", cell->number);
		pm_svg_label(cell, &name);
		room = (COLUMN - 3 * PAD - pm_text_width(pm_buf_str(&count), SIZE)) / BOLD;
		pm_svg_text(board->svg, x, 18, "start", SIZE + 1, "id no", pm_buf_str(&name), room);
		pm_svg_text(board->svg, column_x(board, i) + COLUMN - PAD, 18, "end", SIZE, "at", pm_buf_str(&count), 0);
		pm_buf_clear(&count);
		pm_buf_clear(&name);
	}
}

static void draw_band_head(const struct board *board, size_t band, double y)
{
	struct pm_str lines[BAND_LINES];
	struct pm_buf name = {0};
	size_t count;

	if (band >= board->node->picture->band_count)
		return;
	pm_svg_label(&board->node->picture->bands[band], &name);
	count = cut_lines(pm_buf_str(&name), 0, BAND - PAD, lines, BAND_LINES);
	for (size_t i = 0; i < count; i++)
		pm_svg_text(board->svg, 0, y + PAD + SIZE + (double)(i * LINE), "start", SIZE, "id no", lines[i], BAND - PAD);
	pm_buf_clear(&name);
}

/* One band; returns where it ends. */
static double draw_band(const struct board *board, size_t band, double y)
{
	size_t groups = board->node->picture->group_count, at = board->first[band];
	double tallest = 3 * LINE;

	for (size_t i = 0; i < groups; i++)
		tallest = fmax(tallest, stack(board, i, band, &at, 0, 0, false));
	draw_band_head(board, band, y);
	at = board->first[band];
	for (size_t i = 0; i < groups; i++) {
		pm_svg_rect(board->svg, column_x(board, i), y, COLUMN, tallest, 6, "tr");
		stack(board, i, band, &at, column_x(board, i), y, true);
	}
	return y + tallest + GAP;
}

void pm_svg_board(struct pm_svg *svg, const struct pm_node *node)
{
	const struct pm_picture *picture = node->picture;
	struct board board = {.svg = svg, .node = node, .left = picture->band_count > 0 ? BAND : 0};
	size_t bands = picture->band_count > 0 ? picture->band_count : 1;
	double y = HEAD;

	board.rows = pm_node_by_band(node, &board.first);
	draw_heads(&board);
	for (size_t band = 0; band < bands; band++)
		y = draw_band(&board, band, y);
	svg->width = fmax(svg->width, column_x(&board, picture->group_count) - GAP);
	svg->height = y;
	free(board.rows);
}
