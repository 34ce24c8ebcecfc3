/* A disk whose every sync takes a millisecond: preloaded into the program that is timed, so that the figure does not hang on
   whatever disk this machine has. */
#include <time.h>

static int millisecond(void) {
    struct timespec wait = {0, 1000000};
    nanosleep(&wait, 0);
    return 0;
}

int fsync(int file) { (void)file; return millisecond(); }
int fdatasync(int file) { (void)file; return millisecond(); }
