/* notes: what became done, and who did it. */
#include "parser/notes.h"

#include <stdlib.h>
#include <string.h>

/* A commit that names an item. */
struct pm_notes_claim {
	uint32_t item, commit;
};

static struct pm_str copy(struct pm_notes *notes, const struct pm_buf *buf)
{
	return pm_str_n(pm_arena_dup(&notes->arena, buf->p ? buf->p : "", buf->n), buf->n);
}

static struct pm_str plain(struct pm_notes *notes, struct pm_str text)
{
	struct pm_buf buf = {0};
	struct pm_str result;

	pm_text_plain(text, &buf);
	result = copy(notes, &buf);
	pm_buf_clear(&buf);
	return result;
}

/* -- the kind of change */

/* What labels and kinds are called, folded; the first that is found counts. */
static const struct {
	const char *word;
	enum pm_change_kind kind;
} label_kinds[] = {
	{"security", PM_KIND_OF_SECURITY},
	{"vulnerability", PM_KIND_OF_SECURITY},
	{"bug", PM_KIND_OF_FIXED},
	{"bugfix", PM_KIND_OF_FIXED},
	{"fix", PM_KIND_OF_FIXED},
	{"defect", PM_KIND_OF_FIXED},
	{"deprecated", PM_KIND_OF_DEPRECATED},
	{"deprecation", PM_KIND_OF_DEPRECATED},
	{"removed", PM_KIND_OF_REMOVED},
	{"removal", PM_KIND_OF_REMOVED},
	{"feature", PM_KIND_OF_ADDED},
};

/* The next word of a list: "[bug, ui]", "bug ui". */
static struct pm_str next_label(struct pm_str *rest)
{
	static const char between[] = ",;[]\"'` \n#";
	struct pm_str label;
	size_t end = 0;

	while (rest->n && strchr(between, rest->p[0]) && rest->p[0])
		*rest = pm_str_sub(*rest, 1, rest->n);
	while (end < rest->n && !(rest->p[end] && strchr(between, rest->p[end])))
		end++;
	label = pm_str_sub(*rest, 0, end);
	*rest = pm_str_sub(*rest, end, rest->n);
	return label;
}

static bool has_label(struct pm_str labels, const char *word)
{
	struct pm_str label;

	while ((label = next_label(&labels)).n)
		if (pm_str_ieqc(label, word))
			return true;
	return false;
}

/* "Fix the total", as people title what they do not label. */
static bool begins_with_fix(struct pm_str title)
{
	static const char *const words[] = {"fix", "fixes", "fixed", "hotfix", "bugfix"};
	size_t end = 0;

	while (end < title.n && title.p[end] != ' ' && title.p[end] != ':' && title.p[end] != '(')
		end++;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (pm_str_ieqc(pm_str_sub(title, 0, end), words[i]))
			return true;
	return false;
}

/* What the item says; else its kind and labels, else its title's first word; the team's own work counts as a change. */
static enum pm_change_kind kind_of(const struct pm_product *product, const struct pm_item *item)
{
	enum pm_change_kind kind = pm_change_kind_from(pm_item_text(product, item, PM_FIELD_CHANGE));
	struct pm_str labels = pm_item_text(product, item, PM_FIELD_LABELS);

	if (kind != PM_KIND_OF_OTHER)
		return kind;
	if (item->kind == PM_KIND_BUG)
		return has_label(labels, "security") ? PM_KIND_OF_SECURITY : PM_KIND_OF_FIXED;
	for (size_t i = 0; i < sizeof label_kinds / sizeof *label_kinds; i++)
		if (has_label(labels, label_kinds[i].word))
			return label_kinds[i].kind;
	if (begins_with_fix(item->title))
		return PM_KIND_OF_FIXED;
	return item->kind == PM_KIND_TASK || item->kind == PM_KIND_CHORE || item->kind == PM_KIND_SPIKE ? PM_KIND_OF_CHANGED
													: PM_KIND_OF_ADDED;
}

/* "Breaking: yes"; what is no yes or no tells what breaks. */
static bool says(const struct pm_product *product, const struct pm_item *item, enum pm_field_id field, const char *label)
{
	struct pm_str text = pm_item_text(product, item, field);
	bool yes = false;

	if (text.n)
		return !pm_bool_read(text, &yes) || yes;
	return has_label(pm_item_text(product, item, PM_FIELD_LABELS), label);
}

/* -- its line */

/* CVE-2026-1234, anywhere in a text. */
static struct pm_str find_cve(struct pm_str text)
{
	for (size_t i = 0; i + 13 <= text.n; i++) {
		size_t end = i + 9;

		if (!pm_str_istarts(pm_str_sub(text, i, text.n), "cve-") || text.p[i + 8] != '-')
			continue;
		while (end < text.n && text.p[end] >= '0' && text.p[end] <= '9')
			end++;
		if (end - i >= 13)
			return pm_str_sub(text, i, end);
	}
	return (struct pm_str){"", 0};
}

static bool is_internal(const struct pm_product *product, const struct pm_item *item)
{
	for (size_t depth = 0; depth < 64; depth++) {
		struct pm_str text = pm_item_text(product, item, PM_FIELD_INTERNAL);
		bool internal;

		if (pm_bool_read(text, &internal))
			return internal;
		if (item->parent == PM_NO_ITEM)
			break;
		item = &product->items[item->parent];
	}
	return false;
}

/* A text of several lines on one. */
static struct pm_str one_line(struct pm_notes *notes, struct pm_str text)
{
	char *line;
	size_t n = 0;

	text = pm_str_trim(text);
	line = pm_arena_dup(&notes->arena, text.p, text.n);
	for (size_t i = 0; i < text.n; i++) {
		bool blank = memchr(" \t\r\n", text.p[i], 4) != NULL;

		if (!blank || (n && line[n - 1] != ' '))
			line[n++] = blank ? ' ' : text.p[i];
	}
	return pm_str_n(line, n);
}

/* The release note as it is written, with its markup; what YAML or a repeat of the item says, as it is read. */
static struct pm_str written_line(const struct pm_product *product, const struct pm_item *item)
{
	const struct pm_field *field = pm_item_field(product, item, PM_FIELD_RELEASE_NOTE);
	struct pm_str text = pm_item_text(product, item, PM_FIELD_RELEASE_NOTE);
	bool plain_file = field && !(field->flags & PM_FIELD_FROM_REFERENCE);

	if (text.n && plain_file && (field->spelling == PM_SPELL_LINE || field->spelling == PM_SPELL_SECTION))
		return pm_source_text(&product->files[item->file].source, field->value);
	return text;
}

static void write_line(struct pm_notes *notes, const struct pm_item *item, struct pm_note *note)
{
	const struct pm_product *product = notes->product;
	struct pm_str written = written_line(product, item);

	note->written = written.n > 0;
	note->benefit = plain(notes, pm_item_story_text(product, item, item->story.benefit));
	if (written.n)
		note->text = one_line(notes, written);
	else if (item->title.n)
		note->text = plain(notes, item->title);
	else
		note->text = plain(notes, pm_item_story_text(product, item, item->story.want));
	note->cve = find_cve(item->title);
	if (!note->cve.n)
		note->cve = find_cve(written);
	if (!note->cve.n)
		note->cve = find_cve(pm_item_text(product, item, PM_FIELD_LABELS));
	if (note->cve.n && pm_str_istarts(note->text, "cve-"))
		note->cve.n = 0;
}

static void add_note(struct pm_notes *notes, uint32_t index)
{
	const struct pm_item *item = &notes->product->items[index];
	struct pm_note *note;

	PM_GROW(notes->list, notes->count, notes->cap);
	note = &notes->list[notes->count++];
	*note = (struct pm_note){
		.item = index,
		.kind = kind_of(notes->product, item),
		.breaking = says(notes->product, item, PM_FIELD_BREAKING, "breaking"),
		.internal = is_internal(notes->product, item),
	};
	write_line(notes, item, note);
	for (size_t i = 0; i < item->criterion_count; i++)
		note->open += item->criteria[i].state == PM_BOX_OPEN;
}

/* -- what became done, and what did not stay so */

static void add_item(uint32_t **list, size_t *count, size_t *cap, uint32_t item)
{
	PM_GROW(*list, *count, *cap);
	(*list)[(*count)++] = item;
}

static void judge_item(struct pm_notes *notes, const struct pm_changes *changes, uint32_t index)
{
	const struct pm_item *item = &notes->product->items[index];
	uint32_t before = changes->match.before_of[index];
	enum pm_state_class is = pm_changes_class(item), was = PM_STATE_NONE;

	if (PM_KIND_IS_RECORD(item->kind) || item->place == PM_PLACE_DRAFT)
		return;
	if (before != PM_NO_ITEM)
		was = pm_changes_class(&changes->before.product->items[before]);
	if (is == PM_STATE_DONE && was != PM_STATE_DONE)
		add_note(notes, index);
	else if (was == PM_STATE_DONE && is != PM_STATE_DONE && is != PM_STATE_DROPPED)
		add_item(&notes->reopened, &notes->reopened_count, &notes->reopened_cap, index);
	else if (is == PM_STATE_DROPPED && was != PM_STATE_DROPPED && before != PM_NO_ITEM)
		add_item(&notes->dropped, &notes->dropped_count, &notes->dropped_cap, index);
}

static int by_kind(const void *a, const void *b, void *ctx)
{
	const struct pm_product *product = ((const struct pm_notes *)ctx)->product;
	const struct pm_note *x = a, *y = b;
	const struct pm_item *p = &product->items[x->item], *q = &product->items[y->item];

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->breaking != y->breaking)
		return x->breaking ? -1 : 1;
	if ((p->form == PM_FORM_FILE) != (q->form == PM_FORM_FILE))
		return p->form == PM_FORM_FILE ? 1 : -1;
	if (p->form == PM_FORM_FILE && pm_str_natcmp(p->key, q->key) != 0)
		return pm_str_natcmp(p->key, q->key);
	return (x->item > y->item) - (x->item < y->item);
}

void pm_notes_init(struct pm_notes *notes, const struct pm_changes *changes)
{
	*notes = (struct pm_notes){.product = changes->after.product};
	pm_arena_init(&notes->arena);
	for (uint32_t i = 0; pm_product_more(notes->product, i); i++)
		judge_item(notes, changes, i);
	if (notes->count)
		qsort_r(notes->list, notes->count, sizeof *notes->list, by_kind, notes);
}

/* -- ids in messages */

struct finder {
	const struct pm_product *product;
	void (*found)(void *ctx, uint32_t item);
	void *ctx;
};

static bool is_id_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A word with letters and digits; a bare number is as likely that of a pull request. */
static bool may_be_id(struct pm_str word)
{
	bool letter = false, digit = false;

	for (size_t i = 0; i < word.n; i++) {
		letter = letter || (word.p[i] | 0x20) >= 'a';
		digit = digit || is_digit(word.p[i]);
	}
	return letter && digit;
}

static void look_up(const struct finder *finder, struct pm_str text, bool blank)
{
	uint32_t item = pm_product_find(finder->product, text, NULL);

	if (item != PM_NO_ITEM && (!blank || pm_str_chr(finder->product->items[item].id, ' ') > 0))
		finder->found(finder->ctx, item);
}

/* "Story 9.9": the word in front is a part of it, where ids are written so. */
static void look_up_pair(const struct finder *finder, struct pm_str before, struct pm_str word)
{
	bool letters = before.n > 0 && word.p == before.p + before.n + 1 && word.p[-1] == ' ';

	for (size_t i = 0; i < before.n; i++)
		letters = letters && (before.p[i] | 0x20) >= 'a' && (before.p[i] | 0x20) <= 'z';
	if (letters && word.n && is_digit(word.p[0]))
		look_up(finder, pm_str_n(before.p, (size_t)(word.p + word.n - before.p)), true);
}

static void find_in(const struct finder *finder, struct pm_str text)
{
	struct pm_str before = {"", 0};

	for (size_t i = 0, end; i < text.n; i = end + 1) {
		struct pm_str word;

		for (end = i; end < text.n && is_id_char(text.p[end]);)
			end++;
		word = pm_str_sub(text, i, end);
		while (word.n && memchr(".-_", word.p[word.n - 1], 3))
			word.n--;
		if (may_be_id(word))
			look_up(finder, word, false);
		else
			look_up_pair(finder, before, word);
		before = word;
	}
}

/* "Refs: PAY-12": letters and dashes, a colon, a blank. */
static bool is_trailer(struct pm_str line, struct pm_str *value)
{
	size_t n = 0;

	while (n < line.n && (((line.p[n] | 0x20) >= 'a' && (line.p[n] | 0x20) <= 'z') || line.p[n] == '-'))
		n++;
	if (!n || n + 1 >= line.n || line.p[n] != ':' || line.p[n + 1] != ' ')
		return false;
	*value = pm_str_trim(pm_str_sub(line, n + 1, line.n));
	/* people: their names and addresses are no ids */
	return !pm_str_ends(pm_str_n(line.p, n), "-by") && !pm_str_ends(pm_str_n(line.p, n), "-By");
}

/* The last paragraph, when all of its lines are trailers, as git has it; a line that begins with a blank goes on. */
static struct pm_str trailers_of(struct pm_str message)
{
	size_t start;

	message = pm_str_trim(message);
	for (start = message.n; start > 1; start--)
		if (message.p[start - 1] == '\n' && (message.p[start - 2] == '\n' || (message.p[start - 2] == '\r')))
			break;
	return pm_str_sub(message, start > 1 ? start : 0, message.n);
}

static struct pm_str take_line(struct pm_str *text)
{
	ptrdiff_t end = pm_str_chr(*text, '\n');
	struct pm_str line = end < 0 ? *text : pm_str_sub(*text, 0, (size_t)end);

	*text = end < 0 ? pm_str_sub(*text, text->n, text->n) : pm_str_sub(*text, (size_t)end + 1, text->n);
	return line;
}

void pm_notes_ids(const struct pm_product *product, struct pm_str message, void (*found)(void *ctx, uint32_t item), void *ctx)
{
	const struct finder finder = {product, found, ctx};
	struct pm_str rest = message, subject = take_line(&rest), trailers = trailers_of(rest), value;

	find_in(&finder, subject);
	while (trailers.n)
		if (is_trailer(take_line(&trailers), &value))
			find_in(&finder, value);
}

/* -- commits */

static void claim(void *ctx, uint32_t item)
{
	struct pm_notes *notes = ctx;

	PM_GROW(notes->claims, notes->claim_count, notes->claim_cap);
	notes->claims[notes->claim_count++] = (struct pm_notes_claim){item, (uint32_t)notes->commit_count - 1};
	notes->commits[notes->commit_count - 1].claimed = true;
}

static struct pm_str name_of(struct pm_notes *notes, const char *name)
{
	size_t n = strlen(name);

	return pm_str_trim(pm_str_n(pm_arena_dup(&notes->arena, name, n), n));
}

static void add_person(struct pm_notes *notes, struct pm_str name)
{
	if (!name.n || pm_str_ends(name, "[bot]"))
		return;
	PM_GROW(notes->people, notes->people_count, notes->people_cap);
	notes->people[notes->people_count++] = name;
}

int pm_notes_add(void *ctx, const struct pm_git_logged *logged)
{
	struct pm_notes *notes = ctx;
	struct pm_str message = pm_str_c(logged->message), rest = message, subject = pm_str_trim(take_line(&rest));
	struct pm_notes_commit *commit;

	PM_GROW(notes->commits, notes->commit_count, notes->commit_cap);
	commit = &notes->commits[notes->commit_count++];
	*commit = (struct pm_notes_commit){
		.day = pm_day_from_unix(logged->time),
		.subject = pm_str_n(pm_arena_dup(&notes->arena, subject.p, subject.n), subject.n),
		.author = name_of(notes, logged->author),
		.merge = logged->merge,
	};
	memcpy(commit->id, logged->id, sizeof commit->id);
	if (!logged->merge)
		add_person(notes, commit->author);
	for (size_t i = 0; i < logged->helper_count; i++)
		add_person(notes, name_of(notes, logged->helpers[i]));
	pm_notes_ids(notes->product, message, claim, notes);
	return 0;
}

static int by_claim(const void *a, const void *b)
{
	const struct pm_notes_claim *x = a, *y = b;

	if (x->item != y->item)
		return x->item < y->item ? -1 : 1;
	return (x->commit > y->commit) - (x->commit < y->commit);
}

static int by_name(const void *a, const void *b)
{
	return pm_str_cmp(*(const struct pm_str *)a, *(const struct pm_str *)b);
}

static void sort_people(struct pm_notes *notes)
{
	size_t n = 0;

	if (notes->people_count)
		qsort(notes->people, notes->people_count, sizeof *notes->people, by_name);
	for (size_t i = 0; i < notes->people_count; i++)
		if (!n || !pm_str_eq(notes->people[i], notes->people[n - 1]))
			notes->people[n++] = notes->people[i];
	notes->people_count = n;
}

/* The commits that name an item, each once. */
static void give_commits(struct pm_notes *notes, struct pm_note *note)
{
	size_t low = 0, high = notes->claim_count, n = 0;
	uint32_t *list;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (notes->claims[middle].item < note->item)
			low = middle + 1;
		else
			high = middle;
	}
	while (high < notes->claim_count && notes->claims[high].item == note->item)
		high++;
	list = pm_arena_alloc(&notes->arena, (high - low) * sizeof *list);
	for (; low < high; low++)
		if (!n || list[n - 1] != notes->claims[low].commit)
			list[n++] = notes->claims[low].commit;
	note->commits = list;
	note->commit_count = n;
}

void pm_notes_finish(struct pm_notes *notes)
{
	sort_people(notes);
	if (notes->claim_count)
		qsort(notes->claims, notes->claim_count, sizeof *notes->claims, by_claim);
	for (size_t i = 0; i < notes->count; i++)
		give_commits(notes, &notes->list[i]);
}

void pm_notes_clear(struct pm_notes *notes)
{
	free(notes->list);
	free(notes->reopened);
	free(notes->dropped);
	free(notes->commits);
	free(notes->people);
	free(notes->claims);
	pm_arena_clear(&notes->arena);
	*notes = (struct pm_notes){0};
}
