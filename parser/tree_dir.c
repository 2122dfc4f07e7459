/* tree_dir: a folder on disk.
 *
 * Nothing outside the root is ever opened: every part of a path is opened by itself, relative to the folder before it and
 * without following links; a link is replaced by its target by hand, and only where that lies inside.
 */
#include "parser/tree.h"

#include "parser/mem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/openat2.h>
#include <sys/syscall.h>
#endif

/* A mapped file that somebody cuts short ends the program with SIGBUS, so only files too big to copy are mapped. */
enum { MAP_FROM = 16 << 20 };

/* Opening a pipe or a device may wait or have effects, so only what is known to be a file is opened; should something else take
 * its place just then, O_NONBLOCK keeps us from waiting. */
enum {
	FOLDER_FLAGS = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC,
	FILE_FLAGS = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
};

struct dir_tree {
	struct pm_tree tree;
	int root;
};

static int root_of(const struct pm_tree *tree)
{
	return ((const struct dir_tree *)tree)->root;
}

static bool is_absent(int error)
{
	return error == ENOENT || error == ENOTDIR;
}

/* Appends what went wrong with path; the value is -1. */
static int complain(struct pm_buf *err, const char *path, int error)
{
	if (err->n)
		pm_buf_addc(err, '\n');
	pm_buf_addf(err, "%s: ", path[0] ? path : ".");
	if (error == EXDEV)
		pm_buf_addz(err, "leads out of the tree and is not followed; name a path inside it");
	else if (error == ELOOP)
		pm_buf_addf(err, "more than %d symbolic links lead to each other; remove the circle", PM_TREE_LINKS);
	else if (error == EFBIG)
		pm_buf_addf(err, "is larger than %u MiB, the most that is read; split the file", PM_SOURCE_MAX >> 20);
	else if (error == EISDIR)
		pm_buf_addz(err, "is a folder, not a file");
	else if (error == EINVAL)
		pm_buf_addz(err, "is not a regular file");
	else
		pm_buf_addf(err, "cannot be read: %s", strerror(error));
	return -1;
}

static enum pm_tree_type type_of(mode_t mode)
{
	if (S_ISREG(mode))
		return PM_TREE_FILE;
	if (S_ISDIR(mode))
		return PM_TREE_FOLDER;
	return S_ISLNK(mode) ? PM_TREE_LINK : PM_TREE_OTHER;
}

/* -- finding a path */

/* Puts the target of a link, which is the part from..to of path, in its place.  0, or an error number. */
static int replace_link(int folder, struct pm_buf *path, size_t from, size_t to, int *links)
{
	char target[PATH_MAX];
	char *name = pm_str_dup(pm_str_n(path->p + from, to - from));
	ssize_t n = readlinkat(folder, name, target, sizeof target - 1);
	struct pm_buf rest = {0};
	int error = 0;

	free(name);
	if (n < 0)
		return errno == EINVAL ? ENOTDIR : errno;
	if (++*links > PM_TREE_LINKS)
		return ELOOP;
	target[n] = '\0';
	pm_buf_addf(&rest, "%s/%s", target, path->p + to);
	path->p[from] = '\0';
	if (!pm_path_join(path->p, rest.p, path))
		error = EXDEV;
	pm_buf_clear(&rest);
	return error;
}

/* Opens the folder that holds the last part of path, and points *last at that part.  Where a link lies on the way, path becomes
 * what it leads to and *again is set.  A descriptor (the root's own is not to be closed), or -1 and errno. */
static int open_holder(int root, struct pm_buf *path, const char **last, int *links, bool *again)
{
	int folder = root;
	size_t at = 0;
	char *slash;

	*again = false;
	while ((slash = strchr(path->p + at, '/'))) {
		int next, error = 0;

		*slash = '\0';
		next = openat(folder, path->p + at, FOLDER_FLAGS);
		if (next < 0)
			error = errno;
		*slash = '/';
		if (error == ELOOP || error == ENOTDIR) {
			error = replace_link(folder, path, at, (size_t)(slash - path->p), links);
			*again = error == 0;
		}
		if (folder != root)
			close(folder);
		if (next < 0) {
			errno = error;
			return -1;
		}
		folder = next;
		at = (size_t)(slash - path->p) + 1;
	}
	*last = path->p + at;
	return folder;
}

/* What a path leads to: the folder that holds it, its name there, and what it is. */
struct place {
	struct pm_buf path; /* with no link in it, but for the last part */
	const char *last;
	int folder;
	struct stat stat;
};

static void place_clear(struct place *place, int root)
{
	if (place->folder >= 0 && place->folder != root)
		close(place->folder);
	pm_buf_clear(&place->path);
}

/* Finds path; a link at its end is followed when `follow` is set.  0 or an error number; the place is to be cleared in any case. */
static int find_place(int root, const char *path, bool follow, struct place *place)
{
	int links = 0, error;
	bool again;

	*place = (struct place){.folder = -1};
	if (!pm_path_join("", path, &place->path))
		return EXDEV;
	for (;;) {
		place->folder = open_holder(root, &place->path, &place->last, &links, &again);
		if (again)
			continue;
		if (place->folder < 0)
			return errno;
		if (fstatat(place->folder, place->last[0] ? place->last : ".", &place->stat, AT_SYMLINK_NOFOLLOW) < 0)
			return errno;
		if (!follow || !S_ISLNK(place->stat.st_mode))
			return 0;
		error = replace_link(place->folder, &place->path, (size_t)(place->last - place->path.p), place->path.n, &links);
		if (place->folder != root)
			close(place->folder);
		place->folder = -1;
		if (error)
			return error;
	}
}

static int dir_stat(struct pm_tree *tree, const char *path, enum pm_tree_type *type, struct pm_buf *err)
{
	struct place place;
	int error = find_place(root_of(tree), path, false, &place);

	place_clear(&place, root_of(tree));
	if (error)
		return is_absent(error) ? 0 : complain(err, path, error);
	*type = type_of(place.stat.st_mode);
	return 1;
}

static int dir_real(struct pm_tree *tree, const char *path, struct pm_buf *real, struct pm_buf *err)
{
	struct place place;
	int error = find_place(root_of(tree), path, true, &place);

	if (!error) {
		pm_buf_reset(real);
		pm_buf_adds(real, pm_buf_str(&place.path));
	}
	place_clear(&place, root_of(tree));
	return !error ? 1 : is_absent(error) || error == EXDEV ? 0 : complain(err, path, error);
}

/* -- reading */

/* Reads up to *size bytes; *size becomes what was there.  0 or an error number. */
static int read_all(int fd, char *bytes, size_t *size)
{
	size_t have = 0;

	while (have < *size) {
		ssize_t n = read(fd, bytes + have, *size - have);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		if (n == 0)
			break;
		have += (size_t)n;
	}
	*size = have;
	return 0;
}

/* Maps a file of its size of now: what lies behind the end of a file must not be touched.  0, EAGAIN when it is to be copied,
 * or another error number. */
static int map(int fd, const char *path, struct pm_source *source)
{
	struct stat st;
	size_t size;
	void *bytes;

	if (fstat(fd, &st) < 0)
		return errno;
	if (!S_ISREG(st.st_mode))
		return EINVAL;
	if (st.st_size > (off_t)PM_SOURCE_MAX)
		return EFBIG;
	size = (size_t)st.st_size;
	bytes = size ? mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
	if (bytes == MAP_FAILED)
		return EAGAIN;
	pm_source_init(source, path, bytes, size, PM_SOURCE_MAPPED);
	return 0;
}

/* Reads an open file that had a size just before: what was added since then is for the next run. */
static int load(int fd, const char *path, off_t had, struct pm_source *source)
{
	size_t size = (size_t)had;
	char *bytes;
	int error;

	if (had > (off_t)PM_SOURCE_MAX)
		return EFBIG;
	if (size >= MAP_FROM) {
		error = map(fd, path, source);
		if (error != EAGAIN)
			return error;
	}
	bytes = pm_malloc(size);
	error = read_all(fd, bytes, &size);
	if (error)
		free(bytes);
	else
		pm_source_init(source, path, bytes, size, PM_SOURCE_HEAP);
	return error;
}

static int open_and_load(const struct place *place, const char *path, struct pm_source *source)
{
	int fd, error;

	if (S_ISDIR(place->stat.st_mode))
		return EISDIR;
	if (!S_ISREG(place->stat.st_mode))
		return EINVAL;
	fd = openat(place->folder, place->last, FILE_FLAGS);
	if (fd < 0)
		return errno;
	error = load(fd, path, place->stat.st_size, source);
	close(fd);
	return error;
}

/* Opens a regular file with no link on its way in one step, where the kernel can: most files are such, and opening each folder on
 * the way costs more than reading them.  A descriptor and *size, or -1: find_place() knows better. */
static int open_directly(int root, const char *path, off_t *size)
{
#ifdef SYS_openat2
	struct open_how how = {.flags = FILE_FLAGS, .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
	struct stat st;

	if (fstatat(root, path, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode)) {
		*size = st.st_size;
		return (int)syscall(SYS_openat2, root, path, &how, sizeof how);
	}
#else
	(void)root;
	(void)path;
	(void)size;
#endif
	return -1;
}

static int dir_read(struct pm_tree *tree, const char *path, struct pm_source *source, struct pm_buf *err)
{
	struct place place;
	off_t size = 0;
	int error, fd = open_directly(root_of(tree), path, &size);

	if (fd >= 0) {
		error = load(fd, path, size, source);
		close(fd);
		return error ? complain(err, path, error) : 1;
	}
	error = find_place(root_of(tree), path, true, &place);
	if (error == 0)
		error = open_and_load(&place, path, source);
	place_clear(&place, root_of(tree));
	if (error)
		return is_absent(error) ? 0 : complain(err, path, error);
	return 1;
}

/* -- listing */

struct name {
	char *text;
	enum pm_tree_type type;
};

struct names {
	struct name *all;
	size_t count, cap;
	struct pm_arena arena;
};

struct walk {
	struct pm_buf path;
	pm_tree_visit visit;
	void *ctx;
	struct pm_buf *err;
	bool failed;
};

static int list_folder(struct walk *walk, int fd, unsigned depth);

/* Bytewise, a folder counted as its name with a slash behind it. */
static int compare_names(const void *a, const void *b)
{
	const struct name *x = a, *y = b;
	const char *p = x->text, *q = y->text;
	unsigned char c, d;

	while (*p && *p == *q) {
		p++;
		q++;
	}
	c = (unsigned char)(*p == '\0' && x->type == PM_TREE_FOLDER ? '/' : *p);
	d = (unsigned char)(*q == '\0' && y->type == PM_TREE_FOLDER ? '/' : *q);
	return (c > d) - (c < d);
}

static enum pm_tree_type entry_type(int folder, const struct dirent *entry)
{
	struct stat st;

	switch (entry->d_type) {
	case DT_REG: return PM_TREE_FILE;
	case DT_DIR: return PM_TREE_FOLDER;
	case DT_LNK: return PM_TREE_LINK;
	case DT_UNKNOWN: /* some file systems never say */
		return fstatat(folder, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0 ? PM_TREE_OTHER : type_of(st.st_mode);
	default: return PM_TREE_OTHER;
	}
}

static bool is_left_out(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, ".git") == 0;
}

/* Reads and sorts what a folder holds.  0 or an error number. */
static int read_names(DIR *folder, struct names *names)
{
	const struct dirent *entry;

	while (errno = 0, entry = readdir(folder)) {
		struct name *name;

		if (is_left_out(entry->d_name))
			continue;
		PM_GROW(names->all, names->count, names->cap);
		name = &names->all[names->count++];
		name->text = pm_arena_dup(&names->arena, entry->d_name, strlen(entry->d_name));
		name->type = entry_type(dirfd(folder), entry);
	}
	if (errno)
		return errno;
	if (names->count)
		qsort(names->all, names->count, sizeof *names->all, compare_names);
	return 0;
}

/* Goes into one folder.  -1: the visitor has seen enough. */
static int enter(struct walk *walk, int holder, const char *name, unsigned depth)
{
	int fd;

	if (depth >= PM_TREE_DEPTH) {
		if (walk->err->n)
			pm_buf_addc(walk->err, '\n');
		pm_buf_addf(walk->err, "%s: lies more than %d folders deep and is not read; move it up", walk->path.p,
			    PM_TREE_DEPTH);
		walk->failed = true;
		return 0;
	}
	fd = openat(holder, name, FOLDER_FLAGS);
	if (fd >= 0)
		return list_folder(walk, fd, depth + 1);
	if (!is_absent(errno) && errno != ELOOP) { /* a folder may vanish or become a link at any time */
		complain(walk->err, walk->path.p, errno);
		walk->failed = true;
	}
	return 0;
}

static int visit_names(struct walk *walk, int folder, const struct names *names, unsigned depth)
{
	size_t n = walk->path.n;
	int answer = 0;

	for (size_t i = 0; i < names->count && answer >= 0; i++) {
		struct pm_tree_entry entry = {.type = names->all[i].type};

		if (n)
			pm_buf_addc(&walk->path, '/');
		pm_buf_addz(&walk->path, names->all[i].text);
		entry.path = walk->path.p;
		answer = walk->visit(walk->ctx, &entry);
		if (answer == 0 && entry.type == PM_TREE_FOLDER)
			answer = enter(walk, folder, names->all[i].text, depth);
		walk->path.n = n;
		walk->path.p[n] = '\0';
	}
	return answer < 0 ? -1 : 0;
}

/* Visits all that an open folder holds, and closes it.  -1: the visitor has seen enough. */
static int list_folder(struct walk *walk, int fd, unsigned depth)
{
	struct names names = {0};
	DIR *folder = fdopendir(fd);
	int answer = 0, error = folder ? read_names(folder, &names) : errno;

	if (error) {
		complain(walk->err, pm_buf_str(&walk->path).p, error);
		walk->failed = true;
	} else {
		answer = visit_names(walk, fd, &names, depth);
	}
	pm_arena_clear(&names.arena);
	free(names.all);
	if (folder)
		closedir(folder);
	else
		close(fd);
	return answer;
}

static int dir_list(struct pm_tree *tree, const char *folder, pm_tree_visit visit, void *ctx, struct pm_buf *err)
{
	struct walk walk = {.visit = visit, .ctx = ctx, .err = err};
	struct place place;
	int root = root_of(tree), fd = -1, error = find_place(root, folder, false, &place);

	if (error == 0) {
		fd = openat(place.folder, place.last[0] ? place.last : ".", FOLDER_FLAGS);
		error = fd < 0 ? errno : 0;
	}
	place_clear(&place, root);
	if (error)
		return is_absent(error) || (fd < 0 && S_ISLNK(place.stat.st_mode)) ? 0 : complain(err, folder, error);
	pm_path_join("", folder, &walk.path);
	list_folder(&walk, fd, 0);
	pm_buf_clear(&walk.path);
	return walk.failed ? -1 : 0;
}

/* -- opening */

static void dir_free(struct pm_tree *tree)
{
	struct dir_tree *dir = (struct dir_tree *)tree;

	close(dir->root);
	free(dir);
}

static const struct pm_tree_methods dir_methods = {
	.list = dir_list,
	.read = dir_read,
	.stat = dir_stat,
	.real = dir_real,
	.free = dir_free,
};

struct pm_tree *pm_tree_dir_new(const char *root, struct pm_buf *err)
{
	struct dir_tree *dir;
	/* The root itself is named by the user, and may be a link. */
	int fd = open(root[0] ? root : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0) {
		if (errno == ENOTDIR)
			pm_buf_addf(err, "%s: is not a folder", root);
		else
			pm_buf_addf(err, "%s: cannot be opened: %s", root, strerror(errno));
		return NULL;
	}
	dir = pm_malloc(sizeof *dir);
	dir->tree = (struct pm_tree){&dir_methods, pm_strdup("the work tree")};
	dir->root = fd;
	return &dir->tree;
}
