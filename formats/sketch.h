/* sketch: the rows of a picture drawn with characters, for a terminal and for Markdown: bars, ranges, a calendar's bars.
 *
 * The one rule to know: a sketch is one more column of the picture's table, and says nothing that the table does not.
 */
#ifndef PM_SKETCH_H
#define PM_SKETCH_H

#include "formats/report.h"

enum pm_stroke {
	PM_STROKE_NONE,
	PM_STROKE_FULL,	 /* what is there, what is done */
	PM_STROKE_HALF,	 /* the second part, what is planned */
	PM_STROKE_THIRD, /* further parts */
	PM_STROKE_RANGE, /* what may be */
	PM_STROKE_POINT, /* what is likely, a milestone */
	PM_STROKE_MARK,	 /* a mark across all rows: today, a limit */
	PM_STROKE_COUNT
};

enum { PM_SKETCH_MAX = 64 };

struct pm_sketch {
	const struct pm_node *node;
	double low, high;
	size_t width; /* characters */
};

/* False where a picture has nothing to sketch; its table is then all there is. */
bool pm_sketch_init(struct pm_sketch *sketch, const struct pm_node *node, size_t width);
/* One stroke a character. */
void pm_sketch_row(const struct pm_sketch *sketch, size_t row, unsigned char strokes[PM_SKETCH_MAX]);
/* The picture's table with the sketch behind its first column, as pm_node_table otherwise; names[s] is the character of a
 * stroke. */
struct pm_node pm_sketch_table(const struct pm_node *node, size_t width, const char *const names[PM_STROKE_COUNT],
			       struct pm_arena *arena);
/* The same in two columns, for a narrow page: all else of a row stands behind its first cell. */
struct pm_node pm_sketch_narrow(const struct pm_node *node, size_t width, const char *const names[PM_STROKE_COUNT],
				struct pm_arena *arena);
/* A board, or a map, as a table of its columns: every cell a card, "ID title (facts)"; a map has its bands in the first. */
struct pm_node pm_sketch_board(const struct pm_node *node, struct pm_arena *arena);
/* What the marks say: "today 2026-11-22 · Items: median 6", appended. */
void pm_sketch_marks(const struct pm_node *node, struct pm_buf *out);

#endif
