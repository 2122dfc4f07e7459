/* view_trace: from goal to initiative to epic to story to criteria, and where the way breaks off: as a matrix and as a tree. */
#include "formats/section.h"
#include "formats/words.h"

#include <stdlib.h>
#include <string.h>

enum {
	MATRIX_ROWS = 100,
	MATRIX_GOALS = 10,
	CRITERIA_MAX = 600, /* items of work up to which each criterion has a line of its own */
	DEPTH_MAX = 64
};

struct trace {
	struct pm_page *page;
	uint32_t *first, *next; /* heap, of every item: what is a part of it, in the order of the files; PM_NO_ITEM */
	uint32_t *last;
	bool *told; /* it has its row */
	bool criteria;
};

/* -- gaps */

static bool has_sentence(const struct pm_item *it)
{
	return it->story.span.start < it->story.span.end;
}

static void add_gap(struct pm_buf *text, const char *gap)
{
	pm_buf_addz(text, text->n > 0 ? ", " : "");
	pm_buf_addz(text, gap);
}

static bool is_evidence_gap(const struct pm_page *page, uint32_t item)
{
	return page->product->items[item].kind == PM_KIND_GOAL &&
	       pm_item_text(page->product, &page->product->items[item], PM_FIELD_METRIC).n == 0 &&
	       pm_item_text(page->product, &page->product->items[item], PM_FIELD_TARGET).n == 0;
}

/* Where the way from direction to proof breaks off at this item. */
static struct pm_str gaps_of(struct trace *trace, uint32_t item)
{
	struct pm_page *page = trace->page;
	const struct pm_item *it = &page->product->items[item];
	uint32_t goals[PM_ITEM_GOALS_MAX];
	struct pm_buf text = {0};

	if (pm_plan_done(&page->plan, item))
		return (struct pm_str){"", 0};
	if (is_evidence_gap(page, item))
		add_gap(&text, SAY_NO_MEASURE);
	if (page->goal[item] && page->serving[item].all == 0)
		add_gap(&text, SAY_NOTHING_SERVES_IT);
	if ((it->kind == PM_KIND_EPIC || it->kind == PM_KIND_INITIATIVE) && page->below[item].all == 0)
		add_gap(&text, SAY_NO_STORY);
	if (page->plan.work[item] && page->goal_count > 0 && pm_progress_serves(&page->plan, item, page->goal, goals) == 0)
		add_gap(&text, SAY_NO_GOAL_WORD);
	if (it->kind == PM_KIND_STORY && it->state != PM_STATE_IDEA && !has_sentence(it))
		add_gap(&text, SAY_NO_SENTENCE);
	if (page->plan.work[item] && it->state != PM_STATE_IDEA && (page->ready.lacks[item] & PM_UNREADY_CRITERIA))
		add_gap(&text, SAY_NO_CRITERIA);
	return pm_page_take(page, &text);
}

/* -- the tree */

static struct pm_str proof_of(struct trace *trace, uint32_t item)
{
	const struct pm_item *it = &trace->page->product->items[item];
	unsigned long ticked = 0;

	for (uint16_t c = 0; c < it->criterion_count; c++)
		ticked += it->criteria[c].state == PM_BOX_DONE;
	if (it->criterion_count == 0)
		return (struct pm_str){"", 0};
	return pm_report_text(trace->page->report, SAY_N_OF_N_CRITERIA, ticked, (unsigned)it->criterion_count);
}

static void add_criteria(struct trace *trace, uint32_t item, unsigned depth)
{
	struct pm_page *page = trace->page;
	const struct pm_item *it = &page->product->items[item];

	for (uint16_t c = 0; c < it->criterion_count; c++) {
		bool done = it->criteria[c].state == PM_BOX_DONE;
		struct pm_buf text = {0};
		struct pm_cell *cell;

		pm_text_plain(pm_criterion_text(page->product, it, &it->criteria[c]), &text);
		cell = pm_report_cell(page->report, pm_page_take(page, &text));
		cell->depth = depth;
		cell->tone = PM_TONE_QUIET;
		pm_report_cell(page->report, done		   ? PM_STR(SAY_MET)
					     : it->criteria[c].box ? PM_STR(SAY_OPEN_WORD)
								   : PM_STR(""))
			->tone = done ? PM_TONE_GOOD : PM_TONE_NONE;
		pm_report_cell(page->report, PM_STR(""));
		pm_report_cell(page->report, PM_STR(""));
	}
}

static void add_row(struct trace *trace, uint32_t item, unsigned depth)
{
	struct pm_page *page = trace->page;
	const struct pm_progress *progress = page->goal[item] ? &page->serving[item] : &page->below[item];
	struct pm_cell *cell = pm_page_item(page, item, true);

	cell->depth = depth;
	trace->told[item] = true;
	pm_page_status(page, item);
	if (page->plan.work[item])
		pm_report_cell(page->report, proof_of(trace, item));
	else
		pm_report_cell(page->report, pm_page_progress(page, progress));
	pm_report_cell(page->report, gaps_of(trace, item))->tone = PM_TONE_WARN;
	if (trace->criteria && page->plan.work[item])
		add_criteria(trace, item, depth + 1);
}

static bool is_shown(const struct trace *trace, uint32_t item)
{
	const struct pm_item *it = &trace->page->product->items[item];

	return trace->page->plan.shown[item] && !trace->told[item] && !PM_KIND_IS_RECORD(it->kind) &&
	       it->state != PM_STATE_DROPPED && (it->place == PM_PLACE_ACTIVE || it->place == PM_PLACE_COMPLETED);
}

/* The item and all that is a part of it; what lies deeper than DEPTH_MAX stands at that depth. */
static void add_branch(struct trace *trace, uint32_t root, unsigned depth)
{
	uint32_t *path = pm_calloc(DEPTH_MAX + 1, sizeof(*path)); /* the next part to go to, at each depth */
	size_t length = 1;

	add_row(trace, root, depth);
	path[0] = trace->first[root];
	while (length > 0) {
		uint32_t item = path[length - 1];

		if (item == PM_NO_ITEM) {
			length--;
			continue;
		}
		path[length - 1] = trace->next[item];
		if (!is_shown(trace, item))
			continue;
		add_row(trace, item, depth + (unsigned)length);
		if (length < DEPTH_MAX)
			path[length++] = trace->first[item];
	}
	free(path);
}

/* The goal that an item stands under in the tree: the first that it serves. */
static uint32_t goal_of(const struct trace *trace, uint32_t item)
{
	uint32_t goals[PM_ITEM_GOALS_MAX];
	size_t count = pm_plan_goals(&trace->page->plan, item, goals);

	for (size_t k = 0; k < count; k++)
		if (trace->page->goal[goals[k]])
			return goals[k];
	return PM_NO_ITEM;
}

/* Lists every item under what it is a part of; what is a part of nothing under its goal, and what has neither is a root. */
static void find_parts(struct trace *trace)
{
	const struct pm_page *page = trace->page;
	uint32_t count = page->product->item_count;

	memset(trace->first, 0xff, ((size_t)count + 1) * sizeof(*trace->first));
	memset(trace->next, 0xff, ((size_t)count + 1) * sizeof(*trace->next));
	for (uint32_t i = 0; i < count; i++) {
		uint32_t up = page->plan.up[i];

		if (PM_KIND_IS_RECORD(page->product->items[i].kind))
			continue;
		if (up == PM_NO_ITEM || !page->plan.shown[up] || page->product->items[up].state == PM_STATE_DROPPED)
			up = goal_of(trace, i);
		if (up == PM_NO_ITEM || up == i)
			continue;
		if (trace->first[up] == PM_NO_ITEM)
			trace->first[up] = i;
		else
			trace->next[trace->last[up]] = i;
		trace->last[up] = i;
	}
}

static void add_tree(struct trace *trace)
{
	static const struct pm_column columns[] = {
		{PM_SAY(SAY_ITEM_TITLE), "item", PM_ALIGN_LEFT, true},
		{PM_SAY(SAY_STATUS), "status", PM_ALIGN_LEFT, false},
		{PM_SAY(SAY_DONE), "progress", PM_ALIGN_LEFT, false},
		{PM_SAY(SAY_GAP), "gap", PM_ALIGN_LEFT, false},
	};
	struct pm_page *page = trace->page;
	bool stray = false;

	pm_report_heading(page->report, 2, PM_STR(SAY_FROM_GOAL_TO_CRITERIA), "tree");
	pm_report_picture(page->report, PM_NODE_TREE, PM_STR(""),
			  page->goal_count > 0 ? pm_report_text(page->report, SAY_X_WHAT_SERVES_THEM_AND_WHAT,
								PM_FMT(pm_page_count(page, page->goal_count, SAY_GOAL)))
					       : PM_STR(SAY_WHAT_IS_PART_OF_WHAT_AND),
			  columns, 4);
	for (size_t k = 0; k < page->goal_count; k++)
		add_branch(trace, page->goals[k], 0);
	for (uint32_t i = 0; pm_product_more(page->product, i); i++) {
		uint32_t up = page->plan.up[i];

		if (!is_shown(trace, i) || (up != PM_NO_ITEM && is_shown(trace, up)))
			continue;
		if (!stray && page->goal_count > 0) {
			struct pm_cell *cell = pm_report_cell(page->report, PM_STR(SAY_NO_GOAL));

			cell->tone = PM_TONE_WARN;
			pm_report_cell(page->report, PM_STR(""));
			pm_report_cell(page->report, pm_page_progress(page, &page->astray));
			pm_report_cell(page->report, PM_STR(""));
		}
		stray = true;
		add_branch(trace, i, page->goal_count > 0 ? 1 : 0);
	}
}

/* -- the matrix */

struct cell {
	uint32_t done, all;
};

/* A row of the matrix: an initiative or, where there are none, an epic, and what of it serves which goal. */
static bool is_row(const struct pm_page *page, uint32_t item, enum pm_kind kind)
{
	return page->product->items[item].kind == kind && page->plan.shown[item] &&
	       page->product->items[item].place == PM_PLACE_ACTIVE && page->product->items[item].state != PM_STATE_DROPPED;
}

static enum pm_kind row_kind(const struct pm_page *page)
{
	for (uint32_t i = 0; pm_product_more(page->product, i); i++)
		if (is_row(page, i, PM_KIND_INITIATIVE))
			return PM_KIND_INITIATIVE;
	return PM_KIND_EPIC;
}

/* cells[row * (goals + 1) + goal]; the last row and the last column are for what has none. */
static struct cell *count_cells(const struct pm_page *page, const uint32_t *row_of, size_t rows, size_t goals,
				const uint32_t *place)
{
	struct cell *cells = pm_calloc((rows + 1) * (goals + 1), sizeof(*cells));

	for (uint32_t i = 0; pm_product_more(page->product, i); i++) {
		size_t row = row_of[i] != PM_NO_ITEM ? row_of[i] : rows;
		uint32_t served[PM_ITEM_GOALS_MAX];
		size_t n = pm_progress_serves(&page->plan, i, page->goal, served);

		if (!page->plan.work[i] || page->product->items[i].state == PM_STATE_DROPPED || row > rows)
			continue;
		for (size_t k = 0; k < (n > 0 ? n : 1); k++) {
			struct cell *cell = &cells[row * (goals + 1) + (n > 0 ? place[served[k]] : goals)];

			cell->all++;
			cell->done += pm_plan_done(&page->plan, i);
		}
	}
	return cells;
}

static void add_matrix_row(struct pm_page *page, const struct cell *cells, size_t goals)
{
	for (size_t g = 0; g <= goals; g++) {
		struct pm_cell *cell;

		if (cells[g].all == 0) {
			pm_report_cell(page->report, PM_STR(""));
			continue;
		}
		cell = pm_report_cell(page->report, pm_report_text(page->report, SAY_N_OF_N, (unsigned long)cells[g].done,
								   (unsigned long)cells[g].all));
		if (g == goals)
			cell->tone = PM_TONE_WARN;
	}
}

static size_t matrix_columns(struct pm_page *page, enum pm_kind kind, size_t goals, struct pm_column *columns)
{
	size_t n = 0;

	columns[n++] = (struct pm_column){kind == PM_KIND_EPIC ? PM_STR(SAY_EPIC_TITLE) : PM_STR(SAY_INITIATIVE), "item",
					  PM_ALIGN_LEFT, true};
	for (size_t g = 0; g < goals; g++) {
		const struct pm_item *it = &page->product->items[page->goals[g]];
		struct pm_str name = it->id.n > 0 ? it->id : it->title;

		columns[n++] = (struct pm_column){name, pm_report_copy(page->report, name).p, PM_ALIGN_RIGHT, false};
	}
	columns[n++] = (struct pm_column){PM_STR(SAY_NO_GOAL), "no_goal", PM_ALIGN_RIGHT, false};
	return n;
}

/* The rows of the matrix and of every item the row that it is a part of. */
static size_t find_rows(const struct pm_page *page, enum pm_kind kind, uint32_t *row_of, uint32_t *rows)
{
	size_t count = 0;

	for (uint32_t i = 0; pm_product_more(page->product, i); i++) {
		row_of[i] = PM_NO_ITEM;
		if (is_row(page, i, kind) && count < MATRIX_ROWS) {
			rows[count] = i;
			row_of[i] = (uint32_t)count++;
		} else if (is_row(page, i, kind)) {
			row_of[i] = PM_NO_ITEM - 1; /* one that is not shown */
		}
	}
	pm_plan_inherit(&page->plan, row_of);
	return count;
}

static bool any_cell(const struct cell *cells, size_t goals)
{
	for (size_t g = 0; g <= goals; g++)
		if (cells[g].all > 0)
			return true;
	return false;
}

static void write_matrix(struct pm_page *page, enum pm_kind kind, const uint32_t *row_of, const uint32_t *rows, size_t count)
{
	size_t goals = page->goal_count < MATRIX_GOALS ? page->goal_count : MATRIX_GOALS;
	uint32_t *place = pm_calloc((size_t)page->product->item_count + 1, sizeof(*place));
	struct pm_column columns[MATRIX_GOALS + 2];
	struct cell *cells;

	for (size_t k = 0; k < page->goal_count; k++)
		place[page->goals[k]] = (uint32_t)(k < goals ? k : goals);
	cells = count_cells(page, row_of, count, goals, place);
	pm_report_heading(page->report, 2, PM_STR(SAY_WHAT_SERVES_WHICH_GOAL), "matrix");
	pm_report_node(page->report, PM_NODE_TABLE, columns, matrix_columns(page, kind, goals, columns));
	for (size_t r = 0; r < count; r++) {
		pm_page_item(page, rows[r], false);
		add_matrix_row(page, &cells[r * (goals + 1)], goals);
	}
	if (any_cell(&cells[count * (goals + 1)], goals)) {
		pm_report_cell(page->report, kind == PM_KIND_EPIC ? PM_STR(SAY_NO_EPIC) : PM_STR(SAY_NO_INITIATIVE))->tone =
			PM_TONE_QUIET;
		add_matrix_row(page, &cells[count * (goals + 1)], goals);
	}
	pm_report_paragraph(page->report, PM_STR(SAY_ITEMS_DONE_OF_ALL_THAT_SERVE), PM_TONE_QUIET);
	free(cells);
	free(place);
}

static void add_matrix(struct pm_page *page)
{
	uint32_t items = page->product->item_count;
	enum pm_kind kind = row_kind(page);
	uint32_t *row_of = pm_malloc(((size_t)items + 1) * sizeof(*row_of)), *rows = pm_calloc(MATRIX_ROWS, sizeof(*rows));
	size_t count = find_rows(page, kind, row_of, rows);

	if (count > 0 && page->goal_count > 0)
		write_matrix(page, kind, row_of, rows, count);
	free(rows);
	free(row_of);
}

/* -- the view */

static int make(const struct pm_view_input *input, struct pm_report *report, struct pm_buf *err)
{
	size_t count = (size_t)input->product->item_count + 1;
	struct pm_page page;
	struct trace trace = {.page = &page};

	(void)err;
	pm_page_init(&page, input, report);
	pm_page_title(&page, SAY_TRACE_FROM_GOAL_TO_CRITERIA_AND);
	trace.first = pm_calloc(count, sizeof(*trace.first));
	trace.next = pm_calloc(count, sizeof(*trace.next));
	trace.last = pm_calloc(count, sizeof(*trace.last));
	trace.told = pm_calloc(count, sizeof(*trace.told));
	trace.criteria = page.all.all <= CRITERIA_MAX;
	find_parts(&trace);
	if (page.goal_count == 0)
		pm_page_hint(&page, SAY_THERE_IS_NO_GOAL_YET_A);
	if (page.goal_count > 0 || page.all.all > 0) {
		add_matrix(&page);
		add_tree(&trace);
	}
	pm_page_index(&page);
	free(trace.first);
	free(trace.next);
	free(trace.last);
	free(trace.told);
	pm_page_clear(&page);
	return 0;
}

const struct pm_view pm_view_trace = {
	.name = "trace",
	.summary = "from goal to initiative to story to criteria, with gaps",
	.make = make,
};
