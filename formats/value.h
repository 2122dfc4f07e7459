/* value: names, texts, numbers and lists as a tree: what a document of JSON and a template are both made from.
 *
 * The one rule to know: an object has all of its names, also those that have no value here, so that a template can be told when it
 * asks for a name that there never is.
 */
#ifndef PM_VALUE_H
#define PM_VALUE_H

#include "formats/json.h"
#include "parser/mem.h"

enum pm_value_type {
	PM_VALUE_NONE,
	PM_VALUE_BOOL,
	PM_VALUE_NUMBER,
	PM_VALUE_TEXT,
	PM_VALUE_MARKDOWN,
	PM_VALUE_LIST,
	PM_VALUE_OBJECT
};

struct pm_value {
	enum pm_value_type type;
	const char *name; /* in its object; NULL: an entry of a list */
	bool truth;
	double number;
	struct pm_str text; /* borrowed; of MARKDOWN as a person wrote it */
	struct pm_value *first, *last, *next;
};

/* Adds one to an object, or with name NULL to a list; parent NULL: a tree of its own.  All in the arena. */
struct pm_value *pm_value_add(struct pm_arena *arena, struct pm_value *parent, const char *name, enum pm_value_type type);
/* An empty text is no value. */
void pm_value_text(struct pm_arena *arena, struct pm_value *parent, const char *name, struct pm_str text);
void pm_value_markdown(struct pm_arena *arena, struct pm_value *parent, const char *name, struct pm_str text);
void pm_value_number(struct pm_arena *arena, struct pm_value *parent, const char *name, double number);
void pm_value_bool(struct pm_arena *arena, struct pm_value *parent, const char *name, bool truth);
/* The value of that name in an object; NULL. */
const struct pm_value *pm_value_find(const struct pm_value *object, struct pm_str name);
/* Does a section of a template show it?  Not: no value, false, an empty list or text. */
bool pm_value_true(const struct pm_value *value);
void pm_value_json(const struct pm_value *value, struct pm_json *json);

#endif
