/* markdown: the block structure of a Markdown file, by libcmark, from a skeleton of its lines. */
#include "parser/markdown.h"

#include <cmark.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* -- memory for libcmark: a bump allocator for each thread, forgotten after each piece.
 *
 * libcmark's allocator has no argument, hence the thread-local state.  A block carries its size in front, for realloc. */

struct bump {
	struct pm_arena arena;
	bool made;
};
static _Thread_local struct bump bump;

enum { BUMP_HEADER = 16 };

static void *bump_calloc(size_t count, size_t size)
{
	if (size && count > SIZE_MAX / 2 / size)
		pm_out_of_memory();
	size_t n = count * size;
	char *p = pm_arena_alloc(&bump.arena, n + BUMP_HEADER);
	memcpy(p, &n, sizeof n);
	return memset(p + BUMP_HEADER, 0, n);
}

static void *bump_realloc(void *old, size_t size)
{
	size_t n = 0;
	if (old)
		memcpy(&n, (char *)old - BUMP_HEADER, sizeof n);
	if (old && size <= n)
		return old;
	void *p = bump_calloc(1, size > 2 * n ? size : 2 * n);
	if (old)
		memcpy(p, old, n);
	return p;
}

static void bump_free(void *p)
{
	(void)p;
}

static cmark_mem bump_mem = {bump_calloc, bump_realloc, bump_free};

static void bump_start(void)
{
	if (!bump.made) {
		pm_arena_init(&bump.arena);
		bump.made = true;
	}
	pm_arena_reset(&bump.arena);
}

/* -- the skeleton: of each line, what bears on blocks */

enum { INDENT_MAX = 256 }; /* columns of white space in front that are given on: 64 levels at four columns */

struct line {
	uint32_t start, end; /* without its line end */
	uint32_t number;     /* of the file, from 1; a lone CR ends a line for CommonMark and not for us */
	bool blank;	     /* nothing but white space */
	bool empty;	     /* nothing but white space and the marks of quotes */
};

struct skeleton {
	struct pm_buf text;
	struct line *lines;
	size_t count, cap;
	uint32_t limit; /* offset of the first thing that was bounded; UINT32_MAX: nothing */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static const char *const raw_ends[] = {"</script>", "</pre>", "</style>", "</textarea>"};

/* The rest of a line after its container markers, as far as it ends an HTML block. */
static void keep_html_ends(struct pm_buf *out, const char *p, const char *end)
{
	const char *gt = memchr(p, '>', (size_t)(end - p));
	if (!gt)
		return;
	struct pm_str rest = {p, (size_t)(end - p)};
	bool comment = false, instruction = false, cdata = false;
	for (const char *g = gt; g; g = memchr(g + 1, '>', (size_t)(end - g - 1))) {
		comment = comment || (g - p >= 2 && g[-1] == '-' && g[-2] == '-');
		instruction = instruction || (g - p >= 1 && g[-1] == '?');
		cdata = cdata || (g - p >= 2 && g[-1] == ']' && g[-2] == ']');
		if (g + 1 >= end)
			break;
	}
	pm_buf_addz(out, comment ? "-->" : cdata ? "]]>" : instruction ? "?>" : ">");
	if (comment && cdata)
		pm_buf_addz(out, "]]>");
	if ((comment || cdata) && instruction)
		pm_buf_addz(out, "?>");
	for (size_t i = 0; pm_str_find(rest, "</") >= 0 && i < sizeof raw_ends / sizeof *raw_ends; i++)
		if (pm_str_ifind(rest, raw_ends[i]) >= 0) {
			pm_buf_addz(out, raw_ends[i]);
			return;
		}
}

/* CommonMark 0.30, HTML blocks, start condition 6. */
static const char *const block_tags[] = {
	"address",  "article",	  "aside",  "base",    "basefont", "blockquote", "body",     "caption",	 "center",
	"col",	    "colgroup",	  "dd",	    "details", "dialog",   "dir",	 "div",	     "dl",	 "dt",
	"fieldset", "figcaption", "figure", "footer",  "form",	   "frame",	 "frameset", "h1",	 "h2",
	"h3",	    "h4",	  "h5",	    "h6",      "head",	   "header",	 "hr",	     "html",	 "iframe",
	"legend",   "li",	  "link",   "main",    "menu",	   "menuitem",	 "nav",	     "noframes", "ol",
	"optgroup", "option",	  "p",	    "param",   "section",  "source",	 "summary",  "table",	 "tbody",
	"td",	    "tfoot",	  "th",	    "thead",   "title",	   "tr",	 "track",    "ul"};

static bool is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name_char(char c)
{
	return is_alpha(c) || (c >= '0' && c <= '9') || c == '-';
}

/* White space inside a tag. */
static bool is_tag_space(char c)
{
	return is_blank(c) || c == '\f' || c == '\v';
}

/* Behind an attribute, from white space on; NULL: this is none. */
static const char *scan_attribute(const char *p, const char *end)
{
	if (p == end || !(is_alpha(*p) || *p == '_' || *p == ':'))
		return NULL;
	while (p < end && (is_name_char(*p) || *p == '_' || *p == ':' || *p == '.'))
		p++;
	const char *after = p;
	while (p < end && is_tag_space(*p))
		p++;
	if (p == end || *p != '=')
		return after;
	p++;
	while (p < end && is_tag_space(*p))
		p++;
	if (p == end)
		return NULL;
	if (*p == '"' || *p == '\'') {
		const char *close = memchr(p + 1, *p, (size_t)(end - p - 1));
		return close ? close + 1 : NULL;
	}
	const char *value = p;
	while (p < end && !is_tag_space(*p) && (!*p || !strchr("\"'=<>`", *p)))
		p++;
	return p > value ? p : NULL;
}

/* CommonMark 0.30, start condition 7: a complete tag that is alone on its line. */
static bool is_lone_tag(const char *p, const char *end)
{
	bool closing = p + 1 < end && p[1] == '/';
	p += closing ? 2 : 1;
	if (p >= end || !is_alpha(*p))
		return false;
	while (p < end && is_name_char(*p))
		p++;
	while (!closing) {
		const char *blank = p;
		while (p < end && is_tag_space(*p))
			p++;
		const char *next = p > blank ? scan_attribute(p, end) : NULL;
		if (!next)
			break;
		p = next;
	}
	while (p < end && is_tag_space(*p))
		p++;
	if (!closing && p < end && *p == '/')
		p++;
	if (p >= end || *p != '>')
		return false;
	for (p++; p < end; p++)
		if (!is_tag_space(*p))
			return false;
	return true;
}

/* The start conditions of HTML blocks, by their numbers in CommonMark. */
enum html { HTML_NONE, HTML_RAW, HTML_COMMENT, HTML_INSTRUCTION, HTML_DECLARATION, HTML_CDATA, HTML_BLOCK, HTML_TAG };

static enum html html_type(const char *p, const char *end)
{
	struct pm_str rest = {p, (size_t)(end - p)};
	static const char *const raw[] = {"<script", "<pre", "<style", "<textarea"};
	for (size_t i = 0; i < sizeof raw / sizeof *raw; i++) {
		size_t n = strlen(raw[i]);
		if (pm_str_istarts(rest, raw[i]) && (rest.n == n || is_tag_space(p[n]) || p[n] == '>'))
			return HTML_RAW;
	}
	if (pm_str_starts(rest, "<!--"))
		return HTML_COMMENT;
	if (pm_str_starts(rest, "<?"))
		return HTML_INSTRUCTION;
	if (pm_str_istarts(rest, "<![CDATA["))
		return HTML_CDATA;
	if (rest.n > 2 && p[1] == '!' && p[2] >= 'A' && p[2] <= 'Z')
		return HTML_DECLARATION;
	const char *name = p + 1 + (p + 1 < end && p[1] == '/');
	const char *stop = name;
	while (stop < end && (is_alpha(*stop) || (*stop >= '0' && *stop <= '9')))
		stop++;
	struct pm_str tag = {name, (size_t)(stop - name)};
	bool ends = stop == end || is_tag_space(*stop) || *stop == '>' || (*stop == '/' && stop + 1 < end && stop[1] == '>');
	for (size_t i = 0; ends && i < sizeof block_tags / sizeof *block_tags; i++)
		if (pm_str_ieqc(tag, block_tags[i]))
			return HTML_BLOCK;
	return is_lone_tag(p, end) ? HTML_TAG : HTML_NONE;
}

static void keep_html_start(struct pm_buf *out, const char *p, const char *end)
{
	static const char *const starts[] = {"x", "<pre ", "<!-- ", "<? ", "<!A ", "<![CDATA[ ", "<div ", "<b a=\""};
	enum html type = html_type(p, end);
	pm_buf_addz(out, starts[type]);
	keep_html_ends(out, p, end);
	if (type == HTML_TAG)
		pm_buf_addz(out, "\">");
}

/* A line of one character and white space: a thematic break, or a setext underline when it has no white space inside. */
static bool keep_rule(struct pm_buf *out, const char *p, const char *end)
{
	size_t count = 0;
	bool apart = false;
	const char *last = p;
	for (const char *q = p; q < end; q++) {
		if (*q == *p) {
			apart = apart || q - last > 1;
			last = q;
			count++;
		} else if (!is_blank(*q)) {
			return false;
		}
	}
	if (apart && (count < 3 || *p == '='))
		return false;
	for (size_t i = 0; i < (count < 3 ? count : 3); i++) {
		pm_buf_addc(out, *p);
		if (apart)
			pm_buf_addc(out, i == 0 && p + 1 < end && p[1] == *p ? *p : ' ');
	}
	return true;
}

static void keep_fence(struct pm_buf *out, const char *p, const char *end)
{
	const char *q = p;
	while (q < end && *q == *p)
		q++;
	if (q - p < 3) {
		pm_buf_addc(out, 'x');
		keep_html_ends(out, p, end);
		return;
	}
	pm_buf_add(out, p, (size_t)(q - p));
	while (q < end && is_blank(*q))
		q++;
	if (q < end)
		pm_buf_addz(out, *p == '`' && memchr(q, '`', (size_t)(end - q)) ? " x`" : " x");
	keep_html_ends(out, q, end);
}

/* The rest of a line behind its container markers; p < end, *p is no white space. */
static void keep_content(struct pm_buf *out, const char *p, const char *end)
{
	switch (*p) {
	case '#': {
		const char *q = p;
		while (q < end && *q == '#')
			q++;
		size_t n = (size_t)(q - p) > 7 ? 7 : (size_t)(q - p);
		pm_buf_add(out, p, n);
		pm_buf_addz(out, q == end || is_blank(*q) ? " x" : "x");
		keep_html_ends(out, q, end);
		return;
	}
	case '`':
	case '~': keep_fence(out, p, end); return;
	case '<': keep_html_start(out, p, end); return;
	case '=':
	case '-':
	case '*':
	case '_':
		if (keep_rule(out, p, end))
			return;
		break;
	case '\f':
	case '\v':
		pm_buf_addc(out, *p); /* white space behind a list marker, to libcmark */
		break;
	default: break;
	}
	pm_buf_addc(out, 'x');
	keep_html_ends(out, p, end);
}

/* The length of a list marker at p, without the white space behind it; 0: none. */
static size_t marker_length(const char *p, const char *end)
{
	const char *q = p;
	if (*q == '-' || *q == '+' || *q == '*') {
		q++;
	} else {
		while (q < end && q - p < 9 && *q >= '0' && *q <= '9')
			q++;
		if (q == p || q == end || (*q != '.' && *q != ')'))
			return 0;
		q++;
	}
	return q == end || is_tag_space(*q) ? (size_t)(q - p) : 0;
}

static void keep_line(struct skeleton *s, const struct pm_source *source, struct line *line)
{
	struct pm_buf *out = &s->text;
	const char *p = source->bytes + line->start, *end = source->bytes + line->end;
	size_t indent = 0;
	unsigned depth = 0;
	line->blank = line->empty = true;
	for (; p < end; p++) {
		if (is_blank(*p)) {
			indent += *p == '\t' ? 4 - indent % 4 : 1;
			if (indent <= INDENT_MAX)
				pm_buf_addc(out, *p);
			continue;
		}
		line->blank = false;
		line->empty = line->empty && *p == '>';
		size_t marker = *p == '>' ? 1 : marker_length(p, end);
		if (!marker)
			break;
		if (++depth > PM_MARKDOWN_DEPTH) {
			if (s->limit == UINT32_MAX)
				s->limit = (uint32_t)(p - source->bytes);
			if (!keep_rule(out, p, end))
				pm_buf_addc(out, 'x');
			keep_html_ends(out, p, end);
			p = end;
			break;
		}
		pm_buf_add(out, p, marker);
		indent = 0;
		p += marker - 1;
	}
	if (p < end)
		keep_content(out, p, end);
	pm_buf_addc(out, '\n');
}

static void add_line(struct skeleton *s, const struct pm_source *source, uint32_t start, uint32_t end, uint32_t number)
{
	PM_GROW(s->lines, s->count, s->cap);
	struct line *line = &s->lines[s->count++];
	*line = (struct line){.start = start, .end = end, .number = number};
	keep_line(s, source, line);
}

static void make_skeleton(struct skeleton *s, const struct pm_source *source, struct pm_span span, uint32_t number)
{
	const char *base = source->bytes;
	uint32_t at = span.start;
	s->limit = UINT32_MAX;
	s->count = 0;
	pm_buf_reset(&s->text);
	while (at < span.end) {
		const char *lf = memchr(base + at, '\n', span.end - at), *cr;
		uint32_t stop = lf ? (uint32_t)(lf - base) : span.end;
		while ((cr = memchr(base + at, '\r', stop - at)) && cr + 1 < base + stop) { /* a lone CR */
			add_line(s, source, at, (uint32_t)(cr - base), number);
			at = (uint32_t)(cr - base) + 1;
		}
		add_line(s, source, at, cr ? (uint32_t)(cr - base) : stop, number++);
		at = lf ? stop + 1 : stop;
	}
}

/* -- from libcmark's tree to blocks */

struct walk {
	const struct pm_source *source;
	struct skeleton *skeleton;
	struct pm_blocks *blocks;
	uint32_t file;
	struct pm_diags *diags;
};

static size_t node_line(const struct walk *w, cmark_node *node)
{
	int line = cmark_node_get_start_line(node) - 1;
	if (line < 0)
		line = 0;
	return (size_t)line < w->skeleton->count ? (size_t)line : w->skeleton->count - 1;
}

static struct pm_block *add_block(struct walk *w, cmark_node *node, int type, unsigned depth)
{
	size_t at = node_line(w, node);
	const struct line *line = &w->skeleton->lines[at];
	int column = cmark_node_get_start_column(node) - 1;
	if (column < 0)
		column = 0;
	struct pm_blocks *blocks = w->blocks;
	PM_GROW(blocks->list, blocks->count, blocks->cap);
	struct pm_block *block = &blocks->list[blocks->count++];
	memset(block, 0, sizeof *block);
	block->start = line->start + (uint32_t)column;
	if (block->start > line->end)
		block->start = line->start;
	/* libcmark's columns are those of the skeleton, which has the same prefix; white space is skipped here. */
	while (block->start < line->end && is_blank(w->source->bytes[block->start]))
		block->start++;
	block->end = (uint32_t)at; /* for now the index of the line; set_ends() makes an offset of it */
	block->line = line->number;
	block->type = (uint32_t)type & 7;
	block->depth = depth & 255;
	if (depth > PM_MARKDOWN_DEPTH && w->skeleton->limit == UINT32_MAX)
		w->skeleton->limit = block->start;
	uint32_t before = block->start - line->start;
	block->column = before < PM_BLOCK_COLUMN_MOST ? before & PM_BLOCK_COLUMN_MOST : PM_BLOCK_COLUMN_MOST;
	return block;
}

/* Code by indentation may begin with what looks like a fence; libcmark does not say which code it is, but such code starts at its
 * fourth column.  And a fence leaves what stands behind it as its info string; the marks of one that has none close it, so
 * that they are no line of its text. */
static bool is_fence(cmark_node *node, const struct pm_source *source, const struct line *line)
{
	const char *start = source->bytes + line->start + cmark_node_get_start_column(node) - 1, *end = source->bytes + line->end;
	const char *p = start, *text = cmark_node_get_literal(node);
	while (p < end && *p == *start)
		p++;
	size_t n = p > start ? (size_t)(p - start) : 0;
	while (p < end && is_blank(*p))
		p++;
	if (n < 3 || (*start != '`' && *start != '~'))
		return false;
	return p < end ? *cmark_node_get_fence_info(node) : !(strncmp(text, start, n) == 0 && text[n] == '\n');
}

/* A heading that begins with a # may still be one by its underline: "#5 bolt". */
static bool is_setext(const struct pm_block *block, const char *start, const char *end)
{
	size_t n = 0;
	while (start + n < end && start[n] == '#')
		n++;
	return n != block->level || (start + n < end && !is_blank(start[n]));
}

static int block_type(cmark_node_type type)
{
	switch (type) {
	case CMARK_NODE_HEADING: return PM_BLOCK_HEADING;
	case CMARK_NODE_ITEM: return PM_BLOCK_ITEM;
	case CMARK_NODE_CODE_BLOCK: return PM_BLOCK_CODE;
	case CMARK_NODE_HTML_BLOCK: return PM_BLOCK_HTML;
	case CMARK_NODE_BLOCK_QUOTE: return PM_BLOCK_QUOTE;
	case CMARK_NODE_THEMATIC_BREAK: return PM_BLOCK_RULE;
	default: return PM_BLOCK_PARAGRAPH;
	}
}

static void add_node(struct walk *w, cmark_node *node, unsigned depth)
{
	int type = block_type(cmark_node_get_type(node));
	struct pm_block *block = add_block(w, node, type, depth);
	const char *start = w->source->bytes + block->start, *end = w->source->bytes + w->skeleton->lines[block->end].end;
	if (type == PM_BLOCK_HEADING) {
		block->level = (uint32_t)cmark_node_get_heading_level(node) & 7;
		if (is_setext(block, start, end))
			block->flags |= PM_BLOCK_SETEXT;
	} else if (type == PM_BLOCK_CODE) {
		if (is_fence(node, w->source, &w->skeleton->lines[block->end]))
			block->type = PM_BLOCK_FENCE;
	} else if (type == PM_BLOCK_ITEM) {
		block->level = (uint32_t)*start & 63;
		if (block->level >= '0' && block->level <= '9') {
			cmark_node *list = cmark_node_parent(node);
			block->level = cmark_node_get_list_delim(list) == CMARK_PAREN_DELIM ? ')' : '.';
		}
		if (!cmark_node_previous(node))
			block->flags |= PM_BLOCK_NEW_LIST;
	}
}

/* Depth-first without recursion; lists themselves are not blocks, their entries are. */
static void add_tree(struct walk *w, cmark_node *document)
{
	cmark_node *node = cmark_node_first_child(document);
	unsigned depth = 0;
	while (node) {
		cmark_node_type type = cmark_node_get_type(node);
		bool list = type == CMARK_NODE_LIST;
		bool container = type == CMARK_NODE_ITEM || type == CMARK_NODE_BLOCK_QUOTE;
		if (!list)
			add_node(w, node, depth);
		cmark_node *next = list || container ? cmark_node_first_child(node) : NULL;
		if (next) {
			depth += container;
			node = next;
			continue;
		}
		while (node && !(next = cmark_node_next(node))) {
			node = cmark_node_parent(node);
			if (!node || node == document)
				return;
			depth -= cmark_node_get_type(node) != CMARK_NODE_LIST;
		}
		node = next;
	}
}

/* Is this line, behind its container markers, a closing fence for the one that the block opens with? */
static bool is_closing_fence(const struct pm_source *source, const struct line *line, const struct pm_block *block)
{
	const char *bytes = source->bytes;
	char mark = bytes[block->start];
	uint32_t n = 0, at = line->end, count = 0;
	while (block->start + n < source->size && bytes[block->start + n] == mark)
		n++;
	while (at > line->start && is_blank(bytes[at - 1]))
		at--;
	while (at > line->start && bytes[at - 1] == mark) {
		at--;
		count++;
	}
	if (count < n || at - line->start > (block->depth ? block->column : 0u) + 3)
		return false;
	while (at > line->start && (is_blank(bytes[at - 1]) || bytes[at - 1] == '>'))
		at--;
	return at == line->start;
}

static void end_fence(struct walk *w, struct pm_block *block, size_t first, size_t last)
{
	const struct line *lines = w->skeleton->lines;
	bool closed = last > first && is_closing_fence(w->source, &lines[last], block);
	if (!closed) {
		block->flags |= PM_BLOCK_UNCLOSED;
		struct pm_diag *diag = pm_diag_add(
			w->diags, "read-unclosed", PM_SEVERITY_ERROR, w->file, (struct pm_span){block->start, lines[first].end},
			"this code fence is never closed, and takes all that follows: close it with a line of the same marks");
		pm_diag_subject(w->diags, diag, PM_STR("fence"));
	}
	block->end = lines[last].end;
}

static void end_html(struct walk *w, struct pm_block *block)
{
	struct pm_str text = {w->source->bytes + block->start, block->end - block->start};
	if (pm_str_starts(text, "<!--") && pm_str_find(text, "-->") < 0) {
		struct pm_diag *diag = pm_diag_add(w->diags, "read-unclosed", PM_SEVERITY_ERROR, w->file,
						   (struct pm_span){block->start, block->start + 4},
						   "this comment is never closed, and hides all that follows: close it with '-->'");
		pm_diag_subject(w->diags, diag, PM_STR("comment"));
		block->flags |= PM_BLOCK_UNCLOSED;
	}
}

/* The text of a heading's line, without its marks at the start and the end. */
static struct pm_span heading_text(const char *bytes, struct pm_span line)
{
	uint32_t at = line.start, end = line.end;
	while (at < end && bytes[at] == '#')
		at++;
	while (at < end && is_blank(bytes[at]))
		at++;
	while (end > at && is_blank(bytes[end - 1]))
		end--;
	uint32_t hash = end;
	while (hash > at && bytes[hash - 1] == '#')
		hash--;
	if (hash < end && (hash == at || is_blank(bytes[hash - 1])))
		end = hash;
	while (end > at && is_blank(bytes[end - 1]))
		end--;
	return (struct pm_span){at, end};
}

static void end_heading(struct walk *w, struct pm_block *block, size_t first, size_t last)
{
	const struct line *lines = w->skeleton->lines;
	const char *bytes = w->source->bytes;
	if (block->flags & PM_BLOCK_SETEXT) {
		block->end = lines[last > first ? last - 1 : first].end;
		return;
	}
	struct pm_span span = heading_text(bytes, (struct pm_span){block->start, lines[first].end});
	block->start = span.start;
	block->end = span.end;
}

/* The last line of a leaf, where the next block begins at line `limit`: the last one with anything of it. */
static size_t last_line(const struct line *lines, const struct pm_block *block, size_t first, size_t limit)
{
	size_t last = limit - 1;
	while (last > first && (block->depth ? lines[last].empty : lines[last].blank))
		last--;
	return last;
}

/* Only the first lines of blocks are to be trusted.  Seen from behind, a leaf ends at the last line that is not blank before the
 * next block begins, and a container where its last child ends. */
static void set_ends(struct walk *w, size_t from)
{
	const struct line *lines = w->skeleton->lines;
	struct pm_block *list = w->blocks->list;
	size_t limit = w->skeleton->count;
	size_t ends[257];
	bool set[257] = {false};
	for (size_t i = w->blocks->count; i-- > from;) {
		struct pm_block *block = &list[i];
		size_t first = block->end, last = first;
		bool container = block->type == PM_BLOCK_ITEM || block->type == PM_BLOCK_QUOTE;
		bool one_line =
			block->type == PM_BLOCK_RULE || (block->type == PM_BLOCK_HEADING && !(block->flags & PM_BLOCK_SETEXT));
		if (container && set[block->depth + 1]) {
			last = ends[block->depth + 1];
			set[block->depth + 1] = false;
		} else if (!container && !one_line && limit > first + 1) {
			last = last_line(lines, block, first, limit);
		}
		if (!set[block->depth]) {
			ends[block->depth] = last;
			set[block->depth] = true;
		}
		block->end = lines[last].end;
		if (block->type == PM_BLOCK_FENCE)
			end_fence(w, block, first, last);
		else if (block->type == PM_BLOCK_HEADING)
			end_heading(w, block, first, last);
		else if (block->type == PM_BLOCK_HTML)
			end_html(w, block);
		limit = first;
	}
}

static _Thread_local struct skeleton skeleton;

/* What libcmark makes of a part of the source. */
static void parse(const struct pm_source *source, uint32_t file, struct pm_span span, uint32_t line, struct pm_blocks *blocks,
		  struct pm_diags *diags)
{
	make_skeleton(&skeleton, source, span, line);
	if (!skeleton.count)
		return;
	bump_start();
	cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_SOURCEPOS, &bump_mem);
	cmark_parser_feed(parser, skeleton.text.p, skeleton.text.n);
	cmark_node *document = cmark_parser_finish(parser);
	struct walk w = {source, &skeleton, blocks, file, diags};
	size_t from = blocks->count;
	add_tree(&w, document);
	set_ends(&w, from);
	if (skeleton.limit != UINT32_MAX) {
		struct pm_diag *diag = pm_diag_add(
			diags, "read-limit", PM_SEVERITY_WARNING, file, (struct pm_span){skeleton.limit, skeleton.limit + 1},
			"lists and quotes are nested more than %d deep here: what is deeper is read as text", PM_MARKDOWN_DEPTH);
		pm_diag_subject(diags, diag, PM_STR("depth"));
	}
}

void pm_markdown_thread_end(void)
{
	if (bump.made)
		pm_arena_clear(&bump.arena);
	bump.made = false;
	pm_buf_clear(&skeleton.text);
	free(skeleton.lines);
	memset(&skeleton, 0, sizeof skeleton);
}

/* -- where a file may be cut
 *
 * A heading in column 0 outside a fence and an HTML block closes every container, so the pieces before and behind it have
 * the blocks
 * of the whole.  What begins in column 0 is followed exactly.  What is indented may stand in a list entry, and then ends with it:
 * where the two readings part, nothing is cut any more. */

struct scan {
	const char *p, *end; /* the line */
	bool returns;	     /* there are carriage returns */
	char fence;	     /* open fence: its character */
	size_t fence_length;
	enum html html; /* open HTML block */
	size_t indent;	/* of the line that opened it: a line with less may end the entry that holds it */
	bool inner;	/* a container may hold an open fence or HTML block: a line in column 0 ends it */
	bool maybe;	/* an HTML block, or a paragraph that goes on: a blank line ends both */
	bool text;	/* the line before may be of a paragraph */
	bool lost;	/* nothing is certain any more */
};

/* Most lines, in column 0: they begin with what is no white space, no marker, and opens nothing. */
static bool is_ordinary(char c)
{
	return is_alpha(c) || c == '|' || c == '[' || c == '(' || (c & 0x80);
}

/* Behind white space and container markers. */
static const char *skip_markers(const char *p, const char *end)
{
	size_t n;
	for (; p < end; p += n) {
		n = is_blank(*p) || *p == '>' ? 1 : marker_length(p, end);
		if (!n)
			break;
	}
	return p;
}

/* How many marks open a fence here; 0: none. */
static size_t fence_length(const char *p, const char *end)
{
	size_t left = (size_t)(end - p), n = 0;
	if (p == end || (*p != '`' && *p != '~'))
		return 0;
	while (n < left && p[n] == *p)
		n++;
	return n < 3 || (*p == '`' && memchr(p + n, '`', left - n)) ? 0 : n;
}

static bool html_closes(enum html type, const char *p, const char *end)
{
	static const char *const ends[] = {"", "", "-->", "?>", ">", "]]>"};
	struct pm_str line = {p, (size_t)(end - p)};
	if (type > HTML_CDATA)
		return false; /* a blank line does */
	if (type != HTML_RAW)
		return pm_str_find(line, ends[type]) >= 0;
	for (size_t i = 0; i < sizeof raw_ends / sizeof *raw_ends; i++)
		if (pm_str_ifind(line, raw_ends[i]) >= 0)
			return true;
	return false;
}

/* A line inside what is open. */
static void scan_inside(struct scan *s, const char *p, size_t indent, bool blank)
{
	size_t n = 0, left = (size_t)(s->end - p);
	if (blank) {
		if (s->html > HTML_CDATA)
			s->html = HTML_NONE;
		return;
	}
	while (s->fence && n < left && p[n] == s->fence)
		n++;
	bool closes = s->html ? html_closes(s->html, s->p, s->end) : n >= s->fence_length;
	while (s->fence && closes && n < left)
		closes = is_blank(p[n++]);
	if (s->indent && (indent < s->indent || (s->fence && closes && indent > 3)))
		s->lost = true;
	else if (closes && (s->html || indent <= 3))
		s->fence = 0, s->html = HTML_NONE;
}

/* A line that opens a fence or an HTML block. */
static void scan_open(struct scan *s, const char *p, size_t indent, size_t fence, enum html html)
{
	if (html && html_closes(html, p, s->end)) {
		s->text = false;
		return;
	}
	s->lost = s->lost || (indent && s->inner) || (s->maybe && html <= HTML_CDATA);
	if (s->maybe)
		return;
	if (html == HTML_TAG && s->text) {
		s->maybe = true;
		return;
	}
	s->text = false;
	s->indent = indent;
	s->html = html;
	s->fence = 0;
	if (fence) {
		s->fence = *p;
		s->fence_length = fence;
	}
}

/* Takes one line in; true when the file may be cut before it. */
static bool scan_line(struct scan *s)
{
	const char *p = s->p;
	size_t indent = 0;
	for (; p < s->end && is_blank(*p); p++)
		indent += *p == '\t' ? 4 - indent % 4 : 1;
	bool blank = p == s->end;
	if (s->fence || s->html) {
		scan_inside(s, p, indent, blank);
		return false;
	}
	if (blank) {
		s->text = s->maybe = false;
		return false;
	}
	if (!indent)
		s->inner = false;
	if (!indent && is_ordinary(*p)) {
		s->text = true;
		return false;
	}
	const char *content = skip_markers(p, s->end);
	size_t fence = fence_length(content, s->end);
	enum html html = content < s->end && *content == '<' ? html_type(content, s->end) : HTML_NONE;
	if ((fence || html) && content == p && indent < 4) {
		scan_open(s, p, indent, fence, html);
		return false;
	}
	s->inner = s->inner || fence || html;
	s->text = true;
	if (*s->p != '#' || s->maybe)
		return false;
	while (p < s->end && *p == '#')
		p++;
	s->text = p - s->p > 6 || (p < s->end && !is_blank(*p));
	return !s->text;
}

/* Takes in the line at *at, and goes behind it; true when the source may be cut before it. */
static bool scan_next(struct scan *s, const struct pm_source *source, uint32_t end, struct pm_cut *at)
{
	const char *base = source->bytes;
	const char *lf = memchr(base + at->offset, '\n', end - at->offset);
	uint32_t stop = lf ? (uint32_t)(lf - base) : end;
	const char *cr = s->returns ? memchr(base + at->offset, '\r', stop - at->offset) : NULL;
	s->p = base + at->offset;
	s->end = cr ? cr : base + stop;
	at->offset = stop + (lf != NULL);
	at->line++;
	if (cr && cr + 1 < base + stop) /* a lone CR is a line end for CommonMark only: such a file is taken whole */
		s->lost = true;
	return !s->lost && scan_line(s);
}

/* The next of each byte that a fence or HTML begins with. */
struct openers {
	const char *next[3];
};

static uint32_t next_opener(struct openers *openers, const struct pm_source *source, uint32_t from)
{
	static const char marks[] = {'<', '`', '~'};
	const char *at = source->bytes + from, *first = source->bytes + source->size;
	for (size_t i = 0; i < sizeof marks; i++) {
		const char **next = &openers->next[i];
		if (!*next || *next < at)
			*next = memchr(at, marks[i], source->size - from);
		if (!*next)
			*next = source->bytes + source->size;
		first = *next < first ? *next : first;
	}
	return (uint32_t)(first - source->bytes);
}

/* Goes on to the line before that of `to`, which decides on how that one is read. */
static void skip_lines(const struct pm_source *source, uint32_t to, struct pm_cut *at)
{
	const char *lf;
	for (struct pm_cut line = *at; line.offset < to && (lf = memchr(source->bytes + line.offset, '\n', to - line.offset));) {
		*at = line;
		line = (struct pm_cut){(uint32_t)(lf + 1 - source->bytes), line.line + 1};
	}
}

struct pm_cutter {
	const struct pm_source *source;
	uint32_t size;
	struct pm_cut start, at; /* where the next piece starts; up to where lines were taken in */
	struct scan scan;
	struct openers openers;
};

struct pm_cutter *pm_cutter_new(const struct pm_source *source, uint32_t from, uint32_t line, uint32_t size)
{
	struct pm_cutter *cutter = pm_calloc(1, sizeof *cutter);
	*cutter = (struct pm_cutter){.source = source, .size = size, .start = {from, line}, .at = {from, line}};
	cutter->scan.lost = source->size - from <= size; /* one piece */
	cutter->scan.returns = !cutter->scan.lost && memchr(source->bytes + from, '\r', source->size - from);
	return cutter;
}

void pm_cutter_free(struct pm_cutter *cutter)
{
	free(cutter);
}

bool pm_cutter_next(struct pm_cutter *cutter, struct pm_cut *piece, uint32_t *end)
{
	uint32_t last = (uint32_t)cutter->source->size;
	if (cutter->start.line == 0)
		return false;
	*piece = cutter->start;
	const struct scan *s = &cutter->scan;
	uint32_t next = last - piece->offset < cutter->size ? last : piece->offset + cutter->size;
	while (cutter->at.offset < last && !s->lost) {
		if (!s->returns && !s->fence && !s->html && !s->inner && !s->maybe &&
		    cutter->at.offset < next) { /* nothing is open */
			uint32_t opener = next_opener(&cutter->openers, cutter->source, cutter->at.offset);
			skip_lines(cutter->source, opener < next ? opener : next, &cutter->at);
		}
		struct pm_cut before = cutter->at;
		if (scan_next(&cutter->scan, cutter->source, last, &cutter->at) && before.offset >= next) {
			cutter->start = before;
			*end = before.offset;
			return true;
		}
	}
	cutter->start.line = 0; /* that was the last */
	*end = last;
	return true;
}

struct pm_cut *pm_markdown_cuts(const struct pm_source *source, uint32_t from, uint32_t line, uint32_t size, size_t *count)
{
	struct pm_cutter *cutter = pm_cutter_new(source, from, line, size);
	struct pm_cut *cuts = NULL, piece;
	size_t cap = 0;
	uint32_t end;
	for (*count = 0; pm_cutter_next(cutter, &piece, &end); cuts[(*count)++] = piece)
		PM_GROW(cuts, *count, cap);
	pm_cutter_free(cutter);
	return cuts;
}

/* The first place behind `from` where the source may be cut; its end. */
static struct pm_cut next_cut(const struct pm_source *source, struct pm_cut from, uint32_t end, bool returns)
{
	struct scan s = {.returns = returns};
	struct pm_cut at = from;
	while (at.offset < end && !s.lost) {
		struct pm_cut before = at;
		if (scan_next(&s, source, end, &at) && before.offset > from.offset)
			return before;
	}
	return (struct pm_cut){end, 0};
}

/* -- plain sections
 *
 * Most sections of a backlog have nothing but lines in column 0: text, entries of lists, rules, comments of one line.  There the
 * blocks can be seen: text goes on with the paragraph before it, that of an entry too; a blank line ends a paragraph; an entry goes
 * on with the list before it, blank lines between them or not, if its marker is the same.  A section with any other line is
 * libcmark's. */

struct plain {
	const struct pm_source *source;
	struct pm_blocks *blocks;
	uint32_t line;	  /* number of the line that is being read */
	size_t paragraph; /* the paragraph that goes on, counted from 1; 0: none */
	char list;	  /* the marker of the list that may go on; 0: none */
};

/* Nothing but one character and white space: a thematic break, a setext underline, or nearly so. */
static bool is_rule(const char *p, const char *end)
{
	for (const char *q = p; q < end; q++)
		if (*q != *p && !is_blank(*q))
			return false;
	return true;
}

/* Does the line begin a paragraph, and nothing else, behind its markers? */
static bool is_text(const char *p, const char *end)
{
	const char *q = p;
	switch (*p) {
	case ' ':
	case '\t':
	case '\f':
	case '\v':
	case '>':
	case '<':
	case '=': return false;
	case '#':
		while (q < end && *q == '#')
			q++;
		return q < end && !is_blank(*q);
	case '`':
	case '~': return end - p < 3 || p[1] != *p || p[2] != *p;
	case '-':
	case '+':
	case '*':
	case '_': return !marker_length(p, end) && !is_rule(p, end);
	default: return *p < '0' || *p > '9' || !marker_length(p, end);
	}
}

static struct pm_block *add_plain(struct plain *s, enum pm_block_type type, const char *start, const char *end)
{
	struct pm_blocks *blocks = s->blocks;
	PM_GROW(blocks->list, blocks->count, blocks->cap);
	struct pm_block *block = &blocks->list[blocks->count++];
	const char *base = s->source->bytes;
	*block = (struct pm_block){
		.start = (uint32_t)(start - base), .end = (uint32_t)(end - base), .line = s->line, .type = (uint32_t)type & 7};
	return block;
}

static void add_plain_heading(struct plain *s, const char *p, size_t level, const char *end)
{
	struct pm_block *block = add_plain(s, PM_BLOCK_HEADING, p, end);
	struct pm_span text = heading_text(s->source->bytes, (struct pm_span){block->start, block->end});
	block->start = text.start;
	block->end = text.end;
	block->level = level & 7;
	s->paragraph = 0;
	s->list = 0;
}

static void add_plain_text(struct plain *s, const char *p, const char *end)
{
	if (!s->paragraph) {
		add_plain(s, PM_BLOCK_PARAGRAPH, p, end);
		s->paragraph = s->blocks->count;
		s->list = 0;
		return;
	}
	struct pm_block *block = &s->blocks->list[s->paragraph - 1];
	block->end = (uint32_t)(end - s->source->bytes);
	if (block->depth)
		block[-1].end = block->end;
}

/* An entry with text right behind its marker; false: it is another. */
static bool add_plain_entry(struct plain *s, const char *p, const char *end)
{
	size_t n = marker_length(p, end), gap = 0;
	while (p + n + gap < end && p[n + gap] == ' ')
		gap++;
	const char *text = p + n + gap;
	char marker = n ? p[n - 1] : 0;
	bool inside = s->paragraph && s->blocks->list[s->paragraph - 1].depth == 0;
	if (!n || !gap || gap > 4 || text == end || !is_text(text, end) || (n > 1 && inside))
		return false; /* a number other than 1 does not end a paragraph */
	struct pm_block *entry = add_plain(s, PM_BLOCK_ITEM, p, end);
	entry->level = (uint32_t)marker & 63;
	entry->flags = s->list == marker ? 0 : PM_BLOCK_NEW_LIST;
	s->list = marker;
	struct pm_block *block = add_plain(s, PM_BLOCK_PARAGRAPH, text, end);
	block->depth = 1;
	block->column = (uint32_t)(text - p) & PM_BLOCK_COLUMN_MOST;
	s->paragraph = s->blocks->count;
	return true;
}

/* Takes a line in; false: it is not plain. */
static bool add_plain_line(struct plain *s, const char *p, const char *end)
{
	if (p == end || (is_blank(*p) && is_rule(p, end))) { /* nothing but white space */
		s->paragraph = 0;
		return true;
	}
	if (is_text(p, end)) {
		add_plain_text(s, p, end);
		return true;
	}
	size_t level = 0;
	while (p + level < end && p[level] == '#')
		level++;
	if (level) {
		add_plain_heading(s, p, level, end);
		return level <= 6;
	}
	if (*p == '<') {
		struct pm_str line = {p, (size_t)(end - p)};
		if (!pm_str_starts(line, "<!--") || pm_str_find(line, "-->") < 0)
			return false;
		add_plain(s, PM_BLOCK_HTML, p, end);
		s->paragraph = 0;
		s->list = 0;
		return true;
	}
	if (!s->paragraph && end - p >= 3 && (*p == '-' || *p == '*' || *p == '_') && p[1] == *p && p[2] == *p && is_rule(p, end)) {
		add_plain(s, PM_BLOCK_RULE, p, end);
		s->list = 0;
		return true;
	}
	return add_plain_entry(s, p, end);
}

/* Reads the sections that are plain, from `from` on; returns where the first one begins that is not, or the end. */
static struct pm_cut read_plain(const struct pm_source *source, struct pm_cut from, uint32_t end, bool returns,
				struct pm_blocks *blocks)
{
	const char *base = source->bytes, *stop = base + end, *p = base + from.offset;
	struct plain s = {.source = source, .blocks = blocks, .line = from.line};
	size_t before = blocks->count; /* blocks in front of the section */
	while (p < stop) {
		const char *lf = memchr(p, '\n', (size_t)(stop - p)), *line_end = lf ? lf : stop;
		size_t count = blocks->count;
		if (returns && line_end > p && line_end[-1] == '\r')
			line_end--;
		if ((returns && memchr(p, '\r', (size_t)(line_end - p))) || !add_plain_line(&s, p, line_end)) {
			blocks->count = before;
			return from;
		}
		if (blocks->count > count && blocks->list[count].type == PM_BLOCK_HEADING) {
			from = (struct pm_cut){(uint32_t)(p - base), s.line};
			before = count;
		}
		s.line++;
		p = lf ? lf + 1 : stop;
	}
	return (struct pm_cut){end, s.line};
}

void pm_markdown_blocks(const struct pm_source *source, uint32_t file, struct pm_span span, uint32_t line, struct pm_blocks *blocks,
			struct pm_diags *diags)
{
	struct pm_cut at = {span.start, line};
	bool returns = memchr(source->bytes + span.start, '\r', span.end - span.start);
	while ((at = read_plain(source, at, span.end, returns, blocks)).offset < span.end) {
		struct pm_cut next = next_cut(source, at, span.end, returns);
		parse(source, file, (struct pm_span){at.offset, next.offset}, at.line, blocks, diags);
		at = next;
	}
}

/* -- bodies as HTML */

enum { HTML_SIZE_MAX = 64 * 1024, HTML_MARKS_MAX = 2000, HTML_LINE_DEPTH_MAX = 16 };

/* Is this text cheap for libcmark, whose cost is not linear in brackets, emphasis and nested containers? */
static bool is_tame(struct pm_str text)
{
	size_t marks = 0, depth = 0;
	bool front = true;
	if (text.n > HTML_SIZE_MAX)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == '\n') {
			front = true;
			depth = 0;
			continue;
		}
		marks += c == '[' || c == ']' || c == '*' || c == '_' || c == '<' || c == '`' || c == '&';
		if (front && (c == '>' || c == '-' || c == '+' || c == '*'))
			depth++;
		else if (!is_blank(c))
			front = false;
		if (marks > HTML_MARKS_MAX || depth > HTML_LINE_DEPTH_MAX)
			return false;
	}
	return true;
}

static void escape(struct pm_str text, struct pm_buf *out)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == '&' || c == '<' || c == '>' || c == '"')
			pm_buf_addz(out, c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&quot;");
		else
			pm_buf_addc(out, c);
	}
}

static void images_to_text(cmark_node *document)
{
	cmark_iter *iter = cmark_iter_new(document);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		if (event != CMARK_EVENT_EXIT || cmark_node_get_type(node) != CMARK_NODE_IMAGE)
			continue;
		for (cmark_node *child = cmark_node_first_child(node), *next; child; child = next) {
			next = cmark_node_next(child);
			cmark_node_insert_before(node, child);
		}
		cmark_node_unlink(node);
	}
	cmark_iter_free(iter);
}

void pm_markdown_html(struct pm_str text, struct pm_buf *out)
{
	if (!is_tame(text)) {
		pm_buf_addz(out, "<pre>");
		escape(text, out);
		pm_buf_addz(out, "</pre>\n");
		return;
	}
	bump_start();
	cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_VALIDATE_UTF8, &bump_mem);
	cmark_parser_feed(parser, text.p, text.n);
	cmark_node *document = cmark_parser_finish(parser);
	images_to_text(document);
	char *html = cmark_render_html(document, CMARK_OPT_DEFAULT);
	pm_buf_addz(out, html);
}

const char *pm_markdown_library(void)
{
	return cmark_version_string();
}
