/* svg_graph: items as boxes in layers, what is needed left of what needs it; the critical chain is strong. */
#include "formats/svg.h"

#include "formats/words.h"
#include "parser/mem.h"

#include <math.h>
#include <stdlib.h>

enum { SIZE = 12, BOX = 168, HEIGHT = 44, ACROSS = 46, DOWN = 14, MARGIN = 6, NODES_MOST = 200, LINE = 16 };

struct graph {
	struct pm_svg *svg;
	const struct pm_node *node;
	size_t rows, columns, count; /* count: rows with an edge, those that are drawn */
	size_t *place;		     /* of each row among the drawn ones; SIZE_MAX: it is none */
	size_t *row;		     /* of each drawn one */
	bool *strong;
	struct pm_layered_edge *edges;
	bool *edge_strong;
	size_t edge_count;
	struct pm_layered layered;
};

static void take(struct graph *graph, size_t row)
{
	if (graph->place[row] != SIZE_MAX || graph->count == NODES_MOST)
		return;
	graph->place[row] = graph->count;
	graph->row[graph->count++] = row;
}

/* The rows with edges, those of the critical chain first; in the order of the rows then, so that the picture is stable. */
static void take_rows(struct graph *graph)
{
	const struct pm_picture *picture = graph->node->picture;
	bool *has = pm_calloc(graph->rows + 1, sizeof(*has));

	for (int strong = 1; strong >= 0; strong--) {
		for (size_t i = 0; i < picture->edge_count; i++) {
			const struct pm_edge *edge = &picture->edges[i];

			if (edge->strong == (strong == 1) && edge->from < graph->rows && edge->to < graph->rows &&
			    edge->from != edge->to)
				has[edge->from] = has[edge->to] = true;
		}
		for (size_t row = 0; row < graph->rows; row++)
			if (has[row])
				take(graph, row);
	}
	free(has);
}

static void take_edges(struct graph *graph)
{
	const struct pm_picture *picture = graph->node->picture;

	for (size_t i = 0; i < picture->edge_count; i++) {
		const struct pm_edge *edge = &picture->edges[i];
		size_t from, to;

		if (edge->from >= graph->rows || edge->to >= graph->rows || edge->from == edge->to)
			continue;
		from = graph->place[edge->from];
		to = graph->place[edge->to];
		if (from == SIZE_MAX || to == SIZE_MAX)
			continue;
		graph->edges[graph->edge_count] = (struct pm_layered_edge){from, to};
		graph->edge_strong[graph->edge_count++] = edge->strong;
		if (edge->strong)
			graph->strong[from] = graph->strong[to] = true;
	}
}

/* -- drawing */

static double left_of(const struct graph *graph, size_t place)
{
	return MARGIN + (double)graph->layered.layer[place] * (BOX + ACROSS);
}

static double middle_of(const struct graph *graph, size_t place)
{
	return MARGIN + graph->layered.row[place] * (HEIGHT + DOWN) + HEIGHT / 2.0;
}

static void curve(const struct graph *graph, double x1, double y1, double x2, double y2)
{
	double bend = fmax(18, (x2 - x1) / 2);

	pm_svg_move(graph->svg, 'C', x1 + bend, y1);
	pm_svg_move(graph->svg, ' ', x2 - bend, y2);
	pm_svg_move(graph->svg, ' ', x2, y2);
}

static void draw_head(const struct graph *graph, double x, double y, bool left, const char *class)
{
	double back = left ? 7 : -7;

	pm_svg_path(graph->svg, class);
	pm_svg_move(graph->svg, 'M', x, y);
	pm_svg_move(graph->svg, 'L', x + back, y - 4);
	pm_svg_move(graph->svg, 'L', x + back, y + 4);
	pm_svg_path_end(graph->svg, true);
}

/* Through its bends; an edge that closes a cycle points back, and is red. */
static void draw_edge(const struct graph *graph, size_t i)
{
	const struct pm_layered *layered = &graph->layered;
	bool turned = layered->turned[i], strong = graph->edge_strong[i];
	size_t from = turned ? graph->edges[i].to : graph->edges[i].from, to = turned ? graph->edges[i].from : graph->edges[i].to;
	double x = left_of(graph, from) + BOX, y = middle_of(graph, from), end = left_of(graph, to);

	pm_svg_path(graph->svg, turned ? "eg bad" : strong ? "eg strong" : "eg");
	pm_svg_move(graph->svg, 'M', turned ? x + 6 : x, y);
	for (size_t k = layered->first_bend[i]; k < layered->first_bend[i + 1]; k++) {
		size_t bend = layered->bends[k];

		curve(graph, x, y, left_of(graph, bend), middle_of(graph, bend));
		x = left_of(graph, bend) + BOX;
		y = middle_of(graph, bend);
		pm_svg_move(graph->svg, 'L', x, y);
	}
	curve(graph, x, y, turned ? end : end - 6, middle_of(graph, to));
	pm_svg_path_end(graph->svg, false);
	if (turned)
		draw_head(graph, left_of(graph, from) + BOX, middle_of(graph, from), true, "hd bad");
	else
		draw_head(graph, end, middle_of(graph, to), false, strong ? "hd strong" : "hd");
}

static const char *box_class(const struct graph *graph, size_t place, enum pm_tone tone)
{
	static const char *const classes[] = {"bx", "bx good", "bx warn", "bx bad", "bx"};

	return graph->strong[place] ? "bx strong" : classes[tone];
}

static void draw_box(const struct graph *graph, size_t place)
{
	const struct pm_cell *cells = &graph->node->cells[graph->row[place] * graph->columns];
	double x = left_of(graph, place), y = middle_of(graph, place) - HEIGHT / 2.0;
	double fact = graph->columns > 1 ? pm_text_width(cells[1].text, 11) : 0;
	bool link = pm_svg_link(graph->svg, &cells[0]), two = cells[0].id.n > 0;

	fact = fmin(fact, BOX * 0.55);
	pm_svg_rect(graph->svg, x, y, BOX, HEIGHT, 6, box_class(graph, place, cells[0].tone));
	pm_svg_text(graph->svg, x + 9, y + 18, "start", SIZE, two ? "id" : "lb", two ? cells[0].id : cells[0].text,
		    BOX - 24 - fact);
	if (graph->columns > 1)
		pm_svg_text(graph->svg, x + BOX - 9, y + 18, "end", 11, "tk", cells[1].text, fact + 1);
	if (two)
		pm_svg_text(graph->svg, x + 9, y + 35, "start", SIZE, "lb", cells[0].text, BOX - 18);
	pm_svg_link_end(graph->svg, link);
}

static void draw_rest(const struct graph *graph)
{
	struct pm_buf text = {0};

	if (graph->count == NODES_MOST)
		pm_buf_addf(&text, SAY_N_ITEMS_OF_N_THE_TABLE, NODES_MOST, graph->rows);
	else if (graph->count < graph->rows)
		pm_buf_addf(&text, SAY_N_MORE_X_ON_NOTHING_AND, graph->rows - graph->count,
			    graph->rows - graph->count == 1 ? "depends" : "depend",
			    graph->rows - graph->count == 1 ? "it" : "them");
	if (text.n > 0) {
		graph->svg->height += LINE + 4;
		pm_svg_text(graph->svg, MARGIN, graph->svg->height - 6, "start", SIZE, "at", pm_buf_str(&text), 0);
	}
	pm_buf_clear(&text);
}

static void draw(const struct graph *graph)
{
	for (int strong = 0; strong < 2; strong++) /* the critical chain lies on top */
		for (size_t i = 0; i < graph->edge_count; i++)
			if (graph->edge_strong[i] == (strong == 1))
				draw_edge(graph, i);
	for (size_t i = 0; i < graph->count; i++)
		draw_box(graph, i);
}

void pm_svg_graph(struct pm_svg *svg, const struct pm_node *node)
{
	size_t rows = pm_node_rows(node), edges = node->picture->edge_count;
	struct graph graph = {.svg = svg, .node = node, .rows = rows, .columns = node->column_count};

	graph.place = pm_calloc(rows + 1, sizeof(*graph.place));
	for (size_t i = 0; i < rows; i++)
		graph.place[i] = SIZE_MAX;
	graph.row = pm_calloc(NODES_MOST + 1, sizeof(*graph.row));
	graph.strong = pm_calloc(NODES_MOST + 1, sizeof(*graph.strong));
	graph.edges = pm_calloc(edges + 1, sizeof(*graph.edges));
	graph.edge_strong = pm_calloc(edges + 1, sizeof(*graph.edge_strong));
	take_rows(&graph);
	take_edges(&graph);
	pm_layered_make(graph.count, graph.edges, graph.edge_count, &graph.layered);
	svg->width = 2 * MARGIN + (double)graph.layered.layers * (BOX + ACROSS) - ACROSS;
	svg->height = 2 * MARGIN + graph.layered.rows * (HEIGHT + DOWN);
	draw(&graph);
	draw_rest(&graph);
	pm_layered_clear(&graph.layered);
	free(graph.place);
	free(graph.row);
	free(graph.strong);
	free(graph.edges);
	free(graph.edge_strong);
}
