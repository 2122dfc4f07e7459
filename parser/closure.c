/* closure: in which order to do what hangs together, so that value comes early for what it costs.
 *
 * A set S is divided at its own density d: the closed set T of greatest sum(value - d * cost) is one minimum cut (J. C. Picard,
 * Management Science 22, 1976).  Where that sum is above 0, T is denser than S, all blocks of T come before those of the rest, and
 * both are divided in turn; where it is 0, S is a block.  So there are fewer than two cuts for each block.  The cut is found by
 * Dinic's algorithm (1970): a node of positive value - d * cost gives that much along the arcs to what it needs, one of negative
 * takes that much; who has something left is in T, with all it can reach.
 *
 * Cost: before that, chains are joined where what comes later is at least as dense, so that a chain costs linear time.  For n nodes
 * and m arcs a cut is n * n * m at the worst; ordinary backlogs need about n * log n in all.  PM_CLOSURE_WORK bounds it.
 */
#include "parser/closure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX

/* What is smaller than this part of all that flows is a rounding error. */
#define ROUNDING 1e-12

void pm_closure_init(struct pm_closure *c, const struct pm_graph *needs, const double *value, const double *cost,
		     const double *score)
{
	size_t n = (size_t)needs->node_count + 1;

	*c = (struct pm_closure){.needs = needs, .value = value, .cost = cost, .score = score, .work = PM_CLOSURE_WORK};
	pm_graph_reverse(needs, &c->needed);
	c->best = pm_calloc(n, sizeof *c->best);
	c->heir = pm_calloc(n, sizeof *c->heir);
	c->rank = pm_calloc(n, sizeof *c->rank);
	c->stamp = pm_calloc(n, sizeof *c->stamp);
	c->missing = pm_calloc(n, sizeof *c->missing);
	c->heap = pm_calloc(n, sizeof *c->heap);
	c->local = pm_calloc(n, sizeof *c->local);
	pm_graph_components(needs, c->rank);
	pm_arena_init(&c->scratch);
}

void pm_closure_clear(struct pm_closure *c)
{
	pm_graph_clear(&c->needed);
	free(c->best);
	free(c->heir);
	free(c->rank);
	free(c->stamp);
	free(c->missing);
	free(c->heap);
	free(c->local);
	pm_arena_clear(&c->scratch);
}

/* Zeros that last until one list or component is in order. */
static void *scratch(struct pm_closure *c, size_t count, size_t size)
{
	return pm_arena_zero(&c->scratch, count * size);
}

/* -- a list by best dependent */

static bool goes_before(const struct pm_closure *c, uint32_t a, uint32_t b)
{
	return c->best[a] != c->best[b] ? c->best[a] > c->best[b] : a < b;
}

static void heap_push(struct pm_closure *c, uint32_t *count, uint32_t node)
{
	uint32_t at = (*count)++;

	for (; at > 0 && goes_before(c, node, c->heap[(at - 1) / 2]); at = (at - 1) / 2)
		c->heap[at] = c->heap[(at - 1) / 2];
	c->heap[at] = node;
}

static uint32_t heap_pop(struct pm_closure *c, uint32_t *count)
{
	uint32_t top = c->heap[0], last = c->heap[--*count], at = 0;

	for (uint32_t child = 1; child < *count; child = at * 2 + 1) {
		if (child + 1 < *count && goes_before(c, c->heap[child + 1], c->heap[child]))
			child++;
		if (goes_before(c, last, c->heap[child]))
			break;
		c->heap[at] = c->heap[child];
		at = child;
	}
	c->heap[at] = last;
	return top;
}

struct ranked_node {
	uint32_t rank, node;
};

static int by_rank(const void *a, const void *b)
{
	const struct ranked_node *x = a, *y = b;

	return (x->rank > y->rank) - (x->rank < y->rank); /* no two nodes have one rank */
}

/* Fills best and heir of the nodes of one stamp: dependents first, so that each is known before it is passed on. */
static void find_heirs(struct pm_closure *c, const uint32_t *nodes, uint32_t count, uint32_t stamp)
{
	struct ranked_node *sorted = scratch(c, (size_t)count + 1, sizeof *sorted);

	for (uint32_t i = 0; i < count; i++) {
		sorted[i] = (struct ranked_node){c->rank[nodes[i]], nodes[i]};
		c->best[nodes[i]] = c->score[nodes[i]];
		c->heir[nodes[i]] = nodes[i];
	}
	qsort(sorted, count, sizeof *sorted, by_rank);
	for (uint32_t i = count; i-- > 0;) {
		uint32_t v = sorted[i].node;

		for (uint32_t a = c->needs->first[v]; a < c->needs->first[v + 1]; a++) {
			uint32_t u = c->needs->to[a];
			bool tie = c->best[v] == c->best[u] && c->heir[u] != u && c->heir[v] < c->heir[u];

			if (c->stamp[u] != stamp || !(tie || c->best[v] > c->best[u]))
				continue;
			c->best[u] = c->best[v];
			c->heir[u] = c->heir[v];
		}
	}
}

/* Counts what each node needs within the list, and puts those that need nothing on the heap. */
static uint32_t start_list(struct pm_closure *c, const uint32_t *nodes, uint32_t count, uint32_t stamp)
{
	uint32_t heap_count = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t n = nodes[i];

		c->missing[n] = 0;
		for (uint32_t a = c->needs->first[n]; a < c->needs->first[n + 1]; a++)
			c->missing[n] += c->stamp[c->needs->to[a]] == stamp;
		if (c->missing[n] == 0)
			heap_push(c, &heap_count, n);
	}
	return heap_count;
}

static void put_in_list(struct pm_closure *c, uint32_t *nodes, uint32_t count)
{
	uint32_t stamp = ++c->stamps, heap_count, done = 0;

	for (uint32_t i = 0; i < count; i++)
		c->stamp[nodes[i]] = stamp;
	find_heirs(c, nodes, count, stamp);
	heap_count = start_list(c, nodes, count, stamp);
	while (heap_count > 0) {
		uint32_t n = heap_pop(c, &heap_count);

		nodes[done++] = n;
		for (uint32_t a = c->needed.first[n]; a < c->needed.first[n + 1]; a++) {
			uint32_t v = c->needed.to[a];

			if (c->stamp[v] == stamp && --c->missing[v] == 0)
				heap_push(c, &heap_count, v);
		}
	}
}

void pm_closure_list(struct pm_closure *c, uint32_t *nodes, uint32_t count)
{
	put_in_list(c, nodes, count);
	pm_arena_reset(&c->scratch);
}

/* -- joining chains
 *
 * A piece is one node, or several that follow each other and stay together. */

struct piece {
	double value, cost;
};

/* A component cut into pieces, and the pieces' own graph. */
struct net {
	struct piece *pieces;
	uint32_t piece_count, chain_count;
	uint32_t *piece_of; /* of the i-th node of the component */
	struct pm_graph needs, needed;
	uint32_t *from; /* the piece that an arc of needs leaves */
	uint32_t *arc;	/* the arc of needs that an arc of needed is */
	double *flow;	/* of an arc of needs */
	double *gives, *takes;
	uint32_t *level, *cursor, *path, *queue, *set; /* an element for each piece */
	uint32_t sets;
};

/* The only dependent of a node where that needs nothing else; NONE. */
static uint32_t follower(const struct pm_closure *c, uint32_t node)
{
	uint32_t next;

	if (c->needed.first[node + 1] - c->needed.first[node] != 1)
		return NONE;
	next = c->needed.to[c->needed.first[node]];
	return c->needs->first[next + 1] - c->needs->first[next] == 1 ? next : NONE;
}

static bool has_follower_before(const struct pm_closure *c, uint32_t node)
{
	const struct pm_graph *g = c->needs;

	return g->first[node + 1] - g->first[node] == 1 && follower(c, g->to[g->first[node]]) == node;
}

/* Cuts the chain that begins with a node into pieces of strictly falling density. */
static void join_chain(struct pm_closure *c, struct net *net, uint32_t node)
{
	uint32_t first = net->piece_count, *members = net->queue, count = 0, *begins = net->path;

	for (; node != NONE; node = follower(c, node)) {
		struct piece *top = &net->pieces[net->piece_count];

		begins[net->piece_count++] = count;
		members[count++] = c->local[node];
		*top = (struct piece){c->value[node], c->cost[node]};
		for (; net->piece_count - first > 1 && top[0].value * top[-1].cost >= top[-1].value * top[0].cost; top--) {
			top[-1].value += top[0].value;
			top[-1].cost += top[0].cost;
			net->piece_count--;
		}
	}
	for (uint32_t p = first; p < net->piece_count; p++) {
		uint32_t end = p + 1 < net->piece_count ? begins[p + 1] : count;

		for (uint32_t i = begins[p]; i < end; i++)
			net->piece_of[members[i]] = p;
	}
}

static void link_pieces(struct pm_closure *c, struct net *net, const uint32_t *nodes, uint32_t count)
{
	struct pm_arc *arcs = NULL;
	size_t arc_count = 0, cap = 0;
	uint32_t *next = net->cursor;

	for (uint32_t i = 0; i < count; i++)
		for (uint32_t a = c->needs->first[nodes[i]]; a < c->needs->first[nodes[i] + 1]; a++) {
			uint32_t from = net->piece_of[i], to = net->piece_of[c->local[c->needs->to[a]]];

			if (from == to)
				continue;
			PM_GROW(arcs, arc_count, cap);
			arcs[arc_count++] = (struct pm_arc){from, to};
		}
	pm_graph_init(&net->needs, net->piece_count, arcs, arc_count);
	pm_graph_reverse(&net->needs, &net->needed);
	free(arcs);

	arc_count = net->needs.first[net->piece_count];
	net->flow = scratch(c, arc_count + 1, sizeof *net->flow);
	net->from = scratch(c, arc_count + 1, sizeof *net->from);
	net->arc = scratch(c, arc_count + 1, sizeof *net->arc);
	memcpy(next, net->needed.first, net->piece_count * sizeof *next);
	for (uint32_t p = 0; p < net->piece_count; p++)
		for (uint32_t a = net->needs.first[p]; a < net->needs.first[p + 1]; a++) {
			net->from[a] = p;
			net->arc[next[net->needs.to[a]]++] = a;
		}
}

static void net_init(struct pm_closure *c, struct net *net, const uint32_t *nodes, uint32_t count)
{
	size_t n = (size_t)count + 1;

	memset(net, 0, sizeof *net);
	net->pieces = scratch(c, n, sizeof *net->pieces);
	net->piece_of = scratch(c, n, sizeof *net->piece_of);
	net->gives = scratch(c, n, sizeof *net->gives);
	net->takes = scratch(c, n, sizeof *net->takes);
	net->level = scratch(c, n, sizeof *net->level);
	net->cursor = scratch(c, n, sizeof *net->cursor);
	net->path = scratch(c, n, sizeof *net->path);
	net->queue = scratch(c, n, sizeof *net->queue);
	net->set = scratch(c, n, sizeof *net->set);
	for (uint32_t i = 0; i < count; i++)
		c->local[nodes[i]] = i;
	for (uint32_t i = 0; i < count; i++)
		if (!has_follower_before(c, nodes[i])) {
			join_chain(c, net, nodes[i]);
			net->chain_count++;
		}
	if (net->chain_count > 1) /* the pieces of one chain are its blocks: nothing is left to cut */
		link_pieces(c, net, nodes, count);
}

static void net_clear(struct net *net)
{
	pm_graph_clear(&net->needs);
	pm_graph_clear(&net->needed);
}

/* -- the greatest closed set of a set of pieces */

struct cut {
	struct net *net;
	uint32_t set; /* the pieces that take part bear this number */
	double least; /* of what counts as more than nothing */
	uint64_t *work;
};

/* The i-th way out of a piece that takes part and has room: first along its arcs, then back along those that carry something.
 * NONE: it is closed.  *arc and *back say which arc it is. */
static uint32_t way_out(const struct cut *cut, uint32_t piece, uint32_t i, uint32_t *arc, bool *back)
{
	const struct net *net = cut->net;
	uint32_t forward = net->needs.first[piece + 1] - net->needs.first[piece], target;

	*back = i >= forward;
	if (*back) {
		*arc = net->arc[net->needed.first[piece] + i - forward];
		if (net->flow[*arc] <= cut->least)
			return NONE;
		target = net->from[*arc];
	} else {
		*arc = net->needs.first[piece] + i;
		target = net->needs.to[*arc];
	}
	return net->set[target] == cut->set ? target : NONE;
}

static uint32_t ways(const struct net *net, uint32_t piece)
{
	return net->needs.first[piece + 1] - net->needs.first[piece] + net->needed.first[piece + 1] - net->needed.first[piece];
}

static bool spend(uint64_t *work, uint64_t amount)
{
	if (*work < amount)
		return false;
	*work -= amount;
	return true;
}

/* Numbers the pieces by their distance from those that have something to give; NONE: out of reach.  1: one that takes is in reach,
 * 0: none is, -1: the work ran out. */
static int find_levels(struct cut *cut, const uint32_t *pieces, uint32_t count)
{
	struct net *net = cut->net;
	uint32_t tail = 0;
	int found = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t p = pieces[i];

		net->cursor[p] = 0;
		net->level[p] = net->gives[p] > cut->least ? 0 : NONE;
		if (net->level[p] == 0)
			net->queue[tail++] = p;
	}
	for (uint32_t head = 0; head < tail; head++) {
		uint32_t p = net->queue[head], end = ways(net, p), arc;
		bool back;

		if (net->takes[p] > cut->least)
			found = 1;
		if (!spend(cut->work, (uint64_t)end + 1))
			return -1;
		for (uint32_t i = 0; i < end; i++) {
			uint32_t target = way_out(cut, p, i, &arc, &back);

			if (target == NONE || net->level[target] != NONE)
				continue;
			net->level[target] = net->level[p] + 1;
			net->queue[tail++] = target;
		}
	}
	return found;
}

/* Goes from a piece to one that takes, each step one level up; net->path holds the pieces on the way, net->cursor the ways taken.
 * The number of steps, or NONE. */
static uint32_t find_path(struct cut *cut, uint32_t start)
{
	struct net *net = cut->net;
	uint32_t depth = 0;

	net->path[0] = start;
	for (;;) {
		uint32_t p = net->path[depth], end = ways(net, p), target = NONE, arc;
		bool back;

		if (net->takes[p] > cut->least)
			return depth;
		for (; net->cursor[p] < end && spend(cut->work, 1); net->cursor[p]++) {
			target = way_out(cut, p, net->cursor[p], &arc, &back);
			if (target != NONE && net->level[target] == net->level[p] + 1)
				break;
			target = NONE;
		}
		if (target != NONE) {
			net->path[++depth] = target;
			continue;
		}
		net->level[p] = NONE;
		if (depth == 0)
			return NONE;
		net->cursor[net->path[--depth]]++;
	}
}

/* Sends along the path as much as it holds. */
static void send(struct cut *cut, uint32_t depth)
{
	struct net *net = cut->net;
	uint32_t start = net->path[0], end = net->path[depth], arc;
	double amount = net->gives[start] < net->takes[end] ? net->gives[start] : net->takes[end];
	bool back;

	for (uint32_t i = 0; i < depth; i++) {
		way_out(cut, net->path[i], net->cursor[net->path[i]], &arc, &back);
		if (back && net->flow[arc] < amount)
			amount = net->flow[arc];
	}
	for (uint32_t i = 0; i < depth; i++) {
		way_out(cut, net->path[i], net->cursor[net->path[i]], &arc, &back);
		net->flow[arc] += back ? -amount : amount;
	}
	net->gives[start] -= amount;
	net->takes[end] -= amount;
	spend(cut->work, depth < *cut->work ? depth : *cut->work);
}

/* Marks by level (not NONE) the closed set of greatest sum(value - density * cost).  False: the work ran out. */
static bool cut_at(struct cut *cut, const uint32_t *pieces, uint32_t count, double density)
{
	struct net *net = cut->net;
	double sum = 0;
	int found;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t p = pieces[i];
		double excess = net->pieces[p].value - density * net->pieces[p].cost;

		net->set[p] = cut->set;
		net->gives[p] = excess > 0 ? excess : 0;
		net->takes[p] = excess < 0 ? -excess : 0;
		sum += fabs(excess);
		for (uint32_t a = net->needs.first[p]; a < net->needs.first[p + 1]; a++)
			net->flow[a] = 0;
	}
	cut->least = sum * ROUNDING;
	while ((found = find_levels(cut, pieces, count)) > 0) {
		for (uint32_t i = 0; i < count; i++) {
			uint32_t depth;

			while (net->gives[pieces[i]] > cut->least && (depth = find_path(cut, pieces[i])) != NONE)
				send(cut, depth);
		}
		if (*cut->work == 0)
			return false;
	}
	return found == 0;
}

static struct piece sum_pieces(const struct net *net, const uint32_t *pieces, uint32_t count)
{
	struct piece sum = {0, 0};

	for (uint32_t i = 0; i < count; i++) {
		sum.value += net->pieces[pieces[i]].value;
		sum.cost += net->pieces[pieces[i]].cost;
	}
	return sum;
}

static double density_of(struct piece piece)
{
	return piece.cost > 0 ? piece.value / piece.cost : 0;
}

/* Divides a set: puts its densest beginning in front and returns how many pieces that is.  0: it is a block; NONE: the work ran
 * out. */
static uint32_t divide(struct pm_closure *c, struct net *net, uint32_t *pieces, uint32_t count)
{
	struct cut cut = {net, ++net->sets, 0, &c->work};
	struct piece all = sum_pieces(net, pieces, count), begin;
	uint32_t taken = 0, rest = 0;

	if (count == 1 || !(all.cost > 0))
		return 0;
	if (!spend(&c->work, count) || !cut_at(&cut, pieces, count, density_of(all)))
		return NONE;
	for (uint32_t i = 0; i < count; i++) {
		if (net->level[pieces[i]] != NONE)
			pieces[taken++] = pieces[i];
		else
			net->queue[rest++] = pieces[i];
	}
	memcpy(pieces + taken, net->queue, rest * sizeof *pieces);
	begin = sum_pieces(net, pieces, taken);
	return rest > 0 && begin.cost > 0 && density_of(begin) > density_of(all) ? taken : 0;
}

/* -- from pieces to nodes */

/* What was put in order so far. */
struct layout {
	uint32_t *nodes;
	double *density;
	struct piece *blocks;
	uint32_t *begins; /* where a block begins in nodes */
	uint32_t block_count, node_count;
};

/* Ends a block at the nodes that are there.  One that is no less dense than the block before it is joined to it: rounding alone
 * can bring that about between blocks, and a list that is cut as a chain needs it. */
static void end_block(struct layout *layout, uint32_t begin, struct piece sum)
{
	struct piece *top = &layout->blocks[layout->block_count];

	layout->begins[layout->block_count++] = begin;
	*top = sum;
	for (; layout->block_count > 1 && (density_of(top[0]) >= density_of(top[-1]) || !(top[0].cost > 0) || !(top[-1].cost > 0));
	     top--) {
		top[-1].value += top[0].value;
		top[-1].cost += top[0].cost;
		layout->block_count--;
	}
}

/* Puts the nodes of some pieces behind those that are there: as one block, or (`single`) as a chain of one node each. */
static void lay(struct pm_closure *c, struct layout *layout, uint32_t *members, uint32_t count, bool single)
{
	uint32_t begin = layout->node_count;

	put_in_list(c, members, count);
	memcpy(layout->nodes + begin, members, count * sizeof *members);
	layout->node_count += count;
	if (!single) {
		struct piece sum = {0, 0};

		for (uint32_t i = 0; i < count; i++) {
			sum.value += c->value[members[i]];
			sum.cost += c->cost[members[i]];
		}
		end_block(layout, begin, sum);
		return;
	}
	for (uint32_t i = 0; i < count; i++)
		end_block(layout, begin + i, (struct piece){c->value[members[i]], c->cost[members[i]]});
}

/* The nodes of every piece, piece by piece: those of p are list[first[p]] .. list[first[p + 1] - 1]. */
struct members {
	uint32_t *first, *list;
};

static void members_init(struct pm_closure *c, struct members *members, const struct net *net, const uint32_t *nodes,
			 uint32_t count)
{
	uint32_t *next = scratch(c, (size_t)net->piece_count + 1, sizeof *next);

	members->first = scratch(c, (size_t)net->piece_count + 1, sizeof *members->first);
	members->list = scratch(c, (size_t)count + 1, sizeof *members->list);
	for (uint32_t i = 0; i < count; i++)
		members->first[net->piece_of[i] + 1]++;
	for (uint32_t p = 0; p < net->piece_count; p++)
		members->first[p + 1] += members->first[p];
	memcpy(next, members->first, net->piece_count * sizeof *next);
	for (uint32_t i = 0; i < count; i++)
		members->list[next[net->piece_of[i]]++] = nodes[i];
}

static uint32_t gather(const struct members *members, const uint32_t *pieces, uint32_t count, uint32_t *nodes)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < count; i++)
		for (uint32_t m = members->first[pieces[i]]; m < members->first[pieces[i] + 1]; m++)
			nodes[n++] = members->list[m];
	return n;
}

/* Divides until all is blocks, from the front: what is not yet divided stands on a stack by its end. */
static bool divide_all(struct pm_closure *c, struct net *net, const struct members *members, struct layout *layout)
{
	uint32_t *pieces = scratch(c, (size_t)net->piece_count + 1, sizeof *pieces);
	uint32_t *ends = scratch(c, (size_t)net->piece_count + 1, sizeof *ends), end_count = 0, at = 0;
	uint32_t *nodes = scratch(c, (size_t)members->first[net->piece_count] + 1, sizeof *nodes);
	bool exact = true;

	for (uint32_t p = 0; p < net->piece_count; p++)
		pieces[p] = p;
	for (uint32_t p = net->piece_count; p == net->piece_count || (net->chain_count == 1 && p > 0); p--)
		ends[end_count++] = p;
	while (end_count > 0) {
		uint32_t end = ends[end_count - 1], taken = divide(c, net, pieces + at, end - at);

		if (taken != 0 && taken != NONE) {
			ends[end_count++] = at + taken;
			continue;
		}
		exact = exact && taken != NONE;
		lay(c, layout, nodes, gather(members, pieces + at, end - at, nodes), taken == NONE);
		at = end;
		end_count--;
	}
	return exact;
}

/* The node that a component begins with which is one chain; NONE: it is none. */
static uint32_t chain_head(const struct pm_closure *c, const uint32_t *nodes, uint32_t count)
{
	uint32_t head = NONE;

	for (uint32_t i = 0; i < count; i++) {
		if (has_follower_before(c, nodes[i]))
			continue;
		if (head != NONE)
			return NONE;
		head = nodes[i];
	}
	return head;
}

/* A chain has one order, and is cut as it is walked; then each node inherits from those behind it in its block. */
static void lay_chain(struct pm_closure *c, struct layout *layout, uint32_t node)
{
	for (; node != NONE; node = follower(c, node)) {
		end_block(layout, layout->node_count, (struct piece){c->value[node], c->cost[node]});
		layout->nodes[layout->node_count++] = node;
	}
	for (uint32_t b = layout->block_count, i = layout->node_count, end = i; i-- > 0;) {
		uint32_t v = layout->nodes[i], behind = i + 1 < end ? layout->nodes[i + 1] : v;

		c->best[v] = c->score[v];
		c->heir[v] = v;
		if (c->best[behind] > c->best[v]) {
			c->best[v] = c->best[behind];
			c->heir[v] = c->heir[behind];
		}
		if (i == layout->begins[b - 1]) {
			end = i;
			b--;
		}
	}
}

static bool lay_pieces(struct pm_closure *c, struct layout *layout, const uint32_t *nodes, uint32_t count)
{
	struct members members;
	struct net net;
	bool exact;

	net_init(c, &net, nodes, count);
	members_init(c, &members, &net, nodes, count);
	exact = divide_all(c, &net, &members, layout);
	net_clear(&net);
	return exact;
}

bool pm_closure_order(struct pm_closure *c, uint32_t *nodes, uint32_t count, double *density)
{
	struct layout layout = {.nodes = nodes, .density = density};
	uint32_t head = chain_head(c, nodes, count);
	bool exact = true;

	layout.blocks = scratch(c, (size_t)count + 1, sizeof *layout.blocks);
	layout.begins = scratch(c, (size_t)count + 1, sizeof *layout.begins);
	if (head != NONE)
		lay_chain(c, &layout, head);
	else
		exact = lay_pieces(c, &layout, nodes, count);
	for (uint32_t b = 0; b < layout.block_count; b++) {
		uint32_t end = b + 1 < layout.block_count ? layout.begins[b + 1] : count;

		for (uint32_t i = layout.begins[b]; i < end; i++)
			density[i] = density_of(layout.blocks[b]);
	}
	pm_arena_reset(&c->scratch);
	return exact;
}
