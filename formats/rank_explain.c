/* rank_explain: why an item stands where it does: its factors and who wrote them, the arithmetic, and what would move it. */
#include "formats/items.h"
#include "formats/rank.h"
#include "formats/words.h"
#include "parser/fix.h"
#include "parser/margin.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

/* What is asked, and what was found. */
struct explanation {
	const struct pm_view_input *input;
	const struct pm_ranking *ranking;
	const struct pm_scoring *scoring;
	const struct pm_item *item;
	uint32_t number;
	const struct pm_ranked *ranked; /* NULL: it is not ranked */
	struct pm_factor factors[PM_FACTORS_MAX];
	struct pm_score score;
	const struct pm_life *life; /* NULL: not known */
};

static void explain(const struct pm_view_input *input, struct explanation *e)
{
	uint32_t life = PM_NO_ITEM;

	memset(e, 0, sizeof *e);
	e->input = input;
	e->ranking = input->ranking;
	e->scoring = input->ranking->scoring;
	e->number = input->asked->item;
	e->item = &input->product->items[e->number];
	e->ranked = pm_ranking_find(e->ranking, e->number);
	pm_scoring_score(e->scoring, e->item, e->factors, &e->score);
	if (input->history)
		life = pm_history_life(input->history, input->product, e->number);
	if (life != PM_NO_ITEM)
		e->life = &input->history->lives[life];
}

/* The commit that gave a factor its value; NULL: not known. */
static const struct pm_history_commit *commit_of(const struct explanation *e, const struct pm_factor *factor)
{
	const struct pm_history *history = e->input->history;
	const struct pm_event *event =
		history && e->life && factor->source ? pm_life_field(history, e->life, factor->read_from) : NULL;

	return event && !history->commits[event->commit].base ? &history->commits[event->commit] : NULL;
}

/* With its unit: "0.5 months". */
static struct pm_str figure(struct pm_report *report, const struct explanation *e, size_t factor, double number)
{
	return pm_report_figure(report, number, e->scoring->factors[factor].percent ? "%" : e->factors[factor].unit);
}

static struct pm_str name_of(struct pm_report *report, const struct explanation *e, uint32_t item)
{
	struct pm_buf name = {0};
	struct pm_str text;

	pm_view_name(e->input, item, &name);
	text = pm_report_copy(report, pm_buf_str(&name));
	pm_buf_clear(&name);
	return text;
}

/* -- the factors */

static void add_factor(struct pm_report *report, const struct explanation *e, size_t i)
{
	const struct pm_factor *factor = &e->factors[i];
	const struct pm_history_commit *commit = commit_of(e, factor);
	const char *name = pm_fields[factor->field].name;

	if (factor->source && factor->read_from != factor->field)
		pm_report_cell(report, pm_report_text(report, SAY_X_FROM_X, name, pm_fields[factor->read_from].name));
	else
		pm_report_cell(report, pm_str_c(name));
	if (factor->missing)
		pm_report_cell(report, factor->source ? pm_str_c(pm_flaw_text(factor->flaw)) : PM_STR(SAY_MISSING_WORD))->tone =
			PM_TONE_WARN;
	else if (!isfinite(factor->low))
		pm_report_cell(report, PM_STR(SAY_NONE));
	else if (factor->low == factor->high)
		pm_report_cell(report, figure(report, e, i, factor->low));
	else
		pm_report_cell(report, pm_report_text(report, SAY_X_TO_X_X, figure(report, e, i, factor->low).p,
						      figure(report, e, i, factor->high).p,
						      figure(report, e, i, (factor->low + factor->high) / 2).p));
	if (!factor->source) {
		pm_report_cell(report, factor->missing || !isfinite(factor->low) ? PM_STR("") : PM_STR(SAY_SUPPOSED));
		pm_report_cell(report, PM_STR(""));
	} else {
		pm_report_cell(report, pm_field_text(e->input->product, e->item, factor->source));
		pm_report_cell(report, pm_view_field_place(e->input, report, e->number, factor->source));
	}
	if (!e->input->history)
		return;
	pm_report_cell(report, commit ? commit->author : PM_STR(""));
	pm_report_day(report, commit ? commit->day : PM_NO_DAY);
}

static void add_factors(struct pm_report *report, const struct explanation *e)
{
	static const struct pm_column columns[] = {
		{PM_SAY(SAY_INPUT), "input", PM_ALIGN_LEFT, false},    {PM_SAY(SAY_COUNTS), "value", PM_ALIGN_RIGHT, false},
		{PM_SAY(SAY_AS_WRITTEN), "text", PM_ALIGN_LEFT, true}, {PM_SAY(SAY_WHERE), "place", PM_ALIGN_LEFT, false},
		{PM_SAY(SAY_BY), "author", PM_ALIGN_LEFT, false},      {PM_SAY(SAY_ON), "day", PM_ALIGN_LEFT, false},
	};

	pm_report_node(report, PM_NODE_TABLE, columns, e->input->history ? 6 : 4);
	for (size_t i = 0; i < e->scoring->factor_count; i++)
		add_factor(report, e, i);
}

/* -- the arithmetic */

static bool is_letter(char c)
{
	return isalpha((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

/* Which factor a formula names at a place, and how long the name is; the longest wins.  -1: none. */
static int factor_at(const struct explanation *e, struct pm_str text, size_t at, size_t *length)
{
	int found = -1;

	*length = 0;
	for (size_t end = at + 1; end <= text.n && end - at < PM_LABEL_MAX; end++) {
		enum pm_field_id field;

		if (end < text.n && is_letter(text.p[end]) && is_letter(text.p[end - 1]))
			continue;
		if (text.p[end - 1] != ' ' && !is_letter(text.p[end - 1]))
			break;
		field = pm_field_find(pm_str_sub(text, at, end));
		for (size_t i = 0; i < e->scoring->factor_count; i++)
			if (e->scoring->factors[i].field == field && text.p[end - 1] != ' ') {
				found = (int)i;
				*length = end - at;
			}
	}
	return found;
}

/* The formula with the figures in the place of the names: "4000 * 2 * 80% / 5". */
static void add_figures(struct pm_report *report, const struct explanation *e, struct pm_buf *out)
{
	struct pm_str text = pm_scoring_formula(e->scoring);

	for (size_t at = 0; at < text.n;) {
		size_t length = 0;
		int i = is_letter(text.p[at]) && (at == 0 || !is_letter(text.p[at - 1])) ? factor_at(e, text, at, &length) : -1;

		if (i < 0) {
			pm_buf_addc(out, text.p[at++]);
			continue;
		}
		pm_buf_adds(out, pm_report_figure(report, (e->factors[i].low + e->factors[i].high) / 2,
						  e->scoring->factors[i].percent ? "%" : NULL));
		at += length;
	}
}

/* "reach * impact * confidence / effort = 4000 * 2 * 80% / 5 = 1280"; of a class what the value stands for. */
static struct pm_str arithmetic(struct pm_report *report, const struct explanation *e)
{
	struct pm_buf text = {0};
	struct pm_str copy;

	if (!e->score.complete || e->scoring->method->unscored)
		return PM_STR("");
	if (e->scoring->method->classes) {
		pm_buf_adds(&text, pm_scoring_formula(e->scoring));
	} else {
		pm_buf_adds(&text, pm_scoring_formula(e->scoring));
		pm_buf_addz(&text, " = ");
		add_figures(report, e, &text);
	}
	pm_buf_addf(&text, "%s%s", e->scoring->method->classes ? ": " : " = ", pm_report_figure(report, e->score.value, NULL).p);
	copy = pm_report_copy(report, pm_buf_str(&text));
	pm_buf_clear(&text);
	return copy;
}

/* -- what it waits for, and what waits for it */

static const struct pm_ranked *at_node(const struct explanation *e, uint32_t node)
{
	return pm_ranking_find(e->ranking, e->ranking->node_items[node]);
}

static void add_other(struct pm_report *report, const struct explanation *e, uint32_t node, struct pm_buf *out)
{
	const struct pm_ranked *other = at_node(e, node);

	if (out->n > 0)
		pm_buf_addz(out, ", ");
	pm_buf_adds(out, name_of(report, e, e->ranking->node_items[node]));
	if (other)
		pm_buf_addf(out, " (%u)", other->position);
	else
		pm_buf_addz(out, SAY_NOT_RANKED_PART);
}

static void add_dependencies(struct pm_report *report, const struct explanation *e)
{
	const struct pm_graph *needs = &e->ranking->needs;
	uint32_t node = e->ranked->node;
	struct pm_buf needed = {0}, unlocks = {0};

	for (uint32_t a = needs->first[node]; a < needs->first[node + 1]; a++)
		add_other(report, e, needs->to[a], &needed);
	for (uint32_t n = 0; n < needs->node_count; n++)
		for (uint32_t a = needs->first[n]; a < needs->first[n + 1]; a++)
			if (needs->to[a] == node)
				add_other(report, e, n, &unlocks);
	if (needed.n > 0)
		pm_report_paragraph(report, pm_report_text(report, SAY_NEEDS_SO_STANDS_BELOW_X, needed.p), PM_TONE_NONE);
	if (unlocks.n > 0)
		pm_report_paragraph(report, pm_report_text(report, SAY_UNLOCKS_SO_STANDS_ABOVE_X, unlocks.p), PM_TONE_NONE);
	if (e->ranked->heir != PM_NO_ITEM)
		pm_report_paragraph(
			report,
			pm_report_text(
				report, e->scoring->ratio ? SAY_TOGETHER_WITH_WHAT_IT_UNLOCKS_IT : SAY_IT_STANDS_AS_HIGH_AS_A,
				pm_report_figure(report, e->ranked->inherited, NULL).p, name_of(report, e, e->ranked->heir).p),
			PM_TONE_NONE);
	pm_buf_clear(&needed);
	pm_buf_clear(&unlocks);
}

/* -- margins */

static const struct pm_ranked *neighbour(const struct explanation *e, int step)
{
	size_t at = e->ranked->position - 1;

	if (step < 0)
		return at > 0 ? &e->ranking->items[at - 1] : NULL;
	return at + 1 < e->ranking->count ? &e->ranking->items[at + 1] : NULL;
}

/* "its effort rises to 8", "its priority falls at all" */
static void add_way(struct pm_report *report, const struct explanation *e, size_t factor, const struct pm_margin *margin,
		    struct pm_buf *ways)
{
	const struct pm_factor *now = &e->factors[factor];

	pm_buf_addf(ways, SAY_X_ITS_X, ways->n > 0 ? SAY_OR : "", pm_fields[now->field].name);
	if (margin->at == (now->low + now->high) / 2)
		pm_buf_addf(ways, SAY_X_AT_ALL, margin->rises ? SAY_RISES : SAY_FALLS);
	else
		pm_buf_addf(ways, "%s %s", margin->rises ? SAY_RISES_TO : SAY_FALLS_TO, figure(report, e, factor, margin->at).p);
}

static void add_margin(struct pm_report *report, const struct explanation *e, const struct pm_ranked *other, uint64_t *work)
{
	bool above = other->position < e->ranked->position;
	struct pm_buf ways = {0};

	pm_report_paragraph(report,
			    pm_report_text(report, "%s %s (%u)", above ? SAY_BELOW : SAY_ABOVE, name_of(report, e, other->item).p,
					   other->position),
			    PM_TONE_NONE);
	if (pm_margin_bound(e->ranking, e->ranked->node, other->node)) {
		pm_report_node(report, PM_NODE_LIST, NULL, 0);
		pm_report_cell(report, PM_STR(SAY_THEY_NEVER_SWAP_ONE_OF_THEM));
		return;
	}
	for (size_t i = 0; i < e->scoring->factor_count; i++) {
		struct pm_margin margin = pm_margin_find(e->ranking, e->ranked, other, i, work);

		if (margin.found)
			add_way(report, e, i, &margin, &ways);
	}
	pm_report_node(report, PM_NODE_LIST, NULL, 0);
	if (*work == 0)
		pm_report_cell(report, PM_STR(SAY_TOO_MUCH_HANGS_TOGETHER_HERE_TO));
	else if (ways.n > 0)
		pm_report_cell(report, pm_report_text(report, SAY_THEY_SWAP_IF_X, ways.p));
	else
		pm_report_cell(report, PM_STR(SAY_NO_SINGLE_ESTIMATE_WOULD_SWAP_THEM));
	pm_buf_clear(&ways);
}

static void add_margins(struct pm_report *report, const struct explanation *e)
{
	uint64_t work = PM_MARGIN_WORK;

	pm_report_heading(report, 2, PM_STR(SAY_WHAT_WOULD_MOVE_IT), NULL);
	for (int step = -1; step <= 1; step += 2)
		if (neighbour(e, step))
			add_margin(report, e, neighbour(e, step), &work);
}

/* -- an item that lacks something: where to write it */

/* What is to be written, without the line ends around it: the blanks in front belong to it. */
static struct pm_str without_lines(struct pm_str text)
{
	while (text.n > 0 && (text.p[0] == '\n' || text.p[0] == '\r'))
		text = pm_str_sub(text, 1, text.n);
	while (text.n > 0 && strchr(" \t\r\n", text.p[text.n - 1]) != NULL)
		text.n--;
	return text;
}

static void add_place(struct pm_report *report, const struct explanation *e, enum pm_field_id field)
{
	const struct pm_source *source = &e->input->product->files[e->item->file].source;
	struct pm_edits edits;
	struct pm_buf err = {0}, path = {0};
	const char *value = pm_fields[field].type == PM_TYPE_PERCENT ? "80%" : "1";

	pm_edits_init(&edits);
	pm_report_cell(report, pm_str_c(pm_fields[field].name));
	if (pm_edit_field(e->input->product, e->item, field, pm_str_c(value), &edits, &err) < 0 || edits.count == 0) {
		if (e->input->path)
			e->input->path(e->input->path_ctx, source->path, &path);
		else
			pm_buf_addz(&path, source->path);
		pm_report_cell(report, pm_report_text(report, "%s:%u", path.p, e->item->line));
		if (e->item->form == PM_FORM_ROW)
			pm_report_cell(report, pm_report_text(report, SAY_A_COLUMN_X_OF_ITS_TABLE, pm_fields[field].name));
		else
			pm_report_cell(report, pm_report_copy(report, pm_buf_str(&err)));
	} else {
		if (e->input->path)
			e->input->path(e->input->path_ctx, source->path, &path);
		else
			pm_buf_addz(&path, source->path);
		pm_report_cell(report, pm_report_text(report, "%s:%u", path.p,
						      pm_view_line(e->input->product, e->item->file, edits.list[0].span.start)));
		pm_report_cell(report, pm_report_copy(report, without_lines(edits.list[0].text)));
	}
	pm_edits_clear(&edits);
	pm_buf_clear(&path);
	pm_buf_clear(&err);
}

static void add_places(struct pm_report *report, const struct explanation *e)
{
	static const struct pm_column columns[] = {
		{PM_SAY(SAY_MISSING), "missing", PM_ALIGN_LEFT, false},
		{PM_SAY(SAY_WRITE_IT_AT), "place", PM_ALIGN_LEFT, false},
		{PM_SAY(SAY_FOR_EXAMPLE), "example", PM_ALIGN_LEFT, true},
	};

	pm_report_heading(report, 2, PM_STR(SAY_WHAT_IS_MISSING), NULL);
	pm_report_node(report, PM_NODE_TABLE, columns, 3);
	for (size_t i = 0; i < e->scoring->factor_count; i++)
		if (e->factors[i].missing)
			add_place(report, e, e->factors[i].field);
}

/* -- the report */

/* Would it be ranked, were all written that the method needs? */
static bool is_asked_for(const struct explanation *e)
{
	for (size_t i = 0; i < e->ranking->incomplete_count; i++)
		if (e->ranking->incomplete[i].item == e->number)
			return true;
	return false;
}

/* Why it is in no order at all. */
static struct pm_str why_not(struct pm_report *report, const struct explanation *e)
{
	const char *why = pm_rank_why_not(e->item);

	if (PM_KIND_IS_RECORD(e->item->kind))
		return pm_report_text(report, SAY_IT_IS_A_X_AND_ONLY, pm_kind_name(e->item->kind));
	if (why)
		return pm_report_text(report, SAY_IT_IS_X, why);
	if (is_asked_for(e))
		return PM_STR(SAY_WHAT_THE_METHOD_NEEDS_IS_MISSING);
	if (e->item->kind == PM_KIND_EPIC || e->item->kind == PM_KIND_INITIATIVE)
		return pm_report_text(report, SAY_IT_IS_AN_X_WHAT_LIES, pm_kind_name(e->item->kind));
	return PM_STR(SAY_IT_IS_NOT_SELECTED_OR_ITS);
}

static int make(const struct pm_view_input *input, struct pm_report *report, struct pm_buf *err)
{
	struct pm_buf name = {0};
	struct explanation e;
	struct pm_str sum;

	(void)err;
	explain(input, &e);
	pm_scoring_name(e.scoring, &name);
	report->title = pm_report_text(report, "%.*s%s%.*s", PM_FMT(name_of(report, &e, e.number)), e.item->title.n > 0 ? " " : "",
				       PM_FMT(e.item->title));
	if (e.ranked)
		report->subtitle = pm_report_text(report, SAY_POSITION_N_OF_N_BY_X, e.ranked->position, e.ranking->count, name.p);
	else
		report->subtitle = pm_report_text(report, SAY_NOT_RANKED_BY_X_X, name.p, why_not(report, &e).p);
	pm_buf_clear(&name);
	if (!PM_KIND_IS_RECORD(e.item->kind))
		add_factors(report, &e);
	sum = e.ranked || is_asked_for(&e) ? arithmetic(report, &e) : PM_STR("");
	if (sum.n > 0)
		pm_report_paragraph(report, sum, PM_TONE_NONE);
	if (!e.ranked && is_asked_for(&e))
		add_places(report, &e);
	if (!e.ranked)
		return 0;
	if (pm_scoring_group(e.scoring, &e.score))
		pm_report_paragraph(report, pm_report_text(report, SAY_GROUP_X, pm_scoring_group(e.scoring, &e.score)),
				    PM_TONE_NONE);
	add_dependencies(report, &e);
	add_margins(report, &e);
	return 0;
}

/* -- pm-rank/1 */

static void write_factor(struct pm_json *json, const struct explanation *e, const struct pm_factor *factor)
{
	const struct pm_history_commit *commit = commit_of(e, factor);
	const struct pm_product *product = e->input->product;
	char day[16];

	pm_json_object(json);
	pm_json_name(json, "field");
	pm_json_strz(json, pm_fields[factor->field].key);
	if (!factor->missing) {
		pm_json_name(json, "low");
		pm_json_number(json, factor->low);
		pm_json_name(json, "high");
		pm_json_number(json, factor->high);
	}
	if (factor->source) {
		uint32_t file = pm_view_field_file(product, e->number, factor->source);

		pm_json_name(json, "from");
		pm_json_strz(json, pm_fields[factor->read_from].key);
		pm_json_name(json, "text");
		pm_json_str(json, pm_field_text(product, e->item, factor->source));
		pm_json_name(json, "path");
		pm_json_strz(json, product->files[file].source.path);
		pm_json_name(json, "line");
		pm_json_int(json, pm_view_line(product, file, factor->source->value.start));
	}
	if (commit) {
		pm_json_name(json, "author");
		pm_json_str(json, commit->author);
		pm_json_name(json, "day");
		pm_day_format(commit->day, day);
		pm_json_strz(json, day);
	}
	pm_json_object_end(json);
}

static void write_id(struct pm_json *json, const struct pm_item *item)
{
	pm_json_name(json, "id");
	if (item->id.n > 0)
		pm_json_str(json, item->id);
	else
		pm_json_null(json);
}

static void write_neighbour(struct pm_json *json, const struct explanation *e, int step, uint64_t *work)
{
	const struct pm_ranked *other = neighbour(e, step);

	if (!other)
		return;
	pm_json_name(json, step < 0 ? "above" : "below");
	pm_json_object(json);
	write_id(json, &e->input->product->items[other->item]);
	pm_json_name(json, "position");
	pm_json_int(json, other->position);
	pm_json_name(json, "swaps");
	pm_json_array(json);
	for (size_t i = 0; i < e->scoring->factor_count && !pm_margin_bound(e->ranking, e->ranked->node, other->node); i++) {
		struct pm_margin margin = pm_margin_find(e->ranking, e->ranked, other, i, work);

		if (!margin.found)
			continue;
		pm_json_object(json);
		pm_json_name(json, "field");
		pm_json_strz(json, pm_fields[e->factors[i].field].key);
		pm_json_name(json, "at");
		pm_json_number(json, margin.at);
		pm_json_object_end(json);
	}
	pm_json_array_end(json);
	pm_json_object_end(json);
}

static void write_place(struct pm_json *json, const struct explanation *e)
{
	uint64_t work = PM_MARGIN_WORK;

	pm_json_name(json, "position");
	pm_json_int(json, e->ranked->position);
	pm_json_name(json, "score");
	pm_json_number(json, e->ranked->score.value);
	pm_json_name(json, "inherited");
	pm_json_number(json, e->ranked->inherited);
	if (e->ranked->heir != PM_NO_ITEM) {
		struct pm_buf name = {0};

		pm_items_name(e->input->product, e->ranked->heir, &name);
		pm_json_name(json, "heir");
		pm_json_str(json, pm_buf_str(&name));
		pm_buf_clear(&name);
	}
	write_neighbour(json, e, -1, &work);
	write_neighbour(json, e, 1, &work);
}

static void write_json(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out)
{
	struct explanation e;
	struct pm_json json;

	(void)options;
	explain(input, &e);
	pm_json_init(&json, out, false);
	json.breaks = 3;
	pm_json_object(&json);
	pm_json_name(&json, "format");
	pm_json_strz(&json, "pm-rank/1");
	pm_json_name(&json, "method");
	pm_json_strz(&json, e.scoring->method->name);
	pm_json_name(&json, "formula");
	pm_json_str(&json, pm_scoring_formula(e.scoring));
	pm_json_name(&json, "explain");
	pm_json_object(&json);
	write_id(&json, e.item);
	pm_json_name(&json, "title");
	pm_json_str(&json, e.item->title);
	pm_json_name(&json, "factors");
	pm_json_array(&json);
	for (size_t i = 0; i < e.scoring->factor_count; i++)
		write_factor(&json, &e, &e.factors[i]);
	pm_json_array_end(&json);
	if (e.ranked)
		write_place(&json, &e);
	pm_json_object_end(&json);
	pm_json_errors(&json, input->errors);
	pm_json_object_end(&json);
	pm_json_end(&json);
}

static const struct pm_view_format own[] = {
	{"json", "what made the position: pm-rank/1", write_json},
	{NULL, NULL, NULL},
};

const struct pm_view pm_view_explain = {
	.name = "explain",
	.summary = "why an item stands where it does",
	.make = make,
	.own = own,
};
