/* findings: the table of the formats of findings, and what they share. */
#include "formats/findings.h"

#include <stdlib.h>
#include <string.h>

#define PM_FINDINGS_FORMAT(name) extern const struct pm_findings_format pm_findings_format_##name;
#include "formats/findings.def"
#undef PM_FINDINGS_FORMAT

const struct pm_findings_format *const pm_findings_formats[] = {
#define PM_FINDINGS_FORMAT(name) &pm_findings_format_##name,
#include "formats/findings.def"
#undef PM_FINDINGS_FORMAT
	NULL};

const struct pm_findings_format *pm_findings_format_find(struct pm_str name)
{
	for (size_t i = 0; pm_findings_formats[i]; i++)
		if (pm_str_eqc(name, pm_findings_formats[i]->name))
			return pm_findings_formats[i];
	return NULL;
}

static uint32_t units(const struct pm_source *source, uint32_t from, uint32_t to, enum pm_unit unit)
{
	struct pm_str text = pm_source_text(source, (struct pm_span){from, to});

	if (unit == PM_UNIT_POINTS)
		return (uint32_t)pm_str_points(text);
	return (uint32_t)(unit == PM_UNIT_UTF16 ? pm_str_utf16(text) : text.n);
}

void pm_findings_span(const struct pm_product *product, uint32_t file, struct pm_span span, enum pm_unit unit,
		      struct pm_position *at)
{
	struct pm_source *source = &product->files[file].source;
	struct pm_position before = *at;
	uint32_t from, end_from, counted = 1;

	if (source->line_count == 0)
		pm_source_index(source);
	*at = (struct pm_position){.path = source->path, .offset = span.start};
	at->line = pm_source_line_start(source, span.start, &from);
	at->end_line = pm_source_line_start(source, span.end, &end_from);
	if (before.path == at->path && before.line == at->line && before.offset <= span.start) {
		from = before.offset;
		counted = before.column;
	}
	at->column = counted + units(source, from, span.start, unit);
	if (at->end_line == at->line)
		at->end_column = at->column + units(source, span.start, span.end, unit);
	else
		at->end_column = 1 + units(source, end_from, span.end, unit);
}

void pm_findings_place(const struct pm_product *product, const struct pm_diag *diag, enum pm_unit unit, struct pm_position *at)
{
	if (diag->file != PM_NO_FILE) {
		pm_findings_span(product, diag->file, diag->span, unit, at);
		return;
	}
	*at = (struct pm_position){.path = diag->path};
	if (diag->path == NULL || diag->path_line == 0)
		return;
	at->line = at->end_line = diag->path_line;
	at->column = at->end_column = 1;
}

void pm_findings_one_line(const struct pm_product *product, const struct pm_diag *diag, enum pm_unit unit, struct pm_position *at)
{
	struct pm_span span = diag->span, line;
	struct pm_source *source;

	if (diag->file == PM_NO_FILE) {
		pm_findings_place(product, diag, unit, at);
		return;
	}
	source = &product->files[diag->file].source;
	if (source->line_count == 0)
		pm_source_index(source);
	line = pm_source_line_span(source, pm_source_line(source, span.start));
	if (span.end > line.end)
		span.end = line.end > span.start ? line.end : span.start;
	pm_findings_span(product, diag->file, span, unit, at);
}

void pm_findings_uri(const char *path, struct pm_buf *uri)
{
	for (const char *p = path; *p; p++) {
		unsigned char c = (unsigned char)*p;
		bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || strchr("/-._~", c);

		if (plain)
			pm_buf_addc(uri, *p);
		else
			pm_buf_addf(uri, "%%%02X", (unsigned)c);
	}
}

struct pm_str pm_findings_item(const struct pm_product *product, const struct pm_diag *diag)
{
	return diag->item == PM_NO_ITEM ? PM_STR("") : product->items[diag->item].id;
}

bool pm_findings_more(const struct pm_findings *findings, size_t index)
{
	enum { STEP = 512 };

	if (index && index % STEP == 0)
		pm_product_rest(findings->product);
	return index < findings->diags->count;
}

struct pm_findings_counts pm_findings_count(const struct pm_diags *diags)
{
	struct pm_findings_counts counts = {0};

	for (size_t i = 0; i < diags->count; i++) {
		counts.errors += diags->list[i].severity == PM_SEVERITY_ERROR;
		counts.warnings += diags->list[i].severity == PM_SEVERITY_WARNING;
		counts.notes += diags->list[i].severity == PM_SEVERITY_NOTE;
	}
	return counts;
}

/* -- a finding as a line of text */

const char *pm_findings_color(enum pm_severity severity)
{
	static const char *const codes[] = {"0", "1;36", "1;33", "1;31"};

	return codes[severity];
}

/* A path that a reader of path:line:col would take apart in the wrong place is written as git quotes it. */
static void write_path(struct pm_out *out, struct pm_str path)
{
	bool quoted = false;

	for (size_t i = 0; i < path.n && !quoted; i++)
		quoted = path.p[i] == ':' || path.p[i] == '"' || path.p[i] == '\\' || (unsigned char)path.p[i] < ' ' ||
			 path.p[i] == 0x7f;
	if (!quoted) {
		pm_out_terminal(out, path);
		return;
	}
	pm_outc(out, '"');
	for (size_t i = 0, from = 0; i <= path.n; i++) {
		unsigned char c = i < path.n ? (unsigned char)path.p[i] : '"';

		if (c != '"' && c != '\\' && c >= ' ' && c != 0x7f)
			continue;
		pm_out_terminal(out, pm_str_sub(path, from, i));
		from = i + 1;
		if (i == path.n)
			break;
		if (c == '"' || c == '\\')
			pm_outf(out, "\\%c", c);
		else
			pm_outf(out, "\\%03o", (unsigned)c);
	}
	pm_outc(out, '"');
}

static void write_line(const struct pm_findings_options *options, struct pm_out *out, const struct pm_position *at,
		       enum pm_severity severity, struct pm_str message, const char *rule)
{
	struct pm_buf path = {0};

	if (at->path && options->path)
		options->path(options->path_ctx, at->path, &path);
	else if (at->path)
		pm_buf_addz(&path, at->path);
	pm_outz(out, options->color ? "\033[1m" : "");
	if (path.n > 0) {
		write_path(out, pm_buf_str(&path));
		pm_outc(out, ':');
	}
	if (at->line > 0) {
		pm_outu(out, at->line);
		pm_outc(out, ':');
		pm_outu(out, at->column);
		pm_outc(out, ':');
	}
	if (path.n > 0 || at->line > 0)
		pm_outc(out, ' ');
	if (options->color)
		pm_outf(out, "\033[0m\033[%sm", pm_findings_color(severity));
	pm_outz(out, pm_severity_name(severity));
	pm_outz(out, options->color ? ":\033[0m " : ": ");
	pm_out_terminal(out, message);
	pm_outz(out, options->color ? " \033[2m[" : " [");
	pm_outz(out, rule);
	pm_outz(out, options->color ? "]\033[0m\n" : "]\n");
	pm_buf_clear(&path);
}

void pm_findings_line(const struct pm_findings *findings, const struct pm_findings_options *options, const struct pm_diag *diag,
		      struct pm_out *out)
{
	struct pm_position at = {0};

	pm_findings_place(findings->product, diag, PM_UNIT_BYTES, &at);
	write_line(options, out, &at, diag->severity, diag->message, diag->rule);
}

void pm_findings_related_line(const struct pm_findings *findings, const struct pm_findings_options *options,
			      const struct pm_diag *diag, const struct pm_related *related, struct pm_out *out)
{
	struct pm_position at = {0};

	pm_findings_span(findings->product, related->file, related->span, PM_UNIT_BYTES, &at);
	write_line(options, out, &at, PM_SEVERITY_NOTE, related->message, diag->rule);
}

/* -- a finding as JSON */

static void write_position(struct pm_json *json, const struct pm_position *at, bool end)
{
	if (at->path) {
		pm_json_name(json, "path");
		pm_json_strz(json, at->path);
	}
	if (at->line == 0)
		return;
	pm_json_name(json, "line");
	pm_json_int(json, at->line);
	pm_json_name(json, "column");
	pm_json_int(json, at->column);
	if (!end)
		return;
	pm_json_name(json, "end_line");
	pm_json_int(json, at->end_line);
	pm_json_name(json, "end_column");
	pm_json_int(json, at->end_column);
	pm_json_name(json, "byte_offset");
	pm_json_int(json, at->offset);
}

static void write_edit(struct pm_json *json, const struct pm_product *product, const struct pm_edit *edit)
{
	pm_json_object(json);
	pm_json_name(json, "path");
	pm_json_strz(json, product->files[edit->file].source.path);
	pm_json_name(json, "start");
	pm_json_int(json, edit->span.start);
	pm_json_name(json, "end");
	pm_json_int(json, edit->span.end);
	pm_json_name(json, "text");
	pm_json_str(json, edit->text);
	pm_json_object_end(json);
}

static void write_fix(struct pm_json *json, const struct pm_product *product, const struct pm_diag *diag)
{
	if (diag->edit_count == 0)
		return;
	pm_json_name(json, "fix");
	pm_json_object(json);
	pm_json_name(json, "safe");
	pm_json_bool(json, diag->safe);
	if (diag->fix_title) {
		pm_json_name(json, "title");
		pm_json_strz(json, diag->fix_title);
	}
	pm_json_name(json, "edits");
	pm_json_array(json);
	for (uint32_t i = 0; i < diag->edit_count; i++)
		write_edit(json, product, &diag->edits[i]);
	pm_json_array_end(json);
	pm_json_object_end(json);
}

static void write_related(struct pm_json *json, const struct pm_product *product, const struct pm_diag *diag)
{
	if (diag->related_count == 0)
		return;
	pm_json_name(json, "related");
	pm_json_array(json);
	for (uint32_t i = 0; i < diag->related_count; i++) {
		struct pm_position at = {0};

		pm_findings_span(product, diag->related[i].file, diag->related[i].span, PM_UNIT_BYTES, &at);
		pm_json_object(json);
		write_position(json, &at, false);
		pm_json_name(json, "message");
		pm_json_str(json, diag->related[i].message);
		pm_json_object_end(json);
	}
	pm_json_array_end(json);
}

void pm_findings_json(struct pm_json *json, const struct pm_product *product, const struct pm_diag *diag, const char *fingerprint)
{
	struct pm_str item = pm_findings_item(product, diag);
	struct pm_position at = {0};

	pm_findings_place(product, diag, PM_UNIT_BYTES, &at);
	pm_json_object(json);
	write_position(json, &at, diag->file != PM_NO_FILE);
	pm_json_name(json, "rule");
	pm_json_strz(json, diag->rule);
	pm_json_name(json, "severity");
	pm_json_strz(json, pm_severity_name(diag->severity));
	if (item.n > 0) {
		pm_json_name(json, "item");
		pm_json_str(json, item);
	}
	pm_json_name(json, "message");
	pm_json_str(json, diag->message);
	pm_json_name(json, "fingerprint");
	pm_json_strz(json, fingerprint);
	write_fix(json, product, diag);
	write_related(json, product, diag);
	pm_json_object_end(json);
}

/* -- a finding for reviewdog: columns in bytes, ends exclusive */

static void write_point(struct pm_json *json, const char *name, uint32_t line, uint32_t column)
{
	pm_json_name(json, name);
	pm_json_object(json);
	pm_json_name(json, "line");
	pm_json_int(json, line);
	pm_json_name(json, "column");
	pm_json_int(json, column);
	pm_json_object_end(json);
}

static void write_rd_range(struct pm_json *json, const struct pm_position *at)
{
	pm_json_name(json, "range");
	pm_json_object(json);
	write_point(json, "start", at->line, at->column);
	write_point(json, "end", at->end_line, at->end_column);
	pm_json_object_end(json);
}

static void write_rd_location(struct pm_json *json, const struct pm_position *at)
{
	pm_json_name(json, "location");
	pm_json_object(json);
	pm_json_name(json, "path");
	pm_json_strz(json, at->path ? at->path : ".");
	if (at->line > 0)
		write_rd_range(json, at);
	pm_json_object_end(json);
}

/* A suggestion is for the finding's own file: a fix that reaches into others is none. */
static void write_rd_suggestions(struct pm_json *json, const struct pm_product *product, const struct pm_diag *diag)
{
	for (uint32_t i = 0; i < diag->edit_count; i++)
		if (diag->edits[i].file != diag->file)
			return;
	if (diag->edit_count == 0)
		return;
	pm_json_name(json, "suggestions");
	pm_json_array(json);
	for (uint32_t i = 0; i < diag->edit_count; i++) {
		struct pm_position at = {0};

		pm_findings_span(product, diag->edits[i].file, diag->edits[i].span, PM_UNIT_BYTES, &at);
		pm_json_object(json);
		write_rd_range(json, &at);
		pm_json_name(json, "text");
		pm_json_str(json, diag->edits[i].text);
		pm_json_object_end(json);
	}
	pm_json_array_end(json);
}

static void write_rd_related(struct pm_json *json, const struct pm_product *product, const struct pm_diag *diag)
{
	if (diag->related_count == 0)
		return;
	pm_json_name(json, "related_locations");
	pm_json_array(json);
	for (uint32_t i = 0; i < diag->related_count; i++) {
		struct pm_position at = {0};

		pm_findings_span(product, diag->related[i].file, diag->related[i].span, PM_UNIT_BYTES, &at);
		pm_json_object(json);
		pm_json_name(json, "message");
		pm_json_str(json, diag->related[i].message);
		write_rd_location(json, &at);
		pm_json_object_end(json);
	}
	pm_json_array_end(json);
}

void pm_findings_rdjson(struct pm_json *json, const struct pm_product *product, const struct pm_diag *diag)
{
	static const char *const severities[] = {"UNKNOWN_SEVERITY", "INFO", "WARNING", "ERROR"};
	struct pm_position at = {0};

	pm_findings_place(product, diag, PM_UNIT_BYTES, &at);
	pm_json_object(json);
	pm_json_name(json, "message");
	pm_json_str(json, diag->message);
	write_rd_location(json, &at);
	pm_json_name(json, "severity");
	pm_json_strz(json, severities[diag->severity]);
	pm_json_name(json, "code");
	pm_json_object(json);
	pm_json_name(json, "value");
	pm_json_strz(json, diag->rule);
	pm_json_object_end(json);
	write_rd_suggestions(json, product, diag);
	write_rd_related(json, product, diag);
	pm_json_object_end(json);
}
