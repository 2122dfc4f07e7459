/* levels: values that are words: priorities, MoSCoW, yes and no, workflow states, horizons. */
#include "parser/fields.h"
#include "parser/words.h"

/* -- priorities */

static int priority_emoji(uint32_t ch)
{
	switch (ch) {
	case 0x1f534: /* red circle */
	case 0x1f525: /* fire */
	case 0x1f6a8: /* police light */
	case 0x203c:  /* two exclamation marks */
	case 0x1f53a: /* red triangle up */
	case 0x1f7e5: /* red square */ return 0;
	case 0x1f7e0: /* orange circle */
	case 0x1f7e7:
	case 0x23eb: /* double triangle up */
	case 0x2757: /* exclamation mark */ return 1;
	case 0x1f7e1: /* yellow circle */
	case 0x1f7e8:
	case 0x1f53c: /* triangle up */ return 2;
	case 0x1f7e2: /* green circle */
	case 0x1f7e9:
	case 0x1f535: /* blue circle */
	case 0x1f7e6:
	case 0x1f53d: /* triangle down */ return 3;
	case 0x26aa: /* white circle */
	case 0x23ec: /* double triangle down */
	case 0x2b07: return 4;
	default: return -1;
	}
}

/* "P2" at the start of a word, with nothing behind it: its number; -1. */
static int read_p(struct pm_scan *s)
{
	struct pm_scan at = *s;
	double value;

	if ((*at.p | 0x20) != 'p')
		return -1;
	at.p++;
	if (at.p < at.end && *at.p == '-')
		at.p++;
	if (pm_scan_digit(&at) < 0 || pm_scan_digits(at) > 3 || !pm_scan_number(&at, &value) || pm_is_word(pm_scan_peek(&at)))
		return -1;
	*s = at;
	return (int)value;
}

/* Stars: the emoji, the sign, or asterisks apart from each other, `* * *`, where there is nothing else: `**` is emphasis. */
static int count_stars(struct pm_str text)
{
	struct pm_scan s = pm_scan_of(text);
	int stars = 0, asterisks = 0;
	bool other = false;
	uint32_t before = 0;

	for (unsigned i = 0; s.p < s.end && i < PM_SCAN_MAX; i++) {
		uint32_t ch = pm_scan_peek(&s);

		stars += ch == 0x2b50 || ch == 0x2605 || ch == 0x1f31f;
		asterisks += ch == '*';
		other = other || (ch != '*' && ch != '`' && ch != ' ' && ch != '\\') || (ch == '*' && before == '*');
		before = ch;
		pm_scan_step(&s);
	}
	return stars ? stars : other ? 0 : asterisks;
}

static int level_of_number(double value, double *number)
{
	if (number)
		*number = value;
	return value >= 0 && value <= 5 ? (int)value : -1;
}

/* What the scan for a priority has met so far. */
struct priority {
	int emoji;     /* its level; -1 */
	double number; /* a plain one, in front of the words */
	bool numbered;
	unsigned words; /* that said nothing */
	bool negated;
};

/* One step of the scan: true when a word has settled it. */
static bool priority_step(struct pm_scan *s, struct priority *met, int *level, double *number)
{
	uint32_t ch = pm_scan_peek(s);
	int value;

	if (!pm_is_word(ch)) {
		if (met->emoji < 0)
			met->emoji = priority_emoji(ch);
		pm_scan_step(s);
		return false;
	}
	value = read_p(s);
	if (value >= 0) {
		*level = level_of_number(value, number);
		return true;
	}
	if (pm_scan_match(s, WORD_PRIORITY, &value)) {
		*level = met->negated && value < 2 ? 3 : value; /* "not urgent" */
		return true;
	}
	met->negated = pm_scan_match(s, WORD_NEGATION, &value);
	if (met->negated)
		return false;
	if (pm_scan_digit(s) >= 0 && !met->numbered && met->words == 0) {
		met->numbered = pm_scan_number(s, &met->number);
		if (met->numbered)
			return false;
	}
	met->words++;
	pm_scan_word(s);
	return false;
}

int pm_priority_read(struct pm_str text, double *number)
{
	struct pm_scan s = pm_scan_of(pm_str_sub(text, 0, PM_SCAN_MAX));
	struct priority met = {.emoji = -1};
	int level = -1, stars;

	/* words behind a number, "2 - high", count where they are next to it */
	while (s.p < s.end && met.words < (met.numbered ? 1 : 6))
		if (priority_step(&s, &met, &level, number))
			return level;
	stars = count_stars(text);
	if (stars)
		return stars > 5 ? 0 : 5 - stars;
	if (met.emoji >= 0)
		return met.emoji;
	return met.numbered ? level_of_number(met.number, number) : -1;
}

enum pm_moscow pm_moscow_read(struct pm_str text)
{
	struct pm_scan s = pm_scan_of(pm_str_sub(text, 0, PM_SCAN_MAX));
	const char *start;
	int value;

	pm_scan_signs(&s);
	start = s.p;
	if (!pm_scan_match(&s, WORD_MOSCOW, &value))
		return PM_MOSCOW_NONE;
	if (s.p - start == 1) { /* a letter must stand alone */
		pm_scan_signs(&s);
		if (s.p < s.end)
			return PM_MOSCOW_NONE;
	}
	return (enum pm_moscow)value;
}

bool pm_bool_read(struct pm_str text, bool *value)
{
	struct pm_scan s = pm_scan_of(pm_str_sub(text, 0, PM_SCAN_MAX));
	uint32_t ch = pm_scan_peek(&s);
	int found;

	if (ch == 0x2705 || ch == 0x2713 || ch == 0x2714 || ch == 0x2611) {
		*value = true;
		return true;
	}
	if (ch == 0x274c || ch == 0x2717 || ch == 0x2716 || ch == 0x1f6ab) {
		*value = false;
		return true;
	}
	pm_scan_signs(&s);
	if (pm_str_eqc(pm_str_trim(text), "1") || pm_str_eqc(pm_str_trim(text), "0"))
		found = *s.p == '1';
	else if (!pm_scan_match(&s, WORD_BOOL, &found))
		return false;
	*value = found;
	return true;
}

/* -- states */

const char *pm_state_class_name(enum pm_state_class state)
{
	static const char *const names[] = {NULL, "idea", "open", "started", "done", "dropped"};

	return names[state];
}

static enum pm_state_class state_emoji(uint32_t ch)
{
	switch (ch) {
	case 0x2705:  /* white check mark on green */
	case 0x2611:  /* ballot box with check */
	case 0x2713:  /* check mark */
	case 0x2714:  /* heavy check mark */
	case 0x1f389: /* party popper */
	case 0x1f3c1: /* chequered flag */ return PM_STATE_DONE;
	case 0x1f6a7: /* construction */
	case 0x1f504: /* arrows in a circle */
	case 0x23f3:  /* hourglass, running */
	case 0x231b:  /* hourglass */
	case 0x1f3d7: /* building construction */
	case 0x1f528: /* hammer */
	case 0x1f6e0: /* hammer and wrench */
	case 0x1f9ea: /* test tube */
	case 0x1f477: /* construction worker */
	case 0x25b6:  /* play */
	case 0x1f440: /* eyes */ return PM_STATE_STARTED;
	case 0x1f4cb: /* clipboard */
	case 0x2b1c:  /* white square */
	case 0x2610:  /* ballot box */
	case 0x1f51c: /* soon */
	case 0x1f195: /* new */
	case 0x1f4dd: /* memo */
	case 0x1f4c5: /* calendar */
	case 0x1f5d3:
	case 0x23f8:  /* pause */
	case 0x1f6d1: /* stop sign: blocked */
	case 0x26d4:  /* no entry: blocked */
	case 0x274c:  /* cross: "not yet" in most tables */
	case 0x2717:
	case 0x2716: return PM_STATE_OPEN;
	case 0x1f6ab: /* prohibited */
	case 0x1f5d1: /* wastebasket */ return PM_STATE_DROPPED;
	case 0x1f4a1: /* light bulb */
	case 0x1f4ad: /* thought */ return PM_STATE_IDEA;
	default: return PM_STATE_NONE;
	}
}

/* What "not" makes of a state: what is not done is open, and what is not even open is an idea. */
static enum pm_state_class negate(enum pm_state_class state)
{
	return state == PM_STATE_OPEN || state == PM_STATE_IDEA ? PM_STATE_IDEA : PM_STATE_OPEN;
}

/* What the scan for a state has met so far. */
struct state_scan {
	const char *negation; /* where it stands; NULL */
	unsigned since;	      /* steps behind it */
	unsigned words;
	enum pm_state_class emoji;
	struct pm_str emoji_at;
};

static void met_emoji(struct pm_scan *s, struct state_scan *met)
{
	const char *start = s->p;
	uint32_t ch = pm_scan_peek(s);

	pm_scan_step(s);
	if (met->emoji != PM_STATE_NONE)
		return;
	met->emoji = state_emoji(ch);
	met->emoji_at = pm_str_n(start, (size_t)(s->p - start));
}

/* Unknown words that are passed before a text counts as prose. */
enum { STATE_WORDS = 12 };

enum pm_state_class pm_state_read(struct pm_str text, struct pm_str *word)
{
	struct pm_scan s = pm_scan_of(pm_str_sub(text, 0, PM_SCAN_MAX));
	struct state_scan met = {.emoji = PM_STATE_NONE};
	enum pm_state_class state;
	int value;

	while (s.p < s.end && met.words < STATE_WORDS) {
		const char *start = s.p;

		if (!pm_is_word(pm_scan_peek(&s))) {
			met_emoji(&s, &met);
			continue;
		}
		if (pm_scan_match(&s, WORD_STATE, &value)) {
			state = met.negation ? negate((enum pm_state_class)value) : (enum pm_state_class)value;
			start = met.negation ? met.negation : start;
			if (word)
				*word = pm_str_n(start, (size_t)(s.p - start));
			return state;
		}
		if (pm_scan_match(&s, WORD_NEGATION, &value)) {
			met.negation = start;
			met.since = 0;
			continue;
		}
		if (met.negation && ++met.since > 1)
			met.negation = NULL;
		pm_scan_word(&s);
		met.words++;
	}
	if (met.emoji != PM_STATE_NONE && word)
		*word = met.emoji_at;
	return met.emoji;
}

/* -- horizons */

const char *pm_horizon_name(enum pm_horizon horizon)
{
	static const char *const names[] = {NULL, "now", "next", "later", "done"};

	return names[horizon];
}

/* The word must stand first, with a sign, a number or a word like "goals" behind it: "Next steps" is no horizon. */
enum pm_horizon pm_horizon_read(struct pm_str text)
{
	struct pm_scan s = pm_scan_of(pm_str_sub(text, 0, PM_SCAN_MAX));
	int horizon, value;

	pm_scan_signs(&s);
	if (!pm_scan_match(&s, WORD_HORIZON, &horizon))
		return PM_HORIZON_NONE;
	while (s.p < s.end && (*s.p == ' ' || *s.p == '-' || *s.p == '/' || *s.p == '&' || pm_is_emphasis(pm_scan_peek(&s))))
		s.p++;
	while (pm_is_word(pm_scan_peek(&s)) && pm_scan_match(&s, WORD_HORIZON_TAIL, &value))
		pm_scan_blanks(&s);
	if (pm_is_word(pm_scan_peek(&s)) && pm_scan_digit(&s) < 0 && !pm_scan_match(&s, WORD_HORIZON, &value) &&
	    !pm_scan_match(&s, WORD_TO, &value))
		return PM_HORIZON_NONE;
	return (enum pm_horizon)horizon;
}
