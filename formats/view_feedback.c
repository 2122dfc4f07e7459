/* view_feedback: what customers asked for, by weight, and what became of it. */
#include "formats/section.h"
#include "formats/words.h"

#include <stdlib.h>

enum { VOICES_MAX = 1000, ASKED_MAX = 20 };

/* What became of a voice: done where all is done that it is about; else as far as the furthest of it has come. */
enum outcome { NOTHING, DROPPED, IDEA, PLANNED, STARTED, DONE, OUTCOMES };

static const char *const outcome_names[OUTCOMES] = {SAY_NOTHING_YET, SAY_DROPPED_WORD, SAY_AN_IDEA,
						    SAY_PLANNED,     SAY_BEING_BUILT,  SAY_DONE_WORD};

struct sum {
	size_t voices;
	double weight;
};

static double weight_of(const struct pm_page *page, uint32_t item)
{
	struct pm_number weight;

	if (!pm_item_number(page->product, &page->product->items[item], PM_FIELD_WEIGHT, &weight))
		return 1;
	return (weight.low + weight.high) / 2;
}

static enum outcome outcome_of_item(const struct pm_page *page, uint32_t item)
{
	const struct pm_item *it = &page->product->items[item];

	if (pm_plan_done(&page->plan, item))
		return DONE;
	switch ((enum pm_state_class)it->state) {
	case PM_STATE_DROPPED: return DROPPED;
	case PM_STATE_STARTED: return STARTED;
	case PM_STATE_IDEA: return IDEA;
	default: break;
	}
	if (page->below[item].started + page->below[item].done > 0)
		return STARTED;
	return PLANNED;
}

static bool is_about(const struct pm_page *page, const struct pm_link *link)
{
	return link->field == PM_FIELD_ABOUT && link->to != PM_NO_ITEM && page->plan.shown[link->to];
}

static enum outcome outcome_of(const struct pm_page *page, uint32_t voice)
{
	const struct pm_item *it = &page->product->items[voice];
	enum outcome best = NOTHING;
	bool all_done = true;

	for (uint32_t i = 0; i < it->link_count; i++) {
		const struct pm_link *link = &page->product->links[it->first_link + i];

		enum outcome outcome;

		if (!is_about(page, link))
			continue;
		outcome = outcome_of_item(page, link->to);
		all_done = all_done && (outcome == DONE || outcome == DROPPED);
		best = outcome > best ? outcome : best;
	}
	return best == DONE && !all_done ? STARTED : best;
}

static bool is_voice(const struct pm_page *page, uint32_t item)
{
	return page->product->items[item].kind == PM_KIND_FEEDBACK && page->plan.shown[item];
}

/* How much of what was asked for came to what. */
static void add_outcomes(struct pm_page *page)
{
	struct sum sums[OUTCOMES] = {0};
	double all = 0;
	struct pm_cell *cell;

	for (uint32_t i = 0; pm_product_more(page->product, i); i++) {
		struct sum *sum;

		if (!is_voice(page, i))
			continue;
		sum = &sums[outcome_of(page, i)];
		sum->voices++;
		sum->weight += weight_of(page, i);
		all += weight_of(page, i);
	}
	pm_report_heading(page->report, 2, PM_STR(SAY_WHAT_BECAME_OF_IT_BY_WEIGHT), "outcomes");
	pm_report_node(page->report, PM_NODE_BARS, NULL, 0)->scale = 1;
	for (int o = OUTCOMES - 1; o >= 0; o--) {
		if (sums[o].voices == 0)
			continue;
		pm_report_cell(page->report, pm_str_c(outcome_names[o]))->note = pm_page_count(page, sums[o].voices, SAY_VOICE);
		cell = pm_report_number(page->report, all > 0 ? sums[o].weight / all : 0, "%");
		cell->text = pm_page_percent(page, sums[o].weight, all);
		cell->note =
			pm_report_text(page->report, SAY_WEIGHT_X, PM_FMT(pm_report_figure(page->report, sums[o].weight, NULL)));
		cell->tone = o == DONE ? PM_TONE_GOOD : o == NOTHING ? PM_TONE_WARN : PM_TONE_NONE;
		pm_report_cell(page->report, PM_STR(""));
	}
}

/* -- what is asked for most */

struct asked {
	uint32_t item;
	size_t voices;
	double weight;
};

static int by_weight(const void *a, const void *b)
{
	const struct asked *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return (x->item > y->item) - (x->item < y->item);
}

/* Every item that a voice is about; heap. */
static struct asked *find_asked(const struct pm_page *page, size_t *count)
{
	struct asked *of = pm_calloc((size_t)page->product->item_count + 1, sizeof(*of));

	*count = 0;
	for (uint32_t l = 0; l < page->product->link_count; l++) {
		const struct pm_link *link = &page->product->links[l];

		if (!is_about(page, link) || !is_voice(page, link->from))
			continue;
		of[link->to].voices++;
		of[link->to].weight += weight_of(page, link->from);
	}
	for (uint32_t i = 0; pm_product_more(page->product, i); i++)
		if (of[i].voices > 0)
			of[(*count)++] = (struct asked){i, of[i].voices, of[i].weight};
	if (*count > 0)
		qsort(of, *count, sizeof(*of), by_weight);
	return of;
}

static void add_asked(struct pm_page *page)
{
	static const struct pm_column columns[] = {
		{PM_SAY(SAY_WEIGHT), "weight", PM_ALIGN_RIGHT, false},	    {PM_SAY(SAY_VOICES), "voices", PM_ALIGN_RIGHT, false},
		{PM_SAY(SAY_ITEM_TITLE), "item", PM_ALIGN_LEFT, true},	    {PM_SAY(SAY_STATUS), "status", PM_ALIGN_LEFT, false},
		{PM_SAY(SAY_PLANNED_FOR), "planned", PM_ALIGN_LEFT, false},
	};
	size_t count;
	struct asked *asked = find_asked(page, &count);

	if (count > 0) {
		pm_report_heading(page->report, 2, PM_STR(SAY_WHAT_IS_ASKED_FOR_MOST), "asked");
		pm_report_node(page->report, PM_NODE_TABLE, columns, 5);
	}
	for (size_t k = 0; k < count && k < ASKED_MAX; k++) {
		uint32_t item = asked[k].item, sprint = page->sprints.of[item], release = page->releases.of[item];
		struct pm_buf text = {0};

		pm_report_number(page->report, asked[k].weight, NULL);
		pm_report_number(page->report, (double)asked[k].voices, NULL);
		pm_page_item(page, item, true);
		pm_page_status(page, item);
		if (sprint != PM_NO_ITEM)
			pm_page_part_add(&text, page->sprints.list[sprint].label);
		if (release != PM_NO_ITEM)
			pm_page_part_add(&text, page->releases.list[release].label);
		if (text.n == 0 && page->roadmap.of[item] != PM_NO_ITEM)
			pm_page_part_add(&text, page->roadmap.lanes[page->roadmap.entries[page->roadmap.of[item]].lane].name);
		pm_report_cell(page->report, pm_page_take(page, &text));
	}
	if (count > 0)
		pm_page_more(page, count, ASKED_MAX, SAY_ITEM);
	free(asked);
}

static int make(const struct pm_view_input *input, struct pm_report *report, struct pm_buf *err)
{
	struct pm_page page;

	(void)err;
	pm_page_init(&page, input, report);
	pm_page_title(&page, SAY_WHAT_CUSTOMERS_ASKED_FOR_AND_WHAT);
	if (pm_section_feedback(&page, VOICES_MAX)) {
		add_outcomes(&page);
		add_asked(&page);
		pm_page_index(&page);
	} else {
		pm_page_hint(&page, SAY_THERE_IS_NO_FEEDBACK_YET_A);
	}
	pm_page_clear(&page);
	return 0;
}

const struct pm_view pm_view_feedback = {
	.name = "feedback",
	.summary = "what customers asked for, by weight, and what became of it",
	.make = make,
};
