/* values: numbers, sizes, and nothing. */
#include "parser/fields.h"
#include "parser/words.h"

#include <math.h>
#include <string.h>

/* -- numbers */

enum separator { SEPARATOR_NONE, SEPARATOR_GROUP, SEPARATOR_DECIMAL };

/* What the sign before the next digits is: does it part thousands or begin the decimals?  `lead` digits stand before it; `parted`
 * is the sign that has parted thousands already. */
static enum separator separator_here(struct pm_scan s, size_t lead, bool lead_zero, uint32_t parted)
{
	uint32_t sign = pm_scan_peek(&s), behind;
	size_t n;
	bool group;

	pm_scan_step(&s);
	n = pm_scan_digits(s);
	if (n == 0)
		return SEPARATOR_NONE;
	group = n == 3 && (parted ? parted == sign : lead >= 1 && lead <= 3 && !lead_zero);
	for (size_t i = 0; i < n; i++)
		pm_scan_step(&s);
	behind = pm_scan_peek(&s);
	switch (sign) {
	case ',':
	case 0xff0c: return group ? SEPARATOR_GROUP : SEPARATOR_DECIMAL;
	case '.':
		pm_scan_step(&s);
		group = group && (parted || ((behind == ',' || behind == '.') && pm_scan_digit(&s) >= 0));
		return group ? SEPARATOR_GROUP : SEPARATOR_DECIMAL;
	case '\'':
	case 0x2019:
	case ' ':
	case 0xa0:
	case 0x202f:
	case 0x2009: return group ? SEPARATOR_GROUP : SEPARATOR_NONE;
	default: return SEPARATOR_NONE;
	}
}

static bool vulgar_fraction(struct pm_scan *s, double *value)
{
	uint32_t ch = pm_scan_peek(s);

	if (ch != 0xbc && ch != 0xbd && ch != 0xbe)
		return false;
	*value += ch == 0xbc ? 0.25 : ch == 0xbd ? 0.5 : 0.75;
	pm_scan_step(s);
	return true;
}

bool pm_scan_number(struct pm_scan *s, double *value)
{
	static const double tens[] = {1e0,  1e1,  1e2,	1e3,  1e4,  1e5,  1e6,	1e7,  1e8, 1e9,
				      1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18};
	uint64_t whole = 0;
	size_t digits = 0, decimals = 0, group = 0;
	uint32_t parted = 0;
	bool fraction = false, lead_zero = pm_scan_digit(s) == 0;

	for (;;) {
		int digit = pm_scan_digit(s);
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
			pm_scan_step(s);
			continue;
		}
		if (fraction || digits == 0)
			break;
		separator = separator_here(*s, group, lead_zero && group == 1, parted);
		if (separator == SEPARATOR_NONE)
			break;
		fraction = separator == SEPARATOR_DECIMAL;
		if (separator == SEPARATOR_GROUP)
			parted = pm_scan_peek(s);
		group = 0;
		pm_scan_step(s);
	}
	*value = (double)whole / tens[decimals];
	return vulgar_fraction(s, value) || digits > 0;
}

/* `k`, `M` and ten thousands behind the digits. */
static void read_multiplier(struct pm_scan *s, bool millions, double *value)
{
	struct pm_scan behind = *s;
	uint32_t ch = pm_scan_peek(s);
	double by = 1;

	pm_scan_step(&behind);
	if (ch == 0x4e07 || ch == 0x842c || ch == 0xb9cc)
		by = 10000;
	else if (pm_is_word(pm_scan_peek(&behind)))
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

/* "e9", "E-3" behind the digits, where no letter follows. */
static void read_exponent(struct pm_scan *s, double *value)
{
	struct pm_scan at = *s;
	bool negative;
	int exponent = 0;

	if ((pm_scan_peek(&at) | 0x20) != 'e')
		return;
	pm_scan_step(&at);
	negative = is_minus(pm_scan_peek(&at));
	if (negative || pm_scan_peek(&at) == '+')
		pm_scan_step(&at);
	if (pm_scan_digit(&at) < 0)
		return;
	for (; pm_scan_digit(&at) >= 0; pm_scan_step(&at))
		exponent = exponent < 1000 ? exponent * 10 + pm_scan_digit(&at) : exponent;
	if (pm_is_word(pm_scan_peek(&at)))
		return;
	*value *= pow(10, negative ? -exponent : exponent);
	*s = at;
}

static bool read_value(struct pm_scan *s, bool millions, double *value)
{
	struct pm_scan at = *s;
	bool negative = is_minus(pm_scan_peek(&at));

	if (negative)
		pm_scan_step(&at);
	if (!pm_scan_number(&at, value))
		return false;
	read_exponent(&at, value);
	if (!isfinite(*value))
		return false;
	read_multiplier(&at, millions, value);
	if (negative)
		*value = -*value;
	*s = at;
	return true;
}

static bool is_currency(uint32_t ch)
{
	return ch == '$' || (ch >= 0xa2 && ch <= 0xa5) || (ch >= 0x20a0 && ch <= 0x20cf) || ch == 0xffe5;
}

/* Skips what may stand before a number: emphasis, brackets, `~`, `<`, "about", a sign of money. */
static void skip_before_number(struct pm_scan *s, bool *money)
{
	for (;;) {
		uint32_t ch = pm_scan_peek(s);
		struct pm_scan word = *s;
		int value;

		if (is_currency(ch)) {
			*money = true;
			pm_scan_step(s);
		} else if (ch < 0x80 ? ch && strchr(" *_`~([\"'<>=+:", (int)ch)
				     : ch == 0x2248 || ch == 0x2264 || ch == 0x2265 || ch == 0xb1 || ch == 0xff5e || ch == 0x223c ||
					       ch == 0xa0 || pm_char_is_emoji(ch)) {
			pm_scan_step(s);
		} else if (pm_is_word(ch) && pm_scan_digit(s) < 0 && pm_scan_match(&word, WORD_ABOUT, &value)) {
			while (word.p < word.end && (*word.p == '.' || *word.p == ' '))
				word.p++;
			if (pm_scan_digit(&word) < 0 && pm_is_word(pm_scan_peek(&word)) &&
			    pm_word_match(WORD_ABOUT, word.p, word.end, &(const char *){NULL}) < 0)
				return;
			*s = word;
		} else {
			return;
		}
	}
}

/* Between the ends of a range: a dash, dots, a tilde, or a word. */
static bool skip_range_sign(struct pm_scan *s)
{
	struct pm_scan at = *s;
	uint32_t ch;
	int value;

	while (pm_is_emphasis(pm_scan_peek(&at)) && pm_scan_peek(&at) != '~')
		pm_scan_step(&at);
	pm_scan_blanks(&at);
	ch = pm_scan_peek(&at);
	if (is_minus(ch) || (ch >= 0x2010 && ch <= 0x2015) || ch == '~' || ch == 0xff5e || ch == 0x301c || ch == 0x2026 ||
	    ch == 0x2192 || ch == 0x223c) {
		pm_scan_step(&at);
	} else if (at.end - at.p >= 2 && at.p[0] == '.' && at.p[1] == '.') {
		while (at.p < at.end && *at.p == '.')
			at.p++;
	} else if (!pm_is_word(ch) || !pm_scan_match(&at, WORD_TO, &value)) {
		return false;
	}
	pm_scan_blanks(&at);
	*s = at;
	return true;
}

static bool skip_percent(struct pm_scan *s)
{
	struct pm_scan at = *s;

	pm_scan_blanks(&at);
	if (pm_scan_peek(&at) != '%' && pm_scan_peek(&at) != 0xff05)
		return false;
	pm_scan_step(&at);
	*s = at;
	return true;
}

/* A digit behind one of these signs: the number is a date, a time or a version. */
static bool goes_on(struct pm_scan s, const char *signs)
{
	uint32_t ch = pm_scan_peek(&s);

	if (ch == 0 || ch >= 0x80 || !strchr(signs, (int)ch))
		return false;
	pm_scan_step(&s);
	return pm_scan_digit(&s) >= 0;
}

static bool is_fraction_or_date(struct pm_scan s, bool *date)
{
	if (!goes_on(s, "/"))
		return false;
	pm_scan_step(&s);
	while (pm_scan_digit(&s) >= 0)
		pm_scan_step(&s);
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
static bool is_month(const char *start, const struct pm_scan *s)
{
	return s->p - start == 4 && goes_on(*s, "-") && pm_scan_digits((struct pm_scan){start, s->p}) == 4 &&
	       pm_scan_digits((struct pm_scan){s->p + 1, s->end}) == 2 && (s->p[1] == '0' || s->p[1] == '1');
}

static struct pm_str unit_of(struct pm_scan s)
{
	while (s.p < s.end && (pm_is_emphasis(pm_scan_peek(&s)) || *s.p == ' ' || *s.p == ')' || *s.p == ']' || *s.p == '"'))
		s.p++;
	while (s.p < s.end && (pm_is_emphasis((unsigned char)s.end[-1]) || s.end[-1] == ' '))
		s.end--;
	return pm_str_trim(pm_str_n(s.p, (size_t)(s.end - s.p)));
}

/* Behind an opening bracket, past the one that closes it. */
static void skip_bracket(struct pm_scan *s)
{
	int depth = 0;

	do {
		uint32_t ch = pm_scan_peek(s);

		depth += ch == '(' || ch == '[' || ch == 0xff08;
		depth -= ch == ')' || ch == ']' || ch == 0xff09;
		pm_scan_step(s);
	} while (depth > 0 && s->p < s->end);
}

/* " - a remark", "· a remark": a dash that stands alone. */
static bool is_remark(struct pm_scan s)
{
	uint32_t ch = pm_scan_peek(&s);

	if (ch == 0xb7 || ch == 0x2022 || ch == 0x2013 || ch == 0x2014)
		return true;
	pm_scan_step(&s);
	return ch == '-' && (s.p == s.end || pm_scan_peek(&s) == ' ' || pm_scan_peek(&s) == '-');
}

/* What a word of a tail makes of it; skips the word. */
static enum pm_tail word_of_tail(struct pm_scan *s)
{
	uint32_t ch = pm_scan_peek(s);
	struct pm_scan behind = *s;
	const char *start = s->p;
	int unit;

	pm_scan_step(&behind);
	if ((ch | 0x20) == 'x' && !pm_is_word(pm_scan_peek(&behind))) {
		*s = behind;
		return PM_TAIL_UNIT;
	}
	if (pm_scan_match(s, WORD_UNIT, &unit))
		return unit == UNIT_POINTS || unit == UNIT_MONEY ? PM_TAIL_UNIT : PM_TAIL_WORDS;
	pm_scan_word(s);
	for (const char *p = start; p < s->p; p++)
		if (*p >= '0' && *p <= '9')
			return PM_TAIL_STRANGE; /* "1e5x" */
	return PM_TAIL_WORDS;
}

static enum pm_tail read_tail(struct pm_scan s)
{
	enum pm_tail tail = PM_TAIL_NONE;

	while (s.p < s.end && !is_remark(s)) {
		uint32_t ch = pm_scan_peek(&s);

		if (pm_scan_digit(&s) >= 0 || (ch < 0x80 && strchr(":;=|<>\\", (int)ch))) {
			return PM_TAIL_STRANGE;
		} else if (pm_is_word(ch)) {
			enum pm_tail word = word_of_tail(&s);

			if (word == PM_TAIL_STRANGE)
				return word;
			tail = tail == PM_TAIL_NONE ? word : tail; /* "points each" */
		} else if (ch == '(' || ch == '[' || ch == 0xff08) {
			skip_bracket(&s);
		} else {
			if (tail == PM_TAIL_NONE && (is_currency(ch) || ch == 0xd7))
				tail = PM_TAIL_UNIT;
			pm_scan_step(&s);
		}
	}
	return tail;
}

/* "/10", "/ 10" */
static bool skip_part(struct pm_scan *s, double *of)
{
	struct pm_scan at = *s;

	if (pm_scan_peek(&at) != '/')
		return false;
	pm_scan_step(&at);
	pm_scan_blanks(&at);
	if (pm_scan_digit(&at) < 0 || !pm_scan_number(&at, of))
		return false;
	*s = at;
	return true;
}

enum pm_tail pm_tail_of(struct pm_str unit, double *of)
{
	struct pm_scan s = pm_scan_of(unit);

	if (unit.n == 0)
		return PM_TAIL_NONE;
	if (skip_part(&s, of))
		return read_tail(s) == PM_TAIL_NONE ? PM_TAIL_PART : PM_TAIL_STRANGE;
	return read_tail(s);
}

/* A whole number and nothing else, as most values are written: what the readers below make of it, at once. */
static bool read_whole(struct pm_str text, double *value)
{
	uint32_t whole = 0;

	if (text.n == 0 || text.n > 9)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		whole = whole * 10 + (uint32_t)(text.p[i] - '0');
	}
	*value = whole;
	return true;
}

bool pm_number_read(struct pm_str text, struct pm_number *number)
{
	struct pm_scan s = pm_scan_of(text), range;
	struct pm_number read = {.percent = false};
	bool money, date = false;
	const char *start;

	if (read_whole(text, &read.low)) {
		*number = (struct pm_number){.low = read.low, .high = read.low, .unit = {"", 0}};
		return true;
	}
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
		if (pm_scan_digit(&range) >= 0 && read_value(&range, true, &read.high)) {
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
	double divisor = 1, of = 0;
	enum pm_tail tail;

	if (!pm_number_read(text, number)) {
		int level = pm_priority_read(text, NULL);

		if (level < 1 || level > 3)
			return false;
		*number = (struct pm_number){.low = levels[level], .high = levels[level]};
		return true;
	}
	tail = pm_tail_of(number->unit, &of);
	if (number->percent)
		return tail != PM_TAIL_STRANGE;
	if (tail == PM_TAIL_PART && of > 1)
		divisor = of; /* 8/10 */
	else if (tail != PM_TAIL_NONE)
		return false;
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
	[UNIT_POINTS] = {"points", 1, 0}, [UNIT_MINUTE] = {"h", 1.0 / 60, 1.0 / 60},
	[UNIT_HOUR] = {"h", 1, 1},	  [UNIT_DAY] = {"d", 1, 8},
	[UNIT_WEEK] = {"w", 1, 40},	  [UNIT_MONTH] = {"m", 1, 160},
	[UNIT_QUARTER] = {"m", 3, 480},	  [UNIT_YEAR] = {"m", 12, 1920},
	[UNIT_MONEY] = {"money", 1, 0},	  [UNIT_NONE] = {"points", 1, 0},
};

/* The unit behind a number: "5 pts", "3-day", "2d", "40€". */
static enum pm_unit read_unit(struct pm_scan *s, double value, enum pm_unit before)
{
	struct pm_scan at = *s;
	int found;

	while (pm_is_emphasis(pm_scan_peek(&at)))
		pm_scan_step(&at);
	pm_scan_blanks(&at);
	if (is_currency(pm_scan_peek(&at))) {
		pm_scan_step(&at);
		*s = at;
		return UNIT_MONEY;
	}
	if (pm_scan_peek(&at) == '-')
		pm_scan_step(&at);
	if (!pm_is_word(pm_scan_peek(&at)) || pm_scan_digit(&at) >= 0 || !pm_scan_match(&at, WORD_UNIT, &found))
		return UNIT_NONE;
	/* "30m" and the m of "1h 30m" are minutes; nobody plans thirteen months by a letter */
	if (found == UNIT_MONTH && (at.p[-1] | 0x20) == 'm' && (at.p - s->p == 1 || at.p[-2] == ' ') &&
	    (value > 12 || before == UNIT_HOUR))
		found = UNIT_MINUTE;
	*s = at;
	return (enum pm_unit)found;
}

/* "1w 2d", "2h 30m": the further parts, in the unit of the first. */
static double read_further(struct pm_scan *s, enum pm_unit unit)
{
	double sum = 0, value;

	while (units[unit].hours > 0) {
		struct pm_scan at = *s;
		enum pm_unit further;

		pm_scan_blanks(&at);
		if (pm_scan_digit(&at) < 0 || !read_value(&at, false, &value))
			break;
		further = read_unit(&at, value, unit);
		if (units[further].hours <= 0 || units[further].hours >= units[unit].hours)
			break;
		sum += value * units[further].hours / units[unit].hours;
		*s = at;
	}
	return sum;
}

static bool read_amount(struct pm_scan *s, bool money, struct pm_size *size)
{
	struct pm_scan range;
	double low, high, of;
	enum pm_unit unit, end_unit;
	enum pm_tail tail;

	if (!read_value(s, false, &low) || goes_on(*s, ".:/") || skip_percent(s))
		return false;
	unit = money ? UNIT_MONEY : read_unit(s, low, UNIT_NONE);
	high = low += read_further(s, unit);
	range = *s;
	if (skip_range_sign(&range)) {
		skip_before_number(&range, &money);
		if (pm_scan_digit(&range) >= 0 && read_value(&range, false, &high)) {
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
	tail = pm_tail_of(unit_of(*s), &of);
	if (tail > PM_TAIL_WORDS || (unit == UNIT_NONE && tail != PM_TAIL_NONE))
		return false; /* "3 sprints", "2 people": no unit that is known; "5; 8": which? */
	order(&low, &high);
	*size = (struct pm_size){low * units[unit].factor, high * units[unit].factor, units[unit].name, unit == UNIT_NONE};
	return true;
}

/* S, M-L, "small to medium". */
static bool read_shirt(struct pm_scan *s, struct pm_size *size)
{
	struct pm_scan at;
	int low, high;
	double of;

	if (!pm_scan_match(s, WORD_SIZE, &low))
		return false;
	high = low;
	at = *s;
	if (!skip_range_sign(&at)) {
		pm_scan_blanks(&at);
		if (pm_scan_peek(&at) == '/')
			pm_scan_step(&at);
		pm_scan_blanks(&at);
	}
	if (at.p == s->p || !pm_scan_match(&at, WORD_SIZE, &high))
		high = low;
	if (pm_tail_of(unit_of(*s), &of) == PM_TAIL_STRANGE)
		return false; /* "M: 5" */
	*size = (struct pm_size){low, high, "size", false};
	order(&size->low, &size->high);
	return true;
}

bool pm_size_read(struct pm_str text, struct pm_size *size)
{
	struct pm_scan s = pm_scan_of(text);
	struct pm_size read;
	bool money = false;
	uint32_t ch;

	if (read_whole(text, &read.low)) {
		*size = (struct pm_size){read.low, read.low, units[UNIT_NONE].name, true};
		return true;
	}
	skip_before_number(&s, &money);
	ch = pm_scan_peek(&s);
	if (pm_scan_digit(&s) >= 0 || (ch >= 0xbc && ch <= 0xbe)) {
		struct pm_scan word = s;

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
	struct pm_scan s = pm_scan_of(text);
	bool sign = false;
	int value;

	while (s.p < s.end) {
		uint32_t ch = pm_scan_peek(&s);

		if (pm_is_word(ch))
			break;
		if ((ch && ch < 0x80 && strchr("-[]{}()\"'/._~", (int)ch)) || ch == 0x2026 || (ch >= 0x2010 && ch <= 0x2015))
			sign = true;
		else if (!(ch && ch < 0x80 && strchr("*` \t\r\n", (int)ch)) && ch != 0xa0)
			return false;
		pm_scan_step(&s);
	}
	if (s.p == s.end)
		return sign || pm_str_trim(text).n == 0;
	if (!pm_word_may_begin(WORD_EMPTY, s.p, s.end) || !pm_scan_match(&s, WORD_EMPTY, &value))
		return false;
	pm_scan_blanks(&s);
	return s.p == s.end ||
	       (!pm_is_word(pm_scan_peek(&s)) && pm_scan_peek(&s) != '/' && pm_scan_peek(&s) != '+' && pm_scan_peek(&s) != '&');
}
