/* section_feedback: what customers asked for, by weight, and what became of it. */
#include "formats/section.h"
#include "formats/words.h"

#include <stdlib.h>

struct voice {
	double weight;
	uint32_t item;
};

static int by_weight(const void *a, const void *b)
{
	const struct voice *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return x->item < y->item ? -1 : 1;
}

/* Adds what one item that was asked for has come to: "PAY-12 ready". */
static void add_outcome(struct pm_page *page, const struct pm_link *link, struct pm_buf *text)
{
	const struct pm_item *it;
	struct pm_str status;

	pm_buf_addz(text, text->n > 0 ? ", " : "");
	if (link->to == PM_NO_ITEM) {
		pm_buf_adds(text, link->text);
		pm_buf_addz(text, SAY_NOT_THERE);
		return;
	}
	it = &page->product->items[link->to];
	status = pm_item_status(page->product, it);
	if (status.n == 0)
		status = pm_str_c(pm_state_class_name((enum pm_state_class)it->state));
	if (status.n == 0 && page->roadmap.of[link->to] != PM_NO_ITEM)
		status = page->roadmap.lanes[page->roadmap.entries[page->roadmap.of[link->to]].lane].name;
	pm_view_name(page->input, link->to, text);
	pm_buf_addz(text, status.n > 0 ? " " : "");
	pm_buf_adds(text, status);
	page->mentioned[link->to] = true;
}

static struct pm_str outcomes(struct pm_page *page, uint32_t item)
{
	const struct pm_item *it = &page->product->items[item];
	struct pm_buf text = {0};

	for (uint32_t i = 0; i < it->link_count; i++) {
		const struct pm_link *link = &page->product->links[it->first_link + i];

		if (link->field != PM_FIELD_ABOUT || (link->to != PM_NO_ITEM && !page->plan.shown[link->to]))
			continue;
		if (text.n > 200) {
			pm_buf_addz(&text, ", ...");
			break;
		}
		add_outcome(page, link, &text);
	}
	return pm_page_take(page, &text);
}

static void add_voice(struct pm_page *page, const struct voice *voice)
{
	const struct pm_item *it = &page->product->items[voice->item];
	struct pm_str about = outcomes(page, voice->item);
	struct pm_cell *cell;

	pm_report_number(page->report, voice->weight, NULL);
	cell = pm_page_item(page, voice->item, true);
	if (pm_view_shows_field(page->input, PM_FIELD_FROM))
		cell->note = pm_item_text(page->product, it, PM_FIELD_FROM);
	cell = pm_report_cell(page->report, about.n > 0 ? about : PM_STR(SAY_NOTHING_YET));
	cell->tone = about.n > 0 ? PM_TONE_NONE : PM_TONE_WARN;
}

/* What says no weight counts for one. */
static struct voice *collect(const struct pm_page *page, size_t *count)
{
	struct voice *list = NULL;
	size_t cap = 0;

	*count = 0;
	for (uint32_t i = 0; pm_product_more(page->product, i); i++) {
		struct pm_number weight;

		if (page->product->items[i].kind != PM_KIND_FEEDBACK || !page->plan.shown[i])
			continue;
		PM_GROW(list, *count, cap);
		list[*count] = (struct voice){1, i};
		if (pm_item_number(page->product, &page->product->items[i], PM_FIELD_WEIGHT, &weight))
			list[*count].weight = (weight.low + weight.high) / 2;
		(*count)++;
	}
	if (*count > 0)
		qsort(list, *count, sizeof(*list), by_weight);
	return list;
}

bool pm_section_feedback(struct pm_page *page, size_t most)
{
	static const struct pm_column columns[] = {
		{PM_SAY(SAY_WEIGHT), "weight", PM_ALIGN_RIGHT, false},
		{PM_SAY(SAY_WHAT_WAS_SAID), "said", PM_ALIGN_LEFT, true},
		{PM_SAY(SAY_WHAT_BECAME_OF_IT), "about", PM_ALIGN_LEFT, false},
	};
	size_t count;
	struct voice *list = collect(page, &count);

	if (count == 0)
		return false;
	pm_report_heading(page->report, 2, PM_STR(SAY_WHAT_CUSTOMERS_ASKED_FOR), "feedback");
	pm_report_node(page->report, PM_NODE_TABLE, columns, 3);
	for (size_t i = 0; i < count && i < most; i++)
		add_voice(page, &list[i]);
	pm_page_more(page, count, most, SAY_VOICE);
	free(list);
	return true;
}
