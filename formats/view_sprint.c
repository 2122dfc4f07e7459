/* view_sprint: one sprint: its goal, what fits, what it lacks, how it burns up, and what could come next. */
#include "formats/section.h"
#include "formats/words.h"

#include <stdlib.h>

enum { ITEMS_MAX = 1000 };

/* Names the nearest sprint, else all of them. */
static void say_unknown(const struct pm_periods *sprints, const char *name, struct pm_buf *err)
{
	enum { NAMED = 20 };
	char *nearest = pm_periods_nearest(sprints, pm_str_c(name));
	size_t first = sprints->count > NAMED ? sprints->count - NAMED : 0;

	pm_buf_addf(err, "there is no sprint '%s'", name);
	if (nearest)
		pm_buf_addf(err, "; did you mean '%s'?", nearest);
	else if (sprints->count == 0)
		pm_buf_addz(err, ": the product has none; a heading \"## Sprint 1 (2027-01-04 to 2027-01-17)\" describes one");
	else
		pm_buf_addz(err, first > 0 ? "; the last ones are " : "; there are ");
	for (size_t k = first; k < sprints->count && !nearest; k++)
		pm_buf_addf(err, "%s'%.*s'", k > first ? ", " : "", PM_FMT(sprints->list[k].label));
	free(nearest);
}

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
		say_unknown(&page.sprints, input->sprint, err);
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
