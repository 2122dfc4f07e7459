/* tree_mem: files in memory, and one such file laid over another tree. */
#include "parser/tree.h"

#include "parser/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct file {
	char *path;
	char *bytes; /* of a link: its target */
	size_t size;
	bool link;
};

struct mem_tree {
	struct pm_tree tree;
	struct file *files; /* in bytewise order of their paths */
	size_t count, cap;
};

static char *copy_bytes(const void *bytes, size_t size)
{
	return pm_str_dup(pm_str_n(bytes, size));
}

/* The number of files whose path comes before this one. */
static size_t position(const struct mem_tree *mem, const char *path)
{
	size_t low = 0, high = mem->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(mem->files[middle].path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct file *find(const struct mem_tree *mem, const char *path)
{
	size_t at = position(mem, path);

	return at < mem->count && strcmp(mem->files[at].path, path) == 0 ? &mem->files[at] : NULL;
}

/* What a link leads to; NULL: nowhere, or to another link. */
static const struct file *follow(const struct mem_tree *mem, const struct file *link)
{
	char *slash = strrchr(link->path, '/'),
	     *folder = pm_str_dup(pm_str_n(link->path, slash ? (size_t)(slash - link->path) : 0));
	char *target = pm_str_dup(pm_str_n(link->bytes, link->size));
	struct pm_buf path = {0};
	const struct file *file = pm_path_join(folder, target, &path) ? find(mem, path.p) : NULL;

	pm_buf_clear(&path);
	free(folder);
	free(target);
	return file && !file->link ? file : NULL;
}

/* Length of what paths below the folder begin with: "docs/", or nothing for the root. */
static size_t prefix_length(const char *folder)
{
	return folder[0] ? strlen(folder) + 1 : 0;
}

/* "" holds everything; nothing holds itself. */
static bool is_below(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return n == 0 || (strncmp(path, folder, n) == 0 && path[n] == '/');
}

/* Visits the folders that lead to path, those up to `known` bytes left out.  What the visitor returned, 0 for all. */
static int visit_folders(const char *path, size_t known, pm_tree_visit visit, void *ctx, size_t *refused)
{
	for (const char *slash = path + known; (slash = strchr(slash, '/')); slash++) {
		char *folder = pm_str_dup(pm_str_n(path, (size_t)(slash - path)));
		struct pm_tree_entry entry = {folder, PM_TREE_FOLDER};
		int answer = visit(ctx, &entry);

		free(folder);
		if (answer) {
			*refused = (size_t)(slash - path) + 1;
			return answer;
		}
	}
	return 0;
}

/* How many bytes of folders, slashes included, two paths share; at least `least`. */
static size_t shared_folders(const char *a, const char *b, size_t least)
{
	size_t shared = least;

	for (size_t i = 0; a[i] && a[i] == b[i]; i++)
		if (a[i] == '/' && i + 1 > shared)
			shared = i + 1;
	return shared;
}

static int mem_list(struct pm_tree *tree, const char *folder, pm_tree_visit visit, void *ctx, struct pm_buf *err)
{
	const struct mem_tree *mem = (const struct mem_tree *)tree;
	size_t root = prefix_length(folder), refused = 0;
	const char *last = NULL;

	(void)err;
	for (size_t i = 0; i < mem->count; i++) {
		struct pm_tree_entry entry = {mem->files[i].path, mem->files[i].link ? PM_TREE_LINK : PM_TREE_FILE};
		size_t known;
		int answer;

		if (!is_below(entry.path, folder))
			continue;
		known = last ? shared_folders(last, entry.path, root) : root;
		if (refused && known >= refused)
			continue; /* in a folder that is not to be entered */
		refused = 0;
		last = entry.path;
		answer = visit_folders(entry.path, known, visit, ctx, &refused);
		if (answer == 0)
			answer = visit(ctx, &entry);
		if (answer < 0)
			return 0;
	}
	return 0;
}

static int mem_read(struct pm_tree *tree, const char *path, struct pm_source *source, struct pm_buf *err)
{
	const struct mem_tree *mem = (const struct mem_tree *)tree;
	const struct file *file = find(mem, path);

	if (file == NULL)
		return 0;
	if (file->link)
		file = follow(mem, file);
	if (file == NULL) {
		pm_buf_addf(err, "%s: leads nowhere; name a file", path);
		return -1;
	}
	pm_source_init(source, path, copy_bytes(file->bytes, file->size), file->size, PM_SOURCE_HEAP);
	return 1;
}

static bool has_folder(const struct mem_tree *mem, const char *path)
{
	struct pm_buf prefix = {0};
	size_t at;

	if (path[0] == '\0')
		return true;
	pm_buf_addf(&prefix, "%s/", path);
	at = position(mem, prefix.p);
	pm_buf_clear(&prefix);
	return at < mem->count && is_below(mem->files[at].path, path);
}

static int mem_stat(struct pm_tree *tree, const char *path, enum pm_tree_type *type, struct pm_buf *err)
{
	const struct mem_tree *mem = (const struct mem_tree *)tree;

	const struct file *file = find(mem, path);

	(void)err;
	if (file) {
		*type = file->link ? PM_TREE_LINK : PM_TREE_FILE;
		return 1;
	}
	*type = PM_TREE_FOLDER;
	return has_folder(mem, path);
}

static int mem_real(struct pm_tree *tree, const char *path, struct pm_buf *real, struct pm_buf *err)
{
	const struct mem_tree *mem = (const struct mem_tree *)tree;
	const struct file *file = find(mem, path);

	(void)err;
	if (file && file->link)
		file = follow(mem, file);
	if (!file)
		return 0;
	pm_buf_reset(real);
	pm_buf_addz(real, file->path);
	return 1;
}

static void mem_free(struct pm_tree *tree)
{
	struct mem_tree *mem = (struct mem_tree *)tree;

	for (size_t i = 0; i < mem->count; i++) {
		free(mem->files[i].path);
		free(mem->files[i].bytes);
	}
	free(mem->files);
	free(mem);
}

static const struct pm_tree_methods mem_methods = {
	.list = mem_list,
	.read = mem_read,
	.stat = mem_stat,
	.real = mem_real,
	.free = mem_free,
};

struct pm_tree *pm_tree_mem_new(void)
{
	struct mem_tree *mem = pm_calloc(1, sizeof *mem);

	mem->tree.methods = &mem_methods;
	mem->tree.label = pm_strdup("memory");
	return &mem->tree;
}

static void add(struct pm_tree *tree, const char *path, const void *bytes, size_t size, bool link)
{
	struct mem_tree *mem = (struct mem_tree *)tree;
	size_t at = position(mem, path);

	assert(tree->methods == &mem_methods && size <= PM_SOURCE_MAX);
	if (at < mem->count && strcmp(mem->files[at].path, path) == 0) {
		free(mem->files[at].bytes);
	} else {
		PM_GROW(mem->files, mem->count, mem->cap);
		memmove(mem->files + at + 1, mem->files + at, (mem->count - at) * sizeof *mem->files);
		mem->files[at].path = pm_strdup(path);
		mem->count++;
	}
	mem->files[at].bytes = copy_bytes(bytes, size);
	mem->files[at].size = size;
	mem->files[at].link = link;
}

void pm_tree_mem_add(struct pm_tree *tree, const char *path, const void *bytes, size_t size)
{
	add(tree, path, bytes, size, false);
}

void pm_tree_mem_link(struct pm_tree *tree, const char *path, const char *target)
{
	add(tree, path, target, strlen(target), true);
}

/* -- one file over another tree */

struct over_tree {
	struct pm_tree tree;
	struct pm_tree_methods methods; /* its own, because `serial` is that of the tree below */
	struct pm_tree *under;
	struct file file;
};

/* A walk through the tree below, on the lookout for the place of the file above it. */
struct over_walk {
	const struct over_tree *over;
	pm_tree_visit visit;
	void *ctx;
	size_t known; /* bytes of the file's folders that were visited already */
	bool placed;  /* the file had its turn, or lies in a folder that is not to be entered */
	bool stopped;
};

static int place_file(struct over_walk *walk)
{
	struct pm_tree_entry entry = {walk->over->file.path, PM_TREE_FILE};
	size_t refused;
	int answer;

	if (walk->placed)
		return 0;
	walk->placed = true;
	answer = visit_folders(entry.path, walk->known, walk->visit, walk->ctx, &refused);
	if (answer == 0)
		answer = walk->visit(walk->ctx, &entry);
	walk->stopped = answer < 0;
	return walk->stopped ? -1 : 0;
}

/* True if the file's path comes before the entry, a folder counted as its name with a slash. */
static bool comes_before(const char *path, const struct pm_tree_entry *entry)
{
	size_t n = strlen(entry->path);
	int order = strncmp(path, entry->path, n);

	if (order)
		return order < 0;
	return entry->type == PM_TREE_FOLDER && (unsigned char)path[n] < '/';
}

static int over_visit(void *ctx, const struct pm_tree_entry *entry)
{
	struct over_walk *walk = ctx;
	const char *path = walk->over->file.path;
	int answer;

	if (strcmp(entry->path, path) == 0)
		return place_file(walk) < 0 ? -1 : 1;
	if (comes_before(path, entry) && place_file(walk) < 0)
		return -1;
	answer = walk->visit(walk->ctx, entry);
	walk->stopped = answer < 0;
	if (entry->type == PM_TREE_FOLDER && is_below(path, entry->path)) {
		walk->known = prefix_length(entry->path);
		walk->placed = walk->placed || answer > 0;
	}
	return answer;
}

static int over_list(struct pm_tree *tree, const char *folder, pm_tree_visit visit, void *ctx, struct pm_buf *err)
{
	const struct over_tree *over = (const struct over_tree *)tree;
	struct over_walk walk = {
		.over = over,
		.visit = visit,
		.ctx = ctx,
		.known = prefix_length(folder),
		.placed = !is_below(over->file.path, folder),
	};
	int failed = pm_tree_list(over->under, folder, over_visit, &walk, err);

	if (!walk.stopped)
		place_file(&walk);
	return failed;
}

static int over_read(struct pm_tree *tree, const char *path, struct pm_source *source, struct pm_buf *err)
{
	const struct over_tree *over = (const struct over_tree *)tree;

	if (strcmp(path, over->file.path) != 0)
		return pm_tree_read(over->under, path, source, err);
	pm_source_init(source, path, copy_bytes(over->file.bytes, over->file.size), over->file.size, PM_SOURCE_HEAP);
	return 1;
}

static int over_stat(struct pm_tree *tree, const char *path, enum pm_tree_type *type, struct pm_buf *err)
{
	const struct over_tree *over = (const struct over_tree *)tree;

	if (strcmp(path, over->file.path) == 0) {
		*type = PM_TREE_FILE;
		return 1;
	}
	if (is_below(over->file.path, path)) {
		*type = PM_TREE_FOLDER;
		return 1;
	}
	return pm_tree_stat(over->under, path, type, err);
}

static int over_real(struct pm_tree *tree, const char *path, struct pm_buf *real, struct pm_buf *err)
{
	const struct over_tree *over = (const struct over_tree *)tree;

	if (strcmp(path, over->file.path) != 0)
		return pm_tree_real(over->under, path, real, err);
	pm_buf_reset(real);
	pm_buf_addz(real, path);
	return 1;
}

static void over_free(struct pm_tree *tree)
{
	struct over_tree *over = (struct over_tree *)tree;

	pm_tree_free(over->under);
	free(over->file.path);
	free(over->file.bytes);
	free(over);
}

struct pm_tree *pm_tree_over_new(struct pm_tree *under, const char *path, const void *bytes, size_t size)
{
	struct over_tree *over = pm_calloc(1, sizeof *over);
	struct pm_buf folded = {0};
	bool inside = pm_path_join("", path, &folded);

	assert(inside && folded.n && size <= PM_SOURCE_MAX);
	(void)inside;
	over->methods = (struct pm_tree_methods){over_list, over_read, over_stat, over_real, over_free, under->methods->serial};
	over->tree.methods = &over->methods;
	over->tree.label = pm_strdup(under->label);
	over->under = under;
	over->file = (struct file){folded.p, copy_bytes(bytes, size), size, false};
	return &over->tree;
}
