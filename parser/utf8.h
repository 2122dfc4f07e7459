/* utf8: characters: their encoding, their case, their width in a terminal, and what kind they are.
 *
 * The one rule to know: any bytes are accepted; a byte that is not part of a valid sequence is one U+FFFD of length 1.
 * The tables follow Unicode 14; where scripts that nobody writes backlogs in would lengthen them they stop at U+FFFF.
 */
#ifndef PM_UTF8_H
#define PM_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The parts of the two functions below that are beyond ASCII. */
size_t pm_utf8_decode_long(const char *p, const char *end, uint32_t *ch);
uint32_t pm_char_lower_long(uint32_t ch);

/* Decodes the character at p (p < end); returns its length.  An invalid byte decodes as U+FFFD, length 1. */
static inline size_t pm_utf8_decode(const char *p, const char *end, uint32_t *ch)
{
	if ((unsigned char)*p >= 0x80)
		return pm_utf8_decode_long(p, end, ch);
	*ch = (unsigned char)*p;
	return 1;
}
/* Encodes ch (an invalid one as U+FFFD) to out[4]; returns the length. */
size_t pm_utf8_encode(uint32_t ch, char *out);
/* Lower case of one character: Latin, Greek, Cyrillic, Armenian, and full-width Latin; others unchanged. */
static inline uint32_t pm_char_lower(uint32_t ch)
{
	if (ch >= 0x80)
		return pm_char_lower_long(ch);
	return ch >= 'A' && ch <= 'Z' ? ch + 32 : ch;
}
/* Latin letters without their accents, in lower case: what is typed where the keyboard has none.  The length of what is written to
 * out; 0 where nothing has an accent, where a letter has no plain one, or where it does not fit. */
enum { PM_PLAIN_MIN = 5 }; /* bytes: shorter words would be taken for others */
size_t pm_utf8_plain(const char *p, size_t n, char *out, size_t room);
/* Columns of a terminal: 0 for combining marks, zero-width and control characters, 2 for East Asian wide and emoji, else 1. */
int pm_char_width(uint32_t ch);
/* Letters and digits of any script (everything above U+007F that is no punctuation, space or symbol counts as a letter). */
bool pm_char_is_word(uint32_t ch);
/* Emoji, dingbats, arrows, variation selectors and joiners: what decorates headings and says nothing. */
bool pm_char_is_emoji(uint32_t ch);

#endif
