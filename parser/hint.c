/* hint: one line of a team that says how a file is to be read. */
#include "parser/hint.h"

#include "parser/labels.h"

#include <string.h>

enum setting { SET_ITEMS, SET_ONLY, SET_NOT, SET_AS, SET_KIND, SET_ID, SET_TITLE, SETTINGS };
static const char *const settings[SETTINGS] = {"items=", "only=", "not=", "as=", "kind=", "id=", "title="};

/* The setting that begins here, at the start of a word; SETTINGS: none. */
static enum setting setting_at(struct pm_str text, size_t at)
{
	enum setting set = SET_ITEMS;
	if (at && text.p[at - 1] != ' ' && text.p[at - 1] != '\t')
		return SETTINGS;
	while (set < SETTINGS && !pm_str_istarts(pm_str_sub(text, at, text.n), settings[set]))
		set++;
	return set;
}

static bool read_form(struct pm_str word, struct pm_hint *hint)
{
	static const struct {
		const char *name;
		size_t offset;
	} forms[] = {{"none", offsetof(struct pm_hint, none)},	   {"heading", offsetof(struct pm_hint, heading)},
		     {"table", offsetof(struct pm_hint, table)},   {"list", offsetof(struct pm_hint, list)},
		     {"bullet", offsetof(struct pm_hint, bullet)}, {"number", offsetof(struct pm_hint, number)},
		     {"bold", offsetof(struct pm_hint, bold)}};
	hint->forms = true;
	if (word.n == 8 && pm_str_istarts(word, "heading") && word.p[7] >= '1' && word.p[7] <= '6') {
		hint->heading = true;
		hint->levels |= (uint8_t)(1u << (word.p[7] - '0'));
		return true;
	}
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (pm_str_ieqc(word, forms[i].name)) {
			memcpy((char *)hint + forms[i].offset, &(bool){true}, sizeof(bool));
			return true;
		}
	return false;
}

/* "heading2, table" */
static bool read_forms(struct pm_str value, struct pm_hint *hint, struct pm_str *bad)
{
	for (size_t at = 0; at <= value.n;) {
		ptrdiff_t comma = pm_str_chr(pm_str_sub(value, at, value.n), ',');
		size_t end = comma < 0 ? value.n : at + (size_t)comma;
		*bad = pm_str_trim(pm_str_sub(value, at, end));
		if (!read_form(*bad, hint))
			return false;
		at = end + 1;
	}
	return true;
}

static bool read_role(struct pm_str value, struct pm_hint *hint)
{
	static const char *const names[] = {"backlog", "roadmap", "stories"}; /* as the roles begin */
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (pm_str_ieqc(value, names[i])) {
			hint->has_role = true;
			hint->role = (uint8_t)i;
			return true;
		}
	return false;
}

static bool read_setting(enum setting set, struct pm_str value, struct pm_hint *hint, struct pm_str *bad)
{
	*bad = value;
	switch (set) {
	case SET_ITEMS: return read_forms(value, hint, bad);
	case SET_ONLY: hint->only = value; return value.n > 0;
	case SET_NOT: hint->except = value; return value.n > 0;
	case SET_AS: return read_role(value, hint);
	case SET_KIND: return (hint->kind = (uint8_t)pm_kind_from(value)) != PM_KIND_NONE;
	case SET_ID: hint->id = value; return value.n > 0;
	default: hint->title = value; return value.n > 0;
	}
}

/* Without the quotes around it. */
static struct pm_str unquoted(struct pm_str value)
{
	value = pm_str_trim(value);
	bool quoted = value.n > 1 && (value.p[0] == '"' || value.p[0] == '\'') && value.p[value.n - 1] == value.p[0];
	return quoted ? pm_str_sub(value, 1, value.n - 1) : value;
}

bool pm_hint_read(struct pm_str text, struct pm_hint *hint, struct pm_str *bad)
{
	memset(hint, 0, sizeof *hint);
	text = pm_str_trim(text);
	enum setting set = setting_at(text, 0);
	size_t from = set < SETTINGS ? strlen(settings[set]) : 0;
	*bad = text;
	if (set == SETTINGS)
		set = SET_ITEMS;
	for (size_t at = from; at <= text.n; at++) {
		enum setting next = at < text.n ? setting_at(text, at) : SETTINGS;
		if (at < text.n && next == SETTINGS)
			continue;
		if (!read_setting(set, unquoted(pm_str_sub(text, from, at)), hint, bad))
			return false;
		set = next;
		from = set < SETTINGS ? at + strlen(settings[set]) : at;
	}
	hint->given = true;
	return true;
}

const char *pm_hint_words(struct pm_str text, struct pm_str bad)
{
	enum setting set = SET_ITEMS;
	for (size_t at = 0; at < text.n && text.p + at < bad.p; at++) {
		enum setting next = setting_at(text, at);
		set = next < SETTINGS ? next : set;
	}
	return set == SET_AS	 ? "backlog|roadmap|stories"
	       : set == SET_KIND ? "story|task|bug|epic|initiative|spike|chore|goal"
				 : "heading|table|list|bullet|number|bold|none";
}

bool pm_hint_says_entries(const struct pm_hint *hint)
{
	return hint->list || hint->bullet || hint->number || hint->bold;
}

bool pm_hint_names(struct pm_str names, struct pm_str title)
{
	char name[96], folded[192];
	ptrdiff_t gloss = pm_str_chr(title, '(');
	struct pm_str in = {folded, pm_label_fold(pm_str_sub(title, 0, 160), folded, sizeof folded)};
	for (size_t at = 0; at < names.n;) {
		ptrdiff_t comma = pm_str_chr(pm_str_sub(names, at, names.n), ',');
		size_t end = comma < 0 ? names.n : at + (size_t)comma;
		size_t n = pm_label_fold(pm_str_sub(names, at, end < at + 80 ? end : at + 80), name, sizeof name - 1);
		name[n] = 0;
		if (n && (pm_str_find(in, name) >= 0 ||
			  (gloss >= 0 && pm_str_ifind(pm_str_sub(title, (size_t)gloss, title.n), name) >= 0)))
			return true;
		at = end + 1;
	}
	return false;
}

bool pm_hint_is(struct pm_str name, struct pm_str title)
{
	char one[96], other[96];
	size_t n = pm_label_fold(pm_str_sub(name, 0, 80), one, sizeof one);
	return n && pm_str_eq(pm_str_n(one, n), pm_str_n(other, pm_label_fold(pm_str_sub(title, 0, 80), other, sizeof other)));
}
