/* story-persona: a story for somebody who is not among the product's personas. */
#include "parser/prose.h"
#include "parser/rule.h"

#include <stdlib.h>
#include <string.h>

/* So many words of a name count; so many personas are named in a message, and so many further stories shown. */
enum { WORDS_MAX = 8, NAMED_MAX = 6, SHOWN_MAX = 20 };

/* -- names, as rows of words: without articles and the s of a plural */

struct name {
	uint64_t words[WORDS_MAX];
	size_t count;
};

static bool is_article(struct pm_str word)
{
	static const char *const articles[] = {"a", "an", "the", "der", "die", "das", "ein", "eine"};

	for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
		if (pm_str_ieqc(word, articles[i]))
			return true;
	return false;
}

static struct name name_of(struct pm_str text)
{
	struct pm_scan scan = pm_scan_of(text);
	struct name name = {.count = 0};

	for (pm_scan_signs(&scan); scan.p < scan.end && name.count < WORDS_MAX; pm_scan_signs(&scan)) {
		struct pm_str word = {scan.p, 0};

		pm_scan_word(&scan);
		word.n = (size_t)(scan.p - word.p);
		if (is_article(word))
			continue;
		if (word.n > 3 && word.p[word.n - 1] == 's' && word.p[word.n - 2] != 's')
			word.n--;
		name.words[name.count++] = pm_prose_hash(word);
	}
	return name;
}

static uint64_t hash_of(const struct name *name, size_t from, size_t to)
{
	uint64_t hash = 0;

	for (; from < to; from++)
		hash = (hash ^ name->words[from]) * 0x9e3779b97f4a7c15u + 1;
	return hash;
}

/* -- the personas: every row of words in their names */

struct hashes {
	uint64_t *list;
	size_t count, cap;
};

struct personas {
	struct hashes parts;
	struct pm_buf said; /* the first of them, for messages */
	uint32_t count;
};

static int compare_hashes(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void add_hash(struct hashes *hashes, uint64_t hash)
{
	PM_GROW(hashes->list, hashes->count, hashes->cap);
	hashes->list[hashes->count++] = hash;
}

static bool has_hash(const struct hashes *hashes, uint64_t hash)
{
	return hashes->count > 0 && bsearch(&hash, hashes->list, hashes->count, sizeof hash, compare_hashes) != NULL;
}

static void add_parts(struct personas *personas, const struct name *name)
{
	for (size_t from = 0; from < name->count; from++)
		for (size_t to = from + 1; to <= name->count; to++)
			add_hash(&personas->parts, hash_of(name, from, to));
}

/* The name that a description begins with: "Marta, 51, sells cheese". */
static void add_first_word(struct personas *personas, struct pm_str text)
{
	struct name name = name_of(pm_str_sub(text, 0, 200));

	if (name.count > 0)
		add_hash(&personas->parts, hash_of(&name, 0, 1));
}

static void add_persona(const struct pm_rule_context *context, uint32_t index, struct personas *personas)
{
	const struct pm_item *item = &context->product->items[index];
	struct name name = name_of(item->title);

	if (name.count == 0)
		return;
	add_parts(personas, &name);
	add_first_word(personas, pm_source_text(&context->product->files[item->file].source, item->description));
	if (personas->count++ < NAMED_MAX)
		pm_buf_addf(&personas->said, "%s%s", personas->count > 1 ? ", " : "", pm_rule_quote(context, item->title));
	else if (personas->count == NAMED_MAX + 1)
		pm_buf_addz(&personas->said, ", ...");
}

/* Headings that speak of personas without being one: "Domain persona: Compliance officer". */
static void add_headings(const struct pm_source *source, struct personas *personas)
{
	struct pm_str text = pm_str_n(source->bytes, source->size);
	ptrdiff_t found;

	for (size_t at = 0; (found = pm_str_find(pm_str_sub(text, at, text.n), "ersona")) >= 0;) {
		size_t from = at + (size_t)found;
		const char *end = memchr(text.p + from, '\n', text.n - from);
		struct name name;

		at = end != NULL ? (size_t)(end - text.p) : text.n;
		while (from > 0 && text.p[from - 1] != '\n')
			from--;
		if (text.p[from] != '#')
			continue;
		name = name_of(pm_str_sub(text, from, at));
		add_parts(personas, &name);
		add_first_word(personas, pm_str_sub(text, at, text.n));
	}
}

static void find_personas(const struct pm_rule_context *context, struct personas *personas)
{
	const struct pm_product *product = context->product;

	memset(personas, 0, sizeof *personas);
	for (uint32_t i = 0; pm_product_more(product, i); i++)
		if (product->items[i].kind == PM_KIND_PERSONA && product->items[i].place == PM_PLACE_ACTIVE)
			add_persona(context, i, personas);
	for (uint32_t f = 0; f < product->file_count && personas->count >= 2; f++)
		add_headings(&product->files[f].source, personas);
	if (personas->parts.count > 0)
		qsort(personas->parts.list, personas->parts.count, sizeof *personas->parts.list, compare_hashes);
}

/* A role is known where it is a part of a persona's name, or shares a word with it: "new cashier" is a cashier. */
static bool is_known(const struct personas *personas, const struct name *role)
{
	if (role->count == 0 || has_hash(&personas->parts, hash_of(role, 0, role->count)))
		return true;
	for (size_t i = 0; i < role->count; i++)
		if (has_hash(&personas->parts, hash_of(role, i, i + 1)))
			return true;
	return false;
}

/* -- the stories of those who are not known: one finding for a role */

struct stranger {
	uint64_t role;
	uint32_t item;
};

static int compare_strangers(const void *a, const void *b)
{
	const struct stranger *x = a, *y = b;

	if (x->role != y->role)
		return x->role < y->role ? -1 : 1;
	return (x->item > y->item) - (x->item < y->item);
}

static void report(const struct pm_rule_context *context, const struct stranger *strangers, size_t count,
		   const struct personas *personas)
{
	const struct pm_product *product = context->product;
	const struct pm_item *first = &product->items[strangers[0].item];
	struct pm_str role = pm_source_text(&product->files[first->file].source, first->story.role);
	struct pm_diag *diag;

	diag = pm_rule_add(context, strangers[0].item, first->story.role,
			   "'%s' is none of the personas (%s): name one of them, or describe who that is",
			   pm_rule_quote(context, role), personas->said.p);
	pm_diag_subject(context->diags, diag, role);
	for (size_t i = 1; i < count && i <= SHOWN_MAX; i++) {
		const struct pm_item *item = &product->items[strangers[i].item];

		pm_diag_related(context->diags, diag, item->file, item->story.role, "here too");
	}
}

static void check(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;
	struct stranger *strangers;
	struct personas personas;
	size_t count = 0;

	find_personas(context, &personas);
	strangers = pm_calloc((size_t)product->item_count + 1, sizeof *strangers);
	for (uint32_t i = 0; i < product->item_count && personas.count >= 2; i++) {
		const struct pm_item *item = &product->items[i];
		struct name role;

		if (item->place != PM_PLACE_ACTIVE || item->story.role.end <= item->story.role.start ||
		    item->state == PM_STATE_DONE || item->state == PM_STATE_DROPPED)
			continue;
		role = name_of(pm_source_text(&product->files[item->file].source, item->story.role));
		if (!is_known(&personas, &role))
			strangers[count++] = (struct stranger){hash_of(&role, 0, role.count), i};
	}
	qsort(strangers, count, sizeof *strangers, compare_strangers);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && strangers[to].role == strangers[from].role;)
			to++;
		report(context, &strangers[from], to - from, &personas);
	}
	free(strangers);
	free(personas.parts.list);
	pm_buf_clear(&personas.said);
}

const struct pm_rule pm_rule_story_persona = {
	.name = "story-persona",
	.severity = PM_SEVERITY_NOTE,
	.summary = "a story for somebody who is none of the personas (only where two or more are described)",
	.why = "Personas are there so that everybody knows whom a story is for; 'a user' is nobody in particular.",
	.good = "# Backlog\n"
		"\n"
		"- As a new cashier, I want to find a product by its name so that nobody waits.\n"
		"\n"
		"## Persona: Cashier\n"
		"\n"
		"Works on Saturdays.\n"
		"\n"
		"## Persona: Shopkeeper\n"
		"\n"
		"Does the books at night.\n",
	.bad = "# Backlog\n"
	       "\n"
	       "- As a user, I want to find a product by its name so that nobody waits.\n"
	       "\n"
	       "## Persona: Cashier\n"
	       "\n"
	       "Works on Saturdays.\n"
	       "\n"
	       "## Persona: Shopkeeper\n"
	       "\n"
	       "Does the books at night.\n",
	.check = check,
};
