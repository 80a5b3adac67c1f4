#include "http/workers.h"

#include <pthread.h>
#include <string.h>
#include <sys/resource.h>

#include "base/alloc.h"

struct worker {
    struct pal_workers *workers;
    pthread_t thread;
};

struct pal_workers {
    void (*run)(void *ctx, void *task);
    void *ctx;
    int niceness;
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t changed;
    bool is_stopping;
    void **queue; /* a ring */
    size_t queue_max;
    size_t first;
    size_t waiting;
    struct worker *threads;
    size_t thread_count;
};

/* Waits for a task; NULL: none will come. */
static void *take(struct pal_workers *workers)
{
    void *task = NULL;
    pthread_mutex_lock(&workers->lock);
    while (workers->waiting == 0 && !workers->is_stopping) {
        pthread_cond_wait(&workers->changed, &workers->lock);
    }
    if (workers->waiting > 0) {
        task = workers->queue[workers->first];
        workers->first = (workers->first + 1) % workers->queue_max;
        workers->waiting--;
    }
    pthread_mutex_unlock(&workers->lock);
    return task;
}

static void *work(void *ctx)
{
    struct worker *worker = ctx;
    void *task;
    if (worker->workers->niceness > 0) { /* on Linux of this thread alone */
        (void)setpriority(PRIO_PROCESS, 0, worker->workers->niceness);
    }
    while ((task = take(worker->workers)) != NULL) {
        worker->workers->run(worker->workers->ctx, task);
    }
    return NULL;
}

bool pal_workers_offer(struct pal_workers *workers, void *task)
{
    pthread_mutex_lock(&workers->lock);
    bool is_taken = workers->waiting < workers->queue_max && !workers->is_stopping;
    if (is_taken) {
        workers->queue[(workers->first + workers->waiting) % workers->queue_max] = task;
        workers->waiting++;
        pthread_cond_signal(&workers->changed);
    }
    pthread_mutex_unlock(&workers->lock);
    return is_taken;
}

static void *heap(void *old, size_t size)
{
    return pal_alloc_heap.resize(pal_alloc_heap.ctx, old, size);
}

void pal_workers_stop(struct pal_workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    workers->is_stopping = true;
    pthread_cond_broadcast(&workers->changed);
    pthread_mutex_unlock(&workers->lock);
    for (size_t i = 0; i < workers->thread_count; i++) {
        pthread_join(workers->threads[i].thread, NULL);
    }
}

void pal_workers_free(struct pal_workers *workers)
{
    pthread_cond_destroy(&workers->changed);
    pthread_mutex_destroy(&workers->lock);
    (void)heap(workers->threads, 0);
    (void)heap(workers->queue, 0);
    (void)heap(workers, 0);
}

enum pal_rc pal_workers_start(size_t count, size_t queue_max, int niceness,
                              void (*run)(void *ctx, void *task), void *ctx,
                              struct pal_workers **out, struct pal_err *err)
{
    struct pal_workers *workers = heap(NULL, sizeof *workers);
    void **queue = heap(NULL, queue_max * sizeof *queue);
    struct worker *threads = heap(NULL, count * sizeof *threads);
    if (workers == NULL || queue == NULL || threads == NULL) {
        (void)heap(workers, 0);
        (void)heap(queue, 0);
        (void)heap(threads, 0);
        return pal_err_set(err, PAL_E_MEMORY, "Memory is short: the server cannot start.");
    }
    *workers = (struct pal_workers){.run = run,
                                    .ctx = ctx,
                                    .niceness = niceness,
                                    .queue = queue,
                                    .queue_max = queue_max,
                                    .threads = threads};
    pthread_mutex_init(&workers->lock, NULL);
    pthread_cond_init(&workers->changed, NULL);
    for (size_t i = 0; i < count; i++) {
        threads[i] = (struct worker){.workers = workers};
        int why = pthread_create(&threads[i].thread, NULL, work, &threads[i]);
        if (why != 0) {
            pal_workers_stop(workers);
            pal_workers_free(workers);
            return pal_err_set(err, PAL_E_IO, "A worker thread cannot be started: %s.",
                               strerror(why));
        }
        workers->thread_count++;
    }
    *out = workers;
    return PAL_OK;
}
