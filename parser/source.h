/* source: the bytes of one file, with its path and its lines.
 *
 * The one rule to know: positions are byte offsets from 0 into the raw file (BOM included); they become lines, columns, code
 * points or UTF-16 units only at the edge, with the functions here.
 */
#ifndef PM_SOURCE_H
#define PM_SOURCE_H

#include "parser/str.h"

#include <stdint.h>

struct pm_span {
	uint32_t start, end; /* half open */
};

/* The largest file that is read, 256 MiB. */
#define PM_SOURCE_MAX (256u << 20)

struct pm_source_mark {
	uint32_t start, line; /* where the line begins, and its number from 1 */
};

struct pm_source {
	const char *path;  /* from the root of the tree, with slashes; owned */
	const char *bytes; /* owned: mapped or on the heap */
	size_t size;
	struct pm_source_mark *marks;	 /* lines that are known, made when first asked for; the others are found from these */
	uint32_t mark_count, line_count; /* 0 until then */
	int memory;			 /* how bytes are given back: PM_SOURCE_HEAP, _MAPPED, _BORROWED */
};
enum { PM_SOURCE_HEAP, PM_SOURCE_MAPPED, PM_SOURCE_BORROWED };

/* path is copied; bytes are taken over as `memory` says. */
void pm_source_init(struct pm_source *source, const char *path, const char *bytes, size_t size, int memory);
void pm_source_clear(struct pm_source *source);
static inline struct pm_str pm_source_text(const struct pm_source *source, struct pm_span span)
{
	return pm_str_sub(pm_str_n(source->bytes, source->size), span.start, span.end);
}
/* Gives back the memory of a mapped file's bytes in [from, to), in whole steps of 1 MiB.  They are there again, unchanged, as soon
 * as somebody looks: who goes through a large file once holds a step of it and not all of it.  At any time, on any thread. */
void pm_source_rest(const struct pm_source *source, size_t from, size_t to);
/* Makes the line table.  Lines end at LF, and a CR before it belongs to the end.  An empty file is one line; behind the LF at the
 * end of a file stands no line, but that offset is column 1 of line line_count + 1.  Not for two threads at once on one source. */
void pm_source_index(struct pm_source *source);
/* Lines and columns from 1.  The line table must have been made. */
uint32_t pm_source_line(const struct pm_source *source, uint32_t offset);
/* The same, and where that line begins. */
uint32_t pm_source_line_start(const struct pm_source *source, uint32_t offset, uint32_t *start);
uint32_t pm_source_column(const struct pm_source *source, uint32_t offset);	   /* bytes */
uint32_t pm_source_column_points(const struct pm_source *source, uint32_t offset); /* code points */
uint32_t pm_source_column_utf16(const struct pm_source *source, uint32_t offset);  /* UTF-16 units */
/* The line's bytes without its line end; line from 1. */
struct pm_span pm_source_line_span(const struct pm_source *source, uint32_t line);

#endif
