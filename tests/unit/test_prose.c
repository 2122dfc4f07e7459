/* test_prose: the language of a text, and phrases in it. */
#include "parser/prose.h"
#include "tests/unit/test.h"

static void test_language(void)
{
	CHECK_INT(pm_prose_language(PM_STR("The order is placed when the card is saved")), PROSE_ENGLISH);
	CHECK_INT(pm_prose_language(PM_STR("Die Bestellung wird mit der Karte bezahlt")), PROSE_GERMAN);
	CHECK_INT(pm_prose_language(PM_STR("La commande est payée avec la carte")), PROSE_OTHER);
	CHECK_INT(pm_prose_language(PM_STR("カードで支払う")), PROSE_NONE);
	CHECK_INT(pm_prose_language(PM_STR("Robust")), PROSE_NONE);
	CHECK_INT(pm_prose_language(PM_STR("`the and of` Karte")), PROSE_NONE);
}

static void test_words(void)
{
	CHECK_INT(pm_prose_words(PM_STR("  The *order* is `not a word` placed. ")), 4);
	CHECK_INT(pm_prose_words(PM_STR("")), 0);
	CHECK(pm_prose_hash(PM_STR("The **Order**, placed.")) == pm_prose_hash(PM_STR("the order placed")));
	CHECK(pm_prose_hash(PM_STR("ÄRGER")) == pm_prose_hash(PM_STR("ärger")));
	CHECK(pm_prose_hash(PM_STR("order placed")) != pm_prose_hash(PM_STR("placed order")));
	CHECK_INT(pm_prose_hash(PM_STR(" .,")), 0);
}

/* Phrases as words.c finds them: the longest; and the cheap test says no to none of them. */
static void expect(const char *text, int value, size_t length)
{
	const char *after = text, *end = text + strlen(text);
	int found = pm_word_match(WORD_UNTESTABLE, text, end, &after);

	CHECK_INT(found, value);
	CHECK_INT((size_t)(after - text), length);
	CHECK(found < 0 || pm_word_may_begin(WORD_UNTESTABLE, text, end));
}

static void test_phrases(void)
{
	expect("works correctly", PROSE_ENGLISH | PROSE_AT_END, 15);
	expect("Works, mostly", PROSE_ENGLISH | PROSE_AT_END, 5);
	expect("user-friendly page", PROSE_ENGLISH, 13);
	expect("Ordnungsgemäß", PROSE_GERMAN | PROSE_AT_END, strlen("Ordnungsgemäß"));
	expect("o. Ä.", PROSE_GERMAN, strlen("o. Ä"));
	expect("ETC.", PROSE_ENGLISH | PROSE_GERMAN, 3);
	expect("working title", -1, 0);
	expect("workshop", -1, 0);
	CHECK(!pm_word_may_begin(WORD_UNTESTABLE, "zebra", &"zebra"[5]));
}

int main(void)
{
	test_language();
	test_words();
	test_phrases();
	return test_done();
}
