/* diag: what is wrong with a backlog, as data. */
#include "parser/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const severities[] = {
	[PM_SEVERITY_OFF] = "off",
	[PM_SEVERITY_NOTE] = "note",
	[PM_SEVERITY_WARNING] = "warning",
	[PM_SEVERITY_ERROR] = "error",
};

const char *pm_severity_name(enum pm_severity severity)
{
	return severities[severity];
}

bool pm_severity_from(struct pm_str name, enum pm_severity *severity)
{
	for (size_t i = 0; i < sizeof severities / sizeof *severities; i++) {
		if (!pm_str_ieqc(name, severities[i]))
			continue;
		*severity = (enum pm_severity)i;
		return true;
	}
	return false;
}

void pm_diags_init(struct pm_diags *diags, struct pm_arena *arena)
{
	*diags = (struct pm_diags){.arena = arena};
}

void pm_diags_clear(struct pm_diags *diags)
{
	free(diags->list);
	pm_diags_init(diags, diags->arena);
}

static struct pm_str copy(struct pm_diags *diags, struct pm_str text)
{
	return pm_str_n(pm_arena_dup(diags->arena, text.p, text.n), text.n);
}

__attribute__((format(printf, 2, 0))) static struct pm_str print(struct pm_diags *diags, const char *format, va_list list)
{
	char brief[512]; /* as most are */
	char *text = NULL;
	va_list again;
	int n;

	va_copy(again, list);
	n = vsnprintf(brief, sizeof brief, format, list);
	if (n >= (int)sizeof brief) {
		text = pm_arena_alloc(diags->arena, (size_t)n + 1);
		vsnprintf(text, (size_t)n + 1, format, again);
	}
	va_end(again);
	if (n < 0) /* a text beyond INT_MAX: the rule and the place still stand */
		return PM_STR("");
	return text ? pm_str_n(text, (size_t)n) : copy(diags, pm_str_n(brief, (size_t)n));
}

struct pm_diag *pm_diag_addv(struct pm_diags *diags, const char *rule, enum pm_severity severity, uint32_t file,
			     struct pm_span span, const char *format, va_list list)
{
	struct pm_diag *diag;

	PM_GROW(diags->list, diags->count, diags->cap);
	diag = &diags->list[diags->count++];
	*diag = (struct pm_diag){.rule = rule, .severity = severity, .file = file, .span = span, .item = PM_NO_ITEM};
	diag->message = print(diags, format, list);
	diag->subject = PM_STR("");
	return diag;
}

struct pm_diag *pm_diag_add(struct pm_diags *diags, const char *rule, enum pm_severity severity, uint32_t file, struct pm_span span,
			    const char *format, ...)
{
	struct pm_diag *diag;
	va_list list;

	va_start(list, format);
	diag = pm_diag_addv(diags, rule, severity, file, span, format, list);
	va_end(list);
	return diag;
}

void pm_diag_subject(struct pm_diags *diags, struct pm_diag *diag, struct pm_str subject)
{
	diag->subject = copy(diags, subject);
}

/* A const array in the arena that is made anew, twice as large, whenever its count reaches a power of two: room for one more. */
static void *room(struct pm_diags *diags, const void *old, uint32_t count, size_t size)
{
	void *list;

	if (count & (count - 1))
		return NULL;
	list = pm_arena_alloc(diags->arena, (count ? (size_t)count * 2 : 1) * size);
	if (count)
		memcpy(list, old, count * size);
	return list;
}

void pm_diag_related(struct pm_diags *diags, struct pm_diag *diag, uint32_t file, struct pm_span span, const char *format, ...)
{
	struct pm_related *grown = room(diags, diag->related, diag->related_count, sizeof *grown);
	struct pm_related *list;
	va_list arguments;

	if (grown)
		diag->related = grown;
	list = (struct pm_related *)(uintptr_t)diag->related; /* const for those who read; made by room() */
	va_start(arguments, format);
	list[diag->related_count++] = (struct pm_related){file, span, print(diags, format, arguments)};
	va_end(arguments);
}

void pm_diag_edit(struct pm_diags *diags, struct pm_diag *diag, uint32_t file, struct pm_span span, struct pm_str text)
{
	struct pm_edit *grown = room(diags, diag->edits, diag->edit_count, sizeof *grown);
	struct pm_edit *list;

	if (grown)
		diag->edits = grown;
	list = (struct pm_edit *)(uintptr_t)diag->edits;
	list[diag->edit_count++] = (struct pm_edit){file, span, copy(diags, text)};
}

void pm_diag_fix(struct pm_diag *diag, bool safe, const char *title)
{
	diag->safe = safe;
	diag->fix_title = title;
}
