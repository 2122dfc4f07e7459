/* test_changes: two small products, and everything that is said of what lies between them. */
#include "parser/changes.h"
#include "tests/unit/test.h"

#include <stdlib.h>

struct one {
	struct pm_tree *tree;
	struct pm_config config;
	struct pm_product *product;
	struct pm_scoring *scoring;
	struct pm_ranking ranking;
};

/* Adds the files of a text, each behind a line `==> NAME <==`; without one it is BACKLOG.md. */
static void add_files(struct pm_tree *tree, const char *text)
{
	const char *path = "BACKLOG.md";
	char name[64];

	while (*text) {
		const char *next = strstr(text, "==> ");

		if (next == text) {
			size_t n = strcspn(text + 4, " ");

			snprintf(name, sizeof name, "%.*s", (int)n, text + 4);
			path = name;
			text += strcspn(text, "\n") + 1;
			next = strstr(text, "==> ");
		}
		if (!next)
			next = text + strlen(text);
		pm_tree_mem_add(tree, path, text, (size_t)(next - text));
		text = next;
	}
}

static void read_one(struct one *one, const char *text, const char *method)
{
	const struct pm_read_options options = {.config = &one->config, .threads = 1};
	struct pm_buf err = {0};

	pm_config_init(&one->config);
	pm_config_finish(&one->config);
	one->tree = pm_tree_mem_new();
	add_files(one->tree, text);
	CHECK_INT(pm_product_read(one->tree, &options, &one->product, &err), 0);
	if (method) {
		one->scoring = pm_scoring_new(one->product, pm_str_c(method), &err);
		pm_rank(one->scoring, NULL, NULL, &one->ranking);
	}
	pm_buf_clear(&err);
}

static void drop(struct one *one)
{
	if (one->ranking.method)
		pm_ranking_clear(&one->ranking);
	pm_scoring_free(one->scoring);
	pm_product_free(one->product);
	pm_tree_free(one->tree);
	pm_config_clear(&one->config);
}

static void add_name(const struct pm_changes *changes, const struct pm_change *change, struct pm_buf *out)
{
	const struct pm_changes_side *side = change->after == PM_NO_ITEM ? &changes->before : &changes->after;
	uint32_t item = change->after == PM_NO_ITEM ? change->before : change->after;

	if (item != PM_NO_ITEM)
		pm_buf_addf(out, " %.*s", PM_FMT(pm_item_name(side->product, &side->product->items[item])));
}

static void add_numbers(const struct pm_change *change, struct pm_buf *out)
{
	if (change->number_from || change->number_to)
		pm_buf_addf(out, " %u>%u", change->number_from, change->number_to);
	if (change->has_scores)
		pm_buf_addf(out, " score %g>%g", change->score_from, change->score_to);
	for (size_t i = 0; i < change->cause_count; i++)
		pm_buf_addf(out, " {%.*s:%.*s>%.*s}", PM_FMT(change->causes[i].name), PM_FMT(change->causes[i].from),
			    PM_FMT(change->causes[i].to));
}

static void dump_change(const struct pm_changes *changes, const struct pm_change *change, struct pm_buf *out)
{
	const struct pm_product *others = change->type == PM_CHANGE_SPLIT ? changes->after.product : changes->before.product;

	pm_buf_addz(out, pm_change_name(change->type));
	if (change->how)
		pm_buf_addf(out, "-%s", pm_change_how_name(change->how));
	add_name(changes, change, out);
	if (change->name.n)
		pm_buf_addf(out, " %.*s", PM_FMT(change->name));
	for (size_t i = 0; i < change->other_count; i++)
		pm_buf_addf(out, " +%.*s", PM_FMT(pm_item_name(others, &others->items[change->others[i]])));
	if (change->from.n || change->to.n)
		pm_buf_addf(out, " [%.*s > %.*s]", PM_FMT(change->from), PM_FMT(change->to));
	add_numbers(change, out);
	pm_buf_addc(out, '\n');
}

static void compare(const char *method, const char *before, const char *after, const char *expected, int line)
{
	struct one was = {0}, is = {0};
	struct pm_changes changes;
	struct pm_buf out = {0};

	read_one(&was, before, method);
	read_one(&is, after, method);
	pm_changes_make(&(struct pm_changes_side){.product = was.product, .ranking = method ? &was.ranking : NULL},
			&(struct pm_changes_side){.product = is.product, .ranking = method ? &is.ranking : NULL}, &changes);
	for (size_t i = 0; i < changes.count; i++)
		dump_change(&changes, &changes.list[i], &out);
	test_str(out.p ? out.p : "", expected, __FILE__, line, "changes");
	pm_buf_clear(&out);
	pm_changes_clear(&changes);
	drop(&was);
	drop(&is);
}

#define COMPARE(before, after, expected) compare(NULL, before, after, expected, __LINE__)

/* -- what came and went */

static void test_items(void)
{
	COMPARE("## PAY-1 One\n", "## PAY-1 One\n", "");
	COMPARE("## PAY-1 One\n", "## PAY-1 One\n\n## PAY-2 Two\n", "added PAY-2\n");
	COMPARE("## PAY-1 One\n\n## PAY-2 Two\n", "## PAY-2 Two\n", "removed PAY-1\n");
	COMPARE("## PAY-1 One\n", "## PAY-1 First\n", "title PAY-1 [One > First]\n");
	/* emphasis is no rewording */
	COMPARE("## PAY-1 One *thing*\n", "## PAY-1 One thing\n", "");
	/* the way an id is written is no change of it */
	COMPARE("## PAY-01 One\n", "## PAY-1: One\n", "");
	COMPARE("## Story: Pay by card\n\n- Estimate: 3\n", "## Story: Pay by card\n\n- Estimate: 5\n",
		"estimate Pay by card estimate [3 > 5]\n");
	COMPARE("## Bug: Sums are off\n", "## Story: Sums are off\n", "kind Sums are off [bug > story]\n");
}

static void test_ids(void)
{
	/* a prefix that was renamed */
	COMPARE("## PAY-1 Save\n\n## PAY-2 Save\n\n## PAY-3 Load\n", "## BILL-1 Save\n\n## BILL-2 Save\n\n## BILL-3 Load\n",
		"id BILL-1 [PAY-1 > BILL-1]\nid BILL-2 [PAY-2 > BILL-2]\nid BILL-3 [PAY-3 > BILL-3]\n");
	/* an alias says it */
	COMPARE("## PAY-1 Save the basket\n\n- Estimate: 3\n", "## SHOP-9 Keep what was chosen\n\n- Estimate: 3\n- Alias: PAY-1\n",
		"title SHOP-9 [Save the basket > Keep what was chosen]\nid SHOP-9 [PAY-1 > SHOP-9]\nfield SHOP-9 Alias [ > "
		"PAY-1]\n");
	/* the text says it */
	COMPARE("## PAY-1 Save the basket\n\nAs a guest, I want my basket kept so that I can come back to it later.\n",
		"## PAY-7 Keep the basket\n\nAs a guest, I want my basket kept so that I can come back to it later.\n",
		"title PAY-7 [Save the basket > Keep the basket]\nid PAY-7 [PAY-1 > PAY-7]\n");
	/* short titles that look alike are two things */
	COMPARE("## PAY-1 Export as CSV\n", "## PAY-2 Export as PDF\n", "added PAY-2\nremoved PAY-1\n");
	/* an id that was given away again is told apart by file and title */
	COMPARE("==> backlog/tasks/a.md <==\n---\nid: TASK-1\ntitle: Old\n---\n",
		"==> backlog/archive/tasks/a.md <==\n---\nid: TASK-1\ntitle: Old\n---\n"
		"==> backlog/tasks/b.md <==\n---\nid: TASK-1\ntitle: New\n---\n",
		"state TASK-1 [ > archived]\nadded TASK-1\n");
}

/* -- state, place, fields */

static void test_fields(void)
{
	COMPARE("## PAY-1 One\n\n- Status: ready\n", "## PAY-1 One\n\n- Status: done\n", "state PAY-1 [ready > done]\n");
	COMPARE("## PAY-1 One\n\n- Status: in progress\n", "## PAY-1 One\n\n- Status: in review\n",
		"state PAY-1 [in progress > in review]\n");
	COMPARE("# Backlog\n\n- [ ] PAY-1 One\n", "# Backlog\n\n- [x] PAY-1 One\n", "state PAY-1 [open > done]\n");
	COMPARE("## PAY-1 One\n\n- Estimate: 3\n", "## PAY-1 One\n\n- Estimate: 5 points\n",
		"estimate PAY-1 estimate [3 > 5 points]\n");
	/* another spelling of a value is no change */
	COMPARE("## PAY-1 One\n\n- Confidence: 80%\n- Labels: a, b\n- Reach: 4k\n",
		"## PAY-1 One\n\n- **Reach:** 4000\n- Confidence: 80 %\n- Labels: b, a\n", "");
	COMPARE("## PAY-1 One\n\n- Reach: 4000\n- Owner: ann\n- Colour: red\n", "## PAY-1 One\n\n- Reach: 300\n- Colour: blue\n",
		"field PAY-1 reach [4000 > 300]\nfield PAY-1 owner [ann > ]\nfield PAY-1 Colour [red > blue]\n");
	COMPARE("# Roadmap\n\n## Now\n\n### R-1 One\n\n### R-2 Two\n\n## Next\n\n### R-3 Three\n",
		"# Roadmap\n\n## Now\n\n### R-2 Two\n\n## Next\n\n### R-3 Three\n\n### R-1 One\n",
		"field R-1 horizon [Now > Next]\n");
}

static void test_places(void)
{
	COMPARE("## EPIC-1 A\n\n### PAY-1 One\n\n## EPIC-2 B\n", "## EPIC-1 A\n\n## EPIC-2 B\n\n### PAY-1 One\n",
		"parent PAY-1 [EPIC-1 > EPIC-2]\n");
	COMPARE("==> BACKLOG.md <==\n## PAY-1 One\n\n## PAY-2 Two\n",
		"==> BACKLOG.md <==\n## PAY-1 One\n==> backlog/later.md <==\n## PAY-2 Two\n",
		"file PAY-2 [BACKLOG.md > backlog/later.md]\n");
	COMPARE("==> backlog/a.md <==\n## PAY-1 One\n\n## PAY-2 Two\n", "==> backlog/b.md <==\n## PAY-1 One\n\n## PAY-2 Two\n",
		"file-renamed [backlog/a.md > backlog/b.md]\n");
	/* one moved, and two made room */
	COMPARE("## A-1 One\n\n## A-2 Two\n\n## A-3 Three\n", "## A-3 Three\n\n## A-1 One\n\n## A-2 Two\n", "order A-3 3>1\n");
}

/* -- texts */

static void test_criteria(void)
{
	COMPARE("## PAY-1 One\n\n**Acceptance criteria**\n\n- [ ] A card that has expired asks for a new one\n- [ ] The sum is "
		"shown\n- [ ] Old\n",
		"## PAY-1 One\n\n**Acceptance criteria**\n\n- [ ] A card that has expired asks for another card\n- [x] The sum is "
		"shown\n- [ ] Fresh\n",
		"criterion-reworded PAY-1 [A card that has expired asks for a new one > A card that has expired asks for another "
		"card] 0>1\n"
		"criterion-ticked PAY-1 [The sum is shown > The sum is shown] 0>2\n"
		"criterion-added PAY-1 [ > Fresh] 0>3\ncriterion-removed PAY-1 [Old > ] 3>0\n");
	/* between the same neighbours little that is alike will do */
	COMPARE("## PAY-1 One\n\n**Acceptance criteria**\n\n- [ ] Visa is taken\n- [ ] The sum is shown\n",
		"## PAY-1 One\n\n**Acceptance criteria**\n\n- [ ] Visa and Mastercard are taken\n- [ ] The sum is shown\n",
		"criterion-reworded PAY-1 [Visa is taken > Visa and Mastercard are taken] 0>1\n");
	/* another order is no change */
	COMPARE("## PAY-1 One\n\n**Acceptance criteria**\n\n- [ ] A\n- [x] B\n",
		"## PAY-1 One\n\n**Acceptance criteria**\n\n- [x] B\n- [ ] A\n", "");
	COMPARE("## PAY-1 One\n\nAs a guest, I want to pay so that I can go.\n",
		"## PAY-1 One\n\nAs a guest, I want to pay by card so that I can go.\n",
		"story PAY-1 want [to pay > to pay by card]\n");
	COMPARE("## PAY-1 One\n\nShort.\n", "## PAY-1 One\n\nLonger.\n", "description PAY-1 [Short. > Longer.]\n");
}

#define CRITERIA "\n\n**Acceptance criteria**\n\n"

static void test_split(void)
{
	/* what is left goes on */
	COMPARE("## PAY-1 Pay" CRITERIA "- [ ] By card\n- [ ] By transfer\n- [ ] By voucher\n",
		"## PAY-1 Pay" CRITERIA "- [ ] By card\n\n## PAY-2 Other ways" CRITERIA "- [ ] By transfer\n- [ ] By voucher\n",
		"split PAY-1 +PAY-2\n");
	/* nothing is left */
	COMPARE("## PAY-1 Pay" CRITERIA "- [ ] By card\n- [ ] By transfer\n",
		"## PAY-2 Cards" CRITERIA "- [ ] By card\n\n## PAY-3 Banks" CRITERIA "- [ ] By transfer\n",
		"split PAY-1 +PAY-2 +PAY-3\n");
	/* and the other way round */
	COMPARE("## PAY-2 Cards" CRITERIA "- [ ] By card\n\n## PAY-3 Banks" CRITERIA "- [ ] By transfer\n",
		"## PAY-1 Pay" CRITERIA "- [ ] By card\n- [ ] By transfer\n", "merged PAY-1 +PAY-2 +PAY-3\n");
	COMPARE("## PAY-1 Pay" CRITERIA "- [ ] By card\n\n## PAY-2 Banks" CRITERIA "- [ ] By transfer\n",
		"## PAY-1 Pay" CRITERIA "- [ ] By card\n- [ ] By transfer\n", "merged PAY-1 +PAY-2\n");
	/* a criterion that everybody has proves nothing */
	COMPARE("## PAY-1 A" CRITERIA "- [ ] Tested\n- [ ] Fast\n\n## PAY-2 B" CRITERIA "- [ ] Tested\n",
		"## PAY-1 A" CRITERIA "- [ ] Fast\n\n## PAY-2 B" CRITERIA "- [ ] Tested\n\n## PAY-3 C" CRITERIA "- [ ] Tested\n",
		"criterion-removed PAY-1 [Tested > ] 1>0\nadded PAY-3\n");
}

/* -- the order by a method */

#define RICE(id, reach, effort)                                                                                                    \
	"## " id " Thing " id "\n\n- Reach: " reach "\n- Impact: 1\n- Confidence: 100%\n- Effort: " effort "\n\n"

static void test_rank(void)
{
	compare("rice", RICE("A-1", "400", "1") RICE("A-2", "300", "1") RICE("A-3", "200", "1"),
		RICE("A-1", "400", "4") RICE("A-2", "300", "1") RICE("A-3", "200", "1"),
		"field A-1 effort [1 > 4]\nrank A-1 1>3 score 400>100 {effort:1>4}\n", __LINE__);
	/* those that make room are not told */
	compare("rice", RICE("A-1", "400", "1") RICE("A-2", "300", "1"),
		RICE("A-1", "400", "1") RICE("A-3", "900", "1") RICE("A-2", "300", "1"), "added A-3\n", __LINE__);
	/* a score that another value gives, in the same position */
	compare("rice", RICE("A-1", "400", "1") RICE("A-2", "300", "1"), RICE("A-1", "500", "1") RICE("A-2", "300", "1"),
		"field A-1 reach [400 > 500]\nrank A-1 1>1 score 400>500 {reach:400>500}\n", __LINE__);
	compare("rice", RICE("A-1", "400", "1") RICE("A-2", "300", "1"),
		RICE("A-1", "400", "1") "- Depends on: A-2\n\n" RICE("A-2", "300", "1"),
		"field A-1 depends on [ > A-2]\nrank A-2 2>1 score 300>300 {what it unlocks:>A-1}\n", __LINE__);
}

static void test_direction(void)
{
	COMPARE("==> ROADMAP.md <==\n# Roadmap\n\n## Vision\n\nA till.\n\n## Goals\n\n### G-1 Come back\n\n- Target: 30%\n",
		"==> ROADMAP.md <==\n# Roadmap\n\n## Vision\n\nA better till.\n\n## Goals\n\n### G-1 Come back\n\n- Target: 40%\n",
		"vision [A till. > A better till.]\nfield G-1 target [30% > 40%]\n");
}

/* -- what the rest is built on */

static void test_keep(void)
{
	const uint32_t ranks[] = {2, 0, 1, 3}, even[] = {1, 1, 1, 1}, heavy[] = {9, 1, 1, 1};
	bool kept[4];

	pm_changes_keep(ranks, even, 4, kept);
	CHECK(!kept[0] && kept[1] && kept[2] && kept[3]);
	pm_changes_keep(ranks, heavy, 4, kept);
	CHECK(kept[0] && !kept[1] && !kept[2] && kept[3]);
}

static void test_near(void)
{
	struct pm_arena arena;
	struct pm_bag a, b, c;

	pm_arena_init(&arena);
	a = pm_bag_of(PM_STR("The order is placed without typing"), &arena);
	b = pm_bag_of(PM_STR("the ORDER is placed, without typing."), &arena);
	c = pm_bag_of(PM_STR("Nothing of it"), &arena);
	CHECK(pm_bag_likeness(&a, &b) == 1);
	CHECK(pm_bag_likeness(&a, &c) == 0);
	b = pm_bag_of(PM_STR("The order is placed without typing or a second look"), &arena);
	CHECK(pm_bag_share(&a, &b) == 1 && pm_bag_likeness(&a, &b) < 0.8);
	/* a script without blanks */
	a = pm_bag_of(PM_STR("\xe4\xbf\x9d\xe5\xad\x98\xe5\x8d\xa1"), &arena);
	b = pm_bag_of(PM_STR("\xe4\xbf\x9d\xe5\xad\x98\xe6\x96\xb0\xe5\x8d\xa1"), &arena);
	CHECK(pm_bag_likeness(&a, &b) > 0.5);
	a = pm_bag_of(PM_STR(""), &arena);
	CHECK(pm_bag_likeness(&a, &a) == 0);
	pm_arena_clear(&arena);
}

int main(void)
{
	test_items();
	test_ids();
	test_fields();
	test_places();
	test_criteria();
	test_split();
	test_rank();
	test_direction();
	test_keep();
	test_near();
	return test_done();
}
