/* history: the life of every item, from the commits of a repository.
 *
 * Three steps: the commits are walked, the newest first, and what each changed is noted; the changed files are read, in batches and
 * on several threads; then the changes are gone through in their order, and the items that were in a file before and after are
 * compared.  An item as one version of a file has it is a sighting.
 */
#include "parser/history.h"

#include "parser/mem.h"
#include "parser/work.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 512 };

const char *pm_event_name(enum pm_event_type type)
{
	static const char *const names[] = {
		[PM_EVENT_CREATED] = "created", [PM_EVENT_STATE] = "state", [PM_EVENT_FIELD] = "field",
		[PM_EVENT_TITLE] = "title",	[PM_EVENT_ID] = "id",	    [PM_EVENT_TEXT] = "text",
		[PM_EVENT_MOVED] = "moved",	[PM_EVENT_GONE] = "gone",   [PM_EVENT_BACK] = "back",
	};

	return names[type];
}

/* -- texts, each kept once: equal texts have equal pointers */

struct texts {
	struct pm_arena *arena;
	struct pm_str *slots;
	size_t size, count; /* size is a power of two */
};

static struct pm_str *text_slot(const struct texts *texts, struct pm_str text)
{
	size_t i = pm_str_hash(text) & (texts->size - 1);

	while (texts->slots[i].p && !pm_str_eq(texts->slots[i], text))
		i = (i + 1) & (texts->size - 1);
	return &texts->slots[i];
}

static void texts_grow(struct texts *texts)
{
	struct pm_str *old = texts->slots;
	size_t size = texts->size;

	texts->size = size ? size * 2 : 1024;
	texts->slots = pm_calloc(texts->size, sizeof *texts->slots);
	for (size_t i = 0; i < size; i++)
		if (old[i].p)
			*text_slot(texts, old[i]) = old[i];
	free(old);
}

/* The one copy of a text; the empty one has no bytes. */
static struct pm_str text_keep(struct texts *texts, struct pm_str text)
{
	struct pm_str *slot;

	if (!text.n)
		return PM_STR("");
	if (texts->count * 2 >= texts->size)
		texts_grow(texts);
	slot = text_slot(texts, text);
	if (!slot->p) {
		*slot = pm_str_n(pm_arena_dup(texts->arena, text.p, text.n), text.n);
		texts->count++;
	}
	return *slot;
}

/* -- sightings */

struct value {
	uint16_t field;
	struct pm_str text;
};

struct sighting {
	struct pm_str key; /* what it is known by: that of its id, else its path and title */
	struct pm_str id, title, status;
	const char *path;     /* kept once */
	struct value *values; /* in the order of the fields, each once; without status and updated */
	uint64_t words;	      /* hash of story, criteria and description; 0: there are none */
	uint64_t title_hash;
	uint64_t hash; /* of all of this */
	uint16_t value_count;
	uint8_t state, place, kind, form;
	bool by_id; /* the key is that of the id */
};

static uint64_t mix(uint64_t hash, uint64_t more)
{
	hash ^= more + 0x9E3779B97F4A7C15u + (hash << 6) + (hash >> 2);
	return hash * 0xFF51AFD7ED558CCDu;
}

static uint64_t mix_text(uint64_t hash, struct pm_str text)
{
	return mix(hash, pm_str_hash(text) + text.n);
}

/* A text's words without regard to blanks and line ends. */
static uint64_t mix_words(uint64_t hash, struct pm_str text)
{
	size_t from = 0;

	for (size_t i = 0; i <= text.n; i++) {
		bool blank = i == text.n || text.p[i] == ' ' || text.p[i] == '\t' || text.p[i] == '\n' || text.p[i] == '\r';

		if (blank && i > from)
			hash = mix_text(hash, pm_str_sub(text, from, i));
		if (blank)
			from = i + 1;
	}
	return hash;
}

static uint64_t words_of(const struct pm_product *product, const struct pm_item *item)
{
	const struct pm_source *source = &product->files[item->file].source;
	uint64_t hash = 0;

	if (item->story.span.end > item->story.span.start)
		hash = mix_words(hash, pm_source_text(source, item->story.span));
	for (size_t i = 0; i < item->criterion_count; i++)
		hash = mix_words(hash, pm_criterion_text(product, item, &item->criteria[i]));
	if (item->description.end > item->description.start)
		hash = mix_words(hash, pm_source_text(source, item->description));
	return hash;
}

/* What an item is known by.  Appended; true: it is the key of its id. */
static bool add_key(const struct pm_product *product, const struct pm_item *item, struct pm_buf *out)
{
	bool by_id = item->key.n && !item->numbered;

	if (by_id) {
		pm_buf_adds(out, item->key);
		return true;
	}
	pm_buf_addz(out, product->files[item->file].source.path);
	pm_buf_addc(out, '\n');
	pm_buf_adds(out, item->key);
	pm_buf_addc(out, '\n');
	pm_buf_add_fold(out, item->title);
	return false;
}

static bool is_kept(const struct pm_field *field)
{
	return field->def < PM_FIELD_COUNT && field->def != PM_FIELD_STATUS && field->def != PM_FIELD_UPDATED;
}

/* The fields of an item, each once, as pm_item_field finds them. */
static void see_values(const struct pm_product *product, const struct pm_item *item, struct pm_arena *arena, struct sighting *seen)
{
	bool known[PM_FIELD_COUNT] = {false};
	size_t count = 0;

	for (size_t i = 0; i < item->field_count; i++)
		if (is_kept(&item->fields[i]) && !known[item->fields[i].def]) {
			known[item->fields[i].def] = true;
			count++;
		}
	seen->values = pm_arena_alloc(arena, (count + 1) * sizeof *seen->values);
	for (uint16_t def = 0; count && def < PM_FIELD_COUNT; def++) {
		struct pm_str text;

		if (!known[def])
			continue;
		text = pm_item_text(product, item, (enum pm_field_id)def);
		if (text.n)
			seen->values[seen->value_count++] = (struct value){def, text};
	}
}

static uint64_t hash_of(const struct sighting *seen)
{
	uint64_t hash = mix_text(mix_text(mix_text(mix_text(seen->words, seen->key), seen->id), seen->title), seen->status);

	for (size_t i = 0; i < seen->value_count; i++)
		hash = mix_text(mix(hash, seen->values[i].field), seen->values[i].text);
	return mix(hash,
		   (uint64_t)seen->state | (uint64_t)seen->place << 8 | (uint64_t)seen->kind << 16 | (uint64_t)seen->form << 24);
}

static struct pm_str lend(struct pm_arena *arena, struct pm_str text)
{
	return text.n ? pm_str_n(pm_arena_dup(arena, text.p, text.n), text.n) : PM_STR("");
}

/* How an item stands in a product.  Its texts are copied to the arena. */
static void see(const struct pm_product *product, const struct pm_item *item, struct pm_arena *arena, struct pm_buf *buf,
		struct sighting *seen)
{
	memset(seen, 0, sizeof *seen);
	pm_buf_reset(buf);
	seen->by_id = add_key(product, item, buf);
	seen->key = lend(arena, pm_buf_str(buf));
	seen->id = lend(arena, item->id);
	seen->title = lend(arena, item->title);
	seen->status = lend(arena, pm_item_status(product, item));
	see_values(product, item, arena, seen);
	for (size_t i = 0; i < seen->value_count; i++)
		seen->values[i].text = lend(arena, seen->values[i].text);
	seen->words = words_of(product, item);
	pm_buf_reset(buf);
	pm_buf_add_fold(buf, pm_str_trim(item->title));
	seen->title_hash = buf->n ? pm_str_hash(pm_buf_str(buf)) : 0;
	seen->state = item->state;
	seen->place = item->place;
	seen->kind = item->kind;
	seen->form = item->form;
	seen->hash = hash_of(seen);
}

/* -- what the walk notes */

struct change {
	uint32_t commit, file;
	unsigned char after[PM_GIT_ID];
	bool there; /* else the file is gone */
};

/* A file that the product has, or had. */
struct file {
	const char *path;
	struct pm_scope_file what;
	struct sighting **seen; /* heap: in its version of now, in its order */
	size_t count;
};

/* Something that is known by a key: where it stands now. */
struct slot {
	struct pm_str key;
	uint32_t life; /* PM_NO_ITEM: none yet */
	struct sighting **seen;
	size_t count, cap;
	struct sighting *shown; /* what its life was last told; NULL: nothing */
	bool touched;
};

struct life {
	uint32_t slot;
	struct sighting *last; /* how it stands, or stood last */
	bool there;
};

/* What came out of reading one changed file. */
struct result {
	struct sighting *seen;
	size_t count;
	char *error;
};

struct builder {
	struct pm_git *git;
	const struct pm_history_options *options;
	struct pm_history *history;
	struct pm_scope *scope;
	struct texts texts;
	size_t commit_cap;
	struct change *changes; /* the newest first, then turned round */
	size_t change_count, change_cap;
	struct file *files;
	size_t file_count, file_cap;
	uint32_t *file_slots; /* file + 1, by path */
	size_t file_size;
	struct slot *slots;
	size_t slot_count, slot_cap;
	uint32_t *slot_index; /* slot + 1, by key */
	size_t slot_size;
	uint32_t *touched; /* slots of this commit */
	size_t touched_count, touched_cap;
	struct life *lives;
	size_t life_count, life_cap;
	struct pm_event *events; /* commit after commit */
	size_t event_count, event_cap;
	uint32_t *gone, *come; /* slots of this commit that lost, or got, all they have */
	size_t gone_count, gone_cap, come_count, come_cap;
	struct result results[BATCH];
	const struct change *batch;
	struct pm_arena arenas[PM_WORK_THREADS];
	struct pm_buf *err;
};

static size_t power_above(size_t least)
{
	size_t size = 64;

	while (size < least)
		size *= 2;
	return size;
}

static void index_files(struct builder *b, size_t size)
{
	free(b->file_slots);
	b->file_size = size;
	b->file_slots = pm_calloc(size, sizeof *b->file_slots);
	for (size_t k = 0; k < b->file_count; k++) {
		size_t i = pm_str_hash(pm_str_c(b->files[k].path)) & (size - 1);

		while (b->file_slots[i])
			i = (i + 1) & (size - 1);
		b->file_slots[i] = (uint32_t)k + 1;
	}
}

static uint32_t file_of(struct builder *b, const char *path)
{
	size_t i;

	if (b->file_count * 2 >= b->file_size)
		index_files(b, power_above(b->file_count * 4));
	i = pm_str_hash(pm_str_c(path)) & (b->file_size - 1);
	while (b->file_slots[i] && strcmp(b->files[b->file_slots[i] - 1].path, path) != 0)
		i = (i + 1) & (b->file_size - 1);
	if (!b->file_slots[i]) {
		PM_GROW(b->files, b->file_count, b->file_cap);
		b->files[b->file_count++] =
			(struct file){.path = text_keep(&b->texts, pm_str_c(path)).p, .what = pm_scope_file(b->scope, path)};
		b->file_slots[i] = (uint32_t)b->file_count;
	}
	return b->file_slots[i] - 1;
}

static bool wants(void *ctx, const char *path, bool folder)
{
	const struct builder *b = ctx;

	return pm_scope_has(b->scope, path, folder);
}

static int note_step(void *ctx, const struct pm_git_step *step)
{
	struct builder *b = ctx;
	struct pm_history *h = b->history;
	struct pm_history_commit *commit;

	PM_GROW(h->commits, h->commit_count, b->commit_cap);
	commit = &h->commits[h->commit_count];
	memset(commit, 0, sizeof *commit);
	memcpy(commit->id, step->id, PM_GIT_ID);
	commit->time = step->time;
	commit->day = pm_day_from_unix(step->time);
	commit->author = text_keep(&b->texts, pm_str_c(step->author));
	commit->mail = text_keep(&b->texts, pm_str_c(step->mail));
	commit->merge = step->merge;
	commit->base = step->base;
	for (size_t i = 0; i < step->change_count; i++) {
		struct change *change;

		PM_GROW(b->changes, b->change_count, b->change_cap);
		change = &b->changes[b->change_count++];
		memset(change, 0, sizeof *change);
		change->commit = h->commit_count;
		change->file = file_of(b, step->changes[i].path);
		change->there = step->changes[i].after != NULL;
		if (change->there)
			memcpy(change->after, step->changes[i].after, PM_GIT_ID);
	}
	h->commit_count++;
	if (b->options->progress && h->commit_count % 256 == 0)
		b->options->progress(b->options->progress_ctx, h->commit_count, 0);
	return 0;
}

/* Oldest first from here on. */
static void turn_round(struct builder *b)
{
	struct pm_history *h = b->history;

	for (size_t i = 0, k = h->commit_count; i + 1 < k; i++) {
		struct pm_history_commit swap = h->commits[i];

		h->commits[i] = h->commits[--k];
		h->commits[k] = swap;
	}
	for (size_t i = 0, k = b->change_count; i + 1 < k; i++) {
		struct change swap = b->changes[i];

		b->changes[i] = b->changes[--k];
		b->changes[k] = swap;
	}
	for (size_t i = 0; i < b->change_count; i++)
		b->changes[i].commit = h->commit_count - 1 - b->changes[i].commit;
}

/* -- reading the changed files */

static void read_change(void *ctx, size_t i, unsigned thread)
{
	struct builder *b = ctx;
	const struct change *change = &b->batch[i];
	const char *path = b->files[change->file].path;
	struct result *result = &b->results[i];
	struct pm_arena *arena = &b->arenas[thread];
	struct pm_buf err = {0}, buf = {0};
	struct pm_source source;
	struct pm_product *product;
	char *bytes;
	size_t size;

	*result = (struct result){0};
	if (!change->there)
		return;
	if (pm_git_blob(b->git, path, change->after, &bytes, &size, &err) < 0) {
		result->error = err.p;
		return;
	}
	pm_source_init(&source, path, bytes, size, PM_SOURCE_HEAP);
	product = pm_scope_read(b->scope, &b->files[change->file].what, &source);
	result->seen = pm_arena_alloc(arena, (product->item_count + 1) * sizeof *result->seen);
	for (uint32_t k = 0; k < product->item_count; k++)
		see(product, &product->items[k], arena, &buf, &result->seen[result->count++]);
	pm_product_free(product);
	pm_buf_clear(&buf);
}

static void end_reading(void *ctx, unsigned thread)
{
	(void)ctx;
	if (thread)
		pm_scope_thread_end();
}

/* A sighting that stays: its texts are kept once. */
static struct sighting *keep(struct builder *b, const struct sighting *seen, const char *path)
{
	struct sighting *kept = pm_arena_alloc(b->texts.arena, sizeof *kept);
	struct value *values = pm_arena_alloc(b->texts.arena, (size_t)(seen->value_count + 1) * sizeof *values);

	*kept = *seen;
	kept->path = path;
	kept->key = text_keep(&b->texts, seen->key);
	kept->id = text_keep(&b->texts, seen->id);
	kept->title = text_keep(&b->texts, seen->title);
	kept->status = text_keep(&b->texts, seen->status);
	kept->values = values;
	for (size_t i = 0; i < seen->value_count; i++)
		values[i] = (struct value){seen->values[i].field, text_keep(&b->texts, seen->values[i].text)};
	return kept;
}

/* -- where every key stands */

static void index_slots(struct builder *b, size_t size)
{
	free(b->slot_index);
	b->slot_size = size;
	b->slot_index = pm_calloc(size, sizeof *b->slot_index);
	for (size_t k = 0; k < b->slot_count; k++) {
		size_t i = pm_str_hash(b->slots[k].key) & (size - 1);

		while (b->slot_index[i])
			i = (i + 1) & (size - 1);
		b->slot_index[i] = (uint32_t)k + 1;
	}
}

/* The slot of a key that was kept. */
static uint32_t slot_of(struct builder *b, struct pm_str key)
{
	size_t i;

	if (b->slot_count * 2 >= b->slot_size)
		index_slots(b, power_above(b->slot_count * 4));
	i = pm_str_hash(key) & (b->slot_size - 1);
	while (b->slot_index[i] && !pm_str_eq(b->slots[b->slot_index[i] - 1].key, key))
		i = (i + 1) & (b->slot_size - 1);
	if (!b->slot_index[i]) {
		PM_GROW(b->slots, b->slot_count, b->slot_cap);
		b->slots[b->slot_count++] = (struct slot){.key = key, .life = PM_NO_ITEM};
		b->slot_index[i] = (uint32_t)b->slot_count;
	}
	return b->slot_index[i] - 1;
}

static struct slot *touch(struct builder *b, struct pm_str key)
{
	uint32_t slot = slot_of(b, key);

	if (!b->slots[slot].touched) {
		b->slots[slot].touched = true;
		PM_GROW(b->touched, b->touched_count, b->touched_cap);
		b->touched[b->touched_count++] = slot;
	}
	return &b->slots[slot];
}

static void slot_remove(struct builder *b, struct sighting *seen)
{
	struct slot *slot = touch(b, seen->key);
	size_t i = 0;

	while (i < slot->count && slot->seen[i] != seen)
		i++;
	assert(i < slot->count);
	memmove(slot->seen + i, slot->seen + i + 1, (slot->count - i - 1) * sizeof(struct sighting *));
	slot->count--;
}

static void slot_add(struct builder *b, struct sighting *seen)
{
	struct slot *slot = touch(b, seen->key);

	PM_GROW(slot->seen, slot->count, slot->cap);
	slot->seen[slot->count++] = seen;
}

/* The new version of a file: what is equal at its beginning and end stays as it is. */
static void replace_file(struct builder *b, struct file *file, const struct result *result)
{
	struct sighting **seen = pm_malloc((result->count + 1) * sizeof(struct sighting *));
	size_t head = 0, tail = 0, least = file->count < result->count ? file->count : result->count;

	while (head < least && file->seen[head]->hash == result->seen[head].hash) {
		seen[head] = file->seen[head];
		head++;
	}
	while (tail < least - head && file->seen[file->count - 1 - tail]->hash == result->seen[result->count - 1 - tail].hash) {
		seen[result->count - 1 - tail] = file->seen[file->count - 1 - tail];
		tail++;
	}
	for (size_t i = head; i < file->count - tail; i++)
		slot_remove(b, file->seen[i]);
	for (size_t i = head; i < result->count - tail; i++) {
		seen[i] = keep(b, &result->seen[i], file->path);
		slot_add(b, seen[i]);
	}
	free(file->seen);
	file->seen = seen;
	file->count = result->count;
}

/* -- events */

static struct pm_event *add_event(struct builder *b, uint32_t life, uint32_t commit, enum pm_event_type type,
				  const struct sighting *before, const struct sighting *after)
{
	struct pm_event *event;

	PM_GROW(b->events, b->event_count, b->event_cap);
	event = &b->events[b->event_count++];
	*event = (struct pm_event){.life = life, .commit = commit, .type = (uint8_t)type};
	event->from = before ? before->state : PM_STATE_NONE;
	event->to = after ? after->state : before ? before->state : PM_STATE_NONE;
	event->place = after ? after->place : before ? before->place : PM_PLACE_ACTIVE;
	event->before = event->after = PM_STR("");
	return event;
}

static void add_change(struct builder *b, uint32_t life, uint32_t commit, enum pm_event_type type, const struct sighting *before,
		       const struct sighting *after, struct pm_str from, struct pm_str to)
{
	struct pm_event *event;

	if (from.p == to.p)
		return;
	event = add_event(b, life, commit, type, before, after);
	event->before = from;
	event->after = to;
}

static void compare_values(struct builder *b, uint32_t life, uint32_t commit, const struct sighting *before,
			   const struct sighting *after)
{
	size_t i = 0, k = 0;

	while (i < before->value_count || k < after->value_count) {
		uint16_t x = i < before->value_count ? before->values[i].field : UINT16_MAX;
		uint16_t y = k < after->value_count ? after->values[k].field : UINT16_MAX;
		struct pm_str from = x <= y ? before->values[i].text : PM_STR(""), to = y <= x ? after->values[k].text : PM_STR("");
		struct pm_event *event;

		i += x <= y;
		k += y <= x;
		if (pm_str_eq(from, to))
			continue;
		event = add_event(b, life, commit, PM_EVENT_FIELD, before, after);
		event->field = x < y ? x : y;
		event->before = from;
		event->after = to;
	}
}

/* What became of a life between two sightings of it. */
static void compare(struct builder *b, uint32_t life, uint32_t commit, const struct sighting *before, const struct sighting *after)
{
	struct pm_event *event;

	if (before->path != after->path)
		add_change(b, life, commit, PM_EVENT_MOVED, before, after, pm_str_c(before->path), pm_str_c(after->path));
	if (before->by_id || after->by_id) {
		if (!pm_str_eq(before->key, after->key))
			add_change(b, life, commit, PM_EVENT_ID, before, after, before->id, after->id);
	}
	add_change(b, life, commit, PM_EVENT_TITLE, before, after, before->title, after->title);
	if (before->state != after->state || before->status.p != after->status.p) {
		event = add_event(b, life, commit, PM_EVENT_STATE, before, after);
		event->before = before->status;
		event->after = after->status;
	}
	compare_values(b, life, commit, before, after);
	if (before->words != after->words)
		add_event(b, life, commit, PM_EVENT_TEXT, before, after);
}

/* -- one commit */

static bool has_value(const struct sighting *seen, uint16_t field)
{
	for (size_t i = 0; i < seen->value_count; i++)
		if (seen->values[i].field == field)
			return true;
	return false;
}

static int by_field(const void *a, const void *b)
{
	return (int)((const struct value *)a)->field - (int)((const struct value *)b)->field;
}

/* What a weaker repeat says beyond the item itself. */
static void take(struct builder *b, struct sighting *joined, const struct sighting *other)
{
	struct value *values =
		pm_arena_alloc(b->texts.arena, (size_t)(joined->value_count + other->value_count + 1) * sizeof *values);
	uint16_t count = joined->value_count;

	if (count)
		memcpy(values, joined->values, count * sizeof *values);
	for (size_t i = 0; i < other->value_count; i++)
		if (!has_value(joined, other->values[i].field))
			values[count++] = other->values[i];
	if (count)
		qsort(values, count, sizeof *values, by_field);
	joined->values = values;
	joined->value_count = count;
	if (joined->state == PM_STATE_NONE)
		joined->state = other->state;
	if (!joined->status.n)
		joined->status = other->status;
}

/* How a key stands: the strongest form of those that have it, with what only the weaker ones say; NULL: nowhere. */
static struct sighting *stand(struct builder *b, const struct slot *slot)
{
	struct sighting *best = slot->count ? slot->seen[0] : NULL, *joined;

	for (size_t i = 1; i < slot->count; i++) {
		struct sighting *other = slot->seen[i];

		if (other->form < best->form || (other->form == best->form && strcmp(other->path, best->path) < 0))
			best = other;
	}
	if (slot->count < 2)
		return best;
	joined = pm_arena_alloc(b->texts.arena, sizeof *joined);
	*joined = *best;
	for (size_t i = 0; i < slot->count; i++)
		if (slot->seen[i]->form > best->form)
			take(b, joined, slot->seen[i]);
	return joined;
}

/* A life's last sighting, and what is new against the one before. */
static void go_on(struct builder *b, uint32_t life, uint32_t commit, struct sighting *seen)
{
	compare(b, life, commit, b->lives[life].last, seen);
	b->lives[life].last = seen;
	b->lives[life].there = true;
}

static void begin(struct builder *b, uint32_t slot, uint32_t commit, struct sighting *seen)
{
	uint32_t life = (uint32_t)b->life_count;
	struct pm_event *event;

	PM_GROW(b->lives, b->life_count, b->life_cap);
	b->lives[b->life_count++] = (struct life){slot, seen, true};
	b->slots[slot].life = life;
	event = add_event(b, life, commit, PM_EVENT_CREATED, NULL, seen);
	event->after = seen->status;
}

/* Items that are gone and items that are new, as they are matched. */
struct match {
	uint64_t hash;
	const char *path;
	uint32_t slot;
	bool taken;
};

static int by_hash(const void *a, const void *b)
{
	const struct match *x = a, *y = b;
	int order = x->hash < y->hash ? -1 : x->hash > y->hash;

	if (!order)
		order = strcmp(x->path, y->path);
	return order ? order : x->slot < y->slot ? -1 : x->slot > y->slot;
}

enum likeness { SAME_TITLE_AND_PATH, SAME_TITLE, SAME_WORDS, LIKENESSES };

static struct match *list_matches(struct builder *b, const uint32_t *slots, size_t count, bool gone, enum likeness likeness)
{
	struct match *matches = pm_malloc((count + 1) * sizeof *matches);

	for (size_t i = 0; i < count; i++) {
		struct slot *slot = &b->slots[slots[i]];
		const struct sighting *seen = gone ? b->lives[slot->life].last : slot->shown;

		matches[i] = (struct match){likeness == SAME_WORDS ? seen->words : seen->title_hash, seen->path, slots[i], false};
		if (likeness == SAME_TITLE_AND_PATH && matches[i].hash)
			matches[i].hash = mix(matches[i].hash, pm_str_hash(pm_str_c(seen->path)));
	}
	if (count)
		qsort(matches, count, sizeof *matches, by_hash);
	return matches;
}

/* The life of a slot that is empty goes on in another. */
static void hand_over(struct builder *b, uint32_t from, uint32_t to, uint32_t commit)
{
	uint32_t life = b->slots[from].life;

	b->slots[from].life = PM_NO_ITEM;
	b->slots[to].life = life;
	b->lives[life].slot = to;
	go_on(b, life, commit, b->slots[to].shown);
}

/* Those of one likeness are matched in their order, two by two; the others stay. */
static void match_by(struct builder *b, uint32_t commit, enum likeness likeness)
{
	struct match *gone = list_matches(b, b->gone, b->gone_count, true, likeness);
	struct match *come = list_matches(b, b->come, b->come_count, false, likeness);
	size_t i = 0, k = 0;

	while (i < b->gone_count && k < b->come_count) {
		if (gone[i].hash == come[k].hash && gone[i].hash) {
			gone[i].taken = come[k].taken = true;
			hand_over(b, gone[i++].slot, come[k++].slot, commit);
		} else if (gone[i].hash <= come[k].hash) {
			i++;
		} else {
			k++;
		}
	}
	for (i = k = 0; i < b->gone_count; i++)
		if (!gone[i].taken)
			b->gone[k++] = gone[i].slot;
	b->gone_count = k;
	for (i = k = 0; i < b->come_count; i++)
		if (!come[i].taken)
			b->come[k++] = come[i].slot;
	b->come_count = k;
	free(gone);
	free(come);
}

/* Sorts the touched keys: those that go on, those that are gone, those that came. */
static void sort_touched(struct builder *b, uint32_t commit)
{
	b->gone_count = b->come_count = 0;
	for (size_t i = 0; i < b->touched_count; i++) {
		struct slot *slot = &b->slots[b->touched[i]];
		bool was = slot->shown != NULL;

		slot->touched = false;
		slot->shown = stand(b, slot);
		if (was && slot->shown) {
			go_on(b, slot->life, commit, slot->shown);
		} else if (was) {
			PM_GROW(b->gone, b->gone_count, b->gone_cap);
			b->gone[b->gone_count++] = b->touched[i];
		} else if (slot->shown) {
			PM_GROW(b->come, b->come_count, b->come_cap);
			b->come[b->come_count++] = b->touched[i];
		}
	}
	b->touched_count = 0;
}

static bool same_item(const struct sighting *a, const struct sighting *b)
{
	return (a->title_hash && a->title_hash == b->title_hash) || (a->words && a->words == b->words);
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* What happened in a commit, now that all its files are replaced. */
static void end_commit(struct builder *b, uint32_t commit)
{
	sort_touched(b, commit);
	for (int likeness = 0; likeness < LIKENESSES && b->gone_count && b->come_count; likeness++)
		match_by(b, commit, (enum likeness)likeness);
	if (b->come_count)
		qsort(b->come, b->come_count, sizeof *b->come, by_number);
	for (size_t i = 0; i < b->gone_count; i++) {
		uint32_t life = b->slots[b->gone[i]].life;

		b->lives[life].there = false;
		add_event(b, life, commit, PM_EVENT_GONE, b->lives[life].last, NULL);
	}
	for (size_t i = 0; i < b->come_count; i++) {
		struct slot *slot = &b->slots[b->come[i]];

		if (slot->life != PM_NO_ITEM && same_item(b->lives[slot->life].last, slot->shown)) {
			add_event(b, slot->life, commit, PM_EVENT_BACK, b->lives[slot->life].last, slot->shown);
			go_on(b, slot->life, commit, slot->shown);
		} else {
			begin(b, b->come[i], commit, slot->shown);
		}
	}
	if (b->history->first == UINT32_MAX && b->life_count)
		b->history->first = commit;
}

/* -- the whole */

static int take_batch(struct builder *b, size_t from, size_t count)
{
	int status = 0;

	b->batch = b->changes + from;
	pm_work(count, b->options->read.threads ? b->options->read.threads : pm_work_cores(), read_change, end_reading, b);
	pm_config_use_aliases(b->options->read.config);
	for (size_t i = 0; i < count; i++) {
		const struct change *change = &b->batch[i];
		struct result *result = &b->results[i];

		if (result->error && status == 0) {
			pm_buf_addz(b->err, result->error);
			status = -1;
		}
		free(result->error);
		if (status < 0)
			continue;
		replace_file(b, &b->files[change->file], result);
		if (from + i + 1 == b->change_count || b->changes[from + i + 1].commit != change->commit)
			end_commit(b, change->commit);
	}
	for (unsigned t = 0; t < PM_WORK_THREADS; t++)
		pm_arena_reset(&b->arenas[t]);
	if (b->options->progress)
		b->options->progress(b->options->progress_ctx, b->batch[count - 1].commit + 1, b->history->commit_count);
	return status;
}

/* Events by life; those of a life stay in their order. */
static void sort_events(struct builder *b)
{
	struct pm_history *h = b->history;
	uint32_t at = 0;

	for (size_t i = 0; i < b->event_count; i++)
		h->lives[b->events[i].life].event_count++;
	for (uint32_t i = 0; i < h->life_count; i++) {
		h->lives[i].first_event = at;
		at += h->lives[i].event_count;
		h->lives[i].event_count = 0;
	}
	h->events = pm_malloc((b->event_count + 1) * sizeof *h->events);
	h->event_count = (uint32_t)b->event_count;
	for (size_t i = 0; i < b->event_count; i++) {
		struct pm_life *life = &h->lives[b->events[i].life];

		h->events[life->first_event + life->event_count++] = b->events[i];
	}
}

/* Which life a key names in the end. */
struct pm_history_index {
	struct pm_str *keys;
	uint32_t *lives;
	size_t size; /* a power of two */
};

static size_t index_slot(const struct pm_history_index *index, struct pm_str key)
{
	size_t i = pm_str_hash(key) & (index->size - 1);

	while (index->keys[i].n && !pm_str_eq(index->keys[i], key))
		i = (i + 1) & (index->size - 1);
	return i;
}

static void finish_lives(struct builder *b)
{
	struct pm_history *h = b->history;
	struct pm_history_index *index = pm_calloc(1, sizeof *index);

	h->life_count = (uint32_t)b->life_count;
	h->lives = pm_calloc(b->life_count + 1, sizeof *h->lives);
	index->size = power_above(b->life_count * 2);
	index->keys = pm_calloc(index->size, sizeof *index->keys);
	index->lives = pm_calloc(index->size, sizeof *index->lives);
	h->index = index;
	for (uint32_t i = 0; i < h->life_count; i++) {
		const struct sighting *last = b->lives[i].last;
		size_t slot = index_slot(index, last->key);

		h->lives[i] = (struct pm_life){.key = last->by_id ? last->key : PM_STR(""),
					       .id = last->id,
					       .title = last->title,
					       .path = last->path,
					       .state = last->state,
					       .place = last->place,
					       .kind = last->kind,
					       .there = b->lives[i].there};
		index->keys[slot] = last->key;
		index->lives[slot] = i;
	}
}

static void clear_builder(struct builder *b)
{
	for (unsigned t = 0; t < PM_WORK_THREADS; t++)
		pm_arena_clear(&b->arenas[t]);
	for (size_t i = 0; i < b->file_count; i++)
		free(b->files[i].seen);
	for (size_t i = 0; i < b->slot_count; i++)
		free(b->slots[i].seen);
	free(b->texts.slots);
	free(b->changes);
	free(b->files);
	free(b->file_slots);
	free(b->slots);
	free(b->slot_index);
	free(b->touched);
	free(b->lives);
	free(b->events);
	free(b->gone);
	free(b->come);
	pm_scope_free(b->scope);
	free(b);
}

static int build(struct builder *b)
{
	struct pm_git_walk walk = {
		.to = b->options->to,
		.from = b->options->from,
		.wants = wants,
		.visit = note_step,
		.ctx = b,
	};
	int status = pm_git_walk(b->git, &walk, b->err);

	b->history->shallow = walk.shallow;
	turn_round(b);
	for (size_t at = 0; status == 0 && at < b->change_count; at += BATCH)
		status = take_batch(b, at, b->change_count - at < BATCH ? b->change_count - at : BATCH);
	if (status < 0)
		return -1;
	if (b->history->first == UINT32_MAX)
		b->history->first = b->history->commit_count;
	finish_lives(b);
	sort_events(b);
	return 0;
}

int pm_history_read(struct pm_git *git, const struct pm_history_options *options, struct pm_history **history, struct pm_buf *err)
{
	struct builder *b = pm_calloc(1, sizeof *b);
	struct pm_tree *tree = pm_git_tree(git, options->to ? options->to : "HEAD", err);
	int status = -1;

	*history = pm_calloc(1, sizeof **history);
	pm_arena_init(&(*history)->arena);
	(*history)->first = UINT32_MAX;
	b->git = git;
	b->options = options;
	b->history = *history;
	b->texts.arena = &(*history)->arena;
	b->err = err;
	for (unsigned t = 0; t < PM_WORK_THREADS; t++)
		pm_arena_init(&b->arenas[t]);
	if (tree)
		b->scope = pm_scope_new(tree, &options->read, err);
	pm_tree_free(tree);
	if (b->scope)
		status = build(b);
	clear_builder(b);
	if (status < 0) {
		pm_history_free(*history);
		*history = NULL;
	}
	return status;
}

void pm_history_free(struct pm_history *history)
{
	if (!history)
		return;
	if (history->index) {
		free(history->index->keys);
		free(history->index->lives);
	}
	free(history->index);
	free(history->commits);
	free(history->lives);
	free(history->events);
	pm_arena_clear(&history->arena);
	free(history);
}

/* -- asking */

uint32_t pm_history_find(const struct pm_history *history, struct pm_str key)
{
	size_t slot = index_slot(history->index, key);

	return key.n && history->index->keys[slot].n ? history->index->lives[slot] : PM_NO_ITEM;
}

uint32_t pm_history_life(const struct pm_history *history, const struct pm_product *product, uint32_t item)
{
	struct pm_buf key = {0};
	uint32_t life;

	add_key(product, &product->items[item], &key);
	life = pm_history_find(history, pm_buf_str(&key));
	pm_buf_clear(&key);
	return life;
}

const struct pm_event *pm_life_field(const struct pm_history *history, const struct pm_life *life, enum pm_field_id field)
{
	for (uint32_t i = life->event_count; i-- > 0;) {
		const struct pm_event *event = &history->events[life->first_event + i];

		if (event->type == PM_EVENT_CREATED || (event->type == PM_EVENT_FIELD && event->field == field) ||
		    (event->type == PM_EVENT_STATE && field == PM_FIELD_STATUS))
			return event;
	}
	return NULL;
}

const struct pm_event *pm_life_state(const struct pm_history *history, const struct pm_life *life, enum pm_state_class state)
{
	for (uint32_t i = life->event_count; i-- > 0;) {
		const struct pm_event *event = &history->events[life->first_event + i];

		if (event->to == state && event->from != state)
			return event;
	}
	return NULL;
}

uint32_t pm_life_worded(const struct pm_history *history, const struct pm_life *life)
{
	for (uint32_t i = life->event_count; i-- > 0;) {
		const struct pm_event *event = &history->events[life->first_event + i];

		if (event->type == PM_EVENT_CREATED || event->type == PM_EVENT_TEXT || event->type == PM_EVENT_TITLE)
			return event->commit;
	}
	return 0;
}
