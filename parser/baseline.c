/* baseline: findings that are known and not shown. */
#include "parser/baseline.h"

#include "parser/mem.h"

#include <stdlib.h>
#include <string.h>

enum { PRINT_DIGITS = 16, SHOWN_MAX = 60 };

static const char head[] =
	"# Findings that pm-lint knows and does not show.  Written by pm-lint --write-baseline, made shorter by\n"
	"# --prune-baseline.  Fingerprint, rule, path, item, subject.\n";

void pm_baseline_init(struct pm_baseline *baseline)
{
	*baseline = (struct pm_baseline){0};
	pm_arena_init(&baseline->arena);
}

void pm_baseline_clear(struct pm_baseline *baseline)
{
	free(baseline->list);
	pm_arena_clear(&baseline->arena);
	*baseline = (struct pm_baseline){0};
}

static struct pm_str keep(struct pm_baseline *baseline, struct pm_str text)
{
	return pm_str_n(pm_arena_dup(&baseline->arena, text.p ? text.p : "", text.n), text.n);
}

static struct pm_known *add(struct pm_baseline *baseline)
{
	PM_GROW(baseline->list, baseline->count, baseline->cap);
	baseline->list[baseline->count] = (struct pm_known){0};
	return &baseline->list[baseline->count++];
}

/* -- reading */

/* What stands up to the next tab; *at is moved behind it. */
static struct pm_str next_column(struct pm_str line, size_t *at)
{
	ptrdiff_t tab = pm_str_chr(pm_str_sub(line, *at, line.n), '\t');
	size_t from = *at, to = tab < 0 ? line.n : from + (size_t)tab;

	*at = to + (tab >= 0);
	return pm_str_sub(line, from, to);
}

static bool is_print(struct pm_str text)
{
	size_t n = 0;

	while (n < text.n && strchr("0123456789abcdef", text.p[n]) && text.p[n])
		n++;
	return n == text.n && n == PRINT_DIGITS;
}

static int read_line(struct pm_baseline *baseline, struct pm_str line, uint32_t number, struct pm_buf *err)
{
	size_t at = 0;
	struct pm_str print = next_column(line, &at);
	struct pm_known *known;

	if (!is_print(print)) {
		pm_buf_addf(err, "line %u: no fingerprint of %d digits; ", (unsigned)number, PRINT_DIGITS);
		if (strchr("<=>|", line.p[0]))
			pm_buf_addz(err, "a merge was not finished: keep the lines of both sides, and take its marks away");
		else
			pm_buf_addz(err, "write the file anew with --write-baseline");
		return -1;
	}
	known = add(baseline);
	memcpy(known->print.text, print.p, print.n);
	known->number = number;
	known->line = keep(baseline, line);
	next_column(line, &at); /* the rule */
	known->path = keep(baseline, next_column(line, &at));
	return 0;
}

int pm_baseline_read(struct pm_baseline *baseline, struct pm_str text, struct pm_buf *err)
{
	uint32_t number = 1;

	for (size_t at = 0; at < text.n; number++) {
		ptrdiff_t end = pm_str_chr(pm_str_sub(text, at, text.n), '\n');
		size_t to = end < 0 ? text.n : at + (size_t)end;
		struct pm_str line = pm_str_trim(pm_str_sub(text, at, to));

		if (line.n && line.p[0] != '#' && read_line(baseline, line, number, err) < 0)
			return -1;
		at = to + 1;
	}
	return 0;
}

void pm_baseline_add(struct pm_baseline *baseline, const struct pm_product *product, const struct pm_diags *diags)
{
	struct pm_fingerprint *prints = pm_fingerprints(product, diags);

	for (size_t i = 0; i < diags->count; i++) {
		struct pm_known *known = add(baseline);

		known->print = prints[i];
		known->path = keep(baseline, pm_str_c(pm_diag_path(product, &diags->list[i])));
	}
	free(prints);
}

/* -- knowing findings again: both lists are sorted by fingerprint and walked side by side */

struct entry {
	const char *print;
	size_t index;
};

static int by_print(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = strcmp(x->print, y->print);

	return order ? order : (x->index > y->index) - (x->index < y->index);
}

static int by_text(const void *a, const void *b)
{
	return pm_str_cmp(*(const struct pm_str *)a, *(const struct pm_str *)b);
}

struct matching {
	struct pm_baseline *baseline;
	const struct pm_product *product;
	const struct pm_diags *diags;
	bool *known;
	struct entry *entries, *found; /* of the baseline; of the findings */
	struct pm_str *paths, *files;  /* that the baseline names; of the product */
};

static bool has_path(const struct pm_str *paths, size_t count, struct pm_str path)
{
	return count && bsearch(&path, paths, count, sizeof *paths, by_text);
}

/* Is the entry's file gone? */
static bool is_gone(const struct matching *m, const struct pm_known *entry)
{
	return !entry->used && !has_path(m->files, m->product->file_count, entry->path);
}

/* Is the finding one of a file as a whole, which the baseline does not name? */
static bool is_arrived(const struct matching *m, size_t i)
{
	const struct pm_diag *diag = &m->diags->list[i];

	return !m->known[i] && diag->item == PM_NO_ITEM &&
	       !has_path(m->paths, m->baseline->count, pm_str_c(pm_diag_path(m->product, diag)));
}

/* Pairs what is equal in its first `digits`; `renamed`: only findings of files that came with entries of files that are gone. */
static void pair(struct matching *m, size_t digits, bool renamed)
{
	size_t e = 0, f = 0;

	while (e < m->baseline->count && f < m->diags->count) {
		struct pm_known *entry = &m->baseline->list[m->entries[e].index];
		size_t i = m->found[f].index;
		int order = strncmp(m->entries[e].print, m->found[f].print, digits);

		if (order < 0 || (order == 0 && renamed && !is_gone(m, entry))) {
			e++;
		} else if (order > 0 || (renamed && !is_arrived(m, i))) {
			f++;
		} else {
			entry->used = m->known[i] = true;
			e++;
			f++;
		}
	}
}

void pm_baseline_match(struct pm_baseline *baseline, const struct pm_product *product, const struct pm_diags *diags,
		       const struct pm_fingerprint *prints, bool *known)
{
	struct matching m = {.baseline = baseline, .product = product, .diags = diags};

	memset(known, 0, diags->count * sizeof *known);
	m.known = known;
	m.entries = pm_calloc(baseline->count + 1, sizeof *m.entries);
	m.found = pm_calloc(diags->count + 1, sizeof *m.found);
	m.paths = pm_calloc(baseline->count + 1, sizeof *m.paths);
	m.files = pm_calloc((size_t)product->file_count + 1, sizeof *m.files);
	for (size_t i = 0; i < baseline->count; i++) {
		baseline->list[i].used = false;
		m.entries[i] = (struct entry){baseline->list[i].print.text, i};
		m.paths[i] = baseline->list[i].path;
	}
	for (size_t i = 0; i < diags->count; i++)
		m.found[i] = (struct entry){prints[i].text, i};
	for (uint32_t i = 0; i < product->file_count; i++)
		m.files[i] = pm_str_c(product->files[i].source.path);
	qsort(m.entries, baseline->count, sizeof *m.entries, by_print);
	qsort(m.found, diags->count, sizeof *m.found, by_print);
	qsort(m.paths, baseline->count, sizeof *m.paths, by_text);
	qsort(m.files, product->file_count, sizeof *m.files, by_text);
	pair(&m, PRINT_DIGITS, false);
	pair(&m, PM_FINGERPRINT_WHAT, true);
	free(m.entries);
	free(m.found);
	free(m.paths);
	free(m.files);
}

/* -- writing */

/* One column: a line of text, without what would end it, cut to a length. */
static void add_column(struct pm_buf *out, struct pm_str text, bool cut)
{
	size_t shown = 0;
	const char *end = pm_str_end(text);
	uint32_t ch;

	for (const char *p = text.p; p < end && (!cut || shown < SHOWN_MAX); shown++) {
		size_t n = pm_utf8_decode(p, end, &ch);

		if (ch < ' ' || (ch >= 0x7f && ch < 0xa0) || ch == 0x2028 || ch == 0x2029)
			pm_buf_addc(out, ' ');
		else
			pm_buf_add(out, p, n);
		p += n;
	}
	if (!shown)
		pm_buf_addc(out, '-');
}

static void add_plain(struct pm_buf *out, struct pm_str text)
{
	struct pm_buf plain = {0};

	pm_text_plain(pm_str_sub(text, 0, 1024), &plain);
	add_column(out, pm_str_trim(pm_buf_str(&plain)), true);
	pm_buf_clear(&plain);
}

static char *line_of(const struct pm_product *product, const struct pm_diag *diag, const struct pm_fingerprint *print)
{
	const struct pm_item *item = diag->item == PM_NO_ITEM ? NULL : &product->items[diag->item];
	struct pm_buf line = {0};

	pm_buf_addf(&line, "%s\t%s\t", print->text, diag->rule);
	add_column(&line, pm_str_c(pm_diag_path(product, diag)), false);
	pm_buf_addc(&line, '\t');
	add_plain(&line, !item ? pm_str_c("") : item->id.n ? item->id : item->title);
	pm_buf_addc(&line, '\t');
	add_plain(&line, diag->subject);
	return line.p;
}

/* By path, item and subject; then by rule. */
static int by_columns(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	const char *path_x = strchr(strchr(x, '\t') + 1, '\t'), *path_y = strchr(strchr(y, '\t') + 1, '\t');
	int order = strcmp(path_x, path_y);

	order = order ? order : strcmp(x + PRINT_DIGITS, y + PRINT_DIGITS);
	return order ? order : strcmp(x, y);
}

void pm_baseline_write(const struct pm_product *product, const struct pm_diags *diags, const struct pm_fingerprint *prints,
		       struct pm_buf *out)
{
	char **lines = pm_calloc(diags->count + 1, sizeof *lines);

	for (size_t i = 0; i < diags->count; i++)
		lines[i] = line_of(product, &diags->list[i], &prints[i]);
	if (diags->count)
		qsort(lines, diags->count, sizeof *lines, by_columns);
	pm_buf_addz(out, head);
	for (size_t i = 0; i < diags->count; i++) {
		pm_buf_addf(out, "%s\n", lines[i]);
		free(lines[i]);
	}
	free(lines);
}

void pm_baseline_prune(const struct pm_baseline *baseline, struct pm_buf *out)
{
	pm_buf_addz(out, head);
	for (size_t i = 0; i < baseline->count; i++)
		if (baseline->list[i].used && baseline->list[i].line.n) {
			pm_buf_adds(out, baseline->list[i].line);
			pm_buf_addc(out, '\n');
		}
}
