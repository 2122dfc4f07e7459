/* id-duplicate: an id that two items have. */
#include "parser/ids.h"
#include "parser/repair.h"
#include "parser/rule.h"
#include "parser/title.h"

#include <stdlib.h>
#include <string.h>

/* So many further items with the same id are shown. */
enum { SHOWN_MAX = 20 };

/* The files in which a merge was not finished: their items are there twice because of that. */
static bool *find_conflicts(const struct pm_product *product)
{
	bool *conflict = pm_calloc((size_t)product->file_count + 1, sizeof *conflict);

	for (size_t i = 0; i < product->diags.count; i++)
		if (product->diags.list[i].file != PM_NO_FILE && strcmp(product->diags.list[i].rule, "read-conflict") == 0)
			conflict[product->diags.list[i].file] = true;
	return conflict;
}

static const char *place_word(const struct pm_item *item)
{
	switch ((enum pm_place)item->place) {
	case PM_PLACE_ARCHIVED: return "archived ";
	case PM_PLACE_COMPLETED: return "completed ";
	case PM_PLACE_DRAFT: return "draft ";
	default: return "";
	}
}

/* A heading that stands deeper than the other in one file is more often a section about the item than another one: "Epic 1 Review". */
static bool is_about(const struct pm_item *first, const struct pm_item *second)
{
	return first->file == second->file && first->level > 0 && second->level > first->level;
}

/* A letter or a word of the language, and one number, is no key of a product: "A1", "User Story 1". */
static bool is_local(const struct pm_item *item)
{
	struct pm_str prefix = pm_id_prefix(item->key);

	return item->key.n > prefix.n + 1 && memchr(item->key.p + prefix.n + 1, '-', item->key.n - prefix.n - 1) == NULL &&
	       (prefix.n == 1 || memchr(item->id.p, ' ', item->id.n) != NULL);
}

/* "Task 5 Test results": the id is not set off from the words, as it is in "Task 5: Test the start". */
static bool is_phrase(const struct pm_product *product, const struct pm_item *item)
{
	struct pm_str line = pm_source_text(&product->files[item->file].source, item->head);
	size_t at = item->id_span.end - item->head.start;

	return item->form == PM_FORM_HEADING && item->id_span.end < item->head.end && item->id_span.start >= item->head.start &&
	       at + 1 < line.n && line.p[at] == ' ' && pm_char_is_word((unsigned char)line.p[at + 1]);
}

/* And it has nothing that only an item has; or its words do without a sign behind the id, and the first's do not. */
static bool is_section(const struct pm_product *product, const struct pm_item *first, const struct pm_item *second)
{
	bool phrase = first->file == second->file && is_phrase(product, second) && !is_phrase(product, first);

	if (phrase && (is_about(first, second) || is_local(first)))
		return true;
	return (phrase || is_about(first, second)) && second->field_count == 0 && second->criterion_count == 0 &&
	       second->story.span.end == second->story.span.start;
}

/* "TT-01 to TT-07", "`TT-01` + `TT-02`": what is said of several items at once. */
static bool is_range(const struct pm_product *product, const struct pm_item *item)
{
	static const char *const between[] = {" to ",  " - ", " – ", " a ", " e ", " y ", " and ",
					      " bis ", " à ", " + ", "..",  "–",   ", ",  "/"};
	struct pm_str line = pm_source_text(&product->files[item->file].source, item->head), rest;
	struct pm_id id;
	size_t at = item->id_span.end - item->head.start;

	if (item->id_span.start < item->head.start || item->id_span.end > item->head.end)
		return false;
	while (at < line.n && strchr("`*", line.p[at]) != NULL)
		at++;
	rest = pm_str_sub(line, at, line.n);
	for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
		size_t from = strlen(between[i]);

		if (!pm_str_starts(rest, between[i]))
			continue;
		while (from < rest.n && strchr("`*", rest.p[from]) != NULL)
			from++;
		if (pm_id_read(pm_str_sub(rest, from, rest.n), PM_ID_PROSE, &id))
			return true;
	}
	return false;
}

/* What a title is called, without what a log says behind a dash. */
static struct pm_str name_of(const struct pm_item *item)
{
	ptrdiff_t dash = pm_str_find(item->title, " — ");

	return dash > 0 ? pm_str_sub(item->title, 0, (size_t)dash) : item->title;
}

/* A plan that lists an item of the backlog, a log that tells of it again.  Of files that are items, one is too many. */
static bool is_told_again(const struct pm_item *first, const struct pm_item *second)
{
	return first->form != PM_FORM_FILE && first->title.n > 0 && pm_str_fold_eq(name_of(first), name_of(second));
}

/* -- numbers that begin anew */

/* So many ids are given twice in one file, the first number among them: each of its sections numbers its own items. */
enum { ANEW_LEAST = 3 };

struct anew {
	uint32_t count; /* of ids that are given twice */
	bool from_one;
	bool said;
};

static bool has_key(struct pm_str id, struct pm_str key)
{
	char own[PM_KEY_MAX];

	return pm_str_eq(pm_str_n(own, pm_id_key(id, own, sizeof own)), key);
}

/* The design and the plan of a story lie in its folder, and their titles begin with its id: "US-9-cards/DESIGN.md". */
static bool is_document(const struct pm_product *product, const struct pm_item *first, const struct pm_item *second)
{
	struct pm_str one = pm_str_c(product->files[first->file].source.path),
		      two = pm_str_c(product->files[second->file].source.path);
	size_t end = one.n, from;
	struct pm_str folder;
	struct pm_id id;

	while (end > 0 && one.p[end - 1] != '/')
		end--;
	if (end == 0 || first->file == second->file || !pm_str_eq(pm_str_sub(one, 0, end), pm_str_sub(two, 0, end)) ||
	    memchr(two.p + end, '/', two.n - end) != NULL || (first->level != 1 && second->level != 1))
		return false;
	for (from = end - 1; from > 0 && one.p[from - 1] != '/';)
		from--;
	folder = pm_str_sub(one, from, end - 1);
	return pm_id_read(folder, PM_ID_TITLE, &id) && has_key(pm_str_sub(folder, id.from, id.to), second->key);
}

static struct pm_str before_bracket(struct pm_str title)
{
	ptrdiff_t bracket = pm_str_find(title, " (");

	return bracket > 0 ? pm_str_sub(title, 0, (size_t)bracket) : title;
}

/* Do two titles begin with the same words, or is one a part of the other? */
static bool is_alike(const struct pm_item *first, const struct pm_item *second)
{
	struct pm_str one = before_bracket(name_of(first)), two = before_bracket(name_of(second));
	size_t shorter = one.n < two.n ? one.n : two.n;

	return shorter >= 8 && pm_str_fold_eq(pm_str_sub(one, 0, shorter), pm_str_sub(two, 0, shorter));
}

/* Does one story say what the other does? */
static bool is_same_story(const struct pm_product *product, const struct pm_item *first, const struct pm_item *second)
{
	struct pm_str one = pm_item_story_text(product, first, first->story.want),
		      two = pm_item_story_text(product, second, second->story.want);

	return first->form != PM_FORM_FILE && one.n > 0 && pm_str_fold_eq(one, two);
}

/* The plan of a sprint lists what the backlog holds. */
static bool is_sprint_plan(const struct pm_product *product, const struct pm_item *item)
{
	struct pm_str path = pm_str_c(product->files[item->file].source.path);
	size_t name = path.n;

	while (name > 0 && path.p[name - 1] != '/')
		name--;
	return item->form != PM_FORM_FILE && pm_str_ifind(pm_str_sub(path, name, path.n), "sprint") >= 0;
}

/* Two entries, and one title is how the other begins: the order to build them in lists them again, with a remark. */
static bool is_listed_again(const struct pm_item *first, const struct pm_item *second)
{
	struct pm_str one = before_bracket(first->title), two = before_bracket(second->title);
	size_t shorter = one.n < two.n ? one.n : two.n;

	return first->form >= PM_FORM_ENTRY_ID && second->form >= PM_FORM_ENTRY_ID && shorter >= 8 && one.n != two.n &&
	       pm_str_fold_eq(pm_str_sub(one, 0, shorter), pm_str_sub(two, 0, shorter));
}

/* Another file tells of the item: a plan, a report, a page of its own that says more.  So where the file is named as no list of
 * items, where the title is the same, and where the id is one of each file's own ("Task 1").  Of files that are items, one is too
 * many. */
static bool is_elsewhere(const struct pm_product *product, const struct pm_item *first, const struct pm_item *second)
{
	bool files = first->form == PM_FORM_FILE && second->form == PM_FORM_FILE;

	if (first->file == second->file) /* the list of a report is about the items, too */
		return (second->form >= PM_FORM_ENTRY_ID && product->files[second->file].role >= PM_ROLE_README) ||
		       is_listed_again(first, second) || (is_local(first) && first->level > 0 && is_alike(first, second));
	return !files &&
	       (product->files[first->file].role >= PM_ROLE_README || product->files[second->file].role >= PM_ROLE_README ||
		is_local(first) || is_alike(first, second) || is_same_story(product, first, second) ||
		is_sprint_plan(product, first) != is_sprint_plan(product, second));
}

static bool is_told(const struct pm_product *product, const struct pm_item *first, const struct pm_item *second)
{
	return is_range(product, second) || is_section(product, first, second) || is_document(product, first, second) ||
	       is_range(product, first) || is_elsewhere(product, first, second);
}

/* By file. */
static struct anew *find_anew(const struct pm_product *product)
{
	struct anew *anew = pm_calloc((size_t)product->file_count + 1, sizeof *anew);

	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		const struct pm_item *item = &product->items[i];
		uint32_t same = item->key.n > 0 && !item->numbered ? pm_product_same(product, i) : PM_NO_ITEM, others;

		if (same == PM_NO_ITEM || product->items[same].file != item->file || !is_local(item) ||
		    pm_product_find(product, item->id, &others) != i || is_told(product, item, &product->items[same]))
			continue;
		anew[item->file].count++;
		anew[item->file].from_one |= pm_str_ends(item->key, "-1");
	}
	return anew;
}

static bool is_anew(const struct anew *anew, const struct pm_item *first, const struct pm_item *second)
{
	const struct anew *file = &anew[first->file];

	return first->file == second->file && is_local(first) && file->count >= ANEW_LEAST && file->from_one;
}

static void report_anew(const struct pm_rule_context *context, struct anew *anew, uint32_t first, uint32_t second)
{
	const struct pm_item *items = context->product->items;
	struct anew *file = &anew[items[first].file];
	struct pm_diag *diag;

	if (file->said)
		return;
	file->said = true;
	diag = pm_rule_add(
		context, second, items[second].id_span,
		"%s is also the id of item '%s' (%s), and %u more ids of this file are given twice, as its numbers begin "
		"anew: to refer to one, write its section's name into the ids",
		pm_rule_name(context, second), pm_rule_quote(context, items[first].title), pm_rule_place(context, first),
		(unsigned)(file->count - 1));
	if (diag->severity > PM_SEVERITY_NOTE)
		diag->severity = PM_SEVERITY_NOTE;
	pm_diag_related(context->diags, diag, items[first].file, items[first].id_span, "the other %s",
			pm_rule_name(context, first));
}

/* -- another id for one of them */

/* Which of the two a reference means nobody has said.  One of the renumbered item's file means it, where the other is in another
 * file; one of its own children means it in any case; all others stay with the other item. */
static bool means_it(const struct pm_product *product, uint32_t from, uint32_t at, uint32_t other)
{
	const struct pm_item *items = product->items;

	if (other == at)
		return true; /* of a merge: whatever this side says means its own */
	if (other != PM_NO_ITEM && items[at].file != items[other].file)
		return items[from].file == items[at].file;
	return items[from].parent == at;
}

/* The links by the key of the id that they name. */
struct named {
	uint64_t key; /* its hash */
	uint32_t link;
};

struct fixing {
	struct pm_ids ids;
	struct named *named; /* heap, sorted; NULL: none was asked for yet */
	uint64_t *numbers;   /* heap; by item: the one its new id has, 0: none yet */
};

static int by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->link > y->link) - (x->link < y->link);
}

/* New numbers go by the order of the items, not of their ids. */
static void give_numbers(const struct pm_product *product, struct fixing *fixing)
{
	uint32_t others;

	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		struct pm_id_series *series = pm_ids_of(&fixing->ids, &product->items[i]);

		if (series && product->items[i].place == PM_PLACE_ACTIVE &&
		    pm_product_find(product, product->items[i].id, &others) != i)
			fixing->numbers[i] = series->next++;
	}
}

/* Only when a duplicate is found: nearly always there is none. */
static void start_fixing(const struct pm_rule_context *context, struct fixing *fixing)
{
	const struct pm_product *product = context->product;

	pm_ids_init(&fixing->ids, product, context->merge ? context->merge->product : context->base);
	fixing->named = pm_calloc((size_t)product->link_count + 1, sizeof *fixing->named);
	for (uint32_t i = 0; i < product->link_count; i++) {
		struct pm_str text = product->links[i].text;
		char key[PM_KEY_MAX];

		fixing->named[i] = (struct named){pm_str_hash(pm_str_n(key, pm_id_key(text, key, sizeof key))), i};
	}
	qsort(fixing->named, product->link_count, sizeof *fixing->named, by_name);
	fixing->numbers = pm_calloc((size_t)product->item_count + 1, sizeof *fixing->numbers);
	give_numbers(product, fixing);
}

static void stop_fixing(struct fixing *fixing)
{
	free(fixing->numbers);
	if (fixing->named)
		pm_ids_clear(&fixing->ids);
	free(fixing->named);
}

/* The references that go with the renumbered item. */
static void follow(const struct fixing *fixing, const struct pm_product *product, uint32_t at, uint32_t other, struct pm_str id,
		   struct pm_edits *edits)
{
	const struct pm_item *item = &product->items[at];
	uint64_t hash = pm_str_hash(item->key);
	size_t low = 0, high = product->link_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (fixing->named[middle].key < hash)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < product->link_count && fixing->named[low].key == hash; low++) {
		const struct pm_link *link = &product->links[fixing->named[low].link];

		if (link->span.end > link->span.start && means_it(product, link->from, at, other) && has_key(link->text, item->key))
			pm_edits_add(edits, product->items[link->from].file, link->span, id);
	}
}

/* The id stands in its file as it was read, so that it can be replaced there. */
static bool stands_there(const struct pm_product *product, const struct pm_item *item)
{
	return item->id_span.end > item->id_span.start &&
	       pm_str_eq(pm_source_text(&product->files[item->file].source, item->id_span), item->id);
}

/* The id goes behind those that the item had before, where its form can carry one. */
static void add_formerly(const struct pm_product *product, const struct pm_item *item, struct pm_edits *edits)
{
	struct pm_str before = pm_item_text(product, item, PM_FIELD_FORMERLY);
	struct pm_buf all = {0}, err = {0};

	pm_buf_addf(&all, "%.*s%s%.*s", PM_FMT(before), before.n ? ", " : "", PM_FMT(item->id));
	pm_edit_field(product, item, PM_FIELD_FORMERLY, pm_buf_str(&all), edits, &err);
	pm_buf_clear(&all);
	pm_buf_clear(&err);
}

static void renumber(const struct pm_rule_context *context, struct fixing *fixing, uint32_t at, uint32_t other,
		     struct pm_diag *diag)
{
	const struct pm_product *product = context->product;
	const struct pm_item *item = &product->items[at];
	struct pm_id_series *series;
	struct pm_buf id = {0};
	struct pm_edits edits;

	if (context->fixes && !fixing->named)
		start_fixing(context, fixing);
	series = fixing->named ? pm_ids_of(&fixing->ids, item) : NULL;
	if (!series || item->place != PM_PLACE_ACTIVE || !stands_there(product, item))
		return;
	pm_edits_init(&edits);
	if (fixing->numbers[at] == 0)
		fixing->numbers[at] = series->next++;
	pm_ids_write(series, fixing->numbers[at], &id);
	pm_edits_add(&edits, item->file, item->id_span, pm_buf_str(&id));
	follow(fixing, product, at, other, pm_buf_str(&id), &edits);
	add_formerly(product, item, &edits);
	pm_repair_add(context->diags, diag, &edits);
	pm_diag_fix(diag, false, "give it the next id");
	pm_edits_clear(&edits);
	pm_buf_clear(&id);
}

/* Says it at the later of the two, but never at one that is put away while the other is not.  Returns the finding. */
static struct pm_diag *report(const struct pm_rule_context *context, struct fixing *fixing, uint32_t first, uint32_t second)
{
	const struct pm_item *items = context->product->items;
	uint32_t at = second, other = first;
	struct pm_diag *diag;

	if (items[second].place != PM_PLACE_ACTIVE && items[first].place == PM_PLACE_ACTIVE) {
		at = first;
		other = second;
	}
	diag = pm_rule_add(context, at, items[at].id_span, "%s is also the id of %sitem '%s' (%s): give one of them another id",
			   pm_rule_name(context, at), place_word(&items[other]), pm_rule_quote(context, items[other].title),
			   pm_rule_place(context, other));
	pm_diag_related(context->diags, diag, items[other].file, items[other].id_span, "the other %s",
			pm_rule_name(context, other));
	if (!is_about(&items[first], &items[second]) && !is_told_again(&items[first], &items[second]))
		renumber(context, fixing, at, other, diag);
	else if (diag->severity > PM_SEVERITY_NOTE)
		diag->severity = PM_SEVERITY_NOTE;
	return diag;
}

/* One finding for an id, at the second item that has it; the further ones are shown with it. */
static void check_id(const struct pm_rule_context *context, struct fixing *fixing, uint32_t first, struct anew *anew,
		     const bool *conflict, bool *seen)
{
	const struct pm_product *product = context->product;
	struct pm_diag *diag = NULL;
	unsigned shown = 0;

	for (uint32_t i = pm_product_same(product, first); i != PM_NO_ITEM; i = pm_product_same(product, i)) {
		const struct pm_item *item = &product->items[i];

		seen[i] = true;
		if (conflict[item->file] && product->items[first].file == item->file)
			continue;
		if (is_told(product, &product->items[first], item))
			continue;
		if (is_anew(anew, &product->items[first], item)) {
			report_anew(context, anew, first, i);
			continue;
		}
		if (diag == NULL) {
			diag = report(context, fixing, first, i);
			continue;
		}
		if (!is_about(&product->items[first], item))
			renumber(context, fixing, i, PM_NO_ITEM, diag); /* with its children alone */
		if (shown++ < SHOWN_MAX)
			pm_diag_related(context->diags, diag, item->file, item->id_span, "and one more %s",
					pm_rule_name(context, i));
	}
}

/* -- the other side of a merge */

static bool has_id(const struct pm_product *product, struct pm_str id, uint32_t *item)
{
	uint32_t others;

	*item = pm_product_find(product, id, &others);
	return *item != PM_NO_ITEM;
}

/* An id that both sides gave to something new: a merge takes both without a conflict where they stand in different places. */
static void check_merge(const struct pm_rule_context *context, struct fixing *fixing)
{
	const struct pm_product *product = context->product;
	const struct pm_side *side = context->merge;

	for (uint32_t i = 0; side != NULL && i < product->item_count; i++) {
		const struct pm_item *item = &product->items[i], *theirs;
		uint32_t in_base, in_theirs;
		struct pm_diag *diag;

		if (item->key.n == 0 || item->numbered || !has_id(side->product, item->id, &in_theirs) ||
		    has_id(side->base, item->id, &in_base))
			continue;
		theirs = &side->product->items[in_theirs];
		if (pm_str_fold_eq(item->title, theirs->title))
			continue; /* the same item, on both sides already */
		diag = pm_rule_add(context, i, item->id_span,
				   "%s is on '%s' the id of '%s' (%s:%u), which is still to be merged: give this one another id",
				   pm_rule_name(context, i), side->name, pm_rule_quote(context, theirs->title),
				   side->product->files[theirs->file].source.path, (unsigned)theirs->line);
		renumber(context, fixing, i, i, diag);
	}
}

static void check(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;
	bool *conflict = find_conflicts(product);
	bool *seen = pm_calloc((size_t)product->item_count + 1, sizeof *seen);
	struct anew *anew = find_anew(product);
	struct fixing fixing = {.named = NULL};

	for (uint32_t i = 0; pm_product_more(product, i); i++)
		if (!seen[i] && product->items[i].key.n > 0 && !product->items[i].numbered)
			check_id(context, &fixing, i, anew, conflict, seen);
	check_merge(context, &fixing);
	stop_fixing(&fixing);
	free(anew);
	free(seen);
	free(conflict);
}

const struct pm_rule pm_rule_id_duplicate = {
	.name = "id-duplicate",
	.severity = PM_SEVERITY_ERROR,
	.summary = "an id that two items have, archived and completed ones among them",
	.why = "Whatever refers to the id means one of them, and nobody can tell which.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"- Estimate: 3\n"
		"\n"
		"## PAY-2 Pay by invoice\n"
		"\n"
		"- Estimate: 5\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "- Estimate: 3\n"
	       "\n"
	       "## PAY-1 Pay by invoice\n"
	       "\n"
	       "- Estimate: 5\n",
	.fix = "gives the later one, and the references that are plainly its own, the next id; the old one stays as a field "
	       "Formerly",
	.check = check,
};
