/* lint_text: findings for people and editors, one line each. */
#include "formats/findings.h"

static void write_text(const struct pm_findings *findings, const struct pm_findings_options *options, struct pm_out *out)
{
	for (size_t i = 0; pm_findings_more(findings, i); i++) {
		const struct pm_diag *diag = &findings->diags->list[i];

		pm_findings_line(findings, options, diag, out);
		for (uint32_t k = 0; k < diag->related_count; k++)
			pm_findings_related_line(findings, options, diag, &diag->related[k], out);
	}
}

const struct pm_findings_format pm_findings_format_text = {
	.name = "text",
	.summary = "path:line:col: severity: message [rule]",
	.write = write_text,
};
