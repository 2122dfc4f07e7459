/* read-value: a value that its field cannot mean. */
#include "parser/amount.h"
#include "parser/placeholder.h"
#include "parser/rule.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is longer is prose, not a slip. */
enum { VALUE_MAX = 48, HEADING_MAX = 300, ALLOWED_MAX = 64 };

enum verdict {
	FINE,
	STRANGE, /* another vocabulary: said once of a field in a file, because it is a habit and not a slip */
	WRONG
};

/* Values are few and return often: those that were found to be fine, by hash. */
enum { REMEMBERED = 1024 };

struct memory {
	struct {
		enum pm_field_id id;
		struct pm_str text;
	} fine[REMEMBERED];
};

/* One value under judgement. */
struct value {
	enum pm_field_id id;
	struct pm_str text;
	struct pm_buf say; /* what is wrong with it, and how to mend it */
	struct memory *memory;
};

/* The values that the configuration allows for each field. */
struct allowed {
	struct pm_str *list[PM_FIELD_COUNT]; /* heap, or NULL: any */
	size_t count[PM_FIELD_COUNT];
};

static bool is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool starts_as_number(struct pm_str text)
{
	size_t i = 0;

	while (i < text.n && memchr("~+-<>=$ *", text.p[i], 9) != NULL)
		i++;
	return i < text.n && text.p[i] >= '0' && text.p[i] <= '9';
}

/* "2 sprints", "1er février": a number and a word of the team's, no slip of the pen. */
static bool has_word(struct pm_str text)
{
	size_t letters = 0;

	for (size_t i = 0; i < text.n && letters < 3; i++)
		letters = (unsigned char)text.p[i] >= 0x80 || is_letter(text.p[i]) ? letters + 1 : 0;
	return letters >= 3;
}

static enum verdict wrong(struct value *value, const char *why)
{
	pm_buf_addz(&value->say, why);
	return WRONG;
}

static enum verdict strange(struct value *value, const char *expected)
{
	pm_buf_addz(&value->say, expected);
	return STRANGE;
}

/* Says the first of words split at `|` that is a slip away; false: none is. */
static bool suggest(struct value *value, const char *words)
{
	for (size_t n; *words != '\0'; words += n + (words[n] == '|')) {
		unsigned most;

		n = strcspn(words, "|");
		most = n > 5 ? 2 : 1;
		if (pm_str_distance(value->text, pm_str_n(words, n), most) > most)
			continue;
		pm_buf_addf(&value->say, "did you mean '%.*s'?", (int)n, words);
		return true;
	}
	return false;
}

/* -- dates */

static int take_number(struct pm_str *text)
{
	int number = 0;

	if (text->n == 0 || text->p[0] < '0' || text->p[0] > '9')
		return -1;
	while (text->n > 0 && text->p[0] >= '0' && text->p[0] <= '9' && number < 100000) {
		number = number * 10 + (text->p[0] - '0');
		*text = pm_str_sub(*text, 1, text->n);
	}
	if (text->n > 0 && memchr("-/.", text->p[0], 3) != NULL)
		*text = pm_str_sub(*text, 1, text->n);
	return number;
}

/* For a day that is none, such as 2026-02-30 or 2026-13-05, the nearest that is one. */
static bool nearest_day(struct pm_str text, char out[16])
{
	int year = take_number(&text), month = take_number(&text), day = take_number(&text);

	if (year < 1000 || year > 9999 || month < 1 || day < 1 || day > 31)
		return false;
	if (month > 12 && day <= 12) {
		int swapped = month;

		month = day;
		day = swapped;
	}
	while (day > 28 && month <= 12 && pm_day_from(year, month, day) == PM_NO_DAY)
		day--;
	if (month > 12 || pm_day_from(year, month, day) == PM_NO_DAY)
		return false;
	pm_day_format(pm_day_from(year, month, day), out);
	return true;
}

static bool is_date(struct pm_str text)
{
	pm_day day, until;
	size_t n = pm_date_read(text, false, &day);

	if (n > 0 && (n == text.n || memchr("0123456789-/.", text.p[n], 13) == NULL))
		return true;
	return pm_date_range(text, &day, &until) || pm_horizon_read(text) != PM_HORIZON_NONE;
}

/* Four words and no figure: what a date is, not when. */
static bool is_prose(struct pm_str text)
{
	unsigned blanks = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] >= '0' && text.p[i] <= '9')
			return false;
		blanks += text.p[i] == ' ';
	}
	return blanks >= 3;
}

/* Dates that plans count with. */
static bool is_strict(enum pm_field_id id)
{
	return id == PM_FIELD_TARGET_DATE || id == PM_FIELD_BY;
}

static enum verdict judge_date(struct value *value)
{
	char near[16];

	if (is_date(value->text))
		return FINE;
	if (!starts_as_number(value->text)) {
		return is_strict(value->id) && !is_prose(value->text)
			       ? strange(value, "write a day as 2026-11-29, a month as 2026-11, or a quarter as Q4 2026")
			       : FINE;
	}
	if (nearest_day(value->text, near))
		pm_buf_addf(&value->say, "there is no such day; did you mean %s?", near);
	else if (has_word(value->text)) /* "9. Februar 2026": people understand it */
		return is_strict(value->id) ? strange(value, "write a day as 2026-11-29") : FINE;
	else
		pm_buf_addz(&value->say, "that is no date: write it as 2026-11-29");
	return WRONG;
}

/* -- numbers */

static enum verdict judge_amount(struct value *value, double low, double high)
{
	switch (pm_amount_flaw(value->id, low, high)) {
	case PM_FLAW_BELOW: return wrong(value, "it cannot be below 0");
	case PM_FLAW_ZERO: return wrong(value, "scores divide by it, so it must be above 0: write what it takes, or leave it out");
	case PM_FLAW_HUGE: return wrong(value, "no figure of a backlog is that large");
	default: return FINE;
	}
}

/* Labels such as Value and Impact often head prose, so only what begins as a number is held to be one there. */
static bool heads_prose(enum pm_field_id id)
{
	switch (id) {
	case PM_FIELD_VALUE:
	case PM_FIELD_IMPACT:
	case PM_FIELD_EFFORT:
	case PM_FIELD_WEIGHT:
	case PM_FIELD_SCORE:
	case PM_FIELD_BUDGET:
	case PM_FIELD_CAPACITY:
	case PM_FIELD_DURATION:
	case PM_FIELD_COST_OF_DELAY: return true;
	default: return false;
	}
}

/* A goal's figures carry any unit, and a target may be a date or a release. */
static bool is_measure(enum pm_field_id id)
{
	return id == PM_FIELD_BASELINE || id == PM_FIELD_TARGET || id == PM_FIELD_ACTUAL;
}

/* A number, with something behind it that the field cannot mean. */
static enum verdict strange_tail(struct value *value, const struct pm_number *number)
{
	bool size = pm_fields[value->id].type == PM_TYPE_SIZE || value->id == PM_FIELD_EFFORT || value->id == PM_FIELD_JOB_SIZE;

	if (number->unit.n == 0)
		return wrong(value, "a percentage is no size: write points as 5, a T-shirt size as M, or time as 3d");
	pm_buf_addf(&value->say, "'%.*s' behind the number is not understood: write %s, and remarks in brackets",
		    PM_FMT(number->unit), size ? "points as 5, or time as 3d" : "a number or a range such as 3-8");
	return WRONG;
}

static enum verdict judge_number(struct value *value)
{
	struct pm_number number;
	struct pm_size size;

	if (is_measure(value->id))
		return FINE;
	if (pm_amount_read(value->id, value->text, &number))
		return judge_amount(value, number.low, number.high);
	if (pm_size_read(value->text, &size) && strcmp(size.unit, "size") == 0)
		return judge_amount(value, size.low, size.high);
	if (pm_number_read(value->text, &number))
		return strange_tail(value, &number);
	if (starts_as_number(value->text))
		return wrong(value, "that is no number: write it as 4000, 0.5, 80% or 3-8");
	if (heads_prose(value->id) || pm_priority_read(value->text, NULL) >= 0)
		return FINE;
	return strange(value, "write a number, or a range such as 3-8");
}

static enum verdict judge_size(struct value *value)
{
	struct pm_number number;
	struct pm_size size;

	if (pm_size_read(value->text, &size))
		return judge_amount(value, size.low, size.high);
	if (pm_number_read(value->text, &number) && number.high < 0)
		return judge_amount(value, number.low, number.high);
	if (starts_as_number(value->text) && !has_word(value->text))
		return wrong(value, "that is no size: write points as 5, a T-shirt size as M, or time as 3d");
	if (heads_prose(value->id) && !starts_as_number(value->text))
		return FINE;
	return strange(value, "write points as 5, a T-shirt size as M, or time as 3d; a range as 3-8");
}

static enum verdict judge_percent(struct value *value)
{
	struct pm_number number;

	if (!pm_confidence_read(value->text, &number))
		return starts_as_number(value->text) ? wrong(value, "that is no percentage: write it as 80%")
						     : strange(value, "write a percentage such as 80%");
	if (number.high > 1)
		return wrong(value, "it cannot be above 100%");
	return judge_amount(value, number.low, number.high);
}

/* -- words */

static enum verdict judge_priority(struct value *value)
{
	double number = NAN;

	if (pm_priority_read(value->text, &number) >= 0 || !isnan(number))
		return FINE;
	if (suggest(value, "critical|high|medium|low|must|should|could|won't|highest|lowest|urgent"))
		return WRONG;
	return strange(value, "write P0 to P5, critical to low, or must to won't");
}

static enum verdict judge_word(struct value *value)
{
	const char *values = pm_fields[value->id].values;

	if (value->id == PM_FIELD_MOSCOW && pm_moscow_read(value->text) != PM_MOSCOW_NONE)
		return FINE;
	for (size_t n, at = 0; values[at] != '\0'; at += n + (values[at + n] == '|')) {
		n = strcspn(values + at, "|");
		if (pm_str_ieq(value->text, pm_str_n(values + at, n)))
			return FINE;
	}
	if (value->text.n > 4 && suggest(value, values))
		return WRONG;
	return value->id == PM_FIELD_MOSCOW ? strange(value, "write must, should, could or won't") : FINE;
}

static enum verdict judge_bool(struct value *value)
{
	bool yes;

	return pm_bool_read(value->text, &yes) ? FINE : strange(value, "write yes or no");
}

/* Can a value of that type be wrong at all? */
static bool has_values(enum pm_field_type type)
{
	return type == PM_TYPE_DATE || type == PM_TYPE_NUMBER || type == PM_TYPE_MONEY || type == PM_TYPE_SIZE ||
	       type == PM_TYPE_PERCENT || type == PM_TYPE_PRIORITY || type == PM_TYPE_WORD || type == PM_TYPE_BOOL;
}

static enum verdict judge_type(struct value *value)
{
	switch (pm_fields[value->id].type) {
	case PM_TYPE_DATE: return judge_date(value);
	case PM_TYPE_NUMBER:
	case PM_TYPE_MONEY: return judge_number(value);
	case PM_TYPE_SIZE: return judge_size(value);
	case PM_TYPE_PERCENT: return judge_percent(value);
	case PM_TYPE_PRIORITY: return judge_priority(value);
	case PM_TYPE_WORD: return judge_word(value);
	case PM_TYPE_BOOL: return judge_bool(value);
	default: return FINE;
	}
}

/* -- the team's own values */

static void allowed_init(struct allowed *allowed, const struct pm_config *config)
{
	memset(allowed, 0, sizeof *allowed);
	for (size_t f = 0; config != NULL && f < PM_FIELD_COUNT; f++) {
		struct pm_buf key = {0};
		const char *values;

		pm_buf_addf(&key, "field.%s.values", pm_fields[f].name);
		for (size_t i = 0; (values = pm_config_get_nth(config, key.p, i)) != NULL;) {
			struct pm_str rest = pm_str_c(values);

			i++;
			while (rest.n > 0 && allowed->count[f] < ALLOWED_MAX) {
				ptrdiff_t comma = pm_str_chr(rest, ',');
				size_t end = comma >= 0 ? (size_t)comma : rest.n;

				if (allowed->list[f] == NULL)
					allowed->list[f] = pm_calloc(ALLOWED_MAX, sizeof *allowed->list[f]);
				allowed->list[f][allowed->count[f]++] = pm_str_trim(pm_str_sub(rest, 0, end));
				rest = pm_str_sub(rest, end + 1, rest.n);
			}
		}
		pm_buf_clear(&key);
	}
}

static void allowed_clear(struct allowed *allowed)
{
	for (size_t f = 0; f < PM_FIELD_COUNT; f++)
		free(allowed->list[f]);
}

/* The same word, or the same number. */
static bool is_same(struct pm_str text, struct pm_str value)
{
	struct pm_number a, b;

	if (pm_str_fold_eq(text, value))
		return true;
	if (!pm_number_read(text, &a) || !pm_number_read(value, &b))
		return false;
	return a.low == b.low && a.high == b.high && a.percent == b.percent;
}

/* The ends of a range, of numbers or of sizes.  False: it is none. */
static bool read_range(struct pm_str text, struct pm_size *range)
{
	struct pm_number number;

	if (pm_size_read(text, range))
		return range->low < range->high;
	if (!pm_number_read(text, &number))
		return false;
	*range = (struct pm_size){.low = number.low, .high = number.high, .unit = number.percent ? "%" : ""};
	return range->low < range->high;
}

/* Is one end of a range the value? */
static bool is_end(double end, const char *unit, struct pm_str value)
{
	struct pm_number number;
	struct pm_size size;

	if (pm_size_read(value, &size))
		return size.low == end && size.high == end && strcmp(size.unit, unit) == 0;
	return pm_number_read(value, &number) && number.low == end && number.high == end &&
	       strcmp(number.percent ? "%" : "", unit) == 0;
}

/* A range is allowed where both of its ends are. */
static bool is_allowed(struct pm_str text, const struct pm_str *list, size_t count)
{
	bool low = false, high = false;
	struct pm_size range;

	for (size_t i = 0; i < count; i++)
		if (is_same(text, list[i]))
			return true;
	if (!read_range(text, &range))
		return false;
	for (size_t i = 0; i < count; i++) {
		low = low || is_end(range.low, range.unit, list[i]);
		high = high || is_end(range.high, range.unit, list[i]);
	}
	return low && high;
}

static enum verdict judge_allowed(struct value *value, const struct allowed *allowed)
{
	const struct pm_str *list = allowed->list[value->id];
	size_t count = allowed->count[value->id];

	if (is_allowed(value->text, list, count))
		return FINE;
	pm_buf_addz(&value->say, "the configuration allows ");
	for (size_t i = 0; i < count; i++)
		pm_buf_addf(&value->say, "%s%.*s", i == 0 ? "" : i + 1 == count ? " and " : ", ", PM_FMT(list[i]));
	return WRONG;
}

/* -- findings */

/* The values of one field in one file that are strange. */
struct strange {
	uint32_t count, item;
	const struct pm_field *field; /* the first */
};

static void report(const struct pm_rule_context *context, uint32_t index, const struct pm_field *field, const struct value *value)
{
	const struct pm_product *product = context->product;
	struct pm_diag *diag;

	diag = pm_rule_add(context, index, field->value, "%s '%s': %s", pm_fields[value->id].name,
			   pm_rule_quote(context, value->text), value->say.p);
	diag->file = pm_rule_field_file(product, &product->items[index], field);
	pm_diag_subject(context->diags, diag, value->text);
}

static enum verdict judge_text(struct value *value, const struct allowed *allowed)
{
	if (pm_value_empty(value->text) || pm_is_placeholder(value->text))
		return FINE;
	if (pm_str_chr(value->text, '?') >= 0 && !starts_as_number(value->text))
		return FINE; /* not known yet */
	return allowed->list[value->id] != NULL ? judge_allowed(value, allowed) : judge_type(value);
}

static enum verdict judge_field(const struct pm_rule_context *context, uint32_t index, const struct pm_field *field,
				const struct allowed *allowed, struct value *value)
{
	enum verdict verdict;
	size_t at;

	pm_buf_reset(&value->say);
	if (field->def >= PM_FIELD_COUNT || !pm_rule_field_plain(field))
		return FINE;
	value->id = (enum pm_field_id)field->def;
	if (allowed->list[value->id] == NULL && !has_values(pm_fields[value->id].type))
		return FINE;
	value->text = pm_str_trim(pm_field_text(context->product, &context->product->items[index], field));
	if (value->text.n == 0 || value->text.n > VALUE_MAX)
		return FINE;
	at = (pm_str_hash(value->text) + value->id) % REMEMBERED;
	if (value->memory->fine[at].id == value->id && pm_str_eq(value->memory->fine[at].text, value->text))
		return FINE;
	verdict = judge_text(value, allowed);
	if (verdict == FINE) {
		value->memory->fine[at].id = value->id;
		value->memory->fine[at].text = value->text;
	}
	return verdict;
}

static void report_strange(const struct pm_rule_context *context, const struct strange *strange, struct value *value,
			   const struct allowed *allowed)
{
	struct pm_diag *diag;

	judge_field(context, strange->item, strange->field, allowed, value);
	if (strange->count == 1) {
		diag = pm_rule_add(context, strange->item, strange->field->value, "%s '%s' is not understood: %s",
				   pm_fields[value->id].name, pm_rule_quote(context, value->text), value->say.p);
		pm_diag_subject(context->diags, diag, value->text);
	} else {
		diag = pm_rule_add_file(context, context->product->items[strange->item].file, strange->field->value,
					"%s '%s' is not understood, and %u more of this file: %s", pm_fields[value->id].name,
					pm_rule_quote(context, value->text), (unsigned)(strange->count - 1), value->say.p);
		diag->subject = pm_str_c(pm_fields[value->id].name);
	}
	if (diag->severity > PM_SEVERITY_NOTE)
		diag->severity = PM_SEVERITY_NOTE; /* what the team means by it may well be plain to the team */
	diag->file = pm_rule_field_file(context->product, &context->product->items[strange->item], strange->field);
}

/* -- days in the headings of sprints and releases */

/* The line of a heading whose sprint, release or horizon this item has; empty: it has none. */
static struct pm_span heading_of(const struct pm_product *product, const struct pm_item *item)
{
	struct pm_str text = pm_str_n(product->files[item->file].source.bytes, product->files[item->file].source.size);
	struct pm_span line = {0, 0};

	if (item->kind == PM_KIND_SPRINT || item->kind == PM_KIND_RELEASE)
		return item->head;
	for (uint16_t f = 0; f < item->field_count && line.end == 0; f++) {
		const struct pm_field *field = &item->fields[f];
		bool plan = field->def == PM_FIELD_SPRINT || field->def == PM_FIELD_RELEASE || field->def == PM_FIELD_HORIZON;

		if (plan && field->spelling == PM_SPELL_BUCKET && !(field->flags & PM_FIELD_FROM_REFERENCE))
			line = field->value;
	}
	if (line.end == 0)
		return line;
	while (line.start > 0 && line.end - line.start <= HEADING_MAX && text.p[line.start - 1] != '\n')
		line.start--;
	while (line.end < text.n && line.end - line.start <= HEADING_MAX && text.p[line.end] != '\n')
		line.end++;
	return line;
}

/* A heading with a day that there is not is read without its dates, so no plan would ever say so. */
static void check_headings(const struct pm_rule_context *context, const struct pm_file *file)
{
	const struct pm_product *product = context->product;
	struct pm_span last = {0, 0};

	for (uint32_t i = file->first_item; i < file->first_item + file->item_count && pm_product_more(product, i); i++) {
		const struct pm_item *item = &product->items[i];
		struct pm_span line = heading_of(product, item);
		struct pm_str text, day;
		size_t from, to;

		if (item->place != PM_PLACE_ACTIVE || line.end == 0 || (line.start == last.start && last.end > 0))
			continue;
		last = line;
		text = pm_source_text(&file->source, line);
		if (text.n > HEADING_MAX || !pm_date_impossible(text, &from, &to))
			continue;
		day = pm_str_sub(text, from, to);
		line = (struct pm_span){line.start + (uint32_t)from, line.start + (uint32_t)to};
		pm_rule_add_file(context, item->file, line, "there is no such day as '%s': write the one that is meant",
				 pm_rule_quote(context, day))
			->subject = day;
	}
}

static void check_file(const struct pm_rule_context *context, const struct pm_file *file, const struct allowed *allowed,
		       struct value *value)
{
	struct strange strange[PM_FIELD_COUNT];
	uint32_t end = file->first_item + file->item_count;

	memset(strange, 0, sizeof strange);
	for (uint32_t i = file->first_item; i < end && pm_product_more(context->product, i); i++) {
		const struct pm_item *item = &context->product->items[i];

		for (uint16_t f = 0; item->place == PM_PLACE_ACTIVE && f < item->field_count; f++) {
			enum verdict verdict = judge_field(context, i, &item->fields[f], allowed, value);

			if (verdict == WRONG)
				report(context, i, &item->fields[f], value);
			if (verdict != STRANGE || pm_rule_is_doubtful(context->product, i))
				continue;
			if (strange[value->id].count++ == 0) {
				strange[value->id].item = i;
				strange[value->id].field = &item->fields[f];
			}
		}
	}
	for (size_t f = 0; f < PM_FIELD_COUNT; f++)
		if (strange[f].count > 0)
			report_strange(context, &strange[f], value, allowed);
	check_headings(context, file);
}

static void check(const struct pm_rule_context *context)
{
	struct value value = {.id = PM_FIELD_COUNT, .memory = pm_calloc(1, sizeof *value.memory)};
	struct allowed allowed;

	allowed_init(&allowed, context->config);
	for (uint32_t f = 0; f < context->product->file_count; f++)
		check_file(context, &context->product->files[f], &allowed, &value);
	allowed_clear(&allowed);
	pm_buf_clear(&value.say);
	free(value.memory);
}

const struct pm_rule pm_rule_read_value = {
	.name = "read-value",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a value that its field cannot mean",
	.why = "A value that is not understood counts as missing: the item drops out of sums, ranks and dates.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"- Priority: high\n"
		"- Due: 2026-02-28\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "- Priority: hgih\n"
	       "- Due: 2026-02-30\n",
	.check = check,
};
