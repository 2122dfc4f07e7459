/* lint_checkstyle: findings as Checkstyle's XML. */
#include "formats/findings.h"

#include <string.h>

static const char *severity_name(enum pm_severity severity)
{
	static const char *const names[] = {"ignore", "info", "warning", "error"};

	return names[severity];
}

static void write_error(const struct pm_diag *diag, const struct pm_position *at, struct pm_out *out)
{
	pm_outf(out, "    <error line=\"%lu\"", (unsigned long)(at->line > 0 ? at->line : 1));
	if (at->line > 0)
		pm_outf(out, " column=\"%lu\"", (unsigned long)at->column);
	pm_outf(out, " severity=\"%s\" message=\"", severity_name(diag->severity));
	pm_out_xml(out, diag->message);
	pm_outf(out, "\" source=\"pm-lint.%s\"/>\n", diag->rule);
}

/* The findings are sorted by path: a file's stand together. */
static void write(const struct pm_findings *findings, const struct pm_findings_options *options, struct pm_out *out)
{
	struct pm_position at = {0};
	const char *open = NULL;

	(void)options;
	pm_outz(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
	for (size_t i = 0; pm_findings_more(findings, i); i++) {
		const char *path;

		pm_findings_place(findings->product, &findings->diags->list[i], PM_UNIT_POINTS, &at);
		path = at.path ? at.path : ".";
		if (open == NULL || strcmp(open, path) != 0) {
			pm_outz(out, open ? "  </file>\n  <file name=\"" : "  <file name=\"");
			pm_out_xml(out, pm_str_c(path));
			pm_outz(out, "\">\n");
		}
		open = path;
		write_error(&findings->diags->list[i], &at, out);
	}
	pm_outz(out, open ? "  </file>\n</checkstyle>\n" : "</checkstyle>\n");
}

const struct pm_findings_format pm_findings_format_checkstyle = {
	.name = "checkstyle",
	.summary = "Checkstyle's XML",
	.write = write,
};
