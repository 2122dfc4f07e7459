/* fix_list: lists in YAML: entries that stay keep their bytes, others go, new ones come behind them. */
#include "parser/fix_field.h"

#include <stdlib.h>
#include <string.h>

struct entry {
	struct pm_span raw;   /* with its quotes; of a block list, without the dash */
	struct pm_span lines; /* of a block list: its lines */
};

struct entries {
	struct entry *list;
	size_t count, cap;
};

static void add_entry(struct entries *entries, struct pm_span raw, struct pm_span lines)
{
	PM_GROW(entries->list, entries->count, entries->cap);
	entries->list[entries->count++] = (struct entry){raw, lines};
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct pm_span trim(const char *bytes, struct pm_span span)
{
	while (span.start < span.end && is_space(bytes[span.start]))
		span.start++;
	while (span.end > span.start && is_space(bytes[span.end - 1]))
		span.end--;
	return span;
}

/* Behind the quoted scalar at `at`, or behind the plain one before any of the signs in `stop`. */
static uint32_t behind_scalar(const char *bytes, uint32_t at, uint32_t end, const char *stop)
{
	char quote = at < end && (bytes[at] == '"' || bytes[at] == '\'') ? bytes[at] : 0;

	if (!quote) {
		while (at < end && !(bytes[at] && strchr(stop, bytes[at])))
			at++;
		return at;
	}
	for (at++; at < end; at++) {
		if (quote == '"' && bytes[at] == '\\')
			at++;
		else if (bytes[at] == quote && quote == '\'' && at + 1 < end && bytes[at + 1] == quote)
			at++;
		else if (bytes[at] == quote)
			return at + 1;
	}
	return end;
}

static void read_flow(const char *bytes, struct pm_span list, struct entries *entries)
{
	uint32_t at = list.start + 1, end = list.end > list.start + 1 ? list.end - 1 : list.end;

	while (at < end) {
		struct pm_span raw;

		while (at < end && is_space(bytes[at]))
			at++;
		raw = trim(bytes, (struct pm_span){at, behind_scalar(bytes, at, end, ",")});
		if (raw.start < raw.end)
			add_entry(entries, raw, raw);
		for (at = raw.end; at < end && bytes[at] != ','; at++)
			;
		at++;
	}
}

/* The value of an entry's line: without the comment behind it. */
static struct pm_span plain_end(const char *bytes, struct pm_span raw)
{
	raw = trim(bytes, raw);
	if (raw.start < raw.end && (bytes[raw.start] == '"' || bytes[raw.start] == '\''))
		raw.end = behind_scalar(bytes, raw.start, raw.end, "");
	for (uint32_t i = raw.start + 1; i < raw.end; i++)
		if (bytes[i] == '#' && is_space(bytes[i - 1]) && bytes[raw.start] != '"' && bytes[raw.start] != '\'')
			raw.end = i;
	return trim(bytes, raw);
}

/* The entries of a block list whose dashes stand `indent` bytes into their lines. */
static void read_block(const struct pm_source *source, struct pm_span list, uint32_t indent, struct entries *entries)
{
	const char *bytes = source->bytes;
	uint32_t at = pm_fix_line_start(source, list.start);

	while (at < list.end) {
		uint32_t end = pm_fix_line_end(source, at), next = pm_fix_next_line(source, at), dash = at;

		while (dash < end && (bytes[dash] == ' ' || bytes[dash] == '\t'))
			dash++;
		if (dash - at == indent && dash < end && bytes[dash] == '-')
			add_entry(entries, plain_end(bytes, (struct pm_span){dash + 1, end}), (struct pm_span){at, next});
		else if (entries->count && dash < end && bytes[dash] != '#') /* goes on with the entry above */
			entries->list[entries->count - 1].lines.end = next;
		if (next == at)
			break;
		at = next;
	}
}

/* The text of a scalar, its quotes taken off; appended. */
static void decode(struct pm_buf *out, struct pm_str raw)
{
	char quote = raw.n >= 2 && (raw.p[0] == '"' || raw.p[0] == '\'') ? raw.p[0] : 0;

	if (!quote) {
		pm_buf_adds(out, raw);
		return;
	}
	for (size_t i = 1; i + 1 < raw.n; i++) {
		if ((quote == '"' && raw.p[i] == '\\') || (quote == '\'' && raw.p[i] == '\'' && i + 2 < raw.n))
			i++;
		pm_buf_addc(out, raw.p[i]);
	}
}

static bool is_entry(const struct pm_source *source, const struct entry *entry, struct pm_str text)
{
	struct pm_buf decoded = {0};
	bool same;

	decode(&decoded, pm_source_text(source, entry->raw));
	same = pm_str_eq(pm_buf_str(&decoded), text);
	pm_buf_clear(&decoded);
	return same;
}

/* Takes the next word off a value that is split at commas; false: no more. */
static bool next_word(struct pm_str *rest, struct pm_str *word)
{
	while (rest->n) {
		ptrdiff_t comma = pm_str_chr(*rest, ',');
		size_t n = comma < 0 ? rest->n : (size_t)comma;

		*word = pm_str_trim(pm_str_sub(*rest, 0, n));
		*rest = pm_str_sub(*rest, n + (comma >= 0), rest->n);
		if (word->n)
			return true;
	}
	return false;
}

/* Which entries stay: those that the value names in their order, from the first.  What is left of the value is new. */
static struct pm_str mark_kept(const struct pm_fix *fix, const struct entries *entries, bool *kept)
{
	struct pm_str rest = fix->value, behind = rest, word;
	bool more = next_word(&behind, &word);

	for (size_t i = 0; i < entries->count; i++) {
		kept[i] = more && is_entry(fix->source, &entries->list[i], word);
		if (!kept[i])
			continue;
		rest = behind;
		more = next_word(&behind, &word);
	}
	return rest;
}

/* The quotes that the list's own entries stand in. */
static char quote_of(const struct pm_source *source, const struct entries *entries)
{
	for (size_t i = 0; i < entries->count; i++) {
		char c = source->bytes[entries->list[i].raw.start];

		if (c == '"' || c == '\'')
			return c;
	}
	return 0;
}

static void set_flow(const struct pm_fix *fix, struct pm_span list, const struct entries *entries, const bool *kept,
		     struct pm_str rest)
{
	bool tight = entries->count > 1 && fix->source->bytes[entries->list[1].raw.start - 1] == ',';
	struct pm_buf text = {0};
	struct pm_str word;

	pm_buf_addc(&text, '[');
	for (size_t i = 0; i < entries->count; i++) {
		if (!kept[i])
			continue;
		pm_buf_addz(&text, text.n == 1 ? "" : tight ? "," : ", ");
		pm_buf_adds(&text, pm_source_text(fix->source, entries->list[i].raw));
	}
	while (next_word(&rest, &word)) {
		pm_buf_addz(&text, text.n == 1 ? "" : tight ? "," : ", ");
		pm_fix_yaml_scalar(&text, word, quote_of(fix->source, entries), true, false);
	}
	pm_buf_addc(&text, ']');
	pm_fix_replace(fix, list.start, list.end, pm_buf_str(&text));
	pm_buf_clear(&text);
}

static void set_block(const struct pm_fix *fix, uint32_t indent, const struct entries *entries, const bool *kept,
		      struct pm_str rest)
{
	const struct entry *last = &entries->list[entries->count - 1];
	uint32_t first = pm_fix_line_start(fix->source, entries->list[0].lines.start);
	struct pm_str eol = pm_fix_eol(fix->source, last->lines.start), word;
	struct pm_buf text = {0};

	for (size_t i = 0; i < entries->count; i++)
		if (!kept[i])
			pm_fix_replace(fix, entries->list[i].lines.start, entries->list[i].lines.end, PM_STR(""));
	if (fix->source->bytes[last->lines.end - 1] != '\n' && kept[entries->count - 1])
		pm_buf_adds(&text, eol);
	while (next_word(&rest, &word)) {
		pm_buf_add(&text, fix->source->bytes + first, indent);
		pm_buf_addz(&text, "- ");
		pm_fix_yaml_scalar(&text, word, quote_of(fix->source, entries), false, false);
		pm_buf_adds(&text, eol);
	}
	if (text.n > eol.n) /* more than the line end that the last line lacks */
		pm_fix_replace(fix, last->lines.end, last->lines.end, pm_buf_str(&text));
	pm_buf_clear(&text);
}

int pm_fix_set_list(const struct pm_fix *fix, const struct pm_field *field)
{
	const char *bytes = fix->source->bytes;
	struct pm_span list = trim(bytes, field->value);
	struct entries entries = {NULL, 0, 0};
	uint32_t indent = list.start - pm_fix_line_start(fix->source, list.start);
	bool flow = list.start < list.end && bytes[list.start] == '[';
	bool *kept;
	struct pm_str rest;

	if (flow)
		read_flow(bytes, list, &entries);
	else
		read_block(fix->source, list, indent, &entries);
	if (!flow && entries.count == 0) {
		free(entries.list);
		return pm_fix_refuse(fix, "its list is in a form that cannot be changed safely; edit it by hand");
	}
	kept = pm_calloc(entries.count + 1, sizeof *kept);
	rest = mark_kept(fix, &entries, kept);
	if (flow)
		set_flow(fix, list, &entries, kept, rest);
	else
		set_block(fix, indent, &entries, kept, rest);
	free(kept);
	free(entries.list);
	return 0;
}
