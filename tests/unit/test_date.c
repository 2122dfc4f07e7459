/* test_date: days and back, and every way of writing one. */
#include "tests/unit/test.h"

#include "parser/date.h"

static void check_read(const char *text, bool end, const char *expected, size_t length, int line)
{
	pm_day day = PM_NO_DAY;
	size_t n = pm_date_read(pm_str_c(text), end, &day);
	char got[16];

	pm_day_format(day, got);
	test_int((intmax_t)n, (intmax_t)length, __FILE__, line, text);
	test_str(got, expected, __FILE__, line, text);
}

#define READS(text, expected) check_read(text, false, expected, sizeof(text) - 1, __LINE__)
#define READS_END(text, expected) check_read(text, true, expected, sizeof(text) - 1, __LINE__)
#define READS_PART(text, length, expected) check_read(text, false, expected, length, __LINE__)
#define READS_NOT(text) check_read(text, false, "", 0, __LINE__)

static void test_calendar(void)
{
	bool round = true, next = true;
	int year, month, mday;

	CHECK_INT(pm_day_from(1970, 1, 1), 0);
	CHECK_INT(pm_day_from(2000, 3, 1), 11017);
	CHECK_INT(pm_day_from(1969, 12, 31), -1);
	CHECK_INT(pm_day_from(1, 1, 1), -719162);
	CHECK_INT(pm_day_from(9999, 12, 31), 2932896);
	CHECK_INT(pm_day_from(2024, 2, 29), 19782);
	CHECK_INT(pm_day_from(2100, 2, 29), PM_NO_DAY);
	CHECK(pm_day_from(2000, 2, 29) != PM_NO_DAY);
	CHECK_INT(pm_day_from(2026, 13, 1), PM_NO_DAY);
	CHECK_INT(pm_day_from(2026, 0, 1), PM_NO_DAY);
	CHECK_INT(pm_day_from(2026, 4, 31), PM_NO_DAY);
	CHECK_INT(pm_day_from(2026, 4, 0), PM_NO_DAY);
	CHECK_INT(pm_day_from(0, 4, 1), PM_NO_DAY);
	CHECK_INT(pm_day_from(10000, 4, 1), PM_NO_DAY);
	for (pm_day day = -719162; day <= 2932896; day += 13) {
		pm_day_split(day, &year, &month, &mday);
		round = round && pm_day_from(year, month, mday) == day;
	}
	for (pm_day day = pm_day_from(1899, 12, 1); day < pm_day_from(2101, 1, 1); day++) {
		pm_day_split(day, &year, &month, &mday);
		next = next && pm_day_from(year, month, mday) == day;
	}
	CHECK(round);
	CHECK(next);
}

static void test_weekday_and_unix(void)
{
	CHECK_INT(pm_day_weekday(0), 3);
	CHECK_INT(pm_day_weekday(pm_day_from(2026, 11, 22)), 6);
	CHECK_INT(pm_day_weekday(pm_day_from(2026, 11, 23)), 0);
	CHECK_INT(pm_day_weekday(pm_day_from(1969, 12, 31)), 2);
	CHECK_INT(pm_day_weekday(pm_day_from(1, 1, 1)), 0);
	CHECK_INT(pm_day_from_unix(0), 0);
	CHECK_INT(pm_day_from_unix(86399), 0);
	CHECK_INT(pm_day_from_unix(86400), 1);
	CHECK_INT(pm_day_from_unix(-1), -1);
	CHECK_INT(pm_day_from_unix(-86400), -1);
	CHECK_INT(pm_day_from_unix(INT64_MAX), pm_day_from(9999, 12, 31));
	CHECK_INT(pm_day_from_unix(INT64_MIN), pm_day_from(1, 1, 1));
}

static void test_format(void)
{
	char out[16];

	pm_day_format(pm_day_from(2026, 3, 4), out);
	CHECK_STR(out, "2026-03-04");
	pm_day_format(pm_day_from(7, 1, 1), out);
	CHECK_STR(out, "0007-01-01");
	pm_day_format(PM_NO_DAY, out);
	CHECK_STR(out, "");
	pm_day_format(INT32_MAX, out);
	CHECK_STR(out, "5881580-07-11");
	pm_day_format(INT32_MIN + 1, out);
	CHECK_STR(out, "-5877641-06-24");
}

static void test_numbers(void)
{
	READS("2026-11-22", "2026-11-22");
	READS("2026/11/22", "2026-11-22");
	READS("2026.11.22", "2026-11-22");
	READS("2026-1-2", "2026-01-02");
	READS("22.11.2026", "2026-11-22");
	READS("2.1.2026", "2026-01-02");
	READS("22/11/2026", "2026-11-22");
	READS("22-11-2026", "2026-11-22");
	READS("22-11-26", "2026-11-22");
	READS_NOT("2026-02-30");
	READS_NOT("2026-13-01");
	READS_NOT("11/22/2026");
	READS_NOT("22/11/26");
	READS_NOT("1.2.26");
	READS_NOT("22-11-202");
	READS_NOT("2026-11-22x");
	READS_NOT("2026-11-223");
	READS_NOT("2026-11-22-3");
	READS_NOT("2026/11-22");
	READS_PART("2026-", 4, "2026-01-01");
	READS_NOT("");
	READS_NOT("12");
	READS_NOT("x2026-11-22");
}

static void test_times(void)
{
	READS("2026-11-22T10:30", "2026-11-22");
	READS("2026-11-22 10:30", "2026-11-22");
	READS("2026-11-22T10:30:15Z", "2026-11-22");
	READS("2026-11-22T10:30:15.250+01:00", "2026-11-22");
	READS("2026-11-22 10:30:15 +0100", "2026-11-22");
	READS("2026-11-22 10:30:15 -05", "2026-11-22");
	READS_PART("2026-11-22 at noon", 10, "2026-11-22");
	READS_PART("2026-11-22 10 people", 10, "2026-11-22");
	READS_PART("2026-11-22 10:30 - later", 16, "2026-11-22");
	READS_NOT("2026-11-22T10");
}

static void test_names(void)
{
	READS("March 2026", "2026-03-01");
	READS_END("March 2026", "2026-03-31");
	READS_END("February 2028", "2028-02-29");
	READS("Mar 12, 2026", "2026-03-12");
	READS("mar. 12 2026", "2026-03-12");
	READS("MARCH 12th, 2026", "2026-03-12");
	READS("Sept 1, 2026", "2026-09-01");
	READS("12 March 2026", "2026-03-12");
	READS("12. March 2026", "2026-03-12");
	READS("1st May 2026", "2026-05-01");
	READS("12-Mar-2026", "2026-03-12");
	READS("May 2026", "2026-05-01");
	READS_NOT("Marc 2026");
	READS_NOT("Ma 2026");
	READS_NOT("Marching 2026");
	READS_NOT("March");
	READS_NOT("March 12");
	READS_NOT("March 32, 2026");
	READS_NOT("31 June 2026");
	READS_NOT("12 apples 2026");
	READS_NOT("March 20265");
}

static void test_parts(void)
{
	READS("2026-03", "2026-03-01");
	READS_END("2026-03", "2026-03-31");
	READS_END("2026-02", "2026-02-28");
	READS_NOT("2026-3");
	READS_NOT("2026-13");
	READS_NOT("2026.03");
	READS("Q2 2026", "2026-04-01");
	READS_END("Q2 2026", "2026-06-30");
	READS("2026 Q2", "2026-04-01");
	READS("2026-Q4", "2026-10-01");
	READS("2026Q1", "2026-01-01");
	READS("q3/2026", "2026-07-01");
	READS("H1 2026", "2026-01-01");
	READS_END("2026 H2", "2026-12-31");
	READS_NOT("Q5 2026");
	READS_NOT("H3 2026");
	READS_NOT("Q2");
	READS("2026", "2026-01-01");
	READS_END("2026", "2026-12-31");
	READS_PART("2026 goals", 4, "2026-01-01");
	READS_PART("2026, or later", 4, "2026-01-01");
	READS_NOT("1500");
	READS_NOT("4000");
	READS_NOT("2026.1");
	READS_NOT("2026-1");
	READS_NOT("2026px");
	READS_NOT("20260");
}

static void check_range(const char *text, const char *from, const char *to, int line)
{
	pm_day first = PM_NO_DAY, last = PM_NO_DAY;
	char got[16];
	bool found = pm_date_range(pm_str_c(text), &first, &last);

	test_int(found, from != NULL, __FILE__, line, text);
	pm_day_format(first, got);
	test_str(got, from ? from : "", __FILE__, line, text);
	pm_day_format(last, got);
	test_str(got, to ? to : "", __FILE__, line, text);
}

#define RANGE(text, from, to) check_range(text, from, to, __LINE__)
#define NO_RANGE(text) check_range(text, NULL, NULL, __LINE__)

static void test_ranges(void)
{
	RANGE("Sprint 12 (2026-11-16 to 2026-11-29)", "2026-11-16", "2026-11-29");
	RANGE("2026-11-16 - 2026-11-29", "2026-11-16", "2026-11-29");
	RANGE("2026-11-16 – 2026-11-29", "2026-11-16", "2026-11-29");
	RANGE("2026-11-16–2026-11-29", "2026-11-16", "2026-11-29");
	RANGE("2026-11-16..2026-11-29", "2026-11-16", "2026-11-29");
	RANGE("2026-11-16 → 2026-11-29", "2026-11-16", "2026-11-29");
	RANGE("2026-11-16 -> 2026-11-29", "2026-11-16", "2026-11-29");
	RANGE("2026-11-16/2026-11-29", "2026-11-16", "2026-11-29");
	RANGE("01.02.2026-14.02.2026", "2026-02-01", "2026-02-14");
	RANGE("Nov 16, 2026 - Nov 29, 2026", "2026-11-16", "2026-11-29");
	RANGE("March 2026 until May 2026", "2026-03-01", "2026-05-31");
	RANGE("Q1 2026 - Q2 2026", "2026-01-01", "2026-06-30");
	RANGE("done 2026-01-01, then 2026-02-01 to 2026-02-28", "2026-02-01", "2026-02-28");
	RANGE("2026-11-29 to 2026-11-16", "2026-11-29", "2026-11-16");
	NO_RANGE("2026-11-16");
	NO_RANGE("2026-11-16 2026-11-29");
	NO_RANGE("2026-11-16 to be done");
	NO_RANGE("2026-11-16 today 2026-11-29");
	NO_RANGE("v12026-11-16 to 2026-11-29");
	NO_RANGE("");
}

/* Cut anywhere, with whatever behind it, a date never makes the reader look outside of what it was given. */
static void test_cuts(void)
{
	static const char text[] = "2026-11-22T10:30:15.250+01:00 to 12. September 2026";
	pm_day day, last;
	size_t a, b;

	for (size_t from = 0; from < sizeof text; from++)
		for (size_t n = 0; from + n < sizeof text; n++) {
			char exact[sizeof text];

			memcpy(exact + sizeof text - n, text + from, n);
			pm_date_read(pm_str_n(exact + sizeof text - n, n), true, &day);
			pm_date_range(pm_str_n(exact + sizeof text - n, n), &day, &last);
			pm_date_impossible(pm_str_n(exact + sizeof text - n, n), &a, &b);
		}
	CHECK_INT(pm_date_read(PM_STR("2026-11-22\0"), false, &day), 10);
}

static void test_impossible(void)
{
	static const struct {
		const char *text, *day;
	} cases[] = {
		{"Sprint 3 (20 June - 31 June 2026)", "31 June"},
		{"Sprint 3 (2026-06-20 to 2026-06-31)", "2026-06-31"},
		{"Sprint 3: Feb 16 - Feb 30, 2027", "Feb 30"},
		{"2027-02-29", "2027-02-29"},
		{"31st of Nov", NULL},
		{"31. November", "31. November"},
		{"Feb 29", NULL},
		{"2028-02-29", NULL},
		{"31 December 2026", NULL},
		{"June 2026", NULL},
		{"Sprint 31", NULL},
		{"31 marches", NULL},
		{"version 1.2026-06-31x", "2026-06-31"},
		{"", NULL},
	};
	size_t from, to;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		bool found = pm_date_impossible(pm_str_c(cases[i].text), &from, &to);

		CHECK_INT(found, cases[i].day != NULL);
		if (found && cases[i].day)
			CHECK(pm_str_eqc(pm_str_sub(pm_str_c(cases[i].text), from, to), cases[i].day));
	}
}

int main(void)
{
	test_calendar();
	test_weekday_and_unix();
	test_format();
	test_numbers();
	test_times();
	test_names();
	test_parts();
	test_ranges();
	test_cuts();
	test_impossible();
	return test_done();
}
