/* test_frontmatter: YAML blocks: exact spans, what is mended, what is refused, and that nothing vanishes. */
#include "parser/frontmatter.h"
#include "tests/unit/test.h"

#include <stdlib.h>

static struct pm_source source;
static struct pm_arena arena;
static struct pm_diags diags;
static struct pm_span block;
static uint32_t behind;

static void start(const char *text, size_t n)
{
	pm_arena_clear(&arena);
	pm_diags_clear(&diags);
	pm_source_clear(&source);
	pm_arena_init(&arena);
	pm_diags_init(&diags, &arena);
	pm_source_init(&source, "t.md", text, n, PM_SOURCE_BORROWED);
}

static bool find(const char *text)
{
	start(text, strlen(text));
	return pm_frontmatter_find(&source, &block, &behind, 7, &diags);
}

/* Reads a whole text as one block. */
static const struct pm_yaml *read_n(const char *text, size_t n)
{
	start(text, n);
	return pm_yaml_read(&source, (struct pm_span){0, (uint32_t)n}, 7, &arena, &diags);
}

static const struct pm_yaml *read(const char *text)
{
	return read_n(text, strlen(text));
}

static void add_span(struct pm_buf *out, struct pm_span span)
{
	pm_buf_addf(out, "%u-%u", span.start, span.end);
}

/* A tree on one line: {key@span=scalar@span ...}; marks q, b for the spelling, ! for broken, ~ for null. */
static void dump(const struct pm_yaml *node, struct pm_buf *out)
{
	if (node->broken)
		pm_buf_addc(out, '!');
	if (node->type == PM_YAML_LIST || node->type == PM_YAML_MAP) {
		pm_buf_addc(out, node->type == PM_YAML_LIST ? '[' : '{');
		for (uint32_t i = 0; i < node->child_count; i++) {
			if (i > 0)
				pm_buf_addc(out, ' ');
			if (node->type == PM_YAML_MAP) {
				pm_buf_adds(out, node->children[i].key);
				pm_buf_addc(out, '@');
				add_span(out, node->children[i].key_span);
				pm_buf_addc(out, '=');
			}
			dump(&node->children[i], out);
		}
		pm_buf_addc(out, node->type == PM_YAML_LIST ? ']' : '}');
		pm_buf_addc(out, '@');
		add_span(out, node->span);
		return;
	}
	if (node->type == PM_YAML_NULL)
		pm_buf_addc(out, '~');
	pm_buf_adds(out, node->text);
	pm_buf_addz(out, node->spelling == PM_SPELL_QUOTED ? "@q" : node->spelling == PM_SPELL_YAML_BLOCK ? "@b" : "@");
	add_span(out, node->span);
}

static struct pm_buf dumped;

static const char *tree(const char *text)
{
	pm_buf_reset(&dumped);
	dump(read(text), &dumped);
	return dumped.p;
}

static struct pm_buf fixed;

/* The text with the fixes of all findings made. */
static const char *fix(const char *text)
{
	struct pm_edit *edits = NULL;
	size_t count = 0, cap = 0, at = 0;

	read(text);
	for (size_t i = 0; i < diags.count; i++)
		for (uint32_t k = 0; k < diags.list[i].edit_count; k++) {
			PM_GROW(edits, count, cap);
			edits[count++] = diags.list[i].edits[k];
		}
	pm_buf_reset(&fixed);
	for (size_t i = 0; i < count; i++) {
		CHECK(edits[i].span.start >= at && edits[i].file == 7);
		pm_buf_add(&fixed, text + at, edits[i].span.start - at);
		pm_buf_adds(&fixed, edits[i].text);
		at = edits[i].span.end;
	}
	pm_buf_addz(&fixed, text + at);
	free(edits);
	return fixed.p;
}

/* The only finding's rule, "safe" or "unsafe" if it has a fix; "" for none, "many" for several. */
static const char *finding(void)
{
	static char text[128];
	const struct pm_diag *diag = diags.list;

	if (diags.count != 1)
		return diags.count ? "many" : "";
	snprintf(text, sizeof text, "%s%s", diag->rule, diag->edit_count == 0 ? "" : diag->safe ? " safe" : " unsafe");
	return text;
}

static void test_find(void)
{
	CHECK(find("---\nid: A-1\n---\ntext\n"));
	CHECK_INT(block.start, 4);
	CHECK_INT(block.end, 12);
	CHECK_INT(behind, 16);
	CHECK(find("\xef\xbb\xbf---\r\nid: A-1\r\n...\r\ntext"));
	CHECK_INT(block.start, 8);
	CHECK_INT(block.end, 17);
	CHECK_INT(behind, 22);
	CHECK(find("--- \nid: A-1\n---\t"));
	CHECK_INT(behind, 17);
	CHECK(find("---\n---\n"));
	CHECK_INT(block.start, 4);
	CHECK_INT(block.end, 4);
	CHECK(find("---\n# a comment\nid: A-1\n---\n"));
	CHECK(find("---\n\nid: A-1\n---\n"));
	CHECK(find("---\nid:A-1\n---\n"));
	CHECK_INT(diags.count, 0);
	CHECK(!find("---\nSome prose.\n\n---\nid: x\n"));
	CHECK(!find("---\n# Heading\n\nStatus: open\n\n---\n"));
	CHECK(!find("---\n**Status:** open\n---\n"));
	CHECK(!find("----\nid: A-1\n---\n"));
	CHECK(!find(" ---\nid: A-1\n---\n"));
	CHECK(!find("\n---\nid: A-1\n---\n"));
	CHECK(!find("--"));
	CHECK(!find("---"));
	CHECK(!find("---\n"));
	CHECK(!find(""));
	CHECK(!find("---\nSome prose with no end.\n"));
	CHECK_INT(diags.count, 0);
	CHECK(find("---\nid: A-1\ntitle: x\n\n## Description\n\ntext\n\n---\n\nmore\n")); /* it stays listed */
	CHECK_STR(finding(), "read-unclosed");
	CHECK(find("---\nid: A-1\ntitle: x\n---## Description\n\ntext\n"));
	CHECK_STR(finding(), "read-unclosed");
	CHECK(!find("---\nNote: x\n\n## Description\n\ntext\n"));
	CHECK_STR(finding(), "read-unclosed");
	CHECK(!find("---\nid: A-1\ntitle: x\n"));
	CHECK_STR(finding(), "read-unclosed");
	CHECK_INT(diags.list[0].span.start, 0);
	CHECK_INT(diags.list[0].span.end, 3);
	CHECK(!find("\xef\xbb\xbf---\nid: A-1\n"));
	CHECK_INT(diags.list[0].span.start, 3);
}

static void test_find_far(void)
{
	struct pm_buf text = {0};

	pm_buf_addz(&text, "---\nid: A-1\n");
	while (text.n < PM_YAML_MAX)
		pm_buf_addz(&text, "- a line of text\n");
	pm_buf_addz(&text, "---\n");
	CHECK(!find(text.p));
	CHECK_STR(finding(), "read-unclosed");
	pm_buf_clear(&text);
}

/* The same tree from the quick way, and from libyaml, which a comment at the end calls in. */
static void both_n(const char *text, size_t n, const char *expected, int line)
{
	struct pm_buf quick = {0}, slow = {0}, copy = {0};

	dump(read_n(text, n), &quick);
	pm_buf_add(&copy, text, n);
	pm_buf_addz(&copy, n > 0 && text[n - 1] == '\n' ? "# c\n" : "\n# c\n");
	dump(read_n(copy.p, copy.n), &slow);
	test_bytes(slow.p, slow.n, quick.p, quick.n, __FILE__, line, text);
	if (expected)
		test_str(quick.p, expected, __FILE__, line, text);
	start("", 0);
	pm_buf_clear(&quick);
	pm_buf_clear(&slow);
	pm_buf_clear(&copy);
}
#define BOTH(text, expected) both_n(text, strlen(text), expected, __LINE__)

static void test_tree(void)
{
	BOTH("id: A-1\ntitle: Pay now\n", "{id@0-2=A-1@4-7 title@8-13=Pay now@15-22}@0-22");
	BOTH("id: 'A-1'\nt: \"x y\"\n", "{id@0-2=A-1@q5-8 t@10-11=x y@q14-17}@0-18");
	BOTH("a:\nb:   \nc: x  \n", "{a@0-1=~@2-2 b@3-4=~@5-5 c@9-10=x@12-13}@0-13");
	BOTH("a: []\nb: [x]\nc: [ x , y z ]\n", "{a@0-1=[]@3-5 b@6-7=[x@10-11]@9-12 c@13-14=[x@18-19 y z@22-25]@16-27}@0-27");
	BOTH("a: ['x', \"y\",]\n", "{a@0-1=[x@q5-6 y@q10-11]@3-14}@0-14");
	BOTH("a:\n  - x\n  - 'y'\nb: 1\n", "{a@0-1=[x@7-8 y@q14-15]@5-16 b@17-18=1@20-21}@0-21");
	BOTH("a:\n- x\n- y z\nb: 1\n", "{a@0-1=[x@5-6 y z@9-12]@3-12 b@13-14=1@16-17}@0-17");
	BOTH("a: x\r\nb:\r\n  - y\r\n", "{a@0-1=x@3-4 b@6-7=[y@14-15]@12-15}@0-15");
	BOTH("t: Größe ändern\nu: 漢字\n", "{t@0-1=Größe ändern@3-18 u@19-20=漢字@22-28}@0-28");
	BOTH("t: 'Größe'\nu: [ä, ö]\n", NULL);
	BOTH("u: http://a.b/c?d=e#f\nv: a#b, c\nw: (x) [y]\n",
	     "{u@0-1=http://a.b/c?d=e#f@3-21 v@22-23=a#b, c@25-31 w@32-33=(x) [y]@35-42}@0-42");
	BOTH("a: x", "{a@0-1=x@3-4}@0-4");
	BOTH("a: null\nb: ~\n", "{a@0-1=~null@3-7 b@8-9=~~@11-12}@0-12");
	BOTH("a: x\n  y\nb: 2\n", "{a@0-1=x y@3-8 b@9-10=2@12-13}@0-13");
	BOTH("a: x # note\nb: 'y' # note\n", "{a@0-1=x@3-4 b@12-13=y@q16-17}@0-18");
	BOTH("a: >-\n  x\n  y\n\nb: |\n  z\n", "{a@0-1=x y@b3-13 b@15-16=z\n@b18-23}@0-23");
	BOTH("a: 'it''s'\nb: \"x\\ty\"\n", "{a@0-1=it's@q4-9 b@11-12=x\ty@q15-19}@0-20");
	BOTH("a: {b: c}\nd:\n  e: f\n", "{a@0-1={b@4-5=c@7-8}@3-9 d@10-11={e@15-16=f@18-19}@15-19}@0-19");
	BOTH("- id: A\n  t: x\n- id: B\n", "[{id@2-4=A@6-7 t@10-11=x@13-14}@2-14 {id@17-19=B@21-22}@17-22]@0-22");
	BOTH("Depends on: A\n'q k': x\n", "{Depends on@0-10=A@12-13 q k@15-18=x@21-22}@0-22");
	BOTH("a:\n  - x\n   - y\n", NULL);
	BOTH("a:\n  -\n  - y\n", "{a@0-1=[~@6-6 y@11-12]@5-12}@0-12");
	BOTH("a: [x: y, z]\n", NULL);
	BOTH("a: [x\n, y]\n", NULL);
	BOTH("a: \"x\n  y\"\n", NULL);
	CHECK_STR(tree(""), "~@0-0");
	CHECK_STR(tree("# only a comment\n"), "~@0-16");
}

static void test_get(void)
{
	const struct pm_yaml *map = read("Depends-On: x\ncreated_date: y\na b: z\ncreated_date: w\n");

	CHECK_PMSTR(pm_yaml_get(map, "depends_on")->text, "x");
	CHECK_PMSTR(pm_yaml_get(map, "created date")->text, "y");
	CHECK_PMSTR(pm_yaml_get(map, "A_B")->text, "z");
	CHECK(pm_yaml_get(map, "a") == NULL);
	CHECK(pm_yaml_get(&map->children[0], "a") == NULL);
	CHECK_STR(finding(), "read-duplicate-key");
	CHECK_INT(diags.list[0].span.start, 37);
	CHECK_INT(diags.list[0].related_count, 1);
	read("a:\n  b: 1\n  b: 2\nb: 1\n");
	CHECK_STR(finding(), "read-duplicate-key");
}

#define FIXED(text, result, verdict)                                                                                               \
	do {                                                                                                                       \
		CHECK_STR(fix(text), result);                                                                                      \
		read(text);                                                                                                        \
		CHECK_STR(finding(), verdict);                                                                                     \
		if (strcmp(text, result) != 0) {                                                                                   \
			read(result);                                                                                              \
			CHECK_STR(finding(), "");                                                                                  \
		}                                                                                                                  \
	} while (0)

static void test_fixes(void)
{
	FIXED("id: A\ntitle: Foo: bar\nstatus: open\n", "id: A\ntitle: \"Foo: bar\"\nstatus: open\n", "read-yaml safe");
	FIXED("title: Foo: \"bar\" \\ x\r\n", "title: \"Foo: \\\"bar\\\" \\\\ x\"\r\n", "read-yaml safe");
	FIXED("title: Foo: bar # note\n", "title: \"Foo: bar\" # note\n", "read-yaml safe");
	FIXED("title: Foo: bar #12\n", "title: \"Foo: bar #12\"\n", "read-yaml unsafe");
	FIXED("title: Foo: bar:\n", "title: \"Foo: bar:\"\n", "read-yaml safe");
	FIXED("owner: @jo\n", "owner: \"@jo\"\n", "read-yaml safe");
	FIXED("owner: `jo`\n", "owner: \"`jo`\"\n", "read-yaml safe");
	FIXED("share: %50\n", "share: \"%50\"\n", "read-yaml safe");
	FIXED("title: **Bold** start\n", "title: \"**Bold** start\"\n", "read-yaml safe");
	FIXED("title: *alias\n", "title: *alias\n", "read-yaml");
	FIXED("title: &anchor text\n", "title: \"&anchor text\"\n", "read-yaml unsafe");
	FIXED("title: !important text\n", "title: \"!important text\"\n", "read-yaml unsafe");
	FIXED("title: [WIP] Pay\n", "title: \"[WIP] Pay\"\n", "read-yaml safe");
	FIXED("title: > 5 users\n", "title: \"> 5 users\"\n", "read-yaml safe");
	FIXED("title: 'It's done'\n", "title: \"It's done\"\n", "read-yaml safe");
	FIXED("title: 'a' and 'b'\n", "title: \"'a' and 'b'\"\n", "read-yaml unsafe");
	FIXED("title: \"Foo\" and bar\n", "title: \"\\\"Foo\\\" and bar\"\n", "read-yaml safe");
	FIXED("title: \"Foo\nstatus: open\n", "title: \"Foo\"\nstatus: open\n", "read-yaml unsafe");
	FIXED("labels:\n\t- a\n\t- b\nstatus: x\n", "labels:\n  - a\n  - b\nstatus: x\n", "read-yaml safe");
	FIXED("assignee:\n  - @jo\n  - '@al'\n", "assignee:\n  - \"@jo\"\n  - '@al'\n", "read-yaml safe");
	FIXED("assignee: [@jo, al, @b\"c]\n", "assignee: [\"@jo\", al, \"@b\\\"c\"]\n", "read-yaml safe");
	FIXED("refs:\n  - a: b: c\n", "refs:\n  - \"a: b: c\"\n", "read-yaml safe");
	FIXED("title:Foo\nid: A\n", "title: Foo\nid: A\n", "read-yaml safe");
	FIXED("- id: A\n  title: Foo: bar\n- id: B\n", "- id: A\n  title: \"Foo: bar\"\n- id: B\n", "read-yaml safe");
}

static void test_broken(void)
{
	CHECK_STR(tree("id: A\ntitle: Foo: bar\nn: 1\n"), "{id@0-2=A@4-5 title@6-11=!Foo: bar@13-21 n@22-23=1@25-26}@0-26");
	CHECK_STR(tree("o: [@jo, \"x\"]\n"), "{o@0-1=![@jo@4-7 x@q10-11]@3-13}@0-13");
	CHECK_STR(tree("o:\n- @jo\n- x: y: z\n"), "{o@0-1=![@jo@5-8 x: y: z@11-18]@3-18}@0-18");
	CHECK_STR(tree("t: 'It's'\n"), "{t@0-1=!It's@q4-8}@0-9");
	CHECK_STR(tree("t: \"Fo\nu: v\n"), "{t@0-1=!\"Fo@3-6 u@7-8=v@10-11}@0-11");
	CHECK_STR(tree("t: \xff\nu: v\n"), "{t@0-1=!\xff@3-4 u@5-6=v@8-9}@0-9");
	CHECK_STR(tree("id: A\njust text\nu: v\n"), "{id@0-2=A@4-5 @0-0=!just text@6-15 u@16-17=v@19-20}@0-20");
	CHECK_STR(tree("- id: A\n  t: x: y\n- t: z\n"), "[{id@2-4=A@6-7 t@10-11=!x: y@13-17}@2-17 {t@20-21=z@23-24}@20-24]@0-24");
	CHECK_STR(tree("- a\n- @b\ntext\n"), "[a@2-3 !@b@6-8 !text@9-13]@0-13");
	CHECK_STR(tree("t: x\n  s: open\n  u: y\nv: w\n"), "{t@0-1=x@3-4 s@7-8=open@10-14 u@17-18=y@20-21 v@22-23=w@25-26}@0-26");
	CHECK_STR(finding(), "read-yaml");
	CHECK_STR(tree("l:\n# note\n- a\nt: x: y\n# end\n"), "{l@0-1=[a@12-13]@10-13 t@14-15=!x: y@17-21}@0-21");
	CHECK_STR(tree("just text\n"), "just text@0-9");
	CHECK_STR(finding(), "read-yaml");
	CHECK_STR(tree("a: 1\n---\nb: 2\n"), "{a@0-1=1@3-4 @0-0=!---@5-8 b@9-10=2@12-13}@0-13");
	CHECK_PMSTR(pm_yaml_get(read_n("t: a\0b\nu: v\n", 12), "t")->text, "a\0b");
	CHECK_PMSTR(pm_yaml_get(read_n("t: a\0b\nu: v\n", 12), "u")->text, "v");
}

static void test_limits(void)
{
	struct pm_buf text = {0};
	const struct pm_yaml *root;

	for (int i = 0; i < 60000; i++)
		pm_buf_addc(&text, i == 0 ? 'a' : i == 1 ? ':' : i == 2 ? ' ' : '[');
	root = read(text.p);
	CHECK_INT(root->child_count, 1);
	CHECK(root->children[0].broken);
	CHECK_INT(root->children[0].text.n, 59997);
	CHECK_STR(finding(), "read-limit");
	pm_buf_reset(&text);
	for (int i = 0; i < 10000; i++)
		pm_buf_addf(&text, "k%d: v\n", i);
	root = read(text.p);
	CHECK_STR(finding(), "read-limit");
	CHECK(root->child_count > 7000 && root->child_count < 10000);
	CHECK(diags.list[0].span.start < PM_YAML_MAX && diags.list[0].span.end == text.n);
	pm_buf_reset(&text);
	for (int i = 0; i < 7000; i++)
		pm_buf_addz(&text, "a: b: c\n");
	root = read(text.p);
	CHECK_INT(root->child_count, 7000);
	CHECK_INT(diags.count, 7000 + 6999);
	pm_buf_reset(&text);
	for (int i = 0; i < 300; i++)
		pm_buf_addf(&text, "%*sk: v\n", i, "");
	read(text.p);
	CHECK(diags.count > 0);
	read("a: [[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]\n");
	CHECK_STR(finding(), "");
	pm_buf_clear(&text);
}

static uint32_t seed;

static uint32_t draw(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

/* Texts of the pieces that YAML is made of: both ways agree, and no span leaves the block. */
static void test_random(void)
{
	static const char *const pieces[] = {"a",    "b: ",    "id: ",	   "x y",	  "'",		 "\"", "- ",   "  ",
					     "\n",   "\n",     "\n",	   "[",		  "]",		 ", ", ": ",   ":",
					     " #",   "#",      "@",	   "*",		  "&",		 "!",  "|",    ">\n ",
					     "{",    "}",      "\t",	   "\r\n",	  "ä",		 "漢", "\xff", "\n  - ",
					     "\n- ", "k: v\n", "k: 'v'\n", "l: [a, b]\n", "l:\n  - a\n", "~",  "null"};
	struct pm_buf text = {0}, quick = {0}, slow = {0};
	size_t different = 0, outside = 0;

	seed = 1;
	for (int i = 0; i < 20000 && different == 0; i++) {
		uint32_t n = 1 + draw(12);
		const struct pm_yaml *root;
		bool readable;

		pm_buf_reset(&text);
		pm_buf_reset(&quick);
		pm_buf_reset(&slow);
		while (n-- > 0)
			pm_buf_addz(&text, pieces[draw(sizeof pieces / sizeof *pieces)]);
		pm_buf_addc(&text, '\n');
		root = read_n(text.p, text.n);
		dump(root, &quick);
		outside += root->span.end > text.n || root->span.start > root->span.end;
		readable = diags.count == 0 && root->type != PM_YAML_NULL;
		pm_buf_addz(&text, "# c\n");
		dump(read_n(text.p, text.n), &slow);
		if (readable && diags.count == 0 && !pm_str_eq(pm_buf_str(&quick), pm_buf_str(&slow))) {
			different++;
			test_print_bytes("text", text.p, text.n);
			test_print_bytes("quick", quick.p, quick.n);
			test_print_bytes("slow", slow.p, slow.n);
		}
	}
	CHECK_INT(different, 0);
	CHECK_INT(outside, 0);
	pm_buf_clear(&text);
	pm_buf_clear(&quick);
	pm_buf_clear(&slow);
}

int main(void)
{
	start("", 0);
	test_find();
	test_find_far();
	test_tree();
	test_get();
	test_fixes();
	test_broken();
	test_limits();
	test_random();
	start("", 0);
	pm_source_clear(&source);
	pm_buf_clear(&dumped);
	pm_buf_clear(&fixed);
	return test_done();
}
