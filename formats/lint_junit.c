/* lint_junit: findings as JUnit's XML: a failed case for each that fails the run, a passed one for every file without any. */
#include "formats/findings.h"

#include <stdlib.h>
#include <string.h>

struct writer {
	const struct pm_findings *findings;
	struct pm_out *out;
	enum pm_severity fails; /* the least severity that fails the run */
	bool *found;		/* files that have a finding */
	size_t cases, failures;
};

/* What the exit status says failed: errors, or what there is where there are none. */
static enum pm_severity least_failing(const struct pm_findings *findings)
{
	struct pm_findings_counts counts = pm_findings_count(findings->diags);

	if (findings->status == 0)
		return PM_SEVERITY_ERROR + 1;
	if (counts.errors > 0)
		return PM_SEVERITY_ERROR;
	return counts.warnings > 0 ? PM_SEVERITY_WARNING : PM_SEVERITY_NOTE;
}

static void count(struct writer *w)
{
	const struct pm_findings *findings = w->findings;

	for (size_t i = 0; pm_findings_more(findings, i); i++) {
		const struct pm_diag *diag = &findings->diags->list[i];

		w->cases++;
		w->failures += diag->severity >= w->fails;
		if (diag->file != PM_NO_FILE)
			w->found[diag->file] = true;
	}
	for (uint32_t i = 0; i < findings->product->file_count; i++)
		w->cases += !w->found[i];
}

static void write_totals(struct writer *w)
{
	pm_outf(w->out, " name=\"pm-lint\" tests=\"%lu\" failures=\"%lu\" errors=\"0\"", (unsigned long)w->cases,
		(unsigned long)w->failures);
}

static void write_line(struct writer *w, const struct pm_diag *diag, const struct pm_position *at)
{
	if (at->path)
		pm_out_xml(w->out, pm_str_c(at->path));
	pm_outf(w->out, ":%lu:%lu: %s: ", (unsigned long)at->line, (unsigned long)at->column, pm_severity_name(diag->severity));
	pm_out_xml(w->out, diag->message);
	pm_outf(w->out, " [%s]", diag->rule);
}

/* Cases of one name are taken for one: what is alike is numbered. */
static void write_case(struct writer *w, const struct pm_diag *diag, const struct pm_position *at, unsigned nth)
{
	bool fails = diag->severity >= w->fails;

	pm_outz(w->out, "    <testcase classname=\"");
	pm_out_xml(w->out, pm_str_c(at->path ? at->path : "."));
	pm_outf(w->out, "\" name=\"%s", diag->rule);
	if (pm_findings_item(w->findings->product, diag).n > 0) {
		pm_outc(w->out, ' ');
		pm_out_xml(w->out, pm_findings_item(w->findings->product, diag));
	}
	pm_outf(w->out, " line %lu:%lu", (unsigned long)at->line, (unsigned long)at->column);
	if (nth > 0)
		pm_outf(w->out, " (%u)", nth + 1);
	pm_outz(w->out, "\" time=\"0.000\">\n");
	if (fails) {
		pm_outf(w->out, "      <failure type=\"%s\" message=\"", diag->rule);
		pm_out_xml(w->out, diag->message);
		pm_outz(w->out, "\">");
	} else {
		pm_outz(w->out, "      <system-out>");
	}
	write_line(w, diag, at);
	pm_outz(w->out, fails ? "</failure>\n    </testcase>\n" : "</system-out>\n    </testcase>\n");
}

static void write_cases(struct writer *w)
{
	const struct pm_diags *diags = w->findings->diags;
	struct pm_position at = {0}, before = {0};
	unsigned nth = 0;

	for (size_t i = 0; i < diags->count; i++) {
		before = at;
		pm_findings_place(w->findings->product, &diags->list[i], PM_UNIT_POINTS, &at);
		nth = i > 0 && before.path == at.path && before.line == at.line && before.column == at.column &&
				      strcmp(diags->list[i].rule, diags->list[i - 1].rule) == 0
			      ? nth + 1
			      : 0;
		write_case(w, &diags->list[i], &at, nth);
	}
	for (uint32_t i = 0; i < w->findings->product->file_count; i++) {
		if (w->found[i])
			continue;
		pm_outz(w->out, "    <testcase classname=\"");
		pm_out_xml(w->out, pm_str_c(w->findings->product->files[i].source.path));
		pm_outz(w->out, "\" name=\"all rules\" time=\"0.000\"/>\n");
	}
}

static void write(const struct pm_findings *findings, const struct pm_findings_options *options, struct pm_out *out)
{
	struct writer w = {.findings = findings, .out = out, .fails = least_failing(findings)};

	(void)options;
	w.found = pm_calloc((size_t)findings->product->file_count + 1, sizeof(*w.found));
	count(&w);
	pm_outz(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
	write_totals(&w);
	pm_outz(out, ">\n  <testsuite");
	write_totals(&w);
	pm_outz(out, " skipped=\"0\" time=\"0.000\">\n");
	write_cases(&w);
	pm_outz(out, "  </testsuite>\n</testsuites>\n");
	free(w.found);
}

const struct pm_findings_format pm_findings_format_junit = {
	.name = "junit",
	.summary = "JUnit's XML, as CI servers read it",
	.write = write,
};
