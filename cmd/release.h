/* release: what release notes need beside the view: the range from the last tag, the commits, the template, the changelog.
 *
 * The one rule to know: notes are of commits, never of the work tree, so that the same range gives the same bytes on every day.
 */
#ifndef PM_CMD_RELEASE_H
#define PM_CMD_RELEASE_H

#include "cmd/compare.h"

struct pm_release {
	struct pm_compare *compare;
	/* options */
	const char *version, *prepend, *template_file;
	/* what came of them */
	bool check; /* of prepend: is it there? */
	struct pm_git_tag here, before;
	struct pm_notes notes;
	struct pm_buf filled;
	struct pm_view_notes view;
	bool made;
};

/* After the options, before pm_run_read: takes the range, decides what is written.  -1: go on; else the status to exit with. */
int pm_release_parse(struct pm_release *release, struct pm_compare *compare);
/* After pm_run_read: finds range, items and commits.  0; -1 after a message. */
int pm_release_make(struct pm_release *release);
/* Fills the template, and writes (or checks) the changelog; input is what the view will be made from. */
void pm_release_write(struct pm_release *release, const struct pm_view_input *input);
void pm_release_clear(struct pm_release *release);

#endif
