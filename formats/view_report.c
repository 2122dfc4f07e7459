/* view_report: the product on one page: direction, plan, order, health, and where direction and backlog disagree.
 *
 * The one rule to know: a section that has nothing to say is not there, and no figure leaves something out without saying so.
 */
#include "formats/items.h"
#include "formats/section.h"
#include "formats/words.h"

#include <math.h>
#include <stdlib.h>

enum {
	GOALS_MAX = 24,	  /* goals that have a card */
	ENTRIES_MAX = 10, /* rows and entries of most lists */
	SPRINT_MAX = 40,
	POINTS_MAX = 20 /* of a scatter */
};

/* -- the first figures */

/* "53 of work, 1 dropped, 15 epics and initiatives": every item that was read is in one of these. */
static struct pm_str kinds_of_items(struct pm_page *page, uint32_t items)
{
	uint32_t work = 0, dropped = 0, holders = 0, aside = 0, parts;
	struct pm_buf text = {0};

	for (uint32_t i = 0; pm_product_more(page->product, i); i++) {
		const struct pm_item *it = &page->product->items[i];

		if (PM_KIND_IS_RECORD(it->kind) || !page->plan.shown[i])
			continue;
		if (it->place == PM_PLACE_ARCHIVED || it->place == PM_PLACE_DRAFT)
			aside++;
		else if (page->plan.work[i])
			*(it->state == PM_STATE_DROPPED ? &dropped : &work) += 1;
		else
			holders += it->kind == PM_KIND_EPIC || it->kind == PM_KIND_INITIATIVE;
	}
	parts = items - work - dropped - holders - aside;
	pm_buf_addf(&text, SAY_N_OF_WORK, (unsigned long)work);
	if (dropped > 0)
		pm_buf_addf(&text, SAY_N_DROPPED, (unsigned long)dropped);
	if (holders > 0)
		pm_buf_addf(&text, SAY_N_THAT_HOLD_IT, (unsigned long)holders,
			    holders == 1 ? SAY_EPIC_OR_INITIATIVE : SAY_EPICS_AND_INITIATIVES);
	if (parts > 0)
		pm_buf_addf(&text, SAY_N_PART_OF_IT, (unsigned long)parts, pm_plural(parts));
	if (aside > 0)
		pm_buf_addf(&text, SAY_N_ARCHIVED_OR_DRAFTED, (unsigned long)aside);
	return pm_page_take(page, &text);
}

static void add_summary(struct pm_page *page)
{
	static const char *const titles[] = {SAY_ITEMS, SAY_TO_DO, SAY_IN_PROGRESS, SAY_DONE, SAY_READY_TO_START};
	struct pm_items_counts counts = pm_items_count(page->input);
	const struct pm_progress *all = &page->all;
	uint32_t open = all->all - all->done - all->started;
	struct pm_cell *cell;

	pm_page_facts(page, titles, 5);
	cell = pm_report_number(page->report, counts.items, NULL);
	if (counts.unreadable > 0) {
		cell->tone = PM_TONE_BAD;
		cell->note = pm_report_text(page->report, SAY_N_WITH_ERRORS_OF_READING, (unsigned long)counts.unreadable);
	} else if (all->all < counts.items) {
		cell->note = kinds_of_items(page, counts.items);
	} else {
		cell->note = PM_STR(SAY_ALL_READ_WITHOUT_ERROR);
	}
	pm_report_number(page->report, open, NULL);
	pm_report_number(page->report, all->started, NULL);
	cell = pm_report_number(page->report, all->done, NULL);
	if (all->all > 0)
		cell->note = pm_report_text(page->report, SAY_X_OF_THE_WORK, PM_FMT(pm_page_percent(page, all->done, all->all)));
	cell = pm_report_number(page->report, all->ready, NULL);
	if (open > 0)
		cell->note = pm_report_text(page->report, SAY_OF_N_TO_DO, (unsigned long)open);
}

static void add_vision(struct pm_page *page)
{
	const struct pm_product *product = page->product;

	if (product->vision.start >= product->vision.end)
		return;
	pm_report_heading(page->report, 2, PM_STR(SAY_VISION), "vision");
	pm_report_markdown(page->report,
			   pm_str_trim(pm_source_text(&product->files[product->vision_file].source, product->vision)));
}

/* -- order */

static void add_position(struct pm_page *page, const struct pm_ranked *ranked)
{
	struct pm_cell *cell;

	pm_report_number(page->report, ranked->position, NULL);
	cell = pm_page_item(page, ranked->item, false);
	if (ranked->heir != PM_NO_ITEM && ranked->inherited != ranked->score.value) { /* else its score would not be its place */
		struct pm_buf note = {0};

		pm_view_name(page->input, ranked->heir, &note);
		pm_buf_addz(&note, SAY_NEEDS_IT);
		cell->note = pm_page_take(page, &note);
	}
	pm_page_status(page, ranked->item);
	pm_report_number(page->report, ranked->score.value, NULL);
}

static int by_number(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The middle of the numbers, which are sorted for it. */
static double median(double *numbers, size_t count)
{
	qsort(numbers, count, sizeof(*numbers), by_number);
	return count % 2 == 1 ? numbers[count / 2] : (numbers[count / 2 - 1] + numbers[count / 2]) / 2;
}

/* What a ratio divides: value up, effort across; the medians part what to do first from what to leave. */
static void add_scatter(struct pm_page *page)
{
	static const struct pm_column columns[] = {
		{PM_SAY(SAY_ITEM_TITLE), "item", PM_ALIGN_LEFT, true},
		{PM_SAY(SAY_EFFORT), "effort", PM_ALIGN_RIGHT, false},
		{PM_SAY(SAY_VALUE), "value", PM_ALIGN_RIGHT, false},
	};
	static const struct pm_str corners[4] = {PM_SAY(SAY_DO_FIRST), PM_SAY(SAY_PLAN_WELL), PM_SAY(SAY_FILL_IN_WORD),
						 PM_SAY(SAY_LEAVE)};
	const struct pm_ranking *ranking = page->input->ranking;
	size_t count = ranking->count < POINTS_MAX ? ranking->count : POINTS_MAX;
	double values[POINTS_MAX], costs[POINTS_MAX];
	struct pm_picture *picture;

	if (!ranking->method->ratio || count < 4)
		return;
	picture = pm_report_chart(page->report, PM_CHART_SCATTER, PM_STR(SAY_VALUE_AGAINST_EFFORT),
				  pm_report_text(page->report, SAY_THE_FIRST_N_OF_THE_ORDER, (unsigned long)count), columns, 3)
			  ->picture;
	picture->x = (struct pm_axis){.title = PM_STR(SAY_EFFORT), .zero = true};
	picture->y = (struct pm_axis){.title = PM_STR(SAY_VALUE), .zero = true};
	for (size_t k = 0; k < 4; k++)
		picture->corners[k] = corners[k];
	for (size_t k = 0; k < count; k++) {
		const struct pm_score *score = &ranking->items[k].score;

		costs[k] = score->cost;
		values[k] = score->value * score->cost;
		pm_page_item(page, ranking->items[k].item, false);
		pm_report_number(page->report, costs[k], NULL);
		pm_report_number(page->report, values[k], NULL);
	}
	pm_report_mark(page->report, PM_AXIS_X, median(costs, count), PM_STR(SAY_MEDIAN), PM_TONE_QUIET);
	pm_report_mark(page->report, PM_AXIS_Y, median(values, count), PM_STR(SAY_MEDIAN), PM_TONE_QUIET);
}

/* "reach, impact or effort": which fields the items lack that are not ranked. */
static struct pm_str missing_names(struct pm_page *page)
{
	const struct pm_ranking *ranking = page->input->ranking;
	bool missing[PM_FIELD_COUNT] = {false};
	size_t count = 0, said = 0;
	struct pm_buf names = {0};

	for (size_t i = 0; i < ranking->incomplete_count; i++)
		for (size_t k = 0; k < ranking->incomplete[i].missing_count; k++)
			missing[ranking->incomplete[i].missing[k]] = true;
	for (size_t field = 0; field < PM_FIELD_COUNT; field++)
		count += missing[field];
	for (size_t field = 0; field < PM_FIELD_COUNT; field++)
		if (missing[field]) {
			pm_buf_addz(&names, said == 0 ? "" : said + 1 == count ? SAY_OR_ALONE : ", ");
			pm_buf_addz(&names, pm_fields[field].name);
			said++;
		}
	if (count == 0) /* the formula has no value */
		pm_buf_addz(&names, SAY_WHAT_THIS_METHOD_NEEDS);
	return pm_page_take(page, &names);
}

static void add_missing(struct pm_page *page)
{
	size_t count = page->input->ranking->incomplete_count;

	if (count > 0)
		pm_report_paragraph(page->report,
				    pm_report_text(page->report, SAY_N_ITEM_X_NOT_RANKED_WHAT, (unsigned long)count,
						   pm_plural(count), count == 1 ? SAY_IS : SAY_ARE, PM_FMT(missing_names(page))),
				    PM_TONE_WARN);
}

static void add_order(struct pm_page *page)
{
	static const struct pm_column columns[] = {
		{{"#", 1}, "position", PM_ALIGN_RIGHT, false},
		{PM_SAY(SAY_ITEM_TITLE), "item", PM_ALIGN_LEFT, true},
		{PM_SAY(SAY_STATUS), "status", PM_ALIGN_LEFT, false},
		{PM_SAY(SAY_SCORE), "score", PM_ALIGN_RIGHT, false},
	};
	const struct pm_ranking *ranking = page->input->ranking;

	if (ranking == NULL || ranking->count + ranking->incomplete_count == 0)
		return;
	pm_report_heading(page->report, 2, pm_report_text(page->report, SAY_WHAT_COMES_FIRST_BY_X, ranking->method->name), "order");
	pm_report_node(page->report, PM_NODE_TABLE, columns, 4);
	for (size_t i = 0; i < ranking->count && i < ENTRIES_MAX; i++)
		add_position(page, &ranking->items[i]);
	add_missing(page);
	add_scatter(page);
}

/* -- readiness */

static void add_part_of(struct pm_page *page, const char *label, size_t part, size_t all)
{
	struct pm_cell *cell;

	if (all == 0)
		return;
	pm_report_cell(page->report, pm_str_c(label));
	cell = pm_report_number(page->report, (double)part / (double)all, NULL);
	cell->text = pm_report_text(page->report, SAY_N_OF_N, (unsigned long)part, (unsigned long)all);
	pm_report_cell(page->report, PM_STR(""));
}

static void add_readiness(struct pm_page *page)
{
	size_t open = 0, stories = 0, sentence = 0, asked = 0, criteria = 0, estimate = 0, waiting = 0;

	for (uint32_t i = 0; pm_product_more(page->product, i); i++) {
		const struct pm_item *it = &page->product->items[i];
		unsigned lacks = page->ready.lacks[i];
		bool asks = pm_readiness_asks_criteria(&page->plan, i);

		if (!page->plan.work[i] || !pm_plan_open(&page->plan, i))
			continue;
		open++;
		stories += it->kind == PM_KIND_STORY;
		sentence += it->kind == PM_KIND_STORY && it->story.span.start < it->story.span.end;
		asked += asks;
		criteria += asks && it->criterion_count > 0;
		estimate += (lacks & PM_UNREADY_ESTIMATE) == 0;
		waiting += (lacks & PM_UNREADY_WAITS) != 0;
	}
	if (open == 0)
		return;
	pm_report_heading(page->report, 2, PM_STR(SAY_HOW_READY_THE_BACKLOG_IS), "readiness");
	pm_report_node(page->report, PM_NODE_BARS, NULL, 0)->scale = 1;
	add_part_of(page, SAY_STORIES_THAT_SAY_FOR_WHOM_WHAT, sentence, stories);
	add_part_of(page, SAY_HAVE_THE_ACCEPTANCE_CRITERIA_THEY_NEED, criteria, asked);
	if (page->plan.unit)
		add_part_of(page, SAY_HAVE_AN_ESTIMATE, estimate, open);
	add_part_of(page, SAY_WAIT_FOR_NOTHING, open - waiting, open);
}

/* -- health */

static void add_count(struct pm_page *page, uint32_t count, enum pm_tone tone)
{
	pm_report_number(page->report, count, NULL)->tone = count > 0 ? tone : PM_TONE_QUIET;
}

static void add_health(struct pm_page *page)
{
	static const struct pm_column columns[] = {
		{PM_SAY(SAY_RULES), "group", PM_ALIGN_LEFT, true},
		{PM_SAY(SAY_ERRORS), "errors", PM_ALIGN_RIGHT, false},
		{PM_SAY(SAY_WARNINGS), "warnings", PM_ALIGN_RIGHT, false},
		{PM_SAY(SAY_NOTES), "notes", PM_ALIGN_RIGHT, false},
	};

	if (page->input->health == NULL)
		return;
	pm_report_heading(page->report, 2, PM_STR(SAY_HEALTH), "health");
	pm_report_node(page->report, PM_NODE_TABLE, columns, 4)->empty = SAY_NO_RULE_HAS_A_FINDING;
	for (size_t i = 0; i < page->input->health_count; i++) {
		const struct pm_view_health *health = &page->input->health[i];

		if (health->errors + health->warnings + health->notes == 0)
			continue;
		pm_report_cell(page->report, pm_report_text(page->report, "%s-*", health->group));
		add_count(page, health->errors, PM_TONE_BAD);
		add_count(page, health->warnings, PM_TONE_WARN);
		add_count(page, health->notes, PM_TONE_NONE);
	}
}

/* -- the page */

static void add_sprint(struct pm_page *page)
{
	uint32_t sprint = pm_periods_current(&page->sprints, &page->plan, page->input->today);

	if (sprint != PM_NO_ITEM)
		pm_section_sprint(page, sprint, SPRINT_MAX);
}

static int make(const struct pm_view_input *input, struct pm_report *report, struct pm_buf *err)
{
	static const char *const titles[] = {SAY_THE_PRODUCT_ON_ONE_PAGE, SAY_THE_PRODUCT_ON_ONE_PAGE_FOR,
					     SAY_THE_PRODUCT_ON_ONE_PAGE_FOR_ITS};
	struct pm_page page;
	bool owner, manager;

	(void)err;
	pm_page_init(&page, input, report);
	owner = pm_page_is_for(&page, PM_READER_OWNER);
	manager = pm_page_is_for(&page, PM_READER_MANAGER);
	pm_page_title(&page, titles[input->reader]);
	add_summary(&page);
	if (manager) {
		add_vision(&page);
		pm_section_goals(&page, GOALS_MAX);
		pm_section_shares(&page, GOALS_MAX);
	}
	if (owner && manager)
		pm_section_disagreement(&page);
	if (manager)
		pm_section_lanes(&page, ENTRIES_MAX);
	if (owner) {
		add_sprint(&page);
		add_order(&page);
		add_readiness(&page);
	}
	if (manager)
		pm_section_releases(&page, ENTRIES_MAX);
	pm_section_flow(&page);
	pm_section_feedback(&page, ENTRIES_MAX);
	if (owner)
		add_health(&page);
	pm_page_index(&page);
	pm_page_clear(&page);
	return 0;
}

const struct pm_view pm_view_report = {
	.name = "report",
	.summary = "the product on one page, for its owner and its manager",
	.make = make,
	.asks = PM_ASKS_HEALTH | PM_ASKS_ORDER,
	.past = PM_PAST_WELCOME,
};
