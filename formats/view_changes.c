/* view_changes: what changed between two commits, as a product person says it. */
#include "formats/page.h"
#include "formats/tell.h"
#include "formats/words.h"

#include <stdlib.h>

/* How much of a text is shown; how many rows a section has at first; how large a comment may be: GitHub takes 65,536 characters,
 * and a bot may want to add a few words. */
enum { TEXT_MOST = 240, TITLE_MOST = 120, ROWS_MOST = 500, COMMENT_MOST = 60000 };

struct page {
	const struct pm_view_input *input;
	const struct pm_changes *changes;
	struct pm_report *report;
	size_t most;  /* rows of a section */
	int level;    /* of the section's headings */
	size_t count; /* rows of the section so far, shown or not */
};

/* -- rows */

/* Is there room for one more?  All are counted. */
static bool has_room(struct page *page)
{
	return page->count++ < page->most;
}

static void say_rest(struct page *page, const char *noun)
{
	size_t rest = page->count > page->most ? page->count - page->most : 0;

	if (rest)
		pm_report_paragraph(page->report,
				    pm_report_text(page->report, SAY_AND_N_MORE_X_F_JSON, rest, noun, rest == 1 ? "" : "s"),
				    PM_TONE_QUIET);
}

static struct pm_str take(struct page *page, struct pm_buf *buf)
{
	struct pm_str text = pm_report_copy(page->report, pm_buf_str(buf));

	pm_buf_clear(buf);
	return text;
}

static struct pm_str shortened(struct page *page, struct pm_str text, size_t most)
{
	const struct pm_change change = {.to = text};
	struct pm_buf from = {0}, to = {0};

	pm_tell_texts(&change, most, &from, &to);
	pm_buf_clear(&from);
	return take(page, &to);
}

/* A cell for an item of either product. */
static struct pm_cell *add_item(struct page *page, const struct pm_change *change)
{
	const struct pm_product *product;
	const struct pm_item *item = pm_tell_item(page->changes, change, &product);
	struct pm_cell *cell;

	if (!item)
		return pm_report_cell(page->report, change->type == PM_CHANGE_VISION	 ? PM_STR(SAY_VISION)
						    : change->type != PM_CHANGE_FORECAST ? PM_STR("")
						    : change->name.n			 ? change->name
											 : PM_STR(SAY_FORECAST));
	if (change->after != PM_NO_ITEM) {
		cell = pm_view_item(page->input, page->report, change->after);
		cell->href = cell->source; /* there is no place for it in this report */
		cell->text = shortened(page, cell->text, TITLE_MOST);
		return cell;
	}
	cell = pm_report_cell(page->report, shortened(page, item->title, TITLE_MOST));
	cell->id = pm_report_copy(page->report, item->id);
	return cell;
}

/* -- lists: what came, went, was done */

static void add_part(struct pm_buf *text, const char *format, struct pm_str part)
{
	if (!part.n)
		return;
	if (text->n)
		pm_buf_addz(text, ", ");
	pm_buf_addf(text, format, PM_FMT(part));
}

/* "story, 5 points, below EPIC-3" */
static void describe(struct page *page, const struct pm_change *change, struct pm_buf *text)
{
	const struct pm_product *product;
	const struct pm_item *item = pm_tell_item(page->changes, change, &product);
	struct pm_buf parent = {0}, estimate = {0};

	add_part(text, "%.*s", pm_str_c(pm_kind_name((enum pm_kind)item->kind)));
	pm_text_plain(pm_item_text(product, item, PM_FIELD_ESTIMATE), &estimate);
	add_part(text, "estimate %.*s", pm_buf_str(&estimate));
	if (item->parent != PM_NO_ITEM)
		pm_tell_name(product, &product->items[item->parent], &parent);
	add_part(text, "below %.*s", pm_buf_str(&parent));
	pm_buf_clear(&parent);
	pm_buf_clear(&estimate);
}

static size_t open_criteria(const struct pm_item *item)
{
	size_t open = 0;

	for (size_t i = 0; i < item->criterion_count; i++)
		open += item->criteria[i].state == PM_BOX_OPEN;
	return open;
}

/* "was in progress; 2 of 5 criteria open" */
static void describe_state(struct page *page, const struct pm_change *change, struct pm_buf *text)
{
	const struct pm_item *item = &page->changes->after.product->items[change->after];
	bool done = pm_changes_class(item) == PM_STATE_DONE;
	size_t open = open_criteria(item);

	if (change->type == PM_CHANGE_ADDED)
		pm_buf_addz(text, SAY_NEW);
	else if (change->from.n)
		pm_buf_addf(text, SAY_WAS_X, PM_FMT(shortened(page, change->from, TEXT_MOST)));
	if (!done && change->to.n)
		pm_buf_addf(text, SAY_X_IS_X, text->n ? ", " : "", PM_FMT(shortened(page, change->to, TEXT_MOST)));
	if (done && open)
		pm_buf_addf(text, SAY_X_N_OF_N_CRITERIA_OPEN, text->n ? "; " : "", open, item->criterion_count);
}

static void describe_parts(struct page *page, const struct pm_change *change, struct pm_buf *text)
{
	bool split = change->type == PM_CHANGE_SPLIT;
	const struct pm_product *product = split ? page->changes->after.product : page->changes->before.product;

	pm_buf_addz(text, split ? SAY_INTO : SAY_OF);
	for (size_t i = 0; i < change->other_count; i++) {
		const struct pm_item *item = &product->items[change->others[i]];

		pm_buf_addz(text, i ? ", " : "");
		pm_tell_name(product, item, text);
		if (item->id.n)
			pm_buf_addf(text, " %.*s", PM_FMT(item->title));
	}
	if (split && change->after != PM_NO_ITEM)
		pm_buf_addz(text, change->other_count ? SAY_WHAT_IS_LEFT_STAYS : "");
}

static void add_entry(struct page *page, const struct pm_change *change, enum pm_tell_group group)
{
	struct pm_cell *cell = add_item(page, change);
	struct pm_buf text = {0};

	switch (group) {
	case PM_TELL_ADDED: describe(page, change, &text); break;
	case PM_TELL_REMOVED:
		pm_buf_addz(&text, SAY_WAS_IN);
		pm_buf_addz(&text, page->changes->before.product->files[page->changes->before.product->items[change->before].file]
					   .source.path);
		break;
	case PM_TELL_SPLIT:
	case PM_TELL_MERGED: describe_parts(page, change, &text); break;
	default: describe_state(page, change, &text);
	}
	cell->note = take(page, &text);
}

static void add_list(struct page *page, enum pm_tell_group group)
{
	for (size_t i = 0; i < page->changes->count; i++) {
		const struct pm_change *change = &page->changes->list[i];

		if (pm_tell_group(page->changes, change) == group && pm_tell_shows(page->input, change) && has_room(page))
			add_entry(page, change, group);
	}
}

/* -- tables: what was, and what is */

static void add_places(struct page *page, const struct pm_change *change)
{
	bool order = change->type == PM_CHANGE_ORDER;

	pm_report_cell(page->report, order ? pm_report_text(page->report, SAY_PLACE_N, change->number_from) : PM_STR(""));
	pm_report_cell(page->report, order ? pm_report_text(page->report, SAY_PLACE_N, change->number_to) : PM_STR(""));
}

static void add_texts(struct page *page, const struct pm_change *change)
{
	struct pm_buf from = {0}, to = {0};

	if (change->type == PM_CHANGE_ORDER || (change->type == PM_CHANGE_CRITERION && change->how >= PM_HOW_TICKED)) {
		add_places(page, change);
		return;
	}
	pm_tell_texts(change, TEXT_MOST, &from, &to);
	if (change->type == PM_CHANGE_FORECAST) {
		pm_buf_addf(&from, SAY_N_ITEM_PART, change->number_from, pm_plural(change->number_from));
		pm_buf_addf(&to, SAY_N_ITEM_PART, change->number_to, pm_plural(change->number_to));
	}
	pm_report_cell(page->report, take(page, &from));
	pm_report_cell(page->report, take(page, &to));
}

static struct pm_str what_of(struct page *page, const struct pm_change *change)
{
	struct pm_buf what = {0};

	pm_tell_what(change, &what);
	if (change->type == PM_CHANGE_CRITERION && change->how >= PM_HOW_TICKED)
		pm_buf_addf(&what, ": %.*s", PM_FMT(shortened(page, change->to, TEXT_MOST)));
	return take(page, &what);
}

static void add_change(struct page *page, const struct pm_change *change, const struct pm_change *last)
{
	/* an item is named once */
	if (last && last->after == change->after && last->before == change->before &&
	    (change->after != PM_NO_ITEM || change->before != PM_NO_ITEM))
		pm_report_cell(page->report, PM_STR(""));
	else
		add_item(page, change);
	pm_report_cell(page->report, what_of(page, change));
	if (change->type == PM_CHANGE_SPLIT || change->type == PM_CHANGE_MERGED) {
		struct pm_buf text = {0};

		describe_parts(page, change, &text);
		pm_report_cell(page->report, PM_STR(""));
		pm_report_cell(page->report, take(page, &text));
	} else {
		add_texts(page, change);
	}
}

static void add_changes(struct page *page, enum pm_tell_group group)
{
	const struct pm_change *last = NULL;

	for (size_t i = 0; i < page->changes->count; i++) {
		const struct pm_change *change = &page->changes->list[i];

		if (pm_tell_group(page->changes, change) != group || !pm_tell_says(page->input, change) || !has_room(page))
			continue;
		add_change(page, change, last);
		last = change;
	}
}

/* -- the order */

static struct pm_str causes_of(struct page *page, const struct pm_change *change)
{
	struct pm_buf text = {0};

	for (size_t i = 0; i < change->cause_count; i++) {
		const struct pm_cause *cause = &change->causes[i];

		pm_buf_addf(&text, "%s%.*s", i ? ", " : "", PM_FMT(cause->name));
		if (cause->from.n || cause->to.n)
			pm_buf_addf(&text, " %.*s \xe2\x86\x92 %.*s", PM_FMT(cause->from.n ? cause->from : PM_STR(SAY_NONE)),
				    PM_FMT(cause->to.n ? cause->to : PM_STR(SAY_NONE)));
	}
	return take(page, &text);
}

static void add_score(struct page *page, const struct pm_change *change, double score)
{
	if (change->has_scores)
		pm_report_number(page->report, score, NULL);
	else
		pm_report_cell(page->report, PM_STR(""));
}

static void add_ranks(struct page *page)
{
	for (size_t i = 0; i < page->changes->count; i++) {
		const struct pm_change *change = &page->changes->list[i];

		if (change->type != PM_CHANGE_RANK || !pm_tell_shows(page->input, change) || !has_room(page))
			continue;
		add_item(page, change);
		pm_report_number(page->report, change->number_from, NULL);
		pm_report_number(page->report, change->number_to, NULL);
		add_score(page, change, change->score_from);
		add_score(page, change, change->score_to);
		pm_report_cell(page->report, causes_of(page, change));
	}
}

/* -- findings */

static struct pm_str place_of(struct page *page, const struct pm_product *product, const struct pm_diag *diag)
{
	struct pm_buf text = {0};

	if (diag->file == PM_NO_FILE) {
		pm_buf_addz(&text, diag->path ? diag->path : "");
		return take(page, &text);
	}
	if (!product->files[diag->file].source.line_count)
		pm_source_index(&product->files[diag->file].source);
	pm_buf_addf(&text, "%s:%u", product->files[diag->file].source.path,
		    pm_source_line(&product->files[diag->file].source, diag->span.start));
	return take(page, &text);
}

static void add_findings(struct page *page)
{
	static const enum pm_tone tones[] = {PM_TONE_NONE, PM_TONE_QUIET, PM_TONE_WARN, PM_TONE_BAD};

	for (size_t i = 0; i < page->changes->count; i++) {
		const struct pm_change *change = &page->changes->list[i];
		bool is_new = change->how == PM_HOW_ADDED;
		struct pm_cell *cell;

		if (change->type != PM_CHANGE_FINDING || !pm_tell_shows(page->input, change) || !has_room(page))
			continue;
		pm_report_cell(page->report, is_new ? PM_STR(SAY_NEW) : PM_STR(SAY_MENDED))->tone =
			is_new ? tones[change->diag->severity] : PM_TONE_GOOD;
		pm_report_cell(page->report, pm_str_c(pm_severity_name(change->diag->severity)));
		cell = pm_report_cell(page->report, pm_report_text(page->report, "%.*s [%s]",
								   PM_FMT(shortened(page, change->diag->message, TEXT_MOST)),
								   change->diag->rule));
		cell->note = place_of(page, is_new ? page->changes->after.product : page->changes->before.product, change->diag);
	}
}

/* -- sections */

static const struct pm_column change_columns[] = {
	{PM_SAY(SAY_ITEM_TITLE), "item", PM_ALIGN_LEFT, true},
	{PM_SAY(SAY_WHAT), "what", PM_ALIGN_LEFT, false},
	{PM_SAY(SAY_BEFORE), "before", PM_ALIGN_LEFT, true},
	{PM_SAY(SAY_AFTER), "after", PM_ALIGN_LEFT, true},
};

static const struct pm_column rank_columns[] = {
	{PM_SAY(SAY_ITEM_TITLE), "item", PM_ALIGN_LEFT, true},	      {PM_SAY(SAY_WAS), "position_from", PM_ALIGN_RIGHT, false},
	{PM_SAY(SAY_IS_TITLE), "position_to", PM_ALIGN_RIGHT, false}, {PM_SAY(SAY_SCORE_WAS), "score_from", PM_ALIGN_RIGHT, false},
	{PM_SAY(SAY_SCORE_IS), "score_to", PM_ALIGN_RIGHT, false},    {PM_SAY(SAY_BECAUSE_OF), "because", PM_ALIGN_LEFT, true},
};

static const struct pm_column finding_columns[] = {
	{PM_SAY(SAY_CHANGE), "how", PM_ALIGN_LEFT, false},
	{PM_SAY(SAY_SEVERITY), "severity", PM_ALIGN_LEFT, false},
	{PM_SAY(SAY_FINDING), "message", PM_ALIGN_LEFT, true},
};

static struct pm_str title_of(struct page *page, enum pm_tell_group group)
{
	const struct pm_ranking *ranking = page->changes->after.ranking;

	if (group == PM_TELL_RANK && ranking)
		return pm_report_text(page->report, SAY_ORDER_BY_X, ranking->method->name);
	return pm_str_c(pm_tell_title(group));
}

static void add_section(struct page *page, enum pm_tell_group group)
{
	pm_report_heading(page->report, page->level, title_of(page, group), NULL);
	page->count = 0;
	switch (group) {
	case PM_TELL_DIRECTION:
	case PM_TELL_CHANGED:
		pm_report_node(page->report, PM_NODE_TABLE, change_columns, 4);
		add_changes(page, group);
		break;
	case PM_TELL_RANK:
		pm_report_node(page->report, PM_NODE_TABLE, rank_columns, 6);
		add_ranks(page);
		break;
	case PM_TELL_FINDING:
		pm_report_node(page->report, PM_NODE_TABLE, finding_columns, 3);
		add_findings(page);
		break;
	default: pm_report_node(page->report, PM_NODE_LIST, NULL, 0); add_list(page, group);
	}
	say_rest(page, group == PM_TELL_FINDING ? "finding" : "change");
}

/* Which sections have a row. */
static void find_sections(struct page *page, bool sections[PM_TELL_GROUPS])
{
	for (size_t i = 0; i < page->changes->count; i++) {
		const struct pm_change *change = &page->changes->list[i];

		if (pm_tell_says(page->input, change))
			sections[pm_tell_group(page->changes, change)] = true;
	}
}

static void fill(const struct pm_view_input *input, struct pm_report *report, size_t most, int level)
{
	struct page page = {.input = input, .changes = input->compared->changes, .report = report, .most = most, .level = level};
	const struct pm_tell_counts counts = pm_tell_count(input);
	bool sections[PM_TELL_GROUPS] = {false};
	struct pm_buf summary = {0};

	pm_tell_summary(&counts, &summary);
	pm_report_paragraph(report, take(&page, &summary), PM_TONE_NONE);
	find_sections(&page, sections);
	for (size_t i = 0; i < PM_TELL_GROUPS; i++)
		if (sections[i])
			add_section(&page, (enum pm_tell_group)i);
}

static struct pm_str title(const struct pm_view_input *input, struct pm_report *report)
{
	const struct pm_view_compared *compared = input->compared;

	if (input->name.n)
		return pm_report_text(report, SAY_X_CHANGES_FROM_X_TO_X, PM_FMT(input->name), PM_FMT(compared->from),
				      PM_FMT(compared->to));
	return pm_report_text(report, SAY_CHANGES_FROM_X_TO_X, PM_FMT(compared->from), PM_FMT(compared->to));
}

static int make(const struct pm_view_input *input, struct pm_report *report, struct pm_buf *err)
{
	if (!input->compared) {
		pm_buf_addz(err, "the changes view compares two commits, and one of them could not be read");
		return -1;
	}
	report->title = title(input, report);
	fill(input, report, SIZE_MAX, 2);
	return 0;
}

/* -- Markdown for a comment: as much as fits */

static void write_comment(const struct pm_view_input *input, const struct pm_format_options *options, size_t most,
			  struct pm_out *out)
{
	struct pm_report report;

	pm_report_init(&report, "changes");
	report.errors = pm_report_copy(&report, input->errors);
	if (input->compared) {
		pm_report_heading(&report, 3, title(input, &report), NULL);
		fill(input, &report, most, 4);
	}
	pm_report_settle(&report);
	pm_format_find(PM_STR("markdown"))->write(&report, options, out);
	pm_report_clear(&report);
}

static void write_markdown(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out)
{
	struct pm_out text;

	for (size_t most = ROWS_MOST;; most /= 2) {
		pm_out_memory(&text);
		write_comment(input, options, most, &text);
		if (text.buf.n <= COMMENT_MOST || most == 0)
			break;
		pm_out_clear(&text);
	}
	pm_outs(out, pm_buf_str(&text.buf));
	pm_out_clear(&text);
}

static const struct pm_view_format own[] = {
	{"json", "every change: pm-changes/1", pm_tell_json},
	{"markdown", "a comment for a pull request, at most 60,000 bytes", write_markdown},
	{"message", "a draft of a commit's message", pm_tell_message},
	{NULL, NULL, NULL},
};

const struct pm_view pm_view_changes = {
	.name = "changes",
	.summary = "what changed between two commits: A..B",
	.make = make,
	.own = own,
	.asks = PM_ASKS_CHANGES,
};
