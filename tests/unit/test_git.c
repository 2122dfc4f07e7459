/* test_git: repositories without git; and, with arguments, the probe that the scripts in tests/git run in real ones.
 *
 *   test_git top FOLDER              the work tree's top, or "none"
 *   test_git root                    the root of the repository of the current folder, or "bare"
 *   test_git web                     the remote's address, or "none"
 *   test_git base REV                the merge base of REV and HEAD
 *   test_git label TREE              what messages call the tree; TREE is "index" or a revision
 *   test_git list TREE [FOLDER]      a line for each entry: "file PATH", "folder PATH", "link PATH", "other PATH"
 *   test_git prune TREE              the same without entering a folder named "skip"; ends behind a file named "stop"
 *   test_git read TREE PATH          the bytes; "absent" on standard error and status 1 where there are none
 *   test_git stat TREE PATH          the type, or "absent"
 *   test_git all TREE [THREADS]      lists and reads everything in so many threads: "FILES files, BYTES bytes"
 *
 * What fails is said on standard error, with status 2.
 */
#include "parser/git.h"
#include "tests/unit/test.h"

#include "parser/mem.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* libgit2 1.5 forgets to free what it matches patterns with. */
const char *__lsan_default_options(void);
const char *__lsan_default_suppressions(void);

const char *__lsan_default_options(void)
{
	return "print_suppressions=0";
}

const char *__lsan_default_suppressions(void)
{
	return "leak:libpcre2\n";
}

/* -- the probe */

static const char *const type_names[] = {"file", "folder", "link", "other"};

static int complain(struct pm_buf *err)
{
	fprintf(stderr, "%s\n", err->n ? err->p : "failed without a word");
	pm_buf_clear(err);
	return 2;
}

static int print_entry(void *ctx, const struct pm_tree_entry *entry)
{
	const char *slash = strrchr(entry->path, '/'), *name = slash ? slash + 1 : entry->path;
	const bool *prune = ctx;

	printf("%s %s\n", type_names[entry->type], entry->path);
	if (*prune && strcmp(name, "stop") == 0)
		return -1;
	return *prune && strcmp(name, "skip") == 0;
}

static int probe_list(struct pm_tree *tree, const char *folder, bool prune)
{
	struct pm_buf err = {0};
	int code = pm_tree_list(tree, folder, print_entry, &prune, &err);

	return code < 0 ? complain(&err) : 0;
}

static int probe_read(struct pm_tree *tree, const char *path)
{
	struct pm_buf err = {0};
	struct pm_source source;
	int found = pm_tree_read(tree, path, &source, &err);

	if (found < 0)
		return complain(&err);
	if (found == 0) {
		fputs("absent\n", stderr);
		return 1;
	}
	fwrite(source.bytes, 1, source.size, stdout);
	pm_source_clear(&source);
	return 0;
}

static int probe_stat(struct pm_tree *tree, const char *path)
{
	struct pm_buf err = {0};
	enum pm_tree_type type;
	int found = pm_tree_stat(tree, path, &type, &err);

	if (found < 0)
		return complain(&err);
	puts(found ? type_names[type] : "absent");
	return 0;
}

struct reading {
	struct pm_tree *tree;
	char **paths;
	size_t count, cap;
	size_t next, files, bytes;
	int failed;
	pthread_mutex_t lock;
};

static int note_path(void *ctx, const struct pm_tree_entry *entry)
{
	struct reading *reading = ctx;

	if (entry->type != PM_TREE_FILE)
		return 0;
	PM_GROW(reading->paths, reading->count, reading->cap);
	reading->paths[reading->count++] = pm_strdup(entry->path);
	return 0;
}

static void *read_some(void *ctx)
{
	struct reading *reading = ctx;
	struct pm_buf err = {0};
	struct pm_source source;

	for (;;) {
		size_t i;
		int found;

		pthread_mutex_lock(&reading->lock);
		i = reading->next++;
		pthread_mutex_unlock(&reading->lock);
		if (i >= reading->count)
			break;
		found = pm_tree_read(reading->tree, reading->paths[i], &source, &err);
		pthread_mutex_lock(&reading->lock);
		reading->failed += found != 1;
		reading->files += found == 1;
		reading->bytes += found == 1 ? source.size : 0;
		pthread_mutex_unlock(&reading->lock);
		if (found == 1)
			pm_source_clear(&source);
	}
	pm_buf_clear(&err);
	return NULL;
}

static int probe_all(struct pm_tree *tree, size_t threads)
{
	struct reading reading = {.tree = tree};
	struct pm_buf err = {0};
	pthread_t thread[16];
	int status = 0;

	if (threads > 16)
		threads = 16;
	if (pm_tree_list(tree, "", note_path, &reading, &err) < 0)
		status = complain(&err);
	pthread_mutex_init(&reading.lock, NULL);
	for (size_t i = 0; i < threads; i++)
		pthread_create(&thread[i], NULL, read_some, &reading);
	for (size_t i = 0; i < threads; i++)
		pthread_join(thread[i], NULL);
	pthread_mutex_destroy(&reading.lock);
	printf("%zu files, %zu bytes\n", reading.files, reading.bytes);
	for (size_t i = 0; i < reading.count; i++)
		free(reading.paths[i]);
	free(reading.paths);
	return reading.failed ? 2 : status;
}

static int probe_tree(struct pm_git *git, const char *what, const char *rev, const char *path)
{
	struct pm_buf err = {0};
	struct pm_tree *tree = strcmp(rev, "index") == 0 ? pm_git_index(git, &err) : pm_git_tree(git, rev, &err);
	int status = 0;

	if (!tree)
		return complain(&err);
	if (strcmp(what, "label") == 0)
		puts(tree->label);
	else if (strcmp(what, "read") == 0)
		status = probe_read(tree, path);
	else if (strcmp(what, "stat") == 0)
		status = probe_stat(tree, path);
	else if (strcmp(what, "all") == 0)
		status = probe_all(tree, *path ? strtoul(path, NULL, 10) : 1);
	else
		status = probe_list(tree, path, strcmp(what, "prune") == 0);
	pm_tree_free(tree);
	return status;
}

static int print_and_free(char *text, const char *none)
{
	puts(text ? text : none);
	free(text);
	return 0;
}

static int probe(int argc, char **argv)
{
	const char *what = argv[1], *rev = argc > 2 ? argv[2] : "", *path = argc > 3 ? argv[3] : "";
	struct pm_buf err = {0};
	struct pm_git *git;
	char base[41];
	int status = 0;

	if (strcmp(what, "top") == 0)
		return print_and_free(pm_git_top(rev), "none");
	git = pm_git_open(".", &err);
	if (!git)
		return complain(&err);
	if (strcmp(what, "root") == 0)
		puts(pm_git_root(git) ? pm_git_root(git) : "bare");
	else if (strcmp(what, "web") == 0)
		print_and_free(pm_git_web(git), "none");
	else if (strcmp(what, "base") == 0)
		status = pm_git_merge_base(git, rev, "HEAD", base, &err) < 0 ? complain(&err) : puts(base) < 0;
	else
		status = probe_tree(git, what, rev, path);
	pm_git_close(git);
	return status;
}

/* -- the unit tests: folders that are made by hand */

static char work[] = "/tmp/pm-test-git.XXXXXX";

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	CHECK(file != NULL);
	if (!file)
		return;
	fputs(text, file);
	CHECK(fclose(file) == 0);
}

static void check_top(const char *folder, const char *expected)
{
	struct pm_buf path = {0};
	char *top = pm_git_top(folder);

	if (expected)
		pm_buf_addf(&path, "%s%s", work, expected);
	CHECK_STR(top, path.p);
	free(top);
	pm_buf_clear(&path);
}

static void test_top(void)
{
	/* Work trees: a repository's own, one with a file, and three that only look like one. */
	CHECK(mkdir("own", 0777) == 0 && mkdir("own/.git", 0777) == 0 && mkdir("own/a", 0777) == 0 && mkdir("own/a/b", 0777) == 0);
	put("own/.git/HEAD", "ref: refs/heads/main\n");
	check_top("own", "/own");
	check_top("own/a/b", "/own");
	check_top("own/a/../a/b/", "/own");
	CHECK(mkdir("own/linked", 0777) == 0);
	put("own/linked/.git", "gitdir: ../.git/worktrees/linked\n");
	check_top("own/linked", "/own/linked");
	CHECK(mkdir("own/empty", 0777) == 0 && mkdir("own/empty/.git", 0777) == 0);
	check_top("own/empty", "/own");
	CHECK(mkdir("own/text", 0777) == 0);
	put("own/text/.git", "gitdi");
	check_top("own/text", "/own");
	CHECK(symlink("own/a", "link") == 0);
	check_top("link", "/own");
	CHECK(mkdir("none", 0777) == 0);
	check_top("none", NULL);
	check_top("not-there", NULL);
	/* The environment is not asked. */
	setenv("GIT_DIR", "own/.git", 1);
	check_top("none", NULL);
	unsetenv("GIT_DIR");
}

static void check_open_fails(const char *folder, const char *text)
{
	struct pm_buf err = {0};
	struct pm_git *git = pm_git_open(folder, &err);

	CHECK(git == NULL);
	CHECK(err.p && strstr(err.p, text));
	if (err.p && !strstr(err.p, text))
		printf("# %s\n", err.p);
	pm_git_close(git);
	pm_buf_clear(&err);
}

static void test_refused(void)
{
	check_open_fails("none", "make one with: git init");
	CHECK(mkdir("broken", 0777) == 0);
	put("broken/.git", "gitdir: /not/there\n");
	check_open_fails("broken", "git worktree repair");
	setenv("GIT_DIR", "none", 1);
	check_open_fails("own", "GIT_DIR names 'none'");
	unsetenv("GIT_DIR");
	setenv("GIT_COMMON_DIR", "own/.git", 1);
	check_open_fails("own", "unset GIT_COMMON_DIR");
	unsetenv("GIT_COMMON_DIR");
}

/* A repository with no commit, made by hand. */
static void test_unborn(void)
{
	struct pm_buf err = {0};
	struct pm_git *git;
	struct pm_tree *tree;

	CHECK(mkdir("own/.git/objects", 0777) == 0 && mkdir("own/.git/refs", 0777) == 0);
	put("own/.git/config", "[core]\n\trepositoryformatversion = 0\n\tbare = false\n");
	git = pm_git_open("own", &err);
	CHECK_STR(err.p, NULL);
	CHECK(git != NULL);
	if (!git)
		return;
	tree = pm_git_tree(git, "HEAD", &err);
	CHECK(tree == NULL);
	CHECK(err.p && strstr(err.p, "branch 'main' has no commit yet"));
	pm_buf_reset(&err);
	tree = pm_git_index(git, &err);
	CHECK(tree != NULL);
	if (tree) {
		enum pm_tree_type type;

		CHECK_INT(pm_tree_stat(tree, "a.md", &type, &err), 0);
		CHECK_INT(pm_tree_stat(tree, "", &type, &err), 1);
		CHECK_INT(type, PM_TREE_FOLDER);
	}
	pm_tree_free(tree);
	pm_git_close(git);
	pm_buf_clear(&err);
}

static const struct {
	const char *url, *web;
} remotes[] = {
	{"https://example.org/owner/name.git", "https://example.org/owner/name"},
	{"https://example.org/owner/name", "https://example.org/owner/name"},
	{"https://user:p@ss:word@example.org:8443/group/sub/name.git/", "https://example.org:8443/group/sub/name"},
	{"HTTPS://token@example.org/owner/name", "https://example.org/owner/name"},
	{"http://user@example.org:3000/owner/name.git", "http://example.org:3000/owner/name"},
	{"ssh://git@example.org:2222/owner/name.git", "https://example.org/owner/name"},
	{"ssh://git@[2001:db8::1]:2222/owner/name.git", "https://[2001:db8::1]/owner/name"},
	{"git+ssh://git@example.org/owner/name", "https://example.org/owner/name"},
	{"git://example.org/owner/name.git", "https://example.org/owner/name"},
	{"git@example.org:owner/name.git", "https://example.org/owner/name"},
	{"git@example.org:/owner/name.git", "https://example.org/owner/name"},
	{"example.org:owner/name", "https://example.org/owner/name"},
	{"git@[2001:db8::1]:owner/name.git", "https://[2001:db8::1]/owner/name"},
	{"gh:owner/name", "https://Example.org/owner/name"},
	{"ghe:owner/name", "https://example.net/owner/name"},
	{"git@example.org:~user/name", "https://example.org/~user/name"},
	{"/srv/git/name.git", NULL},
	{"../name.git", NULL},
	{"./a:b/name.git", NULL},
	{"file:///srv/git/name.git", NULL},
	{"ext::sh -c 'true'", NULL},
	{"https://example.org/", NULL},
	{"https://example.org/.git", NULL},
	{"https:///owner/name", NULL},
	{"git@example.org:", NULL},
	{"https://example.org/a b\\\"><script>", NULL},
	{"javascript:alert(1)", NULL},
	{"https://example.org/owner/name?x=1", NULL},
};

static void test_web(void)
{
	for (size_t i = 0; i < sizeof remotes / sizeof *remotes; i++) {
		struct pm_buf err = {0}, config = {0};
		struct pm_git *git;
		char *web;

		pm_buf_addf(&config,
			    "[core]\n\tbare = false\n[remote \"origin\"]\n\turl = \"%s\"\n"
			    "[url \"ssh://git@example.net/\"]\n\tinsteadOf = ghe:\n"
			    "[url \"https://token@Example.org/\"]\n\tinsteadOf = gh\n\tinsteadOf = gh:\n",
			    remotes[i].url);
		put("own/.git/config", config.p);
		git = pm_git_open("own", &err);
		web = git ? pm_git_web(git) : NULL;
		CHECK(git != NULL);
		CHECK_STR(web, remotes[i].web);
		free(web);
		pm_git_close(git);
		pm_buf_clear(&err);
		pm_buf_clear(&config);
	}
}

int main(int argc, char **argv)
{
	static const char *const variables[] = {"GIT_DIR",	  "GIT_WORK_TREE",	  "GIT_INDEX_FILE",
						"GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"};
	char remove[64];

	if (argc > 1)
		return probe(argc, argv);
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
		unsetenv(variables[i]);
	CHECK(mkdtemp(work) != NULL && chdir(work) == 0);
	setenv("HOME", work, 1);
	setenv("GIT_CEILING_DIRECTORIES", work, 1);
	CHECK(strncmp(pm_git_library(), "libgit2 1.", 10) == 0);
	test_top();
	test_refused();
	test_unborn();
	test_web();
	snprintf(remove, sizeof remove, "rm -rf '%s'", work);
	CHECK(chdir("/") == 0 && system(remove) == 0);
	return test_done();
}
