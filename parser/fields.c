/* fields: the one table of fields, and what their values mean. */
#include "parser/fields.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

/* -- the table */

static char keys[PM_FIELD_COUNT][24];

const struct pm_field_def pm_fields[PM_FIELD_COUNT] = {
#define PM_FIELD(id, name, type, group, values, aliases, doc)                                                                    \
	[PM_FIELD_##id] = {name, keys[PM_FIELD_##id], type, group, values, aliases, doc},
#include "parser/fields.def"
#undef PM_FIELD
};

/* A key is the name with underscores, which the preprocessor cannot write. */
__attribute__((constructor)) static void make_keys(void)
{
	for (size_t i = 0; i < PM_FIELD_COUNT; i++) {
		const char *name = pm_fields[i].name;

		assert(strlen(name) < sizeof keys[i]);
		for (size_t k = 0; name[k]; k++)
			keys[i][k] = name[k] == ' ' ? '_' : name[k];
	}
}

const char *pm_field_type_name(enum pm_field_type type)
{
	static const char *const names[] = {
		[PM_TYPE_STATE] = "state",     [PM_TYPE_WORD] = "word",	      [PM_TYPE_PRIORITY] = "priority",
		[PM_TYPE_SIZE] = "size",       [PM_TYPE_NUMBER] = "number",   [PM_TYPE_MONEY] = "money",
		[PM_TYPE_PERCENT] = "percent", [PM_TYPE_LINKS] = "links",     [PM_TYPE_DIRECTION] = "direction",
		[PM_TYPE_PLAN] = "plan",       [PM_TYPE_DATE] = "date",	      [PM_TYPE_NAMES] = "names",
		[PM_TYPE_LIST] = "list",       [PM_TYPE_TEXT] = "text",	      [PM_TYPE_URL] = "url",
		[PM_TYPE_BOOL] = "bool",
	};

	return names[type];
}

/* -- characters */

static bool ascii_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(uint32_t ch)
{
	if (ch < 0x80)
		return (ch >= '0' && ch <= '9') || ((ch | 0x20) >= 'a' && (ch | 0x20) <= 'z');
	return pm_char_is_word(ch) && !pm_char_is_emoji(ch);
}

/* pm_utf8_decode, with a short way for what most labels and values are made of. */
static inline size_t decode(const char *p, const char *end, uint32_t *ch)
{
	if ((unsigned char)*p >= 0x80)
		return pm_utf8_decode(p, end, ch);
	*ch = (unsigned char)*p;
	return 1;
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

/* -- labels: a hash of every name and alias in folded form, built once */

enum { LABEL_MAX = 96, LABEL_SLOTS = 4096, LABEL_POOL = 64 * 1024 };

static struct label {
	const char *key; /* folded, in label_pool; NULL: a free slot */
	uint32_t hash;
	uint8_t length;
	uint8_t field;
	bool column; /* names a column of a table only */
} labels[LABEL_SLOTS];
static char label_pool[LABEL_POOL];
static size_t label_used;

/* What an unknown label may have been meant to be. */
static struct candidate {
	struct pm_str name;
	uint32_t letters;
	uint8_t field;
} candidates[LABEL_SLOTS / 2];
static size_t candidate_count;

/* The letters and digits of a label in lower case; what decorates it falls away, and so do digits before the first letter.  Its
 * length; 0 where nothing is left or the label is too long to be one. */
static size_t fold_label(struct pm_str label, bool keep_brackets, char out[LABEL_MAX])
{
	const char *p = label.p, *end = label.p + label.n;
	size_t n = 0;
	unsigned depth = 0;

	if (label.n > 2 * LABEL_MAX)
		return 0;
	while (p < end) {
		char c = *p;

		if ((unsigned char)c >= 0x80) {
			uint32_t ch;

			p += decode(p, end, &ch);
			if (depth || !is_word(ch))
				continue;
			if (n + 4 > LABEL_MAX)
				return 0;
			n += pm_utf8_encode(pm_char_lower(ch), out + n);
			continue;
		}
		p++;
		if (c == '<' || (c == '(' && !keep_brackets))
			depth++;
		else if (depth && (c == '>' || c == ')'))
			depth--;
		if (depth || !is_word((unsigned char)c) || (ascii_digit(c) && n == 0))
			continue;
		if (n + 1 > LABEL_MAX)
			return 0;
		out[n++] = ascii_digit(c) ? c : (char)(c | 0x20);
	}
	return n;
}

static struct label *label_slot(const char *key, size_t n, uint32_t hash)
{
	size_t i = hash & (LABEL_SLOTS - 1);

	while (labels[i].key && (labels[i].hash != hash || labels[i].length != n || memcmp(labels[i].key, key, n) != 0))
		i = (i + 1) & (LABEL_SLOTS - 1);
	return &labels[i];
}

/* Which letters a name has: each edit changes at most two of them, which spares most of the comparing. */
static uint32_t letters_of(struct pm_str name)
{
	uint32_t letters = 0;

	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i] | 0x20;

		if (c >= 'a' && c <= 'z')
			letters |= 1u << (c - 'a');
	}
	return letters;
}

static void add_candidate(struct pm_str name, size_t field)
{
	if (name.n < 4 || (unsigned char)name.p[0] >= 0x80)
		return;
	assert(candidate_count < sizeof candidates / sizeof *candidates);
	candidates[candidate_count++] = (struct candidate){name, letters_of(name), (uint8_t)field};
}

static void add_label(struct pm_str name, size_t field)
{
	char key[LABEL_MAX];
	size_t n = fold_label(name, true, key);
	uint32_t hash = hash_bytes(HASH_START, key, n);
	struct label *slot = label_slot(key, n, hash);

	if (n == 0 || slot->key) /* `#`, or two spellings that fold to one */
		return;
	assert(label_used + n <= LABEL_POOL);
	memcpy(label_pool + label_used, key, n);
	slot->key = label_pool + label_used;
	slot->hash = hash;
	slot->length = (uint8_t)n;
	slot->field = (uint8_t)field;
	slot->column = n == 1 || (n == 2 && (memcmp(key, "no", 2) == 0 || memcmp(key, "nr", 2) == 0));
	label_used += n;
}

/* Takes the next piece of a list that is split at semicolons. */
static struct pm_str next_piece(const char **list)
{
	const char *start = *list, *end = strchr(start, ';');
	size_t n = end ? (size_t)(end - start) : strlen(start);

	*list = end ? end + 1 : start + n;
	return pm_str_n(start, n);
}

static pthread_once_t labels_once = PTHREAD_ONCE_INIT;

static void build_labels(void)
{
	for (size_t i = 0; i < PM_FIELD_COUNT; i++) {
		const char *rest = pm_fields[i].aliases;

		add_label(pm_str_c(pm_fields[i].name), i);
		add_candidate(pm_str_c(pm_fields[i].name), i);
		while (*rest) {
			struct pm_str alias = next_piece(&rest);

			add_label(alias, i);
			add_candidate(alias, i);
		}
	}
}

static enum pm_field_id look_up_label(struct pm_str label, bool column, bool keep_brackets)
{
	char key[LABEL_MAX];
	size_t n = fold_label(label, keep_brackets, key);
	const struct label *slot;

	if (n == 0)
		return PM_FIELD_CUSTOM;
	slot = label_slot(key, n, hash_bytes(HASH_START, key, n));
	if (!slot->key || (slot->column && !column))
		return PM_FIELD_CUSTOM;
	return (enum pm_field_id)slot->field;
}

static enum pm_field_id find_label(struct pm_str label, bool column)
{
	enum pm_field_id field;

	pthread_once(&labels_once, build_labels);
	field = look_up_label(label, column, true);
	if (field == PM_FIELD_CUSTOM && label.n <= 2 * LABEL_MAX && pm_str_chr(label, '(') > 0)
		field = look_up_label(label, column, false); /* "Reach (users)" */
	return field;
}

enum pm_field_id pm_field_find(struct pm_str label)
{
	return find_label(label, false);
}

enum pm_field_id pm_field_find_column(struct pm_str label)
{
	if (pm_str_eqc(pm_str_trim(label), "#"))
		return PM_FIELD_ID;
	return find_label(label, true);
}

/* -- the nearest label */

/* Labels that people mean as they are, though one letter makes a field of them. */
static bool is_ordinary(struct pm_str label)
{
	static const char *const ordinary[] = {
		"scope",  "note",   "notes",   "test",	  "tests",   "tested",	"action", "actions", "usage",	"stage gate",
		"factor", "files",  "file",    "format",  "parts",   "part",	"page",	  "pages",   "mode",	"model",
		"models", "module", "method",  "methods", "pros",    "cons",	"where",  "why",     "what",	"how",
		"risk",	  "risks",  "context", "content", "contents", "example", "basis",  "state in code"};

	for (size_t i = 0; i < sizeof ordinary / sizeof *ordinary; i++)
		if (pm_str_ieqc(label, ordinary[i]))
			return true;
	return false;
}

/* The letters must be near, the first one the same. */
static unsigned distance_to(const struct candidate *candidate, struct pm_str label, uint32_t letters, unsigned most)
{
	struct pm_str name = candidate->name;
	size_t longer = name.n > label.n ? name.n - label.n : label.n - name.n;

	if (longer > most || ((name.p[0] ^ label.p[0]) & ~0x20) != 0 ||
	    __builtin_popcount(candidate->letters ^ letters) > 2 * (int)most)
		return most + 1;
	return pm_str_distance(label, name, most);
}

static struct pm_str without_emphasis(struct pm_str label)
{
	label = pm_str_trim(label);
	while (label.n && (label.p[label.n - 1] == ':' || label.p[label.n - 1] == '*' || label.p[label.n - 1] == '_'))
		label.n--;
	while (label.n && (*label.p == '*' || *label.p == '_'))
		label = pm_str_sub(label, 1, label.n);
	return label;
}

const char *pm_field_nearest(struct pm_str label)
{
	const char *best = NULL;
	uint32_t letters;
	unsigned most;

	label = without_emphasis(label);
	if (label.n < 4 || label.n > LABEL_MAX || is_ordinary(label))
		return NULL;
	pthread_once(&labels_once, build_labels);
	letters = letters_of(label);
	most = label.n / 3 < 3 ? (unsigned)label.n / 3 : 3;
	for (size_t i = 0; i < candidate_count; i++) {
		unsigned distance = distance_to(&candidates[i], label, letters, most);

		if (distance > most)
			continue;
		best = pm_fields[candidates[i].field].name;
		if (distance == 0)
			break;
		most = distance - 1;
	}
	return best;
}

/* -- words: a hash of every phrase of words.def, built once */

enum word_set {
	WORD_STATE,
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
	WORD_EMPTY
};

enum unit {
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

enum { PHRASE_MAX = 80, PHRASE_WORDS = 6, WORD_SLOTS = 8192, WORD_POOL = 64 * 1024 };

static struct word {
	const char *key; /* folded, in word_pool; NULL: a free slot */
	uint32_t hash;
	uint8_t length, set;
	int8_t value;
} words[WORD_SLOTS];
static char word_pool[WORD_POOL];
static size_t word_used;

static struct word *word_slot(enum word_set set, const char *key, size_t n, uint32_t hash)
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
	if (!is_word(ch))
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

static void add_word(enum word_set set, int value, struct pm_str text)
{
	struct phrase phrase = {.hash = HASH_START};
	const char *p = text.p, *end = text.p + text.n;
	struct word *slot;
	uint32_t ch;

	while (p < end) {
		p += decode(p, end, &ch);
		phrase_add(&phrase, ch);
	}
	slot = word_slot(set, phrase.key, phrase.n, phrase.hash);
	if (phrase.n == 0 || slot->key)
		return;
	assert(word_used + phrase.n <= WORD_POOL);
	memcpy(word_pool + word_used, phrase.key, phrase.n);
	*slot = (struct word){word_pool + word_used, phrase.hash, (uint8_t)phrase.n, (uint8_t)set, (int8_t)value};
	word_used += phrase.n;
}

static const struct word_list {
	enum word_set set;
	int value;
	const char *words;
} word_lists[] = {
#define PM_WORDS(set, value, words) {set, value, words},
#include "parser/words.def"
#undef PM_WORDS
};

static pthread_once_t words_once = PTHREAD_ONCE_INIT;

static void build_words(void)
{
	for (size_t i = 0; i < sizeof word_lists / sizeof *word_lists; i++) {
		const char *rest = word_lists[i].words;

		while (*rest)
			add_word(word_lists[i].set, word_lists[i].value, next_piece(&rest));
	}
}

/* The longest phrase of a set that begins at p: its value, and where it ends; -1: none. */
static int match_word(enum word_set set, const char *p, const char *end, const char **after)
{
	struct phrase phrase = {.hash = HASH_START};
	int value = -1;

	pthread_once(&words_once, build_words);
	while (p < end) {
		uint32_t ch, next = 0;
		const struct word *slot;

		p += decode(p, end, &ch);
		if (!phrase_add(&phrase, ch) || phrase.n == 0)
			break;
		if (phrase.gap || is_apostrophe(ch))
			continue;
		if (p < end)
			decode(p, end, &next);
		if (!is_unspaced(ch) && is_word(next))
			continue;
		slot = word_slot(set, phrase.key, phrase.n, phrase.hash);
		if (slot->key) {
			value = slot->value;
			*after = p;
		}
	}
	return value;
}

/* -- a text as a row of words and signs */

/* How much of a value is looked at for words: what stands farther behind is a note. */
enum { SCAN_MAX = 200, SCAN_WORDS = 12 };

struct scan {
	const char *p, *end;
};

static struct scan scan_of(struct pm_str text)
{
	struct pm_str s = pm_str_trim(text);

	return (struct scan){s.p, s.p + s.n};
}

static uint32_t scan_peek(const struct scan *s)
{
	uint32_t ch = 0;

	if (s->p < s->end)
		decode(s->p, s->end, &ch);
	return ch;
}

static void scan_step(struct scan *s)
{
	uint32_t ch;

	if (s->p < s->end)
		s->p += decode(s->p, s->end, &ch);
}

static void skip_blanks(struct scan *s)
{
	for (uint32_t ch = scan_peek(s); ch == ' ' || ch == '\t' || ch == 0xa0 || ch == 0x202f || ch == 0x2009 || ch == 0x3000;
	     ch = scan_peek(s))
		scan_step(s);
}

/* Skips a word; in a script without blanks, one character of it. */
static void skip_word(struct scan *s)
{
	do
		scan_step(s);
	while (s->p < s->end && is_word(scan_peek(s)) && !is_unspaced(scan_peek(s)));
}

static bool match_here(struct scan *s, enum word_set set, int *value)
{
	const char *after;
	int found = match_word(set, s->p, s->end, &after);

	if (found < 0)
		return false;
	s->p = after;
	*value = found;
	return true;
}

/* -- numbers */

static int digit_here(const struct scan *s)
{
	uint32_t ch = scan_peek(s);

	if (ch >= '0' && ch <= '9')
		return (int)(ch - '0');
	if (ch >= 0xff10 && ch <= 0xff19) /* full width */
		return (int)(ch - 0xff10);
	return -1;
}

static size_t digits_ahead(struct scan s)
{
	size_t n = 0;

	for (; n < 20 && digit_here(&s) >= 0; n++)
		scan_step(&s);
	return n;
}

enum separator { SEPARATOR_NONE, SEPARATOR_GROUP, SEPARATOR_DECIMAL };

/* What the sign before the next digits is: does it part thousands or begin the decimals?  `lead` digits stand before it; `parted` is
 * the sign that has parted thousands already. */
static enum separator separator_here(struct scan s, size_t lead, bool lead_zero, uint32_t parted)
{
	uint32_t sign = scan_peek(&s), behind;
	size_t n;
	bool group;

	scan_step(&s);
	n = digits_ahead(s);
	if (n == 0)
		return SEPARATOR_NONE;
	group = n == 3 && (parted ? parted == sign : lead >= 1 && lead <= 3 && !lead_zero);
	for (size_t i = 0; i < n; i++)
		scan_step(&s);
	behind = scan_peek(&s);
	switch (sign) {
	case ',':
	case 0xff0c:
		return group ? SEPARATOR_GROUP : SEPARATOR_DECIMAL;
	case '.':
		scan_step(&s);
		group = group && (parted || ((behind == ',' || behind == '.') && digit_here(&s) >= 0));
		return group ? SEPARATOR_GROUP : SEPARATOR_DECIMAL;
	case '\'':
	case 0x2019:
	case ' ':
	case 0xa0:
	case 0x202f:
	case 0x2009:
		return group ? SEPARATOR_GROUP : SEPARATOR_NONE;
	default:
		return SEPARATOR_NONE;
	}
}

static bool vulgar_fraction(struct scan *s, double *value)
{
	uint32_t ch = scan_peek(s);

	if (ch != 0xbc && ch != 0xbd && ch != 0xbe)
		return false;
	*value += ch == 0xbc ? 0.25 : ch == 0xbd ? 0.5 : 0.75;
	scan_step(s);
	return true;
}

/* Digits with their separators.  Eighteen digits are kept; a longer whole number is none. */
static bool read_digits(struct scan *s, double *value)
{
	static const double tens[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
				      1e17, 1e18};
	uint64_t whole = 0;
	size_t digits = 0, decimals = 0, group = 0;
	uint32_t parted = 0;
	bool fraction = false, lead_zero = digit_here(s) == 0;

	for (;;) {
		int digit = digit_here(s);
		enum separator separator;

		if (digit >= 0) {
			if (digits == 18 && !fraction)
				return false;
			if (digits < 18) {
				whole = whole * 10 + (unsigned)digit;
				digits++;
				decimals += fraction;
			}
			group++;
			scan_step(s);
			continue;
		}
		if (fraction || digits == 0)
			break;
		separator = separator_here(*s, group, lead_zero && group == 1, parted);
		if (separator == SEPARATOR_NONE)
			break;
		fraction = separator == SEPARATOR_DECIMAL;
		if (separator == SEPARATOR_GROUP)
			parted = scan_peek(s);
		group = 0;
		scan_step(s);
	}
	*value = (double)whole / tens[decimals];
	return vulgar_fraction(s, value) || digits > 0;
}

/* `k`, `M` and ten thousands behind the digits. */
static void read_multiplier(struct scan *s, bool millions, double *value)
{
	struct scan behind = *s;
	uint32_t ch = scan_peek(s);
	double by = 1;

	scan_step(&behind);
	if (ch == 0x4e07 || ch == 0x842c || ch == 0xb9cc)
		by = 10000;
	else if (is_word(scan_peek(&behind)))
		return;
	else if (ch == 'k' || ch == 'K')
		by = 1000;
	else if (ch == 'M' && millions)
		by = 1e6;
	if (by > 1)
		*s = behind;
	*value *= by;
}

static bool is_minus(uint32_t ch)
{
	return ch == '-' || ch == 0x2212;
}

static bool read_value(struct scan *s, bool millions, double *value)
{
	struct scan at = *s;
	bool negative = is_minus(scan_peek(&at));

	if (negative)
		scan_step(&at);
	if (!read_digits(&at, value))
		return false;
	read_multiplier(&at, millions, value);
	if (negative)
		*value = -*value;
	*s = at;
	return true;
}

static bool is_emphasis(uint32_t ch)
{
	return ch == '*' || ch == '_' || ch == '`' || ch == '~';
}

static bool is_currency(uint32_t ch)
{
	return ch == '$' || (ch >= 0xa2 && ch <= 0xa5) || (ch >= 0x20a0 && ch <= 0x20cf) || ch == 0xffe5;
}

/* Skips what may stand before a number: emphasis, brackets, `~`, `<`, "about", a sign of money. */
static void skip_before_number(struct scan *s, bool *money)
{
	for (;;) {
		uint32_t ch = scan_peek(s);
		struct scan word = *s;
		int value;

		if (is_currency(ch)) {
			*money = true;
			scan_step(s);
		} else if (ch < 0x80 ? ch && strchr(" *_`~([\"'<>=+:", (int)ch)
				     : ch == 0x2248 || ch == 0x2264 || ch == 0x2265 || ch == 0xb1 || ch == 0xff5e || ch == 0x223c ||
					       ch == 0xa0 || pm_char_is_emoji(ch)) {
			scan_step(s);
		} else if (is_word(ch) && digit_here(s) < 0 && match_here(&word, WORD_ABOUT, &value)) {
			while (word.p < word.end && (*word.p == '.' || *word.p == ' '))
				word.p++;
			if (digit_here(&word) < 0 && is_word(scan_peek(&word)) &&
			    match_word(WORD_ABOUT, word.p, word.end, &(const char *){NULL}) < 0)
				return;
			*s = word;
		} else {
			return;
		}
	}
}

/* Between the ends of a range: a dash, dots, a tilde, or a word. */
static bool skip_range_sign(struct scan *s)
{
	struct scan at = *s;
	uint32_t ch;
	int value;

	while (is_emphasis(scan_peek(&at)) && scan_peek(&at) != '~')
		scan_step(&at);
	skip_blanks(&at);
	ch = scan_peek(&at);
	if (is_minus(ch) || (ch >= 0x2010 && ch <= 0x2015) || ch == '~' || ch == 0xff5e || ch == 0x301c || ch == 0x2026 ||
	    ch == 0x2192 || ch == 0x223c) {
		scan_step(&at);
	} else if (at.end - at.p >= 2 && at.p[0] == '.' && at.p[1] == '.') {
		while (at.p < at.end && *at.p == '.')
			at.p++;
	} else if (!is_word(ch) || !match_here(&at, WORD_TO, &value)) {
		return false;
	}
	skip_blanks(&at);
	*s = at;
	return true;
}

static bool skip_percent(struct scan *s)
{
	struct scan at = *s;

	skip_blanks(&at);
	if (scan_peek(&at) != '%' && scan_peek(&at) != 0xff05)
		return false;
	scan_step(&at);
	*s = at;
	return true;
}

/* A digit behind one of these signs: the number is a date, a time or a version. */
static bool goes_on(struct scan s, const char *signs)
{
	uint32_t ch = scan_peek(&s);

	if (ch == 0 || ch >= 0x80 || !strchr(signs, (int)ch))
		return false;
	scan_step(&s);
	return digit_here(&s) >= 0;
}

static bool is_fraction_or_date(struct scan s, bool *date)
{
	if (!goes_on(s, "/"))
		return false;
	scan_step(&s);
	while (digit_here(&s) >= 0)
		scan_step(&s);
	*date = goes_on(s, "/");
	return true;
}

static void order(double *low, double *high)
{
	if (*low > *high) {
		double low_was = *low;

		*low = *high;
		*high = low_was;
	}
}

/* "-03" behind four digits is a month. */
static bool is_month(const char *start, const struct scan *s)
{
	return s->p - start == 4 && goes_on(*s, "-") && digits_ahead((struct scan){start, s->p}) == 4 &&
	       digits_ahead((struct scan){s->p + 1, s->end}) == 2 && (s->p[1] == '0' || s->p[1] == '1');
}

static struct pm_str unit_of(struct scan s)
{
	while (s.p < s.end && (is_emphasis(scan_peek(&s)) || *s.p == ' ' || *s.p == ')' || *s.p == ']' || *s.p == '"'))
		s.p++;
	while (s.p < s.end && (is_emphasis((unsigned char)s.end[-1]) || s.end[-1] == ' '))
		s.end--;
	return pm_str_trim(pm_str_n(s.p, (size_t)(s.end - s.p)));
}

bool pm_number_read(struct pm_str text, struct pm_number *number)
{
	struct scan s = scan_of(text), range;
	struct pm_number read = {.percent = false};
	bool money, date = false;
	const char *start;

	skip_before_number(&s, &money);
	start = s.p;
	if (!read_value(&s, true, &read.low) || goes_on(s, ".:") || is_month(start, &s))
		return false;
	is_fraction_or_date(s, &date);
	if (date)
		return false;
	read.high = read.low;
	read.percent = skip_percent(&s);
	range = s;
	if (skip_range_sign(&range)) {
		skip_before_number(&range, &money);
		if (digit_here(&range) >= 0 && read_value(&range, true, &read.high)) {
			if (goes_on(range, "-.:/"))
				return false;
			s = range;
			read.percent = skip_percent(&s) || read.percent;
			order(&read.low, &read.high);
		}
	}
	read.unit = unit_of(s);
	if (read.percent) {
		read.low /= 100;
		read.high /= 100;
	}
	*number = read;
	return true;
}

bool pm_confidence_read(struct pm_str text, struct pm_number *number)
{
	static const double levels[] = {1, 1, 0.8, 0.5}; /* the three steps of RICE, in words */
	struct pm_number of;
	double divisor = 1;

	if (!pm_number_read(text, number)) {
		int level = pm_priority_read(text, NULL);

		if (level < 1 || level > 3)
			return false;
		*number = (struct pm_number){.low = levels[level], .high = levels[level]};
		return true;
	}
	if (number->percent)
		return true;
	if (number->unit.n > 1 && number->unit.p[0] == '/' &&
	    pm_number_read(pm_str_sub(number->unit, 1, number->unit.n), &of) && of.low > 1)
		divisor = of.low; /* 8/10 */
	else if (number->high > 1)
		divisor = 100;
	number->low /= divisor;
	number->high /= divisor;
	return true;
}

/* -- sizes */

static const struct {
	const char *name;
	double factor; /* to that unit */
	double hours;
} units[] = {
	[UNIT_POINTS] = {"points", 1, 0}, [UNIT_MINUTE] = {"h", 1.0 / 60, 1.0 / 60}, [UNIT_HOUR] = {"h", 1, 1},
	[UNIT_DAY] = {"d", 1, 8},	  [UNIT_WEEK] = {"w", 1, 40},		     [UNIT_MONTH] = {"m", 1, 160},
	[UNIT_QUARTER] = {"m", 3, 480},	  [UNIT_YEAR] = {"m", 12, 1920},	     [UNIT_MONEY] = {"money", 1, 0},
	[UNIT_NONE] = {"points", 1, 0},
};

/* The unit behind a number: "5 pts", "3-day", "2d", "40€". */
static enum unit read_unit(struct scan *s, double value, enum unit before)
{
	struct scan at = *s;
	int found;

	while (is_emphasis(scan_peek(&at)))
		scan_step(&at);
	skip_blanks(&at);
	if (is_currency(scan_peek(&at))) {
		scan_step(&at);
		*s = at;
		return UNIT_MONEY;
	}
	if (scan_peek(&at) == '-')
		scan_step(&at);
	if (!is_word(scan_peek(&at)) || digit_here(&at) >= 0 || !match_here(&at, WORD_UNIT, &found))
		return UNIT_NONE;
	/* "30m" and the m of "1h 30m" are minutes; nobody plans thirteen months by a letter */
	if (found == UNIT_MONTH && (at.p[-1] | 0x20) == 'm' && (at.p - s->p == 1 || at.p[-2] == ' ') &&
	    (value > 12 || before == UNIT_HOUR))
		found = UNIT_MINUTE;
	*s = at;
	return (enum unit)found;
}

/* "1w 2d", "2h 30m": the further parts, in the unit of the first. */
static double read_further(struct scan *s, enum unit unit)
{
	double sum = 0, value;

	while (units[unit].hours > 0) {
		struct scan at = *s;
		enum unit further;

		skip_blanks(&at);
		if (digit_here(&at) < 0 || !read_value(&at, false, &value))
			break;
		further = read_unit(&at, value, unit);
		if (units[further].hours <= 0 || units[further].hours >= units[unit].hours)
			break;
		sum += value * units[further].hours / units[unit].hours;
		*s = at;
	}
	return sum;
}

static bool read_amount(struct scan *s, bool money, struct pm_size *size)
{
	struct scan range;
	double low, high;
	enum unit unit, end_unit;

	if (!read_value(s, false, &low) || goes_on(*s, ".:/") || skip_percent(s))
		return false;
	unit = money ? UNIT_MONEY : read_unit(s, low, UNIT_NONE);
	high = low += read_further(s, unit);
	range = *s;
	if (skip_range_sign(&range)) {
		skip_before_number(&range, &money);
		if (digit_here(&range) >= 0 && read_value(&range, false, &high)) {
			if (goes_on(range, "-.:/") || skip_percent(&range))
				return false;
			end_unit = money ? UNIT_MONEY : read_unit(&range, high, UNIT_NONE);
			high += read_further(&range, end_unit);
			if (unit != UNIT_NONE && end_unit != UNIT_NONE && unit != end_unit) {
				if (units[unit].hours <= 0 || units[end_unit].hours <= 0)
					return false; /* "3 points - 2 days" */
				low *= units[unit].hours / units[end_unit].hours;
			}
			unit = end_unit == UNIT_NONE ? unit : end_unit;
			*s = range;
		}
	}
	skip_blanks(s);
	if (unit == UNIT_NONE && is_word(scan_peek(s)))
		return false; /* "3 sprints", "2 people": no unit that is known */
	order(&low, &high);
	*size = (struct pm_size){low * units[unit].factor, high * units[unit].factor, units[unit].name};
	return true;
}

/* S, M-L, "small to medium". */
static bool read_shirt(struct scan *s, struct pm_size *size)
{
	struct scan at;
	int low, high;

	if (!match_here(s, WORD_SIZE, &low))
		return false;
	high = low;
	at = *s;
	if (!skip_range_sign(&at)) {
		skip_blanks(&at);
		if (scan_peek(&at) == '/')
			scan_step(&at);
		skip_blanks(&at);
	}
	if (at.p == s->p || !match_here(&at, WORD_SIZE, &high))
		high = low;
	*size = (struct pm_size){low, high, "size"};
	order(&size->low, &size->high);
	return true;
}

bool pm_size_read(struct pm_str text, struct pm_size *size)
{
	struct scan s = scan_of(text);
	struct pm_size read;
	bool money = false;
	uint32_t ch;

	skip_before_number(&s, &money);
	ch = scan_peek(&s);
	if (digit_here(&s) >= 0 || (ch >= 0xbc && ch <= 0xbe)) {
		struct scan word = s;

		/* "2XL" is a T-shirt */
		if (!read_amount(&s, money, &read) && !read_shirt(&word, &read))
			return false;
	} else if (!read_shirt(&s, &read)) {
		return false;
	}
	*size = read;
	return true;
}

/* -- nothing */

bool pm_value_empty(struct pm_str text)
{
	struct scan s = scan_of(text);
	bool sign = false;
	int value;

	while (s.p < s.end) {
		uint32_t ch = scan_peek(&s);

		if (is_word(ch))
			break;
		if ((ch && ch < 0x80 && strchr("-[]{}()\"'/._~", (int)ch)) || ch == 0x2026 || (ch >= 0x2010 && ch <= 0x2015))
			sign = true;
		else if (!(ch && ch < 0x80 && strchr("*` \t\r\n", (int)ch)) && ch != 0xa0)
			return false;
		scan_step(&s);
	}
	if (s.p == s.end)
		return sign || pm_str_trim(text).n == 0;
	if (!match_here(&s, WORD_EMPTY, &value))
		return false;
	skip_blanks(&s);
	return s.p == s.end || (!is_word(scan_peek(&s)) && scan_peek(&s) != '/' && scan_peek(&s) != '+' && scan_peek(&s) != '&');
}

/* -- priorities */

static int priority_emoji(uint32_t ch)
{
	switch (ch) {
	case 0x1f534: /* red circle */
	case 0x1f525: /* fire */
	case 0x1f6a8: /* police light */
	case 0x203c:  /* two exclamation marks */
	case 0x1f53a: /* red triangle up */
	case 0x1f7e5: /* red square */
		return 0;
	case 0x1f7e0: /* orange circle */
	case 0x1f7e7:
	case 0x23eb: /* double triangle up */
	case 0x2757: /* exclamation mark */
		return 1;
	case 0x1f7e1: /* yellow circle */
	case 0x1f7e8:
	case 0x1f53c: /* triangle up */
		return 2;
	case 0x1f7e2: /* green circle */
	case 0x1f7e9:
	case 0x1f535: /* blue circle */
	case 0x1f7e6:
	case 0x1f53d: /* triangle down */
		return 3;
	case 0x26aa: /* white circle */
	case 0x23ec: /* double triangle down */
	case 0x2b07:
		return 4;
	default:
		return -1;
	}
}

/* "P2" at the start of a word, with nothing behind it: its number; -1. */
static int read_p(struct scan *s)
{
	struct scan at = *s;
	double value;

	if ((*at.p | 0x20) != 'p')
		return -1;
	at.p++;
	if (at.p < at.end && *at.p == '-')
		at.p++;
	if (digit_here(&at) < 0 || digits_ahead(at) > 3 || !read_digits(&at, &value) || is_word(scan_peek(&at)))
		return -1;
	*s = at;
	return (int)value;
}

/* Stars: the emoji, the sign, or asterisks apart from each other, `* * *`, where there is nothing else: `**` is emphasis. */
static int count_stars(struct pm_str text)
{
	struct scan s = scan_of(text);
	int stars = 0, asterisks = 0;
	bool other = false;
	uint32_t before = 0;

	for (unsigned i = 0; s.p < s.end && i < SCAN_MAX; i++) {
		uint32_t ch = scan_peek(&s);

		stars += ch == 0x2b50 || ch == 0x2605 || ch == 0x1f31f;
		asterisks += ch == '*';
		other = other || (ch != '*' && ch != '`' && ch != ' ' && ch != '\\') || (ch == '*' && before == '*');
		before = ch;
		scan_step(&s);
	}
	return stars ? stars : other ? 0 : asterisks;
}

static int level_of_number(double value, double *number)
{
	if (number)
		*number = value;
	return value >= 0 && value <= 5 ? (int)value : -1;
}

/* What the scan for a priority has met so far. */
struct priority {
	int emoji;	/* its level; -1 */
	double number;	/* a plain one, in front of the words */
	bool numbered;
	unsigned words; /* that said nothing */
	bool negated;
};

/* One step of the scan: true when a word has settled it. */
static bool priority_step(struct scan *s, struct priority *met, int *level, double *number)
{
	uint32_t ch = scan_peek(s);
	int value;

	if (!is_word(ch)) {
		if (met->emoji < 0)
			met->emoji = priority_emoji(ch);
		scan_step(s);
		return false;
	}
	value = read_p(s);
	if (value >= 0) {
		*level = level_of_number(value, number);
		return true;
	}
	if (match_here(s, WORD_PRIORITY, &value)) {
		*level = met->negated && value < 2 ? 3 : value; /* "not urgent" */
		return true;
	}
	met->negated = match_here(s, WORD_NEGATION, &value);
	if (met->negated)
		return false;
	if (digit_here(s) >= 0 && !met->numbered && met->words == 0) {
		met->numbered = read_digits(s, &met->number);
		if (met->numbered)
			return false;
	}
	met->words++;
	skip_word(s);
	return false;
}

int pm_priority_read(struct pm_str text, double *number)
{
	struct scan s = scan_of(pm_str_sub(text, 0, SCAN_MAX));
	struct priority met = {.emoji = -1};
	int level = -1, stars;

	/* words behind a number, "2 - high", count where they are next to it */
	while (s.p < s.end && met.words < (met.numbered ? 1 : 6))
		if (priority_step(&s, &met, &level, number))
			return level;
	stars = count_stars(text);
	if (stars)
		return stars > 5 ? 0 : 5 - stars;
	if (met.emoji >= 0)
		return met.emoji;
	return met.numbered ? level_of_number(met.number, number) : -1;
}

/* Skips signs and emoji before the first word. */
static void skip_signs(struct scan *s)
{
	while (s->p < s->end && !is_word(scan_peek(s)))
		scan_step(s);
}

enum pm_moscow pm_moscow_read(struct pm_str text)
{
	struct scan s = scan_of(pm_str_sub(text, 0, SCAN_MAX));
	const char *start;
	int value;

	skip_signs(&s);
	start = s.p;
	if (!match_here(&s, WORD_MOSCOW, &value))
		return PM_MOSCOW_NONE;
	if (s.p - start == 1) { /* a letter must stand alone */
		skip_signs(&s);
		if (s.p < s.end)
			return PM_MOSCOW_NONE;
	}
	return (enum pm_moscow)value;
}

bool pm_bool_read(struct pm_str text, bool *value)
{
	struct scan s = scan_of(pm_str_sub(text, 0, SCAN_MAX));
	uint32_t ch = scan_peek(&s);
	int found;

	if (ch == 0x2705 || ch == 0x2713 || ch == 0x2714 || ch == 0x2611) {
		*value = true;
		return true;
	}
	if (ch == 0x274c || ch == 0x2717 || ch == 0x2716 || ch == 0x1f6ab) {
		*value = false;
		return true;
	}
	skip_signs(&s);
	if (pm_str_eqc(pm_str_trim(text), "1") || pm_str_eqc(pm_str_trim(text), "0"))
		found = *s.p == '1';
	else if (!match_here(&s, WORD_BOOL, &found))
		return false;
	*value = found;
	return true;
}

/* -- states */

const char *pm_state_class_name(enum pm_state_class state)
{
	static const char *const names[] = {NULL, "idea", "open", "started", "done", "dropped"};

	return names[state];
}

static enum pm_state_class state_emoji(uint32_t ch)
{
	switch (ch) {
	case 0x2705:  /* white check mark on green */
	case 0x2611:  /* ballot box with check */
	case 0x2713:  /* check mark */
	case 0x2714:  /* heavy check mark */
	case 0x1f389: /* party popper */
	case 0x1f3c1: /* chequered flag */
		return PM_STATE_DONE;
	case 0x1f6a7: /* construction */
	case 0x1f504: /* arrows in a circle */
	case 0x23f3:  /* hourglass, running */
	case 0x231b:  /* hourglass */
	case 0x1f3d7: /* building construction */
	case 0x1f528: /* hammer */
	case 0x1f6e0: /* hammer and wrench */
	case 0x1f9ea: /* test tube */
	case 0x1f477: /* construction worker */
	case 0x25b6:  /* play */
	case 0x1f440: /* eyes */
		return PM_STATE_STARTED;
	case 0x1f4cb: /* clipboard */
	case 0x2b1c:  /* white square */
	case 0x2610:  /* ballot box */
	case 0x1f51c: /* soon */
	case 0x1f195: /* new */
	case 0x1f4dd: /* memo */
	case 0x1f4c5: /* calendar */
	case 0x1f5d3:
	case 0x23f8:  /* pause */
	case 0x1f6d1: /* stop sign: blocked */
	case 0x26d4:  /* no entry: blocked */
	case 0x274c:  /* cross: "not yet" in most tables */
	case 0x2717:
	case 0x2716:
		return PM_STATE_OPEN;
	case 0x1f6ab: /* prohibited */
	case 0x1f5d1: /* wastebasket */
		return PM_STATE_DROPPED;
	case 0x1f4a1: /* light bulb */
	case 0x1f4ad: /* thought */
		return PM_STATE_IDEA;
	default:
		return PM_STATE_NONE;
	}
}

/* What "not" makes of a state: what is not done is open, and what is not even open is an idea. */
static enum pm_state_class negate(enum pm_state_class state)
{
	return state == PM_STATE_OPEN || state == PM_STATE_IDEA ? PM_STATE_IDEA : PM_STATE_OPEN;
}

/* What the scan for a state has met so far. */
struct state_scan {
	const char *negation; /* where it stands; NULL */
	unsigned since;	      /* steps behind it */
	unsigned words;
	enum pm_state_class emoji;
	struct pm_str emoji_at;
};

static void met_emoji(struct scan *s, struct state_scan *met)
{
	const char *start = s->p;
	uint32_t ch = scan_peek(s);

	scan_step(s);
	if (met->emoji != PM_STATE_NONE)
		return;
	met->emoji = state_emoji(ch);
	met->emoji_at = pm_str_n(start, (size_t)(s->p - start));
}

enum pm_state_class pm_state_read(struct pm_str text, struct pm_str *word)
{
	struct scan s = scan_of(pm_str_sub(text, 0, SCAN_MAX));
	struct state_scan met = {.emoji = PM_STATE_NONE};
	enum pm_state_class state;
	int value;

	while (s.p < s.end && met.words < SCAN_WORDS) {
		const char *start = s.p;

		if (!is_word(scan_peek(&s))) {
			met_emoji(&s, &met);
			continue;
		}
		if (match_here(&s, WORD_STATE, &value)) {
			state = met.negation ? negate((enum pm_state_class)value) : (enum pm_state_class)value;
			start = met.negation ? met.negation : start;
			if (word)
				*word = pm_str_n(start, (size_t)(s.p - start));
			return state;
		}
		if (match_here(&s, WORD_NEGATION, &value)) {
			met.negation = start;
			met.since = 0;
			continue;
		}
		if (met.negation && ++met.since > 1)
			met.negation = NULL;
		skip_word(&s);
		met.words++;
	}
	if (met.emoji != PM_STATE_NONE && word)
		*word = met.emoji_at;
	return met.emoji;
}

/* -- horizons */

const char *pm_horizon_name(enum pm_horizon horizon)
{
	static const char *const names[] = {NULL, "now", "next", "later", "done"};

	return names[horizon];
}

/* The word must stand first, with a sign, a number or a word like "goals" behind it: "Next steps" is no horizon. */
enum pm_horizon pm_horizon_read(struct pm_str text)
{
	struct scan s = scan_of(pm_str_sub(text, 0, SCAN_MAX));
	int horizon, value;

	skip_signs(&s);
	if (!match_here(&s, WORD_HORIZON, &horizon))
		return PM_HORIZON_NONE;
	while (s.p < s.end && (*s.p == ' ' || *s.p == '-' || *s.p == '/' || *s.p == '&' || is_emphasis(scan_peek(&s))))
		s.p++;
	while (is_word(scan_peek(&s)) && match_here(&s, WORD_HORIZON_TAIL, &value))
		skip_blanks(&s);
	if (is_word(scan_peek(&s)) && digit_here(&s) < 0 && !match_here(&s, WORD_HORIZON, &value) &&
	    !match_here(&s, WORD_TO, &value))
		return PM_HORIZON_NONE;
	return (enum pm_horizon)horizon;
}
