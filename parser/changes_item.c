/* changes_item: what changed inside an item that is in both products. */
#include "parser/changes.h"

#include <stdlib.h>
#include <string.h>

/* How alike two criteria of one item must be to be one that was reworded. */
#define CRITERION_LIKENESS 0.5
/* The same of two that stand alone between the same neighbours. */
#define PLACE_LIKENESS 0.25

struct pair {
	struct pm_changes *changes;
	const struct pm_product *a, *b;
	const struct pm_item *x, *y;
	uint32_t before, after;
	bool elsewhere;
};

static struct pm_change *add(struct pair *pair, enum pm_change_type type, struct pm_str from, struct pm_str to)
{
	struct pm_change *change = pm_changes_add(pair->changes, type, pair->before, pair->after);

	change->from = from;
	change->to = to;
	return change;
}

/* Adds a change where two texts differ by more than markup. */
static struct pm_change *add_text(struct pair *pair, enum pm_change_type type, struct pm_str from, struct pm_str to)
{
	if (pm_str_eq(from, to))
		return NULL;
	from = pm_changes_plain(pair->changes, from);
	to = pm_changes_plain(pair->changes, to);
	return pm_str_eq(from, to) ? NULL : add(pair, type, from, to);
}

/* -- name and state */

static void compare_names(struct pair *pair)
{
	add_text(pair, PM_CHANGE_TITLE, pair->x->title, pair->y->title);
	if (!pm_str_eq(pair->x->key, pair->y->key))
		add(pair, PM_CHANGE_ID, pair->x->id, pair->y->id);
	if (pair->x->kind != pair->y->kind)
		add(pair, PM_CHANGE_KIND, pm_str_c(pm_kind_name((enum pm_kind)pair->x->kind)),
		    pm_str_c(pm_kind_name((enum pm_kind)pair->y->kind)));
}

enum pm_state_class pm_changes_class(const struct pm_item *item)
{
	enum pm_state_class state = (enum pm_state_class)item->state;

	if (item->place == PM_PLACE_COMPLETED)
		return PM_STATE_DONE;
	return item->place == PM_PLACE_ARCHIVED && state != PM_STATE_DONE ? PM_STATE_DROPPED : state;
}

/* A state as people call it: as it is written, unless the folder says more; else its class. */
static struct pm_str state_text(struct pair *pair, const struct pm_product *product, const struct pm_item *item)
{
	enum pm_state_class state = pm_changes_class(item);
	struct pm_str status = pm_item_status(product, item);

	if (state != (enum pm_state_class)item->state)
		return item->place == PM_PLACE_ARCHIVED ? PM_STR("archived") : PM_STR("completed");
	return status.n ? pm_changes_plain(pair->changes, status) : pm_str_c(pm_state_class_name(state));
}

/* An empty box says no more than no box. */
static bool is_waiting(enum pm_state_class state)
{
	return state == PM_STATE_NONE || state == PM_STATE_IDEA || state == PM_STATE_OPEN;
}

static void compare_states(struct pair *pair)
{
	enum pm_state_class from = pm_changes_class(pair->x), to = pm_changes_class(pair->y);
	bool written = pm_item_status(pair->a, pair->x).n && pm_item_status(pair->b, pair->y).n;
	struct pm_str was, is;
	struct pm_change *change;

	if (from == to ? !written : is_waiting(from) && is_waiting(to) && !written)
		return;
	was = state_text(pair, pair->a, pair->x);
	is = state_text(pair, pair->b, pair->y);
	if (from == to && pm_str_fold_eq(was, is))
		return;
	change = add(pair, PM_CHANGE_STATE, was, is);
	change->class_from = from;
	change->class_to = to;
	pair->elsewhere = true;
}

/* -- where it stands */

static struct pm_str name_of(const struct pm_product *product, uint32_t item)
{
	return item == PM_NO_ITEM ? PM_STR("") : pm_item_name(product, &product->items[item]);
}

static bool compare_parents(struct pair *pair)
{
	uint32_t was = pair->x->parent, is = pair->y->parent;

	if ((was == PM_NO_ITEM ? PM_NO_ITEM : pair->changes->match.after_of[was]) == is &&
	    (was == PM_NO_ITEM) == (is == PM_NO_ITEM))
		return false;
	add(pair, PM_CHANGE_PARENT, pm_changes_plain(pair->changes, name_of(pair->a, was)),
	    pm_changes_plain(pair->changes, name_of(pair->b, is)));
	pair->elsewhere = true;
	return true;
}

static struct pm_str folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? pm_str_n(path, (size_t)(slash - path)) : PM_STR("");
}

/* A file of its own moves with its folder only: its name follows id and title. */
static void compare_files(struct pair *pair)
{
	const char *from = pair->a->files[pair->x->file].source.path, *to = pair->b->files[pair->y->file].source.path;

	if (strcmp(from, to) == 0)
		return;
	pair->elsewhere = true;
	if (pair->x->form != PM_FORM_FILE || pair->y->form != PM_FORM_FILE)
		add(pair, PM_CHANGE_FILE, pm_str_c(from), pm_str_c(to));
	else if (pair->x->place == pair->y->place && !pm_str_eq(folder_of(from), folder_of(to)))
		add(pair, PM_CHANGE_FILE, folder_of(from), folder_of(to));
}

/* -- fields */

/* The fields of one name, which are told together. */
struct value {
	uint16_t def;
	struct pm_str label; /* folded, of a custom one */
	struct pm_str shown; /* the label as written */
	struct pm_str text;
	uint32_t nth;
	bool bucket;
};

struct values {
	struct value *list; /* heap */
	size_t count;
};

static int by_name(const void *a, const void *b)
{
	const struct value *x = a, *y = b;
	int order = (x->def > y->def) - (x->def < y->def);

	if (!order)
		order = pm_str_cmp(x->label, y->label);
	if (!order)
		order = (int)x->bucket - (int)y->bucket;
	return order ? order : (x->nth > y->nth) - (x->nth < y->nth);
}

/* What has a change of its own, or says only when somebody wrote. */
static bool is_told_otherwise(uint16_t def, bool parent_told)
{
	switch (def) {
	case PM_FIELD_ID:
	case PM_FIELD_TITLE:
	case PM_FIELD_KIND:
	case PM_FIELD_STATUS:
	case PM_FIELD_UPDATED: return true;
	case PM_FIELD_PARENT:
	case PM_FIELD_EPIC: return parent_told;
	default: return false;
	}
}

static struct values values_of(struct pair *pair, const struct pm_product *product, const struct pm_item *item, bool parent_told)
{
	struct values values = {pm_malloc(((size_t)item->field_count + 1) * sizeof *values.list), 0};

	for (uint32_t i = 0; i < item->field_count; i++) {
		const struct pm_field *field = &item->fields[i];
		struct value *value = &values.list[values.count];
		char folded[PM_LABEL_MAX];

		if (field->spelling == PM_SPELL_FOLDER || is_told_otherwise(field->def, parent_told))
			continue;
		*value = (struct value){.def = field->def,
					.nth = i,
					.bucket = field->spelling == PM_SPELL_BUCKET,
					.text = pm_str_trim(pm_field_text(product, item, field))};
		if (field->def == PM_FIELD_CUSTOM) {
			value->shown = pm_source_text(&product->files[item->file].source, field->label);
			value->label.n = pm_field_fold(value->shown, folded);
			value->label.p = pm_arena_dup(&pair->changes->arena, folded, value->label.n);
		}
		if (!pm_value_empty(value->text))
			values.count++;
	}
	if (values.count)
		qsort(values.list, values.count, sizeof *values.list, by_name);
	return values;
}

/* Takes the values of the first name off the list: joined, or where all come from headings the first of them. */
static struct value take(struct pair *pair, struct values *rest)
{
	struct value value = rest->list[0];
	struct pm_buf text = {0};
	size_t n = 0;

	for (; n < rest->count && rest->list[n].def == value.def && pm_str_eq(rest->list[n].label, value.label); n++) {
		if (n && rest->list[n].bucket)
			continue;
		pm_buf_addz(&text, n ? ", " : "");
		pm_buf_adds(&text, rest->list[n].text);
	}
	value.text = pm_changes_plain(pair->changes, pm_buf_str(&text));
	pm_buf_clear(&text);
	rest->list += n;
	rest->count -= n;
	return value;
}

static int by_text(const void *a, const void *b)
{
	return pm_str_cmp(*(const struct pm_str *)a, *(const struct pm_str *)b);
}

/* The entries of a list, sorted: heap. */
static struct pm_str *entries(struct pm_str text, size_t *count)
{
	struct pm_str *list = NULL;
	size_t n = 0, cap = 0;

	while (text.n) {
		size_t end = 0;

		while (end < text.n && !memchr(",;[]\"'", text.p[end], 6))
			end++;
		PM_GROW(list, n, cap);
		list[n] = pm_str_trim(pm_str_sub(text, 0, end));
		n += list[n].n > 0;
		text = pm_str_sub(text, end + (end < text.n), text.n);
	}
	if (n)
		qsort(list, n, sizeof *list, by_text);
	*count = n;
	return list;
}

static bool same_entries(struct pm_str a, struct pm_str b)
{
	size_t m, n, i = 0;
	struct pm_str *x = entries(a, &m), *y = entries(b, &n);

	while (i < m && i < n && pm_str_eq(x[i], y[i]))
		i++;
	free(x);
	free(y);
	return i == m && i == n;
}

static bool same_numbers(struct pm_str a, struct pm_str b)
{
	struct pm_number x, y;

	return pm_number_read(a, &x) && pm_number_read(b, &y) && x.low == y.low && x.high == y.high && pm_str_eq(x.unit, y.unit);
}

static bool same_sizes(struct pm_str a, struct pm_str b)
{
	struct pm_size x, y;

	return pm_size_read(a, &x) && pm_size_read(b, &y) && x.low == y.low && x.high == y.high && strcmp(x.unit, y.unit) == 0;
}

static bool same_days(struct pm_str a, struct pm_str b)
{
	pm_day x, y;

	return pm_date_read(a, true, &x) && pm_date_read(b, true, &y) && x == y;
}

/* Another spelling of a value is no change. */
static bool same_value(uint16_t def, struct pm_str a, struct pm_str b)
{
	if (pm_str_fold_eq(a, b))
		return true;
	if (def >= PM_FIELD_COUNT)
		return false;
	switch (pm_fields[def].type) {
	case PM_TYPE_NUMBER:
	case PM_TYPE_MONEY:
	case PM_TYPE_PERCENT: return same_numbers(a, b);
	case PM_TYPE_SIZE: return same_sizes(a, b);
	case PM_TYPE_DATE: return same_days(a, b);
	case PM_TYPE_LINKS:
	case PM_TYPE_LIST:
	case PM_TYPE_NAMES: return same_entries(a, b);
	default: return false;
	}
}

static void add_field(struct pair *pair, const struct value *value, struct pm_str from, struct pm_str to)
{
	bool custom = value->def >= PM_FIELD_COUNT;
	struct pm_change *change;

	if (same_value(value->def, from, to))
		return;
	change = add(pair, value->def == PM_FIELD_ESTIMATE ? PM_CHANGE_ESTIMATE : PM_CHANGE_FIELD, from, to);
	change->field = (enum pm_field_id)value->def;
	change->name = custom ? pm_changes_plain(pair->changes, value->shown) : pm_str_c(pm_fields[value->def].name);
	pair->elsewhere = pair->elsewhere || value->bucket;
}

static void compare_fields(struct pair *pair, bool parent_told)
{
	struct values was = values_of(pair, pair->a, pair->x, parent_told), is = values_of(pair, pair->b, pair->y, parent_told);
	struct values x = was, y = is;

	while (x.count || y.count) {
		int order = !x.count ? 1 : !y.count ? -1 : (x.list->def > y.list->def) - (x.list->def < y.list->def);
		struct value from = {0}, to = {0};

		if (!order)
			order = pm_str_cmp(x.list->label, y.list->label);
		if (order <= 0)
			from = take(pair, &x);
		if (order >= 0)
			to = take(pair, &y);
		if (order < 0)
			add_field(pair, &from, from.text, PM_STR(""));
		else if (order > 0)
			add_field(pair, &to, PM_STR(""), to.text);
		else
			add_field(pair, &to, from.text, to.text);
	}
	free(was.list);
	free(is.list);
}

/* -- story and description */

static void compare_part(struct pair *pair, const char *name, struct pm_span from, struct pm_span to)
{
	struct pm_change *change = add_text(pair, PM_CHANGE_STORY, pm_item_story_text(pair->a, pair->x, from),
					    pm_item_story_text(pair->b, pair->y, to));

	if (change)
		change->name = pm_str_c(name);
}

static void compare_texts(struct pair *pair)
{
	const struct pm_source *a = &pair->a->files[pair->x->file].source, *b = &pair->b->files[pair->y->file].source;

	compare_part(pair, "role", pair->x->story.role, pair->y->story.role);
	compare_part(pair, "want", pair->x->story.want, pair->y->story.want);
	compare_part(pair, "benefit", pair->x->story.benefit, pair->y->story.benefit);
	add_text(pair, PM_CHANGE_DESCRIPTION, pm_source_text(a, pair->x->description), pm_source_text(b, pair->y->description));
}

/* -- criteria */

struct criteria {
	const struct pm_product *product;
	const struct pm_item *item;
	struct pm_str *texts; /* heap, as the rest; plain */
	uint32_t *other;      /* index of the other side's; PM_NEAR_NONE */
	uint32_t *order;      /* indices sorted by text */
};

static struct criteria criteria_of(struct pair *pair, const struct pm_product *product, const struct pm_item *item)
{
	size_t n = (size_t)item->criterion_count + 1;
	struct criteria c = {product, item, pm_calloc(n, sizeof *c.texts), pm_calloc(n, sizeof *c.other),
			     pm_calloc(n, sizeof *c.order)};

	for (uint32_t i = 0; i < item->criterion_count; i++) {
		c.texts[i] = pm_changes_plain(pair->changes, pm_criterion_text(product, item, &item->criteria[i]));
		c.other[i] = PM_NEAR_NONE;
		c.order[i] = i;
	}
	return c;
}

static int by_criterion(const void *a, const void *b, void *ctx)
{
	const struct pm_str *texts = ctx;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	int order = pm_str_cmp(texts[x], texts[y]);

	return order ? order : (x > y) - (x < y);
}

static void match_equal(struct criteria *a, struct criteria *b)
{
	uint32_t m = a->item->criterion_count, n = b->item->criterion_count, i = 0, k = 0;

	qsort_r(a->order, m, sizeof *a->order, by_criterion, a->texts);
	qsort_r(b->order, n, sizeof *b->order, by_criterion, b->texts);
	while (i < m && k < n) {
		int order = pm_str_cmp(a->texts[a->order[i]], b->texts[b->order[k]]);

		if (!order) {
			a->other[a->order[i]] = b->order[k];
			b->other[b->order[k]] = a->order[i];
		}
		i += order <= 0;
		k += order >= 0;
	}
}

/* The bags of those without a match; order becomes their indices. */
static uint32_t rest_of(struct criteria *c, struct pm_bag *bags, struct pm_arena *arena)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < c->item->criterion_count; i++) {
		if (c->other[i] != PM_NEAR_NONE)
			continue;
		c->order[n] = i;
		bags[n++] = pm_bag_of(c->texts[i], arena);
	}
	return n;
}

static void match_near(struct criteria *a, struct criteria *b)
{
	struct pm_bag *x = pm_calloc((size_t)a->item->criterion_count + 1, sizeof *x);
	struct pm_bag *y = pm_calloc((size_t)b->item->criterion_count + 1, sizeof *y);
	uint32_t *before_of = pm_calloc((size_t)b->item->criterion_count + 1, sizeof *before_of);
	struct pm_arena arena;
	uint32_t m, n;

	pm_arena_init(&arena);
	m = rest_of(a, x, &arena);
	n = rest_of(b, y, &arena);
	pm_near_match(x, m, y, n, CRITERION_LIKENESS, before_of);
	for (uint32_t i = 0; i < n; i++) {
		if (before_of[i] == PM_NEAR_NONE)
			continue;
		a->other[a->order[before_of[i]]] = b->order[i];
		b->other[b->order[i]] = a->order[before_of[i]];
	}
	pm_arena_clear(&arena);
	free(before_of);
	free(x);
	free(y);
}

static struct pm_change *add_criterion(struct pair *pair, enum pm_change_how how, struct pm_str from, struct pm_str to)
{
	struct pm_change *change = add(pair, PM_CHANGE_CRITERION, from, to);

	change->how = how;
	return change;
}

static int by_moved_hash(const void *a, const void *b)
{
	const struct pm_moved *x = a, *y = b;

	return (x->hash > y->hash) - (x->hash < y->hash);
}

/* Was the criterion taken over by another item, or from one? */
static bool has_moved(const struct pair *pair, struct pm_str text, bool away)
{
	const struct pm_changes *changes = pair->changes;
	struct pm_moved key = {0}, *found;

	if (!changes->moved_count)
		return false;
	key.hash = pm_changes_hash(text);
	found = bsearch(&key, changes->moved, changes->moved_count, sizeof key, by_moved_hash);
	return found && (away ? found->before == pair->before : found->after == pair->after);
}

/* The place in the other item that lies alone between the neighbours that criterion i has here; PM_NEAR_NONE. */
static uint32_t place_between(const struct criteria *c, const struct criteria *other, uint32_t i)
{
	uint32_t before = i > 0 ? c->other[i - 1] : 0, after = i + 1 < c->item->criterion_count ? c->other[i + 1] : 0;
	uint32_t from = i > 0 ? before + 1 : 0, to = i + 1 < c->item->criterion_count ? after : other->item->criterion_count;

	return before == PM_NEAR_NONE || after == PM_NEAR_NONE || from + 1 != to ? PM_NEAR_NONE : from;
}

static bool are_alike(struct pm_str a, struct pm_str b)
{
	struct pm_arena arena;
	struct pm_bag x, y;
	bool alike;

	pm_arena_init(&arena);
	x = pm_bag_of(a, &arena);
	y = pm_bag_of(b, &arena);
	alike = pm_bag_likeness(&x, &y) >= PLACE_LIKENESS;
	pm_arena_clear(&arena);
	return alike;
}

/* What little is alike is the same criterion where nothing else can be. */
static void match_place(const struct pair *pair, struct criteria *a, struct criteria *b)
{
	for (uint32_t i = 0; i < b->item->criterion_count; i++) {
		uint32_t other = b->other[i] == PM_NEAR_NONE ? place_between(b, a, i) : PM_NEAR_NONE;

		if (other == PM_NEAR_NONE || a->other[other] != PM_NEAR_NONE || has_moved(pair, a->texts[other], true) ||
		    has_moved(pair, b->texts[i], false) || !are_alike(a->texts[other], b->texts[i]))
			continue;
		a->other[other] = i;
		b->other[i] = other;
	}
}

/* A criterion that is in both, or only in the second. */
static void compare_criterion(struct pair *pair, const struct criteria *a, const struct criteria *b, uint32_t i)
{
	const struct pm_criterion *is = &b->item->criteria[i], *was;
	uint32_t other = b->other[i];

	if (other == PM_NEAR_NONE) {
		if (!has_moved(pair, b->texts[i], false))
			add_criterion(pair, PM_HOW_ADDED, PM_STR(""), b->texts[i])->number_to = is->number;
		return;
	}
	was = &a->item->criteria[other];
	if (!pm_str_eq(a->texts[other], b->texts[i]))
		add_criterion(pair, PM_HOW_REWORDED, a->texts[other], b->texts[i])->number_to = is->number;
	if (was->state != PM_BOX_DONE && is->state == PM_BOX_DONE)
		add_criterion(pair, PM_HOW_TICKED, a->texts[other], b->texts[i])->number_to = is->number;
	else if (was->state == PM_BOX_DONE && is->state != PM_BOX_DONE && is->state != PM_BOX_NONE)
		add_criterion(pair, PM_HOW_UNTICKED, a->texts[other], b->texts[i])->number_to = is->number;
}

static void free_criteria(struct criteria *c)
{
	free(c->texts);
	free(c->other);
	free(c->order);
}

static void compare_criteria(struct pair *pair)
{
	struct criteria a, b;

	if (!pair->x->criterion_count && !pair->y->criterion_count)
		return;
	a = criteria_of(pair, pair->a, pair->x);
	b = criteria_of(pair, pair->b, pair->y);
	match_equal(&a, &b);
	match_near(&a, &b);
	match_place(pair, &a, &b);
	for (uint32_t i = 0; i < pair->y->criterion_count; i++)
		compare_criterion(pair, &a, &b, i);
	for (uint32_t i = 0; i < pair->x->criterion_count; i++)
		if (a.other[i] == PM_NEAR_NONE && !has_moved(pair, a.texts[i], true))
			add_criterion(pair, PM_HOW_REMOVED, a.texts[i], PM_STR(""))->number_from = pair->x->criteria[i].number;
	free_criteria(&a);
	free_criteria(&b);
}

/* -- all of it */

bool pm_changes_item(struct pm_changes *changes, uint32_t before, uint32_t after)
{
	const struct pm_product *a = changes->before.product, *b = changes->after.product;
	struct pair pair = {.changes = changes,
			    .a = a,
			    .b = b,
			    .x = &a->items[before],
			    .y = &b->items[after],
			    .before = before,
			    .after = after};
	bool parent_told;

	compare_states(&pair);
	compare_names(&pair);
	parent_told = compare_parents(&pair);
	compare_files(&pair);
	compare_fields(&pair, parent_told);
	compare_texts(&pair);
	compare_criteria(&pair);
	return pair.elsewhere;
}
