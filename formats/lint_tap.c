/* lint_tap: findings as TAP 13: a line for each, and one for every file without any. */
#include "formats/findings.h"

#include <stdlib.h>

static void write_escaped(struct pm_out *out, struct pm_str text)
{
	size_t from = 0;

	for (size_t i = 0; i <= text.n; i++) {
		if (i < text.n && text.p[i] != '\\' && text.p[i] != '#')
			continue;
		pm_out_terminal(out, pm_str_sub(text, from, i));
		if (i < text.n)
			pm_outf(out, "\\%c", text.p[i]);
		from = i + 1;
	}
}

/* The strings of the YAML block are JSON's, which YAML reads. */
static void write_yaml(struct pm_out *out, const char *name, struct pm_str text)
{
	struct pm_json json;

	pm_outf(out, "  %s: ", name);
	pm_json_init(&json, out, false);
	pm_json_str(&json, text);
	pm_json_end(&json);
}

static void write_finding(const struct pm_diag *diag, const struct pm_position *at, size_t number, struct pm_out *out)
{
	pm_outf(out, "%s %lu - ", diag->severity == PM_SEVERITY_ERROR ? "not ok" : "ok", (unsigned long)number);
	write_escaped(out, pm_str_c(at->path ? at->path : "."));
	if (at->line > 0)
		pm_outf(out, ":%lu:%lu", (unsigned long)at->line, (unsigned long)at->column);
	pm_outf(out, " %s\n  ---\n", diag->rule);
	write_yaml(out, "message", diag->message);
	write_yaml(out, "severity", pm_str_c(pm_severity_name(diag->severity)));
	write_yaml(out, "file", pm_str_c(at->path ? at->path : "."));
	if (at->line > 0)
		pm_outf(out, "  line: %lu\n  column: %lu\n", (unsigned long)at->line, (unsigned long)at->column);
	pm_outz(out, "  ...\n");
}

static void write(const struct pm_findings *findings, const struct pm_findings_options *options, struct pm_out *out)
{
	const struct pm_product *product = findings->product;
	bool *found = pm_calloc((size_t)product->file_count + 1, sizeof(*found));
	size_t count = findings->diags->count, number = 0;

	(void)options;
	for (size_t i = 0; pm_findings_more(findings, i); i++)
		if (findings->diags->list[i].file != PM_NO_FILE)
			found[findings->diags->list[i].file] = true;
	for (uint32_t i = 0; i < product->file_count; i++)
		count += !found[i];
	pm_outf(out, "TAP version 13\n1..%lu%s\n", (unsigned long)count, count == 0 ? " # SKIP no file was read" : "");
	for (size_t i = 0; pm_findings_more(findings, i); i++) {
		struct pm_position at = {0};

		pm_findings_place(product, &findings->diags->list[i], PM_UNIT_BYTES, &at);
		write_finding(&findings->diags->list[i], &at, ++number, out);
	}
	for (uint32_t i = 0; i < product->file_count; i++) {
		if (found[i])
			continue;
		pm_outf(out, "ok %lu - ", (unsigned long)++number);
		write_escaped(out, pm_str_c(product->files[i].source.path));
		pm_outc(out, '\n');
	}
	free(found);
}

const struct pm_findings_format pm_findings_format_tap = {
	.name = "tap",
	.summary = "TAP 13, a line for each finding and each clean file",
	.write = write,
};
