/* spec: runs the examples of formats/FORMAT.md, and prints TAP.
 *
 *   spec [-n] [FILE [NUMBER]]     -n: only shows the numbers and lines of the examples
 *
 * An example is a fence of 32 backticks with the info string `example`, input, a line with a single `.`, the expected dump, and a
 * closing fence.  `path=FILE` in the info string names the file that the input becomes (BACKLOG.md where it is not given); several
 * files are parted by lines `=== FILE`.  In both halves a tab may be written as an arrow, a CR before a line's end and a NUL as
 * their control pictures; a line that ends in the picture of "end of transmission" has no line end.
 *
 * The files are written to a folder, `pm-render items -f dump` runs there, and what it prints is compared.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct text {
	char *bytes;
	size_t size, room;
};

struct example {
	int number, line;
	char path[256];
	struct text input, expected;
};

static char folder[4096];
static int run_count, failed_count;

static _Noreturn void die(const char *what)
{
	printf("Bail out! %s: %s\n", what, strerror(errno));
	exit(2);
}

static void add(struct text *text, const char *bytes, size_t size)
{
	if (text->room - text->size <= size) {
		text->room = (text->size + size + 1) * 2;
		text->bytes = realloc(text->bytes, text->room);
		if (text->bytes == NULL)
			die("memory");
	}
	memcpy(text->bytes + text->size, bytes, size);
	text->size += size;
	text->bytes[text->size] = '\0';
}

static void empty(struct text *text)
{
	text->size = 0;
	add(text, "", 0);
}

/* Adds a line of an example, with what is written as pictures turned into bytes. */
static void add_line(struct text *text, const char *line)
{
	static const struct {
		const char *picture;
		const char *bytes;
		size_t size;
	} pictures[] = {
		{"\xe2\x86\x92", "\t", 1},   /* U+2192 */
		{"\xe2\x90\x8d", "\r", 1},   /* U+240D */
		{"\xe2\x90\x80", "\0", 1},   /* U+2400 */
	};
	static const char no_end[] = "\xe2\x90\x84\n"; /* U+2404 */

	while (*line != '\0') {
		size_t used = 1;
		const char *bytes = line;
		size_t size = 1;

		if (strcmp(line, no_end) == 0)
			return;
		for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++) {
			if (strncmp(line, pictures[i].picture, 3) == 0) {
				used = 3;
				bytes = pictures[i].bytes;
				size = pictures[i].size;
			}
		}
		add(text, bytes, size);
		line += used;
	}
}

/* -- the folder of an example */

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place)
{
	(void)status;
	(void)type;
	return place->level == 0 ? 0 : remove(path);
}

static void empty_folder(void)
{
	if (nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0)
		die(folder);
}

static void write_file(const char *path, const char *bytes, size_t size)
{
	char full[8192];
	FILE *file;

	snprintf(full, sizeof full, "%s/%s", folder, path);
	for (char *slash = strchr(full + strlen(folder) + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(full, 0777) != 0 && errno != EEXIST)
			die(full);
		*slash = '/';
	}
	file = fopen(full, "wb");
	if (file == NULL || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
		die(full);
}

/* Writes the input, cut at the lines that name a further file. */
static void write_files(const struct example *example)
{
	char path[256];
	const char *from = example->input.bytes, *end = from + example->input.size;
	const char *at = from;

	snprintf(path, sizeof path, "%s", example->path);
	while (at < end) {
		const char *line_end = memchr(at, '\n', (size_t)(end - at));
		const char *next = line_end == NULL ? end : line_end + 1;

		if (line_end != NULL && line_end - at > 4 && line_end - at < 200 && strncmp(at, "=== ", 4) == 0) {
			if (at > from)
				write_file(path, from, (size_t)(at - from));
			snprintf(path, sizeof path, "%.*s", (int)(line_end - at) - 4, at + 4);
			from = next;
			if (next == end)
				break;
		}
		at = next;
	}
	write_file(path, from, (size_t)(end - from));
}

/* -- running */

/* Runs the program there.  What it printed is in `got`; the value is as wait() has it. */
static int run_program(const char *program, struct text *got)
{
	char *arguments[] = {(char[]){"pm-render"}, (char[]){"items"}, (char[]){"-f"}, (char[]){"dump"}, NULL};
	char output[4200], errors[4200], buffer[65536];
	posix_spawn_file_actions_t actions;
	pid_t child;
	ssize_t size;
	int file, status;

	snprintf(output, sizeof output, "%s.out", folder);
	snprintf(errors, sizeof errors, "%s.err", folder);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	errno = posix_spawn(&child, program, &actions, NULL, arguments, environ);
	if (errno != 0)
		die(program);
	posix_spawn_file_actions_destroy(&actions);
	if (waitpid(child, &status, 0) < 0)
		die("wait");

	empty(got);
	file = open(output, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		die(output);
	while ((size = read(file, buffer, sizeof buffer)) > 0)
		add(got, buffer, (size_t)size);
	close(file);
	return status;
}

/* The folder's errors, as comments. */
static void show_errors(void)
{
	char errors[4200], line[1024];
	FILE *file;

	snprintf(errors, sizeof errors, "%s.err", folder);
	file = fopen(errors, "r");
	if (file == NULL)
		return;
	while (fgets(line, sizeof line, file) != NULL)
		printf("#   stderr: %s%s", line, strchr(line, '\n') == NULL ? "\n" : "");
	fclose(file);
}

/* A text as comments, with the pictures of what would not be seen. */
static void show(const char *label, const struct text *text)
{
	bool start = true;

	for (size_t i = 0; i < text->size; i++) {
		if (start)
			printf("# %8s | ", label);
		start = text->bytes[i] == '\n';
		switch (text->bytes[i]) {
		case '\t': fputs("\xe2\x86\x92", stdout); break;
		case '\r': fputs("\xe2\x90\x8d", stdout); break;
		case '\0': fputs("\xe2\x90\x80", stdout); break;
		default: putchar(text->bytes[i]);
		}
	}
	if (!start)
		fputs("\xe2\x90\x84\n", stdout);
}

static void run_example(const char *spec, const char *program, const struct example *example)
{
	struct text got = {0};
	bool equal;
	int status;

	empty_folder();
	write_files(example);
	status = run_program(program, &got);
	equal = got.size == example->expected.size && memcmp(got.bytes, example->expected.bytes, got.size) == 0;
	run_count++;
	if (equal && status == 0) {
		printf("ok %d - %s:%d: example %d\n", run_count, spec, example->line, example->number);
	} else {
		failed_count++;
		printf("not ok %d - %s:%d: example %d\n", run_count, spec, example->line, example->number);
		if (WIFSIGNALED(status))
			printf("# died of signal %d\n", WTERMSIG(status));
		else if (status != 0)
			printf("# status %d\n", WEXITSTATUS(status));
		show("input", &example->input);
		show("expected", &example->expected);
		show("got", &got);
		show_errors();
	}
	fflush(stdout);
	free(got.bytes);
}

/* -- reading the specification */

/* Takes what the info string says behind `example`.  False: a word that means nothing here. */
static bool read_info(char *info, struct example *example)
{
	char *rest = info;

	snprintf(example->path, sizeof example->path, "BACKLOG.md");
	while (*(rest += strspn(rest, " \n")) != '\0') {
		char *word = rest;

		rest += strcspn(rest, " \n");
		if (*rest != '\0')
			*rest++ = '\0';
		if (strncmp(word, "path=", 5) != 0 || word[5] == '/' || strstr(word, "..") != NULL)
			return false;
		snprintf(example->path, sizeof example->path, "%s", word + 5);
	}
	return true;
}

static void run_examples(FILE *file, const char *spec, const char *program, int only, bool list)
{
	static const char fence[] = "````````````````````````````````";
	enum { OUTSIDE, INPUT, EXPECTED } state = OUTSIDE;
	struct example example = {0};
	char *line = NULL;
	size_t room = 0;
	int number = 0;

	while (getline(&line, &room, file) > 0) {
		number++;
		if (state == OUTSIDE && strncmp(line, fence, 32) == 0 && strncmp(line + 32, " example", 8) == 0) {
			state = INPUT;
			example.number++;
			example.line = number;
			empty(&example.input);
			empty(&example.expected);
			if (!read_info(line + 40, &example)) {
				printf("not ok %d - %s:%d: the info string has words that mean nothing\n", ++run_count, spec, number);
				failed_count++;
			}
		} else if (state == INPUT && strcmp(line, ".\n") == 0) {
			state = EXPECTED;
		} else if (state != OUTSIDE && strncmp(line, fence, 32) == 0) {
			if (state != EXPECTED) {
				printf("not ok %d - %s:%d: an example without its `.`\n", ++run_count, spec, example.line);
				failed_count++;
			} else if (list) {
				printf("%d\t%s:%d\n", example.number, spec, example.line);
			} else if (only == 0 || only == example.number) {
				run_example(spec, program, &example);
			}
			state = OUTSIDE;
		} else if (state != OUTSIDE) {
			add_line(state == INPUT ? &example.input : &example.expected, line);
		}
	}
	if (state != OUTSIDE) {
		printf("not ok %d - %s:%d: an example that is never closed\n", ++run_count, spec, example.line);
		failed_count++;
	}
	free(line);
	free(example.input.bytes);
	free(example.expected.bytes);
}

static void remove_all(void)
{
	char path[4200];

	empty_folder();
	rmdir(folder);
	snprintf(path, sizeof path, "%s.out", folder);
	unlink(path);
	snprintf(path, sizeof path, "%s.err", folder);
	unlink(path);
}

int main(int argc, char **argv)
{
	bool list = argc > 1 && strcmp(argv[1], "-n") == 0;
	const char *spec = argc > 1 + list ? argv[1 + list] : "formats/FORMAT.md";
	int only = argc > 2 + list ? (int)strtol(argv[2 + list], NULL, 10) : 0;
	const char *build = getenv("PM_BUILD") != NULL ? getenv("PM_BUILD") : "build";
	const char *temporary = getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp";
	char relative[4096], *program;
	FILE *file = fopen(spec, "rb");

	if (file == NULL)
		die(spec);
	snprintf(relative, sizeof relative, "%s/pm-render", build);
	program = realpath(relative, NULL);
	if (program == NULL && !list)
		die(relative);
	snprintf(folder, sizeof folder, "%s/pm-spec.XXXXXX", temporary);
	if (mkdtemp(folder) == NULL)
		die(folder);
	setenv("LC_ALL", "C.UTF-8", 1);

	/* Paths of the example are seen from its own folder, so the runner lives there; the specification is open already. */
	if (chdir(folder) != 0)
		die(folder);
	run_examples(file, spec, program, only, list);
	if (chdir("/") != 0)
		die("/");
	remove_all();
	fclose(file);
	free(program);
	if (list)
		return 0;
	printf("1..%d\n", run_count);
	return fflush(stdout) != 0 || failed_count > 0;
}
