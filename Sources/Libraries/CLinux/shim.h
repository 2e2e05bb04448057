#pragma once

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

// The GNU extensions below are declared here because _GNU_SOURCE changes structures that Swift's own module of the
// C library was built without, and the compiler then refuses both.

/// A GNU extension: accept(2) with flags.
extern int accept4(int, struct sockaddr *, socklen_t *, int);

/// A GNU extension: names a thread, at most 15 bytes.
extern int pthread_setname_np(pthread_t, const char *);

/// EPOLLET does not fit the signed enumeration as which the constants are imported.
static inline uint32_t belvedere_epoll_edge_triggered(void) { return EPOLLET; }

/// fcntl(2) is variadic.
static inline int belvedere_set_nonblocking(int descriptor) {
    int flags = fcntl(descriptor, F_GETFL, 0);
    return flags < 0 ? flags : fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
}

/// A GNU extension: pipe(2) with flags.
extern int pipe2(int *, int);
