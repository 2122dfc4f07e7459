/* changes: two products compared. */
#include "parser/changes.h"

#include <stdlib.h>
#include <string.h>

const char *pm_change_name(enum pm_change_type type)
{
	static const char *const names[] = {
		[PM_CHANGE_ADDED] = "added",
		[PM_CHANGE_REMOVED] = "removed",
		[PM_CHANGE_SPLIT] = "split",
		[PM_CHANGE_MERGED] = "merged",
		[PM_CHANGE_STATE] = "state",
		[PM_CHANGE_TITLE] = "title",
		[PM_CHANGE_ID] = "id",
		[PM_CHANGE_KIND] = "kind",
		[PM_CHANGE_ESTIMATE] = "estimate",
		[PM_CHANGE_FILE] = "file",
		[PM_CHANGE_PARENT] = "parent",
		[PM_CHANGE_ORDER] = "order",
		[PM_CHANGE_RANK] = "rank",
		[PM_CHANGE_STORY] = "story",
		[PM_CHANGE_FIELD] = "field",
		[PM_CHANGE_DESCRIPTION] = "description",
		[PM_CHANGE_VISION] = "vision",
		[PM_CHANGE_CRITERION] = "criterion",
		[PM_CHANGE_FORECAST] = "forecast",
		[PM_CHANGE_FINDING] = "finding",
		[PM_CHANGE_FILE_RENAMED] = "file-renamed",
	};

	return names[type];
}

const char *pm_change_how_name(enum pm_change_how how)
{
	static const char *const names[] = {
		[PM_HOW_NONE] = NULL,		[PM_HOW_ADDED] = "added",   [PM_HOW_REMOVED] = "removed",
		[PM_HOW_REWORDED] = "reworded", [PM_HOW_TICKED] = "ticked", [PM_HOW_UNTICKED] = "unticked",
	};

	return names[how];
}

struct pm_change *pm_changes_add(struct pm_changes *changes, enum pm_change_type type, uint32_t before, uint32_t after)
{
	PM_GROW(changes->list, changes->count, changes->cap);
	changes->list[changes->count] = (struct pm_change){.type = type, .before = before, .after = after};
	return &changes->list[changes->count++];
}

struct pm_str pm_changes_plain(struct pm_changes *changes, struct pm_str text)
{
	struct pm_buf plain = {0};
	struct pm_str copy;

	pm_text_plain(text, &plain);
	copy = pm_str_n(pm_arena_dup(&changes->arena, plain.p ? plain.p : "", plain.n), plain.n);
	pm_buf_clear(&plain);
	return copy;
}

/* -- files */

/* Where the items of a file of before went: PM_NO_FILE: not seen; one file; or SEVERAL. */
#define SEVERAL (PM_NO_FILE - 1)

static bool has_path(const struct pm_product *product, const char *path)
{
	uint32_t low = 0, high = product->file_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = strcmp(product->files[middle].source.path, path);

		if (!order)
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

static uint32_t *targets(const struct pm_changes *changes)
{
	const struct pm_product *before = changes->before.product, *after = changes->after.product;
	uint32_t *to = pm_malloc(((size_t)before->file_count + 1) * sizeof *to);

	for (uint32_t i = 0; i < before->file_count; i++)
		to[i] = PM_NO_FILE;
	for (uint32_t i = 0; pm_product_more(before, i); i++) {
		uint32_t match = changes->match.after_of[i], *target = &to[before->items[i].file];

		if (before->items[i].form == PM_FORM_FILE)
			*target = SEVERAL;
		else if (match != PM_NO_ITEM)
			*target = *target == PM_NO_FILE || *target == after->items[match].file ? after->items[match].file : SEVERAL;
	}
	return to;
}

/* A file whose items all stand in a new one was renamed; its items are not told to have moved (pm_changes_item told it before). */
static void find_renamed_files(struct pm_changes *changes)
{
	const struct pm_product *before = changes->before.product, *after = changes->after.product;
	uint32_t *to = targets(changes);
	size_t kept = 0;

	for (uint32_t i = 0; i < before->file_count; i++)
		if (to[i] == SEVERAL || (to[i] != PM_NO_FILE && (has_path(after, before->files[i].source.path) ||
								 has_path(before, after->files[to[i]].source.path))))
			to[i] = PM_NO_FILE;
	for (size_t i = 0; i < changes->count; i++) {
		const struct pm_change *change = &changes->list[i];

		if (change->type != PM_CHANGE_FILE || to[before->items[change->before].file] == PM_NO_FILE)
			changes->list[kept++] = *change;
	}
	changes->count = kept;
	for (uint32_t i = 0; i < before->file_count; i++) {
		struct pm_change *change;

		if (to[i] == PM_NO_FILE)
			continue;
		change = pm_changes_add(changes, PM_CHANGE_FILE_RENAMED, PM_NO_ITEM, PM_NO_ITEM);
		change->from = pm_str_c(before->files[i].source.path);
		change->to = pm_str_c(after->files[to[i]].source.path);
	}
	free(to);
}

/* -- findings */

struct finding {
	const struct pm_diag *diag;
	const char *fingerprint;
	uint32_t item; /* of after, where there is one */
};

struct findings {
	struct finding *list; /* heap */
	size_t count;
};

static int by_fingerprint(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	int order = strcmp(x->fingerprint, y->fingerprint);

	return order ? order : (x->diag > y->diag) - (x->diag < y->diag);
}

static int by_rule(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	int order = strcmp(x->diag->rule, y->diag->rule);

	if (!order && x->item != y->item)
		order = x->item < y->item ? -1 : 1;
	return order ? order : (x->diag > y->diag) - (x->diag < y->diag);
}

static struct findings findings_of(const struct pm_changes_side *side, const uint32_t *after_of)
{
	struct findings findings = {pm_calloc(side->diags->count + 1, sizeof *findings.list), side->diags->count};

	for (size_t i = 0; i < side->diags->count; i++) {
		uint32_t item = side->diags->list[i].item;

		findings.list[i] = (struct finding){&side->diags->list[i], side->fingerprints[i].text,
						    item != PM_NO_ITEM && after_of ? after_of[item] : item};
	}
	return findings;
}

/* Takes away what both have by an order; an item that is gone has nothing in common with anything. */
static void cancel(struct findings *a, struct findings *b, int (*order)(const void *, const void *), bool items)
{
	size_t i = 0, k = 0, m = 0, n = 0;

	qsort(a->list, a->count, sizeof *a->list, order);
	qsort(b->list, b->count, sizeof *b->list, order);
	while (i < a->count || k < b->count) {
		const struct finding *x = &a->list[i], *y = &b->list[k];
		int c = i == a->count	? 1
			: k == b->count ? -1
			: items		? strcmp(x->diag->rule, y->diag->rule)
					: strcmp(x->fingerprint, y->fingerprint);

		if (!c && items && x->item != y->item)
			c = x->item < y->item ? -1 : 1;
		if (!c && items && x->item == PM_NO_ITEM)
			c = -1;
		if (c < 0)
			a->list[m++] = a->list[i++];
		else if (c > 0)
			b->list[n++] = b->list[k++];
		else
			i++, k++;
	}
	a->count = m;
	b->count = n;
}

static int by_place(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;

	return (x->diag > y->diag) - (x->diag < y->diag);
}

static void add_findings(struct pm_changes *changes, struct findings *findings, enum pm_change_how how)
{
	qsort(findings->list, findings->count, sizeof *findings->list, by_place);
	for (size_t i = 0; i < findings->count; i++) {
		const struct pm_diag *diag = findings->list[i].diag;
		bool is_new = how == PM_HOW_ADDED;
		struct pm_change *change;

		/* what was said of an item that is gone went with it: nobody mended it */
		if (diag->each)
			continue;
		if (!is_new && diag->item != PM_NO_ITEM && changes->match.after_of[diag->item] == PM_NO_ITEM)
			continue;
		change = pm_changes_add(changes, PM_CHANGE_FINDING, is_new ? PM_NO_ITEM : diag->item,
					is_new ? diag->item : PM_NO_ITEM);
		change->how = how;
		change->diag = diag;
		change->fingerprint = findings->list[i].fingerprint;
	}
}

/* New and mended, by fingerprint.  An item that got another id keeps its findings; what was said once of its file is known of
 * each item, so that it is neither new nor mended when it is said of the items. */
void pm_changes_findings(struct pm_changes *changes)
{
	struct findings was, is;

	if (!changes->before.diags || !changes->after.diags)
		return;
	was = findings_of(&changes->before, changes->match.after_of);
	is = findings_of(&changes->after, NULL);
	cancel(&was, &is, by_fingerprint, false);
	cancel(&was, &is, by_rule, true);
	add_findings(changes, &is, PM_HOW_ADDED);
	add_findings(changes, &was, PM_HOW_REMOVED);
	free(was.list);
	free(is.list);
}

/* -- the whole */

static struct pm_str vision_of(const struct pm_product *product)
{
	return product->vision_file == PM_NO_FILE ? PM_STR("")
						  : pm_source_text(&product->files[product->vision_file].source, product->vision);
}

static void compare_visions(struct pm_changes *changes)
{
	struct pm_str from = pm_changes_plain(changes, vision_of(changes->before.product));
	struct pm_str to = pm_changes_plain(changes, vision_of(changes->after.product));
	struct pm_change *change;

	if (pm_str_eq(from, to))
		return;
	change = pm_changes_add(changes, PM_CHANGE_VISION, PM_NO_ITEM, PM_NO_ITEM);
	change->from = from;
	change->to = to;
}

/* What came, what is in both, then what is gone.  told: it is part of something that was split or merged. */
static void compare_items(struct pm_changes *changes, const bool *told_before, const bool *told_after, bool *put_elsewhere)
{
	const struct pm_matching *match = &changes->match;

	for (uint32_t i = 0; pm_product_more(changes->after.product, i); i++) {
		if (match->before_of[i] != PM_NO_ITEM)
			put_elsewhere[i] = pm_changes_item(changes, match->before_of[i], i);
		else if (!told_after[i])
			pm_changes_add(changes, PM_CHANGE_ADDED, PM_NO_ITEM, i);
	}
	for (uint32_t i = 0; pm_product_more(changes->before.product, i); i++)
		if (match->after_of[i] == PM_NO_ITEM && !told_before[i])
			pm_changes_add(changes, PM_CHANGE_REMOVED, i, PM_NO_ITEM);
}

/* -- the order in which changes are listed: the vision, the items as they stand, what is gone, the rest */

struct listed {
	uint64_t place;
	uint32_t nth;
};

static uint64_t place_of(const struct pm_changes *changes, const struct pm_change *change)
{
	uint64_t items = changes->after.product->item_count;

	if (change->type == PM_CHANGE_VISION || change->type == PM_CHANGE_FORECAST)
		return 0;
	if (change->type == PM_CHANGE_FINDING || change->type == PM_CHANGE_FILE_RENAMED)
		return UINT64_MAX;
	return change->after != PM_NO_ITEM ? 1 + (uint64_t)change->after : 1 + items + change->before;
}

static int by_listing(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return (x->nth > y->nth) - (x->nth < y->nth);
}

static void sort_changes(struct pm_changes *changes)
{
	struct listed *order = pm_malloc((changes->count + 1) * sizeof *order);
	struct pm_change *sorted = pm_malloc((changes->count + 1) * sizeof *sorted);

	for (size_t i = 0; i < changes->count; i++)
		order[i] = (struct listed){place_of(changes, &changes->list[i]), (uint32_t)i};
	qsort(order, changes->count, sizeof *order, by_listing);
	for (size_t i = 0; i < changes->count; i++)
		sorted[i] = changes->list[order[i].nth];
	free(order);
	free(changes->list);
	changes->list = sorted;
	changes->cap = changes->count + 1;
}

void pm_changes_make(const struct pm_changes_side *before, const struct pm_changes_side *after, struct pm_changes *changes)
{
	bool *told_before = pm_calloc((size_t)before->product->item_count + 1, sizeof *told_before);
	bool *told_after = pm_calloc((size_t)after->product->item_count + 1, sizeof *told_after);
	bool *put_elsewhere = pm_calloc((size_t)after->product->item_count + 1, sizeof *put_elsewhere);

	*changes = (struct pm_changes){.before = *before, .after = *after};
	pm_arena_init(&changes->arena);
	pm_match_items(before->product, after->product, &changes->match);
	compare_visions(changes);
	pm_changes_forecast(changes);
	pm_changes_split(changes, told_before, told_after);
	compare_items(changes, told_before, told_after, put_elsewhere);
	find_renamed_files(changes);
	pm_changes_order(changes, put_elsewhere);
	pm_changes_rank(changes);
	pm_changes_findings(changes);
	sort_changes(changes);
	free(told_before);
	free(told_after);
	free(put_elsewhere);
}

void pm_changes_clear(struct pm_changes *changes)
{
	pm_match_clear(&changes->match);
	free(changes->moved);
	free(changes->list);
	pm_arena_clear(&changes->arena);
	*changes = (struct pm_changes){0};
}
