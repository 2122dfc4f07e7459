/* gen_history: seeded histories of a backlog, as a stream for git fast-import, and what happened in them.
 *
 *   gen_history LAYOUT ITEMS COMMITS SEED EVENTS >STREAM
 *
 * LAYOUT is `file` (all items in one BACKLOG.md), `folder` (one file an item), or `mixed` (several files, which are split, joined and
 * renamed; ids that get another prefix; merges and squashes).  EVENTS is written in the form of `test_history events`, sorted by
 * whoever compares.  The same arguments give the same bytes on every machine.
 */
#include "parser/date.h"
#include "parser/mem.h"
#include "parser/rng.h"
#include "parser/str.h"

#include <stdarg.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILES_MAX = 64, FOLDER = 100, HOURS = 5 };

static const char *const prefixes[] = {"PAY", "SHOP", "WEB", "APP", "CORE", "OPS"};
static const char *const statuses[] = {"ready", "in progress", "in review", "done", "dropped", "idea"};
static const char *const classes[] = {"open", "started", "started", "done", "dropped", "idea"};
static const char *const owners[] = {"Ada", "Grace", "Linus", "Barbara"};
static const char *const verbs[] = {"Pay with", "Find", "Print", "Cancel", "Share", "Compare"};
static const char *const things[] = {"a saved card", "the invoice", "an order", "a voucher", "the address book", "a label"};
static const char *const authors[] = {"Ada", "Grace", "Linus"};

enum layout { ONE_FILE, FOLDERS, MIXED };

struct item {
	unsigned number, file, prefix;
	unsigned status, estimate, owner, title, text; /* title and text: how often they were changed */
	unsigned step;				       /* the step that last changed it */
	char *gone;				       /* heap: where it stood when it was removed */
	bool there;
};

struct event {
	unsigned item, step;
	char *text; /* behind the id */
};

struct file {
	unsigned name; /* how often it was renamed */
	bool there, dirty;
};

static struct pm_rng rng;
static enum layout layout;
static struct item *items;
static size_t item_count, item_cap;
static struct event *events;
static size_t event_count, event_cap;
static struct file files[FILES_MAX];
static unsigned file_count = 1, prefix, step, mark;
static bool *dirty; /* items whose file must be written, of FOLDERS */
static struct pm_buf old_paths;

static unsigned below(unsigned limit)
{
	return pm_rng_below(&rng, limit);
}

static void add_path(struct pm_buf *out, const struct item *item, unsigned file)
{
	if (layout == ONE_FILE)
		pm_buf_addz(out, "BACKLOG.md");
	else if (layout == FOLDERS)
		pm_buf_addf(out, "backlog/part-%03u/item-%06u.md", item->number / FOLDER, item->number);
	else
		pm_buf_addf(out, "backlog/area-%02u-%u.md", file, files[file].name);
}

static char *path_of(const struct item *item, unsigned file)
{
	struct pm_buf path = {0};

	add_path(&path, item, file);
	return path.p;
}

static void add_id(struct pm_buf *out, const struct item *item)
{
	pm_buf_addf(out, "%s-%u", prefixes[item->prefix], item->number);
}

static void add_title(struct pm_buf *out, const struct item *item)
{
	unsigned n = item->number * 7 + item->title * 13;

	pm_buf_addf(out, "%s %s, number %u of %u", verbs[n % 6], things[n / 6 % 6], item->number, item->title + 1);
}

static void add_criteria(struct pm_buf *out, const struct item *item)
{
	pm_buf_addf(out,
		    "- [%c] Given item %u, when version %u is shown, then it takes at most %u steps\n- [ ] Nothing is lost\n\n",
		    item->status == 3 ? 'x' : ' ', item->number, item->text, item->number % 9 + 2);
}

static void add_item(struct pm_buf *out, const struct item *item)
{
	if (layout == FOLDERS) {
		pm_buf_addz(out, "---\nid: ");
		add_id(out, item);
		pm_buf_addz(out, "\ntitle: \"");
		add_title(out, item);
		pm_buf_addf(out, "\"\nstatus: %s\nestimate: %u\nowner: %s\n---\n\n## Acceptance criteria\n\n",
			    statuses[item->status], item->estimate, owners[item->owner]);
	} else {
		pm_buf_addz(out, "## ");
		add_id(out, item);
		pm_buf_addc(out, ' ');
		add_title(out, item);
		pm_buf_addf(out, "\n\n- Status: %s\n- Estimate: %u\n- Owner: %s\n\n**Acceptance criteria**\n\n",
			    statuses[item->status], item->estimate, owners[item->owner]);
	}
	add_criteria(out, item);
}

/* -- what happens, and what is expected to be told of it */

__attribute__((format(printf, 2, 3))) static void expect(unsigned item, const char *format, ...)
{
	struct pm_buf text = {0};
	char line[512];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof line, format, args);
	va_end(args);
	pm_buf_addz(&text, line);
	PM_GROW(events, event_count, event_cap);
	events[event_count++] = (struct event){item, step, text.p};
}

static void touch(unsigned item)
{
	items[item].step = step;
	files[items[item].file].dirty = true;
	if (layout == FOLDERS)
		dirty[item] = true;
}

static void create(unsigned status)
{
	struct item *item;

	PM_GROW(items, item_count, item_cap);
	if (layout == FOLDERS) {
		dirty = pm_realloc(dirty, item_count + 1, sizeof *dirty);
		dirty[item_count] = true;
	}
	item = &items[item_count++];
	*item = (struct item){.number = (unsigned)item_count, .prefix = prefix, .status = status, .there = true};
	item->estimate = 1 + below(13);
	item->owner = below(4);
	do
		item->file = layout == MIXED ? below(file_count) : 0;
	while (!files[item->file].there);
	touch((unsigned)item_count - 1);
	expect((unsigned)item_count - 1, "created none -> %s '' -> '%s'", classes[status], statuses[status]);
}

static void change_status(unsigned i)
{
	struct item *item = &items[i];
	unsigned old = item->status;

	item->status = below(3) ? (old < 3 ? old + 1 : old == 3 ? 1 : 0) : (old + 1 + below(5)) % 6;
	expect(i, "state %s -> %s '%s' -> '%s'", classes[old], classes[item->status], statuses[old], statuses[item->status]);
}

static void change_title(unsigned i)
{
	struct pm_buf before = {0}, after = {0};

	add_title(&before, &items[i]);
	items[i].title++;
	add_title(&after, &items[i]);
	expect(i, "title '%s' -> '%s'", before.p, after.p);
	pm_buf_clear(&before);
	pm_buf_clear(&after);
}

static void change(unsigned i)
{
	struct item *item = &items[i];
	unsigned old;

	touch(i);
	switch (below(8)) {
	case 0:
		old = item->estimate;
		item->estimate = 1 + (old + below(12)) % 13;
		if (old != item->estimate)
			expect(i, "field estimate '%u' -> '%u'", old, item->estimate);
		break;
	case 1:
		old = item->owner;
		item->owner = (old + 1 + below(3)) % 4;
		expect(i, "field owner '%s' -> '%s'", owners[old], owners[item->owner]);
		break;
	case 2: change_title(i); break;
	case 3:
		item->text++;
		expect(i, "text");
		break;
	case 4:
		if (below(4) == 0) {
			item->there = false;
			free(item->gone);
			item->gone = path_of(item, item->file);
			expect(i, "gone");
			break;
		}
		/* fall through */
	default: change_status(i); break;
	}
}

/* An item that is gone stands there again, as it was. */
static void bring_back(unsigned i)
{
	struct item *item = &items[i];
	char *path;

	if (!files[item->file].there)
		return;
	item->there = true;
	touch(i);
	expect(i, "back %s -> %s", classes[item->status], classes[item->status]);
	path = path_of(item, item->file);
	if (strcmp(path, item->gone) != 0)
		expect(i, "moved '%s' -> '%s'", item->gone, path);
	free(path);
}

/* Tells that items of a file are in another one now, or in one of another name. */
static void move(unsigned i, unsigned to, const char *from_path)
{
	struct pm_buf after = {0};

	items[i].file = to;
	items[i].step = step;
	add_path(&after, &items[i], to);
	expect(i, "moved '%s' -> '%s'", from_path, after.p);
	pm_buf_clear(&after);
}

/* Every nth item of a file goes into another; all: the file is renamed, or joined to the other one. */
static void move_some(unsigned from, unsigned to, unsigned nth)
{
	struct pm_buf before = {0};
	struct item any = {0};

	add_path(&before, &any, from);
	if (nth == 1)
		pm_buf_addf(&old_paths, "D %s\n", before.p);
	if (from == to)
		files[from].name++;
	for (unsigned i = 0; i < item_count; i++)
		if (items[i].file == from && items[i].there && items[i].step != step && (nth == 1 || i % nth == 0))
			move(i, to, before.p);
		else if (items[i].file == from && !items[i].there && nth == 1)
			items[i].file = to;
	if (nth == 1 && from != to)
		files[from].there = false;
	else
		files[from].dirty = true;
	files[to].there = files[to].dirty = true;
	pm_buf_clear(&before);
}

static unsigned any_file(void)
{
	unsigned file;

	do
		file = below(file_count);
	while (!files[file].there);
	return file;
}

/* All ids get another prefix. */
static void rename_ids(void)
{
	unsigned next = (prefix + 1) % (sizeof prefixes / sizeof *prefixes);

	for (unsigned i = 0; i < item_count; i++) {
		struct item *item = &items[i];

		if (item->there && item->prefix != next) {
			expect(i, "id '%s-%u' -> '%s-%u'", prefixes[item->prefix], item->number, prefixes[next], item->number);
			item->prefix = next;
			touch(i);
		}
	}
	prefix = next;
}

/* -- the stream */

static void write_blob(const char *path, const struct pm_buf *text, struct pm_buf *changes)
{
	printf("blob\nmark :%u\ndata %zu\n", ++mark, text->n);
	fwrite(text->p, 1, text->n, stdout);
	putchar('\n');
	pm_buf_addf(changes, "M 100644 :%u %s\n", mark, path);
}

static void write_file(unsigned file, struct pm_buf *changes)
{
	struct pm_buf text = {0}, path = {0};
	struct item any = {0};

	pm_buf_addz(&text, "# Backlog\n\n");
	for (size_t i = 0; i < item_count; i++)
		if (items[i].there && items[i].file == file)
			add_item(&text, &items[i]);
	add_path(&path, &any, file);
	write_blob(path.p, &text, changes);
	pm_buf_clear(&path);
	pm_buf_clear(&text);
}

static void write_items(struct pm_buf *changes)
{
	struct pm_buf text = {0}, path = {0};

	for (size_t i = 0; i < item_count; i++) {
		if (!dirty[i])
			continue;
		dirty[i] = false;
		pm_buf_reset(&text);
		pm_buf_reset(&path);
		add_path(&path, &items[i], 0);
		add_item(&text, &items[i]);
		if (items[i].there)
			write_blob(path.p, &text, changes);
		else
			pm_buf_addf(changes, "D %s\n", path.p);
	}
	pm_buf_clear(&path);
	pm_buf_clear(&text);
}

static long when_of(unsigned of)
{
	return 1577836800L + (long)of * HOURS * 3600;
}

static unsigned write_commit(const char *branch, unsigned parent, unsigned merged, const struct pm_buf *changes)
{
	const char *author = authors[step % 3];

	printf("commit refs/heads/%s\nmark :%u\nauthor %s <%s@example.org> %ld +0000\ncommitter C <c@example.org> %ld +0000\n",
	       branch, ++mark, author, author, when_of(step), when_of(step));
	printf("data 5\nstep\n");
	if (parent)
		printf("from :%u\n", parent);
	if (merged)
		printf("merge :%u\n", merged);
	if (changes)
		fwrite(changes->p, 1, changes->n, stdout);
	putchar('\n');
	return mark;
}

/* What a step changed, as the lines of a commit. */
static void collect(struct pm_buf *changes)
{
	pm_buf_reset(changes);
	pm_buf_adds(changes, pm_buf_str(&old_paths));
	pm_buf_reset(&old_paths);
	if (layout == FOLDERS)
		write_items(changes);
	else
		for (unsigned f = 0; f < file_count; f++)
			if (files[f].there && files[f].dirty)
				write_file(f, changes);
	for (unsigned f = 0; f < file_count; f++)
		files[f].dirty = false;
}

/* One change of one item that this step has not changed yet. */
static void one_change(void)
{
	unsigned i = below((unsigned)item_count);

	if (items[i].step == step)
		return;
	if (items[i].there)
		change(i);
	else if (below(2) == 0)
		bring_back(i);
}

static void mixed_step(void)
{
	unsigned from, to;

	switch (below(40)) {
	case 0: rename_ids(); break;
	case 1:
		from = any_file();
		if (file_count < FILES_MAX)
			move_some(from, file_count++, 2);
		break;
	case 2:
		from = any_file();
		to = any_file();
		move_some(from, to, 1);
		break;
	case 3: /* a squash: a lot at once, and items that come as done */
		for (unsigned n = 20; n > 0; n--)
			one_change();
		create(3);
		create(3);
		break;
	default: create(below(3) ? 0 : 1); break;
	}
}

static void play(unsigned commits)
{
	struct pm_buf changes = {0};
	unsigned tip = 0;

	for (step = 1; step <= commits; step++) {
		bool merge = layout == MIXED && step > 2 && below(10) == 0;

		if (step == 1) {
			for (unsigned n = (unsigned)item_cap; n > 0; n--)
				create(below(4) == 0 ? 1 : 0);
		} else {
			if (layout == MIXED)
				mixed_step();
			for (unsigned n = 1 + below(3); n > 0; n--)
				one_change();
		}
		collect(&changes);
		if (merge) {
			unsigned side = write_commit("side", tip, 0, &changes);

			/* the merge's tree is that of its second parent */
			struct pm_buf all = {0};
			pm_buf_addf(&all, "deleteall\n");
			for (unsigned f = 0; f < file_count; f++)
				if (files[f].there)
					write_file(f, &all);
			tip = write_commit("main", tip, side, &all);
			pm_buf_clear(&all);
		} else {
			tip = write_commit("main", tip, 0, &changes);
		}
	}
	pm_buf_clear(&changes);
}

static void write_events(const char *path)
{
	FILE *out = fopen(path, "w");
	char day[16];

	if (!out) {
		perror(path);
		exit(2);
	}
	for (size_t i = 0; i < event_count; i++) {
		const struct item *item = &items[events[i].item];

		pm_day_format(pm_day_from_unix(when_of(events[i].step)), day);
		fprintf(out, "%s %s %s-%u %s\n", day, authors[events[i].step % 3], prefixes[item->prefix], item->number,
			events[i].text);
		free(events[i].text);
	}
	fclose(out);
}

int main(int argc, char **argv)
{
	if (argc != 6) {
		fputs("usage: gen_history file|folder|mixed ITEMS COMMITS SEED EVENTS\n", stderr);
		return 2;
	}
	layout = strcmp(argv[1], "file") == 0 ? ONE_FILE : strcmp(argv[1], "folder") == 0 ? FOLDERS : MIXED;
	pm_rng_init(&rng, strtoull(argv[4], NULL, 10), 0);
	item_cap = strtoul(argv[2], NULL, 10);
	items = pm_calloc(item_cap, sizeof *items);
	files[0].there = true;
	play((unsigned)strtoul(argv[3], NULL, 10));
	puts("done");
	write_events(argv[5]);
	pm_buf_clear(&old_paths);
	for (size_t i = 0; i < item_count; i++)
		free(items[i].gone);
	free(items);
	free(events);
	free(dirty);
	return ferror(stdout) || fclose(stdout) ? 1 : 0;
}
