/* fix: lists of edits: made, checked, applied, undone. */
#include "parser/fix.h"

#include <stdlib.h>
#include <string.h>

void pm_edits_init(struct pm_edits *edits)
{
	memset(edits, 0, sizeof *edits);
	pm_arena_init(&edits->arena);
}

void pm_edits_clear(struct pm_edits *edits)
{
	free(edits->list);
	pm_arena_clear(&edits->arena);
	pm_edits_init(edits);
}

void pm_edits_add(struct pm_edits *edits, uint32_t file, struct pm_span span, struct pm_str text)
{
	struct pm_str copy = {pm_arena_dup(&edits->arena, text.p, text.n), text.n};

	PM_GROW(edits->list, edits->count, edits->cap);
	edits->list[edits->count++] = (struct pm_edit){file, span, copy};
}

/* By place; at one place insertions stand before what is replaced there, and in the order they were added. */
static int compare_edits(const void *left, const void *right)
{
	const struct pm_edit *a = *(const struct pm_edit *const *)left, *b = *(const struct pm_edit *const *)right;
	bool a_inserts = a->span.start == a->span.end, b_inserts = b->span.start == b->span.end;

	if (a->span.start != b->span.start)
		return a->span.start < b->span.start ? -1 : 1;
	if (a_inserts != b_inserts)
		return a_inserts ? -1 : 1;
	return a < b ? -1 : a > b;
}

/* The edits of one file in order, none of them overlapping; heap.  NULL and err where they cannot all be done. */
static const struct pm_edit **sort_edits(const struct pm_edits *edits, uint32_t file, struct pm_str bytes, size_t *count,
					 struct pm_buf *err)
{
	const struct pm_edit **sorted = pm_malloc((edits->count + 1) * sizeof *sorted);
	uint32_t end = 0;

	*count = 0;
	for (size_t i = 0; i < edits->count; i++)
		if (edits->list[i].file == file)
			sorted[(*count)++] = &edits->list[i];
	qsort(sorted, *count, sizeof *sorted, compare_edits);
	for (size_t i = 0; i < *count; i++) {
		struct pm_span span = sorted[i]->span;

		if (span.start > span.end || span.end > bytes.n) {
			pm_buf_addf(err, "edit of bytes %u to %u leaves the file, which has %zu; read it again", span.start,
				    span.end, bytes.n);
			break;
		}
		if (span.start < end) {
			pm_buf_addf(err, "two edits change byte %u; make one of them, then read the file again for the other",
				    span.start);
			break;
		}
		end = span.end;
		if (i + 1 == *count)
			return sorted;
	}
	if (*count == 0)
		return sorted;
	free(sorted);
	return NULL;
}

int pm_edits_apply(const struct pm_edits *edits, uint32_t file, struct pm_str bytes, struct pm_buf *out, struct pm_buf *err)
{
	size_t count, at = 0;
	const struct pm_edit **sorted = sort_edits(edits, file, bytes, &count, err);

	if (!sorted)
		return -1;
	for (size_t i = 0; i < count; i++) {
		pm_buf_add(out, bytes.p + at, sorted[i]->span.start - at);
		pm_buf_adds(out, sorted[i]->text);
		at = sorted[i]->span.end;
	}
	pm_buf_add(out, bytes.p + at, bytes.n - at);
	free(sorted);
	return 0;
}

int pm_edits_invert(const struct pm_edits *edits, uint32_t file, struct pm_str bytes, struct pm_edits *inverse, struct pm_buf *err)
{
	size_t count, at = 0, grown = 0; /* at: in bytes; grown: the place in the result */
	const struct pm_edit **sorted = sort_edits(edits, file, bytes, &count, err);
	int result = 0;

	if (!sorted)
		return -1;
	for (size_t i = 0; i < count; i++) {
		struct pm_span span = sorted[i]->span;
		size_t end;

		grown += span.start - at;
		end = grown + sorted[i]->text.n;
		if (end > UINT32_MAX) {
			pm_buf_addz(err, "the edited file would be larger than 4 GiB");
			result = -1;
			break;
		}
		pm_edits_add(inverse, file, (struct pm_span){(uint32_t)grown, (uint32_t)end},
			     pm_str_n(bytes.p + span.start, span.end - span.start));
		grown = end;
		at = span.end;
	}
	free(sorted);
	return result;
}
