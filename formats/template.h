/* template: a text with holes, filled from a tree of values: the logic-less part of Mustache.
 *
 *   {{name}}               the value; text is escaped for Markdown, and a release note keeps its own markup but mentions nobody
 *   {{{name}}} {{&name}}   the value as it stands
 *   {{#name}} ... {{/name}}  for each entry of a list; once where there is a value
 *   {{^name}} ... {{/name}}  where there is none
 *   {{.}}                  the entry itself
 *   {{! a comment }}
 *
 * A tag of a section or a comment that stands alone on its line takes the line with it.
 *
 * The one rule to know: a template can name what there is and nothing else: no code, no files, no partials, no other delimiters.
 */
#ifndef PM_TEMPLATE_H
#define PM_TEMPLATE_H

#include "formats/value.h"

/* Fills the template.  0, or -1 and err with the line and what is wrong ("line 3: ..."), and nothing in out. */
int pm_template_fill(struct pm_str text, const struct pm_value *values, struct pm_out *out, struct pm_buf *err);

#endif
