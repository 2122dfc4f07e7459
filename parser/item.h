/* item: one thing of the backlog, as a slice of its source.
 *
 * The one rule to know: positions are exact.  `span` is all the bytes the item owns, and every id, title, field and criterion
 * knows the bytes it stands in, so that an edit can change those and no others.
 */
#ifndef PM_ITEM_H
#define PM_ITEM_H

#include "parser/fields.h"
#include "parser/source.h"

enum pm_kind {
	PM_KIND_NONE,
	PM_KIND_EPIC,
	PM_KIND_STORY,
	PM_KIND_BUG,
	PM_KIND_TASK,
	PM_KIND_SPIKE,
	PM_KIND_CHORE,
	PM_KIND_INITIATIVE, /* the last of the items; what follows are records */
	PM_KIND_GOAL,
	PM_KIND_SPRINT,
	PM_KIND_RELEASE,
	PM_KIND_FEEDBACK,
	PM_KIND_PERSONA
};
const char *pm_kind_name(enum pm_kind kind);   /* "story" */
enum pm_kind pm_kind_from(struct pm_str name); /* canonical names only; PM_KIND_NONE */
#define PM_KIND_IS_RECORD(kind) ((kind) > PM_KIND_INITIATIVE)

/* How an item is expressed, strongest first (FORMAT.md, strength of forms). */
enum pm_form {
	PM_FORM_FILE, /* front matter: the file is the item */
	PM_FORM_HEADING,
	PM_FORM_YAML,	  /* an entry of a YAML block */
	PM_FORM_BOLD,	  /* a paragraph that starts with an id, in bold */
	PM_FORM_ENTRY_ID, /* a list entry with an id */
	PM_FORM_SENTENCE, /* a story sentence on its own */
	PM_FORM_ROW,
	PM_FORM_BOX,
	PM_FORM_BULLET
};
const char *pm_form_name(enum pm_form form); /* "file", "heading", "yaml", "bold", "entry", "sentence", "row", "box", "bullet" */

enum pm_place { PM_PLACE_ACTIVE, PM_PLACE_ARCHIVED, PM_PLACE_COMPLETED, PM_PLACE_DRAFT };
const char *pm_place_name(enum pm_place place);

/* How a field is written. */
enum pm_spelling {
	PM_SPELL_LINE,	     /* Label: v on a line or list entry of its own, or one of several on a line */
	PM_SPELL_YAML,	     /* front matter or a yaml fence: a plain scalar */
	PM_SPELL_QUOTED,     /* the same, in single or double quotes: the span is inside them */
	PM_SPELL_YAML_LIST,  /* a flow or block list: the span covers the whole list */
	PM_SPELL_YAML_BLOCK, /* a folded or literal scalar */
	PM_SPELL_CELL,	     /* a cell of the item's row */
	PM_SPELL_PAIR,	     /* the second cell of a two-column table */
	PM_SPELL_SECTION,    /* a sub-heading with the value under it */
	PM_SPELL_SUFFIX,     /* behind the title: (5 pts) [Must] `READY` and emoji */
	PM_SPELL_TAIL,	     /* ~3d #tag @owner */
	PM_SPELL_BOX,	     /* the character in the box */
	PM_SPELL_STRUCK,     /* the title is struck through */
	PM_SPELL_BUCKET,     /* a heading above the item; the span is in that heading */
	PM_SPELL_FOLDER	     /* where the file lies; no span */
};

/* 24 bytes.  The value's text is pm_field_text(); label may be empty. */
struct pm_field {
	struct pm_span value;
	struct pm_span label;
	uint16_t def;	  /* enum pm_field_id; PM_FIELD_CUSTOM */
	uint8_t spelling; /* enum pm_spelling */
	uint8_t flags;	  /* PM_FIELD_TEXT: the text differs from the bytes (folded, unescaped) and stands in the product's texts */
	uint32_t text;	  /* index there */
};
enum { PM_FIELD_HAS_TEXT = 1, PM_FIELD_FROM_REFERENCE = 2 /* from a weaker repeat of the id; file in texts */ };

enum pm_box { PM_BOX_NONE, PM_BOX_OPEN, PM_BOX_DONE, PM_BOX_OTHER };

enum pm_criterion_form { PM_CRITERION_LINE, PM_CRITERION_SCENARIO, PM_CRITERION_CELL, PM_CRITERION_STEPS };

/* One acceptance criterion.  given/when/then: pm_criterion_parts(). */
struct pm_criterion {
	struct pm_span span; /* the text, without marker, box and number; for steps and scenarios all their lines */
	uint32_t box;	     /* offset of the character in the box; 0: no box */
	uint16_t number;     /* as written, else its position */
	uint8_t state;	     /* enum pm_box */
	uint8_t form;	     /* enum pm_criterion_form */
};

struct pm_story {
	struct pm_span role, want, benefit; /* empty: not there */
	struct pm_span span;		    /* the whole sentence; empty: the item has no story */
	uint8_t language;		    /* index of pm_languages (story.h) */
};

/* A heading with an id that speaks of an item told elsewhere: in an appendix, or below a heading of criteria. */
enum pm_aside { PM_ASIDE_NONE, PM_ASIDE_APPENDIX, PM_ASIDE_CRITERIA };

struct pm_item {
	struct pm_str id;    /* as written; empty when there is none */
	struct pm_str title; /* without id, markup, suffixes and emoji; may be empty */
	struct pm_str key;   /* the id's key: its words and numbers, lower case, joined by '-' */
	struct pm_span span; /* everything the item owns */
	struct pm_span head; /* the line of the title, without its line end */
	struct pm_span id_span, title_span;
	struct pm_field *fields; /* in the order of the file */
	struct pm_criterion *criteria;
	struct pm_story story;
	struct pm_span description; /* the first paragraphs that are nothing else; empty: none */
	uint32_t file;
	uint32_t line;			    /* of head, from 1 */
	uint32_t parent;		    /* index of an item; PM_NO_ITEM */
	uint32_t first_child, next_sibling; /* PM_NO_ITEM */
	uint32_t first_link, link_count;    /* of the product's links */
	uint16_t field_count, criterion_count;
	uint8_t kind;		/* enum pm_kind */
	uint8_t form;		/* enum pm_form */
	uint8_t place;		/* enum pm_place */
	uint8_t state;		/* enum pm_state_class: of status, box, folder, bucket, in that order */
	uint8_t box;		/* enum pm_box */
	uint8_t level;		/* heading level; 0: no heading */
	bool readable;		/* false: a syntax finding stands against it */
	bool declared_criteria; /* a criteria label stands there, even with nothing under it */
	uint8_t aside;		/* enum pm_aside */
	bool numbered;		/* the id is a bare number: it resolves only where it is unique */
	bool several;		/* its id is the first of several: it speaks of items that are told elsewhere, if they are */
};

#endif
