/* near: bags of words, and an index of them. */
#include "parser/near.h"

#include <stdlib.h>
#include <string.h>

/* A token that stands in more texts than this tells none of them apart; so many candidates of each text are compared whole. */
enum { COMMON = 16, CANDIDATES = 4 };

/* -- bags */

static int by_hash(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Scripts that set no blanks between words: each character counts as one. */
static bool is_whole_word(uint32_t ch)
{
	return (ch >= 0x0e00 && ch < 0x0e80) || (ch >= 0x2e80 && ch < 0xac00) || (ch >= 0xf900 && ch < 0xfb00) || ch >= 0x20000;
}

/* Takes the next word off a text, as a hash of its letters in lower case; 0: there is none. */
static uint64_t next_word(const char **at, const char *end)
{
	uint64_t hash = 0;
	uint32_t ch;

	while (*at < end) {
		size_t n = pm_utf8_decode(*at, end, &ch);
		bool word = pm_char_is_word(ch);

		if (hash && (!word || is_whole_word(ch)))
			break;
		*at += n;
		if (word)
			hash = ((hash ? hash : 0xcbf29ce484222325u) ^ pm_char_lower(ch)) * 0x100000001b3u;
		if (word && is_whole_word(ch))
			break;
	}
	return hash;
}

struct pm_bag pm_bag_of(struct pm_str text, struct pm_arena *arena)
{
	const char *at = text.p, *end = pm_str_end(text);
	uint64_t *tokens = NULL, word, last = 0;
	size_t count = 0, cap = 0;
	struct pm_bag bag;

	while ((word = next_word(&at, end))) {
		PM_GROW(tokens, count, cap);
		tokens[count++] = word;
		PM_GROW(tokens, count, cap);
		tokens[count++] = last * 31 + word;
		last = word;
	}
	if (count)
		qsort(tokens, count, sizeof *tokens, by_hash);
	bag.count = count;
	bag.tokens = (uint64_t *)pm_arena_dup(arena, tokens ? (const char *)tokens : "", count * sizeof *tokens);
	free(tokens);
	return bag;
}

static size_t shared(const struct pm_bag *a, const struct pm_bag *b)
{
	size_t n = 0;

	for (size_t i = 0, k = 0; i < a->count && k < b->count;) {
		if (a->tokens[i] == b->tokens[k])
			i++, k++, n++;
		else if (a->tokens[i] < b->tokens[k])
			i++;
		else
			k++;
	}
	return n;
}

double pm_bag_likeness(const struct pm_bag *a, const struct pm_bag *b)
{
	return a->count + b->count ? 2.0 * (double)shared(a, b) / (double)(a->count + b->count) : 0;
}

double pm_bag_share(const struct pm_bag *a, const struct pm_bag *b)
{
	return a->count ? (double)shared(a, b) / (double)a->count : 0;
}

/* -- the index: which texts hold a token */

struct posting {
	uint64_t token;
	uint32_t text;
};

struct index {
	struct posting *postings; /* sorted by token, then by text; each once */
	size_t count;
};

static int by_token(const void *a, const void *b)
{
	const struct posting *x = a, *y = b;

	if (x->token != y->token)
		return x->token < y->token ? -1 : 1;
	return (x->text > y->text) - (x->text < y->text);
}

static struct index make_index(const struct pm_bag *bags, uint32_t count)
{
	struct index index = {NULL, 0};
	size_t total = 0;

	for (uint32_t i = 0; i < count; i++)
		total += bags[i].count;
	index.postings = pm_malloc((total + 1) * sizeof *index.postings);
	for (uint32_t i = 0; i < count; i++)
		for (size_t k = 0; k < bags[i].count; k++)
			if (!k || bags[i].tokens[k] != bags[i].tokens[k - 1])
				index.postings[index.count++] = (struct posting){bags[i].tokens[k], i};
	qsort(index.postings, index.count, sizeof *index.postings, by_token);
	return index;
}

static size_t first_posting(const struct index *index, uint64_t token)
{
	size_t low = 0, high = index->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (index->postings[middle].token < token)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* -- candidates: the texts that share the most tokens */

struct candidate {
	uint32_t text;
	uint32_t votes;
};

static int by_text(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	return (x->text > y->text) - (x->text < y->text);
}

static int by_votes(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->votes != y->votes)
		return x->votes > y->votes ? -1 : 1;
	return by_text(a, b);
}

struct candidates {
	struct candidate *list; /* heap */
	size_t count, cap;
};

/* One vote for each token that is not common. */
static void collect(const struct index *index, const struct pm_bag *bag, struct candidates *found)
{
	found->count = 0;
	for (size_t k = 0; k < bag->count; k++) {
		uint64_t token = bag->tokens[k];
		size_t first, last;

		if (k && token == bag->tokens[k - 1])
			continue;
		first = last = first_posting(index, token);
		while (last < index->count && last - first <= COMMON && index->postings[last].token == token)
			last++;
		for (; last - first <= COMMON && first < last; first++) {
			PM_GROW(found->list, found->count, found->cap);
			found->list[found->count++] = (struct candidate){index->postings[first].text, 1};
		}
	}
}

/* The best few of a text, most votes first. */
static size_t candidates_of(const struct index *index, const struct pm_bag *bag, struct candidates *found)
{
	size_t n = 0;

	collect(index, bag, found);
	if (!found->count)
		return 0;
	qsort(found->list, found->count, sizeof *found->list, by_text);
	for (size_t i = 1; i < found->count; i++) {
		if (found->list[i].text == found->list[n].text)
			found->list[n].votes++;
		else
			found->list[++n] = found->list[i];
	}
	n++;
	qsort(found->list, n, sizeof *found->list, by_votes);
	return n < CANDIDATES ? n : CANDIDATES;
}

/* -- matching */

struct pair {
	uint32_t before, after;
	double likeness;
};

static int by_likeness(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->likeness != y->likeness)
		return x->likeness > y->likeness ? -1 : 1;
	if (x->after != y->after)
		return x->after < y->after ? -1 : 1;
	return (x->before > y->before) - (x->before < y->before);
}

static void take_pairs(const struct pair *pairs, size_t count, uint32_t before_count, uint32_t *before_of)
{
	bool *taken = pm_calloc(before_count + 1, sizeof *taken);

	for (size_t i = 0; i < count; i++) {
		if (taken[pairs[i].before] || before_of[pairs[i].after] != PM_NEAR_NONE)
			continue;
		taken[pairs[i].before] = true;
		before_of[pairs[i].after] = pairs[i].before;
	}
	free(taken);
}

void pm_near_match(const struct pm_bag *before, uint32_t before_count, const struct pm_bag *after, uint32_t after_count,
		   double least, uint32_t *before_of)
{
	struct index index = make_index(before, before_count);
	struct candidates found = {0};
	struct pair *pairs = NULL;
	size_t count = 0, cap = 0;

	for (uint32_t i = 0; i < after_count; i++) {
		size_t n = candidates_of(&index, &after[i], &found);

		before_of[i] = PM_NEAR_NONE;
		for (size_t k = 0; k < n; k++) {
			struct pair pair = {found.list[k].text, i, pm_bag_likeness(&before[found.list[k].text], &after[i])};

			if (pair.likeness < least)
				continue;
			PM_GROW(pairs, count, cap);
			pairs[count++] = pair;
		}
	}
	if (count)
		qsort(pairs, count, sizeof *pairs, by_likeness);
	take_pairs(pairs, count, before_count, before_of);
	free(pairs);
	free(found.list);
	free(index.postings);
}

void pm_near_within(const struct pm_bag *wholes, uint32_t whole_count, const struct pm_bag *parts, uint32_t part_count,
		    double least, uint32_t *whole_of)
{
	struct index index = make_index(wholes, whole_count);
	struct candidates found = {0};

	for (uint32_t i = 0; i < part_count; i++) {
		size_t n = candidates_of(&index, &parts[i], &found);
		double best = 0;

		whole_of[i] = PM_NEAR_NONE;
		for (size_t k = 0; k < n; k++) {
			double share = pm_bag_share(&parts[i], &wholes[found.list[k].text]);

			if (share < least || share <= best)
				continue;
			best = share;
			whole_of[i] = found.list[k].text;
		}
	}
	free(found.list);
	free(index.postings);
}
