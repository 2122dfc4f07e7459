/* date: days of the proleptic Gregorian calendar, as ISO 8601 writes them.  There is no clock here: today is an argument. */
#ifndef PM_DATE_H
#define PM_DATE_H

#include "parser/str.h"

#include <stdbool.h>
#include <stdint.h>

typedef int32_t pm_day; /* days since 1970-01-01; PM_NO_DAY is none */
#define PM_NO_DAY INT32_MIN

pm_day pm_day_from(int year, int month, int day); /* PM_NO_DAY when there is no such day in the years 1 to 9999 */
void pm_day_split(pm_day day, int *year, int *month, int *mday);
int pm_day_weekday(pm_day day);		      /* 0 Monday .. 6 Sunday */
pm_day pm_day_from_unix(int64_t seconds);     /* UTC; clamped to the years 1 to 9999 */
void pm_day_format(pm_day day, char out[16]); /* "2026-11-22"; none is "" */

/* Reads one date at the start of s: YYYY-MM-DD (also YYYY/MM/DD, YYYY.MM.DD), with an optional time behind it that is skipped,
 * DD.MM.YYYY, DD-MM-YY and DD/MM/YYYY (day first), "March 2026", "Mar 12, 2026", "12 March 2026", "2026-03" (its last day when
 * `end` is set, else its first), "Q2 2026", "2026 Q2", "H1 2026", "2026".  Returns the bytes read, 0 when there is none. */
size_t pm_date_read(struct pm_str s, bool end, pm_day *day);
/* Finds a range "D to D", "D - D", "D – D", "D..D", "D → D", "D/D" anywhere in s.  The days may be the wrong way round.  False when
 * there is none. */
bool pm_date_range(struct pm_str s, pm_day *from, pm_day *to);
/* Finds a day that no calendar has, anywhere in s, with or without a year: "2026-06-31", "31 June", "Feb 30".  False: there is none. */
bool pm_date_impossible(struct pm_str s, size_t *from, size_t *to);

#endif
