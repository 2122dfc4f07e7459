/* criteria-missing: an item that nobody can say is done. */
#include "parser/absence.h"
#include "parser/labels.h"
#include "parser/title.h"

#include <stdlib.h>
#include <string.h>

/* Of a hundred stories: where so many have criteria, the others are told one by one. */
enum { ENOUGH = 33 };

/* Not an epic, a spike, a bug or a task in a list. */
static bool is_work(const struct pm_item *item)
{
	return item->kind == PM_KIND_NONE || item->kind == PM_KIND_STORY ||
	       (item->kind == PM_KIND_TASK && item->form == PM_FORM_FILE);
}

/* Work that is still to be described: no whole that others are parts of, nor a mere idea. */
static bool is_asked(const struct pm_item *item)
{
	bool over = item->state == PM_STATE_DONE || item->state == PM_STATE_DROPPED;

	return is_work(item) && !over && item->state != PM_STATE_IDEA && item->first_child == PM_NO_ITEM;
}

/* Story is what an item is where nothing says otherwise: this one has a story's sentence, id or field, or stands
 * with an id in a backlog. */
static bool is_story(const struct pm_product *product, const struct pm_item *item)
{
	static const char *const prefixes[] = {"us-", "story-", "hu-"};

	struct pm_kind_word word;

	if (item->kind != PM_KIND_STORY)
		return false;
	if (item->story.span.end > item->story.span.start ||
	    (pm_kind_word_read(pm_item_text(product, item, PM_FIELD_KIND), &word) && word.kind == PM_KIND_STORY))
		return true;
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
		if (pm_str_starts(item->key, prefixes[i]))
			return true;
	return item->form == PM_FORM_HEADING && item->key.n > 0 && !item->numbered &&
	       product->files[item->file].role == PM_ROLE_BACKLOG;
}

/* Criteria are expected of stories and of items that are files; of what else a heading describes only where most others there have
 * them; never of a line in a list of things to do. */
static enum pm_absence ask(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_product *product = context->product;
	const struct pm_item *item = &product->items[index];

	if (!is_asked(item) || strstr(product->files[item->file].source.path, "template") != NULL)
		return PM_NOT_ASKED;
	if (item->criterion_count > 0)
		return PM_HAS;
	if (pm_moscow_read(pm_item_text(product, item, PM_FIELD_MOSCOW)) == PM_MOSCOW_WONT ||
	    pm_moscow_read(pm_item_text(product, item, PM_FIELD_PRIORITY)) == PM_MOSCOW_WONT)
		return PM_NOT_ASKED;
	if (item->declared_criteria) /* a label with nothing under it is said by check_item */
		return PM_NOT_ASKED;
	if (is_story(product, item) || (item->form == PM_FORM_FILE && product->files[item->file].role != PM_ROLE_ROADMAP))
		return PM_LACKS;
	return item->form <= PM_FORM_BOLD && product->files[item->file].role != PM_ROLE_ROADMAP ? PM_COULD : PM_NOT_ASKED;
}

static const char *how_to_mend(const struct pm_item *item)
{
	switch ((enum pm_form)item->form) {
	case PM_FORM_FILE: return "add a section '## Acceptance Criteria' and list them under it";
	case PM_FORM_YAML: return "add a list 'acceptance_criteria:' to its entry";
	case PM_FORM_ROW: return "give the table a column 'Acceptance criteria' and write them there";
	case PM_FORM_ENTRY_ID:
	case PM_FORM_SENTENCE:
	case PM_FORM_BOX:
	case PM_FORM_BULLET: return "list them under it, behind a line 'Acceptance criteria'";
	default: return "add a line 'Acceptance criteria' and list them under it";
	}
}

/* -- does anybody ask for criteria? */

/* A sort of story: those of one form, and of ids with the same words, in one file. */
struct sort {
	uint64_t words; /* a hash of them */
	uint32_t file, form;
};

/* Where criteria are a habit. */
struct habit {
	struct sort *sorts; /* heap, sorted: those of which one has criteria */
	size_t count, cap;
	uint32_t asked[PM_FORM_BULLET + 1], having[PM_FORM_BULLET + 1]; /* stories of the whole product, by form */
	bool written; /* a Definition of Ready or a template of this product speaks of them */
};

static int by_sort(const void *a, const void *b)
{
	const struct sort *x = a, *y = b;

	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	if (x->form != y->form)
		return x->form < y->form ? -1 : 1;
	return (x->words > y->words) - (x->words < y->words);
}

static struct sort sort_of(const struct pm_item *item)
{
	return (struct sort){pm_str_hash(item->numbered ? PM_STR("") : pm_id_prefix(item->key)), item->file, item->form};
}

static void find_habit(const struct pm_rule_context *context, struct habit *habit)
{
	const struct pm_product *product = context->product;

	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		const struct pm_item *item = &product->items[i];
		struct sort sort;

		if (item->place != PM_PLACE_ACTIVE || !item->readable)
			continue;
		habit->asked[item->form] += is_work(item);
		if (item->criterion_count == 0)
			continue;
		habit->having[item->form] += is_work(item);
		sort = sort_of(item);
		if (habit->count > 0 && by_sort(&habit->sorts[habit->count - 1], &sort) == 0)
			continue;
		PM_GROW(habit->sorts, habit->count, habit->cap);
		habit->sorts[habit->count++] = sort;
	}
	if (habit->count > 0)
		qsort(habit->sorts, habit->count, sizeof *habit->sorts, by_sort);
}

/* "## Definition of Ready", "## Story template". */
static bool is_demand(struct pm_str line)
{
	static const char *const names[] = {"definition of ready", "template"};

	for (size_t at = 0; at < line.n; at++)
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			if (pm_str_istarts(pm_str_sub(line, at, line.n), names[i]))
				return true;
	return false;
}

static bool names_criteria(struct pm_str line)
{
	size_t length;

	for (size_t at = 0; at < line.n; at++)
		if ((at == 0 || strchr(" *`_[(", line.p[at - 1]) != NULL) &&
		    pm_part_starts(pm_str_sub(line, at, line.n), &length) == PM_PART_CRITERIA)
			return true;
	return false;
}

/* Does a section on what a story needs to be ready, or on what one looks like, speak of criteria? */
static bool demands(const struct pm_source *source)
{
	struct pm_str rest = pm_str_n(source->bytes, source->size);
	bool inside = false;

	while (rest.n > 0) {
		ptrdiff_t end = pm_str_chr(rest, '\n');
		struct pm_str line = pm_str_sub(rest, 0, end < 0 ? rest.n : (size_t)end);

		if (line.n > 0 && line.p[0] == '#')
			inside = line.n < 200 && is_demand(line);
		else if (inside && line.n < 1000 && names_criteria(line))
			return true;
		rest = pm_str_sub(rest, line.n + 1, rest.n);
	}
	return false;
}

static bool is_habit(const struct habit *habit, unsigned form)
{
	return habit->having[form] > 0 && habit->having[form] * (uint64_t)100 >= habit->asked[form] * (uint64_t)ENOUGH;
}

/* The files are searched only where it matters. */
static void find_demand(const struct pm_product *product, struct habit *habit)
{
	bool matters = false;

	for (unsigned form = 0; form <= PM_FORM_BULLET; form++)
		matters |= habit->asked[form] > 0 && !is_habit(habit, form);
	for (uint32_t f = 0; matters && f < product->file_count && !habit->written; f++)
		habit->written = demands(&product->files[f].source);
}

/* Stories that are files have their like in other files, and so have those of a product that is kept in several: elsewhere a third
 * of them has criteria.  To know the past, everything counts. */
static bool is_wanted(const struct pm_rule_context *context, const struct pm_absences *absences, const struct pm_item *item)
{
	const struct habit *habit = absences->data;

	return context->each || pm_str_ieqc(pm_str_c(pm_rule_option(context, "everywhere")), "yes") ||
	       is_habit(habit, item->form) || habit->written;
}

/* What is of a sort of which no other has criteria is described in another way: an enabler, a chore, a part of the file that tells
 * what the product is good for. */
static bool is_like_others(const struct pm_absences *absences, const struct pm_item *item)
{
	const struct habit *habit = absences->data;
	struct sort sort = sort_of(item);

	return habit->count > 0 && bsearch(&sort, habit->sorts, habit->count, sizeof sort, by_sort) != NULL;
}

static void one(const struct pm_rule_context *context, const struct pm_absences *absences, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];
	bool some = absences->asked > absences->lacking;

	if (some ? !context->each && !is_like_others(absences, item) : !is_wanted(context, absences, item))
		return;
	pm_rule_add(context, index, item->head, "%s has no acceptance criteria: %s", pm_rule_name(context, index),
		    how_to_mend(item));
}

static void all(const struct pm_rule_context *context, const struct pm_absences *absences)
{
	const struct pm_item *item = &context->product->items[absences->first];
	struct pm_diag *diag;

	if (absences->asked == absences->lacking && !is_wanted(context, absences, item))
		return;
	diag = pm_rule_add_file(context, item->file, item->head, "%s acceptance criteria; to give %s some, %s",
				pm_absence_count(context, absences, "stories to be built"), pm_rule_name(context, absences->first),
				how_to_mend(item));
	diag->subject = pm_str_c(pm_form_name((enum pm_form)item->form));
}

static void check(const struct pm_rule_context *context)
{
	struct habit habit = {.sorts = NULL};

	find_habit(context, &habit);
	find_demand(context->product, &habit);
	pm_absence_run(context, &(struct pm_absence_check){ENOUGH, ask, one, all, &habit});
	free(habit.sorts);
}

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];

	if (item->declared_criteria && item->criterion_count == 0 && item->state != PM_STATE_DROPPED)
		pm_rule_add(context, index, item->head,
			    "%s announces acceptance criteria and has none: list them under that label, or take it out",
			    pm_rule_name(context, index));
}

static const struct pm_rule_option options[] = {
	{"everywhere", "no", "yes: said also where no story has any and no Definition of Ready asks for them"},
	{NULL, NULL, NULL},
};

const struct pm_rule pm_rule_criteria_missing = {
	.name = "criteria-missing",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a story without acceptance criteria, where other stories have them or a Definition of Ready asks for them",
	.why = "Without them, who builds it and who wanted it find out at the end that they meant different things.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"As a customer, I want to pay with a saved card so that I check out in one step.\n"
		"\n"
		"Acceptance criteria:\n"
		"\n"
		"- [ ] An expired card asks for a new one\n"
		"\n"
		"## PAY-2 Pay by invoice\n"
		"\n"
		"As a customer, I want to pay by invoice so that I pay when the goods are there.\n"
		"\n"
		"Acceptance criteria:\n"
		"\n"
		"- [ ] The invoice leaves with the goods\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "As a customer, I want to pay with a saved card so that I check out in one step.\n"
	       "\n"
	       "Acceptance criteria:\n"
	       "\n"
	       "- [ ] An expired card asks for a new one\n"
	       "\n"
	       "## PAY-2 Pay by invoice\n"
	       "\n"
	       "As a customer, I want to pay by invoice so that I pay when the goods are there.\n",
	.options = options,
	.absence = true,
	.check = check,
	.check_item = check_item,
};
