/* placeholder: texts that stand for something still to be written. */
#include "parser/placeholder.h"

#include <string.h>

/* Text between two brackets that nothing follows: [Criteria 1], <role>, {title}.  Links, boxes, tags and addresses are none. */
static bool is_bracketed(struct pm_str text)
{
	static const char *const tags[] = {"a",	  "b",	 "br", "code", "del",  "div",	 "em",	"hr",  "i", "img",
					   "ins", "kbd", "p",  "s",    "span", "strong", "sub", "sup", "u"};
	struct pm_str inside = pm_str_sub(text, 1, text.n - 1);
	bool letter = false;

	if (text.n < 4 || !(text.p[0] == '[' || text.p[0] == '<' || text.p[0] == '{'))
		return false;
	if (text.p[text.n - 1] != (text.p[0] == '[' ? ']' : text.p[0] == '<' ? '>' : '}'))
		return false;
	for (size_t i = 0; i < inside.n; i++) {
		if (memchr("[]<>@=/\\", inside.p[i], 8) != NULL ||
		    (inside.p[i] == ':' && i + 1 < inside.n && inside.p[i + 1] != ' '))
			return false;
		letter = letter || (unsigned char)inside.p[i] >= 0x80 || (inside.p[i] | 0x20) >= 'a';
	}
	for (size_t i = 0; text.p[0] == '<' && i < sizeof tags / sizeof *tags; i++)
		if (pm_str_ieqc(inside, tags[i]))
			return false;
	return letter;
}

/* "Criterion 1" and nothing more. */
static bool is_numbered_word(struct pm_str text)
{
	static const char *const words[] = {
		"criteria", "criterion", "acceptance criteria", "acceptance criterion", "critère", "kriterium", "criterio",
		"critério", "критерий"};
	struct pm_str word = text;

	while (word.n > 0 && word.p[word.n - 1] >= '0' && word.p[word.n - 1] <= '9')
		word.n--;
	if (word.n == text.n || word.n == 0 || word.n > 32 ||
	    !(strchr("aAcCkK", word.p[0]) != NULL || (unsigned char)word.p[0] >= 0x80))
		return false;
	word = pm_str_trim(word);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (pm_str_fold_eq(word, pm_str_c(words[i])))
			return true;
	return false;
}

/* US-XXX, TASK-NNN: the form of an id with letters where its number must be. */
static bool is_id_form(struct pm_str text)
{
	size_t i = 0, digits;

	while (i < text.n && ((text.p[i] >= 'A' && text.p[i] <= 'Z') || text.p[i] == '-'))
		i++;
	text.n = i;
	for (digits = 0; digits < text.n && (text.p[text.n - 1 - digits] == 'X' || text.p[text.n - 1 - digits] == 'N');)
		digits++;
	return digits >= 2 && text.n > digits + 1 && text.p[text.n - 1 - digits] == '-';
}

static bool is_mark(char c)
{
	return c == '*' || c == '_' || c == '`' || c == '.';
}

static bool is_undecided(struct pm_str text)
{
	static const char *const whole[] = {"tbd", "tba", "tbc", "to be defined", "to be determined", "to be decided"};

	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		if (pm_str_ieqc(text, whole[i]))
			return true;
	return false;
}

/* What stands for a text whatever is around it. */
static bool is_phrase(struct pm_str text)
{
	static const char *const whole[] = {"todo",	  "xxx",	"to do: describe", "yyyy-mm-dd", "dd.mm.yyyy",
					    "dd/mm/yyyy", "mm/dd/yyyy", "@username",	   "lorem ipsum"};

	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		if (pm_str_ieqc(text, whole[i]))
			return true;
	return is_undecided(text) || pm_str_istarts(text, "todo:") || pm_str_istarts(text, "lorem ipsum");
}

/* Most texts show by how they begin that they are none: this is asked of every field and criterion. */
static bool may_be_phrase(char first, char second)
{
	switch (first) {
	case '@': return true;
	case 't': return second == 'b' || second == 'o';
	case 'l': return second == 'o';
	case 'x':
	case 'y':
	case 'd':
	case 'm': return second == first;
	default: return false;
	}
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_plain(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static struct pm_str without_marks(struct pm_str text)
{
	text = pm_str_trim(text);
	while (text.n > 0 && is_mark(text.p[0]))
		text = pm_str_sub(text, 1, text.n);
	while (text.n > 0 && is_mark(text.p[text.n - 1]))
		text.n--;
	return text;
}

bool pm_is_placeholder(struct pm_str text)
{
	char first, second, last;

	if (text.n > 100)
		return false;
	if (text.n > 0 && !(is_plain(text.p[0]) && is_plain(text.p[text.n - 1])))
		text = without_marks(text);
	if (text.n < 3)
		return false;
	first = text.p[0];
	second = text.p[1];
	last = text.p[text.n - 1];
	if (first == '[' || first == '<' || first == '{')
		return is_bracketed(text);
	if (may_be_phrase((char)(is_capital(first) ? first | 0x20 : first), (char)(second | 0x20)) && is_phrase(text))
		return true;
	if (is_capital(first) && (is_capital(second) || second == '-') && is_id_form(text))
		return true;
	return last >= '0' && last <= '9' && is_numbered_word(text);
}

bool pm_is_undecided(struct pm_str text)
{
	return is_undecided(without_marks(text));
}
