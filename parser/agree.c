/* agree: how much two orders agree. */
#include "parser/agree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

uint64_t pm_inversions(uint32_t *list, size_t count)
{
	uint32_t *room = pm_calloc(count + 1, sizeof *room), *from = list, *to = room;
	uint64_t inversions = 0;

	for (size_t width = 1; width < count; width *= 2) {
		uint32_t *merged = to;

		for (size_t start = 0; start < count; start += 2 * width) {
			size_t middle = start + width < count ? start + width : count;
			size_t end = middle + width < count ? middle + width : count, a = start, b = middle;

			for (size_t at = start; at < end; at++) {
				bool left = b == end || (a < middle && from[a] <= from[b]);

				to[at] = left ? from[a++] : from[b++];
				inversions += left ? 0 : middle - a;
			}
		}
		to = from;
		from = merged;
	}
	if (from == room)
		memcpy(list, room, count * sizeof *list);
	free(room);
	return inversions;
}

static uint32_t distance(const struct pm_move *move)
{
	return move->from > move->to ? move->from - move->to : move->to - move->from;
}

static int by_distance(const void *a, const void *b)
{
	const struct pm_move *x = a, *y = b;

	if (distance(x) != distance(y))
		return distance(x) > distance(y) ? -1 : 1;
	return (x->from > y->from) - (x->from < y->from);
}

/* The place of every item in a ranking, from 1 and among the items that have a place in `among`; 0: it has none. */
static uint32_t *places_of(const struct pm_ranking *ranking, const uint32_t *among)
{
	uint32_t *places = pm_calloc((size_t)ranking->scoring->product->item_count + 1, sizeof *places), place = 0;

	for (size_t i = 0; i < ranking->count; i++)
		if (among == NULL || among[ranking->items[i].item] > 0)
			places[ranking->items[i].item] = ++place;
	return places;
}

void pm_agree(const struct pm_ranking *first, const struct pm_ranking *second, struct pm_agreement *agreement)
{
	uint32_t *in_first = places_of(first, NULL), *places = places_of(second, in_first);
	uint32_t *list = pm_calloc(first->count + 1, sizeof *list);
	double pairs;
	size_t n = 0;

	memset(agreement, 0, sizeof *agreement);
	agreement->moves = pm_calloc(first->count + 1, sizeof *agreement->moves);
	for (size_t i = 0; i < first->count; i++) {
		uint32_t item = first->items[i].item;

		if (places[item] == 0)
			continue;
		agreement->moves[n] = (struct pm_move){item, (uint32_t)n + 1, places[item]};
		list[n++] = places[item];
	}
	agreement->common = n;
	agreement->only_first = first->count - n;
	agreement->only_second = second->count - n;
	pairs = (double)n * (double)(n - 1) / 2;
	agreement->tau = n < 2 ? NAN : (pairs - 2 * (double)pm_inversions(list, n)) / pairs;
	qsort(agreement->moves, n, sizeof *agreement->moves, by_distance);
	free(list);
	free(places);
	free(in_first);
}

void pm_agreement_clear(struct pm_agreement *agreement)
{
	free(agreement->moves);
	memset(agreement, 0, sizeof *agreement);
}
