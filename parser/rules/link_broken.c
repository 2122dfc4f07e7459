/* link-broken: a link to a file or a heading that is not there. */
#include "parser/rule.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TARGET_MOST = 1024 }; /* longer ones are no paths */

/* A link to a place in the tree. */
struct target {
	uint32_t file;	     /* where it is written */
	struct pm_span span; /* of the target as written */
	struct pm_str path;  /* from the root of the tree; in the arena */
	struct pm_str anchor;
};

struct targets {
	struct pm_arena arena;
	struct target *list; /* heap */
	size_t count, cap;
};

/* -- finding links: `](target)` outside of code */

static bool has_scheme(struct pm_str text)
{
	size_t i = 0;

	while (i < text.n &&
	       (pm_char_is_word((unsigned char)text.p[i]) || text.p[i] == '+' || text.p[i] == '.' || text.p[i] == '-'))
		i++;
	return i > 0 && i < text.n && text.p[i] == ':';
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Appends a path with %20 and the like decoded. */
static void decode(struct pm_str text, struct pm_buf *out)
{
	for (size_t i = 0; i < text.n; i++) {
		int high = text.p[i] == '%' && i + 2 < text.n ? hex(text.p[i + 1]) : -1;
		int low = high >= 0 ? hex(text.p[i + 2]) : -1;

		if (low > 0 || (low == 0 && high > 0)) {
			pm_buf_addc(out, (char)(high * 16 + low));
			i += 2;
		} else {
			pm_buf_addc(out, text.p[i]);
		}
	}
}

static struct pm_str keep(struct pm_arena *arena, const struct pm_buf *buf)
{
	return buf->n > 0 ? pm_str_n(pm_arena_dup(arena, buf->p, buf->n), buf->n) : PM_STR("");
}

static struct pm_str folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? pm_str_n(path, (size_t)(slash - path)) : PM_STR("");
}

/* Takes a target as it is written between the parentheses. */
static void add_target(struct targets *targets, const struct pm_source *source, uint32_t file, struct pm_span span)
{
	struct pm_str text = pm_source_text(source, span), path = text, anchor = {0};
	struct pm_buf decoded = {0}, folder = {0}, joined = {0};
	ptrdiff_t hash = pm_str_chr(text, '#');

	if (text.n == 0 || text.n > TARGET_MOST || has_scheme(text) || pm_str_starts(text, "//") ||
	    memchr(text.p, '\0', text.n) != NULL)
		return;
	if (hash >= 0) {
		path = pm_str_sub(text, 0, (size_t)hash);
		anchor = pm_str_sub(text, (size_t)hash + 1, text.n);
	}
	if (pm_str_chr(path, '?') >= 0)
		path = pm_str_sub(path, 0, (size_t)pm_str_chr(path, '?'));
	decode(path, &decoded);
	pm_buf_adds(&folder, decoded.n > 0 && decoded.p[0] == '/' ? PM_STR("") : folder_of(source->path));
	pm_buf_addz(&folder, "");
	if (path.n == 0)
		pm_buf_addz(&joined, source->path);
	else if (!pm_path_join(folder.p != NULL ? folder.p : "", decoded.p + strspn(decoded.p, "/"), &joined))
		goto done; /* out of the repository: nobody here can say what is there */
	PM_GROW(targets->list, targets->count, targets->cap);
	targets->list[targets->count] = (struct target){file, span, keep(&targets->arena, &joined), {0}};
	decoded.n = 0;
	decode(anchor, &decoded);
	targets->list[targets->count++].anchor = keep(&targets->arena, &decoded);
done:
	pm_buf_clear(&decoded);
	pm_buf_clear(&folder);
	pm_buf_clear(&joined);
}

/* The target that begins at `at`: up to the parenthesis that closes it, or a blank (a title follows); an empty span is none. */
static struct pm_span target_at(struct pm_str text, size_t at)
{
	bool angled = at < text.n && text.p[at] == '<';
	size_t from = at + angled, end = from, depth = 0;

	for (; end < text.n && end - from <= TARGET_MOST; end++) {
		char c = text.p[end];

		if (c == '\n' || (angled ? c == '>' : c == ' ' || c == '\t' || (c == ')' && depth == 0)))
			break;
		depth += c == '(';
		depth -= c == ')' && depth > 0;
	}
	if (end >= text.n || end - from > TARGET_MOST || text.p[end] == '\n')
		return (struct pm_span){0, 0};
	return (struct pm_span){(uint32_t)from, (uint32_t)end};
}

/* Where the code span that begins at `at` ends: behind as many backticks, at most CODE_MOST farther on.  None: behind these. */
enum { CODE_MOST = 1024 };

static size_t code_end(struct pm_str text, size_t at)
{
	size_t open = 0;

	while (at + open < text.n && text.p[at + open] == '`')
		open++;
	for (size_t i = at + open; i < text.n && i - at < CODE_MOST;) {
		size_t close = 0;

		while (i + close < text.n && text.p[i + close] == '`')
			close++;
		if (close == open)
			return i + close;
		i += close + (close == 0);
	}
	return at + open;
}

/* Code spans of one line are skipped. */
static void scan_line(struct targets *targets, const struct pm_source *source, uint32_t file, size_t from, size_t to)
{
	struct pm_str text = pm_str_n(source->bytes, to);

	for (size_t i = from; i + 1 < to; i++) {
		if (text.p[i] == '`')
			i = code_end(text, i) - 1;
		else if (text.p[i] == ']' && text.p[i + 1] == '(')
			add_target(targets, source, file, target_at(text, i + 2));
	}
}

static bool is_fence(struct pm_str line)
{
	size_t i = 0;

	while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t'))
		i++;
	return line.n - i >= 3 && (line.p[i] == '`' || line.p[i] == '~') && line.p[i + 1] == line.p[i] &&
	       line.p[i + 2] == line.p[i];
}

/* What was passed of a large file is given back in steps of so many bytes. */
enum { STEP = 4 << 20 };

static void pass(const struct pm_source *source, size_t from, size_t to)
{
	if (from / STEP != to / STEP)
		pm_source_rest(source, 0, to);
}

/* The next "](" from here on; NULL: there is none. */
static const char *next_link(const struct pm_source *source, size_t at)
{
	const char *p = source->bytes + at, *end = source->bytes + source->size;

	while ((p = memchr(p, ']', (size_t)(end - p))) != NULL) {
		if (p + 1 < end && p[1] == '(')
			return p;
		p++;
		pass(source, at, (size_t)(p - source->bytes));
		at = (size_t)(p - source->bytes);
	}
	return NULL;
}

/* Most files have few links: only lines with one are looked at, and the ones before them for fences. */
static void scan_file(struct targets *targets, const struct pm_source *source, uint32_t file)
{
	const char *link = source->size > 0 ? next_link(source, 0) : NULL;
	bool fenced = false;

	for (size_t at = 0, end; link != NULL; at = end + 1) {
		const char *stop = memchr(source->bytes + at, '\n', source->size - at);

		end = stop != NULL ? (size_t)(stop - source->bytes) : source->size;
		if (is_fence(pm_str_n(source->bytes + at, end - at)))
			fenced = !fenced;
		pass(source, at, end);
		if (link >= source->bytes + end)
			continue;
		if (!fenced)
			scan_line(targets, source, file, at, end);
		link = next_link(source, end);
	}
}

/* -- headings: what an anchor may name.  Forges differ in dashes and marks, so only letters and digits are compared */

struct anchors {
	uint64_t *list; /* heap; sorted hashes */
	size_t count, cap;
	bool made;
};

static uint64_t anchor_key(struct pm_str text)
{
	struct pm_buf folded = {0}, key = {0};
	const char *at, *end;
	uint64_t hash;
	uint32_t ch;

	pm_buf_add_fold(&folded, text);
	at = folded.p;
	for (end = at + folded.n; at < end;) {
		size_t n = pm_utf8_decode(at, end, &ch);

		if (pm_char_is_word(ch) && ch != '_')
			pm_buf_add(&key, at, n);
		at += n;
	}
	hash = pm_str_hash(pm_buf_str(&key));
	pm_buf_clear(&folded);
	pm_buf_clear(&key);
	return hash;
}

static void add_anchor(struct anchors *anchors, struct pm_str text)
{
	struct pm_buf plain = {0};

	pm_text_plain(text, &plain);
	PM_GROW(anchors->list, anchors->count, anchors->cap);
	anchors->list[anchors->count++] = anchor_key(pm_buf_str(&plain));
	pm_buf_clear(&plain);
}

/* The values of id="..." and name="..." in a line, and what stands in {#...} behind a heading. */
static void add_own(struct anchors *anchors, struct pm_str line, const char *before, char after)
{
	ptrdiff_t at;

	while ((at = pm_str_find(line, before)) >= 0) {
		struct pm_str value = pm_str_sub(line, (size_t)at + strlen(before), line.n);
		ptrdiff_t end = pm_str_chr(value, after);

		if (end < 0)
			return;
		add_anchor(anchors, pm_str_sub(value, 0, (size_t)end));
		line = pm_str_sub(value, (size_t)end, value.n);
	}
}

static bool is_underline(struct pm_str line)
{
	size_t n = 0;

	line = pm_str_trim(line);
	while (n < line.n && line.p[n] == line.p[0])
		n++;
	return n > 0 && n == line.n && (line.p[0] == '=' || line.p[0] == '-');
}

static void take_line(struct anchors *anchors, struct pm_str before, struct pm_str line)
{
	struct pm_str text = pm_str_trim(line);
	size_t level = 0;

	while (level < text.n && text.p[level] == '#')
		level++;
	if (level > 0 && level <= 6) {
		struct pm_str title = pm_str_trim(pm_str_sub(text, level, text.n));
		ptrdiff_t own = pm_str_find(title, "{#");

		add_own(anchors, title, "{#", '}');
		add_anchor(anchors, own > 0 ? pm_str_sub(title, 0, (size_t)own) : title);
	} else if (is_underline(line)) {
		add_anchor(anchors, before);
	}
	if (pm_str_chr(text, '<') >= 0) {
		add_own(anchors, text, "id=\"", '"');
		add_own(anchors, text, "name=\"", '"');
	}
}

static int by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void make_anchors(struct anchors *anchors, const struct pm_source *source)
{
	struct pm_str before = {0};

	anchors->made = true;
	for (size_t at = 0, end; at < source->size; at = end + 1) {
		const char *stop = memchr(source->bytes + at, '\n', source->size - at);
		struct pm_str line;

		end = stop != NULL ? (size_t)(stop - source->bytes) : source->size;
		line = pm_str_n(source->bytes + at, end - at);
		take_line(anchors, before, line);
		before = line;
	}
	if (anchors->count > 0)
		qsort(anchors->list, anchors->count, sizeof *anchors->list, by_value);
}

static bool has_key(const struct anchors *anchors, struct pm_str text)
{
	uint64_t key = anchor_key(text);

	return bsearch(&key, anchors->list, anchors->count, sizeof key, by_value) != NULL;
}

/* The second heading of a name has -1 behind it. */
static bool has_anchor(const struct anchors *anchors, struct pm_str text)
{
	size_t n = text.n;

	if (anchors->count == 0 || has_key(anchors, text))
		return anchors->count > 0;
	while (n > 0 && text.p[n - 1] >= '0' && text.p[n - 1] <= '9')
		n--;
	return n > 1 && n < text.n && text.p[n - 1] == '-' && has_key(anchors, pm_str_sub(text, 0, n - 1));
}

/* Lines of a file (L10), the top of the page, and text fragments are no headings. */
static bool is_heading_anchor(struct pm_str anchor)
{
	if (anchor.n == 0 || anchor.p[0] == ':' || pm_str_eqc(anchor, "top") || pm_str_starts(anchor, "user-content-"))
		return false;
	return !((anchor.p[0] == 'L' || anchor.p[0] == 'l') && anchor.n > 1 && anchor.p[1] >= '0' && anchor.p[1] <= '9');
}

/* -- judging */

/* The item in whose bytes a place lies, the innermost; PM_NO_ITEM. */
static uint32_t item_at(const struct pm_product *product, uint32_t file, uint32_t offset)
{
	const struct pm_file *f = &product->files[file];
	uint32_t low = f->first_item, high = low + f->item_count, found;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (product->items[middle].span.start <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	for (found = low; found > f->first_item && low - found < 64; found--)
		if (product->items[found - 1].span.end > offset)
			return found - 1;
	return PM_NO_ITEM;
}

__attribute__((format(printf, 3, 4))) static void report(const struct pm_rule_context *context, const struct target *target,
							 const char *format, ...)
{
	uint32_t item = item_at(context->product, target->file, target->span.start);
	struct pm_buf text = {0};
	struct pm_diag *diag;
	va_list args;
	char line[512];

	va_start(args, format);
	vsnprintf(line, sizeof line, format, args);
	va_end(args);
	pm_buf_addz(&text, line);
	if (item != PM_NO_ITEM)
		diag = pm_rule_add(context, item, target->span, "%s", text.p);
	else
		diag = pm_rule_add_file(context, target->file, target->span, "%s", text.p);
	diag->subject = pm_source_text(&context->product->files[target->file].source, target->span);
	pm_buf_clear(&text);
}

/* The file of the product at a path; PM_NO_FILE. */
static uint32_t file_at(const struct pm_product *product, struct pm_str path)
{
	uint32_t low = 0, high = product->file_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (pm_str_cmp(pm_str_c(product->files[middle].source.path), path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < product->file_count && pm_str_eqc(path, product->files[low].source.path) ? low : PM_NO_FILE;
}

static bool is_there(const struct pm_rule_context *context, struct pm_str path)
{
	struct pm_buf err = {0};
	enum pm_tree_type type;
	bool there = path.n == 0 || file_at(context->product, path) != PM_NO_FILE ||
		     pm_tree_stat(context->tree, path.p, &type, &err) != 0; /* what cannot be asked is not missed */

	pm_buf_clear(&err);
	return there;
}

/* "/docs/guide": a page of the site that is built from these files, not one of them. */
static bool is_page(const struct pm_product *product, const struct target *target)
{
	struct pm_str text = pm_source_text(&product->files[target->file].source, target->span);
	const char *slash = strrchr(target->path.p, '/');

	return text.p[0] == '/' && strchr(slash != NULL ? slash : target->path.p, '.') == NULL;
}

static size_t path_length(struct pm_str text)
{
	size_t n = 0;

	while (n < text.n && text.p[n] != '#' && text.p[n] != '?')
		n++;
	return n;
}

/* "src/till.c" in docs/BACKLOG.md: is it there from the root of the repository?  Editors and people write it so. */
static bool is_from_root(const struct pm_rule_context *context, const struct target *target, struct pm_buf *path)
{
	struct pm_str text = pm_source_text(&context->product->files[target->file].source, target->span);
	struct pm_buf decoded = {0}, err = {0};
	enum pm_tree_type type;
	bool there;

	if (text.p[0] == '/' || text.p[0] == '.' || text.p[0] == '#' || text.p[0] == '?')
		return false;
	decode(pm_str_sub(text, 0, path_length(text)), &decoded);
	there = decoded.n > 0 && pm_path_join("", decoded.p, path) && path->n > 0 &&
		pm_tree_stat(context->tree, path->p, &type, &err) > 0;
	pm_buf_clear(&decoded);
	pm_buf_clear(&err);
	return there;
}

static void check_missing(const struct pm_rule_context *context, const struct target *target)
{
	const char *quoted = pm_rule_quote(context, target->path);
	struct pm_buf path = {0};

	if (is_page(context->product, target))
		return;
	if (is_from_root(context, target, &path))
		report(context, target,
		       "the link leads to '%s', and there is no such file: write '/%s', as it is there from the root", quoted,
		       pm_rule_quote(context, pm_buf_str(&path)));
	else
		report(context, target, "the link leads to '%s', and there is no such file: mend the path, or take the link out",
		       quoted);
	pm_buf_clear(&path);
}

static void check_target(const struct pm_rule_context *context, const struct target *target, bool there, struct anchors *anchors)
{
	uint32_t file = file_at(context->product, target->path);
	const char *quoted = pm_rule_quote(context, target->path);

	if (!there) {
		check_missing(context, target);
		return;
	}
	if (file == PM_NO_FILE || !is_heading_anchor(target->anchor))
		return;
	if (!anchors[file].made)
		make_anchors(&anchors[file], &context->product->files[file].source);
	if (!has_anchor(&anchors[file], target->anchor))
		report(context, target, "the link leads to '#%s', and %s has no such heading: mend it, or take the link out",
		       pm_rule_quote(context, target->anchor), file == target->file ? "this file" : quoted);
}

static int by_path(const void *a, const void *b)
{
	const struct target *const *x = a, *const *y = b;
	int order = pm_str_cmp((*x)->path, (*y)->path);

	return order != 0 ? order : (*x > *y) - (*x < *y);
}

/* Every path is asked for once, however many links lead to it. */
static void check_targets(const struct pm_rule_context *context, const struct targets *targets)
{
	const struct target **sorted = pm_calloc(targets->count + 1, sizeof *sorted);
	struct anchors *anchors = pm_calloc((size_t)context->product->file_count + 1, sizeof *anchors);
	bool there = true;

	for (size_t i = 0; i < targets->count; i++)
		sorted[i] = &targets->list[i];
	qsort(sorted, targets->count, sizeof *sorted, by_path);
	for (size_t i = 0; i < targets->count; i++) {
		if (i == 0 || !pm_str_eq(sorted[i]->path, sorted[i - 1]->path))
			there = is_there(context, sorted[i]->path);
		check_target(context, sorted[i], there, anchors);
	}
	for (uint32_t f = 0; f < context->product->file_count; f++)
		free(anchors[f].list);
	free(anchors);
	free(sorted);
}

static bool is_looked_at(const struct pm_file *file)
{
	return file->item_count > 0 && file->place == PM_PLACE_ACTIVE;
}

static void check(const struct pm_rule_context *context)
{
	struct targets targets = {.count = 0};

	if (context->tree == NULL)
		return;
	pm_arena_init(&targets.arena);
	for (uint32_t f = 0; f < context->product->file_count; f++)
		if (is_looked_at(&context->product->files[f]))
			scan_file(&targets, &context->product->files[f].source, f);
	check_targets(context, &targets);
	free(targets.list);
	pm_arena_clear(&targets.arena);
}

const struct pm_rule pm_rule_link_broken = {
	.name = "link-broken",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a link to a file of the repository, or a heading of a file, that is not there",
	.why = "Who follows it finds nothing, at the moment when they need it.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Pay with a saved card\n"
		"\n"
		"- Estimate: 5\n"
		"\n"
		"Comes [before the invoices](#pay-2-pay-by-invoice).\n"
		"\n"
		"## PAY-2 Pay by invoice\n"
		"\n"
		"- Estimate: 3\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Pay with a saved card\n"
	       "\n"
	       "- Estimate: 5\n"
	       "\n"
	       "See [what the bank asks for](notes/bank.md).\n",
	.check = check,
};
