/* git: repositories, through libgit2. */
#include "parser/git.h"

#include "parser/mem.h"

#include <git2.h>
#include <git2/sys/alloc.h>
#include <pthread.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SHALLOW_MEND                                                                                                               \
	"this is a shallow clone, which lacks older commits; in CI set fetch-depth: 0 (GitHub) or GIT_DEPTH: 0 (GitLab), "         \
	"elsewhere run: git fetch --unshallow"

/* No link's target is longer in a work tree. */
enum { LINK_MOST = 4096 };

/* Trees that share subtrees can name more paths than there are atoms, in a few kilobytes. */
enum { ENTRIES_MOST = 1 << 20 };

struct pm_git {
	git_repository *repo;
	git_odb *odb;
	char *root;
	pthread_mutex_t lock; /* one thread at a time in `repo`; what reads the object store `odb` needs no turn */
};

/* -- without libgit2 */

/* A repository's folder has a HEAD, as git itself asks; a worktree and a submodule have a file that says where theirs is. */
static bool is_top(const char *dotgit)
{
	char start[7] = "";
	struct pm_buf head = {0};
	struct stat st;
	FILE *file;
	bool found = false;

	if (stat(dotgit, &st) < 0)
		return false;
	if (S_ISDIR(st.st_mode)) {
		pm_buf_addf(&head, "%s/HEAD", dotgit);
		found = lstat(head.p, &st) == 0;
		pm_buf_clear(&head);
	} else if (S_ISREG(st.st_mode) && (file = fopen(dotgit, "re"))) {
		found = fread(start, 1, sizeof start, file) == sizeof start && memcmp(start, "gitdir:", sizeof start) == 0;
		fclose(file);
	}
	return found;
}

char *pm_git_top(const char *folder)
{
	char *top = realpath(folder, NULL), *slash;
	struct pm_buf dotgit = {0};
	bool found = false;

	while (top) {
		pm_buf_reset(&dotgit);
		pm_buf_addf(&dotgit, "%s/.git", top[1] ? top : "");
		found = is_top(dotgit.p);
		if (found || !top[1])
			break;
		slash = strrchr(top, '/');
		slash[slash == top] = '\0';
	}
	pm_buf_clear(&dotgit);
	if (found)
		return top;
	free(top);
	return NULL;
}

const char *pm_git_library(void)
{
	return "libgit2 " LIBGIT2_VERSION;
}

/* -- messages */

static const char *last_error(void)
{
	const git_error *error = git_error_last();

	return error && error->message ? error->message : "no reason given";
}

/* A word of a command that is shown to be copied into a shell. */
static void add_word(struct pm_buf *out, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./@%+=:,";

	if (*word && word[strspn(word, plain)] == '\0') {
		pm_buf_addz(out, word);
		return;
	}
	pm_buf_addc(out, '\'');
	for (; *word; word++) {
		if (*word == '\'')
			pm_buf_addz(out, "'\\'");
		pm_buf_addc(out, *word);
	}
	pm_buf_addc(out, '\'');
}

/* A listing may have several things to say: a line for each. */
static void start_message(struct pm_buf *err)
{
	if (err->n)
		pm_buf_addc(err, '\n');
}

static int leads_out(const char *path, struct pm_buf *err)
{
	start_message(err);
	pm_buf_addf(err, "%s: leads out of the tree and is not followed; name a path inside it", path);
	return -1;
}

static bool is_shallow(const struct pm_git *git)
{
	return git_repository_is_shallow(git->repo) == 1;
}

/* The folder that `git -C` is given. */
static const char *seat_of(const struct pm_git *git)
{
	return git->root ? git->root : git_repository_path(git->repo);
}

/* -- memory */

/* libgit2 never gets more at once than the largest file takes with what its store adds, so an object that says it is larger, or is
 * built by deltas from one that is, is refused before it is unpacked.  Asking for every object's size first takes as long as
 * reading it. */
enum { MEMORY_MOST = PM_SOURCE_MAX + (1 << 20) };

static void *bounded(void *ptr, size_t n)
{
	void *memory = n <= MEMORY_MOST ? realloc(ptr, n ? n : 1) : NULL;

	if (!memory)
		git_error_set_oom();
	return memory;
}

static void *bounded_malloc(size_t n, const char *file, int line)
{
	(void)file, (void)line;
	return bounded(NULL, n);
}

static void *bounded_realloc(void *ptr, size_t n, const char *file, int line)
{
	(void)file, (void)line;
	return bounded(ptr, n);
}

#if LIBGIT2_VER_MAJOR == 1 && LIBGIT2_VER_MINOR < 6 /* newer ones make the others of those three */
static size_t product_of(size_t count, size_t n)
{
	return n && count > MEMORY_MOST / n ? SIZE_MAX : count * n;
}

static void *bounded_calloc(size_t count, size_t n, const char *file, int line)
{
	void *memory = product_of(count, n) <= MEMORY_MOST ? calloc(count ? count : 1, n ? n : 1) : NULL;

	(void)file, (void)line;
	if (!memory)
		git_error_set_oom();
	return memory;
}

static void *bounded_mallocarray(size_t count, size_t n, const char *file, int line)
{
	return bounded_malloc(product_of(count, n), file, line);
}

static void *bounded_reallocarray(void *ptr, size_t count, size_t n, const char *file, int line)
{
	return bounded_realloc(ptr, product_of(count, n), file, line);
}

static char *bounded_substrdup(const char *text, size_t n, const char *file, int line)
{
	char *copy = bounded_malloc(n < SIZE_MAX ? n + 1 : n, file, line);

	if (copy) {
		memcpy(copy, text, n);
		copy[n] = '\0';
	}
	return copy;
}

static char *bounded_strndup(const char *text, size_t n, const char *file, int line)
{
	return bounded_substrdup(text, strnlen(text, n), file, line);
}

static char *bounded_strdup(const char *text, const char *file, int line)
{
	return bounded_substrdup(text, strlen(text), file, line);
}
#endif

static void bound_memory(void)
{
	static git_allocator bounds = {
#if LIBGIT2_VER_MAJOR == 1 && LIBGIT2_VER_MINOR < 6
		.gcalloc = bounded_calloc,
		.gstrdup = bounded_strdup,
		.gstrndup = bounded_strndup,
		.gsubstrdup = bounded_substrdup,
		.greallocarray = bounded_reallocarray,
		.gmallocarray = bounded_mallocarray,
#endif
		.gmalloc = bounded_malloc,
		.grealloc = bounded_realloc,
		.gfree = free,
	};

	git_libgit2_opts(GIT_OPT_SET_ALLOCATOR, &bounds);
}

/* -- certificates */

/* Debian's libgit2 asks this function of mbedTLS, when it starts, to read every certificate that the system has, which takes longer
 * than all else that a small product needs.  Nothing here ever goes to the network: the program's own answer stands before the
 * library's, and is that there are none.  Where libgit2 is built otherwise nobody asks. */
int mbedtls_x509_crt_parse_file(void *chain, const char *path);

__attribute__((weak)) int mbedtls_x509_crt_parse_file(void *chain, const char *path)
{
	(void)chain, (void)path;
	return 0;
}

/* -- opening */

static void start_library(void)
{
	/* What git 2.39 and later write to repositories that libgit2 reads no differently for it. */
	static const char *extensions[] = {"worktreeconfig", "preciousobjects", "partialclone", "relativeworktrees"};

	bound_memory(); /* before it has any */
	if (git_libgit2_init() > 1)
		return;
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, sizeof extensions / sizeof *extensions);
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	/* What is needed twice is kept here; libgit2 would keep all, and give it up one by one, each at the cost of a search. */
	git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
}

/* A variable that git takes for unset when it is empty. */
static const char *variable(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

static void explain_extension(const char *path, const char *why, struct pm_buf *err)
{
	if (strstr(why, "objectformat"))
		pm_buf_addf(err,
			    "%s is a SHA-256 repository, which libgit2 " LIBGIT2_VERSION " does not read; "
			    "use a SHA-1 repository (git init --object-format=sha1)",
			    path);
	else if (strstr(why, "refstorage"))
		pm_buf_addf(err,
			    "%s keeps its references as reftable, which libgit2 " LIBGIT2_VERSION " does not read; "
			    "run: git refs migrate --ref-format=files",
			    path);
	else
		pm_buf_addf(err, "%s: %s by libgit2 " LIBGIT2_VERSION "; see: git config --get-regexp '^extensions'", path, why);
}

static void explain_not_found(const char *path, bool top, struct pm_buf *err)
{
	const char *dir = variable("GIT_DIR");

	if (dir)
		pm_buf_addf(err, "GIT_DIR names '%s', which is no git repository; mend it, or run: unset GIT_DIR", dir);
	else if (top)
		pm_buf_addf(err,
			    "%s/.git leads to no whole repository; if it was moved, run: git worktree repair, or for a "
			    "submodule: git submodule update --init",
			    path);
	else
		pm_buf_addf(err, "no git repository holds %s; go into one, or make one with: git init", path);
}

/* Why libgit2 opened no repository at `path`, a folder or GIT_DIR. */
static void explain_open(const char *path, int code, struct pm_buf *err)
{
	char *top = variable("GIT_DIR") ? NULL : pm_git_top(path);
	char *name = top ? pm_strdup(top) : realpath(path, NULL);
	const char *why = last_error();

	if (name)
		path = name;
	/* libgit2 up to 1.5 says "config value 'safe.directory' was not found" where no such value is set. */
	if (code == GIT_EOWNER || strstr(why, "safe.directory")) {
		pm_buf_addf(err,
			    "%s belongs to another user, and git reads such a repository only when told to; "
			    "run: git config --global --add safe.directory ",
			    path);
		add_word(err, path);
	} else if (strstr(why, "unsupported extension")) {
		explain_extension(path, why, err);
	} else if (code == GIT_ENOTFOUND) {
		explain_not_found(path, top != NULL, err);
	} else {
		pm_buf_addf(err, "cannot open the git repository of %s: %s; see: git fsck", path, why);
	}
	free(name);
	free(top);
}

/* What GIT_REPOSITORY_OPEN_FROM_ENV would do: by hand, because libgit2 1.5 then refuses GIT_WORK_TREE, and takes a relative
 * GIT_INDEX_FILE from the current folder instead of the top of the work tree. */
static git_repository *open_repository(const char *folder, struct pm_buf *err)
{
	const char *dir = variable("GIT_DIR"), *across = variable("GIT_DISCOVERY_ACROSS_FILESYSTEM");
	git_repository *repo = NULL;
	unsigned flags = 0;
	int yes = 0, code;

	if (variable("GIT_COMMON_DIR")) {
		pm_buf_addz(err, "GIT_COMMON_DIR is set, which libgit2 " LIBGIT2_VERSION " does not follow; "
				 "run: unset GIT_COMMON_DIR");
		return NULL;
	}
	if (dir)
		flags = GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_NO_DOTGIT;
	else if (across && git_config_parse_bool(&yes, across) == 0 && yes)
		flags = GIT_REPOSITORY_OPEN_CROSS_FS;
	code = git_repository_open_ext(&repo, dir ? dir : folder, flags, variable("GIT_CEILING_DIRECTORIES"));
	if (code < 0)
		explain_open(dir ? dir : folder, code, err);
	return repo;
}

/* While a push is judged, its objects stand in a folder beside the repository's own. */
static int add_objects(struct pm_git *git, const char *name, struct pm_buf *err)
{
	const char *list = variable(name);
	char *copy, *part, *rest;
	int code = 0;

	if (!list)
		return 0;
	copy = rest = pm_strdup(list);
	while (code == 0 && (part = strsep(&rest, ":")))
		if (*part)
			code = git_odb_add_disk_alternate(git->odb, part);
	if (code < 0)
		pm_buf_addf(err, "cannot use %s '%s': %s; mend it, or run: unset %s", name, list, last_error(), name);
	free(copy);
	return code < 0 ? -1 : 0;
}

static int find_root(struct pm_git *git, struct pm_buf *err)
{
	const char *tree = variable("GIT_WORK_TREE"), *from = "GIT_WORK_TREE";

	if (!tree) {
		tree = git_repository_workdir(git->repo);
		from = "the work tree";
	}
	if (!tree)
		return 0;
	git->root = realpath(tree, NULL);
	if (git->root)
		return 0;
	pm_buf_addf(err, "%s '%s' is not there; see: git config core.worktree", from, tree);
	return -1;
}

struct pm_git *pm_git_open(const char *folder, struct pm_buf *err)
{
	struct pm_git *git;
	git_repository *repo;

	start_library();
	repo = open_repository(folder, err);
	if (!repo) {
		git_libgit2_shutdown();
		return NULL;
	}
	git = pm_calloc(1, sizeof *git);
	git->repo = repo;
	pthread_mutex_init(&git->lock, NULL);
	if (git_repository_odb(&git->odb, repo) < 0) {
		pm_buf_addf(err, "cannot open the objects of %s: %s; see: git fsck", git_repository_path(repo), last_error());
	} else if (add_objects(git, "GIT_OBJECT_DIRECTORY", err) == 0 &&
		   add_objects(git, "GIT_ALTERNATE_OBJECT_DIRECTORIES", err) == 0 && find_root(git, err) == 0) {
		return git;
	}
	pm_git_close(git);
	return NULL;
}

void pm_git_close(struct pm_git *git)
{
	if (!git)
		return;
	pthread_mutex_destroy(&git->lock);
	git_odb_free(git->odb);
	git_repository_free(git->repo);
	free(git->root);
	free(git);
	git_libgit2_shutdown();
}

const char *pm_git_root(const struct pm_git *git)
{
	return git->root;
}

/* -- revisions */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static const char *nth_name(const void *names, size_t i)
{
	return ((const git_strarray *)names)->strings[i];
}

/* "refs/heads/main" becomes "main", in place. */
static void shorten(char *name)
{
	static const char *const starts[] = {"refs/heads/", "refs/tags/", "refs/remotes/", "refs/"};

	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
		size_t n = strlen(starts[i]);

		if (strncmp(name, starts[i], n) == 0) {
			memmove(name, name + n, strlen(name + n) + 1);
			return;
		}
	}
}

/* Adds ", did you mean 'main'?" where a branch or a tag is near; false where none is. */
static bool add_nearest(struct pm_git *git, struct pm_str name, struct pm_buf *err)
{
	git_strarray names = {0};
	const char *nearest = NULL;

	if (git_reference_list(&names, git->repo) == 0) {
		for (size_t i = 0; i < names.count; i++)
			shorten(names.strings[i]);
		if (names.count > 0)
			qsort(names.strings, names.count, sizeof *names.strings, by_name);
		nearest = pm_nearest(name, nth_name, &names, names.count);
	}
	if (nearest)
		pm_buf_addf(err, "; did you mean '%s'?", nearest);
	git_strarray_dispose(&names);
	return nearest != NULL;
}

/* The branch that HEAD names, for a repository without a commit. */
static void explain_unborn(struct pm_git *git, struct pm_buf *err)
{
	git_reference *head = NULL;
	const char *target = NULL;

	if (git_reference_lookup(&head, git->repo, "HEAD") == 0)
		target = git_reference_symbolic_target(head);
	if (target && strncmp(target, "refs/heads/", 11) == 0)
		target += 11;
	pm_buf_addf(err, "%s: branch '%s' has no commit yet; make the first one with: git commit", seat_of(git),
		    target ? target : "HEAD");
	git_reference_free(head);
}

/* Does the part of rev before the first ^, ~ or : exist, so that only what lies behind it is missing? */
static bool base_exists(struct pm_git *git, struct pm_str base)
{
	git_object *object = NULL;
	char *name = pm_str_dup(base);
	bool there = base.n > 0 && git_revparse_single(&object, git->repo, name) == 0;

	git_object_free(object);
	free(name);
	return there;
}

static void explain_revision(struct pm_git *git, const char *rev, int code, struct pm_buf *err)
{
	struct pm_str base = pm_str_n(rev, strcspn(rev, "^~:"));
	bool head = pm_str_eqc(base, "HEAD") || pm_str_eqc(base, "@");

	if (head && git_repository_head_unborn(git->repo) == 1) {
		explain_unborn(git, err);
	} else if (code == GIT_EAMBIGUOUS && strlen(rev) >= 4) {
		pm_buf_addf(err, "'%s' fits several objects; write more of its digits", rev);
	} else if (code != GIT_ENOTFOUND && code != GIT_EINVALIDSPEC && code != GIT_EAMBIGUOUS) {
		pm_buf_addf(err, "cannot read revision '%s': %s; see: git fsck", rev, last_error());
	} else if (base.n < strlen(rev) && base_exists(git, base)) {
		pm_buf_addf(err, "unknown revision '%s': '%.*s' is there, but not what is asked of it", rev, PM_FMT(base));
		pm_buf_addz(err, is_shallow(git) ? "; " SHALLOW_MEND : "; see: git log --oneline");
	} else {
		pm_buf_addf(err, "unknown revision '%s'", rev);
		if (add_nearest(git, base, err))
			return;
		pm_buf_addz(err, is_shallow(git) ? "; " SHALLOW_MEND
						 : "; see: git branch --all, git tag; for what a remote has, run first: git fetch");
	}
}

/* The first commit from HEAD along first parents whose committer date, in UTC, is not after the day. */
static git_commit *commit_at(struct pm_git *git, git_commit *head, pm_day day, const char *rev, struct pm_buf *err)
{
	git_commit *commit = head, *parent;
	pm_day date = pm_day_from_unix(git_commit_time(commit));
	char first[16];
	int code = 0;

	while (date > day) {
		code = git_commit_parentcount(commit) ? git_commit_parent(&parent, commit, 0) : GIT_ITEROVER;
		if (code < 0)
			break;
		git_commit_free(commit);
		commit = parent;
		date = pm_day_from_unix(git_commit_time(commit));
	}
	if (code == 0)
		return commit;
	pm_day_format(date, first);
	pm_buf_addf(err, "no commit of HEAD is as old as %s; the first that is here is of %s", rev, first);
	if (is_shallow(git))
		pm_buf_addz(err, "; " SHALLOW_MEND);
	else if (code != GIT_ITEROVER)
		pm_buf_addf(err, "; its parent cannot be read: %s; see: git fsck", last_error());
	git_commit_free(commit);
	return NULL;
}

/* "2026-03-01" and nothing else. */
static bool is_day(const char *rev, pm_day *day)
{
	struct pm_str s = pm_str_c(rev);

	return s.n == 10 && strspn(rev, "0123456789-") == 10 && rev[4] == '-' && rev[7] == '-' && pm_date_read(s, true, day) == 10;
}

/* What rev names: a commit, or a tag or tree that it says so. */
static git_object *find_object(struct pm_git *git, const char *rev, struct pm_buf *err)
{
	git_object *object = NULL;
	git_commit *head;
	pm_day day;
	int code = git_revparse_single(&object, git->repo, rev);

	if (code == 0)
		return object;
	if (!is_day(rev, &day)) {
		explain_revision(git, rev, code, err);
		return NULL;
	}
	code = git_revparse_single(&object, git->repo, "HEAD^{commit}");
	if (code < 0) {
		explain_revision(git, "HEAD", code, err);
		return NULL;
	}
	head = commit_at(git, (git_commit *)object, day, rev, err);
	return (git_object *)head;
}

/* rev names an object that is not what is needed, or whose tree cannot be read. */
static void explain_peel(const char *rev, const git_object *object, struct pm_buf *err)
{
	git_object_t type = git_object_type(object);

	if (type == GIT_OBJECT_COMMIT)
		pm_buf_addf(err, "cannot read the files of '%s': %s; see: git fsck", rev, last_error());
	else
		pm_buf_addf(err, "'%s' names a %s; name a commit, a branch or a tag", rev, git_object_type2string(type));
}

static git_object *find_commit(struct pm_git *git, const char *rev, struct pm_buf *err)
{
	git_object *object = find_object(git, rev, err), *commit = NULL;

	if (object && git_object_peel(&commit, object, GIT_OBJECT_COMMIT) < 0)
		explain_peel(rev, object, err);
	git_object_free(object);
	return commit;
}

bool pm_git_has_head(struct pm_git *git)
{
	git_oid id;

	return git_reference_name_to_id(&id, git->repo, "HEAD") == 0;
}

int pm_git_commit(struct pm_git *git, const char *rev, char out[41], struct pm_buf *err)
{
	git_object *commit = find_commit(git, rev, err);

	if (commit)
		git_oid_tostr(out, 41, git_object_id(commit));
	git_object_free(commit);
	return commit ? 0 : -1;
}

bool pm_git_is_unborn(struct pm_git *git)
{
	return git_repository_head_unborn(git->repo) == 1;
}

int pm_git_merge_base(struct pm_git *git, const char *rev, const char *head, char out[41], struct pm_buf *err)
{
	git_object *theirs = find_commit(git, rev, err);
	git_object *ours = theirs ? find_commit(git, head, err) : NULL;
	git_oid base;
	int code = -1;

	if (theirs && ours) {
		code = git_merge_base(&base, git->repo, git_object_id(theirs), git_object_id(ours));
		if (code == 0)
			git_oid_tostr(out, 41, &base);
		else if (is_shallow(git))
			pm_buf_addf(err, "cannot find where %s left '%s'; " SHALLOW_MEND, head, rev);
		else if (code == GIT_ENOTFOUND)
			pm_buf_addf(err, "%s and '%s' have no commit in common; name a branch that %s grew from", head, rev, head);
		else
			pm_buf_addf(err, "cannot find where %s left '%s': %s; see: git fsck", head, rev, last_error());
	}
	git_object_free(ours);
	git_object_free(theirs);
	return code == 0 ? 0 : -1;
}

/* -- trees: what both kinds have in common */

/* What stands at a path. */
struct place {
	enum pm_tree_type type;
	git_oid id; /* zero for a folder of the index */
};

/* A commit's or the index's files.  The index stands whole in memory and is not changed once it is sorted, so it is read without
 * the lock; folders of a commit are read when first asked for and kept, because libgit2 would parse a big one for every file. */
struct snapshot {
	struct pm_tree tree;
	struct pm_git *git;
	git_index *index; /* NULL: a commit */
	struct place root;
	void *folders; /* of a commit: struct folder, by id (tsearch) */
};

struct folder {
	git_oid id;
	git_tree *tree;
};

static enum pm_tree_type type_of(uint32_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG: return PM_TREE_FILE;
	case S_IFDIR: return PM_TREE_FOLDER;
	case S_IFLNK: return PM_TREE_LINK;
	default: return PM_TREE_OTHER; /* a submodule */
	}
}

/* Names that git never checks out, and that would lead elsewhere. */
static bool is_name(struct pm_str name)
{
	return name.n > 0 && !pm_str_eqc(name, ".") && !pm_str_eqc(name, "..") && !pm_str_ieqc(name, ".git") &&
	       pm_str_chr(name, '/') < 0;
}

static int note_partial(const git_config_entry *entry, void *found)
{
	struct pm_str name = pm_str_c(entry->name);
	int yes = 1;

	if (pm_str_eqc(name, "extensions.partialclone") ||
	    (pm_str_starts(name, "remote.") && pm_str_ends(name, ".promisor") &&
	     (!entry->value || (git_config_parse_bool(&yes, entry->value) == 0 && yes))))
		*(bool *)found = true;
	return 0;
}

/* Calls `each` for every entry of the configuration.  Not by libgit2's own search: up to 1.5 that loses 20 kB for every entry
 * that it does not find. */
static void each_setting(struct pm_git *git, git_config_foreach_cb each, void *ctx)
{
	git_config *config = NULL;

	if (git_repository_config(&config, git->repo) == 0)
		git_config_foreach(config, each, ctx);
	git_config_free(config);
}

static bool is_partial(struct pm_git *git)
{
	bool found = false;

	each_setting(git, note_partial, &found);
	return found;
}

/* libgit2 could not read an object that the repository names. */
static int explain_object(struct pm_git *git, const char *path, const git_oid *id, int code, struct pm_buf *err)
{
	char hex[GIT_OID_HEXSZ + 1];

	start_message(err);
	git_oid_tostr(hex, sizeof hex, id);
	if (code == GIT_ENOTFOUND && is_partial(git)) {
		pm_buf_addf(err, "%s: object %s is not in this partial clone; fetch what it lacks with: git -C ", path, hex);
		add_word(err, seat_of(git));
		pm_buf_addz(err, " fetch --refetch --no-filter");
	} else {
		pm_buf_addf(err, "%s: cannot read object %s: %s; see: git -C ", path, hex, last_error());
		add_word(err, seat_of(git));
		pm_buf_addz(err, " fsck");
	}
	return -1;
}

/* The object is there, and is not to be read. */
static int explain_blob(const char *path, git_object_t type, size_t most, struct pm_buf *err)
{
	bool large = most >= 1 << 20;

	if (type == GIT_OBJECT_BLOB)
		pm_buf_addf(err, "%s: is larger than %zu %s, the most that is read; split the file", path,
			    most >> (large ? 20 : 10), large ? "MiB" : "KiB");
	else
		pm_buf_addf(err, "%s: its object is no file but a %s; see: git fsck", path, git_object_type2string(type));
	return -1;
}

/* The object could not be read, or is not to be: says which. */
static int explain_unread(struct pm_git *git, const char *path, const git_oid *id, int code, size_t most, struct pm_buf *err)
{
	git_object_t type;
	size_t size;

	pthread_mutex_lock(&git->lock);
	if (git_odb_read_header(&size, &type, git->odb, id) == 0 && (type != GIT_OBJECT_BLOB || size > most))
		explain_blob(path, type, most, err);
	else
		explain_object(git, path, id, code, err);
	pthread_mutex_unlock(&git->lock);
	return -1;
}

/* Copies a blob to the heap, with a NUL behind it.  libgit2's object store is safe to read from several threads. */
static int read_blob(struct pm_git *git, const char *path, const git_oid *id, size_t most, char **bytes, size_t *size,
		     struct pm_buf *err)
{
	git_odb_object *object = NULL;
	int code = git_odb_read(&object, git->odb, id);

	if (code < 0 || git_odb_object_type(object) != GIT_OBJECT_BLOB || git_odb_object_size(object) > most) {
		git_odb_object_free(object);
		return explain_unread(git, path, id, code, most, err);
	}
	*size = git_odb_object_size(object);
	*bytes = pm_malloc(*size + 1);
	memcpy(*bytes, git_odb_object_data(object), *size);
	(*bytes)[*size] = '\0';
	git_odb_object_free(object);
	return 0;
}

/* -- the tree of a commit */

static int by_id(const void *a, const void *b)
{
	return git_oid_cmp(&((const struct folder *)a)->id, &((const struct folder *)b)->id);
}

static void folder_free(void *node)
{
	struct folder *folder = node;

	git_tree_free(folder->tree);
	free(folder);
}

static git_tree *folder_keep(struct snapshot *snap, git_tree *tree)
{
	struct folder *folder = pm_malloc(sizeof *folder);

	git_oid_cpy(&folder->id, git_tree_id(tree));
	folder->tree = tree;
	if (!tsearch(folder, &snap->folders, by_id))
		pm_out_of_memory();
	return tree;
}

/* The tree object with this id; path is for the message.  NULL and err. */
static const git_tree *folder_open(struct snapshot *snap, const char *path, const git_oid *id, struct pm_buf *err)
{
	struct folder key = {*id, NULL}, *const * kept;
	git_tree *tree = NULL;
	int code;

	pthread_mutex_lock(&snap->git->lock);
	kept = tfind(&key, &snap->folders, by_id);
	if (kept)
		tree = (*kept)->tree;
	else if ((code = git_tree_lookup(&tree, snap->git->repo, id)) == 0)
		folder_keep(snap, tree);
	else
		explain_object(snap->git, *path ? path : "the root folder", id, code, err);
	pthread_mutex_unlock(&snap->git->lock);
	return tree;
}

static struct place place_of_entry(const git_tree_entry *entry)
{
	return (struct place){type_of((uint32_t)git_tree_entry_filemode(entry)), *git_tree_entry_id(entry)};
}

/* What path is in a commit, where *place is the folder that holds it and its name starts at path + name.  1 and *place, 0, -1. */
static int commit_look(struct snapshot *snap, const char *path, size_t name, struct place *place, struct pm_buf *err)
{
	const git_tree *tree = folder_open(snap, path, &place->id, err);
	const git_tree_entry *entry = tree ? git_tree_entry_byname(tree, path + name) : NULL;

	if (entry)
		*place = place_of_entry(entry);
	return !tree ? -1 : entry != NULL;
}

/* One course through the files of a tree. */
struct listing {
	struct snapshot *snap;
	pm_tree_visit visit;
	void *ctx;
	struct pm_buf path;
	size_t left; /* entries that may still come */
	struct pm_buf *err;
	bool failed;
};

/* Shows the entry at listing->path to the visitor and gives its answer. */
static int show(struct listing *listing, enum pm_tree_type type)
{
	struct pm_tree_entry entry = {listing->path.p, type};

	if (listing->left-- > 0)
		return listing->visit(listing->ctx, &entry);
	start_message(listing->err);
	pm_buf_addf(listing->err, "%s: has more than %d entries; what follows is not read", listing->path.p, ENTRIES_MOST);
	listing->failed = true;
	return -1;
}

/* A folder that lies so deep is shown, and not entered. */
static int too_deep(struct listing *listing)
{
	start_message(listing->err);
	pm_buf_addf(listing->err, "%s: lies more than %d folders deep and is not read; move it up", listing->path.p, PM_TREE_DEPTH);
	listing->failed = true;
	return 1;
}

/* Shows what a folder holds; one that cannot be read does not hold up the others.  git keeps the entries of a tree in the order
 * that full paths have. */
static int commit_list(struct listing *listing, const git_oid *id, unsigned depth)
{
	const git_tree *tree = folder_open(listing->snap, listing->path.p, id, listing->err);
	size_t n = listing->path.n, count = tree ? git_tree_entrycount(tree) : 0;
	int answer = 0;

	listing->failed |= !tree;
	for (size_t i = 0; i < count && answer >= 0; i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
		struct pm_str name = pm_str_c(git_tree_entry_name(entry));
		struct place place = place_of_entry(entry);

		if (!is_name(name))
			continue;
		if (n)
			pm_buf_addc(&listing->path, '/');
		pm_buf_adds(&listing->path, name);
		answer = show(listing, place.type);
		if (answer == 0 && place.type == PM_TREE_FOLDER)
			answer = depth < PM_TREE_DEPTH ? commit_list(listing, &place.id, depth + 1) : too_deep(listing);
		listing->path.n = n;
		listing->path.p[n] = '\0';
	}
	return answer < 0 ? -1 : 0;
}

/* -- the index */

/* The entry that stands for its path: what is staged; in a conflict our side, or theirs where we have none.  What is only
 * intended to be added would not be committed. */
static bool is_chosen(git_index *index, const git_index_entry *entry)
{
	switch (git_index_entry_stage(entry)) {
	case 0: return !(entry->flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD);
	case 2: return true;
	case 3: return !git_index_get_bypath(index, entry->path, 2);
	default: return false;
	}
}

static const git_index_entry *index_entry(git_index *index, const char *path)
{
	static const int stages[] = {0, 2, 3};

	for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
		const git_index_entry *entry = git_index_get_bypath(index, path, stages[i]);

		if (entry && is_chosen(index, entry))
			return entry;
	}
	return NULL;
}

/* The first entry whose path starts with `start`, or what git_index_entrycount says. */
static size_t index_first(git_index *index, const char *start)
{
	size_t at = 0;

	return git_index_find_prefix(&at, index, start) == 0 ? at : git_index_entrycount(index);
}

static int index_look(struct snapshot *snap, const char *path, struct place *place)
{
	const git_index_entry *entry = index_entry(snap->index, path);
	struct pm_buf start = {0};
	bool folder;

	if (entry) {
		*place = (struct place){type_of(entry->mode), entry->id};
		return 1;
	}
	pm_buf_addf(&start, "%s/", path);
	folder = index_first(snap->index, start.p) < git_index_entrycount(snap->index);
	pm_buf_clear(&start);
	*place = snap->root;
	return folder;
}

static bool is_path(const char *path)
{
	size_t n;

	do {
		n = strcspn(path, "/");
		if (!is_name(pm_str_n(path, n)))
			return false;
		path += n;
	} while (*path++);
	return true;
}

/* How many folders the first n bytes of path lie in. */
static unsigned depth_of(const char *path, size_t n)
{
	unsigned depth = 0;

	for (size_t i = 0; i < n; i++)
		depth += path[i] == '/';
	return depth;
}

/* Shows the folders that lead to `path` and have not been shown: those behind the first `shown` bytes.  The visitor's answer;
 * where it is not 0, listing->path is the folder that it was given to. */
static int index_folders(struct listing *listing, const char *path, size_t shown)
{
	int answer = 0;

	for (size_t n = shown; answer == 0 && path[n += strcspn(path + n, "/")]; n++) {
		pm_buf_reset(&listing->path);
		pm_buf_add(&listing->path, path, n);
		answer = show(listing, PM_TREE_FOLDER);
		if (answer == 0 && depth_of(path, n) >= PM_TREE_DEPTH)
			answer = too_deep(listing);
	}
	return answer;
}

/* How many bytes of path are folders that `before`, the path listed last, stands in too. */
static size_t common_folders(const char *path, const char *before)
{
	size_t common = 0;

	for (size_t i = 0; path[i] && path[i] == before[i]; i++)
		if (path[i] == '/')
			common = i + 1;
	return common;
}

/* Shows everything that starts with `start`: a folder with its slash, or nothing for the root. */
static void index_list(struct listing *listing, const char *start)
{
	git_index *index = listing->snap->index;
	struct pm_buf skip = {0}; /* the folder, with its slash, that the visitor did not enter */
	const git_index_entry *entry;
	const char *before = start;
	int answer = 0;

	for (size_t i = index_first(index, start); answer >= 0 && (entry = git_index_get_byindex(index, i)); i++) {
		struct pm_str path = pm_str_c(entry->path);

		if (!pm_str_starts(path, start))
			break;
		if ((skip.n && pm_str_starts(path, skip.p)) || !is_chosen(index, entry) || !is_path(entry->path))
			continue;
		pm_buf_reset(&skip);
		answer = index_folders(listing, entry->path, common_folders(entry->path, before));
		before = entry->path;
		if (answer > 0) {
			pm_buf_addf(&skip, "%s/", listing->path.p);
		} else if (answer == 0) {
			pm_buf_reset(&listing->path);
			pm_buf_adds(&listing->path, path);
			answer = show(listing, type_of(entry->mode));
		}
	}
	pm_buf_clear(&skip);
}

/* -- paths, links followed */

/* Goes down path from the root, up to its end or to the first link.  1 and *place, and *at is how much of path led there; 0, -1. */
static int descend(struct snapshot *snap, char *path, size_t *at, struct place *place, struct pm_buf *err)
{
	int found = 1;

	*place = snap->root;
	*at = 0;
	while (found > 0 && path[*at] && place->type == PM_TREE_FOLDER) {
		size_t name = *at ? *at + 1 : 0, end = name + strcspn(path + name, "/");
		char slash = path[end];

		path[end] = '\0';
		found = snap->index ? index_look(snap, path, place) : commit_look(snap, path, name, place, err);
		path[end] = slash;
		*at = end;
	}
	return found > 0 && path[*at] && place->type != PM_TREE_LINK ? 0 : found;
}

/* Puts the target of the link, which is the first `at` bytes of path, in its place: 1, 0 it leads out of the tree, -1. */
static int replace_link(struct snapshot *snap, struct pm_buf *path, size_t at, const git_oid *id, struct pm_buf *err)
{
	struct pm_buf rest = {0};
	char *target;
	size_t size;
	bool inside;

	if (read_blob(snap->git, path->p, id, LINK_MOST, &target, &size, err) < 0)
		return -1;
	pm_buf_addf(&rest, "%s%s", target, path->p + at);
	while (at > 0 && path->p[at - 1] != '/')
		at--;
	path->p[at] = '\0';
	inside = pm_path_join(path->p, rest.p, path);
	pm_buf_clear(&rest);
	free(target);
	return inside;
}

/* What stands at path: 1 and *place, 0 nothing, -1 and err.  A link at its end is followed when `follow` is set; way becomes the
 * path to it without links. */
static int find_way(struct snapshot *snap, const char *path, bool follow, struct place *place, struct pm_buf *way,
		    struct pm_buf *err)
{
	size_t at;
	int found = pm_path_join("", path, way) ? 1 : leads_out(path, err);

	for (int links = 0; found > 0; links++) {
		found = descend(snap, way->p, &at, place, err);
		if (found <= 0 || place->type != PM_TREE_LINK || (!follow && at == way->n))
			break;
		if (links == PM_TREE_LINKS) {
			pm_buf_addf(err, "%s: more than %d symbolic links lead to each other; remove the circle", path,
				    PM_TREE_LINKS);
			found = -1;
		} else if ((found = replace_link(snap, way, at, &place->id, err)) == 0) {
			found = leads_out(path, err);
		}
	}
	return found;
}

static int find(struct snapshot *snap, const char *path, bool follow, struct place *place, struct pm_buf *err)
{
	struct pm_buf way = {0};
	int found = find_way(snap, path, follow, place, &way, err);

	pm_buf_clear(&way);
	return found;
}

/* -- the methods of pm_tree */

static int snapshot_list(struct pm_tree *tree, const char *folder, pm_tree_visit visit, void *ctx, struct pm_buf *err)
{
	struct snapshot *snap = (struct snapshot *)tree;
	struct listing listing = {.snap = snap, .visit = visit, .ctx = ctx, .left = ENTRIES_MOST, .err = err};
	struct pm_buf start = {0};
	struct place place;
	int found = find(snap, folder, false, &place, err);

	if (found <= 0 || place.type != PM_TREE_FOLDER)
		return found < 0 ? -1 : 0;
	pm_path_join("", folder, &listing.path);
	if (snap->index) {
		pm_buf_addf(&start, listing.path.n ? "%s/" : "%s", listing.path.p);
		index_list(&listing, start.p);
		pm_buf_clear(&start);
	} else {
		commit_list(&listing, &place.id, 0);
	}
	pm_buf_clear(&listing.path);
	return listing.failed ? -1 : 0;
}

static int snapshot_real(struct pm_tree *tree, const char *path, struct pm_buf *real, struct pm_buf *err)
{
	struct place place;

	pm_buf_reset(real);
	return find_way((struct snapshot *)tree, path, true, &place, real, err);
}

static int snapshot_read(struct pm_tree *tree, const char *path, struct pm_source *source, struct pm_buf *err)
{
	struct snapshot *snap = (struct snapshot *)tree;
	struct place place;
	char *bytes;
	size_t size;
	int found = find(snap, path, true, &place, err);

	if (found <= 0)
		return found;
	if (place.type != PM_TREE_FILE) {
		pm_buf_addf(err, "%s: is a %s, not a file", path, place.type == PM_TREE_FOLDER ? "folder" : "submodule");
		return -1;
	}
	if (read_blob(snap->git, path, &place.id, PM_SOURCE_MAX, &bytes, &size, err) < 0)
		return -1;
	pm_source_init(source, path, bytes, size, PM_SOURCE_HEAP);
	return 1;
}

static int snapshot_stat(struct pm_tree *tree, const char *path, enum pm_tree_type *type, struct pm_buf *err)
{
	struct place place;
	int found = find((struct snapshot *)tree, path, false, &place, err);

	if (found > 0)
		*type = place.type;
	return found;
}

static void snapshot_free(struct pm_tree *tree)
{
	struct snapshot *snap = (struct snapshot *)tree;

	tdestroy(snap->folders, folder_free);
	git_index_free(snap->index);
	free(snap);
}

static struct snapshot *snapshot_new(struct pm_git *git)
{
	static const struct pm_tree_methods methods = {
		.list = snapshot_list,
		.read = snapshot_read,
		.stat = snapshot_stat,
		.real = snapshot_real,
		.free = snapshot_free,
		.serial = false,
	};
	struct snapshot *snap = pm_calloc(1, sizeof *snap);

	snap->tree.methods = &methods;
	snap->git = git;
	snap->root.type = PM_TREE_FOLDER;
	return snap;
}

struct pm_tree *pm_git_tree(struct pm_git *git, const char *rev, struct pm_buf *err)
{
	git_object *object = find_object(git, rev, err), *commit = NULL, *root = NULL;
	struct snapshot *snap = NULL;
	struct pm_buf label = {0};
	char hex[8];

	if (!object)
		return NULL;
	if (git_object_peel(&root, object, GIT_OBJECT_TREE) < 0) {
		explain_peel(rev, object, err);
	} else {
		if (git_object_peel(&commit, object, GIT_OBJECT_COMMIT) < 0)
			commit = NULL;
		git_oid_tostr(hex, sizeof hex, git_object_id(commit ? commit : root));
		pm_buf_addf(&label, "%s %s", commit ? "commit" : "tree", hex);
		snap = snapshot_new(git);
		snap->tree.label = label.p;
		git_oid_cpy(&snap->root.id, git_object_id(root));
	}
	git_object_free(root);
	git_object_free(commit);
	git_object_free(object);
	return snap ? &snap->tree : NULL;
}

/* A relative GIT_INDEX_FILE is meant from the top of the work tree, where git starts hooks.  Opened by its path the index knows
 * of no core.ignorecase, and keeps the bytewise order. */
static int open_index(struct pm_git *git, git_index **index)
{
	const char *file = variable("GIT_INDEX_FILE");
	struct pm_buf path = {0};
	int code;

	if (!file)
		pm_buf_addf(&path, "%sindex", git_repository_path(git->repo));
	else if (file[0] != '/' && git->root)
		pm_buf_addf(&path, "%s/%s", git->root, file);
	else
		pm_buf_addz(&path, file);
	code = git_index_open(index, path.p);
	pm_buf_clear(&path);
	return code;
}

static void explain_index(struct pm_git *git, struct pm_buf *err)
{
	const char *why = last_error(), *mend = "to make it anew, without what was staged, run: git read-tree HEAD";

	if (strstr(why, "'sdir'"))
		mend = "it is sparse; run: git sparse-checkout reapply --no-sparse-index";
	else if (strstr(why, "'link'"))
		mend = "it is split; run: git update-index --no-split-index";
	else if (strstr(why, "checksum"))
		mend = "if git has left its checksum out, run: git -c index.skipHash=false update-index --force-write-index";
	pm_buf_addf(err, "cannot read the index of %s: %s; %s", seat_of(git), why, mend);
}

struct pm_tree *pm_git_index(struct pm_git *git, struct pm_buf *err)
{
	struct snapshot *snap;
	git_index *index = NULL;

	if (open_index(git, &index) < 0) {
		explain_index(git, err);
		return NULL;
	}
	git_index_get_byindex(index, 0); /* sorts, if that is still to be done */
	snap = snapshot_new(git);
	snap->index = index;
	snap->tree.label = pm_strdup("the index");
	return &snap->tree;
}

/* -- the past */

/* Raw trees that were read last: a commit's tree is its child's parent's. */
enum { KEPT_TREES = 64 };

/* Trees are compared on one thread: several wait for each other at libgit2's locks, and take longer than one. */
struct comparer {
	struct pm_git *git;
	const struct pm_git_walk *walk;
	git_odb_object *kept[KEPT_TREES]; /* the one to give up next stands at `turn` */
	git_oid kept_ids[KEPT_TREES];
	unsigned turn;
	struct pm_buf path;
	struct pm_arena paths; /* of the changes of one commit */
	struct pm_git_change *changes;
	size_t count, cap;
	struct pm_buf *err;
};

struct walker {
	struct pm_git *git;
	struct pm_git_walk *walk;
	git_mailmap *mailmap;
	git_oid *shallow; /* the commits where the clone ends, sorted */
	size_t shallow_count;
	void *inside; /* of a walk with a beginning: the commits that it has (tsearch) */
	void *news;   /* of a walk with `since`: the commits that this one has not (tsearch) */
	struct comparer comparer;
	struct pm_buf *err;
};

/* One entry of a raw tree. */
struct raw_entry {
	uint32_t mode;
	struct pm_str name;
	const unsigned char *id;
};

struct raw_tree {
	git_odb_object *object; /* NULL: an empty one */
	const char *p, *end;
};

const char *pm_git_shallow_mend(void)
{
	return SHALLOW_MEND;
}

int pm_git_blob(struct pm_git *git, const char *path, const unsigned char id[PM_GIT_ID], char **bytes, size_t *size,
		struct pm_buf *err)
{
	git_oid oid;

	memcpy(oid.id, id, PM_GIT_ID);
	return read_blob(git, path, &oid, PM_SOURCE_MAX, bytes, size, err);
}

/* The bytes of a tree; the caller frees it.  NULL and err. */
static git_odb_object *raw_read(struct comparer *c, const unsigned char *id)
{
	git_odb_object *object = NULL;
	git_oid oid;
	int code;

	memcpy(oid.id, id, PM_GIT_ID);
	for (unsigned i = 0; i < KEPT_TREES; i++)
		if (memcmp(&c->kept_ids[i], &oid, sizeof oid) == 0 && c->kept[i])
			return git_odb_object_dup(&object, c->kept[i]) < 0 ? NULL : object;
	code = git_odb_read(&object, c->git->odb, &oid);
	if (code < 0 || git_odb_object_type(object) != GIT_OBJECT_TREE) {
		pthread_mutex_lock(&c->git->lock);
		explain_object(c->git, c->path.n ? c->path.p : "the root folder", &oid, code, c->err);
		pthread_mutex_unlock(&c->git->lock);
		git_odb_object_free(object);
		return NULL;
	}
	git_odb_object_free(c->kept[c->turn]);
	git_odb_object_dup(&c->kept[c->turn], object);
	c->kept_ids[c->turn] = oid;
	c->turn = (c->turn + 1) % KEPT_TREES;
	return object;
}

/* Opens a tree; no id is an empty one. */
static int raw_open(struct comparer *c, const unsigned char *id, struct raw_tree *tree)
{
	*tree = (struct raw_tree){NULL, "", NULL};
	tree->end = tree->p;
	if (!id)
		return 0;
	tree->object = raw_read(c, id);
	if (!tree->object)
		return -1;
	tree->p = git_odb_object_data(tree->object);
	tree->end = tree->p + git_odb_object_size(tree->object);
	return 0;
}

/* The entry at p, "100644 name\0" and 20 bytes; false at the end, and where the tree is cut off. */
static bool raw_next(const char *p, const char *end, struct raw_entry *entry)
{
	const char *blank = p < end ? memchr(p, ' ', (size_t)(end - p)) : NULL;
	const char *nul = blank ? memchr(blank, '\0', (size_t)(end - blank)) : NULL;

	if (!nul || end - nul <= PM_GIT_ID)
		return false;
	entry->mode = 0;
	for (; p < blank; p++)
		entry->mode = entry->mode * 8 + (uint32_t)(*p - '0');
	entry->name = pm_str_n(blank + 1, (size_t)(nul - blank - 1));
	entry->id = (const unsigned char *)nul + 1;
	return true;
}

static const char *raw_behind(const struct raw_entry *entry)
{
	return (const char *)entry->id + PM_GIT_ID;
}

static bool is_folder(const struct raw_entry *entry)
{
	return (entry->mode & S_IFMT) == S_IFDIR;
}

/* git's order of the entries of a tree: folders as if their names ended in a slash. */
static int raw_cmp(const struct raw_entry *a, const struct raw_entry *b)
{
	size_t n = a->name.n < b->name.n ? a->name.n : b->name.n;
	int order = memcmp(a->name.p, b->name.p, n);
	unsigned char x, y;

	if (order)
		return order;
	x = a->name.n > n ? (unsigned char)a->name.p[n] : is_folder(a) ? '/' : 0;
	y = b->name.n > n ? (unsigned char)b->name.p[n] : is_folder(b) ? '/' : 0;
	return x - y;
}

/* Behind what two trees have in common from where they stand, up to the start of an entry. */
static void skip_common(struct raw_tree *a, struct raw_tree *b)
{
	enum { STEP = 1024 };
	size_t most = (size_t)(a->end - a->p < b->end - b->p ? a->end - a->p : b->end - b->p), same = 0;
	const char *at = a->p, *stop, *nul;

	while (same + STEP <= most && memcmp(a->p + same, b->p + same, STEP) == 0)
		same += STEP;
	while (same < most && a->p[same] == b->p[same])
		same++;
	stop = a->p + same;
	while ((nul = memchr(at, '\0', (size_t)(a->end - at))) && nul + 1 + PM_GIT_ID <= stop)
		at = nul + 1 + PM_GIT_ID;
	b->p += at - a->p;
	a->p = at;
}

static void note_change(struct comparer *c, const unsigned char *before, const unsigned char *after)
{
	struct pm_git_change *change;

	if (!before && !after)
		return;
	PM_GROW(c->changes, c->count, c->cap);
	change = &c->changes[c->count++];
	change->path = pm_arena_dup(&c->paths, c->path.p, c->path.n);
	change->before = before ? (const unsigned char *)pm_arena_dup(&c->paths, before, PM_GIT_ID) : NULL;
	change->after = after ? (const unsigned char *)pm_arena_dup(&c->paths, after, PM_GIT_ID) : NULL;
}

static int compare_trees(struct comparer *c, const unsigned char *before, const unsigned char *after, unsigned depth);

/* An entry that is not the same on both sides; either may be NULL.  Where a file became a folder both are looked at. */
static int compare_entry(struct comparer *c, const struct raw_entry *a, const struct raw_entry *b, unsigned depth)
{
	const struct raw_entry *any = a ? a : b;
	const unsigned char *a_tree = a && is_folder(a) ? a->id : NULL, *b_tree = b && is_folder(b) ? b->id : NULL;
	const unsigned char *a_file = a && (a->mode & S_IFMT) == S_IFREG ? a->id : NULL;
	const unsigned char *b_file = b && (b->mode & S_IFMT) == S_IFREG ? b->id : NULL;
	size_t n = c->path.n;
	int status = 0;

	if ((a && b && a->mode == b->mode && memcmp(a->id, b->id, PM_GIT_ID) == 0) || !is_name(any->name))
		return 0;
	if (n)
		pm_buf_addc(&c->path, '/');
	pm_buf_adds(&c->path, any->name);
	if ((a_file || b_file) && !(a_file && b_file && memcmp(a_file, b_file, PM_GIT_ID) == 0) &&
	    (!c->walk->wants || c->walk->wants(c->walk->ctx, c->path.p, false)))
		note_change(c, a_file, b_file);
	if ((a_tree || b_tree) && depth < PM_TREE_DEPTH && (!c->walk->wants || c->walk->wants(c->walk->ctx, c->path.p, true)))
		status = compare_trees(c, a_tree, b_tree, depth + 1);
	c->path.n = n;
	c->path.p[n] = '\0';
	return status;
}

/* Walks two trees side by side, by name. */
static int compare_trees(struct comparer *c, const unsigned char *before, const unsigned char *after, unsigned depth)
{
	struct raw_tree a, b = {0};
	struct raw_entry x, y;
	int status = raw_open(c, before, &a) < 0 || raw_open(c, after, &b) < 0 ? -1 : 0;

	while (status == 0) {
		bool left, right;
		int order;

		skip_common(&a, &b);
		left = raw_next(a.p, a.end, &x);
		right = raw_next(b.p, b.end, &y);
		order = left && right ? raw_cmp(&x, &y) : left ? -1 : 1;
		if (!left && !right)
			break;
		status = compare_entry(c, order <= 0 ? &x : NULL, order >= 0 ? &y : NULL, depth);
		if (order <= 0)
			a.p = raw_behind(&x);
		if (order >= 0)
			b.p = raw_behind(&y);
	}
	git_odb_object_free(a.object);
	git_odb_object_free(b.object);
	return status;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct pm_git_change *)a)->path, ((const struct pm_git_change *)b)->path);
}

static int by_oid(const void *a, const void *b)
{
	return git_oid_cmp(a, b);
}

/* The commits at which a shallow clone ends: `shallow` in the common folder lists them, a line each. */
static void read_shallow(struct walker *w)
{
	struct pm_buf path = {0};
	char line[GIT_OID_HEXSZ + 2];
	size_t cap = 0;
	FILE *file;

	pm_buf_addf(&path, "%s/shallow", git_repository_commondir(w->git->repo));
	file = fopen(path.p, "re");
	pm_buf_clear(&path);
	while (file && fgets(line, sizeof line, file)) {
		PM_GROW(w->shallow, w->shallow_count, cap);
		if (git_oid_fromstrn(&w->shallow[w->shallow_count], line, GIT_OID_HEXSZ) == 0)
			w->shallow_count++;
	}
	if (file)
		fclose(file);
	if (w->shallow_count)
		qsort(w->shallow, w->shallow_count, sizeof *w->shallow, by_oid);
}

static bool ends_clone(const struct walker *w, const git_oid *id)
{
	return w->shallow_count && bsearch(id, w->shallow, w->shallow_count, sizeof *w->shallow, by_oid);
}

/* The names of authors as the newest commit's .mailmap has them, so that a checkout of it and the commit itself say the same. */
static git_mailmap *read_mailmap(git_repository *repo, git_commit *newest)
{
	git_mailmap *mailmap = NULL;
	git_tree_entry *entry = NULL;
	git_object *blob = NULL;
	git_tree *tree = NULL;

	if (git_commit_tree(&tree, newest) == 0 && git_tree_entry_bypath(&entry, tree, ".mailmap") == 0 &&
	    git_tree_entry_type(entry) == GIT_OBJECT_BLOB && git_tree_entry_to_object(&blob, repo, entry) == 0)
		git_mailmap_from_buffer(&mailmap, git_blob_rawcontent((git_blob *)blob),
					(size_t)git_blob_rawsize((git_blob *)blob));
	git_object_free(blob);
	git_tree_entry_free(entry);
	git_tree_free(tree);
	return mailmap;
}

/* The commits of to that from does not have, over all parents. */
static int read_range(struct walker *w, const git_oid *to, const git_oid *from, void **range)
{
	git_revwalk *revwalk = NULL;
	git_oid id;
	int code = git_revwalk_new(&revwalk, w->git->repo);

	if (code == 0)
		code = git_revwalk_push(revwalk, to);
	if (code == 0)
		code = git_revwalk_hide(revwalk, from);
	while (code == 0 && (code = git_revwalk_next(&id, revwalk)) == 0) {
		git_oid *kept = pm_malloc(sizeof *kept);

		git_oid_cpy(kept, &id);
		if (!tsearch(kept, range, by_oid))
			pm_out_of_memory();
	}
	git_revwalk_free(revwalk);
	if (code == GIT_ITEROVER)
		return 0;
	if (is_shallow(w->git))
		pm_buf_addz(w->err, "cannot tell which commits are new; " SHALLOW_MEND);
	else
		pm_buf_addf(w->err, "cannot walk the commits: %s; see: git fsck", last_error());
	return -1;
}

/* The first parent; 0, and *parent where there is one, -1 and err. */
static int first_parent(struct walker *w, git_commit *commit, git_commit **parent)
{
	int code;

	if (git_commit_parentcount(commit) == 0)
		return 0;
	code = git_commit_parent(parent, commit, 0);
	if (code == 0)
		return 0;
	if (is_shallow(w->git))
		pm_buf_addz(w->err, "a commit's parent is not there; " SHALLOW_MEND);
	else
		explain_object(w->git, "a commit's parent", git_commit_parent_id(commit, 0), code, w->err);
	return -1;
}

/* Its changes are against its parent, NULL: against nothing.  0, or -1 and err. */
static int compare_commit(struct comparer *c, const git_commit *commit, const git_commit *parent)
{
	int status;

	c->count = 0;
	pm_arena_reset(&c->paths);
	pm_buf_reset(&c->path);
	pm_buf_addz(&c->path, "");
	status = compare_trees(c, parent ? git_commit_tree_id(parent)->id : NULL, git_commit_tree_id(commit)->id, 0);
	if (c->count)
		qsort(c->changes, c->count, sizeof *c->changes, by_path);
	return status;
}

/* Is it no commit of `since`, and what it merged neither? */
static bool is_news(const struct walker *w, const git_commit *commit)
{
	bool news = !w->walk->since || tfind(git_commit_id(commit), &w->news, by_oid);

	for (unsigned i = 1; news && w->walk->since && i < git_commit_parentcount(commit); i++)
		news = tfind(git_commit_parent_id(commit, i), &w->news, by_oid) != NULL;
	return news;
}

/* A commit and what was found to have changed: 0, or 1: it was asked to stop. */
static int show_commit(struct walker *w, const git_commit *commit, bool base)
{
	const git_signature *author = git_commit_author(commit);
	git_signature *mapped = NULL;
	struct pm_git_step shown = {.time = git_commit_time(commit), .base = base};
	int status;

	memcpy(shown.id, git_commit_id(commit)->id, PM_GIT_ID);
	shown.merge = git_commit_parentcount(commit) > 1;
	shown.news = !base && is_news(w, commit);
	if (w->mailmap && git_mailmap_resolve_signature(&mapped, w->mailmap, author) == 0)
		author = mapped;
	shown.author = author ? author->name : "";
	shown.mail = author ? author->email : "";
	shown.changes = w->comparer.changes;
	shown.change_count = w->comparer.count;
	status = w->walk->visit(w->walk->ctx, &shown) < 0 ? 1 : 0;
	git_signature_free(mapped);
	return status;
}

/* From the newest commit down: 0 at the end, 1 stopped, -1 and err.  Frees the commit. */
static int walk_down(struct walker *w, git_commit *commit, bool ranged)
{
	git_commit *parent;
	int status = 0;

	while (status == 0 && commit) {
		bool outside = ranged && !tfind(git_commit_id(commit), &w->inside, by_oid);
		bool end = ends_clone(w, git_commit_id(commit));

		w->walk->shallow |= end && !outside;
		parent = NULL;
		if (!outside && !end)
			status = first_parent(w, commit, &parent);
		if (status == 0)
			status = compare_commit(&w->comparer, commit, parent);
		if (status == 0)
			status = show_commit(w, commit, outside || end);
		git_commit_free(commit);
		commit = parent;
	}
	git_commit_free(commit);
	return status;
}

static void end_comparing(struct comparer *c)
{
	for (unsigned i = 0; i < KEPT_TREES; i++)
		git_odb_object_free(c->kept[i]);
	free(c->changes);
	pm_buf_clear(&c->path);
	pm_arena_clear(&c->paths);
}

int pm_git_walk(struct pm_git *git, struct pm_git_walk *walk, struct pm_buf *err)
{
	struct walker *w = pm_calloc(1, sizeof *w);
	git_object *to = find_commit(git, walk->to ? walk->to : "HEAD", err);
	git_object *from = to && walk->from ? find_commit(git, walk->from, err) : NULL;
	git_object *since = to && walk->since ? find_commit(git, walk->since, err) : NULL;
	int status = !to || (walk->from && !from) || (walk->since && !since) ? -1 : 0;

	w->git = git;
	w->walk = walk;
	w->err = err;
	walk->shallow = false;
	w->comparer = (struct comparer){.git = git, .walk = walk, .err = err};
	pm_arena_init(&w->comparer.paths);
	if (status == 0) {
		read_shallow(w);
		w->mailmap = read_mailmap(git->repo, (git_commit *)to);
	}
	if (status == 0 && from)
		status = read_range(w, git_object_id(to), git_object_id(from), &w->inside);
	if (status == 0 && since)
		status = read_range(w, git_object_id(to), git_object_id(since), &w->news);
	if (status == 0) {
		status = walk_down(w, (git_commit *)to, from != NULL);
		to = NULL;
	}
	git_object_free(to);
	git_object_free(from);
	git_object_free(since);
	git_mailmap_free(w->mailmap);
	tdestroy(w->inside, free);
	tdestroy(w->news, free);
	end_comparing(&w->comparer);
	free(w->shallow);
	free(w);
	return status < 0 ? -1 : 0;
}

/* -- messages: the commits of a range */

struct logger {
	struct pm_git *git;
	git_mailmap *mailmap;
	int (*visit)(void *ctx, const struct pm_git_logged *commit);
	void *ctx;
	const char **helpers; /* heap */
	size_t helper_count, helper_cap;
	struct pm_arena names;
};

/* "Name <mail>" by the .mailmap; the mail address goes no further. */
static const char *helper_name(struct logger *l, struct pm_str text)
{
	ptrdiff_t open = pm_str_chr(text, '<');
	struct pm_str name = pm_str_trim(open < 0 ? text : pm_str_sub(text, 0, (size_t)open)), mail = {"", 0};
	const char *mapped, *unused, *plain = pm_arena_dup(&l->names, name.p, name.n);
	char *address;

	if (open >= 0)
		mail = pm_str_trim(pm_str_sub(text, (size_t)open + 1, text.n));
	if (pm_str_ends(mail, ">"))
		mail.n--;
	address = pm_arena_dup(&l->names, mail.p, mail.n);
	if (l->mailmap && git_mailmap_resolve(&mapped, &unused, l->mailmap, plain, address) == 0)
		return mapped;
	return plain;
}

static void find_helpers(struct logger *l, const char *message)
{
	static const char trailer[] = "Co-authored-by:";
	const char *at = message;

	l->helper_count = 0;
	pm_arena_reset(&l->names);
	while ((at = strcasestr(at, trailer))) {
		struct pm_str rest = pm_str_c(at + sizeof trailer - 1);

		if (at == message || at[-1] == '\n') {
			PM_GROW(l->helpers, l->helper_count, l->helper_cap);
			l->helpers[l->helper_count++] = helper_name(l, pm_str_sub(rest, 0, strcspn(rest.p, "\n")));
		}
		at = rest.p;
	}
}

/* What stands in a commit's head behind "author " or "committer ", of which the caller frees the signature; NULL: it cannot be
 * read. */
static git_signature *read_signature(struct pm_str head, const char *name)
{
	git_signature *signature = NULL;
	ptrdiff_t at = pm_str_find(head, name);
	char *line;

	if (at < 0)
		return NULL;
	head = pm_str_sub(head, (size_t)at + strlen(name), head.n);
	at = pm_str_chr(head, '\n');
	line = pm_str_dup(at < 0 ? head : pm_str_sub(head, 0, (size_t)at));
	if (git_signature_from_buffer(&signature, line) < 0)
		signature = NULL;
	free(line);
	return signature;
}

/* A commit as the object store has it: its head, an empty line, the message.  libgit2's own reading of one takes twice as long. */
static int show_logged(struct logger *l, const git_oid *id, git_odb_object *object)
{
	struct pm_str all = pm_str_n(git_odb_object_data(object), git_odb_object_size(object));
	ptrdiff_t end = pm_str_find(all, "\n\n"), parent;
	struct pm_str head = end < 0 ? all : pm_str_sub(all, 0, (size_t)end), message = pm_str_sub(all, head.n, all.n);
	git_signature *author = read_signature(head, "\nauthor "), *committer = read_signature(head, "\ncommitter ");
	char *text = pm_str_dup(pm_str_sub(message, strspn(message.n ? message.p : "", "\n"), message.n));
	struct pm_git_logged logged = {.message = text, .author = author ? author->name : ""};
	const char *name, *unused;
	int status;

	git_oid_tostr(logged.id, sizeof logged.id, id);
	logged.time = committer ? committer->when.time : 0;
	parent = pm_str_find(head, "\nparent ");
	logged.merge = parent >= 0 && pm_str_find(pm_str_sub(head, (size_t)parent + 1, head.n), "\nparent ") >= 0;
	if (author && l->mailmap && git_mailmap_resolve(&name, &unused, l->mailmap, author->name, author->email) == 0)
		logged.author = name;
	find_helpers(l, logged.message);
	logged.helpers = l->helpers;
	logged.helper_count = l->helper_count;
	status = l->visit(l->ctx, &logged) < 0 ? 1 : 0;
	git_signature_free(author);
	git_signature_free(committer);
	free(text);
	return status;
}

static int walk_range(struct logger *l, const git_oid *from, const git_oid *to)
{
	git_revwalk *walk = NULL;
	git_odb_object *object;
	git_oid id;
	int code = git_revwalk_new(&walk, l->git->repo), status = 0;

	git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 1); /* what was read to be walked is shown then */
	if (code == 0)
		code = git_revwalk_sorting(walk, GIT_SORT_TIME);
	if (code == 0)
		code = git_revwalk_push(walk, to);
	if (code == 0 && from)
		code = git_revwalk_hide(walk, from);
	while (code == 0 && status == 0 && (code = git_revwalk_next(&id, walk)) == 0) {
		code = git_odb_read(&object, l->git->odb, &id);
		if (code < 0)
			break;
		status = show_logged(l, &id, object);
		git_odb_object_free(object);
	}
	git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
	git_revwalk_free(walk);
	return code == GIT_ITEROVER ? 0 : code;
}

int pm_git_log(struct pm_git *git, const char *from, const char *to, int (*visit)(void *ctx, const struct pm_git_logged *commit),
	       void *ctx, struct pm_buf *err)
{
	struct logger l = {.git = git, .visit = visit, .ctx = ctx};
	git_object *last = find_commit(git, to, err), *first = last && from ? find_commit(git, from, err) : NULL;
	int code = -1;

	pm_arena_init(&l.names);
	if (last && (first || !from)) {
		if (is_shallow(git)) {
			pm_buf_addf(err, "cannot list the commits of '%s'; " SHALLOW_MEND, to);
		} else {
			l.mailmap = read_mailmap(git->repo, (git_commit *)last);
			code = walk_range(&l, first ? git_object_id(first) : NULL, git_object_id(last));
			if (code < 0)
				pm_buf_addf(err, "cannot list the commits of '%s': %s; see: git fsck", to, last_error());
		}
	}
	git_mailmap_free(l.mailmap);
	git_object_free(first);
	git_object_free(last);
	pm_arena_clear(&l.names);
	free(l.helpers);
	return code < 0 ? -1 : 0;
}

/* -- tags */

struct tagged {
	git_oid id;
	char *name;
};

struct tags {
	struct pm_git *git;
	const char *pattern;
	struct tagged *list; /* heap; by commit, of each the highest version first */
	size_t count, cap;
};

/* `*` stands for anything, `?` for one character; what follows the last star is moved along the name, so that it costs no more than
 * the two lengths. */
static bool fits(const char *pattern, const char *name)
{
	const char *star = NULL, *from = NULL;

	while (*name) {
		if (*pattern == '*') {
			star = pattern++;
			from = name;
		} else if (*pattern && (*pattern == '?' || *pattern == *name)) {
			pattern++;
			name++;
		} else if (star) {
			pattern = star + 1;
			name = ++from;
		} else {
			return false;
		}
	}
	return pattern[strspn(pattern, "*")] == '\0';
}

static int add_tag(const char *name, git_oid *id, void *ctx)
{
	static const char start[] = "refs/tags/";
	struct tags *tags = ctx;
	git_object *object = NULL, *commit = NULL;

	if (strncmp(name, start, sizeof start - 1) == 0)
		name += sizeof start - 1;
	if (tags->pattern && !fits(tags->pattern, name))
		return 0;
	if (git_object_lookup(&object, tags->git->repo, id, GIT_OBJECT_ANY) == 0 &&
	    git_object_peel(&commit, object, GIT_OBJECT_COMMIT) == 0) {
		PM_GROW(tags->list, tags->count, tags->cap);
		tags->list[tags->count++] = (struct tagged){*git_object_id(commit), pm_strdup(name)};
	}
	git_object_free(commit);
	git_object_free(object);
	return 0;
}

static int by_tagged(const void *a, const void *b)
{
	const struct tagged *x = a, *y = b;
	int order = git_oid_cmp(&x->id, &y->id);

	return order ? order : pm_str_natcmp(pm_str_c(y->name), pm_str_c(x->name));
}

static const struct tagged *find_tag(const struct tags *tags, const git_oid *id)
{
	size_t low = 0, high = tags->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (git_oid_cmp(&tags->list[middle].id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < tags->count && git_oid_cmp(&tags->list[low].id, id) == 0 ? &tags->list[low] : NULL;
}

/* Of the tags of one commit that which was asked for by name, else the first. */
static const struct tagged *find_named(const struct tags *tags, const git_oid *id, const char *name)
{
	const struct tagged *first = find_tag(tags, id), *tag = first;

	for (; tag && tag < tags->list + tags->count && git_oid_cmp(&tag->id, id) == 0; tag++)
		if (strcmp(tag->name, name) == 0)
			return tag;
	return first;
}

static void give_tag(const struct tagged *tagged, struct pm_git_tag *tag)
{
	if (!tagged)
		return;
	tag->name = pm_strdup(tagged->name);
	git_oid_tostr(tag->id, sizeof tag->id, &tagged->id);
}

/* From the newest commit down, until one has a tag. */
static int find_tag_before(struct tags *tags, const git_oid *start, struct pm_git_tag *before)
{
	const struct tagged *found = NULL;
	git_revwalk *walk = NULL;
	git_oid id;
	int code = git_revwalk_new(&walk, tags->git->repo);

	/* unsorted is by date, as it goes; asked to sort, libgit2 walks to the first commit before it shows one */
	if (code == 0)
		code = git_revwalk_push(walk, start);
	while (code == 0 && !found && (code = git_revwalk_next(&id, walk)) == 0)
		if (git_oid_cmp(&id, start) != 0)
			found = find_tag(tags, &id);
	give_tag(found, before);
	git_revwalk_free(walk);
	return code == GIT_ITEROVER ? 0 : code;
}

int pm_git_tags(struct pm_git *git, const char *rev, const char *pattern, struct pm_git_tag *here, struct pm_git_tag *before,
		struct pm_buf *err)
{
	struct tags tags = {.git = git, .pattern = pattern};
	git_object *commit = find_commit(git, rev, err);
	int code = commit ? 0 : -1;

	*here = (struct pm_git_tag){NULL, ""};
	if (before)
		*before = *here;
	if (commit)
		git_tag_foreach(git->repo, add_tag, &tags);
	if (tags.count) {
		qsort(tags.list, tags.count, sizeof *tags.list, by_tagged);
		give_tag(find_named(&tags, git_object_id(commit), rev), here);
	}
	if (commit && before && is_shallow(git)) {
		pm_buf_addf(err, "cannot find the last tag before '%s'; " SHALLOW_MEND, rev);
		code = -1;
	} else if (before && tags.count) {
		code = find_tag_before(&tags, git_object_id(commit), before);
		if (code < 0)
			pm_buf_addf(err, "cannot find the last tag before '%s': %s; see: git fsck", rev, last_error());
	}
	for (size_t i = 0; i < tags.count; i++)
		free(tags.list[i].name);
	free(tags.list);
	git_object_free(commit);
	return code < 0 ? -1 : 0;
}

pm_day pm_git_day(struct pm_git *git, const char *rev)
{
	struct pm_buf err = {0};
	git_object *commit = find_commit(git, rev, &err);
	pm_day day = commit ? pm_day_from_unix(git_commit_time((git_commit *)commit)) : PM_NO_DAY;

	git_object_free(commit);
	pm_buf_clear(&err);
	return day;
}

/* -- the address of the remote */

/* Takes the host off s: "user:password@host:port" up to the slash, of which the host stays, and the port where it is the web's. */
static struct pm_str take_host(struct pm_str *s, bool port)
{
	ptrdiff_t slash = pm_str_chr(*s, '/');
	struct pm_str host = pm_str_sub(*s, 0, slash < 0 ? s->n : (size_t)slash);
	const char *at = host.n ? memrchr(host.p, '@', host.n) : NULL;
	const char *colon;

	*s = pm_str_sub(*s, host.n, s->n);
	if (at)
		host = pm_str_sub(host, (size_t)(at - host.p) + 1, host.n);
	colon = host.n ? memrchr(host.p, ':', host.n) : NULL;
	if (colon && !port && !memchr(colon, ']', host.n - (size_t)(colon - host.p)))
		host.n = (size_t)(colon - host.p);
	return host;
}

/* Only what can stand in an address as it is. */
static bool is_plain(struct pm_str s, const char *marks)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && (!c || !strchr(marks, c)))
			return false;
	}
	return s.n > 0;
}

/* Host and path of a remote's address; *http says that it is one of plain http. */
static bool split_address(struct pm_str url, struct pm_str *host, struct pm_str *path, bool *http)
{
	static const char *const schemes[] = {"https://", "http://", "ssh://", "git+ssh://", "ssh+git://", "git://"};
	ptrdiff_t slash = pm_str_chr(url, '/'), colon;

	*http = false;
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		if (!pm_str_istarts(url, schemes[i]))
			continue;
		*path = pm_str_sub(url, strlen(schemes[i]), url.n);
		*host = take_host(path, i < 2);
		*http = i == 1;
		return true;
	}
	/* "user@host:owner/name": the colon may stand behind an address in brackets, and never behind a slash. */
	colon = pm_str_find(url, "]:") >= 0 ? pm_str_find(url, "]:") + 1 : pm_str_chr(url, ':');
	if (pm_str_find(url, "://") >= 0 || colon <= 0 || (slash >= 0 && slash < colon))
		return false;
	*path = pm_str_sub(url, 0, (size_t)colon);
	*host = take_host(path, false);
	*path = pm_str_sub(url, (size_t)colon + 1, url.n);
	return true;
}

static char *web_address(struct pm_str url)
{
	struct pm_str host, path;
	struct pm_buf out = {0};
	bool http;

	if (!split_address(url, &host, &path, &http))
		return NULL;
	while (pm_str_starts(path, "/"))
		path = pm_str_sub(path, 1, path.n);
	while (pm_str_ends(path, "/"))
		path.n--;
	if (pm_str_ends(path, ".git"))
		path.n -= 4;
	if (!is_plain(host, ".-_:[]") || !is_plain(path, "/.-_~+%@"))
		return NULL;
	pm_buf_addf(&out, "%s://%.*s/%.*s", http ? "http" : "https", PM_FMT(host), PM_FMT(path));
	return out.p;
}

struct remote {
	char *url;
	char *base; /* what url.BASE.insteadOf replaces the first `replaced` bytes of url by */
	size_t replaced;
};

static int note_url(const git_config_entry *entry, void *ctx)
{
	struct remote *remote = ctx;

	if (!remote->url && entry->value && strcmp(entry->name, "remote.origin.url") == 0)
		remote->url = pm_strdup(entry->value);
	return 0;
}

static int note_instead(const git_config_entry *entry, void *ctx)
{
	struct remote *remote = ctx;
	struct pm_str name = pm_str_c(entry->name), start = pm_str_c(entry->value);

	if (pm_str_starts(name, "url.") && pm_str_ends(name, ".insteadof") && start.n > remote->replaced &&
	    pm_str_starts(pm_str_c(remote->url), start.p)) {
		free(remote->base);
		remote->base = pm_str_dup(pm_str_sub(name, strlen("url."), name.n - strlen(".insteadof")));
		remote->replaced = start.n;
	}
	return 0;
}

char *pm_git_web(struct pm_git *git)
{
	struct remote remote = {0};
	struct pm_buf url = {0};
	char *web;

	each_setting(git, note_url, &remote);
	if (!remote.url)
		return NULL;
	each_setting(git, note_instead, &remote);
	pm_buf_addf(&url, "%s%s", remote.base ? remote.base : "", remote.url + remote.replaced);
	web = web_address(pm_buf_str(&url));
	pm_buf_clear(&url);
	free(remote.base);
	free(remote.url);
	return web;
}
