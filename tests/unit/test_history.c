/* test_history: the life of every item.
 *
 * With arguments it is a probe for tests/git/history.sh, run in a repository:
 *
 *	test_history events [TO [FROM]]   every event of every life, in the order of the commits
 *	test_history lives [TO]           every life that is there, as the history has it in the end
 *	test_history items [TO]           the same of the product that stands in that commit
 */
#include "parser/history.h"

#include "parser/mem.h"
#include "test.h"

#include <stdlib.h>

static struct pm_config config;

static int complain(struct pm_buf *err)
{
	fprintf(stderr, "%s\n", err->p);
	pm_buf_clear(err);
	return 2;
}

static void print_event(const struct pm_history *history, const struct pm_event *event)
{
	const struct pm_history_commit *commit = &history->commits[event->commit];
	const struct pm_life *life = &history->lives[event->life];
	const char *from = pm_state_class_name((enum pm_state_class)event->from);
	const char *to = pm_state_class_name((enum pm_state_class)event->to);
	char day[16];

	pm_day_format(commit->day, day);
	printf("%s%s %.*s %s %s", day, commit->base ? "*" : "", PM_FMT(commit->author), life->id.n ? life->id.p : life->title.p,
	       pm_event_name((enum pm_event_type)event->type));
	if (event->type == PM_EVENT_FIELD)
		printf(" %s", pm_fields[event->field].name);
	if (event->type == PM_EVENT_STATE || event->type == PM_EVENT_CREATED || event->type == PM_EVENT_BACK)
		printf(" %s -> %s", from ? from : "none", to ? to : "none");
	if (event->before.n || event->after.n)
		printf(" '%.*s' -> '%.*s'", PM_FMT(event->before), PM_FMT(event->after));
	putchar('\n');
}

static int by_commit(const void *a, const void *b)
{
	const struct pm_event *x = *(const struct pm_event *const *)a, *y = *(const struct pm_event *const *)b;

	if (x->commit != y->commit)
		return x->commit < y->commit ? -1 : 1;
	return x < y ? -1 : x > y;
}

static void print_events(const struct pm_history *history)
{
	const struct pm_event **events = pm_malloc((history->event_count + 1) * sizeof *events);

	for (uint32_t i = 0; i < history->event_count; i++)
		events[i] = &history->events[i];
	qsort(events, history->event_count, sizeof *events, by_commit);
	for (uint32_t i = 0; i < history->event_count; i++)
		print_event(history, events[i]);
	if (history->shallow)
		puts("shallow");
	free(events);
}

static void print_life(const char *path, struct pm_str id, struct pm_str title, uint8_t state)
{
	const char *name = pm_state_class_name((enum pm_state_class)state);

	printf("%s\t%.*s\t%.*s\t%s\n", path, PM_FMT(id), PM_FMT(title), name ? name : "none");
}

static void print_lives(const struct pm_history *history)
{
	for (uint32_t i = 0; i < history->life_count; i++) {
		const struct pm_life *life = &history->lives[i];

		if (life->there)
			print_life(life->path, life->id, life->title, life->state);
	}
}

static int print_items(struct pm_git *git, const char *to)
{
	const struct pm_read_options options = {.config = &config};
	struct pm_buf err = {0};
	struct pm_tree *tree = pm_git_tree(git, to ? to : "HEAD", &err);
	struct pm_product *product;

	if (!tree || pm_product_read(tree, &options, &product, &err) < 0)
		return complain(&err);
	for (uint32_t i = 0; i < product->item_count; i++) {
		const struct pm_item *item = &product->items[i];

		print_life(product->files[item->file].source.path, item->id, item->title, item->state);
	}
	pm_product_free(product);
	pm_tree_free(tree);
	return 0;
}

static int probe(int argc, char **argv)
{
	struct pm_history_options options = {.read = {.config = &config}};
	struct pm_buf err = {0};
	struct pm_git *git = pm_git_open(".", &err);
	struct pm_history *history;
	int status = 0;

	if (!git)
		return complain(&err);
	options.to = argc > 2 && *argv[2] ? argv[2] : NULL;
	options.from = argc > 3 ? argv[3] : NULL;
	if (strcmp(argv[1], "items") == 0) {
		status = print_items(git, options.to);
	} else if (pm_history_read(git, &options, &history, &err) < 0) {
		status = complain(&err);
	} else {
		if (strcmp(argv[1], "events") == 0)
			print_events(history);
		else
			print_lives(history);
		pm_history_free(history);
	}
	pm_git_close(git);
	return status;
}

int main(int argc, char **argv)
{
	int status;

	pm_config_init(&config);
	pm_config_finish(&config);
	if (argc > 1) {
		status = probe(argc, argv);
		pm_config_clear(&config);
		return status;
	}
	CHECK_STR(pm_event_name(PM_EVENT_BACK), "back");
	pm_config_clear(&config);
	return test_done();
}
