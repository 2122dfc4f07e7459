/* labels: what headings and labels are called. */
#include "parser/labels.h"

#include "parser/memo.h"

#include "parser/mem.h"

#include <pthread.h>
#include <string.h>

enum { LABEL_MAX = 96, TABLE_SIZE = 4096, FOLD_MAX = 1024 /* bytes of a label, with what is not compared */ };

struct entry {
	const char *p; /* folded, not terminated */
	uint32_t hash;
	uint16_t n;
	uint8_t part;
	uint8_t kind; /* index of kinds + 1 */
};

static const struct {
	enum pm_part part;
	const char *words;
} part_words[] = {
#define PM_LABELS(part, words) {part, words},
#define PM_KINDS(kind, prefix, strict, words)
#include "parser/labels.def"
#undef PM_LABELS
#undef PM_KINDS
};

static const struct {
	enum pm_kind kind;
	const char *prefix;
	bool strict;
	const char *words;
} kind_words[] = {
#define PM_LABELS(part, words)
#define PM_KINDS(kind, prefix, strict, words) {kind, prefix, strict, words},
#include "parser/labels.def"
#undef PM_LABELS
#undef PM_KINDS
};

static struct entry parts[TABLE_SIZE], kinds[TABLE_SIZE];
static size_t longest_kind;
/* The first two bytes that words begin with: most labels are told apart by them. */
static uint8_t part_starts[8192], kind_starts[8192];
/* The first three bytes that kind words of three or more begin with, by three_bits(): some others share a bit with them. */
static uint8_t kind_threes[8192];
/* The ASCII characters that kind words are made of: at any other, as the digits of an id, there is none to be found any more. */
static bool kind_chars[128];

static unsigned first_two(const char *p, size_t n)
{
	return (unsigned)(unsigned char)p[0] << 8 | (n > 1 ? (unsigned char)p[1] : 0);
}

static void mark(uint8_t *starts, const char *p, size_t n)
{
	unsigned two = first_two(p, n);
	starts[two >> 3] |= (uint8_t)(1u << (two & 7));
}

static unsigned three_bits(const char *p)
{
	return ((unsigned)(unsigned char)p[0] << 9 ^ (unsigned)(unsigned char)p[1] << 5 ^ (unsigned char)p[2]) & 0xFFFF;
}

static bool may_start(const uint8_t *starts, const char *p, size_t n)
{
	unsigned two = first_two(p, n);
	return n && (starts[two >> 3] >> (two & 7) & 1);
}
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void mark_kind(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!(p[i] & 0x80))
			kind_chars[(unsigned char)p[i]] = true;
	if (n >= 3)
		kind_threes[three_bits(p) >> 3] |= (uint8_t)(1u << (three_bits(p) & 7));
}

static void insert(struct entry *table, const char *p, size_t n, int part, int kind)
{
	uint32_t hash = (uint32_t)pm_str_hash((struct pm_str){p, n});
	for (size_t i = hash % TABLE_SIZE;; i = (i + 1) % TABLE_SIZE) {
		if (!table[i].n) {
			table[i] = (struct entry){p, hash, (uint16_t)n, (uint8_t)part, (uint8_t)kind};
			if (kind)
				mark_kind(p, n);
			return;
		}
		if (table[i].hash == hash && table[i].n == n && memcmp(table[i].p, p, n) == 0)
			return; /* the first one stands */
	}
}

static const struct entry *lookup(const struct entry *table, struct pm_str s)
{
	uint32_t hash = (uint32_t)pm_str_hash(s);
	for (size_t i = hash % TABLE_SIZE; table[i].n; i = (i + 1) % TABLE_SIZE)
		if (table[i].hash == hash && table[i].n == s.n && memcmp(table[i].p, s.p, s.n) == 0)
			return &table[i];
	return NULL;
}

/* Words of some length may lack their accents: kept behind all the others, which stand. */
static void insert_plain(struct entry *table, uint8_t *starts, const char *p, size_t n, int part, int kind)
{
	static char pool[24 * 1024];
	static size_t used;
	size_t length = pm_utf8_plain(p, n, pool + used, sizeof pool - used);
	if (length < PM_PLAIN_MIN)
		return;
	insert(table, pool + used, length, part, kind);
	mark(starts, pool + used, length);
	used += length;
}

static void build(void)
{
	for (size_t i = 0; i < sizeof part_words / sizeof *part_words; i++)
		for (const char *p = part_words[i].words, *end; *p; p = *end ? end + 1 : end) {
			end = p + strcspn(p, ";");
			insert(parts, p, (size_t)(end - p), (int)part_words[i].part, 0);
			mark(part_starts, p, (size_t)(end - p));
		}
	for (size_t i = 0; i < sizeof kind_words / sizeof *kind_words; i++)
		for (const char *p = kind_words[i].words, *end; *p; p = *end ? end + 1 : end) {
			end = p + strcspn(p, ";");
			insert(kinds, p, (size_t)(end - p), 0, (int)i + 1);
			mark(kind_starts, p, (size_t)(end - p));
			if ((size_t)(end - p) > longest_kind)
				longest_kind = (size_t)(end - p);
		}
	for (size_t i = 0; i < sizeof part_words / sizeof *part_words; i++)
		for (const char *p = part_words[i].words, *end; *p; p = *end ? end + 1 : end) {
			end = p + strcspn(p, ";");
			insert_plain(parts, part_starts, p, (size_t)(end - p), (int)part_words[i].part, 0);
		}
	for (size_t i = 0; i < sizeof kind_words / sizeof *kind_words; i++)
		for (const char *p = kind_words[i].words, *end; *p; p = *end ? end + 1 : end) {
			end = p + strcspn(p, ";");
			insert_plain(kinds, kind_starts, p, (size_t)(end - p), 0, (int)i + 1);
		}
}

/* Numbering in front of a heading: "1.", "2.3", "4)", "a)". Returns the bytes to skip. */
static size_t numbering(const char *p, size_t n)
{
	size_t i = 0;
	while (i < n && ((p[i] >= '0' && p[i] <= '9') || (i && p[i] == '.')))
		i++;
	if (i && i < n && p[i] == ')')
		i++;
	if (!i || i >= n || (p[i] != ' ' && p[i] != '\t'))
		return 0;
	return i + 1;
}

size_t pm_label_fold(struct pm_str label, char *out, size_t room)
{
	if (!label.n)
		return 0;
	const char *p = label.p, *end = label.p + (label.n < FOLD_MAX ? label.n : FOLD_MAX);
	size_t n = 0;
	bool blank = false;
	while (p < end && (*p == ' ' || *p == '*' || *p == '_' || *p == '#'))
		p++;
	p += numbering(p, (size_t)(end - p));
	while (p < end) {
		unsigned char c = (unsigned char)*p;
		if (c == '(' || c == '[' || c == '{') {
			if (n)
				break;
			p++;
			continue;
		}
		if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
			blank = n > 0;
			p++;
			continue;
		}
		if (c == '*' || c == '`' || c == '~' || c == ']' || c == ')' || (c == '_' && !blank && !n)) {
			p++;
			continue;
		}
		uint32_t ch;
		size_t length = pm_utf8_decode(p, end, &ch);
		p += length;
		if (ch >= 0x80 && (pm_char_is_emoji(ch) || ch == 0xFE0F || ch == 0x200D || ch == 0x200B))
			continue;
		if (ch == 0xFF08 || ch == 0x3010) { /* full-width parenthesis, bracket */
			if (n)
				break;
			continue;
		}
		if (n + blank + 4 > room)
			return 0;
		if (blank)
			out[n++] = ' ';
		blank = false;
		n += pm_utf8_encode(pm_char_lower(ch), out + n);
	}
	if (p >= end && label.n > FOLD_MAX)
		return 0;
	for (;;) {
		if (n && strchr(":.-?!,;|/_ ", out[n - 1]))
			n--;
		else if (n >= 3 && memcmp(out + n - 3, "：", 3) == 0)
			n -= 3;
		else if (n >= 3 && (memcmp(out + n - 3, "—", 3) == 0 || memcmp(out + n - 3, "–", 3) == 0))
			n -= 3;
		else
			break;
	}
	return n;
}

/* "Technical constraints", "Sprint metrics": two to four words, the last of which says that no item follows. */
static bool ends_as_prose(struct pm_str folded)
{
	static const char *const words[] = {
		"overview",   "summary",     "notes",	    "metrics", "constraints",	"risks",     "assumptions", "principles",
		"guidelines", "legend",	     "glossary",    "history", "references",	"resources", "questions",   "statistics",
		"kpis",	      "conventions", "definitions", "links",   "documentation", "changelog"};
	static const char *const firsts[] = {"resumen",	    "resumo",	  "métricas",  "metricas",  "estadísticas", "estatísticas",
					     "indicadores", "notas",	  "riesgos",   "riscos",    "supuestos",    "historial",
					     "histórico",   "résumé",	  "synthèse",  "métriques", "statistiques", "indicateurs",
					     "risques",	    "hypothèses", "riepilogo", "metriche",  "rischi"};
	static const char *const ofs[] = {"de ", "del ", "do ", "da ", "des ", "du ", "dos ", "das ", "di "};
	size_t blanks = 0, last = 0, first = 0;
	for (size_t i = 0; i < folded.n; i++)
		if (folded.p[i] == ' ') {
			blanks++;
			first = first ? first : i;
			last = i + 1;
		}
	if (!blanks || blanks > 3)
		return false;
	for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++)
		for (size_t k = 0; k < sizeof ofs / sizeof *ofs && pm_str_eqc(pm_str_sub(folded, 0, first), firsts[i]); k++)
			if (pm_str_starts(pm_str_sub(folded, first + 1, folded.n), ofs[k]))
				return true;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (pm_str_eqc(pm_str_sub(folded, last, folded.n), words[i]))
			return true;
	return false;
}

static uint8_t find_part(struct pm_str label);

/* "Technical tasks - Backend": the tasks of one side. */
static bool are_tasks_of(struct pm_str label)
{
	static const char *const dashes[] = {" - ", " – ", " — "};
	for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
		ptrdiff_t dash = pm_str_find(label, dashes[i]);
		if (dash > 0)
			return find_part(pm_str_sub(label, 0, (size_t)dash)) == PM_PART_TASKS;
	}
	return false;
}

static uint8_t find_part(struct pm_str label)
{
	char folded[LABEL_MAX];
	if (label.n > LABEL_MAX)
		return PM_PART_NONE;
	pthread_once(&once, build);
	bool several = memchr(label.p ? label.p : "", ' ', label.n) != NULL;
	if (!several && label.n >= 2 && !((label.p[0] | label.p[1]) & 0x80) &&
	    ((label.p[0] | 32) >= 'a' && (label.p[0] | 32) <= 'z')) {
		char two[2] = {(char)(label.p[0] | 32),
			       (char)(label.p[1] >= 'A' && label.p[1] <= 'Z' ? label.p[1] | 32 : label.p[1])};
		if (!may_start(part_starts, two, 2) && ((two[1] >= 'a' && two[1] <= 'z') || two[1] == ' '))
			return PM_PART_NONE; /* no list has a word that begins so */
	}
	size_t n = pm_label_fold(label, folded, sizeof folded);
	const struct entry *entry = may_start(part_starts, folded, n) ? lookup(parts, (struct pm_str){folded, n}) : NULL;
	if (entry)
		return entry->part;
	return ends_as_prose((struct pm_str){folded, n}) ? PM_PART_MAYBE_PROSE : are_tasks_of(label) ? PM_PART_TASKS : PM_PART_NONE;
}

enum pm_part pm_part_find(struct pm_str label)
{
	static _Thread_local struct pm_memo memo;
	return (enum pm_part)pm_memo_get(&memo, label, find_part);
}

enum pm_part pm_part_starts(struct pm_str text, size_t *length)
{
	/* up to a colon, a dash between blanks, or a number */
	size_t stop = text.n;
	for (size_t i = 0; i < text.n && i < LABEL_MAX; i++) {
		if (text.p[i] == ':' || (text.p[i] >= '0' && text.p[i] <= '9' && i)) {
			stop = i;
			break;
		}
		if ((unsigned char)text.p[i] == 0xEF && text.n - i >= 3 && memcmp(text.p + i, "：", 3) == 0) {
			stop = i;
			break;
		}
	}
	*length = stop;
	return pm_part_find((struct pm_str){text.p, stop});
}

/* A kind word at the start of the text, at a word boundary; the longest one. */
bool pm_kind_word_read(struct pm_str text, struct pm_kind_word *word)
{
	char folded[64];
	size_t ends[64], n = 0, at = 0;
	pthread_once(&once, build);
	/* Fold character by character, so that lengths in the text are known. */
	const char *end = pm_str_end(text);
	const struct entry *best = NULL;
	if (!text.n)
		return false;
	if (!((unsigned char)text.p[0] & 0x80)) { /* most texts begin with no such word */
		char two[2] = {(char)(text.p[0] >= 'A' && text.p[0] <= 'Z' ? text.p[0] | 32 : text.p[0]), 0};
		if (text.n > 1)
			two[1] = (char)(text.p[1] >= 'A' && text.p[1] <= 'Z' ? text.p[1] | 32 : text.p[1]);
		if (!((unsigned char)two[1] & 0x80) && !may_start(kind_starts, two, 2))
			return false;
	}
	while (at < text.n && n + 4 < sizeof folded && n < longest_kind) {
		uint32_t ch;
		size_t length = pm_utf8_decode(text.p + at, end, &ch), put = 1;
		if (ch < 0x80)
			folded[n] = (char)pm_char_lower(ch);
		else
			put = pm_utf8_encode(pm_char_lower(ch), folded + n);
		if (!(folded[n] & 0x80) && !kind_chars[(unsigned char)folded[n]])
			break;
		for (size_t i = 0; i < put; i++)
			ends[n + i] = at + length;
		n += put;
		at += length;
		if (n == 3 && !(kind_threes[three_bits(folded) >> 3] >> (three_bits(folded) & 7) & 1))
			break;
		uint32_t next = 0;
		if (at < text.n)
			pm_utf8_decode(text.p + at, end, &next);
		bool ascii = ch < 0x80;
		bool boundary = at >= text.n || !pm_char_is_word(next) || (next >= '0' && next <= '9') || (!ascii && ch > 0x2E80);
		if (!boundary)
			continue;
		const struct entry *entry = lookup(kinds, (struct pm_str){folded, n});
		if (entry) {
			best = entry;
			word->length = ends[n - 1];
		}
	}
	if (!best)
		return false;
	word->kind = kind_words[best->kind - 1].kind;
	word->prefix = kind_words[best->kind - 1].prefix;
	word->strict = kind_words[best->kind - 1].strict;
	return true;
}

/* -- buckets */

static const char *const sprint_words = ";sprint;iteration;itération;iteración;iteração;спринт;冲刺;迭代;スプリント;스프린트;week;"
					"semana;semaine;woche;неделя;cycle;";
static const char *const release_words =
	";release;version;versión;versão;version:;релиз;версия;版本;リリース;バージョン;버전;릴리스;릴리즈;mvp;beta;alpha;ga;rc;v;";
static const char *const times_ahead = ";now;next;later;soon;future;someday;upcoming;futuro;zukunft;später;ahora;después;jetzt;"
				       "maintenant;ensuite;depois;agora;позже;сейчас;";

static const char *const horizon_words =
	";phase;stage;milestone;étape;etape;fase;этап;фаза;веха;阶段;里程碑;フェーズ;段階;マイルストーン;단계;마일스톤;jalon;"
	"meilenstein;hito;marco;entrega;entregable;livraison;livrable;lieferung;delivery;incremento;rilascio;onda;ola;vague;ciclo;"
	"giai đoạn;ระยะ;etapp;aşama;faza;etapa;wave;increment;pi;tier;batch;tahap;fase;етап;"
	"up next;coming soon;now;next;later;current;soon;future;someday;upcoming;short-term;short term;mid-term;medium-term;medium "
	"term;mid term;long-term;long term;near-term;near term;near future;immediate;this quarter;next quarter;ongoing;"
	"maintenant;ensuite;plus tard;court terme;moyen terme;long terme;à venir;jetzt;als "
	"nächstes;später;kurzfristig;mittelfristig;langfristig;zukunft;ahora;siguiente;después;corto plazo;medio plazo;mediano "
	"plazo;largo plazo;futuro;"
	"agora;próximo;próximos;depois;curto prazo;médio prazo;longo prazo;nu;hierna;straks;korte termijn;middellange "
	"termijn;lange termijn;toekomst;сейчас;далее;потом;позже;краткосрочные;среднесрочные;долгосрочные;"
	"现在;当前;下一步;以后;未来;短期;中期;长期;今;次;将来;現在;지금;다음;나중;단기;중기;장기;향후;";

static bool in_list(const char *list, const char *p, size_t n)
{
	for (const char *at = list; (at = strchr(at, ';')) && at[1];) {
		at++;
		if (strncmp(at, p, n) == 0 && at[n] == ';')
			return true;
	}
	return false;
}

/* A quarter, half-year, month, year or date at the start. */
static bool is_time(struct pm_str folded)
{
	pm_day day;
	size_t n = pm_date_read(folded, false, &day);
	if (n)
		return true;
	const char *p = folded.p;
	return folded.n >= 2 && (p[0] == 'q' || p[0] == 'h') && p[1] >= '1' && p[1] <= '4' &&
	       (folded.n == 2 || !(p[2] >= '0' && p[2] <= '9'));
}

/* v1, v1.2, 1.0.0: a version at the start. */
static bool is_version(struct pm_str s)
{
	size_t i = 0, digits = 0, dots = 0;
	if (s.n && s.p[0] == 'v')
		i++;
	size_t start = i;
	while (i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '.' || s.p[i] == 'x')) {
		digits += s.p[i] >= '0' && s.p[i] <= '9';
		dots += s.p[i] == '.';
		i++;
	}
	if (!digits || (i < s.n && s.p[i] != ' ' && s.p[i] != '-' && s.p[i] != ':' && s.p[i] != ','))
		return false;
	return start ? true : dots >= 2 || (dots == 1 && i == s.n);
}

/* "0.1 — Read-only bridge", "1.0 - Launch": a version set off from its name.  What has no 0 may be the number of a section. */
static bool is_named_version(struct pm_str heading)
{
	size_t i = 0, dots = 0;
	heading = pm_str_trim(heading);
	while (i < heading.n && ((heading.p[i] >= '0' && heading.p[i] <= '9') || (i && heading.p[i] == '.')))
		dots += heading.p[i++] == '.';
	struct pm_str number = pm_str_sub(heading, 0, i), rest = pm_str_sub(heading, i, heading.n);
	bool zero = pm_str_starts(number, "0.") ? dots == 1 : number.n > 0 && number.p[0] != '0' && pm_str_ends(number, ".0");
	return dots && dots < 3 && zero && (pm_str_starts(rest, " — ") || pm_str_starts(rest, " – ") || pm_str_starts(rest, " - "));
}

/* What may stand behind a status or priority word in a heading that is a bucket. */
static const char *const bucket_nouns =
	";in;by;of;the;item;items;task;tasks;story;stories;user "
	"stories;feature;features;work;issue;issues;bug;bugs;epic;epics;backlog;list;sprint;priority;have;has;haves;fixes;"
	"enhancements;improvements;ideas;todo;done;tickets;initiatives;milestones;goals;objectives;plans;plan;roadmap;focus;vision;"
	"steps;up;release;releases;phase;"
	"elements;priorité;prioridad;prioridade;priorität;prioriteit;приоритет;задачи;功能;任务;";

static bool only_nouns(struct pm_str rest)
{
	while (rest.n) {
		size_t n = 0;
		while (n < rest.n && rest.p[n] != ' ')
			n++;
		struct pm_str word = pm_str_sub(rest, 0, n);
		bool plain = n == 1 || (word.p[0] >= '0' && word.p[0] <= '9') || in_list(bucket_nouns, word.p, word.n) ||
			     word.p[0] == '-' || word.p[0] == '/' || word.p[0] == '&' || (unsigned char)word.p[0] == 0xE2;
		if (!plain)
			return false;
		rest = pm_str_trim(pm_str_sub(rest, n, rest.n));
	}
	return true;
}

/* A version among the words. */
static bool names_version(struct pm_str text)
{
	for (size_t i = 0; i + 1 < text.n; i++) {
		bool start = !i || text.p[i - 1] == ' ' || text.p[i - 1] == '-';
		if (start && text.p[i] == 'v' && text.p[i + 1] >= '0' && text.p[i + 1] <= '9')
			return true;
	}
	return false;
}

static bool read_status_bucket(struct pm_str folded, struct pm_bucket *bucket)
{
	struct pm_str word;
	enum pm_state_class state = pm_state_read(folded, &word);
	if (state == PM_STATE_NONE || !word.n || pm_str_eqc(word, "active") || pm_str_starts(folded, "product backlog") ||
	    pm_str_eqc(folded, "proposal") || pm_str_eqc(folded, "draft") || pm_str_eqc(folded, "concept"))
		return false;
	size_t before = (size_t)(word.p - folded.p), after = before + word.n;
	struct pm_str front = pm_str_trim(pm_str_sub(folded, 0, before));
	struct pm_str rest = pm_str_trim(pm_str_sub(folded, after, folded.n));
	bool lead =
		!front.n || in_list(";recently;currently;already;not yet;to be;al;bereits;schon;déjà;ya;já;già;redan;allerede;уже;",
				    front.p, front.n);
	bool released = state == PM_STATE_DONE && !front.n && /* "Released: v0.1.0", "Shipped through v0.2" */
			folded.n > after && (folded.p[after] == ':' || (word.n > 3 && names_version(rest)));
	if (!released && (!lead || !only_nouns(rest)))
		return false;
	bucket->field = PM_FIELD_STATUS;
	bucket->state = state;
	return true;
}

static bool read_priority_bucket(struct pm_str text, struct pm_str folded, struct pm_bucket *bucket)
{
	double number;
	size_t n = 0;
	if (pm_str_starts(folded, "won't do") || pm_str_starts(folded, "wont do") || pm_str_starts(folded, "won't fix") ||
	    pm_str_starts(folded, "not doing"))
		return false; /* states */
	while (n < folded.n && folded.p[n] != ' ' && folded.p[n] != ':')
		n++;
	struct pm_str first = pm_str_sub(folded, 0, n);
	struct pm_str rest = pm_str_trim(pm_str_sub(folded, n + (n < folded.n), folded.n));
	bool p_level = first.n == 2 && first.p[0] == 'p' && first.p[1] >= '0' && first.p[1] <= '5';
	bool moscow = (pm_moscow_read(first) != PM_MOSCOW_NONE && only_nouns(rest)) ||
		      (folded.n <= 24 && pm_moscow_read(folded) != PM_MOSCOW_NONE);
	if (pm_str_starts(first, "priorit") && rest.n &&
	    (pm_priority_read(rest, &number) >= 0 || (rest.p[0] >= '0' && rest.p[0] <= '9'))) {
		bucket->field = PM_FIELD_PRIORITY;
		return true;
	}
	if ((unsigned char)first.p[0] >= 0xE3 && first.n > 3 && pm_priority_read(pm_str_sub(first, 0, first.n - 3), &number) >= 0 &&
	    pm_str_find(folded, "优先") < 0)
		return false; /* one character of a longer word */
	bool named =
		pm_str_find(folded, "priorit") >= 0 || pm_str_find(folded, "приоритет") >= 0 || pm_str_find(folded, "优先") >= 0;
	bool glossed = pm_str_starts(rest, "— ") || pm_str_starts(rest, "– ") || pm_str_starts(rest, "- "); /* "High — safety" */
	bool word = pm_priority_read(first, &number) >= 0 && (named || !rest.n || glossed || only_nouns(rest)) &&
		    !(first.p[0] >= '0' && first.p[0] <= '9');
	(void)text;
	word = word || ((pm_str_starts(folded, "nice to have") || pm_str_starts(folded, "nice-to-have")) && folded.n <= 24);
	if (!p_level && !moscow && !word)
		return false;
	bucket->field = PM_FIELD_PRIORITY;
	return true;
}

/* Where the folded heading's first word ends: at a blank, colon, or the change from letters to digits. */
static size_t first_word(struct pm_str s)
{
	size_t n = 0;
	while (n < s.n && s.p[n] != ' ' && s.p[n] != ':' && s.p[n] != ',' && !(s.p[n] >= '0' && s.p[n] <= '9'))
		n++;
	return n;
}

/* Phase II, version v2: but not "Current infrastructure". */
static bool is_roman(struct pm_str s)
{
	size_t n = 0;
	if (s.n > 1 && s.p[0] == 'v' && s.p[1] >= '0' && s.p[1] <= '9')
		return true;
	while (n < s.n && (s.p[n] == 'i' || s.p[n] == 'v' || s.p[n] == 'x'))
		n++;
	return n && (n == s.n || strchr(" :.,-)", s.p[n]) || (unsigned char)s.p[n] >= 0x80);
}

/* "Parked / Later", "Done & shipped": two buckets in one heading. */
static bool read_two(struct pm_str folded, struct pm_bucket *bucket)
{
	static const char *const joins[] = {" / ", "/", " & ", " and ", " or "};
	struct pm_bucket other;
	for (size_t i = 0; i < sizeof joins / sizeof *joins; i++) {
		ptrdiff_t at = pm_str_find(folded, joins[i]);
		if (at > 0 && folded.n < 40)
			return pm_bucket_read(pm_str_sub(folded, 0, (size_t)at), bucket) &&
			       pm_bucket_read(pm_str_sub(folded, (size_t)at + strlen(joins[i]), folded.n), &other);
	}
	return false;
}

/* "Parallel after 6.7", "Sequential before 6.1": the number is of what is named, and no version. */
static bool leads_to_number(struct pm_str front)
{
	static const char *const words[] = {"after", "before", "with",	  "until",	"from",	    "since", "than",
					    "see",   "needs",  "section", "story",	"nach",	    "vor",   "mit",
					    "après", "avant",  "avec",	  "después de", "antes de", "após"};
	front = pm_str_trim(front);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t n = strlen(words[i]);
		if (pm_str_ends(front, words[i]) && (front.n == n || front.p[front.n - n - 1] == ' '))
			return true;
	}
	return false;
}

bool pm_bucket_read(struct pm_str heading, struct pm_bucket *bucket)
{
	char buffer[LABEL_MAX * 2];
	memset(bucket, 0, sizeof *bucket);
	bucket->field = PM_FIELD_COUNT;
	bucket->from = 0;
	bucket->to = heading.n;
	struct pm_str folded = {buffer, pm_label_fold(heading, buffer, sizeof buffer)};
	if (!folded.n)
		return false;
	size_t n = first_word(folded);
	struct pm_str word = pm_str_sub(folded, 0, n);
	struct pm_str rest = pm_str_trim(pm_str_sub(folded, n, folded.n));
	bool numbered = rest.n && ((rest.p[0] >= '0' && rest.p[0] <= '9') || is_roman(rest) || rest.p[0] == '#' || rest.n <= 2);
	bool lettered = rest.n > 1 && rest.p[0] >= 'a' && rest.p[0] <= 'z' && /* "Sprint F: Till", and not "Sprint a day" */
			(pm_str_starts(pm_str_sub(rest, 1, rest.n), ":") || pm_str_starts(pm_str_sub(rest, 1, rest.n), " —") ||
			 pm_str_starts(pm_str_sub(rest, 1, rest.n), " –") || pm_str_starts(pm_str_sub(rest, 1, rest.n), " - "));
	if (n && in_list(sprint_words, word.p, word.n) && (numbered || lettered || !rest.n)) {
		bucket->field = PM_FIELD_SPRINT;
		return true;
	}
	bool set_off = pm_str_starts(rest, "—") || pm_str_starts(rest, "–") || pm_str_starts(rest, "- ") || rest.n == 0 ||
		       rest.p[0] == ':';
	bool stage = set_off && (pm_str_eqc(word, "mvp") || pm_str_eqc(word, "alpha") || pm_str_eqc(word, "beta"));
	if (is_version(folded) || is_named_version(heading) || stage ||
	    (n && in_list(release_words, word.p, word.n) && (numbered || !rest.n))) {
		bucket->field = PM_FIELD_RELEASE;
		return true;
	}
	if (is_time(folded)) {
		bucket->field = PM_FIELD_HORIZON;
		return true;
	}
	size_t last_word = folded.n; /* "Rook Ceph 1.21" */
	while (last_word && folded.p[last_word - 1] != ' ')
		last_word--;
	struct pm_str tail = pm_str_sub(folded, last_word, folded.n);
	if (last_word && folded.n < 40 && pm_str_chr(tail, '.') > 0 && is_version(tail) && pm_str_chr(folded, ':') < 0 &&
	    !leads_to_number(pm_str_sub(folded, 0, last_word)) && !read_status_bucket(folded, bucket)) {
		bucket->field = PM_FIELD_RELEASE;
		return true;
	}
	bool horizon = n && in_list(horizon_words, word.p, word.n) && (numbered || only_nouns(rest));
	for (size_t i = 0, words = 0; !horizon && i <= folded.n && words < 3; i++)
		if (i == folded.n || folded.p[i] == ' ' || folded.p[i] == ':') {
			words++;
			struct pm_str behind = pm_str_trim(pm_str_sub(folded, i + 1, folded.n));
			struct pm_str last = behind;
			while (last.n && (last.p[0] == '-' || pm_str_starts(last, "—") || pm_str_starts(last, "–")))
				last = pm_str_trim(pm_str_sub(last, last.p[0] == '-' ? 1 : 3, last.n));
			bool dash = last.p != behind.p && words == 1 && in_list(times_ahead, folded.p, i); /* "Future - ideas" */
			horizon = in_list(horizon_words, folded.p, i) && (words > 1 || dash || !last.n || only_nouns(last) ||
									  is_time(last) || is_version(last) || folded.p[i] == ':');
		}
	if (horizon) {
		bucket->field = PM_FIELD_HORIZON;
		return true;
	}
	if (read_priority_bucket(heading, folded, bucket) || read_status_bucket(folded, bucket))
		return true;
	if (read_two(folded, bucket)) {
		bucket->from = 0;
		bucket->to = heading.n;
		return true;
	}
	bucket->field = PM_FIELD_COUNT; /* the first of two may have been one */
	return false;
}
