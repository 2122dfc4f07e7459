/* test_view: views over a small product, read from memory: items in each of its forms, the report, the order, the findings. */
#include "formats/findings.h"
#include "formats/view.h"
#include "parser/method.h"
#include "parser/plan.h"

#include "tests/unit/test.h"

#include <stdlib.h>

static const char backlog[] = "# Till\n"
			      "\n"
			      "## Vision\n"
			      "\n"
			      "Shops lose nobody at the till.\n"
			      "\n"
			      "## Goals\n"
			      "\n"
			      "### G-1 Shoppers come back\n"
			      "\n"
			      "- Kind: goal\n"
			      "- Metric: repeat rate\n"
			      "- Baseline: 20%\n"
			      "- Target: 30%\n"
			      "- Actual: 25%\n"
			      "- By: 2027-03-31\n"
			      "- Share: 50%\n"
			      "\n"
			      "### G-2 Nobody serves me\n"
			      "\n"
			      "- Kind: goal\n"
			      "\n"
			      "## EPIC-3 Checkout\n"
			      "\n"
			      "- Goal: G-1\n"
			      "\n"
			      "### PAY-12 Pay with a saved card\n"
			      "\n"
			      "- Status: ready\n"
			      "- Estimate: 3-5\n"
			      "- Sprint: 12\n"
			      "- Owner: Ann, Bob\n"
			      "- Depends on: PAY-3, PAY-99\n"
			      "- Reach: 4000\n"
			      "- Impact: 2\n"
			      "- Confidence: 80%\n"
			      "- Effort: 4\n"
			      "\n"
			      "**As a** returning customer, **I want** to pay with a saved card **so that** I save time.\n"
			      "\n"
			      "**Acceptance criteria**\n"
			      "\n"
			      "- [ ] Given a saved card, when I press Pay, then the order is placed\n"
			      "- [x] An expired card asks for a new one\n"
			      "\n"
			      "### PAY-3 Keep a card \xe2\x80\xae safely | <b>\n"
			      "\n"
			      "- Status: done\n"
			      "- Estimate: 2\n"
			      "- Sprint: 12\n"
			      "\n"
			      "## OPS-1 Move the database\n"
			      "\n"
			      "- Status: to do\n"
			      "- Estimate: 12\n"
			      "- Internal: yes\n"
			      "\n"
			      "## Sprint 12 (2026-11-16 to 2026-11-29)\n"
			      "\n"
			      "- Goal: one step to pay\n"
			      "- Capacity: 5 points\n";

static struct pm_out out;

static struct pm_product *read_product(struct pm_config *config, const char *path, const char *text)
{
	struct pm_read_options options = {.config = config, .threads = 1};
	struct pm_tree *tree = pm_tree_mem_new();
	struct pm_product *product = NULL;
	struct pm_buf err = {0};

	pm_tree_mem_add(tree, path, text, strlen(text));
	CHECK_INT(pm_product_read(tree, &options, &product, &err), 0);
	pm_tree_free(tree);
	pm_buf_clear(&err);
	return product;
}

static const char *view(const struct pm_view_input *input, const char *name, const char *format)
{
	struct pm_format_options options = {.width = 100, .version = "0.1.0"};
	struct pm_buf err = {0};

	pm_out_clear(&out);
	pm_out_memory(&out);
	CHECK_INT(pm_view_write(pm_view_find(pm_str_c(name)), input, pm_str_c(format), &options, &out, &err), 0);
	pm_buf_clear(&err);
	return out.buf.p ? out.buf.p : "";
}

static bool has(const char *text, const char *part)
{
	bool there = strstr(text, part) != NULL;

	if (!there)
		printf("# not there: %s\n", part);
	return there;
}

static void test_dump(const struct pm_view_input *input)
{
	const char *text = view(input, "items", "dump");

	CHECK(has(text, "vision \"Shops lose nobody at the till.\"\n"));
	CHECK(has(text, "goal G-1 \"Shoppers come back\" [heading]\n  field metric = repeat rate\n"));
	CHECK(has(text, "epic EPIC-3 \"Checkout\" [heading]\n  link goal -> G-1\n"
			"  story PAY-12 \"Pay with a saved card\" [heading] status=\"ready\"/open parent=EPIC-3\n"
			"    field estimate = 3-5\n"));
	CHECK(has(text,
		  "    story role=\"returning customer\" want=\"to pay with a saved card\" benefit=\"I save time\"\n"
		  "    criterion [ ] \"Given a saved card, when I press Pay, then the order is placed\" given=\"a saved card\" "
		  "when=\"I press Pay\" then=\"the order is placed\"\n"
		  "    criterion [x] \"An expired card asks for a new one\"\n"
		  "    link depends on -> PAY-3\n    link depends on -> ?PAY-99\n"));
	CHECK(strstr(text, "\xe2\x80\xae") == NULL);
}

static void test_items_json(const struct pm_view_input *input)
{
	const char *text = view(input, "items", "json");

	CHECK(has(text, "\"format\": \"pm-items/1\",\n  \"product\": {\"root\":\"\",\"vision\":{\"text\":\"Shops lose nobody at "
			"the till.\","
			"\"path\":\"BACKLOG.md\",\"line\":5}},\n"));
	CHECK(has(
		text,
		"{\"id\":\"PAY-12\",\"kind\":\"story\",\"title\":\"Pay with a saved card\",\"path\":\"BACKLOG.md\",\"line\":27,"));
	CHECK(has(text, "\"place\":\"active\",\"status\":\"ready\",\"state_class\":\"open\",\"fields\":{"));
	CHECK(has(text, "\"estimate\":{\"low\":3,\"high\":5,\"unit\":\"points\"}"));
	CHECK(has(text, "\"owner\":[\"Ann\",\"Bob\"]"));
	CHECK(has(text, "\"depends_on\":[\"PAY-3\",\"PAY-99\"]"));
	CHECK(has(text, "\"confidence\":0.8"));
	CHECK(has(text,
		  "\"story\":{\"role\":\"returning customer\",\"want\":\"to pay with a saved card\",\"benefit\":\"I save time\"}"));
	CHECK(has(text, "{\"text\":\"An expired card asks for a new one\",\"done\":true,\"line\":44}"));
	CHECK(has(text, "\"parent\":\"EPIC-3\",\"children\":[]"));
	CHECK(has(text, "\"children\":[\"PAY-12\",\"PAY-3\"]"));
	CHECK(has(text, "\"by\":\"2027-03-31\",\"share\":0.5"));
	CHECK(has(text, "\"summary\": {\"files\":1,\"items\":4,\"unreadable\":0,\"records\":3}"));
	CHECK(has(text, "\\u202e"));
	CHECK_INT(strncmp(view(input, "items", "jsonl"), "{\"id\":\"G-1\"", 11), 0);
}

static void test_items_tables(const struct pm_view_input *input)
{
	CHECK(has(view(input, "items", "csv"), "PAY-12,story,Pay with a saved card,ready,open,active,"));
	CHECK(has(view(input, "items", "text"), "PAY-12  story   ready   Pay with a saved card "));
	CHECK(has(view(input, "items", "html"), "<th scope=\"row\" id=\"PAY-12\">PAY-12</th>"));
	CHECK(has(view(input, "items", "html"), "&lt;U+202E&gt; safely |"));
	CHECK(has(view(input, "items", "markdown"), "| <a id=\"PAY-12\"></a>PAY-12 | story | "));
}

static void test_report(const struct pm_view_input *input)
{
	const char *text = view(input, "report", "text");

	CHECK(has(text, "Shops lose nobody at the till."));
	CHECK(has(text, "from 20%, 50% of the way, target 30% by 2027-03-31"));
	CHECK(has(text, "Nothing in the backlog serves this goal."));
	CHECK(has(text, "- G-2 Nobody serves me (nothing in the backlog serves this goal)"));
	CHECK(has(text, "- G-1 Shoppers come back (takes 25% of the open effort; its share is 50%)"));
	CHECK(has(text, "- 1 open item serves no goal (OPS-1)"));
	CHECK(has(text, "(from 2026-11-16 \xc2\xb7 7 days left)"));
	CHECK(has(text, "Committed  6 points (of a capacity of 5)"));
	CHECK(has(text, "one step to pay"));
	CHECK(has(text, "What comes first, by rice"));
	CHECK(has(text, "PAY-12 Pay with a saved card  ready"));
	CHECK(has(view(input, "report", "html"), "<h3 id=\"_section-"));
}

static void test_readers(struct pm_view_input input)
{
	input.reader = PM_READER_OWNER;
	CHECK(strstr(view(&input, "report", "text"), "Vision") == NULL);
	CHECK(has(view(&input, "report", "text"), "How ready the backlog is"));
	input.reader = PM_READER_MANAGER;
	CHECK(has(view(&input, "report", "text"), "Vision"));
	CHECK(strstr(view(&input, "report", "text"), "How ready the backlog is") == NULL);
	input.customers = true;
	CHECK(strstr(view(&input, "report", "text"), "OPS-1") == NULL);
	CHECK(strstr(view(&input, "items", "json"), "OPS-1") == NULL);
	CHECK(strstr(view(&input, "items", "json"), "\"owner\"") == NULL);
	CHECK(strstr(view(&input, "items", "csv"), "Ann") == NULL);
}

static void test_rank(const struct pm_view_input *input)
{
	const char *text = view(input, "rank", "json");

	CHECK(has(text, "\"format\": \"pm-rank/1\",\n  \"method\": \"rice\",\n"));
	CHECK(has(text, "{\"position\":1,\"id\":\"PAY-12\",\"title\":\"Pay with a saved card\",\"score\":1600,\"inherited\":1600,"
			"\"factors\":{\"reach\":4000,\"impact\":2,\"confidence\":0.8,\"effort\":4},"));
	CHECK(has(text, "{\"id\":\"OPS-1\",\"title\":\"Move the database\",\"missing\":[\"reach\",\"impact\",\"confidence\""));
	CHECK(has(view(input, "rank", "csv"), "1,PAY-12,Pay with a saved card,1600,1600,4000,2,0.8,4,,BACKLOG.md,27\r\n"));
	CHECK(has(view(input, "rank", "text"), "1  PAY-12  Pay with a saved card   1600   4000       2         80%       4\n"));
}

static void test_plan(const struct pm_view_input *input)
{
	const struct pm_product *product = input->product;
	uint32_t item = pm_product_find(product, PM_STR("PAY-12"), NULL), goals[PM_ITEM_GOALS_MAX];
	struct pm_plan plan;

	CHECK(item != PM_NO_ITEM);
	if (item == PM_NO_ITEM)
		return;
	pm_plan_init(&plan, input->product, NULL, NULL);
	CHECK_INT(pm_plan_goals(&plan, item, goals), 1); /* by its epic */
	CHECK(pm_str_eqc(product->items[goals[0]].id, "G-1"));
	CHECK(plan.sprint[item] != PM_NO_ITEM && product->items[plan.sprint[item]].kind == PM_KIND_SPRINT);
	CHECK(plan.effort[item] == 4);
	CHECK_STR(plan.unit, "points");
	pm_plan_clear(&plan);
}

static void test_formats(const struct pm_view_input *input)
{
	const struct pm_view *items = pm_view_find(PM_STR("items"));
	struct pm_buf err = {0};

	CHECK(pm_view_find(PM_STR("nothing")) == NULL);
	CHECK(pm_view_has_format(items, PM_STR("dump"), &err));
	CHECK(!pm_view_has_format(items, PM_STR("htlm"), &err));
	CHECK_STR(err.p, "the items view has no format 'htlm'; did you mean 'html'?");
	pm_buf_reset(&err);
	CHECK_INT(pm_view_write(items, input, PM_STR("sarif"), NULL, &out, &err), -1);
	pm_buf_clear(&err);
}

/* -- findings */

static const char *found(const struct pm_findings *findings, const char *format)
{
	struct pm_findings_options options = {.version = "0.1.0"};

	pm_out_clear(&out);
	pm_out_memory(&out);
	pm_findings_format_find(pm_str_c(format))->write(findings, &options, &out);
	return out.buf.p ? out.buf.p : "";
}

static void test_findings(const struct pm_product *product)
{
	uint32_t item = pm_product_find(product, PM_STR("PAY-3"), NULL);
	struct pm_arena arena;
	struct pm_diags diags;
	struct pm_findings findings = {.product = product, .diags = &diags, .status = 1, .errors = PM_STR("no history\n")};
	struct pm_diag *diag;
	struct pm_span place;

	pm_arena_init(&arena);
	pm_diags_init(&diags, &arena);
	if (item == PM_NO_ITEM)
		return;
	place = product->items[item].title_span;
	for (int i = 0; i < 2; i++) { /* two alike: their fingerprints differ */
		diag = pm_diag_add(&diags, "story-missing", PM_SEVERITY_WARNING, 0, place, "no story <here>, 100%% %s",
				   "\033[0m::error::");
		diag->item = item;
	}
	pm_diag_edit(&diags, &diags.list[1], 0, (struct pm_span){place.end, place.end}, PM_STR("\n"));
	pm_diag_fix(&diags.list[1], true, "add a line");
	CHECK(has(found(&findings, "text"), "BACKLOG.md:46:11: warning: no story <here>, 100% ^[[0m::error:: [story-missing]\n"));
	CHECK(has(found(&findings, "full"),
		  "    46 | ### PAY-3 Keep a card <U+202E> safely | <b>\n       |           ^~~~~~~~~~~~~~~~~~~"));
	CHECK(has(found(&findings, "json"), "{\"path\":\"BACKLOG.md\",\"line\":46,\"column\":11,\"end_line\":46,"));
	CHECK(has(found(&findings, "json"), "\"rule\":\"story-missing\",\"severity\":\"warning\",\"item\":\"PAY-3\","));
	CHECK(has(found(&findings, "json"),
		  "\"fix\":{\"safe\":true,\"title\":\"add a line\",\"edits\":[{\"path\":\"BACKLOG.md\",\"start\":"));
	CHECK(has(found(&findings, "json"), "\"errors\": [\"no history\"]"));
	CHECK(strstr(found(&findings, "json"), "\033") == NULL);
	CHECK(has(found(&findings, "github"),
		  "::warning title=pm-lint (story-missing),file=BACKLOG.md,line=46,col=11,endLine=46,endColumn="));
	CHECK(has(found(&findings, "github"), "::BACKLOG.md:46:11: no story <here>, 100%25 ^[[0m::error:: [story-missing]\n"));
	CHECK(has(found(&findings, "gitlab"),
		  "\"severity\":\"minor\",\"location\":{\"path\":\"BACKLOG.md\",\"lines\":{\"begin\":46}}}"));
	CHECK(has(found(&findings, "junit"), "tests=\"2\" failures=\"2\" errors=\"0\""));
	CHECK(has(found(&findings, "junit"), "name=\"story-missing PAY-3 line 46:11 (2)\""));
	CHECK(has(found(&findings, "checkstyle"), "severity=\"warning\" message=\"no story &lt;here&gt;, 100% \xef\xbf\xbd[0m"));
	CHECK(has(found(&findings, "rdjson"),
		  "\"severity\":\"WARNING\",\"code\":{\"value\":\"story-missing\"},\"suggestions\":[{"));
	CHECK(has(found(&findings, "tap"), "TAP version 13\n1..2\nok 1 - BACKLOG.md:46:11 story-missing\n  ---\n"));
	CHECK(has(found(&findings, "sarif"), "\"insertedContent\":{\"text\":\"\\n\"}"));
	for (size_t i = 0; pm_findings_formats[i]; i++)
		CHECK(strlen(found(&findings, pm_findings_formats[i]->name)) > 0);
	pm_diags_clear(&diags);
	pm_arena_clear(&arena);
}

static void test_fingerprints(const struct pm_product *product)
{
	struct pm_arena arena;
	struct pm_diags diags;
	struct pm_fingerprint *prints;

	pm_arena_init(&arena);
	pm_diags_init(&diags, &arena);
	for (int i = 0; i < 3; i++)
		pm_diag_add(&diags, i == 1 ? "id-missing" : "id-duplicate", PM_SEVERITY_ERROR, 0, (struct pm_span){0, 0}, "same");
	prints = pm_fingerprints(product, &diags);
	CHECK_INT(strlen(prints[0].text), 16);
	CHECK(strcmp(prints[0].text, prints[1].text) != 0);
	CHECK(strcmp(prints[0].text, prints[2].text) != 0);
	free(prints);
	pm_diags_clear(&diags);
	pm_arena_clear(&arena);
}

/* The hash by which GitHub knows an alert: vectors of its own action, and one with characters outside the BMP. */
static void check_hash(struct pm_config *config, const char *text, uint32_t offset, const char *expected)
{
	struct pm_product *product = read_product(config, "BACKLOG.md", text);
	struct pm_arena arena;
	struct pm_diags diags;
	struct pm_findings findings = {.product = product, .diags = &diags};
	char part[64];

	pm_arena_init(&arena);
	pm_diags_init(&diags, &arena);
	pm_diag_add(&diags, "id-missing", PM_SEVERITY_ERROR, 0, (struct pm_span){offset, offset}, "here");
	snprintf(part, sizeof(part), "\"primaryLocationLineHash\":\"%s\"", expected);
	CHECK(has(found(&findings, "sarif"), part));
	pm_diags_clear(&diags);
	pm_arena_clear(&arena);
	pm_product_free(product);
}

static void test_line_hash(struct pm_config *config)
{
	static const char lorem[] = "Lorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\n"
				    "Lorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\n"
				    "Lorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\n"
				    "Lorem ipsum dolor sit amet.\n";
	static const char cafe[] = "# US-001 Caf\xc3\xa9 \xf0\x9f\x98\x80\n\n- [ ] AC1\n";
	static const char greetings[] = " hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n";

	check_hash(config, cafe, 0, "be63cd4493322f3c:1");
	check_hash(config, cafe, 22, "da3130198a04670f:1");
	check_hash(config, lorem, 0, "a7f2ff13bc495cf2:1");
	check_hash(config, lorem, 28, "a7f2ff13bc495cf2:2");
	check_hash(config, lorem, 28 * 6, "a7f2ff1481e87703:1");
	check_hash(config, greetings, 0, "e9496ae3ebfced30:1");
	check_hash(config, greetings, 11, "fb7c023a8b9ccb3f:1");
	check_hash(config, " a\nb\n  \t\tc\n d", 3, "54703d4cd895b18:1");
}

/* A milestone is a release, by whichever label items name it, and goes by its title. */
static void test_milestones(struct pm_config *config)
{
	static const char text[] = "# Backlog\n\n## M-1 v1.4.0\n\n- Kind: release\n- Due: 2026-12-01\n\n## PAY-1 Saved cards\n\n"
				   "- Milestone: M-1\n- Status: done\n- Reach: 1,200 shops\n- Confidence: 80%\n- Estimate: 3-5\n\n"
				   "## PAY-2 Invoice\n\n- Milestone: M-1\n- Estimate: 3d\n\n## PAY-3 Gift cards\n\n- Sprint: M-1\n";
	struct pm_product *product = read_product(config, "BACKLOG.md", text);
	struct pm_view_input input = {.product = product, .today = PM_NO_DAY};
	struct pm_plan plan;

	pm_plan_init(&plan, input.product, NULL, NULL);
	CHECK_INT(product->item_count, 4);
	for (uint32_t i = 1; i < product->item_count; i++)
		CHECK_INT(plan.release[i], 0);
	CHECK(pm_str_eqc(pm_plan_horizon(&plan, 1), "v1.4.0"));
	pm_plan_clear(&plan);
	CHECK(has(view(&input, "items", "csv"), "PAY-1,story,Saved cards,done,done,active,,3..5,1200,,0.8,"));
	CHECK(has(view(&input, "items", "csv"), "PAY-2,story,Invoice,,,active,,3d,"));
	pm_product_free(product);
}

/* Nothing at all is a valid report too. */
static void test_nothing(struct pm_config *config)
{
	struct pm_product *product = read_product(config, "BACKLOG.md", "Nothing here.\n");
	struct pm_view_input input = {.product = product, .today = PM_NO_DAY};

	CHECK(has(view(&input, "items", "json"), "\"items\": [],"));
	CHECK(has(view(&input, "items", "text"), "no item was found"));
	for (size_t i = 0; pm_formats[i]; i++)
		if (pm_formats[i]->holds == NULL)
			CHECK(strlen(view(&input, "report", pm_formats[i]->name)) > 0);
	pm_product_free(product);
}

int main(void)
{
	struct pm_config config;
	struct pm_product *product;
	struct pm_scoring *scoring;
	struct pm_ranking ranking;
	struct pm_view_input input;
	struct pm_buf err = {0};

	pm_config_init(&config);
	pm_config_finish(&config);
	product = read_product(&config, "BACKLOG.md", backlog);
	scoring = pm_scoring_new(product, PM_STR("rice"), &err);
	pm_rank(scoring, NULL, NULL, &ranking);
	input = (struct pm_view_input){.product = product, .today = pm_day_from(2026, 11, 22), .ranking = &ranking};
	test_dump(&input);
	test_items_json(&input);
	test_items_tables(&input);
	test_report(&input);
	test_readers(input);
	test_rank(&input);
	test_plan(&input);
	test_formats(&input);
	test_findings(product);
	test_fingerprints(product);
	test_line_hash(&config);
	test_milestones(&config);
	test_nothing(&config);
	pm_ranking_clear(&ranking);
	pm_scoring_free(scoring);
	pm_product_free(product);
	pm_config_clear(&config);
	pm_out_clear(&out);
	return test_done();
}
