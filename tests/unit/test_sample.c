/* test_sample: the order under uncertainty. */
#include "parser/sample.h"
#include "tests/unit/backlog.h"

#include <math.h>
#include <stdlib.h>

static const char ranges[] = "# Backlog\n\n| ID | Title | Value | Effort | Depends on |\n|---|---|---|---|---|\n"
			     "| A-1 | One | 8-12 | 1 | |\n| A-2 | Two | 0-20 | 1 | |\n| A-3 | Three | 10 | 1 | |\n"
			     "| A-4 | Four | 100 | 1 | A-5 |\n| A-5 | Five | 1-5 | 1 | |\n| A-6 | Six | 1 | 1 | |\n";

static const struct pm_sampled *sampled(const struct backlog *b, const struct pm_samples *samples, uint32_t item)
{
	for (size_t i = 0; i < b->ranking.count; i++)
		if (b->ranking.items[i].item == item)
			return &samples->items[i];
	abort();
}

static bool same(const struct backlog *b, const struct pm_samples *x, const struct pm_samples *y)
{
	return memcmp(x->items, y->items, b->ranking.count * sizeof *x->items) == 0 && x->settling_count == y->settling_count &&
	       memcmp(x->settling, y->settling, x->settling_count * sizeof *x->settling) == 0;
}

/* The chance of three among them can be said by hand. */
static void test_chances(void)
{
	struct pm_sample_options options = {.samples = 20000, .seed = 1, .first = 3, .threads = 1};
	struct pm_samples samples;
	struct backlog b;

	backlog_init(&b, pm_str_c(ranges), "value-effort");
	pm_sample(&b.ranking, &options, &samples);
	CHECK(!samples.certain);
	CHECK(sampled(&b, &samples, 4)->chance == 1); /* A-5 unlocks A-4: the two stand first, always */
	CHECK(sampled(&b, &samples, 3)->chance == 1);
	CHECK_INT(sampled(&b, &samples, 4)->low, 1);
	CHECK_INT(sampled(&b, &samples, 4)->high, 1);
	CHECK(fabs(sampled(&b, &samples, 0)->chance - 0.275) < 0.02); /* above 10 and above A-2 */
	CHECK(fabs(sampled(&b, &samples, 1)->chance - 0.475) < 0.02);
	CHECK(sampled(&b, &samples, 5)->chance == 0);
	CHECK(fabs(sampled(&b, &samples, 1)->score_low - 1) < 0.7);
	CHECK(fabs(sampled(&b, &samples, 1)->score_high - 19) < 0.7);
	CHECK(sampled(&b, &samples, 2)->score_low == 10 && sampled(&b, &samples, 2)->score_high == 10);
	CHECK(samples.settling_count > 0);
	CHECK_INT(samples.settling[0].item, 1); /* the widest range at the border */
	CHECK_INT(samples.settling[0].factor, 0);
	CHECK(samples.settling[0].settles > 0.4);
	pm_samples_clear(&samples);
	backlog_clear(&b);
}

static void test_threads(void)
{
	struct pm_sample_options options = {.samples = 3000, .seed = 9, .threads = 1};
	struct pm_samples one, other;
	struct backlog b;

	backlog_init(&b, pm_str_c(ranges), "value-effort");
	pm_sample(&b.ranking, &options, &one);
	for (options.threads = 2; options.threads <= 5; options.threads++) {
		pm_sample(&b.ranking, &options, &other);
		CHECK(same(&b, &one, &other));
		pm_samples_clear(&other);
	}
	options.seed = 10;
	pm_sample(&b.ranking, &options, &other);
	CHECK(!same(&b, &one, &other));
	pm_samples_clear(&other);
	pm_samples_clear(&one);
	backlog_clear(&b);
}

static void test_certain(void)
{
	struct pm_sample_options options = {.samples = 100, .seed = 1};
	struct pm_samples samples;
	struct backlog b;

	backlog_init(&b,
		     PM_STR("# Backlog\n\n| ID | Title | Value | Effort |\n|---|---|---|---|\n| A-1 | One | 2 | 1 |\n| A-2 | Two | "
			    "3 | 1 |\n"),
		     "value-effort");
	pm_sample(&b.ranking, &options, &samples);
	CHECK(samples.certain);
	CHECK_INT(samples.settling_count, 0);
	CHECK(samples.items[0].chance == 1 && samples.items[1].chance == 0);
	pm_samples_clear(&samples);
	backlog_clear(&b);
	backlog_init(&b, PM_STR("# Backlog\n"), "value-effort");
	pm_sample(&b.ranking, &options, &samples);
	CHECK(samples.certain);
	pm_samples_clear(&samples);
	backlog_clear(&b);
}

int main(void)
{
	test_chances();
	test_threads();
	test_certain();
	return test_done();
}
