/* role: who changed an item. */
#include "parser/role.h"

bool pm_role_is_named(struct pm_str names, struct pm_str author)
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

const struct pm_history_commit *pm_role_commit(const struct pm_rule_context *context, uint32_t commit)
{
	const struct pm_history *history = context->history;

	return commit < history->commit_count && history->commits[commit].news ? &history->commits[commit] : NULL;
}

/* The commit of the last change of that sort, when it is of the range; NULL. */
static const struct pm_history_commit *last_change(const struct pm_rule_context *context, uint32_t item,
						   bool (*is)(const struct pm_event *event))
{
	const struct pm_history *history = context->history;
	uint32_t index = pm_history_life(history, context->product, item);
	const struct pm_event *event = NULL;
	const struct pm_life *life;

	if (index == PM_NO_ITEM)
		return NULL;
	life = &history->lives[index];
	for (uint32_t i = 0; i < life->event_count; i++)
		if (is(&history->events[life->first_event + i]))
			event = &history->events[life->first_event + i];
	return event != NULL ? pm_role_commit(context, event->commit) : NULL;
}

void pm_role_check(const struct pm_rule_context *context, bool (*asked)(const struct pm_item *item),
		   bool (*is)(const struct pm_event *event), const char *changed, const char *what)
{
	struct pm_str names = pm_str_trim(pm_str_c(pm_rule_option(context, "by")));
	const struct pm_product *product = context->product;

	for (uint32_t i = 0; names.n > 0 && i < product->item_count; i++) {
		const struct pm_history_commit *commit = asked(&product->items[i]) ? last_change(context, i, is) : NULL;
		char day[16];

		if (commit == NULL || pm_role_is_named(names, commit->author))
			continue;
		pm_day_format(commit->day, day);
		pm_rule_add(context, i, product->items[i].head, "%s %s by %.*s on %s; %s decided on by %.*s: ask them",
			    pm_rule_name(context, i), changed, PM_FMT(commit->author), day, what, PM_FMT(names));
	}
}
