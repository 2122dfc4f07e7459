/* fingerprint: by what a finding is known again. */
#include "parser/fingerprint.h"

#include "parser/mem.h"

#include <stdio.h>
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

void pm_fingerprint(const struct pm_product *product, const struct pm_diag *diag, unsigned nth, struct pm_fingerprint *out)
{
	const struct pm_item *item = diag->item == PM_NO_ITEM ? NULL : &product->items[diag->item];
	struct pm_buf buf = {0};
	uint64_t what, which = nth;

	pm_buf_add(&buf, diag->rule, strlen(diag->rule) + 1);
	if (item)
		add_one_blank(&buf, item->key.n > 0 ? item->key : item->title);
	else
		which += pm_str_hash(pm_str_c(pm_diag_path(product, diag))) >> 48;
	pm_buf_addc(&buf, '\0');
	add_one_blank(&buf, diag->subject);
	what = pm_str_hash(pm_buf_str(&buf)) >> 16;
	snprintf(out->text, sizeof out->text, "%012llx%04llx", (unsigned long long)what, (unsigned long long)(which & 0xffff));
	pm_buf_clear(&buf);
}

struct numbered {
	struct pm_fingerprint print;
	size_t index;
};

static int by_print_and_index(const void *a, const void *b)
{
	const struct numbered *x = a, *y = b;
	int order = strcmp(x->print.text, y->print.text);

	return order ? order : (x->index > y->index) - (x->index < y->index);
}

struct pm_fingerprint *pm_fingerprints(const struct pm_product *product, const struct pm_diags *diags)
{
	struct pm_fingerprint *result = pm_calloc(diags->count + 1, sizeof *result);
	struct numbered *prints = pm_calloc(diags->count + 1, sizeof *prints);
	unsigned nth = 0;

	for (size_t i = 0; i < diags->count; i++) {
		pm_fingerprint(product, &diags->list[i], 0, &prints[i].print);
		prints[i].index = i;
	}
	qsort(prints, diags->count, sizeof *prints, by_print_and_index);
	for (size_t i = 0; i < diags->count; i++) {
		size_t index = prints[i].index;

		nth = i > 0 && strcmp(prints[i].print.text, prints[i - 1].print.text) == 0 ? nth + 1 : 0;
		pm_fingerprint(product, &diags->list[index], nth, &result[index]);
	}
	free(prints);
	return result;
}
