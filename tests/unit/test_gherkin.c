/* test_gherkin: the step words of every dialect. */
#include "parser/gherkin.h"
#include "tests/unit/test.h"

#include <stdlib.h>

static const struct {
	const char *dialect;
	enum pm_step step;
	const char *words;
} rows[] = {
#define PM_STEPS(dialect, step, words) {dialect, step, words},
#include "parser/gherkin.def"
#undef PM_STEPS
};

static enum pm_step step_of(const char *line)
{
	size_t n;
	return pm_step_read(pm_str_c(line), &n);
}

static enum pm_step next_of(const char *chain, const char *line)
{
	size_t n;
	return pm_step_read_next(pm_str_c(chain), pm_str_c(line), &n);
}

/* What stands behind the step word; NULL: there is none. */
static const char *rest_of(const char *line)
{
	size_t n;
	return pm_step_read(pm_str_c(line), &n) == PM_STEP_NONE ? NULL : line + n;
}

/* -- the table, against itself */

/* The same word of another dialect may come first where it is another step: "dan" is "then" in Dutch, "and" in Indonesian. */
static bool is_shared(const char *word, size_t n, enum pm_step step)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (const char *p = rows[i].words; *p; p += *p == '|') {
			size_t m = strcspn(p, "|"), bare = m - (p[m - 1] == '<' || p[m - 1] == '?');
			if (rows[i].step != step && bare == n && memcmp(p, word, n) == 0)
				return true;
			p += m;
		}
	return false;
}

static void check_word(size_t row, const char *word, size_t n)
{
	char line[160];
	bool glued = word[n - 1] == '<', ordinary = word[n - 1] == '?';
	n -= glued || ordinary;
	enum pm_step step = rows[row].step;
	const char *behind = glued ? "x" : step >= PM_STEP_SCENARIO ? ": x" : " x";
	snprintf(line, sizeof line, "%.*s%s", (int)n, word, behind);
	if (is_shared(word, n, step))
		return;
	enum pm_step got = step_of(line), expected = ordinary ? PM_STEP_NONE : step;
	if (got != expected)
		printf("# %s: %s\n", rows[row].dialect, line);
	CHECK_INT(got, expected);
	size_t length;
	if (expected != PM_STEP_NONE && pm_step_read(pm_str_c(line), &length) == step)
		CHECK_STR(line + length, "x"); /* the whole word, and no shorter one */
}

static void test_table(void)
{
	size_t dialects = 0;
	for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) {
		bool seen = false;
		for (size_t i = 0; i < row && !seen; i++)
			seen = strcmp(rows[i].dialect, rows[row].dialect) == 0;
		dialects += !seen;
		for (const char *p = rows[row].words; *p; p += *p == '|') {
			size_t n = strcspn(p, "|");
			CHECK(n > 0);
			check_word(row, p, n);
			p += n;
		}
	}
	CHECK_INT(dialects, 80);
}

/* Every dialect has a scenario and all three steps. */
static void test_complete(void)
{
	for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) {
		unsigned has = 0;
		for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
			if (strcmp(rows[i].dialect, rows[row].dialect) == 0)
				has |= 1u << rows[i].step;
		CHECK_INT(has | 1, (1 << (PM_STEP_FEATURE + 1)) - 1);
	}
}

/* -- dialects by hand */

static const struct {
	const char *scenario, *given, *when, *then, *and;
} dialects[] = {
	{"Scenario: Pay", "Given a card", "When I pay", "Then it is paid", "And a receipt is printed"},
	{"Scénario : Payer", "Étant donné une carte", "Quand je paie", "Alors c'est payé", "Et un reçu est imprimé"},
	{"Szenario: Zahlen", "Angenommen eine Karte", "Wenn ich zahle", "Dann ist bezahlt", "Und ein Beleg kommt"},
	{"Escenario: Pagar", "Dado una tarjeta", "Cuando pago", "Entonces está pagado", "Y sale un recibo"},
	{"Cenário: Pagar", "Dado um cartão", "Quando pago", "Então está pago", "E sai um recibo"},
	{"Abstract Scenario: Betalen", "Gegeven een kaart", "Wanneer ik betaal", "Dan is het betaald", "Maar niet twee keer"},
	{"Сценарий: Оплата", "Допустим есть карта", "Когда я плачу", "Тогда оплачено", "И печатается чек"},
	{"Scenario: Betala", "Givet ett kort", "När jag betalar", "Så är det betalt", "Och ett kvitto kommer"},
	{"Tình huống: Trả tiền", "Biết có thẻ", "Khi tôi trả", "Thì đã trả", "Và có biên lai"},
	{"เหตุการณ์: จ่าย", "กำหนดให้มีบัตร", "เมื่อจ่าย", "ดังนั้นจ่ายแล้ว", "และมีใบเสร็จ"},
	{"场景：付款", "假如有一张卡", "当我付款", "那么订单完成", "而且打印收据"},
	{"シナリオ: 支払い", "前提カードがある", "もし支払う", "ならば注文される", "かつ領収書が出る"},
	{"시나리오: 결제", "먼저 카드가 있다", "만일 내가 결제하면", "그러면 주문된다", "그리고 영수증이 나온다"},
	{"Scenariusz: Płatność", "Zakładając kartę", "Gdy płacę", "Wtedy jest zapłacone", "Oraz jest paragon"},
	{"Senaryo: Ödeme", "Diyelim ki bir kart var", "Eğer ki öderim", "O zaman ödenir", "Fakat iki kez değil"},
	{"Scenario: Pagare", "Dato una carta", "Quando pago", "Allora è pagato", "E c'è una ricevuta"},
	{"سيناريو: الدفع", "بفرض بطاقة", "عندما أدفع", "ثم تم الدفع", "لكن مرة واحدة"},
	{"תרחיש: תשלום", "בהינתן כרטיס", "כאשר אני משלם", "אז שולם", "אבל פעם אחת"},
	{"Σενάριο: Πληρωμή", "Δεδομένου κάρτα", "Όταν πληρώνω", "Τότε πληρώθηκε", "Και βγαίνει απόδειξη"},
	{"📕: pay", "😐a card", "🎬I pay", "🙏it is paid", "😂a receipt"},
};

static void test_dialects(void)
{
	for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++) {
		printf("# %s\n", dialects[i].given);
		CHECK_INT(step_of(dialects[i].scenario), PM_STEP_SCENARIO);
		CHECK_INT(step_of(dialects[i].given), PM_STEP_GIVEN);
		CHECK_INT(step_of(dialects[i].when), PM_STEP_WHEN);
		CHECK_INT(step_of(dialects[i].then), PM_STEP_THEN);
		CHECK_INT(step_of(dialects[i].and), PM_STEP_AND);
	}
}

/* -- how a line is read */

static void test_line(void)
{
	CHECK_STR(rest_of("Given a card"), "a card");
	CHECK_STR(rest_of("- [ ] **Given** a card"), "a card");
	CHECK_STR(rest_of("- [x] 2. a"), NULL);
	CHECK_STR(rest_of("12) *When* I pay"), "I pay");
	CHECK_STR(rest_of("> WHEN, I pay"), "I pay");
	CHECK_STR(rest_of("### Scenario 3: Pay"), "Pay");
	CHECK_STR(rest_of("Lorsqu'on paie"), "on paie");
	CHECK_STR(rest_of("Lorsqu\u2019on paie"), "on paie");
	CHECK_STR(rest_of("假如，有一张卡"), "有一张卡");
	CHECK_STR(rest_of("Etant donné\u00a0une carte"), "une carte");
	CHECK_STR(rest_of("Then\nnext"), "\nnext");
	CHECK_STR(rest_of("ZAKŁADAJĄC kartę"), "kartę");
	CHECK_STR(rest_of("Scenario Outline: Pay"), "Pay"); /* the longest word */
	CHECK_INT(step_of("Etant donné que je paie"), PM_STEP_GIVEN);
	CHECK_STR(rest_of("Etant donné que je paie"), "je paie");
	CHECK_INT(step_of("Given"), PM_STEP_GIVEN);
	CHECK_INT(step_of(""), PM_STEP_NONE);
	CHECK_INT(step_of("- "), PM_STEP_NONE);
	CHECK_INT(pm_step_read((struct pm_str){NULL, 0}, &(size_t){0}), PM_STEP_NONE);
	CHECK_INT(pm_step_read(PM_STR("Given\0x"), &(size_t){0}), PM_STEP_NONE);
	CHECK_INT(step_of("\xff\xfe Given"), PM_STEP_NONE);
	CHECK_INT(step_of("Scenario without a colon"), PM_STEP_NONE);
	CHECK_INT(step_of("When — a word that is explained"), PM_STEP_NONE);
	CHECK_INT(step_of("Whenever I pay"), PM_STEP_NONE);
	CHECK_INT(step_of("Given name is required"), PM_STEP_NONE);
	CHECK_INT(step_of("当前用户付款"), PM_STEP_NONE);
	CHECK_INT(step_of("Rule: one card a person"), PM_STEP_FEATURE);
	CHECK_INT(step_of("Hintergrund: a"), PM_STEP_BACKGROUND);
	CHECK_INT(step_of("Grundlage: a"), PM_STEP_BACKGROUND);
	CHECK_INT(step_of("Beispiele:"), PM_STEP_EXAMPLES);
}

/* Words that are ordinary elsewhere count only where steps of their own language go on. */
static void test_ordinary(void)
{
	static const char *const plain[] = {
		"A receipt is printed", "I see a receipt", "In the list", "An expired card", "No card is kept", "Do not ask twice",
		"Data is kept for a year", "Date of birth is asked for", "Logo is shown", "Den sparade listan visas",
		"En caso de error se avisa", "Si la carte est refusée", "De klant ziet de bon", "Un recibo", "Le reçu", "Se avisa", "Ja, wirklich",
		"Dar de alta", "Toda compra", "Ya no aparece", "Ma commande est prête", "7 days later",
	};
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
		if (step_of(plain[i]) != PM_STEP_NONE)
			printf("# %s\n", plain[i]);
		CHECK_INT(step_of(plain[i]), PM_STEP_NONE);
		CHECK_INT(next_of("Given a card, when I pay", plain[i]), PM_STEP_NONE);
	}
	CHECK_INT(next_of("- Zakładając kartę", "- I jest paragon"), PM_STEP_AND);
	CHECK_INT(next_of("Pokud mám kartu", "A zaplatím"), PM_STEP_AND);
	CHECK_INT(next_of("Gegeven een kaart", "En ik betaal"), PM_STEP_AND);
	CHECK_INT(next_of("Dado una tarjeta", "En caso de error se avisa"), PM_STEP_NONE);
	CHECK_INT(next_of("Scenario: Pay", "A receipt"), PM_STEP_NONE); /* though Welsh has that word as well */
	CHECK_INT(next_of("Scenariusz: Płatność", "I jest paragon"), PM_STEP_AND);
	CHECK_INT(next_of("Dengan kartu", "Dan struk dicetak"), PM_STEP_AND);
	CHECK_INT(next_of("Gegeven een kaart", "Dan is het betaald"), PM_STEP_THEN);
	CHECK_INT(next_of("Dato che pago", "E poi"), PM_STEP_AND);
	CHECK_INT(next_of("Given a card", "Then it is paid"), PM_STEP_THEN);
	CHECK_INT(next_of("no step", "When I pay"), PM_STEP_WHEN);
	CHECK_INT(next_of("", "I pay"), PM_STEP_NONE);
}

/* Long runs of markup are no line of steps, and cost nothing. */
static void test_long(void)
{
	size_t n = 1000000;
	char *line = malloc(n + 1);
	memset(line, '*', n);
	memcpy(line + n - 6, " Given", 7);
	CHECK_INT(step_of(line), PM_STEP_NONE);
	memset(line, ' ', n);
	memcpy(line, "Scenario", 8);
	CHECK_INT(step_of(line), PM_STEP_NONE);
	memcpy(line, "Given   ", 8);
	CHECK_INT(step_of(line), PM_STEP_GIVEN);
	free(line);
}

int main(void)
{
	test_table();
	test_complete();
	test_dialects();
	test_line();
	test_ordinary();
	test_long();
	return test_done();
}
