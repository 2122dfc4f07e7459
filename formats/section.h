/* section: parts of a report that more than one view shows.
 *
 * To add one: one file formats/section_NAME.c, and its function here.
 *
 * The one rule to know: a section that has nothing to say adds nothing and returns false, and the view decides whether to say what
 * is missing.  `most` is how many rows it shows at most; it says how many more there are.
 */
#ifndef PM_SECTION_H
#define PM_SECTION_H

#include "formats/page.h"

/* "35%", "12 shops": a figure of a goal's measure. */
struct pm_str pm_section_measure(struct pm_page *page, const struct pm_number *number);
/* The goals with their measures and what serves them. */
bool pm_section_goals(struct pm_page *page, size_t most);
/* The open effort by goal, against the goal's share. */
bool pm_section_shares(struct pm_page *page, size_t most);
/* Where direction and backlog disagree. */
bool pm_section_disagreement(struct pm_page *page);
/* The roadmap's entries under their lanes. */
bool pm_section_lanes(struct pm_page *page, size_t most);
/* The figures of the roadmap's entries, where any entry has them. */
struct pm_entry_figures {
	bool serves, stage, ready, budget, needs;
};
/* The columns for them: the first is the entry, the second its progress.  Returns how many. */
size_t pm_section_entry_columns(struct pm_page *page, struct pm_entry_figures *figures, struct pm_column columns[8]);
/* One entry's cells for those columns, with this progress. */
void pm_section_entry_cells(struct pm_page *page, const struct pm_entry_figures *figures, size_t entry,
			    const struct pm_progress *progress);
/* The roadmap's entries as a board with these lanes; lane_of: of every entry. */
void pm_section_board(struct pm_page *page, const uint32_t *lane_of, const struct pm_str *names, size_t lanes, size_t most);
/* One sprint: goal, days, capacity, what fits, what each item lacks, what could still come into it. */
void pm_section_sprint(struct pm_page *page, uint32_t sprint, size_t most);
/* How a sprint burns up, as far as the days are known; where they are not, how they would be. */
void pm_section_burnup(struct pm_page *page, uint32_t sprint);
/* The releases: date, progress, launch checklist, release notes. */
bool pm_section_releases(struct pm_page *page, size_t most);
/* Of a release: how many of its done items that the public sees have a release note. */
struct pm_notes_count {
	uint32_t done, noted;
};
struct pm_notes_count *pm_section_notes(const struct pm_page *page); /* of every release, heap */
/* How work moves, and when the open items will be done, from the history. */
bool pm_section_flow(struct pm_page *page);
/* What customers asked for, by weight, and what became of it. */
bool pm_section_feedback(struct pm_page *page, size_t most);

#endif
