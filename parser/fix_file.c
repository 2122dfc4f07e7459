/* fix_file: files on disk, replaced so that a kill or a full disk leaves the old bytes or the new ones. */
#include "parser/fix.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int fail(struct pm_buf *err, const char *what, const char *path)
{
	int error = errno;

	pm_buf_addf(err, "cannot %s %s: %s", what, path, strerror(error));
	if (error == ENOSPC || error == EDQUOT)
		pm_buf_addz(err, "; it was not changed: make room and run again");
	else if (error == EACCES || error == EROFS)
		pm_buf_addz(err, "; it was not changed: make the folder writable");
	else if (error == EPERM)
		pm_buf_addz(err, "; it was not changed: run as the one to whom the file belongs");
	return -1;
}

static int refuse(struct pm_buf *err, const char *path, const char *why)
{
	pm_buf_addf(err, "%s was not changed: %s", path, why);
	return -1;
}

static int write_all(int fd, struct pm_str bytes)
{
	size_t at = 0;

	while (at < bytes.n) {
		ssize_t n = write(fd, bytes.p + at, bytes.n - at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		at += (size_t)n;
	}
	return 0;
}

/* Are the bytes of an open file these? 1 yes, 0 no, -1 an error. */
static int same_bytes(int fd, struct pm_str bytes)
{
	char block[16384];
	size_t at = 0;

	for (;;) {
		ssize_t n = read(fd, block, sizeof block);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			return at == bytes.n;
		if ((size_t)n > bytes.n - at || memcmp(block, bytes.p + at, (size_t)n) != 0)
			return 0;
		at += (size_t)n;
	}
}

/* The folder part of a path, "." where there is none; and the name behind it. */
static const char *split_path(const char *path, struct pm_buf *folder)
{
	const char *slash = strrchr(path, '/');

	if (!slash) {
		pm_buf_addz(folder, ".");
		return path;
	}
	pm_buf_add(folder, path, slash == path ? 1 : (size_t)(slash - path));
	return slash + 1;
}

/* The checks before a file is replaced: it is a plain file with these bytes. */
static int check_file(int folder, const char *name, const char *path, struct pm_str before, struct stat *st, struct pm_buf *err)
{
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	int same;

	if (fd < 0)
		return fail(err, "open", path);
	if (fstat(fd, st) < 0 || !S_ISREG(st->st_mode)) {
		close(fd);
		return refuse(err, path, "it is no plain file");
	}
	if (!(st->st_mode & (S_IWUSR | S_IWGRP | S_IWOTH))) {
		close(fd);
		return refuse(err, path, "it is read-only; make it writable if it may change");
	}
	same = same_bytes(fd, before);
	if (same < 0)
		fail(err, "read", path);
	else if (same == 0)
		refuse(err, path, "somebody changed it since it was read; run again");
	close(fd);
	return same == 1 ? 0 : -1;
}

/* Puts bytes in the place of name, by way of a temporary file in the same folder.  like: whose mode and owner it gets; NULL: a new
 * file's.  before: what the file must still say at the last moment; NULL: anything. */
static int put(int folder, const char *folder_path, const char *name, const char *path, const struct stat *like,
	       const struct pm_str *before, struct pm_str bytes, struct pm_buf *err)
{
	struct pm_buf temporary = {0};
	const char *what = NULL;
	struct stat now;
	mode_t mask;
	int fd, error;

	pm_buf_addf(&temporary, "%s/.pm-XXXXXX", folder_path);
	fd = mkstemp(temporary.p);
	if (fd < 0) {
		fail(err, "write beside", path);
		pm_buf_clear(&temporary);
		return -1;
	}
	mask = umask(0);
	umask(mask);
	if (write_all(fd, bytes) < 0)
		what = "write";
	else if (like && (like->st_uid != geteuid() || like->st_gid != getegid()) && fchown(fd, like->st_uid, like->st_gid) < 0)
		what = "keep the owner of";
	else if (fchmod(fd, like ? like->st_mode & 07777 : 0666 & ~mask) < 0)
		what = "keep the mode of";
	else if (fsync(fd) < 0)
		what = "write";
	error = errno;
	if (close(fd) < 0 && !what) {
		what = "write";
		error = errno;
	}
	if (!what && before && check_file(folder, name, path, *before, &now, err) < 0) {
		unlink(temporary.p);
		pm_buf_clear(&temporary);
		return -1;
	}
	if (!what && renameat(AT_FDCWD, temporary.p, folder, name) < 0) {
		what = "replace";
		error = errno;
	}
	if (what) {
		unlink(temporary.p);
		errno = error;
		fail(err, what, path);
	} else {
		(void)fsync(folder); /* some file systems cannot; the rename stands either way */
	}
	pm_buf_clear(&temporary);
	return what ? -1 : 0;
}

/* Follows links from path; the real path of the file, heap.  It must lie inside root, an absolute path without links. */
static char *resolve(const char *root, const char *path, struct pm_buf *err)
{
	char *real = realpath(path, NULL);
	size_t n = strlen(root);

	if (!real) {
		fail(err, "open", path);
		return NULL;
	}
	if (strncmp(real, root, n) == 0 && (real[n] == '/' || strcmp(root, "/") == 0))
		return real;
	refuse(err, path, "its symbolic link leads out of the product; edit the file it names");
	free(real);
	return NULL;
}

/* Of two programs that write into a folder the second waits here, and sees what the first wrote.  Closing the folder lets go.
 * Not for ever: who holds the lock may be waiting for us (flock . pm-lint --fix), and the check before the rename stands in any
 * case. */
static void take_turns(int folder)
{
	enum { TRIES = 200 };
	const struct timespec pause = {0, 10000000};

	for (int i = 0; i < TRIES && flock(folder, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK; i++)
		nanosleep(&pause, NULL);
}

int pm_file_replace(const char *root, const char *path, struct pm_str before, struct pm_str after, struct pm_buf *err)
{
	struct pm_buf full = {0}, folder_path = {0};
	char *real_root = realpath(root, NULL), *real = NULL;
	const char *name;
	struct stat st;
	int folder = -1, result = -1;

	if (!real_root) {
		fail(err, "open", root);
		goto done;
	}
	pm_buf_addf(&full, "%s/%s", real_root, path);
	real = resolve(real_root, full.p, err);
	if (!real)
		goto done;
	name = split_path(real, &folder_path);
	folder = open(folder_path.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0) {
		fail(err, "open the folder of", path);
		goto done;
	}
	take_turns(folder);
	if (check_file(folder, name, path, before, &st, err) < 0)
		goto done;
	result = pm_str_eq(before, after) ? 0 : put(folder, folder_path.p, name, path, &st, &before, after, err);
done:
	if (folder >= 0)
		close(folder);
	free(real);
	free(real_root);
	pm_buf_clear(&full);
	pm_buf_clear(&folder_path);
	return result;
}

/* What a report is written to: a device or a pipe is written as it is, a link is followed. */
static int write_in_place(const char *path, struct pm_str bytes, struct pm_buf *err)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return fail(err, "open", path);
	if (write_all(fd, bytes) < 0) {
		fail(err, "write", path);
		close(fd);
		return -1;
	}
	return close(fd) < 0 ? fail(err, "write", path) : 0;
}

int pm_file_write(const char *path, struct pm_str bytes, struct pm_buf *err)
{
	struct pm_buf folder_path = {0};
	struct stat st;
	bool there = stat(path, &st) == 0;
	char *real = there ? realpath(path, NULL) : NULL;
	const char *name;
	int folder, result;

	if (there && S_ISDIR(st.st_mode)) {
		free(real);
		return refuse(err, path, "it is a folder; name a file");
	}
	if (!there && lstat(path, &st) == 0)
		return refuse(err, path, "it is a symbolic link to nowhere; remove the link");
	if (there && (!real || !S_ISREG(st.st_mode))) {
		free(real);
		return write_in_place(path, bytes, err);
	}
	if (there && !(st.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH))) {
		free(real);
		return refuse(err, path, "it is read-only; make it writable if it may change");
	}
	name = split_path(real ? real : path, &folder_path);
	folder = open(folder_path.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	result = folder < 0 ? fail(err, "open the folder of", path)
			    : put(folder, folder_path.p, name, path, there ? &st : NULL, NULL, bytes, err);
	if (folder >= 0)
		close(folder);
	free(real);
	pm_buf_clear(&folder_path);
	return result;
}
