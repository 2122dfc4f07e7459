/* fix_diff: unified diffs.
 *
 * Edits are few and local: what both ends have in common is cut off first, and the rest is compared by Myers' method with a bound
 * on the number of differences; beyond it the rest is one change, which is longer to read and as right.
 */
#include "parser/fix.h"

#include <stdlib.h>
#include <string.h>

/* Differing lines that are looked for; the memory is the square of it. */
enum { DIFFERENCES_MAX = 1000, CONTEXT = 3 };

struct lines {
	struct pm_str *list; /* with their line ends */
	size_t count;
};

static struct lines split_lines(struct pm_str text)
{
	struct lines lines = {NULL, 0};
	size_t cap = 0, at = 0;

	while (at < text.n) {
		const char *lf = memchr(text.p + at, '\n', text.n - at);
		size_t end = lf ? (size_t)(lf - text.p) + 1 : text.n;

		PM_GROW(lines.list, lines.count, cap);
		lines.list[lines.count++] = pm_str_n(text.p + at, end - at);
		at = end;
	}
	return lines;
}

/* A run of lines that differ: [a, a_end) of the old become [b, b_end) of the new. */
struct change {
	size_t a, a_end, b, b_end;
};

struct changes {
	struct change *list;
	size_t count, cap;
};

static void add_change(struct changes *changes, size_t a, size_t a_end, size_t b, size_t b_end)
{
	struct change *last = changes->count ? &changes->list[changes->count - 1] : NULL;

	if (last && last->a_end == a && last->b_end == b) {
		last->a_end = a_end;
		last->b_end = b_end;
		return;
	}
	PM_GROW(changes->list, changes->count, changes->cap);
	changes->list[changes->count++] = (struct change){a, a_end, b, b_end};
}

/* The middle of two files: a has n lines, b has m. */
struct middle {
	const struct pm_str *a, *b;
	ptrdiff_t n, m;
};

/* One step to diagonal k from the row before it, by the longer of the two ways that stay inside: the x it comes from, and whether
 * it went down (a line of b).  -1: no way leads there. */
static ptrdiff_t step(const struct middle *middle, const ptrdiff_t *before, ptrdiff_t d, ptrdiff_t k, bool *down)
{
	ptrdiff_t above = k < d ? before[k + 1] : -1, left = k > -d ? before[k - 1] : -1;

	if (above >= 0 && above - (k + 1) >= middle->m)
		above = -1;
	if (left >= middle->n)
		left = -1;
	*down = above > left;
	return *down ? above : left;
}

/* How far the path on diagonal k goes with d differences: Myers' furthest reaching x. */
static ptrdiff_t reach(const struct middle *middle, const ptrdiff_t *before, ptrdiff_t d, ptrdiff_t k)
{
	ptrdiff_t x = 0, y;
	bool down;

	if (d > 0) {
		x = step(middle, before, d, k, &down);
		if (x < 0)
			return -1;
		x += !down;
	}
	for (y = x - k; x < middle->n && y < middle->m && pm_str_eq(middle->a[x], middle->b[y]); x++)
		y++;
	return x;
}

/* Row d of the table holds the diagonals -d..d, and starts at d * d: rows before it have 1 + 3 + ... of them. */
static ptrdiff_t *row_of(ptrdiff_t *table, ptrdiff_t d)
{
	return table + d * d + d;
}

/* The least number of differences, or -1 beyond the bound.  Rows are kept in the table, for the way back. */
static ptrdiff_t count_differences(const struct middle *middle, ptrdiff_t **table)
{
	ptrdiff_t most = middle->n + middle->m < DIFFERENCES_MAX ? middle->n + middle->m : DIFFERENCES_MAX;
	size_t cap = 0;

	for (ptrdiff_t d = 0; d <= most; d++) {
		ptrdiff_t *row, *before;

		if ((size_t)((d + 1) * (d + 1)) > cap) {
			cap = cap ? cap * 2 : 64;
			*table = pm_realloc(*table, cap, sizeof **table);
		}
		row = row_of(*table, d);
		before = d ? row_of(*table, d - 1) : row;
		for (ptrdiff_t k = -d; k <= d; k += 2) {
			row[k] = reach(middle, before, d, k);
			if (row[k] >= middle->n && row[k] - k >= middle->m)
				return d;
		}
	}
	return -1;
}

/* Follows the rows back from the end and records each differing line, first line first. */
static void walk_back(const struct middle *middle, ptrdiff_t *table, ptrdiff_t d, size_t a, size_t b, struct changes *changes)
{
	ptrdiff_t x = middle->n, y = middle->m;
	struct change *steps = pm_malloc((size_t)(d + 1) * sizeof *steps);
	ptrdiff_t first = d;

	for (; d > 0; d--) {
		const ptrdiff_t *before = row_of(table, d - 1);
		ptrdiff_t k = x - y;
		bool down;
		ptrdiff_t x_was = step(middle, before, d, k, &down), y_was = x_was - (down ? k + 1 : k - 1);

		steps[d - 1] =
			(struct change){a + (size_t)x_was, a + (size_t)x_was + !down, b + (size_t)y_was, b + (size_t)y_was + down};
		x = x_was;
		y = y_was;
	}
	for (ptrdiff_t i = 0; i < first; i++)
		add_change(changes, steps[i].a, steps[i].a_end, steps[i].b, steps[i].b_end);
	free(steps);
}

static void find_changes(const struct lines *old, const struct lines *new, struct changes *changes)
{
	size_t head = 0, tail = 0, least = old->count < new->count ? old->count : new->count;
	ptrdiff_t *table = NULL, d;
	struct middle middle;

	while (head < least && pm_str_eq(old->list[head], new->list[head]))
		head++;
	while (tail < least - head && pm_str_eq(old->list[old->count - 1 - tail], new->list[new->count - 1 - tail]))
		tail++;
	middle = (struct middle){old->list ? old->list + head : NULL, new->list ? new->list + head : NULL,
				 (ptrdiff_t)(old->count - head - tail), (ptrdiff_t)(new->count - head - tail)};
	if (middle.n == 0 || middle.m == 0) {
		add_change(changes, head, old->count - tail, head, new->count - tail);
		return;
	}
	d = count_differences(&middle, &table);
	if (d < 0)
		add_change(changes, head, old->count - tail, head, new->count - tail);
	else
		walk_back(&middle, table, d, head, head, changes);
	free(table);
}

static bool needs_quotes(const char *path)
{
	for (const unsigned char *p = (const unsigned char *)path; *p; p++)
		if (*p < 0x20 || *p == '"' || *p == '\\' || *p >= 0x7f)
			return true;
	return false;
}

/* A path as git writes it: in C's quotes where a byte of it needs them. */
static void add_path(struct pm_buf *out, const char *side, const char *path)
{
	static const char letters[] = "abtnvfr";

	if (!needs_quotes(path)) {
		pm_buf_addf(out, "%s%s", side, path);
		return;
	}
	pm_buf_addf(out, "\"%s", side);
	for (const unsigned char *p = (const unsigned char *)path; *p; p++) {
		if (*p == '"' || *p == '\\')
			pm_buf_addf(out, "\\%c", *p);
		else if (*p >= 7 && *p <= 13)
			pm_buf_addf(out, "\\%c", letters[*p - 7]);
		else if (*p < 0x20 || *p >= 0x7f)
			pm_buf_addf(out, "\\%03o", *p);
		else
			pm_buf_addc(out, (char)*p);
	}
	pm_buf_addc(out, '"');
}

/* A blank in a path would end it for patch tools: git puts a tab behind it. */
static void add_file_line(struct pm_buf *out, const char *mark, const char *side, const char *path)
{
	pm_buf_addz(out, mark);
	add_path(out, side, path);
	pm_buf_addz(out, strchr(path, ' ') && !needs_quotes(path) ? "\t\n" : "\n");
}

static void add_line(struct pm_buf *out, char mark, struct pm_str line)
{
	pm_buf_addc(out, mark);
	pm_buf_adds(out, line);
	if (line.n == 0 || line.p[line.n - 1] != '\n')
		pm_buf_addz(out, "\n\\ No newline at end of file\n");
}

static void add_range(struct pm_buf *out, char mark, size_t from, size_t to)
{
	/* an empty range is named by the line before it */
	pm_buf_addf(out, "%c%zu", mark, to == from ? from : from + 1);
	if (to - from != 1)
		pm_buf_addf(out, ",%zu", to - from);
}

/* Changes [first, last] with the context around them. */
static void add_hunk(struct pm_buf *out, const struct lines *old, const struct lines *new, const struct change *first,
		     const struct change *last)
{
	size_t before = first->a < CONTEXT ? first->a : CONTEXT;
	size_t after = old->count - last->a_end < CONTEXT ? old->count - last->a_end : CONTEXT;
	size_t a = first->a - before;

	pm_buf_addz(out, "@@ ");
	add_range(out, '-', a, last->a_end + after);
	pm_buf_addc(out, ' ');
	add_range(out, '+', first->b - before, last->b_end + after);
	pm_buf_addz(out, " @@\n");
	for (const struct change *change = first; change <= last; change++) {
		for (; a < change->a; a++)
			add_line(out, ' ', old->list[a]);
		for (; a < change->a_end; a++)
			add_line(out, '-', old->list[a]);
		for (size_t b = change->b; b < change->b_end; b++)
			add_line(out, '+', new->list[b]);
	}
	for (size_t i = 0; i < after; i++)
		add_line(out, ' ', old->list[a + i]);
}

void pm_diff(const char *path, struct pm_str before, struct pm_str after, struct pm_buf *out)
{
	struct lines old, new;
	struct changes changes = {NULL, 0, 0};
	size_t first = 0;

	if (pm_str_eq(before, after))
		return;
	old = split_lines(before);
	new = split_lines(after);
	find_changes(&old, &new, &changes);
	pm_buf_addz(out, "diff --git ");
	add_path(out, "a/", path);
	pm_buf_addc(out, ' ');
	add_path(out, "b/", path);
	pm_buf_addc(out, '\n');
	add_file_line(out, "--- ", "a/", path);
	add_file_line(out, "+++ ", "b/", path);
	for (size_t i = 0; i < changes.count; i++) {
		if (i + 1 < changes.count && changes.list[i + 1].a - changes.list[i].a_end <= 2 * CONTEXT)
			continue;
		add_hunk(out, &old, &new, &changes.list[first], &changes.list[i]);
		first = i + 1;
	}
	free(changes.list);
	free(old.list);
	free(new.list);
}
