/* test_pattern: what matches, what is malformed, and that every match ends. */
#include "tests/unit/test.h"

#include "parser/mem.h"
#include "parser/pattern.h"

#include <pthread.h>
#include <stdlib.h>

static struct pm_pattern *compile(const char *text)
{
	struct pm_buf err = { 0 };
	struct pm_pattern *pattern = pm_pattern_new(pm_str_c(text), &err);

	test_str(pattern ? "" : err.p, "", __FILE__, __LINE__, text);
	pm_buf_clear(&err);
	return pattern;
}

/* Where the first match of a pattern lies, as "from-to", or "none" or "limit". */
static const char *match(const char *text, struct pm_str subject)
{
	static char got[64];
	struct pm_pattern *pattern = compile(text);
	struct pm_match found;
	int answer = pm_pattern_match(pattern, subject, &found);

	snprintf(got, sizeof got, "%s", answer == PM_PATTERN_LIMIT ? "limit" : "none");
	if (answer == PM_PATTERN_MATCH)
		snprintf(got, sizeof got, "%td-%td", found.from[0], found.to[0]);
	pm_pattern_free(pattern);
	return got;
}

static void test_options(void)
{
	CHECK_STR(match("b+", PM_STR("abbc")), "1-3");
	CHECK_STR(match("AS A", PM_STR("as a user")), "0-4");
	CHECK_STR(match("\xc3\x89t\xc3\xa9", PM_STR("\xc3\xa9T\xc3\x89")), "0-5");
	CHECK_STR(match("^b", PM_STR("a\nb")), "none");
	CHECK_STR(match("(?m)^b", PM_STR("a\nb")), "2-3");
	CHECK_STR(match("a.b", PM_STR("a\nb")), "none");
	CHECK_STR(match("a.b", PM_STR("a\rb")), "none");
	CHECK_STR(match("(?s)a.b", PM_STR("a\nb")), "0-3");
	CHECK_STR(match("\\w+", PM_STR("- \xd0\xb6\xd0\xb7")), "2-6");
	CHECK_STR(match("^.$", PM_STR("\xe4\xb8\x80")), "0-3");
	CHECK_STR(match("", PM_STR("abc")), "0-0");
	CHECK_STR(match("^$", pm_str_n(NULL, 0)), "0-0");
	CHECK_STR(match("b", PM_STR("a\0b")), "2-3");
}

static void test_invalid_subjects(void)
{
	CHECK_STR(match("b", PM_STR("\xff\xfe b")), "3-4");
	CHECK_STR(match("a.b", PM_STR("a\xff""b")), "none");
	CHECK_STR(match("x", PM_STR("\xc3")), "none");
}

static void test_groups(void)
{
	struct pm_pattern *pattern = compile("(?<role>a+)|(?<want>b+)(c)?");
	struct pm_match found;
	int role = pm_pattern_group(pattern, "role"), want = pm_pattern_group(pattern, "want");

	CHECK_INT(role, 1);
	CHECK_INT(want, 2);
	CHECK_INT(pm_pattern_group(pattern, "benefit"), -1);
	CHECK_INT(pm_pattern_match(pattern, PM_STR("xbb"), &found), PM_PATTERN_MATCH);
	CHECK_INT(found.from[role], -1);
	CHECK_INT(found.to[role], -1);
	CHECK_INT(found.from[want], 1);
	CHECK_INT(found.to[want], 3);
	CHECK_INT(found.from[3], -1);
	CHECK_INT(found.from[PM_PATTERN_GROUPS - 1], -1);
	CHECK_INT(pm_pattern_match(pattern, PM_STR("b"), NULL), PM_PATTERN_MATCH);
	pm_pattern_free(pattern);
	pm_pattern_free(NULL);
}

/* More groups than there is room for: the match stands, the rest is left out. */
static void test_many_groups(void)
{
	struct pm_buf text = { 0 };
	struct pm_pattern *pattern;
	struct pm_match found;

	for (int i = 0; i < 40; i++)
		pm_buf_addf(&text, "(?<g%d>a)", i);
	pattern = compile(text.p);
	CHECK_INT(pm_pattern_group(pattern, "g0"), 1);
	CHECK_INT(pm_pattern_group(pattern, "g14"), 15);
	CHECK_INT(pm_pattern_group(pattern, "g15"), -1);
	CHECK_INT(pm_pattern_match(pattern, PM_STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), &found), PM_PATTERN_MATCH);
	CHECK_INT(found.to[0], 40);
	CHECK_INT(found.from[15], 14);
	pm_pattern_free(pattern);
	pm_buf_clear(&text);
}

static void check_malformed(struct pm_str text, const char *start, int line)
{
	struct pm_buf err = { 0 };
	struct pm_pattern *pattern = pm_pattern_new(text, &err);

	test_result(pattern == NULL, __FILE__, line, "is refused");
	test_pmstr(pm_str_sub(pm_buf_str(&err), 0, strlen(start)), start, strlen(start), __FILE__, line, "message");
	pm_pattern_free(pattern);
	pm_buf_clear(&err);
}

#define MALFORMED(text, start) check_malformed(PM_STR(text), start, __LINE__)

static void test_malformed(void)
{
	char *endless = pm_malloc(1 << 20);

	MALFORMED("a(b", "at offset 3 of the pattern: missing closing parenthesis");
	MALFORMED("a**", "at offset 2 of the pattern: ");
	MALFORMED("a\xff", "at offset 1 of the pattern: UTF-8 error");
	MALFORMED("\\C", "at offset 2 of the pattern: ");
	MALFORMED("(?<=a+)b", "at offset 0 of the pattern: lookbehind");
	memset(endless, 'a', 1 << 20);
	check_malformed(pm_str_n(endless, 1 << 20), "at offset 0 of the pattern: pattern string is longer", __LINE__);
	free(endless);
}

/* Each of these would run for years, or need memory without end. */
static void test_limits(void)
{
	size_t n = 1 << 20;
	char *subject = pm_malloc(n);

	CHECK_STR(match("^(a+)+$", PM_STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")), "limit");
	CHECK_STR(match("(*NO_JIT)^(a+)+$", PM_STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")), "limit");
	/* Four million steps: below the library's own limit, above ours. */
	CHECK_STR(match("(*NO_JIT)^(a+)+$", PM_STR("aaaaaaaaaaaaaaaaaaaaab")), "limit");
	CHECK_STR(match("(x+x+)+y", PM_STR("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")), "none");
	memset(subject, 'a', n);
	CHECK_STR(match("^(a|b|ab)*c", pm_str_n(subject, n)), "limit");
	CHECK_STR(match("(*NO_JIT)^(a|b|ab)*c", pm_str_n(subject, n)), "limit");
	CHECK_STR(match("(*NO_JIT)(a|b)*?c(?=d)", pm_str_n(subject, n)), "none");
	CHECK_STR(match("^(?:(?=(.))\\1)+$", pm_str_n(subject, 1000)), "0-1000");
	/* Plain searches through a megabyte are far from any limit. */
	CHECK_STR(match("[b-y]", pm_str_n(subject, n)), "none");
	CHECK_STR(match("\\bas an?\\b", pm_str_n(subject, n)), "none");
	CHECK_STR(match("a+$", pm_str_n(subject, n)), "0-1048576");
	free(subject);
}

enum { THREADS = 4, ROUNDS = 2000 };

static void *match_often(void *p)
{
	const struct pm_pattern *pattern = p;
	uintptr_t right = 0;

	for (int i = 0; i < ROUNDS; i++) {
		struct pm_match found;
		struct pm_str subject = pm_str_sub(PM_STR("xxxxxxxxab"), (size_t)i % 8, 10);

		if (pm_pattern_match(pattern, subject, &found) == PM_PATTERN_MATCH && found.from[1] == 8 - i % 8)
			right++;
	}
	return (void *)right;
}

static void test_threads(void)
{
	struct pm_pattern *pattern = compile("(a)b");
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++)
		CHECK_INT(pthread_create(&threads[i], NULL, match_often, pattern), 0);
	for (int i = 0; i < THREADS; i++) {
		void *right;

		pthread_join(threads[i], &right);
		CHECK_INT((uintptr_t)right, ROUNDS);
	}
	pm_pattern_free(pattern);
}

int main(void)
{
	test_options();
	test_invalid_subjects();
	test_groups();
	test_many_groups();
	test_malformed();
	test_limits();
	test_threads();
	CHECK(strncmp(pm_pattern_library(), "10.", 3) == 0);
	return test_done();
}
