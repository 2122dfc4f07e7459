/* lint_sarif: findings as SARIF 2.1.0, as code scanning reads it.
 *
 * Columns are code points, a finding's region is one line, and each has the hash of its line that GitHub knows alerts by:
 * primaryLocationLineHash, a rolling hash of the hundred UTF-16 units from the line's first that is no blank.
 */
#include "formats/findings.h"

#include <stdlib.h>
#include <string.h>

/* -- hashes of lines */

enum { BLOCK = 100, FACTOR = 37, END = 65535 };

struct line_hash {
	uint64_t hash;
	uint32_t nth; /* how often this hash was there before in the file, and this time */
};

struct hasher {
	uint32_t window[BLOCK], lines[BLOCK]; /* lines[i]: the line that begins at i, from 1; 0: none */
	uint64_t hash, power;		      /* FACTOR to the BLOCK */
	unsigned at;
	uint32_t line, count;
	bool line_start, after_cr;
	struct line_hash *result; /* of every line; heap */
	uint32_t *table, mask;	  /* of hashes: the line that had it last */
};

static void keep_hash(struct hasher *h)
{
	uint32_t line = h->lines[h->at], *slot;
	uint64_t hash = h->hash;

	h->lines[h->at] = 0;
	if (line > h->count)
		return;
	for (uint32_t i = (uint32_t)(hash ^ hash >> 32);; i++) {
		slot = &h->table[i & h->mask];
		if (*slot == 0 || h->result[*slot - 1].hash == hash)
			break;
	}
	h->result[line - 1] = (struct line_hash){hash, *slot ? h->result[*slot - 1].nth + 1 : 1};
	*slot = line;
}

static void turn(struct hasher *h, uint32_t unit)
{
	h->hash = h->hash * FACTOR + unit - h->power * h->window[h->at];
	h->window[h->at] = unit;
	h->at = (h->at + 1) % BLOCK;
}

static void add_unit(struct hasher *h, uint32_t unit)
{
	if (unit == ' ' || unit == '\t' || (unit == '\n' && h->after_cr)) {
		h->after_cr = false;
		return;
	}
	h->after_cr = unit == '\r';
	if (unit == '\r')
		unit = '\n';
	if (h->lines[h->at])
		keep_hash(h);
	if (h->line_start)
		h->lines[h->at] = ++h->line;
	h->line_start = unit == '\n';
	turn(h, unit);
}

static void add_text(struct hasher *h, struct pm_str text)
{
	const char *p = text.p, *end = pm_str_end(text);

	while (p < end) {
		uint32_t ch;

		p += pm_utf8_decode(p, end, &ch);
		if (ch >= 0x10000) {
			add_unit(h, 0xd7c0 + (ch >> 10));
			ch = 0xdc00 + (ch & 0x3ff);
		}
		add_unit(h, ch);
	}
	add_unit(h, END);
	for (int i = 0; i < BLOCK; i++) {
		if (h->lines[h->at])
			keep_hash(h);
		turn(h, 0);
	}
}

/* The hashes of a file's lines: heap.  A file that ends in a line end has one more line, which is empty. */
static struct line_hash *hash_lines(const struct pm_source *source, uint32_t *count)
{
	struct hasher h = {.power = 1, .line_start = true};

	for (int i = 0; i < BLOCK; i++)
		h.power *= FACTOR;
	for (size_t i = 0; i < source->size; i++)
		h.count += source->bytes[i] == '\n' || source->bytes[i] == '\r';
	h.count++;
	for (h.mask = 15; h.mask < 2 * h.count; h.mask = h.mask * 2 + 1)
		;
	h.table = pm_calloc((size_t)h.mask + 1, sizeof(*h.table));
	h.result = pm_calloc(h.count, sizeof(*h.result));
	add_text(&h, pm_str_n(source->bytes, source->size));
	free(h.table);
	*count = h.count;
	return h.result;
}

/* -- the document */

struct writer {
	const struct pm_findings *findings;
	struct pm_json json;
	uint32_t file; /* whose lines are hashed */
	struct line_hash *lines;
	uint32_t line_count;
	struct pm_position at; /* of the last finding */
};

static void write_text(struct pm_json *json, const char *name, struct pm_str text)
{
	pm_json_name(json, name);
	pm_json_object(json);
	pm_json_name(json, "text");
	pm_json_str(json, text);
	pm_json_object_end(json);
}

static const char *level_name(enum pm_severity severity)
{
	static const char *const names[] = {"none", "note", "warning", "error"};

	return names[severity];
}

static void write_string(struct pm_json *json, const char *name, const char *text)
{
	pm_json_name(json, name);
	pm_json_strz(json, text);
}

static void write_rule(struct pm_json *json, const struct pm_rule *rule)
{
	struct pm_buf help = {0};

	pm_buf_addf(&help, "%s%s%s", rule->why, rule->fix ? "  Fix: " : "", rule->fix ? rule->fix : "");
	pm_json_object(json);
	write_string(json, "id", rule->name);
	write_text(json, "shortDescription", pm_str_c(rule->summary));
	write_text(json, "fullDescription", pm_str_c(rule->why));
	write_text(json, "help", pm_buf_str(&help));
	pm_json_name(json, "defaultConfiguration");
	pm_json_object(json);
	write_string(json, "level", level_name(rule->severity));
	pm_json_object_end(json);
	pm_json_object_end(json);
	pm_buf_clear(&help);
}

static void write_tool(struct writer *w, const char *version)
{
	struct pm_json *json = &w->json;

	pm_json_name(json, "tool");
	pm_json_object(json);
	pm_json_name(json, "driver");
	pm_json_object(json);
	write_string(json, "name", "pm-lint");
	if (version)
		write_string(json, "semanticVersion", version);
	pm_json_name(json, "rules");
	pm_json_array(json);
	for (size_t i = 0; w->findings->rules && w->findings->rules[i]; i++)
		write_rule(json, w->findings->rules[i]);
	pm_json_array_end(json);
	pm_json_object_end(json);
	pm_json_object_end(json);
}

static void write_invocation(struct writer *w)
{
	struct pm_json *json = &w->json;

	pm_json_name(json, "invocations");
	pm_json_array(json);
	pm_json_object(json);
	pm_json_name(json, "executionSuccessful");
	pm_json_bool(json, w->findings->status < 2);
	pm_json_name(json, "exitCode");
	pm_json_int(json, w->findings->status);
	if (pm_str_trim(w->findings->errors).n > 0) {
		pm_json_name(json, "toolExecutionNotifications");
		pm_json_array(json);
		pm_json_object(json);
		write_string(json, "level", "error");
		write_text(json, "message", pm_str_trim(w->findings->errors));
		pm_json_object_end(json);
		pm_json_array_end(json);
	}
	pm_json_object_end(json);
	pm_json_array_end(json);
}

static void write_artifact(struct pm_json *json, const char *path)
{
	struct pm_buf uri = {0};

	pm_findings_uri(path, &uri);
	pm_json_name(json, "artifactLocation");
	pm_json_object(json);
	pm_json_name(json, "uri");
	pm_json_str(json, pm_buf_str(&uri));
	write_string(json, "uriBaseId", "%SRCROOT%");
	pm_json_object_end(json);
	pm_buf_clear(&uri);
}

static void write_region(struct pm_json *json, const char *name, const struct pm_position *at)
{
	pm_json_name(json, name);
	pm_json_object(json);
	pm_json_name(json, "startLine");
	pm_json_int(json, at->line > 0 ? at->line : 1);
	pm_json_name(json, "startColumn");
	pm_json_int(json, at->column > 0 ? at->column : 1);
	pm_json_name(json, "endLine");
	pm_json_int(json, at->end_line > 0 ? at->end_line : 1);
	pm_json_name(json, "endColumn");
	pm_json_int(json, at->end_column > 0 ? at->end_column : 1);
	pm_json_object_end(json);
}

static void write_physical(struct pm_json *json, const struct pm_position *at)
{
	pm_json_name(json, "physicalLocation");
	pm_json_object(json);
	write_artifact(json, at->path ? at->path : ".");
	write_region(json, "region", at);
	pm_json_object_end(json);
}

static void write_locations(struct writer *w, const struct pm_diag *diag)
{
	struct pm_str item = pm_findings_item(w->findings->product, diag);
	struct pm_json *json = &w->json;

	pm_json_name(json, "locations");
	pm_json_array(json);
	pm_json_object(json);
	write_physical(json, &w->at);
	if (item.n > 0) {
		pm_json_name(json, "logicalLocations");
		pm_json_array(json);
		pm_json_object(json);
		pm_json_name(json, "name");
		pm_json_str(json, item);
		write_string(json, "kind", "member");
		pm_json_object_end(json);
		pm_json_array_end(json);
	}
	pm_json_object_end(json);
	pm_json_array_end(json);
}

static void write_related(struct writer *w, const struct pm_diag *diag)
{
	struct pm_json *json = &w->json;

	if (diag->related_count == 0)
		return;
	pm_json_name(json, "relatedLocations");
	pm_json_array(json);
	for (uint32_t i = 0; i < diag->related_count; i++) {
		struct pm_position at = {0};

		pm_findings_span(w->findings->product, diag->related[i].file, diag->related[i].span, PM_UNIT_POINTS, &at);
		pm_json_object(json);
		write_physical(json, &at);
		write_text(json, "message", diag->related[i].message);
		pm_json_object_end(json);
	}
	pm_json_array_end(json);
}

static void write_fingerprints(struct writer *w, const struct pm_diag *diag, const char *fingerprint)
{
	struct pm_json *json = &w->json;
	char text[40];

	if (diag->file != PM_NO_FILE && diag->file != w->file) {
		free(w->lines);
		w->lines = hash_lines(&w->findings->product->files[diag->file].source, &w->line_count);
		w->file = diag->file;
	}
	pm_json_name(json, "partialFingerprints");
	pm_json_object(json);
	if (diag->file != PM_NO_FILE && w->at.line <= w->line_count) {
		const struct line_hash *line = &w->lines[w->at.line - 1];

		snprintf(text, sizeof(text), "%llx:%lu", (unsigned long long)line->hash, (unsigned long)line->nth);
		write_string(json, "primaryLocationLineHash", text);
	}
	write_string(json, "pmFinding/v1", fingerprint);
	pm_json_object_end(json);
}

/* The edits of one file; the text is there even where it is empty, because readers take it unasked. */
static void write_change(struct writer *w, const struct pm_diag *diag, uint32_t file)
{
	struct pm_json *json = &w->json;

	pm_json_object(json);
	write_artifact(json, w->findings->product->files[file].source.path);
	pm_json_name(json, "replacements");
	pm_json_array(json);
	for (uint32_t i = 0; i < diag->edit_count; i++) {
		struct pm_position at = {0};

		if (diag->edits[i].file != file)
			continue;
		pm_findings_span(w->findings->product, file, diag->edits[i].span, PM_UNIT_POINTS, &at);
		pm_json_object(json);
		write_region(json, "deletedRegion", &at);
		write_text(json, "insertedContent", diag->edits[i].text);
		pm_json_object_end(json);
	}
	pm_json_array_end(json);
	pm_json_object_end(json);
}

static void write_fix(struct writer *w, const struct pm_diag *diag)
{
	struct pm_json *json = &w->json;

	if (diag->edit_count == 0)
		return;
	pm_json_name(json, "fixes");
	pm_json_array(json);
	pm_json_object(json);
	write_text(json, "description", pm_str_c(diag->fix_title ? diag->fix_title : "fix"));
	pm_json_name(json, "artifactChanges");
	pm_json_array(json);
	for (uint32_t i = 0; i < diag->edit_count; i++) {
		bool again = false;

		for (uint32_t k = 0; k < i && !again; k++)
			again = diag->edits[k].file == diag->edits[i].file;
		if (!again)
			write_change(w, diag, diag->edits[i].file);
	}
	pm_json_array_end(json);
	pm_json_object_end(json);
	pm_json_array_end(json);
}

static void write_result(struct writer *w, const struct pm_diag *diag, const char *fingerprint)
{
	struct pm_json *json = &w->json;

	pm_findings_one_line(w->findings->product, diag, PM_UNIT_POINTS, &w->at);
	pm_json_object(json);
	write_string(json, "ruleId", diag->rule);
	for (size_t i = 0; w->findings->rules && w->findings->rules[i]; i++)
		if (strcmp(w->findings->rules[i]->name, diag->rule) == 0) {
			pm_json_name(json, "ruleIndex");
			pm_json_int(json, (int64_t)i);
			break;
		}
	write_string(json, "level", level_name(diag->severity));
	write_text(json, "message", diag->message);
	write_locations(w, diag);
	write_related(w, diag);
	write_fingerprints(w, diag, fingerprint);
	write_fix(w, diag);
	pm_json_object_end(json);
}

static void write_run(struct writer *w, const char *version)
{
	const struct pm_findings *findings = w->findings;
	struct pm_fingerprint *made = findings->fingerprints ? NULL : pm_fingerprints(findings->product, findings->diags);

	pm_json_object(&w->json);
	write_tool(w, version);
	write_string(&w->json, "columnKind", "unicodeCodePoints");
	pm_json_name(&w->json, "automationDetails");
	pm_json_object(&w->json);
	write_string(&w->json, "id", "pm-lint/");
	pm_json_object_end(&w->json);
	write_invocation(w);
	pm_json_name(&w->json, "results");
	w->json.breaks = 4;
	pm_json_array(&w->json);
	for (size_t i = 0; pm_findings_more(findings, i); i++)
		write_result(w, &findings->diags->list[i], (made ? made : findings->fingerprints)[i].text);
	pm_json_array_end(&w->json);
	pm_json_object_end(&w->json);
	free(made);
}

static void write(const struct pm_findings *findings, const struct pm_findings_options *options, struct pm_out *out)
{
	struct writer w = {.findings = findings, .file = PM_NO_FILE};

	pm_json_init(&w.json, out, false);
	w.json.breaks = 3;
	pm_json_object(&w.json);
	write_string(&w.json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	write_string(&w.json, "version", "2.1.0");
	pm_json_name(&w.json, "runs");
	pm_json_array(&w.json);
	write_run(&w, options->version);
	pm_json_array_end(&w.json);
	pm_json_object_end(&w.json);
	pm_json_end(&w.json);
	free(w.lines);
}

const struct pm_findings_format pm_findings_format_sarif = {
	.name = "sarif",
	.summary = "SARIF 2.1.0, for code scanning",
	.write = write,
};
