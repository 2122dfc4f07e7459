/* layout: where things stand in a picture: ticks, scales, widths of texts, layers of a graph.  Numbers alone: no markup, no report.
 *
 * The one rule to know: whatever the numbers are (equal, huge, not finite, none), every result is finite and every list has an end
 * that does not depend on them.
 */
#ifndef PM_LAYOUT_H
#define PM_LAYOUT_H

#include "parser/date.h"
#include "parser/str.h"

#include <stdbool.h>
#include <stddef.h>

/* -- axes */

enum { PM_TICKS_MAX = 24 };

/* What is marked on an axis; low and high are its ends, at[] lies within. */
struct pm_ticks {
	double low, high, step;
	double at[PM_TICKS_MAX];
	size_t count;
	bool months, years; /* of days: all ticks are firsts of months, of years */
};

/* Round numbers around low to high, about `wanted` of them: steps of 1, 2, 5 times a power of ten (Heckbert, "Nice Numbers for
 * Graph Labels", Graphics Gems, 1990).  whole: no step below 1. */
void pm_ticks_numbers(double low, double high, unsigned wanted, bool whole, struct pm_ticks *ticks);
/* Days: Mondays, firsts of months, of quarters or of years, at most `wanted`.  The ends stay where they are. */
void pm_ticks_days(double low, double high, unsigned wanted, struct pm_ticks *ticks);
/* What stands at a tick: "2 Nov", "Nov", "2026"; the first one, and a January, has its year. */
void pm_tick_day(const struct pm_ticks *ticks, double day, char out[16]);

/* A number's place between two ends: low lies at `from`, high at `to`. */
struct pm_scale {
	double low, high, from, to;
};
double pm_scale_at(const struct pm_scale *scale, double x);

/* -- texts */

/* How wide a text is in a font without serifs of this size, as far as one can know without it; wide characters count whole. */
double pm_text_width(struct pm_str text, double size);
/* How many bytes of a text fit; less than all of them leave room for an ellipsis. */
size_t pm_text_fit(struct pm_str text, double size, double width);
/* Moves places apart until neighbours, in the order of their places, differ by `gap`, as little as can be; all stay between low and
 * high as far as there is room.  At most PM_SPREAD_MAX. */
enum { PM_SPREAD_MAX = 64 };
void pm_spread(double *at, size_t count, double gap, double low, double high);

/* -- graphs */

/* A graph drawn in layers from left to right: Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System
 * Structures", 1981: layers by longest path, order by barycentres, long edges bent at each layer they pass.  Edges that close a
 * cycle are turned round for the layout and stay marked. */
struct pm_layered {
	size_t count;  /* nodes, then the bends of long edges */
	size_t *layer; /* of each */
	double *row;   /* of each: its place in the layer, in units of a node's height with its gap; bends too */
	size_t layers;
	double rows;   /* the tallest layer */
	size_t *bends; /* of edge i those from first_bend[i] to before first_bend[i + 1], from its lower layer to its higher */
	size_t *first_bend;
	bool *turned; /* of each edge */
};
struct pm_layered_edge {
	size_t from, to; /* other nodes */
};
void pm_layered_make(size_t nodes, const struct pm_layered_edge *edges, size_t edge_count, struct pm_layered *layered);
void pm_layered_clear(struct pm_layered *layered);

#endif
