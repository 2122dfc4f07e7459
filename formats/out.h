/* out: where bytes go.  One sink with a sticky error, asked once at the end.
 *
 * The one rule to know: writers write and never look back; pm_out_close says whether all of it arrived.
 */
#ifndef PM_OUT_H
#define PM_OUT_H

#include "parser/str.h"

#include <stdio.h>

struct pm_out {
	struct pm_buf buf; /* what has not been flushed; everything, when fd is -1 */
	int fd;		   /* -1: memory */
	int error;	   /* errno of the first failure */
};

void pm_out_memory(struct pm_out *out);	    /* bytes stay in out->buf */
void pm_out_fd(struct pm_out *out, int fd); /* flushed in blocks; fd is not closed */
void pm_out(struct pm_out *out, const void *bytes, size_t n);
void pm_outs(struct pm_out *out, struct pm_str s);
void pm_outz(struct pm_out *out, const char *s);
void pm_outc(struct pm_out *out, char c);
void pm_outu(struct pm_out *out, uint64_t number); /* in decimal */
__attribute__((format(printf, 2, 3))) void pm_outf(struct pm_out *out, const char *format, ...);
/* Flushes; 0, or -1 and errno set.  Memory is kept until pm_out_clear. */
int pm_out_close(struct pm_out *out);
void pm_out_clear(struct pm_out *out);

/* Text that came from a file, made safe for where it goes.  Invalid UTF-8 becomes U+FFFD everywhere. */
void pm_out_terminal(struct pm_out *out, struct pm_str s); /* control and bidirectional controls shown as <U+202E> or ^[ */
void pm_out_html(struct pm_out *out, struct pm_str s);	   /* & < > " ' escaped; controls shown; for text and quoted attributes */
void pm_out_xml(struct pm_out *out, struct pm_str s);	   /* the same; what XML 1.0 forbids becomes U+FFFD */
void pm_out_csv(struct pm_out *out, struct pm_str s);	   /* RFC 4180; what a spreadsheet would compute gets a ' in front */
void pm_out_markdown(struct pm_out *out, struct pm_str s); /* plain text that may begin a line: markup neutralised */
void pm_out_markdown_inside(struct pm_out *out, struct pm_str s); /* the same inside a line or cell, where no block begins */
/* Plain text for a commit's message: controls shown, what a forge would link or close broken as in Markdown, no comment for git. */
void pm_out_message(struct pm_out *out, struct pm_str s);
/* A whole body, its last line ended: emphasis, lists and links stay; HTML, headings, fences, images and what a forge would link do
 * not. */
void pm_out_markdown_body(struct pm_out *out, struct pm_str s);

#endif
