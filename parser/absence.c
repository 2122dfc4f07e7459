/* absence: what items do without: said of each, or once of a file that does without altogether. */
#include "parser/absence.h"

#include <stdlib.h>

/* Forms that a file uses side by side for the same sort of thing are one family. */
enum { FAMILY_COUNT = PM_FORM_BULLET + 1 };

static size_t family_of(const struct pm_item *item)
{
	return item->form >= PM_FORM_BOX || item->form == PM_FORM_SENTENCE ? PM_FORM_ENTRY_ID : item->form;
}

static bool does_without(const struct pm_absence_check *check, const struct pm_absences *absences)
{
	uint64_t having = absences->asked - absences->lacking, all = (uint64_t)absences->asked + absences->could;

	return absences->lacking > 1 && having * 100 < all * check->enough;
}

/* Is a single item worth a finding? */
static bool stands_out(const struct pm_rule_context *context, const struct pm_absence_check *check,
		       const struct pm_absences *absences, enum pm_absence answer)
{
	uint32_t having = absences->asked - absences->lacking;

	if (answer == PM_COULD)
		return having > absences->lacking + absences->could;
	return answer == PM_LACKS && (context->each || !does_without(check, absences));
}

static void count_absences(const struct pm_rule_context *context, const struct pm_file *file, const struct pm_absence_check *check,
			   unsigned char *answers, struct pm_absences *families)
{
	uint32_t unread = 0;

	for (int f = 0; f < FAMILY_COUNT; f++)
		families[f] = (struct pm_absences){.first = PM_NO_ITEM, .other = PM_NO_ITEM, .data = check->data};
	for (uint32_t i = 0; i < file->item_count && pm_product_more(context->product, file->first_item + i); i++) {
		uint32_t index = file->first_item + i;
		const struct pm_item *item = &context->product->items[index];
		struct pm_absences *family = &families[family_of(item)];

		answers[i] = PM_NOT_ASKED;
		if (!item->readable && item->span.end > unread)
			unread = item->span.end; /* it may have swallowed parts of what stands in it */
		if (item->place == PM_PLACE_ACTIVE && item->readable && item->span.start >= unread)
			answers[i] = (unsigned char)check->ask(context, index);
		family->asked += answers[i] == PM_HAS || answers[i] == PM_LACKS;
		family->could += answers[i] == PM_COULD;
		family->lacking += answers[i] == PM_LACKS;
		if (answers[i] == PM_LACKS && family->first == PM_NO_ITEM)
			family->first = index;
		if (answers[i] == PM_HAS && family->other == PM_NO_ITEM)
			family->other = index;
	}
}

/* What one finding says of the file is marked where each item was asked for beside it. */
static void tell_one(const struct pm_rule_context *context, const struct pm_absence_check *check,
		     const struct pm_absences *absences, uint32_t item)
{
	size_t first = context->diags->count;

	check->one(context, absences, item);
	for (size_t i = first; i < context->diags->count; i++)
		context->diags->list[i].each = context->each && does_without(check, absences);
}

void pm_absence_run(const struct pm_rule_context *context, const struct pm_absence_check *check)
{
	const struct pm_product *product = context->product;
	unsigned char *answers = pm_calloc((size_t)product->item_count + 1, sizeof *answers);

	for (uint32_t n = 0; n < product->file_count; n++) {
		const struct pm_file *file = &product->files[n];
		struct pm_absences families[FAMILY_COUNT];

		count_absences(context, file, check, answers, families);
		for (int f = 0; f < FAMILY_COUNT; f++)
			if (does_without(check, &families[f]))
				check->all(context, &families[f]);
		for (uint32_t i = 0; i < file->item_count && pm_product_more(product, file->first_item + i); i++) {
			uint32_t item = file->first_item + i;
			const struct pm_absences *family = &families[family_of(&product->items[item])];

			if (stands_out(context, check, family, (enum pm_absence)answers[i]))
				tell_one(context, check, family, item);
		}
	}
	free(answers);
}

const char *pm_absence_count(const struct pm_rule_context *context, const struct pm_absences *absences, const char *items)
{
	unsigned having = absences->asked - absences->lacking;
	struct pm_buf buf = {0};
	const char *count;

	if (having == 0)
		pm_buf_addf(&buf, "none of the %u %s has", (unsigned)absences->asked, items);
	else
		pm_buf_addf(&buf, "only %u of the %u %s %s", having, (unsigned)absences->asked, items,
			    having == 1 ? "has" : "have");
	count = pm_arena_dup(context->diags->arena, buf.p, buf.n);
	pm_buf_clear(&buf);
	return count;
}
