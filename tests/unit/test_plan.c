/* test_plan: what belongs where, what it costs, how much is done, what is ready, what is critical: computed by hand. */
#include "parser/chain.h"
#include "parser/periods.h"

#include "tests/unit/test.h"

#include <stdlib.h>

/* Estimates: A-1 2 (done), A-2 4 (started), A-3 6, A-4 none, B-1 3, B-2 8 (dropped), B-3 10, C-1 5. */
static const char backlog[] =
	"# Backlog\n"
	"\n"
	"## G-1 One\n\n- Kind: goal\n- Share: 50%\n\n"
	"## G-2 Two\n\n- Kind: goal\n\n"
	"## EPIC-1 First\n\n- Goal: G-1\n- Release: v1.10\n\n"
	"### A-1 done\n\n- Status: done\n- Estimate: 2\n- Sprint: Sprint 1\n\n"
	"### A-2 started\n\n- Status: in progress\n- Estimate: 3-5\n- Sprint: 2\n- Goal: G-1, G-2\n"
	"- Depends on: A-1\n\nAcceptance criteria:\n\n- [ ] it works on a rainy day\n\n"
	"### A-3 waits\n\n- Status: ready\n- Estimate: 6\n- Sprint: 2\n- Depends on: A-2\n\n"
	"Acceptance criteria:\n\n- [ ] it does\n\n"
	"### A-4 vague\n\n- Status: idea\n- Kind: story\n\n"
	"## EPIC-2 Second\n\n- Release: 1.9\n- Depends on: EPIC-1\n\n"
	"### B-1 bug\n\n- Kind: bug\n- Status: ready\n- Estimate: 3\n\n"
	"### B-2 dropped\n\n- Status: dropped\n- Estimate: 8\n\n"
	"### B-3 blocks\n\n- Kind: bug\n- Status: ready\n- Estimate: 10\n- Blocks: C-1\n\n"
	"## C-1 alone\n\n- Kind: task\n- Status: ready\n- Estimate: 5\n- Sprint: sprint 10\n- Depends on: C-2\n\n"
	"## C-2 round\n\n- Kind: task\n- Status: done\n- Depends on: C-1\n\n"
	"## Sprint 2 (2026-11-29 to 2026-11-16)\n\n- Goal: go\n- Capacity: 10 points\n";

static struct pm_config config;
static struct pm_product *product;
static struct pm_plan plan;
static struct pm_readiness ready;

static struct pm_product *read_product(const char *text)
{
	struct pm_read_options options = {.config = &config, .threads = 1};
	struct pm_tree *tree = pm_tree_mem_new();
	struct pm_product *read = NULL;
	struct pm_buf err = {0};

	pm_tree_mem_add(tree, "BACKLOG.md", text, strlen(text));
	CHECK_INT(pm_product_read(tree, &options, &read, &err), 0);
	pm_tree_free(tree);
	pm_buf_clear(&err);
	return read;
}

static void begin(const char *text)
{
	product = read_product(text);
	pm_plan_init(&plan, product, NULL, NULL);
	pm_readiness_init(&ready, &plan);
}

static void end(void)
{
	pm_readiness_clear(&ready);
	pm_plan_clear(&plan);
	pm_product_free(product);
}

static uint32_t at(const char *id)
{
	uint32_t others, item = pm_product_find(product, pm_str_c(id), &others);

	CHECK(item != PM_NO_ITEM);
	return item;
}

static bool is(double a, double b)
{
	return a - b < 1e-9 && b - a < 1e-9;
}

static void check_progress(const struct pm_progress *p, uint32_t all, uint32_t done, uint32_t started, uint32_t is_ready,
			   uint32_t unsized, double effort, double effort_done)
{
	CHECK_INT(p->all, all);
	CHECK_INT(p->done, done);
	CHECK_INT(p->started, started);
	CHECK_INT(p->ready, is_ready);
	CHECK_INT(p->unsized, unsized);
	CHECK(is(p->effort, effort));
	CHECK(is(p->effort_done, effort_done));
	CHECK(is(pm_progress_left(p), effort - effort_done));
}

static void test_ready(void)
{
	CHECK_INT(ready.lacks[at("A-1")], 0);
	CHECK(!ready.ready[at("A-1")]); /* it is done */
	CHECK(ready.ready[at("A-2")]);
	CHECK_INT(ready.lacks[at("A-3")], PM_UNREADY_WAITS);
	CHECK_INT(ready.lacks[at("A-4")], PM_UNREADY_IDEA | PM_UNREADY_CRITERIA | PM_UNREADY_ESTIMATE);
	CHECK(ready.ready[at("B-1")]); /* no criteria are asked of a bug */
	CHECK_INT(ready.lacks[at("C-1")], PM_UNREADY_WAITS);
	CHECK_INT(pm_readiness_waits(&ready, at("C-1"), NULL), at("B-3")); /* by `blocks` */
	CHECK_INT(pm_readiness_waits(&ready, at("A-3"), NULL), at("A-2"));
	CHECK_INT(pm_readiness_waits(&ready, at("A-3"), plan.sprint), PM_NO_ITEM); /* both in sprint 2 */
	CHECK_INT(pm_readiness_waits(&ready, at("EPIC-2"), NULL), at("EPIC-1"));
	CHECK(!ready.settled[at("EPIC-1")]);
	CHECK(ready.settled[at("B-2")]);
}

static void test_progress(void)
{
	struct pm_progress *below = pm_progress_below(&plan, ready.ready), *goals = pm_progress_goals(&plan, ready.ready, NULL);
	bool *only = pm_calloc(product->item_count, sizeof *only);
	struct pm_progress *one;

	check_progress(&below[at("EPIC-1")], 4, 1, 1, 0, 1, 2 + 4 + 6, 2);
	check_progress(&below[at("EPIC-2")], 2, 0, 0, 2, 0, 3 + 10, 0);
	check_progress(&goals[at("G-1")], 4, 1, 1, 0, 1, 2 + 4.0 / 2 + 6, 2);
	check_progress(&goals[at("G-2")], 1, 0, 1, 0, 0, 4.0 / 2, 0);
	only[at("G-1")] = true;
	one = pm_progress_goals(&plan, ready.ready, only);
	check_progress(&one[at("G-1")], 4, 1, 1, 0, 1, 2 + 4 + 6, 2);
	CHECK_INT(one[at("G-2")].all, 0);
	free(one);
	free(only);
	free(goals);
	free(below);
}

static void test_periods(void)
{
	struct pm_periods sprints, releases;
	struct pm_progress *load;
	char *nearest;

	pm_periods_init(&sprints, &plan, PM_KIND_SPRINT);
	CHECK_INT(sprints.count, 3);
	CHECK_PMSTR(sprints.list[0].label, "Sprint 1"); /* only named, and not all are dated: by name, 2 before 10 */
	CHECK_PMSTR(sprints.list[1].label, "Sprint 2");
	CHECK_PMSTR(sprints.list[2].label, "sprint 10");
	CHECK_INT(sprints.list[1].from, pm_day_from(2026, 11, 16));
	CHECK_INT(sprints.list[1].to, pm_day_from(2026, 11, 29));
	CHECK_INT(sprints.list[1].work, 2);
	CHECK_INT(sprints.of[at("A-2")], 1);
	CHECK_INT(sprints.of[at("B-1")], PM_NO_ITEM);
	CHECK_INT(pm_periods_find(&sprints, &plan, PM_KIND_SPRINT, PM_STR("2")), 1);
	CHECK_INT(pm_periods_find(&sprints, &plan, PM_KIND_SPRINT, PM_STR("SPRINT 10")), 2);
	CHECK_INT(pm_periods_find(&sprints, &plan, PM_KIND_SPRINT, PM_STR("3")), PM_NO_ITEM);
	nearest = pm_periods_nearest(&sprints, PM_STR("Sprnt 2"));
	CHECK_STR(nearest, "Sprint 2");
	free(nearest);
	CHECK_INT(pm_periods_current(&sprints, &plan, pm_day_from(2026, 11, 29)), 1);
	CHECK_INT(pm_periods_current(&sprints, &plan, pm_day_from(2026, 11, 1)), 1); /* the next that has a date */
	CHECK_INT(pm_periods_current(&sprints, &plan, pm_day_from(2026, 11, 30)),
		  2); /* it is over, and nothing of the first is open */
	load = pm_progress_groups(&plan, ready.ready, sprints.of, sprints.count);
	check_progress(&load[1], 2, 0, 1, 0, 0, 4 + 6, 0);
	free(load);
	pm_periods_clear(&sprints);

	pm_periods_init(&releases, &plan, PM_KIND_RELEASE);
	CHECK_INT(releases.count, 2);
	CHECK_PMSTR(releases.list[0].label, "1.9");
	CHECK_PMSTR(releases.list[1].label, "v1.10");
	CHECK_INT(releases.of[at("A-4")], 1); /* from its epic */
	CHECK_INT(releases.list[0].work, 3);
	CHECK_INT(pm_periods_find(&releases, &plan, PM_KIND_RELEASE, PM_STR("v1.9")), 0);
	pm_periods_clear(&releases);
}

/* EPIC-2 waits for EPIC-1, whose work has 4 + 6 left; its own has 3 + 10: 23.  A-3 after A-2 is 10, C-1 after B-3 is 15. */
static void test_chain(void)
{
	struct pm_progress *below = pm_progress_below(&plan, NULL);
	struct pm_chain chain;

	pm_chain_init(&chain, &ready, below);
	CHECK_INT(chain.count, 2);
	CHECK(is(chain.effort, 23));
	CHECK_INT(chain.unsized, 0);
	if (chain.count == 2) {
		CHECK_INT(chain.items[0], at("EPIC-1"));
		CHECK_INT(chain.items[1], at("EPIC-2"));
	}
	pm_chain_clear(&chain);
	free(below);
}

static void test_circles(void)
{
	struct pm_progress *below;
	struct pm_chain chain;

	begin("# Backlog\n\n## A-1 a\n\n- Kind: task\n- Epic: A-2\n- Depends on: A-2\n\n## A-2 b\n\n- Kind: task\n- Epic: A-1\n"
	      "- Depends on: A-1, A-3\n\n## A-3 c\n\n- Kind: task\n- Estimate: 3\n\n## A-4 d\n\n- Kind: task\n- Depends on: A-3\n- "
	      "Estimate: 1\n");
	below = pm_progress_below(&plan, ready.ready);
	pm_chain_init(&chain, &ready, below);
	CHECK_INT(chain.count, 2);
	CHECK(is(chain.effort, 4));
	pm_chain_clear(&chain);
	free(below);
	end();
	begin("");
	below = pm_progress_below(&plan, ready.ready);
	pm_chain_init(&chain, &ready, below);
	CHECK_INT(chain.count, 0);
	pm_chain_clear(&chain);
	free(below);
	end();
}

int main(void)
{
	pm_config_init(&config);
	pm_config_finish(&config);
	begin(backlog);
	test_ready();
	test_progress();
	test_periods();
	test_chain();
	end();
	test_circles();
	pm_config_clear(&config);
	return test_done();
}
