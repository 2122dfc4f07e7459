/* rule: what is checked: the list of rules, how they are run, and what they share. */
#include "parser/rule.h"

#include "parser/fingerprint.h"
#include "parser/suppress.h"
#include "parser/title.h"
#include "parser/work.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct pm_rule *const pm_rules[] = {
#define PM_RULE(name) &pm_rule_##name,
#include "parser/rules.def"
#undef PM_RULE
	NULL};
enum { RULE_COUNT = sizeof pm_rules / sizeof *pm_rules - 1 };

/* How many items are one unit of work. */
enum { ITEMS_AT_ONCE = 2048 };

/* -- the list */

const struct pm_rule *pm_rule_find(struct pm_str name)
{
	for (size_t i = 0; i < RULE_COUNT; i++)
		if (pm_str_eqc(name, pm_rules[i]->name))
			return pm_rules[i];
	return NULL;
}

static const char *rule_name(const void *ctx, size_t i)
{
	(void)ctx;
	return pm_rules[i]->name;
}

const char *pm_rule_nearest(struct pm_str name)
{
	return pm_nearest(name, rule_name, NULL, RULE_COUNT);
}

bool pm_rule_selected(const struct pm_rule *rule, struct pm_str pattern)
{
	size_t group = strcspn(rule->name, "-");

	return pm_path_match(pattern, pm_str_c(rule->name)) || pm_str_eq(pattern, pm_str_n(rule->name, group));
}

/* The last severity that a section [rule "NAME"], or one with a pattern or group, gives the rule. */
static bool configured_severity(const struct pm_rule *rule, const struct pm_config *config, enum pm_severity *severity)
{
	bool found = false;

	for (size_t i = 0; config != NULL && i < config->count; i++) {
		const struct pm_config_entry *entry = &config->entries[i];

		if (pm_str_ieqc(pm_str_c(entry->section), "rule") && pm_str_ieqc(pm_str_c(entry->key), "severity") &&
		    entry->subsection != NULL && pm_rule_selected(rule, pm_str_c(entry->subsection)) &&
		    pm_severity_from(pm_str_c(entry->value), severity))
			found = true;
	}
	return found;
}

enum pm_severity pm_rule_severity(const struct pm_rule *rule, const struct pm_config *config)
{
	enum pm_severity severity = rule->severity;

	configured_severity(rule, config, &severity);
	return severity;
}

/* -- options: the keys of [rule "NAME"] beside severity */

/* The option's value, the last that a section which selects the rule gives it; else its default. */
static const char *configured_option(const struct pm_rule *rule, const struct pm_rule_option *option,
				     const struct pm_config *config)
{
	struct pm_number number;
	bool is_number = pm_number_read(pm_str_c(option->value), &number);
	const char *value = option->value;

	for (size_t i = 0; config != NULL && i < config->count; i++) {
		const struct pm_config_entry *entry = &config->entries[i];

		if (strcmp(entry->section, "rule") == 0 && pm_str_ieqc(pm_str_c(entry->key), option->key) &&
		    entry->subsection != NULL && entry->value != NULL && pm_rule_selected(rule, pm_str_c(entry->subsection)) &&
		    (!is_number || pm_number_read(pm_str_c(entry->value), &number)))
			value = entry->value;
	}
	return value;
}

static void set_options(struct pm_rule_context *context)
{
	const struct pm_rule_option *options = context->rule->options;
	struct pm_number number;

	for (size_t i = 0; options != NULL && options[i].key != NULL; i++) {
		assert(i < PM_RULE_OPTIONS_MAX);
		context->options[i] = configured_option(context->rule, &options[i], context->config);
		if (pm_number_read(pm_str_c(context->options[i]), &number))
			context->numbers[i] = number.low;
	}
}

static size_t option_index(const struct pm_rule *rule, const char *key)
{
	size_t i = 0;

	while (strcmp(rule->options[i].key, key) != 0)
		i++;
	return i;
}

const char *pm_rule_option(const struct pm_rule_context *context, const char *key)
{
	return context->options[option_index(context->rule, key)];
}

double pm_rule_option_number(const struct pm_rule_context *context, const char *key)
{
	return context->numbers[option_index(context->rule, key)];
}

/* The names of the options of the rules that a section selects. */
struct option_names {
	const char *names[RULE_COUNT * PM_RULE_OPTIONS_MAX + 1];
	size_t count;
	const struct pm_rule_option *found; /* the one with the key that was asked for */
};

static const char *option_name(const void *ctx, size_t i)
{
	const struct option_names *names = ctx;

	return names->names[i];
}

static void find_option(struct pm_str section, const char *key, struct option_names *names)
{
	names->names[names->count++] = "severity";
	for (size_t r = 0; r < RULE_COUNT; r++) {
		const struct pm_rule_option *option = pm_rules[r]->options;

		if (!pm_rule_selected(pm_rules[r], section))
			continue;
		for (; option != NULL && option->key != NULL; option++) {
			names->names[names->count++] = option->key;
			if (pm_str_ieqc(pm_str_c(key), option->key))
				names->found = option;
		}
	}
}

static void check_option(struct pm_config *config, const struct pm_config_entry *entry)
{
	struct option_names names = {.count = 0};
	struct pm_number number;

	if (pm_str_ieqc(pm_str_c(entry->key), "severity"))
		return;
	find_option(pm_str_c(entry->subsection), entry->key, &names);
	if (names.found == NULL)
		pm_config_complain(config, entry, pm_nearest(pm_str_c(entry->key), option_name, &names, names.count),
				   "pm-lint --explain says which there are", "the rule has no option `%s`", entry->key);
	else if (pm_number_read(pm_str_c(names.found->value), &number) &&
		 (entry->value == NULL || !pm_number_read(pm_str_c(entry->value), &number)))
		pm_config_complain(config, entry, NULL, "write one, as in the rule's own",
				   "`%s` is no number (the rule's own is %s)", entry->value != NULL ? entry->value : "",
				   names.found->value);
}

void pm_rules_check_config(struct pm_config *config)
{
	const char *before = NULL; /* one complaint for a section, not for each of its keys */
	bool known = true;

	for (size_t i = 0; i < config->count; i++) {
		const struct pm_config_entry *entry = &config->entries[i];

		if (strcmp(entry->section, "rule") != 0 || entry->subsection == NULL)
			continue;
		if (before == NULL || strcmp(before, entry->subsection) != 0) {
			known = false;
			for (size_t r = 0; r < RULE_COUNT; r++)
				known = known || pm_rule_selected(pm_rules[r], pm_str_c(entry->subsection));
			if (!known)
				pm_config_complain(config, entry, pm_rule_nearest(pm_str_c(entry->subsection)),
						   "pm-lint --rules lists them", "there is no rule `%s`", entry->subsection);
		}
		if (known)
			check_option(config, entry);
		before = entry->subsection;
	}
}

static bool any_selects(const struct pm_rule *rule, const char *const *patterns, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (pm_rule_selected(rule, pm_str_c(patterns[i])))
			return true;
	return false;
}

static bool is_run(const struct pm_rule *rule, const struct pm_check_options *options)
{
	return (options->only == NULL || any_selects(rule, options->only, options->only_count)) &&
	       !(options->skip != NULL && any_selects(rule, options->skip, options->skip_count));
}

/* -- what is already there */

/* What becomes of the findings of one rule. */
struct setting {
	bool shown, run, configured; /* what is run and not shown is asked for by comments that silence it */
	enum pm_severity severity;   /* where it is configured, for all; else the default of the rule's own findings */
};

static void settle(const struct pm_config *config, const struct pm_check_options *options, struct setting settings[RULE_COUNT])
{
	for (size_t r = 0; r < RULE_COUNT; r++) {
		settings[r].shown = settings[r].run = is_run(pm_rules[r], options);
		settings[r].severity = pm_rules[r]->severity;
		settings[r].configured = configured_severity(pm_rules[r], config, &settings[r].severity);
	}
}

static size_t rule_index(const char *name)
{
	size_t r = 0;

	while (r < RULE_COUNT && strcmp(name, pm_rules[r]->name) != 0)
		r++;
	return r;
}

/* Takes over the findings of reading and of the configuration. */
static void take_over(const struct pm_diags *from, const struct setting settings[RULE_COUNT], struct pm_diags *diags)
{
	for (size_t i = 0; i < from->count; i++) {
		size_t r = rule_index(from->list[i].rule);
		struct pm_diag diag = from->list[i];

		if (r < RULE_COUNT && settings[r].configured)
			diag.severity = settings[r].severity;
		if ((r < RULE_COUNT && !settings[r].run) || diag.severity == PM_SEVERITY_OFF)
			continue;
		PM_GROW(diags->list, diags->count, diags->cap);
		diags->list[diags->count++] = diag;
	}
}

/* -- running: units of work for any thread; their findings are put together in the units' order */

enum { UNIT_PLAN = RULE_COUNT + 1 };

struct check_unit {
	size_t rule; /* index; RULE_COUNT: the per-item checks of items [from, to); UNIT_PLAN: makes the plan */
	uint32_t from, to;
	bool plan; /* the per-item checks that ask for the plan, or those that do not */
	struct pm_arena arena;
	struct pm_diags diags;
	struct counted *counted; /* where findings are only counted: heap, `count` of them */
	size_t count;
};

/* All that counting keeps of a finding: equal ones have the same hash. */
struct counted {
	uint64_t hash;
	uint32_t rule; /* index */
	enum pm_severity severity;
};

struct check_run {
	const struct pm_product *product, *base;
	const struct pm_side *merge;
	struct pm_plan *plan;		  /* NULL: no rule asks for it */
	const struct pm_history *history; /* NULL: there is none */
	const struct pm_flow *flow;
	struct pm_tree *tree;
	pm_day today;
	bool fixes, asked_fixes, each, counts;
	enum pm_severity severities[RULE_COUNT]; /* PM_SEVERITY_OFF: not run */
	struct check_unit *units;
	size_t unit_count, before_plan; /* the units that need no plan come first, and make it */
	size_t first;			/* of the units under way */
};

static struct pm_rule_context context_of(const struct check_run *run, struct check_unit *unit, size_t rule)
{
	struct pm_rule_context context = {.rule = pm_rules[rule],
					  .product = run->product,
					  .base = run->base,
					  .merge = run->merge,
					  .config = run->product->config,
					  .tree = run->tree,
					  .diags = &unit->diags,
					  .severity = run->severities[rule],
					  .today = run->today,
					  .fixes = run->fixes,
					  .asked_fixes = run->asked_fixes,
					  .each = run->each,
					  .plan = pm_rules[rule]->plan ? run->plan : NULL,
					  .history = run->history,
					  .flow = run->flow};

	set_options(&context);
	return context;
}

static void check_items(const struct check_run *run, struct check_unit *unit)
{
	for (size_t r = 0; r < RULE_COUNT; r++) {
		struct pm_rule_context context = context_of(run, unit, r);

		if (context.severity == PM_SEVERITY_OFF || pm_rules[r]->check_item == NULL || pm_rules[r]->plan != unit->plan)
			continue;
		for (uint32_t i = unit->from; i < unit->to; i++) {
			const struct pm_item *item = &run->product->items[i];

			if (item->place == PM_PLACE_ACTIVE && (item->readable || !pm_rules[r]->absence))
				pm_rules[r]->check_item(&context, i);
		}
	}
}

/* What compare_said compares, as one number. */
static uint64_t hash_of(const struct pm_product *product, const struct pm_diag *diag)
{
	struct pm_str path = pm_str_c(diag->file == PM_NO_FILE ? pm_diag_path(product, diag) : "");
	const uint64_t parts[] = {diag->file,	  diag->path_line,   diag->span.start,
				  diag->span.end, pm_str_hash(path), pm_str_hash(diag->message)};

	return pm_str_hash(pm_str_n((const char *)parts, sizeof parts));
}

/* Keeps of these findings only what counts. */
static void count_findings(const struct pm_product *product, const struct pm_diags *diags, struct check_unit *unit)
{
	unit->counted = pm_calloc(diags->count + 1, sizeof *unit->counted);
	for (size_t i = 0; i < diags->count; i++) {
		const struct pm_diag *diag = &diags->list[i];
		size_t rule = rule_index(diag->rule);

		if (rule < RULE_COUNT)
			unit->counted[unit->count++] = (struct counted){hash_of(product, diag), (uint32_t)rule, diag->severity};
	}
}

/* What a unit has looked at of large files, the next one looks at elsewhere. */
static void rest_unit(const struct pm_product *product, const struct check_unit *unit)
{
	if (unit->rule != RULE_COUNT)
		pm_product_rest(product);
	else if (unit->to > unit->from)
		pm_product_passed(product, unit->from);
}

static void run_unit(void *ctx, size_t u, unsigned thread)
{
	const struct check_run *run = ctx;
	struct check_unit *unit = &run->units[run->first + u];

	(void)thread;
	if (unit->rule == UNIT_PLAN) {
		pm_plan_init(run->plan, run->product, NULL, NULL);
	} else if (unit->rule == RULE_COUNT) {
		check_items(run, unit);
	} else {
		struct pm_rule_context context = context_of(run, unit, unit->rule);

		pm_rules[unit->rule]->check(&context);
	}
	rest_unit(run->product, unit);
	if (run->counts) {
		count_findings(run->product, &unit->diags, unit);
		pm_diags_clear(&unit->diags);
		pm_arena_clear(&unit->arena);
	}
}

static void add_unit(struct check_run *run, size_t rule, uint32_t from, uint32_t to)
{
	struct check_unit *unit = &run->units[run->unit_count++];

	unit->rule = rule;
	unit->from = from;
	unit->to = to;
	pm_arena_init(&unit->arena);
	pm_diags_init(&unit->diags, &unit->arena);
}

/* The checks that ask for the plan, or those that do not. */
static void add_rules(struct check_run *run, bool plan)
{
	uint32_t count = run->product->item_count;

	for (size_t r = 0; r < RULE_COUNT; r++)
		if (run->severities[r] != PM_SEVERITY_OFF && pm_rules[r]->check != NULL && pm_rules[r]->plan == plan)
			add_unit(run, r, 0, 0);
	for (uint32_t from = 0; from < count; from += ITEMS_AT_ONCE) {
		add_unit(run, RULE_COUNT, from, count - from > ITEMS_AT_ONCE ? from + ITEMS_AT_ONCE : count);
		run->units[run->unit_count - 1].plan = plan;
	}
}

static void make_units(struct check_run *run)
{
	run->units = pm_calloc(RULE_COUNT + 1 + 2 * (run->product->item_count / ITEMS_AT_ONCE + 1), sizeof *run->units);
	if (run->plan != NULL)
		add_unit(run, UNIT_PLAN, 0, 0);
	add_rules(run, false);
	run->before_plan = run->unit_count;
	if (run->plan != NULL)
		add_rules(run, true);
}

static void collect_units(struct check_run *run, struct pm_diags *diags)
{
	for (size_t u = 0; u < run->unit_count; u++) {
		struct check_unit *unit = &run->units[u];

		for (size_t i = 0; i < unit->diags.count; i++) {
			PM_GROW(diags->list, diags->count, diags->cap);
			diags->list[diags->count++] = unit->diags.list[i];
		}
		pm_diags_clear(&unit->diags);
		pm_arena_join(diags->arena, &unit->arena);
	}
	free(run->units);
}

/* -- the order of findings */

struct sorted_diag {
	const struct pm_diag *diag;
	const char *path;
	size_t index;
};

static int compare(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

/* What is said, and of which place: equal ones are the same finding. */
static int compare_said(const struct sorted_diag *x, const struct sorted_diag *y)
{
	const struct pm_diag *a = x->diag, *b = y->diag;
	int order = a->file != b->file || a->file == PM_NO_FILE ? strcmp(x->path, y->path) : 0;

	order = order ? order : compare(a->path_line, b->path_line);
	order = order ? order : compare(a->span.start, b->span.start);
	order = order ? order : compare(a->span.end, b->span.end);
	order = order ? order : strcmp(a->rule, b->rule);
	return order ? order : pm_str_cmp(a->message, b->message);
}

static int compare_diags(const void *a, const void *b)
{
	const struct sorted_diag *x = a, *y = b;
	int order = compare_said(x, y);

	return order ? order : compare(x->index, y->index);
}

static void sort_diags(const struct pm_product *product, struct pm_diags *diags)
{
	struct sorted_diag *sorted = pm_calloc(diags->count + 1, sizeof *sorted);
	struct pm_diag *list = pm_calloc(diags->count + 1, sizeof *list);
	size_t kept = 0;

	for (size_t i = 0; i < diags->count; i++)
		sorted[i] = (struct sorted_diag){&diags->list[i], pm_diag_path(product, &diags->list[i]), i};
	qsort(sorted, diags->count, sizeof *sorted, compare_diags);
	for (size_t i = 0; i < diags->count; i++)
		if (i == 0 || compare_said(&sorted[i - 1], &sorted[i]) != 0)
			list[kept++] = *sorted[i].diag;
	free(diags->list);
	free(sorted);
	diags->list = list;
	diags->cap = diags->count + 1;
	diags->count = kept;
}

static bool asks_for_plan(const struct check_run *run)
{
	for (size_t r = 0; r < RULE_COUNT; r++)
		if (pm_rules[r]->plan && run->severities[r] != PM_SEVERITY_OFF)
			return true;
	return false;
}

/* -- comments that silence */

/* Whether a comment is needed is only known when the rules that it names were run. */
static void run_all(struct setting settings[RULE_COUNT])
{
	bool asked = false;

	for (size_t r = 0; r < RULE_COUNT; r++)
		asked = asked || (settings[r].shown && strcmp(pm_rules[r]->name, "tool-suppression-unused") == 0);
	for (size_t r = 0; r < RULE_COUNT; r++)
		settings[r].run = settings[r].run || asked;
}

static void suppress(const struct check_run *run, struct pm_suppressions *suppressions, const struct setting settings[RULE_COUNT],
		     struct pm_diags *diags)
{
	bool judged[RULE_COUNT], shown[RULE_COUNT];
	enum pm_severity severities[RULE_COUNT];

	for (size_t r = 0; r < RULE_COUNT; r++) {
		shown[r] = settings[r].shown;
		judged[r] = run->severities[r] != PM_SEVERITY_OFF && !pm_rules[r]->outside && (!pm_rules[r]->base || run->base);
		severities[r] = shown[r] ? run->severities[r] : PM_SEVERITY_OFF;
	}
	pm_suppress(suppressions, shown, diags);
	pm_suppressions_check(suppressions, judged, severities, diags);
	sort_diags(run->product, diags);
}

/* -- the whole */

/* A check under way: what is run, and what it is run with. */
struct check {
	struct check_run run;
	struct setting settings[RULE_COUNT];
	struct pm_suppressions *suppressions; /* NULL: there are none */
	struct pm_plan plan;
	struct pm_flow flow;
};

/* Gets ready, and takes over into diags what reading found. */
static void begin(struct check *check, const struct pm_product *product, const struct pm_check_options *options,
		  struct pm_diags *diags)
{
	struct check_run *run = &check->run;

	*run = (struct check_run){.product = product,
				  .base = options->base,
				  .merge = options->merge,
				  .tree = options->tree,
				  .today = options->today,
				  .history = options->history,
				  .fixes = options->fixes,
				  .asked_fixes = !options->no_asked_fixes,
				  .each = options->each};
	check->suppressions = pm_suppressions_read(product);
	settle(product->config, options, check->settings);
	if (check->suppressions != NULL)
		run_all(check->settings);
	for (size_t r = 0; r < RULE_COUNT; r++)
		run->severities[r] = check->settings[r].run && (!pm_rules[r]->past || options->history)
					     ? check->settings[r].severity
					     : PM_SEVERITY_OFF;
	if (product->config != NULL)
		take_over(&product->config->diags, check->settings, diags);
	take_over(&product->diags, check->settings, diags);
	run->plan = asks_for_plan(run) ? &check->plan : NULL;
	if (run->history) {
		pm_flow_init(&check->flow, run->history, product, options->today, NULL, NULL);
		run->flow = &check->flow;
	}
	make_units(run);
	pm_product_rest(product);
}

static void run_rules(struct check *check, unsigned threads)
{
	struct check_run *run = &check->run;

	threads = threads > 0 ? threads : pm_work_cores();
	threads = run->product->item_count > ITEMS_AT_ONCE ? threads : 1;
	pm_work(run->before_plan, threads, run_unit, NULL, run);
	run->first = run->before_plan;
	pm_work(run->unit_count - run->before_plan, threads, run_unit, NULL, run);
	if (run->plan != NULL)
		pm_plan_clear(&check->plan);
	if (run->flow != NULL)
		pm_flow_clear(&check->flow);
}

/* The rest, where findings are wanted. */
static void finish(struct check *check, struct pm_diags *diags)
{
	collect_units(&check->run, diags);
	sort_diags(check->run.product, diags);
	if (check->suppressions != NULL)
		suppress(&check->run, check->suppressions, check->settings, diags);
	pm_suppressions_free(check->suppressions);
}

void pm_check(const struct pm_product *product, const struct pm_check_options *options, struct pm_diags *diags)
{
	struct check check;

	begin(&check, product, options, diags);
	run_rules(&check, options->threads);
	finish(&check, diags);
}

static int compare_counted(const struct counted *x, const struct counted *y)
{
	return x->rule != y->rule ? compare(x->rule, y->rule) : compare(x->hash, y->hash);
}

static int by_hash(const void *a, const void *b)
{
	const struct counted *x = a, *y = b;
	int order = compare_counted(x, y);

	return order ? order : compare(x->severity, y->severity);
}

/* The findings of all units, and of reading (`diags`): equal ones once. */
static void count_all(const struct check_run *run, const struct pm_diags *diags, struct pm_rule_count *counts)
{
	struct check_unit read = {.rule = RULE_COUNT};
	struct counted *all;
	size_t count = 0;

	count_findings(run->product, diags, &read);
	for (size_t u = 0; u < run->unit_count; u++)
		count += run->units[u].count;
	all = pm_calloc(count + read.count + 1, sizeof *all);
	memcpy(all, read.counted, read.count * sizeof *all);
	count = read.count;
	free(read.counted);
	for (size_t u = 0; u < run->unit_count; u++) {
		if (run->units[u].count > 0)
			memcpy(all + count, run->units[u].counted, run->units[u].count * sizeof *all);
		count += run->units[u].count;
		free(run->units[u].counted);
	}
	qsort(all, count, sizeof *all, by_hash);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || compare_counted(&all[i - 1], &all[i]) != 0)
			counts[all[i].rule].of[all[i].severity]++;
	free(all);
}

/* What comments silence is known by its place, so that findings are kept where there are such comments. */
struct pm_rule_count *pm_check_count(const struct pm_product *product, const struct pm_check_options *options)
{
	struct pm_rule_count *counts = pm_calloc(RULE_COUNT, sizeof *counts);
	struct pm_arena arena;
	struct pm_diags diags;
	struct check check;

	pm_arena_init(&arena);
	pm_diags_init(&diags, &arena);
	begin(&check, product, options, &diags);
	check.run.counts = check.suppressions == NULL;
	run_rules(&check, options->threads);
	if (check.suppressions != NULL) {
		finish(&check, &diags);
		check.run.unit_count = 0;
		count_all(&check.run, &diags, counts);
	} else {
		count_all(&check.run, &diags, counts);
		free(check.run.units);
	}
	pm_diags_clear(&diags);
	pm_arena_clear(&arena);
	return counts;
}

/* -- for the rules */

struct pm_diag *pm_rule_add(const struct pm_rule_context *context, uint32_t index, struct pm_span span, const char *format, ...)
{
	const struct pm_item *item = &context->product->items[index];
	struct pm_diag *diag;
	va_list args;

	va_start(args, format);
	diag = pm_diag_addv(context->diags, context->rule->name, context->severity, item->file, span, format, args);
	va_end(args);
	diag->item = index;
	if (item->key.n == 0)
		diag->subject = item->title;
	return diag;
}

struct pm_diag *pm_rule_add_file(const struct pm_rule_context *context, uint32_t file, struct pm_span span, const char *format, ...)
{
	struct pm_diag *diag;
	va_list args;

	va_start(args, format);
	diag = pm_diag_addv(context->diags, context->rule->name, context->severity, file, span, format, args);
	va_end(args);
	return diag;
}

/* The first 60 characters, and dots where that is not all. */
static void shorten(struct pm_buf *buf)
{
	const char *p = buf->p, *end = buf->p + buf->n;
	uint32_t ch;

	for (int i = 0; i < 60 && p < end; i++)
		p += pm_utf8_decode(p, end, &ch);
	if (p == end)
		return;
	buf->n = (size_t)(p - buf->p);
	pm_buf_addz(buf, "...");
}

const char *pm_rule_quote(const struct pm_rule_context *context, struct pm_str text)
{
	struct pm_buf buf = {0};
	const char *quote;

	pm_text_plain(pm_str_sub(text, 0, 1024), &buf); /* enough for 60 characters and their markup */
	if (buf.n > 0)
		shorten(&buf);
	quote = pm_arena_dup(context->diags->arena, buf.n > 0 ? buf.p : "", buf.n);
	pm_buf_clear(&buf);
	return quote;
}

const char *pm_rule_name(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];
	struct pm_buf buf = {0};
	const char *name;

	if (item->id.n > 0 && !item->numbered)
		return pm_rule_quote(context, item->id);
	if (item->id.n == 0 && item->title.n == 0)
		return "this item";
	if (item->id.n > 0)
		pm_buf_addf(&buf, "item %s", pm_rule_quote(context, item->id));
	else
		pm_buf_addf(&buf, "'%s'", pm_rule_quote(context, item->title));
	name = pm_arena_dup(context->diags->arena, buf.p, buf.n);
	pm_buf_clear(&buf);
	return name;
}

const char *pm_rule_place(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];
	struct pm_buf buf = {0};
	const char *place;

	pm_buf_addf(&buf, "%s:%u", context->product->files[item->file].source.path, (unsigned)item->line);
	place = pm_arena_dup(context->diags->arena, buf.p, buf.n);
	pm_buf_clear(&buf);
	return place;
}

bool pm_rule_names_other(const struct pm_product *product, uint32_t index)
{
	enum { LINE_MOST = 300, IDS_MOST = 4 };
	const struct pm_item *item = &product->items[index];
	struct pm_str line = pm_str_sub(pm_source_text(&product->files[item->file].source, item->head), 0, LINE_MOST);
	struct pm_id id;
	size_t at = 0;

	for (int i = 0; i < IDS_MOST && pm_id_next(line, at, &id); i++, at = id.to) {
		uint32_t other =
			id.weak || id.numbered ? PM_NO_ITEM : pm_product_find(product, pm_str_sub(line, id.from, id.to), NULL);

		if (other != PM_NO_ITEM && other != index)
			return true;
	}
	return false;
}

bool pm_rule_is_doubtful(const struct pm_product *product, uint32_t index)
{
	const struct pm_item *item = &product->items[index];

	return item->id.n == 0 && (product->files[item->file].role >= PM_ROLE_README || pm_rule_names_other(product, index));
}

uint32_t pm_rule_field_file(const struct pm_product *product, const struct pm_item *item, const struct pm_field *field)
{
	uint32_t file = PM_NO_FILE;

	if (field->flags & PM_FIELD_FROM_REFERENCE)
		file = product->texts[field->text].file;
	return file != PM_NO_FILE ? file : item->file;
}

bool pm_rule_field_plain(const struct pm_field *field)
{
	switch ((enum pm_spelling)field->spelling) {
	case PM_SPELL_LINE:
	case PM_SPELL_YAML:
	case PM_SPELL_QUOTED:
	case PM_SPELL_YAML_BLOCK:
	case PM_SPELL_CELL:
	case PM_SPELL_PAIR:
	case PM_SPELL_SECTION: return true;
	default: return false;
	}
}
