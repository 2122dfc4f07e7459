/* repair: the fixes of findings, applied together. */
#include "parser/repair.h"

#include "parser/mem.h"

#include <assert.h>
#include <search.h>
#include <stdlib.h>

bool pm_repair_has(const struct pm_diag *diag, bool unsafe)
{
	return diag->edit_count > 0 && (diag->safe || unsafe);
}

/* Equal are those that touch: the taken ones never do, so they have an order. */
static int by_place(const void *a, const void *b)
{
	const struct pm_edit *x = a, *y = b;

	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	return x->span.end < y->span.start ? -1 : x->span.start > y->span.end;
}

static void leave(void **taken, const struct pm_diag *diag, uint32_t count)
{
	while (count-- > 0)
		tdelete(&diag->edits[count], taken, by_place);
}

/* Takes the places of all its edits; false, and none is taken, where one of them touches another, were it of the same fix. */
static bool occupy(void **taken, const struct pm_diag *diag)
{
	for (uint32_t i = 0; i < diag->edit_count; i++) {
		const struct pm_edit **node = tsearch(&diag->edits[i], taken, by_place);

		if (!node)
			pm_out_of_memory();
		assert(node);
		if (*node != &diag->edits[i]) {
			leave(taken, diag, i);
			return false;
		}
	}
	return true;
}

static void free_nothing(void *edit)
{
	(void)edit; /* it is a finding's */
}

size_t pm_repair_take(const struct pm_diags *diags, bool unsafe, bool (*wanted)(void *ctx, size_t diag), void *ctx,
		      struct pm_edits *edits)
{
	void *taken = NULL;
	size_t count = 0;

	for (size_t i = 0; i < diags->count; i++) {
		const struct pm_diag *diag = &diags->list[i];

		if (!pm_repair_has(diag, unsafe) || !occupy(&taken, diag))
			continue;
		if (wanted && !wanted(ctx, i)) {
			leave(&taken, diag, diag->edit_count);
			continue;
		}
		for (uint32_t k = 0; k < diag->edit_count; k++)
			pm_edits_add(edits, diag->edits[k].file, diag->edits[k].span, diag->edits[k].text);
		count++;
	}
	tdestroy(taken, free_nothing);
	return count;
}

void pm_repair_add(struct pm_diags *diags, struct pm_diag *diag, const struct pm_edits *edits)
{
	for (size_t i = 0; i < edits->count; i++)
		pm_diag_edit(diags, diag, edits->list[i].file, edits->list[i].span, edits->list[i].text);
}
