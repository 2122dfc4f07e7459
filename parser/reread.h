/* reread: a large file, version after version: only what a version changed is read, in the midst of what stands around it.
 *
 * The one rule to know: the items are those of reading the whole file.  What changed is read together with the headings above it
 * and the sections beside it, before and after the change; where that gives other items before than are known, or changes those
 * beside it, the whole file is read.  Every PM_REREAD_VERSIONS versions, and at the end, the whole file is read in any case, and
 * compared.
 */
#ifndef PM_REREAD_H
#define PM_REREAD_H

#include "parser/sighting.h"

enum {
	PM_REREAD_SIZE = 64 << 10, /* bytes; smaller files are read whole */
	PM_REREAD_VERSIONS = 64
};

struct pm_reread;

/* The items of the new version that stand where `from` .. `to` of the old one stood. */
struct pm_reread_part {
	size_t from, to;
	struct pm_sighting *seen; /* in the arena that was given */
	size_t count;
};

struct pm_reread *pm_reread_new(const struct pm_scope *scope, const struct pm_scope_file *file, const char *path);
void pm_reread_free(struct pm_reread *reread); /* NULL is allowed */
/* The next version; bytes are heap and are taken over.  The parts, the last of the file first, are in the arena.  False: what was
 * said of the versions before is not what reading them whole gives (the file must then be read whole, from its first one on). */
bool pm_reread_next(struct pm_reread *reread, char *bytes, size_t size, struct pm_arena *arena, struct pm_reread_part **parts,
		    size_t *count);
/* Is what is known now what reading the whole file gives? */
bool pm_reread_holds(struct pm_reread *reread, struct pm_arena *arena);

#endif
