/* words: what the words of values mean. */
#include "parser/words.h"

#include "parser/fields.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

/* -- characters */

const bool pm_ascii_word[128] = {
	['0'] = true, ['1'] = true, ['2'] = true, ['3'] = true, ['4'] = true, ['5'] = true, ['6'] = true, ['7'] = true,
	['8'] = true, ['9'] = true, ['A'] = true, ['B'] = true, ['C'] = true, ['D'] = true, ['E'] = true, ['F'] = true,
	['G'] = true, ['H'] = true, ['I'] = true, ['J'] = true, ['K'] = true, ['L'] = true, ['M'] = true, ['N'] = true,
	['O'] = true, ['P'] = true, ['Q'] = true, ['R'] = true, ['S'] = true, ['T'] = true, ['U'] = true, ['V'] = true,
	['W'] = true, ['X'] = true, ['Y'] = true, ['Z'] = true, ['a'] = true, ['b'] = true, ['c'] = true, ['d'] = true,
	['e'] = true, ['f'] = true, ['g'] = true, ['h'] = true, ['i'] = true, ['j'] = true, ['k'] = true, ['l'] = true,
	['m'] = true, ['n'] = true, ['o'] = true, ['p'] = true, ['q'] = true, ['r'] = true, ['s'] = true, ['t'] = true,
	['u'] = true, ['v'] = true, ['w'] = true, ['x'] = true, ['y'] = true, ['z'] = true,
};

bool pm_is_emphasis(uint32_t ch)
{
	return ch == '*' || ch == '_' || ch == '`' || ch == '~';
}

/* Scripts that write words without blanks between them, or glue endings to them: a word may end behind any character. */
static bool is_unspaced(uint32_t ch)
{
	return (ch >= 0x0e00 && ch <= 0x0e7f) || (ch >= 0x2e80 && ch <= 0x9fff) || (ch >= 0xac00 && ch <= 0xd7a3) ||
	       (ch >= 0xf900 && ch <= 0xfaff) || ch >= 0x20000;
}

static bool is_apostrophe(uint32_t ch)
{
	return ch == '\'' || ch == 0x2019 || ch == 0x02bc;
}

/* What may part the words of one phrase. */
static bool is_gap(uint32_t ch)
{
	return ch == ' ' || ch == '\t' || ch == '-' || ch == '_' || ch == '/' || ch == '.' || ch == 0xa0 || ch == 0x2010 ||
	       ch == 0x2011 || ch == 0x3000;
}

#define HASH_START 2166136261u
static uint32_t hash_byte(uint32_t hash, char c)
{
	return (hash ^ (unsigned char)c) * 16777619u;
}

static uint32_t hash_bytes(uint32_t hash, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		hash = hash_byte(hash, p[i]);
	return hash;
}

/* -- a hash of every phrase of words.def, built once */

enum { PHRASE_MAX = 80, PHRASE_WORDS = 6, WORD_SLOTS = 8192, WORD_POOL = 64 * 1024, PREFIX = -2 };

static struct word {
	const char *key; /* folded, in word_pool; NULL: a free slot */
	uint32_t hash;
	uint8_t length, set;
	int8_t value; /* PREFIX: only longer phrases are of the set */
} words[WORD_SLOTS];
static char word_pool[WORD_POOL];
static size_t word_used, word_count;

static struct word *word_slot(enum pm_word_set set, const char *key, size_t n, uint32_t hash)
{
	size_t i = (hash + (uint32_t)set * 2654435761u) & (WORD_SLOTS - 1);

	while (words[i].key &&
	       (words[i].hash != hash || words[i].set != set || words[i].length != n || memcmp(words[i].key, key, n) != 0))
		i = (i + 1) & (WORD_SLOTS - 1);
	return &words[i];
}

/* A phrase as it is being folded: words in lower case, one blank between them. */
struct phrase {
	char key[PHRASE_MAX];
	size_t n;
	uint32_t hash;
	unsigned gaps;
	bool gap; /* a blank is due before the next letter */
};

/* False: the phrase ends before this character. */
static bool phrase_add(struct phrase *phrase, uint32_t ch)
{
	char bytes[4];
	size_t n;

	if (is_apostrophe(ch))
		return true;
	if (is_gap(ch)) {
		phrase->gap = true;
		return true;
	}
	if (!pm_is_word(ch))
		return false;
	if (phrase->gap && phrase->n) {
		if (++phrase->gaps >= PHRASE_WORDS)
			return false;
		if (phrase->n + 1 > PHRASE_MAX)
			return false;
		phrase->key[phrase->n++] = ' ';
		phrase->hash = hash_byte(phrase->hash, ' ');
	}
	phrase->gap = false;
	bytes[0] = (char)(ch >= 'A' && ch <= 'Z' ? ch | 0x20 : ch);
	n = ch < 0x80 ? 1 : pm_utf8_encode(pm_char_lower(ch), bytes);
	if (phrase->n + n > PHRASE_MAX)
		return false;
	memcpy(phrase->key + phrase->n, bytes, n);
	phrase->n += n;
	phrase->hash = hash_bytes(phrase->hash, bytes, n);
	return true;
}

/* By its first three letters most of a text can be seen to begin no phrase of a set. */
enum { FIRST_BITS = 4096 };
static uint64_t first_letters[WORD_SET_COUNT][FIRST_BITS / 64];

/* -1: it cannot be seen. */
static int first_of(const char *p, const char *end)
{
	unsigned char a = (unsigned char)p[0], b = end - p > 1 ? (unsigned char)p[1] : ' ',
		      c = end - p > 2 ? (unsigned char)p[2] : ' ';

	if (a >= 0x80 || b >= 0x80 || is_apostrophe(b))
		return -1;
	if (!pm_is_word(b))
		return (a & 31) << 7;
	if (c >= 0x80 || is_apostrophe(c))
		return -1;
	return (a & 31) << 7 | (b & 31) << 2 | (pm_is_word(c) ? c & 3 : 0);
}

static void add_phrase(enum pm_word_set set, int value, const struct phrase *phrase)
{
	struct word *slot = word_slot(set, phrase->key, phrase->n, phrase->hash);

	if (phrase->n == 0)
		return;
	if (slot->key) {
		if (slot->value == PREFIX)
			slot->value = (int8_t)value;
		return;
	}
	word_count++;
	assert(word_used + phrase->n <= WORD_POOL && word_count < WORD_SLOTS * 3 / 4);
	memcpy(word_pool + word_used, phrase->key, phrase->n);
	*slot = (struct word){word_pool + word_used, phrase->hash, (uint8_t)phrase->n, (uint8_t)set, (int8_t)value};
	word_used += phrase->n;
}

static void add_word(enum pm_word_set set, int value, struct pm_str text)
{
	struct phrase phrase = {.hash = HASH_START};
	const char *p = text.p, *end = pm_str_end(text);
	int first = first_of(p, end);
	uint32_t ch;

	if (first >= 0)
		first_letters[set][first / 64] |= (uint64_t)1 << (first % 64);
	while (p < end) {
		p += pm_decode(p, end, &ch);
		if (is_gap(ch) && !phrase.gap)
			add_phrase(set, PREFIX, &phrase);
		phrase_add(&phrase, ch);
	}
	add_phrase(set, value, &phrase);
}

static const struct word_list {
	enum pm_word_set set;
	int value;
	const char *words;
} word_lists[] = {
#define PM_WORDS(set, value, words) {set, value, words},
#include "parser/prose.def"
#include "parser/words.def"
#undef PM_WORDS
};

struct pm_str pm_word_piece(const char **list)
{
	const char *start = *list, *end = strchr(start, ';');
	size_t n = end ? (size_t)(end - start) : strlen(start);

	*list = end ? end + 1 : start + n;
	return pm_str_n(start, n);
}

/* A word may lack its accents, but for one at its end, which makes another word of it: livré, livre. */
static void add_plain_word(enum pm_word_set set, int value, struct pm_str word)
{
	char plain[PHRASE_MAX];
	size_t n = pm_utf8_plain(word.p, word.n, plain, sizeof plain);

	if (n >= PM_PLAIN_MIN && !pm_str_ends(word, "é") && !pm_str_ends(word, "ée") && !pm_str_ends(word, "és"))
		add_word(set, value, pm_str_n(plain, n));
}

static pthread_once_t words_once = PTHREAD_ONCE_INIT;

static void build_words(void)
{
	for (size_t i = 0; i < sizeof word_lists / sizeof *word_lists; i++) {
		const char *rest = word_lists[i].words;

		while (*rest)
			add_word(word_lists[i].set, word_lists[i].value, pm_word_piece(&rest));
	}
	for (size_t i = 0; i < sizeof word_lists / sizeof *word_lists; i++) /* behind all the others, which stand */
		for (const char *rest = word_lists[i].words; *rest;)
			add_plain_word(word_lists[i].set, word_lists[i].value, pm_word_piece(&rest));
}

bool pm_word_may_begin(enum pm_word_set set, const char *p, const char *end)
{
	int first = first_of(p, end);

	pthread_once(&words_once, build_words);
	return first < 0 || (first_letters[set][first / 64] >> (first % 64) & 1) != 0;
}

int pm_word_match(enum pm_word_set set, const char *p, const char *end, const char **after)
{
	struct phrase phrase = {.hash = HASH_START};
	int value = -1;

	pthread_once(&words_once, build_words);
	while (p < end) {
		uint32_t ch, next = 0;
		const struct word *slot;

		p += pm_decode(p, end, &ch);
		if (!phrase_add(&phrase, ch) || phrase.n == 0)
			break;
		if (phrase.gap || is_apostrophe(ch))
			continue;
		if (p < end)
			pm_decode(p, end, &next);
		if (!is_unspaced(ch) && pm_is_word(next))
			continue;
		slot = word_slot(set, phrase.key, phrase.n, phrase.hash);
		if (slot->key && slot->value != PREFIX) {
			value = slot->value;
			*after = p;
		} else if (!slot->key && !is_unspaced(ch) && !is_unspaced(next) && !is_apostrophe(next)) {
			break; /* no phrase of the set goes on from here */
		}
	}
	return value;
}

/* -- a text as a row of words and signs */

struct pm_scan pm_scan_of(struct pm_str text)
{
	struct pm_str s = text.n ? pm_str_trim(text) : PM_STR("");

	return (struct pm_scan){s.p, pm_str_end(s)};
}

uint32_t pm_scan_peek(const struct pm_scan *s)
{
	uint32_t ch = 0;

	if (s->p < s->end)
		pm_decode(s->p, s->end, &ch);
	return ch;
}

void pm_scan_step(struct pm_scan *s)
{
	uint32_t ch;

	if (s->p < s->end)
		s->p += pm_decode(s->p, s->end, &ch);
}

void pm_scan_blanks(struct pm_scan *s)
{
	for (uint32_t ch = pm_scan_peek(s); ch == ' ' || ch == '\t' || ch == 0xa0 || ch == 0x202f || ch == 0x2009 || ch == 0x3000;
	     ch = pm_scan_peek(s))
		pm_scan_step(s);
}

void pm_scan_word(struct pm_scan *s)
{
	do
		pm_scan_step(s);
	while (s->p < s->end && pm_is_word(pm_scan_peek(s)) && !is_unspaced(pm_scan_peek(s)));
}

bool pm_scan_match(struct pm_scan *s, enum pm_word_set set, int *value)
{
	const char *after;
	int found = pm_word_match(set, s->p, s->end, &after);

	if (found < 0)
		return false;
	s->p = after;
	*value = found;
	return true;
}

int pm_scan_digit(const struct pm_scan *s)
{
	uint32_t ch = pm_scan_peek(s);

	if (ch >= '0' && ch <= '9')
		return (int)(ch - '0');
	if (ch >= 0xff10 && ch <= 0xff19) /* full width */
		return (int)(ch - 0xff10);
	return -1;
}

size_t pm_scan_digits(struct pm_scan s)
{
	size_t n = 0;

	for (; n < 20 && pm_scan_digit(&s) >= 0; n++)
		pm_scan_step(&s);
	return n;
}

void pm_scan_signs(struct pm_scan *s)
{
	while (s->p < s->end && !pm_is_word(pm_scan_peek(s)))
		pm_scan_step(s);
}
