/* section_sprint: one sprint: its goal and days, what was put into it and what fits, what each item lacks, and how far it is.
 *
 * What fits: first what is done or begun, then the rest in the order of the rank, each where its effort still goes into the
 * capacity and all that it waits for is settled, fits too, or is planned for an earlier sprint.
 */
#include "formats/section.h"
#include "formats/words.h"

#include <stdlib.h>

enum { NEXT_MAX = 5 };

struct row {
	uint32_t item, position; /* of the rank; UINT32_MAX: not ranked */
	uint8_t stage;		 /* 0 done, 1 begun, 2 to do */
	bool fits;
};

struct sprint {
	struct pm_page *page;
	const struct pm_period *period;
	uint32_t index;
	struct pm_progress progress;
	double capacity;  /* below 0: not known */
	bool unready;	  /* something to be begun lacks what the sprint cannot give it */
	struct row *rows; /* heap */
	size_t count;
	uint32_t *position; /* of every item, heap; UINT32_MAX: not ranked */
};

static uint32_t *find_positions(const struct pm_page *page)
{
	const struct pm_ranking *ranking = page->input->ranking;
	uint32_t *position = pm_malloc(((size_t)page->product->item_count + 1) * sizeof(*position));

	for (uint32_t i = 0; pm_product_more(page->product, i); i++)
		position[i] = UINT32_MAX;
	for (size_t k = 0; ranking && k < ranking->count; k++)
		position[ranking->items[k].item] = ranking->items[k].position;
	return position;
}

static int by_turn(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->stage != y->stage)
		return x->stage < y->stage ? -1 : 1;
	if (x->position != y->position)
		return x->position < y->position ? -1 : 1;
	return (x->item > y->item) - (x->item < y->item);
}

static void find_capacity(struct sprint *sprint)
{
	const struct pm_page *page = sprint->page;
	struct pm_size capacity;

	sprint->capacity = -1;
	if (sprint->period->item != PM_NO_ITEM &&
	    pm_item_size(page->product, &page->product->items[sprint->period->item], PM_FIELD_CAPACITY, &capacity))
		sprint->capacity = pm_plan_size(&page->plan, &capacity);
}

static void find_rows(struct sprint *sprint)
{
	const struct pm_page *page = sprint->page;
	const uint32_t *of = page->sprints.of;
	size_t cap = 0;

	for (uint32_t i = 0; pm_product_more(page->product, i); i++) {
		bool started = page->product->items[i].state == PM_STATE_STARTED, done = pm_plan_done(&page->plan, i);

		if (of[i] != sprint->index || !page->plan.work[i] || page->product->items[i].state == PM_STATE_DROPPED)
			continue;
		pm_progress_add(&sprint->progress, &page->plan, page->ready.ready, i, 1);
		PM_GROW(sprint->rows, sprint->count, cap);
		sprint->rows[sprint->count++] = (struct row){i, sprint->position[i], done ? 0 : started ? 1 : 2, false};
	}
	if (sprint->count > 0)
		qsort(sprint->rows, sprint->count, sizeof(*sprint->rows), by_turn);
}

/* Is it planned for a sprint before this one that is not over? */
static bool comes_before(const struct sprint *sprint, uint32_t item)
{
	const struct pm_page *page = sprint->page;
	uint32_t other = page->sprints.of[item];

	return other < sprint->index && !pm_period_over(&page->sprints.list[other], &page->plan, page->input->today);
}

/* Is everything that it waits for settled, or in the sprint and fitting, or planned before it? */
static bool can_follow(const struct sprint *sprint, uint32_t item, const bool *in)
{
	const struct pm_readiness *ready = &sprint->page->ready;

	for (uint32_t a = ready->needs.first[item]; a < ready->needs.first[item + 1]; a++) {
		uint32_t needed = ready->needs.to[a];

		if (!ready->settled[needed] && !in[needed] && !comes_before(sprint, needed))
			return false;
	}
	return true;
}

/* Passes over what is left while anything comes to fit: what waits for something that stands below it in the rank.  The passes are
 * bounded: a chain that is longer and stands the wrong way round does not fit into a sprint. */
static double find_fit(struct sprint *sprint)
{
	const struct pm_page *page = sprint->page;
	bool *in = pm_calloc((size_t)page->product->item_count + 1, sizeof(*in)), more = true;
	double left = sprint->capacity;

	for (int pass = 0; pass < 16 && more && left >= 0; pass++) {
		more = false;
		for (size_t k = 0; k < sprint->count; k++) {
			struct row *row = &sprint->rows[k];
			double effort = pm_plan_weight(&page->plan, row->item);

			if (row->fits || effort > left + 1e-9 || (row->stage == 2 && !can_follow(sprint, row->item, in)))
				continue;
			row->fits = in[row->item] = more = true;
			left -= effort;
		}
	}
	free(in);
	return left;
}

/* Dependencies within the sprint are no obstacle to it. */
static unsigned lacks_in(const struct sprint *sprint, uint32_t item)
{
	unsigned lacks = sprint->page->ready.lacks[item];

	if (pm_readiness_waits(&sprint->page->ready, item, sprint->page->sprints.of) == PM_NO_ITEM)
		lacks &= ~(unsigned)PM_UNREADY_WAITS;
	return lacks;
}

/* -- its figures */

static struct pm_str days_text(struct pm_page *page, pm_day from, pm_day to, pm_day today)
{
	if (today > to)
		return pm_report_text(page->report, SAY_ENDED_N_DAY_AGO, (long)(today - to), pm_plural((size_t)(today - to)));
	if (from != PM_NO_DAY && today < from)
		return pm_report_text(page->report, SAY_BEGINS_IN_N_DAY, (long)(from - today), pm_plural((size_t)(from - today)));
	return pm_report_text(page->report, SAY_N_DAY_LEFT, (long)(to - today), pm_plural((size_t)(to - today)));
}

static void add_days(struct sprint *sprint)
{
	struct pm_page *page = sprint->page;
	pm_day from = sprint->period->from, to = sprint->period->to, today = page->input->today;
	struct pm_str begins =
		from != PM_NO_DAY ? pm_report_text(page->report, SAY_FROM_X, PM_FMT(pm_page_day(page, from))) : PM_STR("");
	struct pm_buf note = {0};
	struct pm_cell *cell;

	if (to == PM_NO_DAY) {
		pm_report_cell(page->report, PM_STR(SAY_NOT_DATED));
		return;
	}
	cell = pm_report_day(page->report, to);
	pm_page_part_add(&note, begins);
	if (today != PM_NO_DAY)
		pm_page_part_add(&note, days_text(page, from, to, today));
	cell->note = pm_page_take(page, &note);
}

static void add_facts(struct sprint *sprint)
{
	static const char *const titles[] = {SAY_ENDS, SAY_ITEMS, SAY_COMMITTED, SAY_DONE, SAY_READY};
	struct pm_page *page = sprint->page;
	const struct pm_progress *progress = &sprint->progress;
	uint32_t unbegun = progress->all - progress->done - progress->started;
	struct pm_str capacity = {"", 0};
	struct pm_cell *cell;

	if (sprint->period->item != PM_NO_ITEM)
		capacity = pm_item_text(page->product, &page->product->items[sprint->period->item], PM_FIELD_CAPACITY);

	pm_page_facts(page, titles, 5);
	add_days(sprint);
	pm_report_number(page->report, progress->all, NULL);
	cell = pm_page_effort_cell(page, progress->effort);
	if (sprint->capacity >= 0) {
		cell->note = pm_report_text(page->report, SAY_OF_A_CAPACITY_OF_X,
					    PM_FMT(pm_report_figure(page->report, sprint->capacity, NULL)));
		if (progress->effort > sprint->capacity)
			cell->tone = PM_TONE_BAD;
	} else if (capacity.n > 0) {
		cell->note = pm_report_text(page->report, SAY_NOTHING_HAS_AN_ESTIMATE_THAT_A, PM_FMT(capacity));
	} else if (progress->unsized > 0) {
		cell->note = pm_report_text(page->report, SAY_N_WITHOUT_AN_ESTIMATE, (unsigned long)progress->unsized);
	}
	cell = pm_page_effort_cell(page, progress->effort_done);
	if (progress->effort > 0)
		cell->note = pm_page_percent(page, progress->effort_done, progress->effort);
	cell = pm_report_number(page->report, progress->ready, NULL);
	cell->text = pm_report_text(page->report, SAY_N_OF_N, (unsigned long)progress->ready, (unsigned long)unbegun);
	cell->note = PM_STR(SAY_OF_WHAT_IS_NOT_BEGUN);
	if (sprint->unready)
		cell->tone = PM_TONE_WARN;
}

static void add_load(struct sprint *sprint)
{
	struct pm_page *page = sprint->page;
	double committed = sprint->progress.effort, over = committed - sprint->capacity;
	struct pm_cell *cell;

	if (sprint->capacity <= 0)
		return;
	pm_report_node(page->report, PM_NODE_BARS, NULL, 0)->scale = over > 0 ? committed : sprint->capacity;
	pm_report_cell(page->report, PM_STR(SAY_COMMITTED));
	cell = pm_page_effort_cell(page, committed);
	if (over > 0) {
		cell->tone = PM_TONE_BAD;
		cell->note = pm_report_text(page->report, SAY_X_OVER, PM_FMT(pm_report_figure(page->report, over, NULL)));
	}
	cell = pm_report_cell(page->report,
			      pm_report_text(page->report, SAY_CAPACITY_X, PM_FMT(pm_page_effort(page, sprint->capacity))));
	cell->number = sprint->capacity;
	cell->has_number = true;
}

/* -- its items */

/* Of a sprint that is over nobody asks what fits. */
static bool asks_fit(const struct sprint *sprint)
{
	return sprint->capacity >= 0 && !pm_period_over(sprint->period, &sprint->page->plan, sprint->page->input->today);
}

/* What waits only for something in the sprint is no worry of its planning; it cannot be begun all the same. */
static void add_lacks(struct sprint *sprint, uint32_t item)
{
	struct pm_page *page = sprint->page;
	unsigned lacks = page->ready.lacks[item];
	bool within = (lacks & PM_UNREADY_WAITS) && !(lacks_in(sprint, item) & PM_UNREADY_WAITS);
	struct pm_str text = lacks ? pm_page_lacks(page, item, within ? NULL : page->sprints.of) : PM_STR("");
	struct pm_cell *cell = pm_report_cell(page->report, text);

	cell->tone = lacks_in(sprint, item) ? PM_TONE_WARN : PM_TONE_QUIET;
	if (within)
		cell->note = PM_STR(SAY_IN_THIS_SPRINT);
}

static void add_row(struct sprint *sprint, const struct row *row)
{
	struct pm_page *page = sprint->page;
	struct pm_cell *cell;

	pm_page_item(page, row->item, true);
	pm_page_status(page, row->item);
	cell = pm_report_cell(page->report, pm_page_estimate(page, row->item));
	if (page->plan.effort[row->item] >= 0) {
		cell->number = page->plan.effort[row->item];
		cell->has_number = true;
	}
	if (asks_fit(sprint)) {
		cell = pm_report_cell(page->report, row->fits ? PM_STR(SAY_YES) : PM_STR(SAY_NO));
		cell->tone = row->fits ? PM_TONE_QUIET : PM_TONE_BAD;
	}
	add_lacks(sprint, row->item);
}

static void add_rows(struct sprint *sprint, size_t most)
{
	struct pm_page *page = sprint->page;
	struct pm_column columns[5] = {
		{PM_STR(SAY_ITEM_TITLE), "item", PM_ALIGN_LEFT, true},
		{PM_STR(SAY_STATUS), "status", PM_ALIGN_LEFT, false},
		{PM_STR(SAY_ESTIMATE), "estimate", PM_ALIGN_RIGHT, false},
	};
	size_t n = 3;

	if (asks_fit(sprint))
		columns[n++] = (struct pm_column){PM_STR(SAY_FITS), "fits", PM_ALIGN_LEFT, false};
	columns[n++] = (struct pm_column){PM_STR(SAY_LACKS), "missing", PM_ALIGN_LEFT, false};
	pm_report_node(page->report, PM_NODE_TABLE, columns, n)->empty = SAY_NOTHING_IS_PLANNED_FOR_IT;
	for (size_t k = 0; k < sprint->count && k < most; k++)
		add_row(sprint, &sprint->rows[k]);
	pm_page_more(page, sprint->count, most, SAY_ITEM);
}

/* Not planned for a sprint that is still to come. */
static bool is_free(const struct sprint *sprint, uint32_t item)
{
	const struct pm_page *page = sprint->page;
	uint32_t other = page->sprints.of[item];

	return other == PM_NO_ITEM || pm_period_over(&page->sprints.list[other], &page->plan, page->input->today);
}

/* What is ready, in the order of the rank, and goes into the room that is left where all that was put into it fits. */
static void add_next(struct sprint *sprint, double left)
{
	struct pm_page *page = sprint->page;
	const struct pm_ranking *ranking = page->input->ranking;
	size_t shown = 0;

	if (!ranking || left <= 0 || sprint->progress.effort > sprint->capacity || page->plan.unit == NULL ||
	    pm_period_over(sprint->period, &page->plan, page->input->today))
		return;
	for (size_t k = 0; k < ranking->count && shown < NEXT_MAX; k++) {
		uint32_t item = ranking->items[k].item;
		double effort = page->plan.effort[item];

		if (!page->ready.ready[item] || !is_free(sprint, item) || effort < 0 || effort > left)
			continue;
		if (shown++ == 0) {
			pm_report_heading(
				page->report, 3,
				pm_report_text(page->report, SAY_THERE_IS_ROOM_FOR_X_MORE, PM_FMT(pm_page_effort(page, left))),
				NULL);
			pm_report_node(page->report, PM_NODE_LIST, NULL, 0);
		}
		pm_page_item(page, item, false)->note =
			pm_report_text(page->report, SAY_X_POSITION_N, PM_FMT(pm_page_effort(page, effort)),
				       (unsigned long)ranking->items[k].position);
		left -= effort;
	}
}

static void add_goal(struct sprint *sprint)
{
	struct pm_page *page = sprint->page;
	struct pm_str goal = {"", 0};

	if (sprint->period->item != PM_NO_ITEM)
		goal = pm_item_text(page->product, &page->product->items[sprint->period->item], PM_FIELD_GOAL);
	if (goal.n > 0)
		pm_report_paragraph(page->report, goal, PM_TONE_NONE);
	else
		pm_report_paragraph(page->report, PM_STR(SAY_IT_HAS_NO_GOAL_A_LINE), PM_TONE_WARN);
}

/* "Sprint 14", where items only say 14; its days stand among its figures. */
static struct pm_str heading_of(const struct sprint *sprint)
{
	struct pm_str name = sprint->period->label;

	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] < '0' || name.p[i] > '9')
			return name;
	return pm_report_text(sprint->page->report, SAY_SPRINT_X, PM_FMT(name));
}

void pm_section_sprint(struct pm_page *page, uint32_t index, size_t most)
{
	struct sprint sprint = {.page = page, .period = &page->sprints.list[index], .index = index};
	double left;

	sprint.position = find_positions(page);
	find_capacity(&sprint);
	find_rows(&sprint);
	left = find_fit(&sprint);
	for (size_t k = 0; k < sprint.count; k++)
		sprint.unready = sprint.unready || (sprint.rows[k].stage == 2 && lacks_in(&sprint, sprint.rows[k].item) != 0);
	pm_report_heading(page->report, 2, heading_of(&sprint), "sprint");
	add_goal(&sprint);
	add_facts(&sprint);
	add_load(&sprint);
	add_rows(&sprint, most);
	add_next(&sprint, left);
	free(sprint.rows);
	free(sprint.position);
}
