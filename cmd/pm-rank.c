/* pm-rank: orders a product's backlog. */
#include "cmd/rank.h"

#include "formats/rank.h"
#include "parser/mem.h"
#include "parser/plan.h"

#include <stdlib.h>
#include <string.h>

enum { SAMPLES_MAX = 10000000 };

struct rank {
	struct pm_run run;
	/* options */
	const char *by, *explain, *compare, *capacity;
	struct pm_opt_list what_if;
	long long top;	   /* 0: all */
	long long samples; /* 0: none */
	bool shares, write, diff;
	const char *write_field;
	/* what came of them */
	struct pm_scoring *scoring;
	struct pm_ranking ranking;
	struct pm_supposition *suppositions; /* one for each of what_if */
	struct pm_rank_asked asked;
};

/* Is the file this one, as it is shown from here or as it is named from the top? */
static bool is_file(const struct rank *rank, uint32_t file, struct pm_str path)
{
	const char *own = rank->run.product->files[file].source.path;
	struct pm_buf shown = {0};
	bool is;

	pm_run_path(&rank->run, own, &shown);
	is = pm_str_eq(path, pm_buf_str(&shown)) || pm_str_eqc(path, own);
	pm_buf_clear(&shown);
	return is;
}

/* What begins on the line of "PATH:LINE", as it stands for an item that has no id. */
static uint32_t find_place(const struct rank *rank, struct pm_str place)
{
	const struct pm_product *product = rank->run.product;
	size_t colon = place.n;
	uint32_t line = 0;

	while (colon > 0 && place.p[colon - 1] != ':')
		colon--;
	for (size_t i = colon; i < place.n; i++) {
		if (place.p[i] < '0' || place.p[i] > '9' || line > UINT32_MAX / 20)
			return PM_NO_ITEM;
		line = line * 10 + (uint32_t)(place.p[i] - '0');
	}
	if (colon < 2 || colon == place.n)
		return PM_NO_ITEM;
	place = pm_str_sub(place, 0, colon - 1);
	for (uint32_t f = 0; f < product->file_count; f++) {
		const struct pm_file *file = &product->files[f];

		for (uint32_t i = file->first_item; i < file->first_item + file->item_count; i++)
			if (product->items[i].line == line && is_file(rank, f, place))
				return i;
	}
	return PM_NO_ITEM;
}

/* The item that an id names, or a place.  PM_NO_ITEM after a message. */
static uint32_t find_item(struct rank *rank, const char *option, struct pm_str id)
{
	const struct pm_product *product = rank->run.product;
	uint32_t item = pm_product_find(product, id, NULL), near;
	bool whole = id.n > 0 && strchr(".=,;", id.p[id.n - 1]) == NULL;

	if (item != PM_NO_ITEM && whole)
		return item;
	if (item == PM_NO_ITEM)
		item = find_place(rank, id);
	if (item != PM_NO_ITEM && whole)
		return item;
	near = pm_product_nearest(product, id);
	if (near != PM_NO_ITEM)
		pm_run_error(&rank->run, "%s: no item '%.*s': did you mean '%.*s'?", option, PM_FMT(id),
			     PM_FMT(product->items[near].id));
	else
		pm_run_error(&rank->run, "%s: no item '%.*s': pm-render items lists them", option, PM_FMT(id));
	return PM_NO_ITEM;
}

/* -- --what-if ID.field=value */

/* Says which fields could have been meant. */
static bool wrong_field(struct rank *rank, const char *text, struct pm_str field)
{
	struct pm_buf names = {0};

	for (size_t i = 0; i < rank->scoring->factor_count; i++)
		pm_buf_addf(&names, "%s%s", i > 0 ? ", " : "", pm_fields[rank->scoring->factors[i].field].name);
	pm_run_error(&rank->run, "--what-if %s: %s does not weigh '%.*s': it weighs %s", text, rank->scoring->method->name,
		     PM_FMT(field), names.p);
	pm_buf_clear(&names);
	return false;
}

static bool has_control(struct pm_str text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] < ' ')
			return true;
	return false;
}

/* It changes nothing where the item is in no order. */
static void note_unranked(struct rank *rank)
{
	for (size_t i = 0; i < rank->what_if.count; i++) {
		const struct pm_item *item = &rank->run.product->items[rank->suppositions[i].item];
		const char *why = pm_rank_why_not(item);

		if (why && !rank->run.quiet)
			pm_run_note(&rank->run, "--what-if %s: it changes nothing: the item is %s, and so in no order",
				    rank->what_if.list[i], why);
	}
}

static bool read_supposition(struct rank *rank, const char *text, struct pm_supposition *supposition)
{
	struct pm_str whole = pm_str_c(text), name, value;
	ptrdiff_t equals = pm_str_chr(whole, '='), dot;
	enum pm_field_id field;
	struct pm_number number;
	enum pm_flaw flaw;
	size_t i = 0;

	for (dot = equals; dot > 0 && whole.p[dot] != '.';)
		dot--;
	if (equals < 0 || dot <= 0 || has_control(whole)) {
		pm_run_usage(&rank->run, "--what-if: '%s' is not ID.FIELD=VALUE, as in PAY-12.effort=8", text);
		return false;
	}
	name = pm_str_trim(pm_str_sub(whole, (size_t)dot + 1, (size_t)equals));
	value = pm_str_trim(pm_str_sub(whole, (size_t)equals + 1, whole.n));
	if (value.n > 0 && value.p[0] == '=') {
		pm_run_usage(&rank->run, "--what-if: '%s' has one = too many", text);
		return false;
	}
	field = pm_field_find(name);
	while (i < rank->scoring->factor_count && rank->scoring->factors[i].field != field &&
	       rank->scoring->factors[i].others[0] != field)
		i++;
	if (field == PM_FIELD_CUSTOM || i == rank->scoring->factor_count)
		return wrong_field(rank, text, name);
	supposition->item = find_item(rank, "--what-if", pm_str_trim(pm_str_sub(whole, 0, (size_t)dot)));
	supposition->field = rank->scoring->factors[i].field;
	supposition->text = value;
	if (supposition->item == PM_NO_ITEM)
		return false;
	flaw = pm_scoring_read(rank->scoring, i, value, &number);
	if (flaw == PM_FLAW_NONE)
		return true;
	pm_run_error(&rank->run, "--what-if %s: the %s '%.*s': %s", text, pm_fields[supposition->field].name, PM_FMT(value),
		     pm_flaw_text(flaw));
	return false;
}

/* Ranks once without what is supposed, and then with it. */
static bool suppose(struct rank *rank, struct pm_ranking *before)
{
	size_t count = rank->what_if.count;

	rank->suppositions = pm_calloc(count + 1, sizeof *rank->suppositions);
	for (size_t i = 0; i < count; i++)
		if (!read_supposition(rank, rank->what_if.list[i], &rank->suppositions[i]))
			return false;
	if (count == 0)
		return true;
	pm_run_rank(&rank->run, rank->scoring, before);
	rank->asked.before = before;
	note_unranked(rank);
	rank->scoring->suppositions = rank->suppositions;
	rank->scoring->supposition_count = count;
	return true;
}

/* -- what is asked */

static void write_view(struct rank *rank, const struct pm_view *view)
{
	struct pm_view_input input = pm_run_view_input(&rank->run);

	input.ranking = &rank->ranking;
	input.asked = &rank->asked;
	if (rank->explain)
		input.history = pm_run_history(&rank->run, false);
	pm_run_view(&rank->run, view, &input);
}

static void write_explanation(struct rank *rank)
{
	rank->asked.item = find_item(rank, "--explain", pm_str_c(rank->explain));
	if (rank->asked.item != PM_NO_ITEM)
		write_view(rank, &pm_view_explain);
}

/* Ranks by one of --compare's methods; false after a message. */
static bool rank_other(struct rank *rank, struct pm_str by, struct pm_scoring **scoring, struct pm_ranking *ranking)
{
	struct pm_buf err = {0};

	*scoring = pm_scoring_new(rank->run.product, by, &err);
	if (*scoring)
		pm_run_rank(&rank->run, *scoring, ranking);
	else
		pm_run_error(&rank->run, "--compare: %.*s", (int)strcspn(err.p, "\n"), err.p);
	pm_buf_clear(&err);
	return *scoring != NULL;
}

/* --compare wsjf,priority: each is ranked and set against the first, which is --by. */
static void write_comparison(struct rank *rank)
{
	const struct pm_ranking *orders[PM_COMPARE_MAX] = {&rank->ranking};
	struct pm_scoring *scorings[PM_COMPARE_MAX];
	struct pm_ranking rankings[PM_COMPARE_MAX];
	size_t count = 1, at = 0;
	struct pm_str by;

	while (count < PM_COMPARE_MAX && pm_scoring_next(pm_str_c(rank->compare), &at, &by)) {
		if (!rank_other(rank, by, &scorings[count], &rankings[count]))
			break;
		orders[count] = &rankings[count];
		count++;
	}
	rank->asked.orders = orders;
	rank->asked.order_count = count;
	if (rank->run.errors.n == 0)
		write_view(rank, &pm_view_compare);
	rank->asked.orders = NULL;
	while (count-- > 1) {
		pm_ranking_clear(&rankings[count]);
		pm_scoring_free(scorings[count]);
	}
}

/* -- --samples and --capacity */

static void sample(struct rank *rank, struct pm_samples *samples)
{
	const struct pm_sample_options options = {
		.samples = (uint32_t)rank->samples,
		.seed = (uint64_t)rank->run.seed,
		.first = (uint32_t)rank->asked.top, /* pm_sample knows how many there are */
	};

	pm_sample(&rank->ranking, &options, samples);
	rank->asked.samples = samples;
}

/* The goals that have a share, and behind them the rest of the capacity, for what serves none of them. */
static struct pm_fit_share *find_shares(const struct pm_product *product, double capacity, size_t *count)
{
	struct pm_fit_share *shares = pm_calloc((size_t)product->item_count + 1, sizeof *shares);
	double left = 1;

	*count = 0;
	for (uint32_t i = 0; i < product->item_count; i++) {
		struct pm_number share;

		if (product->items[i].kind != PM_KIND_GOAL || !pm_item_number(product, &product->items[i], PM_FIELD_SHARE, &share))
			continue;
		shares[(*count)++] = (struct pm_fit_share){i, share.low * capacity, 0};
		left -= share.low;
	}
	if (*count > 0)
		shares[(*count)++] = (struct pm_fit_share){PM_NO_ITEM, left > 0 ? left * capacity : 0, 0};
	return shares;
}

/* Which share each item counts for: that of the first goal it serves that has one. */
static size_t *assign_shares(const struct pm_product *product, const struct pm_fit_share *shares, size_t count)
{
	size_t *share_of = pm_calloc((size_t)product->item_count + 1, sizeof *share_of);
	struct pm_plan plan;

	pm_plan_init(&plan, product, NULL, NULL);
	for (uint32_t i = 0; i < product->item_count; i++) {
		uint32_t goals[PM_ITEM_GOALS_MAX];
		size_t goal_count = pm_plan_goals(&plan, i, goals);

		share_of[i] = count - 1;
		for (size_t g = goal_count; g-- > 0;)
			for (size_t s = 0; s + 1 < count; s++)
				if (shares[s].goal == goals[g])
					share_of[i] = s;
	}
	pm_plan_clear(&plan);
	return share_of;
}

static bool fit(struct rank *rank, struct pm_fit *fit)
{
	struct pm_fit_share *shares;
	size_t count, *share_of = NULL;
	struct pm_buf err = {0};
	double capacity;

	if (!pm_fit_read(&rank->ranking, pm_str_c(rank->capacity), &capacity, &rank->asked.unit, &err)) {
		pm_run_usage(&rank->run, "--capacity: '%s' %s", rank->capacity, err.p);
		pm_buf_clear(&err);
		return false;
	}
	shares = find_shares(rank->run.product, capacity, &count);
	if (rank->shares && count == 0)
		pm_run_error(&rank->run, "--shares: no goal has a share: write '- Share: 50%%' under a goal");
	else if (rank->shares)
		share_of = assign_shares(rank->run.product, shares, count);
	pm_fit(&rank->ranking, capacity, shares, count, share_of, fit);
	rank->asked.fit = fit;
	free(share_of);
	free(shares);
	return true;
}

/* The order, with what is asked about it. */
static int write_order(struct rank *rank)
{
	struct pm_samples samples = {0};
	struct pm_fit filling = {0};
	int status = PM_EXIT_FAILED;

	if (rank->samples)
		sample(rank, &samples);
	if (!rank->capacity || fit(rank, &filling)) {
		write_view(rank, pm_view_find(PM_STR("rank")));
		status = PM_EXIT_DONE;
	}
	rank->asked.samples = NULL;
	rank->asked.fit = NULL;
	pm_fit_clear(&filling);
	pm_samples_clear(&samples);
	return status;
}

static int answer(struct rank *rank)
{
	if (rank->write)
		return pm_rank_put_in_order(&rank->run, &rank->ranking, rank->diff);
	if (rank->write_field)
		return pm_rank_write_field(&rank->run, &rank->ranking, pm_field_find(pm_str_c(rank->write_field)), rank->diff);
	if (rank->explain)
		write_explanation(rank);
	else if (rank->compare)
		write_comparison(rank);
	else
		return write_order(rank);
	return PM_EXIT_DONE;
}

static int rank_write(struct rank *rank)
{
	struct pm_ranking before = {0};
	int status = PM_EXIT_FAILED;

	rank->scoring = pm_run_scoring(&rank->run, rank->by);
	if (!rank->scoring)
		return PM_EXIT_FAILED;
	rank->asked.by = rank->by;
	rank->asked.top = rank->top < (long long)UINT32_MAX ? (size_t)rank->top : UINT32_MAX;
	if (suppose(rank, &before)) {
		pm_run_rank(&rank->run, rank->scoring, &rank->ranking);
		status = answer(rank);
		pm_ranking_clear(&rank->ranking);
	}
	if (rank->asked.before)
		pm_ranking_clear(&before);
	rank->asked.before = NULL;
	pm_scoring_free(rank->scoring);
	free(rank->suppositions);
	return status;
}

/* What cannot be asked together, or is too much. */
static int check_options(struct rank *rank)
{
	if (rank->explain && rank->compare)
		return pm_run_usage(&rank->run, "--explain and --compare exclude each other");
	if (rank->samples > SAMPLES_MAX)
		return pm_run_usage(&rank->run, "--samples: at most %d", SAMPLES_MAX);
	if (rank->shares && !rank->capacity)
		return pm_run_usage(&rank->run, "--shares needs --capacity");
	if (rank->diff && !rank->write && !rank->write_field)
		return pm_run_usage(&rank->run, "--diff needs --write or --write-field");
	if (rank->write && rank->write_field)
		return pm_run_usage(&rank->run, "--write and --write-field exclude each other: write one, then the other");
	if ((rank->write || rank->write_field) && (rank->explain || rank->compare || rank->what_if.count > 0))
		return pm_run_usage(&rank->run, "--write and --write-field exclude --explain, --compare and --what-if");
	if ((rank->write || rank->write_field) && (rank->run.rev || rank->run.staged || rank->run.stdin_path))
		return pm_run_usage(&rank->run, "--write and --write-field change files on disk: not with --rev, --staged or '-'");
	return -1;
}

static int rank_run(struct rank *rank, int argc, char **argv, const char *formats, const char *methods)
{
	const struct pm_opt options[] = {
		{NULL, 0, PM_OPT_GROUP, NULL, NULL, "Order", NULL},
		{"by", 0, PM_OPT_VALUE, &rank->by, "METHOD", "a formula, or methods split at commas", methods},
		{"top", 0, PM_OPT_NUMBER, &rank->top, "N", "only the first N", NULL},
		{"explain", 0, PM_OPT_VALUE, &rank->explain, "ID", "why an item stands where it does", NULL},
		{"compare", 0, PM_OPT_VALUE, &rank->compare, "METHODS", "how much other orders agree with this one", methods},
		{"what-if", 0, PM_OPT_LIST, &rank->what_if, "ID.FIELD=V", "suppose this, as PAY-12.effort=8; repeatable", NULL},
		{"samples", 0, PM_OPT_NUMBER, &rank->samples, "N", "draw from ranges so often: chances and positions", NULL},
		{"capacity", 0, PM_OPT_VALUE, &rank->capacity, "SIZE", "what fits, as 40 or '6 weeks'", NULL},
		{"shares", 0, PM_OPT_FLAG, &rank->shares, NULL, "with --capacity: no goal uses more than its share", NULL},
		{NULL, 0, PM_OPT_GROUP, NULL, NULL, "Writing", NULL},
		{"write", 0, PM_OPT_FLAG, &rank->write, NULL, "put the items of every file in this order", NULL},
		{"write-field", 0, PM_OPT_CHOICE, &rank->write_field, "FIELD", "write every position, or score, into its item",
		 "rank|score"},
		{"diff", 0, PM_OPT_FLAG, &rank->diff, NULL, "with these: show the patch, write nothing", NULL},
		{0},
	};
	const struct pm_program program = {
		.name = "pm-rank",
		.summary = "Order the items of a product, and say what made the order.",
		.operands = "[path ...]",
		.options = options,
		.formats = formats,
	};
	int status = pm_run_parse(&rank->run, &program, argc, argv);

	if (status < 0)
		status = check_options(rank);
	if (status < 0)
		status = pm_run_read(&rank->run);
	if (status < 0)
		status = rank_write(rank);
	pm_opt_list_clear(&rank->what_if);
	return pm_run_end(&rank->run, status);
}

int main(int argc, char **argv)
{
	struct rank rank = {0};
	char *formats = pm_run_format_names(), *methods = pm_run_method_names();
	int status = rank_run(&rank, argc, argv, formats, methods);

	free(formats);
	free(methods);
	return status;
}
