/* tell_json: changes as pm-changes/1. */
#include "formats/json.h"
#include "formats/tell.h"

static void write_text(struct pm_json *json, const char *name, struct pm_str text)
{
	pm_json_name(json, name);
	if (text.n)
		pm_json_str(json, text);
	else
		pm_json_null(json);
}

static void write_item(struct pm_json *json, const struct pm_product *product, const struct pm_item *item)
{
	pm_json_object(json);
	write_text(json, "id", item->id);
	pm_json_name(json, "kind");
	pm_json_strz(json, pm_kind_name((enum pm_kind)item->kind));
	pm_json_name(json, "title");
	pm_json_str(json, item->title);
	pm_json_name(json, "path");
	pm_json_strz(json, product->files[item->file].source.path);
	pm_json_name(json, "line");
	pm_json_int(json, item->line);
	pm_json_object_end(json);
}

static void write_items(struct pm_json *json, const struct pm_changes *changes, const struct pm_change *change)
{
	const struct pm_product *before = changes->before.product, *after = changes->after.product;
	const struct pm_product *others = change->type == PM_CHANGE_SPLIT ? after : before;

	if (change->before != PM_NO_ITEM) {
		pm_json_name(json, "before");
		write_item(json, before, &before->items[change->before]);
	}
	if (change->after != PM_NO_ITEM) {
		pm_json_name(json, "after");
		write_item(json, after, &after->items[change->after]);
	}
	if (!change->other_count)
		return;
	pm_json_name(json, "parts");
	pm_json_array(json);
	for (size_t i = 0; i < change->other_count; i++)
		write_item(json, others, &others->items[change->others[i]]);
	pm_json_array_end(json);
}

/* A field by its canonical name; a label that the format does not know as it is written; what is forecast by its title. */
static void write_name(struct pm_json *json, const struct pm_change *change)
{
	if (!change->name.n)
		return;
	pm_json_name(json, change->type == PM_CHANGE_STORY ? "part" : change->type == PM_CHANGE_FORECAST ? "of" : "field");
	if (change->type != PM_CHANGE_STORY && change->type != PM_CHANGE_FORECAST && change->field < PM_FIELD_COUNT)
		pm_json_strz(json, pm_fields[change->field].key);
	else
		pm_json_str(json, change->name);
}

static void write_states(struct pm_json *json, const struct pm_change *change)
{
	if (change->type != PM_CHANGE_STATE)
		return;
	pm_json_name(json, "class_from");
	pm_json_strz(json, pm_state_class_name(change->class_from));
	pm_json_name(json, "class_to");
	pm_json_strz(json, pm_state_class_name(change->class_to));
}

static void write_number(struct pm_json *json, const char *name, uint32_t number)
{
	if (!number)
		return;
	pm_json_name(json, name);
	pm_json_int(json, number);
}

static void write_numbers(struct pm_json *json, const struct pm_change *change)
{
	bool criterion = change->type == PM_CHANGE_CRITERION, forecast = change->type == PM_CHANGE_FORECAST;

	write_number(json, criterion ? "number_from" : forecast ? "items_from" : "position_from", change->number_from);
	write_number(json, criterion ? "number" : forecast ? "items_to" : "position_to", change->number_to);
	if (!change->has_scores)
		return;
	pm_json_name(json, "score_from");
	pm_json_number(json, change->score_from);
	pm_json_name(json, "score_to");
	pm_json_number(json, change->score_to);
}

static void write_causes(struct pm_json *json, const struct pm_change *change)
{
	if (!change->cause_count)
		return;
	pm_json_name(json, "causes");
	pm_json_array(json);
	for (size_t i = 0; i < change->cause_count; i++) {
		pm_json_object(json);
		pm_json_name(json, "name");
		pm_json_str(json, change->causes[i].name);
		write_text(json, "from", change->causes[i].from);
		write_text(json, "to", change->causes[i].to);
		pm_json_object_end(json);
	}
	pm_json_array_end(json);
}

static void write_finding(struct pm_json *json, const struct pm_changes *changes, const struct pm_change *change)
{
	const struct pm_product *product = change->how == PM_HOW_ADDED ? changes->after.product : changes->before.product;
	const struct pm_diag *diag = change->diag;

	if (!diag)
		return;
	pm_json_name(json, "rule");
	pm_json_strz(json, diag->rule);
	pm_json_name(json, "severity");
	pm_json_strz(json, pm_severity_name(diag->severity));
	pm_json_name(json, "message");
	pm_json_str(json, diag->message);
	pm_json_name(json, "path");
	pm_json_strz(json, diag->file != PM_NO_FILE ? product->files[diag->file].source.path : diag->path);
	pm_json_name(json, "fingerprint");
	pm_json_strz(json, change->fingerprint);
}

static void write_change(struct pm_json *json, const struct pm_changes *changes, const struct pm_change *change)
{
	pm_json_object(json);
	pm_json_name(json, "type");
	pm_json_strz(json, pm_change_name(change->type));
	if (change->how) {
		pm_json_name(json, "how");
		pm_json_strz(json, change->type == PM_CHANGE_FINDING ? (change->how == PM_HOW_ADDED ? "new" : "mended")
								     : pm_change_how_name(change->how));
	}
	write_name(json, change);
	if (change->from.n || change->to.n) {
		write_text(json, "from", change->from);
		write_text(json, "to", change->to);
	}
	write_states(json, change);
	write_numbers(json, change);
	write_causes(json, change);
	write_finding(json, changes, change);
	write_items(json, changes, change);
	pm_json_object_end(json);
}

static void write_end(struct pm_json *json, const char *name, struct pm_str label, struct pm_str commit)
{
	pm_json_name(json, name);
	pm_json_object(json);
	pm_json_name(json, "name");
	pm_json_str(json, label);
	write_text(json, "commit", commit);
	pm_json_object_end(json);
}

static void write_summary(struct pm_json *json, const struct pm_view_input *input)
{
	static const char *const names[PM_TELL_GROUPS] = {"direction", "done",	 "reopened", "dropped", "added", "removed",
							  "split",     "merged", "changed",  "ranked",	NULL};
	const struct pm_tell_counts counts = pm_tell_count(input);

	pm_json_name(json, "summary");
	pm_json_object(json);
	for (size_t i = 0; i < PM_TELL_GROUPS; i++) {
		if (!names[i])
			continue;
		pm_json_name(json, names[i]);
		pm_json_int(json, (int64_t)counts.of[i]);
	}
	pm_json_name(json, "findings_new");
	pm_json_int(json, (int64_t)counts.findings_new);
	pm_json_name(json, "findings_mended");
	pm_json_int(json, (int64_t)counts.findings_mended);
	pm_json_object_end(json);
}

void pm_tell_json(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out)
{
	const struct pm_view_compared *compared = input->compared;
	struct pm_json json;

	(void)options;
	pm_json_init(&json, out, false);
	json.breaks = 2;
	pm_json_object(&json);
	pm_json_name(&json, "format");
	pm_json_strz(&json, "pm-changes/1");
	if (compared) {
		const struct pm_changes *changes = compared->changes;

		write_end(&json, "from", compared->from, compared->from_commit);
		write_end(&json, "to", compared->to, compared->to_commit);
		pm_json_name(&json, "changes");
		pm_json_array(&json);
		for (size_t i = 0; i < changes->count; i++)
			if (pm_tell_shows(input, &changes->list[i]))
				write_change(&json, changes, &changes->list[i]);
		pm_json_array_end(&json);
		write_summary(&json, input);
	} else {
		pm_json_name(&json, "changes");
		pm_json_array(&json);
		pm_json_array_end(&json);
	}
	pm_json_errors(&json, input->errors);
	pm_json_object_end(&json);
	pm_json_end(&json);
}
