/* page: what the views of a whole product share. */
#include "formats/page.h"

#include "formats/items.h"
#include "formats/words.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Goals, sprints and releases are what the selected items are for: --select leaves them out only where nothing selected is. */
static bool is_frame(const struct pm_item *item)
{
	return item->kind == PM_KIND_GOAL || item->kind == PM_KIND_SPRINT || item->kind == PM_KIND_RELEASE;
}

static bool shows(const void *ctx, uint32_t item)
{
	const struct pm_view_input *input = ctx;
	struct pm_view_input all = *input;

	if (!is_frame(&input->product->items[item]))
		return pm_view_shows(input, item);
	all.select = NULL;
	return pm_view_shows(&all, item);
}

bool pm_page_chosen(const struct pm_page *page, uint32_t item, const struct pm_progress *progress)
{
	return page->input->select == NULL || progress->all > 0 || pm_view_shows(page->input, item);
}

static bool is_goal(const struct pm_page *page, uint32_t item)
{
	const struct pm_item *it = &page->product->items[item];

	return it->kind == PM_KIND_GOAL && it->place == PM_PLACE_ACTIVE && it->state != PM_STATE_DROPPED && page->plan.shown[item];
}

/* Takes out the goals that are not selected, and that nothing selected serves. */
static void keep_chosen(struct pm_page *page)
{
	bool *chosen = pm_calloc((size_t)page->product->item_count + 1, sizeof(*chosen));
	size_t kept = 0;

	for (uint32_t i = 0; pm_product_more(page->product, i); i++) {
		uint32_t goals[PM_ITEM_GOALS_MAX];
		size_t n = page->plan.shown[i] ? pm_plan_goals(&page->plan, i, goals) : 0;

		for (size_t k = 0; k < n; k++)
			chosen[goals[k]] = true;
	}
	for (size_t k = 0; k < page->goal_count; k++)
		if (chosen[page->goals[k]] || pm_page_chosen(page, page->goals[k], &page->serving[page->goals[k]]))
			page->goals[kept++] = page->goals[k];
	page->goal_count = kept;
	free(chosen);
}

static void find_goals(struct pm_page *page)
{
	uint32_t count = page->product->item_count;
	size_t cap = 0;

	page->goal = pm_calloc((size_t)count + 1, sizeof(*page->goal));
	for (uint32_t i = 0; pm_product_more(page->product, i); i++) {
		if (!is_goal(page, i))
			continue;
		page->goal[i] = true;
		PM_GROW(page->goals, page->goal_count, cap);
		page->goals[page->goal_count++] = i;
	}
	page->serving = pm_progress_goals(&page->plan, page->ready.ready, page->goal);
	for (uint32_t i = 0; pm_product_more(page->product, i); i++) {
		uint32_t goals[PM_ITEM_GOALS_MAX];

		pm_progress_add(&page->all, &page->plan, page->ready.ready, i, 1);
		if (pm_progress_serves(&page->plan, i, page->goal, goals) == 0)
			pm_progress_add(&page->astray, &page->plan, page->ready.ready, i, 1);
	}
	keep_chosen(page);
}

void pm_page_init(struct pm_page *page, const struct pm_view_input *input, struct pm_report *report)
{
	size_t count = (size_t)input->product->item_count + 1;

	*page = (struct pm_page){.input = input, .product = input->product, .report = report};
	pm_plan_init(&page->plan, input->product, shows, input);
	pm_readiness_init(&page->ready, &page->plan);
	page->below = pm_progress_below(&page->plan, page->ready.ready);
	pm_periods_init(&page->sprints, &page->plan, PM_KIND_SPRINT);
	pm_periods_init(&page->releases, &page->plan, PM_KIND_RELEASE);
	pm_roadmap_init(&page->roadmap, &page->ready, &page->sprints, &page->releases);
	find_goals(page);
	if (input->history) {
		page->flow = pm_malloc(sizeof(*page->flow));
		pm_flow_init(page->flow, input->history, input->product, input->today,
			     input->select || input->customers ? shows : NULL, input);
	}
	page->anchored = pm_calloc(count, sizeof(*page->anchored));
	page->mentioned = pm_calloc(count, sizeof(*page->mentioned));
}

void pm_page_clear(struct pm_page *page)
{
	free(page->mentioned);
	free(page->anchored);
	if (page->flow)
		pm_flow_clear(page->flow);
	free(page->flow);
	free(page->serving);
	free(page->goals);
	free(page->goal);
	pm_roadmap_clear(&page->roadmap);
	pm_periods_clear(&page->releases);
	pm_periods_clear(&page->sprints);
	free(page->below);
	pm_readiness_clear(&page->ready);
	pm_plan_clear(&page->plan);
}

void pm_page_title(struct pm_page *page, const char *what)
{
	struct pm_report *report = page->report;
	struct pm_items_counts counts = pm_items_count(page->input);

	bool named = page->input->name.n > 0;
	struct pm_str counted =
		pm_report_text(report, SAY_N_ITEM_AND_N_RECORD, (unsigned long)counts.items, pm_plural(counts.items),
			       (unsigned long)counts.records, pm_plural(counts.records),
			       page->input->select ? SAY_SELECTED : SAY_READ, (unsigned long)counts.files, pm_plural(counts.files));

	report->title = named ? pm_report_copy(report, page->input->name) : pm_str_c(what);
	report->subtitle = named ? pm_report_text(report, SAY_X_AND_ITS_ITEMS, what, PM_FMT(counted)) : counted;
}

pm_day pm_page_done_day(const struct pm_page *page, uint32_t item)
{
	const struct pm_flow_item *flow = page->flow ? pm_flow_find(page->flow, item) : NULL;
	pm_day day;

	if (!pm_plan_done(&page->plan, item))
		return PM_NO_DAY;
	if (flow && flow->done != PM_NO_DAY)
		return flow->done;
	return pm_item_date(page->product, &page->product->items[item], PM_FIELD_UPDATED, &day) ? day : PM_NO_DAY;
}

pm_day pm_page_since(const struct pm_page *page, uint32_t item)
{
	const struct pm_item *it = &page->product->items[item];
	const struct pm_history *history = page->input->history;
	uint32_t life = history ? pm_history_life(history, page->product, item) : PM_NO_ITEM;
	const struct pm_event *event;
	pm_day day;

	event = life != PM_NO_ITEM ? pm_life_field(history, &history->lives[life], PM_FIELD_STATUS) : NULL;
	if (event && !history->commits[event->commit].base)
		return history->commits[event->commit].day;
	if (pm_item_date(page->product, it, PM_FIELD_UPDATED, &day) || pm_item_date(page->product, it, PM_FIELD_CREATED, &day))
		return day;
	return PM_NO_DAY;
}

/* -- words and figures */

const char *pm_plural(size_t n)
{
	return n == 1 ? "" : "s";
}

struct pm_str pm_page_count(struct pm_page *page, size_t n, const char *what)
{
	return pm_report_text(page->report, "%lu %s%s", (unsigned long)n, what, pm_plural(n));
}

size_t pm_page_names(struct pm_page *page, bool (*is)(const struct pm_page *page, uint32_t item), struct pm_str *names)
{
	enum { NAMED = 5 };
	struct pm_buf text = {0};
	size_t count = 0;

	for (uint32_t i = 0; pm_product_more(page->product, i); i++) {
		if (!page->plan.work[i] || !is(page, i))
			continue;
		if (count++ >= NAMED)
			continue;
		pm_buf_addz(&text, text.n > 0 ? ", " : "");
		pm_buf_adds(&text, pm_page_name(page, i));
	}
	if (count > NAMED)
		pm_buf_addf(&text, SAY_AND_N_MORE, (unsigned long)(count - NAMED));
	*names = pm_page_take(page, &text);
	return count;
}

bool pm_page_is_range(const struct pm_page *page, uint32_t item)
{
	struct pm_size size;

	return page->plan.effort[item] >= 0 && page->product->items[item].state != PM_STATE_DROPPED &&
	       pm_item_size(page->product, &page->product->items[item], PM_FIELD_ESTIMATE, &size) && size.low < size.high;
}

const char *pm_page_unit(const struct pm_page *page)
{
	if (page->plan.unit == NULL)
		return "items";
	if (strcmp(page->plan.unit, "d") == 0)
		return "days";
	return strcmp(page->plan.unit, "size") == 0 ? SAY_SIZE_POINTS : page->plan.unit;
}

/* "1 point", "2 points" */
struct pm_str pm_page_effort(struct pm_page *page, double effort)
{
	struct pm_str text = pm_report_figure(page->report, effort, pm_page_unit(page));

	return effort >= 1 && effort <= 1 && pm_str_ends(text, "s") ? pm_str_sub(text, 0, text.n - 1) : text;
}

struct pm_cell *pm_page_effort_cell(struct pm_page *page, double effort)
{
	struct pm_cell *cell = pm_report_number(page->report, effort, NULL);

	cell->text = pm_page_effort(page, effort);
	return cell;
}

struct pm_str pm_page_day(struct pm_page *page, pm_day day)
{
	char text[16];

	pm_day_format(day, text);
	return pm_report_copy(page->report, pm_str_c(text));
}

struct pm_str pm_page_percent(struct pm_page *page, double part, double all)
{
	double percent = all > 0 ? round(part * 100 / all) : 0;

	if (percent >= 100 && part < all)
		percent = 99;
	if (percent <= 0 && part > 0)
		percent = 1;
	return pm_report_text(page->report, "%.0f%%", percent);
}

struct pm_str pm_page_progress(struct pm_page *page, const struct pm_progress *progress)
{
	struct pm_str count =
		pm_report_text(page->report, SAY_N_OF_N_DONE, (unsigned long)progress->done, (unsigned long)progress->all);

	if (progress->all == 0)
		return (struct pm_str){"", 0};
	if (page->plan.unit == NULL || progress->effort <= 0)
		return count;
	return pm_report_text(page->report, SAY_X_X_OF_X, PM_FMT(count),
			      PM_FMT(pm_report_figure(page->report, progress->effort_done, NULL)),
			      PM_FMT(pm_page_effort(page, progress->effort)));
}

double pm_page_part(const struct pm_page *page, const struct pm_progress *progress)
{
	if (progress->all == 0)
		return 0;
	if (page->plan.unit && progress->unsized == 0 && progress->effort > 0)
		return progress->effort_done / progress->effort;
	return (double)progress->done / progress->all;
}

void pm_page_part_add(struct pm_buf *text, struct pm_str part)
{
	if (part.n == 0)
		return;
	if (text->n > 0)
		pm_buf_addz(text, " \xc2\xb7 ");
	pm_buf_adds(text, part);
}

struct pm_str pm_page_take(struct pm_page *page, struct pm_buf *text)
{
	struct pm_str copy = pm_report_copy(page->report, pm_buf_str(text));

	pm_buf_clear(text);
	return copy;
}

struct pm_str pm_page_name(struct pm_page *page, uint32_t item)
{
	const struct pm_item *it = &page->product->items[item];
	struct pm_buf text = {0};

	pm_buf_adds(&text, it->id);
	pm_buf_addz(&text, it->id.n > 0 && it->title.n > 0 ? " " : "");
	pm_buf_adds(&text, it->title);
	return pm_page_take(page, &text);
}

static void add_lack(struct pm_buf *text, const char *what)
{
	pm_buf_addz(text, text->n > 0 ? ", " : "");
	pm_buf_addz(text, what);
}

struct pm_str pm_page_lacks(struct pm_page *page, uint32_t item, const uint32_t *group)
{
	unsigned lacks = page->ready.lacks[item];
	uint32_t waits = pm_readiness_waits(&page->ready, item, group);
	struct pm_buf text = {0};

	if (lacks & PM_UNREADY_IDEA)
		add_lack(&text, SAY_NOT_DECIDED);
	if (lacks & PM_UNREADY_CRITERIA)
		add_lack(&text, SAY_NO_CRITERIA);
	if (lacks & PM_UNREADY_ESTIMATE)
		add_lack(&text, SAY_NO_ESTIMATE);
	if ((lacks & PM_UNREADY_WAITS) && waits != PM_NO_ITEM) {
		add_lack(&text, SAY_WAITS_FOR);
		if (pm_view_names(page->input, waits)) {
			pm_view_name(page->input, waits, &text);
			page->mentioned[waits] = true;
		} else {
			pm_buf_addz(&text, SAY_OTHER_WORK);
		}
	}
	return pm_page_take(page, &text);
}

double pm_page_share(const struct pm_page *page, uint32_t goal)
{
	struct pm_number share;

	if (!pm_item_number(page->product, &page->product->items[goal], PM_FIELD_SHARE, &share))
		return -1;
	return (share.low + share.high) / 2;
}

bool pm_page_by(const struct pm_page *page, uint32_t goal, pm_day *by)
{
	const struct pm_item *it = &page->product->items[goal];

	return pm_item_date(page->product, it, PM_FIELD_BY, by) || pm_item_date(page->product, it, PM_FIELD_TARGET_DATE, by);
}

struct pm_str pm_page_by_text(const struct pm_page *page, uint32_t goal)
{
	const struct pm_item *it = &page->product->items[goal];
	struct pm_str by = pm_item_text(page->product, it, PM_FIELD_BY);

	return by.n > 0 ? by : pm_item_text(page->product, it, PM_FIELD_TARGET_DATE);
}

double pm_page_taken(const struct pm_page *page, const struct pm_progress *serving)
{
	double left = pm_progress_left(&page->all);

	return left > 0 ? pm_progress_left(serving) / left : -1;
}

struct pm_str pm_page_goals(struct pm_page *page, uint32_t item)
{
	uint32_t goals[PM_ITEM_GOALS_MAX];
	size_t count = pm_plan_goals(&page->plan, item, goals);
	struct pm_buf text = {0};

	for (size_t k = 0; k < count; k++) {
		if (!page->plan.shown[goals[k]])
			continue;
		pm_buf_addz(&text, text.n > 0 ? ", " : "");
		if (page->product->items[goals[k]].id.n > 0)
			pm_buf_adds(&text, page->product->items[goals[k]].id);
		else
			pm_buf_adds(&text, page->product->items[goals[k]].title);
	}
	return pm_page_take(page, &text);
}

struct pm_str pm_page_estimate(struct pm_page *page, uint32_t item)
{
	return pm_item_text(page->product, &page->product->items[item], PM_FIELD_ESTIMATE);
}

/* -- cells and nodes */

bool pm_page_is_for(const struct pm_page *page, enum pm_reader reader)
{
	return page->input->reader == PM_READER_BOTH || page->input->reader == reader;
}

struct pm_cell *pm_page_item(struct pm_page *page, uint32_t item, bool place)
{
	struct pm_cell *cell = pm_view_item(page->input, page->report, item);

	page->mentioned[item] = true;
	if (place && !page->anchored[item]) {
		page->anchored[item] = true;
		cell->anchor = cell->href + 1;
	}
	return cell;
}

struct pm_cell *pm_page_status(struct pm_page *page, uint32_t item)
{
	const struct pm_item *it = &page->product->items[item];
	struct pm_str status = pm_item_status(page->product, it);
	const char *state = pm_state_class_name((enum pm_state_class)it->state);
	struct pm_cell *cell = pm_report_cell(page->report, status.n > 0 ? status : pm_str_c(state));

	cell->tone = pm_view_tone((enum pm_state_class)it->state);
	return cell;
}

void pm_page_facts(struct pm_page *page, const char *const *titles, size_t count)
{
	struct pm_column columns[8] = {0};

	assert(count <= 8);
	for (size_t i = 0; i < count; i++)
		columns[i].title = pm_str_c(titles[i]);
	pm_report_node(page->report, PM_NODE_FACTS, columns, count);
}

void pm_page_more(struct pm_page *page, size_t count, size_t shown, const char *what)
{
	if (count > shown)
		pm_report_paragraph(page->report,
				    pm_report_text(page->report, SAY_AND_N_MORE_X, (unsigned long)(count - shown), what,
						   pm_plural(count - shown)),
				    PM_TONE_QUIET);
}

void pm_page_hint(struct pm_page *page, const char *text)
{
	pm_report_paragraph(page->report, pm_str_c(text), PM_TONE_QUIET);
}

void pm_page_index(struct pm_page *page)
{
	static const struct pm_column columns[] = {
		{PM_SAY(SAY_ID), "id", PM_ALIGN_LEFT, false},
		{PM_SAY(SAY_TITLE), "title", PM_ALIGN_LEFT, true},
		{PM_SAY(SAY_STATUS), "status", PM_ALIGN_LEFT, false},
		{PM_SAY(SAY_WHERE), "where", PM_ALIGN_LEFT, false},
	};
	bool any = false;

	for (uint32_t i = 0; pm_product_more(page->product, i); i++) {
		const struct pm_item *it = &page->product->items[i];
		struct pm_cell *cell;

		if (!page->mentioned[i] || page->anchored[i] || !page->plan.shown[i])
			continue;
		if (!any) {
			pm_report_heading(page->report, 2, PM_STR(SAY_THE_ITEMS_NAMED_HERE), "items");
			pm_report_node(page->report, PM_NODE_TABLE, columns, 4);
		}
		any = true;
		page->anchored[i] = true;
		cell = pm_report_cell(page->report, it->id);
		cell->anchor = pm_view_anchor(page->input, page->report, i) + 1;
		pm_report_cell(page->report, it->title);
		pm_page_status(page, i);
		pm_report_cell(page->report, pm_view_place(page->input, page->report, i))->tone = PM_TONE_QUIET;
	}
}
