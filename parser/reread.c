/* reread: a large file, version after version. */
#include "parser/reread.h"

#include "parser/markdown.h"
#include "parser/mem.h"

#include <stdlib.h>
#include <string.h>

enum {
	BESIDE = 8,	      /* sections on either side that are read too */
	CHANGES_MOST = 64,    /* places of one version; where there are more the file is read whole */
	FRONT_MOST = 8 << 10, /* bytes before the first heading */
	NAMELESS_MOST = 16,   /* one item in so many may be without an id */
	LEVELS = 6
};

/* A heading in column 0 at which the file may be cut, and what follows it up to the next one. */
struct section {
	uint32_t offset;
	uint8_t level; /* 0: what stands before the first heading */
};

/* An item as it is known: where it begins, and all that it says. */
struct known {
	uint32_t start;
	bool nameless; /* without an id */
	uint64_t hash;
};

struct pm_reread {
	const struct pm_scope *scope;
	struct pm_scope_file file;
	char *path;
	char *bytes; /* of the version that is known; NULL: none is yet */
	size_t size;
	struct section *sections; /* in the order of the file; the first begins at 0 */
	size_t section_count, section_cap;
	struct known *items;
	size_t item_count, item_cap, nameless;
	unsigned parts; /* versions since it was read whole */
	bool ordered;	/* the items begin one after another */
};

struct pm_reread *pm_reread_new(const struct pm_scope *scope, const struct pm_scope_file *file, const char *path)
{
	struct pm_reread *r = pm_calloc(1, sizeof *r);

	r->scope = scope;
	r->file = *file;
	r->path = pm_strdup(path);
	return r;
}

void pm_reread_free(struct pm_reread *r)
{
	if (!r)
		return;
	free(r->path);
	free(r->bytes);
	free(r->sections);
	free(r->items);
	free(r);
}

/* -- reading bytes */

/* The items of some bytes, and where each begins. */
struct reading {
	struct pm_sighting *seen;
	uint32_t *starts;
	size_t count;
};

static struct reading read_bytes(const struct pm_reread *r, const char *bytes, size_t size, struct pm_arena *arena)
{
	struct pm_source source;
	struct pm_product *product;
	struct reading reading;
	struct pm_buf buf = {0};

	pm_source_init(&source, r->path, bytes, size, PM_SOURCE_BORROWED);
	product = pm_scope_read(r->scope, &r->file, &source);
	reading.count = product->item_count;
	reading.seen = pm_arena_alloc(arena, (reading.count + 1) * sizeof *reading.seen);
	reading.starts = pm_arena_alloc(arena, (reading.count + 1) * sizeof *reading.starts);
	for (uint32_t i = 0; i < product->item_count; i++) {
		pm_sighting_see(product, &product->items[i], arena, &buf, &reading.seen[i]);
		reading.starts[i] = product->items[i].span.start;
	}
	pm_product_free(product);
	pm_buf_clear(&buf);
	return reading;
}

/* The sections of some bytes: heap. */
static struct section *find_sections(const char *bytes, size_t size, size_t *count)
{
	struct pm_source source;
	struct pm_cut *cuts;
	struct section *sections;

	pm_source_init(&source, "", bytes, size, PM_SOURCE_BORROWED);
	cuts = pm_markdown_cuts(&source, 0, 1, 0, count);
	sections = pm_malloc(*count * sizeof *sections);
	for (size_t i = 0; i < *count; i++) {
		sections[i] = (struct section){cuts[i].offset, 0};
		while (cuts[i].offset + sections[i].level < size && bytes[cuts[i].offset + sections[i].level] == '#')
			sections[i].level++;
		if (sections[i].level > LEVELS)
			sections[i].level = 0;
	}
	free(cuts);
	pm_source_clear(&source);
	return sections;
}

/* -- the whole file */

static struct known known_of(const struct pm_sighting *seen, uint32_t start)
{
	return (struct known){start, seen->id.n == 0, seen->hash};
}

static void know(struct pm_reread *r, const struct reading *reading)
{
	r->ordered = true;
	r->nameless = 0;
	for (r->item_count = 0; r->item_count < reading->count; r->item_count++) {
		if (r->item_count && reading->starts[r->item_count] < reading->starts[r->item_count - 1])
			r->ordered = false;
		PM_GROW(r->items, r->item_count, r->item_cap);
		r->items[r->item_count] = known_of(&reading->seen[r->item_count], reading->starts[r->item_count]);
		r->nameless += r->items[r->item_count].nameless;
	}
}

/* Takes over bytes. */
static void take_bytes(struct pm_reread *r, char *bytes, size_t size)
{
	free(r->bytes);
	r->bytes = bytes;
	r->size = size;
}

static void read_whole(struct pm_reread *r, char *bytes, size_t size, struct pm_arena *arena, struct pm_reread_part *part)
{
	struct reading reading = read_bytes(r, bytes, size, arena);

	*part = (struct pm_reread_part){0, r->item_count, reading.seen, reading.count};
	know(r, &reading);
	take_bytes(r, bytes, size);
	free(r->sections);
	r->sections = find_sections(bytes, size, &r->section_count);
	r->section_cap = r->section_count;
	r->parts = 0;
}

bool pm_reread_holds(struct pm_reread *r, struct pm_arena *arena)
{
	struct reading reading;
	bool same;

	if (!r->bytes || !r->parts)
		return true;
	reading = read_bytes(r, r->bytes, r->size, arena);
	same = reading.count == r->item_count;
	for (size_t i = 0; i < reading.count && same; i++)
		same = reading.seen[i].hash == r->items[i].hash && reading.starts[i] == r->items[i].start;
	r->parts = 0;
	return same;
}

/* -- what changed */

/* What stands between two sections, `from` and `to`, is another thing in the new version. */
struct change {
	size_t from, to;	     /* sections; to may be section_count */
	size_t first, last;	     /* the sections that are read, with those beside it */
	size_t reach;		     /* the section behind the last one that it can have put below another heading */
	uint32_t start_new, end_new; /* bytes of the new version */
	struct pm_reread_part part;
	struct section *sections; /* heap: the new ones, with their offsets in the new version */
	uint32_t *starts;	  /* of the new items, the same */
	size_t section_count;
};

static uint32_t offset_of(const struct pm_reread *r, size_t section)
{
	return section < r->section_count ? r->sections[section].offset : (uint32_t)r->size;
}

/* The number of sections that begin at or before an offset. */
static size_t sections_upto(const struct pm_reread *r, size_t offset)
{
	size_t low = 0, high = r->section_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (r->sections[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static size_t common_head(const char *a, const char *b, size_t most)
{
	enum { STEP = 4096 };
	size_t n = 0;

	while (n + STEP <= most && memcmp(a + n, b + n, STEP) == 0)
		n += STEP;
	while (n < most && a[n] == b[n])
		n++;
	return n;
}

/* a and b are the ends. */
static size_t common_tail(const char *a, const char *b, size_t most)
{
	enum { STEP = 4096 };
	size_t n = 0;

	while (n + STEP <= most && memcmp(a - n - STEP, b - n - STEP, STEP) == 0)
		n += STEP;
	while (n < most && a[-(ptrdiff_t)n - 1] == b[-(ptrdiff_t)n - 1])
		n++;
	return n;
}

/* Where the old version's section stands in the new one, at or behind `from` and before `to`; UINT32_MAX: not near. */
static uint32_t find_section(const struct pm_reread *r, size_t section, const char *bytes, size_t from, size_t to)
{
	enum { LENGTH = 256, FAR = 64 << 10 };
	size_t length = offset_of(r, section + 1) - offset_of(r, section);
	const char *found;

	to = to - from > FAR ? from + FAR : to;
	found = memmem(bytes + from, to - from, r->bytes + offset_of(r, section), length < LENGTH ? length : LENGTH);
	return found && (found == bytes || found[-1] == '\n') ? (uint32_t)(found - bytes) : UINT32_MAX;
}

/* The end of a change that begins at section `from` of the old and at byte `start` of the new version: where a section of the old
 * one stands again.  Nothing near: all up to the common end is one change. */
static bool end_change(const struct pm_reread *r, const char *bytes, size_t size, size_t tail, struct change *change)
{
	enum { TRIES = 6 };
	size_t last = sections_upto(r, r->size - tail ? r->size - tail - 1 : 0);

	for (size_t k = change->from + 1; k < last && k < change->from + TRIES; k++) {
		change->end_new = find_section(r, k, bytes, change->start_new, size - tail);
		change->to = k;
		if (change->end_new != UINT32_MAX)
			return true;
	}
	change->to = last;
	change->end_new = (uint32_t)(offset_of(r, last) + size - r->size);
	return last == r->section_count || change->end_new == change->start_new || bytes[change->end_new - 1] == '\n';
}

static size_t least_of(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The places that changed; false: they are not within whole sections, or are too many. */
static bool find_changes(const struct pm_reread *r, const char *bytes, size_t size, struct change *changes, size_t *count)
{
	size_t at = 0, new = 0, same = common_head(r->bytes, bytes, least_of(r->size, size)), changed = 0;
	size_t tail = common_tail(r->bytes + r->size, bytes + size, least_of(r->size, size) - same);

	for (*count = 0;; ++*count) {
		struct change *change = &changes[*count];

		at += same;
		new += same;
		if (at == r->size && new == size)
			return changed < size / 2;
		change->from = sections_upto(r, at);
		if (change->from < 2 || *count == CHANGES_MOST)
			return false; /* what stands before the first heading, or at the file's beginning */
		change->from--;
		change->start_new = (uint32_t)(new - (at - offset_of(r, change->from)));
		if (!end_change(r, bytes, size, least_of(tail, least_of(r->size - at, size - new)), change))
			return false;
		changed += change->end_new - change->start_new + offset_of(r, change->to) - offset_of(r, change->from);
		at = offset_of(r, change->to);
		new = change->end_new;
		same = common_head(r->bytes + at, bytes + new, least_of(r->size - at, size - new));
		if (*count && change->from < change[-1].to + BESIDE) { /* what stands beside a change has not changed */
			change[-1].to = change->to;
			change[-1].end_new = change->end_new;
			--*count;
		}
	}
}

/* -- what stands around it */

/* Bytes of a version that are read together: what is changed, among what is not. */
struct excerpt {
	struct pm_buf text;
	size_t beside;	   /* where what stands beside the change begins, behind the headings above it */
	size_t start, end; /* of what is changed, in the text */
};

static unsigned top_level(const struct section *sections, size_t count, unsigned top)
{
	for (size_t i = 0; i < count; i++)
		if (sections[i].level && sections[i].level < top)
			top = sections[i].level;
	return top;
}

/* What stood below a heading that is gone, or stands below a new one, up to the next heading of its level. */
static void find_reach(const struct pm_reread *r, const char *bytes, struct change *change)
{
	size_t count;
	struct section *sections = find_sections(bytes + change->start_new, change->end_new - change->start_new, &count);
	unsigned top = top_level(sections, count, top_level(r->sections + change->from, change->to - change->from, LEVELS + 1));

	change->reach = change->to;
	while (change->reach < r->section_count && r->sections[change->reach].level > top)
		change->reach++;
	free(sections);
}

/* The headings above a section that stand further up than `first`, outermost first; returns how many. */
static size_t headings_above(const struct pm_reread *r, size_t section, size_t first, size_t above[LEVELS])
{
	size_t count = 0, found[LEVELS];
	unsigned level = r->sections[section].level;

	for (size_t i = section; i-- > 0 && level > 1 && count < LEVELS;)
		if (r->sections[i].level && r->sections[i].level < level) {
			level = r->sections[i].level;
			if (i < first)
				found[count++] = i;
		}
	for (size_t i = 0; i < count; i++)
		above[i] = found[count - 1 - i];
	return count;
}

static void add_sections(const struct pm_reread *r, size_t from, size_t to, struct pm_buf *text)
{
	pm_buf_add(text, r->bytes + offset_of(r, from), offset_of(r, to) - offset_of(r, from));
}

/* The excerpts before and after the change. */
static void make_excerpts(const struct pm_reread *r, struct change *change, const char *bytes, struct excerpt *before,
			  struct excerpt *after)
{
	size_t first = change->from > BESIDE + 1 ? change->from - BESIDE : 1, above[LEVELS];
	size_t last = least_of(change->to + BESIDE, r->section_count), count = headings_above(r, first, first, above);

	last = last > change->reach ? last : change->reach;

	add_sections(r, 0, 1, &before->text);
	for (size_t i = 0; i < count; i++)
		add_sections(r, above[i], above[i] + 1, &before->text);
	change->first = first;
	change->last = last;
	before->beside = before->text.n;
	add_sections(r, first, change->from, &before->text);
	pm_buf_adds(&after->text, pm_buf_str(&before->text));
	before->start = after->start = before->text.n;
	add_sections(r, change->from, change->to, &before->text);
	pm_buf_add(&after->text, bytes + change->start_new, change->end_new - change->start_new);
	before->end = before->text.n;
	after->end = after->text.n;
	add_sections(r, change->to, last, &before->text);
	add_sections(r, change->to, last, &after->text);
}

/* How many items begin before an offset. */
static size_t items_before(const uint32_t *starts, size_t count, size_t offset)
{
	size_t n = 0;

	while (n < count && starts[n] < offset)
		n++;
	return n;
}

static bool same_seen(const struct pm_sighting *a, const struct pm_sighting *b, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (a[i].hash != b[i].hash)
			return false;
	return true;
}

/* The number of known items that begin before an offset. */
static size_t known_before(const struct pm_reread *r, uint32_t offset)
{
	size_t low = 0, high = r->item_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (r->items[middle].start < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Is the old excerpt read as the whole file was?  Its last item may go on behind it. */
static bool reads_as_known(const struct pm_reread *r, const struct change *change, const struct excerpt *before,
			   const struct reading *old)
{
	size_t from = items_before(old->starts, old->count, before->beside), known = known_before(r, offset_of(r, change->first));

	if (old->count - from != known_before(r, offset_of(r, change->last)) - known)
		return false;
	for (size_t i = from; i < old->count; i++)
		if (old->seen[i].hash != r->items[known + i - from].hash && (i + 1 < old->count || old->starts[i] < before->end))
			return false;
	return true;
}

/* Does what stands beside the change say what it did? */
static bool leaves_beside(const struct reading *old, size_t old_from, size_t old_to, const struct reading *new, size_t new_from,
			  size_t new_to)
{
	return old_from == new_from && old->count - old_to == new->count - new_to &&same_seen(old->seen, new->seen, old_from) &&
	       same_seen(old->seen + old_to, new->seen + new_to, old->count - old_to);
}

/* -- the next version */

/* Makes `to` elements of what was [from, old) in an array; the rest moves. */
#define SPLICE(array, count, cap, from, old, to)                                                                                   \
	do {                                                                                                                       \
		size_t more_ = (to) > (old) - (from) ? (to) - ((old) - (from)) : 0;                                                \
		if ((count) + more_ > (cap)) {                                                                                     \
			(cap) = ((count) + more_) * 2;                                                                             \
			(array) = pm_realloc((array), (cap), sizeof *(array));                                                     \
		}                                                                                                                  \
		memmove((array) + (from) + (to), (array) + (old), ((count) - (old)) * sizeof *(array));                            \
		(count) = (count) - ((old) - (from)) + (to);                                                                       \
	} while (0)

static void splice_items(struct pm_reread *r, const struct change *change)
{
	const struct pm_reread_part *part = &change->part;

	for (size_t i = part->from; i < part->to; i++)
		r->nameless -= r->items[i].nameless;
	SPLICE(r->items, r->item_count, r->item_cap, part->from, part->to, part->count);
	for (size_t i = 0; i < part->count; i++) {
		r->items[part->from + i] = known_of(&part->seen[i], change->starts[i]);
		r->nameless += r->items[part->from + i].nameless;
	}
}

static void splice_sections(struct pm_reread *r, const struct change *change)
{
	SPLICE(r->sections, r->section_count, r->section_cap, change->from, change->to, change->section_count);
	if (change->section_count)
		memcpy(r->sections + change->from, change->sections, change->section_count * sizeof *change->sections);
}

/* The sections of the excerpt that lie in what is changed, with their places in the new version.  False: what stands behind the
 * change begins no section any more, as behind a fence or a comment that is not closed: it reaches nobody knows how far. */
static bool note_sections(struct change *change, const struct excerpt *after)
{
	size_t count, from = 0, to;

	change->sections = find_sections(after->text.p, after->text.n, &count);
	while (from < count && change->sections[from].offset < after->start)
		from++;
	for (to = from; to < count && change->sections[to].offset < after->end; to++) {
		change->sections[to - from] = change->sections[to];
		change->sections[to - from].offset += change->start_new - (uint32_t)after->start;
	}
	change->section_count = to - from;
	return after->end == after->text.n || (to < count && change->sections[to].offset == after->end);
}

/* Reads what changed in one place; false: that does not tell, or not for sure. */
static bool read_change(const struct pm_reread *r, const char *bytes, struct pm_arena *arena, struct change *change)
{
	struct pm_reread_part *part = &change->part;
	struct excerpt before = {0}, after = {0};
	struct reading old, new;
	size_t new_from, new_to;
	bool sure;

	make_excerpts(r, change, bytes, &before, &after);
	old = read_bytes(r, before.text.p, before.text.n, arena);
	new = read_bytes(r, after.text.p, after.text.n, arena);
	part->from = known_before(r, offset_of(r, change->from));
	part->to = known_before(r, offset_of(r, change->to));
	new_from = items_before(new.starts, new.count, after.start);
	new_to = items_before(new.starts, new.count, after.end);
	part->seen = new.seen + new_from;
	part->count = new_to - new_from;
	sure = reads_as_known(r, change, &before, &old) &&
	       leaves_beside(&old, items_before(old.starts, old.count, before.start),
			     items_before(old.starts, old.count, before.end), &new, new_from, new_to);
	change->starts = new.starts + new_from;
	for (size_t i = 0; i < part->count; i++)
		change->starts[i] += change->start_new - (uint32_t)after.start;
	sure = note_sections(change, &after) && sure;
	pm_buf_clear(&before.text);
	pm_buf_clear(&after.text);
	return sure;
}

/* Moves what stands between changes to where it stands in the new version. */
static void move_between(struct pm_reread *r, const struct change *changes, size_t count)
{
	for (size_t c = 0; c < count; c++) {
		uint32_t moved = changes[c].end_new - offset_of(r, changes[c].to);
		size_t section = c + 1 < count ? changes[c + 1].from : r->section_count;
		size_t item = c + 1 < count ? changes[c + 1].part.from : r->item_count;

		for (size_t i = changes[c].part.to; moved && i < item; i++)
			r->items[i].start += moved;
		for (size_t i = changes[c].to; moved && i < section; i++)
			r->sections[i].offset += moved;
	}
}

/* Do all headings above a change stand as they did, and no others above the next one? */
static bool stands_still(const struct pm_reread *r, const struct change *changes, size_t count, size_t which)
{
	size_t from = changes[which].from, first = from > BESIDE + 1 ? from - BESIDE : 1, above[LEVELS];
	size_t found = headings_above(r, first, first, above);

	if (which + 1 < count && changes[which].reach > changes[which + 1].from)
		return false;
	for (size_t i = 0; i < found; i++)
		for (size_t k = 0; k < count; k++)
			if (above[i] >= changes[k].from && above[i] < changes[k].to)
				return false;
	return true;
}

/* Does no part of the file decide how the others are read?  What has an id is an item wherever it stands; whether a heading without
 * one is, depends on all the others. */
static bool is_decided(const struct pm_reread *r)
{
	return r->ordered && r->nameless * NAMELESS_MOST <= r->item_count && r->section_count >= 2 * BESIDE &&
	       r->item_count >= 2 * BESIDE && r->sections[1].offset <= FRONT_MOST;
}

/* Reads what changed, in all its places; false as above. */
static bool read_changes(struct pm_reread *r, const char *bytes, size_t size, struct pm_arena *arena, struct pm_reread_part **parts,
			 size_t *count)
{
	struct change changes[CHANGES_MOST + 1] = {{0}};
	bool sure = is_decided(r) && find_changes(r, bytes, size, changes, count);
	size_t known = 0;

	for (size_t i = 0; sure && i < *count; i++)
		find_reach(r, bytes, &changes[i]);
	for (size_t i = 0; sure && i < *count; i++)
		sure = stands_still(r, changes, *count, i);
	while (sure && known < *count)
		sure = read_change(r, bytes, arena, &changes[known++]);
	if (sure) {
		*parts = pm_arena_alloc(arena, (*count + 1) * sizeof **parts);
		move_between(r, changes, *count);
		for (size_t i = *count; i-- > 0;) {
			(*parts)[*count - 1 - i] = changes[i].part;
			splice_items(r, &changes[i]);
			splice_sections(r, &changes[i]);
		}
	}
	while (known > 0)
		free(changes[--known].sections);
	return sure;
}

bool pm_reread_next(struct pm_reread *r, char *bytes, size_t size, struct pm_arena *arena, struct pm_reread_part **parts,
		    size_t *count)
{
	bool holds = r->parts < PM_REREAD_VERSIONS || pm_reread_holds(r, arena);

	if (holds && r->bytes && read_changes(r, bytes, size, arena, parts, count)) {
		take_bytes(r, bytes, size);
		r->parts++;
		return true;
	}
	holds = holds && pm_reread_holds(r, arena);
	*parts = pm_arena_alloc(arena, sizeof **parts);
	*count = 1;
	read_whole(r, bytes, size, arena, *parts);
	return holds;
}
