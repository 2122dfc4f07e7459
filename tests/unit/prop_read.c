/* prop_read: seeded property tests of the reader, over backlogs in all forms, whole and broken.
 *
 * Nothing is lost and nothing lies outside: every line is accounted for, every span is inside its file and its item, every finding has
 * its place.  A file in pieces, on several threads, with CRLF or with a mark of order reads as it does without.  The first argument is
 * the number of cases (PM_CASES, else 10,000), the second the seed.
 */
#include "parser/config.h"
#include "parser/read.h"
#include "parser/rng.h"
#include "tests/unit/test.h"

#include <stdlib.h>

static uint32_t below(struct pm_rng *rng, size_t limit)
{
	return pm_rng_below(rng, (uint32_t)limit);
}

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define PICK(rng, array) ((array)[below(rng, COUNT(array))])

/* -- backlogs: a text for each form, with a small number in place of each % */

static const char *const fronts[] = {
	"---\nid: A-%\ntitle: Front %\nstatus: open\nlabels: [a, b]\ndepends_on:\n  - A-1\n  - A-2\n---\n\n",
	("---\nid: TASK-%\ntitle: 'Quoted ''%'''\nassignee: [\"@ann\"]\nordinal: 100%\n---\n\n## Description\n\n<!-- "
	 "SECTION:DESCRIPTION:BEGIN -->\ntext\n<!-- SECTION:DESCRIPTION:END -->\n\n"),
	"---\nlayout: page\n---\n\n",
	"---\ntitle: a: b %\nid: A-%\n---\n",
	"# Backlog\n\n",
	"# Roadmap %\n\nSome words about it.\n\n",
	"Product backlog\n===============\n\n",
	"<!-- pm: items=bullet -->\n\n",
	"<!-- pm: items=table -->\n\n",
	"",
	"",
};

static const char *const parts[] = {
	"## A-% Title %\n\n- Status: open\n- Estimate: % points\n- Depends on: A-%, A-%\n\n",
	"### PAY-%: **Pay** with `card` (% pts) ✅\n\n**Priority:** High · **Points:** % · Owner: Ann\n\nA description\nover two "
	"lines.\n\n",
	"# Epic % The whole\n\n",
	"## Epic E-%: Part\n\nStatus: in progress\n\n",
	"### Story %.%: Do it\n\n**As a** user %,\n**I want** to do it\n**so that** it is done.\n\n#### Acceptance criteria\n\n1. "
	"Given a\n   When b\n   Then c %\n2. Another\n\n",
	"**Acceptance criteria**\n\n- [ ] one %\n- [x] two\n  - under it\n- AC3: three\n\n",
	"Acceptance criteria:\n- Given a, when b, then c\n- Given d\n  when e\n  then f\n\n",
	"### Definition of Done\n\n- [ ] reviewed\n\n### Tasks\n\n- [ ] write it\n\n",
	"- [ ] **A-%** Entry % ~3d #tag @ann\n  - Status: ready\n  - Depends on:\n    - A-%\n    - A-%\n",
	"- [x] Box % (% pts)\n- [ ] Box % `READY`\n",
	"* Bullet %\n* Another %\n\n  with a paragraph\n",
	"1. US-% First\n2. US-% Second: text\n   that goes on\n",
	"- As a user %, I want x so that y\n- As a clerk,\n  I want z\n",
	"- As a buyer\n- I want to buy %\n- so that I have it\n",
	"As a user, I want to see % so that I know.\n\n",
	"En tant que client, je veux payer % afin de partir.\n\nAls Kunde möchte ich zahlen, damit ich gehe.\n\n",
	"> As a reader, I want quotes so that I read %.\n\n",
	"**B-%: Bold one** (% pts)\n\nIts text.\n\n- Priority: P%\n\n",
	"| ID | Title | Status | Estimate | Depends on |\n|----|-------|--------|---------:|---|\n| A-% | One \\| two | open | % | "
	"A-% |\n| A-% | **Two** | ~~done~~ | | |\n\n",
	"| # | User story | Priority | Acceptance criteria |\n|---|---|---|---|\n| % | As a user, I want x so that y | High | "
	"a<br>- b<br/>c % |\n\n| % | cut off | Low | a |\n\n",
	"| As a | I want | So that |\n|---|---|---|\n| user % | to pay | it is paid |\n\n",
	"| Field | Value |\n|---|---|\n| Status | open |\n| Priority | P% |\n| Effort | a \\| b |\n\n",
	"```yaml\n- id: Y-%\n  title: Yaml %\n  status: open\n  labels:\n    - a\n- id: Y-%\n  title: \"Two\"\n```\n\n",
	"```yaml\nstatus: done\nestimate: %\ntitle: a: b\n```\n\n",
	"```gherkin\nFeature: f\n  Background:\n    Given x\n  Scenario: s %\n    Given a\n    When b\n    Then c\n```\n\n",
	"```\nAs a user, I want code %\nso that it runs\n\nAs a tester, I want more\n```\n\n",
	"## Sprint % (2026-01-05 to 2026-01-16)\n\n- Goal: ship\n- Capacity: %\n\n",
	"## Now\n\n",
	"## High priority\n\n",
	"## v1.% (2026-02-0%)\n\n",
	"## In progress\n\n- one %\n- two %\n\n",
	"## Vision\n\nFor people who wait.\n\n## Goals\n\n### G-% Wait less\n\n- Metric: minutes\n- Baseline: 1%\n- Target: %\n\n",
	"## Personas\n\n### Ann %\n\n- Role: buyer\n\n",
	"### FB-% \"Too slow\"\n\n- From: Bob\n- Weight: %\n- About: A-%\n\n",
	"### Status\n\nDone\n\n### Depends on\n\n- A-%\n- A-%\n\n",
	"#### Notes\n\nJust words with A-% in them.\n\n",
	"<!-- AC:BEGIN -->\n- [ ] #1 criterion %\n- [x] #2 another\n<!-- AC:END -->\n\n",
	"<!-- SECTION:NOTES:BEGIN -->\n## no heading of ours %\n<!-- SECTION:NOTES:END -->\n\n",
	"<details>\n<summary>More</summary>\n\n### A-% Hidden\n\n</details>\n\n",
	"<<<<<<< ours\n- Status: open\n=======\n- Status: done\n>>>>>>> theirs\n",
	"Scenario: one %\n\n- Given a\n- When b\n- Then c\n\n",
	"## 1. Numbered %\n\ntext\n\n## 2. Numbered %\n\ntext\n\n",
	"[link](A-%.md) and ![image](x.png) and <https://a.example/%>\n\n",
	"    As code % by indentation\n\n",
	"---\n\n",
	"バックログ項目\n\n利用者として、私は支払いたい。なぜなら % だから。\n\n",
	"- **Статус:** готово\n- **Оценка**: %\n",
	"~~~\nnever closed %\n",
};

static void add_text(struct pm_rng *rng, const char *text, struct pm_buf *out)
{
	for (; *text != '\0'; text++)
		if (*text == '%')
			pm_buf_addf(out, "%u", below(rng, 12));
		else
			pm_buf_addc(out, *text);
}

static void make_backlog(struct pm_rng *rng, struct pm_buf *out)
{
	add_text(rng, PICK(rng, fronts), out);
	for (uint32_t n = below(rng, 10); n > 0; n--)
		add_text(rng, PICK(rng, parts), out);
}

/* -- what breaks it */

static void insert(struct pm_buf *text, size_t at, const char *bytes, size_t n)
{
	struct pm_buf out = {0};

	pm_buf_add(&out, text->p, at);
	pm_buf_add(&out, bytes, n);
	pm_buf_add(&out, text->p + at, text->n - at);
	pm_buf_clear(text);
	*text = out;
}

static void erase(struct pm_buf *text, size_t from, size_t to)
{
	memmove(text->p + from, text->p + to, text->n - to);
	text->n -= to - from;
}

static void repeat(struct pm_buf *text, unsigned times)
{
	struct pm_buf out = {0};

	while (times--)
		pm_buf_adds(&out, pm_buf_str(text));
	pm_buf_clear(text);
	*text = out;
}

static void break_backlog(struct pm_rng *rng, struct pm_buf *text)
{
	static const char *const bytes[] = {"\xff", "\xc3", "\xe2\x80", "\x80",	 "\xef\xbb\xbf", "\r", "\n", "\t", " ",
					    "|",    "`",    "```",	"<!--",	 "-->",		 "*",  "#",  "- ", ">",
					    "[",    "]",    ":",	"---\n", "\xc2\xa0",	 "(",  "~~", "\\", "<br>",
					    ",",    "  ",   "\n\n"};

	for (uint32_t n = below(rng, 4); n > 0 && text->n > 0; n--) {
		size_t at = below(rng, text->n);
		const char *piece = PICK(rng, bytes);

		switch (below(rng, 6)) {
		case 0: text->n = at; break;
		case 1: insert(text, at, "", 1); break;
		case 2: erase(text, at, at + 1 + below(rng, text->n - at < 20 ? text->n - at : 20)); break;
		case 3: text->p[at] = (char)below(rng, 256); break;
		default: insert(text, at, piece, strlen(piece)); break;
		}
	}
}

/* -- reading */

struct input {
	const char *path;
	enum pm_file_role role;
	bool named;
};

static const struct input inputs[] = {
	{"BACKLOG.md", PM_ROLE_BACKLOG, true},
	{"ROADMAP.md", PM_ROLE_ROADMAP, true},
	{"docs/user-stories.md", PM_ROLE_STORIES, true},
	{"backlog/tasks/task-1.md", PM_ROLE_TASK_FILE, true},
	{"notes.md", PM_ROLE_OTHER, false},
};

struct read {
	struct pm_source source;
	struct pm_arena arena;
	struct pm_reading reading;
};

static struct pm_config config;

static void read_text(const struct input *input, struct pm_str text, unsigned threads, uint32_t piece, struct read *r)
{
	struct pm_read_file file = {.source = &r->source,
				    .role = input->role,
				    .named = input->named,
				    .config = &config,
				    .threads = threads,
				    .piece = piece};

	pm_source_init(&r->source, input->path, text.p, text.n, PM_SOURCE_BORROWED);
	pm_arena_init(&r->arena);
	pm_read(&file, &r->arena, &r->reading);
}

static void clear(struct read *r)
{
	free(r->reading.items);
	free(r->reading.texts.list);
	pm_diags_clear(&r->reading.diags);
	pm_arena_clear(&r->arena);
	pm_source_clear(&r->source);
}

static struct pm_str field_text(const struct read *r, const struct pm_field *field)
{
	return field->flags & PM_FIELD_HAS_TEXT ? r->reading.texts.list[field->text].text
						: pm_source_text(&r->source, field->value);
}

/* -- what must hold of every reading */

#define HOLDS(cond)                                                                                                                \
	do {                                                                                                                       \
		if (!(cond))                                                                                                       \
			return #cond;                                                                                              \
	} while (0)

static bool is_in(struct pm_span span, struct pm_span outer)
{
	return span.start <= span.end && (span.start == span.end || (span.start >= outer.start && span.end <= outer.end));
}

static const char *wrong_field(const struct read *r, const struct pm_item *item, const struct pm_field *field)
{
	struct pm_span file = {0, (uint32_t)r->source.size};
	bool elsewhere = field->spelling == PM_SPELL_BUCKET || field->spelling == PM_SPELL_FOLDER;

	HOLDS(is_in(field->value, file));
	HOLDS(is_in(field->label, file)); /* a cell's is the column's head */
	HOLDS(elsewhere || is_in(field->value, item->span));
	HOLDS(!elsewhere || field->value.end <= item->span.start || item->form == PM_FORM_FILE);
	HOLDS(field->def <= PM_FIELD_CUSTOM);
	HOLDS(!(field->flags & PM_FIELD_HAS_TEXT) || field->text < r->reading.texts.count);
	HOLDS(field->spelling != PM_SPELL_BOX || field->value.end == field->value.start + 1);
	return NULL;
}

static const char *wrong_item(struct read *r, const struct pm_item *item)
{
	struct pm_span file = {0, (uint32_t)r->source.size};
	const char *wrong = NULL;
	bool copied = memchr(item->id.p ? item->id.p : "", ']', item->id.n) == NULL;

	HOLDS(is_in(item->span, file) && item->span.end > item->span.start);
	HOLDS(is_in(item->head, file));
	HOLDS(is_in(item->id_span, item->span));
	HOLDS(is_in(item->title_span, item->span));
	HOLDS(is_in(item->description, item->span));
	HOLDS(is_in(item->story.span, item->span));
	HOLDS(is_in(item->story.role, item->span));
	HOLDS(is_in(item->story.want, item->span));
	HOLDS(is_in(item->story.benefit, item->span));
	HOLDS(item->line >= 1 && item->line == pm_source_line(&r->source, item->head.start));
	HOLDS(!item->key.n || item->id.n);
	HOLDS(copied || item->id.n > 0);
	HOLDS(item->kind != PM_KIND_NONE);
	for (size_t i = 0; i < item->field_count && wrong == NULL; i++)
		wrong = wrong_field(r, item, &item->fields[i]);
	for (size_t i = 0; i < item->criterion_count && wrong == NULL; i++) {
		const struct pm_criterion *c = &item->criteria[i];

		HOLDS(is_in(c->span, item->span) && c->span.end > c->span.start);
		HOLDS(!c->box || (c->box >= item->span.start && c->box < c->span.start));
	}
	return wrong;
}

static const char *wrong_reading(struct read *r)
{
	const struct pm_reading *reading = &r->reading;
	const char *wrong = NULL;
	uint32_t start = 0;

	pm_source_index(&r->source);
	HOLDS(r->source.size == 0 || reading->item_lines + reading->section_lines + reading->unread_lines == r->source.line_count);
	HOLDS(reading->count == 0 || reading->item_lines > 0);
	HOLDS(is_in(reading->vision, (struct pm_span){0, (uint32_t)r->source.size}));
	for (size_t i = 0; i < reading->count && wrong == NULL; i++) {
		const struct pm_item *item = &reading->items[i];

		HOLDS(item->parent == PM_NO_ITEM || item->parent < i);
		HOLDS(item->span.start >= start);
		start = item->span.start;
		wrong = wrong_item(r, item);
	}
	for (size_t i = 0; i < reading->diags.count && wrong == NULL; i++) {
		const struct pm_diag *diag = &reading->diags.list[i];

		HOLDS(diag->span.start <= diag->span.end && diag->span.end <= r->source.size);
		HOLDS(diag->item == PM_NO_ITEM || diag->item < reading->count);
		HOLDS(diag->message.n > 0);
	}
	return wrong;
}

/* -- two readings compared.  `shift` is how many bytes the second has before everything. */

static bool same_span(struct pm_span a, struct pm_span b, uint32_t shift)
{
	return a.start == a.end ? b.start == b.end : a.start + shift == b.start && a.end + shift == b.end;
}

/* The mark of order is of the first line, and goes with what that is of. */
static bool same_lines(struct pm_span a, struct pm_span b, uint32_t shift)
{
	return same_span(a, b, shift) || (a.start == 0 && b.start == 0 && a.end + shift == b.end);
}

static const char *other_details(const struct read *a, const struct pm_item *x, const struct read *b, const struct pm_item *y,
				 uint32_t shift)
{
	HOLDS(x->field_count == y->field_count);
	for (size_t i = 0; i < x->field_count; i++) {
		const struct pm_field *f = &x->fields[i], *g = &y->fields[i];

		HOLDS(f->def == g->def && f->spelling == g->spelling && f->flags == g->flags);
		HOLDS(same_span(f->value, g->value, shift) && same_span(f->label, g->label, shift));
		HOLDS(pm_str_eq(field_text(a, f), field_text(b, g)));
	}
	HOLDS(x->criterion_count == y->criterion_count);
	for (size_t i = 0; i < x->criterion_count; i++) {
		const struct pm_criterion *c = &x->criteria[i], *d = &y->criteria[i];

		HOLDS(same_span(c->span, d->span, shift) && c->number == d->number && c->state == d->state && c->form == d->form);
		HOLDS(c->box ? c->box + shift == d->box : !d->box);
	}
	return NULL;
}

static const char *other_item(const struct read *a, const struct pm_item *x, const struct read *b, const struct pm_item *y,
			      uint32_t shift)
{
	HOLDS(pm_str_eq(x->id, y->id) && pm_str_eq(x->title, y->title) && pm_str_eq(x->key, y->key));
	HOLDS(same_lines(x->span, y->span, shift) && same_lines(x->head, y->head, shift));
	HOLDS(same_span(x->id_span, y->id_span, shift) && same_span(x->title_span, y->title_span, shift));
	HOLDS(same_span(x->description, y->description, shift) && same_span(x->story.span, y->story.span, shift));
	HOLDS(same_span(x->story.role, y->story.role, shift) && same_span(x->story.want, y->story.want, shift));
	HOLDS(same_span(x->story.benefit, y->story.benefit, shift) && x->story.language == y->story.language);
	HOLDS(x->line == y->line && x->parent == y->parent && x->kind == y->kind && x->form == y->form && x->state == y->state);
	HOLDS(x->box == y->box && x->level == y->level && x->readable == y->readable && x->numbered == y->numbered);
	HOLDS(x->declared_criteria == y->declared_criteria);
	return other_details(a, x, b, y, shift);
}

/* How often a finding stands in a list: the order is settled later, by place. */
static size_t times(const struct pm_diags *diags, const struct pm_diag *diag, uint32_t shift)
{
	size_t n = 0;

	for (size_t i = 0; i < diags->count; i++)
		n += strcmp(diags->list[i].rule, diag->rule) == 0 && diags->list[i].span.start == diag->span.start + shift &&
		     diags->list[i].item == diag->item && pm_str_eq(diags->list[i].message, diag->message);
	return n;
}

static const char *other_reading(const struct read *a, const struct read *b, uint32_t shift)
{
	const struct pm_reading *x = &a->reading, *y = &b->reading;
	const char *other = NULL;

	HOLDS(x->count == y->count);
	for (size_t i = 0; i < x->count && other == NULL; i++)
		other = other_item(a, &x->items[i], b, &y->items[i], shift);
	HOLDS(same_span(x->vision, y->vision, shift));
	HOLDS(x->item_lines == y->item_lines && x->section_lines == y->section_lines && x->unread_lines == y->unread_lines);
	HOLDS(x->diags.count == y->diags.count);
	for (size_t i = 0; i < x->diags.count && i < 100; i++)
		HOLDS(times(&x->diags, &x->diags.list[i], 0) == times(&y->diags, &x->diags.list[i], shift));
	return other;
}

/* -- the same with CRLF: every text is equal but for the line ends in it, as far as is looked for the end of a link */

enum { FAR = 200 };

static bool same_text(struct pm_str a, struct pm_str b)
{
	size_t i = 0, k = 0;

	for (; i < a.n || k < b.n; i++, k++) {
		while (k < b.n && b.p[k] == '\r')
			k++;
		if (i == a.n && k == b.n)
			return true;
		if (i >= a.n || k >= b.n || a.p[i] != b.p[k])
			return false;
	}
	return true;
}

static const char *other_in_crlf(const struct read *a, const struct read *b)
{
	const struct pm_reading *x = &a->reading, *y = &b->reading;

	HOLDS(x->count == y->count);
	for (size_t i = 0; i < x->count; i++) {
		const struct pm_item *p = &x->items[i], *q = &y->items[i];

		HOLDS(same_text(p->id, q->id) && (p->title.n > FAR || same_text(p->title, q->title)));
		HOLDS(p->line == q->line && p->parent == q->parent && p->kind == q->kind && p->form == q->form &&
		      p->state == q->state);
		HOLDS(same_text(pm_source_text(&a->source, p->span), pm_source_text(&b->source, q->span)));
		HOLDS(same_text(pm_source_text(&a->source, p->story.span), pm_source_text(&b->source, q->story.span)));
		HOLDS(same_text(pm_source_text(&a->source, p->story.want), pm_source_text(&b->source, q->story.want)));
		HOLDS(same_text(pm_source_text(&a->source, p->description), pm_source_text(&b->source, q->description)));
		HOLDS(p->field_count == q->field_count);
		for (size_t f = 0; f < p->field_count; f++) {
			HOLDS(p->fields[f].def == q->fields[f].def && p->fields[f].spelling == q->fields[f].spelling);
			HOLDS(same_text(field_text(a, &p->fields[f]), field_text(b, &q->fields[f])));
		}
		HOLDS(p->criterion_count == q->criterion_count);
		for (size_t c = 0; c < p->criterion_count; c++) {
			HOLDS(p->criteria[c].state == q->criteria[c].state && p->criteria[c].form == q->criteria[c].form);
			HOLDS(same_text(pm_source_text(&a->source, p->criteria[c].span),
					pm_source_text(&b->source, q->criteria[c].span)));
		}
	}
	HOLDS(x->item_lines == y->item_lines && x->section_lines == y->section_lines);
	HOLDS(x->diags.count == y->diags.count);
	return NULL;
}

static void to_crlf(struct pm_str text, struct pm_buf *out)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\n')
			pm_buf_addc(out, '\r');
		pm_buf_addc(out, text.p[i]);
	}
}

/* -- the properties */

static size_t items_read, fields_read, criteria_read;

static void report(const char *what, const char *wrong, const struct input *input, struct pm_str text)
{
	printf("# %s: %s, in %s\n", what, wrong, input->path);
	if (text.n < 3000)
		test_print_bytes("text", text.p, text.n);
}

static bool reads_well(const struct input *input, struct pm_str text)
{
	struct read r;
	const char *wrong;

	read_text(input, text, 1, 0, &r);
	wrong = wrong_reading(&r);
	if (wrong != NULL)
		report("wrong", wrong, input, text);
	items_read += r.reading.count;
	for (size_t i = 0; i < r.reading.count; i++) {
		fields_read += r.reading.items[i].field_count;
		criteria_read += r.reading.items[i].criterion_count;
	}
	clear(&r);
	return wrong == NULL;
}

static bool pieces_read_the_same(const struct input *input, struct pm_str text, unsigned threads)
{
	struct read whole, pieces;
	const char *other;

	read_text(input, text, 1, UINT32_MAX, &whole);
	read_text(input, text, threads, 1, &pieces);
	other = other_reading(&whole, &pieces, 0);
	if (other != NULL)
		report("in pieces", other, input, text);
	clear(&whole);
	clear(&pieces);
	return other == NULL;
}

static bool mark_reads_the_same(const struct input *input, struct pm_str text)
{
	struct pm_buf marked = {0};
	struct read a, b;
	const char *other;

	pm_buf_addz(&marked, "\xef\xbb\xbf");
	pm_buf_adds(&marked, text);
	read_text(input, text, 1, 0, &a);
	read_text(input, pm_buf_str(&marked), 1, 0, &b);
	other = text.n == 0 || pm_str_starts(text, "\xef\xbb\xbf") ? NULL : other_reading(&a, &b, 3);
	if (other != NULL)
		report("with a mark of order", other, input, text);
	clear(&a);
	clear(&b);
	pm_buf_clear(&marked);
	return other == NULL;
}

static bool crlf_reads_the_same(const struct input *input, struct pm_str text)
{
	struct pm_buf crlf = {0};
	struct read a, b;
	const char *other;

	to_crlf(text, &crlf);
	read_text(input, text, 1, 0, &a);
	read_text(input, pm_buf_str(&crlf), 1, 0, &b);
	other = other_in_crlf(&a, &b);
	if (other != NULL)
		report("with CRLF", other, input, text);
	clear(&a);
	clear(&b);
	pm_buf_clear(&crlf);
	return other == NULL;
}

/* Every beginning of a backlog is a file that reads well. */
static unsigned long wrong_beginnings(uint64_t seed, unsigned long cases)
{
	unsigned long wrong = 0;

	for (unsigned long i = 0; i < cases && wrong < 5; i++) {
		struct pm_buf text = {0};
		struct pm_rng rng;

		pm_rng_init(&rng, seed + 1, i);
		make_backlog(&rng, &text);
		for (size_t n = 0; n <= text.n && wrong < 5; n++)
			wrong += !reads_well(&PICK(&rng, inputs), (struct pm_str){text.p, n});
		pm_buf_clear(&text);
	}
	return wrong;
}

static unsigned long wrong_backlogs(uint64_t seed, unsigned long cases)
{
	unsigned long wrong = 0;

	for (unsigned long i = 0; i < cases && wrong < 5; i++) {
		struct pm_buf text = {0};
		struct pm_rng rng;

		pm_rng_init(&rng, seed, i); /* a case can be run alone */
		const struct input *input = &PICK(&rng, inputs);
		make_backlog(&rng, &text);
		if (below(&rng, 100) == 0)
			repeat(&text, 1 + below(&rng, 200));
		if (below(&rng, 3))
			break_backlog(&rng, &text);
		struct pm_str s = pm_buf_str(&text);
		bool lf = !memchr(s.p ? s.p : "", '\r', s.n);
		bool good = reads_well(input, s) && pieces_read_the_same(input, s, below(&rng, 16) ? 1 : 4);
		if (good && below(&rng, 4) == 0)
			good = mark_reads_the_same(input, s) && (!lf || crlf_reads_the_same(input, s));
		wrong += !good;
		pm_buf_clear(&text);
	}
	return wrong;
}

int main(int argc, char **argv)
{
	const char *soak = getenv("PM_CASES");
	unsigned long cases = argc > 1 ? strtoul(argv[1], NULL, 10) : soak != NULL ? strtoul(soak, NULL, 10) : 10000;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;

	pm_config_init(&config);
	pm_config_finish(&config);
	CHECK_INT(wrong_backlogs(seed, cases), 0);
	CHECK_INT(wrong_beginnings(seed, cases / 500), 0);
	printf("# seed %ju, %lu cases, %zu items, %zu fields, %zu criteria\n", (uintmax_t)seed, cases, items_read, fields_read,
	       criteria_read);
	CHECK(items_read > cases * 3);
	CHECK(fields_read > items_read);
	CHECK(criteria_read > cases);
	pm_details_thread_end();
	pm_markdown_thread_end();
	pm_config_clear(&config);
	return test_done();
}
