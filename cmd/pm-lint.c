/* pm-lint: checks a product's backlog and roadmap. */
#include "cmd/lint.h"

#include "formats/findings.h"
#include "parser/mem.h"
#include "parser/repair.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* -- checking */

/* Which files have an item that --select leaves: heap. */
static bool *selected_files(const struct pm_lint *lint)
{
	const struct pm_product *product = lint->run.product;
	bool *files = pm_calloc(product->file_count + 1, sizeof *files);

	for (uint32_t i = 0; i < product->item_count; i++)
		if (pm_select_match(lint->run.select, product, i))
			files[product->items[i].file] = true;
	return files;
}

/* Under --select what is said of items that match, and of the files that have one; where paths are named, what is said of them. */
static bool is_shown(const struct pm_lint *lint, const struct pm_diag *diag, const bool *files)
{
	if (!pm_run_shows(&lint->run, diag->file))
		return false;
	if (!lint->run.select)
		return true;
	if (diag->item != PM_NO_ITEM)
		return pm_select_match(lint->run.select, lint->run.product, diag->item);
	return diag->file == PM_NO_FILE || files[diag->file];
}

/* What is asked for, by paths and --select. */
static void keep_shown(struct pm_lint *lint)
{
	bool *files = selected_files(lint), *keep = pm_calloc(lint->diags.count + 1, sizeof *keep);

	for (size_t i = 0; i < lint->diags.count; i++)
		keep[i] = is_shown(lint, &lint->diags.list[i], files);
	pm_lint_keep(lint, keep);
	free(keep);
	free(files);
}

void pm_lint_check(struct pm_lint *lint, struct pm_tree *tree)
{
	const struct pm_check_options options = pm_lint_options(lint, tree, lint->base.product);

	pm_diags_clear(&lint->diags);
	pm_diags_init(&lint->diags, &lint->arena);
	pm_check(lint->run.product, &options, &lint->diags);
	free(lint->prints);
	lint->prints = lint->whole ? pm_fingerprints(lint->run.product, &lint->diags) : NULL;
	pm_lint_drop_known(lint);
	keep_shown(lint);
}

static int status_of(const struct pm_lint *lint, struct pm_findings_counts counts)
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

/* What --fix would mend. */
static void write_fixable(const struct pm_lint *lint, struct pm_out *out)
{
	size_t safe = 0, unsafe = 0;

	for (size_t i = 0; i < lint->diags.count; i++) {
		if (pm_repair_has(&lint->diags.list[i], false))
			safe++;
		else if (pm_lint_fix_is_asked(lint, &lint->diags.list[i]))
			unsafe += pm_repair_has(&lint->diags.list[i], true);
	}
	if (safe)
		pm_outf(out, "%zu can be mended with --fix", safe);
	if (unsafe)
		pm_outf(out, "%s%zu %s --fix --unsafe-fixes", safe ? ", " : "", unsafe, safe ? "more with" : "can be mended with");
	if (safe || unsafe)
		pm_outc(out, '\n');
}

/* How many findings there are that are not shown, and why. */
static void write_unshown(const struct pm_lint *lint, struct pm_out *out)
{
	const char *start = "; findings not shown: ";

	if (lint->before)
		pm_outf(out, "%s%u that %s there before", start, lint->before, lint->before == 1 ? "was" : "were"), start = ", ";
	if (lint->diags.suppressed)
		pm_outf(out, "%s%u silenced by comments", start, lint->diags.suppressed), start = ", ";
	if (lint->baselined)
		pm_outf(out, "%s%u in the baseline", start, lint->baselined);
}

static void write_summary(const struct pm_lint *lint, struct pm_findings_counts counts, struct pm_out *out)
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
		pm_outz(out, lint->run.since ? "no new findings" : "no findings");
	pm_outz(out, " in ");
	add_count(out, files, "file", true);
	pm_outz(out, " (");
	add_count(out, product->item_count - product->records, "item", true);
	pm_outz(out, " read");
	if (product->unreadable)
		pm_outf(out, ", %u unreadable", product->unreadable);
	write_unshown(lint, out);
	pm_outz(out, ")\n");
	write_fixable(lint, out);
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
static void write_statistics(const struct pm_lint *lint, struct pm_out *out)
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

static bool counts_fixes(const struct pm_run *run)
{
	for (size_t i = 0; !run->quiet && i < run->output_count; i++)
		if (is_for_people(run->outputs[i].format))
			return true;
	return false;
}

/* Are the findings more than lines of text: compared, applied, or written with their fixes? */
static bool are_whole(const struct pm_lint *lint)
{
	for (size_t i = 0; i < lint->run.output_count; i++)
		if (!pm_str_eqc(lint->run.outputs[i].format, "text"))
			return true;
	return lint->fix || lint->diff || lint->write_baseline || lint->prune_baseline || lint->baseline_path || lint->run.since;
}

static void write_output(struct pm_lint *lint, const struct pm_findings *findings, const struct pm_output *output)
{
	const struct pm_format_options general = pm_run_format_options(&lint->run, output, 0);
	const struct pm_findings_options options = {general.color, general.version, pm_run_path, &lint->run};
	struct pm_out out;

	pm_run_open(output, &out);
	pm_findings_format_find(output->format)->write(findings, &options, &out);
	if (is_for_people(output->format)) {
		if (lint->statistics)
			write_statistics(lint, &out);
		if (!lint->run.quiet && (lint->run.product->file_count || lint->diags.count))
			write_summary(lint, pm_findings_count(&lint->diags), &out);
	}
	pm_run_close(&lint->run, output, &out);
}

static size_t rule_count(void)
{
	size_t n = 0;

	while (pm_rules[n])
		n++;
	return n;
}

/* GitHub shows few annotations, and a summary of the job that is in the file it names. */
static void write_job_summary(struct pm_lint *lint, const struct pm_findings *findings)
{
	const struct pm_findings_options options = {false, PM_VERSION, NULL, NULL};
	const char *path = getenv("GITHUB_STEP_SUMMARY");
	bool asked = false;
	struct pm_out out;
	int fd;

	for (size_t i = 0; i < lint->run.output_count; i++)
		asked = asked || pm_str_eqc(lint->run.outputs[i].format, "github");
	if (!asked || !path || !*path)
		return;
	fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	pm_out_fd(&out, fd);
	pm_findings_format_find(PM_STR("markdown"))->write(findings, &options, &out);
	if (fd < 0 || pm_out_close(&out) < 0)
		pm_run_error(&lint->run, "cannot write GITHUB_STEP_SUMMARY '%s': %s", path, strerror(errno));
	pm_out_clear(&out);
	if (fd >= 0)
		close(fd);
}

static int write_findings(struct pm_lint *lint)
{
	const struct pm_rule **rules = pm_calloc(rule_count() + 1, sizeof *rules);
	struct pm_findings findings = {
		.product = lint->run.product,
		.diags = &lint->diags,
		.fingerprints = lint->prints,
		.rules = rules,
		.suppressed = lint->diags.suppressed,
		.baselined = lint->baselined,
		.status = status_of(lint, pm_findings_count(&lint->diags)),
	};
	size_t n = 0;

	for (size_t i = 0; pm_rules[i]; i++)
		if (pm_lint_wants(lint, pm_rules[i]))
			rules[n++] = pm_rules[i];
	for (size_t i = 0; i < lint->run.output_count; i++) {
		findings.errors = pm_buf_str(&lint->run.errors);
		write_output(lint, &findings, &lint->run.outputs[i]);
	}
	write_job_summary(lint, &findings);
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

static int run_checks(struct pm_lint *lint)
{
	int status = -1;

	lint->makes_fixes = lint->fix || lint->diff || counts_fixes(&lint->run);
	pm_lint_read_known(lint);
	lint->whole = are_whole(lint);
	if (lint->past)
		lint->history = pm_run_history(&lint->run, true);
	pm_lint_check(lint, lint->run.tree);
	if (lint->fix || lint->diff)
		status = pm_lint_fix(lint);
	if (status >= 0)
		return status;
	if (!lint->write_baseline && !lint->prune_baseline)
		return write_findings(lint);
	pm_lint_save_baseline(lint);
	return PM_EXIT_DONE;
}

static int lint_run(struct pm_lint *lint, int argc, char **argv, const char *formats, const char *rules)
{
	const struct pm_opt options[] = {
		{NULL, 0, PM_OPT_GROUP, NULL, NULL, "What is checked", NULL},
		{"only", 0, PM_OPT_LIST, &lint->only_texts, "RULES", "only these rules: story-*,id-missing", rules},
		{"skip", 0, PM_OPT_LIST, &lint->skip_texts, "RULES", "all but these", rules},
		{"since", 0, PM_OPT_VALUE, &lint->run.since, "REV", "only what is new since HEAD left REV", NULL},
		{"history", 0, PM_OPT_FLAG, &lint->past, NULL, "also the rules that ask what git knows", NULL},
		{"merge-with", 0, PM_OPT_VALUE, &lint->merge_with, "REV", "also ids that REV gave to something else", NULL},
		{"baseline", 0, PM_OPT_VALUE, &lint->baseline_file, "FILE", "leave out what FILE knows", NULL},
		{"write-baseline", 0, PM_OPT_FLAG, &lint->write_baseline, NULL, "write what is found into the baseline", NULL},
		{"prune-baseline", 0, PM_OPT_FLAG, &lint->prune_baseline, NULL, "take what is gone out of the baseline", NULL},
		{"fail-on", 0, PM_OPT_CHOICE, &lint->fail_on, "SEVERITY", "exit 1 from here on", "error|warning|note"},
		{"max-warnings", 0, PM_OPT_NUMBER, &lint->max_warnings, "N", "exit 1 when there are more warnings", NULL},
		{"exit-zero", 0, PM_OPT_FLAG, &lint->exit_zero, NULL, "exit 0 whatever is found", NULL},
		{"statistics", 0, PM_OPT_FLAG, &lint->statistics, NULL, "count the findings of each rule", NULL},
		{"fix", 0, PM_OPT_FLAG, &lint->fix, NULL, "mend what has a safe fix", NULL},
		{"unsafe-fixes", 0, PM_OPT_FLAG, &lint->unsafe_fixes, NULL, "with --fix or --diff: any fix", NULL},
		{"diff", 0, PM_OPT_FLAG, &lint->diff, NULL, "change nothing, print the fixes as a patch", NULL},
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

	if (status < 0)
		status = pm_lint_choose(lint);
	if (status < 0 && (lint->rules || lint->explain))
		status = pm_lint_explain(lint);
	if (status < 0)
		status = pm_lint_fix_refuse(lint);
	if (status < 0)
		status = pm_run_read(&lint->run);
	if (status < 0)
		status = run_checks(lint);
	pm_lint_known_clear(lint);
	return pm_run_end(&lint->run, status);
}

int main(int argc, char **argv)
{
	struct pm_lint lint = {.max_warnings = -1};
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
	free(lint.prints);
	free(formats);
	free(rules);
	return status;
}
