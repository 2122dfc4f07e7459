/* view_sprint: one sprint: its goal, what fits, what it lacks, how it burns up, and what could come next. */
#include "formats/section.h"
#include "formats/words.h"

#include <stdlib.h>

enum { ITEMS_MAX = 1000 };

static int make(const struct pm_view_input *input, struct pm_report *report, struct pm_buf *err)
{
	struct pm_page page;
	uint32_t sprint;
	int status = 0;

	pm_page_init(&page, input, report);
	pm_page_title(&page, SAY_SPRINT_TITLE);
	sprint = input->sprint ? pm_periods_find(&page.sprints, &page.plan, PM_KIND_SPRINT, pm_str_c(input->sprint))
			       : pm_periods_current(&page.sprints, &page.plan, input->today);
	if (sprint != PM_NO_ITEM) {
		pm_section_sprint(&page, sprint, ITEMS_MAX);
		pm_section_burnup(&page, sprint);
		pm_page_index(&page);
	} else if (input->sprint) {
		char *nearest = pm_periods_nearest(&page.sprints, pm_str_c(input->sprint));

		pm_buf_addf(err, "there is no sprint '%s'", input->sprint);
		if (nearest)
			pm_buf_addf(err, "; did you mean '%s'?", nearest);
		else if (page.sprints.count > 0)
			pm_buf_addf(err, "; the last one is '%.*s'", PM_FMT(page.sprints.list[page.sprints.count - 1].label));
		else
			pm_buf_addz(err,
				    ": the product has none; a heading \"## Sprint 1 (2027-01-04 to 2027-01-17)\" describes one");
		free(nearest);
		status = -1;
	} else {
		pm_page_hint(&page, SAY_THERE_IS_NO_SPRINT_YET_A);
	}
	pm_page_clear(&page);
	return status;
}

const struct pm_view pm_view_sprint = {
	.name = "sprint",
	.summary = "one sprint: goal, capacity, what fits, what is ready, how far it is",
	.make = make,
	.asks = PM_ASKS_ORDER | PM_ASKS_SPRINT,
	.past = PM_PAST_WELCOME,
};
