/* release: release notes, from the last tag to a changelog. */
#include "cmd/release.h"

#include "cmd/guard.h"
#include "formats/notes.h"
#include "formats/template.h"
#include "parser/fix.h"
#include "parser/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Bytes of a template or a changelog, at most. */
enum { FILE_MOST = 16 << 20 };

/* -- options */

/* --check of the file that --prepend names asks whether the version is there, and nothing is written. */
static void take_check(struct pm_release *release)
{
	struct pm_run *run = release->compare->run;
	size_t kept = 0;

	for (size_t i = 0; i < run->output_count; i++) {
		const struct pm_output *output = &run->outputs[i];

		if (output->check && release->prepend && strcmp(output->file, release->prepend) == 0)
			release->check = true;
		else
			run->outputs[kept++] = *output;
	}
	run->output_count = kept;
}

/* A template is what is written when it is given; a changelog is written instead of anything else. */
static void choose_outputs(struct pm_release *release)
{
	struct pm_run *run = release->compare->run;

	take_check(release);
	if (run->formats.count || !run->output_count || run->outputs[0].check)
		return;
	if (release->template_file)
		run->outputs[0].format = PM_STR("template");
	else if (release->prepend)
		run->output_count = 0;
}

static int check_formats(const struct pm_release *release)
{
	const struct pm_run *run = release->compare->run;

	for (size_t i = 0; i < run->output_count && !release->template_file; i++)
		if (pm_str_eqc(run->outputs[i].format, "template"))
			return pm_run_usage(run, "-f template fills a template: name it with --template FILE");
	return -1;
}

int pm_release_parse(struct pm_release *release, struct pm_compare *compare)
{
	struct pm_run *run = compare->run;
	int status;

	release->compare = compare;
	if (run->staged)
		return pm_run_usage(run, "release notes are of commits: leave --staged out");
	choose_outputs(release);
	status = check_formats(release);
	if (status < 0)
		status = pm_compare_parse(compare, true);
	if (status < 0 && !run->rev)
		run->rev = "HEAD";
	return status;
}

/* -- the range */

/* The first state: as it was given, else the last tag, else nothing. */
static int read_first(struct pm_release *release)
{
	struct pm_compare *compare = release->compare;
	int status;

	if (compare->from)
		return pm_compare_read(compare);
	if (!release->before.name)
		return pm_compare_read_from(compare, NULL);
	status = pm_compare_read_from(compare, release->before.id);
	compare->from_name = pm_str_c(release->before.name);
	return status;
}

static int find_tags(struct pm_release *release, struct pm_git *git)
{
	struct pm_run *run = release->compare->run;
	struct pm_buf err = {0};
	const char *pattern = pm_config_get(&run->config, "product.tag-pattern");
	int status = pm_git_tags(git, run->rev, pattern, &release->here, release->compare->from ? NULL : &release->before, &err);

	if (status < 0)
		pm_run_error(run, "%s", err.p);
	pm_buf_clear(&err);
	return status;
}

static int read_commits(struct pm_release *release, struct pm_git *git)
{
	const char *from = release->compare->before.commit;
	struct pm_run *run = release->compare->run;
	struct pm_buf err = {0};
	int status = pm_git_log(git, *from ? from : NULL, run->rev, pm_notes_add, &release->notes, &err);

	if (status < 0)
		pm_run_error(run, "%s", err.p);
	pm_buf_clear(&err);
	return status;
}

/* "1.4.0" of "v1.4.0", and of "web-v1.4.0" where tags are "web-v*". */
static struct pm_str version_of(const struct pm_release *release)
{
	const char *pattern = pm_config_get(&release->compare->run->config, "product.tag-pattern");
	struct pm_str name = pm_str_c(release->version ? release->version : release->here.name);
	size_t n = pattern ? strcspn(pattern, "*?") : 0;

	if (n && n < name.n && strncmp(name.p, pattern, n) == 0)
		name = pm_str_sub(name, n, name.n);
	if (name.n > 1 && name.p[0] == 'v' && name.p[1] >= '0' && name.p[1] <= '9')
		name = pm_str_sub(name, 1, name.n);
	return name;
}

int pm_release_make(struct pm_release *release)
{
	struct pm_compare *compare = release->compare;
	struct pm_git *git = pm_run_git(compare->run);

	if (!git || compare->run->errors.n || find_tags(release, git) < 0 || read_first(release) < 0)
		return -1;
	pm_compare_make(compare, false);
	pm_notes_init(&release->notes, &compare->changes);
	release->made = true;
	if (read_commits(release, git) < 0)
		return -1;
	pm_notes_finish(&release->notes);
	release->view = (struct pm_view_notes){
		.notes = &release->notes,
		.version = version_of(release),
		.tag = pm_str_c(release->here.name ? release->here.name : release->version),
		.day = compare->run->today_text ? compare->run->today : pm_git_day(git, compare->run->rev),
	};
	return 0;
}

/* -- files */

/* All of an open file: what is wrong with it, or NULL. */
static const char *read_all(FILE *file, struct pm_buf *out)
{
	char block[65536];
	struct stat st;
	size_t n;

	if (fstat(fileno(file), &st) < 0)
		return strerror(errno);
	if (!S_ISREG(st.st_mode))
		return "it is no regular file";
	if (st.st_size > FILE_MOST)
		return "it is larger than 16 MiB";
	while ((n = fread(block, 1, sizeof block, file)) > 0 && out->n <= FILE_MOST)
		pm_buf_add(out, block, n);
	return ferror(file) ? strerror(errno) : NULL;
}

/* All of a file: 1, 0 it is not there, -1 after a message. */
static int read_file(struct pm_run *run, const char *path, struct pm_buf *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe would have us wait for who fills it */
	FILE *file = fd < 0 ? NULL : fdopen(fd, "r");
	const char *why;

	if (!file && errno == ENOENT)
		return 0;
	pm_buf_addz(out, "");
	why = file ? read_all(file, out) : strerror(errno);
	if (why)
		pm_run_error(run, "cannot read '%s': %s", path, why);
	if (file)
		fclose(file);
	return why ? -1 : 1;
}

/* The template: 1, 0 it is not there, -1 after a message. */
static int read_template(struct pm_run *run, const char *file, struct pm_buf *text)
{
	if (!pm_guard_leads_out(run, file))
		return read_file(run, file, text);
	pm_run_error(run, "the template '%s' is a link that leads out of the repository, and is not followed; name the file itself",
		     file);
	return -1;
}

static void fill_template(struct pm_release *release, const struct pm_view_input *input)
{
	struct pm_run *run = release->compare->run;
	struct pm_buf text = {0}, err = {0};
	struct pm_arena arena;
	struct pm_out out;
	int status = read_template(run, release->template_file, &text);

	if (status == 0)
		pm_run_error(run, "no template '%s'; see: man pm-render, TEMPLATES", release->template_file);
	if (status > 0) {
		pm_arena_init(&arena);
		pm_out_memory(&out);
		if (pm_template_fill(pm_buf_str(&text), pm_notes_value(input, &arena), &out, &err) < 0)
			pm_run_error(run, "%s: %s", release->template_file, err.p);
		release->filled = out.buf;
		release->view.filled = pm_buf_str(&release->filled);
		pm_arena_clear(&arena);
	}
	pm_buf_clear(&text);
	pm_buf_clear(&err);
}

/* -- the changelog */

static int replace_file(struct pm_run *run, const char *path, bool there, struct pm_str before, struct pm_str after)
{
	const char *slash = strrchr(path, '/'), *why = pm_guard_refuses(run, path);
	char *folder = slash ? pm_str_dup(pm_str_n(path, slash == path ? 1 : (size_t)(slash - path))) : pm_strdup(".");
	struct pm_buf err = {0};
	int status = -1;

	if (why)
		pm_run_error(run, "'%s' %s", path, why);
	else
		status = there ? pm_file_replace(folder, slash ? slash + 1 : path, before, after, &err)
			       : pm_file_write(path, after, &err);
	if (err.n)
		pm_run_error(run, "%s", err.p);
	pm_buf_clear(&err);
	free(folder);
	return status;
}

/* Is the version read from the text, and the first there but for what is unreleased? */
static bool is_newest(struct pm_str text, struct pm_str version)
{
	const struct pm_changelog_version *found;
	struct pm_changelog changelog;
	size_t first = 0;
	bool newest;

	pm_changelog_read(text, &changelog);
	while (first < changelog.version_count && changelog.versions[first].unreleased)
		first++;
	found = pm_changelog_find(&changelog, version);
	newest = found != NULL && found == &changelog.versions[first];
	pm_changelog_clear(&changelog);
	return newest;
}

/* A version's name goes into headings and links of the changelog as it is. */
static bool is_version(struct pm_str version)
{
	for (size_t i = 0; i < version.n; i++) {
		unsigned char c = (unsigned char)version.p[i];

		if (!(c >= '0' && c <= '9') && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z') && !(c && strchr("._+-", c)))
			return false;
	}
	return version.n > 0;
}

/* Is there a carriage return without a line feed?  Such a line's end is not seen here, and a heading behind it neither. */
static bool has_bare_return(struct pm_str text)
{
	for (const char *p = text.p, *end = pm_str_end(text); p < end && (p = memchr(p, '\r', (size_t)(end - p))); p++)
		if (p + 1 == end || p[1] != '\n')
			return true;
	return false;
}

/* Takes the next line of entries off: "- Text"; empty at the end. */
static struct pm_str next_entry(struct pm_str *text)
{
	while (text->n) {
		ptrdiff_t end = pm_str_chr(*text, '\n');
		struct pm_str line = pm_str_trim(end < 0 ? *text : pm_str_sub(*text, 0, (size_t)end));

		*text = end < 0 ? PM_STR("") : pm_str_sub(*text, (size_t)end + 1, text->n);
		if (pm_str_starts(line, "- "))
			return line;
	}
	return PM_STR("");
}

static bool has_line(struct pm_str text, struct pm_str line)
{
	const char *at = text.p, *end = pm_str_end(text);

	while (at < end && (at = memmem(at, (size_t)(end - at), line.p, line.n))) {
		at += line.n;
		if (at == end || *at == '\r' || *at == '\n')
			return true;
	}
	return false;
}

/* What the newest version has already comes again where no tag stands between: that is said, and whoever releases decides. */
static void say_repeated(struct pm_run *run, struct pm_str text, const struct pm_changelog *changelog, struct pm_str body)
{
	struct pm_str section, entry;
	size_t first = 0, all = 0, again = 0;

	while (first < changelog->version_count && changelog->versions[first].unreleased)
		first++;
	if (first == changelog->version_count)
		return;
	section = pm_str_sub(text, changelog->versions[first].section.start, changelog->versions[first].section.end);
	while ((entry = next_entry(&body)).n) {
		all++;
		again += has_line(section, entry);
	}
	if (again)
		pm_run_note(run,
			    "%zu of %zu entr%s of it stand%s under version %.*s too: tag what is released, and the next notes "
			    "begin there",
			    again, all, all == 1 ? "y" : "ies", again == 1 ? "s" : "", PM_FMT(changelog->versions[first].name));
}

/* What was written, unless it is to be quiet. */
static void say_written(const struct pm_release *release, struct pm_str text, const struct pm_changelog *changelog,
			const struct pm_changelog_new *version)
{
	struct pm_run *run = release->compare->run;

	if (run->quiet)
		return;
	pm_run_note(run, "%s: version %.*s is written", release->prepend, PM_FMT(version->version));
	say_repeated(run, text, changelog, version->body);
}

static void add_version(struct pm_release *release, bool there, struct pm_str text, const struct pm_changelog *changelog,
			const struct pm_changelog_new *version)
{
	struct pm_run *run = release->compare->run;
	struct pm_buf after = {0}, err = {0};
	struct pm_edits edits;

	pm_edits_init(&edits);
	if (pm_changelog_add(text, changelog, version, &edits, &err) < 0 || pm_edits_apply(&edits, 0, text, &after, &err) < 0)
		pm_run_error(run, "%s: %s", release->prepend, err.p);
	else if (!is_newest(pm_buf_str(&after), version->version))
		pm_run_error(
			run,
			"%s: the version would not be the newest there: is a comment or a code block open at its end, or are its "
			"versions no headings '## 1.0.0'? Nothing was written",
			release->prepend);
	else if (replace_file(run, release->prepend, there, text, pm_buf_str(&after)) == 0)
		say_written(release, text, changelog, version);
	pm_edits_clear(&edits);
	pm_buf_clear(&after);
	pm_buf_clear(&err);
}

static void check_version(struct pm_release *release, struct pm_str text, const struct pm_changelog *changelog,
			  const struct pm_changelog_new *version)
{
	struct pm_run *run = release->compare->run;
	const struct pm_changelog_version *there = pm_changelog_find(changelog, version->version);
	struct pm_buf line = {0};

	if (pm_changelog_has(text, changelog, version))
		return;
	run->stale = true;
	if (there)
		pm_buf_addf(&line, "%s:%u: version %.*s is not what would be written\n", release->prepend, there->line,
			    PM_FMT(version->version));
	else
		pm_buf_addf(&line, "%s: version %.*s is not there\n", release->prepend, PM_FMT(version->version));
	pm_run_print(run, pm_buf_str(&line));
	pm_buf_clear(&line);
}

/* What a changelog has of the version: entries alone, nothing that is said to the team. */
static void write_changelog(struct pm_release *release, const struct pm_view_input *input)
{
	struct pm_run *run = release->compare->run;
	struct pm_changelog_new version = {.version = release->view.version, .tag = pm_str_c(release->here.name)};
	struct pm_view_input public = *input;
	struct pm_changelog changelog;
	struct pm_buf text = {0};
	struct pm_out body;
	char day[16] = "";
	int there = read_file(run, release->prepend, &text);

	if (there < 0)
		return;
	public.customers = true;
	if (release->view.day != PM_NO_DAY)
		pm_day_format(release->view.day, day);
	version.date = pm_str_c(day);
	pm_out_memory(&body);
	pm_notes_groups(&public, 3, &body);
	version.body = pm_buf_str(&body.buf);
	pm_changelog_read(pm_buf_str(&text), &changelog);
	if (!version.version.n)
		pm_run_error(run, "%s: '%s' has no tag: name the version with --release, as in --release 1.4.0", release->prepend,
			     run->rev);
	else if (!is_version(version.version))
		pm_run_error(run,
			     "%s: a version is made of letters, digits and . _ + -: name it with --release, as in --release 1.4.0",
			     release->prepend);
	else if (!version.body.n)
		pm_run_error(run, "%s: nothing that users see became done from %.*s to %.*s", release->prepend,
			     PM_FMT(input->compared->from), PM_FMT(input->compared->to));
	else if (has_bare_return(pm_buf_str(&text)))
		pm_run_error(
			run,
			"%s: a line ends in a carriage return alone, so its versions cannot be told; mend it with: dos2unix -c mac",
			release->prepend);
	else if (release->check)
		check_version(release, pm_buf_str(&text), &changelog, &version);
	else
		add_version(release, there > 0, pm_buf_str(&text), &changelog, &version);
	pm_changelog_clear(&changelog);
	pm_out_clear(&body);
	pm_buf_clear(&text);
}

void pm_release_write(struct pm_release *release, const struct pm_view_input *input)
{
	if (release->template_file)
		fill_template(release, input);
	if (release->prepend && !release->compare->run->errors.n)
		write_changelog(release, input);
}

void pm_release_clear(struct pm_release *release)
{
	if (release->made)
		pm_notes_clear(&release->notes);
	free(release->here.name);
	free(release->before.name);
	pm_buf_clear(&release->filled);
}
