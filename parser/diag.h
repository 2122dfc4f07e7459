/* diag: what is wrong with a backlog, as data.
 *
 * The one rule to know: a finding never holds up reading.  It names its rule, the place (a span of one file), what is wrong and
 * how to mend it; and a subject, which with rule and item makes its fingerprint, so that moving or re-wrapping text changes no
 * fingerprint.
 */
#ifndef PM_DIAG_H
#define PM_DIAG_H

#include "parser/mem.h"
#include "parser/source.h"
#include "parser/str.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

enum pm_severity { PM_SEVERITY_OFF, PM_SEVERITY_NOTE, PM_SEVERITY_WARNING, PM_SEVERITY_ERROR };
const char *pm_severity_name(enum pm_severity severity);	       /* "error", "warning", "note", "off" */
bool pm_severity_from(struct pm_str name, enum pm_severity *severity); /* false: no such severity */

#define PM_NO_FILE UINT32_MAX
#define PM_NO_ITEM UINT32_MAX

/* One replacement: bytes [span) of a file become text. */
struct pm_edit {
	uint32_t file;
	struct pm_span span;
	struct pm_str text;
};

struct pm_related {
	uint32_t file;
	struct pm_span span;
	struct pm_str message;
};

struct pm_diag {
	const char *rule; /* a rule's name, of static life */
	enum pm_severity severity;
	uint32_t file;	    /* index of the product's files; PM_NO_FILE: see path */
	const char *path;   /* where file is PM_NO_FILE (configuration); may be NULL */
	uint32_t path_line; /* line of path; 0: none */
	struct pm_span span;
	uint32_t item;	       /* index of the product's items; PM_NO_ITEM */
	struct pm_str message; /* no capital, no full stop: what is wrong; how to mend it */
	struct pm_str subject; /* the offending value, for the fingerprint; may be empty */
	const struct pm_related *related;
	uint32_t related_count;
	const struct pm_edit *edits; /* the fix, empty where there is none */
	uint32_t edit_count;
	bool safe;	       /* the fix changes nothing that a reader of the file would see as another meaning */
	const char *fix_title; /* NULL where there is no fix */
	bool each;	       /* said of its file, too, and here only because each was asked for (pm_check_options) */
};

/* A growing list of findings.  Texts live in the arena. */
struct pm_diags {
	struct pm_arena *arena;
	struct pm_diag *list; /* heap */
	size_t count, cap;
	uint32_t suppressed; /* findings that comments silence, which are not here */
};

void pm_diags_init(struct pm_diags *diags, struct pm_arena *arena);
void pm_diags_clear(struct pm_diags *diags);
/* Adds one; the message is formatted into the arena.  The result is borrowed until the next add: set subject, item, ... there. */
__attribute__((format(printf, 6, 7))) struct pm_diag *pm_diag_add(struct pm_diags *diags, const char *rule,
								  enum pm_severity severity, uint32_t file, struct pm_span span,
								  const char *format, ...);
__attribute__((format(printf, 6, 0))) struct pm_diag *pm_diag_addv(struct pm_diags *diags, const char *rule,
								   enum pm_severity severity, uint32_t file, struct pm_span span,
								   const char *format, va_list list);
void pm_diag_subject(struct pm_diags *diags, struct pm_diag *diag, struct pm_str subject); /* copied */
__attribute__((format(printf, 5, 6))) void pm_diag_related(struct pm_diags *diags, struct pm_diag *diag, uint32_t file,
							   struct pm_span span, const char *format, ...);
/* Adds one edit to the fix. text is copied. */
void pm_diag_edit(struct pm_diags *diags, struct pm_diag *diag, uint32_t file, struct pm_span span, struct pm_str text);
void pm_diag_fix(struct pm_diag *diag, bool safe, const char *title);

#endif
