/* markdown: fuzz target of block structure, of cutting, and of safe HTML. */
#include "parser/markdown.h"
#include "tests/fuzz/target.h"

#include <string.h>

static void blocks_of(const struct pm_source *source, struct pm_span span, uint32_t line, struct pm_blocks *blocks,
		      struct pm_diags *diags)
{
	size_t first = blocks->count;

	pm_markdown_blocks(source, 0, span, line, blocks, diags);
	for (size_t i = first; i < blocks->count; i++) {
		const struct pm_block *block = &blocks->list[i];

		MUST(block->start <= block->end);
		MUST(block->start >= span.start && block->end <= span.end);
		MUST(block->line >= line);
		MUST(block->depth <= (i == first ? 0 : blocks->list[i - 1].depth + 1));
	}
}

/* The pieces must have the blocks of the whole. */
static void cut(const struct pm_source *source, uint32_t size, const struct pm_blocks *whole, struct pm_diags *diags)
{
	struct pm_blocks pieces = {0};
	size_t count = 0;
	struct pm_cut *cuts = pm_markdown_cuts(source, 0, 1, 16, &count);

	for (size_t i = 0; i < count; i++) {
		uint32_t end = i + 1 < count ? cuts[i + 1].offset : size;

		MUST(cuts[i].offset <= end);
		blocks_of(source, (struct pm_span){cuts[i].offset, end}, cuts[i].line, &pieces, diags);
	}
	MUST(count == 0 || cuts[0].offset == 0);
	MUST(count == 0 || pieces.count == whole->count);
	for (size_t i = 0; i < pieces.count; i++) {
		const struct pm_block *a = &pieces.list[i], *b = &whole->list[i];

		MUST(a->type == b->type && a->start == b->start && a->end == b->end && a->depth == b->depth);
		MUST(a->line == b->line && a->level == b->level);
	}
	free(pieces.list);
	free(cuts);
}

static void html(struct pm_str text)
{
	struct pm_buf out = {0};

	pm_markdown_html(text, &out);
	MUST(pm_str_ifind(pm_buf_str(&out), "<script") < 0);
	MUST(pm_str_ifind(pm_buf_str(&out), "href=\"javascript:") < 0);
	MUST(pm_str_ifind(pm_buf_str(&out), "<img") < 0);
	pm_buf_clear(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct pm_blocks blocks = {0};
	struct pm_source source;
	struct pm_arena arena;
	struct pm_diags diags;

	pm_source_init(&source, "BACKLOG.md", (const char *)bytes, size, PM_SOURCE_BORROWED);
	pm_arena_init(&arena);
	pm_diags_init(&diags, &arena);
	blocks_of(&source, (struct pm_span){0, (uint32_t)size}, 1, &blocks, &diags);
	cut(&source, (uint32_t)size, &blocks, &diags);
	html(target_text(bytes, size));
	free(blocks.list);
	pm_diags_clear(&diags);
	pm_arena_clear(&arena);
	pm_source_clear(&source);
	pm_markdown_thread_end();
	return 0;
}
