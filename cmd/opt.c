/* opt: command lines, from one table: parsing, --help, completion. */
#include "cmd/opt.h"

#include "formats/out.h"
#include "parser/mem.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* -- lists */

void pm_opt_list_add(struct pm_opt_list *list, const char *s)
{
	PM_GROW(list->list, list->count, list->cap);
	list->list[list->count++] = s;
}

void pm_opt_list_clear(struct pm_opt_list *list)
{
	free(list->list);
	*list = (struct pm_opt_list){0};
}

static const char *list_next(const void *ctx, size_t i)
{
	const struct pm_opt_list *list = ctx;

	return list->list[i];
}

bool pm_opt_value_next(const char *values, size_t *at, struct pm_str *value)
{
	size_t n;

	if (!values || !values[*at])
		return false;
	n = strcspn(values + *at, "|");
	*value = pm_str_n(values + *at, n);
	*at += n + (values[*at + n] == '|');
	return true;
}

bool pm_opt_value_has(const char *values, struct pm_str value)
{
	struct pm_str one;

	for (size_t at = 0; pm_opt_value_next(values, &at, &one);)
		if (pm_str_eq(one, value))
			return true;
	return false;
}

char *pm_opt_values(const char *(*name)(size_t i))
{
	struct pm_buf names = {0};

	for (size_t i = 0; name(i); i++)
		pm_buf_addf(&names, "%s%s", i ? "|" : "", name(i));
	return names.p ? names.p : pm_strdup("");
}

void pm_opt_value_hint(const char *values, struct pm_str wrong, struct pm_buf *out)
{
	struct pm_opt_list names = {0};
	struct pm_arena arena;
	struct pm_str one;
	const char *nearest;

	pm_arena_init(&arena);
	for (size_t at = 0; pm_opt_value_next(values, &at, &one);)
		pm_opt_list_add(&names, pm_arena_dup(&arena, one.p, one.n));
	nearest = pm_nearest(wrong, list_next, &names, names.count);
	if (nearest)
		pm_buf_addf(out, "did you mean '%s'? There are ", nearest);
	else
		pm_buf_addz(out, "there are ");
	for (size_t i = 0; i < names.count; i++)
		pm_buf_addf(out, "%s%s", i ? ", " : "", names.list[i]);
	pm_opt_list_clear(&names);
	pm_arena_clear(&arena);
}

/* -- messages */

void pm_opt_format(struct pm_buf *out, const char *format, va_list args)
{
	va_list again;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (n <= 0)
		return;
	pm_buf_reserve(out, (size_t)n + 1);
	vsnprintf(out->p + out->n, (size_t)n + 1, format, args);
	out->n += (size_t)n;
}

/* A name in a message may come from a folder of strangers: control characters are shown, not sent. */
void pm_opt_complain(const char *program, const char *format, va_list args)
{
	struct pm_buf text = {0};
	struct pm_out out;

	pm_opt_format(&text, format, args);
	pm_out_fd(&out, STDERR_FILENO);
	pm_outz(&out, program);
	pm_outz(&out, ": ");
	pm_out_terminal(&out, pm_buf_str(&text));
	pm_outc(&out, '\n');
	pm_out_close(&out);
	pm_out_clear(&out);
	pm_buf_clear(&text);
}

void pm_opt_usage(const char *program, const char *format, ...)
{
	struct pm_buf line = {0};
	va_list args;

	va_start(args, format);
	pm_opt_complain(program, format, args);
	va_end(args);
	pm_buf_addf(&line, "Try '%s --help' for more information.\n", program);
	fputs(line.p, stderr);
	pm_buf_clear(&line);
}

/* -- parsing */

struct parse {
	const char *program;
	const struct pm_opt *table;
	int argc, at; /* at: the next argument */
	char **argv;
};

static bool is_option(const struct pm_opt *opt)
{
	return opt->type != PM_OPT_GROUP;
}

static const struct pm_opt *find_long(const struct pm_opt *table, struct pm_str name)
{
	for (; table->help; table++)
		if (is_option(table) && table->name && pm_str_eqc(name, table->name))
			return table;
	return NULL;
}

static const struct pm_opt *find_letter(const struct pm_opt *table, char letter)
{
	for (; table->help; table++)
		if (is_option(table) && table->letter == letter)
			return table;
	return NULL;
}

/* The one option that begins so; NULL where there is none or several. */
static const char *find_start(const struct pm_opt *table, struct pm_str start)
{
	const char *found = NULL;

	for (; table->help; table++) {
		if (!is_option(table) || !table->name || !pm_str_eq(start, pm_str_sub(pm_str_c(table->name), 0, start.n)))
			continue;
		if (found)
			return NULL;
		found = table->name;
	}
	return found;
}

static const char *find_near(const struct pm_opt *table, struct pm_str name)
{
	struct pm_opt_list names = {0};
	const char *near;

	if (name.n > 1 && (near = find_start(table, name)))
		return near;
	for (; table->help; table++)
		if (is_option(table) && table->name)
			pm_opt_list_add(&names, table->name);
	near = pm_nearest(name, list_next, &names, names.count);
	pm_opt_list_clear(&names);
	return near;
}

static int unknown(const struct parse *parse, const char *dashes, struct pm_str name, const char *near)
{
	if (near)
		pm_opt_usage(parse->program, "unknown option '%s%.*s': did you mean '--%s'?", dashes, PM_FMT(name), near);
	else
		pm_opt_usage(parse->program, "unknown option '%s%.*s'", dashes, PM_FMT(name));
	return -1;
}

static int set_number(const struct parse *parse, const struct pm_opt *opt, const char *shown, const char *value)
{
	long long number;
	char *end;

	errno = 0;
	number = strtoll(value, &end, 10);
	/* strtoll takes blanks and signs too: a number here is digits */
	if (value[0] < '0' || value[0] > '9' || *end || errno) {
		pm_opt_usage(parse->program, "option '%s' needs a whole number, not '%s'", shown, value);
		return -1;
	}
	*(long long *)opt->to = number;
	return 0;
}

static int set_choice(const struct parse *parse, const struct pm_opt *opt, const char *shown, const char *value)
{
	struct pm_buf hint = {0};

	if (!pm_opt_value_has(opt->values, pm_str_c(value))) {
		pm_opt_value_hint(opt->values, pm_str_c(value), &hint);
		pm_opt_usage(parse->program, "option '%s' cannot be '%s': %s", shown, value, hint.p);
		pm_buf_clear(&hint);
		return -1;
	}
	*(const char **)opt->to = value;
	return 0;
}

static int set(const struct parse *parse, const struct pm_opt *opt, const char *shown, const char *value)
{
	switch (opt->type) {
	case PM_OPT_FLAG: *(bool *)opt->to = true; return 0;
	case PM_OPT_VALUE: *(const char **)opt->to = value; return 0;
	case PM_OPT_CHOICE: return set_choice(parse, opt, shown, value);
	case PM_OPT_LIST: pm_opt_list_add(opt->to, value); return 0;
	case PM_OPT_NUMBER: return set_number(parse, opt, shown, value);
	case PM_OPT_GROUP: break;
	}
	return 0;
}

/* The value that stands in the argument behind the option. */
static const char *next_value(struct parse *parse, const struct pm_opt *opt, const char *shown)
{
	if (parse->at < parse->argc)
		return parse->argv[parse->at++];
	pm_opt_usage(parse->program, "option '%s' needs a value: %s %s", shown, shown, opt->arg);
	return NULL;
}

/* --name, --name=value, --name value */
static int parse_long(struct parse *parse, const char *arg)
{
	const char *equals = strchr(arg, '=');
	struct pm_str name = pm_str_n(arg + 2, equals ? (size_t)(equals - arg) - 2 : strlen(arg) - 2);
	const struct pm_opt *opt = find_long(parse->table, name);
	const char *value = equals ? equals + 1 : NULL;
	char *shown;
	int status = -1;

	if (!opt)
		return unknown(parse, "--", name, find_near(parse->table, name));
	shown = pm_str_dup(pm_str_n(arg, name.n + 2));
	if (opt->type == PM_OPT_FLAG && value)
		pm_opt_usage(parse->program, "option '%s' takes no value", shown);
	else if (opt->type == PM_OPT_FLAG || value || (value = next_value(parse, opt, shown)))
		status = set(parse, opt, shown, value);
	free(shown);
	return status;
}

/* -q, -qv, -fjson, -f json */
static int parse_letters(struct parse *parse, const char *arg)
{
	for (const char *p = arg + 1; *p; p++) {
		const struct pm_opt *opt = find_letter(parse->table, *p);
		char shown[3] = {'-', *p, '\0'};
		const char *value = NULL;

		if (!opt) {
			struct pm_str name = pm_str_c(arg + 1);
			const struct pm_opt *whole = find_long(parse->table, name);
			/* of "-staged" all is named, of "-qx" the x; a character that is no ASCII stays whole */
			bool all = whole || (unsigned char)*p >= 0x80;

			return unknown(parse, "-", all ? name : pm_str_n(p, 1), whole ? whole->name : NULL);
		}
		if (opt->type != PM_OPT_FLAG) {
			value = p[1] ? p + 1 : next_value(parse, opt, shown);
			if (!value)
				return -1;
		}
		if (set(parse, opt, shown, value) < 0)
			return -1;
		if (value)
			break;
	}
	return 0;
}

int pm_opt_parse(const char *program, const struct pm_opt *table, int argc, char **argv, struct pm_opt_list *operands)
{
	struct parse parse = {program, table, argc, 1, argv};

	while (parse.at < argc) {
		const char *arg = argv[parse.at++];

		if (strcmp(arg, "--") == 0)
			break;
		if (arg[0] != '-' || !arg[1])
			pm_opt_list_add(operands, arg);
		else if ((arg[1] == '-' ? parse_long(&parse, arg) : parse_letters(&parse, arg)) < 0)
			return -1;
	}
	while (parse.at < argc)
		pm_opt_list_add(operands, argv[parse.at++]);
	return 0;
}

/* -- help */

enum { HELP_COLUMN = 30, HELP_END = 79, HELP_VALUES = 3 * (HELP_END - HELP_COLUMN) };

/* Behind the text the values, on as many lines as they need. */
static void help_values(const char *values, struct pm_buf *out, size_t line)
{
	struct pm_str value;

	pm_buf_addc(out, ':');
	for (size_t at = 0; pm_opt_value_next(values, &at, &value);) {
		if (out->n - line + value.n + 2 > HELP_END) {
			pm_buf_addc(out, '\n');
			line = out->n;
			pm_buf_addf(out, "%*s", HELP_COLUMN - 1, "");
		}
		pm_buf_addf(out, " %.*s%s", PM_FMT(value), values[at] ? "," : "");
	}
}

static void help_option(const struct pm_opt *opt, struct pm_buf *out)
{
	size_t line = out->n;

	if (opt->letter)
		pm_buf_addf(out, "  -%c%s", opt->letter, opt->name ? ", " : "");
	else
		pm_buf_addz(out, "      ");
	if (opt->name)
		pm_buf_addf(out, "--%s", opt->name);
	if (opt->arg)
		pm_buf_addf(out, " %s", opt->arg);
	do
		pm_buf_addc(out, ' ');
	while (out->n - line < HELP_COLUMN);
	pm_buf_addz(out, opt->help);
	/* where they are very many, completion and the man page have them */
	if (opt->values && strlen(opt->values) < HELP_VALUES)
		help_values(opt->values, out, line);
	pm_buf_addc(out, '\n');
}

void pm_opt_help(const struct pm_opt *table, struct pm_buf *out)
{
	for (; table->help; table++) {
		if (is_option(table))
			help_option(table, out);
		else
			pm_buf_addf(out, "\n%s:\n", table->help);
	}
}

/* -- completion */

/* The values with blanks between them. */
static void add_words(const char *values, struct pm_buf *out)
{
	struct pm_str one;

	for (size_t at = 0; pm_opt_value_next(values, &at, &one);)
		pm_buf_addf(out, "%s%.*s", at > one.n + 1 ? " " : "", PM_FMT(one));
}

/* Help text inside single quotes; zsh takes [ ] and : in a description for its own. */
static void add_quoted(const char *text, const char *special, struct pm_buf *out)
{
	for (; *text; text++) {
		if (strchr(special, *text))
			pm_buf_addc(out, '\\');
		if (*text == '\'')
			pm_buf_addz(out, "'\\'");
		pm_buf_addc(out, *text);
	}
}

static void add_function_name(const char *program, struct pm_buf *out)
{
	pm_buf_addc(out, '_');
	for (; *program; program++)
		pm_buf_addc(out, *program == '-' ? '_' : *program);
}

static bool takes_folder(const struct pm_opt *opt)
{
	return opt->arg && strcmp(opt->arg, "DIR") == 0;
}

static bool takes_file(const struct pm_opt *opt)
{
	return opt->arg && strcmp(opt->arg, "FILE") == 0;
}

/* One arm of the case over the word before: what can follow an option that takes a value. */
static void bash_arm(const struct pm_opt *opt, struct pm_buf *out)
{
	pm_buf_addc(out, '\t');
	if (opt->letter)
		pm_buf_addf(out, "-%c%s", opt->letter, opt->name ? "|" : "");
	if (opt->name)
		pm_buf_addf(out, "--%s", opt->name);
	pm_buf_addz(out, ") ");
	if (opt->values) {
		pm_buf_addz(out, "COMPREPLY=($(compgen -W '");
		add_words(opt->values, out);
		pm_buf_addz(out, "' -- \"$cur\")); ");
	} else if (takes_folder(opt)) {
		pm_buf_addz(out, "COMPREPLY=($(compgen -d -- \"$cur\")); ");
	} else if (takes_file(opt)) {
		pm_buf_addz(out, "COMPREPLY=($(compgen -f -- \"$cur\")); ");
	}
	pm_buf_addz(out, "return ;;\n");
}

static void bash(const char *program, const struct pm_opt *table, const char *operands, struct pm_buf *out)
{
	pm_buf_addf(out, "# bash completion for %s\n", program);
	add_function_name(program, out);
	/* bash splits --color=a at the =, which then is the word before */
	pm_buf_addz(out, "()\n{\n\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
			 "\tif [[ $cur == = ]]; then\n\t\tcur=\n\telif [[ $prev == = ]]; then\n"
			 "\t\tprev=${COMP_WORDS[COMP_CWORD - 2]}\n\tfi\n\tcase $prev in\n");
	for (const struct pm_opt *opt = table; opt->help; opt++)
		if (is_option(opt) && opt->type != PM_OPT_FLAG)
			bash_arm(opt, out);
	pm_buf_addz(out, "\tesac\n\tif [[ $cur == -* ]]; then\n\t\tCOMPREPLY=($(compgen -W '");
	for (const struct pm_opt *opt = table; opt->help; opt++) {
		if (!is_option(opt))
			continue;
		if (opt->name)
			pm_buf_addf(out, "--%s ", opt->name);
		else
			pm_buf_addf(out, "-%c ", opt->letter);
	}
	pm_buf_addz(out, "' -- \"$cur\"))\n");
	if (operands) {
		pm_buf_addz(out, "\telif ((COMP_CWORD == 1)); then\n\t\tCOMPREPLY=($(compgen -W '");
		add_words(operands, out);
		pm_buf_addz(out, "' -- \"$cur\"))\n");
	}
	pm_buf_addz(out, "\tfi\n}\ncomplete -o default -F ");
	add_function_name(program, out);
	pm_buf_addf(out, " %s\n", program);
}

static void zsh_option(const struct pm_opt *opt, struct pm_buf *out)
{
	pm_buf_addz(out, " \\\n\t'");
	if (opt->type == PM_OPT_LIST)
		pm_buf_addc(out, '*');
	else if (opt->letter && opt->name)
		pm_buf_addf(out, "(-%c --%s)", opt->letter, opt->name);
	pm_buf_addz(out, "'");
	if (opt->letter && opt->name)
		pm_buf_addf(out, "{-%c%s,--%s%s}", opt->letter, opt->arg ? "+" : "", opt->name, opt->arg ? "=" : "");
	else if (opt->letter)
		pm_buf_addf(out, "-%c%s", opt->letter, opt->arg ? "+" : "");
	else
		pm_buf_addf(out, "--%s%s", opt->name, opt->arg ? "=" : "");
	pm_buf_addz(out, "'[");
	add_quoted(opt->help, "[]:\\", out);
	pm_buf_addc(out, ']');
	if (opt->arg) {
		pm_buf_addc(out, ':');
		add_quoted(opt->arg, "[]:\\", out);
		pm_buf_addc(out, ':');
		if (opt->values) {
			pm_buf_addc(out, '(');
			add_words(opt->values, out);
			pm_buf_addc(out, ')');
		} else if (takes_folder(opt)) {
			pm_buf_addz(out, "_files -/");
		} else if (takes_file(opt)) {
			pm_buf_addz(out, "_files");
		}
	}
	pm_buf_addc(out, '\'');
}

static void zsh(const char *program, const struct pm_opt *table, const char *operands, struct pm_buf *out)
{
	pm_buf_addf(out, "#compdef %s\n_arguments -s -S", program);
	for (const struct pm_opt *opt = table; opt->help; opt++)
		if (is_option(opt))
			zsh_option(opt, out);
	if (operands) {
		pm_buf_addz(out, " \\\n\t'1:view:(");
		add_words(operands, out);
		pm_buf_addz(out, ")'");
	}
	pm_buf_addz(out, " \\\n\t'*:path:_files'\n");
}

static void fish(const char *program, const struct pm_opt *table, const char *operands, struct pm_buf *out)
{
	pm_buf_addf(out, "# fish completion for %s\n", program);
	for (const struct pm_opt *opt = table; opt->help; opt++) {
		if (!is_option(opt))
			continue;
		pm_buf_addf(out, "complete -c %s", program);
		if (opt->letter)
			pm_buf_addf(out, " -s %c", opt->letter);
		if (opt->name)
			pm_buf_addf(out, " -l %s", opt->name);
		if (opt->arg)
			pm_buf_addz(out, takes_file(opt) ? " -r -F" : " -x");
		if (opt->values || takes_folder(opt)) {
			pm_buf_addz(out, " -a '");
			if (opt->values)
				add_words(opt->values, out);
			else
				pm_buf_addz(out, "(__fish_complete_directories)");
			pm_buf_addc(out, '\'');
		}
		pm_buf_addz(out, " -d '");
		add_quoted(opt->help, "\\", out);
		pm_buf_addz(out, "'\n");
	}
	if (operands) {
		pm_buf_addf(out, "complete -c %s -n __fish_use_subcommand -a '", program);
		add_words(operands, out);
		pm_buf_addz(out, "'\n");
	}
}

bool pm_opt_completion(const char *program, const struct pm_opt *table, const char *operands, struct pm_str shell,
		       struct pm_buf *out)
{
	static const struct {
		const char *name;
		void (*write)(const char *program, const struct pm_opt *table, const char *operands, struct pm_buf *out);
	} shells[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};

	for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
		if (!pm_str_eqc(shell, shells[i].name))
			continue;
		shells[i].write(program, table, operands, out);
		return true;
	}
	return false;
}
