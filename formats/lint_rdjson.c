/* lint_rdjson: findings for reviewdog, as one document. */
#include "formats/findings.h"

static void write(const struct pm_findings *findings, const struct pm_findings_options *options, struct pm_out *out)
{
	struct pm_json json;

	(void)options;
	pm_json_init(&json, out, false);
	json.breaks = 1;
	pm_json_object(&json);
	pm_json_name(&json, "source");
	pm_json_object(&json);
	pm_json_name(&json, "name");
	pm_json_strz(&json, "pm-lint");
	pm_json_object_end(&json);
	pm_json_name(&json, "diagnostics");
	json.breaks = 2;
	pm_json_array(&json);
	for (size_t i = 0; pm_findings_more(findings, i); i++)
		pm_findings_rdjson(&json, findings->product, &findings->diags->list[i]);
	pm_json_array_end(&json);
	pm_json_object_end(&json);
	pm_json_end(&json);
}

const struct pm_findings_format pm_findings_format_rdjson = {
	.name = "rdjson",
	.summary = "for reviewdog",
	.write = write,
};
