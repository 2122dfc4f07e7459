/* test_select: expressions choose the items they name, and malformed ones say where. */
#include "parser/select.h"
#include "tests/unit/test.h"

#include <stdlib.h>

static const char backlog[] = "# Roadmap\n\n"
			      "## Goals\n\n"
			      "### G-1 Shoppers come back\n\n- Metric: repeat rate\n\n"
			      "## EPIC-3 Checkout\n\n- Goal: G-1\n- Sprint: 12\n\n"
			      "### US-1 Pay with a card\n\n- Status: Done (2026-01-02)\n- Estimate: 5\n- Priority: High\n"
			      "- Labels: ui, api-v2\n- Due: 2026-12-15\n- Owner: Ann Lee\n- Confidence: 80%\n\n"
			      "### US-12 Pay later\n\n- Status: in progress\n- Estimate: 2d\n- Priority: P0\n- Depends on: US-1\n\n"
			      "### US-2 Ship it\n\n- Status: Ready for review\n- Estimate: 13\n- Priority: low\n- Due: 2027-02-01\n"
			      "- Sprint: 3\n- Reach: 4,000\n";

struct open {
	struct pm_config config;
	struct pm_tree *tree;
	struct pm_product *product;
};

static void open_backlog(struct open *open)
{
	struct pm_read_options options = {.config = &open->config, .threads = 1};
	struct pm_buf err = {0};

	memset(open, 0, sizeof *open);
	pm_config_init(&open->config);
	pm_config_finish(&open->config);
	open->tree = pm_tree_mem_new();
	pm_tree_mem_add(open->tree, "docs/BACKLOG.md", backlog, sizeof backlog - 1);
	CHECK_INT(pm_product_read(open->tree, &options, &open->product, &err), 0);
	pm_buf_clear(&err);
}

/* The ids of what matches, a blank between them. */
static void chosen(int line, const struct pm_product *product, const char *text, const char *expected)
{
	struct pm_buf got = {0}, err = {0};
	struct pm_select *select = pm_select_new(pm_str_c(text), &err);

	for (uint32_t i = 0; select && i < product->item_count; i++)
		if (pm_select_match(select, product, i))
			pm_buf_addf(&got, "%s%.*s", got.n ? " " : "", PM_FMT(product->items[i].id));
	test_str(select ? (got.p ? got.p : "") : err.p, expected, __FILE__, line, text);
	pm_select_free(select);
	pm_buf_clear(&got);
	pm_buf_clear(&err);
}
#define CHOSEN(text, expected) chosen(__LINE__, open.product, text, expected)

static void test_terms(void)
{
	struct open open;

	open_backlog(&open);
	CHOSEN("kind=story", "US-1 US-12 US-2");
	CHOSEN("kind=Epic", "EPIC-3");
	CHOSEN("id=US-1", "US-1");
	CHOSEN("id=us-001", "US-1");
	CHOSEN("id~US-1", "US-1 US-12");
	CHOSEN("id=none", "");
	CHOSEN("status=done", "US-1");
	CHOSEN("status=in-progress", "US-12");
	CHOSEN("status='in progress'", "US-12");
	CHOSEN("status=\"In Progress\"", "US-12");
	CHOSEN("status=ready", "");
	CHOSEN("status=none", "G-1 EPIC-3");
	CHOSEN("class=done", "US-1");
	CHOSEN("class=started", "US-12 US-2");
	CHOSEN("label=ui", "US-1");
	CHOSEN("label=api", "");
	CHOSEN("label~api", "US-1");
	CHOSEN("labels=api-v2", "US-1");
	CHOSEN("owner=ann", "US-1");
	CHOSEN("owner!=ann", "G-1 EPIC-3 US-12 US-2");
	CHOSEN("title~PAY", "US-1 US-12");
	CHOSEN("title=later", "US-12");
	CHOSEN("path=docs/*.md kind=epic", "EPIC-3");
	CHOSEN("path~nowhere", "");
	CHOSEN("place=active kind=goal", "G-1");
	CHOSEN("depends_on=US-1", "US-12");
	CHOSEN("depends-on=us1", "US-12");
	CHOSEN("epic=EPIC-3", "US-1 US-12 US-2");
	CHOSEN("parent=EPIC-3", "US-1 US-12 US-2");
	/* inherited from the epic */
	CHOSEN("goal=G-1 kind=story", "US-1 US-12 US-2");
	CHOSEN("goal=G-12", "");
	CHOSEN("sprint=12 kind=story", "US-1 US-12");
	CHOSEN("sprint=3", "US-2");
	CHOSEN("goal=none", "G-1");
	pm_product_free(open.product);
	pm_tree_free(open.tree);
	pm_config_clear(&open.config);
}

static void test_comparisons(void)
{
	struct open open;

	open_backlog(&open);
	CHOSEN("estimate>3", "US-1 US-2");
	CHOSEN("estimate>=5", "US-1 US-2");
	CHOSEN("estimate<13", "US-1");
	CHOSEN("estimate<=M", "");
	CHOSEN("estimate=L", "US-1");
	CHOSEN("estimate<1w", "US-12");
	CHOSEN("estimate=16h", "US-12");
	CHOSEN("reach>3999", "US-2");
	CHOSEN("reach=4000", "US-2");
	CHOSEN("confidence>=0.8", "US-1");
	CHOSEN("confidence<80%", "");
	CHOSEN("priority>=high", "US-1 US-12");
	CHOSEN("priority<medium", "US-2");
	CHOSEN("priority<=P1", "US-1 US-12");
	CHOSEN("priority=critical", "US-12");
	CHOSEN("due<2027", "US-1");
	CHOSEN("due<=2026-12", "US-1");
	CHOSEN("due<2026-12", "");
	CHOSEN("due>2026-12", "US-2");
	CHOSEN("due>=2026-12", "US-1 US-2");
	CHOSEN("due=2026-12", "US-1");
	CHOSEN("sprint<12", "US-2");
	CHOSEN("id>=US-2", "US-12 US-2");
	pm_product_free(open.product);
	pm_tree_free(open.tree);
	pm_config_clear(&open.config);
}

static void test_joined(void)
{
	struct open open;

	open_backlog(&open);
	CHOSEN("id=US-1 or id=US-2", "US-1 US-2");
	CHOSEN("kind=story and not status=done", "US-12 US-2");
	CHOSEN("not not id=US-2", "US-2");
	CHOSEN("id=US-1 or id=US-2 and estimate>5", "US-1 US-2");
	CHOSEN("(id=US-1 or id=US-2) and estimate>5", "US-2");
	CHOSEN("not (id=US-1 or id=US-2) kind=story", "US-12");
	CHOSEN("  id = US-1  ", "US-1");
	CHOSEN("NOT kind=story AND NOT kind=goal", "EPIC-3");
	CHECK(pm_select_match(NULL, open.product, 0));
	pm_product_free(open.product);
	pm_tree_free(open.tree);
	pm_config_clear(&open.config);
}

static void refused(int line, const char *text, const char *expected)
{
	struct pm_buf err = {0};
	struct pm_select *select = pm_select_new(pm_str_c(text), &err);

	test_result(select == NULL, __FILE__, line, text);
	test_result(err.p && strstr(err.p, expected), __FILE__, line, expected);
	if (err.p && !strstr(err.p, expected))
		printf("# %s\n", err.p);
	pm_select_free(select);
	pm_buf_clear(&err);
}
#define REFUSED(text, expected) refused(__LINE__, text, expected)

static void test_malformed(void)
{
	struct pm_buf deep = {0}, err = {0};
	struct pm_select *select;

	REFUSED("", "offset 0: expected a term");
	REFUSED("kind=story stauts=ready", "offset 11: `stauts` is no field; do you mean `status`?");
	REFUSED("flavour=sweet", "is no field");
	REFUSED("kind", "offset 4: expected one of =");
	REFUSED("kind story", "offset 5: expected one of =");
	REFUSED("kind=", "offset 5: expected a value");
	REFUSED("kind=\"story", "offset 5: the quote is not closed");
	REFUSED("(kind=story", "offset 0: the parenthesis is not closed");
	REFUSED("kind=story)", "offset 10: this parenthesis closes nothing");
	REFUSED("kind=story or", "offset 13: expected a term");
	REFUSED("not", "offset 3: expected a term");
	for (int i = 0; i < 100000; i++)
		pm_buf_addc(&deep, '(');
	CHECK(pm_select_new(pm_buf_str(&deep), &err) == NULL);
	CHECK(err.p && strstr(err.p, "64 deep"));
	/* as deep and as long as it may be */
	pm_buf_reset(&deep);
	for (int i = 0; i < 64; i++)
		pm_buf_addz(&deep, "id=a or id=b (");
	pm_buf_addz(&deep, "id=c");
	for (int i = 0; i < 64; i++)
		pm_buf_addc(&deep, ')');
	for (int i = 0; i < 10000; i++)
		pm_buf_addz(&deep, " or id=d and not id=e");
	select = pm_select_new(pm_buf_str(&deep), &err);
	CHECK(select != NULL);
	pm_select_free(select);
	pm_buf_clear(&deep);
	pm_buf_clear(&err);
}

int main(void)
{
	test_terms();
	test_comparisons();
	test_joined();
	test_malformed();
	return test_done();
}
