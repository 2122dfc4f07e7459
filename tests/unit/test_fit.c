/* test_fit: what fits, against every way there is. */
#include "parser/fit.h"
#include "parser/rng.h"
#include "tests/unit/backlog.h"

#include <math.h>
#include <stdlib.h>

enum { SMALL = 13 };

static void random_table(struct pm_rng *rng, uint32_t count, bool fractions, struct pm_buf *out)
{
	pm_buf_addz(out, "# Backlog\n\n| ID | Title | Value | Effort | Depends on |\n|---|---|---|---|---|\n");
	for (uint32_t i = 0; i < count; i++) {
		pm_buf_addf(out, "| A-%u | Item %u | %u | %u%s |", i + 1, i + 1, pm_rng_below(rng, 30), 1 + pm_rng_below(rng, 9),
			    fractions ? ".375" : "");
		for (uint32_t k = 0; k < i; k++)
			if (pm_rng_below(rng, 2 * count) < 2)
				pm_buf_addf(out, " A-%u", k + 1);
		pm_buf_addz(out, " |\n");
	}
}

static bool is_closed(const struct pm_graph *needs, unsigned set)
{
	for (uint32_t n = 0; n < needs->node_count; n++)
		for (uint32_t a = needs->first[n]; (set & 1u << n) && a < needs->first[n + 1]; a++)
			if (!(set & 1u << needs->to[a]))
				return false;
	return true;
}

static double best_value(const struct pm_ranking *ranking, double capacity)
{
	double best = 0, cost[SMALL], value[SMALL];

	for (size_t i = 0; i < ranking->count; i++) {
		cost[ranking->items[i].node] = ranking->items[i].score.cost;
		value[ranking->items[i].node] = ranking->items[i].score.value * ranking->items[i].score.cost;
	}
	for (unsigned set = 0; set < 1u << ranking->count; set++) {
		double c = 0, v = 0;

		for (uint32_t n = 0; n < ranking->count; n++) {
			c += set & 1u << n ? cost[n] : 0;
			v += set & 1u << n ? value[n] : 0;
		}
		if (c <= capacity && v > best && is_closed(&ranking->needs, set))
			best = v;
	}
	return best;
}

/* What was taken is closed, fits, and is as good as any. */
static void test_best(void)
{
	struct pm_buf text = {0};
	struct pm_rng rng;

	pm_rng_init(&rng, 3, 0);
	for (int round = 0; round < 300; round++) {
		uint32_t count = 1 + pm_rng_below(&rng, SMALL);
		double capacity = 1 + pm_rng_below(&rng, 40), used = 0, value = 0;
		unsigned set = 0;
		struct backlog b;
		struct pm_fit fit;

		pm_buf_reset(&text);
		random_table(&rng, count, round % 3 == 0, &text);
		backlog_init(&b, pm_buf_str(&text), "value-effort");
		CHECK_INT(b.ranking.count, count);
		pm_fit(&b.ranking, capacity, NULL, 0, NULL, &fit);
		for (size_t i = 0; i < b.ranking.count; i++)
			if (fit.why[i] == PM_FIT_TAKEN) {
				set |= 1u << b.ranking.items[i].node;
				used += b.ranking.items[i].score.cost;
				value += b.ranking.items[i].score.value * b.ranking.items[i].score.cost;
			}
		CHECK(is_closed(&b.ranking.needs, set));
		CHECK(used <= capacity && fabs(used - fit.used) < 1e-9);
		CHECK(fabs(value - fit.value) < 1e-9);
		CHECK(fit.exact);
		CHECK(fabs(fit.value - best_value(&b.ranking, capacity)) < 1e-9);
		if (fabs(fit.value - best_value(&b.ranking, capacity)) >= 1e-9)
			printf("# capacity %g: %g, best %g\n%s", capacity, fit.value, best_value(&b.ranking, capacity), text.p);
		pm_fit_clear(&fit);
		backlog_clear(&b);
	}
	pm_buf_clear(&text);
}

/* Many items: what is said to be exact is, and what is not says a gap that no filling exceeds. */
static void test_many(void)
{
	struct pm_buf text = {0};
	struct pm_rng rng;

	pm_rng_init(&rng, 5, 0);
	for (int round = 0; round < 8; round++) {
		struct backlog b;
		struct pm_fit fit;

		pm_buf_reset(&text);
		random_table(&rng, 200, round % 2 == 1, &text);
		backlog_init(&b, pm_buf_str(&text), "value-effort");
		pm_fit(&b.ranking, 100 + 50 * round, NULL, 0, NULL, &fit);
		CHECK(fit.used <= fit.capacity * (1 + 1e-9));
		CHECK(fit.value <= fit.most * (1 + 1e-9));
		CHECK(!fit.exact || fit.value == fit.most);
		pm_fit_clear(&fit);
		backlog_clear(&b);
	}
	pm_buf_clear(&text);
}

static void test_reasons(void)
{
	struct backlog b;
	static const char *const wrong[] = {"0", "much", "5x", "10 apples", "40%", "1e308 years", "3/5", "-3", "5; 6"};
	struct pm_buf err = {0};
	const char *unit;
	struct pm_fit fit;
	double capacity;

	/* A-1 is worth nothing and unlocks A-2; A-4 waits for one that is not ranked and has no size */
	backlog_init(
		&b,
		PM_STR("# Backlog\n\n| ID | Title | MoSCoW | Value | Effort | Depends on |\n|---|---|---|---|---|---|\n"
		       "| A-1 | One | must | 0 | 2 | |\n| A-2 | Two | could | 20 | 3 | A-1 |\n| A-3 | Three | must | 9 | 3 | |\n"
		       "| A-4 | Four | should | 9 | 1 | A-5 |\n| A-5 | Five | | 3 | | |\n| A-6 | Six | won't | 1 | 9 | |\n"),
		"value-effort");
	CHECK(pm_fit_read(&b.ranking, PM_STR("5 days"), &capacity, &unit, &err) && capacity == 5);
	CHECK_STR(unit, "days");
	CHECK(pm_fit_read(&b.ranking, PM_STR("1e2"), &capacity, &unit, &err) && capacity == 100 && !unit);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		CHECK(!pm_fit_read(&b.ranking, pm_str_c(wrong[i]), &capacity, &unit, &err));
		CHECK_STR(err.p, "is no size above 0: write 40, or 6 weeks");
		pm_buf_reset(&err);
	}
	pm_buf_clear(&err);
	pm_fit(&b.ranking, 5, NULL, 0, NULL, &fit);
	CHECK(fit.exact && fit.value == 20 && fit.used == 5);
	CHECK_INT(fit.taken, 2);
	for (size_t i = 0; i < b.ranking.count; i++) {
		static const uint8_t why[] = {PM_FIT_TAKEN, PM_FIT_TAKEN, PM_FIT_NO_ROOM, PM_FIT_HELD_UP, 0, PM_FIT_NO_ROOM};

		CHECK_INT(fit.why[i], why[b.ranking.items[i].item]);
	}
	CHECK_INT(b.ranking.items[fit.just_missed].item, 2);
	pm_fit_clear(&fit);
	backlog_clear(&b);

	/* classes are followed, not added up */
	backlog_init(&b,
		     PM_STR("# Backlog\n\n| ID | Title | MoSCoW | Estimate |\n|---|---|---|---|\n| A-1 | One | could | 1 |\n"
			    "| A-2 | Two | must | 5 |\n| A-3 | Three | should | 8 |\n| A-4 | Four | could | 2 |\n"),
		     "moscow");
	pm_fit(&b.ranking, 8, NULL, 0, NULL, &fit);
	CHECK(fit.in_order && fit.used == 8 && fit.taken == 3);
	pm_fit_clear(&fit);
	backlog_clear(&b);
}

static void test_shares(void)
{
	struct pm_fit_share shares[] = {{PM_NO_ITEM, 5, 0}, {PM_NO_ITEM, 5, 0}};
	static const size_t share_of[] = {0, 0, 1, SIZE_MAX};
	struct backlog b;
	struct pm_fit fit;

	backlog_init(&b,
		     PM_STR("# Backlog\n\n| ID | Title | Value | Effort |\n|---|---|---|---|\n| A-1 | One | 20 | 4 |\n| A-2 | Two "
			    "| 12 | 3 |\n"
			    "| A-3 | Three | 6 | 5 |\n| A-4 | Four | 1 | 1 |\n"),
		     "value-effort");
	pm_fit(&b.ranking, 10, shares, 2, share_of, &fit);
	CHECK_INT(fit.why[0], PM_FIT_TAKEN);
	CHECK_INT(fit.why[1], PM_FIT_OVER_SHARE);
	CHECK_INT(fit.why[2], PM_FIT_TAKEN);
	CHECK(fit.shares[0].used == 4 && fit.shares[1].used == 5 && fit.used == 10);
	pm_fit_clear(&fit);
	backlog_clear(&b);
}

static bool read_capacity(const char *table, const char *by, const char *text, struct pm_buf *err)
{
	const char *unit;
	double capacity;
	struct backlog b;
	bool good;

	pm_buf_reset(err);
	backlog_init(&b, pm_str_c(table), by);
	good = pm_fit_read(&b.ranking, pm_str_c(text), &capacity, &unit, err);
	backlog_clear(&b);
	return good;
}

/* Points and time are not compared. */
static void test_units(void)
{
	static const char months[] =
		"# Backlog\n\n| ID | Title | Reach | Impact | Confidence | Effort |\n|---|---|---|---|---|---|\n"
		"| A-1 | One | 10 | 1 | 80% | 2 |\n";
	static const char points[] =
		"# Backlog\n\n| ID | Title | Reach | Impact | Confidence | Points |\n|---|---|---|---|---|---|\n"
		"| A-1 | One | 10 | 1 | 80% | 2 |\n";
	static const char weeks[] =
		"# Backlog\n\n| ID | Title | Value | Effort |\n|---|---|---|---|\n| A-1 | One | 10 | 2 weeks |\n";
	struct pm_buf err = {0};

	CHECK(read_capacity(months, "rice", "6 weeks", &err));
	CHECK(read_capacity(months, "rice", "6", &err));
	CHECK(!read_capacity(months, "rice", "10 points", &err));
	CHECK_STR(err.p, "is in points, and the size of A-1 in months: give it in months, or as a bare number");
	CHECK(read_capacity(points, "rice", "10 points", &err));
	CHECK(read_capacity(weeks, "value-effort", "1 month", &err));
	CHECK(!read_capacity(weeks, "value-effort", "M", &err));
	CHECK(!read_capacity(weeks, "manual", "10 points", &err));
	CHECK_STR(err.p, "is in points, and the size of A-1 in days: give it in days, or as a bare number");
	pm_buf_clear(&err);
}

int main(void)
{
	test_best();
	test_many();
	test_reasons();
	test_units();
	test_shares();
	return test_done();
}
