/* config: fuzz target of .pmconfig, and of path patterns: the first line of the input is matched as a path. */
#include "parser/config.h"
#include "tests/fuzz/target.h"

static void values(const struct pm_config *config)
{
	struct pm_buf text = {0};

	(void)pm_config_get(config, "rank.method");
	(void)pm_config_get(config, "product.path");
	for (size_t i = 0; pm_config_get_nth(config, "product.path", i) != NULL; i++)
		MUST(i < config->count);
	pm_config_print(config, &text);
	MUST(text.p != NULL || text.n == 0);
	pm_buf_clear(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct pm_str text = target_text(bytes, size), rest = text, line = {NULL, 0};
	struct pm_buf err = {0};
	struct pm_config config;

	pm_config_init(&config);
	pm_config_read(&config, ".pmconfig", text);
	if (target_line(&rest, &line)) {
		char *assignment = pm_str_dup(line);
		struct pm_str word = {NULL, 0};

		if (pm_config_set(&config, assignment, &err) != 0)
			MUST(err.n > 0);
		free(assignment);
		(void)pm_config_state(&config, line, &word);
	}
	pm_config_finish(&config);
	values(&config);
	for (size_t i = 0; i < config.hint_count; i++)
		(void)pm_path_match(config.hints[i].pattern, line);
	(void)pm_path_match(rest, line);
	pm_config_clear(&config);
	pm_buf_clear(&err);
	return 0;
}
