/* test_notes: the ids that people write into messages, and what became done, as the notes have it. */
#include "parser/notes.h"
#include "tests/unit/test.h"

static struct pm_config config;

static struct pm_product *read(const char *text)
{
	const struct pm_read_options options = {.config = &config, .threads = 1};
	struct pm_tree *tree = pm_tree_mem_new();
	struct pm_product *product;
	struct pm_buf err = {0};

	pm_tree_mem_add(tree, "BACKLOG.md", text, strlen(text));
	CHECK_INT(pm_product_read(tree, &options, &product, &err), 0);
	pm_buf_clear(&err);
	pm_tree_free(tree);
	return product;
}

/* -- ids */

static struct pm_product *ids;

static void add_id(void *ctx, uint32_t item)
{
	pm_buf_addf(ctx, " %.*s", PM_FMT(ids->items[item].id));
}

static void find(const char *message, const char *expected, int line)
{
	struct pm_buf out = {0};

	pm_buf_addz(&out, "");
	pm_notes_ids(ids, pm_str_c(message), add_id, &out);
	test_str(out.p, expected, __FILE__, line, message);
	pm_buf_clear(&out);
}

#define FIND(message, expected) find(message, expected, __LINE__)

static void test_ids(void)
{
	ids = read("## PAY-12 One\n\n## PAY-13 Two\n\n## US-EP1-02 Three\n\n## Story 9.9: Four\n\n## TASK-7.1 Five\n");
	FIND("PAY-12 - pay by card", " PAY-12");
	FIND("PAY-12: pay by card", " PAY-12");
	FIND("pay-12 pay by card", " PAY-12");
	FIND("[PAY-12] pay by card", " PAY-12");
	FIND("Pay by card (PAY-12)", " PAY-12");
	FIND("Pay by card (#123) (PAY-12, PAY-13).", " PAY-12 PAY-13");
	FIND("feat(PAY-12): pay by card", " PAY-12");
	FIND("feat(story-9.9): pay by card", " Story 9.9");
	FIND("Story 9.9: pay by card", " Story 9.9");
	FIND("fix!: US-EP1-02 and TASK-7.1", " US-EP1-02 TASK-7.1");
	FIND("TASK_7.1/card", " TASK-7.1");
	/* trailers, and nothing else of the body */
	FIND("Pay by card\n\nRefs: PAY-12, PAY-13\n", " PAY-12 PAY-13");
	FIND("Pay by card\n\nAs PAY-12 wants it.\n\nBacklog: PAY-13\nSigned-off-by: PAY-12 <a@example.org>\n", " PAY-13");
	FIND("Pay by card\r\n\r\nCloses: PAY-12\r\n", " PAY-12");
	FIND("Pay by card\n\nUnlike PAY-12 this is quick.\n", "");
	/* numbers are as likely those of pull requests, and words with a digit are mostly no ids */
	FIND("Merge pull request #12 from utf-8", "");
	FIND("Pay 12 euros", "");
	FIND("", "");
	FIND("\n\n\n", "");
	pm_product_free(ids);
}

/* -- notes */

static void dump(const struct pm_notes *notes, struct pm_buf *out)
{
	for (size_t i = 0; i < notes->count; i++) {
		const struct pm_note *note = &notes->list[i];

		pm_buf_addf(out, "%s%s%s %.*s", pm_change_kind_name(note->kind), note->breaking ? "!" : "",
			    note->internal ? "-" : "", PM_FMT(notes->product->items[note->item].id));
		if (note->cve.n)
			pm_buf_addf(out, " {%.*s}", PM_FMT(note->cve));
		pm_buf_addf(out, ": %.*s%s", PM_FMT(note->text), note->written ? "" : " (title)");
		if (note->open)
			pm_buf_addf(out, " open %u", note->open);
		pm_buf_addc(out, '\n');
	}
	for (size_t i = 0; i < notes->reopened_count; i++)
		pm_buf_addf(out, "reopened %.*s\n", PM_FMT(notes->product->items[notes->reopened[i]].id));
	for (size_t i = 0; i < notes->dropped_count; i++)
		pm_buf_addf(out, "dropped %.*s\n", PM_FMT(notes->product->items[notes->dropped[i]].id));
}

static void compare(const char *before, const char *after, const char *expected, int line)
{
	struct pm_product *was = read(before), *is = read(after);
	struct pm_changes changes;
	struct pm_notes notes;
	struct pm_buf out = {0};

	pm_changes_make(&(struct pm_changes_side){.product = was}, &(struct pm_changes_side){.product = is}, &changes);
	pm_notes_init(&notes, &changes);
	pm_notes_finish(&notes);
	dump(&notes, &out);
	test_str(out.p ? out.p : "", expected, __FILE__, line, "notes");
	pm_notes_clear(&notes);
	pm_changes_clear(&changes);
	pm_product_free(was);
	pm_product_free(is);
	pm_buf_clear(&out);
}

#define COMPARE(before, after, expected) compare(before, after, expected, __LINE__)

static void test_notes(void)
{
	COMPARE("## PAY-1 One\n\n- Status: ready\n\n## PAY-2 Two\n\n- Status: done\n\n## PAY-3 Three\n\n- Status: ready\n",
		"## PAY-1 One\n\n- Status: done\n\n## PAY-2 Two\n\n- Status: ready\n\n## PAY-3 Three\n\n- Status: dropped\n",
		"Added PAY-1: One (title)\nreopened PAY-2\ndropped PAY-3\n");
	/* what was done before, and what is no work, is not told */
	COMPARE("## PAY-1 One\n\n- Status: done\n",
		"## PAY-1 One\n\n- Status: done\n\n## Sprint 1 (2026-01-01 to 2026-01-14)\n\n- Goal: x\n- Status: done\n", "");
	/* the kinds in their order; breaking first; what is written as it is */
	COMPARE("",
		"## PAY-1 Fix it\n\n- Type: bug\n- Status: done\n\n## PAY-2 B\n\n- Change: changed\n- Status: done\n"
		"- Release note: A *new* way\n\n## PAY-3 C\n\n- Change: changed\n- Breaking: yes\n- Status: done\n\n"
		"## PAY-4 D\n\n- Internal: yes\n- Status: done\n\n## PAY-5 Close CVE-2026-12345\n\n- Change: security\n- Status: "
		"done\n"
		"- Release note: Cards are safe\n\n## Task 6: E\n\n- Status: done\n",
		"Added- PAY-4: D (title)\nChanged! PAY-3: C (title)\nChanged PAY-2: A *new* way\nChanged Task 6: E (title)\n"
		"Fixed PAY-1: Fix it (title)\nSecurity PAY-5 {CVE-2026-12345}: Cards are safe\n");
	COMPARE("", "## PAY-1 A\n\n- Labels: ui, bug\n- Status: done\n\n**Acceptance criteria**\n\n- [x] One\n- [ ] Two\n",
		"Fixed PAY-1: A (title) open 1\n");
	/* an item without a title says what it wants */
	COMPARE("", "## PAY-1\n\n- Status: done\n\nAs a guest, I want to pay by card so that I can go.\n",
		"Added PAY-1: to pay by card (title)\n");
}

int main(void)
{
	pm_config_init(&config);
	pm_config_finish(&config);
	test_ids();
	test_notes();
	pm_config_clear(&config);
	return test_done();
}
