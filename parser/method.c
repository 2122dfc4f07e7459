/* method: how a backlog is ordered: the list of methods, and what they share. */
#include "parser/method.h"

#include <math.h>
#include <string.h>

/* Beyond these a factor is a slip of the pen, and sums of products would leave what a double holds. */
#define FACTOR_MAX 1e15
#define DIVISOR_MIN 1e-9

const struct pm_method *const pm_methods[] = {
#define PM_METHOD(name) &pm_method_##name,
#include "parser/methods.def"
#undef PM_METHOD
	NULL};

const struct pm_method *pm_method_find(struct pm_str name)
{
	for (size_t i = 0; pm_methods[i] != NULL; i++)
		if (pm_str_ieqc(name, pm_methods[i]->name))
			return pm_methods[i];
	return NULL;
}

static const char *method_name(const void *ctx, size_t i)
{
	(void)ctx;
	return pm_methods[i]->name;
}

const char *pm_method_nearest(struct pm_str name)
{
	return pm_nearest(name, method_name, NULL, sizeof pm_methods / sizeof *pm_methods - 1);
}

void pm_method_score(const struct pm_method *method, const struct pm_product *product, const struct pm_item *item,
		     struct pm_score *score)
{
	memset(score, 0, sizeof *score);
	score->complete = true;
	score->cost = 1;
	method->score(product, item, score);
}

static bool usable(const struct pm_number *number, bool divisor)
{
	double middle = (number->low + number->high) / 2;

	return fabs(number->low) <= FACTOR_MAX && fabs(number->high) <= FACTOR_MAX && (!divisor || middle >= DIVISOR_MIN);
}

static double add(struct pm_score *score, const struct pm_product *product, const struct pm_item *item,
		  const enum pm_field_id from[2], pm_factor_read read, bool divisor)
{
	struct pm_factor *factor = &score->factors[score->factor_count++];

	factor->field = factor->read_from = from[0];
	for (int i = 0; i < 2 && from[i] != PM_FIELD_COUNT; i++) {
		struct pm_str text = pm_item_text(product, item, from[i]);
		struct pm_number number;

		if (text.n == 0 || !read(text, &number) || !usable(&number, divisor))
			continue;
		factor->read_from = from[i];
		factor->source = pm_item_field(product, item, from[i]);
		factor->low = number.low;
		factor->high = number.high;
		return (number.low + number.high) / 2;
	}
	score->complete = false;
	return 1;
}

double pm_factor_add(struct pm_score *score, const struct pm_product *product, const struct pm_item *item, enum pm_field_id field,
		     enum pm_field_id other, pm_factor_read read)
{
	return add(score, product, item, (enum pm_field_id[2]){field, other}, read, false);
}

double pm_factor_divisor(struct pm_score *score, const struct pm_product *product, const struct pm_item *item,
			 enum pm_field_id field, enum pm_field_id other, pm_factor_read read)
{
	return add(score, product, item, (enum pm_field_id[2]){field, other}, read, true);
}

bool pm_factor_size(struct pm_str text, double hours, struct pm_number *number)
{
	static const struct {
		const char *unit;
		double hours;
	} times[] = {{"h", 1}, {"d", 8}, {"w", 40}, {"m", 160}};
	struct pm_size size;

	memset(number, 0, sizeof *number);
	if (!pm_size_read(text, &size))
		return pm_number_read(text, number);
	number->low = size.low;
	number->high = size.high;
	for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
		if (strcmp(size.unit, times[i].unit) != 0)
			continue;
		number->low *= times[i].hours / hours;
		number->high *= times[i].hours / hours;
	}
	return true;
}
