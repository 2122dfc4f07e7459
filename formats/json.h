/* json: a small writer that knows its nesting.
 *
 * The one rule to know: commas, quotes, escapes and invalid UTF-8 are its business; the caller opens, names, writes and closes.
 */
#ifndef PM_JSON_H
#define PM_JSON_H

#include "formats/out.h"

#include <stdbool.h>

enum { PM_JSON_DEPTH = 64 };

struct pm_json {
	struct pm_out *out;
	int depth;
	bool first[PM_JSON_DEPTH], array[PM_JSON_DEPTH];
	bool named; /* a name was written and waits for its value */
	int breaks; /* levels that are broken over lines, two blanks a level; what is deeper stands on one line */
};

void pm_json_init(struct pm_json *json, struct pm_out *out, bool pretty); /* pretty: every level is broken */
void pm_json_object(struct pm_json *json);
void pm_json_object_end(struct pm_json *json);
void pm_json_array(struct pm_json *json);
void pm_json_array_end(struct pm_json *json);
void pm_json_name(struct pm_json *json, const char *name);
void pm_json_str(struct pm_json *json, struct pm_str s);
void pm_json_strz(struct pm_json *json, const char *s); /* NULL: null */
void pm_json_int(struct pm_json *json, int64_t n);
void pm_json_number(struct pm_json *json, double x); /* the shortest text that reads back as x; NaN and infinities: null */
void pm_json_bool(struct pm_json *json, bool b);
void pm_json_null(struct pm_json *json);
/* "errors": the lines of a text, as a list; nothing where there is none. */
void pm_json_errors(struct pm_json *json, struct pm_str lines);
void pm_json_end(struct pm_json *json); /* a line end behind the document */

/* A number as people write it: at most two decimals, "-0" never. */
void pm_number_round(double x, char out[32]);
/* The shortest text that reads back as x, without exponent where it is short: "5.2", "0.1", "1200". */
void pm_number_format(double x, char out[32]);

#endif
