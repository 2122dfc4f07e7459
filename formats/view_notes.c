/* view_notes: what became done between two commits, told to those who use it. */
#include "formats/notes.h"
#include "formats/page.h"
#include "formats/words.h"

struct page {
	const struct pm_view_input *input;
	const struct pm_notes *notes;
	struct pm_report *report;
};

static struct pm_str take(struct page *page, struct pm_buf *buf)
{
	struct pm_str text = pm_report_copy(page->report, pm_buf_str(buf));

	pm_buf_clear(buf);
	return text;
}

/* -- what users read */

static void add_entry(struct page *page, const struct pm_note *note)
{
	struct pm_buf text = {0}, evidence = {0};
	struct pm_cell *cell;

	pm_notes_plain(note, &text);
	cell = pm_report_cell(page->report, take(page, &text));
	cell->href = cell->source = pm_view_source(page->input, page->report, note->item);
	cell->tone = note->breaking ? PM_TONE_WARN : PM_TONE_NONE;
	pm_notes_evidence(page->input, note, &evidence);
	cell->note = take(page, &evidence);
}

static void add_groups(struct page *page)
{
	enum pm_change_kind last = PM_KIND_OF_OTHER;

	for (size_t i = 0; i < page->notes->count; i++) {
		const struct pm_note *note = &page->notes->list[i];

		if (!pm_notes_shows(page->input, note))
			continue;
		if (note->kind != last) {
			pm_report_heading(page->report, 2, pm_str_c(pm_change_kind_name(note->kind)), NULL);
			pm_report_node(page->report, PM_NODE_LIST, NULL, 0);
		}
		add_entry(page, note);
		last = note->kind;
	}
}

/* -- what is said to the team */

static void add_item(struct page *page, uint32_t item, struct pm_str note)
{
	struct pm_cell *cell = pm_view_item(page->input, page->report, item);

	cell->href = cell->source;
	cell->note = note;
}

static void start(struct page *page, const char *title, bool *started)
{
	if (!*started)
		pm_report_heading(page->report, 2, PM_STR(SAY_FOR_THE_TEAM), NULL);
	*started = true;
	pm_report_heading(page->report, 3, pm_str_c(title), NULL);
	pm_report_node(page->report, PM_NODE_LIST, NULL, 0);
}

static void add_items(struct page *page, const char *title, const uint32_t *items, size_t count, bool *started)
{
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		if (!pm_view_shows(page->input, items[i]))
			continue;
		if (!any)
			start(page, title, started);
		any = true;
		add_item(page, items[i], PM_STR(""));
	}
}

static void add_open(struct page *page, bool *started)
{
	bool any = false;

	for (size_t i = 0; i < page->notes->count; i++) {
		const struct pm_note *note = &page->notes->list[i];

		if (!note->open || !pm_notes_shows(page->input, note))
			continue;
		if (!any)
			start(page, SAY_DONE_WITH_OPEN_CRITERIA, started);
		any = true;
		add_item(page, note->item,
			 pm_report_text(page->report, SAY_N_OF_N_OPEN, note->open,
					page->notes->product->items[note->item].criterion_count));
	}
}

static bool lacks_line(const struct page *page, const struct pm_note *note)
{
	return !note->written && !note->internal && pm_notes_shows(page->input, note);
}

/* Where nobody writes lines for users, it is said once. */
static void add_unwritten(struct page *page, bool *started)
{
	size_t lacking = 0, written = 0;

	for (size_t i = 0; i < page->notes->count; i++) {
		lacking += lacks_line(page, &page->notes->list[i]);
		written += page->notes->list[i].written;
	}
	if (!lacking)
		return;
	start(page, SAY_WITHOUT_A_LINE_FOR_USERS, started);
	if (!written) {
		pm_report_cell(page->report, PM_STR(SAY_NONE_HAS_ONE_AND_TITLES_STAND));
		return;
	}
	for (size_t i = 0; i < page->notes->count; i++)
		if (lacks_line(page, &page->notes->list[i]))
			add_item(page, page->notes->list[i].item, PM_STR(""));
}

static void add_people(struct page *page, bool *started)
{
	const struct pm_notes *notes = page->notes;
	struct pm_buf text = {0};
	size_t unclaimed = 0;

	for (size_t i = 0; i < notes->commit_count; i++)
		unclaimed += !notes->commits[i].claimed && !notes->commits[i].merge;
	for (size_t i = 0; i < notes->people_count; i++)
		pm_buf_addf(&text, "%s%.*s", i ? ", " : "", PM_FMT(notes->people[i]));
	if (!text.n)
		return;
	start(page, SAY_CONTRIBUTORS, started);
	pm_report_cell(page->report, take(page, &text));
	pm_report_cell(page->report, pm_report_text(page->report, SAY_N_COMMIT_N_OF_THEM_NAME, notes->commit_count,
						    pm_plural(notes->commit_count), unclaimed, unclaimed == 1 ? "s" : ""));
}

static void add_team(struct page *page)
{
	bool started = false;

	if (page->input->customers)
		return;
	add_open(page, &started);
	add_items(page, SAY_REOPENED, page->notes->reopened, page->notes->reopened_count, &started);
	add_items(page, SAY_DROPPED, page->notes->dropped, page->notes->dropped_count, &started);
	add_unwritten(page, &started);
	add_people(page, &started);
}

/* -- the report */

static struct pm_str title_of(const struct pm_view_input *input, struct pm_report *report)
{
	struct pm_buf text = {0};
	struct pm_str title;

	if (input->name.n)
		pm_buf_addf(&text, "%.*s ", PM_FMT(input->name));
	if (input->notes->version.n)
		pm_buf_addf(&text, "%s%.*s", input->name.n ? "" : SAY_VERSION, PM_FMT(input->notes->version));
	else
		pm_buf_addz(&text, input->name.n ? SAY_UNRELEASED : SAY_UNRELEASED_TITLE);
	title = pm_report_copy(report, pm_buf_str(&text));
	pm_buf_clear(&text);
	return title;
}

static struct pm_str subtitle_of(const struct pm_view_input *input, struct pm_report *report)
{
	size_t count = pm_notes_count(input);
	char day[16] = "";

	if (input->notes->day != PM_NO_DAY)
		pm_day_format(input->notes->day, day);
	if (input->customers)
		return pm_report_text(report, "%s", day);
	return pm_report_text(report, SAY_X_N_ITEM_BECAME_DONE_FROM, day, *day ? " \xc2\xb7 " : "", count, pm_plural(count),
			      PM_FMT(input->compared->from), PM_FMT(input->compared->to));
}

static int make(const struct pm_view_input *input, struct pm_report *report, struct pm_buf *err)
{
	struct page page = {.input = input, .report = report};

	if (!input->notes) {
		pm_buf_addz(err, "the notes view compares two commits, and not all of them could be read");
		return -1;
	}
	page.notes = input->notes->notes;
	report->title = title_of(input, report);
	report->subtitle = subtitle_of(input, report);
	if (!pm_notes_count(input))
		pm_report_paragraph(report, PM_STR(SAY_NOTHING_BECAME_DONE), PM_TONE_QUIET);
	add_groups(&page);
	add_team(&page);
	return 0;
}

/* -- Markdown: a section of a changelog, and behind it what is said to the team */

static void write_heading(const struct pm_view_input *input, struct pm_out *out)
{
	char day[16] = "";

	if (input->notes->day != PM_NO_DAY && input->notes->version.n)
		pm_day_format(input->notes->day, day);
	pm_outz(out, "## ");
	if (input->notes->version.n) {
		pm_outc(out, '[');
		pm_out_markdown_inside(out, input->notes->version);
		pm_outc(out, ']');
	} else {
		pm_outz(out, "[Unreleased]");
	}
	pm_outf(out, "%s%s\n\n", *day ? " - " : "", day);
}

static void write_markdown(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out)
{
	struct pm_report report;
	struct page page = {.input = input, .report = &report};

	if (!input->notes)
		return;
	write_heading(input, out);
	if (pm_notes_count(input))
		pm_notes_groups(input, 3, out);
	else
		pm_outz(out, "Nothing became done.\n");
	pm_report_init(&report, "notes");
	page.notes = input->notes->notes;
	add_team(&page);
	pm_report_settle(&report);
	if (report.count) {
		pm_outc(out, '\n');
		pm_format_find(PM_STR("markdown"))->write(&report, options, out);
	}
	pm_report_clear(&report);
}

/* -- values */

static void write_json(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out)
{
	struct pm_arena arena;
	struct pm_value *value;
	struct pm_json json;

	(void)options;
	pm_arena_init(&arena);
	if (input->notes) {
		value = pm_notes_value(input, &arena);
	} else {
		value = pm_value_add(&arena, NULL, NULL, PM_VALUE_OBJECT);
		pm_value_text(&arena, value, "format", PM_STR("pm-notes/1"));
		pm_value_add(&arena, value, "groups", PM_VALUE_LIST);
	}
	pm_json_init(&json, out, true);
	pm_json_object(&json);
	for (const struct pm_value *v = value->first; v; v = v->next)
		pm_value_json(v, &json);
	pm_json_errors(&json, input->errors);
	pm_json_object_end(&json);
	pm_json_end(&json);
	pm_arena_clear(&arena);
}

static void write_template(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out)
{
	(void)options;
	if (input->notes)
		pm_outs(out, input->notes->filled);
}

static const struct pm_view_format own[] = {
	{"json", "every entry with its evidence: pm-notes/1", write_json},
	{"markdown", "a section of a changelog", write_markdown},
	{"template", "what --template gives", write_template},
	{NULL, NULL, NULL},
};

const struct pm_view pm_view_notes = {
	.name = "notes",
	.summary = "release notes: what became done since the last tag",
	.make = make,
	.own = own,
	.asks = PM_ASKS_NOTES,
};
