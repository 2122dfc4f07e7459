/* test_methods: every method on its own example, and the same sums by an independent calculation. */
#include "parser/rank.h"
#include "tests/unit/test.h"

#include <math.h>

struct backlog {
	struct pm_config config;
	struct pm_tree *tree;
	struct pm_product *product;
	struct pm_ranking ranking;
};

static void backlog_init(struct backlog *backlog, const char *text, const struct pm_method *method)
{
	struct pm_read_options options = {.threads = 1};
	struct pm_buf err = {0};

	pm_config_init(&backlog->config);
	pm_config_finish(&backlog->config);
	backlog->tree = pm_tree_mem_new();
	pm_tree_mem_add(backlog->tree, "BACKLOG.md", text, strlen(text));
	options.config = &backlog->config;
	CHECK_INT(pm_product_read(backlog->tree, &options, &backlog->product, &err), 0);
	pm_rank(backlog->product, method, NULL, NULL, &backlog->ranking);
	pm_buf_clear(&err);
}

static void backlog_clear(struct backlog *backlog)
{
	pm_ranking_clear(&backlog->ranking);
	pm_product_free(backlog->product);
	pm_tree_free(backlog->tree);
	pm_config_clear(&backlog->config);
}

/* -- every method */

static void test_example(const struct pm_method *method)
{
	struct backlog b;
	struct pm_buf order = {0};

	CHECK(pm_method_find(pm_str_c(method->name)) == method);
	CHECK(method->summary != NULL && method->formula != NULL && method->source != NULL);
	backlog_init(&b, method->example, method);
	for (size_t i = 0; i < b.ranking.count; i++) {
		if (i > 0)
			pm_buf_addc(&order, ' ');
		pm_buf_adds(&order, b.product->items[b.ranking.items[i].item].id);
	}
	CHECK_STR(order.p, method->order);
	CHECK_INT(b.ranking.incomplete_count, 0);
	pm_buf_clear(&order);
	backlog_clear(&b);
}

/* -- the sums */

static void check_score(const struct backlog *b, const char *id, double expected)
{
	uint32_t item = pm_product_find(b->product, pm_str_c(id), NULL);
	double score = NAN;

	for (size_t i = 0; i < b->ranking.count; i++)
		if (b->ranking.items[i].item == item)
			score = b->ranking.items[i].score.value;
	if (!(fabs(score - expected) <= 1e-9 * fabs(expected)))
		printf("# %s: %.17g, expected %.17g\n", id, score, expected);
	CHECK(fabs(score - expected) <= 1e-9 * fabs(expected));
}

static const struct pm_factor *factor(const struct backlog *b, size_t rank, enum pm_field_id field)
{
	const struct pm_score *score = &b->ranking.items[rank].score;

	for (size_t i = 0; i < score->factor_count; i++)
		if (score->factors[i].field == field)
			return &score->factors[i];
	return NULL;
}

static void test_rice(void)
{
	struct backlog b;

	backlog_init(&b,
		     "# Backlog\n\n| ID | Title | Reach | Impact | Confidence | Effort | Estimate |\n|---|---|---|---|---|---|---|\n"
		     "| A-1 | One | 140 users/month | 3 | 80% | 2,0 | |\n"     /* 140 * 3 * 0.8 / 2 */
		     "| A-2 | Two | 1,120 | 0.25 | 0.5 | 3 | |\n"	      /* 1120 * 0.25 * 0.5 / 3 */
		     "| A-3 | Three | 9 | 9 | 70 | 8 | |\n"		      /* confidence above 1 is a percentage */
		     "| A-4 | Four | 4k | massive | high | | 2 months |\n"    /* the estimate, in person-months */
		     "| A-5 | Five | 100-200 | 1..2 | 50%-70% | 2-4 | |\n"    /* the middles: 150 * 1.5 * 0.6 / 3 */
		     "| A-6 | Six | 40% | 2 | 80% | 3 weeks | |\n"	      /* three of the four weeks of a month */
		     "| A-7 | Seven | 10 | 1 | 100% | | 5 pts |\n",	      /* points as they are */
		     &pm_method_rice);
	CHECK_INT(b.ranking.count, 7);
	check_score(&b, "A-1", 168);
	check_score(&b, "A-2", 140.0 / 3);
	check_score(&b, "A-3", 7.0875);
	check_score(&b, "A-4", 6000);
	check_score(&b, "A-5", 45);
	check_score(&b, "A-6", 64 / 0.75);
	check_score(&b, "A-7", 2);
	CHECK_INT(b.ranking.items[0].item, 3);
	CHECK_INT(factor(&b, 0, PM_FIELD_EFFORT)->read_from, PM_FIELD_ESTIMATE);
	CHECK(factor(&b, 0, PM_FIELD_EFFORT)->low == 2);
	CHECK(factor(&b, 0, PM_FIELD_CONFIDENCE)->low == 1);
	backlog_clear(&b);
}

static void test_rice_missing(void)
{
	struct backlog b;

	backlog_init(&b,
		     "# Backlog\n\n| ID | Title | Reach | Impact | Confidence | Effort |\n|---|---|---|---|---|---|\n"
		     "| A-1 | One | | 3 | 80% | 2 |\n"
		     "| A-2 | Two | 10 | 1 | none | 0 |\n"
		     "| A-3 | Three | 0 | 1 | 50% | 1 |\n",
		     &pm_method_rice);
	CHECK_INT(b.ranking.count, 1); /* a reach of 0 that is written is a fact */
	check_score(&b, "A-3", 0);
	CHECK_INT(b.ranking.incomplete_count, 2);
	CHECK_INT(b.ranking.incomplete[0].missing_count, 1);
	CHECK_INT(b.ranking.incomplete[0].missing[0], PM_FIELD_REACH);
	CHECK_INT(b.ranking.incomplete[1].missing_count, 2);
	CHECK_INT(b.ranking.incomplete[1].missing[0], PM_FIELD_CONFIDENCE);
	CHECK_INT(b.ranking.incomplete[1].missing[1], PM_FIELD_EFFORT);
	backlog_clear(&b);
}

static void test_wsjf(void)
{
	struct backlog b;

	backlog_init(&b,
		     "# Backlog\n\n| ID | Title | BV | TC | RROE | JS | Points |\n|---|---|---|---|---|---|---|\n"
		     "| A-1 | One | 8 | 5 | 13 | 5 | |\n"
		     "| A-2 | Two | 13 | 5 | 8 | 8 | |\n"
		     "| A-3 | Three | 10 | 10 | 10 | 3 | |\n"
		     "| A-4 | Four | 8 | 7 | 8 | | 5 |\n"
		     "| A-5 | Five | 1-3 | 2 | 2 | 1-3 | |\n",
		     &pm_method_wsjf);
	check_score(&b, "A-1", 5.2);
	check_score(&b, "A-2", 3.25);
	check_score(&b, "A-3", 10);
	check_score(&b, "A-4", 4.6);
	check_score(&b, "A-5", 3);
	CHECK_INT(b.ranking.incomplete_count, 0);
	backlog_clear(&b);
}

static void test_priority(void)
{
	struct backlog b;

	backlog_init(&b,
		     "# Backlog\n\n| ID | Title | Priority |\n|---|---|---|\n"
		     "| A-1 | One | P0 |\n| A-2 | Two | High |\n| A-3 | Three | Could |\n| A-4 | Four | low |\n| A-5 | Five | |\n",
		     &pm_method_priority);
	check_score(&b, "A-1", 5);
	check_score(&b, "A-2", 4);
	check_score(&b, "A-3", 3);
	check_score(&b, "A-4", 2);
	CHECK_INT(b.ranking.incomplete_count, 1);
	CHECK_INT(b.ranking.incomplete[0].missing[0], PM_FIELD_PRIORITY);
	backlog_clear(&b);
}

static void test_names(void)
{
	CHECK(pm_method_find(PM_STR("RICE")) == &pm_method_rice);
	CHECK(pm_method_find(PM_STR("rise")) == NULL);
	CHECK_STR(pm_method_nearest(PM_STR("rise")), "rice");
	CHECK(pm_method_nearest(PM_STR("alphabetical")) == NULL);
}

int main(void)
{
	for (size_t i = 0; pm_methods[i] != NULL; i++)
		test_example(pm_methods[i]);
	test_rice();
	test_rice_missing();
	test_wsjf();
	test_priority();
	test_names();
	return test_done();
}
