/* select: fuzz target of --select: the input is the expression, asked of a small product. */
#include "parser/select.h"
#include "tests/fuzz/target.h"

static const char backlog[] = "# Backlog\n\n## Sprint 12 (2026-11-16 to 2026-11-29)\n\n### EPIC-1 Checkout\n\n#### PAY-1 Pay with a card\n\n"
			      "- Status: ready\n- Estimate: 3-5\n- Priority: P1\n- Goal: G-1\n- Labels: ui, till\n- Due: 2026-12-01\n\n"
			      "#### PAY-2 See the total\n\n- Status: done\n- Reach: 4000 users/month\n- Confidence: 80%\n";

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct pm_tree *tree = pm_tree_mem_new();
	struct pm_product *product = NULL;
	struct pm_buf err = {0};
	struct pm_config config;
	struct pm_read_options options = {.config = &config, .threads = 1};
	struct pm_select *select = pm_select_new(target_text(bytes, size), &err);

	pm_config_init(&config);
	pm_config_finish(&config);
	MUST((select == NULL) == (err.n > 0));
	if (select != NULL) {
		pm_tree_mem_add(tree, "BACKLOG.md", backlog, sizeof backlog - 1);
		MUST(pm_product_read(tree, &options, &product, &err) == 0);
		for (uint32_t i = 0; i < product->item_count; i++)
			(void)pm_select_match(select, product, i);
	}
	pm_product_free(product);
	pm_select_free(select);
	pm_config_clear(&config);
	pm_tree_free(tree);
	pm_buf_clear(&err);
	return 0;
}
