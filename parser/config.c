/* config: .pmconfig, read as git reads it, and checked against the table of keys. */
#include "parser/config.h"
#include "parser/pattern.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char rule_name[] = "tool-config";
static const struct pm_span nowhere = {0, 0}; /* a finding here has a path and a line */

void pm_config_init(struct pm_config *config)
{
	memset(config, 0, sizeof *config);
	pm_arena_init(&config->arena);
	pm_diags_init(&config->diags, &config->arena);
}

void pm_config_clear(struct pm_config *config)
{
	pm_field_use_aliases(NULL, 0);
	free(config->entries);
	free(config->states);
	free(config->limits);
	free(config->transitions);
	free(config->hints);
	free(config->aliases);
	free(config->product);
	pm_diags_clear(&config->diags);
	pm_arena_clear(&config->arena);
	memset(config, 0, sizeof *config);
}

static const char *keep(struct pm_config *config, struct pm_str s)
{
	return pm_arena_dup(&config->arena, s.p ? s.p : "", s.n);
}

/* False: there is no room. */
static bool add_entry(struct pm_config *config, const struct pm_config_entry *entry)
{
	if (config->count >= PM_CONFIG_MAX)
		return false;
	PM_GROW(config->entries, config->count, config->cap);
	config->entries[config->count++] = *entry;
	return true;
}

/* -- the syntax, character by character as git has it (config.c there: get_base_var, get_value, parse_value) */

struct scan {
	struct pm_config *config;
	const char *origin;
	const char *p, *end;
	uint32_t line;
	char last;			  /* the character that was handed out last */
	bool over;			  /* the end was handed out as a line end */
	const char *section, *subsection; /* NULL section: a broken header; keys below it belong nowhere */
	struct pm_buf text;
};

/* The next character; CR LF is LF, and so is the end. */
static char next_char(struct scan *s)
{
	char c;

	if (s->p >= s->end) {
		s->over = true;
		return s->last = '\n';
	}
	c = *s->p++;
	if (c == '\r' && s->p < s->end && *s->p == '\n')
		c = *s->p++;
	if (c == '\n')
		s->line++;
	return s->last = c;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_key_char(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Each part of the syntax says NULL, or what is wrong. */

/* Behind `[section `: `"subsection"]`. */
static const char *scan_subsection(struct scan *s, char c)
{
	while (is_space(c)) {
		if (c == '\n')
			return "section is not closed; close it with `]`";
		c = next_char(s);
	}
	if (c != '"')
		return "section has a name that is not in quotes; write [section \"name\"]";
	while ((c = next_char(s)) != '"') {
		if (c == '\\')
			c = next_char(s);
		if (c == '\n')
			return "name of the section has no closing quote; add it";
		pm_buf_addc(&s->text, c);
	}
	return next_char(s) == ']' ? NULL : "section has something behind its name; write [section \"name\"]";
}

/* Behind `[`.  The name up to the first dot is the section, be the rest written in quotes or in the old way. */
static const char *scan_section(struct scan *s)
{
	const char *wrong = NULL, *name;
	size_t dot;
	char c;

	pm_buf_reset(&s->text);
	s->section = s->subsection = NULL;
	while (is_key_char(c = next_char(s)) || c == '.')
		pm_buf_addc(&s->text, lower(c));
	if (s->text.n == 0)
		return "section has no name; write [section]";
	if (is_space(c)) {
		pm_buf_addc(&s->text, '.');
		wrong = scan_subsection(s, c);
	} else if (c != ']') {
		wrong = "section has a character in its name that is no letter, digit, `-` or `.`; write [section] or [section "
			"\"name\"]";
	}
	if (wrong)
		return wrong;
	name = keep(s->config, pm_buf_str(&s->text));
	dot = strcspn(name, ".");
	s->section = keep(s->config, pm_str_n(name, dot));
	if (name[dot])
		s->subsection = name + dot + 1;
	return NULL;
}

/* The character that an escape stands for; false: none. */
static bool unescape(char *c)
{
	static const char from[] = "tbn\\\"", to[] = "\t\b\n\\\"";
	const char *at = *c ? strchr(from, *c) : NULL;

	if (at)
		*c = to[at - from];
	return at != NULL;
}

/* Behind `=`, into s->text. */
static const char *scan_value(struct scan *s)
{
	bool quoted = false, comment = false;
	size_t blanks = 0;

	pm_buf_reset(&s->text);
	for (;;) {
		char c = next_char(s);

		if (c == '\n')
			return quoted ? "value has no closing quote; add it" : NULL;
		if (comment)
			continue;
		if (is_space(c) && !quoted) {
			blanks += s->text.n > 0;
			continue;
		}
		if (!quoted && (c == ';' || c == '#')) {
			comment = true;
			continue;
		}
		for (; blanks > 0; blanks--)
			pm_buf_addc(&s->text, ' ');
		if (c == '"') {
			quoted = !quoted;
			continue;
		}
		if (c == '\\') {
			c = next_char(s);
			if (c == '\n')
				continue;
			if (!unescape(&c))
				return "value has an unknown escape; write \\\\ for a backslash (known are \\\\ \\\" \\n \\t \\b)";
		}
		if (c == '\0')
			return "value holds a NUL byte; remove it";
		pm_buf_addc(&s->text, c);
	}
}

/* A key and its value, from the key's first letter. */
static const char *scan_key(struct scan *s, char c)
{
	struct pm_config_entry entry = {.section = s->section, .subsection = s->subsection, .origin = s->origin, .line = s->line};
	const char *wrong = NULL;

	pm_buf_reset(&s->text);
	for (; is_key_char(c); c = next_char(s))
		pm_buf_addc(&s->text, lower(c));
	entry.key = s->section ? keep(s->config, pm_buf_str(&s->text)) : NULL;
	while (c == ' ' || c == '\t')
		c = next_char(s);
	if (c != '\n') {
		if (c != '=')
			return "key has something else than `=` behind it; write key = value (a key has letters, digits and `-`)";
		wrong = scan_value(s);
		entry.value = keep(s->config, pm_buf_str(&s->text));
	}
	if (wrong || !s->section || add_entry(s->config, &entry))
		return wrong;
	s->p = s->end;
	return "configuration has more than 4096 keys, and what follows is not read; make it smaller";
}

static struct pm_diag *report(struct pm_config *config, const char *origin, uint32_t line, const char *text)
{
	struct pm_diag *diag = pm_diag_add(&config->diags, rule_name, PM_SEVERITY_WARNING, PM_NO_FILE, nowhere, "%s", text);

	diag->path = origin;
	diag->path_line = line;
	return diag;
}

static void scan_text(struct scan *s)
{
	bool comment = false;

	while (!s->over) {
		uint32_t line = s->line;
		char c = next_char(s);
		const char *wrong = NULL;

		if (c == '\n')
			comment = false;
		if (comment || is_space(c))
			continue;
		if (c == '#' || c == ';')
			comment = true;
		else if (c == '[')
			wrong = scan_section(s);
		else if (is_letter(c))
			wrong = scan_key(s, c);
		else
			wrong = "line is neither a section, a key nor a comment; a key begins with a letter, a comment with #";
		if (wrong) {
			report(s->config, s->origin, line, wrong);
			while (s->last != '\n' && !s->over)
				next_char(s);
		}
	}
}

void pm_config_read(struct pm_config *config, const char *origin, struct pm_str text)
{
	struct scan s = {.config = config, .origin = keep(config, pm_str_c(origin)), .line = 1, .section = ""};

	if (text.n == 0)
		return;
	if (pm_str_starts(text, "\xef\xbb\xbf"))
		text = pm_str_sub(text, 3, text.n);
	s.p = text.p;
	s.end = pm_str_end(text);
	scan_text(&s);
	pm_buf_clear(&s.text);
}

/* -- names */

/* "section.subsection.key", taken apart: the subsection may hold dots. */
struct name {
	struct pm_str section, subsection, key;
	bool has_subsection;
};

static bool name_split(struct pm_str text, struct name *name)
{
	ptrdiff_t first = pm_str_chr(text, '.');
	size_t last = text.n;

	while (last > 0 && text.p[last - 1] != '.')
		last--;
	if (first <= 0 || last == text.n)
		return false;
	name->section = pm_str_sub(text, 0, (size_t)first);
	name->key = pm_str_sub(text, last, text.n);
	name->has_subsection = last > (size_t)first + 1;
	name->subsection = name->has_subsection ? pm_str_sub(text, (size_t)first + 1, last - 1) : PM_STR("");
	return true;
}

static bool is_well_formed(const struct name *name)
{
	for (size_t i = 0; i < name->section.n; i++)
		if (!is_key_char(name->section.p[i]))
			return false;
	for (size_t i = 0; i < name->key.n; i++)
		if (!is_key_char(name->key.p[i]))
			return false;
	return name->key.n > 0 && is_letter(name->key.p[0]);
}

static const char *keep_lower(struct pm_config *config, struct pm_str s)
{
	char *copy = pm_arena_dup(&config->arena, s.p, s.n);

	for (size_t i = 0; i < s.n; i++)
		copy[i] = lower(copy[i]);
	return copy;
}

int pm_config_set(struct pm_config *config, const char *assignment, struct pm_buf *err)
{
	size_t n = strcspn(assignment, "=");
	struct pm_config_entry entry = {.origin = "command line"};
	struct name name;

	if (!name_split(pm_str_n(assignment, n), &name) || !is_well_formed(&name)) {
		pm_buf_addf(err, "-c %s: this is no setting; write section.key=value, as in -c rank.method=wsjf", assignment);
		return -1;
	}
	entry.section = keep_lower(config, name.section);
	entry.key = keep_lower(config, name.key);
	entry.subsection = name.has_subsection ? keep(config, name.subsection) : NULL;
	if (assignment[n] == '=')
		entry.value = keep(config, pm_str_c(assignment + n + 1));
	if (add_entry(config, &entry))
		return 0;
	pm_buf_addf(err, "-c %s: the configuration has more than 4096 keys; make it smaller", assignment);
	return -1;
}

/* -- the table of keys */

enum sub { SUB_NONE, SUB_MAY, SUB_MUST };

enum type {
	TEXT,
	WORD,
	PATH,
	PATTERN,
	WEB,
	LISTS, /* the types from here on may be repeated, and every value counts */
	TEXT_LIST = LISTS,
	PATH_LIST,
	STATE_LIST,
	TRANSITION_LIST,
	LIMIT_LIST,
	HINT_LIST,
	STORY_LIST
};

struct key {
	const char *section;
	enum sub sub;
	const char *key; /* NULL: any other */
	enum type type;
	const char *value; /* where none is set; NULL */
	const char *values, *doc;
};

static const struct key keys[] = {
#define PM_KEY(section, sub, key, type, value, values, doc) {section, sub, key, type, value, values, doc},
#include "parser/config.def"
#undef PM_KEY
};

enum { KEY_COUNT = sizeof keys / sizeof *keys };

static const struct key *key_find(struct pm_str section, struct pm_str key)
{
	for (size_t i = 0; i < KEY_COUNT; i++)
		if (pm_str_ieqc(section, keys[i].section) && (!keys[i].key || pm_str_ieqc(key, keys[i].key)))
			return &keys[i];
	return NULL;
}

/* Names for pm_nearest: the sections (some twice, which does no harm), and the keys of one section. */
static const char *section_at(const void *ctx, size_t i)
{
	(void)ctx;
	return keys[i].section;
}

static const char *key_at(const void *ctx, size_t i)
{
	return strcmp(keys[i].section, ctx) == 0 && keys[i].key ? keys[i].key : "";
}

static const char *list_at(const void *ctx, size_t i)
{
	return ((const char *const *)ctx)[i];
}

static const char *state_at(const void *ctx, size_t i)
{
	return ((const struct pm_config *)ctx)->states[i].name.p;
}

/* -- complaints */

/* The entry's name as a person writes it, appended. */
static void add_name(struct pm_buf *out, const struct pm_config_entry *entry)
{
	if (*entry->section)
		pm_buf_addf(out, "%s.", entry->section);
	if (entry->subsection)
		pm_buf_addf(out, "%s.", entry->subsection);
	pm_buf_addz(out, entry->key);
}

void pm_config_complain(struct pm_config *config, const struct pm_config_entry *entry, const char *nearest, const char *remedy,
			const char *format, ...)
{
	struct pm_buf text = {0};
	char what[256];
	struct pm_diag *diag;
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(what, sizeof what, format, args);
	va_end(args);
	if (n >= (int)sizeof what) /* cut: not inside a character */
		for (n = sizeof what - 1; n > 0 && (what[n - 1] & 0x80); n--)
			what[n - 1] = '\0';
	add_name(&text, entry);
	if (nearest && *nearest)
		diag = pm_diag_add(&config->diags, rule_name, PM_SEVERITY_WARNING, PM_NO_FILE, nowhere,
				   "%s: %s; did you mean `%s`?", text.p, what, nearest);
	else
		diag = pm_diag_add(&config->diags, rule_name, PM_SEVERITY_WARNING, PM_NO_FILE, nowhere, "%s: %s; %s", text.p, what,
				   remedy);
	diag->path = entry->origin;
	diag->path_line = entry->line;
	pm_diag_subject(&config->diags, diag, pm_buf_str(&text));
	pm_buf_clear(&text);
}

/* -- checking names */

static bool section_is_known(struct pm_str section)
{
	for (size_t i = 0; i < KEY_COUNT; i++)
		if (pm_str_eqc(section, keys[i].section))
			return true;
	return false;
}

static void unknown_name(struct pm_config *config, const struct pm_config_entry *entry)
{
	struct pm_str section = pm_str_c(entry->section);

	if (!*entry->section)
		pm_config_complain(config, entry, NULL, "put it under a line [section]", "key stands before any section");
	else if (strcmp(entry->section, "include") == 0 || strcmp(entry->section, "includeif") == 0)
		pm_config_complain(config, entry, NULL, "write what it holds into this file", "includes are not followed");
	else if (!section_is_known(section))
		pm_config_complain(config, entry, pm_nearest(section, section_at, NULL, KEY_COUNT),
				   "see pmconfig(5) for what there is", "there is no section [%s]", entry->section);
	else
		pm_config_complain(config, entry, pm_nearest(pm_str_c(entry->key), key_at, entry->section, KEY_COUNT),
				   "see pmconfig(5) for what there is", "section [%s] has no key `%s`", entry->section, entry->key);
}

/* Does the section have a name where it needs one, and only there? */
static bool subsection_fits(struct pm_config *config, const struct pm_config_entry *entry, const struct key *key)
{
	if (key->sub == SUB_NONE && entry->subsection)
		pm_config_complain(config, entry, NULL, "write the section without it", "section [%s] takes no name",
				   entry->section);
	else if (key->sub == SUB_MUST && !entry->subsection)
		pm_config_complain(config, entry, NULL, "write [section \"name\"]", "section [%s] needs a name", entry->section);
	else
		return true;
	return false;
}

/* [field "Story points"] is [field "estimate"]. */
static void settle_field(struct pm_config *config, struct pm_config_entry *entry)
{
	struct pm_str label = pm_str_c(entry->subsection);
	enum pm_field_id id = pm_field_find(label);
	const char *nearest = id == PM_FIELD_CUSTOM ? pm_field_nearest(label) : NULL;

	if (id != PM_FIELD_CUSTOM)
		entry->subsection = pm_fields[id].name;
	else if (nearest)
		pm_config_complain(config, entry, nearest, "", "there is no field `%s`", entry->subsection);
}

/* -- checking values */

/* Of a field that there is: the team's own fields have no other names.  A label that is given twice means what came last. */
static void add_alias(struct pm_config *config, const struct pm_config_entry *entry)
{
	enum pm_field_id field = pm_field_find(pm_str_c(entry->subsection));
	char folded[PM_LABEL_MAX];
	struct pm_str label;
	size_t i = 0;

	if (field == PM_FIELD_CUSTOM)
		return;
	label = pm_str_n(folded, pm_field_fold(pm_str_c(entry->value), folded));
	while (i < config->alias_count && !pm_str_eq(config->aliases[i].label, label))
		i++;
	if (label.n > 0 && i == config->alias_count) {
		PM_GROW(config->aliases, config->alias_count, config->alias_cap);
		config->aliases[config->alias_count++] = (struct pm_field_alias){pm_str_n(keep(config, label), label.n), field};
	} else if (i < config->alias_count)
		config->aliases[i].field = field;
}

static int by_label(const void *a, const void *b)
{
	const struct pm_field_alias *x = a, *y = b;

	return pm_str_cmp(x->label, y->label);
}

/* "left SIGN right", trimmed, at the last sign.  False: there is no sign, or nothing on one side of it. */
static bool halves(struct pm_str value, const char *sign, struct pm_str *left, struct pm_str *right)
{
	size_t n = strlen(sign), at = value.n;

	while (at > 0 && !pm_str_starts(pm_str_sub(value, at, value.n), sign))
		at--;
	*left = pm_str_trim(pm_str_sub(value, 0, at));
	*right = pm_str_trim(pm_str_sub(value, at + n, value.n));
	return left->n > 0 && right->n > 0;
}

/* Words split at `|`, and which of them a value is; -1 after a complaint. */
static int word_of(struct pm_config *config, const struct pm_config_entry *entry, struct pm_str value, const char *values)
{
	const char *list[8];
	size_t count = 0;

	for (; *values && count < sizeof list / sizeof *list; values += *values == '|') {
		size_t n = strcspn(values, "|");

		list[count++] = keep(config, pm_str_n(values, n));
		values += n;
		if (pm_str_ieqc(value, list[count - 1]))
			return (int)count - 1;
	}
	struct pm_buf remedy = {0};

	pm_buf_addz(&remedy, "write ");
	for (size_t i = 0; i < count; i++)
		pm_buf_addf(&remedy, "%s%s", i == 0 ? "" : i + 1 == count ? " or " : ", ", list[i]);
	pm_config_complain(config, entry, pm_nearest(value, list_at, list, count), remedy.p, "there is no `%.*s`", PM_FMT(value));
	pm_buf_clear(&remedy);
	return -1;
}

static void check_state(struct pm_config *config, const struct pm_config_entry *entry)
{
	static const char classes[] = "idea|open|started|done|dropped";
	struct pm_str name, word, value = pm_str_c(entry->value);
	enum pm_state_class state;
	int index;

	if (halves(value, "=", &name, &word)) {
		index = word_of(config, entry, word, classes);
		if (index < 0)
			return;
		state = (enum pm_state_class)(PM_STATE_IDEA + index);
	} else {
		name = pm_str_trim(value);
		state = pm_state_read(name, &word);
		if (state == PM_STATE_NONE) {
			pm_config_complain(config, entry, NULL, "write state = NAME = idea, open, started, done or dropped",
					   "the class of `%.*s` is not known", PM_FMT(name));
			return;
		}
	}
	PM_GROW(config->states, config->state_count, config->state_cap);
	config->states[config->state_count++] = (struct pm_config_state){pm_str_n(keep(config, name), name.n), state};
}

static void check_hint(struct pm_config *config, const struct pm_config_entry *entry)
{
	struct pm_config_hint hint;

	struct pm_hint read;
	struct pm_str bad, value = pm_str_c(entry->value);
	ptrdiff_t sign = pm_str_find(value, " = ");
	if (sign < 0)
		sign = pm_str_chr(value, '=');
	hint.pattern = pm_str_trim(pm_str_sub(value, 0, sign < 0 ? 0 : (size_t)sign));
	hint.form = pm_str_trim(pm_str_sub(value, (size_t)sign + (value.p[sign < 0 ? 0 : sign] == ' ' ? 3 : 1), value.n));
	if (!hint.pattern.n || !hint.form.n) {
		pm_config_complain(config, entry, NULL, "write hint = PATTERN = heading, table, list, bullet or none",
				   "this is no hint");
		return;
	}
	if (!pm_hint_read(hint.form, &read, &bad)) {
		word_of(config, entry, bad, pm_hint_words(hint.form, bad));
		return;
	}
	PM_GROW(config->hints, config->hint_count, config->hint_cap);
	config->hints[config->hint_count++] = hint;
}

/* The name of a state: `*`, or one of the workflow, where there is one. */
static void check_state_name(struct pm_config *config, const struct pm_config_entry *entry, struct pm_str name)
{
	for (size_t i = 0; i < config->state_count; i++)
		if (pm_str_fold_eq(name, config->states[i].name))
			return;
	if (config->state_count > 0 && !pm_str_eqc(name, "*"))
		pm_config_complain(config, entry, pm_nearest(name, state_at, config, config->state_count),
				   "add it as workflow.state", "`%.*s` is no state of the workflow", PM_FMT(name));
}

static void check_transition(struct pm_config *config, const struct pm_config_entry *entry)
{
	struct pm_str from, to;

	if (!halves(pm_str_c(entry->value), "->", &from, &to)) {
		pm_config_complain(config, entry, NULL, "write transition = FROM -> TO", "this is no transition");
		return;
	}
	check_state_name(config, entry, from);
	check_state_name(config, entry, to);
	PM_GROW(config->transitions, config->transition_count, config->transition_cap);
	config->transitions[config->transition_count++] = (struct pm_config_transition){from, to};
}

static void check_limit(struct pm_config *config, const struct pm_config_entry *entry)
{
	struct pm_str state, count;
	bool good = halves(pm_str_c(entry->value), "=", &state, &count) && count.n < 7;
	uint32_t number = 0;

	for (size_t i = 0; good && i < count.n; i++) {
		good = count.p[i] >= '0' && count.p[i] <= '9';
		number = number * 10 + (uint32_t)(count.p[i] - '0');
	}
	if (!good) {
		pm_config_complain(config, entry, NULL, "write limit = STATE = NUMBER", "this is no limit");
		return;
	}
	check_state_name(config, entry, state);
	PM_GROW(config->limits, config->limit_count, config->limit_cap);
	config->limits[config->limit_count++] = (struct pm_config_limit){state, number};
}

/* A path stays below the folder of the configuration. */
static void check_path(struct pm_config *config, const struct pm_config_entry *entry)
{
	const char *at = entry->value ? entry->value : "";
	bool out = *at == '/' || *at == '\0';

	while (*at && !out) {
		size_t n = strcspn(at, "/");

		out = n == 2 && at[0] == '.' && at[1] == '.';
		at += n + (at[n] == '/');
	}
	if (out)
		pm_config_complain(config, entry, NULL, "name one below the folder of this file",
				   "`%s` is no path inside the product", entry->value);
}

/* Links of a report lead to the web, or nowhere. */
static void check_web(struct pm_config *config, const struct pm_config_entry *entry)
{
	struct pm_str value = pm_str_c(entry->value);

	if (!pm_str_istarts(value, "https://") && !pm_str_istarts(value, "http://") && !pm_str_eqc(value, "none"))
		pm_config_complain(config, entry, NULL, "write an address that begins with https:// or http://, or none",
				   "`%s` is no address on the web", entry->value);
}

static void check_pattern(struct pm_config *config, const struct pm_config_entry *entry, bool story)
{
	static const char *const groups[] = {"role", "want"};
	struct pm_buf err = {0};
	struct pm_pattern *pattern = pm_pattern_new(pm_str_c(entry->value), &err);

	if (!pattern)
		pm_config_complain(config, entry, NULL, "mend the regular expression", "%s", err.p ? err.p : "cannot be read");
	for (size_t i = 0; pattern && story && i < sizeof groups / sizeof *groups; i++)
		if (pm_pattern_group(pattern, groups[i]) < 0)
			pm_config_complain(config, entry, NULL,
					   "write (?<role>...), (?<want>...) and (?<benefit>...) around the parts",
					   "the pattern has no group `%s`", groups[i]);
	pm_pattern_free(pattern);
	pm_buf_clear(&err);
}

static void check_value(struct pm_config *config, const struct pm_config_entry *entry, const struct key *key)
{
	if (!entry->value && key->key) {
		pm_config_complain(config, entry, NULL, "write key = value", "key has no value");
		return;
	}
	switch (key->type) {
	case WORD: word_of(config, entry, pm_str_c(entry->value), key->values); break;
	case PATH:
	case PATH_LIST: check_path(config, entry); break;
	case WEB: check_web(config, entry); break;
	case PATTERN:
	case STORY_LIST: check_pattern(config, entry, key->type == STORY_LIST); break;
	case STATE_LIST: check_state(config, entry); break;
	case HINT_LIST: check_hint(config, entry); break;
	case TRANSITION_LIST: /* these two wait until all states are known */
	case LIMIT_LIST:
	case TEXT:
	case TEXT_LIST: break;
	}
}

static void check_entry(struct pm_config *config, size_t i)
{
	struct pm_config_entry *entry = &config->entries[i];
	const struct key *key = key_find(pm_str_c(entry->section), pm_str_c(entry->key));

	if (!key) {
		unknown_name(config, entry);
		return;
	}
	if (!subsection_fits(config, entry, key))
		return;
	if (strcmp(entry->section, "field") == 0)
		settle_field(config, entry);
	check_value(config, entry, key);
	if (entry->value && strcmp(entry->section, "field") == 0 && strcmp(entry->key, "alias") == 0)
		add_alias(config, entry);
}

void pm_config_finish(struct pm_config *config)
{
	for (size_t i = 0; i < config->count; i++)
		check_entry(config, i);
	if (config->alias_count > 0)
		qsort(config->aliases, config->alias_count, sizeof *config->aliases, by_label);
	for (size_t i = 0; i < config->count; i++) {
		const struct pm_config_entry *entry = &config->entries[i];
		const struct key *key = key_find(pm_str_c(entry->section), pm_str_c(entry->key));

		if (key && entry->value && !entry->subsection && key->type == TRANSITION_LIST)
			check_transition(config, entry);
		else if (key && entry->value && !entry->subsection && key->type == LIMIT_LIST)
			check_limit(config, entry);
	}
}

/* -- asking */

static bool entry_is(const struct pm_config_entry *entry, const struct name *name)
{
	return pm_str_ieqc(name->key, entry->key) && pm_str_ieqc(name->section, entry->section) &&
	       name->has_subsection == (entry->subsection != NULL) &&
	       pm_str_eqc(name->subsection, entry->subsection ? entry->subsection : "");
}

static const char *entry_value(const struct pm_config_entry *entry)
{
	return entry->value ? entry->value : "true";
}

/* Takes a name apart; one of [product] becomes one of the chosen product, if that has the key. */
static bool resolve(const struct pm_config *config, const char *text, struct name *name)
{
	struct name own;

	if (!name_split(pm_str_c(text), name))
		return false;
	if (!config->product || name->has_subsection || !pm_str_ieqc(name->section, "product"))
		return true;
	own = (struct name){name->section, pm_str_c(config->product), name->key, true};
	for (size_t i = 0; i < config->count; i++)
		if (entry_is(&config->entries[i], &own))
			*name = own;
	return true;
}

static const char *default_of(const struct name *name)
{
	const struct key *key = key_find(name->section, name->key);

	return key && key->key ? key->value : NULL;
}

const char *pm_config_get(const struct pm_config *config, const char *text)
{
	struct name name;

	if (!resolve(config, text, &name))
		return NULL;
	for (size_t i = config->count; i-- > 0;)
		if (entry_is(&config->entries[i], &name))
			return entry_value(&config->entries[i]);
	return default_of(&name);
}

const char *pm_config_get_nth(const struct pm_config *config, const char *text, size_t nth)
{
	struct name name;
	size_t seen = 0;

	if (!resolve(config, text, &name))
		return NULL;
	for (size_t i = 0; i < config->count; i++)
		if (entry_is(&config->entries[i], &name) && seen++ == nth)
			return entry_value(&config->entries[i]);
	return seen == 0 && nth == 0 ? default_of(&name) : NULL;
}

/* -- printing */

/* A value as the file has it: in quotes where it needs them. */
static void add_value(struct pm_buf *out, const char *value)
{
	struct pm_str s = pm_str_c(value);
	bool quotes = s.n > 0 && (is_space(s.p[0]) || is_space(s.p[s.n - 1]));

	for (size_t i = 0; i < s.n; i++)
		quotes = quotes || s.p[i] == '#' || s.p[i] == ';' || (is_space(s.p[i]) && s.p[i] != ' ');
	if (quotes)
		pm_buf_addc(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		static const char from[] = "\"\\\n\t\b", to[] = "\"\\ntb";
		const char *at = strchr(from, s.p[i]);

		if (at)
			pm_buf_addc(out, '\\');
		pm_buf_addc(out, at ? to[at - from] : s.p[i]);
	}
	if (quotes)
		pm_buf_addc(out, '"');
}

static void print_entry(const struct pm_config_entry *entry, struct pm_buf *out)
{
	add_name(out, entry);
	pm_buf_addz(out, " = ");
	add_value(out, entry_value(entry));
	pm_buf_addf(out, "  # %s", entry->origin);
	if (entry->line > 0)
		pm_buf_addf(out, ":%u", (unsigned)entry->line);
	pm_buf_addc(out, '\n');
}

/* Which key of the table an entry sets; KEY_COUNT: none, or not in that place. */
static size_t key_index(const struct pm_config_entry *entry)
{
	const struct key *key = key_find(pm_str_c(entry->section), pm_str_c(entry->key));

	if (!key || (key->sub == SUB_NONE && entry->subsection) || (key->sub == SUB_MUST && !entry->subsection))
		return KEY_COUNT;
	return (size_t)(key - keys);
}

/* Marks the entries that a later one replaces: the table holds the newest index + 1 of every name, at its hash or behind. */
static bool *find_replaced(const struct pm_config *config)
{
	bool *replaced = pm_calloc(config->count + 1, sizeof *replaced);
	struct pm_buf name = {0}, other = {0};
	size_t size = 16;
	size_t *table;

	while (size < 2 * config->count)
		size *= 2;
	table = pm_calloc(size, sizeof *table);
	for (size_t i = 0; i < config->count; i++) {
		size_t index = key_index(&config->entries[i]), at;

		replaced[i] = index == KEY_COUNT; /* of no effect */
		if (index == KEY_COUNT || keys[index].type >= LISTS)
			continue;
		pm_buf_reset(&name);
		add_name(&name, &config->entries[i]);
		for (at = pm_str_hash(pm_buf_str(&name)) & (size - 1); table[at]; at = (at + 1) & (size - 1)) {
			pm_buf_reset(&other);
			add_name(&other, &config->entries[table[at] - 1]);
			if (pm_str_eq(pm_buf_str(&name), pm_buf_str(&other)))
				break;
		}
		if (table[at])
			replaced[table[at] - 1] = true;
		table[at] = i + 1;
	}
	free(table);
	pm_buf_clear(&name);
	pm_buf_clear(&other);
	return replaced;
}

void pm_config_print(const struct pm_config *config, struct pm_buf *out)
{
	bool *replaced = find_replaced(config);

	for (size_t k = 0; k < KEY_COUNT; k++) {
		bool set = false;

		for (size_t i = 0; i < config->count; i++) {
			if (replaced[i] || key_index(&config->entries[i]) != k)
				continue;
			print_entry(&config->entries[i], out);
			set = true;
		}
		if (!set && keys[k].value)
			print_entry(&(struct pm_config_entry){keys[k].section, NULL, keys[k].key, keys[k].value, "default", 0},
				    out);
	}
	free(replaced);
}

/* -- labels */

void pm_config_use_aliases(const struct pm_config *config)
{
	pm_field_use_aliases(config ? config->aliases : NULL, config ? config->alias_count : 0);
}

/* -- states */

static bool is_mark(uint32_t ch)
{
	return ch == '*' || ch == '`' || ch == '~';
}

static bool is_gap(uint32_t ch)
{
	return ch == ' ' || ch == '\t' || ch == '-' || ch == '_' || ch == 0xa0 || ch == 0x3000 || ch == '\n' || ch == '\r';
}

/* From the first letter or digit on. */
static struct pm_str undecorated(struct pm_str s)
{
	uint32_t ch;
	size_t n;

	while (s.n > 0) {
		n = pm_utf8_decode(s.p, pm_str_end(s), &ch);
		if (pm_char_is_word(ch))
			break;
		s = pm_str_sub(s, n, s.n);
	}
	return s;
}

/* The next character as states are compared, behind marks; a run of blanks and dashes is one blank.  0: the end. */
static uint32_t next_folded(const char **p, const char *end)
{
	uint32_t ch = 0;
	bool gap = false;

	while (*p < end) {
		size_t n = pm_utf8_decode(*p, end, &ch);

		if (is_gap(ch)) {
			gap = true;
		} else if (!is_mark(ch)) {
			if (gap)
				return ' ';
			*p += n;
			return pm_char_lower(ch);
		}
		*p += n;
	}
	return 0;
}

/* The part of a text that is the name of a state at its beginning; empty: there is none.  Decoration before both is skipped, unless
 * the name is nothing else. */
static struct pm_str state_prefix(struct pm_str name, struct pm_str text)
{
	struct pm_str bare = undecorated(name), from = bare.n > 0 ? undecorated(text) : pm_str_trim(text);
	const char *a = bare.n > 0 ? bare.p : name.p, *b = from.p, *behind = b;
	uint32_t want, have;

	while ((want = next_folded(&a, pm_str_end(name))) != 0) {
		if (want != next_folded(&b, pm_str_end(from)))
			return PM_STR("");
		behind = b;
	}
	have = next_folded(&b, pm_str_end(from));
	return have != 0 && pm_char_is_word(have) ? PM_STR("") : pm_str_n(from.p, (size_t)(behind - from.p));
}

/* The same, and what of the text names it. */
static const struct pm_config_state *find_state(const struct pm_config *config, struct pm_str text, struct pm_str *word)
{
	const struct pm_config_state *state = NULL;

	*word = PM_STR("");
	for (size_t i = 0; text.n > 0 && i < config->state_count; i++) {
		struct pm_str prefix = state_prefix(config->states[i].name, text);

		if (prefix.n > word->n) {
			*word = prefix;
			state = &config->states[i];
		}
	}
	return state;
}

const struct pm_config_state *pm_config_state_find(const struct pm_config *config, struct pm_str status)
{
	struct pm_str word;

	return find_state(config, status, &word);
}

enum pm_state_class pm_config_state(const struct pm_config *config, struct pm_str text, struct pm_str *word)
{
	struct pm_str found;
	const struct pm_config_state *state = find_state(config, text, &found);

	if (text.n == 0)
		return PM_STATE_NONE;
	if (state == NULL)
		return pm_state_read(text, word);
	if (word)
		*word = found;
	return state->state;
}

bool pm_config_state_is(const struct pm_config *config, struct pm_str status, struct pm_str name)
{
	const struct pm_config_state *state = pm_config_state_find(config, status);

	if (pm_str_eqc(name, "*"))
		return true;
	return state != NULL ? pm_str_fold_eq(state->name, name) : state_prefix(name, status).n > 0;
}

bool pm_config_allows(const struct pm_config *config, struct pm_str from, struct pm_str to)
{
	const struct pm_config_state *a = pm_config_state_find(config, from), *b = pm_config_state_find(config, to);

	if (config->transition_count == 0 || (config->state_count > 0 && (a == NULL || b == NULL || a == b)) ||
	    pm_str_fold_eq(from, to))
		return true;
	for (size_t i = 0; i < config->transition_count; i++)
		if (pm_config_state_is(config, from, config->transitions[i].from) &&
		    pm_config_state_is(config, to, config->transitions[i].to))
			return true;
	return false;
}

/* -- paths */

/* A pattern as a machine: `now` tells the places in the pattern that what was read of the path may have led to. */
struct machine {
	struct pm_str pattern;
	unsigned char *now, *then;
};
enum { ARRIVED = 1, STAYED = 2 }; /* in the middle of a folder's name, a double star cannot end */

static bool is_at(const struct machine *m, size_t i, const char *what)
{
	return pm_str_starts(pm_str_sub(m->pattern, i, m->pattern.n), what);
}

/* Does a double star at i stand for whole folders: with a slash behind it, at the start of a name? */
static bool is_folders(const struct machine *m, size_t i)
{
	return is_at(m, i, "**/") && (i == 0 || m->pattern.p[i - 1] == '/');
}

/* A star may match nothing: who arrives at it has arrived behind it too. */
static void pass_stars(const struct machine *m, unsigned char *places)
{
	for (size_t i = 0; i < m->pattern.n; i++)
		if ((places[i] & ARRIVED) && m->pattern.p[i] == '*')
			places[i + (is_folders(m, i) ? 3 : is_at(m, i, "**") ? 2 : 1)] |= ARRIVED;
}

/* Reads one character of the path, from place i. */
static void read_path(const struct machine *m, size_t i, struct pm_str ch)
{
	bool slash = ch.p[0] == '/';

	if (is_folders(m, i)) {
		m->then[i] |= STAYED;
		m->then[i + 3] |= slash ? ARRIVED : 0;
	} else if (is_at(m, i, "*")) {
		m->then[i] |= is_at(m, i, "**") || !slash ? ARRIVED : 0;
	} else if (is_at(m, i, "?")) {
		m->then[i + 1] |= slash ? 0 : ARRIVED;
	} else if (m->pattern.n - i >= ch.n && memcmp(m->pattern.p + i, ch.p, ch.n) == 0) {
		m->then[i + ch.n] |= ARRIVED;
	}
}

bool pm_path_match(struct pm_str pattern, struct pm_str path)
{
	size_t n = pattern.n;
	unsigned char *places = pm_calloc(2 * (n + 1), 1);
	bool below = pm_str_ends(pattern, "/"), match;
	struct machine m = {pattern, places, places + n + 1};

	m.now[0] = ARRIVED;
	pass_stars(&m, m.now);
	for (size_t at = 0; at < path.n && !(below && m.now[n]);) {
		uint32_t ch;
		size_t length = pm_utf8_decode(path.p + at, pm_str_end(path), &ch);
		unsigned char *old = m.now;

		for (size_t i = 0; i < n; i++)
			if (m.now[i])
				read_path(&m, i, pm_str_n(path.p + at, length));
		pass_stars(&m, m.then);
		m.now = m.then;
		m.then = old;
		memset(old, 0, n + 1);
		at += length;
	}
	match = m.now[n] != 0;
	free(places);
	return match;
}
