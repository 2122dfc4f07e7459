/* run: the course that every program takes: options, tree, configuration, product, then the program's own work, then output.
 *
 *	pm_run_parse(&run, &program, argc, argv)   the arguments; -h, --version and --completion end here
 *	pm_run_read(&run)                          the product; --print-config and --show-files end here
 *	pm_run_write(&run, output, bytes)          once for each of run.outputs
 *	return pm_run_end(&run, status)
 *
 * The one rule to know: exit status 0 done, 1 done with findings (or a stale --check, or a diff), 2 could not do all of it.  Wrong
 * arguments end a program before it writes anything; behind that, what cannot be done is noted in run.errors, the product may be
 * empty but is there, and every output is written.
 */
#ifndef PM_RUN_H
#define PM_RUN_H

#include "cmd/opt.h"
#include "formats/view.h"
#include "parser/config.h"
#include "parser/git.h"
#include "parser/history.h"
#include "parser/product.h"
#include "parser/select.h"

enum { PM_EXIT_DONE = 0, PM_EXIT_FINDINGS = 1, PM_EXIT_FAILED = 2 };

/* What a program says of itself. */
struct pm_program {
	const char *name;	      /* "pm-lint" */
	const char *summary;	      /* a sentence for --help */
	const char *operands;	      /* for --help: "[path ...]" */
	const char *values;	      /* what its first operand may be, split at `|`; NULL: a path */
	const struct pm_opt *options; /* its own, with their headings */
	bool checks;		      /* paths that are named narrow what is shown, not what is read */
	const char *formats;	      /* for -f, split at `|`; the first is the default */
};

/* One -f FORMAT[:FILE]. */
struct pm_output {
	struct pm_str format;
	const char *file; /* NULL: standard output */
	bool check;	  /* the file is compared, not written */
};

/* What the programs share. */
struct pm_run {
	const struct pm_program *program;
	/* options */
	const char *folder, *rev, *stdin_path, *config_file, *select_text, *today_text, *color_text, *completion;
	const char *since; /* of a program that has --since */
	bool staged, print_config, show_files, quiet, verbose, help, version;
	char *baseline; /* heap: the file on disk that findings are compared with, and that no output is written over; NULL */
	long long seed, width;
	struct pm_opt_list formats, settings, operands;
	struct pm_opt_list checks; /* --check FILE, of the programs that have it */
	/* what came of them */
	struct pm_arena arena;
	struct pm_output *outputs; /* at least one */
	size_t output_count;
	char *cwd;   /* the current folder, absolute */
	char *top;   /* the folder that paths start from, absolute: git's top level, or the product's root where there is no git */
	char *start; /* where the search for it began, from `top` */
	char *root;  /* of the product, from `top`: "" or "web" */
	bool in_git;
	bool found;	    /* the root has a .pmconfig or a default name */
	struct pm_git *git; /* NULL until git is asked for something: pm_run_git() */
	struct pm_tree *tree;
	struct pm_config config;
	char *config_path;	  /* as findings name it; NULL: there is none */
	struct pm_opt_list paths; /* what the operands name, from `top` */
	bool whole;		  /* the whole product is read */
	bool narrowed;		  /* the whole product is read, and only what lies in `paths` is to be shown */
	struct pm_product *product;
	char base[41];		    /* with `since`: the merge base, whose configuration is read; "" where there is none */
	struct pm_history *history; /* NULL until it is asked for: pm_run_history() */
	struct pm_select *select;
	bool nothing;  /* what was asked about could not be read at all; errors say why */
	bool stale;    /* a file of --check is not what would be written */
	bool prepends; /* what is written can go into a file that has more: --prepend */
	pm_day today;
	char date[16];	      /* the same as text */
	struct pm_buf errors; /* what could not be done, a line each: for a machine format's `errors` list */
};

/* Both return -1: go on; else the status to exit with (run is cleared by pm_run_end). */
int pm_run_parse(struct pm_run *run, const struct pm_program *program, int argc, char **argv);
int pm_run_read(struct pm_run *run);
/* The same product at another commit, for what compares the two: the folder and, where only some paths are read, the same paths. */
struct pm_run_other {
	char commit[41]; /* its full object name */
	struct pm_product *product;
	const struct pm_config *config; /* what it was read with: the run's, or `own` */
	struct pm_config own;
	struct pm_tree *tree;
	char *root;
};
/* rev: anything that git names, or a date.  own_config: with the configuration (and products) of that commit and what -c says;
 * else with the run's.  After pm_run_read, and only while run->product is a real one (run->errors empty).  0; -1 after a message
 * on where, what and how to mend it, which is kept in run->errors, so that the program ends with PM_EXIT_FAILED.  `other` must not
 * move until it is cleared, before pm_run_end; after -1 it is clear. */
int pm_run_read_other(struct pm_run *run, const char *rev, bool own_config, struct pm_run_other *other);
void pm_run_other_clear(struct pm_run_other *other);
/* The product as another tree that has the same files would make it (what an edit makes of them): the caller's to free, or to put
 * in place of run->product.  NULL after a message. */
struct pm_product *pm_run_read_again(struct pm_run *run, struct pm_tree *tree);
/* The repository that holds the product, opened when first asked for; NULL after a message that is kept in run->errors. */
struct pm_git *pm_run_git(struct pm_run *run);
/* pm_history_read() of the run's repository, with memory as it needs it, and with progress where a person waits. */
int pm_run_read_history(struct pm_run *run, const struct pm_history_options *options, struct pm_history **history,
			struct pm_buf *err);
/* The history of the product up to the commit that is read, or to HEAD, read when first asked for; NULL where there is none.  What
 * is missing is said and kept in run->errors where the history is needed; where it is only welcome it is not. */
const struct pm_history *pm_run_history(struct pm_run *run, bool needed);

/* Frees everything; the status, or PM_EXIT_FAILED when something could not be done. */
int pm_run_end(struct pm_run *run, int status);

/* Sends the bytes of an output where they belong; those of a --check are compared with the file, and what differs is said on
 * standard output and makes the status PM_EXIT_FINDINGS.  What fails is said, and makes the status PM_EXIT_FAILED. */
void pm_run_write(struct pm_run *run, const struct pm_output *output, struct pm_str bytes);
/* The same for an output that may be large: standard output gets it as it is written, and no copy of it is kept.  What is opened is
 * closed. */
void pm_run_open(const struct pm_output *output, struct pm_out *out);
void pm_run_close(struct pm_run *run, const struct pm_output *output, struct pm_out *out);
/* The same for what is no -f output: to standard output. */
void pm_run_print(struct pm_run *run, struct pm_str bytes);
/* How an output is to be written: columns, colours, date.  otherwise: the columns where there is no terminal; 0: no limit. */
struct pm_format_options pm_run_format_options(const struct pm_run *run, const struct pm_output *output, int otherwise);
/* What orders where --by is not given: rank.method, else the method that fits what the items have. */
const char *pm_run_by(const struct pm_run *run);
/* What --by says, else rank.method, else the method that fits what the items have.  NULL after a message; freed by
 * pm_scoring_free. */
struct pm_scoring *pm_run_scoring(struct pm_run *run, const char *by);
/* The order of the items that --select leaves. */
void pm_run_rank(struct pm_run *run, const struct pm_scoring *scoring, struct pm_ranking *ranking);
/* Names for the tables of options, split at `|`: heap. */
char *pm_run_method_names(void);
char *pm_run_format_names(void);
/* Reads a file on disk that an option names, from the current folder.  1; 0: it is not there; -1 after a message, for which `what`
 * is "the baseline".  *path: as findings name it, heap, in any case. */
int pm_run_read_file(struct pm_run *run, const char *what, const char *name, struct pm_buf *text, char **path);
/* A path that stands in the configuration, from its folder, as one of the tree: heap. */
char *pm_run_config_path(const struct pm_run *run, const char *name);
/* Where a path of the tree, or of a finding, is on disk: absolute, heap. */
char *pm_run_disk_path(const struct pm_run *run, const char *path);
/* Is something that is said of this file to be shown? */
bool pm_run_shows(const struct pm_run *run, uint32_t file);
/* What every view is made from. */
struct pm_view_input pm_run_view_input(const struct pm_run *run);
/* Writes a view to every output. */
void pm_run_view(struct pm_run *run, const struct pm_view *view, struct pm_view_input *input);
/* A path of the tree as text output names it: from the current folder.  Appended.  ctx is the run. */
void pm_run_path(const void *ctx, const char *path, struct pm_buf *out);

/* What could not be done: said on standard error and kept in run->errors. */
__attribute__((format(printf, 2, 3))) void pm_run_error(struct pm_run *run, const char *format, ...);
/* Only said. */
__attribute__((format(printf, 2, 3))) void pm_run_note(const struct pm_run *run, const char *format, ...);
/* A wrong argument: said, with the way to --help.  PM_EXIT_FAILED. */
__attribute__((format(printf, 2, 3))) int pm_run_usage(const struct pm_run *run, const char *format, ...);

#endif
