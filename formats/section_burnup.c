/* section_burnup: how much of a sprint was done on which day, as far as the days are known. */
#include "formats/section.h"
#include "formats/words.h"

#include <stdlib.h>

enum { DAYS_MAX = 120 };

struct burnup {
	pm_day from, last;     /* the days that are shown */
	double done[DAYS_MAX]; /* that became done on each of them; what was done before stands on the first */
	double committed;
	uint32_t dated, undated; /* done items whose day is known, or not */
};

static void collect(const struct pm_page *page, uint32_t sprint, struct burnup *burnup)
{
	for (uint32_t i = 0; pm_product_more(page->product, i); i++) {
		pm_day day;

		if (page->sprints.of[i] != sprint || !page->plan.work[i] || page->product->items[i].state == PM_STATE_DROPPED)
			continue;
		burnup->committed += pm_plan_weight(&page->plan, i);
		if (!pm_plan_done(&page->plan, i))
			continue;
		day = pm_page_done_day(page, i);
		burnup->dated += day != PM_NO_DAY;
		burnup->undated += day == PM_NO_DAY;
		if (day != PM_NO_DAY && day <= burnup->last)
			burnup->done[day < burnup->from ? 0 : day - burnup->from] += pm_plan_weight(&page->plan, i);
	}
}

static void add_chart(struct pm_page *page, const struct pm_period *sprint, const struct burnup *burnup)
{
	const struct pm_column columns[] = {
		{PM_STR(SAY_DAY), "day", PM_ALIGN_LEFT, false},
		{PM_STR(SAY_DONE), "done", PM_ALIGN_RIGHT, false},
		{PM_STR(SAY_COMMITTED), "committed", PM_ALIGN_RIGHT, false},
	};
	double done = 0, all = 0;
	struct pm_picture *picture;

	for (pm_day day = burnup->from; day <= burnup->last; day++)
		all += burnup->done[day - burnup->from];
	picture = pm_report_chart(page->report, PM_CHART_STEP, PM_STR(SAY_BURN_UP),
				  pm_report_text(page->report, SAY_X_OF_X_DONE, PM_FMT(pm_report_figure(page->report, all, NULL)),
						 PM_FMT(pm_page_effort(page, burnup->committed))),
				  columns, 3)
			  ->picture;
	picture->x = (struct pm_axis){.title = PM_STR(SAY_DAY), .days = true};
	picture->y = (struct pm_axis){.title = pm_report_text(page->report, SAY_WORK_IN_X, pm_page_unit(page)), .zero = true};
	for (pm_day day = burnup->from; day <= sprint->to; day++) {
		pm_report_day(page->report, day);
		if (day <= burnup->last) {
			done += burnup->done[day - burnup->from];
			pm_report_number(page->report, done, NULL);
		} else {
			pm_report_cell(page->report, PM_STR(""));
		}
		pm_report_number(page->report, burnup->committed, NULL);
	}
}

void pm_section_burnup(struct pm_page *page, uint32_t index)
{
	const struct pm_period *sprint = &page->sprints.list[index];
	struct burnup burnup = {.from = sprint->from, .last = sprint->to};
	pm_day today = page->input->today;

	if (sprint->from == PM_NO_DAY || sprint->to == PM_NO_DAY || today == PM_NO_DAY || today < sprint->from)
		return;
	burnup.last = today < sprint->to ? today : sprint->to;
	if (sprint->to - burnup.from >= DAYS_MAX)
		return;
	collect(page, index, &burnup);
	if (burnup.dated > 0)
		add_chart(page, sprint, &burnup);
	if (burnup.undated > 0)
		pm_report_paragraph(page->report,
				    pm_report_text(page->report, SAY_OF_N_DONE_ITEM_THE_DAY, (unsigned long)burnup.undated,
						   pm_plural(burnup.undated)),
				    PM_TONE_QUIET);
}
