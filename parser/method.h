/* method: how a backlog is ordered.
 *
 * To add a method: one file parser/methods/NAME.c that defines `const struct pm_method pm_method_NAME`, and one line
 * PM_METHOD(NAME) in parser/methods.def.  --by, --help, man page and the tests find it there.  `example` is a whole backlog with
 * the order it must give, from the method's own source.
 *
 * The one rule to know: a score is absolute.  It depends on the item's own fields and nothing else, so adding an item never changes
 * another's.
 */
#ifndef PM_METHOD_H
#define PM_METHOD_H

#include "parser/product.h"

enum { PM_FACTORS_MAX = 8 };

struct pm_factor {
	enum pm_field_id field;	       /* what it is */
	enum pm_field_id read_from;    /* what it was read from (a fallback) */
	double low, high;	       /* as used */
	const struct pm_field *source; /* NULL: missing */
};

struct pm_score {
	double value;  /* of the middle of the ranges; higher stands first */
	double cost;   /* of a ratio: what was divided by, above 0 */
	bool complete; /* false: something is missing */
	struct pm_factor factors[PM_FACTORS_MAX];
	size_t factor_count;
};

struct pm_method {
	const char *name;    /* "rice" */
	const char *summary; /* one line */
	const char *formula; /* as a person writes it */
	const char *source;  /* whence the formula is */
	const char *example; /* a whole backlog */
	const char *order;   /* its ids in the order they must stand, split at blanks */
	void (*score)(const struct pm_product *product, const struct pm_item *item, struct pm_score *score);
	bool ratio; /* value over cost: enablers inherit by closed sets; else by the best dependent's class */
};

#define PM_METHOD(name) extern const struct pm_method pm_method_##name;
#include "parser/methods.def"
#undef PM_METHOD
extern const struct pm_method *const pm_methods[]; /* in the order of methods.def; ends with NULL */
const struct pm_method *pm_method_find(struct pm_str name);
/* The nearest name, for a message; NULL: nothing is near. */
const char *pm_method_nearest(struct pm_str name);
/* The item's score.  What is missing are the factors without a source. */
void pm_method_score(const struct pm_method *method, const struct pm_product *product, const struct pm_item *item,
		     struct pm_score *score);

/* -- for the methods */

/* Reads a field's text as a factor's range. */
typedef bool (*pm_factor_read)(struct pm_str text, struct pm_number *number);
/* Adds a factor: read from its field, or else from `other` (PM_FIELD_COUNT: there is no other).  Returns its middle.  What is not
 * there, cannot be read, or is no usable number makes the score incomplete, and the middle is 1. */
double pm_factor_add(struct pm_score *score, const struct pm_product *product, const struct pm_item *item, enum pm_field_id field,
		     enum pm_field_id other, pm_factor_read read);
/* The same for what is divided by, which must be above 0. */
double pm_factor_divisor(struct pm_score *score, const struct pm_product *product, const struct pm_item *item,
			 enum pm_field_id field, enum pm_field_id other, pm_factor_read read);
/* Reads a size as a number: time in units of so many hours (a day has 8, a week 5 days, a month 20), all else as it stands. */
bool pm_factor_size(struct pm_str text, double hours, struct pm_number *number);

#endif
