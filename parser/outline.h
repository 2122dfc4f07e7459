/* outline: which parts of a file are items.
 *
 * The one rule to know: it works in two steps.  Signals are gathered from each section alone, in any order and on any
 * thread; then one pass over the headings decides, by the grammar of formats/FORMAT.md, what is an item, a bucket, a part of
 * an item, or prose, and lists the items as drafts in the order of the file.  What an item says is read
 * later, from its draft (details.h).
 */
#ifndef PM_OUTLINE_H
#define PM_OUTLINE_H

#include "parser/frontmatter.h"
#include "parser/labels.h"
#include "parser/markdown.h"
#include "parser/product.h"
#include "parser/table.h"

#define PM_NONE UINT32_MAX

enum pm_section_role {
	PM_SECTION_GROUP,    /* a heading that only groups */
	PM_SECTION_DOCUMENT, /* what stands before the first heading, and a title of the whole */
	PM_SECTION_ITEM,
	PM_SECTION_BUCKET,
	PM_SECTION_PART, /* of the item above: criteria, tasks, a field, anything */
	PM_SECTION_PROSE
};

enum pm_signal {
	PM_SIGNAL_ID = 1,
	PM_SIGNAL_WEAK = 2,	/* a letter and a digit */
	PM_SIGNAL_NUMBERED = 4, /* a mere number */
	PM_SIGNAL_FIELD = 8,	/* a field of work: status, priority, estimate ... */
	PM_SIGNAL_ANY_FIELD = 16,
	PM_SIGNAL_CRITERIA = 32,
	PM_SIGNAL_TABLE = 64,
	PM_SIGNAL_YAML = 128,
	PM_SIGNAL_TEXT = 256,	      /* prose paragraphs */
	PM_SIGNAL_BOX = 512,	      /* a box in the heading */
	PM_SIGNAL_PLAN = 1024,	      /* goal or capacity */
	PM_SIGNAL_KIND = 2048,	      /* a kind word with a colon */
	PM_SIGNAL_MEASURE = 4096,     /* metric, target, baseline */
	PM_SIGNAL_DATED = 131072,     /* status, or a date */
	PM_SIGNAL_PAIRS = 65536,      /* a table of fields */
	PM_SIGNAL_PAIRED_ID = 262144, /* an id among them */
	PM_SIGNAL_SETEXT = 32768,     /* a heading underlined */
	PM_SIGNAL_STRUCK = 16384,     /* the title is struck through */
	PM_SIGNAL_SUFFIX = 8192	      /* a status, priority or estimate behind the title */
};

struct pm_section {
	uint32_t block;				       /* its heading; PM_NONE: what stands before the first */
	uint32_t first, end;			       /* blocks of its body */
	uint32_t parent;			       /* PM_NONE */
	uint32_t owner;				       /* nearest item above; PM_NONE */
	uint32_t draft;				       /* of an item; PM_NONE */
	uint32_t id_from, id_to, title_from, title_to; /* bytes */
	uint32_t bucket_from, bucket_to;
	uint32_t signals;
	uint16_t boxes, ids, sentences, bullets, bolds, stories; /* in its body: entries of each sort, bold ids, story paragraphs */
	uint16_t labels;					 /* entries that are fields */
	uint16_t hashes;					 /* entries that begin with #12 and have a title */
	uint8_t level, role, part, kind;
	uint8_t bucket, bucket_state; /* enum pm_field_id, enum pm_state_class */
	uint8_t weak_prefix;	      /* the letter of a weak id */
	bool leaf;
	bool scanned;	  /* the counts and signals of its body are known */
	bool aside;	  /* in an appendix */
	bool criteria;	  /* what its body lists is criteria: it stands under a heading that says so */
	bool barred;	  /* a hint says that no items stand here */
	bool legend;	  /* it tells how the fields of an item look: "ID: US-XXX" */
	bool several;	  /* its heading names more ids than one */
	bool holds_bolds; /* items in bold with stories of their own, below an id */
};

enum pm_draft_type { PM_DRAFT_FILE, PM_DRAFT_SECTION, PM_DRAFT_BLOCKS, PM_DRAFT_ENTRY, PM_DRAFT_ROW, PM_DRAFT_YAML, PM_DRAFT_TEXT };

struct pm_draft {
	uint8_t type, form, kind;
	uint32_t section;    /* that it is, or stands in; PM_NONE */
	uint32_t first, end; /* blocks: those it owns; a section's are the section's */
	uint32_t parent;     /* draft; PM_NONE */
	uint32_t bucket;     /* nearest section that is a bucket; PM_NONE */
	uint32_t row;	     /* of table */
	uint32_t column;     /* of a board */
	const struct pm_table *table;
	const struct pm_yaml *yaml;
	struct pm_span
		text; /* of a sentence in code, of a card on a board; the entry, a sprint or phase, that an entry stands below */
};

struct pm_outline {
	const struct pm_source *source;
	uint32_t file;
	enum pm_file_role file_role;
	bool named;
	struct pm_hint hint;
	struct pm_blocks blocks;
	struct pm_section *sections; /* heap */
	size_t section_count, section_cap;
	struct pm_draft *drafts; /* heap */
	size_t draft_count, draft_cap;
	struct pm_span vision;
	bool sizes;	  /* behind its headings stand sizes: Small, Large */
	bool signs;	  /* its entries say their states by signs, one of which is that of what is done */
	unsigned threads; /* to work on; 0 is 1 */
	const struct pm_config *config;
	struct pm_arena *arena; /* for what goes with the outline: tables, nodes of YAML */
	struct pm_arena *kept;	/* for what items go on to point at */
	struct pm_diags *diags;
	size_t passed; /* bytes of a mapped source that were given back */
};

/* Step one: the sections of blocks [first, end), with their signals.  Appends to sections; block indices are those of the
 * outline. */
void pm_outline_scan(const struct pm_source *source, const struct pm_blocks *blocks, size_t first, size_t end,
		     struct pm_section **sections, size_t *count, size_t *cap);
/* Step two. */
void pm_outline_decide(struct pm_outline *outline);
/* Gives back the memory of a mapped source up to `to`; the bytes are there again when somebody looks.  For those who walk forward
 * through a large file, which sets `passed` to 0 first: the whole of it would be half of the most that is ever held. */
void pm_outline_pass(struct pm_outline *outline, uint32_t to);
/* Says that a table has more columns than are read, if it has. */
void pm_outline_report_wide(const struct pm_outline *outline, const struct pm_table *table, struct pm_diags *diags);

/* -- for those who read on */
/* The text of an entry or paragraph block: an entry's is that of its first paragraph; PM_NONE: it has none. */
struct pm_span pm_block_text(const struct pm_blocks *blocks, size_t block);
/* A clause a paragraph, "As a clerk," and behind it "I want to see it": where the paragraphs end that go on with the first; the
 * sentence's end is moved there. */
uint32_t pm_clause_paragraphs(const struct pm_source *source, const struct pm_blocks *blocks, uint32_t first, uint32_t end,
			      struct pm_span *sentence);
/* One line of a paragraph: without its line end, indentation and quote marks.  rest is moved behind it. */
struct pm_span pm_span_line(const struct pm_source *source, struct pm_span *rest);
/* Does the section pass a value to what stands under it: a bucket, or a sprint or release that is itself an item? */
bool pm_section_passes(const struct pm_section *section);
/* Is the section, under an item, a list of its fields: "Timeline", "Metadata"? */
bool pm_section_tells_fields(const struct pm_outline *outline, const struct pm_section *section);
/* Does the section, an item, hold items of its own? */
bool pm_section_contains(const struct pm_section *section);
/* A field by which an item is known: of work, not of a document. */
bool pm_field_is_work(enum pm_field_id field);

#endif
