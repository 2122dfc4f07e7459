/* details: what an item says: title, fields, story, criteria. */
#include "parser/details.h"

#include "parser/gherkin.h"
#include "parser/line.h"
#include "parser/story.h"
#include "parser/title.h"

#include <stdlib.h>
#include <string.h>

enum { TITLE_MAX = 300, DESCRIPTION_MAX = 4096 };

enum state { STATE_NORMAL, STATE_CRITERIA, STATE_SKIP, STATE_QUIET /* an unknown part: criteria and story only */ };

/* What is found goes to scratch arrays of the thread first, then in one piece to the arena. */
struct scratch {
	struct pm_field *fields;
	size_t field_count, field_cap;
	struct pm_criterion *criteria;
	size_t criterion_count, criterion_cap;
	struct pm_arena tables; /* of the one that is being read */
};
static _Thread_local struct scratch scratch;

struct reader {
	const struct pm_outline *o;
	const struct pm_source *source;
	const struct pm_blocks *blocks;
	struct pm_arena *arena;
	struct pm_texts *texts;
	struct pm_diags *diags;
	struct pm_item *item;
	struct scratch *s;
	enum state state, base;	 /* base: what a label falls back to */
	bool listed;		 /* in this criteria section, a list was read */
	bool text_seen;		 /* prose, or a label of something else, stands above: what follows is no list of fields */
	uint32_t tried;		 /* up to here a story sentence was looked for in vain */
	struct pm_span sentence; /* the text that was last read as a sentence, and what came of it */
	struct pm_story told;
	bool is_sentence;
	bool limited;	   /* a limit was reported */
	bool in_entry;	   /* the label that is taken stands in a list entry */
	uint64_t keys;	   /* fields that the front matter has, empty ones too: the body does not speak for them */
	bool prose;	   /* between SECTION:NOTES:BEGIN and its END: nothing but text */
	bool groups;	   /* the list's entries that end in a colon are titles of groups of criteria */
	bool stepped;	   /* in this criteria section, there were steps */
	bool steps;	   /* the last criterion is a chain of steps that goes on */
	bool concluded;	   /* it has a Then */
	bool asked;	   /* its last step is a When */
	bool by_heading;   /* the criteria stand under a heading of their own */
	bool plain_label;  /* the criteria stand under a plain line, "Criteria:" */
	bool boxes_follow; /* behind the paragraph that is being read, a list of boxes */
};

void pm_details_thread_end(void)
{
	free(scratch.fields);
	free(scratch.criteria);
	pm_arena_clear(&scratch.tables);
	memset(&scratch, 0, sizeof scratch);
}

/* -- adding */

static struct pm_str text_of(const struct reader *r, struct pm_span span)
{
	return pm_source_text(r->source, span);
}

static uint32_t add_text(struct reader *r, struct pm_str text)
{
	PM_GROW(r->texts->list, r->texts->count, r->texts->cap);
	r->texts->list[r->texts->count] = (struct pm_text){text, PM_NO_FILE};
	return (uint32_t)r->texts->count++;
}

/* Said once an item, where the first one is that is not kept. */
static void report_limit(struct reader *r, struct pm_span span, const char *what)
{
	if (r->limited)
		return;
	r->limited = true;
	struct pm_diag *diag =
		pm_diag_add(r->diags, "read-limit", PM_SEVERITY_WARNING, r->o->file, span,
			    "more than %d %s of one item: what follows is not read; give it to items of its own", UINT16_MAX, what);
	pm_diag_subject(r->diags, diag, pm_str_c(what));
}

static struct pm_field *add_field(struct reader *r, enum pm_field_id id, struct pm_span label, struct pm_span value,
				  enum pm_spelling spelling)
{
	struct scratch *s = r->s;
	bool body = spelling != PM_SPELL_YAML && spelling != PM_SPELL_QUOTED && spelling != PM_SPELL_YAML_LIST &&
		    spelling != PM_SPELL_YAML_BLOCK;
	if (s->field_count >= UINT16_MAX) {
		report_limit(r, value, "fields");
		return NULL;
	}
	if ((body && id < 64 && (r->keys >> id & 1)))
		return NULL;
	PM_GROW(s->fields, s->field_count, s->field_cap);
	struct pm_field *field = &s->fields[s->field_count++];
	*field = (struct pm_field){value, label, (uint16_t)id, (uint8_t)spelling, 0, 0};
	return field;
}

static bool has_field(const struct reader *r, enum pm_field_id id)
{
	for (size_t i = 0; i < r->s->field_count; i++)
		if (r->s->fields[i].def == id)
			return true;
	return false;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct pm_span trim(const struct reader *r, struct pm_span span)
{
	const char *base = r->source->bytes;
	while (span.start < span.end && is_space(base[span.start]))
		span.start++;
	while (span.end > span.start && is_space(base[span.end - 1]))
		span.end--;
	return span;
}

/* Emphasis around a value belongs to its writing, not to the value. */
static struct pm_span bare(const struct reader *r, struct pm_span span)
{
	span = trim(r, span);
	const char *base = r->source->bytes;
	for (;;) {
		uint32_t n = span.end - span.start;
		char c = n ? base[span.start] : 0;
		if (n >= 5 && (c == '*' || c == '_') && base[span.start + 1] == c && base[span.end - 1] == c &&
		    base[span.end - 2] == c && !memchr(base + span.start + 2, c, n - 4))
			span.start += 2, span.end -= 2;
		else if (n >= 3 && (c == '`' || c == '*' || c == '_') && base[span.end - 1] == c &&
			 !memchr(base + span.start + 1, c, n - 2)) {
			span.start++, span.end--;
			if (c == '`')
				break; /* code is as it stands: `* *` */
		} else
			break;
	}
	/* a hard line break's backslash or <br> at the end */
	while (span.end > span.start && base[span.end - 1] == '\\')
		span.end--;
	struct pm_str text = text_of(r, span);
	while (text.n && text.p[text.n - 1] == '>' &&
	       (pm_str_ends(text, "<br>") || pm_str_ends(text, "<br/>") || pm_str_ends(text, "<br />"))) {
		span.end -= pm_str_ends(text, "<br>") ? 4 : pm_str_ends(text, "<br/>") ? 5 : 6;
		span = trim(r, span);
		text = text_of(r, span);
	}
	return span;
}

/* Plain text of a span: itself where there is no markup in it. */
static struct pm_str plain(struct reader *r, struct pm_span span)
{
	struct pm_str text = text_of(r, span);
	static const bool marks[256] = {['*'] = 1, ['_'] = 1,  ['`'] = 1,  ['['] = 1,  [']'] = 1, ['<'] = 1, ['>'] = 1,
					['~'] = 1, ['\\'] = 1, ['\n'] = 1, ['\r'] = 1, ['&'] = 1, ['!'] = 1, [0] = 1};
	bool markup = false;
	for (size_t i = 0; i < text.n && !markup; i++)
		markup = marks[(unsigned char)text.p[i]];
	if (!markup)
		return text;
	struct pm_buf buf = {0};
	pm_text_plain(text, &buf);
	struct pm_str out = {pm_arena_dup(r->arena, buf.p ? buf.p : "", buf.n), buf.n};
	pm_buf_clear(&buf);
	return out;
}

static struct pm_criterion *add_criterion(struct reader *r, struct pm_span span, enum pm_criterion_form form)
{
	struct scratch *s = r->s;
	span = trim(r, span);
	if (span.start < span.end && s->criterion_count >= UINT16_MAX)
		report_limit(r, span, "criteria");
	if (span.start >= span.end || s->criterion_count >= UINT16_MAX)
		return NULL;
	PM_GROW(s->criteria, s->criterion_count, s->criterion_cap);
	struct pm_criterion *c = &s->criteria[s->criterion_count++];
	*c = (struct pm_criterion){.span = span, .number = (uint16_t)s->criterion_count, .form = (uint8_t)form};
	return c;
}

/* Box and number in front of a criterion: "[x] #2 ", "AC1: ", "**AC-3**: ", "1.2 ". */
static void strip_criterion(struct reader *r, struct pm_span *span, uint32_t *box, uint8_t *state, uint16_t *number)
{
	struct pm_str text = text_of(r, *span);
	size_t at = 0;
	*box = 0;
	*state = PM_BOX_NONE;
	while (at < text.n && (text.p[at] == ' ' || text.p[at] == '\t'))
		at++;
	if (at + 2 < text.n && text.p[at] == '[') {
		uint32_t ch;
		size_t n = pm_utf8_decode(text.p + at + 1, pm_str_end(text), &ch);
		bool close =
			at + 1 + n < text.n && text.p[at + 1 + n] == ']' && (at + 2 + n == text.n || text.p[at + 2 + n] == ' ');
		if (close) {
			*box = span->start + (uint32_t)at + 1;
			*state = ch == ' '						  ? PM_BOX_OPEN
				 : ch == 'x' || ch == 'X' || ch == 0x2713 || ch == 0x2714 ? PM_BOX_DONE
											  : PM_BOX_OTHER;
			at += 2 + n;
		}
	} else {
		static const char *const marks[] = {"☐", "☑", "✅", "☒", "✔️", "✔", "⬜", "❌", "✓"};
		for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
			if (pm_str_starts(pm_str_sub(text, at, text.n), marks[i])) {
				*state = i == 0 || i == 6 || i == 7 ? PM_BOX_OPEN : PM_BOX_DONE;
				at += strlen(marks[i]);
				break;
			}
	}
	while (at < text.n && (text.p[at] == ' ' || text.p[at] == '\t'))
		at++;
	struct pm_str rest = pm_str_sub(text, at, text.n);
	size_t n = 0;
	if (rest.n > 1 && rest.p[0] == '#') {
		n = 1;
		while (n < rest.n && rest.p[n] >= '0' && rest.p[n] <= '9')
			n++;
		if (n > 1 && n < rest.n && rest.p[n] == ' ') {
			unsigned value = 0;
			for (size_t i = 1; i < n && value < 6000; i++)
				value = value * 10 + (unsigned)(rest.p[i] - '0');
			*number = (uint16_t)value;
			at += n + 1;
		}
	} else {
		size_t mark = 0;
		while (mark < rest.n && rest.p[mark] == '*')
			mark++;
		struct pm_str word = pm_str_sub(rest, mark, rest.n);
		bool ac = pm_str_istarts(word, "AC") && word.n > 2 &&
			  (word.p[2] == '-' || word.p[2] == ' ' || word.p[2] == '#' || (word.p[2] >= '0' && word.p[2] <= '9'));
		if (ac) {
			n = 2;
			while (n < word.n && (word.p[n] == '-' || word.p[n] == ' ' || word.p[n] == '#'))
				n++;
			size_t digits = n;
			unsigned value = 0;
			while (n < word.n && ((word.p[n] >= '0' && word.p[n] <= '9') || word.p[n] == '.')) {
				value = word.p[n] == '.' ? 0 : value * 10 + (unsigned)(word.p[n] - '0');
				value = value > 60000 ? 60000 : value;
				n++;
			}
			size_t behind = n;
			while (behind < word.n && strchr("*:.-) ", word.p[behind]))
				behind++;
			if (n > digits && behind > n) {
				*number = (uint16_t)value;
				at += mark + behind;
			}
		}
	}
	span->start += (uint32_t)at;
}

/* -- steps */

static bool is_step(enum pm_step step)
{
	return step == PM_STEP_GIVEN || step == PM_STEP_WHEN || step == PM_STEP_THEN;
}

/* Does a conclusion stand behind a mark: "..., then ..."? */
static bool has_then_behind(struct pm_str text, char mark)
{
	size_t n;
	for (ptrdiff_t at; (at = pm_str_chr(text, mark)) >= 0 && (size_t)at + 1 < text.n;) {
		text = pm_str_sub(text, (size_t)at + 1, text.n);
		if (pm_step_read(pm_str_trim(text), &n) == PM_STEP_THEN)
			return true;
	}
	return false;
}

static bool has_then(struct pm_str text)
{
	return has_then_behind(text, ',') || has_then_behind(text, '\n');
}

/* "**When unblocked:** ...": a label that begins with the word. */
static bool is_label_of_words(struct pm_str text)
{
	struct pm_labelled l;
	size_t n;
	return pm_str_starts(text, "**") && pm_line_read(text, &l) && l.bold && l.colon &&
	       pm_str_chr(pm_str_sub(text, l.label_from, l.label_to), ' ') > 0 &&
	       !(is_step(pm_step_read(text, &n)) && n >= l.label_to); /* "**Given that:**" is the step itself */
}

/* Does another step follow: behind a comma, on the next line, or in the next entry?  One word alone begins many a sentence. */
static bool in_company(const struct reader *r, struct pm_span span, enum pm_step step)
{
	struct pm_str text = {r->source->bytes + span.start, r->source->size - span.start};
	size_t lines = 0, n;
	if (text.n > 1200)
		text.n = 1200;
	for (size_t i = 0; i + 1 < text.n && lines < 6; i++) {
		bool line = text.p[i] == '\n';
		lines += line;
		if (line && text.p[i + 1] == '#')
			return false;
		if (!line && text.p[i] != ',' && !(text.p[i] == '*' && i && text.p[i - 1] == ' '))
			continue;
		enum pm_step next = pm_step_read(pm_str_sub(text, i + 1, i + 80 < text.n ? i + 80 : text.n), &n);
		if (is_step(next) && next != step)
			return true;
		if (line && step == PM_STEP_WHEN && i + 3 < text.n && text.p[i + 1] == ' ' && strchr(" -*+", text.p[i + 2]) &&
		    lines == 1)
			return true; /* what is to be seen then is listed under it */
	}
	return false;
}

/* What the line begins with, where a chain of steps may go on. */
static enum pm_step step_at(const struct reader *r, struct pm_span span, size_t *n)
{
	const struct scratch *s = r->s;
	if (r->steps && s->criterion_count)
		return pm_step_read_next(text_of(r, s->criteria[s->criterion_count - 1].span), text_of(r, span), n);
	return pm_step_read(text_of(r, span), n);
}

/* A step that was read: it begins a criterion, or goes on with the last one.  False: no step may stand here. */
static bool take_known_step(struct reader *r, struct pm_span span, uint32_t end, enum pm_step step)
{
	struct scratch *s = r->s;
	if (!is_step(step) && !(step == PM_STEP_AND && r->steps))
		return false;
	if (r->state != STATE_CRITERIA && !r->steps && (step == PM_STEP_THEN || !in_company(r, span, step)))
		return false;
	if (is_label_of_words(text_of(r, span)))
		return false;
	uint32_t box;
	uint8_t state;
	uint16_t number = (uint16_t)(s->criterion_count + 1);
	struct pm_span inner = {span.start, end};
	strip_criterion(r, &inner, &box, &state, &number);
	bool fresh = box || (step == PM_STEP_WHEN && (r->concluded || r->asked));
	r->asked =
		step == PM_STEP_WHEN || (r->asked && step == PM_STEP_AND); /* a second "When" in a row: one condition a criterion */
	r->concluded = step == PM_STEP_THEN || (step == PM_STEP_AND && r->concluded) || (fresh && has_then(text_of(r, inner)));
	if (r->steps && s->criterion_count && step != PM_STEP_GIVEN && !fresh) {
		s->criteria[s->criterion_count - 1].span.end = end;
		s->criteria[s->criterion_count - 1].form = PM_CRITERION_STEPS;
		return true;
	}
	if (r->steps && s->criterion_count && step == PM_STEP_GIVEN && !fresh) {
		/* a second Given in a row goes on */
		struct pm_str last = text_of(r, s->criteria[s->criterion_count - 1].span);
		bool acted = pm_str_ifind(last, "then") >= 0 || memchr(last.p, '\n', last.n);
		if (!acted && s->criteria[s->criterion_count - 1].form == PM_CRITERION_SCENARIO) {
			s->criteria[s->criterion_count - 1].span.end = end;
			return true;
		}
	}
	struct pm_criterion *c = add_criterion(r, inner, PM_CRITERION_STEPS);
	if (c) {
		c->box = box;
		c->state = state;
		c->number = number;
		r->steps = r->stepped = true;
	}
	return true;
}

/* A line or entry that may be a step: begins a criterion, or goes on with the last one.  False: it is none. */
static bool take_step(struct reader *r, struct pm_span span, uint32_t end)
{
	size_t n;
	return take_known_step(r, span, end, step_at(r, span, &n));
}

/* -- fenced blocks */

static void read_gherkin(struct reader *r, struct pm_span rest)
{
	struct pm_criterion *scenario = NULL;
	bool background = false;
	r->steps = false;
	while (rest.start < rest.end) {
		struct pm_span line = pm_span_line(r->source, &rest);
		size_t n;
		enum pm_step step = pm_step_read(text_of(r, line), &n);
		if (line.start == line.end || step == PM_STEP_FEATURE)
			continue;
		if (step == PM_STEP_BACKGROUND) {
			background = true;
			scenario = NULL;
			continue;
		}
		if (step == PM_STEP_SCENARIO) {
			background = false;
			scenario = add_criterion(r, line, PM_CRITERION_SCENARIO);
			r->steps = false;
			continue;
		}
		if (background)
			continue;
		if (scenario) {
			scenario->span.end = line.end;
			continue;
		}
		struct pm_str text = text_of(r, trim(r, line));
		bool data = !text.n || strchr("#@|\"", text.p[0]); /* a comment, a tag, a table */
		if (!take_step(r, line, line.end) && r->steps && r->s->criterion_count && !data)
			r->s->criteria[r->s->criterion_count - 1].span.end = line.end; /* a step goes on over the line */
	}
	r->steps = false;
}

static void read_map(struct reader *r, const struct pm_yaml *map);

/* The lines `---` around the block, which some write inside the fence too, are no part of it. */
static struct pm_span yaml_block(const struct reader *r, struct pm_span body)
{
	struct pm_span rest = body;
	struct pm_str first = text_of(r, pm_span_line(r->source, &rest));
	if (pm_str_eqc(first, "---"))
		body.start = rest.start;
	struct pm_str text = text_of(r, body);
	for (ptrdiff_t at = pm_str_find(text, "\n---"); at >= 0;) {
		struct pm_str behind = pm_str_trim(pm_str_sub(text, (size_t)at + 4, text.n));
		if (!behind.n)
			body.end = body.start + (uint32_t)at + 1;
		break;
	}
	return body;
}

static void read_fence(struct reader *r, const struct pm_block *b)
{
	struct pm_span rest = {b->start, b->end};
	struct pm_str info = text_of(r, pm_span_line(r->source, &rest));
	size_t marks = 0;
	while (marks < info.n && (info.p[marks] == '`' || info.p[marks] == '~'))
		marks++;
	info = pm_str_trim(pm_str_sub(info, marks, info.n));
	struct pm_span body = rest;
	if (!(b->flags & PM_BLOCK_UNCLOSED)) {
		while (body.end > body.start && r->source->bytes[body.end - 1] != '\n')
			body.end--;
	}
	bool gherkin = pm_str_istarts(info, "gherkin") || pm_str_istarts(info, "cucumber") || pm_str_istarts(info, "feature");
	struct pm_span probe = body;
	size_t n;
	if (!gherkin && r->state == STATE_CRITERIA && (!info.n || pm_str_istarts(info, "text"))) {
		enum pm_step step = pm_step_read(text_of(r, pm_span_line(r->source, &probe)), &n);
		gherkin = is_step(step) || step == PM_STEP_SCENARIO || step == PM_STEP_FEATURE;
	}
	if (gherkin && r->state != STATE_SKIP) {
		r->item->declared_criteria = true;
		read_gherkin(r, body);
	} else if ((pm_str_istarts(info, "yaml") || pm_str_istarts(info, "yml")) && r->state == STATE_NORMAL &&
		   body.end > body.start) {
		struct pm_yaml *yaml = pm_yaml_read(r->source, yaml_block(r, body), r->o->file, r->arena, r->diags);
		bool known = false;
		for (uint32_t i = 0; yaml->type == PM_YAML_MAP && i < yaml->child_count; i++)
			known = known || pm_yaml_get(yaml, "i want") ||
				(yaml->children[i].type != PM_YAML_MAP && pm_field_is_work(pm_field_find(yaml->children[i].key)));
		if (known)
			read_map(r, yaml);
	} else if (!info.n && r->state != STATE_SKIP && !r->item->story.span.end) {
		struct pm_str text = text_of(r, body);
		if (pm_story_opens(text))
			pm_story_read(text, body.start, &r->item->story);
	}
}

/* -- markers in comments: <!-- AC:BEGIN -->, <!-- SECTION:PLAN:END --> */

static void enter(struct reader *r, enum state state);

struct marker {
	struct pm_str name;
	bool begin;
};

static bool read_marker(struct pm_str text, struct marker *marker)
{
	if (!pm_str_starts(text, "<!-- "))
		return false;
	ptrdiff_t begin = pm_str_find(text, ":BEGIN -->"), end = pm_str_find(text, ":END -->");
	if (begin < 0 && end < 0)
		return false;
	marker->begin = begin >= 0;
	marker->name = pm_str_sub(text, 5, (size_t)(begin >= 0 ? begin : end));
	return pm_str_eqc(marker->name, "AC") || pm_str_eqc(marker->name, "DOD") || pm_str_starts(marker->name, "SECTION:");
}

static void read_comment(struct reader *r, const struct pm_block *b)
{
	struct pm_span rest = {b->start, b->end};
	while (rest.start < rest.end) {
		struct marker marker;
		if (!read_marker(text_of(r, pm_span_line(r->source, &rest)), &marker))
			continue;
		r->prose =
			marker.begin && pm_str_starts(marker.name, "SECTION:") && !pm_str_eqc(marker.name, "SECTION:DESCRIPTION");
		if (pm_str_eqc(marker.name, "AC") && marker.begin)
			enter(r, STATE_CRITERIA);
		else if (pm_str_eqc(marker.name, "DOD") && marker.begin)
			enter(r, STATE_SKIP);
		else if (!marker.begin)
			enter(r, r->base);
	}
}

static void report_marker(struct reader *r, struct pm_span span, struct pm_str name, bool begin)
{
	struct pm_diag *diag = pm_diag_add(
		r->diags, "read-unclosed", PM_SEVERITY_ERROR, r->o->file, span,
		begin ? "the marker %.*s:BEGIN is never closed, and some tools read nothing under it: add '<!-- %.*s:END -->' "
			"behind its last line"
		      : "the marker %.*s:END has no BEGIN above it: add '<!-- %.*s:BEGIN -->'",
		PM_FMT(name), PM_FMT(name));
	pm_diag_subject(r->diags, diag, name);
}

/* Markers come in pairs, over all blocks of an item. */
static void check_markers(struct reader *r, uint32_t first, uint32_t end)
{
	struct pm_span open = {0, 0};
	struct pm_str name = {NULL, 0};
	for (uint32_t i = first; i < end; i++) {
		const struct pm_block *b = &r->blocks->list[i];
		struct pm_span rest = {b->start, b->end};
		while (b->type == PM_BLOCK_HTML && rest.start < rest.end) {
			struct pm_span line = pm_span_line(r->source, &rest);
			struct marker marker;
			if (!read_marker(text_of(r, line), &marker))
				continue;
			if (marker.begin && open.end)
				report_marker(r, open, name, true);
			else if (!marker.begin && (!open.end || !pm_str_eq(name, marker.name)))
				report_marker(r, line, marker.name, false);
			open = marker.begin ? line : (struct pm_span){0, 0};
			name = marker.name;
		}
	}
	if (open.end)
		report_marker(r, open, name, true);
}

/* -- lines */

static enum state state_of_part(const struct reader *r, enum pm_part part)
{
	if ((part == PM_PART_TASKS || part == PM_PART_READY_DONE) && r->item->kind == PM_KIND_RELEASE)
		return STATE_CRITERIA; /* a launch checklist; when a milestone is reached */
	return part == PM_PART_CRITERIA								   ? STATE_CRITERIA
	       : part == PM_PART_READY_DONE || part == PM_PART_TASKS || part == PM_PART_EDGE_CASES ? STATE_SKIP
												   : STATE_NORMAL;
}

static void enter(struct reader *r, enum state state)
{
	r->state = state;
	r->steps = r->stepped = false;
	r->listed = false;
	if (state == STATE_CRITERIA)
		r->item->declared_criteria = true;
}

/* A sentence.  Who looks whether one stands there and who takes it in ask for the same text. */
static bool read_sentence(struct reader *r, struct pm_span span, struct pm_story *story)
{
	if (span.start != r->sentence.start || span.end != r->sentence.end) {
		r->is_sentence = pm_story_read(text_of(r, span), span.start, &r->told);
		r->sentence = span;
	}
	*story = r->told;
	return r->is_sentence;
}

static void read_story(struct reader *r, struct pm_span span)
{
	if (r->item->story.span.end > r->item->story.span.start)
		return;
	if (pm_story_opens(text_of(r, span)))
		read_sentence(r, span, &r->item->story);
}

/* Is a bold label inside a criteria section a group of criteria, or the next label? */
static bool is_criterion_label(struct pm_str label)
{
	size_t n;
	if (pm_str_istarts(label, "AC") || pm_part_starts(label, &n) == PM_PART_SCENARIO)
		return true;
	for (size_t i = 0; i < label.n; i++)
		if (label.p[i] >= '0' && label.p[i] <= '9')
			return true;
	return false;
}

/* An address, a reference, or one word that may be either: "Issue: 15 lines of logging" is none. */
static bool is_address(struct pm_str value)
{
	struct pm_id found;
	if (pm_str_chr(value, ' ') < 0 || pm_str_find(value, "://") >= 0 || pm_str_find(value, "](") >= 0)
		return true;
	for (size_t i = 0; i + 1 < value.n; i++)
		if (value.p[i] == '#' && value.p[i + 1] >= '0' && value.p[i + 1] <= '9')
			return true;
	return pm_id_next(value, 0, &found);
}

/* "Component: `List` in src/list": a place in the code. */
static bool is_code_place(struct pm_str value)
{
	const char *tick = memchr(value.p, '`', value.n);
	return tick && memchr(value.p, ' ', value.n) && !memchr(value.p, ',', value.n);
}

/* "Estimate: 8 stories": how many there are, not how long they take. */
static bool is_count(struct pm_str value)
{
	static const char *const words[] = {"stories", "story ", "user stories", "tasks",
					    "epics",   "items",	 "sub-tasks",	 "subtasks"};
	size_t n = 0;
	while (n < value.n &&
	       ((value.p[n] >= '0' && value.p[n] <= '9') || value.p[n] == ' ' || value.p[n] == '~' || value.p[n] == '-'))
		n++;
	for (size_t i = 0; n && i < sizeof words / sizeof *words; i++)
		if (pm_str_istarts(pm_str_sub(value, n, value.n), words[i]))
			return !pm_str_istarts(pm_str_sub(value, n, value.n), "story point");
	return false;
}

/* "Issue: nobody sees it", "Completed: planned": the label is a field's, the value is not. */
static bool is_unfit(const struct reader *r, enum pm_field_id id, struct pm_str value)
{
	bool digit = false;
	for (size_t i = 0; i < value.n; i++)
		digit = digit || (value.p[i] >= '0' && value.p[i] <= '9');
	if (id == PM_FIELD_LINK)
		return !is_address(value);
	if (id == PM_FIELD_ESTIMATE && is_count(value))
		return true;
	struct pm_id found;
	if (id == PM_FIELD_RELEASE && pm_id_read(value, PM_ID_TITLE, &found) && !found.weak && !found.numbered)
		return true; /* "Implemented in: EPIC-10" */
	if (id == PM_FIELD_CREATED || id == PM_FIELD_UPDATED)
		return !digit && !pm_value_empty(value);
	if (id == PM_FIELD_DEPENDS_ON && r->item->kind == PM_KIND_PERSONA)
		return true;
	return id == PM_FIELD_LABELS && (is_code_place(value) || (value.n > 60 && pm_str_chr(value, ',') < 0));
}

/* "Technical tasks", "Tasks - Backend": behind criteria, what to do to meet them. */
static bool names_tasks(struct pm_str label)
{
	static const char *const words[] = {"tasks",	 "subtasks",  "sub-tasks", "tarefas", "subtarefas", "tareas",
					    "subtareas", "aufgaben",  "tâches",	   "taches",  "taken",	    "задачи",
					    "подзадачи", "uppgifter", "attività",  "zadania", "görevler",   "завдання"};
	char folded[64];
	struct pm_str name = {folded, pm_label_fold(label, folded, sizeof folded)};
	ptrdiff_t dash = pm_str_find(name, " - ");
	name.n = dash > 0 ? (size_t)dash : name.n;
	size_t first = 0, last = name.n, blanks = 0;
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] != ' ')
			continue;
		first = first ? first : i;
		last = i + 1;
		blanks++;
	}
	struct pm_str head = pm_str_sub(name, 0, first ? first : name.n), tail = pm_str_sub(name, last, name.n);
	for (size_t i = 0; blanks < 3 && i < sizeof words / sizeof *words; i++)
		if (pm_str_eqc(head, words[i]) || pm_str_eqc(tail, words[i]))
			return true;
	return false;
}

/* Among criteria, is it a field of the item?  "Measure: a search takes less than a second" is a criterion. */
static bool ends_criteria(enum pm_field_id id)
{
	return id != PM_FIELD_CUSTOM && id != PM_FIELD_METRIC && pm_field_is_work(id);
}

/* One labelled piece of a line.  False: it is no label for us, and the text is the caller's. */
static bool take_label(struct reader *r, struct pm_span span, const struct pm_labelled *l)
{
	struct pm_span label = {span.start + (uint32_t)l->label_from, span.start + (uint32_t)l->label_to};
	struct pm_span value = {span.start + (uint32_t)l->value_from, span.start + (uint32_t)l->value_to};
	bool empty = value.start >= value.end;
	if (l->part == PM_PART_CRITERIA || l->part == PM_PART_READY_DONE || l->part == PM_PART_TASKS ||
	    l->part == PM_PART_EDGE_CASES) {
		enter(r, state_of_part(r, l->part));
		r->plain_label = empty && !l->bold && !r->in_entry && !r->by_heading;
		if (r->state == STATE_CRITERIA && !empty && !take_step(r, value, value.end)) {
			uint32_t box;
			uint8_t state;
			uint16_t number = (uint16_t)(r->s->criterion_count + 1);
			strip_criterion(r, &value, &box, &state, &number);
			struct pm_criterion *c = add_criterion(r, value, PM_CRITERION_LINE);
			if (c) {
				c->box = box;
				c->state = state;
			}
		}
		return true;
	}
	if (l->part == PM_PART_STORY || l->part == PM_PART_DESCRIPTION) {
		enter(r, r->base);
		if (!empty)
			read_story(r, value);
		if (!empty && !r->item->description.end && !r->item->story.span.end) /* no sentence: it is told in its own way */
			r->item->description = bare(r, value);
		return true;
	}
	if (l->field != PM_FIELD_CUSTOM) {
		bool story = !empty && pm_story_opens(text_of(r, value)), had = r->item->story.span.end > 0;
		if (story)
			read_story(r, value);
		if (story && (had || r->item->story.span.end))
			return true;
		if (r->state == STATE_CRITERIA && !l->bold && !ends_criteria(l->field))
			return false;
		if (!empty && is_unfit(r, l->field, text_of(r, value))) {
			if (r->base == STATE_NORMAL && r->state == STATE_NORMAL && (!r->in_entry || !r->text_seen))
				add_field(r, PM_FIELD_CUSTOM, label, bare(r, value), PM_SPELL_LINE);
			return true;
		}
		if (r->base == STATE_QUIET)
			return true;
		if (r->state != STATE_NORMAL)
			enter(r, r->base);
		if (!empty)
			add_field(r, l->field, label, bare(r, value), PM_SPELL_LINE);
		return true;
	}
	if (!l->bold)
		return false;
	r->text_seen = r->text_seen || empty;
	struct pm_str name = text_of(r, label);
	if (r->state == STATE_CRITERIA) {
		if (l->part == PM_PART_PROSE) {
			enter(r, r->base);
			return true;
		}
		if (empty && names_tasks(name)) {
			enter(r, state_of_part(r, PM_PART_TASKS)); /* "Technical tasks - Backend:" */
			return true;
		}
		static const char *const stages[] = {"wave", "step", "phase", "sprint", "week", "plan"};
		bool stage = false;
		for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
			stage = stage || pm_str_istarts(name, stages[i]);
		if (empty && !r->by_heading && r->s->criterion_count && (stage || l->colon || !r->boxes_follow) &&
		    !(r->boxes_follow && r->s->criteria[r->s->criterion_count - 1].box)) {
			enter(r, r->base); /* the next label */
			return true;
		}
		if (empty)
			return true; /* a group of criteria */
		if (is_criterion_label(name))
			return false;
		return false;
	}
	if (l->part != PM_PART_NONE) {
		enter(r, r->base);
		if (empty || l->part != PM_PART_PROSE)
			return true;
	}
	if (r->state == STATE_SKIP && empty) {
		enter(r, r->base);
		return true;
	}
	struct pm_id id;
	bool other = pm_id_read(name, PM_ID_TITLE, &id) && !id.numbered && !id.weak; /* an item's own line, under its epic */
	if (!empty && pm_story_opens(text_of(r, value))) {
		read_story(r, value);
		if (r->item->story.span.end)
			return true;
	}
	size_t words = 1;
	for (size_t i = 0; i < name.n; i++)
		words += name.p[i] == ' ';
	bool listed = r->in_entry && (r->text_seen || words > 4 || r->source->bytes[label.start - 1] == '`' || name.p[0] == '`' ||
				      name.p[0] == '[');
	if (r->state == STATE_NORMAL && !empty && l->colon && name.n <= 40 && !other && !listed)
		add_field(r, PM_FIELD_CUSTOM, label, bare(r, value), PM_SPELL_LINE);
	return true;
}

/* A line with labels, several of them perhaps; `known` is the first, where it has been read.  False: there is none. */
static bool take_labels(struct reader *r, struct pm_span span, const struct pm_labelled *known)
{
	struct pm_labelled l;
	struct pm_str text = text_of(r, span);
	if (known)
		l = *known;
	else if (!pm_line_read(text, &l))
		return false;
	bool taken = false;
	for (;;) {
		size_t next = l.part == PM_PART_CRITERIA || l.part == PM_PART_STORY || l.part == PM_PART_DESCRIPTION
				      ? text.n
				      : pm_line_split(text, &l);
		if (!take_label(r, span, &l))
			return taken;
		taken = true;
		if (next >= text.n)
			return true;
		span.start += (uint32_t)next;
		text = text_of(r, span);
		if (!pm_line_read(text, &l))
			return true;
	}
}

/* -- lists */

static uint32_t below(const struct pm_blocks *blocks, uint32_t i, uint32_t end)
{
	uint8_t depth = blocks->list[i].depth;
	for (i++; i < end && blocks->list[i].depth > depth; i++)
		;
	return i;
}

static bool has_nested_list(const struct pm_blocks *blocks, uint32_t i, uint32_t end)
{
	uint8_t depth = blocks->list[i].depth;
	for (uint32_t j = i + 1; j < end && blocks->list[j].depth > depth; j++)
		if (blocks->list[j].type == PM_BLOCK_ITEM && blocks->list[j].depth == depth + 1)
			return true;
	return false;
}

static void read_blocks(struct reader *r, uint32_t first, uint32_t end);
static void read_entries_as_criteria(struct reader *r, uint32_t first, uint32_t end);

/* Does a list fit to be the value of a field?  One day or one number fits a field that takes one; "Goals:" and "Requirements:" over
 * sentences, of which none names an id, are told in prose. */
static bool list_fits(const struct reader *r, enum pm_field_id id, uint32_t entries, bool ids)
{
	switch (pm_fields[id].type) {
	case PM_TYPE_DATE:
	case PM_TYPE_NUMBER:
	case PM_TYPE_PERCENT:
	case PM_TYPE_MONEY:
	case PM_TYPE_SIZE: return entries < 2;
	case PM_TYPE_DIRECTION: return entries < 2 || ids || id != PM_FIELD_GOAL || PM_KIND_IS_RECORD(r->item->kind);
	default: return ids || id != PM_FIELD_RELATES_TO;
	}
}

/* One of several is told by ticking it: "- [ ] To do", "- [x] Done".  The span of what stands behind the box; an empty one: not ticked. */
static struct pm_span ticked(const struct reader *r, struct pm_span entry)
{
	struct pm_str text = text_of(r, entry);
	if (text.n < 4 || text.p[0] != '[' || text.p[2] != ']')
		return entry;
	bool is = text.p[1] == 'x' || text.p[1] == 'X';
	return is ? trim(r, (struct pm_span){entry.start + 3, entry.end}) : (struct pm_span){entry.end, entry.end};
}

static bool is_one_of_many(enum pm_field_id id)
{
	enum pm_field_type type = pm_fields[id].type;
	return type == PM_TYPE_STATE || type == PM_TYPE_WORD || type == PM_TYPE_PRIORITY || type == PM_TYPE_SIZE;
}

/* The entries of blocks [first, end) at that depth are the value of a field: false: it is none for them. */
static bool take_list_value(struct reader *r, enum pm_field_id id, struct pm_span label, uint32_t first, uint32_t end,
			    uint8_t depth, enum pm_spelling spelling)
{
	struct pm_buf buf = {0};
	uint32_t from = 0, to = 0, entries = 0;
	bool ids = false;
	for (uint32_t i = first; i < end; i++) {
		struct pm_span entry = pm_block_text(r->blocks, i);
		if (is_one_of_many(id))
			entry = ticked(r, entry);
		if (r->blocks->list[i].depth != depth || r->blocks->list[i].type != PM_BLOCK_ITEM || entry.start >= entry.end)
			continue;
		struct pm_id found;
		ids = ids || pm_id_next(text_of(r, entry), 0, &found);
		entries++;
		from = from ? from : entry.start;
		to = entry.end;
		if (buf.n)
			pm_buf_addz(&buf, ", ");
		pm_buf_adds(&buf, plain(r, entry));
	}
	bool fits = buf.n && list_fits(r, id, entries, ids);
	struct pm_field *field = fits ? add_field(r, id, label, (struct pm_span){from, to}, spelling) : NULL;
	if (field) {
		field->flags = PM_FIELD_HAS_TEXT;
		field->text = add_text(r, (struct pm_str){pm_arena_dup(r->arena, buf.p, buf.n), buf.n});
	}
	pm_buf_clear(&buf);
	return fits;
}

/* Is the entry a title of a group of criteria: it is bold all over, or ends in a colon where all its neighbours have entries
 * of their own too? */
static bool is_group_entry(struct reader *r, struct pm_span text, uint32_t i, uint32_t end)
{
	if (!has_nested_list(r->blocks, i, end))
		return false;
	struct pm_str s = pm_str_trim(text_of(r, text));
	bool bold = pm_str_starts(s, "**") && (pm_str_ends(s, "**") || pm_str_ends(s, "**:") || pm_str_ends(s, ":**"));
	return bold || (r->groups && (pm_str_ends(s, ":") || pm_str_ends(s, "：")));
}

/* May entries of a list, which begins at `first`, be titles of groups: has each of them entries of its own? */
static bool all_groups(struct reader *r, uint32_t first, uint32_t end)
{
	uint8_t depth = r->blocks->list[first].depth;
	for (uint32_t i = first; i < end && r->blocks->list[i].depth >= depth; i++) {
		const struct pm_block *b = &r->blocks->list[i];
		if (b->depth == depth && b->type != PM_BLOCK_ITEM)
			return true; /* the list has ended */
		if (b->depth != depth)
			continue;
		struct pm_str s = pm_str_trim(text_of(r, pm_block_text(r->blocks, i)));
		if (s.n && !has_nested_list(r->blocks, i, end))
			return false;
	}
	return true;
}

static void take_lines(struct reader *r, struct pm_span span, bool list_follows);

static void take_criterion_entry(struct reader *r, uint32_t i, uint32_t end)
{
	const struct pm_block *b = &r->blocks->list[i];
	struct pm_span text = pm_block_text(r->blocks, i);
	if (text.start >= text.end) { /* an empty entry, or one that begins with a fence */
		read_blocks(r, i + 1, end);
		return;
	}
	size_t n;
	struct pm_span first = text;
	pm_span_line(r->source, &first);
	enum pm_step step = step_at(r, text, &n);
	if (is_step(step) || (step == PM_STEP_AND && r->steps)) {
		/* the steps of a scenario whose title is the entry above go on with it */
		take_known_step(r, text, end > i + 1 ? b->end : text.end, step);
		return;
	}
	r->steps = false;
	if (is_group_entry(r, text, i, end)) {
		bool box = memchr(r->source->bytes + text.start, '[', 1) != NULL;
		bool steps = false;
		for (uint32_t j = i + 1; j < end; j++)
			if (r->blocks->list[j].type == PM_BLOCK_ITEM && r->blocks->list[j].depth == b->depth + 1) {
				step = pm_step_read(text_of(r, pm_block_text(r->blocks, j)), &n);
				steps = is_step(step);
				break;
			}
		if (!box && !steps) {
			read_entries_as_criteria(r, i + 1, end);
			return;
		}
	}
	struct pm_span more = text, line = pm_span_line(r->source, &more), behind = {text.end, text.end};
	while (more.start < more.end) { /* a bold label on a line of its own ends the criterion */
		struct pm_span at = more;
		struct pm_labelled l;
		struct pm_span next = pm_span_line(r->source, &at);
		if (pm_str_starts(text_of(r, next), "**") && pm_line_read(text_of(r, next), &l) && l.bold && l.colon) {
			behind = (struct pm_span){next.start, text.end};
			text.end = line.end;
			break;
		}
		line = next;
		more = at;
	}
	uint32_t box;
	uint8_t state;
	uint16_t number = (uint16_t)(r->s->criterion_count + 1);
	bool nested_steps = false;
	for (uint32_t j = i + 1; j < end && !nested_steps; j++)
		if (r->blocks->list[j].type == PM_BLOCK_ITEM)
			nested_steps = is_step(pm_step_read(text_of(r, pm_block_text(r->blocks, j)), &n));
	strip_criterion(r, &text, &box, &state, &number);
	if (text.start >= text.end)
		text.end = text.start;
	struct pm_str said = pm_str_trim(text_of(r, text));
	bool goes_on = (pm_str_ends(said, ":") || pm_str_ends(said, "：")) && has_nested_list(r->blocks, i, end);
	struct pm_criterion *c = add_criterion(r, nested_steps || goes_on ? (struct pm_span){text.start, b->end} : text,
					       nested_steps ? PM_CRITERION_STEPS : PM_CRITERION_LINE);
	if (c) {
		c->box = box;
		c->state = state;
		c->number = number;
	}
	for (uint32_t j = i + 1; j < end; j++)
		if (r->blocks->list[j].type == PM_BLOCK_HTML && r->blocks->list[j].depth == b->depth + 1)
			read_comment(r, &r->blocks->list[j]);
	if (behind.end > behind.start) {
		enter(r, r->base);
		take_lines(r, behind, false);
	}
}

static void read_entries_as_criteria(struct reader *r, uint32_t first, uint32_t end)
{
	if (first >= end)
		return;
	uint8_t depth = r->blocks->list[first].depth;
	bool groups = r->groups;
	r->groups = all_groups(r, first, end);
	for (uint32_t i = first; i < end; i++) {
		const struct pm_block *b = &r->blocks->list[i];
		if (b->depth == depth && b->type == PM_BLOCK_ITEM)
			take_criterion_entry(r, i, below(r->blocks, i, end));
	}
	r->groups = groups;
}

static void take_wrapped(struct reader *r, struct pm_span line, struct pm_span *rest);

/* The story may stand in an entry below a label: "- **Description:**", "  - **English:** As a clerk, I want ...". */
static void find_nested_story(struct reader *r, uint32_t i, uint32_t end)
{
	uint8_t depth = r->blocks->list[i].depth;
	for (uint32_t j = i + 1; j < end && !r->item->story.span.end; j++) {
		if (r->blocks->list[j].type != PM_BLOCK_ITEM || r->blocks->list[j].depth != depth + 1)
			continue;
		struct pm_span span = pm_block_text(r->blocks, j);
		struct pm_labelled l;
		if (pm_line_read(text_of(r, span), &l) || pm_line_read_unknown(text_of(r, span), &l))
			span.start += (uint32_t)l.value_from;
		if (pm_story_opens(text_of(r, span)))
			read_sentence(r, span, &r->item->story);
	}
}

/* In a file of stories, the plain list right under a sentence: what it is accepted by, with no label to say so. */
static bool is_list_of_criteria(const struct reader *r, uint32_t first, uint32_t end)
{
	if (r->o->file_role != PM_ROLE_STORIES || first >= end || r->blocks->list[first].type != PM_BLOCK_ITEM)
		return false;
	uint8_t depth = r->blocks->list[first].depth;
	for (uint32_t i = first; i < end && r->blocks->list[i].depth >= depth; i++) {
		struct pm_labelled l;
		struct pm_title title;
		if (r->blocks->list[i].depth > depth)
			continue;
		if (r->blocks->list[i].type != PM_BLOCK_ITEM)
			break;
		struct pm_str text = text_of(r, pm_block_text(r->blocks, i));
		struct pm_span rest = pm_block_text(r->blocks, i);
		struct pm_str line = text_of(r, pm_span_line(r->source, &rest));
		pm_title_read(line, false, &title);
		if (title.box || pm_story_opens(text) || pm_story_continues(text) ||
		    (pm_line_read(line, &l) && l.value_to > l.value_from))
			return false;
	}
	return true;
}

/* "**Status:** Done" at the very edge, right behind the last entry of a list: a line of the item, though CommonMark gives it to the
 * entry. */
static void take_lazy(struct reader *r, struct pm_span rest)
{
	while (rest.start < rest.end) {
		bool edge = rest.start && r->source->bytes[rest.start - 1] == '\n' && r->source->bytes[rest.start] == '*';
		struct pm_span line = pm_span_line(r->source, &rest);
		struct pm_labelled l;
		if (edge && pm_line_read(text_of(r, line), &l) && l.bold && l.colon && l.field != PM_FIELD_CUSTOM &&
		    l.value_to > l.value_from)
			take_labels(r, line, &l);
	}
}

/* What stands under a sentence. */
static void read_below_story(struct reader *r, uint32_t first, uint32_t end)
{
	if (is_list_of_criteria(r, first, end))
		read_entries_as_criteria(r, first, end);
	else if (end > first)
		read_blocks(r, first, end);
}

/* "**As a clerk, I want to see it.**": no label, though it is bold all over. */
static bool take_bold_story(struct reader *r, struct pm_span span, uint32_t i, uint32_t end)
{
	if (r->item->story.span.end || !pm_story_opens(text_of(r, span)))
		return false;
	read_sentence(r, span, &r->item->story);
	if (!r->item->story.span.end)
		return false;
	read_below_story(r, i + 2, end);
	return true;
}

/* Does the entry begin with an id that is not the item's? */
static bool names_other(const struct reader *r, struct pm_str text)
{
	struct pm_title title;
	struct pm_labelled l;
	if (pm_line_read(text, &l) && l.field != PM_FIELD_CUSTOM)
		return false; /* "Initiative: R-1" */
	pm_title_read(text, false, &title);
	return title.has_id && !title.id.numbered && !title.id.weak &&
	       !pm_str_ieq(pm_str_sub(text, title.id.from, title.id.to), r->item->id);
}

static void take_entry(struct reader *r, uint32_t i, uint32_t end)
{
	struct pm_span span = pm_block_text(r->blocks, i);
	struct pm_span rest = span;
	struct pm_labelled l;
	if (span.start >= span.end) {
		if (r->state == STATE_CRITERIA)
			take_criterion_entry(r, i, end);
		return;
	}
	struct pm_span line = pm_span_line(r->source, &rest);
	struct pm_str text = text_of(r, line);
	if (r->state == STATE_NORMAL && pm_str_starts(text, "**") && take_bold_story(r, span, i, end))
		return;
	if (r->state == STATE_NORMAL && r->item->kind == PM_KIND_EPIC && names_other(r, text))
		return;						       /* a story of the epic, which is an item of its own */
	bool box = text.n > 3 && text.p[0] == '[' && text.p[2] == ']'; /* "[ ] Client: the app" is something to do */
	bool labelled = pm_line_read(text, &l) && !(box && l.field != PM_FIELD_CUSTOM);
	if (labelled && r->state == STATE_CRITERIA && !ends_criteria(l.field) && l.part != PM_PART_TASKS &&
	    l.part != PM_PART_READY_DONE && l.part != PM_PART_CRITERIA)
		labelled = false;
	size_t n;
	if (labelled && r->steps && is_step(step_at(r, line, &n)))
		labelled = false; /* "When: ..." goes on with the steps above */
	if (!labelled && !box && r->state == STATE_NORMAL && !r->text_seen && !r->s->criterion_count && !r->item->story.span.end &&
	    pm_line_read_unknown(text, &l) && l.value_to > l.value_from &&
	    ((r->s->field_count && r->s->fields[r->s->field_count - 1].spelling == PM_SPELL_LINE) ||
	     pm_field_nearest(pm_str_sub(text, l.label_from, l.label_to)))) {
		/* a label that nobody knows, among those that are known */
		add_field(r, PM_FIELD_CUSTOM,
			  (struct pm_span){line.start + (uint32_t)l.label_from, line.start + (uint32_t)l.label_to},
			  bare(r, (struct pm_span){line.start + (uint32_t)l.value_from, line.start + (uint32_t)l.value_to}),
			  PM_SPELL_LINE);
		return;
	}
	if (labelled) {
		bool empty = l.value_from >= l.value_to;
		if (empty && r->state == STATE_NORMAL && !r->item->story.span.end &&
		    (l.part == PM_PART_NONE || l.part == PM_PART_DESCRIPTION || l.part == PM_PART_STORY))
			find_nested_story(r, i, end);
		if (empty && l.field != PM_FIELD_CUSTOM && l.part != PM_PART_CRITERIA && has_nested_list(r->blocks, i, end) &&
		    r->state == STATE_NORMAL) {
			take_list_value(r, l.field,
					(struct pm_span){line.start + (uint32_t)l.label_from, line.start + (uint32_t)l.label_to},
					i + 1, end, (uint8_t)(r->blocks->list[i].depth + 1), PM_SPELL_LINE);
			return;
		}
		enum state before = r->state;
		if (l.part == PM_PART_CRITERIA) {
			/* the criteria of this entry: nested, or behind the colon; what follows beside it is something else */
			take_labels(r, (struct pm_span){line.start, span.end}, NULL);
			uint32_t first = i + 1 < end && r->blocks->list[i + 1].type == PM_BLOCK_PARAGRAPH ? i + 2 : i + 1;
			if (r->state == STATE_CRITERIA && first < end)
				read_blocks(r, first, end);
			enter(r, before == STATE_CRITERIA ? STATE_CRITERIA : r->base);
			return;
		}
		r->in_entry = true;
		bool taken = take_labels(r, line, &l);
		r->in_entry = false;
		if (taken && rest.start < rest.end) {
			take_wrapped(r, line, &rest);
			take_lazy(r, rest);
		}
		if (taken) {
			if (r->state == STATE_SKIP && before == STATE_NORMAL)
				r->state = STATE_NORMAL; /* a nested Tasks label skips its own entries only */
			return;
		}
	}
	if (r->state == STATE_CRITERIA) {
		take_criterion_entry(r, i, end);
		r->listed = true;
		return;
	}
	if (r->state == STATE_SKIP)
		return;
	take_lazy(r, rest);
	if (take_step(r, span, end > i + 1 ? r->blocks->list[i].end : span.end))
		return;
	r->steps = false;
	bool had = r->item->story.span.end > 0;
	read_story(r, span);
	if (had || !r->item->story.span.end || end <= i + 2)
		return;
	read_below_story(r, i + 2, end);
}

/* -- paragraphs */

static void take_pairs(struct reader *r, const struct pm_table *table)
{
	for (size_t i = 0; i < table->row_count; i++) {
		struct pm_span label = table->rows[i].cells[0], value = bare(r, table->rows[i].cells[1]);
		struct pm_span label_bare = bare(r, label);
		enum pm_field_id id = pm_field_find(text_of(r, label_bare));
		if (value.start >= value.end)
			continue;
		bool differs;
		struct pm_str text = pm_cell_text(r->source, value, r->arena, &differs);
		struct pm_field *field = add_field(r, id, label_bare, value, PM_SPELL_PAIR);
		if (field && differs) {
			field->flags = PM_FIELD_HAS_TEXT;
			field->text = add_text(r, text);
		}
	}
}

/* A table of stories is none of criteria. */
static bool is_story_table(const struct reader *r, const struct pm_table *table)
{
	for (size_t c = 0; c < table->columns; c++)
		if (pm_part_find(text_of(r, table->header[c])) == PM_PART_STORY)
			return true;
	struct pm_id id;
	return table->row_count && pm_id_read(text_of(r, bare(r, table->rows[0].cells[0])), PM_ID_COLUMN, &id) &&
	       id.kind == PM_KIND_STORY; /* the criteria of stories, each with its own id */
}

/* "Given | When | Then": a criterion goes from the first of such columns to the last. */
static void step_columns(const struct reader *r, const struct pm_table *table, size_t *first, size_t *last)
{
	size_t steps = 0, n;
	for (size_t c = 0; c < table->columns; c++) {
		char word[24];
		struct pm_str header = text_of(r, bare(r, table->header[c]));
		if (!header.n || header.n + 2 > sizeof word)
			continue;
		memcpy(word, header.p, header.n);
		word[header.n] = ' '; /* a step has something behind its word */
		if (!is_step(pm_step_read((struct pm_str){word, header.n + 1}, &n)) || n < header.n)
			continue;
		*first = steps++ ? *first : c;
		*last = c;
	}
	if (steps < 2)
		*last = *first;
}

static void take_cell_field(struct reader *r, enum pm_field_id id, struct pm_span label, struct pm_span cell);

/* "Priority | Points" and one row below: the item's fields, told across. */
static bool take_across(struct reader *r, const struct pm_table *table)
{
	enum { WIDE = 8 };
	enum pm_field_id ids[WIDE];
	size_t known = 0;
	if (table->row_count != 1 || table->columns < 2 || table->columns > WIDE)
		return false;
	for (size_t c = 0; c < table->columns; c++) {
		ids[c] = pm_field_find_column(text_of(r, bare(r, table->header[c])));
		if (ids[c] == PM_FIELD_TITLE || ids[c] == PM_FIELD_ID)
			return false; /* of another item */
		known += ids[c] != PM_FIELD_CUSTOM;
	}
	bool pair = pm_field_find(text_of(r, bare(r, table->rows[0].cells[0]))) != PM_FIELD_CUSTOM;
	if (pair || known < 2 || known * 2 < table->columns)
		return false;
	for (size_t c = 0; c < table->columns; c++)
		if (text_of(r, bare(r, table->header[c])).n)
			take_cell_field(r, ids[c], table->header[c], table->rows[0].cells[c]);
	return true;
}

/* "| AC | Description |" below a story that has no criteria yet. */
static bool is_criteria_table(const struct reader *r, const struct pm_table *table)
{
	static const char *const heads[] = {"ac", "ac#", "ac #", "ac id"};
	struct pm_str head = pm_str_trim(text_of(r, bare(r, table->header[0])));
	bool named = false;
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		named = named || pm_str_ieqc(head, heads[i]);
	return named && table->columns >= 2 && r->state == STATE_NORMAL && r->base == STATE_NORMAL && !r->s->criterion_count &&
	       r->item->kind == PM_KIND_STORY;
}

static void take_table(struct reader *r, const struct pm_table *table)
{
	if (is_criteria_table(r, table)) {
		enter(r, STATE_CRITERIA);
		take_table(r, table);
		enter(r, STATE_NORMAL);
		return;
	}
	if (r->state == STATE_CRITERIA && !is_story_table(r, table)) {
		size_t column = table->columns > 1 ? 1 : 0;
		for (size_t c = 0; c < table->columns; c++) {
			struct pm_str header = text_of(r, table->header[c]);
			if (pm_part_find(header) == PM_PART_CRITERIA || pm_str_ifind(header, "criteri") >= 0 ||
			    pm_str_ieqc(header, "description"))
				column = c;
		}
		size_t last = column;
		step_columns(r, table, &column, &last);
		for (size_t i = 0; i < table->row_count; i++) {
			struct pm_span cell = table->rows[i].cells[column];
			if (last > column && cell.end > cell.start && table->rows[i].cells[last].end > cell.end)
				cell.end = table->rows[i].cells[last].end;
			add_criterion(r, cell, PM_CRITERION_CELL);
		}
		return;
	}
	if (r->state != STATE_NORMAL || take_across(r, table) || table->columns != 2)
		return;
	size_t known = 0;
	for (size_t i = 0; i < table->row_count; i++)
		known += pm_field_find(text_of(r, bare(r, table->rows[i].cells[0]))) != PM_FIELD_CUSTOM;
	/* a header that is itself a pair, as some write it */
	bool header = pm_field_find(text_of(r, bare(r, table->header[0]))) != PM_FIELD_CUSTOM &&
		      table->header[1].end > table->header[1].start && known * 2 >= table->row_count &&
		      pm_field_find(text_of(r, bare(r, table->header[1]))) == PM_FIELD_CUSTOM;
	bool whole = r->item->level == 1 && known > 1; /* of the file: it may say more than we know of */
	if ((known * 2 < table->row_count && !whole) || !known)
		return;
	if (header) {
		struct pm_str name = pm_str_trim(text_of(r, table->header[1]));
		if (!pm_str_ieqc(name, "value") && !pm_str_ieqc(name, "wert") && !pm_str_ieqc(name, "valeur") &&
		    !pm_str_ieqc(name, "valor") && !pm_str_ieqc(name, "значение") && !pm_str_ieqc(name, "details"))
			add_field(r, pm_field_find(text_of(r, bare(r, table->header[0]))), bare(r, table->header[0]),
				  bare(r, table->header[1]), PM_SPELL_PAIR);
	}
	take_pairs(r, table);
}

/* The value of a text goes on over the lines up to the next label; that of links up to any, for they are picked out of prose. */
static void take_wrapped(struct reader *r, struct pm_span line, struct pm_span *rest)
{
	struct pm_field *f = r->s->field_count ? &r->s->fields[r->s->field_count - 1] : NULL;
	if (!f || f->value.end > line.end || f->value.end + 4 < line.end || f->spelling != PM_SPELL_LINE ||
	    r->state == STATE_CRITERIA)
		return;
	if (f->def != PM_FIELD_CUSTOM && pm_fields[f->def].type != PM_TYPE_TEXT && pm_fields[f->def].type != PM_TYPE_LINKS &&
	    pm_fields[f->def].type != PM_TYPE_DIRECTION)
		return;
	while (rest->start < rest->end) {
		struct pm_span more = *rest, next = pm_span_line(r->source, &more);
		struct pm_labelled l;
		struct pm_str text = text_of(r, next);
		size_t n;
		if (!text.n || pm_line_read(text, &l) || pm_story_opens(text) || is_step(pm_step_read(text, &n)))
			return;
		if (f->def != PM_FIELD_CUSTOM && pm_fields[f->def].type == PM_TYPE_LINKS && pm_line_read_unknown(text, &l))
			return;
		f->value.end = next.end;
		*rest = more;
	}
}

/* The lines of a paragraph; the first line that is no label, step or story begins a description. */
/* "3. The till opens": a number at the start of a line, where no list may begin; how long it is. */
static size_t line_number(struct pm_str text)
{
	size_t n = 0;
	while (n < text.n && n < 4 && text.p[n] >= '0' && text.p[n] <= '9')
		n++;
	return n && n < 4 && n + 2 < text.n && (text.p[n] == '.' || text.p[n] == ')') && text.p[n + 1] == ' ' ? n + 2 : 0;
}

/* "Features:" behind the list under "Criteria:", of which it has the form: the next label. */
static bool is_next_label(const struct reader *r, struct pm_str text)
{
	enum { LABEL_MAX = 40 };
	return r->plain_label && r->listed && r->s->criterion_count && text.n <= LABEL_MAX &&
	       (pm_str_ends(text, ":") || pm_str_ends(text, "："));
}

static void take_lines(struct reader *r, struct pm_span span, bool list_follows)
{
	struct pm_span rest = span;
	bool first = true, counted = false; /* its lines are numbered */
	while (rest.start < rest.end) {
		struct pm_span line = pm_span_line(r->source, &rest);
		if (line.start >= line.end)
			continue;
		struct pm_str text = text_of(r, line);
		if (first && r->item->id.n && text.n > r->item->id.n &&
		    pm_str_ieq(pm_str_sub(text, 0, r->item->id.n), r->item->id)) {
			line.start += (uint32_t)r->item->id.n; /* "US 7.02 As an admin ..." under its own heading */
			while (line.start < line.end && strchr(" :-", r->source->bytes[line.start]))
				line.start++;
			text = text_of(r, line);
		}
		if (r->state != STATE_SKIP && r->state != STATE_CRITERIA && !r->item->story.span.end && pm_story_opens(text)) {
			/* the sentence may go on over the lines up to the next label */
			uint32_t end = line.end;
			struct pm_span more = rest;
			while (more.start < more.end && more.start - line.start < 4096 && line.start >= r->tried) {
				struct pm_span next = pm_span_line(r->source, &more);
				struct pm_labelled l;
				struct pm_str t = text_of(r, next);
				bool continues = pm_story_continues(t);
				if (!continues && pm_line_read(t, &l) &&
				    (l.field != PM_FIELD_CUSTOM || l.part != PM_PART_NONE || l.bold))
					break;
				end = next.end;
				rest = more;
			}
			struct pm_span sentence = {line.start, end};
			read_sentence(r, sentence, &r->item->story);
			if (r->item->story.span.end) {
				first = false;
				continue;
			}
			r->tried = end > r->tried ? end : r->tried;
			rest = (struct pm_span){line.end < span.end ? line.end + 1 : span.end, span.end};
		}
		if (r->state == STATE_NORMAL && !r->text_seen && !r->item->story.span.end &&
		    pm_story_read_told(text_of(r, (struct pm_span){line.start, span.end}), line.start, false, &r->item->story)) {
			first = false;
			while (rest.start < r->item->story.span.end && rest.start < rest.end)
				pm_span_line(r->source, &rest);
			continue;
		}
		size_t numbered = r->state == STATE_CRITERIA ? line_number(text) : 0;
		line.start += (uint32_t)numbered;
		text = text_of(r, line);
		if ((r->state == STATE_CRITERIA || r->state == STATE_NORMAL || r->state == STATE_QUIET) &&
		    take_step(r, line, line.end)) {
			first = false;
			continue;
		}
		if (take_labels(r, line, NULL)) {
			first = false;
			take_wrapped(r, line, &rest);
			continue;
		}
		if (r->state == STATE_CRITERIA && first && list_follows && rest.start >= rest.end && is_next_label(r, text)) {
			enter(r, r->base);
			r->text_seen = true;
			return;
		}
		if (r->state == STATE_CRITERIA) {
			size_t n;
			if (pm_step_read(text, &n) == PM_STEP_SCENARIO) {
				struct pm_criterion *c = add_criterion(r, line, PM_CRITERION_SCENARIO);
				r->steps = c != NULL;
			} else if (r->stepped && r->listed && pm_step_read(text, &n) == PM_STEP_AND) {
				/* "Then there is:", a list of what, and behind it "And ..." */
				r->steps = add_criterion(r, line, PM_CRITERION_STEPS) != NULL;
			} else if ((!r->listed && !list_follows) || numbered || counted) {
				uint32_t box;
				uint8_t state;
				uint16_t number = (uint16_t)(r->s->criterion_count + 1);
				struct pm_span inner = line;
				counted = counted || numbered;
				if (!first && !numbered && !r->steps && r->s->criterion_count && text.n &&
				    !pm_str_starts(text, "[") &&
				    r->s->criteria[r->s->criterion_count - 1].span.end + 1 >= line.start - 8) {
					r->s->criteria[r->s->criterion_count - 1].span.end = line.end; /* a wrapped line */
					continue;
				}
				strip_criterion(r, &inner, &box, &state, &number);
				struct pm_criterion *c = add_criterion(r, inner, PM_CRITERION_LINE);
				if (c) {
					c->box = box;
					c->state = state;
				}
				r->steps = false;
			}
			first = false;
			continue;
		}
		if (r->steps && r->s->criterion_count && r->s->criteria[r->s->criterion_count - 1].form == PM_CRITERION_STEPS &&
		    !first) {
			r->s->criteria[r->s->criterion_count - 1].span.end = line.end; /* a wrapped step */
			continue;
		}
		struct pm_labelled unknown;
		r->text_seen = r->text_seen || !pm_line_read_unknown(text, &unknown);
		if (first && r->state == STATE_NORMAL && !r->item->description.end)
			r->item->description =
				(struct pm_span){line.start, span.end > line.start + DESCRIPTION_MAX ? line.end : span.end};
		first = false;
	}
}

static void take_paragraph(struct reader *r, uint32_t i, uint32_t end)
{
	struct pm_span span = pm_block_text(r->blocks, i);
	struct pm_table table;
	pm_arena_reset(&r->s->tables);
	if (pm_table_maybe(r->source, span) && pm_table_read(r->source, span, &r->s->tables, &table)) {
		pm_outline_report_wide(r->o, &table, r->diags);
		take_table(r, &table);
		return;
	}
	bool list = i + 1 < end && r->blocks->list[i + 1].type == PM_BLOCK_ITEM &&
		    r->blocks->list[i + 1].depth == r->blocks->list[i].depth;
	/* a label alone, and its value as a list: "**Dependencies:**" */
	struct pm_labelled l;
	struct pm_str text = text_of(r, span);
	if (list && !memchr(text.p, '\n', text.n) && pm_line_read(text, &l) && l.field != PM_FIELD_CUSTOM &&
	    l.value_from >= l.value_to && l.part != PM_PART_CRITERIA && r->state == STATE_NORMAL) {
		struct pm_block head = r->blocks->list[i];
		uint32_t stop = i + 1;
		while (stop < end && !(r->blocks->list[stop].depth == head.depth && r->blocks->list[stop].type != PM_BLOCK_ITEM))
			stop++;
		struct pm_span label = {span.start + (uint32_t)l.label_from, span.start + (uint32_t)l.label_to};
		if (take_list_value(r, l.field, label, i + 1, stop, head.depth, PM_SPELL_LINE))
			return;
	}
	struct pm_str entry = list ? text_of(r, pm_block_text(r->blocks, i + 1)) : (struct pm_str){"", 0};
	r->boxes_follow = entry.n > 2 && entry.p[0] == '[' && entry.p[2] == ']';
	take_lines(r, span, list);
}

/* A clause an entry: "- As a ...", "- I want ...", "- so that ...": one sentence.  Returns where it ends, `next` when it is none. */
static uint32_t take_clauses(struct reader *r, uint32_t i, uint32_t next, uint32_t end)
{
	struct pm_span first = pm_block_text(r->blocks, i);
	struct pm_story story;
	uint32_t behind = next;
	if (r->item->story.span.end || r->state == STATE_SKIP || first.start >= first.end || !pm_story_opens(text_of(r, first)) ||
	    read_sentence(r, first, &story))
		return next;
	while (behind < end && r->blocks->list[behind].type == PM_BLOCK_ITEM &&
	       r->blocks->list[behind].depth == r->blocks->list[i].depth &&
	       pm_story_continues(text_of(r, pm_block_text(r->blocks, behind))))
		behind = below(r->blocks, behind, end);
	struct pm_span whole = {first.start, r->blocks->list[behind - 1].end};
	if (behind == next || !read_sentence(r, whole, &r->item->story))
		return next;
	return behind;
}

/* A paragraph, or a clause a paragraph.  Returns where to go on. */
static uint32_t take_paragraph_clauses(struct reader *r, uint32_t i, uint32_t next, uint32_t end)
{
	struct pm_span whole = pm_block_text(r->blocks, i);
	struct pm_story story;
	if (!r->item->story.span.end && r->state == STATE_NORMAL && pm_story_opens(text_of(r, whole)) &&
	    !read_sentence(r, whole, &story)) {
		uint32_t behind = pm_clause_paragraphs(r->source, r->blocks, i, end, &whole);
		if (behind > next && read_sentence(r, whole, &r->item->story))
			return behind;
	}
	take_paragraph(r, i, end);
	return next;
}

/* Blocks [first, end) of one depth, with what is below them. */
static void read_blocks(struct reader *r, uint32_t first, uint32_t end)
{
	if (first >= end)
		return;
	uint8_t depth = r->blocks->list[first].depth;
	bool in_list = false, groups = r->groups;
	for (uint32_t i = first; i < end;) {
		const struct pm_block *b = &r->blocks->list[i];
		if (b->depth < depth) {
			i++;
			continue;
		}
		if (b->type == PM_BLOCK_ITEM && !in_list)
			r->groups = r->state == STATE_CRITERIA && all_groups(r, i, end);
		in_list = b->type == PM_BLOCK_ITEM;
		uint32_t next = below(r->blocks, i, end);
		switch (b->type) {
		case PM_BLOCK_PARAGRAPH: next = take_paragraph_clauses(r, i, next, end); break;
		case PM_BLOCK_ITEM: {
			uint32_t behind = take_clauses(r, i, next, end);
			if (behind == next)
				take_entry(r, i, next);
			next = behind;
			break;
		}
		case PM_BLOCK_FENCE: read_fence(r, b); break;
		case PM_BLOCK_HTML: read_comment(r, b); break;
		case PM_BLOCK_QUOTE: read_blocks(r, i + 1, next); break;
		default: break;
		}
		i = next;
	}
	r->groups = groups;
}

/* -- parts: the headings below an item that are no items */

/* "## Status", and below it "- **Status:** Done", "- **Owner:** Ana": the entries are fields of their own. */
static bool holds_fields(const struct reader *r, const struct pm_section *s, enum pm_field_id id)
{
	struct pm_labelled l;
	enum pm_field_type type = pm_fields[id].type;
	if (s->first >= s->end || type == PM_TYPE_TEXT || type == PM_TYPE_DIRECTION)
		return false;
	if (r->blocks->list[s->first].depth || r->blocks->list[s->first].type != PM_BLOCK_ITEM)
		return false;
	struct pm_span rest = pm_block_text(r->blocks, s->first);
	struct pm_span line = pm_span_line(r->source, &rest);
	return pm_line_read(text_of(r, line), &l) && l.field != PM_FIELD_CUSTOM && l.value_to > l.value_from;
}

/* "**Completed:**", and a list below: what it names is in the list. */
static bool introduces_list(const struct reader *r, const struct pm_section *s, uint32_t i)
{
	struct pm_str text = text_of(r, bare(r, (struct pm_span){r->blocks->list[i].start, r->blocks->list[i].end}));
	return i + 1 < s->end && r->blocks->list[i + 1].type == PM_BLOCK_ITEM && !r->blocks->list[i + 1].depth &&
	       (pm_str_ends(text, ":") || pm_str_ends(text, "："));
}

static void take_field_section(struct reader *r, const struct pm_section *s, enum pm_field_id id)
{
	for (uint32_t i = s->first; i < s->end; i++) {
		const struct pm_block *b = &r->blocks->list[i];
		if (b->depth || (b->type != PM_BLOCK_PARAGRAPH && b->type != PM_BLOCK_ITEM))
			continue;
		struct pm_span label = {s->title_from, s->title_to};
		if (b->type == PM_BLOCK_PARAGRAPH) {
			struct pm_span rest = {b->start, b->end};
			struct pm_span line = pm_span_line(r->source, &rest);
			bool links = pm_fields[id].type == PM_TYPE_LINKS || pm_fields[id].type == PM_TYPE_TEXT ||
				     pm_fields[id].type == PM_TYPE_DIRECTION;
			if (pm_table_maybe(r->source, (struct pm_span){b->start, b->end}))
				return;
			if (introduces_list(r, s, i))
				continue;
			add_field(r, id, label, bare(r, links ? (struct pm_span){b->start, b->end} : line), PM_SPELL_SECTION);
			return;
		}
		take_list_value(r, id, label, i, s->end, 0, PM_SPELL_SECTION);
		return;
	}
}

static bool inside_criteria(const struct pm_outline *o, const struct pm_section *s)
{
	for (uint32_t p = s->parent; p != PM_NONE && o->sections[p].role == PM_SECTION_PART; p = o->sections[p].parent)
		if (o->sections[p].part == PM_PART_CRITERIA)
			return true;
	return false;
}

/* "Acceptance Criteria Coverage": a review of the criteria that the item has. */
static bool is_review_of_criteria(const struct reader *r, const struct pm_section *s)
{
	static const char *const ends[] = {"coverage",	  "status",	"validation", "verification", "evidence",    "assessment",
					   "cobertura",	  "couverture", "abdeckung",  "verificación", "verificação", "vérification",
					   "überprüfung", "validación", "validação",  "result",	      "results"};
	if (!r->s->criterion_count)
		return false;
	for (; s; s = s->parent == PM_NONE ? NULL : &r->o->sections[s->parent]) {
		char folded[96];
		struct pm_str title = text_of(r, (struct pm_span){s->title_from, s->title_to});
		if (s->role != PM_SECTION_PART)
			return false;
		if (s->part != PM_PART_CRITERIA)
			continue;
		struct pm_str name = {folded, pm_label_fold(pm_str_sub(title, 0, 80), folded, sizeof folded)};
		for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
			if (pm_str_ends(name, ends[i]))
				return true;
	}
	return false;
}

static void take_scenario(struct reader *r, const struct pm_section *s)
{
	uint32_t end = s->end > s->first ? r->blocks->list[s->end - 1].end : s->title_to;
	struct pm_span span = {s->block == PM_NONE ? s->title_from : r->blocks->list[s->block].start, end};
	r->item->declared_criteria = true;
	add_criterion(r, span, PM_CRITERION_SCENARIO);
}

/* "### AC-1: Refunds" and scenarios in code below it, which are the criteria. */
static bool holds_scenarios(const struct reader *r, const struct pm_section *s)
{
	for (uint32_t b = s->first; b < s->end; b++) {
		if (r->blocks->list[b].type != PM_BLOCK_FENCE)
			continue;
		struct pm_str text = text_of(r, (struct pm_span){r->blocks->list[b].start, r->blocks->list[b].end});
		while (text.n && (text.p[0] == '`' || text.p[0] == '~'))
			text = pm_str_sub(text, 1, text.n);
		return pm_str_istarts(pm_str_trim(text), "gherkin");
	}
	return false;
}

/* "### Choose skills" right below "## Story 1:" is its title, and "### Overview" there holds its fields; and what holds the story of
 * an item without one is where it is told. */
static bool tells_item(struct reader *r, const struct pm_section *s)
{
	const struct pm_section *owner = s->parent == PM_NONE ? NULL : &r->o->sections[s->parent];
	if (!owner || owner->role != PM_SECTION_ITEM || r->item->story.span.end || r->item->form != PM_FORM_HEADING)
		return false;
	bool first = s == owner + 1 && owner->first == owner->end;
	if (first && (s->signals & PM_SIGNAL_FIELD) && !(s->signals & (PM_SIGNAL_TEXT | PM_SIGNAL_KIND | PM_SIGNAL_ID)))
		return true;
	if (first && !r->item->title.n && owner->kind != PM_KIND_NONE) {
		r->item->title_span = (struct pm_span){s->title_from, s->title_to};
		r->item->title = plain(r, r->item->title_span);
		return true;
	}
	return s->stories == 1;
}

static void read_part(struct reader *r, const struct pm_section *s)
{
	struct pm_str title = text_of(r, (struct pm_span){s->title_from, s->title_to});
	enum pm_field_id id = pm_field_find(title);
	bool id_criterion = (s->signals & PM_SIGNAL_ID) && !(s->signals & PM_SIGNAL_NUMBERED);
	bool in_criteria = inside_criteria(r->o, s);
	const struct pm_section *parent = s->parent == PM_NONE ? NULL : &r->o->sections[s->parent];
	if (parent && parent->role != PM_SECTION_ITEM && parent->role != PM_SECTION_DOCUMENT &&
	    !pm_section_tells_fields(r->o, parent))
		id = PM_FIELD_CUSTOM; /* "Components" below "Deliverables" */
	bool work = pm_field_is_work(id) && id != PM_FIELD_EPIC && r->item->form != PM_FORM_FILE;
	bool is_field = id != PM_FIELD_CUSTOM && (s->part != PM_PART_PROSE || work);
	r->steps = r->stepped = false;
	r->listed = false;
	if (s->part == PM_PART_SCENARIO || (in_criteria && id_criterion && s->end > s->first && !holds_scenarios(r, s))) {
		take_scenario(r, s);
		return;
	}
	r->by_heading = s->part == PM_PART_CRITERIA || in_criteria;
	if ((s->part == PM_PART_CRITERIA || in_criteria) && is_review_of_criteria(r, s))
		return;
	if (s->part == PM_PART_CRITERIA) {
		enter(r, STATE_CRITERIA);
	} else if (s->part == PM_PART_STORY || s->part == PM_PART_DESCRIPTION) {
		enter(r, STATE_NORMAL);
	} else if (s->part == PM_PART_TASKS || s->part == PM_PART_READY_DONE || s->part == PM_PART_EDGE_CASES) {
		enter(r, state_of_part(r, (enum pm_part)s->part));
	} else if (in_criteria) {
		enter(r, STATE_CRITERIA);
	} else if (pm_section_tells_fields(r->o, s) || (is_field && holds_fields(r, s, id))) {
		enter(r, STATE_NORMAL);
		r->text_seen = false;
	} else if (is_field) {
		take_field_section(r, s, id);
		return;
	} else if (s->part == PM_PART_NONE && tells_item(r, s)) {
		enter(r, STATE_NORMAL);
	} else {
		if (s->part == PM_PART_PROSE) {
			for (uint32_t b = s->first; b < s->end; b++)
				if (r->blocks->list[b].type == PM_BLOCK_HTML)
					read_comment(r, &r->blocks->list[b]);
			return;
		}
		r->base = STATE_QUIET;
		enter(r, STATE_QUIET);
	}
	if (s->end > s->first)
		read_blocks(r, s->first, s->end);
	r->base = STATE_NORMAL;
}

/* -- titles */

static void set_id(struct reader *r, struct pm_span span)
{
	struct pm_item *item = r->item;
	char key[PM_KEY_MAX];
	item->id_span = span;
	item->id = text_of(r, span);
	if (memchr(item->id.p, '[', item->id.n) || memchr(item->id.p, '*', item->id.n)) { /* User Story [7](...) */
		char *copy = pm_arena_dup(r->arena, item->id.p, item->id.n);
		size_t to = 0;
		for (size_t i = 0; i < item->id.n; i++)
			if (copy[i] != '[' && copy[i] != '*' && !(copy[i] == ' ' && to && copy[to - 1] == ' '))
				copy[to++] = copy[i];
		item->id = (struct pm_str){copy, to};
	}
	size_t n = pm_id_key(item->id, key, sizeof key);
	item->key = (struct pm_str){n ? pm_arena_dup(r->arena, key, n) : NULL, n};
}

/* Medium: of sizes or of priorities, as the headings beside it say. */
static bool is_middle(struct pm_str text)
{
	return pm_str_ieqc(text, "medium") || pm_str_ieqc(text, "moderate") || pm_str_ieqc(text, "mittel") ||
	       pm_str_ieqc(text, "moyen");
}

static void add_suffixes(struct reader *r, const struct pm_title *title, uint32_t base)
{
	for (size_t i = 0; i < title->suffix_count; i++) {
		struct pm_span value = {base + (uint32_t)title->suffixes[i].from, base + (uint32_t)title->suffixes[i].to};
		bool light = title->suffixes[i].field == PM_FIELD_PRIORITY && PM_KIND_IS_RECORD(r->item->kind) &&
			     has_field(r, PM_FIELD_STATUS) && (unsigned char)r->source->bytes[value.start] >= 0xF0;
		if (light)
			continue; /* "Milestone 3: Launch 🟡" has no priority */
		enum pm_field_id field = title->suffixes[i].field;
		if (field == PM_FIELD_PRIORITY && r->o->sizes && is_middle(text_of(r, value)))
			field = PM_FIELD_ESTIMATE;
		struct pm_span label = {0, 0};
		if (title->suffixes[i].field == PM_FIELD_CUSTOM) { /* `risk:medium` */
			label = (struct pm_span){value.start - 1, value.start - 1};
			while (label.start && r->source->bytes[label.start - 1] != '`' && r->source->bytes[label.start - 1] != ' ')
				label.start--;
		}
		if (!has_field(r, field) || field == PM_FIELD_LABELS || label.end)
			add_field(r, field, label, value, title->suffixes[i].spelling);
	}
}

static void set_box(struct reader *r, char box, uint32_t at)
{
	r->item->box = box == ' ' ? PM_BOX_OPEN : box == 'x' || box == 'X' ? PM_BOX_DONE : PM_BOX_OTHER;
	add_field(r, PM_FIELD_STATUS, (struct pm_span){0, 0}, (struct pm_span){at, at + 1}, PM_SPELL_BOX);
}

/* Takes a title in; suffixes become fields after the item's own (they weigh less), so they are added by the caller. */
static void set_title(struct reader *r, struct pm_span span, bool heading, struct pm_title *title)
{
	struct pm_item *item = r->item;
	pm_title_read(text_of(r, span), heading, title);
	item->title_span = (struct pm_span){span.start + (uint32_t)title->from, span.start + (uint32_t)title->to};
	item->title = plain(r, item->title_span);
	if (title->has_id) {
		set_id(r, (struct pm_span){span.start + (uint32_t)title->id.from, span.start + (uint32_t)title->id.to});
		item->numbered = title->id.numbered;
		item->several = title->several;
	}
	if (item->kind == PM_KIND_NONE)
		item->kind = (uint8_t)title->kind;
}

static void finish_title(struct reader *r, const struct pm_title *title, uint32_t base)
{
	add_suffixes(r, title, base);
	if (title->struck && !has_field(r, PM_FIELD_STATUS))
		add_field(r, PM_FIELD_STATUS, (struct pm_span){0, 0}, r->item->title_span, PM_SPELL_STRUCK);
	if (title->box)
		set_box(r, title->box, base + (uint32_t)title->box_at);
}

enum { COLUMN_NAME_MAX = 80 }; /* what is longer names no field */

/* From the first of a story's parts to the last, in whatever order they stand. */
static struct pm_span around_parts(const struct pm_story *story)
{
	struct pm_span span = story->role;
	const struct pm_span parts[] = {story->want, story->benefit};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (parts[i].end == parts[i].start)
			continue;
		span.start = parts[i].start < span.start ? parts[i].start : span.start;
		span.end = parts[i].end > span.end ? parts[i].end : span.end;
	}
	return span;
}

static struct pm_span line_around(const struct reader *r, uint32_t at)
{
	const char *base = r->source->bytes;
	uint32_t start = at, end = at;
	while (start > 0 && base[start - 1] != '\n' && base[start - 1] != '\r')
		start--;
	while (end < r->source->size && base[end] != '\n' && base[end] != '\r')
		end++;
	if (start == 0 && at >= 3 && end >= 3 && memcmp(base, "\xEF\xBB\xBF", 3) == 0)
		start = 3; /* the mark of order is no text */
	return (struct pm_span){start, end};
}

/* -- the forms */

/* The title as the outline has read it, where it has no more to it. */
static void known_title(struct reader *r, const struct pm_section *s, struct pm_title *title)
{
	memset(title, 0, sizeof *title);
	r->item->title_span = (struct pm_span){s->title_from, s->title_to};
	r->item->title = plain(r, r->item->title_span);
	if (s->signals & PM_SIGNAL_ID) {
		set_id(r, (struct pm_span){s->id_from, s->id_to});
		r->item->numbered = r->source->bytes[s->id_from] == '#';
	}
	if (r->item->kind == PM_KIND_NONE)
		r->item->kind = s->kind;
}

/* A heading with a story, and nothing else behind it than one list: its criteria. */
static void take_only_list(struct reader *r, uint32_t first, uint32_t end)
{
	uint32_t list = PM_NONE;
	if (!r->item->story.span.end || r->item->declared_criteria || r->s->criterion_count)
		return;
	for (uint32_t i = first; i < end; i = below(r->blocks, i, end)) {
		bool item = r->blocks->list[i].type == PM_BLOCK_ITEM;
		if ((list != PM_NONE && !item) || (!item && r->blocks->list[i].end > r->item->story.span.end + 8))
			return;
		list = item && list == PM_NONE ? i : list;
	}
	if (list != PM_NONE && r->blocks->list[list].start >= r->item->story.span.end && is_list_of_criteria(r, list, end))
		read_entries_as_criteria(r, list, end);
}

static void read_section(struct reader *r, const struct pm_draft *draft)
{
	const struct pm_outline *o = r->o;
	const struct pm_section *s = &o->sections[draft->section];
	const struct pm_block *head = &r->blocks->list[s->block];
	struct pm_title title;
	struct pm_span text = {head->start, head->end};
	r->item->level = s->level;
	r->item->aside = s->aside ? PM_ASIDE_APPENDIX : s->criteria ? PM_ASIDE_CRITERIA : PM_ASIDE_NONE;
	r->item->line = head->line;
	r->item->head = line_around(r, head->start);
	if (s->signals & (PM_SIGNAL_SUFFIX | PM_SIGNAL_BOX | PM_SIGNAL_STRUCK | PM_SIGNAL_NUMBERED | PM_SIGNAL_WEAK))
		set_title(r, text, true, &title);
	else
		known_title(r, s, &title);
	if (!r->item->id.n && s->id_to > s->id_from) { /* "V1: Pay", a number of the team's */
		set_id(r, (struct pm_span){s->id_from, s->id_to});
		r->item->title_span.start = s->title_from;
		r->item->title = plain(r, r->item->title_span);
	}
	r->item->kind = draft->kind ? draft->kind : r->item->kind;
	if (pm_story_opens(r->item->title))
		read_story(r, r->item->title_span);
	r->state = STATE_NORMAL;
	if (s->criteria) { /* "Acceptance criteria for the stories", and a heading for each */
		enter(r, STATE_CRITERIA);
		r->by_heading = true;
	}
	if (draft->end > draft->first)
		read_blocks(r, draft->first, draft->end);
	take_only_list(r, draft->first, draft->end);
	uint32_t last = draft->end > draft->first ? r->blocks->list[draft->end - 1].end : head->end, behind = draft->end;
	for (size_t j = draft->section + 1; j < o->section_count; j++) {
		const struct pm_section *part = &o->sections[j];
		bool mine = part->role == PM_SECTION_PART && part->owner == draft->section;
		if (part->level <= s->level && !mine)
			break;
		uint32_t end = part->end > part->first ? r->blocks->list[part->end - 1].end : r->blocks->list[part->block].end;
		last = end > last ? end : last;
		if (!mine)
			continue;
		read_part(r, part);
		behind = part->end;
	}
	check_markers(r, draft->first, behind);
	finish_title(r, &title, head->start);
	r->item->span = (struct pm_span){r->item->head.start, last > r->item->head.end ? last : r->item->head.end};
	if ((s->bucket == PM_FIELD_SPRINT || s->bucket == PM_FIELD_RELEASE || s->bucket == PM_FIELD_HORIZON) &&
	    PM_KIND_IS_RECORD(draft->kind) && !r->item->id.n) {
		r->item->title_span = (struct pm_span){s->title_from, s->title_to};
		r->item->title = plain(r, r->item->title_span);
	}
}

/* The title of an entry: its bold part where it begins in bold, else its first lines up to a label or story. */
static struct pm_span entry_title(struct reader *r, struct pm_span text, struct pm_span *rest)
{
	const char *base = r->source->bytes;
	struct pm_span lines = text, line = pm_span_line(r->source, &lines);
	uint32_t end = line.end;
	struct pm_title title;
	pm_title_read(text_of(r, (struct pm_span){text.start, line.end}), false, &title);
	/* Where does it begin, behind box and id? */
	uint32_t at = text.start;
	struct pm_str head = text_of(r, text);
	struct pm_str window = pm_str_sub(head, 0, title.front + (title.box ? title.box_at + 8 : 6));
	ptrdiff_t open = pm_str_find(window, "**");
	if (open < 0)
		open = pm_str_find(window, "__");
	uint32_t id_end = title.has_id ? text.start + (uint32_t)title.id.to : 0;
	if (open >= 0) {
		uint32_t from = at + (uint32_t)open + 2;
		const char *close = NULL;
		for (const char *p = base + from; p + 1 < base + text.end; p++)
			if (p[0] == base[from - 1] && p[1] == p[0]) {
				close = p;
				break;
			}
		uint32_t stop = close ? (uint32_t)(close - base) : 0;
		if (close && stop > id_end) {
			bool only_id = id_end != 0;
			for (uint32_t i = id_end; i < stop && only_id; i++)
				only_id = strchr(" :.]-)", base[i]) != NULL;
			if (id_end && title.suffix_count && text.start + title.from > stop)
				only_id = true; /* "**PAY-1 (5 pts)**: Pay" */
			struct pm_str next = pm_str_trim(text_of(r, (struct pm_span){stop + 2, text.end}));
			static const char *const marks[] = {":", "—",  "–",  "- ", ".", "(", "<", "|",
							    "·", "：", "~~", "→",  ",", "`", "[", ";"};
			bool set_off = !next.n || base[stop + 2] == '\n' || base[stop + 2] == '\r' || strchr(":.", base[stop - 1]);
			for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
				set_off = set_off || pm_str_starts(next, marks[i]);
			if (!only_id && set_off) {
				struct pm_str behind = text_of(r, (struct pm_span){stop + 2, text.end});
				bool struck = pm_str_starts(behind, "~~");
				*rest = (struct pm_span){stop + 2 + (struck ? 2 : 0), text.end};
				/* what stands on the same line may be suffixes: (5 pts), ✅ */
				struct pm_span tail = *rest, tail_line = pm_span_line(r->source, &tail);
				if (tail_line.end > tail_line.start && tail_line.end - tail_line.start <= 40) {
					struct pm_title probe;
					pm_title_read(text_of(r, (struct pm_span){text.start, tail_line.end}), false, &probe);
					if (probe.suffix_count && text.start + probe.to <= stop + 2) {
						*rest = tail;
						return (struct pm_span){text.start, tail_line.end};
					}
				}
				return (struct pm_span){text.start, stop + 2};
			}
		}
	}
	while (lines.start < lines.end && end - text.start < TITLE_MAX) {
		struct pm_span more = lines, next = pm_span_line(r->source, &more);
		struct pm_labelled l;
		struct pm_str s = text_of(r, next);
		size_t n;
		if (pm_line_read(s, &l) || (pm_story_opens(s) && !pm_story_opens(head)) || is_step(pm_step_read(s, &n)))
			break;
		end = next.end;
		lines = more;
	}
	*rest = (struct pm_span){lines.start, text.end};
	return (struct pm_span){text.start, end};
}

/* The sign in front of an entry, in a file whose entries say by signs how far they are. */
static void take_sign(struct reader *r, struct pm_span text)
{
	struct pm_str s = text_of(r, text), word;
	uint32_t ch;
	size_t n = s.n ? pm_utf8_decode(s.p, pm_str_end(s), &ch) : 0;
	if (n > 2 && pm_char_is_emoji(ch) && pm_state_read(pm_str_sub(s, 0, n), &word) != PM_STATE_NONE)
		add_field(r, PM_FIELD_STATUS, (struct pm_span){0, 0}, (struct pm_span){text.start, text.start + (uint32_t)n},
			  PM_SPELL_SUFFIX);
}

/* "**PAY-1 Pay** *(later).* As a clerk, I want ...": behind the sentence that is the title, the one that is the story. */
static void take_sentence_behind(struct reader *r)
{
	enum { FAR = 160 };
	struct pm_item *item = r->item;
	for (uint32_t at = item->title_span.start; at + 2 < item->title_span.end && at < item->title_span.start + FAR; at++) {
		if (r->source->bytes[at] != '.' || !strchr(" *_)", r->source->bytes[at + 1]))
			continue;
		struct pm_span behind = {at + 1, item->title_span.end};
		if (!pm_story_opens(text_of(r, behind)) || !pm_story_read(text_of(r, behind), behind.start, &item->story))
			continue;
		item->title_span.end = at;
		item->title = plain(r, item->title_span);
		return;
	}
}

/* "## As a clerk", and below it "- I want to see the total": the heading tells whose stories they are. */
static void take_role_above(struct reader *r, uint32_t section, struct pm_span text)
{
	enum { HEAD_MAX = 80, TEXT_MAX = 480 };
	const struct pm_section *s = section == PM_NONE ? NULL : &r->o->sections[section];
	char copy[HEAD_MAX + TEXT_MAX + 2];
	if (!s || s->block == PM_NONE || s->title_to <= s->title_from || s->title_to - s->title_from > HEAD_MAX ||
	    text.end <= text.start || text.end - text.start > TEXT_MAX)
		return;
	struct pm_str head = text_of(r, (struct pm_span){s->title_from, s->title_to}), want = text_of(r, text);
	while (head.n && strchr(" :,.", head.p[head.n - 1]))
		head.n--;
	if (!head.n || !pm_story_opens(head) || !pm_story_continues(want))
		return;
	memcpy(copy, head.p, head.n);
	memcpy(copy + head.n, ", ", 2);
	memcpy(copy + head.n + 2, want.p, want.n);
	uint32_t behind = (uint32_t)head.n + 2;
	struct pm_story story;
	if (!pm_story_read((struct pm_str){copy, behind + want.n}, 0, &story) || story.role.end > head.n ||
	    story.want.start < behind || (story.benefit.end && story.benefit.start < behind))
		return;
	story.span = text;
	story.role = (struct pm_span){s->title_from + story.role.start, s->title_from + story.role.end};
	story.want = (struct pm_span){text.start + story.want.start - behind, text.start + story.want.end - behind};
	if (story.benefit.end)
		story.benefit =
			(struct pm_span){text.start + story.benefit.start - behind, text.start + story.benefit.end - behind};
	r->item->story = story;
}

static void read_entry(struct reader *r, const struct pm_draft *draft)
{
	const struct pm_block *b = &r->blocks->list[draft->first];
	struct pm_span text = pm_block_text(r->blocks, draft->first), rest;
	struct pm_title title;
	r->item->line = b->line;
	r->item->head = line_around(r, b->start);
	if (draft->form == PM_FORM_SENTENCE) {
		/* clauses of several entries are one sentence */
		uint32_t end = r->blocks->list[draft->end - 1].end;
		if (!pm_story_read(text_of(r, text), text.start, &r->item->story) &&
		    !pm_story_read_told(text_of(r, text), text.start, true, &r->item->story))
			pm_story_read(text_of(r, (struct pm_span){text.start, end}), text.start, &r->item->story);
	}
	struct pm_span line = entry_title(r, text, &rest);
	set_title(r, line, false, &title);
	bool number = title.id.numbered && title.id.parted && r->source->bytes[line.start + title.id.from] != '#';
	if (title.has_id && draft->form > PM_FORM_ENTRY_ID && !number) { /* too weak for an id: a word of the title */
		r->item->title_span.start = line.start + (uint32_t)title.id.from;
		r->item->title = plain(r, r->item->title_span);
	}
	if (!title.has_id || draft->form > PM_FORM_ENTRY_ID) {
		r->item->id = r->item->key = (struct pm_str){NULL, 0};
		r->item->id_span = (struct pm_span){0, 0};
	}
	if (draft->form == PM_FORM_SENTENCE && r->item->story.span.end) {
		r->item->title_span = r->item->story.span;
		r->item->title = plain(r, r->item->story.span);
	}
	if (!r->item->story.span.end)
		read_story(r, r->item->title_span.end ? (struct pm_span){r->item->title_span.start, text.end} : text);
	if (r->item->story.span.end && r->item->title_span.end > r->item->title_span.start &&
	    r->source->bytes[r->item->title_span.end - 1] == '.' && r->item->title_span.end == r->item->story.span.end + 1) {
		r->item->title_span.end--;
		r->item->title = plain(r, r->item->title_span);
	}
	if (!r->item->story.span.end && draft->form == PM_FORM_ENTRY_ID)
		take_sentence_behind(r);
	if (!r->item->story.span.end && r->item->title_span.end > r->item->title_span.start &&
	    r->item->title_span.start >= text.start)
		take_role_above(r, draft->section, (struct pm_span){r->item->title_span.start, text.end});
	if (!r->item->story.span.end) { /* "**Pay**: As a shopper, I want ..." */
		struct pm_span behind = rest;
		while (behind.start < behind.end && strchr(" :.-\xE2\x80\x93\x94", r->source->bytes[behind.start]))
			behind.start++;
		read_story(r, behind);
	}
	r->state = STATE_NORMAL;
	if (rest.end > rest.start)
		take_lines(r, rest, false);
	if (draft->end > draft->first + 1) {
		uint32_t first = draft->first + 1;
		if (r->blocks->list[first].type == PM_BLOCK_PARAGRAPH)
			first++;
		uint32_t own = below(r->blocks, draft->first, draft->end);
		if (own > first && draft->form == PM_FORM_SENTENCE && is_list_of_criteria(r, first, own))
			read_entries_as_criteria(r, first, own);
		else if (own > first)
			read_blocks(r, first, own);
		if (draft->end > own && draft->form != PM_FORM_SENTENCE) /* a hint gives it the entries behind it */
			read_blocks(r, own, draft->end);
	}
	finish_title(r, &title, line.start);
	if (r->o->signs && !has_field(r, PM_FIELD_STATUS))
		take_sign(r, text);
	r->item->span = (struct pm_span){line_around(r, b->start).start, r->blocks->list[draft->end - 1].end};
	r->item->span.start = b->start - b->column;
}

static void read_paragraphs(struct reader *r, const struct pm_draft *draft)
{
	const struct pm_block *b = &r->blocks->list[draft->first];
	struct pm_span text = draft->text.end ? draft->text : pm_block_text(r->blocks, draft->first), rest = {text.end, text.end};
	struct pm_title title = {0};
	r->item->head = line_around(r, text.start);
	r->item->line =
		text.start < b->start || line_around(r, b->start).start == r->item->head.start ? b->line : 0; /* 0: by its offset */
	uint32_t base = text.start;
	if (draft->form == PM_FORM_BOLD) {
		struct pm_span line = entry_title(r, text, &rest);
		base = line.start;
		set_title(r, line, false, &title);
		read_story(r, (struct pm_span){r->item->title_span.start, text.end});
	} else {
		pm_story_read(text_of(r, text), text.start, &r->item->story);
		r->item->title_span = r->item->story.span;
		r->item->title = plain(r, r->item->story.span);
		if (r->item->story.span.end < text.end)
			rest.start = r->item->story.span.end;
	}
	r->state = STATE_NORMAL;
	if (rest.end > rest.start)
		take_lines(r, rest, false);
	uint32_t own = below(r->blocks, draft->first, draft->end);
	if (r->item->story.span.end && is_list_of_criteria(r, own, draft->end)) {
		uint32_t behind = own;
		while (behind < draft->end && r->blocks->list[behind].type == PM_BLOCK_ITEM)
			behind = below(r->blocks, behind, draft->end);
		read_entries_as_criteria(r, own, behind);
		own = behind;
	}
	if (draft->end > own)
		read_blocks(r, own, draft->end);
	finish_title(r, &title, base);
	/* with stories on the lines below? */
	bool shared = draft->end == draft->first + 1 && text.end < pm_block_text(r->blocks, draft->first).end;
	r->item->span = (struct pm_span){r->item->head.start, shared ? text.end : r->blocks->list[draft->end - 1].end};
}

/* What a column holds. */
enum column {
	COLUMN_OTHER,
	COLUMN_ID,
	COLUMN_TITLE,
	COLUMN_FIELD,
	COLUMN_ROLE,
	COLUMN_WANT,
	COLUMN_BENEFIT,
	COLUMN_CRITERIA,
	COLUMN_STORY,
	COLUMN_DESCRIPTION
};

static enum column column_of(struct pm_str header, enum pm_field_id *field)
{
	char folded[64];
	struct pm_str name = {folded, pm_label_fold(header, folded, sizeof folded)};
	*field = pm_field_find_column(header);
	if (pm_str_starts(name, "as a") || pm_str_eqc(name, "as") || pm_str_eqc(name, "as an"))
		return COLUMN_ROLE;
	if (pm_str_starts(name, "i want") || pm_str_starts(name, "i need") || pm_str_starts(name, "i can") ||
	    pm_str_starts(name, "i would like"))
		return COLUMN_WANT;
	if (pm_str_starts(name, "so that") || pm_str_starts(name, "so i can") || pm_str_eqc(name, "so") ||
	    pm_str_eqc(name, "benefit") || pm_str_starts(name, "in order"))
		return COLUMN_BENEFIT;
	if (pm_part_find(header) == PM_PART_CRITERIA)
		return COLUMN_CRITERIA;
	if (*field == PM_FIELD_CUSTOM) {
		enum pm_clause clause = pm_story_clause(header);
		if (clause != PM_CLAUSE_NONE)
			return clause == PM_CLAUSE_ROLE ? COLUMN_ROLE : clause == PM_CLAUSE_WANT ? COLUMN_WANT : COLUMN_BENEFIT;
	}
	if (*field == PM_FIELD_ID)
		return COLUMN_ID;
	if (*field == PM_FIELD_TITLE)
		return COLUMN_TITLE;
	enum pm_part part = pm_part_find(header);
	if (part == PM_PART_STORY)
		return COLUMN_STORY;
	if (part == PM_PART_DESCRIPTION)
		return COLUMN_DESCRIPTION;
	return *field != PM_FIELD_CUSTOM ? COLUMN_FIELD : COLUMN_OTHER;
}

/* How surely a column of this name holds titles: 1 best; 0: not at all. */
static unsigned title_rank(struct pm_str header)
{
	char folded[64];
	struct pm_str name = {folded, pm_label_fold(header, folded, sizeof folded)};
	/* clang-format off */
	static const char *const names[][56] = {
		{"title", "name", "summary", "titre", "titel", "título", "название", "标题", "제목", "タイトル", "tên",
		 "titulo", "nom", "nombre", "nome", "naam", "nombre de la historia", "nome da história", "название us", "название истории", "titre de l'us"},
		{"tâche", "tache", "aufgabe", "tugas", "attività", "zadanie", "завдання", "công việc", "uppgift", "task", "tasks", "item", "ticket", "story", "user story", "requirement", "what", "ask", "work", "issue", "bug", "idea",
		 "action", "deliverable", "récit", "historia", "história", "tarea", "tarefa", "taak", "задача", "история", "建议", "事项", "任务",
		 "用户故事", "需求", "항목", "작업", "タスク", "項目", "идея", "пункт", "idée", "ideia", "想法", "アイデア", "아이디어"},
		{"feature", "features", "fonctionnalité", "funcionalidade", "funcionalidad", "功能", "기능", "機能", "chức năng",
		 "tính năng", "fitur", "funzionalità", "goal", "project"},
		{"epic", "theme", "milestone", "initiative", "iniciativa", "iniziativa", "инициатива"},
	};
	/* clang-format on */
	ptrdiff_t slash = pm_str_chr(name, '/');
	if (slash > 0) { /* "User Story / Task" */
		unsigned rank = title_rank(pm_str_trim(pm_str_sub(name, 0, (size_t)slash)));
		return rank ? rank : title_rank(pm_str_trim(pm_str_sub(name, (size_t)slash + 1, name.n)));
	}
	static const char *const tails[] = {" title", " name"};
	for (size_t i = 0; i < 2; i++)
		if (pm_str_ends(name, tails[i]))
			name.n -= strlen(tails[i]);
	for (unsigned rank = 0; rank < sizeof names / sizeof *names; rank++)
		for (size_t i = 0; names[rank][i]; i++)
			if (pm_str_eqc(name, names[rank][i]))
				return rank + 1;
	return 0;
}

static bool is_id_link(const struct reader *r, struct pm_span cell)
{
	struct pm_str text = text_of(r, bare(r, cell));
	return pm_str_starts(text, "[") && pm_str_ends(text, ")") && pm_str_find(text, "](") > 0;
}

/* Nothing but an id, or a link to its page? */
static bool is_id_cell(const struct reader *r, struct pm_span cell)
{
	struct pm_str text = text_of(r, bare(r, cell));
	struct pm_id id;
	if (is_id_link(r, cell))
		text = pm_str_sub(text, 1, (size_t)pm_str_find(text, "]("));
	return pm_id_read(text, PM_ID_TITLE, &id) && id.to == text.n;
}

/* One id, or several with commas between them. */
static bool is_ids_cell(const struct reader *r, struct pm_span cell)
{
	struct pm_span part = cell;
	for (uint32_t i = cell.start; i <= cell.end && cell.end > cell.start; i++) {
		if (i < cell.end && r->source->bytes[i] != ',')
			continue;
		part.end = i;
		if (!is_id_cell(r, trim(r, part)))
			return false;
		part.start = i + 1;
	}
	return cell.end > cell.start;
}

/* The column that holds the titles: a named one; else the story or description; else the first that holds no field and no id. */
static size_t title_column(struct reader *r, const struct pm_table *table)
{
	size_t best = SIZE_MAX, other = SIZE_MAX, story = SIZE_MAX, description = SIZE_MAX;
	unsigned best_rank = 0;
	enum column before = COLUMN_OTHER;
	unsigned clauses = 0; /* 1: a role, 2: a want */
	for (size_t c = 0; r->o->hint.title.n && c < table->columns; c++)
		if (pm_hint_is(r->o->hint.title, text_of(r, table->header[c])))
			return c;
	for (size_t c = 0; c < table->columns; c++) {
		enum pm_field_id field;
		struct pm_str header = text_of(r, table->header[c]);
		enum column column = column_of(header, &field);
		if (column == COLUMN_OTHER && before == COLUMN_WANT)
			column = COLUMN_BENEFIT;
		before = column;
		clauses |= column == COLUMN_ROLE ? 1 : column == COLUMN_WANT ? 2 : 0;
		bool ids = table->row_count && is_ids_cell(r, table->rows[0].cells[c]) &&
			   (table->row_count < 2 || is_ids_cell(r, table->rows[1].cells[c]));
		if (ids)
			continue;
		bool clause = column == COLUMN_ROLE || column == COLUMN_WANT || column == COLUMN_BENEFIT;
		unsigned rank = column == COLUMN_ID || clause ? 0 : title_rank(header);
		if (column == COLUMN_TITLE && (!rank || rank > 2))
			rank = 2;
		if (rank && (!best_rank || rank < best_rank)) {
			best = c;
			best_rank = rank;
		}
		if (column == COLUMN_STORY && story == SIZE_MAX)
			story = c;
		if (column == COLUMN_DESCRIPTION && description == SIZE_MAX)
			description = c;
		pm_day day;
		bool dated = table->row_count && pm_date_read(text_of(r, table->rows[0].cells[c]), false, &day) > 0;
		if (column == COLUMN_OTHER && other == SIZE_MAX && !dated &&
		    !is_id_cell(r, table->row_count ? table->rows[0].cells[c] : table->header[c]))
			other = c;
	}
	if (best == SIZE_MAX && clauses == 3)
		return SIZE_MAX; /* "As a | I want | ... | Remarks": what is wanted is the title */
	size_t found = best != SIZE_MAX ? best : story != SIZE_MAX ? story : description != SIZE_MAX ? description : other;
	enum pm_field_id first;
	if (found == SIZE_MAX && column_of(text_of(r, table->header[0]), &first) == COLUMN_FIELD &&
	    (first == PM_FIELD_HORIZON || first == PM_FIELD_RELEASE || first == PM_FIELD_EPIC))
		return 0; /* "M0: Kickoff", and nothing else but fields and criteria */
	return found;
}

static void take_cell_criteria(struct reader *r, struct pm_span cell)
{
	/* split at <br>, and at dashes where it begins with one */
	const char *base = r->source->bytes;
	uint32_t at = cell.start, from = cell.start;
	bool dashes = pm_str_starts(pm_str_trim(text_of(r, cell)), "- ");
	enter(r, STATE_CRITERIA);
	while (at <= cell.end) {
		struct pm_str rest = {base + at, cell.end - at};
		bool br = pm_str_istarts(rest, "<br");
		bool dash = dashes && at > from && pm_str_starts(rest, " - ");
		if (!br && !dash && at < cell.end) {
			at++;
			continue;
		}
		struct pm_span piece = trim(r, (struct pm_span){from, at});
		while (piece.start < piece.end &&
		       (base[piece.start] == '-' || base[piece.start] == '*' || base[piece.start] == ' '))
			piece.start++;
		if (pm_str_starts(text_of(r, piece), "•"))
			piece.start += 3;
		piece = trim(r, piece);
		uint32_t box;
		uint8_t state;
		uint16_t number = (uint16_t)(r->s->criterion_count + 1);
		if (!pm_value_empty(text_of(r, piece)) && !take_step(r, piece, piece.end)) {
			strip_criterion(r, &piece, &box, &state, &number);
			struct pm_criterion *c = add_criterion(r, piece, PM_CRITERION_CELL);
			if (c) {
				c->box = box;
				c->state = state;
			}
		}
		if (at >= cell.end)
			break;
		while (br && at < cell.end && base[at] != '>')
			at++;
		at += at < cell.end;
		from = at;
	}
}

/* "12 DONE", "Sprint 3 ✅": the sprint, and how far the item is in it. */
static void take_cell_state(struct reader *r, struct pm_span label, struct pm_span *value)
{
	struct pm_str text = text_of(r, *value), word;
	size_t at = text.n;
	while (at && text.p[at - 1] != ' ')
		at--;
	struct pm_str tail = pm_str_sub(text, at, text.n);
	bool sign = tail.n && (unsigned char)tail.p[0] >= 0xE2, shouted = tail.n > 2;
	for (size_t i = 0; i < tail.n && shouted; i++)
		shouted = tail.p[i] >= 'A' && tail.p[i] <= 'Z';
	if (!at || (!sign && !shouted) || pm_state_read(tail, &word) == PM_STATE_NONE || word.n != tail.n)
		return;
	add_field(r, PM_FIELD_STATUS, label, (struct pm_span){value->start + (uint32_t)at, value->end}, PM_SPELL_CELL);
	*value = trim(r, (struct pm_span){value->start, value->start + (uint32_t)at});
}

static void take_cell_field(struct reader *r, enum pm_field_id id, struct pm_span label, struct pm_span cell)
{
	bool differs;
	struct pm_span value = bare(r, cell);
	if (id == PM_FIELD_SPRINT || id == PM_FIELD_RELEASE || id == PM_FIELD_HORIZON)
		take_cell_state(r, label, &value);
	if (value.start >= value.end)
		return;
	struct pm_str text = pm_cell_text(r->source, value, r->arena, &differs);
	struct pm_field *field = add_field(r, id, bare(r, label), value, PM_SPELL_CELL);
	if (field && differs) {
		field->flags = PM_FIELD_HAS_TEXT;
		field->text = add_text(r, text);
	}
}

/* The id of a row: of its id column; else at the start of its title; else of one of its first cells. */
static bool is_distinct(const struct reader *r, const struct pm_table *table, const struct pm_row *row, size_t c)
{
	struct pm_str cell = text_of(r, row->cells[c]);
	for (size_t i = 0; i < table->row_count && i < 64; i++)
		if (&table->rows[i] != row && pm_str_eq(cell, text_of(r, table->rows[i].cells[c])))
			return false;
	return true;
}

/* Capitals, digits and dashes, with a dash among them. */
static bool is_one_word(struct pm_str text)
{
	bool dash = false;
	for (size_t i = 0; i < text.n; i++) {
		dash = dash || text.p[i] == '-' || text.p[i] == '_';
		if (!(text.p[i] >= 'A' && text.p[i] <= 'Z') && !(text.p[i] >= '0' && text.p[i] <= '9') && text.p[i] != '-' &&
		    text.p[i] != '_')
			return false;
	}
	return dash && text.n > 2 && text.n <= 48 && text.p[0] >= 'A';
}

/* Does the title of another row begin with the same letter and a number? */
static bool has_company(const struct reader *r, const struct pm_table *table, const struct pm_row *row, size_t titles)
{
	enum { FAR = 64 };
	struct pm_title own, other;
	struct pm_str text = text_of(r, row->cells[titles]);
	pm_title_read(pm_str_sub(text, 0, 80), false, &own);
	for (size_t i = 0; i < table->row_count && i < FAR; i++) {
		struct pm_str next = text_of(r, table->rows[i].cells[titles]);
		if (&table->rows[i] == row)
			continue;
		pm_title_read(pm_str_sub(next, 0, 80), false, &other);
		if (other.has_id && !other.id.numbered && next.p[other.id.from] == text.p[own.id.from])
			return true;
	}
	return false;
}

/* "#6 - Title" in row after row: numbers of an issue tracker, by which the rows are known. */
static bool are_hashes(const struct reader *r, const struct pm_table *table, size_t titles)
{
	enum { FAR = 64 };
	for (size_t i = 0; i < table->row_count && i < FAR; i++) {
		struct pm_str text = text_of(r, bare(r, table->rows[i].cells[titles]));
		if (text.n < 2 || text.p[0] != '#' || text.p[1] < '0' || text.p[1] > '9')
			return false;
	}
	return table->row_count > 1;
}

static size_t take_row_id(struct reader *r, const struct pm_table *table, const struct pm_row *row, size_t titles,
			  const enum column *columns, const enum pm_field_id *fields)
{
	for (size_t c = 0; c < table->columns; c++) {
		bool first = c == 0 && c != titles && columns[c] == COLUMN_FIELD && fields[c] != PM_FIELD_PRIORITY &&
			     fields[c] != PM_FIELD_STATUS && is_distinct(r, table, row, 0);
		bool other = c < 2 && c != titles && columns[c] == COLUMN_OTHER && !(table->mixed >> c & 1) &&
			     is_distinct(r, table, row, c);
		if (columns[c] != COLUMN_ID && !other && !first)
			continue;
		struct pm_span cell = bare(r, row->cells[c]);
		struct pm_str text = text_of(r, cell);
		size_t at = 0;
		while (at < text.n && strchr("[*_`~ ", text.p[at]))
			at++;
		struct pm_id id;
		if (!pm_id_read(pm_str_sub(text, at, text.n), columns[c] == COLUMN_ID ? PM_ID_COLUMN : PM_ID_TITLE, &id)) {
			if (columns[c] == COLUMN_ID && !at && is_one_word(text)) { /* TEST-A: its column says that it is one */
				set_id(r, cell);
				return c;
			}
			continue;
		}
		if (columns[c] == COLUMN_FIELD && at + id.to < text.n && text.p[at + id.to] != ']')
			continue;
		if (columns[c] != COLUMN_ID && (id.numbered || (at + id.to < text.n && text.p[at + id.to] != ']' &&
								text.p[at + id.to] != '*' && text.p[at + id.to] != '~')))
			continue;
		set_id(r, (struct pm_span){cell.start + (uint32_t)(at + id.from), cell.start + (uint32_t)(at + id.to)});
		r->item->numbered = id.numbered;
		if (r->item->kind == PM_KIND_NONE)
			r->item->kind = (uint8_t)id.kind;
		return c;
	}
	return SIZE_MAX;
}

/* One card of a board: its column is its state. */
static void read_card(struct reader *r, const struct pm_draft *draft)
{
	struct pm_title title;
	struct pm_span rest;
	r->item->head = draft->table->rows[draft->row].line;
	r->item->span = draft->text;
	r->item->line = 0; /* set by its offset */
	struct pm_span head = entry_title(r, draft->text, &rest);
	set_title(r, head, false, &title);
	if (title.has_id && title.id.numbered && !title.id.parted) {
		r->item->id = r->item->key = (struct pm_str){NULL, 0};
		r->item->id_span = (struct pm_span){0, 0};
	}
	read_story(r, draft->text);
	finish_title(r, &title, head.start);
	if (!has_field(r, PM_FIELD_STATUS))
		add_field(r, PM_FIELD_STATUS, (struct pm_span){0, 0}, bare(r, draft->table->header[draft->column]),
			  PM_SPELL_BUCKET);
}

/* "Story ID", "ID Historia", "US": the story that a task is of. */
static bool names_story(struct pm_str header)
{
	return pm_str_ifind(header, "stor") >= 0 || pm_str_ifind(header, "hist") >= 0 || pm_str_ieqc(header, "us") ||
	       pm_str_ieqc(header, "us id") || pm_str_ieqc(header, "hu") || pm_str_ieqc(header, "id hu");
}

/* "Task", "Bug": what the column of titles says of its rows. */
static enum pm_kind kind_of_head(struct pm_str header)
{
	struct pm_kind_word word;
	while (header.n && strchr("* ", header.p[0]))
		header = pm_str_sub(header, 1, header.n);
	if (!pm_kind_word_read(header, &word) || (strcmp(word.prefix, "task") != 0 && strcmp(word.prefix, "bug") != 0))
		return PM_KIND_NONE;
	for (size_t i = word.length; i < header.n; i++)
		if (!strchr("* :", header.p[i]))
			return PM_KIND_NONE;
	return word.kind;
}

/* "Date", and not of what. */
static bool is_bare_date(struct pm_str header)
{
	static const char *const words[] = {"date", "datum", "data", "fecha", "дата",	"日期",
					    "日付", "날짜",  "ngày", "วันที่",   "tanggal"};
	char folded[32];
	struct pm_str name = {folded, pm_label_fold(pm_str_sub(header, 0, 24), folded, sizeof folded)};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (pm_str_eqc(name, words[i]))
			return true;
	return false;
}

/* A cell below "I want" or "So that", without what its head says already. */
static struct pm_span clause_cell(const struct reader *r, struct pm_span cell, enum pm_clause clause)
{
	struct pm_span span = bare(r, cell);
	span.start += (uint32_t)pm_story_mark(text_of(r, span), clause);
	return trim(r, span);
}

static void read_row(struct reader *r, const struct pm_draft *draft)
{
	const struct pm_table *table = draft->table;
	const struct pm_row *row = &table->rows[draft->row];
	if (table->board) {
		read_card(r, draft);
		return;
	}
	size_t titles = PM_KIND_IS_RECORD(draft->kind) && draft->kind <= PM_KIND_RELEASE && draft->kind != PM_KIND_GOAL
				? 0
				: title_column(r, table);
	enum column columns[PM_TABLE_COLUMNS];
	enum pm_field_id fields[PM_TABLE_COLUMNS];
	struct pm_title title = {0};
	r->item->head = row->line;
	r->item->span = row->line;
	r->item->line = 0; /* set by its offset */
	bool named = false;
	for (size_t c = 0; c < table->columns; c++) {
		columns[c] = column_of(text_of(r, table->header[c]), &fields[c]);
		if (pm_hint_is(r->o->hint.id, text_of(r, table->header[c])))
			columns[c] = COLUMN_ID;
		if (draft->kind == PM_KIND_EPIC && fields[c] == PM_FIELD_EPIC && c != titles && is_id_cell(r, row->cells[c]))
			columns[c] = COLUMN_ID; /* "Epic ID | Epic name" */
		named = named || columns[c] == COLUMN_ID;
	}
	for (size_t c = 0; c < table->columns && r->o->file_role == PM_ROLE_ROADMAP; c++) /* a roadmap looks ahead */
		if (fields[c] == PM_FIELD_CREATED && is_bare_date(text_of(r, table->header[c])))
			fields[c] = PM_FIELD_TARGET_DATE;
	for (size_t c = 1; c + 1 < table->columns; c++) /* "As a | Story: I wish | So that" */
		if (columns[c - 1] == COLUMN_ROLE && columns[c + 1] == COLUMN_BENEFIT &&
		    (columns[c] == COLUMN_OTHER || columns[c] == COLUMN_STORY || columns[c] == COLUMN_TITLE))
			columns[c] = COLUMN_WANT;
	for (size_t c = 2; c < table->columns; c++) /* behind "As a" and "I want", whatever its head says */
		if (columns[c] == COLUMN_OTHER && columns[c - 1] == COLUMN_WANT && columns[c - 2] == COLUMN_ROLE)
			columns[c] = COLUMN_BENEFIT;
	size_t guessed = SIZE_MAX;
	for (size_t c = 0; c < table->columns && !named; c++) /* a column of nothing but ids, whatever its head says */
		if (c != titles && columns[c] != COLUMN_FIELD && !(table->mixed >> c & 1) &&
		    is_id_cell(r, table->rows[0].cells[c]) && (table->row_count < 2 || is_id_cell(r, table->rows[1].cells[c])) &&
		    is_distinct(r, table, row, c)) {
			columns[guessed = c] = COLUMN_ID;
			named = true;
		}
	uint32_t base = 0;
	if (titles != SIZE_MAX) {
		base = row->cells[titles].start;
		struct pm_span cell = row->cells[titles];
		/* a bold title with text behind it */
		struct pm_str text = text_of(r, cell);
		ptrdiff_t br = pm_str_ifind(text, "<br");
		if (br > 0)
			cell.end = cell.start + (uint32_t)br;
		struct pm_span rest;
		struct pm_span head = entry_title(r, cell, &rest);
		set_title(r, head, false, &title);
		bool weak = title.has_id && title.id.weak && !title.id.numbered && !title.id.parted &&
			    !has_company(r, table, row, titles);
		if (title.has_id && ((title.id.numbered && !are_hashes(r, table, titles)) || weak)) {
			r->item->id = r->item->key = (struct pm_str){NULL, 0};
			r->item->id_span = (struct pm_span){0, 0};
		}
		if (weak) { /* "HL7 support": a word of the title */
			r->item->title_span.start = base + (uint32_t)title.id.from;
			r->item->title = plain(r, r->item->title_span);
		}
		read_story(r, cell);
	}
	struct pm_str titled = r->item->key;
	bool column = false;
	for (size_t c = 0; c < table->columns; c++)
		column = column || (columns[c] == COLUMN_ID && c != titles && row->cells[c].end > row->cells[c].start);
	size_t used = SIZE_MAX; /* the column whose cell gave the id */
	if (!titled.n || column || title.id.weak) {
		used = take_row_id(r, table, row, titles, columns, fields);
		if (titled.n && r->item->id.n &&
		    !pm_str_eq(titled, r->item->key)) { /* what looked like an id belongs to the title */
			r->item->title_span.start = base + (uint32_t)title.id.from;
			r->item->title = plain(r, r->item->title_span);
		}
	}
	if (guessed != SIZE_MAX && guessed != used && is_id_link(r, row->cells[guessed]))
		columns[guessed] = COLUMN_OTHER; /* a page of the item, whose id stands elsewhere */
	for (size_t c = 0; c < table->columns; c++) {
		struct pm_span cell = row->cells[c];
		if (c == titles && columns[c] == COLUMN_WANT)
			r->item->story.want = clause_cell(r, cell, PM_CLAUSE_WANT);
		if (cell.start >= cell.end || c == titles || c == used)
			continue;
		if (columns[c] == COLUMN_FIELD)
			take_cell_field(r, fields[c], table->header[c], cell);
		else if (columns[c] == COLUMN_ID && used != SIZE_MAX && names_story(text_of(r, table->header[c])))
			take_cell_field(r, PM_FIELD_PARENT, table->header[c], cell);
		else if (columns[c] == COLUMN_CRITERIA)
			take_cell_criteria(r, cell);
		else if (columns[c] == COLUMN_STORY || columns[c] == COLUMN_DESCRIPTION) {
			read_story(r, cell);
			if (!r->item->story.span.end && !r->item->description.end)
				r->item->description = bare(r, cell);
		} else if (columns[c] == COLUMN_ROLE)
			r->item->story.role = bare(r, cell);
		else if (columns[c] == COLUMN_WANT)
			r->item->story.want = clause_cell(r, cell, PM_CLAUSE_WANT);
		else if (columns[c] == COLUMN_BENEFIT && !pm_value_empty(text_of(r, cell)))
			r->item->story.benefit = clause_cell(r, cell, PM_CLAUSE_BENEFIT);
		else if (columns[c] == COLUMN_OTHER && table->header[c].end - table->header[c].start <= COLUMN_NAME_MAX &&
			 text_of(r, table->header[c]).n)
			take_cell_field(r, PM_FIELD_CUSTOM, table->header[c], cell);
	}
	if (r->item->story.role.end && r->item->story.want.end && !r->item->story.span.end) {
		r->item->story.span = (struct pm_span){around_parts(&r->item->story).start, row->line.end};
		if (!r->item->title.n || titles == SIZE_MAX) {
			r->item->title_span = r->item->story.want;
			r->item->title = plain(r, r->item->story.want);
		}
	}
	if (titles != SIZE_MAX)
		finish_title(r, &title, base);
	if (r->item->kind == PM_KIND_NONE && titles != SIZE_MAX && r->o->file_role != PM_ROLE_ROADMAP &&
	    r->o->file_role != PM_ROLE_STORIES && !r->item->story.span.end)
		r->item->kind = (uint8_t)kind_of_head(text_of(r, table->header[titles]));
}

/* -- YAML */

static void add_yaml_field(struct reader *r, const struct pm_yaml *entry)
{
	enum pm_field_id id = pm_field_find(entry->key);
	static const struct {
		const char *key;
		enum pm_field_id id;
	} keys[] = {{"parent_task_id", PM_FIELD_PARENT},
		    {"milestone", PM_FIELD_HORIZON},
		    {"dependencies", PM_FIELD_DEPENDS_ON},
		    {"ordinal", PM_FIELD_RANK},
		    {"type", PM_FIELD_KIND}};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (pm_str_ieqc(entry->key, keys[i].key))
			id = keys[i].id;
	if (r->item->form == PM_FORM_FILE && id < 64)
		r->keys |= (uint64_t)1 << id;
	if (id == PM_FIELD_CUSTOM && entry->type == PM_YAML_SCALAR && r->item->id.n && pm_str_ends(entry->key, "_id") &&
	    pm_str_ieq(pm_str_trim(entry->text), r->item->id))
		return; /* "backlog_id: B-7" of B-7 itself */
	if (entry->type == PM_YAML_NULL || (entry->type == PM_YAML_SCALAR && !entry->text.n))
		return;
	struct pm_str text = entry->text;
	if (entry->type == PM_YAML_LIST) {
		struct pm_buf buf = {0};
		for (uint32_t i = 0; i < entry->child_count; i++) {
			if (buf.n)
				pm_buf_addz(&buf, ", ");
			pm_buf_adds(&buf, entry->children[i].text);
		}
		text = (struct pm_str){pm_arena_dup(r->arena, buf.p ? buf.p : "", buf.n), buf.n};
		pm_buf_clear(&buf);
		if (!text.n)
			return;
	}
	text = pm_str_trim(text);
	struct pm_field *field = add_field(r, id, entry->key_span, entry->span, entry->spelling);
	if (field && !pm_str_eq(text, text_of(r, entry->span))) {
		field->flags = PM_FIELD_HAS_TEXT;
		field->text = add_text(r, text);
	}
}

static const struct pm_yaml *get_any(const struct pm_yaml *map, const char *a, const char *b)
{
	const struct pm_yaml *entry = pm_yaml_get(map, a);
	return entry ? entry : pm_yaml_get(map, b);
}

bool pm_matter_is_item(const struct pm_yaml *matter)
{
	if (!matter || matter->type != PM_YAML_MAP)
		return false;
	const struct pm_yaml *title = get_any(matter, "title", "name"), *id = pm_yaml_get(matter, "id");
	if (id && id->type == PM_YAML_SCALAR && (pm_str_istarts(id->text, "doc-") || pm_str_istarts(id->text, "decision-")))
		return false;
	if (id && title)
		return true;
	size_t fields = 0;
	for (uint32_t i = 0; i < matter->child_count; i++)
		fields += pm_field_is_work(pm_field_find(matter->children[i].key));
	return (title || id) && fields > 0;
}

/* Criteria in a block that YAML cannot read: an entry at each dash. */
static void add_raw_criteria(struct reader *r, struct pm_span rest)
{
	struct pm_criterion *last = NULL;
	while (rest.start < rest.end) {
		struct pm_span line = pm_span_line(r->source, &rest);
		struct pm_str text = text_of(r, line);
		if (!text.n || text.p[0] == '#')
			continue;
		if (pm_str_starts(text, "- "))
			line.start += 2;
		if (last && !pm_str_starts(text, "- "))
			last->span.end = line.end;
		else
			last = add_criterion(r, line, PM_CRITERION_LINE);
	}
}

/* id, title and the criteria, story and fields that a mapping holds. */
static void read_map(struct reader *r, const struct pm_yaml *map)
{
	struct pm_item *item = r->item;
	const struct pm_yaml *title = get_any(map, "title", "name"), *id = pm_yaml_get(map, "id");
	bool whole = item->form == PM_FORM_FILE || item->form == PM_FORM_YAML;
	if (whole && id && id->type == PM_YAML_SCALAR) {
		struct pm_id found;
		set_id(r, id->span);
		item->id = id->text;
		item->numbered = true;
		for (size_t i = 0; i < id->text.n && item->numbered; i++)
			item->numbered = (id->text.p[i] >= '0' && id->text.p[i] <= '9') || id->text.p[i] == '.';
		if (pm_id_read(id->text, PM_ID_COLUMN, &found))
			item->kind = item->kind ? item->kind : (uint8_t)found.kind;
	}
	if (whole && title) {
		item->title_span = title->span;
		item->title = title->text;
		item->readable = item->readable && !title->broken;
		struct pm_buf buf = {0};
		if (memchr(item->title.p ? item->title.p : "", '\n', item->title.n)) {
			pm_text_plain(item->title, &buf);
			item->title = (struct pm_str){pm_arena_dup(r->arena, buf.p, buf.n), buf.n};
			pm_buf_clear(&buf);
		}
	}
	const struct pm_yaml *role = get_any(map, "as a", "as"), *want = get_any(map, "i want", "want"),
			     *benefit = get_any(map, "so that", "benefit");
	if (role && want && role->type == PM_YAML_SCALAR && want->type == PM_YAML_SCALAR) {
		item->story.role = role->span;
		item->story.want = want->span;
		item->story.benefit = benefit ? benefit->span : (struct pm_span){0, 0};
		item->story.span = around_parts(&item->story);
	}
	for (uint32_t i = 0; i < map->child_count; i++) {
		const struct pm_yaml *entry = &map->children[i];
		if (entry == id || entry == title || entry == role || entry == want || entry == benefit)
			continue;
		item->readable = item->readable && !entry->broken;
		enum pm_part part = pm_part_find(entry->key);
		struct pm_buf spaced = {0};
		if (memchr(entry->key.p ? entry->key.p : "", '_', entry->key.n)) {
			pm_buf_adds(&spaced, entry->key);
			for (size_t c = 0; c < spaced.n; c++)
				spaced.p[c] = spaced.p[c] == '_' ? ' ' : spaced.p[c];
			part = pm_part_find(pm_buf_str(&spaced));
			pm_buf_clear(&spaced);
		}
		if (part == PM_PART_CRITERIA) {
			item->declared_criteria = true;
			for (uint32_t c = 0; c < entry->child_count; c++)
				add_criterion(r, entry->children[c].span, PM_CRITERION_LINE);
			if (entry->type == PM_YAML_SCALAR)
				add_raw_criteria(r, entry->span);
		} else if (part == PM_PART_STORY && entry->type == PM_YAML_SCALAR) {
			read_story(r, entry->span);
		} else {
			add_yaml_field(r, entry);
		}
	}
}

/* -- in the end */

/* "Bug/Security", "Bug + refactoring", "Task (small)": the first word is the kind. */
static bool is_end_of_kind(struct pm_str rest)
{
	rest = pm_str_trim(rest);
	return !rest.n || strchr("/+(,|&", rest.p[0]);
}

static enum pm_kind kind_of_field(const struct reader *r)
{
	for (size_t i = 0; i < r->s->field_count; i++) {
		struct pm_field *f = &r->s->fields[i];
		if (f->def != PM_FIELD_KIND)
			continue;
		struct pm_str text = f->flags & PM_FIELD_HAS_TEXT ? r->texts->list[f->text].text : text_of(r, f->value);
		struct pm_kind_word word;
		size_t at = 0;
		while (at < text.n && !((text.p[at] | 32) >= 'a' && (text.p[at] | 32) <= 'z') && (unsigned char)text.p[at] < 0xC3)
			at++;
		enum pm_kind kind = pm_kind_from(pm_str_trim(text));
		if (kind != PM_KIND_NONE)
			return kind;
		if (pm_kind_word_read(pm_str_sub(text, at, text.n), &word) &&
		    is_end_of_kind(pm_str_sub(text, at + word.length, text.n)))
			return strcmp(word.prefix, "feature") == 0 ? PM_KIND_STORY : word.kind;
		if (f->label.end > f->label.start && f->spelling != PM_SPELL_CELL)
			f->def = PM_FIELD_CUSTOM; /* a kind of the team's own: a word that nobody knows */
	}
	return PM_KIND_NONE;
}

/* Is the item's only status an open box? */
static bool only_box(const struct reader *r)
{
	for (size_t i = 0; i < r->s->field_count; i++)
		if (r->s->fields[i].def == PM_FIELD_STATUS &&
		    (r->s->fields[i].spelling != PM_SPELL_BOX || r->source->bytes[r->s->fields[i].value.start] != ' '))
			return false;
	return true;
}

/* A word, or one of the signs that cannot be decoration: "Up next 📋" says nothing of its items. */
static bool says_state(struct pm_str text)
{
	static const char *const signs[] = {"✅", "☑", "✔", "❌"};
	for (size_t i = 0; i < text.n; i++)
		if ((text.p[i] | 32) >= 'a' && (text.p[i] | 32) <= 'z')
			return true;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (pm_str_starts(text, signs[i]))
			return true;
	return text.n && (unsigned char)text.p[0] >= 0xC3 && (unsigned char)text.p[0] < 0xF0 && (unsigned char)text.p[0] != 0xE2;
}

/* "## Phase 1 — ✅ COMPLETE" */
static void add_bucket_status(struct reader *r, const struct pm_section *s)
{
	const struct pm_block *b = &r->blocks->list[s->block];
	struct pm_title title;
	pm_title_read(text_of(r, (struct pm_span){s->bucket_from, s->bucket_to}), true, &title);
	(void)b;
	for (size_t i = 0; i < title.suffix_count; i++)
		if (title.suffixes[i].field == PM_FIELD_STATUS &&
		    says_state(pm_str_sub(text_of(r, (struct pm_span){s->bucket_from, s->bucket_to}), title.suffixes[i].from,
					  title.suffixes[i].to))) {
			add_field(r, PM_FIELD_STATUS, (struct pm_span){0, 0},
				  (struct pm_span){s->bucket_from + (uint32_t)title.suffixes[i].from,
						   s->bucket_from + (uint32_t)title.suffixes[i].to},
				  PM_SPELL_BUCKET);
			return;
		}
}

/* "2027 Q1" under "## Next": a date of its own takes nothing from the lane that it stands in. */
static bool adds_lane(const struct reader *r, enum pm_field_id id, struct pm_span bucket)
{
	if (id != PM_FIELD_HORIZON || pm_horizon_read(text_of(r, bucket)) == PM_HORIZON_NONE)
		return false;
	for (size_t i = 0; i < r->s->field_count; i++)
		if (r->s->fields[i].def == PM_FIELD_HORIZON &&
		    (r->s->fields[i].spelling == PM_SPELL_BUCKET ||
		     pm_horizon_read(text_of(r, r->s->fields[i].value)) != PM_HORIZON_NONE))
			return false;
	return true;
}

/* What the headings above say, where the item does not say it itself. */
static void add_buckets(struct reader *r, uint32_t section)
{
	for (; section != PM_NONE; section = r->o->sections[section].parent) {
		const struct pm_section *s = &r->o->sections[section];
		enum pm_field_id id = (enum pm_field_id)s->bucket;
		if (pm_section_passes(s) && (s->signals & PM_SIGNAL_SUFFIX) && s->role == PM_SECTION_BUCKET &&
		    id != PM_FIELD_STATUS && (!has_field(r, PM_FIELD_STATUS) || only_box(r)))
			add_bucket_status(r, s);
		bool boxed = id == PM_FIELD_STATUS && only_box(r);
		struct pm_span value = s->title_to > s->title_from ? (struct pm_span){s->title_from, s->title_to}
								   : (struct pm_span){s->bucket_from, s->bucket_to};
		if (!pm_section_passes(s) || id >= PM_FIELD_COUNT || (has_field(r, id) && !boxed && !adds_lane(r, id, value)))
			continue;
		struct pm_field *field = add_field(r, id, (struct pm_span){0, 0}, value, PM_SPELL_BUCKET);
		struct pm_str text = plain(r, value);
		if (field && text.p != r->source->bytes + value.start) {
			field->flags = PM_FIELD_HAS_TEXT;
			field->text = add_text(r, text);
		}
	}
}

/* The same of an entry above: "- Sprint 1", and what is listed below it. */
static void add_lane(struct reader *r, struct pm_span lane)
{
	struct pm_bucket bucket;
	if (!pm_bucket_read(text_of(r, lane), &bucket) || has_field(r, bucket.field))
		return;
	struct pm_field *field = add_field(r, bucket.field, (struct pm_span){0, 0}, lane, PM_SPELL_BUCKET);
	struct pm_str text = plain(r, lane);
	if (field && text.p != r->source->bytes + lane.start) {
		field->flags = PM_FIELD_HAS_TEXT;
		field->text = add_text(r, text);
	}
}

static enum pm_state_class bucket_state(const struct reader *r)
{
	for (size_t i = 0; i < r->s->field_count; i++) {
		const struct pm_field *f = &r->s->fields[i];
		struct pm_str word;
		if (f->def == PM_FIELD_STATUS && f->spelling == PM_SPELL_BUCKET)
			return pm_config_state(r->o->config,
					       f->flags & PM_FIELD_HAS_TEXT ? r->texts->list[f->text].text : text_of(r, f->value),
					       &word);
	}
	return PM_STATE_NONE;
}

/* The state: of the first status, which is the item's own before its box, and that before a bucket's. */
static void set_state(struct reader *r)
{
	struct pm_item *item = r->item;
	for (size_t i = 0; i < r->s->field_count; i++) {
		const struct pm_field *f = &r->s->fields[i];
		if (f->def != PM_FIELD_STATUS)
			continue;
		if (f->spelling == PM_SPELL_BOX) {
			char c = r->source->bytes[f->value.start];
			if (c == ' ' && bucket_state(r) > PM_STATE_NONE && bucket_state(r) <= PM_STATE_STARTED) {
				item->state = (uint8_t)bucket_state(r); /* an open box says no more than: not done */
				return;
			}
			item->state = c == ' '		     ? PM_STATE_OPEN
				      : c == 'x' || c == 'X' ? PM_STATE_DONE
				      : c == '-'	     ? PM_STATE_DROPPED
							     : PM_STATE_STARTED;
			return;
		}
		if (f->spelling == PM_SPELL_STRUCK) {
			item->state = PM_STATE_DONE;
			return;
		}
		struct pm_str word, text = f->flags & PM_FIELD_HAS_TEXT ? r->texts->list[f->text].text : text_of(r, f->value);
		item->state = (uint8_t)pm_config_state(r->o->config, text, &word);
		if (item->state != PM_STATE_NONE)
			return;
	}
}

/* Target, Milestone, Timeline: what is meant depends on what they hold. */
static enum pm_field_id meant_by(enum pm_field_id id, struct pm_str text, bool measured)
{
	struct pm_bucket bucket;
	pm_day day;
	if (id == PM_FIELD_TARGET && measured)
		return id;
	if (text.n >= 10 && pm_date_read(text, false, &day) >= 10)
		return PM_FIELD_TARGET_DATE;
	if (pm_bucket_read(text, &bucket) &&
	    (bucket.field == PM_FIELD_RELEASE || bucket.field == PM_FIELD_SPRINT || bucket.field == PM_FIELD_HORIZON))
		return bucket.field;
	return id;
}

static bool is_complexity(struct pm_str label)
{
	return pm_str_ifind(label, "complex") >= 0 || pm_str_ifind(label, "komplex") >= 0 || pm_str_ifind(label, "сложност") >= 0 ||
	       pm_str_ifind(label, "복잡도") >= 0 || pm_str_ifind(label, "复杂") >= 0;
}

static bool is_date_label(struct pm_str label)
{
	static const char *const names[] = {"date", "datum", "fecha", "data", "дата", "ngày", "วันที่", "日期", "日付", "날짜"};
	char folded[40];
	struct pm_str name = {folded, pm_label_fold(pm_str_sub(label, 0, 30), folded, sizeof folded)};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (pm_str_eqc(name, names[i]))
			return true;
	return false;
}

/* Values as a person reads them: without markup. */
static void finish_fields(struct reader *r)
{
	bool measured = r->item->kind == PM_KIND_GOAL || has_field(r, PM_FIELD_METRIC) || has_field(r, PM_FIELD_BASELINE);
	size_t sizes = 0;
	for (size_t i = 0; i < r->s->field_count; i++)
		sizes += r->s->fields[i].def == PM_FIELD_ESTIMATE && !is_complexity(text_of(r, r->s->fields[i].label));
	for (size_t i = 0; i < r->s->field_count && sizes; i++) /* beside points, it is no estimate */
		if (r->s->fields[i].def == PM_FIELD_ESTIMATE && is_complexity(text_of(r, r->s->fields[i].label)))
			r->s->fields[i].def = PM_FIELD_CUSTOM;
	bool timed = r->item->kind == PM_KIND_SPRINT || r->item->kind == PM_KIND_RELEASE;
	for (size_t i = 0; i < r->s->field_count; i++) {
		struct pm_field *f = &r->s->fields[i];
		if (timed && f->def == PM_FIELD_CREATED && is_date_label(text_of(r, f->label)))
			f->def = PM_FIELD_TARGET_DATE; /* the day of a milestone */
		if (!(f->flags & PM_FIELD_HAS_TEXT) && f->def != PM_FIELD_LINK && f->spelling != PM_SPELL_BOX &&
		    f->spelling != PM_SPELL_STRUCK) {
			struct pm_str text = plain(r, f->value);
			if (text.p != r->source->bytes + f->value.start) {
				f->flags |= PM_FIELD_HAS_TEXT;
				f->text = add_text(r, text);
			}
		}
		if (f->def == PM_FIELD_TARGET || f->def == PM_FIELD_HORIZON)
			f->def = (uint16_t)meant_by(
				(enum pm_field_id)f->def,
				f->flags & PM_FIELD_HAS_TEXT ? r->texts->list[f->text].text : text_of(r, f->value), measured);
	}
}

/* "- ID: PAY-1" is the id of an item whose title has none. */
static void take_labelled_id(struct reader *r)
{
	struct pm_id id;
	for (size_t i = 0; i < r->s->field_count && !r->item->id.n; i++) {
		struct pm_field *f = &r->s->fields[i];
		struct pm_str text = text_of(r, f->value);
		if (f->def != PM_FIELD_ID || f->spelling == PM_SPELL_CELL || !pm_id_read(text, PM_ID_COLUMN, &id) || id.to < text.n)
			continue;
		set_id(r, f->value);
		r->item->numbered = id.numbered;
		memmove(f, f + 1, (r->s->field_count - i - 1) * sizeof *f);
		r->s->field_count--;
	}
}

/* "- [ ] T001 Create the folders" */
static bool is_ticked_task(const struct pm_item *item)
{
	struct pm_str id = item->id;
	size_t at = id.n > 2 && id.p[1] == '-' ? 2 : 1;
	return item->form == PM_FORM_ENTRY_ID && item->box && id.n > at && id.p[0] == 'T' && id.p[at] >= '0' && id.p[at] <= '9';
}

static void finish(struct reader *r, const struct pm_draft *draft)
{
	struct pm_item *item = r->item;
	struct scratch *s = r->s;
	if (r->o->file_role == PM_ROLE_STORIES && !item->story.span.end && item->title_span.end > item->title_span.start)
		pm_story_read_bare(text_of(r, item->title_span), item->title_span.start, &item->story);
	take_labelled_id(r);
	finish_fields(r);
	if (draft && draft->type == PM_DRAFT_ENTRY && draft->text.end)
		add_lane(r, draft->text);
	if (draft)
		add_buckets(r, draft->bucket);
	set_state(r);
	enum pm_kind declared = kind_of_field(r);
	if (declared != PM_KIND_NONE)
		item->kind = (uint8_t)declared;
	if (item->kind == PM_KIND_NONE) {
		bool roadmap = r->o->file_role == PM_ROLE_ROADMAP;
		bool story = item->story.span.end > 0 || (s->criterion_count > 0 && !roadmap);
		bool light = (item->form >= PM_FORM_BOX || is_ticked_task(item)) && r->o->file_role != PM_ROLE_STORIES;
		item->kind = (uint8_t)(r->o->hint.kind ? r->o->hint.kind
				       : story	       ? PM_KIND_STORY
				       : roadmap       ? PM_KIND_INITIATIVE
				       : light	       ? PM_KIND_TASK
						       : PM_KIND_STORY);
	}
	bool lone =
		!item->title.n && (item->form == PM_FORM_HEADING || item->form == PM_FORM_BOLD || item->form == PM_FORM_ENTRY_ID);
	if (lone && item->story.want.end) { /* an id alone: what is wanted says what it is */
		item->title_span = item->story.want;
		item->title = plain(r, item->story.want);
	} else if (lone && item->description.end) {
		item->title_span = item->description;
		item->title = plain(r, item->description);
	}
	if (!item->title.n && !item->id.n && item->head.end > item->head.start) { /* nothing to call it by: its first line */
		item->title_span = trim(r, item->head);
		if (item->title_span.start < item->span.start && item->span.start < item->title_span.end)
			item->title_span.start = item->span.start;
		item->title = plain(r, item->title_span);
	}
	item->field_count = (uint16_t)s->field_count;
	item->criterion_count = (uint16_t)s->criterion_count;
	if (s->field_count) {
		item->fields = pm_arena_alloc(r->arena, s->field_count * sizeof *s->fields);
		memcpy(item->fields, s->fields, s->field_count * sizeof *s->fields);
	}
	if (s->criterion_count) {
		item->criteria = pm_arena_alloc(r->arena, s->criterion_count * sizeof *s->criteria);
		memcpy(item->criteria, s->criteria, s->criterion_count * sizeof *s->criteria);
	}
}

static void start(struct reader *r, const struct pm_outline *o, struct pm_arena *arena, struct pm_texts *texts,
		  struct pm_diags *diags, struct pm_item *item)
{
	memset(item, 0, sizeof *item);
	*r = (struct reader){.o = o,
			     .source = o->source,
			     .blocks = &o->blocks,
			     .arena = arena,
			     .texts = texts,
			     .diags = diags,
			     .item = item,
			     .s = &scratch};
	scratch.field_count = scratch.criterion_count = 0;
	item->file = o->file;
	item->readable = true;
	item->parent = item->first_child = item->next_sibling = PM_NO_ITEM;
}

void pm_details_read(const struct pm_outline *o, const struct pm_draft *draft, struct pm_arena *arena, struct pm_texts *texts,
		     struct pm_diags *diags, struct pm_item *item)
{
	struct reader r;
	start(&r, o, arena, texts, diags, item);
	item->kind = draft->kind;
	item->form = draft->form;
	switch (draft->type) {
	case PM_DRAFT_SECTION: read_section(&r, draft); break;
	case PM_DRAFT_ENTRY: read_entry(&r, draft); break;
	case PM_DRAFT_BLOCKS: read_paragraphs(&r, draft); break;
	case PM_DRAFT_ROW: read_row(&r, draft); break;
	case PM_DRAFT_TEXT:
		pm_story_read(text_of(&r, draft->text), draft->text.start, &item->story);
		item->span = draft->text;
		item->head = line_around(&r, draft->text.start);
		item->title_span = item->story.span;
		item->title = plain(&r, item->story.span);
		break;
	default:
		item->span = draft->yaml->span;
		item->head = line_around(&r, draft->yaml->span.start);
		read_map(&r, draft->yaml);
		break;
	}
	finish(&r, draft);
}

void pm_details_read_file(const struct pm_outline *o, const struct pm_yaml *matter, struct pm_arena *arena, struct pm_texts *texts,
			  struct pm_diags *diags, struct pm_item *item)
{
	struct reader r;
	start(&r, o, arena, texts, diags, item);
	item->form = PM_FORM_FILE;
	item->line = 1;
	item->span = (struct pm_span){0, (uint32_t)o->source->size};
	item->head = line_around(&r, 0);
	read_map(&r, matter);
	for (size_t i = 0; i < o->section_count; i++) {
		const struct pm_section *s = &o->sections[i];
		if (r.prose) { /* headings inside such a section are text; its end is looked for */
			for (uint32_t b = s->first; b < s->end; b++)
				if (r.blocks->list[b].type == PM_BLOCK_HTML)
					read_comment(&r, &r.blocks->list[b]);
			continue;
		}
		if (s->block != PM_NONE && s->level > 1 &&
		    (s->part != PM_PART_NONE || inside_criteria(o, s) ||
		     pm_field_find(text_of(&r, (struct pm_span){s->title_from, s->title_to})) != PM_FIELD_CUSTOM)) {
			read_part(&r, s);
			continue;
		}
		r.base = s->block == PM_NONE || s->level == 1 ? STATE_NORMAL : STATE_QUIET;
		enter(&r, r.base);
		if (s->level == 1 && !item->title.n && s->block != PM_NONE) {
			item->title_span = (struct pm_span){s->title_from, s->title_to};
			item->title = plain(&r, item->title_span);
		}
		if (s->end > s->first)
			read_blocks(&r, s->first, s->end);
	}
	check_markers(&r, 0, (uint32_t)o->blocks.count);
	finish(&r, NULL);
}
