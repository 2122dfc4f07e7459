/* story: story sentences in thirteen languages. */
#include "parser/story.h"

#include "parser/mem.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

const struct pm_language pm_languages[] = {
#define PM_LANGUAGE(code, name, openers, role, want, benefit, strong, whole)                                                       \
	{code, name, openers, role, want, benefit, strong, whole},
#include "parser/stories.def"
#undef PM_LANGUAGE
};
const size_t pm_language_count = sizeof pm_languages / sizeof *pm_languages;

enum { LANGUAGES = 24, OWN_MAX = 32, SENTENCE_MAX = 4096 };

static struct compiled {
	struct pm_pattern *role, *want, *benefit, *whole, *strong;
	int groups[3];
} compiled[LANGUAGES];
static struct {
	struct pm_pattern *pattern;
	int groups[3];
} own[OWN_MAX];
static size_t own_count;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* The openers, found by their first byte. */
enum { OPENERS = 96 };
static struct opener {
	const char *p, *end;
	uint8_t language, next; /* index + 1 */
} openers[OPENERS];
static uint8_t opener_of[256];
/* Which second characters the openers of a first one have: a bit for each of their last five bits; all where they are not ASCII. */
static uint32_t seconds[128];

static struct pm_pattern *compile(const char *text)
{
	struct pm_buf err = {0};
	struct pm_pattern *pattern = text ? pm_pattern_new(pm_str_c(text), &err) : NULL;
	pm_buf_clear(&err);
	return pattern;
}

static void find_groups(const struct pm_pattern *pattern, int groups[3])
{
	static const char *const names[] = {"role", "want", "benefit"};
	for (size_t i = 0; i < 3; i++)
		groups[i] = pm_pattern_group(pattern, names[i]);
}

/* The bits of a second character; a blank stands for what opens_with() takes for one. */
static uint32_t second_bits(char c)
{
	static const char blanks[] = {' ', '*', '_', '\t'};
	uint32_t bits = 0;
	if ((unsigned char)c >= 0x80)
		return UINT32_MAX;
	for (size_t i = 0; c == ' ' && i < sizeof blanks; i++)
		bits |= UINT32_C(1) << (blanks[i] & 31);
	return bits | UINT32_C(1) << (c & 31);
}

static void add_openers(size_t language, uint8_t *count)
{
	for (const char *p = pm_languages[language].openers, *end; *p && *count < OPENERS; p = *end ? end + 1 : end) {
		end = p + strcspn(p, "|");
		uint8_t *at = &opener_of[(unsigned char)*p];
		while (*at) /* languages stay in the order of the table */
			at = &openers[*at - 1].next;
		openers[*count] = (struct opener){p, end, (uint8_t)language, 0};
		if ((unsigned char)*p < 0x80)
			seconds[(unsigned char)*p] |= end > p + 1 ? second_bits(p[1]) : UINT32_MAX;
		*at = ++*count;
	}
}

static void build(void)
{
	uint8_t count = 0;
	for (size_t i = 0; i < pm_language_count; i++)
		add_openers(i, &count);
}

/* The patterns of a language, compiled when they are first needed. */
static const struct compiled *patterns_of(size_t language)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	static atomic_bool made[LANGUAGES];
	struct compiled *c = &compiled[language];
	if (atomic_load_explicit(&made[language], memory_order_acquire))
		return c;
	pthread_mutex_lock(&lock);
	if (!atomic_load_explicit(&made[language], memory_order_relaxed)) {
		c->role = compile(pm_languages[language].role);
		c->want = compile(pm_languages[language].want);
		c->benefit = compile(pm_languages[language].benefit);
		c->whole = compile(pm_languages[language].whole);
		c->strong = compile(pm_languages[language].strong);
		if (c->whole)
			find_groups(c->whole, c->groups);
		atomic_store_explicit(&made[language], true, memory_order_release);
	}
	pthread_mutex_unlock(&lock);
	return c;
}

/* What goes on with a sentence in a language: a want or a benefit at the very start; NULL: its marks stand behind the words. */
static const struct pm_pattern *continuation_of(size_t language)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	static atomic_bool made[LANGUAGES];
	static struct pm_pattern *patterns[LANGUAGES];
	const struct pm_language *l = &pm_languages[language];
	if (atomic_load_explicit(&made[language], memory_order_acquire))
		return patterns[language];
	pthread_mutex_lock(&lock);
	if (!atomic_load_explicit(&made[language], memory_order_relaxed)) {
		struct pm_buf text = {0};
		if (l->want || l->benefit)
			pm_buf_addf(&text, "^(?:%s%s%s)", l->want ? l->want : "", l->want && l->benefit ? "|" : "",
				    l->benefit ? l->benefit : "");
		patterns[language] = compile(text.p);
		pm_buf_clear(&text);
		atomic_store_explicit(&made[language], true, memory_order_release);
	}
	pthread_mutex_unlock(&lock);
	return patterns[language];
}

void pm_story_reset(void)
{
	while (own_count)
		pm_pattern_free(own[--own_count].pattern);
}

int pm_story_add_pattern(struct pm_str pattern, struct pm_buf *err)
{
	if (own_count == OWN_MAX) {
		pm_buf_addf(err, "more than %d story patterns", OWN_MAX);
		return -1;
	}
	struct pm_pattern *p = pm_pattern_new(pattern, err);
	if (!p)
		return -1;
	find_groups(p, own[own_count].groups);
	if (own[own_count].groups[0] < 0 || own[own_count].groups[1] < 0) {
		pm_buf_addz(err, "a story pattern needs the groups (?<role>...) and (?<want>...)");
		pm_pattern_free(p);
		return -1;
	}
	own[own_count++].pattern = p;
	return 0;
}

/* What may stand in front of a sentence: white space, markers, emphasis, quotes, numbering, emoji. */
static size_t skip_front(struct pm_str text)
{
	static const bool marks[128] = {[' '] = 1, ['\t'] = 1, ['\n'] = 1, ['\r'] = 1, ['*'] = 1, ['_'] = 1, ['>'] = 1,
					['-'] = 1, ['+'] = 1,  ['"'] = 1,  ['\''] = 1, ['`'] = 1, ['['] = 1, ['~'] = 1};
	size_t at = 0;
	while (at < text.n) {
		unsigned char c = (unsigned char)text.p[at];
		if (c < 0x80 && marks[c]) {
			at++;
		} else if (c >= '0' && c <= '9') {
			size_t digits = at;
			while (digits < text.n && text.p[digits] >= '0' && text.p[digits] <= '9')
				digits++;
			if (digits >= text.n || (text.p[digits] != '.' && text.p[digits] != ')'))
				break;
			at = digits + 1;
		} else if (c >= 0x80) {
			uint32_t ch;
			size_t n = pm_utf8_decode(text.p + at, pm_str_end(text), &ch);
			bool quote = (ch >= 0x2018 && ch <= 0x201F) || ch == 0xAB || ch == 0xBB || ch == 0x300C || ch == 0x300E ||
				     ch == 0x2022;
			if (!quote && !pm_char_is_emoji(ch))
				break;
			at += n;
		} else {
			break;
		}
	}
	return at;
}

/* Are the first bytes ASCII, as far as `far`? */
static bool is_ascii(struct pm_str text, size_t far)
{
	size_t i = 0, n = text.n < far ? text.n : far;
	uint64_t word;
	for (; i + sizeof word <= n; i += sizeof word) {
		memcpy(&word, text.p + i, sizeof word);
		if (word & 0x8080808080808080u)
			return false;
	}
	for (; i < n; i++)
		if (text.p[i] & 0x80)
			return false;
	return true;
}

/* Is there a character of East Asia near the start? */
static bool has_asian(struct pm_str text)
{
	enum { NEAR = 40 };
	if (is_ascii(text, NEAR))
		return false;
	for (size_t i = 0; i < text.n && i < NEAR; i++)
		if ((unsigned char)text.p[i] >= 0xE3)
			return true;
	return false;
}

/* Does the text begin with this opener?  A blank in it stands for white space and emphasis. */
static bool opens_with(struct pm_str text, const struct opener *opener)
{
	const char *q = opener->p, *text_end = pm_str_end(text);
	size_t at = 0;
	while (q < opener->end) {
		if (*q == ' ') {
			size_t from = at;
			while (at < text.n && (text.p[at] == ' ' || text.p[at] == '*' || text.p[at] == '_' || text.p[at] == '\t'))
				at++;
			if (at == from)
				return false;
			q++;
			continue;
		}
		uint32_t a, b;
		if (at >= text.n)
			return false;
		at += pm_utf8_decode(text.p + at, text_end, &a);
		q += pm_utf8_decode(q, opener->end, &b);
		if (a != b && pm_char_lower(a) != b)
			return false;
	}
	unsigned char last = (unsigned char)opener->end[-1];
	if (last == ' ' || last >= 0x80 || at >= text.n)
		return true;
	uint32_t next;
	pm_utf8_decode(text.p + at, text_end, &next);
	return !pm_char_is_word(next);
}

/* The next opener, behind `after` (NULL: the first), that the text begins with. */
static const struct opener *find_opener(struct pm_str text, const struct opener *after)
{
	if (!text.n)
		return NULL;
	unsigned char first = (unsigned char)text.p[0];
	if (first >= 'A' && first <= 'Z')
		first |= 32;
	uint8_t i = after ? after->next : opener_of[first];
	if (!after && first >= 0x80) { /* a capital may differ in its first byte */
		uint32_t ch;
		char lower[4];
		pm_utf8_decode(text.p, pm_str_end(text), &ch);
		pm_utf8_encode(pm_char_lower(ch), lower);
		i = opener_of[(unsigned char)lower[0]];
	}
	for (; i; i = openers[i - 1].next)
		if (opens_with(text, &openers[i - 1]))
			return &openers[i - 1];
	return NULL;
}

static bool maybe_asian(struct pm_str text)
{
	struct pm_str head = pm_str_sub(text, 0, 240);
	return pm_str_find(head, "として") >= 0 || pm_str_find(head, "로서") >= 0 || pm_str_find(head, "로써") >= 0;
}

/* "... olarak ... istiyorum": its marks stand behind the words, which are hardly ever without a letter that others lack. */
static bool maybe_turkish(struct pm_str text)
{
	struct pm_str head = pm_str_sub(text, 0, 100);
	for (size_t i = 0; i < head.n; i++)
		if ((unsigned char)head.p[i] >= 0xC3 && (unsigned char)head.p[i] <= 0xC5)
			return pm_str_find(head, " olarak") > 0;
	return false;
}

/* Do the marks of the sentence stand behind its words? */
static bool maybe_whole(struct pm_str text)
{
	if (is_ascii(text, 100))
		return false;
	return (has_asian(text) && maybe_asian(text)) || maybe_turkish(text);
}

/* "As soon as ...": no role follows. */
static bool is_phrase(struct pm_str rest)
{
	static const char *const words[] = {
		"soon",		  "well",	  "part of",   "long",	  "far",      "of ",	       "per ",
		"such",		  "needed",	  "is",	       "it ",	  "we ",      "you ",	       "described",
		"shown",	  "noted",	  "mentioned", "above",	  "a result", "a consequence", "an example",
		"an alternative", "a first step", "with ",     "opposed", "expected", "before",	       "much",
		"many",		  "always",	  "usual",     "if ",	  "to "};
	if (rest.n < 3 || (rest.p[0] | 32) != 'a' || (rest.p[1] | 32) != 's' || rest.p[2] != ' ')
		return false;
	struct pm_str next = pm_str_trim(pm_str_sub(rest, 3, rest.n));
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (pm_str_istarts(next, words[i]))
			return true;
	return false;
}

/* Of most texts it can be seen at their first two letters that they begin with no opener, and with no phrase either. */
static bool may_open(struct pm_str text)
{
	unsigned char first = (unsigned char)text.p[0];
	if (first >= 'A' && first <= 'Z')
		first |= 32;
	if (first >= 0x80 || text.n < 2 || (unsigned char)text.p[1] >= 0x80)
		return true;
	return seconds[first] >> (text.p[1] & 31) & 1;
}

/* Does a sentence open at `at`?  Out of line: hardly any line gets here, and its frame would cost them all. */
__attribute__((noinline)) static bool opens_at(struct pm_str text, size_t at)
{
	struct pm_str rest = pm_str_sub(text, at, text.n);
	if (is_phrase(rest))
		return false;
	if (find_opener(rest, NULL) || maybe_whole(rest))
		return true;
	for (size_t i = 0; i < own_count; i++) {
		struct pm_match match;
		if (pm_pattern_match(own[i].pattern, pm_str_sub(text, 0, SENTENCE_MAX), &match) == PM_PATTERN_MATCH)
			return true;
	}
	return false;
}

bool pm_story_opens(struct pm_str text)
{
	size_t at = skip_front(text);
	if (at >= text.n)
		return false;
	pthread_once(&once, build);
	struct pm_str rest = {text.p + at, text.n - at};
	return own_count || may_open(rest) ? opens_at(text, at) : maybe_whole(rest);
}

bool pm_story_continues(struct pm_str text)
{
	size_t at = skip_front(text);
	struct pm_str rest = pm_str_sub(text, at, at + 120 < text.n ? at + 120 : text.n);
	struct pm_match match;
	for (size_t i = 0; rest.n && i < pm_language_count; i++) {
		/* a language of another script begins otherwise */
		bool ascii = !((unsigned char)rest.p[0] & 0x80),
		     other = memchr("\xD0\xD1\xE0\xE4\xE5\xE6", pm_languages[i].openers[0], 6) || !pm_languages[i].openers[0];
		if (ascii && other)
			continue;
		const struct pm_pattern *continuation = continuation_of(i);
		if (continuation && pm_pattern_match(continuation, rest, &match) == PM_PATTERN_MATCH)
			return true;
	}
	return false;
}

static bool begins(const struct pm_pattern *pattern, struct pm_str text)
{
	struct pm_match match;
	return pattern && pm_pattern_match(pattern, text, &match) == PM_PATTERN_MATCH && match.from[0] <= 4; /* behind "ich" */
}

enum pm_clause pm_story_clause(struct pm_str header)
{
	enum { HEADER_MAX = 40 };
	char copy[HEADER_MAX + 3];
	ptrdiff_t open = pm_str_chr(header, '('), shut = pm_str_chr(header, ')');
	if (open > 0 && shut > open) { /* "Story (As a)" */
		enum pm_clause inner = pm_story_clause(pm_str_sub(header, (size_t)open + 1, (size_t)shut));
		if (inner != PM_CLAUSE_NONE)
			return inner;
		header = pm_str_sub(header, 0, (size_t)open);
	}
	header = pm_str_sub(header, skip_front(header), header.n);
	while (header.n && strchr(" .*_:|", header.p[header.n - 1]))
		header.n--;
	if (!header.n || header.n > HEADER_MAX || has_asian(header))
		return PM_CLAUSE_NONE;
	memcpy(copy, header.p, header.n);
	memcpy(copy + header.n, " x", 3);
	struct pm_str text = {copy, header.n + 2};
	enum pm_clause clause = PM_CLAUSE_NONE; /* a benefit first: "In order to" opens sentences too */
	for (size_t i = 0; i < pm_language_count && clause == PM_CLAUSE_NONE; i++)
		clause = begins(patterns_of(i)->benefit, text) ? PM_CLAUSE_BENEFIT : PM_CLAUSE_NONE;
	if (clause == PM_CLAUSE_NONE && pm_story_opens(text))
		return PM_CLAUSE_ROLE;
	for (size_t i = 0; i < pm_language_count && clause == PM_CLAUSE_NONE; i++)
		clause = begins(patterns_of(i)->want, text) ? PM_CLAUSE_WANT : PM_CLAUSE_NONE;
	return clause;
}

size_t pm_story_mark(struct pm_str text, enum pm_clause clause)
{
	struct pm_match match;
	struct pm_str head = pm_str_sub(text, 0, 60);
	pthread_once(&once, build);
	for (size_t i = 0; i < pm_language_count; i++) {
		const struct pm_pattern *pattern = clause == PM_CLAUSE_WANT ? patterns_of(i)->want : patterns_of(i)->benefit;
		if (pattern && pm_pattern_match(pattern, head, &match) == PM_PATTERN_MATCH && !match.from[0] &&
		    (size_t)match.to[0] < text.n)
			return (size_t)match.to[0];
	}
	return 0;
}

static bool is_edge(struct pm_str text, size_t at, size_t *length, bool front)
{
	static const bool edges[128] = {[' '] = 1, ['\t'] = 1, ['\r'] = 1, ['\n'] = 1, ['*'] = 1, ['_'] = 1,  ['>'] = 1, [','] = 1,
					[';'] = 1, [':'] = 1,  ['-'] = 1,  ['|'] = 1,  ['.'] = 1, ['\0'] = 1, ['~'] = 1};
	unsigned char c = (unsigned char)text.p[at];
	*length = 1;
	if (c < 0x80)
		return edges[c] || c == (front ? ')' : '(');
	uint32_t ch;
	*length = pm_utf8_decode(text.p + at, pm_str_end(text), &ch);
	return ch == 0xFF0C || ch == 0x060C || ch == 0x3001 || ch == 0x3002 || ch == 0x2014 || ch == 0x2013 || ch == 0x2026 ||
	       ch == 0xFF1A || ch == 0xFF1B || ch == 0xA0 || ch == 0x3000;
}

/* A clause without what merely joins it to the others. */
static struct pm_span trim_clause(struct pm_str text, size_t from, size_t to)
{
	size_t n;
	struct pm_str clause = {text.p, to};
	while (from < to && is_edge(clause, from, &n, true))
		from += n;
	while (to > from) {
		size_t back = to - 1;
		while (back > from && ((unsigned char)text.p[back] & 0xC0) == 0x80)
			back--;
		clause.n = to;
		if (!is_edge(clause, back, &n, false) || back + n != to)
			break;
		to = back;
	}
	return (struct pm_span){(uint32_t)from, (uint32_t)to};
}

static struct pm_span shift(struct pm_span span, uint32_t offset)
{
	if (span.start >= span.end)
		return (struct pm_span){0, 0};
	return (struct pm_span){span.start + offset, span.end + offset};
}

/* Only markup and white space between two offsets? */
static bool touches(struct pm_str text, size_t from, size_t to)
{
	size_t n;
	while (from < to) {
		if (!is_edge(text, from, &n, true))
			return false;
		from += n;
	}
	return true;
}

static bool search(const struct pm_pattern *pattern, struct pm_str text, size_t from, struct pm_match *match)
{
	if (!pattern || from >= text.n)
		return false;
	struct pm_str rest = {text.p + from, text.n - from};
	if (pm_pattern_match(pattern, rest, match) != PM_PATTERN_MATCH)
		return false;
	match->from[0] += (ptrdiff_t)from;
	match->to[0] += (ptrdiff_t)from;
	return true;
}

/* Does the word at `at` begin in bold? */
static bool is_marked(struct pm_str text, size_t at)
{
	return at && text.p[at - 1] == '*';
}

/* Where the words that begin the clauses are in bold, "to" in a clause begins none: the next match that is in bold too. */
static void prefer_marked(const struct pm_pattern *pattern, struct pm_str text, struct pm_match *match)
{
	struct pm_match next = *match;
	for (int tries = 0; tries < 16 && !is_marked(text, (size_t)next.from[0]); tries++)
		if (!search(pattern, text, (size_t)next.to[0], &next))
			return;
	if (is_marked(text, (size_t)next.from[0]))
		*match = next;
}

/* The benefit in a sentence of its own, behind the one that was read. */
static void read_behind(const struct compiled *c, struct pm_str text, uint32_t offset, struct pm_story *story)
{
	struct pm_match mark;
	size_t at = story->span.end - offset;
	while (at < text.n && strchr(". *_\r\n\t", text.p[at]))
		at++;
	struct pm_str rest = pm_str_sub(text, at, text.n);
	if (story->benefit.end || !c->benefit || pm_pattern_match(c->benefit, rest, &mark) != PM_PATTERN_MATCH || mark.from[0] != 0)
		return;
	struct pm_span benefit = trim_clause(text, at + (size_t)mark.to[0], text.n);
	if (benefit.end <= benefit.start)
		return;
	story->benefit = shift(benefit, offset);
	story->span.end = story->benefit.end;
}

/* By the marks in front of each clause: role first or behind "in order to", want and benefit in either order. */
static bool read_marked(const struct compiled *c, struct pm_str text, size_t front, uint32_t offset, struct pm_story *story)
{
	struct pm_match role, want, benefit;
	size_t start = front, role_at = front;
	bool early = false; /* the benefit stands in front of everything */
	struct pm_str head = pm_str_sub(text, front, text.n);
	if (pm_pattern_match(c->role, head, &role) != PM_PATTERN_MATCH || role.from[0] != 0) {
		if (!search(c->benefit, text, front, &benefit) || benefit.from[0] != (ptrdiff_t)front)
			return false;
		/* "In order to B, as a R, I want W": look for the role behind the next comma or line end. */
		size_t at = (size_t)benefit.to[0];
		for (;;) {
			while (at < text.n && text.p[at] != ',' && text.p[at] != '\n')
				at++;
			if (at >= text.n)
				return false;
			size_t next = at + 1 + skip_front(pm_str_sub(text, at + 1, text.n));
			if (pm_pattern_match(c->role, pm_str_sub(text, next, text.n), &role) == PM_PATTERN_MATCH &&
			    role.from[0] == 0) {
				role_at = next;
				break;
			}
			at++;
		}
		early = true;
		story->benefit = trim_clause(text, (size_t)benefit.to[0], role_at);
	}
	size_t after = role_at + (size_t)role.to[0];
	if (!search(c->want, text, after, &want))
		return false;
	bool has_benefit = !early && search(c->benefit, text, after, &benefit);
	if (has_benefit && is_marked(text, (size_t)want.from[0]))
		prefer_marked(c->benefit, text, &benefit);
	/* "so that I can ..." in front of the want: the "I can" belongs to the benefit. */
	if (has_benefit && benefit.from[0] < want.from[0] && touches(text, (size_t)benefit.to[0], (size_t)want.from[0]) &&
	    !search(c->want, text, (size_t)want.to[0], &want))
		return false;
	/* "to see it, so that ...": the stronger word, wherever it stands behind the want, begins the benefit */
	struct pm_match strong;
	if (has_benefit && search(c->strong, text, (size_t)want.to[0], &strong) && strong.from[0] > benefit.from[0] &&
	    benefit.from[0] > want.from[0])
		benefit = strong;
	if (has_benefit && benefit.from[0] >= want.from[0] && benefit.from[0] < want.to[0])
		has_benefit = search(c->benefit, text, (size_t)want.to[0], &benefit);
	size_t want_end = text.n, role_end = (size_t)want.from[0];
	if (has_benefit && benefit.from[0] < want.from[0]) {
		role_end = (size_t)benefit.from[0];
		story->benefit = trim_clause(text, (size_t)benefit.to[0], (size_t)want.from[0]);
	} else if (has_benefit) {
		want_end = (size_t)benefit.from[0];
		story->benefit = trim_clause(text, (size_t)benefit.to[0], text.n);
	}
	story->role = trim_clause(text, after, role_end);
	story->want = trim_clause(text, (size_t)want.to[0], want_end);
	if (story->role.end <= story->role.start || story->role.end - story->role.start > 200)
		return false;
	struct pm_span whole = trim_clause(text, start, text.n);
	story->span = shift(whole, offset);
	story->role = shift(story->role, offset);
	story->want = shift(story->want, offset);
	story->benefit = shift(story->benefit, offset);
	return true;
}

static bool read_whole(const struct pm_pattern *pattern, const int groups[3], struct pm_str text, uint32_t offset,
		       struct pm_story *story)
{
	struct pm_match match;
	if (!pattern || pm_pattern_match(pattern, text, &match) != PM_PATTERN_MATCH)
		return false;
	struct pm_span *parts[3] = {&story->role, &story->want, &story->benefit};
	for (size_t i = 0; i < 3; i++) {
		int g = groups[i];
		if (g > 0 && g < PM_PATTERN_GROUPS && match.from[g] >= 0)
			*parts[i] = shift(trim_clause(text, (size_t)match.from[g], (size_t)match.to[g]), offset);
	}
	story->span = shift(trim_clause(text, (size_t)match.from[0], (size_t)match.to[0]), offset);
	return story->role.end > story->role.start && story->want.end > story->want.start;
}

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* Underscores at the edges of words and hard line breaks say nothing: blanks in their place leave every offset as it is. */
static struct pm_str without_breaks(struct pm_str text, char *copy)
{
	if (!memchr(text.p, '_', text.n) && !memchr(text.p, '<', text.n) && !memchr(text.p, '\\', text.n) &&
	    !memchr(text.p, '>', text.n))
		return text;
	memcpy(copy, text.p, text.n);
	bool front = true;
	for (size_t i = 0; i < text.n; i++) { /* the marks of a quote */
		if (front && copy[i] == '>')
			copy[i] = ' ';
		front = copy[i] == '\n' || (front && copy[i] == ' ');
	}
	for (size_t i = 0; i < text.n; i++) {
		bool edge = !i || !is_word_byte(copy[i - 1]) || i + 1 == text.n || !is_word_byte(copy[i + 1]);
		if ((copy[i] == '_' && edge) ||
		    (copy[i] == '\\' && (i + 1 == text.n || copy[i + 1] == '\n' || copy[i + 1] == '\r')))
			copy[i] = ' ';
		if (copy[i] == '<' &&
		    (pm_str_istarts(pm_str_sub(text, i, text.n), "<br") || pm_str_istarts(pm_str_sub(text, i, text.n), "</br")))
			while (i < text.n && copy[i] != '>')
				copy[i++] = ' ';
		if (i < text.n && copy[i] == '>' && i && copy[i - 1] == ' ' && text.p[i - 1] != ' ')
			copy[i] = ' ';
	}
	return (struct pm_str){copy, text.n};
}

/* A full stop at the end of a line ends the sentence, unless the next line goes on with it. */
static size_t sentence_end(struct pm_str text)
{
	for (size_t i = 0; i < text.n; i++) {
		const char *lf = memchr(text.p + i, '\n', text.n - i);
		if (!lf)
			break;
		i = (size_t)(lf - text.p);
		size_t end = i;
		while (end && strchr(" \t\r*_", text.p[end - 1]))
			end--;
		bool stop = end && (strchr(".!?", text.p[end - 1]) || (end >= 3 && memcmp(text.p + end - 3, "。", 3) == 0));
		size_t next = i + 1;
		while (next < text.n && strchr(" \t>*_", text.p[next]))
			next++;
		bool small = next < text.n && ((text.p[next] >= 'a' && text.p[next] <= 'z') ||
					       (text.p[next] >= '0' && text.p[next] <= '9') || text.p[next] == ')');
		long depth = 0;
		for (size_t k = 0; stop && k < end; k++)
			depth += text.p[k] == '(' ? 1 : text.p[k] == ')' ? -1 : 0;
		if (small || depth > 0)
			continue;
		if (stop && !pm_story_continues(pm_str_sub(text, i + 1, text.n)))
			return end;
	}
	return text.n;
}

static struct pm_pattern *told, *listed;
static int told_groups[3], listed_groups[3];
static pthread_once_t told_once = PTHREAD_ONCE_INIT;

static void build_told(void)
{
	told = compile("^(?:An?|The)\\s+(?<role>[^.!?:;]{2,80}?)\\s+(?:wants?|needs?|would\\s+like)\\s+(?<want>(?:[^.!?]|\\.(?!\\s)"
		       "){3,400}?)[,;]?"
		       "\\s+(?:so\\s+that|in\\s+order\\s+to|so(?=\\s+(?:they|he|she|it|we|the)\\b))\\s+(?<benefit>.{3,})$");
	find_groups(told, told_groups);
	listed = compile("^(?:An?|The)\\s+(?<role>[^.!?:;]{2,60}?)\\s+(?:wants?|needs?|would\\s+like|should\\s+be\\s+able|can)\\s+"
			 "(?<want>[^!?]{3,400}?)(?:[,;]?\\s+(?:so\\s+that|in\\s+order\\s+to)\\s+(?<benefit>.{3,}))?$");
	find_groups(listed, listed_groups);
}

/* Where a sentence ends that a quotation mark opens right in front of it: at the last one that closes. */
static size_t unquoted(struct pm_str text, size_t front)
{
	static const char *const pairs[][2] = {{"\"", "\""}, {"“", "”"}, {"«", "»"}, {"„", "“"}, {"「", "」"}};
	if (!front || (text.p[front - 1] != '"' && !(text.p[front - 1] & 0x80)))
		return text.n;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		size_t open = strlen(pairs[i][0]), close = strlen(pairs[i][1]);
		if (front < open || memcmp(text.p + front - open, pairs[i][0], open) != 0)
			continue;
		for (size_t at = text.n; at >= front + close; at--)
			if (memcmp(text.p + at - close, pairs[i][1], close) == 0)
				return at - close;
	}
	return text.n;
}

bool pm_story_read(struct pm_str text, uint32_t offset, struct pm_story *story)
{
	char copy[SENTENCE_MAX];
	pthread_once(&once, build);
	if (text.n > SENTENCE_MAX)
		text.n = SENTENCE_MAX;
	text = without_breaks(text, copy);
	text.n = sentence_end(text);
	size_t front = skip_front(text);
	text.n = unquoted(text, front);
	struct pm_str rest = pm_str_sub(text, front, text.n);
	memset(story, 0, sizeof *story);
	for (size_t i = 0; i < own_count; i++)
		if (read_whole(own[i].pattern, own[i].groups, text, offset, story)) {
			story->language = UINT8_MAX;
			return true;
		}
	for (const struct opener *opener = NULL; (opener = find_opener(rest, opener));) {
		memset(story, 0, sizeof *story);
		if (read_marked(patterns_of(opener->language), text, front, offset, story)) {
			story->language = opener->language;
			return true;
		}
	}
	bool asian = maybe_whole(rest);
	for (size_t i = 0; asian && i < pm_language_count; i++) {
		memset(story, 0, sizeof *story);
		const struct compiled *c = pm_languages[i].whole ? patterns_of(i) : NULL;
		if (c && read_whole(c->whole, c->groups, text, offset, story)) {
			read_behind(c, text, offset, story);
			story->language = (uint8_t)i;
			return true;
		}
	}
	memset(story, 0, sizeof *story);
	return false;
}

bool pm_story_read_told(struct pm_str text, uint32_t offset, bool sure, struct pm_story *story)
{
	static const char *const articles[] = {"a ", "an ", "the "};
	char copy[SENTENCE_MAX];
	size_t i = 0;
	memset(story, 0, sizeof *story);
	while (i < sizeof articles / sizeof *articles && !pm_str_istarts(text, articles[i]))
		i++;
	if (i == sizeof articles / sizeof *articles)
		return false;
	pthread_once(&once, build);
	pthread_once(&told_once, build_told);
	if (text.n > SENTENCE_MAX)
		text.n = SENTENCE_MAX;
	text = without_breaks(text, copy);
	text.n = sentence_end(text);
	bool found = sure ? read_whole(listed, listed_groups, text, offset, story)
			  : read_whole(told, told_groups, text, offset, story) && story->benefit.end > story->benefit.start;
	if (!found) {
		memset(story, 0, sizeof *story);
		return false;
	}
	return true;
}

/* "Als Kunde zahle ich", "Als klant betaal ik": where the verb begins in front of the person; 0: there is none. */
static size_t verb_before_me(struct pm_str text)
{
	static const char *const persons[] = {" ich ", " ik ", " jag "};
	for (size_t i = 0; i < sizeof persons / sizeof *persons; i++) {
		ptrdiff_t at = pm_str_find(text, persons[i]);
		while (at > 0 && text.p[at - 1] != ' ')
			at--;
		if (at > 0)
			return (size_t)at;
	}
	return 0;
}

bool pm_story_read_bare(struct pm_str text, uint32_t offset, struct pm_story *story)
{
	enum { ROLE_MAX = 80 };
	char copy[SENTENCE_MAX];
	pthread_once(&once, build);
	text.n = text.n > SENTENCE_MAX ? SENTENCE_MAX : text.n;
	text = without_breaks(text, copy);
	text.n = sentence_end(text);
	size_t front = skip_front(text);
	struct pm_str rest = pm_str_sub(text, front, text.n);
	memset(story, 0, sizeof *story);
	if (is_phrase(rest))
		return false;
	for (const struct opener *opener = NULL; (opener = find_opener(rest, opener));) {
		const struct compiled *c = patterns_of(opener->language);
		struct pm_match role, benefit;
		memset(story, 0, sizeof *story);
		if (pm_pattern_match(c->role, rest, &role) != PM_PATTERN_MATCH || role.from[0] != 0)
			continue;
		size_t from = front + (size_t)role.to[0];
		ptrdiff_t comma = pm_str_chr(pm_str_sub(text, from, from + ROLE_MAX < text.n ? from + ROLE_MAX : text.n), ',');
		if (comma <= 0)
			continue;
		size_t want = from + (size_t)comma + 1, end = text.n;
		size_t verb = verb_before_me(pm_str_sub(text, from, from + (size_t)comma));
		if (verb)
			want = from + verb;
		if (search(c->strong && !verb ? c->strong : c->benefit, text, want, &benefit)) {
			end = (size_t)benefit.from[0];
			story->benefit = shift(trim_clause(text, (size_t)benefit.to[0], text.n), offset);
		}
		story->role = shift(trim_clause(text, from, want), offset);
		story->want = shift(trim_clause(text, want, end), offset);
		story->span = shift(trim_clause(text, front, text.n), offset);
		story->language = opener->language;
		if (story->role.end > story->role.start && story->want.end > story->want.start)
			return true;
	}
	memset(story, 0, sizeof *story);
	return false;
}
