/* test_line: labels at the start of a line, and several on one. */
#include "parser/line.h"
#include "tests/unit/test.h"

/* "label=value" of the first label, with a `*` in front where it is bold; "" where there is none. */
static const char *read(const char *text, bool (*reader)(struct pm_str, struct pm_labelled *), struct pm_labelled *line)
{
	static char out[400];

	if (!reader(pm_str_c(text), line))
		return "";
	snprintf(out, sizeof out, "%s%.*s=%.*s", line->bold ? "*" : "", (int)(line->label_to - line->label_from),
		 text + line->label_from, (int)(line->value_to - line->value_from), text + line->value_from);
	return out;
}

static void test_labels(void)
{
	struct pm_labelled l;

	CHECK_STR(read("Status: open", pm_line_read, &l), "Status=open");
	CHECK_INT(l.field, PM_FIELD_STATUS);
	CHECK_STR(read("**Status:** open", pm_line_read, &l), "*Status=open");
	CHECK_STR(read("**Status**: open", pm_line_read, &l), "*Status=open");
	CHECK_STR(read("__Status__ : open", pm_line_read, &l), "*Status=open");
	CHECK_STR(read("*Status*: open ", pm_line_read, &l), "*Status=open");
	CHECK_STR(read("`status`: open", pm_line_read, &l), "status=open");
	CHECK_STR(read("  📌 **Priority：** high", pm_line_read, &l), "*Priority=high");
	CHECK_INT(l.field, PM_FIELD_PRIORITY);
	CHECK_STR(read("**Estimate** (points): 3", pm_line_read, &l), "*Estimate=3");
	CHECK_STR(read("Status:", pm_line_read, &l), "Status=");
	CHECK(l.colon);
	CHECK_STR(read("**Whatever:** it is", pm_line_read, &l), "*Whatever=it is");
	CHECK_INT(l.field, PM_FIELD_CUSTOM);
	CHECK_STR(read("Acceptance criteria", pm_line_read, &l), "Acceptance criteria=");
	CHECK_INT(l.part, PM_PART_CRITERIA);
	CHECK_STR(read("**Acceptance Criteria**", pm_line_read, &l), "*Acceptance Criteria=");
	CHECK_INT(l.part, PM_PART_CRITERIA);
}

static void test_no_labels(void)
{
	static const char *const none[] = {"Whatever: it is",
					   "It is: so",
					   "https://a.example",
					   "12:30 at noon",
					   "std::string x",
					   "",
					   ":",
					   "**",
					   "** a:** b",
					   "**Effort** 3",
					   "Say \"Status: open\"",
					   "A sentence. Status: open",
					   "*",
					   "_",
					   "`"};
	struct pm_labelled l;

	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		CHECK_STR(read(none[i], pm_line_read, &l), "");
	CHECK_STR(read("Whatever: it is", pm_line_read_unknown, &l), "Whatever=it is");
	CHECK_STR(read("One of many words: it is", pm_line_read_unknown, &l), "");
	CHECK_STR(read("[a]: b", pm_line_read_unknown, &l), "");
}

/* The values of all labels of a line, with `|` between them. */
static const char *split(const char *text, struct pm_buf *out)
{
	struct pm_str rest = pm_str_c(text);
	struct pm_labelled l;

	pm_buf_reset(out);
	while (pm_line_read(rest, &l)) {
		size_t next = pm_line_split(rest, &l);

		if (l.value_from > l.value_to || l.value_to > rest.n || next > rest.n || (next < rest.n && next <= l.label_to))
			return "an offset that lies wrong";
		pm_buf_addz(out, out->n ? "|" : "");
		pm_buf_adds(out, pm_str_sub(rest, l.label_from, l.label_to));
		pm_buf_addc(out, '=');
		pm_buf_adds(out, pm_str_sub(rest, l.value_from, l.value_to));
		rest = pm_str_sub(rest, next, rest.n);
	}
	return out->n ? out->p : "";
}

static void test_splits(void)
{
	struct pm_buf out = {0};

	CHECK_STR(split("Priority: High · Points: 3", &out), "Priority=High|Points=3");
	CHECK_STR(split("Priority: High | Points: 3 | Status: open", &out), "Priority=High|Points=3|Status=open");
	CHECK_STR(split("Priority: High; Points: 3", &out), "Priority=High|Points=3");
	CHECK_STR(split("**Priority:** High **Points:** 3", &out), "Priority=High|Points=3");
	CHECK_STR(split("**Priority**: High   **Points**: 3", &out), "Priority=High|Points=3");
	CHECK_STR(split("Status: open, blocked; see notes", &out), "Status=open, blocked; see notes");
	CHECK_STR(split("Owner: Ann · Bob", &out), "Owner=Ann · Bob");
	CHECK_STR(split("Status: a  b   c", &out), "Status=a  b   c");
	pm_buf_clear(&out);
}

/* Lines that make somebody look far, very often. */
static void test_long_lines(void)
{
	static const char *const pieces[] = {" ",	   " · ", " | ", "; ",	" •",	" **a** (", "**a:** (",
					     "Status: a ", "✅",	  "|",	 ", a", " ✅; ", "*",	    "："};

	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct pm_buf text = {0}, out = {0};

		pm_buf_addz(&text, "Status: a");
		for (int n = 0; n < 100000; n++)
			pm_buf_addz(&text, pieces[i]);
		pm_buf_addz(&text, "b · Points: 3");
		const char *got = split(text.p, &out);
		CHECK(strncmp(got, "Status=a", 8) == 0);
		pm_buf_clear(&text);
		pm_buf_clear(&out);
	}
}

int main(void)
{
	test_labels();
	test_no_labels();
	test_splits();
	test_long_lines();
	return test_done();
}
