/* sighting: an item as one version of a file has it: what the history compares.
 *
 * The one rule to know: two sightings with the same hash say the same.  Texts are those of the arena, or kept once each by who
 * holds sightings for longer.
 */
#ifndef PM_SIGHTING_H
#define PM_SIGHTING_H

#include "parser/product.h"

struct pm_value {
	uint16_t field; /* enum pm_field_id */
	struct pm_str text;
};

struct pm_sighting {
	struct pm_str key; /* what it is known by: that of its id, else its path and title */
	struct pm_str id, title, status;
	const char *path;	 /* NULL until it is kept */
	struct pm_value *values; /* in the order of the fields, each once; without status and updated */
	uint64_t words;		 /* hash of story, criteria and description; 0: there are none */
	uint64_t title_hash;
	uint64_t hash; /* of all of this but the path */
	uint16_t value_count;
	uint8_t state, place, kind, form;
	bool by_id; /* the key is that of the id */
};

/* How an item stands in a product.  Its texts are copied to the arena; buf is for work. */
void pm_sighting_see(const struct pm_product *product, const struct pm_item *item, struct pm_arena *arena, struct pm_buf *buf,
		     struct pm_sighting *seen);
/* What an item is known by.  Appended; true: it is the key of its id. */
bool pm_sighting_key(const struct pm_product *product, const struct pm_item *item, struct pm_buf *out);
/* Another thing to be compared, taken into a hash. */
uint64_t pm_hash_mix(uint64_t hash, uint64_t more);

#endif
