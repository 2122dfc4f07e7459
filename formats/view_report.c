/* view_report: the product on one page: direction, plan, order, health, and where direction and backlog disagree.
 *
 * The one rule to know: a section that has nothing to say is not there, and no figure leaves something out without saying so.
 */
#include "formats/items.h"
#include "parser/plan.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	GOALS_MAX = 24,	  /* goals that have a card */
	LANES_MAX = 6,	  /* columns of the roadmap */
	ENTRIES_MAX = 10, /* rows and entries of most lists */
	SPRINT_MAX = 40
};
#define SHARE_FAR 0.15 /* of all effort: as far may a goal be from its share before it is said */

struct page {
	const struct pm_view_input *input;
	const struct pm_product *product;
	struct pm_report *report;
	struct pm_plan plan;
	bool *mentioned; /* items that were named: the last section says where they are */
};

/* -- words and figures */

static const char *plural(size_t n)
{
	return n == 1 ? "" : "s";
}

static struct pm_str counted(struct page *page, size_t n, const char *what)
{
	return pm_report_text(page->report, "%lu %s%s", (unsigned long)n, what, plural(n));
}

static const char *unit_name(const struct page *page)
{
	if (page->plan.unit == NULL)
		return "items";
	if (strcmp(page->plan.unit, "d") == 0)
		return "days";
	return strcmp(page->plan.unit, "size") == 0 ? "size points" : page->plan.unit;
}

static struct pm_str effort_text(struct page *page, double effort)
{
	return pm_report_figure(page->report, effort, unit_name(page));
}

static struct pm_str day_text(struct page *page, pm_day day)
{
	char text[16];

	pm_day_format(day, text);
	return pm_report_copy(page->report, pm_str_c(text));
}

/* Adds a part to a text, with a dot between parts. */
static void add_part(struct pm_buf *text, struct pm_str part)
{
	if (part.n == 0)
		return;
	if (text->n > 0)
		pm_buf_addz(text, " \xc2\xb7 ");
	pm_buf_adds(text, part);
}

static struct pm_str take(struct page *page, struct pm_buf *text)
{
	struct pm_str copy = pm_report_copy(page->report, pm_buf_str(text));

	pm_buf_clear(text);
	return copy;
}

static const struct pm_item *item_at(const struct page *page, uint32_t item)
{
	return &page->product->items[item];
}

/* "G-1 Shoppers come back" */
static struct pm_str full_name(struct page *page, uint32_t item)
{
	const struct pm_item *it = item_at(page, item);
	struct pm_buf text = {0};

	pm_buf_adds(&text, it->id);
	pm_buf_addz(&text, it->id.n > 0 && it->title.n > 0 ? " " : "");
	pm_buf_adds(&text, it->title);
	return take(page, &text);
}

static bool is_for(const struct page *page, enum pm_reader reader)
{
	return page->input->reader == PM_READER_BOTH || page->input->reader == reader;
}

/* Names an item in a cell: its id leads to the list of items at the end. */
static struct pm_cell *add_item(struct page *page, uint32_t item)
{
	const struct pm_item *it = item_at(page, item);
	struct pm_cell *cell = pm_report_cell(page->report, it->title);

	page->mentioned[item] = true;
	cell->href = pm_view_anchor(page->input, page->report, item);
	cell->id = it->id;
	if (it->id.n == 0 && it->title.n == 0)
		cell->text = pm_view_place(page->input, page->report, item);
	return cell;
}

static void add_status(struct page *page, uint32_t item)
{
	const struct pm_item *it = item_at(page, item);
	struct pm_str status = pm_item_status(page->product, it);
	const char *state = pm_state_class_name((enum pm_state_class)it->state);

	pm_report_cell(page->report, status.n > 0 ? status : pm_str_c(state))->tone = pm_view_tone((enum pm_state_class)it->state);
}

static void say_more(struct page *page, size_t count, size_t shown, const char *what)
{
	if (count > shown)
		pm_report_paragraph(page->report,
				    pm_report_text(page->report, "and %lu more %s%s", (unsigned long)(count - shown), what,
						   plural(count - shown)),
				    PM_TONE_QUIET);
}

static void begin_facts(struct page *page, const char *const *titles, size_t count)
{
	struct pm_column columns[8] = {0};

	assert(count <= 8);
	for (size_t i = 0; i < count; i++)
		columns[i].title = pm_str_c(titles[i]);
	pm_report_node(page->report, PM_NODE_FACTS, columns, count);
}

/* -- what is open, and ready */

static bool is_open_work(const struct page *page, uint32_t item)
{
	return page->plan.work[item] && pm_plan_open(&page->plan, item);
}

/* A dependency that is not done, and not in the sprint; PM_NO_ITEM. */
static uint32_t waits_for(const struct page *page, uint32_t item, uint32_t sprint)
{
	const struct pm_item *it = item_at(page, item);

	for (uint32_t i = 0; i < it->link_count; i++) {
		const struct pm_link *link = &page->product->links[it->first_link + i];

		if (link->field == PM_FIELD_DEPENDS_ON && link->to != PM_NO_ITEM && pm_plan_open(&page->plan, link->to) &&
		    (sprint == PM_NO_ITEM || page->plan.sprint[link->to] != sprint))
			return link->to;
	}
	return PM_NO_ITEM;
}

/* Why an item cannot be begun: "no criteria · no estimate · waits for PAY-3"; empty: it can. */
static struct pm_str unready_text(struct page *page, uint32_t item, uint32_t sprint)
{
	uint32_t wait = waits_for(page, item, sprint);
	struct pm_buf text = {0};

	if (item_at(page, item)->criterion_count == 0)
		add_part(&text, PM_STR("no criteria"));
	if (page->plan.unit && page->plan.effort[item] < 0)
		add_part(&text, PM_STR("no estimate"));
	if (wait != PM_NO_ITEM) {
		add_part(&text, PM_STR("waits for "));
		pm_view_name(page->input, wait, &text);
		page->mentioned[wait] = true;
	}
	return take(page, &text);
}

static bool is_ready(const struct page *page, uint32_t item)
{
	return is_open_work(page, item) && item_at(page, item)->state != PM_STATE_IDEA &&
	       item_at(page, item)->criterion_count > 0 && (page->plan.unit == NULL || page->plan.effort[item] >= 0) &&
	       waits_for(page, item, PM_NO_ITEM) == PM_NO_ITEM;
}

/* What an item counts in sums: its effort, or one where nothing has an estimate. */
static double weight_of(const struct page *page, uint32_t item)
{
	if (page->plan.unit == NULL)
		return 1;
	return page->plan.effort[item] > 0 ? page->plan.effort[item] : 0;
}

/* -- the first figures */

static void add_summary(struct page *page)
{
	static const char *const titles[] = {"Items", "To do", "In progress", "Done", "Ready to start"};
	struct pm_items_counts counts = pm_items_count(page->input);
	size_t started = 0, done = 0, open = 0, ready = 0, work = 0;
	struct pm_cell *cell;

	for (uint32_t i = 0; i < page->product->item_count; i++) {
		if (!page->plan.work[i])
			continue;
		work++;
		done += pm_plan_done(&page->plan, i);
		started += is_open_work(page, i) && item_at(page, i)->state == PM_STATE_STARTED;
		open += is_open_work(page, i) && item_at(page, i)->state != PM_STATE_STARTED;
		ready += is_ready(page, i) && item_at(page, i)->state != PM_STATE_STARTED;
	}
	begin_facts(page, titles, 5);
	cell = pm_report_number(page->report, counts.items, NULL);
	if (counts.unreadable > 0) {
		cell->tone = PM_TONE_BAD;
		cell->note = pm_report_text(page->report, "%lu with errors of reading", (unsigned long)counts.unreadable);
	} else if (work > 0 && work < counts.items) {
		cell->note = pm_report_text(page->report, "%lu of work, %lu that hold it", (unsigned long)work,
					    (unsigned long)(counts.items - work));
	} else {
		cell->note = PM_STR("all read without error");
	}
	pm_report_number(page->report, (double)open, NULL);
	pm_report_number(page->report, (double)started, NULL);
	cell = pm_report_number(page->report, (double)done, NULL);
	if (work > 0)
		cell->note = pm_report_text(page->report, "%.0f%% of the work", floor((double)done * 100 / (double)work));
	cell = pm_report_number(page->report, (double)ready, NULL);
	if (open > 0)
		cell->note = pm_report_text(page->report, "of %lu to do", (unsigned long)open);
}

static void add_vision(struct page *page)
{
	const struct pm_product *product = page->product;

	if (product->vision.start >= product->vision.end)
		return;
	pm_report_heading(page->report, 2, PM_STR("Vision"), "vision");
	pm_report_markdown(page->report,
			   pm_str_trim(pm_source_text(&product->files[product->vision_file].source, product->vision)));
}

/* -- goals */

struct goal {
	uint32_t item;
	size_t open, done;
	double effort; /* of what is open */
	double share;  /* below 0: none is said */
};

struct goals {
	struct goal *list; /* heap, in the order of the files */
	size_t count;
	uint32_t *slot; /* of an item in list; PM_NO_ITEM */
	size_t astray;	/* open items that serve no goal */
	double astray_effort, total;
};

static bool is_goal(const struct page *page, uint32_t item)
{
	const struct pm_item *it = item_at(page, item);

	return it->kind == PM_KIND_GOAL && it->place == PM_PLACE_ACTIVE && it->state != PM_STATE_DROPPED &&
	       pm_view_shows(page->input, item);
}

static void list_goals(struct page *page, struct goals *goals)
{
	uint32_t count = page->product->item_count;

	*goals = (struct goals){.list = pm_calloc((size_t)count + 1, sizeof(*goals->list)),
				.slot = pm_malloc(((size_t)count + 1) * sizeof(*goals->slot))};
	for (uint32_t i = 0; i < count; i++) {
		struct pm_number share;

		goals->slot[i] = PM_NO_ITEM;
		if (!is_goal(page, i))
			continue;
		goals->slot[i] = (uint32_t)goals->count;
		goals->list[goals->count] = (struct goal){.item = i, .share = -1};
		if (pm_item_number(page->product, item_at(page, i), PM_FIELD_SHARE, &share))
			goals->list[goals->count].share = (share.low + share.high) / 2;
		goals->count++;
	}
}

/* The goals of the report that an item of work serves. */
static size_t goals_of(const struct page *page, const struct goals *goals, uint32_t item, uint32_t served[PM_ITEM_GOALS_MAX])
{
	size_t n = page->plan.work[item] ? pm_plan_goals(&page->plan, item, served) : 0, kept = 0;

	for (size_t k = 0; k < n; k++)
		if (goals->slot[served[k]] != PM_NO_ITEM)
			served[kept++] = served[k];
	return kept;
}

/* What serves several goals counts for each, and its effort is divided among them. */
static void count_goals(struct page *page, struct goals *goals)
{
	for (uint32_t i = 0; i < page->product->item_count; i++) {
		uint32_t served[PM_ITEM_GOALS_MAX];
		size_t n = goals_of(page, goals, i, served);
		bool open = is_open_work(page, i);

		for (size_t k = 0; k < n; k++) {
			struct goal *goal = &goals->list[goals->slot[served[k]]];

			goal->open += open;
			goal->done += pm_plan_done(&page->plan, i);
			goal->effort += open ? weight_of(page, i) / (double)n : 0;
		}
		if (!open)
			continue;
		goals->total += weight_of(page, i);
		if (n == 0) {
			goals->astray++;
			goals->astray_effort += weight_of(page, i);
		}
	}
}

static void clear_goals(struct goals *goals)
{
	free(goals->list);
	free(goals->slot);
}

static struct pm_str measure_text(struct page *page, const struct pm_number *number)
{
	struct pm_str unit = number->unit;

	if (number->percent)
		return pm_report_figure(page->report, number->low, "%");
	return pm_report_text(page->report, "%.*s%s%.*s", PM_FMT(pm_report_figure(page->report, number->low, NULL)),
			      unit.n > 0 ? " " : "", PM_FMT(unit));
}

/* "target 30% by 2027-03-31" */
static struct pm_str target_text(struct page *page, uint32_t item, const struct pm_number *target)
{
	pm_day by;

	if (!pm_item_date(page->product, item_at(page, item), PM_FIELD_BY, &by))
		return pm_report_text(page->report, "target %.*s", PM_FMT(measure_text(page, target)));
	return pm_report_text(page->report, "target %.*s by %.*s", PM_FMT(measure_text(page, target)), PM_FMT(day_text(page, by)));
}

static enum pm_tone measure_tone(struct page *page, uint32_t item, double way)
{
	pm_day by;

	if (way >= 1)
		return PM_TONE_GOOD;
	if (way < 0)
		return PM_TONE_BAD;
	if (page->input->today != PM_NO_DAY && pm_item_date(page->product, item_at(page, item), PM_FIELD_BY, &by) &&
	    by < page->input->today)
		return PM_TONE_BAD;
	return PM_TONE_NONE;
}

/* The way from the baseline (0 where there is none) to the target, and how much of it is done. */
static void add_measure(struct page *page, uint32_t item)
{
	const struct pm_item *it = item_at(page, item);
	struct pm_str metric = pm_item_text(page->product, it, PM_FIELD_METRIC);
	struct pm_number baseline = {0}, target, actual;
	bool has_baseline = pm_item_number(page->product, it, PM_FIELD_BASELINE, &baseline), has_actual;
	struct pm_cell *cell;
	double way;

	if (!pm_item_number(page->product, it, PM_FIELD_TARGET, &target)) {
		if (metric.n == 0)
			pm_report_paragraph(page->report, PM_STR("It has no measure."), PM_TONE_WARN);
		else
			pm_report_paragraph(page->report, metric, PM_TONE_NONE);
		return;
	}
	has_actual = pm_item_number(page->product, it, PM_FIELD_ACTUAL, &actual);
	pm_report_node(page->report, PM_NODE_BARS, NULL, 0)->scale = 1;
	pm_report_cell(page->report, metric.n > 0 ? metric : PM_STR("Measure"));
	if (!has_actual || target.low == baseline.low) {
		pm_report_cell(page->report, has_actual ? measure_text(page, &actual) : PM_STR("not measured yet"));
		pm_report_cell(page->report, target_text(page, item, &target));
		return;
	}
	way = (actual.low - baseline.low) / (target.low - baseline.low);
	cell = pm_report_cell(page->report, measure_text(page, &actual));
	cell->number = way;
	cell->has_number = true;
	cell->tone = measure_tone(page, item, way);
	if (has_baseline)
		pm_report_cell(page->report, pm_report_text(page->report, "from %.*s, %.0f%% of the way, %.*s",
							    PM_FMT(measure_text(page, &baseline)), floor(way * 100),
							    PM_FMT(target_text(page, item, &target))));
	else
		pm_report_cell(page->report, target_text(page, item, &target));
}

static void add_goal(struct page *page, const struct goal *goal, double total)
{
	static const char *const titles[] = {"Open", "Done", "Open effort"};
	struct pm_cell *cell;

	page->mentioned[goal->item] = true;
	pm_report_heading(page->report, 3, full_name(page, goal->item), NULL);
	add_measure(page, goal->item);
	if (goal->open + goal->done == 0) {
		pm_report_paragraph(page->report, PM_STR("Nothing in the backlog serves this goal."), PM_TONE_WARN);
		return;
	}
	begin_facts(page, titles, page->plan.unit ? 3 : 2);
	pm_report_number(page->report, (double)goal->open, NULL);
	pm_report_number(page->report, (double)goal->done, NULL);
	if (page->plan.unit == NULL)
		return;
	cell = pm_report_number(page->report, goal->effort, unit_name(page));
	if (total > 0)
		cell->note = pm_report_text(page->report, "%.0f%% of all", round(goal->effort / total * 100));
}

static void add_goals(struct page *page, const struct goals *goals)
{
	if (goals->count == 0)
		return;
	pm_report_heading(page->report, 2, PM_STR("Goals"), "goals");
	for (size_t i = 0; i < goals->count && i < GOALS_MAX; i++)
		add_goal(page, &goals->list[i], goals->total);
	say_more(page, goals->count, GOALS_MAX, "goal");
}

/* The two figures behind a goal's name. */
static void add_share(struct page *page, double effort, double total, double share)
{
	struct pm_cell *cell = pm_report_number(page->report, floor(effort / total * 100 + 0.5) / 100, "%");

	cell->note = effort_text(page, effort);
	if (share < 0) {
		pm_report_cell(page->report, PM_STR(""));
		return;
	}
	if (fabs(effort / total - share) > SHARE_FAR)
		cell->tone = PM_TONE_WARN;
	cell = pm_report_cell(page->report, pm_report_text(page->report, "its share is %.*s",
							   PM_FMT(pm_report_figure(page->report, share, "%"))));
	cell->number = share;
	cell->has_number = true;
}

static void add_effort(struct page *page, const struct goals *goals)
{
	struct pm_node *node;
	size_t unsized = 0;

	if (goals->count == 0 || goals->total <= 0)
		return;
	for (uint32_t i = 0; i < page->product->item_count; i++)
		unsized += page->plan.unit && is_open_work(page, i) && page->plan.effort[i] < 0;
	pm_report_heading(page->report, 2, PM_STR("Where the effort goes"), "effort");
	node = pm_report_node(page->report, PM_NODE_BARS, NULL, 0);
	node->scale = 1;
	for (size_t i = 0; i < goals->count && i < GOALS_MAX; i++) {
		add_item(page, goals->list[i].item);
		add_share(page, goals->list[i].effort, goals->total, goals->list[i].share);
	}
	if (goals->astray > 0) {
		pm_report_cell(page->report, PM_STR("No goal"))->note = counted(page, goals->astray, "item");
		add_share(page, goals->astray_effort, goals->total, -1);
	}
	if (unsized > 0)
		pm_report_paragraph(
			page->report,
			pm_report_text(page->report, "%lu open item%s %s not in these figures: no estimate, or not in %s.",
				       (unsigned long)unsized, plural(unsized), unsized == 1 ? "is" : "are", unit_name(page)),
			PM_TONE_QUIET);
}

/* -- the roadmap */

struct lane {
	struct pm_str name;
	enum pm_horizon horizon; /* PM_HORIZON_NONE: a quarter, a phase, as it is written */
	size_t count;
};

struct progress {
	size_t done, all;
	bool ready;
};

struct roadmap {
	struct lane lanes[LANES_MAX];
	size_t count, left_out;	   /* lanes; entries that have none */
	uint8_t *lane;		   /* of an item that is an entry, from 1; 0: none */
	struct progress *progress; /* of an entry: of what is a part of it */
};

static size_t find_lane(struct roadmap *roadmap, struct pm_str text, enum pm_horizon horizon)
{
	for (size_t i = 0; i < roadmap->count; i++)
		if (horizon != PM_HORIZON_NONE ? roadmap->lanes[i].horizon == horizon
					       : pm_str_fold_eq(roadmap->lanes[i].name, text))
			return i + 1;
	if (roadmap->count == LANES_MAX)
		return 0;
	roadmap->lanes[roadmap->count++] = (struct lane){text, horizon, 0};
	return roadmap->count;
}

static void make_roadmap(struct page *page, struct roadmap *roadmap)
{
	uint32_t count = page->product->item_count;

	*roadmap = (struct roadmap){
		.lanes = {{PM_STR("Now"), PM_HORIZON_NOW, 0},
			  {PM_STR("Next"), PM_HORIZON_NEXT, 0},
			  {PM_STR("Later"), PM_HORIZON_LATER, 0}},
		.count = 3,
		.lane = pm_calloc((size_t)count + 1, sizeof(*roadmap->lane)),
		.progress = pm_calloc((size_t)count + 1, sizeof(*roadmap->progress)),
	};
	for (uint32_t i = 0; i < count; i++) {
		uint32_t entry = page->plan.entry[i];
		struct pm_str text = pm_plan_horizon(&page->plan, i);
		enum pm_horizon horizon = pm_horizon_read(text);

		if (entry != PM_NO_ITEM && page->plan.work[i] && item_at(page, i)->state != PM_STATE_DROPPED) {
			roadmap->progress[entry].all += i != entry;
			roadmap->progress[entry].done += i != entry && pm_plan_done(&page->plan, i);
			roadmap->progress[entry].ready = roadmap->progress[entry].ready || is_ready(page, i);
		}
		if (entry != i || horizon == PM_HORIZON_DONE || !pm_view_shows(page->input, i) ||
		    item_at(page, i)->state == PM_STATE_DROPPED)
			continue;
		roadmap->lane[i] = (uint8_t)find_lane(roadmap, text, horizon);
		if (roadmap->lane[i] > 0)
			roadmap->lanes[roadmap->lane[i] - 1].count++;
		else
			roadmap->left_out++;
	}
}

static void clear_roadmap(struct roadmap *roadmap)
{
	free(roadmap->lane);
	free(roadmap->progress);
}

/* "G-1 · growth · 3 of 8 done · 40 points" */
static struct pm_str entry_note(struct page *page, uint32_t item, const struct progress *progress)
{
	const struct pm_item *it = item_at(page, item);
	uint32_t goals[PM_ITEM_GOALS_MAX];
	size_t goal_count = pm_plan_goals(&page->plan, item, goals);
	struct pm_buf text = {0};

	for (size_t i = 0; i < goal_count; i++)
		add_part(&text, item_at(page, goals[i])->id);
	add_part(&text, pm_item_text(page->product, it, PM_FIELD_STAGE));
	if (progress->all > 0)
		add_part(&text, pm_report_text(page->report, "%lu of %lu done", (unsigned long)progress->done,
					       (unsigned long)progress->all));
	else
		add_part(&text, pm_item_status(page->product, it));
	if (pm_item_text(page->product, it, PM_FIELD_BUDGET).n > 0)
		add_part(&text,
			 pm_report_text(page->report, "budget %.*s", PM_FMT(pm_item_text(page->product, it, PM_FIELD_BUDGET))));
	return take(page, &text);
}

static void add_lane(struct page *page, const struct roadmap *roadmap, size_t lane)
{
	size_t shown = 0;

	pm_report_heading(page->report, 3, roadmap->lanes[lane].name, NULL);
	pm_report_node(page->report, PM_NODE_LIST, NULL, 0)->empty = "Nothing stands here.";
	for (uint32_t i = 0; i < page->product->item_count && shown < ENTRIES_MAX; i++) {
		struct pm_cell *cell;

		if (roadmap->lane[i] != lane + 1)
			continue;
		cell = add_item(page, i);
		cell->note = entry_note(page, i, &roadmap->progress[i]);
		if (pm_plan_done(&page->plan, i))
			cell->tone = PM_TONE_GOOD;
		shown++;
	}
	say_more(page, roadmap->lanes[lane].count, shown, "item");
}

static void add_roadmap(struct page *page, const struct roadmap *roadmap)
{
	size_t entries = 0, classic = roadmap->lanes[0].count + roadmap->lanes[1].count + roadmap->lanes[2].count;

	for (size_t i = 0; i < roadmap->count; i++)
		entries += roadmap->lanes[i].count;
	if (entries == 0)
		return;
	pm_report_heading(page->report, 2, PM_STR("Roadmap"), "roadmap");
	for (size_t i = 0; i < roadmap->count; i++)
		if (roadmap->lanes[i].count > 0 || (i < 3 && classic > 0))
			add_lane(page, roadmap, i);
	say_more(page, roadmap->left_out, 0, "item on further horizons that are not shown here");
}

/* -- where direction and backlog disagree */

static void add_disagreements_of_goals(struct page *page, const struct goals *goals)
{
	for (size_t i = 0; i < goals->count; i++) {
		const struct goal *goal = &goals->list[i];
		double part = goals->total > 0 ? goal->effort / goals->total : 0;
		struct pm_cell *cell;

		if (pm_plan_done(&page->plan, goal->item))
			continue;
		if (goal->open + goal->done == 0) {
			cell = add_item(page, goal->item);
			cell->note = PM_STR("nothing in the backlog serves this goal");
			cell->tone = PM_TONE_WARN;
		} else if (goal->share >= 0 && goals->total > 0 && fabs(part - goal->share) > SHARE_FAR) {
			cell = add_item(page, goal->item);
			cell->note = pm_report_text(page->report, "takes %.0f%% of the open effort; its share is %.*s",
						    round(part * 100), PM_FMT(pm_report_figure(page->report, goal->share, "%")));
			cell->tone = PM_TONE_WARN;
		}
	}
}

static void add_astray(struct page *page, const struct goals *goals)
{
	struct pm_buf names = {0};
	struct pm_cell *cell;
	size_t shown = 0;

	if (goals->count == 0 || goals->astray == 0)
		return;
	for (uint32_t i = 0; i < page->product->item_count && shown < 5; i++) {
		uint32_t served[PM_ITEM_GOALS_MAX];

		if (!is_open_work(page, i) || goals_of(page, goals, i, served) > 0)
			continue;
		pm_buf_addz(&names, shown > 0 ? ", " : "");
		pm_view_name(page->input, i, &names);
		page->mentioned[i] = true;
		shown++;
	}
	if (goals->astray > shown)
		pm_buf_addf(&names, " and %lu more", (unsigned long)(goals->astray - shown));
	cell = pm_report_cell(page->report, pm_report_text(page->report, "%lu open item%s no goal", (unsigned long)goals->astray,
							   goals->astray == 1 ? " serves" : "s serve"));
	cell->tone = PM_TONE_WARN;
	cell->note = take(page, &names);
}

static void add_unready_now(struct page *page, const struct roadmap *roadmap)
{
	for (uint32_t i = 0; i < page->product->item_count; i++) {
		struct pm_cell *cell;

		if (roadmap->lane[i] == 0 || roadmap->lanes[roadmap->lane[i] - 1].horizon != PM_HORIZON_NOW ||
		    roadmap->progress[i].ready || pm_plan_done(&page->plan, i) ||
		    (roadmap->progress[i].all > 0 && roadmap->progress[i].done == roadmap->progress[i].all))
			continue;
		cell = add_item(page, i);
		cell->tone = PM_TONE_WARN;
		cell->note = roadmap->progress[i].all > 0 ? PM_STR("is planned for now, and nothing in it is ready to start")
							  : PM_STR("is planned for now, and has nothing that is ready to start");
	}
}

/* The list is made and, where it stays empty, said to be. */
static void add_disagreements(struct page *page, const struct goals *goals, const struct roadmap *roadmap)
{
	struct pm_node *node;

	if (goals->count == 0 && roadmap->lanes[0].count == 0)
		return;
	pm_report_heading(page->report, 2, PM_STR("Where direction and backlog disagree"), "disagreement");
	node = pm_report_node(page->report, PM_NODE_LIST, NULL, 0);
	node->empty = "Nowhere: every goal is served, in its share, and what is planned for now can be started.";
	add_disagreements_of_goals(page, goals);
	add_astray(page, goals);
	add_unready_now(page, roadmap);
}

/* -- the sprint */

static bool sprint_range(const struct page *page, uint32_t item, pm_day *from, pm_day *to)
{
	const struct pm_item *it = item_at(page, item);

	return pm_date_range(pm_source_text(&page->product->files[it->file].source, it->head), from, to);
}

/* How fit a sprint is to be shown as the current one: today is in it, it is started, it is the next, it is the last. */
static int sprint_fitness(const struct page *page, uint32_t item, pm_day *from)
{
	const struct pm_item *it = item_at(page, item);
	pm_day to = PM_NO_DAY, today = page->input->today;
	bool dated = sprint_range(page, item, from, &to);

	if (!dated)
		*from = PM_NO_DAY;
	if (dated && today != PM_NO_DAY && *from <= today && today <= to)
		return 5;
	if (it->state == PM_STATE_DONE || it->state == PM_STATE_DROPPED || it->place != PM_PLACE_ACTIVE)
		return 0;
	if (it->state == PM_STATE_STARTED)
		return 4;
	if (dated && today != PM_NO_DAY && *from > today)
		return 3;
	return dated ? 1 : 2;
}

/* Among the next ones the soonest, among those that are over the latest, else the first. */
static uint32_t current_sprint(const struct page *page)
{
	uint32_t best = PM_NO_ITEM;
	pm_day best_from = PM_NO_DAY;
	int best_fitness = 0;

	for (uint32_t i = 0; i < page->product->item_count; i++) {
		pm_day from = PM_NO_DAY;
		int fitness;

		if (item_at(page, i)->kind != PM_KIND_SPRINT || !pm_view_shows(page->input, i))
			continue;
		fitness = sprint_fitness(page, i, &from);
		if (fitness > best_fitness ||
		    (fitness == best_fitness && ((fitness == 3 && from < best_from) || (fitness == 1 && from > best_from)))) {
			best = i;
			best_from = from;
			best_fitness = fitness;
		}
	}
	return best;
}

struct sprint {
	uint32_t item;
	size_t items, open, unready, unsized;
	double committed, done, capacity; /* capacity below 0: not known */
};

static void count_sprint(struct page *page, struct sprint *sprint)
{
	struct pm_size capacity;

	sprint->capacity = -1;
	if (pm_item_size(page->product, item_at(page, sprint->item), PM_FIELD_CAPACITY, &capacity))
		sprint->capacity = pm_plan_size(&page->plan, &capacity);
	for (uint32_t i = 0; i < page->product->item_count; i++) {
		if (page->plan.sprint[i] != sprint->item || !page->plan.work[i] || item_at(page, i)->state == PM_STATE_DROPPED)
			continue;
		sprint->items++;
		sprint->committed += weight_of(page, i);
		sprint->unsized += page->plan.unit && page->plan.effort[i] < 0;
		if (pm_plan_done(&page->plan, i)) {
			sprint->done += weight_of(page, i);
			continue;
		}
		sprint->open++;
		sprint->unready += unready_text(page, i, sprint->item).n > 0;
	}
}

static void add_sprint_dates(struct page *page, uint32_t item)
{
	pm_day from, to, today = page->input->today;
	struct pm_cell *cell;

	if (!sprint_range(page, item, &from, &to)) {
		pm_report_cell(page->report, PM_STR("not dated"));
		return;
	}
	cell = pm_report_cell(page->report, day_text(page, to));
	if (today == PM_NO_DAY)
		return;
	if (today > to)
		cell->note = pm_report_text(page->report, "ended %ld day%s ago", (long)(today - to), plural((size_t)(today - to)));
	else if (today < from)
		cell->note =
			pm_report_text(page->report, "begins in %ld day%s", (long)(from - today), plural((size_t)(from - today)));
	else
		cell->note = pm_report_text(page->report, "%ld day%s left", (long)(to - today), plural((size_t)(to - today)));
}

static void add_sprint_facts(struct page *page, const struct sprint *sprint)
{
	static const char *const titles[] = {"Ends", "Items", "Committed", "Done", "Ready"};
	struct pm_cell *cell;

	begin_facts(page, titles, 5);
	add_sprint_dates(page, sprint->item);
	pm_report_number(page->report, (double)sprint->items, NULL);
	cell = pm_report_number(page->report, sprint->committed, unit_name(page));
	if (sprint->capacity >= 0) {
		cell->note = pm_report_text(page->report, "of a capacity of %.*s",
					    PM_FMT(pm_report_figure(page->report, sprint->capacity, NULL)));
		if (sprint->committed > sprint->capacity)
			cell->tone = PM_TONE_BAD;
	}
	cell = pm_report_number(page->report, sprint->done, unit_name(page));
	if (sprint->committed > 0)
		cell->note = pm_report_text(page->report, "%.0f%%", floor(sprint->done / sprint->committed * 100));
	cell = pm_report_cell(page->report,
			      pm_report_text(page->report, "%lu of %lu", (unsigned long)(sprint->open - sprint->unready),
					     (unsigned long)sprint->open));
	cell->note = PM_STR("of what is still open");
	if (sprint->unready > 0)
		cell->tone = PM_TONE_WARN;
}

static void add_sprint_load(struct page *page, const struct sprint *sprint)
{
	struct pm_node *node;
	struct pm_cell *cell;
	double over = sprint->committed - sprint->capacity;

	if (sprint->capacity <= 0)
		return;
	node = pm_report_node(page->report, PM_NODE_BARS, NULL, 0);
	node->scale = sprint->committed > sprint->capacity ? sprint->committed : sprint->capacity;
	pm_report_cell(page->report, PM_STR("Committed"));
	cell = pm_report_number(page->report, sprint->committed, unit_name(page));
	if (over > 0) {
		cell->tone = PM_TONE_BAD;
		cell->note = pm_report_text(page->report, "%.*s over", PM_FMT(pm_report_figure(page->report, over, NULL)));
	}
	cell = pm_report_cell(page->report,
			      pm_report_text(page->report, "capacity %.*s", PM_FMT(effort_text(page, sprint->capacity))));
	cell->number = sprint->capacity;
	cell->has_number = true;
}

static void add_sprint_items(struct page *page, const struct sprint *sprint)
{
	static const struct pm_column columns[] = {
		{{"Item", 4}, "item", PM_ALIGN_LEFT, true},
		{{"Status", 6}, "status", PM_ALIGN_LEFT, false},
		{{"Estimate", 8}, "estimate", PM_ALIGN_RIGHT, false},
		{{"Before it can start", 19}, "missing", PM_ALIGN_LEFT, false},
	};
	size_t shown = 0;

	pm_report_node(page->report, PM_NODE_TABLE, columns, 4)->empty = "Nothing is planned for it.";
	for (uint32_t i = 0; i < page->product->item_count && shown < SPRINT_MAX; i++) {
		bool done = pm_plan_done(&page->plan, i);
		struct pm_str missing;

		if (page->plan.sprint[i] != sprint->item || !page->plan.work[i] || item_at(page, i)->state == PM_STATE_DROPPED)
			continue;
		missing = done ? PM_STR("") : unready_text(page, i, sprint->item);
		add_item(page, i);
		add_status(page, i);
		pm_report_cell(page->report, pm_item_text(page->product, item_at(page, i), PM_FIELD_ESTIMATE));
		pm_report_cell(page->report, missing)->tone = PM_TONE_WARN;
		shown++;
	}
	say_more(page, sprint->items, shown, "item");
}

static void add_sprint(struct page *page)
{
	struct sprint sprint = {.item = current_sprint(page)};
	const struct pm_item *it;
	struct pm_str goal;

	if (sprint.item == PM_NO_ITEM)
		return;
	it = item_at(page, sprint.item);
	page->mentioned[sprint.item] = true;
	count_sprint(page, &sprint);
	pm_report_heading(page->report, 2, full_name(page, sprint.item), "sprint");
	goal = pm_item_text(page->product, it, PM_FIELD_GOAL);
	pm_report_paragraph(page->report, goal.n > 0 ? goal : PM_STR("It has no goal."), goal.n > 0 ? PM_TONE_NONE : PM_TONE_WARN);
	add_sprint_facts(page, &sprint);
	add_sprint_load(page, &sprint);
	add_sprint_items(page, &sprint);
}

/* -- order and readiness */

static void add_order(struct page *page)
{
	static const struct pm_column columns[] = {
		{{"#", 1}, "position", PM_ALIGN_RIGHT, false},
		{{"Item", 4}, "item", PM_ALIGN_LEFT, true},
		{{"Status", 6}, "status", PM_ALIGN_LEFT, false},
		{{"Score", 5}, "score", PM_ALIGN_RIGHT, false},
	};
	const struct pm_ranking *ranking = page->input->ranking;
	size_t shown = 0;

	if (ranking == NULL || ranking->count + ranking->incomplete_count == 0)
		return;
	pm_report_heading(page->report, 2, pm_report_text(page->report, "What comes first, by %s", ranking->method->name), "order");
	pm_report_node(page->report, PM_NODE_TABLE, columns, 4);
	for (size_t i = 0; i < ranking->count && shown < ENTRIES_MAX; i++) {
		const struct pm_ranked *ranked = &ranking->items[i];

		if (!pm_view_shows(page->input, ranked->item))
			continue;
		pm_report_number(page->report, ranked->position, NULL);
		add_item(page, ranked->item);
		add_status(page, ranked->item);
		pm_report_number(page->report, ranked->score.value, NULL);
		shown++;
	}
	if (ranking->incomplete_count > 0)
		pm_report_paragraph(page->report,
				    pm_report_text(page->report, "%lu item%s %s not ranked: what this method needs is missing.",
						   (unsigned long)ranking->incomplete_count, plural(ranking->incomplete_count),
						   ranking->incomplete_count == 1 ? "is" : "are"),
				    PM_TONE_WARN);
}

static void add_part_of(struct page *page, const char *label, size_t part, size_t all)
{
	struct pm_cell *cell;

	pm_report_cell(page->report, pm_str_c(label));
	cell = pm_report_number(page->report, (double)part, NULL);
	cell->text = pm_report_text(page->report, "%lu of %lu", (unsigned long)part, (unsigned long)all);
	pm_report_cell(page->report, PM_STR(""));
}

static void add_readiness(struct page *page)
{
	size_t all = 0, sentence = 0, criteria = 0, estimate = 0, free_to_start = 0;

	for (uint32_t i = 0; i < page->product->item_count; i++) {
		const struct pm_item *it = item_at(page, i);

		if (!is_open_work(page, i))
			continue;
		all++;
		sentence += it->story.span.start < it->story.span.end;
		criteria += it->criterion_count > 0;
		estimate += page->plan.effort[i] >= 0;
		free_to_start += waits_for(page, i, PM_NO_ITEM) == PM_NO_ITEM;
	}
	if (all == 0)
		return;
	pm_report_heading(page->report, 2, PM_STR("How ready the backlog is"), "readiness");
	pm_report_node(page->report, PM_NODE_BARS, NULL, 0)->scale = (double)all;
	add_part_of(page, "Say for whom, what and why", sentence, all);
	add_part_of(page, "Have acceptance criteria", criteria, all);
	if (page->plan.unit)
		add_part_of(page, "Have an estimate", estimate, all);
	add_part_of(page, "Wait for nothing", free_to_start, all);
}

/* -- releases, feedback, health */

/* The date that a release has as a field, or in its heading. */
static bool release_date(const struct page *page, uint32_t item, pm_day *day)
{
	const struct pm_item *it = item_at(page, item);
	struct pm_str head = pm_source_text(&page->product->files[it->file].source, it->head);

	if (pm_item_date(page->product, it, PM_FIELD_TARGET_DATE, day))
		return true;
	for (size_t i = 0; i + 6 < head.n && i < 256; i++)
		if (head.p[i] >= '0' && head.p[i] <= '9' && (i == 0 || head.p[i - 1] == '(' || head.p[i - 1] == ' ') &&
		    pm_date_read(pm_str_sub(head, i, head.n), true, day) >= 7)
			return true;
	return false;
}

static void add_release(struct page *page, uint32_t item, size_t done, size_t all)
{
	const struct pm_item *it = item_at(page, item);
	size_t ticked = 0;
	pm_day day;
	struct pm_cell *cell;

	for (uint16_t i = 0; i < it->criterion_count; i++)
		ticked += it->criteria[i].state == PM_BOX_DONE;
	add_item(page, item);
	cell = pm_report_cell(page->report, release_date(page, item, &day) ? day_text(page, day) : PM_STR(""));
	if (cell->text.n > 0 && page->input->today != PM_NO_DAY && day < page->input->today && done < all) {
		cell->tone = PM_TONE_BAD;
		cell->note = PM_STR("is past");
	}
	pm_report_cell(page->report, pm_report_text(page->report, "%lu of %lu", (unsigned long)done, (unsigned long)all));
	pm_report_cell(page->report, it->criterion_count == 0 ? PM_STR("")
							      : pm_report_text(page->report, "%lu of %u", (unsigned long)ticked,
									       (unsigned)it->criterion_count));
}

static void add_releases(struct page *page)
{
	static const struct pm_column columns[] = {
		{{"Release", 7}, "release", PM_ALIGN_LEFT, true},
		{{"Date", 4}, "date", PM_ALIGN_LEFT, false},
		{{"Items done", 10}, "items_done", PM_ALIGN_RIGHT, false},
		{{"Checklist", 9}, "checklist", PM_ALIGN_RIGHT, false},
	};
	uint32_t count = page->product->item_count;
	struct progress *progress = pm_calloc((size_t)count + 1, sizeof(*progress));
	size_t all = 0, shown = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t release = page->plan.release[i];

		all += item_at(page, i)->kind == PM_KIND_RELEASE && pm_view_shows(page->input, i);
		if (release == PM_NO_ITEM || !page->plan.work[i] || item_at(page, i)->state == PM_STATE_DROPPED)
			continue;
		progress[release].all++;
		progress[release].done += pm_plan_done(&page->plan, i);
	}
	if (all > 0) {
		pm_report_heading(page->report, 2, PM_STR("Releases"), "releases");
		pm_report_node(page->report, PM_NODE_TABLE, columns, 4);
	}
	for (uint32_t i = 0; i < count && shown < ENTRIES_MAX; i++) {
		if (item_at(page, i)->kind != PM_KIND_RELEASE || !pm_view_shows(page->input, i))
			continue;
		add_release(page, i, progress[i].done, progress[i].all);
		shown++;
	}
	say_more(page, all, shown, "release");
	free(progress);
}

struct said {
	double weight;
	uint32_t item;
};

static int by_weight(const void *a, const void *b)
{
	const struct said *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return x->item < y->item ? -1 : 1;
}

/* "PAY-12 ready, PAY-3 done" */
static struct pm_str about_text(struct page *page, uint32_t item)
{
	const struct pm_item *it = item_at(page, item);
	struct pm_buf text = {0};

	for (uint32_t i = 0; i < it->link_count; i++) {
		const struct pm_link *link = &page->product->links[it->first_link + i];
		const char *state;

		if (link->field != PM_FIELD_ABOUT || text.n > 200)
			continue;
		pm_buf_addz(&text, text.n > 0 ? ", " : "");
		if (link->to == PM_NO_ITEM) {
			pm_buf_adds(&text, link->text);
			pm_buf_addz(&text, " (not there)");
			continue;
		}
		state = pm_state_class_name((enum pm_state_class)item_at(page, link->to)->state);
		pm_view_name(page->input, link->to, &text);
		pm_buf_addf(&text, "%s%s", state ? " " : "", state ? state : "");
		page->mentioned[link->to] = true;
	}
	return take(page, &text);
}

static void add_said(struct page *page, const struct said *said)
{
	const struct pm_item *it = item_at(page, said->item);
	struct pm_cell *cell;

	pm_report_number(page->report, said->weight, NULL);
	cell = add_item(page, said->item);
	if (!page->input->customers)
		cell->note = pm_item_text(page->product, it, PM_FIELD_FROM);
	pm_report_cell(page->report, about_text(page, said->item));
}

static void add_feedback(struct page *page)
{
	static const struct pm_column columns[] = {
		{{"Weight", 6}, "weight", PM_ALIGN_RIGHT, false},
		{{"What was said", 13}, "said", PM_ALIGN_LEFT, true},
		{{"What became of it", 17}, "about", PM_ALIGN_LEFT, false},
	};
	struct said *list = NULL;
	size_t count = 0, cap = 0;

	for (uint32_t i = 0; i < page->product->item_count; i++) {
		struct pm_number weight;

		if (item_at(page, i)->kind != PM_KIND_FEEDBACK || !pm_view_shows(page->input, i))
			continue;
		PM_GROW(list, count, cap);
		list[count++] = (struct said){1, i};
		if (pm_item_number(page->product, item_at(page, i), PM_FIELD_WEIGHT, &weight))
			list[count - 1].weight = (weight.low + weight.high) / 2;
	}
	if (count == 0)
		return;
	qsort(list, count, sizeof(*list), by_weight);
	pm_report_heading(page->report, 2, PM_STR("What customers asked for"), "feedback");
	pm_report_node(page->report, PM_NODE_TABLE, columns, 3);
	for (size_t i = 0; i < count && i < ENTRIES_MAX; i++)
		add_said(page, &list[i]);
	say_more(page, count, ENTRIES_MAX, "voice");
	free(list);
}

static void add_count(struct page *page, uint32_t count, enum pm_tone tone)
{
	struct pm_cell *cell = pm_report_number(page->report, count, NULL);

	cell->tone = count > 0 ? tone : PM_TONE_QUIET;
}

static void add_health(struct page *page)
{
	static const struct pm_column columns[] = {
		{{"Rules", 5}, "group", PM_ALIGN_LEFT, true},
		{{"Errors", 6}, "errors", PM_ALIGN_RIGHT, false},
		{{"Warnings", 8}, "warnings", PM_ALIGN_RIGHT, false},
		{{"Notes", 5}, "notes", PM_ALIGN_RIGHT, false},
	};

	if (page->input->health == NULL)
		return;
	pm_report_heading(page->report, 2, PM_STR("Health"), "health");
	pm_report_node(page->report, PM_NODE_TABLE, columns, 4)->empty = "No rule has a finding.";
	for (size_t i = 0; i < page->input->health_count; i++) {
		const struct pm_view_health *health = &page->input->health[i];

		if (health->errors + health->warnings + health->notes == 0)
			continue;
		pm_report_cell(page->report, pm_report_text(page->report, "%s-*", health->group));
		add_count(page, health->errors, PM_TONE_BAD);
		add_count(page, health->warnings, PM_TONE_WARN);
		add_count(page, health->notes, PM_TONE_NONE);
	}
}

/* -- every item that was named, and where it is */

static void add_mentioned(struct page *page)
{
	static const struct pm_column columns[] = {
		{{"Id", 2}, "id", PM_ALIGN_LEFT, false},
		{{"Title", 5}, "title", PM_ALIGN_LEFT, true},
		{{"Status", 6}, "status", PM_ALIGN_LEFT, false},
		{{"Where", 5}, "where", PM_ALIGN_LEFT, false},
	};
	bool any = false;

	for (uint32_t i = 0; i < page->product->item_count; i++) {
		const struct pm_item *it = item_at(page, i);
		struct pm_cell *cell;

		if (!page->mentioned[i] || !pm_view_shows(page->input, i))
			continue;
		if (!any) {
			pm_report_heading(page->report, 2, PM_STR("The items named here"), "items");
			pm_report_node(page->report, PM_NODE_TABLE, columns, 4);
		}
		any = true;
		cell = pm_report_cell(page->report, it->id);
		cell->anchor = pm_view_anchor(page->input, page->report, i) + 1;
		pm_report_cell(page->report, it->title);
		add_status(page, i);
		pm_report_cell(page->report, pm_view_place(page->input, page->report, i))->tone = PM_TONE_QUIET;
	}
}

/* -- the page */

static void add_direction(struct page *page, const struct goals *goals, const struct roadmap *roadmap)
{
	if (is_for(page, PM_READER_MANAGER)) {
		add_vision(page);
		add_goals(page, goals);
		add_effort(page, goals);
	}
	if (page->input->reader == PM_READER_BOTH)
		add_disagreements(page, goals, roadmap);
	if (is_for(page, PM_READER_MANAGER))
		add_roadmap(page, roadmap);
}

static void add_title(struct page *page)
{
	static const char *const readers[] = {"The product on one page", "The product on one page, for its owner",
					      "The product on one page, for its manager"};
	struct pm_report *report = page->report;
	struct pm_items_counts counts = pm_items_count(page->input);

	report->title = page->input->name.n > 0 ? pm_report_copy(report, page->input->name) : PM_STR("Product report");
	report->subtitle =
		pm_report_text(report, "%s. %lu item%s and %lu record%s were read from %lu file%s.", readers[page->input->reader],
			       (unsigned long)counts.items, plural(counts.items), (unsigned long)counts.records,
			       plural(counts.records), (unsigned long)counts.files, plural(counts.files));
}

static bool shows(const void *ctx, uint32_t item)
{
	return pm_view_shows(ctx, item);
}

static int make(const struct pm_view_input *input, struct pm_report *report, struct pm_buf *err)
{
	struct page page = {.input = input, .product = input->product, .report = report};
	struct roadmap roadmap;
	struct goals goals;

	(void)err;
	page.mentioned = pm_calloc((size_t)input->product->item_count + 1, sizeof(*page.mentioned));
	pm_plan_init(&page.plan, input->product, shows, input);
	list_goals(&page, &goals);
	count_goals(&page, &goals);
	make_roadmap(&page, &roadmap);
	add_title(&page);
	add_summary(&page);
	add_direction(&page, &goals, &roadmap);
	if (is_for(&page, PM_READER_OWNER)) {
		add_sprint(&page);
		add_order(&page);
		add_readiness(&page);
	}
	if (is_for(&page, PM_READER_MANAGER))
		add_releases(&page);
	add_feedback(&page);
	if (is_for(&page, PM_READER_OWNER))
		add_health(&page);
	add_mentioned(&page);
	clear_roadmap(&roadmap);
	clear_goals(&goals);
	pm_plan_clear(&page.plan);
	free(page.mentioned);
	return 0;
}

const struct pm_view pm_view_report = {
	.name = "report",
	.summary = "the product on one page, for its owner and its manager",
	.make = make,
};
