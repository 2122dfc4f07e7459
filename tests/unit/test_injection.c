/* test_injection: hostile texts in every place of a report, through every writer. */
#include "formats/format.h"

#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const hostile[] = {
	"<script>alert(1)</script>",
	"\"><img src=x onerror=alert(1)>",
	"</title></style></svg>]]><svg onload=alert(1)>",
	"[x](javascript:alert(1)) ![y](https://example.invalid/z.png)",
	"```\nclick n0 \"javascript:alert(1)\"\n```",
	"section :done, r0, 2026-01-01 %% --> n1",
	"a\"] --> b[\"\\\"; -> n9; label=\"",
	"=HYPERLINK(\"https://example.invalid\")",
	"\033[31m\007\b\x7f \xc2\x9b \xe2\x80\xae \xe2\x81\xa6 \xff\xfe",
	("\xd7\x90\xd7\x91 \xd8\xa7 \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 \xf0\x9f\x87\xa7\xf0\x9f\x87\xaa "
	 "\xe6\xbc\xa2\xe5\xad\x97"),
	"@everyone #1 GH-12 fixes !3 $4",
	"\r\n# a heading\r\n| a | b |\r\n--- \n",
};
enum { HOSTILE = sizeof(hostile) / sizeof(*hostile), LONG = 10000 };

static struct pm_report report;
static char long_text[LONG + 1];

static struct pm_str text_at(size_t i)
{
	return pm_str_c(i % (HOSTILE + 1) == HOSTILE ? long_text : hostile[i % (HOSTILE + 1)]);
}

static void add_cell(size_t i)
{
	struct pm_cell *cell = pm_report_cell(&report, text_at(i));

	cell->id = pm_report_copy(&report, text_at(i + 1));
	cell->note = pm_report_copy(&report, text_at(i + 2));
	pm_cell_link(&report, cell, text_at(i + 3));
	cell->anchor = i % 2 ? pm_report_copy(&report, text_at(i + 4)).p : NULL;
}

static void add_rows(size_t columns)
{
	for (size_t i = 0; i <= HOSTILE; i++) {
		add_cell(i);
		for (size_t c = 1; c < columns; c++)
			if (i % 3 == 0)
				pm_report_cell(&report, text_at(i + c));
			else
				pm_report_number(&report, (double)(i * c), NULL)->text = text_at(i + c);
	}
}

static void add_picture(enum pm_node_type type, enum pm_chart chart, size_t i)
{
	struct pm_column columns[4];
	struct pm_node *node;

	for (size_t c = 0; c < 4; c++)
		columns[c] = (struct pm_column){.title = text_at(i + c), .wide = c == 0};
	node = pm_report_picture(&report, type, text_at(i), text_at(i + 1), columns, 4);
	node->picture->chart = chart;
	node->picture->x = (struct pm_axis){.title = text_at(i + 2), .unit = "days"};
	node->picture->y = (struct pm_axis){.title = text_at(i + 3)};
	node->picture->corners[0] = text_at(i + 4);
	pm_report_band(&report, text_at(i + 5));
	pm_report_group(&report, text_at(i + 6))->note = text_at(i + 7);
	add_rows(4);
	for (size_t k = 0; k < HOSTILE; k++)
		pm_report_edge(&report, k, k + 1, k % 2);
	pm_report_mark(&report, PM_AXIS_X, 3, text_at(i + 8), PM_TONE_BAD);
	pm_report_mark(&report, PM_AXIS_Y, 3, text_at(i + 9), PM_TONE_NONE);
}

static void make_report(void)
{
	struct pm_column columns[2];

	memset(long_text, 'x', LONG);
	pm_report_init(&report, "test");
	report.title = text_at(0);
	report.subtitle = text_at(1);
	for (size_t i = 0; i <= HOSTILE; i++) {
		pm_report_heading(&report, 2, text_at(i), i % 2 ? text_at(i + 1).p : NULL);
		pm_report_paragraph(&report, text_at(i), PM_TONE_WARN);
		pm_report_markdown(&report, text_at(i));
	}
	columns[0] = (struct pm_column){.title = text_at(2), .key = "a"};
	columns[1] = (struct pm_column){.title = text_at(3)};
	pm_report_node(&report, PM_NODE_TABLE, columns, 2);
	add_rows(2);
	pm_report_node(&report, PM_NODE_FACTS, columns, 2);
	add_cell(0);
	add_cell(1);
	pm_report_node(&report, PM_NODE_LIST, NULL, 0);
	add_rows(1);
	pm_report_node(&report, PM_NODE_BARS, NULL, 0)->scale = 10;
	add_rows(3);
	for (int type = PM_NODE_TIMELINE; type < PM_NODE_CHART; type++)
		add_picture((enum pm_node_type)type, PM_CHART_LINE, (size_t)type);
	for (int chart = PM_CHART_LINE; chart <= PM_CHART_STACKED; chart++)
		add_picture(PM_NODE_CHART, (enum pm_chart)chart, (size_t)chart);
	pm_report_settle(&report);
}

/* -- what may not come out */

static bool has(struct pm_str text, const char *part)
{
	size_t n = strlen(part);

	for (size_t i = 0; i + n <= text.n; i++)
		if (text.p[i] == part[0] && memcmp(text.p + i, part, n) == 0)
			return true;
	return false;
}

/* Controls but line ends, what reorders a line, bytes that are no UTF-8. */
static bool is_clean(struct pm_str text)
{
	const char *p = text.p, *end = text.p + text.n;

	while (p < end) {
		uint32_t ch;

		p += pm_utf8_decode(p, end, &ch);
		if ((ch < 0x20 && ch != '\n' && ch != '\r' && ch != '\t') || (ch >= 0x7f && ch < 0xa0) ||
		    (ch >= 0x202a && ch <= 0x202e) || (ch >= 0x2066 && ch <= 0x2069)) {
			printf("# U+%04X at %zu\n", (unsigned)ch, (size_t)(p - text.p));
			return false;
		}
	}
	return true;
}

static void check_markup(struct pm_str text)
{
	CHECK(!has(text, "<script>alert") && !has(text, "<img") && !has(text, "<svg onload") && !has(text, "\"javascript:"));
	CHECK(!has(text, "</title></style>") && !has(text, "\"><img"));
}

/* A line of CSV begins no formula, and neither does a cell. */
static void check_csv(struct pm_str text)
{
	CHECK(!has(text, "\n=") && !has(text, ",=") && !has(text, "\n@") && !has(text, ",@") && !has(text, "\"="));
}

static void check_markdown(struct pm_str text)
{
	CHECK(!has(text, "<script") && !has(text, "<img") && !has(text, "<svg"));
	CHECK(!has(text, "](<javascript") && !has(text, "\n![y]("));
	CHECK(!has(text, "@everyone") && !has(text, "\n# a heading"));
	CHECK(!has(text, "\n    click ") && !has(text, "\n    section :done"));
}

/* Outside of quotes DOT has only what the writer says: no name of a node but n and its number. */
static void check_dot(struct pm_str text)
{
	bool quoted = false;

	for (size_t i = 0; i < text.n; i++) {
		if (quoted && text.p[i] == '\\')
			i++;
		else if (text.p[i] == '"')
			quoted = !quoted;
		else if (!quoted)
			CHECK(strchr("<>'%#", text.p[i]) == NULL || (text.p[i] == '>' && text.p[i - 1] == '-'));
	}
	CHECK(!quoted);
}

int main(void)
{
	static const int widths[] = {0, 20, 80, 132};

	make_report();
	for (size_t i = 0; pm_formats[i]; i++)
		for (size_t k = 0; k < 4; k++) {
			struct pm_format_options options = {.width = widths[k], .version = "0"};
			const char *name = pm_formats[i]->name;
			struct pm_str text;
			struct pm_out out;

			pm_out_memory(&out);
			pm_formats[i]->write(&report, &options, &out);
			text = pm_buf_str(&out.buf);
			CHECK(text.n > 0 && is_clean(text));
			if (strcmp(name, "html") == 0 || strcmp(name, "svg") == 0)
				check_markup(text);
			else if (strcmp(name, "markdown") == 0)
				check_markdown(text);
			else if (strcmp(name, "csv") == 0)
				check_csv(text);
			else if (strcmp(name, "dot") == 0)
				check_dot(text);
			pm_out_clear(&out);
		}
	pm_report_clear(&report);
	return test_done();
}
