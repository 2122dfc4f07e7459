/* guard: which files the programs do not write: what they read, what git keeps, and what a link hides. */
#include "cmd/guard.h"

#include "parser/mem.h"
#include "parser/tree.h"

#include <stdlib.h>
#include <string.h>

static bool is_under(const char *path, const char *top)
{
	size_t n = strlen(top);

	return strncmp(path, top, n) == 0 && (path[n] == '/' || path[n] == '\0' || (n > 0 && top[n - 1] == '/'));
}

/* Where the bytes of a file would land: its real path, or that of its folder with its name where it is not there yet.  Heap; NULL:
 * nowhere. */
static char *landing(const char *file)
{
	char *real = realpath(file, NULL), *folder, *named;
	const char *slash = strrchr(file, '/');
	struct pm_buf path = {0};

	if (real)
		return real;
	named = slash ? pm_str_dup(pm_str_n(file, slash == file ? 1 : (size_t)(slash - file))) : pm_str_dup(PM_STR("."));
	folder = realpath(named, NULL);
	if (folder)
		pm_buf_addf(&path, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, slash ? slash + 1 : file);
	free(folder);
	free(named);
	return path.p;
}

/* Where its name seems to stand: absolute, without "." and "..", links as they are named.  Nothing where it cannot be told. */
static void add_named(const char *file, struct pm_buf *named)
{
	char *here = *file == '/' ? pm_strdup("") : realpath(".", NULL);
	struct pm_buf path = {0}, folded = {0};

	if (here)
		pm_buf_addf(&path, "%s/%s", here, file);
	if (here && pm_path_join("", path.p + strspn(path.p, "/"), &folded))
		pm_buf_addf(named, "/%s", folded.n ? folded.p : "");
	pm_buf_clear(&path);
	pm_buf_clear(&folded);
	free(here);
}

bool pm_guard_leads_out(const struct pm_run *run, const char *file)
{
	char *top = run->top ? realpath(run->top, NULL) : NULL, *end = landing(file);
	struct pm_buf named = {0};
	bool out = top && end && !is_under(end, top);

	if (out) {
		add_named(file, &named);
		out = named.n && is_under(named.p, top);
	}
	pm_buf_clear(&named);
	free(top);
	free(end);
	return out;
}

/* Is this one of the files that the product was read from, and that holds items, or its configuration? */
static bool is_source(const struct pm_run *run, const char *end)
{
	size_t top = run->top ? strlen(run->top) : 0;
	const char *path;

	if (!top || !is_under(end, run->top) || !end[top])
		return false;
	path = end + top + (end[top] == '/');
	if (run->config_path && !run->config_file && strcmp(path, run->config_path) == 0)
		return true;
	for (uint32_t i = 0; run->product && i < run->product->file_count; i++)
		if (run->product->files[i].item_count > 0 && strcmp(path, run->product->files[i].source.path) == 0)
			return true;
	return false;
}

/* Is this a file that git keeps for itself?  Others in its folder are a hook's to write: COMMIT_EDITMSG, or one of its own. */
static bool is_of_git(const char *end)
{
	static const char *const own[] = {"HEAD",    "config",	"config.worktree", "hooks", "index",   "info",	   "logs",
					  "modules", "objects", "packed-refs",	   "refs",  "shallow", "worktrees"};

	for (const char *at = end; (at = strstr(at, "/.git/")) != NULL;) {
		at += strlen("/.git/");
		for (size_t i = 0; i < sizeof own / sizeof *own; i++)
			if (strncmp(at, own[i], strlen(own[i])) == 0 && strchr("/", at[strlen(own[i])]))
				return true;
	}
	return false;
}

const char *pm_guard_refuses(const struct pm_run *run, const char *file)
{
	char *end = landing(file);
	const char *why = NULL;

	if (pm_guard_leads_out(run, file))
		why = "is a link that leads out of the repository, and is not followed: name the file itself, or another";
	else if (end && is_source(run, end))
		why = "is a file of the product, and was read: name another file";
	else if (end && is_of_git(end))
		why = "is git's own: name another file";
	free(end);
	return why;
}

static bool is_baseline(const struct pm_run *run, const char *file)
{
	char *real = run->baseline ? realpath(file, NULL) : NULL, *baseline = real ? realpath(run->baseline, NULL) : NULL;
	bool same = baseline && strcmp(real, baseline) == 0;

	free(real);
	free(baseline);
	return same;
}

const char *pm_guard_refuses_output(const struct pm_run *run, const char *file)
{
	return is_baseline(run, file) ? "is the baseline: name another file" : pm_guard_refuses(run, file);
}
