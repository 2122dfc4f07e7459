/* test.h: the smallest TAP harness that serves: checks count themselves, test_done() prints the plan. */
#ifndef PM_TESTS_UNIT_TEST_H
#define PM_TESTS_UNIT_TEST_H

#include "parser/str.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int test_count;
static int test_failed;

static inline void test_result(bool ok, const char *file, int line, const char *text)
{
	test_count++;
	if (ok) {
		printf("ok %d\n", test_count);
		return;
	}
	test_failed++;
	printf("not ok %d - %s:%d: %s\n", test_count, file, line, text);
}

static inline void test_int(intmax_t got, intmax_t expected, const char *file, int line, const char *text)
{
	test_result(got == expected, file, line, text);
	if (got != expected)
		printf("#      got %jd\n# expected %jd\n", got, expected);
}

/* Print bytes so that a TAP line stays one line whatever they are. */
static inline void test_print_bytes(const char *label, const char *bytes, size_t size)
{
	printf("# %8s ", label);
	if (bytes == NULL) {
		puts("(null)");
		return;
	}
	putchar('"');
	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (c < 0x20 || c == 0x7f || c == '"' || c == '\\')
			printf("\\x%02x", c);
		else
			putchar(c);
	}
	puts("\"");
}

static inline void test_bytes(const char *got, size_t got_size, const char *expected, size_t expected_size,
			      const char *file, int line, const char *text)
{
	bool ok;

	if (got_size != expected_size)
		ok = false;
	else if (got == NULL || expected == NULL)
		ok = got_size == 0;
	else
		ok = memcmp(got, expected, got_size) == 0;

	test_result(ok, file, line, text);
	if (!ok) {
		test_print_bytes("got", got, got_size);
		test_print_bytes("expected", expected, expected_size);
	}
}

/* Two C strings; NULL equals NULL alone. */
static inline void test_str(const char *got, const char *expected, const char *file, int line, const char *text)
{
	if ((got == NULL) != (expected == NULL)) {
		test_result(false, file, line, text);
		test_print_bytes("got", got, got == NULL ? 0 : strlen(got));
		test_print_bytes("expected", expected, expected == NULL ? 0 : strlen(expected));
		return;
	}
	test_bytes(got, got == NULL ? 0 : strlen(got), expected, expected == NULL ? 0 : strlen(expected), file, line, text);
}

/* A borrowed string, which may hold any byte, and a literal. */
static inline void test_pmstr(struct pm_str got, const char *expected, size_t expected_size, const char *file, int line,
			      const char *text)
{
	test_bytes(got.p, got.n, expected, expected_size, file, line, text);
}

/* Print the plan; the value is the exit status of main(). Standard output that cannot be written is a failure. */
static inline int test_done(void)
{
	printf("1..%d\n", test_count);
	if (fflush(stdout) != 0 || ferror(stdout))
		return 1;
	return test_failed > 0;
}

#define CHECK(cond) test_result((cond), __FILE__, __LINE__, #cond)
#define CHECK_INT(got, expected) \
	test_int((intmax_t)(got), (intmax_t)(expected), __FILE__, __LINE__, #got " == " #expected)
#define CHECK_STR(got, expected) test_str((got), (expected), __FILE__, __LINE__, #got " == " #expected)
#define CHECK_PMSTR(got, literal) \
	test_pmstr((got), (literal), sizeof(literal) - 1, __FILE__, __LINE__, #got " == " #literal)

#endif
