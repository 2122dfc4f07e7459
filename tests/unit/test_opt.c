/* test_opt: command lines. */
#include "cmd/opt.h"

#include "tests/unit/test.h"

#include <stdlib.h>
#include <unistd.h>

static bool quiet, verbose;
static const char *rev, *color;
static struct pm_opt_list formats, operands;
static long long top;

static const struct pm_opt table[] = {
	{NULL, 0, PM_OPT_GROUP, NULL, NULL, "What is read", NULL},
	{"rev", 0, PM_OPT_VALUE, &rev, "REV", "read a commit", NULL},
	{"staged", 0, PM_OPT_FLAG, &quiet, NULL, "read the index: it's [quick]", NULL},
	{NULL, 0, PM_OPT_GROUP, NULL, NULL, "Output", NULL},
	{"format", 'f', PM_OPT_LIST, &formats, "FORMAT[:FILE]", "write FORMAT", "text|json|jsonl"},
	{"color", 0, PM_OPT_CHOICE, &color, "WHEN", "colours", "auto|always|never"},
	{"top", 'n', PM_OPT_NUMBER, &top, "N", "only the first N", NULL},
	{NULL, 'C', PM_OPT_VALUE, &rev, "DIR", "start in DIR", NULL},
	{"config", 0, PM_OPT_VALUE, &rev, "FILE", "read FILE", NULL},
	{"quiet", 'q', PM_OPT_FLAG, &quiet, NULL, "no summary", NULL},
	{"verbose", 'v', PM_OPT_FLAG, &verbose, NULL, "say more", NULL},
	{0},
};

static char said[4096]; /* what the last parse() wrote on standard error */

/* A copy that stays until the program ends. */
static char *keep(const char *word)
{
	static char kept[16 * 1024];
	static size_t used;
	size_t n = strlen(word) + 1;

	if (used + n > sizeof kept)
		abort();
	used += n;
	return memcpy(kept + used - n, word, n);
}

/* Parses a command line whose words are split at blanks. */
static int parse(const char *line)
{
	char words[256], *argv[32], *word, *rest = words;
	int argc = 0, status, saved = dup(STDERR_FILENO);
	FILE *err = tmpfile();
	size_t n;

	quiet = verbose = false;
	rev = color = NULL;
	top = -1;
	pm_opt_list_clear(&formats);
	pm_opt_list_clear(&operands);
	snprintf(words, sizeof words, "pm-test %s", line);
	while ((word = strsep(&rest, " ")) != NULL)
		if (*word)
			argv[argc++] = word;
	fflush(stderr);
	dup2(fileno(err), STDERR_FILENO);
	status = pm_opt_parse("pm-test", table, argc, argv, &operands);
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	rewind(err);
	n = fread(said, 1, sizeof said - 1, err);
	said[n] = '\0';
	fclose(err);
	/* the words end with this function */
	for (size_t i = 0; i < operands.count; i++)
		operands.list[i] = keep(operands.list[i]);
	for (size_t i = 0; i < formats.count; i++)
		formats.list[i] = keep(formats.list[i]);
	if (rev)
		rev = keep(rev);
	if (color)
		color = keep(color);
	return status;
}

static void test_values(void)
{
	CHECK_INT(parse("--rev HEAD --top=5 --color always"), 0);
	CHECK_STR(rev, "HEAD");
	CHECK_STR(color, "always");
	CHECK_INT(top, 5);
	CHECK_INT(parse("--rev= -n12"), 0);
	CHECK_STR(rev, "");
	CHECK_INT(top, 12);
	CHECK_INT(parse("--rev a=b --rev=c=d"), 0);
	CHECK_STR(rev, "c=d");
	CHECK_INT(parse("-f json -ftext:x --format=jsonl:a=b --format text"), 0);
	CHECK_INT(formats.count, 4);
	CHECK_STR(formats.list[0], "json");
	CHECK_STR(formats.list[1], "text:x");
	CHECK_STR(formats.list[2], "jsonl:a=b");
	CHECK_STR(formats.list[3], "text");
}

static void test_flags_and_operands(void)
{
	CHECK_INT(parse("-qv"), 0);
	CHECK(quiet && verbose);
	CHECK_INT(parse("a -q b - -C d c"), 0);
	CHECK(quiet && !verbose);
	CHECK_STR(rev, "d");
	CHECK_INT(operands.count, 4);
	CHECK_STR(operands.list[0], "a");
	CHECK_STR(operands.list[1], "b");
	CHECK_STR(operands.list[2], "-");
	CHECK_STR(operands.list[3], "c");
	CHECK_INT(parse("-- -q --rev -- x"), 0);
	CHECK(!quiet);
	CHECK_INT(operands.count, 4);
	CHECK_STR(operands.list[2], "--");
	CHECK_INT(parse("-qC x"), 0);
	CHECK_STR(rev, "x");
	CHECK(quiet);
	CHECK_INT(parse(""), 0);
	CHECK_INT(operands.count, 0);
	CHECK_STR(said, "");
}

#define TRY "\nTry 'pm-test --help' for more information.\n"

static void test_errors(void)
{
	CHECK_INT(parse("--quite"), -1);
	CHECK_STR(said, "pm-test: unknown option '--quite': did you mean '--quiet'?" TRY);
	CHECK_INT(parse("--stag=x"), -1);
	CHECK_STR(said, "pm-test: unknown option '--stag': did you mean '--staged'?" TRY);
	CHECK_INT(parse("--co"), -1);
	CHECK(strstr(said, "unknown option '--co'") != NULL);
	CHECK_INT(parse("--zzzzzzzz"), -1);
	CHECK_STR(said, "pm-test: unknown option '--zzzzzzzz'" TRY);
	CHECK_INT(parse("-staged"), -1);
	CHECK_STR(said, "pm-test: unknown option '-staged': did you mean '--staged'?" TRY);
	CHECK_INT(parse("-qx"), -1);
	CHECK_STR(said, "pm-test: unknown option '-x'" TRY);
	CHECK_INT(parse("--rev"), -1);
	CHECK_STR(said, "pm-test: option '--rev' needs a value: --rev REV" TRY);
	CHECK_INT(parse("-qf"), -1);
	CHECK_STR(said, "pm-test: option '-f' needs a value: -f FORMAT[:FILE]" TRY);
	CHECK_INT(parse("--quiet=yes"), -1);
	CHECK_STR(said, "pm-test: option '--quiet' takes no value" TRY);
	CHECK_INT(parse("--color alway"), -1);
	CHECK_STR(said, "pm-test: option '--color' cannot be 'alway': did you mean 'always'? There are auto, always, never" TRY);
	CHECK_INT(parse("--color=purple"), -1);
	CHECK_STR(said, "pm-test: option '--color' cannot be 'purple': there are auto, always, never" TRY);
	CHECK_INT(parse("--re\033[31m"), -1);
	CHECK(strchr(said, '\033') == NULL);
}

static void test_numbers(void)
{
	static const char *const wrong[] = {
		"--top=", "--top x", "--top 5x", "--top=-1", "--top=+1", "--top 99999999999999999999", "--top 1.5", "--top=0x10"};

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		CHECK_INT(parse(wrong[i]), -1);
		CHECK(strstr(said, "option '--top' needs a whole number, not '") != NULL);
	}
	CHECK_INT(parse("--top 0"), 0);
	CHECK_INT(top, 0);
	CHECK_INT(parse("--top=9223372036854775807"), 0);
	CHECK(top == INT64_MAX);
}

static void test_help(void)
{
	struct pm_buf out = {0};

	pm_opt_help(table, &out);
	CHECK(strstr(out.p, "\nWhat is read:\n      --rev REV               read a commit\n") != NULL);
	CHECK(strstr(out.p, "\nOutput:\n  -f, --format FORMAT[:FILE]  write FORMAT: text, json, jsonl\n") != NULL);
	CHECK(strstr(out.p, "\n  -C DIR                      start in DIR\n") != NULL);
	pm_buf_clear(&out);
}

static const char *letter_at(size_t i)
{
	static const char *const letters[] = {"a", "b", "c", NULL};

	return letters[i];
}

static void test_lists_of_values(void)
{
	struct pm_buf out = {0};
	char *values = pm_opt_values(letter_at);

	CHECK_STR(values, "a|b|c");
	CHECK(pm_opt_value_has(values, PM_STR("c")));
	CHECK(!pm_opt_value_has(values, PM_STR("d")));
	CHECK(!pm_opt_value_has(values, PM_STR("")));
	CHECK(!pm_opt_value_has(NULL, PM_STR("a")));
	pm_opt_value_hint("text|markdown", PM_STR("markdwon"), &out);
	CHECK_STR(out.p, "did you mean 'markdown'? There are text, markdown");
	pm_buf_clear(&out);
	free(values);
}

static void test_completion(void)
{
	struct pm_buf out = {0};

	CHECK(!pm_opt_completion("pm-test", table, NULL, PM_STR("tcsh"), &out));
	CHECK(pm_opt_completion("pm-test", table, NULL, PM_STR("bash"), &out));
	CHECK(strstr(out.p, "\n\t--color) COMPREPLY=($(compgen -W 'auto always never' -- \"$cur\")); return ;;\n") != NULL);
	CHECK(strstr(out.p, "\n\t-C) COMPREPLY=($(compgen -d -- \"$cur\")); return ;;\n") != NULL);
	CHECK(strstr(out.p, "complete -o default -F _pm_test pm-test\n") != NULL);
	pm_buf_reset(&out);
	CHECK(pm_opt_completion("pm-test", table, "one|two", PM_STR("zsh"), &out));
	CHECK(strstr(out.p, "#compdef pm-test\n") == out.p);
	CHECK(strstr(out.p, "'(-q --quiet)'{-q,--quiet}'[no summary]'") != NULL);
	CHECK(strstr(out.p, "'--staged'[read the index\\: it'\\''s \\[quick\\]]'") != NULL ||
	      strstr(out.p, "--staged'[read the index\\: it'\\''s \\[quick\\]]'") != NULL);
	CHECK(strstr(out.p, "'1:view:(one two)'") != NULL);
	pm_buf_reset(&out);
	CHECK(pm_opt_completion("pm-test", table, NULL, PM_STR("fish"), &out));
	CHECK(strstr(out.p, "complete -c pm-test -l config -r -F -d 'read FILE'\n") != NULL);
	CHECK(strstr(out.p, "complete -c pm-test -s f -l format -x -a 'text json jsonl' -d 'write FORMAT'\n") != NULL);
	pm_buf_clear(&out);
}

int main(void)
{
	test_values();
	test_flags_and_operands();
	test_errors();
	test_numbers();
	test_help();
	test_lists_of_values();
	test_completion();
	return test_done();
}
