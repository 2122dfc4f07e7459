/* role-direction: a goal that was changed by somebody who the team says does not decide on goals. */
#include "parser/rule.h"

/* Is the author one of the names, which are split at commas? */
static bool is_named(struct pm_str names, struct pm_str author)
{
	for (size_t from = 0; from <= names.n;) {
		size_t to = from;

		while (to < names.n && names.p[to] != ',')
			to++;
		if (pm_str_fold_eq(pm_str_trim(pm_str_sub(names, from, to)), author))
			return true;
		from = to + 1;
	}
	return false;
}

/* The last change of an item that is not by one of them; NULL. */
static const struct pm_event *last_change(const struct pm_rule_context *context, const struct pm_life *life)
{
	const struct pm_history *history = context->history;
	const struct pm_event *event = NULL;

	for (uint32_t i = 0; i < life->event_count; i++)
		if (history->events[life->first_event + i].type != PM_EVENT_MOVED)
			event = &history->events[life->first_event + i];
	return event && !history->commits[event->commit].base ? event : NULL;
}

static void check(const struct pm_rule_context *context)
{
	struct pm_str names = pm_str_trim(pm_str_c(pm_rule_option(context, "by")));
	const struct pm_product *product = context->product;

	for (uint32_t i = 0; names.n && i < product->item_count; i++) {
		uint32_t life = product->items[i].kind == PM_KIND_GOAL || product->items[i].kind == PM_KIND_INITIATIVE
					? pm_history_life(context->history, product, i)
					: PM_NO_ITEM;
		const struct pm_event *event = life == PM_NO_ITEM ? NULL : last_change(context, &context->history->lives[life]);
		const struct pm_history_commit *commit = event ? &context->history->commits[event->commit] : NULL;
		char day[16];

		if (!commit || is_named(names, commit->author))
			continue;
		pm_day_format(commit->day, day);
		pm_rule_add(context, i, product->items[i].head,
			    "%s was last changed by %.*s on %s; goals are decided on by %.*s: ask them", pm_rule_name(context, i),
			    PM_FMT(commit->author), day, PM_FMT(names));
	}
}

const struct pm_rule pm_rule_role_direction = {
	.name = "role-direction",
	.severity = PM_SEVERITY_NOTE,
	.summary = "a goal or initiative last changed by somebody else than who decides on them (--history)",
	.why = "Direction that changes by the way is no direction.  Names of authors can be forged: this is advice, not a lock.",
	.good = "# Roadmap\n"
		"\n"
		"## Goals\n"
		"\n"
		"### G-1 Shoppers come back\n",
	.bad = "# Roadmap\n"
	       "\n"
	       "## Goals\n"
	       "\n"
	       "### G-1 Shoppers come back twice, says the intern\n",
	.options =
		(const struct pm_rule_option[]){{"by", "", "names of those who decide on goals, split at commas; nobody: all may"},
						{NULL, NULL, NULL}},
	.past = true,
	.check = check,
};
