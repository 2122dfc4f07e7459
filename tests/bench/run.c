/* run: what the programs cost, as ratios to a baseline that runs in turn with them.
 *
 *   run [-r ROUNDS] [-s PERCENT] [ROW ...]
 *
 * -s makes the corpus smaller (10: a tenth); it is kept in the build folder.  Rows: file, views, pages, files, start, notes,
 * history, graph, rank, growth; all without an argument.  Each figure is the median of the ratios of pairs that ran one after the other, so that a machine
 * that drifts does not show.
 */
#include "parser/mem.h"
#include "parser/str.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <math.h>
#include <sched.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { ROUNDS_MAX = 99, ARGUMENTS_MAX = 16 };

/* A command; its words are split at blanks. */
struct job {
	const char *command;
	const char *folder; /* below the corpus, to run in; NULL: the corpus */
	int cores;	    /* 0: all */
};

struct cost {
	double wall, cpu; /* seconds */
	double memory;	  /* MiB */
};

struct row {
	const char *name;
	struct job subject, baseline;
	double goal; /* the ratio to stay below; 0: none */
};

static char build[4096], corpus[4096];
static unsigned rounds = 5, percent = 100;
static double most; /* MiB that the next rows may take; 0: any */

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
	exit(2);
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* -- running */

static void split(char *words, char **arguments)
{
	size_t count = 0;

	while (*(words += strspn(words, " ")) != '\0' && count < ARGUMENTS_MAX - 1) {
		arguments[count++] = words;
		words += strcspn(words, " ");
		if (*words != '\0')
			*words++ = '\0';
	}
	arguments[count] = NULL;
}

/* In the child: never returns. */
static _Noreturn void become(const struct job *job)
{
	char words[8192], *arguments[ARGUMENTS_MAX];
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	cpu_set_t one;

	snprintf(words, sizeof words, "%s", job->command);
	split(words, arguments);
	if (chdir(corpus) != 0 || (job->folder != NULL && chdir(job->folder) != 0))
		_exit(126);
	if (job->cores == 1) {
		CPU_ZERO(&one);
		CPU_SET(0, &one);
		sched_setaffinity(0, sizeof one, &one);
	}
	dup2(null, 0);
	dup2(null, 1);
	dup2(null, 2);
	execvp(arguments[0], arguments);
	_exit(127);
}

static struct cost run(const struct job *job)
{
	struct rusage usage;
	struct cost cost;
	int status;
	double start = now();
	pid_t child = fork();

	if (child < 0)
		die("fork");
	if (child == 0)
		become(job);
	if (wait4(child, &status, 0, &usage) < 0)
		die("wait4");
	cost.wall = now() - start;
	if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) {
		fprintf(stderr, "bench: `%s' failed (status %d)\n", job->command, status);
		exit(2);
	}
	cost.cpu = (double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec +
		   ((double)usage.ru_utime.tv_usec + (double)usage.ru_stime.tv_usec) / 1e6;
	cost.memory = (double)usage.ru_maxrss / 1024;
	return cost;
}

static int by_number(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *numbers, unsigned count)
{
	qsort(numbers, count, sizeof *numbers, by_number);
	return count % 2 == 1 ? numbers[count / 2] : (numbers[count / 2 - 1] + numbers[count / 2]) / 2;
}

static void compare(const struct row *row)
{
	double ratios[ROUNDS_MAX], subject[ROUNDS_MAX], baseline[ROUNDS_MAX], memory = 0;
	double ratio;

	run(&row->subject); /* the first of each warms the caches and does not count */
	run(&row->baseline);
	for (unsigned i = 0; i < rounds; i++) {
		struct cost a = run(&row->subject), b = run(&row->baseline);

		subject[i] = a.wall;
		baseline[i] = b.wall;
		ratios[i] = a.wall / b.wall;
		memory = fmax(memory, a.memory);
	}
	ratio = median(ratios, rounds);
	printf("%-46s %9.3f %9.3f %7.2f", row->name, median(subject, rounds), median(baseline, rounds), ratio);
	if (row->goal > 0)
		printf(" %7.2f %-5s", row->goal, ratio <= row->goal ? "holds" : "OVER");
	else
		printf(" %7s %-5s", "", "");
	printf(" %7.0f%s\n", memory, most <= 0 ? "" : memory <= most ? " holds" : " OVER");
	fflush(stdout);
}

static void heading(const char *baseline)
{
	printf("\n%-46s %9s %9s %7s %7s %-5s %7s\n", "", "seconds", "baseline", "ratio", "goal", "", "MiB");
	printf("baseline: %s\n", baseline);
}

/* -- the corpus */

__attribute__((format(printf, 1, 2))) static void shell(const char *format, ...)
{
	struct pm_buf command = {0};
	va_list arguments;
	char line[8192];

	va_start(arguments, format);
	vsnprintf(line, sizeof line, format, arguments);
	va_end(arguments);
	pm_buf_addf(&command, "set -e; cd '%s'; %s", corpus, line);
	char *words[] = {(char[]){"sh"}, (char[]){"-c"}, command.p, NULL};
	pid_t child;
	int status;

	errno = posix_spawnp(&child, "sh", NULL, NULL, words, environ);
	if (errno != 0 || waitpid(child, &status, 0) < 0)
		die("sh");
	if (status != 0) {
		fprintf(stderr, "bench: `%s' failed\n", line);
		exit(2);
	}
	pm_buf_clear(&command);
}

static unsigned scaled(unsigned count)
{
	unsigned long long small = (unsigned long long)count * percent / 100;

	return small < 10 ? 10 : (unsigned)small;
}

/* Makes a folder by a command that fills it, unless it is there and younger than the generator.  $d is the folder, $gen the
 * generator. */
__attribute__((format(printf, 2, 3))) static void make(const char *name, const char *format, ...)
{
	char command[4096];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(command, sizeof command, format, arguments);
	va_end(arguments);
	shell("gen='%s/tests/bench/gen'; d='%s'; if [ ! \"$d\" -nt \"$gen\" ]; then rm -rf \"$d\" new; mkdir new; %s; mv new "
	      "\"$d\"; fi",
	      build, name, command);
}

/* A folder with one backlog of so many stories. */
static void make_file(const char *name, unsigned count)
{
	make(name, "\"$gen\" stories %u >new/BACKLOG.md", scaled(count));
}

static void make_files(const char *name, unsigned count)
{
	make(name, "\"$gen\" files %u new", scaled(count));
}

static double file_size(const char *path)
{
	struct pm_buf full = {0};
	struct stat status;

	pm_buf_addf(&full, "%s/%s", corpus, path);
	if (stat(full.p, &status) != 0)
		die(full.p);
	pm_buf_clear(&full);
	return (double)status.st_size;
}

/* -- the rows */

static void rows_file(void)
{
	static const struct row rows[] = {
		{"pm-lint, reading alone",
		 {"pm-lint -q --only read-*", "file-100k", 0},
		 {"cmark --to xml BACKLOG.md", "file-100k", 0},
		 0.2},
		{"pm-lint, reading alone, 1 core",
		 {"pm-lint -q --only read-*", "file-100k", 1},
		 {"cmark --to xml BACKLOG.md", "file-100k", 1},
		 0.35},
		{"pm-lint, every rule", {"pm-lint -q", "file-100k", 0}, {"cmark --to xml BACKLOG.md", "file-100k", 0}, 0.35},
		{"pm-lint, every rule, 1 core", {"pm-lint -q", "file-100k", 1}, {"cmark --to xml BACKLOG.md", "file-100k", 1}, 0.6},
		{"pm-rank", {"pm-rank", "file-100k", 0}, {"cmark --to xml BACKLOG.md", "file-100k", 0}, 0},
		{"pm-render items -f json",
		 {"pm-render items -f json", "file-100k", 0},
		 {"cmark --to xml BACKLOG.md", "file-100k", 0},
		 0},
		{"pm-render report -f html",
		 {"pm-render report -f html", "file-100k", 0},
		 {"cmark --to xml BACKLOG.md", "file-100k", 0},
		 0},
	};

	double size;

	make_file("file-100k", 100000);
	size = file_size("file-100k/BACKLOG.md") / 1048576;
	heading("cmark --to xml of the same file");
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		most = i < 4 ? 2 * size : 0;
		compare(&rows[i]);
	}
	most = 0;
	printf("the file: %.1f MiB, %u stories; pm-lint's goal for memory: twice the file\n", size, scaled(100000));
}

/* The views that need no history. */
static const char *const views[] = {"items", "report", "roadmap", "board", "map", "trace", "graph", "sprint", "feedback"};
enum { VIEWS = sizeof views / sizeof views[0] };

/* What people look at, against reading alone. */
static void row_view(const char *view, const char *format)
{
	char command[64];

	snprintf(command, sizeof command, "pm-render %s -f %s", view, format);
	compare(&(struct row){command, {command, "file-100k", 0}, {"pm-lint -q --only read-*", "file-100k", 0}, 2.0});
}

static void rows_views(void)
{
	static const char *const formats[] = {"markdown", "text", "json"};

	make_file("file-100k", 100000);
	heading("pm-lint, reading the same file alone");
	for (size_t i = 0; i < VIEWS; i++)
		row_view(views[i], "html");
	for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
		row_view("report", formats[i]);
	printf("the file: %.1f MiB, %u stories; goal for memory of the report: twice the file\n",
	       file_size("file-100k/BACKLOG.md") / 1048576, scaled(100000));
}

/* What a browser makes of the pages of 10,000 items: tests/bench/page.py prints the rows. */
static void rows_pages(void)
{
	char source[2048];

	if (getcwd(source, sizeof source) == NULL)
		die("getcwd");
	make_file("file-10k", 10000);
	heading("plain text of the same size in the same browser; MiB: of the page");
	fflush(stdout);
	shell("cd file-10k; if ! command -v python3 >/dev/null; then echo 'python3 is not installed: pages are not measured'; exit "
	      "0; fi;"
	      " for v in items report trace board; do pm-render $v -f html >$v.html; done; pm-rank -f html >rank.html;"
	      " python3 '%s/tests/bench/page.py' %u items=items.html report=report.html trace=trace.html board=board.html"
	      " rank=rank.html",
	      source, rounds);
}

static void rows_files(void)
{
	char reader[4200];
	struct row rows[] = {
		{"pm-lint, 10,000 files", {"pm-lint -q", "files-10k", 0}, {reader, "files-10k", 0}, 2.0},
		{"pm-lint, 100,000 files, reading alone",
		 {"pm-lint -q --only read-*", "files-100k", 0},
		 {reader, "files-100k", 0},
		 1.3},
		{"pm-lint, 100,000 files, every rule", {"pm-lint -q", "files-100k", 0}, {reader, "files-100k", 0}, 0},
	};

	snprintf(reader, sizeof reader, "%s/tests/bench/run --read-all .", build);
	make_files("files-10k", 10000);
	make_files("files-100k", 100000);
	heading("opening and reading every file, one thread");
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		compare(&rows[i]);
}

static void make_small(void)
{
	make("small", "cd new; \"$gen\" stories 20 >BACKLOG.md; git init -q .; git add .;"
		      " git -c user.name=Ada -c user.email=ada@example.org commit -q -m first; cd ..");
}

static void rows_start(void)
{
	static const struct row rows[] = {
		{"pm-lint, 20 stories, no git asked", {"pm-lint -q", "small", 0}, {"git rev-parse HEAD", "small", 0}, 5},
		{"pm-lint --staged, 20 stories", {"pm-lint -q --staged", "small", 0}, {"git rev-parse HEAD", "small", 0}, 10},
		{"pm-render items --rev HEAD", {"pm-render items --rev HEAD", "small", 0}, {"git rev-parse HEAD", "small", 0}, 10},
	};
	unsigned wanted = rounds;

	make_small();
	heading("git rev-parse HEAD (2 ms here: the goals are 10 ms without git, 20 ms with)");
	rounds = rounds * 5 < ROUNDS_MAX ? rounds * 5 : ROUNDS_MAX;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		compare(&rows[i]);
	rounds = wanted;
}

/* A backlog and so many commits whose messages name its stories, with a tag before the last tenth: from a stream of fast-import. */
static const char commits[] =
	"\"$gen\" stories 200 >stories; git init -q new; LC_ALL=C awk -v n=%u '"
	"BEGIN { while ((getline l <\"stories\") > 0) s = s l \"\\n\"; for (i = 1; i <= n; i++) {"
	" m = \"US-\" i %% 200 + 1 \" - step \" i \"\\n\\nWhat was done, and why.\\n\\nRefs: US-\" i * 7 %% 200 + 1 \"\\n\";"
	" printf \"commit refs/heads/main\\ncommitter Ada <ada@example.org> %%d +0000\\ndata %%d\\n%%s\\n\","
	" 1700000000 + i * 600, length(m), m;"
	" if (i == 1) printf \"M 100644 inline BACKLOG.md\\ndata %%d\\n%%s\\n\", length(s), s;"
	" else printf \"M 100644 inline src\\ndata %%d\\n%%d\\n\", length(i \"\"), i;"
	" if (i == int(n * 9 / 10)) printf \"reset refs/tags/v1\\nfrom refs/heads/main\\n\\n\" } }' |"
	" git -C new fast-import --quiet; rm stories; git -C new symbolic-ref HEAD refs/heads/main; git -C new reset -q --hard";

static void rows_notes(void)
{
	static const struct row rows[] = {
		{"pm-render notes, 5,000 of 50,000 commits",
		 {"pm-render notes -f json v1..HEAD", "commits", 0},
		 {"git log --format=%B v1..HEAD", "commits", 0},
		 3},
	};

	make("commits", commits, scaled(50000));
	heading("git log --format=%B of the same range");
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		compare(&rows[i]);
}

static void make_history(const char *name, const char *layout, unsigned items, unsigned steps)
{
	make(name, "git init -q new; \"${gen}_history\" %s %u %u 1 /dev/null | git -C new fast-import --quiet --done", layout,
	     items, steps);
}

/* The history of a large file is made of a tenth of the commits that it should have: making it takes longer than reading it. */
static void rows_history(void)
{
	static const struct row rows[] = {
		{"pm-render flow, 50,000 commits, 10,000 files",
		 {"pm-render flow --rev main -f json", "history-files", 0},
		 {"git log --raw --no-renames --first-parent --format=%H main -- backlog", "history-files", 0},
		 1.5},
		{"pm-render flow, 1,000 commits, a file of 10,000",
		 {"pm-render flow --rev main -f json", "history-file", 0},
		 {"git log -p --first-parent --format=%H main -- BACKLOG.md", "history-file", 0},
		 1.5},
	};

	make_history("history-files", "folder", scaled(10000), scaled(50000));
	make_history("history-file", "file", scaled(10000), scaled(1000));
	heading("git log --raw, and git log -p, of the same paths");
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		compare(&rows[i]);
}

/* Seconds of processor at three sizes, and the exponent that fits them. */
static void growth(const char *name, const char *command, const char *const folders[3], const double sizes[3])
{
	double x[3], y[3], mean_x = 0, mean_y = 0, over = 0, under = 0, seconds[3];

	for (int i = 0; i < 3; i++) {
		double times[ROUNDS_MAX];
		struct job job = {command, folders[i], 0};

		run(&job);
		for (unsigned k = 0; k < rounds; k++)
			times[k] = run(&job).cpu;
		seconds[i] = median(times, rounds);
		x[i] = log(sizes[i]);
		y[i] = log(fmax(seconds[i], 1e-4));
		mean_x += x[i] / 3;
		mean_y += y[i] / 3;
	}
	for (int i = 0; i < 3; i++) {
		over += (x[i] - mean_x) * (y[i] - mean_y);
		under += (x[i] - mean_x) * (x[i] - mean_x);
	}
	printf("%-46s %9.3f %9.3f %9.3f %8.2f %s\n", name, seconds[0], seconds[1], seconds[2], over / under,
	       over / under <= 1.15 ? "holds" : "OVER");
	fflush(stdout);
}

static void growth_heading(const char *what)
{
	printf("\n%-46s %9s %9s %9s %8s\n", what, "n", "3n", "10n", "exponent");
}

static void rows_graph(void)
{
	static const char *const shapes[] = {"none", "chain", "star", "ring", "layers"};
	static const double sizes[3] = {1, 3, 10};

	growth_heading("pm-rank --by value/job_size, n = 10,000 (before -s): seconds of CPU");
	for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
		char names[3][64];
		const char *folders[3];

		for (int k = 0; k < 3; k++) {
			snprintf(names[k], sizeof names[k], "graph-%s-%d", shapes[i], k);
			folders[k] = names[k];
			make(names[k], "\"$gen\" graph %u %s >new/BACKLOG.md", scaled((unsigned)(10000 * sizes[k])), shapes[i]);
		}
		growth(shapes[i], "pm-rank --by value/job_size", folders, sizes);
	}
}

static void rows_rank(void)
{
	static const struct row rows[] = {
		{"pm-rank, 100,000 stories",
		 {"pm-rank --by rice --top 10", "file-100k", 0},
		 {"pm-rank --show-files", "file-100k", 0},
		 1.3},
		{"pm-rank --samples 10000, 1,000 ranges",
		 {"pm-rank --samples 10000", "ranges", 0},
		 {"cmark --to xml BACKLOG.md", "file-100k", 0},
		 0},
		{"pm-rank --capacity, 200 items", {"pm-rank --capacity 150", "fill", 0}, {"git rev-parse HEAD", "small", 0}, 0},
		{"pm-rank --write --diff, 10,000 stories",
		 {"pm-rank --by priority --write --diff", "file-10k", 0},
		 {"pm-rank --by priority --top 10", "file-10k", 0},
		 0},
	};

	make_file("file-100k", 100000);
	make_file("file-10k", 10000);
	make_small();
	make("ranges", "\"$gen\" scores 1000 ranges >new/BACKLOG.md");
	make("fill", "\"$gen\" scores 200 figures >new/BACKLOG.md");
	heading("reading alone (goal: ranking costs at most 0.3 of it); cmark --to xml of 76 MB; git rev-parse HEAD; ranking "
		"alone");
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		compare(&rows[i]);
}

static void rows_growth_of_history(void)
{
	static const char *const folders[3] = {"history-2k", "history-6k", "history-20k"};
	static const double sizes[3] = {1, 3, 10};
	static const unsigned counts[3] = {2000, 6000, 20000};

	for (int i = 0; i < 3; i++)
		make_history(folders[i], "folder", scaled(1000), scaled(counts[i]));
	growth_heading("n = 2,000 commits of 1,000 files (before -s): seconds of CPU");
	growth("pm-render flow", "pm-render flow --rev main -f json", folders, sizes);
	growth("pm-render changes", "pm-render changes -f json main~100..main", folders, sizes);
}

static void rows_growth(void)
{
	static const char *const file_folders[3] = {"file-10k", "file-30k", "file-100k"};
	static const char *const files_folders[3] = {"files-10k", "files-30k", "files-100k"};
	static const double sizes[3] = {1, 3, 10};
	static const unsigned counts[3] = {10000, 30000, 100000};

	for (int i = 0; i < 3; i++) {
		make_file(file_folders[i], counts[i]);
		make_files(files_folders[i], counts[i]);
	}
	growth_heading("n = 10,000 items (before -s): seconds of CPU");
	growth("pm-lint, one file", "pm-lint -q", file_folders, sizes);
	growth("pm-lint, one file an item", "pm-lint -q", files_folders, sizes);
	growth("pm-rank --by rice", "pm-rank --by rice", file_folders, sizes);
	growth("pm-render items -f json", "pm-render items -f json", file_folders, sizes);
	for (size_t i = 0; i < VIEWS; i++) {
		char command[64];

		snprintf(command, sizeof command, "pm-render %s -f html", views[i]);
		growth(command, command, file_folders, sizes);
	}
	rows_growth_of_history();
}

/* -- the baseline for many files: open and read, nothing else */

static int read_all(const char *folder)
{
	char *folders[] = {(char[]){"."}, NULL};
	static char buffer[1 << 16];
	unsigned long long bytes = 0;
	FTSENT *entry;
	FTS *walk;

	if (chdir(folder) != 0)
		die(folder);
	walk = fts_open(folders, FTS_PHYSICAL | FTS_NOSTAT | FTS_NOCHDIR, NULL);
	while (walk != NULL && (entry = fts_read(walk)) != NULL) {
		ssize_t size;
		int file;

		if (entry->fts_info != FTS_F && entry->fts_info != FTS_NSOK)
			continue;
		file = open(entry->fts_path, O_RDONLY | O_CLOEXEC);
		if (file < 0)
			die(entry->fts_path);
		while ((size = read(file, buffer, sizeof buffer)) > 0)
			bytes += (unsigned long long)size;
		close(file);
	}
	if (walk == NULL || fts_close(walk) != 0)
		die(folder);
	printf("%llu\n", bytes);
	return 0;
}

static void prepare(const char *program)
{
	struct pm_buf path = {0};
	char *real = realpath(program, NULL);

	if (real == NULL || strstr(real, "/tests/bench/run") == NULL)
		die("the build folder");
	snprintf(build, sizeof build, "%.*s", (int)(strstr(real, "/tests/bench/run") - real), real);
	free(real);
	pm_buf_addf(&path, "%s:%s", build, getenv("PATH") != NULL ? getenv("PATH") : "/usr/bin:/bin");
	setenv("PATH", path.p, 1);
	pm_buf_clear(&path);
	snprintf(corpus, sizeof corpus, "%s", build);
	snprintf(corpus + strlen(corpus), sizeof corpus - strlen(corpus), "/bench-%u", percent);
	if (mkdir(corpus, 0777) != 0 && errno != EEXIST)
		die(corpus);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*rows)(void);
	} groups[] = {{"file", rows_file},   {"views", rows_views},  {"pages", rows_pages},	{"files", rows_files},
		      {"start", rows_start}, {"notes", rows_notes},  {"history", rows_history}, {"graph", rows_graph},
		      {"rank", rows_rank},   {"growth", rows_growth}};
	int option;

	if (argc == 3 && strcmp(argv[1], "--read-all") == 0)
		return read_all(argv[2]);
	while ((option = getopt(argc, argv, "r:s:")) != -1) {
		if (option == 'r')
			rounds = (unsigned)strtoul(optarg, NULL, 10);
		else if (option == 's')
			percent = (unsigned)strtoul(optarg, NULL, 10);
		else
			return 2;
	}
	if (rounds < 1 || rounds > ROUNDS_MAX || percent < 1)
		return 2;
	prepare(argv[0]);
	printf("%ld cores, %u rounds, corpus at %u %%\n", sysconf(_SC_NPROCESSORS_ONLN), rounds, percent);
	for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
		int wanted = optind == argc;

		for (int k = optind; k < argc; k++)
			wanted |= strcmp(argv[k], groups[i].name) == 0;
		if (wanted)
			groups[i].rows();
	}
	return 0;
}
