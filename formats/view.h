/* view: one question about a product, answered as a report.
 *
 * To add a view: one file formats/view_NAME.c that defines `const struct pm_view pm_view_NAME`, and one line PM_VIEW(NAME) in
 * formats/views.def.  Nothing else: --help, completion and the tests find it there, and every format can write it.  Words that no
 * view has said before go into formats/words.h, where a translation looks for them.  A small view, which lists what is ready
 * (tests/unit/test_recipe.c and tests/partners/recipe.sh hold it to its word):
 *
 *	static int make(const struct pm_view_input *input, struct pm_report *report, struct pm_buf *err)
 *	{
 *		(void)err;
 *		report->title = PM_STR(SAY_READY);
 *		pm_report_node(report, PM_NODE_LIST, NULL, 0)->empty = SAY_NOTHING_YET;
 *		for (uint32_t i = 0; i < input->product->item_count; i++)
 *			if (pm_view_shows(input, i) && pm_str_ieqc(pm_item_status(input->product, &input->product->items[i]), "ready"))
 *				pm_view_item(input, report, i);
 *		return 0;
 *	}
 *
 *	const struct pm_view pm_view_ready = {.name = "ready", .summary = "what can be started", .make = make};
 *
 * The one rule to know: a view reads the model and adds nodes to a report; it never writes bytes.  Where a machine wants the model
 * itself, typed and streamed, the view names formats of its own, and these come before the general ones of the same name.
 */
#ifndef PM_VIEW_H
#define PM_VIEW_H

#include "formats/format.h"
#include "parser/changes.h"
#include "parser/history.h"
#include "parser/notes.h"
#include "parser/product.h"
#include "parser/rank.h"
#include "parser/select.h"

struct pm_rank_asked;

enum pm_reader { PM_READER_BOTH, PM_READER_OWNER, PM_READER_MANAGER };

/* How many findings a group of rules gave. */
struct pm_view_health {
	const char *group; /* "criteria" */
	uint32_t errors, warnings, notes;
};

/* Two states of the product, and what lies between them; product is the second one. */
struct pm_view_compared {
	const struct pm_changes *changes;
	struct pm_str from, to;		      /* as the user knows them: "v1.2", "the work tree" */
	struct pm_str from_commit, to_commit; /* full object names; empty: no commit */
};

/* Release notes of the range that was compared. */
struct pm_view_notes {
	const struct pm_notes *notes;
	struct pm_str version; /* "1.4.0"; empty: it has no name yet */
	struct pm_str tag;     /* "v1.4.0", empty: there is none */
	pm_day day;	       /* of the release; PM_NO_DAY: not known */
	struct pm_str filled;  /* what the template gave; empty: there was none */
};

/* What a view is made from.  All of it is borrowed; a zero of anything but product and today means that it is not known. */
struct pm_view_input {
	const struct pm_product *product;
	pm_day today;			     /* PM_NO_DAY: not known */
	const char *root;		     /* the product's folder from the top of the repository; NULL: the top */
	struct pm_str name;		     /* of the product, for titles; may be empty */
	const struct pm_select *select;	     /* NULL: everything */
	const struct pm_ranking *ranking;    /* NULL: none was made */
	const struct pm_view_health *health; /* NULL: nothing was checked */
	size_t health_count;
	const struct pm_view_compared *compared; /* NULL: nothing was compared */
	const struct pm_view_notes *notes;	 /* NULL: none were made */
	const struct pm_history *history;	 /* NULL: there is none, or it is not known */
	uint64_t seed;				 /* of what is drawn at random */
	pm_day until;				 /* what the forecast is asked for; PM_NO_DAY: nothing */
	const struct pm_rank_asked *asked;	 /* what pm-rank was asked beside the order (rank.h); NULL: nothing */
	enum pm_reader reader;
	const char *by;	      /* how the view is laid out, one of its `by`; NULL: as the product has it */
	const char *sprint;   /* the sprint that is meant; NULL: the current one */
	bool customers;	      /* the audience is outside: no internal items, no names of people and customers */
	const char *source;   /* template of links to lines (forge.h); NULL: there are none */
	const char *rev;      /* the commit in them; NULL: the branch that the forge shows */
	bool spelling;	      /* dump: how every field is written */
	struct pm_str errors; /* what could not be done, a line each: machine formats list it */
	/* A path as the text formats name it, appended to out; NULL: as it is. */
	void (*path)(const void *ctx, const char *path, struct pm_buf *out);
	const void *path_ctx;
};

/* A format that a view writes by itself, straight from the model. */
struct pm_view_format {
	const char *name;
	const char *summary;
	void (*write)(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out);
};

/* Does a view ask for the history: not at all, where there is one, or is it nothing without? */
enum pm_view_past { PM_PAST_NOT_ASKED, PM_PAST_WELCOME, PM_PAST_NEEDED };
/* What a view asks for beside the product: it costs time. */
enum {
	PM_ASKS_HEALTH = 1,
	PM_ASKS_ORDER = 2,
	PM_ASKS_SPRINT = 4,  /* it takes --sprint */
	PM_ASKS_CHANGES = 8, /* it takes a range: what lies between two states, both judged */
	PM_ASKS_NOTES = 16,  /* it takes a range, or the name of its end: release notes */
	PM_ASKS_UNTIL = 32   /* it takes --until */
};

struct pm_view {
	const char *name;    /* "items" */
	const char *summary; /* for --help */
	/* Fills the report.  0; 1 and a text in err: it is filled, but what the text says could not be done; or -1 and a text in
	 * err that says what is missing and how to give it. */
	int (*make)(const struct pm_view_input *input, struct pm_report *report, struct pm_buf *err);
	const struct pm_view_format *own; /* ends with a NULL name; NULL: none */
	enum pm_view_past past;
	unsigned asks;	/* PM_ASKS_... */
	const char *by; /* what --by may be, split at `|`; NULL: it has one layout */
	bool lines;	/* a line an item, for other programs to go through: where there is no terminal, text has no limit */
};

extern const struct pm_view *const pm_views[]; /* ends with NULL */
const struct pm_view *pm_view_find(struct pm_str name);

/* Writes a view in a format: one of its own, or a general one.  0; 1 and err: it is written, but not all could be done; -1 and
 * err when there is no such format (the nearest is named) or the view cannot be made.  What could not be written is the sink's to
 * tell (pm_out_close). */
int pm_view_write(const struct pm_view *view, const struct pm_view_input *input, struct pm_str format,
		  const struct pm_format_options *options, struct pm_out *out, struct pm_buf *err);
/* Is there such a format for this view?  The same err as above. */
bool pm_view_has_format(const struct pm_view *view, struct pm_str format, struct pm_buf *err);

/* -- what views share */

/* Is this item to be shown: selected, and fit for the audience?  What lies below an internal item is internal, unless it says
 * otherwise. */
bool pm_view_shows(const struct pm_view_input *input, uint32_t item);
/* May this field's value be shown to the audience?  Customers see no names of people or of other customers, and no evidence. */
bool pm_view_shows_field(const struct pm_view_input *input, enum pm_field_id field);
/* May another item say that it has to do with this one?  PM_NO_ITEM: an id that no item has. */
bool pm_view_names(const struct pm_view_input *input, uint32_t item);
/* Does the field name only items that may not be named? */
bool pm_view_hides_links(const struct pm_view_input *input, const struct pm_item *item, enum pm_field_id field);
/* Adds a cell that names an item: its id, its title, a link to where it stands in the report, and its line at the forge. */
struct pm_cell *pm_view_item(const struct pm_view_input *input, struct pm_report *report, uint32_t item);
/* The address of an item's line at the forge, for cell->source; NULL where it is not known, or not for the audience. */
const char *pm_view_source(const struct pm_view_input *input, struct pm_report *report, uint32_t item);
/* "#PAY-12": the id with everything but letters, digits, `-`, `_` and `.` made `-`; "#_1a2b3c4d" where there is no id, from file
 * and title, so that a link holds when items are added.  Items share no anchor: the later ones of an id get the same behind it, and
 * a number where file and title are the same, too. */
const char *pm_view_anchor(const struct pm_view_input *input, struct pm_report *report, uint32_t item);
/* "docs/backlog.md:12", as text formats name it. */
struct pm_str pm_view_place(const struct pm_view_input *input, struct pm_report *report, uint32_t item);
/* The line of a byte of a file, from 1; the file's line table is made when first asked for. */
uint32_t pm_view_line(const struct pm_product *product, uint32_t file, uint32_t offset);
/* The file that a field stands in: the item's own, or that of a reference to it. */
uint32_t pm_view_field_file(const struct pm_product *product, uint32_t item, const struct pm_field *field);
/* The same of one of its fields. */
struct pm_str pm_view_field_place(const struct pm_view_input *input, struct pm_report *report, uint32_t item,
				  const struct pm_field *field);
/* What an item is called where another one names it: its id, or its place.  Appended. */
void pm_view_name(const struct pm_view_input *input, uint32_t item, struct pm_buf *out);
/* The tone of a state. */
enum pm_tone pm_view_tone(enum pm_state_class state);

#endif
