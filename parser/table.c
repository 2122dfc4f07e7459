/* table: pipe tables. */
#include "parser/table.h"

#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static struct pm_span next_line(const struct pm_source *source, struct pm_span *rest)
{
	const char *base = source->bytes;
	const char *lf = memchr(base + rest->start, '\n', rest->end - rest->start);
	struct pm_span line = {rest->start, lf ? (uint32_t)(lf - base) : rest->end};
	rest->start = lf ? line.end + 1 : rest->end;
	while (line.end > line.start && is_blank(base[line.end - 1]))
		line.end--;
	while (line.start < line.end && (is_blank(base[line.start]) || base[line.start] == '>'))
		line.start++;
	return line;
}

/* The cells of a line.  Bars in code spans split too, as on the forges, unless they are escaped. */
static size_t split(const struct pm_source *source, struct pm_span line, struct pm_span *cells)
{
	const char *base = source->bytes;
	uint32_t at = line.start;
	size_t n = 0;
	if (at < line.end && base[at] == '|')
		at++;
	while (at <= line.end && n < PM_TABLE_COLUMNS) {
		uint32_t stop = at;
		while (stop < line.end && base[stop] != '|')
			stop += base[stop] == '\\' && stop + 1 < line.end ? 2 : 1;
		if (stop > line.end)
			stop = line.end;
		bool last = stop >= line.end;
		struct pm_span cell = {at, stop};
		while (cell.start < cell.end && is_blank(base[cell.start]))
			cell.start++;
		while (cell.end > cell.start && is_blank(base[cell.end - 1]))
			cell.end--;
		if (last && cell.start == cell.end)
			break; /* behind the closing bar */
		cells[n++] = cell;
		if (last)
			break;
		at = stop + 1;
	}
	return n;
}

static bool is_delimiter(const struct pm_source *source, struct pm_span line)
{
	bool dash = false, bar = false;
	for (uint32_t i = line.start; i < line.end; i++) {
		char c = source->bytes[i];
		if (c != '-' && c != ':' && c != '|' && !is_blank(c) && c != '+')
			return false;
		dash = dash || c == '-';
		bar = bar || c == '|';
	}
	return dash && bar;
}

bool pm_table_maybe(const struct pm_source *source, struct pm_span span)
{
	const char *p = source->bytes + span.start, *end = source->bytes + span.end;
	const char *lf = memchr(p, '\n', (size_t)(end - p));
	return lf && memchr(p, '|', (size_t)(end - p)) && memchr(lf, '-', (size_t)(end - lf));
}

static void add_row(const struct pm_source *source, struct pm_span line, struct pm_arena *arena, struct pm_table *table, bool cut)
{
	struct pm_span cells[PM_TABLE_COLUMNS];
	size_t n = split(source, line, cells);
	struct pm_span *kept = pm_arena_alloc(arena, table->columns * sizeof *kept);
	for (size_t i = 0; i < table->columns; i++)
		kept[i] = i < n ? cells[i] : (struct pm_span){line.end, line.end};
	/* the array doubles at powers of two: no capacity need be kept */
	if ((table->row_count & (table->row_count - 1)) == 0) {
		struct pm_row *rows = pm_arena_alloc(arena, (table->row_count ? table->row_count * 2 : 1) * sizeof *rows);
		if (table->row_count)
			memcpy(rows, table->rows, table->row_count * sizeof *rows);
		table->rows = rows;
	}
	table->rows[table->row_count++] = (struct pm_row){line, kept, cut, n > table->columns};
}

bool pm_table_read(const struct pm_source *source, struct pm_span span, struct pm_arena *arena, struct pm_table *table)
{
	struct pm_span rest = span, previous = {0, 0};
	memset(table, 0, sizeof *table);
	if (!pm_table_maybe(source, span))
		return false;
	while (rest.start < rest.end) {
		struct pm_span line = next_line(source, &rest);
		if (!table->columns) {
			if (previous.end > previous.start && is_delimiter(source, line) &&
			    memchr(source->bytes + previous.start, '|', previous.end - previous.start)) {
				struct pm_span cells[PM_TABLE_COLUMNS];
				table->columns = split(source, previous, table->header);
				table->wide = table->columns == PM_TABLE_COLUMNS &&
					      table->header[PM_TABLE_COLUMNS - 1].end + 3 < previous.end;
				table->header_line = previous;
				if (!table->columns || split(source, line, cells) == 0)
					return false;
			}
			previous = line;
			continue;
		}
		if (line.end > line.start)
			add_row(source, line, arena, table, false);
	}
	return table->columns > 0;
}

bool pm_table_continue(const struct pm_source *source, struct pm_span span, struct pm_arena *arena, struct pm_table *table)
{
	struct pm_span rest = span, cells[PM_TABLE_COLUMNS];
	struct pm_span line = next_line(source, &rest);
	struct pm_span after = rest;
	if (source->bytes[line.start] != '|' || split(source, line, cells) != table->columns)
		return false;
	if (after.start < after.end && is_delimiter(source, next_line(source, &after)))
		return false; /* a table of its own */
	for (rest = span; rest.start < rest.end;) {
		line = next_line(source, &rest);
		if (line.end > line.start)
			add_row(source, line, arena, table, true);
	}
	return true;
}

struct pm_str pm_cell_text(const struct pm_source *source, struct pm_span cell, struct pm_arena *arena, bool *differs)
{
	struct pm_str text = pm_source_text(source, cell);
	*differs = pm_str_find(text, "\\|") >= 0;
	if (!*differs)
		return text;
	char *copy = pm_arena_alloc(arena, text.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++)
		if (!(text.p[i] == '\\' && i + 1 < text.n && text.p[i + 1] == '|'))
			copy[n++] = text.p[i];
	copy[n] = 0;
	return (struct pm_str){copy, n};
}
