/* test_views: the views of a product over small products, their figures computed by hand, and the same in every view. */
#include "formats/view.h"
#include "parser/method.h"

#include "tests/unit/test.h"

#include <stdlib.h>

/* Work: A-1 3 done, A-2 5 begun, A-3 8 to do (waits for A-2), A-4 2 to do, B-1 2 to do (no goal), B-2 no estimate, an idea.
 * All of it: 6 items, 1 done, 20 points with 3 of them done.  R-1 holds: 1 of 4, 3 of 18 points. */
static const char backlog[] =
	"# Roadmap\n\n## Goals\n\n"
	"### G-1 Speed\n\n- Metric: seconds\n- Baseline: 10\n- Target: 5\n- Actual: 8\n- Share: 50%\n\n"
	"### G-2 Nobody\n\n"
	"## Now\n\n### R-1 Fast lane\n\n- Kind: initiative\n- Goal: G-1\n- Budget: 16 points\n- Stage: growth\n\n"
	"## Later\n\n### R-2 Slow lane\n\n- Kind: initiative\n- Goal: G-2\n- Quarter: 2027 Q2\n- Depends on: R-1\n\n"
	"# Backlog\n\n## EPIC-1 Lane\n\n- Initiative: R-1\n\n"
	"### A-1 Paint\n\n- Status: done\n- Estimate: 3\n- Sprint: 1\n- Release: v1.0\n- Completed: 2026-11-17\n"
	"- Release note: The lane is blue.\n\n"
	"### A-2 Sign\n\n- Status: in progress\n- Estimate: 5\n- Sprint: 1\n- Owner: Ann Secret\n- Release: v1.0\n"
	"- Updated: 2026-11-15\n\nAcceptance criteria:\n\n- [x] it can be read\n- [ ] at night too\n\n"
	"### A-3 Gate\n\n- Status: ready\n- Estimate: 8\n- Sprint: 1\n- Depends on: A-2\n\n"
	"Acceptance criteria:\n\n- [ ] it opens\n\n"
	"### A-4 Lamp\n\n- Status: ready\n- Estimate: 2\n\nAcceptance criteria:\n\n- [ ] it shines\n\n"
	"## B-1 Broom\n\n- Kind: task\n- Status: ready\n- Estimate: 2\n- Internal: yes\n\n"
	"## B-2 Dream\n\n- Status: idea\n\n"
	"# Plan\n\n## Sprint 1 (2026-11-16 to 2026-11-29)\n\n- Goal: A lane\n- Capacity: 10 points\n\n"
	"## v1.0 (2026-12-01)\n\n**Launch checklist**\n\n- [x] tried\n- [ ] told\n\n"
	"# Feedback\n\n### FB-1 \"Too slow\"\n\n- From: Bob Secret\n- Weight: 3\n- About: A-1, A-2\n\n"
	"### FB-2 \"Too dark\"\n\n- Weight: 9\n- About: A-1\n\n### FB-3 \"Too far\"\n\n- Weight: 8\n";

static struct pm_config config;
static struct pm_product *product;
static struct pm_out out;

static void read_product(const char *text)
{
	struct pm_read_options options = {.config = &config, .threads = 1};
	struct pm_tree *tree = pm_tree_mem_new();
	struct pm_buf err = {0};

	pm_tree_mem_add(tree, "BACKLOG.md", text, strlen(text));
	CHECK_INT(pm_product_read(tree, &options, &product, &err), 0);
	pm_tree_free(tree);
	pm_buf_clear(&err);
}

static struct pm_view_input input_of(void)
{
	return (struct pm_view_input){.product = product, .today = pm_day_from(2026, 11, 22)};
}

static const char *show(const struct pm_view_input *input, const char *name, const char *format, int status)
{
	struct pm_format_options options = {.width = 0, .version = "0.1.0"};
	struct pm_buf err = {0};

	pm_out_clear(&out);
	pm_out_memory(&out);
	CHECK_INT(pm_view_write(pm_view_find(pm_str_c(name)), input, pm_str_c(format), &options, &out, &err), status);
	if (status < 0)
		pm_outs(&out, pm_buf_str(&err));
	pm_buf_clear(&err);
	return out.buf.p ? out.buf.p : "";
}

/* Blanks and line ends of the document count as one blank. */
static bool has(const char *text, const char *part)
{
	struct pm_buf flat = {0};
	bool there;

	for (; *text; text++)
		if (*text != ' ' && *text != '\n')
			pm_buf_addc(&flat, *text);
		else if (flat.n == 0 || flat.p[flat.n - 1] != ' ')
			pm_buf_addc(&flat, ' ');
	there = flat.p && strstr(flat.p, part) != NULL;
	if (!there)
		printf("# not there: %s\n", part);
	pm_buf_clear(&flat);
	return there;
}

/* The same sums wherever they are shown. */
static void test_sums(void)
{
	struct pm_view_input input = input_of();
	const char *text = show(&input, "report", "json", 0);

	CHECK(has(text, "\"Items\": { \"number\": 9"));
	CHECK(has(text, "6 of work, 3 epics and initiatives"));
	CHECK(has(text, "1 of 4 done, 3 of 18 points"));
	CHECK(has(text, "\"Open\": 3, \"Done\": 1, \"Ready to start\": 1"));
	CHECK(has(text, "\"number\": 15, \"text\": \"15 points\", \"note\": \"88% of all\"")); /* 15 of 17 */
	CHECK(has(text, "takes 88% of the open effort; its share is 50%"));
	CHECK(has(text, "nothing in the backlog serves this goal"));
	CHECK(has(text, "has no measure: nobody can say when it is reached"));
	CHECK(has(text, "comes to 18 points; its budget is 16 points"));
	CHECK(has(text, "\"text\": \"2 open items serve no goal\", \"note\": \"B-1, B-2\""));
	CHECK(has(show(&input, "roadmap", "json", 0), "1 of 4 done, 3 of 18 points"));
	CHECK(has(show(&input, "map", "json", 0), "1 of 4 done, 3 of 18 points"));
	text = show(&input, "trace", "json", 0);
	CHECK(has(text, "1 of 4 done, 3 of 18 points"));
	CHECK(has(text, "1 of 2 criteria"));
	CHECK(has(text, "no measure, nothing serves it"));
	CHECK(has(text, "\"G-1\": \"1 of 4\""));
	CHECK(has(text, "\"no_goal\": \"0 of 2\""));
}

static void test_roadmap(void)
{
	struct pm_view_input input = input_of();
	const char *text = show(&input, "roadmap", "json", 0);

	CHECK(has(text, "\"Now\"")); /* the quarter takes R-2 out of no lane */
	CHECK(has(text, "needs R-1"));
	input.by = "quarter";
	text = show(&input, "roadmap", "json", 0);
	CHECK(has(text, "2 of 2 items of the roadmap have dates."));
	CHECK(has(text, "\"title\": \"Not all of it planned\"")); /* A-4 has neither sprint nor release */
	CHECK(has(text, "\"title\": \"Q2 2027\""));
	CHECK(!strstr(text, "Q4 2026"));
	CHECK(has(text, "\"2026-11-16\"")); /* from its sprint */
	CHECK(has(text, "\"2026-12-01\"")); /* to its release */
	CHECK(has(text, "\"2027-06-30\""));
	input.by = "release";
	text = show(&input, "roadmap", "json", 0);
	CHECK(has(text, "2 items are planned for 1 release."));
	CHECK(has(text, "1 of 2 done, 3 of 8 points"));
	input.reader = PM_READER_OWNER;
	input.by = NULL;
	text = show(&input, "roadmap", "json", 0);
	CHECK(!strstr(text, "growth") && !strstr(text, "budget") && has(text, "\"ready\": 1"));
	input.reader = PM_READER_MANAGER;
	text = show(&input, "roadmap", "json", 0);
	CHECK(strstr(text, "growth") && !strstr(text, "\"ready\""));
}

/* 3 done and 5 begun are in; 8 more do not go into 10.  16 are committed: 6 over. */
static void test_sprint(void)
{
	struct pm_view_input input = input_of();
	const char *text = show(&input, "sprint", "json", 0);

	CHECK(has(text, "\"title\": \"Sprint 1\""));
	CHECK(has(text, "\"number\": 16, \"text\": \"16 points\", \"note\": \"of a capacity of 10\""));
	CHECK(has(text, "\"note\": \"6 over\""));
	CHECK(has(text, "\"fits\": \"no\""));
	CHECK(has(text, "3 of 16 points done."));
	CHECK(has(text, "\"day\": \"2026-11-16\", \"done\": 0, \"committed\": 16"));
	CHECK(has(text, "\"day\": \"2026-11-17\", \"done\": 3, \"committed\": 16"));
	CHECK(has(text, "\"day\": \"2026-11-23\", \"done\": \"\", \"committed\": 16")); /* behind today */
	CHECK(!strstr(text, "There is room"));
	input.sprint = "sprint 01";
	CHECK(has(show(&input, "sprint", "json", -1), "there is no sprint 'sprint 01'; did you mean 'Sprint 1'?"));
	input.sprint = "2026";
	CHECK(has(show(&input, "sprint", "json", -1), "there is no sprint '2026'; there are 'Sprint 1'"));
}

static void test_board(void)
{
	struct pm_view_input input = input_of();
	const char *text = show(&input, "board", "json", 0);

	CHECK(has(text, "5 open, 1 done."));
	CHECK(has(text, "\"age\": 7"));
	CHECK(has(text, "waits for A-2"));
}

static void test_graph(void)
{
	struct pm_view_input input = input_of();
	const char *text = show(&input, "graph", "json", 0);

	/* R-1 has 15 left and R-2 waits for it; come to 13: R-2 holds nothing and is in no chain */
	CHECK(has(text, "2 items that must follow one another have 13 points left."));
	CHECK(has(text, "4 items hang together; 2 of them are the critical chain."));
}

/* 3 and 9 and 8: FB-1 is about one that is done and one that is not; FB-2 is done; nothing came of FB-3. */
static void test_feedback(void)
{
	struct pm_view_input input = input_of();
	const char *text = show(&input, "feedback", "json", 0);

	CHECK(has(text, "\"text\": \"done\""));
	CHECK(has(text, "\"text\": \"45%\"") && has(text, "\"text\": \"15%\"") && has(text, "\"text\": \"40%\""));
	CHECK(has(text, "A-1 done, A-2 in progress"));
	CHECK(has(text, "nothing yet"));
	CHECK(has(text, "\"weight\": 12, \"voices\": 2")); /* */
	CHECK(strstr(text, "Bob Secret"));
}

/* No view tells customers who wants it, who does it, and what is internal. */
static void test_customers(void)
{
	struct pm_view_input input = input_of();
	static const char *const views[] = {"report", "roadmap", "board", "map", "trace", "graph", "sprint", "feedback"};

	input.customers = true;
	for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
		const char *text = show(&input, views[i], "json", 0);

		CHECK(!strstr(text, "Secret"));
		CHECK(!strstr(text, "Broom"));
	}
}

static void test_select(void)
{
	struct pm_view_input input = input_of();
	struct pm_buf err = {0};
	struct pm_select *select = pm_select_new(PM_STR("goal=G-1 class!=done"), &err);
	const char *text;

	input.select = select;
	text = show(&input, "roadmap", "json", 0);
	CHECK(has(text, "0 of 3 done, 0 of 15 points"));
	CHECK(strstr(text, "G-1") && !strstr(text, "G-2"));
	CHECK(has(show(&input, "sprint", "json", 0), "\"number\": 13, \"text\": \"13 points\"")); /* */
	CHECK(has(show(&input, "trace", "json", 0), "0 of 3 done, 0 of 15 points"));
	pm_select_free(select);
	pm_buf_clear(&err);
}

/* Every view says of a product that has nothing what it lacks and how it is written. */
static void test_empty(void)
{
	static const struct {
		const char *view, *by, *says;
	} cases[] = {{"roadmap", NULL, "The roadmap is empty"},
		     {"roadmap", "release", "There is no release yet"},
		     {"board", NULL, "There is no work on the board"},
		     {"map", "epic", "There is no epic to lay out by"},
		     {"map", "goal", "There is no goal to lay out by"},
		     {"trace", NULL, "There is no goal yet"},
		     {"graph", NULL, "Nothing that is open waits for anything"},
		     {"sprint", NULL, "There is no sprint yet"},
		     {"feedback", NULL, "There is no feedback yet"},
		     {"report", NULL, "0 items"}};
	struct pm_view_input input;

	read_product("");
	input = input_of();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		input.by = cases[i].by;
		CHECK(has(show(&input, cases[i].view, "text", 0), cases[i].says));
		show(&input, cases[i].view, "html", 0);
	}
	pm_product_free(product);
}

/* What the hints say to write is read as they say. */
static void test_hints(void)
{
	struct pm_view_input input;
	const char *text;

	read_product("# Backlog\n\n## Goals\n\n### G-1 Title\n\n- Metric: x\n- Target: 3\n\n## EPIC-1 Title\n\n- Goal: G-1\n\n"
		     "### PAY-1 Title\n\n- Status: to do\n- Release: v1.0\n- Sprint: 1\n- Horizon: 2027 Q1\n- Depends on: PAY-3\n\n"
		     "### PAY-3 Other\n\n- Due: 2027-03-31\n- Horizon: next\n\n"
		     "## Sprint 1 (2027-01-04 to 2027-01-17)\n\n- Goal: go\n- Capacity: 30 points\n\n## v1.0 (2027-01-31)\n\n"
		     "### FB-1 What was said\n\n- From: me\n- Weight: 12\n- About: PAY-1\n");
	input = input_of();
	text = show(&input, "roadmap", "text", 0);
	CHECK(has(text, "2027 Q1") && has(text, "Next"));
	input.by = "release";
	CHECK(has(show(&input, "roadmap", "text", 0), "1 item is planned for 1 release."));
	input.by = NULL;
	CHECK(has(show(&input, "map", "text", 0), "2 items under 1 epic, in 1 release"));
	CHECK(has(show(&input, "sprint", "text", 0), "30"));
	CHECK(has(show(&input, "feedback", "text", 0), "PAY-1 to do"));
	CHECK(has(show(&input, "graph", "text", 0), "2 items that must follow one another"));
	CHECK(has(show(&input, "trace", "text", 0), "0 of 2"));
	pm_product_free(product);
}

int main(void)
{
	pm_config_init(&config);
	pm_config_finish(&config);
	read_product(backlog);
	test_sums();
	test_roadmap();
	test_sprint();
	test_board();
	test_graph();
	test_feedback();
	test_customers();
	test_select();
	pm_product_free(product);
	test_empty();
	test_hints();
	pm_out_clear(&out);
	pm_config_clear(&config);
	return test_done();
}
