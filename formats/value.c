/* value: a tree of values. */
#include "formats/value.h"

#include <string.h>

struct pm_value *pm_value_add(struct pm_arena *arena, struct pm_value *parent, const char *name, enum pm_value_type type)
{
	struct pm_value *value = pm_arena_zero(arena, sizeof *value);

	value->type = type;
	value->name = name;
	if (!parent)
		return value;
	if (parent->last)
		parent->last->next = value;
	else
		parent->first = value;
	parent->last = value;
	return value;
}

void pm_value_text(struct pm_arena *arena, struct pm_value *parent, const char *name, struct pm_str text)
{
	pm_value_add(arena, parent, name, text.n ? PM_VALUE_TEXT : PM_VALUE_NONE)->text = text;
}

void pm_value_markdown(struct pm_arena *arena, struct pm_value *parent, const char *name, struct pm_str text)
{
	pm_value_add(arena, parent, name, text.n ? PM_VALUE_MARKDOWN : PM_VALUE_NONE)->text = text;
}

void pm_value_number(struct pm_arena *arena, struct pm_value *parent, const char *name, double number)
{
	pm_value_add(arena, parent, name, PM_VALUE_NUMBER)->number = number;
}

void pm_value_bool(struct pm_arena *arena, struct pm_value *parent, const char *name, bool truth)
{
	pm_value_add(arena, parent, name, PM_VALUE_BOOL)->truth = truth;
}

const struct pm_value *pm_value_find(const struct pm_value *object, struct pm_str name)
{
	const struct pm_value *value = object->type == PM_VALUE_OBJECT ? object->first : NULL;

	while (value && !pm_str_eqc(name, value->name))
		value = value->next;
	return value;
}

bool pm_value_true(const struct pm_value *value)
{
	switch (value->type) {
	case PM_VALUE_BOOL: return value->truth;
	case PM_VALUE_NUMBER: return value->number != 0;
	case PM_VALUE_LIST: return value->first != NULL;
	default: return value->type != PM_VALUE_NONE;
	}
}

void pm_value_json(const struct pm_value *value, struct pm_json *json)
{
	if (value->name)
		pm_json_name(json, value->name);
	switch (value->type) {
	case PM_VALUE_NONE: pm_json_null(json); return;
	case PM_VALUE_BOOL: pm_json_bool(json, value->truth); return;
	case PM_VALUE_NUMBER: pm_json_number(json, value->number); return;
	case PM_VALUE_TEXT:
	case PM_VALUE_MARKDOWN: pm_json_str(json, value->text); return;
	case PM_VALUE_LIST: pm_json_array(json); break;
	case PM_VALUE_OBJECT: pm_json_object(json); break;
	}
	for (const struct pm_value *child = value->first; child; child = child->next)
		pm_value_json(child, json);
	if (value->type == PM_VALUE_LIST)
		pm_json_array_end(json);
	else
		pm_json_object_end(json);
}
