/* fields: the one table of fields, and what labels name them. */
#include "parser/fields.h"

#include "parser/memo.h"
#include "parser/words.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* -- the table */

static char keys[PM_FIELD_COUNT][24];

const struct pm_field_def pm_fields[PM_FIELD_COUNT] = {
#define PM_FIELD(id, name, type, group, values, aliases, doc)                                                                      \
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
		[PM_TYPE_STATE] = "state",     [PM_TYPE_WORD] = "word",	    [PM_TYPE_PRIORITY] = "priority",
		[PM_TYPE_SIZE] = "size",       [PM_TYPE_NUMBER] = "number", [PM_TYPE_MONEY] = "money",
		[PM_TYPE_PERCENT] = "percent", [PM_TYPE_LINKS] = "links",   [PM_TYPE_DIRECTION] = "direction",
		[PM_TYPE_PLAN] = "plan",       [PM_TYPE_DATE] = "date",	    [PM_TYPE_NAMES] = "names",
		[PM_TYPE_LIST] = "list",       [PM_TYPE_TEXT] = "text",	    [PM_TYPE_URL] = "url",
		[PM_TYPE_BOOL] = "bool",
	};

	return names[type];
}

/* -- labels: a hash of every name and alias in folded form, built once */

enum { LABEL_MAX = PM_LABEL_MAX, LABEL_SLOTS = 4096, LABEL_POOL = 64 * 1024 };

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

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The letters and digits of a label in lower case; what decorates it falls away, and so do digits before the first letter.  Its
 * length; 0 where nothing is left or the label is too long to be one. */
static size_t fold_label(struct pm_str label, bool keep_brackets, char out[LABEL_MAX])
{
	const char *p = label.p, *end = pm_str_end(label);
	size_t n = 0;
	unsigned depth = 0;

	if (label.n > 2 * LABEL_MAX)
		return 0;
	while (p < end) {
		char c = *p;

		if ((unsigned char)c >= 0x80) {
			uint32_t ch;

			p += pm_decode(p, end, &ch);
			if (depth || !pm_is_word(ch))
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
		if (depth || !pm_is_word((unsigned char)c) || (is_digit(c) && n == 0))
			continue;
		if (n + 1 > LABEL_MAX)
			return 0;
		out[n++] = is_digit(c) ? c : (char)(c | 0x20);
	}
	return n;
}

/* FNV-1a, of keys of a few bytes: this is asked of every labelled line. */
static uint32_t hash_key(const char *key, size_t n)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ (unsigned char)key[i]) * 16777619u;
	return hash;
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
	uint32_t hash = hash_key(key, n);
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

/* "Tache", "Priorite": words of some length may lack their accents. */
static void add_plain_label(struct pm_str name, size_t field)
{
	char plain[LABEL_MAX];
	size_t n = pm_utf8_plain(name.p, name.n, plain, sizeof plain);

	if (n >= PM_PLAIN_MIN)
		add_label(pm_str_n(plain, n), field);
}

static pthread_once_t labels_once = PTHREAD_ONCE_INIT;

static void build_labels(void)
{
	for (size_t i = 0; i < PM_FIELD_COUNT; i++) {
		const char *rest = pm_fields[i].aliases;

		add_label(pm_str_c(pm_fields[i].name), i);
		add_candidate(pm_str_c(pm_fields[i].name), i);
		while (*rest) {
			struct pm_str alias = pm_word_piece(&rest);

			add_label(alias, i);
			add_candidate(alias, i);
		}
	}
	for (size_t i = 0; i < PM_FIELD_COUNT; i++) /* behind all the others, which stand */
		for (const char *rest = pm_fields[i].aliases; *rest;)
			add_plain_label(pm_word_piece(&rest), i);
}

size_t pm_field_fold(struct pm_str label, char out[PM_LABEL_MAX])
{
	return fold_label(label, true, out);
}

/* -- the team's labels */

static _Thread_local const struct pm_field_alias *team_labels;
static _Thread_local size_t team_label_count;

static _Thread_local struct pm_memo memo;

void pm_field_use_aliases(const struct pm_field_alias *aliases, size_t count)
{
	if (count > 0 || team_label_count > 0)
		memset(&memo, 0, sizeof memo);
	team_labels = aliases;
	team_label_count = count;
}

static int by_alias(const void *a, const void *b)
{
	const struct pm_field_alias *x = a, *y = b;

	return pm_str_cmp(x->label, y->label);
}

static const struct pm_field_alias *team_label(const char *key, size_t n)
{
	struct pm_field_alias wanted = {pm_str_n(key, n), PM_FIELD_CUSTOM};

	if (team_label_count == 0)
		return NULL;
	return bsearch(&wanted, team_labels, team_label_count, sizeof *team_labels, by_alias);
}

static enum pm_field_id look_up_label(struct pm_str label, bool column, bool keep_brackets)
{
	char key[LABEL_MAX];
	size_t n = fold_label(label, keep_brackets, key);
	const struct pm_field_alias *own;
	const struct label *slot;

	if (n == 0)
		return PM_FIELD_CUSTOM;
	own = team_label(key, n);
	if (own)
		return own->field;
	slot = label_slot(key, n, hash_key(key, n));
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

static uint8_t find_plain(struct pm_str label)
{
	return (uint8_t)find_label(label, false);
}

enum pm_field_id pm_field_find(struct pm_str label)
{
	return (enum pm_field_id)pm_memo_get(&memo, label, find_plain);
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
		"scope",  "note",   "notes",   "test",	  "tests",    "tested",	 "action", "actions",	   "usage", "stage gate",
		"factor", "files",  "file",    "format",  "parts",    "part",	 "page",   "pages",	   "mode",  "model",
		"models", "module", "method",  "methods", "pros",     "cons",	 "where",  "why",	   "what",  "how",
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
