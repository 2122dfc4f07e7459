/* read: one file, from bytes to items. */
#include "parser/read.h"

#include "parser/work.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { PIECE = 128 * 1024, DRAFTS = 256 };

/* -- step one: pieces of the file become blocks and sections with signals */

struct piece {
	struct pm_blocks blocks;
	struct pm_section *sections;
	size_t section_count, section_cap;
	struct pm_arena arena;
	struct pm_diags diags;
	uint32_t bad; /* the first byte that is no text; UINT32_MAX */
};

struct scan {
	const struct pm_read_file *file;
	const struct pm_cut *cuts;
	size_t count;
	uint32_t first; /* byte of the file behind a mark of order */
	struct piece *pieces;
};

static void find_conflicts(const struct pm_source *source, uint32_t file, struct pm_span span, struct pm_diags *diags)
{
	const char *base = source->bytes;
	struct pm_span rest = span;
	while (rest.start < rest.end) {
		ptrdiff_t found = pm_str_find(pm_source_text(source, rest), "<<<<<<< ");
		if (found < 0)
			return;
		uint32_t offset = rest.start + (uint32_t)found;
		const char *at = base + offset;
		if (offset == span.start || base[offset - 1] == '\n') {
			const char *lf = memchr(at, '\n', span.end - offset);
			struct pm_diag *diag =
				pm_diag_add(diags, "read-conflict", PM_SEVERITY_ERROR, file,
					    (struct pm_span){offset, lf ? (uint32_t)(lf - base) : span.end},
					    "a merge conflict was left here: choose one side and remove the three marker lines");
			pm_diag_subject(diags, diag, (struct pm_str){at, lf ? (size_t)(lf - at) : 8});
		}
		rest.start = offset + 8;
	}
}

/* The first byte that is no UTF-8, or NUL; UINT32_MAX: there is none. */
static uint32_t find_bad_byte(const struct pm_source *source, struct pm_span span)
{
	const char *p = source->bytes + span.start, *end = source->bytes + span.end;
	while (p < end) {
		while (end - p >= 8) {
			uint64_t word;
			memcpy(&word, p, 8);
			/* any byte above 0x7F, or zero */
			if ((word & 0x8080808080808080u) || ((word - 0x0101010101010101u) & ~word & 0x8080808080808080u))
				break;
			p += 8;
		}
		if (p >= end)
			break;
		uint32_t ch;
		size_t n = pm_utf8_decode(p, end, &ch);
		if (ch == 0 || (ch == 0xFFFD && !(n == 3 && memcmp(p, "\xEF\xBF\xBD", 3) == 0)))
			return (uint32_t)(p - source->bytes);
		p += n;
	}
	return UINT32_MAX;
}

/* The blocks of a big file are mapped, so that they can be given back bit by bit while the items grow. */
static struct pm_block *map_blocks(size_t count)
{
	size_t size = (count ? count : 1) * sizeof(struct pm_block);
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		pm_out_of_memory();
	return p;
}

static void unmap_blocks(struct pm_block *list, size_t count)
{
	munmap(list, (count ? count : 1) * sizeof *list);
}

/* What a thread reads with, and keeps for its next file: most files are small, and memory would be most of their cost. */
static _Thread_local struct {
	struct pm_blocks blocks; /* of a piece */
	struct pm_section *sections;
	size_t section_cap;
	struct pm_arena matter; /* the nodes of front matter */
} scratch;

static void scan_piece(void *ctx, size_t i, unsigned thread)
{
	struct scan *scan = ctx;
	struct piece *piece = &scan->pieces[i];
	const struct pm_source *source = scan->file->source;
	struct pm_span span = {scan->cuts[i].offset, i + 1 < scan->count ? scan->cuts[i + 1].offset : (uint32_t)source->size};
	(void)thread;
	pm_config_use_aliases(scan->file->config);
	pm_arena_init(&piece->arena);
	pm_diags_init(&piece->diags, &piece->arena);
	find_conflicts(source, scan->file->file, (struct pm_span){i ? span.start : scan->first, span.end},
		       &piece->diags); /* in front matter too */
	piece->bad = find_bad_byte(source, span);
	struct pm_blocks *blocks = &scratch.blocks;
	blocks->count = 0;
	pm_markdown_blocks(source, scan->file->file, span, scan->cuts[i].line, blocks, &piece->diags);
	if (scan->count == 1) { /* a small file is read from the scratch, which gets it back */
		piece->sections = scratch.sections;
		piece->section_cap = scratch.section_cap;
		piece->blocks = *blocks;
		scratch.blocks = (struct pm_blocks){0};
		scratch.sections = NULL;
		scratch.section_cap = 0;
	} else { /* many pieces: each in a mapping of its own, which goes back as a whole */
		piece->blocks.list = map_blocks(blocks->count);
		if (blocks->count)
			memcpy(piece->blocks.list, blocks->list, blocks->count * sizeof *blocks->list);
		piece->blocks.count = blocks->count;
	}
	pm_outline_scan(source, &piece->blocks, 0, piece->blocks.count, &piece->sections, &piece->section_count,
			&piece->section_cap);
}

void pm_read_thread_end(void)
{
	free(scratch.blocks.list);
	free(scratch.sections);
	pm_arena_clear(&scratch.matter);
	memset(&scratch, 0, sizeof scratch);
	pm_details_thread_end();
	pm_markdown_thread_end();
}

static void end_thread(void *ctx, unsigned thread)
{
	(void)ctx;
	if (thread)
		pm_read_thread_end();
}

/* Gives back what a file of one piece was read from; what a large one made of it goes. */
static void keep_scratch(struct pm_outline *o, size_t section_cap)
{
	enum { KEEP = 1 << 12 };
	if (o->blocks.cap > KEEP || section_cap > KEEP) {
		free(o->blocks.list);
		free(o->sections);
		return;
	}
	scratch.blocks = o->blocks;
	scratch.sections = o->sections;
	scratch.section_cap = section_cap;
}

static void append_diags(struct pm_diags *to, struct pm_diags *from)
{
	for (size_t i = 0; i < from->count; i++) {
		PM_GROW(to->list, to->count, to->cap);
		to->list[to->count++] = from->list[i];
	}
	pm_diags_clear(from);
}

/* What is said once of a file: its first byte that is no text, and that it nests too deep. */
static void say_once(struct scan *scan, struct pm_diags *diags)
{
	const struct pm_source *source = scan->file->source;
	uint32_t at = UINT32_MAX;
	size_t limits = 0, kept = 0;
	for (size_t i = scan->count; i-- > 0;)
		at = scan->pieces[i].bad < at ? scan->pieces[i].bad : at;
	for (size_t i = 0; i < diags->count; i++)
		if (strcmp(diags->list[i].rule, "read-limit") != 0 || !limits++)
			diags->list[kept++] = diags->list[i];
	diags->count = kept;
	if (at == UINT32_MAX)
		return;
	bool nul = source->bytes[at] == 0;
	struct pm_diag *diag =
		pm_diag_add(diags, "read-encoding", PM_SEVERITY_WARNING, scan->file->file, (struct pm_span){at, at + 1},
			    nul ? "a NUL byte stands here: remove it, the file is text"
				: "this byte is no UTF-8, and forges show it as a question mark: save the file as UTF-8");
	pm_diag_subject(diags, diag, nul ? PM_STR("nul") : PM_STR("utf-8"));
}

/* Joins the pieces; block numbers in sections move on. */
static void join_pieces(struct scan *scan, struct pm_outline *o, struct pm_arena *arena, struct pm_diags *diags)
{
	size_t blocks = 0, sections = 0;
	if (scan->count == 1) {
		struct piece *piece = &scan->pieces[0];
		o->blocks = piece->blocks;
		o->sections = piece->sections;
		o->section_count = piece->section_count;
		append_diags(diags, &piece->diags);
		pm_arena_join(arena, &piece->arena);
		return;
	}
	for (size_t i = 0; i < scan->count; i++) {
		blocks += scan->pieces[i].blocks.count;
		sections += scan->pieces[i].section_count;
	}
	o->blocks.list = map_blocks(blocks);
	o->blocks.cap = blocks;
	o->sections = pm_malloc((sections ? sections : 1) * sizeof *o->sections);
	for (size_t i = 0; i < scan->count; i++) {
		struct piece *piece = &scan->pieces[i];
		uint32_t base = (uint32_t)o->blocks.count;
		if (piece->blocks.count)
			memcpy(o->blocks.list + base, piece->blocks.list, piece->blocks.count * sizeof *piece->blocks.list);
		o->blocks.count += piece->blocks.count;
		for (size_t k = 0; k < piece->section_count; k++) {
			struct pm_section *s = &piece->sections[k];
			if (s->block != PM_NONE)
				s->block += base;
			s->first += base;
			s->end += base;
			o->sections[o->section_count++] = *s;
		}
		unmap_blocks(piece->blocks.list, piece->blocks.count);
		free(piece->sections);
		append_diags(diags, &piece->diags);
		pm_arena_join(arena, &piece->arena);
	}
}

/* -- step three: drafts become items */

struct fill {
	const struct pm_outline *outline;
	struct pm_item *items;
	struct range {
		struct pm_arena arena;
		struct pm_texts texts;
		struct pm_diags diags;
	} * ranges;
	struct pm_arena arenas[PM_WORK_THREADS];
	pthread_mutex_t lock;
	bool mapped;	 /* the blocks can be given back */
	bool *done;	 /* ranges */
	size_t low;	 /* all before it are done */
	size_t released; /* bytes of the blocks that were given back */
	size_t range_count;
};

/* Gives back the blocks that no range needs any more: drafts only look forward. */
static void release_blocks(struct fill *fill, size_t range)
{
	pthread_mutex_lock(&fill->lock);
	fill->done[range] = true;
	while (fill->low < fill->range_count && fill->done[fill->low])
		fill->low++;
	if (fill->low < fill->range_count) {
		size_t page = 4096, behind = fill->outline->drafts[fill->low * DRAFTS].first * sizeof(struct pm_block);
		size_t end = behind > 64 * sizeof(struct pm_block) ? (behind - 64 * sizeof(struct pm_block)) / page * page : 0;
		if (end > fill->released) {
			madvise((char *)fill->outline->blocks.list + fill->released, end - fill->released, MADV_DONTNEED);
			fill->released = end;
		}
	}
	pthread_mutex_unlock(&fill->lock);
}

static void fill_range(void *ctx, size_t i, unsigned thread)
{
	struct fill *fill = ctx;
	struct range *range = &fill->ranges[i];
	size_t end = (i + 1) * DRAFTS;
	pm_config_use_aliases(fill->outline->config);
	pm_diags_init(&range->diags, &fill->arenas[thread]);
	if (end > fill->outline->draft_count)
		end = fill->outline->draft_count;
	for (size_t d = i * DRAFTS; d < end; d++) {
		struct pm_item *item = &fill->items[d];
		size_t before = range->diags.count;
		pm_details_read(fill->outline, &fill->outline->drafts[d], &fill->arenas[thread], &range->texts, &range->diags,
				item);
		for (size_t k = before; k < range->diags.count; k++)
			range->diags.list[k].item = (uint32_t)d;
		uint32_t parent = fill->outline->drafts[d].parent;
		item->parent = parent == PM_NONE ? PM_NO_ITEM : parent;
		if (!item->line)
			item->line = pm_source_line(fill->outline->source, item->head.start);
	}
	if (fill->mapped)
		release_blocks(fill, i);
}

static void move_texts(struct pm_reading *reading, struct pm_texts *texts, struct pm_item *items, size_t count)
{
	uint32_t base = (uint32_t)reading->texts.count;
	if (!texts->count)
		return;
	for (size_t i = 0; i < texts->count; i++) {
		PM_GROW(reading->texts.list, reading->texts.count, reading->texts.cap);
		reading->texts.list[reading->texts.count++] = texts->list[i];
	}
	for (size_t i = 0; i < count && base; i++)
		for (size_t f = 0; f < items[i].field_count; f++)
			if (items[i].fields[f].flags & PM_FIELD_HAS_TEXT)
				items[i].fields[f].text += base;
	free(texts->list);
}

static void fill_items(const struct pm_read_file *file, struct pm_outline *o, struct pm_arena *arena, struct pm_reading *reading)
{
	size_t ranges = (o->draft_count + DRAFTS - 1) / DRAFTS;
	struct fill fill = {.outline = o};
	if (!o->draft_count)
		return;
	for (size_t d = 0; d < o->draft_count; d++)
		if (o->drafts[d].type >= PM_DRAFT_ROW || o->drafts[d].text.end) {
			pm_source_index(file->source);
			break;
		}
	reading->items = pm_malloc(o->draft_count * sizeof *reading->items);
	reading->count = o->draft_count;
	fill.items = reading->items;
	fill.ranges = pm_calloc(ranges, sizeof *fill.ranges);
	fill.done = pm_calloc(ranges, sizeof *fill.done);
	fill.range_count = ranges;
	fill.mapped = o->blocks.cap == o->blocks.count && ranges > 1 && reading->mapped;
	pthread_mutex_init(&fill.lock, NULL);
	unsigned threads = ranges < file->threads ? (unsigned)ranges : file->threads;
	for (unsigned t = 0; t < threads; t++)
		pm_arena_init(&fill.arenas[t]);
	pm_work(ranges, threads, fill_range, end_thread, &fill);
	for (unsigned t = 0; t < threads; t++)
		pm_arena_join(arena, &fill.arenas[t]);
	for (size_t i = 0; i < ranges; i++) {
		size_t first = i * DRAFTS, end = first + DRAFTS < o->draft_count ? first + DRAFTS : o->draft_count;
		move_texts(reading, &fill.ranges[i].texts, reading->items + first, end - first);
		append_diags(&reading->diags, &fill.ranges[i].diags);
	}
	pthread_mutex_destroy(&fill.lock);
	free(fill.done);
	free(fill.ranges);
}

/* -- every line is of an item, of a section, or unread */

enum { LINE_CHUNK = 240 }; /* what a byte can count, and whole vectors */

static uint32_t count_lines(const struct pm_source *source, uint32_t from, uint32_t to)
{
	const char *p = source->bytes + from, *end = source->bytes + to;
	uint32_t n = 0;
	for (; end - p >= LINE_CHUNK; p += LINE_CHUNK) { /* a loop that compilers make vectors of */
		unsigned char found = 0;
		for (size_t i = 0; i < LINE_CHUNK; i++)
			found = (unsigned char)(found + (p[i] == '\n'));
		n += found;
	}
	while (p < end && (p = memchr(p, '\n', (size_t)(end - p)))) {
		n++;
		p++;
	}
	return n;
}

/* Lines that no item owns; the last may have no line end. */
static uint32_t lines_outside(const struct pm_source *source, const struct pm_reading *reading)
{
	uint32_t size = (uint32_t)source->size, covered = 0, lines = 0;
	for (size_t i = 0; i < reading->count; i++) {
		struct pm_span span = reading->items[i].span;
		if (span.end <= covered)
			continue;
		uint32_t from = span.start > covered ? span.start : covered;
		while (from > covered && source->bytes[from - 1] != '\n')
			from--;
		lines += count_lines(source, covered, from);
		const char *lf = memchr(source->bytes + span.end, '\n', size - span.end);
		covered = lf ? (uint32_t)(lf - source->bytes) + 1 : size;
	}
	return lines + count_lines(source, covered, size) + (covered < size && source->bytes[size - 1] != '\n');
}

static void account(const struct pm_source *source, const struct pm_outline *o, uint32_t front, struct pm_reading *reading)
{
	uint32_t size = (uint32_t)source->size, covered = 0;
	uint32_t total = count_lines(source, 0, size) + (size && source->bytes[size - 1] != '\n');
	reading->item_lines = total - lines_outside(source, reading);
	uint32_t headings = count_lines(source, 0, front);
	size_t item = 0;
	for (size_t i = 0; i < o->section_count; i++) {
		const struct pm_section *s = &o->sections[i];
		if (s->block == PM_NONE)
			continue;
		while (item < reading->count && reading->items[item].span.start <= s->title_from) {
			if (reading->items[item].span.end > covered)
				covered = reading->items[item].span.end;
			item++;
		}
		if (s->title_from >= covered)
			headings += s->signals & PM_SIGNAL_SETEXT ? 2 : 1;
	}
	reading->section_lines = headings > total - reading->item_lines ? total - reading->item_lines : headings;
	reading->unread_lines = total - reading->item_lines - reading->section_lines;
}

/* A hint in the file: <!-- pm: items=table --> */
static struct pm_str find_hint(const struct pm_source *source, const struct pm_outline *o)
{
	for (size_t i = 0; i < o->blocks.count; i++) {
		const struct pm_block *b = &o->blocks.list[i];
		if (b->type != PM_BLOCK_HTML)
			continue;
		struct pm_str text = pm_source_text(source, (struct pm_span){b->start, b->end});
		if (!pm_str_starts(text, "<!-- pm:") && !pm_str_starts(text, "<!--pm:"))
			continue;
		ptrdiff_t at = pm_str_find(text, "items=");
		if (at < 0)
			continue;
		size_t from = (size_t)at + 6, to = from;
		while (to < text.n && text.p[to] >= 'a' && text.p[to] <= 'z')
			to++;
		return pm_str_sub(text, from, to);
	}
	return (struct pm_str){NULL, 0};
}

/* A file whose front matter has fields but no id, and which holds items with ids, is a document. */
static bool matter_makes_item(const struct pm_yaml *matter, const struct pm_outline *o)
{
	if (!pm_matter_is_item(matter))
		return false;
	if (pm_yaml_get(matter, "id"))
		return true;
	size_t strong = 0;
	for (size_t i = 0; i < o->draft_count; i++)
		strong += o->drafts[i].form <= PM_FORM_ENTRY_ID || o->drafts[i].form == PM_FORM_ROW;
	return strong < 2;
}

/* Backlog.md itself quotes names that begin with `@` before it reads them: there they are no error. */
static void allow_names(struct pm_yaml *matter, struct pm_diags *diags)
{
	for (uint32_t i = 0; matter->type == PM_YAML_MAP && i < matter->child_count; i++) {
		struct pm_yaml *entry = &matter->children[i];
		if (!pm_str_ieqc(entry->key, "assignee") && !pm_str_ieqc(entry->key, "reporter"))
			continue;
		size_t kept = 0;
		for (size_t k = 0; k < diags->count; k++) {
			const struct pm_diag *diag = &diags->list[k];
			bool inside = strcmp(diag->rule, "read-yaml") == 0 && diag->span.start >= entry->key_span.start &&
				      diag->span.start <= entry->span.end;
			if (!inside)
				diags->list[kept++] = *diag;
		}
		diags->count = kept;
		entry->broken = false;
		for (uint32_t c = 0; c < entry->child_count; c++)
			entry->children[c].broken = false;
	}
}

void pm_read(const struct pm_read_file *file, struct pm_arena *arena, struct pm_reading *reading)
{
	struct pm_source *source = file->source;
	struct pm_span block = {0, 0};
	uint32_t first = 0, behind = 0, line = 1;
	struct pm_yaml *matter = NULL;
	memset(reading, 0, sizeof *reading);
	pm_config_use_aliases(file->config);
	pm_diags_init(&reading->diags, arena);
	if (source->size >= 3 && memcmp(source->bytes, "\xEF\xBB\xBF", 3) == 0)
		first = behind = 3;
	if (pm_frontmatter_find(source, &block, &behind, file->file, &reading->diags)) {
		line = 1 + count_lines(source, 0, behind);
		pm_arena_reset(&scratch.matter);
		matter = pm_yaml_read(source, block, file->file, &scratch.matter, &reading->diags);
		if (file->role == PM_ROLE_TASK_FILE)
			allow_names(matter, &reading->diags);
	}
	struct pm_outline o = {.source = source,
			       .file = file->file,
			       .file_role = file->role,
			       .named = file->named,
			       .hint = file->hint,
			       .threads = file->threads,
			       .config = file->config,
			       .arena = arena,
			       .diags = &reading->diags};
	struct scan scan = {.file = file, .first = first};
	struct pm_cut *cuts = pm_markdown_cuts(source, behind, line, file->piece ? file->piece : PIECE, &scan.count);
	scan.cuts = cuts;
	scan.pieces = pm_calloc(scan.count, sizeof *scan.pieces);
	pm_work(scan.count, file->threads, scan_piece, end_thread, &scan);
	reading->mapped = scan.count > 1;
	struct pm_diags found;
	pm_diags_init(&found, arena);
	join_pieces(&scan, &o, arena, &found);
	say_once(&scan, &found);
	append_diags(&reading->diags, &found);
	size_t section_cap = scan.pieces[0].section_cap;
	free(scan.pieces);
	free(cuts);
	struct pm_str hint = find_hint(source, &o);
	if (hint.n)
		o.hint = hint;
	pm_outline_decide(&o);
	if (matter && matter_makes_item(matter, &o)) {
		reading->items = pm_malloc(sizeof *reading->items);
		reading->count = 1;
		size_t before = reading->diags.count;
		pm_details_read_file(&o, matter, arena, &reading->texts, &reading->diags, reading->items);
		for (size_t i = before; i < reading->diags.count; i++)
			reading->diags.list[i].item = 0;
	} else {
		fill_items(file, &o, arena, reading);
	}
	reading->vision = o.vision;
	account(source, &o, behind, reading);
	if (reading->mapped) {
		unmap_blocks(o.blocks.list, o.blocks.cap);
		free(o.sections);
	} else {
		keep_scratch(&o, section_cap);
	}
	free(o.drafts);
}
