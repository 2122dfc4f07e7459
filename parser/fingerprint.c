/* fingerprint: by what a finding is known again. */
#include "parser/fingerprint.h"

#include "parser/mem.h"

#include <stdlib.h>
#include <string.h>

const char *pm_diag_path(const struct pm_product *product, const struct pm_diag *diag)
{
	if (diag->file != PM_NO_FILE)
		return product->files[diag->file].source.path;
	return diag->path ? diag->path : "";
}

/* Blanks become one, so that wrapping does not count. */
static void add_one_blank(struct pm_buf *buf, struct pm_str text)
{
	text = pm_str_trim(text);
	for (size_t i = 0; i < text.n; i++) {
		bool blank = memchr(" \t\r\n", text.p[i], 4) != NULL;

		if (!blank)
			pm_buf_addc(buf, text.p[i]);
		else if (buf->n > 0 && buf->p[buf->n - 1] != ' ')
			pm_buf_addc(buf, ' ');
	}
}

/* Both parts in one number: the lower 16 bits are where the count of equal ones begins. */
static uint64_t number_of(const struct pm_product *product, const struct pm_diag *diag, struct pm_buf *room)
{
	const struct pm_item *item = diag->item == PM_NO_ITEM ? NULL : &product->items[diag->item];
	uint64_t which = 0;

	pm_buf_reset(room);
	pm_buf_add(room, diag->rule, strlen(diag->rule) + 1);
	if (item)
		add_one_blank(room, item->key.n > 0 ? item->key : item->title);
	else
		which = pm_str_hash(pm_str_c(pm_diag_path(product, diag))) >> 48;
	pm_buf_addc(room, '\0');
	add_one_blank(room, diag->subject);
	return (pm_str_hash(pm_buf_str(room)) & ~UINT64_C(0xffff)) | which;
}

static void write_print(uint64_t number, uint64_t nth, struct pm_fingerprint *out)
{
	static const char digits[] = "0123456789abcdef";

	number = (number & ~UINT64_C(0xffff)) | ((number + nth) & 0xffff);
	for (unsigned i = 0; i < 16; i++)
		out->text[i] = digits[number >> (60 - 4 * i) & 15];
	out->text[16] = '\0';
}

void pm_fingerprint(const struct pm_product *product, const struct pm_diag *diag, unsigned nth, struct pm_fingerprint *out)
{
	struct pm_buf room = {0};

	write_print(number_of(product, diag, &room), nth, out);
	pm_buf_clear(&room);
}

struct numbered {
	uint64_t number;
	size_t index;
};

static int by_number_and_index(const void *a, const void *b)
{
	const struct numbered *x = a, *y = b;

	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

struct pm_fingerprint *pm_fingerprints(const struct pm_product *product, const struct pm_diags *diags)
{
	struct pm_fingerprint *result = pm_calloc(diags->count + 1, sizeof *result);
	struct numbered *prints = pm_calloc(diags->count + 1, sizeof *prints);
	struct pm_buf room = {0};
	uint64_t nth = 0;

	for (size_t i = 0; i < diags->count; i++)
		prints[i] = (struct numbered){number_of(product, &diags->list[i], &room), i};
	qsort(prints, diags->count, sizeof *prints, by_number_and_index);
	for (size_t i = 0; i < diags->count; i++) {
		nth = i > 0 && prints[i].number == prints[i - 1].number ? nth + 1 : 0;
		write_print(prints[i].number, nth, &result[prints[i].index]);
	}
	pm_buf_clear(&room);
	free(prints);
	return result;
}
