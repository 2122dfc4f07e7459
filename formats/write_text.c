/* write_text: a report for a terminal: tables that fit its width, bars of characters. */
#include "formats/format.h"
#include "formats/json.h"
#include "formats/sketch.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
	GAP = 2,	 /* blanks between columns */
	PROSE = 100,	 /* columns of a paragraph at most */
	UNLIMITED = 80,	 /* how far a column is padded where there is no width to fit */
	WIDE_LEAST = 24, /* what a wide column keeps before the others shrink */
	LEAST = 8,	 /* and what the others keep */
	BAR = 24,
	DEEPEST = 16, /* steps that a row of a tree is indented */
	CARD = 14,    /* what a column of a board needs */
	SKETCH = 40,  /* columns of what is drawn beside a table */
	SKETCH_LEAST = 12
};

struct writer {
	struct pm_out *out;
	size_t width; /* 0: unlimited */
	bool color;
	struct pm_out cell; /* one cell's text, made safe, in memory */
};

static const char *tone_code(enum pm_tone tone)
{
	static const char *const codes[] = {NULL, "32", "33", "31", "2"};

	return codes[tone];
}

static void paint(struct writer *w, const char *code, struct pm_str text)
{
	if (code && w->color && text.n > 0)
		pm_outf(w->out, "\033[%sm%.*s\033[0m", code, PM_FMT(text));
	else
		pm_outs(w->out, text);
}

static void blanks(struct writer *w, size_t n)
{
	for (; n > 0; n--)
		pm_outc(w->out, ' ');
}

/* Adds text to the cell in hand: one line, and nothing that a terminal would obey. */
static void add_safe(struct writer *w, struct pm_str text)
{
	size_t from = 0;

	for (size_t i = 0; i <= text.n; i++) {
		if (i < text.n && text.p[i] != '\n' && text.p[i] != '\r' && text.p[i] != '\t')
			continue;
		pm_out_terminal(&w->cell, pm_str_sub(text, from, i));
		if (i < text.n && w->cell.buf.n > 0 && w->cell.buf.p[w->cell.buf.n - 1] != ' ')
			pm_outc(&w->cell, ' ');
		from = i + 1;
	}
}

/* The cell's text as it is shown; borrowed until the next call. */
static struct pm_str shown(struct writer *w, const struct pm_cell *cell)
{
	pm_buf_reset(&w->cell.buf);
	for (unsigned i = 0; i < cell->depth && i < DEEPEST; i++)
		pm_outz(&w->cell, "  ");
	add_safe(w, cell->id);
	if (cell->id.n > 0 && cell->text.n > 0)
		pm_outc(&w->cell, ' ');
	add_safe(w, cell->text);
	if (cell->note.n > 0) {
		pm_outz(&w->cell, w->cell.buf.n > 0 ? " (" : "(");
		add_safe(w, cell->note);
		pm_outc(&w->cell, ')');
	}
	return pm_buf_str(&w->cell.buf);
}

/* Takes from text what fits in `width` columns, at a blank if there is one; 0 is no limit. */
static struct pm_str take_line(struct pm_str *text, size_t width)
{
	const char *p = text->p, *end = text->p + text->n, *blank = NULL;
	size_t used = 0;
	struct pm_str line;

	while (p < end) {
		uint32_t ch;
		size_t n = pm_utf8_decode(p, end, &ch);
		size_t w = (size_t)pm_char_width(ch);

		if (width > 0 && used + w > width && p > text->p)
			break;
		if (ch == ' ')
			blank = p;
		used += w;
		p += n;
	}
	if (p < end && *p != ' ' && blank && blank > text->p)
		p = blank;
	line = pm_str_n(text->p, (size_t)(p - text->p));
	while (p < end && *p == ' ')
		p++;
	*text = pm_str_n(p, (size_t)(end - p));
	while (line.n > 0 && line.p[line.n - 1] == ' ')
		line.n--;
	return line;
}

static void write_wrapped(struct writer *w, struct pm_str text, const char *first, const char *next, const char *code)
{
	size_t indent = pm_str_width(pm_str_c(first));
	size_t width = w->width == 0 ? 0 : w->width > indent + LEAST ? w->width - indent : LEAST;

	if (width > PROSE)
		width = PROSE;
	do {
		pm_outz(w->out, first);
		paint(w, code, take_line(&text, width));
		pm_outc(w->out, '\n');
		first = next;
	} while (text.n > 0);
}

/* -- headings and text */

static void write_heading(struct writer *w, struct pm_str text, int level)
{
	struct pm_cell cell = {.text = text};
	struct pm_str line = shown(w, &cell);
	size_t width = pm_str_width(line);

	if (w->width > 0 && width > w->width)
		width = w->width;
	paint(w, "1", line);
	pm_outc(w->out, '\n');
	if (level <= 2) {
		for (size_t i = 0; i < width && i < PROSE; i++)
			pm_outc(w->out, level == 1 ? '=' : '-');
		pm_outc(w->out, '\n');
	}
}

/* Does a line of a body begin something of its own: a list entry, a quote, a row, a heading? */
static bool begins(struct pm_str line)
{
	size_t digits = 0;

	while (digits < line.n && line.p[digits] >= '0' && line.p[digits] <= '9')
		digits++;
	if (digits > 0)
		return digits < line.n && (line.p[digits] == '.' || line.p[digits] == ')');
	return line.n >= 2 && strchr("-*+>|#`~", line.p[0]) && (line.p[1] == ' ' || line.p[0] == line.p[1] || line.p[0] == '|');
}

/* A body as a person wrote it: paragraphs are filled again, the rest keeps its lines. */
static void write_body(struct writer *w, struct pm_str body)
{
	struct pm_out joined;

	pm_out_memory(&joined);
	while (body.n > 0 || joined.buf.n > 0) {
		ptrdiff_t at = pm_str_chr(body, '\n');
		struct pm_str line = pm_str_trim(pm_str_sub(body, 0, at < 0 ? body.n : (size_t)at));

		if (joined.buf.n > 0 && (line.n == 0 || begins(line))) {
			write_wrapped(w, pm_buf_str(&joined.buf), "", "", NULL);
			pm_buf_reset(&joined.buf);
		}
		if (line.n == 0 && body.n > 0)
			pm_outc(w->out, '\n');
		if (line.n > 0) {
			struct pm_cell cell = {.text = line};

			if (joined.buf.n > 0)
				pm_outc(&joined, ' ');
			pm_outs(&joined, shown(w, &cell));
		}
		body = pm_str_sub(body, at < 0 ? body.n : (size_t)at + 1, body.n);
	}
	pm_out_clear(&joined);
}

static void write_list(struct writer *w, const struct pm_node *node)
{
	for (size_t i = 0; i < node->cell_count; i++)
		write_wrapped(w, shown(w, &node->cells[i]), "- ", "  ", tone_code(node->cells[i].tone));
}

static void write_facts(struct writer *w, const struct pm_node *node)
{
	size_t widest = 0, count = node->column_count < node->cell_count ? node->column_count : node->cell_count;

	for (size_t i = 0; i < count; i++) {
		size_t width = pm_str_width(node->columns[i].title);

		widest = width > widest ? width : widest;
	}
	for (size_t i = 0; i < count; i++) {
		struct pm_cell label = {.text = node->columns[i].title};
		struct pm_str text = shown(w, &label);

		pm_outs(w->out, text);
		blanks(w, (widest > pm_str_width(text) ? widest - pm_str_width(text) : 0) + GAP);
		paint(w, tone_code(node->cells[i].tone), shown(w, &node->cells[i]));
		pm_outc(w->out, '\n');
	}
}

/* -- tables */

static bool may_shrink(const struct pm_column *column, int round)
{
	return column->align != PM_ALIGN_DRAWN && (round == 1 || column->wide);
}

/* Makes the columns fit: the wide ones give room first, then whichever is widest. */
static void fit(const struct pm_node *node, size_t *widths, size_t room)
{
	size_t total = GAP * (node->column_count - 1);

	for (size_t c = 0; c < node->column_count; c++)
		total += widths[c];
	for (int round = 0; round < 2; round++) {
		size_t least = round == 0 ? WIDE_LEAST : LEAST;

		while (total > room) {
			size_t widest = node->column_count, over = total - room, next = least;

			for (size_t c = 0; c < node->column_count; c++)
				if (may_shrink(&node->columns[c], round) && widths[c] > least &&
				    (widest == node->column_count || widths[c] > widths[widest]))
					widest = c;
			if (widest == node->column_count)
				break;
			for (size_t c = 0; c < node->column_count; c++) /* not below the next one, so that equals share */
				if (c != widest && may_shrink(&node->columns[c], round) && widths[c] < widths[widest] &&
				    widths[c] > next)
					next = widths[c];
			if (next == widths[widest] || widths[widest] - next > over)
				next = widths[widest] - over > least ? widths[widest] - over : least;
			total -= widths[widest] - next;
			widths[widest] = next;
		}
	}
}

static void measure(struct writer *w, const struct pm_node *node, size_t *widths)
{
	for (size_t c = 0; c < node->column_count; c++)
		widths[c] = pm_str_width(shown(w, &(struct pm_cell){.text = node->columns[c].title}));
	for (size_t i = 0; i < node->cell_count; i++) {
		assert(node->column_count > 0);
		size_t width = pm_str_width(shown(w, &node->cells[i])), *column = &widths[i % node->column_count];

		if (w->width == 0 && width > UNLIMITED)
			width = UNLIMITED;
		if (width > *column)
			*column = width;
	}
	if (w->width > 0)
		fit(node, widths, w->width);
}

/* One row, as many lines as its tallest cell; left[] is what is still to be shown of each cell. */
static void write_row(struct writer *w, const struct pm_node *node, const size_t *widths, struct pm_str *left,
		      const char *const *codes)
{
	bool more = true;

	while (more) {
		size_t pending = 0; /* blanks that are owed: none are left at the end of a line */

		more = false;
		for (size_t c = 0; c < node->column_count; c++) {
			struct pm_str line = take_line(&left[c], w->width > 0 ? widths[c] : 0);
			size_t width = pm_str_width(line), rest = widths[c] > width ? widths[c] - width : 0;
			bool right = node->columns[c].align == PM_ALIGN_RIGHT;

			if (line.n > 0) {
				blanks(w, pending + (right ? rest : 0));
				paint(w, codes ? codes[c] : NULL, line);
				pending = right ? 0 : rest;
			} else {
				pending += widths[c];
			}
			pending += GAP;
			more = more || left[c].n > 0;
		}
		pm_outc(w->out, '\n');
	}
}

static void write_table(struct writer *w, const struct pm_node *node)
{
	size_t count = node->column_count;
	size_t *widths = pm_calloc(count, sizeof(*widths));
	struct pm_str *left = pm_calloc(count, sizeof(*left));
	struct pm_buf *texts = pm_calloc(count, sizeof(*texts));
	const char **codes = pm_calloc(count, sizeof(*codes));

	measure(w, node, widths);
	for (size_t c = 0; c < count; c++) {
		struct pm_cell head = {.text = node->columns[c].title};

		pm_buf_adds(&texts[c], shown(w, &head));
		left[c] = pm_buf_str(&texts[c]);
		codes[c] = "1";
	}
	write_row(w, node, widths, left, codes);
	for (size_t i = 0; i + count <= node->cell_count; i += count) {
		for (size_t c = 0; c < count; c++) {
			pm_buf_reset(&texts[c]);
			pm_buf_adds(&texts[c], shown(w, &node->cells[i + c]));
			left[c] = pm_buf_str(&texts[c]);
			codes[c] = tone_code(node->cells[i + c].tone);
		}
		write_row(w, node, widths, left, codes);
	}
	for (size_t c = 0; c < count; c++)
		pm_buf_clear(&texts[c]);
	free(widths);
	free(left);
	free(texts);
	free(codes);
}

/* -- pictures */

/* Each column under its name, where they do not fit side by side. */
static void write_groups(struct writer *w, const struct pm_node *board)
{
	for (size_t c = 0; c < board->column_count; c++) {
		struct pm_cell head = {.text = board->columns[c].title};

		if (c > 0)
			pm_outc(w->out, '\n');
		paint(w, "1", shown(w, &head));
		pm_outc(w->out, '\n');
		for (size_t i = c; i < board->cell_count; i += board->column_count)
			if (board->cells[i].text.n > 0 || board->cells[i].id.n > 0)
				write_wrapped(w, shown(w, &board->cells[i]), "- ", "  ", tone_code(board->cells[i].tone));
	}
}

/* A map that is too wide: band after band, in it what each column has. */
static void write_bands(struct writer *w, const struct pm_node *map)
{
	for (size_t i = 0; i < map->cell_count; i += map->column_count) {
		size_t end = i + map->column_count;

		if (map->cells[i].text.n == 0 && map->cells[i].id.n == 0)
			continue; /* one more row of the band above */
		while (end < map->cell_count && map->cells[end].text.n == 0 && map->cells[end].id.n == 0)
			end += map->column_count;
		pm_outz(w->out, i > 0 ? "\n" : "");
		paint(w, "1", shown(w, &map->cells[i]));
		pm_outc(w->out, '\n');
		for (size_t c = 1; c < map->column_count; c++)
			for (size_t k = i + c; k < end; k += map->column_count) {
				struct pm_cell head = {.text = map->columns[c].title};

				if (map->cells[k].text.n == 0 && map->cells[k].id.n == 0)
					continue;
				if (k < i + map->column_count)
					write_wrapped(w, shown(w, &head), "  ", "  ", NULL);
				write_wrapped(w, shown(w, &map->cells[k]), "  - ", "    ", tone_code(map->cells[k].tone));
			}
	}
}

static void write_board(struct writer *w, const struct pm_node *node, struct pm_arena *arena)
{
	struct pm_node board = pm_sketch_board(node, arena);
	size_t room = w->width / (board.column_count > 0 ? board.column_count : 1);

	if (board.column_count == 0)
		return;
	if (w->width == 0 || room >= CARD + GAP)
		write_table(w, &board);
	else if (node->picture->band_count > 0)
		write_bands(w, &board);
	else
		write_groups(w, &board);
	pm_node_table_clear(&board);
}

/* What the other columns need, the wide ones no more than they must. */
static size_t table_width(struct writer *w, const struct pm_node *node, struct pm_arena *arena)
{
	struct pm_node table = pm_node_table(node, arena);
	size_t *widths = pm_calloc(table.column_count, sizeof(*widths)), used = 0, width = w->width;

	w->width = 0;
	measure(w, &table, widths);
	w->width = width;
	for (size_t c = 0; c < table.column_count; c++)
		used += (table.columns[c].wide && widths[c] > WIDE_LEAST ? WIDE_LEAST : widths[c]) + GAP;
	free(widths);
	pm_node_table_clear(&table);
	return used;
}

static struct pm_node sketch_table(struct writer *w, const struct pm_node *node, struct pm_arena *arena)
{
	static const char *const strokes[] = {" ", "#", "=", "-", "-", "o", "|"};
	size_t used = table_width(w, node, arena);
	struct pm_sketch sketch;

	if (w->width == 0 || w->width >= used + SKETCH || !pm_sketch_init(&sketch, node, SKETCH))
		return pm_sketch_table(node, SKETCH, strokes, arena);
	if (w->width >= used + SKETCH_LEAST)
		return pm_sketch_table(node, w->width - used, strokes, arena);
	return pm_sketch_narrow(node, w->width / 2 < SKETCH ? w->width / 2 : SKETCH, strokes, arena);
}

static void write_sketch(struct writer *w, const struct pm_node *node, struct pm_arena *arena)
{
	struct pm_node table = sketch_table(w, node, arena);
	struct pm_buf marks = {0};

	write_table(w, &table);
	pm_sketch_marks(node, &marks);
	if (marks.n > 0) {
		struct pm_cell cell = {.text = pm_buf_str(&marks)};

		write_wrapped(w, shown(w, &cell), "", "", tone_code(PM_TONE_QUIET));
	}
	pm_buf_clear(&marks);
	pm_node_table_clear(&table);
}

static void write_picture(struct writer *w, const struct pm_node *node)
{
	struct pm_cell cell = {.text = node->picture->says};
	struct pm_arena arena;

	pm_arena_init(&arena);
	if (node->text.text.n > 0)
		write_heading(w, node->text.text, 3);
	write_wrapped(w, shown(w, &cell), "", "", tone_code(PM_TONE_QUIET));
	pm_outc(w->out, '\n');
	if (node->type == PM_NODE_BOARD || node->type == PM_NODE_MAP)
		write_board(w, node, &arena);
	else
		write_sketch(w, node, &arena);
	pm_arena_clear(&arena);
}

/* -- bars */

static size_t bar_at(double number, double scale)
{
	double at = scale > 0 ? number / scale * BAR + 0.5 : 0;

	return at <= 0 ? 0 : at >= BAR ? BAR : (size_t)at;
}

static void write_bars(struct writer *w, const struct pm_node *node)
{
	size_t widest = 0;

	for (size_t i = 0; i + 3 <= node->cell_count; i += 3) {
		size_t width = pm_str_width(shown(w, &node->cells[i]));

		widest = width > widest ? width : widest;
	}
	if (widest > UNLIMITED / 2)
		widest = UNLIMITED / 2;
	for (size_t i = 0; i + 3 <= node->cell_count; i += 3) {
		const struct pm_cell *is = &node->cells[i + 1], *should = &node->cells[i + 2];
		size_t full = is->has_number ? bar_at(is->number, node->scale) : 0;
		size_t mark = should->has_number ? bar_at(should->number, node->scale) : SIZE_MAX;
		struct pm_str rest = shown(w, &node->cells[i]), label = take_line(&rest, widest);
		size_t width = pm_str_width(label);

		pm_outs(w->out, label);
		blanks(w, (widest > width ? widest - width : 0) + GAP);
		pm_outc(w->out, '[');
		for (size_t k = 0; k < BAR; k++)
			pm_outc(w->out, k + 1 == mark || (mark == 0 && k == 0) ? '|' : k < full ? '#' : '.');
		pm_outz(w->out, "]  ");
		width = pm_str_width(shown(w, is));
		paint(w, tone_code(is->tone), shown(w, is));
		if (should->text.n > 0) {
			width += widest + GAP + BAR + 4 + GAP + pm_str_width(shown(w, should));
			if (w->width > 0 && width > w->width) {
				pm_outc(w->out, '\n');
				blanks(w, widest + GAP);
			} else {
				blanks(w, GAP);
			}
			paint(w, tone_code(PM_TONE_QUIET), shown(w, should));
		}
		pm_outc(w->out, '\n');
	}
}

static void write_empty(struct writer *w, const struct pm_node *node)
{
	paint(w, tone_code(PM_TONE_QUIET), pm_str_c(node->empty));
	pm_outc(w->out, '\n');
}

static void write_node(struct writer *w, const struct pm_node *node)
{
	struct pm_cell cell = {.text = node->text.text, .note = node->text.note};

	if (pm_node_width(node) > 0 && node->cell_count == 0) {
		write_empty(w, node);
		return;
	}
	switch (node->type) {
	case PM_NODE_HEADING: write_heading(w, node->text.text, node->level); break;
	case PM_NODE_TEXT: write_wrapped(w, shown(w, &cell), "", "", tone_code(node->text.tone)); break;
	case PM_NODE_MARKDOWN: write_body(w, node->text.text); break;
	case PM_NODE_LIST: write_list(w, node); break;
	case PM_NODE_FACTS: write_facts(w, node); break;
	case PM_NODE_TABLE: write_table(w, node); break;
	case PM_NODE_BARS: write_bars(w, node); break;
	default: write_picture(w, node); break;
	}
}

static bool is_silent(const struct pm_node *node)
{
	return pm_node_width(node) > 0 && node->cell_count == 0 && node->empty == NULL;
}

static void write(const struct pm_report *report, const struct pm_format_options *options, struct pm_out *out)
{
	struct writer w = {.out = out, .width = options->width > 0 ? (size_t)options->width : 0, .color = options->color};
	bool tight = true; /* nothing yet, or a heading: no empty line is wanted */

	pm_out_memory(&w.cell);
	if (report->title.n > 0) {
		write_heading(&w, report->title, 1);
		tight = false;
	}
	if (report->subtitle.n > 0) {
		struct pm_cell cell = {.text = report->subtitle};

		write_wrapped(&w, shown(&w, &cell), "", "", tone_code(PM_TONE_QUIET));
	}
	for (size_t i = 0; i < report->count; i++) {
		if (is_silent(&report->nodes[i]))
			continue;
		if (!tight)
			pm_outc(out, '\n');
		write_node(&w, &report->nodes[i]);
		tight = report->nodes[i].type == PM_NODE_HEADING;
	}
	pm_out_clear(&w.cell);
}

const struct pm_format pm_format_text = {
	.name = "text",
	.summary = "for a terminal: tables that fit its width",
	.write = write,
};
