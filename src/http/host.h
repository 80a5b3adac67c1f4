/*
 * host - which names this server answers to, and whose word about the client it takes.
 *
 * A browser that was led here by a strange name (DNS rebinding) sends that name in Host: only names
 * of the allow-list are answered. X-Forwarded-For and -Proto are what a stranger writes unless the
 * connection comes from a proxy that was named.
 */
#ifndef PAL_HTTP_HOST_H
#define PAL_HTTP_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#include "base/rc.h"

enum { PAL_ADDRESS_MAX = 48 };

struct pal_address {
    char text[PAL_ADDRESS_MAX];
};

/* An address as text without a port; an IPv4 address that came in over IPv6 is written as IPv4. */
struct pal_address pal_address_text(const struct sockaddr *address);

/* Reads an address and writes it in its one usual form. False: it is none. */
bool pal_address_read(const char *text, size_t len, struct pal_address *out);

/* Who counts as one client: an IPv4 address, or the 64 bits of an IPv6 address that a provider
 * gives away as a whole. */
struct pal_address pal_address_network(const char *address);

/* True for the addresses that only this computer has. */
bool pal_address_is_loopback(const char *address);

/* The name of the list that a Host header's value means, or NULL. The port does not count. */
const char *pal_host_find(const char *value, const char *const *hosts, size_t count);

/* True when the address is one of the proxies. */
bool pal_proxy_is_named(const char *address, const char *const *proxies, size_t count);

/* The client that X-Forwarded-For names: from the right, the first address that is no proxy.
 * `remote` is who sent the header; it stays where the header holds no address. */
struct pal_address pal_forwarded_client(const char *header, const char *remote,
                                        const char *const *proxies, size_t count);

/* Listens at an address and port; gives the socket and the port that was found. */
enum pal_rc pal_host_listen(const char *address, uint16_t port, int *out, uint16_t *out_port,
                            struct pal_err *err) PAL_WARN_UNUSED;

/* Closes a socket of pal_host_listen, unless that was done already by who it was given to. */
void pal_host_unlisten(int fd, uint16_t port);

#endif
