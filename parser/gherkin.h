/* gherkin: the words that begin steps and scenarios, in every dialect of Gherkin.
 *
 * The one rule to know: the dialects are data (gherkin.def).  A step word counts only at the start of a line, with a blank or
 * emphasis behind it where the language writes one.
 */
#ifndef PM_GHERKIN_H
#define PM_GHERKIN_H

#include "parser/str.h"

enum pm_step {
	PM_STEP_NONE,
	PM_STEP_GIVEN,
	PM_STEP_WHEN,
	PM_STEP_THEN,
	PM_STEP_AND, /* and "but" */
	PM_STEP_SCENARIO,
	PM_STEP_BACKGROUND,
	PM_STEP_EXAMPLES,
	PM_STEP_FEATURE /* and "rule" */
};

/* What the line begins with.  Markup, list markers and numbering in front are skipped; *length is the bytes to behind the word.
 * Words that begin ordinary lines as well ("I" is Polish for "and") are not taken. */
enum pm_step pm_step_read(struct pm_str line, size_t *length);
/* The same where steps go on: `chain` begins with one of them, and the ordinary words of its dialects are taken, too. */
enum pm_step pm_step_read_next(struct pm_str chain, struct pm_str line, size_t *length);

#endif
