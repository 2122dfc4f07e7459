/* fix_empty: labels, keys and cells that stand there with nothing behind them: the model has no field of them, yet they are where a
 * value belongs. */
#include "parser/fix_field.h"

#include "parser/line.h"

#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool at_end(const struct pm_fix *fix, uint32_t at)
{
	return at == fix->source->size || fix->source->bytes[at] == '\n' || fix->source->bytes[at] == '\r';
}

/* Puts the value at an empty place, parted from what is around it by blanks. */
void pm_fix_insert(const struct pm_fix *fix, uint32_t at, struct pm_str text)
{
	const char *bytes = fix->source->bytes;
	struct pm_buf apart = {0};

	if (at > 1 && is_blank(bytes[at - 1]) && is_blank(bytes[at - 2]) && !at_end(fix, at))
		at--; /* in the middle of `|  |` */
	if (at > 0 && !is_blank(bytes[at - 1]) && bytes[at - 1] != '\n')
		pm_buf_addc(&apart, ' ');
	pm_buf_adds(&apart, text);
	if (!at_end(fix, at) && !is_blank(bytes[at]))
		pm_buf_addc(&apart, ' ');
	pm_fix_replace(fix, at, at, pm_buf_str(&apart));
	pm_buf_clear(&apart);
}

/* -- labelled lines and two-column tables */

/* Behind list markers, quote marks and blanks. */
static uint32_t skip_markers(const struct pm_fix *fix, uint32_t at, uint32_t end)
{
	const char *bytes = fix->source->bytes;

	while (at < end &&
	       (is_blank(bytes[at]) || bytes[at] == '>' || (strchr("-*+", bytes[at]) && at + 1 < end && is_blank(bytes[at + 1]))))
		at++;
	return at;
}

/* A label of the field with nothing behind it, on the line from `at`: the offset for the value; 0: none. */
static uint32_t empty_label(const struct pm_fix *fix, uint32_t at, uint32_t end)
{
	struct pm_labelled line;

	at = skip_markers(fix, at, end);
	while (at < end) {
		struct pm_str text = pm_source_text(fix->source, (struct pm_span){at, end});
		size_t next;

		if (!pm_line_read(text, &line) || !line.colon)
			return 0;
		next = pm_line_split(text, &line);
		if (line.field == fix->field && line.value_from >= line.value_to)
			return at + (uint32_t)(line.value_from < text.n ? line.value_from : text.n);
		if (next == 0 || next >= text.n)
			return 0;
		at += (uint32_t)next;
	}
	return 0;
}

/* `| Status |  |`: the offset for the value; 0: none. */
static uint32_t empty_pair(const struct pm_fix *fix, uint32_t at, uint32_t end)
{
	const char *bytes = fix->source->bytes, *bar, *close;

	at = skip_markers(fix, at, end);
	if (at == end || bytes[at] != '|')
		return 0;
	at++;
	bar = memchr(bytes + at, '|', end - at);
	if (!bar || pm_field_find(pm_str_n(bytes + at, (size_t)(bar - (bytes + at)))) != fix->field)
		return 0;
	at = (uint32_t)(bar - bytes) + 1;
	close = memchr(bytes + at, '|', end - at);
	if (!close)
		return 0;
	for (uint32_t i = at; i < (uint32_t)(close - bytes); i++)
		if (!is_blank(bytes[i]))
			return 0;
	return (uint32_t)(close - bytes);
}

static bool is_fence(const struct pm_fix *fix, uint32_t at, uint32_t end)
{
	struct pm_str text;

	at = skip_markers(fix, at, end);
	text = pm_source_text(fix->source, (struct pm_span){at, end});
	return pm_str_starts(text, "```") || pm_str_starts(text, "~~~");
}

/* The item's own lines: up to its first child. */
static uint32_t own_end(const struct pm_fix *fix)
{
	uint32_t child = fix->item->first_child;

	if (child != PM_NO_ITEM && fix->product->items[child].file == fix->item->file &&
	    fix->product->items[child].head.start > fix->item->head.start)
		return pm_fix_line_start(fix->source, fix->product->items[child].head.start);
	return fix->item->span.end;
}

static uint32_t empty_place(const struct pm_fix *fix, bool *cell)
{
	uint32_t stop = own_end(fix), place = 0;
	bool fenced = false;

	for (uint32_t at = pm_fix_next_line(fix->source, fix->item->head.start); at < stop;
	     at = pm_fix_next_line(fix->source, at)) {
		uint32_t end = pm_fix_line_end(fix->source, at);

		if (is_fence(fix, at, end))
			fenced = !fenced;
		if (fenced)
			continue;
		place = empty_label(fix, at, end);
		*cell = false;
		if (!place) {
			place = empty_pair(fix, at, end);
			*cell = true;
		}
		if (place)
			return place;
	}
	return 0;
}

bool pm_fix_fill_line(const struct pm_fix *fix)
{
	bool cell;
	uint32_t place = empty_place(fix, &cell);

	if (!place)
		return false;
	if (cell)
		pm_fix_set_cell(fix, (struct pm_span){place, place});
	else
		pm_fix_insert(fix, place, fix->value);
	return true;
}

/* -- YAML */

static bool is_nothing(struct pm_str value)
{
	static const char *const nothings[] = {"", "[]", "[ ]", "{}", "~", "null", "''", "\"\""};

	for (size_t i = 0; i < sizeof nothings / sizeof *nothings; i++)
		if (pm_str_ieqc(value, nothings[i]))
			return true;
	return false;
}

static void fill_key(const struct pm_fix *fix, uint32_t colon, struct pm_span value)
{
	enum pm_field_type type = pm_fields[fix->field].type;
	bool list = value.start < value.end && fix->source->bytes[value.start] == '[';
	struct pm_field field = {.value = value, .def = (uint16_t)fix->field, .spelling = PM_SPELL_YAML_LIST};
	struct pm_buf text = {0};

	if (list) {
		pm_fix_set_list(fix, &field);
		return;
	}
	pm_fix_yaml_scalar(&text, fix->value, 0, false, type == PM_TYPE_BOOL);
	if (value.start < value.end)
		pm_fix_replace(fix, value.start, value.end, pm_buf_str(&text));
	else
		pm_fix_insert(fix, colon + 1, pm_buf_str(&text));
	pm_buf_clear(&text);
}

/* Is a deeper line, or an entry of a list, the next one? Then the key is not empty. */
static bool has_block(const struct pm_fix *fix, uint32_t key, uint32_t end)
{
	uint32_t next = pm_fix_next_line(fix->source, key), at = next;
	uint32_t indent = key - pm_fix_line_start(fix->source, key);

	while (at < end && is_blank(fix->source->bytes[at]))
		at++;
	return at < end && !at_end(fix, at) && (at - next > indent || fix->source->bytes[at] == '-') &&
	       !pm_str_starts(pm_source_text(fix->source, (struct pm_span){at, end}), "---");
}

bool pm_fix_fill_yaml(const struct pm_fix *fix, uint32_t start, uint32_t end, uint32_t indent)
{
	const char *bytes = fix->source->bytes;

	for (uint32_t at = start; at < end; at = pm_fix_next_line(fix->source, at)) {
		uint32_t stop = pm_fix_line_end(fix->source, at), key = at;
		const char *colon;
		struct pm_span value;

		while (key < stop && (is_blank(bytes[key]) || (bytes[key] == '-' && key + 1 < stop && is_blank(bytes[key + 1]))))
			key++;
		colon = memchr(bytes + key, ':', stop - key);
		if (key - at != indent || !colon ||
		    pm_field_find(pm_str_n(bytes + key, (size_t)(colon - (bytes + key)))) != fix->field)
			continue;
		value.start = (uint32_t)(colon - bytes) + 1;
		while (value.start < stop && is_blank(bytes[value.start]))
			value.start++;
		for (value.end = value.start; value.end < stop && bytes[value.end] != '#'; value.end++)
			;
		while (value.end > value.start && is_blank(bytes[value.end - 1]))
			value.end--;
		if (!is_nothing(pm_source_text(fix->source, value)) || (value.start == value.end && has_block(fix, key, end)))
			continue;
		fill_key(fix, (uint32_t)(colon - bytes), value);
		return true;
	}
	return false;
}
