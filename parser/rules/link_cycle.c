/* link-cycle: items that wait for each other. */
#include "parser/graph.h"
#include "parser/rule.h"

#include <stdlib.h>

/* So many items of a cycle are named. */
enum { NAMED_MAX = 12 };

static bool is_active(const struct pm_item *item)
{
	return item->place == PM_PLACE_ACTIVE;
}

/* "A -> B -> A". */
static void write_path(const struct pm_rule_context *context, const struct pm_cycle *cycle, struct pm_buf *out)
{
	for (size_t i = 0; i < cycle->count; i++) {
		if (i == NAMED_MAX && cycle->count > NAMED_MAX + 1) {
			pm_buf_addf(out, "(%zu more) -> ", cycle->count - i);
			break;
		}
		pm_buf_addf(out, "%s -> ", pm_rule_name(context, cycle->items[i]));
	}
	pm_buf_addz(out, pm_rule_name(context, cycle->items[0]));
}

/* The link by which one item waits for another: it stands at the one or, as `blocks`, at the other. */
static const struct pm_link *find_link(const struct pm_product *product, uint32_t from, uint32_t to)
{
	const uint32_t ends[2] = {from, to};

	for (int e = 0; e < 2; e++) {
		const struct pm_item *item = &product->items[ends[e]];

		for (uint32_t i = item->first_link; i < item->first_link + item->link_count; i++) {
			const struct pm_link *link = &product->links[i];

			if (link->to == ends[1 - e] && link->field == (e == 0 ? PM_FIELD_DEPENDS_ON : PM_FIELD_BLOCKS))
				return link;
		}
	}
	return NULL;
}

static void report(const struct pm_rule_context *context, const struct pm_cycle *cycle, uint32_t knot)
{
	const struct pm_product *product = context->product;
	struct pm_buf path = {0}, rest = {0};
	struct pm_diag *diag;

	write_path(context, cycle, &path);
	if (knot > cycle->count)
		pm_buf_addf(&rest, " (%zu more items are tied to them in the same way)", (size_t)knot - cycle->count);
	if (cycle->count == 1)
		diag = pm_rule_add(context, cycle->items[0], product->items[cycle->items[0]].head,
				   "%s depends on itself, so it can never start: take that dependency out",
				   pm_rule_name(context, cycle->items[0]));
	else
		diag = pm_rule_add(context, cycle->items[0], product->items[cycle->items[0]].head,
				   "%s: each waits for the next, so none can start%s; take one of these dependencies out", path.p,
				   rest.n > 0 ? rest.p : "");
	pm_diag_subject(context->diags, diag, pm_buf_str(&path));
	for (size_t i = 0; i < cycle->count && i < NAMED_MAX; i++) {
		uint32_t next = cycle->items[(i + 1) % cycle->count];
		const struct pm_link *link = find_link(product, cycle->items[i], next);

		if (link == NULL)
			continue;
		if (i == 0 && link->from == cycle->items[0])
			diag->span = link->span;
		pm_diag_related(context->diags, diag, product->items[link->from].file, link->span, "%s waits for %s",
				pm_rule_name(context, cycle->items[i]), pm_rule_name(context, next));
	}
	pm_buf_clear(&rest);
	pm_buf_clear(&path);
}

static void check(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;
	uint32_t *component = pm_calloc((size_t)product->item_count + 1, sizeof *component);
	uint32_t *size = pm_calloc((size_t)product->item_count + 1, sizeof *size);
	struct pm_graph graph;
	struct pm_cycle *cycles;
	size_t count;

	pm_graph_depends(product, is_active, &graph);
	pm_graph_components(&graph, component);
	for (uint32_t i = 0; pm_product_more(product, i); i++)
		size[component[i]]++;
	pm_graph_cycles(&graph, component, context->diags->arena, &cycles, &count);
	for (size_t i = 0; i < count; i++)
		report(context, &cycles[i], size[component[cycles[i].items[0]]]);
	pm_graph_clear(&graph);
	free(size);
	free(component);
}

const struct pm_rule pm_rule_link_cycle = {
	.name = "link-cycle",
	.severity = PM_SEVERITY_ERROR,
	.summary = "items that depend on each other in a circle",
	.why = "None of them can start before another is done, so no order of work exists.",
	.good = "# Backlog\n"
		"\n"
		"## PAY-1 Keep cards safe\n"
		"\n"
		"- Estimate: 8\n"
		"\n"
		"## PAY-2 Pay with a saved card\n"
		"\n"
		"- Depends on: PAY-1\n",
	.bad = "# Backlog\n"
	       "\n"
	       "## PAY-1 Keep cards safe\n"
	       "\n"
	       "- Depends on: PAY-2\n"
	       "\n"
	       "## PAY-2 Pay with a saved card\n"
	       "\n"
	       "- Depends on: PAY-1\n",
	.check = check,
};
