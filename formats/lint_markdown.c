/* lint_markdown: findings as a table of Markdown, for a job's summary or a comment on a pull request. */
#include "formats/findings.h"

/* A forge refuses a comment of more than 65,536 characters. */
enum { BYTES_MAX = 60000 };

static void write_place(const struct pm_position *at, struct pm_out *out)
{
	struct pm_buf place = {0};

	if (at->path)
		pm_buf_addz(&place, at->path);
	if (at->path && at->line > 0)
		pm_buf_addf(&place, ":%lu", (unsigned long)at->line);
	pm_out_markdown_inside(out, pm_buf_str(&place));
	pm_buf_clear(&place);
}

static void write_row(const struct pm_findings *findings, const struct pm_diag *diag, struct pm_out *out)
{
	struct pm_position at = {0};

	pm_findings_place(findings->product, diag, PM_UNIT_BYTES, &at);
	pm_outf(out, "| %s | ", pm_severity_name(diag->severity));
	write_place(&at, out);
	pm_outz(out, " | ");
	pm_out_markdown_inside(out, diag->message);
	pm_outf(out, " | `%s` |\n", diag->rule);
}

/* The gravest first, in their order; how many had room. */
static size_t write_rows(const struct pm_findings *findings, struct pm_out *out)
{
	struct pm_out row;
	size_t shown = 0, bytes = 0;

	for (int severity = PM_SEVERITY_ERROR; severity >= PM_SEVERITY_NOTE; severity--)
		for (size_t i = 0; i < findings->diags->count && bytes < BYTES_MAX; i++) {
			if ((int)findings->diags->list[i].severity != severity)
				continue;
			pm_out_memory(&row);
			write_row(findings, &findings->diags->list[i], &row);
			bytes += row.buf.n;
			if (bytes < BYTES_MAX) {
				pm_outs(out, pm_buf_str(&row.buf));
				shown++;
			}
			pm_out_clear(&row);
		}
	return shown;
}

static void write_errors(const struct pm_findings *findings, struct pm_out *out)
{
	if (!findings->errors.n)
		return;
	pm_outz(out, "**Not all could be checked:** ");
	pm_out_markdown_inside(out, pm_str_trim(findings->errors));
	pm_outz(out, "\n\n");
}

static void write_counts(struct pm_findings_counts counts, struct pm_out *out)
{
	pm_outf(out, "%u error%s, %u warning%s, %u note%s.\n\n", counts.errors, counts.errors == 1 ? "" : "s", counts.warnings,
		counts.warnings == 1 ? "" : "s", counts.notes, counts.notes == 1 ? "" : "s");
}

static void write(const struct pm_findings *findings, const struct pm_findings_options *options, struct pm_out *out)
{
	struct pm_findings_counts counts = pm_findings_count(findings->diags);
	size_t shown;

	(void)options;
	pm_outz(out, "### Backlog\n\n");
	write_errors(findings, out);
	if (findings->diags->count == 0) {
		pm_outz(out, findings->errors.n ? "" : "No findings.\n");
		return;
	}
	write_counts(counts, out);
	pm_outz(out, "| | Where | What | Rule |\n|---|---|---|---|\n");
	shown = write_rows(findings, out);
	if (shown < findings->diags->count)
		pm_outf(out, "\n%lu more findings stand in the log.\n", (unsigned long)(findings->diags->count - shown));
}

const struct pm_findings_format pm_findings_format_markdown = {
	.name = "markdown",
	.summary = "a table for a job's summary or a comment",
	.write = write,
};
