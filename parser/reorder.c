/* reorder: puts the items of a file in an order: whole sections, list entries and rows change places. */
#include "parser/reorder.h"

#include <stdlib.h>
#include <string.h>

/* Where an item stands: from its first byte to the end of its last line that is not blank. */
struct slot {
	struct pm_span span;
	uint32_t item;
	uint32_t take;	/* the slot whose bytes come here; its own number: it stays */
	uint32_t group; /* siblings that may change places */
};

struct rewriting {
	struct pm_reorder *reorder;
	const struct pm_product *product;
	const struct pm_source *source;
	uint32_t file;
	struct slot *slots; /* by place in the file, outer ones first */
	uint32_t slot_count;
	uint32_t *expected; /* where the file's items go */
	uint32_t expected_count;
};

/* -- slots */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool has_own_place(const struct pm_item *item)
{
	return item->form != PM_FORM_FILE && item->span.end > item->span.start;
}

/* Behind the digits of a numbered entry: they stay. */
static uint32_t behind_number(const struct pm_source *source, uint32_t at, uint32_t end)
{
	uint32_t digits = at;

	while (digits < end && source->bytes[digits] >= '0' && source->bytes[digits] <= '9')
		digits++;
	return digits > at && digits < end && (source->bytes[digits] == '.' || source->bytes[digits] == ')') ? digits : at;
}

static struct pm_span slot_span(const struct pm_source *source, const struct pm_item *item)
{
	struct pm_span span = item->span;

	while (span.end > span.start && is_blank(source->bytes[span.end - 1]))
		span.end--;
	while (span.end < source->size && (source->bytes[span.end] == ' ' || source->bytes[span.end] == '\t'))
		span.end++;
	if (item->form != PM_FORM_HEADING && item->form != PM_FORM_ROW)
		span.start = behind_number(source, span.start, span.end);
	return span;
}

/* -- which items are siblings */

/* The level of the heading that a line is; 0: it is none. */
static unsigned heading_level(struct pm_str line)
{
	unsigned level = 0;

	while (level < line.n && level < 7 && line.p[level] == '#')
		level++;
	if (level > 0)
		return level > 6 ? 0 : level;
	if (line.n > 0 && (*line.p == '=' || *line.p == '-')) {
		size_t n = 0;

		while (n < line.n && line.p[n] == *line.p)
			n++;
		return n == pm_str_trim(line).n ? (*line.p == '=' ? 1 : 2) : 0;
	}
	return 0;
}

/* May two siblings change places over what stands between them?  Headings over sections that are no higher, all else over blank
 * lines alone. */
static bool may_pass(const struct pm_source *source, const struct pm_item *item, uint32_t from, uint32_t to)
{
	struct pm_str rest = pm_source_text(source, (struct pm_span){from, to});

	while (rest.n > 0) {
		ptrdiff_t end = pm_str_chr(rest, '\n');
		struct pm_str line = pm_str_sub(rest, 0, end < 0 ? rest.n : (size_t)end);
		unsigned level = heading_level(line);

		if (item->form != PM_FORM_HEADING ? pm_str_trim(line).n > 0 : level > 0 && level < item->level)
			return false;
		rest = pm_str_sub(rest, end < 0 ? rest.n : (size_t)end + 1, rest.n);
	}
	return true;
}

static uint32_t line_start(const struct pm_source *source, uint32_t at)
{
	while (at > 0 && source->bytes[at - 1] != '\n')
		at--;
	return at;
}

/* How far an item's line is set in. */
static uint32_t indent_of(const struct pm_source *source, const struct pm_item *item)
{
	uint32_t start = line_start(source, item->span.start), at = start;

	while (at < source->size && (source->bytes[at] == ' ' || source->bytes[at] == '\t'))
		at++;
	return at - start;
}

static bool is_numbered(const struct pm_source *source, const struct pm_item *item)
{
	uint32_t at = line_start(source, item->span.start) + indent_of(source, item);

	return behind_number(source, at, (uint32_t)source->size) > at;
}

static bool are_alike(const struct rewriting *w, const struct slot *a, const struct slot *b)
{
	const struct pm_item *x = &w->product->items[a->item], *y = &w->product->items[b->item];

	return x->parent == y->parent && x->form == y->form && x->level == y->level && a->span.end <= b->span.start &&
	       indent_of(w->source, x) == indent_of(w->source, y) && is_numbered(w->source, x) == is_numbered(w->source, y);
}

/* Numbers the groups: a slot belongs to that of the nearest one before it that is its sibling and that it may pass. */
static void find_groups(struct rewriting *w)
{
	uint32_t *last = pm_calloc((size_t)w->slot_count + 1, sizeof *last), depth = 0;

	/* last: the newest slot at every depth of nesting */
	for (uint32_t i = 0; i < w->slot_count; i++) {
		struct slot *slot = &w->slots[i], *before;

		slot->group = i;
		while (depth > 0 && w->slots[last[depth - 1]].span.end <= slot->span.start)
			depth--;
		/* what stood at this depth before, if anything did, is the sibling */
		before = last[depth] < i && (depth > 0 || i > 0) ? &w->slots[last[depth]] : NULL;
		if (before && are_alike(w, before, slot) &&
		    may_pass(w->source, &w->product->items[slot->item], before->span.end, line_start(w->source, slot->span.start)))
			slot->group = before->group;
		last[depth++] = i;
	}
	free(last);
}

/* -- who comes where */

struct candidate {
	uint32_t group, place, slot;
};

static int by_group_and_slot(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return (x->slot > y->slot) - (x->slot < y->slot);
}

static int by_group_and_place(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

/* The ranked ones of every group take the places that the ranked ones of that group have. */
static void assign(struct rewriting *w)
{
	struct candidate *slots = pm_calloc((size_t)w->slot_count + 1, sizeof *slots);
	struct candidate *sorted = pm_calloc((size_t)w->slot_count + 1, sizeof *sorted);
	size_t count = 0;

	for (uint32_t i = 0; i < w->slot_count; i++) {
		uint32_t place = w->reorder->place[w->slots[i].item];

		w->slots[i].take = i;
		if (place > 0)
			slots[count++] = (struct candidate){w->slots[i].group, place, i};
	}
	memcpy(sorted, slots, count * sizeof *sorted);
	qsort(slots, count, sizeof *slots, by_group_and_slot);
	qsort(sorted, count, sizeof *sorted, by_group_and_place);
	for (size_t i = 0; i < count; i++) {
		bool alone = (i == 0 || slots[i - 1].group != slots[i].group) &&
			     (i + 1 == count || slots[i + 1].group != slots[i].group);

		w->slots[slots[i].slot].take = sorted[i].slot;
		w->reorder->moved += slots[i].slot != sorted[i].slot;
		w->reorder->movable += !alone;
	}
	free(sorted);
	free(slots);
}

/* -- the new text */

/* Where an item is, as one byte: the last of its head, which moves with it even where a number before it stays. */
static uint32_t at_of(const struct pm_item *item)
{
	return item->head.end > item->head.start ? item->head.end - 1 : item->head.start;
}

/* Copies bytes that stay together, and notes the items that are in them. */
static void copy(struct rewriting *w, uint32_t from, uint32_t to, struct pm_buf *out)
{
	const struct pm_file *file = &w->product->files[w->file];
	uint32_t low = 0, high = file->item_count;

	pm_buf_add(out, w->source->bytes + from, to - from);
	while (low < high) { /* the first item at `from` or behind */
		uint32_t middle = low + (high - low) / 2;

		if (at_of(&w->product->items[file->first_item + middle]) < from)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < file->item_count && at_of(&w->product->items[file->first_item + low]) < to; low++)
		w->expected[w->expected_count++] = file->first_item + low;
}

/* Writes a part of the file, whose slots begin at `slot`, each with what comes there. */
static void emit(struct rewriting *w, struct pm_span part, uint32_t slot, struct pm_buf *out)
{
	uint32_t at = part.start;

	while (slot < w->slot_count && w->slots[slot].span.start < part.end) {
		const struct slot *here = &w->slots[slot];

		copy(w, at, here->span.start, out);
		emit(w, w->slots[here->take].span, here->take + 1, out);
		at = here->span.end;
		while (slot < w->slot_count && w->slots[slot].span.start < at)
			slot++;
	}
	copy(w, at, part.end, out);
}

static void rewrite(struct rewriting *w)
{
	struct pm_buf text = {0};
	struct pm_str before = pm_str_n(w->source->bytes, w->source->size);
	size_t start = 0, end = 0;

	emit(w, (struct pm_span){0, (uint32_t)w->source->size}, 0, &text);
	w->reorder->changed[w->file] = !pm_str_eq(before, pm_buf_str(&text));
	if (w->reorder->changed[w->file]) { /* one edit, of what lies between the first and the last difference */
		while (before.p[start] == text.p[start])
			start++;
		while (before.p[before.n - 1 - end] == text.p[before.n - 1 - end])
			end++;
		pm_edits_add(&w->reorder->edits, w->file, (struct pm_span){(uint32_t)start, (uint32_t)(before.n - end)},
			     pm_str_n(text.p + start, before.n - end - start));
	}
	pm_buf_clear(&text);
}

/* -- files */

static int by_span(const void *a, const void *b)
{
	const struct slot *x = a, *y = b;

	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	if (x->span.end != y->span.end)
		return x->span.end > y->span.end ? -1 : 1;
	return (x->item > y->item) - (x->item < y->item);
}

/* Leaves out what overlaps what stands before it without lying in it. */
static void find_slots(struct rewriting *w)
{
	const struct pm_file *file = &w->product->files[w->file];
	uint32_t kept = 0, depth = 0, *open = pm_calloc((size_t)file->item_count + 1, sizeof *open);

	for (uint32_t i = 0; i < file->item_count; i++) {
		const struct pm_item *item = &w->product->items[file->first_item + i];

		if (has_own_place(item))
			w->slots[w->slot_count++] = (struct slot){slot_span(w->source, item), file->first_item + i, 0, 0};
	}
	qsort(w->slots, w->slot_count, sizeof *w->slots, by_span);
	for (uint32_t i = 0; i < w->slot_count; i++) {
		while (depth > 0 && w->slots[open[depth - 1]].span.end <= w->slots[i].span.start)
			depth--;
		if (depth > 0 && (w->slots[open[depth - 1]].span.end < w->slots[i].span.end ||
				  w->slots[open[depth - 1]].span.start == w->slots[i].span.start))
			continue;
		w->slots[kept] = w->slots[i];
		open[depth++] = kept++;
	}
	w->slot_count = kept;
	free(open);
}

static void reorder_file(struct pm_reorder *reorder, uint32_t number)
{
	const struct pm_file *file = &reorder->product->files[number];
	struct rewriting w = {
		.reorder = reorder,
		.product = reorder->product,
		.source = &file->source,
		.file = number,
		.expected = reorder->expected + file->first_item,
	};

	if (file->item_count == 0)
		return;
	w.slots = pm_calloc((size_t)file->item_count + 1, sizeof *w.slots);
	find_slots(&w);
	find_groups(&w);
	assign(&w);
	rewrite(&w);
	free(w.slots);
}

void pm_reorder_init(struct pm_reorder *reorder, const struct pm_product *product, const uint32_t *items, size_t count)
{
	memset(reorder, 0, sizeof *reorder);
	reorder->product = product;
	pm_edits_init(&reorder->edits);
	reorder->place = pm_calloc((size_t)product->item_count + 1, sizeof *reorder->place);
	reorder->expected = pm_calloc((size_t)product->item_count + 1, sizeof *reorder->expected);
	reorder->changed = pm_calloc((size_t)product->file_count + 1, sizeof *reorder->changed);
	for (size_t i = 0; i < count; i++) {
		reorder->place[items[i]] = (uint32_t)i + 1;
		reorder->files += product->items[items[i]].form == PM_FORM_FILE;
	}
	for (uint32_t i = 0; i < product->file_count; i++)
		reorder_file(reorder, i);
}

void pm_reorder_clear(struct pm_reorder *reorder)
{
	pm_edits_clear(&reorder->edits);
	free(reorder->place);
	free(reorder->expected);
	free(reorder->changed);
	memset(reorder, 0, sizeof *reorder);
}

/* -- is the result what it must be? */

static bool same_field(const struct pm_product *p, const struct pm_item *x, const struct pm_field *a, const struct pm_product *q,
		       const struct pm_item *y, const struct pm_field *b)
{
	return a->def == b->def && a->spelling == b->spelling && pm_str_eq(pm_field_text(p, x, a), pm_field_text(q, y, b));
}

static bool same_fields(const struct pm_product *p, const struct pm_item *x, const struct pm_product *q, const struct pm_item *y)
{
	if (x->field_count != y->field_count)
		return false;
	for (uint16_t i = 0; i < x->field_count; i++)
		if (!same_field(p, x, &x->fields[i], q, y, &y->fields[i]))
			return false;
	return true;
}

static bool same_criteria(const struct pm_product *p, const struct pm_item *x, const struct pm_product *q, const struct pm_item *y)
{
	if (x->criterion_count != y->criterion_count)
		return false;
	for (uint16_t i = 0; i < x->criterion_count; i++)
		if (x->criteria[i].state != y->criteria[i].state ||
		    !pm_str_eq(pm_criterion_text(p, x, &x->criteria[i]), pm_criterion_text(q, y, &y->criteria[i])))
			return false;
	return true;
}

static struct pm_str parent_id(const struct pm_product *p, const struct pm_item *item)
{
	struct pm_str none = {NULL, 0};

	return item->parent == PM_NO_ITEM ? none : pm_item_name(p, &p->items[item->parent]);
}

static bool same_item(const struct pm_product *p, const struct pm_item *x, const struct pm_product *q, const struct pm_item *y)
{
	struct pm_str one = parent_id(p, x), other = parent_id(q, y);

	if ((x->parent == PM_NO_ITEM) != (y->parent == PM_NO_ITEM))
		return false;
	if (x->parent != PM_NO_ITEM && p->items[x->parent].id.n > 0 && !pm_str_eq(one, other))
		return false;
	return pm_str_eq(x->id, y->id) && pm_str_eq(x->title, y->title) && x->kind == y->kind && x->form == y->form &&
	       x->level == y->level && x->state == y->state && x->box == y->box && x->readable == y->readable &&
	       same_fields(p, x, q, y) && same_criteria(p, x, q, y);
}

bool pm_reorder_agrees(const struct pm_reorder *reorder, const struct pm_product *after, uint32_t file, struct pm_buf *err)
{
	const struct pm_product *before = reorder->product;
	const struct pm_file *old = &before->files[file], *new = &after->files[file];

	if (old->item_count != new->item_count) {
		pm_buf_addf(err, "%u items would be read in the place of %u", new->item_count, old->item_count);
		return false;
	}
	for (uint32_t i = 0; i < old->item_count; i++) {
		const struct pm_item *x = &before->items[reorder->expected[old->first_item + i]];
		const struct pm_item *y = &after->items[new->first_item + i];

		if (same_item(before, x, after, y))
			continue;
		pm_buf_addf(err, "%.*s would not be read as it is now", PM_FMT(pm_item_name(before, x)));
		return false;
	}
	return true;
}
