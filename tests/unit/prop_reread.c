/* prop_reread: a file read version after version has the items of each version read whole.
 *
 * Documents are random: epics, stories with ids and without, buckets, lists of boxes, tables, prose, fences, in several mixtures; and
 * so is what a version changes: values, titles, sections that come, go, move, or change their level.  A document is read 40 times,
 * from 60 sections on, so one stands for 500 of the cases in PM_CASES.
 */
#include "parser/mem.h"
#include "parser/reread.h"
#include "parser/rng.h"
#include "test.h"

#include <stdlib.h>

enum { SECTIONS = 60, VERSIONS = 40, CASES = 10000, CASES_A_DOCUMENT = 500 };

static struct pm_rng rng;
static struct pm_config config;
static struct pm_scope *scope;

struct part {
	unsigned form, id, level, state, number;
};

static struct part parts[SECTIONS * 4];
static size_t part_count;

static unsigned below(unsigned limit)
{
	return pm_rng_below(&rng, limit);
}

/* What documents are made of: stories; stories and a little of anything; anything; nearly all prose. */
enum mood { TAME, MIXED, WILD, PROSE, MOODS };

static unsigned any_form(enum mood mood)
{
	if (mood == PROSE && below(10))
		return below(3) ? 9 : 4;
	return mood == TAME || (mood == MIXED && below(16)) ? below(3) : below(9);
}

static struct part any_part(enum mood mood)
{
	static unsigned id;
	unsigned form = any_form(mood);

	return (struct part){form, ++id, below(5) ? 3 : 2, below(6), below(1000)};
}

static void add_part(struct pm_buf *out, const struct part *part)
{
	static const char *const states[] = {"ready", "in progress", "done", "dropped", "idea", "in review"};
	static const char *const buckets[] = {"Now", "Next", "Sprint 12", "Done", "High priority", "Release 1.2"};
	const char *level = part->level == 2 ? "##" : "###";

	switch (part->form) {
	case 3:
		pm_buf_addf(out, "## %s\n\n- [ ] Item %u of a list\n- [x] Another %u\n\n", buckets[part->state], part->id,
			    part->number);
		break;
	case 4:
		pm_buf_addf(out, "%s Notes %u\n\nProse %u.\n\n```\n## US-9999 no item\n```\n\n", level, part->id, part->number);
		break;
	case 5:
		pm_buf_addf(out, "%s Table %u\n\n| Id | Title | Status |\n|---|---|---|\n| T-%u | Row %u | %s |\n\n", level,
			    part->id, part->id, part->number, states[part->state]);
		break;
	case 6: pm_buf_addf(out, "## EPIC-%u A big thing %u\n\n- Goal: G-%u\n\n", part->id, part->number, part->state); break;
	case 7:
		pm_buf_addf(out, "%s A story without id %u\n\nAs a user, I want %u so that it works.\n\n", level, part->id,
			    part->number);
		break;
	case 8: pm_buf_addf(out, "%s Acceptance criteria\n\n- [ ] One of %u\n- %u steps\n\n", level, part->id, part->number); break;
	case 9:
		pm_buf_addf(out,
			    "%s About %u\n\nWe met %s, and said this:\n\n- one thing of %u\n- **Status**: %s\n\n> %u quoted.\n\n",
			    level, part->number % 7, buckets[part->state], part->id, states[part->state], part->number);
		break;
	default:
		pm_buf_addf(out,
			    "%s US-%u Title %u\n\n- Status: %s\n- Estimate: %u\n\n**Acceptance criteria**\n\n- [ ] It takes %u "
			    "steps\n\n",
			    level, part->id, part->number % 7, states[part->state], part->number % 13 + 1, part->number);
		break;
	}
}

static void make_text(struct pm_buf *out)
{
	pm_buf_reset(out);
	pm_buf_addz(out, "# Backlog\n\nWhat we do.\n\n");
	for (size_t i = 0; i < part_count; i++)
		add_part(out, &parts[i]);
}

static void change_once(enum mood mood)
{
	size_t at = below((unsigned)part_count), to = below((unsigned)part_count);
	struct part swap = parts[at];

	switch (below(8)) {
	case 0:
		if (part_count < SECTIONS * 4) {
			memmove(parts + at + 1, parts + at, (part_count++ - at) * sizeof *parts);
			parts[at] = any_part(mood);
		}
		break;
	case 1:
		if (part_count > SECTIONS / 2)
			memmove(parts + at, parts + at + 1, (--part_count - at) * sizeof *parts);
		break;
	case 2:
		parts[at] = parts[to];
		parts[to] = swap;
		break;
	case 3: parts[at].level = parts[at].level == 2 ? 3 : 2; break;
	case 4: parts[at].state = below(6); break;
	default: parts[at].number = below(1000); break;
	}
}

struct list {
	uint64_t hashes[SECTIONS * 16];
	size_t count;
};

static void put(struct list *list, const struct pm_reread_part *part)
{
	memmove(list->hashes + part->from + part->count, list->hashes + part->to, (list->count - part->to) * sizeof *list->hashes);
	for (size_t i = 0; i < part->count; i++)
		list->hashes[part->from + i] = part->seen[i].hash;
	list->count = list->count - (part->to - part->from) + part->count;
}

static void read_whole(const struct pm_buf *text, struct list *list)
{
	const struct pm_scope_file file = pm_scope_file(scope, "BACKLOG.md");
	struct pm_reread *reread = pm_reread_new(scope, &file, "BACKLOG.md");
	struct pm_reread_part *found;
	struct pm_arena arena;
	size_t count;

	pm_arena_init(&arena);
	pm_reread_next(reread, pm_str_dup(pm_buf_str(text)), text->n, &arena, &found, &count);
	list->count = 0;
	put(list, &found[0]);
	pm_arena_clear(&arena);
	pm_reread_free(reread);
}

/* One document; returns in how many versions the items were those of reading whole.  A difference must be found by pm_reread_holds. */
static unsigned play(enum mood mood, bool *found)
{
	const struct pm_scope_file file = pm_scope_file(scope, "BACKLOG.md");
	struct pm_reread *reread = pm_reread_new(scope, &file, "BACKLOG.md");
	struct pm_buf text = {0};
	struct pm_arena arena;
	static struct list list, whole;
	unsigned equal = 0;

	pm_arena_init(&arena);
	list.count = 0;
	*found = true;
	for (part_count = 0; part_count < SECTIONS; part_count++)
		parts[part_count] = any_part(mood);
	for (unsigned version = 0; version < VERSIONS; version++) {
		struct pm_reread_part *changed;
		size_t count;
		bool same;

		make_text(&text);
		pm_reread_next(reread, pm_str_dup(pm_buf_str(&text)), text.n, &arena, &changed, &count);
		for (size_t i = 0; i < count; i++)
			put(&list, &changed[i]);
		read_whole(&text, &whole);
		same = list.count == whole.count && memcmp(list.hashes, whole.hashes, list.count * sizeof *list.hashes) == 0;
		equal += same;
		if (!same) {
			*found = !pm_reread_holds(reread, &arena);
			break;
		}
		for (unsigned n = 1 + below(4); n > 0; n--)
			change_once(mood);
		pm_arena_reset(&arena);
	}
	pm_arena_clear(&arena);
	pm_buf_clear(&text);
	pm_reread_free(reread);
	return equal;
}

/* A fence that is opened far from any item, and taken away again: what stands behind it is gone, and back.  Returns in how many of the
 * versions the items were those of reading whole. */
static unsigned play_fence(void)
{
	const struct pm_scope_file file = pm_scope_file(scope, "BACKLOG.md");
	struct pm_reread *reread = pm_reread_new(scope, &file, "BACKLOG.md");
	struct pm_buf text = {0};
	struct pm_arena arena;
	static struct list list, whole;
	unsigned equal = 0;

	pm_arena_init(&arena);
	list.count = 0;
	for (unsigned version = 0; version < 3; version++) {
		struct pm_reread_part *changed;
		size_t count;

		pm_buf_reset(&text);
		pm_buf_addz(&text, "# Backlog\n\n");
		for (unsigned i = 0; i < SECTIONS; i++)
			if (i < 10 || i >= 50)
				pm_buf_addf(&text, "## US-%u Pay\n\n- Status: ready\n\n", i);
			else
				pm_buf_addf(&text, "## Notes\n\nProse %u.\n\n%s\n\n", i,
					    i == 30 && version == 1 ? "~~~~" : "More.");
		pm_reread_next(reread, pm_str_dup(pm_buf_str(&text)), text.n, &arena, &changed, &count);
		for (size_t i = 0; i < count; i++)
			put(&list, &changed[i]);
		read_whole(&text, &whole);
		equal += list.count == whole.count && memcmp(list.hashes, whole.hashes, list.count * sizeof *list.hashes) == 0;
		pm_arena_reset(&arena);
	}
	pm_arena_clear(&arena);
	pm_buf_clear(&text);
	pm_reread_free(reread);
	return equal;
}

int main(void)
{
	const char *cases = getenv("PM_CASES");
	struct pm_tree *tree = pm_tree_mem_new();
	const struct pm_read_options options = {.config = &config};
	struct pm_buf err = {0};
	unsigned count = (cases ? (unsigned)strtoul(cases, NULL, 10) : CASES) / CASES_A_DOCUMENT, equal[MOODS] = {0}, unfound = 0;
	bool found;

	count += count == 0;
	pm_config_init(&config);
	pm_config_finish(&config);
	scope = pm_scope_new(tree, &options, &err);
	for (unsigned i = 0; i < count; i++) {
		for (enum mood mood = TAME; mood < MOODS; mood++) {
			pm_rng_init(&rng, i, mood + 1);
			equal[mood] += play(mood, &found) == VERSIONS;
			unfound += !found;
		}
	}
	CHECK_INT(equal[TAME], count);
	CHECK_INT(equal[MIXED], count);
	CHECK_INT(equal[WILD], count);
	CHECK_INT(equal[PROSE], count);
	CHECK_INT(unfound, 0);
	CHECK_INT(play_fence(), 3);
	pm_scope_free(scope);
	pm_tree_free(tree);
	pm_config_clear(&config);
	return test_done();
}
