/* measure: what a goal is measured by. */
#include "parser/measure.h"

#include "parser/amount.h"

#include <string.h>

/* Where a way begins and what leads to its end, in one language each. */
static const struct {
	const char *from, *to;
} ways[] = {{" from ", " to "}, {" von ", " auf "},  {" de ", " \xc3\xa0 "},	  {" de ", " a "},
	    {" da ", " a "},	{" van ", " naar "}, {" fr\xc3\xa5n ", " till "}, {" \xd1\x81 ", " \xd0\xb4\xd0\xbe "}};

/* The last place of a phrase; -1: it is not there. */
static ptrdiff_t find_last(struct pm_str text, const char *phrase)
{
	size_t n = strlen(phrase);

	for (size_t at = text.n; at >= n; at--)
		if (pm_str_istarts(pm_str_sub(text, at - n, text.n), phrase))
			return (ptrdiff_t)(at - n);
	return -1;
}

bool pm_measure_take(struct pm_str *sentence, struct pm_number *baseline, struct pm_number *target)
{
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		ptrdiff_t to = find_last(*sentence, ways[i].to);
		ptrdiff_t from = to < 0 ? -1 : find_last(pm_str_sub(*sentence, 0, (size_t)to), ways[i].from);
		struct pm_str first, last;

		if (from < 0)
			continue;
		first = pm_str_sub(*sentence, (size_t)from + strlen(ways[i].from), (size_t)to);
		last = pm_str_sub(*sentence, (size_t)to + strlen(ways[i].to), sentence->n);
		if (!pm_amount_read(PM_FIELD_BASELINE, pm_str_trim(first), baseline) ||
		    !pm_amount_read(PM_FIELD_TARGET, pm_str_trim(last), target))
			continue;
		*sentence = pm_str_trim(pm_str_sub(*sentence, 0, (size_t)from));
		return true;
	}
	return false;
}

void pm_measure_read(const struct pm_product *product, const struct pm_item *item, struct pm_measure *measure)
{
	struct pm_number baseline;

	memset(measure, 0, sizeof *measure);
	measure->metric = pm_item_text(product, item, PM_FIELD_METRIC);
	measure->has_actual = pm_item_number(product, item, PM_FIELD_ACTUAL, &measure->actual);
	measure->has_baseline = pm_item_number(product, item, PM_FIELD_BASELINE, &measure->baseline);
	measure->has_target = pm_item_number(product, item, PM_FIELD_TARGET, &measure->target);
	if (pm_item_text(product, item, PM_FIELD_TARGET).n > 0 || !pm_measure_take(&measure->metric, &baseline, &measure->target))
		return;
	measure->has_target = true;
	if (!measure->has_baseline)
		measure->baseline = baseline;
	measure->has_baseline = true;
}
