/* rank_compare: how much several orders agree, and who moves most. */
#include "formats/items.h"
#include "formats/rank.h"
#include "formats/words.h"
#include "parser/agree.h"

#include <math.h>

enum { MOVES_MAX = 10 };

static struct pm_str name_of(struct pm_report *report, const struct pm_ranking *ranking)
{
	struct pm_buf name = {0};
	struct pm_str text;

	if (ranking->scoring->formula)
		pm_buf_adds(&name, pm_scoring_formula(ranking->scoring));
	else
		pm_scoring_name(ranking->scoring, &name);
	text = pm_report_copy(report, pm_buf_str(&name));
	pm_buf_clear(&name);
	return text;
}

/* In words, what a tau of this size means: of ten pairs, so many stand alike. */
static struct pm_str in_words(struct pm_report *report, const struct pm_agreement *agreement)
{
	if (isnan(agreement->tau))
		return PM_STR(SAY_FEWER_THAN_TWO_ITEMS_ARE_IN);
	return pm_report_text(report, SAY_N_OF_100_PAIRS_STAND_ALIKE, 50 * (1 + agreement->tau));
}

static void add_agreement(struct pm_report *report, const struct pm_ranking *other, const struct pm_agreement *agreement)
{
	pm_report_cell(report, name_of(report, other));
	if (isnan(agreement->tau))
		pm_report_cell(report, PM_STR(""));
	else
		pm_report_number(report, agreement->tau, NULL);
	pm_report_cell(report, in_words(report, agreement));
	pm_report_number(report, (double)agreement->common, NULL);
	pm_report_number(report, (double)(agreement->only_first + agreement->only_second), NULL);
}

static void add_moves(const struct pm_view_input *input, struct pm_report *report, const struct pm_agreement *agreement,
		      struct pm_str first, struct pm_str other)
{
	const struct pm_column columns[] = {
		{PM_STR(SAY_ID), "id", PM_ALIGN_LEFT, false},
		{PM_STR(SAY_TITLE), "title", PM_ALIGN_LEFT, true},
		{first, "from", PM_ALIGN_RIGHT, false},
		{other, "to", PM_ALIGN_RIGHT, false},
		{PM_STR(SAY_MOVES), "moves", PM_ALIGN_RIGHT, false},
	};

	pm_report_heading(report, 2, pm_report_text(report, SAY_WHO_MOVES_MOST_BY_X, PM_FMT(other)), NULL);
	pm_report_node(report, PM_NODE_TABLE, columns, 5)->empty = agreement->common == 0   ? SAY_NO_ITEM_IS_IN_BOTH
								   : agreement->common == 1 ? SAY_ONLY_ONE_ITEM_IS_IN_BOTH
											    : SAY_NOBODY_THE_ORDER_IS_THE_SAME;
	for (size_t i = 0; i < agreement->common && i < MOVES_MAX; i++) {
		const struct pm_move *move = &agreement->moves[i];
		const struct pm_item *item = &input->product->items[move->item];
		int by = (int)move->from - (int)move->to;

		if (by == 0)
			break;
		pm_report_cell(report, item->id.n > 0 ? item->id : pm_view_place(input, report, move->item));
		pm_report_cell(report, item->title);
		pm_report_number(report, move->from, NULL);
		pm_report_number(report, move->to, NULL);
		pm_report_cell(report, pm_report_text(report, "%s %d", by > 0 ? SAY_UP : SAY_DOWN, by > 0 ? by : -by));
	}
}

static int make(const struct pm_view_input *input, struct pm_report *report, struct pm_buf *err)
{
	static const struct pm_column columns[] = {
		{PM_SAY(SAY_WITH), "with", PM_ALIGN_LEFT, false},	 {PM_SAY(SAY_TAU), "tau", PM_ALIGN_RIGHT, false},
		{PM_SAY(SAY_WHICH_MEANS), "means", PM_ALIGN_LEFT, true}, {PM_SAY(SAY_IN_BOTH), "common", PM_ALIGN_RIGHT, false},
		{PM_SAY(SAY_IN_ONE), "other", PM_ALIGN_RIGHT, false},
	};
	const struct pm_rank_asked *asked = input->asked;
	struct pm_agreement agreements[PM_COMPARE_MAX];
	struct pm_str first;

	(void)err;
	first = name_of(report, asked->orders[0]);
	report->title = pm_report_text(report, SAY_X_COMPARED, PM_FMT(first));
	report->subtitle = PM_STR(SAY_KENDALLS_TAU_1_IS_THE_SAME);
	pm_report_node(report, PM_NODE_TABLE, columns, 5);
	for (size_t i = 1; i < asked->order_count; i++) {
		pm_agree(asked->orders[0], asked->orders[i], &agreements[i]);
		add_agreement(report, asked->orders[i], &agreements[i]);
	}
	for (size_t i = 1; i < asked->order_count; i++) {
		add_moves(input, report, &agreements[i], first, name_of(report, asked->orders[i]));
		pm_agreement_clear(&agreements[i]);
	}
	return 0;
}

/* -- pm-rank/1 */

static void write_move(struct pm_json *json, const struct pm_product *product, const struct pm_move *move)
{
	const struct pm_item *item = &product->items[move->item];

	pm_json_object(json);
	pm_json_name(json, "id");
	if (item->id.n > 0)
		pm_json_str(json, item->id);
	else
		pm_json_null(json);
	pm_json_name(json, "title");
	pm_json_str(json, item->title);
	pm_json_name(json, "from");
	pm_json_int(json, move->from);
	pm_json_name(json, "to");
	pm_json_int(json, move->to);
	pm_json_object_end(json);
}

static void write_method(struct pm_json *json, const struct pm_ranking *ranking)
{
	if (ranking->scoring->formula)
		pm_json_str(json, pm_scoring_formula(ranking->scoring));
	else
		pm_json_strz(json, ranking->method->name);
}

static void write_order(struct pm_json *json, const struct pm_ranking *first, const struct pm_ranking *other)
{
	struct pm_agreement agreement;

	pm_agree(first, other, &agreement);
	pm_json_object(json);
	pm_json_name(json, "with");
	write_method(json, other);
	pm_json_name(json, "tau");
	pm_json_number(json, agreement.tau);
	pm_json_name(json, "common");
	pm_json_int(json, (int64_t)agreement.common);
	pm_json_name(json, "moves");
	pm_json_array(json);
	for (size_t i = 0; i < agreement.common && agreement.moves[i].from != agreement.moves[i].to; i++)
		write_move(json, first->scoring->product, &agreement.moves[i]);
	pm_json_array_end(json);
	pm_json_object_end(json);
	pm_agreement_clear(&agreement);
}

static void write_json(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out)
{
	const struct pm_rank_asked *asked = input->asked;
	struct pm_json json;

	(void)options;
	pm_json_init(&json, out, false);
	json.breaks = 3;
	pm_json_object(&json);
	pm_json_name(&json, "format");
	pm_json_strz(&json, "pm-rank/1");
	pm_json_name(&json, "method");
	write_method(&json, asked->orders[0]);
	pm_json_name(&json, "compare");
	pm_json_array(&json);
	for (size_t i = 1; i < asked->order_count; i++)
		write_order(&json, asked->orders[0], asked->orders[i]);
	pm_json_array_end(&json);
	pm_json_errors(&json, input->errors);
	pm_json_object_end(&json);
	pm_json_end(&json);
}

static const struct pm_view_format own[] = {
	{"json", "how much the orders agree: pm-rank/1", write_json},
	{NULL, NULL, NULL},
};

const struct pm_view pm_view_compare = {
	.name = "compare",
	.summary = "how much several orders agree, and who moves most",
	.make = make,
	.own = own,
};
