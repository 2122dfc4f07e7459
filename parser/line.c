/* line: labelled lines. */
#include "parser/line.h"

#include <string.h>

enum { LABEL_MAX = 80, SIGNS_MAX = 80 };

static bool is_colon(struct pm_str text, size_t at, size_t *length)
{
	if (at < text.n && text.p[at] == ':') {
		*length = 1;
		return true;
	}
	if (at + 3 <= text.n && memcmp(text.p + at, "：", 3) == 0) {
		*length = 3;
		return true;
	}
	return false;
}

/* White space, emoji and signs in front of a label. */
static size_t skip_signs(struct pm_str text, size_t at)
{
	while (at < text.n && at < SIGNS_MAX) {
		unsigned char c = (unsigned char)text.p[at];
		if (c == ' ' || c == '\t') {
			at++;
			continue;
		}
		if (c < 0x80)
			break;
		uint32_t ch;
		size_t n = pm_utf8_decode(text.p + at, pm_str_end(text), &ch);
		if (!pm_char_is_emoji(ch) && ch != 0xFE0F && ch != 0x200D && ch != 0x2022 && ch != 0xA0)
			break;
		at += n;
	}
	return at;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void trim_span(struct pm_str text, size_t *from, size_t *to)
{
	while (*from < *to && is_space(text.p[*from]))
		(*from)++;
	while (*to > *from && is_space(text.p[*to - 1]))
		(*to)--;
}

/* **Priority: high**: label and value in bold together, for labels that are known. */
static bool read_inner(struct pm_str text, size_t from, size_t to, struct pm_labelled *line)
{
	size_t colon;
	for (size_t at = from; at < to; at++) {
		if (!is_colon(text, at, &colon))
			continue;
		if (at + colon >= to || (colon == 1 && text.p[at + 1] != ' ') ||
		    pm_field_find(pm_str_sub(text, from, at)) == PM_FIELD_CUSTOM)
			return false;
		line->label_from = from;
		line->label_to = at;
		line->value_from = at + colon;
		line->value_to = to;
		line->colon = true;
		trim_span(text, &line->value_from, &line->value_to);
		trim_span(text, &line->label_from, &line->label_to);
		return line->value_to > line->value_from;
	}
	return false;
}

/* **Label:** v, **Label**: v, __Label__ : v, *Label*: v, `Label`: v, **Label** alone */
static bool read_bold(struct pm_str text, size_t at, struct pm_labelled *line)
{
	char mark = text.p[at];
	size_t marks = 0, colon;
	while (at + marks < text.n && text.p[at + marks] == mark && marks < 3)
		marks++;
	size_t from = at + marks, limit = from + LABEL_MAX * 2 < text.n ? from + LABEL_MAX * 2 : text.n, to = from;
	while (to < limit && !(text.p[to] == mark && (marks == 1 || (to + 1 < text.n && text.p[to + 1] == mark))))
		to++;
	if (to >= limit || to == from || text.p[from] == ' ')
		return false;
	size_t after = to + marks;
	if (after > text.n)
		return false;
	/* [link]: the label is what it says */
	line->label_from = from;
	line->label_to = to;
	bool inside = to > from && text.p[to - 1] == ':';
	bool wide = to >= from + 3 && memcmp(text.p + to - 3, "：", 3) == 0;
	if (inside || wide) {
		line->label_to = to - (inside ? 1 : 3);
		line->colon = true;
	} else {
		size_t gap = after;
		while (gap < text.n && text.p[gap] == ' ')
			gap++;
		if (gap < text.n && text.p[gap] == '(') { /* a remark between the label and its colon */
			const char *close = memchr(text.p + gap, ')', text.n - gap < LABEL_MAX ? text.n - gap : LABEL_MAX);
			size_t behind = close ? (size_t)(close - text.p) + 1 : 0;
			if (close && is_colon(text, behind, &colon))
				gap = behind;
		}
		if (is_colon(text, gap, &colon)) {
			after = gap + colon;
			line->colon = true;
		}
	}
	line->bold = mark != '`';
	if (!inside && !wide && !line->colon && line->bold && read_inner(text, from, to, line))
		return true;
	line->value_from = after;
	line->value_to = text.n;
	trim_span(text, &line->value_from, &line->value_to);
	trim_span(text, &line->label_from, &line->label_to);
	bool question = line->label_to > line->label_from && text.p[line->label_to - 1] == '?';
	if (!line->colon && !question && line->value_from < line->value_to) {
		/* "**Effort** 3": only where the whole label is a part or stands alone */
		return false;
	}
	return line->label_to > line->label_from;
}

/* Label: v, for a label of a few words. */
static bool read_plain(struct pm_str text, size_t at, struct pm_labelled *line)
{
	size_t limit = at + LABEL_MAX < text.n ? at + LABEL_MAX : text.n, colon = 0, depth = 0;
	if (!memchr(text.p + at, ':', limit - at) && !memchr(text.p + at, 0xEF, limit - at))
		return false;
	for (size_t to = at; to < limit; to++) {
		char c = text.p[to];
		if ((c >= 'a' && c <= 'z') || c == ' ')
			continue;
		if ((c == ':' || c == '\xEF') && is_colon(text, to, &colon)) {
			size_t after = to + colon;
			char next = after < text.n ? text.p[after] : ' ';
			if (colon == 1 && next != ' ' && next != '\t' && next != '*' && next != '_' && next)
				return false; /* a time, an address, Foo::Bar */
			line->label_from = at;
			line->label_to = to;
			line->value_from = after;
			line->value_to = text.n;
			line->colon = true;
			trim_span(text, &line->label_from, &line->label_to);
			trim_span(text, &line->value_from, &line->value_to);
			return line->label_to > line->label_from;
		}
		depth += c == '(';
		depth -= c == ')' && depth > 0;
		if (c == '\n' || c == '|' || c == '"' || (c == ';' && !depth) ||
		    (c == '.' && to + 1 < text.n && text.p[to + 1] == ' ' && to > at + 3) || c == '!')
			return false;
	}
	return false;
}

bool pm_line_read(struct pm_str text, struct pm_labelled *line)
{
	memset(line, 0, sizeof *line);
	line->field = PM_FIELD_CUSTOM;
	size_t at = skip_signs(text, 0);
	if (at >= text.n)
		return false;
	char c = text.p[at];
	if (text.n - at <= 48 && c != '*' && c != '_' && !memchr(text.p + at, ':', text.n - at)) {
		/* a line that is nothing but the name of a part */
		enum pm_part part = pm_part_find(pm_str_sub(text, at, text.n));
		if (part == PM_PART_CRITERIA || part == PM_PART_READY_DONE || part == PM_PART_EDGE_CASES) {
			line->label_from = at;
			line->label_to = line->value_from = line->value_to = text.n;
			line->part = part;
			return true;
		}
	}
	bool marked = (c == '*' || c == '_' || c == '`') && at + 1 < text.n && text.p[at + 1] != ' ';
	if (marked ? !read_bold(text, at, line) : !read_plain(text, at, line))
		return false;
	struct pm_str label = pm_str_sub(text, line->label_from, line->label_to);
	line->field = pm_field_find(label);
	bool settled = line->field != PM_FIELD_CUSTOM && line->field != PM_FIELD_EPIC && line->value_to > line->value_from;
	line->part = settled ? PM_PART_NONE : pm_part_find(label);
	if (line->part == PM_PART_MAYBE_PROSE)
		line->part = PM_PART_NONE;
	if (line->part == PM_PART_NONE && line->field == PM_FIELD_CUSTOM && (label.p[0] | 32) == 'd' &&
	    pm_str_istarts(label, "definition of "))
		line->part = PM_PART_READY_DONE; /* "Definition of Done Sprint 2" */
	if (line->part == PM_PART_STORY && (line->value_to - line->value_from > 40 || line->value_from == line->value_to))
		line->field = PM_FIELD_CUSTOM;
	if (line->part == PM_PART_CRITERIA || line->part == PM_PART_READY_DONE || line->part == PM_PART_TASKS ||
	    line->part == PM_PART_EDGE_CASES)
		line->field = PM_FIELD_CUSTOM;
	else if (line->field != PM_FIELD_CUSTOM && line->value_to > line->value_from)
		line->part = PM_PART_NONE;
	if (line->bold && (line->colon || line->value_from == line->value_to))
		return true;
	if (!line->colon)
		return line->part != PM_PART_NONE && line->part != PM_PART_PROSE;
	return line->field != PM_FIELD_CUSTOM || (line->part != PM_PART_NONE && line->part != PM_PART_PROSE);
}

bool pm_line_read_unknown(struct pm_str text, struct pm_labelled *line)
{
	memset(line, 0, sizeof *line);
	line->field = PM_FIELD_CUSTOM;
	size_t blanks = 0;
	if (!text.n || !read_plain(text, 0, line) || line->label_to - line->label_from > 30)
		return false;
	for (size_t i = line->label_from; i < line->label_to; i++)
		blanks += text.p[i] == ' ';
	return blanks < 3 && text.p[0] != '[' && text.p[0] != '(';
}

/* A separator between fields of one line: its length, 0: none. */
static size_t separator(struct pm_str text, size_t at)
{
	static const char *const marks[] = {" · ", " | ", "; ", " • ", " ｜ ", " ‧ ", " ∙ ", " / ", " — ", ", ", "  ", "·", "|"};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t n = strlen(marks[i]);
		if (text.n - at >= n && memcmp(text.p + at, marks[i], n) == 0)
			return n;
	}
	return 0;
}

size_t pm_line_split(struct pm_str text, struct pm_labelled *line)
{
	size_t cut = 0; /* where a label that is not known ends the value of one that is: "Depends on: PAY-1 · Design: D1" */
	for (size_t at = line->value_from; at < line->value_to; at++) {
		unsigned char c = (unsigned char)text.p[at];
		if (c != ' ' && c != '|' && c != ';' && c != ',' && c < 0x80)
			continue;
		if (c == ' ' && at + 1 < line->value_to && ((text.p[at + 1] | 32) >= 'a' && (text.p[at + 1] | 32) <= 'z'))
			continue; /* between two words */
		if (c == ' ' && at > line->value_from && text.p[at - 1] == ' ' && at + 1 < line->value_to && text.p[at + 1] == ' ')
			continue; /* within a run of blanks: the same follows as behind its first */
		size_t n = separator(text, at);
		if (!n && !(c == ' ' && at + 2 < text.n && text.p[at + 1] == '*' && text.p[at + 2] == '*'))
			continue;
		bool strong = n && (memcmp(text.p + at, " · ", n < 4 ? n : 4) == 0 || text.p[at] == '|' ||
				    (n == 3 && text.p[at + 1] == '|'));
		struct pm_labelled next;
		size_t from = at + (n ? n : 1);
		while (from < line->value_to && text.p[from] == ' ')
			from++;
		struct pm_str rest = pm_str_sub(text, from, line->value_to);
		/* a bold label, or a known plain one behind a mark that does not occur in prose */
		if (!pm_line_read(rest, &next) || (!next.bold && !next.colon)) {
			if (!cut && strong && line->field != PM_FIELD_CUSTOM && pm_line_read_unknown(rest, &next) &&
			    next.value_to > next.value_from)
				cut = at;
			continue;
		}
		if (!next.bold && (next.field == PM_FIELD_CUSTOM || (!strong && c == ',')))
			continue;
		if (next.bold && !next.colon)
			continue;
		line->value_to = cut ? cut : at;
		trim_span(text, &line->value_from, &line->value_to);
		return from;
	}
	if (cut) {
		line->value_to = cut;
		trim_span(text, &line->value_from, &line->value_to);
	}
	return text.n;
}
