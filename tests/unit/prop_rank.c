/* prop_rank: seeded property test of scores: they are absolute.
 *
 * Adding an item, taking one out, or changing one changes no other item's score, by whatever method.  The first argument is the
 * number of cases (10,000), the second the seed.
 */
#include "parser/rng.h"
#include "tests/unit/backlog.h"

#include <math.h>
#include <stdlib.h>

enum { ROWS_MAX = 8 };

static const char *const methods[] = {"rice",	"ice-mean", "ice-product", "wsjf",     "cd3",	 "value-effort",
				      "moscow", "kano",	    "weighted",	   "priority", "manual", "(value + urgency) / effort,rice"};

static void random_row(struct pm_rng *rng, unsigned id, struct pm_buf *out)
{
	static const char *const words[] = {"must", "should", "P1", "low", ""};
	static const char *const kanos[] = {"A", "basic", "like / dislike", "A 3, O 2", ""};

	pm_buf_addf(out, "| A-%u | Item %u", id, id);
	for (int i = 0; i < 9; i++) {
		if (pm_rng_below(rng, 12) == 0)
			pm_buf_addz(out, " | ");
		else if (pm_rng_below(rng, 5) == 0)
			pm_buf_addf(out, " | %u-%u", pm_rng_below(rng, 5), 5 + pm_rng_below(rng, 9));
		else
			pm_buf_addf(out, " | %u", pm_rng_below(rng, 14));
	}
	pm_buf_addf(out, " | %s | %s | A-%u |\n", words[pm_rng_below(rng, 5)], kanos[pm_rng_below(rng, 5)],
		    1 + pm_rng_below(rng, ROWS_MAX));
}

static void write_file(struct pm_buf *rows, unsigned count, struct pm_buf *out)
{
	pm_buf_reset(out);
	pm_buf_addz(
		out,
		"# Backlog\n\n| ID | Title | Reach | Impact | Confidence | Effort | Ease | Value | Urgency | RR | CoD | Priority | "
		"Kano | Depends on |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
	for (unsigned i = 0; i < count; i++)
		pm_buf_adds(out, pm_buf_str(&rows[i]));
}

static void read(struct backlog *b, const struct pm_buf *text, const char *by)
{
	struct pm_buf err = {0};

	backlog_init(b, pm_buf_str(text), NULL);
	pm_config_set(&b->config, "rank.weights=value=3 urgency=2 effort=-1", &err);
	b->scoring = pm_scoring_new(b->product, pm_str_c(by), &err);
	if (!b->scoring)
		abort();
	pm_rank(b->scoring, NULL, NULL, &b->ranking);
	pm_buf_clear(&err);
}

/* NaN: it has none. */
static double score_of(const struct backlog *b, struct pm_str id)
{
	uint32_t item = pm_product_find(b->product, id, NULL);
	const struct pm_ranked *ranked = item == PM_NO_ITEM ? NULL : pm_ranking_find(&b->ranking, item);

	return ranked ? ranked->score.value : NAN;
}

/* But for the one that was changed. */
static bool same_scores(const struct backlog *before, const struct backlog *after, unsigned changed)
{
	char name[16];

	for (unsigned id = 1; id <= ROWS_MAX; id++) {
		double x, y;

		snprintf(name, sizeof name, "A-%u", id);
		x = score_of(before, pm_str_c(name));
		y = score_of(after, pm_str_c(name));
		if (id != changed && !(x == y || (isnan(x) && isnan(y))))
			return false;
	}
	return true;
}

static bool is_absolute(struct pm_rng *rng)
{
	struct pm_buf rows[ROWS_MAX] = {{0}}, one = {0}, other = {0};
	unsigned count = 2 + pm_rng_below(rng, ROWS_MAX - 1), changed = 1 + pm_rng_below(rng, count);
	const char *by = methods[pm_rng_below(rng, sizeof methods / sizeof *methods)];
	struct backlog before, after;
	bool good;

	for (unsigned i = 0; i < count; i++)
		random_row(rng, i + 1, &rows[i]);
	write_file(rows, count, &one);
	pm_buf_reset(&rows[changed - 1]);
	if (pm_rng_below(rng, 3) > 0)
		random_row(rng, changed, &rows[changed - 1]);
	write_file(rows, count, &other);
	read(&before, &one, by);
	read(&after, &other, by);
	good = same_scores(&before, &after, changed);
	if (!good)
		printf("# by %s, A-%u changed\n%s\n%s\n", by, changed, one.p, other.p);
	backlog_clear(&after);
	backlog_clear(&before);
	for (unsigned i = 0; i < ROWS_MAX; i++)
		pm_buf_clear(&rows[i]);
	pm_buf_clear(&one);
	pm_buf_clear(&other);
	return good;
}

int main(int argc, char **argv)
{
	unsigned long cases = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000, bad = 0;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;

	for (unsigned long i = 0; i < cases && bad < 3; i++) {
		struct pm_rng rng;

		pm_rng_init(&rng, seed, i);
		bad += !is_absolute(&rng);
	}
	printf("# seed %ju, %lu cases\n", (uintmax_t)seed, cases);
	CHECK_INT(bad, 0);
	return test_done();
}
