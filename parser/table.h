/* table: pipe tables, which core CommonMark does not know: they are paragraphs to it.
 *
 * The one rule to know: a table is a header line and a delimiter line inside a paragraph; rows go on to the end of the paragraph,
 * and over one blank line where the next paragraph begins with a row of as many cells (which is a finding).
 */
#ifndef PM_TABLE_H
#define PM_TABLE_H

#include "parser/mem.h"
#include "parser/source.h"

enum { PM_TABLE_COLUMNS = 64 };

struct pm_row {
	struct pm_span line;	     /* without its line end */
	const struct pm_span *cells; /* trimmed; as many as the header has, those that lack are empty */
	bool cut;		     /* a blank line cuts it off the table */
	bool spills;		     /* it has more cells than the header: the rest is not read */
};

struct pm_table {
	size_t columns;
	bool wide; /* it has more columns than PM_TABLE_COLUMNS: the rest is not read */
	struct pm_span header_line;
	struct pm_span header[PM_TABLE_COLUMNS];
	struct pm_row *rows; /* arena */
	size_t row_count;
	bool board;	/* its columns are states, and each cell an item */
	uint64_t mixed; /* a bit a column: too few of its rows hold an id for it to be the column of ids, or some are the same */
};

/* Reads the table in bytes [span) (the lines of a paragraph); false: there is none.  Rows are added to an empty table. */
bool pm_table_read(const struct pm_source *source, struct pm_span span, struct pm_arena *arena, struct pm_table *table);
/* Reads the rows of a paragraph behind a blank line; false when it is no row of this table. */
bool pm_table_continue(const struct pm_source *source, struct pm_span span, struct pm_arena *arena, struct pm_table *table);
/* A quick look: may the paragraph hold a table? */
bool pm_table_maybe(const struct pm_source *source, struct pm_span span);
/* A cell's text with \| as |; borrowed from the source when there is no escape. */
struct pm_str pm_cell_text(const struct pm_source *source, struct pm_span cell, struct pm_arena *arena, bool *differs);

#endif
