/* product: the read-only model of a whole product: its files, items, links, ids and findings of reading.
 *
 * The one rule to know: after pm_product_read nothing here changes.  Everything handed out is borrowed until pm_product_free.
 */
#ifndef PM_PRODUCT_H
#define PM_PRODUCT_H

#include "parser/config.h"
#include "parser/diag.h"
#include "parser/item.h"
#include "parser/tree.h"

struct pm_file {
	struct pm_source source;
	enum pm_file_role role;
	enum pm_place place;
	bool named;					  /* named as a backlog or roadmap, or on the command line */
	uint32_t item_lines, section_lines, unread_lines; /* every line is in exactly one of these */
	uint32_t first_item, item_count;
};

/* A file that was found and is not read, and why. */
struct pm_skipped {
	const char *path;
	const char *why;
};

/* A reference from an item to another, in the order of the file. */
struct pm_link {
	uint32_t from;	     /* item */
	uint32_t to;	     /* item; PM_NO_ITEM: dangling */
	struct pm_span span; /* of the id in from's file; empty for the parent by nesting */
	struct pm_str text;  /* as written */
	uint16_t field;	     /* enum pm_field_id */
	bool ambiguous;	     /* a bare number, or an id that two items have */
};

/* An item that says the same thing again in a weaker form. */
struct pm_reference {
	uint32_t item; /* which item */
	uint32_t file;
	struct pm_span span, id_span;
};

struct pm_text { /* where the text of a field differs from its bytes */
	struct pm_str text;
	uint32_t file; /* PM_NO_FILE: the item's own */
};

struct pm_product {
	const struct pm_config *config;
	const char *folder; /* of the product, from the root of the tree; "": the root itself */
	struct pm_arena arena;
	struct pm_file *files;
	uint32_t file_count;
	struct pm_item *items; /* files in bytewise order of paths, items in the order of the file */
	uint32_t item_count;
	struct pm_link *links;
	uint32_t link_count;
	struct pm_reference *references;
	uint32_t reference_count;
	struct pm_text *texts;
	uint32_t text_count;
	struct pm_skipped *skipped;
	uint32_t skipped_count;
	struct pm_diags diags; /* of reading: read-*, and id-duplicate is left to its rule */
	struct pm_span vision; /* empty: none */
	uint32_t vision_file;
	struct pm_index *ids;
	uint32_t unreadable; /* items with a syntax finding */
	uint32_t records;    /* goals, sprints, releases, feedback, personas */
};

struct pm_read_options {
	const struct pm_config *config;
	const char *folder;	  /* of the product, from the root of the tree; NULL or "": the root itself */
	const char *const *paths; /* from the root of the tree; NULL: the configured or default ones below the folder */
	size_t path_count;
	bool past;	  /* another commit is read, in which a path of the configuration need not be there */
	unsigned threads; /* 0: as many as there are cores */
};

/* Reads a product.  0; or -1 and err when the tree cannot be read (a named path that is not there, a read error).  A finding is no
 * error. */
int pm_product_read(struct pm_tree *tree, const struct pm_read_options *options, struct pm_product **product, struct pm_buf *err);
void pm_product_free(struct pm_product *product); /* NULL is allowed */
/* Is there an item of this index?  For whoever goes through all items in order and looks at what their files say:
 *
 *	for (uint32_t i = 0; pm_product_more(product, i); i++)
 *
 * A file that is mapped counts as held as far as somebody looked at it; what lies thousands of items behind is given back here, and
 * is there again as soon as somebody looks.  pm_product_rest() gives back all, between one phase and the next. */
enum { PM_PASS_ITEMS = 2048 };
void pm_product_passed(const struct pm_product *product, uint32_t index);
static inline bool pm_product_more(const struct pm_product *product, uint32_t index)
{
	if (index >= product->item_count)
		return false;
	if (index % PM_PASS_ITEMS == 0 && index)
		pm_product_passed(product, index);
	return true;
}
static inline bool pm_product_more_links(const struct pm_product *product, uint32_t index) /* the same of links */
{
	if (index >= product->link_count)
		return false;
	if (index % PM_PASS_ITEMS == 0 && index)
		pm_product_passed(product, product->links[index].from);
	return true;
}
void pm_product_rest(const struct pm_product *product);
/* Is the folder ("" is the root) that of a product: has it .pmconfig or one of the default names?  Errors say no. */
bool pm_product_is_root(struct pm_tree *tree, const char *folder);

/* -- the past of a product: the same files, in other versions */

/* Which files a product reads, whether they are there or not. */
struct pm_scope;
/* As pm_product_read would choose them in this tree, the newest; the configuration is borrowed.  NULL and err. */
struct pm_scope *pm_scope_new(struct pm_tree *tree, const struct pm_read_options *options, struct pm_buf *err);
void pm_scope_free(struct pm_scope *scope); /* NULL is allowed */
/* Would a file at this path be read; for a folder: could one in it be? */
bool pm_scope_has(const struct pm_scope *scope, const char *path, bool folder);
/* What the path of such a file says of it. */
struct pm_scope_file {
	enum pm_file_role role;
	enum pm_place place;
	bool named;
};
struct pm_scope_file pm_scope_file(const struct pm_scope *scope, const char *path);
/* A product of this file alone, which is taken over: no links, and no parents but those by nesting.  On several threads at once,
 * each of which ends with pm_scope_thread_end. */
struct pm_product *pm_scope_read(const struct pm_scope *scope, const struct pm_scope_file *file, struct pm_source *source);
void pm_scope_thread_end(void);

/* -- asking an item */
struct pm_str pm_field_text(const struct pm_product *product, const struct pm_item *item, const struct pm_field *field);
/* The first field of that kind, the item's own before references, those before its buckets; NULL. */
const struct pm_field *pm_item_field(const struct pm_product *product, const struct pm_item *item, enum pm_field_id id);
/* Its text; empty when there is none or it says none. */
struct pm_str pm_item_text(const struct pm_product *product, const struct pm_item *item, enum pm_field_id id);
bool pm_item_number(const struct pm_product *product, const struct pm_item *item, enum pm_field_id id, struct pm_number *number);
bool pm_item_size(const struct pm_product *product, const struct pm_item *item, enum pm_field_id id, struct pm_size *size);
bool pm_item_date(const struct pm_product *product, const struct pm_item *item, enum pm_field_id id, pm_day *day);
/* The status as written; empty: none. */
struct pm_str pm_item_status(const struct pm_product *product, const struct pm_item *item);
struct pm_str pm_item_story_text(const struct pm_product *product, const struct pm_item *item, struct pm_span part);
struct pm_str pm_criterion_text(const struct pm_product *product, const struct pm_item *item, const struct pm_criterion *criterion);
/* Given, when, then of one criterion as spans of the item's file; false: it has none. */
bool pm_criterion_parts(const struct pm_product *product, const struct pm_item *item, const struct pm_criterion *criterion,
			struct pm_span *given, struct pm_span *when, struct pm_span *then);
/* The first other item, of this kind or PM_KIND_NONE for any, that an item's links of a field lead to; PM_NO_ITEM. */
uint32_t pm_item_link(const struct pm_product *product, uint32_t item, enum pm_field_id field, enum pm_kind kind);
/* What an item is a part of: the item that it stands under, else its epic, else its initiative; no record.  PM_NO_ITEM.
 * Ways up may lead round in a circle. */
uint32_t pm_item_above(const struct pm_product *product, uint32_t item);

/* -- ids */
/* The item that an id names, written in any way; PM_NO_ITEM.  *others counts the further items with that id. */
uint32_t pm_product_find(const struct pm_product *product, struct pm_str id, uint32_t *others);
/* The nearest id, for a message: the item, or PM_NO_ITEM. */
uint32_t pm_product_nearest(const struct pm_product *product, struct pm_str id);
/* The next item after `item` with the same key, in order; PM_NO_ITEM. */
uint32_t pm_product_same(const struct pm_product *product, uint32_t item);
/* "PAY-12", or the title where there is no id, or "path:line". */
struct pm_str pm_item_name(const struct pm_product *product, const struct pm_item *item);
/* Text with Markdown's inline markup removed (emphasis, links to their text, code marks), one line. Appended to out. */
void pm_text_plain(struct pm_str text, struct pm_buf *out);

#endif
