/* formula: an expression over fields, "(value + urgency) / effort", made ready to be computed.
 *
 * It is kept in the order in which a machine with a stack computes it: numbers and fields push, the rest takes what it needs.
 */
#include "parser/formula.h"

#include "parser/mem.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum op {
	OP_NUMBER,
	OP_FIELD,
	OP_ADD,
	OP_SUBTRACT,
	OP_MULTIPLY,
	OP_DIVIDE,
	OP_POWER,
	OP_NEGATE,
	OP_ABS,
	OP_CEIL,
	OP_FLOOR,
	OP_LN,
	OP_LOG10,
	OP_MAX,
	OP_MIN,
	OP_ROUND,
	OP_SQRT
};

struct step {
	enum op op;
	double number; /* OP_NUMBER */
	size_t n;      /* OP_FIELD: which of fields; OP_MAX, OP_MIN: how many they take */
};

struct pm_formula {
	struct pm_str text; /* heap */
	struct step *steps;
	size_t count, cap;
	enum pm_field_id fields[PM_FORMULA_FIELDS];
	size_t field_count;
};

/* How many figures wait on the stack at once, at most. */
enum { STACK_MAX = 128 };

static const struct function {
	const char *name;
	enum op op;
	bool many; /* takes one thing or more */
} functions[] = {
	{"abs", OP_ABS, false}, {"ceil", OP_CEIL, false},   {"floor", OP_FLOOR, false},
	{"ln", OP_LN, false},	{"log10", OP_LOG10, false}, {"max", OP_MAX, true},
	{"min", OP_MIN, true},	{"round", OP_ROUND, false}, {"sqrt", OP_SQRT, false},
};
enum { FUNCTION_COUNT = sizeof functions / sizeof *functions };

/* -- reading */

struct reader {
	struct pm_formula *formula;
	struct pm_str text;
	size_t at;
	unsigned depth;
	size_t height, highest; /* of the stack, when it is computed */
	struct pm_buf *err;
};

/* Says what is wrong with the bytes from `start` to `end`, and points at them. */
__attribute__((format(printf, 4, 5))) static bool fail(struct reader *reader, size_t start, size_t end, const char *format, ...)
{
	size_t before = pm_str_width(pm_str_sub(reader->text, 0, start)),
	       under = pm_str_width(pm_str_sub(reader->text, start, end));
	char why[512];
	va_list args;

	va_start(args, format);
	vsnprintf(why, sizeof why, format, args);
	va_end(args);
	pm_buf_addf(reader->err, "formula, column %zu: %s\n  ", before + 1, why);
	for (size_t i = 0; i < reader->text.n; i++) /* a line of its own, whatever is in it */
		pm_buf_addc(reader->err, reader->text.p[i] == '\n' || reader->text.p[i] == '\t' ? ' ' : reader->text.p[i]);
	pm_buf_addz(reader->err, "\n  ");
	for (size_t i = 0; i < before; i++)
		pm_buf_addc(reader->err, ' ');
	pm_buf_addc(reader->err, '^');
	for (size_t i = 1; i < under; i++)
		pm_buf_addc(reader->err, '~');
	return false;
}

static void skip_blanks(struct reader *reader)
{
	while (reader->at < reader->text.n && strchr(" \t\r\n", reader->text.p[reader->at]) && reader->text.p[reader->at])
		reader->at++;
}

/* The next character that is no blank; 0 at the end. */
static char peek(struct reader *reader)
{
	skip_blanks(reader);
	return reader->at < reader->text.n ? reader->text.p[reader->at] : '\0';
}

static bool take(struct reader *reader, char c)
{
	if (peek(reader) != c || reader->at == reader->text.n)
		return false;
	reader->at++;
	return true;
}

static void add_step(struct reader *reader, struct step step)
{
	struct pm_formula *formula = reader->formula;

	PM_GROW(formula->steps, formula->count, formula->cap);
	formula->steps[formula->count++] = step;
	if (step.op == OP_NUMBER || step.op == OP_FIELD)
		reader->height++;
	else if (step.op >= OP_ADD && step.op <= OP_POWER)
		reader->height--;
	else if (step.op == OP_MAX || step.op == OP_MIN)
		reader->height -= step.n - 1;
	if (reader->height > reader->highest)
		reader->highest = reader->height;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_name(char c)
{
	return (unsigned char)c >= 0x80 || c == '_' || is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Behind the word that begins at `at`. */
static size_t word_end(const struct reader *reader, size_t at)
{
	while (at < reader->text.n && is_name(reader->text.p[at]))
		at++;
	return at;
}

static bool read_sum(struct reader *reader);

/* Behind an exponent that begins at `at`: "e3", "E-3"; `at` itself where there is none. */
static size_t exponent_end(const struct reader *reader, size_t at)
{
	size_t end = at;

	if (end >= reader->text.n || (reader->text.p[end] | 0x20) != 'e')
		return at;
	end++;
	if (end < reader->text.n && (reader->text.p[end] == '-' || reader->text.p[end] == '+'))
		end++;
	if (end >= reader->text.n || !is_digit(reader->text.p[end]))
		return at;
	while (end < reader->text.n && is_digit(reader->text.p[end]))
		end++;
	return end;
}

/* Digits with one point, and an exponent; a comma parts what a function takes. */
static bool read_number(struct reader *reader)
{
	size_t start = reader->at, end = start;
	char digits[64];
	double number;

	while (end < reader->text.n && (is_digit(reader->text.p[end]) || reader->text.p[end] == '.'))
		end++;
	end = exponent_end(reader, end);
	if (end - start >= sizeof digits)
		return fail(reader, start, end, "a number has at most %zu digits", sizeof digits - 1);
	memcpy(digits, reader->text.p + start, end - start);
	digits[end - start] = '\0';
	reader->at = end;
	number = strtod(digits, NULL);
	if (memchr(digits, '.', end - start) != strrchr(digits, '.') || !isfinite(number))
		return fail(reader, start, end, "'%s' is no number", digits);
	if (end < reader->text.n && is_name(reader->text.p[end]))
		return fail(reader, end, word_end(reader, end), "a number ends before this: write * to multiply");
	add_step(reader, (struct step){.op = OP_NUMBER, .number = number});
	return true;
}

static bool read_function(struct reader *reader, const struct function *function)
{
	size_t start = reader->at, count = 0;

	take(reader, '(');
	do {
		if (!read_sum(reader))
			return false;
		count++;
	} while (take(reader, ','));
	if (!take(reader, ')'))
		return fail(reader, start, start + 1, "this bracket is not closed");
	if (!function->many && count != 1)
		return fail(reader, start, reader->at, "%s takes one thing, not %zu", function->name, count);
	add_step(reader, (struct step){.op = function->op, .n = count});
	return true;
}

static const char *name_of(const void *ctx, size_t i)
{
	(void)ctx;
	return functions[i].name;
}

static bool no_field(struct reader *reader, size_t start, size_t end, bool called)
{
	struct pm_str name = pm_str_sub(reader->text, start, end);
	const char *near = called ? pm_nearest(name, name_of, NULL, FUNCTION_COUNT) : pm_field_nearest(name);
	const char *what = called ? "function" : "field";

	name = pm_str_sub(name, 0, 100);
	if (near)
		return fail(reader, start, end, "no %s '%.*s': did you mean '%s'?", what, PM_FMT(name), near);
	if (called)
		return fail(reader, start, end, "no function '%.*s': there are abs, ceil, floor, ln, log10, max, min, round, sqrt",
			    PM_FMT(name));
	return fail(reader, start, end, "no field '%.*s': fields are reach, impact, confidence, effort, value and the like",
		    PM_FMT(name));
}

static bool is_number(enum pm_field_id field)
{
	enum pm_field_type type = pm_fields[field].type;

	return type == PM_TYPE_NUMBER || type == PM_TYPE_SIZE || type == PM_TYPE_MONEY || type == PM_TYPE_PERCENT ||
	       type == PM_TYPE_PRIORITY || field == PM_FIELD_MOSCOW;
}

static bool add_field(struct reader *reader, size_t start, enum pm_field_id field)
{
	struct pm_formula *formula = reader->formula;
	size_t i = 0;

	if (!is_number(field))
		return fail(reader, start, reader->at, "the field %s is no number", pm_fields[field].name);
	while (i < formula->field_count && formula->fields[i] != field)
		i++;
	if (i == PM_FORMULA_FIELDS)
		return fail(reader, start, reader->at, "a formula names at most %d fields", PM_FORMULA_FIELDS);
	formula->fields[i] = field;
	formula->field_count += i == formula->field_count;
	add_step(reader, (struct step){.op = OP_FIELD, .n = i});
	return true;
}

/* A field of as many words as make one: the longest name wins. */
static bool read_name(struct reader *reader)
{
	size_t start = reader->at, first = word_end(reader, start), ends[4], count = 0;

	for (size_t at = start; count < 4 && at < reader->text.n && is_name(reader->text.p[at]);) {
		ends[count] = word_end(reader, at);
		at = ends[count++];
		while (at < reader->text.n && reader->text.p[at] == ' ')
			at++;
	}
	reader->at = first;
	if (peek(reader) == '(') {
		for (size_t i = 0; i < FUNCTION_COUNT; i++)
			if (pm_str_ieqc(pm_str_sub(reader->text, start, first), functions[i].name))
				return read_function(reader, &functions[i]);
		return no_field(reader, start, first, true);
	}
	while (count-- > 0) {
		struct pm_str name = pm_str_sub(reader->text, start, ends[count]);
		enum pm_field_id field = pm_field_find(name);

		if (field == PM_FIELD_CUSTOM)
			continue;
		reader->at = ends[count];
		return add_field(reader, start, field);
	}
	return no_field(reader, start, first, false);
}

static bool read_atom(struct reader *reader)
{
	size_t start;
	char c = peek(reader);

	start = reader->at;
	if (c == '(') {
		reader->at++;
		if (!read_sum(reader))
			return false;
		return take(reader, ')') || fail(reader, start, start + 1, "this bracket is not closed");
	}
	if (is_digit(c) || (c == '.' && start + 1 < reader->text.n && is_digit(reader->text.p[start + 1])))
		return read_number(reader);
	if (is_name(c))
		return read_name(reader);
	if (start == reader->text.n)
		return fail(reader, start, start, "a field or a number is missing at the end");
	return fail(reader, start, start + 1, "here a field or a number must stand");
}

static bool read_power(struct reader *reader)
{
	bool negative, done;

	if (++reader->depth > PM_FORMULA_DEPTH)
		return fail(reader, reader->at, reader->at, "it nests deeper than %d", PM_FORMULA_DEPTH);
	negative = take(reader, '-');
	done = negative ? read_power(reader) : read_atom(reader);
	if (done && !negative && take(reader, '^')) {
		done = read_power(reader);
		add_step(reader, (struct step){.op = OP_POWER});
	}
	if (negative)
		add_step(reader, (struct step){.op = OP_NEGATE});
	reader->depth--;
	return done;
}

static bool read_product(struct reader *reader)
{
	if (!read_power(reader))
		return false;
	for (char c = peek(reader); c == '*' || c == '/'; c = peek(reader)) {
		reader->at++;
		if (!read_power(reader))
			return false;
		add_step(reader, (struct step){.op = c == '*' ? OP_MULTIPLY : OP_DIVIDE});
	}
	return true;
}

static bool read_sum(struct reader *reader)
{
	if (!read_product(reader))
		return false;
	for (char c = peek(reader); c == '+' || c == '-'; c = peek(reader)) {
		reader->at++;
		if (!read_product(reader))
			return false;
		add_step(reader, (struct step){.op = c == '+' ? OP_ADD : OP_SUBTRACT});
	}
	return true;
}

static bool read_formula(struct reader *reader)
{
	if (reader->text.n > PM_FORMULA_LENGTH) {
		pm_buf_addf(reader->err, "the formula is longer than %d bytes", PM_FORMULA_LENGTH);
		return false;
	}
	if (!read_sum(reader))
		return false;
	if (peek(reader) != '\0' || reader->at < reader->text.n)
		return fail(reader, reader->at, reader->at + 1, "what is this? Between two things stands one of + - * / ^");
	if (reader->highest > STACK_MAX)
		return fail(reader, 0, reader->text.n, "it holds more than %d figures at once", STACK_MAX);
	if (reader->formula->field_count == 0)
		return fail(reader, 0, reader->text.n, "it names no field, so every item would be equal");
	return true;
}

struct pm_formula *pm_formula_new(struct pm_str text, struct pm_buf *err)
{
	struct pm_formula *formula = pm_calloc(1, sizeof *formula);
	struct reader reader = {.formula = formula, .err = err};

	text = pm_str_trim(text);
	formula->text = pm_str_n(pm_str_dup(text), text.n);
	reader.text = formula->text;
	if (read_formula(&reader))
		return formula;
	pm_formula_free(formula);
	return NULL;
}

void pm_formula_free(struct pm_formula *formula)
{
	if (formula == NULL)
		return;
	free((void *)(uintptr_t)formula->text.p);
	free(formula->steps);
	free(formula);
}

/* -- asking */

struct pm_str pm_formula_text(const struct pm_formula *formula)
{
	return formula->text;
}

size_t pm_formula_field_count(const struct pm_formula *formula)
{
	return formula->field_count;
}

enum pm_field_id pm_formula_field(const struct pm_formula *formula, size_t i)
{
	return formula->fields[i];
}

bool pm_formula_is_ratio(const struct pm_formula *formula)
{
	return formula->steps[formula->count - 1].op == OP_DIVIDE;
}

/* -- computing */

/* Of one thing. */
static double compute(enum op op, double a)
{
	switch (op) {
	case OP_NEGATE: return -a;
	case OP_ABS: return fabs(a);
	case OP_CEIL: return ceil(a);
	case OP_FLOOR: return floor(a);
	case OP_LN: return log(a);
	case OP_LOG10: return log10(a);
	case OP_ROUND: return round(a);
	case OP_SQRT: return sqrt(a);
	default: return NAN;
	}
}

/* Of two things. */
static double combine(enum op op, double a, double b)
{
	switch (op) {
	case OP_ADD: return a + b;
	case OP_SUBTRACT: return a - b;
	case OP_MULTIPLY: return a * b;
	case OP_DIVIDE: return a / b;
	case OP_POWER: return pow(a, b);
	case OP_MAX: return a > b ? a : b;
	case OP_MIN: return a < b ? a : b;
	default: return NAN;
	}
}

double pm_formula_value(const struct pm_formula *formula, const double *x, double *cost)
{
	double stack[STACK_MAX] = {0};
	size_t top = 0, count = formula->count - pm_formula_is_ratio(formula);

	for (size_t i = 0; i < count; i++) {
		const struct step *step = &formula->steps[i];

		if (step->op == OP_NUMBER || step->op == OP_FIELD) {
			stack[top++] = step->op == OP_NUMBER ? step->number : x[step->n];
		} else if (step->op >= OP_ADD && step->op <= OP_POWER) {
			top--;
			stack[top - 1] = combine(step->op, stack[top - 1], stack[top]);
		} else if (step->op == OP_MAX || step->op == OP_MIN) {
			for (size_t taken = 1; taken < step->n; taken++) {
				top--;
				stack[top - 1] = combine(step->op, stack[top - 1], stack[top]);
			}
		} else {
			stack[top - 1] = compute(step->op, stack[top - 1]);
		}
	}
	*cost = 1;
	if (pm_formula_is_ratio(formula))
		*cost = stack[--top];
	return stack[0];
}
