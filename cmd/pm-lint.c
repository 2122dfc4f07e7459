/* pm-lint: checks a product's backlog and roadmap. */
#include "cmd/run.h"

#include "formats/findings.h"
#include "formats/json.h"
#include "parser/mem.h"
#include "parser/rule.h"

#include <stdlib.h>
#include <string.h>

struct lint {
	struct pm_run run;
	/* options */
	struct pm_opt_list only_texts, skip_texts;
	const char *fail_on, *explain;
	long long max_warnings; /* -1: any number */
	bool exit_zero, statistics, rules;
	/* what came of them */
	struct pm_arena arena;
	struct pm_opt_list only, skip; /* patterns */
	struct pm_diags diags;
	char (*fingerprints)[24]; /* of diags */
};

/* -- rules: choosing and explaining */

static size_t rule_count(void)
{
	size_t n = 0;

	while (pm_rules[n])
		n++;
	return n;
}

static bool pattern_is_known(struct pm_str pattern)
{
	for (size_t i = 0; pm_rules[i]; i++)
		if (pm_rule_selected(pm_rules[i], pattern))
			return true;
	return false;
}

/* Says that there is no such rule, and which is near. */
static int no_rule(const struct lint *lint, const char *option, const char *pattern)
{
	const char *near = pm_rule_nearest(pm_str_c(pattern));

	if (near)
		return pm_run_usage(&lint->run, "%s: no rule '%s': did you mean '%s'?", option, pattern, near);
	return pm_run_usage(&lint->run, "%s: no rule '%s': %s --rules lists them", option, pattern, lint->run.program->name);
}

/* --only a,b --only 'c-*': one pattern an entry. */
static int split_patterns(struct lint *lint, const char *option, const struct pm_opt_list *texts, struct pm_opt_list *patterns)
{
	for (size_t i = 0; i < texts->count; i++) {
		for (const char *p = texts->list[i];; p++) {
			size_t n = strcspn(p, ",");
			const char *pattern = pm_arena_dup(&lint->arena, p, n);

			if (!pattern_is_known(pm_str_c(pattern)))
				return no_rule(lint, option, pattern);
			pm_opt_list_add(patterns, pattern);
			p += n;
			if (!*p)
				break;
		}
	}
	return -1;
}

static bool is_listed(const struct pm_rule *rule, const struct pm_opt_list *patterns)
{
	for (size_t i = 0; i < patterns->count; i++)
		if (pm_rule_selected(rule, pm_str_c(patterns->list[i])))
			return true;
	return false;
}

static bool is_wanted(const struct lint *lint, const struct pm_rule *rule)
{
	if (lint->explain)
		return pm_rule_selected(rule, pm_str_c(lint->explain));
	return (!lint->only.count || is_listed(rule, &lint->only)) && !is_listed(rule, &lint->skip);
}

static struct pm_str rule_group(const struct pm_rule *rule)
{
	return pm_str_n(rule->name, strcspn(rule->name, "-"));
}

static void option_json(const struct pm_rule_option *option, struct pm_json *json)
{
	pm_json_object(json);
	pm_json_name(json, "key");
	pm_json_strz(json, option->key);
	pm_json_name(json, "default");
	pm_json_strz(json, option->value);
	pm_json_name(json, "doc");
	pm_json_strz(json, option->doc);
	pm_json_object_end(json);
}

static void rule_json(const struct pm_rule *rule, struct pm_json *json)
{
	pm_json_object(json);
	pm_json_name(json, "name");
	pm_json_strz(json, rule->name);
	pm_json_name(json, "group");
	pm_json_str(json, rule_group(rule));
	pm_json_name(json, "severity");
	pm_json_strz(json, pm_severity_name(rule->severity));
	pm_json_name(json, "summary");
	pm_json_strz(json, rule->summary);
	pm_json_name(json, "why");
	pm_json_strz(json, rule->why);
	pm_json_name(json, "good");
	pm_json_strz(json, rule->good);
	pm_json_name(json, "bad");
	pm_json_strz(json, rule->bad);
	if (rule->base) {
		pm_json_name(json, "base");
		pm_json_strz(json, rule->base);
	}
	if (rule->fix) {
		pm_json_name(json, "fix");
		pm_json_strz(json, rule->fix);
	}
	if (rule->options) {
		pm_json_name(json, "options");
		pm_json_array(json);
		for (const struct pm_rule_option *option = rule->options; option->key; option++)
			option_json(option, json);
		pm_json_array_end(json);
	}
	pm_json_object_end(json);
}

static void rules_json(const struct lint *lint, struct pm_out *out)
{
	struct pm_json json;

	pm_json_init(&json, out, true);
	pm_json_object(&json);
	pm_json_name(&json, "format");
	pm_json_strz(&json, "pm-rules/1");
	pm_json_name(&json, "rules");
	pm_json_array(&json);
	for (size_t i = 0; pm_rules[i]; i++)
		if (is_wanted(lint, pm_rules[i]))
			rule_json(pm_rules[i], &json);
	pm_json_array_end(&json);
	pm_json_object_end(&json);
	pm_json_end(&json);
}

/* A file, set in from the margin. */
static void example_text(const char *title, const char *example, struct pm_out *out)
{
	pm_outf(out, "\n%s:\n\n", title);
	while (*example) {
		size_t n = strcspn(example, "\n");

		if (n)
			pm_outz(out, "    ");
		pm_outs(out, pm_str_n(example, n));
		pm_outc(out, '\n');
		example += n + (example[n] == '\n');
	}
}

static void rule_text(const struct pm_rule *rule, struct pm_out *out)
{
	pm_outf(out, "%s (%s): %s\n\n%s\n", rule->name, pm_severity_name(rule->severity), rule->summary, rule->why);
	if (rule->fix)
		pm_outf(out, "\nFix: %s\n", rule->fix);
	if (rule->base)
		example_text("Compared with", rule->base, out);
	if (rule->bad)
		example_text("Found in", rule->bad, out);
	if (rule->good)
		example_text("Not in", rule->good, out);
	if (rule->options)
		pm_outz(out, "\nOptions:\n\n");
	for (const struct pm_rule_option *option = rule->options; option && option->key; option++)
		pm_outf(out, "    %s = %s\n        %s\n", option->key, option->value, option->doc);
	pm_outf(out, "\nTo set it: [rule \"%s\"] severity = error, warning, note or off, in .pmconfig.\n", rule->name);
}

static void rules_text(const struct lint *lint, struct pm_out *out)
{
	bool first = true;

	for (size_t i = 0; pm_rules[i]; i++) {
		if (!is_wanted(lint, pm_rules[i]))
			continue;
		if (!lint->explain) {
			pm_outf(out, "%-28s %-8s %s\n", pm_rules[i]->name, pm_severity_name(pm_rules[i]->severity),
				pm_rules[i]->summary);
			continue;
		}
		if (!first)
			pm_outz(out, "\n\n");
		rule_text(pm_rules[i], out);
		first = false;
	}
}

/* --rules and --explain: no product is read. */
static int write_rules(struct lint *lint)
{
	for (size_t i = 0; i < lint->run.output_count; i++)
		if (!pm_opt_value_has("text|json", lint->run.outputs[i].format))
			return pm_run_usage(&lint->run, "rules are written as text or json, not as '%.*s'",
					    PM_FMT(lint->run.outputs[i].format));
	for (size_t i = 0; i < lint->run.output_count; i++) {
		struct pm_out out;

		pm_out_memory(&out);
		if (pm_str_eqc(lint->run.outputs[i].format, "json"))
			rules_json(lint, &out);
		else
			rules_text(lint, &out);
		pm_run_write(&lint->run, &lint->run.outputs[i], pm_buf_str(&out.buf));
		pm_out_clear(&out);
	}
	return PM_EXIT_DONE;
}

/* -- checking */

/* Which files have an item that --select leaves: heap. */
static bool *selected_files(const struct lint *lint)
{
	const struct pm_product *product = lint->run.product;
	bool *files = pm_calloc(product->file_count + 1, sizeof *files);

	for (uint32_t i = 0; i < product->item_count; i++)
		if (pm_select_match(lint->run.select, product, i))
			files[product->items[i].file] = true;
	return files;
}

/* Under --select what is said of items that match, and of the files that have one; where paths are named, what is said of them. */
static bool is_shown(const struct lint *lint, const struct pm_diag *diag, const bool *files)
{
	if (!pm_run_shows(&lint->run, diag->file))
		return false;
	if (!lint->run.select)
		return true;
	if (diag->item != PM_NO_ITEM)
		return pm_select_match(lint->run.select, lint->run.product, diag->item);
	return diag->file == PM_NO_FILE || files[diag->file];
}

/* The fingerprints are made of all findings, so that they stay the same however many are shown. */
static void keep_shown(struct lint *lint)
{
	bool *files = selected_files(lint);
	size_t kept = 0;

	lint->fingerprints = pm_findings_fingerprints(lint->run.product, &lint->diags);
	for (size_t i = 0; i < lint->diags.count; i++) {
		if (!is_shown(lint, &lint->diags.list[i], files))
			continue;
		memmove(&lint->diags.list[kept], &lint->diags.list[i], sizeof *lint->diags.list);
		memmove(lint->fingerprints[kept], lint->fingerprints[i], sizeof *lint->fingerprints);
		kept++;
	}
	lint->diags.count = kept;
	free(files);
}

static void check(struct lint *lint)
{
	struct pm_check_options options = {
		.only = lint->only.list,
		.only_count = lint->only.count,
		.skip = lint->skip.list,
		.skip_count = lint->skip.count,
		.today = lint->run.today,
	};

	pm_diags_init(&lint->diags, &lint->arena);
	pm_check(lint->run.product, &options, &lint->diags);
	keep_shown(lint);
}

static int status_of(const struct lint *lint, struct pm_findings_counts counts)
{
	const char *fail_on = lint->fail_on ? lint->fail_on : pm_config_get(&lint->run.config, "lint.fail-on");
	enum pm_severity severity = PM_SEVERITY_ERROR;
	uint32_t failing = counts.errors;

	if (lint->run.errors.n)
		return PM_EXIT_FAILED;
	if (lint->exit_zero)
		return PM_EXIT_DONE;
	pm_severity_from(pm_str_c(fail_on), &severity);
	if (severity <= PM_SEVERITY_WARNING)
		failing += counts.warnings;
	if (severity <= PM_SEVERITY_NOTE)
		failing += counts.notes;
	return failing || (lint->max_warnings >= 0 && counts.warnings > lint->max_warnings) ? PM_EXIT_FINDINGS : PM_EXIT_DONE;
}

/* -- output */

static void add_count(struct pm_out *out, uint32_t n, const char *noun, bool first)
{
	pm_outf(out, "%s%u %s%s", first ? "" : ", ", n, noun, n == 1 ? "" : "s");
}

static void write_summary(const struct lint *lint, struct pm_findings_counts counts, struct pm_out *out)
{
	const struct pm_product *product = lint->run.product;
	uint32_t files = 0;
	bool first = true;

	for (uint32_t i = 0; i < product->file_count; i++)
		files += pm_run_shows(&lint->run, i);
	if (counts.errors)
		add_count(out, counts.errors, "error", first), first = false;
	if (counts.warnings)
		add_count(out, counts.warnings, "warning", first), first = false;
	if (counts.notes)
		add_count(out, counts.notes, "note", first), first = false;
	if (first)
		pm_outz(out, "no findings");
	pm_outz(out, " in ");
	add_count(out, files, "file", true);
	pm_outz(out, " (");
	add_count(out, product->item_count - product->records, "item", true);
	pm_outz(out, " read");
	if (product->unreadable)
		pm_outf(out, ", %u unreadable", product->unreadable);
	pm_outz(out, ")\n");
	if (lint->max_warnings >= 0 && counts.warnings > lint->max_warnings)
		pm_outf(out, "more than %lld warning%s\n", lint->max_warnings, lint->max_warnings == 1 ? "" : "s");
}

struct tally {
	const char *rule;
	enum pm_severity severity;
	size_t count;
};

static int by_count(const void *a, const void *b)
{
	const struct tally *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return strcmp(x->rule, y->rule);
}

/* How often each rule was broken, the most frequent first. */
static void write_statistics(const struct lint *lint, struct pm_out *out)
{
	struct tally *tallies = NULL;
	size_t n = 0, cap = 0, at;

	for (size_t i = 0; i < lint->diags.count; i++) {
		const struct pm_diag *diag = &lint->diags.list[i];

		for (at = 0; at < n && strcmp(tallies[at].rule, diag->rule) != 0; at++)
			;
		if (at == n) {
			PM_GROW(tallies, n, cap);
			tallies[n++] = (struct tally){diag->rule, diag->severity, 0};
		}
		tallies[at].count++;
	}
	if (n)
		qsort(tallies, n, sizeof *tallies, by_count);
	for (at = 0; at < n; at++)
		pm_outf(out, "%7zu %-8s %s\n", tallies[at].count, pm_severity_name(tallies[at].severity), tallies[at].rule);
	free(tallies);
}

static bool is_for_people(struct pm_str format)
{
	return pm_str_eqc(format, "text") || pm_str_eqc(format, "full");
}

static void write_output(struct lint *lint, const struct pm_findings *findings, const struct pm_output *output)
{
	const struct pm_format_options general = pm_run_format_options(&lint->run, output);
	const struct pm_findings_options options = {general.color, general.version, pm_run_path, &lint->run};
	struct pm_out out;

	pm_out_memory(&out);
	pm_findings_format_find(output->format)->write(findings, &options, &out);
	if (is_for_people(output->format)) {
		if (lint->statistics)
			write_statistics(lint, &out);
		if (!lint->run.quiet && (lint->run.product->file_count || lint->diags.count))
			write_summary(lint, pm_findings_count(&lint->diags), &out);
	}
	pm_run_write(&lint->run, output, pm_buf_str(&out.buf));
	pm_out_clear(&out);
}

static int write_findings(struct lint *lint)
{
	const struct pm_rule **rules = pm_calloc(rule_count() + 1, sizeof *rules);
	struct pm_findings findings = {
		.product = lint->run.product,
		.diags = &lint->diags,
		.fingerprints = (const char(*)[24])lint->fingerprints,
		.rules = rules,
		.status = status_of(lint, pm_findings_count(&lint->diags)),
	};
	size_t n = 0;

	for (size_t i = 0; pm_rules[i]; i++)
		if (is_wanted(lint, pm_rules[i]))
			rules[n++] = pm_rules[i];
	for (size_t i = 0; i < lint->run.output_count; i++) {
		findings.errors = pm_buf_str(&lint->run.errors);
		write_output(lint, &findings, &lint->run.outputs[i]);
	}
	free(rules);
	return findings.status;
}

/* -- the program */

static const char *format_at(size_t i)
{
	return pm_findings_formats[i] ? pm_findings_formats[i]->name : NULL;
}

static const char *rule_at(size_t i)
{
	return pm_rules[i] ? pm_rules[i]->name : NULL;
}

static int lint_run(struct lint *lint, int argc, char **argv, const char *formats, const char *rules)
{
	const struct pm_opt options[] = {
		{NULL, 0, PM_OPT_GROUP, NULL, NULL, "What is checked", NULL},
		{"only", 0, PM_OPT_LIST, &lint->only_texts, "RULES", "only these rules: story-*,id-missing", rules},
		{"skip", 0, PM_OPT_LIST, &lint->skip_texts, "RULES", "all but these", rules},
		{"fail-on", 0, PM_OPT_CHOICE, &lint->fail_on, "SEVERITY", "exit 1 from here on", "error|warning|note"},
		{"max-warnings", 0, PM_OPT_NUMBER, &lint->max_warnings, "N", "exit 1 when there are more warnings", NULL},
		{"exit-zero", 0, PM_OPT_FLAG, &lint->exit_zero, NULL, "exit 0 whatever is found", NULL},
		{"statistics", 0, PM_OPT_FLAG, &lint->statistics, NULL, "count the findings of each rule", NULL},
		{"explain", 0, PM_OPT_VALUE, &lint->explain, "RULE", "why a rule is, with examples", rules},
		{"rules", 0, PM_OPT_FLAG, &lint->rules, NULL, "list the rules", NULL},
		{0},
	};
	const struct pm_program program = {
		.name = "pm-lint",
		.summary = "Check the stories, criteria, links and plan of a product kept as Markdown.",
		.operands = "[path ...]",
		.options = options,
		.checks = true,
		.formats = formats,
	};
	int status = pm_run_parse(&lint->run, &program, argc, argv);

	if (status < 0 && lint->explain && !pattern_is_known(pm_str_c(lint->explain)))
		status = no_rule(lint, "--explain", lint->explain);
	if (status < 0)
		status = split_patterns(lint, "--only", &lint->only_texts, &lint->only);
	if (status < 0)
		status = split_patterns(lint, "--skip", &lint->skip_texts, &lint->skip);
	if (status < 0 && (lint->rules || lint->explain))
		status = write_rules(lint);
	if (status < 0)
		status = pm_run_read(&lint->run);
	if (status < 0) {
		check(lint);
		status = write_findings(lint);
	}
	return pm_run_end(&lint->run, status);
}

int main(int argc, char **argv)
{
	struct lint lint = {.max_warnings = -1};
	char *formats = pm_opt_values(format_at), *rules = pm_opt_values(rule_at);
	int status;

	pm_arena_init(&lint.arena);
	status = lint_run(&lint, argc, argv, formats, rules);
	pm_diags_clear(&lint.diags);
	pm_arena_clear(&lint.arena);
	pm_opt_list_clear(&lint.only_texts);
	pm_opt_list_clear(&lint.skip_texts);
	pm_opt_list_clear(&lint.only);
	pm_opt_list_clear(&lint.skip);
	free(lint.fingerprints);
	free(formats);
	free(rules);
	return status;
}
