/* fix: the edit engine.  Edits are byte-range replacements over a source; here they are made, checked and applied.
 *
 * The one rule to know: exactly the bytes that were asked for change.  Line ends, BOM, final newline, comments, unknown keys,
 * list markers and quoting stay; an edit and its inverse give identical bytes.
 */
#ifndef PM_FIX_H
#define PM_FIX_H

#include "parser/diag.h"
#include "parser/product.h"

struct pm_edits {
	struct pm_edit *list; /* heap; texts owned by the arena */
	size_t count, cap;
	struct pm_arena arena;
};

void pm_edits_init(struct pm_edits *edits);
void pm_edits_clear(struct pm_edits *edits);
/* Adds one replacement; text is copied. */
void pm_edits_add(struct pm_edits *edits, uint32_t file, struct pm_span span, struct pm_str text);

/* Applies the edits of one file to its bytes.  Edits may come in any order.  0 and the new bytes in out; -1 and err when two
 * edits overlap or one leaves the file (nothing is in out then).  Two insertions at one place keep the order they were added. */
int pm_edits_apply(const struct pm_edits *edits, uint32_t file, struct pm_str bytes, struct pm_buf *out, struct pm_buf *err);
/* The edits that undo these: applied to the result they give the original bytes. */
int pm_edits_invert(const struct pm_edits *edits, uint32_t file, struct pm_str bytes, struct pm_edits *inverse, struct pm_buf *err);

/* Makes the edits that tick (or untick) one criterion: the character in its box, in the form it is written in.  0, or -1 and err
 * when the criterion has no box. */
int pm_edit_criterion(const struct pm_product *product, const struct pm_item *item, size_t criterion, bool done,
		      struct pm_edits *edits, struct pm_buf *err);
/* Makes the edits that give a field a value.  Where the item has the field, only the bytes of the value change, quoted as its
 * spelling needs; where not, a line in the item's own spelling is added.  An empty value removes the line, entry or cell text.
 * 0, or -1 and err that says what form cannot carry it and what can. */
int pm_edit_field(const struct pm_product *product, const struct pm_item *item, enum pm_field_id field, struct pm_str value,
		  struct pm_edits *edits, struct pm_buf *err);

/* Replaces a file on disk: refuses when its bytes are no longer `before`; writes a temporary file beside it, syncs, keeps the
 * mode, and renames.  A symbolic link inside root stays a link; one that leads out of root is refused, as is a file whose owner
 * cannot be kept.  0, or -1 and err. */
int pm_file_replace(const char *root, const char *path, struct pm_str before, struct pm_str after, struct pm_buf *err);
/* Writes a file that may not be there yet (reports), in the same manner. */
int pm_file_write(const char *path, struct pm_str bytes, struct pm_buf *err);

/* A unified diff with a/ and b/ prefixes that `git apply` takes, three lines of context; nothing when the two are equal. */
void pm_diff(const char *path, struct pm_str before, struct pm_str after, struct pm_buf *out);

#endif
