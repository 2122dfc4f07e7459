/* template: read into parts first, so that what is wrong with it is found whatever the values are. */
#include "formats/template.h"

#include <stdlib.h>
#include <string.h>

/* Sections in each other; bytes that come out, and steps to them: sections multiply, and a template may be a stranger's. */
enum { DEPTH_MOST = 16, OUT_MOST = 16 << 20 };

enum part_type { PART_TEXT, PART_VALUE, PART_RAW, PART_SECTION, PART_INVERTED, PART_END };

struct part {
	enum part_type type;
	struct pm_str text; /* or the name */
	unsigned line;
	size_t end; /* of a section: the index of its end */
};

struct reader {
	struct pm_str text;
	size_t at;
	unsigned line;
	struct part *parts; /* heap */
	size_t count, cap;
	size_t open[DEPTH_MOST];
	size_t depth;
	struct pm_buf *err;
};

static int fail(const struct reader *r, unsigned line, const char *what, struct pm_str name)
{
	(void)r;
	pm_buf_addf(r->err, "line %u: %s", line, what);
	if (name.n)
		pm_buf_addf(r->err, " '%.*s'", PM_FMT(name));
	return -1;
}

static void add(struct reader *r, enum part_type type, struct pm_str text)
{
	PM_GROW(r->parts, r->count, r->cap);
	r->parts[r->count++] = (struct part){.type = type, .text = text, .line = r->line};
}

static void count_lines(struct reader *r, size_t to)
{
	for (; r->at < to; r->at++)
		r->line += r->text.p[r->at] == '\n';
}

/* -- tags */

struct tag {
	size_t start, end; /* with the braces */
	char mark;	   /* # ^ / ! & { or 0 */
	struct pm_str name;
};

static bool is_mark(char c)
{
	return c && strchr("#^/!&{=>", c);
}

/* The tag that begins at start. */
static int read_tag(const struct reader *r, size_t start, struct tag *tag)
{
	struct pm_str rest = pm_str_sub(r->text, start + 2, r->text.n);
	bool triple = rest.n && rest.p[0] == '{';
	ptrdiff_t close = pm_str_find(rest, triple ? "}}}" : "}}");

	if (close < 0)
		return fail(r, r->line,
			    triple ? "a tag is not closed: write }}} behind it" : "a tag is not closed: write }} behind it",
			    PM_STR(""));
	tag->start = start;
	tag->end = start + 2 + (size_t)close + (triple ? 3 : 2);
	tag->mark = rest.n && is_mark(rest.p[0]) ? rest.p[0] : '\0';
	tag->name = pm_str_trim(pm_str_sub(rest, tag->mark ? 1 : 0, (size_t)close));
	if (tag->mark == '=' || tag->mark == '>')
		return fail(r, r->line,
			    tag->mark == '=' ? "other delimiters are not known here:" : "partials are not known here:", tag->name);
	if (!tag->name.n && tag->mark != '!')
		return fail(r, r->line, "a tag without a name", PM_STR(""));
	return 0;
}

/* Does the tag stand alone on its line?  Then the text around it ends and begins with the line. */
static bool stands_alone(const struct reader *r, const struct tag *tag, size_t *from, size_t *to)
{
	const char *p = r->text.p;

	*from = tag->start;
	*to = tag->end;
	if (!tag->mark || tag->mark == '&' || tag->mark == '{')
		return false;
	while (*from > 0 && (p[*from - 1] == ' ' || p[*from - 1] == '\t'))
		--*from;
	while (*to < r->text.n && (p[*to] == ' ' || p[*to] == '\t' || p[*to] == '\r'))
		++*to;
	if ((*from > 0 && p[*from - 1] != '\n') || (*to < r->text.n && p[*to] != '\n'))
		return false;
	*to += *to < r->text.n;
	return true;
}

static int open_section(struct reader *r, const struct tag *tag)
{
	if (r->depth == DEPTH_MOST)
		return fail(r, r->line, "sections lie too deep in each other, at", tag->name);
	r->open[r->depth++] = r->count;
	add(r, tag->mark == '#' ? PART_SECTION : PART_INVERTED, tag->name);
	return 0;
}

static int close_section(struct reader *r, const struct tag *tag)
{
	struct part *section = r->depth ? &r->parts[r->open[r->depth - 1]] : NULL;

	if (!section)
		return fail(r, r->line, "no section is open to be closed by", tag->name);
	if (!pm_str_eq(section->text, tag->name)) {
		pm_buf_addf(r->err, "line %u: {{/%.*s}} closes no section: {{#%.*s}} of line %u is open", r->line,
			    PM_FMT(tag->name), PM_FMT(section->text), section->line);
		return -1;
	}
	r->parts[r->open[--r->depth]].end = r->count;
	add(r, PART_END, tag->name);
	return 0;
}

static int add_tag(struct reader *r, const struct tag *tag)
{
	switch (tag->mark) {
	case '!': return 0;
	case '#':
	case '^': return open_section(r, tag);
	case '/': return close_section(r, tag);
	case '&':
	case '{': add(r, PART_RAW, tag->name); return 0;
	default: add(r, PART_VALUE, tag->name); return 0;
	}
}

static int read_parts(struct reader *r)
{
	while (r->at < r->text.n) {
		ptrdiff_t found = pm_str_find(pm_str_sub(r->text, r->at, r->text.n), "{{");
		size_t start = found < 0 ? r->text.n : r->at + (size_t)found, from, to, text = r->at;
		struct tag tag;

		count_lines(r, start);
		if (start == r->text.n) {
			add(r, PART_TEXT, pm_str_sub(r->text, text, start));
			break;
		}
		if (read_tag(r, start, &tag) < 0)
			return -1;
		if (!stands_alone(r, &tag, &from, &to)) {
			from = tag.start;
			to = tag.end;
		}
		if (from > text)
			add(r, PART_TEXT, pm_str_sub(r->text, text, from));
		if (add_tag(r, &tag) < 0)
			return -1;
		count_lines(r, to);
	}
	if (!r->depth)
		return 0;
	return fail(r, r->parts[r->open[r->depth - 1]].line, "a section is not closed:", r->parts[r->open[r->depth - 1]].text);
}

/* -- filling */

struct filler {
	const struct reader *r;
	const struct pm_value *stack[DEPTH_MOST + 2]; /* the innermost last */
	size_t depth, steps;
	struct pm_out *out;
};

static const struct pm_value *find(const struct filler *f, struct pm_str name)
{
	if (pm_str_eqc(name, "."))
		return f->stack[f->depth - 1];
	for (size_t i = f->depth; i-- > 0;) {
		const struct pm_value *value = pm_value_find(f->stack[i], name);

		if (value)
			return value;
	}
	return NULL;
}

struct names {
	const struct filler *f;
};

static const char *next_name(const void *ctx, size_t i)
{
	const struct filler *f = ((const struct names *)ctx)->f;

	for (size_t k = f->depth; k-- > 0;)
		for (const struct pm_value *v = f->stack[k]->first; v && f->stack[k]->type == PM_VALUE_OBJECT; v = v->next)
			if (i-- == 0)
				return v->name;
	return NULL;
}

static int no_name(const struct filler *f, const struct part *part)
{
	const struct names names = {f};
	const char *nearest;
	size_t count = 0;

	while (next_name(&names, count))
		count++;
	nearest = pm_nearest(part->text, next_name, &names, count);
	fail(f->r, part->line, "nothing is called", part->text);
	if (nearest)
		pm_buf_addf(f->r->err, " here; did you mean '%s'?", nearest);
	else
		pm_buf_addz(f->r->err, " here; see: pm-render notes -f json");
	return -1;
}

/* Markdown that a person wrote, without the line end that a body has. */
static void write_markdown(const struct filler *f, struct pm_str text)
{
	pm_out_markdown_body(f->out, text);
	if (f->out->buf.n && f->out->buf.p[f->out->buf.n - 1] == '\n')
		f->out->buf.n--;
}

static void write_value(const struct filler *f, const struct pm_value *value, bool raw)
{
	char number[32];

	switch (value->type) {
	case PM_VALUE_BOOL: pm_outz(f->out, value->truth ? "true" : "false"); break;
	case PM_VALUE_NUMBER:
		pm_number_format(value->number, number);
		pm_outz(f->out, number);
		break;
	case PM_VALUE_TEXT:
	case PM_VALUE_MARKDOWN:
		if (raw)
			pm_outs(f->out, value->text);
		else if (value->type == PM_VALUE_MARKDOWN)
			write_markdown(f, value->text);
		else
			pm_out_markdown_inside(f->out, value->text);
		break;
	default: break;
	}
}

static int fill(struct filler *f, size_t from, size_t to);

static int fill_section(struct filler *f, size_t at, const struct pm_value *value)
{
	const struct part *part = &f->r->parts[at];
	bool list = value->type == PM_VALUE_LIST;
	int status = 0;

	if (part->type == PART_INVERTED)
		return pm_value_true(value) ? 0 : fill(f, at + 1, part->end);
	if (!pm_value_true(value))
		return 0;
	for (const struct pm_value *entry = list ? value->first : value; entry && status == 0; entry = list ? entry->next : NULL) {
		f->stack[f->depth++] = entry;
		status = fill(f, at + 1, part->end);
		f->depth--;
	}
	return status;
}

static int fill(struct filler *f, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		const struct part *part = &f->r->parts[i];
		const struct pm_value *value = part->type == PART_TEXT ? NULL : find(f, part->text);

		if (f->out->buf.n > OUT_MOST || ++f->steps > OUT_MOST)
			return fail(f->r, part->line, "too much comes out: sections in each other multiply", PM_STR(""));
		if (part->type == PART_TEXT) {
			pm_outs(f->out, part->text);
			continue;
		}
		if (!value)
			return no_name(f, part);
		if (part->type == PART_VALUE || part->type == PART_RAW) {
			write_value(f, value, part->type == PART_RAW);
			continue;
		}
		if (fill_section(f, i, value) < 0)
			return -1;
		i = part->end;
	}
	return 0;
}

int pm_template_fill(struct pm_str text, const struct pm_value *values, struct pm_out *out, struct pm_buf *err)
{
	struct reader r = {.text = text, .line = 1, .err = err};
	struct pm_out filled;
	struct filler f = {.r = &r, .stack = {values}, .depth = 1, .out = &filled};
	int status = read_parts(&r);

	pm_out_memory(&filled);
	if (status == 0)
		status = fill(&f, 0, r.count);
	if (status == 0)
		pm_outs(out, pm_buf_str(&filled.buf));
	pm_out_clear(&filled);
	free(r.parts);
	return status;
}
