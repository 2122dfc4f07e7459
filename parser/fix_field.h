/* fix_field: what the parts of field editing share: changing a value in place (fix_field.c, fix_list.c), filling
 * an empty one (fix_empty.c), and adding one (fix_add.c).
 *
 * The one rule to know: everything here only adds edits; where a form cannot carry the value, it refuses and adds none.
 */
#ifndef PM_FIX_FIELD_H
#define PM_FIX_FIELD_H

#include "parser/fix.h"

/* One field of one item that is to have a value. */
struct pm_fix {
	const struct pm_product *product;
	const struct pm_item *item;
	const struct pm_source *source; /* of file */
	uint32_t file;
	enum pm_field_id field;
	struct pm_str value; /* trimmed, one line */
	struct pm_edits *edits;
	struct pm_buf *err;
};

/* -1, and why in err. */
int pm_fix_refuse(const struct pm_fix *fix, const char *why);
void pm_fix_replace(const struct pm_fix *fix, uint32_t start, uint32_t end, struct pm_str text);
/* The line at an offset: its start, its end without the line end, the start of the next one, and its line end. */
uint32_t pm_fix_line_start(const struct pm_source *source, uint32_t at);
uint32_t pm_fix_line_end(const struct pm_source *source, uint32_t at);
uint32_t pm_fix_next_line(const struct pm_source *source, uint32_t at);
struct pm_str pm_fix_eol(const struct pm_source *source, uint32_t at);
/* Is a labelled line, made of these three pieces, read as the value in the middle? */
bool pm_fix_reads_back(struct pm_str before, struct pm_str value, struct pm_str behind);
/* Would the text begin another block where a paragraph stands? */
bool pm_fix_begins_block(struct pm_str text);
/* The text of a cell, its bars escaped; false: a cell cannot carry it. */
bool pm_fix_add_cell(struct pm_buf *out, struct pm_str value);
/* A scalar, in quotes where it must be: `quote` is the style to keep, 0 is plain where that can be. */
void pm_fix_yaml_scalar(struct pm_buf *out, struct pm_str value, char quote, bool flow, bool boolean);

/* Puts text where nothing stands, parted from what is around it by blanks. */
void pm_fix_insert(const struct pm_fix *fix, uint32_t at, struct pm_str text);
/* Puts the value behind a label (or in a cell) of the field that stands empty among the item's own lines; false: there is none. */
bool pm_fix_fill_line(const struct pm_fix *fix);
/* The same for a key of a YAML block that is `indent` bytes into its line. */
bool pm_fix_fill_yaml(const struct pm_fix *fix, uint32_t start, uint32_t end, uint32_t indent);
int pm_fix_set_cell(const struct pm_fix *fix, struct pm_span cell);
int pm_fix_set_list(const struct pm_fix *fix, const struct pm_field *field);
/* Gives the item a field that it does not have, in the item's own spelling. */
int pm_fix_add(const struct pm_fix *fix);

#endif
