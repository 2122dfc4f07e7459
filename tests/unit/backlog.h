/* backlog: a product of one file, read and ranked, for tests. */
#ifndef PM_TESTS_BACKLOG_H
#define PM_TESTS_BACKLOG_H

#include "parser/rank.h"
#include "tests/unit/test.h"

#include <stdlib.h>

struct backlog {
	struct pm_config config;
	struct pm_tree *tree;
	struct pm_product *product;
	struct pm_scoring *scoring; /* NULL: it is not ranked */
	struct pm_ranking ranking;
};

/* by: what --by says; NULL: it is only read. */
static inline void backlog_init(struct backlog *backlog, struct pm_str text, const char *by)
{
	struct pm_read_options options = {.threads = 1};
	struct pm_buf err = {0};

	memset(backlog, 0, sizeof *backlog);
	pm_config_init(&backlog->config);
	pm_config_finish(&backlog->config);
	backlog->tree = pm_tree_mem_new();
	pm_tree_mem_add(backlog->tree, "BACKLOG.md", text.p, text.n);
	options.config = &backlog->config;
	if (pm_product_read(backlog->tree, &options, &backlog->product, &err) < 0)
		abort();
	if (by) {
		backlog->scoring = pm_scoring_new(backlog->product, pm_str_c(by), &err);
		pm_rank(backlog->scoring, NULL, NULL, &backlog->ranking);
	}
	pm_buf_clear(&err);
}

static inline void backlog_clear(struct backlog *backlog)
{
	if (backlog->scoring)
		pm_ranking_clear(&backlog->ranking);
	pm_scoring_free(backlog->scoring);
	pm_product_free(backlog->product);
	pm_tree_free(backlog->tree);
	pm_config_clear(&backlog->config);
}

#endif
