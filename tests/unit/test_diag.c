/* test_diag: findings keep what they are given. */
#include "parser/diag.h"
#include "tests/unit/test.h"

static void test_severities(void)
{
	enum pm_severity severity = PM_SEVERITY_OFF;

	CHECK_STR(pm_severity_name(PM_SEVERITY_ERROR), "error");
	CHECK_STR(pm_severity_name(PM_SEVERITY_WARNING), "warning");
	CHECK_STR(pm_severity_name(PM_SEVERITY_NOTE), "note");
	CHECK_STR(pm_severity_name(PM_SEVERITY_OFF), "off");
	CHECK(pm_severity_from(PM_STR("Warning"), &severity));
	CHECK_INT(severity, PM_SEVERITY_WARNING);
	CHECK(!pm_severity_from(PM_STR("fatal"), &severity));
	CHECK(!pm_severity_from(PM_STR(""), &severity));
	CHECK_INT(severity, PM_SEVERITY_WARNING);
}

static void test_one(void)
{
	struct pm_arena arena;
	struct pm_diags diags;
	struct pm_diag *diag;
	char subject[] = "PAY-1";

	pm_arena_init(&arena);
	pm_diags_init(&diags, &arena);
	diag = pm_diag_add(&diags, "id-duplicate", PM_SEVERITY_ERROR, 3, (struct pm_span){4, 9}, "id %s stands twice", "PAY-1");
	pm_diag_subject(&diags, diag, pm_str_c(subject));
	subject[0] = 'X'; /* it was copied */
	CHECK_STR(diag->rule, "id-duplicate");
	CHECK_INT(diag->severity, PM_SEVERITY_ERROR);
	CHECK_INT(diag->file, 3);
	CHECK_INT(diag->span.start, 4);
	CHECK_INT(diag->span.end, 9);
	CHECK_INT(diag->item, PM_NO_ITEM);
	CHECK_PMSTR(diag->message, "id PAY-1 stands twice");
	CHECK_PMSTR(diag->subject, "PAY-1");
	CHECK(diag->path == NULL && diag->fix_title == NULL && !diag->safe);
	CHECK_INT(diag->edit_count, 0);
	pm_diag_fix(diag, true, "give it the next free id");
	CHECK(diag->safe);
	CHECK_STR(diag->fix_title, "give it the next free id");
	pm_diags_clear(&diags);
	CHECK_INT(diags.count, 0);
	pm_arena_clear(&arena);
}

static void test_many(void)
{
	struct pm_arena arena;
	struct pm_diags diags;
	struct pm_diag *diag;

	pm_arena_init(&arena);
	pm_diags_init(&diags, &arena);
	for (uint32_t i = 0; i < 100; i++)
		pm_diag_add(&diags, "read-yaml", PM_SEVERITY_NOTE, i, (struct pm_span){i, i}, "%s%u", "finding ", (unsigned)i);
	diag = &diags.list[42];
	for (uint32_t i = 0; i < 100; i++) {
		char text[] = {(char)('a' + i % 26), 0};

		pm_diag_edit(&diags, diag, i, (struct pm_span){i, i + 1}, pm_str_c(text));
		pm_diag_related(&diags, diag, i, (struct pm_span){i, i + 2}, "see %u", (unsigned)i);
	}
	CHECK_INT(diags.count, 100);
	CHECK_PMSTR(diags.list[99].message, "finding 99");
	CHECK_INT(diag->edit_count, 100);
	CHECK_INT(diag->related_count, 100);
	for (uint32_t i = 0; i < 100; i++) {
		char expected[16];

		snprintf(expected, sizeof expected, "see %u", (unsigned)i);
		CHECK(diag->edits[i].file == i && diag->edits[i].span.end == i + 1 && diag->edits[i].text.n == 1 &&
		      diag->edits[i].text.p[0] == (char)('a' + i % 26));
		CHECK(diag->related[i].file == i && diag->related[i].span.end == i + 2 &&
		      pm_str_eqc(diag->related[i].message, expected));
	}
	pm_diags_clear(&diags);
	pm_arena_clear(&arena);
}

int main(void)
{
	test_severities();
	test_one();
	test_many();
	return test_done();
}
