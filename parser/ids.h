/* ids: which ids are free.
 *
 * The one rule to know: an id that was ever seen is never given again: not one of an archived item, not one that only a link names,
 * and where the product is compared with a base, not one of the base.
 */
#ifndef PM_IDS_H
#define PM_IDS_H

#include "parser/fix.h"

/* Ids that differ in their last number. */
struct pm_id_series {
	struct pm_str key;  /* without the last number: "pay" */
	struct pm_str stem; /* as it is written: "PAY-" */
	uint64_t next;
	unsigned width; /* digits, zeros in front among them */
	uint32_t count; /* items that have one */
	uint32_t order; /* in which it was found */
	uint8_t kind;	/* enum pm_kind of the first of them */
};

struct pm_ids {
	struct pm_arena arena;
	struct pm_id_series *list; /* heap, sorted by key */
	size_t count, cap;
};

/* base: NULL: none. */
void pm_ids_init(struct pm_ids *ids, const struct pm_product *product, const struct pm_product *base);
void pm_ids_clear(struct pm_ids *ids);
/* The series of an item's id; NULL: it has none, or one that ends in no number. */
struct pm_id_series *pm_ids_of(const struct pm_ids *ids, const struct pm_item *item);
/* The series that an item without an id goes on with: of its neighbours in the file that are like it, else the one that most items
 * of the product have; NULL: there is none. */
struct pm_id_series *pm_ids_for(const struct pm_ids *ids, const struct pm_product *product, uint32_t item);
/* Writes the next id of a series, and counts on; the same in two steps. */
void pm_ids_next(struct pm_id_series *series, struct pm_buf *out);
void pm_ids_write(const struct pm_id_series *series, uint64_t number, struct pm_buf *out);
/* The edits that give an item an id where it has none: in front of its title, in its front matter, its entry or its row.  0, or -1
 * and err where its form has no place for one. */
int pm_edit_id(const struct pm_product *product, const struct pm_item *item, struct pm_str id, struct pm_edits *edits,
	       struct pm_buf *err);

#endif
