/* date: days of the proleptic Gregorian calendar, and the ways people write them. */
#include "parser/date.h"

#include <stdio.h>
#include <string.h>

enum {
	YEAR_MOST = 9999,
	SECONDS_A_DAY = 86400,
	/* A number is taken for a year only where it can be one. */
	BARE_YEAR_FIRST = 1900,
	BARE_YEAR_LAST = 2199,
};

static int days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : days[month - 1];
}

/* Years are counted from March, so that the leap day is the last of its year (Hinnant 2013). */
pm_day pm_day_from(int year, int month, int day)
{
	int era, year_of_era, day_of_year;

	if (year < 1 || year > YEAR_MOST || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
		return PM_NO_DAY;
	year -= month <= 2;
	era = year / 400;
	year_of_era = year % 400;
	day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

void pm_day_split(pm_day day, int *year, int *month, int *mday)
{
	int64_t z = (int64_t)day + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int day_of_era = (int)(z - era * 146097);
	int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int from_march = (5 * day_of_year + 2) / 153;

	*mday = day_of_year - (153 * from_march + 2) / 5 + 1;
	*month = from_march < 10 ? from_march + 3 : from_march - 9;
	*year = (int)(year_of_era + era * 400) + (*month <= 2);
}

int pm_day_weekday(pm_day day)
{
	return (int)((((int64_t)day + 3) % 7 + 7) % 7);
}

pm_day pm_day_from_unix(int64_t seconds)
{
	int64_t day = seconds / SECONDS_A_DAY - (seconds % SECONDS_A_DAY < 0);
	pm_day first = pm_day_from(1, 1, 1), last = pm_day_from(YEAR_MOST, 12, 31);

	return day < first ? first : day > last ? last : (pm_day)day;
}

void pm_day_format(pm_day day, char out[16])
{
	int year, month, mday;

	out[0] = '\0';
	if (day == PM_NO_DAY)
		return;
	pm_day_split(day, &year, &month, &mday);
	snprintf(out, 16, "%04d-%02u-%02u", year, (unsigned)month % 100, (unsigned)mday % 100);
}

/* -- reading: each function takes a part at s[*at] and goes behind it, or returns false and leaves *at alone */

static char at_or_nul(struct pm_str s, size_t at)
{
	return at < s.n ? s.p[at] : '\0';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A whole run of digits, least to most of them. */
static bool take_digits(struct pm_str s, size_t *at, size_t least, size_t most, int *value)
{
	size_t n = 0;
	int number = 0;

	for (; n <= most && is_digit(at_or_nul(s, *at + n)); n++)
		number = number * 10 + (s.p[*at + n] - '0');
	if (n < least || n > most)
		return false;
	*at += n;
	*value = number;
	return true;
}

static bool take_char(struct pm_str s, size_t *at, char c)
{
	if (at_or_nul(s, *at) != c)
		return false;
	++*at;
	return true;
}

static void skip_blanks(struct pm_str s, size_t *at)
{
	while (at_or_nul(s, *at) == ' ' || at_or_nul(s, *at) == '\t')
		++*at;
}

static bool take_month_name(struct pm_str s, size_t *at, int *month)
{
	static const char *const names[] = {"january", "february", "march",	"april",   "may",      "june",
					    "july",    "august",   "september", "october", "november", "december"};
	size_t n = 0;

	while (n < 10 && is_letter(at_or_nul(s, *at + n)))
		n++;
	if (n < 3)
		return false;
	for (int i = 0; i < 12; i++) {
		struct pm_str word = pm_str_sub(s, *at, *at + n);

		/* The whole name, its first three letters, or "Sept". */
		if (!pm_str_ieqc(word, names[i]) && !pm_str_ieq(word, pm_str_n(names[i], 3)) &&
		    !(i == 8 && pm_str_ieqc(word, "sept")))
			continue;
		*at += n;
		take_char(s, at, '.');
		*month = i + 1;
		return true;
	}
	return false;
}

/* "12", "12.", "12th". */
static bool take_mday(struct pm_str s, size_t *at, int *mday)
{
	static const char *const endings[] = {"st", "nd", "rd", "th"};

	if (!take_digits(s, at, 1, 2, mday))
		return false;
	for (size_t i = 0; i < 4; i++) {
		if (pm_str_istarts(pm_str_sub(s, *at, s.n), endings[i])) {
			*at += 2;
			return true;
		}
	}
	take_char(s, at, '.');
	return true;
}

/* What may stand between the words of a date: blanks, a comma, one dash or slash; or nothing. */
static void skip_gap(struct pm_str s, size_t *at)
{
	skip_blanks(s, at);
	if (take_char(s, at, ',') || take_char(s, at, '-') || take_char(s, at, '/'))
		skip_blanks(s, at);
}

/* "T10:30", " 10:30:15.250 +01:00", "T10:30Z"; what is no time is left alone. */
static void skip_time(struct pm_str s, size_t *at)
{
	size_t i = *at, sign;
	int number;

	if (!take_char(s, &i, 'T') && !take_char(s, &i, 't') && !take_char(s, &i, ' '))
		return;
	if (!take_digits(s, &i, 2, 2, &number) || !take_char(s, &i, ':') || !take_digits(s, &i, 2, 2, &number))
		return;
	if (take_char(s, &i, ':') && take_digits(s, &i, 2, 2, &number) && (take_char(s, &i, '.') || take_char(s, &i, ',')))
		while (is_digit(at_or_nul(s, i)))
			i++;
	*at = i;
	if (take_char(s, at, 'Z') || take_char(s, at, 'z'))
		return;
	take_char(s, &i, ' ');
	sign = i;
	if (!take_char(s, &i, '+') && !take_char(s, &i, '-'))
		return;
	if (take_digits(s, &i, 4, 4, &number)) {
		*at = i;
	} else if (i = sign + 1, take_digits(s, &i, 2, 2, &number)) {
		if (take_char(s, &i, ':') && !take_digits(s, &i, 2, 2, &number))
			return;
		*at = i;
	}
}

/* -- the forms: each reads a whole date at the start of s; the length, or 0 */

static size_t found(pm_day value, size_t n, pm_day *day)
{
	if (value == PM_NO_DAY)
		return 0;
	*day = value;
	return n;
}

/* The first or the last day of `count` months. */
static size_t found_months(int year, int month, int count, bool end, size_t n, pm_day *day)
{
	int last = month + count - 1;

	if (month < 1 || last > 12 || year < 1)
		return 0;
	return found(end ? pm_day_from(year, last, days_in_month(year, last)) : pm_day_from(year, month, 1), n, day);
}

/* 2026-11-22 and 2026-11, with "/" or "." between the numbers of the first. */
static size_t read_year_first(struct pm_str s, bool end, pm_day *day)
{
	size_t at = 0;
	int year, month, mday;
	char between;

	if (!take_digits(s, &at, 4, 4, &year))
		return 0;
	between = at_or_nul(s, at++);
	if ((between != '-' && between != '/' && between != '.') || !take_digits(s, &at, 1, 2, &month))
		return 0;
	if (take_char(s, &at, between)) {
		if (!take_digits(s, &at, 1, 2, &mday))
			return 0;
		skip_time(s, &at);
		return found(pm_day_from(year, month, mday), at, day);
	}
	return between == '-' && at == 7 ? found_months(year, month, 1, end, at, day) : 0;
}

/* 22.11.2026, 22/11/2026, 22-11-2026, 22-11-26. */
static size_t read_day_first(struct pm_str s, pm_day *day)
{
	size_t at = 0, from;
	int year, month, mday;
	char between;

	if (!take_digits(s, &at, 1, 2, &mday))
		return 0;
	between = at_or_nul(s, at++);
	if ((between != '-' && between != '/' && between != '.') || !take_digits(s, &at, 1, 2, &month) ||
	    !take_char(s, &at, between))
		return 0;
	from = at;
	/* "1.2.26" is rather a version, and "1/2/26" might be in America. */
	if (!take_digits(s, &at, between == '-' ? 2 : 4, 4, &year) || at - from == 3)
		return 0;
	return found(pm_day_from(at - from == 2 ? 2000 + year : year, month, mday), at, day);
}

/* March 2026, Mar 12, 2026. */
static size_t read_month_first(struct pm_str s, bool end, pm_day *day)
{
	size_t at = 0, behind_month;
	int year, month, mday;

	if (!take_month_name(s, &at, &month))
		return 0;
	skip_gap(s, &at);
	behind_month = at;
	if (take_digits(s, &at, 4, 4, &year))
		return found_months(year, month, 1, end, at, day);
	at = behind_month;
	if (!take_mday(s, &at, &mday))
		return 0;
	skip_gap(s, &at);
	return take_digits(s, &at, 4, 4, &year) ? found(pm_day_from(year, month, mday), at, day) : 0;
}

/* 12 March 2026, 12-Mar-2026. */
static size_t read_named_day_first(struct pm_str s, pm_day *day)
{
	size_t at = 0;
	int year, month, mday;

	if (!take_mday(s, &at, &mday))
		return 0;
	skip_gap(s, &at);
	if (!take_month_name(s, &at, &month))
		return 0;
	skip_gap(s, &at);
	return take_digits(s, &at, 4, 4, &year) ? found(pm_day_from(year, month, mday), at, day) : 0;
}

/* "Q2", "H1": how many months it lasts, and the first of them. */
static bool take_part_of_year(struct pm_str s, size_t *at, int *first, int *count)
{
	char kind = at_or_nul(s, *at), number = at_or_nul(s, *at + 1);
	bool quarter = kind == 'Q' || kind == 'q';

	if (!quarter && kind != 'H' && kind != 'h')
		return false;
	if (number < '1' || number > (quarter ? '4' : '2'))
		return false;
	*count = quarter ? 3 : 6;
	*first = (number - '1') * *count + 1;
	*at += 2;
	return true;
}

/* Q2 2026, 2026 Q2, 2026-H1, 2026. */
static size_t read_part_of_year(struct pm_str s, bool end, pm_day *day)
{
	size_t at = 0, behind_year;
	int year, first, count;

	if (take_part_of_year(s, &at, &first, &count)) {
		skip_gap(s, &at);
		return take_digits(s, &at, 4, 4, &year) ? found_months(year, first, count, end, at, day) : 0;
	}
	if (!take_digits(s, &at, 4, 4, &year))
		return 0;
	behind_year = at;
	skip_gap(s, &at);
	if (take_part_of_year(s, &at, &first, &count))
		return found_months(year, first, count, end, at, day);
	char next = at_or_nul(s, behind_year);
	bool goes_on = (next == '-' || next == '/') && at_or_nul(s, behind_year + 1) > ' '; /* 2026-W47 */
	return goes_on || year < BARE_YEAR_FIRST || year > BARE_YEAR_LAST ? 0 : found_months(year, 1, 12, end, behind_year, day);
}

/* A date of n bytes ends where no letter or digit follows, nor a sign and a digit that could be more of it: "2026-1" is not the
 * year 2026, but 01.02.2026-14.02.2026 is two dates. */
static bool is_whole(struct pm_str s, size_t n)
{
	char c = at_or_nul(s, n), next = at_or_nul(s, n + 1);

	if (is_digit(c) || is_letter(c) || c == '_')
		return false;
	if ((c == '-' || c == '/' || c == '.') && is_digit(next))
		return n > 4 && pm_str_chr(pm_str_sub(s, 0, n), c) < 0;
	return true;
}

size_t pm_date_read(struct pm_str s, bool end, pm_day *day)
{
	pm_day read = PM_NO_DAY;
	size_t n = read_year_first(s, end, &read);

	if (n == 0)
		n = read_day_first(s, &read);
	if (n == 0)
		n = read_month_first(s, end, &read);
	if (n == 0)
		n = read_named_day_first(s, &read);
	if (n == 0)
		n = read_part_of_year(s, end, &read);
	if (n == 0 || !is_whole(s, n))
		return 0;
	*day = read;
	return n;
}

static bool take_range_sign(struct pm_str s, size_t *at)
{
	static const char *const signs[] = {"to ", "until ", "through ", "->", "-", "–", "—", "...", "..", "…", "→", "/"};
	struct pm_str rest;

	skip_blanks(s, at);
	rest = pm_str_sub(s, *at, s.n);
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		if (!pm_str_istarts(rest, signs[i]))
			continue;
		*at += strlen(signs[i]);
		skip_blanks(s, at);
		return true;
	}
	return false;
}

bool pm_date_range(struct pm_str s, pm_day *from, pm_day *to)
{
	bool inside = false; /* a word or a number */

	for (size_t i = 0; i < s.n; i++) {
		bool wordlike = is_digit(s.p[i]) || is_letter(s.p[i]);
		pm_day first, last;
		size_t at = i, n;

		if (wordlike && !inside && (n = pm_date_read(pm_str_sub(s, i, s.n), false, &first))) {
			at += n;
			if (take_range_sign(s, &at) && pm_date_read(pm_str_sub(s, at, s.n), true, &last)) {
				*from = first;
				*to = last;
				return true;
			}
		}
		inside = wordlike || s.p[i] == '_';
	}
	return false;
}

/* Is it past the end of its month?  29 February is not, where no year is said. */
static bool is_past(int year, int month, int mday)
{
	return mday <= 31 && mday > days_in_month(year, month);
}

/* The end of an impossible day at the start of s; 0: none is there. */
static size_t impossible_end(struct pm_str s)
{
	enum { LEAP_YEAR = 2000 };
	size_t at = 0;
	int year = LEAP_YEAR, month, mday;

	if (take_digits(s, &at, 4, 4, &year))
		return take_char(s, &at, '-') && take_digits(s, &at, 2, 2, &month) && take_char(s, &at, '-') &&
				       take_digits(s, &at, 2, 2, &mday) && year > 0 && month >= 1 && month <= 12 &&
				       is_past(year, month, mday)
			       ? at
			       : 0;
	year = LEAP_YEAR;
	if (take_month_name(s, &at, &month)) {
		skip_blanks(s, &at);
		return take_mday(s, &at, &mday) && !is_digit(at_or_nul(s, at)) && is_past(year, month, mday) ? at : 0;
	}
	if (!take_mday(s, &at, &mday))
		return 0;
	skip_gap(s, &at);
	return take_month_name(s, &at, &month) && is_past(year, month, mday) ? at : 0;
}

bool pm_date_impossible(struct pm_str s, size_t *from, size_t *to)
{
	for (size_t i = 0; i < s.n; i++) {
		char before = i > 0 ? s.p[i - 1] : ' ';
		size_t n = is_digit(before) || is_letter(before) ? 0 : impossible_end(pm_str_sub(s, i, s.n));

		if (n == 0)
			continue;
		*from = i;
		*to = i + n;
		return true;
	}
	return false;
}
