/* work: units of work on several threads.
 *
 * The one rule to know: a unit writes only what belongs to it, so that the result is the same for any number of threads.
 */
#ifndef PM_WORK_H
#define PM_WORK_H

#include <stddef.h>

enum { PM_WORK_THREADS = 64 };

/* Calls unit(ctx, i, thread) for i = 0 .. count - 1, on at most `threads` threads; thread is 0 .. threads - 1.  at_end(ctx,
 * thread), if any, is called on each thread when it has nothing left to do. */
void pm_work(size_t count, unsigned threads, void (*unit)(void *ctx, size_t i, unsigned thread),
	     void (*at_end)(void *ctx, unsigned thread), void *ctx);
/* As many as there are cores, 1 .. PM_WORK_THREADS. */
unsigned pm_work_cores(void);

#endif
