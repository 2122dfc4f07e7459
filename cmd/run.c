/* run: the course that every program takes: options, tree, configuration, product, and at the end the output.
 *
 * Paths are of three kinds: as the user wrote them (from the current folder), absolute, and from the top of the tree, as the
 * library has them.  `abs` and `path` in names say which.
 */
#include "cmd/run.h"

#include "cmd/guard.h"
#include "formats/out.h"
#include "parser/fix.h"
#include "parser/markdown.h"
#include "parser/mem.h"
#include "parser/pattern.h"
#include "parser/rule.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { OPTIONS_MAX = 64 };

#define CONFIG_NAME ".pmconfig"

/* -- messages */

static void note(const struct pm_run *run, const char *text)
{
	pm_run_note(run, "%s", text);
}

void pm_run_note(const struct pm_run *run, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	pm_opt_complain(run->program->name, format, args);
	va_end(args);
}

int pm_run_usage(const struct pm_run *run, const char *format, ...)
{
	struct pm_buf text = {0};
	va_list args;

	va_start(args, format);
	pm_opt_format(&text, format, args);
	va_end(args);
	pm_opt_usage(run->program->name, "%s", text.p);
	pm_buf_clear(&text);
	return PM_EXIT_FAILED;
}

/* Is it one of the lines that were said? */
static bool is_said(const struct pm_run *run, struct pm_str line)
{
	struct pm_str rest = pm_buf_str(&run->errors);
	ptrdiff_t end;

	for (; rest.n; rest = end < 0 ? PM_STR("") : pm_str_sub(rest, (size_t)end + 1, rest.n)) {
		end = pm_str_chr(rest, '\n');
		if (pm_str_eq(end < 0 ? rest : pm_str_sub(rest, 0, (size_t)end), line))
			return true;
	}
	return false;
}

/* What several parts of a run stumble over is said once. */
void pm_run_error(struct pm_run *run, const char *format, ...)
{
	struct pm_buf text = {0};
	va_list args;

	va_start(args, format);
	pm_opt_format(&text, format, args);
	va_end(args);
	if (!is_said(run, pm_buf_str(&text))) {
		pm_buf_addf(&run->errors, "%s%s", run->errors.n ? "\n" : "", text.p);
		note(run, text.p);
	}
	pm_buf_clear(&text);
}

/* -- options */

/* The shared options behind the program's own. */
static void fill_options(struct pm_run *run, struct pm_opt table[OPTIONS_MAX])
{
	const struct pm_opt shared[] = {
		{NULL, 0, PM_OPT_GROUP, NULL, NULL, "What is read", NULL},
		{NULL, 'C', PM_OPT_VALUE, &run->folder, "DIR", "run as if started in DIR", NULL},
		{"rev", 0, PM_OPT_VALUE, &run->rev, "REV", "read a commit, or the last one by a date", NULL},
		{"staged", 0, PM_OPT_FLAG, &run->staged, NULL, "read what is staged in git's index", NULL},
		{"stdin-path", 0, PM_OPT_VALUE, &run->stdin_path, "FILE", "the path `-` (standard input) stands for", NULL},
		{"config", 0, PM_OPT_VALUE, &run->config_file, "FILE", "read FILE instead of " CONFIG_NAME, NULL},
		{NULL, 'c', PM_OPT_LIST, &run->settings, "KEY=VALUE", "set one key, as rank.method=wsjf", NULL},
		{"select", 0, PM_OPT_VALUE, &run->select_text, "EXPR", "only items that match: 'kind=story sprint=12'", NULL},
		{"today", 0, PM_OPT_VALUE, &run->today_text, "DATE", "count from DATE, as 2026-11-22", NULL},
		{"seed", 0, PM_OPT_NUMBER, &run->seed, "N", "start what is drawn at random from N", NULL},
		{"show-files", 0, PM_OPT_FLAG, &run->show_files, NULL, "list what is read, what not, and why", NULL},
		{"print-config", 0, PM_OPT_FLAG, &run->print_config, NULL, "list every setting and its origin", NULL},
		{NULL, 0, PM_OPT_GROUP, NULL, NULL, "Output", NULL},
		{"format", 'f', PM_OPT_LIST, &run->formats, "FORMAT[:FILE]", "write this; repeatable", run->program->formats},
		{"color", 0, PM_OPT_CHOICE, &run->color_text, "WHEN", "colour text", "auto|always|never"},
		{"width", 0, PM_OPT_NUMBER, &run->width, "N", "fit text to N columns; 0: no limit", NULL},
		{"quiet", 'q', PM_OPT_FLAG, &run->quiet, NULL, "no summary, no notices", NULL},
		{"verbose", 'v', PM_OPT_FLAG, &run->verbose, NULL, "say what is read, on standard error", NULL},
		{"completion", 0, PM_OPT_CHOICE, &run->completion, "SHELL", "print completions", "bash|zsh|fish"},
		{"help", 'h', PM_OPT_FLAG, &run->help, NULL, "print this", NULL},
		{"version", 0, PM_OPT_FLAG, &run->version, NULL, "print the versions of program and libraries", NULL},
	};
	size_t n = 0;

	for (const struct pm_opt *own = run->program->options; own->help; own++)
		table[n++] = *own;
	for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
		if (!run->program->checks || shared[i].to != (void *)&run->width) /* a finding is a line: programs read it */
			table[n++] = shared[i];
	table[n] = (struct pm_opt){0};
}

static void print_help(struct pm_run *run, const struct pm_opt *table)
{
	const struct pm_program *program = run->program;
	struct pm_buf text = {0};

	pm_buf_addf(&text, "Usage: %s [options] %s\n%s\n", program->name, program->operands, program->summary);
	pm_opt_help(table, &text);
	pm_buf_addf(&text, "\nExit status: 0 done, 1 with findings, 2 not all was done.  See man %s.\n", program->name);
	pm_run_print(run, pm_buf_str(&text));
	pm_buf_clear(&text);
}

/* "name 1.2.3", of a text that may have the name in front and a date behind. */
static void add_library(struct pm_buf *out, const char *name, const char *text)
{
	const char *digits = text + strcspn(text, " ");

	digits = *digits && strncmp(text, name, (size_t)(digits - text)) == 0 ? digits + 1 : text;
	pm_buf_addf(out, "%s %.*s", name, (int)strcspn(digits, " "), digits);
}

static void print_version(struct pm_run *run)
{
	struct pm_buf text = {0};

	pm_buf_addf(&text, "%s (pm-tools) %s\n", run->program->name, PM_VERSION);
	add_library(&text, "libcmark", pm_markdown_library());
	pm_buf_addz(&text, ", ");
	add_library(&text, "libgit2", pm_git_library());
	pm_buf_addz(&text, ", ");
	add_library(&text, "PCRE2", pm_pattern_library());
	pm_buf_addz(&text, "\nCopyright (C) 2026 the pm-tools authors\n"
			   "License MIT <https://spdx.org/licenses/MIT>. There is NO WARRANTY, to the extent permitted by law.\n");
	pm_run_print(run, pm_buf_str(&text));
	pm_buf_clear(&text);
}

static void print_completion(struct pm_run *run, const struct pm_opt *table)
{
	const struct pm_program *program = run->program;
	struct pm_buf text = {0};

	pm_opt_completion(program->name, table, program->values, pm_str_c(run->completion), &text);
	pm_run_print(run, pm_buf_str(&text));
	pm_buf_clear(&text);
}

static int parse_output(struct pm_run *run, const char *text)
{
	const char *colon = strchr(text, ':');
	struct pm_output *output = &run->outputs[run->output_count++];
	struct pm_buf hint = {0};

	output->format = pm_str_n(text, colon ? (size_t)(colon - text) : strlen(text));
	output->file = colon ? colon + 1 : NULL;
	if (!pm_opt_value_has(run->program->formats, output->format)) {
		pm_opt_value_hint(run->program->formats, output->format, &hint);
		pm_run_usage(run, "no format '%.*s': %s", PM_FMT(output->format), hint.p);
		pm_buf_clear(&hint);
		return PM_EXIT_FAILED;
	}
	if (output->file && !*output->file)
		return pm_run_usage(run, "no file behind '%s': write -f %.*s:FILE", text, PM_FMT(output->format));
	return -1;
}

/* The format that a file's name ends with: "html" for report.html; false where no format ends so. */
static bool format_of_file(const struct pm_run *run, const char *file, struct pm_str *format)
{
	static const char *const endings[][2] = {{"md", "markdown"}, {"htm", "html"}, {"txt", "text"}, {"gv", "dot"}};
	const char *dot = strrchr(file, '.');

	if (!dot)
		return false;
	*format = pm_str_c(dot + 1);
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (pm_str_eqc(*format, endings[i][0]))
			*format = pm_str_c(endings[i][1]);
	return pm_opt_value_has(run->program->formats, *format);
}

/* --check FILE: in the one format that -f gives no file, else in that of the file's name. */
static int parse_checks(struct pm_run *run)
{
	struct pm_str format = {0};
	size_t kept = 0;

	for (size_t i = 0; i < run->output_count; i++) {
		if (run->outputs[i].file)
			run->outputs[kept++] = run->outputs[i];
		else
			format = run->outputs[i].format;
	}
	run->output_count = kept;
	for (size_t i = 0; i < run->checks.count; i++) {
		struct pm_output *output = &run->outputs[run->output_count++];

		*output = (struct pm_output){.format = format, .file = run->checks.list[i], .check = true};
		if (!format.n && !format_of_file(run, output->file, &output->format))
			return pm_run_usage(run, "--check %s: the name does not say its format: add -f FORMAT", output->file);
	}
	return -1;
}

static const char *without_dot(const char *file)
{
	while (strncmp(file, "./", 2) == 0)
		file += 2;
	return file;
}

static int parse_outputs(struct pm_run *run)
{
	size_t at = 0, here = 0;

	run->outputs = pm_calloc(run->formats.count + run->checks.count + 1, sizeof *run->outputs);
	for (size_t i = 0; i < run->formats.count; i++) {
		if (parse_output(run, run->formats.list[i]) >= 0)
			return PM_EXIT_FAILED;
		here += !run->outputs[i].file;
		for (size_t k = 0; k < i && run->outputs[i].file; k++)
			if (run->outputs[k].file &&
			    strcmp(without_dot(run->outputs[k].file), without_dot(run->outputs[i].file)) == 0)
				return pm_run_usage(run, "two outputs go to '%s': name a file for each", run->outputs[i].file);
	}
	if (here > 1)
		return pm_run_usage(run, "only one output can go to standard output: write -f FORMAT:FILE for the others");
	if (run->checks.count)
		return parse_checks(run);
	if (!run->formats.count) {
		pm_opt_value_next(run->program->formats, &at, &run->outputs[0].format);
		run->output_count = 1;
	}
	return -1;
}

/* The day that counts as today: --today, then SOURCE_DATE_EPOCH, then the clock; in UTC, so that no time zone shows. */
static int parse_today(struct pm_run *run)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	struct pm_str text = pm_str_c(run->today_text);
	int64_t seconds;
	char *end;

	if (run->today_text) {
		if (text.n != 10 || pm_date_read(text, false, &run->today) != 10)
			return pm_run_usage(run, "no date '%s': write it as 2026-11-22", run->today_text);
		pm_day_format(run->today, run->date);
		if (!pm_str_eqc(text, run->date))
			return pm_run_usage(run, "no date '%s': write it as 2026-11-22", run->today_text);
		return -1;
	}
	seconds = time(NULL);
	if (epoch && *epoch) {
		errno = 0;
		seconds = strtoll(epoch, &end, 10);
		if (*end || errno)
			return pm_run_usage(run, "SOURCE_DATE_EPOCH is no number of seconds: '%s'", epoch);
	}
	run->today = pm_day_from_unix(seconds);
	pm_day_format(run->today, run->date);
	return -1;
}

static int parse_select(struct pm_run *run)
{
	struct pm_buf err = {0};

	if (!run->select_text)
		return -1;
	run->select = pm_select_new(pm_str_c(run->select_text), &err);
	if (run->select)
		return -1;
	pm_run_usage(run, "--select: %s", err.p);
	pm_buf_clear(&err);
	return PM_EXIT_FAILED;
}

/* -c, last: what the file says is set before (read_config). */
static int parse_settings(struct pm_run *run)
{
	struct pm_config trial;
	struct pm_buf err = {0};
	int status = -1;

	pm_config_init(&trial);
	for (size_t i = 0; i < run->settings.count && status < 0; i++)
		if (pm_config_set(&trial, run->settings.list[i], &err) < 0)
			status = pm_run_usage(run, "%s", err.p);
	pm_config_clear(&trial);
	pm_buf_clear(&err);
	return status;
}

static int parse_operands(struct pm_run *run)
{
	size_t dashes = 0;

	for (size_t i = 0; i < run->operands.count; i++) {
		if (!*run->operands.list[i])
			return pm_run_usage(run, "an empty path");
		dashes += strcmp(run->operands.list[i], "-") == 0;
	}
	if (dashes > 1)
		return pm_run_usage(run, "standard input can be read once: '-' is given %zu times", dashes);
	if (run->stdin_path && !dashes)
		return pm_run_usage(run, "--stdin-path names what '-' reads: add the operand '-'");
	if (dashes && !run->stdin_path && run->operands.count > 1)
		return pm_run_usage(run, "'-' beside other paths needs --stdin-path FILE");
	return -1;
}

int pm_run_parse(struct pm_run *run, const struct pm_program *program, int argc, char **argv)
{
	struct pm_opt table[OPTIONS_MAX];

	pm_mem_return_large();
	run->program = program;
	run->width = -1;
	run->color_text = "auto";
	pm_config_init(&run->config);
	fill_options(run, table);
	if (pm_opt_parse(program->name, table, argc, argv, &run->operands) < 0)
		return PM_EXIT_FAILED;
	if (run->help)
		print_help(run, table);
	else if (run->version)
		print_version(run);
	else if (run->completion)
		print_completion(run, table);
	if (run->help || run->version || run->completion)
		return PM_EXIT_DONE;
	if (run->rev && run->staged)
		return pm_run_usage(run, "--rev and --staged exclude each other");
	if (run->folder && chdir(run->folder) < 0) {
		pm_run_error(run, "cannot enter '%s': %s", run->folder, strerror(errno));
		return PM_EXIT_FAILED;
	}
	if (parse_outputs(run) >= 0 || parse_today(run) >= 0 || parse_select(run) >= 0 || parse_settings(run) >= 0)
		return PM_EXIT_FAILED;
	return -1;
}

/* -- paths */

/* What of an absolute path lies below a folder: "" for the folder itself; NULL: it lies elsewhere. */
static const char *below(const char *abs, const char *folder)
{
	size_t n = strlen(folder);

	if (strcmp(folder, "/") == 0)
		return abs + (*abs == '/');
	if (strncmp(abs, folder, n) != 0 || (abs[n] && abs[n] != '/'))
		return NULL;
	return abs[n] ? abs + n + 1 : abs + n;
}

static char *joined(const char *folder, const char *name)
{
	struct pm_buf out = {0};

	pm_buf_addz(&out, folder);
	if (*folder && *name && folder[strlen(folder) - 1] != '/')
		pm_buf_addc(&out, '/');
	pm_buf_addz(&out, name);
	return out.p ? out.p : pm_strdup("");
}

/* The folder that holds a path; "" above the last one, "/" for an absolute path. */
static char *parent(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return pm_strdup("");
	return pm_str_dup(pm_str_n(path, slash == path ? 1 : (size_t)(slash - path)));
}

/* An operand as an absolute path.  Links in its folder are followed, because below a linked folder `..` and the current folder mean
 * what the system says; the last name is not, so that what it leads to is judged when it is read.  What is not on disk (it may be
 * in a commit) is folded by its letters. */
static char *absolute(const struct pm_run *run, const char *operand)
{
	struct pm_str name = pm_str_c(operand);
	struct pm_buf out = {0};
	char *text, *folder, *abs;
	const char *last;

	while (name.n > 1 && name.p[name.n - 1] == '/')
		name.n--;
	text = pm_str_dup(name);
	last = strrchr(text, '/') ? strrchr(text, '/') + 1 : text;
	if (!*last || strcmp(last, ".") == 0 || strcmp(last, "..") == 0) {
		abs = realpath(text, NULL);
	} else {
		folder = parent(text);
		abs = realpath(*folder ? folder : ".", NULL);
		free(folder);
		if (abs) {
			folder = abs;
			abs = joined(folder, last);
			free(folder);
		}
	}
	/* `..` above the root of all folders stays there, and is not taken apart */
	if (!abs && pm_path_join(*text == '/' ? "" : run->cwd + 1, *text == '/' ? text + 1 : text, &out))
		abs = joined("/", out.p ? out.p : "");
	else if (!abs)
		abs = joined("/", text);
	pm_buf_clear(&out);
	free(text);
	return abs;
}

void pm_run_path(const void *ctx, const char *path, struct pm_buf *out)
{
	const struct pm_run *run = ctx;
	const char *here = run->cwd, *p;
	char *abs;
	size_t common = 0;

	if (strcmp(path, "-") == 0) {
		pm_buf_addz(out, path);
		return;
	}
	abs = *path == '/' ? pm_strdup(path) : joined(run->top, path);
	p = abs;
	/* what both have in common, up to a slash or the end of the current folder */
	for (size_t i = 0; p[i] && (p[i] == here[i] || (!here[i] && p[i] == '/')); i++) {
		if (p[i] == '/')
			common = i + 1;
		if (!here[i])
			break;
	}
	if (strlen(here) >= common && here[1])
		for (const char *rest = here + common; *rest; rest += strcspn(rest, "/"), rest += *rest == '/')
			pm_buf_addz(out, "../");
	pm_buf_addz(out, p[common] ? p + common : ".");
	free(abs);
}

/* -- where the product is */

static bool exists(struct pm_tree *tree, const char *folder, const char *name)
{
	struct pm_buf err = {0};
	char *path = joined(folder, name);
	enum pm_tree_type type;
	bool there = pm_tree_stat(tree, path, &type, &err) > 0;

	free(path);
	pm_buf_clear(&err);
	return there;
}

/* The nearest folder from `folder` upward for which test() is true; NULL. */
static char *nearest_folder(struct pm_tree *tree, const char *folder, bool (*test)(struct pm_tree *tree, const char *folder))
{
	char *at = pm_strdup(folder), *up;

	while (!test(tree, at)) {
		if (!*at) {
			free(at);
			return NULL;
		}
		up = parent(at);
		free(at);
		at = up;
	}
	return at;
}

static bool has_config(struct pm_tree *tree, const char *folder)
{
	return exists(tree, folder, CONFIG_NAME);
}

/* The deepest folder on disk that holds a path: what is in a commit need not be there. */
static char *folder_on_disk(const char *abs)
{
	char *at = pm_strdup(abs), *up;
	struct stat st;

	while (at[1] && (stat(at, &st) < 0 || !S_ISDIR(st.st_mode))) {
		up = parent(at);
		free(at);
		at = up;
	}
	return at;
}

/* Opens the tree that holds a folder: a commit, the index, or the work tree. */
static int open_tree(struct pm_run *run, const char *folder)
{
	struct pm_buf err = {0};
	char *abs = folder_on_disk(folder);
	const char *root;

	if (run->rev || run->staged) {
		run->in_git = true;
		run->git = pm_git_open(abs, &err);
		root = run->git ? pm_git_root(run->git) : NULL;
		run->top = pm_strdup(root ? root : abs);
		if (run->git)
			run->tree = run->rev ? pm_git_tree(run->git, run->rev, &err) : pm_git_index(run->git, &err);
	} else {
		run->top = pm_git_top(abs);
		run->in_git = run->top != NULL;
		/* without git any folder above may be the root: see move_top() */
		if (!run->top)
			run->top = pm_strdup("/");
		run->tree = pm_tree_dir_new(run->top, &err);
	}
	if (!run->tree)
		pm_run_error(run, "%s", err.p);
	pm_buf_clear(&err);
	free(abs);
	return run->tree ? 0 : -1;
}

static void close_tree(struct pm_run *run)
{
	pm_tree_free(run->tree);
	pm_git_close(run->git);
	free(run->top);
	free(run->root);
	run->tree = NULL;
	run->git = NULL;
	run->top = run->root = NULL;
}

/* Finds the root from a folder upward; where there is none, the top of the repository is one, or without git the folder. */
static int find_root(struct pm_run *run, const char *abs)
{
	char *folder;

	if (open_tree(run, abs) < 0)
		return -1;
	free(run->start);
	run->start = pm_strdup(below(abs, run->top) ? below(abs, run->top) : "");
	run->root = nearest_folder(run->tree, run->start, pm_product_is_root);
	run->found = run->root != NULL;
	if (!run->found) {
		folder = folder_on_disk(abs);
		run->root = pm_strdup(run->in_git ? "" : below(folder, run->top));
		free(folder);
	}
	return 0;
}

/* The deepest folder that holds all the operands. */
static char *common_folder(const struct pm_run *run)
{
	char *common = NULL, *abs, *up;
	struct stat st;

	for (size_t i = 0; i < run->operands.count; i++) {
		abs = absolute(run, run->operands.list[i]);
		if (stat(abs, &st) < 0 || !S_ISDIR(st.st_mode)) {
			up = parent(abs);
			free(abs);
			abs = up;
		}
		if (!common) {
			common = abs;
			continue;
		}
		while (!below(abs, common)) {
			up = parent(common);
			free(common);
			common = up;
		}
		free(abs);
	}
	return common;
}

static bool operands_inside(const struct pm_run *run)
{
	char *root = joined(run->top, run->root);
	bool inside = true;

	for (size_t i = 0; i < run->operands.count && inside; i++) {
		char *abs = absolute(run, run->operands.list[i]);

		inside = below(abs, root) != NULL;
		free(abs);
	}
	free(root);
	return inside;
}

static bool reads_stdin_alone(const struct pm_run *run)
{
	return !run->stdin_path && run->operands.count == 1 && strcmp(run->operands.list[0], "-") == 0;
}

/* The product around the current folder; or, when paths are named that lie outside it, the one around these. */
static int find_product(struct pm_run *run)
{
	char *folder;
	int status;

	if (find_root(run, run->cwd) < 0)
		return -1;
	if (run->operands.count && !reads_stdin_alone(run) && !(run->found && operands_inside(run))) {
		folder = common_folder(run);
		/* --rev and --staged mean the repository of the current folder */
		if (run->git && !below(folder, run->top)) {
			pm_run_error(run, "'%s' lies outside the repository %s", run->operands.list[0], run->top);
			free(folder);
			return -1;
		}
		close_tree(run);
		status = find_root(run, folder);
		free(folder);
		if (status < 0)
			return -1;
	}
	return 0;
}

/* Without git the tree starts at the product's root. */
static int move_top(struct pm_run *run)
{
	struct pm_buf err = {0};
	char *top;

	if (run->in_git)
		return 0;
	top = joined(run->top, run->root);
	close_tree(run);
	run->top = top;
	run->root = pm_strdup("");
	run->tree = pm_tree_dir_new(top, &err);
	if (!run->tree)
		pm_run_error(run, "%s", err.p);
	pm_buf_clear(&err);
	return run->tree ? 0 : -1;
}

/* -- other commits */

struct pm_git *pm_run_git(struct pm_run *run)
{
	struct pm_buf err = {0};

	if (!run->git)
		run->git = pm_git_open(run->top ? run->top : run->cwd, &err);
	if (!run->git)
		pm_run_error(run, "%s", err.p);
	pm_buf_clear(&err);
	return run->git;
}

enum { PROGRESS_FROM = 2048, PROGRESS_AFTER = 1 }; /* commits; seconds: less needs no word */

struct progress {
	const struct pm_run *run;
	struct timespec start;
	bool shown;
};

static bool is_long(const struct progress *progress, size_t commits)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return commits >= PROGRESS_FROM || now.tv_sec - progress->start.tv_sec > PROGRESS_AFTER;
}

/* On a terminal, how far the walk is.  total: 0 while the commits are still being counted. */
static void show_progress(void *ctx, size_t done, size_t total)
{
	struct progress *progress = ctx;

	if (!progress->shown && !is_long(progress, total ? total : done))
		return;
	progress->shown = true;
	if (total)
		fprintf(stderr, "\r%s: commit %zu of %zu ", progress->run->program->name, done, total);
	else
		fprintf(stderr, "\r%s: %zu commits ", progress->run->program->name, done);
}

static void wipe_progress(const struct progress *progress)
{
	if (progress->shown)
		fprintf(stderr, "\r%*s\r", 60, "");
}

/* Asked for and not to be had, where it is needed. */
static void no_history(struct pm_run *run, bool needed, const char *why)
{
	if (needed)
		pm_run_error(run, "there is no history: %s", why);
	else if (run->verbose)
		pm_run_note(run, "there is no history: %s", why);
}

/* A part of the history is an answer to a part of the question, and is said to be one. */
static void say_shallow(struct pm_run *run)
{
	char day[16];

	pm_day_format(run->history->commits[0].day, day);
	pm_run_error(run, "the history begins on %s, and what is older is not known: %s", day, pm_git_shallow_mend());
}

int pm_run_read_history(struct pm_run *run, const struct pm_history_options *options, struct pm_history **history,
			struct pm_buf *err)
{
	struct progress progress = {.run = run};
	struct pm_history_options shown = *options;
	int status;

	if (!run->quiet && isatty(STDERR_FILENO)) {
		clock_gettime(CLOCK_MONOTONIC, &progress.start);
		shown.progress = show_progress;
		shown.progress_ctx = &progress;
	}
	pm_mem_keep_large();
	status = pm_history_read(run->git, &shown, history, err);
	pm_mem_return_large();
	wipe_progress(&progress);
	return status;
}

const struct pm_history *pm_run_history(struct pm_run *run, bool needed)
{
	const struct pm_history_options options = {
		.to = run->rev,
		.since = *run->base ? run->base : NULL,
		.read = {.config = &run->config,
			 .folder = run->root,
			 .paths = run->paths.count ? run->paths.list : NULL,
			 .path_count = run->paths.count},
	};
	struct pm_buf err = {0};

	if (run->history)
		return run->history;
	if (!run->in_git)
		no_history(run, needed, "the product is in no git repository; make one with: git init");
	else if (!run->git && !(run->git = pm_git_open(run->top, &err)))
		no_history(run, needed, err.p);
	else if (pm_run_read_history(run, &options, &run->history, &err) < 0)
		no_history(run, needed, err.p);
	else if (run->history->shallow && needed)
		say_shallow(run);
	pm_buf_clear(&err);
	return run->history;
}

/* The tree of a commit of the run's repository; NULL after a message. */
static struct pm_tree *tree_of(struct pm_run *run, const char *rev)
{
	struct pm_buf err = {0};
	struct pm_tree *tree = pm_git_tree(run->git, rev, &err);

	if (!tree)
		pm_run_error(run, "%s", err.p);
	pm_buf_clear(&err);
	return tree;
}

/* --since: where what is read left the other branch. */
static int find_base(struct pm_run *run)
{
	struct pm_buf err = {0};
	int status;

	if (!run->since)
		return 0;
	if (!pm_run_git(run))
		return -1;
	status = pm_git_merge_base(run->git, run->since, run->rev ? run->rev : "HEAD", run->base, &err);
	if (status < 0)
		pm_run_error(run, "--since %s: %s", run->since, err.p);
	pm_buf_clear(&err);
	return status;
}

/* -- configuration */

static bool read_all(int fd, struct pm_buf *out)
{
	enum { BLOCK = 1 << 16 };
	ssize_t n;

	do {
		pm_buf_reserve(out, BLOCK);
		n = read(fd, out->p + out->n, BLOCK);
		if (n > 0)
			out->n += (size_t)n;
		if (out->n > PM_SOURCE_MAX) {
			errno = EFBIG;
			return false;
		}
	} while (n > 0 || (n < 0 && errno == EINTR));
	out->p[out->n] = '\0';
	return n == 0;
}

/* An absolute path as findings name it: from the top, where it lies below it. */
static char *finding_path(const struct pm_run *run, const char *abs)
{
	char *top = run->in_git ? pm_strdup(run->top) : joined(run->top, run->root);
	const char *path = below(abs, top);
	char *name = pm_strdup(path && *path ? path : abs);

	free(top);
	return name;
}

int pm_run_read_file(struct pm_run *run, const char *what, const char *name, struct pm_buf *text, char **path)
{
	char *abs = absolute(run, name);
	int fd = open(abs, O_RDONLY | O_CLOEXEC);
	int status = fd >= 0 && read_all(fd, text) ? 1 : errno == ENOENT ? 0 : -1;

	if (status < 0)
		pm_run_error(run, "cannot read %s '%s': %s", what, name, strerror(errno));
	if (fd >= 0)
		close(fd);
	*path = finding_path(run, abs);
	free(abs);
	return status;
}

char *pm_run_config_path(const struct pm_run *run, const char *name)
{
	char *folder = run->config_file || !run->config_path ? pm_strdup(run->root) : parent(run->config_path);
	char *path = joined(folder, name);

	free(folder);
	return path;
}

char *pm_run_disk_path(const struct pm_run *run, const char *path)
{
	return *path == '/' ? pm_strdup(path) : joined(run->top, path);
}

/* --config FILE: a file on disk, whatever tree is read. */
static int read_config_file(struct pm_run *run)
{
	struct pm_buf text = {0};
	int status = pm_run_read_file(run, "the configuration", run->config_file, &text, &run->config_path);

	if (status == 0)
		pm_run_error(run, "cannot read the configuration '%s': %s", run->config_file, strerror(ENOENT));
	if (status > 0)
		pm_config_read(&run->config, run->config_path, pm_buf_str(&text));
	pm_buf_clear(&text);
	return status > 0 ? 0 : -1;
}

/* Several products in one repository are sections [product "web"]: the one that has the current folder is read.  True: the
 * configuration says where products are. */
static bool choose_product(struct pm_config *config, const char *start, const char *folder)
{
	bool any = false;

	for (size_t i = 0; i < config->count; i++) {
		const struct pm_config_entry *entry = &config->entries[i];
		char *path;

		if (strcmp(entry->section, "product") != 0 || strcmp(entry->key, "path") != 0 || !entry->value)
			continue;
		any = true;
		if (!entry->subsection || config->product)
			continue;
		path = joined(folder, entry->value);
		if (strlen(path) && path[strlen(path) - 1] == '/')
			path[strlen(path) - 1] = '\0';
		if (below(start, path))
			config->product = pm_strdup(entry->subsection);
		free(path);
	}
	return any;
}

/* The configuration of the nearest folder of a tree from the root upward; *path names it, NULL: there is none.  One above the root
 * that says where products are moves the root to its own folder, because its paths start there. */
static int read_config_tree(struct pm_run *run, struct pm_tree *tree, struct pm_config *config, char **name, char **root)
{
	char *folder = nearest_folder(tree, *root, has_config), *path, *abs;
	struct pm_buf err = {0};
	struct pm_source source;
	int status = 0;

	if (!folder)
		return 0;
	path = joined(folder, CONFIG_NAME);
	abs = joined(run->top, path);
	if (pm_tree_read(tree, path, &source, &err) > 0) {
		*name = finding_path(run, abs);
		pm_config_read(config, *name, pm_str_n(source.bytes, source.size));
		pm_source_clear(&source);
		if (choose_product(config, run->start, folder)) {
			free(*root);
			*root = pm_strdup(folder);
		}
	} else {
		pm_run_error(run, "cannot read the configuration: %s", err.p ? err.p : path);
		status = -1;
	}
	free(abs);
	free(path);
	free(folder);
	pm_buf_clear(&err);
	return status;
}

/* --since: the root and the configuration are those of the base, so that a change cannot switch off what checks it. */
static int read_config_base(struct pm_run *run)
{
	struct pm_tree *tree = pm_run_git(run) ? tree_of(run, run->base) : NULL;
	char *root;
	int status;

	if (!tree)
		return -1;
	root = nearest_folder(tree, run->start, pm_product_is_root);
	if (root && (!run->found || strlen(root) > strlen(run->root))) {
		free(run->root);
		run->root = root;
		run->found = true;
	} else {
		free(root);
	}
	status = read_config_tree(run, tree, &run->config, &run->config_path, &run->root);
	pm_tree_free(tree);
	return status;
}

static int read_config(struct pm_run *run)
{
	if (run->config_file)
		return read_config_file(run);
	if (run->base[0])
		return read_config_base(run);
	return read_config_tree(run, run->tree, &run->config, &run->config_path, &run->root);
}

/* What -c says comes behind what the file says, and wins.  What is wrong in the file is a finding, in -c a wrong argument. */
static int finish_config(struct pm_run *run)
{
	struct pm_buf err = {0};

	for (size_t i = 0; i < run->settings.count; i++)
		pm_config_set(&run->config, run->settings.list[i], &err);
	pm_buf_clear(&err);
	pm_config_finish(&run->config);
	pm_rules_check_config(&run->config);
	for (size_t i = 0; i < run->config.diags.count; i++) {
		const struct pm_diag *diag = &run->config.diags.list[i];

		if (diag->path_line == 0)
			return pm_run_usage(run, "-c: %.*s", PM_FMT(diag->message));
	}
	return -1;
}

/* -- which paths */

struct names {
	struct pm_arena *arena;
	struct pm_opt_list list;
};

static int visit_name(void *ctx, const struct pm_tree_entry *entry)
{
	struct names *names = ctx;

	pm_opt_list_add(&names->list, pm_arena_dup(names->arena, entry->path, strlen(entry->path)));
	return entry->type == PM_TREE_FOLDER;
}

static const char *names_next(const void *ctx, size_t i)
{
	const struct names *names = ctx;
	const char *slash = strrchr(names->list.list[i], '/');

	return slash ? slash + 1 : names->list.list[i];
}

/* The path that was most likely meant: the nearest name in the deepest folder that is there. */
static const char *meant(struct pm_run *run, const char *path)
{
	struct names names = {&run->arena, {0}};
	struct pm_buf err = {0};
	char *folder = parent(path), *up;
	struct pm_str name;
	const char *near = NULL;

	while (*folder && !exists(run->tree, folder, "")) {
		up = parent(folder);
		free(folder);
		folder = up;
	}
	name = pm_str_c(path + strlen(folder) + (*folder != '\0'));
	name = pm_str_sub(name, 0, strcspn(name.p, "/"));
	pm_tree_list(run->tree, folder, visit_name, &names, &err);
	near = pm_nearest(name, names_next, &names, names.list.count);
	for (size_t i = 0; near && i < names.list.count; i++)
		if (names_next(&names, i) == near)
			near = names.list.list[i];
	pm_opt_list_clear(&names.list);
	pm_buf_clear(&err);
	free(folder);
	return near;
}

static void no_path(struct pm_run *run, const char *operand, const char *path)
{
	struct pm_buf where = {0}, shown = {0};
	const char *near = meant(run, path);

	if (run->git)
		pm_buf_addf(&where, " in %s", run->tree->label);
	if (near) {
		pm_run_path(run, near, &shown);
		pm_run_error(run, "no file '%s'%s: did you mean '%s'?", operand, where.n ? where.p : "", shown.p);
	} else {
		pm_run_error(run, "no file '%s'%s", operand, where.n ? where.p : "");
	}
	pm_buf_clear(&where);
	pm_buf_clear(&shown);
}

/* An operand as a path of the tree; NULL after a message when it leads out of it. */
static const char *tree_path(struct pm_run *run, const char *operand)
{
	char *abs = absolute(run, operand);
	const char *path = below(abs, run->top), *kept = NULL;

	if (path)
		kept = pm_arena_dup(&run->arena, path, strlen(path));
	else
		pm_run_error(run, "'%s' lies outside %s, where the paths before it are: name it in a run of its own", operand,
			     run->top);
	free(abs);
	return kept;
}

static void name_path(struct pm_run *run, const char *operand, struct pm_opt_list *paths)
{
	const char *path = tree_path(run, operand);
	struct pm_buf err = {0};
	enum pm_tree_type type;
	int there;

	if (!path)
		return;
	there = *path ? pm_tree_stat(run->tree, path, &type, &err) : 1;
	if (there > 0)
		pm_opt_list_add(paths, path);
	else if (there == 0)
		no_path(run, operand, path);
	else
		pm_run_error(run, "%s", err.p);
	pm_buf_clear(&err);
}

/* Lays standard input over the tree, or makes it the only file of one. */
static int read_stdin(struct pm_run *run)
{
	struct pm_buf text = {0};
	const char *path = run->stdin_path ? tree_path(run, run->stdin_path) : "-";
	int status = -1;

	if (path && !read_all(STDIN_FILENO, &text)) {
		pm_run_error(run, "cannot read standard input: %s", strerror(errno));
	} else if (path) {
		if (!run->stdin_path) {
			pm_tree_free(run->tree);
			run->tree = pm_tree_mem_new();
		}
		run->tree = pm_tree_over_new(run->tree, path, text.p, text.n);
		status = 0;
	}
	pm_buf_clear(&text);
	return status;
}

/* What the operands name, as paths of the tree. */
static int name_paths(struct pm_run *run, struct pm_opt_list *paths)
{
	for (size_t i = 0; i < run->operands.count; i++) {
		const char *operand = run->operands.list[i];

		if (strcmp(operand, "-") != 0)
			name_path(run, operand, paths);
		else if (read_stdin(run) == 0)
			pm_opt_list_add(paths, run->stdin_path ? tree_path(run, run->stdin_path) : "-");
	}
	return run->operands.count && !paths->count ? -1 : 0;
}

/* -- the product */

/* The root itself is no narrower than the product: it is read as when nothing is named. */
static bool names_root(const struct pm_run *run, const struct pm_opt_list *paths)
{
	return run->found && paths->count == 1 && strcmp(paths->list[0], run->root) == 0;
}

static void add_path(struct pm_run *run, struct pm_tree *tree, const char *folder, const char *name, struct pm_opt_list *paths)
{
	char *path = joined(folder, name);

	if (exists(tree, path, ""))
		pm_opt_list_add(paths, pm_arena_dup(&run->arena, path, strlen(path)));
	free(path);
}

/* The paths of all products of a tree, where none of several was chosen. */
static void several_paths(struct pm_run *run, struct pm_tree *tree, const struct pm_config *config, const char *root,
			  struct pm_opt_list *paths)
{
	if (config->product)
		return;
	for (size_t i = 0; i < config->count; i++) {
		const struct pm_config_entry *entry = &config->entries[i];

		if (entry->subsection && entry->value && strcmp(entry->section, "product") == 0 && strcmp(entry->key, "path") == 0)
			add_path(run, tree, root, entry->value, paths);
	}
}

static int read_paths(struct pm_run *run, const struct pm_opt_list *paths, struct pm_buf *err)
{
	const struct pm_read_options options = {
		.config = &run->config,
		.folder = run->root,
		.paths = paths->count ? paths->list : NULL,
		.path_count = paths->count,
	};

	return pm_product_read(run->tree, &options, &run->product, err);
}

static bool is_within(const char *file, const char *path)
{
	size_t n = strlen(path);

	return strncmp(file, path, n) == 0 && (!n || !file[n] || file[n] == '/');
}

/* Has the product a file of every path? */
static bool covers(const struct pm_product *product, const struct pm_opt_list *paths)
{
	for (size_t i = 0; i < paths->count; i++) {
		uint32_t k = 0;

		while (k < product->file_count && !is_within(product->files[k].source.path, paths->list[i]))
			k++;
		if (k == product->file_count)
			return false;
	}
	return true;
}

/* Reads the product around the paths, when they are part of it: then links to the rest of it lead somewhere. */
static bool read_around(struct pm_run *run, const struct pm_opt_list *paths)
{
	const struct pm_opt_list none = {0};
	struct pm_opt_list all = {0};
	struct pm_buf err = {0};

	several_paths(run, run->tree, &run->config, run->root, &all);
	if (read_paths(run, all.count ? &all : &none, &err) < 0 || !covers(run->product, paths)) {
		pm_product_free(run->product);
		run->product = NULL;
	}
	pm_opt_list_clear(&all);
	pm_buf_clear(&err);
	return run->product != NULL;
}

static int read_product(struct pm_run *run)
{
	struct pm_buf err = {0};
	bool narrow = run->program->checks, over = run->stdin_path != NULL;

	if (name_paths(run, &run->paths) < 0)
		return -1;
	if (names_root(run, &run->paths))
		run->paths.count = 0;
	if (run->paths.count && (narrow || over) && read_around(run, &run->paths)) {
		run->narrowed = narrow;
		run->whole = true;
		return 0;
	}
	run->whole = !run->paths.count;
	if (run->whole)
		several_paths(run, run->tree, &run->config, run->root, &run->paths);
	if (read_paths(run, &run->paths, &err) < 0)
		pm_run_error(run, "%s", err.p);
	pm_buf_clear(&err);
	return run->product ? 0 : -1;
}

struct pm_product *pm_run_read_again(struct pm_run *run, struct pm_tree *tree)
{
	struct pm_product *old = run->product, *product = NULL;
	struct pm_tree *own = run->tree;
	struct pm_opt_list all = {0};
	struct pm_buf err = {0};

	run->tree = tree;
	run->product = NULL;
	if (run->narrowed)
		several_paths(run, run->tree, &run->config, run->root, &all);
	if (read_paths(run, run->narrowed ? &all : &run->paths, &err) < 0)
		pm_run_error(run, "%s", err.p);
	else
		product = run->product;
	run->tree = own;
	run->product = old;
	pm_opt_list_clear(&all);
	pm_buf_clear(&err);
	return product;
}

/* Which paths of the other commit are read: all of the product, or those of the named ones that are there. */
static void other_paths(struct pm_run *run, struct pm_run_other *other, struct pm_opt_list *paths)
{
	if (run->whole) {
		several_paths(run, other->tree, other->config, other->root, paths);
		return;
	}
	for (size_t i = 0; i < run->paths.count; i++)
		add_path(run, other->tree, "", run->paths.list[i], paths);
}

/* The configuration of the other commit, and behind it what -c says. */
static int read_other_config(struct pm_run *run, struct pm_run_other *other)
{
	struct pm_buf err = {0};
	char *name = NULL;
	int status = read_config_tree(run, other->tree, &other->own, &name, &other->root);

	for (size_t i = 0; i < run->settings.count; i++)
		pm_config_set(&other->own, run->settings.list[i], &err);
	pm_config_finish(&other->own);
	pm_buf_clear(&err);
	free(name);
	return status;
}

static int read_other_product(struct pm_run *run, struct pm_run_other *other)
{
	struct pm_opt_list paths = {0};
	struct pm_buf err = {0};
	int status;

	other_paths(run, other, &paths);
	if (!run->whole && !paths.count) { /* none of the named files is there: read none */
		pm_tree_free(other->tree);
		other->tree = pm_tree_mem_new();
	}
	status = pm_product_read(other->tree,
				 &(struct pm_read_options){
					 .config = other->config,
					 .folder = other->root,
					 .paths = paths.count ? paths.list : NULL,
					 .path_count = paths.count,
					 .past = true,
				 },
				 &other->product, &err);
	if (status < 0)
		pm_run_error(run, "%s", err.p);
	pm_config_use_aliases(&run->config); /* again */
	pm_opt_list_clear(&paths);
	pm_buf_clear(&err);
	return status;
}

static int find_other(struct pm_run *run, const char *rev, struct pm_run_other *other)
{
	struct pm_buf err = {0};

	if (!pm_run_git(run))
		return -1;
	if (pm_git_commit(run->git, rev, other->commit, &err) < 0)
		pm_run_error(run, "%s", err.p);
	else
		other->tree = tree_of(run, other->commit);
	pm_buf_clear(&err);
	return other->tree ? 0 : -1;
}

int pm_run_read_other(struct pm_run *run, const char *rev, bool own_config, struct pm_run_other *other)
{
	int status;

	*other = (struct pm_run_other){.config = own_config ? &other->own : &run->config, .root = pm_strdup(run->root)};
	if (own_config)
		pm_config_init(&other->own);
	status = find_other(run, rev, other);
	if (status == 0 && own_config)
		status = read_other_config(run, other);
	if (status == 0)
		status = read_other_product(run, other);
	if (status < 0)
		pm_run_other_clear(other);
	return status;
}

void pm_run_other_clear(struct pm_run_other *other)
{
	pm_product_free(other->product);
	pm_tree_free(other->tree);
	if (other->config == &other->own)
		pm_config_clear(&other->own);
	free(other->root);
	*other = (struct pm_run_other){0};
}

bool pm_run_shows(const struct pm_run *run, uint32_t file)
{
	if (!run->narrowed || file == PM_NO_FILE)
		return true;
	for (size_t i = 0; i < run->paths.count; i++)
		if (is_within(run->product->files[file].source.path, run->paths.list[i]))
			return true;
	return false;
}

/* A product of no files, so that what comes after has one. */
static void read_nothing(struct pm_run *run)
{
	struct pm_config none; /* the paths that the configuration names are not there */
	struct pm_read_options options = {.config = &none};
	struct pm_buf err = {0};

	pm_tree_free(run->tree);
	run->tree = pm_tree_mem_new();
	if (!run->top)
		run->top = pm_strdup(run->cwd);
	if (!run->root)
		run->root = pm_strdup("");
	pm_config_init(&none);
	if (pm_product_read(run->tree, &options, &run->product, &err) < 0)
		abort();
	run->product->config = &run->config;
	pm_config_clear(&none);
}

static void say_nothing_selected(const struct pm_run *run)
{
	for (uint32_t i = 0; i < run->product->item_count; i++)
		if (pm_select_match(run->select, run->product, i))
			return;
	pm_run_note(run, "no item matches the selection '%s'", run->select_text);
}

/* Silence would look like success. */
static void say_nothing_found(const struct pm_run *run)
{
	const struct pm_product *product = run->product;
	struct pm_buf where = {0};
	uint32_t files = 0, items = 0;

	for (uint32_t i = 0; i < product->file_count; i++) {
		if (!pm_run_shows(run, i))
			continue;
		if (!files++)
			pm_run_path(run, product->files[i].source.path, &where);
		items += product->files[i].item_count;
	}
	if (files > 1)
		pm_buf_addf(&where, " and %u more", files - 1);
	if (!files)
		pm_run_note(
			run,
			"no backlog in %s or above it (BACKLOG.md, ROADMAP.md, backlog/, roadmap/, user stories in docs/, files "
			"named so, or specs of a tool): begin one with a file BACKLOG.md that has a heading '## US-1 ...' for each item, or name your "
			"files by 'path' in .pmconfig (see man pmconfig)",
			run->operands.count ? run->operands.list[0] : run->cwd);
	else if (!items)
		pm_run_note(run,
			    "no items in %s: begin one with a heading such as '## US-1 Sign in', or say which parts are items in a "
			    "line "
			    "such as '<!-- pm: items=bullet -->' (see man pm-tools)",
			    where.p);
	else if (run->select)
		say_nothing_selected(run);
	pm_buf_clear(&where);
}

static void say_what_is_read(const struct pm_run *run)
{
	struct pm_buf text = {0};

	pm_buf_addf(&text, "product %s%s%s", run->top, *run->root ? "/" : "", run->root);
	if (run->tree->label)
		pm_buf_addf(&text, ", from %s", run->tree->label);
	pm_buf_addf(&text, ", configuration %s", run->config_path ? run->config_path : "none");
	pm_buf_addf(&text, ", %u file%s, %u item%s", run->product->file_count, run->product->file_count == 1 ? "" : "s",
		    run->product->item_count, run->product->item_count == 1 ? "" : "s");
	note(run, text.p);
	pm_buf_clear(&text);
}

static const char *role_name(enum pm_file_role role)
{
	static const char *const names[] = {
		[PM_ROLE_BACKLOG] = "backlog", [PM_ROLE_ROADMAP] = "roadmap", [PM_ROLE_STORIES] = "stories",
		[PM_ROLE_TASK_FILE] = "task",  [PM_ROLE_README] = "readme",   [PM_ROLE_DOCUMENT] = "document",
		[PM_ROLE_OTHER] = "other"};

	return names[role];
}

static void print_path(const struct pm_run *run, const char *path, struct pm_out *out)
{
	struct pm_buf shown = {0};

	pm_run_path(run, path, &shown);
	pm_out_terminal(out, pm_buf_str(&shown));
	pm_buf_clear(&shown);
}

/* What a file holds: its items, and beside them its records. */
static void count_items(const struct pm_product *product, const struct pm_file *file, unsigned *items, unsigned *records)
{
	*items = *records = 0;
	for (uint32_t i = file->first_item; i < file->first_item + file->item_count; i++)
		if (PM_KIND_IS_RECORD(product->items[i].kind))
			++*records;
		else
			++*items;
}

/* Every file with its role and where its lines went; then every file that was left out, and why. */
static void print_files(struct pm_run *run)
{
	const struct pm_product *product = run->product;
	struct pm_out out;

	pm_out_memory(&out);
	if (product->file_count)
		pm_outz(&out, "role       items  records  item lines  section lines  unread lines  path\n");
	for (uint32_t i = 0; i < product->file_count; i++) {
		const struct pm_file *file = &product->files[i];
		unsigned items, records;

		count_items(product, file, &items, &records);
		pm_outf(&out, "%-8s %7u %8u %11u %14u %13u  ", role_name(file->role), items, records, file->item_lines,
			file->section_lines, file->unread_lines);
		print_path(run, file->source.path, &out);
		pm_outc(&out, '\n');
	}
	for (uint32_t i = 0; i < product->skipped_count; i++) {
		pm_outz(&out, "skipped  ");
		print_path(run, product->skipped[i].path, &out);
		pm_outz(&out, ": ");
		pm_out_terminal(&out, pm_str_c(product->skipped[i].why));
		pm_outc(&out, '\n');
	}
	pm_run_print(run, pm_buf_str(&out.buf));
	pm_out_clear(&out);
}

static void print_config(struct pm_run *run)
{
	struct pm_buf text = {0};
	struct pm_out out;

	pm_config_print(&run->config, &text);
	pm_out_memory(&out);
	for (size_t at = 0; at < text.n;) {
		struct pm_str line = pm_str_n(text.p + at, strcspn(text.p + at, "\n"));

		/* tabs indent the file's syntax; all else that is no text is shown */
		for (; line.n && line.p[0] == '\t'; line = pm_str_sub(line, 1, line.n), at++)
			pm_outc(&out, '\t');
		pm_out_terminal(&out, line);
		pm_outc(&out, '\n');
		at += line.n + 1;
	}
	pm_run_print(run, pm_buf_str(&out.buf));
	pm_out_clear(&out);
	pm_buf_clear(&text);
}

static bool find_current(struct pm_run *run)
{
	run->cwd = realpath(".", NULL);
	if (run->cwd)
		return true;
	pm_run_error(run, "the current folder cannot be found: %s", strerror(errno));
	run->cwd = pm_strdup("/");
	return false;
}

int pm_run_read(struct pm_run *run)
{
	bool placed;

	if (parse_operands(run) >= 0)
		return PM_EXIT_FAILED;
	placed = find_current(run) && find_product(run) == 0 && find_base(run) == 0 && read_config(run) == 0 && move_top(run) == 0;
	if (finish_config(run) >= 0)
		return PM_EXIT_FAILED;
	if (placed)
		read_product(run);
	if (!run->product) {
		run->nothing = true;
		read_nothing(run);
	}
	if (run->verbose)
		say_what_is_read(run);
	if (run->print_config)
		print_config(run);
	if (run->show_files)
		print_files(run);
	else if (!run->errors.n && !run->quiet)
		say_nothing_found(run);
	return run->print_config || run->show_files ? PM_EXIT_DONE : -1;
}

int pm_run_end(struct pm_run *run, int status)
{
	if (run->stale && status == PM_EXIT_DONE)
		status = PM_EXIT_FINDINGS;
	if (run->errors.n)
		status = PM_EXIT_FAILED;
	pm_select_free(run->select);
	pm_history_free(run->history);
	pm_product_free(run->product);
	pm_config_clear(&run->config);
	close_tree(run);
	free(run->baseline);
	free(run->config_path);
	free(run->start);
	free(run->cwd);
	free(run->outputs);
	pm_opt_list_clear(&run->formats);
	pm_opt_list_clear(&run->settings);
	pm_opt_list_clear(&run->checks);
	pm_opt_list_clear(&run->operands);
	pm_opt_list_clear(&run->paths);
	pm_buf_clear(&run->errors);
	pm_arena_clear(&run->arena);
	return status;
}

/* -- output */

static bool variable_is_set(const char *name)
{
	const char *value = getenv(name);

	return value && *value;
}

/* The order that CMake documents, and what NO_COLOR and CLICOLOR ask for. */
static bool wants_color(const struct pm_run *run, const struct pm_output *output)
{
	const char *force = getenv("CLICOLOR_FORCE"), *term = getenv("TERM");

	if (strcmp(run->color_text, "auto") != 0)
		return strcmp(run->color_text, "always") == 0;
	if (output->file || variable_is_set("NO_COLOR"))
		return false;
	if (force && *force && strcmp(force, "0") != 0)
		return true;
	if (!term || strcmp(term, "dumb") == 0 || pm_str_eqc(pm_str_c(getenv("CLICOLOR")), "0"))
		return false;
	return isatty(STDOUT_FILENO);
}

struct pm_format_options pm_run_format_options(const struct pm_run *run, const struct pm_output *output, int otherwise)
{
	struct pm_format_options options = {.color = wants_color(run, output), .version = PM_VERSION, .date = pm_str_c(run->date)};
	struct winsize size;

	if (run->width >= 0)
		options.width = run->width < INT_MAX ? (int)run->width : 0;
	else if (!output->file && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		options.width = size.ws_col;
	else
		options.width = otherwise;
	return options;
}

/* 0, or -1 and errno. */
static int write_fd(int fd, struct pm_str bytes)
{
	struct pm_out out;
	int status;

	pm_out_fd(&out, fd);
	pm_outs(&out, bytes);
	status = pm_out_close(&out);
	pm_out_clear(&out);
	return status;
}

/* Standard output did not take it: errno says why. */
static void fail_to_print(struct pm_run *run)
{
	if (errno == EPIPE) {
		/* a reader that has seen enough: end as any program would, also where SIGPIPE was ignored by who started us */
		signal(SIGPIPE, SIG_DFL);
		raise(SIGPIPE);
	}
	pm_run_error(run, "cannot write standard output: %s", strerror(errno));
}

void pm_run_print(struct pm_run *run, struct pm_str bytes)
{
	if (write_fd(STDOUT_FILENO, bytes) < 0)
		fail_to_print(run);
}

/* A device or a pipe is written to; a file is replaced as a whole. */
static bool is_special(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

static void write_special(struct pm_run *run, const char *path, struct pm_str bytes)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write_fd(fd, bytes) < 0)
		pm_run_error(run, "cannot write '%s': %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
}

/* The lines that two texts have at both ends are passed over; what is left of each is where they differ. */
static unsigned long skip_same(struct pm_str *a, struct pm_str *b)
{
	unsigned long line = 1;
	size_t from = 0, n = a->n < b->n ? a->n : b->n;

	for (size_t i = 0; i < n && a->p[i] == b->p[i]; i++) {
		if (a->p[i] != '\n')
			continue;
		from = i + 1;
		line++;
	}
	*a = pm_str_sub(*a, from, a->n);
	*b = pm_str_sub(*b, from, b->n);
	for (n = 0; n < a->n && n < b->n && a->p[a->n - 1 - n] == b->p[b->n - 1 - n];)
		n++;
	while (n > 0 && a->n > n && a->p[a->n - n - 1] != '\n')
		n--; /* of whole lines */
	a->n -= n;
	b->n -= n;
	return line;
}

static unsigned long line_count(struct pm_str text)
{
	unsigned long lines = text.n > 0;

	for (size_t i = 0; i + 1 < text.n; i++)
		lines += text.p[i] == '\n';
	return lines;
}

/* The first line of a text as it is shown: a mark and at most 100 bytes of it. */
static void add_line(struct pm_out *out, char mark, struct pm_str text)
{
	enum { SHOWN = 100 };
	size_t n = 0;

	if (!text.n)
		return;
	while (n < text.n && n < SHOWN && text.p[n] != '\n')
		n++;
	while (n < text.n && ((unsigned char)text.p[n] & 0xc0) == 0x80)
		n--; /* no half of a character */
	pm_outf(out, "  %c ", mark);
	pm_out_terminal(out, pm_str_sub(text, 0, n));
	pm_outz(out, n < text.n && text.p[n] != '\n' ? "...\n" : "\n");
}

/* Says where a file differs from what would be written. */
static void say_stale(struct pm_run *run, const struct pm_output *output, struct pm_str there, struct pm_str wanted)
{
	unsigned long line = skip_same(&there, &wanted), old = line_count(there), new = line_count(wanted);
	struct pm_out out;

	run->stale = true;
	pm_out_memory(&out);
	pm_out_terminal(&out, pm_str_c(output->file));
	pm_outf(&out, ":%lu: stale: %lu line%s here would be %lu\n", line, old, old == 1 ? "" : "s", new);
	if (old > 0)
		add_line(&out, '-', pm_str_sub(there, 0, there.n));
	if (new > 0)
		add_line(&out, '+', wanted);
	pm_outf(&out, "  to write it: -f %.*s:", PM_FMT(output->format));
	pm_out_terminal(&out, pm_str_c(output->file));
	if (run->prepends) {
		pm_outz(&out, "; into a changelog: --prepend ");
		pm_out_terminal(&out, pm_str_c(output->file));
	}
	pm_outc(&out, '\n');
	pm_run_print(run, pm_buf_str(&out.buf));
	pm_out_clear(&out);
}

static void check_file(struct pm_run *run, const struct pm_output *output, struct pm_str wanted)
{
	int fd = open(output->file, O_RDONLY | O_CLOEXEC);
	struct pm_buf there = {0};

	if (fd < 0 && errno != ENOENT)
		pm_run_error(run, "cannot read '%s': %s", output->file, strerror(errno));
	else if (fd >= 0 && !read_all(fd, &there))
		pm_run_error(run, "cannot read '%s': %s", output->file, strerror(errno));
	else if (there.n != wanted.n || (wanted.n && memcmp(there.p, wanted.p, wanted.n) != 0))
		say_stale(run, output, pm_buf_str(&there), wanted);
	if (fd >= 0)
		close(fd);
	pm_buf_clear(&there);
}

/* A page made of nothing is no reason to take away the one that is there.  A machine format says itself what could not be done. */
static bool keeps(const struct pm_run *run, const struct pm_output *output)
{
	static const char *const pages[] = {"text", "full", "markdown", "html", "csv", "svg", "dot"};

	for (size_t i = 0; run->nothing && i < sizeof pages / sizeof *pages; i++)
		if (pm_str_eqc(output->format, pages[i]))
			return true;
	return false;
}

void pm_run_write(struct pm_run *run, const struct pm_output *output, struct pm_str bytes)
{
	const char *why = output->file && !output->check ? pm_guard_refuses_output(run, output->file) : NULL;
	struct pm_buf err = {0};

	if (!output->file)
		pm_run_print(run, bytes);
	else if (keeps(run, output))
		pm_run_note(run, "'%s' is left as it was", output->file);
	else if (output->check)
		check_file(run, output, bytes);
	else if (why)
		pm_run_error(run, "'%s' %s", output->file, why);
	else if (is_special(output->file))
		write_special(run, output->file, bytes);
	else if (pm_file_write(output->file, bytes, &err) < 0)
		pm_run_error(run, "%s", err.p);
	pm_buf_clear(&err);
}

void pm_run_open(const struct pm_output *output, struct pm_out *out)
{
	if (output->file)
		pm_out_memory(out);
	else
		pm_out_fd(out, STDOUT_FILENO);
}

void pm_run_close(struct pm_run *run, const struct pm_output *output, struct pm_out *out)
{
	if (output->file)
		pm_run_write(run, output, pm_buf_str(&out->buf));
	else if (pm_out_close(out) < 0)
		fail_to_print(run);
	pm_out_clear(out);
}

/* -- orders and views */

static const char *method_name(size_t i)
{
	return pm_methods[i] ? pm_methods[i]->name : NULL;
}

char *pm_run_method_names(void)
{
	return pm_opt_values(method_name);
}

static const char *format_name(size_t i)
{
	return pm_formats[i] ? pm_formats[i]->name : NULL;
}

char *pm_run_format_names(void)
{
	return pm_opt_values(format_name);
}

static bool any_item_has(const struct pm_product *product, const enum pm_field_id *fields)
{
	for (uint32_t i = 0; i < product->item_count; i++)
		for (size_t k = 0; fields[k] != PM_FIELD_COUNT; k++)
			if (product->items[i].place == PM_PLACE_ACTIVE && pm_item_field(product, &product->items[i], fields[k]))
				return true;
	return false;
}

/* The method whose own inputs somebody wrote down; a value alone is weighed against the effort. */
static const char *fitting_method(const struct pm_product *product)
{
	static const enum pm_field_id rice[] = {PM_FIELD_REACH, PM_FIELD_COUNT};
	static const enum pm_field_id wsjf[] = {PM_FIELD_URGENCY, PM_FIELD_RISK_REDUCTION, PM_FIELD_COUNT};
	static const enum pm_field_id value[] = {PM_FIELD_VALUE, PM_FIELD_COUNT};

	return any_item_has(product, rice)    ? "rice"
	       : any_item_has(product, wsjf)  ? "wsjf"
	       : any_item_has(product, value) ? "value-effort"
					      : "priority";
}

/* A message of several lines, which points into a formula, with the place it came from. */
static void say_lines(struct pm_run *run, const char *where, struct pm_str lines)
{
	ptrdiff_t end = pm_str_chr(lines, '\n');
	struct pm_str first = end < 0 ? lines : pm_str_sub(lines, 0, (size_t)end);

	pm_run_error(run, "%s: %.*s", where, PM_FMT(first));
	while (end >= 0) {
		lines = pm_str_sub(lines, (size_t)end + 1, lines.n);
		end = pm_str_chr(lines, '\n');
		pm_run_note(run, "%.*s", PM_FMT(end < 0 ? lines : pm_str_sub(lines, 0, (size_t)end)));
	}
}

const char *pm_run_by(const struct pm_run *run)
{
	const char *configured = pm_config_get(&run->config, "rank.method");

	return configured && *configured ? configured : fitting_method(run->product);
}

struct pm_scoring *pm_run_scoring(struct pm_run *run, const char *by)
{
	struct pm_buf err = {0};
	struct pm_scoring *scoring = pm_scoring_new(run->product, pm_str_c(by ? by : pm_run_by(run)), &err);

	if (!scoring)
		say_lines(run, by ? "--by" : "rank.method", pm_buf_str(&err));
	pm_buf_clear(&err);
	return scoring;
}

static bool is_selected(void *ctx, uint32_t item)
{
	const struct pm_run *run = ctx;

	return pm_select_match(run->select, run->product, item);
}

void pm_run_rank(struct pm_run *run, const struct pm_scoring *scoring, struct pm_ranking *ranking)
{
	pm_rank(scoring, is_selected, run, ranking);
}

struct pm_view_input pm_run_view_input(const struct pm_run *run)
{
	return (struct pm_view_input){
		.product = run->product,
		.today = run->today,
		.seed = (uint64_t)run->seed,
		.until = PM_NO_DAY,
		.root = *run->root ? run->root : NULL,
		.name = pm_str_c(pm_config_get(&run->config, "product.name")),
		.select = run->select,
		.path = pm_run_path,
		.path_ctx = run,
	};
}

/* Is what is written there read where messages are: a page in words, on a terminal or in one stream with them? */
static bool is_read_beside(const struct pm_output *output)
{
	struct stat page, messages;

	return !output->file && (pm_str_eqc(output->format, "text") || pm_str_eqc(output->format, "markdown")) &&
	       fstat(STDOUT_FILENO, &page) == 0 && fstat(STDERR_FILENO, &messages) == 0 && page.st_dev == messages.st_dev &&
	       page.st_ino == messages.st_ino;
}

/* A page that says itself what could not be done is not said again beside it. */
static void note_lack(struct pm_run *run, const struct pm_output *output, bool page, const struct pm_buf *err)
{
	if (run->errors.n && strstr(run->errors.p, err->p)) /* several outputs lack the same */
		return;
	if (!page || !is_read_beside(output))
		pm_run_error(run, "%s", err->p);
	else
		pm_buf_addf(&run->errors, "%s%s", run->errors.n ? "\n" : "", err->p);
}

/* What a page's text fits where there is no terminal to ask. */
enum { NO_TERMINAL = 80 };

void pm_run_view(struct pm_run *run, const struct pm_view *view, struct pm_view_input *input)
{
	for (size_t i = 0; i < run->output_count; i++) {
		const struct pm_output *output = &run->outputs[i];
		const struct pm_format_options options = pm_run_format_options(run, output, view->lines ? 0 : NO_TERMINAL);
		struct pm_buf err = {0};
		struct pm_out out;

		input->errors = pm_buf_str(&run->errors);
		pm_out_memory(&out);
		int status = pm_view_write(view, input, output->format, &options, &out, &err);

		if (status != 0)
			note_lack(run, output, status > 0, &err);
		if (status >= 0)
			pm_run_write(run, output, pm_buf_str(&out.buf));
		pm_out_clear(&out);
		pm_buf_clear(&err);
	}
}
