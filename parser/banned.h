/* banned: functions that nobody may call here, and what to call in their place.
 *
 * Every source file is compiled with this one before it (`-include parser/banned.h`).  The system's own headers come first, so
 * that their declarations stay whole.
 */
#ifndef PM_BANNED_H
#define PM_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/* <alloca.h>, which <stdlib.h> may bring, makes a macro of it. */
#undef alloca

/* Copying without a bound, or with one that may lose the NUL: pm_buf, pm_str_dup, snprintf. */
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets alloca
/* State behind the back: pm_str functions. */
#pragma GCC poison strtok
/* No error for what is no number: strtol, or the readers in fields. */
#pragma GCC poison atoi atol atoll atof
/* The zone, the locale, and a shared buffer: date. */
#pragma GCC poison localtime gmtime asctime mktime
/* Not poisoned: <git2.h> has fields of this name. */
#define ctime(time) ctime_is_a_banned_function
/* Not the same on every machine: rng. */
#pragma GCC poison rand srand random srandom

#endif
