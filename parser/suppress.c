/* suppress: comments in files that silence findings. */
#include "parser/suppress.h"

#include "parser/frontmatter.h"
#include "parser/markdown.h"

#include <stdlib.h>
#include <string.h>

/* Room for every rule: a bit each. */
enum { RULES_MAX = 256, RULES_WORDS = RULES_MAX / 64 };
#define NO_ONE UINT32_MAX

enum verb { VERB_DISABLE, VERB_ENABLE, VERB_LINE, VERB_NEXT_LINE, VERB_ITEM, VERB_FILE, VERB_UNKNOWN };
static const char *const verbs[] = {"disable", "enable", "disable-line", "disable-next-line", "disable-item", "disable-file"};
#define MARK "pm-lint-"

/* One comment. */
struct suppression {
	uint32_t file;
	struct pm_span span;  /* from `<!--` to `-->` */
	struct pm_span rules; /* as written */
	struct pm_span name;  /* the verb, with its mark */
	enum verb verb;
	uint32_t line; /* that it silences */
	uint32_t item; /* that it silences */
	uint64_t bits[RULES_WORDS];
	bool all, reason, used;
	bool unknown; /* one of its words selects no rule */
};

struct pm_suppressions {
	struct suppression *list; /* heap; in the order of files and their bytes */
	size_t count, cap;
	const struct pm_product *product;
	size_t rule_count;
};

/* -- where code is: comments there are text */

struct spans {
	struct pm_span *list; /* heap; in order */
	size_t count, cap;
};

static void add_span(struct spans *spans, uint32_t start, uint32_t end)
{
	PM_GROW(spans->list, spans->count, spans->cap);
	spans->list[spans->count++] = (struct pm_span){start, end};
}

struct run {
	uint32_t at, length;
};

/* The runs of backticks in a text, one that begins behind a backslash shorter by its first. */
static struct run *find_runs(const char *bytes, struct pm_span span, size_t *count)
{
	struct run *runs = NULL;
	size_t n = 0, cap = 0;

	for (uint32_t i = span.start; i < span.end; i++) {
		uint32_t from = i;

		while (i < span.end && bytes[i] == '`')
			i++;
		if (from > span.start && bytes[from - 1] == '\\' && i > from)
			from++;
		if (i == from)
			continue;
		PM_GROW(runs, n, cap);
		runs[n++] = (struct run){from, i - from};
	}
	*count = n;
	return runs;
}

/* Code spans: from a run of backticks to the next one that is as long.  Those of a length beyond the table are text. */
static void find_code_spans(const char *bytes, struct pm_span span, struct spans *code)
{
	enum { LENGTHS = 64, NONE = -1 };
	ptrdiff_t last[LENGTHS];
	size_t count;
	struct run *runs = find_runs(bytes, span, &count);
	ptrdiff_t *next = pm_calloc(count + 1, sizeof *next);

	for (size_t i = 0; i < LENGTHS; i++)
		last[i] = NONE;
	for (size_t i = count; i-- > 0;) {
		next[i] = runs[i].length < LENGTHS ? last[runs[i].length] : NONE;
		if (runs[i].length < LENGTHS)
			last[runs[i].length] = (ptrdiff_t)i;
	}
	for (size_t i = 0; i < count; i++) {
		if (next[i] == NONE)
			continue;
		add_span(code, runs[i].at, runs[next[i]].at + runs[next[i]].length);
		i = (size_t)next[i];
	}
	free(runs);
	free(next);
}

static struct spans find_code(const struct pm_source *source)
{
	struct pm_arena arena;
	struct pm_diags diags;
	struct pm_blocks blocks = {0};
	struct spans code = {0};
	struct pm_span block;
	uint32_t behind = 0, line = 1;

	pm_arena_init(&arena);
	pm_diags_init(&diags, &arena);
	if (pm_frontmatter_find(source, &block, &behind, 0, &diags)) {
		add_span(&code, 0, behind);
		line = pm_source_line(source, behind);
	}
	pm_markdown_blocks(source, 0, (struct pm_span){behind, (uint32_t)source->size}, line, &blocks, &diags);
	for (size_t i = 0; i < blocks.count; i++) {
		const struct pm_block *b = &blocks.list[i];

		if (b->type == PM_BLOCK_FENCE || b->type == PM_BLOCK_CODE)
			add_span(&code, b->start, b->end);
		else if (b->type == PM_BLOCK_PARAGRAPH || b->type == PM_BLOCK_HEADING)
			find_code_spans(source->bytes, (struct pm_span){b->start, b->end}, &code);
	}
	free(blocks.list);
	pm_diags_clear(&diags);
	pm_arena_clear(&arena);
	return code;
}

/* -- reading a comment */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',';
}

/* The next word of a text; *at is moved behind it.  Empty: there is none. */
static struct pm_span next_word(const char *bytes, struct pm_span *rest)
{
	struct pm_span word;

	while (rest->start < rest->end && is_blank(bytes[rest->start]))
		rest->start++;
	word.start = rest->start;
	while (rest->start < rest->end && !is_blank(bytes[rest->start]))
		rest->start++;
	word.end = rest->start;
	return word;
}

static bool is_dash(struct pm_str word)
{
	return pm_str_eqc(word, "--") || pm_str_eqc(word, "\xe2\x80\x94") || pm_str_eqc(word, "\xe2\x80\x93");
}

static bool has_bit(const struct suppression *s, size_t rule)
{
	return s->bits[rule / 64] >> (rule % 64) & 1;
}

/* Which rules a word selects; false: none. */
static bool select_rules(struct suppression *s, struct pm_str word)
{
	bool any = false;

	for (size_t r = 0; r < RULES_MAX && pm_rules[r]; r++) {
		if (!pm_rule_selected(pm_rules[r], word))
			continue;
		s->bits[r / 64] |= (uint64_t)1 << (r % 64);
		any = true;
	}
	return any;
}

/* Where the words of the rules end; a reason may follow. */
static void find_words(const struct pm_source *source, struct pm_span rest, struct suppression *s)
{
	s->rules = (struct pm_span){rest.start, rest.start};
	for (;;) {
		struct pm_span word = next_word(source->bytes, &rest);

		if (word.end == word.start)
			return;
		if (is_dash(pm_source_text(source, word))) {
			s->reason = next_word(source->bytes, &rest).end > word.end + 1;
			return;
		}
		if (s->rules.end == s->rules.start)
			s->rules.start = word.start;
		s->rules.end = word.end;
	}
}

/* Which rules it silences; `like`, the comment before it, mostly says the same.  May be NULL. */
static void read_rules(const struct pm_source *source, struct suppression *s, const struct suppression *like)
{
	struct pm_str text = pm_source_text(source, s->rules);
	struct pm_span rest = s->rules;

	s->all = text.n == 0;
	if (s->all) {
		memset(s->bits, 0xff, sizeof s->bits);
	} else if (like && pm_str_eq(text, pm_source_text(source, like->rules))) {
		memcpy(s->bits, like->bits, sizeof s->bits);
		s->unknown = like->unknown;
	} else {
		for (struct pm_span word = next_word(source->bytes, &rest); word.end > word.start;
		     word = next_word(source->bytes, &rest))
			s->unknown |= !select_rules(s, pm_source_text(source, word));
	}
}

/* The next line that is not blank. */
static uint32_t next_line(const struct pm_source *source, uint32_t offset)
{
	uint32_t line = pm_source_line(source, offset) + 1;

	while (line <= source->line_count && pm_str_trim(pm_source_text(source, pm_source_line_span(source, line))).n == 0)
		line++;
	return line;
}

/* The item that a place lies in; else the first one of the file behind it; PM_NO_ITEM. */
static uint32_t item_at(const struct pm_product *product, uint32_t file, uint32_t offset)
{
	const struct pm_file *f = &product->files[file];
	uint32_t low = f->first_item, high = f->first_item + f->item_count, at;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (product->items[middle].span.start <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	at = low > f->first_item ? low - 1 : PM_NO_ITEM;
	while (at != PM_NO_ITEM && (product->items[at].file != file || product->items[at].span.end <= offset))
		at = product->items[at].parent;
	if (at != PM_NO_ITEM)
		return at;
	return low < f->first_item + f->item_count ? low : PM_NO_ITEM;
}

static enum verb read_verb(struct pm_str name)
{
	enum verb verb = VERB_DISABLE;

	while (verb < VERB_UNKNOWN && !pm_str_eqc(name, verbs[verb]))
		verb++;
	return verb;
}

static void read_comment(struct pm_suppressions *all, uint32_t file, struct pm_span span)
{
	const struct pm_source *source = &all->product->files[file].source;
	struct pm_span rest = {span.start + 4, span.end - 3};
	struct suppression s = {.file = file, .span = span, .line = NO_ONE, .item = PM_NO_ITEM};
	const struct suppression *like;
	struct pm_str name;

	s.name = next_word(source->bytes, &rest);
	name = pm_source_text(source, s.name);
	if (!pm_str_starts(name, MARK))
		return;
	s.verb = read_verb(pm_str_sub(name, sizeof MARK - 1, name.n));
	like = all->count && all->list[all->count - 1].file == file ? &all->list[all->count - 1] : NULL;
	find_words(source, rest, &s);
	read_rules(source, &s, like);
	if (s.verb == VERB_LINE)
		s.line = pm_source_line(source, span.start);
	else if (s.verb == VERB_NEXT_LINE)
		s.line = next_line(source, span.end);
	else if (s.verb == VERB_ITEM)
		s.item = item_at(all->product, file, span.start);
	PM_GROW(all->list, all->count, all->cap);
	all->list[all->count++] = s;
}

/* Every comment of a file that is none of its code. */
static void read_file(struct pm_suppressions *all, uint32_t file)
{
	struct pm_source *source = &all->product->files[file].source;
	const char *bytes = source->bytes, *end = bytes + source->size, *at = bytes;
	struct spans code;
	size_t c = 0;

	if (pm_str_find(pm_str_n(bytes, source->size), "<!--") < 0 || !memmem(bytes, source->size, MARK, sizeof MARK - 1))
		return;
	if (source->line_count == 0)
		pm_source_index(source);
	code = find_code(source);
	while ((at = memmem(at, (size_t)(end - at), "<!--", 4))) {
		uint32_t start = (uint32_t)(at - bytes);
		const char *close = memmem(at + 4, (size_t)(end - at) - 4, "-->", 3);

		while (c < code.count && code.list[c].end <= start)
			c++;
		if (c < code.count && code.list[c].start <= start) {
			at += 4;
			continue;
		}
		if (!close)
			break;
		if (start == 0 || bytes[start - 1] != '\\')
			read_comment(all, file, (struct pm_span){start, (uint32_t)(close - bytes) + 3});
		at = close + 3;
	}
	free(code.list);
}

struct pm_suppressions *pm_suppressions_read(const struct pm_product *product)
{
	struct pm_suppressions *all = pm_calloc(1, sizeof *all);

	all->product = product;
	while (pm_rules[all->rule_count] && all->rule_count < RULES_MAX)
		all->rule_count++;
	for (uint32_t i = 0; i < product->file_count; i++)
		read_file(all, i);
	if (all->count)
		return all;
	free(all);
	return NULL;
}

void pm_suppressions_free(struct pm_suppressions *suppressions)
{
	if (suppressions)
		free(suppressions->list);
	free(suppressions);
}

/* -- silencing: the comments and the findings of a file are walked side by side */

/* For every rule the comment that silences it; NO_ONE. */
struct silence {
	uint32_t by[RULES_MAX];
};

/* A comment by what it silences: a line, or an item. */
struct target {
	uint32_t key, index;
};

struct targets {
	struct target *list; /* heap; sorted */
	size_t count, cap, next;
};

struct walk {
	struct pm_suppressions *all;
	const struct pm_source *source;
	size_t next, end; /* the file's comments that are still ahead */
	bool any;	  /* has it one? */
	struct targets lines, items;
	uint32_t line;
	struct silence file, block, on_line;
};

static void forget(struct silence *silence)
{
	for (size_t r = 0; r < RULES_MAX; r++)
		silence->by[r] = NO_ONE;
}

static void set(const struct walk *w, struct silence *silence, size_t index, bool on)
{
	for (size_t r = 0; r < w->all->rule_count; r++)
		if (has_bit(&w->all->list[index], r))
			silence->by[r] = on ? (uint32_t)index : NO_ONE;
}

static void add_target(struct targets *targets, uint32_t key, size_t index)
{
	PM_GROW(targets->list, targets->count, targets->cap);
	targets->list[targets->count++] = (struct target){key, (uint32_t)index};
}

static int by_key(const void *a, const void *b)
{
	const struct target *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

/* A comment that silences no rule of its item which an earlier one does not is left out, so that an item has few. */
static void thin_items(struct walk *w)
{
	struct targets *items = &w->items;
	uint64_t seen[RULES_WORDS] = {0};
	size_t kept = 0;

	for (size_t i = 0; i < items->count; i++) {
		uint64_t fresh = 0;

		if (i == 0 || items->list[i].key != items->list[i - 1].key)
			memset(seen, 0, sizeof seen);
		for (size_t k = 0; k < RULES_WORDS; k++) {
			fresh |= w->all->list[items->list[i].index].bits[k] & ~seen[k];
			seen[k] |= w->all->list[items->list[i].index].bits[k];
		}
		if (fresh)
			items->list[kept++] = items->list[i];
	}
	items->count = kept;
}

/* Begins the findings of a file. */
static void enter_file(struct walk *w, uint32_t file)
{
	w->source = &w->all->product->files[file].source;
	w->next = w->end;
	w->lines.count = w->items.count = w->lines.next = 0;
	w->line = 0;
	forget(&w->file);
	forget(&w->block);
	forget(&w->on_line);
	while (w->next < w->all->count && w->all->list[w->next].file < file)
		w->next++;
	for (w->end = w->next; w->end < w->all->count && w->all->list[w->end].file == file; w->end++) {
		const struct suppression *s = &w->all->list[w->end];

		if (s->verb == VERB_FILE)
			set(w, &w->file, w->end, true);
		else if (s->verb == VERB_LINE || s->verb == VERB_NEXT_LINE)
			add_target(&w->lines, s->line, w->end);
		else if (s->verb == VERB_ITEM && s->item != PM_NO_ITEM)
			add_target(&w->items, s->item, w->end);
	}
	w->any = w->end > w->next;
	if (w->lines.count)
		qsort(w->lines.list, w->lines.count, sizeof *w->lines.list, by_key);
	if (w->items.count)
		qsort(w->items.list, w->items.count, sizeof *w->items.list, by_key);
	thin_items(w);
}

/* Goes on to a place of the file: the blocks that were opened and closed before it, and the comments of its line. */
static void go_to(struct walk *w, uint32_t offset)
{
	uint32_t line = pm_source_line(w->source, offset);

	for (; w->next < w->end && w->all->list[w->next].span.start <= offset; w->next++) {
		enum verb verb = w->all->list[w->next].verb;

		if (verb == VERB_DISABLE || verb == VERB_ENABLE)
			set(w, &w->block, w->next, verb == VERB_DISABLE);
	}
	if (line == w->line)
		return;
	w->line = line;
	forget(&w->on_line);
	while (w->lines.next < w->lines.count && w->lines.list[w->lines.next].key < line)
		w->lines.next++;
	for (; w->lines.next < w->lines.count && w->lines.list[w->lines.next].key == line; w->lines.next++)
		set(w, &w->on_line, w->lines.list[w->lines.next].index, true);
}

static uint32_t find_of_item(const struct walk *w, uint32_t item, size_t rule)
{
	size_t low = 0, high = w->items.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (w->items.list[middle].key < item)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < w->items.count && w->items.list[low].key == item; low++)
		if (has_bit(&w->all->list[w->items.list[low].index], rule))
			return w->items.list[low].index;
	return NO_ONE;
}

static size_t rule_of(const struct walk *w, const struct pm_diag *diag)
{
	size_t rule = 0;

	while (rule < w->all->rule_count && strcmp(pm_rules[rule]->name, diag->rule) != 0)
		rule++;
	return rule;
}

static bool is_silenced(struct walk *w, const struct pm_diag *diag, size_t rule)
{
	uint32_t by;

	if (diag->file == PM_NO_FILE || !w->any || rule == w->all->rule_count)
		return false;
	go_to(w, diag->span.start);
	by = w->on_line.by[rule];
	if (by == NO_ONE && diag->item != PM_NO_ITEM)
		by = find_of_item(w, diag->item, rule);
	if (by == NO_ONE)
		by = w->block.by[rule];
	if (by == NO_ONE)
		by = w->file.by[rule];
	if (by == NO_ONE)
		return false;
	w->all->list[by].used = true;
	return true;
}

void pm_suppress(struct pm_suppressions *suppressions, const bool *shown, struct pm_diags *diags)
{
	struct walk w = {.all = suppressions};
	uint32_t file = PM_NO_FILE;
	size_t kept = 0;

	for (size_t i = 0; i < diags->count; i++) {
		const struct pm_diag *diag = &diags->list[i];
		size_t rule = rule_of(&w, diag);
		bool is_shown = rule == suppressions->rule_count || shown[rule];

		if (diag->file != PM_NO_FILE && diag->file != file)
			enter_file(&w, file = diag->file);
		if (is_silenced(&w, diag, rule))
			diags->suppressed += is_shown;
		else if (is_shown)
			diags->list[kept++] = *diag;
	}
	diags->count = kept;
	free(w.lines.list);
	free(w.items.list);
}

/* -- what is wrong with the comments */

struct checker {
	const struct pm_suppressions *all;
	const bool *judged;
	struct pm_diags *diags;
	const struct pm_rule *rule;
	enum pm_severity severity;
};

static struct pm_str text_of(const struct checker *c, const struct suppression *s, struct pm_span span)
{
	return pm_source_text(&c->all->product->files[s->file].source, span);
}

static const char *verb_at(const void *ctx, size_t i)
{
	(void)ctx;
	return verbs[i];
}

/* An unknown verb, or a word that selects no rule. */
static void check_words(const struct checker *c, const struct suppression *s)
{
	const char *bytes = c->all->product->files[s->file].source.bytes;
	struct pm_str name = text_of(c, s, s->name);
	struct pm_span rest = s->rules, word;
	struct pm_diag *diag;

	if (s->verb == VERB_UNKNOWN) {
		struct pm_str verb = pm_str_sub(name, sizeof MARK - 1, name.n);
		const char *near = pm_nearest(verb, verb_at, NULL, VERB_UNKNOWN);

		diag = pm_diag_add(c->diags, c->rule->name, c->severity, s->file, s->name,
				   "'%.*s' silences nothing: write " MARK "%s", PM_FMT(pm_str_sub(name, 0, 60)),
				   near ? near : "disable-line, -next-line, -item or -file");
		pm_diag_subject(c->diags, diag, name);
		return;
	}
	for (word = next_word(bytes, &rest); s->unknown && word.end > word.start; word = next_word(bytes, &rest)) {
		struct suppression trial = {0};
		struct pm_str text = text_of(c, s, word);
		const char *near;

		if (select_rules(&trial, text))
			continue;
		near = pm_rule_nearest(text);
		diag = pm_diag_add(c->diags, c->rule->name, c->severity, s->file, word,
				   near ? "no rule '%.*s': did you mean '%s'?" : "no rule '%.*s': pm-lint --rules lists them%s",
				   PM_FMT(pm_str_sub(text, 0, 60)), near ? near : "");
		pm_diag_subject(c->diags, diag, text);
	}
}

static void check_reason(const struct checker *c, const struct suppression *s)
{
	struct pm_diag *diag;

	if (s->reason || s->verb == VERB_ENABLE || s->verb == VERB_UNKNOWN)
		return;
	diag = pm_diag_add(c->diags, c->rule->name, c->severity, s->file, s->span,
			   "nobody will know why this is silenced: write the reason behind ' -- '");
	pm_diag_subject(c->diags, diag, text_of(c, s, (struct pm_span){s->name.start, s->rules.end}));
}

/* Were all its rules run, so that it would have been used?  A comment for all rules asks for none in particular. */
static bool is_judged(const struct checker *c, const struct suppression *s)
{
	bool any = false;

	for (size_t r = 0; r < c->all->rule_count; r++) {
		if (!has_bit(s, r))
			continue;
		any = true;
		if (!c->judged[r] && !s->all)
			return false;
	}
	return any;
}

static void check_use(const struct checker *c, const struct suppression *s)
{
	struct pm_diag *diag;

	if (s->used || s->verb == VERB_ENABLE || s->verb == VERB_UNKNOWN || !is_judged(c, s))
		return;
	diag = pm_diag_add(c->diags, c->rule->name, c->severity, s->file, s->span,
			   "this silences nothing, and would hide what comes: take it out");
	pm_diag_subject(c->diags, diag, text_of(c, s, (struct pm_span){s->name.start, s->rules.end}));
	pm_diag_edit(c->diags, diag, s->file, s->span, PM_STR(""));
	pm_diag_fix(diag, false, "take the comment out");
}

void pm_suppressions_check(const struct pm_suppressions *suppressions, const bool *judged, const enum pm_severity *severities,
			   struct pm_diags *diags)
{
	static const struct {
		const char *rule;
		void (*check)(const struct checker *c, const struct suppression *s);
	} checks[] = {
		{"tool-suppression-unknown", check_words},
		{"tool-suppression-reason", check_reason},
		{"tool-suppression-unused", check_use},
	};

	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
		struct checker c = {.all = suppressions, .judged = judged, .diags = diags};

		for (size_t r = 0; pm_rules[r]; r++) {
			if (strcmp(pm_rules[r]->name, checks[i].rule) != 0)
				continue;
			c.rule = pm_rules[r];
			c.severity = severities[r];
		}
		for (size_t k = 0; k < suppressions->count && c.severity != PM_SEVERITY_OFF; k++)
			checks[i].check(&c, &suppressions->list[k]);
	}
}
