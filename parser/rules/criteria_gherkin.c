/* criteria-gherkin: half a given, when, then; and Gherkin that no tool can run. */
#include "parser/gherkin.h"
#include "parser/prose.h"
#include "parser/rule.h"

#include <string.h>

/* -- half a given, when, then */

static bool is_there(struct pm_span span)
{
	return span.end > span.start;
}

/* The word in front of a part as steps are written by who means steps: in capitals, or bold. */
static bool is_formal(const struct pm_product *product, const struct pm_item *item, struct pm_span part)
{
	const char *bytes = product->files[item->file].source.bytes;
	uint32_t at = part.start;

	while (at > item->span.start && memchr(" \t*_:", bytes[at - 1], 6) != NULL)
		if (bytes[--at] == '*')
			return true;
	return at > item->span.start + 1 && bytes[at - 1] >= 'A' && bytes[at - 1] <= 'Z';
}

/* Nearly always there is one, and it is found sooner by its name; "Then:" may stand behind the steps, over a list. */
static bool has_then(const struct pm_product *product, const struct pm_item *item, const struct pm_criterion *criterion)
{
	bool chain = criterion->form == PM_CRITERION_STEPS || criterion->form == PM_CRITERION_SCENARIO;
	const struct pm_source *source = &product->files[item->file].source;
	struct pm_str text = pm_str_sub(pm_str_n(source->bytes, source->size), criterion->span.start,
					(size_t)criterion->span.end + (chain ? strlen("\n\n**Then:**") : 0));

	for (size_t i = 0; i + 4 <= text.n; i++)
		if ((text.p[i] | 0x20) == 't' && (text.p[i + 1] | 0x20) == 'h' &&
		    pm_str_istarts(pm_str_sub(text, i, text.n), "then"))
			return true;
	return false;
}

/* "WHEN a card expires, THE shop SHALL ask for a new one": a sentence (EARS), whose outcome stands behind its comma. */
static bool says_outcome(struct pm_str text)
{
	static const char *const marks[] = {", ", "\xef\xbc\x8c" /* ，*/, "\xe3\x80\x81" /* 、*/, " SHALL ", " MUST "};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (pm_str_find(text, marks[i]) >= 0)
			return true;
	return false;
}

/* A sentence may begin with "When" and need no "Then"; what is written in steps says what is done and what comes of it. */
static const char *what_is_missing(const struct pm_product *product, const struct pm_item *item,
				   const struct pm_criterion *criterion)
{
	struct pm_str text = pm_criterion_text(product, item, criterion);
	struct pm_span given, when, then;
	bool chain = criterion->form == PM_CRITERION_STEPS || criterion->form == PM_CRITERION_SCENARIO;
	size_t n;

	if (!chain && pm_step_read(text, &n) == PM_STEP_NONE)
		return NULL;
	if (has_then(product, item, criterion) || (pm_str_chr(text, '\n') < 0 && says_outcome(text)))
		return NULL;
	if (pm_str_ends(text, ":") || pm_str_find(text, ":\n") >= 0) /* "Given this code:", and that follows */
		return NULL;
	if (!pm_criterion_parts(product, item, criterion, &given, &when, &then) || is_there(then))
		return NULL;
	if (is_there(given) && is_there(when))
		return "no then: write what is to be seen after it";
	if (is_there(when) && is_formal(product, item, when))
		return "a when and no then: write what is to be seen after it";
	if (is_there(given) && is_formal(product, item, given))
		return "a given, and neither when nor then: write what is done, and what is to be seen after it";
	return NULL;
}

static void check_steps(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_product *product = context->product;
	const struct pm_item *item = &product->items[index];

	for (uint16_t i = 0; i < item->criterion_count; i++) {
		const struct pm_criterion *criterion = &item->criteria[i];
		const char *missing = what_is_missing(product, item, criterion);
		struct pm_diag *diag;

		if (missing == NULL)
			continue;
		diag = pm_rule_add(context, index, criterion->span, "criterion %u of %s has %s", (unsigned)criterion->number,
				   pm_rule_name(context, index), missing);
		pm_diag_subject(context->diags, diag, pm_criterion_text(product, item, criterion));
	}
}

/* -- a fence of Gherkin */

/* Where in a feature a line stands. */
enum part { PART_START, PART_TITLE /* a description may follow */, PART_STEPS, PART_EXAMPLES };

struct fence {
	struct pm_span first;	/* the line that cannot be read */
	const char *wrong;	/* NULL: nothing */
	struct pm_str chain;	/* the last line that began with a step */
	struct pm_str scenario; /* whose steps are missing yet */
	struct pm_span scenario_span;
	enum part part;
	bool feature, text; /* a feature was there; inside a """ string */
};

static void say(struct fence *fence, struct pm_span line, const char *wrong)
{
	if (fence->wrong != NULL)
		return;
	fence->first = line;
	fence->wrong = wrong;
}

static void end_scenario(struct fence *fence)
{
	if (fence->scenario.n > 0)
		say(fence, fence->scenario_span, "a scenario without steps");
	fence->scenario.n = 0;
}

static void read_keyword(struct fence *fence, enum pm_step step, struct pm_str line, struct pm_span span)
{
	end_scenario(fence);
	if (step == PM_STEP_EXAMPLES && fence->part == PART_START)
		say(fence, span, "examples without a scenario");
	if (step == PM_STEP_SCENARIO) {
		fence->scenario = line;
		fence->scenario_span = span;
	}
	fence->feature = fence->feature || step == PM_STEP_FEATURE;
	fence->part = step == PM_STEP_EXAMPLES ? PART_EXAMPLES : PART_TITLE;
}

static void read_line(struct fence *fence, struct pm_str line, struct pm_span span)
{
	enum pm_step step;
	size_t n;

	if (pm_str_starts(line, "\"\"\"")) {
		fence->text = !fence->text;
		return;
	}
	if (fence->text || line.n == 0 || memchr("#@|", line.p[0], 3) != NULL)
		return;
	step = fence->chain.n > 0 ? pm_step_read_next(fence->chain, line, &n) : pm_step_read(line, &n);
	if (step >= PM_STEP_SCENARIO) {
		read_keyword(fence, step, line, span);
	} else if (step != PM_STEP_NONE || pm_str_starts(line, "* ")) {
		if (fence->feature && fence->part == PART_START)
			say(fence, span, "a step outside of a scenario");
		fence->part = PART_STEPS;
		fence->chain = line;
		fence->scenario.n = 0;
	} else if (fence->part == PART_STEPS || fence->part == PART_EXAMPLES) {
		say(fence, span, "a line that begins with no step");
	}
}

/* Goes from the line behind the opening fence to the closing one.  Returns where that ends. */
static size_t read_fence(struct pm_str text, size_t at, uint32_t base, struct fence *fence)
{
	while (at < text.n) {
		const char *end = memchr(text.p + at, '\n', text.n - at);
		size_t next = end != NULL ? (size_t)(end - text.p) + 1 : text.n;
		struct pm_str line = pm_str_trim(pm_str_sub(text, at, next));

		while (line.n > 0 && line.p[0] == '>')
			line = pm_str_trim(pm_str_sub(line, 1, line.n));
		if (pm_str_starts(line, "```") || pm_str_starts(line, "~~~"))
			break;
		read_line(fence, line,
			  (struct pm_span){base + (uint32_t)(line.p - text.p),
					   base + (uint32_t)(line.p - text.p + (ptrdiff_t)line.n)});
		at = next;
	}
	end_scenario(fence);
	if (fence->text)
		say(fence, fence->first, "a text in \"\"\" that nothing closes");
	return at;
}

static void check_fences(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];
	struct pm_span own = pm_prose_own(context->product, item);
	struct pm_str text = pm_source_text(&context->product->files[item->file].source, own);
	ptrdiff_t found;

	for (size_t at = 0; at < text.n && (found = pm_str_find(pm_str_sub(text, at, text.n), "```gherkin")) >= 0;) {
		struct fence fence = {.part = PART_START};
		uint32_t open = own.start + (uint32_t)at + (uint32_t)found;

		fence.first = (struct pm_span){open, open + (uint32_t)strlen("```gherkin")};
		at += (size_t)found + strlen("```gherkin");
		while (at < text.n && text.p[at] != '\n')
			at++;
		at = read_fence(text, at, own.start, &fence);
		at += at < text.n ? strlen("```") : 0;
		if (fence.wrong != NULL)
			pm_rule_add(context, index, fence.first,
				    "the Gherkin of %s cannot be read: %s; write steps with Given, When, Then, And, But or * under "
				    "'Scenario:'",
				    pm_rule_name(context, index), fence.wrong);
	}
}

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];

	if (item->state == PM_STATE_DONE || item->state == PM_STATE_DROPPED)
		return;
	check_steps(context, index);
	check_fences(context, index);
}

const struct pm_rule pm_rule_criteria_gherkin = {
	.name = "criteria-gherkin",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a given and when without a then, or Gherkin that cannot be read",
	.why = "What is done without what comes of it checks nothing; and a test runner refuses the whole file for one line.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"Acceptance criteria:\n"
		"\n"
		"- [ ] Given a saved card, when I press Pay, then the order is placed\n"
		"\n"
		"```gherkin\n"
		"Scenario: An expired card\n"
		"  Given a card that expired\n"
		"  When I press Pay\n"
		"  Then I am asked for a new one\n"
		"```\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "Acceptance criteria:\n"
	       "\n"
	       "- [ ] Given a saved card, when I press Pay\n"
	       "\n"
	       "```gherkin\n"
	       "Scenario: An expired card\n"
	       "  Given a card that expired\n"
	       "  When I press Pay\n"
	       "  I am asked for a new one\n"
	       "```\n",
	.check_item = check_item,
};
