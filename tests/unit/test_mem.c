/* test_mem: arenas hand out aligned, separate memory, and keep it through joins and resets. */
#include "tests/unit/test.h"

#include "parser/mem.h"

#include <malloc.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static bool is_aligned(const void *p)
{
	return (uintptr_t)p % PM_ARENA_ALIGN == 0;
}

static void test_alloc(void)
{
	struct pm_arena arena = { 0 };
	char *pieces[500];
	bool aligned = true, intact = true;

	for (size_t i = 0; i < 500; i++) {
		size_t size = i * 37 % 5000;

		pieces[i] = pm_arena_alloc(&arena, size);
		aligned = aligned && pieces[i] && is_aligned(pieces[i]);
		memset(pieces[i], (int)(i & 0x7f), size);
	}
	for (size_t i = 0; i < 500; i++)
		for (size_t j = 0; j < i * 37 % 5000; j++)
			intact = intact && pieces[i][j] == (char)(i & 0x7f);
	CHECK(aligned);
	CHECK(intact);
	pm_arena_clear(&arena);
	CHECK(arena.blocks == NULL);
	CHECK_INT(arena.used, 0);
}

static void test_empty_pieces_differ(void)
{
	struct pm_arena arena;
	void *a, *b;

	pm_arena_init(&arena);
	a = pm_arena_alloc(&arena, 0);
	b = pm_arena_alloc(&arena, 0);
	CHECK(a != NULL);
	CHECK(a != b);
	pm_arena_clear(&arena);
}

/* A big piece must not cost the free rest of the block before it. */
static void test_big_piece(void)
{
	struct pm_arena arena = { 0 };
	char *small = pm_arena_alloc(&arena, 16), *big = pm_arena_alloc(&arena, 8 << 20), *next = pm_arena_alloc(&arena, 16);

	big[0] = big[(8 << 20) - 1] = 1;
	CHECK(next == small + 16);
	CHECK(is_aligned(big));
	CHECK_INT(arena.used, (8 << 20) + 32);
	pm_arena_clear(&arena);
}

static void test_big_piece_first(void)
{
	struct pm_arena arena = { 0 };
	char *big = pm_arena_zero(&arena, 3 << 20), *small = pm_arena_alloc(&arena, 10);

	CHECK_INT(big[(3 << 20) - 1], 0);
	CHECK(small < big || small >= big + (3 << 20));
	pm_arena_clear(&arena);
}

static void test_reset(void)
{
	struct pm_arena arena = { 0 };
	void *first, *again;

	pm_arena_reset(&arena); /* an empty one is fine */
	for (int i = 0; i < 100; i++)
		pm_arena_alloc(&arena, 1000);
	pm_arena_reset(&arena);
	CHECK_INT(arena.used, 0);
	first = pm_arena_alloc(&arena, 24);
	pm_arena_reset(&arena);
	again = pm_arena_alloc(&arena, 24);
	CHECK(first == again);
	pm_arena_clear(&arena);
}

static void test_dup_and_zero(void)
{
	struct pm_arena arena = { 0 };
	char *copy = pm_arena_dup(&arena, "a\0b", 3), *empty = pm_arena_dup(&arena, NULL, 0), *zero;
	bool zeroed = true;

	CHECK_PMSTR(pm_str_n(copy, 4), "a\0b\0");
	CHECK_STR(empty, "");
	memset(pm_arena_alloc(&arena, 100), 0xff, 100);
	pm_arena_reset(&arena);
	zero = pm_arena_zero(&arena, 100);
	for (int i = 0; i < 100; i++)
		zeroed = zeroed && zero[i] == 0;
	CHECK(zeroed);
	pm_arena_clear(&arena);
}

static void test_join(void)
{
	struct pm_arena to = { 0 }, from = { 0 }, none = { 0 };
	char *a = pm_arena_dup(&to, "to", 2), *b = pm_arena_dup(&from, "from", 4), *c;
	size_t used = to.used + from.used;

	memset(pm_arena_alloc(&from, 100000), 1, 100000);
	used += 100000;
	pm_arena_join(&to, &from);
	CHECK(from.blocks == NULL);
	CHECK_INT(to.used, used);
	CHECK_STR(a, "to");
	CHECK_STR(b, "from");
	c = pm_arena_dup(&to, "more", 4);
	CHECK(c == a + 16);
	pm_arena_join(&to, &none);
	CHECK_STR(b, "from");
	pm_arena_join(&none, &to);
	CHECK(to.blocks == NULL);
	CHECK_STR(b, "from");
	CHECK(pm_arena_alloc(&none, 1) == c + 16);
	pm_arena_clear(&none);
	pm_arena_clear(&to);
}

static void test_grow(void)
{
	uint32_t *numbers = NULL;
	size_t count = 0, cap = 0;
	bool intact = true;

	for (uint32_t i = 0; i < 1000; i++) {
		PM_GROW(numbers, count, cap);
		numbers[count++] = i;
	}
	for (uint32_t i = 0; i < 1000; i++)
		intact = intact && numbers[i] == i;
	CHECK(intact);
	CHECK(cap >= 1000 && cap <= 2048);
	free(numbers);
}

/* Runs one request that cannot be met in a child; returns its status, and what it said in text. */
static int status_of(void (*ask)(void), char text[64])
{
	int ends[2], status = 0;
	ssize_t n;
	pid_t child;

	fflush(stdout);
	if (pipe(ends) < 0)
		return -1;
	child = fork();
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		ask();
		_exit(0);
	}
	close(ends[1]);
	n = read(ends[0], text, 63);
	text[n > 0 ? n : 0] = '\0';
	close(ends[0]);
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void ask_overflowing_product(void)
{
	free(pm_realloc(NULL, SIZE_MAX / 2, 3));
}

static void ask_overflowing_calloc(void)
{
	free(pm_calloc(SIZE_MAX / 2, 3));
}

static void ask_overflowing_arena(void)
{
	struct pm_arena arena = { 0 };

	pm_arena_alloc(&arena, SIZE_MAX - 3);
}

static void test_out_of_memory(void)
{
	static void (*const asks[])(void) = { pm_out_of_memory, ask_overflowing_product, ask_overflowing_calloc,
					      ask_overflowing_arena };
	char text[64];

	for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
		CHECK_INT(status_of(asks[i], text), 2);
		CHECK(strstr(text, "out of memory\n") != NULL);
	}
}

static void test_heap(void)
{
	char *p = pm_malloc(0), *q = pm_calloc(0, 8), *copy = pm_strdup("text");
	int *zeros = pm_calloc(3, sizeof *zeros);

	CHECK(p && q);
	CHECK_STR(copy, "text");
	CHECK_INT(zeros[0] | zeros[1] | zeros[2], 0);
	p = pm_realloc(p, 0, 5);
	CHECK(p != NULL);
	free(p);
	free(q);
	free(copy);
	free(zeros);
}

/* Where does a block of 2 MiB come from?  Of a library that is not asked, as under a sanitizer, nothing can be said. */
static bool is_mapped(void)
{
	size_t before = mallinfo2().hblkhd, after;
	char *block = pm_calloc(1, 2 << 20);

	after = mallinfo2().hblkhd;
	free(block);
	return after > before;
}

static void test_large_blocks(void)
{
	bool asked = mallinfo2().arena > 0;

	pm_mem_return_large();
	CHECK(is_mapped() || !asked);
	pm_mem_keep_large();
	CHECK(!is_mapped());
	pm_mem_return_large();
	CHECK(is_mapped() || !asked);
}

int main(void)
{
	test_alloc();
	test_empty_pieces_differ();
	test_big_piece();
	test_big_piece_first();
	test_reset();
	test_dup_and_zero();
	test_join();
	test_grow();
	test_heap();
	test_large_blocks();
	test_out_of_memory();
	return test_done();
}
