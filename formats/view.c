/* view: the table of the views, and what they share. */
#include "formats/view.h"

#include "formats/forge.h"

#include "parser/mem.h"

#include <stdlib.h>
#include <string.h>

#define PM_VIEW(name) extern const struct pm_view pm_view_##name;
#include "formats/views.def"
#undef PM_VIEW

const struct pm_view *const pm_views[] = {
#define PM_VIEW(name) &pm_view_##name,
#include "formats/views.def"
#undef PM_VIEW
	NULL};

const struct pm_view *pm_view_find(struct pm_str name)
{
	for (size_t i = 0; pm_views[i]; i++)
		if (pm_str_eqc(name, pm_views[i]->name))
			return pm_views[i];
	return NULL;
}

static const struct pm_view_format *own_format(const struct pm_view *view, struct pm_str name)
{
	for (const struct pm_view_format *own = view->own; own && own->name; own++)
		if (pm_str_eqc(name, own->name))
			return own;
	return NULL;
}

/* The names of all formats of a view: the general ones, then its own. */
static const char *format_name(const void *ctx, size_t i)
{
	const struct pm_view *view = ctx;
	size_t general = 0;

	while (pm_formats[general])
		general++;
	return i < general ? pm_formats[i]->name : view->own[i - general].name;
}

bool pm_view_has_format(const struct pm_view *view, struct pm_str format, struct pm_buf *err)
{
	const char *nearest;
	size_t count = 0;

	if (own_format(view, format) || pm_format_find(format))
		return true;
	while (pm_formats[count])
		count++;
	for (const struct pm_view_format *own = view->own; own && own->name; own++)
		count++;
	nearest = pm_nearest(format, format_name, view, count);
	pm_buf_addf(err, "the %s view has no format '%.*s'", view->name, PM_FMT(format));
	if (nearest) {
		pm_buf_addf(err, "; did you mean '%s'?", nearest);
		return false;
	}
	pm_buf_addz(err, "; it has ");
	for (size_t i = 0; i < count; i++)
		pm_buf_addf(err, "%s%s", i > 0 ? ", " : "", format_name(view, i));
	return false;
}

static int write_report(const struct pm_view *view, const struct pm_report *report, const struct pm_format *format,
			const struct pm_format_options *options, struct pm_out *out, struct pm_buf *err)
{
	if (!pm_format_fits(format, report)) {
		if (!err->n) /* that it could not be made says more */
			pm_buf_addf(err, "the view %s has nothing that %s can show; text and html show all of it", view->name,
				    format->name);
		return -1;
	}
	format->write(report, options, out);
	return 0;
}

int pm_view_write(const struct pm_view *view, const struct pm_view_input *input, struct pm_str format,
		  const struct pm_format_options *options, struct pm_out *out, struct pm_buf *err)
{
	const struct pm_view_format *own = own_format(view, format);
	struct pm_report report;
	int status;

	if (!pm_view_has_format(view, format, err))
		return -1;
	if (own) {
		own->write(input, options, out);
		return 0;
	}
	pm_report_init(&report, view->name);
	report.errors = pm_report_copy(&report, input->errors);
	status = view->make(input, &report, err);
	pm_report_settle(&report);
	if (status > 0)
		report.errors = report.errors.n ? pm_report_text(&report, "%.*s\n%s", PM_FMT(report.errors), err->p)
						: pm_report_copy(&report, pm_buf_str(err));
	if (status >= 0)
		status = write_report(view, &report, pm_format_find(format), options, out, err) < 0 ? -1 : status;
	pm_report_clear(&report);
	return status;
}

/* -- what views share */

/* What is said nearest: at the item, else at one above it.  A chain of parents that closes on itself ends at its length. */
static bool is_internal(const struct pm_product *product, uint32_t item)
{
	for (uint32_t steps = 0; item != PM_NO_ITEM && steps <= product->item_count; steps++) {
		bool internal = false;

		if (pm_bool_read(pm_item_text(product, &product->items[item], PM_FIELD_INTERNAL), &internal))
			return internal;
		item = product->items[item].parent;
	}
	return false;
}

bool pm_view_shows(const struct pm_view_input *input, uint32_t item)
{
	if (input->customers && is_internal(input->product, item))
		return false;
	return pm_select_match(input->select, input->product, item);
}

bool pm_view_names(const struct pm_view_input *input, uint32_t item)
{
	return item == PM_NO_ITEM || !input->customers || !is_internal(input->product, item);
}

bool pm_view_hides_links(const struct pm_view_input *input, const struct pm_item *item, enum pm_field_id field)
{
	bool hidden = false;

	for (uint32_t i = 0; i < item->link_count; i++) {
		const struct pm_link *link = &input->product->links[item->first_link + i];

		if (link->field != field || link->text.n == 0)
			continue;
		if (pm_view_names(input, link->to))
			return false;
		hidden = true;
	}
	return hidden;
}

bool pm_view_shows_field(const struct pm_view_input *input, enum pm_field_id field)
{
	return !input->customers ||
	       (pm_fields[field].type != PM_TYPE_NAMES && field != PM_FIELD_FROM && field != PM_FIELD_EVIDENCE);
}

struct pm_cell *pm_view_item(const struct pm_view_input *input, struct pm_report *report, uint32_t item)
{
	const struct pm_item *it = &input->product->items[item];
	struct pm_cell *cell = pm_report_cell(report, it->title);

	cell->id = pm_report_copy(report, it->id);
	if (it->id.n == 0 && it->title.n == 0)
		cell->text = pm_view_place(input, report, item);
	cell->href = pm_view_anchor(input, report, item);
	cell->source = pm_view_source(input, report, item);
	return cell;
}

const char *pm_view_source(const struct pm_view_input *input, struct pm_report *report, uint32_t item)
{
	const struct pm_item *it = &input->product->items[item];
	struct pm_buf link = {0};
	const char *source;

	if (input->source == NULL || input->customers)
		return NULL;
	pm_forge_link(input->source, input->rev ? input->rev : "HEAD", input->product->files[it->file].source.path, it->line,
		      &link);
	source = pm_report_copy(report, pm_buf_str(&link)).p;
	pm_buf_clear(&link);
	return source;
}

static bool is_anchor_char(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.' ||
	       c >= 0x80;
}

/* Is it the one that its id means? */
static bool has_own_id(const struct pm_product *product, uint32_t item)
{
	uint32_t others = 0;

	return product->items[item].id.n > 0 && pm_product_find(product, product->items[item].id, &others) == item;
}

/* Of file and title: it stays when items are added, moved or done. */
static uint32_t digest_of(const struct pm_product *product, uint32_t item)
{
	const struct pm_item *it = &product->items[item];
	uint64_t hash = pm_str_hash(pm_str_c(product->files[it->file].source.path)) * 31 + pm_str_hash(it->title);

	return (uint32_t)(hash ^ hash >> 32);
}

struct twin {
	uint32_t digest, item;
};

static int by_digest(const void *a, const void *b)
{
	const struct twin *x = a, *y = b;

	if (x->digest != y->digest)
		return x->digest < y->digest ? -1 : 1;
	return (x->item > y->item) - (x->item < y->item);
}

/* How many items before each have its digest; found when the first is asked for. */
static const uint32_t *twins_of(const struct pm_product *product, struct pm_report *report)
{
	struct twin *list;
	size_t count = 0;

	if (report->twins)
		return report->twins;
	report->twins = pm_calloc((size_t)product->item_count + 1, sizeof(*report->twins));
	list = pm_malloc(((size_t)product->item_count + 1) * sizeof(*list));
	for (uint32_t i = 0; i < product->item_count; i++)
		if (!has_own_id(product, i))
			list[count++] = (struct twin){digest_of(product, i), i};
	if (count > 0)
		qsort(list, count, sizeof(*list), by_digest);
	for (size_t k = 1; k < count; k++)
		if (list[k].digest == list[k - 1].digest)
			report->twins[list[k].item] = report->twins[list[k - 1].item] + 1;
	free(list);
	return report->twins;
}

const char *pm_view_anchor(const struct pm_view_input *input, struct pm_report *report, uint32_t item)
{
	const struct pm_item *it = &input->product->items[item];
	struct pm_buf text = {0};
	const char *anchor;

	pm_buf_addc(&text, '#');
	for (size_t i = 0; i < it->id.n; i++)
		pm_buf_addc(&text, is_anchor_char((unsigned char)it->id.p[i]) ? it->id.p[i] : '-');
	if (!has_own_id(input->product, item)) {
		uint32_t twins = twins_of(input->product, report)[item];

		pm_buf_addf(&text, "_%08lx", (unsigned long)digest_of(input->product, item));
		if (twins > 0)
			pm_buf_addf(&text, "-%lu", (unsigned long)twins + 1);
	}
	anchor = pm_report_copy(report, pm_buf_str(&text)).p;
	pm_buf_clear(&text);
	return anchor;
}

static void add_place(const struct pm_view_input *input, const struct pm_item *item, struct pm_buf *out)
{
	const char *path = input->product->files[item->file].source.path;

	if (input->path)
		input->path(input->path_ctx, path, out);
	else
		pm_buf_addz(out, path);
	pm_buf_addf(out, ":%lu", (unsigned long)item->line);
}

struct pm_str pm_view_place(const struct pm_view_input *input, struct pm_report *report, uint32_t item)
{
	struct pm_buf text = {0};
	struct pm_str place;

	add_place(input, &input->product->items[item], &text);
	place = pm_report_copy(report, pm_buf_str(&text));
	pm_buf_clear(&text);
	return place;
}

uint32_t pm_view_line(const struct pm_product *product, uint32_t file, uint32_t offset)
{
	struct pm_source *source = &product->files[file].source;

	if (!source->marks)
		pm_source_index(source);
	return pm_source_line(source, offset);
}

uint32_t pm_view_field_file(const struct pm_product *product, uint32_t item, const struct pm_field *field)
{
	return field->flags & PM_FIELD_FROM_REFERENCE ? product->texts[field->text].file : product->items[item].file;
}

struct pm_str pm_view_field_place(const struct pm_view_input *input, struct pm_report *report, uint32_t item,
				  const struct pm_field *field)
{
	const struct pm_product *product = input->product;
	uint32_t file = pm_view_field_file(product, item, field);
	struct pm_buf text = {0};
	struct pm_str place;

	if (input->path)
		input->path(input->path_ctx, product->files[file].source.path, &text);
	else
		pm_buf_addz(&text, product->files[file].source.path);
	pm_buf_addf(&text, ":%u", pm_view_line(product, file, field->value.start));
	place = pm_report_copy(report, pm_buf_str(&text));
	pm_buf_clear(&text);
	return place;
}

void pm_view_name(const struct pm_view_input *input, uint32_t item, struct pm_buf *out)
{
	const struct pm_item *it = &input->product->items[item];

	if (it->id.n > 0)
		pm_buf_adds(out, it->id);
	else
		add_place(input, it, out);
}

enum pm_tone pm_view_tone(enum pm_state_class state)
{
	switch (state) {
	case PM_STATE_DONE: return PM_TONE_GOOD;
	case PM_STATE_STARTED: return PM_TONE_WARN;
	case PM_STATE_DROPPED:
	case PM_STATE_IDEA: return PM_TONE_QUIET;
	default: return PM_TONE_NONE;
	}
}
