/* pm-rank: orders a product's backlog. */
#include "cmd/run.h"

#include <stdlib.h>

struct rank {
	struct pm_run run;
	const char *by;
	long long top; /* 0: all */
};

static int rank_write(struct rank *rank)
{
	struct pm_scoring *scoring = pm_run_scoring(&rank->run, rank->by);
	struct pm_view_input input = pm_run_view_input(&rank->run);
	struct pm_ranking ranking;

	if (!scoring)
		return PM_EXIT_FAILED;
	pm_run_rank(&rank->run, scoring, &ranking);
	if (rank->top && (unsigned long long)rank->top < ranking.count)
		ranking.count = (size_t)rank->top;
	input.ranking = &ranking;
	pm_run_view(&rank->run, pm_view_find(PM_STR("rank")), &input);
	pm_ranking_clear(&ranking);
	pm_scoring_free(scoring);
	return PM_EXIT_DONE;
}

static int rank_run(struct rank *rank, int argc, char **argv, const char *formats, const char *methods)
{
	const struct pm_opt options[] = {
		{NULL, 0, PM_OPT_GROUP, NULL, NULL, "Order", NULL},
		{"by", 0, PM_OPT_VALUE, &rank->by, "METHOD", "a method, or a formula; several: split at commas", methods},
		{"top", 0, PM_OPT_NUMBER, &rank->top, "N", "only the first N", NULL},
		{0},
	};
	const struct pm_program program = {
		.name = "pm-rank",
		.summary = "Order the items of a product, and say what made the order.",
		.operands = "[path ...]",
		.options = options,
		.formats = formats,
	};
	int status = pm_run_parse(&rank->run, &program, argc, argv);

	if (status < 0)
		status = pm_run_read(&rank->run);
	if (status < 0)
		status = rank_write(rank);
	return pm_run_end(&rank->run, status);
}

int main(int argc, char **argv)
{
	struct rank rank = {0};
	char *formats = pm_run_format_names(), *methods = pm_run_method_names();
	int status = rank_run(&rank, argc, argv, formats, methods);

	free(formats);
	free(methods);
	return status;
}
