/* test_rank: graphs, closed sets of greatest density against an exhaustive search, and the order of whole backlogs. */
#include "parser/agree.h"
#include "parser/closure.h"
#include "parser/margin.h"
#include "parser/rank.h"
#include "parser/rng.h"
#include "tests/unit/test.h"

#include <math.h>
#include <stdlib.h>

/* -- graphs */

static void test_graph(void)
{
	const struct pm_arc arcs[] = {{3, 1}, {0, 2}, {0, 1}, {0, 2}, {2, 0}, {1, 1}};
	struct pm_graph graph, reverse, open;
	struct pm_arena arena;
	struct pm_cycle *cycles;
	uint32_t component[5];
	size_t count;

	pm_graph_init(&graph, 5, arcs, sizeof arcs / sizeof *arcs);
	CHECK_INT(graph.first[5], 5); /* the double one is gone */
	CHECK_INT(graph.first[1] - graph.first[0], 2);
	CHECK_INT(graph.to[0], 1);
	CHECK_INT(graph.to[1], 2);
	CHECK_INT(graph.first[5] - graph.first[4], 0);
	pm_graph_reverse(&graph, &reverse);
	CHECK_INT(reverse.first[2] - reverse.first[1], 3);
	CHECK_INT(pm_graph_components(&graph, component), 4);
	CHECK_INT(component[0], component[2]);
	CHECK(component[0] > component[1]);
	CHECK(component[3] > component[1]);

	pm_arena_init(&arena);
	pm_graph_cycles(&graph, component, &arena, &cycles, &count);
	CHECK_INT(count, 2);
	CHECK_INT(cycles[0].count, 2);
	CHECK_INT(cycles[0].items[0], 0);
	CHECK_INT(cycles[0].items[1], 2);
	CHECK_INT(cycles[1].count, 1);
	CHECK_INT(cycles[1].items[0], 1);
	pm_graph_without_cycles(&graph, component, &open);
	CHECK_INT(open.first[5], 2); /* 0 -> 1 and 3 -> 1 */
	pm_arena_clear(&arena);
	pm_graph_clear(&open);
	pm_graph_clear(&reverse);
	pm_graph_clear(&graph);
}

/* A circle of so many nodes is one component, and one cycle of all of them. */
static void test_long_circle(void)
{
	enum { LENGTH = 200000 };
	struct pm_arc *arcs = pm_calloc(LENGTH, sizeof *arcs);
	uint32_t *component = pm_calloc(LENGTH, sizeof *component);
	struct pm_graph graph;
	struct pm_arena arena;
	struct pm_cycle *cycles;
	size_t count;
	bool ordered = true;

	for (uint32_t i = 0; i < LENGTH; i++)
		arcs[i] = (struct pm_arc){i, (i + 1) % LENGTH};
	pm_arena_init(&arena);
	pm_graph_init(&graph, LENGTH, arcs, LENGTH);
	CHECK_INT(pm_graph_components(&graph, component), 1);
	pm_graph_cycles(&graph, component, &arena, &cycles, &count);
	CHECK_INT(count, 1);
	CHECK_INT(cycles[0].count, LENGTH);
	for (uint32_t i = 0; i < LENGTH; i++)
		ordered = ordered && cycles[0].items[i] == i;
	CHECK(ordered);
	pm_arena_clear(&arena);
	pm_graph_clear(&graph);
	free(component);
	free(arcs);
}

/* -- closed sets */

enum { SMALL = 10 };

struct puzzle {
	uint32_t count;
	double value[SMALL], cost[SMALL], score[SMALL];
	struct pm_graph needs;
};

/* A component of random shape: every node but the first needs, or is needed by, one before it. Whole numbers keep sums exact. */
static void puzzle_init(struct puzzle *puzzle, struct pm_rng *rng)
{
	struct pm_arc arcs[SMALL * SMALL];
	size_t arc_count = 0;
	uint32_t shuffled[SMALL];

	puzzle->count = 2 + pm_rng_below(rng, SMALL - 1);
	for (uint32_t i = 0; i < puzzle->count; i++) {
		uint32_t j = pm_rng_below(rng, i + 1);
		bool between = pm_rng_below(rng, 8) == 0;

		puzzle->value[i] = between ? 0 : pm_rng_below(rng, 12);
		puzzle->cost[i] = between ? 0 : 1 + pm_rng_below(rng, 6);
		puzzle->score[i] = between ? -HUGE_VAL : puzzle->value[i] / puzzle->cost[i];
		shuffled[i] = shuffled[j];
		shuffled[j] = i;
	}
	for (uint32_t i = 1; i < puzzle->count; i++)
		for (uint32_t more = 0; more < 1 + pm_rng_below(rng, 2); more++)
			arcs[arc_count++] = (struct pm_arc){shuffled[i], shuffled[pm_rng_below(rng, i)]};
	pm_graph_init(&puzzle->needs, puzzle->count, arcs, arc_count);
}

static bool is_closed(const struct puzzle *puzzle, unsigned set, unsigned done)
{
	for (uint32_t n = 0; n < puzzle->count; n++)
		for (uint32_t a = puzzle->needs.first[n]; (set & 1u << n) && a < puzzle->needs.first[n + 1]; a++)
			if (!((set | done) & 1u << puzzle->needs.to[a]))
				return false;
	return true;
}

/* The densest closed set of what is not done, the largest of equals: by trying all. */
static unsigned densest(const struct puzzle *puzzle, unsigned done, double *density)
{
	unsigned all = (1u << puzzle->count) - 1, best = 0;
	double best_value = 0, best_cost = 0;

	for (unsigned set = 1; set <= all; set++) {
		double value = 0, cost = 0;

		if ((set & done) || !is_closed(puzzle, set, done))
			continue;
		for (uint32_t n = 0; n < puzzle->count; n++) {
			value += set & 1u << n ? puzzle->value[n] : 0;
			cost += set & 1u << n ? puzzle->cost[n] : 0;
		}
		if (!(cost > 0))
			continue;
		if (best == 0 || value * best_cost > best_value * cost ||
		    (value * best_cost == best_value * cost && cost > best_cost)) {
			best = set;
			best_value = value;
			best_cost = cost;
		}
	}
	*density = best != 0 ? best_value / best_cost : 0;
	return best;
}

static bool same_density(double a, double b)
{
	return fabs(a - b) <= 1e-9 * (fabs(a) + fabs(b));
}

/* Is the order one that Sidney's decomposition gives?  What has no cost may stand in any block that allows it. */
static bool is_sidney(const struct puzzle *puzzle, const uint32_t *order, const double *density)
{
	unsigned done = 0;

	for (uint32_t i = 0; i < puzzle->count;) {
		double expected;
		unsigned best = densest(puzzle, done, &expected), block = 0, free_nodes = 0;
		uint32_t end = i;

		for (; end < puzzle->count && density[end] == density[i]; end++)
			block |= 1u << order[end];
		for (uint32_t n = 0; n < puzzle->count; n++)
			free_nodes |= puzzle->cost[n] > 0 ? 0 : 1u << n;
		if ((best & ~free_nodes) != (block & ~free_nodes) || (best && !same_density(density[i], expected)))
			return false;
		for (; i < end; i++) {
			if (!is_closed(puzzle, 1u << order[i], done))
				return false;
			done |= 1u << order[i];
		}
	}
	return done == (1u << puzzle->count) - 1;
}

static bool try_puzzle(struct pm_rng *rng, uint64_t work, bool *proven)
{
	struct puzzle puzzle;
	struct pm_closure closure;
	uint32_t order[SMALL];
	double density[SMALL];
	bool fine, seen[SMALL] = {false};

	puzzle_init(&puzzle, rng);
	for (uint32_t i = 0; i < puzzle.count; i++)
		order[i] = puzzle.count - 1 - i;
	pm_closure_init(&closure, &puzzle.needs, puzzle.value, puzzle.cost, puzzle.score);
	closure.work = work;
	*proven = pm_closure_order(&closure, order, puzzle.count, density);
	fine = !*proven || is_sidney(&puzzle, order, density);
	for (uint32_t i = 0; i < puzzle.count; i++) {
		for (uint32_t a = puzzle.needs.first[order[i]]; a < puzzle.needs.first[order[i] + 1]; a++)
			fine = fine && seen[puzzle.needs.to[a]];
		fine = fine && !seen[order[i]] && (i == 0 || density[i] <= density[i - 1]);
		seen[order[i]] = true;
	}
	pm_closure_clear(&closure);
	pm_graph_clear(&puzzle.needs);
	return fine;
}

static void test_closures(void)
{
	struct pm_rng rng;
	unsigned wrong = 0, invalid = 0, unproven = 0;
	bool proven;

	pm_rng_init(&rng, 7, 0);
	for (int i = 0; i < 3000; i++) {
		wrong += !try_puzzle(&rng, PM_CLOSURE_WORK, &proven);
		wrong += !proven;
	}
	CHECK_INT(wrong, 0);
	for (int i = 0; i < 500; i++) {
		invalid += !try_puzzle(&rng, 10, &proven);
		unproven += !proven;
	}
	CHECK_INT(invalid, 0);
	CHECK(unproven > 0);
}

/* A chain of so many nodes, of falling and rising density by turns, takes no deeper stack and little work. */
static void test_long_chain(void)
{
	enum { LENGTH = 100000 };
	struct pm_arc *arcs = pm_calloc(LENGTH, sizeof *arcs);
	double *value = pm_calloc(LENGTH, sizeof *value), *cost = pm_calloc(LENGTH, sizeof *cost);
	double *density = pm_calloc(LENGTH, sizeof *density);
	uint32_t *order = pm_calloc(LENGTH, sizeof *order);
	struct pm_graph needs;
	struct pm_closure closure;
	struct pm_rng rng;
	bool in_order = true;

	pm_rng_init(&rng, 11, 0);
	for (uint32_t i = 0; i < LENGTH; i++) {
		arcs[i] = (struct pm_arc){i + 1, i};
		value[i] = 1 + pm_rng_below(&rng, 1000);
		cost[i] = 1 + pm_rng_below(&rng, 20);
		order[i] = i;
	}
	pm_graph_init(&needs, LENGTH, arcs, LENGTH - 1);
	pm_closure_init(&closure, &needs, value, cost, value);
	CHECK(pm_closure_order(&closure, order, LENGTH, density));
	CHECK(PM_CLOSURE_WORK - closure.work < 40u * LENGTH);
	for (uint32_t i = 0; i < LENGTH; i++)
		in_order = in_order && order[i] == i && (i == 0 || density[i] <= density[i - 1]);
	CHECK(in_order);
	pm_closure_clear(&closure);
	pm_graph_clear(&needs);
	free(order);
	free(density);
	free(cost);
	free(value);
	free(arcs);
}

/* -- backlogs */

struct backlog {
	struct pm_config config;
	struct pm_tree *tree;
	struct pm_product *product;
	struct pm_scoring *scoring;
	struct pm_ranking ranking;
	struct pm_buf line;
};

static void backlog_init(struct backlog *backlog, const char *text, const char *method)
{
	struct pm_read_options options = {.threads = 1};
	struct pm_buf err = {0};

	memset(backlog, 0, sizeof *backlog);
	pm_config_init(&backlog->config);
	pm_config_finish(&backlog->config);
	backlog->tree = pm_tree_mem_new();
	pm_tree_mem_add(backlog->tree, "BACKLOG.md", text, strlen(text));
	options.config = &backlog->config;
	CHECK_INT(pm_product_read(backlog->tree, &options, &backlog->product, &err), 0);
	backlog->scoring = pm_scoring_new(backlog->product, pm_str_c(method), &err);
	CHECK(backlog->scoring != NULL);
	pm_rank(backlog->scoring, NULL, NULL, &backlog->ranking);
	pm_buf_clear(&err);
}

static void backlog_clear(struct backlog *backlog)
{
	pm_ranking_clear(&backlog->ranking);
	pm_scoring_free(backlog->scoring);
	pm_product_free(backlog->product);
	pm_tree_free(backlog->tree);
	pm_config_clear(&backlog->config);
	pm_buf_clear(&backlog->line);
}

static void add_id(struct backlog *backlog, uint32_t item)
{
	if (backlog->line.n > 0)
		pm_buf_addc(&backlog->line, ' ');
	pm_buf_adds(&backlog->line, item == PM_NO_ITEM ? PM_STR("-") : backlog->product->items[item].id);
}

static const char *order_of(struct backlog *backlog)
{
	pm_buf_reset(&backlog->line);
	for (size_t i = 0; i < backlog->ranking.count; i++)
		add_id(backlog, backlog->ranking.items[i].item);
	return backlog->line.n > 0 ? backlog->line.p : "";
}

static const char *heirs_of(struct backlog *backlog)
{
	pm_buf_reset(&backlog->line);
	for (size_t i = 0; i < backlog->ranking.count; i++)
		add_id(backlog, backlog->ranking.items[i].heir);
	return backlog->line.n > 0 ? backlog->line.p : "";
}

#define TABLE                                                                                                                      \
	"# Backlog\n\n| ID | Title | Value | Urgency | RR | Job size | Depends on | Status |\n|---|---|---|---|---|---|---|---|\n"

static void test_enabler(void)
{
	struct backlog b;

	/* A-1 (1) unlocks A-2 (9): together 20/4 = 5, above A-3 (4), below A-4 (6) */
	backlog_init(&b,
		     TABLE "| A-1 | Vault | 1 | 1 | 0 | 2 | | |\n"
			   "| A-2 | Saved cards | 9 | 8 | 1 | 2 | A-1 | |\n"
			   "| A-3 | Invoice | 2 | 1 | 1 | 1 | none | |\n"
			   "| A-4 | Total first | 4 | 1 | 1 | 1 | | |\n",
		     "wsjf");
	CHECK_STR(order_of(&b), "A-4 A-1 A-2 A-3");
	CHECK_STR(heirs_of(&b), "- A-2 - -");
	CHECK(b.ranking.items[1].score.value == 1);
	CHECK(b.ranking.items[1].inherited == 5);
	CHECK(b.ranking.items[2].score.value == 9);
	CHECK(b.ranking.items[2].inherited == 9);
	CHECK_INT(b.ranking.items[3].position, 4);
	CHECK_INT(b.ranking.unproven, 0);
	backlog_clear(&b);

	/* what is done holds up nothing, and is not ranked */
	backlog_init(&b,
		     TABLE "| A-1 | Vault | 1 | 1 | 0 | 2 | | done |\n"
			   "| A-2 | Saved cards | 9 | 8 | 1 | 2 | A-1 | |\n"
			   "| A-4 | Total first | 4 | 1 | 1 | 1 | | |\n",
		     "wsjf");
	CHECK_STR(order_of(&b), "A-2 A-4");
	CHECK_STR(heirs_of(&b), "- -");
	backlog_clear(&b);
}

static void test_incomplete(void)
{
	struct backlog b;

	/* A-2 has no job size; that A-3 waits for A-1 holds all the same */
	backlog_init(&b,
		     TABLE "| A-1 | Vault | 1 | 1 | 0 | 2 | | |\n"
			   "| A-2 | Keys | 9 | 8 | 1 | | A-1 | |\n"
			   "| A-3 | Saved cards | 9 | 8 | 1 | 2 | A-2 | |\n"
			   "| A-4 | Total first | 4 | | 1 | 0 | | |\n",
		     "wsjf");
	CHECK_STR(order_of(&b), "A-1 A-3");
	CHECK_INT(b.ranking.incomplete_count, 2);
	CHECK_INT(b.ranking.incomplete[0].item, 1);
	CHECK_INT(b.ranking.incomplete[0].missing_count, 1);
	CHECK_INT(b.ranking.incomplete[0].missing[0], PM_FIELD_JOB_SIZE);
	CHECK_INT(b.ranking.incomplete[1].missing_count, 2);
	CHECK_INT(b.ranking.incomplete[1].missing[0], PM_FIELD_URGENCY);
	CHECK_INT(b.ranking.incomplete[1].missing[1], PM_FIELD_JOB_SIZE);
	backlog_clear(&b);
}

#define PRIORITIES "# Backlog\n\n| ID | Title | Priority | Depends on | Blocks |\n|---|---|---|---|---|\n"

static void test_classes(void)
{
	struct backlog b;

	backlog_init(&b,
		     PRIORITIES "| A-1 | One | low | | A-4 |\n"
				"| A-2 | Two | high | | |\n"
				"| A-3 | Three | high | A-5 | |\n"
				"| A-4 | Four | P0 | | |\n"
				"| A-5 | Five | medium | | |\n",
		     "priority");
	CHECK_STR(order_of(&b), "A-1 A-4 A-2 A-5 A-3");
	CHECK_STR(heirs_of(&b), "A-4 - - A-3 -");
	CHECK(b.ranking.items[0].score.value == 2);
	CHECK(b.ranking.items[0].inherited == 5);
	backlog_clear(&b);
}

static void test_cycle(void)
{
	struct backlog b;

	backlog_init(&b,
		     PRIORITIES "| A-1 | One | low | A-2 | |\n"
				"| A-2 | Two | high | A-1 | |\n"
				"| A-3 | Three | medium | A-1 | |\n"
				"| A-4 | Four | high | | |\n",
		     "priority");
	CHECK_STR(order_of(&b), "A-2 A-4 A-1 A-3");
	CHECK_INT(b.ranking.cycle_count, 1);
	CHECK_INT(b.ranking.cycles[0].count, 2);
	CHECK_INT(b.ranking.cycles[0].items[0], 0);
	CHECK_INT(b.ranking.cycles[0].items[1], 1);
	backlog_clear(&b);
}

/* An item more changes nobody's score. */
static void test_absolute(void)
{
	struct backlog few, more;

	backlog_init(&few, TABLE "| A-1 | One | 3 | 2 | 1 | 2 | | |\n| A-2 | Two | 1 | 1 | 1 | 2 | | |\n", "wsjf");
	backlog_init(&more,
		     TABLE "| A-1 | One | 3 | 2 | 1 | 2 | | |\n| A-2 | Two | 1 | 1 | 1 | 2 | | |\n| A-3 | Three | 99 | 99 | 99 | 1 "
			   "| A-2 | |\n",
		     "wsjf");
	CHECK_STR(order_of(&few), "A-1 A-2");
	CHECK_STR(order_of(&more), "A-2 A-3 A-1");
	CHECK(few.ranking.items[1].score.value == more.ranking.items[0].score.value);
	CHECK(more.ranking.items[0].inherited == 100); /* (3 + 297) / 3 */
	backlog_clear(&more);
	backlog_clear(&few);
}

/* Kendall's tau by its definition: all pairs. */
static void test_agreement(void)
{
	struct pm_rng rng;

	pm_rng_init(&rng, 7, 0);
	for (int round = 0; round < 200; round++) {
		uint32_t list[40], count = pm_rng_below(&rng, 40);
		uint64_t pairs = 0;

		for (uint32_t i = 0; i < count; i++)
			list[i] = pm_rng_below(&rng, 30);
		for (uint32_t i = 0; i < count; i++)
			for (uint32_t k = i + 1; k < count; k++)
				pairs += list[i] > list[k];
		CHECK_INT(pm_inversions(list, count), pairs);
		for (uint32_t i = 1; i < count; i++)
			CHECK(list[i - 1] <= list[i]);
	}
}

static void test_compare(void)
{
	static const char table[] =
		"# Backlog\n\n| ID | Title | Value | Effort | Reach |\n|---|---|---|---|---|\n"
		"| A-1 | One | 4 | 1 | 1 |\n| A-2 | Two | 3 | 1 | 4 |\n| A-3 | Three | 2 | 1 | 3 |\n| A-4 | Four | 1 | 1 | |\n";
	struct backlog b, other;
	struct pm_agreement agreement;

	backlog_init(&b, table, "value / effort");
	backlog_init(&other, table, "reach / effort");
	pm_agree(&b.ranking, &other.ranking, &agreement);
	CHECK_INT(agreement.common, 3);
	CHECK_INT(agreement.only_first, 1);
	CHECK_INT(agreement.only_second, 0);
	CHECK(agreement.tau == (3 - 2 * 2) / 3.0); /* A-1 with either of the others */
	CHECK_INT(agreement.moves[0].item, 0);
	CHECK_INT(agreement.moves[0].from, 1);
	CHECK_INT(agreement.moves[0].to, 3);
	pm_agreement_clear(&agreement);
	backlog_clear(&other);
	backlog_clear(&b);
}

static bool swaps_at(struct backlog *b, uint32_t item, enum pm_field_id field, double value)
{
	struct pm_supposition supposition = {item, field, {NULL, 0}, value};
	struct pm_ranking again;
	bool first;

	b->scoring->suppositions = &supposition;
	b->scoring->supposition_count = 1;
	pm_rank(b->scoring, NULL, NULL, &again);
	first = pm_ranking_find(&again, item)->position < pm_ranking_find(&b->ranking, item)->position;
	pm_ranking_clear(&again);
	b->scoring->supposition_count = 0;
	return first;
}

static void test_margin(void)
{
	uint64_t work = PM_MARGIN_WORK;
	struct pm_margin margin;
	struct backlog b;

	/* together are worth 20/4 = 5, A-4 is worth 6 */
	backlog_init(&b,
		     TABLE "| A-1 | Vault | 1 | 1 | 0 | 2 | | |\n"
			   "| A-2 | Saved cards | 9 | 8 | 1 | 2 | A-1 | |\n"
			   "| A-3 | Invoice | 2 | 1 | 1 | 1 | none | |\n"
			   "| A-4 | Total first | 4 | 1 | 1 | 1 | | |\n",
		     "wsjf");
	margin = pm_margin_find(&b.ranking, &b.ranking.items[1], &b.ranking.items[0], 3, &work);
	CHECK(margin.found && !margin.rises);
	CHECK(fabs(margin.at - (20 / 6.0 - 2)) < 0.001);
	CHECK(swaps_at(&b, 0, PM_FIELD_JOB_SIZE, margin.at - 0.01));
	CHECK(!swaps_at(&b, 0, PM_FIELD_JOB_SIZE, margin.at + 0.01));
	margin = pm_margin_find(&b.ranking, &b.ranking.items[3], &b.ranking.items[2], 0, &work);
	CHECK(pm_margin_bound(&b.ranking, b.ranking.items[1].node, b.ranking.items[2].node));
	CHECK(!pm_margin_bound(&b.ranking, b.ranking.items[0].node, b.ranking.items[3].node));
	backlog_clear(&b);
}

static void test_default(void)
{
	struct backlog b;

	backlog_init(&b,
		     "# Backlog\n\n## Epic 1: Checkout\n\n- Priority: high\n\n### PAY-1 Saved cards\n\n- Priority: low\n\n"
		     "### PAY-2 Invoice\n\n- Priority: high\n- Status: dropped\n\n## Goals\n\n### G-1 They come back\n\n- "
		     "Priority: high\n",
		     "priority");
	CHECK_STR(order_of(&b), "PAY-1");
	backlog_clear(&b);

	/* what others name as their epic or initiative stands aside; one without parts is ranked, or not spoken of */
	backlog_init(
		&b,
		"# Backlog\n\n## Initiative R-1: Checkout\n\n- Priority: high\n\n## Initiative R-2: Loyalty\n\n- Priority: high\n\n"
		"## Initiative R-3: Stock\n\n- Stage: growth\n\n## EPIC-1 Cards\n\n- Initiative: R-1\n- Priority: high\n\n"
		"## EPIC-2 Stamps\n\n- Stage: growth\n\n## PAY-1 Saved cards\n\n- Epic: EPIC-1\n- Priority: low\n",
		"priority");
	CHECK_STR(order_of(&b), "R-2 PAY-1");
	CHECK_INT(b.ranking.incomplete_count, 1);
	CHECK(b.ranking.incomplete_count == 1 && pm_str_eqc(b.product->items[b.ranking.incomplete[0].item].id, "EPIC-2"));
	backlog_clear(&b);

	/* where there is nothing below them, initiatives are what is ranked */
	backlog_init(
		&b,
		"# Roadmap\n\n## Initiative R-1: Checkout\n\n- Priority: low\n\n## Initiative R-2: Loyalty\n\n- Priority: high\n\n"
		"## Initiative R-3: Stock\n\n- Stage: growth\n- Initiative: R-1\n",
		"priority");
	CHECK_STR(order_of(&b), "R-2 R-1");
	CHECK_INT(b.ranking.incomplete_count, 1);
	backlog_clear(&b);
}

int main(void)
{
	test_graph();
	test_long_circle();
	test_closures();
	test_long_chain();
	test_enabler();
	test_incomplete();
	test_classes();
	test_cycle();
	test_absolute();
	test_default();
	test_agreement();
	test_compare();
	test_margin();
	return test_done();
}
