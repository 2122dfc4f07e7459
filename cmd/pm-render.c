/* pm-render: shows a product: one view, in one or several formats. */
#include "cmd/release.h"

#include "formats/forge.h"
#include "parser/mem.h"
#include "parser/rule.h"

#include <stdlib.h>
#include <string.h>

struct render {
	struct pm_run run;
	const char *reader, *title, *audience, *by, *sprint;
	const char *until_text;
	pm_day until;
	const struct pm_view *view;
	struct pm_compare compare; /* for the views that take a range */
	struct pm_release release; /* for release notes */
};

/* -- the views */

static const char *view_at(size_t i)
{
	return pm_views[i] ? pm_views[i]->name : NULL;
}

/* The general formats, then what only some views have. */
static char *format_names(void)
{
	char *general = pm_run_format_names();
	struct pm_buf names = {0};

	pm_buf_addz(&names, general);
	for (size_t i = 0; pm_views[i]; i++)
		for (const struct pm_view_format *own = pm_views[i]->own; own && own->name; own++)
			if (!pm_opt_value_has(names.p, pm_str_c(own->name)))
				pm_buf_addf(&names, "|%s", own->name);
	free(general);
	return names.p;
}

static int list_views(struct render *render)
{
	struct pm_buf text = {0};

	for (size_t i = 0; pm_views[i]; i++)
		pm_buf_addf(&text, "%-12s %s\n", pm_views[i]->name, pm_views[i]->summary);
	pm_run_print(&render->run, pm_buf_str(&text));
	pm_buf_clear(&text);
	return PM_EXIT_DONE;
}

/* Takes the first operand for the view; what is left are paths. */
static int take_view(struct render *render, const char *views)
{
	struct pm_opt_list *operands = &render->run.operands;
	struct pm_buf text = {0};
	const char *name;
	int status = -1;

	if (!operands->count)
		return list_views(render);
	name = operands->list[0];
	memmove(operands->list, operands->list + 1, --operands->count * sizeof *operands->list);
	render->view = pm_view_find(pm_str_c(name));
	if (!render->view) {
		pm_opt_value_hint(views, pm_str_c(name), &text);
		status = pm_run_usage(&render->run, "no view '%s': %s", name, text.p);
	}
	for (size_t i = 0; i < render->run.output_count && status < 0; i++)
		if (!pm_view_has_format(render->view, render->run.outputs[i].format, &text))
			status = pm_run_usage(&render->run, "%s", text.p);
	pm_buf_clear(&text);
	return status;
}

/* Takes the range of a view that compares; what is staged is to be committed, so that its text is a message. */
static int take_range(struct render *render)
{
	const struct pm_release *release = &render->release;
	struct pm_run *run = &render->run;

	pm_compare_init(&render->compare, run);
	if (render->view->asks & PM_ASKS_NOTES)
		return pm_release_parse(&render->release, &render->compare);
	if (release->version || release->prepend || release->template_file)
		return pm_run_usage(run, "--release, --prepend and --template are for the view notes");
	if (!(render->view->asks & PM_ASKS_CHANGES))
		return -1;
	if (run->staged && !run->formats.count && !run->checks.count)
		run->outputs[0].format = PM_STR("message");
	return pm_compare_parse(&render->compare, false);
}

/* -- what a view is made from, beside the product */

/* How many findings each group of rules gave; every group that was checked has its line, in the order of the rules.  Heap. */
static struct pm_view_health *make_health(const struct pm_run *run, struct pm_arena *arena, size_t *count)
{
	const struct pm_check_options options = {.tree = run->tree, .today = run->today};
	struct pm_rule_count *counts = pm_check_count(run->product, &options);
	struct pm_view_health *health = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; pm_rules[i]; i++) {
		const char *group = pm_arena_dup(arena, pm_rules[i]->name, strcspn(pm_rules[i]->name, "-"));

		if (!n || strcmp(health[n - 1].group, group) != 0) {
			PM_GROW(health, n, cap);
			health[n++] = (struct pm_view_health){.group = group};
		}
		health[n - 1].errors += counts[i].of[PM_SEVERITY_ERROR];
		health[n - 1].warnings += counts[i].of[PM_SEVERITY_WARNING];
		health[n - 1].notes += counts[i].of[PM_SEVERITY_NOTE];
	}
	free(counts);
	*count = n;
	return health;
}

/* Only these hold links. */
static bool links_lines(const struct pm_run *run)
{
	for (size_t i = 0; i < run->output_count; i++)
		if (pm_str_eqc(run->outputs[i].format, "html") || pm_str_eqc(run->outputs[i].format, "markdown"))
			return true;
	return false;
}

/* How the forge addresses a line: what the configuration says, else what the remote's address tells.  NULL: not known. */
static const char *make_source(struct pm_run *run, struct pm_arena *arena)
{
	const char *set = pm_config_get(&run->config, "report.source"), *source = NULL;
	struct pm_buf template = {0};
	char *web;

	if (set && strcmp(set, "none") == 0)
		return NULL;
	if (set && !pm_str_istarts(pm_str_c(set), "https://") && !pm_str_istarts(pm_str_c(set), "http://")) {
		pm_run_error(run, "report.source must start with https:// or http://, or be none; it is '%s'", set);
		return NULL;
	}
	if (set)
		return set;
	if (!links_lines(run) || !run->in_git || !pm_run_git(run))
		return NULL;
	web = pm_git_web(run->git);
	if (web) {
		pm_forge_template(pm_str_c(web), &template);
		source = pm_arena_dup(arena, template.p, template.n);
	}
	pm_buf_clear(&template);
	free(web);
	return source;
}

static const char *commit_of(struct pm_run *run, struct pm_arena *arena)
{
	char *commit = pm_arena_zero(arena, 41);
	struct pm_buf err = {0};

	if (pm_git_commit(pm_run_git(run), run->rev, commit, &err) < 0)
		pm_run_error(run, "%s", err.p);
	pm_buf_clear(&err);
	return *commit ? commit : NULL;
}

/* Everything that --by may be, for some view. */
static char *by_values(void)
{
	struct pm_buf values = {0};

	for (size_t i = 0; pm_views[i]; i++)
		if (pm_views[i]->by)
			pm_buf_addf(&values, "%s%s", values.n ? "|" : "", pm_views[i]->by);
	return values.p;
}

/* Does the view take --by and --sprint as they are given? */
static int check_layout(const struct render *render)
{
	const struct pm_view *view = render->view;
	struct pm_buf text = {0};
	int status = -1;

	if (render->by && !view->by)
		status = pm_run_usage(&render->run, "the view %s has one layout: --by is for roadmap and map", view->name);
	else if (render->by && !pm_opt_value_has(view->by, pm_str_c(render->by))) {
		pm_opt_value_hint(view->by, pm_str_c(render->by), &text);
		status = pm_run_usage(&render->run, "the view %s has no layout '%s': %s", view->name, render->by, text.p);
	} else if (render->sprint && !(view->asks & PM_ASKS_SPRINT))
		status = pm_run_usage(&render->run, "--sprint is for the view sprint; others take --select 'sprint=%s'",
				      render->sprint);
	pm_buf_clear(&text);
	return status;
}

/* --until DATE, behind today. */
static int parse_until(struct render *render)
{
	struct pm_str text = pm_str_c(render->until_text);

	render->until = PM_NO_DAY;
	if (!render->until_text)
		return -1;
	if (!(render->view->asks & PM_ASKS_UNTIL))
		return pm_run_usage(&render->run, "--until is for the view forecast");
	if (text.n != 10 || pm_date_read(text, false, &render->until) != 10)
		return pm_run_usage(&render->run, "no date '%s': write it as 2026-11-22", render->until_text);
	if (render->until <= render->run.today)
		return pm_run_usage(&render->run, "--until %s is not after today, %s", render->until_text, render->run.date);
	return -1;
}

/* What lies between two states, for the views that ask for it. */
static void compare_states(struct render *render, struct pm_view_input *input)
{
	if (!(render->view->asks & (PM_ASKS_CHANGES | PM_ASKS_NOTES)))
		return;
	if ((render->view->asks & PM_ASKS_CHANGES) && pm_compare_read(&render->compare) == 0) {
		pm_compare_make(&render->compare, true);
		input->compared = &render->compare.view;
	}
	if ((render->view->asks & PM_ASKS_NOTES) && pm_release_make(&render->release) == 0) {
		input->compared = &render->compare.view;
		input->notes = &render->release.view;
		pm_release_write(&render->release, input);
	}
	render->run.nothing |= !input->compared;
}

static bool is_shown(void *ctx, uint32_t item)
{
	return pm_view_shows(ctx, item);
}

static int render_write(struct render *render)
{
	struct pm_view_input input = pm_run_view_input(&render->run);
	struct pm_scoring *scoring = NULL;
	const char *title;
	struct pm_view_health *health = NULL;
	struct pm_ranking ranking;
	struct pm_arena arena;

	pm_arena_init(&arena);
	title = render->title ? render->title : pm_config_get(&render->run.config, "report.title");
	if (title)
		input.name = pm_str_c(title);
	input.customers = render->audience && strcmp(render->audience, "customers") == 0;
	input.source = make_source(&render->run, &arena);
	if (render->run.rev && input.source)
		input.rev = commit_of(&render->run, &arena);
	if (render->reader)
		input.reader = strcmp(render->reader, "owner") == 0 ? PM_READER_OWNER : PM_READER_MANAGER;
	compare_states(render, &input);
	render->run.prepends = render->view->asks & PM_ASKS_NOTES;
	input.until = render->until;
	if (render->view->past != PM_PAST_NOT_ASKED)
		input.history = pm_run_history(&render->run, render->view->past == PM_PAST_NEEDED);
	input.by = render->by;
	input.sprint = render->sprint;
	if (render->view->asks & PM_ASKS_HEALTH) {
		health = make_health(&render->run, &arena, &input.health_count);
		input.health = health;
	}
	if (render->view->asks & PM_ASKS_ORDER)
		scoring = pm_run_scoring(&render->run, NULL);
	if (scoring) {
		pm_rank(scoring, is_shown, &input, &ranking); /* nothing internal: neither itself nor as an heir */
		input.ranking = &ranking;
	}
	pm_run_view(&render->run, render->view, &input);
	if (scoring)
		pm_ranking_clear(&ranking);
	pm_scoring_free(scoring);
	free(health);
	pm_arena_clear(&arena);
	return PM_EXIT_DONE;
}

/* -- the program */

static int render_run(struct render *render, int argc, char **argv, const char *formats, const char *views, const char *by)
{
	const struct pm_opt options[] = {
		{NULL, 0, PM_OPT_GROUP, NULL, NULL, "View", NULL},
		{"for", 0, PM_OPT_CHOICE, &render->reader, "READER", "show what one asks, not both", "owner|manager"},
		{"by", 0, PM_OPT_VALUE, &render->by, "LAYOUT", "roadmap, map: lay it out by this", by},
		{"sprint", 0, PM_OPT_VALUE, &render->sprint, "NAME", "sprint: this one, not the current one", NULL},
		{"audience", 0, PM_OPT_CHOICE, &render->audience, "WHO", "leave out what is not for them", "internal|customers"},
		{"title", 0, PM_OPT_VALUE, &render->title, "NAME", "the product's name", NULL},
		{"release", 0, PM_OPT_VALUE, &render->release.version, "VERSION", "notes: the version, where no tag names it",
		 NULL},
		{"prepend", 0, PM_OPT_VALUE, &render->release.prepend, "FILE", "notes: put the version into this changelog", NULL},
		{"template", 0, PM_OPT_VALUE, &render->release.template_file, "FILE", "notes: fill this template", NULL},
		{"until", 0, PM_OPT_VALUE, &render->until_text, "DATE", "forecast: how many items by then", NULL},
		{"check", 0, PM_OPT_LIST, &render->run.checks, "FILE", "is FILE what would be written? 1 if not", NULL},
		{0},
	};
	const struct pm_program program = {
		.name = "pm-render",
		.summary = "Show a product: one view of it.  Without a view, list the views.",
		.operands = "[view [path ...]]",
		.values = views,
		.options = options,
		.formats = formats,
	};
	int status = pm_run_parse(&render->run, &program, argc, argv);

	if (status < 0)
		status = take_view(render, views);
	if (status < 0)
		status = check_layout(render);
	if (status < 0)
		status = take_range(render);
	if (status < 0)
		status = parse_until(render);
	if (status < 0)
		status = pm_run_read(&render->run);
	if (status < 0)
		status = render_write(render);
	pm_release_clear(&render->release);
	pm_compare_clear(&render->compare);
	return pm_run_end(&render->run, status);
}

int main(int argc, char **argv)
{
	struct render render = {0};
	char *formats = format_names(), *views = pm_opt_values(view_at), *by = by_values();
	int status = render_run(&render, argc, argv, formats, views, by);

	free(formats);
	free(views);
	free(by);
	return status;
}
