/* str: strings: borrowed ones, growing ones, and how near two of them are. */
#include "parser/str.h"

#include "parser/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned char lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool same_letters(const char *a, const char *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (lower(a[i]) != lower(b[i]))
			return false;
	return true;
}

struct pm_str pm_str_c(const char *s)
{
	return s ? pm_str_n(s, strlen(s)) : PM_STR("");
}

bool pm_str_ieq(struct pm_str a, struct pm_str b)
{
	return a.n == b.n && same_letters(a.p, b.p, a.n);
}

bool pm_str_istarts_long(struct pm_str s, const char *start)
{
	size_t n = strlen(start);

	return s.n >= n && same_letters(s.p, start, n);
}

int pm_str_cmp(struct pm_str a, struct pm_str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	return order ? order : (a.n > b.n) - (a.n < b.n);
}

/* The run of digits at *at, without its leading zeros; *at goes behind it. */
static struct pm_str take_number(struct pm_str s, size_t *at)
{
	size_t from;

	while (*at < s.n && s.p[*at] == '0')
		++*at;
	from = *at;
	while (*at < s.n && is_digit(s.p[*at]))
		++*at;
	return pm_str_sub(s, from, *at);
}

int pm_str_natcmp(struct pm_str a, struct pm_str b)
{
	size_t i = 0, j = 0;

	while (i < a.n && j < b.n) {
		int order;

		if (is_digit(a.p[i]) && is_digit(b.p[j])) {
			struct pm_str x = take_number(a, &i), y = take_number(b, &j);

			order = x.n != y.n ? (x.n > y.n) - (x.n < y.n) : pm_str_cmp(x, y);
		} else {
			order = lower(a.p[i++]) - lower(b.p[j++]);
		}
		if (order)
			return order;
	}
	if (i < a.n || j < b.n)
		return i < a.n ? 1 : -1;
	return pm_str_cmp(a, b);
}

/* The length of the blank at the start of s, 0 if there is none. */
static size_t blank_at_start(struct pm_str s)
{
	if (s.n && (s.p[0] == ' ' || s.p[0] == '\t' || s.p[0] == '\r' || s.p[0] == '\n'))
		return 1;
	if (pm_str_starts(s, "\xc2\xa0"))
		return 2;
	return pm_str_starts(s, "\xe3\x80\x80") ? 3 : 0;
}

static size_t blank_at_end(struct pm_str s)
{
	if (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t' || s.p[s.n - 1] == '\r' || s.p[s.n - 1] == '\n'))
		return 1;
	if (pm_str_ends(s, "\xc2\xa0"))
		return 2;
	return pm_str_ends(s, "\xe3\x80\x80") ? 3 : 0;
}

struct pm_str pm_str_trim_long(struct pm_str s)
{
	size_t n;

	while ((n = blank_at_start(s)))
		s = pm_str_n(s.p + n, s.n - n);
	while ((n = blank_at_end(s)))
		s.n -= n;
	return s;
}

ptrdiff_t pm_str_find(struct pm_str s, const char *needle)
{
	size_t n = strlen(needle);
	const char *first = s.p, *end;

	if (n == 0)
		return 0;
	if (s.n < n)
		return -1;
	end = pm_str_end(s);
	/* mostly the first letter is nowhere */
	while ((size_t)(end - first) >= n && (first = memchr(first, needle[0], (size_t)(end - first) - n + 1))) {
		if (memcmp(first, needle, n) == 0)
			return first - s.p;
		first++;
	}
	return -1;
}

ptrdiff_t pm_str_ifind(struct pm_str s, const char *needle)
{
	size_t n = strlen(needle);

	for (size_t i = 0; n && i + n <= s.n; i++)
		if (!((s.p[i] ^ needle[0]) & ~0x20) && same_letters(s.p + i, needle, n))
			return (ptrdiff_t)i;
	return n ? -1 : 0;
}

ptrdiff_t pm_str_chr(struct pm_str s, char c)
{
	const char *found = s.n ? memchr(s.p, c, s.n) : NULL;

	return found ? found - s.p : -1;
}

uint64_t pm_str_hash(struct pm_str s)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < s.n; i++)
		hash = (hash ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return hash;
}

char *pm_str_dup(struct pm_str s)
{
	char *copy = pm_malloc(s.n + 1);

	if (s.n)
		memcpy(copy, s.p, s.n);
	copy[s.n] = '\0';
	return copy;
}

/* How many bytes at the start are ASCII, to the word: most text is nothing else. */
static size_t ascii_run(const char *p, size_t n)
{
	size_t i = 0;
	uint64_t word;

	for (; n - i >= sizeof word; i += sizeof word) {
		memcpy(&word, p + i, sizeof word);
		if (word & 0x8080808080808080u)
			break;
	}
	return i;
}

bool pm_utf8_valid(struct pm_str s)
{
	const char *p = s.p, *end = pm_str_end(s);
	uint32_t ch;

	while (p < end) {
		size_t n = ascii_run(p, (size_t)(end - p));

		if (n == 0) {
			n = pm_utf8_decode(p, end, &ch);
			if (ch == 0xfffd && n == 1)
				return false;
		}
		p += n;
	}
	return true;
}

size_t pm_str_width(struct pm_str s)
{
	size_t width = 0;
	uint32_t ch;

	for (size_t i = 0; i < s.n; width += (size_t)pm_char_width(ch))
		i += pm_utf8_decode(s.p + i, pm_str_end(s), &ch);
	return width;
}

/* Code points, and how many of them lie above U+FFFF. */
static size_t count_points(struct pm_str s, size_t *high)
{
	const char *p = s.p, *end = pm_str_end(s);
	size_t points = 0;
	uint32_t ch;

	*high = 0;
	while (p < end) {
		size_t n = ascii_run(p, (size_t)(end - p));

		points += n;
		p += n;
		for (size_t i = 0; i < sizeof(uint64_t) && p < end; i++) {
			p += pm_utf8_decode(p, end, &ch);
			points++;
			*high += ch > 0xffff;
		}
	}
	return points;
}

size_t pm_str_points(struct pm_str s)
{
	size_t high;

	return count_points(s, &high);
}

size_t pm_str_utf16(struct pm_str s)
{
	size_t high, points = count_points(s, &high);

	return points + high;
}

bool pm_str_fold_eq(struct pm_str a, struct pm_str b)
{
	size_t i = 0, j = 0;

	while (i < a.n && j < b.n) {
		uint32_t x, y;
		size_t m = pm_utf8_decode(a.p + i, pm_str_end(a), &x), n = pm_utf8_decode(b.p + j, pm_str_end(b), &y);

		/* Invalid bytes all decode alike and are equal only to themselves. */
		if (x == 0xfffd || y == 0xfffd) {
			if (m != n || memcmp(a.p + i, b.p + j, m) != 0)
				return false;
		} else if (pm_char_lower(x) != pm_char_lower(y)) {
			return false;
		}
		i += m;
		j += n;
	}
	return i == a.n && j == b.n;
}

void pm_buf_clear(struct pm_buf *b)
{
	free(b->p);
	*b = (struct pm_buf){0};
}

void pm_buf_reset(struct pm_buf *b)
{
	b->n = 0;
	if (b->p)
		b->p[0] = '\0';
}

void pm_buf_reserve(struct pm_buf *b, size_t more)
{
	size_t need, cap;

	if (more >= SIZE_MAX / 2 - b->n)
		pm_out_of_memory();
	need = b->n + more + 1;
	if (need <= b->cap)
		return;
	cap = b->cap + b->cap / 2;
	if (cap < 32)
		cap = 32;
	if (cap < need)
		cap = need;
	b->p = pm_realloc(b->p, cap, 1);
	b->cap = cap;
	b->p[b->n] = '\0';
}

void pm_buf_add(struct pm_buf *b, const void *bytes, size_t n)
{
	pm_buf_reserve(b, n);
	if (n)
		memcpy(b->p + b->n, bytes, n);
	b->n += n;
	b->p[b->n] = '\0';
}

void pm_buf_adds(struct pm_buf *b, struct pm_str s)
{
	pm_buf_add(b, s.p, s.n);
}

void pm_buf_addc(struct pm_buf *b, char c)
{
	pm_buf_add(b, &c, 1);
}

void pm_buf_addz(struct pm_buf *b, const char *s)
{
	pm_buf_add(b, s, strlen(s));
}

void pm_buf_addu(struct pm_buf *b, uint32_t ch)
{
	char bytes[4];

	pm_buf_add(b, bytes, pm_utf8_encode(ch, bytes));
}

void pm_buf_addf(struct pm_buf *b, const char *format, ...)
{
	va_list args, again;
	int n;

	pm_buf_reserve(b, 63);
	va_start(args, format);
	va_copy(again, args);
	n = vsnprintf(b->p + b->n, b->cap - b->n, format, args);
	va_end(args);
	if (n < 0) /* only for a text beyond INT_MAX */
		pm_out_of_memory();
	if ((size_t)n >= b->cap - b->n) {
		pm_buf_reserve(b, (size_t)n);
		vsnprintf(b->p + b->n, b->cap - b->n, format, again);
	}
	va_end(again);
	b->n += (size_t)n;
}

void pm_buf_add_fold(struct pm_buf *b, struct pm_str s)
{
	pm_buf_reserve(b, s.n);
	for (size_t i = 0; i < s.n;) {
		uint32_t ch;
		size_t n = pm_utf8_decode(s.p + i, pm_str_end(s), &ch);

		if (ch < 0x80)
			pm_buf_addc(b, (char)lower(s.p[i]));
		else if (ch == 0xfffd)
			pm_buf_add(b, s.p + i, n);
		else
			pm_buf_addu(b, pm_char_lower(ch));
		i += n;
	}
}

struct pm_str pm_buf_str(const struct pm_buf *b)
{
	return b->p ? pm_str_n(b->p, b->n) : PM_STR("");
}

/* One row of the optimal string alignment table: what turns the first i + 1 letters of a into each start of b. */
static unsigned distance_row(struct pm_str a, struct pm_str b, size_t i, const unsigned *before, const unsigned *above,
			     unsigned *row)
{
	unsigned least = row[0] = (unsigned)i + 1;

	for (size_t j = 0; j < b.n; j++) {
		unsigned change = above[j] + (lower(a.p[i]) != lower(b.p[j]));

		if (above[j + 1] + 1 < change)
			change = above[j + 1] + 1;
		if (row[j] + 1 < change)
			change = row[j] + 1;
		if (i && j && lower(a.p[i]) == lower(b.p[j - 1]) && lower(a.p[i - 1]) == lower(b.p[j]) &&
		    before[j - 1] + 1 < change)
			change = before[j - 1] + 1;
		row[j + 1] = change;
		if (change < least)
			least = change;
	}
	return least;
}

unsigned pm_str_distance(struct pm_str a, struct pm_str b, unsigned most)
{
	unsigned rows[3][PM_NAME_MAX + 1], last_least = 0;
	size_t gap = a.n > b.n ? a.n - b.n : b.n - a.n;

	if (gap > most)
		return most + 1;
	if (a.n > PM_NAME_MAX || b.n > PM_NAME_MAX)
		return pm_str_ieq(a, b) ? 0 : most + 1;
	for (size_t j = 0; j <= b.n; j++)
		rows[0][j] = (unsigned)j;
	for (size_t i = 0; i < a.n; i++) {
		unsigned least = distance_row(a, b, i, rows[(i + 2) % 3], rows[i % 3], rows[(i + 1) % 3]);

		/* A transposition reaches back two rows. */
		if (least > most && last_least > most)
			return most + 1;
		last_least = least;
	}
	return rows[a.n % 3][b.n] > most ? most + 1 : rows[a.n % 3][b.n];
}

static bool is_word_gap(char c)
{
	return c == ' ' || c == '-' || c == '_' || c == '.' || c == '/';
}

/* True if taking one whole word from `longer` leaves `shorter`: "story status" and "status". */
static bool lacks_one_word(struct pm_str longer, struct pm_str shorter)
{
	size_t from = 0, left = 0, gap;

	if (longer.n < shorter.n + 2 || shorter.n == 0)
		return false;
	while (from < shorter.n && lower(longer.p[from]) == lower(shorter.p[from]))
		from++;
	while (left < shorter.n && lower(longer.p[longer.n - 1 - left]) == lower(shorter.p[shorter.n - 1 - left]))
		left++;
	if (from + left < shorter.n)
		return false;
	/* The word that is too many may begin anywhere in what both ends share. */
	gap = longer.n - shorter.n;
	for (size_t at = shorter.n - left; at <= from; at++) {
		bool opens = at == 0 || is_word_gap(longer.p[at - 1]) || is_word_gap(longer.p[at]);
		bool closes = at + gap == longer.n || is_word_gap(longer.p[at + gap - 1]) || is_word_gap(longer.p[at + gap]);
		size_t inner = 0;

		for (size_t i = at + 1; i + 1 < at + gap; i++)
			inner += is_word_gap(longer.p[i]);
		if (opens && closes && inner == 0)
			return true;
	}
	return false;
}

const char *pm_nearest(struct pm_str name, const char *(*next)(const void *ctx, size_t i), const void *ctx, size_t count)
{
	unsigned most = name.n < 6 ? 1 : name.n < 9 ? 2 : 3, best = most + 2;
	const char *nearest = NULL;

	if (name.n > PM_NAME_MAX)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		const char *candidate = next(ctx, i);
		struct pm_str other = pm_str_c(candidate);
		unsigned distance = pm_str_distance(name, other, most);

		/* A word too many or too few is near, but never nearer than a slip of the pen. */
		if (distance > most && !lacks_one_word(name, other) && !lacks_one_word(other, name))
			continue;
		if (distance < best) {
			best = distance;
			nearest = candidate;
		}
	}
	return nearest;
}
