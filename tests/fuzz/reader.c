/* reader: fuzz target of the whole reading and checking of a product.
 *
 * Lines `=== PATH` part the input into files; what stands before the first is BACKLOG.md.
 */
#include "parser/product.h"
#include "parser/rank.h"
#include "parser/rule.h"
#include "tests/fuzz/target.h"

static bool file_line(struct pm_str line)
{
	return pm_str_starts(line, "=== ") && line.n > 4 && line.n < 100;
}

static void add_file(struct pm_tree *tree, struct pm_str path, struct pm_str bytes)
{
	struct pm_buf joined = {0};
	char *copy = pm_str_dup(path);

	if (pm_path_join("", copy, &joined) && joined.n > 0)
		pm_tree_mem_add(tree, joined.p, bytes.p, bytes.n);
	free(copy);
	pm_buf_clear(&joined);
}

static struct pm_tree *tree_of(struct pm_str text)
{
	struct pm_tree *tree = pm_tree_mem_new();
	struct pm_str path = PM_STR("BACKLOG.md"), rest = text, line;
	const char *from = text.p;

	while (target_line(&rest, &line)) {
		if (!file_line(line))
			continue;
		add_file(tree, path, pm_str_n(from, (size_t)(line.p - from)));
		path = pm_str_sub(line, 4, line.n);
		from = rest.p;
	}
	add_file(tree, path, pm_str_n(from, (size_t)(text.p + text.n - from)));
	return tree;
}

static void must_lie_in(struct pm_span span, uint32_t size)
{
	MUST(span.start <= span.end);
	MUST(span.end <= size);
}

static void check_item(const struct pm_product *product, const struct pm_item *item)
{
	uint32_t size;

	MUST(item->file < product->file_count);
	size = (uint32_t)product->files[item->file].source.size;
	must_lie_in(item->span, size);
	must_lie_in(item->head, size);
	must_lie_in(item->id_span, size);
	must_lie_in(item->title_span, size);
	must_lie_in(item->story.span, size);
	must_lie_in(item->description, size);
	for (uint16_t i = 0; i < item->field_count; i++) {
		if (!(item->fields[i].flags & PM_FIELD_FROM_REFERENCE))
			must_lie_in(item->fields[i].value, size);
		(void)pm_field_text(product, item, &item->fields[i]);
	}
	for (uint16_t i = 0; i < item->criterion_count; i++) {
		struct pm_span given, when, then;

		must_lie_in(item->criteria[i].span, size);
		if (pm_criterion_parts(product, item, &item->criteria[i], &given, &when, &then)) {
			must_lie_in(given, size);
			must_lie_in(when, size);
			must_lie_in(then, size);
		}
	}
	(void)pm_item_name(product, item);
	MUST(item->parent == PM_NO_ITEM || item->parent < product->item_count);
}

/* No line is lost: each is of an item, of a section, or unread. */
static void check_lines(struct pm_file *file)
{
	if (file->source.size == 0)
		return;
	pm_source_index(&file->source);
	MUST(file->item_lines + file->section_lines + file->unread_lines == file->source.line_count);
}

static void check_product(struct pm_product *product)
{
	for (uint32_t i = 0; i < product->item_count; i++)
		check_item(product, &product->items[i]);
	for (uint32_t i = 0; i < product->link_count; i++)
		MUST(product->links[i].to == PM_NO_ITEM || product->links[i].to < product->item_count);
	for (uint32_t i = 0; i < product->file_count; i++)
		check_lines(&product->files[i]);
}

static void judge(const struct pm_product *product)
{
	struct pm_check_options options = {.today = 20000, .threads = 1};
	struct pm_arena arena;
	struct pm_diags diags;
	struct pm_scoring **all;

	pm_arena_init(&arena);
	pm_diags_init(&diags, &arena);
	pm_check(product, &options, &diags);
	for (size_t i = 0; i < diags.count; i++) {
		const struct pm_diag *diag = &diags.list[i];

		MUST(diag->rule != NULL && diag->message.n > 0);
		if (diag->file != PM_NO_FILE)
			must_lie_in(diag->span, (uint32_t)product->files[diag->file].source.size);
	}
	all = pm_scoring_all(product);
	for (size_t i = 0; pm_methods[i] != NULL; i++) {
		struct pm_ranking ranking;

		if (!all[i])
			continue;
		pm_rank(all[i], NULL, NULL, &ranking);
		MUST(ranking.count + ranking.incomplete_count <= (size_t)product->item_count * 2);
		pm_ranking_clear(&ranking);
	}
	pm_scoring_all_free(all);
	pm_diags_clear(&diags);
	pm_arena_clear(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct pm_tree *tree = tree_of(target_text(bytes, size));
	struct pm_product *product = NULL;
	struct pm_buf err = {0};
	struct pm_config config;
	struct pm_read_options options = {.config = &config, .threads = 1};

	pm_config_init(&config);
	pm_config_finish(&config);
	if (pm_product_read(tree, &options, &product, &err) == 0) {
		check_product(product);
		judge(product);
	} else {
		MUST(err.n > 0);
	}
	pm_product_free(product);
	pm_config_clear(&config);
	pm_tree_free(tree);
	pm_buf_clear(&err);
	return 0;
}
