/* tree: where files come from.  A folder, an index, a commit, memory and standard input look the same from here.
 *
 * The one rule to know: paths are relative to the tree's root, with slashes, and never lead out of it.  Symbolic links are
 * listed as links and never followed by list(); read() follows a link only when it stays inside the tree.
 */
#ifndef PM_TREE_H
#define PM_TREE_H

#include "parser/source.h"
#include "parser/str.h"

enum pm_tree_type { PM_TREE_FILE, PM_TREE_FOLDER, PM_TREE_LINK, PM_TREE_OTHER };

struct pm_tree_entry {
	const char *path; /* from the root of the tree; valid during the call only */
	enum pm_tree_type type;
};

/* Called for files in bytewise order of their whole paths, for a folder just before what it holds ("a.md", "a", "a/b"), as git
 * orders an index.  Return: 0 go on, 1 do not enter this folder, -1 stop (which is no error: list returns 0). */
typedef int (*pm_tree_visit)(void *ctx, const struct pm_tree_entry *entry);

struct pm_tree {
	const struct pm_tree_methods *methods;
	char *label; /* for messages: "the work tree", "the index", "commit 1a2b3c4", "standard input" */
};

struct pm_tree_methods {
	/* Everything below a folder ("" is the root), `.git` left out.  0, or -1 and a text in err.  A folder that is not
	 * there holds nothing.  Where a part cannot be listed the rest still is, and -1 comes at the end. */
	int (*list)(struct pm_tree *tree, const char *folder, pm_tree_visit visit, void *ctx, struct pm_buf *err);
	/* Reads a file: 1 read (source is initialised), 0 not there, -1 could not (a text in err).  Safe from several threads
	 * at once for work trees and memory; `serial` says where it is not. */
	int (*read)(struct pm_tree *tree, const char *path, struct pm_source *source, struct pm_buf *err);
	/* What is at path ("" is the root): 1 and *type, 0 nothing, -1 an error.  A link is a link, wherever it leads. */
	int (*stat)(struct pm_tree *tree, const char *path, enum pm_tree_type *type, struct pm_buf *err);
	/* Where a file really is, when its path or a folder on it is a link: 1 and the path, in place of what is in `real`; 0 not
	 * there, or the link may not be followed; -1 an error. */
	int (*real)(struct pm_tree *tree, const char *path, struct pm_buf *real, struct pm_buf *err);
	void (*free)(struct pm_tree *tree);
	bool serial;
};

int pm_tree_list(struct pm_tree *tree, const char *folder, pm_tree_visit visit, void *ctx, struct pm_buf *err);
int pm_tree_read(struct pm_tree *tree, const char *path, struct pm_source *source, struct pm_buf *err);
int pm_tree_stat(struct pm_tree *tree, const char *path, enum pm_tree_type *type, struct pm_buf *err);
int pm_tree_real(struct pm_tree *tree, const char *path, struct pm_buf *real, struct pm_buf *err);
void pm_tree_free(struct pm_tree *tree); /* NULL is allowed */

/* Joins a folder and a relative path and folds "." and ".." away; false, and out untouched, when the result would lead out of the
 * root or path starts with a slash.  The root itself is "". */
bool pm_path_join(const char *folder, const char *path, struct pm_buf *out);

/* How deep folders may lie in each other, and how many links may lead to each other; what exceeds it is an error. */
enum { PM_TREE_DEPTH = 256, PM_TREE_LINKS = 16 };

/* A folder on disk; root is copied.  NULL and err when it is no folder. */
struct pm_tree *pm_tree_dir_new(const char *root, struct pm_buf *err);
/* Files in memory, for tests and editors.  Contents are copied by add; adding a path again replaces it. */
struct pm_tree *pm_tree_mem_new(void);
void pm_tree_mem_add(struct pm_tree *tree, const char *path, const void *bytes, size_t size);
/* A symbolic link.  It is followed to a file that was added; to anything else it leads nowhere. */
void pm_tree_mem_link(struct pm_tree *tree, const char *path, const char *target);
/* Another tree with one file laid over it (standard input, an editor's buffer).  Takes `under` over; bytes are copied; path must be
 * one that pm_path_join accepts. */
struct pm_tree *pm_tree_over_new(struct pm_tree *under, const char *path, const void *bytes, size_t size);

#endif
