/* read-name: a file of Backlog.md that its own tool does not see. */
#include "parser/rule.h"

#include <string.h>

/* The folders that Backlog.md keeps items in. */
static bool is_item_folder(struct pm_str folder)
{
	static const char *const names[] = {"tasks", "completed", "drafts"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct pm_str rest = folder;

		if (!pm_str_ends(rest, names[i]))
			continue;
		rest.n -= strlen(names[i]);
		if (pm_str_ends(rest, "backlog/") || pm_str_ends(rest, "archive/"))
			return true;
	}
	return false;
}

/* The letters that an id begins with, when a dash and a digit follow; 0: it has another form. */
static size_t prefix_length(struct pm_str id)
{
	size_t n = 0;

	while (n < id.n && ((id.p[n] >= 'A' && id.p[n] <= 'Z') || (id.p[n] >= 'a' && id.p[n] <= 'z')))
		n++;
	return n > 0 && n + 1 < id.n && id.p[n] == '-' && id.p[n + 1] >= '0' && id.p[n + 1] <= '9' ? n : 0;
}

/* The number list of an id or a file name, from its first digit: "007.1" of "task-007.1 - Pay.md". */
static struct pm_str numbers(struct pm_str text, size_t from)
{
	size_t to = from;

	while (to < text.n && ((text.p[to] >= '0' && text.p[to] <= '9') ||
			       (text.p[to] == '.' && to + 1 < text.n && text.p[to + 1] >= '0' && text.p[to + 1] <= '9')))
		to++;
	return pm_str_sub(text, from, to);
}

static bool starts_with_prefix(struct pm_str name, struct pm_str id, size_t prefix)
{
	if (name.n < prefix + 1 || name.p[prefix] != '-')
		return false;
	for (size_t i = 0; i < prefix; i++)
		if (name.p[i] != (char)(id.p[i] | 0x20))
			return false;
	return true;
}

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_item *item = &context->product->items[index];
	struct pm_str path = pm_str_c(context->product->files[item->file].source.path), name, lower;
	const char *slash = strrchr(path.p, '/');
	size_t prefix = prefix_length(item->id);
	struct pm_buf id = {0};

	if (item->form != PM_FORM_FILE || slash == NULL || prefix == 0)
		return;
	if (!is_item_folder(pm_str_n(path.p, (size_t)(slash - path.p))))
		return;
	name = pm_str_c(slash + 1);
	pm_buf_add_fold(&id, item->id);
	lower = pm_buf_str(&id);
	if (!starts_with_prefix(name, item->id, prefix))
		pm_rule_add(context, index, item->id_span,
			    "Backlog.md does not see %s: it reads only files named %.*s-*.md here; rename the file to '%s - %s.md'",
			    pm_rule_name(context, index), (int)prefix, lower.p, pm_rule_quote(context, lower),
			    pm_rule_quote(context, pm_str_sub(item->title, 0, 50)));
	else if (pm_str_natcmp(numbers(name, prefix + 1), numbers(item->id, prefix + 1)) != 0)
		pm_rule_add(context, index, item->id_span,
			    "the id is %s and the file is named %.*s: the two must agree, or it is found under one of them only; "
			    "rename the file",
			    pm_rule_name(context, index), PM_FMT(pm_str_sub(name, 0, prefix + 1 + numbers(name, prefix + 1).n)));
	pm_buf_clear(&id);
}

const struct pm_rule pm_rule_read_name = {
	.name = "read-name",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a file of a Backlog.md tree whose name hides it from that tool",
	.why = "Backlog.md finds items by the names of their files; one with another name is in no list of it, without a word.",
	.good = "==> backlog/tasks/task-7 - Pay.md <==\n"
		"---\n"
		"id: TASK-7\n"
		"title: Pay with a saved card\n"
		"status: To Do\n"
		"---\n",
	.bad = "==> backlog/tasks/pay.md <==\n"
	       "---\n"
	       "id: TASK-7\n"
	       "title: Pay with a saved card\n"
	       "status: To Do\n"
	       "---\n",
	.check_item = check_item,
};
