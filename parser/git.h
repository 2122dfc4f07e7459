/* git: repositories.  The only user of libgit2, which is started when git is first asked for anything.
 *
 * The one rule to know: every function that can fail says in err what is wrong and the command or setting that mends it
 * (shallow clones, unsafe owners, SHA-256 repositories, unknown revisions).
 */
#ifndef PM_GIT_H
#define PM_GIT_H

#include "parser/date.h"
#include "parser/str.h"
#include "parser/tree.h"

struct pm_git;

/* Finds the top level of the work tree that holds the folder, by looking upward for `.git`: a folder with a HEAD in it, or a file
 * that starts with "gitdir:".  Without libgit2, and whatever the environment says.  Absolute, heap, or NULL when there is none. */
char *pm_git_top(const char *folder);

/* Opens the repository that holds the folder, honouring the variables that git sets for its hooks and those that a user sets
 * (GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE, GIT_OBJECT_DIRECTORY, GIT_CEILING_DIRECTORIES, ...).  NULL and err when it cannot. */
struct pm_git *pm_git_open(const char *folder, struct pm_buf *err);
void pm_git_close(struct pm_git *git); /* NULL is allowed */
/* The work tree's top level, absolute, without a slash at the end; NULL for a bare repository. */
const char *pm_git_root(const struct pm_git *git);

/* The tree of a commit.  rev is anything that git names, or an ISO date (the last first-parent commit of HEAD by the end of that
 * day, UTC).  NULL and err.  A tree must be freed before the repository is closed; trees may be read by several threads. */
struct pm_tree *pm_git_tree(struct pm_git *git, const char *rev, struct pm_buf *err);
/* The index, as it would be committed: what is only intended to be added is not there.  Of a path in conflict our side stands
 * there, or theirs where we have none.  NULL and err. */
struct pm_tree *pm_git_index(struct pm_git *git, struct pm_buf *err);
/* Has HEAD a commit? */
bool pm_git_has_head(struct pm_git *git);
/* The commit that rev names, as a full object name (40 digits and NUL).  0, or -1 and err. */
int pm_git_commit(struct pm_git *git, const char *rev, char out[41], struct pm_buf *err);
/* The committer's day of a commit, UTC; PM_NO_DAY: no such commit. */
pm_day pm_git_day(struct pm_git *git, const char *rev);
/* Has HEAD no commit yet? */
bool pm_git_is_unborn(struct pm_git *git);
/* The merge base of rev and head ("HEAD", mostly) in the same form.  0, or -1 and err: a missing base in a shallow clone names the
 * mend for each CI system. */
int pm_git_merge_base(struct pm_git *git, const char *rev, const char *head, char out[41], struct pm_buf *err);

/* -- the past */

enum { PM_GIT_ID = 20 }; /* bytes of an object's name */

/* A path whose content a commit changed.  The ids are of blobs, NULL where the file is not there on that side. */
struct pm_git_change {
	const char *path; /* from the top of the repository */
	const unsigned char *before, *after;
};

/* A first-parent commit, with what it changed against its first parent of what was asked for.  All of it is valid during the call
 * only.  A commit that is the base of a partial walk changes nothing: its changes are the files that stand in it. */
struct pm_git_step {
	unsigned char id[PM_GIT_ID];
	int64_t time;		   /* the committer's, in seconds since 1970, UTC */
	const char *author, *mail; /* the author, by the .mailmap that the newest commit has */
	bool merge;
	bool base;
	bool news;			     /* `since` has it not, nor anything else that it brought in as a merge */
	const struct pm_git_change *changes; /* in bytewise order of their paths */
	size_t change_count;
};

struct pm_git_walk {
	const char *to;	   /* anything pm_git_tree takes; NULL: HEAD */
	const char *from;  /* commits that this one has are not walked; NULL: to the first one */
	const char *since; /* whose commits are no news; NULL: all are */
	/* Is the file looked at; for a folder: is anything in it?  NULL: everything. */
	bool (*wants)(void *ctx, const char *path, bool folder);
	/* Called for each commit, the newest first.  Return: 0 go on, -1 stop (which is no error). */
	int (*visit)(void *ctx, const struct pm_git_step *step);
	void *ctx;
	bool shallow; /* out: the walk ended where a shallow clone does, which has less than there was */
};

/* Walks the first-parent commits from `to` down.  Where it ends before the first commit (at `from`, or where a shallow clone ends)
 * the last commit it shows is the base, which lies below the range.  0, or -1 and err. */
int pm_git_walk(struct pm_git *git, struct pm_git_walk *walk, struct pm_buf *err);
/* A commit as people see it.  All of it is valid during the call only. */
struct pm_git_logged {
	char id[41];
	int64_t time;	     /* the committer's, in seconds since 1970, UTC */
	const char *author;  /* by the .mailmap that `to` has; no mail address */
	const char *message; /* as git has it; may hold any byte */
	bool merge;
	const char *const *helpers; /* the names of its Co-authored-by trailers, by the same .mailmap */
	size_t helper_count;
};

/* Shows the commits that `to` has and `from` (NULL: nothing) has not, as git log does, the newest first.  visit returns 0 to go on,
 * -1 to stop (which is no error).  0, or -1 and err: of a shallow clone it is not known which commits these are. */
int pm_git_log(struct pm_git *git, const char *from, const char *to, int (*visit)(void *ctx, const struct pm_git_logged *commit),
	       void *ctx, struct pm_buf *err);

/* A tag of a commit. */
struct pm_git_tag {
	char *name; /* heap; NULL: there is none */
	char id[41];
};
/* The tag of rev itself, and the last one before it: that of the newest commit that rev descends from and that has one.  Of several
 * tags on a commit the one that rev names, else that of the highest version.  Only those that match a pattern (NULL: all) count, in
 * which * stands for anything and ? for one character.  before may be NULL.  0, or -1 and err. */
int pm_git_tags(struct pm_git *git, const char *rev, const char *pattern, struct pm_git_tag *here, struct pm_git_tag *before,
		struct pm_buf *err);
/* What mends a shallow clone, for messages about it. */
const char *pm_git_shallow_mend(void);
/* The bytes of a blob, on the heap, with a NUL behind them; path is for messages.  0, or -1 and err.  Safe from several threads. */
int pm_git_blob(struct pm_git *git, const char *path, const unsigned char id[PM_GIT_ID], char **bytes, size_t *size,
		struct pm_buf *err);
/* The remote "origin" as a web address for a file at a line is built from: "https://host/owner/name", or NULL.  Heap. */
char *pm_git_web(struct pm_git *git);
/* libgit2's version, for --version; does not start the library. */
const char *pm_git_library(void);

#endif
