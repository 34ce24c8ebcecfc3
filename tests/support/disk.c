/* A disk that does as it is told: preloaded into the program, it answers its writes to the store of records as the file
   that REDFLAG_TEST_DISK names says at that moment: "ok", "full", "ro", "slow MS" or "hang". */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

/* What the control file says; read by system calls, because everything else here is intercepted. */
static void control(char *word, size_t size) {
    word[0] = 0;
    const char *path = getenv("REDFLAG_TEST_DISK");
    if (!path) return;
    long fd = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return;
    long count = syscall(SYS_read, fd, word, size - 1);
    word[count > 0 ? count : 0] = 0;
    syscall(SYS_close, fd);
}

static int of_store(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t count = readlink(link, path, sizeof path - 1);
    if (count < 0) return 0;
    path[count] = 0;
    return strstr(path, "records.db") != NULL;
}

/* The error that the disk answers with; 0: it does what it is asked, late perhaps. `syncs`: only syncs are slow. */
static int fault(int fd, int syncs) {
    if (!of_store(fd)) return 0;
    char word[64];
    for (;;) {
        control(word, sizeof word);
        if (strncmp(word, "hang", 4)) break;
        usleep(2000);
    }
    if (!strncmp(word, "full", 4)) return syncs ? 0 : ENOSPC;
    if (!strncmp(word, "ro", 2)) return EROFS;
    if (!strncmp(word, "slow ", 5) && syncs) usleep(1000 * (useconds_t)atol(word + 5));
    return 0;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FAIL(syncs) do { int error = fault(fd, syncs); if (error) { errno = error; return -1; } } while (0)

/* Nothing is opened to be written to on a disk for reading only. */
static int refuses(const char *path, int flags) {
    char word[64];
    control(word, sizeof word);
    return (flags & O_ACCMODE) != O_RDONLY && strstr(path, "records.db") && !strncmp(word, "ro", 2);
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        va_list list; \
        va_start(list, flags); \
        mode_t mode = va_arg(list, mode_t); \
        va_end(list); \
        if (refuses(path, flags)) { errno = EROFS; return -1; } \
        return REAL(name)(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)

ssize_t write(int fd, const void *data, size_t count) { FAIL(0); return REAL(write)(fd, data, count); }
ssize_t pwrite(int fd, const void *data, size_t count, off_t at) { FAIL(0); return REAL(pwrite)(fd, data, count, at); }
ssize_t pwrite64(int fd, const void *data, size_t count, off64_t at) { FAIL(0); return REAL(pwrite64)(fd, data, count, at); }
int ftruncate(int fd, off_t size) { FAIL(0); return REAL(ftruncate)(fd, size); }
int ftruncate64(int fd, off64_t size) { FAIL(0); return REAL(ftruncate64)(fd, size); }
int fsync(int fd) { FAIL(1); return REAL(fsync)(fd); }
int fdatasync(int fd) { FAIL(1); return REAL(fdatasync)(fd); }
