/* outline: which parts of a file are items. */
#include "parser/outline.h"

#include "parser/line.h"
#include "parser/memo.h"
#include "parser/story.h"
#include "parser/title.h"
#include "parser/work.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* -- helpers */

struct pm_span pm_block_text(const struct pm_blocks *blocks, size_t block)
{
	const struct pm_block *b = &blocks->list[block];
	if (b->type == PM_BLOCK_PARAGRAPH || b->type == PM_BLOCK_HEADING)
		return (struct pm_span){b->start, b->end};
	if (b->type == PM_BLOCK_ITEM && block + 2 < blocks->count && b[1].type == PM_BLOCK_QUOTE &&
	    b[2].type == PM_BLOCK_PARAGRAPH && b[2].depth == b->depth + 2)
		return (struct pm_span){b[1].start, b[2].end}; /* "- >95 % of ..." */
	if ((b->type == PM_BLOCK_ITEM || b->type == PM_BLOCK_QUOTE) && block + 1 < blocks->count && b[1].depth > b->depth &&
	    (b[1].type == PM_BLOCK_PARAGRAPH || b[1].type == PM_BLOCK_HEADING))
		return (struct pm_span){b[1].start, b[1].end};
	return (struct pm_span){b->start, b->start};
}

uint32_t pm_clause_paragraphs(const struct pm_source *source, const struct pm_blocks *blocks, uint32_t first, uint32_t end,
			      struct pm_span *sentence)
{
	enum { CLAUSES = 4 };
	uint32_t next = first + 1;
	while (next < end && next < first + CLAUSES && blocks->list[next].type == PM_BLOCK_PARAGRAPH &&
	       blocks->list[next].depth == blocks->list[first].depth &&
	       pm_story_continues(pm_source_text(source, pm_block_text(blocks, next))))
		sentence->end = blocks->list[next++].end;
	return next;
}

struct pm_span pm_span_line(const struct pm_source *source, struct pm_span *rest)
{
	const char *base = source->bytes;
	const char *lf = memchr(base + rest->start, '\n', rest->end - rest->start);
	struct pm_span line = {rest->start, lf ? (uint32_t)(lf - base) : rest->end};
	rest->start = lf ? line.end + 1 : rest->end;
	while (line.end > line.start && (base[line.end - 1] == ' ' || base[line.end - 1] == '\t' || base[line.end - 1] == '\r'))
		line.end--;
	while (line.start < line.end && (base[line.start] == ' ' || base[line.start] == '\t' || base[line.start] == '>'))
		line.start++;
	return line;
}

bool pm_field_is_work(enum pm_field_id field)
{
	switch (field) {
	case PM_FIELD_STATUS:
	case PM_FIELD_PRIORITY:
	case PM_FIELD_ESTIMATE:
	case PM_FIELD_KIND:
	case PM_FIELD_REACH:
	case PM_FIELD_IMPACT:
	case PM_FIELD_CONFIDENCE:
	case PM_FIELD_EFFORT:
	case PM_FIELD_EASE:
	case PM_FIELD_VALUE:
	case PM_FIELD_URGENCY:
	case PM_FIELD_RISK_REDUCTION:
	case PM_FIELD_JOB_SIZE:
	case PM_FIELD_COST_OF_DELAY:
	case PM_FIELD_DURATION:
	case PM_FIELD_SCORE:
	case PM_FIELD_RANK:
	case PM_FIELD_MOSCOW:
	case PM_FIELD_KANO:
	case PM_FIELD_DEPENDS_ON:
	case PM_FIELD_BLOCKS:
	case PM_FIELD_PARENT:
	case PM_FIELD_EPIC:
	case PM_FIELD_SPRINT:
	case PM_FIELD_HORIZON:
	case PM_FIELD_RELEASE:
	case PM_FIELD_OWNER:
	case PM_FIELD_CAPACITY:
	case PM_FIELD_METRIC:
	case PM_FIELD_INITIATIVE: return true;
	default: return false;
	}
}

bool pm_section_passes(const struct pm_section *section)
{
	return section->role == PM_SECTION_BUCKET ||
	       (section->role == PM_SECTION_ITEM && (section->kind == PM_KIND_SPRINT || section->kind == PM_KIND_RELEASE) &&
		section->bucket != PM_FIELD_COUNT);
}

bool pm_section_contains(const struct pm_section *section)
{
	return section->kind == PM_KIND_EPIC || section->kind == PM_KIND_INITIATIVE || section->kind == PM_KIND_GOAL ||
	       section->kind == PM_KIND_SPRINT || section->kind == PM_KIND_RELEASE;
}

bool pm_section_tells_fields(const struct pm_outline *o, const struct pm_section *s)
{
	static const char *const names[] = {
		"timeline",	"schedule",	 "metadata",	 "meta",      "properties", "attributes", "details",
		"info",		"information",	 "planning",	 "zeitplan",  "eckdaten",   "calendrier", "planification",
		"cronograma",	"planificación", "planejamento", "metadatos", "metadados",  "сроки",	  "план",
		"метаданные",	"tijdlijn",	 "tidplan",	 "日程",      "时间安排",   "时间表",	  "元数据",
		"スケジュール", "メタデータ",	 "예상 일정",	 "일정",      "메타데이터", "thông tin",  "kế hoạch"};
	char folded[64];
	struct pm_str title = pm_source_text(o->source, (struct pm_span){s->title_from, s->title_to});
	struct pm_str name = {folded, pm_label_fold(pm_str_sub(title, 0, 50), folded, sizeof folded)};
	bool table = (s->signals & (PM_SIGNAL_TABLE | PM_SIGNAL_PAIRS)) && !s->bullets;
	if ((!s->labels && !table) || s->bullets > s->labels || s->boxes || s->ids)
		return false;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (pm_str_eqc(name, names[i]))
			return true;
	return false;
}

static void count(uint16_t *counter)
{
	if (*counter < UINT16_MAX)
		(*counter)++;
}

/* -- step one: signals */

static void note_field(struct pm_section *s, enum pm_field_id field)
{
	s->signals |= PM_SIGNAL_ANY_FIELD;
	if (pm_field_is_work(field))
		s->signals |= PM_SIGNAL_FIELD;
	if (field == PM_FIELD_GOAL || field == PM_FIELD_CAPACITY)
		s->signals |= PM_SIGNAL_PLAN;
	if (field == PM_FIELD_STATUS || (field != PM_FIELD_CUSTOM && pm_fields[field].type == PM_TYPE_DATE))
		s->signals |= PM_SIGNAL_DATED;
	if (field == PM_FIELD_METRIC || field == PM_FIELD_BASELINE || field == PM_FIELD_TARGET)
		s->signals |= PM_SIGNAL_MEASURE;
}

/* The labels of a paragraph's lines. */
/* "PB-XXX", "US-###": how ids look. */
static bool is_form_of_id(struct pm_str value)
{
	size_t n = 0, marks = 0;
	while (value.n && strchr("`*[< ", value.p[0]))
		value = pm_str_sub(value, 1, value.n);
	while (n < value.n && ((value.p[n] >= 'A' && value.p[n] <= 'Z') || value.p[n] == '-' || value.p[n] == '_'))
		n++;
	if (n < 2 || (value.p[n - 1] != 'X' && value.p[n - 1] != 'N' && n == value.n))
		return false;
	if (n == value.n || value.p[n] != '#')
		return n >= 5 && (pm_str_ends(pm_str_sub(value, 0, n), "-XXX") || pm_str_ends(pm_str_sub(value, 0, n), "-XX") ||
				  pm_str_ends(pm_str_sub(value, 0, n), "-NNN") || pm_str_ends(pm_str_sub(value, 0, n), "-NN"));
	for (; n < value.n && value.p[n] == '#'; n++)
		marks++;
	return marks > 1 && pm_str_chr(pm_str_sub(value, 0, n), '-') > 0;
}

static bool scan_labels(const struct pm_source *source, struct pm_span rest, struct pm_section *s)
{
	bool any = false;
	for (int lines = 0; rest.start < rest.end && lines < 24; lines++) {
		struct pm_span span = pm_span_line(source, &rest);
		struct pm_str line = pm_source_text(source, span);
		struct pm_labelled label;
		if (!pm_line_read(line, &label))
			continue;
		any = true;
		if (label.part == PM_PART_CRITERIA)
			s->signals |= PM_SIGNAL_CRITERIA;
		else if (label.field != PM_FIELD_CUSTOM && label.value_to > label.value_from)
			note_field(s, label.field);
		else if (label.part == PM_PART_STORY && label.value_to > label.value_from &&
			 pm_story_opens(pm_str_sub(line, label.value_from, line.n)))
			count(&s->stories);
	}
	return any;
}

/* Every id has a digit, and looking for one costs a tenth of reading a title. */
static bool has_digit(struct pm_str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] >= '0' && text.p[i] <= '9')
			return true;
	return false;
}

static bool opens_story(struct pm_str text);

/* What stands behind the id that the first line begins with, without markup, and a colon or a dash; empty: nothing, or no id. */
static struct pm_str behind_plain_id(struct pm_str text, struct pm_title *title)
{
	enum { FAR = 32 };
	static const char *const marks[] = {":", "- ", "– ", "— "};
	struct pm_str none = {NULL, 0}, line = text;
	ptrdiff_t lf = pm_str_chr(text, '\n');
	if (lf >= 0)
		line = pm_str_trim(pm_str_sub(text, 0, (size_t)lf));
	if (!line.n || line.p[0] < 'A' || line.p[0] > 'Z' || !has_digit(pm_str_sub(line, 0, FAR)))
		return none;
	pm_title_read(line, false, title);
	if (!title->has_id || title->id.from || title->id.numbered || title->id.weak)
		return none;
	struct pm_str rest = pm_str_trim(pm_str_sub(text, (size_t)(line.p - text.p) + title->id.to, text.n));
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (pm_str_starts(rest, marks[i]))
			return pm_str_trim(pm_str_sub(rest, strlen(marks[i]), rest.n));
	return none;
}

/* "US-1: Pay with a card", and nothing else in the line; or a story behind its id: an item as people paste it, without markup. */
static bool is_plain_id(struct pm_str text)
{
	enum { LINE_MAX = 120 };
	struct pm_title title;
	struct pm_str name = behind_plain_id(text, &title);
	if (!name.n)
		return false;
	if (opens_story(name))
		return true;
	ptrdiff_t lf = pm_str_chr(name, '\n');
	struct pm_str line = lf < 0 ? name : pm_str_trim(pm_str_sub(name, 0, (size_t)lf));
	struct pm_str below = lf < 0 ? (struct pm_str){NULL, 0} : pm_str_trim(pm_str_sub(name, (size_t)lf, name.n));
	bool work = title.id.kind == PM_KIND_STORY || title.id.kind == PM_KIND_EPIC;
	return work && line.n && line.n <= LINE_MAX && !strchr(".,;:", line.p[line.n - 1]) && (!below.n || opens_story(below));
}

/* A paragraph that begins with an id, in bold or set off: an item. */
static bool is_bold_id(struct pm_str text)
{
	if (is_plain_id(text))
		return true;
	while (pm_str_starts(text, "<a ")) { /* an anchor in front of it */
		ptrdiff_t close = pm_str_find(text, "</a>");
		if (close < 0)
			return false;
		text = pm_str_trim(pm_str_sub(text, (size_t)close + 4, text.n));
	}
	if (!pm_str_starts(text, "**") || !has_digit(text))
		return false;
	struct pm_title title;
	pm_title_read(text, false, &title);
	return title.has_id && !title.id.numbered && (!title.id.weak || title.id.parted);
}

/* The span without an HTML anchor and what stands in front of it. */
static struct pm_span behind_anchor(const struct pm_source *source, struct pm_span span)
{
	while (pm_str_starts(pm_source_text(source, span), "<a ")) {
		ptrdiff_t close = pm_str_find(pm_source_text(source, span), "</a>");
		if (close < 0)
			break;
		span.start += (uint32_t)close + 4;
		while (span.start < span.end && strchr(" \t\r\n", source->bytes[span.start]))
			span.start++;
	}
	return span;
}

/* "As a [role], I want [goal] ...": how to write one, not one. */
static bool is_template(struct pm_str text)
{
	size_t open = 0;
	text = pm_str_sub(text, 0, 240);
	for (size_t i = 0; i + 1 < text.n; i++) {
		ptrdiff_t close = text.p[i] == '[' ? pm_str_chr(pm_str_sub(text, i, text.n), ']') : -1;
		bool link = close > 0 && i + (size_t)close + 1 < text.n && text.p[i + (size_t)close + 1] == '(';
		open += (text.p[i] == '[' && !link && text.p[i + 1] != ']' && text.p[i + 1] != ' ') ||
			(text.p[i] == '<' && text.p[i + 1] != 'b') || text.p[i] == '{' ||
			(text.p[i] == '_' && text.p[i + 1] == '_');
	}
	return open >= 2;
}

/* A sentence, or its first clause alone (the others may stand in entries of their own). */
static bool opens_story(struct pm_str text)
{
	struct pm_story story;
	if (!pm_story_opens(text) || is_template(text))
		return false;
	return (text.n < 60 && !memchr(text.p, '.', text.n)) || pm_story_read(text, 0, &story);
}

/* "Field | Meaning" explains the fields of others. */
static bool is_legend(struct pm_str header)
{
	static const char *const words[] = {"meaning", "bedeutung", "signification", "significado", "значение",	  "betekenis",
					    "含义",    "意味",	    "의미",	     "explanation", "description"};
	char folded[48];
	size_t n = pm_label_fold(header, folded, sizeof folded);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (pm_str_eqc((struct pm_str){folded, n}, words[i]))
			return true;
	return false;
}

/* A table of two columns whose first names fields, right under its heading. */
static void scan_pairs(const struct pm_source *source, struct pm_span rest, struct pm_section *s)
{
	size_t known = 0, lines = 0;
	bool work = false, id = false;
	if (s->bullets || s->boxes || s->ids || s->stories)
		return;
	for (; rest.start < rest.end && lines < 12; lines++) {
		struct pm_str line = pm_source_text(source, pm_span_line(source, &rest));
		if (line.n < 3 || line.p[0] != '|')
			return;
		ptrdiff_t bar = pm_str_chr(pm_str_sub(line, 1, line.n), '|');
		ptrdiff_t second = bar < 0 ? -1 : pm_str_chr(pm_str_sub(line, (size_t)bar + 2, line.n), '|');
		if (bar < 0 || second < 0 || (size_t)(bar + second) + 3 < line.n)
			return; /* not two columns */
		enum pm_field_id field = pm_field_find(pm_str_sub(line, 1, (size_t)bar + 1));
		if (!lines && is_legend(pm_str_sub(line, (size_t)bar + 2, (size_t)(bar + second) + 2)))
			return;
		known += field != PM_FIELD_CUSTOM;
		work = work || (field != PM_FIELD_CUSTOM && pm_field_is_work(field));
		id = id || field == PM_FIELD_ID;
	}
	if (work && (known * 2 + 2 >= lines || (s->level == 1 && known > 1)))
		s->signals |= PM_SIGNAL_FIELD | PM_SIGNAL_ANY_FIELD | PM_SIGNAL_PAIRS | (id ? PM_SIGNAL_PAIRED_ID : 0);
}

/* The story sentence of a paragraph: from its start, or from a line's; empty: there is none. */
static struct pm_span sentence_at(const struct pm_source *source, struct pm_span span)
{
	struct pm_span rest = span;
	for (int lines = 0; rest.start < rest.end && lines < 8; lines++) {
		struct pm_span line = pm_span_line(source, &rest);
		if (opens_story(pm_source_text(source, (struct pm_span){line.start, span.end})))
			return (struct pm_span){line.start, span.end};
	}
	return (struct pm_span){0, 0};
}

static void scan_paragraph(const struct pm_source *source, struct pm_span span, struct pm_section *s)
{
	struct pm_str text = pm_source_text(source, span);
	if (pm_table_maybe(source, span)) {
		s->signals |= PM_SIGNAL_TABLE;
		scan_pairs(source, span, s);
		return;
	}
	if (is_bold_id(text)) {
		count(&s->bolds);
		return;
	}
	if (s->bolds)
		return; /* what stands under a bold id is that item's */
	if (sentence_at(source, span).end)
		count(&s->stories);
	else if (!scan_labels(source, span, s))
		s->signals |= PM_SIGNAL_TEXT;
	else
		return;
	if (memchr(text.p, '\n', text.n))
		scan_labels(source, span, s);
}

/* AC-1, TC-3, SC-001: parts of items, whatever they look like. */
static bool numbers_part(struct pm_str id)
{
	static const char *const prefixes[] = {"AC", "TC", "SC", "EC", "CA", "AK"};
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		size_t n = strlen(prefixes[i]);
		if (pm_str_istarts(id, prefixes[i]) && id.n > n &&
		    (id.p[n] == '-' || id.p[n] == ' ' || (id.p[n] >= '0' && id.p[n] <= '9')))
			return true;
	}
	return false;
}

/* "#12 Pay with a card", "**#12** Pay with a card": a number of the tracker's, and a title behind it. */
static bool has_hash_id(struct pm_str line, const struct pm_title *title)
{
	return title->has_id && title->id.numbered && line.p[title->id.from] == '#' && title->to > title->from + 2 &&
	       line.p[title->from] != '#';
}

/* "**Pay**: As a shopper, I want ...": what stands behind the bold title. */
static struct pm_str behind_bold(struct pm_str text)
{
	ptrdiff_t close = pm_str_starts(text, "**") ? pm_str_find(pm_str_sub(text, 2, text.n), "**") : -1;
	if (close < 1)
		return (struct pm_str){"", 0};
	text = pm_str_sub(text, (size_t)close + 4, text.n);
	while (text.n && (strchr(" :.-", text.p[0]) || pm_str_starts(text, "–") || pm_str_starts(text, "—")))
		text = pm_str_sub(text, strchr(" :.-", text.p[0]) ? 1 : 3, text.n);
	return text;
}

static void scan_entry(const struct pm_source *source, struct pm_span span, struct pm_section *s)
{
	struct pm_span rest = span;
	struct pm_str line = pm_source_text(source, pm_span_line(source, &rest));
	struct pm_labelled label;
	struct pm_title title;
	pm_title_read(line, false, &title);
	struct pm_str plain = pm_str_sub(line, title.box || title.has_id ? title.from : 0, line.n);
	if (!title.box && pm_line_read(line, &label) &&
	    (!title.has_id || (label.field != PM_FIELD_CUSTOM && title.id.from > label.label_to))) {
		if (label.part == PM_PART_CRITERIA)
			s->signals |= PM_SIGNAL_CRITERIA;
		if (label.field != PM_FIELD_CUSTOM)
			note_field(s, label.field);
		s->legend = s->legend ||
			    (label.field == PM_FIELD_ID && is_form_of_id(pm_str_sub(line, label.value_from, label.value_to)));
		if (label.part == PM_PART_CRITERIA || label.field != PM_FIELD_CUSTOM ||
		    (label.part != PM_PART_NONE && label.part != PM_PART_PROSE)) {
			count(&s->labels);
			return;
		}
	}
	if (has_hash_id(line, &title))
		count(&s->hashes);
	if (title.has_id && !title.id.numbered && !numbers_part(pm_str_sub(line, title.id.from, title.id.to)))
		count(&s->ids);
	else if (opens_story(plain) || opens_story(behind_bold(plain)))
		count(&s->sentences);
	else if (title.box)
		count(&s->boxes);
	else
		count(&s->bullets);
}

static void scan_fence(const struct pm_source *source, const struct pm_block *b, struct pm_section *s)
{
	const char *base = source->bytes;
	uint32_t at = b->start;
	while (at < b->end && (base[at] == '`' || base[at] == '~'))
		at++;
	uint32_t end = at;
	while (end < b->end && base[end] != '\n')
		end++;
	struct pm_str info = pm_str_trim((struct pm_str){base + at, end - at});
	if (pm_str_istarts(info, "gherkin") || pm_str_istarts(info, "cucumber") || pm_str_istarts(info, "feature"))
		s->signals |= PM_SIGNAL_CRITERIA;
	else if (pm_str_istarts(info, "yaml") || pm_str_istarts(info, "yml"))
		s->signals |= PM_SIGNAL_YAML;
	else if (!info.n && opens_story((struct pm_str){base + end, b->end - end}))
		count(&s->stories);
}

/* A part of an item by its name, whatever stands in it. */
static bool is_named_part(const struct pm_section *s)
{
	return s->part == PM_PART_CRITERIA || s->part == PM_PART_READY_DONE || s->part == PM_PART_EDGE_CASES ||
	       s->part == PM_PART_DESCRIPTION || s->part == PM_PART_SCENARIO;
}

/* "Acceptance criteria for the first stories", "Acceptance criteria examples" */
static bool is_criteria_of(struct pm_str title)
{
	char folded[160];
	struct pm_str name = {folded, pm_label_fold(pm_str_sub(title, 0, 120), folded, sizeof folded)};
	size_t words = 0;
	for (size_t i = 0; i < name.n && words < 4; i++) {
		if (name.p[i] != ' ')
			continue;
		words++;
		if ((words > 1 || i > 12) && pm_part_find(pm_str_sub(name, 0, i)) == PM_PART_CRITERIA)
			return true;
	}
	return false;
}

/* "Appendix A - Proposals", "Dependencies & Execution Order": what stands there speaks of the backlog, and is none of it. */
static bool is_appendix(struct pm_str title)
{
	static const char *const words[] = {"appendix", "appendices", "annex",	    "anhang",  "annexe", "apéndice",
					    "apêndice", "anexo",      "приложение", "bijlage", "bilaga", "附录",
					    "付録",	"부록",	      "phụ lục",    "ภาคผนวก"};
	static const char *const orders[] = {
		"dependencies & execution order", "dependencies and execution order", "parallel example",      "parallel examples",
		"parallel execution examples",	  "parallel opportunities",	      "parallel team strategy"};
	static const char *const lists[] = {"stor",	   "backlog",	"requirement", "use case", "roadmap",
					    "anforderung", "historias", "история",     "需求",	   "故事"};
	char folded[160];
	struct pm_str name = {folded, pm_label_fold(pm_str_sub(title, 0, 120), folded, sizeof folded)};
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (pm_str_find(name, lists[i]) >= 0)
			return false; /* "Appendix A: User stories" is the backlog itself */
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t n = strlen(words[i]);
		if (pm_str_starts(name, words[i]) && (name.n == n || strchr(" :.-", name.p[n]) || (unsigned char)name.p[n] >= 0x80))
			return true;
	}
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
		if (pm_str_starts(name, orders[i]))
			return true;
	return false;
}

/* "Sprint 1 retrospective", "Sprint 2 goal & success criteria": told of a sprint, and none of its items. */
static bool tells_of_sprint(struct pm_str title)
{
	static const char *const ends[] = {"retrospective",
					   "review",
					   "goal",
					   "goals",
					   "goal & success criteria",
					   "summary",
					   "overview",
					   "assessment",
					   "achievements",
					   "completion assessment",
					   "risks",
					   "metrics",
					   "burndown",
					   "capacity",
					   "notes",
					   "ceremonies",
					   "outcome",
					   "outcomes",
					   "results",
					   "lessons learned",
					   "acceptance criteria",
					   "definition of done",
					   "retro",
					   "retrospektive",
					   "rétrospective",
					   "retrospectiva",
					   "retrospettiva"};
	char folded[96];
	struct pm_str name = {folded, pm_label_fold(pm_str_sub(title, 0, 80), folded, sizeof folded)};
	size_t at = 0;
	while (at < name.n && !(name.p[at] >= '0' && name.p[at] <= '9'))
		at++;
	while (at < name.n && name.p[at] >= '0' && name.p[at] <= '9')
		at++;
	struct pm_str tail = pm_str_trim(pm_str_sub(name, at, name.n));
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (pm_str_eqc(tail, ends[i]))
			return true;
	return false;
}

static void scan_heading(const struct pm_source *source, const struct pm_block *b, struct pm_section *s)
{
	struct pm_str text = pm_source_text(source, (struct pm_span){b->start, b->end});
	struct pm_title title;
	struct pm_bucket bucket;
	size_t n;
	pm_title_read(text, true, &title);
	s->level = b->level;
	s->title_from = b->start + (uint32_t)title.from;
	s->title_to = b->start + (uint32_t)title.to;
	s->kind = (uint8_t)title.kind;
	bool strong = title.has_id && !title.id.numbered && !title.id.weak;
	s->part = (uint8_t)(strong ? PM_PART_NONE : pm_part_find(text));
	ptrdiff_t gloss = title.has_id ? -1 : pm_str_chr(text, '('); /* "9. Directory (enhancements)" is a thing of its own */
	if (s->part == PM_PART_NONE && gloss > 0)		     /* "정의 (Definition of Done)" */
		s->part = (uint8_t)pm_part_find(pm_str_sub(text, (size_t)gloss + 1, text.n));
	if (s->part == PM_PART_MAYBE_PROSE && gloss > 0)
		s->part = PM_PART_NONE;
	if (s->part == PM_PART_NONE && !strong && pm_part_starts(text, &n) == PM_PART_SCENARIO)
		s->part = PM_PART_SCENARIO;
	if (s->part == PM_PART_NONE && !strong && is_criteria_of(text))
		s->part = PM_PART_CRITERIA;
	if (!strong && b->level > 1 && (s->part == PM_PART_NONE || s->part == PM_PART_PROSE) && is_appendix(text)) {
		s->part = PM_PART_PROSE;
		s->aside = true;
	}
	if (b->flags & PM_BLOCK_SETEXT)
		s->signals |= PM_SIGNAL_SETEXT;
	if (title.box)
		s->signals |= PM_SIGNAL_BOX;
	if (title.suffix_count)
		s->signals |= PM_SIGNAL_SUFFIX;
	if (title.has_id) {
		s->signals |= PM_SIGNAL_ID | (title.id.weak && !title.id.parted ? PM_SIGNAL_WEAK : 0) |
			      (title.id.numbered && text.p[title.id.from] != '#' ? PM_SIGNAL_NUMBERED : 0);
		if (text.p[title.id.from] == '#')
			s->signals &= ~(uint32_t)PM_SIGNAL_WEAK;
		s->id_from = b->start + (uint32_t)title.id.from;
		s->id_to = b->start + (uint32_t)title.id.to;
		s->several = title.several;
		s->weak_prefix = (uint8_t)text.p[title.id.from];
		if (title.id.numbered && s->part == PM_PART_NONE)
			s->part = (uint8_t)pm_part_find(pm_str_sub(text, title.from, text.n));
	} else if (title.kind != PM_KIND_NONE) {
		s->signals |= PM_SIGNAL_KIND;
	}
	s->bucket = PM_FIELD_COUNT;
	if (title.struck)
		s->signals |= PM_SIGNAL_STRUCK;
	if ((!title.has_id || title.id.numbered || title.id.weak) && !is_named_part(s)) {
		if (pm_bucket_read(text, &bucket) && bucket.field == PM_FIELD_SPRINT && tells_of_sprint(text))
			s->part = PM_PART_PROSE;
		else if (bucket.field != PM_FIELD_COUNT && !(text.p[0] == '[' && pm_str_find(text, "] [") > 0)) {
			struct pm_str behind = pm_str_sub(text, title.id.to, text.n);
			bool year = title.id.to - title.id.from == 4 && text.p[title.id.from] == '2'; /* 2027 H2 */
			bool version = bucket.field == PM_FIELD_RELEASE &&
				       (pm_str_starts(behind, " —") || pm_str_starts(behind, " –") || pm_str_starts(behind, " - "));
			if (title.id.numbered && version && s->level > 2)
				return; /* "### 0.1 — Set up" is the first part of what stands above it */
			if (title.id.numbered && (year || version)) {
				s->signals &= ~(uint32_t)(PM_SIGNAL_ID | PM_SIGNAL_NUMBERED | PM_SIGNAL_WEAK);
				s->title_from = b->start + (uint32_t)title.id.from;
				s->id_from = s->id_to = 0;
			}
			s->bucket = (uint8_t)bucket.field;
			s->bucket_state = (uint8_t)bucket.state;
			s->bucket_from = b->start + (uint32_t)bucket.from;
			s->bucket_to = b->start + (uint32_t)bucket.to;
		}
	}
}

static void scan_body(const struct pm_source *source, const struct pm_blocks *blocks, struct pm_section *s)
{
	for (uint32_t i = s->first; i < s->end; i++) {
		const struct pm_block *b = &blocks->list[i];
		if (b->depth == 0 && b->type == PM_BLOCK_PARAGRAPH)
			scan_paragraph(source, (struct pm_span){b->start, b->end}, s);
		else if (b->depth == 0 && b->type == PM_BLOCK_ITEM)
			scan_entry(source, pm_block_text(blocks, i), s);
		else if (b->depth == 0 && b->type == PM_BLOCK_FENCE)
			scan_fence(source, b, s);
		else if (b->depth == 1 && b->type == PM_BLOCK_PARAGRAPH && i && blocks->list[i - 1].type == PM_BLOCK_QUOTE)
			scan_paragraph(source, (struct pm_span){b->start, b->end}, s);
		else if (b->depth == 1 && b->type == PM_BLOCK_ITEM && i && blocks->list[i - 1].type == PM_BLOCK_QUOTE &&
			 opens_story(pm_source_text(source, pm_block_text(blocks, i))))
			count(&s->stories);
	}
	if (s->part == PM_PART_STORY && s->sentences + s->stories > 1)
		s->part = PM_PART_STORIES; /* "User story", and several of them */
}

/* A heading with an id of its own needs no other signal, unless it holds others: an epic is looked into at once, the rest when
 * that is known. */
static bool needs_signals(const struct pm_section *s)
{
	bool strong = (s->signals & PM_SIGNAL_ID) && !(s->signals & (PM_SIGNAL_WEAK | PM_SIGNAL_NUMBERED)) &&
		      s->id_to - s->id_from > 2; /* B1 may turn out to be a number of the outline */
	return strong ? pm_section_contains(s) : !is_named_part(s);
}

void pm_outline_scan(const struct pm_source *source, const struct pm_blocks *blocks, size_t first, size_t end,
		     struct pm_section **sections, size_t *count_, size_t *cap)
{
	struct pm_section *s = NULL;
	for (size_t i = first; i <= end; i++) {
		bool heading = i < end && blocks->list[i].type == PM_BLOCK_HEADING && blocks->list[i].depth == 0;
		if (i < end && !heading && (s || i > first))
			continue;
		if (s) {
			s->end = (uint32_t)i;
			s->scanned = needs_signals(s);
			if (s->scanned)
				scan_body(source, blocks, s);
		}
		if (i == end)
			break;
		PM_GROW(*sections, *count_, *cap);
		s = &(*sections)[(*count_)++];
		memset(s, 0, sizeof *s);
		s->block = heading ? (uint32_t)i : PM_NONE;
		s->first = (uint32_t)(heading ? i + 1 : i);
		s->parent = s->owner = s->draft = PM_NONE;
		s->bucket = PM_FIELD_COUNT;
		if (heading)
			scan_heading(source, &blocks->list[i], s);
	}
}

/* -- step two: roles */

/* Hashes of the titles of headings that are items, sorted; made when first asked for, by whichever thread that is. */
struct titles {
	pthread_mutex_t lock;
	uint64_t *hashes; /* NULL: not yet */
	size_t count;
};

struct decide {
	struct pm_outline *o;
	uint32_t weak[256];	  /* how many headings have a weak id with that letter */
	uint32_t entry_weak[256]; /* the same of list entries */
	uint32_t entry_hashes;	  /* list entries that begin with #12 and have a title */
	uint32_t h1;		  /* headings of level 1 */
	uint32_t *strong;	  /* per top section: heading items in it */
	uint32_t under_priority;  /* heading items in buckets of priorities */
	uint32_t solid;		  /* headings whose ids leave no doubt */
	uint32_t strong_items;	  /* headings with an id, a story, criteria or a field */
	uint32_t ids, boxes, sentences, bullets;
	bool tables;	    /* rows that are items */
	uint32_t id_rows;   /* of them in tables whose rows have ids */
	bool stronger;	    /* anything but bullets and bare headings */
	bool told;	    /* a heading "User stories" holds headings that are items and tell stories */
	bool plain;	    /* bullets and bare headings count under a bucket */
	size_t planned;	    /* of a roadmap laid out in buckets, the section of the first; else 0 */
	uint32_t *numbered; /* per section: numbered headings directly under it; the last is for those under none */
	uint32_t counted;   /* numbered headings */
	uint32_t runs;	    /* a bit a level: on which headings are numbered, three of them one behind the other */
	struct titles *titles;
	uint64_t *names;	   /* of the titles of all headings, sorted; NULL: not asked for yet */
	struct pm_arena looked_at; /* the table that is being looked at, which may be none of items */
	bool hint_none;
	bool handbook; /* most of its plain headings show code */
};

static bool has_strong_id(const struct decide *d, const struct pm_section *s)
{
	if (!(s->signals & PM_SIGNAL_ID) || (s->signals & PM_SIGNAL_NUMBERED))
		return false;
	if (d->solid >= 5 && s->id_to - s->id_from <= 2)
		return false; /* B1, C2: numbers of an outline, where the ids are longer */
	return !(s->signals & PM_SIGNAL_WEAK) || d->weak[s->weak_prefix] > 1;
}

static bool is_criterion_id(const struct pm_outline *o, const struct pm_section *s)
{
	return numbers_part(pm_source_text(o->source, (struct pm_span){s->id_from, s->id_to}));
}

/* A heading that names a part of an item, or a field: it leaves the one above it a leaf. */
static bool is_part_title(const struct pm_outline *o, const struct pm_section *s)
{
	if (s->part != PM_PART_NONE)
		return s->part < PM_PART_VISION || s->part == PM_PART_PROSE;
	if ((s->signals & PM_SIGNAL_ID) || s->bucket != PM_FIELD_COUNT)
		return false;
	return pm_field_find(pm_source_text(o->source, (struct pm_span){s->title_from, s->title_to})) != PM_FIELD_CUSTOM;
}

static void set_parents(struct pm_outline *o)
{
	uint32_t stack[7];
	size_t depth = 0;
	for (size_t i = 0; i < o->section_count; i++) {
		struct pm_section *s = &o->sections[i];
		s->leaf = true;
		if (s->block == PM_NONE)
			continue;
		while (depth && o->sections[stack[depth - 1]].level >= s->level)
			depth--;
		s->parent = depth ? stack[depth - 1] : PM_NONE;
		s->aside = s->aside || (s->parent != PM_NONE && o->sections[s->parent].aside);
		if (s->parent != PM_NONE && !is_part_title(o, s))
			o->sections[s->parent].leaf = false;
		stack[depth++] = (uint32_t)i;
	}
}

/* The file is one item where its headings ask what, why and how, and one of them holds criteria. */
static bool asks_what_why(const struct pm_outline *o, size_t title)
{
	static const char *const words[] = {";what;was;quoi;qué;o quê;wat;что;vad;什么;何;무엇;",
					    ";why;warum;pourquoi;por qué;por quê;waarom;почему;зачем;varför;为什么;なぜ;왜;",
					    ";how;wie;comment;cómo;como;hoe;как;hur;怎么做;どうやって;어떻게;"};
	bool asked[3] = {false}, criteria = false;
	for (size_t i = title + 1; i < o->section_count; i++) {
		const struct pm_section *s = &o->sections[i];
		char name[40] = ";";
		size_t n = s->parent == title
				   ? pm_label_fold(pm_source_text(o->source, (struct pm_span){s->title_from, s->title_to}),
						   name + 1, sizeof name - 3)
				   : 0;
		criteria = criteria || (s->signals & PM_SIGNAL_CRITERIA) || s->part == PM_PART_CRITERIA;
		if (!n)
			continue;
		memcpy(name + 1 + n, ";", 2);
		for (size_t k = 0; k < sizeof words / sizeof *words; k++)
			asked[k] = asked[k] || strstr(words[k], name);
	}
	return criteria && asked[0] + asked[1] + asked[2] >= 2;
}

/* Is there a section of a story (its sentence or its criteria) directly under the title, and no other id in the file? */
static bool title_is_item(const struct pm_outline *o, size_t title)
{
	const struct pm_section *t = &o->sections[title];
	bool part = false, pairs = (t->signals & PM_SIGNAL_PAIRS) && o->file_role == PM_ROLE_OTHER && !o->named;
	for (size_t i = 0; i < o->section_count; i++) {
		const struct pm_section *s = &o->sections[i];
		if (i != title && (s->signals & PM_SIGNAL_ID) && !(s->signals & PM_SIGNAL_NUMBERED) && !is_criterion_id(o, s))
			return false;
		if (i != title && (s->signals & PM_SIGNAL_KIND) && s->part != PM_PART_SCENARIO)
			return false;
		if (t->signals & PM_SIGNAL_PAIRED_ID)
			continue; /* what else the file holds is told of the item that its table names */
		if (s->parent == title && (s->part == PM_PART_CRITERIA || s->part == PM_PART_STORY))
			part = true;
		if (s->parent == title && s->part == PM_PART_NONE && (s->signals & PM_SIGNAL_CRITERIA) && s->stories)
			return false;
		bool items = s->ids || s->sentences || s->bolds || (!pairs && (s->boxes || (s->signals & PM_SIGNAL_TABLE)));
		bool part_above = s->parent != PM_NONE && s->parent != title && o->sections[s->parent].part != PM_PART_NONE;
		if (i != title && !part_above &&
		    (s->bucket != PM_FIELD_COUNT || ((s->part == PM_PART_NONE || s->part == PM_PART_STORIES) && items)))
			return false;
	}
	if ((t->signals & PM_SIGNAL_PAIRS) ||
	    (o->file_role != PM_ROLE_ROADMAP && o->file_role != PM_ROLE_STORIES && asks_what_why(o, title)))
		return true;
	return part || (t->stories == 1 && (t->signals & PM_SIGNAL_CRITERIA) && !t->bolds);
}

static bool is_milestone(struct pm_str title)
{
	static const char *const words[] = {
		"phase", "fase", "этап",  "фаза",     "阶段", "フェーズ",  "단계",   "giai đoạn",      "milestone", "meilenstein",
		"jalon", "hito", "marco", "mijlpaal", "веха", "milstolpe", "里程碑", "マイルストーン", "마일스톤"};
	char folded[160];
	struct pm_str name = {folded, pm_label_fold(pm_str_sub(title, 0, 120), folded, sizeof folded)};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (pm_str_starts(name, words[i]))
			return true;
	return false;
}

static bool is_record_bucket(const struct pm_outline *o, const struct pm_section *s)
{
	if (s->bucket != PM_FIELD_SPRINT && s->bucket != PM_FIELD_RELEASE && s->bucket != PM_FIELD_HORIZON)
		return false;
	if (s->signals & PM_SIGNAL_PLAN)
		return true;
	pm_day from, to;
	struct pm_str text = pm_source_text(o->source, (struct pm_span){s->bucket_from, s->bucket_to});
	bool named = s->bucket != PM_FIELD_HORIZON || (is_milestone(text) && !s->ids && !s->sentences);
	for (size_t i = 0; (s->signals & PM_SIGNAL_DATED) && !s->bolds && named && i < text.n; i++)
		if ((text.p[i] >= '0' && text.p[i] <= '9') ||
		    (s->bucket == PM_FIELD_SPRINT && i && text.p[i - 1] == ' ' && text.p[i] >= 'A' && text.p[i] <= 'Z'))
			return true; /* "Sprint 3", "Sprint F", "v1.0" with a status or a date of its own */
	if (s->bucket != PM_FIELD_HORIZON && pm_date_range(text, &from, &to))
		return true;
	for (size_t i = 0; s->bucket == PM_FIELD_RELEASE && i + 10 <= text.n; i++) /* a release has one day */
		if (text.p[i] == '2' && text.p[i + 4] == '-' && pm_date_read(pm_str_sub(text, i, text.n), false, &from) >= 10)
			return true;
	return false;
}

static enum pm_section_role role_of_title(struct decide *d, size_t i)
{
	struct pm_section *s = &d->o->sections[i];
	if (has_strong_id(d, s) && !is_criterion_id(d->o, s))
		return PM_SECTION_ITEM;
	if (s->bucket == PM_FIELD_SPRINT || s->bucket == PM_FIELD_RELEASE)
		return PM_SECTION_BUCKET;
	if ((s->signals & PM_SIGNAL_KIND) && s->kind != PM_KIND_NONE && d->o->section_count < 40 && title_is_item(d->o, i))
		return PM_SECTION_ITEM;
	return title_is_item(d->o, i) ? PM_SECTION_ITEM : PM_SECTION_DOCUMENT;
}

/* part_groups: this part holds items: stories, epics, or the tasks of an epic (those of a story or a release are its own). */
static bool part_groups(const struct pm_section *s, const struct pm_section *owner)
{
	return s->part == PM_PART_STORIES || s->part == PM_PART_EPICS ||
	       (s->part == PM_PART_TASKS && pm_section_contains(owner) &&
		(owner->bucket == PM_FIELD_COUNT || (s->boxes + s->ids > 1 && !owner->boxes && !owner->ids && !owner->bullets)));
}

/* Under an item: another item, or a part of it? */
static enum pm_section_role role_inside(struct decide *d, struct pm_section *s, const struct pm_section *owner)
{
	bool criterion = (s->signals & PM_SIGNAL_ID) && is_criterion_id(d->o, s);
	if (has_strong_id(d, s) && !criterion)
		return PM_SECTION_ITEM;
	if (!criterion && part_groups(s, owner))
		return PM_SECTION_GROUP;
	if (criterion || s->part != PM_PART_NONE)
		return PM_SECTION_PART;
	if (pm_section_contains(owner) && (s->bolds || s->ids > 1 || s->stories > 1 || s->sentences > 1) &&
	    !(s->signals & PM_SIGNAL_KIND))
		return PM_SECTION_GROUP;
	if (!pm_section_contains(owner) &&
	    ((owner->stories || (owner->signals & PM_SIGNAL_CRITERIA)) || owner->kind != PM_KIND_NONE))
		return PM_SECTION_PART;
	if (s->signals & PM_SIGNAL_KIND)
		return PM_SECTION_ITEM;
	if (s->bucket != PM_FIELD_COUNT && pm_section_contains(owner))
		return PM_SECTION_BUCKET;
	struct pm_str title = pm_source_text(d->o->source, (struct pm_span){s->title_from, s->title_to});
	if (pm_field_find(title) != PM_FIELD_CUSTOM)
		return PM_SECTION_PART;
	bool work = s->stories == 1 || (s->signals & (PM_SIGNAL_CRITERIA | PM_SIGNAL_FIELD));
	if (pm_section_tells_fields(d->o, s))
		return PM_SECTION_PART;
	if (pm_section_contains(owner) && work)
		return PM_SECTION_ITEM;
	bool listed = !s->leaf || ((s->signals & PM_SIGNAL_TABLE) && !s->stories) ||
		      (PM_KIND_IS_RECORD(owner->kind) && (s->ids || s->boxes || s->bullets));
	return pm_section_contains(owner) && listed ? PM_SECTION_GROUP : PM_SECTION_PART;
}

static bool under_bucket(const struct pm_outline *o, const struct pm_section *s)
{
	for (; s->parent != PM_NONE; s = &o->sections[s->parent])
		if (o->sections[s->parent].role == PM_SECTION_BUCKET || pm_section_contains(&o->sections[s->parent]))
			return true;
	return false;
}

static bool has_colon(const struct pm_outline *o, const struct pm_section *s)
{
	struct pm_str text = pm_source_text(o->source, (struct pm_span){s->bucket_from, s->bucket_to});
	return pm_str_chr(text, ':') > 0 && pm_str_chr(text, ':') < 5 && pm_str_chr(text, '.') < 0;
}

/* "V1: Three" among others: a number of the team's. */
static void take_version_as_id(const struct pm_outline *o, struct pm_section *s)
{
	const char *base = o->source->bytes;
	uint32_t colon = s->title_from;
	while (colon < s->title_to && base[colon] != ':')
		colon++;
	s->id_from = s->title_from;
	s->id_to = colon;
	s->signals |= PM_SIGNAL_ID;
	for (colon++; colon < s->title_to && (base[colon] == ' ' || base[colon] == '*'); colon++)
		;
	s->title_from = colon;
}

/* Criteria under a heading of the item's own level, right behind it, are the item's. */
static bool follows_item(const struct pm_outline *o, size_t i)
{
	const struct pm_section *before = &o->sections[i - 1];
	uint32_t item = before->role == PM_SECTION_ITEM	  ? (uint32_t)(i - 1)
			: before->role == PM_SECTION_PART ? before->owner
							  : PM_NONE;
	return item != PM_NONE && o->sections[item].level == o->sections[i].level &&
	       !(o->sections[item].signals & PM_SIGNAL_CRITERIA);
}

/* What is said not to be done. */
static uint8_t find_exclusion(struct pm_str title)
{
	static const char *const words[] = {"out of scope",    "not included", "not in scope",	   "nicht enthalten",
					    "nicht im umfang", "no incluido",  "fuera de alcance", "não incluído",
					    "hors périmètre",  "hors scope",   "не входит",	   "不包含",
					    "不包括",	       "対象外",       "제외 사항",	   "제외사항",
					    "non-goals",       "non goals",    "scope lock"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (pm_str_ifind(title, words[i]) >= 0)
			return true;
	return false;
}

static bool says_excluded(struct pm_str title)
{
	static _Thread_local struct pm_memo memo;
	return pm_memo_get(&memo, title, find_exclusion);
}

static bool is_excluded(const struct pm_outline *o, const struct pm_section *s)
{
	struct pm_str title = pm_source_text(o->source, (struct pm_span){s->title_from, s->title_to});
	if (s->legend && (!(s->signals & PM_SIGNAL_ID) || (s->signals & PM_SIGNAL_NUMBERED)))
		return true;
	if (!(s->signals & PM_SIGNAL_ID) && says_excluded(title))
		return true;
	static const char *const ends[] = {" template", " Template", " gabarit",     " Vorlage", "plantilla",
					   " modelo",	"模板",	     "テンプレート", "템플릿"};
	for (size_t i = 0; !(s->signals & PM_SIGNAL_ID) && i < sizeof ends / sizeof *ends; i++)
		if (pm_str_ends(title, ends[i]))
			return true;
	return false;
}

/* Testing, Team, Review: prose in one file, a group of features in another, whose lists tell. */
static bool is_soft_prose(const struct pm_outline *o, size_t i)
{
	static const char *const words[] = {"testing",	  "tests",     "architecture", "implementation",  "verification",
					    "validation", "metrics",   "team",	       "progress",	  "review",
					    "history",	  "timeline",  "findings",     "recommendations", "impact",
					    "files",	  "resources", "comments",     "documentation"};
	const struct pm_section *s = &o->sections[i];
	char folded[64];
	size_t n = pm_label_fold(pm_source_text(o->source, (struct pm_span){s->title_from, s->title_to}), folded, sizeof folded);
	bool soft = false;
	for (size_t k = 0; k < sizeof words / sizeof *words; k++)
		soft = soft || pm_str_eqc((struct pm_str){folded, n}, words[k]);
	if (!soft || s->boxes)
		return soft;
	for (size_t k = i > 8 ? i - 8 : 0; s->bullets && k < o->section_count && k < i + 8; k++) {
		const struct pm_section *t = &o->sections[k];
		if (k != i && t->parent == s->parent && t->level == s->level && t->part == PM_PART_NONE && (t->bullets || t->boxes))
			return true;
	}
	return false;
}

/* A list of one sentence, beside headings with longer ones: a list, whose heading is none of the item. */
static bool is_short_list(const struct pm_outline *o, size_t i)
{
	enum { FAR = 12 };
	const struct pm_section *s = &o->sections[i];
	uint32_t b = s->first;
	while (b < s->end && o->blocks.list[b].type != PM_BLOCK_ITEM)
		b++;
	bool numbered =
		b < s->end && o->source->bytes[o->blocks.list[b].start] >= '0' && o->source->bytes[o->blocks.list[b].start] <= '9';
	size_t one = 0, several = 0;
	for (size_t k = i > FAR ? i - FAR : 0; b < s->end && k < o->section_count && k < i + FAR; k++)
		if (o->sections[k].parent == s->parent && o->sections[k].level == s->level) {
			one += o->sections[k].sentences == 1;
			several += o->sections[k].sentences > 1;
		}
	return numbered ? several > 0 : several > one;
}

/* Headings with fields of their own, one behind the other: what one of them lists is its detail, with ids or without. */
static bool follows_its_like(const struct pm_outline *o, size_t i)
{
	const struct pm_section *s = &o->sections[i];
	enum { FAR = 8 };
	if (!(s->signals & PM_SIGNAL_FIELD) || (s->signals & PM_SIGNAL_ID))
		return false;
	for (size_t k = i; k-- > 0 && i - k < FAR;) {
		const struct pm_section *t = &o->sections[k];
		if (t->level < s->level)
			return false;
		if (t->level == s->level && t->parent == s->parent)
			return t->role == PM_SECTION_ITEM && (t->signals & PM_SIGNAL_FIELD) && t->bucket == PM_FIELD_COUNT;
	}
	return false;
}

/* A read-me speaks of a product: only ids and stories are items there, unless a hint says more. */
static bool is_quiet(const struct pm_outline *o)
{
	return o->file_role == PM_ROLE_README && !o->hint.given;
}

/* By a hint, the headings of some levels are items. */
static enum pm_section_role role_by_level(const struct pm_outline *o, const struct pm_section *s)
{
	bool part =
		s->part != PM_PART_NONE && s->part != PM_PART_STORIES && s->part != PM_PART_EPICS && s->part != PM_PART_MAYBE_PROSE;
	bool above = o->hint.levels >> (s->level + 1);
	if (s->level == 1 && !(o->hint.levels & 2))
		return s->bucket == PM_FIELD_SPRINT || s->bucket == PM_FIELD_RELEASE ? PM_SECTION_BUCKET : PM_SECTION_DOCUMENT;
	if (o->hint.levels >> s->level & 1 && !part)
		return PM_SECTION_ITEM;
	if (s->owner != PM_NONE)
		return PM_SECTION_PART;
	return s->bucket != PM_FIELD_COUNT ? PM_SECTION_BUCKET : above ? PM_SECTION_GROUP : PM_SECTION_PROSE;
}

/* "Version: 1.0", "Date: 2027-01-04" and nothing of work: fields of the document, below its second line. */
static bool tells_document(const struct pm_outline *o, const struct pm_section *s)
{
	bool version = false, date = false;
	if (s->first == s->end || o->blocks.list[s->first].type != PM_BLOCK_PARAGRAPH || s->bullets || s->ids || s->boxes)
		return false;
	for (struct pm_span rest = pm_block_text(&o->blocks, s->first); rest.start < rest.end;) {
		struct pm_labelled l;
		if (!pm_line_read(pm_source_text(o->source, pm_span_line(o->source, &rest)), &l))
			continue;
		version = version || l.field == PM_FIELD_RELEASE;
		date = date || l.field == PM_FIELD_CREATED || l.field == PM_FIELD_UPDATED || l.field == PM_FIELD_TARGET_DATE;
		if (l.field != PM_FIELD_RELEASE && l.field != PM_FIELD_CUSTOM && pm_field_is_work(l.field))
			return false;
	}
	return version && date;
}

/* "PAY-4 … PAY-13 - Wallets": does what stands below begin a row, an entry or a heading with the first of its ids? */
static bool lists_its_ids(const struct pm_outline *o, size_t i)
{
	const struct pm_section *s = &o->sections[i];
	struct pm_str id = pm_source_text(o->source, (struct pm_span){s->id_from, s->id_to});
	size_t next = i + 1;
	while (next < o->section_count && o->sections[next].level > s->level)
		next++;
	struct pm_span rest = {o->blocks.list[s->block].end,
			       next < o->section_count ? o->blocks.list[o->sections[next].block].start : (uint32_t)o->source->size};
	while (rest.start < rest.end) {
		struct pm_str line = pm_source_text(o->source, pm_span_line(o->source, &rest));
		while (line.n && strchr(" |*#`-+[]xX_~", line.p[0]))
			line = pm_str_sub(line, 1, line.n);
		if (pm_str_eq(pm_str_sub(line, 0, id.n), id) && (line.n == id.n || !strchr("0123456789.-", line.p[id.n])))
			return true;
	}
	return false;
}

/* "Phase 2: Threads ([#3](...))": a phase with an issue of its own. */
static bool links_issue(const struct pm_outline *o, const struct pm_section *s)
{
	struct pm_str title = pm_source_text(o->source, (struct pm_span){s->bucket_from, s->bucket_to});
	return (pm_str_find(title, "([#") > 0 && pm_str_ends(title, "))")) ||
	       (pm_str_find(title, "(#") > 0 && pm_str_ends(title, ")"));
}

/* Do its entries begin with signs that say their states?  Then they are the items. */
static bool lists_signs(const struct pm_outline *o, const struct pm_section *s)
{
	static const char *const known[] = {"✅", "☑", "✔", "❌", "🚧", "⏳", "⬜", "🧊", "🔄", "📋", "🔜", "🔨", "💡"};
	size_t signs = 0, entries = 0;
	for (uint32_t b = s->first; b < s->end; b++) {
		struct pm_str text = pm_source_text(o->source, pm_block_text(&o->blocks, b));
		if (o->blocks.list[b].depth || o->blocks.list[b].type != PM_BLOCK_ITEM)
			continue;
		entries++;
		for (size_t i = 0; i < sizeof known / sizeof *known && text.n && (text.p[0] & 0x80); i++)
			signs += pm_str_starts(text, known[i]);
	}
	return signs > 1 && signs * 2 > entries;
}

static enum pm_section_role role_of(struct decide *d, size_t i)
{
	struct pm_outline *o = d->o;
	struct pm_section *s = &o->sections[i];
	const struct pm_section *parent = s->parent == PM_NONE ? NULL : &o->sections[s->parent];
	if (s->block == PM_NONE)
		return PM_SECTION_DOCUMENT;
	if (s->part == PM_PART_MAYBE_PROSE) {
		bool work = s->stories || s->sentences || s->ids || s->boxes ||
			    (s->signals &
			     (PM_SIGNAL_FIELD | PM_SIGNAL_CRITERIA | PM_SIGNAL_SUFFIX | PM_SIGNAL_NUMBERED | PM_SIGNAL_BOX));
		s->part = work ? PM_PART_NONE : PM_PART_PROSE;
	}
	if (is_excluded(o, s))
		s->part = PM_PART_PROSE;
	if (d->hint_none)
		return PM_SECTION_GROUP;
	if (s->barred)
		return s->bucket != PM_FIELD_COUNT ? PM_SECTION_BUCKET : PM_SECTION_GROUP;
	if (o->hint.levels)
		return role_by_level(o, s);
	if (s->level == 1 && (d->h1 < 3 || s->block == 0))
		return role_of_title(d, i);
	if (parent && parent->role == PM_SECTION_PART && (!has_strong_id(d, s) || parent->part == PM_PART_CRITERIA))
		return PM_SECTION_PART;
	if (s->owner != PM_NONE) {
		enum pm_section_role role = role_inside(d, s, &o->sections[s->owner]);
		if (role == PM_SECTION_BUCKET && is_record_bucket(o, s))
			return PM_SECTION_ITEM;
		return role;
	}
	bool criterion = (s->signals & PM_SIGNAL_ID) && is_criterion_id(o, s);
	if (has_strong_id(d, s) && !criterion)
		return s->several && lists_its_ids(o, i) ? PM_SECTION_GROUP : PM_SECTION_ITEM;
	bool plain =
		(s->signals & PM_SIGNAL_FIELD) && ((s->signals & (PM_SIGNAL_NUMBERED | PM_SIGNAL_CRITERIA)) || s->stories == 1);
	if (parent && parent->role == PM_SECTION_PROSE && (criterion || !(s->signals & PM_SIGNAL_KIND)) && !plain)
		return PM_SECTION_PROSE;
	if (s->part == PM_PART_CRITERIA && i && follows_item(o, i)) {
		s->owner = o->sections[i - 1].role == PM_SECTION_ITEM ? (uint32_t)(i - 1) : o->sections[i - 1].owner;
		return PM_SECTION_PART;
	}
	if (s->part == PM_PART_VISION)
		return PM_SECTION_PROSE;
	if (s->signals & PM_SIGNAL_KIND)
		return PM_SECTION_ITEM;
	if (s->bucket == PM_FIELD_RELEASE && (s->signals & PM_SIGNAL_FIELD) && s->leaf && !s->boxes && !s->ids && has_colon(o, s)) {
		s->bucket = PM_FIELD_COUNT;
		take_version_as_id(o, s);
		return PM_SECTION_ITEM;
	}
	if (s->bucket == PM_FIELD_HORIZON && s->leaf && links_issue(o, s)) {
		s->bucket = PM_FIELD_COUNT;
		return PM_SECTION_ITEM;
	}
	if (s->bucket != PM_FIELD_COUNT && s->part != PM_PART_PROSE)
		return is_record_bucket(o, s) ? PM_SECTION_ITEM : PM_SECTION_BUCKET;
	if (s->part == PM_PART_PROSE && is_soft_prose(o, i))
		s->part = PM_PART_NONE;
	if (s->part == PM_PART_PROSE && !s->aside && (s->stories || s->sentences || s->ids > 1))
		s->part = PM_PART_NONE; /* the name of a feature, after all */
	if (s->part == PM_PART_PROSE || s->part == PM_PART_CRITERIA || s->part == PM_PART_READY_DONE ||
	    s->part == PM_PART_EDGE_CASES || s->part == PM_PART_DESCRIPTION)
		return PM_SECTION_PROSE;
	if (s->part != PM_PART_NONE && s->part != PM_PART_SCENARIO)
		return PM_SECTION_GROUP;
	bool story = s->stories == 1 || (s->stories == 0 && s->sentences == 1 && !s->ids && s->leaf && !is_short_list(o, i));
	bool work = story || (s->signals & (PM_SIGNAL_CRITERIA | PM_SIGNAL_FIELD | PM_SIGNAL_BOX)) ||
		    (parent && parent->part == PM_PART_GOALS && (s->signals & PM_SIGNAL_MEASURE)) ||
		    (parent && parent->part == PM_PART_FEEDBACK) || (parent && parent->part == PM_PART_PERSONAS);
	bool crowd = s->ids + (s->signals & PM_SIGNAL_FIELD ? 0 : s->bolds) > 1 || s->stories > 1 || s->sentences > 1;
	crowd = crowd && !follows_its_like(o, i);
	bool fields_only = !story && !(s->signals & (PM_SIGNAL_CRITERIA | PM_SIGNAL_BOX));
	bool subtitle = i == 1 && parent && parent->first == parent->end && tells_document(o, s);
	if (fields_only && is_quiet(o))
		return PM_SECTION_GROUP;
	if (work && !crowd && !(fields_only && (subtitle || (d->solid >= 5 && parent && parent->part != PM_PART_GOALS))))
		return PM_SECTION_ITEM;
	bool rows = (s->signals & PM_SIGNAL_TABLE) && !(s->signals & PM_SIGNAL_PAIRS);
	if ((s->signals & PM_SIGNAL_SUFFIX) && d->solid < 5 && !crowd && s->leaf && !s->boxes && !rows && s->level > 2 &&
	    !lists_signs(o, s))
		return PM_SECTION_ITEM;
	bool listed = under_bucket(o, s) || o->file_role == PM_ROLE_BACKLOG || (parent && parent->part == PM_PART_STORIES);
	if ((s->signals & PM_SIGNAL_NUMBERED) && s->level >= 3 && (d->solid < 3 || d->solid * 2 < d->counted) &&
	    (d->runs >> s->level & 1) && s->stories < 2 && s->sentences < 2 && s->leaf && listed)
		return PM_SECTION_ITEM;
	if (d->o->hint.heading && s->leaf)
		return PM_SECTION_ITEM;
	return PM_SECTION_GROUP;
}

/* "Bugs", "Known bugs": what stands below are bugs. */
static bool names_bugs(const struct pm_outline *o, const struct pm_section *s)
{
	static const char *const words[] = {"bugs",   "known bugs", "bug fixes", "bugfixes", "bug reports", "open bugs", "fehler",
					    "bogues", "errores",    "erros",	 "fouten",   "ошибки",	    "баги",	 "buggar",
					    "缺陷",   "已知问题",   "バグ",	 "버그",     "lỗi",	    "defects"};
	char folded[48];
	struct pm_str title = pm_source_text(o->source, (struct pm_span){s->title_from, s->title_to});
	struct pm_str name = {folded, pm_label_fold(pm_str_sub(title, 0, 40), folded, sizeof folded)};
	for (size_t i = 0; s->block != PM_NONE && i < sizeof words / sizeof *words; i++)
		if (pm_str_eqc(name, words[i]))
			return true;
	return false;
}

/* The kind of a heading that is an item. */
static enum pm_kind kind_of(const struct pm_outline *o, const struct pm_section *s)
{
	const struct pm_section *parent = s->parent == PM_NONE ? NULL : &o->sections[s->parent];
	if (s->bucket == PM_FIELD_SPRINT && !(s->signals & PM_SIGNAL_ID))
		return PM_KIND_SPRINT;
	if ((s->bucket == PM_FIELD_RELEASE || s->bucket == PM_FIELD_HORIZON) && !(s->signals & PM_SIGNAL_ID))
		return PM_KIND_RELEASE;
	if (s->kind != PM_KIND_NONE)
		return (enum pm_kind)s->kind;
	if (parent && parent->part == PM_PART_GOALS)
		return PM_KIND_GOAL;
	if (parent && parent->part == PM_PART_FEEDBACK)
		return PM_KIND_FEEDBACK;
	if (parent && parent->part == PM_PART_PERSONAS)
		return PM_KIND_PERSONA;
	if (parent && parent->part == PM_PART_EPICS)
		return PM_KIND_EPIC;
	if (parent && parent->role != PM_SECTION_ITEM && names_bugs(o, parent))
		return PM_KIND_BUG;
	return PM_KIND_NONE;
}

/* An item without a story or criteria, whose headings below are items, is an epic; where it is decided from the front, look
 * ahead. */
static bool holds_items(const struct decide *d, size_t i)
{
	const struct pm_outline *o = d->o;
	for (size_t j = i + 1; j < o->section_count && o->sections[j].level > o->sections[i].level; j++) {
		const struct pm_section *s = &o->sections[j];
		if (s->part != PM_PART_NONE && s->part != PM_PART_STORIES)
			continue;
		if (has_strong_id(d, s) && !is_criterion_id(o, s))
			return true;
		if (s->level == o->sections[i].level + 1 && s->stories == 1)
			return true;
	}
	return false;
}

/* Criteria under a heading of their own are a signal for the heading above: one without an id, which would else be a group. */
static void note_criteria(struct pm_outline *o)
{
	for (size_t i = 0; i < o->section_count; i++) {
		const struct pm_section *s = &o->sections[i];
		if (s->part != PM_PART_CRITERIA || s->parent == PM_NONE)
			continue;
		struct pm_section *parent = &o->sections[s->parent];
		bool alone = !(parent->signals & PM_SIGNAL_ID) && parent->level > 1 && parent->level + 1 == s->level;
		if (alone && parent->part == PM_PART_NONE && s->end > s->first)
			parent->signals |= PM_SIGNAL_CRITERIA;
	}
}

/* Below "Planning", "Release plan", "Implementation order": in which order the items above are done. */
static bool is_plan(const struct pm_outline *o, const struct pm_section *s)
{
	static const char *const words[] = {
		"planning",	"order",   "sequence", "sequencing",	"schedule", "timeline",	     "volgorde",
		"reihenfolge",	"planung", "ordre",    "planification", "orden",    "planificación", "ordem",
		"planejamento", "порядок", "план",     "планирование",	"ordning",  "kế hoạch",	     "计划",
		"规划",		"顺序",	   "計画",     "順序",		"계획",	    "순서",	     "plan"};
	for (; s->parent != PM_NONE; s = &o->sections[s->parent]) {
		const struct pm_section *up = &o->sections[s->parent];
		char folded[80];
		struct pm_str name = {folded,
				      pm_label_fold(pm_source_text(o->source, (struct pm_span){up->title_from, up->title_to}),
						    folded, sizeof folded)};
		if ((up->bucket != PM_FIELD_COUNT && up->bucket != PM_FIELD_STATUS) || up->level < 2)
			continue;
		for (size_t i = 0; i < sizeof words / sizeof *words; i++)
			if (pm_str_ends(name, words[i]) ||
			    (pm_str_starts(name, words[i]) && name.n > strlen(words[i]) && name.p[strlen(words[i])] == ' '))
				return true;
	}
	return false;
}

/* "Planning" with sprints or phases as headings below it is no state. */
static void note_plans(struct pm_outline *o)
{
	for (size_t i = 0; i < o->section_count; i++) {
		struct pm_section *s = &o->sections[i];
		if (s->parent == PM_NONE ||
		    (s->bucket != PM_FIELD_SPRINT && s->bucket != PM_FIELD_HORIZON && s->bucket != PM_FIELD_RELEASE))
			continue;
		struct pm_section *parent = &o->sections[s->parent];
		if (parent->bucket == PM_FIELD_STATUS && parent->bucket_state == PM_STATE_OPEN && is_plan(o, s))
			parent->bucket = PM_FIELD_COUNT;
	}
}

/* FR-001, NFR-2, SC-1, AC-3 beside real items: requirements and criteria of them. */
static bool is_requirement_id(struct pm_str id)
{
	static const char *const prefixes[] = {"FR", "NFR", "SC", "AC", "BR"};
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		size_t n = strlen(prefixes[i]);
		if (pm_str_istarts(id, prefixes[i]) && id.n > n && (id.p[n] == '-' || (id.p[n] >= '0' && id.p[n] <= '9')))
			return true;
	}
	return false;
}

/* The list of what the stories of the file have to meet, as planners write it in front of them. */
static bool is_inventory(const struct pm_outline *o, uint32_t section)
{
	for (uint32_t p = section; p != PM_NONE; p = o->sections[p].parent) {
		const struct pm_section *s = &o->sections[p];
		struct pm_str title = pm_source_text(o->source, (struct pm_span){s->title_from, s->title_to});
		if (s->block != PM_NONE && pm_str_ifind(title, "requirements inventory") >= 0)
			return true;
	}
	return false;
}

/* "**[PAY-1] ...**" and its story, under a heading with an id: does the section begin with such?  Its signals then say more. */
static bool begins_with_bolds(const struct pm_outline *o, const struct pm_section *s)
{
	enum { FAR = 40 };
	size_t bolds = 0;
	for (uint32_t i = s->first; i < s->end && i < s->first + FAR; i++) {
		const struct pm_block *b = &o->blocks.list[i];
		const char *p = o->source->bytes + b->start;
		if (b->depth || b->type != PM_BLOCK_PARAGRAPH || b->end - b->start < 8 || p[0] != '*' || p[1] != '*')
			continue;
		p += p[2] == '[' ? 3 : 2;
		struct pm_title title;
		struct pm_str text = pm_source_text(o->source, (struct pm_span){b->start, b->end});
		if (*p < 'A' || *p > 'Z' || !is_bold_id(text))
			continue;
		pm_title_read(text, false, &title);
		struct pm_str id = pm_str_sub(text, title.id.from, title.id.to);
		if (pm_str_chr(id, ' ') >= 0 || numbers_part(id) || is_requirement_id(id))
			continue; /* "Task 1", "AC-1", "FR-1": parts of this one */
		if (++bolds > 1)
			return true;
		struct pm_span rest = {b->start, b->end};
		pm_span_line(o->source, &rest);
		bool story = rest.start < rest.end && opens_story(pm_source_text(o->source, rest));
		bool next = i + 1 < s->end && o->blocks.list[i + 1].type == PM_BLOCK_PARAGRAPH &&
			    opens_story(pm_source_text(o->source, pm_block_text(&o->blocks, i + 1)));
		if (story || next)
			return true;
	}
	return false;
}

/* Headings that are numbered through: 1, 2 under one phase and 3 under the next, or three under one of them. */
static void note_runs(struct decide *d)
{
	enum { RUN = 3 };
	const struct pm_outline *o = d->o;
	unsigned long last[7] = {0};
	uint32_t run[7] = {0};
	for (size_t i = 0; i < o->section_count; i++) {
		const struct pm_section *s = &o->sections[i];
		if (!(s->signals & PM_SIGNAL_NUMBERED))
			continue;
		unsigned long number = 0;
		for (uint32_t at = s->id_from; at < s->id_to && at < s->id_from + 6; at++)
			number = o->source->bytes[at] >= '0' && o->source->bytes[at] <= '9'
					 ? number * 10 + (unsigned long)(o->source->bytes[at] - '0')
					 : number;
		d->counted++;
		run[s->level] = number == last[s->level] + 1 ? run[s->level] + 1 : 1;
		last[s->level] = number;
		if (run[s->level] >= RUN || d->numbered[s->parent == PM_NONE ? o->section_count : s->parent] >= RUN)
			d->runs |= UINT32_C(1) << s->level;
	}
}

/* Where, by a hint, no items stand: below no section that is named, or below one that is excepted. */
static void note_barred(struct pm_outline *o)
{
	bool *inside = pm_calloc(o->section_count + 1, sizeof *inside), *except = pm_calloc(o->section_count + 1, sizeof *except);
	for (size_t i = 0; i < o->section_count; i++) {
		struct pm_section *s = &o->sections[i];
		struct pm_str title = {NULL, 0};
		if (s->block != PM_NONE)
			title = pm_source_text(o->source, pm_block_text(&o->blocks, s->block));
		bool up = s->parent != PM_NONE;
		inside[i] = (up && inside[s->parent]) || pm_hint_names(o->hint.only, title);
		except[i] = (up && except[s->parent]) || pm_hint_names(o->hint.except, title);
		s->barred = except[i] || (o->hint.only.n && !inside[i]);
	}
	free(inside);
	free(except);
}

static void gather(struct decide *d)
{
	struct pm_outline *o = d->o;
	if (o->hint.only.n || o->hint.except.n)
		note_barred(o);
	note_criteria(o);
	note_plans(o);
	d->numbered = pm_calloc(o->section_count + 1, sizeof *d->numbered);
	d->strong = pm_calloc(o->section_count + 1, sizeof *d->strong);
	for (size_t i = 0; i < o->section_count; i++) {
		struct pm_section *s = &o->sections[i];
		d->h1 += s->level == 1;
		s->holds_bolds = s->level > 1 && (s->signals & PM_SIGNAL_ID) && begins_with_bolds(o, s);
		if (!s->scanned && (!s->leaf || s->level == 1 || s->holds_bolds)) {
			scan_body(o->source, &o->blocks, s);
			s->scanned = true;
		}
		d->solid += (s->signals & PM_SIGNAL_ID) && !(s->signals & (PM_SIGNAL_WEAK | PM_SIGNAL_NUMBERED)) &&
			    s->id_to - s->id_from > 2;
		if ((s->signals & (PM_SIGNAL_WEAK | PM_SIGNAL_NUMBERED)) == PM_SIGNAL_WEAK)
			d->weak[s->weak_prefix]++;
		if (s->signals & PM_SIGNAL_NUMBERED)
			d->numbered[s->parent == PM_NONE ? o->section_count : s->parent]++;
	}
	note_runs(d);
}

static void set_vision(struct pm_outline *o, const struct pm_section *s)
{
	uint32_t end = s->end;
	while (end > s->first + 1 && o->blocks.list[end - 1].type == PM_BLOCK_RULE)
		end--;
	uint32_t first = s->first;
	while (first + 1 < end && o->blocks.list[first].type == PM_BLOCK_QUOTE)
		first++;
	o->vision = (struct pm_span){o->blocks.list[first].start, o->blocks.list[end - 1].end};
}

/* The part of the file that a section stands in: below its title, as a rule under a heading of level 2. */
static size_t top_of(const struct pm_outline *o, size_t i)
{
	while (o->sections[i].parent != PM_NONE && o->sections[o->sections[i].parent].level > 1)
		i = o->sections[i].parent;
	return i;
}

/* The field of the nearest bucket. */
static enum pm_field_id bucket_of(const struct pm_outline *o, const struct pm_section *s)
{
	for (;; s = &o->sections[s->parent]) {
		if (s->role == PM_SECTION_BUCKET)
			return (enum pm_field_id)s->bucket;
		if (s->parent == PM_NONE)
			return PM_FIELD_COUNT;
	}
}

static bool is_item_table(const struct pm_outline *o, const struct pm_table *table);
static bool rows_have_ids(const struct pm_outline *o, const struct pm_table *table);

/* "E01 - Accounts", and right below it a table whose rows have ids and a column of titles, states or the like: an epic. */
static bool heads_table(struct decide *d, const struct pm_section *s)
{
	enum { NEAR = 3 };
	const struct pm_outline *o = d->o;
	if (!s->leaf || !(s->signals & PM_SIGNAL_ID) || s->stories || (s->signals & (PM_SIGNAL_CRITERIA | PM_SIGNAL_NUMBERED)))
		return false;
	for (uint32_t b = s->first; b < s->end && b < s->first + NEAR; b++) {
		struct pm_span span = pm_block_text(&o->blocks, b);
		struct pm_table table;
		if (o->blocks.list[b].type != PM_BLOCK_PARAGRAPH || o->source->bytes[span.start] != '|' ||
		    !pm_table_maybe(o->source, span))
			continue;
		pm_arena_reset(&d->looked_at);
		if (!pm_table_read(o->source, span, &d->looked_at, &table) || table.row_count < 2)
			return false;
		enum pm_field_id first = pm_field_find_column(pm_source_text(o->source, table.header[0]));
		struct pm_title title;
		struct pm_str cell = pm_source_text(o->source, table.rows[0].cells[0]);
		pm_title_read(cell, false, &title);
		return first == PM_FIELD_ID && title.has_id && !title.id.numbered && rows_have_ids(o, &table) &&
		       is_item_table(o, &table) && !numbers_part(pm_str_sub(cell, title.id.from, title.id.to));
	}
	return false;
}

static void decide_roles(struct decide *d)
{
	struct pm_outline *o = d->o;
	for (size_t i = 0; i < o->section_count; i++) {
		struct pm_section *s = &o->sections[i];
		const struct pm_section *parent = s->parent == PM_NONE ? NULL : &o->sections[s->parent];
		s->owner = !parent ? PM_NONE : parent->role == PM_SECTION_ITEM ? s->parent : parent->owner;
		s->criteria = parent && parent->role == PM_SECTION_PROSE && parent->part == PM_PART_CRITERIA;
		s->role = (uint8_t)role_of(d, i);
		if (s->role == PM_SECTION_ITEM) {
			s->kind = (uint8_t)kind_of(o, s);
			bool whole = s->level == 1 && !(s->signals & PM_SIGNAL_ID); /* the file is the item */
			if (s->holds_bolds && !s->stories && s->kind <= PM_KIND_STORY)
				s->kind = PM_KIND_EPIC;
			if (s->kind == PM_KIND_NONE && !whole && !s->leaf && !s->stories && !(s->signals & PM_SIGNAL_CRITERIA) &&
			    holds_items(d, i))
				s->kind = PM_KIND_EPIC;
			if (s->kind == PM_KIND_NONE && !whole && heads_table(d, s))
				s->kind = PM_KIND_EPIC;
			d->strong_items += s->kind < PM_KIND_GOAL;
			d->strong[top_of(o, i)] += s->kind < PM_KIND_GOAL;
			d->told =
				d->told || ((s->stories || s->kind == PM_KIND_STORY) && parent && parent->part == PM_PART_STORIES);
			d->under_priority += bucket_of(o, s) == PM_FIELD_PRIORITY;
		}
		if (s->part == PM_PART_VISION && o->vision.end == o->vision.start && s->end > s->first &&
		    s->role != PM_SECTION_PART)
			set_vision(o, s);
		if (s->role == PM_SECTION_PROSE || s->role == PM_SECTION_PART || s->role == PM_SECTION_ITEM || s->barred)
			continue;
		d->ids += s->ids + s->bolds;
		d->boxes += s->boxes;
		d->sentences += s->sentences + s->stories;
		d->bullets += s->bullets;
	}
	pm_arena_clear(&d->looked_at);
}

/* Leaf headings with text of the same level under the same heading. */
static uint32_t *count_leaves(const struct pm_outline *o)
{
	uint32_t *counts = pm_calloc((o->section_count + 1) * 7, sizeof *counts);
	for (size_t i = 0; i < o->section_count; i++) {
		const struct pm_section *t = &o->sections[i];
		size_t parent = t->parent == PM_NONE ? o->section_count : t->parent;
		if (t->block != PM_NONE && t->leaf && t->part == PM_PART_NONE &&
		    (t->signals & (PM_SIGNAL_TEXT | PM_SIGNAL_ANY_FIELD)))
			counts[parent * 7 + t->level]++;
	}
	return counts;
}

/* Of them, those that show code: a handbook has many, a backlog few. */
static uint32_t *count_codes(const struct pm_outline *o)
{
	uint32_t *counts = pm_calloc((o->section_count + 1) * 7, sizeof *counts);
	for (size_t i = 0; i < o->section_count; i++) {
		const struct pm_section *t = &o->sections[i];
		size_t parent = t->parent == PM_NONE ? o->section_count : t->parent;
		uint32_t b = t->first;
		while (b < t->end && o->blocks.list[b].type != PM_BLOCK_FENCE)
			b++;
		counts[parent * 7 + t->level] += t->block != PM_NONE && t->leaf && t->part == PM_PART_NONE && b < t->end;
	}
	return counts;
}

/* Is a heading about the backlog, rather than of it: Rationale ..., How ... */
static bool explains(const struct pm_outline *o, const struct pm_section *s)
{
	static const char *const words[] = {"rationale", "how ",	 "why ",	"about ", "guide",
					    "overview",	 "introduction", "explanation", "process"};
	struct pm_str title = pm_source_text(o->source, (struct pm_span){s->title_from, s->title_to});
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (pm_str_istarts(title, words[i]))
			return true;
	return pm_str_ends(title, "?") || pm_str_ends(title, "？");
}

static bool is_explained(const struct pm_outline *o, const struct pm_section *s)
{
	for (; s->parent != PM_NONE; s = &o->sections[s->parent])
		if (explains(o, &o->sections[s->parent]))
			return true;
	return false;
}

/* The label that the first entry of a section's list begins with, folded; empty: it begins with none. */
static struct pm_str first_label(const struct pm_outline *o, const struct pm_section *s, char *folded, size_t room)
{
	struct pm_labelled l;
	for (uint32_t i = s->first; i < s->end; i++) {
		if (o->blocks.list[i].depth || o->blocks.list[i].type != PM_BLOCK_ITEM)
			continue;
		struct pm_str text = pm_source_text(o->source, pm_block_text(&o->blocks, i));
		struct pm_kind_word kind;
		if ((!pm_line_read(text, &l) && !pm_line_read_unknown(text, &l)) ||
		    (l.label_from == 0 && pm_kind_word_read(text, &kind) && kind.length == l.label_to))
			break; /* "PBI: ...", "Task: ..." are items of the list, and tell nothing of the heading */
		return (struct pm_str){folded, pm_label_fold(pm_str_sub(text, l.label_from, l.label_to), folded, room)};
	}
	return (struct pm_str){folded, 0};
}

/* Do the lists of two headings begin with the same label: "Current state: ...", "Trigger: ..."?  Then they tell of the headings. */
static bool same_labels(const struct pm_outline *o, const struct pm_section *a, const struct pm_section *b)
{
	char one[80], other[80];
	if (a->parent != b->parent || a->level != b->level || !b->leaf || b->block == PM_NONE)
		return false;
	struct pm_str label = first_label(o, a, one, sizeof one);
	return label.n && pm_str_eq(label, first_label(o, b, other, sizeof other));
}

static bool has_labelled_list(const struct pm_outline *o, size_t i)
{
	const struct pm_section *s = &o->sections[i];
	if (s->bullets < 2)
		return false;
	return (i && same_labels(o, s, s - 1)) || (i + 1 < o->section_count && same_labels(o, s, s + 1));
}

/* Headings with criteria or a story, and no other form in the file: their neighbours with text are items like them. */
static bool *find_examples(const struct decide *d)
{
	const struct pm_outline *o = d->o;
	bool *example = pm_calloc((o->section_count + 1) * 7, sizeof *example);
	bool others = d->solid || d->ids || d->boxes || d->sentences || d->tables;
	for (size_t i = 0; i < o->section_count && !others && o->file_role == PM_ROLE_BACKLOG; i++) {
		const struct pm_section *s = &o->sections[i];
		size_t parent = s->parent == PM_NONE ? o->section_count : s->parent;
		if (s->role == PM_SECTION_ITEM && s->level > 1 &&
		    !(s->signals & (PM_SIGNAL_ID | PM_SIGNAL_KIND | PM_SIGNAL_FIELD)) && s->bucket == PM_FIELD_COUNT)
			example[parent * 7 + s->level] = true;
	}
	return example;
}

/* "Backlog", "Open backlog", "Feature ideas": what stands below are items. */
static bool names_list(const struct pm_outline *o, const struct pm_section *s)
{
	static const char *const ends[] = {" backlog", " backlog items",    " features",     " ideas",
					   " tickets", " feature requests", " improvements", " user stories"};
	char folded[160];
	struct pm_str title = pm_source_text(o->source, (struct pm_span){s->title_from, s->title_to});
	struct pm_str name = {folded, pm_label_fold(pm_str_sub(title, 0, 120), folded, sizeof folded)};
	if (s->part != PM_PART_NONE || s->role != PM_SECTION_GROUP)
		return s->part == PM_PART_STORIES;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (pm_str_ends(name, ends[i]))
			return true;
	return false;
}

static int by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

static uint64_t title_hash(struct pm_str title)
{
	char folded[160];
	size_t n = pm_label_fold(title, folded, sizeof folded);
	return pm_str_hash(pm_str_n(folded, n));
}

/* "Goal", "Files", "Result", again and again: parts of what they stand under. */
static bool is_repeated(struct decide *d, const struct pm_section *s)
{
	enum { OFTEN = 3 };
	const struct pm_outline *o = d->o;
	if (!d->names) {
		d->names = pm_malloc((o->section_count + 1) * sizeof *d->names);
		for (size_t i = 0; i < o->section_count; i++)
			d->names[i] = title_hash(
				pm_source_text(o->source, (struct pm_span){o->sections[i].title_from, o->sections[i].title_to}));
		qsort(d->names, o->section_count, sizeof *d->names, by_number);
	}
	uint64_t hash = title_hash(pm_source_text(o->source, (struct pm_span){s->title_from, s->title_to}));
	const uint64_t *at = bsearch(&hash, d->names, o->section_count, sizeof *d->names, by_number);
	size_t first = at ? (size_t)(at - d->names) : 0, last = first;
	while (first && d->names[first - 1] == hash && last - first < OFTEN)
		first--;
	while (last + 1 < o->section_count && d->names[last + 1] == hash && last - first < OFTEN)
		last++;
	return at && last - first + 1 >= OFTEN;
}

/* "Now", "Sprint 3", "To do", "High": a bucket of a plan, and not "1.2.0 - 2026-01-31" or "✅ Lists". */
static bool is_plan_bucket(const struct pm_outline *o, const struct pm_section *s)
{
	char folded[8];
	pm_day day;
	struct pm_str text = pm_source_text(o->source, (struct pm_span){s->bucket_from, s->bucket_to});
	if (!pm_section_passes(s) || !text.n)
		return false;
	if (s->bucket == PM_FIELD_STATUS)
		return pm_label_fold(pm_str_sub(text, 0, 6), folded, sizeof folded) > 0;
	bool number = text.p[0] == '[' || (text.p[0] >= '0' && text.p[0] <= '9') ||
		      (text.n > 1 && (text.p[0] | 32) == 'v' && text.p[1] >= '0' && text.p[1] <= '9');
	if (s->bucket == PM_FIELD_RELEASE)
		return !number;
	return s->bucket != PM_FIELD_HORIZON || pm_date_read(text, false, &day) < 8;
}

/* A file that is not named as a backlog holds bare bullets and headings where it is laid out as a plan. */
static bool counts_plain(const struct pm_outline *o)
{
	size_t buckets = 0;
	if (o->named || o->hint.given || o->file_role < PM_ROLE_README)
		return true;
	for (size_t i = 0; i < o->section_count; i++)
		buckets += is_plan_bucket(o, &o->sections[i]);
	return buckets > 1 && !is_quiet(o);
}

/* Where the plan of a roadmap begins, if two or more buckets with lists make one: what stands before it says how things are. */
static size_t find_plan(const struct pm_outline *o)
{
	size_t first = 0, buckets = 0;
	for (size_t i = 0; i < o->section_count && o->file_role == PM_ROLE_ROADMAP && buckets < 2; i++) {
		const struct pm_section *s = &o->sections[i];
		if (s->level < 2 || !pm_section_passes(s) || !(s->bullets || s->boxes || s->ids || !s->leaf))
			continue;
		first = buckets++ ? first : i;
	}
	return buckets > 1 ? first : 0;
}

/* Leaf headings are items where a bucket or the file's name says that items stand here, and nothing stronger does. */
static void decide_leaves(struct decide *d)
{
	struct pm_outline *o = d->o;
	uint32_t *leaves = count_leaves(o), *codes = count_codes(o);
	bool *example = find_examples(d);
	for (size_t i = 0; i < o->section_count; i++) {
		struct pm_section *s = &o->sections[i];
		if (s->role != PM_SECTION_GROUP || !s->leaf || s->block == PM_NONE || s->part != PM_PART_NONE || s->barred ||
		    d->hint_none || (o->hint.forms && !o->hint.heading) || o->hint.levels)
			continue;
		if (s->ids || s->boxes || s->sentences || s->stories || s->bolds || (s->signals & PM_SIGNAL_TABLE) ||
		    is_part_title(o, s))
			continue;
		bool text = s->signals & (PM_SIGNAL_TEXT | PM_SIGNAL_ANY_FIELD);
		bool bucket = d->plain && under_bucket(o, s);
		uint32_t siblings = leaves[(s->parent == PM_NONE ? o->section_count : s->parent) * 7 + s->level];
		bool like = example[(s->parent == PM_NONE ? o->section_count : s->parent) * 7 + s->level] && !explains(o, s);
		bool rare =
			d->strong_items && d->strong_items * 4 < siblings && !d->ids && d->boxes < 2 && !d->sentences && !d->tables;
		bool handbook = codes[(s->parent == PM_NONE ? o->section_count : s->parent) * 7 + s->level] * 2 > siblings;
		d->handbook = d->handbook || (handbook && siblings >= 3);
		bool alone = o->file_role == PM_ROLE_BACKLOG && !is_explained(o, s) &&
			     (like || ((!d->stronger || rare) && siblings >= 3 && !handbook));
		bool listed = s->parent != PM_NONE && o->sections[s->parent].level > 1 && names_list(o, &o->sections[s->parent]) &&
			      o->named && siblings >= 2;
		bool labelled = has_labelled_list(o, i);
		bool lone_list = s->bullets && !text && !labelled;
		bool picture = !text && !s->bullets && s->end > s->first && o->blocks.list[s->first].type == PM_BLOCK_FENCE;
		alone = alone || (labelled && o->file_role == PM_ROLE_BACKLOG && !d->stronger && !is_explained(o, s));
		listed = listed || (labelled && o->file_role == PM_ROLE_BACKLOG && s->parent != PM_NONE && d->strong_items >= 3 &&
				    !d->solid && o->sections[s->parent].role == PM_SECTION_GROUP &&
				    o->sections[s->parent].level > 1 && !is_explained(o, s));
		if (bucket_of(o, s) == PM_FIELD_SPRINT && (s->signals & (PM_SIGNAL_PLAN | PM_SIGNAL_FIELD)) == PM_SIGNAL_PLAN)
			continue; /* the goal and the capacity of the sprint above */
		bool item = (bucket && !lone_list && !picture) || ((alone || listed) && (text || labelled) && s->level >= 2);
		if (item && !is_repeated(d, s)) {
			s->role = PM_SECTION_ITEM;
			s->kind = (uint8_t)kind_of(o, s);
		}
	}
	free(example);
	free(codes);
	free(leaves);
}

/* -- drafts */

/* While drafts are made, the parent of one is the section of the item that owns it, and this bit; number_drafts() makes a draft
 * of it. */
#define OWNED (UINT32_C(1) << 31)

static struct pm_draft *add_draft(struct decide *d, enum pm_draft_type type, enum pm_form form, enum pm_kind kind, uint32_t section)
{
	struct pm_outline *o = d->o;
	PM_GROW(o->drafts, o->draft_count, o->draft_cap);
	struct pm_draft *draft = &o->drafts[o->draft_count++];
	memset(draft, 0, sizeof *draft);
	draft->type = (uint8_t)type;
	draft->form = (uint8_t)form;
	draft->kind = (uint8_t)kind;
	draft->section = section;
	draft->parent = draft->bucket = PM_NONE;
	const struct pm_section *s = section == PM_NONE ? NULL : &o->sections[section];
	if (s && pm_section_passes(s) && type != PM_DRAFT_SECTION)
		draft->bucket = section;
	uint32_t owner = s && s->role == PM_SECTION_ITEM && type != PM_DRAFT_SECTION ? section : s ? s->owner : PM_NONE;
	while (owner != PM_NONE && o->sections[owner].kind > PM_KIND_GOAL) /* records hold no items but in time */
		owner = o->sections[owner].owner;
	if (owner != PM_NONE)
		draft->parent = OWNED | owner;
	for (uint32_t p = s ? s->parent : PM_NONE; p != PM_NONE && draft->bucket == PM_NONE; p = o->sections[p].parent)
		if (pm_section_passes(&o->sections[p]))
			draft->bucket = p;
	return draft;
}

/* The end of an entry's blocks. */
static uint32_t blocks_below(const struct pm_blocks *blocks, uint32_t block, uint32_t end)
{
	uint32_t i = block + 1;
	while (i < end && blocks->list[i].depth > blocks->list[block].depth)
		i++;
	return i;
}

/* "Go/No-go checklist": what is gone through before the items are out. */
static bool is_checklist(const struct pm_outline *o, const struct pm_section *s)
{
	static const char *const words[] = {"checklist", "checkliste", "检查清单", "체크리스트", "チェックリスト"};
	for (;; s = &o->sections[s->parent]) {
		struct pm_str title = pm_source_text(o->source, (struct pm_span){s->title_from, s->title_to});
		for (size_t i = 0; i < sizeof words / sizeof *words; i++)
			if (pm_str_ifind(title, words[i]) >= 0)
				return true;
		if (s->parent == PM_NONE)
			return false;
	}
}

struct allow {
	bool ids, sentences, boxes, bullets, rows, paragraphs;
	bool repeats;	     /* of the rows, those of tables whose ids are headings' */
	bool only_repeats;   /* of the bullets, those that repeat a heading's title */
	bool numbers, bolds; /* a hint says that numbered entries are items, what begins in bold */
	bool own_ids;	     /* entries with an id of the item's own prefix, under an item that else holds none */
	enum pm_kind kind;
};

/* "Who is the user?", "How this roadmap is kept": what is listed below answers that. */
static bool asks_why(struct pm_str title)
{
	return pm_str_ends(title, "?") || pm_str_istarts(title, "how this ") || pm_str_istarts(title, "how to ") ||
	       pm_str_istarts(title, "how we ") || pm_str_istarts(title, "why ") || pm_str_istarts(title, "about ");
}

/* A section in front of the plan of a roadmap: how things are; but for "Completed foundation". */
static bool is_before_plan(const struct decide *d, const struct pm_section *s)
{
	const struct pm_outline *o = d->o;
	struct pm_str word, title = {NULL, 0};
	if (o->hint.given || (size_t)(s - o->sections) >= d->planned)
		return false;
	if (s->block != PM_NONE)
		title = pm_source_text(o->source, pm_block_text(&o->blocks, s->block));
	return pm_state_read(title, &word) < PM_STATE_DONE;
}

/* A hint says which forms are items: those, and no others. */
static void obey_hint(const struct pm_hint *hint, struct allow *a)
{
	bool exact = !hint->list && !hint->bullet; /* no other entries than those that are said */
	a->rows = hint->table;
	a->paragraphs = a->paragraphs && pm_hint_says_entries(hint);
	a->ids = a->ids && !exact;
	a->sentences = a->sentences && !exact;
	a->boxes = !exact;
	a->bullets = hint->bullet || (a->bullets && hint->list);
	a->numbers = hint->number;
	a->bolds = hint->bold;
}

/* "Backlog summary", "Prioritised & estimated": prose, but for a table that says more of the items told elsewhere in the file. */
static bool sums_up(const struct pm_outline *o, const struct pm_section *s)
{
	static const char *const words[] = {"backlog",	"priorit", "estimat", "summary",
					    "overview", "resumen", "resumo",  "übersicht"};
	struct pm_str title = pm_source_text(o->source, (struct pm_span){s->title_from, s->title_to});
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (pm_str_ifind(title, words[i]) >= 0)
			return s->part == PM_PART_PROSE && !s->aside && s->block != PM_NONE;
	return false;
}

static struct allow what_counts(const struct decide *d, const struct pm_section *s)
{
	struct allow a = {0};
	const struct pm_outline *o = d->o;
	bool item = s->role == PM_SECTION_ITEM;
	bool container = item && pm_section_contains(s) && s->kind != PM_KIND_GOAL;
	bool bucket = s->role == PM_SECTION_BUCKET || (container && s->kind >= PM_KIND_SPRINT) || under_bucket(o, s);
	bool quiet = is_quiet(o);
	if (s->role == PM_SECTION_PROSE && d->solid > 2 && !d->hint_none && !s->barred && sums_up(o, s))
		a.rows = a.repeats = true;
	if (d->hint_none || s->barred || s->role == PM_SECTION_PROSE || s->role == PM_SECTION_PART)
		return a;
	if (item && s->kind == PM_KIND_GOAL && s->ids && !o->hint.given) { /* key results */
		a.ids = a.rows = true;
		a.kind = PM_KIND_GOAL;
		return a;
	}
	if (item && !container && !(o->hint.heading && (pm_hint_says_entries(&o->hint) || o->hint.table))) {
		a.own_ids = s->id_to > s->id_from && !(s->signals & PM_SIGNAL_NUMBERED);
		a.rows = (s->signals & PM_SIGNAL_TABLE) || !s->scanned;
		return a;
	}
	bool few = d->strong_items < 3 || (d->solid < 5 && d->strong[top_of(o, (size_t)(s - o->sections))] < 3);
	a.ids = a.sentences = a.rows = true;
	a.paragraphs = !item || s->bolds;
	bool beside = o->named && d->solid < 5 && s->role == PM_SECTION_GROUP && s->leaf && s->block != PM_NONE; /* else lost */
	a.boxes = !quiet && (bucket || container || few || beside || s->part == PM_PART_STORIES) &&
		  !(item && (s->signals & PM_SIGNAL_CRITERIA));
	if ((d->solid >= 5 || (beside && !few && !bucket)) && is_checklist(o, s))
		a.boxes = false;
	bool asks = s->block != PM_NONE && s->title_to > s->title_from &&
		    asks_why(pm_source_text(o->source, (struct pm_span){s->title_from, s->title_to}));
	bool none_here = s->ids * 2 < (s->ids ? s->bullets : 1) && !s->boxes && !s->sentences && !s->stories && !s->bolds;
	a.bullets = none_here && !(item && (s->signals & PM_SIGNAL_CRITERIA)) &&
		    ((bucket && d->plain && (!container || s->kind >= PM_KIND_SPRINT)) ||
		     (o->named && (o->file_role != PM_ROLE_STORIES || !(s->signals & PM_SIGNAL_TEXT)) && !d->stronger &&
		      !d->handbook && !item) ||
		     (s->part == PM_PART_STORIES && o->named && few));
	if (asks || (!bucket && is_before_plan(d, s)))
		a.bullets = false; /* "Who is the user?"; before the plan of a roadmap */
	if (s->role == PM_SECTION_GROUP && d->id_rows + d->solid >= 5 && bucket_of(o, s) == PM_FIELD_SPRINT)
		a.bullets = false; /* the team, the columns of the board: the items of the sprint have ids */
	if (s->sentences > 1 && !item)
		a.bullets = true; /* beside sentences, in whatever person */
	if (d->solid + d->ids + d->id_rows >= 5 && !d->under_priority && bucket_of(o, s) == PM_FIELD_PRIORITY)
		a.bullets = false;					     /* a legend: what P1 means */
	a.only_repeats = a.bullets && d->strong_items >= 5 && is_plan(o, s); /* an order of items that stand elsewhere */
	if (bucket && !s->leaf && a.bullets)
		a.bullets = !(s->signals & PM_SIGNAL_TABLE);
	if (s->part == PM_PART_READY_DONE || s->part == PM_PART_CRITERIA)
		a.boxes = a.bullets = false;
	if (s->part == PM_PART_GOALS || s->part == PM_PART_FEEDBACK || s->part == PM_PART_PERSONAS) {
		a.boxes = a.bullets = false;
		a.kind = s->part == PM_PART_GOALS ? PM_KIND_GOAL : s->part == PM_PART_FEEDBACK ? PM_KIND_FEEDBACK : PM_KIND_PERSONA;
	}
	if (s->part == PM_PART_EPICS)
		a.kind = PM_KIND_EPIC;
	if (names_bugs(o, s))
		a.kind = PM_KIND_BUG;
	if (o->hint.forms)
		obey_hint(&o->hint, &a);
	return a;
}

/* "The customer wants to see ...": a story in the third person, beside others in the first. */
static bool is_told(struct pm_str text)
{
	static const char *const articles[] = {"a ", "an ", "the "};
	static const char *const verbs[] = {" wants ", " want ", " needs ", " need ", " would like ", " should be able to ",
					    " can "};
	struct pm_str head = pm_str_sub(text, 0, 80);
	ptrdiff_t stop = pm_str_chr(head, '.');
	head = stop < 0 ? head : pm_str_sub(head, 0, (size_t)stop);
	bool article = false;
	for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
		article = article || pm_str_istarts(head, articles[i]);
	for (size_t i = 0; article && i < sizeof verbs / sizeof *verbs; i++)
		if (pm_str_find(head, verbs[i]) > 0)
			return true;
	return false;
}

/* Nothing but a link: a pointer to somewhere else. */
static bool is_link(struct pm_str line)
{
	line = pm_str_trim(line);
	while (line.n && strchr(".,;", line.p[line.n - 1]))
		line.n--;
	ptrdiff_t http = pm_str_find(line, "http");
	struct pm_str label = pm_str_trim(pm_str_sub(line, 0, http > 0 ? (size_t)http : 0));
	if (http > 0 && http <= 40 && pm_str_ends(label, ":") && pm_str_chr(pm_str_sub(line, (size_t)http, line.n), ' ') < 0)
		return true; /* "Board: https://..." */
	bool link = line.n > 4 && line.p[0] == '[' && pm_str_find(line, "](") > 0 && pm_str_ends(line, ")");
	ptrdiff_t target = line.n && line.p[0] == '[' ? pm_str_find(line, "](") : -1;
	ptrdiff_t close = target > 0 ? pm_str_find(line, "), ") : -1;
	if (close > target && target > 0 && pm_str_chr(pm_str_sub(line, (size_t)target, (size_t)close), ' ') < 0)
		return true; /* "[Plan](plan.json), which says when" */
	return (link && pm_str_find(line, "](") == pm_str_chr(line, ']')) ||
	       ((pm_str_istarts(line, "http://") || pm_str_istarts(line, "https://")) && pm_str_chr(line, ' ') < 0);
}

static void make_titles(const struct pm_outline *o, struct titles *titles)
{
	titles->hashes = pm_malloc((o->section_count ? o->section_count : 1) * sizeof *titles->hashes);
	for (size_t i = 0; i < o->section_count; i++) {
		const struct pm_section *s = &o->sections[i];
		if (s->role == PM_SECTION_ITEM)
			titles->hashes[titles->count++] =
				title_hash(pm_source_text(o->source, (struct pm_span){s->title_from, s->title_to}));
	}
	qsort(titles->hashes, titles->count, sizeof *titles->hashes, by_number);
}

/* Is this the title of a heading that is an item? */
static bool repeats_heading(const struct decide *d, struct pm_str title)
{
	struct titles *titles = d->titles;
	pthread_mutex_lock(&titles->lock);
	if (!titles->hashes)
		make_titles(d->o, titles);
	pthread_mutex_unlock(&titles->lock);
	uint64_t hash = title_hash(title);
	return bsearch(&hash, titles->hashes, titles->count, sizeof *titles->hashes, by_number) != NULL;
}

static void draft_entry(struct decide *d, uint32_t section, const struct allow *a, uint32_t block, uint32_t end, bool joined)
{
	struct pm_outline *o = d->o;
	struct pm_story story;
	struct pm_span span = pm_block_text(&o->blocks, block);
	struct pm_span rest = span;
	if (span.start == span.end)
		return;
	struct pm_str whole = pm_source_text(o->source, span);
	struct pm_str line = pm_source_text(o->source, pm_span_line(o->source, &rest));
	struct pm_title title;
	pm_title_read(line, false, &title);
	struct pm_labelled label;
	enum pm_form form;
	bool lone = o->sections[section].ids == 1 && o->sections[section].bullets > 1; /* "C3 is too strict" among sentences */
	bool id = title.has_id && !title.id.numbered &&
		  (!title.id.weak || (d->entry_weak[(uint8_t)line.p[title.id.from]] > 1 && !lone));
	struct pm_str plain = pm_str_sub(whole, title.from < whole.n ? title.from : 0, whole.n);
	bool hash = d->entry_hashes > 1 && has_hash_id(line, &title);
	if (id || hash)
		form = PM_FORM_ENTRY_ID;
	else if (opens_story(plain) && !title.box && (joined || pm_story_read(plain, 0, &story)))
		form = PM_FORM_SENTENCE;
	else if (!title.box && opens_story(behind_bold(plain)) && pm_story_read(behind_bold(plain), 0, &story))
		form = PM_FORM_SENTENCE;
	else if (title.box)
		form = PM_FORM_BOX;
	else
		form = PM_FORM_BULLET;
	bool labelled = !title.box && pm_line_read(line, &label);
	if (labelled && label.field != PM_FIELD_CUSTOM && id && title.id.from > label.label_to)
		return; /* "Initiative: R-3" is a field */
	bool path = pm_str_chr(pm_str_sub(line, title.from, title.to), '/') >= 0 &&
		    pm_str_chr(pm_str_sub(line, title.from, title.to), ' ') < 0;
	bool kind =
		title.kind != PM_KIND_NONE && !id && !path && title.to > title.from && o->sections[section].role != PM_SECTION_ITEM;
	if (form == PM_FORM_BULLET && labelled && !kind &&
	    (label.field != PM_FIELD_CUSTOM ||
	     (label.part != PM_PART_NONE && label.part != PM_PART_PROSE && label.part != PM_PART_STORIES)))
		return;
	if (form == PM_FORM_BULLET && (is_link(line) || pm_value_empty(pm_str_sub(line, title.from, title.to))))
		return;
	if (id && d->strong_items && (is_requirement_id(pm_str_sub(line, title.id.from, title.id.to)) || is_inventory(o, section)))
		return;
	if (form == PM_FORM_BULLET && a->only_repeats && !repeats_heading(d, pm_str_sub(line, title.from, title.to)))
		return;
	bool told = form == PM_FORM_BULLET && a->sentences && o->file_role == PM_ROLE_STORIES && d->sentences && is_told(plain);
	bool hashed = a->bullets || (title.box && a->boxes) || (a->ids && pm_str_starts(line, "**#"));
	bool wanted = hash			 ? hashed
		      : form == PM_FORM_ENTRY_ID ? a->ids
		      : form == PM_FORM_SENTENCE ? a->sentences
		      : form == PM_FORM_BOX	 ? a->boxes
						 : a->bullets || told || (kind && a->ids);
	if (!wanted)
		return;
	if (told)
		form = PM_FORM_SENTENCE;
	struct pm_draft *draft = add_draft(d, PM_DRAFT_ENTRY, form, a->kind, section);
	draft->first = block;
	draft->end = end;
}

/* A clause an entry: "- As a ...", "- I want ...", "- so that ...".  The end of the entries that go together. */
static uint32_t join_clauses(struct decide *d, uint32_t block, uint32_t end, uint32_t limit)
{
	struct pm_outline *o = d->o;
	struct pm_str text = pm_source_text(o->source, pm_block_text(&o->blocks, block));
	struct pm_story story;
	if (!opens_story(text) || pm_story_read(text, 0, &story))
		return end;
	while (end < limit && o->blocks.list[end].type == PM_BLOCK_ITEM && !(o->blocks.list[end].flags & PM_BLOCK_NEW_LIST) &&
	       o->blocks.list[end].depth == o->blocks.list[block].depth) {
		struct pm_str next = pm_source_text(o->source, pm_block_text(&o->blocks, end));
		if (!pm_story_continues(next))
			break;
		end = blocks_below(&o->blocks, end, limit);
	}
	return end;
}

/* clang-format off */
/* Heads of the column that names the items of a table. */
static const char *const title_columns[] = {
	"title", "story", "user story", "user stories", "task", "tasks", "feature", "features", "item", "ticket", "ask",
	"goal", "requirement", "name", "what", "work", "epic", "summary", "issue", "backlog item", "action", "deliverable",
	"idea", "proposal", "project", "initiative", "bug", "work item", "capability", "objective", "improvement",
	"milestone", "theme", "titre", "récit", "fonctionnalité", "tâche", "aufgabe", "titel", "anforderung", "thema",
	"maßnahme", "historia", "tarea", "funcionalidad", "título", "tarefa", "funcionalidade", "história", "taak",
	"omschrijving", "verhaal", "задача", "история", "функция", "название", "功能",
	"任务", "标题", "用户故事", "需求", "名称", "项目", "機能", "タスク", "タイトル",
	"ストーリー", "項目", "항목", "기능", "제목", "작업", "사용자 스토리", "스토리", "uppgift",
	"tên", "chức năng", "công việc", "tính năng", "user story / task", "story / task", "story title",
	"task name", "feature name", "enhancement", "subject", "điều", "งาน", "รายการ",
	"ฟีเจอร์", "建议", "事项", "改进项", "优化项", "改善案", "対応内容", "제안",
	"tache", "nombre", "nome", "judul", "fitur", "tugas", "attività", "storia utente", "funzionalità", "zadanie",
	"завдання", "назва", "функціонал", "titulo", "función", "funcion", "fonction", "funktion",
	"requisito", "nom", "naam", "story name", "nombre de la historia", "nome da história", "название us",
	"название истории", "titre de l'us", "requisitos", "requerimiento", "yêu cầu", "debt",
	"technical debt", "tech debt", "dívida", "dívida técnica", "deuda técnica", "dette technique", "iniciativa",
	"iniziativa", "инициатива", "идея", "пункт", "idée", "ideia", "想法", "アイデア",
	"아이디어",
};
/* clang-format on */

static bool is_title_column(struct pm_str header)
{
	char folded[64];
	size_t n = pm_label_fold(header, folded, sizeof folded);
	for (size_t i = 0; i < sizeof title_columns / sizeof *title_columns; i++)
		if (pm_str_eqc((struct pm_str){folded, n}, title_columns[i]))
			return true;
	return false;
}

static bool is_description_column(struct pm_str header)
{
	static const char *const names[] = {"description",  "details",	"descripción", "descrição", "descricao",   "beschreibung",
					    "beschrijving", "описание", "描述",	       "说明",	    "내용",	   "설명",
					    "説明",	    "内容",	"mô tả",       "รายละเอียด", "beskrivning", "notes"};
	char folded[64];
	size_t n = pm_label_fold(header, folded, sizeof folded);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (pm_str_eqc((struct pm_str){folded, n}, names[i]))
			return true;
	return pm_part_find(header) == PM_PART_DESCRIPTION;
}

/* Are at least half of the rows marked by an id somewhere in their first cells? */
static bool rows_have_ids(const struct pm_outline *o, const struct pm_table *table)
{
	size_t with = 0;
	for (size_t r = 0; r < table->row_count && r < 200; r++)
		for (size_t c = 0; c < table->columns && c < 4; c++) {
			struct pm_title title;
			pm_title_read(pm_source_text(o->source, table->rows[r].cells[c]), false, &title);
			if (title.has_id && !title.id.numbered) {
				with++;
				break;
			}
		}
	size_t rows = table->row_count < 200 ? table->row_count : 200;
	return rows && with * 2 >= rows;
}

/* Do most rows hold a story sentence? */
static bool has_sentences(const struct pm_outline *o, const struct pm_table *table)
{
	size_t stories = 0, rows = table->row_count < 40 ? table->row_count : 40;
	for (size_t r = 0; r < rows; r++)
		for (size_t c = 0; c < table->columns; c++)
			if (opens_story(pm_source_text(o->source, table->rows[r].cells[c]))) {
				stories++;
				break;
			}
	return stories * 2 > rows;
}

/* "US name | Description" in a file of stories: their names, and what each is. */
static bool names_stories(const struct pm_outline *o, const struct pm_table *table)
{
	static const char *const words[] = {"story", "stories", "storia", "histori", "históri", "истори", " us", "us "};
	bool described = false, named = false;
	for (size_t c = 0; c < table->columns; c++) {
		struct pm_str header = pm_str_trim(pm_source_text(o->source, table->header[c]));
		described = described || is_description_column(header);
		for (size_t i = 0; i < sizeof words / sizeof *words; i++)
			named = named || (is_title_column(header) && pm_str_ifind(header, words[i]) >= 0);
	}
	return o->file_role == PM_ROLE_STORIES && named && described && table->row_count > 1;
}

static bool is_item_table(const struct pm_outline *o, const struct pm_table *table)
{
	bool title = false, description = false, id = false, work = false, role = false, want = false;
	bool criteria = false;
	for (size_t c = 0; c < table->columns; c++) {
		struct pm_str header = pm_source_text(o->source, table->header[c]);
		enum pm_field_id field = pm_field_find_column(header);
		title = title || is_title_column(header) || field == PM_FIELD_TITLE;
		description = description || is_description_column(header);
		id = id || field == PM_FIELD_ID;
		bool ambiguous = field == PM_FIELD_IMPACT && table->columns < 5;
		if (field != PM_FIELD_CUSTOM && pm_field_is_work(field) && !is_title_column(header) && !ambiguous)
			work = true;
		criteria = criteria || pm_part_find(header) == PM_PART_CRITERIA;
		role = role || pm_str_istarts(header, "as a") || pm_str_ieqc(header, "as") || pm_str_istarts(header, "role");
		want = want || pm_str_istarts(header, "i want") || pm_str_istarts(header, "i need") ||
		       pm_str_istarts(header, "i can") || pm_str_istarts(header, "goal") || pm_str_istarts(header, "want");
	}
	if (!table->row_count)
		return false;
	for (size_t c = 0; !(role && want) && c < table->columns; c++) {
		enum pm_clause clause = pm_story_clause(pm_source_text(o->source, table->header[c]));
		role = role || clause == PM_CLAUSE_ROLE;
		want = want || clause == PM_CLAUSE_WANT;
	}
	if (title && table->columns > 1 && (criteria || has_sentences(o, table)))
		return true;
	if (role && want)
		return true;
	if (title && (id || work) && (table->columns > 2 || id || rows_have_ids(o, table)))
		return true;
	if (title && table->columns == 2 && work)
		return true;
	if ((description && id) || names_stories(o, table))
		return true;
	if (description && work && table->columns > 2 && !title)
		return rows_have_ids(o, table);
	return rows_have_ids(o, table) && table->columns > 1;
}

/* Which of the first columns name other things than the rows: few cells with an id, or the same one twice. */
static void note_mixed(const struct pm_outline *o, struct pm_table *table)
{
	enum { COLUMNS = 2, ROWS = 200 };
	size_t rows = table->row_count < ROWS ? table->row_count : ROWS;
	for (size_t c = 0; c < COLUMNS && c < table->columns; c++) {
		size_t ids = 0;
		for (size_t r = 0; r < rows; r++) {
			struct pm_title title;
			pm_title_read(pm_source_text(o->source, table->rows[r].cells[c]), false, &title);
			ids += title.has_id && !title.id.numbered;
		}
		if (ids * 5 < rows * 4)
			table->mixed |= (uint64_t)1 << c;
	}
}

static bool begins_with_id(struct pm_str text)
{
	struct pm_title title;
	struct pm_labelled l;
	pm_title_read(pm_str_sub(text, 0, 200), false, &title);
	bool field = pm_line_read(pm_str_sub(text, 0, 200), &l) && l.field != PM_FIELD_CUSTOM;
	return title.has_id && !title.id.numbered && !title.id.weak && !field;
}

/* "Epic | Title", and the first column holds an id a row, none twice: each row is an epic. */
static bool numbers_epics(const struct pm_outline *o, const struct pm_table *table)
{
	struct pm_str before = {NULL, 0}, header = pm_source_text(o->source, table->header[0]);
	if (table->row_count < 2 || !pm_str_ieqc(pm_str_trim(header), "epic"))
		return false;
	for (size_t c = 1; c < table->columns; c++) {
		struct pm_str other = pm_source_text(o->source, table->header[c]);
		if (is_title_column(other) && pm_field_find_column(other) != PM_FIELD_TITLE)
			return false; /* the stories of an epic */
	}
	for (size_t r = 0; r < table->row_count; r++) {
		struct pm_str cell = pm_source_text(o->source, table->rows[r].cells[0]);
		struct pm_id id;
		while (cell.n && strchr("[*` ", cell.p[0]))
			cell = pm_str_sub(cell, 1, cell.n);
		if (!pm_id_read(cell, PM_ID_TITLE, &id) || id.numbered)
			return false;
		cell = pm_str_sub(cell, 0, id.to);
		if (pm_str_eq(cell, before))
			return false;
		before = cell;
	}
	return true;
}

/* Is the only column of titles that of epics? */
static bool holds_epics(const struct pm_outline *o, const struct pm_table *table)
{
	bool epics = false;
	for (size_t c = 0; c < table->columns; c++) {
		struct pm_str header = pm_source_text(o->source, table->header[c]);
		char folded[40];
		struct pm_str name = {folded, pm_label_fold(pm_str_sub(header, 0, 30), folded, sizeof folded)};
		if (pm_str_ends(name, " name"))
			name.n -= 5;
		bool epic = pm_str_eqc(name, "epic") || pm_str_eqc(name, "epics");
		bool ids = table->row_count && begins_with_id(pm_source_text(o->source, table->rows[0].cells[c]));
		if (!epic && !ids &&
		    (is_title_column(name) || pm_field_find_column(header) == PM_FIELD_TITLE ||
		     pm_part_find(header) == PM_PART_STORY))
			return false;
		epics = epics || (epic && !ids);
	}
	return epics;
}

/* A row that holds nothing but a bold title, among rows that hold more: the theme of those below it. */
static bool is_group_row(const struct pm_outline *o, const struct pm_table *table, size_t row)
{
	struct pm_str title = {NULL, 0};
	for (size_t c = 0; c < table->columns; c++) {
		struct pm_str cell = pm_str_trim(pm_source_text(o->source, table->rows[row].cells[c]));
		if (cell.n && title.n)
			return false;
		title = cell.n ? cell : title;
	}
	bool full = table->columns == 2 && row && table->rows[0].cells[1].end > table->rows[0].cells[1].start;
	return (table->columns > 2 || full) && title.n > 4 && pm_str_starts(title, "**") && pm_str_ends(title, "**");
}

/* "| **Total** | | 78h |": a sum of the rows above it. */
static bool is_total_row(const struct pm_outline *o, const struct pm_table *table, size_t row)
{
	static const char *const words[] = {"total", "totals", "totale", "totaal",    "summe",	"gesamt", "sum",
					    "somme", "итого",  "всего",	 "suma",      "summa",	"合计",	  "总计",
					    "合計",  "합계",   "tổng",	 "tổng cộng", "toplam", "jumlah", "รวม"};
	char folded[32];
	size_t c = 0;
	while (c + 1 < table->columns && table->rows[row].cells[c].end == table->rows[row].cells[c].start)
		c++;
	struct pm_str cell = pm_source_text(o->source, table->rows[row].cells[c]);
	struct pm_str name = {folded, cell.n < 24 ? pm_label_fold(cell, folded, sizeof folded) : 0};
	for (size_t i = 0; name.n && row > 0 && i < sizeof words / sizeof *words; i++)
		if (pm_str_eqc(name, words[i]))
			return true;
	return false;
}

/* "Sprint F" in a table of sprints, one of which is told at length under "Sprint F: Till". */
static bool is_told_above(const struct pm_outline *o, struct pm_str cell)
{
	enum { FAR = 64 };
	char folded[48], other[48];
	struct pm_str name = {folded, pm_label_fold(pm_str_sub(cell, 0, 40), folded, sizeof folded)};
	for (size_t i = 0; name.n && i < o->section_count && i < FAR; i++) {
		const struct pm_section *s = &o->sections[i];
		if (s->role != PM_SECTION_ITEM || s->kind < PM_KIND_SPRINT)
			continue;
		struct pm_str text = pm_source_text(o->source, (struct pm_span){s->bucket_from, s->bucket_to});
		size_t n = pm_label_fold(pm_str_sub(text, 0, 40), other, sizeof other);
		struct pm_str title = {other, n};
		bool same = title.n >= name.n && memcmp(title.p, name.p, name.n) == 0;
		if (same && (title.n == name.n || strchr(" :-", title.p[name.n])))
			return true;
	}
	return false;
}

/* "| visitor | -- | -- |" below "As a | I want | So that": a line left for a story that nobody has thought of yet. */
static bool is_blank_story(const struct pm_outline *o, const struct pm_table *table, size_t row)
{
	bool want = false;
	for (size_t c = 0; c < table->columns; c++) {
		enum pm_clause clause = pm_story_clause(pm_source_text(o->source, table->header[c]));
		want = want || clause == PM_CLAUSE_WANT;
		if (clause != PM_CLAUSE_ROLE && !pm_value_empty(pm_source_text(o->source, table->rows[row].cells[c])))
			return false;
	}
	return want;
}

static void draft_rows(struct decide *d, uint32_t section, const struct allow *a, const struct pm_table *table, uint32_t block,
		       uint32_t end)
{
	enum pm_kind kind = a->kind;
	bool epics = holds_epics(d->o, table) || numbers_epics(d->o, table);
	for (size_t r = 0; r < table->row_count; r++) {
		bool empty = true, dashes = true;
		for (size_t c = 0; c < table->columns; c++) {
			struct pm_str cell = pm_source_text(d->o->source, table->rows[r].cells[c]);
			empty = empty && (!cell.n || pm_str_eqc(cell, "...") || pm_str_eqc(cell, "…"));
			for (size_t i = 0; i < cell.n; i++)
				dashes = dashes && strchr("-: ", cell.p[i]);
		}
		if (empty || dashes || is_total_row(d->o, table, r) || is_blank_story(d->o, table, r) ||
		    (kind >= PM_KIND_SPRINT && is_told_above(d->o, pm_source_text(d->o->source, table->rows[r].cells[0]))))
			continue;
		if (kind == PM_KIND_NONE && epics)
			kind = PM_KIND_EPIC;
		struct pm_draft *draft =
			add_draft(d, PM_DRAFT_ROW, PM_FORM_ROW, is_group_row(d->o, table, r) ? PM_KIND_EPIC : kind, section);
		draft->table = table;
		draft->row = (uint32_t)r;
		draft->first = block;
		draft->end = end;
	}
}

static bool is_table_of_fields(const struct pm_outline *o, const struct pm_table *table)
{
	size_t known = 0;
	if (table->columns != 2)
		return false;
	for (size_t r = 0; r < table->row_count; r++)
		known += pm_field_find(pm_source_text(o->source, table->rows[r].cells[0])) != PM_FIELD_CUSTOM;
	return known * 2 >= table->row_count && known > 0;
}

/* Weeks or sprints down, what is done in them across: a plan of items that stand elsewhere. */
static bool is_plan_table(const struct pm_outline *o, const struct pm_table *table)
{
	enum pm_field_id first = pm_field_find_column(pm_source_text(o->source, table->header[0]));
	struct pm_bucket bucket;
	bool time = first == PM_FIELD_SPRINT || first == PM_FIELD_HORIZON || first == PM_FIELD_CREATED ||
		    (pm_bucket_read(pm_source_text(o->source, table->header[0]), &bucket) && bucket.field == PM_FIELD_SPRINT);
	for (size_t c = 1; time && c < table->columns; c++) {
		enum pm_field_id field = pm_field_find_column(pm_source_text(o->source, table->header[c]));
		if (field == PM_FIELD_ID || field == PM_FIELD_STATUS || field == PM_FIELD_OWNER)
			return false;
	}
	return time;
}

/* "To do | In progress | Done": every column a state. */
static bool is_board(const struct pm_outline *o, const struct pm_table *table)
{
	for (size_t c = 0; c < table->columns; c++) {
		char folded[48];
		struct pm_str word, header = pm_source_text(o->source, table->header[c]);
		struct pm_str name = {folded, pm_label_fold(pm_str_sub(header, 0, 40), folded, sizeof folded)};
		if (!name.n || pm_state_read(name, &word) == PM_STATE_NONE || word.n != name.n)
			return false;
	}
	return table->columns > 2;
}

/* One item for each line of each cell. */
static void draft_cards(struct decide *d, uint32_t section, const struct allow *a, const struct pm_table *table, uint32_t block,
			uint32_t end)
{
	const char *base = d->o->source->bytes;
	for (size_t r = 0; r < table->row_count; r++)
		for (size_t c = 0; c < table->columns; c++) {
			struct pm_span rest = table->rows[r].cells[c];
			while (rest.start < rest.end) {
				ptrdiff_t br = pm_str_ifind(pm_source_text(d->o->source, rest), "<br");
				struct pm_span card = {rest.start, br < 0 ? rest.end : rest.start + (uint32_t)br};
				rest.start = card.end;
				while (rest.start < rest.end && base[rest.start++] != '>')
					;
				while (card.start < card.end && strchr(" -*\t", base[card.start]) &&
				       !(base[card.start] == '*' && card.start + 1 < card.end && base[card.start + 1] == '*'))
					card.start++;
				while (card.end > card.start && base[card.end - 1] == ' ')
					card.end--;
				struct pm_str text = pm_source_text(d->o->source, card);
				if (pm_value_empty(text))
					continue;
				struct pm_draft *draft = add_draft(d, PM_DRAFT_ROW, PM_FORM_ROW, a->kind, section);
				draft->table = table;
				draft->row = (uint32_t)r;
				draft->column = (uint32_t)c;
				draft->text = card;
				draft->first = block;
				draft->end = end;
			}
		}
}

/* Nothing of work but who does it, and no ids, in a file whose items have ids: who answers for what. */
static bool only_owned(const struct pm_outline *o, const struct pm_table *table)
{
	for (size_t c = 0; c < table->columns; c++) {
		enum pm_field_id field = pm_field_find_column(pm_source_text(o->source, table->header[c]));
		if (field == PM_FIELD_ID ||
		    (field != PM_FIELD_CUSTOM && field != PM_FIELD_OWNER && field != PM_FIELD_TITLE && pm_field_is_work(field)))
			return false;
	}
	return !rows_have_ids(o, table) && !has_sentences(o, table);
}

/* "Test | User stories": ids in a column that should tell, several in a cell: the rows trace items. */
static bool lists_ids(const struct pm_outline *o, const struct pm_table *table)
{
	size_t with = 0, several = 0, rows = table->row_count < 40 ? table->row_count : 40;
	for (size_t c = 1; c < table->columns; c++) {
		if (!is_title_column(pm_source_text(o->source, table->header[c])))
			continue;
		for (size_t r = 0; r < rows; r++) {
			struct pm_str cell = pm_source_text(o->source, table->rows[r].cells[c]);
			ptrdiff_t comma = pm_str_chr(cell, ',');
			with += begins_with_id(cell);
			several += comma > 0 && begins_with_id(pm_str_trim(pm_str_sub(cell, (size_t)comma + 1, cell.n)));
		}
	}
	return several && with * 2 > rows;
}

/* "FR1 | Pay by card | Epic 2 | Story 2.1": where requirements are met, in a file that has those stories. */
static bool traces_requirements(const struct pm_outline *o, const struct pm_table *table)
{
	bool meets = false;
	for (size_t c = 1; c < table->columns; c++)
		meets = meets || (table->row_count && begins_with_id(pm_source_text(o->source, table->rows[0].cells[c])));
	for (size_t r = 0; r < table->row_count; r++) {
		struct pm_str cell = pm_source_text(o->source, table->rows[r].cells[0]);
		struct pm_title title;
		pm_title_read(cell, false, &title);
		if (!title.has_id || !is_requirement_id(pm_str_sub(cell, title.id.from, title.id.to)))
			return false;
	}
	return meets && table->row_count > 1;
}

/* "Role | Sprint 4 | Sprint 5", and below the sprints nothing but ids: who does what. */
static bool allots_items(const struct pm_outline *o, const struct pm_table *table)
{
	size_t with = 0, rows = table->row_count < 40 ? table->row_count : 40;
	for (size_t c = 1; c < table->columns; c++)
		if (is_title_column(pm_source_text(o->source, table->header[c])) ||
		    pm_field_find_column(pm_source_text(o->source, table->header[c])) != PM_FIELD_CUSTOM)
			return false;
	for (size_t r = 0; r < rows; r++)
		for (size_t c = 1; c < table->columns; c++) {
			struct pm_str cell = pm_source_text(o->source, table->rows[r].cells[c]);
			bool id = begins_with_id(cell);
			if (!id && !pm_value_empty(cell))
				return false;
			with += id;
		}
	return with > 1 && table->columns > 2;
}

/* A plan, or who answers for what: in a file whose items have ids, it speaks of items that stand elsewhere. */
static bool is_about_items(const struct decide *d, const struct pm_table *table)
{
	if (allots_items(d->o, table))
		return true;
	return d->solid + d->ids >= 5 && (is_plan_table(d->o, table) || only_owned(d->o, table) || lists_ids(d->o, table) ||
					  traces_requirements(d->o, table));
}

/* "Focus", "Theme": what a sprint or release is about. */
static bool is_focus_column(struct pm_str header)
{
	static const char *const names[] = {"focus",	"main focus", "theme",	    "scope",	   "foco",  "enfoque",
					    "tema",	"thème",      "fokus",	    "schwerpunkt", "thema", "ziel",
					    "objectif", "alcance",    "escopo",	    "фокус",	   "тема",  "重点",
					    "主题",	"目标",	      "フォーカス", "テーマ",	   "초점",  "trọng tâm"};
	char folded[48];
	size_t n = pm_label_fold(header, folded, sizeof folded);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (pm_str_eqc((struct pm_str){folded, n}, names[i]))
			return true;
	return false;
}

/* "Release | Date | Goal | Status": rows that are sprints or releases, and no items; PM_KIND_NONE: they are not. */
static enum pm_kind record_rows(const struct pm_outline *o, const struct pm_table *table)
{
	enum pm_field_id first = pm_field_find_column(pm_source_text(o->source, table->header[0]));
	bool status = false, told = false;
	if (table->columns < 3 || table->row_count < 2 ||
	    (first != PM_FIELD_SPRINT && first != PM_FIELD_RELEASE && first != PM_FIELD_HORIZON))
		return PM_KIND_NONE;
	for (size_t c = 1; c < table->columns; c++) {
		struct pm_str header = pm_source_text(o->source, table->header[c]);
		enum pm_field_id field = pm_field_find_column(header);
		bool focus = is_focus_column(header);
		if (field == PM_FIELD_ID || field == PM_FIELD_TITLE ||
		    (field != PM_FIELD_GOAL && !focus && is_title_column(header)))
			return PM_KIND_NONE;
		status = status || field == PM_FIELD_STATUS;
		told = told || focus || field == PM_FIELD_GOAL || field == PM_FIELD_CREATED || field == PM_FIELD_TARGET_DATE ||
		       field == PM_FIELD_BY;
	}
	for (size_t r = 0; r < table->row_count; r++) /* each a name of its own */
		for (size_t k = r + 1; k < table->row_count && k < r + 2; k++)
			if (pm_str_eq(pm_source_text(o->source, table->rows[r].cells[0]),
				      pm_source_text(o->source, table->rows[k].cells[0])))
				return PM_KIND_NONE;
	return !status || !told ? PM_KIND_NONE : first == PM_FIELD_SPRINT ? PM_KIND_SPRINT : PM_KIND_RELEASE;
}

/* Rows with an id and a story each: items, wherever they stand. */
static bool has_story_rows(const struct pm_outline *o, const struct pm_table *table)
{
	size_t stories = 0;
	for (size_t r = 0; r < table->row_count; r++)
		for (size_t c = 0; c < table->columns; c++)
			if (opens_story(pm_source_text(o->source, table->rows[r].cells[c]))) {
				stories++;
				break;
			}
	return stories * 2 > table->row_count && rows_have_ids(o, table);
}

void pm_outline_report_wide(const struct pm_outline *o, const struct pm_table *table, struct pm_diags *diags)
{
	if (!table->wide)
		return;
	struct pm_diag *diag = pm_diag_add(diags, "read-limit", PM_SEVERITY_WARNING, o->file, table->header_line,
					   "a table of more than %d columns: the rest is not read; split it", PM_TABLE_COLUMNS);
	pm_diag_subject(diags, diag, PM_STR("columns"));
}

static void report_rows(struct pm_outline *o, const struct pm_table *table)
{
	bool cut = false;
	pm_outline_report_wide(o, table, o->diags);
	for (size_t r = 0; r < table->row_count; r++) {
		const struct pm_row *row = &table->rows[r];
		if (!row->spills && (!row->cut || cut))
			continue;
		const char *message =
			row->spills ? "this row has more cells than its table has columns, and the rest is not read: write '\\|' "
				      "for a bar "
				      "in the text, or add a column"
				    : "a blank line cuts this row off its table, so that forges show it as text: remove the blank "
				      "line above it";
		struct pm_diag *diag = pm_diag_add(o->diags, "read-row", PM_SEVERITY_WARNING, o->file, row->line, "%s", message);
		pm_diag_subject(o->diags, diag, pm_source_text(o->source, row->cells[0]));
		cut = cut || row->cut;
	}
}

/* "**Epic 2: Checkout**" */
static bool is_bold_epic(struct pm_str text)
{
	struct pm_title title;
	pm_title_read(text, false, &title);
	return title.has_id && title.kind == PM_KIND_EPIC;
}

/* A copy of a table that holds items, for their drafts. */
static struct pm_table *keep_table(const struct pm_outline *o, const struct pm_table *table)
{
	struct pm_table *kept = pm_arena_alloc(o->arena, sizeof *kept);
	size_t width = table->columns * sizeof *table->rows->cells;
	*kept = *table;
	kept->rows = pm_arena_alloc(o->arena, table->row_count * sizeof *kept->rows);
	for (size_t r = 0; r < table->row_count; r++) {
		kept->rows[r] = table->rows[r];
		kept->rows[r].cells = memcpy(pm_arena_alloc(o->arena, width), table->rows[r].cells, width);
	}
	return kept;
}

/* Does a section stand under a heading that says "User stories", or "Epics"? */
static bool is_in_stories(const struct pm_outline *o, uint32_t section)
{
	for (uint32_t p = section; p != PM_NONE; p = o->sections[p].parent)
		if (o->sections[p].part == PM_PART_STORIES || o->sections[p].part == PM_PART_EPICS)
			return true;
	return false;
}

/* "**NFR-1: Performance**": an id that says of no kind of work that it is one. */
static bool numbers_statement(struct pm_str text)
{
	struct pm_title title;
	pm_title_read(text, false, &title);
	return title.has_id && title.id.kind == PM_KIND_NONE;
}

static bool is_wanted_table(const struct decide *d, const struct pm_table *table)
{
	const struct pm_hint *hint = &d->o->hint;
	bool named = !hint->title.n && !hint->id.n;
	for (size_t c = 0; !named && c < table->columns; c++) {
		struct pm_str head = pm_source_text(d->o->source, table->header[c]);
		named = pm_hint_is(hint->title, head) || pm_hint_is(hint->id, head);
	}
	return named && (hint->table || hint->title.n || hint->id.n || is_item_table(d->o, table));
}

/* "Idea | Why not now": nothing but a list of things, each with a remark, where a list of bullets would be items too.  What is
 * called by a name, a goal or a project is something else. */
static bool lists_things(const struct pm_outline *o, const struct pm_table *table)
{
	static const char *const others[] = {"name",   "nombre",  "nome",      "tên",	"назва",	"название",
					     "名称",   "goal",	  "objective", "theme", "thema",	"project",
					     "项目",   "項目",	  "milestone", "what",	"capability",	"requirement",
					     "nombre", "subject", "summary",   "epic",	"backlog item", "user story / task"};
	struct pm_str head = pm_source_text(o->source, table->header[0]);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (pm_str_ieqc(head, others[i]))
			return false;
	return table->columns > 1 && table->row_count > 1 && is_title_column(head);
}

/* Are the ids of its first rows those of headings? */
static bool repeats_ids(const struct pm_outline *o, const struct pm_table *table)
{
	enum { ROWS = 3, COLUMNS = 4 };
	size_t rows = table->row_count < ROWS ? table->row_count : ROWS, known = 0;
	for (size_t r = 0; r < rows; r++)
		for (size_t c = 0; c < table->columns && c < COLUMNS; c++) {
			struct pm_str cell = pm_source_text(o->source, table->rows[r].cells[c]);
			struct pm_title title;
			pm_title_read(cell, false, &title);
			if (!title.has_id || title.id.numbered)
				continue;
			struct pm_str id = pm_str_sub(cell, title.id.from, title.id.to);
			size_t i = 0;
			while (i < o->section_count &&
			       !pm_str_eq(id, pm_source_text(o->source,
							     (struct pm_span){o->sections[i].id_from, o->sections[i].id_to})))
				i++;
			known += i < o->section_count;
			break;
		}
	return rows > 1 && known == rows;
}

/* Is the text a whole story, with an id in front of it or without? */
static bool is_whole_story(struct pm_str text)
{
	struct pm_story story;
	struct pm_title title;
	struct pm_str behind = behind_plain_id(text, &title);
	text = behind.n ? behind : text;
	return opens_story(text) && pm_story_read(text, 0, &story) && story.role.end && story.want.end;
}

/* Where a line of the span begins another story, and both what stands above it and what it begins are whole; 0: nowhere.  A line
 * that begins in small letters goes on with the one above it: "as a guest". */
static uint32_t story_behind(const struct pm_source *source, struct pm_span span)
{
	struct pm_span rest = span;
	pm_span_line(source, &rest);
	while (rest.start < rest.end) {
		struct pm_span line = pm_span_line(source, &rest);
		const char *p = source->bytes + line.start, *end = source->bytes + line.end;
		while (p < end && (*p == '*' || *p == '_'))
			p++;
		if (p < end && !(*p >= 'a' && *p <= 'z') &&
		    is_whole_story(pm_source_text(source, (struct pm_span){line.start, span.end})) &&
		    is_whole_story(pm_source_text(source, (struct pm_span){span.start, line.start})))
			return line.start;
	}
	return 0;
}

/* A paragraph block: table rows, a story sentence, a bold id.  Returns where to go on. */
static uint32_t draft_paragraph(struct decide *d, uint32_t section, const struct allow *a, uint32_t i, uint32_t end)
{
	struct pm_outline *o = d->o;
	struct pm_span span = pm_block_text(&o->blocks, i);
	struct pm_str text = pm_source_text(o->source, span);
	struct pm_table found;
	pm_arena_reset(&d->looked_at);
	if (pm_table_maybe(o->source, span) && pm_table_read(o->source, span, &d->looked_at, &found)) {
		uint32_t next = i + 1;
		while (next < end && o->blocks.list[next].type == PM_BLOCK_PARAGRAPH && o->blocks.list[next].depth == 0 &&
		       pm_table_continue(o->source, pm_block_text(&o->blocks, next), &d->looked_at, &found))
			next++;
		bool item = o->sections[section].role == PM_SECTION_ITEM && !pm_section_contains(&o->sections[section]);
		if (a->rows && !a->repeats && !item && is_board(o, &found)) {
			struct pm_table *table = keep_table(o, &found);
			table->board = true;
			draft_cards(d, section, a, table, i, next);
			return next;
		}
		enum pm_kind records = a->rows && !a->repeats && !item ? record_rows(o, &found) : PM_KIND_NONE;
		if (records) {
			struct pm_table *table = keep_table(o, &found);
			struct allow named = *a;
			named.kind = records;
			report_rows(o, table);
			draft_rows(d, section, &named, table, i, next);
		} else if (a->rows && (!a->repeats || repeats_ids(o, &found)) && (!item || has_story_rows(o, &found)) &&
			   !is_table_of_fields(o, &found) &&
			   (is_wanted_table(d, &found) || (a->bullets && lists_things(o, &found))) && !is_about_items(d, &found) &&
			   (!is_quiet(o) || o->sections[section].role == PM_SECTION_BUCKET ||
			    under_bucket(o, &o->sections[section]) || rows_have_ids(o, &found) || has_sentences(o, &found))) {
			struct pm_table *table = keep_table(o, &found);
			note_mixed(o, table);
			report_rows(o, table);
			draft_rows(d, section, a, table, i, next);
		}
		return next;
	}
	if (!a->paragraphs)
		return i + 1;
	bool bold = is_bold_id(text) || (a->bolds && pm_str_starts(text, "**"));
	if (bold && d->told && !a->bolds && !is_in_stories(o, section) && numbers_statement(text))
		return i + 1;
	struct pm_span sentence = bold ? span : sentence_at(o->source, span);
	struct pm_story story;
	if (!sentence.end)
		return i + 1;
	uint32_t split = story_behind(o->source, sentence);
	while (split) { /* a story a line */
		struct pm_draft *draft = add_draft(d, PM_DRAFT_BLOCKS, bold ? PM_FORM_BOLD : PM_FORM_SENTENCE, a->kind, section);
		draft->first = i;
		draft->end = i + 1;
		draft->text = (struct pm_span){sentence.start, split};
		span.start = sentence.start = split;
		text = pm_source_text(o->source, span);
		bold = is_bold_id(text);
		split = story_behind(o->source, sentence);
	}
	uint32_t next = i + 1;
	if (!bold && !pm_story_read(pm_source_text(o->source, sentence), 0, &story)) {
		next = pm_clause_paragraphs(o->source, &o->blocks, i, end, &sentence);
		if (next == i + 1 || !pm_story_read(pm_source_text(o->source, sentence), 0, &story))
			return i + 1;
	}
	bool epic = bold && is_bold_epic(text);
	while (next < end) {
		const struct pm_block *b = &o->blocks.list[next];
		if (b->depth == 0 && b->type == PM_BLOCK_PARAGRAPH) {
			struct pm_str other = pm_source_text(o->source, pm_block_text(&o->blocks, next));
			if (is_bold_id(other) || (a->bolds && pm_str_starts(other, "**")) ||
			    (!bold && sentence_at(o->source, pm_block_text(&o->blocks, next)).end))
				break;
		}
		if (b->depth == 0 && b->type == PM_BLOCK_ITEM && (!bold || epic)) {
			struct pm_str other = pm_source_text(o->source, pm_block_text(&o->blocks, next));
			if (opens_story(other) || (epic && begins_with_id(other)))
				break;
		}
		next++;
	}
	struct pm_draft *draft = add_draft(d, PM_DRAFT_BLOCKS, bold ? PM_FORM_BOLD : PM_FORM_SENTENCE, a->kind, section);
	draft->first = i;
	draft->end = next;
	draft->text = bold ? behind_anchor(o->source, span) : sentence;
	return next;
}

/* Where what follows a quoted story ends to be its own: at the next quote, story or item. */
static uint32_t end_of_quoted(const struct pm_outline *o, uint32_t next, uint32_t end)
{
	for (; next < end; next++) {
		const struct pm_block *b = &o->blocks.list[next];
		struct pm_str text = pm_source_text(o->source, pm_block_text(&o->blocks, next));
		bool item = b->type == PM_BLOCK_ITEM && (opens_story(text) || begins_with_id(text));
		if (b->depth == 0 &&
		    (b->type == PM_BLOCK_QUOTE || item ||
		     (b->type == PM_BLOCK_PARAGRAPH &&
		      (is_bold_id(text) || opens_story(text) || pm_table_maybe(o->source, pm_block_text(&o->blocks, next))))))
			break;
	}
	return next;
}

/* "> As a clerk, I want ...", or "> 1. As a clerk, ..." */
static uint32_t draft_quote(struct decide *d, uint32_t section, const struct allow *a, uint32_t i, uint32_t end)
{
	struct pm_outline *o = d->o;
	uint32_t next = blocks_below(&o->blocks, i, end);
	bool entry = i + 1 < next && o->blocks.list[i + 1].type == PM_BLOCK_ITEM;
	struct pm_span span = pm_block_text(&o->blocks, entry ? i + 1 : i);
	struct pm_str text = pm_source_text(o->source, span);
	struct pm_story story;
	if (a->paragraphs && opens_story(text) && pm_story_read(text, 0, &story)) {
		struct pm_draft *draft = add_draft(d, PM_DRAFT_BLOCKS, PM_FORM_SENTENCE, a->kind, section);
		draft->first = i;
		draft->end = next = end_of_quoted(o, next, end);
		draft->text = entry ? span : (struct pm_span){0, 0};
	}
	return next;
}

/* A yaml fence whose top is a list of mappings, or a mapping with id and title. */
static void draft_yaml(struct decide *d, uint32_t section, const struct allow *a, uint32_t i)
{
	struct pm_outline *o = d->o;
	const struct pm_block *b = &o->blocks.list[i];
	struct pm_str text = pm_source_text(o->source, (struct pm_span){b->start, b->end});
	ptrdiff_t lf = pm_str_chr(text, '\n');
	struct pm_str info = pm_str_sub(text, 3, lf < 0 ? text.n : (size_t)lf);
	if (!a->ids || lf < 0 || pm_str_ifind(info, "y") < 0 || pm_str_ifind(info, "ml") < 0)
		return;
	uint32_t end = b->end;
	while (end > b->start && o->source->bytes[end - 1] != '\n')
		end--;
	struct pm_span span = {b->start + (uint32_t)lf + 1, end};
	struct pm_str body = pm_source_text(o->source, span);
	if (pm_str_starts(body, "---\n"))
		span.start += 4;
	ptrdiff_t rule = pm_str_find(body, "\n---");
	if (rule >= 0 && !pm_str_trim(pm_str_sub(body, (size_t)rule + 4, body.n)).n)
		span.end = span.start - (pm_str_starts(body, "---\n") ? 4 : 0) + (uint32_t)rule + 1;
	if (span.end <= span.start)
		return;
	struct pm_diags unsaid; /* who reads the fence as fields says what is wrong with it */
	pm_diags_init(&unsaid, o->kept);
	struct pm_yaml *yaml = pm_yaml_read(o->source, span, o->file, o->arena, &unsaid);
	pm_diags_clear(&unsaid);
	bool one = yaml->type == PM_YAML_MAP && pm_yaml_get(yaml, "id") && pm_yaml_get(yaml, "title");
	const struct pm_yaml *list = yaml;
	for (uint32_t c = 0; yaml->type == PM_YAML_MAP && !one && c < yaml->child_count; c++) {
		const struct pm_yaml *child = &yaml->children[c];
		if (child->type == PM_YAML_LIST && child->child_count && child->children[0].type == PM_YAML_MAP &&
		    pm_yaml_get(&child->children[0], "id") && pm_yaml_get(&child->children[0], "title"))
			list = child;
	}
	for (uint32_t c = 0; c < (one ? 1 : list->type == PM_YAML_LIST ? list->child_count : 0); c++) {
		const struct pm_yaml *entry = one ? yaml : &list->children[c];
		if (entry->type != PM_YAML_MAP || (!pm_yaml_get(entry, "id") && !pm_yaml_get(entry, "title")))
			continue;
		struct pm_draft *draft = add_draft(d, PM_DRAFT_YAML, PM_FORM_YAML, a->kind, section);
		draft->yaml = entry;
		draft->first = i;
		draft->end = i + 1;
	}
}

/* Story sentences in code, set apart by blank lines. */
static void draft_texts(struct decide *d, uint32_t section, const struct allow *a, uint32_t i, struct pm_span span)
{
	struct pm_outline *o = d->o;
	struct pm_span rest = span, piece = {0, 0};
	while (rest.start < rest.end || piece.end) {
		struct pm_span line = rest.start < rest.end ? pm_span_line(o->source, &rest) : (struct pm_span){rest.end, rest.end};
		if (line.end > line.start) {
			bool opens = opens_story(pm_source_text(o->source, line));
			if (piece.end && !opens) {
				piece.end = line.end;
				continue;
			}
			if (!piece.end) {
				piece = line;
				continue;
			}
		}
		struct pm_story story;
		struct pm_str text = pm_source_text(o->source, piece);
		if (piece.end && opens_story(text) && pm_story_read(text, 0, &story)) {
			struct pm_draft *draft = add_draft(d, PM_DRAFT_TEXT, PM_FORM_SENTENCE, a->kind, section);
			draft->first = i;
			draft->end = i + 1;
			draft->text = piece;
		}
		piece = line.end > line.start ? line : (struct pm_span){0, 0};
		if (rest.start >= rest.end && !piece.end)
			break;
	}
}

static void draft_fence(struct decide *d, uint32_t section, const struct allow *a, uint32_t i)
{
	const struct pm_block *b = &d->o->blocks.list[i];
	struct pm_span rest = {b->start, b->end};
	struct pm_str info = pm_source_text(d->o->source, pm_span_line(d->o->source, &rest));
	size_t marks = 0;
	while (marks < info.n && (info.p[marks] == '`' || info.p[marks] == '~'))
		marks++;
	info = pm_str_trim(pm_str_sub(info, marks, info.n));
	if (info.n && !pm_str_istarts(info, "text") && !pm_str_istarts(info, "txt") && !pm_str_istarts(info, "markdown"))
		return;
	uint32_t end = b->end;
	while (!(b->flags & PM_BLOCK_UNCLOSED) && end > rest.start && d->o->source->bytes[end - 1] != '\n')
		end--;
	if (end > rest.start)
		draft_texts(d, section, a, i, (struct pm_span){rest.start, end});
}

/* Does a paragraph end with a label, "**Deliverables:**"? */
static bool ends_label(const struct pm_outline *o, uint32_t block)
{
	struct pm_str text = pm_str_trim(pm_source_text(o->source, pm_block_text(&o->blocks, block)));
	return pm_str_ends(text, ":") || pm_str_ends(text, ":**") || pm_str_ends(text, "**:") || pm_str_ends(text, "：");
}

/* A paragraph that is a label for the list behind it, which is then no list of items. */
static bool is_part_label(const struct pm_outline *o, uint32_t block)
{
	struct pm_labelled label;
	struct pm_span rest = pm_block_text(&o->blocks, block), line = rest;
	while (rest.start < rest.end)
		line = pm_span_line(o->source, &rest);
	struct pm_str whole = pm_source_text(o->source, line);
	if (whole.n < 60 && (pm_str_ends(whole, ":") || pm_str_ends(whole, ":**")) &&
	    (says_excluded(whole) || pm_str_ifind(whole, "not implemented") >= 0))
		return true; /* "Out of scope:" and a list */
	if (!pm_line_read(pm_source_text(o->source, line), &label) || label.value_from < label.value_to)
		return false;
	struct pm_str name = pm_str_sub(pm_source_text(o->source, line), label.label_from, label.label_to);
	size_t n;
	enum pm_part starts = pm_part_starts(name, &n);
	if (label.field != PM_FIELD_CUSTOM)
		return true; /* "Depends on:" and a list of ids */
	if (pm_str_ifind(name, "metric") >= 0 || pm_str_ifind(name, "métric") >= 0 || pm_str_ifind(name, "metrik") >= 0 ||
	    pm_str_ifind(name, "kpi") >= 0)
		return true;
	if (pm_str_ieqc(name, "priorities") || pm_str_ieqc(name, "prioritäten") || pm_str_ieqc(name, "priorités") ||
	    pm_str_ieqc(name, "prioridades"))
		return true;
	return label.part == PM_PART_GOALS || label.part == PM_PART_VISION || label.part == PM_PART_PROSE ||
	       starts == PM_PART_READY_DONE ||
	       (label.part == PM_PART_CRITERIA || label.part == PM_PART_TASKS || label.part == PM_PART_READY_DONE ||
		label.part == PM_PART_EDGE_CASES);
}

/* Does the entry begin, behind its box and emphasis, with an id of the section's own prefix: PAY- under PAY-1? */
static bool has_own_prefix(const struct pm_outline *o, const struct pm_section *s, uint32_t block)
{
	struct pm_span span = pm_block_text(&o->blocks, block);
	const char *p = o->source->bytes + span.start, *end = o->source->bytes + span.end;
	const char *id = o->source->bytes + s->id_from, *id_end = o->source->bytes + s->id_to;
	size_t n = 0;
	while (p < end && (*p == '[' || *p == ']' || *p == ' ' || *p == '*' || *p == '`' || *p == 'x' || *p == 'X'))
		p++;
	while (id + n < id_end && !(id[n] >= '0' && id[n] <= '9'))
		n++;
	return n > 1 && (size_t)(end - p) > n && memcmp(p, id, n) == 0 && p[n] >= '0' && p[n] <= '9';
}

/* "- PAY-2 done": what is waited for, and no item. */
static bool is_condition(const struct pm_outline *o, uint32_t block)
{
	struct pm_title title;
	struct pm_str word, text = pm_source_text(o->source, pm_block_text(&o->blocks, block));
	pm_title_read(pm_str_sub(text, 0, 200), false, &title);
	struct pm_str rest = pm_str_sub(text, title.from, title.to);
	return rest.n < 40 && pm_state_read(rest, &word) != PM_STATE_NONE && word.p == rest.p;
}

static bool is_epic_draft(const struct pm_outline *o, const struct pm_draft *draft)
{
	return draft->form == PM_FORM_BOLD && draft->text.end && is_bold_epic(pm_source_text(o->source, draft->text));
}

/* "- **Sprint 1: Till**", "- Phase 2", "- Now": the entry's text from there on; empty: it is no such bucket. */
static struct pm_span lane_of(const struct pm_outline *o, uint32_t block)
{
	struct pm_span span = pm_block_text(&o->blocks, block), rest = span;
	struct pm_span line = pm_span_line(o->source, &rest);
	struct pm_title title;
	struct pm_bucket bucket;
	pm_title_read(pm_source_text(o->source, line), false, &title);
	line.end = line.start + (uint32_t)title.to;
	line.start += (uint32_t)(title.box || !title.has_id ? title.from : title.id.from);
	if ((title.has_id && !title.id.weak && !title.id.numbered) || !pm_bucket_read(pm_source_text(o->source, line), &bucket) ||
	    (bucket.field != PM_FIELD_SPRINT && bucket.field != PM_FIELD_RELEASE && bucket.field != PM_FIELD_HORIZON))
		return (struct pm_span){0, 0};
	ptrdiff_t bold = pm_str_find(pm_source_text(o->source, line), "**");
	if (bold > 0 && line.start >= span.start + 2 && o->source->bytes[line.start - 1] == '*')
		line.end = line.start + (uint32_t)bold; /* "**Phase 3** - all of it is done" */
	return line;
}

/* A sprint or phase that is an entry, by its number: an item of its own; "Now", "Later" only pass their name on. */
static bool is_record_lane(const struct pm_outline *o, struct pm_span lane)
{
	struct pm_str text = pm_source_text(o->source, lane);
	for (size_t i = 1; i < text.n; i++)
		if (text.p[i] >= '0' && text.p[i] <= '9' && text.p[i - 1] != '2')
			return (text.p[0] | 32) != 'q' && !(text.p[0] >= '0' && text.p[0] <= '9');
	return false;
}

static bool is_epic_entry(const struct pm_outline *o, uint32_t block)
{
	struct pm_title title;
	pm_title_read(pm_str_sub(pm_source_text(o->source, pm_block_text(&o->blocks, block)), 0, 200), false, &title);
	return title.kind == PM_KIND_EPIC;
}

/* Are all entries of a section sprints or phases, or all of them epics?  Among others, one of them is work with steps. */
static bool lists_lanes(const struct pm_outline *o, const struct pm_section *s)
{
	size_t lanes = 0, epics = 0, entries = 0;
	for (uint32_t i = s->first; i < s->end; i++) {
		if (o->blocks.list[i].depth || o->blocks.list[i].type != PM_BLOCK_ITEM)
			continue;
		entries++;
		lanes += lane_of(o, i).end > 0;
		epics += is_epic_entry(o, i);
		if (lanes < entries && epics < entries)
			return false;
	}
	return entries > 1;
}

/* What is listed below the entry in [block, end), that of the last draft, where it is a sprint, a phase or an epic: items. */
static void draft_nested(struct decide *d, uint32_t index, const struct allow *a, uint32_t block, uint32_t end)
{
	struct pm_outline *o = d->o;
	uint32_t first = block + 1, above = (uint32_t)o->draft_count - 1;
	while (first < end && o->blocks.list[first].type != PM_BLOCK_ITEM)
		first++;
	if (first == end)
		return;
	struct pm_span lane = lane_of(o, block);
	if (!lane.end && !is_epic_entry(o, block))
		return;
	struct allow nested = *a;
	nested.ids = nested.sentences = nested.boxes = nested.bullets = true;
	nested.kind = PM_KIND_NONE;
	o->drafts[above].end = first;
	if (lane.end && is_record_lane(o, lane)) {
		struct pm_bucket bucket;
		pm_bucket_read(pm_source_text(o->source, lane), &bucket);
		o->drafts[above].kind = bucket.field == PM_FIELD_SPRINT ? PM_KIND_SPRINT : PM_KIND_RELEASE;
	} else if (lane.end) {
		o->draft_count--;
	}
	size_t from = o->draft_count;
	for (uint32_t i = first, next; i < end; i = next) {
		next = blocks_below(&o->blocks, i, end);
		if (o->blocks.list[i].type == PM_BLOCK_ITEM)
			draft_entry(d, index, &nested, i, next, false);
	}
	for (size_t k = from; k < o->draft_count; k++)
		if (lane.end)
			o->drafts[k].text = lane;
		else
			o->drafts[k].parent = above;
}

/* Is the entry one that a hint calls an item: numbered, or beginning in bold? */
static bool is_said(const struct pm_outline *o, const struct allow *a, uint32_t block)
{
	const struct pm_block *b = &o->blocks.list[block];
	if (b->type != PM_BLOCK_ITEM || b->depth || (!a->numbers && !a->bolds))
		return false;
	const char *p = o->source->bytes + b->start;
	if (a->numbers && *p >= '0' && *p <= '9')
		return true;
	struct pm_title title;
	struct pm_str text = pm_source_text(o->source, pm_block_text(&o->blocks, block));
	pm_title_read(pm_str_sub(text, 0, 200), false, &title);
	struct pm_str rest = title.box ? pm_str_trim(pm_str_sub(text, title.box_at + 2, text.n)) : text;
	return a->bolds && (pm_str_starts(rest, "**") || pm_str_starts(rest, "__"));
}

/* "**Sprint 1**", "Completed:" in a line of its own above a list: what all of its entries say. */
static struct pm_span lane_above(const struct pm_outline *o, uint32_t label)
{
	struct pm_span rest = pm_block_text(&o->blocks, label), line = pm_span_line(o->source, &rest);
	const char *base = o->source->bytes;
	struct pm_bucket bucket;
	bool said = false;
	while (line.start < line.end && strchr(" *_:", base[line.end - 1])) {
		said = said || base[line.end - 1] != ' ';
		line.end--;
	}
	while (line.start < line.end && strchr(" *_", base[line.start]))
		line.start++;
	struct pm_str text = pm_source_text(o->source, line);
	bool plain = said && rest.start >= rest.end && text.n && text.n < 60 && !memchr(text.p, '*', text.n);
	if (!plain || !pm_bucket_read(text, &bucket))
		return (struct pm_span){0, 0};
	double number;
	size_t n = 0;
	while (n < text.n && !(text.p[n] >= '0' && text.p[n] <= '9'))
		n++;
	while (n < text.n && ((text.p[n] >= '0' && text.p[n] <= '9') || text.p[n] == ' ' || text.p[n] == '.'))
		n++;
	bool other = bucket.field == PM_FIELD_SPRINT && n < text.n && !strchr(":-(", text.p[n]) && (unsigned char)text.p[n] < 0x80;
	other = other || (bucket.field == PM_FIELD_PRIORITY && (text.n > 24 || pm_priority_read(text, &number) < 0));
	return other ? (struct pm_span){0, 0} : line; /* "Sprint 1 estimation:" tells of the sprint */
}

/* A numbered entry owns the plain ones behind it, up to the next. */
static uint32_t said_end(const struct pm_outline *o, const struct allow *a, uint32_t block, uint32_t end, uint32_t limit)
{
	if (o->source->bytes[o->blocks.list[block].start] > '9' || !a->numbers)
		return end;
	while (end < limit && o->blocks.list[end].type == PM_BLOCK_ITEM && !is_said(o, a, end))
		end = blocks_below(&o->blocks, end, limit);
	return end;
}

/* "**Sharded stories:**": an entry that is a label of stories or epics, with entries below it that begin with ids. */
static bool labels_items(const struct pm_outline *o, uint32_t block, uint32_t end, uint32_t *first)
{
	struct pm_labelled l;
	struct pm_str text = pm_source_text(o->source, pm_block_text(&o->blocks, block));
	for (*first = block + 1; *first < end && o->blocks.list[*first].type != PM_BLOCK_ITEM; ++*first)
		;
	if (*first == end || !pm_line_read(text, &l) || l.field != PM_FIELD_CUSTOM || l.value_to > l.value_from ||
	    !begins_with_id(pm_source_text(o->source, pm_block_text(&o->blocks, *first))))
		return false;
	enum pm_part part = PM_PART_NONE;
	for (size_t at = l.label_from, to; at < l.label_to && part != PM_PART_STORIES && part != PM_PART_EPICS; at = to + 1) {
		for (to = at; to < l.label_to && text.p[to] != ' '; to++)
			;
		part = pm_part_find(pm_str_sub(text, at, to));
	}
	return part == PM_PART_STORIES || part == PM_PART_EPICS;
}

/* "- - [ ] Refund": a list entry that holds nothing but one in a box, which is what was meant. */
static bool holds_box(const struct pm_outline *o, uint32_t block)
{
	if (o->blocks.list[block + 1].type != PM_BLOCK_ITEM)
		return false;
	struct pm_span own = pm_block_text(&o->blocks, block);
	struct pm_str text = pm_source_text(o->source, pm_block_text(&o->blocks, block + 1));
	return own.start >= own.end && text.n > 3 && text.p[0] == '[' && text.p[2] == ']';
}

static void draft_body(struct decide *d, uint32_t index)
{
	struct pm_outline *o = d->o;
	struct pm_section *s = &o->sections[index];
	struct allow a = what_counts(d, s);
	if (!a.ids && !a.rows && !a.boxes && !a.bullets && !a.own_ids && !a.numbers && !a.bolds)
		return;
	bool entries = a.ids || a.sentences || a.boxes || a.bullets;
	bool parted = false; /* under a label that says what the list is: criteria, tasks */
	enum { UNKNOWN, NONE, SOME } lanes = UNKNOWN;
	uint32_t label = PM_NONE; /* the paragraph before, which may be that label */
	struct pm_span lane = {0, 0};
	bool told = false;	 /* under a label behind the items, which stand in a table: their results */
	bool rows = false;	 /* the items stand in a table above */
	uint32_t epic = PM_NONE; /* draft of the bold epic above, which holds what follows */
	for (uint32_t i = s->first; i < s->end;) {
		const struct pm_block *b = &o->blocks.list[i];
		uint32_t end = blocks_below(&o->blocks, i, s->end);
		size_t first = o->draft_count;
		if (b->type == PM_BLOCK_PARAGRAPH) {
			label = i;
			lane.end = 0;
		}
		uint32_t inner;
		if (b->type == PM_BLOCK_ITEM && i + 1 < end && holds_box(o, i)) {
			i++;
			continue;
		}
		if (b->type == PM_BLOCK_ITEM && a.ids && labels_items(o, i, end, &inner)) {
			i = inner;
			continue;
		}
		if (is_said(o, &a, i)) {
			struct allow said = {.ids = true, .sentences = true, .boxes = true, .bullets = true, .kind = a.kind};
			end = said_end(o, &a, i, end, s->end);
			draft_entry(d, index, &said, i, end, false);
			i = end;
			continue;
		}
		bool own_id = b->type == PM_BLOCK_ITEM && a.own_ids && has_own_prefix(o, s, i);
		if (b->type == PM_BLOCK_ITEM && label != PM_NONE && (entries || own_id)) {
			lane = lane_above(o, label);
			parted = !lane.end && is_part_label(o, label);
			told = !lane.end && rows && ends_label(o, label);
			label = PM_NONE;
		}
		if (own_id && !parted && !is_condition(o, i)) {
			struct allow own = {.ids = true, .kind = a.kind};
			draft_entry(d, index, &own, i, end, false);
		}
		if (b->type == PM_BLOCK_ITEM && (parted || !entries)) {
			i = end;
			continue;
		}
		if (b->type == PM_BLOCK_ITEM) {
			uint32_t own = end;
			end = join_clauses(d, i, own, s->end);
			struct allow here = a;
			here.bullets = a.bullets && !told;
			draft_entry(d, index, &here, i, end, end > own);
			if (o->draft_count > first && end > i + 2 && lanes != NONE)
				lanes = lanes == UNKNOWN && !lists_lanes(o, s) ? NONE : SOME;
			if (o->draft_count > first && end > i + 2 && lanes == SOME)
				draft_nested(d, index, &a, i, end);
		} else if (b->type == PM_BLOCK_PARAGRAPH) {
			end = draft_paragraph(d, index, &a, i, s->end);
		} else if (b->type == PM_BLOCK_QUOTE) {
			end = draft_quote(d, index, &a, i, s->end);
		} else if (b->type == PM_BLOCK_FENCE) {
			draft_yaml(d, index, &a, i);
			if (a.paragraphs)
				draft_fence(d, index, &a, i);
		} else if (b->type == PM_BLOCK_CODE && a.paragraphs) {
			draft_texts(d, index, &a, i, (struct pm_span){b->start, b->end});
		}
		rows = rows || (o->draft_count > first && o->drafts[first].type == PM_DRAFT_ROW);
		for (size_t k = first; k < o->draft_count && lane.end; k++)
			if (o->drafts[k].type == PM_DRAFT_ENTRY && !o->drafts[k].text.end)
				o->drafts[k].text = lane;
		for (size_t k = first; k < o->draft_count; k++)
			if (is_epic_draft(o, &o->drafts[k]))
				epic = (uint32_t)k;
			else if (epic != PM_NONE &&
				 (o->drafts[k].form == PM_FORM_ENTRY_ID || o->drafts[k].form == PM_FORM_SENTENCE))
				o->drafts[k].parent = epic;
			else if (o->drafts[k].form == PM_FORM_BOLD)
				epic = PM_NONE;
		i = end;
	}
}

/* How the entries of the file begin: with signs of states, among which ✅? */
static void note_signs(struct pm_outline *o)
{
	size_t done = 0, other = 0;
	for (size_t b = 0; b < o->blocks.count; b++) {
		if (o->blocks.list[b].depth || o->blocks.list[b].type != PM_BLOCK_ITEM)
			continue;
		struct pm_str text = pm_source_text(o->source, pm_block_text(&o->blocks, b));
		if (!text.n || !(text.p[0] & 0x80))
			continue;
		done += pm_str_starts(text, "✅");
		other += pm_str_starts(text, "🔄") || pm_str_starts(text, "📋") || pm_str_starts(text, "🔜");
	}
	o->signs = done && other && done + other > 2;
	for (size_t i = 0; i < o->section_count && !o->sizes; i++) {
		const struct pm_section *s = &o->sections[i];
		if (s->block == PM_NONE || !(s->signals & PM_SIGNAL_SUFFIX))
			continue;
		struct pm_str behind = pm_source_text(o->source, (struct pm_span){s->title_to, o->blocks.list[s->block].end});
		o->sizes = pm_str_ifind(behind, "small") >= 0 || pm_str_ifind(behind, "large") >= 0;
	}
}

static void count_entry_ids(struct decide *d)
{
	struct pm_outline *o = d->o;
	note_signs(o);
	for (size_t i = 0; i < o->section_count; i++) {
		struct pm_section *s = &o->sections[i];
		d->entry_hashes += s->hashes;
		if (!s->ids)
			continue;
		for (uint32_t b = s->first; b < s->end; b++) {
			if (o->blocks.list[b].depth || o->blocks.list[b].type != PM_BLOCK_ITEM)
				continue;
			struct pm_str text = pm_source_text(o->source, pm_block_text(&o->blocks, b));
			struct pm_title title;
			pm_title_read(pm_str_sub(text, 0, 200), false, &title);
			if (title.has_id && !title.id.numbered)
				d->entry_weak[(uint8_t)text.p[title.id.from]]++;
		}
	}
}

static bool has_id_column(const struct pm_outline *o, const struct pm_table *table)
{
	for (size_t c = 0; c < table->columns; c++)
		if (pm_field_find_column(pm_source_text(o->source, table->header[c])) == PM_FIELD_ID)
			return true;
	return false;
}

/* Before the drafts: does the file have rows that are items? */
static bool any_item_table(struct decide *d)
{
	struct pm_outline *o = d->o;
	struct pm_arena looked_at = {0};
	bool any = false;
	for (size_t i = 0; i < o->section_count; i++) {
		const struct pm_section *s = &o->sections[i];
		if (!(s->signals & PM_SIGNAL_TABLE) || s->role == PM_SECTION_PROSE || s->role == PM_SECTION_PART ||
		    s->role == PM_SECTION_ITEM || s->barred)
			continue;
		for (uint32_t b = s->first; b < s->end; b++) {
			struct pm_table table;
			pm_arena_reset(&looked_at);
			if (o->blocks.list[b].depth || o->blocks.list[b].type != PM_BLOCK_PARAGRAPH ||
			    !pm_table_read(o->source, pm_block_text(&o->blocks, b), &looked_at, &table))
				continue;
			while (b + 1 < s->end && o->blocks.list[b + 1].type == PM_BLOCK_PARAGRAPH &&
			       o->blocks.list[b + 1].depth == 0 &&
			       pm_table_continue(o->source, pm_block_text(&o->blocks, b + 1), &looked_at, &table))
				b++;
			if ((!is_item_table(o, &table) || table.row_count < 2) && !is_board(o, &table))
				continue;
			any = true;
			d->id_rows += has_id_column(o, &table) || rows_have_ids(o, &table) ? (uint32_t)table.row_count : 0;
		}
	}
	pm_arena_clear(&looked_at);
	return any;
}

/* Where the items in bold begin that an item holds: what stands before is its own. */
static uint32_t own_end(const struct pm_outline *o, const struct pm_section *s)
{
	if (!s->bolds || !pm_section_contains(s))
		return s->end;
	for (uint32_t i = s->first; i < s->end; i++)
		if (o->blocks.list[i].depth == 0 && o->blocks.list[i].type == PM_BLOCK_PARAGRAPH &&
		    is_bold_id(pm_source_text(o->source, pm_block_text(&o->blocks, i))))
			return i;
	return s->end;
}

void pm_outline_pass(struct pm_outline *o, uint32_t to)
{
	if (to <= o->passed)
		return;
	pm_source_rest(o->source, o->passed, to);
	o->passed = to;
}

/* -- all drafts: ranges of sections, each on its own, on several threads */

enum { DRAFT_SECTIONS = 1024 }; /* of a range */

struct drafting {
	const struct decide *d;
	struct draft_range {
		struct pm_outline outline; /* the same, with drafts and findings of its own */
		struct pm_diags diags;
		bool done;
	} * ranges;
	size_t count;
	struct pm_outline *o; /* what the ranges are put to, in their order, as soon as those before are */
	size_t joined;
	pthread_mutex_t lock; /* of o's drafts and findings */
	struct pm_arena arenas[PM_WORK_THREADS], kept[PM_WORK_THREADS];
};

static void draft_sections(struct decide *d, size_t first, size_t end)
{
	struct pm_outline *o = d->o;
	for (size_t i = first; i < end && i < o->section_count; i++) {
		const struct pm_section *s = &o->sections[i];
		if (s->role == PM_SECTION_ITEM) {
			struct pm_draft *draft =
				add_draft(d, PM_DRAFT_SECTION, PM_FORM_HEADING, (enum pm_kind)s->kind, (uint32_t)i);
			draft->first = s->first;
			draft->end = own_end(o, s);
		}
		draft_body(d, (uint32_t)i);
	}
	pm_arena_clear(&d->looked_at);
}

/* Gives the drafts from `base` on their numbers: they were made as if they were the first. */
static void number_drafts(struct pm_outline *o, size_t base)
{
	for (size_t i = base; i < o->draft_count; i++) {
		struct pm_draft *draft = &o->drafts[i];
		if (draft->type == PM_DRAFT_SECTION)
			o->sections[draft->section].draft = (uint32_t)i;
		if (draft->parent == PM_NONE)
			continue;
		draft->parent = draft->parent & OWNED ? o->sections[draft->parent & ~OWNED].draft : draft->parent + (uint32_t)base;
	}
}

/* Puts the drafts of a range behind those before it. */
static void join_drafts(struct pm_outline *o, struct pm_outline *range)
{
	size_t base = o->draft_count;
	for (size_t i = 0; i < range->draft_count; i++) {
		PM_GROW(o->drafts, o->draft_count, o->draft_cap);
		o->drafts[o->draft_count++] = range->drafts[i];
	}
	number_drafts(o, base);
	free(range->drafts);
	for (size_t i = 0; i < range->diags->count; i++) {
		PM_GROW(o->diags->list, o->diags->count, o->diags->cap);
		o->diags->list[o->diags->count++] = range->diags->list[i];
	}
	pm_diags_clear(range->diags);
}

static void draft_range(void *ctx, size_t range, unsigned thread)
{
	struct drafting *all = ctx;
	struct decide d = *all->d;
	struct pm_outline *o = &all->ranges[range].outline;
	pm_config_use_aliases(d.o->config);
	*o = *d.o;
	o->arena = &all->arenas[thread];
	o->kept = &all->kept[thread];
	o->diags = &all->ranges[range].diags;
	pm_diags_init(o->diags, o->kept);
	d.o = o;
	d.looked_at = (struct pm_arena){0};
	draft_sections(&d, range * DRAFT_SECTIONS, (range + 1) * DRAFT_SECTIONS);
	pthread_mutex_lock(&all->lock);
	all->ranges[range].done = true;
	while (all->joined < all->count && all->ranges[all->joined].done)
		join_drafts(all->o, &all->ranges[all->joined++].outline);
	if (all->joined < all->count)
		pm_outline_pass(all->o, all->o->sections[all->joined * DRAFT_SECTIONS].title_from);
	pthread_mutex_unlock(&all->lock);
}

static void draft_ranges(struct decide *d, size_t ranges)
{
	struct pm_outline *o = d->o;
	struct pm_outline empty = *o; /* what each range starts from: o changes meanwhile */
	struct drafting all = {.d = d, .o = o, .count = ranges, .lock = PTHREAD_MUTEX_INITIALIZER};
	d->o = &empty;
	o->passed = 0;
	all.ranges = pm_calloc(ranges, sizeof *all.ranges);
	pm_work(ranges, o->threads, draft_range, NULL, &all);
	for (size_t i = 0; i < PM_WORK_THREADS; i++) {
		pm_arena_join(o->arena, &all.arenas[i]);
		pm_arena_join(o->kept, &all.kept[i]);
	}
	d->o = o;
	pthread_mutex_destroy(&all.lock);
	free(all.ranges);
}

static void draft_all(struct decide *d)
{
	size_t ranges = (d->o->section_count + DRAFT_SECTIONS - 1) / DRAFT_SECTIONS;
	if (ranges > 1) {
		draft_ranges(d, ranges);
	} else {
		draft_sections(d, 0, DRAFT_SECTIONS);
		number_drafts(d->o, 0);
	}
}

/* "# ADR-005: ...", a decision. */
static bool is_decision(const struct pm_outline *o)
{
	for (size_t i = 0; i < o->section_count && i < 3; i++) {
		const struct pm_section *s = &o->sections[i];
		if (s->block == PM_NONE || s->level > 1)
			continue;
		struct pm_str title = pm_source_text(o->source, pm_block_text(&o->blocks, s->block));
		return pm_str_istarts(title, "adr") && title.n > 4 && strchr("- 0", title.p[3]) && title.p[4] >= '0' &&
		       title.p[4] <= '9';
	}
	return false;
}

/* Is the file no backlog, whatever it holds? */
static bool holds_none(const struct pm_outline *o)
{
	if (o->hint.given)
		return o->hint.none;
	return o->file_role == PM_ROLE_DOCUMENT || (o->file_role >= PM_ROLE_README && is_decision(o));
}

void pm_outline_decide(struct pm_outline *o)
{
	struct titles titles = {.lock = PTHREAD_MUTEX_INITIALIZER};
	struct decide d = {.o = o, .titles = &titles};
	d.hint_none = holds_none(o);
	set_parents(o);
	gather(&d);
	decide_roles(&d);
	count_entry_ids(&d);
	d.plain = counts_plain(o);
	d.planned = find_plan(o);
	d.tables = any_item_table(&d);
	d.stronger = d.strong_items || d.ids || d.boxes > 1 || d.sentences || d.tables;
	decide_leaves(&d);
	draft_all(&d);
	free(d.numbered);
	free(d.strong);
	free(d.names);
	pthread_mutex_destroy(&titles.lock);
	free(titles.hashes);
}
