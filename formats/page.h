/* page: what the views of a whole product share: the product judged once, and the cells, figures and sentences that they show.
 *
 * The one rule to know: a figure is made here or in parser/ and nowhere else, so that every view shows the same.
 */
#ifndef PM_PAGE_H
#define PM_PAGE_H

#include "formats/view.h"
#include "parser/flow.h"
#include "parser/progress.h"
#include "parser/roadmap.h"

struct pm_page {
	const struct pm_view_input *input;
	const struct pm_product *product;
	struct pm_report *report;
	struct pm_plan plan;
	struct pm_readiness ready;
	struct pm_progress *below; /* of every item */
	struct pm_periods sprints, releases;
	struct pm_roadmap roadmap;
	struct pm_flow *flow; /* heap; NULL: there is no history */
	bool *goal;	      /* of every item: it is a goal that counts: shown, active, not dropped */
	uint32_t *goals;      /* those, in the order of the files */
	size_t goal_count;
	struct pm_progress *serving; /* of every goal that counts: what serves it */
	struct pm_progress astray;   /* what serves none of them */
	struct pm_progress all;	     /* all work */
	bool *anchored;		     /* of every item: its place in the report is known */
	bool *mentioned;	     /* of every item: it was named, and has its place at the end (pm_page_index) */
};

void pm_page_init(struct pm_page *page, const struct pm_view_input *input, struct pm_report *report);
void pm_page_clear(struct pm_page *page);
/* The report's title, the product's name, and under it what it is and how much was read or selected; a product without a name
 * gives its place to what the view is. */
void pm_page_title(struct pm_page *page, const char *what);

/* Is a goal, a sprint or a release to be shown: nothing is selected, or it is, or this progress in it is of something selected? */
bool pm_page_chosen(const struct pm_page *page, uint32_t item, const struct pm_progress *progress);

/* The day an item became done, from the history, else as it says itself; PM_NO_DAY: it is not done, or the day is not known. */
pm_day pm_page_done_day(const struct pm_page *page, uint32_t item);
/* The day since which an item is in its state, from the history, else since when it is unchanged, as it says itself; PM_NO_DAY. */
pm_day pm_page_since(const struct pm_page *page, uint32_t item);

/* -- words and figures, in the report's arena */
const char *pm_plural(size_t n); /* "" or "s" */
struct pm_str pm_page_count(struct pm_page *page, size_t n, const char *what);
/* "PAY-1 Pay by card, PAY-2 Pay later and 3 more": the work for which is(page, item) is true; returns how many they are. */
size_t pm_page_names(struct pm_page *page, bool (*is)(const struct pm_page *page, uint32_t item), struct pm_str *names);
/* Is its estimate a range, which counts as its middle? */
bool pm_page_is_range(const struct pm_page *page, uint32_t item);
/* "points", "days", "items": what effort is counted in. */
const char *pm_page_unit(const struct pm_page *page);
struct pm_str pm_page_effort(struct pm_page *page, double effort);
struct pm_cell *pm_page_effort_cell(struct pm_page *page, double effort);
struct pm_str pm_page_day(struct pm_page *page, pm_day day);
/* Whole percent of a part, never rounded up to 100 nor down to 0: "99%" of 199 of 200. */
struct pm_str pm_page_percent(struct pm_page *page, double part, double all);
/* "3 of 8 done, 12 of 40 points"; empty: nothing is there. */
struct pm_str pm_page_progress(struct pm_page *page, const struct pm_progress *progress);
/* How much of it is done, 0 to 1: by effort where all of it has an estimate, else by count. */
double pm_page_part(const struct pm_page *page, const struct pm_progress *progress);
/* "G-1 Shoppers come back" */
struct pm_str pm_page_name(struct pm_page *page, uint32_t item);
/* "no criteria, no estimate, waits for PAY-3"; empty: nothing is lacking.  group: as pm_readiness_waits has it. */
struct pm_str pm_page_lacks(struct pm_page *page, uint32_t item, const uint32_t *group);
/* Adds a part to a text, with a dot between parts. */
void pm_page_part_add(struct pm_buf *text, struct pm_str part);
/* The text in the report's arena; the buffer is freed. */
struct pm_str pm_page_take(struct pm_page *page, struct pm_buf *text);
/* The share of capacity that a goal may use; below 0: it says none. */
double pm_page_share(const struct pm_page *page, uint32_t goal);
/* The day by which a goal is to be reached: what it says as such, else its due date.  The text is as it is written. */
bool pm_page_by(const struct pm_page *page, uint32_t goal, pm_day *by);
struct pm_str pm_page_by_text(const struct pm_page *page, uint32_t goal);
/* How much of the open effort is for this goal, 0 to 1; below 0: nothing is open. */
double pm_page_taken(const struct pm_page *page, const struct pm_progress *serving);
/* The ids of the goals that an item serves: "G-1, G-2". */
struct pm_str pm_page_goals(struct pm_page *page, uint32_t item);
/* The size in a field as it is written, or empty. */
struct pm_str pm_page_estimate(struct pm_page *page, uint32_t item);

/* -- cells and nodes */
bool pm_page_is_for(const struct pm_page *page, enum pm_reader reader);
/* Names an item in a cell.  The first time with an anchor where `place`: this is where the report shows it. */
struct pm_cell *pm_page_item(struct pm_page *page, uint32_t item, bool place);
struct pm_cell *pm_page_status(struct pm_page *page, uint32_t item);
void pm_page_facts(struct pm_page *page, const char *const *titles, size_t count);
/* "and 12 more items", where not all are shown. */
void pm_page_more(struct pm_page *page, size_t count, size_t shown, const char *what);
/* A paragraph for what a product has not got: what is missing and how to write it. */
void pm_page_hint(struct pm_page *page, const char *text);
/* The items that were named and have no place yet, and where they are written. */
void pm_page_index(struct pm_page *page);

#endif
