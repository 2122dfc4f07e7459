/* mem: memory that is there, or the program ends. */
#include "parser/mem.h"

#include <malloc.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	BLOCK_FIRST = 16 << 10,
	BLOCK_MOST = 1 << 20,
	LARGE = 1 << 20,
	KEPT_MOST = 32 << 20, /* the C library takes no more */
};

struct pm_arena_block {
	struct pm_arena_block *next;
	size_t size; /* of data */
	alignas(PM_ARENA_ALIGN) char data[];
};

_Static_assert(PM_ARENA_ALIGN >= alignof(max_align_t), "an arena must serve every object");

/* Neither stdio nor exit(): both may want memory, and another thread may be inside them. */
_Noreturn void pm_out_of_memory(void)
{
	static const char text[] = "pm: out of memory\n";
	ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);

	(void)written;
	_exit(2);
}

void *pm_malloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (p == NULL)
		pm_out_of_memory();
	return p;
}

void *pm_calloc(size_t count, size_t size)
{
	void *p = NULL;

	if (size == 0 || count <= SIZE_MAX / size)
		p = count && size ? calloc(count, size) : calloc(1, 1);
	if (p == NULL)
		pm_out_of_memory();
	return p;
}

void *pm_realloc(void *old, size_t count, size_t size)
{
	void *p;

	if (size && count > SIZE_MAX / size)
		pm_out_of_memory();
	p = realloc(old, count && size ? count * size : 1);
	if (p == NULL)
		pm_out_of_memory();
	return p;
}

char *pm_strdup(const char *s)
{
	size_t size = strlen(s) + 1;

	return memcpy(pm_malloc(size), s, size);
}

void pm_arena_init(struct pm_arena *arena)
{
	*arena = (struct pm_arena){0};
}

static void free_blocks(struct pm_arena_block *block)
{
	while (block) {
		struct pm_arena_block *next = block->next;

		free(block);
		block = next;
	}
}

void pm_arena_clear(struct pm_arena *arena)
{
	free_blocks(arena->blocks);
	pm_arena_init(arena);
}

void pm_arena_reset(struct pm_arena *arena)
{
	struct pm_arena_block *kept = arena->blocks;

	if (kept == NULL)
		return;
	free_blocks(kept->next);
	kept->next = NULL;
	arena->at = kept->data;
	arena->end = kept->data + kept->size;
	arena->used = 0;
}

static struct pm_arena_block *block_new(size_t size)
{
	struct pm_arena_block *block;

	if (size > SIZE_MAX - sizeof *block)
		pm_out_of_memory();
	block = pm_malloc(sizeof *block + size);
	block->size = size;
	block->next = NULL;
	return block;
}

static size_t next_block_size(const struct pm_arena *arena)
{
	if (arena->blocks == NULL)
		return BLOCK_FIRST;
	return arena->blocks->size < BLOCK_MOST / 2 ? arena->blocks->size * 2 : BLOCK_MOST;
}

void *pm_arena_grow(struct pm_arena *arena, size_t size)
{
	size_t padded, block_size = next_block_size(arena);
	struct pm_arena_block *block;

	if (size > SIZE_MAX - PM_ARENA_ALIGN)
		pm_out_of_memory();
	padded = (size + (size == 0) + PM_ARENA_ALIGN - 1) & ~(size_t)(PM_ARENA_ALIGN - 1);
	arena->used += padded;

	/* A big piece gets a block of its own, behind the newest, so that the free rest of the newest is not lost. */
	if (padded > block_size / 4 && arena->blocks) {
		block = block_new(padded);
		block->next = arena->blocks->next;
		arena->blocks->next = block;
		return block->data;
	}
	block = block_new(padded > block_size ? padded : block_size);
	block->next = arena->blocks;
	arena->blocks = block;
	arena->at = block->data + padded;
	arena->end = block->data + block->size;
	return block->data;
}

void *pm_arena_zero(struct pm_arena *arena, size_t size)
{
	return memset(pm_arena_alloc(arena, size), 0, size);
}

char *pm_arena_dup(struct pm_arena *arena, const void *bytes, size_t n)
{
	char *copy;

	if (n == SIZE_MAX)
		pm_out_of_memory();
	copy = pm_arena_alloc(arena, n + 1);
	if (n)
		memcpy(copy, bytes, n);
	copy[n] = '\0';
	return copy;
}

void pm_arena_join(struct pm_arena *to, struct pm_arena *from)
{
	struct pm_arena_block *last = from->blocks;

	if (last == NULL)
		return;
	if (to->blocks == NULL) {
		*to = *from;
		pm_arena_init(from);
		return;
	}
	while (last->next)
		last = last->next;
	last->next = to->blocks->next;
	to->blocks->next = from->blocks;
	to->used += from->used;
	pm_arena_init(from);
}

void pm_mem_return_large(void)
{
#ifdef M_MMAP_THRESHOLD
	mallopt(M_MMAP_THRESHOLD, LARGE);
	mallopt(M_TRIM_THRESHOLD, LARGE);
	malloc_trim(LARGE);
#endif
}

void pm_mem_keep_large(void)
{
#ifdef M_MMAP_THRESHOLD
	mallopt(M_MMAP_THRESHOLD, KEPT_MOST);
	mallopt(M_TRIM_THRESHOLD, KEPT_MOST);
#endif
}
