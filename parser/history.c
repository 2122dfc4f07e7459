/* history: the life of every item, from the commits of a repository.
 *
 * Three steps: the commits are walked, the newest first, and what each changed is noted; the changed files are read, in batches and
 * on several threads; then the changes are gone through in their order, and the items that were in a file before and after are
 * compared.
 */
#include "parser/history.h"

#include "parser/mem.h"
#include "parser/reread.h"
#include "parser/work.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 512, BATCH_LARGE = 4, STRETCH = 16 };

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
	struct pm_sighting **seen; /* heap: in its version of now, in its order */
	size_t count, cap;
	struct pm_reread *reread; /* of a large file; NULL */
	bool whole;		  /* it is large, and reading it in parts did not give what reading it whole does */
	uint64_t vision;	  /* as in a result; of a large file, which is a backlog, 0 */
};

/* Something that is known by a key: where it stands now. */
struct slot {
	struct pm_str key;
	uint32_t life; /* PM_NO_ITEM: none yet */
	struct pm_sighting **seen;
	size_t count, cap;
	struct pm_sighting *shown; /* what its life was last told; NULL: nothing */
	bool touched;
};

struct life {
	uint32_t slot;
	struct pm_sighting *last; /* how it stands, or stood last */
	bool there;
};

/* What came out of reading one changed file. */
struct result {
	struct pm_sighting *seen;
	size_t count;
	uint64_t vision; /* hash of its text; 0: there is none */
	char *bytes;	 /* of a large file, which is not read yet; heap */
	size_t size;
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
	size_t batch_count;
	pthread_mutex_t turn; /* at the repository */
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
	commit->news = step->news;
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

/* What stands in the changed file, heap; it is parsed or kept by whoever asks. */
static void fetch_change(struct builder *b, size_t i)
{
	const struct change *change = &b->batch[i];
	struct result *result = &b->results[i];
	struct pm_buf err = {0};

	*result = (struct result){0};
	if (change->there &&
	    pm_git_blob(b->git, b->files[change->file].path, change->after, &result->bytes, &result->size, &err) < 0)
		result->error = err.p;
}

static void read_change(struct builder *b, size_t i, struct pm_arena *arena)
{
	const struct file *file = &b->files[b->batch[i].file];
	struct result *result = &b->results[i];
	struct pm_buf buf = {0};
	struct pm_source source;
	struct pm_product *product;

	if (!result->bytes || (result->size > PM_REREAD_SIZE && !file->whole))
		return;
	pm_source_init(&source, file->path, result->bytes, result->size, PM_SOURCE_HEAP);
	result->bytes = NULL;
	product = pm_scope_read(b->scope, &file->what, &source);
	result->seen = pm_arena_alloc(arena, (product->item_count + 1) * sizeof *result->seen);
	for (uint32_t k = 0; k < product->item_count; k++)
		pm_sighting_see(product, &product->items[k], arena, &buf, &result->seen[result->count++]);
	if (product->vision.end > product->vision.start)
		result->vision = pm_str_hash(pm_source_text(&product->files[0].source, product->vision)) | 1;
	pm_product_free(product);
	pm_buf_clear(&buf);
}

/* libgit2 takes its own locks many times an object, and threads that wait for them all take longer than one alone: so they take
 * turns at it, a stretch of files each. */
static void read_stretch(void *ctx, size_t nth, unsigned thread)
{
	struct builder *b = ctx;
	size_t from = nth * STRETCH, to = from + STRETCH < b->batch_count ? from + STRETCH : b->batch_count;

	pthread_mutex_lock(&b->turn);
	for (size_t i = from; i < to; i++)
		fetch_change(b, i);
	pthread_mutex_unlock(&b->turn);
	for (size_t i = from; i < to; i++)
		read_change(b, i, &b->arenas[thread]);
}

static void end_reading(void *ctx, unsigned thread)
{
	(void)ctx;
	if (thread)
		pm_scope_thread_end();
}

/* A sighting that stays: its texts are kept once. */
static struct pm_sighting *keep(struct builder *b, const struct pm_sighting *seen, const char *path)
{
	struct pm_sighting *kept = pm_arena_alloc(b->texts.arena, sizeof *kept);
	struct pm_value *values = pm_arena_alloc(b->texts.arena, (size_t)(seen->value_count + 1) * sizeof *values);

	*kept = *seen;
	kept->path = path;
	kept->key = text_keep(&b->texts, seen->key);
	kept->id = text_keep(&b->texts, seen->id);
	kept->title = text_keep(&b->texts, seen->title);
	kept->status = text_keep(&b->texts, seen->status);
	kept->values = values;
	for (size_t i = 0; i < seen->value_count; i++)
		values[i] = (struct pm_value){seen->values[i].field, text_keep(&b->texts, seen->values[i].text)};
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

static void slot_remove(struct builder *b, struct pm_sighting *seen)
{
	struct slot *slot = touch(b, seen->key);
	size_t i = 0;

	while (i < slot->count && slot->seen[i] != seen)
		i++;
	assert(i < slot->count);
	memmove(slot->seen + i, slot->seen + i + 1, (slot->count - i - 1) * sizeof(struct pm_sighting *));
	slot->count--;
}

static void slot_add(struct builder *b, struct pm_sighting *seen)
{
	struct slot *slot = touch(b, seen->key);

	PM_GROW(slot->seen, slot->count, slot->cap);
	slot->seen[slot->count++] = seen;
}

/* What stood from .. to of a file gives way to what stands there now; what is equal at the beginning and the end stays as it is. */
static void replace_part(struct builder *b, struct file *file, size_t from, size_t to, const struct pm_sighting *seen, size_t count)
{
	size_t more;

	for (; from < to && count && file->seen[from]->hash == seen->hash; from++, seen++)
		count--;
	for (; from < to && count && file->seen[to - 1]->hash == seen[count - 1].hash; to--)
		count--;
	for (size_t i = from; i < to; i++)
		slot_remove(b, file->seen[i]);
	more = count > to - from ? count - (to - from) : 0;
	if (file->count + more > file->cap) {
		file->cap = (file->count + more) * 2;
		file->seen = pm_realloc(file->seen, file->cap, sizeof(struct pm_sighting *));
	}
	if (file->count > to)
		memmove(file->seen + from + count, file->seen + to, (file->count - to) * sizeof(struct pm_sighting *));
	file->count = file->count - (to - from) + count;
	for (size_t i = 0; i < count; i++) {
		file->seen[from + i] = keep(b, &seen[i], file->path);
		slot_add(b, file->seen[from + i]);
	}
}

/* The next version of a large file.  False: it must be read whole, from its first version on. */
static bool replace_large(struct builder *b, struct file *file, struct result *result)
{
	struct pm_reread_part *parts;
	size_t count;
	char *bytes = result->bytes;
	bool first = !file->reread;

	result->bytes = NULL;
	if (first)
		file->reread = pm_reread_new(b->scope, &file->what, file->path);
	if (!pm_reread_next(file->reread, bytes, result->size, &b->arenas[0], &parts, &count)) {
		file->whole = true;
		return false;
	}
	for (size_t i = 0; i < count; i++)
		replace_part(b, file, parts[i].from, first ? file->count : parts[i].to, parts[i].seen, parts[i].count);
	return true;
}

/* The new version of a file; false as above. */
static bool replace_file(struct builder *b, struct file *file, struct result *result)
{
	if (result->bytes)
		return replace_large(b, file, result);
	if (file->reread && !pm_reread_holds(file->reread, &b->arenas[0])) {
		file->whole = true;
		return false;
	}
	pm_reread_free(file->reread); /* it was large */
	file->reread = NULL;
	replace_part(b, file, 0, file->count, result->seen, result->count);
	return true;
}

/* -- events */

static struct pm_event *add_event(struct builder *b, uint32_t life, uint32_t commit, enum pm_event_type type,
				  const struct pm_sighting *before, const struct pm_sighting *after)
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

static void add_change(struct builder *b, uint32_t life, uint32_t commit, enum pm_event_type type, const struct pm_sighting *before,
		       const struct pm_sighting *after, struct pm_str from, struct pm_str to)
{
	struct pm_event *event;

	if (from.p == to.p)
		return;
	event = add_event(b, life, commit, type, before, after);
	event->before = from;
	event->after = to;
}

static void compare_values(struct builder *b, uint32_t life, uint32_t commit, const struct pm_sighting *before,
			   const struct pm_sighting *after)
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
static void compare(struct builder *b, uint32_t life, uint32_t commit, const struct pm_sighting *before,
		    const struct pm_sighting *after)
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

static bool has_value(const struct pm_sighting *seen, uint16_t field)
{
	for (size_t i = 0; i < seen->value_count; i++)
		if (seen->values[i].field == field)
			return true;
	return false;
}

static int by_field(const void *a, const void *b)
{
	return (int)((const struct pm_value *)a)->field - (int)((const struct pm_value *)b)->field;
}

/* What a weaker repeat says beyond the item itself. */
static void take(struct builder *b, struct pm_sighting *joined, const struct pm_sighting *other)
{
	struct pm_value *values =
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

/* A roadmap's line with the id and the title of a story is no initiative: it speaks of that story, whatever its form. */
static bool refers_to(const struct pm_sighting *line, const struct pm_sighting *story)
{
	return line->kind == PM_KIND_INITIATIVE && story->kind != PM_KIND_INITIATIVE && line->title_hash == story->title_hash;
}

/* Does the one speak for the key rather than the other?  The stronger form does; an id is often given anew when what had it is put
 * away, so what is worked on comes before what was. */
static bool goes_before(const struct pm_sighting *a, const struct pm_sighting *b)
{
	static const int places[] = {
		[PM_PLACE_ACTIVE] = 0,
		[PM_PLACE_COMPLETED] = 1,
		[PM_PLACE_DRAFT] = 2,
		[PM_PLACE_ARCHIVED] = 3,
	};

	if (refers_to(a, b) || refers_to(b, a))
		return refers_to(b, a);
	if (a->form != b->form)
		return a->form < b->form;
	if (a->place != b->place)
		return places[a->place] < places[b->place];
	return strcmp(a->path, b->path) < 0;
}

/* How a key stands: the strongest form of those that have it, with what only the weaker ones say; NULL: nowhere. */
static struct pm_sighting *stand(struct builder *b, const struct slot *slot)
{
	struct pm_sighting *best = slot->count ? slot->seen[0] : NULL, *joined;

	for (size_t i = 1; i < slot->count; i++)
		if (goes_before(slot->seen[i], best))
			best = slot->seen[i];
	if (slot->count < 2)
		return best;
	joined = pm_arena_alloc(b->texts.arena, sizeof *joined);
	*joined = *best;
	for (size_t i = 0; i < slot->count; i++)
		if (slot->seen[i]->form > best->form || refers_to(slot->seen[i], best))
			take(b, joined, slot->seen[i]);
	return joined;
}

/* A life's last sighting, and what is new against the one before. */
static void go_on(struct builder *b, uint32_t life, uint32_t commit, struct pm_sighting *seen)
{
	compare(b, life, commit, b->lives[life].last, seen);
	b->lives[life].last = seen;
	b->lives[life].there = true;
}

static void begin(struct builder *b, uint32_t slot, uint32_t commit, struct pm_sighting *seen)
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
		const struct pm_sighting *seen = gone ? b->lives[slot->life].last : slot->shown;

		matches[i] = (struct match){likeness == SAME_WORDS ? seen->words : seen->title_hash, seen->path, slots[i], false};
		if (likeness == SAME_TITLE_AND_PATH && matches[i].hash)
			matches[i].hash = pm_hash_mix(matches[i].hash, pm_str_hash(pm_str_c(seen->path)));
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

static bool same_item(const struct pm_sighting *a, const struct pm_sighting *b)
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

enum taken { TAKEN, AGAIN, FAILED };

static void note_vision(struct builder *b, const struct change *change, uint64_t vision)
{
	struct file *file = &b->files[change->file];

	if (file->vision != vision)
		b->history->vision = change->commit;
	file->vision = vision;
}

/* One changed file, and with the last one of a commit the commit. */
static enum taken take_change(struct builder *b, size_t at, struct result *result)
{
	const struct change *change = &b->changes[at];

	if (result->error) {
		pm_buf_addz(b->err, result->error);
		return FAILED;
	}
	if (!replace_file(b, &b->files[change->file], result))
		return AGAIN;
	note_vision(b, change, result->vision);
	if (at + 1 == b->change_count || b->changes[at + 1].commit != change->commit)
		end_commit(b, change->commit);
	return TAKEN;
}

static enum taken take_batch(struct builder *b, size_t from, size_t count)
{
	enum taken taken = TAKEN;

	b->batch = b->changes + from;
	b->batch_count = count;
	pm_work((count + STRETCH - 1) / STRETCH, b->options->read.threads ? b->options->read.threads : pm_work_cores(),
		read_stretch, end_reading, b);
	pm_config_use_aliases(b->options->read.config);
	for (size_t i = 0; i < count; i++) {
		if (taken == TAKEN)
			taken = take_change(b, from + i, &b->results[i]);
		free(b->results[i].error);
		free(b->results[i].bytes);
	}
	for (unsigned t = 0; t < PM_WORK_THREADS; t++)
		pm_arena_reset(&b->arenas[t]);
	if (b->options->progress)
		b->options->progress(b->options->progress_ctx, b->batch[count - 1].commit + 1, b->history->commit_count);
	return taken;
}

/* How many changes are read at once: few until it is known which files are large, and few of those. */
static size_t batch_size(const struct builder *b, size_t at, size_t most)
{
	size_t large = 0, n = 0;

	while (n < most && at + n < b->change_count && large < BATCH_LARGE)
		large += b->files[b->changes[at + n++].file].reread != NULL;
	return n;
}

/* In the end, too, reading in parts must have given what reading whole does. */
static enum taken check_large(struct builder *b)
{
	enum taken taken = TAKEN;

	for (size_t i = 0; i < b->file_count; i++)
		if (b->files[i].reread && b->files[i].count && !pm_reread_holds(b->files[i].reread, &b->arenas[0])) {
			b->files[i].whole = true;
			taken = AGAIN;
		}
	return taken;
}

static enum taken take_all(struct builder *b)
{
	enum taken taken = TAKEN;
	size_t most = BATCH_LARGE;

	for (size_t at = 0, n; taken == TAKEN && at < b->change_count; at += n, most = most < BATCH / 2 ? most * 2 : BATCH) {
		n = batch_size(b, at, most);
		taken = take_batch(b, at, n);
	}
	return taken == TAKEN ? check_large(b) : taken;
}

/* Back to the first commit. */
static void start_again(struct builder *b)
{
	for (size_t i = 0; i < b->file_count; i++) {
		pm_reread_free(b->files[i].reread);
		b->files[i].reread = NULL;
		b->files[i].count = 0;
		b->files[i].vision = 0;
	}
	for (size_t i = 0; i < b->slot_count; i++)
		free(b->slots[i].seen);
	b->slot_count = b->touched_count = b->life_count = b->event_count = 0;
	index_slots(b, power_above(0));
	b->history->first = b->history->vision = UINT32_MAX;
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
		const struct pm_sighting *last = b->lives[i].last;
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
	for (size_t i = 0; i < b->file_count; i++) {
		pm_reread_free(b->files[i].reread);
		free(b->files[i].seen);
	}
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
	pthread_mutex_destroy(&b->turn);
	pm_scope_free(b->scope);
	free(b);
}

static int build(struct builder *b)
{
	struct pm_git_walk walk = {
		.to = b->options->to,
		.from = b->options->from,
		.since = b->options->since,
		.wants = wants,
		.visit = note_step,
		.ctx = b,
	};
	int status = pm_git_walk(b->git, &walk, b->err);
	enum taken taken;

	b->history->shallow = walk.shallow;
	if (status < 0)
		return -1;
	turn_round(b);
	while ((taken = take_all(b)) == AGAIN)
		start_again(b);
	if (taken == FAILED)
		return -1;
	if (b->history->first == UINT32_MAX)
		b->history->first = b->history->commit_count;
	if (b->history->vision == UINT32_MAX)
		b->history->vision = b->history->commit_count;
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
	(*history)->first = (*history)->vision = UINT32_MAX;
	b->git = git;
	b->options = options;
	b->history = *history;
	b->texts.arena = &(*history)->arena;
	b->err = err;
	pthread_mutex_init(&b->turn, NULL);
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

	pm_sighting_key(product, &product->items[item], &key);
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
