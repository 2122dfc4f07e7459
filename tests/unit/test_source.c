/* test_source: offsets become lines and columns, in bytes, code points and UTF-16 units. */
#include "tests/unit/test.h"

#include "parser/mem.h"
#include "parser/source.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

static struct pm_source source_of(struct pm_str text)
{
	struct pm_source source;

	pm_source_init(&source, "docs/a.md", text.p, text.n, PM_SOURCE_BORROWED);
	pm_source_index(&source);
	return source;
}

static struct pm_str line_text(const struct pm_source *source, uint32_t line)
{
	return pm_source_text(source, pm_source_line_span(source, line));
}

static void test_lines(void)
{
	struct pm_source source = source_of(PM_STR("one\ntwo\r\n\nlast"));

	CHECK_STR(source.path, "docs/a.md");
	CHECK_INT(source.line_count, 4);
	CHECK_INT(pm_source_line(&source, 0), 1);
	CHECK_INT(pm_source_line(&source, 3), 1);
	CHECK_INT(pm_source_line(&source, 4), 2);
	CHECK_INT(pm_source_line(&source, 8), 2);
	CHECK_INT(pm_source_line(&source, 9), 3);
	CHECK_INT(pm_source_line(&source, 10), 4);
	CHECK_INT(pm_source_line(&source, 14), 4);
	CHECK_INT(pm_source_column(&source, 14), 5);
	CHECK_PMSTR(line_text(&source, 1), "one");
	CHECK_PMSTR(line_text(&source, 2), "two");
	CHECK_PMSTR(line_text(&source, 3), "");
	CHECK_PMSTR(line_text(&source, 4), "last");
	pm_source_index(&source); /* a second time changes nothing */
	CHECK_INT(source.line_count, 4);
	pm_source_clear(&source);
	CHECK(source.marks == NULL && source.path == NULL);
}

static void test_ends(void)
{
	struct pm_source closed = source_of(PM_STR("a\nb\n")), empty = source_of(PM_STR("")), one = source_of(PM_STR("\n"));
	struct pm_source bare = source_of(pm_str_n("a\rb\rc", 4));

	CHECK_INT(closed.line_count, 2);
	CHECK_INT(pm_source_line(&closed, 3), 2);
	CHECK_INT(pm_source_line(&closed, 4), 3);
	CHECK_INT(pm_source_column(&closed, 4), 1);
	CHECK_PMSTR(line_text(&closed, 2), "b");
	CHECK_PMSTR(line_text(&closed, 3), "");
	CHECK_INT(empty.line_count, 1);
	CHECK_INT(pm_source_line(&empty, 0), 1);
	CHECK_INT(pm_source_column(&empty, 0), 1);
	CHECK_PMSTR(line_text(&empty, 1), "");
	CHECK_INT(one.line_count, 1);
	CHECK_INT(pm_source_line(&one, 1), 2);
	CHECK_INT(bare.line_count, 1);
	CHECK_PMSTR(line_text(&bare, 1), "a\rb\r");
	pm_source_clear(&closed);
	pm_source_clear(&empty);
	pm_source_clear(&one);
	pm_source_clear(&bare);
}

static void test_columns(void)
{
	/* 4 bytes, 2 units; 2 bytes, 1 unit; 1 invalid byte, 1 unit; a NUL. */
	struct pm_source source = source_of(PM_STR("x\n\xf0\x9f\x98\x80\xc3\xa9\xff\0z"));

	CHECK_INT(pm_source_column(&source, 2), 1);
	CHECK_INT(pm_source_column(&source, 6), 5);
	CHECK_INT(pm_source_column_points(&source, 6), 2);
	CHECK_INT(pm_source_column_utf16(&source, 6), 3);
	CHECK_INT(pm_source_column(&source, 10), 9);
	CHECK_INT(pm_source_column_points(&source, 10), 5);
	CHECK_INT(pm_source_column_utf16(&source, 10), 6);
	CHECK_INT(pm_source_column(&source, 11), 10);
	CHECK_INT(pm_source_line(&source, 11), 2);
	pm_source_clear(&source);
}

static void test_text(void)
{
	struct pm_source source = source_of(PM_STR("0123456789"));

	CHECK_PMSTR(pm_source_text(&source, (struct pm_span){2, 5}), "234");
	CHECK_PMSTR(pm_source_text(&source, (struct pm_span){8, 99}), "89");
	CHECK_PMSTR(pm_source_text(&source, (struct pm_span){5, 5}), "");
	pm_source_clear(&source);
}

static void test_many_lines(void)
{
	enum { LINES = 100000 };
	char *bytes = pm_malloc(LINES * 2);
	struct pm_source source;
	bool right = true;

	for (size_t i = 0; i < LINES * 2; i++)
		bytes[i] = i % 2 ? '\n' : 'x';
	pm_source_init(&source, "a", bytes, LINES * 2, PM_SOURCE_HEAP);
	pm_source_index(&source);
	CHECK_INT(source.line_count, LINES);
	for (uint32_t i = 0; i < LINES * 2; i++)
		right = right && pm_source_line(&source, i) == i / 2 + 1 && pm_source_column(&source, i) == i % 2 + 1;
	CHECK(right);
	pm_source_clear(&source);
	pm_source_clear(&source); /* twice is harmless */
}

/* Lines of all lengths, many short ones between few long ones, against a plain count. */
static void test_uneven_lines(void)
{
	enum { SIZE = 60000 };
	char *bytes = pm_malloc(SIZE);
	struct pm_source source;
	uint32_t line = 1, start = 0;
	bool right = true;

	for (uint32_t i = 0; i < SIZE; i++)
		bytes[i] = (i % 20000 < 3000 ? i % 7 : i % 4999) == 0 ? '\n' : 'x';
	pm_source_init(&source, "a", bytes, SIZE, PM_SOURCE_HEAP);
	pm_source_index(&source);
	for (uint32_t i = 0; i < SIZE; i++) {
		right = right && pm_source_line(&source, i) == line && pm_source_column(&source, i) == i - start + 1;
		right = right && pm_source_line_span(&source, line).start == start;
		if (bytes[i] != '\n')
			continue;
		right = right && pm_source_line_span(&source, line).end == i;
		line++;
		start = i + 1;
	}
	CHECK(right);
	CHECK_INT(source.line_count, line);
	pm_source_clear(&source);
}

/* Bytes that were given back are there again, of a file that is mapped; of any other nothing is given back. */
static void test_rest(void)
{
	enum { SIZE = (5 << 20) + 4321 };
	FILE *file = tmpfile();
	struct pm_source source;
	char *bytes = pm_malloc(SIZE), *mapped;

	for (uint32_t i = 0; i < SIZE; i++)
		bytes[i] = i % 97 ? (char)('a' + i % 23) : '\n';
	CHECK(file && fwrite(bytes, 1, SIZE, file) == SIZE && fflush(file) == 0);
	mapped = file ? mmap(NULL, SIZE, PROT_READ, MAP_PRIVATE, fileno(file), 0) : MAP_FAILED;
	CHECK(mapped != MAP_FAILED);
	if (mapped == MAP_FAILED)
		return;
	pm_source_init(&source, "a.md", mapped, SIZE, PM_SOURCE_MAPPED);
	pm_source_index(&source);
	CHECK_INT(source.line_count, (SIZE - 1) / 97 + 2);
	CHECK(memcmp(source.bytes, bytes, SIZE) == 0);
	pm_source_rest(&source, 0, SIZE);
	CHECK(memcmp(source.bytes, bytes, SIZE) == 0);
	pm_source_rest(&source, 1234567, 1234568);
	pm_source_rest(&source, 1000, SIZE + 100);
	pm_source_rest(&source, SIZE, SIZE);
	CHECK(memcmp(source.bytes, bytes, SIZE) == 0);
	pm_source_clear(&source);
	fclose(file);

	pm_source_init(&source, "a.md", bytes, SIZE, PM_SOURCE_HEAP);
	pm_source_rest(&source, 0, SIZE);
	CHECK(source.bytes[SIZE - 1] == (char)('a' + (SIZE - 1) % 23));
	pm_source_clear(&source);
}

int main(void)
{
	test_lines();
	test_ends();
	test_columns();
	test_text();
	test_many_lines();
	test_uneven_lines();
	test_rest();
	return test_done();
}
