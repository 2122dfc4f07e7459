/* frontmatter: fuzz target of YAML blocks: the input is a whole file. */
#include "parser/frontmatter.h"
#include "tests/fuzz/target.h"

static void check(const struct pm_yaml *node, struct pm_span block, int depth)
{
	MUST(depth <= PM_YAML_DEPTH + 2);
	MUST(node->span.start <= node->span.end);
	MUST(node->span.end <= block.end);
	MUST(node->key_span.start <= node->key_span.end);
	MUST(node->key_span.end <= block.end);
	for (uint32_t i = 0; i < node->child_count; i++)
		check(&node->children[i], block, depth + 1);
}

static void read_block(const struct pm_source *source, struct pm_span block, struct pm_arena *arena, struct pm_diags *diags)
{
	const struct pm_yaml *root = pm_yaml_read(source, block, 0, arena, diags);

	MUST(root != NULL);
	check(root, block, 0);
	(void)pm_yaml_get(root, "title");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct pm_source source;
	struct pm_arena arena;
	struct pm_diags diags;
	struct pm_span block;
	uint32_t behind;

	pm_source_init(&source, "task-1.md", (const char *)bytes, size, PM_SOURCE_BORROWED);
	pm_arena_init(&arena);
	pm_diags_init(&diags, &arena);
	if (pm_frontmatter_find(&source, &block, &behind, 0, &diags)) {
		MUST(block.start <= block.end && block.end <= behind && behind <= size);
		read_block(&source, block, &arena, &diags);
	}
	/* The same bytes as a block of their own, as a yaml fence has them. */
	read_block(&source, (struct pm_span){0, (uint32_t)size}, &arena, &diags);
	for (size_t i = 0; i < diags.count; i++)
		MUST(diags.list[i].span.start <= diags.list[i].span.end && diags.list[i].span.end <= size);
	pm_diags_clear(&diags);
	pm_arena_clear(&arena);
	pm_source_clear(&source);
	return 0;
}
