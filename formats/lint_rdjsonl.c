/* lint_rdjsonl: findings for reviewdog, one a line. */
#include "formats/findings.h"

static void write(const struct pm_findings *findings, const struct pm_findings_options *options, struct pm_out *out)
{
	struct pm_json json;

	(void)options;
	for (size_t i = 0; pm_findings_more(findings, i); i++) {
		pm_json_init(&json, out, false);
		pm_findings_rdjson(&json, findings->product, &findings->diags->list[i]);
		pm_json_end(&json);
	}
}

const struct pm_findings_format pm_findings_format_rdjsonl = {
	.name = "rdjsonl",
	.summary = "for reviewdog, one finding a line",
	.write = write,
};
