/* changes_split: items that were cut into several, and items that were put together.
 *
 * What proves it is a criterion that one item lost and one other has got, word for word; and for whole items that came or went,
 * that most of what they say stood in one other.  Splitting forwards is merging backwards: the same code does both.
 */
#include "parser/changes.h"

#include <stdlib.h>

/* How much of what a part says must stand in the whole, and how much it must say for that to count. */
#define LEAST_SHARE 0.6
enum { LEAST_TOKENS = 16 };

/* Whole and part: before and after of a split, after and before of a merge. */
struct side {
	const struct pm_product *product;
	uint32_t *other_of; /* of the match */
};

struct cut {
	struct pm_changes *changes;
	struct side whole, part;
	bool merge;
	uint32_t *whole_of; /* for each item of the part's side; PM_NO_ITEM */
	bool *told_whole, *told_part;
};

/* -- criteria that only one side has */

struct mark {
	uint64_t hash;
	uint32_t item;
};

struct marks {
	struct mark *list; /* heap; sorted by hash, no hash twice */
	size_t count, cap;
};

static int by_mark(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return (x->item > y->item) - (x->item < y->item);
}

uint64_t pm_changes_hash(struct pm_str text)
{
	const char *at = text.p, *end = pm_str_end(text);
	uint64_t hash = 0xcbf29ce484222325u;
	bool gap = false;
	uint32_t ch;

	while (at < end) {
		at += pm_utf8_decode(at, end, &ch);
		if (!pm_char_is_word(ch)) {
			gap = true;
			continue;
		}
		hash = (hash ^ (pm_char_lower(ch) + (gap ? 0x200000 : 0))) * 0x100000001b3u;
		gap = false;
	}
	return hash;
}

static void add_criteria(const struct pm_product *product, uint32_t item, struct marks *marks)
{
	const struct pm_item *it = &product->items[item];

	for (size_t i = 0; i < it->criterion_count; i++) {
		PM_GROW(marks->list, marks->count, marks->cap);
		marks->list[marks->count++] =
			(struct mark){pm_changes_hash(pm_criterion_text(product, it, &it->criteria[i])), item};
	}
}

static void sort_marks(struct marks *marks)
{
	if (marks->count)
		qsort(marks->list, marks->count, sizeof *marks->list, by_mark);
}

/* Leaves those that no other item of the list has. */
static void keep_single(struct marks *marks)
{
	size_t n = 0;

	for (size_t i = 0, end; i < marks->count; i = end) {
		for (end = i + 1; end < marks->count && marks->list[end].hash == marks->list[i].hash;)
			end++;
		if (marks->list[end - 1].item == marks->list[i].item)
			marks->list[n++] = marks->list[i];
	}
	marks->count = n;
}

static struct marks marks_of(const struct pm_product *product)
{
	struct marks marks = {0};

	for (uint32_t i = 0; pm_product_more(product, i); i++)
		add_criteria(product, i, &marks);
	sort_marks(&marks);
	keep_single(&marks);
	return marks;
}

struct move {
	uint32_t part, whole;
	uint64_t hash;
};

struct moves {
	struct move *list; /* heap */
	size_t count, cap;
};

/* Is there an item that came (or went)? */
static bool has_parts(const struct side *side, const bool *told)
{
	for (uint32_t i = 0; pm_product_more(side->product, i); i++)
		if (side->other_of[i] == PM_NO_ITEM && !told[i])
			return true;
	return false;
}

/* Criteria that the whole lost and an item that came (or went) has. */
static struct moves find_moves(const struct cut *cut)
{
	struct marks wholes = marks_of(cut->whole.product), parts = marks_of(cut->part.product);
	struct moves moves = {0};
	size_t i = 0, k = 0;

	while (i < wholes.count && k < parts.count) {
		const struct mark *whole = &wholes.list[i], *part = &parts.list[k];

		if (whole->hash == part->hash && cut->whole.other_of[whole->item] != part->item &&
		    cut->part.other_of[part->item] == PM_NO_ITEM && !cut->told_part[part->item] && !cut->told_whole[whole->item]) {
			PM_GROW(moves.list, moves.count, moves.cap);
			moves.list[moves.count++] = (struct move){part->item, whole->item, whole->hash};
		}
		i += whole->hash <= part->hash;
		k += part->hash <= whole->hash;
	}
	free(wholes.list);
	free(parts.list);
	return moves;
}

static int by_part(const void *a, const void *b)
{
	const struct move *x = a, *y = b;

	if (x->part != y->part)
		return x->part < y->part ? -1 : 1;
	if (x->whole != y->whole)
		return x->whole < y->whole ? -1 : 1;
	return (x->hash > y->hash) - (x->hash < y->hash);
}

/* The whole that most of a part's criteria come from, when these are at least half of all it has. */
static void judge_part(const struct cut *cut, const struct move *moves, size_t count)
{
	size_t most = 0, run = 0;
	uint32_t whole = PM_NO_ITEM;

	for (size_t i = 0; i < count; i++) {
		run = i && moves[i].whole == moves[i - 1].whole ? run + 1 : 1;
		if (run > most) {
			most = run;
			whole = moves[i].whole;
		}
	}
	if (most * 2 >= cut->part.product->items[moves->part].criterion_count)
		cut->whole_of[moves->part] = whole;
}

static void judge_criteria(struct cut *cut, struct moves *moves)
{
	if (moves->count)
		qsort(moves->list, moves->count, sizeof *moves->list, by_part);
	for (size_t i = 0, end; i < moves->count; i = end) {
		for (end = i + 1; end < moves->count && moves->list[end].part == moves->list[i].part;)
			end++;
		judge_part(cut, moves->list + i, end - i);
	}
}

/* -- what items say that came or went */

struct rest {
	uint32_t *items; /* heap, as the bags */
	struct pm_bag *bags;
	uint32_t count;
};

static struct rest rest_of(const struct side *side, const bool *told, const uint32_t *settled, struct pm_arena *arena)
{
	uint32_t n = side->product->item_count;
	struct rest rest = {pm_malloc(((size_t)n + 1) * sizeof *rest.items), pm_calloc((size_t)n + 1, sizeof *rest.bags), 0};

	for (uint32_t i = 0; i < n; i++) {
		if (side->other_of[i] != PM_NO_ITEM || told[i] || (settled && settled[i] != PM_NO_ITEM))
			continue;
		rest.items[rest.count] = i;
		rest.bags[rest.count++] = pm_match_bag(side->product, &side->product->items[i], arena);
	}
	return rest;
}

/* The wholes are items that are gone: what only lost a few words was not split. */
static void judge_texts(struct cut *cut)
{
	struct pm_arena arena;
	struct rest wholes, parts;
	uint32_t *whole_of;

	pm_arena_init(&arena);
	wholes = rest_of(&cut->whole, cut->told_whole, NULL, &arena);
	parts = rest_of(&cut->part, cut->told_part, cut->whole_of, &arena);
	whole_of = pm_calloc((size_t)parts.count + 1, sizeof *whole_of);
	pm_near_within(wholes.bags, wholes.count, parts.bags, parts.count, LEAST_SHARE, whole_of);
	for (uint32_t i = 0; i < parts.count; i++)
		if (whole_of[i] != PM_NEAR_NONE && parts.bags[i].count >= LEAST_TOKENS)
			cut->whole_of[parts.items[i]] = wholes.items[whole_of[i]];
	free(whole_of);
	free(wholes.items);
	free(wholes.bags);
	free(parts.items);
	free(parts.bags);
	pm_arena_clear(&arena);
}

/* -- telling it */

struct part {
	uint32_t whole, part;
};

static int by_whole(const void *a, const void *b)
{
	const struct part *x = a, *y = b;

	if (x->whole != y->whole)
		return x->whole < y->whole ? -1 : 1;
	return (x->part > y->part) - (x->part < y->part);
}

static struct part *list_parts(const struct cut *cut, size_t *count)
{
	struct part *list = pm_malloc(((size_t)cut->part.product->item_count + 1) * sizeof *list);
	size_t n = 0;

	for (uint32_t i = 0; pm_product_more(cut->part.product, i); i++)
		if (cut->whole_of[i] != PM_NO_ITEM)
			list[n++] = (struct part){cut->whole_of[i], i};
	if (n)
		qsort(list, n, sizeof *list, by_whole);
	*count = n;
	return list;
}

static void tell(struct cut *cut, const struct part *parts, size_t count)
{
	uint32_t whole = parts->whole, match = cut->whole.other_of[whole];
	bool other_id =
		match != PM_NO_ITEM && !pm_str_eq(cut->whole.product->items[whole].key, cut->part.product->items[match].key);
	uint32_t *others = pm_arena_alloc(&cut->changes->arena, (count + 1) * sizeof *others);
	struct pm_change *change;
	size_t n = 0;

	if (other_id) { /* one of several parts, and no heir */
		others[n++] = match;
		cut->told_part[match] = true;
		cut->whole.other_of[whole] = cut->part.other_of[match] = PM_NO_ITEM;
		match = PM_NO_ITEM;
	}
	for (size_t i = 0; i < count; i++) {
		others[n++] = parts[i].part;
		cut->told_part[parts[i].part] = true;
	}
	cut->told_whole[whole] = true;
	change = pm_changes_add(cut->changes, cut->merge ? PM_CHANGE_MERGED : PM_CHANGE_SPLIT, cut->merge ? match : whole,
				cut->merge ? whole : match);
	change->others = others;
	change->other_count = n;
}

/* One part of an item that is gone is that item, under another name. */
static void tell_parts(struct cut *cut)
{
	size_t count;
	struct part *parts = list_parts(cut, &count);

	for (size_t i = 0, end; i < count; i = end) {
		uint32_t whole = parts[i].whole;

		for (end = i + 1; end < count && parts[end].whole == whole;)
			end++;
		if (end - i > 1 || cut->whole.other_of[whole] != PM_NO_ITEM) {
			tell(cut, parts + i, end - i);
			continue;
		}
		cut->whole.other_of[whole] = parts[i].part;
		cut->part.other_of[parts[i].part] = whole;
		cut->whole_of[parts[i].part] = PM_NO_ITEM;
	}
	free(parts);
}

static int by_hash(const void *a, const void *b)
{
	const struct pm_moved *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->before != y->before)
		return x->before < y->before ? -1 : 1;
	return (x->after > y->after) - (x->after < y->after);
}

/* Notes the criteria of the parts that were found, so that they are not told as lost and got. */
static void note_moved(struct cut *cut, const struct moves *moves)
{
	struct pm_changes *changes = cut->changes;

	changes->moved = pm_realloc(changes->moved, changes->moved_count + moves->count + 1, sizeof *changes->moved);
	for (size_t i = 0; i < moves->count; i++) {
		const struct move *move = &moves->list[i];

		if (cut->whole_of[move->part] == move->whole)
			changes->moved[changes->moved_count++] = (struct pm_moved){
				cut->merge ? move->part : move->whole, cut->merge ? move->whole : move->part, move->hash};
	}
	qsort(changes->moved, changes->moved_count, sizeof *changes->moved, by_hash);
}

static void find_cuts(struct cut *cut)
{
	uint32_t n = cut->part.product->item_count;
	struct moves moves;

	if (!has_parts(&cut->part, cut->told_part))
		return;
	moves = find_moves(cut);
	cut->whole_of = pm_malloc(((size_t)n + 1) * sizeof *cut->whole_of);
	for (uint32_t i = 0; i < n; i++)
		cut->whole_of[i] = PM_NO_ITEM;
	judge_criteria(cut, &moves);
	judge_texts(cut);
	tell_parts(cut);
	note_moved(cut, &moves);
	free(moves.list);
	free(cut->whole_of);
}

void pm_changes_split(struct pm_changes *changes, bool *told_before, bool *told_after)
{
	struct side before = {changes->before.product, changes->match.after_of};
	struct side after = {changes->after.product, changes->match.before_of};
	struct cut split = {.changes = changes, .whole = before, .part = after};
	struct cut merge = {.changes = changes, .whole = after, .part = before, .merge = true};

	split.told_whole = merge.told_part = told_before;
	split.told_part = merge.told_whole = told_after;
	find_cuts(&split);
	find_cuts(&merge);
}
