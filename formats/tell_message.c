/* tell_message: changes as the draft of a commit's message: a subject, and a line for each change.
 *
 * The text goes to git as it stands, and from there to forges: what would mention, refer or close there is broken by a space of no
 * width, as in Markdown.
 */
#include "formats/tell.h"

#include <stdlib.h>

/* git's own advice for the subject; how many lines are worth reading; how much of a text is quoted. */
enum { SUBJECT_MOST = 72, LINES_MOST = 60, TEXT_MOST = 80 };

/* "PAY-12 Pay by card" */
static void add_item(const struct pm_changes *changes, const struct pm_change *change, struct pm_buf *out)
{
	const struct pm_product *product;
	const struct pm_item *item = pm_tell_item(changes, change, &product);

	if (!item) {
		pm_buf_addz(out, change->type == PM_CHANGE_VISION ? "vision" : "");
		return;
	}
	pm_tell_name(product, item, out);
	if (item->id.n && !item->numbered && item->title.n)
		pm_buf_addf(out, " %.*s", PM_FMT(item->title));
}

static void add_others(const struct pm_changes *changes, const struct pm_change *change, struct pm_buf *out)
{
	const struct pm_product *product = change->type == PM_CHANGE_SPLIT ? changes->after.product : changes->before.product;

	for (size_t i = 0; i < change->other_count; i++) {
		pm_buf_addz(out, i ? ", " : "");
		pm_tell_name(product, &product->items[change->others[i]], out);
	}
}

static void add_texts(const struct pm_change *change, struct pm_buf *out)
{
	struct pm_buf from = {0}, to = {0};

	if (change->type == PM_CHANGE_ORDER || change->type == PM_CHANGE_RANK) {
		pm_buf_addf(out, " %u to %u", change->number_from, change->number_to);
		return;
	}
	pm_tell_texts(change, TEXT_MOST, &from, &to);
	if (change->type == PM_CHANGE_CRITERION && change->how != PM_HOW_REWORDED)
		pm_buf_addf(out, ": %s", to.n ? to.p : from.n ? from.p : "");
	else if (from.n && to.n)
		pm_buf_addf(out, ": %s -> %s", from.p, to.p);
	else if (to.n)
		pm_buf_addf(out, ": %s", to.p);
	else if (from.n)
		pm_buf_addf(out, " removed: %s", from.p);
	pm_buf_clear(&from);
	pm_buf_clear(&to);
}

/* The change in a line, without the mark in front: "Add PAY-12 Pay by card". */
static void add_line(const struct pm_changes *changes, const struct pm_change *change, struct pm_buf *out)
{
	static const char *const verbs[PM_TELL_GROUPS] = {
		[PM_TELL_DONE] = "Finish",    [PM_TELL_REOPENED] = "Reopen", [PM_TELL_DROPPED] = "Drop", [PM_TELL_ADDED] = "Add",
		[PM_TELL_REMOVED] = "Remove", [PM_TELL_SPLIT] = "Split",     [PM_TELL_MERGED] = "Merge"};
	enum pm_tell_group group = pm_tell_group(changes, change);

	if (change->type == PM_CHANGE_ADDED)
		group = PM_TELL_ADDED;
	if (group == PM_TELL_DIRECTION && change->type == PM_CHANGE_REMOVED)
		group = PM_TELL_REMOVED;
	if (group == PM_TELL_MERGED) {
		pm_buf_addz(out, "Merge ");
		add_others(changes, change, out);
		pm_buf_addz(out, " into ");
		add_item(changes, change, out);
	} else if (verbs[group]) {
		pm_buf_addf(out, "%s ", verbs[group]);
		add_item(changes, change, out);
		if (group == PM_TELL_SPLIT) {
			pm_buf_addz(out, " into ");
			add_others(changes, change, out);
		}
	} else {
		const struct pm_product *product;
		const struct pm_item *item = pm_tell_item(changes, change, &product);

		if (item) {
			pm_tell_name(product, item, out);
			pm_buf_addz(out, ": ");
		}
		pm_tell_what(change, out);
		add_texts(change, out);
	}
}

/* What the draft leaves to the reports. */
static bool is_told(const struct pm_view_input *input, const struct pm_change *change)
{
	const struct pm_changes *changes = input->compared->changes;
	enum pm_tell_group group = pm_tell_group(changes, change);

	return group != PM_TELL_RANK && group != PM_TELL_FINDING && change->type != PM_CHANGE_FORECAST &&
	       pm_tell_says(input, change);
}

/* -- the subject */

/* Several changes: "Add 3 items, finish 2". */
static void add_counts(const struct pm_tell_counts *counts, struct pm_buf *out)
{
	static const struct {
		enum pm_tell_group group;
		const char *verb;
	} parts[] = {
		{PM_TELL_ADDED, "add"},	      {PM_TELL_DONE, "finish"},	   {PM_TELL_SPLIT, "split"},
		{PM_TELL_MERGED, "merge"},    {PM_TELL_DROPPED, "drop"},   {PM_TELL_REMOVED, "remove"},
		{PM_TELL_REOPENED, "reopen"}, {PM_TELL_CHANGED, "change"}, {PM_TELL_DIRECTION, "adjust goals and roadmap"},
	};
	bool first = true;

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		size_t n = counts->of[parts[i].group];
		char verb[32];

		if (!n)
			continue;
		snprintf(verb, sizeof verb, "%s", parts[i].verb);
		if (first)
			verb[0] = (char)(verb[0] - 'a' + 'A');
		pm_buf_addf(out, "%s%s", first ? "" : ", ", verb);
		if (parts[i].group != PM_TELL_DIRECTION)
			pm_buf_addf(out, " %zu%s", n, first ? n == 1 ? " item" : " items" : "");
		first = false;
	}
	if (first)
		pm_buf_addz(out, "No change of the product");
}

static void cut_subject(struct pm_buf *subject)
{
	static const char dots[] = "...";

	if (subject->n <= SUBJECT_MOST)
		return;
	subject->n = SUBJECT_MOST - (sizeof dots - 1);
	while (subject->n > 0 && ((unsigned char)subject->p[subject->n] & 0xc0) == 0x80)
		subject->n--;
	pm_buf_addz(subject, dots);
}

/* The one change of its kind; the counts where there are several. */
static void add_subject(const struct pm_view_input *input, const struct pm_change *only, struct pm_out *out)
{
	const struct pm_tell_counts counts = pm_tell_count(input);
	struct pm_buf subject = {0};

	if (only)
		add_line(input->compared->changes, only, &subject);
	else
		add_counts(&counts, &subject);
	cut_subject(&subject);
	pm_out_message(out, pm_buf_str(&subject));
	pm_outc(out, '\n');
	pm_buf_clear(&subject);
}

/* -- the body */

static void add_body(const struct pm_view_input *input, size_t count, struct pm_out *out)
{
	const struct pm_changes *changes = input->compared->changes;
	size_t told = 0;

	for (size_t i = 0; i < changes->count && told < LINES_MOST; i++) {
		struct pm_buf line = {0};

		if (!is_told(input, &changes->list[i]))
			continue;
		add_line(changes, &changes->list[i], &line);
		pm_outz(out, told++ ? "- " : "\n- ");
		pm_out_message(out, pm_buf_str(&line));
		pm_outc(out, '\n');
		pm_buf_clear(&line);
	}
	if (count > told)
		pm_outf(out, "- and %zu more\n", count - told);
}

void pm_tell_message(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out)
{
	const struct pm_change *only = NULL;
	size_t count = 0;

	(void)options;
	for (size_t i = 0; input->compared && i < input->compared->changes->count; i++) {
		if (!is_told(input, &input->compared->changes->list[i]))
			continue;
		only = &input->compared->changes->list[i];
		count++;
	}
	if (!input->compared)
		return;
	add_subject(input, count == 1 ? only : NULL, out);
	if (count > 1)
		add_body(input, count, out);
}
