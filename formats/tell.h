/* tell: changes in words, for the formats that show them.
 *
 * The one rule to know: every format shows the same changes, those that --select and the audience leave; what a change is called,
 * and under which heading it is told, is decided here.
 */
#ifndef PM_TELL_H
#define PM_TELL_H

#include "formats/view.h"

/* In the order in which they are told. */
enum pm_tell_group {
	PM_TELL_DIRECTION, /* vision, goals, initiatives, sprints, releases, personas */
	PM_TELL_DONE,
	PM_TELL_REOPENED,
	PM_TELL_DROPPED,
	PM_TELL_ADDED,
	PM_TELL_REMOVED,
	PM_TELL_SPLIT,
	PM_TELL_MERGED,
	PM_TELL_CHANGED,
	PM_TELL_RANK,
	PM_TELL_FINDING,
	PM_TELL_GROUPS
};
enum pm_tell_group pm_tell_group(const struct pm_changes *changes, const struct pm_change *change);
const char *pm_tell_title(enum pm_tell_group group); /* "Goals and roadmap" */

/* Is the change to be told to this audience? */
bool pm_tell_shows(const struct pm_view_input *input, const struct pm_change *change);
/* And is it worth a word to people?  That a finished item's criteria are ticked goes without saying. */
bool pm_tell_says(const struct pm_view_input *input, const struct pm_change *change);
/* The item that a change is about, as it is now, else as it was, and its product; NULL: it is about none. */
const struct pm_item *pm_tell_item(const struct pm_changes *changes, const struct pm_change *change,
				   const struct pm_product **product);
/* "PAY-12", a title in quotes, or a place.  Appended. */
void pm_tell_name(const struct pm_product *product, const struct pm_item *item, struct pm_buf *out);
/* What became what: "estimate", "criterion 3 reworded", "moved to another file".  Appended. */
void pm_tell_what(const struct pm_change *change, struct pm_buf *out);
/* Both texts so that they fit a line and show where they differ: long ones are cut, with an ellipsis.  `most` counts bytes. */
void pm_tell_texts(const struct pm_change *change, size_t most, struct pm_buf *from, struct pm_buf *to);
/* How many things each group has to say: items, and for rank and findings changes. */
struct pm_tell_counts {
	size_t of[PM_TELL_GROUPS];
	size_t findings_new, findings_mended;
};
struct pm_tell_counts pm_tell_count(const struct pm_view_input *input);
/* "3 added, 1 split, 2 done; 2 findings new"; "nothing changed".  Appended. */
void pm_tell_summary(const struct pm_tell_counts *counts, struct pm_buf *out);

/* The formats of the view that tell it their own way. */
void pm_tell_json(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out);
void pm_tell_message(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out);

#endif
