/* source: the bytes of one file, with its path and its lines. */
#include "parser/source.h"

#include "parser/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

void pm_source_init(struct pm_source *source, const char *path, const char *bytes, size_t size, int memory)
{
	assert(size <= PM_SOURCE_MAX);
	*source = (struct pm_source){.path = pm_strdup(path), .bytes = bytes, .size = size, .memory = memory};
}

/* free() and munmap() take what we promised not to write to. */
static void *unconst(const void *p)
{
	return (void *)(uintptr_t)p;
}

void pm_source_clear(struct pm_source *source)
{
	if (source->memory == PM_SOURCE_HEAP)
		free(unconst(source->bytes));
	else if (source->memory == PM_SOURCE_MAPPED && source->size)
		munmap(unconst(source->bytes), source->size);
	free(unconst(source->path));
	free(source->marks);
	*source = (struct pm_source){.memory = PM_SOURCE_BORROWED};
}

void pm_source_rest(const struct pm_source *source, size_t from, size_t to)
{
	enum { STEP = 1 << 20 }; /* whole pages, and few calls */

	from = from / STEP * STEP;
	to = to < source->size ? to / STEP * STEP : source->size;
	if (source->memory == PM_SOURCE_MAPPED && from < to)
		madvise((char *)unconst(source->bytes) + from, to - from, MADV_DONTNEED);
}

/* How far apart marks are, in lines and in bytes: no search for a line reads more than that, however long lines are. */
enum { MARK_LINES = 16, MARK_BYTES = 4096, REST_BYTES = 4 << 20 };

/* Where the line behind the one at `at` begins; the end of the bytes where there is none. */
static uint32_t next_line(const struct pm_source *source, uint32_t at)
{
	const char *end = memchr(source->bytes + at, '\n', source->size - at);

	return end ? (uint32_t)(end - source->bytes) + 1 : (uint32_t)source->size;
}

/* A line end at the end of the file opens no line.  What was gone through is given back every few MiB. */
void pm_source_index(struct pm_source *source)
{
	struct pm_source_mark mark = {0, 1};
	uint32_t cap = (uint32_t)(source->size / 512) + 2, rested = 0;

	if (source->marks)
		return;
	source->marks = pm_malloc(cap * sizeof *source->marks);
	source->marks[source->mark_count++] = mark;
	source->line_count = 1;
	for (uint32_t at = 0; at < source->size && (at = next_line(source, at)) < source->size;) {
		source->line_count++;
		if (at - rested > REST_BYTES) {
			pm_source_rest(source, rested, at);
			rested = at;
		}
		if (source->line_count - mark.line < MARK_LINES && at - mark.start < MARK_BYTES)
			continue;
		mark = (struct pm_source_mark){at, source->line_count};
		PM_GROW(source->marks, source->mark_count, cap);
		source->marks[source->mark_count++] = mark;
	}
}

static bool ends_with_line_end(const struct pm_source *source)
{
	return source->size && source->bytes[source->size - 1] == '\n';
}

/* The last mark that is not behind the place: a line, or an offset where line is 0. */
static const struct pm_source_mark *mark_before(const struct pm_source *source, uint32_t line, uint32_t offset)
{
	uint32_t low = 0, high = source->mark_count;

	assert(source->marks);
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (line ? source->marks[middle].line <= line : source->marks[middle].start <= offset)
			low = middle;
		else
			high = middle;
	}
	return &source->marks[low];
}

static uint32_t line_start(const struct pm_source *source, uint32_t line)
{
	const struct pm_source_mark *mark;
	uint32_t at;

	if (line > source->line_count)
		return (uint32_t)source->size;
	mark = mark_before(source, line, 0);
	at = mark->start;
	for (uint32_t i = mark->line; i < line; i++)
		at = next_line(source, at);
	return at;
}

uint32_t pm_source_line_start(const struct pm_source *source, uint32_t offset, uint32_t *start)
{
	const struct pm_source_mark *mark = mark_before(source, 0, offset);
	uint32_t last = mark + 1 < source->marks + source->mark_count ? mark[1].line - 1 : source->line_count;
	uint32_t line = mark->line;

	*start = mark->start;
	if (offset >= source->size && ends_with_line_end(source)) {
		*start = (uint32_t)source->size;
		return source->line_count + 1;
	}
	for (uint32_t at = mark->start; line < last && (at = next_line(source, at)) <= offset; *start = at)
		line++;
	return line;
}

uint32_t pm_source_line(const struct pm_source *source, uint32_t offset)
{
	uint32_t start;

	return pm_source_line_start(source, offset, &start);
}

/* What stands before offset on its line. */
static struct pm_str before(const struct pm_source *source, uint32_t offset)
{
	uint32_t start;

	pm_source_line_start(source, offset, &start);
	return pm_source_text(source, (struct pm_span){start, offset});
}

uint32_t pm_source_column(const struct pm_source *source, uint32_t offset)
{
	return (uint32_t)before(source, offset).n + 1;
}

uint32_t pm_source_column_points(const struct pm_source *source, uint32_t offset)
{
	return (uint32_t)pm_str_points(before(source, offset)) + 1;
}

uint32_t pm_source_column_utf16(const struct pm_source *source, uint32_t offset)
{
	return (uint32_t)pm_str_utf16(before(source, offset)) + 1;
}

struct pm_span pm_source_line_span(const struct pm_source *source, uint32_t line)
{
	struct pm_span span;

	assert(source->marks && line >= 1);
	span.start = line_start(source, line);
	span.end = line_start(source, line + 1);
	if (span.end > span.start && source->bytes[span.end - 1] == '\n') {
		span.end--;
		if (span.end > span.start && source->bytes[span.end - 1] == '\r')
			span.end--;
	}
	return span;
}
