/* title: ids, and the titles they stand in. */
#include "parser/title.h"

#include "parser/labels.h"

#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_letter(char c)
{
	return is_upper(c) || (c >= 'a' && c <= 'z');
}

/* Is there a letter or digit at this place? */
static bool word_at(struct pm_str text, size_t at)
{
	uint32_t ch;
	if (at >= text.n)
		return false;
	pm_utf8_decode(text.p + at, pm_str_end(text), &ch);
	return ch < 0x2E80 && pm_char_is_word(ch);
}

bool pm_id_is_false(struct pm_str word)
{
	if (word.n == 2 && (word.p[0] == 'P' || word.p[0] == 'p') && word.p[1] >= '0' && word.p[1] <= '5')
		return true;
	if (word.n == 2 && (word.p[0] == 'Q' || word.p[0] == 'q') && word.p[1] >= '1' && word.p[1] <= '4')
		return true;
	if (word.n == 2 && (word.p[0] == 'H' || word.p[0] == 'h') && word.p[1] >= '1' && word.p[1] <= '2')
		return true;
	return word.n >= 2 && (word.p[0] == 'v' || word.p[0] == 'V') && is_digit(word.p[1]);
}

/* Names of things that have the shape of an id. */
static bool is_technical(struct pm_str word)
{
	static const char names[] = ";adr;utf;sha;iso;covid;gpt;aes;http;wcag;rfc;tls;rsa;cve;cwe;mp;oauth;es;ipv;base;ansi;ieee;"
				    "iphone;llama;claude;qwen;";
	char probe[24];
	size_t n = 0;
	while (n < word.n && n < 20 && is_letter(word.p[n]))
		n++;
	if (!n || n == 20)
		return false;
	probe[0] = ';';
	for (size_t i = 0; i < n; i++)
		probe[i + 1] = (char)(word.p[i] | 32);
	probe[n + 1] = ';';
	probe[n + 2] = 0;
	return strstr(names, probe) != NULL;
}

/* "M00-M04", "M5–M8": many items, and the id of none. */
static bool is_range(struct pm_str text, size_t letters, size_t end)
{
	struct pm_str rest = pm_str_sub(text, end, text.n);
	size_t dash = pm_str_starts(rest, "-") ? 1 : pm_str_starts(rest, "–") ? 3 : 0;
	return dash && letters && rest.n > dash + letters && memcmp(rest.p + dash, text.p, letters) == 0 &&
	       is_digit(rest.p[dash + letters]);
}

/* digits ('.' digits)* with one letter behind it at the most; 0: none. */
static size_t number_length(struct pm_str text, size_t at)
{
	size_t n = at;
	while (n < text.n && is_digit(text.p[n]))
		n++;
	if (n == at || n - at > 9)
		return 0;
	while (n + 1 < text.n && text.p[n] == '.' && is_digit(text.p[n + 1])) {
		n++;
		while (n < text.n && is_digit(text.p[n]))
			n++;
	}
	if (n < text.n && text.p[n] >= 'a' && text.p[n] <= 'z' && !word_at(text, n + 1))
		n++;
	return n - at;
}

/* "JULY-3": a day. */
static bool is_month(struct pm_str word)
{
	static const char *const months[] = {"january", "february",  "april",	"june",	    "july",
					     "august",	"september", "october", "november", "december"};
	for (size_t i = 0; word.n > 3 && i < sizeof months / sizeof *months; i++)
		if (pm_str_ieqc(word, months[i]))
			return true;
	return false;
}

/* Segments of letters and digits joined by - or _, the last with a number at its end; at least two. */
static size_t segmented_length(struct pm_str text, enum pm_id_where where)
{
	size_t at = 0, segments = 0, good = 0;
	bool upper = false, lower = false, digit = false;
	if (!text.n || !is_letter(text.p[0]))
		return 0;
	while (at < text.n && at < 48) {
		size_t start = at;
		bool last_digit = false, was_lower = lower;
		while (at < text.n && (is_letter(text.p[at]) || is_digit(text.p[at]))) {
			upper = upper || is_upper(text.p[at]);
			lower = lower || (is_letter(text.p[at]) && !is_upper(text.p[at]));
			last_digit = is_digit(text.p[at]);
			at++;
		}
		if (at == start || at - start > 14)
			break;
		if (segments && at - start > 1 && is_digit(text.p[at - 2]) && text.p[at - 1] >= 'a' && text.p[at - 1] <= 'z' &&
		    is_digit(text.p[start])) {
			last_digit = true; /* PAY-12a */
			lower = was_lower;
		}
		segments++;
		digit = digit || last_digit;
		if (last_digit && segments > 1) {
			good = at;
			while (at + 1 < text.n && text.p[at] == '.' && is_digit(text.p[at + 1])) {
				at++;
				while (at < text.n && is_digit(text.p[at]))
					at++;
				good = at;
			}
		}
		if (at >= text.n || (text.p[at] != '-' && text.p[at] != '_') || at + 1 >= text.n)
			break;
		at++;
	}
	static const char *const twins[] = {"-bis", "-ter"};
	for (size_t i = 0; good && i < 2; i++)
		if (pm_str_istarts(pm_str_sub(text, good, text.n), twins[i]) && !word_at(text, good + 4))
			good += 4;
	if (!good || word_at(text, good) ||
	    (good == 5 && pm_id_is_false(pm_str_sub(text, 0, 2)) && pm_id_is_false(pm_str_sub(text, 3, 5))))
		return 0; /* Q3-Q4 */
	size_t head = 0;
	while (head < good && is_letter(text.p[head]))
		head++;
	for (size_t digits = head; digits > 0 && digits < good && (is_digit(text.p[digits]) || text.p[digits] == '-'); digits++)
		if (text.p[digits] == '-') {
			if (is_range(text, head, digits))
				return 0;
			break;
		}
	if (good + 1 < text.n && text.p[good] == '-' && is_letter(text.p[good + 1]) && !(is_upper(text.p[good + 1]) && !lower))
		return 0; /* ABC-12-foo is a name */
	if (where == PM_ID_COLUMN)
		return good;
	struct pm_str id = pm_str_sub(text, 0, good);
	if (lower) {
		struct pm_kind_word word;
		bool known = pm_kind_word_read(id, &word) && (id.p[word.length] == '-' || id.p[word.length] == '_');
		size_t dash = 0;
		while (dash < id.n && id.p[dash] != '-' && id.p[dash] != '_')
			dash++;
		bool first_upper = dash >= 1 && is_upper(id.p[0]);
		for (size_t i = 1; i < dash && first_upper; i++)
			first_upper = !is_letter(id.p[i]) || is_upper(id.p[i]);
		if (!known && !(where == PM_ID_PROSE && (pm_str_istarts(id, "m-") || pm_str_istarts(id, "back-"))) && !first_upper)
			return 0;
	}
	return is_technical(id) || is_month(pm_str_sub(id, 0, head)) ? 0 : good;
}

static bool is_parted(struct pm_str text, size_t at);

/* One to five capitals and a number: F4, HU01, US02.03.01. */
static size_t glued_length(struct pm_str text, enum pm_id_where where, size_t *letters)
{
	size_t n = 0;
	while (n < text.n && n < 6 && (is_upper(text.p[n]) || (where == PM_ID_COLUMN && is_letter(text.p[n]))))
		n++;
	*letters = n;
	if (!n || n > 5)
		return 0;
	size_t dot = where == PM_ID_TITLE && n == 1 && text.p[0] != 'V' && text.n > 2 && text.p[1] == '.' && is_digit(text.p[2]);
	size_t number = number_length(text, n + dot);
	if (!number || word_at(text, n + dot + number))
		return 0;
	if (dot) /* A.1: where more than a blank follows */
		return is_parted(text, n + dot + number) || (n + dot + number < text.n && strchr(".:)", text.p[n + dot + number]))
			       ? n + dot + number
			       : 0;
	struct pm_str id = pm_str_sub(text, 0, n + number);
	if (is_range(text, n, n + number))
		return 0;
	return pm_id_is_false(id) || (where != PM_ID_COLUMN && is_technical(id) && number < 3) ? 0 : id.n;
}

/* Does something set the id off from what follows? */
static bool is_parted(struct pm_str text, size_t at)
{
	if (at >= text.n)
		return true;
	struct pm_str rest = pm_str_sub(text, at, text.n);
	while (rest.n && (rest.p[0] == '*' || rest.p[0] == '_' || rest.p[0] == '`' || rest.p[0] == '~')) {
		if (rest.p[0] == '*' || rest.p[0] == '`')
			return true;
		rest = pm_str_sub(rest, 1, rest.n);
	}
	static const char *const marks[] = {":",  "]",	 ")",	 "|",	" - ", " – ", " — ", "—",
					    "：", " : ", " -- ", " | ", ". ",  ".*",  " · "};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (pm_str_starts(rest, marks[i]))
			return true;
	return rest.n == 0;
}

static enum pm_kind kind_of_prefix(struct pm_str id)
{
	struct pm_kind_word word;
	if (pm_kind_word_read(id, &word) && word.length < id.n && !is_letter(id.p[word.length]))
		return word.kind;
	size_t n = 0;
	while (n < id.n && is_letter(id.p[n]))
		n++;
	struct pm_str prefix = pm_str_sub(id, 0, n);
	if (pm_str_ieqc(prefix, "HU") || pm_str_ieqc(prefix, "US"))
		return PM_KIND_STORY;
	if (pm_str_ieqc(prefix, "EP") || pm_str_ieqc(prefix, "EPIC"))
		return PM_KIND_EPIC;
	if (pm_str_ieqc(prefix, "FB"))
		return PM_KIND_FEEDBACK;
	return PM_KIND_NONE;
}

/* 一, 十二, 二十三 and what sets it off: a number in the characters of Chinese and Japanese; 0: none. */
static size_t written_number(struct pm_str text)
{
	static const char *const digits[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百", "零", "〇"};
	static const char *const marks[] = {"：", ":", "、", ".", "．", " ", "-", "）", ")", "】", "]"};
	size_t n = 0, i = 0;
	while (i < sizeof digits / sizeof *digits && n < 15) {
		struct pm_str rest = pm_str_sub(text, n, text.n);
		for (i = 0; i < sizeof digits / sizeof *digits && !pm_str_starts(rest, digits[i]); i++)
			;
		n += i < sizeof digits / sizeof *digits ? 3 : 0;
	}
	bool off = n == text.n;
	for (size_t k = 0; n && k < sizeof marks / sizeof *marks; k++)
		off = off || pm_str_starts(pm_str_sub(text, n, text.n), marks[k]);
	return off ? n : 0;
}

/* One capital letter, set off: "A: Checkout". */
static bool names_epic(struct pm_str rest)
{
	struct pm_str behind = pm_str_sub(rest, 1, rest.n);
	return rest.n > 2 && is_upper(rest.p[0]) &&
	       (behind.p[0] == ':' || pm_str_starts(behind, " - ") || pm_str_starts(behind, " – ") || pm_str_starts(behind, " — "));
}

/* A kind word, then a number or an id of its own: "Story 1.2", "Epic E-001", "User Story [2](...)". */
static bool read_worded(struct pm_str text, enum pm_id_where where, struct pm_id *id)
{
	struct pm_kind_word word;
	if (!pm_kind_word_read(text, &word))
		return false;
	size_t at = word.length;
	while (at < text.n && (text.p[at] == ' ' || text.p[at] == '#' || text.p[at] == '[' || text.p[at] == ':' ||
			       text.p[at] == '-' || text.p[at] == '*' || text.p[at] == '.'))
		at++;
	struct pm_str rest = pm_str_sub(text, at, text.n);
	size_t letters, n = segmented_length(rest, where);
	bool colon = memchr(text.p + word.length, ':', at - word.length) != NULL;
	if (!n && at > word.length)
		n = glued_length(rest, PM_ID_TITLE, &letters);
	if (n && at > word.length) {
		id->from = at;
		id->to = at + n;
		id->kind = word.kind;
		id->parted = is_parted(text, id->to);
		return true;
	}
	n = number_length(rest, 0);
	if (!n && (size_t)(rest.p - text.p) == word.length + (at > word.length) && (n = written_number(rest))) {
		id->from = 0;
		id->to = at + n;
		id->kind = word.kind;
		id->parted = true;
		return true;
	}
	size_t more = n && n + 1 < rest.n && rest.p[n] == '-' ? number_length(rest, n + 1) : 0; /* Story 2.5-1 */
	if (more && more < 3 && !word_at(rest, n + 1 + more) && where != PM_ID_PROSE)
		n += 1 + more;
	if (!n && !colon && word.kind == PM_KIND_EPIC && where == PM_ID_TITLE && names_epic(rest)) /* "Epic A: Checkout" */
		n = 1;
	if (!n || word_at(rest, n) || (colon && where != PM_ID_COLUMN) || (rest.n > n && rest.p[n] == '%'))
		return false;
	if (n == 4 && (pm_str_starts(rest, "20") || pm_str_starts(rest, "19")) && !is_parted(rest, n))
		return false; /* a year */
	id->from = 0;
	id->to = at + n;
	id->kind = word.kind;
	id->parted = is_parted(text, id->to);
	return true;
}

/* "5 Point Stories", "3 weeks": how many, and no number of the heading. */
static bool counts_things(struct pm_str rest)
{
	static const char *const words[] = {"point",   "points", "pts",	    "story",  "stories", "sp",	  "hour",
					    "hours",   "day",	 "days",    "week",   "weeks",	 "month", "months",
					    "sprints", "punkte", "punkten", "puntos", "pontos",	 "баллов"};
	size_t n = 1;
	while (n < rest.n && rest.p[n] != ' ' && rest.p[n] != ':' && rest.p[n] != '-')
		n++;
	struct pm_str word = rest.n && (rest.p[0] == ' ' || rest.p[0] == '-') ? pm_str_sub(rest, 1, n) : (struct pm_str){"", 0};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (pm_str_ieqc(word, words[i]))
			return true;
	return false;
}

bool pm_id_read(struct pm_str text, enum pm_id_where where, struct pm_id *id)
{
	memset(id, 0, sizeof *id);
	if (!text.n)
		return false;
	unsigned char c = (unsigned char)text.p[0];
	size_t n, letters = 0;
	if (is_letter((char)c)) {
		n = segmented_length(text, where);
		if (n) {
			id->to = n;
			id->kind = kind_of_prefix(pm_str_sub(text, 0, n));
			id->parted = is_parted(text, n);
			return true;
		}
		n = glued_length(text, where, &letters);
		if (n) {
			id->to = n;
			id->kind = kind_of_prefix(pm_str_sub(text, 0, n));
			id->parted = is_parted(text, n);
			id->weak = where == PM_ID_PROSE ? false
							: where != PM_ID_COLUMN && id->kind == PM_KIND_NONE &&
								  (letters == 1 ? !id->parted : n - letters < 2);
			return true;
		}
		return read_worded(text, where, id);
	}
	if (c >= 0x80)
		return read_worded(text, where, id);
	if (c == '#') {
		n = number_length(text, 1);
		if (!n || word_at(text, n + 1))
			return false;
		id->to = n + 1;
		id->weak = true;
		id->numbered = true;
		id->parted = is_parted(text, id->to);
		return true;
	}
	n = is_digit((char)c) ? number_length(text, 0) : 0;
	if (!n || word_at(text, n))
		return false;
	size_t more = n <= 3 && n + 1 < text.n && text.p[n] == '-' ? number_length(text, n + 1) : 0;
	if (more && more <= 3 && !word_at(text, n + 1 + more) && where != PM_ID_PROSE &&
	    (where == PM_ID_COLUMN || pm_str_starts(pm_str_sub(text, n + 1 + more, text.n), ":"))) {
		id->to = n + 1 + more; /* 11-1 */
		id->parted = true;
		return true;
	}
	struct pm_str rest = pm_str_sub(text, n, text.n);
	if (where == PM_ID_TITLE && counts_things(rest))
		return false;
	id->to = n;
	id->numbered = true;
	id->weak = true;
	id->parted = !rest.n || pm_str_starts(rest, ". ") || pm_str_starts(rest, ") ") || pm_str_starts(rest, ": ") ||
		     pm_str_starts(rest, " - ") || pm_str_starts(rest, " — ") || pm_str_starts(rest, " – ") ||
		     pm_str_starts(rest, "、") || pm_str_starts(rest, "．");
	if (where == PM_ID_COLUMN)
		return !rest.n || rest.p[0] == ' ';
	if (where == PM_ID_PROSE)
		return true;
	return id->parted || pm_str_starts(rest, " ");
}

/* Nothing but numbers and separators, as far as is looked: this is asked again for each id of a value. */
static bool is_only_numbers(struct pm_str text)
{
	enum { FAR = 400 };
	for (size_t i = 0; i < text.n && i < FAR; i++)
		if (!is_digit(text.p[i]) && !strchr(" ,;#.[]\"'&+/-", text.p[i]))
			return false;
	return true;
}

bool pm_id_next(struct pm_str text, size_t from, struct pm_id *id)
{
	bool only_numbers = is_only_numbers(text);
	bool inside = false;
	for (size_t at = from; at < text.n; at++) {
		char c = text.p[at];
		bool word = is_letter(c) || is_digit(c) || (unsigned char)c >= 0x80;
		if (!inside && (word || c == '#')) {
			struct pm_str rest = pm_str_sub(text, at, text.n);
			if (pm_id_read(rest, PM_ID_PROSE, id) && (!id->numbered || only_numbers || c == '#')) {
				id->from += at;
				id->to += at;
				return true;
			}
		}
		if ((unsigned char)c >= 0x80) {
			uint32_t ch;
			size_t n = pm_utf8_decode(text.p + at, pm_str_end(text), &ch);
			inside = ch < 0x2E80 && pm_char_is_word(ch);
			at += n - 1;
		} else {
			inside = word || (inside && (c == '-' || c == '_'));
		}
	}
	return false;
}

size_t pm_id_key(struct pm_str id, char *out, size_t room)
{
	size_t n = 0, at = 0;
	struct pm_kind_word word;
	if (pm_kind_word_read(id, &word) && word.length < id.n && !is_letter(id.p[word.length])) {
		n = strlen(word.prefix);
		if (n + 2 > room)
			return 0;
		memcpy(out, word.prefix, n);
		at = word.length;
	}
	int last = n ? 1 : 0; /* 1 letters, 2 digits */
	bool apart = false;
	while (at < id.n) {
		uint32_t ch;
		size_t length = pm_utf8_decode(id.p + at, pm_str_end(id), &ch);
		bool digit = ch < 0x80 && is_digit((char)ch);
		if (!digit && !pm_char_is_word(ch)) {
			apart = true;
			at += length;
			continue;
		}
		int now = digit ? 2 : 1;
		if (n + 8 > room)
			return 0;
		if (n && (apart || now != last))
			out[n++] = '-';
		bool fresh = apart || now != last;
		apart = false;
		last = now;
		if (digit && (fresh || !n))
			while (id.p[at] == '0' && at + 1 < id.n && is_digit(id.p[at + 1]))
				at++;
		if (digit)
			out[n++] = id.p[at++];
		else {
			n += pm_utf8_encode(pm_char_lower(ch), out + n);
			at += length;
		}
	}
	return n;
}

struct pm_str pm_id_prefix(struct pm_str key)
{
	size_t n = 0;

	while (n < key.n && !(key.p[n] >= '0' && key.p[n] <= '9'))
		n++;
	while (n > 0 && key.p[n - 1] == '-')
		n--;
	return pm_str_sub(key, 0, n);
}

/* -- titles */

static size_t skip_markup(struct pm_str text, size_t at, struct pm_title *title)
{
	while (at < text.n) {
		unsigned char c = (unsigned char)text.p[at];
		struct pm_str rest = pm_str_sub(text, at, text.n);
		if (c == ' ' || c == '\t' || c == '*' || c == '_' || c == '`') {
			at++;
		} else if (pm_str_starts(rest, "~~")) {
			title->struck = true;
			at += 2;
		} else if (pm_str_starts(rest, "<a ") || pm_str_starts(rest, "<span") || pm_str_starts(rest, "</")) {
			ptrdiff_t close = pm_str_chr(rest, '>');
			if (close < 0)
				break;
			at += (size_t)close + 1;
		} else if (c >= 0x80) {
			uint32_t ch;
			size_t n = pm_utf8_decode(text.p + at, pm_str_end(text), &ch);
			if (!pm_char_is_emoji(ch) && ch != 0xFE0F && ch != 0x200D && ch != 0x2022)
				break;
			at += n;
		} else {
			break;
		}
	}
	return at;
}

/* A box: "[ ] ", "[x] ". */
static size_t read_box(struct pm_str text, size_t at, struct pm_title *title)
{
	if (at + 3 > text.n || text.p[at] != '[')
		return at;
	uint32_t ch;
	size_t n = pm_utf8_decode(text.p + at + 1, pm_str_end(text), &ch);
	if (at + 1 + n >= text.n || text.p[at + 1 + n] != ']' || is_digit((char)ch))
		return at;
	if (at + 2 + n < text.n && text.p[at + 2 + n] != ' ' && text.p[at + 2 + n] != '\t')
		return at;
	if (is_upper((char)ch) && ch != 'X')
		return at;
	title->box = ch < 0x80 ? (char)ch : '?';
	title->box_at = at + 1;
	return at + 2 + n;
}

/* Behind an id: closing markup, a link's target, separators. */
static size_t skip_separators(struct pm_str text, size_t at)
{
	for (;;) {
		struct pm_str rest = pm_str_sub(text, at, text.n);
		if (!rest.n)
			return at;
		unsigned char c = (unsigned char)rest.p[0];
		if (c == ']' && rest.n > 1 && rest.p[1] == '(') {
			ptrdiff_t close = pm_str_chr(rest, ')');
			if (close < 0)
				return at + 1;
			at += (size_t)close + 1;
		} else if ((c == '`' || c == '_') && at && (text.p[at - 1] == ' ' || text.p[at - 1] == '\t') && rest.n > 1 &&
			   rest.p[1] != ' ') {
			return at; /* the title begins with code, or with emphasis */
		} else if (c == ' ' || c == '\t' || c == '*' || c == '_' || c == '~' || c == '`' || c == ':' || c == ']' ||
			   c == '|' || c == ')' || c == '.' || c == '=') {
			at++;
		} else if (c == '-' && (rest.n == 1 || rest.p[1] == ' ' || rest.p[1] == '-' || rest.p[1] == '>')) {
			at++;
		} else if (c == '>' && at && text.p[at - 1] == '-') {
			at++;
		} else if (c >= 0x80) {
			uint32_t ch;
			size_t n = pm_utf8_decode(rest.p, pm_str_end(rest), &ch);
			bool mark = ch == 0x2013 || ch == 0x2014 || ch == 0xFF1A || ch == 0xB7 || ch == 0x2192 || ch == 0x3001 ||
				    ch == 0x2022 || ch == 0xFE0F || ch == 0x20E3 || ch == 0xA0 || ch == 0x3000 || ch == 0x2015;
			if (!mark)
				return at;
			at += n;
		} else {
			return at;
		}
	}
}

/* A suffix that says itself what it means. */
#define KEY_VALUE ((enum pm_field_id)(PM_FIELD_COUNT + 1))

#define RATIO ((enum pm_field_id)(PM_FIELD_COUNT + 2)) /* 27/30: a score, where it stands in code */

static bool is_ratio(struct pm_str text)
{
	size_t slash = 0;
	for (size_t i = 0; i < text.n; i++) {
		slash += text.p[i] == '/';
		if (!is_digit(text.p[i]) && text.p[i] != '/')
			return false;
	}
	return slash == 1 && text.n >= 3 && is_digit(text.p[0]) && is_digit(text.p[text.n - 1]);
}

/* `risk:medium`: a key of the team's own, and a value. */
static bool is_key_value(struct pm_str text, size_t colon)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == ' ' || (i < colon && !is_letter(text.p[i]) && text.p[i] != '_' && text.p[i] != '-'))
			return false;
	return colon > 1 && colon + 1 < text.n && text.p[colon + 1] != ':' && text.p[colon + 1] != '/';
}

/* "co-hunter", "S-curve": a compound, which the letters in front of its dash do not rank; "M-must" they do. */
static bool is_compound(struct pm_str text)
{
	ptrdiff_t dash = pm_str_chr(text, '-');
	struct pm_str tail = pm_str_sub(text, (size_t)(dash + 1), text.n);
	return (dash == 1 || dash == 2) && tail.n && is_letter(tail.p[0]) && pm_moscow_read(tail) == PM_MOSCOW_NONE;
}

/* What a suffix means: `5 pts`, `Must`, `P1`, `READY`, `Priority: High`; PM_FIELD_COUNT: nothing known. */
static enum pm_field_id suffix_field(struct pm_str text, bool lone, size_t *from)
{
	double number;
	struct pm_size size;
	struct pm_str word;
	*from = 0;
	ptrdiff_t colon = pm_str_chr(text, ':');
	if (colon > 0) {
		enum pm_field_id field = pm_field_find(pm_str_sub(text, 0, (size_t)colon));
		ptrdiff_t comma = pm_str_chr(text, ',');
		if (field == PM_FIELD_STATUS && comma > 0 && pm_str_chr(pm_str_sub(text, (size_t)comma + 1, text.n), ',') >= 0)
			return PM_FIELD_COUNT; /* "Player (state: track, queue, volume)" */
		if (field < PM_FIELD_COUNT) {
			*from = (size_t)colon + 1;
			while (*from < text.n && text.p[*from] == ' ')
				(*from)++;
			return field;
		}
	}
	if (text.n > 40 || pm_str_istarts(text, "for "))
		return PM_FIELD_COUNT;
	if (pm_str_istarts(text, "sprint ") && text.n < 10 && is_digit(text.p[7]) && is_digit(text.p[text.n - 1]))
		return PM_FIELD_SPRINT;
	if (colon > 0 && is_key_value(text, (size_t)colon)) {
		*from = (size_t)colon + 1;
		return KEY_VALUE;
	}
	if (is_ratio(text))
		return RATIO;
	if (colon > 0)
		return PM_FIELD_COUNT; /* "AC: 1, 2": a label that is no field's */
	ptrdiff_t slash = pm_str_chr(text, '/');
	if (slash > 0 && pm_str_chr(pm_str_sub(text, (size_t)slash + 1, text.n), '/') > 0)
		return PM_FIELD_COUNT; /* 1m/5m/15m */
	bool letter = false, digit = false;
	static const char *const none[] = {"optional",	  "experimental", "beta",	 "alpha",   "draft",
					   "qa",	  "test",	  "tests",	 "testing", "analysis",
					   "integration", "development",  "verification"};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		if (pm_str_ieqc(text, none[i]))
			return PM_FIELD_COUNT;
	if (pm_str_chr(text, '+') >= 0 || pm_str_find(text, "→") >= 0 || pm_str_find(text, "->") >= 0)
		return PM_FIELD_COUNT;
	if (pm_str_ifind(text, "priorit") >= 0 && pm_priority_read(text, &number) >= 0)
		return PM_FIELD_PRIORITY;
	for (size_t i = 0; i < text.n; i++) {
		letter = letter || is_letter(text.p[i]) || (unsigned char)text.p[i] >= 0x80;
		digit = digit || is_digit(text.p[i]);
	}
	if ((text.n == 2 || (text.n == 5 && strchr("/-", text.p[2]))) && (text.p[0] == 'P' || text.p[0] == 'p') &&
	    text.p[1] >= '0' && text.p[1] <= '5')
		return PM_FIELD_PRIORITY;
	static const char *const sizes[] = {"small", "large", "extra large", "klein", "groß",
					    "petit", "grand", "pequeño",     "grande"};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		if (pm_str_ieqc(text, sizes[i]))
			return PM_FIELD_ESTIMATE;
	size_t blanks = 0;
	for (size_t i = 0; i < text.n; i++)
		blanks += text.p[i] == ' ';
	if (digit && letter && blanks <= 2 &&
	    (is_digit(text.p[0]) || text.p[0] == '~' || (unsigned char)text.p[0] >= 0x80 || is_upper(text.p[0])) &&
	    pm_size_read(text, &size) && size.unit && strcmp(size.unit, "size") != 0)
		return PM_FIELD_ESTIMATE;
	if (!digit && text.n <= 3 && pm_size_read(text, &size) && strcmp(size.unit, "size") == 0)
		return PM_FIELD_ESTIMATE;
	bool phrase = blanks > 2 && pm_str_ifind(text, " have") < 0; /* "must be the last of them", but "won't have this time" */
	if (pm_moscow_read(text) != PM_MOSCOW_NONE && !is_compound(text) && !phrase)
		return PM_FIELD_PRIORITY;
	enum pm_state_class state = pm_state_read(text, &word);
	struct pm_str rest = pm_str_trim(pm_str_sub(text, state ? (size_t)(word.p - text.p) + word.n : 0, text.n));
	bool whole = state != PM_STATE_NONE && word.p - text.p <= 4 &&
		     (!rest.n || is_digit(rest.p[0]) || rest.p[0] == '(' || rest.p[0] == '-' || rest.p[0] == 'v' ||
		      !pm_str_chr(text, ' '));
	if (whole)
		return PM_FIELD_STATUS;
	bool sentence = (unsigned char)text.p[0] >= 0xE3 && text.n > 12; /* no blanks, and yet more than a word */
	if (!digit && lone && !blanks && !sentence && pm_priority_read(text, &number) >= 0)
		return PM_FIELD_PRIORITY;
	return PM_FIELD_COUNT;
}

static bool add_suffix(struct pm_title *title, enum pm_field_id field, size_t from, size_t to, enum pm_spelling spelling)
{
	if (title->suffix_count == PM_TITLE_SUFFIXES || from >= to)
		return false;
	title->suffixes[title->suffix_count].field = field;
	title->suffixes[title->suffix_count].from = from;
	title->suffixes[title->suffix_count].to = to;
	title->suffixes[title->suffix_count++].spelling = spelling;
	return true;
}

static size_t trim_end(struct pm_str text, size_t from, size_t to)
{
	while (to > from && (strchr(" \t\r\n*_", text.p[to - 1]) || (to - from > 1 && text.p[to - 1] == '~')))
		to--;
	return to;
}

/* "PAY-1 (High): Pay", "**PAY-1 (5 pts)**: Pay": a suffix between the id and a colon. */
static size_t read_bracket(struct pm_str text, size_t at, struct pm_title *title)
{
	enum { BRACKET_MAX = 40 };
	if (at >= text.n || text.p[at] != '(')
		return at;
	size_t limit = at + BRACKET_MAX < text.n ? at + BRACKET_MAX : text.n, to = at + 1, skip;
	while (to < limit && text.p[to] != ')' && text.p[to] != '(')
		to++;
	size_t behind = to + 1;
	while (behind < text.n && (text.p[behind] == '*' || text.p[behind] == '_'))
		behind++;
	if (to >= limit || text.p[to] != ')' || behind >= text.n || text.p[behind] != ':')
		return at;
	enum pm_field_id field = suffix_field(pm_str_sub(text, at + 1, to), true, &skip);
	if ((field != PM_FIELD_PRIORITY && field != PM_FIELD_ESTIMATE && field != PM_FIELD_STATUS) ||
	    !add_suffix(title, field, at + 1 + skip, to, PM_SPELL_SUFFIX))
		return at;
	return skip_separators(text, to + 1);
}

/* Does a dash, bar or bracket stand in front? */
static bool is_set_off(struct pm_str text, size_t from, size_t at)
{
	while (at > from && text.p[at - 1] == ' ')
		at--;
	struct pm_str before = pm_str_sub(text, from, at);
	return !before.n || strchr("-|])`:", before.p[before.n - 1]) || pm_str_ends(before, "—") || pm_str_ends(before, "–") ||
	       pm_str_ends(before, "·");
}

/* READY, NEEDS DECISION; but not CREATE TABLE IF NOT EXISTS */
static bool is_shouted(struct pm_str word)
{
	size_t letters = 0, blanks = 0;
	for (size_t i = 0; i < word.n; i++) {
		letters += is_upper(word.p[i]);
		blanks += word.p[i] == ' ';
		if (!is_upper(word.p[i]) && word.p[i] != ' ' && word.p[i] != '_' && word.p[i] != '-')
			return false;
	}
	return letters >= 3 && blanks < 3;
}

/* "READY, behind the cutover", "`BLOCKED` — two files": a state, in capitals, and a remark. */
static bool is_remarked_state(struct pm_str tail)
{
	static const char *const marks[] = {",", ";", " —", " –", " - ", " ("};
	struct pm_str state = tail, word;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		ptrdiff_t at = pm_str_find(state, marks[i]);
		state = at > 0 ? pm_str_sub(state, 0, (size_t)at) : state;
	}
	if (state.n == tail.n)
		return false;
	while (state.n && strchr("`* ", state.p[0]))
		state = pm_str_sub(state, 1, state.n);
	while (state.n && strchr("`* ", state.p[state.n - 1]))
		state.n--;
	return is_shouted(state) && pm_state_read(state, &word) != PM_STATE_NONE && word.n == state.n;
}

/* "... **DONE – PR 12**": a state in capitals opens what is bold at the end; returns the new end. */
static size_t read_bold_state(struct pm_str text, size_t from, size_t to, struct pm_title *title)
{
	if (to >= text.n || text.p[to] != '*')
		return to;
	size_t at = to, shout = 0;
	while (at > from + 2 && at + 40 > to && !(text.p[at - 1] == '*' && text.p[at - 2] == '*'))
		at--;
	struct pm_str word, inner = pm_str_sub(text, at, to);
	while (shout < inner.n && (is_upper(inner.p[shout]) || inner.p[shout] == ' '))
		shout++;
	if (at > from + 3 && text.p[at - 1] == '*' && text.p[at - 3] == ' ' && shout > 2 &&
	    pm_state_read(pm_str_trim(pm_str_sub(inner, 0, shout)), &word) != PM_STATE_NONE && word.p == inner.p &&
	    add_suffix(title, PM_FIELD_STATUS, at, to, PM_SPELL_SUFFIX))
		return at - 3;
	return to;
}

/* Where the next pair begins behind a comma, semicolon or bar: at a label that is known, and its colon; to: there is none. */
static size_t next_pair(struct pm_str text, size_t at, size_t to)
{
	for (; at < to; at++) {
		if (!memchr(",;|", text.p[at], 3))
			continue;
		size_t label = at + 1, colon;
		while (label < to && text.p[label] == ' ')
			label++;
		for (colon = label; colon < to && !memchr(":,;|", text.p[colon], 4);)
			colon++;
		if (colon < to && text.p[colon] == ':' && colon > label &&
		    pm_field_find(pm_str_sub(text, label, colon)) < PM_FIELD_COUNT)
			return at;
	}
	return to;
}

/* "(Value: 8, Effort: 3)": the values of the pairs in a bracket; false: there are not two of them, or no room for all. */
static bool add_pairs(struct pm_str text, size_t from, size_t to, struct pm_title *title)
{
	size_t count = title->suffix_count;
	for (size_t at = from, end; at < to; at = end + 1) {
		size_t skip;
		end = next_pair(text, at, to);
		while (at < end && text.p[at] == ' ')
			at++;
		enum pm_field_id field = suffix_field(pm_str_sub(text, at, end), true, &skip);
		if (field >= PM_FIELD_COUNT || !skip || (at == from && end == to) ||
		    !add_suffix(title, field, at + skip, trim_end(text, at + skip, end), PM_SPELL_SUFFIX)) {
			title->suffix_count = count;
			return false;
		}
	}
	return title->suffix_count > count;
}

/* Emoji at the end, or "✅ COMPLETE", an emoji and the word for it: where it begins; to: there is none. */
static size_t read_end_emoji(struct pm_str text, size_t from, size_t to, struct pm_title *title)
{
	size_t back = to - 1;
	while (back > from && ((unsigned char)text.p[back] & 0xC0) == 0x80)
		back--;
	uint32_t ch;
	pm_utf8_decode(text.p + back, text.p + to, &ch);
	if (ch >= 0x80 && (pm_char_is_emoji(ch) || ch == 0xFE0F)) {
		size_t start = back;
		if (ch == 0xFE0F && start > from) {
			start--;
			while (start > from && ((unsigned char)text.p[start] & 0xC0) == 0x80)
				start--;
		}
		struct pm_str word, emoji = pm_str_sub(text, start, to);
		double number;
		if (pm_state_read(emoji, &word) != PM_STATE_NONE)
			add_suffix(title, PM_FIELD_STATUS, start, to, PM_SPELL_SUFFIX);
		else if (pm_priority_read(emoji, &number) >= 0)
			add_suffix(title, PM_FIELD_PRIORITY, start, to, PM_SPELL_SUFFIX);
		return start;
	}
	/* "✅ COMPLETE": an emoji and the word for it */
	for (size_t i = to; i > from + 2 && to - i < 32; i--) {
		if ((unsigned char)text.p[i - 1] < 0xC0)
			continue; /* no character of several bytes begins here */
		size_t n = pm_utf8_decode(text.p + i - 1, text.p + to, &ch), skip;
		if (!pm_char_is_emoji(ch) || text.p[i - 2] != ' ')
			continue;
		size_t at = i - 1 + n;
		while (at < to && (text.p[at] == ' ' || (unsigned char)text.p[at] == 0xEF || (unsigned char)text.p[at] == 0xB8 ||
				   (unsigned char)text.p[at] == 0x8F))
			at++;
		enum pm_field_id field = suffix_field(pm_str_sub(text, at, to), true, &skip);
		if ((field == PM_FIELD_STATUS || field == PM_FIELD_PRIORITY) &&
		    add_suffix(title, field, i - 1, to, PM_SPELL_SUFFIX))
			return i - 1;
		break;
	}
	return to;
}

/* " — Done", " - READY", "… DONE", " — READY, behind the cutover": where it begins; to: there is none. */
static size_t read_behind_dash(struct pm_str text, size_t from, size_t to, struct pm_title *title)
{
	for (size_t i = to; i > from + 1 && to - i < 80; i--) {
		char c = text.p[i - 1];
		if (c != '-' && c != "—"[2] && c != "–"[2])
			continue;
		bool dash = c == '-' && i >= 2 && text.p[i - 2] == ' ' && i < to && text.p[i] == ' ';
		bool wide = i >= 3 && (memcmp(text.p + i - 3, "—", 3) == 0 || memcmp(text.p + i - 3, "–", 3) == 0);
		if (!dash && !wide)
			continue;
		size_t at = i, skip;
		while (at < to && strchr(" *_", text.p[at]))
			at++;
		struct pm_str tail = pm_str_sub(text, at, to);
		enum pm_field_id field = to - i < 40 ? suffix_field(tail, is_shouted(tail), &skip) : PM_FIELD_COUNT;
		if ((field == PM_FIELD_STATUS || field == PM_FIELD_PRIORITY || field == PM_FIELD_ESTIMATE ||
		     field == PM_FIELD_SPRINT) &&
		    add_suffix(title, field, at + skip, to, PM_SPELL_SUFFIX))
			return i - (wide ? 3 : 1);
		if (is_remarked_state(tail) && add_suffix(title, PM_FIELD_STATUS, at, to, PM_SPELL_SUFFIX))
			return i - (wide ? 3 : 1);
	}
	return to;
}

/* One suffix at the end of [from, to), behind which a remark may stand: returns the new end. */
static size_t read_suffix(struct pm_str text, size_t from, size_t to, bool remark, struct pm_title *title)
{
	to = trim_end(text, from, to);
	if (to <= from)
		return to;
	char last = text.p[to - 1];
	char open = last == ')' ? '(' : last == ']' ? '[' : last == '}' ? '{' : last == '`' ? '`' : 0;
	if (open) {
		size_t at = to - 1;
		while (at > from && text.p[at - 1] != open)
			at--;
		if (at == from)
			return to;
		size_t skip, inner_to = to - 1;
		while (at < inner_to && strchr("*_` ", text.p[at]))
			at++;
		while (inner_to > at && strchr("*_` ", text.p[inner_to - 1]))
			inner_to--;
		if (open == '`' && inner_to > at + 2 && text.p[at] == '[' && text.p[inner_to - 1] == ']') /* `[Complete]` */
			at++, inner_to--;
		struct pm_str inner = pm_str_sub(text, at, inner_to);
		if (open != '`' && memchr(inner.p, last, inner.n))
			return to; /* "a date(optional), a group(optional))": brackets in brackets */
		size_t front = at;
		while (front > from && text.p[front - 1] != open)
			front--;
		front -= front > from;
		if (open == '{')
			return inner.n && inner.p[0] == '#' ? front : to;
		enum pm_field_id field = suffix_field(inner, true, &skip);
		if (field == PM_FIELD_COUNT && open == '(' && remark) { /* behind a state: `READY` (mechanical) */
			size_t count = title->suffix_count, before = trim_end(text, from, front);
			size_t end = before > from ? read_suffix(text, from, before, false, title) : before;
			if (title->suffix_count > count && title->suffixes[count].field == PM_FIELD_STATUS)
				return end;
			title->suffix_count = count;
			return to;
		}
		if ((field == KEY_VALUE || field == RATIO) && open != '`')
			field = PM_FIELD_COUNT;
		field = field == RATIO ? PM_FIELD_SCORE : field;
		if (open == '`' && (field == PM_FIELD_COUNT || field == PM_FIELD_STATUS) && !is_set_off(text, from, front)) {
			if (field == PM_FIELD_COUNT || !is_shouted(inner))
				return to; /* a word of the text */
		} else if (open == '`' && field == PM_FIELD_COUNT && is_shouted(inner)) {
			field = PM_FIELD_STATUS; /* a state of the team's own */
		}
		bool pairs = open != '`' && skip && field < PM_FIELD_COUNT && add_pairs(text, at, inner_to, title);
		if (field == PM_FIELD_COUNT || (!pairs && !add_suffix(title, field == KEY_VALUE ? PM_FIELD_CUSTOM : field,
								      at + skip, inner_to, PM_SPELL_SUFFIX)))
			return to;
		/* a dash in front of it goes with it */
		size_t end = trim_end(text, from, front);
		struct pm_str before = pm_str_sub(text, from, end);
		if (pm_str_ends(before, "—") || pm_str_ends(before, "–"))
			end -= 3;
		else if (pm_str_ends(before, " -") || pm_str_ends(before, " ·"))
			end -= pm_str_ends(before, " -") ? 1 : 2;
		return end;
	}
	size_t shouted = read_bold_state(text, from, to, title);
	if (shouted < to)
		return shouted;
	size_t emoji = read_end_emoji(text, from, to, title);
	if (emoji < to)
		return emoji;
	return read_behind_dash(text, from, to, title);
}

/* The first character of the word before `at`. */
static char tail_mark(struct pm_str text, size_t from, size_t at)
{
	while (at > from && text.p[at - 1] == ' ')
		at--;
	while (at > from && text.p[at - 1] != ' ')
		at--;
	return text.p[at];
}

/* Where the word begins that a date ends: "@{2026-12-01}", "📅 2026-12-01", "due:2026-12-01"; `to`: it is no such date.  The date
 * is [*date, *date + 10). */
static size_t marked_date(struct pm_str text, size_t from, size_t at, size_t to, enum pm_field_id *field, size_t *date)
{
	static const struct {
		const char *mark;
		enum pm_field_id field;
		size_t behind; /* characters behind the date */
	} marks[] = {{"@{", PM_FIELD_TARGET_DATE, 1},	   {"@[[", PM_FIELD_TARGET_DATE, 2},	  {"due:", PM_FIELD_TARGET_DATE, 0},
		     {"[due:: ", PM_FIELD_TARGET_DATE, 1}, {"(due:: ", PM_FIELD_TARGET_DATE, 1},  {"📅 ", PM_FIELD_TARGET_DATE, 0},
		     {"🗓 ", PM_FIELD_TARGET_DATE, 0},   {"🗓️ ", PM_FIELD_TARGET_DATE, 0}, {"📆 ", PM_FIELD_TARGET_DATE, 0},
		     {"📅", PM_FIELD_TARGET_DATE, 0},	   {"✅ ", PM_FIELD_UPDATED, 0},		  {"➕ ", PM_FIELD_CREATED, 0}};
	enum { DATE = 10 };
	pm_day day;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t n = strlen(marks[i].mark), length = n + DATE + marks[i].behind;
		size_t start = to - length;
		if (length > to || start < from || start > at || (start > from && text.p[start - 1] != ' ') ||
		    memcmp(text.p + start, marks[i].mark, n) != 0 ||
		    pm_date_read(pm_str_sub(text, start + n, start + n + DATE), false, &day) != DATE)
			continue;
		*field = marks[i].field;
		*date = start + n;
		return start;
	}
	return to;
}

/* "^a1b2c3", "@@{17:30}": an anchor and a time of Obsidian's, which say nothing of the work. */
static bool is_anchor(struct pm_str word)
{
	bool time = pm_str_starts(word, "@@{") && pm_str_ends(word, "}");
	for (size_t i = 1; i < word.n && word.p[0] == '^'; i++)
		if (!is_letter(word.p[i]) && !is_digit(word.p[i]) && word.p[i] != '-')
			return false;
	return time || (word.p[0] == '^' && word.n > 4);
}

/* ~3d #tag @owner 2026-12-01 at the end. */
static size_t read_tail(struct pm_str text, size_t from, size_t to, struct pm_title *title)
{
	for (;;) {
		size_t end = to;
		while (end > from && text.p[end - 1] == ' ')
			end--;
		size_t at = end;
		while (at > from && text.p[at - 1] != ' ')
			at--;
		if (at == from || end - at < 2)
			return to;
		char mark = text.p[at];
		struct pm_size size;
		struct pm_str word = pm_str_sub(text, at + 1, end);
		bool ok = false;
		enum pm_field_id field = PM_FIELD_COUNT;
		size_t date = at, start = marked_date(text, from, at, end, &field, &date);
		if (start < end)
			at = (ok = add_suffix(title, field, date, date + 10, PM_SPELL_TAIL)) ? start : at;
		else if (is_anchor(pm_str_sub(text, at, end)))
			ok = true;
		else if (mark == '@' && (is_letter(word.p[0]) || (unsigned char)word.p[0] >= 0x80))
			ok = add_suffix(title, PM_FIELD_OWNER, at + 1, end, PM_SPELL_TAIL);
		else if (mark == '#' && is_letter(word.p[0]))
			ok = add_suffix(title, PM_FIELD_LABELS, at + 1, end, PM_SPELL_TAIL);
		else if (mark == '2' && end - at == 10 && text.p[at + 4] == '-' && text.p[at + 7] == '-' && at > from + 1 &&
			 strchr("@#~", tail_mark(text, from, at)))
			ok = add_suffix(title, PM_FIELD_TARGET_DATE, at, end, PM_SPELL_TAIL);
		else if (mark == '~' && word.p[0] != '~' && pm_size_read(word, &size))
			ok = add_suffix(title, PM_FIELD_ESTIMATE, at + 1, end, PM_SPELL_TAIL);
		if (!ok)
			return to;
		to = at;
	}
}

/* "[DONE] ...", "[MUST] ...", in front of everything: returns where it ends. */
static size_t read_bracketed(struct pm_str text, size_t at, struct pm_title *title)
{
	enum { FAR = 40 };
	size_t limit = at + FAR < text.n ? at + FAR : text.n, skip;
	const char *close = at < limit && text.p[at] == '[' ? memchr(text.p + at, ']', limit - at) : NULL;
	if (!close || (size_t)(close - text.p) + 1 >= text.n || close[1] != ' ')
		return at;
	size_t from = at + 1, to = (size_t)(close - text.p);
	enum pm_field_id field = suffix_field(pm_str_sub(text, from, to), true, &skip);
	if ((field == PM_FIELD_STATUS || field == PM_FIELD_PRIORITY) && add_suffix(title, field, from, to, PM_SPELL_SUFFIX))
		return to + 2;
	return at;
}

/* ":white_check_mark: ...", the name of an emoji, as forges show it: returns where it ends. */
static size_t read_shortcode(struct pm_str text, size_t at, struct pm_title *title)
{
	enum { FAR = 32 };
	size_t end = at + 1;
	struct pm_str word;
	if (at >= text.n || text.p[at] != ':')
		return at;
	while (end < text.n && end < at + FAR && ((text.p[end] >= 'a' && text.p[end] <= 'z') || text.p[end] == '_'))
		end++;
	if (end < at + 3 || end + 1 >= text.n || text.p[end] != ':' || text.p[end + 1] != ' ')
		return at;
	static const char *const sure[] = {"white_check_mark",	  "heavy_check_mark", "ballot_box_with_check", "white_large_square",
					   "white_medium_square", "hourglass",	      "hourglass_flowing_sand"};
	struct pm_str name = pm_str_sub(text, at + 1, end);
	for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
		if (pm_str_eqc(name, sure[i]) && pm_state_read(name, &word) != PM_STATE_NONE)
			add_suffix(title, PM_FIELD_STATUS, at + 1, end, PM_SPELL_SUFFIX);
	return end + 2;
}

/* "Bug: ...", "[BUG] ...", "Feature — ...": a kind word that is set off. */
static size_t read_kind(struct pm_str text, size_t at, struct pm_title *title)
{
	bool bracket = at < text.n && text.p[at] == '[';
	size_t start = at + bracket;
	struct pm_kind_word word;
	if (!pm_kind_word_read(pm_str_sub(text, start, text.n), &word))
		return at;
	size_t end = start + word.length;
	struct pm_str rest = pm_str_sub(text, end, text.n);
	bool set_off = bracket ? pm_str_starts(rest, "]")
			       : pm_str_starts(rest, ":") || pm_str_starts(rest, "：") || pm_str_starts(rest, " —") ||
					 pm_str_starts(rest, " –") || pm_str_starts(rest, " - ") || pm_str_starts(rest, "**:");
	static const char *const loose[] = {"maintenance", "refactoring", "investigation", "debt",
					    "improvement", "enhancement", "issue"};
	for (size_t i = 0; set_off && !bracket && rest.p[0] == ' ' && i < sizeof loose / sizeof *loose; i++)
		set_off = !pm_str_ieqc(pm_str_sub(text, start, end), loose[i]); /* "Maintenance - quality": the name of a section */
	if (!set_off)
		return at;
	title->kind = word.kind;
	return skip_separators(text, end);
}

/* Emoji in front of a title, or between its id and it, that say a state or a priority. */
static void read_signs(struct pm_str text, size_t from, size_t to, struct pm_title *title)
{
	struct pm_str front = pm_str_sub(text, from, to), word;
	double number;
	bool signs = false;
	for (size_t i = 0; i < front.n; i++)
		signs = signs || (unsigned char)front.p[i] >= 0x80;
	if (!signs)
		return;
	while (front.n && strchr(" *_", front.p[front.n - 1]))
		front.n--;
	struct pm_str trimmed = pm_str_trim(front);
	size_t at = (size_t)(trimmed.p - text.p);
	enum pm_state_class state = pm_state_read(front, &word);
	static const char *const sure[] = {"✅", "☑", "✔", "❌", "🚧", "⏳", "🔴", "🟠", "🟡", "🟢", "⬜", "🟥", "🟨", "🟩"};
	bool is_sure = false; /* other emoji are mostly decoration */
	for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
		is_sure = is_sure || pm_str_starts(trimmed, sure[i]);
	if (!is_sure)
		return;
	if (state >= PM_STATE_STARTED && word.n)
		add_suffix(title, PM_FIELD_STATUS, (size_t)(word.p - text.p), (size_t)(word.p - text.p) + word.n, PM_SPELL_SUFFIX);
	else if (trimmed.n && pm_priority_read(trimmed, &number) >= 0)
		add_suffix(title, PM_FIELD_PRIORITY, at, at + trimmed.n, PM_SPELL_SUFFIX);
}

/* "[2026-07-25] ...": the day on which an entry was written down. */
static size_t read_date(struct pm_str text, size_t at, struct pm_title *title)
{
	enum { DATE = 10 };
	pm_day day;
	if (at + DATE + 2 > text.n || text.p[at] != '[' || text.p[at + DATE + 1] != ']' || !is_digit(text.p[at + 1]) ||
	    pm_date_read(pm_str_sub(text, at + 1, at + 1 + DATE), false, &day) != DATE ||
	    !add_suffix(title, PM_FIELD_CREATED, at + 1, at + 1 + DATE, PM_SPELL_SUFFIX))
		return at;
	return at + DATE + 2;
}

/* "Done: ...", "Blocked (2026-06-10): ...": a state in front of the text of an entry. */
static size_t read_state(struct pm_str text, size_t at, struct pm_title *title)
{
	enum { FAR = 40 };
	struct pm_str word, head = pm_str_sub(text, at, at + FAR < text.n ? at + FAR : text.n);
	ptrdiff_t colon = pm_str_chr(head, ':'), open = pm_str_find(head, " (");
	if (colon < 3 || (size_t)colon + 2 >= head.n || head.p[colon + 1] != ' ' || title->box)
		return at;
	bool gloss = open > 0 && open < colon && head.p[colon - 1] == ')';
	struct pm_str state = pm_str_sub(head, 0, gloss ? (size_t)open : (size_t)colon);
	static const char *const sure[] = {"done",	  "fait",	 "erledigt",	 "hecho",   "feito",	"klaar",
					   "готово",	  "сделано",	 "klart",	 "fatto",   "selesai",	"shipped",
					   "in progress", "wip",	 "blocked",	 "pending", "planned",	"en cours",
					   "in arbeit",	  "en progreso", "em andamento", "bezig",   "в работе", "pågår",
					   "dropped",	  "cancelled",	 "canceled",	 "wontfix", "won't do", "not started"};
	for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
		if (pm_str_ieqc(state, sure[i]) && pm_state_read(state, &word) != PM_STATE_NONE &&
		    add_suffix(title, PM_FIELD_STATUS, at, at + state.n, PM_SPELL_SUFFIX))
			return at + (size_t)colon + 2;
	return at;
}

/* What joins an id to the next, a list or a range; how long it is, with the blanks around it.  0: nothing does. */
static size_t joint_length(struct pm_str text, bool *dash)
{
	static const char *const marks[] = {",", "/", "&", "+", ";", "…", "...", "..", "、", "，", "~", "至", "到"};
	static const char *const dashes[] = {"-", "–", "—"};
	static const char *const words[] = {"and", "to",  "through", "und", "bis", "et", "à",  "y",  "a", "al", "e", "até",
					    "en",  "tot", "och",     "og",  "til", "и",	 "до", "ja", "i", "do", "và"};
	size_t n = 0, blanks = 0;
	*dash = false;
	while (n < text.n && strchr(" *`]_", text.p[n]))
		blanks += text.p[n++] == ' ';
	struct pm_str rest = pm_str_sub(text, n, text.n);
	size_t joint = 0;
	if (!rest.n || !((rest.p[0] & 0x80) || (rest.p[0] >= 'a' && rest.p[0] <= 'z') || strchr(",/&+;.~-", rest.p[0])))
		return 0;
	for (size_t i = 0; i < sizeof marks / sizeof *marks && !joint; i++)
		joint = pm_str_starts(rest, marks[i]) ? strlen(marks[i]) : 0;
	for (size_t i = 0; i < sizeof dashes / sizeof *dashes && !joint; i++)
		if (pm_str_starts(rest, dashes[i])) {
			joint = strlen(dashes[i]);
			*dash = true;
		}
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) { /* also behind a comma */
		struct pm_str word = pm_str_sub(rest, joint, rest.n);
		size_t blank = joint && pm_str_starts(word, " ") ? 1 : 0, length = strlen(words[i]);
		word = pm_str_sub(word, blank, word.n);
		if ((joint || blanks) && !*dash && pm_str_istarts(word, words[i]) && word.n > length && word.p[length] == ' ') {
			joint += blank + length;
			break;
		}
	}
	if (!joint)
		return 0;
	for (n += joint; n < text.n && strchr(" *`[", text.p[n]); n++)
		;
	return n;
}

/* "T6.1/T6.2: ...", "US-01 and US-11: ...", "PAY-4 … PAY-13 - ...": behind the first id, others of its kind that share its title.
 * Where the title begins. */
static size_t skip_more_ids(struct pm_str text, struct pm_title *title)
{
	size_t letters = 0, at = title->id.to;
	struct pm_str first = pm_str_sub(text, title->id.from, title->id.to);
	while (letters < first.n && is_letter(first.p[letters]))
		letters++;
	for (size_t to = at; letters && !title->id.numbered;) {
		struct pm_id more;
		bool dash;
		size_t joint = joint_length(pm_str_sub(text, to, text.n), &dash);
		struct pm_str next = pm_str_sub(text, to + joint, text.n);
		if (!joint || !pm_id_read(next, PM_ID_TITLE, &more) || more.from || more.to <= letters ||
		    memcmp(next.p, first.p, letters) != 0 || is_letter(next.p[letters]) || (dash && !more.parted))
			break;
		to += joint + more.to;
		title->several = true;
		if (more.parted || text.p[to - more.to - joint] == '/')
			at = to;
	}
	return at;
}

/* "Title: Pay with a card": a heading that says so. */
static size_t skip_title_label(struct pm_str text, size_t at)
{
	enum { FAR = 24 };
	ptrdiff_t colon = pm_str_chr(pm_str_sub(text, at, at + FAR < text.n ? at + FAR : text.n), ':');
	if (colon <= 0 || at + (size_t)colon + 2 >= text.n || text.p[at + (size_t)colon + 1] != ' ' ||
	    pm_field_find(pm_str_sub(text, at, at + (size_t)colon)) != PM_FIELD_TITLE)
		return at;
	return at + (size_t)colon + 2;
}

/* "**1.1.2**" behind a box: the number of a task in its plan. */
static bool is_bold_number(struct pm_str text, size_t from, size_t to)
{
	return from >= 2 && to + 2 <= text.n && memcmp(text.p + from - 2, "**", 2) == 0 && memcmp(text.p + to, "**", 2) == 0 &&
	       memchr(text.p + from, '.', to - from);
}

void pm_title_read(struct pm_str text, bool heading, struct pm_title *title)
{
	memset(title, 0, sizeof *title);
	size_t at = skip_markup(text, 0, title);
	size_t front_end = at;
	size_t boxed = read_box(text, at, title);
	if (boxed > at)
		at = skip_markup(text, boxed, title);
	/* a state or priority emoji in front of everything */
	if (boxed > front_end)
		read_signs(text, boxed, at, title);
	else
		read_signs(text, 0, front_end, title);
	size_t dated = heading ? at : read_date(text, at, title);
	if (dated > at)
		title->front = at = skip_markup(text, dated, title);
	size_t sign = read_shortcode(text, at, title);
	if (sign > at)
		at = skip_markup(text, sign, title);
	size_t behind = read_bracketed(text, at, title);
	if (behind > at)
		at = skip_markup(text, behind, title);
	size_t id_at = at;
	bool bracket = at < text.n && text.p[at] == '[';
	while (id_at < text.n && (text.p[id_at] == '[' || text.p[id_at] == '*' || text.p[id_at] == '`'))
		id_at++;
	struct pm_str rest = pm_str_sub(text, id_at, text.n);
	bool read = pm_id_read(rest, PM_ID_TITLE, &title->id);
	size_t number = read || !title->box ? 0 : number_length(rest, 0);
	if (number && is_bold_number(text, id_at, id_at + number)) {
		title->id = (struct pm_id){.to = number, .kind = PM_KIND_TASK, .parted = true};
		read = true;
	}
	if (read && (!title->id.numbered || heading || title->id.parted) &&
	    (!bracket || (id_at + title->id.to < text.n && strchr("]:", text.p[id_at + title->id.to])) || title->id.from)) {
		title->has_id = true;
		title->id.from += id_at;
		title->id.to += id_at;
		if (bracket)
			title->id.parted = true;
		title->kind = title->id.kind;
		size_t last = skip_more_ids(text, title);
		at = last;
		while (at < text.n && strchr(" *:._-])", text.p[at]))
			at++;
		if (pm_str_starts(pm_str_sub(text, at, text.n), "~~"))
			title->struck = true;
		at = read_bracket(text, skip_separators(text, last), title);
		struct pm_title inner = {0};
		size_t after = read_kind(text, at, &inner);
		if (inner.kind != PM_KIND_NONE) {
			title->kind = inner.kind;
			at = after;
		}
		if (pm_str_starts(pm_str_sub(text, at, text.n), "~~"))
			title->struck = true;
		size_t signs = at;
		at = skip_markup(text, at, title);
		read_signs(text, signs, at, title);
		if (boxed == front_end || !title->box) {
			size_t box = read_box(text, at, title);
			if (box > at)
				at = skip_markup(text, box, title);
		}
	} else {
		if (!heading)
			at = read_state(text, at, title);
		at = heading ? skip_title_label(text, at) : at;
		at = read_kind(text, at, title);
		at = skip_markup(text, at, title);
	}
	size_t to = trim_end(text, at, text.n);
	for (int i = 0; i < PM_TITLE_SUFFIXES; i++) {
		size_t before = to;
		to = read_suffix(text, at, to, true, title);
		if (to == before)
			break;
	}
	size_t tail = to;
	to = read_tail(text, at, to, title);
	if (to < tail)
		to = read_suffix(text, at, to, true, title); /* "⏫ 📅 2026-12-01" */
	if (title->has_id && to > at && to - at < 24 &&
	    (is_digit(text.p[at]) || text.p[at] == '~')) { /* "PAY-1 — 3 SP — Sprint 1": no title at all */
		size_t skip, end = trim_end(text, at, to);
		while (end > at && (strchr(" -", text.p[end - 1]) || pm_str_ends(pm_str_sub(text, at, end), "—")))
			end -= text.p[end - 1] == ' ' || text.p[end - 1] == '-' ? 1 : 3;
		if (end > at && suffix_field(pm_str_sub(text, at, end), true, &skip) == PM_FIELD_ESTIMATE &&
		    add_suffix(title, PM_FIELD_ESTIMATE, at + skip, end, PM_SPELL_SUFFIX))
			to = at;
	}
	title->from = at;
	title->to = trim_end(text, at, to);
	for (;;) {
		struct pm_str kept = pm_str_sub(text, title->from, title->to);
		if (kept.n && (pm_str_ends(kept, ":") || pm_str_ends(kept, " ")))
			title->to--;
		else if (title->suffix_count && pm_str_ends(kept, " -"))
			title->to--;
		else if (title->suffix_count && (pm_str_ends(kept, "—") || pm_str_ends(kept, "–")))
			title->to -= 3;
		else
			break;
	}
	/* "[[US01] Ann wants a list.](https://x)": the bracket behind the title was opened before the id */
	struct pm_str kept = pm_str_sub(text, title->from, title->to);
	ptrdiff_t target = pm_str_find(kept, "](");
	if (target > 0 && pm_str_chr(pm_str_sub(kept, 0, (size_t)target), '[') < 0)
		title->to = title->from + (size_t)target;
}
