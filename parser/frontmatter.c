/* frontmatter: YAML blocks, read by libyaml, and entry by entry where it gives up.
 *
 * Three ways, the quickest first: blocks that are plain enough are read right here (libyaml takes ten times as long, which is
 * more than opening the file); everything else by libyaml; and what libyaml refuses is cut into entries, each read alone, so that
 * one bad line spoils one entry.  A test holds the first two to be equal.
 */
#include "parser/frontmatter.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct reader {
	const struct pm_source *source;
	uint32_t file;
	struct pm_arena *arena;
	struct pm_diags *diags;
	struct pm_yaml *stack; /* entries of lists and maps that are still open; heap */
	size_t count, cap;
	const char *problem; /* libyaml's last complaint, of static life, and its place */
	size_t problem_at;
};

/* -- small things */

static struct pm_span span_of(size_t start, size_t end)
{
	return (struct pm_span){(uint32_t)start, (uint32_t)end};
}

static struct pm_str bytes_of(const struct reader *reader, struct pm_span span)
{
	return pm_str_n(reader->source->bytes + span.start, span.end - span.start);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_break(char c)
{
	return c == '\n' || c == '\r';
}

/* The offset behind the line break of the line at `at`, or end. */
static size_t line_behind(const char *bytes, size_t at, size_t end)
{
	const char *lf = at < end ? memchr(bytes + at, '\n', end - at) : NULL;

	return lf ? (size_t)(lf - bytes) + 1 : end;
}

/* The span without blanks and line breaks at its ends. */
static struct pm_span trim(const char *bytes, struct pm_span span)
{
	while (span.start < span.end && (is_blank(bytes[span.start]) || is_break(bytes[span.start])))
		span.start++;
	while (span.start < span.end && (is_blank(bytes[span.end - 1]) || is_break(bytes[span.end - 1])))
		span.end--;
	return span;
}

/* A name short enough for a message. */
static struct pm_str clip(struct pm_str s)
{
	size_t n = s.n > 60 ? 60 : s.n;

	while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	return pm_str_n(s.p, n);
}

static void push(struct reader *reader, const struct pm_yaml *node)
{
	PM_GROW(reader->stack, reader->count, reader->cap);
	reader->stack[reader->count++] = *node;
}

/* Gives everything on the stack from `bottom` on to a list or map. */
static void adopt(struct reader *reader, size_t bottom, struct pm_yaml *node)
{
	size_t n = reader->count - bottom;

	reader->count = bottom;
	node->child_count = (uint32_t)n;
	if (n == 0)
		return;
	assert(reader->stack);
	node->children = pm_arena_alloc(reader->arena, n * sizeof *node->children);
	memcpy(node->children, reader->stack + bottom, n * sizeof *node->children);
}

/* The same for a block list or map that starts at `start`: it ends with its last child. */
static void adopt_block(struct reader *reader, size_t bottom, size_t start, struct pm_yaml *node)
{
	const struct pm_yaml *last = reader->count > bottom ? &reader->stack[reader->count - 1] : NULL;
	size_t end = last ? last->span.end + (last->spelling == PM_SPELL_QUOTED) : start;

	node->span = span_of(start, end > start ? end : start);
	node->text = bytes_of(reader, node->span);
	adopt(reader, bottom, node);
}

/* Is a character one that YAML takes, and no line break? */
static bool is_text(uint32_t ch)
{
	if (ch < 0x80)
		return ch >= 0x20 && ch != 0x7f;
	return ch >= 0xa0 && ch != 0x2028 && ch != 0x2029 && ch != 0xfeff && ch != 0xfffe && ch != 0xffff;
}

/* The length of a key at `at`, up to its colon; 0: there is none.  A key's colon has a blank or the line's end behind it. */
static size_t key_length(const char *bytes, size_t at, size_t end)
{
	size_t i = at;
	char quote = 0;

	if (at >= end || (strchr("#&*!|>%@`[]{},:", bytes[at]) && bytes[at]) || is_blank(bytes[at]))
		return 0;
	if ((bytes[at] == '-' || bytes[at] == '?') && (at + 1 >= end || is_blank(bytes[at + 1]) || is_break(bytes[at + 1])))
		return 0;
	if (bytes[at] == '"' || bytes[at] == '\'')
		quote = bytes[i++];
	for (; i < end && i - at < 1024 && !is_break(bytes[i]); i++) {
		if (quote && bytes[i] == quote)
			quote = 0;
		else if (!quote && bytes[i] == '#' && is_blank(bytes[i - 1]))
			return 0;
		else if (!quote && bytes[i] == ':' && (i + 1 >= end || is_blank(bytes[i + 1]) || is_break(bytes[i + 1])))
			return i - at;
	}
	return 0;
}

/* The same for `key:value`, where the blank was forgotten; a bare word only, and no address. */
static size_t tight_key_length(const char *bytes, size_t at, size_t end)
{
	size_t i = at;

	while (i < end && bytes[i] > 0 &&
	       (bytes[i] == '_' || (bytes[i] == '-' && i > at) || (bytes[i] >= '0' && bytes[i] <= '9' && i > at) ||
		((bytes[i] | 0x20) >= 'a' && (bytes[i] | 0x20) <= 'z')))
		i++;
	if (i == at || i + 1 >= end || bytes[i] != ':' || bytes[i + 1] == ':' || bytes[i + 1] == '/')
		return 0;
	return i - at;
}

/* -- the quick way: keys in column 0; plain words, simple quotes, flow lists of words, and block lists of all that */

struct quick {
	struct reader *reader;
	const char *bytes;
	size_t at, end;
};

/* A word in quotes without escapes; false: something else stands there. */
static bool quick_quoted(struct quick *q, struct pm_yaml *node)
{
	char quote = q->bytes[q->at];
	size_t start = q->at + 1, i = start;

	while (i < q->end && q->bytes[i] != quote) {
		uint32_t ch = (unsigned char)q->bytes[i];
		size_t n = ch < 0x80 ? 1 : pm_utf8_decode(q->bytes + i, q->bytes + q->end, &ch);

		if (!is_text(ch) || ch == '\\' || (ch == 0xfffd && n == 1))
			return false;
		i += n;
	}
	if (i >= q->end || (i + 1 < q->end && q->bytes[i + 1] == quote))
		return false;
	node->type = PM_YAML_SCALAR;
	node->spelling = PM_SPELL_QUOTED;
	node->span = span_of(start, i);
	q->at = i + 1;
	return true;
}

/* A plain word up to the end of the line, or in a flow list up to its comma or bracket. */
static bool quick_plain(struct quick *q, bool flow, struct pm_yaml *node)
{
	size_t start = q->at, i = start, last = start;

	if (strchr("-?:,[]{}#&*!|>'\"%@`=~", q->bytes[i]))
		return false;
	while (i < q->end && !is_break(q->bytes[i]) && !(flow && (q->bytes[i] == ',' || q->bytes[i] == ']'))) {
		uint32_t ch = (unsigned char)q->bytes[i];
		size_t n = ch < 0x80 ? 1 : pm_utf8_decode(q->bytes + i, q->bytes + q->end, &ch);

		if (!is_text(ch) || (ch == 0xfffd && n == 1) || (ch == '#' && q->bytes[i - 1] == ' '))
			return false;
		if (ch == ':' && (flow || i + 1 >= q->end || q->bytes[i + 1] == ' ' || is_break(q->bytes[i + 1])))
			return false;
		if (flow && strchr("[{}?\"'", (int)ch))
			return false;
		i += n;
		if (ch != ' ')
			last = i;
	}
	node->type = PM_YAML_SCALAR;
	node->spelling = PM_SPELL_YAML;
	node->span = span_of(start, last);
	q->at = i;
	return last > start;
}

static bool quick_scalar(struct quick *q, bool flow, struct pm_yaml *node)
{
	char c = q->at < q->end ? q->bytes[q->at] : '\n';

	if (is_break(c) || !(c == '"' || c == '\'' ? quick_quoted(q, node) : quick_plain(q, flow, node)))
		return false;
	node->text = bytes_of(q->reader, node->span);
	if (node->spelling == PM_SPELL_YAML && (node->text.n == 4 && pm_str_ieqc(node->text, "null")))
		return false;
	return true;
}

static void quick_blanks(struct quick *q)
{
	while (q->at < q->end && q->bytes[q->at] == ' ')
		q->at++;
}

/* At the end of a line: goes behind it. */
static bool quick_line_end(struct quick *q)
{
	quick_blanks(q);
	if (q->at < q->end && q->bytes[q->at] == '\r')
		q->at++;
	if (q->at < q->end && q->bytes[q->at] != '\n')
		return false;
	q->at += q->at < q->end;
	return true;
}

static bool quick_flow_list(struct quick *q, struct pm_yaml *node)
{
	size_t bottom = q->reader->count, start = q->at++;

	quick_blanks(q);
	while (q->at < q->end && q->bytes[q->at] != ']') {
		struct pm_yaml child = {0};

		if (!quick_scalar(q, true, &child))
			return false;
		push(q->reader, &child);
		quick_blanks(q);
		if (q->at < q->end && q->bytes[q->at] == ',')
			q->at++;
		else if (q->at >= q->end || q->bytes[q->at] != ']')
			return false;
		quick_blanks(q);
	}
	if (q->at >= q->end)
		return false;
	node->type = PM_YAML_LIST;
	node->spelling = PM_SPELL_YAML_LIST;
	node->span = span_of(start, ++q->at);
	node->text = bytes_of(q->reader, node->span);
	adopt(q->reader, bottom, node);
	return true;
}

/* Lines `- word`, all with the same indentation; at the first of them. */
static bool quick_block_list(struct quick *q, struct pm_yaml *node)
{
	size_t bottom = q->reader->count, line = q->at, indent, start;

	quick_blanks(q);
	start = q->at;
	indent = start - line;
	while (q->at + 1 < q->end && q->at - line == indent && q->bytes[q->at] == '-' && q->bytes[q->at + 1] == ' ') {
		struct pm_yaml child = {0};

		q->at++;
		quick_blanks(q);
		if (!quick_scalar(q, false, &child) || !quick_line_end(q))
			return false;
		push(q->reader, &child);
		line = q->at;
		quick_blanks(q);
	}
	if (q->at != line || q->reader->count == bottom)
		return false; /* something deeper, or a blank line with blanks: let libyaml see it */
	node->type = PM_YAML_LIST;
	node->spelling = PM_SPELL_YAML_LIST;
	adopt_block(q->reader, bottom, start, node);
	return true;
}

/* One `key: value` with what belongs to it. */
static bool quick_entry(struct quick *q, struct pm_yaml *node)
{
	size_t n = tight_key_length(q->bytes, q->at, q->end);

	if (n == 0)
		return false;
	node->key_span = span_of(q->at, q->at + n);
	node->key = bytes_of(q->reader, node->key_span);
	q->at += n + 1;
	node->span = span_of(q->at, q->at);
	if (q->bytes[q->at] != ' ' && !is_break(q->bytes[q->at]))
		return false;
	quick_blanks(q);
	if (q->at < q->end && !is_break(q->bytes[q->at])) {
		if (q->bytes[q->at] == '[' ? !quick_flow_list(q, node) : !quick_scalar(q, false, node))
			return false;
		return quick_line_end(q) && (q->at >= q->end || q->bytes[q->at] != ' ');
	}
	node->spelling = PM_SPELL_YAML;
	if (!quick_line_end(q))
		return false;
	if (q->at < q->end && (q->bytes[q->at] == ' ' || q->bytes[q->at] == '-'))
		return quick_block_list(q, node);
	return true;
}

/* Reads the whole block, or changes nothing and says false. */
static bool read_quick(struct reader *reader, struct pm_span block, struct pm_yaml *root)
{
	struct quick q = {reader, reader->source->bytes, block.start, block.end};

	while (q.at < q.end) {
		struct pm_yaml node = {0};

		if (!quick_entry(&q, &node)) {
			reader->count = 0;
			return false;
		}
		push(reader, &node);
	}
	if (reader->count == 0)
		return false;
	*root = (struct pm_yaml){.type = PM_YAML_MAP, .spelling = PM_SPELL_YAML};
	adopt_block(reader, 0, block.start, root);
	return true;
}

/* -- libyaml */

enum cause { CAUSE_SYNTAX, CAUSE_BYTES, CAUSE_ALIAS, CAUSE_TAG, CAUSE_DEPTH };

/* One run of libyaml over some text that stands at `base` of the source, or whose every byte `map` places there. */
struct pull {
	struct reader *reader;
	const char *text;
	size_t n;
	uint32_t base;
	const uint32_t *map;
	yaml_parser_t yaml;
	size_t points, bytes; /* one place, in code points as libyaml counts and in bytes */
	enum cause cause;     /* why it failed */
};

/* What was read, and where it ends with its quotes. */
struct value {
	struct pm_yaml node;
	size_t behind; /* offset into the text */
};

/* The offset into the text of a mark of libyaml. Marks come nearly in order, so this is linear over all of them. */
static size_t locate(struct pull *pull, size_t points)
{
	while (pull->points < points && pull->bytes < pull->n) {
		do
			pull->bytes++;
		while (pull->bytes < pull->n && ((unsigned char)pull->text[pull->bytes] & 0xc0) == 0x80);
		pull->points++;
	}
	while (pull->points > points && pull->bytes > 0) {
		do
			pull->bytes--;
		while (pull->bytes > 0 && ((unsigned char)pull->text[pull->bytes] & 0xc0) == 0x80);
		pull->points--;
	}
	return pull->bytes;
}

static uint32_t place(const struct pull *pull, size_t at)
{
	return pull->map ? pull->map[at] : pull->base + (uint32_t)at;
}

static struct pm_span place_span(const struct pull *pull, size_t start, size_t end)
{
	return (struct pm_span){place(pull, start), place(pull, end)};
}

static bool fail(struct pull *pull, enum cause cause)
{
	pull->cause = cause;
	return false;
}

static bool next(struct pull *pull, yaml_event_t *event)
{
	if (yaml_parser_parse(&pull->yaml, event))
		return true;
	if (pull->yaml.error == YAML_MEMORY_ERROR)
		pm_out_of_memory();
	pull->reader->problem = pull->yaml.problem;
	if (pull->yaml.error == YAML_READER_ERROR) {
		pull->reader->problem_at = place(pull, pull->yaml.problem_offset < pull->n ? pull->yaml.problem_offset : pull->n);
		return fail(pull, CAUSE_BYTES);
	}
	pull->reader->problem_at = place(pull, locate(pull, pull->yaml.problem_mark.index));
	return fail(pull, CAUSE_SYNTAX);
}

static bool read_scalar(struct pull *pull, const yaml_event_t *event, struct value *value)
{
	struct pm_yaml *node = &value->node;
	yaml_scalar_style_t style = event->data.scalar.style;
	struct pm_str text = {(const char *)event->data.scalar.value, event->data.scalar.length};
	size_t start = locate(pull, event->start_mark.index), end = locate(pull, event->end_mark.index);
	struct pm_str raw;

	if (event->data.scalar.anchor)
		return fail(pull, CAUSE_ALIAS);
	if (event->data.scalar.tag)
		return fail(pull, CAUSE_TAG);
	node->type = PM_YAML_SCALAR;
	node->spelling = PM_SPELL_YAML;
	if (style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE) {
		node->spelling = PM_SPELL_YAML_BLOCK;
		end = trim(pull->text, span_of(start, end)).end;
	}
	value->behind = end;
	if (style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE) {
		node->spelling = PM_SPELL_QUOTED;
		start++;
		end--;
	}
	node->span = place_span(pull, start, end);
	if (node->spelling == PM_SPELL_QUOTED && pull->map && !strchr("\"'", pull->reader->source->bytes[node->span.start - 1]))
		node->spelling = PM_SPELL_YAML; /* the quotes are the mender's, not the file's */
	if (style == YAML_PLAIN_SCALAR_STYLE && (text.n == 0 || pm_str_eqc(text, "~") || pm_str_ieqc(text, "null")))
		node->type = PM_YAML_NULL;
	raw = bytes_of(pull->reader, node->span);
	node->text = pm_str_eq(raw, text) ? raw : pm_str_n(pm_arena_dup(pull->reader->diags->arena, text.p, text.n), text.n);
	return true;
}

static bool read_value(struct pull *pull, const yaml_event_t *event, unsigned depth, struct value *value);

/* One entry of a list or map, whose first event is there. */
static bool read_child(struct pull *pull, yaml_event_t *event, bool map, unsigned depth, struct value *value)
{
	struct value key = {0};
	bool good;

	if (map) {
		if (!read_value(pull, event, depth, &key))
			return false;
		yaml_event_delete(event);
		if (!next(pull, event))
			return false;
	}
	good = read_value(pull, event, depth, value);
	value->node.key = key.node.text;
	value->node.key_span = key.node.span;
	return good;
}

static bool read_collection(struct pull *pull, const yaml_event_t *start, unsigned depth, struct value *value)
{
	bool map = start->type == YAML_MAPPING_START_EVENT, good = true;
	bool flow = map ? start->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
			: start->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
	size_t bottom = pull->reader->count, from = locate(pull, start->start_mark.index);
	yaml_event_t event;

	value->behind = from;
	for (;;) {
		struct value child = {0};

		memset(&event, 0, sizeof event);
		if (!next(pull, &event))
			return false;
		if (event.type == YAML_SEQUENCE_END_EVENT || event.type == YAML_MAPPING_END_EVENT)
			break;
		good = read_child(pull, &event, map, depth, &child);
		yaml_event_delete(&event);
		if (!good)
			return false;
		push(pull->reader, &child.node);
		value->behind = child.behind;
	}
	if (flow)
		value->behind = locate(pull, event.end_mark.index);
	yaml_event_delete(&event);
	value->node.type = map ? PM_YAML_MAP : PM_YAML_LIST;
	value->node.spelling = map ? PM_SPELL_YAML : PM_SPELL_YAML_LIST;
	value->node.span = place_span(pull, from, value->behind);
	value->node.text = bytes_of(pull->reader, value->node.span);
	adopt(pull->reader, bottom, &value->node);
	return true;
}

static bool read_value(struct pull *pull, const yaml_event_t *event, unsigned depth, struct value *value)
{
	if (depth > PM_YAML_DEPTH)
		return fail(pull, CAUSE_DEPTH);
	if (event->type == YAML_SCALAR_EVENT)
		return read_scalar(pull, event, value);
	if (event->type == YAML_ALIAS_EVENT)
		return fail(pull, CAUSE_ALIAS);
	if (event->type == YAML_SEQUENCE_START_EVENT) {
		if (event->data.sequence_start.anchor || event->data.sequence_start.tag)
			return fail(pull, event->data.sequence_start.anchor ? CAUSE_ALIAS : CAUSE_TAG);
	} else if (event->data.mapping_start.anchor || event->data.mapping_start.tag) {
		return fail(pull, event->data.mapping_start.anchor ? CAUSE_ALIAS : CAUSE_TAG);
	}
	return read_collection(pull, event, depth + 1, value);
}

/* The one document of a stream; an empty stream leaves the value as it is. */
static bool read_stream(struct pull *pull, struct value *value)
{
	bool good = true, done = false, content = false;

	while (good && !done) {
		yaml_event_t event;

		if (!next(pull, &event))
			return false;
		switch (event.type) {
		case YAML_STREAM_START_EVENT:
		case YAML_DOCUMENT_END_EVENT: break;
		case YAML_DOCUMENT_START_EVENT: good = !content || fail(pull, CAUSE_SYNTAX); break;
		case YAML_STREAM_END_EVENT: done = true; break;
		default: content = true; good = read_value(pull, &event, 0, value);
		}
		yaml_event_delete(&event);
	}
	return good;
}

/* Reads text with libyaml.  False, with the cause in *cause, when it is not to be read. */
static bool read_text(struct reader *reader, struct pm_str text, uint32_t base, const uint32_t *map, struct pm_yaml *node,
		      enum cause *cause)
{
	struct pull pull = {.reader = reader, .text = text.p, .n = text.n, .base = base, .map = map};
	struct value value = {.node = *node};
	size_t bottom = reader->count;
	bool good;

	if (!yaml_parser_initialize(&pull.yaml))
		pm_out_of_memory();
	yaml_parser_set_encoding(&pull.yaml, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&pull.yaml, (const unsigned char *)text.p, text.n);
	good = read_stream(&pull, &value);
	yaml_parser_delete(&pull.yaml);
	reader->count = bottom;
	*cause = pull.cause;
	if (good)
		*node = value.node;
	return good;
}

/* -- mending: what was meant, as edits that make the entry readable */

/* One entry of a map that libyaml refuses. */
struct entry {
	struct pm_span all; /* from its key to the end of its last line */
	struct pm_span key; /* empty: a line that is no entry at all */
	struct pm_span raw; /* the value, trimmed; without a comment behind it */
	bool tight;	    /* no blank behind the colon */
	bool single;	    /* the value stands on the line of the key */
};

struct mending {
	const char *bytes;
	const struct entry *entry;
	struct pm_edit *edits; /* in order; heap; their texts stand in `texts` from `from` on */
	size_t *from;
	size_t count, cap, from_cap;
	struct pm_buf texts;
	bool safe;
	const char *what;  /* behind the key's name in the message */
	const char *title; /* of the fix */
};

/* Adds a replacement whose text is what was added to m->texts since `from`. */
static void mend_edit(struct mending *m, size_t start, size_t end, size_t from)
{
	size_t count = m->count;

	PM_GROW(m->edits, m->count, m->cap);
	PM_GROW(m->from, count, m->from_cap);
	m->edits[m->count] = (struct pm_edit){.span = span_of(start, end), .text = {NULL, m->texts.n - from}};
	m->from[m->count++] = from;
}

static void mend_with(struct mending *m, size_t start, size_t end, const char *text)
{
	size_t from = m->texts.n;

	pm_buf_addz(&m->texts, text);
	mend_edit(m, start, end, from);
}

/* Puts bytes in double quotes, by insertions alone, so that places inside stay exact. */
static void mend_quote(struct mending *m, size_t start, size_t end)
{
	mend_with(m, start, start, "\"");
	for (size_t i = start; i < end; i++)
		if (m->bytes[i] == '"' || m->bytes[i] == '\\')
			mend_with(m, i, i, "\\");
	mend_with(m, end, end, "\"");
}

static bool mend_tight(struct mending *m)
{
	if (!m->entry->tight)
		return false;
	mend_with(m, m->entry->key.end + 1, m->entry->key.end + 1, " ");
	m->safe = true;
	m->what = "has no blank behind its colon, so that YAML does not see a key; put one there";
	m->title = "put a blank behind the colon";
	return true;
}

/* Tabs in the indentation become two blanks each. */
static bool mend_tabs(struct mending *m)
{
	size_t at = m->entry->all.start, end = m->entry->all.end;

	while ((at = line_behind(m->bytes, at, end)) < end) {
		for (size_t i = at; i < end && is_blank(m->bytes[i]); i++)
			if (m->bytes[i] == '\t')
				mend_with(m, i, i + 1, "  ");
	}
	m->safe = true;
	m->what = "is indented by a tab, which YAML does not allow; indent by blanks";
	m->title = "indent by blanks";
	return m->count > 0;
}

/* `*name` and nothing else: that is an alias, and nobody's text. */
static bool is_alias(struct pm_str s)
{
	if (s.n < 2 || s.p[0] != '*')
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (!(s.p[i] == '-' || s.p[i] == '_' || (s.p[i] >= '0' && s.p[i] <= '9') ||
		      ((s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z')))
			return false;
	return true;
}

/* Two colons on a line: YAML takes the first for a key's, and stumbles over the second. */
static bool has_two_colons(struct pm_str s)
{
	ptrdiff_t colon = pm_str_find(s, ": ");

	return colon >= 0 && pm_str_find(pm_str_sub(s, (size_t)colon + 2, s.n), ": ") >= 0 && s.p[0] != '"' && s.p[0] != '\'';
}

/* One entry of a list, in quotes when it needs them. */
static void mend_item(struct mending *m, size_t start, size_t end)
{
	struct pm_span item = trim(m->bytes, span_of(start, end));
	struct pm_str text = pm_str_n(m->bytes + item.start, item.end - item.start);

	if (text.n > 0 && ((text.p[0] && strchr("@`%*", text.p[0]) && !is_alias(text)) || has_two_colons(text)))
		mend_quote(m, item.start, item.end);
}

/* The entries of a flow or block list that need quotes: `@owners`, mostly. */
static bool mend_items(struct mending *m)
{
	struct pm_span raw = m->entry->raw;
	const char *b = m->bytes;
	size_t at, start;

	if (raw.start < raw.end && b[raw.start] == '[' && b[raw.end - 1] == ']') {
		for (at = start = raw.start + 1u; at < raw.end; at++)
			if (b[at] == ',' || at + 1u == raw.end) {
				mend_item(m, start, at);
				start = at + 1;
			}
	} else if (!m->entry->single) {
		for (at = raw.start; at < raw.end; at = line_behind(b, at, raw.end)) {
			for (start = at; start < raw.end && is_blank(b[start]);)
				start++;
			if (start + 1 < raw.end && b[start] == '-' && b[start + 1] == ' ')
				mend_item(m, start + 1, line_behind(b, start, raw.end));
		}
	}
	m->safe = true;
	m->what = "has an entry that YAML takes for something else than text; put the entry in double quotes";
	m->title = "put the entry in double quotes";
	return m->count > 0;
}

/* Is the quote at i an apostrophe: with a letter on both sides? */
static bool is_apostrophe(const char *b, size_t i)
{
	return ((b[i - 1] | 0x20) >= 'a' && (b[i - 1] | 0x20) <= 'z' && (b[i + 1] | 0x20) >= 'a' && (b[i + 1] | 0x20) <= 'z');
}

/* A value in single quotes with an apostrophe inside: double quotes serve. */
static bool mend_apostrophe(struct mending *m)
{
	struct pm_span raw = m->entry->raw;
	const char *b = m->bytes;

	if (!m->entry->single || raw.end - raw.start < 2 || b[raw.start] != '\'' || b[raw.end - 1] != '\'')
		return false;
	mend_with(m, raw.start, raw.start + 1u, "\"");
	for (size_t i = raw.start + 1u; i < raw.end - 1u; i++) {
		if (b[i] == '"' || b[i] == '\\')
			mend_with(m, i, i, "\\");
		else if (b[i] == '\'' && b[i + 1] == '\'' && i + 2 < raw.end)
			mend_with(m, i, i + 1, ""), i++;
		else if (b[i] == '\'' && !is_apostrophe(b, i))
			return false;
	}
	mend_with(m, raw.end - 1u, raw.end, "\"");
	m->safe = true;
	m->what = "has an apostrophe inside single quotes, which ends them; use double quotes";
	m->title = "use double quotes";
	return true;
}

/* A quote that is opened and not closed. */
static bool mend_unclosed(struct mending *m)
{
	struct pm_span raw = m->entry->raw;
	char quote = raw.start < raw.end ? m->bytes[raw.start] : 0;

	if (!m->entry->single || (quote != '"' && quote != '\'') ||
	    memchr(m->bytes + raw.start + 1, quote, raw.end - raw.start - 1))
		return false;
	mend_with(m, raw.end, raw.end, quote == '"' ? "\"" : "'");
	m->safe = false;
	m->what = "opens a quote that is not closed; close it";
	m->title = "close the quote";
	return true;
}

/* What is wrong with a value that needs quotes. */
static const char *value_fault(struct pm_str raw, bool *safe)
{
	*safe = true;
	switch (raw.p[0]) {
	case '@': return "begins with `@`, which YAML keeps for itself; put the value in double quotes";
	case '`': return "begins with a backtick, which YAML keeps for itself; put the value in double quotes";
	case '%': return "begins with `%`, which YAML keeps for itself; put the value in double quotes";
	case '*': return "begins with `*`, which YAML takes for an alias; put the value in double quotes";
	case '&':
		*safe = false;
		return "begins with `&`, which YAML takes for an anchor, and anchors are not read; if it is text, put it in double "
		       "quotes";
	case '!':
		*safe = false;
		return "begins with `!`, which YAML takes for a tag, and tags are not read; if it is text, put it in double quotes";
	case '"':
	case '\'': *safe = raw.p[raw.n - 1] != raw.p[0]; return "has text outside its quotes; put the whole value in double quotes";
	default:
		if (pm_str_find(raw, ": ") >= 0 || raw.p[raw.n - 1] == ':')
			return "has an unquoted colon, which YAML takes for another key; put the value in double quotes";
		return "has a character that means something else to YAML; put the value in double quotes";
	}
}

/* The whole value in double quotes. */
static bool mend_value(struct mending *m)
{
	struct pm_span raw = m->entry->raw;
	struct pm_str text = {m->bytes + raw.start, raw.end - raw.start};

	if (!m->entry->single || text.n == 0 || is_alias(text) || (strchr("&!", text.p[0]) && pm_str_chr(text, '\n') >= 0))
		return false;
	m->what = value_fault(text, &m->safe);
	if (pm_str_find(text, " #") >= 0 || pm_str_chr(text, '\n') >= 0)
		m->safe = false; /* a comment, or several lines: two meanings are possible */
	m->title = "put the value in double quotes";
	mend_quote(m, raw.start, raw.end);
	return true;
}

static bool (*const menders[])(struct mending *) = {mend_tight, mend_tabs, mend_items, mend_apostrophe, mend_unclosed, mend_value};

static void mending_clear(struct mending *m)
{
	free(m->edits);
	free(m->from);
	pm_buf_clear(&m->texts);
}

/* The entry with the edits made, and for every byte of it the place it came from. */
static uint32_t *mending_apply(const struct mending *m, struct pm_buf *out)
{
	size_t at = m->entry->all.start, end = m->entry->all.end, n = 0;
	uint32_t *map = pm_malloc((end - at + m->texts.n + 1) * sizeof *map);

	for (size_t i = 0; i <= m->count; i++) {
		size_t until = i < m->count ? m->edits[i].span.start : end;

		pm_buf_add(out, m->bytes + at, until - at);
		while (at < until)
			map[n++] = (uint32_t)at++;
		if (i == m->count)
			break;
		pm_buf_add(out, m->texts.p + m->from[i], m->edits[i].text.n);
		for (size_t k = 0; k < m->edits[i].text.n; k++)
			map[n++] = (uint32_t)at;
		at = m->edits[i].span.end;
	}
	map[n] = (uint32_t)end;
	return map;
}

/* Reads the entry as mended; true when that gives one key with a value. */
static bool mending_read(struct reader *reader, const struct mending *m, struct pm_yaml *node)
{
	struct pm_buf text = {0};
	struct pm_yaml map = {0};
	enum cause cause;
	uint32_t *places = mending_apply(m, &text);
	bool good = read_text(reader, pm_buf_str(&text), m->entry->all.start, places, &map, &cause);

	good = good && map.type == PM_YAML_MAP && map.child_count == 1;
	if (good)
		*node = map.children[0];
	pm_buf_clear(&text);
	free(places);
	return good;
}

/* Puts the edits into the finding, all at once: there may be thousands. */
static void mending_fix(const struct reader *reader, const struct mending *m, struct pm_diag *diag)
{
	struct pm_edit *edits = pm_arena_alloc(reader->diags->arena, m->count * sizeof *edits);
	const char *texts = pm_arena_dup(reader->diags->arena, m->texts.p ? m->texts.p : "", m->texts.n);

	for (size_t i = 0; i < m->count; i++) {
		edits[i] = m->edits[i];
		edits[i].file = reader->file;
		edits[i].text.p = texts + m->from[i];
	}
	diag->edits = edits;
	diag->edit_count = (uint32_t)m->count;
	pm_diag_fix(diag, m->safe, m->title);
}

/* -- entry by entry */

static const char *cause_text(enum cause cause)
{
	switch (cause) {
	case CAUSE_BYTES: return "has bytes that are no UTF-8, or control characters; save the file as UTF-8 and remove them";
	case CAUSE_ALIAS:
		return "uses an anchor or an alias, which are not read; write the value out, or put it in quotes if it is text";
	case CAUSE_TAG: return "uses a tag, which is not read; remove it, or put the value in quotes if it is text";
	case CAUSE_DEPTH: return "is nested deeper than 16 levels and is not read; make it flatter";
	case CAUSE_SYNTAX: break;
	}
	return "is not valid YAML; put the value in double quotes, or write it as a list of `- entry` lines";
}

static struct pm_diag *entry_finding(struct reader *reader, const struct entry *entry, const char *rule, const char *text)
{
	struct pm_str key = bytes_of(reader, entry->key);
	struct pm_span span = entry->raw.start < entry->raw.end ? entry->raw : entry->all;
	struct pm_diag *diag;

	if (key.n > 0) {
		key = clip(key);
		diag = pm_diag_add(reader->diags, rule, PM_SEVERITY_ERROR, reader->file, span, "`%.*s` %s", PM_FMT(key), text);
	} else {
		diag = pm_diag_add(reader->diags, rule, PM_SEVERITY_ERROR, reader->file, span, "%s", text);
	}
	pm_diag_subject(reader->diags, diag, clip(key.n > 0 ? key : bytes_of(reader, entry->raw)));
	return diag;
}

/* An entry that cannot be read: a finding, with the first fix that makes it readable, and a broken child. */
static void read_broken(struct reader *reader, const struct entry *entry, enum cause cause)
{
	struct pm_yaml node = {.type = PM_YAML_SCALAR, .spelling = PM_SPELL_YAML, .span = entry->raw};
	struct pm_diag *diag = NULL;

	node.text = bytes_of(reader, entry->raw);
	node.key_span = entry->key;
	node.key = pm_str_trim(bytes_of(reader, entry->key));
	for (size_t i = 0;
	     entry->key.end > 0 && !diag && cause != CAUSE_DEPTH && cause != CAUSE_BYTES && i < sizeof menders / sizeof *menders;
	     i++) {
		struct mending m = {.bytes = reader->source->bytes, .entry = entry};
		struct pm_yaml mended;

		if (menders[i](&m) && mending_read(reader, &m, &mended)) {
			diag = entry_finding(reader, entry, "read-yaml", m.what);
			mending_fix(reader, &m, diag);
			if (m.safe)
				node = mended;
		}
		mending_clear(&m);
	}
	if (!diag && entry->key.end == 0)
		entry_finding(reader, entry, "read-yaml",
			      "line is no `key: value` and no part of one; give it a key, or remove it");
	else if (!diag)
		entry_finding(reader, entry, cause == CAUSE_DEPTH ? "read-limit" : "read-yaml", cause_text(cause));
	node.broken = true;
	push(reader, &node);
}

/* Where a comment starts behind a value on one line; its end if there is none.  `#12` is text, `# note` a comment. */
static size_t value_end(const char *bytes, struct pm_span raw)
{
	for (size_t i = raw.start + 1u; i + 1u < raw.end; i++)
		if (bytes[i] == '#' && is_blank(bytes[i - 1]) && is_blank(bytes[i + 1]))
			return i;
	return raw.end;
}

static struct entry entry_make(const char *bytes, struct pm_span all)
{
	struct entry entry = {.all = all};
	size_t n = key_length(bytes, all.start, all.end);
	size_t line = line_behind(bytes, all.start, all.end);

	if (n == 0) {
		n = tight_key_length(bytes, all.start, all.end);
		entry.tight = n > 0;
	}
	entry.raw = trim(bytes, all);
	if (n == 0)
		return entry;
	entry.key = span_of(all.start, all.start + n);
	entry.raw = trim(bytes, span_of(entry.key.end + 1u, all.end));
	entry.single = entry.raw.start < line && entry.raw.start < entry.raw.end;
	if (entry.single && entry.raw.end <= line && bytes[entry.raw.start] != '"' && bytes[entry.raw.start] != '\'')
		entry.raw = trim(bytes, span_of(entry.raw.start, value_end(bytes, entry.raw)));
	return entry;
}

/* The first line behind the first that holds a key although the entry has its value already; end: none. */
static size_t stray_key(const char *bytes, const struct entry *entry, size_t *key)
{
	size_t end = entry->all.end, at = entry->all.start;

	if (!entry->single || strchr("|>[{\"'&!*", bytes[entry->raw.start]))
		return end;
	while ((at = line_behind(bytes, at, end)) < end) {
		for (*key = at; *key < end && bytes[*key] == ' ';)
			++*key;
		if (key_length(bytes, *key, end))
			return at;
	}
	return end;
}

static void read_entries(struct reader *reader, struct pm_span block, size_t column, unsigned depth);

/* One entry, from its key to the end of its last line. */
static void read_entry(struct reader *reader, struct pm_span all, unsigned depth)
{
	const char *bytes = reader->source->bytes;
	struct pm_yaml map = {0};
	enum cause cause;
	struct entry entry;
	size_t stray, key = 0;

	if (read_text(reader, bytes_of(reader, all), all.start, NULL, &map, &cause) && map.type == PM_YAML_MAP) {
		for (uint32_t i = 0; i < map.child_count; i++)
			push(reader, &map.children[i]);
		return;
	}
	entry = entry_make(bytes, all);
	if (entry.raw.start >= entry.raw.end && entry.key.end == 0)
		return; /* blank lines and comments */
	stray = depth < PM_YAML_DEPTH ? stray_key(bytes, &entry, &key) : all.end;
	if (stray >= all.end) {
		read_broken(reader, &entry, cause);
		return;
	}
	read_entry(reader, span_of(all.start, stray), depth + 1);
	pm_diag_add(reader->diags, "read-yaml", PM_SEVERITY_ERROR, reader->file, span_of(key, line_behind(bytes, key, all.end)),
		    "key is indented deeper than the key before it, which has a value already; line the two up");
	read_entries(reader, span_of(key, all.end), key - stray, depth + 1);
}

/* Does a line at this indentation start an entry of a map at `column`? */
static bool starts_entry(const char *bytes, size_t text, size_t end, size_t indent, size_t column)
{
	bool item = bytes[text] == '-' && (text + 1 >= end || is_blank(bytes[text + 1]) || is_break(bytes[text + 1]));

	return indent < column || (indent == column && !item && bytes[text] != '\t');
}

/* A map whose first key stands at block.start, in `column`: its entries go onto the stack. */
static void read_entries(struct reader *reader, struct pm_span block, size_t column, unsigned depth)
{
	const char *bytes = reader->source->bytes;
	size_t start = block.start, end = start, behind;

	for (size_t at = block.start; at < block.end; at = behind) {
		size_t text = at, indent;

		behind = line_behind(bytes, at, block.end);
		while (text < behind && bytes[text] == ' ')
			text++;
		indent = at == block.start ? column : text - at;
		if (text == behind || is_break(bytes[text]) || (bytes[text] == '#' && indent <= column))
			continue;
		if (starts_entry(bytes, text, behind, indent, column)) {
			if (end > start)
				read_entry(reader, span_of(start, end), depth);
			start = text;
		}
		end = behind;
	}
	if (end > start)
		read_entry(reader, span_of(start, end), depth);
}

/* One entry of a list at the top, from its dash on; `column` is that of the dash. */
static void read_item(struct reader *reader, struct pm_span all, size_t column)
{
	const char *bytes = reader->source->bytes;
	struct pm_yaml node = {0};
	struct pm_span inner = trim(bytes, span_of(all.start + (bytes[all.start] == '-'), all.end));
	size_t bottom = reader->count;
	struct entry entry = {.all = all, .raw = inner};
	enum cause cause;

	if (read_text(reader, bytes_of(reader, all), all.start, NULL, &node, &cause) && node.type == PM_YAML_LIST) {
		for (uint32_t i = 0; i < node.child_count; i++)
			push(reader, &node.children[i]);
	} else if (bytes[all.start] == '-' && key_length(bytes, inner.start, inner.end)) {
		node = (struct pm_yaml){.type = PM_YAML_MAP, .spelling = PM_SPELL_YAML};
		read_entries(reader, inner, column + inner.start - all.start, 0);
		adopt_block(reader, bottom, inner.start, &node);
		push(reader, &node);
	} else {
		read_broken(reader, &entry, cause);
	}
}

/* A list at the top whose first dash stands at block.start, in `column`. */
static void read_items(struct reader *reader, struct pm_span block, size_t column)
{
	const char *bytes = reader->source->bytes;
	size_t start = block.start, behind;

	for (size_t at = block.start; at < block.end; at = behind) {
		size_t text = at;

		behind = line_behind(bytes, at, block.end);
		while (text < behind && bytes[text] == ' ')
			text++;
		if (at == block.start || text == behind || is_break(bytes[text]) || bytes[text] == '#' || text - at > column)
			continue;
		read_item(reader, span_of(start, at), column);
		start = text;
	}
	read_item(reader, span_of(start, block.end), column);
}

/* What libyaml refuses as a whole. */
static void read_pieces(struct reader *reader, struct pm_span block, struct pm_yaml *root)
{
	const char *bytes = reader->source->bytes;
	size_t line = block.start, text, end = block.end, findings = reader->diags->count;
	struct pm_span problem = span_of(reader->problem_at, reader->problem_at);
	const char *why = reader->problem;
	bool list;

	for (;; line = line_behind(bytes, line, end)) {
		for (text = line; text < end && bytes[text] == ' ';)
			text++;
		if (text >= end || (!is_break(bytes[text]) && bytes[text] != '#'))
			break;
	}
	list = text + 1 < end && bytes[text] == '-' && (is_blank(bytes[text + 1]) || is_break(bytes[text + 1]));
	block.start = (uint32_t)text;
	*root = (struct pm_yaml){.type = list ? PM_YAML_LIST : PM_YAML_MAP, .spelling = list ? PM_SPELL_YAML_LIST : PM_SPELL_YAML};
	if (text < end && list)
		read_items(reader, block, text - line);
	else
		read_entries(reader, block, text - line, 0);
	adopt_block(reader, 0, text, root);
	if (reader->diags->count == findings)
		pm_diag_add(reader->diags, "read-yaml", PM_SEVERITY_ERROR, reader->file, problem,
			    "other programs cannot read this YAML block (%s); look at quotes and indentation here", why);
}

/* -- after reading */

static void report_duplicate(const struct reader *reader, const struct pm_yaml *first, const struct pm_yaml *again)
{
	struct pm_str key = clip(again->key);
	struct pm_diag *diag = pm_diag_add(reader->diags, "read-duplicate-key", PM_SEVERITY_ERROR, reader->file, again->key_span,
					   "key `%.*s` stands twice, and the first one counts; remove one of them", PM_FMT(key));

	pm_diag_subject(reader->diags, diag, key);
	pm_diag_related(reader->diags, diag, reader->file, first->key_span, "the first one");
}

/* Reports keys that stand twice in one map: the table holds the index + 1 of every key, at its hash or the next free place. */
static void find_duplicates(const struct reader *reader, const struct pm_yaml *node)
{
	size_t size = 16, at;
	uint32_t *table;

	for (uint32_t i = 0; i < node->child_count; i++)
		if (node->children[i].child_count > 0)
			find_duplicates(reader, &node->children[i]);
	if (node->type != PM_YAML_MAP)
		return;
	while (size < 2 * (size_t)node->child_count)
		size *= 2;
	table = pm_calloc(size, sizeof *table);
	for (uint32_t i = 0; i < node->child_count; i++) {
		const struct pm_yaml *child = &node->children[i];

		at = pm_str_hash(child->key) & (size - 1);
		while (table[at] && !pm_str_eq(node->children[table[at] - 1].key, child->key))
			at = (at + 1) & (size - 1);
		if (!table[at])
			table[at] = i + 1;
		else if (child->key.n > 0)
			report_duplicate(reader, &node->children[table[at] - 1], child);
	}
	free(table);
}

/* The block without what exceeds the limit: up to the last line that starts an entry in column 0. */
static struct pm_span cut_block(const struct reader *reader, struct pm_span block)
{
	const char *bytes = reader->source->bytes;
	size_t limit = block.start + (size_t)PM_YAML_MAX, good = block.start;

	if (block.end <= limit)
		return block;
	for (size_t at = block.start; at < limit; at = line_behind(bytes, at, block.end))
		if (!is_blank(bytes[at]) && !is_break(bytes[at]))
			good = at;
	pm_diag_add(reader->diags, "read-limit", PM_SEVERITY_ERROR, reader->file, span_of(good, block.end),
		    "YAML block is larger than 64 KiB, and what follows is not read; move it into the text, or into several files");
	return span_of(block.start, good);
}

struct pm_yaml *pm_yaml_read(const struct pm_source *source, struct pm_span block, uint32_t file, struct pm_arena *arena,
			     struct pm_diags *diags)
{
	struct reader reader = {.source = source, .file = file, .arena = arena, .diags = diags, .problem = "malformed"};
	struct pm_yaml *root = pm_arena_zero(arena, sizeof *root);
	enum cause cause;

	block = cut_block(&reader, block);
	root->span = trim(source->bytes, block);
	if (!read_quick(&reader, block, root) && !read_text(&reader, bytes_of(&reader, block), block.start, NULL, root, &cause))
		read_pieces(&reader, block, root);
	if (root->type == PM_YAML_SCALAR) {
		struct pm_diag *diag =
			pm_diag_add(diags, "read-yaml", PM_SEVERITY_ERROR, file, root->span,
				    "YAML block holds no `key: value` lines; write fields so, or take the block away");
		pm_diag_subject(diags, diag, clip(root->text));
	}
	find_duplicates(&reader, root);
	free(reader.stack);
	return root;
}

/* The next character of a key as keys are compared; `_`, `-` and blanks are one. */
static int key_char(char c)
{
	if (c == '_' || c == '-')
		return ' ';
	return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

const struct pm_yaml *pm_yaml_get(const struct pm_yaml *map, const char *key)
{
	size_t n = strlen(key);

	for (uint32_t i = 0; map->type == PM_YAML_MAP && i < map->child_count; i++) {
		struct pm_str have = map->children[i].key;
		size_t k = 0;

		while (k < n && have.n == n && key_char(have.p[k]) == key_char(key[k]))
			k++;
		if (have.n == n && k == n)
			return &map->children[i];
	}
	return NULL;
}

/* -- front matter */

/* Is the line at `at` three times this character, and blanks? */
static bool is_marker(const char *bytes, size_t at, size_t end, char c)
{
	if (end - at < 3 || bytes[at] != c || bytes[at + 1] != c || bytes[at + 2] != c)
		return false;
	for (at += 3; at < end && is_blank(bytes[at]);)
		at++;
	return at >= end || is_break(bytes[at]);
}

/* `## Heading` in column 0: the Markdown has begun. */
static bool is_heading(const char *bytes, size_t at, size_t end)
{
	size_t i = at;

	while (i < end && bytes[i] == '#')
		i++;
	return i - at >= 2 && i - at <= 6 && i < end && bytes[i] == ' ';
}

/* `---## Heading`: the closing line, and the Markdown at once. */
static bool is_glued(const char *bytes, size_t at, size_t end)
{
	return end - at > 3 && memcmp(bytes + at, "---#", 4) == 0;
}

/* Does the text behind a `---` line look like keys?  Comments may come first, or blank lines, but not both: that is a heading. */
static bool looks_like_keys(const char *bytes, size_t at, size_t end)
{
	bool blank = false, comment = false;

	for (; at < end; at = line_behind(bytes, at, end)) {
		if (is_break(bytes[at]))
			blank = true;
		else if (bytes[at] == '#')
			comment = true;
		else
			return !(blank && comment) && (key_length(bytes, at, end) || tight_key_length(bytes, at, end));
	}
	return false;
}

/* Is one of the lines "id: ..."?  Then they are an item's, whatever is wrong with them. */
static bool has_id(const char *bytes, size_t at, size_t end)
{
	for (; at < end; at = line_behind(bytes, at, end))
		if (end - at > 3 && memcmp(bytes + at, "id:", 3) == 0)
			return true;
	return false;
}

bool pm_frontmatter_find(const struct pm_source *source, struct pm_span *block, uint32_t *behind, uint32_t file,
			 struct pm_diags *diags)
{
	const char *bytes = source->bytes;
	size_t open = source->size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	size_t start, end, at;

	if (source->size < open + 3 || !is_marker(bytes, open, source->size, '-'))
		return false;
	start = line_behind(bytes, open, source->size);
	end = source->size - start > PM_YAML_MAX ? start + PM_YAML_MAX : source->size;
	for (at = start; at < end && !is_heading(bytes, at, end) && !is_glued(bytes, at, end); at = line_behind(bytes, at, end)) {
		if (!is_marker(bytes, at, end, '-') && !is_marker(bytes, at, end, '.'))
			continue;
		if (at > start && !looks_like_keys(bytes, start, at))
			return false;
		*block = span_of(start, at);
		*behind = (uint32_t)line_behind(bytes, at, source->size);
		return true;
	}
	if (start >= end || is_break(bytes[start]) || !looks_like_keys(bytes, start, at))
		return false;
	pm_diag_add(diags, "read-unclosed", PM_SEVERITY_ERROR, file, span_of(open, open + 3),
		    "front matter is opened here and not closed%s; add a line `---` behind its last key",
		    at < end		? " before the first heading"
		    : at < source->size ? " within 64 KiB"
					: "");
	if (at >= end || !has_id(bytes, start, at))
		return false;
	*block = span_of(start, at);
	*behind = (uint32_t)(at + (is_glued(bytes, at, end) ? 3 : 0));
	return true;
}
