/* layout: where things stand in a picture. */
#include "formats/layout.h"

#include "formats/words.h"
#include "parser/mem.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- axes */

/* The round number nearest to x (round), or not below it. */
static double nice(double x, bool round)
{
	double power = pow(10, floor(log10(x))), part = x / power;

	if (round)
		return power * (part < 1.5 ? 1 : part < 3 ? 2 : part < 7 ? 5 : 10);
	return power * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
}

/* Ends that can be drawn between: finite, in order, apart. */
static void tame(double *low, double *high)
{
	const double most = 1e15;

	*low = isfinite(*low) ? fmax(-most, fmin(most, *low)) : 0;
	*high = isfinite(*high) ? fmax(-most, fmin(most, *high)) : *low;
	if (*high < *low)
		*high = *low;
	if (*high - *low < fabs(*high) * 1e-9 || *high == *low)
		*high = *low + (*low == 0 ? 1 : fabs(*low) / 2);
}

void pm_ticks_numbers(double low, double high, unsigned wanted, bool whole, struct pm_ticks *ticks)
{
	double first;

	tame(&low, &high);
	if (wanted < 2)
		wanted = 2;
	*ticks = (struct pm_ticks){.step = nice(nice(high - low, false) / (wanted - 1), true)};
	if (whole && ticks->step < 1)
		ticks->step = 1;
	first = floor(low / ticks->step + 1e-9);
	ticks->low = first * ticks->step;
	ticks->high = ceil(high / ticks->step - 1e-9) * ticks->step;
	while (ticks->count < PM_TICKS_MAX) {
		double at = (first + (double)ticks->count) * ticks->step;

		if (at > ticks->high + ticks->step / 2)
			break;
		ticks->at[ticks->count++] = at;
	}
	ticks->high = fmax(ticks->high, high);
}

/* The steps of calendars: whole weeks, then months. */
static const struct {
	int days, months;
} calendar[] = {{1, 0},	 {7, 0},  {14, 0},  {0, 1},   {0, 2},	 {0, 3},    {0, 6},	{0, 12},
		{0, 24}, {0, 60}, {0, 120}, {0, 600}, {0, 1200}, {0, 6000}, {0, 12000}, {0, 120000}};

static pm_day clamp_day(double day)
{
	pm_day least = pm_day_from(1, 1, 1), most = pm_day_from(9999, 12, 31);

	return day < least ? least : day > most ? most : (pm_day)day;
}

static void add_tick(struct pm_ticks *ticks, pm_day day)
{
	if (day == PM_NO_DAY || day < ticks->low || day > ticks->high || ticks->count == PM_TICKS_MAX)
		return;
	ticks->at[ticks->count++] = day;
}

/* Mondays that are a whole number of steps from each other, or every day. */
static void add_weeks(struct pm_ticks *ticks, int step)
{
	pm_day day = clamp_day(ceil(ticks->low));

	if (step > 1)
		day += (7 - pm_day_weekday(day)) % 7;
	for (; day <= ticks->high; day += step)
		add_tick(ticks, day);
}

static void add_months(struct pm_ticks *ticks, int step)
{
	int year, month, mday, last, nothing;

	pm_day_split(clamp_day(ticks->low), &year, &month, &mday);
	pm_day_split(clamp_day(ticks->high), &last, &nothing, &mday);
	for (int at = (year * 12 + month - 1) / step * step; at / 12 <= last; at += step)
		add_tick(ticks, pm_day_from(at / 12, at % 12 + 1, 1));
	ticks->months = true;
	ticks->years = step % 12 == 0;
}

void pm_ticks_days(double low, double high, unsigned wanted, struct pm_ticks *ticks)
{
	size_t i = 0, last = sizeof(calendar) / sizeof(calendar[0]) - 1;
	double days;

	tame(&low, &high);
	low = clamp_day(low);
	high = fmax(clamp_day(high), low + 1);
	if (wanted < 1 || wanted > PM_TICKS_MAX)
		wanted = wanted < 1 ? 1 : PM_TICKS_MAX;
	days = high - low;
	while (i < last && days / (calendar[i].days + calendar[i].months * 30.44) > wanted)
		i++;
	*ticks = (struct pm_ticks){.low = low, .high = high, .step = calendar[i].days + calendar[i].months * 30.44};
	if (calendar[i].days > 0)
		add_weeks(ticks, calendar[i].days);
	else
		add_months(ticks, calendar[i].months);
}

void pm_tick_day(const struct pm_ticks *ticks, double day, char out[16])
{
	static const char *const months[] = {SAY_JAN, SAY_FEB, SAY_MAR, SAY_APR, SAY_MAY, SAY_JUN,
					     SAY_JUL, SAY_AUG, SAY_SEP, SAY_OCT, SAY_NOV, SAY_DEC};
	int year = 0, month = 1, mday = 1;

	pm_day_split(clamp_day(day), &year, &month, &mday);
	if (ticks->years)
		snprintf(out, 16, "%d", year);
	else if (ticks->months && (month == 1 || (ticks->count > 0 && day <= ticks->at[0])))
		snprintf(out, 16, "%s %d", months[month - 1], year);
	else if (ticks->months)
		snprintf(out, 16, "%s", months[month - 1]);
	else if (ticks->count > 0 && day <= ticks->at[0])
		snprintf(out, 16, "%d %s %d", mday, months[month - 1], year);
	else
		snprintf(out, 16, "%d %s", mday, months[month - 1]);
}

double pm_scale_at(const struct pm_scale *scale, double x)
{
	double part = scale->high > scale->low ? (x - scale->low) / (scale->high - scale->low) : 0;

	if (!isfinite(part))
		part = 0;
	return scale->from + fmax(-0.05, fmin(1.05, part)) * (scale->to - scale->from);
}

/* -- texts */

/* Parts of the size, as in Helvetica and its like, rounded up. */
static double char_width(uint32_t ch)
{
	if (ch >= 0x80)
		return pm_char_width(ch) == 2 ? 1.0 : pm_char_width(ch) == 0 ? 0 : 0.62;
	if (strchr("iljt.,:;'|!()[]", (int)ch))
		return 0.32;
	if (strchr("mwMW%@", (int)ch))
		return 0.9;
	return ch >= 'A' && ch <= 'Z' ? 0.7 : ch == ' ' ? 0.32 : 0.58;
}

double pm_text_width(struct pm_str text, double size)
{
	const char *p = text.p, *end;
	double width = 0;

	if (text.n == 0)
		return 0;
	end = p + text.n;
	while (p < end) {
		uint32_t ch;

		p += pm_utf8_decode(p, end, &ch);
		width += ch ? char_width(ch) : 0.6;
	}
	return width * size;
}

size_t pm_text_fit(struct pm_str text, double size, double width)
{
	const char *p = text.p, *end;
	double used = 0;
	size_t fits = 0;

	if (text.n == 0)
		return 0;
	end = p + text.n;
	while (p < end) {
		uint32_t ch;
		size_t n = pm_utf8_decode(p, end, &ch);

		used += (ch ? char_width(ch) : 0.6) * size;
		if (used + size <= width)
			fits = (size_t)(p - text.p) + n;
		if (used > width)
			return fits;
		p += n;
	}
	return text.n;
}

/* Down from the top, then up from the bottom: at most one pass of each is needed. */
void pm_spread(double *at, size_t count, double gap, double low, double high)
{
	size_t order[PM_SPREAD_MAX];

	if (count > PM_SPREAD_MAX)
		count = PM_SPREAD_MAX;
	for (size_t i = 0; i < count; i++) {
		size_t k = i;

		for (; k > 0 && at[order[k - 1]] > at[i]; k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
	for (size_t i = 0; i < count; i++) {
		double least = i > 0 ? at[order[i - 1]] + gap : low;

		at[order[i]] = fmax(at[order[i]], least);
	}
	for (size_t i = count; i-- > 0;) {
		double most = i + 1 < count ? at[order[i + 1]] - gap : high;

		at[order[i]] = fmin(at[order[i]], most);
	}
}

/* -- graphs */

/* How many bends there are at most; behind that long edges go straight. */
enum { BENDS_MAX = 20000, SWEEPS = 8 };

/* The edges of each node, as parts of one list. */
struct links {
	size_t *first, *other, *edge;
};

static struct links links_make(size_t nodes, const struct pm_layered_edge *edges, size_t count, bool down)
{
	struct links links = {pm_calloc(nodes + 2, sizeof(size_t)), pm_calloc(count + 1, sizeof(size_t)),
			      pm_calloc(count + 1, sizeof(size_t))};

	for (size_t i = 0; i < count; i++)
		links.first[(down ? edges[i].from : edges[i].to) + 2]++;
	for (size_t i = 2; i < nodes + 2; i++)
		links.first[i] += links.first[i - 1];
	for (size_t i = 0; i < count; i++) {
		size_t at = links.first[(down ? edges[i].from : edges[i].to) + 1]++;

		links.other[at] = down ? edges[i].to : edges[i].from;
		links.edge[at] = i;
	}
	return links;
}

static void links_clear(struct links *links)
{
	free(links->first);
	free(links->other);
	free(links->edge);
}

enum { NEW, OPEN, CLOSED };

/* Marks the edges that lead back to a node that is still open: depth first, without recursion. */
static void turn_back_edges(size_t nodes, const struct links *down, bool *turned)
{
	unsigned char *state = pm_calloc(nodes + 1, 1);
	size_t *stack = pm_calloc(nodes + 1, sizeof(*stack)), *next = pm_calloc(nodes + 1, sizeof(*next));

	for (size_t root = 0; root < nodes; root++) {
		size_t depth = 0;

		if (state[root] != NEW)
			continue;
		stack[depth++] = root;
		state[root] = OPEN;
		while (depth > 0) {
			size_t node = stack[depth - 1], at = down->first[node] + next[node];

			if (at == down->first[node + 1]) {
				state[node] = CLOSED;
				depth--;
				continue;
			}
			next[node]++;
			if (state[down->other[at]] == OPEN)
				turned[down->edge[at]] = true;
			if (state[down->other[at]] != NEW)
				continue;
			stack[depth++] = down->other[at];
			state[down->other[at]] = OPEN;
		}
	}
	free(state);
	free(stack);
	free(next);
}

/* The longest way from a node that nothing leads to (Kahn's order). */
static void set_layers(size_t nodes, const struct pm_layered_edge *edges, size_t count, size_t *layer)
{
	struct links down = links_make(nodes, edges, count, true);
	size_t *waits = pm_calloc(nodes + 1, sizeof(*waits)), *queue = pm_calloc(nodes + 1, sizeof(*queue));
	size_t head = 0, tail = 0;

	for (size_t i = 0; i < count; i++)
		waits[edges[i].to]++;
	for (size_t i = 0; i < nodes; i++)
		if (waits[i] == 0)
			queue[tail++] = i;
	while (head < tail) {
		size_t node = queue[head++];

		for (size_t at = down.first[node]; at < down.first[node + 1]; at++) {
			size_t to = down.other[at];

			if (layer[to] < layer[node] + 1)
				layer[to] = layer[node] + 1;
			if (--waits[to] == 0)
				queue[tail++] = to;
		}
	}
	free(waits);
	free(queue);
	links_clear(&down);
}

/* A node that nothing leads to stands just before what needs it. */
static void pull_sources(size_t nodes, const struct pm_layered_edge *edges, size_t count, size_t *layer)
{
	size_t *nearest = pm_calloc(nodes + 1, sizeof(*nearest));

	for (size_t i = 0; i < nodes; i++)
		nearest[i] = SIZE_MAX;
	for (size_t i = 0; i < count; i++)
		if (layer[edges[i].to] < nearest[edges[i].from])
			nearest[edges[i].from] = layer[edges[i].to];
	for (size_t i = 0; i < nodes; i++)
		if (layer[i] == 0 && nearest[i] != SIZE_MAX && nearest[i] > 0)
			layer[i] = nearest[i] - 1;
	free(nearest);
}

struct place {
	double at;
	size_t node;
};

static int compare_places(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->node > y->node) - (x->node < y->node);
}

/* The rows of one layer: each as near to the middle of its neighbours as the others let it, in that order. */
static void place_layer(struct place *places, size_t count, double *row)
{
	double shift = 0;

	qsort(places, count, sizeof(*places), compare_places);
	for (size_t i = 0; i < count; i++) {
		double least = i > 0 ? row[places[i - 1].node] + 1 : places[i].at;

		row[places[i].node] = fmax(places[i].at, least);
		shift += row[places[i].node] - places[i].at;
	}
	for (size_t i = 0; i < count; i++)
		row[places[i].node] -= shift / (double)count; /* pushed apart to both sides alike */
}

static double middle_of(const struct links *links, size_t node, const double *row)
{
	double sum = 0;
	size_t n = links->first[node + 1] - links->first[node];

	for (size_t at = links->first[node]; at < links->first[node + 1]; at++)
		sum += row[links->other[at]];
	return n > 0 ? sum / (double)n : row[node];
}

/* Sweeps forth and back; every node moves to the middle of its neighbours in the layer before. */
static void set_rows(struct pm_layered *layered, const struct pm_layered_edge *pieces, size_t piece_count)
{
	struct links up = links_make(layered->count, pieces, piece_count, false);
	struct links down = links_make(layered->count, pieces, piece_count, true);
	size_t *first = pm_calloc(layered->layers + 1, sizeof(*first)), *order = pm_calloc(layered->count + 1, sizeof(*order));
	struct place *places = pm_calloc(layered->count + 1, sizeof(*places));

	for (size_t i = 0; i < layered->count; i++)
		first[layered->layer[i] + 1]++;
	for (size_t i = 0; i < layered->layers; i++)
		first[i + 1] += first[i];
	for (size_t i = layered->count; i-- > 0;)
		order[--first[layered->layer[i] + 1]] = i; /* first[l + 1] is now where layer l begins */
	for (size_t i = 0; i < layered->count; i++)
		layered->row[order[i]] = (double)(i - first[layered->layer[order[i]] + 1]);
	for (int sweep = 0; sweep < SWEEPS; sweep++) {
		for (size_t k = 0; k < layered->layers; k++) {
			size_t l = sweep % 2 == 0 ? k : layered->layers - 1 - k;
			size_t from = first[l + 1], to = l + 1 < layered->layers ? first[l + 2] : layered->count;

			for (size_t i = from; i < to; i++)
				places[i - from] =
					(struct place){middle_of(sweep % 2 == 0 ? &up : &down, order[i], layered->row), order[i]};
			place_layer(places, to - from, layered->row);
		}
	}
	free(first);
	free(order);
	free(places);
	links_clear(&up);
	links_clear(&down);
}

/* The rows begin at 0; what that makes of the height. */
static void shift_rows(struct pm_layered *layered)
{
	double least = 0, most = 0;

	for (size_t i = 0; i < layered->count; i++) {
		least = i == 0 ? layered->row[i] : fmin(least, layered->row[i]);
		most = i == 0 ? layered->row[i] : fmax(most, layered->row[i]);
	}
	for (size_t i = 0; i < layered->count; i++)
		layered->row[i] -= least;
	layered->rows = most - least + 1;
}

static size_t count_bends(const struct pm_layered *layered, const struct pm_layered_edge *edges, size_t count)
{
	size_t bends = 0;

	for (size_t i = 0; i < count; i++)
		bends += layered->layer[edges[i].to] - layered->layer[edges[i].from] - 1;
	return bends <= BENDS_MAX ? bends : 0;
}

/* Cuts long edges at each layer they pass; the pieces are what is then laid out.  Heap. */
static struct pm_layered_edge *cut_edges(struct pm_layered *layered, const struct pm_layered_edge *edges, size_t count,
					 size_t bends, size_t *piece_count)
{
	struct pm_layered_edge *pieces = pm_calloc(count + bends + 1, sizeof(*pieces));
	size_t n = 0, b = 0;

	for (size_t i = 0; i < count; i++) {
		size_t from = edges[i].from;

		layered->first_bend[i] = b;
		for (size_t l = layered->layer[from] + 1; bends > 0 && l < layered->layer[edges[i].to]; l++) {
			size_t bend = layered->count++;

			layered->layer[bend] = l;
			layered->bends[b++] = bend;
			pieces[n++] = (struct pm_layered_edge){from, bend};
			from = bend;
		}
		pieces[n++] = (struct pm_layered_edge){from, edges[i].to};
	}
	layered->first_bend[count] = b;
	*piece_count = n;
	return pieces;
}

void pm_layered_make(size_t nodes, const struct pm_layered_edge *edges, size_t edge_count, struct pm_layered *layered)
{
	struct pm_layered_edge *straight = pm_calloc(edge_count + 1, sizeof(*straight)), *pieces;
	struct links down = links_make(nodes, edges, edge_count, true);
	size_t bends, piece_count;

	*layered = (struct pm_layered){.count = nodes};
	layered->turned = pm_calloc(edge_count + 1, sizeof(*layered->turned));
	turn_back_edges(nodes, &down, layered->turned);
	links_clear(&down);
	for (size_t i = 0; i < edge_count; i++)
		straight[i] = layered->turned[i] ? (struct pm_layered_edge){edges[i].to, edges[i].from} : edges[i];
	layered->layer = pm_calloc(nodes + 1, sizeof(*layered->layer));
	set_layers(nodes, straight, edge_count, layered->layer);
	pull_sources(nodes, straight, edge_count, layered->layer);
	for (size_t i = 0; i < nodes; i++)
		if (layered->layer[i] + 1 > layered->layers)
			layered->layers = layered->layer[i] + 1;
	bends = count_bends(layered, straight, edge_count);
	layered->layer = pm_realloc(layered->layer, nodes + bends + 1, sizeof(*layered->layer));
	layered->row = pm_calloc(nodes + bends + 1, sizeof(*layered->row));
	layered->bends = pm_calloc(bends + 1, sizeof(*layered->bends));
	layered->first_bend = pm_calloc(edge_count + 1, sizeof(*layered->first_bend));
	pieces = cut_edges(layered, straight, edge_count, bends, &piece_count);
	set_rows(layered, pieces, piece_count);
	shift_rows(layered);
	free(pieces);
	free(straight);
}

void pm_layered_clear(struct pm_layered *layered)
{
	free(layered->layer);
	free(layered->row);
	free(layered->bends);
	free(layered->first_bend);
	free(layered->turned);
	*layered = (struct pm_layered){0};
}
