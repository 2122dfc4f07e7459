/* format: how a report becomes bytes.
 *
 * To add a format: one file formats/write_NAME.c that defines `const struct pm_format pm_format_NAME`, and one line
 * PM_FORMAT(NAME) in formats/formats.def.  Nothing else: --help, completion and the tests find it there.  A small one, which lists
 * the headings (tests/unit/test_recipe.c and tests/partners/recipe.sh hold it to its word):
 *
 *	static void write(const struct pm_report *report, const struct pm_format_options *options, struct pm_out *out)
 *	{
 *		(void)options;
 *		for (size_t i = 0; i < report->count; i++)
 *			if (report->nodes[i].type == PM_NODE_HEADING) {
 *				pm_out_terminal(out, report->nodes[i].text.text);
 *				pm_outc(out, '\n');
 *			}
 *	}
 *
 *	const struct pm_format pm_format_outline = {.name = "outline", .summary = "the headings", .write = write};
 *
 * The one rule to know: a writer sees only the report (no header of the model), and escapes every text for where it goes.
 */
#ifndef PM_FORMAT_H
#define PM_FORMAT_H

#include "formats/out.h"
#include "formats/report.h"

struct pm_format_options {
	int width;	     /* columns of the terminal; 0: unlimited */
	bool color;	     /* escapes may be written */
	const char *version; /* of the program, for a page's footer */
	struct pm_str date;  /* of the report; empty: none is shown */
};

struct pm_format {
	const char *name;    /* "html" */
	const char *summary; /* for --help */
	void (*write)(const struct pm_report *report, const struct pm_format_options *options, struct pm_out *out);
	/* Can it hold this node?  A report of which it holds none is refused; NULL: every report will do. */
	bool (*holds)(const struct pm_node *node);
};

extern const struct pm_format *const pm_formats[]; /* ends with NULL */
const struct pm_format *pm_format_find(struct pm_str name);
/* Is there anything in the report that the format can hold? */
bool pm_format_fits(const struct pm_format *format, const struct pm_report *report);

#endif
