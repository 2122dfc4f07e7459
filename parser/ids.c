/* ids: which ids are free. */
#include "parser/ids.h"

#include "parser/mem.h"
#include "parser/title.h"

#include <stdlib.h>
#include <string.h>

enum { DIGITS_MAX = 9 };

/* -- the number at the end of an id */

struct parts {
	struct pm_str key, stem; /* without the number */
	uint64_t number;
	unsigned width;
};

static size_t digits_at_end(struct pm_str text)
{
	size_t n = 0;

	while (n < text.n && text.p[text.n - 1 - n] >= '0' && text.p[text.n - 1 - n] <= '9')
		n++;
	return n;
}

/* Takes an id apart; false: it ends in no number, or is nothing but one. */
static bool take_apart(struct pm_str id, struct pm_str key, struct parts *parts)
{
	size_t digits = digits_at_end(id), in_key = digits_at_end(key);

	if (digits == 0 || digits > DIGITS_MAX || in_key == 0 || digits == id.n || in_key + 1 >= key.n)
		return false;
	parts->stem = pm_str_sub(id, 0, id.n - digits);
	parts->key = pm_str_sub(key, 0, key.n - in_key - 1);
	parts->width = (unsigned)digits;
	parts->number = 0;
	for (size_t i = id.n - digits; i < id.n; i++)
		parts->number = parts->number * 10 + (uint64_t)(id.p[i] - '0');
	return true;
}

/* Is the id one in front of any title, with no other beside it?  One of several numbers says where it belongs, which is not to be
 * guessed. */
static bool stands_alone(struct pm_str id)
{
	struct pm_buf text = {0};
	struct pm_id read;
	bool stands;

	for (size_t i = 0; i + digits_at_end(id) < id.n; i++)
		if (id.p[i] >= '0' && id.p[i] <= '9')
			return false;
	pm_buf_adds(&text, id);
	pm_buf_addz(&text, " x");
	stands = pm_id_read(pm_buf_str(&text), PM_ID_TITLE, &read) && !read.weak && !read.numbered && read.to == id.n;
	pm_buf_clear(&text);
	return stands;
}

/* -- the series of a product */

static int by_key(const void *a, const void *b)
{
	const struct pm_id_series *x = a, *y = b;

	return pm_str_cmp(x->key, y->key);
}

static int by_key_and_order(const void *a, const void *b)
{
	const struct pm_id_series *x = a, *y = b;
	int order = pm_str_cmp(x->key, y->key);

	return order ? order : (x->order > y->order) - (x->order < y->order);
}

static struct pm_str keep(struct pm_ids *ids, struct pm_str text)
{
	return pm_str_n(pm_arena_dup(&ids->arena, text.p, text.n), text.n);
}

static void add(struct pm_ids *ids, struct pm_str id, struct pm_str key, uint8_t kind, uint32_t count)
{
	struct parts parts;

	if (!take_apart(id, key, &parts))
		return;
	PM_GROW(ids->list, ids->count, ids->cap);
	ids->list[ids->count] = (struct pm_id_series){
		.order = (uint32_t)ids->count,
		.key = keep(ids, parts.key),
		.stem = keep(ids, parts.stem),
		.next = parts.number + 1,
		.width = parts.width,
		.count = count,
		.kind = kind,
	};
	ids->count++;
}

static void add_items(struct pm_ids *ids, const struct pm_product *product, uint32_t count)
{
	for (uint32_t i = 0; pm_product_more(product, i); i++)
		if (product->items[i].key.n && !product->items[i].numbered)
			add(ids, product->items[i].id, product->items[i].key, product->items[i].kind, count);
}

static void add_links(struct pm_ids *ids, const struct pm_product *product)
{
	for (uint32_t i = 0; i < product->link_count; i++) {
		const struct pm_link *link = &product->links[i];
		char key[PM_KEY_MAX];

		if (link->to == PM_NO_ITEM && link->text.n)
			add(ids, link->text, pm_str_n(key, pm_id_key(link->text, key, sizeof key)), PM_KIND_NONE, 0);
	}
}

/* One series of those that are equal: the first item's spelling, the highest number. */
static void merge(struct pm_ids *ids)
{
	size_t kept = 0;

	for (size_t i = 0; i < ids->count; i++) {
		struct pm_id_series *one = &ids->list[i], *into = kept ? &ids->list[kept - 1] : NULL;

		if (!into || !pm_str_eq(into->key, one->key)) {
			ids->list[kept++] = *one;
			continue;
		}
		if (!into->count && one->count) {
			into->stem = one->stem;
			into->kind = one->kind;
		}
		into->width = one->width > into->width ? one->width : into->width;
		into->next = one->next > into->next ? one->next : into->next;
		into->count += one->count;
	}
	ids->count = kept;
}

void pm_ids_init(struct pm_ids *ids, const struct pm_product *product, const struct pm_product *base)
{
	*ids = (struct pm_ids){0};
	pm_arena_init(&ids->arena);
	add_items(ids, product, 1);
	add_links(ids, product);
	if (base)
		add_items(ids, base, 0);
	if (ids->count)
		qsort(ids->list, ids->count, sizeof *ids->list, by_key_and_order);
	merge(ids);
}

void pm_ids_clear(struct pm_ids *ids)
{
	free(ids->list);
	pm_arena_clear(&ids->arena);
	*ids = (struct pm_ids){0};
}

struct pm_id_series *pm_ids_of(const struct pm_ids *ids, const struct pm_item *item)
{
	struct pm_id_series key;
	struct parts parts;

	if (!ids->count || !item->key.n || item->numbered || !take_apart(item->id, item->key, &parts))
		return NULL;
	key.key = parts.key;
	return bsearch(&key, ids->list, ids->count, sizeof *ids->list, by_key);
}

/* -- which one to go on with */

static bool is_alike(const struct pm_item *a, const struct pm_item *b)
{
	bool work_a = a->kind == PM_KIND_NONE || (a->kind >= PM_KIND_STORY && a->kind <= PM_KIND_CHORE);
	bool work_b = b->kind == PM_KIND_NONE || (b->kind >= PM_KIND_STORY && b->kind <= PM_KIND_CHORE);

	return a->kind == b->kind || (work_a && work_b);
}

static struct pm_id_series *series_of_like(const struct pm_ids *ids, const struct pm_product *product, uint32_t item, uint32_t like)
{
	struct pm_id_series *series = NULL;

	if (is_alike(&product->items[item], &product->items[like]))
		series = pm_ids_of(ids, &product->items[like]);
	return series && stands_alone(product->items[like].id) ? series : NULL;
}

/* How many neighbours are looked at on either side. */
enum { NEIGHBOURS_MAX = 64 };

static struct pm_id_series *neighbours_series(const struct pm_ids *ids, const struct pm_product *product, uint32_t item)
{
	const struct pm_file *file = &product->files[product->items[item].file];
	uint32_t end = file->first_item + file->item_count;
	struct pm_id_series *series = NULL;

	for (uint32_t i = 1; i <= NEIGHBOURS_MAX && !series; i++) {
		if (item >= file->first_item + i)
			series = series_of_like(ids, product, item, item - i);
		if (!series && item + i < end)
			series = series_of_like(ids, product, item, item + i);
	}
	return series;
}

struct pm_id_series *pm_ids_for(const struct pm_ids *ids, const struct pm_product *product, uint32_t item)
{
	struct pm_id_series *best = neighbours_series(ids, product, item);

	if (best)
		return best;
	for (size_t i = 0; i < ids->count; i++) {
		struct pm_id_series *series = &ids->list[i];
		const struct pm_item like = {.kind = series->kind};
		struct pm_buf id = {0};

		if (!series->count || (best && best->count >= series->count) || !is_alike(&product->items[item], &like))
			continue;
		pm_buf_adds(&id, series->stem);
		pm_buf_addc(&id, '1');
		if (stands_alone(pm_buf_str(&id)))
			best = series;
		pm_buf_clear(&id);
	}
	return best;
}

void pm_ids_write(const struct pm_id_series *series, uint64_t number, struct pm_buf *out)
{
	pm_buf_adds(out, series->stem);
	pm_buf_addf(out, "%0*llu", (int)series->width, (unsigned long long)number);
}

void pm_ids_next(struct pm_id_series *series, struct pm_buf *out)
{
	pm_ids_write(series, series->next++, out);
}

/* -- writing one */

/* Where the words of a head begin: behind its number signs, or its list marker and box. */
static uint32_t words_start(const struct pm_source *source, const struct pm_item *item)
{
	static const char marks[] = "#-*+ \t";
	uint32_t at = item->head.start, end = item->title_span.start;
	uint32_t number;

	while (at < end && strchr(marks, source->bytes[at]) && source->bytes[at] &&
	       (source->bytes[at] != '*' || at + 1 == end || source->bytes[at + 1] == ' '))
		at++;
	for (number = at; number < end && source->bytes[number] >= '0' && source->bytes[number] <= '9';)
		number++;
	if (number > at && number + 1 < end && strchr(".)", source->bytes[number]) && source->bytes[number + 1] == ' ')
		at = number + 2;
	if (item->box != PM_BOX_NONE && at < end && source->bytes[at] == '[')
		while (at < end && source->bytes[at++] != ']')
			;
	while (at < end && source->bytes[at] == ' ')
		at++;
	return at;
}

/* Is the head, with the id at a place, read as the same thing with that id? */
static bool reads_back(const struct pm_source *source, const struct pm_item *item, uint32_t at, struct pm_str id)
{
	uint32_t start = words_start(source, item);
	struct pm_title before, after;
	struct pm_buf text = {0};
	bool same;

	pm_title_read(pm_source_text(source, (struct pm_span){start, item->head.end}), item->form == PM_FORM_HEADING, &before);
	pm_buf_adds(&text, pm_source_text(source, (struct pm_span){start, at}));
	pm_buf_adds(&text, id);
	pm_buf_addc(&text, ' ');
	pm_buf_adds(&text, pm_source_text(source, (struct pm_span){at, item->head.end}));
	pm_title_read(pm_buf_str(&text), item->form == PM_FORM_HEADING, &after);
	same = !before.has_id && after.has_id && pm_str_eq(pm_str_sub(pm_buf_str(&text), after.id.from, after.id.to), id) &&
	       (before.kind == PM_KIND_NONE || after.kind == before.kind) && after.to - after.from == before.to - before.from;
	pm_buf_clear(&text);
	return same;
}

/* Puts it in front of the title, or of the kind word before it. */
static int put_in_front(const struct pm_product *product, const struct pm_item *item, struct pm_str id, struct pm_edits *edits,
			struct pm_buf *err)
{
	const struct pm_source *source = &product->files[item->file].source;
	const uint32_t places[] = {item->title_span.start, words_start(source, item)};

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		struct pm_buf text = {0};

		if (!reads_back(source, item, places[i], id))
			continue;
		pm_buf_adds(&text, id);
		pm_buf_addc(&text, ' ');
		pm_edits_add(edits, item->file, (struct pm_span){places[i], places[i]}, pm_buf_str(&text));
		pm_buf_clear(&text);
		return 0;
	}
	pm_buf_addf(err, "in front of this title %.*s would be read as something else", PM_FMT(id));
	return -1;
}

int pm_edit_id(const struct pm_product *product, const struct pm_item *item, struct pm_str id, struct pm_edits *edits,
	       struct pm_buf *err)
{
	switch ((enum pm_form)item->form) {
	case PM_FORM_FILE:
	case PM_FORM_YAML:
	case PM_FORM_ROW: return pm_edit_field(product, item, PM_FIELD_ID, id, edits, err);
	case PM_FORM_HEADING:
	case PM_FORM_BOX:
	case PM_FORM_BULLET:
		if (item->title_span.start < item->title_span.end)
			return put_in_front(product, item, id, edits, err);
		pm_buf_addz(err, "it has no title, in front of which an id could stand");
		return -1;
	default: pm_buf_addz(err, "a sentence has no place for an id: give it a heading"); return -1;
	}
}
