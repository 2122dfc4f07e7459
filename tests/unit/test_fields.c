/* test_fields: labels, and every form of value. */
#include "parser/amount.h"
#include "parser/fields.h"
#include "parser/words.h"
#include "tests/unit/test.h"

#include <math.h>
#include <stdlib.h>

/* -- labels */

/* Every name and alias finds its own field: no two fields have one. */
static void check_alias(struct pm_str alias, size_t field)
{
	enum pm_field_id found = pm_field_find_column(alias);

	if (found != (enum pm_field_id)field)
		printf("# %.*s: %s, not %s\n", PM_FMT(alias), found < PM_FIELD_COUNT ? pm_fields[found].name : "none",
		       pm_fields[field].name);
	CHECK(found == (enum pm_field_id)field);
}

static void test_aliases(void)
{
	for (size_t i = 0; i < PM_FIELD_COUNT; i++) {
		const char *p = pm_fields[i].aliases;

		check_alias(pm_str_c(pm_fields[i].name), i);
		check_alias(pm_str_c(pm_fields[i].key), i);
		for (;;) {
			size_t n = strcspn(p, ";");

			check_alias(pm_str_n(p, n), i);
			if (!p[n])
				break;
			p += n + 1;
		}
		CHECK(pm_fields[i].doc[0] && pm_fields[i].group[0] && pm_field_type_name(pm_fields[i].type)[0]);
	}
	CHECK_STR(pm_fields[PM_FIELD_DEPENDS_ON].key, "depends_on");
	CHECK_STR(pm_fields[PM_FIELD_COST_OF_DELAY].key, "cost_of_delay");
}

#define FIND(text, field) CHECK_INT(pm_field_find(pm_str_c(text)), PM_FIELD_##field)

static void test_find(void)
{
	FIND("Status", STATUS);
	FIND("**Status:**", STATUS);
	FIND("STATUS：", STATUS);
	FIND("_status_ :", STATUS);
	FIND("📋 Status", STATUS);
	FIND("⚠️ **Priority**:", PRIORITY);
	FIND("1. Status", STATUS);
	FIND("2) Priority", PRIORITY);
	FIND("depends-on", DEPENDS_ON);
	FIND("Depends_On", DEPENDS_ON);
	FIND("DependsOn", DEPENDS_ON);
	FIND("blocked_by", DEPENDS_ON);
	FIND("parent_task_id", PARENT);
	FIND("Reach (users)", REACH);
	FIND("Confidence (%)", CONFIDENCE);
	FIND("Effort (pm)", EFFORT);
	FIND("스토리<br/>포인트", ESTIMATE);
	FIND("ПРИОРИТЕТ", PRIORITY);
	FIND("Độ Ưu Tiên", PRIORITY);
	FIND("优先级", PRIORITY);
	FIND("Priorité ", PRIORITY);
	FIND("RR|OE", RISK_REDUCTION);
	FIND("RR/OE", RISK_REDUCTION);
	FIND("Date", CREATED);
	FIND("Data", CREATED);
	FIND("Owner(s) or team(s)", OWNER);
	FIND("Complexiteit", ESTIMATE);
	FIND("", CUSTOM);
	FIND("**", CUSTOM);
	FIND("2026", CUSTOM);
	FIND("Note", CUSTOM);
	FIND("Why it matters", CUSTOM);
	/* letters are names of columns, and nothing more */
	FIND("R", CUSTOM);
	FIND("I", CUSTOM);
	FIND("C", CUSTOM);
	FIND("E", CUSTOM);
	FIND("V", CUSTOM);
	FIND("No", CUSTOM);
	CHECK_INT(pm_field_find_column(PM_STR("R")), PM_FIELD_REACH);
	CHECK_INT(pm_field_find_column(PM_STR(" **i** ")), PM_FIELD_IMPACT);
	CHECK_INT(pm_field_find_column(PM_STR("C")), PM_FIELD_CONFIDENCE);
	CHECK_INT(pm_field_find_column(PM_STR("E")), PM_FIELD_EFFORT);
	CHECK_INT(pm_field_find_column(PM_STR("V")), PM_FIELD_VALUE);
	CHECK_INT(pm_field_find_column(PM_STR("#")), PM_FIELD_ID);
	CHECK_INT(pm_field_find_column(PM_STR("No.")), PM_FIELD_ID);
	CHECK_INT(pm_field_find_column(PM_STR("Status")), PM_FIELD_STATUS);
	CHECK_INT(pm_field_find_column(PM_STR("X")), PM_FIELD_CUSTOM);
	CHECK_INT(pm_field_find((struct pm_str){"Sta\0tus", 7}), PM_FIELD_STATUS);
	CHECK_INT(pm_field_find(PM_STR("\xff\xfeStatus")), PM_FIELD_STATUS);
}

static void test_hostile_labels(void)
{
	size_t n = 1 << 20;
	char *long_label = malloc(n);

	memset(long_label, 'a', n);
	CHECK_INT(pm_field_find(pm_str_n(long_label, n)), PM_FIELD_CUSTOM);
	CHECK(pm_field_nearest(pm_str_n(long_label, n)) == NULL);
	memset(long_label, '(', n);
	CHECK_INT(pm_field_find(pm_str_n(long_label, n)), PM_FIELD_CUSTOM);
	memset(long_label, ' ', n);
	memcpy(long_label, "Status", 6);
	CHECK_INT(pm_field_find(pm_str_n(long_label, n)), PM_FIELD_CUSTOM);
	free(long_label);
}

static void test_nearest(void)
{
	CHECK_STR(pm_field_nearest(PM_STR("Stauts")), "status");
	CHECK_STR(pm_field_nearest(PM_STR("Prioirty")), "priority");
	CHECK_STR(pm_field_nearest(PM_STR("**Estimat:**")), "estimate");
	CHECK_STR(pm_field_nearest(PM_STR("Dependancies")), "depends on");
	CHECK_STR(pm_field_nearest(PM_STR("confidense")), "confidence");
	CHECK_STR(pm_field_nearest(PM_STR("Mile stone")), "horizon");
	CHECK(pm_field_nearest(PM_STR("Notes")) == NULL);
	CHECK(pm_field_nearest(PM_STR("Scope")) == NULL);
	CHECK(pm_field_nearest(PM_STR("Where")) == NULL);
	CHECK(pm_field_nearest(PM_STR("Description")) == NULL);
	CHECK(pm_field_nearest(PM_STR("Tasks")) == NULL);
	CHECK(pm_field_nearest(PM_STR("Implementation")) == NULL);
	CHECK(pm_field_nearest(PM_STR("Acceptance criteria")) == NULL);
	CHECK(pm_field_nearest(PM_STR("x")) == NULL);
}

/* -- numbers */

static void number(const char *text, double low, double high, const char *unit, bool percent)
{
	struct pm_number n = {0};
	bool read = pm_number_read(pm_str_c(text), &n);

	if (!read || n.low != low || n.high != high || !pm_str_eqc(n.unit, unit) || n.percent != percent)
		printf("# \"%s\": %d %g %g \"%.*s\" %d\n", text, read, n.low, n.high, PM_FMT(n.unit), n.percent);
	CHECK(read && n.low == low && n.high == high && pm_str_eqc(n.unit, unit) && n.percent == percent);
}

static void no_number(const char *text)
{
	struct pm_number n = {.low = 7};
	bool read = pm_number_read(pm_str_c(text), &n);

	if (read)
		printf("# \"%s\" was read as %g-%g\n", text, n.low, n.high);
	CHECK(!read && n.low == 7);
}

static void test_numbers(void)
{
	number("4000", 4000, 4000, "", false);
	number(" 5 ", 5, 5, "", false);
	number("0,9", 0.9, 0.9, "", false);
	number("0,5", 0.5, 0.5, "", false);
	number("0,125", 0.125, 0.125, "", false);
	number("1,25", 1.25, 1.25, "", false);
	number("1,120", 1120, 1120, "", false);
	number("**1,120**", 1120, 1120, "", false);
	number("12,345,678", 12345678, 12345678, "", false);
	number("1234,567", 1234.567, 1234.567, "", false);
	number("1,120.50", 1120.5, 1120.5, "", false);
	number("1.120,50", 1120.5, 1120.5, "", false);
	number("1.120.000", 1120000, 1120000, "", false);
	number("1.120", 1.12, 1.12, "", false);
	number("10 000 utilisateurs", 10000, 10000, "utilisateurs", false);
	number("1'500", 1500, 1500, "", false);
	number("80%", 0.8, 0.8, "", true);
	number("80 %", 0.8, 0.8, "", true);
	number("80%-90%", 0.8, 0.9, "", true);
	number("80-90%", 0.8, 0.9, "", true);
	number("4k", 4000, 4000, "", false);
	number("4K users", 4000, 4000, "users", false);
	number("4kg", 4, 4, "kg", false);
	number("1.5M", 1500000, 1500000, "", false);
	number("2万", 20000, 20000, "", false);
	number("140 users/month", 140, 140, "users/month", false);
	number("140 veículos/mês", 140, 140, "veículos/mês", false);
	number("3-8", 3, 8, "", false);
	number("3 – 8 users", 3, 8, "users", false);
	number("2..5", 2, 5, "", false);
	number("2 to 5", 2, 5, "", false);
	number("2 à 5", 2, 5, "", false);
	number("2 bis 5", 2, 5, "", false);
	number("2～5", 2, 5, "", false);
	number("8-3", 3, 8, "", false);
	number("~3", 3, 3, "", false);
	number("ca. 3", 3, 3, "", false);
	number("approx 3", 3, 3, "", false);
	number("约5", 5, 5, "", false);
	number("**168,0**", 168, 168, "", false);
	number("`7`", 7, 7, "", false);
	number("8/10", 8, 8, "/10", false);
	number("9/10 (90% of users will use)", 9, 9, "/10 (90% of users will use)", false);
	number("2 (High business value)", 2, 2, "(High business value)", false);
	number("-5", -5, -5, "", false);
	number("−5 points", -5, -5, "points", false);
	number("2½", 2.5, 2.5, "", false);
	number("½", 0.5, 0.5, "", false);
	number("$10,000/week", 10000, 10000, "/week", false);
	number("€5k per month", 5000, 5000, "per month", false);
	number("５", 5, 5, "", false);
	number("0.25", 0.25, 0.25, "", false);
	number("3+", 3, 3, "+", false);
	number("30%", 0.3, 0.3, "", true);
	number("21 % of orders", 0.21, 0.21, "of orders", true);
	number("1,2,3", 1.2, 1.2, ",3", false);
	number("1e9", 1e9, 1e9, "", false);
	number("1.5E-3", 0.0015, 0.0015, "", false);
	number("2e3-4e3 users", 2000, 4000, "users", false);
	number("1e3d", 1, 1, "e3d", false);
	no_number("1e400");
	no_number("");
	no_number("-");
	no_number("high");
	no_number("Phase 3");
	no_number("2026-03-01");
	no_number("2026-03");
	no_number("1.2.3");
	no_number("12/03/2026");
	no_number("10:30");
	no_number("⭐⭐⭐");
	no_number("99999999999999999999999999");
}

static void confidence(const char *text, double expected)
{
	struct pm_number n = {.low = -1};
	bool read = pm_confidence_read(pm_str_c(text), &n);

	if (!read || fabs(n.low - expected) > 1e-12)
		printf("# \"%s\": %d %g\n", text, read, n.low);
	CHECK(read && fabs(n.low - expected) < 1e-12);
}

static void test_confidence(void)
{
	struct pm_number n;

	confidence("80%", 0.8);
	confidence("80", 0.8);
	confidence("0.9", 0.9);
	confidence("0,9", 0.9);
	confidence("1", 1);
	confidence("100%", 1);
	confidence("7", 0.07);
	confidence("8/10", 0.8);
	confidence("50 - 80", 0.5);
	confidence("80% sure", 0.8);
	confidence("80 (a guess)", 0.8);
	confidence("High", 1);
	confidence("Medium", 0.8);
	confidence("low", 0.5);
	CHECK(!pm_confidence_read(PM_STR("sure"), &n));
	CHECK(!pm_confidence_read(PM_STR("80 apples"), &n));
	CHECK(!pm_confidence_read(PM_STR("80%; 90%"), &n));
}

/* -- what stands behind */

static void tail(const char *text, enum pm_tail expected)
{
	struct pm_number n;
	double of = 0;
	enum pm_tail found = pm_number_read(pm_str_c(text), &n) ? pm_tail_of(n.unit, &of) : PM_TAIL_STRANGE;

	if (found != expected)
		printf("# \"%s\": %d\n", text, (int)found);
	CHECK_INT(found, expected);
}

static void test_tails(void)
{
	tail("5", PM_TAIL_NONE);
	tail("**5**", PM_TAIL_NONE);
	tail("5 (8 last year)", PM_TAIL_NONE);
	tail("5（大）", PM_TAIL_NONE);
	tail("5 - big: it was 8", PM_TAIL_NONE);
	tail("5 — big", PM_TAIL_NONE);
	tail("5 · big", PM_TAIL_NONE);
	tail("5+", PM_TAIL_NONE);
	tail("5?", PM_TAIL_NONE);
	tail("5 ⭐", PM_TAIL_NONE);
	tail("5 points", PM_TAIL_UNIT);
	tail("3x", PM_TAIL_UNIT);
	tail("3×", PM_TAIL_UNIT);
	tail("40€", PM_TAIL_UNIT);
	tail("10k EUR per month", PM_TAIL_UNIT);
	tail("5 apples", PM_TAIL_WORDS);
	tail("5, maybe", PM_TAIL_WORDS);
	tail("5 days", PM_TAIL_WORDS);
	tail("140 veículos/mês", PM_TAIL_WORDS);
	tail("8/10", PM_TAIL_PART);
	tail("8 / 10 (90% of users)", PM_TAIL_PART);
	tail("3/5 or 4", PM_TAIL_STRANGE);
	tail("3; 4", PM_TAIL_STRANGE);
	tail("1, Effort: 5", PM_TAIL_STRANGE);
	tail("1,2,3", PM_TAIL_STRANGE);
	tail("5 = 8", PM_TAIL_STRANGE);
	tail("3 points 8", PM_TAIL_STRANGE);
	tail("1e5x", PM_TAIL_STRANGE);
	tail("1e5e5", PM_TAIL_STRANGE);
}

static void amount(enum pm_field_id field, const char *text, bool expected)
{
	struct pm_number n;
	bool read = pm_amount_read(field, pm_str_c(text), &n);

	if (read != expected)
		printf("# %s \"%s\": %d\n", pm_fields[field].name, text, read);
	CHECK(read == expected);
}

static void test_amounts(void)
{
	amount(PM_FIELD_REACH, "140 users/month", true);
	amount(PM_FIELD_REACH, "9/10 (90% of users will use)", true);
	amount(PM_FIELD_REACH, "3/5", false);
	amount(PM_FIELD_REACH, "3; 4", false);
	amount(PM_FIELD_VALUE, "5 apples", false);
	amount(PM_FIELD_VALUE, "8/10", true);
	amount(PM_FIELD_VALUE, "2 (High business value)", true);
	amount(PM_FIELD_VALUE, "1, Effort: 5", false);
	amount(PM_FIELD_IMPACT, "3x", true);
	amount(PM_FIELD_SCORE, "27/30", true);
	amount(PM_FIELD_COST_OF_DELAY, "$10k/week", true);
	amount(PM_FIELD_COST_OF_DELAY, "10k per month", true);
	amount(PM_FIELD_COST_OF_DELAY, "10 apples", false);
	amount(PM_FIELD_EFFORT, "2 weeks", true);
	amount(PM_FIELD_EFFORT, "40%", false);
	amount(PM_FIELD_EFFORT, "1/2", false);
	amount(PM_FIELD_EFFORT, "3 sprints", false);
	amount(PM_FIELD_EFFORT, "-2", true); /* to be told that it cannot be */
	amount(PM_FIELD_TARGET, "30 of 40 shops", true);
	CHECK_INT(pm_amount_flaw(PM_FIELD_EFFORT, -2, -2), PM_FLAW_BELOW);
	CHECK_INT(pm_amount_flaw(PM_FIELD_EFFORT, 0, 0), PM_FLAW_ZERO);
	CHECK_INT(pm_amount_flaw(PM_FIELD_REACH, 1e18, 1e18), PM_FLAW_HUGE);
	CHECK_INT(pm_amount_flaw(PM_FIELD_VALUE, -5, -5), PM_FLAW_NONE);
}

/* -- sizes */

static void size(const char *text, double low, double high, const char *unit)
{
	struct pm_size s = {0};
	bool read = pm_size_read(pm_str_c(text), &s);
	bool same = read && fabs(s.low - low) < 1e-9 && fabs(s.high - high) < 1e-9 && strcmp(s.unit, unit) == 0;

	if (!same)
		printf("# \"%s\": %d %g %g %s\n", text, read, s.low, s.high, read ? s.unit : "");
	CHECK(same);
}

static void no_size(const char *text)
{
	struct pm_size s = {0};
	bool read = pm_size_read(pm_str_c(text), &s);

	if (read)
		printf("# \"%s\" was read as %g %s\n", text, s.low, s.unit);
	CHECK(!read);
}

static void test_sizes(void)
{
	size("5", 5, 5, "points");
	size("0.5", 0.5, 0.5, "points");
	size("5 pts", 5, 5, "points");
	size("(5 pts)", 5, 5, "points");
	size("8 points", 8, 8, "points");
	size("5-point", 5, 5, "points");
	size("3 SP", 3, 3, "points");
	size("3sp", 3, 3, "points");
	size("13 story points", 13, 13, "points");
	size("91 story points (~7-11 development days)", 91, 91, "points");
	size("3-5", 3, 5, "points");
	size("3-5 points", 3, 5, "points");
	size("5 · note", 5, 5, "points");
	size("5 - was 8", 5, 5, "points");
	size("3 points each", 3, 3, "points");
	size("1e2 days", 100, 100, "d");
	no_size("5; 8");
	no_size("5 pts / 8 pts");
	no_size("3 days, 2 people");
	no_size("40%");
	size("8 (complex)", 8, 8, "points");
	size("5 баллов", 5, 5, "points");
	size("5点", 5, 5, "points");
	size("5포인트", 5, 5, "points");
	size("5 điểm", 5, 5, "points");
	size("4h", 4, 4, "h");
	size("~3-4h", 3, 4, "h");
	size("2-3 heures", 2, 3, "h");
	size("167 hours (4.2 weeks)", 167, 167, "h");
	size("30 min", 0.5, 0.5, "h");
	size("30m", 0.5, 0.5, "h");
	size("1h 30m", 1.5, 1.5, "h");
	size("3m", 3, 3, "m");
	size("2 Stunden", 2, 2, "h");
	size("2 часа", 2, 2, "h");
	size("2小时", 2, 2, "h");
	size("2시간", 2, 2, "h");
	size("0.5d", 0.5, 0.5, "d");
	size("½ day", 0.5, 0.5, "d");
	size("~3d", 3, 3, "d");
	size("1-2 dagen", 1, 2, "d");
	size("1 dag", 1, 1, "d");
	size("2-3 jours", 2, 3, "d");
	size("3 person-days", 3, 3, "d");
	size("3 dev days", 3, 3, "d");
	size("2 días", 2, 2, "d");
	size("2 Tage", 2, 2, "d");
	size("2 дня", 2, 2, "d");
	size("3天", 3, 3, "d");
	size("3人日", 3, 3, "d");
	size("3 ngày", 3, 3, "d");
	size("3 วัน", 3, 3, "d");
	size("3일", 3, 3, "d");
	size("2 weeks", 2, 2, "w");
	size("1w 2d", 1.4, 1.4, "w");
	size("2-3 weken", 2, 3, "w");
	size("1 week", 1, 1, "w");
	size("2 Wochen", 2, 2, "w");
	size("2 недели", 2, 2, "w");
	size("2 veckor", 2, 2, "w");
	size("2周", 2, 2, "w");
	size("4h - 1d", 0.5, 1, "d");
	size("2d-1w", 0.4, 1, "w");
	size("2 months", 2, 2, "m");
	size("2 mois", 2, 2, "m");
	size("1 quarter", 3, 3, "m");
	size("1 year", 12, 12, "m");
	size("2 pm", 2, 2, "m");
	size("$20k", 20000, 20000, "money");
	size("5.000,00 €", 5000, 5000, "money");
	size("40 points", 40, 40, "points");
	size("XS", 1, 1, "size");
	size("S", 2, 2, "size");
	size("m", 3, 3, "size");
	size("**L**", 5, 5, "size");
	size("`XL`", 8, 8, "size");
	size("XXL", 13, 13, "size");
	size("2XL", 13, 13, "size");
	size("S-M", 2, 3, "size");
	size("M/L", 3, 5, "size");
	size("M (2-3 days)", 3, 3, "size");
	size("M each", 3, 3, "size");
	size("small", 2, 2, "size");
	size("Medium", 3, 3, "size");
	size("large", 5, 5, "size");
	size("very large", 8, 8, "size");
	size("small to medium", 2, 3, "size");
	size("Klein", 2, 2, "size");
	size("Klein-Mittel", 2, 3, "size");
	size("Mittel (2-3 h)", 3, 3, "size");
	size("Groß", 5, 5, "size");
	size("Gemiddeld", 3, 3, "size");
	size("moyen", 3, 3, "size");
	size("média", 3, 3, "size");
	size("большой", 5, 5, "size");
	size("높음", 5, 5, "size");
	size("中", 3, 3, "size");
	size("🟢 Low", 2, 2, "size");
	no_size("");
	no_size("-");
	no_size("TBD");
	no_size("L2 (cross-module)");
	no_size("3 sprints");
	no_size("2 people");
	no_size("8 stories");
	no_size("50%");
	no_size("2026-11-22");
	no_size("3 points - 2 days");
	no_size("one rainy afternoon");
}

/* -- words */

static void priority(const char *text, int expected)
{
	int level = pm_priority_read(pm_str_c(text), NULL);

	if (level != expected)
		printf("# \"%s\": %d\n", text, level);
	CHECK_INT(level, expected);
}

static void test_priorities(void)
{
	double n = -7;

	priority("P0", 0);
	priority("p1", 1);
	priority("`P1`", 1);
	priority("(P2)", 2);
	priority("P0/P1", 0);
	priority("P5 (within section)", 5);
	priority("P10", -1);
	priority("P0 (Critical)", 0);
	priority("🔴 P1", 1);
	priority("Critical", 0);
	priority("Blocker", 0);
	priority("IMMEDIATE FIX REQUIRED", 0);
	priority("HIGH - nothing works", 1);
	priority("High", 1);
	priority("**High**", 1);
	priority("Medium", 2);
	priority("med", 2);
	priority("Low", 3);
	priority("very low", 4);
	priority("very high", 0);
	priority("Highest", 0);
	priority("Must", 0);
	priority("Must-have", 0);
	priority("🔴 Must Have", 0);
	priority("🟠 Should", 1);
	priority("🟡 Could Have", 2);
	priority("Won't have", 4);
	priority("Won’t", 4);
	priority("nice to have", 3);
	priority("Nice-to-have", 3);
	priority("not urgent", 3);
	priority("alta.", 1);
	priority("Baja", 3);
	priority("média", 2);
	priority("Haute", 1);
	priority("hoch", 1);
	priority("Wichtig für Alltag", 1);
	priority("Kleiner Wunsch", 3);
	priority("Hoog", 1);
	priority("Middel", 2);
	priority("Laag", 3);
	priority("Kritiek", 0);
	priority("Высокий", 1);
	priority("средний", 2);
	priority("Hög", 1);
	priority("Cao", 1);
	priority("Trung bình", 2);
	priority("สูง", 1);
	priority("高", 1);
	priority("高优先级", 1);
	priority("中", 2);
	priority("低", 3);
	priority("높음", 1);
	priority("🔴", 0);
	priority("🟠", 1);
	priority("🟡", 2);
	priority("🟢", 3);
	priority("⭐⭐⭐⭐⭐", 0);
	priority("⭐⭐⭐", 2);
	priority("★", 4);
	priority("`* * *`", 2);
	priority("* *", 3);
	priority("**", -1);
	priority("***", -1);
	priority("1", 1);
	priority("1 - Critical", 0);
	priority("2 (High)", 1);
	priority("3 - see the lowest of them", 3);
	priority("H", 1);
	priority("M", 2);
	priority("L", 3);
	priority("Nog te bepalen", -1);
	priority("see the parts", -1);
	priority("", -1);
	priority("-", -1);
	CHECK_INT(pm_priority_read(PM_STR("12"), &n), -1);
	CHECK(n == 12);
	CHECK_INT(pm_priority_read(PM_STR("P8 (within section)"), &n), -1);
	CHECK(n == 8);
	CHECK_INT(pm_priority_read(PM_STR("0.5"), &n), 0);
	CHECK(n == 0.5);
	n = -7;
	CHECK_INT(pm_priority_read(PM_STR("high"), &n), 1);
	CHECK(n == -7);
}

static void test_moscow(void)
{
	CHECK_INT(pm_moscow_read(PM_STR("Must")), PM_MOSCOW_MUST);
	CHECK_INT(pm_moscow_read(PM_STR("🔴 Must")), PM_MOSCOW_MUST);
	CHECK_INT(pm_moscow_read(PM_STR("M")), PM_MOSCOW_MUST);
	CHECK_INT(pm_moscow_read(PM_STR("**S**")), PM_MOSCOW_SHOULD);
	CHECK_INT(pm_moscow_read(PM_STR("should-have")), PM_MOSCOW_SHOULD);
	CHECK_INT(pm_moscow_read(PM_STR("Could have (later)")), PM_MOSCOW_COULD);
	CHECK_INT(pm_moscow_read(PM_STR("Won't")), PM_MOSCOW_WONT);
	CHECK_INT(pm_moscow_read(PM_STR("Won’t have this time")), PM_MOSCOW_WONT);
	CHECK_INT(pm_moscow_read(PM_STR("必须")), PM_MOSCOW_MUST);
	CHECK_INT(pm_moscow_read(PM_STR("zou moeten")), PM_MOSCOW_SHOULD);
	CHECK_INT(pm_moscow_read(PM_STR("M each")), PM_MOSCOW_NONE);
	CHECK_INT(pm_moscow_read(PM_STR("high")), PM_MOSCOW_NONE);
	CHECK_INT(pm_moscow_read(PM_STR("")), PM_MOSCOW_NONE);
}

static void boolean(const char *text, bool read, bool value)
{
	bool got = !value;

	CHECK_INT(pm_bool_read(pm_str_c(text), &got), read);
	if (read)
		CHECK_INT(got, value);
}

static void test_bools(void)
{
	boolean("yes", true, true);
	boolean("Yes — removes the old call", true, true);
	boolean("true", true, true);
	boolean("no", true, false);
	boolean("False", true, false);
	boolean("1", true, true);
	boolean("0", true, false);
	boolean("✅", true, true);
	boolean("❌", true, false);
	boolean("oui", true, true);
	boolean("ja", true, true);
	boolean("nein", true, false);
	boolean("да", true, true);
	boolean("нет", true, false);
	boolean("是", true, true);
	boolean("아니오", true, false);
	boolean("maybe", false, false);
	boolean("", false, false);
}

static void state(const char *text, enum pm_state_class expected, const char *carrier)
{
	struct pm_str word = PM_STR("");
	enum pm_state_class got = pm_state_read(pm_str_c(text), &word);

	if (got != expected || (carrier && !pm_str_eqc(word, carrier)))
		printf("# \"%s\": %d \"%.*s\"\n", text, got, PM_FMT(word));
	CHECK(got == expected && (!carrier || pm_str_eqc(word, carrier)));
}

static void test_states(void)
{
	state("Done", PM_STATE_DONE, "Done");
	state("✅ Complete (2026-01-22)", PM_STATE_DONE, "Complete");
	state("Erledigt – in v1.9.0", PM_STATE_DONE, "Erledigt");
	state("proposed — pending review", PM_STATE_IDEA, "proposed");
	state("idea/proposed — pending review", PM_STATE_IDEA, "idea");
	state("To Do", PM_STATE_OPEN, "To Do");
	state("todo", PM_STATE_OPEN, "todo");
	state("to-do", PM_STATE_OPEN, "to-do");
	state("in_progress", PM_STATE_STARTED, "in_progress");
	state("IN-PROGRESS (5/6 stories done)", PM_STATE_STARTED, "IN-PROGRESS");
	state("InProgress", PM_STATE_STARTED, NULL);
	state("`READY` (understood)", PM_STATE_OPEN, "READY");
	state("**In Review**", PM_STATE_STARTED, "In Review");
	state("Ready for review", PM_STATE_STARTED, "Ready for review");
	state("ready-for-dev", PM_STATE_OPEN, "ready-for-dev");
	state("Planned", PM_STATE_OPEN, NULL);
	state("Backlog", PM_STATE_OPEN, NULL);
	state("Pending", PM_STATE_OPEN, NULL);
	state("pending -> in-progress", PM_STATE_OPEN, "pending");
	state("Blocked by PAY-3", PM_STATE_OPEN, "Blocked");
	state("On hold", PM_STATE_OPEN, NULL);
	state("New", PM_STATE_OPEN, NULL);
	state("Draft", PM_STATE_IDEA, NULL);
	state("closed.", PM_STATE_DONE, "closed");
	state("Phase 1 COMPLETED - Phase 2 Analysis needed", PM_STATE_DONE, "COMPLETED");
	state("Shipped in v2", PM_STATE_DONE, NULL);
	state("FIXED 2026-08-21", PM_STATE_DONE, NULL);
	state("Won't do", PM_STATE_DROPPED, "Won't do");
	state("Won’t Fix", PM_STATE_DROPPED, NULL);
	state("Cancelled", PM_STATE_DROPPED, NULL);
	state("Obsolete", PM_STATE_DROPPED, NULL);
	state("Superseded by US-4", PM_STATE_DROPPED, NULL);
	state("Duplicate of US-4", PM_STATE_DROPPED, NULL);
	state("❌ DEPRECATED", PM_STATE_DROPPED, NULL);
	state("Deferred", PM_STATE_OPEN, NULL);
	state("Großteils erledigt — 16/29", PM_STATE_STARTED, "Großteils erledigt");
	state("implemented_pending_merge", PM_STATE_STARTED, NULL);
	state("✅ Afgerond (bevestigd)", PM_STATE_DONE, "Afgerond");
	state("🧪 In test — afsluiten", PM_STATE_STARTED, "In test");
	state("Zurückgestellt – kosmetisch", PM_STATE_OPEN, NULL);
	state("Offen", PM_STATE_OPEN, NULL);
	state("Terminé", PM_STATE_DONE, NULL);
	state("En cours", PM_STATE_STARTED, NULL);
	state("À faire", PM_STATE_OPEN, NULL);
	state("Pendiente", PM_STATE_OPEN, NULL);
	state("Concluído", PM_STATE_DONE, NULL);
	state("Готово", PM_STATE_DONE, NULL);
	state("в работе", PM_STATE_STARTED, NULL);
	state("Pågår", PM_STATE_STARTED, NULL);
	state("Đang thực hiện", PM_STATE_STARTED, NULL);
	state("เสร็จแล้ว", PM_STATE_DONE, NULL);
	state("已发布", PM_STATE_DONE, NULL);
	state("进行中（v2）", PM_STATE_STARTED, "进行中");
	state("未完成", PM_STATE_OPEN, NULL);
	state("完了", PM_STATE_DONE, NULL);
	state("진행 중", PM_STATE_STARTED, NULL);
	/* negations */
	state("Not started", PM_STATE_OPEN, "Not started");
	state("not yet started", PM_STATE_OPEN, "not yet started");
	state("not done", PM_STATE_OPEN, NULL);
	state("NOT_STARTED", PM_STATE_OPEN, NULL);
	state("nicht begonnen", PM_STATE_OPEN, NULL);
	state("noch nicht begonnen", PM_STATE_OPEN, NULL);
	state("pas commencé", PM_STATE_OPEN, NULL);
	state("no iniciado", PM_STATE_OPEN, NULL);
	state("não iniciado", PM_STATE_OPEN, NULL);
	state("niet klaar", PM_STATE_OPEN, NULL);
	state("не начато", PM_STATE_OPEN, NULL);
	state("inte påbörjad", PM_STATE_OPEN, NULL);
	state("chưa bắt đầu", PM_STATE_OPEN, NULL);
	state("未开始", PM_STATE_OPEN, NULL);
	state("not planned", PM_STATE_DROPPED, NULL);
	state("no longer needed", PM_STATE_DROPPED, NULL);
	/* emoji */
	state("✅", PM_STATE_DONE, "✅");
	state("☑️ v1.2", PM_STATE_DONE, "☑");
	state("🚧", PM_STATE_STARTED, NULL);
	state("🔄", PM_STATE_STARTED, NULL);
	state("⏳", PM_STATE_STARTED, NULL);
	state("📋", PM_STATE_OPEN, NULL);
	state("⬜", PM_STATE_OPEN, NULL);
	state("❌", PM_STATE_OPEN, NULL);
	state("🚫", PM_STATE_DROPPED, NULL);
	state("💡", PM_STATE_IDEA, NULL);
	/* no state */
	state("", PM_STATE_NONE, NULL);
	state("grey, blue", PM_STATE_NONE, NULL);
	state("abandoning", PM_STATE_NONE, NULL);
	state("undone", PM_STATE_NONE, NULL);
	state("one two three four five six seven eight nine ten eleven twelve thirteen done", PM_STATE_NONE, NULL);
	CHECK_STR(pm_state_class_name(PM_STATE_DROPPED), "dropped");
	CHECK(pm_state_class_name(PM_STATE_NONE) == NULL);
	CHECK_INT(pm_state_read(PM_STR("done"), NULL), PM_STATE_DONE);
}

static void horizon(const char *text, enum pm_horizon expected)
{
	enum pm_horizon got = pm_horizon_read(pm_str_c(text));

	if (got != expected)
		printf("# \"%s\": %d\n", text, got);
	CHECK_INT(got, expected);
}

static void test_horizons(void)
{
	horizon("Now", PM_HORIZON_NOW);
	horizon("🎯 Now (Q1)", PM_HORIZON_NOW);
	horizon("Current", PM_HORIZON_NOW);
	horizon("Short-Term Goals (v2.6.0 - Q2 2026)", PM_HORIZON_NOW);
	horizon("Short term", PM_HORIZON_NOW);
	horizon("Next", PM_HORIZON_NEXT);
	horizon("Next up", PM_HORIZON_NEXT);
	horizon("Next release", PM_HORIZON_NEXT);
	horizon("Next (capabilities)", PM_HORIZON_NEXT);
	horizon("Mid-term", PM_HORIZON_NEXT);
	horizon("Coming soon", PM_HORIZON_NEXT);
	horizon("Later", PM_HORIZON_LATER);
	horizon("Future", PM_HORIZON_LATER);
	horizon("Future ideas", PM_HORIZON_LATER);
	horizon("Long-term", PM_HORIZON_LATER);
	horizon("Someday/maybe", PM_HORIZON_LATER);
	horizon("Recently shipped", PM_HORIZON_DONE);
	horizon("Done ✅", PM_HORIZON_DONE);
	horizon("maintenant", PM_HORIZON_NOW);
	horizon("Ensuite", PM_HORIZON_NEXT);
	horizon("Plus tard", PM_HORIZON_LATER);
	horizon("Jetzt", PM_HORIZON_NOW);
	horizon("Als Nächstes", PM_HORIZON_NEXT);
	horizon("Später", PM_HORIZON_LATER);
	horizon("Corto plazo", PM_HORIZON_NOW);
	horizon("próximo", PM_HORIZON_NEXT);
	horizon("Сейчас", PM_HORIZON_NOW);
	horizon("Позже", PM_HORIZON_LATER);
	horizon("短期目标", PM_HORIZON_NOW);
	horizon("长期", PM_HORIZON_LATER);
	horizon("다음", PM_HORIZON_NEXT);
	horizon("Next steps", PM_HORIZON_NONE);
	horizon("Current state in code", PM_HORIZON_NONE);
	horizon("Now we know", PM_HORIZON_NONE);
	horizon("What is next", PM_HORIZON_NONE);
	horizon("Q1 2026", PM_HORIZON_NONE);
	horizon("", PM_HORIZON_NONE);
	CHECK_STR(pm_horizon_name(PM_HORIZON_LATER), "later");
}

static void test_empty(void)
{
	static const char *const empty[] = {"",
					    " ",
					    "-",
					    "–",
					    "—",
					    "--",
					    "[]",
					    "[ ]",
					    "{}",
					    "\"\"",
					    "''",
					    "…",
					    "n/a",
					    "N/A",
					    "N.A.",
					    "none",
					    "None",
					    "**None**",
					    "`none`",
					    "None.",
					    "Nothing (first phase)",
					    "None — can start now",
					    "nil",
					    "null",
					    "~",
					    "aucune",
					    "keine",
					    "ninguna",
					    "nenhuma",
					    "geen",
					    "нет",
					    "inga",
					    "không có",
					    "ไม่มี",
					    "无",
					    "なし",
					    "없음",
					    "k.A.",
					    "n.v.t."};
	static const char *const full[] = {"0",	    "no", "5", "none of these", "nonesuch", "PAY-3", "*",
					   "* * *", "🔴",  "x", "Done",		"?",	    "TBD"};

	for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
		if (!pm_value_empty(pm_str_c(empty[i])))
			printf("# \"%s\"\n", empty[i]);
		CHECK(pm_value_empty(pm_str_c(empty[i])));
	}
	for (size_t i = 0; i < sizeof full / sizeof *full; i++) {
		if (pm_value_empty(pm_str_c(full[i])))
			printf("# \"%s\"\n", full[i]);
		CHECK(!pm_value_empty(pm_str_c(full[i])));
	}
}

/* -- every word of words.def means what its line says: no two lines of a set have it */

static bool means_unit(struct pm_str word, int unit)
{
	static const struct pm_size one[] = {{1, 1, "points", false}, {1 / 60.0, 1 / 60.0, "h", false},
					     {1, 1, "h", false},      {1, 1, "d", false},
					     {1, 1, "w", false},      {1, 1, "m", false},
					     {3, 3, "m", false},      {12, 12, "m", false},
					     {1, 1, "money", false}};
	struct pm_buf text = {0};
	struct pm_size read;
	bool same;

	pm_buf_addz(&text, "1 ");
	pm_buf_adds(&text, word);
	same = pm_size_read(pm_buf_str(&text), &read) && read.low == one[unit].low && strcmp(read.unit, one[unit].unit) == 0;
	pm_buf_clear(&text);
	return same;
}

static bool means(enum pm_word_set set, int value, struct pm_str word)
{
	struct pm_size size_read;
	bool bool_read;

	switch (set) {
	case WORD_STATE: return pm_state_read(word, NULL) == (enum pm_state_class)value;
	case WORD_PRIORITY: return pm_priority_read(word, NULL) == value;
	case WORD_MOSCOW: return pm_moscow_read(word) == (enum pm_moscow)value;
	case WORD_BOOL: return pm_bool_read(word, &bool_read) && bool_read == value;
	case WORD_SIZE: return pm_size_read(word, &size_read) && size_read.low == value && strcmp(size_read.unit, "size") == 0;
	case WORD_UNIT: return means_unit(word, value);
	case WORD_HORIZON: return pm_horizon_read(word) == (enum pm_horizon)value;
	case WORD_EMPTY: return pm_value_empty(word);
	default: return word.n > 0;
	}
}

static void test_words(void)
{
	static const struct {
		enum pm_word_set set;
		int value;
		const char *words;
	} lists[] = {
#define PM_WORDS(set, value, words) {set, value, words},
#include "parser/words.def"
#undef PM_WORDS
	};

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		const char *p = lists[i].words;

		while (*p) {
			size_t n = strcspn(p, ";");
			bool ok = means(lists[i].set, lists[i].value, pm_str_n(p, n));

			if (!ok)
				printf("# set %d, value %d: %.*s\n", (int)lists[i].set, lists[i].value, (int)n, p);
			CHECK(ok);
			p += n + (p[n] == ';');
		}
	}
}

/* -- hostile values: any bytes, and much of them */

static void test_hostile_values(void)
{
	static const char *const units[] = {"a",  "1", "-",	   "*",	   "'",	 " ",	"ca ", "not ", "1,",
					    "1-", "(", "\xf0\x9f", "\xff", "中", "1h ", "🔴",   "P"};
	size_t n = 1 << 20;
	char *bytes = malloc(n);

	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t unit = strlen(units[i]);
		struct pm_str text = {bytes, n};
		struct pm_str word;
		struct pm_number number_read;
		struct pm_size size_read;
		bool value;

		for (size_t k = 0; k < n; k++)
			bytes[k] = units[i][k % unit];
		pm_number_read(text, &number_read);
		pm_confidence_read(text, &number_read);
		pm_size_read(text, &size_read);
		pm_priority_read(text, NULL);
		pm_moscow_read(text);
		pm_bool_read(text, &value);
		CHECK_INT(pm_state_read(text, &word), PM_STATE_NONE);
		CHECK_INT(pm_horizon_read(text), PM_HORIZON_NONE);
		CHECK_INT(pm_value_empty(text), i == 2 || i == 4 || i == 5 || i == 10);
	}
	free(bytes);
}

/* A plain whole number is read at once: as what has a blank before it is read. */
static void test_whole(void)
{
	static const char *const texts[] = {"0", "5", "13", "007", "999999999", "1000000000", "2026"};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct pm_number number, slow_number;
		struct pm_size size, slow_size;
		struct pm_buf behind = {0};

		pm_buf_addf(&behind, " %s", texts[i]);
		CHECK(pm_number_read(pm_str_c(texts[i]), &number) && pm_number_read(pm_buf_str(&behind), &slow_number));
		CHECK(number.low == slow_number.low && number.high == slow_number.high && !number.percent);
		CHECK(number.unit.n == 0 && slow_number.unit.n == 0);
		CHECK(pm_size_read(pm_str_c(texts[i]), &size) && pm_size_read(pm_buf_str(&behind), &slow_size));
		CHECK(size.low == slow_size.low && size.high == slow_size.high && strcmp(size.unit, slow_size.unit) == 0);
		pm_buf_clear(&behind);
	}
}

int main(void)
{
	test_aliases();
	test_find();
	test_hostile_labels();
	test_nearest();
	test_numbers();
	test_confidence();
	test_tails();
	test_amounts();
	test_sizes();
	test_priorities();
	test_moscow();
	test_bools();
	test_states();
	test_horizons();
	test_empty();
	test_words();
	test_hostile_values();
	test_whole();
	return test_done();
}
