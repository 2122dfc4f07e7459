/* memo: what was found for the labels that were asked for last: a backlog has few, and says them over and over.
 *
 * The one rule to know: it belongs to one thread, and whoever changes what a label means empties it.
 */
#ifndef PM_MEMO_H
#define PM_MEMO_H

#include "parser/str.h"

#include <string.h>

enum { PM_MEMO_LABEL = 30, PM_MEMO_SLOTS = 256 };

struct pm_memo {
	struct pm_memo_slot {
		char label[PM_MEMO_LABEL];
		uint8_t length; /* 0: nothing is kept here */
		uint8_t value;
	} slots[PM_MEMO_SLOTS];
};

static inline bool pm_memo_holds(const struct pm_memo_slot *slot, struct pm_str label)
{
	return slot->length == label.n && memcmp(slot->label, label.p, label.n) == 0;
}

/* The value of a label, from find(label) where it is not kept.  Empty labels and longer ones are always asked for. */
static inline uint8_t pm_memo_get(struct pm_memo *memo, struct pm_str label, uint8_t (*find)(struct pm_str label))
{
	uint32_t hash = (uint32_t)label.n;
	struct pm_memo_slot *slot;

	if (label.n == 0 || label.n > PM_MEMO_LABEL)
		return find(label);
	hash = hash * 31 + (unsigned char)label.p[0];
	hash = hash * 31 + (unsigned char)label.p[label.n / 3];
	hash = hash * 31 + (unsigned char)label.p[label.n / 2];
	hash = hash * 31 + (unsigned char)label.p[label.n - 1];
	/* A label has two places: with one, two labels that share it would be looked up in every file. */
	slot = &memo->slots[(hash * 2654435761u) >> 24];
	if (!pm_memo_holds(slot, label)) {
		struct pm_memo_slot *other = &memo->slots[(size_t)(slot - memo->slots) ^ 1];

		if (pm_memo_holds(other, label))
			return other->value;
		if (slot->length > 0)
			*other = *slot;
		slot->value = find(label);
		slot->length = (uint8_t)label.n;
		memcpy(slot->label, label.p, label.n);
	}
	return slot->value;
}

#endif
