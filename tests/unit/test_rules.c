/* test_rules: every rule alone on its own good and bad file, and how rules are run. */
#include "parser/fingerprint.h"
#include "parser/placeholder.h"
#include "parser/rule.h"
#include "tests/unit/test.h"

#include <stdlib.h>

enum { TODAY = 20779 }; /* 2026-11-22 */

struct checked {
	struct pm_config config;
	struct pm_tree *tree;
	struct pm_product *product;
	struct pm_arena arena;
	struct pm_diags diags;
};

/* Takes the files of an example: those behind lines `==> NAME <==`, or all of it as BACKLOG.md; `NAME -> TARGET` is a link. */
static void add_files(struct pm_tree *tree, struct pm_config *config, const char *text)
{
	char name[128] = "BACKLOG.md";

	while (*text != '\0') {
		const char *next;
		char *arrow;

		if (strncmp(text, "==> ", 4) == 0) {
			size_t n = strcspn(text + 4, "\n");

			snprintf(name, sizeof name, "%.*s", (int)(n - strlen(" <==")), text + 4);
			text += 4 + n + 1;
		}
		next = strncmp(text, "==> ", 4) == 0 ? text - 1 : strstr(text, "\n==> ");
		next = next != NULL ? next + 1 : text + strlen(text);
		arrow = strstr(name, " -> ");
		if (arrow) {
			*arrow = '\0';
			pm_tree_mem_link(tree, name, arrow + strlen(" -> "));
		} else {
			pm_tree_mem_add(tree, name, text, (size_t)(next - text));
		}
		if (strcmp(name, ".pmconfig") == 0)
			pm_config_read(config, name, pm_str_n(text, (size_t)(next - text)));
		text = next;
	}
}

/* Counting finds what checking finds. */
static void check_counts(const struct checked *c, const struct pm_check_options *options)
{
	struct pm_rule_count *counts = pm_check_count(c->product, options);

	for (size_t r = 0; pm_rules[r] != NULL; r++) {
		struct pm_rule_count found = {{0}};

		for (size_t i = 0; i < c->diags.count; i++)
			if (strcmp(c->diags.list[i].rule, pm_rules[r]->name) == 0)
				found.of[c->diags.list[i].severity]++;
		for (enum pm_severity s = PM_SEVERITY_OFF; s <= PM_SEVERITY_ERROR; s++)
			CHECK_INT(counts[r].of[s], found.of[s]);
	}
	free(counts);
}

static void check_with(struct checked *c, const char *text, const struct pm_check_options *options)
{
	struct pm_read_options read = {.threads = 1};
	struct pm_check_options with_tree = *options;
	struct pm_buf err = {0};

	pm_config_init(&c->config);
	c->tree = pm_tree_mem_new();
	add_files(c->tree, &c->config, text);
	pm_config_finish(&c->config);
	pm_rules_check_config(&c->config);
	read.config = &c->config;
	CHECK_INT(pm_product_read(c->tree, &read, &c->product, &err), 0);
	pm_arena_init(&c->arena);
	pm_diags_init(&c->diags, &c->arena);
	with_tree.tree = c->tree;
	pm_check(c->product, &with_tree, &c->diags);
	check_counts(c, &with_tree);
	pm_buf_clear(&err);
}

static void checked_clear(struct checked *c)
{
	pm_diags_clear(&c->diags);
	pm_arena_clear(&c->arena);
	pm_product_free(c->product);
	pm_tree_free(c->tree);
	pm_config_clear(&c->config);
}

/* Reads what an example is compared with; its findings are of no matter. */
static void read_base(struct checked *c, const char *text)
{
	check_with(c, text, &(struct pm_check_options){.skip = (const char *const[]){"*"}, .skip_count = 1, .threads = 1});
}

/* Runs one rule on one of its own examples. */
static void check_example(struct checked *c, const struct pm_rule *rule, const char *text)
{
	struct pm_check_options options = {.only = &rule->name, .only_count = 1, .threads = 1, .today = TODAY};
	struct checked base;

	if (rule->base != NULL) {
		read_base(&base, rule->base);
		options.base = base.product;
	}
	check_with(c, text, &options);
	if (rule->base != NULL)
		checked_clear(&base);
}

/* Runs the rules that a pattern selects. */
static void check_only(struct checked *c, const char *text, const char *only)
{
	struct pm_check_options options = {.only = &only, .only_count = 1, .threads = 1, .today = TODAY};

	check_with(c, text, &options);
}

static void print_diags(const struct checked *c)
{
	for (size_t i = 0; i < c->diags.count; i++)
		printf("# %s: %.*s\n", c->diags.list[i].rule, PM_FMT(c->diags.list[i].message));
}

static void expect(const char *text, const char *only, const char *message)
{
	struct checked c;

	check_only(&c, text, only);
	if (message == NULL) {
		CHECK_INT(c.diags.count, 0);
		if (c.diags.count > 0)
			print_diags(&c);
	} else {
		struct pm_buf got = {0};

		CHECK_INT(c.diags.count, 1);
		for (size_t i = 0; i < c.diags.count; i++)
			pm_buf_addf(&got, "%s%.*s", i > 0 ? "\n" : "", PM_FMT(c.diags.list[i].message));
		CHECK_STR(got.p, message);
		pm_buf_clear(&got);
	}
	checked_clear(&c);
}

/* -- every rule */

static bool is_message(struct pm_str message)
{
	return message.n > 10 && message.p[message.n - 1] != '.' && pm_str_chr(message, '\n') < 0;
}

static void test_examples(const struct pm_rule *rule)
{
	struct checked c;
	bool fine = true;

	check_example(&c, rule, rule->good);
	if (c.diags.count > 0) {
		printf("# the good file of %s:\n", rule->name);
		print_diags(&c);
	}
	CHECK_INT(c.diags.count, 0);
	checked_clear(&c);

	if (rule->outside || rule->past)
		return;
	check_example(&c, rule, rule->bad);
	if (c.diags.count == 0)
		printf("# nothing is wrong with the bad file of %s\n", rule->name);
	CHECK(c.diags.count > 0);
	for (size_t i = 0; i < c.diags.count; i++) {
		const struct pm_diag *diag = &c.diags.list[i];

		fine = fine && strcmp(diag->rule, rule->name) == 0 && diag->severity <= rule->severity && is_message(diag->message);
		fine = fine && (diag->file != PM_NO_FILE || diag->path != NULL);
	}
	if (!fine)
		print_diags(&c);
	CHECK(fine);
	checked_clear(&c);
}

/* What --explain and the manual show. */
static void test_texts(const struct pm_rule *rule)
{
	size_t n = strlen(rule->summary);

	CHECK(pm_rule_find(pm_str_c(rule->name)) == rule);
	CHECK(n > 10 && n < 110 && rule->summary[n - 1] != '.' && !(rule->summary[0] >= 'A' && rule->summary[0] <= 'Z'));
	n = strlen(rule->why);
	CHECK(n > 20 && rule->why[n - 1] == '.');
	CHECK(rule->severity != PM_SEVERITY_OFF);
	CHECK(strchr(rule->name, '-') != NULL);
}

/* -- how they are run */

static void test_patterns(void)
{
	CHECK(pm_rule_selected(&pm_rule_criteria_missing, PM_STR("criteria-missing")));
	CHECK(pm_rule_selected(&pm_rule_criteria_missing, PM_STR("criteria-*")));
	CHECK(pm_rule_selected(&pm_rule_criteria_missing, PM_STR("criteria")));
	CHECK(pm_rule_selected(&pm_rule_criteria_missing, PM_STR("*-missing")));
	CHECK(!pm_rule_selected(&pm_rule_criteria_missing, PM_STR("crit")));
	CHECK(!pm_rule_selected(&pm_rule_criteria_missing, PM_STR("criteria-open")));
	CHECK_STR(pm_rule_nearest(PM_STR("criteria-mising")), "criteria-missing");
}

#define TWO_WRONGS                                                                                                                 \
	"# Backlog\n\n## PAY-1 Pay with a card\n\n- Depends on: PAY-11\n- Due: 2026-02-30\n\n## PAY-2 Pay by invoice\n\nAs a "     \
	"clerk, I want invoices so that I can pay "                                                                                \
	"later.\n"

static void test_options(void)
{
	static const char *const skip[] = {"link-*", "criteria"};
	struct pm_check_options options = {.skip = skip, .skip_count = 2, .threads = 1};
	struct checked c;

	check_with(&c, TWO_WRONGS, &options);
	CHECK_INT(c.diags.count, 1);
	CHECK_STR(c.diags.count > 0 ? c.diags.list[0].rule : "", "read-value");
	checked_clear(&c);

	check_with(&c,
		   "==> .pmconfig <==\n[rule \"link-*\"]\n\tseverity = note\n[rule \"read-value\"]\n\tseverity = off\n"
		   "[rule \"criteria-missing\"]\n\teverywhere = yes\n==> "
		   "BACKLOG.md <==\n" TWO_WRONGS,
		   &(struct pm_check_options){.threads = 1});
	CHECK_INT(c.diags.count, 2);
	CHECK_STR(c.diags.list[0].rule, "criteria-missing");
	CHECK_STR(c.diags.list[1].rule, "link-dangling");
	CHECK_INT(c.diags.list[1].severity, PM_SEVERITY_NOTE);
	checked_clear(&c);

	check_with(&c, "==> .pmconfig <==\n[rule \"link-dangeling\"]\n\tseverity = note\n",
		   &(struct pm_check_options){.threads = 1});
	CHECK_INT(c.diags.count, 1);
	CHECK_STR(c.diags.count > 0 ? c.diags.list[0].rule : "", "tool-config");
	checked_clear(&c);
}

#define MUSTS                                                                                                                      \
	"==> BACKLOG.md <==\n# Backlog\n\n## v1.2 (2026-12-01)\n\n- [ ] A-1 One\n  - Priority: must\n  - Estimate: 7\n"            \
	"- [ ] A-2 Two\n  - Priority: should\n  - Estimate: 2\n- [ ] A-3 Three\n  - Priority: could\n  - Estimate: 1\n"

/* The keys of [rule "NAME"] beside severity. */
static void test_rule_options(void)
{
	static const char message[] =
		"70% of the effort of 'v1.2 (2026-12-01)' must be done (7 of 10), more than 60%: nothing is left to give way; make "
		"some of it should or could";

	expect(MUSTS, "plan-must", message);
	expect("==> .pmconfig <==\n[rule \"plan-must\"]\n\tShare = 70%\n" MUSTS, "plan-must", NULL);
	expect("==> .pmconfig <==\n[rule \"plan-*\"]\n\tshare = 0.7\n" MUSTS, "plan", NULL);
	expect("==> .pmconfig <==\n[rule \"plan-must\"]\n\tshare = 90%\n\tshare = 60%\n" MUSTS, "plan-must", message);
	expect("==> .pmconfig <==\n[rule \"plan-must\"]\n\tshare = most\n" MUSTS, "tool-config",
	       "rule.plan-must.share: `most` is no number (the rule's own is 60%); write one, as in the rule's own");
	expect("==> .pmconfig <==\n[rule \"plan-must\"]\n\tshar = 70%\n" MUSTS, "tool-config",
	       "rule.plan-must.shar: the rule has no option `shar`; did you mean `share`?");
	expect("==> .pmconfig <==\n[rule \"plan-must\"]\n\tseverty = off\n" MUSTS, "tool-config",
	       "rule.plan-must.severty: the rule has no option `severty`; did you mean `severity`?");
	expect("==> .pmconfig <==\n[rule \"criteria-mising\"]\n\tmin=1\n\tmax=2\n[rule \"id\"]\n\tseverity=off\n" MUSTS,
	       "tool-config", "rule.criteria-mising.min: there is no rule `criteria-mising`; did you mean `criteria-missing`?");
	expect("==> .pmconfig <==\n[rule \"x-*\"]\n\ta=b\n" MUSTS, "tool-config",
	       "rule.x-*.a: there is no rule `x-*`; pm-lint --rules lists them");
}

/* Most stories that were ready had no estimate: the team does without. */
static void test_ready(void)
{
#define READY(id) "## " id " Pay\n\nAs a shopper, I want to pay so that I go home.\n\n- Status: ready\n"
	expect("# Backlog\n\n" READY("PAY-1") "- Estimate: 3\n\n" READY("PAY-2") "\n" READY("PAY-3"), "flow-ready", NULL);
	expect("# Backlog\n\n" READY("PAY-1") "- Estimate: 3\n\n" READY("PAY-2") "- Estimate: 5\n\n" READY("PAY-3"), "flow-ready",
	       "PAY-3 is ready, and lacks what is asked of that: estimate; write it, or take the status back");
}

static void test_workflow(void)
{
#define STATES                                                                                                                     \
	"==> .pmconfig <==\n[workflow]\n\tstate = Ready = open\n\tstate = In progress = started\n\tstate = Done = done\n==> "      \
	"BACKLOG.md <==\n"
	expect(STATES "# Backlog\n\n## PAY-1 One\n\n- Status: In progres\n", "flow-state",
	       "'In progres' is no state of the workflow: did you mean 'In progress'?");
	expect(STATES "# Backlog\n\n## PAY-1 One\n\n- Status: with the lawyers\n", "flow-state",
	       "'with the lawyers' is no state of the workflow: take one of its states, or add it to .pmconfig as workflow.state");
	expect(STATES "# Backlog\n\n## PAY-1 One\n\n- Status: **done** on Friday\n\n- [x] PAY-2 Two\n\n## Sprint 1\n\n- Goal: x\n- "
		      "Status: closed\n",
	       "flow-state", NULL);
	expect("==> .pmconfig <==\n[workflow]\n\tlimit = doing = 1\n==> BACKLOG.md <==\n# Backlog\n\n| ID | Title | Status "
	       "|\n|--|--|--|\n"
	       "| A-1 | One | Doing |\n| A-2 | Two | doing (2 days) |\n| A-3 | Three | done |\n",
	       "flow-limit", "2 items are in 'doing', and its limit is 1 (A-1, A-2): finish one before another is begun");
	expect("# Backlog\n\n## A-1 One\n\n- Status: done\n\n**Definition of Done**\n\n- [x] a\n- [ ] b\n- [ ] c\n\n**Tasks**\n\n- "
	       "[ ] d\n",
	       "flow-done",
	       "A-1 is done, but 2 of the 3 points of its Definition of Done are open: tick what holds, or take the item back");
	expect("==> backlog/tasks/task-1 - One.md <==\n---\nid: TASK-1\ntitle: One\nstatus: Done\n---\n\n## Definition of "
	       "Done\n<!-- DOD:BEGIN -->\n"
	       "- [x] #1 a\n- [ ] #2 b\n<!-- DOD:END -->\n\n- [ ] not of it\n",
	       "flow-done",
	       "TASK-1 is done, but 1 of the 2 points of its Definition of Done is open: tick what holds, or take the item back");
	expect("# Backlog\n\n## A-1 One\n\n- Status: done\n\n**Definition of Done**\n\n```\n- [ ] b\n```\n\n## A-2 "
	       "Two\n\nDoD:\n\n- [ ] x\n",
	       "flow-done", NULL);
}

/* The plan: what belongs to what, what fits, what comes when. */
/* Without a workflow of the team's: a status that nothing is known of. */
static void test_unknown_status(void)
{
	static const char *const known[] = {"todo",	"in progress",	     "wontfix", "won't fix", "QA",
					    "Erledigt", "done (2026-01-01)", "TBD",	"-"};
	char text[256];

	expect("# Backlog\n\n## PAY-1 One\n\n- Status: in progres\n", "flow-state",
	       "nothing is known of the status 'in progres', so it counts as not begun: did you mean 'in progress'?");
	expect("# Backlog\n\n## PAY-1 One\n\n- Status: with the lawyers\n\n## PAY-2 Two\n\n- Status: With the lawyers\n",
	       "flow-state",
	       "nothing is known of the status 'with the lawyers' (of 2 items), so it counts as not begun: take one that is known, "
	       "or "
	       "say in .pmconfig what it means (workflow.state = with the lawyers = started)");
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		snprintf(text, sizeof text, "# Backlog\n\n## PAY-1 One\n\n- Status: %s\n", known[i]);
		expect(text, "flow-state", NULL);
	}
}

static void test_plans(void)
{
	expect("# Backlog\n\n## A-1 One\n\n- Sprint: 13\n- Blocks: A-2\n\n## A-2 Two\n\n- Sprint: 12\n", "plan-order",
	       "A-2 is planned for '12', and needs A-1, which comes in '13': move one of them");
	expect("# Roadmap\n\n## Now\n\n### A-1 One\n\n- Depends on: A-2\n\n## Later\n\n### A-2 Two\n\n- Depends on: A-3\n\n## "
	       "Someday\n\n### A-3 Three\n",
	       "plan-order", "A-1 is planned for 'Now', and needs A-2, which comes in 'Later': move one of them");
	expect("# Backlog\n\n## A-1 One\n\n- Sprint: 13\n- Status: done\n\n## A-2 Two\n\n- Sprint: 12\n- Depends on: A-1\n",
	       "plan-order", NULL);
	/* what is done is a part of the sprint's load; what was dropped is not; another unit is not compared */
	expect("# Sprints\n\n## Sprint 1\n\n- Capacity: 8\n\n| ID | Title | Estimate | Status |\n|--|--|--|--|\n| A-1 | One | 5 | "
	       "done |\n"
	       "| A-2 | Two | 4 | open |\n| A-3 | Three | 9 | dropped |\n",
	       "plan-capacity",
	       "'Sprint 1' holds 9 points in 2 items, and its capacity is 8: take out 1, or more than that will be left at its "
	       "end");
	expect("# Sprints\n\n## Sprint 1\n\n- Capacity: 8 days\n\n| ID | Title | Estimate |\n|--|--|--|\n| A-1 | One | 50 |\n",
	       "plan-capacity", NULL);
	/* over */
	expect("# Sprints\n\n## Sprint 1 (2026-11-01 to 2026-11-14)\n\n- Capacity: 8\n\n| ID | Title | Estimate | Status "
	       "|\n|--|--|--|--|\n"
	       "| A-1 | One | 50 | open |\n",
	       "plan-*",
	       "'Sprint 1 (2026-11-01 to 2026-11-14)' ended on 2026-11-14, and 1 of its items is open: close it, or plan them "
	       "again");
	/* of a list without any state nobody knows what is open */
	expect("# Backlog\n\n## Sprint 1 (2020-01-01 to 2020-01-14)\n\n- Wash the van\n- Call the bank\n", "plan-dates", NULL);
	expect("# Backlog\n\n## Sprint 1 (2020-01-01 to 2020-01-14)\n\n- [x] Wash the van\n- [ ] Call the bank\n", "plan-dates",
	       "'Sprint 1 (2020-01-01 to 2020-01-14)' ended on 2020-01-14, and 1 of its items is open: close it, or plan them "
	       "again");
	expect("# Backlog\n\n## A-1 One\n\n- Due: 2026-11-21\n\n## A-2 Two\n\n- Due: 2026-11-22\n\n## A-3 Three\n\n- Due: "
	       "2026-11-01\n- Status: done\n",
	       "plan-dates", "A-1 was due on 2026-11-21: set a new day, or close it");
	expect("# Tasks\n\n| ID | Task | Due |\n|--|--|--|\n| A-1 | a | 2020-01-01 |\n| A-2 | a | 2020-01-02 |\n| A-3 | a | "
	       "2020-01-02 |\n| A-4 | a | 2020-01-02 |\n"
	       "| A-5 | a | 2020-01-02 |\n| A-6 | a | 2020-01-02 |\n",
	       "plan-dates", "A-1 was due on 2020-01-01, and so were 5 more of this file: set new days, or close what is done");
	expect("# Backlog\n\n## A-1 One\n\n- Status: dropped\n\n## A-2 Two\n\n- Depends on: A-1\n\n## A-3 Three\n\n- Status: "
	       "done\n- Depends on: A-1\n",
	       "link-dropped", "A-2 depends on A-1, which was dropped: take the dependency out, or name what takes its place");
}

/* Links to files and headings. */
static void test_broken(void)
{
#define PAY "# Backlog\n\n## PAY-1 Pay\n\n- Estimate: 5\n\n"
	static const char *const fine[] = {
		"[a](BACKLOG.md)",
		"[a](./BACKLOG.md#pay-1-pay)",
		"[a](/notes/a%20b.md)",
		"[a](/docs/guide)",
		"`` ` ``, `*`, `` `[a](b.md)` `` and `[a](b.md)`",
		"[a](notes/)",
		"[a](https://example.org/x.md)",
		"[a](mailto:a@example.org)",
		"[a](../out/of/it.md)",
		"[a](#backlog \"title\")",
		"[a](<notes/a b.md>)",
		"`[a](b.md)`",
		"```\n[a](b.md)\n```",
		"[a](BACKLOG.md#L3)",
		"[a]()",
		"[a](notes/a%20b.md?plain=1#any)",
		"[a](#own)\n\n<a id=\"own\"></a>",
		"[a](#pay-1-pay-1)",
		"a](",
		"[a](\nb.md)",
	};
	struct pm_buf text = {0};

	for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
		text.n = 0;
		pm_buf_addf(&text, "==> notes/a b.md <==\nx\n==> BACKLOG.md <==\n" PAY "%s\n", fine[i]);
		expect(text.p, "link-broken", NULL);
	}
	pm_buf_clear(&text);
	expect(PAY "[a](notes/b.md)\n\n## PAY-2 Two\n\n- Estimate: 5\n", "link-broken",
	       "the link leads to 'notes/b.md', and there is no such file: mend the path, or take the link out");
	expect(PAY "[a](/docs/guide.md)\n", "link-broken",
	       "the link leads to 'docs/guide.md', and there is no such file: mend the path, or take the link out");
	expect(PAY "[a](notes/b(1).md)\n", "link-broken",
	       "the link leads to 'notes/b(1).md', and there is no such file: mend the path, or take the link out");
	expect("==> src/till.c <==\nx\n==> docs/BACKLOG.md <==\n" PAY "[a](src/till.c#L3)\n", "link-broken",
	       "the link leads to 'docs/src/till.c', and there is no such file: write '/src/till.c', as it is there from the root");
	expect(PAY "[a](a/..)[a](b/../..)[a](x%00y/..)[a](%)\n", "link-broken",
	       "the link leads to '%', and there is no such file: mend the path, or take the link out");
	expect(PAY "[a](#pay-2)\n", "link-broken",
	       "the link leads to '#pay-2', and this file has no such heading: mend it, or take the link out");
	expect("==> ROADMAP.md <==\n# Roadmap\n==> BACKLOG.md <==\n" PAY "[a](ROADMAP.md#now)\n", "link-broken",
	       "the link leads to '#now', and ROADMAP.md has no such heading: mend it, or take the link out");
}

#define EVERYWHERE "==> .pmconfig <==\n[rule \"criteria-missing\"]\n\teverywhere = yes\n==> "
/* An item that could not be read has no criteria that anybody knows of. */
static void test_silence(void)
{
	expect(EVERYWHERE "backlog/tasks/task-1 - Pay.md <==\n---\nid: TASK-1\ntitle: Pay: with a card\nstatus: To Do\n---\n",
	       "criteria-missing", NULL);
	expect(EVERYWHERE "backlog/tasks/task-1 - Pay.md <==\n---\nid: TASK-1\ntitle: Pay with a card\nstatus: To Do\n---\n",
	       "criteria-missing",
	       "TASK-1 has no acceptance criteria: add a section '## Acceptance Criteria' and list them under it");
}

/* A conflict is one thing to mend, not as many as there are items in it. */
static void test_conflict(void)
{
	static const char text[] = "# Backlog\n\n<<<<<<< HEAD\n## PAY-1 Pay with a card\n\n- Estimate: 3\n=======\n"
				   "## PAY-1 Pay with a saved card\n\n- Estimate: 5\n>>>>>>> main\n";

	expect(text, "id-duplicate", NULL);
}

/* Criteria are missing where somebody asks for them: other stories of the sort have them, in the file or, of stories that are files,
 * in others; or a Definition of Ready says so. */
static void test_criteria_asked(void)
{
	static const char pay[] = "# Backlog\n\n## US-1 Pay\n\nBy card.\n\n## US-2 Ship\n\nBy rail.\n";
	static const char many[] = "# Backlog\n\n## US-1 Pay\n\n- AC: paid\n\n## US-2 Ship\n\n- AC: there\n\n";
	struct pm_buf text = {0};

	expect(pay, "criteria-missing", NULL);
	pm_buf_addf(&text, "%s\n## Definition of Done\n\n- All acceptance criteria are met\n", pay);
	expect(text.p, "criteria-missing", NULL);
	pm_buf_reset(&text);
	pm_buf_addf(&text, "%s\n## Definition of Ready\n\n- It has **acceptance criteria**\n", pay);
	expect(text.p, "criteria-missing",
	       "none of the 2 stories to be built has acceptance criteria; to give US-1 some, add a line 'Acceptance criteria' and "
	       "list them under it");
	pm_buf_reset(&text);
	pm_buf_addf(&text, "%s## INF-1 Set up the servers\n\n- [ ] Two of them\n", many);
	expect(text.p, "criteria-missing", NULL);
	pm_buf_reset(&text);
	pm_buf_addf(&text, "%s## US-3 Refund\n\nIn euros.\n", many);
	expect(text.p, "criteria-missing",
	       "US-3 has no acceptance criteria: add a line 'Acceptance criteria' and list them under it");
	pm_buf_reset(&text);
	pm_buf_addf(&text, "%s## US-3 Refund\n\n**Priority:** Won't\n", many);
	expect(text.p, "criteria-missing", NULL);
	pm_buf_clear(&text);
	expect("==> backlog/tasks/task-1 - Pay.md <==\n---\nid: TASK-1\ntitle: Pay\nstatus: To Do\n---\n\n## Acceptance "
	       "Criteria\n\n"
	       "- [ ] Paid\n==> backlog/tasks/task-2 - Ship.md <==\n---\nid: TASK-2\ntitle: Ship\nstatus: To Do\n---\n",
	       "criteria-missing",
	       "TASK-2 has no acceptance criteria: add a section '## Acceptance Criteria' and list them under it");
}

static void test_absences(void)
{
	struct checked c;

	expect("# To do\n\n- [ ] Wash the van\n- [ ] Call the bank\n- [x] Pay the rent\n", "id-missing",
	       "none of the 2 items has an id, so nothing can refer to those without: give them one where you need it, such as "
	       "'TASK-1'");
	expect("# Backlog\n\n## VAN-1 Wash the van\n\n- Estimate: 1\n\n## Ideas\n\n- [ ] Call the bank\n- [ ] Pay the rent\n",
	       "id-missing",
	       "none of the 2 items has an id, so nothing can refer to those without: give them one where you need it (others "
	       "here are written 'VAN-1')");
	expect("# Backlog\n\n## 1. Wash the van\n\n- Estimate: 1\n\n## 2. Fill the tank\n\n- Estimate: 1\n\n## Call the bank\n\n"
	       "- Estimate: 1\n",
	       "id-missing", NULL);
	expect("# Backlog\n\n| ID | Title | Points |\n|---|---|---|\n| V-1 | Wash | 1 |\n| V-2 | Fill | 1 |\n| V-3 | Park | 1 |\n"
	       "| V-4 | Lock | 1 |\n| V-5 | Drive | 1 |\n| V-6 | Stop | 1 |\n| V-7 | Look | 1 |\n| V-8 | Turn | 1 |\n\n## Later\n\n"
	       "| Title | Status |\n|---|---|\n| Sell the van | open |\n| Buy a car | open |\n",
	       "id-missing", NULL);
	expect("# To do\n\n- [ ] VAN-1 Wash the van\n- [ ] Call the bank\n", "id-missing",
	       "'Call the bank' has no id, so nothing can refer to it: write one in front of its title (others here are written "
	       "'VAN-1')");
	expect("# To do\n\n- [ ] VAN-1 Wash the van\n- [ ] Call the bank\n- [ ] Pay the rent\n", "id-missing",
	       "only 1 of the 3 items has an id, so nothing can refer to those without: give them one where you need it (others "
	       "here are written 'VAN-1')");
	/* sentences and entries of one list; another tracker's numbers; bullets below rows that have ids */
	expect("# Stories\n\n- As a driver, I can wash the van.\n- I can fill the tank.\n- As a driver, I can park.\n- I can "
	       "lock it.\n",
	       "id-missing",
	       "none of the 4 items has an id, so nothing can refer to those without: give them one where you need it, such as "
	       "'US-1'");
	expect("# To do\n\n- [x] #412 — Wash the van\n- [x] #413 — Fill it\n- [ ] Call the bank\n- [ ] Pay the rent\n",
	       "id-missing", NULL);
	expect("# Backlog\n\n| ID | Priority | Title |\n|---|---|---|\n| V-1 | High | Wash |\n| V-2 | High | Fill |\n"
	       "| V-3 | Low | Park |\n\n## Sprint 5\n\n- Fetch the soap\n- Fill the bucket\n",
	       "id-missing", NULL);
	expect("# Tasks\n\n- [ ] T001 Wash the van\n- [ ] T002 Fill the tank\n- [ ] T003 Park\n\n## Performance\n\n- Estimate: 3\n",
	       "id-missing", NULL);
	expect("# Tasks\n\n- [ ] 1.1 Wash the van\n- [ ] 1.2 Fill the tank\n- [ ] 2.1 Park\n", "id-missing", NULL);
	/* people call these by their numbers */
	expect("# Stories\n\n## Van\n\n1. As a driver, I want to wash it so that it is clean.\n2. As a driver, I want to fill it "
	       "so "
	       "that it runs.\n\n## Bank\n\n3. As a clerk, I want to call so that I know.\n4. As a clerk, I want to pay so that I "
	       "am done.\n",
	       "id-missing", NULL);
	expect("# Backlog\n\n## 1. Wash the van\n\n- Estimate: 1\n\n## 2. Fill the tank\n\n- Estimate: 1\n\n## Setup\n\n"
	       "- Estimate: 1\n\n## Configuration\n\n- Estimate: 1\n",
	       "id-missing", NULL);
	expect("# To do\n\n- [ ] Wash the van\n- [ ] Call the bank\n", "criteria-missing", NULL);
	expect(EVERYWHERE
	       "BACKLOG.md <==\n# Backlog\n\n## VAN-1 Wash the van\n\nWith soap.\n\n## VAN-2 Fill the tank\n\nWith petrol.\n",
	       "criteria-missing",
	       "none of the 2 stories to be built has acceptance criteria; to give VAN-1 some, add a line 'Acceptance criteria' "
	       "and list them under it");
	expect("# Backlog\n\n## VAN-1 One\n\n- AC: clean\n\n## VAN-2 Two\n\n- AC: full\n\n## VAN-3 Three\n\nWith petrol.\n",
	       "criteria-missing", "VAN-3 has no acceptance criteria: add a line 'Acceptance criteria' and list them under it");
	expect(EVERYWHERE
	       "BACKLOG.md <==\n# Backlog\n\n## US-1 Wash the van\n\nWith soap.\n\n## US-2 Fill the tank\n\nWith petrol.\n",
	       "criteria-missing",
	       "none of the 2 stories to be built has acceptance criteria; to give US-1 some, add a line 'Acceptance criteria' and "
	       "list "
	       "them under it");
	expect("# Stories\n\n- As a driver, I want a clean van.\n- As a driver, I want a full tank.\n", "story-incomplete",
	       "none of the 2 stories has a benefit, so nobody can weigh them: add a clause 'so that ...' to those that you work "
	       "on");
	test_criteria_asked();
	check_only(&c,
		   "# Backlog\n\n## PAY-1 One\n\nAs a clerk, I want to pay so that I am done.\n\n## PAY-2 Two\n\nAs a clerk, I "
		   "want to go home so that I "
		   "sleep.\n\nAcceptance criteria:\n\n- [ ] The light is off\n",
		   "criteria-missing");
	CHECK_INT(c.diags.count, 1);
	CHECK_INT(c.diags.count > 0 ? c.diags.list[0].item : PM_NO_ITEM, 0);
	checked_clear(&c);
}

static void test_duplicates(void)
{
	struct checked c;

	check_only(&c,
		   "==> backlog/archive/tasks/task-1 - Old.md <==\n---\nid: TASK-1\ntitle: Old\nstatus: Done\n---\n"
		   "==> backlog/tasks/task-1 - New.md <==\n---\nid: TASK-1\ntitle: New\nstatus: To Do\n---\n",
		   "id-duplicate");
	CHECK_INT(c.diags.count, 1);
	if (c.diags.count == 1) {
		const struct pm_diag *diag = &c.diags.list[0];

		CHECK_STR(c.product->files[diag->file].source.path, "backlog/tasks/task-1 - New.md");
		CHECK_INT(diag->related_count, 1);
		CHECK_STR(c.product->files[diag->related[0].file].source.path, "backlog/archive/tasks/task-1 - Old.md");
		CHECK(pm_str_find(diag->message, "archived item 'Old' (backlog/archive/tasks/task-1 - Old.md:") >= 0);
	}
	checked_clear(&c);
	/* one finding for an id, however many have it */
	check_only(&c, "# Backlog\n\n## PAY-1 One\n\n## PAY-1 Two\n\n## PAY-1 Three\n\n## PAY-1 Four\n", "id-duplicate");
	CHECK_INT(c.diags.count, 1);
	CHECK_INT(c.diags.count > 0 ? c.diags.list[0].related_count : 0, 3);
	checked_clear(&c);
	/* the numbers begin anew in each section */
	check_only(&c,
		   "# Stories\n\n# Seller\n\n## User Story 1: Sell\n\n## User Story 2: Ship\n\n## User Story 3: Bill\n\n"
		   "# Buyer\n\n## User Story 1: Buy\n\n## User Story 2: Pay\n\n## User Story 3: Return\n",
		   "id-duplicate");
	CHECK_INT(c.diags.count, 1);
	CHECK(c.diags.count > 0 && pm_str_find(c.diags.list[0].message, "and 2 more ids of this file are given twice") > 0);
	CHECK_INT(c.diags.count > 0 ? c.diags.list[0].severity : 0, PM_SEVERITY_NOTE);
	checked_clear(&c);
	check_only(&c, "# B\n\n## PAY-1 A\n\n## PAY-2 B\n\n## PAY-3 C\n\n## PAY-1 D\n\n## PAY-2 E\n\n## PAY-3 F\n", "id-duplicate");
	CHECK_INT(c.diags.count, 3);
	CHECK_INT(c.diags.count > 0 ? c.diags.list[0].severity : 0, PM_SEVERITY_ERROR);
	checked_clear(&c);
	/* a log tells of it again, and a row of several */
	check_only(&c, "# B\n\n## FX7 — the till — begun\n\n- Status: started\n\n## FX7 — the till — merged\n\n- Status: done\n",
		   "id-duplicate");
	CHECK_INT(c.diags.count, 1);
	CHECK_INT(c.diags.count > 0 ? c.diags.list[0].severity : 0, PM_SEVERITY_NOTE);
	checked_clear(&c);
	expect("# B\n\n| ID | Title |\n|---|---|\n| TT-1 | Model |\n| TT-2 | Data |\n\n| ID | State |\n|---|---|\n| TT-1 to TT-2 | "
	       "Done "
	       "|\n",
	       "id-duplicate", NULL);
	/* the plan of a sprint lists them again, a page tells the same story */
	expect("==> docs/product-backlog.md <==\n# B\n\n## US01 As a shopper, I want to sign in\n\n- Estimate: 3\n"
	       "==> docs/sprint-backlog.md <==\n# S\n\n### US01 - Login\n\n- Estimate: 3\n",
	       "id-duplicate", NULL);
	expect("==> docs/product-backlog.md <==\n# B\n\n## US01 As a shopper, I want to sign in\n\n- Estimate: 3\n"
	       "==> docs/user-stories.md <==\n# S\n\n### US01 - Login\n\nAs a shopper, I want to sign in\n",
	       "id-duplicate", NULL);
	/* the results of a task are none */
	expect("# Story 3-1 Start\n\n## Tasks\n\n### Task 5: Test the start\n\n- [ ] a\n\n## Task 5 Test results\n\nAll is "
	       "well.\n",
	       "id-duplicate", NULL);
	expect("# Backlog\n\n## Epic 3: Cards\n\n- Estimate: 5\n\n### Epic 3 Summary\n\n- Estimate: 8\n", "id-duplicate", NULL);
	expect("# Epics\n\n### **Epic 6: Monitoring** (week 6)\n\n**Value:** 8\n\n## Epic 6: Monitoring & alerts\n\n**Value:** 5\n",
	       "id-duplicate", NULL);
	/* a review names the tasks of its file again */
	expect("# Story 6-8 Data\n\n## Tasks\n\n### Task 6: Add the scenarios\n\n- Status: done\n\n## Review\n\n"
	       "### Task 6: Add the scenarios (AC 5)\n\n- Status: verified\n",
	       "id-duplicate", NULL);
	/* in the order to build them */
	expect("# Stories\n\n- Story 0.3: Unicode errors & robust handling (2 pts)\n- Story 0.4: Cards (3 pts)\n\n## Order\n\n"
	       "1. Story 0.3: Unicode errors (2 pts) - Quick win\n",
	       "id-duplicate", NULL);
	/* a section about an item, and an item below it */
	expect("# Backlog\n\n## Epic 1 Cards\n\nPay by card.\n\n### Epic 1 Review\n\nAll is well.\n", "id-duplicate", NULL);
	check_only(&c, "# Backlog\n\n## PAY-1 One\n\n- Estimate: 3\n\n## Reviewed\n\n### PAY-1 is done\n\n- Estimate: 5\n",
		   "id-duplicate");
	CHECK_INT(c.diags.count, 1);
	CHECK_INT(c.diags.count > 0 ? c.diags.list[0].severity : 0, PM_SEVERITY_NOTE);
	checked_clear(&c);
}

static void test_links(void)
{
	expect("# Backlog\n\n## PAY-1 One\n\n- Depends on: PAY-2\n\n## PAY-2 Two\n\n- Depends on: PAY-3\n\n## PAY-3 Three\n\n- "
	       "Depends on: PAY-1\n",
	       "link-cycle",
	       "PAY-1 -> PAY-2 -> PAY-3 -> PAY-1: each waits for the next, so none can start; take one of these dependencies out");
	expect("# Backlog\n\n## PAY-1 One\n\n- Blocks: PAY-2\n\n## PAY-2 Two\n\n- Blocks: PAY-1\n", "link-cycle",
	       "PAY-1 -> PAY-2 -> PAY-1: each waits for the next, so none can start; take one of these dependencies out");
	/* prose about dependencies says which way they go */
	expect("# Backlog\n\n## Epic 1 One\n\n**Dependencies:** in parallel with Epic 2, or before it. It needs Epic 3.\n\n"
	       "## Epic 2 Two\n\n**Dependencies:** Epic 1\n\n## Epic 3 Three\n\n**Dependencies:**\n- None so far\n"
	       "- Required by Epic 1, Epic 2\n",
	       "link-cycle", NULL);
	expect("# Backlog\n\n## Epic 1 One\n\n**Dependencies:** It needs Epic 2.\n\n## Epic 2 Two\n\n**Dependencies:** Required by "
	       "Epic 1. It needs Epic 1\n",
	       "link-cycle",
	       "Epic 1 -> Epic 2 -> Epic 1: each waits for the next, so none can start; take one of these dependencies out");
	expect("# Backlog\n\n## PAY-12 One\n\n- Depends on: PAY-13\n\n## PAY-23 Two\n\n- Depends on: PAY-12\n", "link-dangling",
	       "PAY-12 names 'PAY-13' (depends on), and no item has that id: name one that is there, or take it out");
	expect("# Backlog\n\n## M01 One\n\nA\n\n## M02 Two\n\nB\n\n## M03 Three\n\n- Depends on: M01-M02\n", "link-dangling", NULL);
	expect("# Backlog\n\n## PAY-01 One\n\nA\n\n## PAY-03 Two\n\n- Depends on: PAY-01-PAY-02\n", "link-dangling", NULL);
	expect("# Backlog\n\n## PAY-12 One\n\n- Depends on: PYA-23\n\n## PAY-23 Two\n\n- Depends on: PAY-12\n", "link-dangling",
	       "PAY-12 names 'PYA-23' (depends on), and no item has that id; did you mean PAY-23?");
	expect("# Backlog\n\n## PAY-12 One\n\n- Depends on: PAY-13 (PAY-1 waits for it)\n\n## PAY-13 Two\n\n- Estimate: 5\n",
	       "link-dangling", NULL);
	expect("# Backlog\n\n## PAY-12 One\n\n- Depends on: OPS-4, OPS-5\n\n## PAY-23 Two\n\n- Depends on: OPS-4\n",
	       "link-dangling",
	       "PAY-12 names 'OPS-4' (depends on), and no item has that id, nor 2 more of this file that are of no kind here: if "
	       "they live "
	       "elsewhere, links to their pages say so");
}

/* Where the reading itself is a guess, nothing is said. */
static void test_guesses(void)
{
	static const char three[] = "# Backlog\n\n## US-1 One\n\n- Estimate: 1\n\n## US-2 Two\n\n- Estimate: 2\n\n## US-3 Three\n\n"
				    "- Estimate: 3\n\n## US-5 Five\n\n- Estimate: 2\n\n";
	struct pm_buf text = {0};

	pm_buf_addf(&text, "%s## NFR-1 Fast\n\n- Priority: high\n", three);
	expect(text.p, "plan-estimate", NULL);
	pm_buf_reset(&text);
	pm_buf_addf(&text, "%s## US-4 Four\n\n- Priority: high\n", three);
	expect(text.p, "plan-estimate",
	       "US-4 has no estimate, so no plan counts it: write one in a field 'Estimate', as 4 of the 5 items here have");
	pm_buf_clear(&text);
	/* documents beside the items, and lines about them */
	expect("==> BACKLOG.md <==\n# Backlog\n\n## US-1 One\n\n- Status: open\n\n## US-2 Two\n\n- Status: open\n"
	       "==> backlog/plan.md <==\n# Plan\n\n| Feature | Status |\n|---|---|\n| Cards | Wanted |\n| US-1 cards | "
	       "Deployed-ish |\n",
	       "id-missing", NULL);
	expect("==> BACKLOG.md <==\n# Backlog\n\n## US-1 One\n\n- Status: open\n\n- [ ] Tell the bank of US-1\n", "id-missing",
	       NULL);
	expect("==> docs/user-stories/US-9-cards/README.md <==\n---\nid: US-9\ntitle: Cards\n---\n"
	       "==> docs/user-stories/US-9-cards/DESIGN.md <==\n# US-9: Cards - Design\n\n- Status: open\n",
	       "id-duplicate", NULL);
	expect("==> backlog/1.story.md <==\n# Story 1.1: Draw\n\n**Depends On**: Epic 1\n==> BACKLOG.md <==\n# B\n\n## Epic 7 "
	       "Late\n\n"
	       "- Status: open\n",
	       "link-dangling",
	       "Story 1.1 names 'Epic 1' (depends on), and no item has that id: if it lives elsewhere, a link to its page says so");
	/* another file tells of the item, or numbers its own tasks; two lists with one id are two items */
	expect("==> BACKLOG.md <==\n# Backlog\n\n## EPIC-9 Calendar and routes\n\n- Status: open\n"
	       "==> ROADMAP.md <==\n# Roadmap\n\n## EPIC-9 Calendar and routes (visits, tours)\n\n- Status: open\n",
	       "id-duplicate", NULL);
	expect("==> backlog/a.md <==\n# A\n\n## Task 1: Draw\n\n- Status: open\n==> backlog/b.md <==\n# B\n\n## Task 1: Build "
	       "it\n\n"
	       "- Status: open\n",
	       "id-duplicate", NULL);
	expect("==> backlog/a.md <==\n# A\n\n## PAY-1 Draw\n\n- Status: open\n==> backlog/b.md <==\n# B\n\n## PAY-1 Build it\n\n"
	       "- Status: open\n",
	       "id-duplicate", "PAY-1 is also the id of item 'Draw' (backlog/a.md:3): give one of them another id");
	expect("==> backlog/plan.md <==\n# Plan\n\n- `S1-DAT-01` to `S1-DAT-08`\n- `S1-QA-01` + `S1-QA-02`\n"
	       "==> backlog/week.md <==\n# Week\n\n- `S1-DAT-01` + `S1-DAT-02`\n- `S1-QA-01` to `S1-QA-03`\n",
	       "id-duplicate", NULL);
	expect("==> docs/user-stories/US-9-cards.md <==\n---\nid: US-9\ntitle: Cards\n---\n"
	       "==> docs/user-stories/US-9-bills.md <==\n---\nid: US-9\ntitle: Bills\n---\n",
	       "id-duplicate",
	       "US-9 is also the id of item 'Bills' (docs/user-stories/US-9-bills.md:1): give one of them another id");
	expect("# Asked\n\n| ID | When | Title |\n|---|---|---|\n| HB-1 | 2020-01-01 | Buy |\n| HB-2 | 2020-01-02 | Sell |\n",
	       "plan-dates", NULL);
	expect("# Backlog\n\n- [x] PAY-1 Page of bills\n  - Status: pending / paid / overdue\n", "criteria-contradiction", NULL);
	expect("# Backlog\n\n## PAY-1 Bills\n\n- Status: \"No bids\" (orange)\n\n## PAY-2 Pay\n\n- Status: 2\n", "flow-state",
	       NULL);
}

/* What is said elsewhere, or cannot be seen, is not said to be missing. */
static void test_said_elsewhere(void)
{
	expect("# Stories\n\n- As a customer, I want to keep my card so always have it at hand.\n", "story-incomplete", NULL);
	expect("# Stories\n\n- As a customer, I want to see the shops nearby.\n  - I see six of them.\n    - So that I can choose "
	       "one.\n",
	       "story-incomplete", NULL);
	expect("# Stories\n\n- As a customer, I want to see the shops nearby.\n", "story-incomplete",
	       "the story of 'As a customer, I want to see the shops nearby' does not say what it is good for: add a clause 'so "
	       "that ...'");
	expect("# Features\n\n| Feature | Status | User Story |\n|---|---|---|\n| Cards | done | US-1 |\n| Refunds | in progress | "
	       "US-2 |\n",
	       "criteria-missing", NULL);
}

static void test_goals(void)
{
	static const char roadmap[] =
		"# Roadmap\n\n## Goals\n\n### G-1 They come back\n\n- Metric: visits\n\n## Epic 1: Checkout\n\n- Goal: G-1\n\n"
		"### PAY-1 Saved cards\n\n- Estimate: 3\n\n## Epic 2: Printing\n\n### INK-1 Labels\n\n- Estimate: 3\n";

	expect(roadmap, "trace-goal", "Epic 2 serves no goal: name one in a field 'Goal', or ask whether it is worth doing");
	expect("# Backlog\n\n## PAY-1 Saved cards\n\n- Estimate: 3\n", "trace-goal", NULL);
	/* nobody names a goal, in no file */
	expect("==> ROADMAP.md <==\n# Roadmap\n\n## Goals\n\n### G-1 They come back\n\n- Metric: visits\n"
	       "==> BACKLOG.md <==\n# Backlog\n\n## PAY-1 One\n\n- Estimate: 3\n\n## PAY-2 Two\n\n- Estimate: 3\n"
	       "==> docs/stories.md <==\n# Stories\n\n## INK-1 One\n\n- Estimate: 3\n\n## INK-2 Two\n\n- Estimate: 3\n",
	       "trace-goal",
	       "4 of the 4 open items serve no goal, PAY-1 the first of them: name goals in fields 'Goal', at an epic for all of "
	       "its parts");
	/* all goals are reached */
	expect("# Roadmap\n\n## Goals\n\n### G-1 They come back\n\n- Status: done\n- Metric: visits\n\n## Now\n\n"
	       "### PAY-1 One\n\n- Estimate: 3\n",
	       "trace-goal", NULL);
}

/* A label a slip away from a field's name, wherever fields are written, and no sentence. */
static void test_labels(void)
{
	expect("# Backlog\n\n## PAY-1 One\n\n- Status: done\n- Approved: 2026-01-02\n", "read-field", NULL);
	expect("# Backlog\n\n## PAY-1 One\n\nStatsu: done\n", "read-field",
	       "unknown field 'Statsu', so nothing reads it: did you mean 'Status'?");
	expect("# Backlog\n\n## PAY-1 One\n\nThe till is slow.\n**Prioirty**: high\n", "read-field",
	       "unknown field 'Prioirty', so nothing reads it: did you mean 'Priority'?");
	expect("# Backlog\n\n## PAY-1 One\n\nStatue: the one in the square before the shop, which pigeons like.\n", "read-field",
	       NULL);
	expect("# Backlog\n\n## PAY-1 One\n\n**Update**: The list is gone, as it seems.\n", "read-field", NULL);
	expect("# Backlog\n\n## PAY-1 One\n\nStates that matter: open\nEstimate as in: 5\n", "read-field", NULL);
	expect("# Backlog\n\n## PAY-1 One\n\n- Prioritty: high\n\n## PAY-2 Two\n\n- Prioritty: low\n\n## PAY-3 Three\n\n"
	       "- Prioritty: low\n\n## PAY-4 Four\n\n- Prioritty: low\n\n## PAY-5 Five\n\n- Prioritty: low\n",
	       "read-field", "unknown field 'Prioritty', 5 times in this file, so nothing reads it: did you mean 'Priority'?");
	expect("# Backlog\n\n## PAY-1 One\n\n- Estimate: 1\n- Targets: all\n- Testar: a tela\n- Current state: slow\n"
	       "- completed_at: 2026-01-01\n",
	       "read-field", NULL);
	expect("# Backlog\n\n## Sprint 3 (20 June - 31 June 2026)\n\n- Goal: cards\n\n### PAY-1 Pay\n\n- Estimate: 1\n",
	       "read-value", "there is no such day as '31 June': write the one that is meant");
	expect("# Backlog\n\n## Sprint 3 (2026-06-20 to 2026-06-31)\n\n- [ ] PAY-1 Pay\n- [ ] PAY-2 Ship\n", "read-value",
	       "there is no such day as '2026-06-31': write the one that is meant");
	expect("# Backlog\n\n## Sprint 3 (20 June - 30 June 2026)\n\n- [ ] PAY-1 Pay\n- [ ] PAY-2 Ship 31 Junes\n", "read-value",
	       NULL);
	expect("# Backlog\n\n## PAY-1 One\n\n- Estimate: 2 sprints\n\n## PAY-2 Two\n\n- Estimate: 1 sprint\n", "read-value",
	       "estimate '2 sprints' is not understood, and 1 more of this file: write points as 5, a T-shirt size as M, or time "
	       "as "
	       "3d; a range as 3-8");
	expect("---\nid: PAY-1\ntitle: One\ndepnds_on: PAY-2\n---\n", "read-field",
	       "unknown field 'depnds_on', so nothing reads it: did you mean 'depends_on'?");
}

static void test_estimates(void)
{
	expect("# Backlog\n\n## PAY-1 One\n\n- Estimate: 3\n\n## PAY-2 Two\n\n- Estimate: 5\n\n## PAY-3 Three\n\n- Estimate: 2\n\n"
	       "## PAY-4 Four\n\n- Estimate: ?\n",
	       "plan-estimate",
	       "PAY-4 has no estimate, so no plan counts it: write one in a field 'Estimate', as 3 of the 4 items here have");
}

static void test_values(void)
{
	expect("# Backlog\n\n## PAY-1 One\n\n- Target date: The expected completion date.\n", "read-value", NULL);
	expect("# Backlog\n\n## PAY-1 One\n\n- Due: 2026-13-05\n", "read-value",
	       "due '2026-13-05': there is no such day; did you mean 2026-05-13?");
	expect("# Backlog\n\n## PAY-1 One\n\n- Priority: hihg\n", "read-value", "priority 'hihg': did you mean 'high'?");
	expect("# Backlog\n\n## PAY-1 One\n\n- Effort: 0\n", "read-value",
	       "effort '0': scores divide by it, so it must be above 0: write what it takes, or leave it out");
	expect("# Backlog\n\n## PAY-1 One\n\n- Value: 5 apples\n", "read-value",
	       "value '5 apples': 'apples' behind the number is not understood: write a number or a range such as 3-8, and remarks "
	       "in brackets");
	expect("# Backlog\n\n## PAY-1 One\n\n- Job size: 3; 4\n", "read-value",
	       "job size '3; 4': '; 4' behind the number is not understood: write points as 5, or time as 3d, and remarks in "
	       "brackets");
	expect("# Backlog\n\n## PAY-1 One\n\n- Effort: 40%\n", "read-value",
	       "effort '40%': a percentage is no size: write points as 5, a T-shirt size as M, or time as 3d");
	expect("# Backlog\n\n## PAY-1 One\n\n- Reach: 1e300\n", "read-value",
	       "reach '1e300': no figure of a backlog is that large");
	expect("# Backlog\n\n## PAY-1 One\n\n- Confidence: 120%\n", "read-value", "confidence '120%': it cannot be above 100%");
	expect("# Backlog\n\n## PAY-1 One\n\n- Priority: tier A\n\n## PAY-2 Two\n\n- Priority: tier B\n", "read-value",
	       "priority 'tier A' is not understood, and 1 more of this file: write P0 to P5, critical to low, or must to won't");
	expect("==> .pmconfig <==\n[field \"estimate\"]\n\tvalues = 1, 2, 3, 5, 8\n==> BACKLOG.md <==\n# Backlog\n\n## PAY-1 "
	       "One\n\n- Estimate: 4\n",
	       "read-value", "estimate '4': the configuration allows 1, 2, 3, 5 and 8");
	expect("==> .pmconfig <==\n[field \"estimate\"]\n\tvalues = 1, 2, 3, 5, 8\n==> BACKLOG.md <==\n# Backlog\n\n## PAY-1 "
	       "One\n\n"
	       "- Estimate: 3-8\n\n## PAY-2 Two\n\n- Estimate: 3-7\n",
	       "read-value", "estimate '3-7': the configuration allows 1, 2, 3, 5 and 8");
	expect("==> .pmconfig <==\n[field \"estimate\"]\n\tvalues = S, M, L\n==> BACKLOG.md <==\n# Backlog\n\n## PAY-1 One\n\n"
	       "- Estimate: S-L\n\n## PAY-2 Two\n\n- Estimate: M-XL\n",
	       "read-value", "estimate 'M-XL': the configuration allows S, M and L");
	expect("# Backlog\n\n## PAY-1 One\n\n- Estimate: 5 pts\n- Priority: P1\n- Due: Q4 2026\n- Value: every shop that we know "
	       "of asks for it\n"
	       "- Reach: 4k\n- Confidence: 80%\n- Estimate: XL\n- Created: 2026-11-22 13:27\n",
	       "read-value", NULL);
}

static void test_placeholders(void)
{
	static const char *const left[] = {"TBD",    "[Criteria 1]", "<role>",	"{title}",    "TODO: describe",
					   "US-XXX", "YYYY-MM-DD",   "**TBD**", "Criterion 2"};
	static const char *const real[] = {"5",
					   "[PAY](https://example.org)",
					   "<br>",
					   "<https://example.org>",
					   "to do it twice",
					   "PAY-12",
					   "[x]",
					   "Criteria for 2",
					   "TBDs are found",
					   "XXL",
					   "MAX-XX is a name of ours"};

	for (size_t i = 0; i < sizeof left / sizeof *left; i++)
		CHECK(pm_is_placeholder(pm_str_c(left[i])));
	for (size_t i = 0; i < sizeof real / sizeof *real - 1; i++)
		CHECK(!pm_is_placeholder(pm_str_c(real[i])));
}

static void test_labels_in_brackets(void)
{
	expect("# Backlog\n\n## PAY-1 One\n\n- Tags: [shop, till]\n", "read-placeholder", NULL);
	expect("# Roadmap\n\n| Feature | Status |\n|---|---|\n| [**Saved cards**] | done |\n| [**Invoices**](a.md) | open |\n",
	       "read-placeholder", NULL);
	/* nobody does it yet */
	expect("# Backlog\n\n## PAY-1 One\n\n- Owner: TBD\n- Sprint: **TBD**\n- Due: to be decided\n", "read-placeholder", NULL);
	expect("# Backlog\n\n## PAY-1 One\n\n- Owner: TODO\n", "read-placeholder",
	       "PAY-1 still has 'TODO' where something is to be filled in: write what it is, or take it out");
	expect("# Backlog\n\n## PAY-1 One\n\n- Owner: [name]\n", "read-placeholder",
	       "PAY-1 still has '[name]' where something is to be filled in: write what it is, or take it out");
}

/* -- stories and criteria */

#define STORY "# Backlog\n\n## PAY-1 Pay\n\nAs a shopper, I want to pay so that I go home.\n\n"

static void test_untestable(void)
{
#define CRITERION(text) STORY "Acceptance criteria:\n\n- [ ] " text "\n"
	expect(CRITERION("The discount works properly"), "criteria-untestable",
	       "'works properly' in a criterion of PAY-1 cannot be checked: say what is to be seen, and when");
	expect(CRITERION("The discount works"), "criteria-untestable",
	       "'works' in a criterion of PAY-1 cannot be checked: say what is to be seen, and when");
	expect(CRITERION("The discount works for guests"), "criteria-untestable", NULL);
	expect(CRITERION("The page shows \"works properly\""), "criteria-untestable", NULL);
	expect(CRITERION("The page loads quickly, within 2 seconds"), "criteria-untestable", NULL);
	expect(CRITERION("La page est robust et intuitive pour le client"), "criteria-untestable",
	       "'robust' in a criterion of PAY-1 cannot be checked: say what is to be seen, and when");
	expect("# Stories\n\n## US-1 Zahlen\n\nAls Kunde möchte ich mit der Karte zahlen, damit ich nichts "
	       "eintippe.\n\nAkzeptanzkriterien:\n\n"
	       "- [ ] Die Seite ist übersichtlich\n",
	       "criteria-untestable", "'übersichtlich' in a criterion of US-1 cannot be checked: say what is to be seen, and when");
	expect("# Récits\n\n## US-1 Payer\n\nEn tant que client, je veux payer avec la carte.\n\nCritères d'acceptation:\n\n"
	       "- [ ] La page est robust\n",
	       "criteria-untestable", NULL);
#undef CRITERION
}

static void test_gherkin(void)
{
#define CRITERION(text) STORY "Acceptance criteria:\n\n- [ ] " text "\n"
#define FENCE(text) STORY "```gherkin\n" text "```\n"
	expect(CRITERION("Given a card, when I press Pay, then it is paid"), "criteria-gherkin", NULL);
	expect(CRITERION("Given a card, the order is paid"), "criteria-gherkin", NULL);
	expect(CRITERION("When I press Pay, the order is paid"), "criteria-gherkin", NULL);
	expect(CRITERION("**When** I press Pay"), "criteria-gherkin",
	       "criterion 1 of PAY-1 has a when and no then: write what is to be seen after it");
	expect(CRITERION("WHEN a card has expired, THE shop SHALL ask for a new one"), "criteria-gherkin", NULL);
	expect(CRITERION("WHEN \xe5\x8d\xa1\xe7\x89\x87\xe8\xbf\x87\xe6\x9c\x9f\xef\xbc\x8cTHE shop asks for a new one"),
	       "criteria-gherkin", NULL);
	expect(FENCE("Given a card\nWhen I press Pay\nThen it is paid\n"), "criteria-gherkin", NULL);
	expect(FENCE("# language: de\nFunktionalität: Zahlen\n\n  Szenario: Karte\n    Angenommen eine Karte\n    Wenn ich zahle\n "
		     "   Dann ist es bezahlt\n"),
	       "criteria-gherkin", NULL);
	expect(FENCE("Scenario: Card\n  Given a card\n    | number |\n    | 1      |\n  When I pay\n  Then it says\n    \"\"\"\n   "
		     " paid, thank you\n    \"\"\"\n"),
	       "criteria-gherkin", NULL);
	expect(FENCE("Feature: Pay\n  Given a card\n  When I pay\n  Then it is paid\n"), "criteria-gherkin", NULL);
	expect(FENCE("Scenario: Card\n\nScenario: Cash\n  Given money\n  When I pay\n  Then it is paid\n"), "criteria-gherkin",
	       "the Gherkin of PAY-1 cannot be read: a scenario without steps; write steps with Given, When, Then, And, But or * "
	       "under "
	       "'Scenario:'");
#undef FENCE
#undef CRITERION
}

static void test_boxes(void)
{
	expect("# Backlog\n\n- [ ] PAY-1 Pay\n  - Status: done\n", "criteria-contradiction",
	       "the box of PAY-1 is open, and its status is 'done': one of them is out of date");
	expect("# Backlog\n\n## PAY-1 Pay\n\n- Status: To do\n\nAcceptance criteria:\n\n- [x] One\n- [x] Two\n",
	       "criteria-contradiction",
	       "every criterion of PAY-1 is ticked, and its status is 'To do': say how far it is, or take back what is not met");
	expect("# Backlog\n\n## PAY-1 Pay\n\n- Status: in review\n\nAcceptance criteria:\n\n- [x] One\n- [x] Two\n",
	       "criteria-contradiction", NULL);
	expect(STORY "Acceptance criteria:\n\n- [ ] One\n- [ ] #2\n- [ ]\n", "criteria-empty",
	       "PAY-1 has boxes with nothing behind them: write what must hold, or take them out");
	expect(STORY "Acceptance criteria:\n\n- [ ] One\n- [ ]\n      two\n\n```\n- [ ]\n```\n", "criteria-empty", NULL);
}

static void test_stories(void)
{
	expect(STORY "## PAY-2 Pay at home\n\nAs a clerk, I want to pay so that I go home.\n", "story-duplicate",
	       NULL); /* another one wants it */
	expect("# Backlog\n\n- As a clerk, I want to see the orders of the day on one page so that I miss none of them.\n"
	       "- As a clerk, I want to see the orders of the day, on one page, so that I miss none of them at all.\n",
	       "story-duplicate",
	       "'As a clerk, I want to see the orders of the day, on one page...' says nearly the same as 'As a clerk, I want to "
	       "see the "
	       "orders of the day on one page ...' (BACKLOG.md:3): make them one, or say what is different");
	expect(STORY "As a shopper, I want to pay so that I go home.\n", "story-several", NULL); /* said twice */
	expect("# Backlog\n\n- As a clerk, I want to see the day and I want to see the week.\n", "story-several",
	       "the story of 'As a clerk, I want to see the day and I want to see the week' wants a second thing: make it an item "
	       "of its "
	       "own, so that it can be ranked and built alone");
	expect("# Backlog\n\n## US-1 Refactor the till\n\nAs a clerk, I want a till so that I sell.\n", "story-task-title", NULL);
	expect("# Backlog\n\n## TASK-1 Refactor the till\n\n- Estimate: 3\n", "story-task-title", NULL);
	expect("==> .pmconfig <==\n[rule \"story-size\"]\n\tpoints = 5\n==> BACKLOG.md <==\n# Backlog\n\n## PAY-1 Pay\n\n- "
	       "Estimate: 8\n",
	       "story-size",
	       "PAY-1 is estimated at 8, and more than 5 points in one go is a guess: split it before somebody begins it");
	expect("# Backlog\n\n## PAY-1 Pay\n\n- Estimate: 3 weeks\n", "story-size",
	       "PAY-1 is estimated at 3 weeks, and more than 10 days in one go is a guess: split it before somebody begins it");
	expect("# Backlog\n\n| ID | Title | Points |\n|---|---|---|\n| A-1 | Pay | 20 |\n| A-2 | Send | 5 |\n| A-3 | Fly | 40 |\n"
	       "| A-4 | Ride | 8 |\n| A-5 | Walk | 34 |\n| A-6 | Run | 144 |\n",
	       "story-size", NULL); /* a scale of its own */
	expect("# Backlog\r\n\r\n| ID | Title | Points |\r\n|---|---|---|\r\n| A-1 | Pay | 20 |\r\n| A-2 | Send | 55 |\r\n"
	       "| A-3 | Fly | 40 |\r\n| A-4 | Ride | 8 |\r\n| A-5 | Walk | 34 |\r\n",
	       "story-size", NULL);
}

/* -- ids */

static void test_forms_of_ids(void)
{
	expect("# Backlog\n\n- [ ] PAY-1 A\n- [ ] PAY-2 B\n- [ ] PAY-3 C\n- [ ] PAY-4 D\n- [ ] PAY-5 E\n- [ ] PAY-6 F\n- [ ] PAY-7 "
	       "G\n"
	       "- [ ] PAY-8 H\n- [ ] PAY-9 I\n- [ ] PAY10 J\n",
	       "id-malformed", "the id 'PAY10' is written otherwise than the others: 'PAY-1' and 8 more; write it as they are");
	expect("# Backlog\n\n- [ ] PAY-1 A\n- [ ] PAY-2 B\n- [ ] PAY10 J\n", "id-malformed", NULL);
	/* a tool's new version writes them in capitals */
	expect("==> tasks/1.md <==\n---\nid: task-1\ntitle: A\n---\n==> tasks/2.md <==\n---\nid: task-2\ntitle: B\n---\n"
	       "==> tasks/3.md <==\n---\nid: task-3\ntitle: C\n---\n==> tasks/4.md <==\n---\nid: task-4\ntitle: D\n---\n"
	       "==> tasks/5.md <==\n---\nid: task-5\ntitle: E\n---\n==> tasks/6.md <==\n---\nid: task-6\ntitle: F\n---\n"
	       "==> tasks/7.md <==\n---\nid: task-7\ntitle: G\n---\n==> tasks/8.md <==\n---\nid: task-8\ntitle: H\n---\n"
	       "==> tasks/9.md <==\n---\nid: task-9\ntitle: I\n---\n==> tasks/10.md <==\n---\nid: TASK-10\ntitle: J\n---\n",
	       "id-malformed", NULL);
	expect("==> .pmconfig <==\n[product]\n\tid-pattern = [A-Z]+-[0-9]+\n==> BACKLOG.md <==\n# Backlog\n\n- [ ] PAY-1 A\n- [ ] "
	       "PAY2 Pay by invoice\n",
	       "id-malformed", "the id 'PAY2' does not match product.id-pattern, '[A-Z]+-[0-9]+': write it as that says");
}

/* Points below numbered criteria explain those. */
static void test_counts(void)
{
	struct pm_buf text = {0};

	pm_buf_addz(&text, "# Backlog\n\n## PAY-1 Pay\n\nAcceptance criteria:\n\n");
	for (int i = 1; i <= 8; i++)
		pm_buf_addf(&text, "%d. **Part %d**\n   - It is there %d\n   - It is seen %d\n   - It is read %d\n\n", i, i, i, i,
			    i);
	expect(text.p, "criteria-count", NULL);
	text.n = 0;
	pm_buf_addz(&text, "# Backlog\n\n## PAY-1 Pay\n\n- Acceptance criteria:\n");
	for (int i = 1; i <= 24; i++)
		pm_buf_addf(&text, "  - It is there %d\n", i);
	expect(text.p, "criteria-count",
	       "PAY-1 has 24 acceptance criteria, more than 20: split it where a part of them is worth having alone");
	pm_buf_clear(&text);
}

/* -- the same for any number of threads, and in order */

static void write_backlog(struct pm_buf *text, unsigned count)
{
	pm_buf_addz(text, "# Backlog\n\n");
	for (unsigned i = 1; i <= count; i++) {
		pm_buf_addf(text, "## PAY-%u Thing %u\n\n- Status: %s\n- Depends on: PAY-%u\n", i % 997 == 0 ? 1 : i, i,
			    i % 7 == 0 ? "done" : "open", i % 50 == 0 ? i + count : i / 2 + 1);
		if (i % 3 != 0)
			pm_buf_addf(text, "\nAcceptance criteria:\n\n- [ ] [Criteria %u]\n\n", i);
		else
			pm_buf_addz(text, "- Due: 2026-02-31\n\n");
	}
}

static void dump(const struct checked *c, struct pm_buf *out)
{
	for (size_t i = 0; i < c->diags.count; i++) {
		const struct pm_diag *diag = &c->diags.list[i];
		struct pm_fingerprint print;

		pm_fingerprint(c->product, diag, 0, &print);
		pm_buf_addf(out, "%u:%u-%u %s %d %.*s %s\n", diag->file, diag->span.start, diag->span.end, diag->rule,
			    (int)diag->severity, PM_FMT(diag->message), print.text);
	}
}

static void test_threads(void)
{
	struct pm_buf text = {0}, first = {0};
	const unsigned threads[] = {1, 2, 3, 8, 0};

	write_backlog(&text, 7000);
	for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
		struct pm_check_options options = {.threads = threads[i]};
		struct pm_buf now = {0};
		struct checked c;
		bool sorted = true;

		check_with(&c, text.p, &options);
		for (size_t d = 1; d < c.diags.count; d++)
			sorted = sorted && c.diags.list[d - 1].span.start <= c.diags.list[d].span.start;
		CHECK(sorted);
		dump(&c, &now);
		if (i == 0) {
			CHECK(c.diags.count > 5000);
			first = now;
		} else {
			CHECK(pm_str_eq(pm_buf_str(&first), pm_buf_str(&now)));
			pm_buf_clear(&now);
		}
		checked_clear(&c);
	}
	pm_buf_clear(&first);
	pm_buf_clear(&text);
}

/* A chain of many items is no cycle, and costs no stack. */
static void test_chain(void)
{
	struct pm_buf text = {0};

	pm_buf_addz(&text, "# Backlog\n\n");
	for (unsigned i = 1; i <= 100000; i++)
		pm_buf_addf(&text, "- [ ] PAY-%u Thing\n  - Depends on: PAY-%u\n", i, i + 1);
	pm_buf_addz(&text, "- [ ] PAY-100001 Last\n");
	expect(text.p, "link-*", NULL);
	pm_buf_clear(&text);
}

static void test_fingerprints(void)
{
	struct checked a, b;
	struct pm_fingerprint one, two;

	/* moved, and the id in another spelling: the same finding */
	check_only(&a, "# Backlog\n\n## PAY-1 One\n\n- Priority: hihg\n", "read-value");
	check_only(&b, "# Backlog\n\nSome words.\n\n## PAY-001 One thing more\n\n- Estimate: 3\n- Priority: hihg\n", "read-value");
	CHECK_INT(a.diags.count, 1);
	CHECK_INT(b.diags.count, 1);
	if (a.diags.count == 1 && b.diags.count == 1) {
		pm_fingerprint(a.product, &a.diags.list[0], 0, &one);
		pm_fingerprint(b.product, &b.diags.list[0], 0, &two);
		CHECK_STR(one.text, two.text);
		CHECK_INT(strlen(one.text), 16);
		pm_fingerprint(a.product, &a.diags.list[0], 1, &two);
		CHECK(strcmp(one.text, two.text) != 0);
	}
	checked_clear(&a);
	checked_clear(&b);
}

int main(void)
{
	for (size_t i = 0; pm_rules[i] != NULL; i++) {
		test_texts(pm_rules[i]);
		test_examples(pm_rules[i]);
	}
	test_patterns();
	test_options();
	test_rule_options();
	test_ready();
	test_workflow();
	test_unknown_status();
	test_plans();
	test_broken();
	test_silence();
	test_conflict();
	test_absences();
	test_duplicates();
	test_links();
	test_guesses();
	test_said_elsewhere();
	test_goals();
	test_labels();
	test_estimates();
	test_values();
	test_labels_in_brackets();
	test_placeholders();
	test_untestable();
	test_gherkin();
	test_boxes();
	test_stories();
	test_counts();
	test_forms_of_ids();
	test_threads();
	test_chain();
	test_fingerprints();
	return test_done();
}
