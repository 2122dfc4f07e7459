/* pattern: regular expressions, by PCRE2: compile, match, limits always set. */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "parser/pattern.h"

#include "parser/mem.h"

#include <pcre2.h>
#include <pthread.h>
#include <stdlib.h>

enum {
	/* Steps a match may take: some for any subject, and some for each byte, so that the time stays linear. */
	STEPS_ANY = 200000,
	STEPS_BYTE = 32,
	DEPTH_MOST = 100000,
	HEAP_MOST = 16 << 10, /* KiB */
	JIT_STACK_FIRST = 32 << 10,
	JIT_STACK_MOST = 1 << 20,
	PATTERN_MOST = 64 << 10,
};

struct pm_pattern {
	pcre2_code *code;
};

/* What a match writes to, one for each thread: the same memory serves every pattern. */
struct scratch {
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack; /* NULL where there is no JIT */
};

static _Thread_local struct scratch *scratch;
static pthread_key_t scratch_key;
static pthread_once_t scratch_once = PTHREAD_ONCE_INIT;

static void scratch_free(void *p)
{
	struct scratch *s = p;

	pcre2_match_data_free(s->data);
	pcre2_match_context_free(s->context);
	if (s->stack)
		pcre2_jit_stack_free(s->stack);
	free(s);
}

static void scratch_key_create(void)
{
	if (pthread_key_create(&scratch_key, scratch_free) != 0)
		pm_out_of_memory();
}

static struct scratch *scratch_new(void)
{
	struct scratch *s = pm_malloc(sizeof *s);

	pthread_once(&scratch_once, scratch_key_create);
	s->data = pcre2_match_data_create(PM_PATTERN_GROUPS, NULL);
	s->context = pcre2_match_context_create(NULL);
	s->stack = pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_MOST, NULL);
	if (s->data == NULL || s->context == NULL || pthread_setspecific(scratch_key, s) != 0)
		pm_out_of_memory();
	pcre2_set_depth_limit(s->context, DEPTH_MOST);
	pcre2_set_heap_limit(s->context, HEAP_MOST);
	if (s->stack)
		pcre2_jit_stack_assign(s->context, NULL, s->stack);
	return s;
}

static pcre2_compile_context *compile_context_new(void)
{
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);

	if (context == NULL)
		pm_out_of_memory();
	pcre2_set_newline(context, PCRE2_NEWLINE_ANYCRLF);
	pcre2_set_max_pattern_length(context, PATTERN_MOST);
	return context;
}

struct pm_pattern *pm_pattern_new(struct pm_str pattern, struct pm_buf *err)
{
	static const uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;
	const char *text = pattern.n ? pattern.p : "";
	pcre2_compile_context *context = compile_context_new();
	struct pm_pattern *made;
	int error;
	size_t offset;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)text, pattern.n, options, &error, &offset, context);

	pcre2_compile_context_free(context);
	if (code == NULL) {
		unsigned char message[256];

		pcre2_get_error_message(error, message, sizeof message);
		pm_buf_addf(err, "at offset %zu of the pattern: %s", offset, (const char *)message);
		return NULL;
	}
	pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); /* where that fails, the interpreter serves */
	made = pm_malloc(sizeof *made);
	made->code = code;
	return made;
}

void pm_pattern_free(struct pm_pattern *pattern)
{
	if (pattern == NULL)
		return;
	pcre2_code_free(pattern->code);
	free(pattern);
}

static uint32_t step_limit(size_t n)
{
	return n > (UINT32_MAX - STEPS_ANY) / STEPS_BYTE ? UINT32_MAX : (uint32_t)(STEPS_ANY + n * STEPS_BYTE);
}

/* count: how many groups were set; the others took no part. */
static void take_groups(const pcre2_match_data *data, int count, struct pm_match *match)
{
	/* The function takes its argument without const, and changes nothing. */
	const size_t *offsets = pcre2_get_ovector_pointer((pcre2_match_data *)(uintptr_t)data);

	for (int i = 0; i < PM_PATTERN_GROUPS; i++) {
		bool set = i < count && offsets[2 * i] != PCRE2_UNSET;

		match->from[i] = set ? (ptrdiff_t)offsets[2 * i] : -1;
		match->to[i] = set ? (ptrdiff_t)offsets[2 * i + 1] : -1;
	}
	/* \K may put the start behind the end. */
	if (match->from[0] > match->to[0])
		match->from[0] = match->to[0];
}

int pm_pattern_match(const struct pm_pattern *pattern, struct pm_str subject, struct pm_match *match)
{
	const char *text = subject.n ? subject.p : "";
	int count;

	if (scratch == NULL)
		scratch = scratch_new();
	pcre2_set_match_limit(scratch->context, step_limit(subject.n));
	count = pcre2_match(pattern->code, (PCRE2_SPTR)text, subject.n, 0, 0, scratch->data, scratch->context);
	if (count == PCRE2_ERROR_NOMATCH)
		return PM_PATTERN_NONE;
	if (count == PCRE2_ERROR_NOMEMORY)
		pm_out_of_memory();
	if (count < 0) /* steps, depth, heap, the JIT's stack */
		return PM_PATTERN_LIMIT;
	if (match)
		take_groups(scratch->data, count == 0 ? PM_PATTERN_GROUPS : count, match);
	return PM_PATTERN_MATCH;
}

int pm_pattern_group(const struct pm_pattern *pattern, const char *name)
{
	int number = pcre2_substring_number_from_name(pattern->code, (PCRE2_SPTR)name);

	return number > 0 && number < PM_PATTERN_GROUPS ? number : -1;
}

static char library[64];
static pthread_once_t library_once = PTHREAD_ONCE_INIT;

static void read_library(void)
{
	if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) <= (int)sizeof library)
		pcre2_config(PCRE2_CONFIG_VERSION, library);
}

const char *pm_pattern_library(void)
{
	pthread_once(&library_once, read_library);
	return library;
}
