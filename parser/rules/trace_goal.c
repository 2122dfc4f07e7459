/* trace-goal: work that serves no goal. */
#include "parser/graph.h"
#include "parser/rule.h"

#include <stdlib.h>

/* Goals that are reached, or no more than thought of, are nobody's to serve. */
static bool has_goals(const struct pm_product *product)
{
	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		const struct pm_item *item = &product->items[i];

		if (item->kind == PM_KIND_GOAL && item->place == PM_PLACE_ACTIVE && item->state != PM_STATE_DONE &&
		    item->state != PM_STATE_DROPPED && item->state != PM_STATE_IDEA)
			return true;
	}
	return false;
}

static bool leads_up(uint16_t field)
{
	return field == PM_FIELD_PARENT || field == PM_FIELD_EPIC || field == PM_FIELD_INITIATIVE || field == PM_FIELD_GOAL;
}

/* An arc from every item to those that are part of it: what one serves, the others serve too.  A goal may also name the initiatives
 * and epics that serve it. */
static void find_parts(const struct pm_product *product, struct pm_graph *parts)
{
	struct pm_arc *arcs = pm_calloc((size_t)product->item_count + product->link_count + 1, sizeof *arcs);
	size_t count = 0;

	for (uint32_t i = 0; pm_product_more(product, i); i++)
		if (product->items[i].parent != PM_NO_ITEM)
			arcs[count++] = (struct pm_arc){product->items[i].parent, i};
	for (uint32_t i = 0; i < product->link_count; i++) {
		const struct pm_link *link = &product->links[i];

		if (link->to == PM_NO_ITEM || !leads_up(link->field))
			continue;
		if (product->items[link->from].kind == PM_KIND_GOAL && link->field != PM_FIELD_PARENT)
			arcs[count++] = (struct pm_arc){link->from, link->to};
		else
			arcs[count++] = (struct pm_arc){link->to, link->from};
	}
	pm_graph_init(parts, product->item_count, arcs, count);
	free(arcs);
}

/* For every item: does it serve a goal? */
static bool *find_served(const struct pm_product *product, const struct pm_graph *parts)
{
	bool *serves = pm_calloc((size_t)product->item_count + 1, sizeof *serves);

	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		const struct pm_item *item = &product->items[i];

		serves[i] = item->kind == PM_KIND_GOAL || pm_item_text(product, item, PM_FIELD_GOAL).n > 0;
	}
	pm_graph_reach(parts, serves);
	return serves;
}

static bool is_asked(const struct pm_item *item)
{
	return item->place == PM_PLACE_ACTIVE && item->readable && !PM_KIND_IS_RECORD(item->kind) && item->state != PM_STATE_DONE &&
	       item->state != PM_STATE_DROPPED;
}

/* What is said of the whole is not said of its parts. */
static bool *find_told(const struct pm_product *product, const struct pm_graph *parts, const bool *serves)
{
	bool *told = pm_calloc((size_t)product->item_count + 1, sizeof *told);

	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		if (serves[i] || !is_asked(&product->items[i]))
			continue;
		for (uint32_t a = parts->first[i]; a < parts->first[i + 1]; a++)
			told[parts->to[a]] = told[parts->to[a]] || parts->to[a] != i;
	}
	return told;
}

struct count {
	uint32_t asked, lacking, first;
};

static void report_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];

	pm_rule_add(context, index, item->head, "%s serves no goal: name one in a field 'Goal', or ask whether it is worth doing",
		    pm_rule_name(context, index));
}

static void report_file(const struct pm_rule_context *context, const struct count *count)
{
	const struct pm_item *item = &context->product->items[count->first];
	struct pm_diag *diag;

	diag = pm_rule_add_file(
		context, item->file, item->head,
		"%u of the %u open items serve no goal, %s the first of them: name goals in fields 'Goal', at an epic for "
		"all of its parts",
		(unsigned)count->lacking, (unsigned)count->asked, pm_rule_name(context, count->first));
	if (diag->severity > PM_SEVERITY_NOTE)
		diag->severity = PM_SEVERITY_NOTE;
}

static struct count count_items(const struct pm_product *product, uint32_t first, uint32_t item_count, const bool *serves)
{
	struct count count = {0, 0, PM_NO_ITEM};

	for (uint32_t i = first; i < first + item_count && pm_product_more(product, i); i++) {
		if (!is_asked(&product->items[i]))
			continue;
		count.asked++;
		count.lacking += !serves[i];
		if (!serves[i] && count.first == PM_NO_ITEM)
			count.first = i;
	}
	return count;
}

/* Says it of a file as a whole where nearly all of its items serve none: then goals are not in use there yet. */
static void check_file(const struct pm_rule_context *context, const struct pm_file *file, const bool *serves, const bool *told)
{
	struct count count = count_items(context->product, file->first_item, file->item_count, serves);

	if (count.lacking > 1 && count.asked - count.lacking <= count.lacking / 10) {
		report_file(context, &count);
		return;
	}
	for (uint32_t i = file->first_item; i < file->first_item + file->item_count; i++)
		if (is_asked(&context->product->items[i]) && !serves[i] && !told[i])
			report_item(context, i);
}

static void check(const struct pm_rule_context *context)
{
	const struct pm_product *product = context->product;
	struct pm_graph parts;
	struct count count;
	bool *serves, *told;

	if (!has_goals(product))
		return;
	find_parts(product, &parts);
	serves = find_served(product, &parts);
	told = find_told(product, &parts, serves);
	count = count_items(product, 0, product->item_count, serves);
	if (count.lacking > 1 && count.asked == count.lacking) /* nobody uses goals: that is one thing to say */
		report_file(context, &count);
	else
		for (uint32_t f = 0; f < product->file_count; f++)
			check_file(context, &product->files[f], serves, told);
	pm_graph_clear(&parts);
	free(serves);
	free(told);
}

const struct pm_rule pm_rule_trace_goal = {
	.name = "trace-goal",
	.severity = PM_SEVERITY_WARNING,
	.summary = "an open item that serves no goal, where there are open goals (one note where none is served yet)",
	.why = "Work that nobody can trace to a goal is where the capacity for the goals goes.",
	.good = "# Roadmap\n"
		"\n"
		"## Goals\n"
		"\n"
		"### G-1 Shoppers come back\n"
		"\n"
		"- Metric: repeat purchases\n"
		"\n"
		"## Now\n"
		"\n"
		"### PAY-1 Pay with a saved card\n"
		"\n"
		"- Goal: G-1\n",
	.bad = "# Roadmap\n"
	       "\n"
	       "## Goals\n"
	       "\n"
	       "### G-1 Shoppers come back\n"
	       "\n"
	       "- Metric: repeat purchases\n"
	       "\n"
	       "## Now\n"
	       "\n"
	       "### PAY-1 Pay with a saved card\n"
	       "\n"
	       "- Estimate: 5\n",
	.absence = true,
	.check = check,
};
