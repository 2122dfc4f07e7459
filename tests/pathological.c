/* pathological: hostile inputs, each built from a few bytes said very often, run through the programs.  Prints TAP.
 *
 *   pathological          every input ends within a generous limit, with status 0 or 1: a detector of hangs and crashes
 *   pathological -g NAME  seconds of processor at n, 2n and 4n, for a person (`make bench` has the figures that count)
 *
 * The limit is 10 seconds of processor a run.  Where PM_SLOW says that the build is slow (sanitizers), it is so many times as long,
 * and the inputs are an eighth: such a build looks for other faults.
 */
#include "parser/str.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* An input: `start`, then `middle` n times, then `end` n times, then `tail`. */
struct input {
	const char *name;
	const char *start, *middle, *end, *tail;
	unsigned n;
};

static const struct input inputs[] = {
	{"unclosed comments", "# B\n\n", "a <!-- b\n", "", "", 100000},
	{"one unclosed comment", "## A-1 T\n\n<!--\n", "## A-%u T\n", "", "", 50000},
	{"images in brackets", "## A-1 T\n\n", "![[]()", "", "\n", 160000},
	{"brackets", "## A-1 T\n\n", "[", "]", "\n", 50000},
	{"bracket and link", "## A-1 T\n\n", "[ (](", "", "\n", 50000},
	{"unclosed links", "## A-1 T\n\n", "[a](<b", "", "\n", 30000},
	{"unclosed links with a title", "## A-1 T\n\n", "[a](b \"", "", "\n", 30000},
	{"a million links", "## A-1 T\n\n", "[A-%u](A-%u) ", "", "\n", 100000},
	{"empty lines in nested lists", "", "* ", "", "a\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n", 30000},
	{"nested lists, then empty lines", "* * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * a\n", "\n", "", "b\n",
	 90000},
	{"empty lines in nested quotes", "> > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > a\n", ">\n", "", "b\n",
	 60000},
	{"nested quotes", "", "> ", "", "a\n", 50000},
	{"nested quotes, lazy lines", "> > > > > > > > > > > > > > > > > > > > a\n", "a\n", "", "", 100000},
	{"emphasis in nested quotes", "> > > > > > > > > > > > > > > > > > > > ", "*a _b ", "", "\n", 50000},
	{"deep lists", "", "- a\n  - b\n    - c\n      - d\n        - e\n", "", "", 20000},
	{"ordered lists", "", "1) 2. ", "", "a\n", 30000},
	{"emphasis that never ends", "## A-1 T\n\n", "*a_ ", "", "\n", 100000},
	{"strong that never ends", "## A-1 T\n\n", "**a ", "", "\n", 100000},
	{"stars", "## A-1 T\n\n", "*", "", "\n", 500000},
	{"struck", "## A-1 ", "~~a ", "", "\n", 50000},
	{"code marks of every length", "## A-1 T\n\n", "`a``b```c````d", "", "\n", 50000},
	{"reference definitions", "", "[r%u]: http://example.org/%u\n", "", "", 50000},
	{"references to nothing", "## A-1 T\n\n", "[r%u][x%u] ", "", "\n", 50000},
	{"entities", "## A-1 T\n\n", "&amp;&#x110000;&nosuch;", "", "\n", 50000},
	{"html tags", "## A-1 T\n\n", "<a b='", "", "\n", 50000},
	{"html blocks", "", "<div>\n", "</div>\n", "", 50000},
	{"headings", "", "# A-%u a\n", "", "", 100000},
	{"headings that go down", "", "# E-%u a\n## E-%u.1 b\n### c\n#### d\n##### e\n###### f\n", "", "", 20000},
	{"setext underlines", "", "a\n===\n", "", "", 100000},
	{"a heading of a megabyte", "## PAY-1 ", "word ", "", "\n", 200000},
	{"a line of a megabyte", "## PAY-1 T\n\n- Status: ", "ready ", "", "\n", 200000},
	{"numbers in ids", "## A-1", ".1", "", " T\n", 200000},
	{"digits", "## A-", "9", "", " T\n\n- Estimate: 99999999999999999999999999999999\n", 200000},
	{"one id for all", "", "## A-1 T\n\n", "", "", 50000},
	{"a table row of a megabyte", "| ID | Title |\n|---|---|\n", "| a \\| b ", "", "|\n", 100000},
	{"a table of many rows", "| ID | Title | Status |\n|---|---|---|\n", "| A-%u | T | ready |\n", "", "", 50000},
	{"a table of many columns", "", "| ID ", "", "|\n", 50000},
	{"table heads", "", "| ID | Title |\n|---|---|\n", "", "", 30000},
	{"pipes", "## A-1 T\n\n", "|", "", "\n", 300000},
	{"colons", "## A-1 T\n\n- ", "a: ", "", "\n", 200000},
	{"fields on one line", "## A-1 T\n\n", "Status: ready | ", "", "\n", 50000},
	{"fields of one item", "## A-1 T\n\n", "- Status: ready\n", "", "", 65000},
	{"unknown fields", "## A-1 T\n\n", "- Unknwon%u: a\n", "", "", 50000},
	{"criteria of one item", "## A-1 T\n\nAcceptance criteria\n\n", "- [ ] Given a, when b, then c\n", "", "", 70000},
	{"as a as a", "## A-1 T\n\n", "As a ", "", "\n", 100000},
	{"stories in one line", "## A-1 T\n\n", "As a user, I want to pay so that I can go. ", "", "\n", 20000},
	{"i want without a role", "## A-1 T\n\nAs a ", "I want so that ", "", "\n", 60000},
	{"given given", "## A-1 T\n\nAcceptance criteria\n\n- ", "given when then ", "", "\n", 60000},
	{"gherkin", "## A-1 T\n\n```gherkin\n", "Scenario: a\nGiven b\n", "", "```\n", 50000},
	{"open fences", "", "```\n~~~\n", "", "", 50000},
	{"fences in lists", "", "- ```\n  a\n# A-%u b\n", "", "", 30000},
	{"yaml brackets", "---\nid: A-1\ntitle: a\nlabels: ", "[", "", "\n---\n", 30000},
	{"yaml keys", "---\nid: A-1\ntitle: a\n", "k%u: v\n", "", "---\n", 50000},
	{"yaml anchors", "---\nid: A-1\ntitle: a\n", "k%u: &a%u [*a, *a]\n", "", "---\n", 3000},
	{"yaml broken lines", "---\nid: A-1\ntitle: a: b\n", "k: a: b\n", "", "---\n", 5000},
	{"yaml that goes deep", "---\nid: A-1\na:\n", " ", "", "b: c\n---\n", 60000},
	{"front matter never closed", "---\n", "id: A-%u\n", "", "", 50000},
	{"a chain of dependencies", "", "## A-%u T\n\n- Depends on: A-%u1\n\n", "", "", 20000},
	{"all depend on one", "", "## A-%u T\n\n- Depends on: A-0\n- Value: 1\n\n", "", "", 20000},
	{"an item that depends on many", "## B-1 T\n\n- Depends on: ", "A-%u, ", "", "\n", 50000},
	{"an item that depends on many that are there", "## B-1 T\n\n- Depends on: ", "A-%u, ", "\n\n## A-%u T\n\n- Value: 1\n",
	 "\n", 30000},
	{"goals", "", "## G-%u Goal\n\n- Kind: goal\n- Share: 1%\n\n## A-%u T\n\n- Goal: G-%u\n\n", "", "", 10000},
	{"sprints", "", "## A-%u T\n\n- Sprint: Sprint %u\n- Release: v1.%u\n\n", "", "", 20000},
	{"states", "", "## A-%u T\n\n- Status: state %u\n- Horizon: lane %u\n\n", "", "", 20000},
	{"parents", "", "## A-%u T\n\n- Parent: A-%u1\n\n", "", "", 20000},
	{"wishes", "## A-1 T\n\n", "## FB-%u T\n\n- Kind: feedback\n- From: C %u\n- About: A-1\n\n", "", "", 20000},
	{"near names", "## A-1 T\n\n- Depends on: ", "PAI-%u ", "", "\n\n## PAY-1 T\n", 20000},
	{"zero bytes", "## A-1 T\n\n", "%0", "", "\n", 300000},
	{"invalid bytes", "## A-1 T\n\n", "\xff\xfe\x80", "", "\n", 100000},
	{"combining marks", "## A-1 T", "\xcc\x81", "",
	 "\n\n- Status: re\xcc\x81"
	 "ady\n",
	 100000},
	{"emoji", "## ", "\xe2\x9c\x85", "", " A-1 T\n", 100000},
	{"bidirectional marks", "## A-1 ", "\xe2\x80\xae", "", "T\n", 100000},
	{"carriage returns", "## A-1 T", "\r", "", "\n", 300000},
	{"blanks", "## A-1 T\n\n", " ", "", "a\n", 300000},
	{"tabs", "- a\n", "\t", "", "- b\n", 100000},
	{"remarks behind a title", "## A-1 T ", "(x)", "", "\n", 200000},
	{"headings that name nothing", "", "## word\n", "", "", 200000},
	{"headings with a text", "", "## Some thing\n\ntext\n\n", "", "", 50000},
	{"lines that end in CR", "", "## A-%u T\r", "", "\n", 100000},
	{"lines of a letter and CR", "## A-1 T\n\n", "a\r", "", "\n", 300000},
	{"blanks in a field", "## A-1 T\n\n- Status: a", " ", "", "b\n", 500000},
	{"blanks in a link", "## A-1 T\n\n- Depends on: a", " ", "", "b\n", 500000},
	{"bullets in a field", "## A-1 T\n\n- Status: a", " \xe2\x80\xa2", "", " b\n", 100000},
	{"bold words with remarks", "## A-1 T\n\n- Status: x ", "**a** ( ", "", "\n", 100000},
	{"blanks in a criterion", "## A-1 T\n\nAcceptance criteria\n\n- Given a", " ", "", "then b\n", 500000},
	{"tabs in a criterion", "## A-1 T\n\nAcceptance criteria\n\n- Given a", "\t", "", "then b\n", 500000},
	{"stars in a criterion", "## A-1 T\n\nAcceptance criteria\n\n- Given a", " *", "", "then b\n", 200000},
	{"brackets in a criterion", "## A-1 T\n\nAcceptance criteria\n\n- Given a", "[", "", "then b\n", 500000},
	{"steps of a word", "## A-1 T\n\nAcceptance criteria\n\n", "Given a\n", "", "", 60000},
	{"links by number", "## A-1 T\n\n- Depends on: ", "%u, ", "", "\n", 100000},
	{"one id, and all depend on it", "", "## A-1 T%u\n\n- Depends on: A-1\n\n", "", "", 40000},
	{"one id, and all entries", "", "- A-1 T%u\n", "", "", 50000},
	{"epics of one title", "", "## Epic: Same\n\n- Status: open\n\n", "", "", 40000},
	{"epics named by their title", "", "## Epic: Same\n\n### A-%u T\n\n- Epic: Same\n\n", "", "", 40000},
	{"links to nothing", "", "## LONGNAME-%u T\n\n- Depends on: LONGNAMF-%u\n\n", "", "", 20000},
	{"targets of one item", "## A-1 T\n\n", "- Target: a\n", "", "", 65000},
	{"stories that say nothing", "## A-1 T\n\n", "As a user\n", "", "", 20000},
	{"stories that end at once", "## A-1 T\n\n", "As a.\n", "", "", 20000},
	{"stories told of nobody", "## A-1 T\n\n", "The user wants\n", "", "", 20000},
	{"story entries", "# B\n\n", "- As a user\n- I want\n", "", "", 20000},
	{"columns of a row", "| ID | Title | Notes |\n|---|---|---|\n| A-1 | T |", " x<br>- y", "", "|\n", 100000},
	{"nested entries", "## A-1 T\n\nAcceptance criteria\n\n", "- a\n  - b\n    - c\n      - d\n        - e\n", "", "", 15000},
	{"nested entries without end", "", "- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - a\n", "", "", 8000},
	{"suppressions", "## A-1 T\n\n", "<!-- pm-lint-disable-line story-missing -->\n", "", "", 30000},
	{"hints", "", "<!-- pm: items=table -->\n", "", "", 30000},
	{"conflict markers", "", "<<<<<<< a\n=======\n>>>>>>> b\n", "", "", 30000},
};
enum { INPUTS = sizeof inputs / sizeof inputs[0] };

static const char *const commands[][6] = {
	{"pm-lint", "-q", NULL},
	{"pm-rank", "--by", "wsjf", NULL},
	{"pm-render", "items", "-f", "json", NULL},
	{"pm-render", "report", "-f", "html", NULL},
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

static const char *build;
static char folder[4096];
static unsigned slow = 1;

static _Noreturn void die(const char *what)
{
	printf("Bail out! %s: %s\n", what, strerror(errno));
	exit(2);
}

/* Adds a text, with the number in place of every %u and a NUL in place of every %0. */
static void add(struct pm_buf *out, const char *text, unsigned number)
{
	for (; *text != '\0'; text++) {
		if (text[0] == '%' && text[1] == 'u') {
			pm_buf_addf(out, "%u", number);
			text++;
		} else if (text[0] == '%' && text[1] == '0') {
			pm_buf_addc(out, '\0');
			text++;
		} else {
			pm_buf_addc(out, *text);
		}
	}
}

static void write_input(const struct input *input, unsigned n)
{
	struct pm_buf bytes = {0};
	FILE *file = fopen("BACKLOG.md", "wb");

	pm_buf_addz(&bytes, input->start);
	for (unsigned i = 0; i < n; i++)
		add(&bytes, input->middle, i);
	for (unsigned i = 0; i < n && input->end[0] != '\0'; i++)
		add(&bytes, input->end, i);
	pm_buf_addz(&bytes, input->tail);
	if (file == NULL || fwrite(bytes.p, 1, bytes.n, file) != bytes.n || fclose(file) != 0)
		die("BACKLOG.md");
	pm_buf_clear(&bytes);
}

/* Starts a command on the input; its standard error goes to a file named after its number. */
static pid_t start(size_t number)
{
	struct rlimit limit = {10 * slow, 10 * slow + 1};
	char program[4200], errors[32];
	pid_t child;

	snprintf(program, sizeof program, "%s/%s", build, commands[number][0]);
	snprintf(errors, sizeof errors, "err%zu", number);
	fflush(stdout);
	child = fork();
	if (child < 0)
		die("fork");
	if (child == 0) {
		int null = open("/dev/null", O_RDWR | O_CLOEXEC);
		int file = open(errors, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

		dup2(null, 0);
		dup2(null, 1);
		dup2(file, 2);
		setrlimit(RLIMIT_CPU, &limit);
		execv(program, (char *const *)(uintptr_t)commands[number]);
		_exit(127);
	}
	return child;
}

/* What wait() says of it, and the seconds of processor it took. */
static int finish(pid_t child, double *seconds)
{
	struct rusage usage;
	int status;

	if (wait4(child, &status, 0, &usage) < 0)
		die("wait");
	*seconds = (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6 + (double)usage.ru_stime.tv_sec +
		   (double)usage.ru_stime.tv_usec / 1e6;
	return status;
}

/* The first lines of a command's standard error, as comments. */
static void show_errors(size_t number)
{
	char errors[32], line[512];
	FILE *file;

	snprintf(errors, sizeof errors, "err%zu", number);
	file = fopen(errors, "r");
	for (int i = 0; file != NULL && i < 8 && fgets(line, sizeof line, file) != NULL; i++)
		printf("#   %s%s", line, strchr(line, '\n') == NULL ? "\n" : "");
	if (file != NULL)
		fclose(file);
}

/* All commands at once: they only read. */
static void test_input(const struct input *input, int *count, int *failed)
{
	pid_t children[COMMANDS];
	double seconds;

	write_input(input, slow > 1 ? input->n / 8 : input->n);
	for (size_t i = 0; i < COMMANDS; i++)
		children[i] = start(i);
	for (size_t i = 0; i < COMMANDS; i++) {
		int status = finish(children[i], &seconds);
		int ok = WIFEXITED(status) && WEXITSTATUS(status) <= 1;

		printf("%s %d - %s: %s %s\n", ok ? "ok" : "not ok", ++*count, input->name, commands[i][0], commands[i][1]);
		if (ok)
			continue;
		++*failed;
		if (WIFSIGNALED(status))
			printf("# ended by signal %d after %.1f s%s\n", WTERMSIG(status), seconds,
			       WTERMSIG(status) == SIGXCPU ? ", which is the limit" : "");
		else
			printf("# status %d\n", WEXITSTATUS(status));
		show_errors(i);
	}
}

static void show_growth(const struct input *input)
{
	for (size_t i = 0; i < COMMANDS; i++) {
		printf("%-32s %-10s %-8s", input->name, commands[i][0], commands[i][1]);
		for (unsigned factor = 1; factor <= 4; factor *= 2) {
			double seconds;
			int status;

			write_input(input, input->n * factor);
			status = finish(start(i), &seconds);
			printf(" %8.3f%s", seconds, WIFEXITED(status) && WEXITSTATUS(status) <= 1 ? "" : "!");
		}
		putchar('\n');
	}
}

int main(int argc, char **argv)
{
	const char *temporary = getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp";
	int count = 0, failed = 0;

	build = realpath(getenv("PM_BUILD") != NULL ? getenv("PM_BUILD") : "build", NULL);
	if (build == NULL)
		die("the build folder");
	if (getenv("PM_SLOW") != NULL)
		slow = (unsigned)strtoul(getenv("PM_SLOW"), NULL, 10);
	snprintf(folder, sizeof folder, "%s/pm-pathological.XXXXXX", temporary);
	if (mkdtemp(folder) == NULL || chdir(folder) != 0)
		die(folder);
	for (int i = 0; i < INPUTS; i++) {
		if (argc > 1 && strcmp(argv[1], "-g") == 0) {
			if (argc < 3 || strcmp(argv[2], inputs[i].name) == 0)
				show_growth(&inputs[i]);
		} else if (argc < 2 || strcmp(argv[1], inputs[i].name) == 0) {
			test_input(&inputs[i], &count, &failed);
		}
	}
	unlink("BACKLOG.md");
	for (size_t i = 0; i < COMMANDS; i++) {
		char errors[32];

		snprintf(errors, sizeof errors, "err%zu", i);
		unlink(errors);
	}
	if (chdir("/") != 0 || rmdir(folder) != 0)
		die(folder);
	if (count > 0)
		printf("1..%d\n", count);
	return failed > 0;
}
