/* story-duplicate: a story that is there already, in the same or nearly the same words. */
#include "parser/prose.h"
#include "parser/rule.h"

#include <stdlib.h>
#include <string.h>

/* Texts are compared as sets of pairs of neighbouring words.  Their MinHash (Broder 1997), in bands of rows, finds those that are
 * likely to be alike: of texts that share 85 % of their pairs, 996 of 1,000 have a band in common.  Every item is compared with
 * the first of its band only, so the cost grows with the length of the texts. */
enum { BANDS = 6, ROWS = 3, HASHES = BANDS * ROWS, PAIRS_MAX = 512, SHOWN_MAX = 20 };
/* A story with fewer pairs than this says too little to be compared, and so does a description. */
enum { STORY_MIN = 5, TEXT_MIN = 15 };
/* How alike two texts are; and how many hashes those have in common that are compared word by word. */
static const double alike_least = 0.85;
enum { HASHES_LEAST = 12 };

struct pairs {
	uint32_t list[PAIRS_MAX];
	size_t count;
};

/* What is kept of an item. */
struct sketch {
	uint64_t role;
	size_t first; /* of its pairs, each once and in order, in the search's pool */
	uint16_t count;
	uint16_t hashes[HASHES];
};

/* A band of an item: the first item that has it. */
struct slot {
	uint32_t band, item; /* item + 1; 0: a free slot */
};

struct search {
	const struct pm_rule_context *context;
	struct sketch *sketches;
	uint32_t *pool;
	size_t pool_count, pool_cap;
	struct slot *slots;
	size_t mask;
	uint32_t *told; /* for every item: one more than the finding that it is the first of; 0: none */
	struct pairs mine;
};

static uint64_t mix(uint64_t x)
{
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

static int compare(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void add_pairs(struct pm_str text, struct pairs *pairs)
{
	struct pm_prose_walk walk = pm_prose_walk_of(text);
	uint64_t last = 1, word;

	while (pairs->count < PAIRS_MAX && pm_prose_walk_next(&walk, &word)) {
		pairs->list[pairs->count++] = (uint32_t)mix(last * 31 + word);
		last = word;
	}
}

/* What an item says: its story, else its title and description. */
static void read_pairs(const struct pm_product *product, uint32_t index, struct pairs *pairs)
{
	const struct pm_item *item = &product->items[index];
	const struct pm_source *source = &product->files[item->file].source;

	pairs->count = 0;
	if (item->story.want.end > item->story.want.start) {
		add_pairs(pm_source_text(source, item->story.want), pairs);
		add_pairs(pm_source_text(source, item->story.benefit), pairs);
	} else {
		add_pairs(item->title, pairs);
		add_pairs(pm_source_text(source, item->description), pairs);
	}
}

/* Each pair once, in order. */
static void sort_pairs(struct pairs *pairs)
{
	size_t count = 0;

	if (pairs->count > 32)
		qsort(pairs->list, pairs->count, sizeof *pairs->list, compare);
	for (size_t i = 1; i < pairs->count; i++) { /* costs nothing where they are in order */
		uint32_t pair = pairs->list[i];
		size_t to = i;

		for (; to > 0 && pairs->list[to - 1] > pair; to--)
			pairs->list[to] = pairs->list[to - 1];
		pairs->list[to] = pair;
	}
	for (size_t i = 0; i < pairs->count; i++)
		if (i == 0 || pairs->list[i] != pairs->list[i - 1])
			pairs->list[count++] = pairs->list[i];
	pairs->count = count;
}

/* What two have in common, of what either has (Jaccard). */
static double likeness(const struct search *search, const struct sketch *a, const struct sketch *b)
{
	const uint32_t *x = search->pool + a->first, *y = search->pool + b->first;
	size_t i = 0, j = 0, common = 0;

	while (i < a->count && j < b->count) {
		common += x[i] == y[j];
		if (x[i] <= y[j])
			j += x[i++] == y[j];
		else
			j++;
	}
	return (double)common / (double)((size_t)a->count + b->count - common);
}

static void keep_pairs(struct search *search, struct sketch *sketch)
{
	sketch->first = search->pool_count;
	sketch->count = (uint16_t)search->mine.count;
	for (size_t i = 0; i < search->mine.count; i++) {
		PM_GROW(search->pool, search->pool_count, search->pool_cap);
		search->pool[search->pool_count++] = search->mine.list[i];
	}
}

/* -- the bands */

/* Stories of two roles are two stories, and things of two titles are two things, whatever template describes them. */
static uint64_t role_of(const struct pm_product *product, const struct pm_item *item)
{
	if (item->story.want.end <= item->story.want.start)
		return pm_prose_hash(item->title) + item->kind;
	return pm_prose_hash(pm_source_text(&product->files[item->file].source, item->story.role));
}

static void find_bands(const struct pairs *pairs, struct sketch *sketch, uint32_t bands[BANDS])
{
	for (unsigned b = 0; b < BANDS; b++) {
		uint64_t hash = mix(sketch->role + b);

		for (unsigned r = b * ROWS; r < (b + 1) * ROWS; r++) {
			uint64_t factor = mix(r + 1) | 1;
			uint32_t least = UINT32_MAX;

			for (size_t i = 0; i < pairs->count; i++) {
				uint32_t value = (uint32_t)((pairs->list[i] + 1) * factor >> 32);

				least = value < least ? value : least;
			}
			hash = mix(hash ^ least);
			sketch->hashes[r] = (uint16_t)(least ^ least >> 16);
		}
		bands[b] = (uint32_t)hash;
	}
}

/* The item that stands first for the band; the item itself where there was none. */
static uint32_t first_of(struct search *search, uint32_t band, uint32_t index)
{
	size_t i = band * (size_t)2654435761u & search->mask;

	while (search->slots[i].item != 0 && search->slots[i].band != band)
		i = (i + 1) & search->mask;
	if (search->slots[i].item == 0)
		search->slots[i] = (struct slot){band, index + 1};
	return search->slots[i].item - 1;
}

/* -- findings */

/* An item and what it is a part of, or repeats the id of, are no two stories. */
static bool may_repeat(const struct search *search, uint32_t a, uint32_t b)
{
	const struct pm_item *x = &search->context->product->items[a], *y = &search->context->product->items[b];
	unsigned common = 0;

	if (search->sketches[a].role != search->sketches[b].role)
		return false;
	for (unsigned i = 0; i < HASHES; i++)
		common += search->sketches[a].hashes[i] == search->sketches[b].hashes[i];
	return common >= HASHES_LEAST && x->parent != b && y->parent != a;
}

/* Asked last: the text of an item far away has to be fetched. */
static bool has_id_of(const struct pm_product *product, uint32_t a, uint32_t b)
{
	struct pm_str x = product->items[a].key, y = product->items[b].key;

	return x.n > 0 && pm_str_eq(x, y);
}

static void report(struct search *search, uint32_t first, uint32_t again, bool same)
{
	const struct pm_rule_context *context = search->context;
	const struct pm_item *items = context->product->items;
	struct pm_span place =
		items[again].story.want.end > items[again].story.want.start ? items[again].story.span : items[again].head;
	struct pm_diag *diag;

	if (search->told[first] != 0) {
		diag = &context->diags->list[search->told[first] - 1];
		if (diag->related_count <= SHOWN_MAX)
			pm_diag_related(context->diags, diag, items[again].file, place, "%s too", pm_rule_name(context, again));
		return;
	}
	diag = pm_rule_add(context, again, place, "%s says %s as %s (%s): make them one, or say what is different",
			   pm_rule_name(context, again), same ? "the same" : "nearly the same", pm_rule_name(context, first),
			   pm_rule_place(context, first));
	if (!same && diag->severity > PM_SEVERITY_NOTE)
		diag->severity = PM_SEVERITY_NOTE;
	pm_diag_related(context->diags, diag, items[first].file, items[first].head, "%s", pm_rule_name(context, first));
	search->told[first] = (uint32_t)context->diags->count;
}

static size_t least_of(const struct pm_item *item)
{
	return item->story.want.end > item->story.want.start ? STORY_MIN : TEXT_MIN;
}

static bool is_asked(const struct pm_item *item)
{
	bool says = item->story.want.end > item->story.want.start || item->description.end > item->description.start;

	return says && item->place == PM_PLACE_ACTIVE && !PM_KIND_IS_RECORD(item->kind) && item->state != PM_STATE_DONE &&
	       item->state != PM_STATE_DROPPED;
}

static void check_one(struct search *search, uint32_t index)
{
	const struct pm_product *product = search->context->product;
	uint32_t bands[BANDS], compared = PM_NO_ITEM, found = PM_NO_ITEM;
	bool same = false;

	read_pairs(product, index, &search->mine);
	if (search->mine.count < least_of(&product->items[index]))
		return;
	sort_pairs(&search->mine);
	keep_pairs(search, &search->sketches[index]);
	search->sketches[index].role = role_of(product, &product->items[index]);
	find_bands(&search->mine, &search->sketches[index], bands);
	for (unsigned b = 0; b < BANDS; b++) {
		uint32_t first = first_of(search, bands[b], index);
		double alike;

		if (first == index || first == compared || found != PM_NO_ITEM || !may_repeat(search, first, index))
			continue;
		compared = first;
		alike = likeness(search, &search->sketches[index], &search->sketches[first]);
		if (alike >= alike_least && !has_id_of(product, first, index))
			found = first;
		same = alike >= 1;
	}
	if (found != PM_NO_ITEM)
		report(search, found, index, same);
}

static void check(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;
	struct search *search = pm_calloc(1, sizeof *search);
	size_t slots = 64;

	while (slots < (size_t)product->item_count * BANDS * 3 / 2)
		slots *= 2;
	search->context = context;
	search->slots = pm_calloc(slots, sizeof *search->slots);
	search->mask = slots - 1;
	search->sketches = pm_calloc((size_t)product->item_count + 1, sizeof *search->sketches);
	search->told = pm_calloc((size_t)product->item_count + 1, sizeof *search->told);
	for (uint32_t i = 0; pm_product_more(product, i); i++)
		if (is_asked(&product->items[i]))
			check_one(search, i);
	free(search->told);
	free(search->slots);
	free(search->sketches);
	free(search->pool);
	free(search);
}

const struct pm_rule pm_rule_story_duplicate = {
	.name = "story-duplicate",
	.severity = PM_SEVERITY_WARNING,
	.summary = "an item that says the same as another one, or nearly",
	.why = "It is discussed, estimated and, at worst, built twice; and what is known of it is split between the two.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Saved cards\n"
		"\n"
		"As a customer, I want to pay with a card that is saved so that I check out in one step.\n"
		"\n"
		"## PAY-2 Saved addresses\n"
		"\n"
		"As a customer, I want my addresses to be offered so that I need not type them.\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Saved cards\n"
	       "\n"
	       "As a customer, I want to pay with a card that is saved so that I check out in one step.\n"
	       "\n"
	       "## PAY-2 Checkout in one step\n"
	       "\n"
	       "As a **customer**, I want to pay with a card that is saved, so that I check out in one step.\n",
	.check = check,
};
