/* section_goals: the goals with their measures, what serves them, and how the open effort is shared among them. */
#include "formats/section.h"
#include "formats/words.h"
#include "parser/measure.h"

#include <math.h>

#define SHARE_FAR 0.15 /* of all effort: as far may a goal be from its share before it is said */

struct pm_str pm_section_measure(struct pm_page *page, const struct pm_number *number)
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
		return pm_report_text(page->report, SAY_TARGET_X, PM_FMT(pm_section_measure(page, target)));
	return pm_report_text(page->report, SAY_TARGET_X_BY_X, PM_FMT(pm_section_measure(page, target)),
			      PM_FMT(pm_page_day(page, by)));
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

/* What can be said of a measure of which it is not known how far on its way it is. */
static void add_open_measure(struct pm_page *page, uint32_t item, const struct pm_measure *measure)
{
	struct pm_str target = target_text(page, item, &measure->target);

	pm_report_cell(page->report,
		       measure->has_actual ? pm_section_measure(page, &measure->actual) : PM_STR(SAY_NOT_MEASURED_YET));
	if (measure->has_baseline && !measure->has_actual)
		target = pm_report_text(page->report, SAY_FROM_X_X, PM_FMT(pm_section_measure(page, &measure->baseline)),
					PM_FMT(target));
	pm_report_cell(page->report, target);
}

/* The way from the baseline (0 where there is none) to the target, and how much of it is done. */
static void add_measure(struct pm_page *page, uint32_t item)
{
	const struct pm_item *it = &page->product->items[item];
	struct pm_measure measure;
	struct pm_cell *cell;
	double way;

	pm_measure_read(page->product, it, &measure);
	if (!measure.has_target) {
		pm_report_paragraph(page->report, measure.metric.n > 0 ? measure.metric : PM_STR(SAY_IT_HAS_NO_MEASURE),
				    measure.metric.n > 0 ? PM_TONE_NONE : PM_TONE_WARN);
		return;
	}
	pm_report_node(page->report, PM_NODE_BARS, NULL, 0)->scale = 1;
	pm_report_cell(page->report, measure.metric.n > 0 ? measure.metric : PM_STR(SAY_MEASURE));
	if (!measure.has_actual || measure.target.low == measure.baseline.low) {
		add_open_measure(page, item, &measure);
		return;
	}
	way = (measure.actual.low - measure.baseline.low) / (measure.target.low - measure.baseline.low);
	cell = pm_report_cell(page->report, pm_section_measure(page, &measure.actual));
	cell->number = way;
	cell->has_number = true;
	cell->tone = measure_tone(page, item, way);
	if (measure.has_baseline)
		pm_report_cell(page->report, pm_report_text(page->report, SAY_FROM_X_N_PERCENT_OF_THE,
							    PM_FMT(pm_section_measure(page, &measure.baseline)), floor(way * 100),
							    PM_FMT(target_text(page, item, &measure.target))));
	else
		pm_report_cell(page->report, target_text(page, item, &measure.target));
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
	return pm_plan_open(&page->plan, item) && page->plan.unit && page->plan.effort[item] < 0;
}

bool pm_section_shares(struct pm_page *page, size_t most)
{
	struct pm_str names;
	size_t unsized;

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
	unsized = pm_page_names(page, is_unsized, &names);
	if (unsized > 0)
		pm_report_paragraph(page->report,
				    pm_report_text(page->report, SAY_N_OPEN_ITEM_X_NOT_IN, (unsigned long)unsized,
						   pm_plural(unsized), unsized == 1 ? SAY_IS : SAY_ARE, pm_page_unit(page),
						   PM_FMT(names)),
				    PM_TONE_QUIET);
	if (pm_page_names(page, pm_page_is_range, &names) > 0)
		pm_report_paragraph(page->report, pm_report_text(page->report, SAY_RANGES_COUNT_AS_THEIR_MIDDLE, PM_FMT(names)),
				    PM_TONE_QUIET);
	return true;
}
