/* Makes the file operations of a process fail, tear or kill it at a chosen moment; loaded before the C library:
 *
 *   FAULT_UNDER  the directory whose files are meant
 *   FAULT_AT     which operation there, counted from 1
 *   FAULT        kill     SIGKILL instead of the operation
 *                torn     half of a write, then SIGKILL
 *                full     no space from this operation on, after half of it where it is a write
 *                denied   no permission from this operation on to make, rename or remove a file
 *                short    every write from this operation on takes half of what it is given
 *   FAULT_LOG    where each operation is noted, a line with its kind and path
 *
 * Directories are flushed past this: the tool looks up fsync in the C library itself.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { MAKE, WRITE, FLUSH, NAME, CUT };
enum outcome { PASS, FAIL, HALF };

static const char *names[] = { "make", "write", "flush", "name", "cut" };
static atomic_long count;

#define REAL(function) ((__typeof__(&function))dlsym(RTLD_NEXT, #function))

static void note(enum kind kind, const char *path)
{
    const char *log = getenv("FAULT_LOG");
    char line[PATH_MAX + 16];
    int length = snprintf(line, sizeof line, "%s %s\n", names[kind], path);
    int file = log ? REAL(open)(log, O_WRONLY | O_APPEND | O_CREAT, 0600) : -1;
    if (file >= 0) {
        if (REAL(write)(file, line, length) != length)
            abort();
        close(file);
    }
}

static void die(void)
{
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

/* What becomes of an operation on a path. */
static enum outcome judge(enum kind kind, const char *path)
{
    const char *under = getenv("FAULT_UNDER"), *fault = getenv("FAULT"), *at = getenv("FAULT_AT");
    if (!under || strncmp(path, under, strlen(under)))
        return PASS;
    long number = ++count, chosen = at ? atol(at) : LONG_MAX;
    note(kind, path);
    if (!fault || number < chosen)
        return PASS;
    if (!strcmp(fault, "kill"))
        die();
    if (!strcmp(fault, "torn")) {
        if (kind == WRITE)
            return HALF;
        die();
    }
    if (!strcmp(fault, "short"))
        return kind == WRITE ? HALF : PASS;
    if (!strcmp(fault, "full")) {
        errno = ENOSPC;
        return kind == WRITE && number == chosen ? HALF : kind == MAKE || kind == WRITE || kind == FLUSH ? FAIL : PASS;
    }
    errno = EACCES;
    return !strcmp(fault, "denied") && (kind == MAKE || kind == NAME) ? FAIL : PASS;
}

static enum outcome judge_file(enum kind kind, int file)
{
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return PASS;
    path[length] = 0;
    return judge(kind, path);
}

static enum outcome judge_name(enum kind kind, const char *path)
{
    char full[2 * PATH_MAX], here[PATH_MAX];
    if (path[0] == '/' || !getcwd(here, sizeof here))
        return judge(kind, path);
    snprintf(full, sizeof full, "%s/%s", here, path);
    return judge(kind, full);
}

static int torn(void)
{
    const char *fault = getenv("FAULT");
    return fault && !strcmp(fault, "torn");
}

#define OPEN(function)                                                                      \
    int function(const char *path, int flags, ...)                                          \
    {                                                                                       \
        va_list rest;                                                                       \
        va_start(rest, flags);                                                              \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;             \
        va_end(rest);                                                                       \
        if (flags & O_CREAT && judge_name(MAKE, path) == FAIL)                              \
            return -1;                                                                      \
        return REAL(function)(path, flags, mode);                                           \
    }
OPEN(open)
OPEN(open64)

#define WRITE_AT(function, offset_type)                                                     \
    ssize_t function(int file, const void *bytes, size_t length, offset_type offset)        \
    {                                                                                       \
        enum outcome outcome = judge_file(WRITE, file);                                     \
        if (outcome == FAIL)                                                                \
            return -1;                                                                      \
        ssize_t written = REAL(function)(file, bytes, outcome == HALF && length > 1 ? length / 2 : length, offset); \
        if (outcome == HALF && torn())                                                      \
            die();                                                                          \
        return written;                                                                     \
    }
WRITE_AT(pwrite, off_t)
WRITE_AT(pwrite64, off64_t)

ssize_t write(int file, const void *bytes, size_t length)
{
    enum outcome outcome = judge_file(WRITE, file);
    if (outcome == FAIL)
        return -1;
    ssize_t written = REAL(write)(file, bytes, outcome == HALF && length > 1 ? length / 2 : length);
    if (outcome == HALF && torn())
        die();
    return written;
}

int fsync(int file)
{
    return judge_file(FLUSH, file) == FAIL ? -1 : REAL(fsync)(file);
}

int ftruncate(int file, off_t length)
{
    return judge_file(CUT, file) == FAIL ? -1 : REAL(ftruncate)(file, length);
}

int ftruncate64(int file, off64_t length)
{
    return judge_file(CUT, file) == FAIL ? -1 : REAL(ftruncate64)(file, length);
}

int rename(const char *from, const char *to)
{
    return judge_name(NAME, to) == FAIL ? -1 : REAL(rename)(from, to);
}

int unlink(const char *path)
{
    return judge_name(NAME, path) == FAIL ? -1 : REAL(unlink)(path);
}

int mkdir(const char *path, mode_t mode)
{
    return judge_name(MAKE, path) == FAIL ? -1 : REAL(mkdir)(path, mode);
}
