/* test_fix: edits are applied, undone, and made for every spelling of a field; files are replaced whole; diffs are git's. */
#include "parser/fix.h"
#include "tests/unit/test.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define SPAN(a, b) ((struct pm_span){(a), (b)})

/* -- lists of edits */

static void test_apply(void)
{
	struct pm_edits edits, inverse;
	struct pm_buf out = {0}, back = {0}, err = {0};
	struct pm_str bytes = PM_STR("0123456789");

	pm_edits_init(&edits);
	pm_edits_init(&inverse);
	pm_edits_add(&edits, 0, SPAN(8, 9), PM_STR("eight"));
	pm_edits_add(&edits, 0, SPAN(2, 4), PM_STR(""));
	pm_edits_add(&edits, 0, SPAN(4, 6), PM_STR("y"));
	pm_edits_add(&edits, 0, SPAN(4, 4), PM_STR("<"));
	pm_edits_add(&edits, 0, SPAN(4, 4), PM_STR(">"));
	pm_edits_add(&edits, 0, SPAN(10, 10), PM_STR("!"));
	pm_edits_add(&edits, 0, SPAN(0, 0), PM_STR("^"));
	pm_edits_add(&edits, 7, SPAN(0, 10), PM_STR("another file"));
	CHECK_INT(pm_edits_apply(&edits, 0, bytes, &out, &err), 0);
	CHECK_PMSTR(pm_buf_str(&out), "^01<>y67eight9!");
	CHECK_INT(pm_edits_invert(&edits, 0, bytes, &inverse, &err), 0);
	CHECK_INT(pm_edits_apply(&inverse, 0, pm_buf_str(&out), &back, &err), 0);
	CHECK_PMSTR(pm_buf_str(&back), "0123456789");
	pm_edits_clear(&edits);
	pm_edits_clear(&inverse);
	pm_buf_clear(&out);
	pm_buf_clear(&back);
	pm_buf_clear(&err);
}

static void refused(struct pm_span a, struct pm_span b)
{
	struct pm_edits edits;
	struct pm_buf out = {0}, err = {0};

	pm_edits_init(&edits);
	pm_edits_add(&edits, 0, a, PM_STR("a"));
	pm_edits_add(&edits, 0, b, PM_STR("b"));
	CHECK_INT(pm_edits_apply(&edits, 0, PM_STR("0123456789"), &out, &err), -1);
	CHECK_INT(out.n, 0);
	CHECK(err.n > 0);
	pm_edits_clear(&edits);
	pm_buf_clear(&out);
	pm_buf_clear(&err);
}

static void test_refused(void)
{
	refused(SPAN(2, 5), SPAN(4, 6));
	refused(SPAN(4, 6), SPAN(2, 5));
	refused(SPAN(2, 5), SPAN(2, 5));
	refused(SPAN(2, 5), SPAN(3, 3));
	refused(SPAN(2, 5), SPAN(9, 11));
	refused(SPAN(2, 5), SPAN(8, 7));
}

static void test_no_edits(void)
{
	struct pm_edits edits;
	struct pm_buf out = {0}, err = {0};

	pm_edits_init(&edits);
	CHECK_INT(pm_edits_apply(&edits, 0, PM_STR("same"), &out, &err), 0);
	CHECK_PMSTR(pm_buf_str(&out), "same");
	pm_edits_clear(&edits);
	pm_buf_clear(&out);
	pm_buf_clear(&err);
}

/* -- fields and criteria of a backlog */

struct backlog {
	struct pm_config config;
	struct pm_tree *tree;
	struct pm_product *product;
	struct pm_buf err;
};

static bool open_backlog(struct backlog *backlog, const char *path, struct pm_str text)
{
	struct pm_read_options options = {.config = &backlog->config, .threads = 1};

	memset(backlog, 0, sizeof *backlog);
	pm_config_init(&backlog->config);
	pm_config_finish(&backlog->config);
	backlog->tree = pm_tree_mem_new();
	pm_tree_mem_add(backlog->tree, path, text.p, text.n);
	return pm_product_read(backlog->tree, &options, &backlog->product, &backlog->err) == 0;
}

static void close_backlog(struct backlog *backlog)
{
	pm_product_free(backlog->product);
	pm_tree_free(backlog->tree);
	pm_config_clear(&backlog->config);
	pm_buf_clear(&backlog->err);
}

/* The text with one field of one item set; NULL and *why where it is refused.  Heap. */
static char *with_field(const char *path, struct pm_str text, const char *id, enum pm_field_id field, const char *value, char **why)
{
	struct backlog backlog;
	struct pm_edits edits;
	struct pm_buf out = {0}, err = {0};
	uint32_t item = PM_NO_ITEM;
	int made = -1;

	pm_edits_init(&edits);
	if (open_backlog(&backlog, path, text))
		item = pm_product_find(backlog.product, pm_str_c(id), NULL);
	if (item == PM_NO_ITEM)
		pm_buf_addz(&err, "no such item");
	else
		made = pm_edit_field(backlog.product, &backlog.product->items[item], field, pm_str_c(value), &edits, &err);
	if (made == 0)
		made = pm_edits_apply(&edits, 0, text, &out, &err);
	*why = pm_str_dup(pm_buf_str(&err));
	close_backlog(&backlog);
	pm_edits_clear(&edits);
	pm_buf_clear(&err);
	if (made < 0) {
		pm_buf_clear(&out);
		return NULL;
	}
	return out.p ? out.p : pm_strdup("");
}

static char *value_of(const char *path, struct pm_str text, const char *id, enum pm_field_id field)
{
	struct backlog backlog;
	uint32_t item = PM_NO_ITEM;
	char *value = NULL;

	if (open_backlog(&backlog, path, text))
		item = pm_product_find(backlog.product, pm_str_c(id), NULL);
	if (item != PM_NO_ITEM)
		value = pm_str_dup(pm_item_text(backlog.product, &backlog.product->items[item], field));
	close_backlog(&backlog);
	return value;
}

static void set_at(int line, const char *path, const char *text, const char *id, enum pm_field_id field, const char *value,
		   const char *expected)
{
	char *why, *got = with_field(path, pm_str_c(text), id, field, value, &why), *read;

	test_str(got, expected, __FILE__, line, "the edited text");
	if (!got)
		printf("# %s\n", why);
	if (got && value[0]) {
		read = value_of(path, pm_str_c(got), id, field);
		test_str(read, value, __FILE__, line, "the value, read again");
		free(read);
	}
	free(got);
	free(why);
}
#define SET(text, id, field, value, expected) set_at(__LINE__, "BACKLOG.md", text, id, PM_FIELD_##field, value, expected)
#define SET_IN(path, text, id, field, value, expected) set_at(__LINE__, path, text, id, PM_FIELD_##field, value, expected)

static void refuses_at(int line, const char *text, const char *id, enum pm_field_id field, const char *value, const char *word)
{
	char *why, *got = with_field("BACKLOG.md", pm_str_c(text), id, field, value, &why);

	test_result(got == NULL, __FILE__, line, "the edit is refused");
	test_result(strstr(why, word) != NULL, __FILE__, line, word);
	if (got || !strstr(why, word))
		printf("# %s%s\n", got ? got : "", why);
	free(got);
	free(why);
}
#define REFUSES(text, id, field, value, word) refuses_at(__LINE__, text, id, PM_FIELD_##field, value, word)

static void test_line(void)
{
	SET("## US-1 Pay\n\n- Status: open\n- Estimate: 3\n", "US-1", STATUS, "done",
	    "## US-1 Pay\n\n- Status: done\n- Estimate: 3\n");
	SET("## US-1 Pay\r\n\r\n- **Status:** open\r\n", "US-1", STATUS, "done", "## US-1 Pay\r\n\r\n- **Status:** done\r\n");
	SET("## US-1 Pay\n\n**Status**: open  \n**Points**: 3\n", "US-1", ESTIMATE, "5",
	    "## US-1 Pay\n\n**Status**: open  \n**Points**: 5\n");
	SET("## US-1 Pay\n\n**Status:** open · **Points:** 3 · **Owner:** Ann\n", "US-1", ESTIMATE, "8",
	    "## US-1 Pay\n\n**Status:** open · **Points:** 8 · **Owner:** Ann\n");
	SET("## US-1 Pay\n\nPriority: High\n\nText.\n", "US-1", PRIORITY, "Low", "## US-1 Pay\n\nPriority: Low\n\nText.\n");
	SET("- [ ] **US-1** Pay\n  - Status: open\n  - Points: 3\n- [ ] **US-2** Ship\n", "US-1", ESTIMATE, "5",
	    "- [ ] **US-1** Pay\n  - Status: open\n  - Points: 5\n- [ ] **US-2** Ship\n");
	REFUSES("## US-1 Pay\n\n- Status: open\n", "US-1", STATUS, "two\nlines", "one line");
	REFUSES("## US-1 Pay\n\n**Status:** open · **Points:** 3\n", "US-1", STATUS, "open · **Owner:** Eve",
		"read as something else");
}

static void test_remove_line(void)
{
	SET("## US-1 Pay\n\n- Status: open\n- Estimate: 3\n", "US-1", STATUS, "", "## US-1 Pay\n\n- Estimate: 3\n");
	SET("## US-1 Pay\n\n- Status: open\n- Estimate: 3", "US-1", ESTIMATE, "", "## US-1 Pay\n\n- Status: open\n");
	SET("## US-1 Pay\n\n**Status:** open · **Points:** 3 · **Owner:** Ann\n", "US-1", ESTIMATE, "",
	    "## US-1 Pay\n\n**Status:** open · **Owner:** Ann\n");
	SET("## US-1 Pay\n\n**Status:** open · **Points:** 3\n", "US-1", ESTIMATE, "", "## US-1 Pay\n\n**Status:** open\n");
	SET("## US-1 Pay\n\n**Status:** open · **Points:** 3\n", "US-1", STATUS, "", "## US-1 Pay\n\n**Points:** 3\n");
	SET("## US-1 Pay\n\n- Status: open\n", "US-1", ESTIMATE, "", "## US-1 Pay\n\n- Status: open\n");
}

#define FRONT(lines) "---\nid: TASK-1\ntitle: Pay\n" lines "---\n\nText.\n"
#define TASK "backlog/tasks/task-1 - Pay.md"

static void test_yaml(void)
{
	SET_IN(TASK, FRONT("status: To Do\n"), "TASK-1", STATUS, "Done", FRONT("status: Done\n"));
	SET_IN(TASK, FRONT("status: To Do # as said\n"), "TASK-1", STATUS, "Done", FRONT("status: Done # as said\n"));
	SET_IN(TASK, FRONT("status: 'To Do'\n"), "TASK-1", STATUS, "Won't do", FRONT("status: 'Won''t do'\n"));
	SET_IN(TASK, FRONT("status: \"To Do\"\n"), "TASK-1", STATUS, "a \"b\" \\c", FRONT("status: \"a \\\"b\\\" \\\\c\"\n"));
	SET_IN(TASK, FRONT("status: To Do\n"), "TASK-1", STATUS, "done: all", FRONT("status: 'done: all'\n"));
	SET_IN(TASK, FRONT("status: To Do\n"), "TASK-1", STATUS, "@x", FRONT("status: '@x'\n"));
	SET_IN(TASK, FRONT("status: To Do\n"), "TASK-1", STATUS, "- it's", FRONT("status: \"- it's\"\n"));
	SET_IN(TASK, FRONT("owner: ann\n"), "TASK-1", OWNER, "On", FRONT("owner: 'On'\n"));
	SET_IN(TASK, FRONT("status: Done\nrelease note: >-\n  Cards are\n  kept\nrank: 3\n"), "TASK-1", RELEASE_NOTE, "Cards stay",
	       FRONT("status: Done\nrelease note: Cards stay\nrank: 3\n"));
	SET_IN(TASK, FRONT("status:\nrank: 3\n"), "TASK-1", STATUS, "Done", FRONT("status: Done\nrank: 3\n"));
	SET_IN(TASK, FRONT("status: To Do\nrank: 3\n"), "TASK-1", STATUS, "", FRONT("rank: 3\n"));
	SET_IN(TASK, FRONT("release note: >-\n  Cards are\n  kept\nrank: 3\n"), "TASK-1", RELEASE_NOTE, "", FRONT("rank: 3\n"));
}

static void list_at(int line, const char *before, const char *value, const char *after)
{
	char *why, *got = with_field(TASK, pm_str_c(before), "TASK-1", PM_FIELD_LABELS, value, &why);

	test_str(got, after, __FILE__, line, "the list");
	if (!got)
		printf("# %s\n", why);
	free(got);
	free(why);
}
#define LIST(before, value, after) list_at(__LINE__, FRONT(before), value, FRONT(after))

static void test_yaml_lists(void)
{
	LIST("labels: []\n", "ui", "labels: [ui]\n");
	LIST("labels: [ui]\n", "ui, api", "labels: [ui, api]\n");
	LIST("labels: [ui,api]\n", "ui, api, db", "labels: [ui,api,db]\n");
	LIST("labels: ['ui', \"api\"]\n", "api, it's", "labels: [\"api\", 'it''s']\n");
	LIST("labels: [ui]\n", "a: b", "labels: ['a: b']\n");
	LIST("labels:\n  - ui\n  - api\nrank: 3\n", "ui, db", "labels:\n  - ui\n  - db\nrank: 3\n");
	LIST("labels:\n  - ui\n  # the server\n  - api # old\nrank: 3\n", "ui, api, db",
	     "labels:\n  - ui\n  # the server\n  - api # old\n  - db\nrank: 3\n");
	LIST("labels:\n- ui\n- api\n", "api", "labels:\n- api\n");
	LIST("labels:\n  - 'ui'\n", "ui, @x", "labels:\n  - 'ui'\n  - '@x'\n");
	LIST("labels:\n  - ui\n  - api\nrank: 3\n", "", "rank: 3\n");
	LIST("labels: [ui]\nrank: 3\n", "", "rank: 3\n");
}

#define TABLE(row) "| ID | Title | Status | Points |\n|----|-------|--------|--------|\n" row "\n| US-2 | Ship | open | 2 |\n"

static void test_cells(void)
{
	SET(TABLE("| US-1 | Pay | open   | 3 |"), "US-1", STATUS, "done", TABLE("| US-1 | Pay | done   | 3 |"));
	SET(TABLE("| US-1 | Pay | open | 3 |"), "US-1", STATUS, "done | late", TABLE("| US-1 | Pay | done \\| late | 3 |"));
	SET(TABLE("| US-1 | Pay |  | 3 |"), "US-1", STATUS, "done", TABLE("| US-1 | Pay | done | 3 |"));
	SET(TABLE("| US-1 | Pay || 3 |"), "US-1", STATUS, "done", TABLE("| US-1 | Pay | done | 3 |"));
	SET(TABLE("| US-1 | Pay | open | 3 |"), "US-1", STATUS, "", TABLE("| US-1 | Pay |  | 3 |"));
	REFUSES(TABLE("| US-1 | Pay | open | 3 |"), "US-1", OWNER, "Ann", "column");
	REFUSES(TABLE("| US-1 | Pay | open |"), "US-1", ESTIMATE, "3", "missing cells");
}

static void test_pairs_and_sections(void)
{
	SET("## US-1 Pay\n\n| Field | Value |\n|---|---|\n| Status | open |\n| Points | 3 |\n", "US-1", STATUS, "done",
	    "## US-1 Pay\n\n| Field | Value |\n|---|---|\n| Status | done |\n| Points | 3 |\n");
	SET("## US-1 Pay\n\n| Field | Value |\n|---|---|\n| Status | open |\n| Points | 3 |\n", "US-1", ESTIMATE, "",
	    "## US-1 Pay\n\n| Field | Value |\n|---|---|\n| Status | open |\n");
	SET("## US-1 Pay\n\n| Field | Value |\n|---|---|\n| Status | open |\n", "US-1", ESTIMATE, "5",
	    "## US-1 Pay\n\n| Field | Value |\n|---|---|\n| Status | open |\n| Estimate | 5 |\n");
	SET("# Story 1.1: Pay\n\n## Status\n\nDraft\n\n## Story\n\nAs a buyer, I want to pay.\n", "Story 1.1", STATUS, "Done",
	    "# Story 1.1: Pay\n\n## Status\n\nDone\n\n## Story\n\nAs a buyer, I want to pay.\n");
	SET("# Story 1.1: Pay\n\n## Status\n\nDraft\n\n## Story\n\nAs a buyer, I want to pay.\n", "Story 1.1", STATUS, "",
	    "# Story 1.1: Pay\n\n## Story\n\nAs a buyer, I want to pay.\n");
	REFUSES("# Story 1.1: Pay\n\n## Status\n\nDraft\n\n## Story\n\nAs a buyer, I want to pay.\n", "Story 1.1", STATUS, "- done",
		"begin it with a word");
}

static void test_titles(void)
{
	SET("## US-1 Pay (5 pts)\n\nText.\n", "US-1", ESTIMATE, "8 pts", "## US-1 Pay (8 pts)\n\nText.\n");
	SET("## US-1 Pay [Must]\n\nText.\n", "US-1", PRIORITY, "Should", "## US-1 Pay [Should]\n\nText.\n");
	SET("## US-1 Pay `READY`\n\nText.\n", "US-1", STATUS, "DONE", "## US-1 Pay `DONE`\n\nText.\n");
	SET("## US-1 Pay ✅\n\nText.\n", "US-1", STATUS, "Open", "## US-1 Pay [Open]\n\nText.\n");
	SET("## US-1 Pay (5 pts)\n\nText.\n", "US-1", ESTIMATE, "", "## US-1 Pay\n\nText.\n");
	SET("## US-1 Pay (effort: 5)\n\nText.\n", "US-1", EFFORT, "", "## US-1 Pay\n\nText.\n");
	SET("## US-1 Pay (Value: 1, Effort: 5)\n\nText.\n", "US-1", EFFORT, "8", "## US-1 Pay (Value: 1, Effort: 8)\n\nText.\n");
	SET("## US-1 Pay (Value: 1, Effort: 5)\n\nText.\n", "US-1", EFFORT, "", "## US-1 Pay (Value: 1)\n\nText.\n");
	SET("## US-1 Pay (Value: 1; Effort: 5)\n\nText.\n", "US-1", VALUE, "", "## US-1 Pay (Effort: 5)\n\nText.\n");
	SET("- [ ] US-1 Pay ~3d #ui @ann\n", "US-1", OWNER, "bob", "- [ ] US-1 Pay ~3d #ui @bob\n");
	SET("- [ ] US-1 Pay ~3d #ui @ann\n", "US-1", OWNER, "", "- [ ] US-1 Pay ~3d #ui\n");
	REFUSES("- [ ] US-1 Pay ~3d #ui @ann\n", "US-1", OWNER, "ann, bob", "one word");
	REFUSES("## US-1 Pay [Must]\n\nText.\n", "US-1", PRIORITY, "a]b", "brackets");
}

static void test_boxes_and_more(void)
{
	char *why,
		*got = with_field("BACKLOG.md", PM_STR("- [ ] US-1 Pay\n- [ ] US-2 Ship\n"), "US-1", PM_FIELD_STATUS, "Done", &why);

	CHECK_STR(got, "- [x] US-1 Pay\n- [ ] US-2 Ship\n");
	free(got);
	free(why);
	REFUSES("- [ ] US-1 Pay\n- [ ] US-2 Ship\n", "US-1", STATUS, "In progress", "- Status:");
	REFUSES("- [ ] US-1 Pay\n- [ ] US-2 Ship\n", "US-1", STATUS, "", "absent");
	REFUSES("- ~~US-1 Pay~~\n- US-2 Ship\n", "US-1", STATUS, "open", "~~");
	REFUSES("## Sprint 3\n\n### US-1 Pay\n\nText.\n", "US-1", SPRINT, "4", "heading above");
	SET("- [ ] US-1 Pay\n  - Status: ready\n- [ ] US-2 Ship\n", "US-1", STATUS, "Done",
	    "- [ ] US-1 Pay\n  - Status: Done\n- [ ] US-2 Ship\n");
}

static void test_add(void)
{
	SET("## US-1 Pay\n\nText.\n", "US-1", ESTIMATE, "5", "## US-1 Pay\n\n- Estimate: 5\n\nText.\n");
	SET("## US-1 Pay\nText.\n", "US-1", ESTIMATE, "5", "## US-1 Pay\n\n- Estimate: 5\n\nText.\n");
	SET("## US-1 Pay\r\nText.\r\n", "US-1", ESTIMATE, "5", "## US-1 Pay\r\n\r\n- Estimate: 5\r\n\r\nText.\r\n");
	SET("## US-1 Pay", "US-1", ESTIMATE, "5", "## US-1 Pay\n\n- Estimate: 5");
	SET("US-1 Pay\n--------\n\nText.\n", "US-1", ESTIMATE, "5", "US-1 Pay\n--------\n\n- Estimate: 5\n\nText.\n");
	SET("## US-1 Pay\n\n- Status: open\n- Owner: Ann\n\nText.\n", "US-1", ESTIMATE, "5",
	    "## US-1 Pay\n\n- Status: open\n- Owner: Ann\n- Estimate: 5\n\nText.\n");
	SET("## US-1 Pay\n\n* **status**: open\n* **owner**: Ann\n", "US-1", DEPENDS_ON, "US-2",
	    "## US-1 Pay\n\n* **status**: open\n* **owner**: Ann\n* **depends on**: US-2\n");
	SET("## US-1 Pay\n\n**Status:** open  \n**Owner:** Ann\n\nText.\n", "US-1", ESTIMATE, "5",
	    "## US-1 Pay\n\n**Status:** open  \n**Owner:** Ann  \n**Estimate:** 5\n\nText.\n");
	SET("## US-1 Pay\n\n**Status:** open · **Owner:** Ann\n", "US-1", ESTIMATE, "5",
	    "## US-1 Pay\n\n**Status:** open · **Owner:** Ann · **Estimate:** 5\n");
	SET("## US-1 Pay\n\n**Status:** open · **Owner:** Ann", "US-1", ESTIMATE, "5",
	    "## US-1 Pay\n\n**Status:** open · **Owner:** Ann · **Estimate:** 5");
	SET("- [ ] **US-1** Pay\n- [ ] **US-2** Ship\n", "US-1", ESTIMATE, "5",
	    "- [ ] **US-1** Pay\n  - Estimate: 5\n- [ ] **US-2** Ship\n");
	SET("* **US-1** Pay\n  with a card\n\n  More.\n* **US-2** Ship\n", "US-1", ESTIMATE, "5",
	    "* **US-1** Pay\n  with a card\n  * Estimate: 5\n\n  More.\n* **US-2** Ship\n");
	SET("10. **US-1** Pay\n11. **US-2** Ship\n", "US-1", ESTIMATE, "5",
	    "10. **US-1** Pay\n    - Estimate: 5\n11. **US-2** Ship\n");
	SET("- [ ] **US-1** Pay\n  - Status: open\n- [ ] **US-2** Ship\n", "US-1", ESTIMATE, "5",
	    "- [ ] **US-1** Pay\n  - Status: open\n  - Estimate: 5\n- [ ] **US-2** Ship\n");
	SET("**US-1 Pay**\n\nAs a buyer, I want to pay.\n\n**US-2 Ship**\n\nAs a buyer, I want it.\n\n**US-3 Go**\n\nAs a buyer, I "
	    "go.\n",
	    "US-1", ESTIMATE, "5",
	    "**US-1 Pay**\n\n- Estimate: 5\n\nAs a buyer, I want to pay.\n\n**US-2 Ship**\n\nAs a buyer, I want it.\n\n**US-3 "
	    "Go**\n\n"
	    "As a buyer, I go.\n");
}

static void test_fill(void)
{
	SET("## US-1 Pay\n\n- Estimate:\n- Owner: Ann\n", "US-1", ESTIMATE, "5", "## US-1 Pay\n\n- Estimate: 5\n- Owner: Ann\n");
	SET("## US-1 Pay\n\n**Estimate:** · **Owner:** Ann\n", "US-1", ESTIMATE, "5",
	    "## US-1 Pay\n\n**Estimate:** 5 · **Owner:** Ann\n");
	SET("## US-1 Pay\n\n- Estimate: -\n", "US-1", ESTIMATE, "5", "## US-1 Pay\n\n- Estimate: 5\n");
	SET("## US-1 Pay\n\n| Field | Value |\n|---|---|\n| Status |  |\n| Points | 3 |\n", "US-1", STATUS, "done",
	    "## US-1 Pay\n\n| Field | Value |\n|---|---|\n| Status | done |\n| Points | 3 |\n");
	SET("## US-1 Pay\n\n```yaml\nstatus: open\nowner:\n```\n", "US-1", OWNER, "Ann",
	    "## US-1 Pay\n\n```yaml\nstatus: open\nowner: Ann\n```\n");
	SET("## US-1 Pay\n\n```yaml\nstatus: open\n```\n", "US-1", OWNER, "Ann",
	    "## US-1 Pay\n\n```yaml\nstatus: open\nowner: Ann\n```\n");
	/* what stands in a fence or in a child is not the item's own */
	SET("## US-1 Pay\n\n```\nEstimate:\n```\n", "US-1", ESTIMATE, "5", "## US-1 Pay\n\n- Estimate: 5\n\n```\nEstimate:\n```\n");
}

static void test_add_yaml(void)
{
	SET_IN(TASK, FRONT("status: ~\nrank: 3\n"), "TASK-1", STATUS, "Done", FRONT("status: Done\nrank: 3\n"));
	SET_IN(TASK, FRONT("status: '' # none\nrank: 3\n"), "TASK-1", STATUS, "Done", FRONT("status: Done # none\nrank: 3\n"));
	SET_IN(TASK, FRONT("status: Done\n"), "TASK-1", ESTIMATE, "5", FRONT("status: Done\nestimate: 5\n"));
	SET_IN(TASK, FRONT("status: Done\n"), "TASK-1", DEPENDS_ON, "TASK-2", FRONT("status: Done\ndepends_on: TASK-2\n"));
	list_at(__LINE__, FRONT("assignee: []\n"), "ui, api", FRONT("assignee: []\nlabels:\n  - ui\n  - api\n"));
	list_at(__LINE__, FRONT("status: Done\n"), "ui, api", FRONT("status: Done\nlabels: [ui, api]\n"));
	SET_IN(TASK, FRONT("created_date: '2026-11-22'\n"), "TASK-1", RANK, "1000",
	       FRONT("created_date: '2026-11-22'\nordinal: 1000\n"));
	SET_IN(TASK, "---\r\nid: TASK-1\r\ntitle: Pay\r\n---\r\n", "TASK-1", ESTIMATE, "5",
	       "---\r\nid: TASK-1\r\ntitle: Pay\r\nestimate: 5\r\n---\r\n");
}

static void criterion_at(int line, const char *text, size_t criterion, bool done, const char *expected, const char *word)
{
	struct backlog backlog;
	struct pm_edits edits;
	struct pm_buf out = {0}, err = {0};
	int made = -1;

	pm_edits_init(&edits);
	test_result(open_backlog(&backlog, "BACKLOG.md", pm_str_c(text)) && backlog.product->item_count > 0, __FILE__, line,
		    "read");
	if (backlog.product && backlog.product->item_count)
		made = pm_edit_criterion(backlog.product, &backlog.product->items[0], criterion, done, &edits, &err);
	if (made == 0)
		pm_edits_apply(&edits, 0, pm_str_c(text), &out, &err);
	test_str(made == 0 ? out.p : NULL, expected, __FILE__, line, "the ticked text");
	if (word)
		test_result(err.p && strstr(err.p, word), __FILE__, line, word);
	close_backlog(&backlog);
	pm_edits_clear(&edits);
	pm_buf_clear(&out);
	pm_buf_clear(&err);
}
#define TICK(text, n, done, expected) criterion_at(__LINE__, text, n, done, expected, NULL)

#define CRITERIA(lines) "## US-1 Pay\n\n**Acceptance criteria**\n\n" lines

static void test_criteria(void)
{
	TICK(CRITERIA("- [ ] one\n- [ ] two\n"), 1, true, CRITERIA("- [ ] one\n- [x] two\n"));
	TICK(CRITERIA("- [x] one\n- [ ] two\n"), 0, false, CRITERIA("- [ ] one\n- [ ] two\n"));
	TICK(CRITERIA("- [X] one\n- [ ] two\n"), 1, true, CRITERIA("- [X] one\n- [X] two\n"));
	TICK(CRITERIA("- [X] one\n- [ ] two\n"), 0, true, CRITERIA("- [X] one\n- [ ] two\n"));
	TICK(CRITERIA("- [ ] #1 one\r\n- [ ] #2 two\r\n"), 0, true, CRITERIA("- [x] #1 one\r\n- [ ] #2 two\r\n"));
	criterion_at(__LINE__, CRITERIA("- one\n- two\n"), 1, true, NULL, "BACKLOG.md:6: criterion 2 of US-1 has no box");
	criterion_at(__LINE__, CRITERIA("- [ ] one\n"), 1, true, NULL, "1 criteria, not 2");
}

/* -- files on disk */

static char *slurp(const char *path)
{
	FILE *file = fopen(path, "rb");
	char bytes[256];
	size_t n;

	if (!file)
		return NULL;
	n = fread(bytes, 1, sizeof bytes, file);
	fclose(file);
	return pm_str_dup(pm_str_n(bytes, n));
}

static void spill(const char *path, const char *text)
{
	FILE *file = fopen(path, "wb");

	if (!file)
		return;
	fputs(text, file);
	fclose(file);
}

static void check_file(int line, const char *path, const char *expected)
{
	char *got = slurp(path);

	test_str(got, expected, __FILE__, line, path);
	free(got);
}

static void test_files(void)
{
	char root[] = "/tmp/pm-test-XXXXXX", outside[] = "/tmp/pm-test-XXXXXX";
	char path[64], linked[64], away[64];
	struct pm_buf err = {0};
	struct stat st;

	CHECK(mkdtemp(root) && mkdtemp(outside));
	snprintf(path, sizeof path, "%s/a b.md", root);
	snprintf(linked, sizeof linked, "%s/link.md", root);
	snprintf(away, sizeof away, "%s/away.md", outside);
	spill(path, "old\n");
	spill(away, "old\n");
	chmod(path, 0640);
	CHECK_INT(pm_file_replace(root, "a b.md", PM_STR("old\n"), PM_STR("new\n"), &err), 0);
	check_file(__LINE__, path, "new\n");
	CHECK(stat(path, &st) == 0 && (st.st_mode & 07777) == 0640);

	CHECK_INT(pm_file_replace(root, "a b.md", PM_STR("old\n"), PM_STR("newer\n"), &err), -1);
	CHECK(err.p && strstr(err.p, "changed it since"));
	check_file(__LINE__, path, "new\n");

	pm_buf_reset(&err);
	CHECK_INT(symlink("a b.md", linked), 0);
	CHECK_INT(pm_file_replace(root, "link.md", PM_STR("new\n"), PM_STR("newer\n"), &err), 0);
	check_file(__LINE__, path, "newer\n");
	CHECK(lstat(linked, &st) == 0 && S_ISLNK(st.st_mode));

	CHECK_INT(unlink(linked), 0);
	CHECK_INT(symlink(away, linked), 0);
	CHECK_INT(pm_file_replace(root, "link.md", PM_STR("old\n"), PM_STR("new\n"), &err), -1);
	CHECK(err.p && strstr(err.p, "leads out"));
	check_file(__LINE__, away, "old\n");
	CHECK_INT(unlink(linked), 0);

	pm_buf_reset(&err);
	CHECK_INT(pm_file_replace(root, "gone.md", PM_STR(""), PM_STR("new\n"), &err), -1);
	CHECK_INT(pm_file_replace(root, ".", PM_STR(""), PM_STR("new\n"), &err), -1);

	CHECK_INT(pm_file_write(linked, PM_STR("report\n"), &err), 0);
	check_file(__LINE__, linked, "report\n");
	CHECK_INT(pm_file_write(linked, PM_STR("again\n"), &err), 0);
	check_file(__LINE__, linked, "again\n");
	pm_buf_reset(&err);
	CHECK_INT(pm_file_write(root, PM_STR("report\n"), &err), -1);
	CHECK(err.p && strstr(err.p, "folder"));
	pm_buf_reset(&err);
	CHECK_INT(pm_file_write("/dev/full", PM_STR("report\n"), &err), -1);
	CHECK(err.p && strstr(err.p, "make room"));
	CHECK_INT(pm_file_write("/dev/null", PM_STR("report\n"), &err), 0);

	CHECK_INT(unlink(path), 0);
	CHECK_INT(unlink(linked), 0);
	CHECK_INT(unlink(away), 0);
	CHECK_INT(rmdir(root), 0); /* nothing else was left there */
	CHECK_INT(rmdir(outside), 0);
	pm_buf_clear(&err);
}

/* -- diffs */

static void diff_at(int line, const char *path, const char *before, const char *after, const char *expected)
{
	struct pm_buf out = {0};

	pm_diff(path, pm_str_c(before), pm_str_c(after), &out);
	test_str(out.p ? out.p : "", expected, __FILE__, line, "the diff");
	pm_buf_clear(&out);
}

#define HEAD "diff --git a/b.md b/b.md\n--- a/b.md\n+++ b/b.md\n"

static void test_diff(void)
{
	diff_at(__LINE__, "b.md", "same\n", "same\n", "");
	diff_at(__LINE__, "b.md", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n",
		HEAD "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
	diff_at(__LINE__, "b.md", "a\n", "a\nb\n", HEAD "@@ -1 +1,2 @@\n a\n+b\n");
	diff_at(__LINE__, "b.md", "a\nb\n", "a\n", HEAD "@@ -1,2 +1 @@\n a\n-b\n");
	diff_at(__LINE__, "b.md", "", "a\n", HEAD "@@ -0,0 +1 @@\n+a\n");
	diff_at(__LINE__, "b.md", "a\n", "", HEAD "@@ -1 +0,0 @@\n-a\n");
	diff_at(__LINE__, "b.md", "a", "b\n", HEAD "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n");
	diff_at(__LINE__, "b.md", "a\r\nb", "A\r\nb", HEAD "@@ -1,2 +1,2 @@\n-a\r\n+A\r\n b\n\\ No newline at end of file\n");
	diff_at(__LINE__, "b.md", "1\n2\n3\n4\n5\n6\n7\n8\n9\na\n", "one\n2\n3\n4\n5\n6\n7\n8\n9\nA\n",
		HEAD "@@ -1,4 +1,4 @@\n-1\n+one\n 2\n 3\n 4\n@@ -7,4 +7,4 @@\n 7\n 8\n 9\n-a\n+A\n");
	diff_at(__LINE__, "b.md", "1\n2\n3\n4\n5\n6\n7\n", "one\n2\n3\n4\n5\n6\nseven\n",
		HEAD "@@ -1,7 +1,7 @@\n-1\n+one\n 2\n 3\n 4\n 5\n 6\n-7\n+seven\n");
	diff_at(__LINE__, "a b/\xc3\xa9\"\t.md", "a\n", "b\n",
		"diff --git \"a/a b/\\303\\251\\\"\\t.md\" \"b/a b/\\303\\251\\\"\\t.md\"\n--- \"a/a b/\\303\\251\\\"\\t.md\"\n"
		"+++ \"b/a b/\\303\\251\\\"\\t.md\"\n@@ -1 +1 @@\n-a\n+b\n");
	diff_at(__LINE__, "a b.md", "a\n", "b\n",
		"diff --git a/a b.md b/a b.md\n--- a/a b.md\t\n+++ b/a b.md\t\n@@ -1 +1 @@\n-a\n+b\n");
}

/* Two files without a line in common, larger than is compared line by line: one change of all of it. */
static void test_large_diff(void)
{
	struct pm_buf before = {0}, after = {0}, out = {0};

	for (int i = 0; i < 3000; i++) {
		pm_buf_addf(&before, "old %d\n", i);
		pm_buf_addf(&after, "new %d\n", i);
	}
	pm_diff("b.md", pm_buf_str(&before), pm_buf_str(&after), &out);
	CHECK(pm_str_starts(pm_buf_str(&out), HEAD "@@ -1,3000 +1,3000 @@\n-old 0\n"));
	CHECK(pm_str_ends(pm_buf_str(&out), "+new 2999\n"));
	pm_buf_clear(&before);
	pm_buf_clear(&after);
	pm_buf_clear(&out);
}

int main(void)
{
	test_apply();
	test_refused();
	test_no_edits();
	test_line();
	test_remove_line();
	test_yaml();
	test_yaml_lists();
	test_cells();
	test_pairs_and_sections();
	test_titles();
	test_boxes_and_more();
	test_add();
	test_fill();
	test_add_yaml();
	test_criteria();
	test_files();
	test_diff();
	test_large_diff();
	return test_done();
}
