/* test_table: pipe tables in paragraphs. */
#include "parser/table.h"
#include "tests/unit/test.h"

static struct pm_source source;
static struct pm_arena arena;

static bool read(const char *text, struct pm_table *table)
{
	pm_source_clear(&source);
	pm_source_init(&source, "BACKLOG.md", text, strlen(text), PM_SOURCE_BORROWED);
	return pm_table_read(&source, (struct pm_span){0, (uint32_t)source.size}, &arena, table);
}

/* A cell, row 0 the head; "none" where there is no such cell. */
static struct pm_str cell(const struct pm_table *table, size_t row, size_t column)
{
	bool differs;

	if (row > table->row_count || column >= table->columns)
		return PM_STR("none");
	return pm_cell_text(&source, row ? table->rows[row - 1].cells[column] : table->header[column], &arena, &differs);
}

static void test_tables(void)
{
	struct pm_table t;

	CHECK(read("| ID | Title |\n|----|:-----:|\n| A-1 | One |\n| A-2 | Two |\n", &t));
	CHECK_INT(t.columns, 2);
	CHECK_INT(t.row_count, 2);
	CHECK_PMSTR(cell(&t, 0, 0), "ID");
	CHECK_PMSTR(cell(&t, 0, 1), "Title");
	CHECK_PMSTR(cell(&t, 1, 0), "A-1");
	CHECK_PMSTR(cell(&t, 2, 1), "Two");
	CHECK_PMSTR(pm_source_text(&source, t.rows[1].line), "| A-2 | Two |");
	CHECK(!t.rows[1].cut);
	CHECK(read("a | b\n--|--\n1 | 2", &t)); /* without bars at the edges */
	CHECK_PMSTR(cell(&t, 1, 1), "2");
	CHECK(read("text above\n| a | b |\r\n|---|---|\r\n| 1 \\| 2 | |\r\n| 3\r\n| 4 | 5 | 6 |\r\n", &t));
	CHECK_INT(t.row_count, 3);
	CHECK_PMSTR(cell(&t, 1, 0), "1 | 2");
	CHECK_PMSTR(cell(&t, 1, 1), "");
	CHECK_PMSTR(cell(&t, 2, 1), "");
	CHECK_PMSTR(cell(&t, 3, 1), "5");
	CHECK(read("> | a | b |\n> |---|---|\n> | 1 | 2 |\n", &t));
	CHECK_PMSTR(cell(&t, 1, 0), "1");
	CHECK(read("| a |\n|---|\n", &t));
	CHECK_INT(t.row_count, 0);
	CHECK(read("| a | b |\n|---|---|\n| \\\\| x |\\", &t));
	CHECK_INT(t.row_count, 1);
}

static void test_no_tables(void)
{
	static const char *const none[] = {
		"", "a", "| a | b |", "| a | b |\n| c | d |\n", "a\n---\n", "|---|---|\n| a | b |\n", "a - b\nc | d\n"};
	struct pm_table t;

	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		CHECK(!read(none[i], &t));
		CHECK_INT(t.columns, 0);
	}
	read("a | b\n-|-\n", &t);
	CHECK(pm_table_maybe(&source, (struct pm_span){0, (uint32_t)source.size}));
	CHECK(!pm_table_maybe(&source, (struct pm_span){0, 5}));
}

/* Rows behind a blank line go on with a table of as many columns. */
static void test_cut_rows(void)
{
	static const char text[] =
		"| a | b |\n|---|---|\n| 1 | 2 |\n\n| 3 | 4 |\n| 5 | 6 |\n\n| 7 |\n\n| c | d |\n|---|---|\n| 8 | 9 |\n";
	struct pm_table t;
	struct pm_span first = {0, 30}, second = {31, 51}, third = {53, 58}, fourth = {59, 89};

	CHECK_INT(sizeof text - 1, 89);
	pm_source_clear(&source);
	pm_source_init(&source, "BACKLOG.md", text, sizeof text - 1, PM_SOURCE_BORROWED);
	CHECK(pm_table_read(&source, first, &arena, &t));
	CHECK(pm_table_continue(&source, second, &arena, &t));
	CHECK_INT(t.row_count, 3);
	CHECK(!t.rows[0].cut && t.rows[1].cut);
	CHECK_PMSTR(cell(&t, 3, 1), "6");
	CHECK(!pm_table_continue(&source, third, &arena, &t));
	CHECK(!pm_table_continue(&source, fourth, &arena, &t));
	CHECK_INT(t.row_count, 3);
}

static void test_big_tables(void)
{
	struct pm_buf text = {0};
	struct pm_table t;

	for (int i = 0; i < 1000; i++)
		pm_buf_addz(&text, "| a ");
	pm_buf_addz(&text, "|\n");
	for (int i = 0; i < 1000; i++)
		pm_buf_addz(&text, "|---");
	pm_buf_addz(&text, "|\n");
	for (int i = 0; i < 1000; i++)
		pm_buf_addz(&text, "| b |\n");
	CHECK(read(text.p, &t));
	CHECK_INT(t.columns, PM_TABLE_COLUMNS);
	CHECK_INT(t.row_count, 1000);
	CHECK_PMSTR(cell(&t, 1000, 0), "b");
	CHECK_PMSTR(cell(&t, 1000, PM_TABLE_COLUMNS - 1), "");
	pm_buf_clear(&text);
}

int main(void)
{
	pm_arena_init(&arena);
	test_tables();
	test_no_tables();
	test_cut_rows();
	test_big_tables();
	pm_source_clear(&source);
	pm_arena_clear(&arena);
	return test_done();
}
