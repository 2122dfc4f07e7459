/* html: what the parts of a page are made of; write_html.c puts them together.
 *
 * The one rule to know: all that comes from a file passes pm_html_text or pm_html_attribute.  The page's policy lets in this style
 * and this script by their hashes, and nothing else; tests/unit/test_report.c computes the hashes and prints the right ones.
 */
#ifndef PM_HTML_H
#define PM_HTML_H

#include "formats/format.h"

/* The SHA-256 of what pm_html_style and pm_html_script write, in base64. */
#define PM_HTML_STYLE_HASH "YekWbGkHC0vEK0EC27V0j63+G08vsVK3u/vyDwUGDu4="
#define PM_HTML_SCRIPT_HASH "GxZOJ1eXbUxJ79Un3eIQiAfZ8NZdv3DCNkKTLvRyRs4="

enum { PM_HTML_BIG = 500 }; /* a table of more rows is laid out by the parts that are seen */

struct pm_html {
	struct pm_out *out;
	const struct pm_report *report;
	int level; /* of the last heading, 1 for the title */
	bool section, cards, card;
	unsigned scroller;     /* boxes that scroll are numbered, for their names */
	struct pm_str heading; /* the last one */
};

void pm_html_style(struct pm_out *out);
void pm_html_script(struct pm_out *out);

void pm_html_text(struct pm_html *w, struct pm_str s);
void pm_html_raw(struct pm_html *w, const char *s);
void pm_html_attribute(struct pm_html *w, const char *name, const char *value); /* nothing where value is NULL */
const char *pm_html_tone(enum pm_tone tone);					/* a class; NULL for none */
/* The id, linked, the text in its tone, the note. */
void pm_html_cell(struct pm_html *w, const struct pm_cell *cell);
/* A box that scrolls by itself and that the keyboard reaches; its name, then close it with "</div>\n". */
void pm_html_scroll(struct pm_html *w, const char *class, struct pm_str name);
void pm_html_table(struct pm_html *w, const struct pm_node *node, struct pm_str name);
/* Charts, timelines and graphs as figures, boards, maps and trees as what they are. */
void pm_html_picture(struct pm_html *w, const struct pm_node *node);

#endif
