/* compare: two states of a product. */
#include "cmd/compare.h"

#include "parser/mem.h"
#include "parser/rule.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void pm_compare_init(struct pm_compare *compare, struct pm_run *run)
{
	*compare = (struct pm_compare){.run = run};
	pm_arena_init(&compare->arena);
}

/* -- the range */

/* git's own way: what is there is a file. */
static bool is_path(const char *operand)
{
	return strcmp(operand, "-") == 0 || strncmp(operand, "./", 2) == 0 || strncmp(operand, "../", 3) == 0 ||
	       operand[0] == '/' || access(operand, F_OK) == 0;
}

static char *part(const char *from, const char *to)
{
	return from < to ? pm_str_dup(pm_str_n(from, (size_t)(to - from))) : NULL;
}

static int split_range(struct pm_compare *compare, bool end)
{
	const char *text = compare->text, *dots = strstr(text, ".."), *behind;

	if (!dots) {
		*(end ? &compare->to : &compare->from) = pm_strdup(text);
		return -1;
	}
	compare->fork = strncmp(dots, "...", 3) == 0;
	behind = dots + (compare->fork ? 3 : 2);
	if (strstr(behind, ".."))
		return pm_run_usage(compare->run, "'%s' is no range: write A..B, or A...B for what B has done since it left A",
				    text);
	compare->from = part(text, dots);
	compare->to = part(behind, behind + strlen(behind));
	if (!compare->from)
		compare->from = pm_strdup("HEAD");
	if (!compare->to)
		compare->to = pm_strdup("HEAD");
	return -1;
}

static void take_operand(struct pm_compare *compare)
{
	struct pm_opt_list *operands = &compare->run->operands;

	compare->text = pm_strdup(operands->list[0]);
	memmove(operands->list, operands->list + 1, --operands->count * sizeof *operands->list);
}

int pm_compare_parse(struct pm_compare *compare, bool end)
{
	struct pm_run *run = compare->run;
	int status;

	if (!run->operands.count || is_path(run->operands.list[0]))
		return -1;
	take_operand(compare);
	status = split_range(compare, end);
	if (status >= 0 || !compare->to)
		return status;
	if (run->rev || run->staged)
		return pm_run_usage(run, "'%s' says where it ends: leave %s out", compare->text, run->rev ? "--rev" : "--staged");
	run->rev = compare->to;
	return -1;
}

/* -- the two states */

/* What there was before the first commit. */
static int read_nothing(struct pm_compare *compare)
{
	const struct pm_read_options options = {.config = &compare->run->config, .folder = compare->run->root, .past = true};
	struct pm_buf err = {0};
	int status;

	compare->no_tree = pm_tree_mem_new();
	status = pm_product_read(compare->no_tree, &options, &compare->nothing, &err);
	if (status < 0)
		pm_run_error(compare->run, "%s", err.p);
	pm_buf_clear(&err);
	compare->from_name = PM_STR("the beginning");
	return status;
}

/* Where the second state left the first. */
static int find_fork(struct pm_compare *compare, char base[41])
{
	struct pm_git *git = pm_run_git(compare->run);
	struct pm_buf err = {0};
	int status = git ? pm_git_merge_base(git, compare->from, compare->to, base, &err) : -1;

	if (status < 0 && err.n)
		pm_run_error(compare->run, "%s", err.p);
	pm_buf_clear(&err);
	return status;
}

static struct pm_str short_name(struct pm_compare *compare, const char *rev, const char *commit)
{
	struct pm_buf name = {0};
	struct pm_str copy;

	if (strlen(rev) == 40 && strspn(rev, "0123456789abcdef") == 40)
		pm_buf_add(&name, commit, 7);
	else
		pm_buf_addz(&name, rev);
	copy = pm_str_n(pm_arena_dup(&compare->arena, name.p, name.n), name.n);
	pm_buf_clear(&name);
	return copy;
}

static void name_second(struct pm_compare *compare)
{
	struct pm_run *run = compare->run;
	struct pm_buf err = {0};

	if (run->rev && pm_git_commit(pm_run_git(run), run->rev, compare->to_commit, &err) == 0)
		compare->to_name = short_name(compare, run->rev, compare->to_commit);
	else
		compare->to_name = run->staged ? PM_STR("the index") : PM_STR("the work tree");
	pm_buf_clear(&err);
}

int pm_compare_read_from(struct pm_compare *compare, const char *from)
{
	if (!from)
		return read_nothing(compare);
	if (pm_run_read_other(compare->run, from, false, &compare->before) < 0)
		return -1;
	compare->from_name = short_name(compare, from, compare->before.commit);
	return 0;
}

int pm_compare_read(struct pm_compare *compare)
{
	struct pm_git *git = pm_run_git(compare->run);
	char base[41];

	if (!git)
		return -1;
	if (!compare->from && pm_git_is_unborn(git))
		return pm_compare_read_from(compare, NULL);
	if (compare->fork)
		return find_fork(compare, base) < 0 ? -1 : pm_compare_read_from(compare, base);
	return pm_compare_read_from(compare, compare->from ? compare->from : "HEAD");
}

/* -- what lies between */

/* How work moved until then.  What is shallow would say that it began yesterday. */
static void follow(struct pm_compare *compare, const struct pm_history *history, struct pm_changes_side *side,
		   struct pm_compare_judged *judged)
{
	if (!history || history->shallow)
		return;
	pm_flow_init(&judged->flow, history, side->product, PM_NO_DAY, NULL, NULL);
	judged->flows = true;
	side->flow = &judged->flow;
	side->seed = (uint64_t)compare->run->seed;
}

static struct pm_history *read_history(struct pm_compare *compare)
{
	struct pm_run *run = compare->run;
	const struct pm_history_options options = {
		.to = compare->before.commit,
		.read = {.config = &run->config,
			 .folder = run->root,
			 .paths = run->paths.count ? run->paths.list : NULL,
			 .path_count = run->paths.count},
	};
	struct pm_history *history = NULL;
	struct pm_buf err = {0};

	/* what cannot be read was said of the second state */
	if (pm_run_read_history(run, &options, &history, &err) < 0)
		history = NULL;
	pm_buf_clear(&err);
	return history;
}

static void judge_side(struct pm_compare *compare, struct pm_changes_side *side, struct pm_compare_judged *judged,
		       struct pm_tree *tree)
{
	const struct pm_check_options options = {.tree = tree, .today = compare->run->today, .each = true};
	struct pm_buf err = {0};

	pm_diags_init(&judged->diags, &compare->arena);
	pm_check(side->product, &options, &judged->diags);
	judged->fingerprints = pm_fingerprints(side->product, &judged->diags);
	side->diags = &judged->diags;
	side->fingerprints = judged->fingerprints;
	judged->scoring = pm_scoring_new(side->product, pm_str_c(pm_run_by(compare->run)), &err);
	if (judged->scoring) {
		pm_rank(judged->scoring, NULL, NULL, &judged->ranking);
		side->ranking = &judged->ranking;
	} else if (side->product == compare->run->product) { /* both would say the same */
		pm_run_error(compare->run, "rank.method: %s", err.p);
	}
	pm_buf_clear(&err);
}

static void clear_judged(struct pm_compare_judged *judged)
{
	if (!judged->fingerprints)
		return;
	pm_diags_clear(&judged->diags);
	free(judged->fingerprints);
	if (judged->scoring)
		pm_ranking_clear(&judged->ranking);
	pm_scoring_free(judged->scoring);
	if (judged->flows)
		pm_flow_clear(&judged->flow);
	pm_history_free(judged->history);
}

void pm_compare_make(struct pm_compare *compare, bool judge)
{
	struct pm_changes_side before = {.product = compare->nothing ? compare->nothing : compare->before.product};
	struct pm_changes_side after = {.product = compare->run->product};

	name_second(compare);
	if (judge) {
		judge_side(compare, &before, &compare->was, compare->nothing ? compare->no_tree : compare->before.tree);
		judge_side(compare, &after, &compare->is, compare->run->tree);
		follow(compare, pm_run_history(compare->run, false), &after, &compare->is);
		if (after.flow && *compare->before.commit) {
			compare->was.history = read_history(compare);
			follow(compare, compare->was.history, &before, &compare->was);
		}
	}
	pm_changes_make(&before, &after, &compare->changes);
	compare->compared = true;
	compare->view = (struct pm_view_compared){
		.changes = &compare->changes,
		.from = compare->from_name,
		.to = compare->to_name,
		.from_commit = pm_str_c(compare->before.commit),
		.to_commit = pm_str_c(compare->to_commit),
	};
}

void pm_compare_clear(struct pm_compare *compare)
{
	if (compare->compared)
		pm_changes_clear(&compare->changes);
	clear_judged(&compare->was);
	clear_judged(&compare->is);
	if (compare->before.product)
		pm_run_other_clear(&compare->before);
	pm_product_free(compare->nothing);
	pm_tree_free(compare->no_tree);
	free(compare->text);
	free(compare->from);
	free(compare->to);
	pm_arena_clear(&compare->arena);
}
