/* amount: what the number of a field counts as, and whether it can be at all. */
#include "parser/amount.h"

#include "parser/words.h"

#include <math.h>

/* Beyond this a figure is a slip of the pen, and sums of products would leave what a double holds. */
#define AMOUNT_MAX 1e15

const char *pm_flaw_text(enum pm_flaw flaw)
{
	switch (flaw) {
	case PM_FLAW_STRANGE: return "not understood";
	case PM_FLAW_BELOW: return "cannot be below 0";
	case PM_FLAW_ZERO: return "must be above 0";
	case PM_FLAW_ABOVE: return "cannot be above 100%";
	case PM_FLAW_HUGE: return "cannot be that large";
	default: return "";
	}
}

/* Of parts only those of ten: the scales of scores end there, and 3/5 beside 8/10 would be less than half of it. */
static bool read_tail(struct pm_str text, enum pm_tail most, struct pm_number *number)
{
	double of = 0;
	enum pm_tail tail;

	if (!pm_number_read(text, number))
		return false;
	tail = pm_tail_of(number->unit, &of);
	return tail <= most || (tail == PM_TAIL_PART && of == 10);
}

bool pm_count_read(struct pm_str text, struct pm_number *number)
{
	return read_tail(text, PM_TAIL_WORDS, number);
}

bool pm_points_read(struct pm_str text, struct pm_number *number)
{
	return read_tail(text, PM_TAIL_UNIT, number);
}

/* Is one of the words a unit of money or time? */
static bool has_unit(struct pm_str text)
{
	for (struct pm_scan s = pm_scan_of(text); s.p < s.end;) {
		int unit;

		if (!pm_is_word(pm_scan_peek(&s)))
			pm_scan_step(&s);
		else if (pm_scan_match(&s, WORD_UNIT, &unit))
			return true;
		else
			pm_scan_word(&s);
	}
	return false;
}

bool pm_money_read(struct pm_str text, struct pm_number *number)
{
	return pm_points_read(text, number) || (read_tail(text, PM_TAIL_WORDS, number) && has_unit(number->unit));
}

/* What is below 0 is no size, and yet a number that can be told to be wrong. */
static bool read_size(struct pm_str text, struct pm_number *number)
{
	struct pm_size size;

	return pm_number_read(text, number) && (number->high < 0 || pm_size_read(text, &size));
}

bool pm_amount_read(enum pm_field_id field, struct pm_str text, struct pm_number *number)
{
	double of;

	switch (field) {
	case PM_FIELD_CONFIDENCE: return pm_confidence_read(text, number);
	case PM_FIELD_SHARE:
	case PM_FIELD_IMPACT:
	case PM_FIELD_EASE:
	case PM_FIELD_VALUE:
	case PM_FIELD_URGENCY:
	case PM_FIELD_RISK_REDUCTION:
	case PM_FIELD_RANK: return pm_points_read(text, number);
	case PM_FIELD_SCORE: return pm_number_read(text, number) && pm_tail_of(number->unit, &of) <= PM_TAIL_PART;
	case PM_FIELD_COST_OF_DELAY: return pm_money_read(text, number);
	case PM_FIELD_REACH:
	case PM_FIELD_WEIGHT: return pm_count_read(text, number);
	case PM_FIELD_EFFORT:
	case PM_FIELD_JOB_SIZE:
	case PM_FIELD_DURATION:
	case PM_FIELD_ESTIMATE: return read_size(text, number);
	default: return pm_number_read(text, number);
	}
}

/* Harm is less than nothing, and so is what a team rates below it. */
static bool may_be_negative(enum pm_field_id field)
{
	return field == PM_FIELD_SCORE || field == PM_FIELD_RANK || field == PM_FIELD_IMPACT || field == PM_FIELD_VALUE;
}

enum pm_flaw pm_amount_flaw(enum pm_field_id field, double low, double high)
{
	bool divisor = field == PM_FIELD_EFFORT || field == PM_FIELD_JOB_SIZE || field == PM_FIELD_DURATION;

	if (low < 0 && !may_be_negative(field))
		return PM_FLAW_BELOW;
	if (divisor && high <= 0)
		return PM_FLAW_ZERO;
	if (!(fabs(low) <= AMOUNT_MAX && fabs(high) <= AMOUNT_MAX))
		return PM_FLAW_HUGE;
	return PM_FLAW_NONE;
}
