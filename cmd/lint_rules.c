/* lint_rules: which rules pm-lint runs, and what it says of them. */
#include "cmd/lint.h"

#include "formats/json.h"
#include "parser/mem.h"

#include <string.h>

static bool pattern_is_known(struct pm_str pattern)
{
	for (size_t i = 0; pm_rules[i]; i++)
		if (pm_rule_selected(pm_rules[i], pattern))
			return true;
	return false;
}

static const char *group_at(const void *ctx, size_t i)
{
	return ((const char *const *)ctx)[i];
}

/* The group that is nearest to one, or to one with a star behind it: "criteria-*" for "critera-*". */
static const char *nearest_group(struct pm_lint *lint, struct pm_str pattern)
{
	const char *groups[64];
	size_t count = 0;

	if (pm_str_ends(pattern, "-*"))
		pattern.n -= 2;
	for (size_t i = 0; pm_rules[i] && count < sizeof groups / sizeof *groups; i++) {
		size_t n = strcspn(pm_rules[i]->name, "-");

		if (count == 0 || !pm_str_eqc(pm_str_n(pm_rules[i]->name, n), groups[count - 1]))
			groups[count++] = pm_arena_dup(&lint->arena, pm_rules[i]->name, n);
	}
	return pm_nearest(pattern, group_at, groups, count);
}

/* Says that there is no such rule, and which is near. */
static int no_rule(struct pm_lint *lint, const char *option, const char *pattern)
{
	const char *near = pm_rule_nearest(pm_str_c(pattern));
	const char *group = near ? NULL : nearest_group(lint, pm_str_c(pattern));

	if (group)
		return pm_run_usage(&lint->run, "%s: no rule '%s': did you mean '%s-*'?", option, pattern, group);
	if (near)
		return pm_run_usage(&lint->run, "%s: no rule '%s': did you mean '%s'?", option, pattern, near);
	return pm_run_usage(&lint->run, "%s: no rule '%s': %s --rules lists them", option, pattern, lint->run.program->name);
}

/* --only a,b --only 'c-*': one pattern an entry. */
static int split_patterns(struct pm_lint *lint, const char *option, const struct pm_opt_list *texts, struct pm_opt_list *patterns)
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

int pm_lint_choose(struct pm_lint *lint)
{
	int status = -1;

	if (lint->explain && !pattern_is_known(pm_str_c(lint->explain)))
		status = no_rule(lint, "--explain", lint->explain);
	if (status < 0)
		status = split_patterns(lint, "--only", &lint->only_texts, &lint->only);
	if (status < 0)
		status = split_patterns(lint, "--skip", &lint->skip_texts, &lint->skip);
	return status;
}

static bool is_listed(const struct pm_rule *rule, const struct pm_opt_list *patterns)
{
	for (size_t i = 0; i < patterns->count; i++)
		if (pm_rule_selected(rule, pm_str_c(patterns->list[i])))
			return true;
	return false;
}

bool pm_lint_wants(const struct pm_lint *lint, const struct pm_rule *rule)
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

static void rules_json(const struct pm_lint *lint, struct pm_out *out)
{
	struct pm_json json;

	pm_json_init(&json, out, true);
	pm_json_object(&json);
	pm_json_name(&json, "format");
	pm_json_strz(&json, "pm-rules/1");
	pm_json_name(&json, "rules");
	pm_json_array(&json);
	for (size_t i = 0; pm_rules[i]; i++)
		if (pm_lint_wants(lint, pm_rules[i]))
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

static void rules_text(const struct pm_lint *lint, struct pm_out *out)
{
	bool first = true;

	for (size_t i = 0; pm_rules[i]; i++) {
		if (!pm_lint_wants(lint, pm_rules[i]))
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

int pm_lint_explain(struct pm_lint *lint)
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
