/* test_labels: what headings and labels are called. */
#include "parser/labels.h"
#include "parser/memo.h"
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void test_parts(void)
{
	static const struct {
		const char *label;
		enum pm_part part;
	} rows[] = {
		{"Acceptance Criteria", PM_PART_CRITERIA},
		{"**acceptance criteria:**", PM_PART_CRITERIA},
		{"✅ Acceptance criteria", PM_PART_CRITERIA},
		{"3.2 Acceptance criteria", PM_PART_CRITERIA},
		{"Acceptance criteria (draft)", PM_PART_CRITERIA},
		{"Critères d'acceptation", PM_PART_CRITERIA},
		{"Akzeptanzkriterien", PM_PART_CRITERIA},
		{"Criterios de aceptación", PM_PART_CRITERIA},
		{"验收标准", PM_PART_CRITERIA},
		{"受け入れ基準：", PM_PART_CRITERIA},
		{"Definition of Done", PM_PART_READY_DONE},
		{"Tasks", PM_PART_TASKS},
		{"Edge cases", PM_PART_EDGE_CASES},
		{"User story", PM_PART_STORY},
		{"Description", PM_PART_DESCRIPTION},
		{"Scenario", PM_PART_SCENARIO},
		{"Vision", PM_PART_VISION},
		{"Goals", PM_PART_GOALS},
		{"Personas", PM_PART_PERSONAS},
		{"User stories", PM_PART_STORIES},
		{"Epics", PM_PART_EPICS},
		{"Overview", PM_PART_PROSE},
		{"Sprint metrics", PM_PART_MAYBE_PROSE},
		{"Pay with a card", PM_PART_NONE},
		{"", PM_PART_NONE},
		{"***", PM_PART_NONE},
	};
	size_t n;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		CHECK_INT(pm_part_find(pm_str_c(rows[i].label)), rows[i].part);
	CHECK_INT(pm_part_starts(PM_STR("Scenario 2: it rains"), &n), PM_PART_SCENARIO);
	CHECK_INT(n, 9);
	CHECK_INT(pm_part_starts(PM_STR("Weather: it rains"), &n), PM_PART_NONE);
}

static void test_folding(void)
{
	char room[96];

	CHECK_PMSTR(((struct pm_str){room, pm_label_fold(PM_STR("  **1. The  `Big` ÉPIC ✅:** (old)"), room, sizeof room)}),
		    "the big épic");
	CHECK_PMSTR(((struct pm_str){room, pm_label_fold(PM_STR("[Link](a.md)"), room, sizeof room)}), "link");
	CHECK_INT(pm_label_fold(PM_STR("a b c d e f g h"), room, 10), 0);
	CHECK_INT(pm_label_fold(PM_STR(""), room, sizeof room), 0);
}

/* However long: what says nothing is not looked at for ever. */
static void test_long_labels(void)
{
	struct pm_buf text = {0};
	char room[96];

	pm_buf_addz(&text, "Status");
	while (text.n < 3000)
		pm_buf_addz(&text, "***");
	CHECK_INT(pm_label_fold(pm_buf_str(&text), room, sizeof room), 0);
	CHECK_INT(pm_label_fold(pm_str_sub(pm_buf_str(&text), 0, 600), room, sizeof room), 6);
	pm_buf_clear(&text);
}

static void test_kinds(void)
{
	struct pm_kind_word word;

	CHECK(pm_kind_word_read(PM_STR("User Story 7"), &word));
	CHECK_INT(word.kind, PM_KIND_STORY);
	CHECK_INT(word.length, 10);
	CHECK_STR(word.prefix, "story");
	CHECK(pm_kind_word_read(PM_STR("EPIC: all of it"), &word));
	CHECK_INT(word.kind, PM_KIND_EPIC);
	CHECK_INT(word.length, 4);
	CHECK(pm_kind_word_read(PM_STR("Bug"), &word));
	CHECK_INT(word.kind, PM_KIND_BUG);
	CHECK(!pm_kind_word_read(PM_STR("Epicurean"), &word));
	CHECK(!pm_kind_word_read(PM_STR("Pay"), &word));
	CHECK(!pm_kind_word_read(PM_STR(""), &word));
}

/* Each word of the table is found whole, alone and before an id: what tells early that there is none never tells it of one. */
static void test_every_kind_word(void)
{
	static const char *const words[] = {
#define PM_LABELS(part, words)
#define PM_KINDS(kind, prefix, strict, words) words,
#include "parser/labels.def"
#undef PM_LABELS
#undef PM_KINDS
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		for (const char *p = words[i], *end; *p; p = *end ? end + 1 : end) {
			struct pm_kind_word word = {0};
			struct pm_buf text = {0};
			size_t n = strcspn(p, ";");

			end = p + n;
			CHECK(pm_kind_word_read(pm_str_n(p, n), &word));
			CHECK_INT(word.length, n);
			pm_buf_add(&text, p, n);
			pm_buf_addz(&text, " 12: pay by card");
			CHECK(pm_kind_word_read(pm_buf_str(&text), &word));
			CHECK_INT(word.length, n);
			pm_buf_clear(&text);
		}
}

static uint8_t half_its_number(struct pm_str label)
{
	return (uint8_t)(strtoul(label.p, NULL, 10) / 2);
}

static void test_memo(void)
{
	static struct pm_memo memo;
	char label[8];

	for (int round = 0; round < 3; round++)
		for (unsigned i = 0; i < 500; i++) { /* more than it has places for */
			int n = snprintf(label, sizeof label, "%u", i);

			CHECK_INT(pm_memo_get(&memo, pm_str_n(label, (size_t)n), half_its_number), i / 2);
		}
}

static void test_buckets(void)
{
	static const struct {
		const char *heading;
		enum pm_field_id field;
	} rows[] = {
		{"Sprint 12", PM_FIELD_SPRINT},
		{"Sprint 12 (2026-01-05 to 2026-01-16)", PM_FIELD_SPRINT},
		{"Iteration 3", PM_FIELD_SPRINT},
		{"v1.4.0 (2026-12-01)", PM_FIELD_RELEASE},
		{"Release 2", PM_FIELD_RELEASE},
		{"1.0.0", PM_FIELD_RELEASE},
		{"Now", PM_FIELD_HORIZON},
		{"Next", PM_FIELD_HORIZON},
		{"Later", PM_FIELD_HORIZON},
		{"Q3 2026", PM_FIELD_HORIZON},
		{"Phase 2: Growth", PM_FIELD_HORIZON},
		{"High priority", PM_FIELD_PRIORITY},
		{"P1", PM_FIELD_PRIORITY},
		{"Must have", PM_FIELD_PRIORITY},
		{"In progress", PM_FIELD_STATUS},
		{"✅ Done", PM_FIELD_STATUS},
		{"To do", PM_FIELD_STATUS},
		{"Rook Ceph 1.21", PM_FIELD_RELEASE},
		{"Parallel after 6.7", PM_FIELD_COUNT},
		{"Pay with a card", PM_FIELD_COUNT},
		{"Overview", PM_FIELD_COUNT},
		{"Review and rating of past events", PM_FIELD_COUNT},
		{"Done and shipped", PM_FIELD_STATUS},
		{"", PM_FIELD_COUNT},
	};
	struct pm_bucket bucket;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bool is = pm_bucket_read(pm_str_c(rows[i].heading), &bucket);

		CHECK_INT(is, rows[i].field != PM_FIELD_COUNT);
		CHECK_INT(bucket.field, rows[i].field);
		CHECK(bucket.from <= bucket.to && bucket.to <= strlen(rows[i].heading));
	}
	pm_bucket_read(PM_STR("Done"), &bucket);
	CHECK_INT(bucket.state, PM_STATE_DONE);
}

int main(void)
{
	test_parts();
	test_folding();
	test_long_labels();
	test_kinds();
	test_every_kind_word();
	test_memo();
	test_buckets();
	return test_done();
}
