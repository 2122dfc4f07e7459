/* work: units of work on several threads. */
#include "parser/work.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <unistd.h>

struct work {
	atomic_size_t next;
	size_t count;
	void (*unit)(void *ctx, size_t i, unsigned thread);
	void (*at_end)(void *ctx, unsigned thread);
	void *ctx;
};

struct worker {
	struct work *work;
	unsigned thread;
	pthread_t id;
};

static void *run(void *arg)
{
	struct worker *worker = arg;
	struct work *work = worker->work;
	for (size_t i; (i = atomic_fetch_add(&work->next, 1)) < work->count;)
		work->unit(work->ctx, i, worker->thread);
	if (work->at_end)
		work->at_end(work->ctx, worker->thread);
	return NULL;
}

void pm_work(size_t count, unsigned threads, void (*unit)(void *ctx, size_t i, unsigned thread),
	     void (*at_end)(void *ctx, unsigned thread), void *ctx)
{
	struct work work = {.count = count, .unit = unit, .at_end = at_end, .ctx = ctx};
	struct worker workers[PM_WORK_THREADS];
	unsigned started = 0;
	if (threads > PM_WORK_THREADS)
		threads = PM_WORK_THREADS;
	if (threads > count)
		threads = (unsigned)count;
	for (unsigned t = 1; t < threads; t++) {
		workers[t] = (struct worker){&work, t, 0};
		if (pthread_create(&workers[t].id, NULL, run, &workers[t]))
			break; /* fewer threads do the same */
		started = t;
	}
	workers[0] = (struct worker){&work, 0, 0};
	run(&workers[0]);
	for (unsigned t = 1; t <= started; t++)
		pthread_join(workers[t].id, NULL);
}

unsigned pm_work_cores(void)
{
	cpu_set_t set;
	int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : (int)sysconf(_SC_NPROCESSORS_ONLN);
	return n < 1 ? 1 : n > PM_WORK_THREADS ? PM_WORK_THREADS : (unsigned)n;
}
