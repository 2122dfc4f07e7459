/* gen: seeded backlogs of any size, for figures.
 *
 *   gen stories N [SEED]     one file of N stories to standard output, about 760 bytes each
 *   gen files N DIR [SEED]   a folder of N task files with front matter, one story each
 *   gen graph N SHAPE        N short stories whose dependencies make a chain, a star, a ring, layers, or none
 *   gen scores N KIND        a table of N rows with the inputs of RICE, a third with dependencies; KIND: figures, or ranges
 *
 * The same arguments give the same bytes on every machine.
 */
#include "parser/mem.h"
#include "parser/rng.h"
#include "parser/str.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define ANY(rng, array) ((array)[pm_rng_below((rng), (uint32_t)COUNT(array))])

enum { STORIES_AN_EPIC = 40, STORIES_A_SPRINT = 25 };

static const char *const roles[] = {"returning customer", "shop owner", "warehouse clerk", "first-time visitor",
				    "support agent",	  "bookkeeper", "delivery driver", "store manager",
				    "wholesale buyer",	  "Händlerin"};
static const char *const verbs[] = {"see", "change", "export", "cancel", "compare", "search", "save", "share", "print", "repeat"};
static const char *const things[] = {"an order",	"the invoice",	  "a saved card",	    "the delivery date",
				     "my address book", "a return label", "the stock of a product", "last month's sales",
				     "a gift voucher",	"the café menu"};
static const char *const places[] = {
	"on the phone",	      "in the back office",	   "at the till",  "from the confirmation mail", "in one step",
	"without signing in", "for several shops at once", "before paying"};
static const char *const gains[] = {"I lose no time at the counter", "the numbers are right at the end of the day",
				    "nobody has to call support",    "customers come back",
				    "we ship on the same day",	     "mistakes are found before they cost money"};
static const char *const states[] = {"idea",	  "ready", "ready", "ready", "in progress",
				     "in review", "done",  "done",  "done",  "dropped"};
static const char *const priorities[] = {"P1", "P2", "P2", "P3", "high", "low"};
static const char *const labels[] = {"checkout", "search", "stock", "billing", "mobile", "reports"};
static const char *const people[] = {"Ada", "Grace", "Linus", "Barbara", "Edsger"};
static const char *const prose[] = {
	"The first version does the common case only; what is left is listed with the team that asked for it.",
	"Support counts about forty calls a month on this, most of them on Mondays, when the weekend's orders are packed.",
	"See the notes of the [interview](https://example.org/notes) and the `orders` table; *nothing* else has to change.",
	"Two shops tried a paper mock-up of this in spring and both asked when they could have it.",
};
static const unsigned points[] = {1, 2, 3, 3, 5, 5, 8, 13};
static const unsigned confidences[] = {50, 80, 80, 100};
static const char *const impacts[] = {"0.25", "0.5", "1", "2", "3"};

struct story {
	struct pm_rng *rng;
	unsigned number;
	const char *role, *verb, *thing, *place, *gain;
};

static void story_init(struct story *story, struct pm_rng *rng, unsigned number)
{
	story->rng = rng;
	story->number = number;
	story->role = ANY(rng, roles);
	story->verb = ANY(rng, verbs);
	story->thing = ANY(rng, things);
	story->place = ANY(rng, places);
	story->gain = ANY(rng, gains);
}

/* How a form writes one field: before the label, between label and value, behind the value. */
struct spelling {
	const char *before, *between, *behind;
};
static const struct spelling entry = {"- ", ": ", "\n"};
static const struct spelling bold = {"- **", ":** ", "\n"};
static const struct spelling row = {"| ", " | ", " |\n"};
static const struct spelling paragraph = {"**", "**: ", "  \n"};

__attribute__((format(printf, 4, 5))) static void field(struct pm_buf *out, const struct spelling *spelling, const char *label,
							const char *format, ...)
{
	char value[256];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(value, sizeof value, format, arguments);
	va_end(arguments);
	pm_buf_addf(out, "%s%s%s%s%s", spelling->before, label, spelling->between, value, spelling->behind);
}

static void fields(struct pm_buf *out, const struct spelling *spelling, const struct story *story)
{
	struct pm_rng *rng = story->rng;

	field(out, spelling, "Status", "%s", ANY(rng, states));
	field(out, spelling, "Estimate", "%u", ANY(rng, points));
	field(out, spelling, "Priority", "%s", ANY(rng, priorities));
	field(out, spelling, "Goal", "G-%u", 1 + pm_rng_below(rng, 8));
	if (story->number > 10 && pm_rng_below(rng, 3) == 0) {
		unsigned near = 1 + pm_rng_below(rng, story->number - 1);

		if (pm_rng_below(rng, 2) == 0)
			field(out, spelling, "Depends on", "PAY-%u", near);
		else
			field(out, spelling, "Depends on", "PAY-%u, PAY-%u", near, story->number - 1);
	}
	field(out, spelling, "Reach", "%u", 100 * (1 + pm_rng_below(rng, 60)));
	field(out, spelling, "Impact", "%s", ANY(rng, impacts));
	field(out, spelling, "Confidence", "%u%%", ANY(rng, confidences));
	if (pm_rng_below(rng, 2) == 0)
		field(out, spelling, "Labels", "%s, %s", ANY(rng, labels), ANY(rng, labels));
	else
		field(out, spelling, "Owner", "%s", ANY(rng, people));
}

static void sentence(struct pm_buf *out, const struct story *story)
{
	/* One in a hundred says no benefit: findings cost time too. */
	if (pm_rng_below(story->rng, 100) == 0)
		pm_buf_addf(out, "As a %s, I want to %s %s %s.\n", story->role, story->verb, story->thing, story->place);
	else
		pm_buf_addf(out, "**As a** %s, **I want** to %s %s %s **so that** %s.\n", story->role, story->verb, story->thing,
			    story->place, story->gain);
}

static void criterion(struct pm_buf *out, const struct story *story, unsigned which)
{
	static const char *const open[] = {"Given %s on the screen, when I press the button, then it takes at most %u steps",
					   "An expired entry of %s asks once and is kept for %u days",
					   "Given no network, when I open %s, then the last %u are shown",
					   "Nothing is lost when %s is left half-way after %u seconds",
					   "The list of %s shows the newest %u first"};

	pm_buf_addf(out, open[which % COUNT(open)], ANY(story->rng, things), 2 + pm_rng_below(story->rng, 30));
	pm_buf_addc(out, '\n');
}

static void criteria(struct pm_buf *out, const struct story *story, const char *label)
{
	unsigned count = 3 + pm_rng_below(story->rng, 3);

	if (pm_rng_below(story->rng, 100) == 0)
		return;
	pm_buf_addf(out, "\n%s\n\n", label);
	for (unsigned i = 0; i < count; i++) {
		pm_buf_addz(out, pm_rng_below(story->rng, 4) == 0 ? "- [x] " : "- [ ] ");
		criterion(out, story, story->number + i);
	}
}

/* A story under a heading, in one of the forms that backlogs have; most are canonical. */
static void heading_story(struct pm_buf *out, const struct story *story)
{
	static const struct {
		const struct spelling *spelling;
		const char *before, *label;
	} forms[] = {{&entry, "", "**Acceptance criteria**"},
		     {&bold, "", "**Acceptance Criteria:**"},
		     {&row, "| Field | Value |\n| --- | --- |\n", "#### Acceptance criteria"},
		     {&paragraph, "", "Acceptance criteria:"}};
	unsigned choice = pm_rng_below(story->rng, 10);
	unsigned form = choice < 7 ? 0 : choice - 6;

	pm_buf_addf(out, "### PAY-%u %c%s %s %s\n\n", story->number, story->verb[0] - 'a' + 'A', story->verb + 1, story->thing,
		    story->place);
	pm_buf_addz(out, forms[form].before);
	fields(out, forms[form].spelling, story);
	pm_buf_addc(out, '\n');
	sentence(out, story);
	if (pm_rng_below(story->rng, 2) == 0)
		pm_buf_addf(out, "\n%s\n", ANY(story->rng, prose));
	criteria(out, story, forms[form].label);
	pm_buf_addc(out, '\n');
}

static int flush(struct pm_buf *out, FILE *file)
{
	size_t written = fwrite(out->p, 1, out->n, file);
	bool ok = written == out->n;

	pm_buf_reset(out);
	return ok ? 0 : -1;
}

static int stories(unsigned count, uint64_t seed)
{
	struct pm_buf out = {0};
	struct pm_rng rng;
	struct story story;
	int status = 0;

	pm_rng_init(&rng, seed, 0);
	pm_buf_addz(&out, "# Backlog\n\n");
	for (unsigned i = 1; i <= count && status == 0; i++) {
		if (i % STORIES_AN_EPIC == 1)
			pm_buf_addf(&out, "## EPIC-%u %s for a %s\n\n", 1 + i / STORIES_AN_EPIC, ANY(&rng, labels),
				    ANY(&rng, roles));
		story_init(&story, &rng, i);
		heading_story(&out, &story);
		status = flush(&out, stdout);
	}
	pm_buf_clear(&out);
	return status;
}

/* -- one file a story */

static void task_file(struct pm_buf *out, const struct story *story)
{
	struct pm_rng *rng = story->rng;
	static const char *const task_states[] = {"To Do", "To Do", "In Progress", "Done"};

	pm_buf_addf(out, "---\nid: TASK-%u\ntitle: %s %s %s\nstatus: %s\nassignee:\n  - '@%s'\n", story->number, story->verb,
		    story->thing, story->place, ANY(rng, task_states), ANY(rng, people));
	pm_buf_addf(out, "created_date: '2026-%02u-%02u'\nlabels:\n  - %s\n  - %s\n", 1 + pm_rng_below(rng, 12),
		    1 + pm_rng_below(rng, 28), ANY(rng, labels), ANY(rng, labels));
	if (story->number > 10 && pm_rng_below(rng, 3) == 0)
		pm_buf_addf(out, "dependencies:\n  - TASK-%u\n", 1 + pm_rng_below(rng, story->number - 1));
	else
		pm_buf_addz(out, "dependencies: []\n");
	pm_buf_addf(out, "priority: %s\nordinal: %u\n---\n\n## Description\n\n", ANY(rng, priorities), 1000 * story->number);
	sentence(out, story);
	pm_buf_addf(out, "\n%s\n\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n", ANY(rng, prose));
	for (unsigned i = 0; i < 3 + story->number % 3; i++) {
		pm_buf_addf(out, "- [%c] #%u ", pm_rng_below(rng, 3) == 0 ? 'x' : ' ', i + 1);
		criterion(out, story, i);
	}
	pm_buf_addz(out, "<!-- AC:END -->\n");
}

static int write_file(const char *path, struct pm_buf *out)
{
	FILE *file = fopen(path, "wb");
	int status;

	if (file == NULL)
		return -1;
	status = flush(out, file);
	return fclose(file) == 0 ? status : -1;
}

static int make_folder(const char *path)
{
	return mkdir(path, 0777) == 0 || errno == EEXIST ? 0 : -1;
}

static int files(unsigned count, const char *folder, uint64_t seed)
{
	struct pm_buf out = {0}, path = {0};
	struct pm_rng rng;
	struct story story;
	int status;

	pm_buf_addf(&path, "%s/backlog", folder);
	status = make_folder(folder) | make_folder(path.p);
	pm_buf_addz(&path, "/config.yml");
	pm_buf_addz(&out, "project_name: \"Shop\"\nstatuses: [\"To Do\", \"In Progress\", \"Done\"]\n");
	status |= write_file(path.p, &out);
	pm_buf_reset(&path);
	pm_buf_addf(&path, "%s/backlog/tasks", folder);
	status |= make_folder(path.p);
	for (unsigned i = 1; i <= count && status == 0; i++) {
		pm_rng_init(&rng, seed, i);
		story_init(&story, &rng, i);
		task_file(&out, &story);
		pm_buf_reset(&path);
		pm_buf_addf(&path, "%s/backlog/tasks/task-%u - %s.md", folder, i, story.verb);
		status = write_file(path.p, &out);
	}
	pm_buf_clear(&out);
	pm_buf_clear(&path);
	return status;
}

/* -- dependency graphs */

static int graph(unsigned count, const char *shape)
{
	struct pm_buf out = {0};
	unsigned wide = 100;
	int status = 0;

	pm_buf_addz(&out, "# Backlog\n\n");
	for (unsigned i = 1; i <= count && status == 0; i++) {
		pm_buf_addf(&out, "## PAY-%u Step %u\n\n- Value: %u\n- Job size: %u\n", i, i, 1 + i % 20, 1 + i % 13);
		if (strcmp(shape, "chain") == 0 && i > 1)
			pm_buf_addf(&out, "- Depends on: PAY-%u\n", i - 1);
		else if (strcmp(shape, "star") == 0 && i > 1)
			pm_buf_addz(&out, "- Depends on: PAY-1\n");
		else if (strcmp(shape, "ring") == 0)
			pm_buf_addf(&out, "- Depends on: PAY-%u\n", i == 1 ? count : i - 1);
		else if (strcmp(shape, "layers") == 0 && i > 2 * wide)
			pm_buf_addf(&out, "- Depends on: PAY-%u, PAY-%u, PAY-%u\n", i - wide, i - wide - 1, i - wide + 1);
		pm_buf_addc(&out, '\n');
		status = flush(&out, stdout);
	}
	pm_buf_clear(&out);
	return status;
}

/* -- scores */

static int scores(unsigned count, bool ranges)
{
	struct pm_buf out = {0};
	struct pm_rng rng;
	int status = 0;

	pm_buf_addz(
		&out,
		"# Backlog\n\n| ID | Title | Reach | Impact | Confidence | Effort | Depends on |\n|---|---|---|---|---|---|---|\n");
	pm_rng_init(&rng, 1, 0);
	for (unsigned i = 1; i <= count && status == 0; i++) {
		unsigned reach = 100 + pm_rng_below(&rng, 9000), effort = ANY(&rng, points);

		pm_buf_addf(&out, "| PAY-%u | Step %u | %u", i, i, reach);
		if (ranges)
			pm_buf_addf(&out, "-%u", reach + reach / 2);
		pm_buf_addf(&out, " | %s | %s%u%% | %u", ANY(&rng, impacts), ranges ? "30%-" : "", ANY(&rng, confidences), effort);
		if (ranges)
			pm_buf_addf(&out, "-%u", effort + 3);
		pm_buf_addz(&out, " | ");
		if (i > 1 && pm_rng_below(&rng, 3) == 0)
			pm_buf_addf(&out, "PAY-%u", i > 12 ? i - 1 - pm_rng_below(&rng, 12) : i - 1);
		pm_buf_addz(&out, " |\n");
		status = flush(&out, stdout);
	}
	pm_buf_clear(&out);
	return status;
}

static int usage(void)
{
	fputs("usage: gen stories N [SEED] | gen files N DIR [SEED] | gen graph N chain|star|ring|layers|none | "
	      "gen scores N figures|ranges\n",
	      stderr);
	return 2;
}

static uint64_t seed_of(int argc, char **argv, int at)
{
	return argc > at ? strtoull(argv[at], NULL, 10) : 1;
}

int main(int argc, char **argv)
{
	unsigned count;
	int status;

	if (argc < 3)
		return usage();
	count = (unsigned)strtoul(argv[2], NULL, 10);
	if (strcmp(argv[1], "stories") == 0)
		status = stories(count, seed_of(argc, argv, 3));
	else if (strcmp(argv[1], "files") == 0 && argc > 3)
		status = files(count, argv[3], seed_of(argc, argv, 4));
	else if (strcmp(argv[1], "graph") == 0 && argc > 3)
		status = graph(count, argv[3]);
	else if (strcmp(argv[1], "scores") == 0 && argc > 3)
		status = scores(count, strcmp(argv[3], "ranges") == 0);
	else
		return usage();
	if (status != 0 || fflush(stdout) != 0) {
		perror("gen");
		return 2;
	}
	return 0;
}
