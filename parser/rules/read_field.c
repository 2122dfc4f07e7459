/* read-field: a label that is nearly the name of a field. */
#include "parser/labels.h"
#include "parser/rule.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Labels are few and return often: what each is a slip of is remembered, by hash.  The search for it takes some
 * microseconds, so of a product with more different labels than this only so many are looked at. */
enum { REMEMBERED = 1024, SEARCHES_MAX = 50000 };

struct memory {
	struct {
		struct pm_str label;
		struct pm_str name; /* of a field, of which it is a slip; empty: none */
	} labels[REMEMBERED];
	uint32_t searches;
};

/* Keys that other tools give a meaning, and words that are labels of their own: they are no slips. */
static bool is_known_elsewhere(struct pm_str label)
{
	static const char *const keys[] = {"documentation", "modified_files", "subtasks",	  "project",
					   "verify",	    "onStatusChange", "on_status_change", "completed_date",
					   "projects",	    "states",	      "update",		  "updates",
					   "issues",	    "completed_at",   "started_at",	  "closed_at"};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (pm_str_ieqc(label, keys[i]))
			return true;
	return false;
}

/* The same for letters that changed places. */
static unsigned letters_of(struct pm_str word)
{
	unsigned sum = 0;

	for (size_t i = 0; i < word.n; i++)
		sum += (unsigned char)word.p[i] | 0x20u;
	return sum;
}

/* "Targets" beside "Target": the other number of a word is meant, and so is another word that is as long, where both are short
 * ("Testar" is a verb) or one of several ("Current state" is no "Current status"), or where the end makes another of it
 * ("Approved" is no "Approver"). */
static bool is_word(struct pm_str label, struct pm_str name)
{
	size_t shorter = label.n < name.n ? label.n : name.n;
	size_t longer = label.n < name.n ? name.n : label.n;
	const char *last = label.n < name.n ? name.p + shorter : label.p + shorter;

	if (longer == shorter + 1 && (*last == 's' || *last == 'S') &&
	    pm_str_ieq(pm_str_sub(label, 0, shorter), pm_str_sub(name, 0, shorter)))
		return true;
	if (pm_str_ends(label, "ed") && pm_str_ends(name, "er"))
		return true;
	return label.n == name.n && label.n <= 6 && letters_of(label) != letters_of(name);
}

/* Is the label one slip of the pen away from the name (two where it is long)?  "depends_on" is "depends on". */
static bool is_slip(struct pm_str label, struct pm_str name)
{
	unsigned most = label.n < 12 || memchr(label.p, ' ', label.n) != NULL ? 1 : 2;
	char plain[PM_NAME_MAX];

	assert(label.n <= sizeof plain);
	for (size_t i = 0; i < label.n; i++)
		plain[i] = (char)(label.p[i] == '_' || label.p[i] == '-' ? ' ' : label.p[i]);
	label.p = plain;
	return name.n >= 5 && (name.p[0] | 0x20) == (label.p[0] | 0x20) && pm_str_distance(label, name, most) <= most &&
	       !is_word(label, name);
}

/* The name or alias of a field that the label is a slip of; empty: none. */
static struct pm_str slip_of(struct pm_str label)
{
	const char *name = label.n >= 5 && !is_known_elsewhere(label) ? pm_field_nearest(label) : NULL;
	enum pm_field_id id = name != NULL ? pm_field_find(pm_str_c(name)) : PM_FIELD_CUSTOM;

	if (id == PM_FIELD_CUSTOM || pm_field_find(label) != PM_FIELD_CUSTOM) /* known, and not read as that here: prose */
		return PM_STR("");
	if (is_slip(label, pm_str_c(name)))
		return pm_str_c(name);
	for (const char *alias = pm_fields[id].aliases; *alias != '\0';) {
		size_t n = strcspn(alias, ";");

		if (is_slip(label, pm_str_n(alias, n)))
			return pm_str_n(alias, n);
		alias += n + (alias[n] == ';');
	}
	return PM_STR("");
}

static struct pm_str find_slip(struct memory *memory, struct pm_str label)
{
	size_t at = pm_str_hash(label) % REMEMBERED;

	if (label.n == 0 || label.n > PM_NAME_MAX)
		return PM_STR("");
	if (pm_str_eq(memory->labels[at].label, label))
		return memory->labels[at].name;
	if (memory->searches >= SEARCHES_MAX)
		return PM_STR("");
	memory->searches++;
	memory->labels[at].label = label;
	memory->labels[at].name = slip_of(label);
	return memory->labels[at].name;
}

/* The name as the label is written: depends_on in YAML, "Depends on" where the label begins with a capital. */
static void write_alike(struct pm_str label, struct pm_str name, bool yaml, struct pm_buf *out)
{
	bool capital = label.p[0] >= 'A' && label.p[0] <= 'Z';

	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if (yaml && c == ' ')
			c = '_';
		else if (i == 0 && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
			c = (char)(capital ? c & ~0x20 : c | 0x20);
		pm_buf_addc(out, c);
	}
}

/* -- said once of a file, with all places to mend */

/* What is written more often than that is a habit. */
enum { EACH_MOST = 4 };

struct slip {
	struct pm_str label, name;
	struct pm_span span;
	uint32_t item;
	bool yaml;
};

struct slips {
	const struct pm_rule_context *context;
	struct memory *memory;
	struct slip *list; /* heap: those of one file */
	size_t count, cap;
};

static int by_label(const void *a, const void *b)
{
	const struct slip *x = a, *y = b;
	int order = pm_str_cmp(x->label, y->label);

	return order != 0 ? order : (x->span.start > y->span.start) - (x->span.start < y->span.start);
}

static void report(const struct pm_rule_context *context, const struct slip *slips, size_t count, bool each)
{
	const struct slip *slip = &slips[0];
	uint32_t file = context->product->items[slip->item].file;
	const char *label = pm_rule_quote(context, slip->label);
	struct pm_buf name = {0};
	struct pm_diag *diag;

	write_alike(slip->label, slip->name, slip->yaml, &name);
	if (count == 1)
		diag = pm_rule_add(context, slip->item, slip->span, "unknown field '%s', so nothing reads it: did you mean '%s'?",
				   label, name.p);
	else
		diag = pm_rule_add_file(context, file, slip->span,
					"unknown field '%s', %zu times in this file, so nothing reads it: did you mean '%s'?",
					label, count, name.p);
	diag->subject = slip->label;
	diag->each = each;
	for (size_t i = 0; i < count; i++)
		pm_diag_edit(context->diags, diag, file, slips[i].span, pm_buf_str(&name));
	pm_diag_fix(diag, false, "use the known name");
	pm_buf_clear(&name);
}

static void report_file(struct slips *slips)
{
	size_t kept = 0;

	if (slips->count > 0)
		qsort(slips->list, slips->count, sizeof *slips->list, by_label);
	for (size_t i = 0; i < slips->count; i++) /* a field may be found as a line of text, too */
		if (kept == 0 || by_label(&slips->list[kept - 1], &slips->list[i]) != 0)
			slips->list[kept++] = slips->list[i];
	slips->count = kept;
	for (size_t from = 0, to; from < slips->count; from = to) {
		for (to = from + 1; to < slips->count && pm_str_eq(slips->list[to].label, slips->list[from].label);)
			to++;
		bool habit = to - from > EACH_MOST;

		if (habit)
			report(slips->context, &slips->list[from], to - from, false);
		for (size_t i = from; i < to && (!habit || slips->context->each); i++)
			report(slips->context, &slips->list[i], 1, habit);
	}
	slips->count = 0;
}

static void check_label(struct slips *slips, uint32_t index, struct pm_span span, bool yaml)
{
	const struct pm_product *product = slips->context->product;
	struct pm_str label = pm_source_text(&product->files[product->items[index].file].source, span);
	struct pm_str name = find_slip(slips->memory, label);

	if (name.n == 0)
		return;
	PM_GROW(slips->list, slips->count, slips->cap);
	slips->list[slips->count++] = (struct slip){label, name, span, index, yaml};
}

static void check_fields(struct slips *slips, uint32_t index)
{
	const struct pm_item *item = &slips->context->product->items[index];

	for (uint16_t f = 0; f < item->field_count; f++) {
		const struct pm_field *field = &item->fields[f];
		bool yaml = field->spelling != PM_SPELL_LINE && field->spelling != PM_SPELL_CELL &&
			    field->spelling != PM_SPELL_PAIR && field->spelling != PM_SPELL_SECTION;

		if (field->def == PM_FIELD_CUSTOM && field->label.end > field->label.start &&
		    !(field->flags & PM_FIELD_FROM_REFERENCE))
			check_label(slips, index, field->label, yaml);
	}
}

/* -- lines of text that mean to be fields: "Prioirty: high" */

/* A label is no longer than this, and the value behind it no longer than that: else it is prose. */
enum { LABEL_MOST = 24, VALUE_MOST = 40 };

static bool is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* The label of a line that has one, a colon, and a short value; empty: it has none. */
static struct pm_str label_of(struct pm_str line)
{
	size_t from = 0, to, at;

	while (from < line.n && (line.p[from] == ' ' || line.p[from] == '*'))
		from++;
	for (to = from; to < line.n && to - from < LABEL_MOST && (is_letter(line.p[to]) || line.p[to] == ' ');)
		to++;
	for (at = to; at < line.n && (line.p[at] == '*' || line.p[at] == ':');)
		at++;
	if (to == from || at >= line.n || line.p[at] != ' ' || memchr(line.p + to, ':', at - to) == NULL ||
	    pm_str_trim(pm_str_sub(line, at, line.n)).n > VALUE_MOST)
		return PM_STR("");
	return pm_str_sub(line, from, to);
}

static void check_lines(struct slips *slips, uint32_t index)
{
	const struct pm_item *item = &slips->context->product->items[index];
	const struct pm_source *source = &slips->context->product->files[item->file].source;
	struct pm_str rest = pm_source_text(source, item->description);

	while (rest.n > 0) {
		ptrdiff_t end = pm_str_chr(rest, '\n');
		struct pm_str line = pm_str_sub(rest, 0, end < 0 ? rest.n : (size_t)end), label = label_of(line);

		if (label.n > 0) {
			uint32_t at = (uint32_t)(label.p - source->bytes);

			check_label(slips, index, (struct pm_span){at, at + (uint32_t)label.n}, false);
		}
		rest = pm_str_sub(rest, line.n + 1, rest.n);
	}
}

static void check(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;
	struct slips slips = {.context = context, .memory = pm_calloc(1, sizeof *slips.memory)};

	for (uint32_t f = 0; f < product->file_count; f++) {
		const struct pm_file *file = &product->files[f];

		for (uint32_t i = file->first_item; i < file->first_item + file->item_count && pm_product_more(product, i); i++) {
			if (product->items[i].place != PM_PLACE_ACTIVE)
				continue;
			check_fields(&slips, i);
			check_lines(&slips, i);
		}
		report_file(&slips);
	}
	free(slips.list);
	free(slips.memory);
}

const struct pm_rule pm_rule_read_field = {
	.name = "read-field",
	.severity = PM_SEVERITY_WARNING,
	.summary = "an unknown field whose name is close to a known one",
	.why = "An unknown field is kept and means nothing: the value that you see is in no sum, rank or report.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"- **Priority:** high\n"
		"- **Spoken of with:** the bank\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "- **Prioritty:** high\n"
	       "- **Estimate:** 3\n",
	.fix = "writes the known name",
	.check = check,
};
