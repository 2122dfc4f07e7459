/* lint_json: findings for programs: pm-lint/1. */
#include "formats/findings.h"

#include <stdlib.h>

static void write_count(struct pm_json *json, const char *name, uint32_t count)
{
	pm_json_name(json, name);
	pm_json_int(json, count);
}

static void write_summary(struct pm_json *json, const struct pm_findings *findings)
{
	struct pm_findings_counts counts = pm_findings_count(findings->diags);
	const struct pm_product *product = findings->product;

	pm_json_name(json, "summary");
	pm_json_object(json);
	write_count(json, "files", product->file_count);
	write_count(json, "items", product->item_count - product->records);
	write_count(json, "unreadable", product->unreadable);
	write_count(json, "errors", counts.errors);
	write_count(json, "warnings", counts.warnings);
	write_count(json, "notes", counts.notes);
	write_count(json, "suppressed", findings->suppressed);
	write_count(json, "baselined", findings->baselined);
	pm_json_object_end(json);
}

static void write_list(struct pm_json *json, const struct pm_findings *findings)
{
	struct pm_fingerprint *made = findings->fingerprints ? NULL : pm_fingerprints(findings->product, findings->diags);

	pm_json_array(json);
	for (size_t i = 0; pm_findings_more(findings, i); i++)
		pm_findings_json(json, findings->product, &findings->diags->list[i],
				 (made ? made : findings->fingerprints)[i].text);
	pm_json_array_end(json);
	free(made);
}

static void write_json(const struct pm_findings *findings, const struct pm_findings_options *options, struct pm_out *out)
{
	struct pm_json json;

	pm_json_init(&json, out, false);
	json.breaks = 1;
	pm_json_object(&json);
	pm_json_name(&json, "format");
	pm_json_strz(&json, "pm-lint/1");
	pm_json_name(&json, "tool");
	pm_json_object(&json);
	pm_json_name(&json, "name");
	pm_json_strz(&json, "pm-lint");
	pm_json_name(&json, "version");
	pm_json_strz(&json, options->version);
	pm_json_object_end(&json);
	pm_json_name(&json, "findings");
	json.breaks = 2;
	write_list(&json, findings);
	json.breaks = 1;
	write_summary(&json, findings);
	pm_json_errors(&json, findings->errors);
	pm_json_object_end(&json);
	pm_json_end(&json);
}

const struct pm_findings_format pm_findings_format_json = {
	.name = "json",
	.summary = "for programs: pm-lint/1",
	.write = write_json,
};
