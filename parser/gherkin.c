/* gherkin: the words that begin steps and scenarios. */
#include "parser/gherkin.h"

#include <pthread.h>
#include <string.h>

static const struct {
	enum pm_step step;
	const char *words;
} rows[] = {
#define PM_STEPS(step, words) {step, words},
#include "parser/gherkin.def"
#undef PM_STEPS
};

enum { WORDS_MAX = 2048, BUCKETS = 512 };

/* Words by a hash of their first character, longest first in each bucket. */
static struct word {
	const char *p;
	uint16_t n, next; /* index + 1 */
	uint8_t step;
	bool glued;
} words[WORDS_MAX];
static uint16_t buckets[BUCKETS];
static uint8_t starts[8192]; /* the first two bytes that words begin with */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static size_t bucket_of(uint32_t ch)
{
	return (ch * 2654435761u >> 16) % BUCKETS;
}

static void build(void)
{
	uint16_t count = 0;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (const char *p = rows[i].words, *end; *p && count < WORDS_MAX - 1; p = *end ? end + 1 : end) {
			end = p + strcspn(p, "|");
			size_t n = (size_t)(end - p);
			bool glued = n && end[-1] == '<';
			n -= glued;
			uint32_t ch;
			unsigned two = (unsigned)(unsigned char)p[0] << 8 | (n > 1 ? (unsigned char)p[1] : ' ');
			starts[two >> 3] |= (uint8_t)(1u << (two & 7));
			pm_utf8_decode(p, end, &ch);
			uint16_t *at = &buckets[bucket_of(ch)];
			while (*at && words[*at - 1].n >= n)
				at = &words[*at - 1].next;
			words[count] = (struct word){p, (uint16_t)n, *at, (uint8_t)rows[i].step, glued};
			*at = ++count;
		}
}

static size_t skip_front(struct pm_str line)
{
	size_t at = 0;
	while (at < line.n && strchr(" \t*_>-+#`", line.p[at]) && line.p[at])
		at++;
	size_t digits = at;
	while (digits < line.n && line.p[digits] >= '0' && line.p[digits] <= '9')
		digits++;
	if (digits > at && digits < line.n && (line.p[digits] == '.' || line.p[digits] == ')')) {
		at = digits + 1;
		while (at < line.n && strchr(" \t*_", line.p[at]) && line.p[at])
			at++;
	}
	if (at + 3 < line.n && line.p[at] == '[' && line.p[at + 2] == ']') {
		at += 3;
		while (at < line.n && strchr(" \t*_", line.p[at]) && line.p[at])
			at++;
	}
	return at;
}

/* The word at this place of the line: bytes it takes, 0: it is not there. */
static size_t match(struct pm_str line, size_t at, const struct word *word)
{
	const char *p = word->p, *end = word->p + word->n, *line_end = line.p + line.n;
	size_t from = at;
	while (p < end) {
		uint32_t a, b;
		if (at >= line.n)
			return 0;
		p += pm_utf8_decode(p, end, &a);
		at += pm_utf8_decode(line.p + at, line_end, &b);
		if (a != pm_char_lower(b) && !(a == '\'' && b == 0x2019))
			return 0;
	}
	if (word->glued || at >= line.n)
		return at - from;
	return strchr(" \t*_:,", line.p[at]) || end[-1] == '\'' ? at - from : 0;
}

enum pm_step pm_step_read(struct pm_str line, size_t *length)
{
	pthread_once(&once, build);
	size_t at = skip_front(line);
	uint32_t ch;
	if (at >= line.n)
		return PM_STEP_NONE;
	unsigned char a = (unsigned char)line.p[at], b = at + 1 < line.n ? (unsigned char)line.p[at + 1] : ' ';
	if (a < 0x80 && b < 0x80) {
		unsigned two = (unsigned)(a >= 'A' && a <= 'Z' ? a | 32 : a) << 8 | (b >= 'A' && b <= 'Z' ? b | 32 : b);
		if (!(starts[two >> 3] >> (two & 7) & 1) && ((b | 32) >= 'a' && (b | 32) <= 'z'))
			return PM_STEP_NONE;
	}
	pm_utf8_decode(line.p + at, line.p + line.n, &ch);
	for (uint16_t i = buckets[bucket_of(pm_char_lower(ch))]; i; i = words[i - 1].next) {
		const struct word *word = &words[i - 1];
		size_t n = match(line, at, word);
		if (!n)
			continue;
		size_t end = at + n;
		if (word->step >= PM_STEP_SCENARIO) { /* these take a colon, perhaps a number before it */
			size_t colon = end;
			while (colon < line.n && colon < end + 12 && line.p[colon] != ':' && strchr(" 0123456789.*_#", line.p[colon]))
				colon++;
			if (colon >= line.n || line.p[colon] != ':')
				continue;
			end = colon + 1;
		}
		while (end < line.n && strchr(" \t*_:,", line.p[end]) && line.p[end])
			end++;
		struct pm_str rest = pm_str_sub(line, end, line.n);
		if (pm_str_starts(rest, "—") || pm_str_starts(rest, "–") || pm_str_starts(rest, "- "))
			continue; /* a word that is explained */
		*length = end;
		return (enum pm_step)word->step;
	}
	return PM_STEP_NONE;
}
