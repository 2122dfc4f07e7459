/* match: items of two products, joined by hash: by what tells them apart best first, by likeness of their text last. */
#include "parser/match.h"

#include <stdlib.h>
#include <string.h>

/* How alike the texts of two items without a common id or title must be, and how alike those that say little ("Export as CSV",
 * "Export as PDF"). */
#define LEAST_LIKENESS 0.6
#define SHORT_LIKENESS 0.75
enum { SHORT = 16 };

/* -- what items are joined by */

struct name {
	struct pm_buf buf; /* reused */
	const struct pm_product *product;
};

static uint64_t hash_of(const struct pm_buf *buf)
{
	uint64_t hash = pm_str_hash(pm_buf_str(buf));

	return hash ? hash : 1;
}

static void add_part(struct pm_buf *buf, struct pm_str part)
{
	pm_buf_adds(buf, part);
	pm_buf_addc(buf, '\0');
}

static void add_path(struct name *name, const struct pm_item *item)
{
	add_part(&name->buf, pm_str_c(name->product->files[item->file].source.path));
}

static bool add_title(struct name *name, const struct pm_item *item)
{
	pm_buf_add_fold(&name->buf, item->title);
	pm_buf_addc(&name->buf, '\0');
	return item->title.n > 0;
}

static bool add_key(struct name *name, const struct pm_item *item)
{
	add_part(&name->buf, item->key);
	return item->key.n > 0;
}

/* The id without its prefix: "12" of "pay-12". */
static void add_tail(struct name *name, const struct pm_item *item)
{
	struct pm_str key = item->key;
	size_t i = 0;

	while (i < key.n && !(key.p[i] >= '0' && key.p[i] <= '9'))
		i++;
	add_part(&name->buf, pm_str_sub(key, i, key.n));
}

static bool is_record(const struct pm_item *item)
{
	return PM_KIND_IS_RECORD(item->kind);
}

/* Each adds what an item is called under one view of identity; false: it has no such name. */
static bool key_path_title(struct name *name, const struct pm_item *item)
{
	add_path(name, item);
	add_title(name, item);
	return add_key(name, item);
}

static bool key_title(struct name *name, const struct pm_item *item)
{
	add_title(name, item);
	return add_key(name, item);
}

static bool key_path(struct name *name, const struct pm_item *item)
{
	add_path(name, item);
	return add_key(name, item);
}

/* A bare number says little outside its file. */
static bool key_alone(struct name *name, const struct pm_item *item)
{
	return add_key(name, item) && !item->numbered;
}

static bool title_path_tail(struct name *name, const struct pm_item *item)
{
	add_path(name, item);
	add_tail(name, item);
	pm_buf_addc(&name->buf, is_record(item) ? 'r' : 'i');
	return add_title(name, item);
}

static bool title_path(struct name *name, const struct pm_item *item)
{
	add_path(name, item);
	pm_buf_addc(&name->buf, is_record(item) ? 'r' : 'i');
	return add_title(name, item);
}

static bool title_tail(struct name *name, const struct pm_item *item)
{
	add_tail(name, item);
	pm_buf_addc(&name->buf, is_record(item) ? 'r' : 'i');
	return add_title(name, item);
}

static bool title_alone(struct name *name, const struct pm_item *item)
{
	pm_buf_addc(&name->buf, is_record(item) ? 'r' : 'i');
	return add_title(name, item);
}

typedef bool name_fn(struct name *name, const struct pm_item *item);
static name_fn *const by_ids[] = {key_path_title, key_title, key_path, key_alone};
static name_fn *const by_titles[] = {title_path_tail, title_path, title_tail, title_alone};

/* -- the join */

struct named {
	uint64_t hash;
	uint32_t item;
};

static int by_hash(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return (x->item > y->item) - (x->item < y->item);
}

/* The names of the items that have no match yet, sorted: heap. */
static struct named *name_items(const struct pm_product *product, const uint32_t *other_of, name_fn *fn, size_t *count)
{
	struct named *list = pm_malloc(((size_t)product->item_count + 1) * sizeof *list);
	struct name name = {.product = product};
	size_t n = 0;

	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		if (other_of[i] != PM_NO_ITEM)
			continue;
		pm_buf_reset(&name.buf);
		if (fn(&name, &product->items[i]))
			list[n++] = (struct named){hash_of(&name.buf), i};
	}
	pm_buf_clear(&name.buf);
	if (n)
		qsort(list, n, sizeof *list, by_hash);
	*count = n;
	return list;
}

static void pair_up(struct pm_matching *match, uint32_t before, uint32_t after)
{
	match->after_of[before] = after;
	match->before_of[after] = before;
}

/* Of items with equal names the first is joined with the first, the second with the second. */
static void join(const struct pm_product *before, const struct pm_product *after, name_fn *fn, struct pm_matching *match)
{
	size_t before_count, after_count, i = 0, k = 0;
	struct named *a = name_items(before, match->after_of, fn, &before_count);
	struct named *b = name_items(after, match->before_of, fn, &after_count);

	while (i < before_count && k < after_count) {
		if (a[i].hash == b[k].hash)
			pair_up(match, a[i++].item, b[k++].item);
		else if (a[i].hash < b[k].hash)
			i++;
		else
			k++;
	}
	free(a);
	free(b);
}

/* -- aliases: an item that says which id it had */

static bool is_alias(struct pm_str label)
{
	static const char *const labels[] = {"alias", "aliases", "formerly", "formerid", "previously", "previousid", "oldid"};
	char folded[PM_LABEL_MAX];
	struct pm_str name = {folded, pm_field_fold(label, folded)};

	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (pm_str_eqc(name, labels[i]))
			return true;
	return false;
}

/* The item of the other product, still without a match, that one of the ids in a text names. */
static uint32_t find_old(const struct pm_product *other, const uint32_t *taken, struct pm_str text)
{
	while (text.n) {
		size_t n = 0;
		uint32_t item;

		while (n < text.n && !memchr(",;[]\"'", text.p[n], 6))
			n++;
		item = n ? pm_product_find(other, pm_str_trim(pm_str_sub(text, 0, n)), NULL) : PM_NO_ITEM;
		if (item != PM_NO_ITEM && taken[item] == PM_NO_ITEM)
			return item;
		text = pm_str_sub(text, n < text.n ? n + 1 : n, text.n);
	}
	return PM_NO_ITEM;
}

static void join_aliases(const struct pm_product *before, const struct pm_product *after, struct pm_matching *match)
{
	for (uint32_t i = 0; pm_product_more(after, i); i++) {
		const struct pm_item *item = &after->items[i];

		for (size_t k = 0; k < item->field_count && match->before_of[i] == PM_NO_ITEM; k++) {
			const struct pm_field *field = &item->fields[k];
			uint32_t old;

			if (field->def != PM_FIELD_CUSTOM ||
			    !is_alias(pm_source_text(&after->files[item->file].source, field->label)))
				continue;
			old = find_old(before, match->after_of, pm_field_text(after, item, field));
			if (old != PM_NO_ITEM)
				pair_up(match, old, i);
		}
	}
}

/* -- likeness */

struct pm_bag pm_match_bag(const struct pm_product *product, const struct pm_item *item, struct pm_arena *arena)
{
	const struct pm_source *source = &product->files[item->file].source;
	struct pm_buf text = {0};
	struct pm_bag bag;

	add_part(&text, item->title);
	add_part(&text, pm_source_text(source, item->story.span));
	for (size_t i = 0; i < item->criterion_count; i++)
		add_part(&text, pm_criterion_text(product, item, &item->criteria[i]));
	add_part(&text, pm_source_text(source, item->description));
	bag = pm_bag_of(pm_buf_str(&text), arena);
	pm_buf_clear(&text);
	return bag;
}

/* The items without a match, and what they say. */
struct rest {
	uint32_t *items; /* heap, as the bags */
	struct pm_bag *bags;
	uint32_t count;
};

static struct rest rest_of(const struct pm_product *product, const uint32_t *other_of, struct pm_arena *arena)
{
	struct rest rest = {pm_malloc(((size_t)product->item_count + 1) * sizeof *rest.items), NULL, 0};

	for (uint32_t i = 0; pm_product_more(product, i); i++)
		if (other_of[i] == PM_NO_ITEM)
			rest.items[rest.count++] = i;
	rest.bags = pm_malloc(((size_t)rest.count + 1) * sizeof *rest.bags);
	for (uint32_t i = 0; i < rest.count; i++)
		rest.bags[i] = pm_match_bag(product, &product->items[rest.items[i]], arena);
	return rest;
}

static bool is_near(const struct pm_bag *a, const struct pm_bag *b)
{
	return (a->count >= SHORT && b->count >= SHORT) || pm_bag_likeness(a, b) >= SHORT_LIKENESS;
}

static void join_near(const struct pm_product *before, const struct pm_product *after, struct pm_matching *match)
{
	struct pm_arena arena;
	struct rest a, b;
	uint32_t *before_of;

	pm_arena_init(&arena);
	a = rest_of(before, match->after_of, &arena);
	b = rest_of(after, match->before_of, &arena);
	before_of = pm_malloc(((size_t)b.count + 1) * sizeof *before_of);
	pm_near_match(a.bags, a.count, b.bags, b.count, LEAST_LIKENESS, before_of);
	for (uint32_t i = 0; i < b.count; i++)
		if (before_of[i] != PM_NEAR_NONE && is_near(&a.bags[before_of[i]], &b.bags[i]) &&
		    is_record(&before->items[a.items[before_of[i]]]) == is_record(&after->items[b.items[i]]))
			pair_up(match, a.items[before_of[i]], b.items[i]);
	free(before_of);
	free(a.items);
	free(a.bags);
	free(b.items);
	free(b.bags);
	pm_arena_clear(&arena);
}

/* -- all of it */

static uint32_t *none(uint32_t count)
{
	uint32_t *list = pm_malloc(((size_t)count + 1) * sizeof *list);

	for (uint32_t i = 0; i < count; i++)
		list[i] = PM_NO_ITEM;
	return list;
}

void pm_match_items(const struct pm_product *before, const struct pm_product *after, struct pm_matching *match)
{
	match->after_of = none(before->item_count);
	match->before_of = none(after->item_count);
	for (size_t i = 0; i < sizeof by_ids / sizeof *by_ids; i++)
		join(before, after, by_ids[i], match);
	join_aliases(before, after, match);
	for (size_t i = 0; i < sizeof by_titles / sizeof *by_titles; i++)
		join(before, after, by_titles[i], match);
	join_near(before, after, match);
}

void pm_match_clear(struct pm_matching *match)
{
	free(match->after_of);
	free(match->before_of);
	*match = (struct pm_matching){NULL, NULL};
}
