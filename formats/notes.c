/* notes: release notes as values and as Markdown. */
#include "formats/notes.h"

#include <stdlib.h>
#include <string.h>

/* So many commits are named; the rest is counted. */
enum { COMMITS_MOST = 5 };

bool pm_notes_shows(const struct pm_view_input *input, const struct pm_note *note)
{
	return !(input->customers && note->internal) && pm_view_shows(input, note->item);
}

size_t pm_notes_count(const struct pm_view_input *input)
{
	size_t count = 0;

	for (size_t i = 0; i < input->notes->notes->count; i++)
		count += pm_notes_shows(input, &input->notes->notes->list[i]);
	return count;
}

/* -- an entry */

void pm_notes_plain(const struct pm_note *note, struct pm_buf *out)
{
	if (note->breaking)
		pm_buf_addz(out, "Breaking: ");
	if (note->cve.n)
		pm_buf_addf(out, "%.*s: ", PM_FMT(note->cve));
	if (note->written)
		pm_text_plain(note->text, out);
	else
		pm_buf_adds(out, note->text);
}

static int by_text(const void *a, const void *b)
{
	return pm_str_cmp(*(const struct pm_str *)a, *(const struct pm_str *)b);
}

/* Who wrote an entry's commits, each once, by name: heap. */
static struct pm_str *people_of(const struct pm_notes *notes, const struct pm_note *note, size_t *count)
{
	struct pm_str *people = NULL;
	size_t n = 0, cap = 0, kept = 0;

	for (size_t i = 0; i < note->commit_count; i++) {
		const struct pm_notes_commit *commit = &notes->commits[note->commits[i]];

		if (commit->merge || !commit->author.n)
			continue;
		PM_GROW(people, n, cap);
		people[n++] = commit->author;
	}
	if (n)
		qsort(people, n, sizeof *people, by_text);
	for (size_t i = 0; i < n; i++)
		if (!kept || !pm_str_eq(people[i], people[kept - 1]))
			people[kept++] = people[i];
	*count = kept;
	return people;
}

static void add_commits(const struct pm_notes *notes, const struct pm_note *note, struct pm_buf *out)
{
	for (size_t i = 0; i < note->commit_count && i < COMMITS_MOST; i++)
		pm_buf_addf(out, "%s%.7s", i ? ", " : "; ", notes->commits[note->commits[i]].id);
	if (note->commit_count > COMMITS_MOST)
		pm_buf_addf(out, " and %zu more", note->commit_count - COMMITS_MOST);
}

void pm_notes_evidence(const struct pm_view_input *input, const struct pm_note *note, struct pm_buf *out)
{
	const struct pm_notes *notes = input->notes->notes;
	const struct pm_item *item = &notes->product->items[note->item];
	struct pm_str *people;
	size_t count;

	if (input->customers)
		return;
	if (item->id.n)
		pm_buf_adds(out, item->id);
	else
		pm_buf_addf(out, "%s:%u", notes->product->files[item->file].source.path, item->line);
	people = people_of(notes, note, &count);
	for (size_t i = 0; i < count; i++)
		pm_buf_addf(out, "%s%.*s", i ? ", " : "; ", PM_FMT(people[i]));
	free(people);
	add_commits(notes, note, out);
	if (note->internal)
		pm_buf_addz(out, "; internal");
}

/* -- a section of a changelog */

/* Markdown that a person wrote; its markup stays, and nobody is mentioned. */
static void write_line(const struct pm_note *note, struct pm_out *out)
{
	if (note->breaking)
		pm_outz(out, "**Breaking:** ");
	if (note->cve.n) {
		pm_out_markdown_inside(out, note->cve);
		pm_outz(out, ": ");
	}
	if (!note->written) {
		note->breaking || note->cve.n ? pm_out_markdown_inside(out, note->text) : pm_out_markdown(out, note->text);
		return;
	}
	pm_out_markdown_body(out, note->text);
	if (out->buf.n && out->buf.p[out->buf.n - 1] == '\n')
		out->buf.n--;
}

static void write_entry(const struct pm_view_input *input, const struct pm_note *note, struct pm_out *out)
{
	struct pm_buf evidence = {0};

	pm_outz(out, "- ");
	write_line(note, out);
	pm_notes_evidence(input, note, &evidence);
	if (evidence.n) {
		pm_outz(out, " (");
		pm_out_markdown_inside(out, pm_buf_str(&evidence));
		pm_outc(out, ')');
	}
	pm_outc(out, '\n');
	pm_buf_clear(&evidence);
}

void pm_notes_groups(const struct pm_view_input *input, int level, struct pm_out *out)
{
	const struct pm_notes *notes = input->notes->notes;
	enum pm_change_kind last = PM_KIND_OF_OTHER;
	bool first = true;

	for (size_t i = 0; i < notes->count; i++) {
		const struct pm_note *note = &notes->list[i];

		if (!pm_notes_shows(input, note))
			continue;
		if (first || note->kind != last)
			pm_outf(out, "%s%.*s %s\n\n", first ? "" : "\n", level, "######", pm_change_kind_name(note->kind));
		write_entry(input, note, out);
		last = note->kind;
		first = false;
	}
}

/* -- values */

static void value_item(struct pm_arena *arena, struct pm_value *to, const struct pm_product *product, const struct pm_item *item)
{
	pm_value_text(arena, to, "id", item->id);
	pm_value_text(arena, to, "kind", pm_str_c(pm_kind_name((enum pm_kind)item->kind)));
	pm_value_text(arena, to, "title", item->title);
	pm_value_text(arena, to, "path", pm_str_c(product->files[item->file].source.path));
	pm_value_number(arena, to, "line", item->line);
}

static void value_items(const struct pm_view_input *input, struct pm_arena *arena, struct pm_value *to, const char *name,
			const uint32_t *items, size_t count)
{
	const struct pm_product *product = input->notes->notes->product;
	struct pm_value *list = pm_value_add(arena, to, name, PM_VALUE_LIST);

	for (size_t i = 0; i < count; i++)
		if (!input->customers && pm_view_shows(input, items[i]))
			value_item(arena, pm_value_add(arena, list, NULL, PM_VALUE_OBJECT), product, &product->items[items[i]]);
}

static struct pm_str day_text(struct pm_arena *arena, pm_day day)
{
	char text[16] = "";

	if (day != PM_NO_DAY)
		pm_day_format(day, text);
	return pm_str_n(pm_arena_dup(arena, text, strlen(text)), strlen(text));
}

static void value_commit(struct pm_arena *arena, struct pm_value *list, const struct pm_notes_commit *commit)
{
	struct pm_value *to = pm_value_add(arena, list, NULL, PM_VALUE_OBJECT);

	pm_value_text(arena, to, "commit", pm_str_c(commit->id));
	pm_value_text(arena, to, "short", pm_str_n(commit->id, 7));
	pm_value_text(arena, to, "subject", commit->subject);
	pm_value_text(arena, to, "author", commit->author);
	pm_value_text(arena, to, "date", day_text(arena, commit->day));
}

static void value_evidence(const struct pm_view_input *input, struct pm_arena *arena, struct pm_value *to,
			   const struct pm_note *note)
{
	const struct pm_notes *notes = input->notes->notes;
	struct pm_value *commits = pm_value_add(arena, to, "commits", PM_VALUE_LIST);
	struct pm_value *authors = pm_value_add(arena, to, "authors", PM_VALUE_LIST);
	struct pm_str *people;
	size_t count;

	if (input->customers)
		return;
	for (size_t i = 0; i < note->commit_count; i++)
		value_commit(arena, commits, &notes->commits[note->commits[i]]);
	people = people_of(notes, note, &count);
	for (size_t i = 0; i < count; i++)
		pm_value_text(arena, authors, NULL, people[i]);
	free(people);
}

static void value_entry(const struct pm_view_input *input, struct pm_arena *arena, struct pm_value *list,
			const struct pm_note *note)
{
	const struct pm_product *product = input->notes->notes->product;
	const struct pm_item *item = &product->items[note->item];
	struct pm_value *to = pm_value_add(arena, list, NULL, PM_VALUE_OBJECT);

	value_item(arena, to, product, item);
	if (note->written)
		pm_value_markdown(arena, to, "text", note->text);
	else
		pm_value_text(arena, to, "text", note->text);
	pm_value_bool(arena, to, "written", note->written);
	pm_value_bool(arena, to, "breaking", note->breaking);
	pm_value_bool(arena, to, "internal", note->internal);
	pm_value_text(arena, to, "cve", note->cve);
	pm_value_text(arena, to, "benefit", note->benefit);
	pm_value_number(arena, to, "criteria", item->criterion_count);
	pm_value_number(arena, to, "open_criteria", input->customers ? 0 : note->open);
	value_evidence(input, arena, to, note);
}

static void value_groups(const struct pm_view_input *input, struct pm_arena *arena, struct pm_value *to)
{
	const struct pm_notes *notes = input->notes->notes;
	struct pm_value *groups = pm_value_add(arena, to, "groups", PM_VALUE_LIST), *entries = NULL;
	enum pm_change_kind last = PM_KIND_OF_OTHER;

	for (size_t i = 0; i < notes->count; i++) {
		const struct pm_note *note = &notes->list[i];

		if (!pm_notes_shows(input, note))
			continue;
		if (!entries || note->kind != last) {
			struct pm_value *group = pm_value_add(arena, groups, NULL, PM_VALUE_OBJECT);

			pm_value_text(arena, group, "name", pm_str_c(pm_change_kind_name(note->kind)));
			entries = pm_value_add(arena, group, "entries", PM_VALUE_LIST);
		}
		value_entry(input, arena, entries, note);
		last = note->kind;
	}
}

static void value_end(struct pm_arena *arena, struct pm_value *to, const char *name, struct pm_str label, struct pm_str commit)
{
	struct pm_value *end = pm_value_add(arena, to, name, PM_VALUE_OBJECT);

	pm_value_text(arena, end, "name", label);
	pm_value_text(arena, end, "commit", commit);
}

static void value_commits(const struct pm_view_input *input, struct pm_arena *arena, struct pm_value *to)
{
	const struct pm_notes *notes = input->notes->notes;
	struct pm_value *people = pm_value_add(arena, to, "contributors", PM_VALUE_LIST);
	struct pm_value *unclaimed = pm_value_add(arena, to, "unclaimed", PM_VALUE_LIST);

	pm_value_number(arena, to, "commit_count", (double)notes->commit_count);
	if (input->customers)
		return;
	for (size_t i = 0; i < notes->people_count; i++)
		pm_value_text(arena, people, NULL, notes->people[i]);
	for (size_t i = 0; i < notes->commit_count; i++)
		if (!notes->commits[i].claimed && !notes->commits[i].merge)
			value_commit(arena, unclaimed, &notes->commits[i]);
}

struct pm_value *pm_notes_value(const struct pm_view_input *input, struct pm_arena *arena)
{
	const struct pm_view_notes *made = input->notes;
	const struct pm_view_compared *compared = input->compared;
	struct pm_value *to = pm_value_add(arena, NULL, NULL, PM_VALUE_OBJECT);

	pm_value_text(arena, to, "format", PM_STR("pm-notes/1"));
	pm_value_text(arena, to, "product", input->name);
	pm_value_text(arena, to, "version", made->version);
	pm_value_text(arena, to, "tag", made->tag);
	pm_value_text(arena, to, "date", day_text(arena, made->day));
	value_end(arena, to, "from", compared->from, compared->from_commit);
	value_end(arena, to, "to", compared->to, compared->to_commit);
	value_groups(input, arena, to);
	value_items(input, arena, to, "reopened", made->notes->reopened, made->notes->reopened_count);
	value_items(input, arena, to, "dropped", made->notes->dropped, made->notes->dropped_count);
	value_commits(input, arena, to);
	return to;
}
