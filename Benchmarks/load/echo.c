// Echo load: <connections> sockets, one message of <bytes> on each at a time, for <seconds>; prints messages a second
// and, from /proc/<pid>/stat of the server, its processor time a message.
//   cc -O2 -o echo echo.c && ./echo <port> <connections> <bytes> <seconds> <server pid>
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void times(int pid, double *user, double *system) {
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *file = fopen(path, "r");
    unsigned long u = 0, s = 0;
    if (file && fgets(text, sizeof text, file))
        sscanf(strrchr(text, ')') + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &u, &s);
    if (file) fclose(file);
    *user = u / (double)sysconf(_SC_CLK_TCK);
    *system = s / (double)sysconf(_SC_CLK_TCK);
}

int main(int argc, char **argv) {
    if (argc != 6) return fprintf(stderr, "echo <port> <connections> <bytes> <seconds> <server pid>\n"), 2;
    int port = atoi(argv[1]), count = atoi(argv[2]), size = atoi(argv[3]), pid = atoi(argv[5]);
    double seconds = atof(argv[4]);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    int epoll = epoll_create1(0);
    int *got = calloc(65536, sizeof *got);
    char *message = malloc(size), *answer = malloc(65536);
    memset(message, 'x', size);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    for (int i = 0; i < count; i++) {
        int s = socket(AF_INET, SOCK_STREAM, 0), one = 1;
        if (s < 0 || connect(s, (struct sockaddr *)&address, sizeof address)) return perror("connect"), 1;
        setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        struct epoll_event event = {.events = EPOLLIN, .data.fd = s};
        epoll_ctl(epoll, EPOLL_CTL_ADD, s, &event);
        if (write(s, message, size) != size) return 1;
    }
    double begin = now(), userBegin, systemBegin, user, system;
    times(pid, &userBegin, &systemBegin);
    long messages = 0;
    struct epoll_event events[512];
    while (now() - begin < seconds) {
        int ready = epoll_wait(epoll, events, 512, 100);
        for (int i = 0; i < ready; i++) {
            int s = events[i].data.fd;
            int n = read(s, answer, 65536);
            if (n <= 0) return fprintf(stderr, "closed\n"), 1;
            for (got[s] += n; got[s] >= size; got[s] -= size) {
                messages++;
                if (write(s, message, size) != size) return 1;
            }
        }
    }
    double elapsed = now() - begin;
    times(pid, &user, &system);
    user -= userBegin;
    system -= systemBegin;
    printf("%d connections, %d bytes: %.0f messages/s, %.2f us a message (%.2f user + %.2f system)\n", count, size,
           messages / elapsed, (user + system) * 1e6 / messages, user * 1e6 / messages, system * 1e6 / messages);
    return 0;
}
