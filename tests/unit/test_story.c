/* test_story: story sentences in thirteen languages. */
#include "parser/story.h"
#include "tests/unit/test.h"

static struct pm_str part(const char *text, struct pm_span span)
{
	return pm_str_sub(pm_str_c(text), span.start, span.end);
}

struct row {
	const char *text, *role, *want, *benefit;
};

static void check_row(const struct row *row)
{
	struct pm_story s;
	bool is = pm_story_read(pm_str_c(row->text), 0, &s);

	CHECK(is && pm_story_opens(pm_str_c(row->text)));
	test_bytes(part(row->text, s.role).p, part(row->text, s.role).n, row->role, strlen(row->role), __FILE__, __LINE__,
		   row->text);
	test_bytes(part(row->text, s.want).p, part(row->text, s.want).n, row->want, strlen(row->want), __FILE__, __LINE__,
		   row->text);
	test_bytes(part(row->text, s.benefit).p, part(row->text, s.benefit).n, row->benefit, strlen(row->benefit), __FILE__,
		   __LINE__, row->text);
}

static void test_sentences(void)
{
	static const struct row rows[] = {
		{"As a returning customer, I want to pay with a saved card so that I can go.", "returning customer",
		 "to pay with a saved card", "I can go"},
		{"**As a** clerk,\n**I want** to see it\n**so that** I know", "clerk", "to see it", "I know"},
		{"- As an admin\n- I need a list\n- so I can sort it", "admin", "a list", "I can sort it"},
		{"> As a guest, I would like a view", "guest", "a view", ""},
		{"In order to save time, as a user, I want a shortcut", "user", "a shortcut", "save time"},
		{"En tant que client, je veux payer afin de partir", "client", "payer", "partir"},
		{"Als Kunde möchte ich zahlen, damit ich gehen kann", "Kunde", "zahlen", "ich gehen kann"},
		{"Como cliente quiero pagar para que pueda irme", "cliente", "pagar", "pueda irme"},
		{"Как покупатель, я хочу платить, чтобы уйти", "покупатель", "платить", "уйти"},
		{"Als klant wil ik betalen zodat ik kan gaan", "klant", "betalen", "ik kan gaan"},
		{"Som kund vill jag betala så att jag kan gå", "kund", "betala", "jag kan gå"},
		{"Come cliente, voglio pagare in modo da andare via", "cliente", "pagare", "andare via"},
		{"Jako klient chcę zapłacić, aby iść", "klient", "zapłacić", "iść"},
		{"Jako zákazník chci zaplatit, abych mohl jít", "zákazník", "zaplatit", "mohl jít"},
		{"\"As a guest, I don't want calls so that it is calm.\"", "guest", "don't want calls", "it is calm"},
		{"**Como** guía, **quiero** rutas para todos, **para** andar", "guía", "rutas para todos", "andar"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check_row(&rows[i]);
}

static void test_clauses(void)
{
	static const struct {
		const char *header;
		enum pm_clause clause;
	} rows[] = {{"As a ...", PM_CLAUSE_ROLE},   {"En tant que", PM_CLAUSE_ROLE}, {"Como", PM_CLAUSE_ROLE},
		    {"I want to", PM_CLAUSE_WANT},  {"Ich möchte", PM_CLAUSE_WANT},  {"Je veux pouvoir...", PM_CLAUSE_WANT},
		    {"so that", PM_CLAUSE_BENEFIT}, {"Afin de", PM_CLAUSE_BENEFIT},  {"Para que", PM_CLAUSE_BENEFIT},
		    {"Assigned", PM_CLAUSE_NONE},   {"Status", PM_CLAUSE_NONE},	     {"", PM_CLAUSE_NONE}};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		CHECK(pm_story_clause(pm_str_c(rows[i].header)) == rows[i].clause);
}

static void test_no_sentences(void)
{
	static const char *const none[] = {"",
					   "As soon as it rains, I want to go",
					   "As a result, it rains",
					   "I want to pay",
					   "Assign it",
					   "As a user",
					   "As a user I"};
	struct pm_story s;

	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		CHECK(!pm_story_read(pm_str_c(none[i]), 0, &s) || !pm_story_opens(pm_str_c(none[i])));
	}
	CHECK(!pm_story_opens(PM_STR("As soon as it rains")));
	CHECK(!pm_story_opens(PM_STR("Assign it")));
}

static void test_offsets(void)
{
	struct pm_story s;

	CHECK(pm_story_read(PM_STR("As a user, I want x so that y"), 100, &s));
	CHECK_INT(s.role.start, 105);
	CHECK_INT(s.role.end, 109);
	CHECK_INT(s.span.start, 100);
	CHECK_INT(s.span.end, 129);
	CHECK_STR(pm_languages[s.language].code, "en");
}

static void test_continuations(void)
{
	static const char *const yes[] = {"I want to pay",  "so that it is", "- **so that** I go", "je veux payer",
					  "damit ich gehe", "чтобы уйти",    "para que pueda"};
	static const char *const no[] = {"", "It is what I want", "Status: open", "and so that", "Зачем чтобы"};

	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		CHECK(pm_story_continues(pm_str_c(yes[i])));
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		CHECK(!pm_story_continues(pm_str_c(no[i])));
}

static void test_own_patterns(void)
{
	struct pm_buf err = {0};
	struct pm_story s;

	CHECK(!pm_story_opens(PM_STR("Role x wants y")));
	CHECK_INT(pm_story_add_pattern(PM_STR("^Role (?<role>\\w+) wants (?<want>\\w+)"), &err), 0);
	CHECK(pm_story_opens(PM_STR("Role x wants y")));
	CHECK(pm_story_read(PM_STR("Role x wants y"), 0, &s));
	CHECK_INT(s.want.start, 13);
	CHECK_INT(pm_story_add_pattern(PM_STR("^Role (?<role>\\w+)"), &err), -1);
	CHECK(err.n > 0);
	pm_buf_reset(&err);
	CHECK_INT(pm_story_add_pattern(PM_STR("("), &err), -1);
	CHECK(err.n > 0);
	pm_story_reset();
	CHECK(!pm_story_opens(PM_STR("Role x wants y")));
	pm_buf_clear(&err);
}

/* However long: spans lie in the text. */
static void test_long_texts(void)
{
	static const char *const pieces[] = {"As a ",  "I want ", "so that ", ", ",  "x.\n", "*",
					     "として", "\xff",	  "_",	      "<br", "\\\n"};

	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct pm_buf text = {0};
		struct pm_story s;

		pm_buf_addz(&text, "As a user ");
		for (int n = 0; n < 20000; n++)
			pm_buf_addz(&text, pieces[i]);
		pm_buf_addz(&text, " I want x so that y");
		pm_story_read(pm_buf_str(&text), 0, &s);
		CHECK(s.span.start <= s.span.end && s.span.end <= text.n && s.role.end <= text.n && s.want.end <= text.n &&
		      s.benefit.end <= text.n);
		pm_buf_clear(&text);
	}
}

static bool is_text(struct pm_str text, struct pm_span span, const char *expected)
{
	return pm_str_eqc(pm_str_sub(text, span.start, span.end), expected);
}

static void test_bare(void)
{
	static const struct {
		const char *text, *role, *want, *benefit;
	} cases[] = {
		{"As a clerk, see the queue", "clerk", "see the queue", ""},
		{"As a clerk, see the queue so that nobody waits.", "clerk", "see the queue", "nobody waits"},
		{"Come cliente, pago con la carta", "cliente", "pago con la carta", ""},
		{"Als Kunde zahle ich mit der Karte, um schnell zu sein", "Kunde", "zahle ich mit der Karte", "schnell zu sein"},
	};
	static const char *const none[] = {"See the queue, as a clerk", "As a clerk", "As a clerk,",
					   "as soon as it rains, stop", "",	      "~~"};
	struct pm_story s;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct pm_str text = pm_str_c(cases[i].text);

		CHECK(pm_story_read_bare(text, 0, &s));
		CHECK(is_text(text, s.role, cases[i].role) && is_text(text, s.want, cases[i].want) &&
		      is_text(text, s.benefit, cases[i].benefit));
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		CHECK(!pm_story_read_bare(pm_str_c(none[i]), 0, &s) && s.span.end == 0);
}

int main(void)
{
	test_sentences();
	test_bare();
	test_clauses();
	test_no_sentences();
	test_offsets();
	test_continuations();
	test_own_patterns();
	test_long_texts();
	return test_done();
}
