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
	free(source->lines);
	*source = (struct pm_source){.memory = PM_SOURCE_BORROWED};
}

void pm_source_index(struct pm_source *source)
{
	size_t at = 0, cap = source->size / 32 + 4;

	if (source->lines)
		return;
	source->lines = pm_malloc(cap * sizeof *source->lines);
	source->lines[source->line_count++] = 0;
	while (at < source->size) {
		const char *end = memchr(source->bytes + at, '\n', source->size - at);

		if (end == NULL)
			break;
		at = (size_t)(end - source->bytes) + 1;
		if (at == source->size) /* a line end at the end of the file opens no line */
			break;
		PM_GROW(source->lines, source->line_count, cap);
		source->lines[source->line_count++] = (uint32_t)at;
	}
}

static bool ends_with_line_end(const struct pm_source *source)
{
	return source->size && source->bytes[source->size - 1] == '\n';
}

static uint32_t line_start(const struct pm_source *source, uint32_t line)
{
	return line > source->line_count ? (uint32_t)source->size : source->lines[line - 1];
}

uint32_t pm_source_line(const struct pm_source *source, uint32_t offset)
{
	uint32_t low = 0, high = source->line_count;

	assert(source->lines);
	if (offset >= source->size && ends_with_line_end(source))
		return source->line_count + 1;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (source->lines[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return low + 1;
}

/* What stands before offset on its line. */
static struct pm_str before(const struct pm_source *source, uint32_t offset)
{
	return pm_source_text(source, (struct pm_span){line_start(source, pm_source_line(source, offset)), offset});
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

	assert(source->lines && line >= 1);
	span.start = line_start(source, line);
	span.end = line < source->line_count ? source->lines[line] : (uint32_t)source->size;
	if (span.end > span.start && source->bytes[span.end - 1] == '\n') {
		span.end--;
		if (span.end > span.start && source->bytes[span.end - 1] == '\r')
			span.end--;
	}
	return span;
}
