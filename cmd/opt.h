/* opt: command lines.  One table a program gives parsing, --help and completion.
 *
 * The one rule to know: a wrong option names the nearest right one and exits 2.
 */
#ifndef PM_OPT_H
#define PM_OPT_H

#include "parser/str.h"

#include <stdarg.h>
#include <stdbool.h>

enum pm_opt_type {
	PM_OPT_FLAG,   /* bool */
	PM_OPT_VALUE,  /* const char *; the last one given counts */
	PM_OPT_CHOICE, /* const char *; one of `values` and nothing else */
	PM_OPT_LIST,   /* struct pm_opt_list; may be repeated */
	PM_OPT_NUMBER, /* long long, from 0 */
	PM_OPT_GROUP   /* no option: `help` is the heading of those that follow */
};

/* A table ends with an entry that has no help. */
struct pm_opt {
	const char *name; /* long name, without dashes; NULL: there is only the letter */
	char letter;	  /* 0: none */
	enum pm_opt_type type;
	void *to;	    /* bool *, const char **, struct pm_opt_list *, long long * */
	const char *arg;    /* what stands behind it in --help: "DIR"; NULL for flags */
	const char *help;   /* no capital, no full stop */
	const char *values; /* what completion offers, split at `|`; NULL */
};

struct pm_opt_list {
	const char **list; /* heap; the strings are borrowed from argv */
	size_t count, cap;
};

void pm_opt_list_add(struct pm_opt_list *list, const char *s);
void pm_opt_list_clear(struct pm_opt_list *list);

/* Parses; operands (with "-" among them, and all behind "--") are left in operands.  0; -1 after a message on standard error. */
int pm_opt_parse(const char *program, const struct pm_opt *table, int argc, char **argv, struct pm_opt_list *operands);
void pm_opt_help(const struct pm_opt *table, struct pm_buf *out);
/* bash, zsh or fish completion from the same table; operands: what the first operand may be, split at `|`, or NULL: a file.
 * False: no such shell. */
bool pm_opt_completion(const char *program, const struct pm_opt *table, const char *operands, struct pm_str shell,
		       struct pm_buf *out);

/* The part of a list split at `|` that starts at *at; false behind the last.  *at starts as 0. */
bool pm_opt_value_next(const char *values, size_t *at, struct pm_str *value);
bool pm_opt_value_has(const char *values, struct pm_str value);
/* The names of a table as such a list; name(i) is NULL behind the last.  Heap. */
char *pm_opt_values(const char *(*name)(size_t i));
/* Appends "did you mean 'b'? There are a, b, c", or "there are a, b, c" where none is near. */
void pm_opt_value_hint(const char *values, struct pm_str wrong, struct pm_buf *out);

/* What printf would print, appended. */
__attribute__((format(printf, 2, 0))) void pm_opt_format(struct pm_buf *out, const char *format, va_list args);
/* One line on standard error, "program: message", control characters shown.  The second says --help too. */
__attribute__((format(printf, 2, 0))) void pm_opt_complain(const char *program, const char *format, va_list args);
__attribute__((format(printf, 2, 3))) void pm_opt_usage(const char *program, const char *format, ...);

#endif
