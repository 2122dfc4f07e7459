/* test_tree: trees list in one order, read what is inside, and never lead out. */
#include "tests/unit/test.h"

#include "parser/mem.h"
#include "parser/tree.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* -- a folder for the test, and what it holds */

static char base[] = "/tmp/pm-test-tree-XXXXXX";

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	if (file) {
		fputs(text, file);
		fclose(file);
	}
}

/* base/root is the tree; base/secret.md and base/outside/ lie beside it. */
static bool make_folders(void)
{
	if (!mkdtemp(base) || chdir(base) < 0 || mkdir("root", 0777) < 0 || mkdir("outside", 0777) < 0)
		return false;
	write_file("secret.md", "secret");
	write_file("outside/x.md", "outside");
	if (chdir("root") < 0 || mkdir("a", 0777) < 0 || mkdir("a/sub", 0777) < 0 || mkdir(".git", 0777) < 0 ||
	    mkdir("z", 0777) < 0)
		return false;
	write_file("a.md", "A");
	write_file("a/b.md", "AB");
	write_file("a/sub/c.md", "ASC");
	write_file("a-b", "dash");
	write_file("empty.md", "");
	write_file(".git/config", "hidden");
	write_file("\xff\xfe.md", "bytes");
	return mkfifo("pipe.md", 0666) == 0;
}

static bool make_links(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "socket.md" };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	bool bound = fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof address) == 0;

	if (fd >= 0)
		close(fd);
	return bound && symlink("a/b.md", "in.md") == 0 && symlink("../secret.md", "out.md") == 0 &&
	       symlink("/etc/passwd", "abs.md") == 0 &&
	       symlink("loop2.md", "loop1.md") == 0 && symlink("loop1.md", "loop2.md") == 0 && symlink("nowhere", "dead.md") == 0 &&
	       symlink("a", "dir") == 0 && symlink("../outside", "outdir") == 0 && symlink("../../a.md", "a/sub/up.md") == 0 &&
	       symlink("../dir/sub/up.md", "z/far.md") == 0;
}

/* -- what a listing says: one line for each entry */

struct listing {
	struct pm_buf text;
	const char *refused, *last; /* a folder not to be entered; the entry to stop at */
};

static int note(void *ctx, const struct pm_tree_entry *entry)
{
	struct listing *listing = ctx;
	static const char kinds[] = { [PM_TREE_FILE] = 'f', [PM_TREE_FOLDER] = 'd', [PM_TREE_LINK] = 'l', [PM_TREE_OTHER] = 'o' };

	pm_buf_addf(&listing->text, "%c %s\n", kinds[entry->type], entry->path);
	if (listing->last && strcmp(entry->path, listing->last) == 0)
		return -1;
	return listing->refused && strcmp(entry->path, listing->refused) == 0;
}

static void check_list(struct pm_tree *tree, const char *folder, const char *refused, const char *last, const char *expected,
		       int line)
{
	struct listing listing = { .refused = refused, .last = last };
	struct pm_buf err = { 0 };

	test_int(pm_tree_list(tree, folder, note, &listing, &err), 0, __FILE__, line, "list");
	test_str(listing.text.p ? listing.text.p : "", expected, __FILE__, line, "listing");
	test_str(err.p, NULL, __FILE__, line, "no error");
	pm_buf_clear(&listing.text);
	pm_buf_clear(&err);
}

#define LISTS(tree, folder, expected) check_list(tree, folder, NULL, NULL, expected, __LINE__)
#define LISTS_WITHOUT(tree, refused, expected) check_list(tree, "", refused, NULL, expected, __LINE__)
#define LISTS_UNTIL(tree, last, expected) check_list(tree, "", NULL, last, expected, __LINE__)

/* expected: the text, or NULL where nothing is there. */
static void check_read(struct pm_tree *tree, const char *path, const char *expected, int line)
{
	struct pm_source source;
	struct pm_buf err = { 0 };
	int answer = pm_tree_read(tree, path, &source, &err);

	test_int(answer, expected != NULL, __FILE__, line, path);
	test_str(err.p, NULL, __FILE__, line, "no error");
	if (answer == 1) {
		test_bytes(source.bytes, source.size, expected, expected ? strlen(expected) : 0, __FILE__, line, path);
		test_str(source.path, path, __FILE__, line, "path");
		pm_source_clear(&source);
	}
	pm_buf_clear(&err);
}

static void check_unreadable(struct pm_tree *tree, const char *path, const char *expected, int line)
{
	struct pm_source source;
	struct pm_buf err = { 0 };

	test_int(pm_tree_read(tree, path, &source, &err), -1, __FILE__, line, path);
	test_str(err.p, expected, __FILE__, line, "message");
	pm_buf_clear(&err);
}

static void check_stat(struct pm_tree *tree, const char *path, int answer, enum pm_tree_type expected, int line)
{
	enum pm_tree_type type = PM_TREE_OTHER;
	struct pm_buf err = { 0 };

	test_int(pm_tree_stat(tree, path, &type, &err), answer, __FILE__, line, path);
	if (answer == 1)
		test_int(type, expected, __FILE__, line, path);
	pm_buf_clear(&err);
}

#define READS(tree, path, expected) check_read(tree, path, expected, __LINE__)
#define READS_NOT(tree, path, expected) check_unreadable(tree, path, expected, __LINE__)
#define IS(tree, path, type) check_stat(tree, path, 1, type, __LINE__)
#define IS_NOTHING(tree, path) check_stat(tree, path, 0, PM_TREE_OTHER, __LINE__)

/* -- paths */

static const char *joined(const char *folder, const char *path)
{
	static char text[128];
	struct pm_buf out = { 0 };

	snprintf(text, sizeof text, "%s", pm_path_join(folder, path, &out) ? out.p : "(refused)");
	pm_buf_clear(&out);
	return text;
}

static void test_join(void)
{
	struct pm_buf same = { 0 };

	CHECK_STR(joined("", "a.md"), "a.md");
	CHECK_STR(joined("docs", "a.md"), "docs/a.md");
	CHECK_STR(joined("docs/", "./x//a.md"), "docs/x/a.md");
	CHECK_STR(joined("docs/x", "../a.md"), "docs/a.md");
	CHECK_STR(joined("docs", ".."), "");
	CHECK_STR(joined("docs", "../../a.md"), "(refused)");
	CHECK_STR(joined("", ".."), "(refused)");
	CHECK_STR(joined("", "a/../../b"), "(refused)");
	CHECK_STR(joined("docs", "/etc/passwd"), "(refused)");
	CHECK_STR(joined("/etc", "passwd"), "(refused)");
	CHECK_STR(joined("", "..."), "...");
	CHECK_STR(joined("", "a/..b/.c"), "a/..b/.c");
	CHECK_STR(joined("", ""), "");
	CHECK_STR(joined(".", "."), "");
	pm_buf_addz(&same, "docs/old");
	CHECK(pm_path_join(same.p, "../new", &same));
	CHECK_STR(same.p, "docs/new");
	CHECK(!pm_path_join("", "..", &same));
	CHECK_STR(same.p, "docs/new");
	pm_buf_clear(&same);
}

/* -- memory */

static struct pm_tree *memory(void)
{
	struct pm_tree *tree = pm_tree_mem_new();

	pm_tree_mem_add(tree, "b/x/2.md", "two", 3);
	pm_tree_mem_add(tree, "a.md", "A", 1);
	pm_tree_mem_add(tree, "b/x/1.md", "one", 3);
	pm_tree_mem_add(tree, "b.md", "B", 1);
	pm_tree_mem_add(tree, "b/y/3.md", "three", 5);
	pm_tree_mem_add(tree, "c.md", "old", 3);
	pm_tree_mem_add(tree, "c.md", "C\0C", 3);
	return tree;
}

static void test_memory(void)
{
	struct pm_tree *tree = memory();

	LISTS(tree, "", "f a.md\nf b.md\nd b\nd b/x\nf b/x/1.md\nf b/x/2.md\nd b/y\nf b/y/3.md\nf c.md\n");
	LISTS(tree, "b", "d b/x\nf b/x/1.md\nf b/x/2.md\nd b/y\nf b/y/3.md\n");
	LISTS(tree, "b/y", "f b/y/3.md\n");
	LISTS(tree, "none", "");
	LISTS(tree, "a.md", "");
	LISTS_WITHOUT(tree, "b/x", "f a.md\nf b.md\nd b\nd b/x\nd b/y\nf b/y/3.md\nf c.md\n");
	LISTS_WITHOUT(tree, "b", "f a.md\nf b.md\nd b\nf c.md\n");
	LISTS_UNTIL(tree, "b/x", "f a.md\nf b.md\nd b\nd b/x\n");
	LISTS_UNTIL(tree, "b/x/1.md", "f a.md\nf b.md\nd b\nd b/x\nf b/x/1.md\n");
	READS(tree, "b/x/2.md", "two");
	READS(tree, "b", NULL);
	READS(tree, "c", NULL);
	IS(tree, "", PM_TREE_FOLDER);
	IS(tree, "b/x", PM_TREE_FOLDER);
	IS(tree, "b/x/1.md", PM_TREE_FILE);
	IS_NOTHING(tree, "b/");
	IS_NOTHING(tree, "b/xx");
	pm_tree_free(tree);
	pm_tree_free(NULL);
}

static void test_memory_replaced(void)
{
	struct pm_tree *tree = memory();
	struct pm_source before, after;
	struct pm_buf err = { 0 };

	CHECK_INT(pm_tree_read(tree, "c.md", &before, &err), 1);
	pm_tree_mem_add(tree, "c.md", "new", 3);
	CHECK_INT(pm_tree_read(tree, "c.md", &after, &err), 1);
	CHECK_PMSTR(pm_str_n(before.bytes, before.size), "C\0C");
	CHECK_PMSTR(pm_str_n(after.bytes, after.size), "new");
	pm_tree_free(tree);
	CHECK_PMSTR(pm_str_n(after.bytes, after.size), "new"); /* a source outlives its tree */
	pm_source_clear(&before);
	pm_source_clear(&after);
}

/* -- one file over another tree */

static struct pm_tree *over(const char *path)
{
	return pm_tree_over_new(memory(), path, "over", 4);
}

static void test_over_order(void)
{
	struct pm_tree *tree = over("b/x/15.md");

	LISTS(tree, "", "f a.md\nf b.md\nd b\nd b/x\nf b/x/1.md\nf b/x/15.md\nf b/x/2.md\nd b/y\nf b/y/3.md\nf c.md\n");
	LISTS(tree, "b/x", "f b/x/1.md\nf b/x/15.md\nf b/x/2.md\n");
	LISTS(tree, "b/y", "f b/y/3.md\n");
	LISTS_WITHOUT(tree, "b/x", "f a.md\nf b.md\nd b\nd b/x\nd b/y\nf b/y/3.md\nf c.md\n");
	LISTS_UNTIL(tree, "b/x/15.md", "f a.md\nf b.md\nd b\nd b/x\nf b/x/1.md\nf b/x/15.md\n");
	LISTS_UNTIL(tree, "b/x/1.md", "f a.md\nf b.md\nd b\nd b/x\nf b/x/1.md\n");
	READS(tree, "b/x/15.md", "over");
	READS(tree, "a.md", "A");
	pm_tree_free(tree);
}

static void test_over_new_folders(void)
{
	struct pm_tree *tree = over("b/n/m/0.md");

	LISTS(tree, "b", "d b/n\nd b/n/m\nf b/n/m/0.md\nd b/x\nf b/x/1.md\nf b/x/2.md\nd b/y\nf b/y/3.md\n");
	LISTS(tree, "b/n", "d b/n/m\nf b/n/m/0.md\n");
	LISTS(tree, "b/x", "f b/x/1.md\nf b/x/2.md\n");
	LISTS_WITHOUT(tree, "b/n", "f a.md\nf b.md\nd b\nd b/n\nd b/x\nf b/x/1.md\nf b/x/2.md\nd b/y\nf b/y/3.md\nf c.md\n");
	LISTS_UNTIL(tree, "b/n", "f a.md\nf b.md\nd b\nd b/n\n");
	IS(tree, "b/n", PM_TREE_FOLDER);
	IS(tree, "b/n/m/0.md", PM_TREE_FILE);
	IS_NOTHING(tree, "b/n/o");
	pm_tree_free(tree);
}

static void test_over_edges(void)
{
	struct pm_tree *first = over("0.md"), *last = over("z/./z.md"), *same = over("b/x/1.md"), *dot = over("b-c.md");
	struct pm_tree *between = over("b.n");

	LISTS_UNTIL(first, "a.md", "f 0.md\nf a.md\n");
	LISTS(last, "", "f a.md\nf b.md\nd b\nd b/x\nf b/x/1.md\nf b/x/2.md\nd b/y\nf b/y/3.md\nf c.md\nd z\nf z/z.md\n");
	READS(last, "z/z.md", "over");
	LISTS(same, "b/x", "f b/x/1.md\nf b/x/2.md\n");
	READS(same, "b/x/1.md", "over");
	LISTS_UNTIL(dot, "b.md", "f a.md\nf b-c.md\nf b.md\n");
	LISTS_UNTIL(between, "b", "f a.md\nf b.md\nf b.n\nd b\n");
	CHECK(!dot->methods->serial);
	pm_tree_free(first);
	pm_tree_free(last);
	pm_tree_free(same);
	pm_tree_free(dot);
	pm_tree_free(between);
}

/* -- a folder on disk */

static void test_dir_list(struct pm_tree *tree)
{
	LISTS(tree, "",
	      "f a-b\nf a.md\nd a\nf a/b.md\nd a/sub\nf a/sub/c.md\nl a/sub/up.md\nl abs.md\nl dead.md\nl dir\nf empty.md\n"
	      "l in.md\nl loop1.md\nl loop2.md\nl out.md\nl outdir\no pipe.md\no socket.md\nd z\nl z/far.md\nf \xff\xfe.md\n");
	LISTS(tree, "a", "f a/b.md\nd a/sub\nf a/sub/c.md\nl a/sub/up.md\n");
	LISTS(tree, "./a/sub/", "f a/sub/c.md\nl a/sub/up.md\n");
	LISTS(tree, "none", "");
	LISTS(tree, "a.md", "");
	LISTS(tree, "dir", "");
	LISTS(tree, "outdir", "");
	LISTS_UNTIL(tree, "a/sub", "f a-b\nf a.md\nd a\nf a/b.md\nd a/sub\n");
	LISTS_UNTIL(tree, "a-b", "f a-b\n");
}

static void test_dir_read(struct pm_tree *tree)
{
	READS(tree, "a.md", "A");
	READS(tree, "a/sub/c.md", "ASC");
	READS(tree, "empty.md", "");
	READS(tree, "\xff\xfe.md", "bytes");
	READS(tree, "a/../a.md", "A");
	READS(tree, "none.md", NULL);
	READS(tree, "none/b.md", NULL);
	READS(tree, "a.md/b.md", NULL);
	READS_NOT(tree, "a", "a: is a folder, not a file");
	READS_NOT(tree, "", ".: is a folder, not a file");
	READS_NOT(tree, "pipe.md", "pipe.md: is not a regular file");
	READS_NOT(tree, "socket.md", "socket.md: is not a regular file");
}

#define LEADS_OUT ": leads out of the tree and is not followed; name a path inside it"

static void test_dir_links(struct pm_tree *tree)
{
	READS(tree, "in.md", "AB");
	READS(tree, "dir/b.md", "AB");
	READS(tree, "a/sub/up.md", "A");
	READS(tree, "dir/sub/up.md", "A");
	READS(tree, "z/far.md", "A");
	READS(tree, "dead.md", NULL);
	READS_NOT(tree, "out.md", "out.md" LEADS_OUT);
	READS_NOT(tree, "abs.md", "abs.md" LEADS_OUT);
	READS_NOT(tree, "outdir/x.md", "outdir/x.md" LEADS_OUT);
	READS_NOT(tree, "../secret.md", "../secret.md" LEADS_OUT);
	READS_NOT(tree, "a/../../secret.md", "a/../../secret.md" LEADS_OUT);
	READS_NOT(tree, "/etc/passwd", "/etc/passwd" LEADS_OUT);
	READS_NOT(tree, "loop1.md", "loop1.md: more than 16 symbolic links lead to each other; remove the circle");
}

static void test_dir_stat(struct pm_tree *tree)
{
	IS(tree, "", PM_TREE_FOLDER);
	IS(tree, "a", PM_TREE_FOLDER);
	IS(tree, "a.md", PM_TREE_FILE);
	IS(tree, "out.md", PM_TREE_LINK);
	IS(tree, "dir", PM_TREE_LINK);
	IS(tree, "dir/b.md", PM_TREE_FILE);
	IS(tree, "pipe.md", PM_TREE_OTHER);
	IS_NOTHING(tree, "none");
	IS_NOTHING(tree, "a.md/none");
	check_stat(tree, "../secret.md", -1, PM_TREE_OTHER, __LINE__);
	check_stat(tree, "outdir/x.md", -1, PM_TREE_OTHER, __LINE__);
}

/* Sizes at which the way of reading changes, by files with holes. */
static void check_size(struct pm_tree *tree, off_t size, int memory_kind)
{
	int fd = open("big.md", O_WRONLY | O_CREAT | O_TRUNC, 0666);
	struct pm_source source = { 0 };
	struct pm_buf err = { 0 };

	CHECK(fd >= 0 && ftruncate(fd, size) == 0 && pwrite(fd, "Z", 1, size - 1) == 1);
	close(fd);
	CHECK_INT(pm_tree_read(tree, "big.md", &source, &err), 1);
	CHECK_INT(source.memory, memory_kind);
	CHECK_INT(source.size, size);
	CHECK(source.size == (size_t)size && source.bytes[0] == '\0' && source.bytes[size - 1] == 'Z');
	pm_source_clear(&source);
	pm_buf_clear(&err);
}

static void test_dir_sizes(struct pm_tree *tree)
{
	struct pm_source source;
	struct pm_buf err = { 0 };

	check_size(tree, (16 << 20) - 1, PM_SOURCE_HEAP);
	check_size(tree, 16 << 20, PM_SOURCE_MAPPED);
	CHECK(truncate("big.md", (off_t)PM_SOURCE_MAX + 1) == 0);
	CHECK_INT(pm_tree_read(tree, "big.md", &source, &err), -1);
	CHECK_STR(err.p, "big.md: is larger than 256 MiB, the most that is read; split the file");
	pm_buf_clear(&err);
	unlink("big.md");
}

/* Deeper than is read, and than a path may be long: the rest is still listed, and the error says where. */
static void test_dir_depth(struct pm_tree *tree)
{
	struct listing listing = { 0 };
	struct pm_buf err = { 0 };
	int folders[300], fd = open("z", O_RDONLY | O_DIRECTORY), deep = 0;

	for (; deep < 300 && mkdirat(fd, "d", 0777) == 0; deep++) {
		folders[deep] = fd;
		fd = openat(fd, "d", O_RDONLY | O_DIRECTORY);
	}
	CHECK_INT(deep, 300);
	close(fd);
	CHECK_INT(pm_tree_list(tree, "", note, &listing, &err), -1);
	CHECK(strstr(err.p, "lies more than 256 folders deep and is not read; move it up") != NULL);
	CHECK(strstr(listing.text.p, "f \xff\xfe.md\n") != NULL);
	while (deep-- > 0) {
		unlinkat(folders[deep], "d", AT_REMOVEDIR);
		close(folders[deep]);
	}
	pm_buf_clear(&listing.text);
	pm_buf_clear(&err);
}

/* A folder that may not be entered does not hide the others.  (Root may enter everything.) */
static void test_dir_refused(struct pm_tree *tree)
{
	struct listing listing = { 0 };
	struct pm_buf err = { 0 };
	bool root = geteuid() == 0;

	CHECK(chmod("a/sub", 0) == 0);
	CHECK_INT(pm_tree_list(tree, "", note, &listing, &err), root ? 0 : -1);
	CHECK_STR(err.p, root ? NULL : "a/sub: cannot be read: Permission denied");
	CHECK(strstr(listing.text.p, "f \xff\xfe.md\n") != NULL);
	CHECK(chmod("a/sub", 0777) == 0);
	pm_buf_clear(&listing.text);
	pm_buf_clear(&err);
}

static void test_dir_new(void)
{
	struct pm_buf err = { 0 };

	CHECK(pm_tree_dir_new("a.md", &err) == NULL);
	CHECK_STR(err.p, "a.md: is not a folder");
	pm_buf_reset(&err);
	CHECK(pm_tree_dir_new("none", &err) == NULL);
	CHECK_STR(err.p, "none: cannot be opened: No such file or directory");
	pm_buf_clear(&err);
}

static void test_dir_over(void)
{
	struct pm_buf err = { 0 };
	struct pm_tree *tree = pm_tree_over_new(pm_tree_dir_new(".", &err), "a/aa.md", "over", 4);

	LISTS(tree, "a", "f a/aa.md\nf a/b.md\nd a/sub\nf a/sub/c.md\nl a/sub/up.md\n");
	READS(tree, "a/aa.md", "over");
	READS(tree, "a/b.md", "AB");
	pm_tree_free(tree);
}

static void test_dir(void)
{
	struct pm_buf err = { 0 };
	struct pm_tree *tree = pm_tree_dir_new(".", &err);

	CHECK(tree != NULL);
	if (tree == NULL)
		return;
	CHECK_STR(tree->label, "the work tree");
	test_dir_list(tree);
	test_dir_read(tree);
	test_dir_links(tree);
	test_dir_stat(tree);
	test_dir_sizes(tree);
	test_dir_refused(tree);
	test_dir_depth(tree);
	pm_tree_free(tree);
	test_dir_new();
	test_dir_over();
}

static void remove_folders(void)
{
	static const char *const files[] = { "root/a/sub/up.md", "root/a/sub/c.md", "root/a/sub", "root/a/b.md", "root/a",
					     "root/a.md", "root/a-b", "root/empty.md",
					     "root/.git/config", "root/.git", "root/\xff\xfe.md",
					     "root/pipe.md", "root/socket.md", "root/in.md", "root/out.md", "root/abs.md",
					     "root/loop1.md", "root/loop2.md", "root/dead.md", "root/dir", "root/outdir",
					     "root/z/far.md", "root/z", "root", "outside/x.md", "outside", "secret.md" };
	bool gone = chdir(base) == 0;

	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		gone = remove(files[i]) == 0 && gone;
	CHECK(gone && rmdir(base) == 0);
}

int main(void)
{
	bool made = make_folders() && make_links();

	CHECK(made);
	test_join();
	test_memory();
	test_memory_replaced();
	test_over_order();
	test_over_new_folders();
	test_over_edges();
	if (made)
		test_dir();
	remove_folders();
	return test_done();
}
