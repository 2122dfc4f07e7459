/* fields: fuzz target of everything that gives a value a meaning.  Each line of the input is one value. */
#include "parser/date.h"
#include "parser/fields.h"
#include "tests/fuzz/target.h"

#include <math.h>

/* A part that a reader says it found must lie in the text. */
static void must_lie_in(struct pm_str part, struct pm_str text)
{
	if (part.n > 0)
		MUST(part.p >= text.p && part.p + part.n <= text.p + text.n);
}

static void numbers(struct pm_str text)
{
	struct pm_number number;
	struct pm_size size;
	double priority;

	if (pm_number_read(text, &number)) {
		MUST(isfinite(number.low) && isfinite(number.high));
		must_lie_in(number.unit, text);
	}
	if (pm_confidence_read(text, &number))
		MUST(isfinite(number.low) && isfinite(number.high));
	if (pm_size_read(text, &size)) {
		MUST(isfinite(size.low) && isfinite(size.high));
		MUST(size.unit != NULL);
	}
	MUST(pm_priority_read(text, &priority) <= 5);
}

static void words(struct pm_str text)
{
	struct pm_str word = {NULL, 0};
	bool value;

	if (pm_state_read(text, &word) != PM_STATE_NONE)
		must_lie_in(word, text);
	(void)pm_moscow_read(text);
	(void)pm_horizon_read(text);
	(void)pm_bool_read(text, &value);
	(void)pm_value_empty(text);
	MUST(pm_field_find(text) <= PM_FIELD_COUNT);
	(void)pm_field_nearest(text);
}

static void dates(struct pm_str text)
{
	pm_day day = PM_NO_DAY, last = PM_NO_DAY;
	char written[16];

	for (int end = 0; end <= 1; end++) {
		size_t used = pm_date_read(text, end == 1, &day);

		MUST(used <= text.n);
		if (used > 0) {
			MUST(day != PM_NO_DAY);
			pm_day_format(day, written);
		}
	}
	if (pm_date_range(text, &day, &last)) {
		MUST(day != PM_NO_DAY);
		MUST(last != PM_NO_DAY);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct pm_str rest = target_text(bytes, size), line;

	while (target_line(&rest, &line)) {
		numbers(line);
		words(line);
		dates(line);
	}
	return 0;
}
