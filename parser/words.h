/* words: what the words of values mean, and a way to go through a value word by word.
 *
 * The one rule to know: words.def and prose.def are the only places for the words.  Nothing here allocates, and nothing looks at
 * more of a value than its caller hands in.
 */
#ifndef PM_WORDS_H
#define PM_WORDS_H

#include "parser/str.h"

/* What words are looked up for. */
enum pm_word_set {
	WORD_STATE,
	WORD_STAGE,
	WORD_NEGATION,
	WORD_PRIORITY,
	WORD_MOSCOW,
	WORD_BOOL,
	WORD_SIZE,
	WORD_UNIT,
	WORD_ABOUT,
	WORD_TO,
	WORD_HORIZON,
	WORD_HORIZON_TAIL,
	WORD_EMPTY,
	WORD_FUNCTION, /* from here on prose.def: values are languages */
	WORD_STORY_VAGUE,
	WORD_STORY_AGAIN,
	WORD_UNTESTABLE,
	WORD_TASK,
	WORD_SET_COUNT
};

/* Languages of prose, as bits: a phrase may be of several. */
enum {
	PROSE_NONE = 0,
	PROSE_ENGLISH = 1,
	PROSE_GERMAN = 2,
	PROSE_OTHER = 4,
	PROSE_AT_END = 8 /* counts only where nothing follows */
};

enum pm_unit {
	UNIT_POINTS,
	UNIT_MINUTE,
	UNIT_HOUR,
	UNIT_DAY,
	UNIT_WEEK,
	UNIT_MONTH,
	UNIT_QUARTER,
	UNIT_YEAR,
	UNIT_MONEY,
	UNIT_NONE
};

/* How much of a value is looked at for words: what stands farther behind is a note. */
enum { PM_SCAN_MAX = 200 };

/* What is left of a value. */
struct pm_scan {
	const char *p, *end;
};

/* pm_utf8_decode, with a short way for what most labels and values are made of. */
static inline size_t pm_decode(const char *p, const char *end, uint32_t *ch)
{
	if ((unsigned char)*p >= 0x80)
		return pm_utf8_decode(p, end, ch);
	*ch = (unsigned char)*p;
	return 1;
}

extern const bool pm_ascii_word[128];

/* Letters and digits; no emoji. */
static inline bool pm_is_word(uint32_t ch)
{
	if (ch < 0x80)
		return pm_ascii_word[ch];
	return pm_char_is_word(ch) && !pm_char_is_emoji(ch);
}

bool pm_is_emphasis(uint32_t ch);

/* Takes the next piece off a list that is split at semicolons. */
struct pm_str pm_word_piece(const char **list);
/* The longest phrase of a set that begins at p: its value, and where it ends; -1: none. */
int pm_word_match(enum pm_word_set set, const char *p, const char *end, const char **after);

/* False: no phrase of the set begins at p.  A cheap test before the other. */
bool pm_word_may_begin(enum pm_word_set set, const char *p, const char *end);

struct pm_scan pm_scan_of(struct pm_str text);	/* trimmed */
uint32_t pm_scan_peek(const struct pm_scan *s); /* 0 at the end */
void pm_scan_step(struct pm_scan *s);
void pm_scan_blanks(struct pm_scan *s);
/* Skips what stands before the first word: signs and emoji. */
void pm_scan_signs(struct pm_scan *s);
/* Skips a word; in a script without blanks, one character of it. */
void pm_scan_word(struct pm_scan *s);
/* Takes the longest phrase of a set that begins here. */
bool pm_scan_match(struct pm_scan *s, enum pm_word_set set, int *value);
/* The digit here (of full width too); -1: none.  How many digits follow, 20 at most. */
int pm_scan_digit(const struct pm_scan *s);
size_t pm_scan_digits(struct pm_scan s);
/* Takes digits with their separators (values.c).  Eighteen digits are kept; a longer whole number is none. */
bool pm_scan_number(struct pm_scan *s, double *value);

#endif
