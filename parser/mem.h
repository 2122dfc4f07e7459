/* mem: memory that is there, or the program ends.
 *
 * The one rule to know: nothing here returns NULL.  When memory runs out, one line goes to standard error and the program
 * exits with status 2.  Model objects live in an arena, which is freed as a whole.
 */
#ifndef PM_MEM_H
#define PM_MEM_H

#include <stddef.h>

/* Heap memory, freed with free().  pm_calloc fills it with zeros.  A product count * size that overflows ends the program. */
void *pm_malloc(size_t size);
void *pm_calloc(size_t count, size_t size);
void *pm_realloc(void *old, size_t count, size_t size);
char *pm_strdup(const char *s);
_Noreturn void pm_out_of_memory(void);

/* Makes room for one more element in a heap array with a count and a capacity. */
#define PM_GROW(array, count, cap)                                                                                                 \
	do {                                                                                                                       \
		if ((count) >= (cap)) {                                                                                            \
			(cap) = (cap) ? (cap)*2 : 8;                                                                               \
			(array) = pm_realloc((array), (cap), sizeof *(array));                                                     \
		}                                                                                                                  \
	} while (0)

enum { PM_ARENA_ALIGN = 16 };

/* An arena: many small pieces, one release.  Not for two threads at once. */
struct pm_arena_block;
struct pm_arena {
	struct pm_arena_block *blocks; /* newest first */
	char *at, *end;		       /* the free part of the newest block */
	size_t used;		       /* bytes handed out, padding included, for figures */
};

void pm_arena_init(struct pm_arena *arena);
void pm_arena_clear(struct pm_arena *arena); /* frees everything; the arena can be used again */
void pm_arena_reset(struct pm_arena *arena); /* forgets everything, keeps the newest block */

/* The way of pm_arena_alloc that needs a new block. */
void *pm_arena_grow(struct pm_arena *arena, size_t size);

/* Memory aligned for any object; not filled.  Here because parsing spends its time in it. */
static inline void *pm_arena_alloc(struct pm_arena *arena, size_t size)
{
	size_t padded = (size + (size == 0) + PM_ARENA_ALIGN - 1) & ~(size_t)(PM_ARENA_ALIGN - 1);
	char *at = arena->at;

	if (padded < size || padded > (size_t)(arena->end - at))
		return pm_arena_grow(arena, size);
	arena->at = at + padded;
	arena->used += padded;
	return at;
}

/* The same, filled with zeros. */
void *pm_arena_zero(struct pm_arena *arena, size_t size);
/* A copy of n bytes, with a NUL behind them. */
char *pm_arena_dup(struct pm_arena *arena, const void *bytes, size_t n);
/* Moves everything that `from` owns to `to`; `from` is empty afterwards.  No pointer changes. */
void pm_arena_join(struct pm_arena *to, struct pm_arena *from);

/* For a program, at its start: a block of 1 MiB or more that is freed goes back to the system at once.  Else the C library learns
 * from the first such block to keep the next ones, and what one phase has used counts as held in all that follow. */
void pm_mem_return_large(void);
/* For a phase that frees and asks for large blocks in turn, as unpacking versions of a large file does: they are kept until
 * pm_mem_return_large().  Each that goes back costs the pages to be cleared again. */
void pm_mem_keep_large(void);

#endif
