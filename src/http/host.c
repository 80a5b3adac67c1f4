#include "http/host.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { BACKLOG = 511 };

struct pal_address pal_address_text(const struct sockaddr *address)
{
    struct pal_address out = {{0}};
    struct in6_addr v6;
    if (address->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, address, sizeof v4);
        (void)inet_ntop(AF_INET, &v4.sin_addr, out.text, sizeof out.text);
    } else if (address->sa_family == AF_INET6) {
        memcpy(&v6, (const char *)address + offsetof(struct sockaddr_in6, sin6_addr), sizeof v6);
        if (IN6_IS_ADDR_V4MAPPED(&v6)) {
            (void)inet_ntop(AF_INET, &v6.s6_addr[12], out.text, sizeof out.text);
        } else {
            (void)inet_ntop(AF_INET6, &v6, out.text, sizeof out.text);
        }
    }
    return out;
}

bool pal_address_read(const char *text, size_t len, struct pal_address *out)
{
    char copy[PAL_ADDRESS_MAX];
    struct in_addr v4;
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    if (len >= sizeof copy || memchr(text, '\0', len) != NULL) {
        return false;
    }
    memcpy(copy, text, len);
    copy[len] = '\0';
    if (inet_pton(AF_INET, copy, &v4) == 1) {
        return inet_ntop(AF_INET, &v4, out->text, sizeof out->text) != NULL;
    }
    if (inet_pton(AF_INET6, copy, &v6.sin6_addr) != 1) {
        return false;
    }
    *out = pal_address_text((const struct sockaddr *)&v6);
    return true;
}

struct pal_address pal_address_network(const char *address)
{
    struct pal_address network = {{0}};
    struct in6_addr v6;
    (void)snprintf(network.text, sizeof network.text, "%s", address);
    if (inet_pton(AF_INET6, address, &v6) == 1) {
        memset(&v6.s6_addr[8], 0, 8);
        (void)inet_ntop(AF_INET6, &v6, network.text, sizeof network.text);
    }
    return network;
}

bool pal_address_is_loopback(const char *address)
{
    struct pal_address usual;
    return pal_address_read(address, strlen(address), &usual) &&
           (strncmp(usual.text, "127.", 4) == 0 || strcmp(usual.text, "::1") == 0);
}

static bool is_port(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    return text[digits] == '\0' && digits <= 5;
}

/* How much of a Host header's value is the name, without brackets; 0: it is not well formed. */
static size_t name_of_host(const char **value)
{
    const char *text = *value;
    bool is_bracketed = text[0] == '[';
    size_t len = strcspn(text + is_bracketed, is_bracketed ? "]" : ":");
    const char *rest = text + is_bracketed + len;
    *value = text + is_bracketed;
    if (is_bracketed && *rest++ != ']') {
        return 0;
    }
    return *rest == '\0' || (*rest == ':' && is_port(rest + 1)) ? len : 0;
}

const char *pal_host_find(const char *value, const char *const *hosts, size_t count)
{
    size_t len = name_of_host(&value);
    for (size_t i = 0; len > 0 && i < count; i++) {
        const char *host = hosts[i];
        size_t host_len = strlen(host);
        if (host[0] == '[' && host_len > 2) { /* the list may write IPv6 as a URL does */
            host++;
            host_len -= 2;
        }
        if (host_len == len && strncasecmp(host, value, len) == 0) {
            return hosts[i];
        }
    }
    return NULL;
}

bool pal_proxy_is_named(const char *address, const char *const *proxies, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct pal_address proxy;
        if (pal_address_read(proxies[i], strlen(proxies[i]), &proxy) &&
            strcmp(proxy.text, address) == 0) {
            return true;
        }
    }
    return false;
}

struct pal_address pal_forwarded_client(const char *header, const char *remote,
                                        const char *const *proxies, size_t count)
{
    struct pal_address client = {{0}};
    const char *end = header + strlen(header);
    (void)snprintf(client.text, sizeof client.text, "%s", remote);
    while (pal_proxy_is_named(client.text, proxies, count) && end > header) {
        const char *start = end;
        while (start > header && start[-1] != ',') {
            start--;
        }
        const char *at = start + strspn(start, " \t");
        size_t len = strcspn(at, " \t,");
        if (at > end || !pal_address_read(at, len, &client)) {
            break;
        }
        end = start > header ? start - 1 : header;
    }
    return client;
}

/* The socket address of a text; 0: it is none. */
static socklen_t read_socket_address(const char *address, uint16_t port,
                                     struct sockaddr_storage *out)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    if (inet_pton(AF_INET, address, &v4.sin_addr) == 1) {
        memcpy(out, &v4, sizeof v4);
        return sizeof v4;
    }
    if (inet_pton(AF_INET6, address, &v6.sin6_addr) == 1) {
        memcpy(out, &v6, sizeof v6);
        return sizeof v6;
    }
    return 0;
}

/* False, with errno: the system refused. "::" takes IPv4 too, as people expect of "everywhere". */
static bool listen_at(int fd, const struct sockaddr_storage *at, socklen_t len, bool is_everywhere)
{
    int yes = 1;
    int only_v6 = is_everywhere ? 0 : 1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        (at->ss_family == AF_INET6 &&
         setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only_v6, sizeof only_v6) != 0)) {
        return false;
    }
    return bind(fd, (const struct sockaddr *)at, len) == 0 && listen(fd, BACKLOG) == 0;
}

static uint16_t port_of(int fd)
{
    struct sockaddr_storage at = {0};
    socklen_t len = sizeof at;
    struct sockaddr_in v4;
    if (getsockname(fd, (struct sockaddr *)&at, &len) != 0) {
        return 0;
    }
    memcpy(&v4, &at, sizeof v4); /* the port stands at the same place in both families */
    return ntohs(v4.sin_port);
}

enum pal_rc pal_host_listen(const char *address, uint16_t port, int *out, uint16_t *out_port,
                            struct pal_err *err)
{
    struct sockaddr_storage at = {0};
    socklen_t len = read_socket_address(address, port, &at);
    if (len == 0) {
        return pal_err_set(err, PAL_E_INVALID,
                           "\"%s\" is no address to listen at: give one in numbers, as 127.0.0.1 "
                           "or ::1.",
                           address);
    }
    int fd = socket(at.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0 || !listen_at(fd, &at, len, strcmp(address, "::") == 0)) {
        int why = errno;
        if (fd >= 0) {
            (void)close(fd);
        }
        return pal_err_set(err, PAL_E_IO,
                           "Listening at %s port %u failed: %s. Another program may "
                           "hold the port; give another port.",
                           address, (unsigned)port, strerror(why));
    }
    *out = fd;
    *out_port = port_of(fd);
    return PAL_OK;
}

void pal_host_unlisten(int fd, uint16_t port)
{
    if (port_of(fd) == port) {
        (void)close(fd);
    }
}
