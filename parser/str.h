/* str: strings.  pm_str borrows bytes that somebody else owns; pm_buf owns bytes and grows.
 *
 * The one rule to know: a pm_str is not NUL-terminated and may hold any byte, NUL and invalid UTF-8 included.
 */
#ifndef PM_STR_H
#define PM_STR_H

#include "parser/utf8.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct pm_str {
	const char *p;
	size_t n;
};

struct pm_buf {
	char *p; /* NUL-terminated whenever it is not NULL */
	size_t n, cap;
};

#define PM_STR(literal) ((struct pm_str){(literal), sizeof(literal) - 1})
/* For printf's "%.*s". */
#define PM_FMT(s) (int)(s).n, (s).p

/* -- borrowed strings */
struct pm_str pm_str_c(const char *s); /* NULL gives the empty string */
static inline struct pm_str pm_str_n(const char *p, size_t n)
{
	return (struct pm_str){p, n};
}
/* Behind the last byte.  Of a string without bytes p may be NULL, and nothing may be added to that, not even 0. */
static inline const char *pm_str_end(struct pm_str s)
{
	return s.n ? s.p + s.n : s.p;
}
/* These stand here so that the length of a literal costs nothing, and a first letter that differs next to nothing: every line of a
 * backlog is asked what it begins with. */
static inline bool pm_str_eq(struct pm_str a, struct pm_str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
static inline bool pm_str_eqc(struct pm_str a, const char *b)
{
	size_t n = strlen(b);
	return a.n == n && (n == 0 || memcmp(a.p, b, n) == 0);
}
bool pm_str_ieq(struct pm_str a, struct pm_str b);	       /* without regard to ASCII case */
static inline bool pm_str_ieqc(struct pm_str a, const char *b) /* the same */
{
	return a.n == strlen(b) && pm_str_ieq(a, pm_str_n(b, a.n));
}
static inline bool pm_str_starts(struct pm_str s, const char *start)
{
	if (s.n && s.p[0] != start[0] && start[0])
		return false;
	size_t n = strlen(start);
	return s.n >= n && (n == 0 || memcmp(s.p, start, n) == 0);
}
bool pm_str_istarts_long(struct pm_str s, const char *start);
static inline bool pm_str_istarts(struct pm_str s, const char *start) /* without regard to ASCII case */
{
	/* letters that differ in more than the bit of their case differ */
	return !(s.n && start[0] && ((s.p[0] ^ start[0]) & ~0x20)) && pm_str_istarts_long(s, start);
}
static inline bool pm_str_ends(struct pm_str s, const char *end)
{
	size_t n = strlen(end);
	return s.n >= n && (n == 0 || memcmp(s.p + (s.n - n), end, n) == 0);
}
int pm_str_cmp(struct pm_str a, struct pm_str b);    /* bytewise, shorter first */
int pm_str_natcmp(struct pm_str a, struct pm_str b); /* runs of digits compare as numbers; ASCII case ignored; total */
struct pm_str pm_str_trim_long(struct pm_str s);
static inline bool pm_str_is_trimmed(char end) /* no blank, and no part of a wide one */
{
	return (unsigned char)end > ' ' && (unsigned char)end < 0x80;
}
static inline struct pm_str pm_str_trim(struct pm_str s) /* ASCII blanks, tabs, CR and LF at both ends, and U+00A0, U+3000 */
{
	return s.n && pm_str_is_trimmed(s.p[0]) && pm_str_is_trimmed(s.p[s.n - 1]) ? s : pm_str_trim_long(s);
}
static inline struct pm_str pm_str_sub(struct pm_str s, size_t from, size_t to) /* clamped */
{
	to = to > s.n ? s.n : to;
	from = from > to ? to : from;
	return pm_str_n(from ? s.p + from : s.p, to - from);
}
ptrdiff_t pm_str_find(struct pm_str s, const char *needle);  /* -1: not there */
ptrdiff_t pm_str_ifind(struct pm_str s, const char *needle); /* without regard to ASCII case */
ptrdiff_t pm_str_chr(struct pm_str s, char c);
uint64_t pm_str_hash(struct pm_str s); /* FNV-1a, 64 bits; the same on every machine */
char *pm_str_dup(struct pm_str s);     /* heap */

/* -- as UTF-8 */
bool pm_utf8_valid(struct pm_str s);
size_t pm_str_width(struct pm_str s);  /* columns of a terminal */
size_t pm_str_points(struct pm_str s); /* code points */
size_t pm_str_utf16(struct pm_str s);  /* UTF-16 units */
/* Equality without regard to case in every script that pm_char_lower knows. */
bool pm_str_fold_eq(struct pm_str a, struct pm_str b);

/* -- growing strings */
void pm_buf_clear(struct pm_buf *b); /* frees; usable again */
void pm_buf_reset(struct pm_buf *b); /* empties, keeps the memory */
void pm_buf_reserve(struct pm_buf *b, size_t more);
void pm_buf_add(struct pm_buf *b, const void *bytes, size_t n);
void pm_buf_adds(struct pm_buf *b, struct pm_str s);
void pm_buf_addc(struct pm_buf *b, char c);
void pm_buf_addz(struct pm_buf *b, const char *s);
void pm_buf_addu(struct pm_buf *b, uint32_t ch); /* one character, as UTF-8 */
__attribute__((format(printf, 2, 3))) void pm_buf_addf(struct pm_buf *b, const char *format, ...);
/* Lower-cased copy (pm_char_lower) appended. */
void pm_buf_add_fold(struct pm_buf *b, struct pm_str s);
struct pm_str pm_buf_str(const struct pm_buf *b);

/* -- nearest name, for "did you mean" */
/* Edit distance in bytes with transpositions, without regard to ASCII case, cut off at `most` (returns most + 1).  What is
 * longer than a name (PM_NAME_MAX bytes) is near nothing but itself. */
enum { PM_NAME_MAX = 128 };
unsigned pm_str_distance(struct pm_str a, struct pm_str b, unsigned most);
/* The nearest of `count` names, where next(ctx, i) gives the i-th; NULL where none is near enough (a third of the length of
 * the name, at least 1, at most 3).  Ties go to the earlier name.  A name that merely adds or lacks a whole word is near. */
const char *pm_nearest(struct pm_str name, const char *(*next)(const void *ctx, size_t i), const void *ctx, size_t count);

#endif
