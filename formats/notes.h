/* notes: release notes as values and as a section of a changelog, for the formats that show them.
 *
 * The one rule to know: every format has the same entries, those that --select and the audience leave.  Customers see no internal
 * items, no ids, no people and nothing that is said to the team.
 */
#ifndef PM_FORMATS_NOTES_H
#define PM_FORMATS_NOTES_H

#include "formats/value.h"
#include "formats/view.h"

bool pm_notes_shows(const struct pm_view_input *input, const struct pm_note *note);
/* How many entries are shown. */
size_t pm_notes_count(const struct pm_view_input *input);
/* pm-notes/1 as a tree.  input->notes and input->compared must be there. */
struct pm_value *pm_notes_value(const struct pm_view_input *input, struct pm_arena *arena);
/* The groups of a version with their entries, headings of the given level, as Markdown; ends with a line end, or is nothing. */
void pm_notes_groups(const struct pm_view_input *input, int level, struct pm_out *out);
/* The line of an entry as plain text, for a report: "Breaking: CVE-2026-1: text".  Appended. */
void pm_notes_plain(const struct pm_note *note, struct pm_buf *out);
/* "PAY-12; Ada, Bob; 1a2b3c4, 5d6e7f8": what the team wants to know of an entry; nothing for customers.  Appended. */
void pm_notes_evidence(const struct pm_view_input *input, const struct pm_note *note, struct pm_buf *out);

#endif
