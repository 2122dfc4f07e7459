/* product: finding the files of a product, reading them, and joining what they say. */
#include "parser/product.h"

#include "parser/amount.h"
#include "parser/gherkin.h"
#include "parser/read.h"
#include "parser/story.h"
#include "parser/title.h"
#include "parser/work.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* -- which files */

struct found {
	char *path;
	enum pm_file_role role;
	enum pm_place place;
	bool named;
	bool link;
	char *real; /* where a link leads; NULL: it is none, or leads nowhere */
};

struct finder {
	struct pm_product *product;
	struct pm_tree *tree;
	struct pm_buf *err;
	struct found *list;
	size_t count, cap;
	const char *root; /* the folder being listed */
	bool tool_tree;	  /* a Backlog.md tree: only its own files are items */
	bool everything;  /* a folder that was named: every Markdown file */
};

static bool name_has(struct pm_str path, const char *const *words, size_t count)
{
	size_t slash = path.n;
	while (slash && path.p[slash - 1] != '/')
		slash--;
	struct pm_str name = pm_str_sub(path, slash, path.n);
	for (size_t i = 0; i < count; i++)
		if (pm_str_ifind(name, words[i]) >= 0)
			return true;
	return false;
}

static const char *const roadmap_words[] = {"roadmap", "road-map", "milestones", "fahrplan", "feuille-de-route"};
static const char *const backlog_words[] = {"backlog", "todo", "kanban", "icebox"};
static const char *const story_words[] = {"user-stor", "user_stor", "userstor", "user stor", "stories", "historias", "epics"};

/* TASKS.md, sprint-tasks.md, wishlist.md: the last word of the name says so, and no other; "tasks-cli.md" tells of a program. */
static bool names_tasks(struct pm_str path)
{
	static const char *const words[] = {"tasks",  "task list",  "tasklist", "to do",      "wishlist",     "wish list",
					    "tareas", "pendientes", "tarefas",	"pendências", "aufgaben",     "tâches",
					    "taches", "taken",	    "задачи",	"görevler",   "yapılacaklar", "zadania",
					    "待办",   "任务",	    "タスク",	"할일"};
	size_t slash = path.n, n = 0;
	char name[64];
	while (slash && path.p[slash - 1] != '/')
		slash--;
	ptrdiff_t dot = pm_str_chr(pm_str_sub(path, slash, path.n), '.');
	struct pm_str stem = pm_str_sub(path, slash, dot < 0 ? path.n : slash + (size_t)dot);
	stem = pm_str_sub(stem, stem.n > 40 ? stem.n - 40 : 0, stem.n);
	for (size_t i = 0; i < stem.n; i++)
		name[n++] = stem.p[i] == '-' || stem.p[i] == '_' ? ' ' : stem.p[i];
	struct pm_str text = {name, n};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t w = strlen(words[i]);
		if (n >= w && (n == w || name[n - w - 1] == ' ') && pm_str_ieqc(pm_str_sub(text, n - w, n), words[i]))
			return true;
	}
	return false;
}

/* Is one of the folders that a path leads through called so? */
static bool has_folder(struct pm_str path, const char *name)
{
	size_t n = strlen(name);
	const char *at = path.p, *end = pm_str_end(path), *slash;

	for (; at < end && (slash = memchr(at, '/', (size_t)(end - at))); at = slash + 1)
		if ((size_t)(slash - at) == n && memcmp(at, name, n) == 0)
			return true;
	return false;
}

/* Documents that hold no items, however they look: by the whole name, and by its first or last words. */
static const char *const document_names[] = {
	"changes", "history", "news",	  "security",	  "license", "licence",	 "copying",	 "governance", "maintainers",
	"authors", "support", "install",  "installation", "faq",     "glossary", "architecture", "status",     "testing",
	"qa",	   "daily",   "meetings", "minutes",	  "retro",   "process",	 "risks",	 "reflection"};
static const char *const document_words[] = {"changelog",
					     "release-notes",
					     "releasenotes",
					     "contributing",
					     "code-of-conduct",
					     "meeting-notes",
					     "meeting-minutes",
					     "retrospective",
					     "retrospectives",
					     "retrospectiva",
					     "retrospektive",
					     "sprint-review",
					     "code-review",
					     "dailies",
					     "standup",
					     "standups",
					     "checklist",
					     "checklists",
					     "test-plan",
					     "test-report",
					     "test-guide",
					     "testing-guide",
					     "release-readiness",
					     "risk-register",
					     "pr-summary",
					     "validation-report",
					     "implementation-report",
					     "completion-report",
					     "implementation-summary",
					     "completion-summary",
					     "session-summary",
					     "for-review",
					     "dod-assessment",
					     "testing-summary",
					     "test-summary",
					     "atdd-checklist",
					     "tech-spec",
					     "runbook",
					     "playbook",
					     "postmortem",
					     "troubleshooting",
					     "adr",
					     "definition-of-done",
					     "definition-of-ready",
					     "pull-request-template"};
static const char *const document_folders[] = {"adr",	  "adrs",     "decisions",	"architecture-decision-records", "meetings",
					       "minutes", "standups", "ISSUE_TEMPLATE", "PULL_REQUEST_TEMPLATE"};

static bool is_one_of(const char *name, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(name, words[i]) == 0)
			return true;
	return false;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Is the file named as a document that holds no items?  In its name '-', '_' and blanks are one; what stands behind the first '.'
 * (that of a number, "story-3.5", is a '-'), and numbers at the end, say a version, a language or a day. */
static bool is_document(struct pm_str path)
{
	enum { WORDS = sizeof document_words / sizeof *document_words };
	char name[128];
	size_t slash = path.n, n = 0;
	for (size_t i = 0; i < sizeof document_folders / sizeof *document_folders; i++)
		if (has_folder(path, document_folders[i]))
			return true;
	while (slash && path.p[slash - 1] != '/' && !(path.p[slash - 1] == '_' && slash > 1 && path.p[slash - 2] == '_'))
		slash--;
	for (; slash < path.n && n + 1 < sizeof name; slash++) {
		char c = path.p[slash];
		bool number = c == '.' && n && is_digit(name[n - 1]) && slash + 1 < path.n && is_digit(path.p[slash + 1]);
		if (c == '.' && !number)
			break;
		name[n++] = c == '_' || c == ' ' || number ? '-' : c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
	}
	while (n && ((name[n - 1] >= '0' && name[n - 1] <= '9') || name[n - 1] == '-'))
		n--;
	name[n] = 0;
	if (is_one_of(name, document_names, sizeof document_names / sizeof *document_names) ||
	    is_one_of(name, document_words, WORDS))
		return true;
	for (size_t i = 0; i < WORDS; i++) {
		size_t word = strlen(document_words[i]);
		if (n > word && ((memcmp(name, document_words[i], word) == 0 && name[word] == '-') ||
				 (strcmp(name + n - word, document_words[i]) == 0 && name[n - word - 1] == '-')))
			return true;
	}
	return false;
}

static bool is_markdown(struct pm_str path)
{
	return pm_str_ends(path, ".md") || pm_str_ends(path, ".markdown") || pm_str_ends(path, ".MD") || pm_str_ends(path, ".Md");
}

static enum pm_place place_of(struct pm_str path)
{
	if (!memchr(path.p, '/', path.n))
		return PM_PLACE_ACTIVE;
	if (has_folder(path, "archive") || has_folder(path, "archived"))
		return PM_PLACE_ARCHIVED;
	if (has_folder(path, "completed"))
		return PM_PLACE_COMPLETED;
	return has_folder(path, "drafts") ? PM_PLACE_DRAFT : PM_PLACE_ACTIVE;
}

/* What a path says of the file: its role, its place, and whether it is named as a backlog. */
static struct found classify(const char *path, bool tool_tree)
{
	struct pm_str s = pm_str_c(path);
	bool readme = pm_str_ifind(s, "readme.") >= 0;
	bool folder_roadmap = pm_str_ifind(s, "roadmap/") >= 0, folder_backlog = pm_str_ifind(s, "backlog/") >= 0;
	struct found found = {.place = place_of(s), .role = PM_ROLE_TASK_FILE, .named = !readme};
	if (tool_tree && (folder_roadmap || folder_backlog))
		return found; /* one of many: what its own name says is not asked */
	bool roadmap = name_has(s, roadmap_words, sizeof roadmap_words / sizeof *roadmap_words);
	bool stories = name_has(s, story_words, sizeof story_words / sizeof *story_words);
	bool backlog = name_has(s, backlog_words, sizeof backlog_words / sizeof *backlog_words) || names_tasks(s);
	found.named = !readme && (roadmap || stories || backlog || folder_roadmap || folder_backlog);
	if (!tool_tree)
		found.role = roadmap || (folder_roadmap && !backlog && !stories) ? PM_ROLE_ROADMAP
			     : stories						 ? PM_ROLE_STORIES
			     : backlog || folder_backlog			 ? PM_ROLE_BACKLOG
			     : is_document(s)					 ? PM_ROLE_DOCUMENT
			     : readme						 ? PM_ROLE_README
										 : PM_ROLE_OTHER;
	return found;
}

static void add_file(struct finder *f, const char *path, enum pm_tree_type type)
{
	PM_GROW(f->list, f->count, f->cap);
	f->list[f->count] = classify(path, f->tool_tree);
	f->list[f->count].link = type == PM_TREE_LINK;
	f->list[f->count++].path = pm_strdup(path);
}

static void skip(struct finder *f, const char *path, const char *why)
{
	struct pm_product *p = f->product;
	size_t n = p->skipped_count;
	if ((n & (n - 1)) == 0)
		p->skipped = pm_realloc(p->skipped, n ? n * 2 : 1, sizeof *p->skipped);
	p->skipped[p->skipped_count++] = (struct pm_skipped){pm_arena_dup(&p->arena, path, strlen(path)), why};
}

/* A file that is a link to what may not be read: it has no items, and that must not pass for an empty backlog. */
static void leave_out(struct finder *f, uint32_t file)
{
	pm_diag_add(&f->product->diags, "read-link", PM_SEVERITY_ERROR, file, (struct pm_span){0, 0},
		    "this file is a link that leads out of the tree, or nowhere, and nothing of it is read: put the file itself "
		    "here, or "
		    "remove the link");
	skip(f, f->list[file].path, "a link that leads out of the tree, or nowhere: remove it, or leave it out with product.path");
}

/* In a Backlog.md tree: tasks, completed, drafts, archived tasks, milestones; the rest is not items. */
static const char *tool_skips(struct pm_str path)
{
	size_t slash = path.n;
	while (slash && path.p[slash - 1] != '/')
		slash--;
	struct pm_str name = pm_str_sub(path, slash, path.n);
	if (pm_str_ieqc(name, "readme.md"))
		return "a readme, not an item";
	if (has_folder(path, "docs"))
		return "a document of the Backlog.md tree, not an item";
	if (has_folder(path, "decisions"))
		return "a decision of the Backlog.md tree, not an item";
	return NULL;
}

static int visit(void *ctx, const struct pm_tree_entry *entry)
{
	struct finder *f = ctx;
	struct pm_str path = pm_str_c(entry->path);
	size_t slash = path.n;
	while (slash && path.p[slash - 1] != '/')
		slash--;
	struct pm_str name = pm_str_sub(path, slash, path.n);
	if (entry->type == PM_TREE_FOLDER)
		return pm_str_eqc(name, "node_modules") || pm_str_eqc(name, ".git");
	if (!is_markdown(path))
		return 0;
	if (entry->type == PM_TREE_OTHER) {
		skip(f, entry->path, "not a regular file");
		return 0;
	}
	const char *why = f->tool_tree ? tool_skips(path) : NULL;
	if (why)
		skip(f, entry->path, why);
	else
		add_file(f, entry->path, entry->type);
	return 0;
}

static int list_folder(struct finder *f, const char *folder)
{
	f->root = folder;
	return pm_tree_list(f->tree, folder, visit, f, f->err);
}

static bool there(struct pm_tree *tree, const char *folder, const char *name, enum pm_tree_type *type)
{
	struct pm_buf path = {0}, err = {0};
	enum pm_tree_type found;
	bool is = pm_path_join(folder, name, &path) && pm_tree_stat(tree, path.p, &found, &err) > 0;
	if (is && type)
		*type = found;
	pm_buf_clear(&path);
	pm_buf_clear(&err);
	return is;
}

/* Is a file in docs/, or in a folder without a default name, named as a backlog, stories, or a roadmap? */
static bool is_named(struct pm_str path)
{
	return name_has(path, roadmap_words, 2) || name_has(path, backlog_words, 1) ||
	       name_has(path, story_words, sizeof story_words / sizeof *story_words);
}

struct docs {
	struct finder *f;
	bool any;
};

static int visit_docs(void *ctx, const struct pm_tree_entry *entry)
{
	struct docs *docs = ctx;
	struct pm_str path = pm_str_c(entry->path);
	if (entry->type == PM_TREE_FOLDER)
		return 1;
	if (!is_markdown(path) || !is_named(path))
		return 0;
	docs->any = true;
	if (docs->f)
		add_file(docs->f, entry->path, entry->type);
	return 0;
}

static const char *const root_files[] = {"BACKLOG.md", "ROADMAP.md",	      "backlog",
					 "roadmap",    ".backlog/config.yml", "backlog.config.yml"};

/* The files directly in a folder that are named so; f: NULL, or where they are added. */
static bool find_named(struct finder *f, struct pm_tree *tree, const char *folder)
{
	struct docs docs = {f, false};
	struct pm_buf err = {0};

	pm_tree_list(tree, folder, visit_docs, &docs, &err);
	pm_buf_clear(&err);
	return docs.any;
}

static bool find_docs(struct finder *f, struct pm_tree *tree, const char *folder)
{
	struct pm_buf path = {0}, err = {0};
	enum pm_tree_type type;
	bool any = there(tree, folder, "docs", &type) && type == PM_TREE_FOLDER && pm_path_join(folder, "docs", &path) &&
		   find_named(f, tree, path.p);
	static const char *const folders[] = {"docs/stories", "docs/user-stories", "docs/epics"};
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		if (!there(tree, folder, folders[i], &type) || type != PM_TREE_FOLDER)
			continue;
		any = true;
		if (f && pm_path_join(folder, folders[i], &path))
			pm_tree_list(tree, path.p, visit, f, &err);
	}
	pm_buf_clear(&path);
	pm_buf_clear(&err);
	return any;
}

/* Where tools that plan in Markdown keep their plans; read where nothing else is.  deep: the folders below, too. */
struct plan {
	const char *folder;
	const char *names[2]; /* of the files that hold items */
	bool deep;
};

static const struct plan plans[] = {{"_bmad-output/planning-artifacts", {"epics.md", NULL}, false},
				    {".planning", {"REQUIREMENTS.md", "ROADMAP.md"}, false},
				    {".kiro/specs", {"requirements.md", "tasks.md"}, true},
				    {"openspec/specs", {"spec.md", NULL}, true},
				    {"openspec/changes", {"tasks.md", NULL}, true},
				    {"specs", {"spec.md", "tasks.md"}, true}};

static bool plan_has(const struct plan *plan, struct pm_str path)
{
	size_t slash = path.n;
	while (slash && path.p[slash - 1] != '/')
		slash--;
	struct pm_str name = pm_str_sub(path, slash, path.n);
	return pm_str_eqc(name, plan->names[0]) || (plan->names[1] && pm_str_eqc(name, plan->names[1]));
}

struct plan_files {
	struct finder *f;
	const struct plan *plan;
};

static int visit_plan(void *ctx, const struct pm_tree_entry *entry)
{
	struct plan_files *files = ctx;
	if (entry->type == PM_TREE_FOLDER)
		return !files->plan->deep;
	if (plan_has(files->plan, pm_str_c(entry->path)))
		add_file(files->f, entry->path, entry->type);
	return 0;
}

static int find_plans(struct finder *f, const char *folder)
{
	int status = 0;
	for (size_t i = 0; i < sizeof plans / sizeof *plans && !status; i++) {
		struct pm_buf path = {0};
		struct plan_files files = {f, &plans[i]};
		enum pm_tree_type type;
		if (there(f->tree, folder, plans[i].folder, &type) && type == PM_TREE_FOLDER &&
		    pm_path_join(folder, plans[i].folder, &path))
			status = pm_tree_list(f->tree, path.p, visit_plan, &files, f->err);
		pm_buf_clear(&path);
	}
	return status;
}

static bool has_default_name(struct pm_tree *tree, const char *folder)
{
	for (size_t i = 0; i < sizeof root_files / sizeof *root_files; i++)
		if (there(tree, folder, root_files[i], NULL))
			return true;
	return find_docs(NULL, tree, folder);
}

bool pm_product_is_root(struct pm_tree *tree, const char *folder)
{
	return there(tree, folder, ".pmconfig", NULL) || has_default_name(tree, folder);
}

/* -- a Backlog.md tree's own configuration */

struct tool {
	struct pm_str last_status; /* the one that is done */
	struct pm_str prefix;	   /* of a bare number */
};

static bool read_tool_config(struct finder *f, const char *path, struct tool *tool)
{
	struct pm_source source;
	struct pm_diags diags;
	struct pm_arena *arena = &f->product->arena;
	if (pm_tree_read(f->tree, path, &source, f->err) <= 0)
		return false;
	pm_diags_init(&diags, arena);
	struct pm_yaml *yaml = pm_yaml_read(&source, (struct pm_span){0, (uint32_t)source.size}, PM_NO_FILE, arena, &diags);
	const struct pm_yaml *statuses = pm_yaml_get(yaml, "statuses"), *prefix = pm_yaml_get(yaml, "task_prefix");
	if (statuses && statuses->type == PM_YAML_LIST && statuses->child_count) {
		struct pm_str last = statuses->children[statuses->child_count - 1].text;
		tool->last_status = (struct pm_str){pm_arena_dup(arena, last.p, last.n), last.n};
	}
	if (prefix && prefix->type == PM_YAML_SCALAR && prefix->text.n)
		tool->prefix = (struct pm_str){pm_arena_dup(arena, prefix->text.p, prefix->text.n), prefix->text.n};
	else
		tool->prefix = PM_STR("task");
	pm_diags_clear(&diags);
	pm_source_clear(&source);
	return true;
}

static bool find_tool_tree(struct finder *f, const char *folder, struct tool *tool)
{
	static const char *const configs[] = {"backlog/config.yml",   "backlog/config.yaml", ".backlog/config.yml",
					      ".backlog/config.yaml", "backlog.config.yml",  "config.yml"};
	for (size_t i = 0; i < sizeof configs / sizeof *configs; i++) {
		struct pm_buf path = {0};
		enum pm_tree_type type;
		bool is = there(f->tree, folder, configs[i], &type) && pm_path_join(folder, configs[i], &path);
		if (is && i == 5) /* the backlog folder itself was named */
			is = there(f->tree, folder, "tasks", &type) && type == PM_TREE_FOLDER;
		bool read = is && read_tool_config(f, path.p, tool);
		pm_buf_clear(&path);
		if (read)
			return true;
	}
	return false;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct found *)a)->path, ((const struct found *)b)->path);
}

static int find_default(struct finder *f, const char *folder, struct tool *tool)
{
	static const char *const names[] = {"BACKLOG.md", "ROADMAP.md", "backlog", "roadmap", ".backlog"};
	bool tool_tree = find_tool_tree(f, folder, tool);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct pm_buf path = {0};
		enum pm_tree_type type;
		int status = 0;
		if (there(f->tree, folder, names[i], &type) && pm_path_join(folder, names[i], &path)) {
			f->tool_tree = tool_tree && i >= 2 && i != 3;
			if (type == PM_TREE_FOLDER)
				status = list_folder(f, path.p);
			else
				add_file(f, path.p, type);
			f->tool_tree = false;
		}
		pm_buf_clear(&path);
		if (status)
			return status;
	}
	find_docs(f, f->tree, folder);
	if (!has_default_name(f->tree, folder) && !find_named(f, f->tree, folder))
		return find_plans(f, folder);
	return 0;
}

static int add_named(struct finder *f, const char *path, struct tool *tool)
{
	enum pm_tree_type type;
	int found = pm_tree_stat(f->tree, path, &type, f->err);
	if (found < 0)
		return -1;
	if (!found) {
		pm_buf_addf(f->err, "no file or folder '%s' in %s", path, f->tree->label);
		return -1;
	}
	if (type != PM_TREE_FOLDER) {
		struct pm_str folder = pm_str_c(path);
		while (folder.n && folder.p[folder.n - 1] != '/')
			folder.n--;
		add_file(f, path, type);
		return 0;
	}
	f->tool_tree = find_tool_tree(f, path, tool);
	int status = list_folder(f, path);
	f->tool_tree = false;
	return status;
}

/* -- a file that several names lead to is read once */

static void keep(struct finder *f, const bool *dropped)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->count; i++) {
		if (!dropped[i]) {
			f->list[kept++] = f->list[i];
			continue;
		}
		free(f->list[i].path);
		free(f->list[i].real);
	}
	f->count = kept;
}

static int by_real(const void *a, const void *b)
{
	const struct found *x = *(const struct found *const *)a, *y = *(const struct found *const *)b;
	int order = strcmp(x->real, y->real);

	return order ? order : strcmp(x->path, y->path);
}

/* Where the links lead; the number of those that lead to a file, which are listed. */
static size_t find_links(struct finder *f, struct found **links)
{
	struct pm_buf real = {0}, unsaid = {0};
	size_t count = 0;

	for (size_t i = 0; i < f->count; i++) {
		if (!f->list[i].link || pm_tree_real(f->tree, f->list[i].path, &real, &unsaid) <= 0)
			continue;
		f->list[i].real = pm_strdup(real.p);
		links[count++] = &f->list[i];
	}
	pm_buf_clear(&real);
	pm_buf_clear(&unsaid);
	return count;
}

/* A link to a file that is read, and all but the first of those that lead to the same. */
static void drop_links(struct finder *f, bool *dropped)
{
	struct found **links = pm_calloc(f->count + 1, sizeof(struct found *));
	size_t count = find_links(f, links);

	if (count)
		qsort(links, count, sizeof(struct found *), by_real);
	for (size_t i = 0; i < count; i++) {
		const struct found target = {.path = links[i]->real};

		if (!bsearch(&target, f->list, f->count, sizeof *f->list, by_path) &&
		    (i == 0 || strcmp(links[i - 1]->real, links[i]->real) != 0))
			continue;
		skip(f, links[i]->path, "a link to a file that is read");
		dropped[links[i] - f->list] = true;
	}
	free(links);
}

/* In the order of their paths, each once. */
static void settle(struct finder *f)
{
	bool *dropped = pm_calloc(f->count + 1, sizeof *dropped);

	if (f->count)
		qsort(f->list, f->count, sizeof *f->list, by_path);
	for (size_t i = 1; i < f->count; i++)
		dropped[i] = strcmp(f->list[i - 1].path, f->list[i].path) == 0;
	keep(f, dropped);
	memset(dropped, 0, f->count * sizeof *dropped);
	drop_links(f, dropped);
	keep(f, dropped);
	free(dropped);
}

static int find_files(struct finder *f, const struct pm_read_options *options, struct tool *tool)
{
	const char *folder = options->folder ? options->folder : "";
	int status = 0;
	if (options->path_count) {
		find_tool_tree(f, folder, tool);
		for (size_t i = 0; i < options->path_count && !status; i++)
			status = add_named(f, options->paths[i], tool);
	} else if (pm_config_get_nth(options->config, "product.path", 0)) {
		const char *path;
		find_tool_tree(f, folder, tool);
		for (size_t i = 0; !status && (path = pm_config_get_nth(options->config, "product.path", i)); i++) {
			struct pm_buf joined = {0};
			if (!pm_path_join(folder, path, &joined)) {
				pm_buf_addf(f->err, "product.path '%s' leads out of the product", path);
				status = -1;
			} else if (!options->past || !joined.n || there(f->tree, "", joined.p, NULL)) {
				status = add_named(f, joined.p ? joined.p : "", tool);
			}
			pm_buf_clear(&joined);
		}
	} else {
		status = find_default(f, folder, tool);
	}
	settle(f);
	return status;
}

/* -- reading them */

struct reading {
	struct pm_product *product;
	struct pm_tree *tree;
	const struct pm_read_options *options;
	const struct found *found;
	struct pm_reading *readings;
	struct pm_arena arenas[PM_WORK_THREADS];
	char **errors; /* per file; NULL: none */
	bool *left_out;
	unsigned inner; /* threads for one file */
};

static struct pm_str hint_for(const struct pm_config *config, const char *path)
{
	for (size_t i = config->hint_count; i-- > 0;)
		if (pm_path_match(config->hints[i].pattern, pm_str_c(path)))
			return config->hints[i].form;
	return (struct pm_str){NULL, 0};
}

/* Reads the file that stands at file->source. */
static void read_source(const struct pm_config *config, const struct found *found, struct pm_file *file, uint32_t number,
			unsigned threads, struct pm_arena *arena, struct pm_reading *reading)
{
	file->role = found->role;
	file->place = found->place;
	file->named = found->named;
	struct pm_read_file read = {.source = &file->source,
				    .file = number,
				    .role = file->role,
				    .named = file->named,
				    .hint = hint_for(config, file->source.path),
				    .config = config,
				    .threads = threads};
	pm_read(&read, arena, reading);
	if (file->role == PM_ROLE_TASK_FILE && reading->count && reading->items[0].form != PM_FORM_FILE) {
		/* Backlog.md reads front matter alone */
		free(reading->items);
		reading->items = NULL;
		reading->count = 0;
		reading->unread_lines += reading->item_lines;
		reading->item_lines = 0;
		for (size_t k = 0; k < reading->diags.count; k++)
			reading->diags.list[k].item = PM_NO_ITEM;
	}
	file->item_lines = reading->item_lines;
	file->section_lines = reading->section_lines;
	file->unread_lines = reading->unread_lines;
}

static void read_one(void *ctx, size_t i, unsigned thread)
{
	struct reading *r = ctx;
	struct pm_file *file = &r->product->files[i];
	struct pm_buf err = {0};
	int got = pm_tree_read(r->tree, r->found[i].path, &file->source, &err);
	enum pm_tree_type type;
	struct pm_buf unsaid = {0};
	if (got <= 0 && pm_tree_stat(r->tree, r->found[i].path, &type, &unsaid) > 0 && type == PM_TREE_LINK &&
	    !r->options->path_count) {
		r->left_out[i] = true; /* a link that leads nowhere it may: the others are read all the same */
		pm_source_init(&file->source, r->found[i].path, "", 0, PM_SOURCE_BORROWED);
		pm_buf_clear(&unsaid);
		pm_buf_clear(&err);
		return;
	}
	pm_buf_clear(&unsaid);
	if (got <= 0) {
		if (!got)
			pm_buf_addf(&err, "%s: it is gone", r->found[i].path);
		r->errors[i] = pm_strdup(err.p ? err.p : "cannot be read");
		pm_buf_clear(&err);
		return;
	}
	pm_buf_clear(&err);
	read_source(r->options->config, &r->found[i], file, (uint32_t)i, r->inner, &r->arenas[thread], &r->readings[i]);
}

static void end_read(void *ctx, unsigned thread)
{
	(void)ctx;
	if (thread)
		pm_read_thread_end();
}

/* -- joining */

static void join_diags(struct pm_product *p, struct pm_reading *reading, uint32_t base)
{
	for (size_t i = 0; i < reading->diags.count; i++) {
		struct pm_diag *diag = &reading->diags.list[i];
		if (diag->item != PM_NO_ITEM)
			diag->item += base;
		PM_GROW(p->diags.list, p->diags.count, p->diags.cap);
		p->diags.list[p->diags.count++] = *diag;
	}
	pm_diags_clear(&reading->diags);
}

static void join_texts(struct pm_product *p, struct pm_reading *reading, struct pm_item *items, size_t *cap)
{
	uint32_t base = p->text_count;
	for (size_t i = 0; i < reading->texts.count; i++) {
		PM_GROW(p->texts, p->text_count, *cap);
		p->texts[p->text_count++] = reading->texts.list[i];
	}
	for (size_t i = 0; base && reading->texts.count && i < reading->count; i++)
		for (size_t f = 0; f < items[i].field_count; f++)
			if (items[i].fields[f].flags & PM_FIELD_HAS_TEXT)
				items[i].fields[f].text += base;
	free(reading->texts.list);
}

static void join(struct pm_product *p, struct pm_reading *readings, size_t *text_cap)
{
	size_t total = 0, at = 0;
	for (uint32_t i = 0; i < p->file_count; i++)
		total += readings[i].count;
	if (p->file_count == 1) {
		p->items = readings[0].items;
	} else {
		p->items = pm_malloc((total ? total : 1) * sizeof *p->items);
	}
	p->item_count = (uint32_t)total;
	for (uint32_t i = 0; i < p->file_count; i++) {
		struct pm_reading *reading = &readings[i];
		struct pm_file *file = &p->files[i];
		struct pm_item *items = p->items ? p->items + at : NULL;
		assert(items || reading->count == 0);
		if (p->file_count > 1 && reading->count)
			memcpy(items, reading->items, reading->count * sizeof *items);
		file->first_item = (uint32_t)at;
		file->item_count = (uint32_t)reading->count;
		for (size_t k = 0; k < reading->count; k++) {
			items[k].place = (uint8_t)file->place;
			if (items[k].parent != PM_NO_ITEM)
				items[k].parent += (uint32_t)at;
		}
		if (p->vision.end == p->vision.start && reading->vision.end > reading->vision.start) {
			p->vision = reading->vision;
			p->vision_file = i;
		}
		join_texts(p, reading, items, text_cap);
		join_diags(p, reading, (uint32_t)at);
		if (p->file_count > 1)
			free(reading->items);
		at += reading->count;
	}
}

/* -- ids */

struct pm_index {
	uint32_t *slots;      /* item + 1, the first with its key */
	size_t size;	      /* a power of two */
	uint32_t *next;	      /* per item: the next with the same key */
	uint32_t *others;     /* per first item of a key: how many further ones there are */
	struct pm_str prefix; /* of bare numbers in a Backlog.md tree */
};

static size_t slot_of(const struct pm_index *index, const struct pm_item *items, struct pm_str key)
{
	size_t i = pm_str_hash(key) & (index->size - 1);
	while (index->slots[i] && !pm_str_eq(items[index->slots[i] - 1].key, key))
		i = (i + 1) & (index->size - 1);
	return i;
}

static void build_index(struct pm_product *p, struct pm_str prefix)
{
	struct pm_index *index = pm_calloc(1, sizeof *index);
	uint32_t *last;
	index->size = 16;
	while (index->size < (size_t)p->item_count * 2)
		index->size *= 2;
	index->slots = pm_calloc(index->size, sizeof *index->slots);
	index->next = pm_malloc((p->item_count ? p->item_count : 1) * sizeof *index->next);
	index->others = pm_calloc(p->item_count ? p->item_count : 1, sizeof *index->others);
	last = pm_malloc((p->item_count ? p->item_count : 1) * sizeof *last);
	index->prefix = prefix;
	for (uint32_t i = 0; i < p->item_count; i++) {
		index->next[i] = PM_NO_ITEM;
		if (!p->items[i].key.n)
			continue;
		size_t slot = slot_of(index, p->items, p->items[i].key);
		if (!index->slots[slot]) {
			index->slots[slot] = i + 1;
			last[i] = i;
		} else {
			uint32_t first = index->slots[slot] - 1;
			index->others[first]++;
			index->next[last[first]] = i;
			last[first] = i;
		}
	}
	free(last);
	p->ids = index;
}

static void free_index(struct pm_index *index)
{
	if (!index)
		return;
	free(index->slots);
	free(index->next);
	free(index->others);
	free(index);
}

static uint32_t find_key(const struct pm_product *p, struct pm_str key)
{
	size_t slot = slot_of(p->ids, p->items, key);
	return p->ids->slots[slot] ? p->ids->slots[slot] - 1 : PM_NO_ITEM;
}

uint32_t pm_product_find(const struct pm_product *p, struct pm_str id, uint32_t *others)
{
	char key[PM_KEY_MAX * 2];
	size_t n = pm_id_key(pm_str_trim(id), key, PM_KEY_MAX);
	if (others)
		*others = 0;
	if (!n)
		return PM_NO_ITEM;
	uint32_t item = find_key(p, (struct pm_str){key, n});
	if (item == PM_NO_ITEM && key[0] >= '0' && key[0] <= '9' && p->ids->prefix.n && p->ids->prefix.n + n + 2 < sizeof key) {
		struct pm_buf whole = {0};
		pm_buf_adds(&whole, p->ids->prefix);
		pm_buf_addc(&whole, '-');
		pm_buf_add(&whole, key, n);
		n = pm_id_key(pm_buf_str(&whole), key, PM_KEY_MAX);
		pm_buf_clear(&whole);
		item = n ? find_key(p, (struct pm_str){key, n}) : PM_NO_ITEM;
	}
	if (item != PM_NO_ITEM && others)
		*others = p->ids->others[item];
	return item;
}

uint32_t pm_product_same(const struct pm_product *p, uint32_t item)
{
	return p->ids->next[item];
}

uint32_t pm_product_nearest(const struct pm_product *p, struct pm_str id)
{
	unsigned best = 3;
	uint32_t nearest = PM_NO_ITEM;
	/* a linear walk: asked for messages only, and not for more than a few */
	for (uint32_t i = 0; i < p->item_count; i++) {
		if (!p->items[i].id.n)
			continue;
		unsigned d = pm_str_distance(id, p->items[i].id, best);
		if (d < best) {
			best = d;
			nearest = i;
		}
	}
	return nearest;
}

/* -- weaker repeats of an id are references to it */

static bool same_title(const struct pm_item *a, const struct pm_item *b)
{
	struct pm_str x = pm_str_trim(a->title), y = pm_str_trim(b->title);
	if (pm_str_fold_eq(x, y))
		return true;
	size_t n = x.n < y.n ? x.n : y.n;
	return n >= 12 && pm_str_fold_eq(pm_str_sub(x, 0, n), pm_str_sub(y, 0, n));
}

static bool is_struck(const struct pm_item *item)
{
	for (size_t i = 0; i < item->field_count; i++)
		if (item->fields[i].spelling == PM_SPELL_STRUCK)
			return true;
	return false;
}

/* How long the piece is that rest begins with: an id, an arrow, a comma, or a remark in parentheses to its end; 0: anything else.
 * id->to is 0 where it is no id. */
static size_t bare_piece(struct pm_str rest, struct pm_id *id)
{
	id->to = 0;
	if (pm_str_starts(rest, "→"))
		return 3;
	if (rest.p[0] == ' ' || rest.p[0] == ',')
		return 1;
	if (pm_str_starts(rest, "->"))
		return 2;
	if (rest.p[0] == '(' && rest.p[rest.n - 1] == ')')
		return rest.n;
	if (pm_id_read(rest, PM_ID_TITLE, id) && !id->numbered)
		return id->to;
	id->to = 0;
	return 0;
}

/* A title of nothing but ids, arrows and a remark in parentheses, "S01 -> S02", "S03 (final)": it speaks of items that are told
 * elsewhere. */
static bool is_bare(const struct pm_item *item)
{
	struct pm_str rest = pm_str_trim(item->title);
	struct pm_id id;
	while (rest.n) {
		size_t n = bare_piece(rest, &id);
		if (!n)
			return false;
		rest = pm_str_sub(rest, n, rest.n);
	}
	return true;
}

/* "US-01 and US-11: the first screens", with neither story nor criteria: it speaks of items that are told elsewhere, too. */
static bool is_list(const struct pm_item *item)
{
	return item->several && item->form >= PM_FORM_BOLD && !item->criterion_count && !item->story.span.end;
}

/* "4. US-08: storage": an entry with an id and a name, and nothing that an item has. */
static bool is_order(const struct pm_item *item)
{
	if (item->form != PM_FORM_ENTRY_ID || item->criterion_count || item->story.span.end)
		return false;
	for (size_t i = 0; i < item->field_count; i++)
		if (item->fields[i].spelling == PM_SPELL_LINE)
			return false;
	return true;
}

/* Is one told as if the other were the item itself?  An id alone, "- PAY-3" on a roadmap, speaks of what has it and a title; so does
 * "- PAY-3 Pay by card" there of the row or entry that is the item in the backlog. */
static bool speaks_of(const struct pm_item *one, const struct pm_item *other)
{
	if (one->form != PM_FORM_FILE && pm_str_trim(one->title).n == 0 && pm_str_trim(other->title).n > 0)
		return true;
	if (is_list(one) && !is_list(other))
		return true;
	if (is_order(one) && other->form == PM_FORM_ROW && other->story.span.end && one->file == other->file)
		return true;
	if (one->file != other->file)
		return one->kind == PM_KIND_INITIATIVE && other->kind != PM_KIND_INITIATIVE && one->form >= PM_FORM_BOLD &&
		       other->form >= PM_FORM_BOLD && same_title(one, other);
	return (one->aside && !other->aside) || (is_bare(one) && !is_bare(other));
}

static bool is_reference(const struct pm_item *main, const struct pm_item *other)
{
	if (other->numbered && (other->file != main->file || !same_title(main, other)))
		return false;
	if (other->form == PM_FORM_ROW && main->form == PM_FORM_ROW && other->file == main->file && is_struck(other))
		return true;
	if (speaks_of(other, main))
		return true;
	if (other->form == PM_FORM_HEADING && main->form == PM_FORM_HEADING)
		return other->file == main->file && same_title(main, other);
	if (main->form == PM_FORM_FILE && other->form > main->form && same_title(main, other))
		return true;
	if (other->form > main->form)
		return other->file == main->file || other->form >= PM_FORM_ENTRY_ID;
	return other->form == main->form && other->file == main->file && same_title(main, other) &&
	       other->form != PM_FORM_HEADING && other->form != PM_FORM_FILE;
}

/* Of two with one id and title, the one with the longer text is the item. */
static bool says_more(const struct pm_item *a, const struct pm_item *b)
{
	return a->file == b->file && same_title(a, b) && a->span.end - a->span.start > b->span.end - b->span.start;
}

/* The fields that a reference adds to what the item itself says. */
static void take_fields(struct pm_product *p, struct pm_item *main, const struct pm_item *other, size_t *text_cap)
{
	for (size_t i = 0; i < other->field_count; i++) {
		const struct pm_field *f = &other->fields[i];
		bool known = f->def >= PM_FIELD_CUSTOM || f->spelling == PM_SPELL_STRUCK;
		for (size_t k = 0; k < main->field_count && !known; k++)
			known = main->fields[k].def == f->def && main->fields[k].spelling != PM_SPELL_BUCKET;
		if (known || main->field_count == UINT16_MAX)
			continue;
		struct pm_field *fields = pm_arena_alloc(&p->arena, ((size_t)main->field_count + 1) * sizeof *fields);
		if (main->field_count)
			memcpy(fields, main->fields, main->field_count * sizeof *fields);
		struct pm_str text = pm_field_text(p, other, f);
		PM_GROW(p->texts, p->text_count, *text_cap);
		p->texts[p->text_count] = (struct pm_text){text, other->file};
		fields[main->field_count] = *f;
		fields[main->field_count].flags = PM_FIELD_HAS_TEXT | PM_FIELD_FROM_REFERENCE;
		fields[main->field_count].text = p->text_count++;
		main->fields = fields;
		main->field_count++;
		if (f->def == PM_FIELD_STATUS && main->state == PM_STATE_NONE)
			main->state = other->state;
	}
	if (!main->criterion_count && other->criterion_count && main->file == other->file) {
		main->criteria = other->criteria;
		main->criterion_count = other->criterion_count;
		main->declared_criteria = true;
	}
	if (!main->story.span.end && other->story.span.end && main->file == other->file)
		main->story = other->story;
}

static void compact(struct pm_product *p, const uint32_t *main_of)
{
	uint32_t *moved = pm_malloc((p->item_count ? p->item_count : 1) * sizeof *moved), kept = 0;
	for (uint32_t i = 0; i < p->item_count; i++)
		moved[i] = main_of[i] == PM_NO_ITEM ? kept++ : PM_NO_ITEM;
	for (uint32_t i = 0; i < p->item_count; i++)
		if (moved[i] == PM_NO_ITEM)
			moved[i] = moved[main_of[i]];
	for (uint32_t i = 0; i < p->item_count; i++) {
		if (main_of[i] != PM_NO_ITEM)
			continue;
		p->items[moved[i]] = p->items[i];
		struct pm_item *item = &p->items[moved[i]];
		if (item->parent != PM_NO_ITEM)
			item->parent = moved[item->parent] == moved[i] ? PM_NO_ITEM : moved[item->parent];
	}
	for (size_t i = 0; i < p->diags.count; i++)
		if (p->diags.list[i].item != PM_NO_ITEM)
			p->diags.list[i].item = moved[p->diags.list[i].item];
	for (uint32_t i = 0; i < p->reference_count; i++)
		p->references[i].item = moved[p->references[i].item];
	p->item_count = kept;
	for (uint32_t i = 0, at = 0; i < p->file_count; i++) {
		uint32_t first = at;
		while (at < kept && p->items[at].file == i)
			at++;
		p->files[i].first_item = first;
		p->files[i].item_count = at - first;
	}
	free(moved);
}

/* -- entries without an id that repeat the title of a heading of their file: an index, an order of work */

static bool repeats_may_be(const struct pm_item *item)
{
	return (item->form == PM_FORM_BULLET || item->form == PM_FORM_BOX || item->form == PM_FORM_ROW) && !item->key.n &&
	       !item->criterion_count && !item->story.span.end;
}

static struct pm_str repeat_key(const struct pm_item *item, struct pm_buf *folded)
{
	struct pm_str title = pm_str_trim(item->title);
	while (title.n && (title.p[title.n - 1] == '.' || title.p[title.n - 1] == ':' || title.p[title.n - 1] == ' '))
		title.n--;
	folded->n = 0;
	pm_buf_add_fold(folded, title);
	return pm_buf_str(folded);
}

struct titles {
	struct pm_str *keys; /* in the arena */
	uint32_t *items;     /* PM_NO_ITEM: several have this title */
	size_t size;	     /* a power of two */
};

static size_t title_slot(const struct titles *titles, struct pm_str key)
{
	size_t i = pm_str_hash(key) & (titles->size - 1);
	while (titles->keys[i].n && !pm_str_eq(titles->keys[i], key))
		i = (i + 1) & (titles->size - 1);
	return i;
}

/* Marks in main_of the entries of one file that repeat a heading's title. */
static void find_repeats(struct pm_product *p, const struct pm_file *file, uint32_t *main_of)
{
	enum { TITLE_LEAST = 6 };
	uint32_t headings = 0, entries = 0, end = file->first_item + file->item_count;
	for (uint32_t i = file->first_item; i < end; i++) {
		headings += p->items[i].form == PM_FORM_HEADING;
		entries += repeats_may_be(&p->items[i]);
	}
	if (!headings || !entries)
		return;
	struct titles titles = {.size = 16};
	struct pm_buf folded = {0};
	while (titles.size < (size_t)headings * 2)
		titles.size *= 2;
	titles.keys = pm_calloc(titles.size, sizeof *titles.keys);
	titles.items = pm_calloc(titles.size, sizeof *titles.items);
	for (uint32_t i = file->first_item; i < end; i++) {
		if (p->items[i].form != PM_FORM_HEADING || main_of[i] != PM_NO_ITEM)
			continue;
		struct pm_str key = repeat_key(&p->items[i], &folded);
		if (key.n < TITLE_LEAST)
			continue;
		size_t slot = title_slot(&titles, key);
		if (titles.keys[slot].n) {
			titles.items[slot] = PM_NO_ITEM;
			continue;
		}
		titles.keys[slot] = pm_str_n(pm_arena_dup(&p->arena, key.p, key.n), key.n);
		titles.items[slot] = i;
	}
	for (uint32_t i = file->first_item; i < end; i++) {
		if (!repeats_may_be(&p->items[i]) || main_of[i] != PM_NO_ITEM)
			continue;
		struct pm_str key = repeat_key(&p->items[i], &folded);
		size_t slot = key.n < TITLE_LEAST ? 0 : title_slot(&titles, key);
		if (key.n >= TITLE_LEAST && titles.keys[slot].n && titles.items[slot] != PM_NO_ITEM)
			main_of[i] = titles.items[slot];
	}
	pm_buf_clear(&folded);
	free(titles.keys);
	free(titles.items);
}

/* -- tables that list again what a table of their file lists */

/* The row that is listed first with the id of this one; PM_NO_ITEM: this one is, or the first is no row of the file. */
static uint32_t row_before(const struct pm_product *p, uint32_t i)
{
	const struct pm_item *item = &p->items[i];
	if (item->form != PM_FORM_ROW || !item->key.n || item->numbered)
		return PM_NO_ITEM;
	uint32_t first = find_key(p, item->key);
	bool row = first < i && p->items[first].form == PM_FORM_ROW && p->items[first].file == item->file;
	return row ? first : PM_NO_ITEM;
}

/* The rows [from, to) of one table.  Most of their ids stand in a table above, where they have stories and here they have none, or
 * the other way round: one table tells them, the other gives their names or points.  Tables of one shape say nothing of the kind:
 * their ids may have begun anew. */
static void mark_traces(const struct pm_product *p, uint32_t from, uint32_t to, bool *traces)
{
	enum { FEW = 3 };
	uint32_t other = 0;
	for (uint32_t i = from; i < to; i++) {
		uint32_t first = row_before(p, i);
		traces[i] = first < from;
		other += first < from && !p->items[first].story.span.end != !p->items[i].story.span.end;
	}
	if (other < FEW || other * 4 < (to - from) * 3)
		memset(traces + from, 0, (to - from) * sizeof *traces);
}

/* Which items are rows that trace others.  The caller frees it. */
static bool *find_traces(const struct pm_product *p)
{
	bool *traces = pm_calloc(p->item_count ? p->item_count : 1, sizeof *traces);
	for (uint32_t i = 0, to; i < p->item_count; i = to) {
		to = i + 1;
		if (p->items[i].form != PM_FORM_ROW)
			continue;
		while (to < p->item_count && p->items[to].form == PM_FORM_ROW && p->items[to].file == p->items[i].file &&
		       p->items[to].head.start <= p->items[to - 1].head.end + 2)
			to++;
		mark_traces(p, i, to, traces);
	}
	return traces;
}

/* "- PAY-1, PAY-2 (cards)" under a sprint speaks of the second as of the first. */
static void share_reference(struct pm_product *p, const struct pm_item *other, const uint32_t *main_of, size_t *text_cap,
			    size_t *cap)
{
	struct pm_str title = pm_str_trim(other->title), rest = title;
	struct pm_id id;
	if (other->form == PM_FORM_HEADING || !is_bare(other))
		return;
	while (rest.n) {
		char key[PM_KEY_MAX];
		size_t n = bare_piece(rest, &id);
		size_t length = id.to ? pm_id_key(pm_str_sub(rest, 0, id.to), key, sizeof key) : 0;
		uint32_t item = length ? find_key(p, (struct pm_str){key, length}) : PM_NO_ITEM;
		uint32_t at = other->title_span.start + (uint32_t)(rest.p - title.p);
		rest = pm_str_sub(rest, n, rest.n);
		if (item == PM_NO_ITEM)
			continue;
		item = main_of[item] == PM_NO_ITEM ? item : main_of[item];
		take_fields(p, &p->items[item], other, text_cap);
		PM_GROW(p->references, p->reference_count, *cap);
		p->references[p->reference_count++] =
			(struct pm_reference){item, other->file, other->span, {at, at + (uint32_t)id.to}};
	}
}

static void join_references(struct pm_product *p, size_t *text_cap)
{
	bool *traces = find_traces(p);
	uint32_t *main_of = pm_malloc((p->item_count ? p->item_count : 1) * sizeof *main_of);
	size_t cap = 0;
	uint32_t *repeat_of = pm_malloc((p->item_count ? p->item_count : 1) * sizeof *repeat_of);
	for (uint32_t i = 0; i < p->item_count; i++)
		main_of[i] = repeat_of[i] = PM_NO_ITEM;
	for (uint32_t i = 0; i < p->item_count; i++) {
		if (!p->items[i].key.n || p->ids->next[i] == PM_NO_ITEM || main_of[i] != PM_NO_ITEM ||
		    find_key(p, p->items[i].key) != i)
			continue;
		uint32_t main = i;
		for (uint32_t k = p->ids->next[i]; k != PM_NO_ITEM; k = p->ids->next[k])
			if (speaks_of(&p->items[main], &p->items[k]))
				main = k;
			else if (speaks_of(&p->items[k], &p->items[main]))
				continue;
			else if (p->items[k].form < p->items[main].form ||
				 (p->items[k].form == p->items[main].form && says_more(&p->items[k], &p->items[main])))
				main = k;
		for (uint32_t k = i; k != PM_NO_ITEM; k = p->ids->next[k]) {
			bool trace = traces[k] && p->items[main].form == PM_FORM_ROW && p->items[main].file == p->items[k].file;
			if (k == main || (!trace && !is_reference(&p->items[main], &p->items[k])))
				continue;
			main_of[k] = main;
			if (p->items[k].kind == PM_KIND_EPIC && p->items[main].kind == PM_KIND_STORY &&
			    !p->items[main].story.span.end)
				p->items[main].kind = PM_KIND_EPIC; /* a table of epics says so */
			if (p->items[k].aside != PM_ASIDE_APPENDIX)
				take_fields(p, &p->items[main], &p->items[k], text_cap);
			PM_GROW(p->references, p->reference_count, cap);
			p->references[p->reference_count++] =
				(struct pm_reference){main, p->items[k].file, p->items[k].span, p->items[k].id_span};
		}
	}
	for (uint32_t i = 0; i < p->item_count; i++)
		if (main_of[i] != PM_NO_ITEM && p->items[i].aside != PM_ASIDE_APPENDIX)
			share_reference(p, &p->items[i], main_of, text_cap, &cap);
	for (uint32_t i = 0; i < p->file_count; i++) {
		const struct pm_file *file = &p->files[i];
		if (file->role == PM_ROLE_TASK_FILE)
			continue;
		find_repeats(p, file, repeat_of);
		for (uint32_t k = file->first_item; k < file->first_item + file->item_count; k++) {
			if (repeat_of[k] == PM_NO_ITEM || main_of[k] != PM_NO_ITEM || main_of[repeat_of[k]] != PM_NO_ITEM)
				continue;
			struct pm_item *main = &p->items[repeat_of[k]], *other = &p->items[k];
			main_of[k] = repeat_of[k];
			take_fields(p, main, other, text_cap);
			if (main->state == PM_STATE_NONE)
				main->state = other->state;
			PM_GROW(p->references, p->reference_count, cap);
			p->references[p->reference_count++] =
				(struct pm_reference){main_of[k], other->file, other->span, other->id_span};
		}
	}
	free(repeat_of);
	free(traces);
	if (p->reference_count) {
		struct pm_str prefix = p->ids->prefix;
		compact(p, main_of);
		free_index(p->ids);
		build_index(p, prefix);
	}
	free(main_of);
}

/* -- links */

static bool is_link_field(enum pm_field_id id)
{
	return pm_fields[id].type == PM_TYPE_LINKS || pm_fields[id].type == PM_TYPE_DIRECTION;
}

/* Names of epics, goals and initiatives, for fields that name them by their titles. */
struct names {
	uint32_t *slots;
	size_t size;
};

/* The links of some items. */
struct linker {
	const struct pm_product *p;
	const struct names *names;
	struct pm_link *links;
	size_t count, cap;
	bool done;
};

static void add_link(struct linker *l, struct pm_link link)
{
	PM_GROW(l->links, l->count, l->cap);
	l->links[l->count++] = link;
}

static uint64_t fold_hash(struct pm_str s)
{
	struct pm_buf buf = {0};
	pm_buf_add_fold(&buf, pm_str_trim(s));
	uint64_t hash = pm_str_hash(pm_buf_str(&buf));
	pm_buf_clear(&buf);
	return hash;
}

static bool is_container(const struct pm_item *item)
{
	return item->kind == PM_KIND_EPIC || item->kind == PM_KIND_GOAL || item->kind == PM_KIND_INITIATIVE;
}

static void build_names(const struct pm_product *p, struct names *names)
{
	size_t n = 0;
	for (uint32_t i = 0; i < p->item_count; i++)
		n += is_container(&p->items[i]);
	names->size = 16;
	while (names->size < n * 2)
		names->size *= 2;
	names->slots = pm_calloc(names->size, sizeof *names->slots);
	for (uint32_t i = 0; n && i < p->item_count; i++) {
		if (!is_container(&p->items[i]) || !p->items[i].title.n)
			continue;
		size_t slot = fold_hash(p->items[i].title) & (names->size - 1);
		while (names->slots[slot] &&
		       !pm_str_fold_eq(pm_str_trim(p->items[names->slots[slot] - 1].title), pm_str_trim(p->items[i].title)))
			slot = (slot + 1) & (names->size - 1);
		if (!names->slots[slot])
			names->slots[slot] = i + 1;
	}
}

static uint32_t find_name(const struct pm_product *p, const struct names *names, struct pm_str name)
{
	for (size_t slot = fold_hash(name) & (names->size - 1); names->slots[slot]; slot = (slot + 1) & (names->size - 1))
		if (pm_str_fold_eq(pm_str_trim(p->items[names->slots[slot] - 1].title), pm_str_trim(name)))
			return names->slots[slot] - 1;
	return PM_NO_ITEM;
}

/* How far "1.2" goes from `at`. */
static size_t number_end(struct pm_str text, size_t at)
{
	size_t end = at;
	while (end < text.n && end - at < 12 &&
	       ((text.p[end] >= '0' && text.p[end] <= '9') ||
		(text.p[end] == '.' && end > at && end + 1 < text.n && text.p[end + 1] >= '0' && text.p[end + 1] <= '9')))
		end++;
	return end;
}

/* The item "Story 1.2" of word "Stories " and number "1.2". */
static bool link_numbered(struct linker *l, uint32_t i, const struct pm_field *field, enum pm_field_id id, struct pm_str word,
			  struct pm_str number, struct pm_str text)
{
	struct pm_buf name = {0};
	pm_buf_adds(&name, word);
	pm_buf_adds(&name, number);
	uint32_t other = pm_product_find(l->p, pm_buf_str(&name), NULL);
	pm_buf_clear(&name);
	if (other == PM_NO_ITEM || other == i)
		return false;
	add_link(l, (struct pm_link){i, other, field->value, text, (uint16_t)id, false});
	return true;
}

/* "M04-M06" names no item, but M04 to M06: those of them that there are. */
static bool link_between(struct linker *l, uint32_t i, const struct pm_field *field, enum pm_field_id id, struct pm_str name)
{
	enum { BETWEEN_MAX = 99 };
	bool any = false;
	for (size_t dash = 1; dash + 1 < name.n; dash++) {
		size_t letters = dash;
		while (letters && name.p[letters - 1] >= '0' && name.p[letters - 1] <= '9')
			letters--;
		struct pm_str prefix = pm_str_sub(name, 0, letters), high = pm_str_sub(name, dash + 1 + letters, name.n);
		if (name.p[dash] != '-' || !letters || letters == dash || !high.n || number_end(high, 0) != high.n ||
		    !pm_str_ieq(prefix, pm_str_sub(name, dash + 1, dash + 1 + letters)))
			continue;
		unsigned long from = strtoul(name.p + letters, NULL, 10), to = strtoul(high.p, NULL, 10);
		for (unsigned long n = from; n <= to && n - from <= BETWEEN_MAX; n++) {
			struct pm_buf number = {0};
			pm_buf_addf(&number, "%lu", n);
			any = link_numbered(l, i, field, id, prefix, pm_buf_str(&number), name) || any;
			pm_buf_clear(&number);
		}
	}
	return any;
}

/* What prose about dependencies says of the id at `at`, by the words of its clause in front of it: "Required by Epic 7" is the other
 * way round, and "in parallel with Epic 1" is none (PM_FIELD_COUNT). */
static enum pm_field_id way_of(struct pm_str text, size_t at)
{
	static const struct {
		const char *words;
		enum pm_field_id field;
	} ways[] = {
		{"required by ", PM_FIELD_BLOCKS}, {"needed by ", PM_FIELD_BLOCKS},	   {"before ", PM_FIELD_BLOCKS},
		{"blocks ", PM_FIELD_BLOCKS},	   {"prerequisite for ", PM_FIELD_BLOCKS}, {"parallel with ", PM_FIELD_COUNT},
		{"parallel w/ ", PM_FIELD_COUNT},  {"parallel to ", PM_FIELD_COUNT},	   {"independent of ", PM_FIELD_COUNT},
	};
	enum { CLAUSE_MOST = 120 };
	size_t from = at;

	while (from > 0 && at - from < CLAUSE_MOST && strchr("\n;(", text.p[from - 1]) == NULL &&
	       !(text.p[from - 1] == '.' && text.p[from] == ' '))
		from--;
	for (; from < at; from++)
		for (size_t k = 0; (from == 0 || text.p[from - 1] == ' ') && k < sizeof ways / sizeof *ways; k++)
			if (pm_str_istarts(pm_str_sub(text, from, at), ways[k].words))
				return ways[k].field;
	return PM_FIELD_DEPENDS_ON;
}

/* Does `at` stand in a remark in parentheses behind something else, "PAY-1 (S4)"? */
static bool in_remark(struct pm_str text, size_t at)
{
	enum { REMARK_MOST = 80 };
	for (size_t from = at; from > 1 && at - from < REMARK_MOST && text.p[from - 1] != ')'; from--)
		if (text.p[from - 1] == '(')
			return true;
	return false;
}

/* The ids in one entry of a value, which begins at `offset` of it. */
static bool link_piece(struct linker *l, uint32_t i, const struct pm_field *field, enum pm_field_id said, struct pm_str piece,
		       size_t offset, bool exact)
{
	struct pm_str text = pm_field_text(l->p, &l->p->items[i], field);
	enum pm_field_id id = said;
	bool direction = pm_fields[id].type == PM_TYPE_DIRECTION, any = false;
	struct pm_id found;
	for (size_t at = 0; pm_id_next(piece, at, &found); at = found.to) {
		uint32_t others;
		struct pm_str name = pm_str_sub(piece, found.from, found.to);
		id = said == PM_FIELD_DEPENDS_ON ? way_of(text, offset + found.from) : said;
		if (id == PM_FIELD_COUNT)
			continue;
		uint32_t to = pm_product_find(l->p, name, &others);
		bool doubtful = found.weak || found.numbered || id == PM_FIELD_RELATES_TO || in_remark(text, offset + found.from) ||
				(direction && !found.parted && piece.n > found.to - found.from + 24);
		bool self = to == i && id != PM_FIELD_DEPENDS_ON && id != PM_FIELD_BLOCKS;
		if (self || (to == PM_NO_ITEM && doubtful))
			continue;
		if (to == PM_NO_ITEM && link_between(l, i, field, id, name)) {
			any = true;
			continue;
		}
		uint32_t base = field->value.start + (uint32_t)offset;
		struct pm_span span =
			exact ? (struct pm_span){base + (uint32_t)found.from, base + (uint32_t)found.to} : field->value;
		add_link(l, (struct pm_link){i, to, span, name, (uint16_t)id, others > 0});
		any = true;
	}
	return any;
}

/* The last part of "3.12": where it begins. */
static size_t last_part(struct pm_str number)
{
	size_t at = number.n;
	while (at && number.p[at - 1] != '.')
		at--;
	return at;
}

/* What goes on behind "Stories 1.1": "and 1.2", "& 1.2", "- 1.3".  A range is of the items that there are. */
static bool link_more(struct linker *l, uint32_t i, const struct pm_field *field, enum pm_field_id id, struct pm_str word,
		      struct pm_str number, struct pm_str rest)
{
	static const char *const joins[] = {"-",  "\xE2\x80\x93", "to ", "through ", "bis ", "and ",
					    "& ", "und ",	  "et ", "y ",	     "e "};
	enum { RANGES = 5, RANGE_MAX = 99 };
	bool any = false;
	for (;;) {
		size_t at = 0, k = 0;
		while (at < rest.n && rest.p[at] == ' ')
			at++;
		while (k < sizeof joins / sizeof *joins && !pm_str_istarts(pm_str_sub(rest, at, rest.n), joins[k]))
			k++;
		if (k == sizeof joins / sizeof *joins)
			return any;
		at += strlen(joins[k]);
		while (at < rest.n && rest.p[at] == ' ')
			at++;
		struct pm_str next = pm_str_sub(rest, at, number_end(rest, at));
		size_t part = last_part(next), from = last_part(number);
		if (!next.n)
			return any;
		if (k >= RANGES) {
			any = link_numbered(l, i, field, id, word, next, next) || any;
		} else if (part == from && memcmp(next.p, number.p, part) == 0) {
			unsigned long low = strtoul(number.p + from, NULL, 10), high = strtoul(next.p + part, NULL, 10);
			for (unsigned long n = low + 1; n <= high && n - low <= RANGE_MAX; n++) {
				struct pm_buf of = {0};
				pm_buf_adds(&of, pm_str_sub(next, 0, part));
				pm_buf_addf(&of, "%lu", n);
				any = link_numbered(l, i, field, id, word, pm_buf_str(&of), next) || any;
				pm_buf_clear(&of);
			}
		} else {
			return any;
		}
		number = next;
		rest = pm_str_sub(rest, at + next.n, rest.n);
	}
}

/* "Stories 1.1, 1.2": a number that goes on with the word of the first entry; and what goes on behind either. */
static bool link_numbers(struct linker *l, uint32_t i, const struct pm_field *field, enum pm_field_id id, struct pm_str text,
			 size_t from, size_t to)
{
	size_t word = 0;
	while (word < text.n && word < 24 && !(text.p[word] >= '0' && text.p[word] <= '9'))
		word++;
	if (word <= 3 || word >= 24 || word >= text.n)
		return false;
	size_t at = from ? from : word;
	while (at < to && text.p[at] == ' ')
		at++;
	size_t end = number_end(text, at);
	struct pm_str number = pm_str_sub(text, at, end), name = pm_str_sub(text, 0, word);
	if (!number.n || end > to)
		return false;
	bool any = false;
	if (from && pm_product_find(l->p, number, NULL) == PM_NO_ITEM)
		any = link_numbered(l, i, field, id, name, number, number);
	return link_more(l, i, field, id, name, number, pm_str_sub(text, end, to)) || any;
}

static void link_field(struct linker *l, uint32_t i, const struct pm_field *field)
{
	const struct pm_item *item = &l->p->items[i];
	enum pm_field_id id = (enum pm_field_id)field->def;
	struct pm_str text = pm_field_text(l->p, item, field);
	bool direction = pm_fields[id].type == PM_TYPE_DIRECTION, any = false;
	bool exact = !(field->flags & PM_FIELD_HAS_TEXT);
	if (pm_value_empty(text) || (direction && PM_KIND_IS_RECORD(item->kind) && item->kind != PM_KIND_FEEDBACK))
		return;
	for (size_t from = 0; from < text.n;) { /* each entry of a list is a value of its own */
		size_t to_ = from;
		while (to_ < text.n && text.p[to_] != ',')
			to_++;
		struct pm_str piece = pm_str_sub(text, from, to_);
		any = link_piece(l, i, field, id, piece, from, exact) || any;
		any = link_numbers(l, i, field, id, text, from, to_) || any;
		from = to_ + 1;
	}
	if (!any && direction) {
		uint32_t to = find_name(l->p, l->names, text);
		if (to != PM_NO_ITEM && to != i)
			add_link(l, (struct pm_link){i, to, field->value, text, (uint16_t)id, false});
	}
}

/* TASK-7.1 belongs to TASK-7, Story 3.2 to Epic 3. */
static uint32_t parent_by_id(const struct pm_product *p, uint32_t i)
{
	const struct pm_item *item = &p->items[i];
	ptrdiff_t dot = -1;
	for (size_t k = 0; k < item->id.n; k++)
		if (item->id.p[k] == '.' || (item->kind == PM_KIND_STORY && item->id.p[k] == '-' && k && item->id.p[k - 1] >= '0' &&
					     item->id.p[k - 1] <= '9'))
			dot = (ptrdiff_t)k;
	if (dot < 0 || item->numbered)
		return PM_NO_ITEM;
	uint32_t parent = pm_product_find(p, pm_str_sub(item->id, 0, (size_t)dot), NULL);
	if (parent != PM_NO_ITEM && parent != i && item->id.p[dot] == '.')
		return parent;
	if (item->kind != PM_KIND_STORY || item->id.p[dot] != '.')
		return PM_NO_ITEM;
	size_t digits = (size_t)dot;
	while (digits && item->id.p[digits - 1] >= '0' && item->id.p[digits - 1] <= '9')
		digits--;
	struct pm_buf name = {0};
	pm_buf_addz(&name, "epic ");
	pm_buf_adds(&name, pm_str_sub(item->id, digits, (size_t)dot));
	parent = pm_product_find(p, pm_buf_str(&name), NULL);
	pm_buf_clear(&name);
	return parent == i ? PM_NO_ITEM : parent;
}

/* Would `parent` above `item` close a ring? */
static bool closes_ring(const struct pm_product *p, uint32_t item, uint32_t parent)
{
	for (unsigned steps = 0; parent != PM_NO_ITEM && steps < 64; steps++, parent = p->items[parent].parent)
		if (parent == item)
			return true;
	return false;
}

/* Longer rings of parents are cut at their first item: one walk, each item coloured once. */
static void cut_rings(struct pm_product *p)
{
	uint32_t *walk = pm_calloc(p->item_count ? p->item_count : 1, sizeof *walk);
	for (uint32_t i = 0; i < p->item_count; i++) {
		uint32_t at = i;
		while (at != PM_NO_ITEM && !walk[at]) {
			walk[at] = i + 1;
			at = p->items[at].parent;
		}
		if (at == PM_NO_ITEM || walk[at] != i + 1)
			continue;
		uint32_t first = at;
		for (uint32_t k = p->items[at].parent; k != at; k = p->items[k].parent)
			first = k < first ? k : first;
		p->items[first].parent = PM_NO_ITEM;
	}
	free(walk);
}

/* What a Backlog.md tree and its folders say of the items first .. end - 1. */
static void set_states(struct pm_product *p, const struct tool *tool, uint32_t first, uint32_t end)
{
	for (uint32_t i = first; i < end; i++) {
		struct pm_item *item = &p->items[i];
		if (tool->last_status.n) {
			struct pm_str status = pm_item_status(p, item);
			if (status.n && pm_str_ieq(status, tool->last_status))
				item->state = PM_STATE_DONE;
		}
		if (item->place == PM_PLACE_COMPLETED)
			item->state = PM_STATE_DONE;
		if (item->form == PM_FORM_FILE && has_folder(pm_str_c(p->files[item->file].source.path), "milestones"))
			item->kind = PM_KIND_RELEASE;
	}
}

/* Links of one item; the item that it says it is a part of, or PM_NO_ITEM. */
static uint32_t link_item(struct linker *l, struct pm_item *item, uint32_t i)
{
	size_t first = l->count;
	for (size_t f = 0; f < item->field_count; f++)
		if (item->fields[f].def < PM_FIELD_COUNT && is_link_field((enum pm_field_id)item->fields[f].def))
			link_field(l, i, &item->fields[f]);
	item->first_link = (uint32_t)first;
	item->link_count = (uint32_t)(l->count - first);
	for (size_t k = first; k < l->count; k++) {
		const struct pm_link *link = &l->links[k];
		if ((link->field == PM_FIELD_PARENT || link->field == PM_FIELD_EPIC) && link->to != PM_NO_ITEM)
			return link->to;
	}
	return item->parent == PM_NO_ITEM ? parent_by_id(l->p, i) : PM_NO_ITEM;
}

enum { SETTLE_ITEMS = 1024 }; /* of a range */

/* Linking and judging the states of ranges of items, on several threads: each writes to its own items alone. */
struct settling {
	struct pm_product *p;
	const struct tool *tool;
	struct names names;
	struct linker *ranges;
	size_t range_count, joined, cap; /* ranges, those whose links the product has, room for links */
	pthread_mutex_t lock;		 /* of these, and of the product's links */
	uint32_t *declared;		 /* per item: what it says it is a part of */
};

/* Puts the links of a range behind those of the ranges before it. */
static void join_links(struct settling *s, size_t range)
{
	struct pm_product *p = s->p;
	struct linker *l = &s->ranges[range];
	uint32_t first = (uint32_t)(range * SETTLE_ITEMS), end = first + SETTLE_ITEMS;
	for (uint32_t i = first; i < end && i < p->item_count; i++)
		p->items[i].first_link += p->link_count;
	for (size_t k = 0; k < l->count; k++) {
		PM_GROW(p->links, p->link_count, s->cap);
		p->links[p->link_count++] = l->links[k];
	}
	free(l->links);
}

static void settle_range(void *ctx, size_t range, unsigned thread)
{
	struct settling *s = ctx;
	struct linker *l = &s->ranges[range];
	uint32_t first = (uint32_t)(range * SETTLE_ITEMS), end = first + SETTLE_ITEMS;
	(void)thread;
	end = end < s->p->item_count ? end : s->p->item_count;
	l->p = s->p; /* not all of it: `done` is looked at by the other threads */
	l->names = &s->names;
	for (uint32_t i = first; i < end; i++)
		s->declared[i] = link_item(l, &s->p->items[i], i);
	set_states(s->p, s->tool, first, end);
	pthread_mutex_lock(&s->lock);
	l->done = true;
	while (s->joined < s->range_count && s->ranges[s->joined].done)
		join_links(s, s->joined++);
	pthread_mutex_unlock(&s->lock);
}

static void set_children(struct pm_product *p)
{
	uint32_t *last = pm_malloc((p->item_count ? p->item_count : 1) * sizeof *last);
	for (uint32_t i = 0; i < p->item_count; i++) {
		uint32_t parent = p->items[i].parent;
		if (parent == PM_NO_ITEM)
			continue;
		if (p->items[parent].first_child == PM_NO_ITEM)
			p->items[parent].first_child = i;
		else
			p->items[last[parent]].next_sibling = i;
		last[parent] = i;
	}
	free(last);
}

static void settle_items(struct pm_product *p, const struct tool *tool, unsigned threads)
{
	size_t ranges = (p->item_count + SETTLE_ITEMS - 1) / SETTLE_ITEMS;
	struct settling s = {.p = p, .tool = tool, .range_count = ranges, .lock = PTHREAD_MUTEX_INITIALIZER};
	build_names(p, &s.names);
	s.ranges = pm_calloc(ranges ? ranges : 1, sizeof *s.ranges);
	s.declared = pm_malloc((p->item_count ? p->item_count : 1) * sizeof *s.declared);
	pm_work(ranges, threads, settle_range, NULL, &s);
	pthread_mutex_destroy(&s.lock);
	p->links = pm_realloc(p->links, p->link_count ? p->link_count : 1, sizeof *p->links);
	for (uint32_t i = 0; i < p->item_count; i++) {
		uint32_t parent = s.declared[i];
		if (parent != PM_NO_ITEM && parent != p->items[i].parent && !closes_ring(p, i, parent))
			p->items[i].parent = parent;
	}
	free(s.names.slots);
	free(s.ranges);
	free(s.declared);
	cut_rings(p);
	set_children(p);
}

static int by_place(const void *a, const void *b)
{
	const struct pm_diag *x = a, *y = b;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	return strcmp(x->rule, y->rule);
}

/* The innermost item that holds the place of a finding; PM_NO_ITEM. */
static uint32_t innermost(const struct pm_product *p, const struct pm_diag *diag)
{
	if (diag->file == PM_NO_FILE || diag->file >= p->file_count)
		return PM_NO_ITEM;
	uint32_t low = p->files[diag->file].first_item, first = low, high = low + p->files[diag->file].item_count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (p->items[middle].span.start <= diag->span.start)
			low = middle + 1;
		else
			high = middle;
	}
	for (unsigned steps = 0; low > first && steps < 64; steps++)
		if (p->items[--low].span.end > diag->span.start)
			return low;
	return PM_NO_ITEM;
}

/* Findings in order, each with its item; and what there is, counted. */
static void finish(struct pm_product *p)
{
	if (p->diags.count)
		qsort(p->diags.list, p->diags.count, sizeof *p->diags.list, by_place);
	for (size_t i = 0; i < p->diags.count; i++) {
		struct pm_diag *diag = &p->diags.list[i];
		if (diag->item == PM_NO_ITEM)
			diag->item = innermost(p, diag);
		if (diag->item != PM_NO_ITEM && diag->severity == PM_SEVERITY_ERROR)
			p->items[diag->item].readable = false;
	}
	for (uint32_t i = 0; i < p->item_count; i++) {
		p->unreadable += !p->items[i].readable;
		p->records += PM_KIND_IS_RECORD(p->items[i].kind);
	}
}

static void free_found(struct finder *f)
{
	for (size_t i = 0; i < f->count; i++) {
		free(f->list[i].path);
		free(f->list[i].real);
	}
	free(f->list);
}

static int read_files(struct pm_product *p, struct pm_tree *tree, const struct pm_read_options *options, struct finder *f,
		      struct pm_buf *err, size_t *text_cap)
{
	struct reading *r = pm_calloc(1, sizeof *r);
	unsigned threads = options->threads ? options->threads : pm_work_cores();
	int status = 0;
	p->file_count = (uint32_t)f->count;
	p->files = pm_calloc(f->count ? f->count : 1, sizeof *p->files);
	*r = (struct reading){.product = p, .tree = tree, .options = options, .found = f->list};
	r->readings = pm_calloc(f->count ? f->count : 1, sizeof *r->readings);
	r->errors = pm_calloc(f->count ? f->count : 1, sizeof *r->errors);
	r->left_out = pm_calloc(f->count ? f->count : 1, sizeof *r->left_out);
	bool few = f->count < 2 * threads || tree->methods->serial;
	unsigned outer = few ? 1 : threads;
	r->inner = few ? threads : 1;
	for (unsigned t = 0; t < outer; t++)
		pm_arena_init(&r->arenas[t]);
	pm_work(f->count, outer, read_one, end_read, r);
	pm_config_use_aliases(r->options->config); /* those who look at the product, or change it, are on this thread */
	for (unsigned t = 0; t < outer; t++)
		pm_arena_join(&p->arena, &r->arenas[t]);
	for (size_t i = 0; i < f->count; i++) {
		if (r->errors[i] && !status) {
			pm_buf_addz(err, r->errors[i]);
			status = -1;
		}
		free(r->errors[i]);
		if (r->left_out[i])
			leave_out(f, (uint32_t)i);
	}
	free(r->left_out);
	join(p, r->readings, text_cap);
	free(r->readings);
	free(r->errors);
	free(r);
	return status;
}

/* The team's own story patterns. */
static void add_patterns(struct pm_product *p)
{
	const char *pattern;
	pm_story_reset();
	for (size_t i = 0; (pattern = pm_config_get_nth(p->config, "lang.story", i)); i++) {
		struct pm_buf why = {0};
		if (*pattern && pm_story_add_pattern(pm_str_c(pattern), &why) < 0) {
			struct pm_diag *diag =
				pm_diag_add(&p->diags, "tool-config", PM_SEVERITY_WARNING, PM_NO_FILE, (struct pm_span){0, 0},
					    "lang.story is no pattern: %s", why.p ? why.p : "");
			diag->path = ".pmconfig";
			pm_diag_subject(&p->diags, diag, pm_str_c(pattern));
		}
		pm_buf_clear(&why);
	}
}

int pm_product_read(struct pm_tree *tree, const struct pm_read_options *options, struct pm_product **product, struct pm_buf *err)
{
	struct pm_product *p = pm_calloc(1, sizeof *p);
	struct tool tool = {{NULL, 0}, {NULL, 0}};
	size_t text_cap = 0;
	p->config = options->config;
	p->vision_file = PM_NO_FILE;
	pm_arena_init(&p->arena);
	pm_diags_init(&p->diags, &p->arena);
	p->folder = options->folder ? pm_arena_dup(&p->arena, options->folder, strlen(options->folder)) : "";
	add_patterns(p);
	struct finder f = {.product = p, .tree = tree, .err = err};
	int status = find_files(&f, options, &tool);
	if (!status)
		status = read_files(p, tree, options, &f, err, &text_cap);
	free_found(&f);
	if (status) {
		pm_product_free(p);
		*product = NULL;
		return -1;
	}
	build_index(p, tool.prefix);
	join_references(p, &text_cap);
	settle_items(p, &tool, options->threads ? options->threads : pm_work_cores());
	finish(p);
	pm_product_rest(p);
	*product = p;
	return 0;
}

/* -- the past: the same files, in other versions */

/* One thing that is read: a file, or the Markdown files below a folder. */
struct scope_root {
	char *path;
	bool file; /* it is read whatever its name */
	bool tool_tree;
	bool docs;		 /* only the files directly in it that are named as a backlog, stories or a roadmap */
	const struct plan *plan; /* only its files; NULL: all */
};

struct pm_scope {
	struct pm_product product; /* for its arena: what the tool's configuration says */
	const struct pm_config *config;
	struct tool tool;
	struct scope_root *roots;
	size_t count, cap;
};

static void scope_add(struct pm_scope *scope, const char *folder, const char *name, struct scope_root root)
{
	struct pm_buf path = {0};

	if (pm_path_join(folder, name, &path)) {
		root.path = pm_strdup(path.p ? path.p : "");
		PM_GROW(scope->roots, scope->count, scope->cap);
		scope->roots[scope->count++] = root;
	}
	pm_buf_clear(&path);
}

/* A file or folder that is named by the configuration or the user. */
static void scope_named(struct pm_scope *scope, struct finder *f, const char *folder, const char *name)
{
	struct pm_buf path = {0};
	struct scope_root root = {0};
	enum pm_tree_type type;

	if (pm_path_join(folder, name, &path)) {
		pm_buf_addz(&path, "");
		root.file = there(f->tree, "", path.p, &type) && type != PM_TREE_FOLDER;
		root.tool_tree = !root.file && find_tool_tree(f, path.p, &scope->tool);
		scope_add(scope, "", path.p, root);
	}
	pm_buf_clear(&path);
}

/* named: nothing has a default name, so that files that are named as a backlog are read; planned: and none is named so. */
static void scope_defaults(struct pm_scope *scope, const char *folder, bool tool_tree, bool named, bool planned)
{
	scope_add(scope, folder, "BACKLOG.md", (struct scope_root){.file = true});
	scope_add(scope, folder, "ROADMAP.md", (struct scope_root){.file = true});
	scope_add(scope, folder, "backlog", (struct scope_root){.tool_tree = tool_tree});
	scope_add(scope, folder, "roadmap", (struct scope_root){0});
	scope_add(scope, folder, ".backlog", (struct scope_root){.tool_tree = tool_tree});
	scope_add(scope, folder, "docs/stories", (struct scope_root){0});
	scope_add(scope, folder, "docs/user-stories", (struct scope_root){0});
	scope_add(scope, folder, "docs/epics", (struct scope_root){0});
	scope_add(scope, folder, "docs", (struct scope_root){.docs = true});
	if (named)
		scope_add(scope, folder, "", (struct scope_root){.docs = true});
	for (size_t i = 0; planned && i < sizeof plans / sizeof *plans; i++)
		scope_add(scope, folder, plans[i].folder, (struct scope_root){.plan = &plans[i]});
}

struct pm_scope *pm_scope_new(struct pm_tree *tree, const struct pm_read_options *options, struct pm_buf *err)
{
	struct pm_scope *scope = pm_calloc(1, sizeof *scope);
	struct finder f = {.product = &scope->product, .tree = tree, .err = err};
	const char *folder = options->folder ? options->folder : "", *path;
	bool tool_tree;

	pm_arena_init(&scope->product.arena);
	scope->config = options->config;
	tool_tree = find_tool_tree(&f, folder, &scope->tool);
	for (size_t i = 0; i < options->path_count; i++)
		scope_named(scope, &f, "", options->paths[i]);
	for (size_t i = 0; !options->path_count && (path = pm_config_get_nth(options->config, "product.path", i)); i++)
		scope_named(scope, &f, folder, path);
	if (!options->path_count && !pm_config_get_nth(options->config, "product.path", 0)) {
		bool named = !has_default_name(tree, folder);
		scope_defaults(scope, folder, tool_tree, named, named && !find_named(NULL, tree, folder));
	}
	return scope;
}

void pm_scope_free(struct pm_scope *scope)
{
	if (!scope)
		return;
	for (size_t i = 0; i < scope->count; i++)
		free(scope->roots[i].path);
	free(scope->roots);
	pm_arena_clear(&scope->product.arena);
	free(scope);
}

static bool is_below(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return strncmp(path, folder, n) == 0 && (!n || !path[n] || path[n] == '/');
}

/* The root that reads this file; NULL: none does. */
static const struct scope_root *scope_root_of(const struct pm_scope *scope, const char *path)
{
	for (size_t i = 0; i < scope->count; i++) {
		const struct scope_root *root = &scope->roots[i];
		const char *rest = path + strlen(root->path);
		struct pm_str name = pm_str_c(path);

		if (!is_below(path, root->path))
			continue;
		if (root->file && !*rest)
			return root;
		rest += *rest == '/';
		if (!is_markdown(name) || has_folder(pm_str_c(rest), "node_modules") || (root->tool_tree && tool_skips(name)))
			continue;
		if (root->docs && (strchr(rest, '/') || !is_named(name)))
			continue;
		if (root->plan && (!plan_has(root->plan, name) || (!root->plan->deep && strchr(rest, '/'))))
			continue;
		return root;
	}
	return NULL;
}

bool pm_scope_has(const struct pm_scope *scope, const char *path, bool folder)
{
	if (!folder)
		return scope_root_of(scope, path) != NULL;
	for (size_t i = 0; i < scope->count; i++)
		if (is_below(scope->roots[i].path, path) || (!scope->roots[i].docs && is_below(path, scope->roots[i].path)))
			return true;
	return false;
}

struct pm_scope_file pm_scope_file(const struct pm_scope *scope, const char *path)
{
	const struct scope_root *root = scope_root_of(scope, path);
	struct found found = classify(path, root && root->tool_tree);

	return (struct pm_scope_file){found.role, found.place, found.named};
}

struct pm_product *pm_scope_read(const struct pm_scope *scope, const struct pm_scope_file *file, struct pm_source *source)
{
	struct pm_product *p = pm_calloc(1, sizeof *p);
	struct found found = {.role = file->role, .place = file->place, .named = file->named};
	struct pm_reading reading = {0};
	size_t text_cap = 0;

	p->config = scope->config;
	p->vision_file = PM_NO_FILE;
	pm_arena_init(&p->arena);
	pm_diags_init(&p->diags, &p->arena);
	p->file_count = 1;
	p->files = pm_calloc(1, sizeof *p->files);
	p->files[0].source = *source;
	read_source(scope->config, &found, &p->files[0], 0, 1, &p->arena, &reading);
	join(p, &reading, &text_cap);
	build_index(p, scope->tool.prefix);
	join_references(p, &text_cap);
	set_states(p, &scope->tool, 0, p->item_count);
	finish(p);
	return p;
}

void pm_scope_thread_end(void)
{
	pm_read_thread_end();
}

void pm_product_free(struct pm_product *p)
{
	if (!p)
		return;
	for (uint32_t i = 0; i < p->file_count; i++)
		pm_source_clear(&p->files[i].source);
	free(p->files);
	free(p->items);
	free(p->links);
	free(p->references);
	free(p->texts);
	free(p->skipped);
	free_index(p->ids);
	pm_diags_clear(&p->diags);
	pm_arena_clear(&p->arena);
	free(p);
}

/* -- memory of the files */

void pm_product_passed(const struct pm_product *p, uint32_t index)
{
	pm_source_rest(&p->files[p->items[index].file].source, 0, p->items[index].span.start);
}

void pm_product_rest(const struct pm_product *p)
{
	for (uint32_t i = 0; i < p->file_count; i++)
		pm_source_rest(&p->files[i].source, 0, p->files[i].source.size);
}

/* -- asking an item */

struct pm_str pm_field_text(const struct pm_product *p, const struct pm_item *item, const struct pm_field *field)
{
	if (field->flags & PM_FIELD_HAS_TEXT)
		return p->texts[field->text].text;
	const struct pm_source *source = &p->files[item->file].source;
	if (field->spelling == PM_SPELL_BOX) {
		char c = source->bytes[field->value.start];
		return c == ' '		      ? PM_STR("open")
		       : c == 'x' || c == 'X' ? PM_STR("done")
		       : c == '-'	      ? PM_STR("dropped")
					      : PM_STR("started");
	}
	if (field->spelling == PM_SPELL_STRUCK)
		return PM_STR("done");
	return pm_source_text(source, field->value);
}

const struct pm_field *pm_item_field(const struct pm_product *p, const struct pm_item *item, enum pm_field_id id)
{
	const struct pm_field *bucket = NULL;
	(void)p;
	for (size_t i = 0; i < item->field_count; i++) {
		const struct pm_field *f = &item->fields[i];
		if (f->def != id)
			continue;
		if (f->spelling != PM_SPELL_BUCKET)
			return f;
		bucket = bucket ? bucket : f;
	}
	return bucket;
}

struct pm_str pm_item_text(const struct pm_product *p, const struct pm_item *item, enum pm_field_id id)
{
	const struct pm_field *field = pm_item_field(p, item, id);
	if (!field) /* of most items and fields that is so */
		return (struct pm_str){"", 0};
	struct pm_str text = pm_field_text(p, item, field);
	return pm_value_empty(text) ? (struct pm_str){"", 0} : text;
}

bool pm_item_number(const struct pm_product *p, const struct pm_item *item, enum pm_field_id id, struct pm_number *number)
{
	const struct pm_field *field = pm_item_field(p, item, id);
	if (!field)
		return false;
	struct pm_str text = pm_field_text(p, item, field);
	return pm_amount_read(id, text, number);
}

bool pm_item_size(const struct pm_product *p, const struct pm_item *item, enum pm_field_id id, struct pm_size *size)
{
	const struct pm_field *field = pm_item_field(p, item, id);
	return field && pm_size_read(pm_field_text(p, item, field), size);
}

bool pm_item_date(const struct pm_product *p, const struct pm_item *item, enum pm_field_id id, pm_day *day)
{
	const struct pm_field *field = pm_item_field(p, item, id);
	return field && pm_date_read(pm_field_text(p, item, field), true, day) > 0;
}

struct pm_str pm_item_status(const struct pm_product *p, const struct pm_item *item)
{
	const struct pm_field *field = pm_item_field(p, item, PM_FIELD_STATUS);
	if (field && field->spelling == PM_SPELL_BOX && item->box == PM_BOX_OPEN) /* the bucket above may say more */
		for (size_t i = 0; i < item->field_count; i++)
			if (item->fields[i].def == PM_FIELD_STATUS && item->fields[i].spelling == PM_SPELL_BUCKET) {
				struct pm_str word, text = pm_field_text(p, item, &item->fields[i]);
				return pm_config_state(p->config, text, &word) == item->state ? text : (struct pm_str){"", 0};
			}
	if (field && (field->spelling == PM_SPELL_BOX || field->spelling == PM_SPELL_STRUCK))
		return (struct pm_str){"", 0};
	return pm_item_text(p, item, PM_FIELD_STATUS);
}

struct pm_str pm_item_story_text(const struct pm_product *p, const struct pm_item *item, struct pm_span part)
{
	return pm_source_text(&p->files[item->file].source, part);
}

struct pm_str pm_criterion_text(const struct pm_product *p, const struct pm_item *item, const struct pm_criterion *criterion)
{
	return pm_source_text(&p->files[item->file].source, criterion->span);
}

/* A place where a step may begin: the start, a line's start, behind a comma or full stop, or in front of emphasis. */
static bool may_begin(struct pm_str text, size_t at)
{
	if (text.p[at] == ' ' || text.p[at] == '\t')
		return false;
	size_t front = at;
	while (front && (text.p[front - 1] == ' ' || text.p[front - 1] == '\t'))
		front--;
	if (!front || text.p[front - 1] == '\n')
		return text.p[at] != ' ' && text.p[at] != '\t';
	if (text.p[at] == '*' && text.p[at - 1] == ' ')
		return true;
	if (at >= 3 && (memcmp(text.p + at - 3, "，", 3) == 0 || memcmp(text.p + at - 3, "、", 3) == 0 ||
			memcmp(text.p + at - 3, "。", 3) == 0 || memcmp(text.p + at - 3, "；", 3) == 0))
		return true;
	if (text.p[at - 1] == ' ' && at + 3 < text.n && text.p[at] >= 'A' && text.p[at] <= 'Z' && text.p[at + 1] >= 'A' &&
	    text.p[at + 1] <= 'Z' && text.p[at + 2] >= 'A' && text.p[at + 2] <= 'Z')
		return true; /* WHEN ... THEN ... */
	return text.p[at - 1] == ' ' && at >= 2 && strchr(",.;>", text.p[at - 2]);
}

/* "Given a card When I pay Then it is booked": with nothing between the steps but their capitals. */
static bool is_capital(struct pm_str text, size_t at)
{
	return at && text.p[at - 1] == ' ' && text.p[at] >= 'A' && text.p[at] <= 'Z' && at + 1 < text.n && text.p[at + 1] >= 'a' &&
	       text.p[at + 1] <= 'z';
}

/* "WHEN the drawer is open, the system SHALL wait" (EARS): what it shall do is what is seen then. */
static void split_shall(const char *bytes, struct pm_span *when, struct pm_span *then)
{
	struct pm_str text = {bytes + when->start, when->end - when->start};
	ptrdiff_t shall = pm_str_find(text, " SHALL ");
	shall = shall < 0 ? pm_str_find(text, " shall ") : shall;
	for (ptrdiff_t at = shall; at > 0; at--) {
		bool wide = at >= 3 && memcmp(text.p + at - 3, "，", 3) == 0;
		if (!wide && (text.p[at - 1] != ',' || text.p[at] != ' '))
			continue;
		*then = (struct pm_span){when->start + (uint32_t)at + !wide, when->end};
		when->end = when->start + (uint32_t)at - (wide ? 3 : 1);
		return;
	}
}

bool pm_criterion_parts(const struct pm_product *p, const struct pm_item *item, const struct pm_criterion *criterion,
			struct pm_span *given, struct pm_span *when, struct pm_span *then)
{
	struct pm_str text = pm_criterion_text(p, item, criterion);
	struct pm_span *parts[3] = {given, when, then}, *open = NULL;
	uint32_t base = criterion->span.start;
	enum pm_step last = PM_STEP_NONE;
	*given = *when = *then = (struct pm_span){0, 0};
	for (size_t at = 0; at < text.n; at++) {
		size_t n;
		bool begins = may_begin(text, at);
		if ((!begins && !(open && is_capital(text, at))) || (open && text.p[at] == ' '))
			continue;
		enum pm_step step = pm_step_read(pm_str_sub(text, at, text.n), &n);
		if (step < PM_STEP_GIVEN || step > PM_STEP_THEN || parts[step - PM_STEP_GIVEN]->end)
			continue;
		if (!begins && step <= last)
			continue; /* the order says that it is a step */
		if (open)
			open->end = base + (uint32_t)at;
		last = step;
		open = parts[step - PM_STEP_GIVEN];
		*open = (struct pm_span){base + (uint32_t)(at + n), criterion->span.end};
		at += n - 1;
	}
	const char *bytes = p->files[item->file].source.bytes;
	if (when->end && !then->end)
		split_shall(bytes, when, then);
	for (size_t i = 0; i < 3; i++) { /* without what joins the parts */
		while (parts[i]->end > parts[i]->start + 3 &&
		       (memcmp(bytes + parts[i]->end - 3, "，", 3) == 0 || memcmp(bytes + parts[i]->end - 3, "、", 3) == 0 ||
			memcmp(bytes + parts[i]->end - 3, "。", 3) == 0))
			parts[i]->end -= 3;
		while (parts[i]->end > parts[i]->start && strchr(" \t\r\n,;.*_-+", bytes[parts[i]->end - 1]) &&
		       bytes[parts[i]->end - 1])
			parts[i]->end--;
	}
	return given->end || when->end || then->end;
}

struct pm_str pm_item_name(const struct pm_product *p, const struct pm_item *item)
{
	(void)p;
	return item->id.n ? item->id : item->title;
}

uint32_t pm_item_link(const struct pm_product *p, uint32_t item, enum pm_field_id field, enum pm_kind kind)
{
	const struct pm_item *it = &p->items[item];

	for (uint32_t i = 0; i < it->link_count; i++) {
		const struct pm_link *link = &p->links[it->first_link + i];

		if (link->field == field && link->to != PM_NO_ITEM && link->to != item &&
		    (kind == PM_KIND_NONE || p->items[link->to].kind == kind))
			return link->to;
	}
	return PM_NO_ITEM;
}

uint32_t pm_item_above(const struct pm_product *p, uint32_t item)
{
	const struct pm_item *it = &p->items[item];
	uint32_t to;

	if (it->parent != PM_NO_ITEM && !PM_KIND_IS_RECORD(p->items[it->parent].kind))
		return it->parent;
	to = pm_item_link(p, item, PM_FIELD_EPIC, PM_KIND_NONE);
	return to != PM_NO_ITEM ? to : pm_item_link(p, item, PM_FIELD_INITIATIVE, PM_KIND_NONE);
}

/* -- plain text */

/* The closing bracket that belongs to the opening one; n: none near. */
static size_t closing(struct pm_str s, size_t at, char open, char close)
{
	size_t depth = 0;
	for (size_t i = at; i < s.n && i < at + 1000; i++) {
		if (s.p[i] == '\\')
			i++;
		else if (s.p[i] == open)
			depth++;
		else if (s.p[i] == close && --depth == 0)
			return i;
	}
	return s.n;
}

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static size_t plain_tag(struct pm_str s, size_t i)
{
	if (i + 1 >= s.n || !(is_word_byte(s.p[i + 1]) || s.p[i + 1] == '/' || s.p[i + 1] == '!'))
		return i;
	size_t limit = i + 200 < s.n ? i + 200 : s.n;
	if (s.p[i + 1] >= 'A' && s.p[i + 1] <= 'Z' && i + 2 < s.n && s.p[i + 2] >= 'a' && s.p[i + 2] <= 'z')
		return i; /* <FilterBar />: a component, which is talked of */
	for (size_t end = i + 1; end < limit; end++)
		if (s.p[end] == '>')
			return pm_str_find(pm_str_sub(s, i, end), "://") >= 0 || memchr(s.p + i, '@', end - i) ? i : end + 1;
	return i;
}

static size_t plain_entity(struct pm_str s, size_t i, struct pm_buf *out)
{
	static const char *const names[][2] = {{"&amp;", "&"},	 {"&lt;", "<"},	  {"&gt;", ">"},
					       {"&quot;", "\""}, {"&nbsp;", " "}, {"&#39;", "'"}};
	for (size_t k = 0; k < sizeof names / sizeof *names; k++)
		if (pm_str_starts(pm_str_sub(s, i, s.n), names[k][0])) {
			pm_buf_addz(out, names[k][1]);
			return i + strlen(names[k][0]);
		}
	pm_buf_addc(out, '&');
	return i + 1;
}

/* A code span, as it stands between its marks. */
static size_t plain_code(struct pm_str s, size_t i, struct pm_buf *out)
{
	size_t n = 0;
	while (i + n < s.n && s.p[i + n] == '`')
		n++;
	for (size_t at = i + n; at < s.n; at++) {
		size_t close = 0;
		while (at + close < s.n && s.p[at + close] == '`')
			close++;
		if (close == n) {
			struct pm_str code = pm_str_sub(s, i + n, at);
			for (size_t k = 0; k < code.n; k++)
				if (code.p[k] != '\r')
					pm_buf_addc(out, code.p[k] == '\n' ? ' ' : code.p[k]);
			return at + n;
		}
		at += close ? close - 1 : 0;
	}
	return i + n; /* never closed */
}

static bool opens_underscore(struct pm_str s, size_t i)
{
	return !(i && is_word_byte(s.p[i - 1])) && i + 1 < s.n && s.p[i + 1] != ' ' && s.p[i + 1] != '\n';
}

static bool closes_underscore(struct pm_str s, size_t i)
{
	return i && s.p[i - 1] != ' ' && s.p[i - 1] != '\n' && !(i + 1 < s.n && is_word_byte(s.p[i + 1]));
}

static void plain_into(struct pm_str s, struct pm_buf *out, int depth)
{
	bool start = true;
	size_t opened = 0, closer = 0; /* underscores of emphasis; where the next that may close one is */
	for (size_t i = 0; i < s.n;) {
		char c = s.p[i];
		bool front = start;
		start = false;
		if (c == '\\' && (i + 1 == s.n || s.p[i + 1] == '\n' || s.p[i + 1] == '\r')) {
			i++; /* a hard line break */
			start = front;
		} else if (c == '\\' && i + 1 < s.n && strchr("\\`*_{}[]()#+-.!|<>~", s.p[i + 1]) && s.p[i + 1]) {
			pm_buf_addc(out, s.p[i + 1]);
			i += 2;
		} else if (c == '\n' || c == '\r' || c == '\t' || c == ' ') {
			if (out->n && out->p[out->n - 1] != ' ')
				pm_buf_addc(out, ' ');
			start = c == '\n' || (front && c != '\n');
			i++;
		} else if (front && c == '>' && i) {
			i++;
			start = true;
		} else if (c == '`') {
			i = plain_code(s, i, out);
		} else if (front && i && (c == '-' || c == '*' || c == '+') && i + 1 < s.n && s.p[i + 1] == ' ') {
			i += 2; /* the marker of a further entry */
		} else if (c == '*' || (c == '~' && i + 1 < s.n && s.p[i + 1] == '~')) {
			bool alone = c == '*' && (i == 0 || s.p[i - 1] == ' ') && (i + 1 == s.n || s.p[i + 1] == ' ');
			if (alone)
				pm_buf_addc(out, c);
			i += c == '~' ? 2 : 1;
		} else if (c == '_' && opened && closes_underscore(s, i)) {
			opened--;
			i++;
		} else if (c == '_' && opens_underscore(s, i)) {
			for (closer = closer > i ? closer : i + 1; closer < s.n; closer++)
				if (s.p[closer] == '_' && closes_underscore(s, closer))
					break;
			if (closer < s.n)
				opened++; /* of `__` each one closes another */
			else
				pm_buf_addc(out, c);
			i++;
		} else if ((c == '[' || (c == '!' && i + 1 < s.n && s.p[i + 1] == '[')) && depth < 4) {
			size_t open = i + (c == '!');
			size_t end = closing(s, open, '[', ']');
			bool link = end + 1 < s.n && (s.p[end + 1] == '(' || (s.p[end + 1] == '[' && end > open + 3));
			size_t target = !link		      ? s.n
					: s.p[end + 1] == '(' ? closing(s, end + 1, '(', ')')
							      : closing(s, end + 1, '[', ']');
			if (link && target < s.n) {
				plain_into(pm_str_sub(s, open + 1, end), out, depth + 1);
				i = target + 1;
			} else {
				pm_buf_addc(out, c);
				i++;
			}
		} else if (c == '<') {
			size_t end = plain_tag(s, i);
			if (end == i) {
				pm_buf_addc(out, c);
				end++;
			} else if (out->n && out->p[out->n - 1] != ' ' && pm_str_istarts(pm_str_sub(s, i, s.n), "<br")) {
				pm_buf_addc(out, ' ');
			}
			i = end;
		} else if (c == '&') {
			i = plain_entity(s, i, out);
		} else {
			pm_buf_addc(out, c);
			i++;
		}
	}
}

void pm_text_plain(struct pm_str text, struct pm_buf *out)
{
	size_t before = out->n;
	pm_buf_reserve(out, text.n + 1);
	plain_into(pm_str_trim(text), out, 0);
	while (out->n > before && out->p[out->n - 1] == ' ')
		out->p[--out->n] = 0;
}
