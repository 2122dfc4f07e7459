/* read: one file, from bytes to items.
 *
 * The one rule to know: a big file is cut at headings and read in pieces on several threads; the result is that of reading
 * it whole.
 */
#ifndef PM_READ_H
#define PM_READ_H

#include "parser/details.h"

struct pm_reading {
	struct pm_item *items; /* heap; parent is an index of this array */
	size_t count;
	struct pm_texts texts;
	struct pm_diags diags; /* heap list; texts in the arena that was given */
	struct pm_span vision;
	uint32_t item_lines, section_lines, unread_lines;
	bool mapped; /* for the reader's own use */
};

struct pm_read_file {
	struct pm_source *source;
	uint32_t file;
	enum pm_file_role role;
	bool named;
	struct pm_str hint; /* from the configuration; a hint in the file comes first */
	const struct pm_config *config;
	unsigned threads;
	uint32_t piece; /* bytes of a piece; 0: as many as serve best */
};

/* Reads a file.  What lives on is in the arena, the source, and the reading's heap parts. */
void pm_read(const struct pm_read_file *file, struct pm_arena *arena, struct pm_reading *reading);
/* Frees what a thread keeps between the files that it reads.  Each thread but the first calls it when it ends. */
void pm_read_thread_end(void);

#endif
