/*
 * The least that answering by UDP can cost: receives a batch of queries, walks each one's name and
 * hashes it, and sends the queries back as if they were answers (QR, AA). The bar for a lane
 * (docs/design/server.md).
 *
 *   cc -O2 -o echo echo.c && ./echo PORT [BATCH [WORKERS]]
 *
 * More workers are processes with a socket each on the one port.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 256, ROOM = 4096 };

static uint8_t bytes[MOST][ROOM];
static struct sockaddr_in names[MOST];
static struct iovec vectors[MOST];
static struct mmsghdr messages[MOST];
static volatile uint32_t sink;

static uint32_t hash_name(const uint8_t *at, const uint8_t *end)
{
    uint32_t hash = 1;
    while (at < end && *at != 0 && *at < 64) {
        const uint8_t *next = at + *at + 1;
        for (; at < next && at < end; at++)
            hash = 31 * hash + (*at >= 'A' && *at <= 'Z' ? *at + 32u : *at);
    }
    return hash;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("usage: echo PORT [BATCH [WORKERS]]\n", stderr);
        return 2;
    }
    int batch = argc > 2 ? atoi(argv[2]) : 32;
    if (batch < 1 || batch > MOST)
        batch = 32;
    for (int workers = argc > 3 ? atoi(argv[3]) : 1; workers > 1; workers--) {
        if (fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGTERM);
            break;
        }
    }
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    int yes = 1;
    int size = 4 << 20;
    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1]))};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) < 0) {
        perror("bind");
        return 1;
    }
    for (;;) {
        for (int i = 0; i < batch; i++) {
            vectors[i] = (struct iovec){bytes[i], ROOM};
            messages[i].msg_hdr = (struct msghdr){.msg_name = &names[i],
                .msg_namelen = sizeof names[i], .msg_iov = &vectors[i], .msg_iovlen = 1};
        }
        int got = recvmmsg(fd, messages, (unsigned)batch, MSG_WAITFORONE, NULL);
        if (got < 0)
            continue;
        for (int i = 0; i < got; i++) {
            vectors[i].iov_len = messages[i].msg_len;
            if (messages[i].msg_len >= 12) {
                sink += hash_name(bytes[i] + 12, bytes[i] + messages[i].msg_len);
                bytes[i][2] |= 0x84;
            }
        }
        for (int sent = 0; sent < got;) {
            int more = sendmmsg(fd, messages + sent, (unsigned)(got - sent), 0);
            sent += more > 0 ? more : 1;
        }
    }
}
