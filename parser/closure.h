/* closure: in which order to do what hangs together, so that value comes early for what it costs.
 *
 * A set of nodes is closed when it holds all that its members need.  Its density is the sum of its values over the sum of its
 * costs.  Of all closed sets the one of greatest density goes first, then the same again among the rest: Sidney's decomposition
 * (J. B. Sidney, Operations Research 23, 1975).  Some order of least weighted waiting keeps to it, and every order that does waits
 * at most twice as long as the best (Chekuri and Motwani 1999; Margot, Queyranne and Wang 2003).  Which order is best within a
 * block is NP-hard to find; there the node with the best dependent goes first.
 *
 * The one rule to know: a block is what cannot be divided into a denser beginning and the rest, and blocks come in strictly falling
 * density.
 */
#ifndef PM_CLOSURE_H
#define PM_CLOSURE_H

#include "parser/graph.h"

/* How many arcs and nodes one ranking looks at, at most: half a second, or a component of some ten thousand.  What is left then is
 * put in one list by best dependent, and the list is cut into blocks as if it were a chain: nothing stands above what it needs, but
 * no bound is known. */
#define PM_CLOSURE_WORK ((uint64_t)1 << 25)

struct pm_closure {
	const struct pm_graph *needs; /* without cycles */
	struct pm_graph needed;	      /* the same, turned round */
	const double *value, *cost;   /* of every node; both 0 where a node only stands between others */
	const double *score;	      /* of every node: which dependent is best; -HUGE_VAL where it has none */
	double *best;		      /* of every node in a list: the greatest score of itself and its dependents in the list */
	uint32_t *heir;		      /* whose score that is */
	uint64_t work;		      /* left */
	uint32_t *rank;		      /* of every node: above the ranks of what it needs */
	uint32_t *stamp, *missing, *heap, *local; /* room: an element for each node */
	uint32_t stamps;
	struct pm_arena scratch; /* of one component */
};

/* The three tables stay the caller's. */
void pm_closure_init(struct pm_closure *closure, const struct pm_graph *needs, const double *value, const double *cost,
		     const double *score);
void pm_closure_clear(struct pm_closure *closure);

/* Puts nodes in order as one block: best dependent first, then the smaller node, and nothing above what it needs. */
void pm_closure_list(struct pm_closure *closure, uint32_t *nodes, uint32_t count);
/* Puts the nodes of one connected component in order, block by block.  density[i] is that of the block of nodes[i]; nodes of equal
 * density are of one block.  False: the work ran out, and no bound is known. */
bool pm_closure_order(struct pm_closure *closure, uint32_t *nodes, uint32_t count, double *density);

#endif
