/* fix_add: the edits that give an item a field it does not have, written as the item writes its others. */
#include "parser/fix_field.h"

#include "parser/table.h"

#include <stdlib.h>
#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool blank_line(const struct pm_source *source, uint32_t at)
{
	uint32_t end = pm_fix_line_end(source, at);

	while (at < end && is_blank(source->bytes[at]))
		at++;
	return at == end;
}

static void add_bytes(struct pm_buf *out, const struct pm_source *source, uint32_t start, uint32_t end)
{
	if (end > start)
		pm_buf_add(out, source->bytes + start, end - start);
}

/* Puts text, which ends with a line end, before the line at `at`.  Behind a last line that has none, the line end goes first. */
static void insert_lines(const struct pm_fix *fix, uint32_t at, struct pm_buf *text)
{
	struct pm_str eol = pm_fix_eol(fix->source, at);
	struct pm_buf turned = {0};

	if (at > 0 && fix->source->bytes[at - 1] != '\n') {
		pm_buf_adds(&turned, eol);
		pm_buf_add(&turned, text->p, text->n - eol.n);
		pm_fix_replace(fix, at, at, pm_buf_str(&turned));
	} else {
		pm_fix_replace(fix, at, at, pm_buf_str(text));
	}
	pm_buf_clear(&turned);
	pm_buf_clear(text);
}

/* -- labels */

/* "Depends on", or in the case of a label that stands there: "depends on", "DEPENDS ON". */
static void add_label(struct pm_buf *out, enum pm_field_id field, struct pm_str like)
{
	const char *name = pm_fields[field].name;
	bool lower = like.n && like.p[0] >= 'a' && like.p[0] <= 'z', upper = like.n > 2;

	for (size_t i = 0; i < like.n; i++)
		upper = upper && !(like.p[i] >= 'a' && like.p[i] <= 'z') && (unsigned char)like.p[i] < 0x80;
	for (size_t i = 0; name[i]; i++) {
		bool letter = name[i] >= 'a' && name[i] <= 'z';

		pm_buf_addc(out, letter && (upper || (i == 0 && !lower)) ? (char)(name[i] - 'a' + 'A') : name[i]);
	}
}

/* -- beside labelled lines */

static bool is_own_line(const struct pm_fix *fix, const struct pm_field *field, enum pm_spelling spelling)
{
	return field->spelling == spelling && !(field->flags & PM_FIELD_FROM_REFERENCE) && field->label.start < field->label.end &&
	       field->label.start >= fix->item->head.end;
}

static bool same_line(const struct pm_source *source, uint32_t a, uint32_t b)
{
	return pm_fix_line_start(source, a) == pm_fix_line_start(source, b);
}

static uint32_t field_end(const struct pm_field *field)
{
	return field->value.end > field->label.end ? field->value.end : field->label.end;
}

/* The last of the first run of labelled lines, and the one before it in the run. */
struct run {
	const struct pm_field *last, *before;
};

static struct run find_run(const struct pm_fix *fix, enum pm_spelling spelling)
{
	struct run run = {NULL, NULL};

	for (size_t i = 0; i < fix->item->field_count; i++) {
		const struct pm_field *field = &fix->item->fields[i];

		if (!is_own_line(fix, field, spelling))
			continue;
		if (!run.last) {
			run.last = field->def == PM_FIELD_CUSTOM ? NULL : field;
			continue;
		}
		if (!same_line(fix->source, field_end(run.last), field->label.start) &&
		    pm_fix_next_line(fix->source, field_end(run.last)) != pm_fix_line_start(fix->source, field->label.start))
			break;
		run.before = run.last;
		run.last = field;
	}
	return run;
}

/* What stands between label and value: "**: "; where the value is on another line or absent, the label's end and a blank. */
static void add_between(struct pm_buf *out, const struct pm_source *source, const struct pm_field *field)
{
	uint32_t at = field->label.end, end = pm_fix_line_end(source, field->label.end);

	if (field->value.start > field->label.end && field->value.start < field->value.end && field->value.start <= end) {
		add_bytes(out, source, at, field->value.start);
		return;
	}
	while (at < end && source->bytes[at] && strchr("*_`: ", source->bytes[at]))
		at++;
	while (at > field->label.end && source->bytes[at - 1] == ' ')
		at--;
	add_bytes(out, source, field->label.end, at);
	pm_buf_addc(out, ' ');
}

/* A hard break at the end of a line: two blanks or a backslash. */
static struct pm_str hard_break(const struct pm_source *source, uint32_t at)
{
	uint32_t end = pm_fix_line_end(source, at), start = end;

	if (end > at && source->bytes[end - 1] == '\\')
		return PM_STR("\\");
	while (start > at && source->bytes[start - 1] == ' ')
		start--;
	return end - start >= 2 ? pm_str_n(source->bytes + start, end - start) : PM_STR("");
}

static struct pm_str label_text(const struct pm_source *source, const struct pm_field *field)
{
	return pm_source_text(source, field->label);
}

/* One more on a line that has several: what parts the last two parts them again. */
static void add_on_line(const struct pm_fix *fix, const struct run *run)
{
	struct pm_buf text = {0};

	add_bytes(&text, fix->source, field_end(run->before), run->last->label.start);
	add_label(&text, fix->field, label_text(fix->source, run->last));
	add_between(&text, fix->source, run->last);
	pm_buf_adds(&text, fix->value);
	pm_fix_replace(fix, field_end(run->last), field_end(run->last), pm_buf_str(&text));
	pm_buf_clear(&text);
}

/* Bold, italic or code marks that stand around label and value alike are closed behind the value as they are there. */
static struct pm_str closing_marks(const struct pm_source *source, const struct pm_field *field)
{
	uint32_t at = field_end(field), end = pm_fix_line_end(source, at), stop = at;

	while (stop < end && source->bytes[stop] && strchr("*_`", source->bytes[stop]))
		stop++;
	return pm_str_n(source->bytes + at, stop - at);
}

static int add_beside(const struct pm_fix *fix, const struct run *run)
{
	const struct pm_field *last = run->last;
	uint32_t start = pm_fix_line_start(fix->source, last->label.start), end = pm_fix_line_end(fix->source, field_end(last));
	uint32_t next = pm_fix_next_line(fix->source, end);
	struct pm_str eol = pm_fix_eol(fix->source, start), brk = hard_break(fix->source, field_end(last));
	struct pm_buf text = {0};

	if (!pm_fix_reads_back(PM_STR("**Label:** "), fix->value, PM_STR("")))
		return pm_fix_refuse(fix, "on a line the value would be read as something else; leave out what parts fields "
					  "(` · `, `|`, `;`) and emphasis");
	if (run->before && same_line(fix->source, run->before->label.start, last->label.start)) {
		add_on_line(fix, run);
		return 0;
	}
	if (!brk.n && run->before && hard_break(fix->source, field_end(run->before)).n && next > end) {
		brk = hard_break(fix->source, field_end(run->before));
		pm_buf_adds(&text, brk); /* the line above ended the paragraph; it no longer does */
		brk = PM_STR("");
		pm_fix_replace(fix, end, end, pm_buf_str(&text));
		pm_buf_reset(&text);
	}
	add_bytes(&text, fix->source, start, last->label.start);
	add_label(&text, fix->field, label_text(fix->source, last));
	add_between(&text, fix->source, last);
	pm_buf_adds(&text, fix->value);
	pm_buf_adds(&text, closing_marks(fix->source, last));
	pm_buf_adds(&text, brk);
	pm_buf_adds(&text, eol);
	insert_lines(fix, next, &text);
	return 0;
}

/* -- a row of a two-column table, a section */

static int add_pair(const struct pm_fix *fix, const struct pm_field *last)
{
	uint32_t start = pm_fix_line_start(fix->source, last->label.start), end = pm_fix_line_end(fix->source, last->label.end);
	uint32_t next = pm_fix_next_line(fix->source, end), behind = pm_fix_line_end(fix->source, next);
	struct pm_buf text = {0};
	bool dashes = behind > next && memchr(fix->source->bytes + next, '-', behind - next) != NULL;

	for (uint32_t i = next; dashes && i < behind; i++)
		dashes = fix->source->bytes[i] && strchr("|-: \t>", fix->source->bytes[i]);
	add_bytes(&text, fix->source, start, last->label.start);
	add_label(&text, fix->field, label_text(fix->source, last));
	if (last->value.start < last->value.end)
		add_bytes(&text, fix->source, last->label.end, last->value.start);
	else
		pm_buf_addz(&text, " | ");
	if (!pm_fix_add_cell(&text, fix->value)) {
		pm_buf_clear(&text);
		return pm_fix_refuse(fix, "in a table a value cannot have a backslash at its end or before a bar");
	}
	if (last->value.start < last->value.end)
		add_bytes(&text, fix->source, last->value.end, end);
	else
		pm_buf_addz(&text, " |");
	pm_buf_adds(&text, pm_fix_eol(fix->source, start));
	insert_lines(fix, dashes ? pm_fix_next_line(fix->source, next) : next, &text);
	return 0;
}

static int add_section(const struct pm_fix *fix, const struct pm_field *last)
{
	uint32_t start = pm_fix_line_start(fix->source, last->label.start);
	struct pm_str eol = pm_fix_eol(fix->source, start);
	struct pm_buf text = {0};

	if (pm_fix_begins_block(fix->value))
		return pm_fix_refuse(
			fix, "under a heading the value would be read as a list, a heading or a quote; begin it with a word");
	pm_buf_adds(&text, eol);
	add_bytes(&text, fix->source, start, last->label.start);
	add_label(&text, fix->field, label_text(fix->source, last));
	add_bytes(&text, fix->source, last->label.end, last->value.start);
	pm_buf_adds(&text, fix->value);
	pm_buf_adds(&text, eol);
	insert_lines(fix, pm_fix_next_line(fix->source, field_end(last)), &text);
	return 0;
}

/* -- YAML */

/* The keys of Backlog.md, where they differ from ours. */
static const struct backlog_key {
	enum pm_field_id field;
	const char *key;
	bool list;
	bool telling; /* a file that has it is of that style */
} backlog_keys[] = {
	{PM_FIELD_OWNER, "assignee", true, true},
	{PM_FIELD_REVIEWER, "reporter", false, true},
	{PM_FIELD_CREATED, "created_date", false, true},
	{PM_FIELD_UPDATED, "updated_date", false, true},
	{PM_FIELD_TARGET_DATE, "due_date", false, true},
	{PM_FIELD_LABELS, "labels", true, false},
	{PM_FIELD_HORIZON, "milestone", false, false},
	{PM_FIELD_DEPENDS_ON, "dependencies", true, true},
	{PM_FIELD_RELATES_TO, "references", true, false},
	{PM_FIELD_PARENT, "parent_task_id", false, true},
	{PM_FIELD_KIND, "type", false, false},
	{PM_FIELD_RANK, "ordinal", false, true},
};

/* Does a line of the block [start, end) begin with this key? */
static bool has_key(const struct pm_source *source, uint32_t start, uint32_t end, const char *key)
{
	size_t n = strlen(key);

	for (uint32_t at = start; at < end; at = pm_fix_next_line(source, at))
		if (end - at > n && memcmp(source->bytes + at, key, n) == 0 && source->bytes[at + n] == ':')
			return true;
	return false;
}

static const struct backlog_key *backlog_key(const struct pm_source *source, uint32_t start, uint32_t end, enum pm_field_id field)
{
	const struct backlog_key *found = NULL;
	bool told = false;

	for (size_t i = 0; i < sizeof backlog_keys / sizeof *backlog_keys; i++) {
		if (backlog_keys[i].field == field)
			found = &backlog_keys[i];
		told = told || (backlog_keys[i].telling && has_key(source, start, end, backlog_keys[i].key));
	}
	return told ? found : NULL;
}

/* `key: value`, the lines of a list indented as the key is. */
static void add_entry(struct pm_buf *out, const struct pm_fix *fix, struct pm_str indent, const struct backlog_key *backlog,
		      struct pm_str eol)
{
	enum pm_field_type type = pm_fields[fix->field].type;
	bool lists = type == PM_TYPE_LIST || type == PM_TYPE_LINKS || type == PM_TYPE_NAMES;
	bool block = backlog && backlog->list, flow = !block && lists && pm_str_chr(fix->value, ',') >= 0;
	struct pm_str rest = fix->value;

	pm_buf_adds(out, indent);
	pm_buf_addf(out, "%s:", backlog ? backlog->key : pm_fields[fix->field].key);
	if (!block && !flow) {
		pm_buf_addc(out, ' ');
		pm_fix_yaml_scalar(out, fix->value, 0, false, type == PM_TYPE_BOOL);
		pm_buf_adds(out, eol);
		return;
	}
	pm_buf_adds(out, block ? eol : PM_STR(" ["));
	for (bool first = true; rest.n; first = false) {
		ptrdiff_t comma = pm_str_chr(rest, ',');
		struct pm_str word = pm_str_trim(pm_str_sub(rest, 0, comma < 0 ? rest.n : (size_t)comma));

		rest = comma < 0 ? PM_STR("") : pm_str_sub(rest, (size_t)comma + 1, rest.n);
		if (block)
			pm_buf_addf(out, "%.*s  - ", PM_FMT(indent));
		else if (!first)
			pm_buf_addz(out, ", ");
		pm_fix_yaml_scalar(out, word, 0, flow, false);
		if (block)
			pm_buf_adds(out, eol);
	}
	if (flow) {
		pm_buf_addc(out, ']');
		pm_buf_adds(out, eol);
	}
}

/* Front matter: the block between its two lines; false: there is none. */
static bool find_front_matter(const struct pm_source *source, uint32_t *start, uint32_t *end)
{
	uint32_t at = source->size >= 3 && memcmp(source->bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0, line = at;

	for (unsigned i = 0;; i++) {
		struct pm_str text = pm_source_text(source, (struct pm_span){line, pm_fix_line_end(source, line)});
		uint32_t next = pm_fix_next_line(source, line);

		while (text.n && is_blank(text.p[text.n - 1]))
			text.n--;
		if (i == 0 && !pm_str_eqc(text, "---"))
			return false;
		if (i == 0)
			*start = next;
		else if (pm_str_eqc(text, "---") || pm_str_eqc(text, "..."))
			break;
		if (next >= source->size)
			return false;
		line = next;
	}
	*end = line;
	return true;
}

static int add_to_front_matter(const struct pm_fix *fix, uint32_t start, uint32_t end)
{
	struct pm_buf text = {0};

	if (pm_fix_fill_yaml(fix, start, end, 0))
		return 0;
	add_entry(&text, fix, PM_STR(""), backlog_key(fix->source, start, end, fix->field),
		  pm_fix_eol(fix->source, end ? end - 1 : 0));
	insert_lines(fix, end, &text);
	return 0;
}

/* Where the keys around the last one end: at a fence, or at the next entry. */
static uint32_t own_yaml_end(const struct pm_fix *fix, const struct pm_field *last)
{
	uint32_t at = pm_fix_next_line(fix->source, last->label.end);

	while (at < fix->item->span.end) {
		struct pm_str line =
			pm_str_trim(pm_source_text(fix->source, (struct pm_span){at, pm_fix_line_end(fix->source, at)}));

		if (pm_str_starts(line, "```") || pm_str_starts(line, "~~~") || pm_str_starts(line, "---"))
			break;
		at = pm_fix_next_line(fix->source, at);
	}
	return at < fix->item->span.end ? at : fix->item->span.end;
}

/* Behind the last of the item's own keys, as far in as they are. */
static int add_to_yaml(const struct pm_fix *fix, const struct pm_field *first, const struct pm_field *last)
{
	uint32_t start = pm_fix_line_start(fix->source, last->label.start), end = last->value.end;
	struct pm_buf indent = {0}, text = {0};

	for (uint32_t i = start; i < last->label.start; i++) {
		char c = fix->source->bytes[i];

		if (c == '{' || c == '[') {
			pm_buf_clear(&indent);
			return pm_fix_refuse(fix, "it is written in braces on one line; write its keys on lines of their own");
		}
		if (c != '"' && c != '\'')
			pm_buf_addc(&indent, c == '-' ? ' ' : c);
	}
	if (pm_fix_fill_yaml(fix, pm_fix_line_start(fix->source, first->label.start), own_yaml_end(fix, last),
			     (uint32_t)indent.n)) {
		pm_buf_clear(&indent);
		return 0;
	}
	while (end > last->label.end && strchr(" \t\r\n", fix->source->bytes[end - 1]) && fix->source->bytes[end - 1])
		end--;
	if (end < last->label.end)
		end = last->label.end;
	add_entry(&text, fix, pm_buf_str(&indent), NULL, pm_fix_eol(fix->source, start));
	insert_lines(fix, pm_fix_next_line(fix->source, end), &text);
	pm_buf_clear(&indent);
	return 0;
}

static bool is_yaml(const struct pm_field *field)
{
	return field->spelling == PM_SPELL_YAML || field->spelling == PM_SPELL_QUOTED || field->spelling == PM_SPELL_YAML_LIST ||
	       field->spelling == PM_SPELL_YAML_BLOCK;
}

/* The first and the last of the item's own keys; false: it has none. */
static bool find_keys(const struct pm_fix *fix, const struct pm_field **first, const struct pm_field **last)
{
	*first = *last = NULL;

	for (size_t i = 0; i < fix->item->field_count; i++) {
		const struct pm_field *field = &fix->item->fields[i];

		if (!is_yaml(field) || (field->flags & PM_FIELD_FROM_REFERENCE) || field->label.start >= field->label.end)
			continue;
		*first = *first ? *first : field;
		*last = field;
	}
	return *last != NULL;
}

/* -- a row */

/* A line that may be a row of the table around the head. */
static bool is_row_line(const struct pm_source *source, uint32_t at)
{
	uint32_t end = pm_fix_line_end(source, at);

	return end > at && memchr(source->bytes + at, '|', end - at) != NULL;
}

/* The cell of the item's row under the field's column; false: the table has no such column, or the row ends before it. */
static bool find_cell(const struct pm_fix *fix, struct pm_span *cell, bool *column)
{
	struct pm_span lines = {pm_fix_line_start(fix->source, fix->item->head.start), 0};
	struct pm_arena arena;
	struct pm_table table;
	bool found = false;

	*column = false;
	lines.end = pm_fix_next_line(fix->source, lines.start);
	while (lines.start > 0 && is_row_line(fix->source, pm_fix_line_start(fix->source, lines.start - 1)))
		lines.start = pm_fix_line_start(fix->source, lines.start - 1);
	pm_arena_init(&arena);
	if (pm_table_read(fix->source, lines, &arena, &table) && table.row_count) {
		const struct pm_row *row = &table.rows[table.row_count - 1];

		for (size_t i = 0; i < table.columns && !*column; i++) {
			*column = pm_field_find_column(pm_source_text(fix->source, table.header[i])) == fix->field;
			*cell = row->cells[i];
		}
		found = *column && cell->start < row->line.end;
	}
	pm_arena_clear(&arena);
	return found;
}

static int add_to_row(const struct pm_fix *fix)
{
	struct pm_span cell = {0, 0};
	struct pm_buf why = {0};
	bool column;

	if (find_cell(fix, &cell, &column))
		return pm_fix_set_cell(fix, cell);
	if (column)
		pm_buf_addz(&why, "its row ends before that column; give the row its missing cells");
	else
		pm_buf_addf(&why, "it is a row, and its table has no column for it; add a column `%s`, or make the item a heading",
			    pm_fields[fix->field].name);
	pm_fix_refuse(fix, why.p);
	pm_buf_clear(&why);
	return -1;
}

/* -- an item without any field */

static bool is_underline(const struct pm_source *source, uint32_t at)
{
	uint32_t end = pm_fix_line_end(source, at), i = at;
	char c = at < end ? source->bytes[at] : 0;

	if (c != '=' && c != '-')
		return false;
	while (i < end && source->bytes[i] == c)
		i++;
	while (i < end && is_blank(source->bytes[i]))
		i++;
	return i == end;
}

/* Behind a heading: a blank line, the field, a blank line. */
static int add_under_heading(const struct pm_fix *fix)
{
	const struct pm_source *source = fix->source;
	uint32_t head = pm_fix_line_start(source, fix->item->head.start), at = pm_fix_next_line(source, fix->item->head.end);
	struct pm_str eol = pm_fix_eol(source, head);
	struct pm_buf text = {0};

	if (source->bytes[fix->item->head.start] != '#' && at < source->size && is_underline(source, at))
		at = pm_fix_next_line(source, at);
	pm_buf_adds(&text, eol);
	pm_buf_addz(&text, "- ");
	add_label(&text, fix->field, PM_STR(""));
	pm_buf_addf(&text, ": %.*s%.*s", PM_FMT(fix->value), PM_FMT(eol));
	if (at < source->size && !blank_line(source, at))
		pm_buf_adds(&text, eol);
	insert_lines(fix, at, &text);
	return 0;
}

/* Behind a paragraph: the first blank line, or the end of the item. */
static int add_under_paragraph(const struct pm_fix *fix)
{
	const struct pm_source *source = fix->source;
	uint32_t at = pm_fix_next_line(source, fix->item->head.end);
	struct pm_str eol = pm_fix_eol(source, fix->item->head.start);
	struct pm_buf text = {0};

	while (at < fix->item->span.end && !blank_line(source, at))
		at = pm_fix_next_line(source, at);
	pm_buf_adds(&text, eol);
	pm_buf_addz(&text, "- ");
	add_label(&text, fix->field, PM_STR(""));
	pm_buf_addf(&text, ": %.*s%.*s", PM_FMT(fix->value), PM_FMT(eol));
	if (at < source->size && !blank_line(source, at))
		pm_buf_adds(&text, eol);
	insert_lines(fix, at, &text);
	return 0;
}

/* The marker of a list entry: where it begins and ends; false: there is none. */
static bool find_marker(const struct pm_source *source, uint32_t line, uint32_t *start, uint32_t *end)
{
	uint32_t stop = pm_fix_line_end(source, line), at = line;

	while (at < stop && (is_blank(source->bytes[at]) || source->bytes[at] == '>'))
		at++;
	*start = at;
	while (at < stop && source->bytes[at] >= '0' && source->bytes[at] <= '9')
		at++;
	if (at == stop || !strchr(at > *start ? ".)" : "-*+", source->bytes[at]) || !source->bytes[at])
		return false;
	*end = at + 1;
	return true;
}

/* Under a list entry: as far in as its text, behind the lines of its paragraph. */
static int add_under_entry(const struct pm_fix *fix)
{
	const struct pm_source *source = fix->source;
	uint32_t line = pm_fix_line_start(source, fix->item->head.start), start, end, inner_start, inner_end;
	uint32_t at = pm_fix_next_line(source, fix->item->head.end);
	struct pm_str eol = pm_fix_eol(source, line);
	struct pm_buf text = {0};
	unsigned column = 0;

	if (!find_marker(source, line, &start, &end))
		return add_under_paragraph(fix);
	while (at < fix->item->span.end && !blank_line(source, at) && !find_marker(source, at, &inner_start, &inner_end))
		at = pm_fix_next_line(source, at);
	add_bytes(&text, source, line, start);
	/* columns from the marker to the text, tabs counted as they stand */
	for (uint32_t i = line; i < start; i++)
		column = source->bytes[i] == '\t' ? (column / 4 + 1) * 4 : column + 1;
	for (unsigned from = column, to = column + (end - start); from < to + 1; from++)
		if (from == to && end < source->size && source->bytes[end] == '\t')
			for (column = to; column < (to / 4 + 1) * 4; column++)
				pm_buf_addc(&text, ' ');
		else
			pm_buf_addc(&text, ' ');
	pm_buf_addc(&text, strchr("-*+", source->bytes[start]) ? source->bytes[start] : '-');
	pm_buf_addc(&text, ' ');
	add_label(&text, fix->field, PM_STR(""));
	pm_buf_addf(&text, ": %.*s%.*s", PM_FMT(fix->value), PM_FMT(eol));
	insert_lines(fix, at, &text);
	return 0;
}

/* -- which way */

static int add_plainly(const struct pm_fix *fix)
{
	if (!pm_fix_reads_back(PM_STR("**Label:** "), fix->value, PM_STR("")))
		return pm_fix_refuse(fix, "on a line the value would be read as something else; leave out what parts fields "
					  "(` · `, `|`, `;`) and emphasis");
	switch ((enum pm_form)fix->item->form) {
	case PM_FORM_FILE:
	case PM_FORM_HEADING: return add_under_heading(fix);
	case PM_FORM_ENTRY_ID:
	case PM_FORM_BOX:
	case PM_FORM_BULLET: return add_under_entry(fix);
	case PM_FORM_SENTENCE: return add_under_entry(fix); /* which knows a sentence that is no entry */
	case PM_FORM_YAML:
	case PM_FORM_ROW:
	case PM_FORM_BOLD: break;
	}
	return add_under_paragraph(fix);
}

int pm_fix_add(const struct pm_fix *fix)
{
	const struct pm_field *first, *last;
	uint32_t start = 0, end = 0;
	struct run run;

	if (fix->item->form == PM_FORM_ROW)
		return add_to_row(fix);
	if (fix->item->form == PM_FORM_FILE && find_front_matter(fix->source, &start, &end))
		return add_to_front_matter(fix, start, end);
	if (fix->item->form != PM_FORM_YAML && pm_fix_fill_line(fix))
		return 0;
	run = find_run(fix, PM_SPELL_LINE);
	if (run.last)
		return add_beside(fix, &run);
	run = find_run(fix, PM_SPELL_PAIR);
	if (run.last)
		return add_pair(fix, run.last);
	if (find_keys(fix, &first, &last))
		return add_to_yaml(fix, first, last);
	run = find_run(fix, PM_SPELL_SECTION);
	if (run.last)
		return add_section(fix, run.last);
	return add_plainly(fix);
}
