/* section_disagreement: where direction and backlog disagree: what a product manager and a product owner have to talk about. */
#include "formats/section.h"
#include "formats/words.h"

#include <math.h>
#include <stdlib.h>

#define SHARE_FAR 0.15 /* as in section_goals */
enum {
	NAMED = 5,   /* of many items so many are named */
	ENTRIES = 24 /* of the roadmap */
};

/* The list, and how many more the roadmap may add to it: what is beyond is counted. */
struct list {
	struct pm_page *page;
	size_t room, left_out;
};

static void say(struct pm_page *page, uint32_t item, struct pm_str what)
{
	struct pm_cell *cell = pm_page_item(page, item, false);

	cell->note = what;
	cell->tone = PM_TONE_WARN;
}

static bool has_room(struct list *list)
{
	if (list->room == 0) {
		list->left_out++;
		return false;
	}
	list->room--;
	return true;
}

static bool has_measure(const struct pm_page *page, uint32_t goal)
{
	const struct pm_item *it = &page->product->items[goal];

	return pm_item_text(page->product, it, PM_FIELD_METRIC).n > 0 || pm_item_text(page->product, it, PM_FIELD_TARGET).n > 0;
}

static void add_goal(struct pm_page *page, uint32_t goal)
{
	const struct pm_progress *serving = &page->serving[goal];
	double share = pm_page_share(page, goal), taken = pm_page_taken(page, serving);

	if (serving->all == 0)
		say(page, goal, PM_STR(SAY_NOTHING_IN_THE_BACKLOG_SERVES_THIS));
	else if (serving->done == serving->all)
		say(page, goal, PM_STR(SAY_ALL_THAT_SERVES_THIS_GOAL_IS));
	else if (share >= 0 && taken >= 0 && fabs(taken - share) > SHARE_FAR)
		say(page, goal,
		    pm_report_text(page->report, SAY_TAKES_X_OF_THE_OPEN_EFFORT,
				   PM_FMT(pm_page_percent(page, pm_progress_left(serving), pm_progress_left(&page->all))),
				   PM_FMT(pm_report_figure(page->report, share, "%"))));
	if (!has_measure(page, goal))
		say(page, goal, PM_STR(SAY_HAS_NO_MEASURE_NOBODY_CAN_SAY));
}

static void add_astray(struct pm_page *page)
{
	size_t open = page->astray.all - page->astray.done, shown = 0;
	struct pm_buf names = {0};
	struct pm_cell *cell;

	if (page->goal_count == 0 || open == 0)
		return;
	for (uint32_t i = 0; i < page->product->item_count && shown < NAMED; i++) {
		uint32_t goals[PM_ITEM_GOALS_MAX];

		if (!page->plan.work[i] || !pm_plan_open(&page->plan, i) ||
		    pm_progress_serves(&page->plan, i, page->goal, goals) > 0)
			continue;
		pm_buf_addz(&names, shown > 0 ? ", " : "");
		pm_view_name(page->input, i, &names);
		page->mentioned[i] = true;
		shown++;
	}
	if (open > shown)
		pm_buf_addf(&names, SAY_AND_N_MORE, (unsigned long)(open - shown));
	cell = pm_report_cell(page->report, pm_report_text(page->report, SAY_N_OPEN_ITEM_NO_GOAL, (unsigned long)open,
							   open == 1 ? SAY_SERVES : SAY_S_SERVE));
	cell->tone = PM_TONE_WARN;
	cell->note = pm_page_take(page, &names);
}

/* -- the roadmap */

/* What the entry needs that stands in a later lane; PM_NO_ITEM. */
static uint32_t needs_later(const struct pm_roadmap *roadmap, size_t entry)
{
	for (uint32_t a = roadmap->needs.first[entry]; a < roadmap->needs.first[entry + 1]; a++)
		if (roadmap->entries[roadmap->needs.to[a]].lane > roadmap->entries[entry].lane)
			return roadmap->needs.to[a];
	return PM_NO_ITEM;
}

static bool is_ready(const struct pm_page *page, uint32_t item)
{
	return page->below[item].ready + page->below[item].started > 0 || page->ready.ready[item];
}

/* What is wrong with an entry under "now" that nobody can begin: it may be the story itself, or be made of stories. */
static void say_unready(struct pm_page *page, uint32_t item)
{
	struct pm_str lacks = page->plan.work[item] ? pm_page_lacks(page, item, NULL) : PM_STR("");

	if (lacks.n > 0)
		say(page, item, pm_report_text(page->report, SAY_IS_PLANNED_FOR_NOW_AND_LACKS, PM_FMT(lacks)));
	else if (page->below[item].all > 0)
		say(page, item, PM_STR(SAY_IS_PLANNED_FOR_NOW_AND_NOTHING));
	else
		say(page, item, PM_STR(SAY_IS_PLANNED_FOR_NOW_AND_NO));
}

static void add_entry(struct list *list, size_t e)
{
	struct pm_page *page = list->page;
	const struct pm_entry *entry = &page->roadmap.entries[e];
	const struct pm_progress *below = &page->below[entry->item];
	uint32_t later = needs_later(&page->roadmap, e);
	struct pm_size budget;
	double size;

	if (page->ready.settled[entry->item])
		return;
	if (page->roadmap.lanes[entry->lane].horizon == PM_HORIZON_NOW && !is_ready(page, entry->item) && has_room(list))
		say_unready(page, entry->item);
	if (later != PM_NO_ITEM && has_room(list)) {
		uint32_t other = page->roadmap.entries[later].item;
		struct pm_buf text = {0};

		pm_buf_addz(&text, SAY_WAITS_FOR);
		pm_view_name(page->input, other, &text);
		pm_buf_addf(&text, SAY_WHICH_STANDS_UNDER_X, PM_FMT(page->roadmap.lanes[page->roadmap.entries[later].lane].name));
		page->mentioned[other] = true;
		say(page, entry->item, pm_page_take(page, &text));
	}
	if (pm_item_size(page->product, &page->product->items[entry->item], PM_FIELD_BUDGET, &budget) &&
	    (size = pm_plan_size(&page->plan, &budget)) >= 0 && below->effort > size && has_room(list))
		say(page, entry->item,
		    pm_report_text(page->report, SAY_COMES_TO_X_ITS_BUDGET_IS, PM_FMT(pm_page_effort(page, below->effort)),
				   PM_FMT(pm_page_effort(page, size))));
}

static void add_launches(struct pm_page *page)
{
	struct pm_notes_count *notes = pm_section_notes(page);

	for (size_t k = 0; notes && k < page->releases.count; k++) {
		const struct pm_period *release = &page->releases.list[k];
		uint32_t lacking = notes[k].done - notes[k].noted;
		struct pm_cell *cell;
		struct pm_str what;

		if (lacking == 0)
			continue;
		what = pm_report_text(page->report, SAY_N_OF_ITS_N_DONE_ITEM, (unsigned long)lacking, (unsigned long)notes[k].done,
				      notes[k].done == 1 ? SAY_HAS : SAY_S_HAVE);
		if (release->item != PM_NO_ITEM) {
			say(page, release->item, what);
			continue;
		}
		cell = pm_report_cell(page->report, release->name);
		cell->note = what;
		cell->tone = PM_TONE_WARN;
	}
	free(notes);
}

/* The list is made and, where it stays empty, said to be. */
bool pm_section_disagreement(struct pm_page *page)
{
	struct list list = {.page = page, .room = ENTRIES};
	struct pm_node *node;

	if (page->goal_count == 0 && (page->roadmap.count == 0 || page->roadmap.lanes[0].horizon == PM_HORIZON_NONE))
		return false;
	pm_report_heading(page->report, 2, PM_STR(SAY_WHERE_DIRECTION_AND_BACKLOG_DISAGREE), "disagreement");
	node = pm_report_node(page->report, PM_NODE_LIST, NULL, 0);
	node->empty = SAY_NOWHERE_EVERY_GOAL_IS_SERVED_IN;
	for (size_t i = 0; i < page->goal_count; i++)
		if (!pm_plan_done(&page->plan, page->goals[i]))
			add_goal(page, page->goals[i]);
	add_astray(page);
	for (size_t e = 0; e < page->roadmap.count; e++)
		add_entry(&list, e);
	add_launches(page);
	pm_page_more(page, list.left_out, 0, SAY_DISAGREEMENT);
	return true;
}
