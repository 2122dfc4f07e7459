/* section_goals: the goals with their measures, what serves them, and how the open effort is shared among them. */
#include "formats/section.h"
#include "formats/words.h"

#include <math.h>

#define SHARE_FAR 0.15 /* of all effort: as far may a goal be from its share before it is said */

static struct pm_str measure_text(struct pm_page *page, const struct pm_number *number)
{
	struct pm_str unit = number->unit;

	if (number->percent)
		return pm_report_figure(page->report, number->low, "%");
	return pm_report_text(page->report, "%.*s%s%.*s", PM_FMT(pm_report_figure(page->report, number->low, NULL)),
			      unit.n > 0 ? " " : "", PM_FMT(unit));
}

/* "target 30% by 2027-03-31" */
static struct pm_str target_text(struct pm_page *page, uint32_t item, const struct pm_number *target)
{
	pm_day by;

	if (!pm_page_by(page, item, &by))
		return pm_report_text(page->report, SAY_TARGET_X, PM_FMT(measure_text(page, target)));
	return pm_report_text(page->report, SAY_TARGET_X_BY_X, PM_FMT(measure_text(page, target)), PM_FMT(pm_page_day(page, by)));
}

static enum pm_tone measure_tone(struct pm_page *page, uint32_t item, double way)
{
	pm_day by;

	if (way >= 1)
		return PM_TONE_GOOD;
	if (way < 0)
		return PM_TONE_BAD;
	if (page->input->today != PM_NO_DAY && pm_page_by(page, item, &by) && by < page->input->today)
		return PM_TONE_BAD;
	return PM_TONE_NONE;
}

/* What can be said of a measure that is no way from a baseline to a target. */
static void add_open_measure(struct pm_page *page, uint32_t item, const struct pm_number *actual, const struct pm_number *target)
{
	pm_report_cell(page->report, actual ? measure_text(page, actual) : PM_STR(SAY_NOT_MEASURED_YET));
	pm_report_cell(page->report, target_text(page, item, target));
}

/* The way from the baseline (0 where there is none) to the target, and how much of it is done. */
static void add_measure(struct pm_page *page, uint32_t item)
{
	const struct pm_item *it = &page->product->items[item];
	struct pm_str metric = pm_item_text(page->product, it, PM_FIELD_METRIC);
	struct pm_number baseline = {0}, target, actual;
	bool has_baseline = pm_item_number(page->product, it, PM_FIELD_BASELINE, &baseline), has_actual;
	struct pm_cell *cell;
	double way;

	if (!pm_item_number(page->product, it, PM_FIELD_TARGET, &target)) {
		pm_report_paragraph(page->report, metric.n > 0 ? metric : PM_STR(SAY_IT_HAS_NO_MEASURE),
				    metric.n > 0 ? PM_TONE_NONE : PM_TONE_WARN);
		return;
	}
	has_actual = pm_item_number(page->product, it, PM_FIELD_ACTUAL, &actual);
	pm_report_node(page->report, PM_NODE_BARS, NULL, 0)->scale = 1;
	pm_report_cell(page->report, metric.n > 0 ? metric : PM_STR(SAY_MEASURE));
	if (!has_actual || target.low == baseline.low) {
		add_open_measure(page, item, has_actual ? &actual : NULL, &target);
		return;
	}
	way = (actual.low - baseline.low) / (target.low - baseline.low);
	cell = pm_report_cell(page->report, measure_text(page, &actual));
	cell->number = way;
	cell->has_number = true;
	cell->tone = measure_tone(page, item, way);
	if (has_baseline)
		pm_report_cell(page->report,
			       pm_report_text(page->report, SAY_FROM_X_N_PERCENT_OF_THE, PM_FMT(measure_text(page, &baseline)),
					      floor(way * 100), PM_FMT(target_text(page, item, &target))));
	else
		pm_report_cell(page->report, target_text(page, item, &target));
}

static void add_goal(struct pm_page *page, uint32_t item)
{
	static const char *const titles[] = {SAY_OPEN, SAY_DONE, SAY_READY_TO_START, SAY_OPEN_EFFORT};
	const struct pm_progress *serving = &page->serving[item];
	struct pm_cell *cell;

	page->mentioned[item] = true;
	pm_report_heading(page->report, 3, pm_page_name(page, item), NULL);
	add_measure(page, item);
	if (serving->all == 0) {
		pm_report_paragraph(page->report, PM_STR(SAY_NOTHING_IN_THE_BACKLOG_SERVES_THIS_GOAL), PM_TONE_WARN);
		return;
	}
	pm_page_facts(page, titles, page->plan.unit ? 4 : 3);
	pm_report_number(page->report, serving->all - serving->done, NULL);
	pm_report_number(page->report, serving->done, NULL);
	pm_report_number(page->report, serving->ready, NULL);
	if (page->plan.unit == NULL)
		return;
	cell = pm_page_effort_cell(page, pm_progress_left(serving));
	if (pm_page_taken(page, serving) >= 0)
		cell->note = pm_report_text(page->report, SAY_X_OF_ALL,
					    PM_FMT(pm_page_percent(page, pm_progress_left(serving), pm_progress_left(&page->all))));
}

bool pm_section_goals(struct pm_page *page, size_t most)
{
	if (page->goal_count == 0)
		return false;
	pm_report_heading(page->report, 2, PM_STR(SAY_GOALS), "goals");
	for (size_t i = 0; i < page->goal_count && i < most; i++)
		add_goal(page, page->goals[i]);
	pm_page_more(page, page->goal_count, most, SAY_GOAL);
	return true;
}

/* -- shares */

/* The two figures behind a goal's name. */
static void add_share(struct pm_page *page, const struct pm_progress *serving, double share)
{
	double taken = pm_page_taken(page, serving);
	struct pm_cell *cell = pm_report_number(page->report, taken, "%");

	cell->text = pm_page_percent(page, pm_progress_left(serving), pm_progress_left(&page->all));
	cell->note = pm_page_effort(page, pm_progress_left(serving));
	if (share < 0) {
		pm_report_cell(page->report, PM_STR(""));
		return;
	}
	if (fabs(taken - share) > SHARE_FAR)
		cell->tone = PM_TONE_WARN;
	cell = pm_report_cell(page->report,
			      pm_report_text(page->report, SAY_ITS_SHARE_IS_X, PM_FMT(pm_report_figure(page->report, share, "%"))));
	cell->number = share;
	cell->has_number = true;
}

static bool is_unsized(const struct pm_page *page, uint32_t item)
{
	return page->plan.unit && page->plan.work[item] && pm_plan_open(&page->plan, item) && page->plan.effort[item] < 0;
}

/* Names the first of those that no figure of effort holds. */
static void add_unsized(struct pm_page *page)
{
	enum { NAMED = 5 };
	struct pm_buf names = {0};
	unsigned long count = 0;

	for (uint32_t i = 0; i < page->product->item_count; i++) {
		if (!is_unsized(page, i) || count++ >= NAMED)
			continue;
		pm_buf_addz(&names, count > 1 ? ", " : "");
		pm_buf_adds(&names, pm_page_name(page, i));
	}
	if (count > NAMED)
		pm_buf_addf(&names, SAY_AND_N_MORE, count - NAMED);
	if (count > 0)
		pm_report_paragraph(page->report,
				    pm_report_text(page->report, SAY_N_OPEN_ITEM_X_NOT_IN, count, pm_plural(count),
						   count == 1 ? SAY_IS : SAY_ARE, pm_page_unit(page), PM_FMT(pm_buf_str(&names))),
				    PM_TONE_QUIET);
	pm_buf_clear(&names);
}

bool pm_section_shares(struct pm_page *page, size_t most)
{
	if (page->goal_count == 0 || pm_progress_left(&page->all) <= 0)
		return false;
	pm_report_heading(page->report, 2, PM_STR(SAY_WHERE_THE_EFFORT_GOES), "effort");
	pm_report_node(page->report, PM_NODE_BARS, NULL, 0)->scale = 1;
	for (size_t i = 0; i < page->goal_count && i < most; i++) {
		pm_page_item(page, page->goals[i], false);
		add_share(page, &page->serving[page->goals[i]], pm_page_share(page, page->goals[i]));
	}
	if (page->astray.all > page->astray.done) {
		pm_report_cell(page->report, PM_STR(SAY_NO_GOAL))->note =
			pm_page_count(page, page->astray.all - page->astray.done, SAY_ITEM);
		add_share(page, &page->astray, -1);
	}
	add_unsized(page);
	return true;
}
