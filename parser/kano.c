/* kano: what people answered about a feature, and what that makes it. */
#include "parser/kano.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

static const char *const names[PM_KANO_COUNT] = {"basic", "performance", "delight", "indifferent", "reverse", "questionable"};

const char *pm_kano_name(enum pm_kano_category category)
{
	return names[category];
}

enum pm_kano_category pm_kano_of(enum pm_kano_answer functional, enum pm_kano_answer dysfunctional)
{
	/* functional down, dysfunctional across: like, must-be, neutral, live with, dislike */
	static const char table[PM_KANO_ANSWERS][PM_KANO_ANSWERS + 1] = {"QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"};

	return (enum pm_kano_category)(strchr("MOAIRQ", table[functional][dysfunctional]) - "MOAIRQ");
}

struct word {
	const char *word; /* small letters and digits alone */
	int value;
};

static const struct word categories[] = {
	{"basic", PM_KANO_BASIC},
	{"mustbe", PM_KANO_BASIC},
	{"must", PM_KANO_BASIC},
	{"threshold", PM_KANO_BASIC},
	{"expected", PM_KANO_BASIC},
	{"m", PM_KANO_BASIC},
	{"b", PM_KANO_BASIC},
	{"performance", PM_KANO_PERFORMANCE},
	{"onedimensional", PM_KANO_PERFORMANCE},
	{"linear", PM_KANO_PERFORMANCE},
	{"o", PM_KANO_PERFORMANCE},
	{"p", PM_KANO_PERFORMANCE},
	{"delight", PM_KANO_DELIGHT},
	{"delighter", PM_KANO_DELIGHT},
	{"attractive", PM_KANO_DELIGHT},
	{"excitement", PM_KANO_DELIGHT},
	{"exciter", PM_KANO_DELIGHT},
	{"a", PM_KANO_DELIGHT},
	{"d", PM_KANO_DELIGHT},
	{"indifferent", PM_KANO_INDIFFERENT},
	{"i", PM_KANO_INDIFFERENT},
	{"reverse", PM_KANO_REVERSE},
	{"r", PM_KANO_REVERSE},
	{"questionable", PM_KANO_QUESTIONABLE},
	{"q", PM_KANO_QUESTIONABLE},
	{NULL, 0},
};

static const struct word answers[] = {
	{"like", PM_KANO_LIKE},
	{"ilikeit", PM_KANO_LIKE},
	{"likeit", PM_KANO_LIKE},
	{"mustbe", PM_KANO_MUST_BE},
	{"must", PM_KANO_MUST_BE},
	{"expect", PM_KANO_MUST_BE},
	{"expectit", PM_KANO_MUST_BE},
	{"iexpectit", PM_KANO_MUST_BE},
	{"neutral", PM_KANO_NEUTRAL},
	{"iamneutral", PM_KANO_NEUTRAL},
	{"livewith", PM_KANO_LIVE_WITH},
	{"livewithit", PM_KANO_LIVE_WITH},
	{"tolerate", PM_KANO_LIVE_WITH},
	{"canlivewithit", PM_KANO_LIVE_WITH},
	{"icanlivewithit", PM_KANO_LIVE_WITH},
	{"dislike", PM_KANO_DISLIKE},
	{"dislikeit", PM_KANO_DISLIKE},
	{"idislikeit", PM_KANO_DISLIKE},
	{NULL, 0},
};

/* The value of a text, compared by its letters and digits; -1: it is none of the words. */
static int find(const struct word *words, struct pm_str text)
{
	char folded[32];
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (!isalnum((unsigned char)text.p[i]))
			continue;
		if (n == sizeof folded - 1)
			return -1;
		folded[n++] = (char)tolower((unsigned char)text.p[i]);
	}
	folded[n] = '\0';
	for (size_t i = 0; words[i].word; i++)
		if (strcmp(folded, words[i].word) == 0)
			return words[i].value;
	return -1;
}

static bool read_answers(struct pm_str text, struct pm_kano *kano)
{
	static const char *const parts[] = {"/", "|", ",", ";", " - ", "\xe2\x80\x93", "->"};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		ptrdiff_t at = pm_str_find(text, parts[i]);
		int functional, dysfunctional;

		if (at < 0)
			continue;
		functional = find(answers, pm_str_sub(text, 0, (size_t)at));
		dysfunctional = find(answers, pm_str_sub(text, (size_t)at + strlen(parts[i]), text.n));
		if (functional < 0 || dysfunctional < 0)
			continue;
		kano->category = pm_kano_of((enum pm_kano_answer)functional, (enum pm_kano_answer)dysfunctional);
		kano->counts[kano->category] = 1;
		return true;
	}
	return false;
}

/* The category that is counted most. */
static enum pm_kano_category most(const uint32_t counts[PM_KANO_COUNT])
{
	enum pm_kano_category best = PM_KANO_BASIC;

	for (int i = 1; i < PM_KANO_COUNT; i++)
		if (counts[i] > counts[best])
			best = (enum pm_kano_category)i;
	return best;
}

/* Takes a run of letters, or of digits, off the front. */
static struct pm_str take(struct pm_str *rest, int (*is)(int))
{
	size_t start = 0, end;

	while (start < rest->n && !isalnum((unsigned char)rest->p[start]))
		start++;
	for (end = start; end < rest->n && is((unsigned char)rest->p[end]);)
		end++;
	if (end == start)
		return pm_str_n(rest->p, 0);
	*rest = pm_str_sub(*rest, end, rest->n);
	return pm_str_n(rest->p - (end - start), end - start);
}

static bool read_counts(struct pm_str text, struct pm_kano *kano)
{
	bool any = false;

	while (text.n > 0) {
		int category = find(categories, take(&text, isalpha));
		struct pm_str digits = take(&text, isdigit);
		uint32_t count = 0;

		if (category < 0 || digits.n == 0 || digits.n > 7)
			return false;
		for (size_t i = 0; i < digits.n; i++)
			count = count * 10 + (uint32_t)(digits.p[i] - '0');
		kano->counts[category] += count;
		any = any || count > 0;
		while (text.n > 0 && !isalnum((unsigned char)*text.p))
			text = pm_str_sub(text, 1, text.n);
	}
	kano->category = most(kano->counts);
	return any;
}

bool pm_kano_read(struct pm_str text, struct pm_kano *kano)
{
	int category;

	memset(kano, 0, sizeof *kano);
	text = pm_str_trim(text);
	category = find(categories, text);
	if (category >= 0) {
		kano->category = (enum pm_kano_category)category;
		kano->counts[category] = 1;
		return true;
	}
	return read_answers(text, kano) || read_counts(text, kano);
}

bool pm_kano_coefficients(const uint32_t counts[PM_KANO_COUNT], double *better, double *worse)
{
	double a = counts[PM_KANO_DELIGHT], o = counts[PM_KANO_PERFORMANCE], m = counts[PM_KANO_BASIC],
	       i = counts[PM_KANO_INDIFFERENT];
	double all = a + o + m + i;

	if (!(all > 0))
		return false;
	*better = (a + o) / all;
	*worse = -(o + m) / all;
	return true;
}
