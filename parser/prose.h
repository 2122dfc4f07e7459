/* prose: what stories and criteria say in plain words, in English and German.
 *
 * The one rule to know: a phrase counts only in a text of its language, and none counts in code, quotes or addresses.  The phrases
 * are data (prose.def), in sets that words.h names; a text in any other language is never judged.
 */
#ifndef PM_PROSE_H
#define PM_PROSE_H

#include "parser/product.h"
#include "parser/words.h"

/* The language whose function words are the most frequent in the text; PROSE_NONE: there are none, or as many of another. */
unsigned pm_prose_language(struct pm_str text);
/* The same of an item: of its own text, else of the beginning of its file. */
unsigned pm_prose_item_language(const struct pm_product *product, const struct pm_item *item);
/* What an item owns up to the first item that is a part of it. */
struct pm_span pm_prose_own(const struct pm_product *product, const struct pm_item *item);
/* The first phrase of a set in a part of an item's file, in the item's language: true, and where it stands.  *language is
 * PROSE_NONE at first, and keeps the item's when that had to be found out. */
bool pm_prose_find(const struct pm_product *product, const struct pm_item *item, enum pm_word_set set, struct pm_span part,
		   unsigned *language, struct pm_span *found);
/* Does a text of the item begin with a phrase of a set? */
bool pm_prose_begins(const struct pm_product *product, const struct pm_item *item, enum pm_word_set set, struct pm_str text);
/* How many words a text has. */
size_t pm_prose_words(struct pm_str text);

/* The words of a text one after the other, each folded into a hash, to compare texts: case and signs are no part of them. */
struct pm_prose_walk {
	struct pm_scan rest;
};
struct pm_prose_walk pm_prose_walk_of(struct pm_str text);
/* False: there are no more. */
bool pm_prose_walk_next(struct pm_prose_walk *walk, uint64_t *hash);
/* Over the words of a text in their order; 0: it has none. */
uint64_t pm_prose_hash(struct pm_str text);

#endif
