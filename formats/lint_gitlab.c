/* lint_gitlab: findings as GitLab's code quality report. */
#include "formats/findings.h"

#include <stdlib.h>

static const char *severity_name(enum pm_severity severity)
{
	static const char *const names[] = {"info", "info", "minor", "major"};

	return names[severity];
}

static void write_finding(struct pm_json *json, const struct pm_diag *diag, const char *fingerprint, const struct pm_position *at)
{
	struct pm_buf text = {0};

	pm_buf_addf(&text, "%s: ", diag->rule);
	pm_buf_adds(&text, diag->message);
	pm_json_object(json);
	pm_json_name(json, "description");
	pm_json_str(json, pm_buf_str(&text));
	pm_json_name(json, "check_name");
	pm_json_strz(json, diag->rule);
	pm_json_name(json, "fingerprint");
	pm_json_strz(json, fingerprint);
	pm_json_name(json, "severity");
	pm_json_strz(json, severity_name(diag->severity));
	pm_json_name(json, "location");
	pm_json_object(json);
	pm_json_name(json, "path");
	pm_json_strz(json, at->path ? at->path : ".");
	pm_json_name(json, "lines");
	pm_json_object(json);
	pm_json_name(json, "begin");
	pm_json_int(json, at->line > 0 ? at->line : 1);
	pm_json_object_end(json);
	pm_json_object_end(json);
	pm_json_object_end(json);
	pm_buf_clear(&text);
}

/* A list and nothing else: that is what is read. */
static void write(const struct pm_findings *findings, const struct pm_findings_options *options, struct pm_out *out)
{
	struct pm_fingerprint *made = findings->fingerprints ? NULL : pm_fingerprints(findings->product, findings->diags);
	struct pm_json json;

	(void)options;
	pm_json_init(&json, out, false);
	json.breaks = 1;
	pm_json_array(&json);
	for (size_t i = 0; pm_findings_more(findings, i); i++) {
		struct pm_position at = {0};

		pm_findings_place(findings->product, &findings->diags->list[i], PM_UNIT_BYTES, &at);
		write_finding(&json, &findings->diags->list[i], (made ? made : findings->fingerprints)[i].text, &at);
	}
	pm_json_array_end(&json);
	pm_json_end(&json);
	free(made);
}

const struct pm_findings_format pm_findings_format_gitlab = {
	.name = "gitlab",
	.summary = "GitLab's code quality report",
	.write = write,
};
