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
	NARROW = 20,	 /* and before columns go below each other */
	LONGEST = 28,	 /* a longer word may break */
	LEAST = 4,	 /* and what every column keeps */
	BAR = 24,
	DEEPEST = 16, /* steps that a row of a tree is indented */
	CARD = 16,    /* what a column of a board needs */
	SKETCH = 40,  /* columns of what is drawn beside a table */
	SKETCH_LEAST = 12
};

/* How columns are made to fit, gentlest first. */
enum step { STEP_WIDE, STEP_ALL, STEP_NARROW, STEP_ANY };

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

static size_t indent_of(const struct pm_cell *cell)
{
	return 2 * (size_t)(cell->depth < DEEPEST ? cell->depth : DEEPEST);
}

/* The cell's text as it is shown; borrowed until the next call. */
static struct pm_str shown(struct writer *w, const struct pm_cell *cell)
{
	pm_buf_reset(&w->cell.buf);
	for (size_t i = 0; i < indent_of(cell); i++)
		pm_outc(&w->cell, ' ');
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

/* Takes from text what fits in `width` columns, at a blank if there is one, else behind a slash or a hyphen; 0 is no limit. */
static struct pm_str take_line(struct pm_str *text, size_t width)
{
	const char *p = text->p, *end = pm_str_end(*text), *blank = NULL, *joint = NULL;
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
		if (ch == '/' || (ch == '-' && !(joint && joint[-1] == '/')))
			joint = p;
	}
	if (p < end && *p != ' ' && blank && blank > text->p)
		p = blank;
	else if (p < end && *p != ' ' && joint)
		p = joint;
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
	write_wrapped(w, line, "", "", "1");
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
	struct pm_buf label = {0}, margin = {0};

	for (size_t i = 0; i < count; i++) {
		size_t width = pm_str_width(shown(w, &(struct pm_cell){.text = node->columns[i].title}));

		widest = width > widest ? width : widest;
	}
	for (size_t k = 0; k < widest + GAP; k++)
		pm_buf_addc(&margin, ' ');
	for (size_t i = 0; i < count; i++) {
		pm_buf_reset(&label);
		pm_buf_adds(&label, shown(w, &(struct pm_cell){.text = node->columns[i].title}));
		for (size_t width = pm_str_width(pm_buf_str(&label)); width < widest + GAP; width++)
			pm_buf_addc(&label, ' ');
		write_wrapped(w, shown(w, &node->cells[i]), label.p, margin.p, tone_code(node->cells[i].tone));
	}
	pm_buf_clear(&label);
	pm_buf_clear(&margin);
}

/* -- tables */

/* How much a column needs: all of it on one line; so that no word of it breaks; so that no word of its head does. */
struct need {
	size_t all, words, head;
};

static size_t at_most(size_t width, size_t most)
{
	return width < most ? width : most;
}

static size_t at_least(size_t width, size_t least)
{
	return width > least ? width : least;
}

/* The widest word of a text, where a path may be cut behind a slash. */
static size_t widest_word(struct pm_str text)
{
	size_t widest = 0, from = 0;

	for (size_t i = 0; i <= text.n; i++) {
		if (i < text.n && text.p[i] != ' ' && text.p[i] != '/')
			continue;
		widest = at_least(widest, pm_str_width(pm_str_sub(text, from, i < text.n && text.p[i] == '/' ? i + 1 : i)));
		from = i + 1;
	}
	return widest;
}

/* The columns that are to fit side by side: the first `count` of a table. */
struct fitting {
	const struct pm_node *node;
	const struct need *needs;
	size_t count, room;
	size_t narrow; /* what a wide column keeps at last */
	enum step step;
};

/* What a column keeps while room is sought, step after step: first only the wide ones give, then the others too, then the wide ones
 * more, but no word breaks that is not very long. */
static size_t floor_of(const struct fitting *fitting, size_t column)
{
	const struct pm_column *it = &fitting->node->columns[column];
	const struct need *need = &fitting->needs[column];
	size_t words = at_least(at_most(at_most(need->words, LONGEST), need->all), need->head);

	if (it->align == PM_ALIGN_DRAWN || (fitting->step == STEP_WIDE && !it->wide))
		return need->all;
	if (fitting->step == STEP_ANY)
		return at_most(need->all, LEAST);
	if (!it->wide)
		return words;
	if (fitting->step == STEP_NARROW)
		return at_most(need->all, fitting->narrow);
	return at_most(need->all, at_least(WIDE_LEAST, fitting->room * 2 / 5));
}

static size_t set_level(const struct fitting *fitting, size_t level, size_t *widths)
{
	size_t total = 0;

	for (size_t c = 0; c < fitting->count; c++)
		total += widths[c] = at_least(at_most(level, fitting->needs[c].all), floor_of(fitting, c));
	return total;
}

/* No column wider than one level, which is the highest that leaves room for all, or than what it keeps. */
static bool fit_step(const struct fitting *fitting, size_t *widths)
{
	size_t level = 0, top = fitting->room, total;

	while (level < top) {
		size_t middle = level + (top - level + 1) / 2;

		if (set_level(fitting, middle, widths) <= fitting->room)
			level = middle;
		else
			top = middle - 1;
	}
	total = set_level(fitting, level, widths);
	for (size_t c = 0; c < fitting->count && total < fitting->room; c++) /* what is over, one each */
		if (widths[c] == level && widths[c] < fitting->needs[c].all) {
			widths[c]++;
			total++;
		}
	return total <= fitting->room;
}

static void measure_cell(struct writer *w, const struct pm_cell *cell, struct need *need)
{
	struct pm_str text = shown(w, cell);
	size_t width = pm_str_width(text);

	need->all = at_least(need->all, w->width == 0 ? at_most(width, UNLIMITED) : width);
	if (w->width > 0)
		need->words = at_least(need->words, widest_word(text));
}

/* Of every column; heap. */
static struct need *measure(struct writer *w, const struct pm_node *node)
{
	struct need *needs = pm_calloc(node->column_count, sizeof(*needs));

	for (size_t c = 0; c < node->column_count; c++) {
		struct pm_str head = shown(w, &(struct pm_cell){.text = node->columns[c].title});

		needs[c] = (struct need){pm_str_width(head), 0, widest_word(head)};
	}
	for (size_t i = 0, c = 0; i < node->cell_count; i++, c = c + 1 < node->column_count ? c + 1 : 0)
		measure_cell(w, &node->cells[i], &needs[c]);
	return needs;
}

/* The widths of the first columns; false: they fit only where words break. */
static bool fit(struct writer *w, const struct pm_node *node, const struct need *needs, size_t count, size_t *widths)
{
	size_t gaps = GAP * (count - 1), wide = 0;
	struct fitting fitting = {.node = node, .needs = needs, .count = count, .room = w->width > gaps ? w->width - gaps : 1};

	for (size_t c = 0; c < count; c++) {
		widths[c] = needs[c].all;
		wide += node->columns[c].wide;
	}
	fitting.narrow = wide > 0 ? at_most(fitting.room / wide, NARROW) : NARROW;
	while (w->width > 0 && !fit_step(&fitting, widths) && fitting.step < STEP_ANY)
		fitting.step++;
	return fitting.step < STEP_ANY;
}

/* What is still to be shown of a cell. */
struct slot {
	struct pm_buf text;
	struct pm_str left;
	const char *code;
	size_t indent; /* of its lines but the first: the depth of a tree's row stands in the text of that */
};

static void fill_slot(struct writer *w, struct slot *slot, const struct pm_cell *cell, const char *code)
{
	pm_buf_reset(&slot->text);
	pm_buf_adds(&slot->text, shown(w, cell));
	slot->left = pm_buf_str(&slot->text);
	slot->code = code;
	slot->indent = indent_of(cell);
}

/* One row, as many lines as its tallest cell. */
static void write_row(struct writer *w, const struct pm_node *node, size_t count, const size_t *widths, struct slot *slots)
{
	bool more = true;

	for (bool first = true; more; first = false) {
		size_t pending = 0; /* blanks that are owed: none are left at the end of a line */

		more = false;
		for (size_t c = 0; c < count; c++) {
			size_t indent = first || widths[c] <= slots[c].indent + LEAST ? 0 : slots[c].indent;
			struct pm_str line = take_line(&slots[c].left, w->width > 0 ? widths[c] - indent : 0);
			size_t width = pm_str_width(line) + indent, rest = widths[c] > width ? widths[c] - width : 0;
			bool right = node->columns[c].align == PM_ALIGN_RIGHT;

			if (line.n > 0) {
				blanks(w, pending + indent + (right ? rest : 0));
				paint(w, slots[c].code, line);
				pending = right ? 0 : rest;
			} else {
				pending += widths[c];
			}
			pending += GAP;
			more = more || slots[c].left.n > 0;
		}
		pm_outc(w->out, '\n');
	}
}

/* How many columns stand side by side where not all do: at least up to the first wide one, which keeps half of the width. */
static size_t fit_lead(struct writer *w, const struct pm_node *node, const struct need *needs, size_t *widths)
{
	size_t first = 0, lead;

	while (first + 1 < node->column_count && !node->columns[first].wide)
		first++;
	if (!node->columns[first].wide)
		first = 0;
	for (lead = node->column_count - 1; lead > first + 1; lead--)
		if (fit(w, node, needs, lead, widths) && widths[first] >= at_most(w->width / 2, needs[first].all))
			return lead;
	fit(w, node, needs, first + 1, widths);
	return first + 1;
}

/* "Reach 38000": what a cell says where its column has no head. */
static void say_cell(struct writer *w, const struct pm_node *node, const struct pm_cell *cells, size_t column, struct pm_buf *text)
{
	pm_buf_reset(text);
	if (cells[column].text.n == 0 && cells[column].id.n == 0)
		return;
	if (pm_cell_is_bare(&cells[column])) {
		pm_buf_adds(text, shown(w, &(struct pm_cell){.text = node->columns[column].title}));
		pm_buf_addc(text, ' ');
	}
	pm_buf_adds(text, shown(w, &cells[column]));
}

/* What has no room beside the lead, under its wide column, or as far in as there is room: "Reach 38000 · Impact 0.5". */
static void write_rest(struct writer *w, const struct pm_node *node, const struct pm_cell *cells, size_t lead, const size_t *widths)
{
	struct pm_buf line = {0}, margin = {0}, part = {0};

	for (size_t c = 0; c < lead && !node->columns[c].wide && margin.n + widths[c] < w->width / 4; c++)
		for (size_t k = 0; k < widths[c] + GAP; k++)
			pm_buf_addc(&margin, ' ');
	pm_buf_addz(&margin, "  ");
	for (size_t c = lead; c <= node->column_count; c++) {
		if (c < node->column_count)
			say_cell(w, node, cells, c, &part);
		if (line.n > 0 && (c == node->column_count ||
				   margin.n + pm_str_width(pm_buf_str(&line)) + 3 + pm_str_width(pm_buf_str(&part)) > w->width)) {
			write_wrapped(w, pm_buf_str(&line), margin.p, margin.p, tone_code(PM_TONE_QUIET));
			pm_buf_reset(&line);
		}
		pm_buf_addz(&line, line.n > 0 && part.n > 0 ? " \xc2\xb7 " : "");
		pm_buf_adds(&line, pm_buf_str(&part));
	}
	pm_buf_clear(&line);
	pm_buf_clear(&part);
	pm_buf_clear(&margin);
}

static void write_table(struct writer *w, const struct pm_node *node)
{
	size_t count = node->column_count, lead = count, *widths = pm_calloc(count, sizeof(*widths));
	struct slot *slots = pm_calloc(count, sizeof(*slots));
	struct need *needs = measure(w, node);

	if (!fit(w, node, needs, count, widths))
		lead = fit_lead(w, node, needs, widths);
	for (size_t c = 0; c < lead; c++)
		fill_slot(w, &slots[c], &(struct pm_cell){.text = node->columns[c].title}, "1");
	write_row(w, node, lead, widths, slots);
	for (size_t i = 0; i + count <= node->cell_count; i += count) {
		for (size_t c = 0; c < lead; c++)
			fill_slot(w, &slots[c], &node->cells[i + c], tone_code(node->cells[i + c].tone));
		write_row(w, node, lead, widths, slots);
		if (lead < count)
			write_rest(w, node, node->cells + i, lead, widths);
	}
	for (size_t c = 0; c < count; c++)
		pm_buf_clear(&slots[c].text);
	free(needs);
	free(widths);
	free(slots);
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

/* Do its columns stand side by side, wide enough for cards? */
static bool stands(struct writer *w, const struct pm_node *board)
{
	size_t *widths = pm_calloc(board->column_count, sizeof(*widths));
	struct need *needs = measure(w, board);
	bool does = w->width == 0 ||
		    (w->width / board->column_count >= CARD + GAP && fit(w, board, needs, board->column_count, widths));

	free(needs);
	free(widths);
	return does;
}

static void write_board(struct writer *w, const struct pm_node *node, struct pm_arena *arena)
{
	struct pm_node board = pm_sketch_board(node, arena);

	if (board.column_count == 0)
		return;
	if (stands(w, &board))
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
	struct need *needs = measure(w, &table);
	size_t used = 0;

	for (size_t c = 0; c < table.column_count; c++)
		used += (table.columns[c].wide ? at_most(needs[c].all, WIDE_LEAST) : needs[c].all) + GAP;
	free(needs);
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

struct bars {
	size_t labels, length; /* columns */
	double scale;
};

static size_t bar_at(const struct bars *bars, double number)
{
	double at = bars->scale > 0 ? number / bars->scale * (double)bars->length + 0.5 : 0;

	return at <= 0 ? 0 : at >= (double)bars->length ? bars->length : (size_t)at;
}

static void write_track(struct writer *w, const struct bars *bars, const struct pm_cell *is, const struct pm_cell *should)
{
	size_t full = is->has_number ? bar_at(bars, is->number) : 0;
	size_t mark = should->has_number ? bar_at(bars, should->number) : SIZE_MAX;

	pm_outc(w->out, '[');
	for (size_t k = 0; k < bars->length; k++)
		pm_outc(w->out, k + 1 == mark || (mark == 0 && k == 0) ? '|' : k < full ? '#' : '.');
	pm_outz(w->out, "]  ");
}

/* What did not go into the first line: the rest of the label, and what should be, beside each other. */
static void write_below(struct writer *w, struct pm_str label, struct pm_str should, size_t widest)
{
	size_t room = w->width > widest + GAP + LEAST ? w->width - widest - GAP : w->width > 0 ? LEAST : 0;

	while (label.n > 0 || should.n > 0) {
		struct pm_str line = take_line(&label, widest);

		pm_outs(w->out, line);
		if (should.n > 0) {
			blanks(w, widest - pm_str_width(line) + GAP);
			paint(w, tone_code(PM_TONE_QUIET), take_line(&should, room));
		}
		pm_outc(w->out, '\n');
	}
}

static void write_bar(struct writer *w, const struct bars *bars, const struct pm_cell *cells)
{
	const struct pm_cell *is = &cells[1], *should = &cells[2];
	struct pm_buf label = {0}, beside = {0};
	struct pm_str rest, left, line;
	size_t widest = bars->labels, width = widest + GAP + bars->length + 4 + pm_str_width(shown(w, is));

	pm_buf_adds(&label, shown(w, &cells[0]));
	pm_buf_adds(&beside, shown(w, should));
	rest = pm_buf_str(&label);
	left = pm_buf_str(&beside);
	line = take_line(&rest, widest);
	pm_outs(w->out, line);
	blanks(w, widest - pm_str_width(line) + GAP);
	write_track(w, bars, is, should);
	paint(w, tone_code(is->tone), shown(w, is));
	if (left.n > 0 && (w->width == 0 || width + GAP + pm_str_width(left) <= w->width)) {
		blanks(w, GAP);
		paint(w, tone_code(PM_TONE_QUIET), left);
		left = PM_STR("");
	}
	pm_outc(w->out, '\n');
	write_below(w, rest, left, widest);
	pm_buf_clear(&label);
	pm_buf_clear(&beside);
}

/* Where there is little room, labels are wrapped, and then bars are shorter. */
static void write_bars(struct writer *w, const struct pm_node *node)
{
	struct bars bars = {.length = BAR, .scale = node->scale};
	size_t figures = GAP + 4, room = w->width > 0 ? w->width : 2 * UNLIMITED, most = 0;

	for (size_t i = 0; i + 3 <= node->cell_count; i += 3) {
		bars.labels = at_least(bars.labels, pm_str_width(shown(w, &node->cells[i])));
		most = at_least(most, pm_str_width(shown(w, &node->cells[i + 1])));
	}
	figures += most;
	bars.labels = at_most(bars.labels, room > figures + BAR + NARROW ? room - figures - BAR : NARROW);
	bars.labels = at_most(bars.labels, UNLIMITED / 2);
	if (room < figures + bars.labels + BAR)
		bars.length = at_least(LEAST, room > figures + bars.labels ? room - figures - bars.labels : 0);
	for (size_t i = 0; i + 3 <= node->cell_count; i += 3)
		write_bar(w, &bars, node->cells + i);
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
