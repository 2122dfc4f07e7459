/* view_board: the states of the workflow as columns, with their limits, and how old what stands there is. */
#include "formats/section.h"
#include "formats/words.h"
#include "parser/words.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { CARDS_MAX = 100, DONE_MAX = 15, STATES_MAX = 16 };
enum { STAGE_READY = 2 }; /* of WORD_STAGE, words.def */

/* One column: a state of the configured workflow, else one that items have. */
struct column {
	struct pm_str name, key; /* key: as statuses are compared, lower case */
	enum pm_state_class state;
	int order;	       /* within the class */
	uint32_t first;	       /* the first item that has it */
	uint32_t count, limit; /* limit 0: none */
};

struct board {
	struct pm_page *page;
	struct column *columns; /* heap */
	size_t count, cap;
	uint32_t *of; /* of every item: its column; UINT32_MAX: none */
	struct pm_arena arena;
};

/* -- the columns */

static const char *const class_names[] = {SAY_NO_STATUS, SAY_IDEAS, SAY_TO_DO, SAY_IN_PROGRESS, SAY_DONE, SAY_DROPPED};

/* The part of a status that says the state, without a note behind it; the class's name where there is no status. */
static struct pm_str state_word(const struct pm_page *page, uint32_t item)
{
	const struct pm_item *it = &page->product->items[item];
	struct pm_str status = pm_item_status(page->product, it), word = status;

	if (status.n == 0)
		return pm_str_c(class_names[it->state]);
	pm_config_state(page->product->config, status, &word);
	return pm_str_trim(word);
}

/* What a word of any language means in the usual order of work; -1: no such word. */
static int stage_of(struct pm_str word)
{
	const char *after;
	int stage = word.n > 0 ? pm_word_match(WORD_STAGE, word.p, pm_str_end(word), &after) : -1;

	return stage >= 0 && after == pm_str_end(word) ? stage : -1;
}

/* "To Do", "todo" and "offen" are one column. */
static void add_key(struct pm_str word, struct pm_buf *key)
{
	int stage = stage_of(word);
	struct pm_buf folded = {0};

	if (stage >= 0) {
		pm_buf_addf(key, "=%d", stage); /* no folded word begins so */
		return;
	}
	pm_buf_add_fold(&folded, word);
	for (size_t i = 0; i < folded.n; i++)
		if (folded.p[i] != ' ' && folded.p[i] != '-' && folded.p[i] != '_')
			pm_buf_addc(key, folded.p[i]);
	if (key->n == 0)
		pm_buf_adds(key, pm_buf_str(&folded));
	pm_buf_clear(&folded);
}

/* A word that has no stage stands among those of its class: "new" before "ready", "in QA" behind "in review". */
static int order_of(struct pm_str word, enum pm_state_class state)
{
	int stage = stage_of(word);

	if (stage >= 0)
		return 2 * stage;
	switch (state) {
	case PM_STATE_OPEN: return 2 * STAGE_READY - 1;
	case PM_STATE_NONE: return 0;
	default: return INT_MAX;
	}
}

static void add_column(struct board *board, struct pm_str name, enum pm_state_class state, uint32_t first)
{
	PM_GROW(board->columns, board->count, board->cap);
	board->columns[board->count++] =
		(struct column){.name = name, .state = state, .order = order_of(name, state), .first = first};
}

static bool is_on_board(const struct pm_page *page, uint32_t item)
{
	return page->plan.work[item] && page->product->items[item].state != PM_STATE_DROPPED;
}

static void use_workflow(struct board *board)
{
	const struct pm_config *config = board->page->product->config;
	const struct pm_product *product = board->page->product;
	uint32_t *column = pm_calloc(config->state_count + 1, sizeof(*column));

	for (size_t s = 0; s < config->state_count; s++) {
		column[s] = (uint32_t)board->count;
		if (config->states[s].state == PM_STATE_DROPPED)
			column[s] = UINT32_MAX;
		else
			add_column(board, config->states[s].name, config->states[s].state, 0);
	}
	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		struct pm_str status = pm_item_status(product, &product->items[i]);
		const struct pm_config_state *state = status.n > 0 ? pm_config_state_find(config, status) : NULL;

		if (state && is_on_board(board->page, i))
			board->of[i] = column[state - config->states];
	}
	free(column);
}

/* A column for everything whose state the workflow does not have, and for what has none. */
static void add_strays(struct board *board)
{
	uint32_t stray = UINT32_MAX;

	for (uint32_t i = 0; pm_product_more(board->page->product, i); i++) {
		if (!is_on_board(board->page, i) || board->of[i] != UINT32_MAX)
			continue;
		if (stray == UINT32_MAX) {
			stray = (uint32_t)board->count;
			add_column(board, PM_STR(SAY_ELSEWHERE), PM_STATE_NONE, i);
		}
		board->of[i] = stray;
	}
}

/* -- columns where no workflow is configured */

struct said {
	struct pm_str key;
	uint32_t item;
};

static int by_key(const void *a, const void *b)
{
	const struct said *x = a, *y = b;
	int order = pm_str_cmp(x->key, y->key);

	return order != 0 ? order : (x->item > y->item) - (x->item < y->item);
}

static struct said *collect(struct board *board, size_t *count)
{
	uint32_t items = board->page->product->item_count;
	struct said *list = pm_calloc((size_t)items + 1, sizeof(*list));
	struct pm_buf key = {0};

	*count = 0;
	for (uint32_t i = 0; i < items; i++) {
		if (!is_on_board(board->page, i))
			continue;
		pm_buf_reset(&key);
		add_key(state_word(board->page, i), &key);
		list[(*count)++] = (struct said){pm_str_n(pm_arena_dup(&board->arena, key.p ? key.p : "", key.n), key.n), i};
	}
	pm_buf_clear(&key);
	if (*count > 0)
		qsort(list, *count, sizeof(*list), by_key);
	return list;
}

/* By class and stage, as work flows; then as they come in the files. */
static int by_flow(const void *a, const void *b)
{
	const struct column *x = a, *y = b;

	if (x->state != y->state)
		return x->state < y->state ? -1 : 1;
	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return (x->first > y->first) - (x->first < y->first);
}

/* The classes alone, where the words are too many to be a workflow. */
static void use_classes(struct board *board)
{
	board->count = 0;
	for (int s = PM_STATE_NONE; s <= PM_STATE_DONE; s++)
		add_column(board, pm_str_c(class_names[s]), (enum pm_state_class)s, 0);
	for (uint32_t i = 0; pm_product_more(board->page->product, i); i++)
		if (is_on_board(board->page, i))
			board->of[i] = board->page->product->items[i].state;
}

static void use_words(struct board *board)
{
	size_t count;
	struct said *list = collect(board, &count);
	uint32_t *now;

	for (size_t k = 0; k < count; k++) {
		const struct pm_item *it = &board->page->product->items[list[k].item];

		if (k == 0 || !pm_str_eq(list[k].key, list[k - 1].key))
			add_column(board, state_word(board->page, list[k].item), (enum pm_state_class)it->state, list[k].item);
		board->of[list[k].item] = board->columns[board->count - 1].first; /* for now: who is first in it */
	}
	free(list);
	if (board->count > STATES_MAX) {
		use_classes(board);
		return;
	}
	if (board->count > 0)
		qsort(board->columns, board->count, sizeof(*board->columns), by_flow);
	now = pm_malloc(((size_t)board->page->product->item_count + 1) * sizeof(*now));
	for (size_t c = 0; c < board->count; c++)
		now[board->columns[c].first] = (uint32_t)c;
	for (uint32_t i = 0; pm_product_more(board->page->product, i); i++)
		if (board->of[i] != UINT32_MAX)
			board->of[i] = now[board->of[i]];
	free(now);
}

static void find_limits(struct board *board)
{
	const struct pm_config *config = board->page->product->config;

	for (uint32_t i = 0; pm_product_more(board->page->product, i); i++)
		if (board->of[i] != UINT32_MAX)
			board->columns[board->of[i]].count++;
	for (size_t c = 0; c < board->count; c++)
		for (size_t l = 0; l < config->limit_count; l++)
			if (pm_str_fold_eq(config->limits[l].state, board->columns[c].name))
				board->columns[c].limit = config->limits[l].count;
}

/* -- the cards */

struct card {
	uint32_t item, column, position;
};

static int by_place(const void *a, const void *b)
{
	const struct card *x = a, *y = b;

	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	if (x->position != y->position)
		return x->position < y->position ? -1 : 1;
	return (x->item > y->item) - (x->item < y->item);
}

static struct card *find_cards(const struct board *board, size_t *count)
{
	const struct pm_page *page = board->page;
	const struct pm_ranking *ranking = page->input->ranking;
	uint32_t items = page->product->item_count;
	uint32_t *position = pm_malloc(((size_t)items + 1) * sizeof(*position));
	struct card *cards = pm_calloc((size_t)items + 1, sizeof(*cards));

	memset(position, 0xff, ((size_t)items + 1) * sizeof(*position));
	for (size_t k = 0; ranking && k < ranking->count; k++)
		position[ranking->items[k].item] = ranking->items[k].position;
	*count = 0;
	for (uint32_t i = 0; i < items; i++)
		if (board->of[i] != UINT32_MAX)
			cards[(*count)++] = (struct card){i, board->of[i], position[i]};
	if (*count > 0)
		qsort(cards, *count, sizeof(*cards), by_place);
	free(position);
	return cards;
}

/* How long it has been there. */
static bool find_age(const struct pm_page *page, uint32_t item, int32_t *days)
{
	pm_day since = page->input->today != PM_NO_DAY ? pm_page_since(page, item) : PM_NO_DAY;

	if (since == PM_NO_DAY)
		return false;
	*days = page->input->today - since;
	return *days >= 0;
}

/* Which figures any card has. */
struct figures {
	bool estimate, owner, age;
};

static struct figures find_figures(const struct board *board)
{
	struct figures has = {.estimate = board->page->plan.unit != NULL};
	bool owners = pm_view_shows_field(board->page->input, PM_FIELD_OWNER);
	int32_t days;

	for (uint32_t i = 0; pm_product_more(board->page->product, i); i++) {
		if (board->of[i] == UINT32_MAX)
			continue;
		has.owner = has.owner ||
			    (owners && pm_item_text(board->page->product, &board->page->product->items[i], PM_FIELD_OWNER).n > 0);
		has.age = has.age || (!pm_plan_done(&board->page->plan, i) && find_age(board->page, i, &days));
	}
	return has;
}

static void add_card(struct board *board, const struct figures *has, uint32_t item)
{
	struct pm_page *page = board->page;
	bool done = pm_plan_done(&page->plan, item);
	bool asks = !done && page->product->items[item].state != PM_STATE_IDEA; /* of an idea nothing is asked yet */
	struct pm_cell *cell;
	int32_t days;

	pm_page_item(page, item, true);
	if (has->estimate) {
		cell = pm_report_cell(page->report, pm_page_estimate(page, item));
		cell->has_number = page->plan.effort[item] >= 0;
		cell->number = cell->has_number ? page->plan.effort[item] : 0;
	}
	if (has->owner)
		pm_report_cell(page->report, pm_item_text(page->product, &page->product->items[item], PM_FIELD_OWNER));
	if (has->age && !done && find_age(page, item, &days))
		pm_report_number(page->report, days, days == 1 ? SAY_DAY_WORD : SAY_DAYS);
	else if (has->age)
		pm_report_cell(page->report, PM_STR(""));
	cell = pm_report_cell(page->report, asks ? pm_page_lacks(page, item, NULL) : PM_STR(""));
	cell->tone = PM_TONE_WARN;
}

static size_t card_columns(const struct figures *has, struct pm_column columns[5])
{
	size_t n = 0;

	columns[n++] = (struct pm_column){PM_STR(SAY_ITEM_TITLE), "item", PM_ALIGN_LEFT, true};
	if (has->estimate)
		columns[n++] = (struct pm_column){PM_STR(SAY_ESTIMATE), "estimate", PM_ALIGN_RIGHT, false};
	if (has->owner)
		columns[n++] = (struct pm_column){PM_STR(SAY_OWNER), "owner", PM_ALIGN_LEFT, false};
	if (has->age)
		columns[n++] = (struct pm_column){PM_STR(SAY_AGE), "age", PM_ALIGN_RIGHT, false};
	columns[n++] = (struct pm_column){PM_STR(SAY_LACKS), "lacks", PM_ALIGN_LEFT, false};
	return n;
}

static void add_head(struct board *board, const struct column *column)
{
	struct pm_page *page = board->page;
	struct pm_cell *cell = pm_report_group(page->report, column->name);

	if (column->limit == 0)
		return;
	cell->number = column->limit;
	cell->has_number = true;
	cell->tone = column->count > column->limit ? PM_TONE_BAD : PM_TONE_NONE;
}

/* What the heads of the columns do not say: how much of it all is open, and where nothing more may go. */
static struct pm_str board_says(struct board *board)
{
	const struct pm_progress *all = &board->page->all;
	struct pm_buf text = {0};
	size_t full = 0;

	pm_buf_addf(&text, SAY_N_OPEN_N_DONE, (unsigned long)(all->all - all->done), (unsigned long)all->done);
	for (size_t c = 0; c < board->count; c++) {
		if (board->columns[c].limit == 0 || board->columns[c].count != board->columns[c].limit)
			continue;
		pm_buf_addz(&text, full++ > 0 ? ", " : SAY_AT_THEIR_LIMIT);
		pm_buf_adds(&text, board->columns[c].name);
	}
	if (full > 0)
		pm_buf_addc(&text, '.');
	return pm_page_take(board->page, &text);
}

static void add_board(struct board *board)
{
	struct pm_page *page = board->page;
	struct figures has = find_figures(board);
	struct pm_column columns[5];
	size_t count, k = 0, left_out = 0, n = card_columns(&has, columns);
	struct card *cards = find_cards(board, &count);

	pm_report_picture(page->report, PM_NODE_BOARD, PM_STR(""), board_says(board), columns, n)->picture->group_title =
		PM_STR(SAY_STATE);
	for (size_t c = 0; c < board->count; c++) {
		size_t most = board->columns[c].state == PM_STATE_DONE ? DONE_MAX : CARDS_MAX, shown = 0;

		add_head(board, &board->columns[c]);
		for (; k < count && cards[k].column == c; k++)
			if (shown++ < most)
				add_card(board, &has, cards[k].item);
		if (shown > most) {
			pm_report_left_out(page->report, shown - most);
			left_out += shown - most;
		}
	}
	pm_page_more(page, left_out, 0, SAY_ITEM);
	free(cards);
}

static void add_limits(struct board *board)
{
	for (size_t c = 0; c < board->count; c++) {
		const struct column *column = &board->columns[c];

		if (column->limit > 0 && column->count > column->limit)
			pm_report_paragraph(board->page->report,
					    pm_report_text(board->page->report, SAY_X_HOLDS_N_ITEMS_ITS_LIMIT, PM_FMT(column->name),
							   (unsigned long)column->count, (unsigned long)column->limit),
					    PM_TONE_BAD);
	}
}

static int make(const struct pm_view_input *input, struct pm_report *report, struct pm_buf *err)
{
	struct board board = {0};
	struct pm_page page;

	(void)err;
	pm_page_init(&page, input, report);
	pm_page_title(&page, SAY_BOARD);
	pm_arena_init(&board.arena);
	board.page = &page;
	board.of = pm_malloc(((size_t)input->product->item_count + 1) * sizeof(*board.of));
	memset(board.of, 0xff, ((size_t)input->product->item_count + 1) * sizeof(*board.of));
	if (input->product->config->state_count > 0) {
		use_workflow(&board);
		add_strays(&board);
	} else {
		use_words(&board);
	}
	find_limits(&board);
	if (page.all.all > 0) {
		add_limits(&board);
		add_board(&board);
		pm_page_index(&page);
	} else {
		pm_page_hint(&page, SAY_THERE_IS_NO_WORK_ON_THE);
	}
	free(board.columns);
	free(board.of);
	pm_arena_clear(&board.arena);
	pm_page_clear(&page);
	return 0;
}

const struct pm_view pm_view_board = {
	.name = "board",
	.summary = "the states of the workflow as columns, with limits and ages",
	.make = make,
	.asks = PM_ASKS_ORDER,
	.past = PM_PAST_WELCOME,
};
