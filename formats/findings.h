/* findings: how findings become bytes.
 *
 * To add a format: one file formats/lint_NAME.c that defines `const struct pm_findings_format pm_findings_format_NAME`, and one
 * line PM_FINDINGS_FORMAT(NAME) in formats/findings.def.  Nothing else: --help, completion and the tests find it there.
 *
 * The one rule to know: the findings come sorted and already thinned (suppressions, baseline, --since); a writer shows all of them,
 * converts positions to what its consumer counts, and escapes every text for where it goes.
 */
#ifndef PM_FINDINGS_H
#define PM_FINDINGS_H

#include "formats/json.h"
#include "parser/fingerprint.h"
#include "parser/rule.h"

#include <stdbool.h>

struct pm_findings {
	const struct pm_product *product;
	const struct pm_diags *diags; /* those to show */
	/* One for each of diags; NULL: they are made here, as if diags were all that was found. */
	const struct pm_fingerprint *fingerprints;
	const struct pm_rule *const *rules; /* every rule that was run, ends with NULL (for SARIF); NULL: not known */
	uint32_t suppressed, baselined;	    /* how many were left out */
	int status;			    /* the exit status that the program will have */
	struct pm_str errors;		    /* what could not be done, a line each: machine formats list it */
};

/* Is there a finding of this index?  For whoever writes them in order; what was looked at of large files is given back. */
bool pm_findings_more(const struct pm_findings *findings, size_t index);

struct pm_findings_options {
	bool color;	     /* escapes may be written */
	const char *version; /* of the program */
	/* A path as text output names it, appended to out; NULL: as it is.  Machine formats do not ask. */
	void (*path)(const void *ctx, const char *path, struct pm_buf *out);
	const void *path_ctx;
};

struct pm_findings_format {
	const char *name;    /* "sarif" */
	const char *summary; /* for --help */
	void (*write)(const struct pm_findings *findings, const struct pm_findings_options *options, struct pm_out *out);
};

extern const struct pm_findings_format *const pm_findings_formats[]; /* ends with NULL */
const struct pm_findings_format *pm_findings_format_find(struct pm_str name);

/* -- what the writers share */

/* Where a finding is, from 1, the end exclusive. line 0: nowhere in a file. */
struct pm_position {
	const char *path; /* NULL: the product as a whole */
	uint32_t line, column, end_line, end_column;
	uint32_t offset;
};
/* `at` is zero, or the position of an earlier finding: columns on the same line are counted on from there, so that a long line with
 * many findings costs its length once. */
enum pm_unit { PM_UNIT_BYTES, PM_UNIT_POINTS, PM_UNIT_UTF16 };
void pm_findings_place(const struct pm_product *product, const struct pm_diag *diag, enum pm_unit unit, struct pm_position *at);
void pm_findings_span(const struct pm_product *product, uint32_t file, struct pm_span span, enum pm_unit unit,
		      struct pm_position *at);
/* The same, ending on the line where it begins: forges draw a box around all of a finding's lines. */
void pm_findings_one_line(const struct pm_product *product, const struct pm_diag *diag, enum pm_unit unit, struct pm_position *at);
/* A path as a URI reference: percent-encoded. */
void pm_findings_uri(const char *path, struct pm_buf *uri);
/* path:line:col: severity: message [rule] */
void pm_findings_line(const struct pm_findings *findings, const struct pm_findings_options *options, const struct pm_diag *diag,
		      struct pm_out *out);
void pm_findings_related_line(const struct pm_findings *findings, const struct pm_findings_options *options,
			      const struct pm_diag *diag, const struct pm_related *related, struct pm_out *out);
/* The colour of a severity, as a terminal takes it. */
const char *pm_findings_color(enum pm_severity severity);
/* A finding of pm-lint/1. */
void pm_findings_json(struct pm_json *json, const struct pm_product *product, const struct pm_diag *diag, const char *fingerprint);
/* A finding as reviewdog's Diagnostic. */
void pm_findings_rdjson(struct pm_json *json, const struct pm_product *product, const struct pm_diag *diag);
struct pm_findings_counts {
	uint32_t errors, warnings, notes;
};
struct pm_findings_counts pm_findings_count(const struct pm_diags *diags);
/* "PAY-12": the id or title of the finding's item; empty: none. */
struct pm_str pm_findings_item(const struct pm_product *product, const struct pm_diag *diag);

#endif
