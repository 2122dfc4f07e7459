/* view_rank: the order of the items, and what made it; the formats that pm-rank writes. */
#include "formats/items.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

/* -- what the tables and the documents share */

/* The fields that the method weighs: those of the first item it could score. */
static const struct pm_score *sample(const struct pm_ranking *ranking)
{
	return ranking->count > 0 ? &ranking->items[0].score : NULL;
}

static bool is_inherited(const struct pm_ranked *ranked)
{
	return ranked->heir != PM_NO_ITEM && ranked->inherited != ranked->score.value;
}

static bool any_inherited(const struct pm_ranking *ranking)
{
	for (size_t i = 0; i < ranking->count; i++)
		if (is_inherited(&ranking->items[i]))
			return true;
	return false;
}

static const struct pm_factor *factor_of(const struct pm_score *score, enum pm_field_id field)
{
	for (size_t i = 0; i < score->factor_count; i++)
		if (score->factors[i].field == field && score->factors[i].source)
			return &score->factors[i];
	return NULL;
}

static struct pm_str name_of(struct pm_report *report, const struct pm_view_input *input, uint32_t item)
{
	struct pm_buf name = {0};
	struct pm_str text;

	pm_view_name(input, item, &name);
	text = pm_report_copy(report, pm_buf_str(&name));
	pm_buf_clear(&name);
	return text;
}

/* -- the report */

static struct pm_str capital(struct pm_report *report, const char *name)
{
	char *text = pm_arena_dup(&report->arena, name, strlen(name));

	text[0] = (char)toupper((unsigned char)text[0]);
	return pm_str_c(text);
}

enum { MORE_MAX = 6 + PM_FACTORS_MAX };

/* Position, id, title, score, what is inherited and whence if anything is, and a column for each factor. */
static size_t make_columns(const struct pm_ranking *ranking, bool inherits, struct pm_report *report, struct pm_column *columns)
{
	const struct pm_score *score = sample(ranking);
	size_t n = 0;

	columns[n++] = (struct pm_column){PM_STR("#"), "position", PM_ALIGN_RIGHT, false};
	columns[n++] = (struct pm_column){PM_STR("Id"), "id", PM_ALIGN_LEFT, false};
	columns[n++] = (struct pm_column){PM_STR("Title"), "title", PM_ALIGN_LEFT, true};
	columns[n++] = (struct pm_column){PM_STR("Score"), "score", PM_ALIGN_RIGHT, false};
	if (inherits) {
		columns[n++] = (struct pm_column){PM_STR("Inherited"), "inherited", PM_ALIGN_RIGHT, false};
		columns[n++] = (struct pm_column){PM_STR("From"), "inherited_from", PM_ALIGN_LEFT, false};
	}
	for (size_t i = 0; score && i < score->factor_count; i++) {
		const struct pm_field_def *def = &pm_fields[score->factors[i].field];

		columns[n++] = (struct pm_column){capital(report, def->name), def->key, PM_ALIGN_RIGHT, false};
	}
	return n;
}

static void add_factor(struct pm_report *report, const struct pm_factor *factor)
{
	const char *unit;

	if (factor == NULL) {
		pm_report_cell(report, PM_STR(""));
		return;
	}
	unit = pm_fields[factor->field].type == PM_TYPE_PERCENT && factor->high <= 1 ? "%" : NULL;
	if (factor->low == factor->high) {
		pm_report_number(report, factor->low, unit);
		return;
	}
	pm_report_cell(report, pm_report_text(report, "%s-%s", pm_report_figure(report, factor->low, unit).p,
					      pm_report_figure(report, factor->high, unit).p));
}

static void add_ranked(const struct pm_view_input *input, const struct pm_ranked *ranked, bool inherits, struct pm_report *report)
{
	const struct pm_item *item = &input->product->items[ranked->item];
	const struct pm_score *score = sample(input->ranking);
	struct pm_cell *cell;

	pm_report_number(report, ranked->position, NULL);
	cell = pm_report_cell(report, item->id.n > 0 ? item->id : pm_view_place(input, report, ranked->item));
	cell->anchor = pm_view_anchor(input, report, ranked->item) + 1;
	pm_report_cell(report, item->title);
	pm_report_number(report, ranked->score.value, NULL);
	if (inherits && is_inherited(ranked)) {
		pm_report_number(report, ranked->inherited, NULL);
		pm_report_cell(report, name_of(report, input, ranked->heir));
	} else if (inherits) {
		pm_report_cell(report, PM_STR(""));
		pm_report_cell(report, PM_STR(""));
	}
	for (size_t i = 0; score && i < score->factor_count; i++)
		add_factor(report, factor_of(&ranked->score, score->factors[i].field));
}

static struct pm_str missing_text(struct pm_report *report, const struct pm_incomplete *incomplete)
{
	struct pm_buf text = {0};
	struct pm_str copy;

	for (size_t i = 0; i < incomplete->missing_count; i++)
		pm_buf_addf(&text, "%s%s", i > 0 ? ", " : "", pm_fields[incomplete->missing[i]].name);
	copy = pm_report_copy(report, pm_buf_str(&text));
	pm_buf_clear(&text);
	return copy;
}

static void add_incomplete(const struct pm_view_input *input, struct pm_report *report)
{
	static const struct pm_column columns[] = {
		{{"Id", 2}, "id", PM_ALIGN_LEFT, false},
		{{"Title", 5}, "title", PM_ALIGN_LEFT, true},
		{{"Missing", 7}, "missing", PM_ALIGN_LEFT, false},
	};
	const struct pm_ranking *ranking = input->ranking;

	if (ranking->incomplete_count == 0)
		return;
	pm_report_heading(report, 2, PM_STR("Not ranked"), NULL);
	pm_report_node(report, PM_NODE_TABLE, columns, 3);
	for (size_t i = 0; i < ranking->incomplete_count; i++) {
		const struct pm_incomplete *incomplete = &ranking->incomplete[i];
		const struct pm_item *item = &input->product->items[incomplete->item];
		struct pm_cell *cell;

		cell = pm_report_cell(report, item->id.n > 0 ? item->id : pm_view_place(input, report, incomplete->item));
		cell->anchor = pm_view_anchor(input, report, incomplete->item) + 1;
		pm_report_cell(report, item->title);
		pm_report_cell(report, missing_text(report, incomplete));
	}
}

/* A cycle is shown as a way: from its first item round to that again. */
static void add_cycles(const struct pm_view_input *input, struct pm_report *report)
{
	const struct pm_ranking *ranking = input->ranking;

	if (ranking->cycle_count == 0)
		return;
	pm_report_heading(report, 2, PM_STR("Cycles of dependencies"), NULL);
	pm_report_node(report, PM_NODE_LIST, NULL, 0);
	for (size_t i = 0; i < ranking->cycle_count; i++) {
		const struct pm_cycle *cycle = &ranking->cycles[i];
		struct pm_buf text = {0};

		for (size_t k = 0; k < cycle->count; k++) {
			pm_view_name(input, cycle->items[k], &text);
			pm_buf_addz(&text, " \xe2\x86\x92 ");
		}
		pm_view_name(input, cycle->items[0], &text);
		pm_report_cell(report, pm_buf_str(&text))->tone = PM_TONE_BAD;
		pm_buf_clear(&text);
	}
}

static int make(const struct pm_view_input *input, struct pm_report *report, struct pm_buf *err)
{
	const struct pm_ranking *ranking = input->ranking;
	struct pm_column columns[MORE_MAX];
	struct pm_node *node;
	bool inherits;

	if (ranking == NULL) {
		pm_buf_addz(err, "the rank view needs an order, and none was made: name a method ([rank] method in .pmconfig)");
		return -1;
	}
	inherits = any_inherited(ranking);
	report->title = pm_report_text(report, "Order by %s", ranking->method->name);
	report->subtitle = pm_report_copy(report, pm_str_c(ranking->method->formula));
	node = pm_report_node(report, PM_NODE_TABLE, columns, make_columns(ranking, inherits, report, columns));
	node->empty = "no item has all that this method needs";
	for (size_t i = 0; i < ranking->count; i++)
		add_ranked(input, &ranking->items[i], inherits, report);
	if (ranking->unproven > 0)
		pm_report_paragraph(report,
				    pm_report_text(report,
						   "%lu items hang together in groups too large to weigh as wholes; no item "
						   "stands above what it needs, but a better order may exist",
						   (unsigned long)ranking->unproven),
				    PM_TONE_WARN);
	add_incomplete(input, report);
	add_cycles(input, report);
	return 0;
}

/* -- pm-rank/1 */

static void write_id(struct pm_json *json, const struct pm_item *item)
{
	pm_json_name(json, "id");
	if (item->id.n > 0)
		pm_json_str(json, item->id);
	else
		pm_json_null(json);
	pm_json_name(json, "title");
	pm_json_str(json, item->title);
}

static void write_where(struct pm_json *json, const struct pm_product *product, const struct pm_item *item)
{
	pm_json_name(json, "path");
	pm_json_strz(json, product->files[item->file].source.path);
	pm_json_name(json, "line");
	pm_json_int(json, item->line);
}

static void write_factor(struct pm_json *json, const struct pm_factor *factor)
{
	if (factor->source == NULL)
		return;
	pm_json_name(json, pm_fields[factor->field].key);
	if (factor->low == factor->high) {
		pm_json_number(json, factor->low);
		return;
	}
	pm_json_object(json);
	pm_json_name(json, "low");
	pm_json_number(json, factor->low);
	pm_json_name(json, "high");
	pm_json_number(json, factor->high);
	pm_json_object_end(json);
}

static void write_ranked(struct pm_json *json, const struct pm_product *product, const struct pm_ranked *ranked)
{
	const struct pm_item *item = &product->items[ranked->item];

	pm_json_object(json);
	pm_json_name(json, "position");
	pm_json_int(json, ranked->position);
	write_id(json, item);
	pm_json_name(json, "score");
	pm_json_number(json, ranked->score.value);
	pm_json_name(json, "inherited");
	pm_json_number(json, ranked->inherited);
	pm_json_name(json, "factors");
	pm_json_object(json);
	for (size_t i = 0; i < ranked->score.factor_count; i++)
		write_factor(json, &ranked->score.factors[i]);
	pm_json_object_end(json);
	write_where(json, product, item);
	pm_json_object_end(json);
}

static void write_incomplete(struct pm_json *json, const struct pm_product *product, const struct pm_incomplete *incomplete)
{
	const struct pm_item *item = &product->items[incomplete->item];

	pm_json_object(json);
	write_id(json, item);
	pm_json_name(json, "missing");
	pm_json_array(json);
	for (size_t i = 0; i < incomplete->missing_count; i++)
		pm_json_strz(json, pm_fields[incomplete->missing[i]].key);
	pm_json_array_end(json);
	write_where(json, product, item);
	pm_json_object_end(json);
}

static void write_cycle(struct pm_json *json, const struct pm_product *product, const struct pm_cycle *cycle)
{
	struct pm_buf name = {0};

	pm_json_array(json);
	for (size_t i = 0; i < cycle->count; i++) {
		pm_buf_reset(&name);
		pm_items_name(product, cycle->items[i], &name);
		pm_json_str(json, pm_buf_str(&name));
	}
	pm_json_array_end(json);
	pm_buf_clear(&name);
}

static void write_lists(struct pm_json *json, const struct pm_product *product, const struct pm_ranking *ranking)
{
	pm_json_name(json, "items");
	pm_json_array(json);
	for (size_t i = 0; i < ranking->count; i++)
		write_ranked(json, product, &ranking->items[i]);
	pm_json_array_end(json);
	pm_json_name(json, "incomplete");
	pm_json_array(json);
	for (size_t i = 0; i < ranking->incomplete_count; i++)
		write_incomplete(json, product, &ranking->incomplete[i]);
	pm_json_array_end(json);
	pm_json_name(json, "cycles");
	pm_json_array(json);
	for (size_t i = 0; i < ranking->cycle_count; i++)
		write_cycle(json, product, &ranking->cycles[i]);
	pm_json_array_end(json);
}

/* Without a ranking the document is empty, and says why in its errors. */
static void write_json(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out)
{
	static const struct pm_ranking none;
	const struct pm_ranking *ranking = input->ranking ? input->ranking : &none;
	struct pm_json json;

	(void)options;
	pm_json_init(&json, out, false);
	json.breaks = 2;
	pm_json_object(&json);
	pm_json_name(&json, "format");
	pm_json_strz(&json, "pm-rank/1");
	pm_json_name(&json, "method");
	pm_json_strz(&json, ranking->method ? ranking->method->name : NULL);
	write_lists(&json, input->product, ranking);
	pm_json_errors(&json, input->errors);
	pm_json_object_end(&json);
	pm_json_end(&json);
}

/* -- csv: the ranked, then those that are not, in one table */

static void write_csv_factor(struct pm_out *out, const struct pm_factor *factor)
{
	char text[32];

	pm_outc(out, ',');
	if (factor == NULL)
		return;
	pm_number_format(factor->low, text);
	pm_outz(out, text);
	if (factor->low == factor->high)
		return;
	pm_number_format(factor->high, text);
	pm_outf(out, "..%s", text);
}

static void write_csv_item(struct pm_out *out, const struct pm_item *item)
{
	pm_out_csv(out, item->id);
	pm_outc(out, ',');
	pm_out_csv(out, item->title);
	pm_outc(out, ',');
}

static void write_csv_where(struct pm_out *out, const struct pm_product *product, const struct pm_item *item)
{
	pm_outc(out, ',');
	pm_out_csv(out, pm_str_c(product->files[item->file].source.path));
	pm_outf(out, ",%lu\r\n", (unsigned long)item->line);
}

static void write_csv_ranked(struct pm_out *out, const struct pm_product *product, const struct pm_ranking *ranking, size_t i)
{
	const struct pm_ranked *ranked = &ranking->items[i];
	const struct pm_score *score = sample(ranking);
	char value[32], inherited[32];

	assert(score); /* there is an item, so there is a sample of their scores */
	pm_number_format(ranked->score.value, value);
	pm_number_format(ranked->inherited, inherited);
	pm_outf(out, "%lu,", (unsigned long)ranked->position);
	write_csv_item(out, &product->items[ranked->item]);
	pm_outf(out, "%s,%s", value, inherited);
	for (size_t k = 0; k < score->factor_count; k++)
		write_csv_factor(out, factor_of(&ranked->score, score->factors[k].field));
	pm_outc(out, ',');
	write_csv_where(out, product, &product->items[ranked->item]);
}

static void write_csv_incomplete(struct pm_out *out, const struct pm_product *product, const struct pm_ranking *ranking, size_t i)
{
	const struct pm_incomplete *incomplete = &ranking->incomplete[i];
	const struct pm_score *score = sample(ranking);

	pm_outc(out, ',');
	write_csv_item(out, &product->items[incomplete->item]);
	pm_outc(out, ',');
	for (size_t k = 0; score && k < score->factor_count; k++)
		pm_outc(out, ',');
	pm_outc(out, ',');
	for (size_t k = 0; k < incomplete->missing_count; k++)
		pm_outf(out, "%s%s", k > 0 ? " " : "", pm_fields[incomplete->missing[k]].key);
	write_csv_where(out, product, &product->items[incomplete->item]);
}

static void write_csv(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out)
{
	const struct pm_ranking *ranking = input->ranking;
	const struct pm_score *score = ranking ? sample(ranking) : NULL;

	(void)options;
	pm_outz(out, "position,id,title,score,inherited");
	for (size_t i = 0; score && i < score->factor_count; i++)
		pm_outf(out, ",%s", pm_fields[score->factors[i].field].key);
	pm_outz(out, ",missing,path,line\r\n");
	if (ranking == NULL)
		return;
	for (size_t i = 0; i < ranking->count; i++)
		write_csv_ranked(out, input->product, ranking, i);
	for (size_t i = 0; i < ranking->incomplete_count; i++)
		write_csv_incomplete(out, input->product, ranking, i);
}

static const struct pm_view_format own[] = {
	{"json", "the order and its factors: pm-rank/1", write_json},
	{"csv", "one row an item", write_csv},
	{NULL, NULL, NULL},
};

const struct pm_view pm_view_rank = {
	.name = "rank",
	.summary = "the order of the items, and what made it",
	.make = make,
	.own = own,
};
