/* prop_lint_fix: seeded property tests of the fixes of findings.
 *
 * On generated files with faults in every form: what a round of fixes changes can be undone to the byte; no item is lost and none
 * becomes unreadable; safe fixes change no reading of what could be read; and when they are done, doing them again changes nothing.
 * The first argument is the number of cases (PM_CASES, else 10,000), the second the seed.
 */
#include "parser/repair.h"
#include "parser/rng.h"
#include "parser/rule.h"
#include "tests/unit/test.h"

#include <stdlib.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define PICK(rng, array) ((array)[pm_rng_below(rng, (uint32_t)COUNT(array))])
enum { ROUNDS_MAX = 12 };

/* -- backlogs with faults */

static const char *const titles[] = {"Pay: with a saved card",
				     "Pay later",
				     "Refund -- \"at once\"",
				     "It's: paid",
				     "Zahlen: später",
				     "支払い: 後で",
				     "- Pay",
				     "#2 pay",
				     "Pay # now",
				     "*Pay* twice",
				     "`pay`: run",
				     "a: b: c",
				     "@pay",
				     "[Pay]: now",
				     "{pay}: now",
				     "Pay \\ back: on",
				     "'Pay': now",
				     "\"Pay\": now"};
static const char *const lines[] = {"- Estimate: 3\n",
				    "- Prioritty: high\n",
				    "- Priority: hihg\n",
				    "* Status: done\n",
				    "- Depends on: PAY-1\n",
				    "- Depends on: PAY-77, EPIC-2\n",
				    "+ Owner: Ann Lee\n",
				    "**Goal:** G-9\n",
				    "- X-Team: blue <!-- keep me -->\n",
				    "\n",
				    "As a customer, I want to pay.\n",
				    "<!-- pm-lint-disable-line read-field -->\n",
				    "<!-- pm-lint-disable-next-line story-incomplete -- so -->\n",
				    "\nAcceptance criteria:\n\n- [ ] one\n- [x] two\n```\n- [ ] not one\n```\n- [ ] three\n\n",
				    "\n```yaml\nstatus: open: now\nteam: blue\n```\n",
				    "\n| Field | Value |\n|---|---|\n| Status | done |\n\n",
				    "\nText of `code: x` and [a link](missing.md).\n"};
static const char *const starts[] = {
	"## PAY-1 ", "## PAY-2 ", "### PAY-10: ",     "## ", "### Story: ", "## EPIC-2 ", "## Bug: ", "### **",
	"- [ ] ",    "- [x] ",	  "- [ ] **PAY-3** ", "* ",  "## US 1.2 ",  "# "};
static const char *const keys[] = {
	"id: TASK-1", "id: PAY-1",	   "status: In: progress", "labels: [a, b",  "labels: [a, 'b: c']",
	"x: y: z",    "owner: @ann",	   "estimate: 3 # three",  "parent: TASK-9", "id: TASK-1",
	"- list",     "note: it's \"so\"", "\tstatus: open",	   "status:open",    "due: 2026-02-31"};

static void add_matter(struct pm_rng *rng, struct pm_buf *out)
{
	pm_buf_addz(out, "---\n");
	for (uint32_t n = pm_rng_below(rng, 5); n > 0; n--)
		pm_buf_addf(out, "%s\n", PICK(rng, keys));
	pm_buf_addf(out, "title: %s\n", PICK(rng, titles));
	pm_buf_addz(out, "---\n\n");
}

static void add_table(struct pm_rng *rng, struct pm_buf *out)
{
	pm_buf_addz(out, "\n| ID | Title | Status | Depends on |\n|----|:-----|---|---|\n");
	for (uint32_t n = 1 + pm_rng_below(rng, 4); n > 0; n--)
		pm_buf_addf(out, "|%s|%s | open | %s|\n", pm_rng_below(rng, 2) ? " PAY-4 " : "  ", PICK(rng, titles),
			    pm_rng_below(rng, 2) ? "PAY-4" : "");
	pm_buf_addc(out, '\n');
}

/* One file; `flags`: 1 CRLF, 2 BOM, 4 no line end at the end. */
static void add_file(struct pm_rng *rng, struct pm_buf *out)
{
	struct pm_buf text = {0};
	uint32_t flags = pm_rng_below(rng, 8);

	if (pm_rng_below(rng, 2))
		add_matter(rng, &text);
	else
		pm_buf_addz(&text, "# Backlog\n\n");
	for (uint32_t n = pm_rng_below(rng, 6); n > 0; n--) {
		if (pm_rng_below(rng, 8) == 0)
			add_table(rng, &text);
		pm_buf_addf(&text, "%s%s\n\n", PICK(rng, starts), PICK(rng, titles));
		for (uint32_t k = pm_rng_below(rng, 5); k > 0; k--)
			pm_buf_addz(&text, PICK(rng, lines));
	}
	if (flags & 2)
		pm_buf_addz(out, "\xef\xbb\xbf");
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\n' && (flags & 1))
			pm_buf_addc(out, '\r');
		pm_buf_addc(out, text.p[i]);
	}
	while ((flags & 4) && out->n && (out->p[out->n - 1] == '\n' || out->p[out->n - 1] == '\r'))
		out->n--;
	pm_buf_clear(&text);
}

/* -- one reading of them */

static const char *const names[] = {"backlog/one.md", "backlog/two.md"};
enum { FILES = COUNT(names) };

struct state {
	struct pm_buf files[FILES];
	struct pm_tree *tree;
	struct pm_product *product;
	struct pm_arena arena;
	struct pm_diags diags;
};

static struct pm_config config;

static void read_state(struct state *s)
{
	const struct pm_read_options options = {.config = &config, .threads = 1};
	const struct pm_check_options check = {.threads = 1, .fixes = true};
	struct pm_buf err = {0};

	s->tree = pm_tree_mem_new();
	for (size_t i = 0; i < FILES; i++)
		pm_tree_mem_add(s->tree, names[i], s->files[i].p ? s->files[i].p : "", s->files[i].n);
	if (pm_product_read(s->tree, &options, &s->product, &err) < 0)
		abort();
	pm_arena_init(&s->arena);
	pm_diags_init(&s->diags, &s->arena);
	pm_check(s->product, &check, &s->diags);
}

static void clear_state(struct state *s)
{
	pm_diags_clear(&s->diags);
	pm_arena_clear(&s->arena);
	pm_product_free(s->product);
	pm_tree_free(s->tree);
	for (size_t i = 0; i < FILES; i++)
		pm_buf_clear(&s->files[i]);
}

/* Applies the edits to a copy; false where they cannot be undone to the byte. */
static bool apply(const struct state *s, const struct pm_edits *edits, struct state *next)
{
	bool good = true;

	for (uint32_t i = 0; i < s->product->file_count; i++) {
		const struct pm_source *source = &s->product->files[i].source;
		struct pm_str bytes = pm_str_n(source->bytes, source->size);
		size_t n = strcmp(source->path, names[0]) != 0;
		struct pm_edits inverse;
		struct pm_buf back = {0}, err = {0};

		pm_edits_init(&inverse);
		good = good && pm_edits_apply(edits, i, bytes, &next->files[n], &err) == 0 &&
		       pm_edits_invert(edits, i, bytes, &inverse, &err) == 0 &&
		       pm_edits_apply(&inverse, i, pm_buf_str(&next->files[n]), &back, &err) == 0 &&
		       pm_str_eq(pm_buf_str(&back), bytes);
		if (err.n)
			printf("# %s\n", err.p);
		pm_edits_clear(&inverse);
		pm_buf_clear(&back);
		pm_buf_clear(&err);
	}
	return good;
}

/* -- what must hold */

static bool same_fields(const struct pm_product *a, const struct pm_item *x, const struct pm_product *b, const struct pm_item *y)
{
	for (uint16_t i = 0; i < x->field_count; i++)
		if (i >= y->field_count || x->fields[i].def != y->fields[i].def ||
		    !pm_str_eq(pm_field_text(a, x, &x->fields[i]), pm_field_text(b, y, &y->fields[i])))
			return false;
	return true;
}

/* What could be read is read as before. */
static bool reads_alike(const struct state *a, const struct state *b)
{
	if (a->product->item_count != b->product->item_count)
		return false;
	for (uint32_t i = 0; i < a->product->item_count; i++) {
		const struct pm_item *x = &a->product->items[i], *y = &b->product->items[i];

		if (!x->readable)
			continue;
		if (!pm_str_eq(x->id, y->id) || !pm_str_eq(x->title, y->title) || x->criterion_count != y->criterion_count ||
		    !same_fields(a->product, x, b->product, y))
			return false;
	}
	return true;
}

static bool loses_nothing(const struct state *a, const struct state *b)
{
	return b->product->item_count >= a->product->item_count && b->product->unreadable <= a->product->unreadable;
}

static void show(const char *what, const struct state *a, const struct state *b)
{
	printf("# %s\n", what);
	for (size_t i = 0; i < FILES; i++) {
		struct pm_buf diff = {0};

		pm_diff(names[i], pm_buf_str(&a->files[i]), pm_buf_str(&b->files[i]), &diff);
		printf("%s", diff.n ? diff.p : "");
		pm_buf_clear(&diff);
	}
}

static unsigned long rounds, refused;

/* Fixes round by round until nothing is left to fix. */
static bool case_holds(struct pm_rng *rng, bool unsafe)
{
	struct state now = {0};
	bool good = true, done = false;

	for (size_t i = 0; i < FILES; i++)
		add_file(rng, &now.files[i]);
	read_state(&now);
	for (int round = 0; good && !done && round < ROUNDS_MAX; round++) {
		struct state next = {0};
		struct pm_edits edits;

		pm_edits_init(&edits);
		done = pm_repair_take(&now.diags, unsafe, NULL, NULL, &edits) == 0;
		good = apply(&now, &edits, &next);
		rounds++;
		if (!good)
			show("cannot be undone", &now, &next);
		read_state(&next);
		if (good && !loses_nothing(&now, &next)) {
			refused++;
			good = unsafe; /* pm-lint refuses these */
			done = true;
			if (!good)
				show("loses an item", &now, &next);
		} else if (good && !unsafe && !reads_alike(&now, &next)) {
			good = false;
			show("changes a reading", &now, &next);
		}
		if (good && !done && round == ROUNDS_MAX - 1) {
			good = false;
			show("never ends", &now, &next);
		}
		pm_edits_clear(&edits);
		clear_state(&now);
		now = next;
	}
	clear_state(&now);
	return good;
}

int main(int argc, char **argv)
{
	const char *soak = getenv("PM_CASES");
	const char *count = argc > 1 ? argv[1] : soak && *soak ? soak : "10000";
	unsigned long cases = strtoul(count, NULL, 10), bad = 0;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;

	pm_config_init(&config);
	pm_config_finish(&config);
	for (unsigned long i = 0; i < cases && bad < 5; i++) {
		struct pm_rng rng;

		pm_rng_init(&rng, seed, i); /* a case can be run alone */
		if (case_holds(&rng, i % 2))
			continue;
		printf("# case %lu\n", i);
		bad++;
	}
	printf("# seed %ju, %lu cases, %lu rounds, %lu refused\n", (uintmax_t)seed, cases, rounds, refused);
	CHECK_INT(bad, 0);
	CHECK(rounds > cases);
	CHECK(refused < cases / 10);
	pm_config_clear(&config);
	return test_done();
}
