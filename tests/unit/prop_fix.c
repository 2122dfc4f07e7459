/* prop_fix: seeded property tests of edits.
 *
 * An edit and its inverse give identical bytes; setting a field changes that reading and no other; a diff, applied, gives the file
 * it was made of.  The first argument is the number of cases (10,000), the second the seed.
 */
#include "parser/fix.h"
#include "parser/rng.h"
#include "tests/unit/test.h"

#include <stdlib.h>

static uint32_t below(struct pm_rng *rng, size_t limit)
{
	return pm_rng_below(rng, (uint32_t)limit);
}

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define PICK(rng, array) ((array)[below(rng, COUNT(array))])

/* -- edits of any bytes */

static void random_bytes(struct pm_rng *rng, struct pm_buf *out)
{
	uint32_t n = below(rng, 60);

	while (n--)
		pm_buf_addc(out, (char)below(rng, 256));
}

static bool edits_come_back(struct pm_rng *rng)
{
	struct pm_edits edits, inverse;
	struct pm_buf bytes = {0}, text = {0}, out = {0}, back = {0}, err = {0};
	uint32_t at = 0;
	bool good;

	random_bytes(rng, &bytes);
	pm_edits_init(&edits);
	pm_edits_init(&inverse);
	while (at <= bytes.n && edits.count < 12) {
		uint32_t start = at + below(rng, 8), end = start + below(rng, 6);

		if (end > bytes.n)
			break;
		pm_buf_reset(&text);
		random_bytes(rng, &text);
		pm_edits_add(&edits, 0, (struct pm_span){start, end}, pm_str_sub(pm_buf_str(&text), 0, below(rng, 6)));
		at = end;
	}
	for (size_t i = edits.count; i > 1; i--) { /* their order must not matter, but for insertions at one place */
		size_t k = below(rng, i);
		struct pm_edit swap = edits.list[k];

		edits.list[k] = edits.list[i - 1];
		edits.list[i - 1] = swap;
	}
	good = pm_edits_apply(&edits, 0, pm_buf_str(&bytes), &out, &err) == 0 &&
	       pm_edits_invert(&edits, 0, pm_buf_str(&bytes), &inverse, &err) == 0 &&
	       pm_edits_apply(&inverse, 0, pm_buf_str(&out), &back, &err) == 0 && pm_str_eq(pm_buf_str(&back), pm_buf_str(&bytes));
	pm_edits_clear(&edits);
	pm_edits_clear(&inverse);
	pm_buf_clear(&bytes);
	pm_buf_clear(&text);
	pm_buf_clear(&out);
	pm_buf_clear(&back);
	pm_buf_clear(&err);
	return good;
}

/* -- backlogs in every spelling */

static const enum pm_field_id used[] = {PM_FIELD_STATUS, PM_FIELD_PRIORITY, PM_FIELD_ESTIMATE,	   PM_FIELD_OWNER,
					PM_FIELD_LABELS, PM_FIELD_REACH,    PM_FIELD_RELEASE_NOTE, PM_FIELD_METRIC};
static const char *const labels[] = {"Status", "Priority", "Estimate", "Owner", "Labels", "Reach", "Release note", "Metric"};
static const char *const keys[] = {"status", "priority", "estimate", "owner", "labels", "reach", "release_note", "metric"};

static const char *const plain_values[] = {"open",    "In progress", "Done",	"High",	      "P2",  "5",
					   "4,000",   "80%",	     "Ann Lee", "ui, api",    "3-5", "medium",
					   "2 weeks", "Großteils",   "完了",	"v1.2 (late)"};
static const char *const odd_values[] = {"a: b",	 "it's",
					 "say \"x\"",	 "x | y",
					 "# x",		 "@ann",
					 "[z]",		 "*b*",
					 "`c`",		 "- x",
					 "1. x",	 "a · b",
					 "a; b",	 "~",
					 "null",	 "x # y",
					 "back\\slash",	 "<b>",
					 "![i](u)",	 "**Owner:** Eve",
					 "&amp;",	 "{y}",
					 "> quote",	 "x **bold** y",
					 "Status: done", "a -- b",
					 "100%",	 "\\| bar",
					 "---",		 "\xf0\x9f\x94\xb4 P1"};

static const char *plain(struct pm_rng *rng)
{
	return PICK(rng, plain_values);
}

/* Which of the fields an item has: a bit each. */
static unsigned some_fields(struct pm_rng *rng)
{
	return 1 + below(rng, (1u << COUNT(used)) - 1);
}

static void add_lines(struct pm_rng *rng, struct pm_buf *out, unsigned fields, const char *indent)
{
	static const char *const styles[][3] = {/* before the label, behind it, behind the value */
						{"- ", ": ", ""},     {"* ", ": ", ""},	    {"- **", ":** ", ""},
						{"- **", "**: ", ""}, {"**", ":** ", "  "}, {"**", "**: ", "\\"},
						{"", ": ", ""},	      {"- _", "_: ", ""},   {"+ ", ":  ", " "}};
	size_t style = below(rng, *indent ? 4 : COUNT(styles));

	for (size_t i = 0; i < COUNT(used); i++)
		if (fields & (1u << i))
			pm_buf_addf(out, "%s%s%s%s%s%s\n", indent, styles[style][0], labels[i], styles[style][1], plain(rng),
				    styles[style][2]);
	pm_buf_addc(out, '\n');
}

static void add_row_of_fields(struct pm_rng *rng, struct pm_buf *out, unsigned fields)
{
	bool first = true;

	for (size_t i = 0; i < COUNT(used); i++) {
		if (!(fields & (1u << i)))
			continue;
		pm_buf_addf(out, "%s**%s:** %s", first ? "" : " · ", labels[i], plain(rng));
		first = false;
	}
	pm_buf_addz(out, "\n\n");
}

static void add_pairs(struct pm_rng *rng, struct pm_buf *out, unsigned fields)
{
	pm_buf_addz(out, "| Field | Value |\n|-------|-------|\n");
	for (size_t i = 0; i < COUNT(used); i++)
		if (fields & (1u << i))
			pm_buf_addf(out, "| %s | %s |\n", labels[i], plain(rng));
	pm_buf_addc(out, '\n');
}

static void add_keys(struct pm_rng *rng, struct pm_buf *out, unsigned fields)
{
	for (size_t i = 0; i < COUNT(used); i++) {
		if (!(fields & (1u << i)))
			continue;
		pm_buf_addf(out, "%s:", keys[i]);
		switch (below(rng, 7)) {
		case 0: pm_buf_addf(out, " '%s'\n", plain(rng)); break;
		case 1: pm_buf_addf(out, " \"%s\"\n", plain(rng)); break;
		case 2: pm_buf_addz(out, " [ui, 'a b', \"c\"]\n"); break;
		case 3: pm_buf_addz(out, "\n  - ui\n  # kept\n  - 'a b'\n"); break;
		case 4: pm_buf_addz(out, " >-\n  two lines\n  of text\n"); break;
		case 5: pm_buf_addz(out, " # nothing yet\n"); break;
		default: pm_buf_addf(out, " %s\n", plain(rng)); break;
		}
	}
}

static void add_criteria(struct pm_buf *out)
{
	pm_buf_addz(out, "**Acceptance criteria**\n\n- [ ] Given a card, when I pay, then it is paid\n- [x] It is kept\n\n");
}

static void heading_backlog(struct pm_rng *rng, struct pm_buf *out)
{
	static const char *const suffixes[] = {"", "", "", " (5 pts)", " [Must]", " `READY`", " ✅"};

	pm_buf_addz(out, "# Backlog\n\n");
	for (unsigned i = 1; i <= 3; i++) {
		unsigned fields = some_fields(rng);

		pm_buf_addf(out, "## US-%u Pay in way %u%s\n\n", i, i, PICK(rng, suffixes));
		switch (below(rng, 6)) {
		case 0: add_row_of_fields(rng, out, fields); break;
		case 1: add_pairs(rng, out, fields); break;
		case 2:
			pm_buf_addz(out, "```yaml\n");
			add_keys(rng, out, fields | 7); /* one key alone makes no block of fields */
			pm_buf_addz(out, "```\n\n");
			break;
		case 3: pm_buf_addz(out, "As a buyer, I want way to pay so that I can.\n\n"); break;
		default: add_lines(rng, out, fields, ""); break;
		}
		if (below(rng, 2))
			add_criteria(out);
	}
}

static void list_backlog(struct pm_rng *rng, struct pm_buf *out)
{
	static const char *const tails[] = {"", "", " ~3d #ui @ann", " (3 pts)"};

	pm_buf_addz(out, "# Backlog\n\n");
	for (unsigned i = 1; i <= 3; i++) {
		pm_buf_addf(out, "- [%c] **US-%u** Pay in way %u%s\n", below(rng, 2) ? ' ' : 'x', i, i, PICK(rng, tails));
		if (below(rng, 2))
			add_lines(rng, out, some_fields(rng), "  ");
	}
}

static void table_backlog(struct pm_rng *rng, struct pm_buf *out)
{
	unsigned fields = some_fields(rng);

	pm_buf_addz(out, "# Backlog\n\n| ID | Title |");
	for (size_t i = 0; i < COUNT(used); i++)
		if (fields & (1u << i))
			pm_buf_addf(out, " %s |", labels[i]);
	pm_buf_addz(out, "\n|----|----|");
	for (size_t i = 0; i < COUNT(used); i++)
		if (fields & (1u << i))
			pm_buf_addz(out, "---|");
	for (unsigned k = 1; k <= 3; k++) {
		pm_buf_addf(out, "\n| US-%u | Pay in way %u |", k, k);
		for (size_t i = 0; i < COUNT(used); i++)
			if (fields & (1u << i))
				pm_buf_addf(out, " %s |", below(rng, 4) ? plain(rng) : "");
	}
	pm_buf_addc(out, '\n');
}

static void task_file(struct pm_rng *rng, struct pm_buf *out)
{
	pm_buf_addz(out, "---\nid: US-1\ntitle: Pay\n");
	add_keys(rng, out, some_fields(rng) & ~(1u << below(rng, COUNT(used))));
	pm_buf_addz(out, "---\n\n## Description\n\nText.\n\n## Acceptance Criteria\n\n- [ ] #1 It is paid\n- [x] #2 It is kept\n");
}

static void section_file(struct pm_rng *rng, struct pm_buf *out)
{
	pm_buf_addf(out, "# Story 1.1: Pay\n\n## Status\n\n%s\n\n## Story\n\nAs a buyer, I want to pay.\n\n", plain(rng));
	if (below(rng, 2))
		pm_buf_addf(out, "## Priority\n\n%s\n\n", plain(rng));
	pm_buf_addz(out, "## Acceptance Criteria\n\n1. It is paid\n2. It is kept\n");
}

/* One in four has CRLF, one in four no line end at its end. */
static void finish(struct pm_rng *rng, struct pm_buf *text)
{
	struct pm_buf crlf = {0};

	if (below(rng, 4) == 0)
		while (text->n && text->p[text->n - 1] == '\n')
			text->n--;
	if (below(rng, 4))
		return;
	for (size_t i = 0; i < text->n; i++) {
		if (text->p[i] == '\n')
			pm_buf_addc(&crlf, '\r');
		pm_buf_addc(&crlf, text->p[i]);
	}
	pm_buf_clear(text);
	*text = crlf;
}

static const char *make_backlog(struct pm_rng *rng, struct pm_buf *text)
{
	static const struct {
		void (*make)(struct pm_rng *rng, struct pm_buf *out);
		const char *path;
	} makers[] = {{heading_backlog, "BACKLOG.md"},
		      {list_backlog, "BACKLOG.md"},
		      {table_backlog, "BACKLOG.md"},
		      {task_file, "backlog/tasks/us-1 - Pay.md"},
		      {section_file, "BACKLOG.md"}};
	size_t which = below(rng, COUNT(makers));

	makers[which].make(rng, text);
	finish(rng, text);
	return makers[which].path;
}

/* -- what is read of them */

struct reading {
	struct pm_config config;
	struct pm_tree *tree;
	struct pm_product *product;
};

static bool read_backlog(struct reading *reading, const char *path, struct pm_str text)
{
	struct pm_read_options options = {.config = &reading->config, .threads = 1};
	struct pm_buf err = {0};
	bool good;

	memset(reading, 0, sizeof *reading);
	pm_config_init(&reading->config);
	pm_config_finish(&reading->config);
	reading->tree = pm_tree_mem_new();
	pm_tree_mem_add(reading->tree, path, text.p, text.n);
	good = pm_product_read(reading->tree, &options, &reading->product, &err) == 0;
	pm_buf_clear(&err);
	return good;
}

static void close_reading(struct reading *reading)
{
	pm_product_free(reading->product);
	pm_tree_free(reading->tree);
	pm_config_clear(&reading->config);
}

/* Everything that is read, but for one field of one item. */
static void describe(const struct pm_product *product, uint32_t but_item, enum pm_field_id but_field, struct pm_buf *out)
{
	for (uint32_t i = 0; i < product->item_count; i++) {
		const struct pm_item *item = &product->items[i];

		pm_buf_addf(out, "item %.*s [%.*s] kind %d form %d parent %d", PM_FMT(item->id), PM_FMT(item->title), item->kind,
			    item->form, (int)item->parent);
		if (i != but_item || but_field != PM_FIELD_STATUS)
			pm_buf_addf(out, " state %d box %d", item->state, item->box);
		pm_buf_addc(out, '\n');
		for (size_t k = 0; k < item->field_count; k++) {
			const struct pm_field *field = &item->fields[k];

			if (i == but_item && field->def == but_field)
				continue;
			pm_buf_addf(out, "  %d %.*s: %.*s\n", field->def,
				    PM_FMT(pm_source_text(&product->files[item->file].source, field->label)),
				    PM_FMT(pm_field_text(product, item, field)));
		}
		for (size_t k = 0; k < item->criterion_count; k++)
			pm_buf_addf(out, "  criterion %.*s: %d\n", PM_FMT(pm_criterion_text(product, item, &item->criteria[k])),
				    item->criteria[k].state);
		pm_buf_addf(out, "  story %u %u %u\n", item->story.role.end - item->story.role.start,
			    item->story.want.end - item->story.want.start, item->story.benefit.end - item->story.benefit.start);
	}
}

/* The next character that counts: emphasis around a value is no part of it, and the words of a list are parted by `, `. */
static const char *next_plain(const char *p, const char *end)
{
	while (p < end && strchr(" *_`", *p))
		p++;
	return p;
}

static bool same_value(struct pm_str a, struct pm_str b)
{
	const char *p = next_plain(a.p, a.p + a.n), *q = next_plain(b.p, b.p + b.n);

	while (p < a.p + a.n && q < b.p + b.n && *p == *q) {
		p = next_plain(p + 1, a.p + a.n);
		q = next_plain(q + 1, b.p + b.n);
	}
	return p == a.p + a.n && q == b.p + b.n;
}

static bool reads_as(const struct pm_product *product, const struct pm_item *item, enum pm_field_id field, struct pm_str value)
{
	for (size_t k = 0; k < item->field_count; k++) {
		struct pm_str text = pm_field_text(product, item, &item->fields[k]);

		if (item->fields[k].def != field)
			continue;
		if (same_value(text, value))
			return true;
		if (item->fields[k].spelling == PM_SPELL_TAIL && value.n && strchr("~#@", value.p[0]) &&
		    pm_str_eq(text, pm_str_sub(value, 1, value.n)))
			return true;
		/* a box says done or open; a suffix keeps its unit */
		if (item->fields[k].spelling == PM_SPELL_BOX &&
		    pm_config_state(product->config, text, NULL) == pm_config_state(product->config, value, NULL))
			return true;
		if (item->fields[k].spelling == PM_SPELL_SUFFIX && value.n < text.n && memcmp(text.p, value.p, value.n) == 0)
			return true;
	}
	return value.n == 0;
}

/* A value is read without its markup: "![i](u)" as "i". */
static bool has_value(const struct pm_product *product, const struct pm_item *item, enum pm_field_id field, struct pm_str value)
{
	struct pm_buf plain_text = {0};
	bool has;

	pm_text_plain(value, &plain_text);
	has = reads_as(product, item, field, value) || reads_as(product, item, field, pm_buf_str(&plain_text));
	pm_buf_clear(&plain_text);
	return has;
}

enum outcome { WRONG, REFUSED, SET };

struct attempt {
	const char *path;
	struct pm_buf before, after, back, was, is, err;
	uint32_t item;
	enum pm_field_id field;
	const char *value;
	const char *why; /* it is wrong */
};

static void check_reading(struct attempt *attempt)
{
	struct reading after;

	if (!read_backlog(&after, attempt->path, pm_buf_str(&attempt->after)) || attempt->item >= after.product->item_count) {
		attempt->why = "it is not read again";
	} else {
		describe(after.product, attempt->item, attempt->field, &attempt->is);
		if (!pm_str_eq(pm_buf_str(&attempt->was), pm_buf_str(&attempt->is)))
			attempt->why = "another reading changed";
		else if (!has_value(after.product, &after.product->items[attempt->item], attempt->field, pm_str_c(attempt->value)))
			attempt->why = "the value is not what was set";
	}
	close_reading(&after);
}

static enum outcome set_one(struct pm_rng *rng, struct attempt *attempt)
{
	struct reading before;
	struct pm_edits edits, inverse;
	enum outcome outcome = SET;

	pm_edits_init(&edits);
	pm_edits_init(&inverse);
	attempt->path = make_backlog(rng, &attempt->before);
	attempt->field = PICK(rng, used);
	attempt->value = below(rng, 8) == 0 ? "" : below(rng, 2) ? plain(rng) : PICK(rng, odd_values);
	if (!read_backlog(&before, attempt->path, pm_buf_str(&attempt->before)) || before.product->item_count == 0) {
		attempt->why = "it is not read";
		goto done;
	}
	attempt->item = below(rng, before.product->item_count);
	describe(before.product, attempt->item, attempt->field, &attempt->was);
	if (pm_edit_field(before.product, &before.product->items[attempt->item], attempt->field, pm_str_c(attempt->value), &edits,
			  &attempt->err) < 0) {
		attempt->why = edits.count ? "it refused, and made edits" : NULL;
		outcome = REFUSED;
	} else if (pm_edits_apply(&edits, 0, pm_buf_str(&attempt->before), &attempt->after, &attempt->err) < 0 ||
		   pm_edits_invert(&edits, 0, pm_buf_str(&attempt->before), &inverse, &attempt->err) < 0 ||
		   pm_edits_apply(&inverse, 0, pm_buf_str(&attempt->after), &attempt->back, &attempt->err) < 0 ||
		   !pm_str_eq(pm_buf_str(&attempt->back), pm_buf_str(&attempt->before))) {
		attempt->why = "the inverse does not give the bytes";
	} else {
		check_reading(attempt);
	}
done:
	close_reading(&before);
	pm_edits_clear(&edits);
	pm_edits_clear(&inverse);
	return attempt->why ? WRONG : outcome;
}

static void show(const struct attempt *attempt)
{
	printf("# %s: item %u, field %s, value \"%s\" in %s\n", attempt->why, attempt->item, pm_fields[attempt->field].name,
	       attempt->value, attempt->path);
	test_print_bytes("before", attempt->before.p, attempt->before.n);
	test_print_bytes("after", attempt->after.p, attempt->after.n);
	test_print_bytes("read", attempt->was.p, attempt->was.n);
	test_print_bytes("again", attempt->is.p, attempt->is.n);
	test_print_bytes("err", attempt->err.p, attempt->err.n);
}

static enum outcome set_a_field(struct pm_rng *rng, bool loud)
{
	struct attempt attempt = {.item = 0};
	enum outcome outcome = set_one(rng, &attempt);

	if (outcome == WRONG && loud)
		show(&attempt);
	pm_buf_clear(&attempt.before);
	pm_buf_clear(&attempt.after);
	pm_buf_clear(&attempt.back);
	pm_buf_clear(&attempt.was);
	pm_buf_clear(&attempt.is);
	pm_buf_clear(&attempt.err);
	return outcome;
}

/* -- diffs */

/* Applies a diff of ours to the old text, as patch tools do; false: it does not fit. */
static bool patch(struct pm_str before, struct pm_str diff, struct pm_buf *out)
{
	size_t at = 0, line = 1, p = 0;
	char last = 0; /* the mark of the line before */

	while (p < diff.n) {
		const char *lf = memchr(diff.p + p, '\n', diff.n - p);
		size_t n = (size_t)(lf - (diff.p + p)) + 1;
		const char *text = diff.p + p;

		p += n;
		if (text[0] == 'd' || pm_str_starts(pm_str_n(text, n), "--- ") || pm_str_starts(pm_str_n(text, n), "+++ "))
			continue;
		if (text[0] == '@') {
			size_t from = strtoul(text + 4, NULL, 10);
			bool empty = strncmp(strchr(text, ' ') + 2 + strspn(text + 4, "0123456789"), ",0", 2) == 0;

			for (; line < from + empty; line++) {
				const char *end = memchr(before.p + at, '\n', before.n - at);
				size_t stop = end ? (size_t)(end - before.p) + 1 : before.n;

				pm_buf_add(out, before.p + at, stop - at);
				at = stop;
			}
		} else if (text[0] == '\\') {
			if (last != '-')
				out->n--;
		} else {
			bool unended = p < diff.n && diff.p[p] == '\\';

			if (text[0] != '+') {
				size_t length = n - 1 - unended;

				if (before.n - at < length || memcmp(before.p + at, text + 1, length) != 0)
					return false;
				at += length;
				line++;
			}
			if (text[0] != '-')
				pm_buf_add(out, text + 1, n - 1);
			last = text[0];
		}
	}
	pm_buf_add(out, before.p + at, before.n - at);
	return true;
}

static void random_lines(struct pm_rng *rng, struct pm_buf *out)
{
	static const char *const lines[] = {"a\n", "b\n", "c\r\n", "\n", "- x\n", "long line of text\n", "\\ \n"};

	for (uint32_t n = below(rng, 30); n; n--)
		pm_buf_addz(out, PICK(rng, lines));
	if (below(rng, 3) == 0)
		pm_buf_addz(out, "unended");
}

static bool diff_applies(struct pm_rng *rng)
{
	struct pm_buf before = {0}, after = {0}, diff = {0}, out = {0};
	bool good;

	random_lines(rng, &before);
	if (below(rng, 2)) {
		random_lines(rng, &after);
	} else { /* a few lines are other ones */
		for (size_t i = 0; i < before.n; i++) {
			if (i && before.p[i - 1] == '\n' && below(rng, 8) == 0)
				pm_buf_addz(&after, "new\n");
			pm_buf_addc(&after, before.p[i]);
		}
	}
	pm_diff("b.md", pm_buf_str(&before), pm_buf_str(&after), &diff);
	good = patch(pm_buf_str(&before), pm_buf_str(&diff), &out) && pm_str_eq(pm_buf_str(&out), pm_buf_str(&after));
	if (!good) {
		test_print_bytes("before", before.p, before.n);
		test_print_bytes("after", after.p, after.n);
		test_print_bytes("diff", diff.p, diff.n);
		test_print_bytes("got", out.p, out.n);
	}
	pm_buf_clear(&before);
	pm_buf_clear(&after);
	pm_buf_clear(&diff);
	pm_buf_clear(&out);
	return good;
}

int main(int argc, char **argv)
{
	unsigned long cases = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	unsigned long wrong_edits = 0, wrong_fields = 0, wrong_diffs = 0, set = 0;

	for (unsigned long i = 0; i < cases; i++) {
		struct pm_rng rng;

		pm_rng_init(&rng, seed, i); /* a case can be run alone */
		wrong_edits += !edits_come_back(&rng);
		wrong_diffs += !diff_applies(&rng);
		switch (set_a_field(&rng, wrong_fields < 5)) {
		case WRONG: wrong_fields++; break;
		case SET: set++; break;
		case REFUSED: break;
		}
	}
	printf("# seed %ju, %lu cases, %lu fields set\n", (uintmax_t)seed, cases, set);
	CHECK_INT(wrong_edits, 0);
	CHECK_INT(wrong_diffs, 0);
	CHECK_INT(wrong_fields, 0);
	CHECK(set > cases / 2);
	return test_done();
}
