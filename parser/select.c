/* select: expressions that choose items. */
#include "parser/select.h"

#include "parser/amount.h"
#include "parser/title.h"

#include <stdlib.h>
#include <string.h>

/* What a term asks of an item: a field, or something that an item is without a field. */
enum { ASK_PATH = PM_FIELD_COUNT, ASK_PLACE, ASK_CLASS, ASK_COUNT };
static const char *const asked[] = {"path", "place", "class"};

enum operator{ IS, IS_NOT, HAS, LESS, LESS_OR_IS, MORE, MORE_OR_IS };

struct term {
	unsigned what; /* enum pm_field_id or ASK_... */
	enum operator operator;
	struct pm_str value; /* in the copy of the text, quotes taken off */
	bool none;	     /* the value stands for no value */
};

/* The expression in the order in which a machine with a stack does it: terms push, and, or, not take what they need. */
enum step_kind { STEP_TERM, STEP_AND, STEP_OR, STEP_NOT };

struct step {
	enum step_kind kind;
	size_t term;
};

enum { DEPTH_MAX = 64, STACK_MAX = 2 * DEPTH_MAX + 4 };

struct pm_select {
	char *text;
	struct term *terms;
	size_t term_count, term_cap;
	struct step *steps;
	size_t step_count, step_cap;
};

/* -- reading an expression */

struct reader {
	struct pm_select *select;
	char *text; /* the select's copy */
	size_t n, at;
	unsigned depth;
	bool behind_word; /* the last value was no quoted one: what follows may be the rest of it */
	struct pm_buf *err;
};

static void skip_blanks(struct reader *reader)
{
	while (reader->at < reader->n && strchr(" \t\r\n", reader->text[reader->at]) && reader->text[reader->at])
		reader->at++;
}

static bool fail(struct reader *reader, size_t at, const char *why)
{
	pm_buf_addf(reader->err, "selection, offset %zu: %s", at, why);
	return false;
}

static void add_step(struct reader *reader, enum step_kind kind, size_t term)
{
	struct pm_select *select = reader->select;

	PM_GROW(select->steps, select->step_count, select->step_cap);
	select->steps[select->step_count++] = (struct step){kind, term};
}

static bool is_name(char c)
{
	return (unsigned char)c >= 0x80 || c == '_' || c == '-' || c == '.' || (c >= '0' && c <= '9') ||
	       ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static struct pm_str peek_name(struct reader *reader)
{
	size_t end;

	skip_blanks(reader);
	for (end = reader->at; end < reader->n && is_name(reader->text[end]); end++)
		;
	return pm_str_n(reader->text + reader->at, end - reader->at);
}

static bool take_word(struct reader *reader, const char *word)
{
	struct pm_str name = peek_name(reader);

	if (!pm_str_ieqc(name, word))
		return false;
	reader->at += name.n;
	reader->behind_word = false;
	return true;
}

static const char *name_of(const void *ctx, size_t i)
{
	(void)ctx;
	return i < PM_FIELD_COUNT ? pm_fields[i].key : asked[i - PM_FIELD_COUNT];
}

static bool read_what(struct reader *reader, struct pm_str name, unsigned *what)
{
	const char *near;
	struct pm_buf why = {0};

	for (size_t i = PM_FIELD_COUNT; i < ASK_COUNT; i++) {
		if (!pm_str_ieqc(name, name_of(NULL, i)))
			continue;
		*what = (unsigned)i;
		return true;
	}
	*what = pm_field_find(name);
	if (*what != PM_FIELD_CUSTOM)
		return true;
	near = pm_nearest(name, name_of, NULL, ASK_COUNT);
	if (near)
		pm_buf_addf(&why, "`%.*s` is no field; do you mean `%s`?", PM_FMT(name), near);
	else if (reader->behind_word)
		pm_buf_addf(&why, "`%.*s` is no field; a value of several words is put in quotes, as in status='in progress'",
			    PM_FMT(name));
	else
		pm_buf_addf(&why, "`%.*s` is no field; name one, as in kind=story status=ready", PM_FMT(name));
	fail(reader, reader->at, why.p);
	pm_buf_clear(&why);
	return false;
}

static bool read_operator(struct reader *reader, enum operator* operator)
{
	static const struct {
		const char *sign;
		enum operator operator;
	} signs[] = {{"!=", IS_NOT}, {"<=", LESS_OR_IS}, {">=", MORE_OR_IS}, {"==", IS},
		     {"=", IS},	     {"~", HAS},	 {"<", LESS},	     {">", MORE}};
	struct pm_str rest;

	skip_blanks(reader);
	rest = pm_str_n(reader->text + reader->at, reader->n - reader->at);
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		if (!pm_str_starts(rest, signs[i].sign))
			continue;
		reader->at += strlen(signs[i].sign);
		*operator= signs[i].operator;
		return true;
	}
	return fail(reader, reader->at, "expected one of = != ~ < <= > >= behind the name");
}

/* A word, or anything in quotes. */
static bool read_value(struct reader *reader, struct pm_str *value)
{
	size_t start, end;
	char quote;

	skip_blanks(reader);
	start = reader->at;
	quote = start < reader->n ? reader->text[start] : 0;
	reader->behind_word = quote != '"' && quote != '\'';
	if (quote == '"' || quote == '\'') {
		for (end = ++start; end < reader->n && reader->text[end] != quote; end++)
			;
		if (end == reader->n)
			return fail(reader, start - 1, "the quote is not closed");
		reader->at = end + 1;
	} else {
		for (end = start; end < reader->n && !(reader->text[end] && strchr(" \t\r\n()", reader->text[end])); end++)
			;
		if (end == start)
			return fail(reader, start, "expected a value behind the sign; put it in quotes when it holds blanks");
		reader->at = end;
	}
	*value = pm_str_n(reader->text + start, end - start);
	return true;
}

static const char *kind_at(const void *ctx, size_t i)
{
	(void)ctx;
	return pm_kind_name((enum pm_kind)(PM_KIND_EPIC + i));
}

static const char *place_at(const void *ctx, size_t i)
{
	(void)ctx;
	return pm_place_name((enum pm_place)i);
}

static const char *class_at(const void *ctx, size_t i)
{
	(void)ctx;
	return pm_state_class_name((enum pm_state_class)(PM_STATE_IDEA + i));
}

/* What has few values is compared with one of them: with another, nothing would be selected, and nobody would know why. */
static bool check_value(struct reader *reader, size_t at, const struct term *term)
{
	const char *(*next)(const void *ctx, size_t i) = NULL;
	size_t count = 0;
	const char *near;
	struct pm_buf why = {0};

	if (term->what == PM_FIELD_KIND) {
		next = kind_at;
		count = PM_KIND_PERSONA - PM_KIND_EPIC + 1;
	} else if (term->what == ASK_PLACE) {
		next = place_at;
		count = PM_PLACE_DRAFT + 1;
	} else if (term->what == ASK_CLASS) {
		next = class_at;
		count = PM_STATE_DROPPED - PM_STATE_IDEA + 1;
	}
	if (count == 0 || term->none || (term->operator!= IS && term->operator!= IS_NOT))
		return true;
	for (size_t i = 0; i < count; i++)
		if (pm_str_fold_eq(term->value, pm_str_c(next(NULL, i))))
			return true;
	near = pm_nearest(term->value, next, NULL, count);
	if (near)
		pm_buf_addf(&why, "there is no `%.*s`; do you mean `%s`?", PM_FMT(term->value), near);
	else
		pm_buf_addf(&why, "there is no `%.*s`: it is one of", PM_FMT(term->value));
	for (size_t i = 0; i < count && !near; i++)
		pm_buf_addf(&why, "%s %s", i > 0 ? "," : "", next(NULL, i));
	fail(reader, at, why.p);
	pm_buf_clear(&why);
	return false;
}

static enum pm_field_type type_of(const struct term *term)
{
	return term->what < PM_FIELD_COUNT ? pm_fields[term->what].type : PM_TYPE_TEXT;
}

/* A number of which all is understood, as pm-rank counts it; a size may be a word, too. */
static bool is_amount(const struct term *term, struct pm_str text)
{
	enum pm_field_type type = type_of(term);
	struct pm_number number;
	struct pm_size size;

	if (type != PM_TYPE_NUMBER && type != PM_TYPE_MONEY && type != PM_TYPE_SIZE)
		return true;
	if (pm_amount_read((enum pm_field_id)term->what, text, &number))
		return true;
	return type == PM_TYPE_SIZE && pm_size_read(text, &size) && strcmp(size.unit, "size") == 0;
}

/* More and less can be said only of what can be compared: of a value that is no number nothing would be selected. */
static bool check_order(struct reader *reader, size_t at, const struct term *term)
{
	const char *form = "a number, as in value>=3";
	struct pm_buf why = {0};
	bool good = is_amount(term, term->value);
	pm_day day;

	if (term->none || term->operator== IS || term->operator== IS_NOT || term->operator== HAS)
		return true;
	if (type_of(term) == PM_TYPE_DATE) {
		good = pm_date_read(term->value, false, &day);
		form = "a day, a month or a quarter, as in due<=2026-11";
	} else if (type_of(term) == PM_TYPE_PRIORITY) {
		good = pm_priority_read(term->value, NULL) >= 0;
		form = "a priority, as in priority>=high";
	}
	if (good)
		return true;
	pm_buf_addf(&why, "`%.*s` cannot be compared: write %s", PM_FMT(term->value), form);
	fail(reader, at, why.p);
	pm_buf_clear(&why);
	return false;
}

static bool read_term(struct reader *reader)
{
	struct pm_select *select = reader->select;
	struct pm_str name = peek_name(reader);
	struct term term = {0};

	if (name.n == 0)
		return fail(reader, reader->at, "expected a term, as in kind=story");
	if (!read_what(reader, name, &term.what))
		return false;
	reader->at += name.n;
	if (!read_operator(reader, &term.operator) || !read_value(reader, &term.value))
		return false;
	term.none = pm_value_empty(term.value);
	if (!check_value(reader, (size_t)(term.value.p - reader->text), &term) ||
	    !check_order(reader, (size_t)(term.value.p - reader->text), &term))
		return false;
	PM_GROW(select->terms, select->term_count, select->term_cap);
	select->terms[select->term_count] = term;
	add_step(reader, STEP_TERM, select->term_count++);
	return true;
}

static bool read_either(struct reader *reader);

static bool read_one(struct reader *reader)
{
	bool negated = false;

	while (take_word(reader, "not"))
		negated = !negated;
	if (reader->at < reader->n && reader->text[reader->at] == '(') {
		size_t open = reader->at++;

		if (++reader->depth > DEPTH_MAX)
			return fail(reader, open, "parentheses are nested more than 64 deep");
		if (!read_either(reader))
			return false;
		skip_blanks(reader);
		if (reader->at == reader->n || reader->text[reader->at] != ')')
			return fail(reader, open, "the parenthesis is not closed");
		reader->at++;
		reader->depth--;
	} else if (!read_term(reader)) {
		return false;
	}
	if (negated)
		add_step(reader, STEP_NOT, 0);
	return true;
}

static bool at_end_of_row(struct reader *reader)
{
	struct pm_str name = peek_name(reader);

	return reader->at == reader->n || reader->text[reader->at] == ')' || pm_str_ieqc(name, "or");
}

/* Terms side by side, or with `and` between them. */
static bool read_all(struct reader *reader)
{
	if (!read_one(reader))
		return false;
	while (!at_end_of_row(reader)) {
		take_word(reader, "and");
		if (!read_one(reader))
			return false;
		add_step(reader, STEP_AND, 0);
	}
	return true;
}

static bool read_either(struct reader *reader)
{
	if (!read_all(reader))
		return false;
	while (take_word(reader, "or")) {
		if (!read_all(reader))
			return false;
		add_step(reader, STEP_OR, 0);
	}
	return true;
}

struct pm_select *pm_select_new(struct pm_str text, struct pm_buf *err)
{
	struct pm_select *select = pm_calloc(1, sizeof *select);
	struct reader reader = {.select = select, .n = text.n, .err = err};
	bool good;

	select->text = pm_str_dup(text);
	reader.text = select->text;
	good = read_either(&reader);
	if (good && reader.at < reader.n)
		good = fail(&reader, reader.at, "this parenthesis closes nothing");
	if (good)
		return select;
	pm_select_free(select);
	return NULL;
}

void pm_select_free(struct pm_select *select)
{
	if (!select)
		return;
	free(select->text);
	free(select->terms);
	free(select->steps);
	free(select);
}

/* -- comparing */

/* One character in the form in which values are compared: lower case, and one sign for what parts words. */
static size_t next_folded(const char *p, const char *end, uint32_t *ch)
{
	size_t n = pm_utf8_decode(p, end, ch);

	*ch = *ch == '-' || *ch == '_' || *ch == '\t' ? ' ' : pm_char_lower(*ch);
	return n;
}

/* How many bytes of text from p on say what value says; 0: they do not. */
static size_t says_at(const char *p, const char *end, struct pm_str value)
{
	const char *start = p, *v = value.p, *v_end = pm_str_end(value);

	while (v < v_end) {
		uint32_t a, b;

		if (p == end)
			return 0;
		p += next_folded(p, end, &a);
		v += next_folded(v, v_end, &b);
		if (a != b)
			return 0;
	}
	return (size_t)(p - start);
}

static bool is_word_at(const char *p, const char *end)
{
	uint32_t ch;

	if (p >= end)
		return false;
	pm_utf8_decode(p, end, &ch);
	return ch < 0x80 ? is_name((char)ch) && ch != '.' && ch != '-' : pm_char_is_word(ch) && !pm_char_is_emoji(ch);
}

/* A dash or dot with a letter or digit behind it belongs to the word: G-1 is no word of G-1-2. */
static bool goes_on(const char *p, const char *end)
{
	return is_word_at(p, end) || (p + 1 < end && (*p == '-' || *p == '.' || *p == '/') && is_word_at(p + 1, end));
}

/* Is the value the text, or a word (or several in a row) of it? */
static bool has_word(struct pm_str text, struct pm_str value)
{
	const char *p = text.p, *end = pm_str_end(text);
	bool inside = false; /* in the middle of a word */

	while (p < end) {
		uint32_t ch;
		size_t n = inside ? 0 : says_at(p, end, value);

		if (n && !goes_on(p + n, end))
			return true;
		inside = goes_on(p, end);
		p += pm_utf8_decode(p, end, &ch);
	}
	return false;
}

static bool has_part(struct pm_str text, struct pm_str value)
{
	const char *end = pm_str_end(text);

	for (const char *p = text.p; p < end; p++)
		if (((unsigned char)*p & 0xc0) != 0x80 && says_at(p, end, value))
			return true;
	return value.n == 0;
}

static bool ordered(enum operator operator, double left, double right)
{
	switch (operator) {
	case LESS: return left < right;
	case LESS_OR_IS: return left <= right;
	case MORE: return left > right;
	case MORE_OR_IS: return left >= right;
	case IS: return left == right;
	default: return false;
	}
}

static double middle(double low, double high)
{
	return low + (high - low) / 2;
}

/* A size in one measure for each of its sorts: hours for time, points (which T-shirts are mapped to), money. */
enum sort { SORT_TIME, SORT_POINTS, SORT_MONEY };

static double measure(const struct pm_size *size, enum sort *sort)
{
	static const struct {
		const char *unit;
		enum sort sort;
		double factor;
	} units[] = {{"h", SORT_TIME, 1},   {"d", SORT_TIME, 8},      {"w", SORT_TIME, 40},
		     {"m", SORT_TIME, 160}, {"size", SORT_POINTS, 1}, {"money", SORT_MONEY, 1}};
	double value = middle(size->low, size->high);

	*sort = SORT_POINTS;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		if (strcmp(size->unit, units[i].unit) != 0)
			continue;
		*sort = units[i].sort;
		return value * units[i].factor;
	}
	return value;
}

static bool compare_sizes(const struct term *term, struct pm_str text)
{
	struct pm_size left, right;
	enum sort left_sort, right_sort;
	double value, limit;

	if (!is_amount(term, text) || !pm_size_read(text, &left) || !pm_size_read(term->value, &right))
		return false;
	value = measure(&left, &left_sort);
	limit = measure(&right, &right_sort);
	return left_sort == right_sort && ordered(term->operator, value, limit);
}

static bool compare_numbers(const struct term *term, struct pm_str text)
{
	bool percent = type_of(term) == PM_TYPE_PERCENT;
	bool (*read)(struct pm_str, struct pm_number *) = percent ? pm_confidence_read : pm_number_read;
	struct pm_number left, right;

	return is_amount(term, text) && read(text, &left) && read(term->value, &right) &&
	       ordered(term->operator, middle(left.low, left.high), middle(right.low, right.high));
}

/* By importance, unless the value is a number: P1 is less than P2 then. */
static bool compare_priorities(const struct term *term, struct pm_str text)
{
	int left = pm_priority_read(text, NULL), right = pm_priority_read(term->value, NULL);
	char last = term->value.n ? term->value.p[term->value.n - 1] : 0;
	bool number = last >= '0' && last <= '9';

	if (left < 0 || right < 0)
		return false;
	return ordered(term->operator, number ? left : - left, number ? right : -right);
}

/* A month or a quarter as the value has a first and a last day. */
static bool compare_dates(const struct term *term, struct pm_str text)
{
	bool end = term->operator== LESS_OR_IS || term->operator== MORE;
	pm_day left, first, last;

	if (!pm_date_read(text, false, &left) || !pm_date_read(term->value, false, &first) ||
	    !pm_date_read(term->value, true, &last))
		return false;
	if (term->operator== IS)
		return left >= first && left <= last;
	return ordered(term->operator, left, end ? last : first);
}

static bool compare(const struct term *term, struct pm_str text)
{
	pm_day day;

	switch (type_of(term)) {
	case PM_TYPE_SIZE: return compare_sizes(term, text);
	case PM_TYPE_NUMBER:
	case PM_TYPE_MONEY:
	case PM_TYPE_PERCENT: return compare_numbers(term, text);
	case PM_TYPE_PRIORITY: return compare_priorities(term, text);
	case PM_TYPE_DATE: return compare_dates(term, text);
	case PM_TYPE_PLAN:
		if (pm_date_read(text, false, &day) && pm_date_read(term->value, false, &day))
			return compare_dates(term, text);
		break;
	default: break;
	}
	return term->operator!= IS && ordered(term->operator, pm_str_natcmp(text, term->value), 0);
}

/* -- asking an item */

static bool inherits(unsigned what)
{
	return what == PM_FIELD_GOAL || what == PM_FIELD_INITIATIVE || what == PM_FIELD_SPRINT || what == PM_FIELD_RELEASE ||
	       what == PM_FIELD_HORIZON;
}

/* How many ways up are gone: a circle must not hold anything up. */
enum { PARENTS_MAX = 64 };

static struct pm_str text_of(const struct pm_product *product, uint32_t item, unsigned what, uint32_t *from)
{
	struct pm_str text = PM_STR("");

	for (unsigned i = 0; item != PM_NO_ITEM && i < PARENTS_MAX; i++) {
		uint32_t above;

		text = pm_item_text(product, &product->items[item], (enum pm_field_id)what);
		*from = item;
		if (text.n || !inherits(what))
			break;
		above = pm_item_above(product, item);
		item = above != PM_NO_ITEM ? above : product->items[item].parent;
	}
	return text;
}

static bool same_id(const struct pm_item *item, struct pm_str id)
{
	char key[PM_KEY_MAX];
	size_t n = pm_id_key(id, key, sizeof key);

	if (item->id.n && pm_str_fold_eq(item->id, id))
		return true;
	return n && pm_str_eq(item->key, pm_str_n(key, n));
}

/* Does one of the item's links of that field lead to what the value names? */
static bool links_to(const struct pm_product *product, uint32_t item, unsigned field, struct pm_str value)
{
	const struct pm_item *from = &product->items[item];

	for (uint32_t i = 0; i < from->link_count; i++) {
		const struct pm_link *link = &product->links[from->first_link + i];

		if (link->field != field)
			continue;
		if (link->to != PM_NO_ITEM &&
		    (same_id(&product->items[link->to], value) || pm_str_fold_eq(product->items[link->to].title, value)))
			return true;
	}
	return false;
}

/* Parent is the next one up, epic any above. */
static bool lies_under(const struct pm_product *product, uint32_t item, unsigned field, struct pm_str value)
{
	uint32_t up = product->items[item].parent;

	for (unsigned i = 0; up != PM_NO_ITEM && i < PARENTS_MAX; i++, up = product->items[up].parent) {
		const struct pm_item *parent = &product->items[up];

		if ((field == PM_FIELD_PARENT || parent->kind == PM_KIND_EPIC) &&
		    (same_id(parent, value) || pm_str_fold_eq(parent->title, value)))
			return true;
		if (field == PM_FIELD_PARENT)
			break;
	}
	return false;
}

static bool is_status(const struct pm_product *product, struct pm_str text, struct pm_str value)
{
	struct pm_str word = text;

	if (says_at(text.p, pm_str_end(text), value) == text.n && text.n)
		return true;
	if (product->config)
		pm_config_state(product->config, text, &word);
	else
		pm_state_read(text, &word);
	return word.n && says_at(word.p, pm_str_end(word), value) == word.n;
}

static bool is_value(const struct pm_product *product, uint32_t item, const struct term *term, struct pm_str text)
{
	if (term->what == PM_FIELD_STATUS)
		return is_status(product, text, term->value);
	if (has_word(text, term->value) || compare(term, text))
		return true;
	return term->what < PM_FIELD_COUNT && links_to(product, item, term->what, term->value);
}

static struct pm_str own_text(const struct pm_product *product, const struct pm_item *item, unsigned what)
{
	switch (what) {
	case PM_FIELD_ID: return item->id;
	case PM_FIELD_TITLE: return item->title;
	case PM_FIELD_KIND: return pm_str_c(pm_kind_name((enum pm_kind)item->kind));
	case ASK_PATH: return pm_str_c(product->files[item->file].source.path);
	case ASK_PLACE: return pm_str_c(pm_place_name((enum pm_place)item->place));
	default: return pm_str_c(pm_state_class_name((enum pm_state_class)item->state));
	}
}

static bool is_own(unsigned what)
{
	return what == PM_FIELD_ID || what == PM_FIELD_TITLE || what == PM_FIELD_KIND || what >= PM_FIELD_COUNT;
}

static bool matches_own(const struct pm_item *item, const struct term *term, struct pm_str text)
{
	bool is;

	if (term->operator== HAS)
		return has_part(text, term->value);
	if (term->operator!= IS && term->operator!= IS_NOT)
		return text.n && ordered(term->operator, pm_str_natcmp(text, term->value), 0);
	switch (term->what) {
	case PM_FIELD_ID: is = item->id.n && same_id(item, term->value); break;
	case ASK_PATH: is = pm_path_match(term->value, text); break;
	case PM_FIELD_TITLE: is = has_word(text, term->value); break;
	default: is = pm_str_fold_eq(text, term->value); break;
	}
	return is == (term->operator== IS);
}

static bool matches(const struct pm_product *product, uint32_t item, const struct term *term)
{
	const struct pm_item *asked_item = &product->items[item];
	uint32_t from = item;
	bool own = is_own(term->what);
	struct pm_str text = own			     ? own_text(product, asked_item, term->what)
			     : term->what == PM_FIELD_STATUS ? pm_item_status(product, asked_item)
							     : text_of(product, item, term->what, &from);

	if (term->none && (term->operator== IS || term->operator== IS_NOT))
		return (text.n == 0) == (term->operator== IS);
	if (own)
		return matches_own(asked_item, term, text);
	if ((term->what == PM_FIELD_PARENT || term->what == PM_FIELD_EPIC) && (term->operator== IS || term->operator== IS_NOT) &&
	    lies_under(product, item, term->what, term->value))
		return term->operator== IS;
	switch (term->operator) {
	case IS: return text.n && is_value(product, from, term, text);
	case IS_NOT: {
		struct term is = *term;

		is.operator= IS;
		return !(text.n && is_value(product, from, &is, text));
	}
	case HAS: return text.n && has_part(text, term->value);
	default: return text.n && compare(term, text);
	}
}

bool pm_select_match(const struct pm_select *select, const struct pm_product *product, uint32_t item)
{
	bool stack[STACK_MAX];
	size_t top = 0;

	if (!select)
		return true;
	for (size_t i = 0; i < select->step_count; i++) {
		const struct step *step = &select->steps[i];

		switch (step->kind) {
		case STEP_TERM: stack[top++] = matches(product, item, &select->terms[step->term]); break;
		case STEP_AND:
			top--;
			stack[top - 1] = stack[top - 1] && stack[top];
			break;
		case STEP_OR:
			top--;
			stack[top - 1] = stack[top - 1] || stack[top];
			break;
		case STEP_NOT: stack[top - 1] = !stack[top - 1]; break;
		}
	}
	return stack[0];
}
