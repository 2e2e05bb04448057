// Opens idle WebSockets to a port, says how many, waits for a line, then echoes messages over 64 of them for some
// seconds and says how many came back.   sockets PORT COUNT BYTES SECONDS
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char handshake[] =
    "GET /socket HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    if (argc < 5) return 64;
    int port = atoi(argv[1]), count = atoi(argv[2]), bytes = atoi(argv[3]);
    double seconds = atof(argv[4]);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    int *sockets = calloc(count, sizeof *sockets), opened = 0;
    char buffer[65536];
    for (; opened < count; opened++) {
        int s = socket(AF_INET, SOCK_STREAM, 0);
        struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        if (s < 0 || connect(s, (struct sockaddr *)&a, sizeof a) < 0) break;
        if (send(s, handshake, sizeof handshake - 1, 0) < 0 || recv(s, buffer, sizeof buffer, 0) < 12) break;
        if (memcmp(buffer, "HTTP/1.1 101", 12)) break;
        sockets[opened] = s;
    }
    printf("%d\n", opened);
    fflush(stdout);
    if (!fgets(buffer, sizeof buffer, stdin)) return 1;

    unsigned char frame[8 + 125] = {0x81, 0x80 | bytes, 1, 2, 3, 4};
    if (bytes > 125) return 64;
    for (int i = 0; i < bytes; i++) frame[6 + i] = 'x' ^ (i % 4 + 1);
    int size = 6 + bytes, answer = 2 + bytes, busy = opened < 64 ? opened : 64, poll = epoll_create1(0);
    long echoed = 0;
    int *pending = calloc(busy, sizeof *pending);
    for (int i = 0; i < busy; i++) {
        struct epoll_event e = {.events = EPOLLIN, .data.u32 = i};
        epoll_ctl(poll, EPOLL_CTL_ADD, sockets[i], &e);
        if (send(sockets[i], frame, size, 0) != size) return 1;
    }
    double end = now() + seconds;
    while (now() < end) {
        struct epoll_event events[64];
        int ready = epoll_wait(poll, events, 64, 100);
        for (int k = 0; k < ready; k++) {
            int i = events[k].data.u32, got = recv(sockets[i], buffer, sizeof buffer, 0);
            if (got <= 0) return 1;
            pending[i] += got;
            if (pending[i] < answer) continue;
            pending[i] -= answer;
            echoed++;
            if (send(sockets[i], frame, size, 0) != size) return 1;
        }
    }
    printf("%ld\n", echoed);
    return 0;
}
