/* view_items: every item as it was read: the plain list, and the machine's door to the model. */
#include "formats/items.h"
#include "formats/page.h"
#include "formats/words.h"

static const struct pm_column columns[] = {
	{.title = PM_SAY(SAY_ID), .key = "id"},
	{.title = PM_SAY(SAY_KIND), .key = "kind"},
	{.title = PM_SAY(SAY_STATUS), .key = "status"},
	{.title = PM_SAY(SAY_TITLE), .key = "title", .wide = true},
	{.title = PM_SAY(SAY_ESTIMATE), .key = "estimate", .align = PM_ALIGN_RIGHT},
	{.title = PM_SAY(SAY_CRITERIA), .key = "criteria", .align = PM_ALIGN_RIGHT},
	{.title = PM_SAY(SAY_WHERE), .key = "where"},
};

static void add_estimate(struct pm_report *report, const struct pm_product *product, const struct pm_item *item)
{
	pm_report_cell(report, pm_item_text(product, item, PM_FIELD_ESTIMATE));
}

static void add_criteria(struct pm_report *report, const struct pm_item *item)
{
	unsigned done = 0;

	for (uint16_t i = 0; i < item->criterion_count; i++)
		done += item->criteria[i].state == PM_BOX_DONE;
	if (item->criterion_count == 0)
		pm_report_cell(report, PM_STR(""));
	else if (done > 0)
		pm_report_cell(report, pm_report_text(report, "%u/%u", done, (unsigned)item->criterion_count));
	else
		pm_report_cell(report, pm_report_text(report, "%u", (unsigned)item->criterion_count));
}

static void add_item(struct pm_report *report, const struct pm_view_input *input, uint32_t index)
{
	const struct pm_product *product = input->product;
	const struct pm_item *item = &product->items[index];
	const char *anchor = pm_view_anchor(input, report, index);
	struct pm_cell *cell = pm_report_cell(report, item->id);

	cell->anchor = anchor + 1;
	cell->source = pm_view_source(input, report, index);
	pm_report_cell(report, pm_str_c(item->kind == PM_KIND_NONE ? "" : pm_kind_name((enum pm_kind)item->kind)));
	cell = pm_report_cell(report, pm_item_status(product, item));
	cell->tone = pm_view_tone((enum pm_state_class)item->state);
	cell = pm_report_cell(report, item->title);
	if (!item->readable) {
		cell->tone = PM_TONE_BAD;
		cell->note = PM_STR(SAY_UNREADABLE);
	} else if (item->place != PM_PLACE_ACTIVE) {
		cell->note = pm_str_c(pm_place_name((enum pm_place)item->place));
	}
	add_estimate(report, product, item);
	add_criteria(report, item);
	cell = pm_report_cell(report, pm_view_place(input, report, index));
	cell->tone = PM_TONE_QUIET;
}

static int make(const struct pm_view_input *input, struct pm_report *report, struct pm_buf *err)
{
	struct pm_items_counts counts = pm_items_count(input);
	struct pm_node *node;

	(void)err;
	report->title = input->name.n > 0 ? pm_report_text(report, SAY_ITEMS_OF_X, PM_FMT(input->name)) : PM_STR(SAY_ITEMS);
	node = pm_report_node(report, PM_NODE_TABLE, columns, sizeof(columns) / sizeof(columns[0]));
	node->empty = SAY_NO_ITEM_WAS_FOUND;
	for (uint32_t i = 0; pm_product_more(input->product, i); i++)
		if (pm_view_shows(input, i))
			add_item(report, input, i);
	pm_report_paragraph(report,
			    pm_report_text(report, SAY_N_ITEM_AND_N_RECORD_IN, (unsigned long)counts.items, pm_plural(counts.items),
					   (unsigned long)counts.records, pm_plural(counts.records), (unsigned long)counts.files,
					   pm_plural(counts.files), (unsigned long)counts.unreadable),
			    counts.unreadable > 0 ? PM_TONE_BAD : PM_TONE_QUIET);
	return 0;
}

static const struct pm_view_format own[] = {
	{"json", "the model, typed: pm-items/1", pm_items_json},
	{"jsonl", "the same, one item a line", pm_items_jsonl},
	{"csv", "one row an item", pm_items_csv},
	{"dump", "the compact form of the specification's examples", pm_items_dump},
	{NULL, NULL, NULL},
};

const struct pm_view pm_view_items = {
	.name = "items",
	.summary = "every item as it was read",
	.make = make,
	.own = own,
	.lines = true,
};
