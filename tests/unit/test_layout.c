/* test_layout: ticks, places of labels, layers of graphs. */
#include "formats/layout.h"

#include "tests/unit/test.h"

#include <math.h>
#include <stdlib.h>

static void check_numbers(double low, double high, unsigned wanted, double first, double step, size_t count)
{
	struct pm_ticks ticks;

	pm_ticks_numbers(low, high, wanted, false, &ticks);
	CHECK(ticks.count == count);
	CHECK(fabs(ticks.at[0] - first) < 1e-9);
	CHECK(fabs(ticks.step - step) < 1e-9);
	CHECK(ticks.low <= low && ticks.high >= high);
}

static void test_numbers(void)
{
	struct pm_ticks ticks;

	check_numbers(105, 543, 5, 100, 100, 6);  /* the example of the source: 100, 200 .. 600 */
	check_numbers(2.03, 2.17, 5, 2, 0.05, 5); /* and 2.00, 2.05 .. 2.20 */
	check_numbers(0, 10, 6, 0, 2, 6);
	check_numbers(-3, 3, 4, -5, 5, 3);
	pm_ticks_numbers(0, 2, 6, true, &ticks);
	CHECK(ticks.step == 1);
	pm_ticks_numbers(7, 7, 5, false, &ticks);
	CHECK(ticks.high > ticks.low && ticks.count >= 2);
	pm_ticks_numbers(NAN, INFINITY, 5, false, &ticks);
	CHECK(isfinite(ticks.low) && isfinite(ticks.high) && ticks.count <= PM_TICKS_MAX);
	pm_ticks_numbers(-1e300, 1e300, 5, false, &ticks);
	CHECK(isfinite(ticks.low) && isfinite(ticks.high) && ticks.high > ticks.low);
}

static void check_days(pm_day low, pm_day high, unsigned wanted, const char *expected)
{
	struct pm_ticks ticks;
	struct pm_buf text = {0};

	pm_ticks_days(low, high, wanted, &ticks);
	for (size_t i = 0; i < ticks.count; i++) {
		char day[16];

		pm_tick_day(&ticks, ticks.at[i], day);
		pm_buf_addf(&text, "%s%s", i > 0 ? ", " : "", day);
		CHECK(ticks.at[i] >= low && ticks.at[i] <= high);
	}
	CHECK_STR(text.p ? text.p : "", expected);
	pm_buf_clear(&text);
}

static void test_days(void)
{
	check_days(pm_day_from(2026, 11, 2), pm_day_from(2026, 11, 5), 5, "2 Nov 2026, 3 Nov, 4 Nov, 5 Nov");
	check_days(pm_day_from(2026, 11, 4), pm_day_from(2026, 12, 1), 5, "9 Nov 2026, 16 Nov, 23 Nov, 30 Nov");
	check_days(pm_day_from(2026, 10, 20), pm_day_from(2027, 3, 1), 6, "Nov 2026, Dec, Jan 2027, Feb, Mar");
	check_days(pm_day_from(2026, 1, 1), pm_day_from(2027, 6, 1), 6, "Jan 2026, Apr, Jul, Oct, Jan 2027, Apr");
	check_days(pm_day_from(1990, 6, 1), pm_day_from(2027, 6, 1), 8, "1995, 2000, 2005, 2010, 2015, 2020, 2025");
	check_days(-100000000, 100000000, 12, "1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000");
}

static void test_text(void)
{
	CHECK(pm_text_fit(PM_STR("short"), 12, 200) == 5);
	CHECK(pm_text_fit(PM_STR("a text that is too long for this"), 12, 60) < 12);
	CHECK(pm_text_fit(PM_STR("\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97"), 12, 40) % 3 == 0); /* whole characters */
	CHECK(pm_text_fit(PM_STR(""), 12, 40) == 0);
	CHECK(pm_text_fit(PM_STR("x"), 12, 0) == 0);
	CHECK(pm_text_width(PM_STR("\xe6\xbc\xa2"), 10) == 10);
}

static void test_spread(void)
{
	double at[] = {10, 11, 12}, edge[] = {99, 100};

	pm_spread(at, 3, 5, 0, 100);
	CHECK(at[0] == 10 && at[1] == 15 && at[2] == 20);
	pm_spread(edge, 2, 10, 0, 100);
	CHECK(edge[0] == 90 && edge[1] == 100);
}

/* No two nodes of a layer nearer than one; every edge leads to a higher layer, or is turned. */
static void check_layered(const struct pm_layered *layered, const struct pm_layered_edge *edges, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t from = layered->layer[edges[i].from], to = layered->layer[edges[i].to];

		CHECK(layered->turned[i] ? to < from : from < to);
	}
	for (size_t i = 0; i < layered->count; i++)
		for (size_t k = 0; k < i; k++)
			if (layered->layer[i] == layered->layer[k])
				CHECK(fabs(layered->row[i] - layered->row[k]) > 1 - 1e-9);
}

static void test_layered(void)
{
	const struct pm_layered_edge diamond[] = {{0, 1}, {0, 2}, {1, 3}, {2, 3}, {0, 3}};
	const struct pm_layered_edge circle[] = {{0, 1}, {1, 2}, {2, 0}};
	struct pm_layered layered;

	pm_layered_make(4, diamond, 5, &layered);
	check_layered(&layered, diamond, 5);
	CHECK(layered.layers == 3 && layered.count == 5); /* the edge from 0 to 3 is bent once */
	CHECK(layered.first_bend[5] - layered.first_bend[4] == 1);
	pm_layered_clear(&layered);
	pm_layered_make(3, circle, 3, &layered);
	check_layered(&layered, circle, 3);
	CHECK(layered.turned[2] && !layered.turned[0]);
	pm_layered_clear(&layered);
	pm_layered_make(0, NULL, 0, &layered);
	CHECK(layered.layers == 0);
	pm_layered_clear(&layered);
}

/* Long chains and many long edges: no recursion, and bends have an end. */
static void test_large(void)
{
	enum { N = 20000 };
	struct pm_layered_edge *edges = calloc(2 * N, sizeof(*edges));
	struct pm_layered layered;

	for (size_t i = 0; i + 1 < N; i++) {
		edges[2 * i] = (struct pm_layered_edge){i, i + 1};
		edges[2 * i + 1] = (struct pm_layered_edge){0, i + 1};
	}
	pm_layered_make(N, edges, 2 * (N - 1), &layered);
	CHECK(layered.layers == N && layered.count == N);
	pm_layered_clear(&layered);
	free(edges);
}

int main(void)
{
	test_numbers();
	test_days();
	test_text();
	test_spread();
	test_layered();
	test_large();
	return test_done();
}
