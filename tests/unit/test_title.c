/* test_title: ids, their keys, and titles taken apart. */
#include "parser/title.h"
#include "tests/unit/test.h"

#include <stdlib.h>

/* The id at the start of a text; "" where there is none. */
static struct pm_str id_of(const char *text, enum pm_id_where where, struct pm_id *id)
{
	if (!pm_id_read(pm_str_c(text), where, id))
		return PM_STR("");
	return pm_str_sub(pm_str_c(text), id->from, id->to);
}

static void test_ids(void)
{
	struct pm_id id;

	CHECK_PMSTR(id_of("PAY-12 Pay", PM_ID_TITLE, &id), "PAY-12");
	CHECK(!id.weak && !id.numbered && !id.parted);
	CHECK_PMSTR(id_of("US-EP1-02: a", PM_ID_TITLE, &id), "US-EP1-02");
	CHECK(id.parted);
	CHECK_INT(id.kind, PM_KIND_STORY);
	CHECK_PMSTR(id_of("E03-S01-T02 a", PM_ID_TITLE, &id), "E03-S01-T02");
	CHECK_PMSTR(id_of("Story 1.2 — a", PM_ID_TITLE, &id), "Story 1.2");
	CHECK_INT(id.kind, PM_KIND_STORY);
	CHECK_PMSTR(id_of("Epic 3: a", PM_ID_TITLE, &id), "Epic 3");
	CHECK_INT(id.kind, PM_KIND_EPIC);
	CHECK_PMSTR(id_of("US 2.04 a", PM_ID_TITLE, &id), "US 2.04");
	CHECK_PMSTR(id_of("HU-01", PM_ID_TITLE, &id), "HU-01");
	CHECK_PMSTR(id_of("TASK-7.1 a", PM_ID_TITLE, &id), "TASK-7.1");
	CHECK_PMSTR(id_of("F4 a", PM_ID_TITLE, &id), "F4");
	CHECK(id.weak);
	CHECK_PMSTR(id_of("#12 a", PM_ID_TITLE, &id), "#12");
	CHECK(id.weak && id.numbered);
	CHECK_PMSTR(id_of("12", PM_ID_COLUMN, &id), "12");
	CHECK(id.numbered);
	CHECK_PMSTR(id_of("pay-12", PM_ID_COLUMN, &id), "pay-12");
}

static void test_what_is_no_id(void)
{
	static const char *const none[] = {"P0 a",	 "P5 a",      "Q1 a",	    "H2 a",	    "v1.2 a",
					   "UTF-8 text", "SHA-256 a", "Q3-Q4 plan", "ABC-12-foo a", "a",
					   "",		 "-12",	      "well-known", "Story of 12",  "2026-01-01 a"};
	struct pm_id id;

	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		CHECK_PMSTR(id_of(none[i], PM_ID_TITLE, &id), "");
	CHECK(pm_id_is_false(PM_STR("P3")) && pm_id_is_false(PM_STR("q4")) && pm_id_is_false(PM_STR("V2")));
	CHECK(!pm_id_is_false(PM_STR("P6")) && !pm_id_is_false(PM_STR("F4")));
}

/* The ids of a value, one behind the other, with blanks between them. */
static const char *ids_in(const char *text, struct pm_buf *out)
{
	struct pm_str s = pm_str_c(text);
	struct pm_id id;

	pm_buf_reset(out);
	for (size_t at = 0; pm_id_next(s, at, &id); at = id.to) {
		if (id.from < at || id.to <= id.from || id.to > s.n)
			return "a span that lies wrong";
		pm_buf_addz(out, out->n ? "," : "");
		pm_buf_adds(out, pm_str_sub(s, id.from, id.to));
	}
	return out->n ? out->p : "";
}

static void test_ids_in_prose(void)
{
	struct pm_buf out = {0}, many = {0};

	CHECK_STR(ids_in("PAY-3, PAY-7 and [EPIC-2](x.md)", &out), "PAY-3,PAY-7,EPIC-2");
	CHECK_STR(ids_in("3, 4 & 5", &out), "3,4,5");
	CHECK_STR(ids_in("PAY-3 since 4 weeks", &out), "PAY-3");
	CHECK_STR(ids_in("#3 and #4", &out), "#3,#4");
	CHECK_STR(ids_in("none of them", &out), "");
	CHECK_STR(ids_in("xpay-3 spare-3", &out), "");
	CHECK_STR(ids_in("", &out), "");
	for (int i = 0; i < 3000; i++)
		pm_buf_addf(&many, "%d, ", i);
	CHECK_INT(strlen(ids_in(many.p, &out)), many.n - 3000 - 1);
	pm_buf_clear(&many);
	pm_buf_clear(&out);
}

static struct pm_str key_of(const char *id, char *room, size_t size)
{
	return (struct pm_str){room, pm_id_key(pm_str_c(id), room, size)};
}

static void test_keys(void)
{
	char room[PM_KEY_MAX];

	CHECK_PMSTR(key_of("PAY-12", room, sizeof room), "pay-12");
	CHECK_PMSTR(key_of("pay 012", room, sizeof room), "pay-12");
	CHECK_PMSTR(key_of("US-007", room, sizeof room), "story-7");
	CHECK_PMSTR(key_of("User Story 7", room, sizeof room), "story-7");
	CHECK_PMSTR(key_of("Story 8.4", room, sizeof room), "story-8-4");
	CHECK_PMSTR(key_of("Epic 3", room, sizeof room), "epic-3");
	CHECK_PMSTR(key_of("#12", room, sizeof room), "12");
	CHECK_PMSTR(key_of("TASK-10.0", room, sizeof room), "task-10-0");
	CHECK_PMSTR(key_of("00", room, sizeof room), "0");
	CHECK_PMSTR(key_of("E03-S01-T02", room, sizeof room), "e-3-s-1-t-2");
	CHECK_INT(pm_id_key(PM_STR("ABCDEFGHIJKLMNOPQRSTUVWXYZ-1234567890"), room, 20), 0);
	CHECK_INT(pm_id_key(PM_STR(""), room, sizeof room), 0);
}

static struct pm_str title_of(const char *text, bool heading, struct pm_title *title)
{
	pm_title_read(pm_str_c(text), heading, title);
	return pm_str_sub(pm_str_c(text), title->from, title->to);
}

static struct pm_str suffix_of(const char *text, const struct pm_title *title, enum pm_field_id field)
{
	for (size_t i = 0; i < title->suffix_count; i++)
		if (title->suffixes[i].field == field)
			return pm_str_sub(pm_str_c(text), title->suffixes[i].from, title->suffixes[i].to);
	return PM_STR("");
}

static void test_titles(void)
{
	struct pm_title t;
	const char *text;

	CHECK_PMSTR(title_of("PAY-12 Pay with a card", true, &t), "Pay with a card");
	CHECK(t.has_id && t.suffix_count == 0 && !t.box && !t.struck);
	CHECK_PMSTR(title_of("[PAY-12](a.md): **Pay**", true, &t), "Pay");
	CHECK(t.has_id);
	CHECK_PMSTR(title_of("Bug: it breaks", true, &t), "it breaks");
	CHECK(!t.has_id);
	CHECK_INT(t.kind, PM_KIND_BUG);
	CHECK_PMSTR(title_of("~~PAY-1 Old~~", true, &t), "Old");
	CHECK(t.struck);
	CHECK_PMSTR(title_of("[x] Done it", false, &t), "Done it");
	CHECK_INT(t.box, 'x');
	CHECK_INT(t.box_at, 1);
	text = "PAY-1 Pay (5 pts) [Must]";
	CHECK_PMSTR(title_of(text, true, &t), "Pay");
	CHECK_PMSTR(suffix_of(text, &t, PM_FIELD_ESTIMATE), "5 pts");
	CHECK_PMSTR(suffix_of(text, &t, PM_FIELD_PRIORITY), "Must");
	text = "Pay `READY` (mechanical)";
	CHECK_PMSTR(title_of(text, true, &t), "Pay");
	CHECK_PMSTR(suffix_of(text, &t, PM_FIELD_STATUS), "READY");
	text = "Pay ~3d #web @ann";
	CHECK_PMSTR(title_of(text, true, &t), "Pay");
	CHECK_PMSTR(suffix_of(text, &t, PM_FIELD_ESTIMATE), "3d");
	CHECK_PMSTR(suffix_of(text, &t, PM_FIELD_LABELS), "web");
	CHECK_PMSTR(suffix_of(text, &t, PM_FIELD_OWNER), "ann");
	CHECK_PMSTR(title_of("Pay (in one step)", true, &t), "Pay (in one step)");
	CHECK_PMSTR(title_of("", true, &t), "");
	CHECK_PMSTR(title_of("PAY-1", true, &t), "");
	CHECK_PMSTR(title_of("****", true, &t), "");
}

/* Every offset lies in the text, whatever the text is. */
static bool is_sound(struct pm_str text)
{
	struct pm_title t;

	pm_title_read(text, true, &t);
	for (size_t i = 0; i < t.suffix_count; i++)
		if (t.suffixes[i].from > t.suffixes[i].to || t.suffixes[i].to > text.n)
			return false;
	return t.from <= t.to && t.to <= text.n && t.suffix_count <= PM_TITLE_SUFFIXES &&
	       (!t.has_id || (t.id.from < t.id.to && t.id.to <= text.n));
}

static void test_long_titles(void)
{
	static const char *const pieces[] = {"(x)", "(x) ", "[x]", "`x` ", "~~",   "**",      "<a ",  "](", "✅",
					     "—",   " #x",  " @x", "~1d ", "{#x}", "(5 pts)", "\xff", "1.", "A-"};

	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct pm_buf text = {0};

		pm_buf_addz(&text, "A-1 T");
		for (int n = 0; n < 100000; n++)
			pm_buf_addz(&text, pieces[i]);
		CHECK(is_sound(pm_buf_str(&text)));
		CHECK(is_sound(pm_str_sub(pm_buf_str(&text), 5, text.n)));
		pm_buf_clear(&text);
	}
}

int main(void)
{
	test_ids();
	test_what_is_no_id();
	test_ids_in_prose();
	test_keys();
	test_titles();
	test_long_titles();
	return test_done();
}
