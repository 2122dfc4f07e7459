/* markdown: the block structure of a Markdown file.  The only user of libcmark.
 *
 * The one rule to know: CommonMark decides structure, and libcmark decides CommonMark, but it is asked only where there is doubt,
 * and given only a skeleton of the text.  A section of nothing but plain lines in column 0 is read without it, since its blocks
 * can be seen; of the others it gets what bears on blocks, and the rest of each line is left out.  So inlines cost nothing, no
 * input costs more than linear time, and positions are ours.  The blocks are those of the text (a test compares them), but that
 * link reference definitions stay paragraphs.
 */
#ifndef PM_MARKDOWN_H
#define PM_MARKDOWN_H

#include "parser/diag.h"
#include "parser/mem.h"
#include "parser/source.h"

enum pm_block_type {
	PM_BLOCK_HEADING,   /* level; span is the content without # marks */
	PM_BLOCK_PARAGRAPH, /* also a pipe table, which CommonMark does not know: see read.c */
	PM_BLOCK_ITEM,	    /* a list entry: marker; span from its marker to the end of its last line */
	PM_BLOCK_FENCE,	    /* fenced code; info string; span is the content */
	PM_BLOCK_CODE,	    /* indented code */
	PM_BLOCK_HTML,
	PM_BLOCK_QUOTE,
	PM_BLOCK_RULE
};

/* 16 bytes, of which a large file has millions.  Blocks stand in the order of the file; children follow their parent, one
 * deeper. */
struct pm_block {
	uint32_t start, end; /* bytes: from the first to behind the last content byte, line end not included */
	uint32_t line;	     /* first line, from 1 */
	uint32_t type : 3;
	uint32_t flags : 3;   /* PM_BLOCK_NEW_LIST: first entry of its list; _SETEXT; _UNCLOSED: a fence to the end of the file */
	uint32_t depth : 8;   /* 0 at the top */
	uint32_t level : 6;   /* heading: 1..6; item: the character of the marker: - * + . ) */
	uint32_t column : 12; /* byte column of the block's first byte in its line, from 0; at most PM_BLOCK_COLUMN_MOST */
};
enum { PM_BLOCK_NEW_LIST = 1, PM_BLOCK_SETEXT = 2, PM_BLOCK_UNCLOSED = 4, PM_BLOCK_COLUMN_MOST = (1 << 12) - 1 };

/* How deep containers nest before the rest of a line is text: a limit that is reported. */
enum { PM_MARKDOWN_DEPTH = 64 };

struct pm_blocks {
	struct pm_block *list; /* heap */
	size_t count, cap;
};

/* The blocks of bytes [span) of a source, which begins at line `line`.  A finding of rule read-limit or read-unclosed stands in
 * diags where something was bounded or never closed. */
void pm_markdown_blocks(const struct pm_source *source, uint32_t file, struct pm_span span, uint32_t line, struct pm_blocks *blocks,
			struct pm_diags *diags);
/* Where a file may be cut so that the pieces have the blocks of the whole: offsets of headings in column 0, about `size` bytes
 * apart.  Never a cut that is in doubt.  Returns heap offsets (first is from, none is at the end) with the line of each. */
struct pm_cut {
	uint32_t offset, line;
};
struct pm_cut *pm_markdown_cuts(const struct pm_source *source, uint32_t from, uint32_t line, uint32_t size, size_t *count);
/* The same, one piece after the other, so that the first can be read while the next is looked for: false when there are no more.
 * All but the last are `size` bytes or more. */
struct pm_cutter;
struct pm_cutter *pm_cutter_new(const struct pm_source *source, uint32_t from, uint32_t line, uint32_t size);
bool pm_cutter_next(struct pm_cutter *cutter, struct pm_cut *piece, uint32_t *end);
void pm_cutter_free(struct pm_cutter *cutter);
/* Safe HTML of a body (no raw HTML, no unsafe links; images become their text), by libcmark with bounded input. */
void pm_markdown_html(struct pm_str text, struct pm_buf *out);
const char *pm_markdown_library(void); /* libcmark's version */
/* Gives back what the calling thread keeps between calls. */
void pm_markdown_thread_end(void);

#endif
