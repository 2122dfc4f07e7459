/* pattern: regular expressions.  The only user of PCRE2: compile (JIT where there is one), match, with limits always set.
 *
 * The one rule to know: a match that hits a limit is PM_PATTERN_LIMIT, a fact of its own, never "no match".
 */
#ifndef PM_PATTERN_H
#define PM_PATTERN_H

#include "parser/str.h"

enum { PM_PATTERN_NONE = 0, PM_PATTERN_MATCH = 1, PM_PATTERN_LIMIT = -1 };
enum { PM_PATTERN_GROUPS = 16 }; /* group 0 is the whole match */

struct pm_pattern;
struct pm_match {
	ptrdiff_t from[PM_PATTERN_GROUPS]; /* byte offsets into the subject; -1: the group took no part */
	ptrdiff_t to[PM_PATTERN_GROUPS];
};

/* Compiles a pattern: UTF, without regard to case, `.` matches a line end only with (?s), `^` at the start of the subject only.
 * NULL and a message in err (with the offset of the error) when it is malformed. */
struct pm_pattern *pm_pattern_new(struct pm_str pattern, struct pm_buf *err);
void pm_pattern_free(struct pm_pattern *pattern);
/* Searches the subject (invalid UTF-8 matches nothing, and is no error).  Safe from several threads at once. */
int pm_pattern_match(const struct pm_pattern *pattern, struct pm_str subject, struct pm_match *match);
/* The offsets of a named group: its number, or -1. */
int pm_pattern_group(const struct pm_pattern *pattern, const char *name);
/* The PCRE2 version, for --version. */
const char *pm_pattern_library(void);

#endif
