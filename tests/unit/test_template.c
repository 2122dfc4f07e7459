/* test_template: values, sections, lines of their own, and what is said of a template that is wrong. */
#include "formats/template.h"
#include "tests/unit/test.h"

static struct pm_arena arena;
static struct pm_value *values;

static void make_values(void)
{
	struct pm_value *list, *entry;

	pm_arena_init(&arena);
	values = pm_value_add(&arena, NULL, NULL, PM_VALUE_OBJECT);
	pm_value_text(&arena, values, "name", PM_STR("a *b* @c"));
	pm_value_markdown(&arena, values, "note", PM_STR("a *b* @c <d>"));
	pm_value_text(&arena, values, "none", PM_STR(""));
	pm_value_number(&arena, values, "count", 2);
	pm_value_bool(&arena, values, "yes", true);
	list = pm_value_add(&arena, values, "items", PM_VALUE_LIST);
	for (int i = 0; i < 2; i++) {
		entry = pm_value_add(&arena, list, NULL, PM_VALUE_OBJECT);
		pm_value_text(&arena, entry, "id", i ? PM_STR("A-2") : PM_STR("A-1"));
	}
	list = pm_value_add(&arena, values, "people", PM_VALUE_LIST);
	pm_value_text(&arena, list, NULL, PM_STR("Ada"));
	pm_value_text(&arena, list, NULL, PM_STR("Bob"));
	pm_value_add(&arena, values, "empty", PM_VALUE_LIST);
}

static void fill(const char *text, int status, const char *expected, int line)
{
	struct pm_buf err = {0};
	struct pm_out out;

	pm_out_memory(&out);
	test_int(pm_template_fill(pm_str_c(text), values, &out, &err), status, __FILE__, line, "status");
	test_str(status < 0 ? err.p : out.buf.p ? out.buf.p : "", expected, __FILE__, line, text);
	pm_out_clear(&out);
	pm_buf_clear(&err);
}

#define FILL(text, expected) fill(text, 0, expected, __LINE__)
#define FAIL(text, expected) fill(text, -1, expected, __LINE__)

static void test_values(void)
{
	FILL("", "");
	FILL("plain\n", "plain\n");
	FILL("{{count}} {{ yes }}", "2 true");
	FILL("{{{name}}} {{&name}}", "a *b* @c a *b* @c");
	FILL("{{name}}", "a \\*b\\* @&#8203;c");
	FILL("{{note}}.", "a *b* @&#8203;c &lt;d>.");
	FILL("[{{none}}]", "[]");
	FILL("a{{! a comment }}b", "ab");
}

static void test_sections(void)
{
	FILL("{{#items}}{{id}},{{/items}}", "A-1,A-2,");
	FILL("{{#people}}{{.}} {{/people}}", "Ada Bob ");
	FILL("{{#yes}}y{{/yes}}{{^yes}}n{{/yes}}", "y");
	FILL("{{#none}}y{{/none}}{{^none}}n{{/none}}", "n");
	FILL("{{^empty}}nothing{{/empty}}", "nothing");
	/* what is outside is seen inside */
	FILL("{{#items}}{{count}}{{/items}}", "22");
	/* tags on lines of their own */
	FILL("a\n{{#items}}\n- {{id}}\n{{/items}}\nb\n", "a\n- A-1\n- A-2\nb\n");
	FILL("  {{#yes}}  \r\nx\n{{/yes}}", "x\n");
	FILL("{{! gone }}\nx\n", "x\n");
}

static void test_errors(void)
{
	FAIL("a\n{{name", "line 2: a tag is not closed: write }} behind it");
	FAIL("{{{name}}", "line 1: a tag is not closed: write }}} behind it");
	FAIL("{{#items}}\n\n", "line 1: a section is not closed: 'items'");
	FAIL("{{/items}}", "line 1: no section is open to be closed by 'items'");
	FAIL("{{#items}}\n{{/people}}", "line 2: {{/people}} closes no section: {{#items}} of line 1 is open");
	FAIL("{{}}", "line 1: a tag without a name");
	FAIL("{{itms}}", "line 1: nothing is called 'itms' here; did you mean 'items'?");
	FAIL("{{zzzzzz}}", "line 1: nothing is called 'zzzzzz' here; see: pm-render notes -f json");
	FAIL("{{>header}}", "line 1: partials are not known here: 'header'");
	FAIL("{{=<% %>=}}", "line 1: other delimiters are not known here: '<% %>='");
}

/* Sections in each other multiply: that ends, and says so. */
static void test_bomb(void)
{
	struct pm_buf text = {0}, err = {0};
	struct pm_value *list = pm_value_add(&arena, values, "many", PM_VALUE_LIST);
	struct pm_out out;

	for (int i = 0; i < 100; i++)
		pm_value_text(&arena, list, NULL, PM_STR("x"));
	for (int i = 0; i < 12; i++)
		pm_buf_addz(&text, "{{#many}}");
	pm_buf_addz(&text, "xxxxxxxxxx");
	for (int i = 0; i < 12; i++)
		pm_buf_addz(&text, "{{/many}}");
	pm_out_memory(&out);
	CHECK_INT(pm_template_fill(pm_buf_str(&text), values, &out, &err), -1);
	CHECK(strstr(err.p, "too much comes out") != NULL);
	CHECK_INT(out.buf.n, 0);
	pm_out_clear(&out);
	pm_buf_clear(&text);
	pm_buf_clear(&err);
	for (int i = 0; i < 20; i++)
		pm_buf_addz(&text, "{{#yes}}");
	fill(text.p, -1, "line 1: sections lie too deep in each other, at 'yes'", __LINE__);
	pm_buf_clear(&text);
}

int main(void)
{
	make_values();
	test_values();
	test_sections();
	test_errors();
	test_bomb();
	pm_arena_clear(&arena);
	return test_done();
}
