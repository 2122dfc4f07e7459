/* test_markdown: the skeleton has the blocks of the text, and the pieces of a file have the blocks of the whole.
 *
 * What is right is what libcmark makes of the whole text; only link reference definitions are left out of the inputs, which stay
 * paragraphs here.  The first argument is the number of random documents (10,000), the second the seed.
 */
#include "parser/markdown.h"
#include "parser/rng.h"
#include "tests/unit/test.h"

#include <cmark.h>
#include <stdlib.h>

static const char *const texts[] = {
	/* headings */
	"# One\n## Two\n### Three\n#### Four\n##### Five\n###### Six\n####### Seven\n",
	"#\n##  \n# #\n### closed ###\n## not closed#\n# tab\tbehind\n#\ttab\n",
	"   # three blanks\n    # four blanks\ntext\n    # in a paragraph\n",
	"#no blank\n\\# escaped\n#5 bolt\n#️⃣ key\n",
	"text\n# heading right behind\ntext right behind\n",
	"One\n===\nTwo\n---\nThree\n=\nFour\n-\n",
	"One\nand more\n  of it\n=====   \n\nTwo\n   ---\n",
	"One\n    ===\nTwo\n= =\nThree\n--- -\n",
	"===\n---\n\n===\ntext\n",
	"#five\n===\n####### seven\n---\n",
	"> quote\n===\n> quote\n---\n- entry\n===\n- entry\n---\n",
	"- a\n  ===\n- b\n  ---\n- ---\n- # c\n-   ## d ##\n",
	"A title\\\n===\n`code\n---\nspan`\n",
	/* rules */
	"---\n***\n___\n\n+++\n--\n**\n__\n",
	" - - -\n ** * ** * ** * **\n-     -      -      -\n- - - -    \n",
	"_ _ _ _ a\na------\n---a---\n *-*\n",
	"- one\n***\n- two\n- * * *\n* - - -\n",
	"text\n***\ntext\n_ _ _\n\t***\n    ---\n",
	"-- -\n- --\n--  --\n* **\n** *\n=  =\n",
	"----------------------------------------\n****************************************\n",
	/* paragraphs and lazy lines */
	"one\ntwo\n   three\n      four\n\n\n   five\n",
	"> one\ntwo\nthree\n\nfour\n",
	"> one\n> two\nthree\n> four\n>\n> five\nsix\n",
	"> > > one\ntwo\n> three\n>> four\n",
	"- one\ntwo\n  three\n\nfour\n",
	"1. one\n> two\nthree\n   > four\nfive\n",
	"> - one\ntwo\n> three\n>   four\n",
	"> ```\none\n```\ntwo\n",
	">     code\n    lazy\n> text\n    lazy\n",
	"> # heading\nnot lazy\n> text\n# heading\n",
	"text\n>quote\n > quote\n  > quote\n   > quote\n    > text\n",
	">\n>\n>\n\n>\n>text\n>\n",
	">>> a\n>> b\n> c\nd\n\n> > e\n>\n> f\n",
	"text with trailing blanks   \nand a backslash\\\nand <br>\n",
	/* lists */
	"- a\n- b\n- c\n- d\n- e\n",
	"- a\n- b\n- c\n- d\ne\n",
	"a\n- b\n- c\n- d\n  - e\n- f\n- g\n- h\n- i\n===\n",
	"```\n- a\n- b\n- c\n- d\n```\n- e\n- f\n- g\n- h\n",
	"<div>\n- a\n- b\n- c\n- d\n\n- e\n- f\n- g\n",
	"a\nb\nc\nd\n---\na\nb\nc\n===\n",
	"- a\n- b\n* c\n* d\n+ e\n+ f\n",
	"1. a\n2. b\n3) c\n4) d\n5. e\n",
	"- a\n\n- b\n\n\n- c\n\n\n\n- d\n",
	"- a\n - b\n  - c\n   - d\n    - e\n     - f\n",
	"- a\n  - b\n    - c\n      - d\n  - e\n- f\n",
	"- a\n\n  b\n\n      c\n\n    d\n\n e\n",
	"1.  a\n\n    b\n\n        c\n\n    > d\n\n    - e\n",
	"10) a\n    b\n\n    c\n   d\n\n   e\n",
	"-\n- a\n-\n\n- b\n-\n  c\n-\n\n  d\n",
	"*\n\na\n\n1.\n\nb\n\n+ \n  c\n",
	"text\n- entry\ntext\n1. entry\n\ntext\n2. no entry\n\ntext\n*\nno entry\n",
	"123456789. nine\n1234567890. ten\n-1. no\n0. nought\n003. three\n",
	"- - - a\n- - b\n- c\n",
	"- 1. * a\n     * b\n  2. c\n",
	"1. - > a\n     > b\n   - c\n2. d\n",
	"-a\n1.a\n1)a\n+a\n*a\n-\ta\n1.\ta\n",
	"-     five blanks\n-      six blanks\n\n-\t\ttwo tabs\n",
	"- a\n<!-- apart -->\n- b\n\n<!-- apart -->\n\n- c\n",
	"- a\n\n\n  b\n- c\n\n\n\n      d\n",
	"- [ ] open\n- [x] done\n  - [X] under\n- [-] dropped\n",
	"* a\n\n  * b\n\n    c\n\n  d\n\ne\n",
	"- a\n  > b\n  ```\n  c\n  ```\n- d\n",
	"- # a\n  ## b\n  text\n- text\n  # c\n",
	"a\n  - b\n   - c\nd\n    - e\n",
	"- a\n    - b\n        - c\n            - d\n                - e\n                    - f\n",
	"    - code\n  - entry\n      - entry\n          code\n",
	"- one\n\n two\n\n- three\n\n  two\n",
	"1. a\n\n  2. b\n\n    3. c\n",
	"1) a\n2. b\n",
	"- a\n - b\n\n    c\n- d\n",
	/* fences */
	"```\ncode\n```\ntext\n",
	"~~~ python\n# no heading\n~~~~~\n# heading\n",
	"```\n~~~\n```\n~~~\n```\n~~~\n",
	"````\n```\n````\ntext\n",
	"```\nnever closed\n\n# no heading\n",
	"   ```\n   code\n  ```\n# heading\n",
	"    ```\n    code\n    ```\n# heading\n",
	"```\n    ```\ncode\n   ```\n# heading\n",
	"``` a`b\n# heading\n```\n# no heading\n",
	"~~~ a`b ~~~\n# no heading\n~~~\n# heading\n",
	"```\n``` x\n```\n# heading\n",
	"``\nno fence\n``\n~~\nno fence\n~~\n",
	"- ```\n  code\n  ```\n# heading\n",
	"- ```\n  code\n# heading closes it\n```\n# no heading\n",
	"- a\n  ```\n  code\n ```\n# in a fence that the last line opened\n",
	"- a\n  ```\n x\n```\n# in a fence\n",
	"- ```\n  ```\n ```\n# in a fence\n```\n",
	"1. a\n\n   ~~~\n   b\n\n   c\n   ~~~\n2. d\n",
	"> ```\n> code\n> ```\n>\n> text\n",
	"> ```\n> code\n\ntext\n```\n# no heading\n```\n",
	"> ```\n> code\n> ```\n>\n",
	"text\n    ```\n   ```\n# in a fence\n```\n",
	"text\n```\ncode\n```\ntext\n",
	"```\n\n\n```\n\n```\n```\n",
	"- a\n\n      ```\n      code\n\n  ```\n  code\n  ```\n# heading\n",
	"10. a\n\n    ```\n    code\n    ```\n\n    b\n# heading\n",
	"```gherkin\nScenario: a\n  Given b\n```\n```yaml\nstatus: open\n```\n",
	"````````````````````````````````````\ncode\n````````````````````````````````````\n",
	"```\n````\n# heading\n`````\ncode\n````\n# no heading\n",
	" ~~~\n  code\n    ~~~\n~~~\n# heading\n",
	/* code by indentation */
	"    code\n      code\n\n\n    code\ntext\n    text\n",
	"\tcode\n \tcode\n  \tcode\n   \tcode\n    \tcode\n",
	"- a\n\n\tb\n\n\t\tc\n\n      d\n",
	">\t\tcode\n>\ttext\n> \tcode?\n",
	"-\t\tcode\n\n\ttext\n1.\t\tcode\n",
	"    # a\n    - b\n    > c\n    ---\n    <div>\n    ~~~\n",
	"# a\n    code\n---\n    code\n- b\n\n      code\n",
	"    ```\n    ``` x\n\ntext\n\n    ~~~\n",
	" - foo\n   - bar\n\t - baz\n",
	"- a\n\t- b\n\t\t- c\n",
	"#\tFoo\n*\t*\t*\t\n",
	/* HTML blocks of the seven types */
	"<script>\n# a\n\n# b\n</script>\n# heading\n",
	"<pre a=\"b\">\n# a\n\n</pre> # b\n# heading\n",
	"<style\n>\n\n# a\n</style>\n# heading\n<textarea>\n\n*a*\n</textarea>\n",
	"<SCRIPT>a</STYLE>\n# heading\n<Pre>\n</TextArea\n>\n\n</pre>\n# heading\n",
	"<!-- one line -->\n# heading\n<!-- two\n\n# a\n--> # b\n# heading\n",
	"<!-->\n# heading\n<!--->\n# heading\n<!---->\n# heading\n<!--\n--->\n# heading\n",
	"<?php\n\n# a\n?>\n# heading\n<?a?>\n# heading\n<?>\n?>\n# heading\n",
	"<!DOCTYPE html\n\n# a\n>\n# heading\n<!doctype html>\n# heading\n<!A\n\n>\n# heading\n",
	"<![CDATA[\n\n# a\n]]>\n# heading\n<![cdata[\n# heading\n",
	"<div>\n# a\n\n# heading\n</div>\n# a\n\n# heading\n",
	"<table><tr><td>\n*a*\n\n*b*\n</td></tr></table>\n",
	"<div\nid=\"a\">\n*a*\n\n</div\n\ntext\n",
	"<hr/>\n*a*\n\n<hr />\n*a*\n\n<hr/ >\n*a*\n\n<hrx>\n*a*\n",
	"<DIV CLASS=\"a\">\n\ntext\n\n</Div>\n<!-- a\n",
	"<b>\n*a*\n\n</b>\n*a*\n\n<b> text\n*a*\n\n<b/>\n*a*\n",
	"<a href=\"b\" c='d' e=f g>\n*a*\n\n<a b=c\"d>\n*a*\n\n<a b = c >\n*a*\n\n<a  b>\n*a*\n",
	"</a >\n*a*\n\n</a b>\n*a*\n\n<a-b c:d.e_f=1>\n*a*\n\n<1a>\n*a*\n",
	"text\n<b>\nin the paragraph\n\ntext\n<div>\nin HTML\n",
	"text\n<b>\n```\n\n# no heading\n```\n",
	"text\n<!-- a -->\ntext\n<?a?>\ntext\n<script></script>\ntext\n",
	"> <div>\n> a\nno HTML\n\n- <div>\n  a\nno HTML\n",
	"- <!-- a\n  b\nno comment\n\n> <script>\nno script\n",
	"  <div>\n    a\n\n    code\n",
	"    <div>\n\n   <!-- a\n\n# b\n   -->\n# heading\n",
	"- a\n  <!--\n x\n-->\n# heading\n",
	"<div>a</div>\n\xc2\xa0\n# in HTML\n\n# heading\n",
	"<a\nb>\n\n<a b\n>\n\n<a b='\nc'>\n",
	"<section>\n```\n\n```\n# no heading\n",
	"<>\n\n<\n\n</>\n\n<!>\n\n<! a>\n\n<!- a ->\n",
	"<https://a.example>\ntext\n\n<a@b.example>\n\n<a:b>\n",
	"text -->\ntext ]]>\ntext ?>\n</script>\n",
	"<summary>a\n<details>\n\n- b\n\n</details>\n",
	"<!-- a\n-- >\n\n->\n\n-->\ntext\n",
	/* line ends, marks of order, other bytes */
	"# a\r\n\r\ntext\r\n- b\r\n\r\n      code\r\n```\r\ncode\r\n```\r\n",
	"# a\r# b\r- c\r\r- d\r",
	"a\rb\r\n===\rc\n---\r\r\n",
	"```\rcode\r```\r# heading\r\n",
	"- a\r\n\r\r\n- b\r",
	"\xef\xbb\xbf# a\n\xef\xbb\xbf# b\n",
	"\xef\xbb\xbf- a\n- b\n",
	"\xff\xfe# a\n# \xc3\n- \x80\n",
	"\x01\n\x0c\n# a\x0b\n\x0c# b\n-\x0c"
	"c\n<b>\x0c\n# d\n",
	"\xc2\xa0# a\n\xe3\x80\x80- b\n\xc2\xa0\n\xe2\x80\x8b\n",
	"a\xc2\x85"
	"b\xe2\x80\xa8"
	"c\n===\n",
	"",
	"\n",
	"\n\n\n",
	"a",
	"#",
	"-",
	">",
	"```",
	"<!--",
	"    ",
	"\t",
	"\r",
	" \n \n",
	/* deep ones */
	"> > > > > > > > > > > > a\n> > > > > > b\n> c\n",
	"- - - - - - - - - - - - a\n            - b\n      - c\n",
	"> - > - > - > - a\n> - > - b\n> - c\n",
	"* * * * * * a\n\n\n\n\n\n          b\n\n\n   c\n",
	"1. 1. 1. 1. a\n\n            b\n         c\n",
	/* as people write them */
	"# Backlog\n\n## PAY-1 Pay\n\n- Status: open\n- Depends on:\n  - PAY-2\n  - PAY-3\n\n**As a** user,\n**I want** to "
	"pay\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
	"Roadmap\n=======\n\nNow\n---\n\n1. One\n   - under\n2. Two\n\nLater\n-----\n* Three\n",
	"<details>\n<summary>More</summary>\n\n### A-1 Hidden\n\ntext\n\n</details>\n\n### A-2 Shown\n",
	"- [ ] A-1 One\n      wrapped\n\n      second paragraph\n\n      ```\n      code\n      ```\n- [ ] A-2 Two\n",
	"text ends\n<!-- AC:BEGIN -->\n- [ ] #1 a\n<!-- AC:END -->\n\n<!-- SECTION:NOTES:BEGIN -->\n# a\n<!-- SECTION:NOTES:END "
	"-->\n",
};
enum { TEXTS = sizeof texts / sizeof *texts };

/* -- what libcmark makes of the whole */

struct expected {
	int type, level, line, depth;
	bool first; /* of its list */
};

struct expecteds {
	struct expected *list;
	size_t count, cap;
};

/* How many line feeds stand before each of CommonMark's lines, which a lone CR ends too. */
static int file_line(struct pm_str text, int line)
{
	int feeds = 0;

	for (size_t i = 0; i < text.n && line > 1; i++) {
		bool feed = text.p[i] == '\n';

		if (feed || (text.p[i] == '\r' && !(i + 1 < text.n && text.p[i + 1] == '\n')))
			line--;
		feeds += feed;
	}
	return feeds + 1;
}

/* Indented code may begin with what looks like a fence: then its text begins with that line, and it has no info string. */
static bool is_fenced(cmark_node *node, struct pm_str text)
{
	const char *literal = cmark_node_get_literal(node);
	int line = cmark_node_get_start_line(node);
	size_t at = 0, n = 0, end;

	for (; at < text.n && line > 1; at++)
		line -= text.p[at] == '\n' || (text.p[at] == '\r' && !(at + 1 < text.n && text.p[at + 1] == '\n'));
	at += (size_t)cmark_node_get_start_column(node) - 1;
	if (at >= text.n || (text.p[at] != '`' && text.p[at] != '~'))
		return false;
	while (at + n < text.n && text.p[at + n] == text.p[at])
		n++;
	for (end = at + n; end < text.n && (text.p[end] == ' ' || text.p[end] == '\t'); end++)
		;
	if (end < text.n && text.p[end] != '\n' && text.p[end] != '\r')
		return cmark_node_get_fence_info(node)[0] != '\0';
	for (; n > 0 && *literal == text.p[at]; n--)
		literal++;
	return n > 0 || literal[strspn(literal, " \t")] != '\n';
}

static int type_of(cmark_node *node, struct pm_str text)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_HEADING: return PM_BLOCK_HEADING;
	case CMARK_NODE_ITEM: return PM_BLOCK_ITEM;
	case CMARK_NODE_CODE_BLOCK: return is_fenced(node, text) ? PM_BLOCK_FENCE : PM_BLOCK_CODE;
	case CMARK_NODE_HTML_BLOCK: return PM_BLOCK_HTML;
	case CMARK_NODE_BLOCK_QUOTE: return PM_BLOCK_QUOTE;
	case CMARK_NODE_THEMATIC_BREAK: return PM_BLOCK_RULE;
	default: return PM_BLOCK_PARAGRAPH;
	}
}

static void expect(cmark_node *parent, int depth, struct pm_str text, struct expecteds *out)
{
	for (cmark_node *node = cmark_node_first_child(parent); node != NULL; node = cmark_node_next(node)) {
		cmark_node_type type = cmark_node_get_type(node);
		bool item = type == CMARK_NODE_ITEM;

		if (type != CMARK_NODE_LIST) {
			PM_GROW(out->list, out->count, out->cap);
			out->list[out->count++] = (struct expected){
				type_of(node, text), type == CMARK_NODE_HEADING ? cmark_node_get_heading_level(node) : 0,
				file_line(text, cmark_node_get_start_line(node)), depth, item && cmark_node_previous(node) == NULL};
		}
		if (item || type == CMARK_NODE_LIST || type == CMARK_NODE_BLOCK_QUOTE)
			expect(node, depth + (type != CMARK_NODE_LIST), text, out);
	}
}

/* -- what the skeleton makes of it, whole and in pieces */

struct reading {
	struct pm_blocks blocks;
	struct pm_arena arena;
	struct pm_diags diags;
};

/* Behind a mark of order, which is the reader's to skip. */
static uint32_t first_byte(const struct pm_source *source)
{
	return pm_str_starts((struct pm_str){source->bytes, source->size}, "\xef\xbb\xbf") ? 3 : 0;
}

static void read_whole(const struct pm_source *source, struct reading *r)
{
	memset(r, 0, sizeof *r);
	pm_arena_init(&r->arena);
	pm_diags_init(&r->diags, &r->arena);
	pm_markdown_blocks(source, 0, (struct pm_span){first_byte(source), (uint32_t)source->size}, 1, &r->blocks, &r->diags);
}

static void read_pieces(const struct pm_source *source, uint32_t size, struct reading *r, size_t *pieces)
{
	struct pm_cut *cuts = pm_markdown_cuts(source, first_byte(source), 1, size, pieces);

	memset(r, 0, sizeof *r);
	pm_arena_init(&r->arena);
	pm_diags_init(&r->diags, &r->arena);
	for (size_t i = 0; i < *pieces; i++) {
		uint32_t end = i + 1 < *pieces ? cuts[i + 1].offset : (uint32_t)source->size;

		pm_markdown_blocks(source, 0, (struct pm_span){cuts[i].offset, end}, cuts[i].line, &r->blocks, &r->diags);
	}
	free(cuts);
}

static void clear(struct reading *r)
{
	free(r->blocks.list);
	pm_diags_clear(&r->diags);
	pm_arena_clear(&r->arena);
}

static bool like(const struct pm_block *block, const struct expected *expected)
{
	return block->type == expected->type && (block->type != PM_BLOCK_HEADING || block->level == expected->level) &&
	       (int)block->line == expected->line && block->depth == expected->depth &&
	       (block->type != PM_BLOCK_ITEM || !(block->flags & PM_BLOCK_NEW_LIST) == !expected->first);
}

static bool same(const struct pm_block *a, const struct pm_block *b)
{
	return a->start == b->start && a->end == b->end && a->line == b->line && a->type == b->type && a->depth == b->depth &&
	       a->level == b->level && a->flags == b->flags && a->column == b->column;
}

/* Spans lie in the file, in the order of the file, children in their parents. */
static bool is_sound(const struct pm_blocks *blocks, size_t size)
{
	uint32_t ends[256], at = 0;

	for (size_t i = 0; i < blocks->count; i++) {
		const struct pm_block *b = &blocks->list[i];

		if (b->start > b->end || b->end > size || b->start < at || b->depth > (i ? blocks->list[i - 1].depth + 1 : 0) ||
		    (b->depth && b->end > ends[b->depth - 1]))
			return false;
		ends[b->depth] = b->end;
		at = b->start;
	}
	return true;
}

static bool whole_is_right(const struct pm_source *source, const struct reading *r)
{
	struct pm_str text = {source->bytes, source->size};
	cmark_node *document = cmark_parse_document(text.p, text.n, CMARK_OPT_SOURCEPOS);
	struct expecteds e = {0};
	bool good;

	expect(document, 0, text, &e);
	good = e.count == r->blocks.count && is_sound(&r->blocks, source->size);
	for (size_t i = 0; good && i < e.count; i++)
		good = like(&r->blocks.list[i], &e.list[i]);
	if (!good) {
		for (size_t i = 0; i < e.count; i++)
			printf("# expected type %d level %d line %d depth %d\n", e.list[i].type, e.list[i].level, e.list[i].line,
			       e.list[i].depth);
		for (size_t i = 0; i < r->blocks.count; i++)
			printf("#      got type %d level %d line %u depth %d, bytes %u to %u\n", r->blocks.list[i].type,
			       r->blocks.list[i].level, r->blocks.list[i].line, r->blocks.list[i].depth, r->blocks.list[i].start,
			       r->blocks.list[i].end);
	}
	free(e.list);
	cmark_node_free(document);
	return good;
}

static size_t pieces_made;

static bool pieces_are_right(const struct pm_source *source, const struct reading *whole, uint32_t size)
{
	struct reading r;
	size_t pieces, places = 0;
	bool good;

	read_pieces(source, size, &r, &pieces);
	pieces_made += pieces;
	good = r.blocks.count == whole->blocks.count && r.diags.count == whole->diags.count;
	for (size_t i = 0; good && i < r.blocks.count; i++)
		good = same(&r.blocks.list[i], &whole->blocks.list[i]);
	for (size_t i = 0; i < r.diags.count; i++)
		places += r.diags.list[i].span.start;
	for (size_t i = 0; i < whole->diags.count; i++) /* their order is not that of the file */
		places -= whole->diags.list[i].span.start;
	good = good && places == 0;
	if (!good)
		printf("# in %zu pieces it is another\n", pieces);
	clear(&r);
	return good;
}

/* All that is asked of one text. */
static bool is_right(struct pm_str text)
{
	struct pm_source source;
	struct reading whole;
	bool good;

	pm_source_init(&source, "BACKLOG.md", text.p, text.n, PM_SOURCE_BORROWED);
	read_whole(&source, &whole);
	good = whole_is_right(&source, &whole);
	good = pieces_are_right(&source, &whole, 1) && pieces_are_right(&source, &whole, 40) && good;
	if (!good)
		test_print_bytes("text", text.p, text.n);
	clear(&whole);
	pm_source_clear(&source);
	return good;
}

/* -- random documents, of the lines above */

struct lines {
	struct pm_str *list;
	size_t count, cap;
};

static void take_lines(struct lines *lines)
{
	for (size_t i = 0; i < TEXTS; i++)
		for (const char *p = texts[i], *end; *p != '\0'; p = *end != '\0' ? end + 1 : end) {
			end = p + strcspn(p, "\r\n");
			PM_GROW(lines->list, lines->count, lines->cap);
			lines->list[lines->count++] = pm_str_n(p, (size_t)(end - p));
		}
}

static void random_document(struct pm_rng *rng, const struct lines *lines, struct pm_buf *out)
{
	static const char *const fronts[] = {" ", "  ", "   ", "    ", "\t", "> ", ">", "- ", "1. ", "* ", "      "};
	static const char *const ends[] = {"\n", "\n", "\n", "\n", "\n", "\n", "\n\n", "\n\n", "\r\n", "\r"};
	static const char *const plains[] = {"- a",    "* a",	 "+ a",	   "a",	      "-  a",  " a",   "- [ ] a: b",
					     "1. a",   "12) a",	 "**a**",  "| a | ",  "1a",    "---",  "***",
					     "- - ",   "- #",	 "- ### ", "#a",      "- `a`", "- ``", "```",
					     "-     ", "-\ta",	 "_ _ _ ", "- **b**", "- <a>", "<b>",  "<!-- a -->",
					     "<!-->",  "<!-- a", "===",	   "- >",     "> a",   "  ",   "# "};
	bool plain = pm_rng_below(rng, 4) != 0; /* most files have one kind of line end */

	for (uint32_t n = 1 + pm_rng_below(rng, 16); n > 0; n--) {
		if (pm_rng_below(rng, 5) == 0) { /* a place to cut, perhaps */
			pm_buf_addz(out, "# heading");
		} else if (pm_rng_below(rng, 5) == 0) { /* sections that libcmark is not asked for, or nearly so */
			const char *same = plains[pm_rng_below(rng, sizeof plains / sizeof *plains)];

			for (uint32_t k = pm_rng_below(rng, 6); k > 0; k--)
				pm_buf_addf(out, "%s%u\n", same, k);
			pm_buf_addz(out, same);
		} else {
			while (pm_rng_below(rng, 4) == 0)
				pm_buf_addz(out, fronts[pm_rng_below(rng, sizeof fronts / sizeof *fronts)]);
			pm_buf_adds(out, lines->list[pm_rng_below(rng, (uint32_t)lines->count)]);
		}
		pm_buf_addz(out, ends[pm_rng_below(rng, plain ? 8 : sizeof ends / sizeof *ends)]);
	}
	if (pm_rng_below(rng, 4) == 0 && out->n > 0)
		out->n--;
}

static unsigned long random_wrongs(unsigned long cases, uint64_t seed)
{
	struct lines lines = {0};
	struct pm_buf text = {0};
	unsigned long wrong = 0;

	take_lines(&lines);
	for (unsigned long i = 0; i < cases && wrong < 5; i++) {
		struct pm_rng rng;

		pm_rng_init(&rng, seed, i); /* a case can be run alone */
		pm_buf_reset(&text);
		random_document(&rng, &lines, &text);
		wrong += !is_right(pm_buf_str(&text));
	}
	pm_buf_clear(&text);
	free(lines.list);
	return wrong;
}

/* -- where blocks end, and what is reported */

static struct pm_str text_of(const struct pm_source *source, const struct reading *r, size_t i)
{
	if (i >= r->blocks.count)
		return PM_STR("no such block");
	return pm_source_text(source, (struct pm_span){r->blocks.list[i].start, r->blocks.list[i].end});
}

static void test_ends(void)
{
	struct pm_source source;
	struct reading r;
	static const char text[] = "# One #\n\nTwo\nand a half \n===\n\n- a\n  b\n\n  c\n\n-  d\n\n> e\n>\n> "
				   "f\n>\n\n```\ng\n\n```\n\n<p>\nh\n\n    i\n\n";

	pm_source_init(&source, "BACKLOG.md", text, sizeof text - 1, PM_SOURCE_BORROWED);
	read_whole(&source, &r);
	CHECK_INT(r.blocks.count, 13);
	CHECK_PMSTR(text_of(&source, &r, 0), "One");
	CHECK_PMSTR(text_of(&source, &r, 1), "Two\nand a half ");
	CHECK(r.blocks.list[1].flags & PM_BLOCK_SETEXT);
	CHECK_PMSTR(text_of(&source, &r, 2), "- a\n  b\n\n  c");
	CHECK_PMSTR(text_of(&source, &r, 3), "a\n  b");
	CHECK_PMSTR(text_of(&source, &r, 4), "c");
	CHECK_PMSTR(text_of(&source, &r, 5), "-  d");
	CHECK_INT(r.blocks.list[5].level, '-');
	CHECK_PMSTR(text_of(&source, &r, 6), "d");
	CHECK_PMSTR(text_of(&source, &r, 7), "> e\n>\n> f");
	CHECK_PMSTR(text_of(&source, &r, 8), "e");
	CHECK_PMSTR(text_of(&source, &r, 9), "f");
	CHECK_PMSTR(text_of(&source, &r, 10), "```\ng\n\n```");
	CHECK_PMSTR(text_of(&source, &r, 11), "<p>\nh");
	CHECK_PMSTR(text_of(&source, &r, 12), "i");
	CHECK_INT(r.diags.count, 0);
	clear(&r);
	pm_source_clear(&source);
}

/* The rule of the only finding in a text; "" where there is none, "several" where there are more. */
static const char *finding(const char *text, size_t size)
{
	struct pm_source source;
	struct reading r;
	const char *rule;

	pm_source_init(&source, "BACKLOG.md", text, size, PM_SOURCE_BORROWED);
	read_whole(&source, &r);
	rule = r.diags.count == 0 ? "" : r.diags.count > 1 ? "several" : r.diags.list[0].rule;
	clear(&r);
	pm_source_clear(&source);
	return rule;
}

#define FINDING(text) finding(text, sizeof(text) - 1)

static void test_findings(void)
{
	struct pm_buf deep = {0};

	CHECK_STR(FINDING("```\na\n"), "read-unclosed");
	CHECK_STR(FINDING("# a\n\n~~~ b\n\nc\n~~\n"), "read-unclosed");
	CHECK_STR(FINDING("```\na\n    ```\n"), "read-unclosed");
	CHECK_STR(FINDING("- ```\n  a\n\nb\n"), "read-unclosed");
	CHECK_STR(FINDING("<!-- a\n\nb\n"), "read-unclosed");
	CHECK_STR(FINDING("```\na\n```\n"), "");
	CHECK_STR(FINDING("```\na\n   `````  \n\n"), "");
	CHECK_STR(FINDING("> ```\n> a\n> ```\n>\n"), "");
	CHECK_STR(FINDING("> - ```\n>   a\n>   ```\n>\n\n"), "");
	CHECK_STR(FINDING("- ```\n  a\n  ```\n\n\nb\n"), "");
	CHECK_STR(FINDING("    ```\n    a\n"), "");
	CHECK_STR(FINDING("<!-- a -->\nb\n\n<!-- c\n-->\n"), "");
	for (int i = 0; i <= PM_MARKDOWN_DEPTH; i++)
		pm_buf_addz(&deep, "> ");
	pm_buf_addz(&deep, "a\n");
	CHECK_STR(finding(deep.p, deep.n), "read-limit");
	CHECK_STR(finding(deep.p + 2, deep.n - 2), "");
	pm_buf_reset(&deep);
	for (int i = 0; i <= PM_MARKDOWN_DEPTH; i++) { /* by indentation */
		for (int k = 0; k < i; k++)
			pm_buf_addz(&deep, "  ");
		pm_buf_addz(&deep, "- a\n");
	}
	CHECK_STR(finding(deep.p, deep.n), "read-limit");
	pm_buf_clear(&deep);
}

/* As deep as hostile text can go: depths stay those of parents and children. */
static void test_depths(void)
{
	static const char *const indents[] = {"  ", "\t", "    ", "\t\t\t"};

	for (size_t k = 0; k < sizeof indents / sizeof *indents; k++)
		for (int markers = 1; markers <= 70; markers += 23) {
			struct pm_buf text = {0};
			struct pm_source source;
			struct reading r;

			for (int i = 0; i < 400; i++) {
				for (int n = 0; n < i * markers && n < 1000; n++)
					pm_buf_addz(&text, indents[k]);
				for (int n = 0; n < markers; n++)
					pm_buf_addz(&text, "- ");
				pm_buf_addz(&text, "a\n");
			}
			pm_source_init(&source, "BACKLOG.md", text.p, text.n, PM_SOURCE_BORROWED);
			read_whole(&source, &r);
			CHECK(is_sound(&r.blocks, source.size));
			clear(&r);
			pm_source_clear(&source);
			pm_buf_clear(&text);
		}
}

static size_t cut_count(const char *text)
{
	struct pm_source source;
	size_t count;

	pm_source_init(&source, "BACKLOG.md", text, strlen(text), PM_SOURCE_BORROWED);
	free(pm_markdown_cuts(&source, 0, 1, 1, &count));
	pm_source_clear(&source);
	return count;
}

/* Not cutting is right too, but slow: what people write is cut. */
static void test_cuts(void)
{
	CHECK_INT(cut_count("# a\n## b\n### c\n"), 3);
	CHECK_INT(cut_count("# a\n\n```\n# b\n```\n\n# c\n"), 2);
	CHECK_INT(cut_count("# a\n\n<!-- b -->\n<!-- b\n# b\n-->\n# c\n"), 2);
	CHECK_INT(cut_count("# a\n\n<details>\n# b\n\n# c\n"), 2);
	CHECK_INT(cut_count("# a\n\n- b\n\n  ```\n  c\n  ```\n\n# d\n"), 2);
	CHECK_INT(cut_count("# a\n\n1. b\n\n    ```\n    c\n    ```\n\ntext\n\n# d\n"), 2);
	CHECK_INT(cut_count("# a\n\n> ```\n> c\n> ```\n\n# d\n"), 2);
	CHECK_INT(cut_count("# a\n\ntext <b>\n<b>\n\n# d\n"), 2);
	CHECK_INT(cut_count("# a\n\n```\n# b\n\n# c\n"), 1);
}

static void check_html(const char *text, const char *expected)
{
	struct pm_buf out = {0};

	pm_markdown_html(pm_str_c(text), &out);
	CHECK_STR(out.p, expected);
	pm_buf_clear(&out);
}

static void test_html(void)
{
	check_html("*a* <b>c</b> & [d](javascript:e) ![f *g*](h)\n",
		   "<p><em>a</em> <!-- raw HTML omitted -->c<!-- raw HTML omitted --> &amp; <a href=\"\">d</a> f <em>g</em></p>\n");
	check_html("<script>\na\n</script>\n", "<!-- raw HTML omitted -->\n");
	check_html("- a\n\n      b\n", "<ul>\n<li>\n<p>a</p>\n<pre><code>b\n</code></pre>\n</li>\n</ul>\n");
	check_html("> > > > > > > > > > > > > > > > > <a>\n",
		   "<pre>&gt; &gt; &gt; &gt; &gt; &gt; &gt; &gt; &gt; &gt; &gt; &gt; &gt; &gt; &gt; &gt; &gt; &lt;a&gt;\n</pre>\n");
}

int main(int argc, char **argv)
{
	const char *soak = getenv("PM_CASES");
	unsigned long cases = argc > 1 ? strtoul(argv[1], NULL, 10) : soak != NULL ? strtoul(soak, NULL, 10) : 10000;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;

	for (size_t i = 0; i < TEXTS; i++)
		CHECK(is_right(pm_str_c(texts[i])));
	test_ends();
	test_findings();
	test_depths();
	test_cuts();
	test_html();
	CHECK_INT(random_wrongs(cases, seed), 0);
	printf("# seed %ju, %lu cases, %zu pieces\n", (uintmax_t)seed, cases, pieces_made);
	CHECK(pieces_made > cases * 3);
	pm_markdown_thread_end();
	return test_done();
}
