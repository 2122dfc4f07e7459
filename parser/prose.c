/* prose: what stories and criteria say in plain words, in English and German. */
#include "parser/prose.h"

#include <string.h>

/* So many bytes tell the language. */
enum { TELLING_ITEM = 800, TELLING_FILE = 1200 };

/* -- going through a text, word by word */

/* Behind what is code, quoted or an address, if such a thing begins here; else NULL. */
static const char *behind_quote(const char *p, const char *end)
{
	static const struct {
		const char *open, *close;
	} quotes[] = {{"`", "`"}, {"\"", "\""}, {"“", "”"}, {"„", "“"}, {"«", "»"}, {"](", ")"}, {"<", ">"}};

	for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++) {
		size_t open = strlen(quotes[i].open), n = (size_t)(end - p);
		ptrdiff_t close;

		if (n < open || memcmp(p, quotes[i].open, open) != 0)
			continue;
		close = pm_str_find(pm_str_n(p + open, n - open), quotes[i].close);
		if (close < 0 || memchr(p, '\n', open + (size_t)close) != NULL)
			return NULL;
		return p + open + (size_t)close + strlen(quotes[i].close);
	}
	return NULL;
}

static bool may_quote(char c)
{
	return c == '`' || c == '"' || c == ']' || c == '<' || c == '\xe2' || c == '\xc2';
}

/* Goes to the next word; false: there is none. */
static bool to_word(struct pm_scan *scan)
{
	while (scan->p < scan->end) {
		unsigned char c = (unsigned char)*scan->p;
		const char *behind;

		if (c < 0x80 ? pm_is_word(c) : pm_is_word(pm_scan_peek(scan)))
			return true;
		behind = may_quote(*scan->p) ? behind_quote(scan->p, scan->end) : NULL;
		if (behind != NULL)
			scan->p = behind;
		else if (c < 0x80)
			scan->p++;
		else
			pm_scan_step(scan);
	}
	return false;
}

/* pm_scan_word, with a short way for what most words are made of. */
static void skip_word(struct pm_scan *scan)
{
	const char *start = scan->p;

	while (scan->p < scan->end && (unsigned char)*scan->p < 0x80 && pm_is_word((unsigned char)*scan->p))
		scan->p++;
	if (scan->p == start || (scan->p < scan->end && (unsigned char)*scan->p >= 0x80 && pm_is_word(pm_scan_peek(scan))))
		pm_scan_word(scan);
}

size_t pm_prose_words(struct pm_str text)
{
	struct pm_scan scan = {text.p, pm_str_end(text)};
	size_t count = 0;

	for (; to_word(&scan); count++)
		skip_word(&scan);
	return count;
}

struct pm_prose_walk pm_prose_walk_of(struct pm_str text)
{
	return (struct pm_prose_walk){{text.p, pm_str_end(text)}};
}

/* FNV-1a. */
#define HASH_START 0xcbf29ce484222325u

static uint64_t hash_char(uint64_t hash, uint32_t ch)
{
	return (hash ^ ch) * 0x100000001b3u;
}

/* The hash of a word of ASCII letters, and goes behind it; false: it has others, and nothing is done. */
static bool hash_ascii(struct pm_scan *scan, uint64_t *hash)
{
	const char *p = scan->p;

	*hash = HASH_START;
	for (; p < scan->end && (unsigned char)*p < 0x80 && pm_is_word((unsigned char)*p); p++)
		*hash = hash_char(*hash, (uint32_t)*p | (*p >= 'A' && *p <= 'Z' ? 0x20 : 0));
	if (p == scan->p || (p < scan->end && (unsigned char)*p >= 0x80))
		return false;
	scan->p = p;
	return true;
}

bool pm_prose_walk_next(struct pm_prose_walk *walk, uint64_t *hash)
{
	struct pm_scan *scan = &walk->rest;
	const char *p, *end;

	while (scan->p < scan->end && (unsigned char)*scan->p < 0x80 && !pm_is_word((unsigned char)*scan->p))
		scan->p++;
	pm_scan_signs(scan);
	if (scan->p >= scan->end)
		return false;
	p = scan->p;
	if (hash_ascii(scan, hash))
		return true;
	skip_word(scan);
	end = scan->p;
	*hash = HASH_START;
	while (p < end) {
		uint32_t ch = (unsigned char)*p;

		if (ch >= 0x80) {
			p += pm_utf8_decode(p, end, &ch);
			ch = pm_char_lower(ch);
		} else {
			ch |= ch >= 'A' && ch <= 'Z' ? 0x20 : 0;
			p++;
		}
		*hash = hash_char(*hash, ch);
	}
	return true;
}

uint64_t pm_prose_hash(struct pm_str text)
{
	struct pm_prose_walk walk = pm_prose_walk_of(text);
	uint64_t hash = 0, word;

	while (pm_prose_walk_next(&walk, &word))
		hash = (hash ^ word) * 0x9e3779b97f4a7c15u + (hash >> 29);
	return hash;
}

/* -- the language */

unsigned pm_prose_language(struct pm_str text)
{
	struct pm_scan scan = {text.p, pm_str_end(text)};
	unsigned english = 0, german = 0, other = 0;

	while (to_word(&scan)) {
		const char *after;
		int language = pm_word_match(WORD_FUNCTION, scan.p, scan.end, &after);

		english += language == PROSE_ENGLISH;
		german += language == PROSE_GERMAN;
		other += language == PROSE_OTHER;
		skip_word(&scan);
	}
	if (english > german && english > other)
		return PROSE_ENGLISH;
	if (german > english && german > other)
		return PROSE_GERMAN;
	return other > english && other > german ? PROSE_OTHER : PROSE_NONE;
}

struct pm_span pm_prose_own(const struct pm_product *product, const struct pm_item *item)
{
	struct pm_span own = item->span;

	if (item->first_child != PM_NO_ITEM) {
		const struct pm_item *child = &product->items[item->first_child];

		if (child->file == item->file && child->span.start > own.start && child->span.start < own.end)
			own.end = child->span.start;
	}
	return own;
}

unsigned pm_prose_item_language(const struct pm_product *product, const struct pm_item *item)
{
	const struct pm_source *source = &product->files[item->file].source;
	unsigned language = pm_prose_language(pm_str_sub(pm_source_text(source, pm_prose_own(product, item)), 0, TELLING_ITEM));

	if (language == PROSE_NONE)
		language = pm_prose_language(pm_str_sub(pm_str_n(source->bytes, source->size), 0, TELLING_FILE));
	return language;
}

/* -- phrases */

static bool nothing_follows(const char *after, const char *end)
{
	struct pm_scan rest = {after, end};

	pm_scan_signs(&rest);
	return rest.p >= rest.end;
}

/* A phrase of the set at this word.  The language is asked for only where there is one: it costs a reading of the item. */
static bool is_phrase(const struct pm_product *product, const struct pm_item *item, enum pm_word_set set,
		      const struct pm_scan *scan, unsigned *language, const char **after)
{
	int languages;

	if (!pm_word_may_begin(set, scan->p, scan->end))
		return false;
	languages = pm_word_match(set, scan->p, scan->end, after);
	if (languages <= 0)
		return false;
	if ((languages & PROSE_AT_END) && !nothing_follows(*after, scan->end))
		return false;
	if (*language == PROSE_NONE)
		*language = pm_prose_item_language(product, item) | PROSE_OTHER;
	return ((unsigned)languages & *language) != 0;
}

bool pm_prose_find(const struct pm_product *product, const struct pm_item *item, enum pm_word_set set, struct pm_span part,
		   unsigned *language, struct pm_span *found)
{
	struct pm_str text = pm_source_text(&product->files[item->file].source, part);
	struct pm_scan scan = {text.p, pm_str_end(text)};

	for (; to_word(&scan); skip_word(&scan)) {
		const char *after;

		if (!is_phrase(product, item, set, &scan, language, &after))
			continue;
		found->start = part.start + (uint32_t)(scan.p - text.p);
		found->end = part.start + (uint32_t)(after - text.p);
		return true;
	}
	return false;
}

bool pm_prose_begins(const struct pm_product *product, const struct pm_item *item, enum pm_word_set set, struct pm_str text)
{
	struct pm_scan scan = {text.p, pm_str_end(text)};
	unsigned language = PROSE_NONE;
	const char *after;

	return to_word(&scan) && is_phrase(product, item, set, &scan, &language, &after);
}
