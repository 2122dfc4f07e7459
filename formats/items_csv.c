/* items_csv: one row an item, with the same columns whatever the product holds, so that tables of two days can be laid together. */
#include "formats/items.h"

#include <string.h>

static void write_cell(struct pm_out *out, struct pm_str text, bool last)
{
	pm_out_csv(out, text);
	pm_outz(out, last ? "\r\n" : ",");
}

/* Text of the item without its markup, in one line. */
static void write_plain(struct pm_out *out, struct pm_str text)
{
	struct pm_buf buf = {0};

	pm_text_plain(text, &buf);
	write_cell(out, pm_buf_str(&buf), false);
	pm_buf_clear(&buf);
}

/* The columns of fields: all that the table has, but for what comes before them. */
static bool is_column(unsigned def)
{
	return def != PM_FIELD_ID && def != PM_FIELD_TITLE && def != PM_FIELD_KIND && def != PM_FIELD_STATUS;
}

static void write_header(struct pm_out *out)
{
	pm_outz(out, "id,kind,title,status,state_class,place");
	for (unsigned def = 0; def < PM_FIELD_COUNT; def++)
		if (is_column(def))
			pm_outf(out, ",%s", pm_fields[def].key);
	pm_outz(out, ",role,want,benefit,criteria,criteria_done,parent_item,readable,path,line\r\n");
}

static void write_range(struct pm_out *out, double low, double high)
{
	char number[32];

	pm_number_format(low, number);
	pm_outz(out, number);
	if (low == high)
		return;
	pm_number_format(high, number);
	pm_outf(out, "..%s", number);
}

/* A number that a spreadsheet can add, a range as low..high.  False: it is none, or has a unit by which sums would be wrong (time,
 * money, T-shirts). */
static bool write_number(struct pm_out *out, const struct pm_product *product, const struct pm_item *item, enum pm_field_id def)
{
	struct pm_number number;
	struct pm_size size;

	switch (pm_fields[def].type) {
	case PM_TYPE_SIZE:
		if (!pm_item_size(product, item, def, &size) || strcmp(size.unit, "points") != 0)
			return false;
		write_range(out, size.low, size.high);
		return true;
	case PM_TYPE_NUMBER:
	case PM_TYPE_PERCENT:
	case PM_TYPE_MONEY:
		if (!pm_item_number(product, item, def, &number) || (number.unit.n > 0 && pm_fields[def].type == PM_TYPE_MONEY))
			return false;
		write_range(out, number.low, number.high);
		return true;
	default: return false;
	}
}

static void write_field(struct pm_out *out, const struct pm_product *product, const struct pm_item *item, enum pm_field_id def)
{
	if (!write_number(out, product, item, def))
		pm_out_csv(out, pm_item_text(product, item, def));
}

/* What a field of links says to an audience that may not see all of them. */
static void write_named(struct pm_out *out, const struct pm_view_input *input, const struct pm_item *item, enum pm_field_id def)
{
	struct pm_buf names = {0};

	for (uint32_t i = 0; i < item->link_count; i++) {
		const struct pm_link *link = &input->product->links[item->first_link + i];

		if (link->field != def || link->text.n == 0 || !pm_view_names(input, link->to))
			continue;
		pm_buf_addz(&names, names.n > 0 ? ", " : "");
		pm_buf_adds(&names, link->text);
	}
	pm_out_csv(out, pm_buf_str(&names));
	pm_buf_clear(&names);
}

static bool is_links(unsigned def)
{
	return pm_fields[def].type == PM_TYPE_LINKS || pm_fields[def].type == PM_TYPE_DIRECTION;
}

static void write_fields(struct pm_out *out, const struct pm_view_input *input, const struct pm_item *item)
{
	bool has[PM_FIELD_COUNT] = {false};

	for (uint16_t i = 0; i < item->field_count; i++)
		if (item->fields[i].def < PM_FIELD_COUNT)
			has[item->fields[i].def] = true;
	for (unsigned def = 0; def < PM_FIELD_COUNT; def++) {
		bool hidden = !pm_view_shows_field(input, (enum pm_field_id)def);

		if (!is_column(def))
			continue;
		if (has[def] && input->customers && is_links(def))
			write_named(out, input, item, (enum pm_field_id)def);
		else if (has[def] && !hidden)
			write_field(out, input->product, item, (enum pm_field_id)def);
		pm_outc(out, ',');
	}
}

static uint32_t count_done(const struct pm_item *item)
{
	uint32_t done = 0;

	for (uint16_t i = 0; i < item->criterion_count; i++)
		done += item->criteria[i].state == PM_BOX_DONE;
	return done;
}

static void write_item(struct pm_out *out, const struct pm_view_input *input, const struct pm_item *item)
{
	const struct pm_product *product = input->product;
	struct pm_buf parent = {0};

	write_cell(out, item->id, false);
	write_cell(out, pm_str_c(item->kind == PM_KIND_NONE ? "" : pm_kind_name((enum pm_kind)item->kind)), false);
	write_cell(out, item->title, false);
	write_cell(out, pm_item_status(product, item), false);
	write_cell(out, pm_str_c(pm_state_class_name((enum pm_state_class)item->state)), false);
	write_cell(out, pm_str_c(pm_place_name((enum pm_place)item->place)), false);
	write_fields(out, input, item);
	write_plain(out, pm_item_story_text(product, item, item->story.role));
	write_plain(out, pm_item_story_text(product, item, item->story.want));
	write_plain(out, pm_item_story_text(product, item, item->story.benefit));
	pm_outf(out, "%u,%lu,", (unsigned)item->criterion_count, (unsigned long)count_done(item));
	if (item->parent != PM_NO_ITEM && pm_view_names(input, item->parent))
		pm_items_name(product, item->parent, &parent);
	write_cell(out, pm_buf_str(&parent), false);
	pm_outz(out, item->readable ? "true," : "false,");
	write_cell(out, pm_str_c(product->files[item->file].source.path), false);
	pm_outf(out, "%lu\r\n", (unsigned long)item->line);
	pm_buf_clear(&parent);
}

void pm_items_csv(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out)
{
	(void)options;
	write_header(out);
	for (uint32_t i = 0; pm_product_more(input->product, i); i++)
		if (pm_view_shows(input, i))
			write_item(out, input, &input->product->items[i]);
}
