/* prop_reorder: seeded property tests of putting files in order.
 *
 * A file that is put in order has the same lines, the same items, field by field, and those in order; doing it again changes
 * nothing.  So it is with generated files, with the examples of the methods, with every example of formats/FORMAT.md and with those
 * of examples/; of the last three some would be read otherwise, which is found out before they are written, and counted here.  The
 * first argument is the number of cases (10,000), the second the seed.
 */
#include "parser/reorder.h"
#include "parser/rng.h"
#include "tests/unit/backlog.h"

#include <stdlib.h>

/* -- files */

struct writing {
	struct pm_rng *rng;
	struct pm_buf *out;
	const char *eol;
	unsigned id;
};

static bool chance(struct writing *w, uint32_t of)
{
	return pm_rng_below(w->rng, of) == 0;
}

static void line(struct writing *w, const char *text)
{
	pm_buf_addz(w->out, text);
	pm_buf_addz(w->out, w->eol);
}

static void blanks(struct writing *w, uint32_t least)
{
	for (uint32_t n = least + (chance(w, 4) ? pm_rng_below(w->rng, 3) : 0); n > 0; n--)
		line(w, chance(w, 8) ? "  " : "");
}

static void sections(struct writing *w, uint32_t count, const char *marks)
{
	static const char *const bodies[] = {
		"Some text.",
		"- Priority: P1",
		"- Reach: 4000",
		"**As a** cook, **I want** salt **so that** it tastes.",
		"- [ ] It is salted",
		"> quoted",
		"```\n# no heading\n```",
		"| a | b |\n|---|---|\n| 1 | 2 |",
		"<!-- a note -->",
		"Setext",
	};

	for (; count > 0; count--) {
		pm_buf_addf(w->out, "%s S-%u Title %u%s%s", marks, w->id, w->id, chance(w, 5) ? " (5 pts)" : "", w->eol);
		w->id++;
		for (uint32_t n = pm_rng_below(w->rng, 4); n > 0; n--) {
			blanks(w, 1);
			line(w, bodies[pm_rng_below(w->rng, sizeof bodies / sizeof *bodies)]);
		}
		if (count > 1 || !chance(w, 3))
			blanks(w, chance(w, 6) ? 0 : 1);
		if (chance(w, 7)) {
			pm_buf_addf(w->out, "%s Notes%s%s", marks, w->eol, w->eol);
			line(w, "Between the items.");
			blanks(w, 1);
		}
	}
}

static void entries(struct writing *w, uint32_t count)
{
	const char *marker = chance(w, 2) ? "-" : "*", *inside = "  ";
	uint32_t number = chance(w, 3) ? 1 + pm_rng_below(w->rng, 3) : 0;

	for (; count > 0; count--) {
		if (number > 0) {
			pm_buf_addf(w->out, "%u.", number++);
			inside = "   ";
		} else {
			pm_buf_addz(w->out, marker);
		}
		pm_buf_addf(w->out, " [%c] **S-%u** Title %u%s", chance(w, 5) ? 'x' : ' ', w->id, w->id, w->eol);
		w->id++;
		if (chance(w, 3))
			pm_buf_addf(w->out, "%s- Priority: P%u%s", inside, pm_rng_below(w->rng, 4), w->eol);
		if (chance(w, 5))
			pm_buf_addf(w->out, "%sMore about it.%s", inside, w->eol);
		if (chance(w, 6))
			blanks(w, 1);
	}
	blanks(w, 1);
}

static void rows(struct writing *w, uint32_t count)
{
	line(w, "| ID | Title | Value | Effort |");
	line(w, "|----|-------|-------|--------|");
	for (; count > 0; count--) {
		pm_buf_addf(w->out, "| S-%u | Title %u | %u | %s |%s", w->id, w->id, pm_rng_below(w->rng, 9),
			    chance(w, 4) ? "" : "3-5", w->eol);
		w->id++;
	}
	blanks(w, 1);
}

static void file(struct pm_rng *rng, struct pm_buf *out)
{
	struct writing w = {rng, out, pm_rng_below(rng, 6) == 0 ? "\r\n" : "\n", 1};

	line(&w, "# Backlog");
	blanks(&w, 1);
	for (uint32_t parts = 1 + pm_rng_below(rng, 4); parts > 0; parts--) {
		uint32_t count = 1 + pm_rng_below(rng, 6);

		if (chance(&w, 3)) {
			line(&w, chance(&w, 2) ? "## Now" : "## Sprint 4");
			blanks(&w, 1);
		}
		switch (pm_rng_below(rng, 4)) {
		case 0: sections(&w, count, "##"); break;
		case 1: sections(&w, count, "###"); break;
		case 2: entries(&w, count); break;
		default: rows(&w, count); break;
		}
	}
	if (chance(&w, 4))
		while (out->n > 0 && (out->p[out->n - 1] == '\n' || out->p[out->n - 1] == '\r'))
			out->n--;
}

/* -- properties */

static int by_text(const void *a, const void *b)
{
	return pm_str_cmp(*(const struct pm_str *)a, *(const struct pm_str *)b);
}

static size_t split(struct pm_str text, struct pm_str *lines)
{
	size_t count = 0;

	while (text.n > 0) {
		ptrdiff_t end = pm_str_chr(text, '\n');
		size_t n = end < 0 ? text.n : (size_t)end;

		lines[count] = pm_str_sub(text, 0, n);
		if (lines[count].n > 0 && lines[count].p[lines[count].n - 1] == '\r')
			lines[count].n--;
		while (lines[count].n > 0 && *lines[count].p >= '0' && *lines[count].p <= '9') /* numbers of entries stay */
			lines[count] = pm_str_sub(lines[count], 1, lines[count].n);
		count++;
		text = pm_str_sub(text, end < 0 ? n : n + 1, text.n);
	}
	qsort(lines, count, sizeof *lines, by_text);
	return count;
}

static bool same_lines(struct pm_str before, struct pm_str after)
{
	struct pm_str *x = pm_calloc(before.n + 1, sizeof *x), *y = pm_calloc(after.n + 1, sizeof *y);
	size_t n = split(before, x), m = split(after, y);
	bool same = n == m;

	for (size_t i = 0; same && i < n; i++)
		same = pm_str_eq(x[i], y[i]);
	free(x);
	free(y);
	return same;
}

/* Some of the items in any order; of two with one id, the one that it finds. */
static uint32_t *random_order(struct pm_rng *rng, const struct pm_product *product, size_t *count)
{
	uint32_t *items = pm_calloc((size_t)product->item_count + 1, sizeof *items);

	*count = 0;
	for (uint32_t i = 0; i < product->item_count; i++)
		if (product->items[i].id.n > 0 && pm_product_find(product, product->items[i].id, NULL) == i &&
		    pm_rng_below(rng, 5) > 0)
			items[(*count)++] = i;
	for (size_t i = *count; i > 1; i--) {
		size_t k = pm_rng_below(rng, (uint32_t)i);
		uint32_t swap = items[k];

		items[k] = items[i - 1];
		items[i - 1] = swap;
	}
	return items;
}

/* The same items in the product that was read again, by their ids. */
static bool find_again(const struct pm_product *before, const struct pm_product *after, uint32_t *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		items[i] = pm_product_find(after, before->items[items[i]].id, NULL);
		if (items[i] == PM_NO_ITEM)
			return false;
	}
	return true;
}

/* refused: how many would be read otherwise; NULL: none may. */
static bool puts_in_order(struct pm_rng *rng, struct pm_str text, uint32_t *moved, uint32_t *refused)
{
	struct pm_buf after = {0}, err = {0};
	struct pm_reorder reorder, again;
	struct backlog b, read;
	uint32_t *items;
	size_t count;
	bool good, agrees;

	backlog_init(&b, text, NULL);
	items = random_order(rng, b.product, &count);
	pm_reorder_init(&reorder, b.product, items, count);
	good = pm_edits_apply(&reorder.edits, 0, text, &after, &err) == 0;
	backlog_init(&read, pm_buf_str(&after), NULL);
	good = good && same_lines(text, pm_buf_str(&after));
	agrees = pm_reorder_agrees(&reorder, read.product, 0, &err);
	if (refused)
		*refused += !agrees;
	good = good && (agrees || refused);
	agrees = find_again(b.product, read.product, items, count) && agrees;
	good = good && (agrees || refused);
	pm_reorder_init(&again, read.product, items, agrees ? count : 0);
	good = good && !(agrees && again.changed[0]) && again.moved == 0;
	*moved += reorder.moved;
	if (!good)
		printf("# %s\n# -- before\n%.*s\n# -- after\n%s\n", err.n > 0 ? err.p : "", PM_FMT(text), after.p);
	pm_reorder_clear(&again);
	pm_reorder_clear(&reorder);
	backlog_clear(&read);
	backlog_clear(&b);
	free(items);
	pm_buf_clear(&after);
	pm_buf_clear(&err);
	return good;
}

/* -- examples */

static struct pm_buf contents(const char *path)
{
	struct pm_buf text = {0};
	FILE *file = fopen(path, "rb");

	CHECK(file != NULL);
	for (int c; file && (c = getc(file)) != EOF;)
		pm_buf_addc(&text, (char)c);
	if (file)
		fclose(file);
	return text;
}

/* The input of the next example of the specification. */
static bool next_example(struct pm_str *spec, struct pm_str *input)
{
	static const char begin[] = "```````````````````````````````` example", end[] = "\n.\n";
	ptrdiff_t at = pm_str_find(*spec, begin), line;

	if (at < 0)
		return false;
	*spec = pm_str_sub(*spec, (size_t)at, spec->n);
	line = pm_str_chr(*spec, '\n');
	*spec = pm_str_sub(*spec, (size_t)line, spec->n);
	at = pm_str_find(*spec, end);
	*input = pm_str_sub(*spec, 1, (size_t)at + 1);
	*spec = pm_str_sub(*spec, (size_t)at, spec->n);
	return true;
}

enum { ORDERS = 8 };

static unsigned put_example(struct pm_str text, uint32_t *moved, uint32_t *refused)
{
	unsigned bad = 0;

	for (uint64_t i = 0; i < ORDERS; i++) {
		struct pm_rng rng;

		pm_rng_init(&rng, 1, i);
		bad += !puts_in_order(&rng, text, moved, refused);
	}
	return bad;
}

static void test_examples(void)
{
	static const char *const files[] = {"examples/shop/BACKLOG.md",	 "examples/shop/ROADMAP.md",  "examples/shop/SPRINTS.md",
					    "examples/shop/RELEASES.md", "examples/shop/FEEDBACK.md", "examples/small/BACKLOG.md"};
	struct pm_buf spec = contents("formats/FORMAT.md");
	struct pm_str rest = pm_buf_str(&spec), input;
	uint32_t moved = 0, refused = 0, runs = 0;

	for (size_t i = 0; pm_methods[i]; i++)
		CHECK_INT(put_example(pm_str_c(pm_methods[i]->example), &moved, NULL), 0);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct pm_buf text = contents(files[i]);

		CHECK_INT(put_example(pm_buf_str(&text), &moved, &refused), 0);
		pm_buf_clear(&text);
	}
	for (; next_example(&rest, &input); runs += ORDERS)
		CHECK_INT(put_example(input, &moved, &refused), 0);
	CHECK(runs > 100 * ORDERS && moved > runs / 4);
	CHECK(refused < runs / 20);
	printf("# %lu orders of examples, %lu refused\n", (unsigned long)runs, (unsigned long)refused);
	pm_buf_clear(&spec);
}

int main(int argc, char **argv)
{
	unsigned long cases = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000, seed = argc > 2 ? strtoul(argv[2], NULL, 10) : 1,
		      bad = 0;
	uint32_t moved = 0;

	for (unsigned long i = 0; i < cases && bad < 3; i++) {
		struct pm_rng rng;

		struct pm_buf text = {0};

		pm_rng_init(&rng, seed, i);
		file(&rng, &text);
		if (!puts_in_order(&rng, pm_buf_str(&text), &moved, NULL)) {
			printf("# case %lu\n", i);
			bad++;
		}
		pm_buf_clear(&text);
	}
	CHECK_INT(bad, 0);
	CHECK(moved > cases); /* there was something to do */
	test_examples();
	return test_done();
}
