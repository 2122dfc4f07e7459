/* fields: the one table of fields, and what their values mean.
 *
 * The one rule to know: fields.def is the only place where a field is named.  The reader, the rules, the formula language, the
 * man pages and the editor all take names, aliases, types and documentation from it.
 */
#ifndef PM_FIELDS_H
#define PM_FIELDS_H

#include "parser/date.h"
#include "parser/str.h"

#include <stdbool.h>
#include <stdint.h>

enum pm_field_type {
	PM_TYPE_STATE,	   /* a workflow state */
	PM_TYPE_WORD,	   /* one of the field's values */
	PM_TYPE_PRIORITY,  /* P0..P5, critical..low, MoSCoW, a number */
	PM_TYPE_SIZE,	   /* points, T-shirt, or time; may be a range */
	PM_TYPE_NUMBER,	   /* may be a range, may have a unit */
	PM_TYPE_MONEY,	   /* a number with a unit of money (per time) */
	PM_TYPE_PERCENT,   /* a fraction of one */
	PM_TYPE_LINKS,	   /* ids, picked out of prose */
	PM_TYPE_DIRECTION, /* ids, or text where there are none */
	PM_TYPE_PLAN,	   /* a sprint, release, version, quarter, date, horizon */
	PM_TYPE_DATE,
	PM_TYPE_NAMES, /* people and roles */
	PM_TYPE_LIST,  /* words, split at commas */
	PM_TYPE_TEXT,
	PM_TYPE_URL,
	PM_TYPE_BOOL
};

enum pm_field_id {
#define PM_FIELD(id, name, type, group, values, aliases, doc) PM_FIELD_##id,
#include "parser/fields.def"
#undef PM_FIELD
	PM_FIELD_COUNT,
	PM_FIELD_CUSTOM = PM_FIELD_COUNT /* an unknown label: kept as it is written */
};

struct pm_field_def {
	const char *name; /* canonical, with blanks: "depends on" */
	const char *key;  /* the same with underscores, as JSON has it */
	enum pm_field_type type;
	const char *group;   /* "plan", "score", "link", ... */
	const char *values;  /* allowed values, split at `|`; NULL: any */
	const char *aliases; /* split at `;` */
	const char *doc;     /* one sentence */
};

extern const struct pm_field_def pm_fields[PM_FIELD_COUNT];

/* The field a label names: without regard to case, emphasis, trailing colon, emoji, numbering, dashes and blanks.
 * PM_FIELD_CUSTOM when there is none. */
enum pm_field_id pm_field_find(struct pm_str label);
/* The same for the head of a table's column, where R, I, C, E, V, `#`, `No` and `Nr` are names too. */
enum pm_field_id pm_field_find_column(struct pm_str label);
/* What a label is compared as: its letters and digits in lower case, into out.  How many bytes; 0: it is no label. */
enum { PM_LABEL_MAX = 96 };
size_t pm_field_fold(struct pm_str label, char out[PM_LABEL_MAX]);

/* Another label that the team writes for a field. */
struct pm_field_alias {
	struct pm_str label; /* folded by pm_field_fold */
	enum pm_field_id field;
};
/* The team's labels come first in what the two functions above find, on this thread, until they are set anew.  Sorted by
 * pm_str_cmp, borrowed; a count of 0: there are none. */
void pm_field_use_aliases(const struct pm_field_alias *aliases, size_t count);

/* The name of the field whose name or alias is nearest, for a message; NULL: nothing is near. */
const char *pm_field_nearest(struct pm_str label);
const char *pm_field_type_name(enum pm_field_type type);

/* -- values */

/* A number, or a range of them.  unit is all that stands behind it, whatever it is, borrowed from the text: pm_tail_of tells what
 * it is worth, and amount.h whether a field can mean it. */
struct pm_number {
	double low, high;
	struct pm_str unit;
	bool percent; /* a percent sign was written; low and high are fractions then */
};
/* Reads "4000", "0,9", "80%", "1,120", "4k", "140 users/month", "3-8", "2..5", "~3", "**168,0**", "8/10", "1e6".  A comma before exactly
 * three digits separates thousands when one to three digits, not a lone 0, precede it; else it is a decimal comma. */
bool pm_number_read(struct pm_str text, struct pm_number *number);
/* What stands behind a number.  The order is from what is surely no part of another value to what surely is. */
enum pm_tail {
	PM_TAIL_NONE,	/* nothing but signs and remarks: what is in brackets, or behind a dash that stands alone */
	PM_TAIL_UNIT,	/* points, money, "x" */
	PM_TAIL_WORDS,	/* other words: "users/month" */
	PM_TAIL_PART,	/* "/10": out of so many, which is *of */
	PM_TAIL_STRANGE /* further figures, or signs that part values: "; 4", ", Effort: 5" */
};
enum pm_tail pm_tail_of(struct pm_str unit, double *of);
/* Confidence as a fraction: above 1 is a percentage; "8/10" and high, medium, low are understood.  It may be above 1 or below 0:
 * amount.h judges that. */
bool pm_confidence_read(struct pm_str text, struct pm_number *number);
/* none, -, n/a, [], empty, in several languages. */
bool pm_value_empty(struct pm_str text);

/* Sizes, with a unit that is known or none, and remarks behind.  unit: "points", "h", "d", "w", "m" (months), "money", or "size" with the T-shirt mapped XS 1 S 2 M 3 L 5 XL 8 XXL 13. */
struct pm_size {
	double low, high;
	const char *unit;
	bool bare; /* no unit is written */
};
bool pm_size_read(struct pm_str text, struct pm_size *size);

/* Priorities on one scale: 0 critical, 1 high, 2 medium, 3 low, 4 lowest or won't, 5; -1: not understood.  MoSCoW must 0, should 1,
 * could 2, won't 4; stars count down from five.  A plain number n above 5 is kept in *number and gives -1; *number is left alone
 * where there is none, and number may be NULL. */
int pm_priority_read(struct pm_str text, double *number);
enum pm_moscow { PM_MOSCOW_NONE, PM_MOSCOW_MUST, PM_MOSCOW_SHOULD, PM_MOSCOW_COULD, PM_MOSCOW_WONT };
enum pm_moscow pm_moscow_read(struct pm_str text);
bool pm_bool_read(struct pm_str text, bool *value);

/* The class of a workflow state. */
enum pm_state_class { PM_STATE_NONE, PM_STATE_IDEA, PM_STATE_OPEN, PM_STATE_STARTED, PM_STATE_DONE, PM_STATE_DROPPED };
const char *pm_state_class_name(enum pm_state_class state); /* "idea", ...; NULL for PM_STATE_NONE */
/* The first known word or emoji of a status text carries it: *word is that part of the text.  Common states of thirteen languages;
 * a configured workflow is asked first, by pm_config_state (config.h). */
enum pm_state_class pm_state_read(struct pm_str text, struct pm_str *word);

/* Horizons of a roadmap. */
enum pm_horizon { PM_HORIZON_NONE, PM_HORIZON_NOW, PM_HORIZON_NEXT, PM_HORIZON_LATER, PM_HORIZON_DONE };
enum pm_horizon pm_horizon_read(struct pm_str text);
const char *pm_horizon_name(enum pm_horizon horizon);

#endif
