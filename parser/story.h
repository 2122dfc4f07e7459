/* story: story sentences in thirteen languages.
 *
 * The one rule to know: the patterns are data (stories.def), one row a language; a team adds its own with `[lang] story` in the
 * configuration.  Role, want and benefit are kept apart, in any order, with their spans.
 */
#ifndef PM_STORY_H
#define PM_STORY_H

#include "parser/item.h"
#include "parser/pattern.h"

struct pm_language {
	const char *code, *name;
	const char *openers; /* how a sentence may begin, folded, split at `|`; a cheap test before the patterns */
	const char *role;    /* pattern of what stands before the role, at the start; or NULL: `whole` is used */
	const char *want;
	const char *benefit;
	const char *strong; /* of the benefit's words, those that no want holds: they win where both stand; or NULL */
	const char *whole;  /* pattern with the groups role, want, benefit */
};
extern const struct pm_language pm_languages[];
extern const size_t pm_language_count;

/* Does the text begin like a story sentence?  Markup, quotes and markers in front are skipped.  Cheap. */
bool pm_story_opens(struct pm_str text);
/* Reads a story from the text (several lines are fine): spans are offsets from the text's first byte plus `offset`.  False
 * when it is none. */
bool pm_story_read(struct pm_str text, uint32_t offset, struct pm_story *story);
/* The same for a story told in the third person: "A clerk wants to see it so that ...".  For text that is known to be an item's:
 * elsewhere such sentences are prose.  sure: it is known to be a story too, and needs no benefit. */
bool pm_story_read_told(struct pm_str text, uint32_t offset, bool sure, struct pm_story *story);
/* "As a clerk, see the queue": the text of an item of a file of stories, whose want has no word of wanting.  It never tells
 * whether a text is an item: "As a guest, you see ..." is prose elsewhere. */
bool pm_story_read_bare(struct pm_str text, uint32_t offset, struct pm_story *story);
/* What the head of a column says of its cells: "As a", "I want", "So that", in any language. */
enum pm_clause { PM_CLAUSE_NONE, PM_CLAUSE_ROLE, PM_CLAUSE_WANT, PM_CLAUSE_BENEFIT };
enum pm_clause pm_story_clause(struct pm_str header);
/* How much of a cell below such a head says the head again: "I want to pay" below "I want"; 0: nothing. */
size_t pm_story_mark(struct pm_str text, enum pm_clause clause);
/* Does the text begin with a want or benefit clause ("I want ...", "so that ...") of any language? */
bool pm_story_continues(struct pm_str text);
/* The team's own patterns, with the groups role, want, benefit.  Not while a product is being read. */
int pm_story_add_pattern(struct pm_str pattern, struct pm_buf *err);
/* Forgets them. */
void pm_story_reset(void);

#endif
