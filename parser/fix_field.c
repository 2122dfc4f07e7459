/* fix_field: the edits that give a field a value where it stands, and tick criteria. */
#include "parser/fix_field.h"

#include "parser/line.h"
#include "parser/title.h"

#include <stdlib.h>
#include <string.h>

/* -- places in the bytes */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

uint32_t pm_fix_line_start(const struct pm_source *source, uint32_t at)
{
	while (at > 0 && source->bytes[at - 1] != '\n')
		at--;
	return at;
}

uint32_t pm_fix_line_end(const struct pm_source *source, uint32_t at)
{
	const char *lf = at < source->size ? memchr(source->bytes + at, '\n', source->size - at) : NULL;
	uint32_t end = lf ? (uint32_t)(lf - source->bytes) : (uint32_t)source->size;

	return lf && end > at && source->bytes[end - 1] == '\r' ? end - 1 : end;
}

uint32_t pm_fix_next_line(const struct pm_source *source, uint32_t at)
{
	const char *lf = at < source->size ? memchr(source->bytes + at, '\n', source->size - at) : NULL;

	return lf ? (uint32_t)(lf - source->bytes) + 1 : (uint32_t)source->size;
}

/* The end of the line at `at`, or of the one before it: a file's last line has none. */
struct pm_str pm_fix_eol(const struct pm_source *source, uint32_t at)
{
	uint32_t next = pm_fix_next_line(source, at);

	if (next == 0 || source->bytes[next - 1] != '\n')
		next = pm_fix_line_start(source, at);
	return next >= 2 && source->bytes[next - 2] == '\r' ? PM_STR("\r\n") : PM_STR("\n");
}

static struct pm_str text_of(const struct pm_fix *fix, uint32_t start, uint32_t end)
{
	return pm_str_n(fix->source->bytes + start, end > start ? end - start : 0);
}

int pm_fix_refuse(const struct pm_fix *fix, const char *why)
{
	struct pm_str name = fix->item->id.n ? fix->item->id : fix->item->title;

	pm_buf_addf(fix->err, "%s:%u: cannot set %s of %.*s: %s", fix->source->path, fix->item->line, pm_fields[fix->field].name,
		    PM_FMT(name), why);
	return -1;
}

void pm_fix_replace(const struct pm_fix *fix, uint32_t start, uint32_t end, struct pm_str text)
{
	pm_edits_add(fix->edits, fix->file, (struct pm_span){start, end}, text);
}

/* -- values in YAML */

static bool is_yaml_word(struct pm_str value)
{
	static const char *const words[] = {"null", "~", "true", "false", "yes", "no", "on", "off", "y", "n"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (pm_str_ieqc(value, words[i]))
			return true;
	return false;
}

static bool needs_quotes(struct pm_str value, bool flow, bool boolean)
{
	if (value.n == 0 || strchr("#&*!|>'\"%@`,[]{}", value.p[0]))
		return true;
	if (strchr("-?:", value.p[0]) && (value.n == 1 || is_blank(value.p[1]) || flow))
		return true;
	if ((!boolean && is_yaml_word(value)) || (value.n > 1 && value.p[0] == '0' && value.p[1] >= '0' && value.p[1] <= '9'))
		return true;
	for (size_t i = 0; i < value.n; i++) {
		char next = i + 1 < value.n ? value.p[i + 1] : ' ';

		if (value.p[i] == ':' && (is_blank(next) || (flow && strchr(",[]{}", next))))
			return true;
		if (value.p[i] == '#' && i && is_blank(value.p[i - 1]))
			return true;
		if (value.p[i] == '\t' || (flow && strchr(",[]{}", value.p[i])))
			return true;
	}
	return false;
}

/* The inside of quotes. */
static void add_quoted(struct pm_buf *out, struct pm_str value, char quote)
{
	for (size_t i = 0; i < value.n; i++) {
		char c = value.p[i];

		if (quote == '\'' && c == '\'')
			pm_buf_addc(out, '\'');
		else if (quote == '"' && (c == '"' || c == '\\'))
			pm_buf_addc(out, '\\');
		if (quote == '"' && c == '\t')
			pm_buf_addz(out, "\\t");
		else
			pm_buf_addc(out, c);
	}
}

void pm_fix_yaml_scalar(struct pm_buf *out, struct pm_str value, char quote, bool flow, bool boolean)
{
	if (!quote && needs_quotes(value, flow, boolean))
		quote = memchr(value.p, '\'', value.n) || memchr(value.p, '\t', value.n) ? '"' : '\'';
	if (!quote) {
		pm_buf_adds(out, value);
		return;
	}
	pm_buf_addc(out, quote);
	add_quoted(out, value, quote);
	pm_buf_addc(out, quote);
}

/* Is the value inside `{` or `[` on its line? */
static bool in_flow(const struct pm_fix *fix, uint32_t at)
{
	for (uint32_t i = pm_fix_line_start(fix->source, at); i < at; i++)
		if (fix->source->bytes[i] == '{' || fix->source->bytes[i] == '[')
			return true;
	return false;
}

/* -- an existing value */

/* Where a value goes that is not there yet: behind the label, its emphasis and its colon. */
static uint32_t empty_place(const struct pm_fix *fix, struct pm_span label)
{
	const char *bytes = fix->source->bytes;
	uint32_t at = label.end, end = pm_fix_line_end(fix->source, label.end);

	while (at < end) {
		if (strchr(" \t*_`:'\"", bytes[at]) && bytes[at])
			at++;
		else if (end - at >= 3 && memcmp(bytes + at, "：", 3) == 0)
			at += 3;
		else
			break;
	}
	return at;
}

static void put_value(const struct pm_fix *fix, const struct pm_field *field, struct pm_str text)
{
	if (field->value.start < field->value.end)
		pm_fix_replace(fix, field->value.start, field->value.end, text);
	else if (field->label.start < field->label.end)
		pm_fix_insert(fix, empty_place(fix, field->label), text);
	else
		pm_fix_insert(fix, field->value.start, text);
}

/* Does the label's line, from the label on, read as this value and then as before, when the value is put in? */
bool pm_fix_reads_back(struct pm_str before, struct pm_str value, struct pm_str behind)
{
	struct pm_buf text = {0};
	struct pm_labelled line;
	bool same;

	pm_buf_adds(&text, before);
	pm_buf_adds(&text, value);
	pm_buf_adds(&text, behind);
	same = pm_line_read(pm_buf_str(&text), &line);
	if (same) {
		pm_line_split(pm_buf_str(&text), &line);
		same = pm_str_eq(pm_str_sub(pm_buf_str(&text), line.value_from, line.value_to), value);
	}
	pm_buf_clear(&text);
	return same;
}

static bool is_emphasis(char c)
{
	return c == '*' || c == '_' || c == '`' || c == '~';
}

static int set_line(const struct pm_fix *fix, const struct pm_field *field)
{
	const char *bytes = fix->source->bytes;
	uint32_t from = field->label.start, start = pm_fix_line_start(fix->source, from);
	uint32_t at = field->value.start < field->value.end ? field->value.start : empty_place(fix, field->label);
	uint32_t end = field->value.start < field->value.end ? field->value.end : at;

	while (from > start && is_emphasis(bytes[from - 1]))
		from--;
	/* a value on the lines below its label is read by other rules */
	if (field->label.start < field->label.end && at <= pm_fix_line_end(fix->source, from) &&
	    !pm_fix_reads_back(text_of(fix, from, at), fix->value, text_of(fix, end, pm_fix_line_end(fix->source, end))))
		return pm_fix_refuse(fix, "on this line the value would be read as something else; leave out what parts fields "
					  "(` · `, `|`, `;`) and emphasis");
	put_value(fix, field, fix->value);
	return 0;
}

static int set_yaml(const struct pm_fix *fix, const struct pm_field *field)
{
	struct pm_buf text = {0};

	pm_fix_yaml_scalar(&text, fix->value, 0, in_flow(fix, field->label.start), pm_fields[fix->field].type == PM_TYPE_BOOL);
	put_value(fix, field, pm_buf_str(&text));
	pm_buf_clear(&text);
	return 0;
}

static int set_quoted(const struct pm_fix *fix, const struct pm_field *field)
{
	char quote = field->value.start ? fix->source->bytes[field->value.start - 1] : 0;
	struct pm_buf text = {0};

	if (quote != '"' && quote != '\'')
		return set_yaml(fix, field);
	add_quoted(&text, fix->value, quote);
	pm_fix_replace(fix, field->value.start, field->value.end, pm_buf_str(&text));
	pm_buf_clear(&text);
	return 0;
}

/* A folded or literal scalar begins at its `>` or `|`, whatever of it the span covers. */
static uint32_t block_start(const struct pm_fix *fix, const struct pm_field *field)
{
	const char *bytes = fix->source->bytes;
	uint32_t at = field->label.end, end = pm_fix_line_end(fix->source, field->label.end);

	while (at < end && bytes[at] != '>' && bytes[at] != '|')
		at++;
	return at < end && at < field->value.start ? at : field->value.start;
}

static uint32_t trimmed_end(const struct pm_fix *fix, uint32_t start, uint32_t end)
{
	while (end > start && strchr(" \t\r\n", fix->source->bytes[end - 1]) && fix->source->bytes[end - 1])
		end--;
	return end;
}

static int set_block(const struct pm_fix *fix, const struct pm_field *field)
{
	uint32_t start = block_start(fix, field);
	struct pm_buf text = {0};

	pm_fix_yaml_scalar(&text, fix->value, 0, false, pm_fields[fix->field].type == PM_TYPE_BOOL);
	pm_fix_replace(fix, start, trimmed_end(fix, start, field->value.end), pm_buf_str(&text));
	pm_buf_clear(&text);
	return 0;
}

bool pm_fix_add_cell(struct pm_buf *out, struct pm_str value)
{
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] == '|' && i && value.p[i - 1] == '\\')
			return false;
		if (value.p[i] == '|')
			pm_buf_addc(out, '\\');
		pm_buf_addc(out, value.p[i]);
	}
	return value.p[value.n - 1] != '\\';
}

int pm_fix_set_cell(const struct pm_fix *fix, struct pm_span cell)
{
	struct pm_buf text = {0};
	bool good = pm_fix_add_cell(&text, fix->value);

	if (good && cell.start < cell.end)
		pm_fix_replace(fix, cell.start, cell.end, pm_buf_str(&text));
	else if (good)
		pm_fix_insert(fix, cell.start, pm_buf_str(&text));
	pm_buf_clear(&text);
	return good ? 0 : pm_fix_refuse(fix, "in a table a value cannot have a backslash at its end or before a bar");
}

bool pm_fix_begins_block(struct pm_str text)
{
	size_t digits = 0;

	if (strchr("#>|=", text.p[0]) ||
	    (strchr("-+*", text.p[0]) && (text.n == 1 || is_blank(text.p[1]) || text.p[1] == text.p[0])))
		return true;
	if (pm_str_starts(text, "```") || pm_str_starts(text, "~~~") || text.p[0] == '<')
		return true;
	while (digits < text.n && text.p[digits] >= '0' && text.p[digits] <= '9')
		digits++;
	return digits && digits + 1 < text.n && strchr(".)", text.p[digits]) && is_blank(text.p[digits + 1]);
}

static int set_section(const struct pm_fix *fix, const struct pm_field *field)
{
	if (pm_fix_begins_block(fix->value))
		return pm_fix_refuse(
			fix, "under its heading the value would be read as a list, a heading or a quote; begin it with a word");
	pm_fix_replace(fix, field->value.start, field->value.end, fix->value);
	return 0;
}

static bool has_words(struct pm_str text)
{
	const char *p = text.p, *end = pm_str_end(text);
	uint32_t ch;

	while (p < end) {
		p += pm_utf8_decode(p, end, &ch);
		if (pm_char_is_word(ch) && !pm_char_is_emoji(ch))
			return true;
	}
	return false;
}

/* The title around a place: without marks of headings and lists in front; of a row, the cell. */
static struct pm_span title_around(const struct pm_fix *fix, uint32_t at)
{
	const char *bytes = fix->source->bytes;
	struct pm_span title = {pm_fix_line_start(fix->source, at), pm_fix_line_end(fix->source, at)};

	if (fix->item->form == PM_FORM_ROW) {
		for (title.start = at; title.start > 0 && !strchr("|\n", bytes[title.start - 1]); title.start--)
			;
		for (uint32_t end = at; end < title.end; end++)
			if (bytes[end] == '|' && bytes[end - 1] != '\\')
				title.end = end;
	}
	while (title.start < at && (is_blank(bytes[title.start]) || bytes[title.start] == '>' || bytes[title.start] == '#' ||
				    (strchr("-*+", bytes[title.start]) && is_blank(bytes[title.start + 1]))))
		title.start++;
	return title;
}

/* What is read behind a title: false when a field of ours is not among it, with that value. */
static bool reads_behind(struct pm_str text, bool heading, enum pm_field_id field, struct pm_str value, struct pm_title *title)
{
	pm_title_read(text, heading, title);
	for (size_t i = 0; i < title->suffix_count; i++)
		if (title->suffixes[i].field == field &&
		    pm_str_eq(pm_str_sub(text, title->suffixes[i].from, title->suffixes[i].to), value))
			return true;
	return false;
}

/* Puts a value behind the title in place of [start, end), if it is read as that there and leaves the title as it is. */
static int put_behind_title(const struct pm_fix *fix, const struct pm_field *field, struct pm_span place, struct pm_str text,
			    struct pm_str value)
{
	struct pm_span title = title_around(fix, place.start);
	struct pm_title was, is;
	struct pm_buf line = {0};
	bool heading = fix->item->form == PM_FORM_HEADING, good;

	pm_buf_adds(&line, text_of(fix, title.start, place.start));
	pm_buf_adds(&line, text);
	pm_buf_adds(&line, text_of(fix, place.end, title.end));
	good = !reads_behind(text_of(fix, title.start, title.end), heading, fix->field,
			     text_of(fix, field->value.start, field->value.end), &was) ||
	       (reads_behind(pm_buf_str(&line), heading, fix->field, value, &is) && was.suffix_count == is.suffix_count &&
		was.from == is.from && was.to == is.to);
	pm_buf_clear(&line);
	if (!good)
		return pm_fix_refuse(fix, "behind the title this value would not be read as one; give the item a line for it");
	pm_fix_replace(fix, place.start, place.end, text);
	return 0;
}

/* Behind the title: `5 pts` keeps its unit when the new value is a number alone, and an emoji gives way to brackets. */
static int set_suffix(const struct pm_fix *fix, const struct pm_field *field)
{
	struct pm_str old = text_of(fix, field->value.start, field->value.end), value;
	struct pm_number was, is;
	struct pm_buf text = {0};
	bool bracket = !has_words(old) && has_words(fix->value);
	int result;

	for (size_t i = 0; i < fix->value.n; i++)
		if (strchr("()[]{}`", fix->value.p[i]))
			return pm_fix_refuse(fix, "behind a title a value cannot hold brackets or backquotes");
	pm_buf_addz(&text, bracket ? "[" : "");
	pm_buf_adds(&text, fix->value);
	if (pm_number_read(old, &was) && was.unit.n && pm_number_read(fix->value, &is) && !is.unit.n)
		pm_buf_adds(&text, pm_str_sub(old, (size_t)(was.unit.p - old.p) - (was.unit.p > old.p && is_blank(was.unit.p[-1])),
					      old.n));
	value = pm_str_sub(pm_buf_str(&text), bracket, text.n);
	pm_buf_addz(&text, bracket ? "]" : "");
	value.p = text.p + bracket; /* the buffer may have moved */
	result = put_behind_title(fix, field, field->value, pm_buf_str(&text), value);
	pm_buf_clear(&text);
	return result;
}

static int set_tail(const struct pm_fix *fix, const struct pm_field *field)
{
	struct pm_str value = fix->value;
	uint32_t start = field->value.start;
	const char *bytes = fix->source->bytes;
	unsigned others = 0;

	for (size_t i = 0; i < fix->item->field_count; i++)
		others += fix->item->fields[i].def == field->def && fix->item->fields[i].spelling == PM_SPELL_TAIL;
	if (others > 1)
		return pm_fix_refuse(fix, "it stands in several words behind the title; edit them by hand");
	start += start < field->value.end && strchr("~#@", bytes[start]) != NULL;
	if (start && value.p[0] == bytes[start - 1]) /* the sign stands there already */
		value = pm_str_sub(value, 1, value.n);
	for (size_t i = 0; i < value.n; i++)
		if (is_blank(value.p[i]) || value.p[i] == ',')
			return pm_fix_refuse(
				fix, "behind a title (`~3d #tag @name`) a value is one word; write it as a line of its own");
	if (value.n == 0)
		return pm_fix_refuse(fix, "the value is a sign alone");
	return put_behind_title(fix, field, (struct pm_span){start, field->value.end}, value, value);
}

/* What stands in a box, or is one: the character for done and open. */
static struct pm_str box_text(struct pm_str old, bool done, bool capital)
{
	if (pm_str_eqc(old, "☐") || pm_str_eqc(old, "☑"))
		return pm_str_c(done ? "☑" : "☐");
	if (pm_str_eqc(old, "⬜") || pm_str_eqc(old, "✅"))
		return pm_str_c(done ? "✅" : "⬜");
	return pm_str_c(!done ? " " : capital ? "X" : "x");
}

static struct pm_str char_at(const struct pm_source *source, uint32_t at)
{
	uint32_t ch;

	if (at >= source->size)
		return pm_str_n(source->bytes, 0);
	return pm_str_n(source->bytes + at, pm_utf8_decode(source->bytes + at, source->bytes + source->size, &ch));
}

static int set_box(const struct pm_fix *fix, const struct pm_field *field)
{
	struct pm_str old = char_at(fix->source, field->value.start), text;
	enum pm_state_class state =
		fix->product->config ? pm_config_state(fix->product->config, fix->value, NULL) : pm_state_read(fix->value, NULL);

	if (state != PM_STATE_DONE && state != PM_STATE_OPEN)
		return pm_fix_refuse(fix,
				     "its status is its box, which says open or done and no more; give it a line `- Status: ...`");
	text = box_text(old, state == PM_STATE_DONE, pm_str_eqc(old, "X"));
	if (!pm_str_eq(old, text))
		pm_fix_replace(fix, field->value.start, field->value.start + (uint32_t)old.n, text);
	return 0;
}

/* `&name 3`, or `*name`: other values may be tied to it, and nobody could read them without it. */
static bool is_anchored(const struct pm_fix *fix, const struct pm_field *field)
{
	uint32_t start = field->value.start;

	if (field->spelling != PM_SPELL_YAML && field->spelling != PM_SPELL_QUOTED && field->spelling != PM_SPELL_YAML_BLOCK)
		return false;
	return fix->source->bytes[start] == '&' || fix->source->bytes[start] == '*' ||
	       (start > 0 && fix->source->bytes[start - 1] == '*');
}

static int refuse_anchored(const struct pm_fix *fix)
{
	return pm_fix_refuse(fix,
			     "a YAML anchor or alias stands there, and other values may hang on it; write the value out first");
}

static int set_value(const struct pm_fix *fix, const struct pm_field *field)
{
	if (is_anchored(fix, field))
		return refuse_anchored(fix);
	switch ((enum pm_spelling)field->spelling) {
	case PM_SPELL_LINE: return set_line(fix, field);
	case PM_SPELL_YAML: return set_yaml(fix, field);
	case PM_SPELL_QUOTED: return set_quoted(fix, field);
	case PM_SPELL_YAML_LIST: return pm_fix_set_list(fix, field);
	case PM_SPELL_YAML_BLOCK: return set_block(fix, field);
	case PM_SPELL_CELL:
	case PM_SPELL_PAIR: return pm_fix_set_cell(fix, field->value);
	case PM_SPELL_SECTION: return set_section(fix, field);
	case PM_SPELL_SUFFIX: return set_suffix(fix, field);
	case PM_SPELL_TAIL: return set_tail(fix, field);
	case PM_SPELL_BOX: return set_box(fix, field);
	case PM_SPELL_STRUCK:
		return pm_fix_refuse(fix, "the struck title says it; take the ~~ away, or give it a line `- Status: ...`");
	case PM_SPELL_BUCKET:
		return pm_fix_refuse(fix, "it comes from the heading above; move the item, or give it a field of its own");
	case PM_SPELL_FOLDER:
		return pm_fix_refuse(fix,
				     "it comes from the folder that the file is in; move the file, or give it a field of its own");
	}
	return -1;
}

/* -- taking a field away */

/* What may stand on a line around a field that has it to itself: markers, emphasis, a hard break. */
static bool is_decoration(struct pm_str text)
{
	const char *p = text.p, *end = pm_str_end(text);
	uint32_t ch;

	while (p < end) {
		p += pm_utf8_decode(p, end, &ch);
		if (ch < 0x80 ? ch && !strchr(" \t\r*_`~>-+.)\\1234567890", (int)ch) : !pm_char_is_emoji(ch) && ch != 0x2022)
			return false;
	}
	return true;
}

static bool is_separator(const struct pm_fix *fix, uint32_t at, uint32_t *after)
{
	const char *bytes = fix->source->bytes;
	static const char *const signs[] = {"·", "•", "|", ";", ","};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		size_t n = strlen(signs[i]);

		if (fix->source->size - at >= n && memcmp(bytes + at, signs[i], n) == 0) {
			*after = at + (uint32_t)n;
			return true;
		}
	}
	return false;
}

/* One of several on a line goes with the separator behind it, or else the one before it. */
static void remove_part(const struct pm_fix *fix, uint32_t start, uint32_t end)
{
	const char *bytes = fix->source->bytes;
	uint32_t line_start = pm_fix_line_start(fix->source, start), line_end = pm_fix_line_end(fix->source, end), at, after;

	while (start > line_start && is_emphasis(bytes[start - 1]))
		start--;
	while (end < line_end && is_emphasis(bytes[end]))
		end++;
	for (at = end; at < line_end && is_blank(bytes[at]); at++)
		;
	if (at < line_end && is_separator(fix, at, &after)) {
		for (; after < line_end && is_blank(bytes[after]); after++)
			;
		pm_fix_replace(fix, start, after, PM_STR(""));
		return;
	}
	while (start > line_start && is_blank(bytes[start - 1]))
		start--;
	for (at = start > line_start ? start - 1 : start; at > line_start && ((unsigned char)bytes[at] & 0xc0) == 0x80; at--)
		;
	if (at >= line_start && is_separator(fix, at, &after) && after == start)
		start = at;
	while (start > line_start && is_blank(bytes[start - 1]))
		start--;
	pm_fix_replace(fix, start, end, PM_STR(""));
}

static void remove_lines(const struct pm_fix *fix, uint32_t from, uint32_t to)
{
	pm_fix_replace(fix, pm_fix_line_start(fix->source, from), pm_fix_next_line(fix->source, to), PM_STR(""));
}

static int remove_line(const struct pm_fix *fix, const struct pm_field *field)
{
	uint32_t start = pm_fix_line_start(fix->source, field->label.start);
	uint32_t last = field->value.end > field->label.end ? field->value.end : field->label.end;
	uint32_t end = pm_fix_line_end(fix->source, last);
	bool head = start <= fix->item->head.start && fix->item->head.start < end;

	if (field->label.start == field->label.end)
		return pm_fix_refuse(fix, "it has no label of its own to take away; edit the line by hand");
	if (!head && is_decoration(text_of(fix, start, field->label.start)) && is_decoration(text_of(fix, last, end)))
		remove_lines(fix, field->label.start, last);
	else if (field->value.end > field->label.end)
		remove_part(fix, field->label.start, field->value.end);
	else
		remove_part(fix, field->label.start, trimmed_end(fix, field->label.end, empty_place(fix, field->label)));
	return 0;
}

static int remove_yaml(const struct pm_fix *fix, const struct pm_field *field)
{
	uint32_t start = pm_fix_line_start(fix->source, field->label.start);
	uint32_t end = field->value.end > field->label.end ? field->value.end : field->label.end;

	for (uint32_t i = start; i < field->label.start; i++)
		if (!is_blank(fix->source->bytes[i]) && fix->source->bytes[i] != '"' && fix->source->bytes[i] != '\'')
			return pm_fix_refuse(fix, "its key does not stand on a line of its own; take it away by hand");
	remove_lines(fix, field->label.start, trimmed_end(fix, start, end));
	return 0;
}

/* Is the line behind this one the dashes under a table's head? */
static bool heads_table(const struct pm_fix *fix, uint32_t at)
{
	uint32_t next = pm_fix_next_line(fix->source, at), end = pm_fix_line_end(fix->source, next);
	bool dash = false;

	for (; next < end; next++) {
		if (!strchr("|-: \t>", fix->source->bytes[next]))
			return false;
		dash = dash || fix->source->bytes[next] == '-';
	}
	return dash;
}

static int remove_pair(const struct pm_fix *fix, const struct pm_field *field)
{
	if (heads_table(fix, field->label.end))
		pm_fix_replace(fix, field->value.start, field->value.end, PM_STR(""));
	else
		remove_lines(fix, field->label.start, field->label.start);
	return 0;
}

/* The heading, the value, and the blank lines behind it. */
static int remove_section(const struct pm_fix *fix, const struct pm_field *field)
{
	uint32_t end = pm_fix_next_line(fix->source, trimmed_end(fix, field->label.end, field->value.end));

	while (end < fix->source->size &&
	       pm_fix_line_end(fix->source, end) == trimmed_end(fix, end, pm_fix_line_end(fix->source, end)) &&
	       pm_fix_line_end(fix->source, end) == end)
		end = pm_fix_next_line(fix->source, end);
	pm_fix_replace(fix, pm_fix_line_start(fix->source, field->label.start), end, PM_STR(""));
	return 0;
}

/* With its label, its brackets, its sign, and the blank before it; of several pairs in a bracket, with one of the marks between. */
static int remove_suffix(const struct pm_fix *fix, const struct pm_field *field)
{
	const char *bytes = fix->source->bytes;
	uint32_t start = field->value.start, end = field->value.end;
	uint32_t line_start = pm_fix_line_start(fix->source, start), line_end = pm_fix_line_end(fix->source, end), label = start;

	while (label > line_start && is_blank(bytes[label - 1]))
		label--;
	if (label > line_start && bytes[label - 1] == ':') {
		for (start = label; start > line_start && !memchr("([,;|", bytes[start - 1], 5);)
			start--;
		if (start > line_start && memchr(",;|", bytes[start - 1], 3)) {
			pm_fix_replace(fix, start - 1, end, PM_STR(""));
			return 0;
		}
		if (end < line_end && memchr(",;|", bytes[end], 3)) {
			for (end++; end < line_end && is_blank(bytes[end]);)
				end++;
			pm_fix_replace(fix, start, end, PM_STR(""));
			return 0;
		}
	}
	while (start > line_start && strchr("([`*_~#@", bytes[start - 1]) && bytes[start - 1])
		start--;
	while (end < line_end && strchr(")]`*_", bytes[end]) && bytes[end])
		end++;
	while (start > line_start && is_blank(bytes[start - 1]))
		start--;
	pm_fix_replace(fix, start, end, PM_STR(""));
	return 0;
}

static int remove_value(const struct pm_fix *fix, const struct pm_field *field)
{
	if (is_anchored(fix, field))
		return refuse_anchored(fix);
	switch ((enum pm_spelling)field->spelling) {
	case PM_SPELL_LINE: return remove_line(fix, field);
	case PM_SPELL_YAML:
	case PM_SPELL_QUOTED:
	case PM_SPELL_YAML_LIST:
	case PM_SPELL_YAML_BLOCK: return remove_yaml(fix, field);
	case PM_SPELL_CELL:
		if (field->value.start < field->value.end)
			pm_fix_replace(fix, field->value.start, field->value.end, PM_STR(""));
		return 0;
	case PM_SPELL_PAIR: return remove_pair(fix, field);
	case PM_SPELL_SECTION: return remove_section(fix, field);
	case PM_SPELL_SUFFIX:
	case PM_SPELL_TAIL: return remove_suffix(fix, field);
	case PM_SPELL_BOX:
		return pm_fix_refuse(fix, "its status is its box, which can be open or done, not absent; name one of the two");
	case PM_SPELL_STRUCK:
	case PM_SPELL_BUCKET:
	case PM_SPELL_FOLDER: return set_value(fix, field); /* refuses, and says what carries it */
	}
	return -1;
}

/* -- what others call */

/* How well a field can be edited: the item's own written ones first; a box and what an item inherits, last. */
static unsigned order_of(const struct pm_field *field)
{
	if (field->flags & PM_FIELD_FROM_REFERENCE)
		return 3;
	switch ((enum pm_spelling)field->spelling) {
	case PM_SPELL_BOX: return 1;
	case PM_SPELL_STRUCK: return 2;
	case PM_SPELL_BUCKET: return 4;
	case PM_SPELL_FOLDER: return 5;
	default: return 0;
	}
}

static const struct pm_field *find_field(const struct pm_item *item, enum pm_field_id id)
{
	const struct pm_field *best = NULL;

	for (size_t i = 0; i < item->field_count; i++)
		if (item->fields[i].def == id && (!best || order_of(&item->fields[i]) < order_of(best)))
			best = &item->fields[i];
	return best;
}

int pm_edit_field(const struct pm_product *product, const struct pm_item *item, enum pm_field_id field, struct pm_str value,
		  struct pm_edits *edits, struct pm_buf *err)
{
	const struct pm_field *there = find_field(item, field);
	struct pm_fix fix = {product, item, &product->files[item->file].source, item->file, field, pm_str_trim(value), edits, err};

	for (size_t i = 0; i < fix.value.n; i++)
		if ((unsigned char)fix.value.p[i] < 0x20 && fix.value.p[i] != '\t')
			return pm_fix_refuse(&fix, "a value is one line of text without control characters");
	if (!pm_utf8_valid(fix.value))
		return pm_fix_refuse(&fix, "the value is no valid UTF-8");
	if (there && (there->flags & PM_FIELD_FROM_REFERENCE)) {
		fix.file = product->texts[there->text].file;
		fix.source = &product->files[fix.file].source;
	}
	if (!there)
		return fix.value.n ? pm_fix_add(&fix) : 0;
	if (there->spelling == PM_SPELL_CELL && there->value.start == there->value.end && fix.value.n)
		return pm_fix_add(&fix); /* the cell may be there and empty, or not be there */
	return fix.value.n ? set_value(&fix, there) : remove_value(&fix, there);
}

static int refuse_criterion(const struct pm_source *source, const struct pm_item *item, size_t criterion, struct pm_buf *err)
{
	uint32_t line = item->line;
	uint32_t at = item->criteria[criterion].span.start;

	for (uint32_t i = item->head.start; i < at && i < source->size; i++)
		line += source->bytes[i] == '\n';
	pm_buf_addf(err, "%s:%u: criterion %zu of %.*s has no box; write it as `- [ ] ...` so that it can be ticked", source->path,
		    (unsigned)line, criterion + 1, PM_FMT(item->id.n ? item->id : item->title));
	return -1;
}

int pm_edit_criterion(const struct pm_product *product, const struct pm_item *item, size_t criterion, bool done,
		      struct pm_edits *edits, struct pm_buf *err)
{
	const struct pm_source *source = &product->files[item->file].source;
	bool capital = false;
	uint32_t box;
	struct pm_str old, text;

	if (criterion >= item->criterion_count) {
		pm_buf_addf(err, "%s:%u: %.*s has %u criteria, not %zu", source->path, item->line,
			    PM_FMT(item->id.n ? item->id : item->title), (unsigned)item->criterion_count, criterion + 1);
		return -1;
	}
	box = item->criteria[criterion].box;
	if (box == 0 || box >= source->size)
		return refuse_criterion(source, item, criterion, err);
	for (size_t i = 0; i < item->criterion_count; i++)
		capital = capital || (item->criteria[i].box && source->bytes[item->criteria[i].box] == 'X');
	old = char_at(source, box);
	text = box_text(old, done, capital);
	if (done && item->criteria[criterion].state == PM_BOX_DONE)
		return 0; /* x or X: it says so already */
	if (!pm_str_eq(old, text))
		pm_edits_add(edits, item->file, (struct pm_span){box, box + (uint32_t)old.n}, text);
	return 0;
}
