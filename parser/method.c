/* method: how a backlog is ordered: the list of methods, and what they share. */
#include "parser/method.h"

#include "parser/words.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is less counts as nothing where it is divided by. */
#define DIVISOR_MIN 1e-9

const struct pm_method *const pm_methods[] = {
#define PM_METHOD(name) &pm_method_##name,
#include "parser/methods.def"
#undef PM_METHOD
	NULL};
enum { METHOD_COUNT = sizeof pm_methods / sizeof *pm_methods - 1 };

const struct pm_method *pm_method_find(struct pm_str name)
{
	for (size_t i = 0; pm_methods[i] != NULL; i++)
		if (pm_str_ieqc(name, pm_methods[i]->name) || (pm_methods[i]->alias && pm_str_ieqc(name, pm_methods[i]->alias)))
			return pm_methods[i];
	return NULL;
}

static const char *method_name(const void *ctx, size_t i)
{
	(void)ctx;
	return pm_methods[i]->name;
}

const char *pm_method_nearest(struct pm_str name)
{
	return pm_nearest(name, method_name, NULL, METHOD_COUNT);
}

/* -- a formula as a method */

static double weigh_formula(const struct pm_scoring *scoring, const double *x, double *cost)
{
	return pm_formula_value(scoring->formula, x, cost);
}

static int prepare_formula(struct pm_scoring *scoring, struct pm_buf *err)
{
	(void)err;
	for (size_t i = 0; i < pm_formula_field_count(scoring->formula); i++)
		pm_scoring_add(scoring, pm_factor_of(pm_formula_field(scoring->formula, i)));
	scoring->ratio = pm_formula_is_ratio(scoring->formula);
	return 0;
}

const struct pm_method pm_method_formula = {
	.name = "formula",
	.summary = "a formula over fields",
	.formula = "",
	.source = "what was asked for",
	.weigh = weigh_formula,
	.prepare = prepare_formula,
};

/* -- scales: what words are worth */

/* Takes the next "word=number" off a text; false: there is none, or it is malformed. */
static bool next_word(struct pm_str *rest, struct pm_scale_word *word)
{
	struct pm_number number;
	ptrdiff_t equals;
	size_t end = 0;

	*rest = pm_str_trim(*rest);
	while (rest->n > 0 && *rest->p == ',')
		*rest = pm_str_trim(pm_str_sub(*rest, 1, rest->n));
	equals = pm_str_chr(*rest, '=');
	if (equals <= 0)
		return false;
	word->word = pm_str_trim(pm_str_sub(*rest, 0, (size_t)equals));
	*rest = pm_str_sub(*rest, (size_t)equals + 1, rest->n);
	while (end < rest->n && rest->p[end] != ',' && rest->p[end] != ' ')
		end++;
	if (!pm_number_read(pm_str_sub(*rest, 0, end), &number))
		return false;
	word->value = number.low;
	*rest = pm_str_sub(*rest, end, rest->n);
	return word->word.n > 0;
}

static void add_words(struct pm_scoring *scoring, struct pm_scale *scale, struct pm_str text)
{
	struct pm_scale_word word;

	for (size_t room = 8; next_word(&text, &word); scale->count++) {
		if (scale->count == 0 || scale->count == room) {
			struct pm_scale_word *more;

			while (room <= scale->count)
				room *= 2;
			more = pm_arena_alloc(&scoring->arena, room * sizeof *more);
			if (scale->count > 0)
				memcpy(more, scale->words, scale->count * sizeof *more);
			scale->words = more;
		}
		scale->words[scale->count] = word;
	}
}

/* The i-th value of a key of [field "NAME"], by whatever label the field is named there; NULL behind the last. */
static const char *field_setting(const struct pm_config *config, enum pm_field_id field, const char *key, size_t i)
{
	for (size_t k = 0; k < config->count; k++) {
		const struct pm_config_entry *entry = &config->entries[k];

		if (strcmp(entry->section, "field") != 0 || strcmp(entry->key, key) != 0 || !entry->subsection || !entry->value ||
		    pm_field_find(pm_str_c(entry->subsection)) != field)
			continue;
		if (i-- == 0)
			return entry->value;
	}
	return NULL;
}

bool pm_weights_read(struct pm_str text, const char *key, double weights[PM_FIELD_COUNT], struct pm_buf *err)
{
	struct pm_scale_word word;
	bool any = false;

	for (text = pm_str_trim(text); next_word(&text, &word); text = pm_str_trim(text)) {
		enum pm_field_id field = pm_field_find(word.word);
		const char *near = field == PM_FIELD_CUSTOM ? pm_field_nearest(word.word) : NULL;

		if (field == PM_FIELD_CUSTOM) {
			pm_buf_addf(err, "%s: no field '%.*s'", key, PM_FMT(word.word));
			if (near)
				pm_buf_addf(err, ": did you mean '%s'?", near);
			return false;
		}
		weights[field] = word.value;
		any = true;
	}
	if (text.n > 0 || !any)
		pm_buf_addf(err, "%s: '%.*s' is no weight: write value=3 urgency=2 effort=-1", key,
			    PM_FMT(pm_str_sub(text, 0, 100)));
	return text.n == 0 && any;
}

/* The team's words, the newest first, then the method's. */
static void read_scale(struct pm_scoring *scoring, size_t factor)
{
	const struct pm_factor_def *def = &scoring->factors[factor];
	size_t count = 0;

	while (field_setting(scoring->product->config, def->field, "scale", count))
		count++;
	while (count-- > 0)
		add_words(scoring, &scoring->scales[factor],
			  pm_str_c(field_setting(scoring->product->config, def->field, "scale", count)));
	if (def->words)
		add_words(scoring, &scoring->scales[factor], pm_str_c(def->words));
}

/* The first word of a value, what stands before and behind it left off. */
static struct pm_str first_word(struct pm_str text)
{
	struct pm_scan s = pm_scan_of(pm_str_sub(text, 0, PM_SCAN_MAX));
	const char *start;

	pm_scan_signs(&s);
	start = s.p;
	pm_scan_word(&s);
	return pm_str_n(start, (size_t)(s.p - start));
}

static bool read_word(const struct pm_scale *scale, struct pm_str text, struct pm_number *number)
{
	struct pm_str word = first_word(text);

	for (size_t i = 0; i < scale->count; i++) {
		if (!pm_str_fold_eq(word, scale->words[i].word) && !pm_str_fold_eq(text, scale->words[i].word))
			continue;
		*number = (struct pm_number){.low = scale->words[i].value, .high = scale->words[i].value};
		return true;
	}
	return false;
}

/* -- making ready */

bool pm_scoring_add(struct pm_scoring *scoring, struct pm_factor_def def)
{
	if (scoring->factor_count == PM_FACTORS_MAX)
		return false;
	scoring->factors[scoring->factor_count++] = def;
	return true;
}

static int prepare(struct pm_scoring *scoring, struct pm_buf *err)
{
	const struct pm_method *method = scoring->method;

	scoring->ratio = method->ratio;
	for (size_t i = 0; i < sizeof method->factors / sizeof *method->factors && method->factors[i].read; i++)
		pm_scoring_add(scoring, method->factors[i]);
	if (method->prepare && method->prepare(scoring, err) < 0)
		return -1;
	for (size_t i = 0; i < scoring->factor_count; i++)
		read_scale(scoring, i);
	return 0;
}

static struct pm_scoring *make_scoring(const struct pm_product *product, const struct pm_method *method, struct pm_formula *formula,
				       struct pm_buf *err)
{
	struct pm_scoring *scoring = pm_calloc(1, sizeof *scoring);

	scoring->method = method;
	scoring->product = product;
	scoring->formula = formula;
	pm_arena_init(&scoring->arena);
	if (prepare(scoring, err) == 0)
		return scoring;
	pm_scoring_free(scoring);
	return NULL;
}

void pm_scoring_free(struct pm_scoring *scoring)
{
	while (scoring != NULL) {
		struct pm_scoring *then = scoring->then;

		pm_formula_free(scoring->formula);
		pm_arena_clear(&scoring->arena);
		free(scoring);
		scoring = then;
	}
}

/* Is this one word, so that a method may have been meant? */
static bool is_one_word(struct pm_str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!isalnum((unsigned char)text.p[i]) && text.p[i] != '-' && text.p[i] != '_')
			return false;
	return text.n > 0 && pm_field_find(text) == PM_FIELD_CUSTOM;
}

static struct pm_scoring *read_one(const struct pm_product *product, struct pm_str by, struct pm_buf *err)
{
	const struct pm_method *method;
	struct pm_formula *formula;
	const char *near;

	by = pm_str_trim(by);
	method = pm_method_find(by);
	if (method)
		return make_scoring(product, method, NULL, err);
	near = is_one_word(by) ? pm_method_nearest(by) : NULL;
	if (by.n == 0 || is_one_word(by)) {
		if (near)
			pm_buf_addf(err, "no method '%.*s': did you mean '%s'?", PM_FMT(by), near);
		else
			pm_buf_addf(err, "no method '%.*s'", PM_FMT(by));
		pm_buf_addz(err, near ? " There are " : ": there are ");
		for (size_t i = 0; pm_methods[i]; i++)
			pm_buf_addf(err, "%s, ", pm_methods[i]->name);
		pm_buf_addz(err, "and formulas over fields");
		return NULL;
	}
	formula = pm_formula_new(by, err);
	return formula ? make_scoring(product, &pm_method_formula, formula, err) : NULL;
}

/* A comma that stands in no bracket parts two. */
bool pm_scoring_next(struct pm_str by, size_t *at, struct pm_str *part)
{
	size_t start = *at, end = start;

	if (start > by.n)
		return false;
	for (int depth = 0; end < by.n && (by.p[end] != ',' || depth > 0); end++)
		depth += by.p[end] == '(' ? 1 : by.p[end] == ')' ? -1 : 0;
	*part = pm_str_sub(by, start, end);
	*at = end + 1;
	return true;
}

struct pm_scoring *pm_scoring_new(const struct pm_product *product, struct pm_str by, struct pm_buf *err)
{
	struct pm_scoring *first = NULL, **last = &first;
	struct pm_str part;
	size_t at = 0;

	while (pm_scoring_next(by, &at, &part)) {
		*last = read_one(product, part, err);
		if (*last == NULL) {
			pm_scoring_free(first);
			return NULL;
		}
		last = &(*last)->then;
	}
	return first;
}

void pm_scoring_name(const struct pm_scoring *scoring, struct pm_buf *out)
{
	pm_buf_addz(out, scoring->method->name);
	for (scoring = scoring->then; scoring; scoring = scoring->then)
		pm_buf_addf(out, ", then %s", scoring->method->name);
}

struct pm_str pm_scoring_formula(const struct pm_scoring *scoring)
{
	if (scoring->formula)
		return pm_formula_text(scoring->formula);
	return scoring->text.n > 0 ? scoring->text : pm_str_c(scoring->method->formula);
}

/* -- scores */

enum pm_flaw pm_scoring_read(const struct pm_scoring *scoring, size_t factor, struct pm_str text, struct pm_number *number)
{
	const struct pm_factor_def *def = &scoring->factors[factor];
	enum pm_flaw flaw;

	memset(number, 0, sizeof *number);
	if (read_word(&scoring->scales[factor], text, number))
		return PM_FLAW_NONE;
	if (!def->read(text, number))
		return PM_FLAW_STRANGE;
	flaw = pm_amount_flaw(def->field, number->low, number->high);
	if (flaw == PM_FLAW_ZERO && !def->divisor)
		flaw = PM_FLAW_NONE; /* a sum can take it */
	if (flaw == PM_FLAW_NONE && def->most > 0 && number->high > def->most)
		flaw = PM_FLAW_ABOVE;
	if (flaw == PM_FLAW_NONE && def->divisor && (number->low + number->high) / 2 < DIVISOR_MIN)
		flaw = PM_FLAW_ZERO;
	if (def->time && number->unit.n == 1) /* h, d, w, m */
		number->unit = pm_str_c(def->time);
	return flaw;
}

static void take_number(const struct pm_factor_def *def, const struct pm_number *number, struct pm_factor *factor)
{
	factor->low = number->low;
	factor->high = number->high;
	if (def->time && number->unit.n > 0)
		factor->unit = number->unit.p;
	else if (def->bare_is_time && (factor->read_from == factor->field || factor->read_from == PM_FIELD_SCORE))
		factor->unit = def->time;
}

static const struct pm_supposition *supposed(const struct pm_scoring *scoring, const struct pm_item *item, enum pm_field_id field)
{
	uint32_t number = (uint32_t)(item - scoring->product->items);

	for (size_t i = scoring->supposition_count; i-- > 0;)
		if (scoring->suppositions[i].item == number && scoring->suppositions[i].field == field)
			return &scoring->suppositions[i];
	return NULL;
}

static bool read_supposed(const struct pm_scoring *scoring, const struct pm_item *item, size_t i, struct pm_factor *factor)
{
	const struct pm_supposition *supposition = supposed(scoring, item, factor->field);
	struct pm_number number;

	if (supposition && supposition->text.n == 0) {
		factor->low = factor->high = supposition->number;
		return true;
	}
	if (!supposition || pm_scoring_read(scoring, i, supposition->text, &number) != PM_FLAW_NONE)
		return false;
	take_number(&scoring->factors[i], &number, factor);
	return true;
}

/* Takes the next part off a sum on one line: what stands before one of * / = or an x of its own. */
static bool next_part(struct pm_str *rest, struct pm_str *part)
{
	size_t end = 0;

	if (rest->n == 0)
		return false;
	while (end < rest->n && strchr("*/=,;", rest->p[end]) == NULL &&
	       !((rest->p[end] | 0x20) == 'x' && end > 0 && rest->p[end - 1] == ' ' && end + 1 < rest->n &&
		 rest->p[end + 1] == ' '))
		end++;
	*part = pm_str_trim(pm_str_sub(*rest, 0, end));
	*rest = pm_str_sub(*rest, end + 1, rest->n);
	return true;
}

/* "Reach 40% x Impact 2.0 x Confidence 80% / Effort 3 wks = 21.3", as the score of an item: what stands behind a field's name. */
static struct pm_str in_score(const struct pm_scoring *scoring, const struct pm_item *item, enum pm_field_id field)
{
	struct pm_str rest = pm_item_text(scoring->product, item, PM_FIELD_SCORE), part;

	while (pm_str_chr(rest, '=') >= 0 && next_part(&rest, &part)) {
		size_t name = 0;

		while (name < part.n && !isdigit((unsigned char)part.p[name]) && part.p[name] != '~')
			name++;
		if (name > 0 && name < part.n && pm_field_find(pm_str_sub(part, 0, name)) == field)
			return pm_str_sub(part, name, part.n);
	}
	return (struct pm_str){"", 0};
}

static void read_from_score(const struct pm_scoring *scoring, const struct pm_item *item, size_t i, struct pm_factor *factor)
{
	struct pm_str text = in_score(scoring, item, factor->field);
	struct pm_number number;

	if (text.n == 0)
		return;
	factor->source = pm_item_field(scoring->product, item, PM_FIELD_SCORE);
	factor->read_from = PM_FIELD_SCORE;
	factor->flaw = pm_scoring_read(scoring, i, text, &number);
	if (factor->flaw == PM_FLAW_NONE)
		take_number(&scoring->factors[i], &number, factor);
}

static void read_factor(const struct pm_scoring *scoring, const struct pm_item *item, size_t i, struct pm_factor *factor)
{
	const struct pm_factor_def *def = &scoring->factors[i];
	const enum pm_field_id from[3] = {def->field, def->others[0], def->others[1]};
	struct pm_number number, written;
	bool figure;

	*factor = (struct pm_factor){.field = def->field, .read_from = def->field, .low = def->absent, .high = def->absent};
	if (scoring->supposition_count > 0 && read_supposed(scoring, item, i, factor))
		return;
	for (int k = 0; k < 3 && from[k] != PM_FIELD_COUNT; k++) {
		struct pm_str text = pm_item_text(scoring->product, item, from[k]);
		enum pm_flaw flaw;

		if (text.n == 0)
			continue;
		flaw = pm_scoring_read(scoring, i, text, &number);
		figure = flaw != PM_FLAW_NONE && pm_number_read(text, &written);
		if (!factor->source || flaw == PM_FLAW_NONE || figure) {
			factor->source = pm_item_field(scoring->product, item, from[k]);
			factor->read_from = from[k];
			factor->flaw = flaw;
		}
		if (flaw == PM_FLAW_NONE) {
			take_number(def, &number, factor);
			return;
		}
		if (figure)
			break; /* a figure that cannot be is a slip; prose leaves the word to the next */
	}
	if (!factor->source)
		read_from_score(scoring, item, i, factor);
	factor->missing = factor->flaw != PM_FLAW_NONE || (!factor->source && def->absent == 0);
}

void pm_scoring_score(const struct pm_scoring *scoring, const struct pm_item *item, struct pm_factor *factors,
		      struct pm_score *score)
{
	double x[PM_FACTORS_MAX], value;

	*score =
		(struct pm_score){.cost = 1, .complete = true, .factor_count = (uint32_t)scoring->factor_count, .factors = factors};
	for (size_t i = 0; i < scoring->factor_count; i++) {
		read_factor(scoring, item, i, &factors[i]);
		score->complete = score->complete && !factors[i].missing;
		x[i] = (factors[i].low + factors[i].high) / 2;
	}
	if (!score->complete)
		return;
	score->value = pm_scoring_value(scoring, x, &value, &score->cost);
	score->complete = scoring->method->unscored ? !isnan(score->value) : isfinite(score->value);
}

double pm_scoring_value(const struct pm_scoring *scoring, const double *x, double *value, double *cost)
{
	*cost = 1;
	*value = scoring->method->weigh(scoring, x, cost);
	if (!scoring->ratio)
		return *value;
	return isfinite(*value) && *cost >= DIVISOR_MIN ? *value / *cost : NAN;
}

const char *pm_scoring_group(const struct pm_scoring *scoring, const struct pm_score *score)
{
	double x[PM_FACTORS_MAX];

	if (!scoring->method->group || !score->complete)
		return NULL;
	for (size_t i = 0; i < score->factor_count; i++)
		x[i] = (score->factors[i].low + score->factors[i].high) / 2;
	return scoring->method->group(scoring, x);
}

/* -- declared scores */

struct pm_scoring **pm_scoring_all(const struct pm_product *product)
{
	struct pm_scoring **all = pm_calloc(METHOD_COUNT + 1, sizeof(struct pm_scoring *));
	struct pm_buf err = {0};

	for (size_t i = 0; pm_methods[i]; i++)
		all[i] = make_scoring(product, pm_methods[i], NULL, &err);
	pm_buf_clear(&err);
	return all;
}

void pm_scoring_all_free(struct pm_scoring **all)
{
	for (size_t i = 0; pm_methods[i]; i++)
		pm_scoring_free(all[i]);
	free(all);
}

/* The method that a label names: "RICE Score", "wsjf"; of ICE's two, the mean stands for either.  NULL: it names none. */
static const struct pm_scoring *named_method(struct pm_scoring *const *ready, struct pm_str label)
{
	for (size_t i = 0; ready && pm_methods[i]; i++) {
		struct pm_str name = pm_str_c(pm_methods[i]->alias ? pm_methods[i]->alias : pm_methods[i]->name);
		ptrdiff_t at = ready[i] ? pm_str_ifind(label, name.p) : -1;

		if (at < 0 || (at > 0 && isalpha((unsigned char)label.p[at - 1])) ||
		    ((size_t)at + name.n < label.n && isalpha((unsigned char)label.p[(size_t)at + name.n])))
			continue;
		return ready[i];
	}
	return NULL;
}

/* How far a figure that is written with these decimals may be from what it was rounded, or cut off, from. */
static double tolerance(struct pm_str text, double declared)
{
	size_t digits = 0;
	double unit = 1;
	bool behind = false;

	for (size_t i = 0; i < text.n && digits < 12; i++) {
		bool digit = isdigit((unsigned char)text.p[i]) != 0;

		digits += digit && behind;
		behind = behind || ((text.p[i] == '.' || text.p[i] == ',') && i > 0);
	}
	if (declared != floor(declared) || digits < 3) /* 1,120 has no decimals */
		for (; digits > 0; digits--)
			unit /= 10;
	return unit * 0.999;
}

/* The score with every size taken as the bare number that is written. */
static double bare_score(const struct pm_scoring *scoring, const struct pm_item *item, const struct pm_score *score)
{
	double x[PM_FACTORS_MAX], value, cost;

	for (size_t i = 0; i < score->factor_count; i++) {
		const struct pm_factor *factor = &score->factors[i];
		struct pm_str text = factor->read_from == PM_FIELD_SCORE ? in_score(scoring, item, factor->field)
									 : pm_item_text(scoring->product, item, factor->read_from);
		struct pm_number number;

		x[i] = (factor->low + factor->high) / 2;
		if (scoring->factors[i].divisor && factor->source && pm_number_read(text, &number))
			x[i] = (number.low + number.high) / 2;
	}
	return pm_scoring_value(scoring, x, &value, &cost);
}

static bool recompute(const struct pm_scoring *scoring, const struct pm_item *item, struct pm_str text,
		      struct pm_declared *declared)
{
	struct pm_factor factors[PM_FACTORS_MAX];
	struct pm_score score;
	double most = tolerance(text, declared->declared);

	pm_scoring_score(scoring, item, factors, &score);
	if (!score.complete || !isfinite(score.value))
		return false;
	declared->method = scoring->method;
	declared->computed = score.value;
	declared->agrees = fabs(score.value - declared->declared) <= most ||
			   fabs(bare_score(scoring, item, &score) - declared->declared) <= most;
	return true;
}

bool pm_score_declared(struct pm_scoring *const *ready, const struct pm_scoring *scoring, const struct pm_item *item,
		       struct pm_declared *declared)
{
	const struct pm_product *product = ready && ready[0] ? ready[0]->product : scoring ? scoring->product : NULL;
	const struct pm_field *field = product ? pm_item_field(product, item, PM_FIELD_SCORE) : NULL;
	struct pm_str text = field ? pm_field_text(product, item, field) : (struct pm_str){0};
	const struct pm_scoring *by, *other = NULL;
	struct pm_number number;
	ptrdiff_t equals;

	if (!field || (field->flags & PM_FIELD_FROM_REFERENCE))
		return false;
	while ((equals = pm_str_chr(text, '=')) >= 0) /* what the sum on the line comes to */
		text = pm_str_sub(text, (size_t)equals + 1, text.n);
	if (!pm_number_read(text, &number))
		return false;
	by = named_method(ready, pm_source_text(&product->files[item->file].source, field->label));
	*declared = (struct pm_declared){.field = field, .declared = number.low};
	if (!(by ? recompute(by, item, text, declared) : scoring && recompute(scoring, item, text, declared)))
		return false;
	for (size_t i = 0; !declared->agrees && by && pm_methods[i]; i++) /* the other one of that name */
		if (ready[i] && by->method == &pm_method_ice_mean && pm_methods[i] == &pm_method_ice_product)
			other = ready[i];
	if (other) {
		struct pm_declared again = *declared;

		if (recompute(other, item, text, &again) && again.agrees)
			*declared = again;
	}
	return true;
}

/* -- how values are read */

static bool read_size(struct pm_str text, double hours, struct pm_number *number)
{
	static const struct {
		const char *unit;
		double hours;
	} times[] = {{"h", 1}, {"d", 8}, {"w", 40}, {"m", 160}};
	struct pm_size size;

	if (!pm_size_read(text, &size)) /* a size below 0 is none, and can be told to be one */
		return pm_points_read(text, number) && !number->percent && number->high < 0;
	*number = (struct pm_number){.low = size.low, .high = size.high, .unit = pm_str_c(size.bare ? "" : size.unit)};
	for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
		if (strcmp(size.unit, times[i].unit) != 0)
			continue;
		number->low *= times[i].hours / hours;
		number->high *= times[i].hours / hours;
	}
	return true;
}

bool pm_factor_months(struct pm_str text, struct pm_number *number)
{
	return read_size(text, 160, number);
}

bool pm_factor_weeks(struct pm_str text, struct pm_number *number)
{
	return read_size(text, 40, number);
}

bool pm_factor_days(struct pm_str text, struct pm_number *number)
{
	return read_size(text, 8, number);
}

bool pm_factor_priority(struct pm_str text, struct pm_number *number)
{
	double plain = NAN;
	int scale = pm_priority_read(text, &plain);

	number->low = number->high = scale < 0 ? plain : scale;
	return !isnan(number->low);
}

bool pm_factor_moscow(struct pm_str text, struct pm_number *number)
{
	enum pm_moscow moscow = pm_moscow_read(text);

	number->low = number->high = PM_MOSCOW_WONT + 1 - (int)moscow;
	return moscow != PM_MOSCOW_NONE;
}

static pm_factor_read number_reader(enum pm_field_id field)
{
	switch (field) {
	case PM_FIELD_CONFIDENCE: return pm_confidence_read;
	case PM_FIELD_COST_OF_DELAY: return pm_money_read;
	case PM_FIELD_REACH:
	case PM_FIELD_WEIGHT: return pm_count_read;
	default: return pm_points_read;
	}
}

struct pm_factor_def pm_factor_of(enum pm_field_id field)
{
	struct pm_factor_def def = {.field = field, .others = {PM_FIELD_COUNT}, .read = pm_points_read};

	if (field == PM_FIELD_EFFORT || field == PM_FIELD_JOB_SIZE || field == PM_FIELD_DURATION) {
		def.others[0] = PM_FIELD_ESTIMATE;
		def.others[1] = PM_FIELD_COUNT;
	}
	def.percent = pm_fields[field].type == PM_TYPE_PERCENT;
	def.most = def.percent ? 1 : 0;
	if (def.others[0] == PM_FIELD_ESTIMATE || pm_fields[field].type == PM_TYPE_SIZE) {
		def.read = pm_factor_days;
		def.time = "days";
	} else if (field == PM_FIELD_PRIORITY) {
		def.read = pm_factor_priority;
	} else if (field == PM_FIELD_MOSCOW) {
		def.read = pm_factor_moscow;
	} else {
		def.read = number_reader(field);
	}
	return def;
}
