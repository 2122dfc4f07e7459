/* view_rank: the order of the items, and what made it; the formats that pm-rank writes. */
#include "formats/items.h"
#include "formats/page.h"
#include "formats/rank.h"
#include "formats/words.h"
#include "parser/kano.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

/* -- what the tables and the documents share */

/* How many of the ranked are shown. */
static size_t shown(const struct pm_view_input *input)
{
	size_t count = input->ranking ? input->ranking->count : 0, top = input->asked ? input->asked->top : 0;

	return top > 0 && top < count ? top : count;
}

/* The order without what is supposed; NULL: nothing is. */
static const struct pm_ranking *order_before(const struct pm_view_input *input)
{
	return input->asked ? input->asked->before : NULL;
}

static const struct pm_samples *samples_of(const struct pm_view_input *input)
{
	return input->asked ? input->asked->samples : NULL;
}

static const struct pm_fit *fit_of(const struct pm_view_input *input)
{
	return input->asked ? input->asked->fit : NULL;
}

/* How many of the factors have a column: none where the answer to another question needs the room. */
static size_t shown_factors(const struct pm_view_input *input)
{
	return samples_of(input) || fit_of(input) ? 0 : input->ranking->scoring->factor_count;
}

static bool is_inherited(const struct pm_ranked *ranked)
{
	return ranked->heir != PM_NO_ITEM && ranked->inherited != ranked->score.value;
}

static bool any_inherited(const struct pm_view_input *input)
{
	for (size_t i = 0; i < shown(input); i++)
		if (is_inherited(&input->ranking->items[i]))
			return true;
	return false;
}

/* What stands for the i-th thing that is weighed; NULL: nothing is written. */
static const struct pm_factor *factor_of(const struct pm_score *score, size_t i)
{
	const struct pm_factor *factor = &score->factors[i];

	return factor->missing || !isfinite(factor->low) ? NULL : factor;
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

enum { MORE_MAX = 16 + PM_FACTORS_MAX };

static bool is_kano(const struct pm_ranking *ranking)
{
	return ranking->method == &pm_method_kano;
}

/* Position, id, title, score, what is inherited and whence if anything is, the group, and a column for each factor. */
static size_t make_columns(const struct pm_view_input *input, bool inherits, struct pm_report *report, struct pm_column *columns)
{
	const struct pm_ranking *ranking = input->ranking;
	const struct pm_scoring *scoring = ranking->scoring;
	size_t n = 0;

	columns[n++] = (struct pm_column){PM_STR("#"), "position", PM_ALIGN_RIGHT, false};
	if (order_before(input))
		columns[n++] = (struct pm_column){PM_STR(SAY_WAS), "was", PM_ALIGN_RIGHT, false};
	columns[n++] = (struct pm_column){PM_STR(SAY_ID), "id", PM_ALIGN_LEFT, false};
	columns[n++] = (struct pm_column){PM_STR(SAY_TITLE), "title", PM_ALIGN_LEFT, true};
	if (!scoring->method->unscored)
		columns[n++] = (struct pm_column){PM_STR(SAY_SCORE), "score", PM_ALIGN_RIGHT, false};
	if (scoring->method->relative)
		columns[n++] = (struct pm_column){PM_STR(SAY_OF_100), "relative", PM_ALIGN_RIGHT, false};
	if (inherits) {
		columns[n++] = (struct pm_column){PM_STR(SAY_INHERITED), "inherited", PM_ALIGN_RIGHT, false};
		columns[n++] = (struct pm_column){PM_STR(SAY_FROM), "inherited_from", PM_ALIGN_LEFT, false};
	}
	if (fit_of(input)) {
		columns[n++] = (struct pm_column){PM_STR(SAY_FITS), "fits", PM_ALIGN_LEFT, false};
		columns[n++] = (struct pm_column){PM_STR(SAY_SIZE), "size", PM_ALIGN_RIGHT, false};
	}
	if (samples_of(input)) {
		columns[n++] = (struct pm_column){pm_report_text(report, SAY_FIRST_N, samples_of(input)->first), "chance",
						  PM_ALIGN_RIGHT, false};
		columns[n++] = (struct pm_column){PM_STR(SAY_POSITIONS), "positions", PM_ALIGN_RIGHT, false};
	}
	if (scoring->method->group)
		columns[n++] = (struct pm_column){PM_STR(SAY_GROUP), "group", PM_ALIGN_LEFT, false};
	if (is_kano(ranking)) {
		columns[n++] = (struct pm_column){PM_STR(SAY_BETTER), "better", PM_ALIGN_RIGHT, false};
		columns[n++] = (struct pm_column){PM_STR(SAY_WORSE), "worse", PM_ALIGN_RIGHT, false};
	}
	for (size_t i = 0; i < shown_factors(input); i++) {
		const struct pm_field_def *def = &pm_fields[scoring->factors[i].field];

		columns[n++] = (struct pm_column){capital(report, def->name), def->key, PM_ALIGN_RIGHT, false};
	}
	return n;
}

static void add_nothing(struct pm_report *report)
{
	pm_report_cell(report, PM_STR(""));
}

static void add_factor(struct pm_report *report, const struct pm_factor *factor, bool percent)
{
	const char *unit;

	if (factor == NULL) {
		add_nothing(report);
		return;
	}
	unit = percent ? "%" : NULL;
	if (factor->low == factor->high) {
		pm_report_number(report, factor->low, unit);
		return;
	}
	pm_report_cell(report, pm_report_text(report, "%s-%s", pm_report_figure(report, factor->low, unit).p,
					      pm_report_figure(report, factor->high, unit).p));
}

/* What its answers say: by how much it pleases where it is there, and annoys where it is not. */
static void add_coefficients(const struct pm_view_input *input, const struct pm_ranked *ranked, struct pm_report *report)
{
	const struct pm_item *item = &input->product->items[ranked->item];
	struct pm_kano kano;
	double better, worse;

	if (!pm_kano_read(pm_item_text(input->product, item, PM_FIELD_KANO), &kano) ||
	    !pm_kano_coefficients(kano.counts, &better, &worse)) {
		add_nothing(report);
		add_nothing(report);
		return;
	}
	pm_report_number(report, better, NULL);
	pm_report_number(report, worse, NULL);
}

static void add_inherited(const struct pm_view_input *input, const struct pm_ranked *ranked, struct pm_report *report)
{
	if (!is_inherited(ranked)) {
		add_nothing(report);
		add_nothing(report);
	} else {
		pm_report_number(report, ranked->inherited, NULL);
		pm_report_cell(report, name_of(report, input, ranked->heir));
	}
}

/* Where it stood without what is supposed. */
static void add_was(const struct pm_view_input *input, const struct pm_ranked *ranked, struct pm_report *report)
{
	const struct pm_ranked *was = pm_ranking_find(order_before(input), ranked->item);

	if (was)
		pm_report_number(report, was->position, NULL)->tone =
			was->position == ranked->position ? PM_TONE_QUIET : PM_TONE_WARN;
	else
		pm_report_cell(report, PM_STR(SAY_NEW));
}

/* Is it in, and if not, why. */
static void add_fit(const struct pm_view_input *input, const struct pm_ranked *ranked, struct pm_report *report)
{
	static const struct {
		const char *text;
		enum pm_tone tone;
	} says[] = {
		[PM_FIT_TAKEN] = {"in", PM_TONE_GOOD},
		[PM_FIT_NO_ROOM] = {SAY_NO_ROOM, PM_TONE_QUIET},
		[PM_FIT_NO_SIZE] = {SAY_NO_SIZE, PM_TONE_WARN},
		[PM_FIT_HELD_UP] = {SAY_HELD_UP, PM_TONE_WARN},
		[PM_FIT_OVER_SHARE] = {SAY_OVER_ITS_SHARE, PM_TONE_QUIET},
	};
	const struct pm_fit *fit = fit_of(input);
	size_t i = ranked->position - 1;

	pm_report_cell(report, pm_str_c(says[fit->why[i]].text))->tone = says[fit->why[i]].tone;
	if (fit->cost[i] < 0)
		add_nothing(report);
	else
		pm_report_number(report, fit->cost[i], NULL);
}

static void add_sampled(const struct pm_view_input *input, const struct pm_ranked *ranked, struct pm_report *report)
{
	const struct pm_sampled *sampled = &samples_of(input)->items[ranked->position - 1];

	pm_report_number(report, sampled->chance, "%");
	if (sampled->low == sampled->high)
		pm_report_cell(report, pm_report_text(report, "%u", sampled->low));
	else
		pm_report_cell(report, pm_report_text(report, "%u-%u", sampled->low, sampled->high));
}

static void add_ranked(const struct pm_view_input *input, const struct pm_ranked *ranked, bool inherits, struct pm_report *report)
{
	const struct pm_ranking *ranking = input->ranking;
	const struct pm_scoring *scoring = ranking->scoring;
	const struct pm_item *item = &input->product->items[ranked->item];
	struct pm_cell *cell;

	pm_report_number(report, ranked->position, NULL);
	if (order_before(input))
		add_was(input, ranked, report);
	cell = pm_report_cell(report, item->id.n > 0 ? item->id : pm_view_place(input, report, ranked->item));
	cell->anchor = pm_view_anchor(input, report, ranked->item) + 1;
	pm_report_cell(report, item->title);
	if (!scoring->method->unscored)
		pm_report_number(report, ranked->score.value, NULL);
	if (scoring->method->relative)
		pm_report_number(report, pm_ranking_relative(ranking, ranked->score.value), NULL);
	if (inherits)
		add_inherited(input, ranked, report);
	if (fit_of(input))
		add_fit(input, ranked, report);
	if (samples_of(input))
		add_sampled(input, ranked, report);
	if (scoring->method->group)
		pm_report_cell(report, pm_str_c(pm_scoring_group(scoring, &ranked->score)));
	if (is_kano(ranking))
		add_coefficients(input, ranked, report);
	for (size_t i = 0; i < shown_factors(input); i++)
		add_factor(report, factor_of(&ranked->score, i), scoring->factors[i].percent);
}

/* A word of a command, quoted where it must be.  False: it cannot be written in one. */
static bool add_word(struct pm_buf *command, struct pm_str word)
{
	bool plain = word.n > 0;

	for (size_t i = 0; i < word.n; i++) {
		if (word.p[i] == '\'' || (unsigned char)word.p[i] < ' ')
			return false;
		plain = plain && (isalnum((unsigned char)word.p[i]) || strchr("-_.,", word.p[i]));
	}
	pm_buf_addz(command, plain ? " " : " '");
	pm_buf_adds(command, word);
	pm_buf_addz(command, plain ? "" : "'");
	return true;
}

enum { WRITTEN_MAX = 32 };

/* "reach, confidence (150%: cannot be above 100%)" */
static struct pm_str missing_text(const struct pm_view_input *input, struct pm_report *report,
				  const struct pm_incomplete *incomplete)
{
	const struct pm_scoring *scoring = input->ranking->scoring;
	const struct pm_item *item = &input->product->items[incomplete->item];
	struct pm_factor factors[PM_FACTORS_MAX];
	struct pm_score score;
	struct pm_buf text = {0};
	struct pm_str copy;

	pm_scoring_score(scoring, item, factors, &score);
	for (size_t i = 0; i < scoring->factor_count; i++) {
		if (!factors[i].missing)
			continue;
		pm_buf_addf(&text, "%s%s", text.n > 0 ? ", " : "", pm_fields[factors[i].field].name);
		if (factors[i].flaw == PM_FLAW_NONE)
			continue;
		copy = pm_item_text(input->product, item, factors[i].read_from);
		pm_buf_addz(&text, " (");
		if (copy.n <= WRITTEN_MAX) /* what is longer is prose */
			pm_buf_addf(&text, "%.*s: ", PM_FMT(copy));
		pm_buf_addf(&text, "%s)", pm_flaw_text(factors[i].flaw));
	}
	if (incomplete->undefined)
		pm_buf_addz(&text, SAY_THE_FORMULA_HAS_NO_VALUE_FOR);
	copy = pm_report_copy(report, pm_buf_str(&text));
	pm_buf_clear(&text);
	return copy;
}

/* The command that shows where to write what is missing, for the first item that has a name. */
static void add_command(const struct pm_view_input *input, struct pm_report *report)
{
	const struct pm_ranking *ranking = input->ranking;
	struct pm_buf command = {0};

	for (size_t i = 0; i < ranking->incomplete_count; i++) {
		struct pm_str id = input->product->items[ranking->incomplete[i].item].id;

		pm_buf_reset(&command);
		pm_buf_addz(&command, "pm-rank");
		if (input->asked && input->asked->by) {
			pm_buf_addz(&command, " --by");
			if (!add_word(&command, pm_str_c(input->asked->by)))
				break;
		}
		pm_buf_addz(&command, " --explain");
		if (id.n == 0 || !add_word(&command, id))
			continue;
		pm_report_paragraph(report, pm_report_text(report, SAY_X_SHOWS_WHERE_TO_WRITE_IT, command.p), PM_TONE_QUIET);
		break;
	}
	pm_buf_clear(&command);
}

static void add_incomplete(const struct pm_view_input *input, struct pm_report *report)
{
	static const struct pm_column columns[] = {
		{PM_SAY(SAY_ID), "id", PM_ALIGN_LEFT, false},
		{PM_SAY(SAY_TITLE), "title", PM_ALIGN_LEFT, true},
		{PM_SAY(SAY_MISSING), "missing", PM_ALIGN_LEFT, false},
	};
	const struct pm_ranking *ranking = input->ranking;

	if (ranking->incomplete_count == 0)
		return;
	pm_report_heading(report, 2, PM_STR(SAY_NOT_RANKED), "not-ranked");
	pm_report_node(report, PM_NODE_TABLE, columns, 3);
	for (size_t i = 0; i < ranking->incomplete_count; i++) {
		const struct pm_incomplete *incomplete = &ranking->incomplete[i];
		const struct pm_item *item = &input->product->items[incomplete->item];
		struct pm_cell *cell;

		cell = pm_report_cell(report, item->id.n > 0 ? item->id : pm_view_place(input, report, incomplete->item));
		cell->anchor = pm_view_anchor(input, report, incomplete->item) + 1;
		pm_report_cell(report, item->title);
		pm_report_cell(report, missing_text(input, report, incomplete));
	}
	add_command(input, report);
}

/* Scores that are written, and are not what their factors make. */
static void add_declared(const struct pm_view_input *input, struct pm_report *report)
{
	static const struct pm_column columns[] = {
		{PM_SAY(SAY_ID), "id", PM_ALIGN_LEFT, false},
		{PM_SAY(SAY_DECLARED), "declared", PM_ALIGN_RIGHT, false},
		{PM_SAY(SAY_COMPUTED), "computed", PM_ALIGN_RIGHT, false},
		{PM_SAY(SAY_BY), "method", PM_ALIGN_LEFT, false},
		{PM_SAY(SAY_WHERE), "place", PM_ALIGN_LEFT, true},
	};
	const struct pm_ranking *ranking = input->ranking;

	for (size_t i = 0; i < ranking->difference_count; i++) {
		const struct pm_difference *difference = &ranking->differences[i];

		if (i == 0) {
			pm_report_heading(report, 2, PM_STR(SAY_DECLARED_SCORES_THAT_DIFFER), NULL);
			pm_report_node(report, PM_NODE_TABLE, columns, 5);
		}
		pm_report_cell(report, name_of(report, input, difference->item));
		pm_report_number(report, difference->declared.declared, NULL);
		pm_report_number(report, difference->declared.computed, NULL);
		pm_report_cell(report, pm_str_c(difference->declared.method->name));
		pm_report_cell(report, pm_view_field_place(input, report, difference->item, difference->declared.field));
	}
}

/* Sizes of several kinds do not compare, though their figures do. */
static void add_mixture(const struct pm_view_input *input, struct pm_report *report)
{
	const struct pm_ranking *ranking = input->ranking;
	const struct pm_scoring *scoring = ranking->scoring;
	size_t divisor = 0, in_time = 0, others = 0;

	while (divisor < scoring->factor_count && !(scoring->factors[divisor].divisor && scoring->factors[divisor].time))
		divisor++;
	for (size_t i = 0; i < ranking->count && divisor < scoring->factor_count; i++) {
		const char *unit = ranking->items[i].score.factors[divisor].unit;
		bool is_time = unit && strcmp(unit, scoring->factors[divisor].time) == 0;

		in_time += is_time;
		others += !is_time;
	}
	if (in_time > 0 && others > 0)
		pm_report_paragraph(report,
				    pm_report_text(report, SAY_N_SIZE_IN_TIME_WHICH_COUNTS, in_time,
						   in_time == 1 ? SAY_IS_PART : SAY_S_ARE, scoring->factors[divisor].time, others),
				    PM_TONE_WARN);
}

/* From where on a value is great, and an effort. */
static void add_middles(const struct pm_view_input *input, struct pm_report *report)
{
	const struct pm_scoring *scoring = input->ranking->scoring;

	if (input->ranking->method != &pm_method_value_effort || shown(input) == 0)
		return;
	pm_report_paragraph(report,
			    pm_report_text(report, SAY_A_VALUE_IS_GREAT_FROM_X,
					   pm_report_figure(report, scoring->weights[0], NULL).p,
					   pm_report_figure(report, scoring->weights[1], NULL).p),
			    PM_TONE_QUIET);
}

/* How much of the effort each class takes: the must are to be at most 60 % of it. */
static void add_shares(const struct pm_view_input *input, struct pm_report *report)
{
	static const char *const names[] = {"won't", "could", "should", "must"};
	const struct pm_ranking *ranking = input->ranking;
	double effort[4] = {0}, all = 0;
	size_t unknown = 0;
	struct pm_buf text = {0};

	if (ranking->method != &pm_method_moscow)
		return;
	for (size_t i = 0; i < ranking->count; i++) {
		struct pm_size size;

		if (!pm_item_size(input->product, &input->product->items[ranking->items[i].item], PM_FIELD_ESTIMATE, &size)) {
			unknown++;
			continue;
		}
		effort[(int)ranking->items[i].score.value - 1] += (size.low + size.high) / 2;
		all += (size.low + size.high) / 2;
	}
	for (int i = 3; i >= 0 && all > 0; i--)
		pm_buf_addf(&text, "%s%s %.0f %%", i < 3 ? ", " : SAY_OF_THE_EFFORT, names[i], 100 * effort[i] / all);
	if (all > 0 && effort[3] / all > 0.6)
		pm_buf_addz(&text, SAY_THE_MUST_ARE_MORE_THAN_60);
	if (all > 0 && unknown > 0)
		pm_buf_addf(&text, SAY_N_ITEM_NO_ESTIMATE, unknown, unknown == 1 ? SAY_HAS : SAY_S_HAVE);
	if (text.n > 0)
		pm_report_paragraph(report, pm_report_copy(report, pm_buf_str(&text)),
				    effort[3] / all > 0.6 ? PM_TONE_WARN : PM_TONE_NONE);
	pm_buf_clear(&text);
}

/* What was taken, how good that is, and what just missed. */
static void add_filling(const struct pm_view_input *input, struct pm_report *report)
{
	const struct pm_fit *fit = fit_of(input);
	const struct pm_ranking *ranking = input->ranking;
	struct pm_buf text = {0};

	pm_buf_addf(&text, SAY_N_OF_N_ITEM_FIT_X, fit->taken, ranking->count, pm_plural(ranking->count),
		    pm_report_figure(report, fit->used, NULL).p, pm_report_figure(report, fit->capacity, input->asked->unit).p);
	if (fit->in_order)
		pm_buf_addz(&text, SAY_TAKEN_IN_THIS_ORDER_WHAT_DOES);
	else if (fit->exact)
		pm_buf_addf(&text, SAY_NO_OTHER_CHOICE_IS_WORTH_MORE, pm_report_figure(report, fit->value, NULL).p);
	else
		pm_buf_addf(&text, SAY_THEY_ARE_WORTH_X_AND_A, pm_report_figure(report, fit->value, NULL).p,
			    pm_report_figure(report, fit->most, NULL).p,
			    fit->value > 0 ? 100 * (fit->most / fit->value - 1) : 100.0);
	if (fit->just_missed < ranking->count)
		pm_buf_addf(&text, SAY_X_JUST_MISSED, name_of(report, input, ranking->items[fit->just_missed].item).p);
	pm_buf_addc(&text, '.');
	pm_report_paragraph(report, pm_report_copy(report, pm_buf_str(&text)),
			    fit->in_order || fit->exact ? PM_TONE_NONE : PM_TONE_WARN);
	pm_buf_clear(&text);
}

/* What each goal may use, and uses. */
static void add_goal_shares(const struct pm_view_input *input, struct pm_report *report)
{
	static const struct pm_column columns[] = {
		{PM_SAY(SAY_GOAL_TITLE), "goal", PM_ALIGN_LEFT, true},
		{PM_SAY(SAY_MAY_USE), "capacity", PM_ALIGN_RIGHT, false},
		{PM_SAY(SAY_USES), "used", PM_ALIGN_RIGHT, false},
	};
	const struct pm_fit *fit = fit_of(input);

	for (size_t i = 0; fit && i < fit->share_count; i++) {
		if (i == 0)
			pm_report_node(report, PM_NODE_TABLE, columns, 3);
		if (fit->shares[i].goal == PM_NO_ITEM)
			pm_report_cell(report, PM_STR(SAY_WHAT_SERVES_NO_GOAL_WITH_A));
		else
			pm_report_cell(report, name_of(report, input, fit->shares[i].goal));
		pm_report_number(report, fit->shares[i].capacity, NULL);
		pm_report_number(report, fit->shares[i].used, NULL);
	}
}

enum { SETTLING_MAX = 3, CHART_MAX = 40 };

/* The estimates that would settle most, were they known. */
static void add_settling(const struct pm_view_input *input, struct pm_report *report)
{
	const struct pm_samples *samples = samples_of(input);

	if (samples->certain) {
		pm_report_paragraph(report, PM_STR(SAY_NO_INPUT_IS_A_RANGE_SO), PM_TONE_NONE);
		return;
	}
	pm_report_paragraph(report, pm_report_text(report, SAY_FROM_N_SAMPLES_HOW_OFTEN_EACH, samples->count, samples->first),
			    PM_TONE_NONE);
	if (samples->settling_count == 0) {
		pm_report_paragraph(report, pm_report_text(report, SAY_WHO_IS_AMONG_THE_FIRST_N, samples->first), PM_TONE_NONE);
		return;
	}
	pm_report_heading(report, 2, pm_report_text(report, SAY_WHAT_WOULD_SETTLE_THE_FIRST_N, samples->first), "settle");
	pm_report_node(report, PM_NODE_LIST, NULL, 0);
	for (size_t i = 0; i < samples->settling_count && i < SETTLING_MAX; i++) {
		const struct pm_settling *settling = &samples->settling[i];

		pm_report_cell(report, pm_report_text(report, SAY_THE_X_OF_X_WERE_IT,
						      pm_fields[input->ranking->scoring->factors[settling->factor].field].name,
						      name_of(report, input, settling->item).p, 100 * settling->settles));
	}
}

/* A bar from low to high for every score, the likely one marked. */
static void add_chart(const struct pm_view_input *input, struct pm_report *report)
{
	static const struct pm_column columns[] = {
		{PM_SAY(SAY_ITEM_TITLE), "item", PM_ALIGN_LEFT, true},
		{PM_SAY(SAY_LOW), "low", PM_ALIGN_RIGHT, false},
		{PM_SAY(SAY_MIDDLE), "middle", PM_ALIGN_RIGHT, false},
		{PM_SAY(SAY_HIGH), "high", PM_ALIGN_RIGHT, false},
	};
	const struct pm_samples *samples = samples_of(input);
	size_t count = shown(input) < CHART_MAX ? shown(input) : CHART_MAX;
	struct pm_node *node;
	bool doubt = false;

	for (size_t i = 0; i < count; i++)
		doubt = doubt || samples->items[i].score_high > samples->items[i].score_low;
	if (!doubt)
		return;
	node = pm_report_chart(report, PM_CHART_INTERVAL, PM_STR(SAY_SCORES_AND_THEIR_DOUBT),
			       pm_report_text(report, SAY_THE_SCORES_OF_THE_FIRST_N, count), columns, 4);
	node->picture->x = (struct pm_axis){.title = PM_STR(SAY_SCORE), .zero = true};
	for (size_t i = 0; i < count; i++) {
		const struct pm_ranked *ranked = &input->ranking->items[i];
		const struct pm_sampled *sampled = &samples->items[i];

		pm_report_cell(report, name_of(report, input, ranked->item));
		pm_report_number(report, sampled->score_low, NULL);
		pm_report_number(report, ranked->score.value, NULL);
		pm_report_number(report, sampled->score_high, NULL);
	}
}

/* Value over effort: a point for every item, and the four quadrants. */
static void add_quadrants(const struct pm_view_input *input, struct pm_report *report)
{
	static const struct pm_column columns[] = {
		{PM_SAY(SAY_ITEM_TITLE), "item", PM_ALIGN_LEFT, true},
		{PM_SAY(SAY_EFFORT), "effort", PM_ALIGN_RIGHT, false},
		{PM_SAY(SAY_VALUE), "value", PM_ALIGN_RIGHT, false},
	};
	const struct pm_ranking *ranking = input->ranking;
	const double *middles = ranking->scoring->weights;
	struct pm_node *node;

	if (ranking->method != &pm_method_value_effort || shown(input) == 0)
		return;
	node = pm_report_chart(report, PM_CHART_SCATTER, PM_STR(SAY_VALUE_AND_EFFORT), PM_STR(SAY_EVERY_ITEM_BY_ITS_EFFORT_AND),
			       columns, 3);
	node->picture->x = (struct pm_axis){.title = PM_STR(SAY_EFFORT), .zero = true};
	node->picture->y = (struct pm_axis){.title = PM_STR(SAY_VALUE), .zero = true};
	node->picture->corners[0] = PM_STR(SAY_QUICK_WIN);
	node->picture->corners[1] = PM_STR(SAY_BIG_BET);
	node->picture->corners[2] = PM_STR(SAY_FILL_IN);
	node->picture->corners[3] = PM_STR(SAY_TIME_SINK);
	pm_report_mark(report, PM_AXIS_X, middles[1], PM_STR(SAY_GREAT_EFFORT), PM_TONE_NONE);
	pm_report_mark(report, PM_AXIS_Y, middles[0], PM_STR(SAY_GREAT_VALUE), PM_TONE_NONE);
	for (size_t i = 0; i < shown(input); i++) {
		const struct pm_factor *factors = ranking->items[i].score.factors;

		pm_report_cell(report, name_of(report, input, ranking->items[i].item));
		pm_report_number(report, (factors[1].low + factors[1].high) / 2, NULL);
		pm_report_number(report, (factors[0].low + factors[0].high) / 2, NULL);
	}
}

/* A cycle is shown as a way: from its first item round to that again. */
static void add_cycles(const struct pm_view_input *input, struct pm_report *report)
{
	const struct pm_ranking *ranking = input->ranking;

	if (ranking->cycle_count == 0)
		return;
	pm_report_heading(report, 2, PM_STR(SAY_CYCLES_OF_DEPENDENCIES), NULL);
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

/* The ranked as a table: all of them, or those that fit, or those that do not. */
static void add_table(const struct pm_view_input *input, struct pm_report *report, bool in, const char *empty)
{
	struct pm_column columns[MORE_MAX];
	bool inherits = any_inherited(input);
	const struct pm_fit *fit = fit_of(input);

	pm_report_node(report, PM_NODE_TABLE, columns, make_columns(input, inherits, report, columns))->empty = empty;
	for (size_t i = 0; i < shown(input); i++)
		if (!fit || (fit->why[i] == PM_FIT_TAKEN) == in)
			add_ranked(input, &input->ranking->items[i], inherits, report);
}

/* Of a capacity, what fits stands above the line. */
static void add_order(const struct pm_view_input *input, struct pm_report *report)
{
	const struct pm_fit *fit = fit_of(input);

	add_table(input, report, true,
		  fit					 ? SAY_NOTHING_FITS
		  : input->ranking->incomplete_count > 0 ? SAY_NO_ITEM_HAS_ALL_THAT_THIS
							 : SAY_NO_OPEN_ITEM);
	if (!fit)
		return;
	add_filling(input, report);
	add_goal_shares(input, report);
	pm_report_heading(report, 2, PM_STR(SAY_BELOW_THE_LINE), "below");
	add_table(input, report, false, SAY_NOTHING_ALL_FIT);
}

static int make(const struct pm_view_input *input, struct pm_report *report, struct pm_buf *err)
{
	const struct pm_ranking *ranking = input->ranking;
	struct pm_buf name = {0};

	if (ranking == NULL) {
		pm_buf_addz(err, "the rank view needs an order, and none was made: name a method ([rank] method in .pmconfig)");
		return -1;
	}
	pm_scoring_name(ranking->scoring, &name);
	report->title = pm_report_text(report, SAY_ORDER_BY_X, name.p);
	report->subtitle = pm_report_copy(report, pm_scoring_formula(ranking->scoring));
	pm_buf_clear(&name);
	add_order(input, report);
	if (ranking->unproven > 0)
		pm_report_paragraph(report,
				    pm_report_text(report, SAY_N_ITEMS_HANG_TOGETHER_IN_GROUPS, (unsigned long)ranking->unproven),
				    PM_TONE_WARN);
	if (samples_of(input)) {
		add_settling(input, report);
		add_chart(input, report);
	}
	add_mixture(input, report);
	add_middles(input, report);
	add_quadrants(input, report);
	add_shares(input, report);
	add_incomplete(input, report);
	add_declared(input, report);
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
	if (factor->missing || !isfinite(factor->low))
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

static void write_range(struct pm_json *json, const char *name, double low, double high)
{
	pm_json_name(json, name);
	pm_json_object(json);
	pm_json_name(json, "low");
	pm_json_number(json, low);
	pm_json_name(json, "high");
	pm_json_number(json, high);
	pm_json_object_end(json);
}

static const char *const fit_names[] = {"in", "no room", "no size", "held up", "over share"};

/* What --samples and --capacity say of an item. */
static void write_asked(struct pm_json *json, const struct pm_view_input *input, const struct pm_ranked *ranked)
{
	const struct pm_sampled *sampled = samples_of(input) ? &samples_of(input)->items[ranked->position - 1] : NULL;

	if (sampled) {
		pm_json_name(json, "chance");
		pm_json_number(json, sampled->chance);
		write_range(json, "positions", sampled->low, sampled->high);
		write_range(json, "scores", sampled->score_low, sampled->score_high);
	}
	if (fit_of(input)) {
		pm_json_name(json, "fits");
		pm_json_strz(json, fit_names[fit_of(input)->why[ranked->position - 1]]);
	}
}

static void write_ranked(struct pm_json *json, const struct pm_view_input *input, const struct pm_ranked *ranked)
{
	const struct pm_ranking *ranking = input->ranking;
	const struct pm_ranked *was = order_before(input) ? pm_ranking_find(order_before(input), ranked->item) : NULL;
	const struct pm_product *product = ranking->scoring->product;
	const struct pm_item *item = &product->items[ranked->item];
	const char *group = pm_scoring_group(ranking->scoring, &ranked->score);

	pm_json_object(json);
	pm_json_name(json, "position");
	pm_json_int(json, ranked->position);
	write_id(json, item);
	if (was) {
		pm_json_name(json, "was");
		pm_json_int(json, was->position);
	}
	pm_json_name(json, "score");
	pm_json_number(json, ranked->score.value);
	pm_json_name(json, "inherited");
	pm_json_number(json, ranked->inherited);
	pm_json_name(json, "factors");
	pm_json_object(json);
	for (size_t i = 0; i < ranked->score.factor_count; i++)
		write_factor(json, &ranked->score.factors[i]);
	pm_json_object_end(json);
	if (group) {
		pm_json_name(json, "group");
		pm_json_strz(json, group);
	}
	write_asked(json, input, ranked);
	write_where(json, product, item);
	pm_json_object_end(json);
}

/* What is written of the missing, and why it does not count. */
static void write_flaws(struct pm_json *json, const struct pm_scoring *scoring, const struct pm_item *item)
{
	struct pm_factor factors[PM_FACTORS_MAX];
	struct pm_score score;

	pm_scoring_score(scoring, item, factors, &score);
	pm_json_name(json, "flaws");
	pm_json_array(json);
	for (size_t i = 0; i < scoring->factor_count; i++) {
		if (factors[i].flaw == PM_FLAW_NONE)
			continue;
		pm_json_object(json);
		pm_json_name(json, "field");
		pm_json_strz(json, pm_fields[factors[i].field].key);
		pm_json_name(json, "text");
		pm_json_str(json, pm_item_text(scoring->product, item, factors[i].read_from));
		pm_json_name(json, "why");
		pm_json_strz(json, pm_flaw_text(factors[i].flaw));
		pm_json_object_end(json);
	}
	pm_json_array_end(json);
}

static void write_incomplete(struct pm_json *json, const struct pm_ranking *ranking, const struct pm_incomplete *incomplete)
{
	const struct pm_product *product = ranking->scoring->product;
	const struct pm_item *item = &product->items[incomplete->item];

	pm_json_object(json);
	write_id(json, item);
	pm_json_name(json, "missing");
	pm_json_array(json);
	for (size_t i = 0; i < incomplete->missing_count; i++)
		pm_json_strz(json, pm_fields[incomplete->missing[i]].key);
	pm_json_array_end(json);
	if (incomplete->unread != 0)
		write_flaws(json, ranking->scoring, item);
	write_where(json, product, item);
	pm_json_object_end(json);
}

static void write_difference(struct pm_json *json, const struct pm_product *product, const struct pm_difference *difference)
{
	const struct pm_item *item = &product->items[difference->item];
	uint32_t file = pm_view_field_file(product, difference->item, difference->declared.field);

	pm_json_object(json);
	write_id(json, item);
	pm_json_name(json, "method");
	pm_json_strz(json, difference->declared.method->name);
	pm_json_name(json, "declared");
	pm_json_number(json, difference->declared.declared);
	pm_json_name(json, "computed");
	pm_json_number(json, difference->declared.computed);
	pm_json_name(json, "path");
	pm_json_strz(json, product->files[file].source.path);
	pm_json_name(json, "line");
	pm_json_int(json, pm_view_line(product, file, difference->declared.field->value.start));
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

static void write_lists(struct pm_json *json, const struct pm_view_input *input, const struct pm_ranking *ranking)
{
	const struct pm_product *product = input->product;

	pm_json_name(json, "items");
	pm_json_array(json);
	for (size_t i = 0; i < shown(input); i++)
		write_ranked(json, input, &ranking->items[i]);
	pm_json_array_end(json);
	pm_json_name(json, "incomplete");
	pm_json_array(json);
	for (size_t i = 0; i < ranking->incomplete_count; i++)
		write_incomplete(json, ranking, &ranking->incomplete[i]);
	pm_json_array_end(json);
	pm_json_name(json, "differences");
	pm_json_array(json);
	for (size_t i = 0; i < ranking->difference_count; i++)
		write_difference(json, product, &ranking->differences[i]);
	pm_json_array_end(json);
	pm_json_name(json, "cycles");
	pm_json_array(json);
	for (size_t i = 0; i < ranking->cycle_count; i++)
		write_cycle(json, product, &ranking->cycles[i]);
	pm_json_array_end(json);
}

static void write_samples(struct pm_json *json, const struct pm_view_input *input, const struct pm_scoring *scoring)
{
	const struct pm_samples *samples = samples_of(input);
	struct pm_buf name = {0};

	pm_json_name(json, "samples");
	pm_json_object(json);
	pm_json_name(json, "count");
	pm_json_int(json, samples->count);
	pm_json_name(json, "first");
	pm_json_int(json, samples->first);
	pm_json_name(json, "settling");
	pm_json_array(json);
	for (size_t i = 0; i < samples->settling_count && i < SETTLING_MAX; i++) {
		pm_buf_reset(&name);
		pm_items_name(input->product, samples->settling[i].item, &name);
		pm_json_object(json);
		pm_json_name(json, "id");
		pm_json_str(json, pm_buf_str(&name));
		pm_json_name(json, "field");
		pm_json_strz(json, pm_fields[scoring->factors[samples->settling[i].factor].field].key);
		pm_json_name(json, "settles");
		pm_json_number(json, samples->settling[i].settles);
		pm_json_object_end(json);
	}
	pm_json_array_end(json);
	pm_json_object_end(json);
	pm_buf_clear(&name);
}

static void write_fit(struct pm_json *json, const struct pm_view_input *input, const struct pm_ranking *ranking)
{
	const struct pm_fit *fit = fit_of(input);
	struct pm_buf name = {0};

	pm_json_name(json, "fit");
	pm_json_object(json);
	pm_json_name(json, "capacity");
	pm_json_number(json, fit->capacity);
	pm_json_name(json, "used");
	pm_json_number(json, fit->used);
	pm_json_name(json, "items");
	pm_json_int(json, (int64_t)fit->taken);
	if (!fit->in_order) {
		pm_json_name(json, "value");
		pm_json_number(json, fit->value);
		pm_json_name(json, "most");
		pm_json_number(json, fit->most);
		pm_json_name(json, "exact");
		pm_json_bool(json, fit->exact);
	}
	if (fit->just_missed < ranking->count) {
		pm_items_name(input->product, ranking->items[fit->just_missed].item, &name);
		pm_json_name(json, "just_missed");
		pm_json_str(json, pm_buf_str(&name));
	}
	pm_json_object_end(json);
	pm_buf_clear(&name);
}

/* The method as it was asked for: of a formula its text; of several, the first, and the others as what follows. */
static void write_method(struct pm_json *json, const struct pm_ranking *ranking)
{
	if (!ranking->scoring) {
		pm_json_null(json);
		return;
	}
	pm_json_strz(json, ranking->method->name);
	pm_json_name(json, "formula");
	pm_json_str(json, pm_scoring_formula(ranking->scoring));
	if (!ranking->scoring->then)
		return;
	pm_json_name(json, "then");
	pm_json_array(json);
	for (const struct pm_scoring *key = ranking->scoring->then; key; key = key->then)
		pm_json_str(json, key->formula ? pm_scoring_formula(key) : pm_str_c(key->method->name));
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
	write_method(&json, ranking);
	write_lists(&json, input, ranking);
	if (ranking->scoring && samples_of(input))
		write_samples(&json, input, ranking->scoring);
	if (ranking->scoring && fit_of(input))
		write_fit(&json, input, ranking);
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

/* What is no finite number is left empty. */
static void write_csv_number(struct pm_out *out, double number)
{
	char text[32];

	pm_number_format(number, text);
	if (isfinite(number))
		pm_outz(out, text);
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

/* The columns of what is asked beside the order; ranked: NULL leaves them empty. */
static void write_csv_asked(struct pm_out *out, const struct pm_view_input *input, const struct pm_ranked *ranked)
{
	const struct pm_sampled *sampled = samples_of(input) && ranked ? &samples_of(input)->items[ranked->position - 1] : NULL;
	const struct pm_ranked *was = order_before(input) && ranked ? pm_ranking_find(order_before(input), ranked->item) : NULL;

	if (order_before(input))
		pm_outc(out, ',');
	if (was)
		pm_outf(out, "%lu", (unsigned long)was->position);
	if (sampled) {
		pm_outc(out, ',');
		write_csv_number(out, sampled->chance);
		pm_outf(out, ",%lu,%lu,", (unsigned long)sampled->low, (unsigned long)sampled->high);
		write_csv_number(out, sampled->score_low);
		pm_outc(out, ',');
		write_csv_number(out, sampled->score_high);
	} else if (samples_of(input)) {
		pm_outz(out, ",,,,,");
	}
	if (fit_of(input))
		pm_outf(out, ",%s", ranked ? fit_names[fit_of(input)->why[ranked->position - 1]] : "");
}

static void write_csv_ranked(struct pm_out *out, const struct pm_view_input *input, size_t i)
{
	const struct pm_product *product = input->product;
	const struct pm_ranking *ranking = input->ranking;
	const struct pm_ranked *ranked = &ranking->items[i];
	const char *group = pm_scoring_group(ranking->scoring, &ranked->score);

	pm_outf(out, "%lu,", (unsigned long)ranked->position);
	write_csv_item(out, &product->items[ranked->item]);
	write_csv_number(out, ranked->score.value);
	pm_outc(out, ',');
	write_csv_number(out, ranked->inherited);
	for (size_t k = 0; k < ranked->score.factor_count; k++)
		write_csv_factor(out, factor_of(&ranked->score, k));
	if (ranking->method->group)
		pm_outf(out, ",%s", group);
	write_csv_asked(out, input, ranked);
	pm_outc(out, ',');
	write_csv_where(out, product, &product->items[ranked->item]);
}

static void write_csv_incomplete(struct pm_out *out, const struct pm_view_input *input, size_t i)
{
	const struct pm_product *product = input->product;
	const struct pm_ranking *ranking = input->ranking;
	const struct pm_incomplete *incomplete = &ranking->incomplete[i];

	pm_outc(out, ',');
	write_csv_item(out, &product->items[incomplete->item]);
	pm_outc(out, ',');
	for (size_t k = 0; k < ranking->scoring->factor_count; k++)
		pm_outc(out, ',');
	if (ranking->method->group)
		pm_outc(out, ',');
	write_csv_asked(out, input, NULL);
	pm_outc(out, ',');
	for (size_t k = 0; k < incomplete->missing_count; k++)
		pm_outf(out, "%s%s", k > 0 ? " " : "", pm_fields[incomplete->missing[k]].key);
	write_csv_where(out, product, &product->items[incomplete->item]);
}

static void write_csv(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out)
{
	const struct pm_ranking *ranking = input->ranking;

	(void)options;
	pm_outz(out, "position,id,title,score,inherited");
	for (size_t i = 0; ranking && i < ranking->scoring->factor_count; i++)
		pm_outf(out, ",%s", pm_fields[ranking->scoring->factors[i].field].key);
	if (ranking && ranking->method->group)
		pm_outz(out, ",group");
	if (order_before(input))
		pm_outz(out, ",was");
	if (samples_of(input))
		pm_outz(out, ",chance,position_low,position_high,score_low,score_high");
	if (fit_of(input))
		pm_outz(out, ",fits");
	pm_outz(out, ",missing,path,line\r\n");
	if (ranking == NULL)
		return;
	for (size_t i = 0; i < shown(input); i++)
		write_csv_ranked(out, input, i);
	for (size_t i = 0; i < ranking->incomplete_count; i++)
		write_csv_incomplete(out, input, i);
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
	.asks = PM_ASKS_ORDER,
	.own = own,
	.lines = true,
};
