/* section_lanes: the roadmap's entries under now, next, later, or whatever its lanes are. */
#include "formats/section.h"
#include "formats/words.h"

#include <stdlib.h>

/* Which figures any entry has. */
static struct pm_entry_figures find_figures(const struct pm_page *page)
{
	struct pm_entry_figures has = {0};
	bool owner = pm_page_is_for(page, PM_READER_OWNER), manager = pm_page_is_for(page, PM_READER_MANAGER);

	for (size_t e = 0; e < page->roadmap.count; e++) {
		uint32_t item = page->roadmap.entries[e].item, goals[PM_ITEM_GOALS_MAX];
		const struct pm_item *it = &page->product->items[item];

		has.serves = has.serves || (manager && pm_plan_goals(&page->plan, item, goals) > 0);
		has.stage = has.stage || (manager && pm_item_text(page->product, it, PM_FIELD_STAGE).n > 0);
		has.budget = has.budget || (manager && pm_item_text(page->product, it, PM_FIELD_BUDGET).n > 0);
		has.ready = has.ready || (owner && page->below[item].all > 0);
		has.needs = has.needs || page->roadmap.needs.first[e + 1] > page->roadmap.needs.first[e];
	}
	return has;
}

/* The first column is the entry itself; the second its progress. */
size_t pm_section_entry_columns(struct pm_page *page, struct pm_entry_figures *figures, struct pm_column columns[8])
{
	const struct pm_entry_figures has = *figures = find_figures(page);
	size_t n = 0;

	columns[n++] = (struct pm_column){PM_STR(SAY_ITEM_TITLE), "item", PM_ALIGN_LEFT, true};
	columns[n++] = (struct pm_column){PM_STR(SAY_PROGRESS), "progress", PM_ALIGN_LEFT, false};
	if (has.ready)
		columns[n++] = (struct pm_column){PM_STR(SAY_READY), "ready", PM_ALIGN_RIGHT, false};
	if (has.serves)
		columns[n++] = (struct pm_column){PM_STR(SAY_SERVES_TITLE), "goals", PM_ALIGN_LEFT, false};
	if (has.stage)
		columns[n++] = (struct pm_column){PM_STR(SAY_STAGE), "stage", PM_ALIGN_LEFT, false};
	if (has.budget)
		columns[n++] = (struct pm_column){PM_STR(SAY_BUDGET), "budget", PM_ALIGN_RIGHT, false};
	if (has.needs)
		columns[n++] = (struct pm_column){PM_STR(SAY_NEEDS), "needs", PM_ALIGN_LEFT, false};
	return n;
}

static void add_progress(struct pm_page *page, uint32_t item, const struct pm_progress *progress)
{
	struct pm_cell *cell;

	if (progress->all == 0) {
		pm_page_status(page, item);
		return;
	}
	cell = pm_report_cell(page->report, pm_page_progress(page, progress));
	cell->tone = progress->done == progress->all ? PM_TONE_GOOD : PM_TONE_NONE;
}

static void add_budget(struct pm_page *page, uint32_t item)
{
	const struct pm_item *it = &page->product->items[item];
	struct pm_str text = pm_item_text(page->product, it, PM_FIELD_BUDGET);
	struct pm_cell *cell =
		pm_report_cell(page->report, text.n > 0 ? pm_report_text(page->report, SAY_BUDGET_X, PM_FMT(text)) : PM_STR(""));
	struct pm_size budget;
	double size;

	if (!pm_item_size(page->product, it, PM_FIELD_BUDGET, &budget) || (size = pm_plan_size(&page->plan, &budget)) < 0)
		return;
	cell->number = size;
	cell->has_number = true;
	if (page->below[item].effort > size)
		cell->tone = PM_TONE_WARN;
}

static void add_needs(struct pm_page *page, size_t entry)
{
	const struct pm_roadmap *roadmap = &page->roadmap;
	struct pm_buf text = {0};
	bool later = false;

	for (uint32_t a = roadmap->needs.first[entry]; a < roadmap->needs.first[entry + 1]; a++) {
		const struct pm_entry *other = &roadmap->entries[roadmap->needs.to[a]];

		pm_buf_addz(&text, text.n > 0 ? ", " : SAY_NEEDS_PART);
		pm_view_name(page->input, other->item, &text);
		page->mentioned[other->item] = true;
		later = later || other->lane > roadmap->entries[entry].lane;
	}
	pm_report_cell(page->report, pm_page_take(page, &text))->tone = later ? PM_TONE_WARN : PM_TONE_NONE;
}

void pm_section_entry_cells(struct pm_page *page, const struct pm_entry_figures *figures, size_t entry,
			    const struct pm_progress *progress)
{
	const struct pm_entry_figures has = *figures;
	uint32_t item = page->roadmap.entries[entry].item;

	if (pm_plan_done(&page->plan, item))
		pm_page_item(page, item, true)->tone = PM_TONE_GOOD;
	else
		pm_page_item(page, item, true);
	add_progress(page, item, progress);
	if (has.ready && progress->all > 0)
		pm_report_number(page->report, progress->ready, NULL);
	else if (has.ready)
		pm_report_cell(page->report, PM_STR(""));
	if (has.serves)
		pm_report_cell(page->report, pm_page_goals(page, item));
	if (has.stage)
		pm_report_cell(page->report, pm_item_text(page->product, &page->product->items[item], PM_FIELD_STAGE));
	if (has.budget)
		add_budget(page, item);
	if (has.needs)
		add_needs(page, entry);
}

/* -- the lanes */

/* The entries lane by lane, in the order of the files: where each lane begins in order[], one more than there are lanes.  Heap. */
static size_t *sort_by_lane(const uint32_t *lane_of, size_t entries, size_t lanes, uint32_t **order)
{
	size_t *first = pm_calloc(lanes + 2, sizeof(*first));
	size_t *at = pm_calloc(lanes + 1, sizeof(*at));

	*order = pm_calloc(entries + 1, sizeof(**order));
	for (size_t e = 0; e < entries; e++)
		first[lane_of[e] + 1]++;
	for (size_t l = 0; l < lanes; l++) {
		first[l + 1] += first[l];
		at[l] = first[l];
	}
	for (size_t e = 0; e < entries; e++)
		(*order)[at[lane_of[e]]++] = (uint32_t)e;
	free(at);
	return first;
}

/* What the heads of the lanes do not say. */
static struct pm_str lanes_say(struct pm_page *page)
{
	const struct pm_roadmap *roadmap = &page->roadmap;
	size_t done = 0, waiting = 0;
	struct pm_buf text = {0};

	for (size_t e = 0; e < roadmap->count; e++) {
		done += page->ready.settled[roadmap->entries[e].item];
		waiting += roadmap->needs.first[e + 1] > roadmap->needs.first[e];
	}
	pm_buf_addf(&text, SAY_N_ON_THE_ROADMAP, (unsigned long)roadmap->count);
	if (done > 0)
		pm_buf_addf(&text, SAY_N_OF_THEM_DONE, (unsigned long)done);
	if (waiting > 0)
		pm_buf_addf(&text, SAY_N_WAITING_FOR_ANOTHER, (unsigned long)waiting);
	pm_buf_addc(&text, '.');
	return pm_page_take(page, &text);
}

void pm_section_board(struct pm_page *page, const uint32_t *lane_of, const struct pm_str *names, size_t lanes, size_t most)
{
	const struct pm_roadmap *roadmap = &page->roadmap;
	struct pm_entry_figures figures;
	struct pm_column columns[8];
	uint32_t *order;
	size_t *first = sort_by_lane(lane_of, roadmap->count, lanes, &order), left_out = 0;
	size_t n = pm_section_entry_columns(page, &figures, columns);

	pm_report_picture(page->report, PM_NODE_BOARD, PM_STR(""), lanes_say(page), columns, n)->picture->group_title =
		PM_STR(SAY_WHEN);
	for (size_t l = 0; l < lanes; l++) {
		pm_report_group(page->report, names[l]);
		for (size_t k = first[l]; k < first[l + 1] && k < first[l] + most; k++)
			pm_section_entry_cells(page, &figures, order[k], &page->below[roadmap->entries[order[k]].item]);
		if (first[l + 1] - first[l] > most) {
			pm_report_left_out(page->report, first[l + 1] - first[l] - most);
			left_out += first[l + 1] - first[l] - most;
		}
	}
	pm_page_more(page, left_out, 0, SAY_ITEM);
	free(first);
	free(order);
}

bool pm_section_lanes(struct pm_page *page, size_t most)
{
	const struct pm_roadmap *roadmap = &page->roadmap;
	uint32_t *lane_of = pm_calloc(roadmap->count + 1, sizeof(*lane_of));
	struct pm_str *names = pm_calloc(roadmap->lane_count + 1, sizeof(*names));

	for (size_t e = 0; e < roadmap->count; e++)
		lane_of[e] = roadmap->entries[e].lane;
	for (size_t l = 0; l < roadmap->lane_count; l++)
		names[l] = roadmap->lanes[l].name;
	if (roadmap->count > 0) {
		pm_report_heading(page->report, 2, PM_STR(SAY_ROADMAP), "roadmap");
		pm_section_board(page, lane_of, names, roadmap->lane_count, most);
	}
	free(names);
	free(lane_of);
	return roadmap->count > 0;
}
