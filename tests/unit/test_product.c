/* test_product: files found, ids looked up, repeats joined, links resolved. */
#include "parser/product.h"
#include "tests/unit/test.h"

#include <stdlib.h>

static struct pm_tree *tree;
static struct pm_config config;
static struct pm_product *product;

static void add(const char *path, const char *text)
{
	if (tree == NULL)
		tree = pm_tree_mem_new();
	pm_tree_mem_add(tree, path, text, strlen(text));
}

static int read_paths(const char *const *paths, size_t count, struct pm_buf *err)
{
	struct pm_read_options options = {.config = &config, .paths = paths, .path_count = count, .threads = 1};

	pm_product_free(product);
	product = NULL;
	return pm_product_read(tree, &options, &product, err);
}

static void read(void)
{
	struct pm_buf err = {0};

	CHECK_INT(read_paths(NULL, 0, &err), 0);
	pm_buf_clear(&err);
}

static void read_text(const char *text)
{
	add("BACKLOG.md", text);
	read();
}

static void drop(void)
{
	pm_product_free(product);
	pm_tree_free(tree);
	product = NULL;
	tree = NULL;
}

/* The title of the item that an id names; "none". */
static struct pm_str found(const char *id)
{
	uint32_t item = pm_product_find(product, pm_str_c(id), NULL);

	return item == PM_NO_ITEM ? PM_STR("none") : product->items[item].title;
}

static void test_files(void)
{
	static const char *const paths[] = {"notes.md", "nowhere.md"};
	struct pm_buf err = {0};

	add("BACKLOG.md", "## A-1 One\n");
	add("backlog/two.md", "## A-2 Two\n");
	add("docs/user-stories.md", "## A-3 Three\n");
	add("docs/other.md", "## A-4 Four\n");
	add("backlog/archive/five.md", "## A-5 Five\n");
	add("notes.md", "## A-6 Six\n");
	read();
	CHECK_INT(product->file_count, 4);
	CHECK_STR(product->files[0].source.path, "BACKLOG.md");
	CHECK_STR(product->files[1].source.path, "backlog/archive/five.md");
	CHECK_INT(product->items[pm_product_find(product, PM_STR("A-5"), NULL)].place, PM_PLACE_ARCHIVED);
	CHECK_PMSTR(found("A-3"), "Three");
	CHECK_PMSTR(found("A-4"), "none");
	CHECK(pm_product_is_root(tree, ""));
	CHECK(!pm_product_is_root(tree, "docs"));
	CHECK_INT(read_paths(paths, 1, &err), 0);
	CHECK_INT(product->item_count, 1);
	CHECK_INT(read_paths(paths, 2, &err), -1);
	CHECK(product == NULL && err.n > 0);
	pm_buf_clear(&err);
	drop();
}

static void test_linked_files(void)
{
	static const char *const paths[] = {"backlog/again.md"};
	struct pm_buf err = {0};

	add("backlog/one.md", "## A-1 One\n");
	add("notes.md", "## A-2 Two\n");
	pm_tree_mem_link(tree, "BACKLOG.md", "backlog/one.md");
	pm_tree_mem_link(tree, "backlog/again.md", "one.md");
	pm_tree_mem_link(tree, "backlog/notes-1.md", "../notes.md");
	pm_tree_mem_link(tree, "backlog/notes-2.md", "../notes.md");
	read();
	CHECK_INT(product->file_count, 2);
	CHECK_STR(product->files[0].source.path, "backlog/notes-1.md");
	CHECK_STR(product->files[1].source.path, "backlog/one.md");
	CHECK_INT(product->item_count, 2);
	CHECK_INT(product->skipped_count, 3);
	CHECK_INT(read_paths(paths, 1, &err), 0);
	CHECK_INT(product->item_count, 1);
	pm_buf_clear(&err);
	drop();
}

static void test_ids(void)
{
	uint32_t others, item;

	read_text("# Backlog\n\n## US-007 One\n\n## Story 8.4 Two\n\n## PAY-1 Three\n\n## PAY-1 Four\n\n## PAY-1 Five\n\n## Epic 8 "
		  "Six\n");
	CHECK_PMSTR(found("us 7"), "One");
	CHECK_PMSTR(found("User Story 07"), "One");
	CHECK_PMSTR(found("story-8-4"), "Two");
	CHECK_PMSTR(found("epic 8"), "Six");
	CHECK_PMSTR(found("story 8"), "none");
	CHECK_PMSTR(found(""), "none");
	item = pm_product_find(product, PM_STR("pay-1"), &others);
	CHECK_INT(others, 2);
	CHECK_PMSTR(product->items[item].title, "Three");
	item = pm_product_same(product, item);
	CHECK_PMSTR(product->items[item].title, "Four");
	CHECK_INT(pm_product_same(product, pm_product_same(product, item)), PM_NO_ITEM);
	item = pm_product_nearest(product, PM_STR("PAI-1"));
	CHECK(item != PM_NO_ITEM && pm_str_eqc(product->items[item].id, "PAY-1"));
	drop();
}

/* A weaker form of an id is the same item; what it says besides is taken over. */
static void test_references(void)
{
	read_text("# Backlog\n\n| ID | Title | Status |\n|---|---|---|\n| A-1 | Pay | open |\n\n## A-1 Pay\n\n- Priority: "
		  "High\n\n## A-2 Go\n");
	CHECK_INT(product->item_count, 2);
	CHECK_INT(product->reference_count, 1);
	CHECK_INT(product->items[0].form, PM_FORM_HEADING);
	CHECK_PMSTR(pm_item_status(product, &product->items[0]), "open");
	CHECK_PMSTR(pm_item_text(product, &product->items[0], PM_FIELD_PRIORITY), "High");
	CHECK_PMSTR(pm_item_text(product, &product->items[1], PM_FIELD_STATUS), "");
	drop();
}

static void test_links(void)
{
	read_text("## A-1 One\n\n- Depends on: A-2, [A-3](x.md) and B-9\n- Parent: A-3\n\n## A-2 Two\n\n## A-3 Three\n");
	CHECK_INT(product->link_count, 4);
	CHECK_INT(product->links[0].to, 1);
	CHECK_INT(product->links[1].to, 2);
	CHECK_INT(product->links[2].to, PM_NO_ITEM);
	CHECK_PMSTR(product->links[2].text, "B-9");
	CHECK_INT(product->links[3].field, PM_FIELD_PARENT);
	CHECK_INT(product->items[0].parent, 2);
	CHECK_INT(product->items[2].first_child, 0);
	CHECK_INT(product->items[0].first_link, 0);
	CHECK_INT(product->items[0].link_count, 4);
	drop();
}

/* Whoever walks from parent to parent comes to an end, however long the ring that is written. */
static void test_rings(void)
{
	static const unsigned sizes[] = {1, 2, 3, 64, 65, 66, 500};

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct pm_buf text = {0};
		size_t longest = 0;

		for (unsigned k = 0; k < sizes[i]; k++)
			pm_buf_addf(&text, "## A-%u T\n\n- Parent: A-%u\n\n", k, (k + 1) % sizes[i]);
		read_text(text.p);
		CHECK_INT(product->item_count, sizes[i]);
		for (uint32_t k = 0; k < product->item_count; k++) {
			size_t steps = 0;

			for (uint32_t p = k; p != PM_NO_ITEM && steps <= sizes[i]; p = product->items[p].parent)
				steps++;
			longest = steps > longest ? steps : longest;
		}
		CHECK(longest <= sizes[i]);
		pm_buf_clear(&text);
		drop();
	}
}

static void test_criteria(void)
{
	struct pm_span given, when, then;
	const struct pm_item *item;

	read_text("## A-1 One\n\nAcceptance criteria\n\n- [x] Given a card, when I pay, then it is paid\n- plain\n");
	item = &product->items[0];
	CHECK_INT(item->criterion_count, 2);
	CHECK_INT(item->criteria[0].state, PM_BOX_DONE);
	CHECK(pm_criterion_parts(product, item, &item->criteria[0], &given, &when, &then));
	CHECK_PMSTR(pm_source_text(&product->files[0].source, given), "a card");
	CHECK_PMSTR(pm_source_text(&product->files[0].source, when), "I pay");
	CHECK_PMSTR(pm_source_text(&product->files[0].source, then), "it is paid");
	CHECK(!pm_criterion_parts(product, item, &item->criteria[1], &given, &when, &then));
	CHECK_PMSTR(pm_criterion_text(product, item, &item->criteria[1]), "plain");
	drop();
}

static void check_plain(const char *text, const char *expected)
{
	struct pm_buf out = {0};

	pm_text_plain(pm_str_c(text), &out);
	CHECK_STR(out.n ? out.p : "", expected);
	pm_buf_clear(&out);
}

static void test_plain(void)
{
	check_plain("**bold** _word_ snake_case `co*de` ~~old~~", "bold word snake_case co*de old");
	check_plain("a [link](http://x) and ![image](y) \\*not\\*", "a link and image *not*");
	check_plain("one\n  two\r\nthree", "one two three");
	check_plain("`two\nlines` `two\r\nlines`", "two lines two lines");
	check_plain("a<br>b <b>c</b> <https://x.y> 3 < 4 &amp; 5", "a b c <https://x.y> 3 < 4 & 5");
	check_plain("[not a link] [ (](", "[not a link] [ (](");
	check_plain("", "");
}

int main(void)
{
	pm_config_init(&config);
	pm_config_finish(&config);
	test_files();
	test_linked_files();
	test_ids();
	test_references();
	test_links();
	test_rings();
	test_criteria();
	test_plain();
	pm_config_clear(&config);
	return test_done();
}
