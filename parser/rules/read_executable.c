/* read-executable: commands that other tools would run. */
#include "parser/rule.h"

/* The label without what sets its words apart, in lower case: at most room - 1 bytes. */
static struct pm_str squeeze(struct pm_str label, char *out, size_t room)
{
	size_t n = 0;

	for (size_t i = 0; i < label.n && n < room; i++) {
		char c = label.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c | 0x20);
		if (c != '_' && c != '-' && c != ' ')
			out[n++] = c;
	}
	return pm_str_n(out, n);
}

static bool is_command(struct pm_str label, struct pm_str value)
{
	char room[32];
	struct pm_str key = squeeze(label, room, sizeof room);

	if (pm_str_eqc(key, "onstatuschange"))
		return pm_str_trim(value).n > 0;
	return pm_str_eqc(key, "verify") && (pm_str_find(value, "bash") >= 0 || pm_str_find(value, "run:") >= 0);
}

static void check_item(const struct pm_rule_context *context, uint32_t index)
{
	const struct pm_product *product = context->product;
	const struct pm_item *item = &product->items[index];

	for (uint16_t f = 0; f < item->field_count; f++) {
		const struct pm_field *field = &item->fields[f];
		uint32_t file = pm_rule_field_file(product, item, field);
		struct pm_str label = pm_source_text(&product->files[file].source, field->label);
		struct pm_diag *diag;

		if (field->def != PM_FIELD_CUSTOM || !is_command(label, pm_field_text(product, item, field)))
			continue;
		diag = pm_rule_add(context, index, field->label,
				   "'%s' of %s holds a command that some tools run, also when a stranger wrote it: take it out (it "
				   "is never run here)",
				   pm_rule_quote(context, label), pm_rule_name(context, index));
		diag->file = file;
		diag->subject = label;
	}
}

const struct pm_rule pm_rule_read_executable = {
	.name = "read-executable",
	.severity = PM_SEVERITY_WARNING,
	.summary = "a command in an item's fields that some tools would run",
	.why = "Whoever can change an item, also by a pull request, can then run commands on the machine of whoever works with it.",
	.good = "==> backlog/tasks/task-1 - Pay.md <==\n"
		"---\n"
		"id: TASK-1\n"
		"title: Pay with a saved card\n"
		"status: To Do\n"
		"---\n",
	.bad = "==> backlog/tasks/task-1 - Pay.md <==\n"
	       "---\n"
	       "id: TASK-1\n"
	       "title: Pay with a saved card\n"
	       "status: To Do\n"
	       "onStatusChange: make deploy\n"
	       "---\n",
	.check_item = check_item,
};
