/* test_report: one report through every writer; the page's policy lets in its own style and nothing else. */
#include "formats/format.h"

#include "tests/unit/test.h"

#include <stdlib.h>

static struct pm_out out;

static const char *written(const struct pm_report *report, const char *format, int width)
{
	struct pm_format_options options = {.width = width, .version = "0.1.0", .date = PM_STR("2026-11-22")};

	pm_out_clear(&out);
	pm_out_memory(&out);
	pm_format_find(pm_str_c(format))->write(report, &options, &out);
	return out.buf.p ? out.buf.p : "";
}

static bool has(const char *text, const char *part)
{
	return strstr(text, part) != NULL;
}

static void make_report(struct pm_report *report)
{
	static const struct pm_column columns[] = {
		{{"Id", 2}, "id", PM_ALIGN_LEFT, false},
		{{"Title", 5}, "title", PM_ALIGN_LEFT, true},
		{{"Points", 6}, "points", PM_ALIGN_RIGHT, false},
	};
	static const struct pm_column facts[] = {{{"Items", 5}, "items", PM_ALIGN_LEFT, false}};
	struct pm_cell *cell;

	pm_report_init(report, "test");
	report->title = pm_report_copy(report, PM_STR("Shop & co"));
	pm_report_node(report, PM_NODE_FACTS, facts, 1);
	pm_report_number(report, 2, NULL)->note = PM_STR("all read");
	pm_report_heading(report, 2, PM_STR("Table"), "table");
	pm_report_node(report, PM_NODE_TABLE, columns, 3);
	cell = pm_report_cell(report, PM_STR("A-1"));
	cell->anchor = "A-1";
	pm_report_cell(report, PM_STR("\xe6\xbc\xa2\xe5\xad\x97 <b> | @ann =x"));
	pm_report_number(report, 5, "points");
	pm_report_cell(report, PM_STR("A-12"));
	pm_report_cell(report, PM_STR("=1+2"));
	pm_report_number(report, 0.5, "points");
	pm_report_heading(report, 2, PM_STR("Rest"), NULL);
	pm_report_heading(report, 4, PM_STR("Deep"), NULL);
	pm_report_node(report, PM_NODE_LIST, NULL, 0);
	cell = pm_report_cell(report, PM_STR("linked"));
	cell->id = PM_STR("A-1");
	pm_cell_link(report, cell, PM_STR("#A-1"));
	cell->note = PM_STR("open");
	pm_cell_link(report, pm_report_cell(report, PM_STR("trap")), PM_STR("javascript:alert(1)"));
	pm_report_node(report, PM_NODE_BARS, NULL, 0)->scale = 1;
	pm_report_cell(report, PM_STR("Share"));
	pm_report_number(report, 0.25, "%");
	pm_report_cell(report, PM_STR(""));
	pm_report_node(report, PM_NODE_LIST, NULL, 0);			       /* nothing, and nothing said */
	pm_report_node(report, PM_NODE_TABLE, columns, 3)->empty = "none yet"; /* nothing, and said */
	pm_report_paragraph(report, PM_STR("two words\033"), PM_TONE_WARN);
	pm_report_markdown(report, PM_STR("# Own heading\n\nA *body* with\033[31m <b>tags</b>,\nover lines.\n\n- and\n- a list\n"));
}

static void test_text(const struct pm_report *report)
{
	CHECK_STR(written(report, "text", 60),
		  "Shop & co\n=========\n\n"
		  "Items  2 (all read)\n\n"
		  "Table\n-----\n"
		  "Id    Title                   Points\n"
		  "A-1   \xe6\xbc\xa2\xe5\xad\x97 <b> | @ann =x    5 points\n"
		  "A-12  =1+2                0.5 points\n\n"
		  "Rest\n----\n"
		  "Deep\n"
		  "- A-1 linked (open)\n- trap\n\n"
		  "Share  [######..................]  25%\n\n"
		  "none yet\n\n"
		  "two words^[\n\n"
		  "# Own heading\n\nA *body* with^[[31m <b>tags</b>, over lines.\n\n- and\n- a list\n");
}

static void test_width(void)
{
	static const struct pm_column columns[] = {{{"A", 1}, NULL, PM_ALIGN_LEFT, false}, {{"B", 1}, NULL, PM_ALIGN_LEFT, true}};
	struct pm_report report;

	pm_report_init(&report, "test");
	pm_report_node(&report, PM_NODE_TABLE, columns, 2);
	pm_report_cell(&report, PM_STR("key"));
	pm_report_cell(&report, PM_STR("the quick brown fox jumps over the lazy dog"));
	CHECK_STR(written(&report, "text", 30), "A    B\nkey  the quick brown fox jumps\n     over the lazy dog\n");
	CHECK_STR(written(&report, "text", 0), "A    B\nkey  the quick brown fox jumps over the lazy dog\n");
	pm_report_clear(&report);
}

/* Columns that do not fit: wide ones give way first and alike; no word breaks; what has no room stands below. */
static void test_fit(void)
{
	static const struct pm_column columns[] = {
		{{"Id", 2}, "id", PM_ALIGN_LEFT, false},
		{{"Title", 5}, "title", PM_ALIGN_LEFT, true},
		{{"Confidence", 10}, "confidence", PM_ALIGN_RIGHT, false},
		{{"Where", 5}, "where", PM_ALIGN_LEFT, false},
	};
	static const struct pm_column twins[] = {{{"A", 1}, "a", PM_ALIGN_LEFT, true}, {{"B", 1}, "b", PM_ALIGN_LEFT, true}};
	struct pm_report report;

	pm_report_init(&report, "test");
	pm_report_node(&report, PM_NODE_TABLE, columns, 4);
	pm_report_cell(&report, PM_STR("A-1"));
	pm_report_cell(&report, PM_STR("The quick brown fox jumps over the lazy dog")); /* 43 */
	pm_report_number(&report, 0.8, "%");
	pm_report_cell(&report, PM_STR("backlog/catalogue.md:9"));
	CHECK_STR(written(&report, "text", 70), "Id   Title                          Confidence  Where\n"
						"A-1  The quick brown fox jumps             80%  backlog/catalogue.md:9\n"
						"     over the lazy dog\n");
	CHECK_STR(written(&report, "text", 56), "Id   Title                 Confidence  Where\n"
						"A-1  The quick brown fox          80%  backlog/\n"
						"     jumps over the lazy               catalogue.md:9\n"
						"     dog\n");
	CHECK_STR(written(&report, "text", 40), "Id   Title                    Confidence\n"
						"A-1  The quick brown fox             80%\n"
						"     jumps over the lazy dog\n"
						"       Where backlog/catalogue.md:9\n");
	pm_report_clear(&report);
	pm_report_init(&report, "test");
	pm_report_node(&report, PM_NODE_TABLE, twins, 2);
	pm_report_cell(&report, PM_STR("one two three four five six seven"));
	pm_report_cell(&report, PM_STR("one two three four five six seven"));
	CHECK_STR(written(&report, "text", 42), "A                     B\n"
						"one two three four    one two three four\n"
						"five six seven        five six seven\n");
	pm_report_clear(&report);
}

/* Nothing is cut off: labels, figures and what should be go on in the next line, and a tree's rows keep their depth. */
static void test_lines(void)
{
	static const struct pm_column columns[] = {{{"Item", 4}, "item", PM_ALIGN_LEFT, true}};
	static const struct pm_column facts[] = {{{"Open", 4}, "open", PM_ALIGN_LEFT, false}};
	struct pm_report report;

	pm_report_init(&report, "test");
	pm_report_node(&report, PM_NODE_FACTS, facts, 1);
	pm_report_cell(&report, PM_STR("3 items"))->note = PM_STR("and no more than that, as far as is known");
	pm_report_node(&report, PM_NODE_BARS, NULL, 0)->scale = 1;
	pm_report_cell(&report, PM_STR("how long people wait for it"));
	pm_report_number(&report, 0.5, "%");
	pm_report_number(&report, 1, "%")->text = PM_STR("from 10% to 100% by the end of the year");
	pm_report_picture(&report, PM_NODE_TREE, PM_STR(""), PM_STR("One."), columns, 1);
	pm_report_cell(&report, PM_STR("top"));
	pm_report_cell(&report, PM_STR("and what hangs below it, in more words than a line holds"))->depth = 1;
	CHECK_STR(written(&report, "text", 50), "Open  3 items (and no more than that, as far as is\n"
						"      known)\n\n"
						"how long people wait  [###########.........|]  50%\n"
						"for it                from 10% to 100% by the end\n"
						"                      of the year\n\n"
						"One.\n\n"
						"Item\n"
						"top\n"
						"  and what hangs below it, in more words than a\n"
						"  line holds\n");
	pm_report_clear(&report);
}

static void test_markdown(const struct pm_report *report)
{
	const char *text = written(report, "markdown", 0);

	CHECK(has(text, "# Shop &amp; co\n"));
	CHECK(has(text, "| Id | Title | Points |\n| --- | --- | ---: |\n| <a id=\"A-1\"></a>A-1 | "));
	CHECK(has(text, "&lt;b&gt; \\| @&#8203;ann =x | 5 points |\n"));
	CHECK(has(text, "- [A-1](<#A-1>) linked *(open)*\n"));
	CHECK(has(text, "*none yet*\n"));
	CHECK(has(text, "\\# Own heading\n\nA *body* with^[[31m &lt;b>tags&lt;/b>,\n"));
}

/* Every cell is in it with its id, its number, what its text says beside that, and its note. */
static void test_csv(const struct pm_report *report)
{
	CHECK_STR(written(report, "csv", 0),
		  "under,name,value,value_note\r\n,items,2,all read\r\n\r\n"
		  "id,title,points\r\nA-1,\xe6\xbc\xa2\xe5\xad\x97 <b> | @ann =x,5\r\nA-12,\"'=1+2\",0.5\r\n\r\n"
		  "under,id,item,item_note\r\nDeep,A-1,linked,open\r\nDeep,,trap,\r\n\r\n"
		  "under,name,is,should_be\r\nDeep,Share,0.25,\r\n\r\n"
		  "id,title,points\r\n");
}

static void test_csv_tree(void)
{
	static const struct pm_column columns[] = {{{"Item", 4}, "item", PM_ALIGN_LEFT, true},
						   {{"Size", 4}, "size", PM_ALIGN_RIGHT, false}};
	struct pm_report report;

	pm_report_init(&report, "test");
	pm_report_picture(&report, PM_NODE_TREE, PM_STR(""), PM_STR("One."), columns, 2);
	pm_report_cell(&report, PM_STR("top"))->id = PM_STR("A-1");
	pm_report_number(&report, 6.5, NULL)->text = PM_STR("5-8");
	pm_report_cell(&report, PM_STR("below"))->depth = 1;
	pm_report_number(&report, 1 - 0.75 + 2e-16, NULL);
	pm_report_settle(&report);
	CHECK_STR(written(&report, "csv", 0), "depth,id,item,size,size_text\r\n0,A-1,top,6.5,5-8\r\n1,,below,0.25,\r\n");
	pm_report_clear(&report);
}

static void test_json(const struct pm_report *report)
{
	const char *text = written(report, "json", 0);

	CHECK(has(text, "\"format\": \"pm-report/1\",\n  \"view\": \"test\",\n  \"title\": \"Shop & co\","));
	CHECK(has(text, "\"points\": 0.5\n"));
	CHECK(has(text, "\"anchor\": \"table\""));
	CHECK(has(text, "\"should_be\"") == false);
}

static void test_html(const struct pm_report *report)
{
	const char *text = written(report, "html", 0);

	CHECK(has(text, "<title>Shop &amp; co</title>"));
	CHECK(has(text, "<th scope=\"row\" id=\"A-1\">A-1</th>"));
	CHECK(has(text, "&lt;b&gt; | @ann =x</td><td class=\"num\">5 points</td>"));
	CHECK(has(text, "<a class=\"id\" href=\"#A-1\">A-1</a> linked"));
	CHECK(!has(text, "javascript:"));
	CHECK(!has(text, "<h4")); /* levels follow one another */
	CHECK(has(text, ">Deep</h3>"));
	CHECK(has(text, "two words^["));
	CHECK(has(text, "<p><strong>Own heading</strong></p>"));
	CHECK(has(text, "<em>body</em> with^[[31m"));
	CHECK(!has(text, "<b>tags"));
	CHECK(!has(text, "http:") && !has(text, "https:"));
	CHECK(!has(strstr(text, "<script>") + 1, "<script")); /* one of its own */
}

/* -- pictures: each is also a table */

static void make_timeline(struct pm_report *report)
{
	static const struct pm_column columns[] = {
		{{"Item", 4}, "item", PM_ALIGN_LEFT, true},
		{{"From", 4}, "from", PM_ALIGN_LEFT, false},
		{{"To", 2}, "to", PM_ALIGN_LEFT, false},
		{{"Done", 4}, "done", PM_ALIGN_RIGHT, false},
	};
	struct pm_node *node;

	pm_report_init(report, "test");
	node = pm_report_picture(report, PM_NODE_TIMELINE, PM_STR("Plan"), PM_STR("Two bars."), columns, 4);
	node->picture->group_title = PM_STR("Lane");
	pm_report_group(report, PM_STR("Till"));
	pm_report_cell(report, PM_STR("Pay"))->id = PM_STR("A-1");
	pm_report_day(report, pm_day_from(2026, 11, 2));
	pm_report_day(report, pm_day_from(2026, 11, 13));
	pm_report_number(report, 0.5, "%");
	pm_report_group(report, PM_STR("Office"));
	pm_report_cell(report, PM_STR("Ship"))->id = PM_STR("A-2");
	pm_report_day(report, PM_NO_DAY);
	pm_report_day(report, pm_day_from(2026, 12, 1));
	pm_report_cell(report, PM_STR(""));
	pm_report_edge(report, 0, 1, true);
	pm_report_edge(report, 7, 1, true); /* no such row */
	pm_report_mark(report, PM_AXIS_X, pm_day_from(2026, 11, 22), PM_STR("today"), PM_TONE_NONE);
}

static void test_picture(void)
{
	struct pm_report report;

	make_timeline(&report);
	CHECK(pm_node_rows(&report.nodes[0]) == 2);
	CHECK(pm_node_group(&report.nodes[0], 0) == &report.nodes[0].picture->groups[0]);
	CHECK(pm_node_group(&report.nodes[0], 1) == &report.nodes[0].picture->groups[1]);
	CHECK_STR(written(&report, "csv", 0), "id,item,group,from,to,done,needs\r\n"
					      "A-1,Pay,Till,2026-11-02,2026-11-13,0.5,\r\n"
					      "A-2,Ship,Office,,2026-12-01,,A-1\r\n");
	CHECK(has(written(&report, "text", 80), "Two bars."));
	CHECK(has(written(&report, "markdown", 0), "Two bars."));
	CHECK(has(written(&report, "html", 0), "Two bars."));
	CHECK(has(written(&report, "json", 0), "\"says\": \"Two bars.\""));
	pm_report_clear(&report);
}

/* -- SHA-256 (FIPS 180-4), to check the policy */

static uint32_t turn(uint32_t x, unsigned n)
{
	return x >> n | x << (32 - n);
}

static void sha_block(uint32_t state[8], const unsigned char *p, const uint32_t k[64])
{
	uint32_t w[64], s[8];

	for (int i = 0; i < 16; i++)
		w[i] = (uint32_t)p[i * 4] << 24 | (uint32_t)p[i * 4 + 1] << 16 | (uint32_t)p[i * 4 + 2] << 8 | p[i * 4 + 3];
	for (int i = 16; i < 64; i++)
		w[i] = w[i - 16] + (turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3) + w[i - 7] +
		       (turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10);
	memcpy(s, state, sizeof(s));
	for (int i = 0; i < 64; i++) {
		uint32_t t1 =
			s[7] + (turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25)) + ((s[4] & s[5]) ^ (~s[4] & s[6])) + k[i] + w[i];
		uint32_t t2 = (turn(s[0], 2) ^ turn(s[0], 13) ^ turn(s[0], 22)) + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));

		memmove(s + 1, s, 7 * sizeof(*s));
		s[4] += t1;
		s[0] = t1 + t2;
	}
	for (int i = 0; i < 8; i++)
		state[i] += s[i];
}

/* The constants are the fractions of the cube and square roots of the first primes. */
static void sha256(const char *text, size_t n, unsigned char hash[32])
{
	static const uint32_t k[64] = {
		0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
		0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
		0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
		0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
		0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
		0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
		0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
		0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};
	uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
	size_t padded = (n + 9 + 63) / 64 * 64;
	unsigned char *copy = calloc(padded, 1);

	if (copy == NULL)
		return;
	memcpy(copy, text, n);
	copy[n] = 0x80;
	for (int i = 0; i < 8; i++)
		copy[padded - 1 - (size_t)i] = (unsigned char)((uint64_t)n * 8 >> (8 * i));
	for (size_t i = 0; i < padded; i += 64)
		sha_block(state, copy + i, k);
	for (int i = 0; i < 32; i++)
		hash[i] = (unsigned char)(state[i / 4] >> (24 - 8 * (i % 4)));
	free(copy);
}

static void base64(const unsigned char hash[32], char text[45])
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (int i = 0; i < 11; i++) {
		uint32_t three = 0;

		for (int k = 0; k < 3; k++)
			three = three << 8 | (i * 3 + k < 32 ? hash[i * 3 + k] : 0U);
		for (int k = 0; k < 4; k++)
			text[i * 4 + k] = digits[three >> (18 - 6 * k) & 63];
	}
	text[43] = '=';
	text[44] = '\0';
}

/* What stands between two tags has the hash that the policy names. */
static void check_hash(const char *text, const char *open, const char *close, const char *source)
{
	const char *part = strstr(text, open), *end = strstr(text, close), *policy = strstr(text, source);
	unsigned char hash[32] = {0};
	char right[45], there[45] = "";

	CHECK(part && end && policy);
	if (!part || !end || !policy)
		return;
	part += strlen(open);
	sha256(part, (size_t)(end - part), hash);
	base64(hash, right);
	memcpy(there, policy + strlen(source), 44);
	CHECK_STR(there, right);
}

static void test_policy(const struct pm_report *report)
{
	const char *text = written(report, "html", 0);
	unsigned char hash[32] = {0};
	char right[45];

	sha256("abc", 3, hash);
	base64(hash, right);
	CHECK_STR(right, "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
	CHECK(has(text, "default-src 'none'"));
	check_hash(text, "<style>", "</style>", "style-src 'sha256-");
	check_hash(text, "<script>", "</script>", "script-src 'sha256-");
}

int main(void)
{
	struct pm_report report;

	make_report(&report);
	test_text(&report);
	test_width();
	test_fit();
	test_lines();
	test_picture();
	test_markdown(&report);
	test_csv(&report);
	test_csv_tree();
	test_json(&report);
	test_html(&report);
	test_policy(&report);
	pm_report_clear(&report);
	pm_out_clear(&out);
	return test_done();
}
