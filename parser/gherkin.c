/* gherkin: the words that begin steps and scenarios. */
#include "parser/gherkin.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

static const struct {
	const char *dialect;
	enum pm_step step;
	const char *words;
} rows[] = {
#define PM_STEPS(dialect, step, words) {dialect, step, words},
#include "parser/gherkin.def"
#undef PM_STEPS
};

enum { WORDS_MAX = 2048, BUCKETS = 4096, DIALECTS_MAX = 128, FRONT_MAX = 256 };

/* Words by a hash of their first two characters, longest first in each bucket; and those that begin with three bytes of ASCII by
 * these too. */
enum link { BY_TWO, BY_THREE, LINKS };
static struct word {
	const char *p;
	uint16_t n, next[LINKS]; /* index + 1 */
	uint8_t step;
	bool glued;    /* it needs no blank behind it */
	bool ordinary; /* it begins ordinary lines as well */
	uint64_t dialects[DIALECTS_MAX / 64];
} words[WORDS_MAX];
static uint16_t buckets[LINKS][BUCKETS];
static uint16_t shorts[BUCKETS]; /* where the words of less than three bytes begin in a bucket of BY_TWO */
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Decodes the character at p, in lower case, apostrophes straight. */
static size_t fold_at(const char *p, const char *end, uint32_t *ch)
{
	unsigned char first = (unsigned char)*p;
	if (first < 0x80) { /* most lines */
		*ch = first >= 'A' && first <= 'Z' ? first + 32u : first;
		return 1;
	}
	size_t n = pm_utf8_decode(p, end, ch);
	*ch = *ch == 0x2019 ? '\'' : pm_char_lower(*ch);
	return n;
}

/* The second character of a word of one is 0. */
static size_t bucket_of(uint32_t first, uint32_t second)
{
	return ((first * 31 + second) * 2654435761u >> 16) % BUCKETS;
}

/* The first two characters, folded; 0 where there is none. */
static void first_two(const char *p, const char *end, uint32_t two[2])
{
	two[0] = two[1] = 0;
	if (p < end)
		p += fold_at(p, end, &two[0]);
	if (p < end)
		fold_at(p, end, &two[1]);
}

/* Does the text begin with three bytes of ASCII?  Folding them makes no others. */
static bool has_three(const char *p, size_t n)
{
	return n >= 3 && !((p[0] | p[1] | p[2]) & 0x80);
}

/* For letters in lower and in upper case the same; what else has the same value is told apart later. */
static size_t bucket_of_three(const char *p)
{
	return (((size_t)(p[0] | 32) * 31 + (size_t)(p[1] | 32)) * 31 + (size_t)(p[2] | 32)) % BUCKETS;
}

/* -- the table */

/* The number of a dialect; most rows are of the one that was named last. */
static size_t dialect_of(const char *name)
{
	static const char *names[DIALECTS_MAX];
	static size_t count;
	for (size_t i = count; i > 0; i--)
		if (strcmp(names[i - 1], name) == 0)
			return i - 1;
	assert(count < DIALECTS_MAX);
	names[count] = name;
	return count++;
}

/* The place in a chain for a word of n bytes: behind the longer ones, and those of its length that came before. */
static uint16_t *place_for(uint16_t *at, enum link link, size_t n)
{
	while (*at && words[*at - 1].n >= n)
		at = &words[*at - 1].next[link];
	return at;
}

static void add_word(enum pm_step step, size_t dialect, const char *p, size_t n)
{
	static uint16_t count;
	bool glued = p[n - 1] == '<', ordinary = p[n - 1] == '?';
	n -= glued || ordinary;
	uint32_t two[2];
	first_two(p, p + n, two);
	size_t bucket = bucket_of(two[0], two[1]);
	for (uint16_t i = buckets[BY_TWO][bucket]; i; i = words[i - 1].next[BY_TWO]) {
		struct word *same = &words[i - 1];
		if (same->n == n && memcmp(same->p, p, n) == 0 && same->step == step && same->glued == glued &&
		    same->ordinary == ordinary) {
			same->dialects[dialect / 64] |= UINT64_C(1) << dialect % 64;
			return;
		}
	}
	assert(count < WORDS_MAX);
	struct word *word = &words[count++];
	*word = (struct word){p, (uint16_t)n, {0, 0}, (uint8_t)step, glued, ordinary, {0}};
	word->dialects[dialect / 64] = UINT64_C(1) << dialect % 64;
	for (enum link link = BY_TWO; link <= (has_three(p, n) ? BY_THREE : BY_TWO); link++) {
		uint16_t *at = place_for(&buckets[link][link == BY_TWO ? bucket : bucket_of_three(p)], link, n);
		word->next[link] = *at;
		*at = count;
	}
}

/* In each bucket the short words are the last. */
static void find_shorts(void)
{
	for (size_t i = 0; i < BUCKETS; i++) {
		shorts[i] = buckets[BY_TWO][i];
		while (shorts[i] && words[shorts[i] - 1].n >= 3)
			shorts[i] = words[shorts[i] - 1].next[BY_TWO];
	}
}

static void build(void)
{
	for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) {
		size_t dialect = dialect_of(rows[row].dialect);
		for (const char *p = rows[row].words; *p; p += *p == '|') {
			size_t n = strcspn(p, "|");
			add_word(rows[row].step, dialect, p, n);
			p += n;
		}
	}
	find_shorts();
}

/* -- a line */

static size_t skip(struct pm_str line, size_t at, const char *set)
{
	while (at < line.n && line.p[at] && strchr(set, line.p[at]))
		at++;
	return at;
}

/* What may stand in front of a step: white space, the marks of lists, quotes and headings, emphasis. */
static bool is_front(char c)
{
	return c == ' ' || c == '*' || c == '_' || c == '-' || c == '`' || c == '>' || c == '\t' || c == '+' || c == '#';
}

static size_t skip_front(struct pm_str line)
{
	line = pm_str_sub(line, 0, FRONT_MAX);
	size_t at = 0;
	while (at < line.n && is_front(line.p[at]))
		at++;
	size_t digits = at;
	while (digits < line.n && line.p[digits] >= '0' && line.p[digits] <= '9')
		digits++;
	if (digits > at && digits < line.n && (line.p[digits] == '.' || line.p[digits] == ')'))
		at = skip(line, digits + 1, " \t*_");
	if (at + 3 < line.n && line.p[at] == '[' && line.p[at + 2] == ']')
		at = skip(line, at + 3, " \t*_");
	return at;
}

/* Bytes of what may stand between a word and what it says, at this place; 0: something else stands there. */
static size_t gap_at(struct pm_str line, size_t at)
{
	static const char *const wide[] = {"\u00a0", "\u3000", "：", "，", "、"};
	static const bool gap[128] = {[' '] = 1, ['\t'] = 1, ['\r'] = 1, ['\n'] = 1, ['*'] = 1, ['_'] = 1, [':'] = 1, [','] = 1};
	if ((unsigned char)line.p[at] < 0x80)
		return gap[(unsigned char)line.p[at]];
	for (size_t i = 0; (unsigned char)line.p[at] >= 0xc2 && i < sizeof wide / sizeof *wide; i++)
		if (pm_str_starts(pm_str_sub(line, at, line.n), wide[i]))
			return strlen(wide[i]);
	return 0;
}

/* The bytes that the word takes at this place of the line; 0: it is not there. */
static size_t match(struct pm_str line, size_t at, const struct word *word)
{
	const char *p = word->p, *end = word->p + word->n, *q = line.p + at, *line_end = pm_str_end(line);
	while (p < end && q < line_end) {
		uint32_t a, b;
		if ((*p | *q) & 0x80) {
			p += pm_utf8_decode(p, end, &a); /* in lower case already */
			q += fold_at(q, line_end, &b);
			if (a != b)
				return 0;
			continue;
		}
		if (*p != *q && (*q < 'A' || *q > 'Z' || *p != (*q | 0x20)))
			return 0;
		p++;
		q++;
	}
	size_t n = (size_t)(q - (line.p + at));
	if (p < end)
		return 0;
	return word->glued || q == line_end || gap_at(line, at + n) ? n : 0;
}

/* Behind the colon that ends a scenario's word, perhaps with a number before it; 0: there is none. */
static size_t behind_colon(struct pm_str line, size_t at)
{
	size_t colon = skip(pm_str_sub(line, 0, at + 12), at, " 0123456789.*_#");
	if (colon >= line.n)
		return 0;
	if (line.p[colon] == ':')
		return colon + 1;
	return pm_str_starts(pm_str_sub(line, colon, line.n), "：") ? colon + strlen("：") : 0;
}

/* Behind the word and what parts it from the rest; 0: the word is not meant there. */
static size_t take(struct pm_str line, size_t at, const struct word *word)
{
	size_t n = match(line, at, word), gap;
	if (n == 0)
		return 0;
	at += n;
	if (word->step >= PM_STEP_SCENARIO && (at = behind_colon(line, at)) == 0)
		return 0;
	while (at < line.n && line.p[at] != '\n' && (gap = gap_at(line, at)) > 0)
		at += gap;
	struct pm_str rest = pm_str_sub(line, at, line.n);
	if (rest.n == 0 || (rest.p[0] != '-' && rest.p[0] != "—"[0]))
		return at;
	if (pm_str_starts(rest, "—") || pm_str_starts(rest, "–") || pm_str_starts(rest, "- "))
		return 0; /* a word that is explained */
	return at;
}

static bool share(const struct word *a, const struct word *b)
{
	return (a->dialects[0] & b->dialects[0]) != 0 || (a->dialects[1] & b->dialects[1]) != 0;
}

/* The longest word, from `first` on, that the line begins with; of equal ones that of the chain's dialects. */
static const struct word *find_in(uint16_t first, enum link link, struct pm_str line, size_t at, const struct word *chain,
				  size_t *length)
{
	const struct word *found = NULL;
	for (uint16_t i = first; i; i = words[i - 1].next[link]) {
		const struct word *word = &words[i - 1];
		if (found && !chain)
			break; /* the longest come first */
		bool same = chain && share(word, chain);
		if (found && (word->n < found->n || !same))
			continue;
		if (word->ordinary && !same)
			continue;
		size_t end = take(line, at, word);
		if (end == 0)
			continue;
		found = word;
		*length = end;
		if (same)
			break;
	}
	return found;
}

/* Where words are to be looked for that a line may begin with. */
struct place {
	size_t at; /* behind what may stand in front */
	uint16_t by_three, by_two, single;
};

/* False: the line begins with none. */
static bool find_place(struct pm_str line, struct place *place)
{
	pthread_once(&once, build);
	size_t at = place->at = skip_front(line);
	uint32_t two[2];
	if (at >= line.n)
		return false;
	first_two(line.p + at, pm_str_end(line), two);
	size_t bucket = bucket_of(two[0], two[1]);
	bool three = has_three(line.p + at, line.n - at);
	place->by_three = three ? buckets[BY_THREE][bucket_of_three(line.p + at)] : 0;
	place->by_two = three ? shorts[bucket] : buckets[BY_TWO][bucket];
	place->single = buckets[BY_TWO][bucket_of(two[0], 0)];
	return place->by_three || place->by_two || place->single;
}

static const struct word *find(struct pm_str line, const struct place *place, const struct word *chain, size_t *length)
{
	const struct word *word = NULL;
	if (place->by_three)
		word = find_in(place->by_three, BY_THREE, line, place->at, chain, length);
	if (!word && place->by_two)
		word = find_in(place->by_two, BY_TWO, line, place->at, chain, length);
	if (!word && place->single)
		word = find_in(place->single, BY_TWO, line, place->at, chain, length);
	return word;
}

enum pm_step pm_step_read(struct pm_str line, size_t *length)
{
	struct place place;
	const struct word *word = find_place(line, &place) ? find(line, &place, NULL, length) : NULL;
	return word ? (enum pm_step)word->step : PM_STEP_NONE;
}

enum pm_step pm_step_read_next(struct pm_str chain, struct pm_str line, size_t *length)
{
	struct place place, first;
	size_t n;
	if (!find_place(line, &place))
		return PM_STEP_NONE;
	const struct word *step = find_place(chain, &first) ? find(chain, &first, NULL, &n) : NULL;
	if (step && step->dialects[0] & 1)
		step = NULL; /* English, the first, has no such words, and shares its "Scenario" with many */
	const struct word *word = find(line, &place, step, length);
	return word ? (enum pm_step)word->step : PM_STEP_NONE;
}
