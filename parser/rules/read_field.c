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
	static const char *const keys[] = {"documentation",  "modified_files",	 "subtasks",	   "project",  "verify",
					   "onStatusChange", "on_status_change", "completed_date", "projects", "states",
					   "update",	     "updates",		 "issues"};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (pm_str_ieqc(label, keys[i]))
			return true;
	return false;
}

/* Is the label one slip of the pen away from the name (two where it is long)?  "depends_on" is "depends on". */
static bool is_slip(struct pm_str label, struct pm_str name)
{
	unsigned most = label.n < 12 ? 1 : 2;
	char plain[PM_NAME_MAX];

	assert(label.n <= sizeof plain);
	for (size_t i = 0; i < label.n; i++)
		plain[i] = (char)(label.p[i] == '_' || label.p[i] == '-' ? ' ' : label.p[i]);
	label.p = plain;
	return name.n >= 5 && (name.p[0] | 0x20) == (label.p[0] | 0x20) && pm_str_distance(label, name, most) <= most;
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

static void check_label(const struct pm_rule_context *context, uint32_t index, struct pm_span span, bool yaml,
			struct memory *memory)
{
	const struct pm_item *item = &context->product->items[index];
	struct pm_str label = pm_source_text(&context->product->files[item->file].source, span);
	struct pm_str slip = find_slip(memory, label);
	struct pm_buf name = {0};
	struct pm_diag *diag;

	if (slip.n == 0)
		return;
	write_alike(label, slip, yaml, &name);
	diag = pm_rule_add(context, index, span, "unknown field '%s', so nothing reads it: did you mean '%s'?",
			   pm_rule_quote(context, label), name.p);
	diag->subject = label;
	pm_diag_edit(context->diags, diag, item->file, span, pm_buf_str(&name));
	pm_diag_fix(diag, false, "use the known name");
	pm_buf_clear(&name);
}

static void check_fields(const struct pm_rule_context *context, uint32_t index, struct memory *memory)
{
	const struct pm_item *item = &context->product->items[index];

	for (uint16_t f = 0; f < item->field_count; f++) {
		const struct pm_field *field = &item->fields[f];
		bool yaml = field->spelling != PM_SPELL_LINE && field->spelling != PM_SPELL_CELL &&
			    field->spelling != PM_SPELL_PAIR && field->spelling != PM_SPELL_SECTION;

		if (field->def == PM_FIELD_CUSTOM && field->label.end > field->label.start &&
		    !(field->flags & PM_FIELD_FROM_REFERENCE))
			check_label(context, index, field->label, yaml, memory);
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

static void check_lines(const struct pm_rule_context *context, uint32_t index, struct memory *memory)
{
	const struct pm_item *item = &context->product->items[index];
	const struct pm_source *source = &context->product->files[item->file].source;
	struct pm_str rest = pm_source_text(source, item->description);

	while (rest.n > 0) {
		ptrdiff_t end = pm_str_chr(rest, '\n');
		struct pm_str line = pm_str_sub(rest, 0, end < 0 ? rest.n : (size_t)end), label = label_of(line);

		if (label.n > 0) {
			uint32_t at = (uint32_t)(label.p - source->bytes);

			check_label(context, index, (struct pm_span){at, at + (uint32_t)label.n}, false, memory);
		}
		rest = pm_str_sub(rest, line.n + 1, rest.n);
	}
}

static void check(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;
	struct memory *memory = pm_calloc(1, sizeof *memory);

	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		if (product->items[i].place != PM_PLACE_ACTIVE)
			continue;
		check_fields(context, i, memory);
		check_lines(context, i, memory);
	}
	free(memory);
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
