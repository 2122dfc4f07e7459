/* flow-done: done, but not by the Definition of Done. */
#include "parser/labels.h"
#include "parser/rule.h"

#include <string.h>

/* Where the boxes of a Definition of Done stand, line by line. */
struct scan {
	struct pm_str text; /* of the item */
	size_t at;
	struct pm_str label; /* the last one, until it is known whether it is that of a Definition of Done */
	bool inside, fenced;
	uint32_t open, all;
	struct pm_span first; /* open one, in the item */
};

static struct pm_str next_line(struct scan *scan)
{
	const char *end = memchr(scan->text.p + scan->at, '\n', scan->text.n - scan->at);
	size_t stop = end != NULL ? (size_t)(end - scan->text.p) : scan->text.n;
	struct pm_str line = pm_str_sub(scan->text, scan->at, stop);

	scan->at = stop < scan->text.n ? stop + 1 : stop;
	return line;
}

/* The line without blanks, the marks of quotes and headings, and a list's marker. */
static struct pm_str without_marks(struct pm_str line, bool *entry, bool *heading)
{
	size_t i = 0;

	while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t' || line.p[i] == '>'))
		i++;
	*heading = i < line.n && line.p[i] == '#';
	while (*heading && i < line.n && line.p[i] == '#')
		i++;
	*entry = !*heading && i + 1 < line.n && (line.p[i] == '-' || line.p[i] == '*' || line.p[i] == '+') && line.p[i + 1] == ' ';
	return pm_str_trim(pm_str_sub(line, *entry ? i + 2 : i, line.n));
}

/* A label has a heading's mark, bold type or a colon at its end.  The line is not empty. */
static bool is_label(struct pm_str line, bool heading)
{
	return heading || line.p[line.n - 1] == ':' || (line.p[0] == '*' && pm_str_starts(line, "**")) ||
	       (line.p[0] == '_' && pm_str_starts(line, "__"));
}

static void begin_part(struct scan *scan, bool inside)
{
	scan->inside = inside;
	scan->label = PM_STR("");
}

static void take_box(struct scan *scan, struct pm_str line)
{
	size_t at = (size_t)(line.p - scan->text.p);

	if (scan->label.n > 0) /* most labels have no box under them, and what they mean is not asked */
		begin_part(scan, scan->label.n < 200 && pm_part_find(scan->label) == PM_PART_READY_DONE);
	if (!scan->inside || line.n < 3 || line.p[0] != '[' || line.p[2] != ']')
		return;
	scan->all++;
	if (line.p[1] != ' ')
		return;
	if (scan->open++ == 0)
		scan->first = (struct pm_span){(uint32_t)at, (uint32_t)(at + line.n)};
}

static void take_line(struct scan *scan, struct pm_str line)
{
	bool entry, heading;
	struct pm_str bare = without_marks(line, &entry, &heading);

	if (bare.n == 0)
		return;
	if ((bare.p[0] == '`' || bare.p[0] == '~') && (pm_str_starts(bare, "```") || pm_str_starts(bare, "~~~")))
		scan->fenced = !scan->fenced;
	if (scan->fenced)
		return;
	if (bare.p[0] == '<' && pm_str_starts(bare, "<!--") && pm_str_find(bare, "DOD:") >= 0)
		begin_part(scan, pm_str_find(bare, "DOD:BEGIN") >= 0);
	else if (entry && bare.p[0] == '[')
		take_box(scan, bare);
	else if (is_label(bare, heading))
		scan->label = bare;
}

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];
	struct scan scan = {.text = pm_source_text(&context->product->files[item->file].source, item->span)};
	struct pm_span span;

	if (item->state != PM_STATE_DONE || item->first_child != PM_NO_ITEM || PM_KIND_IS_RECORD(item->kind))
		return;
	if (pm_str_find(scan.text, "[ ]") < 0)
		return;
	while (scan.at < scan.text.n)
		take_line(&scan, next_line(&scan));
	if (scan.open == 0)
		return;
	span = (struct pm_span){item->span.start + scan.first.start, item->span.start + scan.first.end};
	pm_rule_add(context, index, span,
		    "%s is done, but %u of the %u points of its Definition of Done %s open: tick what holds, or take the "
		    "item back",
		    pm_rule_name(context, index), (unsigned)scan.open, (unsigned)scan.all, scan.open == 1 ? "is" : "are");
}

const struct pm_rule pm_rule_flow_done = {
	.name = "flow-done",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a done item with open boxes in its Definition of Done",
	.why = "The Definition of Done is what a team promises of everything that it calls done; what is open there comes back "
	       "later.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a card\n"
		"\n"
		"- Status: done\n"
		"\n"
		"Definition of Done:\n"
		"\n"
		"- [x] Reviewed\n"
		"- [x] Documented\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a card\n"
	       "\n"
	       "- Status: done\n"
	       "\n"
	       "Definition of Done:\n"
	       "\n"
	       "- [x] Reviewed\n"
	       "- [ ] Documented\n",
	.check_item = check_item,
};
