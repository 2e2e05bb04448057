// Subscribers for the fan-out workload: many graphql-transport-ws clients in one thread over epoll.
//
//     fanout PORT CLIENTS EVENTS paced|flood
//
// Connects and subscribes all clients, publishes probes until each client has had one, prints READY, waits for a line on
// standard input, and then publishes EVENTS ticks by the mutation `publish`. Paced: the next tick when every client has
// the last one. Flood: the next tick as soon as the mutation is answered. Prints one JSON object.
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
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { INPUT_MAX = 65536, TIMEOUT_S = 120 };
enum stage { HANDSHAKE, ACKNOWLEDGE, SUBSCRIBED };

struct client {
    int fd, last;
    enum stage stage;
    size_t have;
    char *input;
};

static struct client *clients, publisher;
static int client_count, event_count, paced, port, ready_count, epoll;
static int published, answered, probing = 1;
static double *sent_at, start_at;
static uint32_t *latencies;
static long deliveries, disordered;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static _Noreturn void fail(const char *what) {
    fprintf(stderr, "fanout: %s: %s\n", what, errno ? strerror(errno) : "unexpected");
    exit(1);
}

static void send_all(int fd, const void *bytes, size_t count) {
    const char *p = bytes;
    while (count > 0) {
        ssize_t n = send(fd, p, count, MSG_NOSIGNAL);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (n <= 0) fail("send");
        p += n;
        count -= (size_t)n;
    }
}

static int open_connection(void *tag) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    inet_pton(AF_INET, "127.0.0.1", &a.sin_addr);
    if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof a) != 0) fail("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = tag};
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e);
    return fd;
}

// A client's frame: masked, here with a mask of zeroes, so that the text stands as it is.
static void send_frame(int fd, unsigned char opcode, const char *text, size_t length) {
    unsigned char frame[1024] = {(unsigned char)(0x80 | opcode)};
    size_t head = 2;
    if (length < 126) {
        frame[1] = (unsigned char)(0x80 | length);
    } else {
        frame[1] = 0x80 | 126;
        frame[2] = (unsigned char)(length >> 8);
        frame[3] = (unsigned char)length;
        head = 4;
    }
    head += 4;
    if (head + length > sizeof frame) fail("a frame that is too long");
    memcpy(frame + head, text, length);
    send_all(fd, frame, head + length);
}

static void publish(int id) {
    char body[128], request[512];
    int n = snprintf(body, sizeof body, "{\"query\":\"mutation { publish(id: %d) { ok } }\"}", id);
    int m = snprintf(request, sizeof request,
        "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
        n, body);
    if (!probing) sent_at[id] = now();
    published = id;
    send_all(publisher.fd, request, (size_t)m);
}

// The number after "ticks" … "id":, or -1.
static int tick_of(const char *text, size_t length) {
    const char *end = text + length, *p = memmem(text, length, "\"ticks\"", 7);
    if (!p) return -1;
    p = memmem(p, (size_t)(end - p), "\"id\"", 4);
    if (!p) return -1;
    for (p += 4; p < end && (*p == ':' || *p == ' '); p++) {}
    int value = 0;
    for (; p < end && *p >= '0' && *p <= '9'; p++) value = value * 10 + (*p - '0');
    return value;
}

static void take_tick(struct client *c, int id) {
    if (probing || id == 0) {
        if (c->last < 0) ready_count++;
        c->last = 0;
        return;
    }
    if (id != c->last + 1 || id > event_count) {
        disordered++;
        return;
    }
    c->last = id;
    latencies[deliveries++] = (uint32_t)((now() - sent_at[id]) * 1e6);
}

static void take_message(struct client *c, const char *text, size_t length) {
    if (memmem(text, length, "\"connection_ack\"", 16)) {
        static const char subscribe[] =
            "{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":{\"query\":\"subscription { ticks { id text } }\"}}";
        send_frame(c->fd, 1, subscribe, sizeof subscribe - 1);
        c->stage = SUBSCRIBED;
    } else if (memmem(text, length, "\"next\"", 6)) {
        int id = tick_of(text, length);
        if (id < 0) fail("a message without a tick");
        take_tick(c, id);
    } else if (memmem(text, length, "\"ping\"", 6)) {
        send_frame(c->fd, 1, "{\"type\":\"pong\"}", 15);
    } else if (memmem(text, length, "\"error\"", 7) || memmem(text, length, "\"complete\"", 10)) {
        fprintf(stderr, "fanout: %.*s\n", (int)length, text);
        exit(1);
    }
}

// Returns how many bytes one whole frame takes, 0 if there is none yet.
static size_t take_frame(struct client *c, const unsigned char *p, size_t have) {
    if (have < 2) return 0;
    size_t length = p[1] & 127, head = 2;
    if (length == 126) {
        if (have < 4) return 0;
        length = (size_t)p[2] << 8 | p[3];
        head = 4;
    } else if (length == 127) {
        fail("a frame longer than 64 KiB");
    }
    if (have < head + length) return 0;
    switch (p[0] & 15) {
    case 1: take_message(c, (const char *)p + head, length); break;
    case 8: fail("the server has closed a subscriber");
    case 9: send_frame(c->fd, 10, (const char *)p + head, length); break;
    default: break;
    }
    return head + length;
}

static void take_client(struct client *c) {
    for (;;) {
        ssize_t n = recv(c->fd, c->input + c->have, INPUT_MAX - c->have, 0);
        if (n < 0 && errno == EAGAIN) return;
        if (n <= 0) fail("a subscriber was cut");
        c->have += (size_t)n;
        size_t used = 0;
        if (c->stage == HANDSHAKE) {
            char *end = memmem(c->input, c->have, "\r\n\r\n", 4);
            if (!end) continue;
            if (!memmem(c->input, c->have, " 101 ", 5)) fail("no upgrade");
            used = (size_t)(end - c->input) + 4;
            send_frame(c->fd, 1, "{\"type\":\"connection_init\"}", 26);
            c->stage = ACKNOWLEDGE;
        }
        for (size_t took; (took = take_frame(c, (unsigned char *)c->input + used, c->have - used)) > 0; used += took) {}
        memmove(c->input, c->input + used, c->have - used);
        c->have -= used;
        if (c->have == INPUT_MAX) fail("a message that is too long");
        if ((size_t)n < INPUT_MAX / 2) return;
    }
}

static void take_answer(void) {
    ssize_t n = recv(publisher.fd, publisher.input + publisher.have, INPUT_MAX - publisher.have - 1, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) fail("the publisher was cut");
    publisher.have += (size_t)n;
    publisher.input[publisher.have] = 0;
    if (!strstr(publisher.input, "true")) {
        if (strstr(publisher.input, "errors")) fail(publisher.input);
        return;
    }
    publisher.have = 0;
    answered = published;
}

static void turn(int milliseconds) {
    struct epoll_event events[256];
    int n = epoll_wait(epoll, events, 256, milliseconds);
    for (int i = 0; i < n; i++) {
        if (events[i].data.ptr == &publisher) take_answer();
        else take_client(events[i].data.ptr);
    }
}

static int smaller(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static double percentile(double share) {
    return deliveries ? latencies[(long)(share * (double)(deliveries - 1))] / 1000.0 : 0;
}

static void connect_all(void) {
    char request[512];
    int n = snprintf(request, sizeof request,
        "GET /graphql HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n", port);
    for (int i = 0; i < client_count; i++) {
        clients[i].last = -1;
        clients[i].input = malloc(INPUT_MAX);
        clients[i].fd = open_connection(&clients[i]);
        send_all(clients[i].fd, request, (size_t)n);
        turn(0);
    }
    publisher.input = malloc(INPUT_MAX);
    publisher.fd = open_connection(&publisher);
}

static void probe(void) {
    double deadline = now() + 30;
    answered = published = -1;
    while (ready_count < client_count) {
        if (now() > deadline) fail("not every subscriber hears the probe");
        int subscribed = 0;
        for (int i = 0; i < client_count; i++) subscribed += clients[i].stage == SUBSCRIBED;
        if (subscribed == client_count && answered == published) {
            answered = -1;
            publish(0);
        }
        double until = now() + 0.3;
        while (now() < until && ready_count < client_count) turn(20);
    }
    // Probes on their way would be taken for ticks.
    for (double until = now() + 0.5; now() < until;) turn(20);
    probing = 0;
    answered = 0;
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "fanout PORT CLIENTS EVENTS paced|flood\n");
        return 2;
    }
    port = atoi(argv[1]);
    client_count = atoi(argv[2]);
    event_count = atoi(argv[3]);
    paced = strcmp(argv[4], "paced") == 0;
    long wanted = (long)client_count * event_count;
    clients = calloc((size_t)client_count, sizeof *clients);
    sent_at = calloc((size_t)event_count + 1, sizeof *sent_at);
    latencies = malloc((size_t)wanted * sizeof *latencies);
    epoll = epoll_create1(EPOLL_CLOEXEC);
    connect_all();
    probe();
    printf("READY\n");
    fflush(stdout);
    char line[8];
    if (!fgets(line, sizeof line, stdin)) return 1;
    struct rusage before, after;
    getrusage(RUSAGE_SELF, &before);
    start_at = now();
    publish(1);
    while (deliveries + disordered < wanted || answered < event_count) {
        turn(1000);
        if (now() - start_at > TIMEOUT_S) break;
        if (answered == published && published < event_count
            && (!paced || deliveries + disordered >= (long)published * client_count)) publish(published + 1);
    }
    double seconds = now() - start_at;
    getrusage(RUSAGE_SELF, &after);
    double cpu = (double)(after.ru_utime.tv_sec - before.ru_utime.tv_sec + after.ru_stime.tv_sec - before.ru_stime.tv_sec)
        + (double)(after.ru_utime.tv_usec - before.ru_utime.tv_usec + after.ru_stime.tv_usec - before.ru_stime.tv_usec) / 1e6;
    qsort(latencies, (size_t)deliveries, sizeof *latencies, smaller);
    printf("{\"clients\":%d,\"events\":%d,\"deliveries\":%ld,\"disordered\":%ld,\"lost\":%ld,\"seconds\":%.4f,"
        "\"per_second\":%.1f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f,\"client_cpu_seconds\":%.4f}\n",
        client_count, event_count, deliveries, disordered, wanted - deliveries - disordered, seconds,
        (double)deliveries / seconds, percentile(0.5), percentile(0.99), percentile(1), cpu);
    return deliveries == wanted ? 0 : 1;
}
