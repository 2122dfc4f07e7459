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

#include "parser/amount.h"
#include "parser/formula.h"
#include "parser/product.h"

enum { PM_FACTORS_MAX = PM_FORMULA_FIELDS };

/* Reads a field's text as a factor's range. */
typedef bool (*pm_factor_read)(struct pm_str text, struct pm_number *number);

/* One of the things that a method weighs. */
struct pm_factor_def {
	enum pm_field_id field;
	enum pm_field_id others[2]; /* what it is read from where that is not there or is no number; PM_FIELD_COUNT ends them */
	pm_factor_read read;
	const char *words; /* what words are worth: "massive=3 high=2"; NULL.  [field "NAME"] scale comes first */
	const char *time;  /* of a size: what time is counted in: "months"; NULL: it is no size */
	bool bare_is_time; /* so is a bare number, where the size stands in this very field */
	double absent;	   /* what is taken where nothing is written; 0: then the item cannot be ranked */
	double most;	   /* what 100 % is, which is the most it can be; 0: no bound */
	bool divisor;	   /* must be above 0 */
	bool percent;	   /* shown as one */
};

struct pm_factor {
	enum pm_field_id field;	       /* what it is */
	enum pm_field_id read_from;    /* what it was read from (a fallback) */
	double low, high;	       /* as used */
	const struct pm_field *source; /* NULL: it is not there, or is supposed (pm_supposition) */
	bool missing;		       /* nothing that can be used is there; source is what does not count, if anything */
	enum pm_flaw flaw;	       /* why it does not */
	const char *unit;	       /* of a size: what low and high count: "months", "points"; NULL: not known */
};

struct pm_score {
	double value;  /* of the middle of the ranges; higher stands first */
	double cost;   /* of a ratio: what was divided by, above 0; else 1 */
	bool complete; /* false: something is missing */
	uint32_t factor_count;
	struct pm_factor *factors;
};

/* "What if PAY-12.effort were 8?" */
struct pm_supposition {
	uint32_t item;
	enum pm_field_id field;
	struct pm_str text;
	double number; /* where the text is empty */
};

struct pm_scoring;

struct pm_method {
	const char *name;		 /* "rice" */
	const char *alias;		 /* another name; NULL */
	const char *summary;		 /* one line */
	const char *formula;		 /* as a person writes it */
	const char *source;		 /* whence the formula is */
	const char *example;		 /* a whole backlog */
	const char *settings;		 /* what the example needs in the configuration: "rank.weights=value=3"; NULL: nothing */
	const char *order;		 /* its ids in the order they must stand, split at blanks */
	struct pm_factor_def factors[5]; /* those with a reader; none: prepare fills the scoring's */
	/* What stands above the line, and in *cost (which holds 1) what stands below it.  x[i] is the i-th factor. */
	double (*weigh)(const struct pm_scoring *scoring, const double *x, double *cost);
	/* Fills factors and weights from the configuration; -1 and err.  NULL: nothing is to be done. */
	int (*prepare)(struct pm_scoring *scoring, struct pm_buf *err);
	/* The group that an item falls into: "quick win"; NULL: the method has none. */
	const char *(*group)(const struct pm_scoring *scoring, const double *x);
	bool ratio;    /* value over cost: enablers inherit by closed sets; else by the best dependent's class */
	bool classes;  /* the score only says which class; sums of scores say nothing */
	bool unscored; /* the order has no score that a person would read */
	bool relative; /* the best score is shown as 100 too */
};

#define PM_METHOD(name) extern const struct pm_method pm_method_##name;
#include "parser/methods.def"
#undef PM_METHOD
extern const struct pm_method *const pm_methods[]; /* in the order of methods.def; ends with NULL */
/* A formula made a method; it is not in methods.def, since it has no name of its own. */
extern const struct pm_method pm_method_formula;
const struct pm_method *pm_method_find(struct pm_str name);
/* The nearest name, for a message; NULL: nothing is near. */
const char *pm_method_nearest(struct pm_str name);

/* -- a method made ready for one product: its scales, weights and suppositions */

struct pm_scale_word {
	struct pm_str word;
	double value;
};
struct pm_scale {
	struct pm_scale_word *words; /* in the arena; the team's before the method's own */
	size_t count;
};

struct pm_scoring {
	const struct pm_method *method;
	const struct pm_product *product; /* borrowed */
	struct pm_arena arena;
	struct pm_factor_def factors[PM_FACTORS_MAX];
	struct pm_scale scales[PM_FACTORS_MAX];
	double weights[PM_FACTORS_MAX]; /* of weighted; the middle of each factor's scale, of value-effort */
	size_t factor_count;
	struct pm_formula *formula; /* NULL: the method has its own */
	struct pm_str text;	    /* the formula, where it depends on the configuration; empty */
	bool ratio;
	const struct pm_supposition *suppositions; /* borrowed */
	size_t supposition_count;
	struct pm_scoring *then; /* what settles equal scores; NULL: the order of the file */
};

/* What --by says: a method, a formula, or several of them split at commas.  Heap; NULL, and err with the nearest right name or a
 * place in the formula. */
struct pm_scoring *pm_scoring_new(const struct pm_product *product, struct pm_str by, struct pm_buf *err);
void pm_scoring_free(struct pm_scoring *scoring); /* NULL is allowed */
/* The next of several that are split at commas, as --by has them; *at starts as 0.  False behind the last. */
bool pm_scoring_next(struct pm_str by, size_t *at, struct pm_str *part);
/* "rice", "formula", "moscow, then rice": as a title says it.  Appended. */
void pm_scoring_name(const struct pm_scoring *scoring, struct pm_buf *out);
/* The formula as a person writes it. */
struct pm_str pm_scoring_formula(const struct pm_scoring *scoring);
/* The item's score; `factors` has room for scoring->factor_count. */
void pm_scoring_score(const struct pm_scoring *scoring, const struct pm_item *item, struct pm_factor *factors,
		      struct pm_score *score);
/* The score of given factors: x has factor_count of them.  *value and *cost: above and below the line.  NaN where there is none. */
double pm_scoring_value(const struct pm_scoring *scoring, const double *x, double *value, double *cost);
/* The group of a score; NULL: the method has none. */
const char *pm_scoring_group(const struct pm_scoring *scoring, const struct pm_score *score);
/* Reads a value as the i-th factor is read, and says why it does not count, if so.  The unit of a size is its kind: "points",
 * "size", "money", the factor's time; empty: a bare number. */
enum pm_flaw pm_scoring_read(const struct pm_scoring *scoring, size_t factor, struct pm_str text, struct pm_number *number);

/* -- declared scores */

/* A score that stands beside what it is made of. */
struct pm_declared {
	const struct pm_method *method; /* by which it was recomputed */
	const struct pm_field *field;	/* where it stands */
	double declared, computed;
	bool agrees; /* as far as its decimals go */
};
/* Recomputes the score that an item declares: by the method that its label names, else by `scoring` (NULL: then it is not).  A
 * size that is written in another unit of time than the method's own is also tried as the bare number.  False: none is declared, it
 * is no number, or something is missing.  `ready` has a scoring for each of pm_methods, or NULL where there is none
 * (pm_scoring_all). */
bool pm_score_declared(struct pm_scoring *const *ready, const struct pm_scoring *scoring, const struct pm_item *item,
		       struct pm_declared *declared);
/* A scoring for each method, NULL where the configuration lacks what it needs; heap, freed by pm_scoring_all_free. */
struct pm_scoring **pm_scoring_all(const struct pm_product *product);
void pm_scoring_all_free(struct pm_scoring **all);

/* -- for the methods */

/* Sizes as numbers: time in months of 160 hours, weeks of 40, days of 8; all else as it stands.  number->unit is pm_size's;
 * empty: a bare number. */
bool pm_factor_months(struct pm_str text, struct pm_number *number);
bool pm_factor_weeks(struct pm_str text, struct pm_number *number);
bool pm_factor_days(struct pm_str text, struct pm_number *number);
/* 0 critical to 5 lowest, or a plain number above. */
bool pm_factor_priority(struct pm_str text, struct pm_number *number);
/* 4 must, 3 should, 2 could, 1 won't. */
bool pm_factor_moscow(struct pm_str text, struct pm_number *number);
/* Appends a factor that the method's table does not have; false: there is no room. */
bool pm_scoring_add(struct pm_scoring *scoring, struct pm_factor_def def);
/* Reads "value=3 urgency=2 effort=-1" into a table of all fields; those that are not named stay as they are.  False, and err with
 * the nearest right name; `key` is the name of the setting. */
bool pm_weights_read(struct pm_str text, const char *key, double weights[PM_FIELD_COUNT], struct pm_buf *err);
/* How a field is read where only its type says so. */
struct pm_factor_def pm_factor_of(enum pm_field_id field);

#endif
