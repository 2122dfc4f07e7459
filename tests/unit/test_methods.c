/* test_methods: every method on its own example, and the same sums by an independent calculation. */
#include "parser/kano.h"
#include "parser/rank.h"
#include "tests/unit/test.h"

#include <math.h>

struct backlog {
	struct pm_config config;
	struct pm_tree *tree;
	struct pm_product *product;
	struct pm_scoring *scoring;
	struct pm_ranking ranking;
};

/* `by` is what --by says; setting: one of the configuration, NULL. */
static void backlog_rank(struct backlog *backlog, const char *text, const char *by, const char *setting)
{
	struct pm_read_options options = {.threads = 1};
	struct pm_buf err = {0};

	pm_config_init(&backlog->config);
	if (setting)
		CHECK_INT(pm_config_set(&backlog->config, setting, &err), 0);
	pm_config_finish(&backlog->config);
	backlog->tree = pm_tree_mem_new();
	pm_tree_mem_add(backlog->tree, "BACKLOG.md", text, strlen(text));
	options.config = &backlog->config;
	CHECK_INT(pm_product_read(backlog->tree, &options, &backlog->product, &err), 0);
	backlog->scoring = pm_scoring_new(backlog->product, pm_str_c(by), &err);
	CHECK(backlog->scoring != NULL);
	pm_rank(backlog->scoring, NULL, NULL, &backlog->ranking);
	pm_buf_clear(&err);
}

static void backlog_init(struct backlog *backlog, const char *text, const struct pm_method *method)
{
	backlog_rank(backlog, text, method->name, method->settings);
}

static void backlog_clear(struct backlog *backlog)
{
	pm_ranking_clear(&backlog->ranking);
	pm_scoring_free(backlog->scoring);
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

	backlog_init(
		&b,
		"# Backlog\n\n| ID | Title | Reach | Impact | Confidence | Effort | Estimate |\n|---|---|---|---|---|---|---|\n"
		"| A-1 | One | 140 users/month | 3 | 80% | 2,0 | |\n" /* 140 * 3 * 0.8 / 2 */
		"| A-2 | Two | 1,120 | 0.25 | 0.5 | 3 | |\n"	      /* 1120 * 0.25 * 0.5 / 3 */
		"| A-3 | Three | 9 | 9 | 70 | 8 | |\n"		      /* confidence above 1 is a percentage */
		"| A-4 | Four | 4k | massive | high | | 2 months |\n" /* the estimate, in person-months */
		"| A-5 | Five | 100-200 | 1..2 | 50%-70% | 2-4 | |\n" /* the middles: 150 * 1.5 * 0.6 / 3 */
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

/* Both of ICE's definitions, each named. */
static void test_ice(void)
{
	static const char table[] = "# Backlog\n\n| ID | Title | Impact | Confidence | Ease |\n|---|---|---|---|---|\n"
				    "| A-1 | One | 8 | 5 | 2 |\n| A-2 | Two | 9 | 70% | 7,5 |\n";
	struct backlog b;

	backlog_rank(&b, table, "ice", NULL);
	CHECK(b.ranking.method == &pm_method_ice_mean);
	check_score(&b, "A-1", 5);
	check_score(&b, "A-2", 23.5 / 3);
	backlog_clear(&b);
	backlog_rank(&b, table, "ice-product", NULL);
	check_score(&b, "A-1", 80);
	check_score(&b, "A-2", 9 * 7 * 7.5);
	backlog_clear(&b);
}

static void test_cd3(void)
{
	struct backlog b;
	double a_first, b_first;

	backlog_rank(&b,
		     "# Backlog\n\n| ID | Title | Cost of delay | Duration |\n|---|---|---|---|\n"
		     "| C-1 | One | 10 | 2 |\n| C-2 | Two | 30 | 4 |\n"
		     "| C-3 | Three | $10k/week | 2 weeks |\n"
		     "| C-4 | Four | 2000 EUR/day | 10 days |\n"   /* 10000 a week, two weeks */
		     "| C-5 | Five | 40k per month | 1 month |\n", /* 10000 a week, four weeks */
		     "cd3", NULL);
	check_score(&b, "C-1", 5);
	check_score(&b, "C-2", 7.5);
	check_score(&b, "C-3", 5000);
	check_score(&b, "C-4", 5000);
	check_score(&b, "C-5", 2500);
	a_first = 10 * 2 + 30 * (2 + 4);
	b_first = 30 * 4 + 10 * (4 + 2);
	CHECK(a_first - b_first == 120 - 100); /* the source's figures for the two orders */
	backlog_clear(&b);
}

static const char *group(const struct backlog *b, size_t rank)
{
	return pm_scoring_group(b->scoring, &b->ranking.items[rank].score);
}

static void test_value_effort(void)
{
	static const char table[] =
		"# Backlog\n\n| ID | Title | Value | Points |\n|---|---|---|---|\n"
		"| A-1 | One | 13 | 8 |\n| A-2 | Two | 13 | 5 |\n| A-3 | Three | 2 | 3 |\n| A-4 | Four | 2 | 2 |\n";
	struct backlog b;

	backlog_rank(&b, table, "value-effort", NULL);
	check_score(&b, "A-1", 1.625);
	check_score(&b, "A-2", 2.6);
	CHECK_STR(group(&b, 0), "big bet"); /* */
	CHECK_STR(group(&b, 2), "fill-in"); /* */
	CHECK_STR(group(&b, 3), "time sink");
	backlog_clear(&b);
	backlog_rank(&b, table, "value-effort", "rank.middle=value=8 effort=6");
	CHECK_STR(group(&b, 0), "quick win");
	CHECK_STR(group(&b, 3), "fill-in");
	backlog_clear(&b);
}

static void test_moscow(void)
{
	struct backlog b;

	backlog_rank(&b,
		     "# Backlog\n\n| ID | Titel | Priorit\xc3\xa9 |\n|---|---|---|\n| A-1 | Un | \xf0\x9f\x9f\xa1 Could |\n"
		     "| A-2 | Deux | \xf0\x9f\x94\xb4 Must |\n| A-3 | Trois | \xf0\x9f\x9f\xa0 Should |\n| A-4 | Quatre | P1 |\n",
		     "moscow", NULL);
	CHECK_INT(b.ranking.count, 3);
	check_score(&b, "A-2", 4);
	check_score(&b, "A-3", 3);
	check_score(&b, "A-1", 2);
	CHECK_STR(group(&b, 0), "must");
	CHECK_INT(b.ranking.incomplete_count, 1);
	CHECK_INT(b.ranking.incomplete[0].unread, 1); /* something stands there */
	backlog_clear(&b);
}

/* Berger's table, cell by cell. */
static void test_kano(void)
{
	static const char *const cells[PM_KANO_ANSWERS] = {"QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"};
	static const char letters[] = "MOAIRQ";
	struct pm_kano kano;
	double better, worse;

	for (int f = 0; f < PM_KANO_ANSWERS; f++)
		for (int d = 0; d < PM_KANO_ANSWERS; d++)
			CHECK(letters[pm_kano_of((enum pm_kano_answer)f, (enum pm_kano_answer)d)] == cells[f][d]);
	CHECK(pm_kano_read(PM_STR("Must-be"), &kano) && kano.category == PM_KANO_BASIC);
	CHECK(pm_kano_read(PM_STR("One-dimensional"), &kano) && kano.category == PM_KANO_PERFORMANCE);
	CHECK(pm_kano_read(PM_STR("Like / Live with"), &kano) && kano.category == PM_KANO_DELIGHT);
	CHECK(pm_kano_read(PM_STR("expect it | dislike it"), &kano) && kano.category == PM_KANO_BASIC);
	CHECK(pm_kano_read(PM_STR("like/like"), &kano) && kano.category == PM_KANO_QUESTIONABLE);
	CHECK(!pm_kano_read(PM_STR("nice"), &kano));
	CHECK(!pm_kano_read(PM_STR("A 0"), &kano));
	CHECK(pm_kano_read(PM_STR("A 12, O 8, M 5, I 15, R 1"), &kano));
	CHECK_INT(kano.category, PM_KANO_INDIFFERENT);
	CHECK(pm_kano_coefficients(kano.counts, &better, &worse));
	CHECK(better == 20.0 / 40 && worse == -13.0 / 40);
}

static void test_weighted(void)
{
	struct backlog b;

	backlog_rank(
		&b,
		"# Backlog\n\n| ID | Title | Value |\n|---|---|---|\n| A-1 | One | 6 |\n| A-2 | Two | 3 |\n| A-3 | Three | 2 |\n",
		"weighted", "rank.weights=value=2");
	check_score(&b, "A-1", 12);
	CHECK(pm_ranking_relative(&b.ranking, 12) == 100);
	CHECK(pm_ranking_relative(&b.ranking, 6) == 50);
	CHECK((int)pm_ranking_relative(&b.ranking, 4) == 33);
	CHECK_STR(pm_scoring_formula(b.scoring).p, "2 * value");
	backlog_clear(&b);
	backlog_rank(
		&b,
		"# Backlog\n\n| ID | Title | Value |\n|---|---|---|\n| A-1 | One | 5 |\n| A-2 | Two | 1 |\n| A-3 | Three | -5 |\n",
		"weighted", "rank.weights=value=1");
	CHECK(pm_ranking_relative(&b.ranking, 5) == 100);
	CHECK(pm_ranking_relative(&b.ranking, 1) == 60);
	CHECK(pm_ranking_relative(&b.ranking, -5) == 0);
	backlog_clear(&b);
}

/* Letters for figures, as the team says; a letter that it does not define is not understood. */
static void test_scale(void)
{
	static const char table[] =
		"# Backlog\n\n| ID | Title | Value | TC | RR | Job Size |\n|---|---|---|---|---|---|\n"
		"| A-1 | One | H | H | H | M |\n| A-2 | Two | M | M | M | S |\n| A-3 | Three | M | S | M | H |\n";
	struct backlog b;
	struct pm_config *config = &b.config;

	backlog_rank(&b, table, "wsjf", "field.value.scale=H=8 M=5 S=3 L=1");
	CHECK_INT(b.ranking.count, 0); /* the others have no scale */
	CHECK_INT(b.ranking.incomplete_count, 3);
	CHECK_INT(b.ranking.incomplete[0].missing_count, 2);
	CHECK_INT(b.ranking.incomplete[0].unread, 3);
	pm_ranking_clear(&b.ranking);
	pm_scoring_free(b.scoring);
	CHECK_INT(pm_config_set(config, "field.TC.scale=H=8 M=5 S=3 L=1", NULL), 0);
	CHECK_INT(pm_config_set(config, "field.risk reduction.scale=H=8, M=5, S=3, L=1", NULL), 0);
	CHECK_INT(pm_config_set(config, "field.job size.scale=S=2 M=5 L=8", NULL), 0);
	b.scoring = pm_scoring_new(b.product, PM_STR("wsjf"), NULL);
	pm_rank(b.scoring, NULL, NULL, &b.ranking);
	check_score(&b, "A-1", 24.0 / 5);
	check_score(&b, "A-2", 7.5);
	CHECK_INT(b.ranking.incomplete_count, 1);
	backlog_clear(&b);
}

/* -- formulas */

static void check_formula(const char *text, double expected)
{
	static const enum pm_field_id known[] = {PM_FIELD_VALUE, PM_FIELD_URGENCY, PM_FIELD_EFFORT, PM_FIELD_COST_OF_DELAY};
	static const double figures[] = {8, 5, 4, 100};
	struct pm_buf err = {0};
	struct pm_formula *formula = pm_formula_new(pm_str_c(text), &err);
	double x[PM_FORMULA_FIELDS] = {0}, cost = 0, value;

	CHECK(formula != NULL);
	if (formula == NULL) {
		printf("# %s\n", err.p);
		pm_buf_clear(&err);
		return;
	}
	for (size_t i = 0; i < pm_formula_field_count(formula); i++)
		for (size_t k = 0; k < 4; k++)
			if (pm_formula_field(formula, i) == known[k])
				x[i] = figures[k];
	value = pm_formula_value(formula, x, &cost);
	if (!(fabs(value / cost - expected) < 1e-12))
		printf("# %s: %.17g, expected %.17g\n", text, value / cost, expected);
	CHECK(fabs(value / cost - expected) < 1e-12);
	pm_formula_free(formula);
}

static void check_wrong(const char *text, const char *message)
{
	struct pm_buf err = {0};

	CHECK(pm_formula_new(pm_str_c(text), &err) == NULL);
	CHECK_STR(err.p, message);
	pm_buf_clear(&err);
}

static void test_formulas(void)
{
	struct pm_buf deep = {0}, err = {0};

	check_formula("value", 8);
	check_formula("(value + urgency) / effort", 13.0 / 4);
	check_formula("value - urgency - 1", 2);
	check_formula("value / effort / 2", 1);
	check_formula("-value^2", -64);
	check_formula("2^-1 * value", 4);
	check_formula("2 ^ 3 ^ 2 + 0*value", 512);
	check_formula("cost of delay / effort", 25);
	check_formula("cost_of_delay*0.5+CoD", 150);
	check_formula("max(value, urgency, 9) + min(urgency, effort)", 13);
	check_formula("sqrt(effort) + abs(-value) + round(2.4) + floor(2.9) + ceil(.1)", 15);
	check_formula("log10(cost of delay) + ln(1)", 2);
	check_wrong("value + ", "formula, column 8: a field or a number is missing at the end\n  value +\n         ^");
	check_wrong("2 * valeu / effort",
		    "formula, column 5: no field 'valeu': did you mean 'value'?\n  2 * valeu / effort\n      ^~~~~");
	check_wrong("(value", "formula, column 1: this bracket is not closed\n  (value\n  ^");
	check_wrong("maxx(value, 2)", "formula, column 1: no function 'maxx': did you mean 'max'?\n  maxx(value, 2)\n  ^~~~");
	check_wrong("value effort",
		    "formula, column 7: what is this? Between two things stands one of + - * / ^\n  value effort\n        ^");
	check_wrong("1 + 2", "formula, column 1: it names no field, so every item would be equal\n  1 + 2\n  ^~~~~");
	check_wrong("sqrt(value, 2)", "formula, column 5: sqrt takes one thing, not 2\n  sqrt(value, 2)\n      ^~~~~~~~~~");
	check_wrong("status * 2", "formula, column 1: the field status is no number\n  status * 2\n  ^~~~~~");
	check_wrong("2value", "formula, column 2: a number ends before this: write * to multiply\n  2value\n   ^~~~~");
	for (int i = 0; i < 200; i++)
		pm_buf_addc(&deep, '(');
	CHECK(pm_formula_new(pm_buf_str(&deep), &err) == NULL);
	pm_buf_clear(&deep);
	pm_buf_clear(&err);
}

static void test_by(void)
{
	static const char table[] = "# Backlog\n\n| ID | Title | MoSCoW | Value | Effort |\n|---|---|---|---|---|\n"
				    "| A-1 | One | must | 2 | 2 |\n| A-2 | Two | should | 9 | 1 |\n| A-3 | Three | must | 6 | 2 |\n"
				    "| A-4 | Four | must | 6 | 0 |\n| A-5 | Five | must | | 1 |\n";
	struct pm_buf err = {0}, name = {0};
	struct backlog b;

	backlog_rank(&b, table, "moscow, value/effort", NULL);
	CHECK_INT(b.ranking.items[0].item, 2);
	CHECK_INT(b.ranking.items[1].item, 0);
	CHECK_INT(b.ranking.items[2].item, 3); /* what the second key cannot say stands last, in the order of the file */
	CHECK_INT(b.ranking.items[3].item, 4);
	CHECK_INT(b.ranking.items[4].item, 1);
	pm_scoring_name(b.scoring, &name);
	CHECK_STR(name.p, "moscow, then formula");
	backlog_clear(&b);
	backlog_rank(&b, table, "value / effort", NULL);
	CHECK_INT(b.ranking.count, 3);
	check_score(&b, "A-2", 9);
	CHECK(b.scoring->ratio);
	CHECK_INT(b.ranking.incomplete_count, 2);
	CHECK(b.ranking.incomplete[0].undefined); /* 6 / 0 */
	CHECK(pm_scoring_new(b.product, PM_STR("rice,"), &err) == NULL);
	pm_buf_reset(&err);
	CHECK(pm_scoring_new(b.product, PM_STR("weighted"), &err) == NULL);
	CHECK(strstr(err.p, "rank.weights") != NULL);
	pm_buf_reset(&err);
	CHECK(pm_scoring_new(b.product, PM_STR("rise"), &err) == NULL);
	CHECK(strstr(err.p, "did you mean 'rice'?") != NULL);
	backlog_clear(&b);
	pm_buf_clear(&name);
	pm_buf_clear(&err);
}

/* -- declared scores: the forms in which they are met */

static void check_differences(const char *text, const char *expected)
{
	struct backlog b;
	struct pm_buf ids = {0};

	backlog_rank(&b, text, "priority", NULL);
	for (size_t i = 0; i < b.ranking.difference_count; i++) {
		const struct pm_difference *difference = &b.ranking.differences[i];

		pm_buf_addf(&ids, "%s%.*s %g", i > 0 ? ", " : "", PM_FMT(b.product->items[difference->item].id),
			    difference->declared.computed);
	}
	CHECK_STR(ids.n > 0 ? ids.p : "", expected);
	pm_buf_clear(&ids);
	backlog_clear(&b);
}

static void test_declared(void)
{
	/* one decimal, a decimal comma, units, bold; a wrong sum */
	check_differences(
		"# Backlog\n\n| Item | Reach | Impact | Confidence | Effort (pm) | RICE Score |\n|---|---|---|---|---|---|\n"
		"| S1 \xe2\x80\x94 Warn | 140 lorries/month | 3 | 80% | 2,0 | **168,0** |\n"
		"| S2 \xe2\x80\x94 Hatch | 140 lorries/month | 1 | 50% | 3,0 | **23,3** |\n"
		"| S3 \xe2\x80\x94 Page | 5 users/month | 0,5 | 50% | 2,5 | **0,5** |\n"
		"| S4 \xe2\x80\x94 Cold | 28 | 3 | 100% | 3,0 | **29,0** |\n",
		"S4 28");
	check_differences("# Backlog\n\n| # | Title | V | TC | RROE | E | WSJF |\n|---|---|---|---|---|---|---|\n"
			  "| #30 | Release | 10 | 10 | 10 | 3 | 10.0 |\n| #18 | Doctor | 7 | 5 | 6 | 3 | 6.0 |\n"
			  "| #22 | Resume | 4 | 3 | 4 | 3 | 1.8 |\n",
			  "#22 3.66667");
	check_differences("# Backlog\n\n| ID | Title | BV | TC | RR | CoD | Job Size | WSJF |\n|---|---|---|---|---|---|---|---|\n"
			  "| A-1 | One | 10 | 8 | 6 | 24 | 3 | **8,00** |\n| A-2 | Two | 7 | 4 | 5 | 16 | 6 | **2,67** |\n"
			  "| A-3 | Three | 3 | 3 | 4 | 10 | 8 | **1,52** |\n",
			  "A-3 1.25");
	/* weeks taken as they stand, thousands, either of the two ICEs, and what names no method */
	check_differences(
		"# Backlog\n\n## A-1 One\n\n- Reach: 40%\n- Impact: 2.0\n- Confidence: 80%\n- Effort: 3 wks\n- RICE Score: 21.3\n\n"
		"## A-2 Two\n\n- Reach: 4,480\n- Impact: 1\n- Confidence: 50%\n- Effort: 2\n- RICE: 1,120\n\n"
		"## A-3 Three\n\n- Reach: 4,480\n- Impact: 1\n- Confidence: 50%\n- Effort: 2\n- RICE: 1,121\n",
		"A-3 1120");
	/* the whole sum on one line: right, wrong, and with what cannot be */
	check_differences(
		"# Backlog\n\n## A-1 One\n\n**RICE Score:** Reach 40% x Impact 2.0 x Confidence 80% / Effort 3 wks = 21.3\n\n"
		"## A-2 Two\n\n- RICE: Reach 40 * Impact 2 * Confidence 80% / Effort 3 = 25\n\n"
		"## A-3 Three\n\n- RICE: Reach 40 x Impact 2 x Confidence 180% / Effort 3 = 48\n",
		"A-2 21.3333");
	check_differences("# Backlog\n\n| ID | Title | Impact | Confidence | Ease | ICE |\n|---|---|---|---|---|---|\n"
			  "| A-1 | One | 6 | 8 | 7 | 7 |\n| A-2 | Two | 6 | 8 | 7 | 336 |\n| A-3 | Three | 6 | 8 | 7 | 21 |\n",
			  "A-3 7");
}

/* -- tables as they are met: the id and the title in one cell, dotted ids, units, commas, emoji, stars of bold */

static void test_wild(void)
{
	struct backlog b;

	backlog_rank(&b,
		     "# Prioriza\xc3\xa7\xc3\xa3o\n\n| Item | Reach | Impact | Confidence | Effort (pm) | RICE Score |\n| --- | "
		     "--- | --- | --- | --- | --- |\n"
		     "| US01 \xe2\x80\x94 Avisar | 140 ve\xc3\xad"
		     "culos/m\xc3\xaas | 3 | 80% | 2,0 | **168,0** |\n"
		     "| US03 \xe2\x80\x94 Nota | 140 motoristas/m\xc3\xaas | 2 | 50% | 4,0 | **35,0** |\n"
		     "| US09 \xe2\x80\x94 Frio | 28 ve\xc3\xad"
		     "culos/m\xc3\xaas | 3 | 100% | 3,0 | **28,0** |\n"
		     "| US05 \xe2\x80\x94 Painel | 5 usu\xc3\xa1rios/m\xc3\xaas | 0,5 | 50% | 2,5 | **0,6** |\n",
		     "rice", NULL);
	check_score(&b, "US01", 168);
	check_score(&b, "US03", 35);
	check_score(&b, "US09", 28);
	check_score(&b, "US05", 0.5);
	CHECK_INT(b.ranking.difference_count, 1); /* 0,6 is written, 0.5 is right */
	backlog_clear(&b);

	/* equal scores stand in the order of the file, or by what follows */
	backlog_rank(&b,
		     "# Backlog\n\n| Item | BV | TC | RR | CoD | Job Size | WSJF |\n| --- | --- | --- | --- | --- | --- | --- |\n"
		     "| US05 \xe2\x80\x94 Page | 2 | 2 | 1 | 5 | 4 | **1,25** |\n| US02 \xe2\x80\x94 Wear | 3 | 3 | 4 | 10 | 8 | "
		     "**1,25** |\n"
		     "| US01 \xe2\x80\x94 Warn | 10 | 8 | 6 | 24 | 3 | **8,00** |\n",
		     "wsjf,cost of delay", NULL);
	check_score(&b, "US02", 1.25);
	CHECK_INT(b.ranking.items[0].item, 2);
	CHECK_INT(b.ranking.items[1].item, 1);
	CHECK_INT(b.ranking.items[2].item, 0);
	CHECK_INT(b.ranking.difference_count, 0);
	backlog_clear(&b);

	backlog_rank(
		&b,
		"# PRD\n\n| ID | User Story | Reach | Impact | Confidence | Effort | RICE Score |\n|---|---|---|---|---|---|---|\n"
		"| US.1 | Pay in safety | 10 | 3 | 100% | 3 | **10.0** |\n| US.2 | Copy the times | 5 | 3 | 90% | 2 | **6.75** |\n"
		"| US.4 | Charge who stays away | 5 | 3 | 70% | 4 | **2.63** |\n",
		"rice", NULL);
	check_score(&b, "US.2", 6.75);
	check_score(&b, "US.4", 2.625);
	CHECK_INT(b.ranking.difference_count, 0);
	backlog_clear(&b);

	/* value over points, called WSJF: by that name it cannot be recomputed, by value-effort it is right */
	backlog_rank(&b,
		     "# Backlog\n\n| ID | User Story | Priorit\xc3\xa9 | Valeur m\xc3\xa9tier | Points | WSJF "
		     "|\n|---|---|---|:---:|:---:|:---:|\n"
		     "| US-05 | Test | \xf0\x9f\x94\xb4 Must | 13 | 8 | 1.63 |\n| US-16 | Payer | \xf0\x9f\x9f\xa0 Should | 8 | 8 "
		     "| 1.00 |\n"
		     "| US-09 | Lire | \xf0\x9f\x94\xb4 Must | 13 | 5 | 2.60 |\n| US-20 | Admin | \xf0\x9f\x9f\xa1 Could | 3 | 8 | "
		     "0.38 |\n",
		     "moscow,value-effort", NULL);
	CHECK_INT(b.ranking.items[0].item, 2);
	CHECK_INT(b.ranking.items[1].item, 0);
	CHECK_INT(b.ranking.items[2].item, 1);
	CHECK_INT(b.ranking.items[3].item, 3);
	CHECK_INT(b.ranking.difference_count, 0);
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
	test_ice();
	test_cd3();
	test_value_effort();
	test_moscow();
	test_kano();
	test_weighted();
	test_scale();
	test_formulas();
	test_by();
	test_declared();
	test_wild();
	test_names();
	return test_done();
}
