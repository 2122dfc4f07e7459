/* items_json: the model for programs, pm-items/1: every item with its fields, typed, and what it is linked with. */
#include "formats/items.h"

#include <string.h>

struct pm_items_counts pm_items_count(const struct pm_view_input *input)
{
	const struct pm_product *product = input->product;
	struct pm_items_counts counts = {.files = product->file_count};

	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		if (!pm_view_shows(input, i))
			continue;
		if (PM_KIND_IS_RECORD(product->items[i].kind))
			counts.records++;
		else
			counts.items++;
		if (!product->items[i].readable)
			counts.unreadable++;
	}
	return counts;
}

void pm_items_name(const struct pm_product *product, uint32_t item, struct pm_buf *name)
{
	const struct pm_item *it = &product->items[item];

	if (it->id.n > 0)
		pm_buf_adds(name, it->id);
	else
		pm_buf_addf(name, "%s:%lu", product->files[it->file].source.path, (unsigned long)it->line);
}

struct pm_str pm_items_label(const struct pm_product *product, const struct pm_item *item, const struct pm_field *field)
{
	uint32_t file = item->file;

	if ((field->flags & PM_FIELD_FROM_REFERENCE) && product->texts[field->text].file != PM_NO_FILE)
		file = product->texts[field->text].file;
	return pm_source_text(&product->files[file].source, field->label);
}

static void write_name(struct pm_json *json, const struct pm_product *product, uint32_t item)
{
	struct pm_buf name = {0};

	pm_items_name(product, item, &name);
	pm_json_str(json, pm_buf_str(&name));
	pm_buf_clear(&name);
}

static void write_plain(struct pm_json *json, struct pm_str text)
{
	struct pm_buf plain = {0};

	pm_text_plain(text, &plain);
	pm_json_str(json, pm_buf_str(&plain));
	pm_buf_clear(&plain);
}

/* -- typed values */

static void write_range(struct pm_json *json, double low, double high)
{
	if (low == high) {
		pm_json_number(json, low);
		return;
	}
	pm_json_object(json);
	pm_json_name(json, "low");
	pm_json_number(json, low);
	pm_json_name(json, "high");
	pm_json_number(json, high);
	pm_json_object_end(json);
}

/* {"value","unit"}, or {"low","high","unit"}. */
static void write_measure(struct pm_json *json, double low, double high, struct pm_str unit)
{
	pm_json_object(json);
	pm_json_name(json, low == high ? "value" : "low");
	pm_json_number(json, low);
	if (low != high) {
		pm_json_name(json, "high");
		pm_json_number(json, high);
	}
	pm_json_name(json, "unit");
	pm_json_str(json, unit);
	pm_json_object_end(json);
}

static bool write_size(struct pm_json *json, const struct pm_product *product, const struct pm_item *item, enum pm_field_id field)
{
	struct pm_size size;

	if (!pm_item_size(product, item, field, &size))
		return false;
	write_measure(json, size.low, size.high, pm_str_c(size.unit));
	return true;
}

static bool write_number(struct pm_json *json, const struct pm_product *product, const struct pm_item *item, enum pm_field_id field)
{
	struct pm_number number;

	if (!pm_item_number(product, item, field, &number))
		return false;
	if (number.unit.n > 0 && !number.percent)
		write_measure(json, number.low, number.high, number.unit);
	else
		write_range(json, number.low, number.high);
	return true;
}

static bool write_date(struct pm_json *json, const struct pm_product *product, const struct pm_item *item, enum pm_field_id field)
{
	char text[16];
	pm_day day;

	if (!pm_item_date(product, item, field, &day))
		return false;
	pm_day_format(day, text);
	pm_json_strz(json, text);
	return true;
}

/* The ids that a field names: as the item that is meant writes its own, or as written where there is none.  False: no links. */
static bool write_links(struct pm_json *json, const struct pm_view_input *input, const struct pm_item *item, enum pm_field_id field)
{
	const struct pm_product *product = input->product;
	bool any = false;

	for (uint32_t i = 0; i < item->link_count; i++) {
		const struct pm_link *link = &product->links[item->first_link + i];

		if (link->field != field || link->text.n == 0 || !pm_view_names(input, link->to))
			continue;
		if (!any)
			pm_json_array(json);
		any = true;
		if (link->to == PM_NO_ITEM || product->items[link->to].id.n == 0)
			pm_json_str(json, link->text);
		else
			pm_json_str(json, product->items[link->to].id);
	}
	if (any)
		pm_json_array_end(json);
	return any;
}

/* Names and words, split at commas; a YAML list comes in brackets or as lines with dashes. */
static void write_list(struct pm_json *json, struct pm_str text)
{
	text = pm_str_trim(text);
	if (text.n >= 2 && text.p[0] == '[' && text.p[text.n - 1] == ']')
		text = pm_str_sub(text, 1, text.n - 1);
	pm_json_array(json);
	for (size_t i = 0, from = 0; i <= text.n; i++) {
		struct pm_str part;

		if (i < text.n && text.p[i] != ',' && text.p[i] != ';' && text.p[i] != '\n')
			continue;
		part = pm_str_trim(pm_str_sub(text, from, i));
		if (pm_str_starts(part, "- "))
			part = pm_str_trim(pm_str_sub(part, 2, part.n));
		if (part.n >= 2 && (part.p[0] == '"' || part.p[0] == '\'') && part.p[part.n - 1] == part.p[0])
			part = pm_str_sub(part, 1, part.n - 1);
		if (part.n > 0)
			write_plain(json, part);
		from = i + 1;
	}
	pm_json_array_end(json);
}

/* One of the field's values in its canonical spelling, else the text. */
static void write_word(struct pm_json *json, struct pm_str text, const char *values)
{
	struct pm_str all = pm_str_c(values);

	while (all.n > 0) {
		ptrdiff_t at = pm_str_chr(all, '|');
		struct pm_str one = pm_str_sub(all, 0, at < 0 ? all.n : (size_t)at);

		if (pm_str_ieq(pm_str_trim(text), one)) {
			pm_json_str(json, one);
			return;
		}
		all = pm_str_sub(all, at < 0 ? all.n : (size_t)at + 1, all.n);
	}
	write_plain(json, text);
}

static bool write_bool(struct pm_json *json, struct pm_str text)
{
	bool value;

	if (!pm_bool_read(text, &value))
		return false;
	pm_json_bool(json, value);
	return true;
}

/* False: the text is not of the field's type. */
static bool write_typed(struct pm_json *json, const struct pm_view_input *input, const struct pm_item *item, enum pm_field_id field,
			struct pm_str text)
{
	const struct pm_product *product = input->product;

	switch (pm_fields[field].type) {
	case PM_TYPE_SIZE: return write_size(json, product, item, field);
	case PM_TYPE_NUMBER:
	case PM_TYPE_MONEY:
	case PM_TYPE_PERCENT: return write_number(json, product, item, field);
	case PM_TYPE_DATE: return write_date(json, product, item, field);
	case PM_TYPE_LINKS:
	case PM_TYPE_DIRECTION: return write_links(json, input, item, field);
	case PM_TYPE_BOOL: return write_bool(json, text);
	case PM_TYPE_NAMES:
	case PM_TYPE_LIST: write_list(json, text); return true;
	case PM_TYPE_WORD: write_word(json, text, pm_fields[field].values); return true;
	default: return false;
	}
}

static void write_value(struct pm_json *json, const struct pm_view_input *input, const struct pm_item *item, enum pm_field_id field)
{
	struct pm_str text = pm_item_text(input->product, item, field);
	enum pm_field_type type = pm_fields[field].type;

	if (write_typed(json, input, item, field, text))
		return;
	if (type == PM_TYPE_TEXT || type == PM_TYPE_URL)
		pm_json_str(json, text);
	else
		write_plain(json, text);
}

/* -- one item */

/* These have a place of their own beside "fields". */
static bool has_own_place(unsigned def)
{
	return def == PM_FIELD_ID || def == PM_FIELD_TITLE || def == PM_FIELD_KIND || def == PM_FIELD_STATUS;
}

static void write_fields(struct pm_json *json, const struct pm_view_input *input, const struct pm_item *item)
{
	bool seen[PM_FIELD_COUNT] = {false};

	pm_json_name(json, "fields");
	pm_json_object(json);
	for (uint16_t i = 0; i < item->field_count; i++) {
		unsigned def = item->fields[i].def;

		if (def >= PM_FIELD_COUNT || seen[def] || has_own_place(def) || !pm_view_shows_field(input, (enum pm_field_id)def))
			continue;
		seen[def] = true;
		if (pm_item_text(input->product, item, (enum pm_field_id)def).n == 0 ||
		    pm_view_hides_links(input, item, (enum pm_field_id)def))
			continue;
		pm_json_name(json, pm_fields[def].key);
		write_value(json, input, item, (enum pm_field_id)def);
	}
	pm_json_object_end(json);
}

/* Labels that are no field stand in order, so that none is lost when two are alike. */
static void write_custom(struct pm_json *json, const struct pm_product *product, const struct pm_item *item)
{
	bool any = false;

	for (uint16_t i = 0; i < item->field_count; i++) {
		const struct pm_field *field = &item->fields[i];

		if (field->def < PM_FIELD_COUNT)
			continue;
		if (!any) {
			pm_json_name(json, "custom");
			pm_json_array(json);
		}
		any = true;
		pm_json_object(json);
		pm_json_name(json, "label");
		write_plain(json, pm_items_label(product, item, field));
		pm_json_name(json, "value");
		pm_json_str(json, pm_field_text(product, item, field));
		pm_json_object_end(json);
	}
	if (any)
		pm_json_array_end(json);
}

static void write_part(struct pm_json *json, const char *name, struct pm_str text)
{
	if (text.n == 0)
		return;
	pm_json_name(json, name);
	pm_json_str(json, text);
}

/* Text of the item without its markup, in one line. */
static void write_unmarked(struct pm_json *json, const char *name, struct pm_str text)
{
	struct pm_buf buf = {0};

	if (text.n == 0)
		return;
	pm_text_plain(text, &buf);
	pm_json_name(json, name);
	pm_json_str(json, pm_buf_str(&buf));
	pm_buf_clear(&buf);
}

static void write_story(struct pm_json *json, const struct pm_product *product, const struct pm_item *item)
{
	const struct pm_story *story = &item->story;

	if (story->span.start == story->span.end)
		return;
	pm_json_name(json, "story");
	pm_json_object(json);
	write_unmarked(json, "role", pm_item_story_text(product, item, story->role));
	write_unmarked(json, "want", pm_item_story_text(product, item, story->want));
	write_unmarked(json, "benefit", pm_item_story_text(product, item, story->benefit));
	pm_json_object_end(json);
}

static void write_criterion(struct pm_json *json, const struct pm_product *product, const struct pm_item *item,
			    const struct pm_criterion *criterion)
{
	struct pm_span given, when, then;

	pm_json_object(json);
	write_unmarked(json, "text", pm_criterion_text(product, item, criterion));
	pm_json_name(json, "done");
	if (criterion->state == PM_BOX_NONE)
		pm_json_null(json);
	else
		pm_json_bool(json, criterion->state == PM_BOX_DONE);
	if (pm_criterion_parts(product, item, criterion, &given, &when, &then)) {
		write_unmarked(json, "given", pm_item_story_text(product, item, given));
		write_unmarked(json, "when", pm_item_story_text(product, item, when));
		write_unmarked(json, "then", pm_item_story_text(product, item, then));
	}
	pm_json_name(json, "line");
	pm_json_int(json, pm_source_line(&product->files[item->file].source, criterion->span.start));
	pm_json_object_end(json);
}

static void write_criteria(struct pm_json *json, const struct pm_product *product, const struct pm_item *item)
{
	pm_json_name(json, "criteria");
	pm_json_array(json);
	for (uint16_t i = 0; i < item->criterion_count; i++)
		write_criterion(json, product, item, &item->criteria[i]);
	pm_json_array_end(json);
}

static void write_relations(struct pm_json *json, const struct pm_view_input *input, const struct pm_item *item)
{
	const struct pm_product *product = input->product;

	if (item->parent != PM_NO_ITEM && pm_view_names(input, item->parent)) {
		pm_json_name(json, "parent");
		write_name(json, product, item->parent);
	}
	pm_json_name(json, "children");
	pm_json_array(json);
	for (uint32_t child = item->first_child; child != PM_NO_ITEM; child = product->items[child].next_sibling)
		if (pm_view_names(input, child))
			write_name(json, product, child);
	pm_json_array_end(json);
	pm_json_name(json, "depends_on");
	if (!write_links(json, input, item, PM_FIELD_DEPENDS_ON)) {
		pm_json_array(json);
		pm_json_array_end(json);
	}
}

static void write_head(struct pm_json *json, const struct pm_product *product, const struct pm_item *item)
{
	struct pm_source *source = &product->files[item->file].source;
	struct pm_str status = pm_item_status(product, item);
	uint32_t last = item->span.end > item->span.start ? item->span.end - 1 : item->span.start;

	if (source->line_count == 0)
		pm_source_index(source);
	pm_json_name(json, "id");
	if (item->id.n > 0)
		pm_json_str(json, item->id);
	else
		pm_json_null(json);
	pm_json_name(json, "kind");
	pm_json_strz(json, item->kind == PM_KIND_NONE ? NULL : pm_kind_name((enum pm_kind)item->kind));
	pm_json_name(json, "title");
	pm_json_str(json, item->title);
	pm_json_name(json, "path");
	pm_json_strz(json, source->path);
	pm_json_name(json, "line");
	pm_json_int(json, item->line);
	pm_json_name(json, "end_line");
	pm_json_int(json, pm_source_line(source, last));
	pm_json_name(json, "place");
	pm_json_strz(json, pm_place_name((enum pm_place)item->place));
	pm_json_name(json, "status");
	if (status.n > 0)
		pm_json_str(json, status);
	else
		pm_json_null(json);
	pm_json_name(json, "state_class");
	pm_json_strz(json, pm_state_class_name((enum pm_state_class)item->state));
}

static void write_item(struct pm_json *json, const struct pm_view_input *input, uint32_t index)
{
	const struct pm_product *product = input->product;
	const struct pm_item *item = &product->items[index];

	pm_json_object(json);
	write_head(json, product, item);
	write_fields(json, input, item);
	if (!input->customers) /* nobody knows what stands there */
		write_custom(json, product, item);
	write_story(json, product, item);
	write_criteria(json, product, item);
	write_relations(json, input, item);
	pm_json_name(json, "readable");
	pm_json_bool(json, item->readable);
	pm_json_object_end(json);
}

/* -- the document */

static void write_product(struct pm_json *json, const struct pm_view_input *input)
{
	const struct pm_product *product = input->product;

	pm_json_name(json, "product");
	pm_json_object(json);
	pm_json_name(json, "root");
	pm_json_strz(json, input->root ? input->root : "");
	if (input->name.n > 0)
		write_part(json, "name", input->name);
	if (product->vision.start < product->vision.end) {
		struct pm_source *source = &product->files[product->vision_file].source;

		if (source->line_count == 0)
			pm_source_index(source);
		pm_json_name(json, "vision");
		pm_json_object(json);
		write_part(json, "text", pm_str_trim(pm_source_text(source, product->vision)));
		write_part(json, "path", pm_str_c(source->path));
		pm_json_name(json, "line");
		pm_json_int(json, pm_source_line(source, product->vision.start));
		pm_json_object_end(json);
	}
	pm_json_object_end(json);
}

static void write_summary(struct pm_json *json, const struct pm_view_input *input)
{
	struct pm_items_counts counts = pm_items_count(input);

	pm_json_name(json, "summary");
	pm_json_object(json);
	pm_json_name(json, "files");
	pm_json_int(json, counts.files);
	pm_json_name(json, "items");
	pm_json_int(json, counts.items);
	pm_json_name(json, "unreadable");
	pm_json_int(json, counts.unreadable);
	pm_json_name(json, "records");
	pm_json_int(json, counts.records);
	pm_json_object_end(json);
}

/* One item a line, so that a changed item is one changed line. */
void pm_items_json(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out)
{
	struct pm_json json;

	(void)options;
	pm_json_init(&json, out, false);
	json.breaks = 2;
	pm_json_object(&json);
	pm_json_name(&json, "format");
	pm_json_strz(&json, "pm-items/1");
	json.breaks = 1;
	write_product(&json, input);
	json.breaks = 2;
	pm_json_name(&json, "items");
	pm_json_array(&json);
	for (uint32_t i = 0; pm_product_more(input->product, i); i++)
		if (pm_view_shows(input, i))
			write_item(&json, input, i);
	pm_json_array_end(&json);
	json.breaks = 1;
	write_summary(&json, input);
	pm_json_errors(&json, input->errors);
	pm_json_object_end(&json);
	pm_json_end(&json);
}

void pm_items_jsonl(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out)
{
	struct pm_json json;

	(void)options;
	for (uint32_t i = 0; pm_product_more(input->product, i); i++) {
		if (!pm_view_shows(input, i))
			continue;
		pm_json_init(&json, out, false);
		write_item(&json, input, i);
		pm_json_end(&json);
	}
}
