/* frontmatter: YAML blocks: front matter, YAML fences, Backlog.md's config.  The only user of libyaml.
 *
 * The one rule to know: what can be read is read.  On an error the block is read again entry by entry, cut at keys in column 0,
 * and the broken entry becomes a finding, with a fix for the unquoted colon.  Scalars stay text.
 */
#ifndef PM_FRONTMATTER_H
#define PM_FRONTMATTER_H

#include "parser/diag.h"
#include "parser/item.h"

/* Largest block (64 KiB) and deepest nesting (16) that are read. */
enum { PM_YAML_MAX = 64 * 1024, PM_YAML_DEPTH = 16 };

enum pm_yaml_type { PM_YAML_NULL, PM_YAML_SCALAR, PM_YAML_LIST, PM_YAML_MAP };

/* A key with its value, or an entry of a list.  Spans are byte offsets into the whole file.  A block scalar's span goes from its
 * `|` or `>` to its last character, an empty value's is empty, right behind the colon or dash. */
struct pm_yaml {
	enum pm_yaml_type type;
	enum pm_spelling spelling; /* PM_SPELL_YAML, _QUOTED, _YAML_BLOCK, _YAML_LIST */
	struct pm_str key;	   /* decoded; empty in a list */
	struct pm_span key_span;
	struct pm_str text;	  /* a scalar's decoded text; else the bytes of the span */
	struct pm_span span;	  /* of the value: inside its quotes; a whole list or map otherwise */
	bool broken;		  /* could not be read, and a finding stands there: it is read as its safe fix would have it, else
				    * it is a scalar with the raw text behind the colon */
	struct pm_yaml *children; /* of a list or map */
	uint32_t child_count;
};

/* Finds front matter at the start of a file (BOM allowed): `---` line, block, `---` or `...` line.  True and the span of the
 * block between the two lines, and the offset behind the closing line.  An unclosed block of keys gives a finding (read-unclosed),
 * and false but where a heading ends it and it has an id; a thematic break before text gives false. */
bool pm_frontmatter_find(const struct pm_source *source, struct pm_span *block, uint32_t *behind, uint32_t file,
			 struct pm_diags *diags);

/* Reads a block of YAML whose top level is a mapping (or a list of mappings); an empty block is PM_YAML_NULL.  The nodes live in
 * the arena, their texts in the source's bytes and in the arena of the findings, so that the nodes can go first.  Findings:
 * read-yaml (cause named, fix for `title: a: b`, for `@name` and for a tab), read-duplicate-key (both stay, pm_yaml_get gives the
 * first), read-limit.  Never NULL. */
struct pm_yaml *pm_yaml_read(const struct pm_source *source, struct pm_span block, uint32_t file, struct pm_arena *arena,
			     struct pm_diags *diags);
/* The child with that key, without regard to case, `_`, `-` and blanks being one; NULL. */
const struct pm_yaml *pm_yaml_get(const struct pm_yaml *map, const char *key);

#endif
