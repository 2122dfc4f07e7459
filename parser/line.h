/* line: labelled lines: "- **Status:** Done", "Priority: High · Points: 3".
 *
 * The one rule to know: a bold label counts whatever it says, a plain one only when it is known (a field, criteria, a part), for
 * prose is full of colons.
 */
#ifndef PM_LINE_H
#define PM_LINE_H

#include "parser/labels.h"

struct pm_labelled {
	size_t label_from, label_to; /* without markup and colon */
	size_t value_from, value_to; /* trimmed; empty where nothing stands behind the colon */
	bool bold, colon;
	enum pm_field_id field; /* PM_FIELD_CUSTOM: not known */
	enum pm_part part;	/* PM_PART_NONE: not known */
};

/* Reads the label at the start of the text (one line, no list marker in front).  False: there is none. */
bool pm_line_read(struct pm_str text, struct pm_labelled *line);
/* The same for a plain label of one to three words, whatever it says: for lists whose other entries are fields. */
bool pm_line_read_unknown(struct pm_str text, struct pm_labelled *line);
/* The end of the first of several on one line, split at · | ; • or before a bold label: cuts line->value_to and returns
 * where the next one begins, or text.n. */
size_t pm_line_split(struct pm_str text, struct pm_labelled *line);

#endif
