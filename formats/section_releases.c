/* section_releases: the releases: date, progress, launch checklist, release notes. */
#include "formats/section.h"
#include "formats/words.h"

#include <stdlib.h>

/* -- release notes */

/* Does the public see it?  Stories and bugs, and whatever says what it changes; nothing that is internal. */
static bool is_public(const struct pm_page *page, uint32_t item)
{
	const struct pm_item *it = &page->product->items[item];
	bool internal = false;

	if (pm_bool_read(pm_item_text(page->product, it, PM_FIELD_INTERNAL), &internal) && internal)
		return false;
	return it->kind == PM_KIND_STORY || it->kind == PM_KIND_BUG || it->kind == PM_KIND_NONE ||
	       pm_item_text(page->product, it, PM_FIELD_CHANGE).n > 0;
}

static bool has_note(const struct pm_page *page, uint32_t item)
{
	return pm_item_text(page->product, &page->product->items[item], PM_FIELD_RELEASE_NOTE).n > 0;
}

/* NULL where no item of the product has a release note: the team writes them elsewhere. */
struct pm_notes_count *pm_section_notes(const struct pm_page *page)
{
	struct pm_notes_count *notes = pm_calloc(page->releases.count + 1, sizeof(*notes));
	bool any = false;

	for (uint32_t i = 0; pm_product_more(page->product, i); i++) {
		uint32_t release = page->releases.of[i];
		bool noted = page->plan.work[i] && has_note(page, i);

		any = any || noted;
		if (release == PM_NO_ITEM || !page->plan.work[i] || !pm_plan_done(&page->plan, i) ||
		    page->product->items[i].state == PM_STATE_DROPPED || !(noted || is_public(page, i)))
			continue;
		notes[release].done++;
		notes[release].noted += noted;
	}
	if (any)
		return notes;
	free(notes);
	return NULL;
}

/* -- the table */

static void add_date(struct pm_page *page, const struct pm_period *release, const struct pm_progress *progress)
{
	pm_day today = page->input->today;
	struct pm_cell *cell = pm_report_day(page->report, release->to);

	if (release->to == PM_NO_DAY || today == PM_NO_DAY)
		return;
	if (release->to < today && progress->done < progress->all) {
		cell->tone = PM_TONE_BAD;
		cell->note = PM_STR(SAY_IS_PAST);
	} else if (release->to >= today && release->to - today <= 30) {
		cell->note = release->to == today ? PM_STR(SAY_TODAY)
						  : pm_report_text(page->report, SAY_IN_N_DAY, (long)(release->to - today),
								   pm_plural((size_t)(release->to - today)));
	}
}

static void add_of(struct pm_page *page, unsigned long part, unsigned long all, enum pm_tone lacking)
{
	struct pm_cell *cell;

	if (all == 0) {
		pm_report_cell(page->report, PM_STR(""));
		return;
	}
	cell = pm_report_cell(page->report, pm_report_text(page->report, SAY_N_OF_N, part, all));
	cell->tone = part < all ? lacking : PM_TONE_GOOD;
}

static void add_release(struct pm_page *page, size_t k, const struct pm_progress *progress, const struct pm_notes_count *notes)
{
	const struct pm_period *release = &page->releases.list[k];
	const struct pm_item *it = release->item != PM_NO_ITEM ? &page->product->items[release->item] : NULL;
	bool over = page->input->today != PM_NO_DAY && release->to != PM_NO_DAY && release->to < page->input->today;
	unsigned long ticked = 0;

	for (uint16_t i = 0; it && i < it->criterion_count; i++)
		ticked += it->criteria[i].state == PM_BOX_DONE;
	if (it)
		pm_page_item(page, release->item, true)->text = pm_report_copy(page->report, release->label);
	else
		pm_report_cell(page->report, release->name);
	add_date(page, release, progress);
	add_of(page, progress->done, progress->all, PM_TONE_NONE);
	if (page->plan.unit)
		pm_report_number(page->report, pm_progress_left(progress), NULL);
	add_of(page, ticked, it ? it->criterion_count : 0, over ? PM_TONE_BAD : PM_TONE_NONE);
	if (notes)
		add_of(page, notes[k].noted, notes[k].done, PM_TONE_WARN);
}

static void begin_table(struct pm_page *page, bool notes)
{
	struct pm_column columns[6] = {
		{PM_STR(SAY_RELEASE), "release", PM_ALIGN_LEFT, true},
		{PM_STR(SAY_DATE), "date", PM_ALIGN_LEFT, false},
		{PM_STR(SAY_ITEMS_DONE), "items_done", PM_ALIGN_RIGHT, false},
	};
	size_t n = 3;

	if (page->plan.unit)
		columns[n++] = (struct pm_column){pm_report_text(page->report, SAY_OPEN_X, pm_page_unit(page)), "open_effort",
						  PM_ALIGN_RIGHT, false};
	columns[n++] = (struct pm_column){PM_STR(SAY_CHECKLIST), "checklist", PM_ALIGN_RIGHT, false};
	if (notes)
		columns[n++] = (struct pm_column){PM_STR(SAY_NOTES), "release_notes", PM_ALIGN_RIGHT, false};
	pm_report_node(page->report, PM_NODE_TABLE, columns, n);
}

bool pm_section_releases(struct pm_page *page, size_t most)
{
	struct pm_progress *progress;
	struct pm_notes_count *notes;
	size_t shown = 0;

	if (page->releases.count == 0)
		return false;
	progress = pm_progress_groups(&page->plan, page->ready.ready, page->releases.of, page->releases.count);
	notes = pm_section_notes(page);
	pm_report_heading(page->report, 2, PM_STR(SAY_RELEASES), "releases");
	begin_table(page, notes != NULL);
	for (size_t k = 0; k < page->releases.count; k++) {
		uint32_t item = page->releases.list[k].item;

		if ((item == PM_NO_ITEM || pm_page_chosen(page, item, &progress[k])) && shown++ < most)
			add_release(page, k, &progress[k], notes);
	}
	pm_page_more(page, shown, most, SAY_RELEASE_WORD);
	free(notes);
	free(progress);
	return true;
}
