/* slow_flush - adds PALIER_FLUSH_MS milliseconds to each flush to the disk of the process that it
 * is loaded into (LD_PRELOAD): how acts go on a disk that is slower than the one at hand. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>

int fsync(int file);
int fdatasync(int file);

static void wait_first(void)
{
    const char *text = getenv("PALIER_FLUSH_MS");
    long ms = text != NULL ? strtol(text, NULL, 10) : 0;
    struct timespec pause = {ms / 1000, ms % 1000 * 1000000};
    while (ms > 0 && nanosleep(&pause, &pause) != 0 && errno == EINTR) {
    } /* a signal does not make the disk faster */
}

static int flush(const char *name, int file)
{
    int (*real)(int) = NULL;
    *(void **)&real = dlsym(RTLD_NEXT, name);
    wait_first();
    return real(file);
}

int fsync(int file)
{
    return flush("fsync", file);
}

int fdatasync(int file)
{
    return flush("fdatasync", file);
}
