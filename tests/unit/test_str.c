/* test_str: borrowed and growing strings, UTF-8, character classes, near names. */
#include "tests/unit/test.h"

#include "parser/str.h"

#include <stdlib.h>

static void test_compare(void)
{
	CHECK(pm_str_eq(PM_STR("a\0b"), PM_STR("a\0b")));
	CHECK(!pm_str_eq(PM_STR("a\0b"), PM_STR("a\0c")));
	CHECK(pm_str_eq(pm_str_n(NULL, 0), PM_STR("")));
	CHECK(pm_str_eqc(pm_str_c(NULL), ""));
	CHECK(!pm_str_eqc(PM_STR("ab"), "abc"));
	CHECK(pm_str_ieq(PM_STR("PaY-12"), PM_STR("pAy-12")));
	CHECK(!pm_str_ieqc(PM_STR("@"), "`"));
	CHECK(!pm_str_ieqc(PM_STR("[ ]"), "{ }"));
	CHECK(pm_str_starts(PM_STR("abc"), "ab"));
	CHECK(!pm_str_starts(PM_STR("a"), "ab"));
	CHECK(pm_str_starts(pm_str_n(NULL, 0), ""));
	CHECK(pm_str_istarts(PM_STR("ABc"), "ab"));
	CHECK(pm_str_ends(PM_STR("abc"), "bc"));
	CHECK(!pm_str_ends(PM_STR("c"), "bc"));
	CHECK(pm_str_cmp(PM_STR("a"), PM_STR("ab")) < 0);
	CHECK(pm_str_cmp(PM_STR("b"), PM_STR("ab")) > 0);
	CHECK(pm_str_cmp(PM_STR("\xff"), PM_STR("a")) > 0);
	CHECK_INT(pm_str_cmp(PM_STR(""), pm_str_n(NULL, 0)), 0);
}

/* The list is in order; every pair must agree with it, both ways round. */
static void test_natural_order(void)
{
	static const char *const sorted[] = { "", "10", "PAY", "pay", "PAY-1", "pay-1", "PAY-01", "PAY-2", "pay-10",
					      "PAY-10a", "PAY-10b2", "PAY-10b10", "PAY-99999999999999999999998",
					      "PAY-99999999999999999999999", "payment" };
	size_t count = sizeof sorted / sizeof *sorted;

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++) {
			int order = pm_str_natcmp(pm_str_c(sorted[i]), pm_str_c(sorted[j]));
			/* "PAY-1" and "pay-1" and "PAY-01" are ordered by their bytes. */
			bool bytes = i >= 4 && i <= 6 && j >= 4 && j <= 6;
			int expected = bytes ? pm_str_cmp(pm_str_c(sorted[i]), pm_str_c(sorted[j])) : (i > j) - (i < j);

			CHECK((order > 0) - (order < 0) == (expected > 0) - (expected < 0));
		}
}

static void test_trim_and_parts(void)
{
	CHECK_PMSTR(pm_str_trim(PM_STR(" \t a b\r\n")), "a b");
	CHECK_PMSTR(pm_str_trim(PM_STR("\xc2\xa0 \xe3\x80\x80x\xe3\x80\x80\xc2\xa0")), "x");
	CHECK_PMSTR(pm_str_trim(PM_STR(" \xc2\xa0 ")), "");
	CHECK_PMSTR(pm_str_trim(PM_STR("\xa0x")), "\xa0x");
	CHECK_PMSTR(pm_str_trim(pm_str_n(NULL, 0)), "");
	CHECK_PMSTR(pm_str_sub(PM_STR("abcdef"), 2, 4), "cd");
	CHECK_PMSTR(pm_str_sub(PM_STR("abc"), 2, 99), "c");
	CHECK_PMSTR(pm_str_sub(PM_STR("abc"), 7, 9), "");
	CHECK_PMSTR(pm_str_sub(PM_STR("abc"), 2, 1), "");
	CHECK_INT(pm_str_find(PM_STR("a\0needle"), "needle"), 2);
	CHECK_INT(pm_str_find(PM_STR("needl"), "needle"), -1);
	CHECK_INT(pm_str_find(PM_STR("abc"), ""), 0);
	CHECK_INT(pm_str_find(pm_str_n(NULL, 0), "a"), -1);
	CHECK_INT(pm_str_ifind(PM_STR("xxNeeDLE"), "nEEdle"), 2);
	CHECK_INT(pm_str_ifind(PM_STR("need"), "needle"), -1);
	CHECK_INT(pm_str_ifind(PM_STR(""), ""), 0);
	CHECK_INT(pm_str_chr(PM_STR("abca"), 'a'), 0);
	CHECK_INT(pm_str_chr(PM_STR("abc"), 'c'), 2);
	CHECK_INT(pm_str_chr(PM_STR("abc"), 'd'), -1);
}

/* Values published with the algorithm. */
static void test_hash(void)
{
	CHECK(pm_str_hash(PM_STR("")) == 0xcbf29ce484222325u);
	CHECK(pm_str_hash(PM_STR("a")) == 0xaf63dc4c8601ec8cu);
	CHECK(pm_str_hash(PM_STR("foobar")) == 0x85944171f73967e8u);
	CHECK(pm_str_hash(PM_STR("\xff")) != pm_str_hash(PM_STR("\x7f")));
}

static void check_decode(struct pm_str s, uint32_t expected, size_t length, int line)
{
	uint32_t ch;
	size_t n = pm_utf8_decode(s.p, s.p + s.n, &ch);

	test_int(ch, expected, __FILE__, line, "character");
	test_int((intmax_t)n, (intmax_t)length, __FILE__, line, "length");
}

#define DECODES(text, ch, length) check_decode(PM_STR(text), ch, length, __LINE__)

static void test_decode(void)
{
	DECODES("a", 'a', 1);
	DECODES("\0", 0, 1);
	DECODES("\xc3\xa9", 0xe9, 2);
	DECODES("\xe2\x82\xac", 0x20ac, 3);
	DECODES("\xf0\x9f\x98\x80", 0x1f600, 4);
	DECODES("\xf4\x8f\xbf\xbf", 0x10ffff, 4);
	DECODES("\xef\xbf\xbd", 0xfffd, 3);
	DECODES("\x80", 0xfffd, 1);
	DECODES("\xc0\x80", 0xfffd, 1);
	DECODES("\xc1\xbf", 0xfffd, 1);
	DECODES("\xe0\x9f\xbf", 0xfffd, 1);
	DECODES("\xed\xa0\x80", 0xfffd, 1);
	DECODES("\xf0\x8f\xbf\xbf", 0xfffd, 1);
	DECODES("\xf4\x90\x80\x80", 0xfffd, 1);
	DECODES("\xf5\x80\x80\x80", 0xfffd, 1);
	DECODES("\xff", 0xfffd, 1);
	DECODES("\xc3", 0xfffd, 1);
	DECODES("\xe2\x82", 0xfffd, 1);
	DECODES("\xe2\x82x", 0xfffd, 1);
	DECODES("\xf0\x9f\x98", 0xfffd, 1);
}

static void test_encode(void)
{
	bool round = true;
	char bytes[4];

	for (uint32_t ch = 0; ch <= 0x10ffff; ch++) {
		uint32_t again;
		size_t n = pm_utf8_encode(ch, bytes);

		round = round && pm_utf8_decode(bytes, bytes + n, &again) == n;
		round = round && again == (ch >= 0xd800 && ch <= 0xdfff ? 0xfffd : ch);
	}
	CHECK(round);
	CHECK_INT(pm_utf8_encode(0x110000, bytes), 3);
	CHECK_PMSTR(pm_str_n(bytes, 3), "\xef\xbf\xbd");
}

static void test_valid(void)
{
	CHECK(pm_utf8_valid(PM_STR("")));
	CHECK(pm_utf8_valid(pm_str_n(NULL, 0)));
	CHECK(pm_utf8_valid(PM_STR("plain text, longer than a word")));
	CHECK(pm_utf8_valid(PM_STR("plain caf\xc3\xa9 and \xf0\x9f\x98\x80 and \xef\xbf\xbd")));
	CHECK(!pm_utf8_valid(PM_STR("plain text \xe9 in Latin-1")));
	CHECK(!pm_utf8_valid(PM_STR("cut \xc3")));
}

static void test_counts(void)
{
	struct pm_str mixed = PM_STR("eight ch\xc3\xa9\xf0\x9f\x98\x80\xff and more text");

	CHECK_INT(pm_str_points(mixed), 25);
	CHECK_INT(pm_str_utf16(mixed), 26);
	CHECK_INT(pm_str_points(pm_str_n(NULL, 0)), 0);
	CHECK_INT(pm_str_width(PM_STR("abc")), 3);
	CHECK_INT(pm_str_width(PM_STR("\xe6\x97\xa5\xe6\x9c\xac")), 4);
	CHECK_INT(pm_str_width(PM_STR("e\xcc\x81")), 1);
	CHECK_INT(pm_str_width(PM_STR("a\tb\x1b")), 2);
	CHECK_INT(pm_str_width(PM_STR("\xff")), 1);
}

static void test_width(void)
{
	CHECK_INT(pm_char_width(0), 0);
	CHECK_INT(pm_char_width(0x7f), 0);
	CHECK_INT(pm_char_width(0x9b), 0);
	CHECK_INT(pm_char_width('~'), 1);
	CHECK_INT(pm_char_width(0xe9), 1);
	CHECK_INT(pm_char_width(0x300), 0);
	CHECK_INT(pm_char_width(0x36f), 0);
	CHECK_INT(pm_char_width(0x370), 1);
	CHECK_INT(pm_char_width(0x200b), 0);
	CHECK_INT(pm_char_width(0x200d), 0);
	CHECK_INT(pm_char_width(0x202e), 0);
	CHECK_INT(pm_char_width(0xfe0f), 0);
	CHECK_INT(pm_char_width(0xfeff), 0);
	CHECK_INT(pm_char_width(0xe0020), 0);
	CHECK_INT(pm_char_width(0x1100), 2);
	CHECK_INT(pm_char_width(0x1161), 0);
	CHECK_INT(pm_char_width(0x3042), 2);
	CHECK_INT(pm_char_width(0x30ab), 2);
	CHECK_INT(pm_char_width(0x4e00), 2);
	CHECK_INT(pm_char_width(0xac00), 2);
	CHECK_INT(pm_char_width(0xff21), 2);
	CHECK_INT(pm_char_width(0xff71), 1);
	CHECK_INT(pm_char_width(0x1f600), 2);
	CHECK_INT(pm_char_width(0x2705), 2);
	CHECK_INT(pm_char_width(0x2714), 1);
	CHECK_INT(pm_char_width(0x20000), 2);
	CHECK_INT(pm_char_width(0x10ffff), 1);
}

static void test_lower(void)
{
	CHECK_INT(pm_char_lower('Z'), 'z');
	CHECK_INT(pm_char_lower('['), '[');
	CHECK_INT(pm_char_lower(0xc9), 0xe9);
	CHECK_INT(pm_char_lower(0xd7), 0xd7);
	CHECK_INT(pm_char_lower(0xdf), 0xdf);
	CHECK_INT(pm_char_lower(0x100), 0x101);
	CHECK_INT(pm_char_lower(0x101), 0x101);
	CHECK_INT(pm_char_lower(0x139), 0x13a);
	CHECK_INT(pm_char_lower(0x178), 0xff);
	CHECK_INT(pm_char_lower(0x17f), 0x17f);
	CHECK_INT(pm_char_lower(0x1a0), 0x1a1);
	CHECK_INT(pm_char_lower(0x1af), 0x1b0);
	CHECK_INT(pm_char_lower(0x391), 0x3b1);
	CHECK_INT(pm_char_lower(0x3a9), 0x3c9);
	CHECK_INT(pm_char_lower(0x386), 0x3ac);
	CHECK_INT(pm_char_lower(0x401), 0x451);
	CHECK_INT(pm_char_lower(0x416), 0x436);
	CHECK_INT(pm_char_lower(0x490), 0x491);
	CHECK_INT(pm_char_lower(0x531), 0x561);
	CHECK_INT(pm_char_lower(0x1e9e), 0xdf);
	CHECK_INT(pm_char_lower(0x1ec4), 0x1ec5);
	CHECK_INT(pm_char_lower(0x1f08), 0x1f00);
	CHECK_INT(pm_char_lower(0xff21), 0xff41);
	CHECK_INT(pm_char_lower(0x4e00), 0x4e00);
	CHECK_INT(pm_char_lower(0x1f600), 0x1f600);
	for (uint32_t ch = 0; ch < 0x20000; ch++)
		if (pm_char_lower(pm_char_lower(ch)) != pm_char_lower(ch))
			CHECK_INT(ch, 0);
	CHECK(pm_str_fold_eq(PM_STR("\xc3\x89pop\xc3\xa9""E"), PM_STR("\xc3\xa9POP\xc3\x89""e")));
	CHECK(!pm_str_fold_eq(PM_STR("e"), PM_STR("\xc3\xa9")));
	CHECK(!pm_str_fold_eq(PM_STR("ab"), PM_STR("abc")));
	CHECK(!pm_str_fold_eq(PM_STR("\xff"), PM_STR("\xfe")));
	CHECK(!pm_str_fold_eq(PM_STR("\xff"), PM_STR("\xef\xbf\xbd")));
	CHECK(pm_str_fold_eq(PM_STR("A\xff"), PM_STR("a\xff")));
}

static void test_classes(void)
{
	static const uint32_t words[] = { '0', 'a', 'Z', 0xe9, 0xaa, 0x3b1, 0x416, 0x5d0, 0x627, 0x915, 0xe01, 0x3042, 0x4e00,
					  0xac00, 0x301, 0xff11, 0x20000 };
	static const uint32_t others[] = { 0, ' ', '_', '-', 0xa0, 0xab, 0xd7, 0x2014, 0x2026, 0x20ac, 0x2190, 0x3001, 0x3002,
					   0xff1a, 0xfffd, 0x1f600, 0x200d, 0xfeff, 0xe000, 0xf0000 };
	static const uint32_t emoji[] = { 0x1f600, 0x1f680, 0x2705, 0x26a0, 0x2192, 0x2b50, 0xfe0f, 0x200d, 0x1f1eb, 0x1f3fb };
	static const uint32_t plain[] = { 'a', '#', '*', 0xe9, 0x2014, 0x4e00, 0x20ac, 0x2022, 0xfe10 };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		CHECK(pm_char_is_word(words[i]));
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		CHECK(!pm_char_is_word(others[i]));
	for (size_t i = 0; i < sizeof emoji / sizeof *emoji; i++)
		CHECK(pm_char_is_emoji(emoji[i]));
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		CHECK(!pm_char_is_emoji(plain[i]));
}

static void test_buffer(void)
{
	struct pm_buf b = { 0 };
	char *copy;

	CHECK_PMSTR(pm_buf_str(&b), "");
	pm_buf_add(&b, NULL, 0);
	CHECK_STR(b.p, "");
	pm_buf_addz(&b, "one");
	pm_buf_addc(&b, ' ');
	pm_buf_adds(&b, PM_STR("t\0o"));
	pm_buf_addu(&b, 0x20ac);
	CHECK_PMSTR(pm_buf_str(&b), "one t\0o\xe2\x82\xac");
	CHECK_INT(b.p[b.n], 0);
	pm_buf_reset(&b);
	CHECK_STR(b.p, "");
	pm_buf_addf(&b, "%d-%s", 12, "x");
	CHECK_STR(b.p, "12-x");
	pm_buf_addf(&b, "%0500d", 7);
	CHECK_INT(b.n, 504);
	CHECK_INT(b.p[503], '7');
	pm_buf_reset(&b);
	for (int i = 0; i < 10000; i++)
		pm_buf_addc(&b, 'x');
	CHECK_INT(strlen(b.p), 10000);
	pm_buf_reset(&b);
	pm_buf_add_fold(&b, PM_STR("AbC \xc3\x89\xff\xef\xbf\xbd\xe4\xb8\x80"));
	CHECK_PMSTR(pm_buf_str(&b), "abc \xc3\xa9\xff\xef\xbf\xbd\xe4\xb8\x80");
	pm_buf_clear(&b);
	CHECK(b.p == NULL && b.n == 0 && b.cap == 0);
	copy = pm_str_dup(PM_STR("a\0b"));
	CHECK_PMSTR(pm_str_n(copy, 4), "a\0b\0");
	free(copy);
}

static unsigned distance(const char *a, const char *b, unsigned most)
{
	return pm_str_distance(pm_str_c(a), pm_str_c(b), most);
}

static void test_distance(void)
{
	char lengthy[PM_NAME_MAX + 3];

	CHECK_INT(distance("", "", 3), 0);
	CHECK_INT(distance("status", "STATUS", 3), 0);
	CHECK_INT(distance("kitten", "sitting", 9), 3);
	CHECK_INT(distance("status", "satus", 3), 1);
	CHECK_INT(distance("status", "sttaus", 3), 1);
	CHECK_INT(distance("ab", "ba", 3), 1);
	CHECK_INT(distance("abc", "", 9), 3);
	CHECK_INT(distance("", "abc", 9), 3);
	CHECK_INT(distance("abcdef", "uvwxyz", 3), 4);
	CHECK_INT(distance("abc", "abcdefgh", 2), 3);
	CHECK_INT(distance("xabcd", "abcdy", 2), 2);
	CHECK_INT(distance("xabcd", "abcdy", 1), 2);
	memset(lengthy, 'a', sizeof lengthy - 1);
	lengthy[sizeof lengthy - 1] = '\0';
	CHECK_INT(distance(lengthy, lengthy, 3), 0);
	CHECK_INT(distance(lengthy, lengthy + 1, 3), 4);
}

static const char *name_at(const void *ctx, size_t i)
{
	const char *const *names = ctx;

	return names[i];
}

static const char *nearest(const char *name)
{
	static const char *const names[] = { "id", "status", "estimate", "depends on", "acceptance criteria", "job size", "due",
					     "dur" };

	return pm_nearest(pm_str_c(name), name_at, names, sizeof names / sizeof *names);
}

static void test_nearest(void)
{
	CHECK_STR(nearest("Staus"), "status");
	CHECK_STR(nearest("estimtae"), "estimate");
	CHECK_STR(nearest("depend on"), "depends on");
	CHECK_STR(nearest("Story status"), "status");
	CHECK_STR(nearest("status-of"), "status");
	CHECK_STR(nearest("acceptance test criteria"), "acceptance criteria");
	CHECK_STR(nearest("criteria"), "acceptance criteria");
	CHECK_STR(nearest("size"), "job size");
	CHECK_STR(nearest("du"), "due");
	CHECK_STR(nearest("statusbar"), "status");
	CHECK_STR(nearest("jobs"), NULL);
	CHECK_STR(nearest("colour"), NULL);
	CHECK_STR(nearest(""), NULL);
}

int main(void)
{
	test_compare();
	test_natural_order();
	test_trim_and_parts();
	test_hash();
	test_decode();
	test_encode();
	test_valid();
	test_counts();
	test_width();
	test_lower();
	test_classes();
	test_buffer();
	test_distance();
	test_nearest();
	return test_done();
}
