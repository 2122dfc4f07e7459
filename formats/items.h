/* items: the formats that the items view writes by itself, straight from the model.
 *
 * The one rule to know: nothing is gathered first.  Each item is written as it is met, so a hundred thousand cost what their bytes
 * cost.
 */
#ifndef PM_ITEMS_H
#define PM_ITEMS_H

#include "formats/json.h"
#include "formats/view.h"

void pm_items_json(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out);
void pm_items_jsonl(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out);
void pm_items_csv(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out);
void pm_items_dump(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out);

/* What an item is called where another one names it: its id, or "path:line" where it has none.  Appended. */
void pm_items_name(const struct pm_product *product, uint32_t item, struct pm_buf *name);
/* The label of a field as it is written, in whichever file that is. */
struct pm_str pm_items_label(const struct pm_product *product, const struct pm_item *item, const struct pm_field *field);
/* How many items and records a view shows, and how many of them are unreadable. */
struct pm_items_counts {
	uint32_t files, items, records, unreadable;
};
struct pm_items_counts pm_items_count(const struct pm_view_input *input);

#endif
