// HTTP load at a fixed rate, whatever the server does: latency counts from the moment a request was due.
//
//     openloop PORT BODY-FILE RATE SECONDS CONNECTIONS
//
// Why: a generator that waits for the last answer before it asks again asks less when the server is slow, and so never
// sees the waiting that it causes (coordinated omission). A request that finds every connection busy waits in a queue,
// and its waiting counts. Prints one JSON object.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { INPUT_MAX = 262144 };

struct connection {
    int fd, busy;
    double due;
    size_t have;
    char *input;
};

struct samples {
    uint32_t *values;
    long count;
};

static struct connection *connections;
static int *idle, idle_count, connection_count, port, epoll;
static struct samples accepted, refused;
static long errors, lost_connections;
static char *request;
static size_t request_length;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static _Noreturn void fail(const char *what) {
    fprintf(stderr, "openloop: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int connect_one(struct connection *c) {
    int on = 1;
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    inet_pton(AF_INET, "127.0.0.1", &a.sin_addr);
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&a, sizeof a) != 0) return -1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    c->have = 0;
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &e);
    return 0;
}

static void replace(struct connection *c) {
    close(c->fd);
    lost_connections++;
    if (connect_one(c) != 0) fail("connect again");
}

static void release(struct connection *c) {
    c->busy = 0;
    idle[idle_count++] = (int)(c - connections);
}

static void add(struct samples *s, double seconds) { s->values[s->count++] = (uint32_t)(seconds * 1e6); }

// Length of the whole response, 0 if it is not complete.
static size_t response_length(const char *p, size_t have) {
    const char *end = memmem(p, have, "\r\n\r\n", 4);
    if (!end) return 0;
    size_t head = (size_t)(end - p) + 4;
    const char *field = strcasestr(p, "\r\ncontent-length:");
    if (field && field < end) {
        size_t length = head + strtoul(field + 17, NULL, 10);
        return have >= length ? length : 0;
    }
    const char *last = memmem(end, have - (size_t)(end - p), "\r\n0\r\n\r\n", 7);
    return last ? (size_t)(last - p) + 7 : 0;
}

static void take(struct connection *c) {
    ssize_t n = recv(c->fd, c->input + c->have, INPUT_MAX - c->have - 1, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) {
        int was_busy = c->busy;
        if (was_busy) errors++;
        replace(c);
        if (was_busy) release(c);
        return;
    }
    c->have += (size_t)n;
    c->input[c->have] = 0;
    size_t length = response_length(c->input, c->have);
    if (length == 0) return;
    int status = atoi(c->input + 9);
    double took = now() - c->due;
    if (status == 200) add(&accepted, took);
    else if (status == 503 || status == 429) add(&refused, took);
    else errors++;
    c->have = 0;
    int closes = strcasestr(c->input, "connection: close") != NULL;
    if (closes) replace(c);
    release(c);
}

static int smaller(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static double percentile(struct samples *s, double share) {
    return s->count ? s->values[(long)(share * (double)(s->count - 1))] / 1000.0 : 0;
}

static void read_body(const char *path) {
    struct stat info;
    int fd = open(path, O_RDONLY);
    if (fd < 0 || fstat(fd, &info) != 0) fail(path);
    request = malloc((size_t)info.st_size + 512);
    int head = sprintf(request,
        "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %ld\r\n\r\n",
        (long)info.st_size);
    if (read(fd, request + head, (size_t)info.st_size) != info.st_size) fail(path);
    request_length = (size_t)head + (size_t)info.st_size;
    close(fd);
}

int main(int argc, char **argv) {
    if (argc != 6) {
        fprintf(stderr, "openloop PORT BODY-FILE RATE SECONDS CONNECTIONS\n");
        return 2;
    }
    port = atoi(argv[1]);
    read_body(argv[2]);
    double rate = atof(argv[3]), seconds = atof(argv[4]);
    connection_count = atoi(argv[5]);
    long total = (long)(rate * seconds);
    connections = calloc((size_t)connection_count, sizeof *connections);
    idle = calloc((size_t)connection_count, sizeof *idle);
    accepted.values = malloc((size_t)(total + 1) * sizeof(uint32_t));
    refused.values = malloc((size_t)(total + 1) * sizeof(uint32_t));
    epoll = epoll_create1(EPOLL_CLOEXEC);
    for (int i = 0; i < connection_count; i++) {
        connections[i].input = malloc(INPUT_MAX);
        if (connect_one(&connections[i]) != 0) fail("connect");
        release(&connections[i]);
    }
    double start = now();
    long sent = 0, ended = 0;
    // Two more seconds for answers that are on their way; what has not come by then is unanswered.
    while (ended < total && now() < start + seconds + 2) {
        double t = now();
        long due = (long)((t - start) * rate);
        if (due > total) due = total;
        while (sent < due && idle_count > 0) {
            struct connection *c = &connections[idle[--idle_count]];
            c->busy = 1;
            c->due = start + (double)sent / rate;
            sent++;
            if (send(c->fd, request, request_length, MSG_NOSIGNAL) != (ssize_t)request_length) {
                errors++;
                replace(c);
                release(c);
            }
        }
        struct epoll_event events[256];
        // Sleeps until the next request is due: a spinning generator would take the server's core.
        double wait = sent < total && idle_count > 0 ? start + (double)(sent + 1) / rate - now() : 0.01;
        struct timespec pause = {0, wait > 0 ? (long)(wait * 1e9) % 1000000000L : 0};
        int n = epoll_pwait2(epoll, events, 256, &pause, NULL);
        for (int i = 0; i < n; i++) take(events[i].data.ptr);
        ended = accepted.count + refused.count + errors;
    }
    double took = now() - start;
    qsort(accepted.values, (size_t)accepted.count, sizeof(uint32_t), smaller);
    qsort(refused.values, (size_t)refused.count, sizeof(uint32_t), smaller);
    printf("{\"rate\":%.0f,\"due\":%ld,\"sent\":%ld,\"accepted\":%ld,\"refused\":%ld,\"errors\":%ld,"
        "\"lost_connections\":%ld,\"seconds\":%.3f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"p999_ms\":%.3f,\"max_ms\":%.3f,"
        "\"refused_p99_ms\":%.3f}\n",
        rate, total, sent, accepted.count, refused.count, errors, lost_connections, took, percentile(&accepted, 0.5),
        percentile(&accepted, 0.99), percentile(&accepted, 0.999), percentile(&accepted, 1),
        percentile(&refused, 0.99));
    return 0;
}
