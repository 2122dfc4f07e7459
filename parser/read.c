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
	struct pm_cut start;
	uint32_t end;
	struct pm_blocks blocks;
	struct pm_section *sections;
	size_t section_count, section_cap;
	struct pm_arena arena;
	struct pm_diags diags;
	struct pm_str hint; /* empty: none */
	uint32_t bad;	    /* the first byte that is no text; UINT32_MAX */
	bool done;
};

/* Pieces are cut off by the thread that is free, and joined in the order of the file as soon as those before them are. */
struct scan {
	const struct pm_read_file *file;
	struct pm_outline *o;  /* what they are joined to */
	struct pm_diags found; /* their findings */
	struct pm_str hint;    /* the first */
	uint32_t bad;	       /* the first */
	uint32_t first;	       /* byte of the file behind a mark of order */
	pthread_mutex_t lock;  /* of all that follows, and of what the pieces are joined to */
	struct pm_cutter *cutter;
	struct piece *pieces;
	size_t count, joined;
	struct pm_blocks spare[PM_WORK_THREADS]; /* lists for the next pieces */
	size_t spare_count;
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

/* What a thread reads with, and keeps for its next file: most files are small, and memory would be most of their cost. */
static _Thread_local struct {
	struct pm_blocks blocks; /* of a piece */
	struct pm_section *sections;
	size_t section_cap;
	struct pm_arena arena; /* the nodes of front matter, tables */
} scratch;

/* A hint in the file, <!-- pm: items=table -->: its settings. */
static struct pm_str find_hint(const struct pm_source *source, const struct pm_blocks *blocks)
{
	for (size_t i = 0; i < blocks->count; i++) {
		const struct pm_block *b = &blocks->list[i];
		if (b->type != PM_BLOCK_HTML)
			continue;
		struct pm_str text = pm_source_text(source, (struct pm_span){b->start, b->end});
		if (!pm_str_starts(text, "<!-- pm:") && !pm_str_starts(text, "<!--pm:"))
			continue;
		size_t from = (size_t)pm_str_chr(text, ':') + 1;
		ptrdiff_t end = pm_str_find(text, "-->");
		return pm_str_trim(pm_str_sub(text, from, end < 0 ? text.n : (size_t)end));
	}
	return (struct pm_str){NULL, 0};
}

/* Reads a piece into the lists that it has; `from` is its start, or that of the file, whose front matter may have conflicts too. */
static void scan_piece(const struct pm_read_file *file, uint32_t from, struct piece *piece)
{
	const struct pm_source *source = file->source;
	struct pm_span span = {piece->start.offset, piece->end};
	pm_config_use_aliases(file->config);
	pm_diags_init(&piece->diags, &piece->arena);
	find_conflicts(source, file->file, (struct pm_span){from, span.end}, &piece->diags);
	piece->bad = find_bad_byte(source, span);
	piece->blocks.count = 0;
	pm_markdown_blocks(source, file->file, span, piece->start.line, &piece->blocks, &piece->diags);
	pm_outline_scan(source, &piece->blocks, 0, piece->blocks.count, &piece->sections, &piece->section_count,
			&piece->section_cap);
	piece->hint = find_hint(source, &piece->blocks);
}

void pm_read_thread_end(void)
{
	free(scratch.blocks.list);
	free(scratch.sections);
	pm_arena_clear(&scratch.arena);
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
static void keep_scratch(struct pm_outline *o)
{
	enum { KEEP = 1 << 12 };
	if (o->blocks.cap > KEEP || o->section_cap > KEEP) {
		free(o->blocks.list);
		free(o->sections);
		return;
	}
	scratch.blocks = o->blocks;
	scratch.sections = o->sections;
	scratch.section_cap = o->section_cap;
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
static void say_once(struct scan *scan)
{
	const struct pm_source *source = scan->file->source;
	struct pm_diags *diags = &scan->found;
	size_t limits = 0, kept = 0;
	for (size_t i = 0; i < diags->count; i++)
		if (strcmp(diags->list[i].rule, "read-limit") != 0 || !limits++)
			diags->list[kept++] = diags->list[i];
	diags->count = kept;
	if (scan->bad == UINT32_MAX)
		return;
	bool nul = source->bytes[scan->bad] == 0;
	struct pm_diag *diag = pm_diag_add(
		diags, "read-encoding", PM_SEVERITY_WARNING, scan->file->file, (struct pm_span){scan->bad, scan->bad + 1},
		nul ? "a NUL byte stands here: remove it, the file is text"
		    : "this byte is no UTF-8, and forges show it as a question mark: save the file as UTF-8");
	pm_diag_subject(diags, diag, nul ? PM_STR("nul") : PM_STR("utf-8"));
}

static void join_found(struct scan *scan, struct piece *piece)
{
	append_diags(&scan->found, &piece->diags);
	pm_arena_join(scan->o->kept, &piece->arena);
	if (!scan->hint.n)
		scan->hint = piece->hint;
	if (scan->bad == UINT32_MAX)
		scan->bad = piece->bad;
}

/* A small file is read from what its thread keeps. */
static void scan_small(struct scan *scan, struct piece *piece)
{
	piece->blocks = scratch.blocks;
	piece->sections = scratch.sections;
	piece->section_cap = scratch.section_cap;
	scratch.blocks = (struct pm_blocks){0};
	scratch.sections = NULL;
	scratch.section_cap = 0;
	scan_piece(scan->file, scan->first, piece);
	scan->o->blocks = piece->blocks;
	scan->o->sections = piece->sections;
	scan->o->section_count = piece->section_count;
	scan->o->section_cap = piece->section_cap;
	join_found(scan, piece);
}

/* The blocks of a big file are mapped, so that they can be given back bit by bit while the items grow. */
static void map_blocks(struct pm_blocks *blocks, size_t count)
{
	enum { FIRST = 1 << 18 };
	size_t cap = blocks->cap ? blocks->cap : FIRST;
	while (cap < count)
		cap *= 2;
	if (cap == blocks->cap)
		return;
	size_t had = blocks->cap * sizeof *blocks->list, size = cap * sizeof *blocks->list;
	void *p = had ? mremap(blocks->list, had, size, MREMAP_MAYMOVE)
		      : mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		pm_out_of_memory();
	blocks->list = p;
	blocks->cap = cap;
}

/* Puts a piece behind those before it; the numbers of its blocks in sections move on. */
static void join_piece(struct scan *scan, struct piece *piece)
{
	struct pm_outline *o = scan->o;
	uint32_t base = (uint32_t)o->blocks.count;
	map_blocks(&o->blocks, base + piece->blocks.count);
	if (piece->blocks.count)
		memcpy(o->blocks.list + base, piece->blocks.list, piece->blocks.count * sizeof *piece->blocks.list);
	o->blocks.count += piece->blocks.count;
	for (size_t k = 0; k < piece->section_count; k++) {
		struct pm_section *s = &piece->sections[k];
		if (s->block != PM_NONE)
			s->block += base;
		s->first += base;
		s->end += base;
		PM_GROW(o->sections, o->section_count, o->section_cap);
		o->sections[o->section_count++] = *s;
	}
	free(piece->sections);
	if (scan->spare_count < PM_WORK_THREADS)
		scan->spare[scan->spare_count++] = piece->blocks;
	else
		free(piece->blocks.list);
	join_found(scan, piece);
	pm_outline_pass(o, piece->end);
}

static void scan_next(void *ctx, size_t i, unsigned thread)
{
	struct scan *scan = ctx;
	struct piece *piece = NULL;
	(void)i;
	(void)thread;
	pthread_mutex_lock(&scan->lock);
	size_t index = scan->count;
	if (pm_cutter_next(scan->cutter, &scan->pieces[index].start, &scan->pieces[index].end)) {
		piece = &scan->pieces[scan->count++];
		if (scan->spare_count)
			piece->blocks = scan->spare[--scan->spare_count];
	}
	pthread_mutex_unlock(&scan->lock);
	if (!piece)
		return;
	scan_piece(scan->file, index ? piece->start.offset : scan->first, piece);
	pthread_mutex_lock(&scan->lock);
	piece->done = true;
	while (scan->joined < scan->count && scan->pieces[scan->joined].done)
		join_piece(scan, &scan->pieces[scan->joined++]);
	pthread_mutex_unlock(&scan->lock);
}

/* Reads the blocks and sections of a file from `behind` on, which is line `line`.  Are the blocks mapped? */
static bool scan_file(struct scan *scan, uint32_t behind, uint32_t line)
{
	const struct pm_read_file *file = scan->file;
	uint32_t size = file->piece ? file->piece : PIECE, end = (uint32_t)file->source->size;
	size_t most = (end - behind) / size + 1; /* all but the last are that large */
	struct piece small = {.start = {behind, line}, .end = end};
	if (most == 1) {
		scan_small(scan, &small);
		return false;
	}
	pthread_mutex_init(&scan->lock, NULL);
	scan->cutter = pm_cutter_new(file->source, behind, line, size);
	scan->pieces = pm_calloc(most + 1, sizeof *scan->pieces);
	pm_work(most, file->threads, scan_next, end_thread, scan);
	pthread_mutex_destroy(&scan->lock);
	pm_cutter_free(scan->cutter);
	free(scan->pieces);
	while (scan->spare_count)
		free(scan->spare[--scan->spare_count].list);
	return true;
}

/* -- step three: drafts become items */

struct fill {
	struct pm_outline *outline;
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

/* Gives back what the blocks hold from *from up to `to`, in whole pages. */
static void give_back(const void *mapping, size_t *from, size_t to)
{
	enum { PAGE = 4096 };
	to = to / PAGE * PAGE;
	if (to <= *from)
		return;
	madvise((void *)((uintptr_t)mapping + *from), to - *from, MADV_DONTNEED);
	*from = to;
}

/* Gives back the blocks that no range needs any more: drafts only look forward.  And the bytes of the file behind them, which are
 * there again when somebody looks: blocks, items and all of the file together would be the most that is ever held. */
static void release_blocks(struct fill *fill, size_t range)
{
	struct pm_outline *o = fill->outline;
	pthread_mutex_lock(&fill->lock);
	fill->done[range] = true;
	while (fill->low < fill->range_count && fill->done[fill->low])
		fill->low++;
	if (fill->low < fill->range_count) {
		size_t first = o->drafts[fill->low * DRAFTS].first;
		if (first < o->blocks.count)
			pm_outline_pass(o, o->blocks.list[first].start);
		give_back(o->blocks.list, &fill->released, (first > 64 ? first - 64 : 0) * sizeof(struct pm_block));
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
	fill.mapped = ranges > 1 && reading->mapped;
	o->passed = 0;
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

/* "name" and "about": a template of an issue, as GitHub has them. */
static bool is_template(const struct pm_yaml *matter)
{
	return pm_yaml_get(matter, "name") && pm_yaml_get(matter, "about");
}

/* The hint of the file, else that of the configuration. */
static void take_hint(const struct pm_read_file *file, struct pm_str said, struct pm_outline *o)
{
	struct pm_str bad;
	if (said.n && !pm_hint_read(said, &o->hint, &bad)) {
		uint32_t at = (uint32_t)(bad.p - file->source->bytes);
		struct pm_diag *diag = pm_diag_add(
			o->diags, "read-hint", PM_SEVERITY_WARNING, file->file, (struct pm_span){at, at + (uint32_t)bad.n},
			"'%.*s' is no hint: write items=heading, heading2, table, list, bullet, number, bold or none; "
			"only= or not= with names of sections; as=backlog, roadmap or stories; kind=; id= or title= with "
			"the head of a column",
			bad.n < 40 ? (int)bad.n : 40, bad.p);
		pm_diag_subject(o->diags, diag, bad);
		memset(&o->hint, 0, sizeof o->hint);
	}
	if (!said.n && file->hint.n)
		pm_hint_read(file->hint, &o->hint, &bad);
	if (!o->hint.has_role)
		return;
	o->file_role = (enum pm_file_role)o->hint.role;
	o->named = true;
}

/* A file whose front matter has fields but no id, and which holds items with ids, is a document. */
static bool matter_makes_item(const struct pm_yaml *matter, const struct pm_outline *o)
{
	if (!pm_matter_is_item(matter))
		return false;
	if (pm_yaml_get(matter, "id"))
		return true;
	if ((o->file_role == PM_ROLE_DOCUMENT && !o->hint.given) || is_template(matter))
		return false;
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
		matter = pm_yaml_read(source, block, file->file, &scratch.arena, &reading->diags);
		if (file->role == PM_ROLE_TASK_FILE)
			allow_names(matter, &reading->diags);
	}
	struct pm_outline o = {.source = source,
			       .file = file->file,
			       .file_role = file->role,
			       .named = file->named,
			       .threads = file->threads,
			       .config = file->config,
			       .arena = &scratch.arena,
			       .kept = arena,
			       .diags = &reading->diags};
	struct scan scan = {.file = file, .o = &o, .first = first, .bad = UINT32_MAX};
	pm_diags_init(&scan.found, arena);
	reading->mapped = scan_file(&scan, behind, line);
	say_once(&scan);
	append_diags(&reading->diags, &scan.found);
	take_hint(file, scan.hint, &o);
	if (matter && !o.hint.given && is_template(matter))
		o.hint.given = o.hint.forms = o.hint.none = true;
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
	free(o.drafts);
	if (reading->mapped) /* before all of the file is looked through once more */
		munmap(o.blocks.list, o.blocks.cap * sizeof *o.blocks.list);
	account(source, &o, behind, reading);
	if (reading->mapped)
		free(o.sections);
	else
		keep_scratch(&o);
	pm_arena_reset(&scratch.arena);
}
