/* test_gherkin: the words that begin steps and scenarios. */
#include "parser/gherkin.h"
#include "tests/unit/test.h"

static struct pm_str rest_of(const char *line, enum pm_step expected)
{
	size_t n = 0;
	enum pm_step step = pm_step_read(pm_str_c(line), &n);

	if (step != expected)
		return PM_STR("another step");
	return step == PM_STEP_NONE ? PM_STR("") : pm_str_sub(pm_str_c(line), n, strlen(line));
}

static void test_steps(void)
{
	CHECK_PMSTR(rest_of("Given a card", PM_STEP_GIVEN), "a card");
	CHECK_PMSTR(rest_of("  - **When** I pay", PM_STEP_WHEN), "I pay");
	CHECK_PMSTR(rest_of("* THEN: it is paid", PM_STEP_THEN), "it is paid");
	CHECK_PMSTR(rest_of("3. [ ] And more", PM_STEP_AND), "more");
	CHECK_PMSTR(rest_of("> But not that", PM_STEP_AND), "not that");
	CHECK_PMSTR(rest_of("Scenario: it rains", PM_STEP_SCENARIO), "it rains");
	CHECK_PMSTR(rest_of("#### Scenario 2: it rains", PM_STEP_SCENARIO), "it rains");
	CHECK_PMSTR(rest_of("Background:", PM_STEP_BACKGROUND), "");
	CHECK_PMSTR(rest_of("Examples:", PM_STEP_EXAMPLES), "");
	CHECK_PMSTR(rest_of("Feature: all", PM_STEP_FEATURE), "all");
	CHECK_PMSTR(rest_of("Angenommen ich zahle", PM_STEP_GIVEN), "ich zahle");
	CHECK_PMSTR(rest_of("Étant donné une carte", PM_STEP_GIVEN), "une carte");
	CHECK_PMSTR(rest_of("Когда я плачу", PM_STEP_WHEN), "я плачу");
	CHECK_PMSTR(rest_of("假如我付款", PM_STEP_GIVEN), "我付款");
	CHECK_PMSTR(rest_of("ならば支払われる", PM_STEP_THEN), "支払われる");
}

static void test_no_steps(void)
{
	static const char *const none[] = {"", "Givens are many", "Whenever it rains", "A card, given that", "Scenario without a colon", "Given — what is there", "-", "1.", "[ ]"};

	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		CHECK_PMSTR(rest_of(none[i], PM_STEP_NONE), "");
}

/* Markup in front is skipped, but not without end. */
static void test_long_lines(void)
{
	struct pm_buf line = {0};

	for (int i = 0; i < 100; i++)
		pm_buf_addz(&line, " *");
	pm_buf_addz(&line, "Given a");
	CHECK_PMSTR(rest_of(line.p, PM_STEP_GIVEN), "a");
	pm_buf_reset(&line);
	for (int i = 0; i < 100000; i++)
		pm_buf_addz(&line, " *");
	pm_buf_addz(&line, "Given a");
	CHECK_PMSTR(rest_of(line.p, PM_STEP_NONE), "");
	pm_buf_clear(&line);
}

int main(void)
{
	test_steps();
	test_no_steps();
	test_long_lines();
	return test_done();
}
