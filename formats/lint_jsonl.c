/* lint_jsonl: findings for programs, one a line. */
#include "formats/findings.h"

#include <stdlib.h>

static void write_jsonl(const struct pm_findings *findings, const struct pm_findings_options *options, struct pm_out *out)
{
	struct pm_fingerprint *made = findings->fingerprints ? NULL : pm_fingerprints(findings->product, findings->diags);
	struct pm_json json;

	(void)options;
	for (size_t i = 0; pm_findings_more(findings, i); i++) {
		pm_json_init(&json, out, false);
		pm_findings_json(&json, findings->product, &findings->diags->list[i],
				 (made ? made : findings->fingerprints)[i].text);
		pm_json_end(&json);
	}
	free(made);
}

const struct pm_findings_format pm_findings_format_jsonl = {
	.name = "jsonl",
	.summary = "the same findings, one a line",
	.write = write_jsonl,
};
