/* lint_github: findings as GitHub's workflow commands, which become annotations.
 *
 * A step shows ten of each severity and drops the rest without a word: so errors come first, ten of each are given, the rest is
 * counted, and all of them stand as plain lines in a group of the log.
 */
#include "formats/findings.h"

enum { SHOWN = 10 };

/* In a command, % and line ends are encoded; in its properties the separators too. */
static void write_escaped(struct pm_out *out, struct pm_str text, bool property)
{
	struct pm_buf encoded = {0};

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ',')))
			pm_buf_addf(&encoded, "%%%02X", (unsigned)(unsigned char)c);
		else
			pm_buf_addc(&encoded, c);
	}
	pm_out_terminal(out, pm_buf_str(&encoded));
	pm_buf_clear(&encoded);
}

static const char *command(enum pm_severity severity)
{
	static const char *const names[] = {"notice", "notice", "warning", "error"};

	return names[severity];
}

static void write_annotation(const struct pm_diag *diag, const struct pm_position *at, struct pm_out *out)
{
	pm_outf(out, "::%s title=pm-lint (%s)", command(diag->severity), diag->rule);
	if (at->path) {
		pm_outz(out, ",file=");
		write_escaped(out, pm_str_c(at->path), true);
	}
	if (at->line > 0)
		pm_outf(out, ",line=%lu,col=%lu,endLine=%lu,endColumn=%lu", (unsigned long)at->line, (unsigned long)at->column,
			(unsigned long)at->end_line, (unsigned long)at->end_column);
	pm_outz(out, "::");
	if (at->path)
		write_escaped(out, pm_str_c(at->path), false);
	if (at->line > 0)
		pm_outf(out, ":%lu:%lu", (unsigned long)at->line, (unsigned long)at->column);
	pm_outz(out, at->path ? ": " : "");
	write_escaped(out, diag->message, false);
	pm_outf(out, " [%s]\n", diag->rule);
}

static size_t write_annotations(const struct pm_findings *findings, enum pm_severity severity, struct pm_out *out)
{
	struct pm_position at = {0};
	size_t shown = 0;

	for (size_t i = 0; i < findings->diags->count && shown < SHOWN; i++) {
		const struct pm_diag *diag = &findings->diags->list[i];

		if (diag->severity != severity)
			continue;
		pm_findings_one_line(findings->product, diag, PM_UNIT_POINTS, &at);
		write_annotation(diag, &at, out);
		shown++;
	}
	return shown;
}

/* No line of the group can be taken for a command: each begins with a path, and a path with a colon is quoted. */
static void write_log(const struct pm_findings *findings, struct pm_out *out)
{
	const struct pm_findings_options plain = {.color = false};

	pm_outf(out, "::group::pm-lint: %lu findings\n", (unsigned long)findings->diags->count);
	for (size_t i = 0; pm_findings_more(findings, i); i++)
		pm_findings_line(findings, &plain, &findings->diags->list[i], out);
	pm_outz(out, "::endgroup::\n");
}

static void write(const struct pm_findings *findings, const struct pm_findings_options *options, struct pm_out *out)
{
	size_t shown = 0;

	(void)options;
	for (int severity = PM_SEVERITY_ERROR; severity >= PM_SEVERITY_NOTE; severity--)
		shown += write_annotations(findings, (enum pm_severity)severity, out);
	if (shown < findings->diags->count)
		pm_outf(out, "::notice title=pm-lint::%lu more findings: see the job summary\n",
			(unsigned long)(findings->diags->count - shown));
	if (findings->diags->count > 0)
		write_log(findings, out);
}

const struct pm_findings_format pm_findings_format_github = {
	.name = "github",
	.summary = "annotations of GitHub Actions",
	.write = write,
};
