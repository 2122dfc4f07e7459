/* item: the names of kinds, forms and places. */
#include "parser/item.h"

static const char *const kinds[] = {
	[PM_KIND_NONE] = "none",       [PM_KIND_EPIC] = "epic",
	[PM_KIND_STORY] = "story",     [PM_KIND_BUG] = "bug",
	[PM_KIND_TASK] = "task",       [PM_KIND_SPIKE] = "spike",
	[PM_KIND_CHORE] = "chore",     [PM_KIND_INITIATIVE] = "initiative",
	[PM_KIND_GOAL] = "goal",       [PM_KIND_SPRINT] = "sprint",
	[PM_KIND_RELEASE] = "release", [PM_KIND_FEEDBACK] = "feedback",
	[PM_KIND_PERSONA] = "persona",
};

static const char *const forms[] = {
	[PM_FORM_FILE] = "file", [PM_FORM_HEADING] = "heading", [PM_FORM_YAML] = "yaml",
	[PM_FORM_BOLD] = "bold", [PM_FORM_ENTRY_ID] = "entry",	[PM_FORM_SENTENCE] = "sentence",
	[PM_FORM_ROW] = "row",	 [PM_FORM_BOX] = "box",		[PM_FORM_BULLET] = "bullet",
};

static const char *const places[] = {
	[PM_PLACE_ACTIVE] = "active",
	[PM_PLACE_ARCHIVED] = "archived",
	[PM_PLACE_COMPLETED] = "completed",
	[PM_PLACE_DRAFT] = "draft",
};

const char *pm_kind_name(enum pm_kind kind)
{
	return kinds[kind];
}

enum pm_kind pm_kind_from(struct pm_str name)
{
	for (size_t i = 1; i < sizeof kinds / sizeof *kinds; i++)
		if (pm_str_ieqc(name, kinds[i]))
			return (enum pm_kind)i;
	return PM_KIND_NONE;
}

const char *pm_form_name(enum pm_form form)
{
	return forms[form];
}

const char *pm_place_name(enum pm_place place)
{
	return places[place];
}
