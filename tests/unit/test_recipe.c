/* test_recipe: a new view and a new format, as the heads of view.h and format.h have them, work. */
#include "formats/view.h"
#include "formats/words.h"

#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>

/* -- what the recipes say, to the letter */

static int make(const struct pm_view_input *input, struct pm_report *report, struct pm_buf *err)
{
	(void)err;
	report->title = PM_STR(SAY_READY);
	pm_report_node(report, PM_NODE_LIST, NULL, 0)->empty = SAY_NOTHING_YET;
	for (uint32_t i = 0; i < input->product->item_count; i++)
		if (pm_view_shows(input, i) && pm_str_ieqc(pm_item_status(input->product, &input->product->items[i]), "ready"))
			pm_view_item(input, report, i);
	return 0;
}

static const struct pm_view pm_view_ready = {.name = "ready", .summary = "what can be started", .make = make};

static void write(const struct pm_report *report, const struct pm_format_options *options, struct pm_out *out)
{
	(void)options;
	for (size_t i = 0; i < report->count; i++)
		if (report->nodes[i].type == PM_NODE_HEADING) {
			pm_out_terminal(out, report->nodes[i].text.text);
			pm_outc(out, '\n');
		}
}

static const struct pm_format pm_format_outline = {.name = "outline", .summary = "the headings", .write = write};

/* -- what they do */

static void test_view(void)
{
	static const char text[] = "# Backlog\n\n## A-1 One\n\n- Status: ready\n\n## A-2 Two\n\n- Status: done\n";
	struct pm_tree *tree = pm_tree_mem_new();
	struct pm_product *product = NULL;
	struct pm_config config;
	struct pm_buf err = {0};
	struct pm_out out;

	pm_config_init(&config);
	pm_tree_mem_add(tree, "BACKLOG.md", text, sizeof(text) - 1);
	CHECK(pm_product_read(tree, &(struct pm_read_options){.config = &config, .threads = 1}, &product, &err) == 0);
	pm_out_memory(&out);
	CHECK(pm_view_write(&pm_view_ready, &(struct pm_view_input){.product = product, .today = PM_NO_DAY}, PM_STR("text"),
			    &(struct pm_format_options){.width = 80}, &out, &err) == 0);
	CHECK_STR(out.buf.p, "Ready\n=====\n\n- A-1 One\n");
	pm_out_clear(&out);
	pm_buf_clear(&err);
	pm_product_free(product);
	pm_tree_free(tree);
	pm_config_clear(&config);
}

static void test_format(void)
{
	struct pm_report report;
	struct pm_out out;

	pm_report_init(&report, "test");
	pm_report_heading(&report, 2, PM_STR("One\033"), NULL);
	pm_report_paragraph(&report, PM_STR("not this"), PM_TONE_NONE);
	pm_report_heading(&report, 3, PM_STR("Two"), NULL);
	pm_out_memory(&out);
	pm_format_outline.write(&report, &(struct pm_format_options){0}, &out);
	CHECK_STR(out.buf.p, "One^[\nTwo\n");
	pm_out_clear(&out);
	pm_report_clear(&report);
}

/* A line of the code stands in the head of its header, behind a star and a tab. */
static void check_said(const char *header, const char *line)
{
	static char text[65536];
	FILE *file = fopen(header, "r");
	size_t n = file ? fread(text, 1, sizeof(text) - 1, file) : 0;

	text[n] = '\0';
	if (file)
		fclose(file);
	CHECK(strstr(text, line) != NULL);
}

int main(void)
{
	test_view();
	test_format();
	check_said("formats/view.h", " *\t\t\tif (pm_view_shows(input, i) && pm_str_ieqc(pm_item_status(");
	check_said(
		"formats/view.h",
		" *\tconst struct pm_view pm_view_ready = {.name = \"ready\", .summary = \"what can be started\", .make = make};");
	check_said("formats/format.h", " *\t\t\tif (report->nodes[i].type == PM_NODE_HEADING) {");
	check_said("formats/format.h", " *\tconst struct pm_format pm_format_outline = {.name = \"outline\", .summary = \"the "
				       "headings\", .write = write};");
	return test_done();
}
